//! Sorting lists, and finding by key, by code that is compiled once.
//!
//! The standard library compiles its sort anew for each type and each closure: 55 of them were 340 KB of the
//! engine, a quarter of its code. [`Arrange`] sorts places through one merge sort and then moves the items.
//! The one sort of every row that is read keeps the standard one. A hash table that grows was 47 times in the engine, 40 KB:
//! [`HashMap`] has one table for all types.
//!
//! ```
//! use farthing::order::Arrange as _;
//!
//! let mut words = ["pear", "fig", "plum", "apple"];
//! words.arrange_by_key(|word| word.len());
//! assert_eq!(words, ["fig", "pear", "plum", "apple"]);
//! ```

mod hashed;

use std::cmp::Ordering;

pub use hashed::{Entry, HashMap, HashSet};
pub(crate) use hashed::{MISSING, Places};

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

    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering) {
        put_in_order(&mut Sorting {
            items: self,
            compare,
        });
    }
}

/// A list and its order, as the one sort sees them.
struct Sorting<'s, T, F> {
    items: &'s mut [T],
    compare: F,
}

/// What the one sort asks of a list: all by places, so that what each list compiles anew is these three.
trait Sort {
    fn length(&self) -> usize;
    fn compare(&mut self, left: usize, right: usize) -> Ordering;
    fn swap(&mut self, one: usize, other: usize);
}

impl<T, F: FnMut(&T, &T) -> Ordering> Sort for Sorting<'_, T, F> {
    fn length(&self) -> usize {
        self.items.len()
    }

    fn compare(&mut self, left: usize, right: usize) -> Ordering {
        (self.compare)(&self.items[left], &self.items[right])
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.items.swap(one, other);
    }
}

/// Moves each item to its place.
fn put_in_order(list: &mut dyn Sort) {
    let mut order = places(list);
    for start in 0..order.len() {
        let mut at = start;
        while order[at] != start {
            let from = std::mem::replace(&mut order[at], at);
            list.swap(at, from);
            at = from;
        }
        order[at] = at;
    }
}

/// How many places are put in order one by one before runs are merged: as in most merge sorts.
const RUN: usize = 16;

/// The places of a list in the order of its items.
fn places(list: &mut dyn Sort) -> Vec<usize> {
    let length = list.length();
    let mut order: Vec<usize> = (0..length).collect();
    for run in order.chunks_mut(RUN) {
        for end in 1..run.len() {
            let mut at = end;
            while at > 0 && list.compare(run[at - 1], run[at]) == Ordering::Greater {
                run.swap(at - 1, at);
                at -= 1;
            }
        }
    }
    if length <= RUN {
        return order;
    }
    let mut merged = order.clone();
    let mut width = RUN;
    while width < length {
        for (from, to) in order.chunks(width * 2).zip(merged.chunks_mut(width * 2)) {
            let (left, right) = from.split_at(width.min(from.len()));
            let (mut l, mut r) = (0, 0);
            // What is in order already is only taken over.
            if let (Some(last), Some(first)) = (left.last(), right.first())
                && list.compare(*last, *first) != Ordering::Greater
            {
                to.copy_from_slice(from);
                continue;
            }
            for slot in to {
                let take_left = r == right.len()
                    || l < left.len() && list.compare(left[l], right[r]) != Ordering::Greater;
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

/// Collecting into lists, for what is not done for every row that is read.
pub trait Gather: Iterator + Sized {
    /// A list of the items. [`Iterator::collect`] makes room ahead, by code that each place has of its own.
    fn gather(self) -> Vec<Self::Item> {
        let mut items = Vec::new();
        items.add_all(self);
        items
    }
}

impl<I: Iterator> Gather for I {}

/// Adding to lists in the same way, one by one, the items handed on by what makes them: asked for one after the other,
/// each is an `Option` at every step on its way.
pub trait AddAll<T> {
    /// Adds the items at the end, or the one there may be.
    fn add_all(&mut self, items: impl IntoIterator<Item = T>);
}

impl<T> AddAll<T> for Vec<T> {
    fn add_all(&mut self, items: impl IntoIterator<Item = T>) {
        items.into_iter().for_each(|item| self.push(item));
    }
}

/// A few values by key, in the order of the keys: a list, where a tree's code would weigh more than it saves.
///
/// ```
/// use farthing::order::Keyed;
///
/// let mut ages = Keyed::default();
/// ages.insert("tawny", 4);
/// ages.insert("barn", 2);
/// assert_eq!(ages.get(&"tawny"), Some(&4));
/// assert_eq!(ages.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["barn", "tawny"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed<K, V>(Vec<(K, V)>);

impl<K, V> Default for Keyed<K, V> {
    fn default() -> Keyed<K, V> {
        Keyed(Vec::new())
    }
}

impl<K: Ord, V> Keyed<K, V> {
    /// The value of a key.
    pub fn get<Q: ?Sized + PartialEq>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
    {
        let mut entries = self.0.iter();
        let found = entries.find(|(known, _)| known.borrow() == key);
        found.map(|(_, value)| value)
    }

    /// Sets the value of a key.
    pub fn insert(&mut self, key: K, value: V) {
        let at = self.0.iter().position(|(known, _)| *known >= key);
        match at.and_then(|at| self.0.get_mut(at)) {
            Some(entry) if entry.0 == key => entry.1 = value,
            _ => self.0.insert(at.unwrap_or(self.0.len()), (key, value)),
        }
    }

    /// Takes the value of a key out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let at = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.remove(at).1)
    }

    /// Keeps the values that are wanted.
    pub fn retain(&mut self, mut is_wanted: impl FnMut(&K, &V) -> bool) {
        self.0.retain(|(key, value)| is_wanted(key, value));
    }

    /// Lets go of every value.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Keyed<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Keyed<K, V> {
        let mut keyed = Keyed::default();
        let entries = entries.into_iter();
        entries.for_each(|(key, value)| keyed.insert(key, value));
        keyed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyed_values_are_those_of_a_tree() {
        let mut keyed = Keyed::default();
        let mut tree = std::collections::BTreeMap::new();
        for (at, key) in [5u32, 1, 9, 5, 3, 1].into_iter().enumerate() {
            keyed.insert(key, at);
            tree.insert(key, at);
        }
        assert_eq!((keyed.remove(&9), keyed.remove(&9)), (Some(2), None));
        tree.remove(&9);
        assert!(keyed.iter().eq(tree.iter()));
        assert_eq!(
            (keyed.len(), keyed.get(&5), keyed.get(&4)),
            (3, Some(&3), None)
        );
    }

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
