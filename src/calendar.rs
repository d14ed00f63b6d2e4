//! Civil dates, half-open periods, and weeks that begin where the person's locale begins them.
//!
//! ```
//! use farthing::calendar::{date, Period};
//!
//! let february = Period::month(2026, 2).unwrap();
//! assert_eq!(february.days(), 28);
//! assert_eq!(february.shifted_months(-1), Period::month(2026, 1));
//! assert!(!february.contains(date(2026, 3, 1).unwrap()));
//! ```

mod date;

use std::fmt;

pub use date::{Date, Weekday};

/// A day as columns hold it: days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The day of a date.
    pub fn from_date(date: Date) -> Day {
        // Days from the civil calendar, era by era (H. Hinnant, "chrono-compatible low-level date algorithms").
        let (year, month, day) = (
            i32::from(date.year()),
            i32::from(date.month()),
            i32::from(date.day()),
        );
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Day(era * 146_097 + day_of_era - 719_468)
    }

    /// The date; days outside the calendar's range (years -9999 to 9999) are held at its ends.
    pub fn to_date(self) -> Date {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        match i16::try_from(year)
            .ok()
            .and_then(|year| Date::new(year, month as i8, day as i8))
        {
            Some(date) => date,
            None if self.0 < 0 => Date::MIN,
            None => Date::MAX,
        }
    }

    /// So many days later (or earlier).
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_date().fmt(f)
    }
}

/// A date from its parts; `None` where the calendar has no such day.
pub fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day)
}

/// A date as it crosses every edge: `2025-03-31`.
pub fn parse_iso(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| figures(&bytes[range]);
    date(number(0..4)?, number(5..7)? as i8, number(8..10)? as i8)
}

/// A date without marks, as machines write it: `20250331`.
pub fn parse_compact(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 8 {
        return None;
    }
    let number = |range: std::ops::Range<usize>| figures(&bytes[range]);
    date(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8)
}

/// The number that up to four figures are.
pub fn figures(figures: &[u8]) -> Option<i16> {
    let add = |sum: i16, byte: &u8| {
        let figure = byte.is_ascii_digit().then(|| i16::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(figure)
    };
    figures.iter().try_fold(0, add)
}

/// `date` so many days later (or earlier), held at the calendar's ends.
pub fn plus_days(date: Date, days: i32) -> Date {
    Day::from_date(date).plus(days).to_date()
}

/// `date` so many months later (or earlier); a day the month lacks becomes its last.
pub fn plus_months(date: Date, months: i32) -> Date {
    date.plus_months(months)
}

/// Days from `start` to `end`; negative when `end` is earlier.
pub fn days_between(start: Date, end: Date) -> i32 {
    Day::from_date(end).0 - Day::from_date(start).0
}

/// A half-open range of days: `end` is the first day that no longer counts.
///
/// Shape: `start < end`, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    start: Date,
    end: Date,
}

impl Period {
    /// From `start` to the day before `end`; `None` when that is no day at all.
    pub fn new(start: Date, end: Date) -> Option<Period> {
        (start < end).then_some(Period { start, end })
    }

    /// From `first` to `last`, both counted.
    pub fn inclusive(first: Date, last: Date) -> Option<Period> {
        Period::new(first, last.tomorrow()?)
    }

    /// One day.
    pub fn day(day: Date) -> Option<Period> {
        Period::inclusive(day, day)
    }

    /// A calendar month.
    pub fn month(year: i16, month: i8) -> Option<Period> {
        let start = date(year, month, 1)?;
        Period::new(start, plus_months(start, 1))
    }

