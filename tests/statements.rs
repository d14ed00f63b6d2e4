//! Reads the statement corpus beside the repository, where it is present, and the fixtures of the repository.
//!
//! The corpus table is printed with `cargo test --test statements -- --nocapture`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use farthing::native::EncodingRs;
use farthing::statement::{self, Hints, Statement};
use rust_decimal::Decimal;

/// The least share of files, in hundredths, that must read with the exact count and sum.
const CSV_LEAST: usize = 85;
const OFX_LEAST: usize = 100;
const CAMT_LEAST: usize = 100;
const MT940_LEAST: usize = 100;
const QIF_LEAST: usize = 100;
const JSON_LEAST: usize = 100;
const XLSX_LEAST: usize = 100;

fn shared() -> PathBuf {
    match std::env::var_os("FARTHING_SHARED") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    }
}

/// A line of the corpus manifest.
struct Expectation {
    path: String,
    format: String,
    country: String,
    count: Option<usize>,
    /// Amounts by currency; the empty currency where the file names none.
    sums: Option<BTreeMap<String, Decimal>>,
    first: String,
    last: String,
}

fn manifest(text: &str) -> Vec<Expectation> {
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let sums: BTreeMap<String, Decimal> = cells[9]
                .split(';')
                .filter_map(|part| {
                    let (code, amount) = part.trim().rsplit_once(' ')?;
                    let code = if code.len() == 3 { code } else { "" };
                    Some((code.to_owned(), amount.parse().ok()?))
                })
                .collect();
            Expectation {
                path: cells[0].to_owned(),
                format: cells[1].to_owned(),
                country: cells[2].rsplit(" / ").next().unwrap_or("-").to_owned(),
                count: cells[8].parse().ok(),
                sums: (!sums.is_empty()).then_some(sums),
                first: cells[10].to_owned(),
                last: cells[11].to_owned(),
            }
        })
        .collect()
}

/// Count, sums by currency, first and last day of the rows that are chosen.
fn totals(
    statement: &Statement,
    with_pending: bool,
) -> (usize, BTreeMap<String, Decimal>, String, String) {
    let rows = || {
        statement
            .rows
            .iter()
            .filter(|row| with_pending || !row.pending)
    };
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for row in rows() {
        let account = statement.accounts.get(usize::from(row.account));
        let currency = row
            .currency
            .or(account.and_then(|account| account.currency));
        let code = currency.map_or(String::new(), |currency| currency.code().to_owned());
        *sums.entry(code).or_default() += row.amount.to_decimal();
    }
    let day = |day: Option<farthing::calendar::Day>| {
        day.map_or(String::new(), |day| day.to_date().to_string())
    };
    (
        rows().count(),
        sums,
        day(rows().map(|row| row.posting_date).min()),
        day(rows().map(|row| row.posting_date).max()),
    )
}

/// Why a file does not read as expected; `Ok` carries what differs without failing: dates and currencies.
fn compare(statement: &Statement, expected: &Expectation) -> Result<Vec<String>, String> {
    let mut reason = String::new();
    for with_pending in [true, false] {
        let (mut count, sums, first, last) = totals(statement, with_pending);
        if matches!(expected.format.as_str(), "ofx" | "camt") && expected.sums.is_none() {
            // Broken on purpose: what was left out with a reason was seen.
            count += statement.skipped.len();
        }
        if expected.count.is_some_and(|wanted| wanted != count) {
            reason = format!("{count} rows, not {}", expected.count.unwrap_or(0));
            continue;
        }
        let mut remarks = Vec::new();
        if let Some(wanted) = &expected.sums {
            let named: BTreeMap<String, Decimal> = sums
                .iter()
                .map(|(code, sum)| (code.clone(), sum.normalize()))
                .collect();
            let exact = wanted
                .iter()
                .all(|(code, sum)| named.get(code).copied().unwrap_or_default() == sum.normalize());
            let bare: Decimal = sums.values().sum();
            let unnamed = sums.len() == 1
                && wanted.len() == 1
                && (sums.contains_key("") || wanted.contains_key(""))
                && wanted.values().all(|sum| *sum == bare);
            if !exact && !unnamed {
                reason = format!("{count} rows, sums {sums:?}, not {wanted:?}");
                continue;
            }
        }
        if !expected.first.is_empty() && (first != expected.first || last != expected.last) {
            remarks.push(format!(
                "days {first} to {last}, not {} to {}",
                expected.first, expected.last
            ));
        }
        return Ok(remarks);
    }
    Err(reason)
}

