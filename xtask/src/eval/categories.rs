//! `cargo xtask eval categories`: every labelled set through `farthing categorise`, as an outside check would do it.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use super::score::{
    Depth, Verdict, print_accuracy, print_classes, print_confusions, print_evidence, print_parts,
    print_reasons, print_reliability,
};
use super::{curve, names, shared};
use crate::step::{Outcome, read, root, run, say};
use crate::tools;

/// A row of a set: what is written to `farthing categorise`, and what is right.
pub(crate) struct Row {
    pub(crate) descriptor: String,
    pub(crate) amount: String,
    pub(crate) country: &'static str,
    pub(crate) wanted: Vec<String>,
}

/// One line of what `farthing categorise` says.
pub(crate) struct Said {
    pub(crate) merchant: String,
    pub(crate) category: String,
    pub(crate) sure: u32,
    pub(crate) reason: String,
    pub(crate) guesses: Vec<String>,
}

/// How many confusions are printed.
const CONFUSIONS: usize = 12;

pub(super) fn eval() -> Outcome {
    let labelled = shared()?.join("labelled");
    let sets = [
        (
            "plaid-sandbox: descriptors of the United States",
            plaid(&labelled)?,
        ),
        (
            "birmingham-council: British card merchants, labelled by what the council bought",
            birmingham(&labelled)?,
        ),
        (
            "alwaysaditya: templates of India, the United States, Britain and Australia, no country given",
            templates(&labelled)?,
        ),
    ];
    let mut all = Vec::new();
    for (name, rows) in sets {
        say(name);
        let verdicts = verdicts(&rows)?;
        report(&verdicts.iter().collect::<Vec<_>>());
        all.extend(verdicts);
    }
    say("By country, primary");
    for (country, name) in [("US", "US"), ("GB", "GB"), ("", "none given")] {
        let rows: Vec<_> = all.iter().filter(|row| row.country == country).collect();
        print_accuracy(name, &rows, Depth::Primary);
        print_reliability(&rows, Depth::Primary);
    }
    names::eval(&labelled)?;
    curve::eval(&labelled)
}

fn report(rows: &[&Verdict]) {
    let is_detailed = |row: &&Verdict| {
        let wanted = row.wanted.first();
        wanted.is_some_and(|code| super::score::primary(code) != code)
    };
    print_accuracy("primary", rows, Depth::Primary);
    let depth = match rows.iter().all(is_detailed) {
        true => {
            print_accuracy("detailed", rows, Depth::Detailed);
            Depth::Detailed
        }
        false => Depth::Primary,
    };
    print_reasons(rows, depth);
    print_reliability(rows, Depth::Primary);
    print_parts(rows, Depth::Primary);
    print_evidence(rows, Depth::Primary);
    if depth == Depth::Detailed {
        print_reliability(rows, depth);
    }
    print_classes(rows, Depth::Primary);
    if depth == Depth::Detailed {
        print_classes(rows, depth);
    }
    print_confusions(rows, depth, CONFUSIONS);
}

fn verdicts(rows: &[Row]) -> Outcome<Vec<Verdict>> {
    let said = categorise(rows)?;
    let verdicts = rows.iter().zip(said).map(|(row, said)| Verdict {
        wanted: row.wanted.clone(),
        country: row.country,
        said: Some(said.category).filter(|code| !code.is_empty()),
        sure: said.sure,
        guesses: said.guesses,
        reason: said.reason.split(':').next().unwrap_or_default().to_owned(),
    });
    Ok(verdicts.collect())
}

/// Writes the rows to the command line, and reads what it says of each.
pub(crate) fn categorise(rows: &[Row]) -> Outcome<Vec<Said>> {
    let program = program()?;
    let mut child = std::process::Command::new(&program)
        .arg("categorise")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
    let mut input = child.stdin.take().ok_or("no standard input")?;
    let text: String = rows
        .iter()
        .map(|row| format!("{}\t{}\t\t{}\n", row.descriptor, row.amount, row.country))
        .collect();
    // The other end is read while this one is written, as neither may wait for the other.
    #[expect(
        clippy::disallowed_methods,
        reason = "the core has no threads, this is not the core"
    )]
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    writer
        .join()
        .map_err(|_| "the writer stopped")?
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let said: Vec<Said> = text.lines().filter_map(Said::of).collect();
    match said.len() == rows.len() {
        true => Ok(said),
        false => Err(format!("{} lines for {} rows", said.len(), rows.len())),
    }
}

