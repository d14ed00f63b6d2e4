//! JSON, as the interfaces of banks and the programs between them give it: Plaid, Open Banking UK, the Berlin
//! Group's NextGenPSD2 and those that go by its names, Monzo, Starling, Teller, and lists of any flat objects.
//!
//! ```text
//! {"transactionAmount": {"amount": "-12.50", "currency": "EUR"}, "bookingDate": "2026-03-31", ...}
//! 2026-03-31  -12.50 EUR
//! ```
//!
//! An entry is told by the names in it (`shapes.tsv`), wherever it stands: pages that follow each other, one
//! document a line and wrappers of any kind are read alike. A list of no known shape goes through the reading of
//! delimited text, its names as headers. Numbers are read as the decimals that are written, never as floats.
//! Of a time the day is the one that is written, whatever its zone.
//!
//! A row is numbered by the line its object begins on; where two begin on one line, every row by its place.

use crate::issue::{Expected, Issue, IssueCode, Read, Severity};
use crate::order::Arrange as _;
use crate::statement::csv::{CsvReading, Opened, Origin, skip};
use crate::statement::shared::repeated_ids;
use crate::statement::{
    AccountKind, Format, Progress, Readings, Statement, StatementAccount, StatementError,
};
use crate::text::TextId;

mod account;
mod find;
mod flat;
mod rows;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod value;

use account::Accounts;
use find::{Entry, Found};
use rows::{Known, Rows};
use scan::{Kind, Scan};
use shape::{Place, Shapes};
use value::Document;

/// Whether a text begins as a JSON document does; an MT940 envelope begins with `{1:`.
pub(super) fn looks_like_json(text: &str) -> bool {
    let text = trimmed(text);
    let Some(inside) = text.strip_prefix(['{', '[']) else {
        return false;
    };
    let inside = inside.trim_start();
    inside.is_empty() || inside.starts_with(['"', '{', '[', '}', ']', '/'])
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}')
}

/// A JSON file while it is being read.
pub(super) struct JsonReading {
    text: String,
    scan: Scan,
    shapes: Shapes,
    found: Found,
    /// The entries that are read.
    read: usize,
    lines: Lines,
    accounts: Accounts,
    rows: Rows,
    encoding: &'static str,
}

/// What a text turns out to be.
pub(super) enum OpenedJson {
    /// Entries of known shapes, to be read in steps.
    Entries(Box<JsonReading>),
    /// A table, to be read in steps.
    Table(Box<TableReading>),
    /// A list with nothing in it.
    Empty(Box<Read<Statement>>),
    /// Another document, which stood in a text of this one.
    Wrapped(String),
}

/// A list of flat objects while it is being read as a table.
pub(super) struct TableReading {
    csv: Box<CsvReading>,
    /// The line of each record.
    lines: Vec<u32>,
}

/// Counts lines, or places where lines do not tell rows apart.
struct Lines {
    by_place: bool,
    ending: u8,
    at: usize,
    line: u32,
}

impl Lines {
    fn of(text: &str, mut starts: impl Iterator<Item = u32>) -> Lines {
        let has_lf = memchr::memchr(b'\n', text.as_bytes()).is_some();
        let fresh = |by_place| Lines {
            by_place,
            ending: if has_lf { b'\n' } else { b'\r' },
            at: 0,
            line: 1,
        };
        let mut lines = fresh(false);
        let mut last = 0;
        let is_shared = starts.any(|start| {
            let line = lines.line(text, start, 0);
            std::mem::replace(&mut last, line) == line
        });
        fresh(is_shared)
    }

    /// The line of an offset, which must not go back, or the place.
    fn line(&mut self, text: &str, start: u32, place: usize) -> u32 {
        if self.by_place {
            return u32::try_from(place + 1).unwrap_or(u32::MAX);
        }
        let start = start as usize;
        if let Some(passed) = text.as_bytes().get(self.at..start) {
            let count = memchr::memchr_iter(self.ending, passed).count();
            self.line += u32::try_from(count).unwrap_or(0);
            self.at = start;
        }
        self.line
    }
}

