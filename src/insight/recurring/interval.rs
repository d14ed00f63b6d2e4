//! Whether days follow each other at a steady interval, and which day comes next.
//!
//! Days are laid onto slots: every P days from an anchor, or the anchor's day of every month, quarter or year
//! (its last where the month is shorter). A stream may skip a slot and may come early or late by a few
//! days, as pay does before a holiday; most of its days lie on their slots.

use crate::calendar::{Date, Day};
use crate::order::{Arrange as _, Gather as _};

use super::Cadence;

/// The fewest days that show an interval by themselves: two gaps that agree. What is yearly would ask for two years more.
pub(super) const PATTERN_LEAST: usize = 3;

/// The share of days that lie on their slot, and of slots that are not skipped: three in four.
///
/// Source: one holiday shift or one skipped month in a season of four keeps a stream, two do not.
const MOST: usize = 3;
const OF: usize = 4;

/// How a cadence's days may stray from their slots.
struct Limits {
    /// Most days lie so near: weekends, and the last Friday for the last day.
    on_slot: i32,
    /// All days lie so near: pay before Christmas is booked nine days early (20 for 29 December).
    shifted: i32,
    /// The most slots from one day to the next.
    skip: i32,
    /// The median gap lies between these, so that most cadences are never tried.
    gap: std::ops::RangeInclusive<i32>,
}

fn limits(cadence: Cadence) -> Limits {
    let (on_slot, shifted, skip, gap) = match cadence {
        Cadence::Weekly => (1, 3, 3, 6..=8),
        Cadence::Fortnightly => (2, 4, 3, 12..=16),
        Cadence::FourWeekly => (2, 5, 2, 26..=30),
        Cadence::Monthly => (4, 9, 3, 25..=36),
        Cadence::Quarterly => (7, 14, 2, 81..=101),
        Cadence::Yearly => (10, 16, 1, 350..=380),
    };
    Limits {
        on_slot,
        shifted,
        skip,
        gap,
    }
}

/// Days on their slots.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) cadence: Cadence,
    anchor: Slots,
    /// The slot of each day, increasing.
    pub(super) slots: Vec<i32>,
    /// How many days they stray, in all.
    pub(super) strayed: i32,
}

impl Fit {
    /// The day of a slot.
    pub(super) fn day_of(&self, slot: i32) -> Day {
        self.anchor.day_of(slot)
    }

    /// The slot nearest to a day, and how many days off it is.
    pub(super) fn nearest(&self, day: Day) -> (i32, i32) {
        self.anchor.nearest(day)
    }

    /// The slot of the last day.
    pub(super) fn last_slot(&self) -> i32 {
        self.slots.last().copied().unwrap_or(0)
    }

    /// The most slots between two charges.
    pub(super) fn longest_step(&self) -> i32 {
        self.slots
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .max()
            .unwrap_or(1)
    }

    /// Whether a day so far from its slot still lies on it.
    pub(super) fn is_on_slot(&self, off: i32) -> bool {
        off.abs() <= limits(self.cadence).on_slot
    }

    /// Whether a day so far from its slot may be a shifted one.
    pub(super) fn is_near_slot(&self, off: i32) -> bool {
        off.abs() <= limits(self.cadence).shifted
    }
}

/// The interval at which days follow each other; the one they stray least from.
///
/// Shape: `days` in order. At least three, or two for a year; `None` where two share a day or a slot.
pub(super) fn steady(days: &[Day]) -> Option<Fit> {
    let mut gaps: Vec<i32> = days
        .windows(2)
        .map(|pair| pair[1].0.saturating_sub(pair[0].0))
        .gather();
    let middle = gaps.len().checked_sub(1)? / 2;
    if gaps.contains(&0) {
        return None;
    }
    gaps.arrange();
    let median = gaps[middle];
    let mut best: Option<Fit> = None;
    // The longer one first, so that of two equal fits a month is taken, not four weeks.
    for cadence in Cadence::ALL.into_iter().rev() {
        let limits = limits(cadence);
        let enough = days.len() >= PATTERN_LEAST || cadence == Cadence::Yearly;
        if !enough || !limits.gap.contains(&median) {
            continue;
        }
        for anchor in anchors(cadence, days) {
            let allowed = best.as_ref().map_or(i32::MAX, |best| best.strayed);
            if let Some(fit) = fit(cadence, anchor, days, &limits, allowed) {
                best = Some(fit);
            }
        }
    }
    best
}

