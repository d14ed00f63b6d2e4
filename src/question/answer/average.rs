//! The average and the typical: of purchases, or of whole weeks and months.

use rust_decimal::Decimal;

use crate::book::{GroupBy, Selection};
use crate::calendar::Grain;
use crate::ledger::Index;
use crate::money::{Currency, Money};
use crate::phrase::{Argument, Phrase};
use crate::stats::{mean_decimal, median_decimal};

use super::super::plan::Measure;
use super::desk::{Desk, grain_label, rounded};
use super::{Answer, ChartKind, Value, grouped};

/// The mean or the median, as the plan asks.
pub(super) fn average(desk: &Desk<'_>) -> Answer {
    match desk.plan.group_by {
        Some(GroupBy::Period(grain)) => by_period(desk, grain),
        _ => by_row(desk),
    }
}

fn by_row(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let (currency, rows, _) = desk.main_currency(&selection.rows);
    let values = magnitudes(desk, &rows);
    let count = values.len();
    let (mean, median) = both(&values, currency);
    let template = match (count, desk.plan.measure) {
        (0, _) => "question-nothing",
        (_, Measure::Median) => "question-median",
        _ => "question-mean",
    };
    let selection = Selection {
        rows,
        left_out: selection.left_out,
    };
    finish(desk, template, selection, (mean, median), count, None)
}

fn by_period(desk: &Desk<'_>, grain: Grain) -> Answer {
    let selection = desk.select();
    let (currency, rows, _) = desk.main_currency(&selection.rows);
    let (series, complete) = grouped::periods(desk, &rows, grain, currency);
    let (mean, median) = both(&complete, currency);
    let template = match (rows.is_empty(), desk.plan.measure) {
        (true, _) => "question-nothing",
        (_, Measure::Median) => "question-median-by",
        _ => "question-mean-by",
    };
    let selection = Selection {
        rows,
        left_out: selection.left_out,
    };
    let count = complete.len();
    let mut answer = finish(
        desk,
        template,
        selection,
        (mean, median),
        count,
        Some(grain),
    );
    answer.chart = desk.chart(ChartKind::Columns, &series, series.len(), median);
    answer.rows = series;
    answer
}

fn finish(
    desk: &Desk<'_>,
    template: &'static str,
    selection: Selection,
    (mean, median): (Option<Money>, Option<Money>),
    count: usize,
    grain: Option<Grain>,
) -> Answer {
    let (figure, other) = match desk.plan.measure {
        Measure::Median => (median, ("mean", mean)),
        _ => (mean, ("median", median)),
    };
    let mut says = Phrase::new(template)
        .with("about", desk.about())
        .with("count", Argument::Count(count as u64));
    if let (Some(figure), (name, Some(other))) = (figure, other) {
        says = says
            .with("figure", Argument::Money(figure))
            .with(name, Argument::Money(other));
    }
    if let Some(grain) = grain {
        says = says.with("grain", Argument::Label(grain_label(grain)));
    }
    let mut answer = desk.sheet(says, selection);
    answer.value = figure.map_or(Value::None, Value::Money);
    (answer.mean, answer.median) = (mean, median);
    answer
}

/// Gives an answer the mean and median of its rows' magnitudes.
pub(super) fn set_averages(desk: &Desk<'_>, answer: &mut Answer) {
    let (currency, rows, _) = desk.main_currency(&answer.included);
    (answer.mean, answer.median) = both(&magnitudes(desk, &rows), currency);
}

fn magnitudes(desk: &Desk<'_>, rows: &[Index]) -> Vec<Decimal> {
    let ledger = desk.book.ledger();
    rows.iter()
        .map(|at| ledger.amount_at(*at).abs().to_decimal())
        .collect()
}

fn both(values: &[Decimal], currency: Option<Currency>) -> (Option<Money>, Option<Money>) {
    let money = |value: Decimal| rounded(value, currency);
    (
        mean_decimal(values).map(money),
        median_decimal(values).map(money),
    )
}
