//! Dates as banks print them.

use crate::calendar::{Day, date};

use super::amount::parse_fast as parse_amount;
use super::words;

/// The order of the parts of a numeric date whose year does not come first with four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::enum_variant_names,
    reason = "which part is first is what they say"
)]
pub(in crate::statement) enum Order {
    /// 31/12/2025
    DayFirst,
    /// 12/31/2025
    MonthFirst,
    /// 25/12/31, and 2025-12-31, which is read so under every order.
    YearFirst,
}

impl Order {
    /// Its name.
    pub(in crate::statement) fn notation(self) -> &'static str {
        match self {
            Order::DayFirst => "DD/MM/YYYY",
            Order::MonthFirst => "MM/DD/YYYY",
            Order::YearFirst => "YYYY-MM-DD",
        }
    }

    /// The order that is mistaken for it.
    pub(super) fn other(self) -> Order {
        match self {
            Order::DayFirst | Order::YearFirst => Order::MonthFirst,
            Order::MonthFirst => Order::DayFirst,
        }
    }
}

/// A date's parts before their order is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) enum Shape {
    /// The day is plain: year first with four digits, or a month by its name.
    Plain(Day),
    /// Three numbers whose order is open.
    Numbers {
        /// The numbers as they stand.
        parts: [u16; 3],
        /// Whether the last is a year of four digits.
        long_year: bool,
        /// Whether a day or month of one digit stands beside one with a leading zero, as in `8/02/2016`.
        month_unpadded: bool,
        /// Whether points stand between them, which nobody does who puts the month first.
        dotted: bool,
    },
}

impl Shape {
    /// The day under an order.
    pub(in crate::statement) fn day(self, order: Order) -> Option<Day> {
        match self {
            Shape::Plain(day) => Some(day),
            Shape::Numbers {
                parts: [first, second, third],
                long_year,
                ..
            } => match order {
                Order::DayFirst => day_of(year_of(third, long_year), second, first),
                Order::MonthFirst => day_of(year_of(third, long_year), first, second),
                Order::YearFirst if long_year => None,
                Order::YearFirst => day_of(year_of(first, false), second, third),
            },
        }
    }
}

/// Reads a date under an order.
pub(super) fn parse(cell: &str, order: Order) -> Option<Day> {
    shape(cell)?.day(order)
}

/// Reads `31/12/2025` and `2025-12-31`, also before a time, without looking left or right.
#[inline]
pub(super) fn parse_fast(cell: &[u8], order: Order) -> Option<Day> {
    if cell.len() != 10 {
        return None;
    }
    let pair = |at: usize| -> Option<u16> {
        let (tens, ones) = (cell[at].wrapping_sub(b'0'), cell[at + 1].wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| u16::from(tens) * 10 + u16::from(ones))
    };
    let is_mark = |byte: u8| matches!(byte, b'/' | b'-' | b'.');
    if is_mark(cell[4]) && cell[7] == cell[4] {
        return day_of(pair(0)? * 100 + pair(2)?, pair(5)?, pair(8)?);
    }
    if !is_mark(cell[2]) || cell[5] != cell[2] {
        return None;
    }
    let year = pair(6)? * 100 + pair(8)?;
    match order {
        Order::DayFirst => day_of(year, pair(3)?, pair(0)?),
        Order::MonthFirst => day_of(year, pair(0)?, pair(3)?),
        Order::YearFirst => None,
    }
}

/// The bytes of the shortest date, `1/2/26`, and of the longest with its weekday and a time behind it.
const SHORTEST: usize = 6;
const LONGEST: usize = 40;

/// The years in which eight digits in a row are a date and no number of another kind.
const YEARS: std::ops::RangeInclusive<u16> = 1950..=2099;

/// The year before the first of the calendar of Taiwan, where years have three digits since 2011.
const BEFORE_MINGUO: u16 = 1911;

