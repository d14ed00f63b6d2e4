//! Whole messages, read.

use crate::issue::{Read, Severity};
use crate::statement::{Checked, Row, Statement, StatementError};

use super::{Mt940Reading, looks_like_mt940};

const STATEMENT: &str = "\
:20:STARTUMS\r
:25:12345678/0001234567\r
:28C:1/1\r
:60F:C231230EUR100,00\r
:61:2401021231DR12,50NMSCNONREF//7\r
:86:105?00CARD?20EREF+E1?21MREF+M2?22SVWZ+ORDER 4711\r
?31DE02120300000000202051?32GREEN GROCER\r
:61:2401020102RC5,NTRFR9\r
:86:REVERSAL\r
:62F:C240102EUR82,5\r
-\r
";

/// Reads a file so many entries at a time.
fn read_by(text: &str, entries: usize) -> Result<Read<Statement>, StatementError> {
    let mut reading = Mt940Reading::open(text.to_owned(), "utf-8", Vec::new())?;
    let mut last = reading.advance(entries);
    while !last.done {
        let progress = reading.advance(entries);
        assert!(progress.bytes_read > last.bytes_read || progress.done);
        last = progress;
    }
    Ok(reading.finish())
}

fn read_mt940(text: &str) -> Result<Read<Statement>, StatementError> {
    let (at_once, in_steps) = (read_by(text, usize::MAX)?, read_by(text, 1)?);
    assert_eq!(at_once.issues, in_steps.issues);
    assert_eq!(at_once.value.rows, in_steps.value.rows);
    assert_eq!(at_once.value.accounts, in_steps.value.accounts);
    Ok(in_steps)
}

fn read(text: &str) -> Read<Statement> {
    read_mt940(text).unwrap()
}

fn told(read: &Read<Statement>) -> Vec<(&'static str, Option<u32>)> {
    let issues = read.issues.iter();
    issues
        .map(|issue| (issue.code.name(), issue.at.row))
        .collect()
}

fn text(read: &Read<Statement>, id: Option<crate::text::TextId>) -> &str {
    id.map_or("", |id| read.value.texts.get(id))
}

#[test]
fn an_entry_has_its_facts() {
    let read = read(STATEMENT);
    assert_eq!(told(&read), []);
    let account = &read.value.accounts[0];
    assert_eq!(account.identifier.as_deref(), Some("0001234567"));
    assert_eq!(account.bank.as_deref(), Some("12345678"));
    assert_eq!(account.checked, Checked::Agrees);
    assert_eq!(account.opening.unwrap().to_string(), "100.00 EUR");
    assert_eq!(account.closing.unwrap().to_string(), "82.50 EUR");
    let row = &read.value.rows[0];
    assert_eq!(row.posting_date.to_date().to_string(), "2023-12-31");
    assert_eq!((row.line, row.amount.to_string().as_str()), (5, "-12.50"));
    assert_eq!(
        read.value.texts.get(row.descriptor),
        "GREEN GROCER ORDER 4711"
    );
    let facts = row.facts.as_deref().unwrap();
    assert_eq!(
        facts.value_date.unwrap().to_date().to_string(),
        "2024-01-02"
    );
    assert_eq!(text(&read, facts.payee), "GREEN GROCER");
    assert_eq!(
        text(&read, facts.counterparty_account),
        "DE02120300000000202051"
    );
    assert_eq!(text(&read, facts.bank_id), "7");
    assert_eq!(text(&read, facts.bank_code), "CARD");
    let payment = facts.payment.as_deref().unwrap();
    assert_eq!(text(&read, payment.end_to_end_id), "E1");
    assert_eq!(text(&read, payment.mandate_id), "M2");
    // A reversal of a credit takes the money back.
    let reversal = &read.value.rows[1];
    assert_eq!(reversal.amount.to_string(), "-5");
    assert_eq!(
        text(&read, reversal.facts.as_deref().unwrap().reference),
        "R9"
    );
}

#[test]
fn line_ends_and_envelopes_change_nothing() {
    let rows = |text: &str| -> Vec<(Row, String)> {
        let read = read(text);
        assert_eq!(read.value.accounts[0].checked, Checked::Agrees);
        let texts = &read.value.texts;
        let rows = read.value.rows.iter();
        rows.map(|row| {
            let plain = Row {
                line: 0,
                ..row.clone()
            };
            (plain, texts.get(row.descriptor).to_owned())
        })
        .collect()
    };
    let want = rows(STATEMENT);
    assert_eq!(want.len(), 2);
    assert_eq!(rows(&STATEMENT.replace("\r\n", "\n")), want);
    assert_eq!(rows(&STATEMENT.replace("\r\n", "\r")), want);
    assert_eq!(rows(STATEMENT.trim_end_matches("-\r\n")), want);
    let wrapped = format!("{{1:F01X}}{{2:I940XN}}{{4:\r\n{STATEMENT}");
    assert_eq!(rows(&wrapped.replace("\r\n-", "\r\n-}{5:}")), want);
}