impl JsonReading {
    /// Looks for entries in the text.
    ///
    /// Errors: there are none in it, or the server's refusal.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
        readings: Readings<'_>,
    ) -> Result<OpenedJson, StatementError> {
        if u32::try_from(text.len()).is_err() {
            let issue = Issue::new(IssueCode::FileTooLarge, Severity::Failed);
            return Err(Box::new(
                issue.expected(Expected::AtMostBytes(u64::from(u32::MAX))),
            ));
        }
        let scan = Scan::of(&text);
        let shapes = Shapes::new();
        let document = Document {
            text: &text,
            scan: &scan,
        };
        let found = Found::in_document(document, &shapes);
        if !are_read(document, &shapes, &found) {
            return without_entries(document, encoding, issues, readings);
        }
        let starts = found.entries.iter();
        let starts = starts.filter_map(|entry| Some(document.node(entry.node)?.start));
        let lines = Lines::of(&text, starts);
        let mut rows = Rows::default();
        rows.issues = issues;
        Ok(OpenedJson::Entries(Box::new(JsonReading {
            text,
            scan,
            shapes,
            found,
            read: 0,
            lines,
            accounts: Accounts::default(),
            rows,
            encoding,
        })))
    }

    /// Reads up to `rows` more entries.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        let document = Document {
            text: &self.text,
            scan: &self.scan,
        };
        let mut start = 0;
        for place in self.read..self.found.entries.len().min(self.read + rows) {
            self.read = place + 1;
            let Some(&entry) = self.found.entries.get(place) else {
                continue;
            };
            start = document.node(entry.node).map_or(0, |node| node.start);
            let line = self.lines.line(&self.text, start, place);
            if self.scan.open.contains(&entry.node) {
                // What the file lost may be what takes it back.
                let issue = Issue::new(IssueCode::FileCutOff, Severity::RowSkipped);
                let issue = issue.expected(Expected::ClosingTag("}".into()));
                skip(&mut self.rows.skipped, &mut self.rows.issues, line, issue);
                continue;
            }
            take(
                document,
                &self.shapes,
                &self.found,
                &mut self.accounts,
                &mut self.rows,
                entry,
                line,
            );
        }
        let done = self.read >= self.found.entries.len();
        Progress {
            rows: u32::try_from(self.read).unwrap_or(u32::MAX),
            bytes_read: if done {
                self.text.len()
            } else {
                start as usize
            },
            bytes_total: self.text.len(),
            done,
        }
    }

    /// Checks the balances and gives what was read.
    pub(super) fn finish(self) -> Read<Statement> {
        let JsonReading {
            text,
            scan,
            shapes,
            found,
            accounts,
            mut rows,
            encoding,
            ..
        } = self;
        let document = Document {
            text: &text,
            scan: &scan,
        };
        let kinds = settle_signs(document, &shapes, &found, &accounts, &mut rows);
        settle_modified(document, &found, &mut rows);
        drop_empty_balances(&mut rows);
        let Rows {
            rows,
            mut skipped,
            mut issues,
            texts,
            undecodable,
            ..
        } = rows;
        let mut accounts = accounts.finish(document, &shapes, &found, &rows, &mut issues);
        for (account, kind) in accounts.iter_mut().zip(kinds) {
            account.kind = account.kind.or(kind);
        }
        issues.extend(repeated_ids(&rows, &texts, "id"));
        let has = |code| issues.iter().any(|issue: &Issue| issue.code == code);
        let mut more = Vec::new();
        if undecodable.is_some() && !has(IssueCode::TextUndecodable) {
            let issue = Issue::new(IssueCode::TextUndecodable, Severity::Warning).found("\u{FFFD}");
            more.extend(undecodable.map(|line| issue.at_row(line)));
        }
        more.extend(damage(&text, &scan, has(IssueCode::FileCutOff)));
        let no_currency = rows.iter().any(|row| row.currency.is_none());
        if no_currency && !has(IssueCode::CurrencyUnreadable) {
            more.push(Issue::new(IssueCode::CurrencyUnknown, Severity::Note));
        }
        if rows.is_empty() && skipped.is_empty() {
            more.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
        }
        issues.extend(more);
        issues.arrange_by_key(|issue| issue.at.row);
        skipped.arrange_by_key(|skipped| skipped.line);
        Read {
            value: Statement {
                format: Some(Format::Json),
                encoding,
                accounts,
                rows,
                skipped,
                texts,
                ..Statement::default()
            },
            issues,
        }
    }
}

