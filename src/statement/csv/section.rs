//! Tables one below the other, each of an account of its own: an export of all of a person's accounts at once.

use super::account::iban;
use super::date;
use super::record::{Cursor, next_record};
use super::table::{Sampled, delimiter_of, header_score, sampled};
use super::unread::is_pending_title;
use super::words;

/// Whether a text may have more than one table: a blank line stands between two others.
pub(in crate::statement) fn may_have(text: &[u8]) -> bool {
    let is_mark = |byte: &u8| matches!(byte, b';' | b',' | b'\t' | b' ' | b'"' | b'\r');
    let mut rest = text.trim_ascii();
    while let Some(end) = memchr::memchr(b'\n', rest) {
        rest = &rest[end + 1..];
        let marks = rest.iter().take_while(|byte| is_mark(byte)).count();
        if rest.get(marks) == Some(&b'\n') {
            return true;
        }
    }
    false
}

/// The parts of a text that are such tables, each with what it is called above it; none where it is one table.
pub(in crate::statement) fn of(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let Some(delimiter) = delimiter_of(text) else {
        return out;
    };
    let (mut cursor, mut cells) = (Cursor::START, Vec::new());
    let (mut begin, mut has_rows, mut header, mut called) = (0, false, "", "");
    // Where what stands behind the last row begins: whose the next table is, after what closes this one.
    let mut above = Above::default();
    loop {
        let at = cursor.at;
        let Some(line) = next_record(text.as_bytes(), delimiter, &mut cursor, &mut cells) else {
            break;
        };
        let record = sampled(text, line, &cells, cursor);
        if record.is_dated_amount() {
            has_rows |= !header.is_empty();
            above = Above::default();
            continue;
        }
        if header_score(&record) == 0 {
            let closes = above.at.is_none() && has_rows && words::summary(record.cell(0)).is_some();
            if !closes && !record.is_blank() {
                above.add(at, &record);
            }
            continue;
        }
        let named = text.get(at..cursor.at).unwrap_or_default().trim();
        // A table of the same header is the next month's, where no other account's number stands above it.
        let is_other = named != header || above.has_number && above.name != called;
        if let (true, Some(end), false) = (has_rows && is_other, above.at, above.is_pending) {
            out.push((called, text.get(begin..end).unwrap_or_default()));
            (begin, has_rows) = (end, false);
        }
        if !has_rows {
            called = above.name;
        }
        header = named;
        above = Above::default();
    }
    if has_rows && begin > 0 {
        out.push((called, text.get(begin..).unwrap_or_default()));
    }
    out
}

/// The lines above a table.
#[derive(Default)]
struct Above<'a> {
    /// Where the first begins.
    at: Option<usize>,
    /// What a number of an account stands in, else what stands first.
    name: &'a str,
    has_number: bool,
    /// Whether they say that its rows are not booked.
    is_pending: bool,
}

impl<'a> Above<'a> {
    fn add(&mut self, at: usize, record: &Sampled<'a>) {
        self.at.get_or_insert(at);
        self.is_pending |= record.title().is_some_and(is_pending_title);
        for cell in &record.cells {
            let is_number = !self.has_number && has_number(cell);
            if is_number || self.name.is_empty() {
                self.name = cell;
            }
            self.has_number |= is_number;
        }
    }
}

/// The fewest digits of an account's whole number: a date has as many.
const FEWEST_DIGITS: usize = 8;

/// Whether an account's number stands in a text.
fn has_number(cell: &str) -> bool {
    cell.split(' ').any(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        digits >= FEWEST_DIGITS && date::shape(word).is_none()
    }) || iban(cell).is_some()
}
