//! The days that words name: `last month`, `Q1 2026`, `since 3 March`, `from January to March`.
//!
//! *This month* is the 1st to today; *last month* the whole calendar month before; *last 3 months* three whole
//! ones; *past 30 days* rolling, today included. A month named without its year is the latest that has begun.

use crate::calendar::{Date, Grain, Period, Weekday, date, plus_days, plus_months, week_start};

use super::token::{Kind, Token};

/// Days that words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The days that count, up to today where it is not over.
    pub(crate) period: Period,
    /// The whole of it.
    pub(crate) whole: Period,
    /// Whether the words named its year, so that another need not lend its own.
    pub(crate) dated: bool,
    /// Whether it comes once a year, such as a month by its name: the one before is a year before.
    pub(crate) yearly: bool,
}

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

/// What dates are read against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar {
    /// The day of asking.
    pub(crate) today: Date,
    /// Where weeks begin.
    pub(crate) week_start: Weekday,
    /// Whether `03/04` is in March.
    month_first: bool,
    /// Month and day on which a tax year begins.
    tax_year: (i8, i8),
}

/// How many days *lately* is.
///
/// Source: the published reading of such questions, three months.
const LATELY_DAYS: i32 = 90;

/// How many *a few* are.
const FEW: i32 = 3;

/// The earliest and the latest year that a bare number is taken for.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// The most units a person counts back.
const MOST_UNITS: i32 = 1200;

impl Calendar {
    /// Whether words are read as in the United States.
    pub(crate) fn is_us(&self) -> bool {
        self.month_first
    }

    /// The calendar of a day and a BCP 47 tag.
    pub(crate) fn new(today: Date, locale: &str) -> Calendar {
        let has = |region: &str| {
            locale
                .split(['-', '_'])
                .any(|part| part.eq_ignore_ascii_case(region))
        };
        Calendar {
            today,
            week_start: week_start(locale),
            month_first: has("US") || locale.eq_ignore_ascii_case("en"),
            // Source: the tax authorities' own pages; elsewhere it is the calendar year.
            tax_year: match () {
                () if has("GB") => (4, 6),
                () if has("AU") => (7, 1),
                () if has("NZ") || has("IN") || has("ZA") => (4, 1),
                () => (1, 1),
            },
        }
    }

    /// The calendar's period of a grain that today lies in, up to today.
    pub(crate) fn this(&self, grain: Grain) -> Option<Span> {
        self.stepped(grain, 0)
    }

    /// So many days from today on.
    pub(crate) fn coming(&self, days: i32) -> Option<Span> {
        Some(self.fixed(Period::new(self.today, plus_days(self.today, days))?))
    }

    /// The one before: of a named month the year before, else the period just before, or of the kind named.
    pub(crate) fn before(&self, base: Span, grain: Option<Grain>) -> Option<Span> {
        self.beside(base, grain, -1)
    }

    /// The one after.
    pub(crate) fn after(&self, base: Span, grain: Option<Grain>) -> Option<Span> {
        self.beside(base, grain, 1)
    }

    /// The same days a year before.
    pub(crate) fn year_before(&self, base: Span) -> Option<Span> {
        Some(self.fixed(base.period.shifted_months(-12)?))
    }

    fn beside(&self, base: Span, grain: Option<Grain>, step: i32) -> Option<Span> {
        let whole = match grain {
            None if base.yearly => base.whole.shifted_months(12 * step),
            Some(Grain::Year) if base.whole.whole_months().is_some_and(|months| months < 12) => {
                base.whole.shifted_months(12 * step)
            }
            Some(grain) if base.whole.days() == 1 && grain != Grain::Day => {
                Period::around(base.whole.start(), grain, self.week_start)?.beside(step)
            }
            _ => base.whole.beside(step),
        };
        Some(self.span(whole?))
    }

    fn span(&self, whole: Period) -> Span {
        Span {
            period: whole.so_far(self.today),
            whole,
            dated: true,
            yearly: false,
        }
    }

    /// Days that are not the calendar's, all of them counted.
    pub(crate) fn fixed(&self, period: Period) -> Span {
        Span {
            period,
            whole: period,
            dated: true,
            yearly: false,
        }
    }

    /// The calendar's period of a grain, so many before (negative) or after the one of today.
    fn stepped(&self, grain: Grain, steps: i32) -> Option<Span> {
        let now = Period::around(self.today, grain, self.week_start)?;
        let whole = match grain {
            Grain::Day => now.shifted_days(steps),
            Grain::Week => now.shifted_days(steps.checked_mul(7)?),
            Grain::Month => now.shifted_months(steps),
            Grain::Quarter => now.shifted_months(steps.checked_mul(3)?),
            Grain::Year => now.shifted_months(steps.checked_mul(12)?),
        }?;
        Some(self.span(whole))
    }