impl Said {
    fn of(line: &str) -> Option<Said> {
        let mut cells = line.split('\t');
        let merchant = cells.next()?.to_owned();
        let category = cells.next()?.to_owned();
        let sure = hundredths(cells.next()?);
        let reason = cells.next()?.to_owned();
        let guesses = cells.next()?.split('|').filter(|code| !code.is_empty());
        Some(Said {
            merchant,
            category,
            sure,
            reason,
            guesses: guesses.map(str::to_owned).collect(),
        })
    }
}

/// `0.93` as 93.
pub(super) fn hundredths(text: &str) -> u32 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    whole.parse().unwrap_or(0) * 100 + part.parse().unwrap_or(0)
}

pub(crate) fn program() -> Outcome<std::path::PathBuf> {
    let mut cargo = tools::command("cargo")?;
    cargo.current_dir(root());
    run(cargo.args(["build", "--quiet", "--bin", "farthing"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), std::path::PathBuf::from);
    let name = format!("farthing{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("debug").join(name))
}

/// The rows of a table, comments and header left out.
pub(crate) fn table(folder: &Path, name: &str) -> Outcome<Vec<Vec<String>>> {
    let text = read(&folder.join(name))?;
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let cells = |row: &str| row.split('\t').map(str::to_owned).collect();
    Ok(rows.map(cells).collect())
}

/// Money out is positive in this set.
fn plaid(folder: &Path) -> Outcome<Vec<Row>> {
    let rows = table(folder, "plaid-sandbox__us_descriptors_pfc.tsv")?;
    let turned = |amount: &str| match amount.strip_prefix('-') {
        Some(amount) => amount.to_owned(),
        None => format!("-{amount}"),
    };
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let [descriptor, amount, code] = row.get(..3)? else {
                return None;
            };
            Some(Row {
                descriptor: descriptor.clone(),
                amount: turned(amount),
                country: "US",
                wanted: vec![code.clone()],
            })
        })
        .collect())
}

fn birmingham(folder: &Path) -> Outcome<Vec<Row>> {
    let rows = table(folder, "birmingham-council__uk_card_merchants.tsv")?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let code = row.get(4).filter(|code| !code.is_empty())?;
            Some(Row {
                descriptor: row.first()?.clone(),
                amount: "-10.00".to_owned(),
                country: "GB",
                wanted: vec![code.clone()],
            })
        })
        .collect())
}

/// The set's labels by the mapping of its manifest; `Refund / Cashback` has none.
fn templates(folder: &Path) -> Outcome<Vec<Row>> {
    let rows = table(folder, "alwaysaditya__in_us_uk_au_templates.tsv")?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (descriptor, label) = (row.first()?, row.get(1)?);
            let code = match label.as_str() {
                "Groceries" | "Food & Dining" => "FOOD_AND_DRINK",
                "Transport" => "TRANSPORTATION",
                "Utilities" => "RENT_AND_UTILITIES",
                "Shopping" => "GENERAL_MERCHANDISE",
                "Entertainment" => "ENTERTAINMENT",
                "Healthcare" => "MEDICAL",
                "Insurance" => "GENERAL_SERVICES",
                "Investments" => "TRANSFER_OUT",
                "Travel & Booking" => "TRAVEL",
                "Income" => "INCOME",
                _ => return None,
            };
            let sign = if code == "INCOME" { "" } else { "-" };
            Some(Row {
                descriptor: descriptor.clone(),
                amount: format!("{sign}10.00"),
                country: "",
                wanted: vec![code.to_owned()],
            })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_command_is_read() {
        let said = Said::of("Tesco\tFOOD_AND_DRINK_GROCERIES\t0.9\tbrand: Tesco\t").unwrap();
        assert_eq!((said.sure, said.guesses.len()), (90, 0));
        let open = Said::of("\t\t0.08\tnothing\tA|B").unwrap();
        assert_eq!((open.sure, open.guesses.len()), (8, 2));
        assert_eq!(hundredths("1"), 100);
    }
}
