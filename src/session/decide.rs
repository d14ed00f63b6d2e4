//! Matches as the person reviews them, and what the person says of one.

use std::cmp::Reverse;
use std::sync::Arc;

use hashbrown::HashMap;

use super::history::{Cause, Deed};
use super::{Refusal, Session};
use crate::ledger::{Choice, Decided, Decision, Index, TransactionId, Verdict};
use crate::money::Amount;
use crate::order::Arrange as _;

/// A match less sure than this waits for the person: at and above it, the evaluation of matches finds none wrong.
const REVIEW_BELOW: u8 = 90;

/// A match with its rows.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// The match.
    pub decision: Decision,
    /// Its rows that are here, in its order.
    pub rows: Vec<Index>,
    /// Whether it waits for the person.
    pub needs_review: bool,
}

impl Session {
    /// Every match, those that wait for the person first, then by the amount, the largest first.
    ///
    /// Worked out once until the book changes.
    pub fn reviewed(&mut self) -> Arc<Vec<Reviewed>> {
        if let Some(reviewed) = &self.reviewed {
            return Arc::clone(reviewed);
        }
        let decisions = self.book.decisions();
        let ledger = self.book.ledger();
        let named = decisions.iter().flat_map(|decision| &decision.transactions);
        let mut places: HashMap<TransactionId, Option<Index>> =
            named.map(|id| (*id, None)).collect();
        for at in ledger.every_row().filter(|_| !decisions.is_empty()) {
            if let Some(place) = places.get_mut(&ledger.id(at)) {
                *place = Some(at);
            }
        }
        let place = |id: &TransactionId| places.get(id).copied().flatten();
        let reviewed = decisions.into_iter().map(|decision| Reviewed {
            needs_review: decision.verdict == Verdict::Open
                && decision.confidence.hundredths() < REVIEW_BELOW,
            rows: decision.transactions.iter().filter_map(place).collect(),
            decision,
        });
        let mut reviewed: Vec<Reviewed> = reviewed.collect();
        let amount = |at: &Index| ledger.amount_at(*at).abs();
        reviewed.arrange_by_key(|one| {
            let largest: Option<Amount> = one.rows.iter().map(amount).max();
            (
                !one.needs_review,
                Reverse(largest),
                Reverse(one.rows.first().copied()),
            )
        });
        let reviewed = Arc::new(reviewed);
        self.reviewed = Some(Arc::clone(&reviewed));
        reviewed
    }

    /// Begins to act on what the person says of a match.
    ///
    /// Errors: there is no such match, or it is of rows that a file repeats, which goes with the file; of one the person
    /// makes, no such row.
    pub fn begin_decide(&mut self, choice: Choice) -> Result<(), Refusal> {
        self.cancel_import();
        let known = match choice.verdict {
            Verdict::Made => {
                let ledger = self.book.ledger();
                let here = |id| ledger.indices().any(|at| ledger.id(at) == id);
                let [left, right] = choice.transactions[..] else {
                    return Err(Refusal::Unknown);
                };
                left != right && here(left) && here(right)
            }
            _ => self.reviewed().iter().any(|one| {
                let decision = &one.decision;
                // Rows alike in everything are told apart by their files alone.
                !matches!(decision.because, Decided::SameRows { .. })
                    && decision.kind == choice.kind
                    && decision.transactions == choice.transactions
            }),
        };
        if !known {
            return Err(Refusal::Unknown);
        }
        let deed = Deed::Decide(choice.verdict);
        let mut target = self.declared.clone();
        target.choices.set(choice);
        self.begin_following(target, Cause::Deed(deed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::DecisionKind;
    use crate::native::EncodingRs;
    use crate::session::Way;

    #[test]
    fn a_match_is_undone_made_again_and_survives_a_file_read_anew() {
        let mut session = Session::new(Box::new(EncodingRs));
        let run = |session: &mut Session| while session.step_import().is_some() {};
        session.begin_sample();
        run(&mut session);
        let first = |session: &mut Session| {
            let all = session.reviewed();
            let is_transfer = |one: &&Reviewed| {
                one.decision.kind == DecisionKind::Transfer && one.rows.len() == 2
            };
            all.iter().find(is_transfer).unwrap().decision.clone()
        };
        let decision = first(&mut session);
        let pairs = session.book().pairs().len();
        let said = |verdict| Choice {
            kind: decision.kind,
            transactions: decision.transactions.clone(),
            verdict,
        };
        session.begin_decide(said(Verdict::Undone)).unwrap();
        run(&mut session);
        assert_eq!(session.book().pairs().len(), pairs - 1);
        session.begin_step(Way::Undo).unwrap();
        run(&mut session);
        assert_eq!(session.book().pairs().len(), pairs);
        session.begin_step(Way::Redo).unwrap();
        run(&mut session);
        assert_eq!(session.book().pairs().len(), pairs - 1);
        session.begin_decide(said(Verdict::Open)).unwrap();
        run(&mut session);
        assert_eq!(session.book().pairs().len(), pairs);
        let unknown = Choice {
            transactions: Vec::new(),
            ..said(Verdict::Confirmed)
        };
        assert_eq!(session.begin_decide(unknown), Err(Refusal::Unknown));
    }

    #[test]
    fn what_waits_for_the_person_comes_first() {
        let mut session = Session::new(Box::new(EncodingRs));
        session.begin_sample();
        while session.step_import().is_some() {}
        let all = session.reviewed();
        assert!(!all.is_empty());
        assert!(all.is_sorted_by_key(|one| !one.needs_review));
    }
}