#[derive(Default)]
struct Tally {
    files: usize,
    exact: usize,
}

#[test]
fn the_corpus_reads_exactly() {
    let root = shared().join("corpus");
    let Ok(text) = fs::read_to_string(root.join("MANIFEST.tsv")) else {
        println!("skipped: no corpus at {}", root.display());
        return;
    };
    let mut tallies: BTreeMap<(String, String), Tally> = BTreeMap::new();
    let mut failed = Vec::new();
    for expected in manifest(&text) {
        let Ok(bytes) = fs::read(root.join(&expected.path)) else {
            println!("skipped: {} is not there", expected.path);
            continue;
        };
        let hints = Hints {
            name: &expected.path,
            decoder: &EncodingRs,
            currency: None,
        };
        let read = statement::read(bytes, hints);
        let is_read = matches!(
            expected.format.as_str(),
            "csv" | "ofx" | "camt" | "mt940" | "qif" | "json" | "xlsx"
        );
        let outcome = match &read {
            Ok(read) => compare(&read.value, &expected),
            Err(issue) if expected.count == Some(0) && is_read => {
                Ok(vec![format!("{} where no row is", issue.code.name())])
            }
            Err(issue) => Err(format!("{}: {}", issue.code.name(), issue.found.show())),
        };
        if !is_read {
            let code = read.as_ref().err().map(|issue| issue.code.name());
            assert_eq!(code, Some("format-unsupported"), "{}", expected.path);
            assert!(
                read.err()
                    .is_some_and(|issue| !issue.found.show().is_empty())
            );
            continue;
        }
        let tally = tallies
            .entry((expected.format.clone(), expected.country.clone()))
            .or_default();
        tally.files += 1;
        match outcome {
            Ok(remarks) => {
                tally.exact += 1;
                for remark in remarks {
                    println!("remark: {}: {remark}", expected.path);
                }
            }
            Err(reason) => failed.push((expected.path.clone(), reason)),
        }
    }
    println!("format  country  files  exact");
    for ((format, country), tally) in &tallies {
        println!(
            "{format:<7} {country:<8} {:>5} {:>6}",
            tally.files, tally.exact
        );
    }
    for (path, reason) in &failed {
        println!("failed: {path}: {reason}");
    }
    for (format, least) in [
        ("csv", CSV_LEAST),
        ("ofx", OFX_LEAST),
        ("camt", CAMT_LEAST),
        ("mt940", MT940_LEAST),
        ("qif", QIF_LEAST),
        ("json", JSON_LEAST),
        ("xlsx", XLSX_LEAST),
    ] {
        let of = || {
            tallies
                .iter()
                .filter(|((held, _), _)| held == format)
                .map(|(_, tally)| tally)
        };
        let files: usize = of().map(|tally| tally.files).sum();
        let exact: usize = of().map(|tally| tally.exact).sum();
        println!("{format}: {exact} of {files} exact");
        assert!(
            exact * 100 >= files * least,
            "{format}: {exact} of {files} exact"
        );
    }
}

#[test]
fn fixtures_read_as_expected() {
    let wrong: Vec<String> = fixture::cases("statements")
        .iter()
        .filter_map(|case| {
            let input =
                fixture::input(case).unwrap_or_else(|| panic!("{} has no input", case.display()));
            fixture::check(case, &fixture::text_of(&fixture::read(&input)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
