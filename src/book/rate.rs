//! Rates that the person gives: typed, or a file of the European Central Bank's reference rates.
//!
//! ```text
//! 1 EUR = 0.85 GBP on 2026-03-20         120.00 EUR are 102.00 GBP, 102.00 GBP are 120.00 EUR
//! ```
//!
//! A sum is converted once, in integers, and rounded once, to the places of the currency it is converted to, a half
//! away from nothing. Without a rate nothing is converted, and no other day's rate is made up: the last one on or
//! before the day counts, or the first one there is.

use std::sync::Arc;

use crate::calendar::{Day, date, figures, parse_iso};
use crate::money::{Amount, Currency, Money};
use crate::order::{Arrange as _, Gather as _};

/// A rate that was typed: one `from` is `value` of `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What one of is worth something.
    pub from: Currency,
    /// What it is worth, above nothing.
    pub value: Amount,
    /// In what.
    pub to: Currency,
    /// On which day.
    pub day: Day,
}

/// A file of rates: what one euro was worth by day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateTable {
    currencies: Vec<Currency>,
    /// In order.
    days: Vec<Day>,
    /// For each day a value for each currency; nothing where there is none.
    values: Vec<Amount>,
}

/// Every rate there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Those typed, which count before those of files.
    pub typed: Vec<Rate>,
    /// Those of files.
    pub tables: Vec<Arc<RateTable>>,
}

/// A rate as it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// One of this,
    pub from: Currency,
    /// is so much
    pub value: Amount,
    /// of that,
    pub to: Currency,
    /// on that day.
    pub day: Day,
    /// Whether it was typed.
    pub is_typed: bool,
}

/// How many digits of a rate that is worked out from two are shown, as the bank publishes them.
const DIGITS_SHOWN: u32 = 6;

impl Rates {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.tables.is_empty()
    }

    /// An amount of money in another currency, with the rate it was converted by.
    ///
    /// Errors: `None` where no rate is given, or the sum is beyond what can be held.
    pub fn convert(&self, money: Money, to: Currency, day: Day) -> Option<(Money, Used)> {
        let from = money.currency()?;
        let typed = nearest(self.typed.iter().filter(|rate| rate.is_of(from, to)), day);
        if let Some(rate) = typed {
            let used = Used {
                from: rate.from,
                value: rate.value,
                to: rate.to,
                day: rate.day,
                is_typed: true,
            };
            let one = Amount::new(1, 0)?;
            let (by, over) = match rate.from == from {
                true => (rate.value, one),
                false => (one, rate.value),
            };
            return Some((scaled(money, by, over, to)?, used));
        }
        let found = self
            .tables
            .iter()
            .filter_map(|table| table.at(from, to, day));
        let (on, by, over) = found.min_by_key(|(on, _, _)| on.0.abs_diff(day.0))?;
        let euro = Currency::from_code("EUR");
        let (from, value, to_shown) = match (Some(from) == euro, Some(to) == euro) {
            (true, _) => (from, by, to),
            (_, true) => (to, over, from),
            _ => (from, shown(by, over)?, to),
        };
        let used = Used {
            from,
            value,
            to: to_shown,
            day: on,
            is_typed: false,
        };
        Some((scaled(money, by, over, to)?, used))
    }
}

impl Rate {
    fn is_of(&self, one: Currency, other: Currency) -> bool {
        (self.from, self.to) == (one, other) || (self.to, self.from) == (one, other)
    }
}

/// The last rate on or before a day, else the first after it; of two of one day the one given last.
fn nearest<'a>(rates: impl Iterator<Item = &'a Rate> + Clone, day: Day) -> Option<&'a Rate> {
    let before = rates.clone().filter(|rate| rate.day <= day);
    let last = before.max_by_key(|rate| rate.day);
    last.or_else(|| rates.min_by_key(|rate| rate.day))
}

