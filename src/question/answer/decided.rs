//! What was decided of rows: which are the same, which belong together, and how many of each wait for the person.

use crate::book::Selection;
use crate::ledger::{Decision, DecisionKind, Index, Verdict};
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};

use super::desk::Desk;
use super::{Answer, AnswerRow, Rule, Value};

/// The decisions that hold, by kind, with the rows they are about that lie in the plan's days.
pub(super) fn decisions(desk: &Desk<'_>) -> Answer {
    let ledger = desk.book.ledger();
    let mut decisions = desk.book.decisions();
    decisions.retain(|decision| decision.verdict != Verdict::Undone);
    let mut places: Vec<_> = ledger.indices().map(|at| (ledger.id(at), at)).gather();
    places.arrange();
    let rows_of = |decision: &Decision| -> Vec<Index> {
        let found = decision.transactions.iter().filter_map(|id| {
            let place = places.binary_search_by(|(known, _)| known.cmp(id)).ok()?;
            Some(places[place].1)
        });
        found.gather()
    };
    let is_in = |at: &Index| match (desk.plan.period, desk.date(*at)) {
        (Some(period), Some(date)) => period.contains(date),
        (Some(_), None) => false,
        (None, _) => true,
    };
    let mut rows = Vec::new();
    let mut included: Vec<Index> = Vec::new();
    let mut total = 0u64;
    let asked = |kind: &DecisionKind| {
        !desk.plan.same || matches!(kind, DecisionKind::Duplicate | DecisionKind::Pending)
    };
    for kind in DecisionKind::ALL.into_iter().filter(asked) {
        let mut count = 0;
        for decision in decisions.iter().filter(|decision| decision.kind == kind) {
            let about = rows_of(decision);
            if about.iter().any(is_in) {
                count += 1;
                included.extend(about);
            }
        }
        if count > 0 {
            let says = Argument::Label(label(kind));
            rows.push(AnswerRow::of(says, Value::Count(count), 0));
            total += count;
        }
    }
    included.arrange();
    included.dedup();
    let template = match total {
        0 if desk.plan.same => "question-merged-none",
        _ if desk.plan.same => "question-merged",
        0 => "question-decisions-none",
        _ => "question-decisions",
    };
    let mut says = Phrase::new(template);
    says.count("count", total).put("about", desk.about_days());
    let selection = Selection::of(included);
    let mut answer = desk.sheet(says, selection);
    // Its rows are of both directions: a sum of them says nothing.
    answer.net = None;
    (answer.gross, answer.refunds) = (None, None);
    answer.rule = Rule::Quoted;
    answer.value = Value::Count(total);
    answer.rows = rows;
    answer
}

fn label(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Duplicate => "decided-duplicate",
        DecisionKind::Pending => "decided-pending",
        DecisionKind::Transfer => "decided-transfer",
        DecisionKind::Repayment => "decided-repayment",
        DecisionKind::Refund => "decided-refund",
        DecisionKind::Reimbursement => "decided-reimbursement",
    }
}
