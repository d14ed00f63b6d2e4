//! The sample household that ships with the page, so that a stranger sees the point before trusting it with a
//! file. Its statements are written from tables of what was paid, a third of their size packed; the tables and the
//! statements they give are made by `cargo xtask data`.
//!
//! A table begins with the balance before its first entry. Each line after it is a payee: what the bank calls this
//! kind of entry, how the payee is written, days from one entry to the next (from the first day of the statements to
//! the first entry), and amounts, left out where the one before is meant. Money in has a plus.

use std::sync::Arc;

use crate::calendar::{Date, Day, date};
use crate::order::{Arrange as _, Gather as _};

use super::{Incoming, Session};

/// The sample household, open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name.
    pub name: &'static str,
    /// The day it is there: the last of its statements.
    pub today: Date,
}

/// A statement of the household.
struct File {
    name: &'static str,
    table: &'static str,
    written: fn(&Table) -> String,
}

const FILES: [File; 3] = [
    File {
        name: "everyday.csv",
        table: include_str!("sample/everyday.tsv"),
        written: everyday,
    },
    File {
        name: "card.ofx",
        table: include_str!("sample/card.tsv"),
        written: card,
    },
    File {
        name: "saver.csv",
        table: include_str!("sample/saver.tsv"),
        written: saver,
    },
];

impl Session {
    /// Opens the sample household in place of what is loaded; its files are then read as any others.
    pub fn begin_sample(&mut self) {
        self.erase();
        let today = date(2026, 3, 22).unwrap_or(Date::ZERO);
        self.sample = Some(Sample {
            name: "The Wrens",
            today,
        });
        let files = FILES
            .iter()
            .map(|file| {
                let bytes = (file.written)(&read(file.table)).into_bytes();
                (Arc::from(file.name), Incoming::Bytes(bytes))
            })
            .gather();
        self.begin_import(files, None);
    }
}

/// The entries of an account.
struct Table {
    /// Before the first of them.
    balance_minor: i64,
    /// By day, within a day in the order of the table.
    entries: Vec<Entry>,
}

struct Entry {
    day: Day,
    /// What the bank calls it; on the card the merchant category code, with the rate and the currency of one abroad.
    kind: &'static str,
    descriptor: &'static str,
    /// Negative leaves the account.
    amount_minor: i64,
}

/// The entries of a table.
fn read(table: &'static str) -> Table {
    let first = date(2024, 10, 1).unwrap_or(Date::ZERO);
    let (balance, lines) = table.split_once('\n').unwrap_or_default();
    let mut entries = Vec::new();
    for line in lines.lines() {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let (kind, descriptor, days, amounts) = (field(), field(), field(), field());
        let mut amounts = amounts.split(' ');
        let (mut day, mut amount_minor) = (Day::from_date(first), 0);
        for apart in days.split(' ') {
            day = day.plus(number(apart) as i32);
            match amounts.next() {
                None | Some("") => {}
                Some(amount) => amount_minor = minor(amount),
            }
            entries.push(Entry {
                day,
                kind,
                descriptor,
                amount_minor,
            });
        }
    }
    entries.arrange_by_key(|entry| entry.day.0);
    Table {
        balance_minor: minor(balance),
        entries,
    }
}

/// The current account: separate columns for money out and in, a running balance, a pending row last.
fn everyday(table: &Table) -> String {
    let mut text = "Date,Type,Description,Paid out (£),Paid in (£),Balance (£),Status\n".to_owned();
    let mut balance = table.balance_minor;
    for entry in &table.entries {
        balance += entry.amount_minor;
        let [year, month, day] = parts(entry.day);
        let magnitude = pounds(entry.amount_minor.abs());
        let (out, into) = match entry.amount_minor < 0 {
            true => (&*magnitude, ""),
            false => ("", &*magnitude),
        };
        let (kind, balance, status) = match entry.kind {
            "Pending" => ("Contactless", String::new(), "Pending"),
            kind => (kind, pounds(balance), "Posted"),
        };
        let descriptor = entry.descriptor;
        let row = [
            &*day, "/", &month, "/", &year, ",", kind, ",", descriptor, ",", out, ",", into, ",",
            &balance, ",", status, "\n",
        ];
        text.push_str(&row.concat());
    }
    text
}