impl TableReading {
    /// Reads up to `rows` more records.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        self.csv.advance(rows)
    }

    /// Checks the balances and gives what was read.
    pub(super) fn finish(self) -> Read<Statement> {
        let mut read = self.csv.finish();
        let line_of = |record: u32| {
            // The header is the first line of the table.
            let at = record.checked_sub(2).map(|at| at as usize);
            at.and_then(|at| self.lines.get(at)).copied().unwrap_or(1)
        };
        for row in &mut read.value.rows {
            row.line = line_of(row.line);
        }
        for skipped in &mut read.value.skipped {
            skipped.line = line_of(skipped.line);
        }
        for issue in &mut read.issues {
            issue.at.row = issue.at.row.map(line_of);
        }
        for shown in read.value.open.iter_mut().flat_map(|open| &mut open.shown) {
            shown.line = line_of(shown.line);
        }
        if let Some(dialect) = &mut read.value.dialect {
            dialect.header = None;
        }
        read
    }
}

/// A document in which no entry has a known shape.
fn without_entries(
    document: Document<'_>,
    encoding: &'static str,
    mut issues: Vec<Issue>,
    readings: Readings<'_>,
) -> Result<OpenedJson, StatementError> {
    if let Some(flat) = flat::flat(document) {
        let starts = || flat.at.iter().copied();
        let mut counted = Lines::of(document.text, starts());
        let lines = starts().enumerate();
        let lines = lines.map(|(place, start)| counted.line(document.text, start, place));
        let lines: Vec<u32> = lines.collect();
        issues.extend(damage(document.text, document.scan, false));
        let origin = Origin {
            format: Format::Json,
            ..Origin::TEXT
        };
        match CsvReading::open(flat.text, encoding, issues.clone(), readings, origin) {
            Ok(Opened::Rows(csv)) => {
                return Ok(OpenedJson::Table(Box::new(TableReading { csv, lines })));
            }
            Ok(Opened::Empty(_)) | Err(_) => {}
        }
    }
    if let Some(inner) = wrapped(document) {
        return Ok(OpenedJson::Wrapped(inner));
    }
    if let Some(said) = refusal(document) {
        let issue = Issue::new(IssueCode::ServerRefused, Severity::Failed);
        return Err(Box::new(issue.found(&said)));
    }
    if !has_empty_list(document) {
        return Err(Box::new(
            Issue::new(IssueCode::FileWithoutTransactions, Severity::Failed)
                .expected(Expected::StatementExport),
        ));
    }
    issues.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
    Ok(OpenedJson::Empty(Box::new(Read {
        value: Statement {
            format: Some(Format::Json),
            encoding,
            accounts: vec![StatementAccount::default()],
            ..Statement::default()
        },
        issues,
    })))
}

/// Whether some of the first entries have a day and an amount that can be read: names alone may deceive.
fn are_read(document: Document<'_>, shapes: &Shapes, found: &Found) -> bool {
    const LOOKED_AT: usize = 50;
    found.entries.iter().take(LOOKED_AT).any(|entry| {
        let shape = shapes.get(entry.shape);
        let place = Place {
            node: entry.node,
            around: found.holder(entry.holder),
        };
        let facts = ["amount", "minor", "scaled"];
        let (amount, _) = rows::amount(document, shape, place, facts, None);
        let mut days = ["posted", "made", "value"].into_iter();
        amount.is_ok()
            && days.any(|fact| {
                let said = shape.said(document, place, fact);
                said.is_some_and(|said| value::read_day(&said).is_some())
            })
    })
}

/// Reads one entry.
fn take(
    document: Document<'_>,
    shapes: &Shapes,
    found: &Found,
    accounts: &mut Accounts,
    rows: &mut Rows,
    entry: Entry,
    line: u32,
) {
    let shape = shapes.get(entry.shape);
    let around = found.holder(entry.holder);
    let place = Place {
        node: entry.node,
        around,
    };
    let own = shape.said(document, place, "account");
    let account = accounts.position(document, shapes, found, own.as_deref(), entry.holder);
    let known = Known {
        line,
        account,
        own: accounts.number(account),
        around,
    };
    rows.take(document, shape, entry, known);
}

