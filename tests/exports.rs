//! What is exported, read by the programs it is for: the figures are ours to the penny.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test: what is missing fails it"
)]

#[path = "../xtask/src/household/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the truth of the households is for `cargo xtask eval ledger`"
)]
mod household;
mod sitting;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use farthing::wire::{LedgerReport, MarkSaid, PartSaid, Request, SplitSaid, Transaction};
use household::Household;
use rust_decimal::Decimal;
use sitting::Sitting;

type Files = Vec<(String, Vec<u8>)>;
/// Sums by account or category, currency and month.
type Sums = BTreeMap<(String, String, String), Decimal>;

fn opened(files: &Files) -> (Sitting, LedgerReport) {
    let mut sitting = Sitting::new();
    let files: Vec<(&str, &Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes))
        .collect();
    sitting.import_bytes(&files, None);
    let report = sitting.ledger();
    (sitting, report)
}

/// What `program` makes of a text on its standard input; `None` where it is not installed.
fn piped(program: &str, arguments: &[&str], text: &str) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("LANG", "C.UTF-8")
        .spawn()
        .ok()?;
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The other side of a transaction, spelt here again, so that two mistakes would have to agree.
fn category(row: &Transaction) -> String {
    let root = match row.counts_as.as_str() {
        "purchase" | "refund" => "expenses",
        "income" => "income",
        "transfer" => return "equity:transfers".to_owned(),
        "repayment" => return "equity:repayments".to_owned(),
        "savings" => return "equity:savings".to_owned(),
        "nothing" => return "equity:nothing".to_owned(),
        other => panic!("{other}"),
    };
    match &row.category {
        None => format!("{root}:uncategorised"),
        Some(code) => {
            let primary =
                farthing::category::Category::from_code(code).map(|category| category.primary());
            let (primary, detail) = match primary {
                Some(primary) => (primary.to_owned(), code[primary.len()..].to_owned()),
                None => (code.clone(), String::new()),
            };
            let path = [primary, detail]
                .map(|part| part.to_lowercase().trim_matches('_').replace('_', "-"));
            let path: Vec<&str> = path
                .iter()
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            format!("{root}:{}", path.join(":"))
        }
    }
}

fn ours(report: &LedgerReport) -> Sums {
    let mut sums = Sums::new();
    for row in &report.transactions {
        let parts = row.parts.iter().flatten();
        let parts = parts.map(|part| Transaction {
            amount: part.amount.clone(),
            category: part.category.clone(),
            counts_as: part.counts_as.clone(),
            ..row.clone()
        });
        let mut parts: Vec<Transaction> = parts.collect();
        if parts.is_empty() {
            parts.push(row.clone());
        }
        let unit = row
            .amount
            .currency
            .clone()
            .unwrap_or_else(|| "XXX".to_owned());
        let month = row.posting_date[..7].to_owned();
        let amount: Decimal = row.amount.amount.parse().unwrap();
        *sums
            .entry((row.account.clone(), unit.clone(), month.clone()))
            .or_default() += amount;
        for part in parts {
            let amount: Decimal = part.amount.amount.parse().unwrap();
            let key = (category(&part), unit.clone(), month.clone());
            *sums.entry(key).or_default() -= amount;
        }
    }
    sums.retain(|_, sum| !sum.is_zero());
    sums
}

/// `None` where hledger is not installed.
fn of_hledger(text: &str) -> Option<Sums> {
    let balances = piped(
        "hledger",
        &[
            "-f",
            "-",
            "balance",
            "--monthly",
            "--flat",
            "--no-total",
            "--layout=bare",
            "-O",
            "csv",
        ],
        text,
    )?;
    let mut sums = Sums::new();
    let mut lines = balances.lines().map(|line| {
        line.split(',')
            .map(|cell| cell.trim_matches('"').to_owned())
            .collect::<Vec<String>>()
    });
    let months = lines.next().unwrap_or_default();
    for line in lines {
        for (month, sum) in months.iter().zip(&line).skip(2) {
            let sum: Decimal = sum.parse().unwrap();
            if !sum.is_zero() {
                // An account of ours ends in its id.
                let is_own = line[0].starts_with("assets:") || line[0].starts_with("liabilities:");
                let name = match line[0].rsplit_once('-').filter(|_| is_own) {
                    Some((_, id)) => id.to_owned(),
                    None => line[0].clone(),
                };
                let month = month.chars().take(7).collect();
                *sums.entry((name, line[1].clone(), month)).or_default() += sum;
            }
        }
    }
    sums.retain(|_, sum| !sum.is_zero());
    Some(sums)
}

fn check(what: &str, files: &Files) -> bool {
    let (mut sitting, report) = opened(files);
    if report.transactions.is_empty() {
        return true;
    }
    let Some(theirs) = of_hledger(&sitting.journal("hledger")) else {
        println!("skipped: hledger is not installed");
        return false;
    };
    assert_eq!(ours(&report), theirs, "{what}");
    true
}

fn sample() -> Files {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/session/sample");
    let names = ["everyday.csv", "card.ofx", "saver.csv"];
    names
        .map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap()))
        .to_vec()
}

fn generated(seed: u64) -> Files {
    let files = Household::of(seed).files.into_iter();
    files
        .map(|file| (file.name, file.text.into_bytes()))
        .collect()
}

