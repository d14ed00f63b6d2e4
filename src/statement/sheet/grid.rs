//! A table of cells on its way to the column logic that delimited files have.
//!
//! Its text is one line a row with [`DELIMITER`] between the cells, so that nothing about columns is
//! decided twice. What the sheet knows by type stays known: a date is written as `2025-03-31`, which is one
//! under every order, and a number with a mark of its own for its decimal mark, which groups no thousands.

use super::number::Number;
use crate::calendar::parse_iso;
use crate::statement::csv::DELIMITER;

/// Columns that are kept: none of a statement stands further right.
pub(super) const MAX_COLUMNS: usize = 256;
/// The rows of the largest sheet there is.
const MAX_ROWS: usize = 1 << 20;
/// The most text of one cell, which sheets have as well.
const MAX_CELL: usize = 32_767;
/// The most text of one table.
pub(super) const MAX_TEXT: usize = 256 << 20;

/// A table while it is filled, row by row from the top.
#[derive(Default)]
pub(in crate::statement) struct Grid {
    /// What the sheet is called.
    pub(super) title: String,
    /// Whether the person does not see it.
    pub(super) is_hidden: bool,
    /// Whether its days are counted from 1904.
    pub(super) is_1904: bool,
    /// Rows that are done.
    text: String,
    row: usize,
    /// The row being filled, with room for more cells than it has.
    cells: Vec<String>,
    used: usize,
    /// Cells that were numbers, and dates, by their type.
    typed: [u32; 2],
    /// Whether it has more than can be kept.
    pub(super) is_full: bool,
}

impl Grid {
    /// An empty table of a name.
    #[inline(never)]
    pub(super) fn named(title: String, is_hidden: bool) -> Grid {
        Grid {
            title,
            is_hidden,
            ..Grid::default()
        }
    }

    /// The row being filled, counted from 0.
    pub(super) fn row(&self) -> usize {
        self.row
    }

    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim_ascii().is_empty() && self.used == 0
    }

    /// Goes to a row below; one above is the next below, as sheets have their rows in order.
    pub(super) fn go_to(&mut self, row: usize) {
        if row <= self.row && self.used == 0 {
            return;
        }
        self.end_row();
        if row >= MAX_ROWS {
            self.is_full = true;
            return;
        }
        while self.row < row {
            self.end_row();
        }
    }

    /// Goes to the next row.
    pub(in crate::statement) fn end_row(&mut self) {
        if self.row >= MAX_ROWS || self.text.len() > MAX_TEXT {
            self.is_full = true;
            self.used = 0;
            return;
        }
        for (at, cell) in self.cells[..self.used].iter().enumerate() {
            if at > 0 {
                self.text.push(char::from(DELIMITER));
            }
            self.text.push_str(cell);
        }
        self.text.push('\n');
        self.used = 0;
        self.row += 1;
    }

    /// Ends the row, and has it so many times in all.
    pub(super) fn end_row_times(&mut self, times: usize) {
        let used = self.used;
        for _ in 0..times {
            self.used = used;
            self.end_row();
            if self.is_full {
                break;
            }
        }
    }

    /// Whether the row being filled has no cell yet.
    pub(super) fn is_row_empty(&self) -> bool {
        self.used == 0
    }

    /// Writes what is plain already, such as a text of [`Number`].
    pub(super) fn plain(&mut self, column: usize, text: &str) {
        if column >= MAX_COLUMNS || text.is_empty() || self.is_full {
            return;
        }
        for at in self.used..=column {
            match self.cells.get_mut(at) {
                Some(cell) => cell.clear(),
                None => self.cells.push(String::new()),
            }
        }
        self.used = self.used.max(column + 1);
        if let Some(cell) = self.cells.get_mut(column) {
            cell.clear();
            let end = (0..=text.len().min(MAX_CELL)).rev();
            let end = end.into_iter().find(|end| text.is_char_boundary(*end));
            cell.push_str(&text[..end.unwrap_or(0)]);
        }
    }

    /// Writes a text; what is no letter of it is a blank.
    pub(in crate::statement) fn text(&mut self, column: usize, text: &str) {
        let text = text.trim();
        if text.contains(char::is_control) {
            self.plain(column, text.replace(char::is_control, " ").trim());
        } else {
            self.plain(column, text);
        }
    }

    /// Writes a number or a day.
    pub(super) fn number(&mut self, column: usize, number: &Number) {
        let is_day = usize::from(number.is_day);
        self.typed[is_day] = self.typed[is_day].saturating_add(1);
        self.plain(column, &number.text);
    }

    /// Writes a day given as ISO 8601 has it, with or without a time.
    pub(super) fn day(&mut self, column: usize, text: &str) {
        let day = text.trim().get(..10).filter(|day| parse_iso(day).is_some());
        match day {
            Some(day) => self.number(
                column,
                &Number {
                    text: day.to_owned(),
                    is_day: true,
                },
            ),
            None => self.text(column, text),
        }
    }

    /// Adds the rows of a table below its own.
    pub(super) fn append(&mut self, other: Grid) {
        self.text.push_str(&other.text);
        self.row += other.row;
        self.typed[0] = self.typed[0].saturating_add(other.typed[0]);
        self.typed[1] = self.typed[1].saturating_add(other.typed[1]);
        self.is_full |= other.is_full;
    }

    /// The rows so far.
    pub(super) fn lines(&self) -> &str {
        &self.text
    }

    /// Adds a row that is written already.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.row += 1;
    }

    /// How many cells were numbers and how many days, by their type.
    pub(super) fn typed(&self) -> [u32; 2] {
        self.typed
    }

    /// Its rows, each with a line end.
    pub(in crate::statement) fn into_text(self) -> String {
        self.text
    }
}