/// `money` times `by` over `over`, to the places of a currency.
fn scaled(money: Money, by: Amount, over: Amount, to: Currency) -> Option<Money> {
    let amount = Amount::from_decimal(money.amount())?;
    let places = u32::from(to.minor_units());
    let ten = |power: u32| 10i128.checked_pow(power);
    let mut top = i128::from(amount.mantissa()).checked_mul(i128::from(by.mantissa()))?;
    let mut bottom = i128::from(over.mantissa());
    top = top.checked_mul(ten(places + u32::from(over.scale()))?)?;
    bottom = bottom.checked_mul(ten(u32::from(amount.scale()) + u32::from(by.scale()))?)?;
    let minor = i64::try_from(rounded(top, bottom)?).ok()?;
    Some(Money::new(Amount::new(minor, to.minor_units())?, Some(to)))
}

/// A quotient, a half away from nothing.
fn rounded(top: i128, bottom: i128) -> Option<i128> {
    let (whole, rest) = (top.checked_div(bottom)?, top.checked_rem(bottom)?);
    let is_half = rest.unsigned_abs().checked_mul(2)? >= bottom.unsigned_abs();
    Some(
        whole
            + if is_half {
                top.signum() * bottom.signum()
            } else {
                0
            },
    )
}

/// A rate that two of the euro give, as it is shown.
fn shown(by: Amount, over: Amount) -> Option<Amount> {
    let top =
        i128::from(by.mantissa()).checked_mul(10i128.checked_pow(u32::from(over.scale()))?)?;
    let bottom =
        i128::from(over.mantissa()).checked_mul(10i128.checked_pow(u32::from(by.scale()))?)?;
    let mut scale = 0;
    let mut value = rounded(top, bottom)?;
    while value < 10i128.pow(DIGITS_SHOWN - 1) && scale < crate::money::MAX_SCALE {
        scale += 1;
        value = rounded(
            top.checked_mul(10i128.checked_pow(u32::from(scale))?)?,
            bottom,
        )?;
    }
    Amount::new(i64::try_from(value).ok()?, scale)
}

impl RateTable {
    /// The first and the last day; `None` of a table without any.
    pub fn covers(&self) -> Option<(Day, Day)> {
        Some((*self.days.first()?, *self.days.last()?))
    }

    /// How many days there are.
    pub fn days(&self) -> usize {
        self.days.len()
    }

    /// The currencies beside the euro.
    pub fn currencies(&self) -> &[Currency] {
        &self.currencies
    }

    /// What one euro was worth in both on the last day on or before, else the first after.
    fn at(&self, from: Currency, to: Currency, day: Day) -> Option<(Day, Amount, Amount)> {
        let place = |currency: Currency| match currency.code() {
            "EUR" => Some(None),
            _ => {
                let found = self.currencies.iter().position(|known| *known == currency);
                found.map(Some)
            }
        };
        let (from, to) = (place(from)?, place(to)?);
        let one = Amount::new(1, 0)?;
        let value = |row: usize, place: Option<usize>| match place {
            None => Some(one),
            Some(place) => {
                let value = self.values.get(row * self.currencies.len() + place)?;
                (!value.is_zero()).then_some(*value)
            }
        };
        let both = |row: usize| Some((self.days[row], value(row, to)?, value(row, from)?));
        let after = self.days.partition_point(|known| *known <= day);
        let before = (0..after).rev().find_map(both);
        before.or_else(|| (after..self.days.len()).find_map(both))
    }

    /// Reads the bank's file, as CSV or XML, known by its content; `None` for anything else.
    ///
    /// Source: `eurofxref-hist.csv`, `eurofxref.csv`, `eurofxref-daily.xml` and `eurofxref-hist.xml` of
    /// <https://www.ecb.europa.eu/stats/eurofxref/>.
    pub fn read(bytes: &[u8]) -> Option<RateTable> {
        if !RateTable::is_one(bytes) {
            return None;
        }
        let text = String::from_utf8_lossy(bytes);
        let mut read = Read::default();
        match text.contains("<Cube") {
            true => read.xml(&text),
            false => read.csv(&text),
        }
        read.table()
    }

