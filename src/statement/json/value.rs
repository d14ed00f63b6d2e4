//! Values as what they say: names, texts, amounts, days.

use std::borrow::Cow;

use crate::calendar::{self, Date, Day, plus_days};
use crate::issue::IssueCode;
use crate::money::Amount;

use super::name::{NameId, is_name};
use super::scan::{Kind, Node, Scan};

/// A text with its values.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// Its values.
    pub(super) scan: &'a Scan,
}

impl<'a> Document<'a> {
    /// The value of a number.
    pub(super) fn node(&self, at: u32) -> Option<Node> {
        self.scan.nodes.get(at as usize).copied()
    }

    /// The characters of a value, as written.
    pub(super) fn raw(&self, at: u32) -> &'a str {
        let Some(node) = self.node(at) else {
            return "";
        };
        let range = node.start as usize..node.end as usize;
        self.text.get(range).unwrap_or_default()
    }

    /// The values that stand in a value: of an object each name and its value, of an array each value twice.
    pub(super) fn children(&self, of: u32) -> impl Iterator<Item = (u32, u32)> + use<'a> {
        let document = *self;
        let holder = self.node(of);
        let is_object = holder.is_some_and(|node| node.kind == Kind::Object);
        let is_array = holder.is_some_and(|node| node.kind == Kind::Array);
        let end = holder.map_or(0, |node| node.next);
        let mut at = of + 1;
        std::iter::from_fn(move || {
            if at >= end || !(is_object || is_array) {
                return None;
            }
            let (name, value) = (at, at + u32::from(is_object));
            at = document.node(value)?.next;
            Some((name, value))
        })
    }

    /// The value of a name; of a name that is there twice the last, as browsers have it.
    pub(super) fn field(&self, of: u32, name: &str) -> Option<u32> {
        if self.node(of)?.kind != Kind::Object {
            return None;
        }
        let found = self.children(of);
        let found = found.filter(|(given, _)| is_name(self.raw(*given), name));
        found.last().map(|(_, value)| value)
    }

    /// The first value along a path of names, through whatever arrays stand on it.
    pub(super) fn along(&self, of: u32, path: &str) -> Option<u32> {
        let node = self.node(of)?;
        if node.kind == Kind::Array && !path.is_empty() {
            return self
                .children(of)
                .find_map(|(_, value)| self.along(value, path));
        }
        let Some((name, rest)) = path.split_once('.') else {
            return match path {
                "" => Some(of),
                name => self.field(of, name),
            };
        };
        self.along(self.field(of, name)?, rest)
    }

    /// The first value along a way of names that have numbers, through whatever arrays stand on it.
    pub(super) fn reached(&self, of: u32, way: &[NameId]) -> Option<u32> {
        let Some((&name, rest)) = way.split_first() else {
            return Some(of);
        };
        let node = self.node(of)?;
        match node.kind {
            Kind::Array => {
                let mut values = self.children(of);
                values.find_map(|(_, value)| self.reached(value, way))
            }
            Kind::Object => {
                let mut found = None;
                let mut at = of + 1;
                while at < node.next {
                    if self.node(at)?.tag == name {
                        found = Some(at + 1);
                    }
                    at = self.node(at + 1)?.next;
                }
                self.reached(found?, rest)
            }
            Kind::Text | Kind::Plain => None,
        }
    }

    /// What a value says; nothing for `null`, for blanks and for what holds other values.
    pub(super) fn said(&self, at: u32) -> Option<Cow<'a, str>> {
        let raw = self.raw(at);
        let said = match self.node(at)?.kind {
            Kind::Text => unescaped(raw),
            Kind::Plain if raw == "null" => return None,
            Kind::Plain => Cow::Borrowed(raw),
            Kind::Object | Kind::Array => return None,
        };
        (!said.trim().is_empty()).then_some(said)
    }

    /// What a value says, or the texts of an array one after the other.
    pub(super) fn words(&self, at: u32) -> Option<Cow<'a, str>> {
        self.words_between(at, " ")
    }

    /// What a value says, or the texts of an array with a mark between them.
    pub(super) fn words_between(&self, at: u32, mark: &str) -> Option<Cow<'a, str>> {
        if self.node(at)?.kind != Kind::Array {
            return self.said(at);
        }
        let mut words = String::new();
        for said in self.children(at).filter_map(|(_, value)| self.said(value)) {
            if !words.is_empty() {
                words.push_str(mark);
            }
            words.push_str(&said);
        }
        (!words.is_empty()).then_some(Cow::Owned(words))
    }

    /// Whether a value is an object.
    pub(super) fn is_object(&self, at: u32) -> bool {
        self.node(at).is_some_and(|node| node.kind == Kind::Object)
    }
}

