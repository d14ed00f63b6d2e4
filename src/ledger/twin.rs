//! Rows that files have alike in every field and that are two purchases by the person's word.
//!
//! ```text
//! march.csv   2026-03-31  -3.60  KETTLE AND CRUMB
//! april.csv   2026-03-31  -3.60  KETTLE AND CRUMB    one transaction; by the person's word two: the second is a twin
//! ```
//!
//! What is said is an undone [`Choice`](super::Choice) of the twin and the row it was taken for, named by the ids they
//! have as the first and the second of a kind. So it says how many there are at the least, and not that there is one
//! more: a file that has both fulfils it, and the same file again adds nothing. While fewer rows were read than that,
//! it rests. Twins follow from it and are made anew whenever rows or choices change.

use super::columns::Columns;
use super::{DecisionKind, Index, Ledger, Source, TransactionId, Verdict};
use crate::calendar::Period;
use crate::order::{AddAll as _, Arrange as _, Gather as _, HashMap, HashSet};

/// A row that was made of another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Twin {
    row: Index,
    /// The row that some of its sources were of.
    of: Index,
}

impl Twin {
    /// The same twin after rows moved.
    pub(super) fn moved(self, to: impl Fn(Index) -> Index) -> Twin {
        Twin {
            row: to(self.row),
            of: to(self.of),
        }
    }
}

impl Ledger {
    /// Gives twins back to the rows they were made of.
    pub(super) fn drop_twins(&mut self) {
        if self.twins.is_empty() {
            return;
        }
        // The last one was made of what the others left.
        while let Some(twin) = self.twins.pop() {
            let mut sources: Vec<Source> = self.row_sources(twin.of).gather();
            sources.add_all(self.row_sources(twin.row));
            self.also_in.retain(|(at, _)| *at != twin.row);
            self.place_sources(twin.of, sources);
            self.rows.take_out(twin.row);
            let moved = |at: Index| match at > twin.row {
                true => Index(at.0 - 1),
                false => at,
            };
            for (at, _) in &mut self.also_in {
                *at = moved(*at);
            }
            for left in &mut self.twins {
                *left = Twin {
                    row: moved(left.row),
                    of: moved(left.of),
                };
            }
        }
        // A row may have been a twin again: what is one is found anew.
        self.merges.clear();
        self.rows.hidden.fill(false);
        self.touch_all();
        self.settle_order(0);
    }

    /// Makes the twins that the person's choices ask for and that rows were read for.
    pub(super) fn make_twins(&mut self) {
        let mut wanted = Vec::new();
        for (new, of, file) in self.said_twins() {
            wanted.push((new, of, file.map(Box::<str>::from)));
        }
        if wanted.is_empty() {
            return;
        }
        let mut places: HashMap<TransactionId, Option<Index>> = wanted
            .iter()
            .flat_map(|(new, of, _)| [(*new, None), (*of, None)])
            .collect();
        for at in self.every_row() {
            if let Some(place) = places.get_mut(&self.id(at)) {
                *place = Some(at);
            }
        }
        let place = |id: TransactionId| places.get(&id).copied().flatten();
        let mut made = Vec::new();
        let mut known = HashSet::default();
        for (new, of, file) in wanted {
            // The same twin may have been said of two rows that are alike.
            if let (None, Some(of)) = (place(new), place(of))
                && known.insert(new)
                && let Some(number) = self.number_of(of, new)
            {
                made.push((of, number, file, self.alike(of)));
            }
        }
        made.arrange_by(|left, right| (left.0, left.1).cmp(&(right.0, right.1)));
        for (of, number, file, alike) in made {
            // Those made of the same rows before are alike as well.
            let twins = self.twins.iter().filter(|twin| alike.contains(&twin.of));
            let twins: Vec<Index> = twins.map(|twin| twin.row).gather();
            let alike: Vec<Index> = alike.into_iter().chain(twins).gather();
            self.make_twin(of, number, file.as_deref(), &alike);
        }
        self.settle_order(0);
        if !self.twins.is_empty() {
            self.touch_all();
        }
    }

    /// Makes a row of some sources of one that has several: those of the file it was said of, where it has more.
    fn make_twin(&mut self, of: Index, number: u16, file: Option<&str>, alike: &[Index]) {
        let is_named = |source: &Source| {
            let name = self.files.get(usize::from(source.file));
            name.is_some_and(|name| Some(&**name) == file)
        };
        let several = alike.iter().filter(|at| self.row_sources(**at).count() > 1);
        let donor = several.min_by_key(|at| {
            let has_named = self.row_sources(**at).any(|source| is_named(&source));
            (!has_named, **at != of, **at)
        });
        // Fewer rows were read than that.
        let Some(donor) = donor.copied() else {
            return;
        };
        let all: Vec<Source> = self.row_sources(donor).gather();
        let (mut moved, mut left): (Vec<Source>, Vec<Source>) = all.into_iter().partition(is_named);
        if moved.is_empty() {
            moved.add_all(left.pop());
        } else if left.is_empty() {
            left.push(moved.remove(0));
        }
        let Some(source) = moved.first().copied() else {
            return;
        };
        let row = Index(self.rows.len() as u32);
        self.rows.push_twin(donor.place(), source, number);
        self.place_sources(donor, left);
        self.place_sources(row, moved);
        self.twins.push(Twin { row, of: donor });
    }

