//! Delimited text to rows: a hypothesis about the file, settled on a sample, then one pass over the bytes.

use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::order::Gather as _;
use crate::statement::source::Held;
use crate::statement::{
    Column, Dialect, Format, Progress, Readings, Skipped, Statement, StatementAccount,
    StatementError, detect,
    sheet::{self, Grid},
};

mod account;
mod amount;
mod balance;
mod cell;
mod closing;
mod column;
mod date;
mod dated;
mod header;
mod layout;
mod open;
mod plan;
mod record;
mod roles;
mod rows;
pub(super) mod section;
mod shipped;
mod sign;
mod stream;
mod table;
mod unread;
mod words;

use account::Accounts;
pub(super) use amount::{
    Mark as DecimalMark, MarkEvidence, NoAmount as NoPrinted, POINT, mark_evidence, of_digits,
    parse as parse_amount,
};
pub(super) use cell::fold;
pub(super) use closing::{check_ends, check_running, most_frequent, period_of};
pub(super) use column::{Land, MarkSettled, OrderSettled, date_order_of, decimal_mark_of};
pub(super) use date::{Shape as DateShape, shape as date_shape};
use layout::Layout;
pub(super) use open::{is_open_date, mark_of, marks, order_of, orders};
use record::Cursor;
pub(super) use record::DELIMITER;
use rows::Rows;
use stream::{Rest, Stream};
use table::{DELIMITERS, Table};

/// What stands between the cells of HDFC's cards.
const TWICE_MARKED: &str = "~|~";

/// The lines in which the names of columns are looked for, to tell an encoding by them.
const NAMED_LINES: usize = 20;

/// How many columns of a text's first lines are named in words that are understood.
pub(super) fn columns_named(text: &str) -> usize {
    let cells = |line: &str| {
        line.split([',', ';', '\t', '|', '"'])
            .filter(|cell| !cell.is_ascii() && header::is_listed(cell))
            .count()
    };
    text.lines().take(NAMED_LINES).map(cells).max().unwrap_or(0)
}

/// Where a table's text is from.
pub(super) struct Origin {
    /// What kind of file it is.
    pub(super) format: Format,
    /// What separates the cells, where that is known.
    pub(super) delimiter: Option<u8>,
    /// What is known of its cells beside their text, in words of the wire.
    pub(super) evidence: Vec<(&'static str, u32)>,
}

impl Origin {
    /// Delimited text.
    pub(super) const TEXT: Origin = Origin {
        format: Format::Csv,
        delimiter: None,
        evidence: Vec::new(),
    };
}

/// How many of a sheet's first and last rows have a date and an amount, and its header where words name it.
pub(super) fn rows_found(text: &str) -> Option<(usize, Option<String>)> {
    let table = Table::find(text, Some(DELIMITER))?;
    let is_named = |reading: &header::Reading| !reading.meanings.is_empty();
    let header = table.header.as_ref().map(|header| header.cells.join(" "));
    let header = header.filter(|_| table.readings.iter().any(is_named));
    Some((table.rows.len(), header))
}

/// The columns of a sheet whose header says that they hold days, where no row has one.
pub(super) fn unread_days(text: &str) -> Vec<usize> {
    let table = Table::find(text, Some(DELIMITER));
    let Some(table) = table.filter(|table| table.rows.is_empty()) else {
        return Vec::new();
    };
    table.columns(&|column| table.readings[column].is_date())
}

/// Whether a word is a currency's code, name or mark.
pub(super) fn names_currency(word: &str) -> bool {
    words::is_currency_mark(word) || words::currency(word).is_some()
}

/// What a text turns out to be.
pub(super) enum Opened {
    /// A table with rows, to be read in steps.
    Rows(Box<CsvReading>),
    /// A header and nothing below it.
    Empty(Box<Read<Statement>>),
}

/// A delimited file being read.
pub(super) struct CsvReading {
    text: String,
    /// What is behind the text, where the file is read in pieces.
    rest: Rest,
    /// The file that is read in pieces, its size, and how much of it is behind the text.
    file: Option<Held>,
    size: usize,
    bytes_read: usize,
    layout: Layout,
    body: Cursor,
    cursor: Cursor,
    rows: Rows,
    /// Whether the order of dates was settled anew, which happens once at most.
    resettled: bool,
    shown: Shown,
    issues: Vec<Issue>,
    encoding: &'static str,
    origin: Origin,
}

impl CsvReading {
    /// Settles how the text is read.
    ///
    /// Errors: a text without a table, or whose table has no dates or no amounts.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
        readings: Readings<'_>,
        origin: Origin,
    ) -> Result<Opened, StatementError> {
        let is_open = origin.delimiter.is_none();
        let format = origin.format;
        // What is known of cells beside their text comes with a delimiter.
        let delimited = |delimiter| Origin {
            format,
            delimiter: Some(delimiter),
            ..Origin::TEXT
        };
        if is_open && text.contains(TWICE_MARKED) {
            let text = text.replace(TWICE_MARKED, "|");
            return CsvReading::open(text, encoding, issues, readings, delimited(b'|'));
        }
        let mut table = Table::find(&text, origin.delimiter);
        // A table that is written some other way is read as it would stand in a delimited text.
        let rewritten = match &table {
            None if is_open => unwrapped(&text)
                .map(|grid| (grid.into_text(), delimited(DELIMITER)))
                .or_else(|| sheet::open_plain(&text)),
            Some(table) if is_open && table.rows.is_empty() => {
                sheet::open_counted(grid_of(&text, table.delimiter))
            }
            _ => None,
        };
        if let Some((text, origin)) = rewritten {
            return CsvReading::open(text, encoding, issues, readings, origin);
        }
        if let Some(table) = table.as_ref().filter(|table| table.rows.is_empty()) {
            let mut read = empty(origin.format, encoding, issues);
            let (skipped, unread) = unread::below_header(&text, table);
            if unread.is_empty() {
                read.issues
                    .push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
            }
            read.value.skipped = skipped;
            read.issues.extend(unread);
            return Ok(Opened::Empty(Box::new(read)));
        }
        let settled = table.as_mut().and_then(|table| {
            let layout = Layout::settle(table, readings)?;
            let accounts = Accounts::before(table, &layout);
            let shown = Shown::of(table, &layout);
            let title = table.preamble.iter().rev().find_map(table::Sampled::title);
            let pending = title.is_some_and(unread::is_pending_title);
            Some((layout, accounts, shown, table.body, pending))
        });
        let Some((layout, accounts, shown, body, pending)) = settled else {
            return Err(detect::without_transactions());
        };
        Ok(Opened::Rows(Box::new(CsvReading {
            rows: Rows::new(accounts, text.len(), pending),
            cursor: body,
            body,
            rest: Rest::Nothing,
            file: None,
            size: text.len(),
            bytes_read: 0,
            text,
            layout,
            resettled: false,
            shown,
            issues,
            encoding,
            origin,
        })))
    }

