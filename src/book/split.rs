//! What the person noted on transactions, and transactions split into parts of several categories.
//!
//! ```text
//! MARLOWS 60.00    groceries 45.00, gifts 15.00    a figure of groceries counts the part of 45.00
//! ```
//!
//! A figure that counts all of a transaction counts the transaction, one that counts a category counts the parts that
//! are of it; so that rows stay those of the statements, and sums by category are those of the parts.

use super::{Book, CountsAs, NO_CATEGORY, NO_MERCHANT};
use crate::calendar::Day;
use crate::category::{Assignment, Reason, Target};
use crate::ledger::{Index, TransactionId};
use crate::money::Amount;
use crate::order::{AddAll as _, Arrange as _, Gather as _, HashMap};
use crate::stats::Confidence;

/// By what a transaction is known that something was said of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Its id when it was said.
    pub id: TransactionId,
    /// The id of the same row on any account, for when its account is found to be another.
    pub plain: TransactionId,
    /// The day it was said, where that is known.
    pub day: Option<Day>,
}

/// What the person noted on a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Their words.
    pub note: Box<str>,
    /// Their tags.
    pub tags: Vec<Box<str>>,
}

/// A part of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// A category's code, or the name of the person's own.
    pub category: Box<str>,
    /// Signed, as the transaction's is; the parts of one add up to it.
    pub amount: Amount,
    /// What the person noted on the part.
    pub note: Box<str>,
}

/// What was said of transactions, at most one of each for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Notes and tags.
    pub notes: Vec<(Kept, Mark)>,
    /// Parts.
    pub splits: Vec<(Kept, Vec<Part>)>,
}

/// What was said, by the places of the rows.
#[derive(Default)]
pub(super) struct Marked {
    said: Marks,
    notes: Vec<(Index, Mark)>,
    splits: Vec<Split>,
    /// The day of the last of what was said of each.
    days: HashMap<Index, Day>,
    /// Of every part: its transaction, what it is, its note.
    parts: Vec<(Index, Option<Target>, Box<str>)>,
    first: u32,
}

struct Split {
    whole: Index,
    from: u32,
    to: u32,
    /// What it is as one row.
    whole_is: (u8, CountsAs),
}

impl Marked {
    /// Whether any transaction is split.
    pub(super) fn is_split(&self) -> bool {
        !self.splits.is_empty()
    }

    /// The transactions with a note or tag that contains a word, in order.
    pub(super) fn noted(&self, has: impl Fn(&str) -> bool) -> Vec<Index> {
        let says = |mark: &Mark| has(&mark.note) || mark.tags.iter().any(|tag| has(tag));
        let notes = self.notes.iter().filter(|(_, mark)| says(mark));
        let parts = self.parts.iter().filter(|(_, _, note)| has(note));
        let mut noted: Vec<Index> = notes.map(|(at, _)| *at).gather();
        noted.add_all(parts.map(|(whole, _, _)| *whole));
        noted.arrange();
        noted
    }
}

impl Book {
    /// Sets what the person said of transactions; [`Book::refresh`] then acts on it.
    pub fn set_marks(&mut self, marks: &Marks) {
        self.marked.said.clone_from(marks);
    }

    /// What the person said of transactions.
    pub(super) fn marks(&self) -> &Marks {
        &self.marked.said
    }

    /// What the person noted on a transaction.
    pub fn mark(&self, at: Index) -> Option<&Mark> {
        let notes = &self.marked.notes;
        let found = notes.binary_search_by_key(&at, |(at, _)| *at);
        found.ok().map(|found| &notes[found].1)
    }

    /// Every transaction with a note, tags or parts, in order.
    pub fn edited(&self) -> Vec<Index> {
        let notes = self.marked.notes.iter().map(|(at, _)| *at);
        let splits = self.marked.splits.iter().map(|split| split.whole);
        let mut edited: Vec<Index> = notes.chain(splits).gather();
        edited.arrange();
        edited.dedup();
        edited
    }

