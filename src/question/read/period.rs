//! The days that words name: `last month`, `Q1 2026`, `since 3 March`, `from January to March`.
//!
//! *This month* is the 1st to today; *last month* the whole calendar month before; *last 3 months* three whole
//! ones; *past 30 days* rolling, today included. A month named without its year is the latest that has begun.

use crate::calendar::{Grain, Period, Weekday, date, plus_days};

use super::calendar::{Calendar, Span};
use super::date::{
    date_at, latest_weekday, month_at, quarter_at, season_span, weekday_at, year_at, yearly,
};
use super::time_word::{FEW, YEARS, count_at, day_of, grain_of, month_of, season_of, weekday_of};
use super::token::Token;

/// How many days *lately* is.
///
/// A quarter: long enough for two bills of a month, short enough to be what is remembered.
const LATELY_DAYS: i32 = 90;

/// What words say of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// These days.
    Days(Span),
    /// Every day there is.
    Always,
    /// The one before the period that is spoken of: `the month before`, with its kind where it is said.
    Before(Option<Grain>),
    /// The one after it.
    After(Option<Grain>),
    /// The same days a year before: `the same month last year`.
    YearBefore,
}

/// What the tokens from `at` say of time, and how many they are.
pub(crate) fn when_at(tokens: &[Token], at: usize, calendar: &Calendar) -> Option<(When, usize)> {
    let rest = tokens.get(at..)?;
    let word = |place: usize, words: &str| is_any_at(rest, place, words);
    if let Some((days, used)) = weekdays_at(rest, calendar) {
        return Some((When::Days(days), used));
    }
    if word(0, "from between") {
        if let Some((days, used)) = days_of_month_at(rest, 1, calendar) {
            return Some((When::Days(days), 1 + used));
        }
        let (first, used) = days_at(rest, 1, calendar)?;
        let joint = 1 + used;
        if word(joint, "to until till through and thru up") {
            let joint = joint + usize::from(word(joint, "up"));
            if let Some((last, more)) = days_at(rest, joint + 1, calendar) {
                let from_to = range(first, last, calendar)?;
                return Some((When::Days(from_to), joint + 1 + more));
            }
        }
        if word(0, "from") && word(joint, "onward on") {
            return Some((When::Days(since(first, calendar)?), joint + 1));
        }
        return word(0, "from").then_some((When::Days(first), joint));
    }
    if word(0, "since starting after") {
        let (first, used) =
            days_at(rest, 1, calendar).or_else(|| beginning_at(rest, 1, calendar))?;
        let first = match word(0, "after") {
            true => calendar.fixed(Period::inclusive(first.whole.end(), calendar.today)?),
            false => since(first, calendar)?,
        };
        return Some((When::Days(first), 1 + used));
    }
    if word(0, "until till before") {
        let (last, used) = days_at(rest, 1, calendar)?;
        let end = match word(0, "before") {
            true => last.whole.start(),
            false => last.period.end(),
        };
        let all = Period::new(date(*YEARS.start(), 1, 1)?, end)?;
        return Some((When::Days(calendar.fixed(all)), 1 + used));
    }
    if let Some((relative, used)) = relative_at(rest) {
        return Some((relative, used));
    }
    if let Some((days, used)) = days_of_month_at(rest, 0, calendar) {
        return Some((When::Days(days), used));
    }
    let (first, used) = days_at(rest, 0, calendar)?;
    if word(used, "to until till through")
        && let Some((last, more)) = days_at(rest, used + 1, calendar)
    {
        return Some((When::Days(range(first, last, calendar)?), used + 1 + more));
    }
    Some((When::Days(first), used))
}

/// Whether one of some words stands at a place.
#[inline(never)]
fn is_any_at(rest: &[Token], place: usize, words: &str) -> bool {
    rest.get(place).is_some_and(|token| token.is_any(words))
}

