//! Transactions as comma-separated values, RFC 4180.

use std::fmt::Display;

use crate::book::Book;
use crate::ledger::Index;
use crate::money::Currency;

use super::convert::{note, tags};

/// The heads of the columns; the merchant's is no word for a payee, so that reading it back takes the descriptor alone.
const HEADS: [&str; 15] = [
    "Posting date",
    "Value date",
    "Account",
    "Description",
    "Known as",
    "Amount",
    "Currency",
    "Category",
    "Counts as",
    "Pending",
    "File",
    "Row",
    "Your note",
    "Your tags",
    "Split of",
];

/// A line of heads, then a line for each transaction, or for each part of one that is split.
pub(super) fn csv(book: &Book, rows: &[Index]) -> String {
    let mut out = Lines::default();
    for head in HEADS {
        out.cell(head);
    }
    out.end();
    let ledger = book.ledger();
    for at in book.parted(rows) {
        let Some(row) = ledger.transaction(at) else {
            continue;
        };
        let account = ledger.account(row.account);
        let merchant = book.merchant(at);
        let category = book.category(at).map_or("", |category| category.code());
        let value_date = row.facts.and_then(|facts| facts.value_date);
        let source = ledger.sources(at).into_iter().next();
        let file = source.and_then(|source| ledger.files().get(usize::from(source.file)));
        let money = row.money();
        out.shown(Some(&row.posting_date.to_date()));
        out.shown(
            value_date
                .map(|day| day.to_date())
                .as_ref()
                .map(|day| day as _),
        );
        out.words(account.map_or("", |account| &account.name));
        out.words(row.descriptor);
        out.words(merchant.map_or("", |merchant| book.merchant_name(merchant)));
        out.shown(Some(&money.amount()));
        out.cell(money.currency().as_ref().map_or("", Currency::code));
        match book.own_category(at) {
            Some(own) if !own.is_empty() => out.words(own),
            _ => out.cell(category),
        }
        out.cell(book.counts_as(at).name());
        out.cell(if row.pending { "yes" } else { "no" });
        out.words(file.map_or("", |name| name));
        let line = source.map(|source| source.line);
        out.shown(line.as_ref().map(|line| line as _));
        out.words(note(book, at).unwrap_or_default());
        out.words(&tags(book, at).join(", "));
        let whole = book.part_of(at).map(|(whole, _)| ledger.id(whole));
        out.shown(whole.as_ref().map(|id| id as _));
        out.end();
    }
    out.0
}

/// Lines of cells while they are written.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn cell(&mut self, text: &str) {
        let out = &mut self.0;
        if text.contains([',', '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&text.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(text);
        }
        out.push(',');
    }

    /// Words of the person or of a bank.
    fn words(&mut self, text: &str) {
        self.cell(&disarmed(text));
    }

    fn shown(&mut self, value: Option<&dyn Display>) {
        self.cell(&value.map_or_else(String::new, ToString::to_string));
    }

    fn end(&mut self) {
        self.0.pop();
        self.0.push_str("\r\n");
    }
}

/// A spreadsheet takes text that begins like a formula for one, and a payee's words could make it call out: an
/// apostrophe before it keeps it text.
fn disarmed(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => ["'", text].concat(),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::EncodingRs;
    use crate::wire::{
        Body, Door, Envelope, FileBytes, ImportFiles, Outgoing, Reply, Request, RowsOf,
    };

    fn body(door: &mut Door, request: Request) -> Body {
        match door.run(Envelope { id: 1, request }).pop() {
            Some(Outgoing {
                reply: Reply::Ok { body },
                ..
            }) => body,
            other => panic!("{other:?}"),
        }
    }

    fn read(door: &mut Door, text: &str) -> Vec<(String, String, String)> {
        let file = FileBytes {
            name: "some.csv".to_owned(),
            bytes: text.as_bytes().to_vec().into(),
            held: None,
        };
        body(
            door,
            Request::Import(ImportFiles {
                files: vec![file],
                currency: None,
                asks: None,
            }),
        );
        let of = RowsOf {
            limit: 500,
            ..RowsOf::default()
        };
        let Body::Rows(page) = body(door, Request::Rows(of)) else {
            panic!("rows")
        };
        page.rows
            .into_iter()
            .map(|row| (row.posting_date, row.amount.amount, row.descriptor))
            .collect()
    }

    #[test]
    fn what_is_exported_reads_back_as_the_same_rows() {
        let file = "Date,Description,Amount,Currency\r\n2026-02-27,\"SMITH, JONES \"\"& CO\"\"\",-12.50,GBP\r\n\
            2026-02-28,CAFÉ ZÜRICH,-3.00,GBP\r\n2026-03-01,MILL LANE SCHOOL SALARY,642.80,GBP\r\n";
        let mut door = Door::new(Box::new(EncodingRs));
        let rows = read(&mut door, file);
        let of = RowsOf {
            limit: 1,
            offset: 1,
            ..RowsOf::default()
        };
        let Body::Export(page) = body(&mut door, Request::Export(of)) else {
            panic!("an export")
        };
        assert_eq!(page.text.lines().count(), 2, "the heads and one row");
        assert!(
            page.text.contains("2026-02-28"),
            "the second of the newest first"
        );
        let all = RowsOf {
            limit: u64::MAX,
            ..RowsOf::default()
        };
        let Body::Export(export) = body(&mut door, Request::Export(all)) else {
            panic!("an export")
        };
        assert!(export.text.contains(",-12.50,GBP,") && export.text.contains("CAFÉ"));
        assert!(export.text.contains("\"SMITH, JONES \"\"& CO\"\"\""));
        let mut anew = Door::new(Box::new(EncodingRs));
        assert_eq!(read(&mut anew, &export.text), rows);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn no_cell_of_text_is_a_formula() {
        for armed in [
            "=HYPERLINK(\"https://x.example\")",
            "@SUM(1)",
            "+44 20",
            "-1+1",
        ] {
            assert!(disarmed(armed).starts_with('\''));
        }
        assert_eq!(disarmed("TESCO - LEEDS"), "TESCO - LEEDS");
    }
}