    /// The day on which the person last noted something on a transaction or split it.
    pub fn edited_on(&self, at: Index) -> Option<Day> {
        self.marked.days.get(&at).copied()
    }

    /// The parts of a transaction, by their places; none where it is not split.
    pub fn parts(&self, at: Index) -> impl ExactSizeIterator<Item = Index> + use<> {
        let splits = &self.marked.splits;
        let found = match splits.is_empty() {
            true => None,
            false => splits.binary_search_by_key(&at, |split| split.whole).ok(),
        };
        let places = found.map_or(0..0, |found| splits[found].from..splits[found].to);
        places.map(Index)
    }

    /// The transaction that a part is of, and the part's note; `None` for a transaction.
    pub fn part_of(&self, at: Index) -> Option<(Index, &str)> {
        let number = at.0.checked_sub(self.marked.first)? as usize;
        let (whole, _, note) = self.marked.parts.get(number)?;
        Some((*whole, note))
    }

    /// The transaction itself, or the one a part is of.
    pub(super) fn whole(&self, at: Index) -> Index {
        self.part_of(at).map_or(at, |(whole, _)| whole)
    }

    /// The same rows with parts in place of what is split.
    pub fn parted(&self, rows: &[Index]) -> Vec<Index> {
        let mut parted = Vec::with_capacity(rows.len());
        for at in rows {
            let before = parted.len();
            parted.add_all(self.parts(*at));
            if parted.len() == before {
                parted.push(*at);
            }
        }
        parted
    }

    /// What a part is.
    pub(super) fn target_of_part(&self, at: Index) -> Option<Target> {
        let number = at.0.checked_sub(self.marked.first)? as usize;
        self.marked.parts.get(number)?.1
    }

    /// The part of a split transaction that it is known by where it is one row: the largest.
    pub(super) fn main_part(&self, at: Index) -> Option<Index> {
        let amount = |part: &Index| self.ledger.amount_at(*part).abs();
        let mut parts = self.parts(at);
        let mut most = parts.next()?;
        for part in parts {
            if amount(&part) > amount(&most) {
                most = part;
            }
        }
        Some(most)
    }

    /// Takes parts away, and makes what was split whole again.
    pub(super) fn lift_marks(&mut self) {
        for split in std::mem::take(&mut self.marked.splits) {
            let i = split.whole.place();
            (self.category[i], self.counts_as[i]) = split.whole_is;
        }
        self.marked.parts.clear();
        self.marked.first = u32::MAX;
    }

    /// Puts what was said of transactions where they are now.
    pub(super) fn put_marks(&mut self) {
        self.marked.notes.clear();
        self.marked.days.clear();
        let said = std::mem::take(&mut self.marked.said);
        if !said.notes.is_empty() || !said.splits.is_empty() {
            let places = self.places_of(&said);
            let kept = said.notes.iter().map(|(kept, _)| kept);
            for kept in kept.chain(said.splits.iter().map(|(kept, _)| kept)) {
                if let (Some(at), Some(day)) = (places.get(&kept.id), kept.day) {
                    let last = self.marked.days.entry(*at).or_insert(day);
                    *last = day.max(*last);
                }
            }
            for (kept, mark) in &said.notes {
                if let Some(at) = places.get(&kept.id) {
                    self.marked.notes.push((*at, mark.clone()));
                }
            }
            self.marked.notes.arrange_by_key(|(at, _)| *at);
            self.marked.notes.dedup_by_key(|(at, _)| *at);
            let found = said.splits.iter().filter_map(|(kept, parts)| {
                let at = *places.get(&kept.id)?;
                // A row that came to another amount is whole again.
                is_whole(parts, self.ledger.amount_at(at)).then_some((at, parts))
            });
            let mut found: Vec<(Index, &Vec<Part>)> = found.gather();
            found.arrange_by_key(|(at, _)| *at);
            found.dedup_by_key(|(at, _)| *at);
            self.put_parts(&found);
        } else {
            self.ledger.set_parts(&[]);
        }
        self.marked.said = said;
    }

