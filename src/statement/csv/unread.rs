//! Records that give no row as they stand: moved cells, totals, balances, notes, and what cannot be read.

use super::amount::{self, NoAmount};
use super::cell::{cell_text, fold};
use super::date;
use super::layout::Layout;
use super::plan::Amounts;
use super::record::{Cell, next_record};
use super::rows::{Record, Rows};
use super::sign::Sign;
use super::table::Table;
use super::words::{self, State};
use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::order::Gather as _;
use crate::statement::Skipped;
use crate::statement::taken::{MAX_ISSUES, skip};

impl Rows {
    /// A record with more cells than the header has: an unquoted delimiter in the descriptor moved the rest.
    pub(super) fn realigned(&mut self, record: &Record<'_>) -> bool {
        let layout = record.layout;
        let Some(&at) = layout.descriptor.first() else {
            return false;
        };
        let filled = record
            .cells
            .iter()
            .rposition(|cell| cell.start < cell.end)
            .map_or(0, |last| last + 1);
        let extra = filled.saturating_sub(layout.width);
        if extra == 0 || at + extra >= record.cells.len() {
            return false;
        }
        let cells = record.cells;
        let mut moved = cells[..at].to_vec();
        moved.push(Cell {
            start: cells[at].start,
            end: cells[at + extra].end,
            doubled: false,
        });
        moved.extend_from_slice(&cells[at + extra + 1..]);
        let moved = Record {
            cells: &moved,
            ..*record
        };
        let Some(dated) = self.dated.booked(&moved) else {
            return false;
        };
        if self.issues.len() < MAX_ISSUES {
            self.issues.push(
                Issue::new(IssueCode::RowRagged, Severity::Warning)
                    .at_row(record.line)
                    .expected(Expected::Cells(
                        u32::try_from(layout.width).unwrap_or(u32::MAX),
                    )),
            );
        }
        self.push(&moved, dated);
        true
    }

    /// Says why a record gave no row.
    #[cold]
    pub(super) fn unread(&mut self, record: &Record<'_>) {
        let layout = record.layout;
        if record.printed().all(amount::is_blank) || self.goes_on(record) {
            return;
        }
        let date_cell = record.cell(layout.date);
        let has_date = self.dated.day(record).is_some();
        let columns = match layout.plan.amounts {
            Amounts::Single(column) => vec![column],
            Amounts::Pair { out, inn, .. } => vec![out, inn],
        };
        let read: Vec<(usize, Result<_, NoAmount>)> = columns
            .iter()
            .map(|&column| (column, amount::parse(record.cell(column), layout.mark.mark)))
            .gather();
        let has_amount = read.iter().any(|(_, read)| read.is_ok());
        let digits = |cell: &str| cell.bytes().any(|byte| byte.is_ascii_digit());
        let wrong = read.iter().find(|(column, read)| match read {
            Err(NoAmount::TooLarge) => true,
            Err(NoAmount::Unreadable) => digits(record.cell(*column)) || has_date,
            _ => false,
        });
        let sums = || {
            let mut cells = record.printed();
            cells.any(|cell| words::summary(cell).is_some())
        };
        let amount_wrong = wrong.map(|(column, read)| {
            let code = match read {
                Err(NoAmount::TooLarge) => IssueCode::AmountTooLarge,
                _ => IssueCode::AmountUnreadable,
            };
            let expected = match layout.decimal_mark() {
                Some(b',') => Expected::DecimalComma,
                Some(_) => Expected::DecimalPoint,
                None => Expected::Number,
            };
            Issue::new(code, Severity::RowSkipped)
                .at_column(&layout.column_name(*column))
                .found(record.cell(*column))
                .expected(expected)
        });
        let issue = if has_date {
            if let Some(issue) = amount_wrong {
                issue
            } else if has_amount {
                Issue::new(IssueCode::AmountTooLarge, Severity::RowSkipped)
                    .at_column(&layout.column_name(layout.amount_column()))
            } else {
                let any = self.descriptor(record);
                let balance = layout.plan.balance.map(|column| record.cell(column));
                let is_balance = |cell| amount::parse(cell, layout.mark.mark).is_ok();
                if balance.is_some_and(is_balance) || words::summary(self.texts.get(any)).is_some()
                {
                    self.not_an_entry(record);
                    return;
                }
                Issue::new(IssueCode::AmountMissing, Severity::RowSkipped)
                    .at_column(&layout.column_name(layout.amount_column()))
            }
        } else if has_amount && words::state(date_cell) == Some(State::Pending) {
            // Not booked, and without a day: it comes again when it is.
            date_unreadable(layout, date_cell)
        } else if !has_amount && is_date_in_digits(date_cell) && !sums() {
            let day = date_unreadable(layout, date_cell);
            match amount_wrong {
                // Each is named, the row left out once.
                Some(issue) => {
                    if self.issues.len() < MAX_ISSUES {
                        self.issues.push(day.at_row(record.line));
                    }
                    issue
                }
                None => day,
            }
        } else if !has_amount || (!date_cell.is_empty() && !digits(date_cell)) {
            self.not_an_entry(record);
            return;
        } else if date_cell.is_empty() {
            if sums() {
                self.not_an_entry(record);
                return;
            }
            Issue::new(IssueCode::DateMissing, Severity::RowSkipped)
                .at_column(&layout.column_name(layout.date))
                .expected(Expected::Date(layout.date_notation()))
        } else {
            date_unreadable(layout, date_cell)
        };
        skip(&mut self.skipped, &mut self.issues, record.line, issue);
    }