    /// The last `count` whole ones before the one of today.
    pub(crate) fn complete(&self, grain: Grain, count: i32) -> Option<Span> {
        if grain == Grain::Day {
            return self.rolling(grain, count);
        }
        let first = self.stepped(grain, -count)?.whole;
        let last = self.stepped(grain, -1)?.whole;
        Some(self.fixed(first.hull(last)))
    }

    /// The time up to and with today.
    pub(crate) fn rolling(&self, grain: Grain, count: i32) -> Option<Span> {
        let tomorrow = plus_days(self.today, 1);
        let start = match grain {
            Grain::Day => plus_days(tomorrow, -count),
            Grain::Week => plus_days(tomorrow, count.checked_mul(-7)?),
            Grain::Month if count == 1 => plus_days(tomorrow, -30),
            Grain::Month => plus_months(tomorrow, -count),
            Grain::Quarter => plus_months(tomorrow, count.checked_mul(-3)?),
            Grain::Year => plus_months(tomorrow, count.checked_mul(-12)?),
        };
        Some(self.fixed(Period::new(start, tomorrow)?))
    }

    fn weekend(&self, weeks: i32) -> Option<Span> {
        let today = i32::from(self.today.weekday().to_monday_zero_offset());
        let saturday = plus_days(self.today, 5 - today + 7 * weeks);
        Some(self.span(Period::inclusive(saturday, plus_days(saturday, 1))?))
    }

    /// The latest such month that has begun, so many years before it.
    fn latest_month(&self, month: i8) -> Option<Period> {
        let year = self.today.year() - i16::from(month > self.today.month());
        Period::month(year, month)
    }

    /// The latest such day up to today.
    fn latest_day(&self, month: i8, day: i8) -> Option<Date> {
        // A 29 February is up to eight years back (none in 1900 or 2100).
        (0..=8)
            .filter_map(|back| date(self.today.year() - back, month, day))
            .find(|found| *found <= self.today)
    }

    fn tax_year(&self, steps: i16) -> Option<Span> {
        let (month, day) = self.tax_year;
        let begun = date(self.today.year(), month, day)? <= self.today;
        let year = self.today.year() - i16::from(!begun) + steps;
        let whole = Period::new(date(year, month, day)?, date(year + 1, month, day)?)?;
        Some(self.span(whole))
    }
}

