//! The learning curve: a simulated person puts right what weighs most, and what that teaches is counted.
//!
//! Two kinds of statement are made of the British card merchants, for which it is known how often each was used: the
//! council's, with a tenth of its purchases, and those of persons who each use a few dozen of the merchants, some often
//! and most once. The person corrects single rows: what needs review first, and of that the largest amount, or a row of
//! the merchant with most money in the queue; and what is wrong when nothing is open.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::categories::{hundredths, program, table};
use super::score::{primary, share};
use crate::household::Chance;
use crate::step::{Outcome, root, say, write};

/// How many corrections have been made when the rest is counted.
const CORRECTED: [usize; 5] = [0, 1, 5, 10, 20];
/// Of the council's purchases, one in so many is in its statement; of each merchant at least one.
const ONE_OF: usize = 10;
/// How many persons there are, how many merchants each uses, and how often the first of them.
const PERSONS: u64 = 8;
const MERCHANTS: usize = 60;
const MOST_ROWS: usize = 60;
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
    cents: u64,
    merchant: String,
    category: String,
    sure: u32,
    reason: String,
}

/// A merchant of the set, how often it was used, and what it is.
struct Used {
    name: String,
    count: usize,
    code: String,
}

/// Which row the person corrects first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// The largest amount, as the queue is sorted.
    Row,
    /// The largest amount of the merchant with most money.
    Merchant,
}

/// What is counted after so many corrections.
#[derive(Clone, Copy, Default)]
struct Count {
    rest: usize,
    right: usize,
    /// Rows that an example decided, and how many of them rightly; and of these what is said with 0.9 or more.
    learned: [usize; 4],
}

pub(super) fn eval(labelled: &Path) -> Outcome {
    let used: Vec<Used> = table(labelled, "birmingham-council__uk_card_merchants.tsv")?
        .into_iter()
        .filter_map(|row| {
            let (name, count, code) = (row.first()?, row.get(1)?, row.get(4)?);
            let is_plain = !code.is_empty() && !name.contains(['"', ',']);
            is_plain.then(|| Used {
                name: name.clone(),
                count: count.parse().unwrap_or(1),
                code: code.clone(),
            })
        })
        .collect();
    let wanted: BTreeMap<&str, &str> = used.iter().map(|used| (&*used.name, &*used.code)).collect();
    let council = statement(
        &used
            .iter()
            .map(|used| (used, used.count.div_ceil(ONE_OF)))
            .collect::<Vec<_>>(),
        0,
    );
    let persons: Vec<String> = (1..=PERSONS)
        .map(|number| statement(&drawn(&used, number), number))
        .collect();
    for (first, how) in [
        (First::Row, "the largest amount first"),
        (First::Merchant, "the merchant with most money first"),
    ] {
        say(&format!("learning curve: a council, {how}"));
        let counts = corrected(&council, &wanted, first)?;
        counts.iter().for_each(print);
        say(&format!(
            "learning curve: {PERSONS} persons together, {how}"
        ));
        let mut all: Vec<(usize, Count)> = CORRECTED.map(|count| (count, Count::default())).into();
        for person in &persons {
            for ((_, sum), (_, count)) in all.iter_mut().zip(corrected(person, &wanted, first)?) {
                sum.rest += count.rest;
                sum.right += count.right;
                for (sum, count) in sum.learned.iter_mut().zip(count.learned) {
                    *sum += count;
                }
            }
        }
        all.iter().for_each(print);
    }
    Ok(())
}

fn print((corrections, count): &(usize, Count)) {
    let [learned, right, sure, sure_right] = count.learned;
    println!(
        "after {corrections:2} corrections: {} of the other {} rows right ({}); by likeness {right} of {learned} ({}), \
         said with 0.90 and more {sure_right} of {sure}",
        count.right,
        count.rest,
        share(count.right, count.rest),
        share(right, learned),
    );
}

/// Merchants of one person, the likelier the oftener they were used, and how often each.
fn drawn(used: &[Used], number: u64) -> Vec<(&Used, usize)> {
    let mut left: Vec<&Used> = used.iter().collect();
    let mut chance = Chance::new(number);
    let mut drawn = Vec::new();
    while drawn.len() < MERCHANTS && !left.is_empty() {
        let all: usize = left.iter().map(|used| used.count).sum();
        let mut at = chance.below(all);
        let place = left
            .iter()
            .position(|used| match at.checked_sub(used.count) {
                Some(rest) => {
                    at = rest;
                    false
                }
                None => true,
            });
        let used = left.remove(place.unwrap_or_default());
        drawn.push((used, MOST_ROWS / (drawn.len() + 1)));
    }
    for (_, rows) in &mut drawn {
        *rows = (*rows).max(1);
    }
    drawn
}

