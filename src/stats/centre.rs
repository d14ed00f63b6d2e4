//! Where values lie: the mean, the median and the quantiles between.

use super::sorted;

/// The arithmetic mean.
///
/// ```
/// assert_eq!(farthing::stats::mean(&[1.0, 2.0, 6.0]), Some(3.0));
/// assert_eq!(farthing::stats::mean(&[]), None);
/// ```
pub fn mean(values: &[f64]) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values.iter().filter(|value| value.is_finite()) {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

/// The value in the middle; of an even number, the mean of the two in the middle.
///
/// ```
/// assert_eq!(farthing::stats::median(&[3.0, 1.0, 100.0]), Some(3.0));
/// assert_eq!(farthing::stats::median(&[1.0, 2.0, 4.0, 8.0]), Some(3.0));
/// ```
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The value under which a ratio of all values lies, from 0 (the least) to 1 (the greatest).
///
/// Shape: type 7, linear between the two nearest values, as spreadsheets and R have it; a ratio outside
/// 0 to 1 is held at its ends.
/// Source: Hyndman and Fan (1996), "Sample quantiles in statistical packages", definition 7.
///
/// ```
/// use farthing::stats::quantile;
///
/// let values = [10.0, 20.0, 30.0, 40.0];
/// assert_eq!(quantile(&values, 0.25), Some(17.5)); // place 0.75 of 0 to 3
/// assert_eq!(quantile(&values, 1.0), Some(40.0));
/// ```
pub fn quantile(values: &[f64], ratio: f64) -> Option<f64> {
    quantile_of_sorted(&sorted(values), ratio)
}

/// [`quantile`] of finite values in ascending order.
pub(super) fn quantile_of_sorted(values: &[f64], ratio: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    if ratio.is_nan() {
        return None;
    }
    let place = ratio.clamp(0.0, 1.0) * last as f64;
    // A place is at least 0 and at most `last`, so that the cast only cuts the fraction.
    let below = place as usize;
    let (low, high) = (*values.get(below)?, *values.get((below + 1).min(last))?);
    Some(between(low, high, place - below as f64))
}

/// The value so far on the way from `low` to `high`, both of which are met exactly.
fn between(low: f64, high: f64, share: f64) -> f64 {
    if share == 0.0 || low == high {
        low
    } else {
        (low * (1.0 - share) + high * share).clamp(low, high)
    }
}
