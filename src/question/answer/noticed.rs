//! What the findings noticed: charges taken twice, and what is unusual.

use crate::book::{Flow, Selection};
use crate::insight::{Figure, Finding, FindingKind, Known, double_charges};
use crate::ledger::Index;
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};

use super::super::plan::Measure;
use super::desk::Desk;
use super::{Answer, AnswerRow, Rule, Value};

/// The findings that say that something is not as usual.
pub(super) const UNUSUAL: &[FindingKind] = &[
    FindingKind::DoubleCharge,
    FindingKind::PriceRise,
    FindingKind::LargePurchase,
    FindingKind::CategoryChange,
    FindingKind::NewRecurring,
    FindingKind::LatePayment,
];

/// The findings of some kinds whose transactions lie in the plan's days.
pub(super) fn noticed(desk: &Desk<'_>, kinds: &[FindingKind]) -> Answer {
    let duplicates = desk.plan.measure == Measure::Duplicates;
    let streams = desk.known.streams(desk.book);
    let (today, period) = (desk.calendar.today, desk.plan.period);
    let (charges, then);
    let all = match period {
        _ if duplicates => {
            charges = double_charges(desk.book, streams, today, period);
            charges.as_slice()
        }
        // What was worth a word when those days were over.
        Some(period) if period.last() < today => {
            then = Known::new(period.last());
            then.findings(desk.book)
        }
        _ => desk.known.findings(desk.book),
    };
    let within = |finding: &Finding| {
        let Some(period) = desk.plan.period else {
            return true;
        };
        let last = finding.transactions.last().and_then(|at| desk.date(*at));
        last.is_none_or(|date| period.contains(date))
    };
    // Of one merchant or kind, only what has a row of it.
    let of = (!desk.plan.include.is_empty() || !desk.plan.exclude.is_empty()).then(|| {
        let mut plan = desk.plan.clone();
        (plan.period, plan.flow) = (None, Flow::Any);
        desk.rows_of(&plan)
    });
    let asked = |finding: &Finding| {
        let all_rows = |rows: &Vec<Index>| finding.transactions.iter().any(|at| rows.contains(at));
        of.as_ref().is_none_or(all_rows)
    };
    let found: Vec<&Finding> = all
        .iter()
        .filter(|finding| kinds.contains(&finding.kind) && within(finding) && asked(finding))
        .gather();
    let template = match (found.is_empty(), duplicates) {
        (true, _) if desk.plan.rises => "question-rises-none",
        (false, _) if desk.plan.rises => "question-rises",
        (true, true) => "question-duplicates-none",
        (true, false) => "question-noticed-none",
        (false, true) => "question-duplicates",
        (false, false) => "question-noticed",
    };
    let mut says = Phrase::new(template);
    match found.as_slice() {
        [one] if desk.plan.rises => {
            says.template = "question-rise";
            says.phrase("finding", one.says.clone());
        }
        _ => {
            says.count("count", found.len() as u64)
                .put("about", desk.about());
        }
    }
    let mut included: Vec<Index> = found
        .iter()
        .flat_map(|finding| finding.transactions.iter().copied())
        .gather();
    included.arrange();
    included.dedup();
    let selection = Selection::of(included);
    let rows = found.iter().map(|finding| {
        let value = match finding.figure {
            Figure::Money(money) => Value::Money(money),
            Figure::Count(count) => Value::Count(count),
            _ => Value::None,
        };
        let says = Argument::Phrase(Box::new(finding.says.clone()));
        AnswerRow {
            period: finding.period,
            transaction: match finding.transactions.as_slice() {
                [one] => Some(*one),
                _ => None,
            },
            ..AnswerRow::of(says, value, finding.transactions.len())
        }
    });
    let rows = rows.gather();
    let mut answer = desk.sheet(says, selection);
    answer.rule = Rule::Quoted;
    answer.value = Value::Count(found.len() as u64);
    answer.rows = rows;
    answer
}