/// Turns the signs of cards whose charges are positive, and gives the kinds of account that this tells.
///
/// Source: Teller's accounts of type `credit` count what is owed; where the file says no type, purchases tell it.
fn settle_signs(
    document: Document<'_>,
    shapes: &Shapes,
    found: &Found,
    accounts: &Accounts,
    rows: &mut Rows,
) -> Vec<Option<AccountKind>> {
    const OUT: [&str; 6] = [
        "card_payment",
        "atm",
        "fee",
        "bill_payment",
        "withdrawal",
        "digital_payment",
    ];
    let is_such = |entry: &Entry| shapes.get(entry.shape).has_rule("cards-turned");
    if !found.entries.first().is_some_and(is_such) {
        return Vec::new();
    }
    let count = rows.rows.iter().map(|row| usize::from(row.account) + 1);
    let mut against = vec![0i64; count.max().unwrap_or(0)];
    for row in &rows.rows {
        let code = row.facts.as_ref().and_then(|facts| facts.bank_code);
        let goes_out = code.is_some_and(|code| OUT.contains(&rows.texts.get(code)));
        if let Some(against) = against.get_mut(usize::from(row.account))
            && goes_out
        {
            *against += if row.amount.is_negative() { -1 } else { 1 };
        }
    }
    let kinds = against.iter().zip(0u16..).map(|(against, position)| {
        let told = accounts.kind(document, shapes, position);
        told.or((*against > 0).then_some(AccountKind::Card))
    });
    let kinds: Vec<Option<AccountKind>> = kinds.collect();
    for row in &mut rows.rows {
        let kind = kinds.get(usize::from(row.account)).copied().flatten();
        if matches!(kind, Some(AccountKind::Card | AccountKind::Loan)) {
            row.amount = row.amount.negated();
            row.balance = row.balance.map(|balance| balance.negated());
        }
    }
    kinds
}

/// Takes out the rows that others of the file stand in place of, and those that were taken back.
fn settle_modified(document: Document<'_>, found: &Found, rows: &mut Rows) {
    if rows.modified.is_empty() && found.removed.is_empty() {
        return;
    }
    let mut removed: Vec<TextId> = Vec::new();
    for node in &found.removed {
        let id = document.field(*node, "transactionid");
        let id = id.and_then(|id| document.said(id));
        removed.extend(id.and_then(|id| rows.texts.find(&id)));
    }
    removed.arrange();
    let mut ids: Vec<(u16, TextId, u32)> = Vec::new();
    for (at, row) in (0u32..).zip(&rows.rows) {
        if let Some(id) = row.facts.as_ref().and_then(|facts| facts.bank_id) {
            ids.push((row.account, id, at));
        }
    }
    ids.arrange();
    let mut out: Vec<u32> = Vec::new();
    for same in ids.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let is_modified = |at: u32| rows.modified.binary_search(&(at as usize)).is_ok();
        let is_removed = same
            .iter()
            .any(|(_, id, _)| removed.binary_search(id).is_ok());
        if is_removed {
            out.extend(same.iter().map(|(_, _, at)| *at));
        } else if same.iter().any(|(_, _, at)| is_modified(*at)) {
            let before = same.split_last().map_or(&[][..], |(_, before)| before);
            out.extend(before.iter().map(|(_, _, at)| *at));
        }
    }
    out.arrange();
    let mut at = 0;
    let texts = &rows.texts;
    let (skipped, issues) = (&mut rows.skipped, &mut rows.issues);
    rows.rows.retain(|row| {
        at += 1;
        let is_out = out.binary_search(&(at - 1)).is_ok();
        if is_out {
            let issue = Issue::new(IssueCode::RowNotTransaction, Severity::RowSkipped);
            let id = row.facts.as_ref().and_then(|facts| facts.bank_id);
            let issue = issue.found(id.map_or("", |id| texts.get(id)));
            skip(skipped, issues, row.line, issue);
        }
        !is_out
    });
}