    /// Whether a record only has what goes on with the text of the row right above it, which is put behind that.
    fn goes_on(&mut self, record: &Record<'_>) -> bool {
        let layout = record.layout;
        let filled = |column: &usize| !amount::is_blank(record.cell(*column));
        let mut columns = (0..record.cells.len()).filter(filled);
        let (Some(column), None) = (columns.next(), columns.next()) else {
            return false;
        };
        let printed = record.cell(column);
        // In the first column stand titles and notices.
        let is_text = column > 0
            && layout.descriptor.contains(&column)
            && layout.header_line.is_some()
            && printed.len() <= words::LONGEST_PHRASE
            && words::summary(printed).is_none()
            && !is_pending_title(printed);
        let Some(row) = self
            .rows
            .last_mut()
            .filter(|_| is_text && self.is_row_above)
        else {
            return false;
        };
        let mut text = self.texts.get(row.descriptor).to_owned();
        fold(printed, record.cells[column].doubled, &mut text);
        row.descriptor = self.texts.intern(&text);
        true
    }

    /// Says that a cell names no currency; the row is kept without one.
    #[cold]
    pub(super) fn warn_of_currency(&mut self, record: &Record<'_>, column: usize) {
        let cell = record.cell(column);
        if !amount::is_blank(cell) && self.issues.len() < MAX_ISSUES {
            self.issues.push(
                Issue::new(IssueCode::CurrencyUnreadable, Severity::Warning)
                    .at_row(record.line)
                    .at_column(&record.layout.column_name(column))
                    .found(cell)
                    .expected(Expected::CurrencyCode),
            );
        }
    }

