//! Entries that stand for each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::household::Household;

/// Entries that no statement tells apart once they are booked: in each file the same day, amount and words.
pub(super) struct Twins(BTreeMap<usize, Vec<usize>>);

impl Twins {
    pub(super) fn of(household: &Household) -> Twins {
        // Where and how each entry was seen once it was booked.
        let mut sights: BTreeMap<usize, Vec<(usize, i32, &str)>> = BTreeMap::new();
        for (f, file) in household.files.iter().enumerate() {
            for row in file.rows.iter().filter(|row| !row.pending) {
                let of = sights.entry(row.entry).or_default();
                of.push((f, row.day, &row.text));
            }
        }
        // Or the same in truth: a file taken at midday may have one of the two.
        let mut seen: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        let mut same: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        for (n, sights) in &sights {
            let entry = &household.entries[*n];
            let texts: BTreeSet<&str> = sights.iter().map(|sight| sight.2).collect();
            let truth = (entry.account, entry.posted, entry.made, entry.minor, texts);
            same.entry(truth).or_default().insert(*n);
            let key = (entry.account, entry.minor, sights);
            seen.entry(key).or_default().insert(*n);
        }
        let mut twins: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for group in seen.values().chain(same.values()) {
            for n in group {
                twins.entry(*n).or_default().extend(group);
            }
        }
        let twins = twins.into_iter();
        Twins(
            twins
                .map(|(n, class)| (n, class.into_iter().collect()))
                .collect(),
        )
    }

    pub(super) fn class(&self, entry: usize) -> &[usize] {
        self.0.get(&entry).map_or(&[], |class| class)
    }

    pub(super) fn count(&self, entry: usize) -> usize {
        self.class(entry).len()
    }

    pub(super) fn are(&self, left: usize, right: usize) -> bool {
        self.class(left).contains(&right)
    }
}