/// `the start of the year`, `the beginning of last month`: its first day.
pub(super) fn beginning_at(
    rest: &[Token],
    at: usize,
    calendar: &Calendar,
) -> Option<(Span, usize)> {
    let word = |place: usize, words: &str| is_any_at(rest, place, words);
    let the = at + usize::from(word(at, "the"));
    if !word(the, "start beginning") || !word(the + 1, "of") {
        return None;
    }
    let of = the + 2;
    let (span, end) = match days_at(rest, of, calendar) {
        Some((span, used)) => (span, of + used),
        None => {
            let article = of + usize::from(word(of, "the"));
            let grain = grain_of(rest.get(article)?)?;
            (calendar.stepped(grain, 0)?, article + 1)
        }
    };
    Some((calendar.fixed(Period::day(span.whole.start())?), end - at))
}

/// `3 and 10 March` after `between`, `3 to 10 March`: both of one month.
fn days_of_month_at(rest: &[Token], at: usize, calendar: &Calendar) -> Option<(Span, usize)> {
    let the = |place: usize| place + usize::from(is_any_at(rest, place, "the"));
    let from = the(at);
    let first = day_of(rest.get(from)?)?;
    if !rest.get(from + 1)?.is_any("to and until till through") {
        return None;
    }
    let to = the(from + 2);
    let (last, used) = date_at(rest.get(to..)?, calendar)?;
    let month = last.whole.start();
    let start = date(month.year(), month.month(), first)?;
    Some((
        calendar.fixed(Period::new(start, last.whole.end())?),
        to - at + used,
    ))
}

/// `Monday to Friday last week`: some days of one week.
fn weekdays_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let from = usize::from(rest.first()?.is_any("from between"));
    let first = weekday_of(rest.get(from)?)?;
    let joint = rest.get(from + 1)?;
    if !joint.is_any("to until till through and") {
        return None;
    }
    let last = weekday_of(rest.get(from + 2)?)?;
    let (week, used) = days_at(rest, from + 3, calendar)?;
    let starts = week.whole.start();
    if week.whole.days() != 7 {
        return None;
    }
    let on = |day: Weekday| i32::from(day.since(starts.weekday()));
    let start = plus_days(starts, on(first));
    let whole = Period::inclusive(start, plus_days(starts, on(last)).max(start))?;
    Some((calendar.span(whole), from + 3 + used))
}

fn since(first: Span, calendar: &Calendar) -> Option<Span> {
    Some(calendar.fixed(Period::inclusive(first.whole.start(), calendar.today)?))
}

/// From the first day of one to the last of the other, each lending its year to one that names none.
fn range(first: Span, last: Span, calendar: &Calendar) -> Option<Span> {
    let (mut first, mut last) = (first, last);
    while !first.dated && first.whole.start() > last.whole.start() {
        first.whole = first.whole.shifted_months(-12)?;
    }
    while first.dated && !last.dated && last.whole.start() < first.whole.start() {
        last.whole = last.whole.shifted_months(12)?;
    }
    if first.dated && !last.dated {
        while let Some(earlier) = last.whole.shifted_months(-12) {
            if earlier.start() < first.whole.start() {
                break;
            }
            last.whole = earlier;
        }
    }
    let whole = Period::new(
        first.whole.start().min(last.whole.start()),
        last.whole.end().max(first.whole.end()),
    )?;
    Some(calendar.span(whole))
}

