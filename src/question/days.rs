//! Which days a question is about, and which it compares them with.

use crate::book::{Book, Filter, Flow, GroupBy};
use crate::calendar::{Date, Grain, Period, plus_days};
use crate::category::Category;
use crate::order::Gather as _;

use super::draft::Draft;
use super::plan::{Measure, Plan};
use super::read::calendar::{Calendar, Span};
use super::read::lexicon::Part;
use super::read::period::When;
use super::read::reading::Reading;
use super::read::time_word::YEARS;

/// How far a breakdown, the usual purchase, a series of each unit, a ranking, what comes and what stands out reach, where
/// no period is named.
///
/// A breakdown of one month is that month's chance; a usual purchase wants as many as an overview's usual month; a series
/// has a year of months, and of other units as many as a chart shows; the others are a month or a quarter, as statements are.
const BREAKDOWN_MONTHS: i32 = 3;
const MEDIAN_MONTHS: i32 = 6;
const SERIES_MONTHS: i32 = 12;
const SERIES_WEEKS: i32 = 12;
const SERIES_DAYS: i32 = 30;
const SERIES_QUARTERS: i32 = 8;
const SERIES_YEARS: i32 = 10;
const RANKING_DAYS: i32 = 90;
const UPCOMING_DAYS: i32 = 30;
const ANOMALY_DAYS: i32 = 30;

/// How far ahead one thing is looked for that comes once a year, in days: a leap year.
const YEAR_DAYS: i32 = 366;