    /// Reads from the file what was settled on a sample of it: its begin and its end.
    ///
    /// Shape: whether it can be; otherwise the file is read as a whole.
    pub(super) fn take_from(&mut self, file: &Held) -> bool {
        // The rows of a page or a sheet are not those of its file.
        let is_doubtful = !self.issues.is_empty()
            || self.origin.format != Format::Csv
            || self.origin.delimiter.is_some();
        match Stream::new(file.clone(), self.encoding) {
            Some(stream) if !is_doubtful => {
                self.size = usize::try_from(file.size()).unwrap_or(usize::MAX);
                self.rows.expect(self.size);
                self.file = Some(file.clone());
                self.text = String::new();
                self.rest = Rest::More(stream);
                true
            }
            _ => false,
        }
    }

    /// The file, where it holds what its sample did not announce.
    pub(super) fn contradicted(&self) -> Option<&Held> {
        match &self.rest {
            Rest::Contradicted(file) => Some(file),
            _ => None,
        }
    }

    /// Reads up to `rows` more records.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        if let Rest::More(_) = self.rest
            && (self.text.is_empty() || self.cursor.at >= self.rest.stop(&self.text))
        {
            self.fetch();
        }
        let more = self.rows.advance(
            &self.text,
            &self.layout,
            &mut self.cursor,
            rows,
            self.rest.stop(&self.text),
        );
        if self.rows.contradicts_order() && self.layout.order.open && !self.resettled {
            // A date later in the file fits the other order only: what the sample left open is settled now.
            self.resettled = true;
            self.layout.order.order = self.layout.order.order.other();
            self.layout.order.open = false;
            self.layout.order.evidence = ("only-other-order-fits", 1);
            self.layout
                .open
                .retain(|open| open.code != IssueCode::DateOrderAmbiguous);
            self.rows.restart();
            self.cursor = self.body;
            self.bytes_read = 0;
            if let Some(file) = &self.file {
                self.text = String::new();
                let stream = Stream::new(file.clone(), self.encoding);
                self.rest = stream.map_or_else(Rest::default, Rest::More);
            }
            return self.progress(false);
        }
        self.progress(!more)
    }

    /// Puts the next piece of the file behind what is left of the text.
    fn fetch(&mut self) {
        let is_first = self.text.is_empty();
        let read = if is_first { 0 } else { self.cursor.at };
        if let Rest::More(stream) = std::mem::take(&mut self.rest) {
            self.rest = stream.advance(&mut self.text, read);
            self.cursor.at -= read;
        }
    }

    fn progress(&mut self, done: bool) -> Progress {
        let behind = match &self.rest {
            _ if done => self.size,
            Rest::Nothing if self.file.is_none() => self.cursor.at,
            Rest::Nothing => self.size.saturating_sub(self.text.len() - self.cursor.at),
            Rest::More(stream) => {
                let left = self.text.len().saturating_sub(self.cursor.at);
                stream.made().saturating_sub(left)
            }
            Rest::Contradicted(_) => 0,
        };
        self.bytes_read = behind.clamp(self.bytes_read.min(self.size), self.size);
        Progress {
            rows: u32::try_from(self.rows.read()).unwrap_or(u32::MAX),
            bytes_read: self.bytes_read,
            bytes_total: self.size,
            done,
        }
    }

    /// Checks the balances and gives what was read.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        let CsvReading {
            layout,
            rows,
            issues,
            encoding,
            shown,
            origin,
            ..
        } = self;
        let mut issues = std::mem::take(issues);
        let mut dialect = dialect_of(layout);
        dialect.evidence.append(&mut origin.evidence);
        for code in &dialect.open {
            let mut issue = Issue::new(*code, Severity::Warning);
            let column = match code {
                IssueCode::DateOrderAmbiguous => layout.date,
                _ => layout.amount_column(),
            };
            issue = issue.at_column(&layout.column_name(column));
            let rival = layout.open.iter().find(|open| open.code == *code);
            issues.push(
                issue.found(match code {
                    IssueCode::DateOrderAmbiguous => &shown.date,
                    IssueCode::AmountColumnAmbiguous => rival
                        .and_then(|open| open.shown.first())
                        .map_or("", |shown| &shown.printed[1]),
                    _ => &shown.amount,
                }),
            );
        }
        let mut statement = Statement {
            format: Some(origin.format),
            shape: layout.shape.as_str().into(),
            encoding,
            ..Statement::default()
        };
        statement.rows = std::mem::take(&mut rows.rows);
        statement.texts = std::mem::take(&mut rows.texts);
        statement.skipped = std::mem::take(&mut rows.skipped);
        issues.append(&mut rows.issues);
        closing::close(&mut statement, &mut rows.accounts, layout, &mut issues);
        if statement.rows.iter().any(|row| row.currency.is_none()) {
            issues.push(Issue::new(IssueCode::CurrencyUnknown, Severity::Note));
        }
        if statement.rows.is_empty() {
            issues.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
        }
        statement.dialect = Some(dialect);
        statement.open = std::mem::take(&mut layout.open);
        Read {
            value: statement,
            issues,
        }
    }
}

