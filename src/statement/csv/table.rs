//! Where the table is in the file: its delimiter, what stands before it, its header, a sample of its rows.

use super::amount;
use super::date;
use super::header::{self, Meaning, Reading};
use super::record::{Cell, Cursor, next_record};
use crate::order::{AddAll as _, Arrange as _, Gather as _};

/// The delimiters that banks use, the likelier first.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows looked at to tell the delimiter.
const DELIMITER_ROWS: usize = 100;
/// Rows of the file's head that settle how it is read.
const HEAD_ROWS: usize = 300;
/// Rows of its tail, where other days of the month stand.
const TAIL_ROWS: usize = 100;
/// Lines that may stand before a header.
const PREAMBLE_ROWS: usize = 80;

/// A record of the sample.
#[derive(Clone, Debug)]
pub(super) struct Sampled<'a> {
    /// The line it begins on.
    pub(super) line: u32,
    /// Its cells, trimmed.
    pub(super) cells: Vec<&'a str>,
    /// The place behind it.
    pub(super) after: Cursor,
}

impl<'a> Sampled<'a> {
    /// A cell; empty where the row is short.
    pub(super) fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    /// The only thing that stands in it, where it is only one.
    pub(super) fn title(&self) -> Option<&'a str> {
        let mut filled = self.cells.iter().filter(|cell| !cell.is_empty());
        let title = filled.next()?;
        filled.next().is_none().then_some(*title)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.is_empty())
    }

    /// Whether a date stands in it, and an amount in another cell.
    pub(super) fn is_dated_amount(&self) -> bool {
        let (mut date, mut amount) = (false, false);
        for cell in &self.cells {
            // One date is enough, and words take longest to be told from one: beside it only an amount is looked for.
            if date && !amount::is_amount(cell) {
                continue;
            }
            match date::shape(cell) {
                Some(_) => date = true,
                None => amount = amount || date || amount::is_amount(cell),
            }
            if date && amount {
                return true;
            }
        }
        false
    }
}

/// The table of a file.
pub(super) struct Table<'a> {
    /// What separates its cells.
    pub(super) delimiter: u8,
    /// How many columns it has.
    pub(super) width: usize,
    /// Its header, where there is one.
    pub(super) header: Option<Sampled<'a>>,
    /// What each column's header says.
    pub(super) readings: Vec<Reading>,
    /// The records before it.
    pub(super) preamble: Vec<Sampled<'a>>,
    /// Sampled rows with a date and an amount: those of the head, then those of the tail.
    pub(super) rows: Vec<Sampled<'a>>,
    /// How many of [`Table::rows`] are of the head.
    pub(super) head: usize,
    /// Where its rows begin.
    pub(super) body: Cursor,
    /// Its first and last row, where they are no entries but say what the account is or holds.
    pub(super) notes: Vec<Sampled<'a>>,
}

impl<'a> Table<'a> {
    /// Finds the table, and its delimiter where that is not known; `None` where no row has a date and an amount and no header announces them.
    pub(super) fn find(text: &'a str, delimiter: Option<u8>) -> Option<Table<'a>> {
        let delimiter = delimiter.or_else(|| delimiter_of(text))?;
        let head = sample(text, delimiter, Cursor::START, HEAD_ROWS + PREAMBLE_ROWS);
        let first_row = head.iter().position(Sampled::is_dated_amount);
        let header_at = header_by_words(&head).or_else(|| header_by_place(&head, first_row?));
        if first_row.is_none() && header_at.is_none() {
            return None;
        }
        let header = header_at.map(|at| head[at].clone());
        let begin = header_at.map_or_else(|| first_row.unwrap_or(0), |at| at + 1);
        let body = match begin.checked_sub(1) {
            Some(before) => head[before].after,
            None => Cursor::START,
        };
        let last_line = head.last().map_or(0, |row| row.line);
        let mut rows: Vec<Sampled<'a>> = head[begin.min(head.len())..]
            .iter()
            .filter(|row| row.is_dated_amount())
            .cloned()
            .gather();
        if let Some(header) = &header {
            // A delimiter in an unquoted text moves what follows; such rows say nothing of the columns.
            let fits = |row: &Sampled<'_>| {
                row.cells
                    .iter()
                    .skip(header.cells.len())
                    .all(|cell| cell.is_empty())
            };
            if rows.iter().any(fits) {
                rows.retain(fits);
            }
        }
        let mut head_rows = rows.len();
        if head.len() == HEAD_ROWS + PREAMBLE_ROWS {
            let from = head.last().map_or(0, |row| row.after.at);
            rows.add_all(
                tail(text, delimiter, from, last_line)
                    .into_iter()
                    .filter(Sampled::is_dated_amount),
            );
        }
        let mut notes = Vec::new();
        if header.is_none() {
            for at in [rows.len().saturating_sub(1), 0] {
                if let Some(is_dated) = is_of_other_make(&rows, at) {
                    let note = rows.remove(at);
                    head_rows -= usize::from(at < head_rows);
                    notes.add_all(is_dated.then_some(note));
                }
            }
        }
        let width = width_of(&rows).max(header.as_ref().map_or(0, |header| header.cells.len()));
        let readings = (0..width)
            .map(|column| {
                let printed = header.as_ref().map_or("", |header| header.cell(column));
                header::read(printed)
            })
            .gather();
        Some(Table {
            delimiter,
            width,
            readings,
            preamble: head[..header_at.unwrap_or(begin)].to_vec(),
            header,
            rows,
            head: head_rows,
            body,
            notes,
        })
    }

