//! What the person decided about matches, kept apart from the rows.
//!
//! A choice names transactions by ids that stay the same in any order of import, so that it holds again when
//! the files are read again, and rests while one of its rows is not there.

use super::touched::Stretch;
use super::{Decision, DecisionKind, Index, Ledger, TransactionId, Verdict};
use crate::calendar::Day;
use crate::order::{Arrange as _, Gather as _, HashMap, HashSet};

/// What the person said of one match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What kind of match.
    pub kind: DecisionKind,
    /// The transactions, as the [`Decision`](super::Decision) has them.
    pub transactions: Vec<TransactionId>,
    /// What was said.
    pub verdict: Verdict,
    /// The day it was said, where that is known.
    pub day: Option<Day>,
    /// Of rows that files have alike: the file whose row is said to be another.
    pub file: Option<Box<str>>,
}

impl Choice {
    /// Whether it is of the same rows, in either order.
    fn is_of(&self, transactions: &[TransactionId]) -> bool {
        let reversed = || self.transactions.iter().rev().eq(transactions);
        self.transactions == transactions || self.transactions.len() == 2 && reversed()
    }
}

/// Every choice, in the order they were made; at most one for each match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices(Vec<Choice>);

impl Choices {
    /// Takes a choice in; one of the same match gives way, and [`Verdict::Open`] takes it back.
    ///
    /// Rows that were merged stand for the transaction they are part of: what was said of the one is said of the other.
    pub(crate) fn set(&mut self, choice: Choice, ledger: &Ledger) {
        let places = self.found(ledger, &choice.transactions);
        let rows = |choice: &Choice| {
            let place = |id: &TransactionId| Some(ledger.transaction_of(*places.get(id)?));
            let rows: Option<Vec<Index>> = choice.transactions.iter().map(place).collect();
            let mut rows = rows.filter(|_| !choice.kind.is_merge())?;
            rows.arrange();
            Some(rows)
        };
        let of = rows(&choice);
        self.0.retain(|known| {
            let same_rows = of.is_some() && rows(known) == of;
            !(known.kind.is_akin(choice.kind) && (same_rows || known.is_of(&choice.transactions)))
        });
        if choice.verdict != Verdict::Open {
            self.0.push(choice);
        }
    }

    /// What was said of a match.
    pub(super) fn verdict(&self, decision: &Decision) -> Verdict {
        self.of(decision)
            .map_or(Verdict::Open, |choice| choice.verdict)
    }

    /// The choice that a decision follows, where it is one of the person's.
    pub fn of(&self, decision: &Decision) -> Option<&Choice> {
        let is_it = |choice: &&Choice| {
            choice.kind.is_akin(decision.kind) && choice.is_of(&decision.transactions)
        };
        self.0.iter().find(is_it)
    }

    /// Every choice, in the order they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Choice> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives transactions other ids.
    pub(crate) fn rename(&mut self, ids: &HashMap<TransactionId, TransactionId>) {
        for id in self
            .0
            .iter_mut()
            .flat_map(|choice| &mut choice.transactions)
        {
            *id = ids.get(id).copied().unwrap_or(*id);
        }
    }

    /// The places of the rows that choices name, and of some others.
    fn found(&self, ledger: &Ledger, others: &[TransactionId]) -> HashMap<TransactionId, Index> {
        let named = self.iter().flat_map(|choice| &choice.transactions);
        let wanted: HashSet<TransactionId> = named.chain(others).copied().collect();
        let rows = ledger.every_row().map(|at| (ledger.id(at), at));
        rows.filter(|(id, _)| wanted.contains(id)).collect()
    }

    /// The choices by the places of their rows; those with a row that is not there rest.
    pub(crate) fn places(&self, ledger: &Ledger) -> Placed {
        let mut placed = Placed::default();
        if self.is_empty() {
            return placed;
        }
        let places = self.found(ledger, &[]);
        for choice in self.iter() {
            let rows = choice.transactions.iter().map(|id| places.get(id).copied());
            let Some(rows) = rows.collect::<Option<Vec<Index>>>() else {
                continue;
            };
            let (Some(left), right) = (rows.first().copied(), rows.get(1).copied()) else {
                continue;
            };
            placed.0.push((choice.kind, left, right, choice.verdict));
        }
        placed
    }
}

