//! The text of cells: taken out of the file, blanks folded, and remembered where a column holds few words.

use super::amount::POINT;
use super::record::Cell;

/// A cell's text, trimmed; empty where the record is short.
#[inline]
pub(super) fn cell_text<'a>(text: &'a str, cells: &[Cell], column: usize) -> &'a str {
    let Some(cell) = cells.get(column) else {
        return "";
    };
    text.get(cell.start..cell.end).unwrap_or_default()
}

/// Whether no blanks are to be folded.
#[inline]
pub(super) fn is_folded(bytes: &[u8]) -> bool {
    let mut blank = false;
    for &byte in bytes {
        if byte < b' ' || byte == 0xC2 || byte == 0xE2 || (byte == b' ' && blank) {
            return false;
        }
        blank = byte == b' ';
    }
    true
}

/// Adds a text to another, one blank between, every run of blanks one blank.
pub(in crate::statement) fn fold(text: &str, doubled: bool, out: &mut String) {
    let mut blank = !out.is_empty();
    let mut quoted = false;
    for letter in text.chars() {
        if letter.is_whitespace() || letter == '\0' {
            blank = !out.is_empty();
            continue;
        }
        if letter == '"' && doubled && !quoted {
            quoted = true;
            continue;
        }
        quoted = false;
        if blank {
            out.push(' ');
            blank = false;
        }
        out.push(if letter == POINT { '.' } else { letter });
    }
}

/// Whether a text has another in it, in either case of ASCII letters.
pub(super) fn contains(held: &str, new: &str) -> bool {
    let (held, new) = (held.as_bytes(), new.as_bytes());
    held.len() >= new.len()
        && held
            .windows(new.len())
            .any(|part| part.eq_ignore_ascii_case(new))
}

/// The last few cells of a column and what they were read as: such columns hold few words.
pub(super) struct Cache<T> {
    held: Vec<(Box<str>, T)>,
}

impl<T> Default for Cache<T> {
    fn default() -> Cache<T> {
        Cache { held: Vec::new() }
    }
}

impl<T: Copy> Cache<T> {
    const SIZE: usize = 24;

    /// What a cell was read as, or is.
    pub(super) fn get(&mut self, cell: &str, read: impl Fn(&str) -> T) -> T {
        if let Some((_, held)) = self.held.iter().find(|(text, _)| **text == *cell) {
            return *held;
        }
        let value = read(cell);
        if self.held.len() < Cache::<T>::SIZE {
            self.held.push((cell.into(), value));
        }
        value
    }
}
