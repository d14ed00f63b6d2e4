//! The calendar that words are read against: this month, the last three, the one before.

use crate::calendar::{Date, Grain, Period, Weekday, date, plus_days, plus_months, week_start};

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

/// What dates are read against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar {
    /// The day of asking.
    pub(crate) today: Date,
    /// Where weeks begin.
    pub(crate) week_start: Weekday,
    /// Whether `03/04` is in March.
    pub(super) month_first: bool,
    /// Month and day on which a tax year begins.
    tax_year: (i8, i8),
}

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

    /// The same, read on another day.
    pub(crate) fn on(&self, today: Date) -> Calendar {
        Calendar { today, ..*self }
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

    pub(super) fn beside(&self, base: Span, grain: Option<Grain>, step: i32) -> Option<Span> {
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

    pub(super) fn span(&self, whole: Period) -> Span {
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
    pub(super) fn stepped(&self, grain: Grain, steps: i32) -> Option<Span> {
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

    pub(super) fn weekend(&self, weeks: i32) -> Option<Span> {
        let today = i32::from(self.today.weekday().to_monday_zero_offset());
        let saturday = plus_days(self.today, 5 - today + 7 * weeks);
        Some(self.span(Period::inclusive(saturday, plus_days(saturday, 1))?))
    }

    /// The latest such month that has begun, so many years before it.
    pub(super) fn latest_month(&self, month: i8) -> Option<Period> {
        let year = self.today.year() - i16::from(month > self.today.month());
        Period::month(year, month)
    }

    /// The latest such day up to today.
    pub(super) fn latest_day(&self, month: i8, day: i8) -> Option<Date> {
        // A 29 February is up to eight years back (none in 1900 or 2100).
        (0..=8)
            .filter_map(|back| date(self.today.year() - back, month, day))
            .find(|found| *found <= self.today)
    }

    pub(super) fn tax_year(&self, steps: i16) -> Option<Span> {
        let (month, day) = self.tax_year;
        let begun = date(self.today.year(), month, day)? <= self.today;
        let year = self.today.year() - i16::from(!begun) + steps;
        let whole = Period::new(date(year, month, day)?, date(year + 1, month, day)?)?;
        Some(self.span(whole))
    }
}