/// Takes out the balances of accounts where every one is zero: such a field is not filled in.
fn drop_empty_balances(rows: &mut Rows) {
    let is_filled = |balance: crate::money::Amount| !balance.is_zero();
    let mut filled: Vec<bool> = Vec::new();
    for row in &rows.rows {
        let at = usize::from(row.account);
        if filled.len() <= at {
            filled.resize(at + 1, false);
        }
        filled[at] |= row.balance.is_some_and(is_filled);
    }
    for row in &mut rows.rows {
        row.balance = row.balance.filter(|_| filled[usize::from(row.account)]);
    }
}

/// What is wrong with the text itself.
fn damage(text: &str, scan: &Scan, cut_is_said: bool) -> Vec<Issue> {
    let line_at = |at: usize| {
        let passed = text.as_bytes().get(..at).unwrap_or_default();
        u32::try_from(memchr::memchr_iter(b'\n', passed).count() + 1).unwrap_or(u32::MAX)
    };
    let mut issues = Vec::new();
    if let Some(at) = scan.broken.map(|at| at as usize) {
        let rest = text.get(at..).unwrap_or_default();
        let issue = Issue::new(IssueCode::MarkupBroken, Severity::Note).at_row(line_at(at));
        issues.push(issue.found(rest.lines().next().unwrap_or_default()));
    }
    if scan.is_cut && !cut_is_said {
        let missing = match scan.open.last().and_then(|at| scan.nodes.get(*at as usize)) {
            Some(node) if node.kind == Kind::Array => "]",
            _ => "}",
        };
        issues.push(
            Issue::new(IssueCode::FileCutOff, Severity::Warning)
                .at_row(line_at(text.trim_end().len()))
                .expected(Expected::ClosingTag(missing.into())),
        );
    }
    issues
}

/// The statement in a text of the document, as tests and browsers keep the body of an answer.
fn wrapped(document: Document<'_>) -> Option<String> {
    let texts = || {
        let nodes = 0..document.scan.nodes.len() as u32;
        nodes.filter(|at| {
            document
                .node(*at)
                .is_some_and(|node| node.kind == Kind::Text)
        })
    };
    let mut bodies = String::new();
    for at in texts() {
        let begin = document.raw(at).trim_start();
        if !begin.starts_with(['{', '[', '<', ':']) || begin.len() < SHORTEST {
            continue;
        }
        let Some(body) = document.said(at) else {
            continue;
        };
        if looks_like_json(&body) {
            bodies.push_str(&body);
            bodies.push('\n');
        } else if bodies.is_empty() && super::camt::looks_like_camt(body.as_bytes()) {
            return Some(body.into_owned());
        }
    }
    (!bodies.is_empty()).then_some(bodies)
}

/// Letters of the shortest body that may hold an entry.
const SHORTEST: usize = 40;

/// What a server says in place of a statement.
fn refusal(document: Document<'_>) -> Option<String> {
    const SAYS: [&str; 9] = [
        "errormessage",
        "tppmessages.text",
        "tppmessages.code",
        "errors.message",
        "error.message",
        "errordescription",
        "errorcode",
        "error",
        "errors",
    ];
    let said = SAYS.iter().find_map(|path| {
        let at = document.along(0, path)?;
        document.words(at)
    })?;
    let more = ["message", "detail", "summary"];
    let more = more
        .iter()
        .find_map(|name| document.said(document.field(0, name)?));
    Some(more.unwrap_or(said).into_owned())
}

/// Whether a list of entries is there and has nothing in it.
fn has_empty_list(document: Document<'_>) -> bool {
    const NAMES: [&str; 8] = [
        "transactions",
        "transaction",
        "booked",
        "pending",
        "added",
        "feeditems",
        "results",
        "data",
    ];
    let is_empty = |at: u32| {
        let node = document.node(at);
        node.is_some_and(|node| node.kind == Kind::Array && node.next == at + 1)
    };
    is_empty(0)
        || (1..document.scan.nodes.len() as u32).any(|at| {
            let name = document.raw(at - 1);
            is_empty(at) && NAMES.iter().any(|known| value::is_name(name, known))
        })
}
