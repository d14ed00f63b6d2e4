//! Rows put together as one transaction.

use super::super::DecisionKind;
use super::super::choice::Placed;
use super::{Edge, Loose};
use crate::order::{Arrange as _, Gather as _, HashMap};

/// Loose rows put together, so that no file has two rows of a group.
pub(super) struct Groups {
    pub(super) group: Vec<usize>,
    pub(super) members: Vec<Vec<usize>>,
    pub(super) files: Vec<Vec<u16>>,
}

impl Groups {
    pub(super) fn new(loose: &[Loose]) -> Groups {
        Groups {
            group: (0..loose.len()).gather(),
            members: (0..loose.len()).map(|n| vec![n]).gather(),
            files: loose.iter().map(|row| row.files.clone()).gather(),
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
        let mut pairs = self.members[l]
            .iter()
            .flat_map(|l| self.members[r].iter().map(|r| (&loose[*l], &loose[*r])));
        amounts_agree
            && !pairs.any(|(l, r)| l.is_alike(r))
            && self.are_allowed(left, right, loose, placed)
    }

    /// Whether the person has not said of any two rows of the groups that they are two.
    pub(super) fn are_allowed(
        &self,
        left: usize,
        right: usize,
        loose: &[Loose],
        placed: &Placed,
    ) -> bool {
        let (l, r) = (self.group[left], self.group[right]);
        self.members[l].iter().all(|l| {
            self.members[r]
                .iter()
                .all(|r| !placed.forbids(DecisionKind::Duplicate, loose[*l].at, Some(loose[*r].at)))
        })
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

    /// Gives two pairs each the other's second row, where that is as well spoken for and nearer in time: of several
    /// alike that two files date differently, the first of one is the first of the other.
    pub(super) fn uncross(
        &mut self,
        loose: &[Loose],
        edges: &[Edge],
        edge_of: &mut [Option<usize>],
        is_held: &[bool],
        order: &[u32],
    ) {
        let found: HashMap<(usize, usize), usize> = edges
            .iter()
            .enumerate()
            .flat_map(|(n, edge)| [((edge.left, edge.right), n), ((edge.right, edge.left), n)])
            .collect();
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (group, members) in self.members.iter().enumerate() {
            let [one, other] = members[..] else {
                continue;
            };
            let first_file = (&loose[one].files, one) <= (&loose[other].files, other);
            let (l, r) = if first_file {
                (one, other)
            } else {
                (other, one)
            };
            // What the person said stays.
            if found.contains_key(&(l, r)) && !is_held[l] && !is_held[r] {
                pairs.push((group, l, r));
            }
        }
        // What is booked with another amount than was held has any.
        let side = |row: &Loose| (row.account, row.slot, row.amount, row.pending);
        let other_side = |row: &Loose| (row.account, row.slot, row.pending);
        pairs.arrange_by(|(_, l, r), (_, other_l, other_r)| {
            let of = |left: usize, right: usize| {
                let (l, r) = (&loose[left], &loose[right]);
                let files = (&l.files, &r.files);
                (side(l), other_side(r), files, l.day, order[left])
            };
            of(*l, *r).cmp(&of(*other_l, *other_r))
        });
        let worth = |of: [(usize, usize); 2]| {
            let [Some(one), Some(other)] = of.map(|pair| found.get(&pair).map(|n| &edges[*n]))
            else {
                return None;
            };
            let squared = one.days * one.days + other.days * other.days;
            Some((one.strength + other.strength, -squared))
        };
        for _ in 0..ROUNDS {
            let mut crossed = false;
            for n in 0..pairs.len() {
                for m in n + 1..pairs.len().min(n + 1 + NEIGHBOURS) {
                    let ((group, l, r), (other_group, other_l, other_r)) = (pairs[n], pairs[m]);
                    let alike = side(&loose[l]) == side(&loose[other_l])
                        && other_side(&loose[r]) == other_side(&loose[other_r])
                        && loose[l].files == loose[other_l].files
                        && loose[r].files == loose[other_r].files;
                    if !alike {
                        break;
                    }
                    let swapped = worth([(l, other_r), (other_l, r)]);
                    if swapped.is_none() || swapped <= worth([(l, r), (other_l, other_r)]) {
                        continue;
                    }
                    for (at, group, l, r) in [(n, group, l, other_r), (m, other_group, other_l, r)]
                    {
                        pairs[at] = (group, l, r);
                        self.members[group] = vec![l, r];
                        self.group[r] = group;
                        let edge = found.get(&(l, r)).copied();
                        (edge_of[l], edge_of[r]) = (edge, edge);
                    }
                    crossed = true;
                }
            }
            if !crossed {
                break;
            }
        }
    }
}

/// How often pairs are gone through for ones that are crossed, and how many next to each are tried.
const ROUNDS: usize = 4;
const NEIGHBOURS: usize = 8;