/// A text with its escapes decoded; half of a surrogate pair is U+FFFD.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(letter) = rest.chars().next() else {
            return Cow::Owned(out);
        };
        rest = &rest[letter.len_utf8()..];
        out.push(match letter {
            'b' | 'f' | 'n' | 'r' | 't' => ' ',
            'u' => {
                let unit = unit_of(&mut rest);
                let high = unit.wrapping_sub(0xD800);
                let mut behind = rest.strip_prefix("\\u").unwrap_or_default();
                let low = unit_of(&mut behind).wrapping_sub(0xDC00);
                if high < 0x400 && low < 0x400 {
                    rest = behind;
                    char::from_u32(0x1_0000 + (high << 10 | low))
                } else {
                    char::from_u32(unit)
                }
                .unwrap_or('\u{FFFD}')
            }
            letter => letter,
        });
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The four digits of a `\u`, which are taken off; U+FFFD where they are none.
fn unit_of(rest: &mut &str) -> u32 {
    let digits = rest
        .get(..4)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let Some(unit) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
        return 0xFFFD;
    };
    *rest = &rest[4..];
    unit
}

/// Reads an amount of major units: `-12.50`, `1.25e1`, or a text with one comma for its mark.
///
/// What a program printed of a binary fraction (`28.340000000000003`) is the decimal that was meant.
///
/// Errors: the code that says why it is none.
pub(super) fn read_amount(text: &str) -> Result<Amount, IssueCode> {
    let text = text.trim();
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => {
            let exponent = exponent.parse::<i16>();
            (digits, exponent.map_err(|_| IssueCode::AmountUnreadable)?)
        }
        None => (text, 0),
    };
    let negative = digits.starts_with(['-', '−']);
    let digits = digits.trim_start_matches(['-', '−', '+']).trim();
    let (whole, places) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && places.is_empty() || !is_number(whole) || !is_number(places) {
        return Err(IssueCode::AmountUnreadable);
    }
    let mut all = [whole, places].concat();
    let mut scale = places.len() as i64 - i64::from(exponent);
    let significant = all.trim_start_matches('0').len();
    if significant >= FLOAT_DIGITS && places.len() > FLOAT_PLACES {
        scale -= cut_noise(&mut all);
    }
    while scale > 0 && all.ends_with('0') {
        all.pop();
        scale -= 1;
    }
    // No amount has more digits than these, and what would is not written out.
    let zeros = scale.saturating_neg().clamp(0, 20);
    for _ in 0..zeros {
        all.push('0');
    }
    let scale = u8::try_from(scale.max(0)).map_err(|_| IssueCode::AmountTooLarge)?;
    let magnitude: i64 = match all.trim_start_matches('0') {
        "" => 0,
        digits => digits.parse().map_err(|_| IssueCode::AmountTooLarge)?,
    };
    let scale = if magnitude == 0 { 0 } else { scale };
    // As many places as money is written with, where there were as many.
    let amount = Amount::new(if negative { -magnitude } else { magnitude }, scale);
    let amount = amount.ok_or(IssueCode::AmountTooLarge)?;
    let printed = u8::try_from(places.len().min(2)).unwrap_or(0);
    let padded = (exponent == 0 && amount.scale() < printed).then(|| amount.rescaled(printed));
    Ok(padded.flatten().unwrap_or(amount))
}

/// Digits from which on a number may be a binary fraction printed whole.
///
/// Source: IEEE 754: 15 digits always survive, and 17 tell every value.
const FLOAT_DIGITS: usize = 16;
/// Places that such a number has at least.
const FLOAT_PLACES: usize = 8;