/// What the tokens from `at` say of time, and how many they are.
pub(crate) fn when_at(tokens: &[Token], at: usize, calendar: &Calendar) -> Option<(When, usize)> {
    let rest = tokens.get(at..)?;
    let word =
        |place: usize, words: &[&str]| rest.get(place).is_some_and(|token| token.is_any(words));
    if word(0, &["from", "between"]) {
        if let Some((days, used)) = days_of_month_at(rest, 1, calendar) {
            return Some((When::Days(days), 1 + used));
        }
        let (first, used) = days_at(rest, 1, calendar)?;
        let joint = 1 + used;
        if word(
            joint,
            &["to", "until", "till", "through", "and", "thru", "up"],
        ) {
            let joint = joint + usize::from(word(joint, &["up"]));
            if let Some((last, more)) = days_at(rest, joint + 1, calendar) {
                let from_to = range(first, last, calendar)?;
                return Some((When::Days(from_to), joint + 1 + more));
            }
        }
        if word(0, &["from"]) && word(joint, &["onward", "on"]) {
            return Some((When::Days(since(first, calendar)?), joint + 1));
        }
        return word(0, &["from"]).then_some((When::Days(first), joint));
    }
    if word(0, &["since", "starting", "after"]) {
        let (first, used) =
            days_at(rest, 1, calendar).or_else(|| beginning_at(rest, 1, calendar))?;
        let first = match word(0, &["after"]) {
            true => calendar.fixed(Period::inclusive(first.whole.end(), calendar.today)?),
            false => since(first, calendar)?,
        };
        return Some((When::Days(first), 1 + used));
    }
    if word(0, &["until", "till", "before"]) {
        let (last, used) = days_at(rest, 1, calendar)?;
        let end = match word(0, &["before"]) {
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
    if word(used, &["to", "until", "till", "through"]) {
        if let Some((last, more)) = days_at(rest, used + 1, calendar) {
            return Some((When::Days(range(first, last, calendar)?), used + 1 + more));
        }
    }
    Some((When::Days(first), used))
}

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
        .filter(|name| name.len() > 3);
    let days = WEEKDAYS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| name.len() > 3);
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

/// `the start of the year`, `the beginning of last month`: its first day.
fn beginning_at(rest: &[Token], at: usize, calendar: &Calendar) -> Option<(Span, usize)> {
    let word =
        |place: usize, words: &[&str]| rest.get(place).is_some_and(|token| token.is_any(words));
    let the = at + usize::from(word(at, &["the"]));
    if !word(the, &["start", "beginning"]) || !word(the + 1, &["of"]) {
        return None;
    }
    let of = the + 2;
    let (span, end) = match days_at(rest, of, calendar) {
        Some((span, used)) => (span, of + used),
        None => {
            let article = of + usize::from(word(of, &["the"]));
            let grain = grain_of(rest.get(article)?)?;
            (calendar.stepped(grain, 0)?, article + 1)
        }
    };
    Some((calendar.fixed(Period::day(span.whole.start())?), end - at))
}

/// `3 and 10 March` after `between`, `3 to 10 March`: both of one month.
fn days_of_month_at(rest: &[Token], at: usize, calendar: &Calendar) -> Option<(Span, usize)> {
    let first = day_of(rest.get(at)?)?;
    if !rest
        .get(at + 1)?
        .is_any(&["to", "and", "until", "till", "through"])
    {
        return None;
    }
    let (last, used) = date_at(rest.get(at + 2..)?, calendar)?;
    let month = last.whole.start();
    let start = date(month.year(), month.month(), first)?;
    Some((
        calendar.fixed(Period::new(start, last.whole.end())?),
        2 + used,
    ))
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
    let word =
        |place: usize, words: &[&str]| rest.get(place).is_some_and(|token| token.is_any(words));
    let the = usize::from(word(0, &["the", "that"]));
    if word(the, &["same"]) {
        let unit = the + 1;
        let named = rest.get(unit).is_some_and(|token| {
            grain_of(token).is_some() || token.is_any(&["time", "period", "day"])
        });
        let year = unit + usize::from(named);
        let of = year + usize::from(word(year, &["of", "in", "a", "the"]));
        if word(of, &["last", "previous"]) && word(of + 1, &["year"]) {
            return Some((When::YearBefore, of + 2));
        }
        if word(of, &["year"]) && word(of + 1, &["ago", "before", "earlier"]) {
            return Some((When::YearBefore, of + 2));
        }
    }
    if word(the, &["year"]) && word(the + 1, &["earlier"]) {
        return Some((When::YearBefore, the + 2));
    }
    let unit = rest.get(the)?;
    let grain = grain_of(unit);
    let one = unit.is_any(&["one", "period", "time"]);
    if (grain.is_some() || one)
        && word(
            the + 1,
            &["before", "earlier", "previous", "prior", "preceding"],
        )
    {
        if word(the + 2, &["last", "this"]) {
            // `the month before last` is a period of its own.
            return None;
        }
        let that = usize::from(word(the + 2, &["that", "it"]));
        return Some((When::Before(grain), the + 2 + that));
    }
    if (grain.is_some() || one) && word(the + 1, &["after", "following"]) {
        let that = usize::from(word(the + 2, &["that", "it"]));
        return Some((When::After(grain), the + 2 + that));
    }
    let before = unit.is_any(&["previous", "prior", "preceding"]);
    if before && the == 1 && word(the + 1, &["one", "period"]) {
        return Some((When::Before(None), the + 2));
    }
    let always: &[&[&str]] = &[
        &["all", "time"],
        &["of", "all", "time"],
        &["ever"],
        &["in", "total"],
        &["overall"],
        &["altogether"],
        &["so", "far"],
        &["to", "date"],
    ];
    always
        .iter()
        .find(|words| {
            words
                .iter()
                .enumerate()
                .all(|(place, said)| word(place, &[said]))
        })
        .map(|words| (When::Always, words.len()))
}

/// Days of their own, from a place.
fn days_at(tokens: &[Token], at: usize, calendar: &Calendar) -> Option<(Span, usize)> {
    let rest = tokens.get(at..)?;
    let mut skip = 0;
    // At most a preposition and an article: `in the past week`.
    while skip < 3
        && rest.get(skip).is_some_and(|token| {
            token.is_any(&["the", "in", "on", "during", "over", "within", "for", "of"])
        })
    {
        skip += 1;
    }
    let (span, used) = bare_days_at(rest.get(skip..)?, calendar)?;
    let mut used = skip + used;
    let word =
        |place: usize, words: &[&str]| rest.get(place).is_some_and(|token| token.is_any(words));
    if word(used, &["so"]) && word(used + 1, &["far"])
        || word(used, &["to"]) && word(used + 1, &["date"])
    {
        used += 2;
    }
    Some((span, used))
}

fn bare_days_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let word =
        |place: usize, words: &[&str]| rest.get(place).is_some_and(|token| token.is_any(words));
    let today = calendar.today;
    let first = rest.first()?;
    let day = |back: i32| Period::day(plus_days(today, back)).map(|period| calendar.fixed(period));
    match first.text.as_str() {
        "today" | "tonight" => return Some((calendar.fixed(Period::day(today)?), 1)),
        "yesterday" => return Some((day(-1)?, 1)),
        "tomorrow" => return Some((day(1)?, 1)),
        "day" if word(1, &["before"]) && word(2, &["yesterday"]) => return Some((day(-2)?, 3)),
        "lately" | "recently" | "recent" => {
            return Some((calendar.rolling(Grain::Day, LATELY_DAYS)?, 1));
        }
        "ytd" => return Some((calendar.stepped(Grain::Year, 0)?, 1)),
        "mtd" => return Some((calendar.stepped(Grain::Month, 0)?, 1)),
        _ => {}
    }
    if let Some(grain) = grain_of(first) {
        if word(1, &["to"]) && word(2, &["date"]) || word(1, &["so"]) && word(2, &["far"]) {
            return Some((calendar.stepped(grain, 0)?, 3));
        }
        if word(1, &["before", "to"]) && word(2, &["last"]) {
            return Some((calendar.stepped(grain, -2)?, 3));
        }
    }
    stepped_at(rest, calendar)
        .or_else(|| ago_at(rest, calendar))
        .or_else(|| ending_at(rest, calendar))
        .or_else(|| quarter_at(rest, calendar))
        .or_else(|| date_at(rest, calendar))
        .or_else(|| month_at(rest, calendar))
        .or_else(|| weekday_at(rest, calendar))
        .or_else(|| year_at(rest, calendar))
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
    if one.is("tax") && rest.get(2).is_some_and(|token| token.is("year")) {
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
    let (count, used) =
        match rest.first()?.is_any(&["a", "an"]) && !rest.get(1)?.is_any(&["few", "couple"]) {
            true => (1, 1),
            false => count_at(rest, 0)?,
        };
    let grain = grain_of(rest.get(used)?)?;
    let ago = rest.get(used + 1)?;
    ago.is_any(&["ago", "back"])
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
    if !next.is_any(&["ending", "to", "until", "up"]) {
        return None;
    }
    let (last, more) = days_at(rest, used + 2, calendar)?;
    let start = plus_days(last.whole.end(), -days * count);
    let period = Period::new(start, last.whole.end())?;
    Some((calendar.fixed(period), used + 2 + more))
}

/// `Q1`, `Q1 2026`, `the first quarter of 2026`.
fn quarter_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
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
fn date_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
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

/// `March`, `March 2025`, `summer`, `summer 2025`.
fn month_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
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

fn weekday_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let weekday = weekday_of(rest.first()?)?;
    Some((latest_weekday(weekday, calendar)?, 1))
}

