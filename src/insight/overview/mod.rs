//! What the overview shows, one currency at a time.

use rust_decimal::Decimal;

use crate::book::{Book, Filter, GroupBy, GroupKey, Selection, Totals};
use crate::calendar::{Date, Period, Weekday};
use crate::category::Group;
use crate::ledger::Index;
use crate::money::{Currency, Exact, Money};
use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase};

use super::Stream;

pub(in crate::insight) mod breakdown;
pub(in crate::insight) mod months;

use breakdown::{largest_magnitude, share};
use months::Months;

/// Where the money went: a month split by category and by merchant, and the months beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The day it is.
    pub today: Date,
    /// The currency of every figure.
    pub currency: Option<Currency>,
    /// Every currency there is, most rows first.
    pub currencies: Vec<Option<Currency>>,
    /// From the first to the last day with rows.
    pub covered: Option<Period>,
    /// In, out and kept: the last complete month, this month so far, and the usual one by the same day.
    pub flows: Vec<Flow>,
    /// The month of the breakdowns and the largest purchases.
    pub period: Option<Period>,
    /// Whether that month is not over.
    pub partial: bool,
    /// What that month's spending counts and leaves out, in this currency.
    pub spending: Selection,
    /// What it comes to.
    pub totals: Totals,
    /// Spending by display group, largest first.
    pub by_category: Breakdown,
    /// Spending by merchant, largest first.
    pub by_merchant: Breakdown,
    /// The largest purchases of the month, largest first.
    pub largest: Vec<Index>,
    /// In, out and kept by month, oldest first.
    pub months: Vec<Flow>,
    /// `months` out as columns; absent with fewer than three.
    pub months_chart: Option<Columns>,
    /// Recurring payments that are active, most a month first, those that come in last.
    pub recurring: Vec<Stream>,
    /// This month so far against the same days of last month.
    pub comparison: Option<Phrase>,
}

/// Money in and out over some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Which days.
    pub kind: FlowKind,
    /// The days.
    pub period: Period,
    /// Whether the days are not over, or the files do not cover them.
    pub partial: bool,
    /// Money in.
    pub income: Money,
    /// Spending net of refunds.
    pub spending: Money,
    /// In less out.
    pub kept: Money,
}

/// Which days a [`Flow`] covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlowKind {
    /// A calendar month.
    Month,
    /// This month up to today.
    SoFar,
    /// The medians of the same days of the months before: an estimate.
    Usual,
}

impl FlowKind {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            FlowKind::Month => "month",
            FlowKind::SoFar => "soFar",
            FlowKind::Usual => "usual",
        }
    }
}

/// Spending, split into parts that sum to the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// The parts shown, largest first.
    pub parts: Vec<Part>,
    /// How many parts are not among them.
    pub more: u64,
    /// What those come to; absent where there are none.
    pub more_sum: Option<Money>,
    /// The whole; absent where there are no rows.
    pub total: Option<Money>,
}

/// A part of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What its rows have in common.
    pub key: GroupKey,
    /// Its name.
    pub label: Argument,
    /// Spending net of refunds.
    pub sum: Money,
    /// How many transactions.
    pub count: u64,
    /// Its share of the largest part, from -1 to 1, four places.
    pub share: Decimal,
    /// The display group, for its colour.
    pub group: Group,
}

/// A series drawn as columns from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The points, oldest first.
    pub points: Vec<Point>,
    /// The usual one: the median of the complete months.
    pub usual: Option<Money>,
    /// The finding in one sentence.
    pub says: Phrase,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The days it covers.
    pub period: Period,
    /// Its figure.
    pub sum: Money,
    /// Its share of the largest magnitude, from -1 to 1, four places.
    pub share: Decimal,
    /// Whether it is the one the sentence is about.
    pub key: bool,
    /// Whether its days are not over, or not covered.
    pub partial: bool,
    /// How many transactions.
    pub count: u64,
}

/// How many merchants are shown before "8 more": what fits a screen.
const MERCHANTS: usize = 12;

/// How many of the largest purchases are shown.
const LARGEST: usize = 5;

/// The fewest points worth a chart: with two, a sentence says as much.
const CHART_POINTS: usize = 3;

/// The overview of a currency; `streams` are the book's recurring payments.
///
/// Shape: `period` is the month of the breakdowns, the last complete one with rows where absent; `currency`
/// the currency shown, that of most rows where absent. Currencies are never added.
pub fn overview(
    book: &Book,
    streams: &[Stream],
    today: Date,
    week_start: Weekday,
    period: Option<Period>,
    currency: Option<Option<Currency>>,
) -> Overview {
    let currencies = months::currencies(book);
    let currency = currency.unwrap_or_else(|| currencies.first().copied().flatten());
    let months = Months::of(book, today, currency);
    let period = period.or_else(|| months.last_complete().or(months.newest()));
    let filter = Filter {
        period,
        ..Filter::default()
    };
    let spending = match period {
        Some(_) => months::selected(book, &filter, currency),
        None => Selection::default(),
    };
    let rows = &spending.rows;
    let split = |by, most| breakdown::split(book, rows, by, week_start, most);
    Overview {
        today,
        currency,
        currencies,
        covered: book.ledger().covered(),
        flows: months.flows(),
        period,
        partial: period.is_some_and(|period| !months.is_complete(period)),
        by_category: split(GroupBy::Shown, usize::MAX),
        by_merchant: split(GroupBy::Merchant, MERCHANTS),
        largest: breakdown::largest(book, rows, LARGEST),
        months: months.list().iter().map(months::Month::flow).gather(),
        months_chart: chart(&months, period),
        recurring: super::recurring::active(streams, currency),
        comparison: months.comparison().map(|compared| compared.phrase()),
        totals: months::totals_of(book, rows, currency),
        spending,
    }
}

/// Spending by month as columns.
fn chart(months: &Months<'_>, period: Option<Period>) -> Option<Columns> {
    let list = months.list();
    let sum = |month: &months::Month| month.totals.spending_money();
    let largest = largest_magnitude(list.iter().map(sum));
    let points: Vec<Point> = list
        .iter()
        .map(|month| Point {
            period: month.period,
            sum: sum(month),
            share: share(sum(month), largest),
            key: Some(month.period) == period,
            partial: !month.complete,
            count: u64::from(month.totals.purchases) + u64::from(month.totals.refund_count),
        })
        .gather();
    let key = points.iter().find(|point| point.key).or(points.last())?;
    let usual = months.usual_spending();
    let mut says = Phrase::new("months-chart");
    says.money("sum", &key.sum).period("period", key.period);
    if let Some(usual) = usual {
        let over = key.sum.amount().near_minus(usual.amount());
        says.template = match over {
            under if under.is_sign_negative() => "months-chart-under",
            none if none.is_zero() => "months-chart-usual",
            _ => "months-chart-over",
        };
        let difference = Money::from_decimal(over.abs(), usual.currency());
        says.money("difference", &difference).money("usual", &usual);
    }
    (points.len() >= CHART_POINTS).then_some(Columns {
        points,
        usual,
        says,
    })
}
