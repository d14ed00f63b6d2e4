//! One `:61:`, the line of an entry.

use crate::calendar::{Date, Day};
use crate::money::Amount;

use super::balance::{NoAmount, nearest, read_amount, read_date};

/// An entry as its line has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The day it counts for interest.
    pub(super) value: Day,
    /// The day it was booked, where that is said.
    pub(super) booked: Option<Day>,
    /// Signed; negative leaves the account.
    pub(super) amount: Amount,
    /// Whether it takes back an entry before it (`RC`, `RD`).
    pub(super) is_reversal: bool,
    /// Whether it is only expected (`EC`, `ED` of MT942).
    pub(super) is_expected: bool,
    /// The type without its first letter: `MSC`, `TRF`, `105`.
    pub(super) kind: &'a str,
    /// The reference for the account owner.
    pub(super) reference: &'a str,
    /// The bank's own reference, behind `//`.
    pub(super) bank_reference: &'a str,
    /// The lines below.
    pub(super) supplement: &'a str,
    /// Whether the field ends with the amount.
    pub(super) ends_in_amount: bool,
}

/// Why a line is no entry, with what stands there instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoEntry<'a> {
    /// No value date at all.
    DateMissing,
    /// A value date that no calendar has.
    Date(&'a str),
    /// No mark of credit or debit.
    Mark(&'a str),
    /// No amount at all.
    AmountMissing,
    /// An amount that cannot be read.
    Amount(&'a str, NoAmount),
}

/// Reads the text of a `:61:`.
///
/// Source: MT940, field 61: `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x]`. ING writes types of two letters and a
/// blank, Citi blanks in place of the entry date, and some a blank before the type.
pub(super) fn read_entry(text: &str) -> Result<Entry<'_>, NoEntry<'_>> {
    let text = text.trim_matches(super::field::is_blank);
    let (line, supplement) = match text.find(['\n', '\r']) {
        Some(end) => text.split_at(end),
        None => (text, ""),
    };
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (days, rest) = line.split_at(digits);
    if days.is_empty() {
        return Err(NoEntry::DateMissing);
    }
    let (value, booked) = read_days(days).ok_or(NoEntry::Date(days))?;
    let rest = rest.trim_start();
    let letters = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let (mark, rest) = rest.split_at(letters);
    let (negative, kind_of_mark) = read_mark(mark).ok_or(NoEntry::Mark(rest))?;
    let rest = rest.trim_start();
    let written = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        .count();
    let (written, rest) = rest.split_at(written);
    if written.is_empty() {
        return Err(match rest.trim() {
            "" => NoEntry::AmountMissing,
            rest => NoEntry::Amount(rest, NoAmount::Unreadable),
        });
    }
    let amount = read_amount(written).map_err(|why| NoEntry::Amount(written, why))?;
    let rest = rest.trim();
    let (kind, rest) = split_kind(rest);
    let (reference, bank_reference) = rest.split_once("//").unwrap_or((rest, ""));
    Ok(Entry {
        value: Day::from_date(value),
        booked: booked.map(Day::from_date),
        amount: if negative { amount.negated() } else { amount },
        is_reversal: kind_of_mark == b'R',
        is_expected: kind_of_mark == b'E',
        kind,
        reference: said(reference),
        bank_reference: said(bank_reference),
        supplement: supplement.trim_start_matches(['\r', '\n']),
        ends_in_amount: kind.is_empty() && rest.is_empty() && supplement.is_empty(),
    })
}

/// The value date and the entry date: `YYMMDD`, with `MMDD` or a whole day behind it, years also in full.
fn read_days(days: &str) -> Option<(Date, Option<Date>)> {
    const NEAR_DAYS: i32 = 366;
    let split = |at: usize| Some((read_date(days.get(..at)?)?, days.get(at..)?));
    let whole = |at: usize| {
        let (value, rest) = split(at)?;
        let booked = read_date(rest)?;
        let apart = Day::from_date(value).0 - Day::from_date(booked).0;
        (apart.abs() <= NEAR_DAYS).then_some((value, Some(booked)))
    };
    let short = |at: usize| {
        let (value, rest) = split(at)?;
        Some((value, nearest(rest, value)))
    };
    match days.len() {
        6 | 8 => Some((read_date(days)?, None)),
        10 => short(6),
        12 => whole(6).or_else(|| short(8)),
        16 => whole(8),
        _ => None,
    }
}

/// Whether a mark takes money out, and its `R` or `E`, else 0; letters behind it are the funds code.
///
/// Source: MT940 field 61 subfield 3, with `RC` and `RD` for reversals of credit and debit; MT942 adds `EC`
/// and `ED`. Subfield 4 is the third letter of the currency, such as the `R` of `CR` in EUR.
fn read_mark(mark: &str) -> Option<(bool, u8)> {
    let mark = mark.to_ascii_uppercase();
    let (kind, side) = match mark.as_bytes() {
        [kind @ (b'R' | b'E'), side @ (b'C' | b'D'), ..] => (*kind, *side),
        [side @ (b'C' | b'D'), ..] => (0, *side),
        _ => return None,
    };
    let is_debit = side == b'D';
    Some((is_debit != (kind == b'R'), kind))
}

/// The type, without the letter that says whose code it is, and the references behind it.
fn split_kind(rest: &str) -> (&str, &str) {
    let is_type = rest.starts_with(['N', 'F', 'S', 'n', 'f', 's']);
    match rest.get(1..4) {
        Some(kind) if is_type => (kind.trim(), rest.get(4..).unwrap_or_default()),
        _ if is_type && rest.len() < 4 => (rest.get(1..).unwrap_or_default(), ""),
        _ => ("", rest),
    }
}

/// A reference, where it is one and does not only point to `:86:` or say that there is none.
fn said(reference: &str) -> &str {
    const NONE: [&str; 7] = [
        "NONREF",
        "NOTPROVIDED",
        "EREF",
        "PREF",
        "MARF",
        "NOREF",
        "NON REF",
    ];
    let reference = reference.trim();
    let is_none = NONE.iter().any(|none| none.eq_ignore_ascii_case(reference))
        || (reference.len() == 5 && reference.ends_with('+'));
    if is_none { "" } else { reference }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match read_entry(text) {
            Ok(entry) => {
                let booked = entry.booked.map(|day| day.to_date().to_string());
                format!(
                    "{} {} {} {:?} {:?} {:?} {:?}",
                    entry.value.to_date(),
                    booked.as_deref().unwrap_or("-"),
                    entry.amount,
                    entry.kind,
                    entry.reference,
                    entry.bank_reference,
                    entry.supplement,
                )
            }
            Err(why) => format!("{why:?}"),
        }
    }

    #[test]
    fn every_variant_is_read() {
        for (text, want) in [
            (
                "2511271127DR17,90NDDTKREF+",
                "2025-11-27 2025-11-27 -17.90 \"DDT\" \"\" \"\" \"\"",
            ),
            (
                "0709040904RCR204,88NRTINONREF",
                "2007-09-04 2007-09-04 -204.88 \"RTI\" \"\" \"\" \"\"",
            ),
            ("240305RD1,5NMSC", "2024-03-05 - 1.5 \"MSC\" \"\" \"\" \"\""),
            (
                "240312    DD212,39NMSCNONREF//\r\n/ABC/DEF",
                "2024-03-12 - -212.39 \"MSC\" \"\" \"\" \"/ABC/DEF\"",
            ),
            (
                "100722D25,03NOV NONREF",
                "2010-07-22 - -25.03 \"OV\" \"\" \"\" \"\"",
            ),
            (
                "2006080608D12,35 NRTIKREF+//2016021783252833\n/OCMT/EUR11,85/",
                "2020-06-08 2020-06-08 -12.35 \"RTI\" \"\" \"2016021783252833\" \"/OCMT/EUR11,85/\"",
            ),
            (
                "1710111011DF2402,00S   X",
                "2017-10-11 2017-10-11 -2402.00 \"\" \"X\" \"\" \"\"",
            ),
            (
                "1407290729C500NTRF29-07-2014 10:05//B4G29",
                "2014-07-29 2014-07-29 500 \"TRF\" \"29-07-2014 10:05\" \"B4G29\" \"\"",
            ),
            (
                "2401021231C1,NTRFA//B",
                "2024-01-02 2023-12-31 1 \"TRF\" \"A\" \"B\" \"\"",
            ),
            (
                "2024010220240103C1,NTRFA",
                "2024-01-02 2024-01-03 1 \"TRF\" \"A\" \"\" \"\"",
            ),
            (
                "202401020103C1,NTRFA",
                "2024-01-02 2024-01-03 1 \"TRF\" \"A\" \"\" \"\"",
            ),
            (
                "240102240103C1,NTRFA",
                "2024-01-02 2024-01-03 1 \"TRF\" \"A\" \"\" \"\"",
            ),
        ] {
            assert_eq!(told(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_entry_says_what_is_missing() {
        for (text, want) in [
            ("C1,00NTRF", "DateMissing"),
            ("249901C1,00NTRF", "Date(\"249901\")"),
            ("2403051,00NTRF", "Date(\"2403051\")"),
            ("240305 1,00NTRF", "Mark(\"1,00NTRF\")"),
            ("240305C", "AmountMissing"),
            ("240305C-1,00NTRF", "Amount(\"-1,00NTRF\", Unreadable)"),
            ("240305C1,2,3NTRF", "Amount(\"1,2,3\", Unreadable)"),
            (
                "240305C99999999999999999999,NTRF",
                "Amount(\"99999999999999999999,\", TooLarge)",
            ),
        ] {
            assert_eq!(told(text), want, "{text}");
        }
        assert!(read_entry("240305ED1,00NTRF").unwrap().is_expected);
        assert!(read_entry("240305D1").unwrap().ends_in_amount);
    }
}
