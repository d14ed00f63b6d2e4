//! Whole files, read.

use crate::issue::Read;
use crate::statement::{AccountKind, Statement, StatementError};

use super::QifReading;

/// Reads a file so many records at a time.
fn read_by(text: &str, records: usize) -> Result<Read<Statement>, StatementError> {
    let mut reading = QifReading::open(text.to_owned(), "utf-8", Vec::new(), &[])?;
    let mut last = reading.advance(records);
    while !last.done {
        let progress = reading.advance(records);
        assert!(progress.bytes_read >= last.bytes_read);
        last = progress;
    }
    assert_eq!(last.bytes_read, text.len());
    Ok(reading.finish())
}

fn read_qif(text: &str) -> Result<Read<Statement>, StatementError> {
    let (at_once, in_steps) = (read_by(text, usize::MAX)?, read_by(text, 1)?);
    assert_eq!(at_once.issues, in_steps.issues);
    assert_eq!(at_once.value.rows, in_steps.value.rows);
    assert_eq!(at_once.value.accounts, in_steps.value.accounts);
    Ok(in_steps)
}

fn read(text: &str) -> Read<Statement> {
    read_qif(text).unwrap()
}

fn told(read: &Read<Statement>) -> Vec<(&'static str, Option<u32>)> {
    let issues = read.issues.iter();
    issues
        .map(|issue| (issue.code.name(), issue.at.row))
        .filter(|(code, _)| *code != "currency-unknown")
        .collect()
}

fn rows(read: &Read<Statement>) -> Vec<String> {
    let statement = &read.value;
    let rows = statement.rows.iter();
    rows.map(|row| {
        let text = statement.texts.get(row.descriptor);
        let day = row.posting_date.to_date();
        format!("{} {day} {} {text}", row.account, row.amount)
    })
    .collect()
}

#[test]
fn accounts_have_their_entries() {
    let read = read(
        "!Option:AutoSwitch\n!Account\nNAll\nTBank\n^\n!Clear:AutoSwitch\n\
         !Type:Cat\nNFood\nE\n^\n\
         !Account\nNEveryday\nTBank\n^\n!Type:Bank \nD31/1'26\nU-1.50\nT-1.50\nPGROCER\nNATM\nLFood\n^\n\
         !Account\nNVisa\nTCCard\n^\n!Type:CCard\nD1/2'26\nT2\nPPAYMENT\nMPayment thanks\nL[Everyday]\nN17\n^\n",
    );
    assert_eq!(told(&read), []);
    assert_eq!(
        rows(&read),
        ["0 2026-01-31 -1.50 GROCER", "1 2026-02-01 2 Payment thanks"]
    );
    let accounts = &read.value.accounts;
    assert_eq!(accounts[0].name.as_deref(), Some("Everyday"));
    assert_eq!(accounts[1].kind, Some(AccountKind::Card));
    let texts = |place: usize| {
        let facts = read.value.rows[place].facts.as_deref().unwrap();
        [
            facts.payee,
            facts.counterparty_account,
            facts.reference,
            facts.bank_code,
            facts.bank_category,
        ]
        .map(|id| id.map_or("", |id| read.value.texts.get(id)))
    };
    assert_eq!(texts(0), ["GROCER", "", "", "ATM", "Food"]);
    assert_eq!(texts(1), ["PAYMENT", "Everyday", "17", "", ""]);
}

