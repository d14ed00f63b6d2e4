//! Sorting lists by code that is compiled once.
//!
//! The standard library compiles its sort anew for each type and each closure: 55 of them were 340 KB of the
//! engine, a quarter of its code. [`Arrange`] sorts places through one merge sort and then moves the items.
//! The one sort of every row that is read keeps the standard one.
//!
//! ```
//! use farthing::order::Arrange as _;
//!
//! let mut words = ["pear", "fig", "plum", "apple"];
//! words.arrange_by_key(|word| word.len());
//! assert_eq!(words, ["fig", "pear", "plum", "apple"]);
//! ```

use std::cmp::Ordering;

/// Stable sorting of lists.
pub trait Arrange<T> {
    /// Puts the items in order; equal ones keep theirs.
    fn arrange(&mut self)
    where
        T: Ord;

    /// Puts the items in the order of a key; equal ones keep theirs.
    fn arrange_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);

    /// Puts the items in the order of a comparison; equal ones keep theirs.
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);
}

impl<T> Arrange<T> for [T] {
    fn arrange(&mut self)
    where
        T: Ord,
    {
        self.arrange_by(T::cmp);
    }

    fn arrange_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.arrange_by(|left, right| key(left).cmp(&key(right)));
    }

    fn arrange_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut order = places(self.len(), &mut |left, right| {
            compare(&self[left], &self[right])
        });
        for start in 0..self.len() {
            let mut at = start;
            while order[at] != start {
                let from = std::mem::replace(&mut order[at], at);
                self.swap(at, from);
                at = from;
            }
            order[at] = at;
        }
    }
}

/// How many places are put in order one by one before runs are merged: as in most merge sorts.
const RUN: usize = 16;

/// The places of a list in the order of its items.
fn places(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    for run in order.chunks_mut(RUN) {
        for end in 1..run.len() {
            let mut at = end;
            while at > 0 && compare(run[at - 1], run[at]) == Ordering::Greater {
                run.swap(at - 1, at);
                at -= 1;
            }
        }
    }
    let mut merged = order.clone();
    let mut width = RUN;
    while width < length {
        for (from, to) in order.chunks(width * 2).zip(merged.chunks_mut(width * 2)) {
            let (left, right) = from.split_at(width.min(from.len()));
            let (mut l, mut r) = (0, 0);
            // What is in order already is only taken over.
            if let (Some(last), Some(first)) = (left.last(), right.first())
                && compare(*last, *first) != Ordering::Greater
            {
                to.copy_from_slice(from);
                continue;
            }
            for slot in to {
                let take_left = r == right.len()
                    || l < left.len() && compare(left[l], right[r]) != Ordering::Greater;
                if take_left {
                    *slot = left[l];
                    l += 1;
                } else {
                    *slot = right[r];
                    r += 1;
                }
            }
        }
        std::mem::swap(&mut order, &mut merged);
        width *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_orders_as_the_standard_sort_does() {
        let mut state = 7u32;
        for length in [0, 1, 2, 15, 16, 17, 33, 100, 257] {
            let list: Vec<(u32, usize)> = (0..length)
                .map(|at| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 28, at)
                })
                .collect();
            let (mut ours, mut theirs) = (list.clone(), list);
            ours.arrange_by_key(|item| item.0);
            theirs.sort_by_key(|item| item.0);
            assert_eq!(ours, theirs);
        }
    }
}