/// How many days are tried as anchors: the last year's of a monthly stream.
const ANCHORS: usize = 12;

/// Slots anchored at the last days, the newest first; each phase once.
fn anchors(cadence: Cadence, days: &[Day]) -> Vec<Slots> {
    let mut anchors: Vec<Slots> = Vec::new();
    for weekend in [Weekend::Stay, Weekend::Before, Weekend::After] {
        for day in days.iter().rev().take(ANCHORS) {
            let anchor = Slots::at(cadence, *day, weekend);
            if !anchors.contains(&anchor) {
                anchors.push(anchor);
            }
        }
    }
    anchors
}

/// The days on the slots of an anchor, where they keep within the limits and stray less than allowed.
fn fit(
    cadence: Cadence,
    anchor: Slots,
    days: &[Day],
    limits: &Limits,
    allowed: i32,
) -> Option<Fit> {
    let mut slots = Vec::with_capacity(days.len());
    let (mut strayed, mut on_slot, mut next) = (0, 0, 0);
    for day in days {
        let (slot, off) = anchor.nearest(*day);
        if off.abs() > limits.shifted {
            return None;
        }
        strayed += off.abs();
        if strayed >= allowed {
            return None;
        }
        on_slot += usize::from(off.abs() <= limits.on_slot);
        if let Some(before) = slots.last() {
            let step: i32 = slot - before;
            if step < 1 || step > limits.skip {
                return None;
            }
            next += usize::from(step == 1);
        }
        slots.push(slot);
    }
    let steps = days.len().saturating_sub(1);
    (on_slot * OF >= days.len() * MOST && next * OF >= steps * MOST).then_some(Fit {
        cadence,
        anchor,
        slots,
        strayed,
    })
}

/// The days on which a stream is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slots {
    /// Every so many days, from a phase.
    Days { every: i32, phase: i32 },
    /// A day of every so many months, from a phase.
    Months {
        every: i32,
        phase: i32,
        day: i32,
        weekend: Weekend,
    },
}

/// Where a due day goes that falls on a weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weekend {
    /// It stays, as a card's charge does.
    Stay,
    /// To the Friday before, as pay does.
    Before,
    /// To the Monday after, as a direct debit does.
    After,
}

impl Weekend {
    fn moved(self, day: Day) -> Day {
        // 1970-01-01 was a Thursday: days since the Monday of a week.
        match (self, day.plus(3).0.rem_euclid(7)) {
            (Weekend::Before, at @ (5 | 6)) => day.plus(4 - at),
            (Weekend::After, at @ (5 | 6)) => day.plus(7 - at),
            _ => day,
        }
    }
}

impl Slots {
    fn at(cadence: Cadence, day: Day, weekend: Weekend) -> Slots {
        let every = match cadence {
            Cadence::Weekly | Cadence::Fortnightly | Cadence::FourWeekly => {
                let every = cadence.days();
                let phase = day.0.rem_euclid(every);
                return Slots::Days { every, phase };
            }
            Cadence::Monthly => 1,
            Cadence::Quarterly => 3,
            Cadence::Yearly => 12,
        };
        let (month, date) = month_of(day);
        Slots::Months {
            every,
            phase: month.rem_euclid(every),
            day: i32::from(date.day()),
            weekend,
        }
    }

    fn day_of(self, slot: i32) -> Day {
        match self {
            Slots::Days { every, phase } => Day(slot.saturating_mul(every).saturating_add(phase)),
            Slots::Months {
                every,
                phase,
                day,
                weekend,
            } => {
                let month = slot.saturating_mul(every).saturating_add(phase);
                let (start, next) = (start_of(month), start_of(month.saturating_add(1)));
                weekend.moved(Day((start.0 + day - 1).min(next.0 - 1)))
            }
        }
    }

    fn nearest(self, day: Day) -> (i32, i32) {
        let guess = match self {
            Slots::Days { every, phase } => (day.0.saturating_sub(phase)).div_euclid(every),
            Slots::Months { every, phase, .. } => (month_of(day).0 - phase).div_euclid(every),
        };
        let mut best = (guess, day.0.saturating_sub(self.day_of(guess).0));
        for slot in [guess - 1, guess + 1] {
            let off = day.0.saturating_sub(self.day_of(slot).0);
            if off.abs() < best.1.abs() {
                best = (slot, off);
            }
        }
        best
    }
}