#[test]
fn statements_of_one_account_are_one_and_follow_each_other() {
    let second = STATEMENT
        .replace("C231230EUR100,00", "C240102EUR82,50")
        .replace("C240102EUR82,5\r", "C240103EUR65,\r");
    let both = read(&format!("{STATEMENT}{second}"));
    assert_eq!(told(&both), []);
    assert_eq!((both.value.accounts.len(), both.value.rows.len()), (1, 4));
    assert_eq!(
        both.value.accounts[0].closing.unwrap().to_string(),
        "65.00 EUR"
    );
    let turned = read(&format!("{second}{STATEMENT}"));
    assert_eq!(told(&turned), []);
    assert_eq!(
        turned.value.accounts[0].opening.unwrap().to_string(),
        "100.00 EUR"
    );
    let third = second
        .replace("C240102EUR82,50", "C240110EUR50,")
        .replace("C240103EUR65,", "C240111EUR32,5");
    let gap = read(&format!("{STATEMENT}{second}{third}"));
    assert_eq!(told(&gap), [("balance-broken", Some(26))]);
    assert_eq!(gap.value.accounts[0].checked, Checked::Disagrees);
}

#[test]
fn the_first_statement_that_breaks_is_named() {
    let broken = STATEMENT.replace("82,5", "82,6");
    let read = read(&format!("{broken}{broken}"));
    assert_eq!(told(&read), [("closing-balance-disagrees", Some(10))]);
    assert_eq!(
        read.issues[0].phrase().sentence(),
        "Row 10, \":62F:\": the closing balance \"82.6\" is not what the opening balance and the rows come to. \
         Expected 82.50 EUR. It is kept as read."
    );
}

#[test]
fn an_interim_report_has_pending_entries_and_totals() {
    let report = "\
:20:A
:25:NL91ABNA0417164300EUR
:28C:1
:34F:EUR0,
:13D:2403051200+0100
:61:240305D10,NTRFNONREF
:86:FIRST
:61:240305EC2,5NTRFNONREF
:90D:1EUR10,
:90C:1EUR2,5
-
";
    let whole = read(report);
    assert_eq!(told(&whole), []);
    assert!(whole.value.rows.iter().all(|row| row.pending));
    let account = &whole.value.accounts[0];
    assert_eq!(account.identifier.as_deref(), Some("NL91ABNA0417164300"));
    assert_eq!(account.checked, Checked::Agrees);
    let wrong = read(
        &report
            .replace(":90D:1", ":90D:2")
            .replace("EUR2,5", "EUR3,5"),
    );
    assert_eq!(
        told(&wrong),
        [
            ("entry-count-disagrees", Some(9)),
            ("entry-total-disagrees", Some(10))
        ]
    );
}

#[test]
fn a_file_that_is_cut_off_says_so() {
    let cut = |behind: &str| {
        let at = STATEMENT.find(behind).unwrap() + behind.len();
        read(&STATEMENT[..at])
    };
    let in_amount = cut("2401020102RC5");
    assert_eq!(told(&in_amount)[0], ("file-cut-off", Some(8)));
    assert_eq!(in_amount.issues[0].severity, Severity::RowSkipped);
    assert_eq!(in_amount.value.rows.len(), 1);
    let in_details = cut(":86:REV");
    assert_eq!(told(&in_details), [("file-cut-off", Some(9))]);
    assert_eq!(in_details.value.rows.len(), 2);
}

#[test]
fn what_is_no_statement_is_refused() {
    assert!(looks_like_mt940(STATEMENT));
    assert!(looks_like_mt940("\u{1}\n:20:A\n:25:B\n"));
    assert!(!looks_like_mt940("date,amount\n:20:,1\n"));
    assert!(read_mt940(":NS:\n").is_err());
}

#[test]
fn fields_that_are_no_entries_are_read_in_steps_too() {
    let text = format!(":20:A\n:25:1/2\n{}:28C:1\n-\n", ":28C:1\n".repeat(99));
    let mut reading = Mt940Reading::open(text.clone(), "utf-8", Vec::new()).unwrap();
    let mut steps = 0;
    while !reading.advance(1).done {
        steps += 1;
    }
    assert!(steps > 3, "{steps}");
    assert_eq!(told(&read(&text)), [("statement-empty", None)]);
}
