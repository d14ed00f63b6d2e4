//! Every fact that a format can carry is kept: in the rows of the file, and in the transactions of the ledger.
//!
//! Each format has one fixture that says all it can; a fact that is on no list is one the format has no field for.
#![cfg(not(target_arch = "wasm32"))]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Facts of an entry by their names in rows and transactions.
const FACTS: [&str; 17] = [
    "postingDate",
    "valueDate",
    "transactionDate",
    "amount",
    "descriptor",
    "pending",
    "balance",
    "counterparty",
    "counterpartyAccount",
    "reference",
    "endToEndId",
    "mandateId",
    "bankId",
    "bankCode",
    "bankCategory",
    "mcc",
    "original",
];

/// The fixture of each format, and the facts it has no field for.
const FORMATS: [(&str, &str, &[&str]); 6] = [
    ("csv", "csv-every-fact/input.csv", &[]),
    (
        "camt",
        "camt-every-fact/input.xml",
        &["balance", "bankCategory"],
    ),
    ("json", "json-every-fact/input.json", &[]),
    (
        "mt940",
        "mt940-every-fact/input.sta",
        &[
            "transactionDate",
            "pending",
            "balance",
            "bankCategory",
            "mcc",
        ],
    ),
    (
        "ofx",
        "ofx-every-fact/input.ofx",
        &["balance", "bankCategory", "endToEndId", "mandateId"],
    ),
    (
        "qif",
        "qif-every-fact/input.qif",
        &[
            "valueDate",
            "transactionDate",
            "pending",
            "balance",
            "counterpartyAccount",
            "endToEndId",
            "mandateId",
            "bankId",
            "mcc",
            "original",
        ],
    ),
];

fn is_said(entry: &Value, fact: &str) -> bool {
    match &entry[fact] {
        Value::Null => false,
        Value::Bool(said) => *said,
        Value::String(said) => !said.is_empty(),
        _ => true,
    }
}

#[test]
fn every_fact_of_every_format_is_kept() {
    let mut wrong = Vec::new();
    for (format, fixture, unknown) in FORMATS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/statements")
            .join(fixture);
        let output = Command::new(env!("CARGO_BIN_EXE_farthing"))
            .arg("import")
            .arg(&path)
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["files"][0]["format"], format);
        let rows = report["files"][0]["rows"].as_array().unwrap();
        let transactions = report["transactions"].as_array().unwrap();
        for (place, entries) in [("rows", rows), ("transactions", transactions)] {
            for fact in FACTS {
                let kept = entries.iter().any(|entry| is_said(entry, fact));
                let wanted = !unknown.contains(&fact);
                println!("{format:<6} {place:<13} {fact:<20} {kept}");
                if kept != wanted {
                    wrong.push(format!("{format} {place} {fact}: {kept}"));
                }
            }
        }
        for entry in rows {
            assert!(entry["row"].as_u64().is_some_and(|row| row > 0));
        }
        for entry in transactions {
            let source = &entry["sources"][0];
            assert!(source["file"].as_str().unwrap().contains("input"));
            assert!(source["row"].as_u64().is_some_and(|row| row > 0));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
