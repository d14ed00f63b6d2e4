//! The arithmetic of the rules: a rule is drawn only under figures that add up to it, and estimates are rounded.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::wire::{AnswerRow, Argument, Money, Point, Transaction, Value};

/// Whether the rows' figures are money of one currency and come to `total` exactly.
pub fn adds_up(rows: &[AnswerRow], total: &Money) -> bool {
    sum(rows).is_some_and(|sum| Some(sum) == decimal(total))
        && rows
            .iter()
            .all(|row| currency(&row.value) == Some(&total.currency))
}

/// Whether signed amounts come to `total`, which is a magnitude where money went out.
pub fn amounts_add_up(rows: &[Transaction], total: &Money) -> bool {
    let sum = rows.iter().try_fold(Decimal::ZERO, |sum, row| {
        let same = row.amount.currency == total.currency;
        same.then(|| decimal(&row.amount))?
            .and_then(|amount| sum.checked_add(amount))
    });
    let total = decimal(total);
    sum.is_some() && (sum == total || sum.map(|sum| -sum) == total)
}

/// What the rows after the first `shown` come to, where all are money.
pub fn rest(rows: &[AnswerRow], shown: usize) -> Option<Money> {
    let hidden = rows.get(shown..)?;
    let currency = currency(&hidden.first()?.value)?.clone();
    let amount = sum(hidden)?.to_string();
    Some(Money { amount, currency })
}

/// An estimate: to the nearest 5 under 500, 10 under 5,000, 50 above.
pub fn about(money: &Money) -> Money {
    let amount = decimal(money).unwrap_or_default();
    let step = match amount.abs() {
        small if small < Decimal::from(500) => 5,
        middling if middling < Decimal::from(5_000) => 10,
        _ => 50,
    };
    let step = Decimal::from(step);
    let steps = amount
        .checked_div(step)
        .unwrap_or_default()
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Money {
        amount: (steps * step).normalize().to_string(),
        currency: money.currency.clone(),
    }
}

/// A share from `-1` to `1` in thousandths, for widths and heights.
pub fn thousandths(share: &str) -> i64 {
    let share: Decimal = share.parse().unwrap_or_default();
    let scaled = share.saturating_mul(Decimal::ONE_THOUSAND).round();
    i64::try_from(scaled.mantissa())
        .unwrap_or_default()
        .clamp(-1_000, 1_000)
}

/// Thousandths as a percentage of CSS: `12.5%`.
pub fn css_percent(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.abs();
    format!("{sign}{}.{}%", size / 10, size % 10)
}

/// What `money` is of the largest magnitude among the points, in thousandths.
pub fn share_of_largest(money: &Money, points: &[Point]) -> i64 {
    let magnitudes = points
        .iter()
        .filter_map(|point| decimal(&point.value))
        .map(|value| value.abs());
    let share = magnitudes
        .max()
        .and_then(|largest| decimal(money)?.checked_div(largest))
        .unwrap_or_default();
    thousandths(&share.to_string())
}

/// Whether a point of a waterfall is a total, named by its period; the others are parts of the difference.
pub fn is_whole(point: &Point) -> bool {
    matches!(point.label, Argument::Period(_))
}

/// Where each bar of a waterfall begins and how wide it is, in thousandths of the stretch that is drawn, and
/// whether it falls. A total is where the parts after it begin; without one they begin at zero.
pub fn falls(points: &[Point]) -> Vec<(i64, i64, bool)> {
    let mut level = Decimal::ZERO;
    let spans: Vec<(Decimal, Decimal, bool)> = points
        .iter()
        .map(|point| {
            let value = decimal(&point.value).unwrap_or_default();
            let before = if is_whole(point) { value } else { level };
            level = if is_whole(point) {
                value
            } else {
                level.saturating_add(value)
            };
            (
                before.min(level),
                before.max(level),
                value.is_sign_negative(),
            )
        })
        .collect();
    let low = spans.iter().map(|span| span.0).min().unwrap_or_default();
    let high = spans.iter().map(|span| span.1).max().unwrap_or_default();
    let starts_whole = points.first().is_some_and(is_whole);
    let low = if starts_whole {
        low
    } else {
        low.min(Decimal::ZERO)
    };
    let range = high.saturating_sub(low);
    let place = |value: Decimal| {
        let share = value
            .saturating_sub(low)
            .checked_div(range)
            .unwrap_or_default();
        thousandths(&share.to_string())
    };
    spans
        .into_iter()
        .map(|(from, to, falls)| (place(from), place(to) - place(from), falls))
        .collect()
}

/// Whether it is nothing.
pub fn is_zero(money: &Money) -> bool {
    decimal(money).is_none_or(|amount| amount.is_zero())
}

/// Whether money leaves.
pub fn is_negative(money: &Money) -> bool {
    money.amount.starts_with('-')
}

fn sum(rows: &[AnswerRow]) -> Option<Decimal> {
    rows.iter()
        .try_fold(Decimal::ZERO, |sum, row| match &row.value {
            Value::Money(money) => sum.checked_add(decimal(money)?),
            _ => None,
        })
}

fn currency(value: &Value) -> Option<&Option<String>> {
    match value {
        Value::Money(money) => Some(&money.currency),
        _ => None,
    }
}

fn decimal(money: &Money) -> Option<Decimal> {
    money.amount.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Period;

    fn row(amount: &str) -> AnswerRow {
        AnswerRow {
            value: Value::Money(money(amount)),
            ..AnswerRow::default()
        }
    }

    fn money(amount: &str) -> Money {
        Money {
            amount: amount.to_owned(),
            currency: None,
        }
    }

    #[test]
    fn a_total_is_ruled_only_under_rows_that_make_it() {
        let rows = [row("301.66"), row("84.80"), row("17.97")];
        assert!(adds_up(&rows, &money("404.43")));
        assert!(!adds_up(&rows, &money("404.44")));
        assert!(!adds_up(&rows[..2], &money("404.43")));
        assert_eq!(rest(&rows, 1), Some(money("102.77")));
    }

    #[test]
    fn estimates_are_rounded_by_their_size() {
        for (exact, shown) in [("106.73", "105"), ("1318.40", "1320"), ("7312.00", "7300")] {
            assert_eq!(about(&money(exact)).amount, shown);
        }
        assert_eq!(about(&money("-532.10")).amount, "-530");
    }

    #[test]
    fn a_waterfall_leads_from_the_first_total_to_the_last() {
        let part = |amount: &str| Point {
            value: money(amount),
            ..Point::default()
        };
        let whole = |amount: &str| Point {
            label: Argument::Period(Period {
                start: String::new(),
                end: String::new(),
            }),
            ..part(amount)
        };
        let points = [
            whole("100.00"),
            part("60.00"),
            part("-20.00"),
            whole("140.00"),
        ];
        let expected = [
            (0, 0, false),
            (0, 1_000, false),
            (667, 333, true),
            (667, 0, false),
        ];
        assert_eq!(falls(&points), expected);
        assert_eq!(falls(&points[1..3]), [(0, 1_000, false), (667, 333, true)]);
        assert_eq!(share_of_largest(&money("70.00"), &points), 500);
    }

    #[test]
    fn shares_become_widths() {
        assert_eq!(css_percent(thousandths("0.3205")), "32.0%");
        assert_eq!(css_percent(thousandths("-1")), "-100.0%");
        assert_eq!(thousandths("not a share"), 0);
    }
}