/// The parts of a cell that is a date, with or without a time behind it.
pub(in crate::statement) fn shape(cell: &str) -> Option<Shape> {
    // Most cells that are looked at are no dates: those are numbers, and words without any.
    if !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Of two days of a broker the first is that of booking: `01/31/2024 as of 01/30/2024`.
    let cell = cell.split(" as of ").next().unwrap_or_default().trim();
    if let Some(shape) = padded(cell.as_bytes()) {
        return Some(shape);
    }
    if cell.len() < SHORTEST || cell.len() > LONGEST {
        return None;
    }
    if cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(cell);
    }
    if let Some(head) = cell
        .get(..14)
        .filter(|head| head.bytes().all(|b| b.is_ascii_digit()))
    {
        // OFX notation in a table: 20091224120000[0:GMT].
        return (cell.as_bytes()[14] == b'[' || cell.as_bytes()[14] == b'.')
            .then(|| compact(head))?;
    }
    // ISO 8601 without marks: 20240115T101500Z.
    if let Some((day, _)) = cell.split_once('T')
        && day.len() == 8
        && day.bytes().all(|byte| byte.is_ascii_digit())
    {
        return compact(day);
    }
    // Digits with one point among them have no three parts.
    if parse_amount(cell.as_bytes(), b'.').is_some() {
        return None;
    }
    let mut parts = Reader { rest: cell };
    let (mut first, mut second, mut third) = (parts.part()?, parts.part()?, parts.part()?);
    if let Part::Word(word) = first
        && let Some(before) = words::era(word)
    {
        let (Part::Number(year, _), Part::Number(month, _)) = (second, third) else {
            return None;
        };
        let Part::Number(day, _) = parts.part()? else {
            return None;
        };
        let day = day_of(before + year, month, day)?;
        return parts.is_at_end().then_some(Shape::Plain(day));
    }
    if let Part::Word(word) = first
        && words::is_weekday(word)
        && !(matches!(third, Part::Number(..)) && words::month(word).is_some())
    {
        (first, second, third) = (second, third, parts.part()?);
    }
    if !parts.is_at_end() {
        return None;
    }
    let shape = match (first, second, third) {
        (Part::Number(day, length), Part::Word(month), Part::Number(year, years))
            if length <= 2 =>
        {
            let month = words::month(month)?;
            Shape::Plain(day_of(full_year(year, years)?, month, day)?)
        }
        (Part::Word(month), Part::Number(day, length), Part::Number(year, years))
            if length <= 2 =>
        {
            let month = words::month(month)?;
            Shape::Plain(day_of(full_year(year, years)?, month, day)?)
        }
        (Part::Number(year, 4), Part::Word(month), Part::Number(day, _)) => {
            Shape::Plain(day_of(year, words::month(month)?, day)?)
        }
        (Part::Number(year, 4), Part::Number(month, 1..=2), Part::Number(day, 1..=2)) => {
            Shape::Plain(day_of(year, month, day)?)
        }
        (
            Part::Number(year @ 100..=199, 3),
            Part::Number(month, 1..=2),
            Part::Number(day, 1..=2),
        ) => Shape::Plain(day_of(BEFORE_MINGUO + year, month, day)?),
        (
            Part::Number(a, lead @ 1..=2),
            Part::Number(b, next @ 1..=2),
            Part::Number(c, last @ (2 | 4)),
        ) => {
            let shape = Shape::Numbers {
                parts: [a, b, c],
                long_year: last == 4,
                month_unpadded: lead == 1 && next == 2 && b < 10,
                dotted: cell.contains('.') && !cell.contains(['/', '-']),
            };
            let fits = |order| shape.day(order).is_some();
            if !fits(Order::DayFirst) && !fits(Order::MonthFirst) && !fits(Order::YearFirst) {
                return None;
            }
            shape
        }
        _ => return None,
    };
    Some(shape)
}

/// As [`parse_fast`], before the order is settled: `31/12/2025` and `2025-12-31`.
fn padded(cell: &[u8]) -> Option<Shape> {
    if let Some(day) = parse_fast(cell, Order::YearFirst) {
        return Some(Shape::Plain(day));
    }
    let day_first = parse_fast(cell, Order::DayFirst);
    day_first.or_else(|| parse_fast(cell, Order::MonthFirst))?;
    let pair = |at: usize| u16::from(cell[at] - b'0') * 10 + u16::from(cell[at + 1] - b'0');
    Some(Shape::Numbers {
        parts: [pair(0), pair(3), pair(6) * 100 + pair(8)],
        long_year: true,
        month_unpadded: false,
        dotted: cell[2] == b'.',
    })
}

/// Eight digits: year first where that is a year, else day or month first.
fn compact(digits: &str) -> Option<Shape> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u16>().ok();
    if digits.len() != 8 && digits.len() != 14 {
        return None;
    }
    let year = number(0..4)?;
    if (1950..=2099).contains(&year) {
        return day_of(year, number(4..6)?, number(6..8)?).map(Shape::Plain);
    }
    let year = number(4..8)?;
    let shape = Shape::Numbers {
        parts: [number(0..2)?, number(2..4)?, year],
        long_year: true,
        month_unpadded: false,
        dotted: false,
    };
    let known = YEARS.contains(&year) && digits.len() == 8;
    (known && (shape.day(Order::DayFirst).is_some() || shape.day(Order::MonthFirst).is_some()))
        .then_some(shape)
}

