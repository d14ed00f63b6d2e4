//! The same measures over decimals, to the last digit, for figures that are shown.

use rust_decimal::Decimal;

use crate::money::Exact;

/// The value in the middle; of an even number, the mean of the two in the middle.
///
/// ```
/// use rust_decimal::Decimal;
///
/// let spent = ["12.30", "9.99", "12.31", "80"].map(|text| text.parse::<Decimal>().unwrap());
/// assert_eq!(farthing::stats::median_decimal(&spent).unwrap().to_string(), "12.305");
/// ```
pub fn median_decimal(values: &[Decimal]) -> Option<Decimal> {
    let mut values = values.to_vec();
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let is_even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable(middle);
    let upper = *upper;
    if !is_even {
        return Some(upper);
    }
    below.iter().max().map(|lower| half(*lower, upper))
}

/// The mean of two values, the lower one first.
fn half(lower: Decimal, upper: Decimal) -> Decimal {
    match lower.plus(upper) {
        Some(sum) => (sum / Decimal::TWO).normalize(),
        // Both are huge and on one side of zero, so that their distance fits.
        None => lower.near_plus(upper.near_minus(lower) / Decimal::TWO),
    }
}

/// The arithmetic mean; a quotient that never ends is cut at the 28 digits a decimal has.
///
/// Errors: `None` of no values, and where their sum does not fit a decimal.
///
/// ```
/// use rust_decimal::Decimal;
///
/// let spent = ["0.10", "0.20", "0.60"].map(|text| text.parse::<Decimal>().unwrap());
/// assert_eq!(farthing::stats::mean_decimal(&spent).unwrap().to_string(), "0.30");
/// ```
pub fn mean_decimal(values: &[Decimal]) -> Option<Decimal> {
    let sum = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| sum.plus(*value))?;
    sum.checked_div(Decimal::from(values.len()))
}

/// The median absolute deviation from the median.
///
/// ```
/// use rust_decimal::Decimal;
///
/// // The median is 9.99, the deviations are 0 0 0 0.01 3.
/// let paid = ["9.99", "9.99", "9.98", "12.99", "9.99"].map(|text| text.parse::<Decimal>().unwrap());
/// assert_eq!(farthing::stats::mad_decimal(&paid), Some(Decimal::ZERO));
/// ```
pub fn mad_decimal(values: &[Decimal]) -> Option<Decimal> {
    let median = median_decimal(values)?;
    let deviations: Vec<Decimal> = values
        .iter()
        .map(|value| value.near_minus(median).abs())
        .collect();
    median_decimal(&deviations)
}
