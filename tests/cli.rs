//! The command line as a script meets it: shapes on standard output, exit status, nothing on the way.
#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be read is a failure"
)]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const EVERYDAY: &str = "Date,Description,Amount,Balance\n\
    2026-02-04,MARLOWS SUPERMARKET 2214,-77.21,922.79\n\
    2026-02-11,MARLOWS SUPERMARKET 2214,12.40,935.19\n\
    2026-02-27,MILL LANE SCHOOL SALARY,642.80,1577.99\n";

fn farthing(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_farthing"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads no input has closed it already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn an_import_gives_the_whole_report() {
    let path = file("everyday.csv", EVERYDAY);
    let output = farthing(&["import", path.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    assert_eq!(report["files"][0]["rows"].as_array().unwrap().len(), 3);
    assert_eq!(report["files"][0]["checked"], "agrees");
    assert_eq!(report["transactions"][0]["amount"]["amount"], "-77.21");
    assert_eq!(report["transactions"][1]["countsAs"], "refund");
    assert!(report["transactions"][1]["refundOf"].is_string());
}

#[test]
fn a_batch_is_one_row_whose_payments_are_told_and_found() {
    let batch = include_str!("fixtures/statements/camt-batch-is-one-row/input.xml");
    let path = file("batch.xml", batch);
    let output = farthing(&["import", path.to_str().unwrap()], "");
    let report = json(&output);
    let rows = report["files"][0]["rows"].as_array().unwrap();
    assert_eq!(report["files"][0]["format"], "camt");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["details"][0]["amount"]["amount"], "-10.00");
    assert_eq!(rows[0]["details"][1]["counterparty"], "Blue Door");
    let arguments = ["ask", "--today", "2026-04-06", path.to_str().unwrap(), "--"];
    let question = ["list payments to Quince"];
    let answers = json(&farthing(&[&arguments[..], &question[..]].concat(), ""));
    assert_eq!(answers[0]["status"], "answered", "{answers}");
    assert_eq!(answers[0]["proof"]["count"], 1, "{answers}");
}

#[test]
fn a_question_is_answered_with_its_proof() {
    let path = file("ask.csv", EVERYDAY);
    let arguments = ["ask", "--today", "2026-03-06", path.to_str().unwrap(), "--"];
    let questions = [
        "How much on groceries in February 2026?",
        "and the month before?",
    ];
    let output = farthing(&[&arguments[..], &questions[..]].concat(), "");
    assert_eq!(output.status.code(), Some(0));
    let answers = json(&output);
    assert_eq!(answers[0]["status"], "answered");
    assert_eq!(answers[0]["value"]["amount"], "64.81");
    assert_eq!(answers[0]["proof"]["included"].as_array().unwrap().len(), 2);
    assert_eq!(answers[0]["proof"]["digest"].as_str().unwrap().len(), 64);
    assert_eq!(answers[1]["plan"]["period"]["start"], "2026-01-01");
}

#[test]
fn the_status_says_whether_every_file_was_read() {
    let good = file("good.csv", EVERYDAY);
    let photo = file("photo.jpg", "\u{FFFD}\u{FFFD}JFIF");
    let both = farthing(
        &["import", good.to_str().unwrap(), photo.to_str().unwrap()],
        "",
    );
    assert_eq!(both.status.code(), Some(1));
    let report = json(&both);
    assert_eq!(report["files"][1]["issues"][0]["severity"], "failed");
    assert_eq!(report["transactions"].as_array().unwrap().len(), 3);
    assert_eq!(
        farthing(&["import", "no such file.csv"], "").status.code(),
        Some(1)
    );
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    for arguments in [
        &[][..],
        &["import"],
        &["ask", "--today", "2026-03-06", "x.csv"],
        &["insights", "x.csv"],
        &["import", "--today", "06/03/2026", "x.csv"],
        &["import", "--colour", "x.csv"],
    ] {
        let output = farthing(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("usage:"));
    }
}

#[test]
fn every_descriptor_gets_a_line_of_five_cells() {
    let output = farthing(
        &["categorise"],
        "MARLOWS SUPERMARKET 2214\t-77.21\t5411\tGB\nQZX 0331\t-18.50\t\t\n\n",
    );
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 5]);
    assert_eq!(lines[0][1], "FOOD_AND_DRINK_GROCERIES");
    assert_eq!(lines[1][1], "", "nothing certain is left for review");
}

#[test]
fn requests_a_line_get_replies_a_line() {
    let output = farthing(
        &["serve-json"],
        "{\"id\":1,\"op\":\"defaults\"}\n\nnonsense\n{\"id\":3,\"op\":\"ledger\"}\n",
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let replies: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(replies.len(), 3);
    assert_eq!(
        (&replies[0]["id"], &replies[0]["type"]),
        (&1.into(), &"ok".into())
    );
    assert_eq!(
        (&replies[1]["type"], &replies[1]["code"]),
        (&"error".into(), &"request-unreadable".into())
    );
    assert_eq!(replies[2]["body"]["op"], "ledger");
}

#[test]
fn rules_and_corrections_come_from_files_and_the_first_that_fits_decides() {
    let path = file("said.csv", EVERYDAY);
    let path = path.to_str().unwrap();
    let before = json(&farthing(&["import", path], ""));
    let id = |at: usize| {
        before["transactions"][at]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let corrections = file(
        "said.tsv",
        &format!(
            "{}\tFOOD_AND_DRINK_COFFEE\n{}\tOTHER_OTHER\tMILL LANE\n",
            id(0),
            id(2)
        ),
    );
    let rules = file(
        "said.txt",
        "text \"MARLOWS\" and in -> GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE\nmarlows\n",
    );
    let rules = ["--rules", rules.to_str().unwrap()];
    let said = ["--corrections", corrections.to_str().unwrap(), path];
    let output = farthing(&[&["import"], &rules[..], &said[..]].concat(), "");
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    let rows = report["transactions"].as_array().unwrap();
    let kinds: Vec<_> = rows
        .iter()
        .map(|row| row["reason"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["correction", "rule", "correction"]);
    assert_eq!(rows[0]["category"], "FOOD_AND_DRINK_COFFEE");
    let issue = report["issues"].as_array().unwrap().last().unwrap();
    assert_eq!(issue["code"], "rule-unreadable");
    assert_eq!(issue["at"]["row"], 2);
    assert_eq!(
        farthing(&["import", "--rules", "nonesuch.txt", path], "")
            .status
            .code(),
        Some(1)
    );
}
