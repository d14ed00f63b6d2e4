//! What descriptors that say the same share: `TESCO STORES 6148` and `TESCO STORES 2203` name one shop.

use super::Reader;

/// A number of one digit may stand for a word: `CARPETS 4 LESS`.
pub(super) const DIGITS: usize = 2;

impl Reader {
    /// Writes a descriptor with its numbers as zeros, where no table knows them; `false` where it has none such.
    ///
    /// Shape: descriptors that are written alike have the same naming but for the country, as all that
    /// [`naming_of`](Reader::naming_of) takes from such a number is that it stands there, and how long it is.
    pub fn shape_of(&self, descriptor: &str, shape: &mut String) -> bool {
        shape.clear();
        let bytes = descriptor.as_bytes();
        let mut written = 0;
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            let is_word = at >= start + DIGITS
                && parts(start.checked_sub(1).and_then(|before| bytes.get(before)))
                && parts(bytes.get(at));
            if is_word
                && let (Some(before), Some(number)) =
                    (descriptor.get(written..start), descriptor.get(start..at))
                && !self.dictionary().lexicon.begins_with(number)
            {
                shape.push_str(before);
                shape.extend(std::iter::repeat_n('0', number.len()));
                written = at;
            }
            at += usize::from(at == start);
        }
        shape.push_str(descriptor.get(written..).unwrap_or_default());
        written > 0
    }
}

/// Whether what stands beside a number is no part of its word.
fn parts(beside: Option<&u8>) -> bool {
    // An apostrophe and a `&` may stand inside a word, a letter of other scripts and an accent belong to it.
    beside.is_none_or(|byte| {
        byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'\'' | b'`' | b'&')
    })
}