    /// The columns that are such.
    pub(super) fn columns(&self, is_such: &dyn Fn(usize) -> bool) -> Vec<usize> {
        (0..self.width).filter(|column| is_such(*column)).gather()
    }

    /// The first column that is such.
    pub(super) fn column(&self, is_such: &dyn Fn(usize) -> bool) -> Option<usize> {
        (0..self.width).find(|column| is_such(*column))
    }

    /// The column that is worth most, the first of those; none where every one is worth nothing.
    pub(super) fn best(&self, worth: &dyn Fn(usize) -> Option<i32>) -> Option<usize> {
        let worths = (0..self.width).filter_map(|column| Some((worth(column)?, column)));
        let best = worths.max_by_key(|(worth, column)| (*worth, self.width - column));
        best.map(|(_, column)| column)
    }

    /// How many cells of a column are such.
    pub(super) fn count(&self, column: usize, is_such: &dyn Fn(&str) -> bool) -> usize {
        let cells = self.rows.iter().filter(|row| is_such(row.cell(column)));
        cells.count()
    }

    /// The first of a column's cells that is such; empty where none is.
    pub(super) fn first(&self, column: usize, is_such: &dyn Fn(&str) -> bool) -> &'a str {
        let mut cells = self.rows.iter().map(|row| row.cell(column));
        cells.find(|cell| is_such(cell)).unwrap_or_default()
    }

    /// A column's header as printed; empty where there is none.
    pub(super) fn header_text(&self, column: usize) -> &'a str {
        self.header
            .as_ref()
            .map_or("", |header| header.cell(column))
    }
}

/// The first records of a text.
fn sample(text: &str, delimiter: u8, from: Cursor, limit: usize) -> Vec<Sampled<'_>> {
    let (mut cursor, mut cells, mut out) = (from, Vec::new(), Vec::new());
    while out.len() < limit {
        let Some(line) = next_record(text.as_bytes(), delimiter, &mut cursor, &mut cells) else {
            break;
        };
        out.push(sampled(text, line, &cells, cursor));
    }
    out
}

/// The last records of a text, from a line's begin; a quoted text cut in two does no harm to a sample.
fn tail(text: &str, delimiter: u8, from: usize, line: u32) -> Vec<Sampled<'_>> {
    let bytes = text.as_bytes();
    let mut at = bytes.len();
    for _ in 0..=TAIL_ROWS {
        match memchr::memrchr2(b'\n', b'\r', &bytes[from.min(at)..at]) {
            Some(found) => at = from + found,
            None => {
                at = from;
                break;
            }
        }
    }
    let mut begin = at;
    while matches!(bytes.get(begin), Some(b'\n' | b'\r')) {
        begin += 1;
    }
    sample(text, delimiter, Cursor { at: begin, line }, TAIL_ROWS)
}

pub(super) fn sampled<'a>(text: &'a str, line: u32, cells: &[Cell], after: Cursor) -> Sampled<'a> {
    let cells = cells
        .iter()
        .map(|cell| text.get(cell.start..cell.end).unwrap_or_default().trim())
        .collect();
    Sampled { line, cells, after }
}

