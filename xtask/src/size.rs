//! What a first visit weighs over the wire, part by part, against its budget.

use crate::step::{Outcome, output_of, root, say};
use crate::tools;
use std::ops::Add;

/// What a first visit may weigh, compressed with Brotli, dictionaries and engine included.
const VISIT_BUDGET: u64 = 500_000;

/// The script that an embedder adds.
const ELEMENT_BUDGET: u64 = 5_000;

/// What is weighed: its name, its file, and whether a first visit fetches it. Modules are packed or mixed as in the document.
const FILES: [(&str, &str, bool); 7] = [
    ("document", "dist/embed.html", true),
    ("element", "dist/element.js", true),
    ("view", "target/short/view.packed", false),
    ("view glue", "target/parts/view.js", false),
    ("engine", "target/short/worker.packed", false),
    ("its unpacker", "target/short/unmix.packed", false),
    ("style", "target/parts/style.css", false),
];

/// Prints length, gzip and Brotli length of each file, a line each, at the best level of both.
const MEASURE: &str = "
const { readFileSync } = require('node:fs'), zlib = require('node:zlib');
for (const file of process.argv.slice(1)) {
  const bytes = readFileSync(file);
  const brotli = zlib.brotliCompressSync(bytes, { params: {
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  console.log(bytes.length, zlib.gzipSync(bytes, { level: 9 }).length, brotli.length);
}";

/// Bytes as they are, by gzip and by Brotli.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weight {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Add for Weight {
    type Output = Weight;

    fn add(self, other: Weight) -> Weight {
        Weight {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

/// Weighs what a visitor inside a host page fetches, and what the document is made of; fails over budget.
pub(crate) fn report() -> Outcome {
    let node = &mut tools::command("node")?;
    let measured = output_of(
        node.arg("-e")
            .arg(MEASURE)
            .args(FILES.iter().map(|(_, file, _)| root().join(file))),
    )
    .map_err(|failure| format!("{failure}. Run `cargo xtask build`"))?;
    let weights = measured
        .lines()
        .map(weight)
        .collect::<Outcome<Vec<Weight>>>()?;
    say("Bytes over the wire");
    println!("{:<12}{:>12}{:>12}{:>12}", "", "raw", "gzip", "brotli");
    let mut visit = Weight::default();
    let mut element = Weight::default();
    for ((name, _, is_fetched), weight) in FILES.iter().zip(weights) {
        if *is_fetched {
            print_row(name, weight);
            visit = visit + weight;
            element = weight;
        } else {
            print_row(&format!("  {name}"), weight);
        }
    }
    print_row("first visit", visit);
    println!("{:<12}{VISIT_BUDGET:>36}", "budget");
    within("a first visit", visit.brotli, VISIT_BUDGET)?;
    within("the embedding script", element.brotli, ELEMENT_BUDGET)
}

fn print_row(name: &str, weight: Weight) {
    println!(
        "{name:<12}{:>12}{:>12}{:>12}",
        weight.raw, weight.gzip, weight.brotli
    );
}

fn within(what: &str, bytes: u64, budget: u64) -> Outcome {
    if bytes <= budget {
        return Ok(());
    }
    Err(format!(
        "{what} weighs {bytes} bytes, {} over its budget of {budget}",
        bytes - budget
    ))
}

fn weight(line: &str) -> Outcome<Weight> {
    let numbers: Vec<u64> = line
        .split(' ')
        .filter_map(|number| number.parse().ok())
        .collect();
    match numbers.as_slice() {
        &[raw, gzip, brotli] => Ok(Weight { raw, gzip, brotli }),
        _ => Err(format!("not a weight: {line}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up() {
        let one = Weight {
            raw: 3,
            gzip: 2,
            brotli: 1,
        };
        let two = Weight {
            raw: 6,
            gzip: 4,
            brotli: 2,
        };
        assert_eq!(one + one, two);
    }

    #[test]
    fn a_byte_over_budget_fails() {
        assert_eq!(within("x", 500, 500), Ok(()));
        assert!(within("x", 501, 500).is_err());
    }
}