/// Takes the noise off the end of a binary fraction, and gives how many digits that were.
fn cut_noise(digits: &mut String) -> i64 {
    let before = digits.len();
    let kept = before - 3;
    let run = digits[..kept]
        .bytes()
        .rev()
        .take_while(|byte| *byte == digits.as_bytes()[kept - 1]);
    let run = run.count();
    let of = digits.as_bytes()[kept - 1];
    if run < 3 || !matches!(of, b'0' | b'9') {
        return 0;
    }
    digits.truncate(kept - run);
    if of == b'9' {
        let value = digits.parse::<u64>().unwrap_or(0) + 1;
        let width = digits.len();
        *digits = value.to_string();
        while digits.len() < width {
            digits.insert(0, '0');
        }
    }
    (before - (kept - run)) as i64
}

/// Reads the day of a date, or of a date and time, whose hour and zone never move it.
///
/// Shape: `2026-03-31`, `2026-03-31T10:15:00+01:00`, `20260331`, `2026/03/31`, or seconds or milliseconds since 1970.
pub(super) fn read_day(text: &str) -> Option<Day> {
    read_date(text.trim()).map(Day::from_date)
}

fn read_date(text: &str) -> Option<Date> {
    if let Some(date) = text.get(..10).and_then(calendar::parse_iso) {
        return Some(date);
    }
    let digits = text.split('.').next()?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let slashed = text.get(..10)?.replace('/', "-");
        return calendar::parse_iso(&slashed);
    }
    let number: i64 = digits.parse().ok()?;
    let seconds = match digits.len() {
        8 => return calendar::parse_compact(digits),
        9 | 10 => number,
        12 | 13 => number / 1_000,
        _ => return None,
    };
    let days = i32::try_from(seconds / 86_400).ok()?;
    Some(plus_days(calendar::date(1970, 1, 1)?, days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_the_decimals_that_are_written() {
        let read = |text| read_amount(text).map(|amount| amount.to_string());
        for (text, want) in [
            ("-12.50", "-12.50"),
            ("72.1", "72.1"),
            ("1e3", "1000"),
            ("1.25E1", "12.5"),
            ("-5E-2", "-0.05"),
            ("100,5", "100.5"),
            ("−3", "-3"),
            ("0", "0"),
            ("0.00", "0.00"),
            ("-0.0", "0.0"),
            ("28.340000000000003", "28.34"),
            ("1.9999999999999998", "2.00"),
            ("0.30000000000000004", "0.30"),
            ("0.12345678", "0.12345678"),
            ("0.123456789012345678", "0.123456789012345678"),
            ("99999999999999.00000000", "99999999999999.00"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(want), "{text}");
        }
        for text in [
            "", "-", ".", "1.2.3", "1,234.50", "EUR 5", "1e", "true", "NaN",
        ] {
            assert_eq!(read(text), Err(IssueCode::AmountUnreadable), "{text}");
        }
        for text in ["1e300", "99999999999999999999", "1e-300"] {
            assert_eq!(read(text), Err(IssueCode::AmountTooLarge), "{text}");
        }
    }

    #[test]
    fn the_day_as_written_is_kept() {
        let read = |text| read_day(text).map(|day| day.to_date().to_string());
        for text in [
            "2026-03-31",
            "2026-03-31T23:59:59.999-11:00",
            "2026-03-31 00:00:01",
            "20260331",
            "2026/03/31",
            "1774915200",
            "1774915200000",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-03-31"), "{text}");
        }
        for text in [
            "",
            "2026",
            "31.03.2026",
            "2026-02-30",
            "tomorrow",
            "99999999999999999999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn escapes_are_decoded_and_halves_of_pairs_replaced() {
        for (raw, want) in [
            (r"plain", "plain"),
            (r#"a\"b\\c\/d"#, r#"a"b\c/d"#),
            (r"caf\u00e9 \ud83c\udf5e", "café 🍞"),
            (r"\ud83c", "\u{FFFD}"),
            (r"\ud83cA\u0041", "\u{FFFD}AA"),
            (r"\udf5e\ud83c\u0041", "\u{FFFD}\u{FFFD}A"),
            (r"a\nb\tc", "a b c"),
            (r"\u00zz", "\u{FFFD}00zz"),
            (r"end\", "end"),
        ] {
            assert_eq!(unescaped(raw), want, "{raw}");
        }
    }
}
