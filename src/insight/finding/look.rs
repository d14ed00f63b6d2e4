//! What every finding is found from: one currency of the book, its months, its streams, today.

use rust_decimal::Decimal;

use crate::book::{Book, CountsAs, Filter, Flow, MerchantId};
use crate::calendar::{Date, Period, Weekday, plus_days};
use crate::ledger::Index;
use crate::money::{Currency, Exact, Money};
use crate::order::{Gather as _, HashMap};
use crate::phrase::{Argument, Phrase};

use crate::insight::overview::months::{Months, selected};
use crate::insight::{Life, Stream};

/// The book as findings look at it.
pub(super) struct Look<'a> {
    pub(super) book: &'a Book,
    pub(super) today: Date,
    pub(super) currency: Option<Currency>,
    pub(super) months: Months<'a>,
    pub(super) streams: Vec<&'a Stream>,
    /// Whether a row is a charge of a stream, by place.
    streamed: &'a [bool],
    usual: Decimal,
}

impl<'a> Look<'a> {
    pub(super) fn new(
        book: &'a Book,
        today: Date,
        currency: Option<Currency>,
        streams: &'a [Stream],
        streamed: &'a [bool],
    ) -> Look<'a> {
        let months = Months::of(book, today, currency);
        let usual = months.usual_spending().or_else(|| {
            let month = months.list().iter().rev().find(|month| month.complete);
            let month = month.or(months.list().last())?;
            Some(month.totals.spending_money())
        });
        Look {
            book,
            today,
            currency,
            months,
            streams: streams
                .iter()
                .filter(|stream| stream.currency() == currency)
                .gather(),
            streamed,
            usual: usual
                .map(Money::amount)
                .unwrap_or_default()
                .max(Decimal::ZERO),
        }
    }

    /// So many thousandths of a usual month's spending: what is worth a word in this household and currency.
    pub(super) fn floor(&self, thousandths: i64) -> Decimal {
        self.usual.near_times(Decimal::new(thousandths, 3))
    }

    /// The last so many days, today the last.
    pub(super) fn last_days(&self, days: i32) -> Option<Period> {
        Period::inclusive(plus_days(self.today, 1 - days), self.today)
    }

    /// The rows of a period and flow, in this currency.
    pub(super) fn rows(&self, flow: Flow, period: Option<Period>) -> Vec<Index> {
        let filter = Filter {
            flow,
            period,
            ..Filter::default()
        };
        selected(self.book, &filter, self.currency).rows
    }

    /// Whether a row is a charge of a stream.
    pub(super) fn recurs(&self, at: Index) -> bool {
        self.streamed.get(at.place()).copied().unwrap_or(false)
    }

    /// The streams that go out and go on.
    pub(super) fn bills(&self) -> impl Iterator<Item = &'a Stream> {
        let bills = self.streams.iter().copied();
        bills.filter(|stream| !stream.income && stream.life != Life::Ended)
    }

    /// The purchases of some merchants in this currency, in order, found in one pass.
    pub(super) fn purchases_at(&self, merchants: &[MerchantId]) -> HashMap<MerchantId, Vec<Index>> {
        let mut found: HashMap<MerchantId, Vec<Index>> = merchants
            .iter()
            .map(|merchant| (*merchant, Vec::new()))
            .collect();
        for at in self.book.ledger().indices() {
            let Some(rows) = self
                .book
                .merchant(at)
                .and_then(|merchant| found.get_mut(&merchant))
            else {
                continue;
            };
            let is_purchase = self.book.counts_as(at) == CountsAs::Purchase;
            if is_purchase && self.book.ledger().currency_at(at) == self.currency {
                rows.push(at);
            }
        }
        found
    }

    /// The magnitude of a row.
    pub(super) fn magnitude(&self, at: Index) -> Decimal {
        self.book.ledger().amount_at(at).abs().to_decimal()
    }

    /// An amount in this currency.
    pub(super) fn money(&self, amount: Decimal) -> Money {
        Money::from_decimal(amount, self.currency)
    }

    /// The same as an argument.
    pub(super) fn amount(&self, amount: Decimal) -> Argument {
        Argument::Money(self.money(amount))
    }

    /// Tells an amount in this currency by name.
    #[inline(never)]
    pub(super) fn tell(&self, told: &mut Phrase, name: &'static str, amount: Decimal) {
        told.money(name, &self.money(amount));
    }

    /// What rows come to, as magnitudes.
    pub(super) fn sum(&self, rows: &[Index]) -> Decimal {
        rows.iter()
            .fold(Decimal::ZERO, |sum, at| sum.near_plus(self.magnitude(*at)))
    }

    /// The day of a row.
    pub(super) fn date(&self, at: Index) -> Date {
        let days = self.book.ledger().posting_dates();
        days.get(at.place()).map_or(self.today, |day| day.to_date())
    }

    /// Who took it: the merchant, else what it is, else the bank's words.
    pub(super) fn payee(&self, at: Index) -> Argument {
        match (self.book.merchant(at), self.book.category(at)) {
            (Some(merchant), _) => Argument::text(self.book.merchant_name(merchant)),
            (None, Some(category)) => Argument::Category(category.code()),
            (None, None) => {
                let row = self.book.ledger().transaction(at);
                Argument::text(row.map_or("", |row| row.descriptor))
            }
        }
    }

    /// A period as a question says it: `last month`, `this month`, else its first and last day.
    pub(super) fn when(&self, period: Period) -> Argument {
        let month = Period::around(self.today, crate::calendar::Grain::Month, Weekday::Monday);
        let last = month.and_then(Period::previous);
        let mut phrase = Phrase::new("when-last-month");
        if month.is_some_and(|month| period == month || period == month.so_far(self.today)) {
            phrase.template = "when-this-month";
        } else if last != Some(period) {
            phrase.template = "when-between";
            phrase
                .date("first", period.start())
                .date("last", period.last());
        }
        Argument::Phrase(Box::new(phrase))
    }
}

/// A score between two bounds in hundredths, by how much of the whole a part is.
pub(super) fn score(low: i64, high: i64, part: Decimal, whole: Decimal) -> Decimal {
    let share = part
        .over(whole)
        .unwrap_or_default()
        .clamp(Decimal::ZERO, Decimal::ONE);
    let (low, high) = (Decimal::new(low, 2), Decimal::new(high, 2));
    low.near_plus(high.near_minus(low).near_times(share))
        .round_dp(2)
}

/// How many times one is the other, one place; nothing where the other is nothing.
pub(super) fn times(part: Decimal, whole: Decimal) -> Decimal {
    part.over(whole).unwrap_or_default().round_dp(1).normalize()
}
