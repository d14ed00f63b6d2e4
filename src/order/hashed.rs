use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::mem::replace;

use hashbrown::HashTable;

/// Values by key, found by hash and passed over in the order in which their keys came.
///
/// ```
/// use farthing::order::HashMap;
///
/// let mut seen: HashMap<&str, u32> = HashMap::default();
/// for word in ["fig", "pear", "fig"] {
///     *seen.entry(word).or_default() += 1;
/// }
/// assert_eq!(seen.get("fig"), Some(&2));
/// assert_eq!(seen.keys().collect::<Vec<_>>(), [&"fig", &"pear"]);
/// ```
#[derive(Clone, Debug)]
pub struct HashMap<K, V> {
    keys: HashSet<K>,
    /// One for each key, at its place: keys alone are found by the same code whatever their values are.
    values: Vec<V>,
}

/// Distinct values, found by hash and passed over in the order in which they came.
#[derive(Clone, Debug)]
pub struct HashSet<K> {
    places: Places,
    keys: Vec<K>,
}

/// Where each entry of a list stands, by its hash: the one table behind all maps, whatever they hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    table: HashTable<Place>,
}

/// A place with half of the hash, so that a growing table never reads the entries again.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: u32,
    half_hash: u32,
}

/// The place of what is in no list: no list is so long, so that it gives nothing there. In an `Option` it would be two
/// numbers in memory, written and read wherever a key is looked for.
pub(crate) const MISSING: usize = usize::MAX;

/// What has been hashed so far: mixed with the next eight bytes and multiplied, and the upper half of the product, which
/// depends on all of it, folded over the lower one.
#[derive(Default)]
struct Called(u64);

/// Odd, of bits without a pattern: the golden ratio's, by which Fibonacci hashing multiplies.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Called {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        // What is left over is read with what is before it, as one more word: bytes one by one are slow.
        let last = match bytes.last_chunk::<8>() {
            Some(word) => u64::from_le_bytes(*word),
            None => rest
                .iter()
                .fold(0, |last, byte| last << 8 | u64::from(*byte)),
        };
        self.write_u64(last.wrapping_add(bytes.len() as u64));
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        let product = (self.0 ^ number).wrapping_mul(FACTOR);
        self.0 = product ^ product >> 32;
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(FACTOR)
    }
}

impl Places {
    /// The hash that the others are asked with.
    pub(crate) fn hash(&self, key: &(impl Hash + ?Sized)) -> u32 {
        let mut hasher = Called::default();
        key.hash(&mut hasher);
        (hasher.finish() >> 32) as u32
    }

    /// The place of the entry that has the hash and is the one; [`MISSING`] where there is none.
    pub(crate) fn find(&self, half_hash: u32, is: &mut dyn FnMut(usize) -> bool) -> usize {
        let is_same = |place: &Place| place.half_hash == half_hash && is(place.at as usize);
        let found = self.table.find(widened(half_hash), is_same);
        found.map_or(MISSING, |place| place.at as usize)
    }

    /// Notes the place of an entry that is new.
    pub(crate) fn add(&mut self, half_hash: u32, at: u32) {
        let place = Place { at, half_hash };
        self.table
            .insert_unique(widened(half_hash), place, |place| widened(place.half_hash));
    }

    /// Forgets a place; the entry at the end, whose hash is given, has moved there.
    fn remove(&mut self, half_hash: u32, at: u32, last: u32, last_hash: u32) {
        let is = |wanted: u32| move |place: &Place| place.at == wanted;
        if let Ok(found) = self.table.find_entry(widened(half_hash), is(at)) {
            found.remove();
        }
        if let Some(moved) = self.table.find_mut(widened(last_hash), is(last)) {
            moved.at = at;
        }
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.table.allocation_size()
    }
}

/// The table takes a slot from the lower bits of a hash and a mark from the upper ones.
fn widened(half_hash: u32) -> u64 {
    u64::from(half_hash) << 32 | u64::from(half_hash)
}

