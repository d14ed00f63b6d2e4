//! The calendar months of one currency: what came in and went out, which are whole, and what is usual.

use rust_decimal::Decimal;

use crate::book::{Book, Filter, Flow as Counted, Selection, Totals};
use crate::calendar::{Date, Day, Grain, Period, Weekday, plus_days};
use crate::ledger::Index;
use crate::money::{Currency, Exact, Money};
use crate::order::{AddAll as _, Arrange as _, Gather as _};
use crate::phrase::Phrase;
use crate::stats::median_decimal;

use super::{Flow, FlowKind};

/// How many months are looked at: a year and the month it is compared with.
const MONTHS: usize = 13;

/// How many complete months the usual one is the median of, at the most.
///
/// Source: Tink's published insights compare with two or three months, Yodlee's with three; six are as many as a season
/// turns.
const USUAL_MONTHS: usize = 6;

/// With fewer complete months nothing is usual yet.
pub(in crate::insight) const USUAL_MONTHS_LEAST: usize = 3;

/// How many days without a row may begin or end a month that is covered whole: a long weekend.
const QUIET_DAYS: i32 = 4;

/// The months of a currency, oldest first; only those with rows, none that has yet to begin.
pub(in crate::insight) struct Months<'a> {
    pub(in crate::insight) book: &'a Book,
    pub(in crate::insight) today: Date,
    pub(in crate::insight) currency: Option<Currency>,
    covered: Option<Period>,
    list: Vec<Month>,
}

/// A month with rows.
#[derive(Clone, Copy)]
pub(in crate::insight) struct Month {
    pub(in crate::insight) period: Period,
    pub(in crate::insight) totals: Totals,
    /// Whether its days are over and the files cover them.
    pub(in crate::insight) complete: bool,
}

/// Two periods of the same length, or two whole months.
pub(in crate::insight) struct Compared {
    pub(in crate::insight) now: Period,
    pub(in crate::insight) against: Period,
    pub(in crate::insight) sum: Money,
    pub(in crate::insight) before: Money,
    pub(in crate::insight) so_far: bool,
}