#[test]
fn splits_are_kept_and_should_add_up() {
    let text = "!Type:Bank\nD13/1/2026\nT-10.00\nPX\nL--Split--\nSA\nEone\n$-9.00\nS[Savings]\n$-1.00\n^\n";
    let whole = read(text);
    assert_eq!(told(&whole), []);
    let facts = whole.value.rows[0].facts.as_deref().unwrap();
    assert_eq!(facts.bank_category, None);
    let details = &facts.payment.as_deref().unwrap().details;
    let shown: Vec<String> = details
        .iter()
        .map(|detail| {
            let text = |id: Option<_>| id.map_or("-", |id| whole.value.texts.get(id));
            let amount = detail.amount.unwrap().amount();
            let with = text(detail.counterparty_account);
            format!("{amount} {} {with}", text(detail.descriptor))
        })
        .collect();
    assert_eq!(shown, ["-9.00 A one -", "-1.00 - Savings"]);
    assert_eq!(
        told(&read(&text.replace("$-1.00", "$-2.00"))),
        [("entry-total-disagrees", Some(2))]
    );
    assert_eq!(
        told(&read(&text.replace("$-1.00", "$=1.00"))),
        [("amount-unreadable", Some(10))]
    );
}

#[test]
fn the_opening_balance_is_no_entry() {
    let read = read(
        "!Type:Bank\nD13/1/2026\nT100.00\nPOpening Balance\nL[Everyday]\n^\nD14/1/2026\nT-1\nPX\n^\n",
    );
    assert_eq!(told(&read), [("row-not-transaction", Some(2))]);
    let account = &read.value.accounts[0];
    assert_eq!(account.name.as_deref(), Some("Everyday"));
    assert_eq!(account.opening.unwrap().amount().to_string(), "100.00");
    assert_eq!(rows(&read), ["0 2026-01-14 -1 X"]);
}

#[test]
fn trades_are_left_out_and_cash_is_kept() {
    let read = read(
        "!Type:Invst\nD13/1/2026\nNBuy\nYACME\nQ1\nT10\n^\nD14/1/2026\nNXOut\nT5\nPOUT\n^\n\
         D15/1/2026\nNShrsIn\nYACME\n^\n",
    );
    assert_eq!(told(&read), [("entries-left-out", Some(2))]);
    assert_eq!(rows(&read), ["0 2026-01-14 -5 OUT"]);
    assert_eq!(read.value.skipped.len(), 2);
}

#[test]
fn what_cannot_be_read_says_so() {
    let whole = read(
        "!Type:Bank\nD13/1/2026\nPX\n^\nT1\n^\nD13/13/2026\nT1\n^\nD13/1/2026\nT1.2.3,4\n^\n\
         D13/1/2026\nT99999999999999999999\n^\n",
    );
    assert_eq!(
        told(&whole),
        [
            ("amount-missing", Some(2)),
            ("date-missing", Some(5)),
            ("date-unreadable", Some(7)),
            ("amount-unreadable", Some(10)),
            ("amount-too-large", Some(13)),
        ]
    );
    let open = read("!Type:Bank\nD3/1/2026\nT1,234\n^\n");
    assert_eq!(
        told(&open),
        [
            ("date-order-ambiguous", None),
            ("decimal-mark-ambiguous", None)
        ]
    );
    assert!(read_qif("!Type:Cat\nNFood\n^\n").is_err());
    assert_eq!(told(&read("!Type:Bank\n")), [("statement-empty", None)]);
}

#[test]
fn a_file_that_is_cut_off_says_so() {
    let text = "!Type:Bank\r\nD13/1/2026\r\nT-10.00\r\nPX\r\n^\r\nD14/1/2026\r\nT-12.50\r\nPYZ";
    let kept = read(text);
    assert_eq!(told(&kept), [("file-cut-off", Some(6))]);
    assert_eq!(kept.value.rows.len(), 2);
    let lost = read(text.trim_end_matches("0\r\nPYZ"));
    assert_eq!(told(&lost), [("file-cut-off", Some(6))]);
    assert_eq!(rows(&lost), ["0 2026-01-13 -10.00 X"]);
}

#[test]
fn decimal_commas_are_told_by_the_file() {
    let read = read("!Type:Cash\nD1.2.26\nT-1.234,50\n^\nD2.2.26\nT3.000\n^\n");
    assert_eq!(told(&read), []);
    assert_eq!(
        rows(&read),
        ["0 2026-02-01 -1234.50 ", "0 2026-02-02 3000 "]
    );
}
