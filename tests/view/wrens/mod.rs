//! A small invented household in wire messages: what the engine would send, with sums that add up.

mod answers;
mod files;
mod ledger;
mod month;

use farthing::wire::*;

pub(crate) use answers::{breakdown, groceries, lowest, not_understood, so_far, why_up};
pub(crate) use files::{accounts, report, sample};
pub(crate) use ledger::{groceries_proof, rows};
pub(crate) use month::{months_chart, overview};

pub(crate) fn gbp(amount: &str) -> Money {
    Money {
        amount: amount.to_owned(),
        currency: Some("GBP".to_owned()),
    }
}

pub(crate) fn period(start: &str, end: &str) -> Period {
    Period {
        start: start.to_owned(),
        end: end.to_owned(),
    }
}

pub(crate) fn says(template: &str, arguments: &[(&str, Argument)]) -> Says {
    let arguments = arguments
        .iter()
        .map(|(name, argument)| ((*name).to_owned(), argument.clone()))
        .collect();
    Says {
        template: template.to_owned(),
        arguments,
    }
}

pub(crate) fn february() -> Period {
    period("2026-02-01", "2026-03-01")
}

pub(crate) fn row(
    label: &str,
    amount: &str,
    count: u64,
    group: Option<&str>,
    share: &str,
) -> AnswerRow {
    AnswerRow {
        label: label.to_owned(),
        says: Some(match group {
            Some(group) if label != group => Argument::Label(format!("group-{group}")),
            _ => Argument::Text(label.to_owned()),
        }),
        value: Value::Money(gbp(amount)),
        count,
        share: Some(share.to_owned()),
        group: group.map(str::to_owned),
        ..AnswerRow::default()
    }
}