impl<K> Default for HashSet<K> {
    fn default() -> HashSet<K> {
        HashSet {
            places: Places::default(),
            keys: Vec::new(),
        }
    }
}

impl<K> HashSet<K> {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &K> {
        self.keys.iter()
    }
}

impl<K: Hash + Eq> HashSet<K> {
    /// Adds a value; whether it is new.
    pub fn insert(&mut self, value: K) -> bool {
        let count = self.len();
        self.enter(value) == count
    }

    /// Whether a value is among them.
    pub fn contains<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(value) != MISSING
    }

    /// The place of a value, or [`MISSING`].
    fn place<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        // Many a set stays empty and is asked for every row: such a one need not be hashed for.
        if self.keys.is_empty() {
            return MISSING;
        }
        self.place_by(self.places.hash(value), value)
    }

    fn place_by<Q: Eq + ?Sized>(&self, hash: u32, value: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        self.places
            .find(hash, &mut |at| self.keys[at].borrow() == value)
    }

    /// The place of a value, which is the last where it is new.
    ///
    /// LIMIT: 2^32 entries, more than the engine's memory holds.
    fn enter(&mut self, value: K) -> usize {
        let hash = self.places.hash(&value);
        let at = self.place_by(hash, &value);
        if at != MISSING {
            return at;
        }
        let at = self.keys.len();
        self.places.add(hash, at as u32);
        self.keys.push(value);
        at
    }

    /// Takes a value out, in whose place the last one comes.
    fn take<Q: Hash + Eq + ?Sized>(&mut self, value: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let hash = self.places.hash(value);
        let at = self.place_by(hash, value);
        if at == MISSING {
            return None;
        }
        let last_hash = self.places.hash(self.keys.last()?);
        let last = self.keys.len() - 1;
        self.places.remove(hash, at as u32, last as u32, last_hash);
        self.keys.swap_remove(at);
        Some(at)
    }
}

impl<K: Hash + Eq> FromIterator<K> for HashSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(values: I) -> HashSet<K> {
        let mut set = HashSet::default();
        values.into_iter().for_each(|value| {
            set.enter(value);
        });
        set
    }
}

impl<K, V> Default for HashMap<K, V> {
    fn default() -> HashMap<K, V> {
        HashMap {
            keys: HashSet::default(),
            values: Vec::new(),
        }
    }
}

impl<K, V> HashMap<K, V> {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Lets go of every value.
    pub fn clear(&mut self) {
        self.keys.places.table.clear();
        self.keys.keys.clear();
        self.values.clear();
    }

    /// Keys and values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &V)> {
        self.keys.iter().zip(&self.values)
    }

    /// The keys.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &K> {
        self.keys.iter()
    }

    /// The values.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.values.iter()
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> impl ExactSizeIterator<Item = &mut V> {
        self.values.iter_mut()
    }
}

impl<K: Hash + Eq, V> HashMap<K, V> {
    /// The value of a key.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.values.get(self.keys.place(key))
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.values.get_mut(self.keys.place(key))
    }

    /// Whether there is a value of a key.
    pub fn contains_key<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.keys.contains(key)
    }

    /// Sets the value of a key; gives the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let at = self.keys.enter(key);
        match self.values.get_mut(at) {
            Some(known) => Some(replace(known, value)),
            None => {
                self.values.push(value);
                None
            }
        }
    }

    /// Takes the value of a key out; the last key takes its turn.
    pub fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let at = self.keys.take(key)?;
        Some(self.values.swap_remove(at))
    }

    /// The value of a key, or the place for it.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry { map: self, key }
    }
}

/// A key in a map, whether it has a value or not.
pub struct Entry<'m, K, V> {
    map: &'m mut HashMap<K, V>,
    key: K,
}