#[test]
fn hledger_has_our_figures_of_the_sample() {
    check("the sample household", &sample());
}

#[test]
fn hledger_has_our_figures_of_ten_generated_ledgers() {
    for seed in 0..10 {
        if !check(&format!("household {seed}"), &generated(seed)) {
            return;
        }
    }
}

#[test]
fn hledger_has_our_figures_of_every_corpus_file() {
    let shared = std::env::var_os("FARTHING_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let mut folders = vec![shared.join("corpus")];
    if !folders[0].is_dir() {
        println!("skipped: no corpus at {}", folders[0].display());
        return;
    }
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => files.push(path),
            }
        }
    }
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !check(&name, &vec![(name.clone(), std::fs::read(&path).unwrap())]) {
            return;
        }
    }
}

/// The sample with a note, tags and a transaction of two parts.
fn edited() -> (Sitting, LedgerReport, Transaction) {
    let (mut sitting, report) = opened(&sample());
    let rows = report.transactions.iter();
    let purchase = |row: &&Transaction| row.counts_as == "purchase" && row.parts.is_none();
    let row = rows.rev().find(purchase).unwrap().clone();
    let amount: Decimal = row.amount.amount.parse().unwrap();
    let first = Decimal::new(-101, 2);
    let part = |category: &str, amount: Decimal| PartSaid {
        category: category.to_owned(),
        amount: amount.to_string(),
        note: Some("for Ann, \"and\" Bob".to_owned()),
    };
    let split = SplitSaid {
        transaction: row.id.clone(),
        parts: vec![
            part("FOOD_AND_DRINK_COFFEE", first),
            part("TRANSFER_OUT_SAVINGS", amount - first),
        ],
        ..SplitSaid::default()
    };
    sitting.body(Request::Split(split));
    let mark = MarkSaid {
        transaction: row.id.clone(),
        note: Some("the \"flat\", half".to_owned()),
        tags: Some(vec!["#summer holiday".to_owned(), "us".to_owned()]),
        ..MarkSaid::default()
    };
    sitting.body(Request::Mark(mark));
    let report = sitting.ledger();
    (sitting, report, row)
}

#[test]
fn parts_notes_and_tags_are_in_every_export() {
    let (mut sitting, report, row) = edited();
    let whole = report.transactions.iter().find(|one| one.id == row.id);
    assert_eq!(whole.unwrap().parts.as_ref().unwrap().len(), 2);
    assert_eq!(whole.unwrap().amount, row.amount);
    let hledger = sitting.journal("hledger");
    assert!(hledger.contains("; note: the \"flat\"; half\n    ; summer-holiday:\n    ; us:\n"));
    match of_hledger(&hledger) {
        Some(theirs) => assert_eq!(ours(&report), theirs),
        None => println!("skipped: hledger is not installed"),
    }
    if let Some(tagged) = piped("hledger", &["-f", "-", "tags"], &hledger) {
        assert!(tagged.lines().any(|tag| tag == "summer-holiday"));
    }
    let beancount = sitting.journal("beancount");
    assert!(beancount.contains(" #summer-holiday #us\n"));
    match piped("bean-check", &["/dev/stdin"], &beancount) {
        Some(said) => assert_eq!(said, ""),
        None => println!("skipped: bean-check is not installed"),
    }
    let json: serde_json::Value = serde_json::from_str(&sitting.journal("json")).unwrap();
    let rows = json.as_array().unwrap();
    let one = rows
        .iter()
        .find(|one| one["id"] == row.id.as_str())
        .unwrap();
    assert_eq!(one["parts"][0]["amount"], "-1.01");
    assert_eq!(one["parts"][1]["category"], "TRANSFER_OUT_SAVINGS");
    assert_eq!(one["tags"][0], "summer holiday");
    assert_eq!(one["note"], "the \"flat\", half");
    let csv = sitting.journal("csv");
    let parts = csv.lines().filter(|line| line.ends_with(&row.id));
    assert_eq!(parts.clone().count(), 2);
    assert!(
        parts
            .clone()
            .all(|line| line.contains("summer holiday, us"))
    );
}

#[test]
fn beancounts_checker_takes_the_export() {
    for files in [sample(), generated(0), generated(1)] {
        let (mut sitting, _) = opened(&files);
        let text = sitting.journal("beancount");
        match piped("bean-check", &["/dev/stdin"], &text) {
            Some(said) => assert_eq!(said, ""),
            None => return println!("skipped: bean-check is not installed"),
        }
    }
}

#[test]
fn rows_exported_as_csv_read_back_as_the_same_rows() {
    let (mut sitting, report) = opened(&sample());
    let text = sitting.journal("csv");
    let (_, again) = opened(&vec![("export.csv".to_owned(), text.into_bytes())]);
    let rows = |report: &LedgerReport| {
        let rows = report.transactions.iter();
        let mut rows: Vec<_> = rows
            .map(|row| {
                (
                    row.posting_date.clone(),
                    row.amount.clone(),
                    row.descriptor.clone(),
                )
            })
            .collect();
        rows.sort_by(|left, right| {
            (&left.0, &left.2, &left.1.amount).cmp(&(&right.0, &right.2, &right.1.amount))
        });
        rows
    };
    assert_eq!(rows(&again), rows(&report));
}
