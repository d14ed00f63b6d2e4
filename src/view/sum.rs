//! The arithmetic of the rules: a rule is drawn only under figures that add up to it, and estimates are rounded.
//!
//! In whole numbers of 64 bits, which is exact for what is shown: what does not fit has no rule.

use crate::money::Amount;
use crate::wire::{AnswerRow, Money, Point, Transaction, Value};

/// Whether the rows' figures are money of one currency and come to `total` exactly.
pub fn adds_up(rows: &[AnswerRow], total: &Money) -> bool {
    sum(rows).is_some_and(|sum| Some(sum) == amount(total))
        && of_one_currency(rows).is_some_and(|currency| *currency == total.currency)
}

/// The currency of all rows, where each is money of the same one.
pub fn of_one_currency(rows: &[AnswerRow]) -> Option<&Option<String>> {
    one_currency(rows.iter().map(|row| currency(&row.value)))
}

/// The currency that all have, where they have one.
pub fn one_currency<'a>(
    mut all: impl Iterator<Item = Option<&'a Option<String>>>,
) -> Option<&'a Option<String>> {
    let first = all.next()??;
    all.all(|currency| currency == Some(first)).then_some(first)
}

/// Whether signed amounts come to `total`, which is a magnitude where money went out.
pub fn amounts_add_up(rows: &[Transaction], total: &Money) -> bool {
    let mut amounts = Vec::new();
    for row in rows {
        match amount(&row.amount) {
            Some(amount) if row.amount.currency == total.currency => amounts.push(amount),
            _ => return false,
        }
    }
    match (added(&amounts), amount(total)) {
        (Some(sum), Some(total)) => sum == total || sum.negated() == total,
        _ => false,
    }
}

/// What the rows after the first `shown` come to, where all rows are money of one currency.
pub fn rest(rows: &[AnswerRow], shown: usize) -> Option<Money> {
    let hidden = rows.get(shown..)?;
    let currency = of_one_currency(rows)?.clone();
    let amount = written(sum(hidden)?);
    Some(Money { amount, currency })
}

/// What parts leave of a whole, as it crosses; `None` where one of them cannot be read.
pub fn left(whole: &str, parts: &[&str]) -> Option<String> {
    let mut amounts = vec![Amount::parse_plain(whole)?];
    for part in parts {
        amounts.push(Amount::parse_plain(part)?.negated());
    }
    added(&amounts).map(written)
}

/// An estimate: to the nearest 5 under 500, 10 under 5,000, 50 above.
pub fn about(money: &Money) -> Money {
    let amount = amount(money).unwrap_or_default();
    let unit = 10i64.saturating_pow(u32::from(amount.scale()));
    let size = amount.mantissa().abs();
    let step = match size / unit {
        0..500 => 5,
        500..5_000 => 10,
        _ => 50,
    };
    // Half a step goes away from zero, which for a magnitude is up.
    let whole = unit.saturating_mul(step);
    let steps = size / whole + i64::from(size % whole >= whole - whole / 2);
    let sign = if amount.is_negative() && steps > 0 {
        "-"
    } else {
        ""
    };
    Money {
        amount: format!("{sign}{}", steps.saturating_mul(step)),
        currency: money.currency.clone(),
    }
}

/// A share from `-1` to `1` in thousandths, for widths and heights.
pub fn thousandths(share: &str) -> i64 {
    shifted(share, 3).unwrap_or_default().clamp(-1_000, 1_000)
}

/// A decimal with its point so many places to the right, as a whole number: half goes to the even one.
pub(crate) fn shifted(decimal: &str, places: usize) -> Option<i64> {
    let (negative, digits) = match decimal.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, decimal),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut value = 0i64;
    for digit in whole.bytes() {
        value = with_digit(value, digit)?;
    }
    let mut part = part.bytes();
    for _ in 0..places {
        value = with_digit(value, part.next().unwrap_or(b'0'))?;
    }
    let up = match part.next().unwrap_or(b'0') {
        b'5' => value % 2 == 1 || part.any(|digit| digit != b'0'),
        next => next > b'5',
    };
    let value = value.checked_add(i64::from(up))?;
    Some(if negative { -value } else { value })
}

fn with_digit(value: i64, digit: u8) -> Option<i64> {
    let digit = digit.is_ascii_digit().then(|| digit - b'0')?;
    value.checked_mul(10)?.checked_add(i64::from(digit))
}

/// Thousandths as a percentage of CSS: `12.5%`.
pub fn css_percent(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.abs();
    format!("{sign}{}.{}%", size / 10, size % 10)
}

/// What `money` is of the largest magnitude among the points, in thousandths.
pub fn share_of_largest(money: &Money, points: &[Point]) -> i64 {
    let mut amounts = of_points(points);
    amounts.push(amount(money).unwrap_or_default());
    let mut values = aligned(&amounts).unwrap_or_default();
    let value = values.pop().unwrap_or_default();
    let largest = values.into_iter().map(i64::abs).max();
    part_of(value, largest.unwrap_or_default())
}

/// Where each bar of a waterfall begins and how wide it is, in thousandths of the stretch that is drawn, and
/// whether it falls. The parts of the difference begin at zero.
pub fn falls(points: &[Point]) -> Vec<(i64, i64, bool)> {
    let values = aligned(&of_points(points)).unwrap_or_default();
    let mut level = 0i64;
    let mut spans = Vec::new();
    for value in values {
        let before = level;
        level = level.saturating_add(value);
        spans.push((before.min(level), before.max(level), value < 0));
    }
    let low = spans.iter().map(|span| span.0).min().unwrap_or_default();
    let low = low.min(0);
    let high = spans.iter().map(|span| span.1).max().unwrap_or_default();
    let range = high.saturating_sub(low);
    let mut places = Vec::new();
    for (from, to, falls) in spans {
        let start = part_of(from.saturating_sub(low), range);
        let end = part_of(to.saturating_sub(low), range);
        places.push((start, end - start, falls));
    }
    places
}