/// The savings account: the account's number and the currency in each row, one signed amount, newest first.
fn saver(table: &Table) -> String {
    let mut text = String::new();
    let mut balance = table.balance_minor;
    for entry in &table.entries {
        balance += entry.amount_minor;
        let row = [
            &*parts(entry.day).join("-"),
            ",04-99-99 70012345,",
            entry.kind,
            ",",
            entry.descriptor,
            ",",
            &pounds(entry.amount_minor),
            ",GBP,",
            &pounds(balance),
            "\n",
            &text,
        ];
        text = row.concat();
    }
    "Date,Account Number,Type,Description,Amount,Currency,Balance\n".to_owned() + &text
}

/// The card: OFX 1, as SGML, closing tags only where OFX wants them.
fn card(table: &Table) -> String {
    let mut text = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n\
         COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n\
         <OFX>\n<SIGNONMSGSRSV1>\n<SONRS>\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n\
         <DTSERVER>20260322\n<LANGUAGE>ENG\n<FI>\n<ORG>Lark\n</FI>\n</SONRS>\n</SIGNONMSGSRSV1>\n\
         <CREDITCARDMSGSRSV1>\n<CCSTMTTRNRS>\n<TRNUID>0\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n\
         <CCSTMTRS>\n<CURDEF>GBP\n<CCACCTFROM>\n<ACCTID>0000000000004417\n</CCACCTFROM>\n\
         <BANKTRANLIST>\n<DTSTART>20241001\n<DTEND>20260322\n"
        .to_owned();
    let mut balance = table.balance_minor;
    let (mut last, mut nth) = (Day(0), 0);
    for entry in &table.entries {
        balance += entry.amount_minor;
        nth = if entry.day == last { nth + 1 } else { 1 };
        last = entry.day;
        let mut words = entry.kind.split(' ');
        let mut word = || words.next().unwrap_or_default();
        let (mcc, rate, currency) = (word(), word(), word());
        let kind = match (entry.amount_minor < 0, mcc) {
            (true, _) => "DEBIT",
            (false, "") => "PAYMENT",
            (false, _) => "CREDIT",
        };
        let day = parts(entry.day).concat();
        let amount = pounds(entry.amount_minor);
        let nth = padded(nth);
        let row = [
            "<STMTTRN>\n<TRNTYPE>",
            kind,
            "\n<DTPOSTED>",
            &day,
            "\n<TRNAMT>",
            &amount,
            "\n<FITID>",
            &day,
            &nth,
            if mcc.is_empty() { "" } else { "\n<SIC>" },
            mcc,
            "\n<NAME>",
            entry.descriptor,
        ];
        text.push_str(&row.concat());
        if !rate.is_empty() {
            let abroad = [
                "\n<ORIGCURRENCY>\n<CURRATE>",
                rate,
                "\n<CURSYM>",
                currency,
                "\n</ORIGCURRENCY>",
            ];
            text.push_str(&abroad.concat());
        }
        text.push_str("\n</STMTTRN>\n");
    }
    let end = [
        "</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>",
        &pounds(balance),
        "\n<DTASOF>20260322\n</LEDGERBAL>\n\
         </CCSTMTRS>\n</CCSTMTTRNRS>\n</CREDITCARDMSGSRSV1>\n</OFX>\n",
    ];
    text + &end.concat()
}

/// Year, month and day in figures.
fn parts(day: Day) -> [String; 3] {
    let date = day.to_date();
    [date.year().into(), date.month().into(), date.day().into()].map(padded)
}

/// At least two figures.
fn padded(number: i64) -> String {
    format!("{number:02}")
}

/// `-12.50` of pence.
fn pounds(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let magnitude = minor.abs();
    [
        sign,
        &(magnitude / 100).to_string(),
        ".",
        &padded(magnitude % 100),
    ]
    .concat()
}

/// Pence of `12.50`, negative without a plus.
fn minor(amount: &str) -> i64 {
    match amount.starts_with('+') {
        true => number(amount),
        false => -number(amount),
    }
}

/// The figures of a text as one number.
fn number(text: &str) -> i64 {
    let figures = text.bytes().filter(u8::is_ascii_digit);
    figures.fold(0, |number, figure| number * 10 + i64::from(figure - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_give_the_statements_byte_for_byte() {
        let statements = [
            include_str!("sample/everyday.csv"),
            include_str!("sample/card.ofx"),
            include_str!("sample/saver.csv"),
        ];
        for (file, statement) in FILES.iter().zip(statements) {
            let written = (file.written)(&read(file.table));
            assert!(written == statement, "{} differs", file.name);
        }
    }
}
