//! What was asked before: the plan that a follow-up goes on from, and that can be explained.

use super::draft::Draft;
use super::plan::Plan;

/// The questions so far, as far as the next one may lean on them.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    last: Option<Draft>,
}

impl Conversation {
    /// How the question before was read, if there was one.
    pub(super) fn last(&self) -> Option<&Draft> {
        self.last.as_ref()
    }

    /// The plan of the question before.
    pub(super) fn plan(&self) -> Option<&Plan> {
        self.last.as_ref().map(|draft| &draft.plan)
    }

    /// Keeps how a question was read for the next one.
    pub(super) fn keep(&mut self, draft: Draft) {
        self.last = Some(draft);
    }
}