    /// The files that have a row. Those of a twin and of the row it was taken for have both: what the person told apart
    /// is in each of them, and no other row of theirs is it again.
    pub(super) fn files_with(&self, at: Index) -> Vec<u16> {
        let twins = self.twins.iter().flat_map(|twin| [twin.row, twin.of]);
        let alike = twins.filter(|other| *other != at && self.are_alike(at, *other));
        let mut files = Vec::new();
        for row in std::iter::once(at).chain(alike) {
            for source in self.row_sources(row) {
                if !files.contains(&source.file) {
                    files.push(source.file);
                }
            }
        }
        files
    }

    /// Says where a row was read: first the file it came with.
    fn place_sources(&mut self, at: Index, mut sources: Vec<Source>) {
        sources.arrange();
        self.also_in.retain(|(known, _)| *known != at);
        let mut sources = sources.into_iter();
        if let (Some(first), Some(source)) = (sources.next(), self.rows.source.get_mut(at.place()))
        {
            *source = first;
        }
        self.also_in.add_all(sources.map(|source| (at, source)));
        self.also_in.arrange();
    }

    /// What was said of rows alike: the twin's id, that of the row it was taken for, and the file it was said of.
    fn said_twins(&self) -> impl Iterator<Item = (TransactionId, TransactionId, Option<&str>)> {
        self.choices.iter().filter_map(|choice| {
            let said = choice.kind == DecisionKind::Duplicate && choice.verdict == Verdict::Undone;
            match choice.transactions[..] {
                [new, of] if said => Some((new, of, choice.file.as_deref())),
                _ => None,
            }
        })
    }

    /// The twins that were said of some rows, by those: the row, the twin's id and its number among those alike.
    pub(super) fn twins_said_of(
        &self,
        rows: &HashMap<TransactionId, Index>,
    ) -> Vec<(Index, TransactionId, u16)> {
        let said = self.said_twins().filter_map(|(new, of, _)| {
            let at = *rows.get(&of)?;
            Some((at, new, self.number_of(at, new)?))
        });
        said.gather()
    }

    /// Which of the rows alike has this id, whether it is there or not.
    fn number_of(&self, at: Index, id: TransactionId) -> Option<u16> {
        let alike = self.alike(at);
        let read: usize = alike.iter().map(|at| self.row_sources(*at).count()).sum();
        // LIMIT: so many rows alike in one ledger that a number has no room.
        let read = u16::try_from(read).unwrap_or(u16::MAX);
        (0..read).find(|number| self.id_numbered(at, *number) == id)
    }

    /// The rows that are alike in every field, the row itself among them.
    fn alike(&self, at: Index) -> Vec<Index> {
        let Some(day) = self.rows.posting.get(at.place()) else {
            return Vec::new();
        };
        let day = Period::inclusive(day.to_date(), day.to_date());
        let near = day.into_iter().flat_map(|day| self.every_row_in(day));
        let near = near.map(|i| Index(i as u32));
        near.filter(|other| self.are_alike(at, *other)).gather()
    }

    /// Whether two rows are the same in every field that tells rows apart.
    pub(super) fn are_alike(&self, left: Index, right: Index) -> bool {
        let told = |at: Index| {
            let i = at.place();
            (
                self.rows.posting.get(i),
                self.rows.account.get(i),
                self.rows.descriptor.get(i),
                self.rows.pending.get(i),
                self.amount_at(at),
                self.currency_at(at),
            )
        };
        left == right || told(left) == told(right)
    }

    /// How it is said that a row stands for two purchases: the id of the next one, and of the row it was taken for.
    ///
    /// Shape: `taken` are ids that are given away already; `None` where the row was read only once.
    pub(crate) fn next_twin(
        &self,
        at: Index,
        taken: &[TransactionId],
    ) -> Option<[TransactionId; 2]> {
        let alike = self.alike(at);
        if self.row_sources(at).count() < 2 {
            return None;
        }
        let is_twin = |at: &Index| self.twins.iter().any(|twin| twin.row == *at);
        let of = match is_twin(&at) {
            true => alike.iter().copied().find(|at| !is_twin(at))?,
            false => at,
        };
        let known: Vec<TransactionId> = alike.iter().map(|at| self.id(*at)).gather();
        let mut numbers = (1..u16::MAX).map(|number| self.id_numbered(of, number));
        let next = numbers.find(|id| !known.contains(id) && !taken.contains(id))?;
        Some([next, self.id(of)])
    }
}

impl Columns {
    fn take_out(&mut self, at: Index) {
        let at = at.place();
        self.posting.remove(at);
        self.amount.remove(at);
        self.balance.remove(at);
        self.scale.remove(at);
        self.currency.remove(at);
        self.account.remove(at);
        self.descriptor.remove(at);
        self.pending.remove(at);
        self.hidden.remove(at);
        self.occurrence.remove(at);
        self.source.remove(at);
        self.facts.remove(at);
    }

    /// Another row like one that is here.
    fn push_twin(&mut self, of: usize, source: Source, number: u16) {
        self.posting.push(self.posting[of]);
        self.amount.push(self.amount[of]);
        self.balance.push(self.balance[of]);
        self.scale.push(self.scale[of]);
        self.currency.push(self.currency[of]);
        self.account.push(self.account[of]);
        self.descriptor.push(self.descriptor[of]);
        self.pending.push(self.pending[of]);
        self.hidden.push(false);
        self.occurrence.push(number);
        self.source.push(source);
        self.facts.push(self.facts[of]);
        self.moves.push();
    }
}
