//! Transactions as comma-separated values, RFC 4180.

use super::Transaction;

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

/// A line of heads, then a line for each transaction, or for each part of one that is split. `account` names an account by its id.
pub(super) fn csv(
    rows: impl Iterator<Item = Transaction>,
    account: impl Fn(&str) -> String,
) -> String {
    let mut out = String::new();
    line(&mut out, &HEADS);
    for row in rows {
        let source = row.sources.first();
        let number = source.map(|source| source.row.to_string());
        let texts = [
            account(&row.account),
            row.descriptor,
            row.merchant.unwrap_or_default(),
            source.map(|source| source.file.clone()).unwrap_or_default(),
            row.note.unwrap_or_default(),
            row.tags.unwrap_or_default().join(", "),
            row.own_category.unwrap_or_default(),
        ];
        let [name, descriptor, merchant, file, note, tags, own] = texts.map(disarmed);
        line(
            &mut out,
            &[
                &row.posting_date,
                row.value_date.as_deref().unwrap_or_default(),
                &name,
                &descriptor,
                &merchant,
                &row.amount.amount,
                row.amount.currency.as_deref().unwrap_or_default(),
                match own.as_str() {
                    "" => row.category.as_deref().unwrap_or_default(),
                    own => own,
                },
                &row.counts_as,
                if row.pending { "yes" } else { "no" },
                &file,
                number.as_deref().unwrap_or_default(),
                &note,
                &tags,
                row.part_of.as_ref().map_or("", |whole| &whole.id),
            ],
        );
    }
    out
}

/// A spreadsheet takes text that begins like a formula for one, and a payee's words could make it call out: an
/// apostrophe before it keeps it text.
fn disarmed(mut text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        text.insert(0, '\'');
    }
    text
}

fn line(out: &mut String, cells: &[&str]) {
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
            assert!(disarmed(armed.to_owned()).starts_with('\''));
        }
        assert_eq!(disarmed("TESCO - LEEDS".to_owned()), "TESCO - LEEDS");
    }
}