fn year_at(rest: &[Token], calendar: &Calendar) -> Option<(Span, usize)> {
    let year = year_of(rest.first()?)?;
    Some((calendar.span(Period::year(year)?), 1))
}

fn yearly(span: Span) -> Span {
    Span {
        yearly: true,
        ..span
    }
}

fn latest_weekday(weekday: Weekday, calendar: &Calendar) -> Option<Span> {
    let back = i32::from(calendar.today.weekday().since(weekday));
    let back = if back == 0 { 7 } else { back };
    Some(calendar.fixed(Period::day(plus_days(calendar.today, -back))?))
}

fn season_span(first_month: i8, years_back: i16, calendar: &Calendar) -> Option<Span> {
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

fn year_after(rest: &[Token], at: usize) -> Option<(i16, usize)> {
    let of = usize::from(rest.get(at)?.is_any(&["of", "in"]));
    Some((year_of(rest.get(at + of)?)?, 1 + of))
}

fn year_of(token: &Token) -> Option<i16> {
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

fn day_of(token: &Token) -> Option<i8> {
    match token.kind {
        Kind::Number { value, .. } if value.scale() == 0 => i8::try_from(value.mantissa())
            .ok()
            .filter(|day| (1..=31).contains(day)),
        _ => ordinal_of(token)
            .filter(|place| *place <= 31)
            .and_then(|place| i8::try_from(place).ok()),
    }
}

fn is_ordinal(token: &Token) -> bool {
    matches!(token.kind, Kind::Number { ordinal: true, .. })
}

fn ordinal_of(token: &Token) -> Option<i32> {
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

fn month_of(token: &Token) -> Option<i8> {
    let (_, month) = MONTHS.iter().find(|(name, _)| token.is(name))?;
    Some(*month)
}

fn season_of(token: &Token) -> Option<(i8, &'static str)> {
    // The northern year's, as meteorologists count it.
    [(6, "summer"), (9, "autumn"), (12, "winter"), (3, "spring")]
        .into_iter()
        .find(|(_, name)| token.is(name))
}

fn weekday_of(token: &Token) -> Option<Weekday> {
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

#[cfg(test)]
mod tests;
