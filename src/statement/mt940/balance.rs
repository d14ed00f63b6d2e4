//! Amounts, dates and balances: `C251127EUR15188,85`.

use crate::calendar::{Date, Day, date, figures};
use crate::money::{Amount, Currency};
use crate::statement::csv::of_digits;

/// Why an amount is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAmount {
    /// Marks in an order that no notation has.
    Unreadable,
    /// More digits than an [`Amount`] keeps.
    TooLarge,
}

/// A balance as stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Balance {
    /// Its day.
    pub(super) date: Option<Date>,
    /// Its currency.
    pub(super) currency: Currency,
    /// Negative where the account owes.
    pub(super) amount: Amount,
    /// The line it stands on.
    pub(super) line: u32,
}

/// What of a balance cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoBalance<'a> {
    /// Letters that name no currency.
    Currency(&'a str),
    /// What stands for the amount.
    Amount(&'a str, NoAmount),
    /// No mark of credit or debit at the begin.
    Mark,
}

/// Reads `C251127EUR15188,85`: mark, day, currency and amount.
///
/// Source: MT940, fields 60a, 62a, 64 and 65: `1!a6!n3!a15d`.
pub(super) fn read_balance(text: &str, line: u32) -> Result<Balance, NoBalance<'_>> {
    let text = text.trim();
    let negative = match text.bytes().next() {
        Some(b'C' | b'c') => false,
        Some(b'D' | b'd') => true,
        _ => return Err(NoBalance::Mark),
    };
    let rest = text.get(1..).unwrap_or_default().trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (days, rest) = rest.split_at(digits);
    let (code, amount) = split_code(rest.trim_start()).ok_or(NoBalance::Currency(rest))?;
    let currency = Currency::from_code(code).ok_or(NoBalance::Currency(code))?;
    let amount = amount.trim();
    let read = read_amount(amount).map_err(|why| NoBalance::Amount(amount, why))?;
    Ok(Balance {
        date: read_date(days),
        currency,
        amount: if negative { read.negated() } else { read },
        line,
    })
}

/// The three letters of a currency, and what follows.
pub(super) fn split_code(text: &str) -> Option<(&str, &str)> {
    let code = text.get(..3)?;
    code.bytes()
        .all(|byte| byte.is_ascii_alphabetic())
        .then(|| text.split_at(3))
}

/// Reads an amount: digits and a decimal comma, with or without decimals behind it.
///
/// Source: SWIFT General Information, format `d`. A point is no mark of the format; where banks write one, it
/// sets off thousands before a comma and is the decimal mark before one or two digits.
pub(super) fn read_amount(text: &str) -> Result<Amount, NoAmount> {
    let is_number = text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if !is_number || text.matches(',').count() > 1 {
        return Err(NoAmount::Unreadable);
    }
    let (whole, decimals) = match (text.split_once(','), text.rsplit_once('.')) {
        (Some(parts), _) => parts,
        (None, Some((whole, decimals))) if decimals.len() < 3 => (whole, decimals),
        (None, Some(_)) => return Err(NoAmount::Unreadable),
        (None, None) => (text, ""),
    };
    if decimals.contains('.') || !is_grouped(whole) {
        return Err(NoAmount::Unreadable);
    }
    of_digits(whole, decimals).ok_or(NoAmount::TooLarge)
}

/// Whether points stand only before groups of three digits.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    let has_groups = rest.peek().is_some();
    let is_first_short = (1..=3).contains(&first.len());
    (!has_groups || is_first_short) && rest.all(|group| group.len() == 3)
}

/// Reads `YYMMDD` or `YYYYMMDD`.
pub(super) fn read_date(digits: &str) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| figures(digits.as_bytes().get(range)?);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, at) = match digits.len() {
        6 => (full_year(number(0..2)?), 2),
        8 => (number(0..4)?, 4),
        _ => return None,
    };
    clamped(year, number(at..at + 2)?, number(at + 2..at + 4)?)
}

/// Source: SWIFT General Information: years from 80 are of the last century.
fn full_year(year: i16) -> i16 {
    if year >= 80 { 1900 + year } else { 2000 + year }
}

/// The day, or the last of its month: banks that count 30 days to a month value on 30 February.
pub(super) fn clamped(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1900..=2199).contains(&year) {
        return None;
    }
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    let first = date(year, month, 1)?;
    match day {
        29..=31 => Some(date(year, month, day).unwrap_or(first.last_of_month())),
        _ => date(year, month, day),
    }
}

/// The day of an entry date, `MMDD`, in the year that brings it nearest to the value date.
pub(super) fn nearest(month_day: &str, value: Date) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| figures(month_day.as_bytes().get(range)?);
    let (month, day) = (number(0..2)?, number(2..4)?);
    let distance = |date: &Date| (Day::from_date(*date).0 - Day::from_date(value).0).abs();
    [0, -1, 1]
        .into_iter()
        .filter_map(|step| clamped(value.year() + step, month, day))
        .min_by_key(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_decimal_comma() {
        for (text, want) in [
            ("12,50", "12.50"),
            ("107,", "107"),
            ("79,7", "79.7"),
            ("500", "500"),
            ("000000000025,00", "25.00"),
            ("1.234.567,8", "1234567.8"),
            ("12.50", "12.50"),
        ] {
            let read = read_amount(text).map(|amount| amount.to_decimal().to_string());
            let want = Amount::parse_plain(want).unwrap().to_decimal().to_string();
            assert_eq!(read, Ok(want), "{text}");
        }
        for text in ["", ",", "1,2,3", "1.234", "12.34,5", "1,2.3", "1a"] {
            assert_eq!(read_amount(text), Err(NoAmount::Unreadable), "{text}");
        }
        assert_eq!(
            read_amount("99999999999999999999,"),
            Err(NoAmount::TooLarge)
        );
    }

    #[test]
    fn an_entry_date_is_of_the_year_next_to_the_value_date() {
        let near = |month_day, value| nearest(month_day, value).unwrap().to_string();
        let day = |year, month, day| date(year, month, day).unwrap();
        assert_eq!(near("1231", day(2024, 1, 2)), "2023-12-31");
        assert_eq!(near("0102", day(2023, 12, 29)), "2024-01-02");
        assert_eq!(near("0305", day(2024, 3, 4)), "2024-03-05");
        assert_eq!(nearest("1301", day(2024, 3, 4)), None);
    }

    #[test]
    fn a_day_that_no_month_has_is_its_last() {
        let read = |text| read_date(text).map(|date| date.to_string());
        assert_eq!(read("230230").as_deref(), Some("2023-02-28"));
        assert_eq!(read("20240229").as_deref(), Some("2024-02-29"));
        assert_eq!(read("990101").as_deref(), Some("1999-01-01"));
        for text in ["240100", "241301", "2401", "24010a", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
