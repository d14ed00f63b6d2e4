//! Delimited text to rows: a hypothesis about the file, settled on a sample, then one pass over the bytes.

use crate::issue::{Expected, Issue, IssueCode, Read, Severity};
use crate::statement::{
    Column, Dialect, Format, Progress, SignConvention, Skipped, Statement, StatementError,
};

mod account;
mod amount;
mod balance;
mod closing;
mod column;
mod date;
mod header;
mod layout;
mod plan;
mod record;
mod rows;
mod sign;
mod table;
mod words;

use account::Accounts;
use layout::Layout;
use record::Cursor;
use rows::Rows;
use table::Table;

/// A delimited file being read.
pub(super) struct CsvReading {
    text: String,
    layout: Layout,
    body: Cursor,
    cursor: Cursor,
    rows: Rows,
    /// Whether the order of dates was settled anew, which happens once at most.
    resettled: bool,
    shown: Shown,
    issues: Vec<Issue>,
    encoding: &'static str,
}

impl CsvReading {
    /// Settles how the text is read.
    ///
    /// Errors: a text without a table, or whose table has no dates or no amounts.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
    ) -> Result<CsvReading, StatementError> {
        let settled = Table::find(&text).and_then(|table| {
            let layout = Layout::settle(&table)?;
            let accounts = Accounts::before(&table, &layout);
            let shown = Shown::of(&table, &layout);
            Some((layout, accounts, shown, table.body))
        });
        let Some((layout, accounts, shown, body)) = settled else {
            return Err(Box::new(
                Issue::new(IssueCode::FileWithoutTransactions, Severity::Failed)
                    .expected(Expected::StatementExport),
            ));
        };
        Ok(CsvReading {
            rows: Rows::new(accounts, text.len()),
            cursor: body,
            body,
            text,
            layout,
            resettled: false,
            shown,
            issues,
            encoding,
        })
    }

    /// Reads up to `rows` more records.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        let more = self
            .rows
            .advance(&self.text, &self.layout, &mut self.cursor, rows);
        if self.rows.contradicts_order() && self.layout.order.open && !self.resettled {
            // A date later in the file fits the other order only: what the sample left open is settled now.
            self.resettled = true;
            self.layout.order.order = self.layout.order.order.other();
            self.layout.order.open = false;
            self.layout.order.evidence = ("only-other-order-fits", 1);
            self.rows.restart();
            self.cursor = self.body;
            return self.progress(false);
        }
        self.progress(!more)
    }

    fn progress(&self, done: bool) -> Progress {
        Progress {
            rows: u32::try_from(self.rows.read()).unwrap_or(u32::MAX),
            bytes_read: self.cursor.at,
            bytes_total: self.text.len(),
            done,
        }
    }

    /// Checks the balances and gives what was read.
    pub(super) fn finish(self) -> Read<Statement> {
        let CsvReading {
            layout,
            rows,
            mut issues,
            encoding,
            shown,
            ..
        } = self;
        let dialect = dialect_of(&layout);
        for code in &dialect.open {
            let mut issue = Issue::new(*code, Severity::Warning);
            let column = match code {
                IssueCode::DateOrderAmbiguous => layout.date,
                _ => layout.amount_column(),
            };
            issue = issue.at_column(&layout.column_name(column));
            issues.push(issue.found(match code {
                IssueCode::DateOrderAmbiguous => &shown.date,
                _ => &shown.amount,
            }));
        }
        let mut statement = Statement {
            format: Some(Format::Csv),
            encoding,
            ..Statement::default()
        };
        let Rows {
            rows,
            texts,
            skipped,
            issues: found,
            accounts,
            ..
        } = rows;
        statement.rows = rows;
        statement.texts = texts;
        statement.skipped = skipped;
        issues.extend(found);
        closing::close(&mut statement, accounts, &layout, &mut issues);
        if statement.rows.iter().any(|row| row.currency.is_none()) {
            issues.push(Issue::new(IssueCode::CurrencyUnknown, Severity::Note));
        }
        if statement.rows.is_empty() {
            issues.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
        }
        statement.dialect = Some(dialect);
        Read {
            value: statement,
            issues,
        }
    }
}

/// What issues about the whole file show: its first date and amount.
struct Shown {
    date: String,
    amount: String,
}

impl Shown {
    fn of(table: &Table<'_>, layout: &Layout) -> Shown {
        let first = |column: usize| {
            let mut cells = table.rows.iter().map(|row| row.cell(column));
            cells
                .find(|cell| !cell.is_empty())
                .unwrap_or_default()
                .to_owned()
        };
        Shown {
            date: first(layout.date),
            amount: first(layout.amount_column()),
        }
    }
}

fn dialect_of(layout: &Layout) -> Dialect {
    let sign = layout.sign.convention(layout.plan.amounts);
    let mut evidence = vec![layout.order.evidence];
    if layout.mark.proofs > 0 {
        evidence.push(("decimal-mark-proved", layout.mark.proofs));
    }
    evidence.push(layout.sign.evidence);
    if layout.plan.chain.pairs > 0 {
        evidence.push(("balances-follow", layout.plan.chain.best()));
        evidence.push(("balances-compared", layout.plan.chain.pairs));
    }
    let mut open = Vec::new();
    if layout.order.open {
        open.push(IssueCode::DateOrderAmbiguous);
    }
    if layout.mark.open {
        open.push(IssueCode::DecimalMarkAmbiguous);
    }
    if layout.sign.open && sign == SignConvention::Signed {
        open.push(IssueCode::SignAmbiguous);
    }
    Dialect {
        delimiter: layout.delimiter,
        header: layout.header_line,
        columns: (0..layout.width)
            .map(|column| Column {
                header: layout.headers[column].clone(),
                role: layout.role(column),
            })
            .collect(),
        date_order: layout.date_notation(),
        decimal_mark: layout.decimal_mark(),
        sign,
        evidence,
        open,
    }
}

/// Rows whose issues are told one by one; those beyond are only counted among the skipped.
const MAX_ISSUES: usize = 1_000;

/// Notes a row that gave no entry, with its issue while there is room for it.
fn skip(skipped: &mut Vec<Skipped>, issues: &mut Vec<Issue>, line: u32, issue: Issue) {
    skipped.push(Skipped {
        line,
        code: issue.code,
    });
    if issues.len() < MAX_ISSUES {
        issues.push(issue.at_row(line));
    }
}