impl<'m, K: Hash + Eq, V> Entry<'m, K, V> {
    /// The value, made if there is none.
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'m mut V {
        let at = self.map.keys.enter(self.key);
        if at == self.map.values.len() {
            self.map.values.push(make());
        }
        &mut self.map.values[at]
    }

    /// The value, or this one from now on.
    pub fn or_insert(self, value: V) -> &'m mut V {
        self.or_insert_with(|| value)
    }

    /// The value, or the default one from now on.
    pub fn or_default(self) -> &'m mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }

    /// Changes the value if there is one.
    pub fn and_modify(self, change: impl FnOnce(&mut V)) -> Self {
        if let Some(value) = self.map.get_mut(&self.key) {
            change(value);
        }
        self
    }
}

impl<K: Hash + Eq, V> Extend<(K, V)> for HashMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        entries.into_iter().for_each(|(key, value)| {
            self.insert(key, value);
        });
    }
}

impl<K: Hash + Eq, V> FromIterator<(K, V)> for HashMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> HashMap<K, V> {
        let mut map = HashMap::default();
        map.extend(entries);
        map
    }
}

impl<K, V> IntoIterator for HashMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<K>, std::vec::IntoIter<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.keys.into_iter().zip(self.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn it_holds_what_a_tree_holds_while_keys_come_and_go() {
        let mut state = 11u32;
        let mut below = |end: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % end
        };
        let (mut ours, mut theirs) = (HashMap::default(), BTreeMap::new());
        for turn in 0..20_000 {
            let key = below(600);
            match below(4) {
                0 => assert_eq!(ours.remove(&key), theirs.remove(&key)),
                1 => {
                    *ours.entry(key).or_default() += turn;
                    *theirs.entry(key).or_default() += turn;
                }
                2 => assert_eq!(ours.insert(key, turn), theirs.insert(key, turn)),
                _ => assert_eq!(ours.get(&key), theirs.get(&key)),
            }
        }
        assert!(theirs.len() > 100, "{}", theirs.len());
        let mut sorted: Vec<_> = ours.into_iter().collect();
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(theirs));
    }

    #[test]
    fn keys_keep_the_order_they_came_in() {
        let words = ["pear", "fig", "plum", "fig", "apple", "pear"];
        let set: HashSet<&str> = words.into_iter().collect();
        assert_eq!(
            set.iter().copied().collect::<Vec<_>>(),
            ["pear", "fig", "plum", "apple"]
        );
        assert!(set.contains("plum") && !set.contains("date"));
        let map: HashMap<&str, usize> = words.into_iter().zip(0..).collect();
        assert_eq!(map.values().copied().collect::<Vec<_>>(), [5, 3, 2, 4]);
    }

    #[test]
    fn keys_that_are_alike_are_told_apart_and_spread() {
        const KEYS: u32 = 50_000;
        let places = Places::default();
        let families: [fn(&Places, u32) -> u32; 5] = [
            |places, n| places.hash(&n),
            |places, n| places.hash(&(n << 14)),
            |places, n| places.hash(&(u64::from(n) << 32)),
            |places, n| places.hash(format!("CARD PAYMENT TO SHOP {n}").as_str()),
            |places, n| places.hash(format!("{n} STORES LONDON GB").as_str()),
        ];
        for (family, hash) in families.iter().enumerate() {
            let hashes: Vec<u32> = (0..KEYS).map(|n| hash(&places, n)).collect();
            let distinct: std::collections::BTreeSet<u32> = hashes.iter().copied().collect();
            // A third of one that is the same would be chance.
            assert!(distinct.len() as u32 >= KEYS - 5, "{family}");
            // The bits that a table takes for its slot, and those of the mark: a ninth over the mean would be chance.
            for part in [|hash: u32| hash & 0x7F, |hash: u32| hash >> 25] {
                let mut counts = [0u32; 128];
                for hash in &hashes {
                    counts[part(*hash) as usize] += 1;
                }
                let mean = KEYS / 128;
                let most = counts.iter().max().unwrap();
                assert!(*most < mean * 3 / 2, "{family}: {most} of {mean}");
            }
        }
    }
}
