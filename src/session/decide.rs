//! Matches as the person reviews them, and what the person says of one.

use std::cmp::Reverse;
use std::sync::Arc;

use super::history::{Cause, Deed};
use super::{Refusal, Session};
use crate::ledger::{Choice, Decided, Decision, DecisionKind, Index, TransactionId, Verdict};
use crate::money::Amount;
use crate::order::{Arrange as _, Gather as _, HashMap};

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
            rows: decision.transactions.iter().filter_map(place).gather(),
            decision,
        });
        let mut reviewed: Vec<Reviewed> = reviewed.gather();
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

    /// Begins to act on what the person says of a match: of one there is, of one they make, or that a row which files
    /// have alike stands for two purchases.
    ///
    /// Errors: there is no such match or row; two rows cannot be matched so.
    pub fn begin_decide(&mut self, choice: Choice) -> Result<(), Refusal> {
        self.cancel_import();
        let said = match choice.verdict {
            Verdict::Made => vec![self.made(choice)?],
            _ => self.said_of_known(choice)?,
        };
        let mut target = self.declared.clone();
        let mut deed = Deed::Decide(Verdict::Open);
        for choice in said {
            deed = Deed::Decide(choice.verdict);
            target.choices.set(choice, self.book.ledger());
        }
        self.begin_following(target, Cause::Deed(deed))
    }

    /// What is said of a match that is listed, or of one row that files have alike.
    fn said_of_known(&mut self, mut choice: Choice) -> Result<Vec<Choice>, Refusal> {
        let reviewed = self.reviewed();
        let is_alike = |one: &&Reviewed| matches!(one.decision.because, Decided::SameRows { .. });
        let is_it = |one: &&Reviewed| {
            one.decision.kind == choice.kind && one.decision.transactions == choice.transactions
        };
        let known = reviewed.iter().find(is_it);
        if choice.verdict == Verdict::Undone && choice.kind == DecisionKind::Duplicate {
            let of_rows = |one: &&Reviewed| {
                let rows = &one.decision.transactions;
                choice.transactions.iter().all(|id| rows.contains(id))
            };
            let mut alike = reviewed.iter().filter(is_alike);
            let repeated = alike
                .find(of_rows)
                .filter(|_| !choice.transactions.is_empty());
            if let Some(one) = repeated
                && known.is_none_or(|one| is_alike(&one))
            {
                if let (Decided::SameRows { file }, None) = (one.decision.because, &choice.file) {
                    let name = self.book.ledger().files().get(usize::from(file));
                    choice.file = name.map(|name| (&**name).into());
                }
                return self.twins(&choice);
            }
        }
        if known.is_none() {
            return Err(Refusal::Unknown);
        }
        // The file stays the one that was said.
        let held = self.declared.choices.iter();
        let mut held = held.filter(|held| held.transactions == choice.transactions);
        choice.file = held.find_map(|held| held.file.clone());
        Ok(vec![choice])
    }

    /// That rows which files have alike are two purchases each.
    fn twins(&self, choice: &Choice) -> Result<Vec<Choice>, Refusal> {
        let ledger = self.book.ledger();
        let mut said = Vec::new();
        let mut taken = Vec::new();
        for at in ledger.every_row() {
            if !choice.transactions.contains(&ledger.id(at)) {
                continue;
            }
            let next = ledger.next_twin(at, &taken).ok_or(Refusal::Unknown)?;
            taken.push(next[0]);
            said.push(Choice {
                transactions: next.to_vec(),
                ..choice.clone()
            });
        }
        Ok(said)
    }

    /// A match of the person's own, as it is kept.
    fn made(&self, mut choice: Choice) -> Result<Choice, Refusal> {
        let ledger = self.book.ledger();
        let [left, right] = choice.transactions[..] else {
            return Err(Refusal::Unknown);
        };
        let place = |id| ledger.indices().find(|at| ledger.id(*at) == id);
        let (left, right) = place(left).zip(place(right)).ok_or(Refusal::Unknown)?;
        let leaves = |at| ledger.amount_at(at).is_negative();
        let same_account = self.book.account(left) == self.book.account(right);
        if choice.kind.is_merge() {
            let same_currency = ledger.currency_at(left) == ledger.currency_at(right);
            if left == right || leaves(left) != leaves(right) || !same_account || !same_currency {
                return Err(Refusal::NotOne);
            }
            choice.kind = match ledger.is_pending(left) != ledger.is_pending(right) {
                true => DecisionKind::Pending,
                false => DecisionKind::Duplicate,
            };
            return Ok(choice);
        }
        let between = matches!(
            choice.kind,
            DecisionKind::Transfer | DecisionKind::Repayment
        );
        if leaves(left) == leaves(right) || between && same_account {
            return Err(Refusal::NotPaired);
        }
        Ok(choice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            day: None,
            file: None,
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
