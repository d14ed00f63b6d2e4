//! Distinct texts, each kept once: descriptors repeat, and everything about a text is worked out once.

use std::hash::{BuildHasher as _, Hash as _, Hasher as _};

use hashbrown::{DefaultHashBuilder, HashTable};

/// Which text of a [`Texts`]; ids count up from 0 in the order of first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub u32);

/// A pool of distinct texts in one buffer.
///
/// Equality compares the bytes; the hash only finds the place to look.
#[derive(Clone, Default)]
pub struct Texts {
    buffer: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    /// The id of `text`, which is kept if it was not seen before.
    pub fn intern(&mut self, text: &str) -> TextId {
        let hash = hash_of(&self.hasher, text);
        let (buffer, ends) = (&self.buffer, &self.ends);
        let found = self.table.find(hash, |&id| slice(buffer, ends, id) == text);
        if let Some(&id) = found {
            return TextId(id);
        }
        // LIMIT: 4 GiB of distinct text; beyond it, a new text is taken for the empty one's id 0.
        let id = u32::try_from(self.ends.len()).unwrap_or(0);
        let Ok(end) = u32::try_from(self.buffer.len() + text.len()) else {
            return TextId(0);
        };
        self.buffer.push_str(text);
        self.ends.push(end);
        let (buffer, ends, hasher) = (&self.buffer, &self.ends, &self.hasher);
        self.table
            .insert_unique(hash, id, |&id| hash_of(hasher, slice(buffer, ends, id)));
        TextId(id)
    }

    /// The id of `text` if it is kept here.
    pub fn find(&self, text: &str) -> Option<TextId> {
        let hash = hash_of(&self.hasher, text);
        self.table
            .find(hash, |&id| slice(&self.buffer, &self.ends, id) == text)
            .copied()
            .map(TextId)
    }

    /// The text; empty for an id of another pool.
    pub fn get(&self, id: TextId) -> &str {
        slice(&self.buffer, &self.ends, id.0)
    }

    /// How many distinct texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Every text in the order of its id.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &str)> {
        (0..self.ends.len() as u32).map(|id| (TextId(id), self.get(TextId(id))))
    }

    /// Bytes held, for the report of memory.
    pub fn bytes(&self) -> usize {
        self.buffer.capacity() + self.ends.capacity() * 4 + self.table.capacity() * 5
    }
}

fn slice<'a>(buffer: &'a str, ends: &[u32], id: u32) -> &'a str {
    let at = id as usize;
    let start = if at == 0 {
        0
    } else {
        ends.get(at - 1).copied().unwrap_or(0) as usize
    };
    let end = ends.get(at).copied().unwrap_or(start as u32) as usize;
    buffer.get(start..end).unwrap_or_default()
}

fn hash_of(hasher: &DefaultHashBuilder, text: &str) -> u64 {
    let mut state = hasher.build_hasher();
    text.hash(&mut state);
    state.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_kept_once() {
        let mut texts = Texts::default();
        let tesco = texts.intern("TESCO");
        let empty = texts.intern("");
        assert_eq!(texts.intern("TESCO"), tesco);
        assert_eq!((texts.get(tesco), texts.get(empty)), ("TESCO", ""));
        assert_eq!((texts.len(), texts.find("LIDL")), (2, None));
    }
}
