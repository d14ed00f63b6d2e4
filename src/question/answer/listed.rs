//! The rows themselves: all that match, the largest, the smallest.

use crate::book::Flow;
use crate::category::Group;
use crate::ledger::Index;
use crate::money::Amount;
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::Phrase;

use super::super::plan::Measure;
use super::desk::Desk;
use super::grouped::argument;
use super::{Answer, AnswerRow, Value};

/// How many rows a list shows; the others can be opened.
const LISTED: usize = 50;

/// How many rows stand below the largest.
const RANKED: usize = 5;

/// The rows, by amount where amounts were asked for, else newest first.
pub(super) fn list(desk: &Desk<'_>) -> Answer {
    let mut selection = desk.select();
    let include = &desk.plan.include;
    let by_amount = include.min_amount.is_some() && include.min_amount != include.max_amount;
    let mut rows = selection.rows.clone();
    let limit = desk.plan.limit.map_or(LISTED, |limit| limit as usize);
    match by_amount {
        true => rows = first_by_magnitude(desk, &rows, limit, Least::No),
        false if desk.plan.oldest_first => {}
        false => rows.reverse(),
    }
    let count = match desk.plan.limit {
        Some(_) => selection.rows.len().min(limit),
        None => selection.rows.len(),
    };
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
    let mut says = Phrase::new(template);
    let totals = desk.book.totals(&selection.rows);
    match latest {
        Some(at) => {
            says.template = match desk.plan.oldest_first {
                true => "question-earliest",
                false => "question-latest",
            };
            put_row(desk, &mut says, at);
        }
        None => {
            says.count("count", count as u64)
                .put("figure", desk.counted(&selection.rows, &totals));
        }
    }
    // What holds whatever the days says nothing by all of them.
    let undated = latest.is_some() || include.pending || desk.is_review();
    let everywhere = undated && desk.plan.period == desk.book.ledger().covered();
    let days = desk.plan.period.filter(|_| !everywhere);
    says.put("about", desk.about_in(days));
    let mut answer = desk.sheet_of(says, selection, totals.first());
    answer.value = match latest.and_then(|at| desk.date(at)) {
        Some(date) => Value::Date(date),
        None => Value::Count(count as u64),
    };
    answer.rows = rows
        .iter()
        .take(limit)
        .map(|at| desk.transaction_row(*at))
        .gather();
    answer
}

/// The largest or smallest rows, or groups where the plan has some.
pub(super) fn ranking(desk: &Desk<'_>) -> Answer {
    let (_, mut selection) = desk.select_main();
    let all = std::mem::take(&mut selection.rows);
    let least = desk.plan.measure == Measure::Smallest;
    let limit = desk.limit(RANKED);
    let order = if least { Least::Yes } else { Least::No };
    let total = all.len();
    let mut rows = first_by_magnitude(desk, &all, limit, order);
    let whole = desk.plan.limit;
    let shown: Vec<AnswerRow> = rows
        .iter()
        .take(limit)
        .map(|at| desk.transaction_row(*at))
        .gather();
    let template = match (rows.is_empty(), least, desk.plan.flow) {
        (true, ..) => "question-nothing",
        (_, true, Flow::Purchases) => "question-smallest",
        (_, true, _) => "question-smallest-row",
        (_, _, Flow::Purchases) => "question-largest",
        _ => "question-largest-row",
    };
    let named = whole.map_or(1, u64::from).min(total as u64);
    let mut says = Phrase::new(template);
    says.count("count", named).put("about", desk.about());
    let mut value = Value::None;
    if let (Some(first), Some(row)) = (rows.first(), shown.first()) {
        put_row(desk, &mut says, *first);
        value = row.value.clone();
    }
    let is_housing = |at: &Index| desk.book.group(*at) == Group::Housing;
    let apart = match rows.first().is_some_and(is_housing) && !least {
        true => {
            let others = all.iter().copied().filter(|at| !is_housing(at));
            others.max_by_key(|at| magnitude(desk, *at))
        }
        false => None,
    };
    rows.truncate(named as usize);
    rows.arrange();
    selection.rows = rows;
    let mut answer = desk.sheet(says, selection);
    answer.value = value;
    answer.rows = shown;
    if let Some(at) = apart {
        put_row(desk, answer.note("question-largest-apart"), at);
    }
    answer
}

fn put_row(desk: &Desk<'_>, phrase: &mut Phrase, at: Index) {
    let row = desk.transaction_row(at);
    phrase.put("figure", argument(&row.value));
    if desk.plan.include.merchants.len() != 1 && desk.plan.flow != Flow::Moves {
        let inward = matches!(desk.plan.flow, Flow::Income | Flow::Refunds);
        phrase.put(if inward { "from" } else { "payee" }, row.says);
    }
    if let Some(date) = desk.date(at) {
        phrase.date("date", date);
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

/// The first rows by magnitude, largest or smallest first; of equal ones the newest.
fn first_by_magnitude(desk: &Desk<'_>, rows: &[Index], count: usize, least: Least) -> Vec<Index> {
    let is_before = |one: &(Amount, Index), other: &(Amount, Index)| match least {
        Least::No => one > other,
        Least::Yes => one < other,
    };
    if count > FEW {
        let mut sorted = rows.to_vec();
        sorted.arrange_by(|one, other| {
            let (one, other) = (magnitude(desk, *one), magnitude(desk, *other));
            match least {
                Least::No => other.cmp(&one),
                Least::Yes => one.cmp(&other),
            }
        });
        sorted.truncate(count);
        return sorted;
    }
    let mut first: Vec<(Amount, Index)> = Vec::with_capacity(count + 1);
    let (mantissas, scales) = desk.book.ledger().amount_columns();
    // The last one kept, once there are enough: of as many places, most rows fall by their digits.
    let mut last = (0, u8::MAX);
    for at in rows {
        let i = at.place();
        if let (Some(mantissa), Some(scale)) = (mantissas.get(i), scales.get(i))
            && *scale == last.1
            && match least {
                Least::No => mantissa.abs() < last.0,
                Least::Yes => mantissa.abs() > last.0,
            }
        {
            continue;
        }
        let row = magnitude(desk, *at);
        if first.len() == count && first.last().is_none_or(|last| is_before(last, &row)) {
            continue;
        }
        let place = first.partition_point(|kept| is_before(kept, &row));
        first.insert(place, row);
        first.truncate(count);
        if let [.., (kept, _)] = first.as_slice()
            && first.len() == count
        {
            last = (kept.mantissa(), kept.scale());
        }
    }
    first.into_iter().map(|(_, at)| at).gather()
}

fn magnitude(desk: &Desk<'_>, at: Index) -> (Amount, Index) {
    (desk.book.ledger().amount_at(at).abs(), at)
}
