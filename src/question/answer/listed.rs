//! The rows themselves: all that match, the largest, the smallest.

use crate::book::{Flow, Selection};
use crate::category::Group;
use crate::ledger::Index;
use crate::money::Amount;
use crate::order::Arrange as _;
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
    let shown = desk.plan.limit.map_or(LISTED, |limit| limit as usize);
    match by_amount {
        true => first_by_magnitude(desk, &mut rows, shown, Least::No),
        false if desk.plan.oldest_first => {}
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
        _ if desk.is_review() => "question-review",
        _ if include.pending => "question-pending",
        Flow::Any | Flow::Moves | Flow::Kept => "question-list-signed",
        _ => "question-count-list",
    };
    let latest = rows.first().copied().filter(|_| desk.plan.limit == Some(1));
    let says = match latest {
        Some(at) => {
            let row = desk.transaction_row(at);
            let template = match desk.plan.oldest_first {
                true => "question-earliest",
                false => "question-latest",
            };
            with_row(desk, Phrase::new(template), at, &row)
        }
        None => Phrase::new(template)
            .with("count", Argument::Count(count as u64))
            .with(
                "figure",
                moneys(&match desk.is_review() {
                    true => desk.magnitudes(&selection.rows),
                    false => desk.figures(&selection.rows),
                }),
            ),
    };
    // What holds whatever the days says nothing by all of them.
    let undated = latest.is_some() || include.pending || desk.is_review();
    let everywhere = undated && desk.plan.period == desk.book.ledger().covered();
    let days = desk.plan.period.filter(|_| !everywhere);
    let says = says.with("about", desk.about_in(days));
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
    let least = desk.plan.measure == Measure::Smallest;
    let limit = desk
        .plan
        .limit
        .map_or(RANKED, |limit| limit as usize)
        .max(1);
    let apart = rows
        .iter()
        .copied()
        .filter(|at| !least && desk.book.group(*at) != Group::Housing)
        .max_by_key(|at| magnitude(desk, *at));
    let order = if least { Least::Yes } else { Least::No };
    let total = rows.len();
    first_by_magnitude(desk, &mut rows, limit, order);
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
    let named = whole.map_or(1, u64::from).min(total as u64);
    let mut says = Phrase::new(template)
        .with("count", Argument::Count(named))
        .with("about", desk.about());
    let mut value = Value::None;
    if let (Some(first), Some(row)) = (rows.first(), shown.first()) {
        says = with_row(desk, says, *first, row);
        value = row.value.clone();
    }
    let housing = rows
        .first()
        .is_some_and(|at| desk.book.group(*at) == Group::Housing);
    let note = apart.filter(|_| housing).map(|at| {
        let row = desk.transaction_row(at);
        with_row(desk, Phrase::new("question-largest-apart"), at, &row)
    });
    let mut counted: Vec<Index> = rows.iter().copied().take(named as usize).collect();
    counted.arrange();
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
    let mut phrase = phrase.with("figure", argument(&row.value));
    if desk.plan.include.merchants.len() != 1 {
        phrase = phrase.with("payee", row.says.clone());
    }
    match desk.date(at) {
        Some(date) => phrase.with("date", Argument::Date(date)),
        None => phrase,
    }
}

/// Which end of the order comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Least {
    No,
    Yes,
}

/// How many rows are kept in order while all the others pass; more are sorted with them.
const FEW: usize = 100;

/// Keeps the first rows by magnitude, largest or smallest first; of equal ones the newest.
fn first_by_magnitude(desk: &Desk<'_>, rows: &mut Vec<Index>, count: usize, least: Least) {
    let order = |left: &Index, right: &Index| {
        let (left, right) = (magnitude(desk, *left), magnitude(desk, *right));
        match least {
            Least::No => right.cmp(&left),
            Least::Yes => left.cmp(&right),
        }
    };
    if count > FEW {
        rows.arrange_by(order);
        rows.truncate(count);
        return;
    }
    let mut first: Vec<Index> = Vec::with_capacity(count + 1);
    for at in rows.iter() {
        if first.len() == count && first.last().is_none_or(|last| order(last, at).is_le()) {
            continue;
        }
        let place = first.partition_point(|kept| order(kept, at).is_le());
        first.insert(place, *at);
        first.truncate(count);
    }
    *rows = first;
}

fn magnitude(desk: &Desk<'_>, at: Index) -> (Amount, Index) {
    (desk.book.ledger().amount_at(at).abs(), at)
}
