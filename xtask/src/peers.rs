//! Readers of other makers on the same files, where they are there: a folder of peers beside the repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::step::{root, say};
use crate::tools;

/// A job, the program that runs it, the file it reads, and the peers that do it.
const JOBS: [(&str, &str, &str, &[&str]); 4] = [
    (
        "csv",
        "worker.py",
        "100000.csv",
        &["python-csv", "pandas", "polars", "duckdb", "beangulp"],
    ),
    (
        "csv",
        "worker.cjs",
        "100000.csv",
        &["papaparse-int", "papaparse-decimal"],
    ),
    (
        "ofx",
        "worker.py",
        "100000.ofx",
        &["ofxtools", "ofxtools-tree", "ofxparse"],
    ),
    (
        "ofx",
        "worker.cjs",
        "100000.ofx",
        &["ofx-js", "node-ofx-parser", "ofx-data-extractor"],
    ),
];

/// Rows of the files that the native bench has left.
const ROWS: u64 = 100_000;

/// Runs each peer once and prints rows a second; says of each that is not installed that it is not.
pub(crate) fn run() {
    let folder = peers();
    say("Readers of other makers on the same files");
    if !folder.join("worker.py").exists() {
        println!("skipped: no peers at {}", folder.display());
        return;
    }
    for (job, program, file, names) in JOBS {
        let file = root().join("target/bench").join(file);
        for name in names {
            match peer(&folder.join(program), job, name, &file) {
                Some(ms) if ms > 0 => {
                    println!(
                        "{name:>22} {job:>5} {ms:>8} ms {:>10} rows/s",
                        ROWS * 1_000 / ms
                    );
                }
                _ => println!("{name:>22} {job:>5} not installed here"),
            }
        }
    }
}

/// Where the peers are: in the folder shared with the repository.
fn peers() -> PathBuf {
    let shared = std::env::var_os("FARTHING_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| root().join("../shared"));
    shared.join("bench/peers")
}

/// The whole milliseconds that a peer took; `None` where it does not run, or lost rows.
fn peer(program: &Path, job: &str, name: &str, file: &Path) -> Option<u64> {
    let is_script = program.extension().is_some_and(|ending| ending == "py");
    let mut command = match is_script {
        true => Command::new("python3"),
        false => tools::command("node").ok()?,
    };
    command
        .arg(program)
        .args([job, name])
        .arg(file)
        .env("NODE_PATH", root().join("tests/e2e/node_modules"))
        .stderr(Stdio::null());
    let told = String::from_utf8(command.output().ok()?.stdout).ok()?;
    let field = |name: &str| {
        let at = told.find(&format!("\"{name}\":"))? + name.len() + 3;
        let number = told.get(at..)?.trim_start();
        let end = number.find(|letter: char| !letter.is_ascii_digit());
        number
            .get(..end.unwrap_or(number.len()))?
            .parse::<u64>()
            .ok()
    };
    (field("rows")? == ROWS).then(|| field("job_ms"))?
}
