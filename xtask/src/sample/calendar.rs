//! Working days in England, and the days on which streams fall.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

/// Bank holidays in England and Wales within the statements. Source: the government's list.
const BANK_HOLIDAYS: [Date; 12] = [
    date(2024, 12, 25),
    date(2024, 12, 26),
    date(2025, 1, 1),
    date(2025, 4, 18),
    date(2025, 4, 21),
    date(2025, 5, 5),
    date(2025, 5, 26),
    date(2025, 8, 25),
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2026, 1, 1),
    date(2026, 4, 3),
];

/// When the Wrens are not at home, first and last day: their weekly shops wait.
const AWAY: [(Date, Date); 3] = [
    (date(2024, 12, 25), date(2024, 12, 27)),
    (date(2025, 8, 9), date(2025, 8, 17)),
    (date(2025, 12, 25), date(2025, 12, 27)),
];

/// Whether banks move money on this day.
fn is_working(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !BANK_HOLIDAYS.contains(&day)
}

/// This day, or the next one on which banks move money.
pub(super) fn on_or_after(mut day: Date) -> Date {
    while !is_working(day) {
        day = day.saturating_add(1.day());
    }
    day
}

/// This day, or the last one before it on which banks move money.
pub(super) fn on_or_before(mut day: Date) -> Date {
    while !is_working(day) {
        day = day.saturating_sub(1.day());
    }
    day
}

/// The last working day of a month; in December the last one before Christmas, as wages are paid early.
pub(super) fn last_working(month: Date) -> Date {
    match month.month() {
        12 => on_or_before(date(month.year(), 12, 24)),
        _ => on_or_before(month.last_of_month()),
    }
}

/// Whether the household is at home.
pub(super) fn is_home(day: Date) -> bool {
    !AWAY
        .iter()
        .any(|&(first, last)| (first..=last).contains(&day))
}

/// The first of each month from one day to another.
pub(super) fn months(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let start = first.first_of_month();
    (0_i32..)
        .map(move |n| start.saturating_add(n.months()))
        .take_while(move |month| *month <= last)
}

/// Each day from one to another, both included.
pub(super) fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    (0_i32..)
        .map(move |n| first.saturating_add(n.days()))
        .take_while(move |day| *day <= last)
}