impl<'a> Months<'a> {
    pub(in crate::insight) fn of(
        book: &'a Book,
        today: Date,
        currency: Option<Currency>,
    ) -> Months<'a> {
        let mut months = Months {
            book,
            today,
            currency,
            covered: covered(book, currency),
            list: Vec::new(),
        };
        let Some(covered) = months.covered else {
            return months;
        };
        let mut day = covered.last().min(today);
        while months.list.len() < MONTHS && day >= covered.start() {
            let Some(period) = Period::around(day, Grain::Month, Weekday::Monday) else {
                break;
            };
            let totals = months.totals(period);
            if totals.count > 0 {
                let complete = months.is_complete(period);
                months.list.push(Month {
                    period,
                    totals,
                    complete,
                });
            }
            // Months without any row are stepped over at once.
            let before = book.ledger().range(Some(period)).start;
            match before
                .checked_sub(1)
                .and_then(|at| book.ledger().posting_dates().get(at))
            {
                Some(last) => day = last.to_date(),
                None => break,
            }
        }
        months.list.reverse();
        months
    }

    /// The months, oldest first.
    pub(in crate::insight) fn list(&self) -> &[Month] {
        &self.list
    }

    /// The last month with rows.
    pub(in crate::insight) fn newest(&self) -> Option<Period> {
        self.list.last().map(|month| month.period)
    }

    /// The last month that is over and covered whole.
    pub(in crate::insight) fn last_complete(&self) -> Option<Period> {
        let mut complete = self.list.iter().rev().filter(|month| month.complete);
        complete.next().map(|month| month.period)
    }

    /// The complete months before a day, newest first, as many as the usual one is made of.
    pub(in crate::insight) fn usual_before(&self, day: Date) -> Vec<Period> {
        let before = |month: &&Month| month.complete && month.period.end() <= day;
        let periods = self
            .list
            .iter()
            .rev()
            .filter(before)
            .map(|month| month.period);
        periods.take(USUAL_MONTHS).gather()
    }

    /// This month up to today, where it has rows.
    pub(in crate::insight) fn so_far(&self) -> Option<Period> {
        let month = Period::around(self.today, Grain::Month, Weekday::Monday)?;
        (self.newest()? == month).then(|| month.so_far(self.today))
    }

    /// Whether the days of a period are over and the files cover them.
    pub(in crate::insight) fn is_complete(&self, period: Period) -> bool {
        self.covered.is_some_and(|covered| {
            period.end() <= plus_days(self.today, 1).min(plus_days(covered.end(), QUIET_DAYS))
                && !period.contains(self.today)
                && covered.start() <= plus_days(period.start(), QUIET_DAYS)
        })
    }

    /// What the income and spending of a period come to.
    pub(in crate::insight) fn totals(&self, period: Period) -> Totals {
        let filter = Filter {
            flow: Counted::Kept,
            period: Some(period),
            ..Filter::default()
        };
        totals_of(self.book, &self.book.select(&filter).rows, self.currency)
    }

    /// The last complete month, this month so far, and the usual one by the same day.
    pub(in crate::insight) fn flows(&self) -> Vec<Flow> {
        let last = self.list.iter().rev().find(|month| month.complete);
        let mut flows: Vec<Flow> = last.map(Month::flow).into_iter().gather();
        let Some(so_far) = self.so_far() else {
            return flows;
        };
        flows.push(Flow {
            kind: FlowKind::SoFar,
            partial: true,
            ..flow(so_far, &self.totals(so_far))
        });
        flows.add_all(self.usual(so_far));
        flows
    }

    /// The medians of the same days of the months before.
    fn usual(&self, so_far: Period) -> Option<Flow> {
        let same_days: Vec<Flow> = self
            .usual_before(so_far.start())
            .into_iter()
            .map(|month| {
                let days = month.first_days(so_far.days());
                flow(days, &self.totals(days))
            })
            .gather();
        let median = |of: fn(&Flow) -> Money| {
            let sums: Vec<Money> = same_days.iter().map(of).gather();
            self.median(&sums)
        };
        (same_days.len() >= USUAL_MONTHS_LEAST).then(|| Flow {
            kind: FlowKind::Usual,
            period: so_far,
            partial: true,
            income: median(|flow| flow.income),
            spending: median(|flow| flow.spending),
            kept: median(|flow| flow.kept),
        })
    }

    /// The median spending of the complete months; absent while there are too few.
    pub(in crate::insight) fn usual_spending(&self) -> Option<Money> {
        let complete = self.list.iter().filter(|month| month.complete);
        let sums: Vec<Money> = complete.map(|month| month.totals.spending_money()).gather();
        (sums.len() >= USUAL_MONTHS_LEAST).then(|| self.median(&sums))
    }

    /// The median, to the currency's own places.
    fn median(&self, sums: &[Money]) -> Money {
        let sums: Vec<Decimal> = sums.iter().map(|sum| sum.amount()).gather();
        let places = self.currency.map_or(2, Currency::minor_units);
        let median = median_decimal(&sums).unwrap_or_default();
        Money::from_decimal(median.round_dp(u32::from(places)), self.currency)
    }

    /// This month so far against the same days of last month; before it has rows, the last two whole months.
    pub(in crate::insight) fn comparison(&self) -> Option<Compared> {
        let (now, so_far) = match self.so_far() {
            Some(now) => (now, true),
            None => (self.last_complete()?, false),
        };
        let month = Period::around(now.start(), Grain::Month, Weekday::Monday)?;
        let before = month.previous()?;
        self.list
            .iter()
            .find(|month| month.period == before && month.complete)?;
        let against = if so_far {
            before.first_days(now.days())
        } else {
            before
        };
        Some(Compared {
            now,
            against,
            sum: self.totals(now).spending_money(),
            before: self.totals(against).spending_money(),
            so_far,
        })
    }
}

impl Month {
    pub(in crate::insight) fn flow(&self) -> Flow {
        Flow {
            partial: !self.complete,
            ..flow(self.period, &self.totals)
        }
    }
}

