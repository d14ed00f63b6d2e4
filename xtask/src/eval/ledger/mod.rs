//! `cargo xtask eval ledger`: generated households through `farthing import`, each match beside the truth.
//!
//! What nobody could tell is no mistake: entries that no statement tells apart (two fares of one day) stand for each
//! other, so do equal transfers between the same two accounts, a purchase for one alike that was as dear, two fills in
//! the days of one pump for the sum it held, and what never was booked for what its shop booked in time. Nothing else is
//! forgiven, and the matcher knows nothing of it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::household::Household;
use crate::step::{Outcome, read, root, run, say, write};

mod link;
mod sight;
mod twin;

/// How many households are made, unless an argument says otherwise.
const HOUSEHOLDS: u64 = 60;

/// What each kind of match must reach.
const REACH: f64 = 0.99;

/// Matches of one kind, counted.
#[derive(Clone, Copy, Default)]
struct Count {
    right: u64,
    wrong: u64,
    missed: u64,
}

/// The most days between the legs of a transfer.
const CLEARING: i32 = 6;

type Counts = BTreeMap<&'static str, Count>;

/// What stands in statements for months.
const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// Where the households are written.
const FOLDER: &str = "target/households";

pub(super) fn eval(count: Option<u64>, from: u64) -> Outcome {
    run(Command::new("cargo")
        .args(["build", "--quiet", "--bin", "farthing"])
        .current_dir(root()))?;
    let mut counts = Counts::new();
    let mut rows = 0;
    for seed in from..from + count.unwrap_or(HOUSEHOLDS) {
        let household = Household::of(seed);
        rows += household
            .files
            .iter()
            .map(|file| file.rows.len())
            .sum::<usize>();
        let report = imported(&household, seed)?;
        sight::judge(&household, &report, seed, &mut counts);
    }
    say(&format!(
        "Matches of {rows} rows of {} households",
        count.unwrap_or(HOUSEHOLDS)
    ));
    println!(
        "{:<28} {:>8} {:>8} {:>8} {:>10} {:>8}",
        "", "right", "wrong", "missed", "precision", "recall"
    );
    let mut short = Vec::new();
    for (name, count) in &counts {
        let (precision, recall) = (
            ratio(count.right, count.wrong),
            ratio(count.right, count.missed),
        );
        println!(
            "{name:<28} {:>8} {:>8} {:>8} {precision:>10.4} {recall:>8.4}",
            count.right, count.wrong, count.missed
        );
        if precision < REACH || recall < REACH {
            short.push(*name);
        }
    }
    match short.is_empty() {
        true => Ok(()),
        false => Err(format!("under {REACH}: {}", short.join(", "))),
    }
}

/// Writes the first households with their truth, for other checks.
pub(crate) fn write_households(count: u64) -> Outcome {
    for seed in 0..count {
        let household = Household::of(seed);
        for file in &household.files {
            write(
                &root().join(FOLDER).join(seed.to_string()).join(&file.name),
                file.text.as_bytes(),
            )?;
        }
    }
    println!("{count} households in {FOLDER}/");
    Ok(())
}

fn ratio(right: u64, other: u64) -> f64 {
    if right + other == 0 {
        1.0
    } else {
        right as f64 / (right + other) as f64
    }
}

fn imported(household: &Household, seed: u64) -> Outcome<Value> {
    let folder = root().join(FOLDER).join(seed.to_string());
    let mut command = Command::new(root().join("target/debug/farthing"));
    command.arg("import").current_dir(&folder);
    for file in &household.files {
        write(&folder.join(&file.name), file.text.as_bytes())?;
        command.arg(&file.name);
    }
    let out = folder.join("report.json");
    let file = std::fs::File::create(&out).map_err(|error| error.to_string())?;
    run(command.stdout(file))?;
    serde_json::from_str(&read(&out)?).map_err(|error| error.to_string())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}
/// Whether wrong matches of a kind are printed: `LOUD=transfer cargo xtask eval ledger`, `LOUD=e` for all.
fn is_loud(loud: &str, kind: &str) -> bool {
    !loud.is_empty() && kind.contains(loud)
}

fn shown(household: &Household, left: (usize, usize), right: (usize, usize)) -> String {
    let one = |(f, r): (usize, usize)| {
        let (file, row) = (&household.files[f], &household.files[f].rows[r]);
        format!(
            "[{}:{} {} {} {}]",
            file.name, row.line, row.day, row.minor, row.text
        )
    };
    format!("{} {}", one(left), one(right))
}

fn words(household: &Household, entries: &BTreeSet<usize>) -> String {
    let mut text = String::new();
    for entry in entries {
        let sight = household
            .files
            .iter()
            .flat_map(|file| &file.rows)
            .find(|row| row.entry == *entry);
        let known = &household.entries[*entry];
        text += &format!(
            "[{} {} {} {}]",
            household.accounts[known.account].name,
            known.posted,
            known.minor,
            sight.map_or("", |row| &row.text)
        );
    }
    text
}
