//! Robust statistics: what is usual, how much it varies, and how far a value stands from it.
//!
//! Floats live here and only here, for scores and never for money; [`median_decimal`], [`mean_decimal`] and
//! [`mad_decimal`] are exact, for figures that are shown.
//!
//! ```
//! use farthing::stats::{mad, median, modified_z_score, tukey_fence};
//!
//! let charges = [10.0, 11.0, 12.0, 13.0, 14.0];
//! assert_eq!(median(&charges), Some(12.0));
//! assert_eq!(mad(&charges), Some(1.0)); // the deviations are 2 1 0 1 2
//! let score = modified_z_score(22.0, &charges).unwrap(); // ten deviations up
//! assert!((score - 6.745).abs() < 1e-9);
//! assert!(!tukey_fence(&charges, 1.5).unwrap().contains(22.0)); // 8 to 16
//! ```
//!
//! Values that are not finite are left out everywhere; of no values at all there is no statistic, `None`.
#![expect(
    clippy::float_arithmetic,
    reason = "scores are floats; money never comes here as one"
)]

use crate::order::Arrange as _;

mod centre;
mod confidence;
mod exact;
mod slope;
mod spread;
#[cfg(test)]
mod tests;

pub use centre::{mean, median, quantile};
pub use confidence::Confidence;
pub use exact::{mad_decimal, mean_decimal, median_decimal};
pub use slope::{MAX_POINTS, theil_sen};
pub use spread::{Fence, MAD_TO_SIGMA, iqr, mad, mad_sigma, modified_z_score, tukey_fence};

/// The finite values in ascending order.
fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    values.arrange_by(f64::total_cmp);
    values
}
