//! Eight small numbers at a time: where the processor can, as one.

#[cfg(target_feature = "simd128")]
use core::arch::wasm32::{
    i16x8, i16x8_add_sat, i16x8_q15mulr_sat, i16x8_splat, i32x4_add, i32x4_dot_i16x8,
    i32x4_extract_lane, i32x4_splat, v128,
};

/// A step of one.
pub(crate) const WHOLE: f32 = 32_768.0;

/// Eight numbers of sixteen bits.
#[derive(Clone, Copy)]
#[cfg(target_feature = "simd128")]
pub(crate) struct Eight(v128);
/// Eight numbers of sixteen bits.
#[derive(Clone, Copy)]
#[cfg(not(target_feature = "simd128"))]
pub(crate) struct Eight([i16; 8]);

#[cfg(target_feature = "simd128")]
impl Eight {
    pub(crate) fn new([a, b, c, d, e, f, g, h]: [i16; 8]) -> Eight {
        Eight(i16x8(a, b, c, d, e, f, g, h))
    }

    /// The sum of the products with others, without what is above 32 bits.
    pub(crate) fn dot<const N: usize>(all: &[Eight; N], others: &[Eight; N]) -> i32 {
        let mut sums = i32x4_splat(0);
        for (Eight(one), Eight(other)) in all.iter().zip(others) {
            sums = i32x4_add(sums, i32x4_dot_i16x8(*one, *other));
        }
        let low = i32x4_extract_lane::<0>(sums).wrapping_add(i32x4_extract_lane::<1>(sums));
        let high = i32x4_extract_lane::<2>(sums).wrapping_add(i32x4_extract_lane::<3>(sums));
        low.wrapping_add(high)
    }

    /// Adds to each the product of an input and a step, in 32,768ths and rounded; what is too large stays the largest.
    pub(crate) fn add_products<const N: usize>(
        all: &mut [Eight; N],
        inputs: &[Eight; N],
        step: i16,
    ) {
        let step = i16x8_splat(step);
        for (Eight(one), Eight(input)) in all.iter_mut().zip(inputs) {
            *one = i16x8_add_sat(*one, i16x8_q15mulr_sat(*input, step));
        }
    }
}

#[cfg(not(target_feature = "simd128"))]
impl Eight {
    pub(crate) fn new(each: [i16; 8]) -> Eight {
        Eight(each)
    }

    /// The sum of the products with others, without what is above 32 bits.
    pub(crate) fn dot<const N: usize>(all: &[Eight; N], others: &[Eight; N]) -> i32 {
        let mut sum = 0_i32;
        for (Eight(all), Eight(others)) in all.iter().zip(others) {
            for (one, other) in all.iter().zip(others) {
                sum = sum.wrapping_add(i32::from(*one) * i32::from(*other));
            }
        }
        sum
    }

    /// Adds to each the product of an input and a step, in 32,768ths and rounded; what is too large stays the largest.
    pub(crate) fn add_products<const N: usize>(
        all: &mut [Eight; N],
        inputs: &[Eight; N],
        step: i16,
    ) {
        for (Eight(all), Eight(inputs)) in all.iter_mut().zip(inputs) {
            for (one, input) in all.iter_mut().zip(inputs) {
                let product = (i32::from(*input) * i32::from(step) + (1 << 14)) >> 15;
                *one = one.saturating_add(product as i16);
            }
        }
    }
}
