//! How much values vary, and how far one of them stands out.

use crate::order::Arrange as _;

use super::centre::quantile_of_sorted;
use super::sorted;

/// What the MAD is multiplied by to stand beside a standard deviation: 1 / Φ⁻¹(3/4).
///
/// Source: Rousseeuw and Croux (1993), "Alternatives to the median absolute deviation", section 1.
pub const MAD_TO_SIGMA: f64 = 1.4826;

/// What a deviation in MADs is multiplied by in the modified z-score: Φ⁻¹(3/4).
///
/// Source: Iglewicz and Hoaglin (1993), "How to detect and handle outliers", page 11.
const SIGMA_TO_MAD: f64 = 0.6745;

/// The median absolute deviation from the median, as it is.
///
/// ```
/// // The median is 3, the deviations are 2 1 0 1 97.
/// assert_eq!(farthing::stats::mad(&[1.0, 2.0, 3.0, 4.0, 100.0]), Some(1.0));
/// ```
pub fn mad(values: &[f64]) -> Option<f64> {
    median_and_mad(values).map(|(_, mad)| mad)
}

/// The [`mad`] as an estimate of the standard deviation: times [`MAD_TO_SIGMA`].
///
/// ```
/// assert_eq!(farthing::stats::mad_sigma(&[1.0, 2.0, 3.0]), Some(1.4826));
/// ```
pub fn mad_sigma(values: &[f64]) -> Option<f64> {
    mad(values).map(|mad| mad * MAD_TO_SIGMA)
}

fn median_and_mad(values: &[f64]) -> Option<(f64, f64)> {
    let mut values = sorted(values);
    let median = quantile_of_sorted(&values, 0.5)?;
    for value in &mut values {
        *value = (*value - median).abs();
    }
    values.arrange_by(f64::total_cmp);
    Some((median, quantile_of_sorted(&values, 0.5)?))
}

/// How many robust standard deviations `value` stands above (or below) the median of `values`.
///
/// Shape: signed; beyond 3.5 is unusual by the source's own cut-off. `None` where the MAD is zero, because
/// more than half of the values are the same: the [`tukey_fence`] decides there.
/// Source: Iglewicz and Hoaglin (1993), modified z-score.
///
/// ```
/// use farthing::stats::modified_z_score;
///
/// let score = modified_z_score(5.0, &[1.0, 2.0, 3.0]).unwrap(); // three MADs above the median, 2
/// assert!((score - 2.0235).abs() < 1e-9);
/// assert_eq!(modified_z_score(5.0, &[2.0, 2.0, 2.0, 9.0]), None);
/// ```
pub fn modified_z_score(value: f64, values: &[f64]) -> Option<f64> {
    let (median, mad) = median_and_mad(values)?;
    let score = SIGMA_TO_MAD * (value - median) / mad;
    (mad > 0.0 && score.is_finite()).then_some(score)
}

/// The distance from the first quartile to the third.
///
/// ```
/// assert_eq!(farthing::stats::iqr(&[1.0, 2.0, 3.0, 4.0, 5.0]), Some(2.0)); // from 2 to 4
/// ```
pub fn iqr(values: &[f64]) -> Option<f64> {
    quartiles(values).map(|(first, third)| third - first)
}

/// The range in which a value is nothing unusual: `reach` times the [`iqr`] beyond each quartile.
///
/// Source: Tukey (1977), "Exploratory data analysis": 1.5 for the inner fence, 3 for the outer.
///
/// ```
/// use farthing::stats::tukey_fence;
///
/// let fence = tukey_fence(&[1.0, 2.0, 3.0, 4.0, 5.0], 1.5).unwrap();
/// assert_eq!((fence.low, fence.high), (-1.0, 7.0)); // 2 - 3 and 4 + 3
/// assert!(fence.contains(7.0) && !fence.contains(7.01));
/// ```
pub fn tukey_fence(values: &[f64], reach: f64) -> Option<Fence> {
    let (first, third) = quartiles(values)?;
    let margin = (third - first) * reach;
    Some(Fence {
        low: first - margin,
        high: third + margin,
    })
}

fn quartiles(values: &[f64]) -> Option<(f64, f64)> {
    let values = sorted(values);
    Some((
        quantile_of_sorted(&values, 0.25)?,
        quantile_of_sorted(&values, 0.75)?,
    ))
}

/// A range of usual values, both ends in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fence {
    /// The least usual value.
    pub low: f64,
    /// The greatest usual value.
    pub high: f64,
}

impl Fence {
    /// Whether the value is nothing unusual.
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}
