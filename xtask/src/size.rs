//! What a first visit weighs over the wire, part by part, against its budget.

use crate::step::{Outcome, output_of, root, say};
use crate::tools;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a first visit is to reach, compressed with Brotli, dictionaries and engine included.
const VISIT_REACH: u64 = 500_000;

/// What a first visit may weigh until then: what it weighed when last made smaller, and a fiftieth more.
const VISIT_BUDGET: u64 = 860_000;

/// The script that an embedder adds.
const ELEMENT_BUDGET: u64 = 5_000;

/// Each file of the page belongs to the part whose name it begins with.
const PARTS: [(&str, &str); 5] = [
    ("view", "view"),
    ("worker", "worker"),
    ("style", "style"),
    ("index.html", "page"),
    ("element", "element"),
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

impl Weight {
    fn add(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// Weighs `dist/` and fails over budget.
pub(crate) fn report() -> Outcome {
    let dist = root().join("dist");
    let files = files_of(&dist)?;
    let node = &mut tools::command("node")?;
    let measured = output_of(
        node.arg("-e")
            .arg(MEASURE)
            .args(files.iter().map(|file| dist.join(file))),
    )?;
    let weights = measured
        .lines()
        .map(weight)
        .collect::<Outcome<Vec<Weight>>>()?;
    if weights.len() != files.len() {
        return Err(format!(
            "{} files, but {} were weighed",
            files.len(),
            weights.len()
        ));
    }
    let mut parts: BTreeMap<&str, Weight> = BTreeMap::new();
    for (file, weight) in files.iter().zip(weights) {
        parts.entry(part_of(file)).or_default().add(weight);
    }
    say("Bytes over the wire");
    println!("{:<10}{:>12}{:>12}{:>12}", "part", "raw", "gzip", "brotli");
    for (part, weight) in &parts {
        print_row(part, *weight);
    }
    let visit = visit(&parts);
    print_row("visit", visit);
    println!("{:<10}{VISIT_BUDGET:>36}", "budget");
    println!("{:<10}{VISIT_REACH:>36}", "to reach");
    within("a first visit", visit.brotli, VISIT_BUDGET)?;
    let element = parts.get("element").copied().unwrap_or_default();
    within("the embedding script", element.brotli, ELEMENT_BUDGET)
}

fn print_row(name: &str, weight: Weight) {
    println!(
        "{name:<10}{:>12}{:>12}{:>12}",
        weight.raw, weight.gzip, weight.brotli
    );
}

/// All that the page loads; the configuration of hosts is not loaded by anyone.
fn visit(parts: &BTreeMap<&str, Weight>) -> Weight {
    let mut visit = Weight::default();
    for (_, weight) in parts.iter().filter(|(part, _)| **part != "hosts") {
        visit.add(*weight);
    }
    visit
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

/// The part a file counts for; what belongs nowhere is shown as `other`.
fn part_of(file: &Path) -> &'static str {
    if file.starts_with("hosts") {
        return "hosts";
    }
    let name = file.to_string_lossy();
    PARTS
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map_or("other", |(_, part)| part)
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

/// Every file below a folder, relative to it, by name.
fn files_of(dist: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| {
            format!(
                "no built page: {}: {error}. Run `cargo xtask build`",
                folder.display()
            )
        })?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(file) = path.strip_prefix(dist) {
                files.push(file.to_path_buf());
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_counts_for_a_part() {
        let parts = [
            "view_bg.wasm",
            "worker.js",
            "index.html",
            "snippets/a.js",
            "hosts/_headers",
        ]
        .map(|file| part_of(Path::new(file)));
        assert_eq!(parts, ["view", "worker", "page", "other", "hosts"]);
    }

    #[test]
    fn a_visit_is_all_but_the_hosts() {
        let one = Weight {
            raw: 3,
            gzip: 2,
            brotli: 1,
        };
        let parts = BTreeMap::from([("view", one), ("worker", one), ("hosts", one)]);
        assert_eq!(
            visit(&parts),
            Weight {
                raw: 6,
                gzip: 4,
                brotli: 2
            }
        );
    }

    #[test]
    fn a_byte_over_budget_fails() {
        assert_eq!(within("x", 500, 500), Ok(()));
        assert!(within("x", 501, 500).is_err());
    }
}