/// Settles the days of a plan: those named, else those inherited, else the usual ones of its measure.
pub(super) fn set_period(
    plan: &mut Plan,
    reading: &Reading,
    book: &Book,
    calendar: &Calendar,
    before: Option<&Plan>,
    draft: &mut Draft,
) {
    let mut spans: Vec<Span> = Vec::new();
    let mut always = false;
    plan.latest &= reading.whens.is_empty();
    for when in &reading.whens {
        let base = spans.first().copied();
        let base = base.or_else(|| before.and_then(|plan| whole_of(plan, calendar)));
        let found = match when {
            When::Days(span) => Some(*span),
            When::Always => {
                always = true;
                None
            }
            When::Before(grain) => base
                .or_else(|| calendar.this(grain.unwrap_or(Grain::Month)))
                .and_then(|base| calendar.before(base, *grain)),
            When::After(grain) => base.and_then(|base| calendar.after(base, *grain)),
            When::YearBefore => base
                .or_else(|| calendar.this(Grain::Month))
                .and_then(|base| calendar.year_before(base)),
        };
        spans.extend(found);
    }
    let compares = matches!(plan.measure, Measure::Compare | Measure::ExplainChange)
        && plan.group_by != Some(GroupBy::Weekday);
    let between_subjects =
        plan.measure == Measure::Compare && draft.rivals.len() >= 2 && spans.len() < 2;
    let relative_only = reading.whens.len() == 1
        && matches!(
            reading.whens.first(),
            Some(When::Before(_) | When::YearBefore)
        )
        && before.is_none();
    let paid = reading
        .has(Part::SincePay)
        .then(|| last_pay(book))
        .flatten();
    match spans.as_slice() {
        [] if paid.is_some() => {
            let since = paid.and_then(|paid| Period::inclusive(paid, calendar.today));
            plan.period = since;
            (plan.open, plan.whole, plan.against) = (false, None, None);
        }
        [] if always => {
            plan.period = book.ledger().covered();
            (plan.open, plan.whole) = (false, None);
        }
        [] if before.is_some() && plan.measure != Measure::Upcoming => {
            if plan.period.is_some() {
                draft.inherited.push("period");
            }
            if compares && plan.against.is_none() && !between_subjects {
                align(plan, calendar, None);
            }
            return;
        }
        [] => {
            let (calendar, latest) = with_rows(plan, book, calendar);
            let calendar = &calendar;
            let default = match plan.measure {
                // `When does the insurance renew`: what comes once a year comes too.
                Measure::Upcoming if reading.has(Part::When) && !plan.include.is_empty() => {
                    calendar.coming(YEAR_DAYS)
                }
                _ => default_period(plan, book, calendar, between_subjects),
            };
            plan.latest = latest && default.is_some();
            plan.period = default.map(|span| span.period);
            plan.open = default.is_some_and(|span| span.period != span.whole);
            plan.whole = default.map(|span| span.whole);
            if compares && !between_subjects {
                align(plan, calendar, None);
            }
        }
        // `what changed between January and February`: the one less the other.
        [one] if compares && reading.has_between && halves(one.period).is_some() => {
            if let Some((earlier, later)) = halves(one.period) {
                set_span(plan, calendar.fixed(later));
                plan.against = Some(earlier);
            }
        }
        // `higher than last year`: what is asked about is this one, so far.
        [one]
            if compares
                && !between_subjects
                && before.is_none()
                && reading.has(Part::Versus)
                && calendar
                    .after(*one, None)
                    .is_some_and(|next| next.whole.contains(calendar.today)) =>
        {
            let this = calendar.after(*one, None);
            set_span(plan, this.unwrap_or(*one));
            align(plan, calendar, Some(*one));
        }
        // `is it lower than in February`: what was asked about before, else this one so far.
        [one] if compares && !between_subjects && reading.than_when && !relative_only => {
            if before.is_none() {
                let grain = unit_in(one.whole, calendar);
                if let Some(this) = grain.and_then(|grain| calendar.this(grain)) {
                    set_span(plan, this);
                }
            } else {
                draft.inherited.push("period");
            }
            if plan.period.is_none() {
                set_span(plan, *one);
            }
            align(
                plan,
                calendar,
                Some(*one).filter(|one| plan.period != Some(one.period)),
            );
        }
        [one] if compares && relative_only => {
            // `more than last month`: this one is the other.
            let this = calendar.after(*one, None);
            set_span(plan, this.unwrap_or(*one));
            align(plan, calendar, Some(*one));
        }
        [one] => {
            let compared = before.is_some() && compares;
            let old = before.and_then(|plan| plan.period);
            set_span(plan, *one);
            if compared && !between_subjects {
                align(plan, calendar, None);
            } else if let Some(old) = old.filter(|old| *old != one.period) {
                let shows_both = matches!(plan.measure, Measure::Spend | Measure::Income)
                    && old.whole_months() == one.period.whole_months()
                    && (old.whole_months().is_some() || old.days() == one.period.days());
                plan.against = shows_both.then_some(old);
            } else if compares && !between_subjects {
                align(plan, calendar, None);
            }
        }
        [one, other, ..] => {
            let meet = |left: &Span, right: &Span| left.whole.end() == right.whole.start();
            let joined = spans.windows(2).all(|pair| match pair {
                [left, right] => meet(left, right) || meet(right, left),
                _ => false,
            });
            let versus = compares || reading.has(Part::Versus);
            if !versus && joined {
                let all = || spans.iter();
                plan.period = all().map(|span| span.period).reduce(Period::hull);
                plan.open = all().any(|span| span.period != span.whole);
                plan.whole = all().map(|span| span.whole).reduce(Period::hull);
            } else {
                if !compares && plan.measure != Measure::Balance {
                    plan.measure = Measure::Compare;
                }
                set_span(plan, *one);
                align(plan, calendar, Some(*other));
            }
        }
    }
    if reading.has(Part::Usual) && plan.measure == Measure::Compare {
        plan.against = None;
    }
    set_ahead(plan, reading, calendar);
    if let (Some(period), Some(all)) = (plan.period, book.ledger().covered())
        && period.start().year() == *YEARS.start()
    {
        // `before Christmas` begins where the rows do.
        plan.period = Period::new(all.start(), period.end()).or(plan.period);
    }
    let is_bare =
        plan.rises || plan.measure == Measure::List && plan.group_by == Some(GroupBy::Account);
    if plan.period.is_none() && needs_days(plan.measure) && !is_bare {
        plan.period = book.ledger().covered();
    }
}

