//! What was asked before: the plan a follow-up goes on from, and the answer that can be explained.

use crate::ledger::Index;
use crate::money::Money;

use super::answer::Answer;
use super::plan::Plan;

/// The questions so far, as far as the next one may lean on them.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    last: Option<Last>,
}

/// The answer before.
#[derive(Clone, Debug)]
pub(super) struct Last {
    /// How it was read.
    pub(super) plan: Plan,
    /// How many rows were counted.
    pub(super) count: usize,
    /// How many were left out that a reader might have expected.
    pub(super) left_out: usize,
    /// What the counted rows come to, one a currency.
    pub(super) sums: Vec<Money>,
    /// The rows counted.
    pub(super) included: Vec<Index>,
}

impl Conversation {
    /// The answer before, if there was one.
    pub(super) fn last(&self) -> Option<&Last> {
        self.last.as_ref()
    }

    /// Keeps an answer that the next question may go on from.
    pub(super) fn keep(&mut self, answer: &Answer, sums: Vec<Money>) {
        let Some(plan) = &answer.plan else {
            return;
        };
        self.last = Some(Last {
            plan: plan.clone(),
            count: answer.included.len(),
            left_out: answer.left_out.iter().map(|(_, rows)| rows.len()).sum(),
            sums,
            included: answer.included.clone(),
        });
    }
}