    /// A total, a balance or a note.
    #[cold]
    pub(super) fn not_an_entry(&mut self, record: &Record<'_>) {
        let printed: Vec<&str> = record.printed().gather();
        // Where entries have their balance or their amount a balance stands too, behind codes of other columns.
        let layout = record.layout;
        let inn = match layout.plan.amounts {
            Amounts::Pair { inn, .. } => Some(inn),
            Amounts::Single(_) => None,
        };
        let columns = [layout.plan.balance, Some(layout.amount_column()), inn];
        // In the other of two columns stands nothing, or zero.
        let is_figure = |cell: &&str| cell.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        let cells = columns.into_iter().flatten().map(|at| record.cell(at));
        let (mut figures, others): (Vec<&str>, Vec<&str>) = cells.partition(is_figure);
        figures.extend_from_slice(&others);
        figures.extend_from_slice(&printed);
        let went = match layout.sign.sign {
            Sign::Column(column) => {
                words::direction(record.cell(column)) == Some(words::Direction::Out)
            }
            _ => false,
        };
        self.accounts.note_balance(&figures, layout.mark.mark, went);
        self.is_row_above = false;
        let mut titles = printed.iter().filter(|cell| !amount::is_blank(cell));
        let title = titles.next();
        if let (Some(title), None) = (title, titles.next()) {
            self.section_pending = is_pending_title(title);
        }
        let mut sums = printed.iter().filter(|cell| words::summary(cell).is_some());
        let shown = sums.next().or(title).copied().unwrap_or_default();
        let issue = Issue::new(IssueCode::RowNotTransaction, Severity::Note).found(shown);
        skip(&mut self.skipped, &mut self.issues, record.line, issue);
    }
}

/// The records below a header of which none has a date and an amount that can be read.
pub(super) fn below_header(text: &str, table: &Table<'_>) -> (Vec<Skipped>, Vec<Issue>) {
    let (mut skipped, mut issues) = (Vec::new(), Vec::new());
    let days = table.columns(&|column| table.readings[column].is_date());
    let amounts = table.columns(&|column| table.readings[column].is_amount());
    let (mut cursor, mut cells) = (table.body, Vec::new());
    while let Some(line) = next_record(text.as_bytes(), table.delimiter, &mut cursor, &mut cells) {
        let first = |columns: &[usize]| {
            let mut cells = columns
                .iter()
                .map(|&column| (column, cell_text(text, &cells, column)));
            cells.find(|(_, cell)| !amount::is_blank(cell))
        };
        let Some((amount, figure)) = first(&amounts) else {
            continue;
        };
        let mut words = (0..cells.len()).map(|column| cell_text(text, &cells, column));
        if words.any(|cell| words::summary(cell).is_some()) {
            continue;
        }
        let iso = Expected::Date(date::Order::YearFirst.notation());
        // A date of any shape leaves the amount to be what nobody could read.
        let (code, column, cell, expected) = match first(&days) {
            Some((_, date)) if date::shape(date).is_some() => (
                IssueCode::AmountUnreadable,
                amount,
                figure,
                Expected::Number,
            ),
            Some((day, date)) => (IssueCode::DateUnreadable, day, date, iso),
            None => (
                IssueCode::DateMissing,
                days.first().copied().unwrap_or(0),
                "",
                iso,
            ),
        };
        let issue = Issue::new(code, Severity::RowSkipped)
            .at_column(table.header_text(column))
            .found(cell)
            .expected(expected);
        skip(&mut skipped, &mut issues, line, issue);
    }
    (skipped, issues)
}

/// Whether a cell is written as a date in digits, whatever day they name: three numbers with marks between, or eight digits.
fn is_date_in_digits(cell: &str) -> bool {
    let mut parts = cell.split(['-', '.', '/']);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let count = parts.clone().count();
    parts.all(is_number) && (count == 3 || (count == 1 && cell.len() == 8))
}

fn date_unreadable(layout: &Layout, cell: &str) -> Issue {
    Issue::new(IssueCode::DateUnreadable, Severity::RowSkipped)
        .at_column(&layout.column_name(layout.date))
        .found(cell)
        .expected(Expected::Date(layout.date_notation()))
}

/// The longest line, in bytes, that may be a title over entries: what is longer is one of them.
const LONGEST_PENDING_TITLE: usize = 48;

/// Whether a line by itself announces entries that are not booked.
pub(super) fn is_pending_title(title: &str) -> bool {
    title.len() <= LONGEST_PENDING_TITLE && words::says("pending", title)
}
