//! The tables of a web page, which banks hand out as `.xls`.
//!
//! Source: the HTML Living Standard, 4.9 (tables) and 13.1.2.4 (tags that may be left out).

use super::grid::{Grid, MAX_COLUMNS};
use super::markup::{Piece, Pieces, Tag, add_blank, add_text};

/// Tables in tables that are told apart.
const DEPTH: usize = 32;

/// The tables of a page in the order in which they begin, and the texts between them as tables of one column.
pub(super) fn tables(text: &str) -> Vec<Grid> {
    let mut page = Page::default();
    for piece in Pieces::new(text) {
        match piece {
            Piece::Open(tag) => page.open(&tag),
            Piece::Close(name) => page.close(name),
            piece => add_text(&piece, page.held()),
        }
        if page.is_full {
            break;
        }
    }
    while !page.open.is_empty() {
        page.end_table();
    }
    page.end_loose();
    page.grids
}

/// A table that is open.
struct Open {
    /// Its place in the list.
    at: usize,
    column: usize,
    /// The text of the cell that is open, and the columns and rows it spans.
    cell: Option<(String, usize, usize)>,
    /// For each column, how many rows below a cell still spans, and its text.
    spans: Vec<(usize, String)>,
}

#[derive(Default)]
struct Page {
    grids: Vec<Grid>,
    open: Vec<Open>,
    /// Text outside of tables, a line for each block.
    loose: String,
    is_full: bool,
    none: String,
}

impl Page {
    /// Where text goes that comes next.
    fn held(&mut self) -> &mut String {
        match self.open.last_mut() {
            None => &mut self.loose,
            Some(open) => match &mut open.cell {
                Some((held, ..)) => held,
                None => {
                    self.none.clear();
                    &mut self.none
                }
            },
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if tag.is("table") {
            self.begin_table();
        } else if tag.is("tr") {
            if self.open.is_empty() {
                self.begin_table();
            }
            self.end_row();
        } else if tag.is("td") || tag.is("th") {
            if self.open.is_empty() {
                self.begin_table();
            }
            self.end_cell();
            if let Some(open) = self.open.last_mut() {
                let columns = tag.number("colspan").unwrap_or(1).clamp(1, MAX_COLUMNS);
                let rows = tag.number("rowspan").unwrap_or(1).clamp(1, 65_536);
                open.cell = Some((String::new(), columns, rows));
            }
        } else {
            self.part(tag.name);
        }
    }

    fn close(&mut self, name: &str) {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        if is("table") {
            self.end_table();
        } else if is("tr") {
            self.end_row();
        } else if is("td") || is("th") {
            self.end_cell();
        } else {
            self.part(name);
        }
    }

    /// A tag within a text: those of blocks part it, those of letters do not.
    fn part(&mut self, name: &str) {
        const LETTERS: &str = "b i u a em font small big sub sup span strong nobr wbr abbr";
        if LETTERS
            .split(' ')
            .any(|listed| name.eq_ignore_ascii_case(listed))
        {
            return;
        }
        if self.open.is_empty() {
            if !self.loose.ends_with('\n') {
                self.loose.push('\n');
            }
        } else {
            add_blank(self.held());
        }
    }

    /// Makes a table of the text since the last one.
    fn end_loose(&mut self) {
        let mut grid = Grid::named(String::new(), false);
        for line in std::mem::take(&mut self.loose).lines() {
            grid.text(0, line);
            if !grid.is_row_empty() {
                grid.end_row();
            }
        }
        if !grid.is_empty() {
            self.grids.push(grid);
        }
    }

    fn begin_table(&mut self) {
        if self.open.is_empty() {
            self.end_loose();
        }
        if self.open.len() < DEPTH {
            self.grids.push(Grid::named(String::new(), false));
            self.open.push(Open {
                at: self.grids.len() - 1,
                column: 0,
                cell: None,
                spans: Vec::new(),
            });
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.open.pop();
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let Some(grid) = self.grids.get_mut(open.at) else {
            return;
        };
        if open.column > 0 {
            open.pass_spans(grid);
            grid.end_row();
            self.is_full |= grid.is_full;
        }
        open.column = 0;
    }

    fn end_cell(&mut self) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let (Some((text, columns, rows)), Some(grid)) =
            (open.cell.take(), self.grids.get_mut(open.at))
        else {
            return;
        };
        open.pass_spans(grid);
        grid.text(open.column, &text);
        if rows > 1 && open.column < MAX_COLUMNS {
            if open.spans.len() <= open.column {
                open.spans.resize(open.column + 1, (0, String::new()));
            }
            if let Some(span) = open.spans.get_mut(open.column) {
                *span = (rows - 1, text);
            }
        }
        open.column += columns;
    }
}

impl Open {
    /// Goes over columns that cells above span, which hold what those do.
    fn pass_spans(&mut self, grid: &mut Grid) {
        while let Some((rows, text)) = self.spans.get_mut(self.column) {
            if *rows == 0 {
                break;
            }
            *rows -= 1;
            grid.text(self.column, text);
            self.column += 1;
        }
    }
}