/// `the month before`, `the one before that`, `the same month last year`.
fn relative_at(rest: &[Token]) -> Option<(When, usize)> {
    let word = |place: usize, words: &str| is_any_at(rest, place, words);
    let the = usize::from(word(0, "the that"));
    if word(the, "same") {
        let unit = the + 1;
        let named = rest
            .get(unit)
            .is_some_and(|token| grain_of(token).is_some() || token.is_any("time period day"));
        let year = unit + usize::from(named);
        let of = year + usize::from(word(year, "of in a the"));
        if word(of, "last previous") && word(of + 1, "year") {
            return Some((When::YearBefore, of + 2));
        }
        if word(of, "year") && word(of + 1, "ago before earlier") {
            return Some((When::YearBefore, of + 2));
        }
    }
    if word(0, "this") && word(1, "time month") && word(2, "last") && word(3, "year") {
        return Some((When::YearBefore, 4));
    }
    if word(the, "year") && word(the + 1, "earlier") {
        return Some((When::YearBefore, the + 2));
    }
    let unit = rest.get(the)?;
    let grain = grain_of(unit);
    let one = unit.is_any("one period time");
    if (grain.is_some() || one) && word(the + 1, "before earlier previous prior preceding") {
        if word(the + 2, "last this") {
            // `the month before last` is a period of its own.
            return None;
        }
        let that = usize::from(word(the + 2, "that it"));
        return Some((When::Before(grain), the + 2 + that));
    }
    if (grain.is_some() || one) && word(the + 1, "after following") {
        let that = usize::from(word(the + 2, "that it"));
        return Some((When::After(grain), the + 2 + that));
    }
    let before = unit.is_any("previous prior preceding");
    if before && the == 1 && word(the + 1, "one period") {
        return Some((When::Before(None), the + 2));
    }
    const ALWAYS: [&str; 8] = [
        "all time",
        "of all time",
        "ever",
        "in total",
        "overall",
        "altogether",
        "so far",
        "to date",
    ];
    let is_said = |words: &&str| {
        let mut said = words.split(' ').enumerate();
        said.all(|(place, said)| word(place, said))
    };
    let always = ALWAYS.iter().find(|words| is_said(words))?;
    Some((When::Always, always.split(' ').count()))
}

/// Days of their own, from a place.
fn days_at(tokens: &[Token], at: usize, calendar: &Calendar) -> Option<(Span, usize)> {
    let rest = tokens.get(at..)?;
    /// At most a preposition, an article and one more: `over the`, `for all of the`.
    const MOST_BEFORE: usize = 3;
    let mut skip = 0;
    while skip < MOST_BEFORE
        && rest
            .get(skip)
            .is_some_and(|token| token.is_any("the in on during over within for of"))
    {
        skip += 1;
    }
    let (span, used) = bare_days_at(rest.get(skip..)?, calendar)?;
    let mut used = skip + used;
    let word = |place: usize, words: &str| is_any_at(rest, place, words);
    if word(used, "so") && word(used + 1, "far") || word(used, "to") && word(used + 1, "date") {
        used += 2;
    }
    Some((span, used))
}

fn bare_days_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let word = |place: usize, words: &str| is_any_at(rest, place, words);
    let today = calendar.today;
    let first = rest.first()?;
    let day = |back: i32| Period::day(plus_days(today, back)).map(|period| calendar.fixed(period));
    match first.text.as_str() {
        "today" | "tonight" => return Some((calendar.fixed(Period::day(today)?), 1)),
        "yesterday" => return Some((day(-1)?, 1)),
        "tomorrow" => return Some((day(1)?, 1)),
        "day" if word(1, "before") && word(2, "yesterday") => return Some((day(-2)?, 3)),
        "lately" | "recently" | "recent" => {
            return Some((calendar.rolling(Grain::Day, LATELY_DAYS)?, 1));
        }
        // `the week of 9 March`
        "week" if word(1, "of beginning starting commencing") => {
            let the = 2 + usize::from(word(2, "the"));
            let (day, used) = date_at(rest.get(the..)?, calendar)?;
            let week = Period::around(day.whole.start(), Grain::Week, calendar.week_start)?;
            return Some((calendar.span(week), the + used));
        }
        // `the weekend of the 14th`
        "weekend" if word(1, "of") => {
            let the = 2 + usize::from(word(2, "the"));
            let (day, used) = date_at(rest.get(the..)?, calendar)?;
            let weekend = weekend_from(Period::around(
                day.whole.start(),
                Grain::Week,
                Weekday::Monday,
            )?)?;
            return Some((calendar.span(weekend), the + used));
        }
        "ytd" => return Some((calendar.stepped(Grain::Year, 0)?, 1)),
        "mtd" => return Some((calendar.stepped(Grain::Month, 0)?, 1)),
        _ => {}
    }
    if let Some(grain) = grain_of(first) {
        if word(1, "to") && word(2, "date") || word(1, "so") && word(2, "far") {
            return Some((calendar.stepped(grain, 0)?, 3));
        }
        if word(1, "before to") && word(2, "last") {
            return Some((calendar.stepped(grain, -2)?, 3));
        }
    }
    const WAYS: [DaysAt; 9] = [
        edge_at, stepped_at, ago_at, ending_at, quarter_at, date_at, month_at, weekday_at, year_at,
    ];
    WAYS.iter().find_map(|way| way(rest, calendar))
}

