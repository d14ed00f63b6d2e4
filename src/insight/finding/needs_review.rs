//! Rows without a certain category, waiting for a word.

use crate::book::Flow;
use crate::ledger::Index;

use super::look::Look;
use super::told::{Words, told};
use super::{Finding, FindingKind};

/// Over how many days the queue is counted: a year; older rows change no figure that is shown.
const DAYS: i32 = 365;

/// Rows of so many thousandths of a usual month rank highest: two months.
const LARGE: i64 = 2000;

pub(super) fn find(look: &Look<'_>) -> Option<Finding> {
    let period = look.last_days(DAYS)?;
    let mut rows: Vec<Index> = look.rows(Flow::Any, Some(period));
    rows.retain(|at| look.book.needs_review(*at));
    let largest = rows
        .iter()
        .copied()
        .max_by_key(|at| (look.magnitude(*at), *at))?;
    let sum = look.sum(&rows);
    let mut told = told();
    look.tell(&mut told, "sum", sum);
    look.tell(&mut told, "largest", look.magnitude(largest));
    told.count("count", rows.len() as u64)
        .count("days", period.days().unsigned_abs().into())
        .put("merchant", look.payee(largest));
    let mut finding = WORDS.finding(look, sum, told, rows);
    finding.period = Some(period);
    if let (Some(because), 1) = (&mut finding.because, finding.transactions.len()) {
        because.template = "row-needs-category-because";
    }
    Some(finding)
}

const WORDS: Words = Words {
    kind: FindingKind::NeedsReview,
    bounds: (30, 60),
    large: LARGE,
    figure: "count",
    numbers: "count sum",
    caption: "caption-days days",
    says: "rows-need-category count",
    because: "rows-need-category-because sum merchant largest count",
    ask: "ask-needs-review",
};