/// A choice whose rows are here, and their days.
pub(crate) type Held = (
    DecisionKind,
    TransactionId,
    Option<TransactionId>,
    Verdict,
    Stretch,
);

/// Choices by the places of their rows, which hold until the order of the rows changes.
#[derive(Clone, Debug, Default)]
pub struct Placed(Vec<(DecisionKind, Index, Option<Index>, Verdict)>);

impl Placed {
    /// What was said of a match of two rows.
    pub(crate) fn verdict(&self, kind: DecisionKind, left: Index, right: Option<Index>) -> Verdict {
        let same = |known: &&(DecisionKind, Index, Option<Index>, Verdict)| {
            let either = (known.1, known.2) == (left, right)
                || right.is_some_and(|right| (known.1, known.2) == (right, Some(left)));
            known.0 == kind && either
        };
        self.0
            .iter()
            .find(same)
            .map_or(Verdict::Open, |known| known.3)
    }

    /// Whether two rows were said not to belong together, in a match of this kind or one that would be it by another
    /// name.
    pub(crate) fn forbids(&self, kind: DecisionKind, left: Index, right: Option<Index>) -> bool {
        let kinds: &[DecisionKind] = match kind {
            DecisionKind::Duplicate | DecisionKind::Pending => {
                &[DecisionKind::Duplicate, DecisionKind::Pending]
            }
            DecisionKind::Transfer | DecisionKind::Repayment => {
                &[DecisionKind::Transfer, DecisionKind::Repayment]
            }
            DecisionKind::Refund | DecisionKind::Reimbursement => &[DecisionKind::Refund],
        };
        !self.0.is_empty()
            && kinds
                .iter()
                .any(|kind| self.verdict(*kind, left, right) == Verdict::Undone)
    }

    /// Pairs that the person made, or confirmed so that they hold.
    pub(crate) fn held(&self) -> impl Iterator<Item = (DecisionKind, Index, Index, Verdict)> + '_ {
        self.0.iter().filter_map(|(kind, left, right, verdict)| {
            let holds = matches!(verdict, Verdict::Made | Verdict::Confirmed);
            right
                .filter(|_| holds)
                .map(|right| (*kind, *left, right, *verdict))
        })
    }

    /// Matches that were undone.
    pub(crate) fn undone(&self) -> impl Iterator<Item = (DecisionKind, Index, Option<Index>)> + '_ {
        let undone = self.0.iter().filter(|known| known.3 == Verdict::Undone);
        undone.map(|known| (known.0, known.1, known.2))
    }

    /// What holds, by ids that stay, with the days it is of.
    pub(crate) fn told(&self, ledger: &Ledger) -> Vec<Held> {
        let held = self.0.iter().map(|(kind, left, right, verdict)| {
            let day = |at: Index| Stretch::new(ledger.day_of(at), ledger.day_of(at));
            let of = right.map_or(day(*left), |right| day(*left).hull(day(right)));
            let right = right.map(|right| ledger.id(right));
            (*kind, ledger.id(*left), right, *verdict, of)
        });
        held.gather()
    }

    /// The same choices where rows that were merged stand for the transaction they are part of.
    pub(crate) fn of_transactions(mut self, ledger: &Ledger) -> Placed {
        let mut taken: HashMap<Index, bool> = HashMap::default();
        for known in self.0.iter_mut().rev() {
            known.1 = ledger.transaction_of(known.1);
            known.2 = known.2.map(|right| ledger.transaction_of(right));
            let (kind, left, Some(right), Verdict::Made | Verdict::Confirmed) = *known else {
                continue;
            };
            if kind.is_merge() {
                continue;
            }
            let leaves = [left, right].map(|at| ledger.amount_at(at).is_negative());
            let may_share = |n: usize| leaves[n] && kind.is_akin(DecisionKind::Refund);
            // A pending row that never was booked is no transaction.
            let is_free = |n: usize, at: Index| match taken.get(&at) {
                None => at.place() < ledger.len(),
                Some(shared) => *shared && may_share(n),
            };
            if leaves[0] == leaves[1] || !is_free(0, left) || !is_free(1, right) {
                known.3 = Verdict::Open;
                continue;
            }
            taken.insert(left, may_share(0));
            taken.insert(right, may_share(1));
        }
        self
    }
}
