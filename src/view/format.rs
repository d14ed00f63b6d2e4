//! How values are written for a person: the browser's `Intl` behind a trait, and English for goldens.

use super::sum::shifted;
use crate::calendar::{Date, days_between, parse_iso, plus_days};
use crate::phrase::Reach;
use crate::wire::{Money, Period};

/// The minus of everything that is shown; what is copied has the ASCII one.
pub const MINUS: char = '\u{2212}';

/// How an amount of money is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyShape {
    /// In a sentence of a vault with one currency: `£404.43`.
    Symbol,
    /// In a sentence where two currencies may share a symbol: `GBP 404.43`.
    Code,
    /// In a column whose head names the currency: `404.43`.
    Column,
    /// In a column, for income and differences: `+404.43`; zero has no sign.
    Signed,
}

/// How a day is written; the year is there when it is not `today`'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateShape {
    /// In a sentence: `14 April`.
    Sentence,
    /// In a table: `14 Apr`.
    Table,
    /// In a table that has room: `Tue 14 Apr`.
    TableWeekday,
    /// A page's title, always with its year: `Sunday 22 March 2026`.
    Full,
}

/// How a period is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodShape {
    /// By its name where it has one: `February`, `2025`; else by its days.
    Named,
    /// By its first and last day: `1 to 28 February`.
    Days,
    /// The same with a month made short, for a table: `Feb`, `Nov 2025`.
    Table,
    /// A whole month under a column: `Feb`.
    Short,
    /// A whole month under a narrow column: `F`.
    Initial,
}

/// How text is made small, so that it is found whatever its case.
///
/// The tables that this takes are the browser's: those of Rust would be a twentieth of the view.
#[derive(Clone, Copy)]
pub struct Lower(pub fn(&str) -> String);

/// Where there is no browser: letters of ASCII.
impl Default for Lower {
    fn default() -> Lower {
        Lower(str::to_ascii_lowercase)
    }
}

/// There is one of it, and it never changes.
impl PartialEq for Lower {
    fn eq(&self, _: &Lower) -> bool {
        true
    }
}

impl Eq for Lower {}

impl std::fmt::Debug for Lower {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Lower")
    }
}

/// Writes values in the person's locale. The minus is always [`MINUS`].
pub trait Format {
    /// An amount; digits after the point as the currency has them.
    fn money(&self, money: &Money, shape: MoneyShape) -> String;
    /// An amount without digits after the point, for estimates: `£105`.
    fn rounded(&self, money: &Money, shape: MoneyShape) -> String;
    /// What names the currency in the head of a column: `£`.
    fn currency(&self, code: Option<&str>) -> String;
    /// A day, from ISO 8601.
    fn date(&self, iso: &str, shape: DateShape, today: &str) -> String;
    /// A half-open period.
    fn period(&self, period: &Period, shape: PeriodShape, today: &str) -> String;
    /// How many.
    fn count(&self, count: u64) -> String;
    /// A share from `0` to `1`, without decimals: `17 %`.
    fn percent(&self, ratio: &str) -> String;
    /// A plain decimal.
    fn number(&self, decimal: &str) -> String;
    /// A size in bytes.
    fn bytes(&self, bytes: u64) -> String;
}

