//! All of a module but its code: tables, texts, and lists of addresses, each byte by how likely it is after those before.

use crate::coder::Bits;
use crate::model::{Model, Told, mixed};
use crate::tree::Tree;

/// What is told here, by what was seen last: each has contexts of its own, but for those of letters, which they share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Numbers and addresses.
    Numbers,
    Words,
    /// A column of a table, with a letter for each of its rows.
    Column,
    /// The names of the rows, as much of them as is not the name's above.
    Names,
}

/// A line this long is a column, if no zero stands in it.
const COLUMN: usize = 4_000;
/// Behind a zero so many bytes are taken for numbers.
const NUMBERS: usize = 9;
/// Where the data of modules begins.
const FIRST_ADDRESS: u32 = 1 << 20;
/// The longest string that is taken for one by its address and its length.
const LONGEST: u32 = 2_000;
/// Columns of names, from the last one, which is their country: their category, how they are spelled, how much is the
/// name's above, as a letter from this one on.
const CATEGORY: usize = 2;
const SPELLING: usize = 3;
const SHARED: usize = 4;
const NOTHING_SHARED: u8 = b'#';

/// A text as it is told.
pub(crate) struct Text {
    model: Model,
    tree: Tree,
    seen: Vec<u8>,
    /// Where the data begins, behind all that stands before the code.
    data: usize,
    segments: Segments,
    /// Behind the last zero.
    zero: usize,
    /// The end of the strings whose addresses were seen: most stand in the order in which they are first named.
    strings: u32,
    /// What came after a word the last time.
    after: Vec<u8>,
    word: Word,
    /// The kinds of the last letters.
    shape: u32,
    line: usize,
    /// Where this entry began and the one before, what this one is so far, which field of its line it is in, and what the
    /// line's first one is.
    entry: usize,
    last_entry: usize,
    entry_so_far: u32,
    field: u32,
    first_field: u32,
    table: Table,
}

/// The word so far.
#[derive(Clone, Copy, Default)]
struct Word {
    letters: u32,
    length: u32,
    /// What stood before it.
    before: u32,
}

impl Word {
    fn pass(&mut self, byte: u8) {
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
            self.letters = mixed(self.letters, u32::from(byte.to_ascii_lowercase()));
            self.length += 1;
        } else {
            *self = Word {
                before: u32::from(byte),
                ..Word::default()
            };
        }
    }
}

/// A table: columns, and behind them the names of its rows.
#[derive(Default)]
struct Table {
    columns: Vec<Vec<u8>>,
    /// How many names were told.
    row: usize,
    /// The letters of this line, and the first byte of the last one.
    letters: Vec<u8>,
    lead: u8,
    /// This row's name and the one above.
    name: Vec<u8>,
    above: Vec<u8>,
    /// Behind the name other spellings of it: how much of the name this one has said.
    spelled: Option<usize>,
}

impl Table {
    /// What a column, counted from the last, says of a row.
    fn at(&self, column: usize, row: usize) -> u8 {
        let nth = self.columns.len().checked_sub(column);
        let column = nth.and_then(|nth| self.columns.get(nth));
        column
            .and_then(|column| column.get(row))
            .copied()
            .unwrap_or(0)
    }

    fn pass(&mut self, byte: u8) {
        match byte {
            ..0x80 => self.letters.push(byte),
            0x80..0xC0 => self.letters.push(self.lead | byte & 63),
            0xC0.. => self.lead = byte << 6,
        }
        match (byte, &mut self.spelled) {
            (0, _) => self.columns.clear(),
            (b'\n', _) => {
                let line = std::mem::take(&mut self.letters);
                if line.len() > COLUMN {
                    self.columns.push(line);
                    self.row = 0;
                } else if !self.columns.is_empty() {
                    self.row += 1;
                }
                self.above = std::mem::take(&mut self.name);
                self.spelled = None;
                let mut shared = self.at(SHARED, self.row).saturating_sub(NOTHING_SHARED);
                for &byte in &self.above {
                    if byte & 0xC0 != 0x80 {
                        if shared == 0 {
                            break;
                        }
                        shared -= 1;
                    }
                    self.name.push(byte);
                }
            }
            (b'|', spelled) => *spelled = Some(0),
            (_, Some(spelled)) => {
                let rest = self.name.get(*spelled..).unwrap_or_default();
                let skipped = match byte {
                    b' ' => rest.iter().position(|each| *each == b' '),
                    _ => rest.iter().position(u8::is_ascii_alphanumeric),
                };
                if let Some(skipped) = skipped
                    && rest.get(skipped) == Some(&byte)
                {
                    *spelled += skipped + 1;
                }
            }
            (_, None) => self.name.push(byte.to_ascii_lowercase()),
        }
    }
}