/// The delimiter under which most records have a date and an amount of their own.
pub(super) fn delimiter_of(text: &str) -> Option<u8> {
    let mut best: Option<((usize, usize, usize), u8)> = None;
    for delimiter in DELIMITERS {
        let records = sample(text, delimiter, Cursor::START, DELIMITER_ROWS);
        let rows: Vec<&Sampled<'_>> = records.iter().filter(|row| row.is_dated_amount()).gather();
        let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).gather();
        let usual = mode(&widths).unwrap_or(0);
        let even = widths.iter().filter(|width| **width == usual).count();
        let announced = header_by_words(&records).map_or(0, |at| header_score(&records[at]));
        let score = (
            rows.len(),
            even,
            usual + usize::try_from(announced).unwrap_or(0),
        );
        let counts = rows.len() + usize::try_from(announced).unwrap_or(0);
        if counts > 0 && best.is_none_or(|(held, _)| score > held) {
            best = Some((score, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

/// The record that names columns in known words: a date's and an amount's among them.
fn header_by_words(records: &[Sampled<'_>]) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    for (at, record) in records.iter().take(PREAMBLE_ROWS).enumerate() {
        let score = header_score(record);
        if score > 0 && best.is_none_or(|(held, _)| score > held) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// How much a record looks like a header; 0 where it lacks a date's or an amount's name.
pub(super) fn header_score(record: &Sampled<'_>) -> i32 {
    if record.cells.len() < 2 {
        return 0;
    }
    let is_value = |cell: &str| date::shape(cell).is_some() || amount::is_amount(cell);
    if record.cells.iter().any(|cell| is_value(cell)) {
        return 0;
    }
    let (mut score, mut date, mut amount) = (0, false, false);
    for cell in record.cells.iter().filter(|cell| !cell.is_empty()) {
        let reading = header::read(cell);
        if reading.meanings.is_empty() {
            continue;
        }
        score += if reading.whole { 3 } else { 1 };
        date |= reading.is_date();
        amount |= reading.is_amount() || reading.may_be(Meaning::OriginalAmount);
    }
    if date && amount { score } else { 0 }
}

/// A record of words just before the first row, in a language that the table does not have.
fn header_by_place(records: &[Sampled<'_>], first_row: usize) -> Option<usize> {
    let width = records.get(first_row)?.cells.len();
    let at = records[..first_row]
        .iter()
        .rposition(|record| !record.is_blank())?;
    let record = &records[at];
    let filled = record.cells.iter().filter(|cell| !cell.is_empty()).count();
    let is_words = record
        .cells
        .iter()
        .all(|cell| cell.is_empty() || (date::shape(cell).is_none() && !amount::is_amount(cell)));
    let near = record.cells.len().abs_diff(width) <= 1;
    (is_words && near && filled >= 2 && filled * 3 >= width * 2).then_some(at)
}

/// Rows beside the first or last that tell how entries are made.
const FEWEST_ALIKE: usize = 3;

/// Whether a row is not made as all others are, and whether it has a day where they have theirs; `None` where it is as they
/// are. One that says what the account is or holds writes its day otherwise, or fills other cells than they do.
fn is_of_other_make(rows: &[Sampled<'_>], at: usize) -> Option<bool> {
    let row = rows.get(at)?;
    let others = || rows.iter().enumerate().filter(|(held, _)| *held != at);
    let all = |is_such: &dyn Fn(&Sampled<'_>) -> bool| others().all(|(_, other)| is_such(other));
    if rows.len() <= FEWEST_ALIKE {
        return None;
    }
    let mut columns = 0..row.cells.len();
    let day = columns.find(|column| all(&|other| date::shape(other.cell(*column)).is_some()))?;
    let Some(shape) = date::shape(row.cell(day)) else {
        return Some(false);
    };
    let is_plain = |shape| matches!(shape, date::Shape::Plain(_));
    let is_dressed_otherwise = all(&|other| {
        date::shape(other.cell(day)).is_some_and(|other| is_plain(other) != is_plain(shape))
    });
    // An amount in a column of its own is what the first to come in, or to go out, looks like.
    let is_worded = |row: &Sampled<'_>, column| {
        let cell = row.cell(column);
        !amount::is_blank(cell) && !amount::is_amount(cell)
    };
    let is_filled = |row: &Sampled<'_>, column| !amount::is_blank(row.cell(column));
    let columns = || 0..row.cells.len();
    let fills_alone =
        columns().any(|column| is_worded(row, column) && all(&|other| !is_filled(other, column)));
    let lacks_alone =
        columns().any(|column| !is_filled(row, column) && all(&|other| is_worded(other, column)));
    (is_dressed_otherwise || (fills_alone && lacks_alone)).then_some(true)
}

fn width_of(rows: &[Sampled<'_>]) -> usize {
    let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).gather();
    mode(&widths).unwrap_or(0)
}

/// The most frequent value, the largest of those.
pub(super) fn mode(values: &[usize]) -> Option<usize> {
    let mut sorted = values.to_vec();
    sorted.arrange();
    let mut best: Option<(usize, usize)> = None;
    for run in sorted.chunk_by(|left, right| left == right) {
        let value = *run.first()?;
        if best.is_none_or(|(count, _)| run.len() >= count) {
            best = Some((run.len(), value));
        }
    }
    best.map(|(_, value)| value)
}