/// English as it is written in Britain, without a browser: for goldens, and where `Intl` is missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct English;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Format for English {
    fn money(&self, money: &Money, shape: MoneyShape) -> String {
        let code = money.currency.as_deref();
        let (negative, digits) = match money.amount.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, money.amount.as_str()),
        };
        let sign = match (negative, shape) {
            (true, _) => MINUS.to_string(),
            (false, MoneyShape::Signed) if !is_zero(digits) => "+".to_owned(),
            _ => String::new(),
        };
        let digits = grouped(digits);
        match (shape, code) {
            (MoneyShape::Symbol, Some(_)) => format!("{sign}{}{digits}", self.currency(code)),
            (MoneyShape::Code, Some(code)) => format!("{sign}{code}\u{a0}{digits}"),
            _ => format!("{sign}{digits}"),
        }
    }

    fn rounded(&self, money: &Money, shape: MoneyShape) -> String {
        let amount = money.amount.split('.').next().unwrap_or_default();
        let whole = Money {
            amount: amount.to_owned(),
            currency: money.currency.clone(),
        };
        self.money(&whole, shape)
    }

    fn currency(&self, code: Option<&str>) -> String {
        match code {
            Some("GBP") => "£".to_owned(),
            Some("EUR") => "€".to_owned(),
            Some("USD") => "$".to_owned(),
            Some(code) => format!("{code}\u{a0}"),
            None => String::new(),
        }
    }

    fn date(&self, iso: &str, shape: DateShape, today: &str) -> String {
        let Some(date) = parse_iso(iso) else {
            return iso.to_owned();
        };
        let (month, weekday) = (month_name(date), weekday_name(date));
        let year = if iso.get(..4) == today.get(..4) {
            String::new()
        } else {
            format!(" {}", date.year())
        };
        let short = month.get(..3).unwrap_or(month);
        let day = date.day();
        match shape {
            DateShape::Sentence => format!("{day} {month}{year}"),
            DateShape::Table => format!("{day} {short}{year}"),
            DateShape::TableWeekday => {
                format!(
                    "{} {day} {short}{year}",
                    weekday.get(..3).unwrap_or(weekday)
                )
            }
            DateShape::Full => format!("{weekday} {day} {month} {}", date.year()),
        }
    }

    fn period(&self, period: &Period, shape: PeriodShape, today: &str) -> String {
        let (Some(start), Some(end)) = (parse_iso(&period.start), parse_iso(&period.end)) else {
            return format!("{} to {}", period.start, period.end);
        };
        let last = plus_days(end, -1);
        let this_year = today.get(..4) == period.start.get(..4);
        let year = |date: Date| {
            if this_year && start.year() == last.year() {
                String::new()
            } else {
                format!(" {}", date.year())
            }
        };
        let whole_month = start.day() == 1 && last == start.last_of_month();
        match shape {
            PeriodShape::Short if whole_month => short_month(start).to_owned(),
            PeriodShape::Initial if whole_month => {
                month_name(start).get(..1).unwrap_or_default().to_owned()
            }
            PeriodShape::Named if whole_month => format!("{}{}", month_name(start), year(start)),
            PeriodShape::Table if whole_month => format!("{}{}", short_month(start), year(start)),
            PeriodShape::Named if is_whole_year(start, last) => start.year().to_string(),
            _ if days_between(start, end) <= 1 => {
                self.date(&period.start, DateShape::Sentence, today)
            }
            _ if start.year() == last.year() && start.month() == last.month() => {
                format!(
                    "{} to {} {}{}",
                    start.day(),
                    last.day(),
                    month_name(last),
                    year(last)
                )
            }
            _ if start.year() == last.year() => format!(
                "{} {} to {} {}{}",
                start.day(),
                month_name(start),
                last.day(),
                month_name(last),
                year(last),
            ),
            _ => format!(
                "{} {}{} to {} {}{}",
                start.day(),
                month_name(start),
                year(start),
                last.day(),
                month_name(last),
                year(last),
            ),
        }
    }

    fn count(&self, count: u64) -> String {
        grouped(&count.to_string())
    }

    fn percent(&self, ratio: &str) -> String {
        let percent = shifted(ratio, 2).unwrap_or_default();
        let sign = if percent < 0 {
            MINUS.to_string()
        } else {
            String::new()
        };
        format!("{sign}{}\u{a0}%", percent.abs())
    }

    fn number(&self, decimal: &str) -> String {
        let (sign, digits) = match decimal.strip_prefix('-') {
            Some(digits) => (MINUS.to_string(), digits),
            None => (String::new(), decimal),
        };
        format!("{sign}{}", grouped(digits))
    }

    fn bytes(&self, bytes: u64) -> String {
        match bytes {
            0..1_000 => format!("{bytes} bytes"),
            1_000..1_000_000 => format!("{} kB", bytes / 1_000),
            _ => format!("{} MB", bytes / 1_000_000),
        }
    }
}

