//! Names of merchants: how many rows of the sets without labels get one, and how a hand-checked sample fares.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::categories::{Row, categorise, table};
use super::score::share;
use crate::step::{Outcome, read, root, say};

/// Our own verdicts on names: set, hash of the row's text, the name, and whether a person accepts it.
const VERDICTS: &str = "tests/fixtures/names/verdicts.tsv";

const SETS: [(&str, &str); 2] = [
    ("barnet", "barnet-council__uk_merchant_city_unlabelled.tsv"),
    ("oxford", "oxford-council__uk_merchants_unlabelled.tsv"),
];

/// What stands for a row's text in the verdicts: the rows themselves stay where they are.
pub(crate) fn mark(descriptor: &str) -> String {
    let digest = Sha256::digest(descriptor.as_bytes());
    digest
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub(super) fn eval(labelled: &Path) -> Outcome {
    let judged = verdicts()?;
    for (set, file) in SETS {
        say(&format!("{set}: names of merchants"));
        let rows: Vec<Row> = table(labelled, file)?
            .into_iter()
            .filter_map(|row| {
                Some(Row {
                    descriptor: row.first()?.clone(),
                    amount: "-10.00".to_owned(),
                    country: "GB",
                    wanted: Vec::new(),
                })
            })
            .collect();
        let said = categorise(&rows)?;
        let named = said.iter().filter(|said| !said.merchant.is_empty()).count();
        println!(
            "{named} of {} rows get a name ({})",
            rows.len(),
            share(named, rows.len())
        );
        let (mut right, mut wrong, mut unknown) = (0, 0, 0);
        for (row, said) in rows.iter().zip(&said) {
            let key = (set.to_owned(), mark(&row.descriptor));
            match judged.get(&key).map(|names| names.get(&said.merchant)) {
                Some(Some(true)) => right += 1,
                Some(Some(false)) => wrong += 1,
                Some(None) => {
                    unknown += 1;
                    println!("  not judged: {} for {}", said.merchant, key.1);
                }
                None => {}
            }
        }
        println!(
            "of the sample judged by hand, {right} of {} are as a person would name it ({}), {unknown} of them new",
            right + wrong + unknown,
            share(right, right + wrong + unknown),
        );
    }
    Ok(())
}

type Verdicts = BTreeMap<(String, String), BTreeMap<String, bool>>;

fn verdicts() -> Outcome<Verdicts> {
    let path = root().join(VERDICTS);
    let mut judged = Verdicts::new();
    for line in read(&path)?.lines().filter(|line| !line.starts_with('#')) {
        if let [set, mark, name, verdict] = line.split('\t').collect::<Vec<_>>()[..] {
            let names = judged.entry((set.to_owned(), mark.to_owned())).or_default();
            names.insert(name.to_owned(), verdict == "accepted");
        }
    }
    Ok(judged)
}
