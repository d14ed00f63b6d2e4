//! What changed since the ledger was last looked at, so that only that is worked on again.
//!
//! A file's rows can only be matched and paired with rows of days near its own, so the days it tells of are noted.
//! What is looked for then has a reach of so many days around them, and says why it can be no more. Rows stay in the
//! order of every list, so they move when others come between; where each was is noted from the first that moved on.

use std::ops::Range;

use crate::calendar::Day;

use super::columns::make_room;
use super::{Index, Ledger};

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub(super) first: Day,
    pub(super) last: Day,
}

impl Stretch {
    /// Every day there is.
    pub const ALL: Stretch = Stretch {
        first: Day(i32::MIN),
        last: Day(i32::MAX),
    };

    /// From one day to another.
    pub fn new(first: Day, last: Day) -> Stretch {
        Stretch { first, last }
    }

    /// With so many days more on either side.
    #[inline(never)]
    pub(super) fn around(self, days: i32) -> Stretch {
        Stretch {
            first: Day(self.first.0.saturating_sub(days)),
            last: Day(self.last.0.saturating_add(days)),
        }
    }

    /// Whether a day is among them.
    pub fn has(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// From the first day of either to the last.
    pub fn hull(self, other: Stretch) -> Stretch {
        Stretch {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }
}

/// The days of both.
pub fn either(left: Option<Stretch>, right: Option<Stretch>) -> Option<Stretch> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.hull(right)),
        (left, right) => left.or(right),
    }
}

/// Where rows were, by where they are.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// Rows before this place are where they were.
    from: usize,
    /// Where each row from there on was.
    was: Vec<u32>,
}

/// Stands for where a new row was.
const NEW: u32 = u32::MAX;

impl Moves {
    /// Notes a new row behind all others.
    pub(super) fn push(&mut self) {
        self.was.push(NEW);
    }

    /// Notes that rows from a place on are in another order.
    pub(super) fn reorder(&mut self, from: usize, order: &[u32]) {
        if from < self.from {
            let stayed = from as u32..self.from as u32;
            self.was.splice(..0, stayed);
            self.from = from;
        }
        let was = order.iter().map(|i| self.was[*i as usize - self.from]);
        let was: Vec<u32> = was.collect();
        self.was[from - self.from..].copy_from_slice(&was);
    }

    /// Takes every row for a new one.
    pub(super) fn forget(&mut self, rows: usize) {
        (self.from, self.was) = (0, vec![NEW; rows]);
    }

    /// The same moves, to be forgotten here.
    pub(super) fn take(&mut self) -> Moves {
        let from = self.from + self.was.len();
        let was = Vec::new();
        std::mem::replace(self, Moves { from, was })
    }

    /// A column that went by the places of before, by those of now: so many of them, new ones with `new`.
    pub fn carry<T: Copy>(&self, column: &mut Vec<T>, rows: usize, new: T) {
        let from = self.from.min(column.len()).min(rows);
        let behind: Vec<T> = column[from..].to_vec();
        column.truncate(from);
        make_room(column, rows - from);
        column.extend((from..rows).map(|at| {
            let was = match at.checked_sub(self.from) {
                Some(moved) => self.was.get(moved).map(|was| *was as usize),
                None => Some(at),
            };
            let was = was.and_then(|was| was.checked_sub(from));
            was.and_then(|was| behind.get(was)).copied().unwrap_or(new)
        }));
    }

    /// Where each row is that was at the first place that moved, or behind it.
    fn now(&self) -> Vec<u32> {
        let places = self.was.iter().filter(|was| **was != NEW);
        let mut now = vec![NEW; places.count()];
        for (at, was) in (self.from as u32..).zip(&self.was) {
            if let Some(place) = (*was as usize)
                .checked_sub(self.from)
                .and_then(|was| now.get_mut(was))
            {
                *place = at;
            }
        }
        now
    }

    /// Gives each place of before that of now.
    pub fn follow<'a>(&self, places: impl Iterator<Item = &'a mut Index>) {
        if self.was.is_empty() {
            return;
        }
        let now = self.now();
        for at in places {
            let moved = at.place().checked_sub(self.from);
            if let Some(moved) = moved.and_then(|moved| now.get(moved)) {
                *at = Index(*moved);
            }
        }
    }
}

/// What changed, and where rows have moved.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// The days that files told of, or in which rows are matched otherwise; `None` where nothing changed.
    pub days: Option<Stretch>,
    /// Where rows were.
    pub moves: Moves,
}

impl Ledger {
    /// The places of transactions in some days.
    pub fn places(&self, days: Stretch) -> Range<usize> {
        let dates = &self.rows.posting[..self.live];
        dates.partition_point(|day| *day < days.first)
            ..dates.partition_point(|day| *day <= days.last)
    }

    /// The places of rows in some days, those behind the transactions included.
    pub(super) fn every_place(&self, days: Stretch) -> impl Iterator<Item = usize> + Clone + use<> {
        let behind = &self.rows.posting[self.live..self.rows.len() - self.parts];
        let from = self.live + behind.partition_point(|day| *day < days.first);
        let to = self.live + behind.partition_point(|day| *day <= days.last);
        self.places(days).chain(from..to)
    }

    /// From the day of the first row to that of the last, those behind the transactions included.
    pub(super) fn all_days(&self) -> Option<Stretch> {
        let (live, behind) = self.rows.posting[..self.rows.len() - self.parts].split_at(self.live);
        let of = |days: &[Day]| Some(Stretch::new(*days.first()?, *days.last()?));
        either(of(live), of(behind))
    }

    /// The day of a row.
    pub fn day_of(&self, at: Index) -> Day {
        let day = self.rows.posting.get(at.place());
        day.copied().unwrap_or(Day(0))
    }
}