/// Where in memory the data stands: numbers tell before each segment.
#[derive(Default)]
struct Segments {
    /// Which number of the section's or the segment's is told, and what it is so far.
    nth: u32,
    number: u32,
    shift: u32,
    rest: u32,
    address: u32,
}

impl Segments {
    fn pass(&mut self, byte: u8) {
        if self.rest > 0 {
            self.rest -= 1;
            self.address = self.address.wrapping_add(1);
            return;
        }
        let part = u32::from(byte & 127);
        self.number |= part.checked_shl(self.shift).unwrap_or(0);
        self.shift = self.shift.saturating_add(7);
        if byte < 128 {
            // The section's kind, length and count come first; then of each segment its kind, an instruction with the
            // address, the end of that, and the length.
            match self.nth {
                5 => self.address = self.number,
                7 => {
                    self.rest = self.number;
                    self.nth = 2;
                }
                _ => {}
            }
            self.nth += 1;
            (self.number, self.shift) = (0, 0);
        }
    }
}

fn hash(parts: &[u32]) -> u32 {
    parts
        .iter()
        .fold(0x9e37_79b9, |hash, part| mixed(hash, *part))
}

/// The last bytes, one more of them each time.
fn orders(back: impl Fn(usize) -> u32) -> [u32; 6] {
    let mut orders = [0; 6];
    let mut last = 1;
    for (nth, order) in orders.iter_mut().enumerate().skip(1) {
        last = mixed(last, back(nth));
        *order = last;
    }
    orders
}

fn class_of(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        b' ' => 3,
        b'|' | b'\t' | b'\n' | 0 => 4,
        0x80..0xC0 => 5,
        0xC0.. => 6,
        _ => 7,
    }
}

/// What sort of letter a byte is, in four bits.
fn shape_of(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        b'a' | b'i' | b'o' => 1,
        b'e' | b'u' | b'y' => 2,
        b'a'..=b'z' => 3,
        b'0'..=b'9' => 4,
        b' ' => 5,
        b'|' => 6,
        b'\t' => 7,
        b'\n' => 8,
        b'_' => 9,
        0x80.. => 10,
        _ => 11,
    }
}

fn at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at).copied().map_or(0, u32::from)
}

