use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::money::Total;
use crate::statement::Decode as _;

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
        let mut got = describe(&bytes);
        if !looks_like_ofx(&bytes) {
            got.push_str(" not told to be OFX");
        }
        let mut want = format!("{} {} {} {}", cells[8], cells[9], cells[10], cells[11]);
        if cells[9].is_empty() {
            // Where no sum is known, what is left out counts as seen.
            want = cells[8].to_owned();
            got = got.split(' ').next().unwrap_or_default().to_owned();
        } else if let Some((count, rest)) = want.split_once(' ') {
            // `USD -360` is the sum `USD -360.00`.
            let (currency, rest) = rest.split_once(' ').unwrap();
            let (sum, dates) = rest.split_once(' ').unwrap();
            let sum: rust_decimal::Decimal = sum.parse().unwrap();
            want = format!("{count} {currency} {} {dates}", sum.normalize());
        }
        if got != want {
            wrong.push(format!("{}: {got}, not {want}", cells[0]));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
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
    let days = || statement.rows.iter().map(|row| row.posting_date.to_date());
    let mut out = match statement.rows.len() {
        0 => statement
            .skipped
            .iter()
            .filter(|skipped| skipped.code != IssueCode::EntriesLeftOut)
            .count(),
        rows => rows,
    }
    .to_string();
    for (currency, sum) in sums {
        out.push_str(&format!(" {currency} {}", sum.to_decimal().normalize()));
    }
    if let Some((first, last)) = days().min().zip(days().max()) {
        out.push_str(&format!(" {first} {last}"));
    }
    out
}