impl Compared {
    /// How much more was spent; below zero where it was less.
    pub(in crate::insight) fn difference(&self) -> Money {
        let difference = self.sum.amount().near_minus(self.before.amount());
        Money::from_decimal(difference, self.sum.currency())
    }

    /// In one sentence.
    pub(in crate::insight) fn phrase(&self) -> Phrase {
        let (so_far, whole) = (
            [
                "compared-so-far-less",
                "compared-so-far-same",
                "compared-so-far-more",
            ],
            ["compared-less", "compared-same", "compared-more"],
        );
        self.said(if self.so_far { so_far } else { whole })
    }

    /// In a headline.
    pub(in crate::insight) fn headline(&self) -> Phrase {
        let (so_far, whole) = (
            [
                "change-so-far-less",
                "change-so-far-same",
                "change-so-far-more",
            ],
            ["change-less", "change-same", "change-more"],
        );
        self.said(if self.so_far { so_far } else { whole })
    }

    fn said(&self, [less, same, more]: [&'static str; 3]) -> Phrase {
        let difference = self.difference();
        let template = match difference.amount() {
            none if none.is_zero() => same,
            below if below.is_sign_negative() => less,
            _ => more,
        };
        let mut says = Phrase::new(template);
        says.money("sum", &self.sum)
            .money("difference", &difference.abs())
            .money("before", &self.before)
            .period("period", self.now)
            .period("against", self.against);
        says
    }
}

fn flow(period: Period, totals: &Totals) -> Flow {
    let currency = totals.currency;
    Flow {
        kind: FlowKind::Month,
        period,
        partial: false,
        income: totals.income_money(),
        spending: totals.spending_money(),
        kept: totals.kept().in_currency(currency),
    }
}

/// What rows of one currency come to; nothing of it where there are none.
pub(in crate::insight) fn totals_of(
    book: &Book,
    rows: &[Index],
    currency: Option<Currency>,
) -> Totals {
    let nothing = Totals {
        currency,
        ..Totals::default()
    };
    let mut by_currency = book.totals(rows).into_iter();
    by_currency
        .find(|totals| totals.currency == currency)
        .unwrap_or(nothing)
}

/// What a filter counts and leaves out in one currency.
pub(in crate::insight) fn selected(
    book: &Book,
    filter: &Filter,
    currency: Option<Currency>,
) -> Selection {
    let all = book.select(filter);
    let left_out = all
        .left_out
        .iter()
        .map(|(reason, rows)| (*reason, book.in_currency(rows, currency)));
    Selection {
        rows: book.in_currency(&all.rows, currency),
        left_out: left_out.filter(|(_, rows)| !rows.is_empty()).gather(),
    }
}

/// Every currency, that of most rows first.
pub(in crate::insight) fn currencies(book: &Book) -> Vec<Option<Currency>> {
    let ledger = book.ledger();
    let mut counts: Vec<(usize, Option<Currency>)> = ledger
        .currencies()
        .iter()
        .map(|currency| (0, *currency))
        .gather();
    for slot in ledger.currency_slots().iter().take(ledger.len()) {
        if let Some((count, _)) = counts.get_mut(usize::from(*slot)) {
            *count += 1;
        }
    }
    counts.retain(|(count, _)| *count > 0);
    counts.arrange_by_key(|(count, currency)| (std::cmp::Reverse(*count), *currency));
    counts.into_iter().map(|(_, currency)| currency).gather()
}

/// From the first to the last day with rows of a currency.
fn covered(book: &Book, currency: Option<Currency>) -> Option<Period> {
    let ledger = book.ledger();
    let day = |at: Index| {
        ledger
            .posting_dates()
            .get(at.place())
            .copied()
            .map(Day::to_date)
    };
    let is_of = |at: &Index| ledger.currency_at(*at) == currency;
    let first = ledger.indices().find(is_of).and_then(day)?;
    let last = (0..ledger.len() as u32)
        .rev()
        .map(Index)
        .find(is_of)
        .and_then(day)?;
    Period::inclusive(first, last)
}