/// Days that are still to come have no rows: what is expected in them is what can be told.
fn set_ahead(plan: &mut Plan, reading: &Reading, calendar: &Calendar) {
    let today = calendar.today;
    let Some(period) = plan.period else {
        return;
    };
    if period.start() > today {
        plan.measure = match plan.measure {
            Measure::Spend | Measure::Series | Measure::List | Measure::Count => Measure::Upcoming,
            Measure::Income => Measure::Payday,
            other => other,
        };
    }
    if plan.measure == Measure::Upcoming && !reading.whens.is_empty() {
        let last = plan.whole.unwrap_or(period).end();
        let ahead = Period::new(today.max(period.start()), last);
        (plan.period, plan.open) = (ahead.or(plan.period), false);
    }
}

/// The day of the last pay.
fn last_pay(book: &Book) -> Option<Date> {
    let mut filter = Filter {
        flow: Flow::Income,
        ..Filter::default()
    };
    filter.include.categories = Category::from_code("INCOME_SALARY").into_iter().gather();
    let last = book.select(&filter).rows.last().copied()?;
    Some(book.ledger().posting_dates().get(last.place())?.to_date())
}

/// Two months, each for itself.
fn halves(period: Period) -> Option<(Period, Period)> {
    if period.whole_months() != Some(2) {
        return None;
    }
    let later = Period::around(
        period.last(),
        Grain::Month,
        crate::calendar::Weekday::Monday,
    )?;
    Some((later.previous()?, later))
}

/// Whether a figure of this kind is of some days.
fn needs_days(measure: Measure) -> bool {
    !matches!(
        measure,
        Measure::Recurring
            | Measure::Balance
            | Measure::Payday
            | Measure::Privacy
            | Measure::HowComputed
    )
}

fn set_span(plan: &mut Plan, span: Span) {
    plan.period = Some(span.period);
    plan.open = span.period != span.whole;
    plan.whole = Some(span.whole);
    plan.against = None;
}

/// Sets what the period is compared with: as many days where one of both is not over.
fn align(plan: &mut Plan, calendar: &Calendar, other: Option<Span>) {
    let Some(period) = plan.period else {
        return;
    };
    let Some(whole) = whole_of(plan, calendar) else {
        return;
    };
    let Some(other) = other.or_else(|| calendar.before(whole, None)) else {
        return;
    };
    if plan.open {
        plan.against = Some(other.whole.first_days(period.days()));
    } else if other.period != other.whole {
        plan.against = Some(other.period);
        plan.period = Some(period.first_days(other.period.days()));
        plan.open = true;
    } else {
        plan.against = Some(other.period);
    }
}

/// The calendar's period that a plan's days are the beginning of, else the days themselves.
pub(super) fn whole_of(plan: &Plan, calendar: &Calendar) -> Option<Span> {
    let period = plan.period?;
    if let Some(whole) = plan.whole.filter(|_| plan.open) {
        return Some(Span {
            whole,
            ..calendar.fixed(period)
        });
    }
    let grains = [Grain::Week, Grain::Month, Grain::Quarter, Grain::Year];
    if period.end() == plus_days(calendar.today, 1) {
        for grain in grains {
            let this = calendar.this(grain);
            if let Some(this) = this.filter(|this| this.period == period) {
                return Some(this);
            }
        }
    }
    Some(calendar.fixed(period))
}

/// What the calendar calls a plan's days, and all of them: a day, a week, a month, a quarter or a year.
pub(super) fn unit_of(plan: &Plan, calendar: &Calendar) -> Option<(Grain, Period)> {
    let whole = whole_of(plan, calendar)?.whole;
    let grain = unit_in(whole, calendar)?;
    (plan.open || plan.period == Some(whole)).then_some((grain, whole))
}

fn unit_in(whole: Period, calendar: &Calendar) -> Option<Grain> {
    let is_it =
        |grain: &Grain| Period::around(whole.start(), *grain, calendar.week_start) == Some(whole);
    let grains = [
        Grain::Day,
        Grain::Week,
        Grain::Month,
        Grain::Quarter,
        Grain::Year,
    ];
    grains.into_iter().find(is_it)
}

