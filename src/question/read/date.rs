//! Days, months, quarters and years by their names and numbers.

use crate::calendar::{Period, Weekday, date, plus_days, plus_months};

use super::calendar::{Calendar, Span};
use super::time_word::{day_of, is_ordinal, month_of, ordinal_of, season_of, weekday_of, year_of};
use super::token::{Kind, Token};

/// `Q1`, `Q1 2026`, `the first quarter of 2026`.
pub(super) fn quarter_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let first = rest.first()?;
    let named = match first.text.as_str() {
        "q1" => Some((1, 1)),
        "q2" => Some((2, 1)),
        "q3" => Some((3, 1)),
        "q4" => Some((4, 1)),
        _ => None,
    };
    let (quarter, used) = match named {
        Some(found) => found,
        None => {
            let place = ordinal_of(first)?;
            rest.get(1)?.is("quarter").then_some((place, 2))?
        }
    };
    let quarter = i8::try_from(quarter).ok()?;
    if let Some((year, more)) = year_after(rest, used) {
        return Some((calendar.span(Period::quarter(year, quarter)?), used + more));
    }
    let this = Period::quarter(calendar.today.year(), quarter)?;
    let whole = match this.start() > calendar.today {
        true => this.shifted_months(-12)?,
        false => this,
    };
    let span = yearly(calendar.span(whole));
    Some((
        Span {
            dated: false,
            ..span
        },
        used,
    ))
}

/// `2026-03-02`, `03/02`, `3 March`, `March 3rd 2026`, `the 3rd of March`, `the 3rd`.
pub(super) fn date_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    if let Some((month, day, used)) = feast_at(rest) {
        let (span, more) = match year_after(rest, used) {
            Some((year, more)) => (date(year, month, day)?, more),
            None => (calendar.latest_day(month, day)?, 0),
        };
        return Some((calendar.fixed(Period::day(span)?), used + more));
    }
    let first = rest.first()?;
    match first.kind {
        Kind::Date(day) => return Some((calendar.fixed(Period::day(day)?), 1)),
        Kind::Parts(one, two, year) => {
            let (month, day) = match calendar.month_first && one <= 12 || two > 12 {
                true => (one, two),
                false => (two, one),
            };
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            let found = match year {
                Some(year) => date(year, month, day),
                None => calendar.latest_day(month, day),
            };
            return Some((calendar.fixed(Period::day(found?)?), 1));
        }
        _ => {}
    }
    let (day, month, used) = if let Some(day) = day_of(first) {
        let of = usize::from(rest.get(1).is_some_and(|token| token.is("of")));
        match rest.get(1 + of).and_then(month_of) {
            Some(month) => (day, month, 2 + of),
            None if is_ordinal(first) && rest.get(1).is_none_or(|token| !token.is("quarter")) => {
                // The latest such day: of this month, else of the one before.
                let found = (0..=12).find_map(|back| {
                    let month = plus_months(calendar.today.first_of_month(), -back);
                    date(month.year(), month.month(), day).filter(|day| *day <= calendar.today)
                })?;
                return Some((calendar.fixed(Period::day(found)?), 1));
            }
            None => return None,
        }
    } else {
        let month = month_of(first)?;
        let the = usize::from(rest.get(1)?.is("the"));
        let second = rest.get(1 + the)?;
        // `May 2025` is a month; `May 20` a day.
        (day_of(second)?, month, 2 + the)
    };
    let (span, more) = match year_after(rest, used) {
        Some((year, more)) => (calendar.fixed(Period::day(date(year, month, day)?)?), more),
        None => {
            let span = calendar.fixed(Period::day(calendar.latest_day(month, day)?)?);
            (
                Span {
                    dated: false,
                    ..span
                },
                0,
            )
        }
    };
    Some((span, used + more))
}

/// Days that have names of their own: words as they are folded, month and day.
const FEASTS: [(&[&str], i8, i8); 10] = [
    (&["xma"], 12, 25),
    (&["christma", "day"], 12, 25),
    (&["christma", "eve"], 12, 24),
    (&["boxing", "day"], 12, 26),
    (&["new", "year", "eve"], 12, 31),
    (&["new", "year", "day"], 1, 1),
    (&["new", "year"], 1, 1),
    (&["valentine", "day"], 2, 14),
    (&["halloween"], 10, 31),
    (&["christma"], 12, 25),
];

fn feast_at(rest: &[Token]) -> Option<(i8, i8, usize)> {
    let is_here = |(words, ..): &&(&[&str], i8, i8)| {
        let mut words = words.iter().enumerate();
        words.all(|(place, word)| rest.get(place).is_some_and(|token| token.is(word)))
    };
    let (words, month, day) = FEASTS.iter().find(is_here)?;
    Some((*month, *day, words.len()))
}

/// `March`, `March 2025`, `summer`, `summer 2025`.
pub(super) fn month_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let first = rest.first()?;
    if let Some((season, _)) = season_of(first) {
        if let Some((year, more)) = year_after(rest, 1) {
            let start = date(year, season, 1)?;
            let whole = Period::new(start, plus_months(start, 3))?;
            return Some((calendar.span(whole), 1 + more));
        }
        return Some((season_span(season, 0, calendar)?, 1));
    }
    let month = month_of(first)?;
    if let Some((year, more)) = year_after(rest, 1) {
        return Some((yearly(calendar.span(Period::month(year, month)?)), 1 + more));
    }
    for (words, years) in [(["last", "year"], 1), (["this", "year"], 0)] {
        let of = usize::from(rest.get(1).is_some_and(|token| token.is("of")));
        if words
            .iter()
            .enumerate()
            .all(|(place, word)| rest.get(1 + of + place).is_some_and(|token| token.is(word)))
        {
            let whole = Period::month(calendar.today.year() - years, month)?;
            return Some((calendar.span(whole), 3 + of));
        }
    }
    let span = calendar.span(calendar.latest_month(month)?);
    Some((
        yearly(Span {
            dated: false,
            ..span
        }),
        1,
    ))
}

pub(super) fn weekday_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let weekday = weekday_of(rest.first()?)?;
    Some((latest_weekday(weekday, calendar)?, 1))
}

pub(super) fn year_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let year = year_of(rest.first()?)?;
    Some((calendar.span(Period::year(year)?), 1))
}

pub(super) fn yearly(span: Span) -> Span {
    Span {
        yearly: true,
        ..span
    }
}

pub(super) fn latest_weekday(weekday: Weekday, calendar: &Calendar) -> Option<Span> {
    let back = i32::from(calendar.today.weekday().since(weekday));
    let back = if back == 0 { 7 } else { back };
    Some(calendar.fixed(Period::day(plus_days(calendar.today, -back))?))
}

pub(super) fn season_span(first_month: i8, years_back: i16, calendar: &Calendar) -> Option<Span> {
    let mut start = date(calendar.today.year(), first_month, 1)?;
    if start > calendar.today {
        start = plus_months(start, -12);
    }
    let mut whole = Period::new(start, plus_months(start, 3))?;
    if years_back > 0 && whole.contains(calendar.today) {
        whole = whole.shifted_months(-12)?;
    }
    Some(calendar.span(whole))
}

pub(super) fn year_after(rest: &[Token], at: usize) -> Option<(i16, usize)> {
    let of = usize::from(rest.get(at)?.is_any("of in"));
    Some((year_of(rest.get(at + of)?)?, 1 + of))
}
