//! Amounts and dates as banks write them into OFX, which says how and is not heeded.

use crate::calendar::{Date, Day, date, figures};
use crate::money::Amount;
use crate::statement::csv::of_digits;

/// An amount as read, and what it says about the file's decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The amount, its only mark taken as the decimal one.
    pub(super) amount: Amount,
    /// The mark, if it stands alone.
    pub(super) mark: Option<Mark>,
}

/// The only mark of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It can only be the decimal mark: `12,5`.
    Decimal(u8),
    /// It stands before three digits and may set off thousands: `1,234`.
    Open(u8),
}

/// Why an amount is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAmount {
    /// Letters, or marks in an order that no notation has.
    Unreadable,
    /// More digits than an [`Amount`] keeps.
    TooLarge,
}

/// Reads an amount: a sign before or after it or parentheses, thousands set off by the mark that is not
/// the decimal one, by blanks or apostrophes.
///
/// Source: OFX 1.6 section 3.2.9.1: a point or a comma before the decimals, no thousands. Banco Bradesco
/// writes `-530,86`, Fidelity `+00000000000115.8331`.
pub(super) fn read_amount(text: &str) -> Result<Reading, NoAmount> {
    if let Some(amount) = Amount::parse_plain(text) {
        let mark = text.find('.').map(|at| mark_at(text.as_bytes(), at));
        return Ok(Reading { amount, mark });
    }
    let mut digits = String::with_capacity(text.len());
    let mut negative = false;
    let mut signs = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '-' | '\u{2212}' | '(' => {
                negative = true;
                signs += 1;
            }
            '+' => signs += 1,
            ')' if text.starts_with('(') && at + 1 == text.len() => {}
            '0'..='9' | '.' | ',' => digits.push(letter),
            '\'' | '\u{2019}' => {}
            _ if letter.is_whitespace() => {}
            _ => return Err(NoAmount::Unreadable),
        }
    }
    let sign_at_an_end = text.starts_with(is_sign) || text.ends_with(is_sign);
    if signs > 1 || (signs == 1 && !sign_at_an_end) {
        return Err(NoAmount::Unreadable);
    }
    let (whole, decimals, mark) = without_thousands(&digits).ok_or(NoAmount::Unreadable)?;
    match of_digits(whole, decimals) {
        Some(amount) if negative => Ok(Reading {
            amount: amount.negated(),
            mark,
        }),
        Some(amount) => Ok(Reading { amount, mark }),
        None if digits.bytes().any(|byte| byte.is_ascii_digit()) => Err(NoAmount::TooLarge),
        None => Err(NoAmount::Unreadable),
    }
}

fn is_sign(letter: char) -> bool {
    matches!(letter, '-' | '+' | '\u{2212}' | '(')
}

/// The digits before the decimal mark, and those behind it; `None` where the marks follow no notation.
fn without_thousands(digits: &str) -> Option<(&str, &str, Option<Mark>)> {
    let Some(last) = digits.rfind(['.', ',']) else {
        return Some((digits, "", None));
    };
    let mark = digits.as_bytes()[last];
    let (before, behind) = (&digits[..last], &digits[last + 1..]);
    let again = before.bytes().any(|byte| byte == mark);
    let other = before
        .bytes()
        .any(|byte| matches!(byte, b'.' | b',') && byte != mark);
    let (whole, decimals) = match (again, other) {
        (false, false) => {
            return Some((before, behind, Some(mark_at(digits.as_bytes(), last))));
        }
        (false, true) => (before, behind),
        (true, false) => (digits, ""),
        (true, true) => return None,
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) {
        return None;
    }
    Some((whole, decimals, None))
}

/// What the only mark of an amount may be.
fn mark_at(text: &[u8], at: usize) -> Mark {
    let mark = text[at];
    let whole = text[..at].iter().filter(|byte| byte.is_ascii_digit());
    let leads_with_zero = whole.clone().next().is_none_or(|byte| *byte == b'0');
    let decimals = text[at + 1..]
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .count();
    if decimals == 3 && whole.count() <= 3 && !leads_with_zero {
        Mark::Open(mark)
    } else {
        Mark::Decimal(mark)
    }
}

/// Reads the day of a date: its first eight digits, `YYYYMMDD`, or `YYYY-MM-DD`; the hour and the zone
/// that follow never move it.
///
/// Source: OFX 1.6 section 3.2.8.2: `YYYYMMDDHHMMSS.XXX[gmt offset:tz name]`. The day as written is the
/// one on the bank's own statement.
pub(super) fn read_day(text: &str) -> Option<Day> {
    read_date(text).map(Day::from_date)
}

/// Reads the date of a date and time, as [`read_day`] does.
pub(super) fn read_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let (year, month, day) = match *bytes.first_chunk::<8>()? {
        [a, b, c, d, mark @ (b'-' | b'/'), e, f, again] if mark == again => {
            ([a, b, c, d], [e, f], [*bytes.get(8)?, *bytes.get(9)?])
        }
        [a, b, c, d, e, f, g, h] => ([a, b, c, d], [e, f], [g, h]),
    };
    let two = |digits: &[u8]| figures(digits).map(|number| number as i8);
    date(figures(&year)?, two(&month)?, two(&day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, NoAmount> {
        read_amount(text).map(|reading| reading.amount.to_string())
    }

    #[test]
    fn amounts_are_read_in_every_notation() {
        for (text, want) in [
            ("-530,86", "-530.86"),
            ("+00000000000115.8331", "115.8331"),
            ("1.234,56", "1234.56"),
            ("1,234,567.8", "1234567.8"),
            ("1.234.567", "1234567"),
            ("12 345,00", "12345.00"),
            ("1'234.50", "1234.50"),
            ("12.50-", "-12.50"),
            ("(12.50)", "-12.50"),
            ("- 3", "-3"),
            ("\u{2212}3,5", "-3.5"),
            ("-110.7", "-110.7"),
            (",5", "0.5"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "$120", "", "-", "1.2.3,4", "1,2,3.4", "--1", "1-2", "12e3", "1,23.4", ".",
        ] {
            assert_eq!(read(text), Err(NoAmount::Unreadable), "{text}");
        }
        assert_eq!(read("99999999999999999999"), Err(NoAmount::TooLarge));
    }

    #[test]
    fn three_digits_leave_the_mark_open() {
        let mark = |text| read_amount(text).unwrap().mark;
        assert_eq!(mark("1,234"), Some(Mark::Open(b',')));
        assert_eq!(mark("-1.234"), Some(Mark::Open(b'.')));
        assert_eq!(mark("0.234"), Some(Mark::Decimal(b'.')));
        assert_eq!(mark("1234.567"), Some(Mark::Decimal(b'.')));
        assert_eq!(mark("12.5"), Some(Mark::Decimal(b'.')));
        assert_eq!((mark("12"), mark("1,234.50")), (None, None));
    }

    #[test]
    fn the_day_as_written_is_kept() {
        let day = |text| read_day(text).map(|day| day.to_date().to_string());
        assert_eq!(day("20240323000000[-3:GMT]").as_deref(), Some("2024-03-23"));
        assert_eq!(
            day("20131231235959.999[+13:NZ]").as_deref(),
            Some("2013-12-31")
        );
        assert_eq!(day("2024-03-23T00:00").as_deref(), Some("2024-03-23"));
        for text in [
            "",
            "2024",
            "00000000",
            "201120000000",
            "20230229",
            "2024-03",
            "23/03/2024",
            "２０２４0323",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