impl Text {
    /// A text that goes on with the data after so many bytes.
    pub(crate) fn new(model: Model, tree: Tree, data: usize) -> Text {
        Text {
            model,
            tree,
            seen: Vec::new(),
            data,
            segments: Segments::default(),
            zero: 0,
            strings: 0,
            after: vec![0; 1 << 16],
            word: Word::default(),
            shape: 0,
            line: 0,
            entry: 0,
            last_entry: 0,
            entry_so_far: 0,
            field: 0,
            first_field: 0,
            table: Table::default(),
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

    /// What was written or read, and the model that is done with.
    pub(crate) fn finish(self) -> (Vec<u8>, Model) {
        (self.seen, self.model)
    }

    fn back(&self, count: usize) -> u32 {
        let place = self.seen.len().checked_sub(count);
        place.map_or(0, |place| at(&self.seen, place))
    }

    fn is_data(&self) -> bool {
        self.seen.len() >= self.data
    }

    fn content(&self) -> Content {
        if !self.table.columns.is_empty() {
            match self.table.row {
                0 => Content::Column,
                _ => Content::Names,
            }
        } else if self.seen.len() < self.zero + NUMBERS || !self.is_data() {
            Content::Numbers
        } else {
            Content::Words
        }
    }

    /// Where what comes after the word so far is remembered.
    fn place_after(&self) -> usize {
        (mixed(self.word.letters, 1) >> 16) as usize
    }

    fn numbers(&mut self) -> Told {
        let place = match self.is_data() {
            true => self.segments.address & 3,
            false => self.seen.len() as u32 & 3,
        };
        let back = |count| self.back(count);
        // The words before the one that is told.
        let word = |nth: usize| {
            let first = place as usize + 4 * nth;
            (0..4).fold(0, |word, byte| word | back(first - byte) << (8 * byte))
        };
        let (last, last_but_one) = (word(1), word(2));
        if place == 0
            && last < LONGEST
            && (FIRST_ADDRESS..self.segments.address).contains(&last_but_one)
        {
            self.strings = self.strings.max(last_but_one.saturating_add(last));
        }
        let back = |count| self.back(count);
        let so_far = (0..place as usize).fold(0, |word, byte| {
            word | back(place as usize - byte) << (8 * byte)
        });
        // The byte of a number that may be meant, and whether it is as it was told so far.
        let expected = |number: u32| {
            let is_so_far = number & ((1 << (8 * place)) - 1) == so_far;
            number >> (8 * place) & 0xff | u32::from(is_so_far) << 8
        };
        let next = expected(self.strings);
        let behind = expected(last_but_one.wrapping_add(last));
        let [one, two, three, four] = [1, 2, 3, 4].map(back);
        let eight = back(8);
        let orders = orders(back);
        Told {
            kind: (one >> 5) as usize,
            part: self.word.length.min(3) as usize,
            sets: [
                class_of(two as u8) << 3 | class_of(one as u8),
                place << 6
                    | (behind & 0x100) >> 3
                    | (next & 0x100) >> 4
                    | u32::from(four == 0) << 1
                    | u32::from(eight == 0),
                place << 4 | four >> 4,
            ],
            contexts: [
                hash(&[10, place]),
                orders[1],
                hash(&[11, place, one, back(20)]),
                hash(&[12, place, next, four]),
                hash(&[14, place, next]),
                orders[2],
                hash(&[15, three, four]),
                hash(&[16, place, one, back(24)]),
                hash(&[17, self.word.letters]),
                hash(&[18, place, next, behind]),
                hash(&[20, two, three]),
            ],
        }
    }

    fn words(&self) -> Told {
        let orders = orders(|count| self.back(count));
        let (one, two) = (self.back(1), self.back(2));
        let after_word = at(&self.after, self.place_after());
        let above = self
            .seen
            .get(self.last_entry..self.entry)
            .unwrap_or_default();
        let entry = self.seen.get(self.entry..).unwrap_or_default();
        let (word, field) = (self.word, self.field);
        let class = class_of(one as u8);
        Told {
            kind: class as usize,
            part: (word.length as usize).div_ceil(3).min(3),
            sets: [
                one,
                field & 3 | class << 2 | class_of(two as u8) << 5,
                class << 5 | word.length.min(31),
            ],
            contexts: [
                hash(&[
                    30,
                    at(above, entry.len()),
                    u32::from(above.starts_with(entry)),
                ]),
                orders[1],
                orders[4],
                orders[3],
                30,
                hash(&[31, self.shape & 0xff, one, two]),
                hash(&[32, one, word.before, field]),
                hash(&[33, word.letters, self.first_field]),
                hash(&[17, word.letters]),
                hash(&[34, after_word, field]),
                hash(&[36, self.shape, word.length]),
            ],
        }
    }

    fn column(&self) -> Told {
        let table = &self.table;
        let row = table.letters.len();
        let one = self.back(1);
        // Behind the first byte of a letter, what it tells of that.
        let begun = if one >= 0xC0 { one } else { 0 };
        let column = (table.columns.len() as u32) << 8 | begun;
        let said = |nth| u32::from(table.at(nth, row));
        let back = |count| {
            row.checked_sub(count)
                .map_or(0, |row| at(&table.letters, row))
        };
        let first = table.columns.get(1).map_or(0, |column| at(column, row));
        Told {
            kind: 0,
            part: 0,
            sets: [
                one,
                class_of(one as u8) << 5 | self.word.length.min(31),
                column >> 8,
            ],
            contexts: [
                hash(&[50, column]),
                hash(&[51, column, back(1)]),
                hash(&[52, column, said(1), u32::from(table.at(1, row + 1))]),
                hash(&[53, column, said(1)]),
                hash(&[54, column, said(2)]),
                hash(&[55, column, said(2), back(1)]),
                hash(&[56, column, said(1), said(2)]),
                hash(&[57, column, first, back(1), back(2)]),
                hash(&[
                    58,
                    column,
                    back(1),
                    back(2),
                    back(3),
                    back(4),
                    back(5),
                    back(6),
                ]),
                hash(&[61, column, back(1), back(2), back(3)]),
                hash(&[62, column, first]),
            ],
        }
    }

    fn names(&self) -> Told {
        let table = &self.table;
        let (name, row) = (&table.name, table.row);
        let is_other = u32::from(table.spelled.is_some());
        let said = |column| u32::from(table.at(column, row));
        let (category, spelling) = (said(CATEGORY), said(SPELLING));
        let back = |count| match table.spelled {
            Some(_) => self.back(count),
            None => name
                .len()
                .checked_sub(count)
                .map_or(0, |place| at(name, place)),
        };
        let orders = orders(back);
        let one = self.back(1);
        // How much is left of what the next row's name begins with, and what of the name another spelling says next.
        let (left, next) = match table.spelled {
            Some(spelled) => (4, at(name, spelled)),
            None => {
                let shared = table.at(SHARED, row + 1).saturating_sub(NOTHING_SHARED);
                let letters = name.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
                (
                    (usize::from(shared) + 1).saturating_sub(letters).min(3) as u32,
                    0,
                )
            }
        };
        let above = at(&table.above, name.len()) << 1 | u32::from(self.seen.len() == self.line);
        let word = self.word;
        let class = class_of(one as u8);
        Told {
            kind: class as usize,
            part: is_other as usize,
            sets: [
                one,
                class << 5 | word.length.min(31),
                (self.seen.len() - self.line).min(255) as u32,
            ],
            contexts: [
                hash(&[70, is_other, category, orders[3]]),
                hash(&[71, left, next, spelling]),
                orders[4],
                orders[3],
                orders[2],
                hash(&[72, is_other, spelling, orders[1]]),
                hash(&[73, is_other, word.length, orders[1]]),
                hash(&[75, is_other, above]),
                hash(&[17, word.letters]),
                hash(&[76, is_other, category, word.letters]),
                hash(&[78, is_other, next, one]),
            ],
        }
    }

    /// Writes a byte or reads one.
    pub(crate) fn byte(&mut self, bits: &mut impl Bits, byte: u8) {
        let content = self.content();
        let mut told = match content {
            Content::Numbers => self.numbers(),
            Content::Words => self.words(),
            Content::Column => self.column(),
            Content::Names => self.names(),
        };
        told.kind += (content as usize) << 3;
        let byte = self.model.byte(bits, &self.tree, byte, &told);
        self.pass(byte);
    }

    fn pass(&mut self, byte: u8) {
        let place = self.place_after();
        if let Some(after) = self.after.get_mut(place) {
            *after = byte;
        }
        if self.is_data() {
            self.segments.pass(byte);
        }
        self.seen.push(byte);
        let length = self.seen.len();
        self.word.pass(byte);
        self.shape = self.shape << 4 | shape_of(byte);
        self.entry_so_far = mixed(self.entry_so_far, u32::from(byte));
        if class_of(byte) == 4 {
            if self.field == 0 && byte == b'\t' {
                self.first_field = self.entry_so_far;
            }
            self.last_entry = std::mem::replace(&mut self.entry, length);
            self.entry_so_far = 0;
        }
        self.table.pass(byte);
        match byte {
            0 => self.zero = length,
            b'\t' => self.field += 1,
            b'\n' => {
                self.line = length;
                (self.field, self.first_field) = (0, 0);
                if self.content() == Content::Names {
                    // The word begins in what is the name's above.
                    self.word = Word::default();
                    for &byte in &self.table.name {
                        self.word.pass(byte);
                    }
                }
            }
            _ => {}
        }
    }
}
