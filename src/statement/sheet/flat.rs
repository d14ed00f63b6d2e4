//! Sheets whose cells stand one after the other in XML: OpenDocument, and Excel's own of 2003.
//!
//! Source: OpenDocument 1.3 part 3, chapters 9 and 19; the XML Spreadsheet reference of Office 2003.

use super::grid::{Grid, MAX_COLUMNS};
use super::markup::{Piece, Pieces, Tag, add_blank, add_text, decoded};
use super::number::{Decimal, Shown};

/// The sheets of a text, either kind.
pub(super) fn sheets(text: &str) -> Vec<Grid> {
    let mut reader = Reader::default();
    for piece in Pieces::new(text) {
        match piece {
            Piece::Open(tag) => reader.open(tag),
            Piece::Close(name) => reader.close(name),
            piece if reader.is_text && !reader.is_remark => add_text(&piece, &mut reader.held),
            _ => {}
        }
        if reader.grids.last().is_some_and(|grid| grid.is_full) {
            break;
        }
    }
    reader.grids
}

#[derive(Default)]
struct Reader<'a> {
    grids: Vec<Grid>,
    row: usize,
    rows: usize,
    column: usize,
    cell: Option<Tag<'a>>,
    /// What the cell's content says that it is, where the cell itself does not.
    kind: Option<&'a str>,
    held: String,
    is_text: bool,
    is_remark: bool,
}

impl<'a> Reader<'a> {
    fn open(&mut self, tag: Tag<'a>) {
        let index = |tag: &Tag<'_>| tag.number("Index")?.checked_sub(1);
        match tag.name {
            "table" | "Worksheet" => {
                let title = decoded(tag.get("name").unwrap_or_default());
                self.grids.push(Grid::named(title, false));
                self.row = 0;
            }
            "table-row" | "Row" => {
                self.row = index(&tag).unwrap_or(self.row);
                self.rows = tag.number("number-rows-repeated").unwrap_or(1);
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" | "Cell" => {
                self.column = index(&tag).unwrap_or(self.column);
                self.held.clear();
                self.kind = None;
                self.cell = Some(tag);
            }
            "annotation" | "Comment" => self.is_remark = true,
            "Data" if !self.is_remark => {
                self.kind = tag.get("Type");
                self.is_text = true;
            }
            "p" => {
                add_blank(&mut self.held);
                self.is_text = true;
            }
            "s" | "tab" | "line-break" => add_blank(&mut self.held),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "Data" => self.is_text = false,
            "annotation" | "Comment" => self.is_remark = false,
            "table-cell" | "covered-table-cell" | "Cell" => self.end_cell(),
            "table-row" | "Row" => {
                if let Some(grid) = self.grids.last_mut()
                    && !grid.is_row_empty()
                {
                    grid.end_row_times(self.rows);
                }
                self.row = self.row.saturating_add(self.rows);
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let (Some(tag), Some(grid)) = (self.cell.take(), self.grids.last_mut()) else {
            return;
        };
        let times = tag.number("number-columns-repeated").unwrap_or(1);
        let kind = tag.get("value-type").or(self.kind).unwrap_or_default();
        let is_figure = matches!(kind, "float" | "percentage" | "currency" | "Number");
        let value = tag.get("value").unwrap_or(&self.held);
        let decimal = Decimal::parse(value).filter(|_| is_figure);
        let day = match kind {
            "date" => tag.get("date-value"),
            "DateTime" => Some(self.held.trim()),
            _ => None,
        };
        let is_empty = decimal.is_none() && day.is_none() && self.held.trim().is_empty();
        if !is_empty {
            if grid.row() < self.row {
                grid.go_to(self.row);
            }
            let currency = tag.get("currency").filter(|code| !code.is_empty());
            let shown = currency.map_or(Shown::Figure, |code| Shown::Money(code.to_owned()));
            // No sheet has more columns, whatever is repeated.
            for column in (self.column..self.column.saturating_add(times)).take(MAX_COLUMNS) {
                match (&decimal, day) {
                    (Some(decimal), _) => grid.number(column, &decimal.shown(&shown, false)),
                    (None, Some(day)) => grid.day(column, day),
                    (None, None) => grid.text(column, &self.held),
                }
            }
        }
        let merged = tag.number("MergeAcross").unwrap_or(0);
        self.column = self.column.saturating_add(times).saturating_add(merged);
    }
}
