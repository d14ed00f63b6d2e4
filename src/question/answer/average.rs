//! The average and the typical: of purchases, or of whole weeks and months.

use rust_decimal::Decimal;

use crate::book::GroupBy;
use crate::ledger::Index;
use crate::money::{Currency, Money};
use crate::order::Gather as _;
use crate::phrase::Phrase;
use crate::stats::{mean_decimal, median_decimal};

use super::super::plan::Measure;
use super::desk::{Desk, rounded};
use super::words::{day_label, grain_label};
use super::{Answer, ChartKind, Value, grouped};

/// The mean or the median, as the plan asks.
pub(super) fn average(desk: &Desk<'_>) -> Answer {
    let (currency, selection) = desk.select_main();
    let grain = match desk.plan.group_by {
        Some(GroupBy::Period(grain)) => Some(grain),
        _ => None,
    };
    let (series, values) = match grain {
        Some(grain) => grouped::periods(desk, &selection.rows, grain, currency),
        None => (Vec::new(), magnitudes(desk, &selection.rows)),
    };
    let (mean, median) = both(&values, currency);
    let is_median = desk.plan.measure == Measure::Median;
    let template = match (is_median, grain) {
        _ if values.is_empty() => "question-nothing",
        (true, None) => "question-median",
        (false, None) => "question-mean",
        (true, Some(_)) => "question-median-by",
        (false, Some(_)) => "question-mean-by",
    };
    let (figure, other, name) = match is_median {
        true => (median, mean, "mean"),
        false => (mean, median, "median"),
    };
    let mut says = Phrase::new(template);
    says.put("about", desk.about())
        .count("count", values.len() as u64);
    if let Some((figure, other)) = figure.zip(other) {
        says.money("figure", &figure).money(name, &other);
    }
    if let Some(grain) = grain {
        let weekday = desk.plan.include.weekday;
        says.label("grain", weekday.map_or(grain_label(grain), day_label));
    }
    let mut answer = desk.sheet(says, selection);
    answer.value = figure.map_or(Value::None, Value::Money);
    (answer.mean, answer.median) = (mean, median);
    answer.chart = desk.chart(ChartKind::Columns, &series, series.len(), median);
    answer.rows = series;
    answer
}

/// Gives an answer the mean and median of its rows' magnitudes.
pub(super) fn set_averages(desk: &Desk<'_>, answer: &mut Answer) {
    let (currency, rows, _) = desk.main_currency(answer.included.clone());
    (answer.mean, answer.median) = both(&magnitudes(desk, &rows), currency);
}

fn magnitudes(desk: &Desk<'_>, rows: &[Index]) -> Vec<Decimal> {
    let ledger = desk.book.ledger();
    rows.iter()
        .map(|at| ledger.amount_at(*at).abs().to_decimal())
        .gather()
}

fn both(values: &[Decimal], currency: Option<Currency>) -> (Option<Money>, Option<Money>) {
    let money = |value: Decimal| rounded(value, currency);
    (
        mean_decimal(values).map(money),
        median_decimal(values).map(money),
    )
}
