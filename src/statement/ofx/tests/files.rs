//! Whole files: the fixture of each issue, and the corpus where it stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::*;
use crate::money::Total;
use crate::statement::Decode as _;

#[test]
fn every_fixture_of_an_issue_shows_it() {
    let issues = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/issues");
    let mut count = 0;
    for code in IssueCode::ALL {
        let path = issues.join(code.name()).join("input.ofx");
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        count += 1;
        let raised = match read_ofx(&decoded(&bytes), "utf-8") {
            Ok(read) => read.issues,
            Err(issue) => vec![*issue],
        };
        let raised: Vec<_> = raised.iter().map(|issue| issue.code).collect();
        assert!(raised.contains(code), "{}: {raised:?}", code.name());
    }
    assert!(count > 0, "no fixture in {}", issues.display());
}

/// The folder of the corpus, where it stands.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("FARTHING_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let corpus = shared.join("corpus");
    corpus.join("MANIFEST.tsv").exists().then_some(corpus)
}

/// As the reader of files decodes: UTF-8 where the bytes are, else what the header claims.
fn decoded(bytes: &[u8]) -> String {
    let label = declared_encoding(bytes).unwrap_or("windows-1252");
    std::str::from_utf8(bytes).map_or_else(
        |_| crate::native::EncodingRs.decode(label, bytes).unwrap(),
        str::to_owned,
    )
}

#[test]
fn the_corpus_is_read_with_the_exact_count_and_sum() {
    let Some(corpus) = corpus() else {
        println!("skipped: the corpus is not there");
        return;
    };
    let manifest = std::fs::read_to_string(corpus.join("MANIFEST.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in manifest.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells[1] != "ofx" {
            continue;
        }
        count += 1;
        let bytes = std::fs::read(corpus.join(cells[0])).unwrap();
        assert!(looks_like_ofx(&bytes), "{}", cells[0]);
        let mut got = describe(&bytes);
        let want = if let Some((currency, sum)) = cells[9].split_once(' ') {
            // `USD -360` is the sum `USD -360.00`.
            let sum: rust_decimal::Decimal = sum.parse().unwrap();
            let sum = sum.normalize();
            format!("{} {currency} {sum} {} {}", cells[8], cells[10], cells[11])
        } else {
            // Where no sum is known, what is left out counts as seen.
            got.truncate(got.find(' ').unwrap_or(got.len()));
            cells[8].to_owned()
        };
        if got != want {
            wrong.push(format!("{}: {got}, not {want}", cells[0]));
        }
    }
    println!("{} of {count} files are exact", count - wrong.len());
    assert!(count > 0 && wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Count, sums by currency, first and last day.
fn describe(bytes: &[u8]) -> String {
    let Ok(read) = read_ofx(&decoded(bytes), "utf-8") else {
        return "0".to_owned();
    };
    let statement = read.value;
    let mut sums: BTreeMap<String, Total> = BTreeMap::new();
    for row in &statement.rows {
        let currency = row
            .currency
            .map_or(String::new(), |currency| currency.to_string());
        sums.entry(currency).or_default().add(row.amount);
    }
    let left_out = statement.skipped.iter();
    let left_out = left_out.filter(|skipped| skipped.code != IssueCode::EntriesLeftOut);
    let count = match statement.rows.len() {
        0 => left_out.count(),
        rows => rows,
    };
    let mut out = count.to_string();
    for (currency, sum) in sums {
        out.push_str(&format!(" {currency} {}", sum.to_decimal().normalize()));
    }
    let days = || statement.rows.iter().map(|row| row.posting_date.to_date());
    if let Some((first, last)) = days().min().zip(days().max()) {
        out.push_str(&format!(" {first} {last}"));
    }
    out
}
