//! One day of the proleptic Gregorian calendar, and the day of the week it is.
//!
//! A crate of dates carries time zones, durations and their parsers with it: 90 KB of the engine's code for what
//! is a hundred lines here. A test compares every day of ten centuries with such a crate.

use std::fmt;
use std::num::NonZero;

/// A day by its year, month and day of the month; years -9999 to 9999.
///
/// ```
/// use farthing::calendar::{Date, Weekday};
///
/// let day = Date::new(2026, 3, 22).unwrap();
/// assert_eq!(day.to_string(), "2026-03-22");
/// assert_eq!(day.weekday(), Weekday::Sunday);
/// assert_eq!(Date::new(2026, 2, 29), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(NonZero<i32>);

/// Year, month and day in one number: 5 bits of it are the day, 4 above them the month.
const fn packed(year: i16, month: i8, day: i8) -> Date {
    let number = (year as i32) << 9 | (month as i32) << 5 | day as i32;
    match NonZero::new(number) {
        Some(number) => Date(number),
        // No month is 0.
        None => Date(NonZero::<i32>::MIN),
    }
}

impl Date {
    /// The first day there is.
    pub const MIN: Date = packed(-9999, 1, 1);

    /// The last day there is.
    pub const MAX: Date = packed(9999, 12, 31);

    /// The first day of the year 0.
    pub const ZERO: Date = packed(0, 1, 1);

    /// A date from its parts; `None` where the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        let exists = (-9999..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        exists.then(|| packed(year, month, day))
    }

    /// The year, negative before the year 0.
    pub fn year(self) -> i16 {
        (self.0.get() >> 9) as i16
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        (self.0.get() >> 5 & 15) as i8
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        (self.0.get() & 31) as i8
    }

    /// The first day of its month.
    pub fn first_of_month(self) -> Date {
        packed(self.year(), self.month(), 1)
    }

    /// The last day of its month.
    pub fn last_of_month(self) -> Date {
        let (year, month) = (self.year(), self.month());
        packed(year, month, days_in_month(year, month))
    }

    /// The day after; `None` after the last.
    pub fn tomorrow(self) -> Option<Date> {
        (self < Date::MAX).then(|| super::plus_days(self, 1))
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        let from_monday = (super::Day::from_date(self).0 + 3).rem_euclid(7);
        Weekday::ALL[from_monday as usize]
    }

    /// So many months later (or earlier), held at the calendar's ends; a day the month lacks becomes its last.
    pub(super) fn plus_months(self, months: i32) -> Date {
        let count =
            (i32::from(self.year()) * 12 + i32::from(self.month()) - 1).saturating_add(months);
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as i8 + 1);
        match i16::try_from(year) {
            Ok(year @ -9999..=9999) => {
                packed(year, month, self.day().min(days_in_month(year, month)))
            }
            _ if months < 0 => Date::MIN,
            _ => Date::MAX,
        }
    }
}

/// As it crosses every edge: `2026-03-22`; a year before the year 0 has its sign and six digits, as in ISO 8601.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.year(), self.month(), self.day());
        if year < 0 {
            write!(f, "-{:06}-{month:02}-{day:02}", year.unsigned_abs())
        } else {
            write!(f, "{year:04}-{month:02}-{day:02}")
        }
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// The first where nothing else is said.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The seventh.
    Sunday,
}

impl Weekday {
    /// All seven, from Monday on.
    const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// How many days after Monday it is.
    pub fn to_monday_zero_offset(self) -> i8 {
        self as i8
    }

    /// How many days after the last `other` it is, 0 to 6.
    pub fn since(self, other: Weekday) -> i8 {
        (self as i8 - other as i8).rem_euclid(7)
    }
}

fn days_in_month(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    #[test]
    fn it_is_the_calendar_that_others_have() {
        let mut theirs = jiff::civil::date(1600, 1, 1);
        while theirs.year() < 2601 {
            let ours = Date::new(theirs.year(), theirs.month(), theirs.day()).unwrap();
            assert_eq!(
                (ours.to_string(), ours.weekday().to_monday_zero_offset()),
                (theirs.to_string(), theirs.weekday().to_monday_zero_offset())
            );
            assert_eq!(
                (
                    ours.first_of_month().to_string(),
                    ours.last_of_month().to_string()
                ),
                (
                    theirs.first_of_month().to_string(),
                    theirs.last_of_month().to_string()
                )
            );
            let next = theirs.tomorrow().unwrap();
            assert_eq!(ours.tomorrow().unwrap().to_string(), next.to_string());
            theirs = next;
        }
    }

    #[test]
    fn months_later_are_those_that_others_have() {
        for day in [
            (-9999, 1, 1),
            (-4, 2, 29),
            (2024, 2, 29),
            (2026, 1, 31),
            (9999, 12, 31),
        ] {
            let (ours, theirs) = (
                Date::new(day.0, day.1, day.2).unwrap(),
                jiff::civil::date(day.0, day.1, day.2),
            );
            for months in (-30..30).chain([-200_000, 200_000]) {
                assert_eq!(
                    ours.plus_months(months).to_string(),
                    theirs.saturating_add(months.months()).to_string(),
                    "{ours} and {months} months"
                );
            }
        }
    }

    #[test]
    fn the_calendar_has_two_ends() {
        assert_eq!(Date::MAX.tomorrow(), None);
        assert_eq!(Date::MIN.to_string(), jiff::civil::Date::MIN.to_string());
        assert_eq!(Date::new(10_000, 1, 1), None);
    }

    #[test]
    fn weekdays_are_counted_from_one_another() {
        assert_eq!(Weekday::Monday.since(Weekday::Sunday), 1);
        assert_eq!(Weekday::Sunday.since(Weekday::Monday), 6);
        assert_eq!(Weekday::Friday.since(Weekday::Friday), 0);
    }
}
