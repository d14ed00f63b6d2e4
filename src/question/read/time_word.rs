//! Words that time is told with: units, months, days of the week, small numbers.

use crate::calendar::{Grain, Weekday};

use super::token::{Kind, Token};

/// Every word that time is told with, for spelling.
pub(crate) fn vocabulary() -> impl Iterator<Item = &'static str> {
    let units = [
        "day",
        "week",
        "month",
        "quarter",
        "year",
        "weekend",
        "fortnight",
    ];
    let words = [
        "today",
        "yesterday",
        "tonight",
        "last",
        "past",
        "previous",
        "since",
        "between",
        "recently",
        "lately",
    ];
    let months = MONTHS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| name.len() > ABBREVIATED);
    let days = WEEKDAYS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| name.len() > ABBREVIATED);
    units.into_iter().chain(words).chain(months).chain(days)
}

/// Whether a word is one that time is told with.
pub(crate) fn knows(word: &str) -> bool {
    vocabulary().any(|known| known == word)
        || MONTHS.iter().any(|(name, _)| *name == word)
        || WEEKDAYS.iter().any(|(name, _)| *name == word)
        || NUMBERS.iter().any(|(name, _)| *name == word)
        || OTHER_WORDS.contains(&word)
}

/// A small number in digits or words; `a` and `an` are one.
pub(crate) fn count_at(tokens: &[Token], at: usize) -> Option<(i32, usize)> {
    let token = tokens.get(at)?;
    if let Some(number) = token.number() {
        let whole = number.is_integer() && !number.is_sign_negative();
        let count =
            i32::try_from(number.trunc().mantissa() / 10i128.pow(number.trunc().scale())).ok()?;
        return (whole && (1..=MOST_UNITS).contains(&count)).then_some((count, 1));
    }
    let next = |word: &str| tokens.get(at + 1).is_some_and(|token| token.is(word));
    let couple = usize::from(next("couple")) + usize::from(next("few")) * 2;
    if token.is("a") && couple > 0 {
        let of = tokens.get(at + 2).is_some_and(|token| token.is("of"));
        return Some((if couple == 1 { 2 } else { FEW }, 2 + usize::from(of)));
    }
    let (_, count) = NUMBERS.iter().find(|(word, _)| token.is(word))?;
    let of = token.is("couple") && next("of");
    Some((*count, 1 + usize::from(of)))
}

pub(super) fn year_of(token: &Token) -> Option<i16> {
    match token.kind {
        Kind::Number {
            value,
            ordinal: false,
        } if value.scale() == 0 => i16::try_from(value.mantissa())
            .ok()
            .filter(|year| YEARS.contains(year)),
        _ => None,
    }
}

pub(super) fn day_of(token: &Token) -> Option<i8> {
    match token.kind {
        Kind::Number { value, .. } if value.scale() == 0 => i8::try_from(value.mantissa())
            .ok()
            .filter(|day| (1..=31).contains(day)),
        _ => ordinal_of(token)
            .filter(|place| *place <= 31)
            .and_then(|place| i8::try_from(place).ok()),
    }
}

pub(super) fn is_ordinal(token: &Token) -> bool {
    matches!(token.kind, Kind::Number { ordinal: true, .. })
}

pub(super) fn ordinal_of(token: &Token) -> Option<i32> {
    const WORDS: [&str; 4] = ["first", "second", "third", "fourth"];
    if let Kind::Number {
        value,
        ordinal: true,
    } = token.kind
    {
        return i32::try_from(value.mantissa()).ok();
    }
    let place = WORDS.iter().position(|word| token.is(word))?;
    i32::try_from(place + 1).ok()
}

/// The kind of period that a word names.
pub(crate) fn grain_of(token: &Token) -> Option<Grain> {
    if token.kind != Kind::Word {
        return None;
    }
    Some(match token.text.as_str() {
        "day" => Grain::Day,
        "week" | "wk" => Grain::Week,
        "month" | "mth" => Grain::Month,
        "quarter" | "qtr" => Grain::Quarter,
        "year" | "yr" => Grain::Year,
        _ => return None,
    })
}

pub(super) fn month_of(token: &Token) -> Option<i8> {
    let (_, month) = MONTHS.iter().find(|(name, _)| token.is(name))?;
    Some(*month)
}

pub(super) fn season_of(token: &Token) -> Option<(i8, &'static str)> {
    // The northern year's, as meteorologists count it.
    [(6, "summer"), (9, "autumn"), (12, "winter"), (3, "spring")]
        .into_iter()
        .find(|(_, name)| token.is(name))
}

pub(super) fn weekday_of(token: &Token) -> Option<Weekday> {
    let (_, day) = WEEKDAYS.iter().find(|(name, _)| token.is(name))?;
    Some(*day)
}

/// Words that tell time only beside others.
const OTHER_WORDS: &[&str] = &[
    "ago",
    "earlier",
    "ending",
    "fourth",
    "fortnight",
    "current",
    "coming",
    "next",
    "preceding",
    "prior",
    "before",
    "after",
    "following",
    "until",
    "till",
    "through",
    "starting",
    "beginning",
    "onward",
    "summer",
    "autumn",
    "winter",
    "spring",
    "tomorrow",
    "complete",
    "calendar",
    "ytd",
    "mtd",
    "q1",
    "q2",
    "q3",
    "q4",
    "wk",
    "mth",
    "qtr",
    "yr",
    "recent",
];

/// How many letters the short names have; they are near too many words to be meant by a slip.
const ABBREVIATED: usize = 3;

/// Names and short names; `may`, `march` and `mar` are as good.
const MONTHS: &[(&str, i8)] = &[
    ("january", 1),
    ("jan", 1),
    ("february", 2),
    ("feb", 2),
    ("march", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("october", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
];

/// Names and short names, folded as words are.
const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("mon", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("tue", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("wed", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("thur", Weekday::Thursday),
    ("thu", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("fri", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sat", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
    ("sun", Weekday::Sunday),
];

const NUMBERS: &[(&str, i32)] = &[
    ("one", 1),
    ("two", 2),
    ("couple", 2),
    ("three", 3),
    ("few", FEW),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("dozen", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("eighteen", 18),
    ("twenty", 20),
    ("thirty", 30),
    ("sixty", 60),
    ("ninety", 90),
];

/// The earliest and the latest year that a bare number is taken for.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// How many *a few* are.
pub(super) const FEW: i32 = 3;

/// The most units a person counts back.
const MOST_UNITS: i32 = 1200;