/// Reads days at the beginning of some words; gives how many they are.
type DaysAt = fn(&[Token], &Calendar) -> Option<(Span, usize)>;

/// `the last 3 months of 2024`, `first week of March`: the end of a longer time.
fn edge_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let said = rest.first()?;
    let mut ordinals = ["first", "second", "third", "fourth"].into_iter();
    let nth = ordinals.position(|word| said.is(word));
    if nth.is_none() && !said.is("last") {
        return None;
    }
    let (count, used) = count_at(rest, 1).unwrap_or((1, 0));
    let unit = rest.get(1 + used)?;
    let days = if unit.is("fortnight") { 14 } else { 7 };
    let is_half = unit.is("half") && count == 1;
    let is_weekend = unit.is("weekend") && count == 1;
    let other =
        (is_half.then_some(Grain::Month)).or((days == 14 || is_weekend).then_some(Grain::Week));
    let grain = grain_of(unit).or(other)?;
    let of = 2 + used;
    let of = match rest.get(of)?.is_any("of in") {
        true => of + 1,
        // `first half 2025`
        false if is_half => of,
        false => return None,
    };
    let (whole, more) = days_at(rest, of, calendar)?;
    let (of, more) = (whole, of + more - 3 - used);
    if is_weekend {
        let whole = match nth {
            Some(nth) => weekend_from(of.whole.shifted_days(nth as i32 * 7)?),
            None => weekend_from(Period::new(plus_days(of.whole.end(), -7), of.whole.end())?),
        };
        return Some((calendar.span(whole?), 3 + used + more));
    }
    if grain == Grain::Week {
        // `the first week of March` is its first seven days, whatever day it begins on.
        let days = count.checked_mul(days)?;
        let whole = match nth {
            Some(nth) => of.whole.first_days(days).shifted_days(nth as i32 * days),
            None => Period::new(plus_days(of.whole.end(), -days), of.whole.end()),
        };
        return Some((calendar.span(whole?), 3 + used + more));
    }
    let grain = match is_half && of.whole.whole_months() == Some(1) {
        true => Grain::Day,
        false => grain,
    };
    let parts = of.whole.split(grain, calendar.week_start);
    let count = match is_half {
        true => Some(parts.len() / 2).filter(|half| *half > 0),
        false => usize::try_from(count).ok(),
    };
    let count = count.filter(|count| *count < parts.len())?;
    let from = nth.map_or(parts.len() - count, |nth| nth * count);
    let whole = parts.get(from)?.hull(*parts.get(from + count - 1)?);
    Some((calendar.span(whole), 3 + used + more))
}

/// The first weekend of some days.
fn weekend_from(days: Period) -> Option<Period> {
    let first = days.start();
    let saturday = plus_days(first, i32::from(Weekday::Saturday.since(first.weekday())));
    Period::inclusive(saturday, plus_days(saturday, 1))
}

