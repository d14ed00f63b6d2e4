//! Distinct texts, each kept once: descriptors repeat, and everything about a text is worked out once.

use std::ops::Range;

use crate::order::{MISSING, Places};

pub(crate) mod letters;

/// Which text of a [`Texts`]; ids count up from 0 in the order of first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub u32);

/// A pool of distinct texts in one buffer.
///
/// Equality compares the bytes; the hash only finds the place to look.
///
/// ```
/// use farthing::text::Texts;
///
/// let mut texts = Texts::default();
/// let tesco = texts.intern("TESCO");
/// assert_eq!(texts.intern("TESCO"), tesco);
/// assert_eq!((texts.get(tesco), texts.len()), ("TESCO", 1));
/// ```
#[derive(Clone, Default)]
pub struct Texts {
    buffer: String,
    ends: Vec<u32>,
    places: Places,
}

impl Texts {
    /// The id of `text`, which is kept if it was not seen before.
    pub fn intern(&mut self, text: &str) -> TextId {
        let hash = self.places.hash(text);
        if let Some(id) = self.look_up(hash, text) {
            return id;
        }
        // LIMIT: 4 GiB of distinct text; beyond it, a new text is taken for the first one, id 0.
        let (Ok(id), Ok(end)) = (
            u32::try_from(self.ends.len()),
            u32::try_from(self.buffer.len() + text.len()),
        ) else {
            return TextId(0);
        };
        self.buffer.push_str(text);
        self.ends.push(end);
        self.places.add(hash, id);
        TextId(id)
    }

    /// The id of `text` if it is kept here.
    pub fn find(&self, text: &str) -> Option<TextId> {
        self.look_up(self.places.hash(text), text)
    }

    fn look_up(&self, hash: u32, text: &str) -> Option<TextId> {
        let mut is_same = |id: usize| {
            self.buffer.as_bytes().get(range(&self.ends, id as u32)) == Some(text.as_bytes())
        };
        let id = self.places.find(hash, &mut is_same);
        (id != MISSING).then_some(TextId(id as u32))
    }

    /// The text; empty for an id of another pool.
    pub fn get(&self, id: TextId) -> &str {
        slice(&self.buffer, &self.ends, id.0)
    }

    /// Whether any of them contains these words, in any ASCII case.
    pub fn contain(&self, words: &str) -> bool {
        self.iter().any(|(_, text)| contains(text, words))
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
        self.buffer.capacity() + self.ends.capacity() * 4 + self.places.bytes()
    }
}

/// Whether a text contains these words, in any ASCII case.
pub fn contains(text: &str, words: &str) -> bool {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    let Some(first) = words.first() else {
        return true;
    };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let last = (text.len() + 1).saturating_sub(words.len());
    let starts = text.get(..last).unwrap_or_default();
    memchr::memchr2_iter(lower, upper, starts).any(|at| {
        text.get(at..at + words.len())
            .is_some_and(|part| part.eq_ignore_ascii_case(words))
    })
}

fn slice<'a>(buffer: &'a str, ends: &[u32], id: u32) -> &'a str {
    buffer.get(range(ends, id)).unwrap_or_default()
}

fn range(ends: &[u32], id: u32) -> Range<usize> {
    let at = id as usize;
    let start = if at == 0 {
        0
    } else {
        ends.get(at - 1).copied().unwrap_or(0)
    };
    let end = ends.get(at).copied().unwrap_or(start);
    start as usize..end as usize
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