    /// Whether a file begins as the bank's do.
    pub fn is_one(bytes: &[u8]) -> bool {
        let head = &bytes[..bytes.len().min(2048)];
        let head = String::from_utf8_lossy(head);
        let head = head.trim_start_matches('\u{feff}');
        if head.contains("eurofxref") && head.contains("<Cube") {
            return true;
        }
        let line = head.lines().next().unwrap_or_default();
        let mut cells = line.split(',').map(str::trim);
        cells.next() == Some("Date") && line.contains("USD") && {
            let codes = cells.filter(|cell| !cell.is_empty());
            codes.clone().count() > 0
                && codes.clone().all(|cell| {
                    cell.len() == 3 && cell.bytes().all(|letter| letter.is_ascii_uppercase())
                })
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Read {
    currencies: Vec<Currency>,
    rows: Vec<(Day, Vec<(usize, Amount)>)>,
}

impl Read {
    fn place(&mut self, code: &str) -> Option<usize> {
        let currency = Currency::from_code(code)?;
        let known = self.currencies.iter().position(|known| *known == currency);
        Some(known.unwrap_or_else(|| {
            self.currencies.push(currency);
            self.currencies.len() - 1
        }))
    }

    fn csv(&mut self, text: &str) {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let heads = lines.next().unwrap_or_default().split(',').skip(1);
        let places: Vec<Option<usize>> = heads.map(|code| self.place(code.trim())).gather();
        for line in lines {
            let mut cells = line.split(',').map(str::trim);
            let Some(day) = cells.next().and_then(day_of) else {
                continue;
            };
            let values = places.iter().zip(cells);
            let values = values.filter_map(|(place, cell)| Some(((*place)?, rate_of(cell)?)));
            self.rows.push((day, values.gather()));
        }
    }

    fn xml(&mut self, text: &str) {
        for cube in text.split("<Cube").skip(1) {
            let cube = cube.split('>').next().unwrap_or_default();
            if let Some(day) = attribute(cube, "time").and_then(day_of) {
                self.rows.push((day, Vec::new()));
            }
            let rate = attribute(cube, "rate").and_then(rate_of);
            let place = attribute(cube, "currency").and_then(|code| self.place(code));
            if let (Some(place), Some(rate), Some(row)) = (place, rate, self.rows.last_mut()) {
                row.1.push((place, rate));
            }
        }
    }

    fn table(mut self) -> Option<RateTable> {
        self.rows.retain(|(_, values)| !values.is_empty());
        self.rows.arrange_by_key(|(day, _)| *day);
        self.rows.dedup_by_key(|(day, _)| *day);
        let width = self.currencies.len();
        let mut values = vec![Amount::ZERO; width * self.rows.len()];
        for (row, (_, given)) in self.rows.iter().enumerate() {
            for (place, value) in given {
                values[row * width + place] = *value;
            }
        }
        (!self.rows.is_empty()).then_some(RateTable {
            currencies: self.currencies,
            days: self.rows.into_iter().map(|(day, _)| day).gather(),
            values,
        })
    }
}

/// `name="value"` of a tag, in either kind of quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}="))?;
    let quote = rest
        .chars()
        .next()
        .filter(|mark| matches!(mark, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// `2026-03-20`, or `20 March 2026` as the daily file has it.
fn day_of(text: &str) -> Option<Day> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let written = || {
        let mut words = text.split_whitespace();
        let (day, month, year) = (words.next()?, words.next()?, words.next()?);
        let month = MONTHS.iter().position(|name| month.starts_with(name))?;
        let day = i8::try_from(figures(day.as_bytes())?).ok()?;
        date(figures(year.as_bytes())?, month as i8 + 1, day)
    };
    parse_iso(text).or_else(written).map(Day::from_date)
}

fn rate_of(text: &str) -> Option<Amount> {
    let value = Amount::parse_plain(text)?;
    (!value.is_zero() && !value.is_negative()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAILY: &str = include_str!("../../tests/fixtures/rates/daily.xml");
    const HISTORY: &str = include_str!("../../tests/fixtures/rates/history.csv");
    const ONE_DAY: &str = include_str!("../../tests/fixtures/rates/one-day.csv");

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    fn day(text: &str) -> Day {
        Day::from_date(parse_iso(text).unwrap())
    }

    fn converted(rates: &Rates, amount: &str, from: &str, to: &str, on: &str) -> Option<String> {
        let money = Money::new(Amount::parse_plain(amount).unwrap(), Some(currency(from)));
        let (money, used) = rates.convert(money, currency(to), day(on))?;
        let on = used.day.to_date();
        Some(format!(
            "{money} by 1 {} = {} {} on {on}",
            used.from, used.value, used.to
        ))
    }

    fn of(text: &str) -> Rates {
        Rates {
            typed: Vec::new(),
            tables: vec![Arc::new(RateTable::read(text.as_bytes()).unwrap())],
        }
    }

    #[test]
    fn the_banks_files_are_known_by_their_content() {
        let daily = RateTable::read(DAILY.as_bytes()).unwrap();
        assert_eq!((daily.days(), daily.currencies().len()), (1, 3));
        let history = RateTable::read(HISTORY.as_bytes()).unwrap();
        assert_eq!(history.days(), 4);
        assert_eq!(RateTable::read(ONE_DAY.as_bytes()), Some(daily));
        for other in [
            "",
            "Date,Description,Amount\n",
            "Date,USD\n",
            "<Cube time='x'>",
            "Date,USD,Fee\n1,2,3",
        ] {
            assert_eq!(RateTable::read(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn the_last_rate_before_the_day_converts_and_is_shown() {
        let rates = of(HISTORY);
        let show = |amount, from, to, on| converted(&rates, amount, from, to, on).unwrap();
        assert_eq!(
            show("120.00", "EUR", "GBP", "2026-03-22"),
            "102.00 GBP by 1 EUR = 0.8500 GBP on 2026-03-20"
        );
        assert_eq!(
            show("-102.00", "GBP", "EUR", "2026-03-20"),
            "-120.00 EUR by 1 EUR = 0.8500 GBP on 2026-03-20"
        );
        assert_eq!(
            show("10.00", "GBP", "USD", "2026-03-20"),
            "12.94 USD by 1 GBP = 1.29412 USD on 2026-03-20"
        );
        // A currency has no value on the day itself, and before all days the first counts.
        assert_eq!(
            show("1.00", "EUR", "JPY", "2026-03-20"),
            "160 JPY by 1 EUR = 160.25 JPY on 2026-03-19"
        );
        assert!(show("1.00", "EUR", "USD", "1999-01-01").ends_with("2026-03-17"));
        assert_eq!(converted(&rates, "1", "EUR", "CHF", "2026-03-20"), None);
    }

    #[test]
    fn what_was_typed_counts_first_and_a_half_is_rounded_away_from_nothing() {
        let mut rates = of(HISTORY);
        let rate = |value: &str, on: &str| Rate {
            from: currency("EUR"),
            value: Amount::parse_plain(value).unwrap(),
            to: currency("GBP"),
            day: day(on),
        };
        rates.typed = vec![rate("0.5", "2026-01-01"), rate("0.9", "2026-06-01")];
        let show = |amount| converted(&rates, amount, "EUR", "GBP", "2026-03-20").unwrap();
        assert!(show("0.01").starts_with("0.01 GBP by 1 EUR = 0.5 GBP on 2026-01-01"));
        assert!(show("-0.01").starts_with("-0.01 GBP"));
        assert!(show("0.02").starts_with("0.01 GBP"));
        let huge = Money::new(Amount::new(i64::MAX, 2).unwrap(), Some(currency("GBP")));
        rates.typed[0].value = Amount::new(1, 18).unwrap();
        assert_eq!(
            rates.convert(huge, currency("EUR"), day("2026-03-20")),
            None
        );
    }
}