/// A statement with these merchants, each so often, at prices of its own.
fn statement(of: &[(&Used, usize)], seed: u64) -> String {
    let mut csv = "Date,Description,Amount,Currency\n".to_owned();
    for (place, (used, rows)) in of.iter().enumerate() {
        let price = 3 + (place * 37 + seed as usize * 11) % 90;
        for at in 0..*rows {
            csv.push_str(&format!(
                "20{:02}-{:02}-{:02},{},-{}.{:02},GBP\n",
                10 + at / 336 % 80,
                1 + at % 12,
                1 + (place + at / 12) % 28,
                used.name,
                price + at % 5,
                (at * 7 + place) % 100,
            ));
        }
    }
    csv
}

/// A statement corrected by a person, and what is right after so many corrections.
fn corrected(
    csv: &str,
    wanted: &BTreeMap<&str, &str>,
    first: First,
) -> Outcome<Vec<(usize, Count)>> {
    let program = program()?;
    let folder = root().join("target/eval");
    let statement = folder.join("statement.csv");
    let said = folder.join("corrections.txt");
    write(&statement, csv.as_bytes())?;
    let mut counts: Vec<(usize, Count)> = Vec::new();
    let mut lines = String::new();
    let mut touched: Vec<String> = Vec::new();
    for corrections in 0..=CORRECTED[CORRECTED.len() - 1] {
        write(&said, lines.as_bytes())?;
        let rows = rows(&program, &statement, &said)?;
        let code = |row: &Row| wanted.get(&*row.descriptor).copied().unwrap_or_default();
        let is_right = |row: &&Row| primary(&row.category) == code(row);
        if CORRECTED.contains(&corrections) {
            let rest = rows.iter().filter(|row| !touched.contains(&row.id));
            let mut count = Count::default();
            for row in rest {
                let is_right = is_right(&row);
                count.rest += 1;
                count.right += usize::from(is_right);
                if matches!(&*row.reason, "learned" | "rule") {
                    let sure = row.sure >= 90;
                    let adds = [true, is_right, sure, sure && is_right];
                    for (sum, add) in count.learned.iter_mut().zip(adds) {
                        *sum += usize::from(add);
                    }
                }
            }
            counts.push((corrections, count));
        }
        let wrong: Vec<&Row> = rows.iter().filter(|row| !is_right(row)).collect();
        let mut sums: BTreeMap<(bool, &str), u64> = BTreeMap::new();
        for row in &wrong {
            *sums
                .entry((row.category.is_empty(), &row.merchant))
                .or_default() += row.cents;
        }
        let next = wrong.into_iter().max_by_key(|row| {
            let open = row.category.is_empty();
            let sum = match first {
                First::Row => 0,
                First::Merchant => sums[&(open, &*row.merchant)],
            };
            (open, sum, row.cents, &row.id)
        });
        let Some(row) = next else {
            // Nothing is left to correct.
            let rest = rows.iter().filter(|row| !touched.contains(&row.id)).count();
            let mut last = counts.last().map_or(Count::default(), |(_, count)| *count);
            (last.rest, last.right) = (rest, rest);
            let later = CORRECTED.iter().filter(|count| **count > corrections);
            counts.extend(later.map(|count| (*count, last)));
            break;
        };
        let code = code(row);
        let detailed = DETAILED.iter().find(|(primary, _)| *primary == code);
        let detailed = detailed.map_or(code, |(_, detailed)| *detailed);
        touched.push(row.id.clone());
        lines.push_str(&format!("{}\t{detailed}\n", row.id));
    }
    Ok(counts)
}

/// The statement's rows by the engine, with what the person said.
fn rows(program: &Path, statement: &Path, said: &Path) -> Outcome<Vec<Row>> {
    let output = std::process::Command::new(program)
        .arg("import")
        .arg("--corrections")
        .args([said, statement])
        .output()
        .map_err(|error| error.to_string())?;
    let report: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let digits = |value: &Value| text(value).replace(['-', '.'], "").parse().unwrap_or(0);
    let rows = report["transactions"].as_array().ok_or("no transactions")?;
    Ok(rows
        .iter()
        .map(|row| Row {
            id: text(&row["id"]),
            descriptor: text(&row["descriptor"]),
            cents: digits(&row["amount"]["amount"]),
            merchant: text(&row["merchant"]),
            category: text(&row["category"]),
            sure: hundredths(&text(&row["confidence"])),
            reason: text(&row["reason"]["kind"]),
        })
        .collect())
}