/// The calendar that days which nobody named are taken from: today's, or that of the last rows where the month before
/// has none any more. Says whether it is theirs.
fn with_rows(plan: &Plan, book: &Book, calendar: &Calendar) -> (Calendar, bool) {
    let ahead = matches!(plan.measure, Measure::Upcoming | Measure::Anomalies);
    let around = |date| Period::around(date, Grain::Month, calendar.week_start);
    let last = book.ledger().covered().map(Period::last);
    let before = around(calendar.today).and_then(Period::previous);
    let (Some(last), Some(before)) = (last, before) else {
        return (*calendar, false);
    };
    if ahead || last >= before.start() {
        return (*calendar, false);
    }
    let today = match plan.measure {
        // The last month that has rows is one of those that count.
        Measure::Breakdown => around(last).map_or(last, Period::end),
        _ => last,
    };
    (calendar.on(today), true)
}

fn default_period(
    plan: &Plan,
    book: &Book,
    calendar: &Calendar,
    between_subjects: bool,
) -> Option<Span> {
    let covered = book.ledger().covered()?;
    let clip = |span: Span, grain: Grain| {
        // Whole ones that the rows reach into.
        let start = span.period.start();
        let first = Period::around(covered.start().max(start), grain, calendar.week_start)?;
        Period::new(first.start().max(start), span.period.end()).map(|period| Span {
            period,
            whole: period,
            ..span
        })
    };
    let grain = match plan.group_by {
        Some(GroupBy::Period(Grain::Day)) if plan.include.weekday.is_some() => Some(Grain::Week),
        Some(GroupBy::Period(grain)) => Some(grain),
        _ => None,
    };
    let steps = match grain {
        Some(Grain::Week) => SERIES_WEEKS,
        Some(Grain::Day) => SERIES_DAYS,
        Some(Grain::Quarter) => SERIES_QUARTERS,
        Some(Grain::Year) => SERIES_YEARS,
        _ => SERIES_MONTHS,
    };
    let ranks = matches!(plan.measure, Measure::Largest | Measure::Smallest);
    match (plan.measure, grain) {
        (Measure::Mean | Measure::Median | Measure::Trend, Some(grain)) => {
            clip(calendar.complete(grain, steps)?, grain)
        }
        (Measure::Trend, None) => clip(
            calendar.complete(Grain::Month, SERIES_MONTHS)?,
            Grain::Month,
        ),
        (_, Some(grain)) if ranks => {
            let all = calendar.fixed(covered.hull(Period::day(calendar.today)?));
            let this = calendar.this(grain)?.whole.start();
            let complete = Period::new(all.period.start(), this);
            Some(complete.map_or(all, |period| calendar.fixed(period)))
        }
        (_, None) if ranks && plan.group_by.is_some() => calendar.rolling(Grain::Day, RANKING_DAYS),
        (Measure::Series | Measure::Count, Some(grain)) => {
            let first = calendar.complete(grain, (steps - 1).max(1))?;
            let this = calendar.this(grain)?;
            let span = Span {
                period: first.period.hull(this.period),
                whole: first.period.hull(this.whole),
                ..this
            };
            let clipped = clip(span, grain)?;
            Some(Span {
                whole: clipped.period.hull(this.whole),
                ..clipped
            })
        }
        (Measure::Median, None) => clip(
            calendar.complete(Grain::Month, MEDIAN_MONTHS)?,
            Grain::Month,
        ),
        (Measure::Breakdown | Measure::SavingsRate, _) => clip(
            calendar.complete(Grain::Month, BREAKDOWN_MONTHS)?,
            Grain::Month,
        ),
        (Measure::Compare, _) if plan.group_by == Some(GroupBy::Weekday) => {
            clip(calendar.complete(Grain::Week, SERIES_WEEKS)?, Grain::Week)
        }
        (Measure::Upcoming, _) => calendar.coming(UPCOMING_DAYS),
        // What is left after bills is asked of a month.
        (Measure::Net, _) if !plan.include.categories.is_empty() => {
            calendar.complete(Grain::Month, 1)
        }
        (Measure::Anomalies, _) if plan.rises => None,
        (Measure::Anomalies, _) => calendar.rolling(Grain::Day, ANOMALY_DAYS),
        (Measure::Duplicates, _) => calendar.rolling(Grain::Day, RANKING_DAYS),
        (Measure::Compare, _) if between_subjects => calendar.rolling(Grain::Day, RANKING_DAYS),
        (Measure::Compare, _) => calendar.this(Grain::Month),
        (Measure::ExplainChange, _) => calendar.complete(Grain::Month, 1),
        _ => None,
    }
}
