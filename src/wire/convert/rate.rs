//! Exchange rates to messages and back, and sums that were put together by them.

use crate::book::{self, Rate, Used};
use crate::calendar::{self, Day};
use crate::money::Amount;
use crate::session::{Refusal, Session};

use super::failure::currency_of;
use super::*;

/// What sums come to in one currency, where there are several.
pub(super) fn combined(out: &mut Message, combined: Option<book::Combined>) {
    if let Some(combined) = combined {
        out.fields("combined", |out| {
            out.money("spending", &combined.spending);
            out.money("income", &combined.income);
            out.each("rates", &combined.used, rate);
        });
    }
}

/// The fields of a rate.
pub(super) fn rate(out: &mut Message, used: &Used) {
    out.text("from", used.from.code());
    out.shown("value", &used.value);
    out.text("to", used.to.code());
    out.day("date", used.day);
    out.flag("typed", used.is_typed);
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

/// Every rate there is.
pub(crate) fn rates(out: &mut Message, session: &Session) {
    out.each("typed", &session.rates().typed, |out, typed| {
        let used = Used {
            from: typed.from,
            value: typed.value,
            to: typed.to,
            day: typed.day,
            is_typed: true,
        };
        rate(out, &used);
    });
    let files = session.files().iter();
    let files = files.filter_map(|file| file.rates.as_ref().map(|table| (file, table)));
    out.each("files", files, |out, (file, table)| {
        let covers = table
            .covers()
            .and_then(|(first, last)| calendar::Period::inclusive(first.to_date(), last.to_date()));
        out.shown("id", &file.id);
        out.text("name", &file.name);
        out.period_or_null("period", &covers);
        out.count("currencies", table.currencies().len() as u64);
    });
}