    /// Every transaction that something was said of, by the id it had then.
    fn places_of(&self, said: &Marks) -> HashMap<TransactionId, Index> {
        let notes = said.notes.iter().map(|(kept, _)| *kept);
        let kept: Vec<Kept> = notes
            .chain(said.splits.iter().map(|(kept, _)| *kept))
            .gather();
        let by_plain: HashMap<TransactionId, TransactionId> =
            kept.iter().map(|kept| (kept.plain, kept.id)).collect();
        let mut places: HashMap<TransactionId, Option<Index>> =
            kept.iter().map(|kept| (kept.id, None)).collect();
        let mut plain: Vec<(TransactionId, Index)> = Vec::new();
        for at in self.ledger.every_row() {
            if let Some(place) = places.get_mut(&self.ledger.id(at)) {
                *place = Some(self.ledger.transaction_of(at));
            } else if let Some(id) = by_plain.get(&self.ledger.plain_id(at)) {
                plain.push((*id, self.ledger.transaction_of(at)));
            }
        }
        for (id, at) in plain {
            if let Some(place) = places.get_mut(&id) {
                place.get_or_insert(at);
            }
        }
        let found = places.into_iter();
        found.filter_map(|(id, at)| Some((id, at?))).collect()
    }

    fn put_parts(&mut self, found: &[(Index, &Vec<Part>)]) {
        let amounts = found
            .iter()
            .flat_map(|(at, parts)| parts.iter().map(|part| (*at, part.amount)));
        let amounts: Vec<(Index, Amount)> = amounts.gather();
        let first = self.ledger.set_parts(&amounts);
        if amounts.is_empty() {
            return;
        }
        self.marked.first = first.0;
        let rows = first.place();
        self.naming.resize(rows, 0);
        self.assignment.resize(rows, 0);
        self.merchant.resize(rows, NO_MERCHANT);
        self.category.resize(rows, NO_CATEGORY);
        self.counts_as.resize(rows, CountsAs::Purchase);
        for (whole, parts) in found {
            let from = self.counts_as.len() as u32;
            for part in *parts {
                self.put_part(*whole, part);
            }
            self.marked.splits.push(Split {
                whole: *whole,
                from,
                to: self.counts_as.len() as u32,
                whole_is: (self.category[whole.place()], self.counts_as[whole.place()]),
            });
            if let Some(most) = self.main_part(*whole) {
                self.category[whole.place()] = self.category[most.place()];
                self.counts_as[whole.place()] = self.counts_as[most.place()];
            }
        }
    }

    fn put_part(&mut self, whole: Index, part: &Part) {
        let target = self.said.target(&part.category);
        let (at, of) = (Index(self.counts_as.len() as u32), whole.place());
        self.naming.push(self.naming[of]);
        self.merchant.push(self.merchant[of]);
        self.assignment.push(self.assignments.len() as u32);
        self.assignments.push(Assignment {
            category: target.map(|target| target.category),
            confidence: Confidence::CERTAIN,
            reason: Reason::Correction,
            guesses: Vec::new(),
        });
        let category = target.map_or(NO_CATEGORY, |target| target.category.index() as u8);
        self.category.push(category);
        let counts_as = match self.pair_of(whole) {
            Some(_) => self.counts_as[of],
            None => self.nature(at),
        };
        self.counts_as.push(counts_as);
        self.marked.parts.push((whole, target, part.note.clone()));
    }
}

/// Whether parts, none of them nothing, add up to an amount.
pub fn is_whole(parts: &[Part], amount: Amount) -> bool {
    let mut sum = crate::money::Total::default();
    sum.add(amount.negated());
    for part in parts {
        sum.add(part.amount);
    }
    sum.is_zero() && parts.len() > 1 && parts.iter().all(|part| !part.amount.is_zero())
}
