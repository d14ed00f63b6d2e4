//! Exchange rates to messages and back, and sums that were put together by them.

use crate::book::{self, Rate, Used};
use crate::calendar::{self, Day};
use crate::money::Amount;
use crate::session::{Refusal, Session};

use super::failure::currency_of;
use super::report::id_of_file;
use super::*;

impl From<book::Combined> for Combined {
    fn from(combined: book::Combined) -> Combined {
        Combined {
            spending: combined.spending.into(),
            income: combined.income.into(),
            rates: combined.used.iter().map(RateSaid::from).collect(),
        }
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
    pub(crate) fn to_domain(&self) -> Result<Rate, Refusal> {
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
    pub(crate) fn of(session: &Session) -> RatesReport {
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