    /// A calendar quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Period> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let start = date(year, (quarter - 1) * 3 + 1, 1)?;
        Period::new(start, plus_months(start, 3))
    }

    /// A calendar year.
    pub fn year(year: i16) -> Option<Period> {
        Period::new(date(year, 1, 1)?, date(year.checked_add(1)?, 1, 1)?)
    }

    /// The period of a grain that a day lies in.
    pub fn around(day: Date, grain: Grain, week_start: Weekday) -> Option<Period> {
        match grain {
            Grain::Day => Period::day(day),
            Grain::Week => {
                let back = i32::from(day.weekday().since(week_start));
                let start = plus_days(day, -back);
                Period::new(start, plus_days(start, 7))
            }
            Grain::Month => Period::month(day.year(), day.month()),
            Grain::Quarter => Period::quarter(day.year(), (day.month() - 1) / 3 + 1),
            Grain::Year => Period::year(day.year()),
        }
    }

    /// First day that counts.
    pub fn start(self) -> Date {
        self.start
    }

    /// First day that no longer counts.
    pub fn end(self) -> Date {
        self.end
    }

    /// Last day that counts.
    pub fn last(self) -> Date {
        plus_days(self.end, -1)
    }

    /// How many days it has, at least one.
    pub fn days(self) -> i32 {
        days_between(self.start, self.end)
    }

    /// Whether the day counts.
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day < self.end
    }

    /// The days that count in both.
    pub fn intersection(self, other: Period) -> Option<Period> {
        Period::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// From the earlier start to the later end.
    pub fn hull(self, other: Period) -> Period {
        Period {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The same days so many months later; whole months stay whole months.
    pub fn shifted_months(self, months: i32) -> Option<Period> {
        Period::new(
            plus_months(self.start, months),
            plus_months(self.end, months),
        )
    }

    /// The same length so many days later.
    pub fn shifted_days(self, days: i32) -> Option<Period> {
        Period::new(plus_days(self.start, days), plus_days(self.end, days))
    }

    /// The period just before: whole months, quarters and years step by months, all else by days.
    pub fn previous(self) -> Option<Period> {
        self.beside(-1)
    }

    /// The period so many of its own lengths later.
    pub fn beside(self, steps: i32) -> Option<Period> {
        match self.whole_months() {
            Some(months) => self.shifted_months(months.checked_mul(steps)?),
            None => self.shifted_days(self.days().checked_mul(steps)?),
        }
    }

    /// How many calendar months it is exactly, where it is.
    pub fn whole_months(self) -> Option<i32> {
        if self.start.day() != 1 || self.end.day() != 1 {
            return None;
        }
        let months = months_between(self.start, self.end);
        (months > 0).then_some(months)
    }

    /// The part up to and with `today`, where the period is not over yet.
    ///
    /// A period still to come is returned whole; so is one that is over.
    pub fn so_far(self, today: Date) -> Period {
        if self.contains(today) {
            Period::inclusive(self.start, today).unwrap_or(self)
        } else {
            self
        }
    }

    /// The first `days` days of it, or all of it if it is shorter.
    pub fn first_days(self, days: i32) -> Period {
        Period {
            start: self.start,
            end: plus_days(self.start, days.max(1)).min(self.end),
        }
    }

    /// The periods of a grain that touch it, in order, each cut to it.
    pub fn split(self, grain: Grain, week_start: Weekday) -> Vec<Period> {
        let mut parts = Vec::new();
        let mut day = self.start;
        while day < self.end {
            let Some(part) = Period::around(day, grain, week_start) else {
                break;
            };
            let Some(cut) = part.intersection(self) else {
                break;
            };
            parts.push(cut);
            if part.end <= day {
                break;
            }
            day = part.end;
        }
        parts
    }
}

/// The invariant rendering, half-open as it crosses every edge: `2026-02-01..2026-03-01`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// What days are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// Single days.
    Day,
    /// Weeks of the locale.
    Week,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

/// The first day of the week where a BCP 47 tag's region is: Sunday, Saturday, in the Maldives Friday, else Monday.
///
/// Source: Unicode CLDR 46, supplemental data, `weekData/firstDay`; a tag without a region is read as
/// its most likely one (`en` is the United States, `pt` Brazil).
pub fn week_start(locale: &str) -> Weekday {
    const SUNDAY: &str = "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR \
        LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
    const SATURDAY: &str = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";
    let mut parts = locale.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let region = parts
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .map(str::to_ascii_uppercase);
    let region = region.unwrap_or_else(|| {
        match language {
            "en" => "US",
            "pt" => "BR",
            "ja" => "JP",
            "ko" => "KR",
            "he" => "IL",
            "hi" => "IN",
            "th" => "TH",
            "ar" => "EG",
            "fa" => "IR",
            _ => "001",
        }
        .to_owned()
    });
    let listed = |regions: &str| {
        regions
            .split_ascii_whitespace()
            .any(|listed| listed == region)
    };
    match () {
        () if listed(SUNDAY) => Weekday::Sunday,
        () if listed(SATURDAY) => Weekday::Saturday,
        () if region == "MV" => Weekday::Friday,
        () => Weekday::Monday,
    }
}

/// Whole months from `start`'s month to `end`'s.
pub fn months_between(start: Date, end: Date) -> i32 {
    let month = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    month(end) - month(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    #[test]
    fn dates_without_marks_are_eight_figures() {
        assert_eq!(parse_compact("20260331"), date(2026, 3, 31));
        for text in [
            "",
            "2026033",
            "202603311",
            "2026-3-1",
            "20260230",
            "+0260331",
        ] {
            assert_eq!(parse_compact(text), None, "{text}");
        }
        assert_eq!(figures(b"9999"), Some(9_999));
        assert_eq!((figures(b"99999"), figures(b"1x")), (None, None));
    }

    #[test]
    fn days_and_dates_are_the_same_calendar() {
        assert_eq!(Day::from_date(day("1970-01-01")), Day(0));
        let mut date = day("1899-12-30");
        let mut count = Day::from_date(date);
        while date < day("2101-01-02") {
            assert_eq!((Day::from_date(date), count.to_date()), (count, date));
            date = date.tomorrow().unwrap();
            count = count.plus(1);
        }
    }

    #[test]
    fn weeks_begin_where_the_locale_begins_them() {
        assert_eq!(week_start("en-GB"), Weekday::Monday);
        assert_eq!(week_start("en-US"), Weekday::Sunday);
        assert_eq!(week_start("ar-EG"), Weekday::Saturday);
        assert_eq!(week_start("zh-Hans-CN"), Weekday::Monday);
        assert_eq!(week_start("en-AU"), Weekday::Monday);
        assert_eq!(week_start("ar-AE"), Weekday::Monday);
        let week = Period::around(day("2026-03-22"), Grain::Week, Weekday::Monday).unwrap();
        assert_eq!(week.to_string(), "2026-03-16..2026-03-23");
        let week = Period::around(day("2026-03-22"), Grain::Week, Weekday::Sunday).unwrap();
        assert_eq!(week.to_string(), "2026-03-22..2026-03-29");
    }

    #[test]
    fn the_period_before_keeps_its_kind() {
        let before = |start, end| {
            Period::new(day(start), day(end))
                .unwrap()
                .previous()
                .unwrap()
        };
        assert_eq!(
            before("2026-03-01", "2026-04-01").to_string(),
            "2026-02-01..2026-03-01"
        );
        assert_eq!(
            before("2026-01-01", "2026-04-01").to_string(),
            "2025-10-01..2026-01-01"
        );
        assert_eq!(
            before("2026-03-10", "2026-03-17").to_string(),
            "2026-03-03..2026-03-10"
        );
    }

    #[test]
    fn an_open_month_is_cut_at_today() {
        let march = Period::month(2026, 3).unwrap();
        assert_eq!(march.so_far(day("2026-03-22")).days(), 22);
        assert_eq!(march.so_far(day("2026-04-01")), march);
        let february = Period::month(2026, 2).unwrap();
        assert_eq!(february.first_days(31), february);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2026-02-29",
            "2026-2-1",
            "26-02-01",
            "2026-13-01",
            "2026-00-10",
            "2026/01/01",
        ] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
    }
}