/// Months since year 0, and the date.
fn month_of(day: Day) -> (i32, Date) {
    let date = day.to_date();
    (
        i32::from(date.year()) * 12 + i32::from(date.month()) - 1,
        date,
    )
}

/// The first day of a month, counted since year 0.
fn start_of(month: i32) -> Day {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let date = i16::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, month as i8, 1));
    match date {
        Some(date) => Day::from_date(date),
        None if year < 0 => Day::from_date(Date::MIN),
        None => Day::from_date(Date::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn fit_of(dates: &str) -> Option<Fit> {
        let days: Vec<Day> = dates
            .split_ascii_whitespace()
            .map(|date| Day::from_date(parse_iso(date).unwrap()))
            .collect();
        steady(&days)
    }

    fn cadence(dates: &str) -> Option<Cadence> {
        fit_of(dates).map(|fit| fit.cadence)
    }

    #[test]
    fn days_of_the_month_are_monthly_though_months_differ() {
        for dates in [
            "2025-12-31 2026-01-31 2026-02-28 2026-03-31",
            "2026-01-15 2026-02-15 2026-03-15",
            "2025-11-03 2025-12-01 2026-01-02 2026-02-02 2026-03-02",
            // The last Friday, which is 28 or 35 days after the one before.
            "2025-10-31 2025-11-28 2025-12-26 2026-01-30 2026-02-27 2026-03-27",
        ] {
            assert_eq!(cadence(dates), Some(Cadence::Monthly), "{dates}");
        }
    }

    #[test]
    fn pay_before_christmas_keeps_its_stream() {
        let dates = "2025-09-29 2025-10-29 2025-11-28 2025-12-20 2026-01-29 2026-02-27";
        let fit = fit_of(dates).unwrap();
        assert_eq!(fit.cadence, Cadence::Monthly);
        // 29 March is a Sunday, and pay came on the Friday before twice.
        assert_eq!(
            fit.day_of(fit.last_slot() + 1).to_date().to_string(),
            "2026-03-27"
        );
    }

    #[test]
    fn due_days_move_off_weekends_as_they_did_before() {
        let next = |dates: &str| {
            let fit = fit_of(dates).unwrap();
            fit.day_of(fit.last_slot() + 1).to_date().to_string()
        };
        let last_working = "2025-05-30 2025-06-30 2025-07-31 2025-08-29 2025-09-30 2025-10-31 2025-11-28 \
            2025-12-24 2026-01-30 2026-02-27";
        assert_eq!(next(last_working), "2026-03-31");
        let first_or_after = "2025-10-01 2025-11-03 2025-12-01 2026-01-01";
        assert_eq!(next(first_or_after), "2026-02-02");
        let fifteenth_or_before = "2025-10-15 2025-11-14 2025-12-15 2026-01-15";
        assert_eq!(next(fifteenth_or_before), "2026-02-13");
        assert_eq!(next("2025-11-14 2025-12-14 2026-01-14"), "2026-02-14");
    }

    #[test]
    fn four_weeks_are_no_month() {
        let dates = "2025-12-01 2025-12-29 2026-01-26 2026-02-23 2026-03-23";
        assert_eq!(cadence(dates), Some(Cadence::FourWeekly));
        assert_eq!(
            cadence("2026-03-02 2026-03-09 2026-03-16"),
            Some(Cadence::Weekly)
        );
        assert_eq!(
            cadence("2026-02-02 2026-02-16 2026-03-02"),
            Some(Cadence::Fortnightly)
        );
        assert_eq!(
            cadence("2025-06-30 2025-09-30 2025-12-31"),
            Some(Cadence::Quarterly)
        );
        assert_eq!(cadence("2025-03-14 2026-03-13"), Some(Cadence::Yearly));
    }

    #[test]
    fn a_skipped_month_keeps_a_stream_and_chance_makes_none() {
        let skipped = "2025-09-05 2025-10-05 2025-11-05 2026-01-05 2026-02-05 2026-03-05";
        assert_eq!(cadence(skipped), Some(Cadence::Monthly));
        for dates in [
            "2026-01-02 2026-01-19 2026-03-11 2026-03-14",
            "2026-01-05 2026-02-05",
            "2026-01-05 2026-01-05 2026-02-05 2026-02-05",
            "2026-03-09 2026-03-10 2026-03-11 2026-03-12 2026-03-13",
            "",
        ] {
            assert_eq!(cadence(dates), None, "{dates}");
        }
    }
}