/// The table of a text each line of which is one cell in quotes, as where a spreadsheet took no delimiter and kept the lines.
fn unwrapped(text: &str) -> Option<Grid> {
    let (mut cursor, mut cells, mut lines) = (Cursor::START, Vec::new(), String::new());
    while record::next_record(text.as_bytes(), DELIMITERS[0], &mut cursor, &mut cells).is_some() {
        let [_] = *cells else {
            return None;
        };
        lines.push_str(&cell::cell_text(text, &cells, 0).replace("\"\"", "\""));
        lines.push('\n');
    }
    split(&lines)
}

/// A text's cells as those of a sheet, where a delimiter makes a table of it.
pub(super) fn split(text: &str) -> Option<Grid> {
    Table::find(text, None).map(|table| grid_of(text, table.delimiter))
}

/// A text's cells as those of a sheet.
fn grid_of(text: &str, delimiter: u8) -> Grid {
    let (mut cursor, mut cells, mut grid) = (Cursor::START, Vec::new(), Grid::default());
    while record::next_record(text.as_bytes(), delimiter, &mut cursor, &mut cells).is_some() {
        for column in 0..cells.len() {
            grid.text(column, cell::cell_text(text, &cells, column));
        }
        grid.end_row();
    }
    grid
}

/// A statement without entries.
pub(super) fn empty(format: Format, encoding: &'static str, issues: Vec<Issue>) -> Read<Statement> {
    Read {
        value: Statement {
            format: Some(format),
            encoding,
            accounts: vec![StatementAccount::default()],
            ..Statement::default()
        },
        issues,
    }
}

/// What issues about the whole file show: its first date and amount.
struct Shown {
    date: String,
    amount: String,
}

impl Shown {
    fn of(table: &Table<'_>, layout: &Layout) -> Shown {
        let date = table.first(layout.date, &|cell| date::shape(cell).is_some());
        let amount = table.first(layout.amount_column(), &|cell| !cell.is_empty());
        Shown {
            date: date.to_owned(),
            amount: amount.to_owned(),
        }
    }
}

fn dialect_of(layout: &Layout) -> Dialect {
    let sign = layout.sign.convention(layout.plan.amounts);
    let columns = (0..layout.width).map(|column| Column {
        header: layout.headers[column].clone(),
        role: layout.role(column),
    });
    let mut dialect = Dialect {
        delimiter: layout.delimiter,
        header: layout.header_line,
        columns: columns.gather(),
        date_order: layout.date_notation(),
        decimal_mark: layout.decimal_mark(),
        sign,
        evidence: vec![layout.order.evidence, layout.sign.evidence],
        open: Vec::new(),
    };
    dialect.leave_open(&layout.open, layout.plan.covered as u32);
    let evidence = &mut dialect.evidence;
    if layout.mark.proofs > 0 {
        evidence.push(("decimal-mark-proved", layout.mark.proofs));
    }
    if layout.plan.chain.pairs > 0 {
        evidence.push(("balances-follow", layout.plan.chain.best()));
        evidence.push(("balances-compared", layout.plan.chain.pairs));
    }
    dialect
}