/// What a value is of a whole, in thousandths; half goes to the even one.
fn part_of(value: i64, whole: i64) -> i64 {
    // Beyond a thousandth of the range, a digit less is drawn the same.
    let (mut value, mut whole) = (value, whole);
    while value.checked_mul(2_000).is_none() {
        (value, whole) = (value / 10, whole / 10);
    }
    if whole == 0 {
        return 0;
    }
    let (size, whole) = (value.abs() * 1_000, whole.abs());
    let (share, left) = (size / whole, size % whole);
    let up = match left.saturating_mul(2).cmp(&whole) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => share % 2 == 1,
        std::cmp::Ordering::Greater => true,
    };
    let share = (share + i64::from(up)).min(1_000);
    if value < 0 { -share } else { share }
}

/// Whether it is nothing.
pub fn is_zero(money: &Money) -> bool {
    amount(money).is_none_or(|amount| amount.is_zero())
}

/// Whether money leaves.
pub fn is_negative(money: &Money) -> bool {
    money.amount.starts_with('-')
}

fn sum(rows: &[AnswerRow]) -> Option<Amount> {
    let mut amounts = Vec::new();
    for row in rows {
        let Value::Money(money) = &row.value else {
            return None;
        };
        amounts.push(amount(money)?);
    }
    added(&amounts)
}

/// The sum, where nothing is too large.
fn added(amounts: &[Amount]) -> Option<Amount> {
    let mut sum = 0i64;
    for value in aligned(amounts)? {
        sum = sum.checked_add(value)?;
    }
    Amount::new(sum, places(amounts))
}

/// The amounts in units of the smallest place that any of them has.
fn aligned(amounts: &[Amount]) -> Option<Vec<i64>> {
    let places = places(amounts);
    let mut out = Vec::new();
    for amount in amounts {
        out.push(amount.rescaled(places)?.mantissa());
    }
    Some(out)
}

fn places(amounts: &[Amount]) -> u8 {
    amounts
        .iter()
        .fold(0, |most, amount| most.max(amount.scale()))
}

fn of_points(points: &[Point]) -> Vec<Amount> {
    let mut amounts = Vec::new();
    for point in points {
        amounts.push(amount(&point.value).unwrap_or_default());
    }
    amounts
}

fn currency(value: &Value) -> Option<&Option<String>> {
    match value {
        Value::Money(money) => Some(&money.currency),
        _ => None,
    }
}

fn amount(money: &Money) -> Option<Amount> {
    Amount::parse_plain(&money.amount)
}

/// As it crosses: with the places it has.
fn written(amount: Amount) -> String {
    let places = usize::from(amount.scale());
    let sign = if amount.is_negative() { "-" } else { "" };
    let mut digits = amount.mantissa().unsigned_abs().to_string();
    while digits.len() <= places {
        digits.insert(0, '0');
    }
    if places > 0 {
        digits.insert(digits.len() - places, '.');
    }
    format!("{sign}{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(rest(&[row("0.1"), row("-0.15")], 0), Some(money("-0.05")));
    }

    #[test]
    fn rows_of_several_currencies_have_no_rest_and_no_total() {
        let euros = AnswerRow {
            value: Value::Money(Money {
                currency: Some("EUR".to_owned()),
                ..money("2.00")
            }),
            ..AnswerRow::default()
        };
        assert_eq!(of_one_currency(&[row("1.00"), row("2.00")]), Some(&None));
        let mixed = [row("1.00"), euros];
        assert_eq!(of_one_currency(&mixed), None);
        // Not even where the rows that are hidden are of one.
        assert_eq!(rest(&mixed, 1), None);
        assert!(!adds_up(&mixed, &money("3.00")));
    }

    #[test]
    fn estimates_are_rounded_by_their_size() {
        for (exact, shown) in [("106.73", "105"), ("1318.40", "1320"), ("7312.00", "7300")] {
            assert_eq!(about(&money(exact)).amount, shown);
        }
        assert_eq!(about(&money("-532.10")).amount, "-530");
        for (exact, shown) in [("2.49", "0"), ("2.5", "5"), ("-2.5", "-5"), ("-1", "0")] {
            assert_eq!(about(&money(exact)).amount, shown, "{exact}");
        }
    }

    #[test]
    fn a_waterfall_leads_from_zero_to_the_difference() {
        let part = |amount: &str| Point {
            value: money(amount),
            ..Point::default()
        };
        let points = [part("60.00"), part("-20.00")];
        assert_eq!(falls(&points), [(0, 1_000, false), (667, 333, true)]);
        assert_eq!(share_of_largest(&money("30.00"), &points), 500);
    }

    #[test]
    fn shares_become_widths() {
        assert_eq!(css_percent(thousandths("0.3205")), "32.0%");
        assert_eq!(css_percent(thousandths("-1")), "-100.0%");
        assert_eq!(thousandths("not a share"), 0);
        assert_eq!(thousandths("0.3333333333333333333333333333"), 333);
        assert_eq!(thousandths("0.6666666666666666666666666667"), 667);
        assert_eq!([thousandths("0.0125"), thousandths("0.0135")], [12, 14]);
        assert_eq!(part_of(i64::MAX, i64::MAX), 1_000);
        assert_eq!(part_of(5, 0), 0);
    }
}
