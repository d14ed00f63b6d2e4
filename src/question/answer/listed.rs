//! The rows themselves: all that match, the largest, the smallest.

use crate::book::{Flow, Selection};
use crate::category::Group;
use crate::ledger::Index;
use crate::phrase::{Argument, Phrase};

use super::super::plan::Measure;
use super::desk::{Desk, moneys};
use super::grouped::argument;
use super::{Answer, AnswerRow, Value};

/// How many rows a list shows; the others can be opened.
const LISTED: usize = 50;

/// How many rows stand below the largest.
const RANKED: usize = 5;

/// The rows, by amount where amounts were asked for, else newest first.
pub(super) fn list(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let include = &desk.plan.include;
    let by_amount = include.min_amount.is_some() && include.min_amount != include.max_amount;
    let mut rows = selection.rows.clone();
    match by_amount {
        true => sort_by_magnitude(desk, &mut rows),
        false => rows.reverse(),
    }
    let limit = desk.plan.limit.map_or(LISTED, |limit| limit as usize);
    let count = match desk.plan.limit {
        Some(limit) => selection.rows.len().min(limit as usize),
        None => selection.rows.len(),
    };
    let mut selection = selection;
    if desk.plan.limit.is_some() {
        // A list of the last ten counts those ten.
        rows.truncate(limit);
        selection.rows.retain(|at| rows.contains(at));
    }
    let template = match desk.plan.flow {
        _ if count == 0 => "question-nothing",
        Flow::Any | Flow::Moves | Flow::Kept => "question-list-signed",
        _ => "question-count-list",
    };
    let latest = rows.first().copied().filter(|_| desk.plan.limit == Some(1));
    let says = match latest {
        Some(at) => {
            let row = desk.transaction_row(at);
            with_row(desk, Phrase::new("question-latest"), at, &row)
        }
        None => Phrase::new(template)
            .with("count", Argument::Count(count as u64))
            .with("figure", moneys(&desk.figures(&selection.rows))),
    };
    let says = says.with("about", desk.about());
    let mut answer = desk.sheet(says, selection);
    answer.value = match latest.and_then(|at| desk.date(at)) {
        Some(date) => Value::Date(date),
        None => Value::Count(count as u64),
    };
    answer.rows = rows
        .iter()
        .take(limit)
        .map(|at| desk.transaction_row(*at))
        .collect();
    answer
}

/// The largest or smallest rows, or groups where the plan has some.
pub(super) fn ranking(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let (_, mut rows, _) = desk.main_currency(&selection.rows);
    sort_by_magnitude(desk, &mut rows);
    let least = desk.plan.measure == Measure::Smallest;
    if least {
        rows.reverse();
    }
    let limit = desk
        .plan
        .limit
        .map_or(RANKED, |limit| limit as usize)
        .max(1);
    let whole = desk.plan.limit;
    let shown: Vec<AnswerRow> = rows
        .iter()
        .take(limit)
        .map(|at| desk.transaction_row(*at))
        .collect();
    let template = match (rows.is_empty(), least, desk.plan.flow) {
        (true, ..) => "question-nothing",
        (_, true, Flow::Purchases) => "question-smallest",
        (_, true, _) => "question-smallest-row",
        (_, _, Flow::Purchases) => "question-largest",
        _ => "question-largest-row",
    };
    let named = whole.map_or(1, u64::from).min(rows.len() as u64);
    let mut says = Phrase::new(template)
        .with("count", Argument::Count(named))
        .with("about", desk.about());
    let mut value = Value::None;
    if let (Some(first), Some(row)) = (rows.first(), shown.first()) {
        says = with_row(desk, says, *first, row);
        value = row.value.clone();
    }
    let apart = rows
        .first()
        .filter(|at| desk.book.group(**at) == Group::Housing && !least);
    let apart = apart.and_then(|_| {
        rows.iter()
            .find(|at| desk.book.group(**at) != Group::Housing)
    });
    let note = apart.map(|at| {
        let row = desk.transaction_row(*at);
        with_row(desk, Phrase::new("question-largest-apart"), *at, &row)
    });
    let mut counted: Vec<Index> = rows.iter().copied().take(named as usize).collect();
    counted.sort_unstable();
    let mut answer = desk.sheet(
        says,
        Selection {
            rows: counted,
            left_out: selection.left_out,
        },
    );
    answer.value = value;
    answer.rows = shown;
    answer.notes.extend(note);
    answer
}

fn with_row(desk: &Desk<'_>, phrase: Phrase, at: Index, row: &AnswerRow) -> Phrase {
    let phrase = phrase
        .with("figure", argument(&row.value))
        .with("payee", row.says.clone());
    match desk.date(at) {
        Some(date) => phrase.with("date", Argument::Date(date)),
        None => phrase,
    }
}

/// Largest magnitude first, then the newest.
fn sort_by_magnitude(desk: &Desk<'_>, rows: &mut [Index]) {
    let ledger = desk.book.ledger();
    rows.sort_by_key(|at| std::cmp::Reverse((ledger.amount_at(*at).abs(), *at)));
}
