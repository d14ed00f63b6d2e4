//! Households whose statements are written as banks write them: what all files together say once, in any order.
//!
//! Each folder of `fixtures/households` has the files of one household and what is expected of them.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use farthing::wire::LedgerReport;

mod fixture;
mod sitting;

use sitting::Sitting;

/// The files of a household, in the order of their names.
fn files(case: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(case).unwrap().map(|entry| entry.unwrap());
    let mut files: Vec<PathBuf> = all
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name != "expected.txt"))
        .collect();
    files.sort();
    files
}

/// The ledger of files that are given one after the other.
fn ledger(files: &[PathBuf]) -> LedgerReport {
    let mut sitting = Sitting::new();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy();
        sitting.import_one(&name, fs::read(path).unwrap());
    }
    sitting.ledger()
}

/// Accounts, rows with what they count as, and matches; no order of import shows in it but for the accounts' names.
fn told(ledger: &LedgerReport, with_names: bool) -> String {
    let mut out = String::new();
    let name_of: BTreeMap<&str, &str> = ledger
        .accounts
        .iter()
        .map(|account| (&*account.id, &*account.name))
        .collect();
    let mut accounts: Vec<String> = Vec::new();
    for account in &ledger.accounts {
        let name = if with_names { &account.name } else { "" };
        let kind = &account.kind;
        let currency = account.currency.as_deref().unwrap_or("-");
        let balance = account.balance.as_ref().map_or("-", |money| &money.amount);
        let count = account.transactions;
        accounts.push(format!(
            "{name:<28} {kind:<8} {currency} {balance:>10} {count:>3}"
        ));
    }
    accounts.sort();
    for account in accounts {
        writeln!(out, "{}", account.trim_end()).unwrap();
    }
    let mut by_id: BTreeMap<&str, String> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in &ledger.transactions {
        let currency = row.amount.currency.as_deref().unwrap_or("-");
        let words = &row.descriptor;
        let short = format!(
            "{} {} {currency} {words}",
            row.posting_date, row.amount.amount
        );
        let name = name_of[&*row.account];
        let name = if with_names { name } else { "" };
        let held = if row.pending { "pending " } else { "" };
        rows.push(format!("{short} | {name} | {held}{}", row.counts_as));
        by_id.insert(&row.id, short);
    }
    rows.sort();
    out += &rows.join("\n");
    out += "\n";
    let mut matches = Vec::new();
    for one in ledger.decisions.iter().filter(|one| one.kind != "reading") {
        let rows = one.transactions.iter();
        let rows: Vec<&str> = rows
            .map(|id| by_id.get(&**id).map_or("merged", |row| row))
            .collect();
        let (kind, reason) = (&one.kind, &one.reason.kind);
        matches.push(format!("{kind} {reason}: {}", rows.join(" -> ")));
    }
    matches.sort();
    out += &matches.join("\n");
    out += "\n";
    out
}

#[test]
fn each_household_is_counted_once_in_any_order() {
    let mut wrong = Vec::new();
    for case in fixture::cases("households") {
        let mut files = files(&case);
        let forward = ledger(&files);
        files.reverse();
        let backward = ledger(&files);
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (one, other) = (told(&forward, false), told(&backward, false));
        if one != other {
            wrong.push(format!(
                "{name} depends on the order of its files\n{one}\n{other}"
            ));
        }
        files.extend(files.clone());
        let twice = ledger(&files);
        if twice.transactions.len() != backward.transactions.len() {
            wrong.push(format!("{name} grows when its files are given again"));
        }
        wrong.extend(fixture::check(&case, &told(&forward, true)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
