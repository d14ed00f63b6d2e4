//! Amounts, dates and texts as banks write them into CAMT.

use std::borrow::Cow;

use crate::calendar::{self, Date};
use crate::issue::IssueCode;
use crate::money::Amount;
use crate::statement::taken::unread_amount;

use super::markup::letter;

/// Reads an amount: a decimal with a point, as XML has it, or with one comma, which is against the rules.
///
/// Errors: the code that says why it is none.
pub(super) fn read_amount(text: &str) -> Result<Amount, IssueCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IssueCode::AmountMissing);
    }
    let marks = text.bytes().filter(|byte| matches!(byte, b'.' | b','));
    let plain: Cow<'_, str> = match marks.count() {
        1 => text.replace(',', ".").into(),
        _ => text.into(),
    };
    if let Some(amount) = Amount::parse_plain(&plain) {
        return Ok(amount);
    }
    // Zeros at the end of the decimals say nothing, and may be what makes it too long.
    let short = match plain.contains('.') {
        true => plain.trim_end_matches('0'),
        false => &plain,
    };
    if let Some(amount) = Amount::parse_plain(short) {
        return Ok(amount);
    }
    Err(unread_amount(&plain))
}

/// Reads the day of a date, or of a date and time, whose hour and zone never move it.
///
/// Shape: `2026-03-31`, `2026-03-31T10:15:00+01:00`, `2026-03-31+01:00` or `20260331`.
pub(super) fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let marked = text.get(..10).and_then(calendar::parse_iso);
    marked.or_else(|| calendar::parse_compact(text))
}

/// A text as a person reads it: runs of blanks and control characters made one blank, and entities that
/// were encoded twice (`&amp;amp;`) decoded.
pub(super) fn folded(raw: &str) -> Cow<'_, str> {
    let decoded = match raw.contains('&') {
        true => decoded(raw).map_or(Cow::Borrowed(raw), Cow::Owned),
        false => Cow::Borrowed(raw),
    };
    let trimmed = decoded.trim();
    let mut blank = false;
    let is_folded = trimmed.chars().all(|letter| {
        let is_blank = letter.is_whitespace() || letter.is_control();
        let doubled = blank && is_blank;
        blank = is_blank;
        !doubled && (!is_blank || letter == ' ')
    });
    if is_folded {
        if trimmed.len() == decoded.len() {
            return decoded;
        }
        return match decoded {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
    }
    let mut out = String::with_capacity(trimmed.len());
    let words = trimmed.split(|letter: char| letter.is_whitespace() || letter.is_control());
    for word in words.filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// The text with its entities decoded; `None` where one of them is none.
fn decoded(raw: &str) -> Option<String> {
    let mut parts = raw.split('&');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (name, behind) = part.split_once(';')?;
        out.push(letter(name)?);
        out.push_str(behind);
    }
    Some(out)
}

/// The text without blanks and control characters.
pub(super) fn without_blanks(raw: &str) -> String {
    raw.chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .collect()
}

/// What banks write where they have nothing to say.
///
/// Source: the SEPA rulebooks (`NOTPROVIDED`) and the rules of the German banks for camt (`NONREF`).
pub(in crate::statement) fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 6] = [
        "NOTPROVIDED",
        "NOT PROVIDED",
        "NONREF",
        "NOREF",
        "NOTAVAILABLE",
        "N/A",
    ];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_decimals_with_a_point_or_one_comma() {
        let read = |text| read_amount(text).map(|amount| amount.to_string());
        for (text, want) in [
            ("12.50", "12.50"),
            (" 200000 ", "200000"),
            ("5442.09000", "5442.09000"),
            ("12,5", "12.5"),
            ("-3", "-3"),
            ("99999999999999.00000000", "99999999999999"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(want), "{text}");
        }
        assert_eq!(read(""), Err(IssueCode::AmountMissing));
        for text in ["12..34", "1.2.3,4", "EUR 5", ".", "-", "1 2"] {
            assert_eq!(read(text), Err(IssueCode::AmountUnreadable), "{text}");
        }
        assert_eq!(read("99999999999999999999"), Err(IssueCode::AmountTooLarge));
    }

    #[test]
    fn the_day_as_written_is_kept() {
        let read = |text| read_date(text).map(|date| date.to_string());
        for text in [
            "2026-03-31",
            "2026-03-31T23:59:59.999-11:00",
            "2026-03-31+01:00",
            "20260331",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-03-31"), "{text}");
        }
        for text in [
            "",
            "2026",
            "31.03.2026",
            "2026-02-30",
            "202603311",
            "2026-03-3é",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn texts_are_folded() {
        for (raw, want) in [
            ("REWE", "REWE"),
            (" A \n\t B ", "A B"),
            ("A &amp; B", "A & B"),
            ("A & B", "A & B"),
            ("A\u{0}B", "A B"),
            (" \n ", ""),
        ] {
            assert_eq!(folded(raw), want, "{raw}");
        }
    }
}
