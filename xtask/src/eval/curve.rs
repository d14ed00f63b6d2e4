//! The learning curve: a simulated person puts right what weighs most, and what that teaches is counted.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::categories::{program, table};
use super::score::{primary, share};
use crate::step::{Outcome, root, say, write};

/// How many corrections have been made when the rest is counted.
const CORRECTED: [usize; 5] = [0, 1, 5, 10, 20];
/// A merchant that was used oftener has this many rows in the statement.
const MOST_ROWS: usize = 8;
/// What the person says where a set knows the primary alone: the primary's commonest category there.
const DETAILED: [(&str, &str); 8] = [
    ("BANK_FEES", "BANK_FEES_OTHER_BANK_FEES"),
    ("FOOD_AND_DRINK", "FOOD_AND_DRINK_GROCERIES"),
    (
        "GENERAL_MERCHANDISE",
        "GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE",
    ),
    (
        "GENERAL_SERVICES",
        "GENERAL_SERVICES_OTHER_GENERAL_SERVICES",
    ),
    (
        "GOVERNMENT_AND_NON_PROFIT",
        "GOVERNMENT_AND_NON_PROFIT_GOVERNMENT_DEPARTMENTS_AND_AGENCIES",
    ),
    ("RENT_AND_UTILITIES", "RENT_AND_UTILITIES_OTHER_UTILITIES"),
    ("TRANSPORTATION", "TRANSPORTATION_OTHER_TRANSPORTATION"),
    ("TRAVEL", "TRAVEL_OTHER_TRAVEL"),
];

/// A row as the engine gives it.
struct Row {
    id: String,
    descriptor: String,
    category: String,
}

pub(super) fn eval(labelled: &Path) -> Outcome {
    say(
        "learning curve: birmingham-council as one statement, the commonest wrong or open row corrected first",
    );
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    let mut csv = "Date,Description,Amount,Currency\n".to_owned();
    for row in table(labelled, "birmingham-council__uk_card_merchants.tsv")? {
        let (Some(name), Some(count), Some(code)) = (row.first(), row.get(1), row.get(4)) else {
            continue;
        };
        if code.is_empty() || name.contains(['"', ',']) {
            continue;
        }
        wanted.insert(name.clone(), code.clone());
        for at in 0..count.parse().unwrap_or(1).min(MOST_ROWS) {
            let (month, day) = (1 + at % 12, 1 + wanted.len() % 28);
            csv.push_str(&format!(
                "2025-{month:02}-{day:02},{name},-{}.50,GBP\n",
                10 + at
            ));
        }
    }
    let folder = root().join("target/eval");
    let statement = folder.join("council.csv");
    let said = folder.join("corrections.tsv");
    write(&statement, csv.as_bytes())?;
    let mut corrections: Vec<(String, String)> = Vec::new();
    for count in 0..=CORRECTED[CORRECTED.len() - 1] {
        let lines: String = corrections
            .iter()
            .map(|(id, code)| format!("{id}\t{code}\n"))
            .collect();
        write(&said, lines.as_bytes())?;
        let rows = rows(&statement, &said)?;
        let is_right = |row: &&Row| {
            wanted
                .get(&row.descriptor)
                .is_some_and(|code| primary(&row.category) == code)
        };
        let is_corrected = |row: &&Row| corrections.iter().any(|(id, _)| *id == row.id);
        if CORRECTED.contains(&count) {
            let rest: Vec<&Row> = rows.iter().filter(|row| !is_corrected(row)).collect();
            let right = rest.iter().filter(|row| is_right(row)).count();
            println!(
                "after {count:2} corrections: {right} of the other {} rows right ({})",
                rest.len(),
                share(right, rest.len())
            );
        }
        // The merchant with most rows that are wrong; of equals the first by name.
        let mut wrong: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in rows.iter().filter(|row| !is_right(row)) {
            wrong.entry(&row.descriptor).or_default().push(row);
        }
        let next = wrong
            .iter()
            .max_by_key(|(name, rows)| (rows.len(), std::cmp::Reverse(**name)));
        let Some((name, rows)) = next else { break };
        let code = wanted.get(*name).map_or("", String::as_str);
        let detailed = DETAILED.iter().find(|(primary, _)| *primary == code);
        let detailed = detailed.map_or(code, |(_, detailed)| *detailed);
        corrections.push((rows[0].id.clone(), detailed.to_owned()));
    }
    Ok(())
}

/// The statement's rows by the engine, with what the person said.
fn rows(statement: &Path, said: &Path) -> Outcome<Vec<Row>> {
    let output = std::process::Command::new(program()?)
        .arg("import")
        .arg("--corrections")
        .args([said, statement])
        .output()
        .map_err(|error| error.to_string())?;
    let report: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = report["transactions"].as_array().ok_or("no transactions")?;
    Ok(rows
        .iter()
        .map(|row| Row {
            id: text(&row["id"]),
            descriptor: text(&row["descriptor"]),
            category: text(&row["category"]),
        })
        .collect())
}