/// `this month`, `last year`, `past 30 days`, `last tax year`, `last March`, `next week`.
fn stepped_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let said = rest.first()?;
    let step = match said.text.as_str() {
        "this" | "current" => 0,
        "last" | "previous" | "prior" => -1,
        "past" => -1,
        "next" | "coming" => 1,
        _ => return None,
    };
    let rolling = said.is("past");
    let one = rest.get(1)?;
    if one.is_any("tax financial fiscal") && rest.get(2).is_some_and(|token| token.is("year")) {
        return Some((calendar.tax_year(step as i16)?, 3));
    }
    if one.is("weekend") {
        // On a Sunday, the weekend that began yesterday is this one.
        return Some((calendar.weekend(step)?, 2));
    }
    if one.is("fortnight") {
        let span = match step {
            0 | -1 => calendar.rolling(Grain::Day, 14)?,
            _ => return None,
        };
        return Some((span, 2));
    }
    if one.is("few") {
        let grain = grain_of(rest.get(2)?)?;
        return Some((calendar.complete(grain, FEW)?, 3));
    }
    if let Some(grain) = grain_of(one) {
        let span = if rolling {
            calendar.rolling(grain, 1)
        } else {
            calendar.stepped(grain, step)
        };
        return Some((span?, 2));
    }
    if let Some(month) = month_of(one) {
        let latest = calendar.latest_month(month)?;
        let whole = match step {
            -1 if latest.contains(calendar.today) => latest.shifted_months(-12)?,
            1 => latest.shifted_months(12)?,
            _ => latest,
        };
        return Some((yearly(calendar.span(whole)), 2));
    }
    if let Some((season, _)) = season_of(one) {
        return Some((
            season_span(season, if step == -1 { 1 } else { 0 }, calendar)?,
            2,
        ));
    }
    if let Some(weekday) = weekday_of(one) {
        return Some((latest_weekday(weekday, calendar)?, 2));
    }
    let (count, used) = count_at(rest, 1)?;
    let unit = rest.get(1 + used)?;
    if step == 0 {
        return None;
    }
    if unit.is("fortnight") {
        return Some((
            calendar.rolling(Grain::Day, count.checked_mul(14)?)?,
            2 + used,
        ));
    }
    if unit.is("complete") || unit.is("full") || unit.is("whole") || unit.is("calendar") {
        let grain = grain_of(rest.get(2 + used)?)?;
        return Some((calendar.complete(grain, count)?, 3 + used));
    }
    let grain = grain_of(unit)?;
    let span = match step {
        1 => {
            let first = calendar.stepped(grain, 1)?.whole;
            calendar.fixed(first.hull(calendar.stepped(grain, count)?.whole))
        }
        _ if rolling || count == 1 => calendar.rolling(grain, count)?,
        _ => calendar.complete(grain, count)?,
    };
    Some((span, 2 + used))
}

/// `2 months ago`, `a week ago`.
fn ago_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let (count, used) = match rest.first()?.is_any("a an") && !rest.get(1)?.is_any("few couple") {
        true => (1, 1),
        false => count_at(rest, 0)?,
    };
    let grain = grain_of(rest.get(used)?)?;
    let ago = rest.get(used + 1)?;
    ago.is_any("ago back")
        .then(|| Some((calendar.stepped(grain, -count)?, used + 2)))
        .flatten()
}

/// `fortnight ending last Friday`, `the 2 weeks ending 3 March`.
fn ending_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let (count, used) = count_at(rest, 0).unwrap_or((1, 0));
    let unit = rest.get(used)?;
    let days = match (unit.is("fortnight"), grain_of(unit)) {
        (true, _) => 14,
        (_, Some(Grain::Week)) => 7,
        (_, Some(Grain::Day)) => 1,
        _ => return None,
    };
    let next = rest.get(used + 1)?;
    if !next.is_any("ending to until up") {
        return None;
    }
    let (last, more) = days_at(rest, used + 2, calendar)?;
    let start = plus_days(last.whole.end(), -days * count);
    let period = Period::new(start, last.whole.end())?;
    Some((calendar.fixed(period), used + 2 + more))
}

#[cfg(test)]
mod tests;
