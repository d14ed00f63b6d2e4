//! How much the charges of a stream differ, in whole units of its finest scale.

use super::Charge;
use crate::order::{Arrange as _, Gather as _};

/// How much charges differ, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spread {
    /// As one price in a foreign currency does: half within 2 %, all within 8 %.
    ///
    /// Source: the largest monthly moves of EUR, GBP and USD against each other, 2015 to 2024, are about 8 %.
    Same,
    /// As a phone bill does: half within 10 %.
    Near,
    /// As a utility or pay does: half within 35 %, three in four between half and twice the median.
    ///
    /// Source: gas in Europe takes about three times as much in January as in July.
    Varying,
}

/// The spread of some charges; `None` where they differ more than any bill.
pub(super) fn spread(values: &[i64]) -> Option<Spread> {
    let mut sorted = values.to_vec();
    sorted.arrange();
    let median = wide(*sorted.get(sorted.len() / 2)?);
    let mut off: Vec<i128> = sorted
        .iter()
        .map(|value| (wide(*value) - median).abs())
        .gather();
    off.arrange();
    let (middle, most) = (*off.get(off.len() / 2)?, *off.last()?);
    let percent = |off: i128, of: i128| off * 100 <= median * of;
    let around = sorted.iter().filter(|value| {
        let value = wide(**value);
        value * 2 >= median && value <= median * 2
    });
    match () {
        () if percent(middle, 2) && percent(most, 8) => Some(Spread::Same),
        () if percent(middle, 10) && percent(most, 40) => Some(Spread::Near),
        () if percent(middle, 35) && around.count() * 4 >= sorted.len() * 3 => {
            Some(Spread::Varying)
        }
        () => None,
    }
}

/// Whether every charge but for a few steps is the one before: at most one step in four charges.
pub(super) fn is_fixed(values: &[i64]) -> bool {
    let steps = values.windows(2).filter(|pair| pair[0] != pair[1]).count();
    steps <= (values.len() / 4).max(1)
}

/// Whether one price may have become the other: no more than half as much again, no less than two thirds.
///
/// Source: a plan changed up or down (a person's to a family's music plan is 1.5 times the price).
pub(super) fn is_step(from: i64, to: i64) -> bool {
    let (from, to) = (wide(from), wide(to));
    to * 2 <= from * 3 && from * 2 <= to * 3
}

/// Whether each is nearly the one before: no more than 15 % apart.
///
/// Source: a price that follows inflation, at its highest in Europe since 1980 (10.6 %, October 2022).
pub(super) fn is_gentle(values: &[i64]) -> bool {
    values.windows(2).all(|pair| {
        let (less, more) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
        wide(more) * 100 <= wide(less) * 115
    })
}

/// Charges in clusters of nearly one amount: a gap of a quarter in their order parts two clusters.
pub(super) fn clusters(charges: &[Charge]) -> Vec<Vec<Charge>> {
    let mut sorted = charges.to_vec();
    sorted.arrange_by_key(|charge| (charge.value, charge.at));
    sorted
        .chunk_by(|left, right| wide(right.value) * 4 <= wide(left.value) * 5)
        .filter(|cluster| cluster.len() > 1 && cluster.len() < charges.len())
        .map(|cluster| {
            let mut cluster = cluster.to_vec();
            cluster.arrange_by_key(|charge| charge.at);
            cluster
        })
        .gather()
}

fn wide(value: i64) -> i128 {
    i128::from(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_named_by_what_varies_so() {
        assert_eq!(spread(&[999, 999, 999]), Some(Spread::Same));
        assert_eq!(spread(&[1043, 1068, 1051, 1039]), Some(Spread::Same));
        assert_eq!(spread(&[2000, 2000, 2310, 2105]), Some(Spread::Near));
        assert_eq!(
            spread(&[18000, 15200, 9000, 7000, 9100, 14000]),
            Some(Spread::Varying)
        );
        assert_eq!(spread(&[400, 5230, 1890, 12000, 310]), None);
        assert_eq!(spread(&[]), None);
    }

    #[test]
    fn a_step_is_fixed_and_a_wobble_is_not() {
        assert!(is_fixed(&[1099, 1099, 1099, 1299, 1299]));
        assert!(!is_fixed(&[1099, 1140, 1099, 1299]));
        assert!(is_step(1099, 1299) && is_step(1299, 1099) && !is_step(299, 1299));
    }
}