enum Part<'a> {
    Number(u16, usize),
    Word(&'a str),
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// The next number or word, and the marks between it and the one after.
    fn part(&mut self) -> Option<Part<'a>> {
        let first = self.rest.chars().next()?;
        let is_same: fn(char) -> bool = if first.is_ascii_digit() {
            |letter| letter.is_ascii_digit()
        } else if first.is_alphabetic() {
            |letter| letter.is_alphabetic() && !matches!(letter, '年' | '月' | '日')
        } else {
            return None;
        };
        let end = self
            .rest
            .find(|letter| !is_same(letter))
            .unwrap_or(self.rest.len());
        let (part, rest) = self.rest.split_at(end);
        let after = rest.trim_start_matches(|letter: char| {
            matches!(
                letter,
                '/' | '-' | '.' | ',' | ' ' | '\u{a0}' | '年' | '月' | '日' | '\'' | '_'
            )
        });
        // More marks than a blank and another would be two cells of text, not a date.
        if rest.len() - after.len() > 4 {
            return None;
        }
        self.rest = after;
        if first.is_ascii_digit() {
            let length = part.len();
            (length <= 4).then(|| part.parse().ok().map(|number| Part::Number(number, length)))?
        } else {
            Some(Part::Word(part))
        }
    }

    /// Whether nothing follows but a time of day.
    fn is_at_end(&self) -> bool {
        let rest = self.rest.trim_start_matches(['T', 't']);
        if rest.is_empty() {
            return true;
        }
        let mut letters = rest.chars();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_clock = (1..=2).contains(&digits)
            && letters
                .nth(digits)
                .is_some_and(|letter| matches!(letter, ':' | '.' | 'h' | '时'));
        let is_compact = matches!(digits, 4 | 6) && rest.len() == digits;
        is_clock || is_compact || rest == "T" || words::is_weekday(rest.trim_matches(['(', ')']))
    }
}

/// A year of two digits is of this century up to 2069, as POSIX `strptime` has it.
fn year_of(number: u16, long: bool) -> u16 {
    match number {
        _ if long => number,
        0..=68 => 2000 + number,
        _ => 1900 + number,
    }
}

fn full_year(number: u16, digits: usize) -> Option<u16> {
    match digits {
        4 => Some(number),
        2 => Some(year_of(number, false)),
        _ => None,
    }
}

/// Years that a statement can have; what lies outside is another number.
fn day_of(year: u16, month: u16, day: u16) -> Option<Day> {
    const LENGTHS: [u16; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1900..=2199).contains(&year) || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    if day > LENGTHS[usize::from(month - 1)] {
        return None;
    }
    if month == 2 && day == 29 {
        return date(year as i16, month as i8, day as i8).map(Day::from_date);
    }
    // Days from the civil calendar, as `Day::from_date` counts them, on numbers known to be in range.
    let (year, month, day) = (i32::from(year), i32::from(month), i32::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let century = year / 100;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(Day(year * 365 + year / 4 - century
        + century / 4
        + day_of_year
        - 719_468))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, order: Order) -> Option<String> {
        parse(cell, order).map(|day| day.to_date().to_string())
    }

    #[test]
    fn every_notation_is_read() {
        for (cell, day) in [
            ("2025-03-01", "2025-03-01"),
            ("2025-03-01 15:12:22", "2025-03-01"),
            ("2017-04-25T03:15:53Z", "2017-04-25"),
            ("20091224120000[0:GMT]", "2009-12-24"),
            ("20240101", "2024-01-01"),
            ("2019.04.19.", "2019-04-19"),
            ("07 Nov 2013", "2013-11-07"),
            ("Nov 7, 2013", "2013-11-07"),
            ("26-Jan-26", "2026-01-26"),
            ("3. März 2024", "2024-03-03"),
            ("2025年8月2日", "2025-08-02"),
            ("05.12.25", "2025-12-05"),
            ("1/2/2024 10:15 AM", "2024-02-01"),
            ("Mon 03/02/2025", "2025-02-03"),
            ("Mar 5, 2024", "2024-03-05"),
            ("mar. 5 mars 2024", "2024-03-05"),
            ("29.02.2024", "2024-02-29"),
            ("令和6年1月15日", "2024-01-15"),
            ("R6.1.15", "2024-01-15"),
            ("20240115T101500Z", "2024-01-15"),
            ("H28.04.01", "2016-04-01"),
            ("113/01/15", "2024-01-15"),
            ("15 ianuarie 2024", "2024-01-15"),
        ] {
            assert_eq!(read(cell, Order::DayFirst).as_deref(), Some(day), "{cell}");
        }
        assert_eq!(
            read("4/1/2008", Order::MonthFirst).as_deref(),
            Some("2008-04-01")
        );
        assert_eq!(
            read("25/12/31", Order::YearFirst).as_deref(),
            Some("2025-12-31")
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for cell in [
            "12.10",
            "31.02.2025",
            "29.02.2023",
            "1.234.567",
            "10.0.0.1",
            "13/13/2025",
            "ref 12 34 2020",
            "12345678",
            "",
            "2025",
            "01/04/2020 rent",
            "0/1/2020",
        ] {
            assert_eq!(shape(cell), None, "{cell}");
        }
    }

    #[test]
    fn the_fast_way_agrees_with_the_calendar() {
        let mut day = Day::from_date(date(1999, 12, 1).unwrap());
        for _ in 0..3000 {
            day = day.plus(1);
            let at = day.to_date();
            let iso = at.to_string();
            let printed = format!("{:02}/{:02}/{}", at.day(), at.month(), at.year());
            assert_eq!(parse_fast(iso.as_bytes(), Order::DayFirst), Some(day));
            assert_eq!(parse_fast(printed.as_bytes(), Order::DayFirst), Some(day));
            assert_eq!(parse(&printed, Order::DayFirst), Some(day));
        }
    }
}
