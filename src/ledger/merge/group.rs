//! Rows put together as one transaction.

use crate::money::Amount;
use crate::order::Arrange as _;

use super::super::choice::Placed;
use super::super::{AccountId, DecisionKind, Index, Ledger};
use super::Loose;

/// Loose rows put together, so that no file has two rows of a group.
pub(super) struct Groups {
    pub(super) group: Vec<usize>,
    pub(super) members: Vec<Vec<usize>>,
    pub(super) files: Vec<Vec<u16>>,
}

impl Groups {
    pub(super) fn new(loose: &[Loose]) -> Groups {
        Groups {
            group: (0..loose.len()).collect(),
            members: (0..loose.len()).map(|n| vec![n]).collect(),
            files: loose.iter().map(|row| row.files.clone()).collect(),
        }
    }

    pub(super) fn may_join(
        &self,
        left: usize,
        right: usize,
        loose: &[Loose],
        placed: &Placed,
    ) -> bool {
        let (l, r) = (self.group[left], self.group[right]);
        if l == r
            || self.files[l]
                .iter()
                .any(|file| self.files[r].contains(file))
        {
            return false;
        }
        let booked = |group: usize| self.members[group].iter().find(|n| !loose[**n].pending);
        let amounts_agree = booked(l)
            .zip(booked(r))
            .is_none_or(|(l, r)| loose[*l].amount == loose[*r].amount);
        let allowed = self.members[l].iter().all(|l| {
            self.members[r]
                .iter()
                .all(|r| !placed.forbids(DecisionKind::Duplicate, loose[*l].at, Some(loose[*r].at)))
        });
        amounts_agree && allowed
    }

    pub(super) fn join(&mut self, left: usize, right: usize) {
        let (to, from) = (self.group[left], self.group[right]);
        if to == from {
            return;
        }
        let members = std::mem::take(&mut self.members[from]);
        for n in &members {
            self.group[*n] = to;
        }
        self.members[to].extend(members);
        let files = std::mem::take(&mut self.files[from]);
        self.files[to].extend(files);
    }

    /// Of several alike that two files date differently, the first of one is the first of the other.
    pub(super) fn uncross(&mut self, ledger: &Ledger, loose: &[Loose], order: &[u32]) {
        let says = |n: usize| letters_of(ledger, loose[n].at);
        type Alike = (AccountId, u8, Amount, Vec<u16>, Vec<u16>, String, String);
        let mut alike: Vec<(Alike, usize, usize, usize)> = Vec::new();
        for (group, members) in self.members.iter().enumerate() {
            let [l, r] = members[..] else {
                continue;
            };
            if loose[l].pending || loose[r].pending {
                continue;
            }
            let (l, r) = if loose[l].files <= loose[r].files {
                (l, r)
            } else {
                (r, l)
            };
            let row = &loose[l];
            let key = (
                row.account,
                row.slot,
                row.amount,
                row.files.clone(),
                loose[r].files.clone(),
                says(l),
                says(r),
            );
            alike.push((key, group, l, r));
        }
        alike.arrange_by(|left, right| {
            left.0
                .cmp(&right.0)
                .then(order[left.2].cmp(&order[right.2]))
        });
        for run in alike
            .chunk_by(|left, right| left.0 == right.0)
            .filter(|run| run.len() > 1)
        {
            let mut rights: Vec<usize> = run.iter().map(|(_, _, _, r)| *r).collect();
            rights.arrange_by_key(|n| order[*n]);
            for ((_, group, l, _), r) in run.iter().zip(rights) {
                self.members[*group] = vec![*l, r];
                self.group[r] = *group;
            }
        }
    }
}

/// The letters of a row's descriptor.
fn letters_of(ledger: &Ledger, at: Index) -> String {
    let text = ledger.texts.get(ledger.rows.descriptor[at.place()]);
    text.chars()
        .filter(|letter| letter.is_alphabetic())
        .collect()
}
