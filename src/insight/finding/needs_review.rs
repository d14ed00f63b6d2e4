//! Rows without a certain category, waiting for a word.

use crate::book::Flow;
use crate::calendar::plus_days;
use crate::ledger::Index;
use crate::phrase::{Argument, Phrase};

use super::look::{Look, score};
use super::{Figure, Finding, FindingKind, Reason, Rule};

/// Over how many days the queue is counted: a year; older rows change no figure that is shown.
const DAYS: i32 = 365;

/// Rows of so many thousandths of a usual month rank highest: two months.
const LARGE: i64 = 2000;

/// For how many days it stands before it is worth saying again.
const STANDS_DAYS: i32 = 31;

pub(super) fn find(look: &Look<'_>) -> Option<Finding> {
    let period = look.last_days(DAYS)?;
    let mut rows: Vec<Index> = look.rows(Flow::Any, Some(period));
    rows.retain(|at| look.book.needs_review(*at));
    let largest = rows
        .iter()
        .copied()
        .max_by_key(|at| (look.magnitude(*at), *at))?;
    let sum = look.sum(&rows);
    let count = rows.len() as u64;
    Some(Finding {
        kind: FindingKind::NeedsReview,
        score: score(30, 60, sum, look.floor(LARGE)),
        period: Some(period),
        figure: Figure::Count(count),
        rule: Rule::Proved,
        caption: Some(Phrase::new("caption-rows").with("count", Argument::Count(count))),
        numbers: vec![("count", Argument::Count(count)), ("sum", look.amount(sum))],
        says: Phrase::new("rows-need-category").with("count", Argument::Count(count)),
        because: Some(
            Phrase::new("rows-need-category-because")
                .with("sum", look.amount(sum))
                .with("merchant", look.payee(largest))
                .with("largest", look.amount(look.magnitude(largest)))
                .with("count", Argument::Count(count)),
        ),
        transactions: rows,
        reason: Reason::Rows(count),
        expires: plus_days(look.today, STANDS_DAYS),
        ask: Phrase::new("ask-needs-review").sentence(),
    })
}