/// The period of one day, from ISO 8601.
pub fn one_day(iso: &str) -> Option<Period> {
    let day = parse_iso(iso)?;
    Some(Period {
        start: iso.to_owned(),
        end: plus_days(day, 1).to_string(),
    })
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// How a period is written by [`PeriodShape::Named`].
pub fn reach(period: &Period) -> Reach {
    let (Some(start), Some(end)) = (parse_iso(&period.start), parse_iso(&period.end)) else {
        return Reach::Days;
    };
    let last = plus_days(end, -1);
    match days_between(start, end) {
        ..=1 => Reach::Day,
        _ if start.day() == 1 && last == start.last_of_month() => Reach::Named,
        _ if is_whole_year(start, last) => Reach::Named,
        _ => Reach::Days,
    }
}

fn is_whole_year(start: Date, last: Date) -> bool {
    (start.month(), start.day()) == (1, 1)
        && (last.month(), last.day()) == (12, 31)
        && start.year() == last.year()
}

fn month_name(date: Date) -> &'static str {
    MONTHS
        .get(usize::try_from(date.month() - 1).unwrap_or_default())
        .copied()
        .unwrap_or_default()
}

fn short_month(date: Date) -> &'static str {
    month_name(date).get(..3).unwrap_or_default()
}

fn weekday_name(date: Date) -> &'static str {
    DAYS.get(usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default())
        .copied()
        .unwrap_or_default()
}

/// Digits with a comma before every third of the whole part.
fn grouped(digits: &str) -> String {
    let (whole, rest) = match digits.find('.') {
        Some(point) => digits.split_at(point),
        None => (digits, ""),
    };
    let mut out = String::with_capacity(digits.len() + 4);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbp(amount: &str) -> Money {
        Money {
            amount: amount.to_owned(),
            currency: Some("GBP".to_owned()),
        }
    }

    fn period(start: &str, end: &str) -> Period {
        Period {
            start: start.to_owned(),
            end: end.to_owned(),
        }
    }

    #[test]
    fn money_has_a_true_minus_and_a_plus_only_where_asked() {
        assert_eq!(
            English.money(&gbp("-1234.50"), MoneyShape::Symbol),
            "\u{2212}£1,234.50"
        );
        assert_eq!(English.money(&gbp("642.80"), MoneyShape::Signed), "+642.80");
        assert_eq!(English.money(&gbp("0.00"), MoneyShape::Signed), "0.00");
        assert_eq!(
            English.rounded(&gbp("1200.00"), MoneyShape::Symbol),
            "£1,200"
        );
    }

    #[test]
    fn the_preposition_goes_with_how_a_period_is_written() {
        let form = |start, end| reach(&period(start, end)).form("in|from|on").to_owned();
        assert_eq!(form("2026-02-01", "2026-03-01"), "in");
        assert_eq!(form("2025-01-01", "2026-01-01"), "in");
        assert_eq!(form("2025-08-01", "2025-11-01"), "from");
        assert_eq!(form("2026-03-14", "2026-03-15"), "on");
    }

    #[test]
    fn periods_are_named_or_shown_by_first_and_last_day() {
        let today = "2026-03-22";
        let february = period("2026-02-01", "2026-03-01");
        let shape = |period: &Period, shape| English.period(period, shape, today);
        assert_eq!(shape(&february, PeriodShape::Named), "February");
        assert_eq!(shape(&february, PeriodShape::Days), "1 to 28 February");
        assert_eq!(
            shape(&period("2025-01-01", "2026-01-01"), PeriodShape::Named),
            "2025"
        );
        assert_eq!(
            shape(&period("2025-12-28", "2026-01-03"), PeriodShape::Days),
            "28 December 2025 to 2 January 2026"
        );
        assert_eq!(
            shape(&period("2026-03-14", "2026-03-15"), PeriodShape::Days),
            "14 March"
        );
    }
}
