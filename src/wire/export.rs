//! Transactions as comma-separated values, RFC 4180.

use crate::book::Book;
use crate::ledger::Index;

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
    let mut out = String::new();
    let ledger = book.ledger();
    line(&mut out, HEADS.map(str::to_owned));
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
        let own = disarmed(book.own_category(at).unwrap_or_default());
        let money = row.money();
        line(
            &mut out,
            [
                row.posting_date.to_date().to_string(),
                value_date.map_or_else(String::new, |day| day.to_date().to_string()),
                disarmed(account.map_or("", |account| &account.name)),
                disarmed(row.descriptor),
                disarmed(merchant.map_or("", |merchant| book.merchant_name(merchant))),
                money.amount().to_string(),
                money
                    .currency()
                    .map_or_else(String::new, |currency| currency.code().to_owned()),
                if own.is_empty() {
                    category.to_owned()
                } else {
                    own
                },
                book.counts_as(at).name().to_owned(),
                if row.pending { "yes" } else { "no" }.to_owned(),
                disarmed(file.map_or("", |name| name)),
                source.map_or_else(String::new, |source| source.line.to_string()),
                disarmed(note(book, at).unwrap_or_default()),
                disarmed(&tags(book, at).join(", ")),
                book.part_of(at)
                    .map_or_else(String::new, |(whole, _)| ledger.id(whole).to_string()),
            ],
        );
    }
    out
}

/// A spreadsheet takes text that begins like a formula for one, and a payee's words could make it call out: an
/// apostrophe before it keeps it text.
fn disarmed(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => ["'", text].concat(),
        false => text.to_owned(),
    }
}

fn line(out: &mut String, cells: [String; HEADS.len()]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
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
