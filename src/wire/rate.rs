//! Exchange rates that the person gives, and sums of several currencies in one.

use serde::Serialize;

use super::convert::{currency_of, id_of_file};
use super::tree::{Read, Reading, Tree, read};
use super::{Money, Period};
use crate::book::{Rate, Rates, Totals, Used};
use crate::calendar::{self, Day};
use crate::money::{Amount, Currency, Total};
use crate::session::{Refusal, Session};

/// A rate: one `from` is `value` of `to`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateSaid {
    /// ISO 4217.
    pub from: String,
    /// Above nothing, with a decimal point.
    pub value: String,
    /// ISO 4217.
    pub to: String,
    /// The day it is of, ISO 8601.
    pub date: String,
    /// Whether it was typed, and is of no file.
    pub typed: bool,
}

/// Every rate there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RatesReport {
    /// Those typed; they count before those of files.
    pub typed: Vec<RateSaid>,
    /// Those of files.
    pub files: Vec<RateFile>,
}

/// A file of rates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateFile {
    /// The file's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From its first day to its last.
    pub period: Option<Period>,
    /// How many currencies beside the euro.
    pub currencies: u64,
}

/// Sums of several currencies in one, by rates that the person gave. Each currency's sum is converted once and rounded
/// once, a half away from nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Combined {
    /// Purchases less refunds, as a signed sum.
    pub spending: Money,
    /// Income.
    pub income: Money,
    /// The rates used, one a currency.
    pub rates: Vec<RateSaid>,
}

impl Combined {
    /// What sums come to in a currency at the rates of a day; `None` of fewer than two currencies, and where the person
    /// gave no rate for one of them.
    pub(super) fn of(
        rates: &Rates,
        totals: &[Totals],
        to: Option<Currency>,
        day: Day,
    ) -> Option<Combined> {
        let to = to.filter(|_| totals.len() > 1 && !rates.is_empty())?;
        let (mut spending, mut income) = (Total::default(), Total::default());
        let mut used = Vec::new();
        for totals in totals {
            let sums = [
                totals.spending().negated().in_currency(totals.currency),
                totals.income_money(),
            ];
            for (sum, into) in sums.into_iter().zip([&mut spending, &mut income]) {
                let mut sum = sum;
                if totals.currency != Some(to) {
                    let (converted, rate) = rates.convert(sum, to, day)?;
                    sum = converted;
                    let rate = RateSaid::from(&rate);
                    if !used.contains(&rate) {
                        used.push(rate);
                    }
                }
                into.add(Amount::from_decimal(sum.amount())?);
            }
        }
        Some(Combined {
            spending: spending.in_currency(Some(to)).into(),
            income: income.in_currency(Some(to)).into(),
            rates: used,
        })
    }
}

impl From<&Used> for RateSaid {
    fn from(used: &Used) -> RateSaid {
        RateSaid {
            from: used.from.code().to_owned(),
            value: used.value.to_string(),
            to: used.to.code().to_owned(),
            date: used.day.to_date().to_string(),
            typed: used.is_typed,
        }
    }
}

impl RateSaid {
    /// The rate, in the book's own terms.
    pub(super) fn to_domain(&self) -> Result<Rate, Refusal> {
        let currency = |code: &str| currency_of(Some(code)).ok().flatten();
        let read = || {
            Some(Rate {
                from: currency(&self.from)?,
                value: Amount::parse_plain(&self.value)?,
                to: currency(&self.to)?,
                day: Day::from_date(calendar::parse_iso(&self.date)?),
            })
        };
        read().ok_or(Refusal::Unknown)
    }
}

impl RatesReport {
    pub(super) fn of(session: &Session) -> RatesReport {
        let typed = session.rates().typed.into_iter().map(|rate| Used {
            from: rate.from,
            value: rate.value,
            to: rate.to,
            day: rate.day,
            is_typed: true,
        });
        let files = session.files().iter();
        let files = files.filter_map(|file| file.rates.as_ref().map(|table| (file, table)));
        RatesReport {
            typed: typed.map(|rate| RateSaid::from(&rate)).collect(),
            files: files
                .map(|(file, table)| RateFile {
                    id: id_of_file(file.id),
                    name: file.name.to_string(),
                    period: table
                        .covers()
                        .and_then(|(first, last)| {
                            calendar::Period::inclusive(first.to_date(), last.to_date())
                        })
                        .map(Period::from),
                    currencies: table.currencies().len() as u64,
                })
                .collect(),
        }
    }
}

read! {
    RatesReport { typed, files }
    RateFile { id, name, period, currencies }
    Combined { spending, income, rates }
}

impl Read for RateSaid {
    fn read(mut tree: Tree, reading: &mut Reading) -> RateSaid {
        RateSaid {
            from: reading.field(&mut tree, "from"),
            value: reading.field(&mut tree, "value"),
            to: reading.field(&mut tree, "to"),
            date: reading.field(&mut tree, "date"),
            typed: reading.field_or_default(&mut tree, "typed"),
        }
    }
}
