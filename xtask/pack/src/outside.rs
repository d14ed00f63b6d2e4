//! All of a module but its code: tables, texts, and lists of addresses, each byte by how likely it is after those before.

use crate::coder::Bits;
use crate::model::{Model, Told, mixed};
use crate::tree::Tree;

/// A text as it is told.
pub(crate) struct Text {
    model: Model,
    tree: Tree,
    seen: Vec<u8>,
    /// The letters of the word so far, and those of the last one.
    word: u32,
    last_word: u32,
    /// Where this line began, and the last one.
    line: usize,
    last_line: usize,
}

impl Text {
    pub(crate) fn new(tree: Tree) -> Text {
        Text {
            model: Model::new(),
            tree,
            seen: Vec::new(),
            word: 0,
            last_word: 0,
            line: 0,
            last_line: 0,
        }
    }

    /// The code for texts like these.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn tree_of(texts: &[&[u8]]) -> Tree {
        let mut counts = [0; 256];
        for byte in texts.iter().copied().flatten() {
            counts[usize::from(*byte)] += 1;
        }
        Tree::of(&counts)
    }

    /// What was written or read.
    pub(crate) fn into_seen(self) -> Vec<u8> {
        self.seen
    }

    /// Writes a byte or reads one.
    pub(crate) fn byte(&mut self, bits: &mut impl Bits, byte: u8) {
        let length = self.seen.len();
        let back = |count: usize| {
            let at = length.checked_sub(count);
            u32::from(at.map_or(0, |at| self.seen[at]))
        };
        let before = &self.seen[self.last_line..self.line];
        let above = before.get(length - self.line).copied().map_or(0, u32::from);
        let one = mixed(1, back(1));
        let two = mixed(one, back(2));
        let three = mixed(two, back(3));
        let four = mixed(three, back(4));
        let five = mixed(four, back(5));
        let contexts = [
            2,
            one,
            two,
            three,
            four,
            mixed(mixed(five, back(6)), back(7)),
            five,
            mixed(3, self.word),
            mixed(mixed(4, self.word), self.last_word),
            // Addresses and lengths stand in fours and eights.
            mixed(mixed(mixed(5, back(4)), back(8)), length as u32 & 3),
            mixed(mixed(6, above), back(1)),
            mixed(mixed(mixed(7, back(2)), back(3)), back(4)),
            mixed(mixed(mixed(8, back(1)), back(2)), length as u32 & 3),
        ];
        let told = Told {
            kind: (back(1) >> 5) as usize,
            part: 0,
            sets: [back(1), back(2), (length as u32 & 3) << 4 | back(4) >> 4],
            contexts,
        };
        let byte = self.model.byte(bits, &self.tree, byte, &told);
        self.seen.push(byte);
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
            self.word = mixed(self.word, u32::from(byte));
        } else if self.word != 0 {
            self.last_word = std::mem::take(&mut self.word);
        }
        if byte == b'\n' {
            self.last_line = std::mem::replace(&mut self.line, self.seen.len());
        }
    }
}
