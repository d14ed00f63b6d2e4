//! The ledger natively: what one more file costs, by the rows that are there already.
//!
//! `cargo bench --bench ledger` runs it. Each ledger is one file; the next has its last rows again and some new ones, as
//! a month's download has. What a file costs is measured twice: alone (reading it and meeting its rows), and with all
//! that follows from it (matches, pairs, categories).

#[path = "../engine/statement.rs"]
mod statement;

use std::hint::black_box;
use std::time::{Duration, Instant};

use farthing::book::Book;
use farthing::native::EncodingRs;
use farthing::statement::{Hints, Statement, read};

/// Rows of the ledger, with how often a file is added to it.
const SIZES: [(u32, usize); 3] = [(10_000, 9), (100_000, 5), (1_000_000, 3)];

/// Rows of the next file, and how many of them are in the ledger already.
const NEXT: [(u32, u32); 2] = [(1_000, 200), (10_000, 2_000)];

fn main() {
    println!(
        "{:>9} {:>9} {:>12} {:>12} {:>12} {:>9} {:>9} {:>8}",
        "ledger", "file", "read ms", "meet ms", "follows ms", "new", "already", "bytes/tx"
    );
    for (rows, runs) in SIZES {
        for (size, overlap) in NEXT {
            let (csv, _) = statement::statement(rows + size - overlap);
            let mut lines: Vec<&str> = csv.split_inclusive('\n').collect();
            let head = lines.remove(0);
            let first = head.to_owned() + &lines[..rows as usize].concat();
            let next = head.to_owned() + &lines[(rows - overlap) as usize..].concat();
            let mut book = Book::new();
            book.add("everyday.csv", &opened(&first));
            book.refresh();
            let (mut reading, mut meeting, mut following) = (Vec::new(), Vec::new(), Vec::new());
            let mut counts = (0, 0);
            let mut bytes = 0;
            for _ in 0..runs {
                let mut ledger = Book::of(book.ledger().clone());
                ledger.refresh();
                let (statement, took) = timed(|| opened(&next));
                reading.push(took);
                let (added, took) = timed(|| ledger.add("everyday-2.csv", &statement));
                meeting.push(took);
                counts = (added.added, added.already);
                following.push(timed(|| ledger.refresh()).1);
                bytes = ledger.ledger().bytes() / ledger.ledger().len().max(1);
                black_box(ledger);
            }
            println!(
                "{rows:>9} {size:>9} {:>12} {:>12} {:>12} {:>9} {:>9} {bytes:>8}",
                ms(median(reading)),
                ms(median(meeting)),
                ms(median(following)),
                counts.0,
                counts.1
            );
        }
    }
}

fn opened(text: &str) -> Statement {
    let hints = Hints {
        name: "everyday.csv",
        decoder: &EncodingRs,
        currency: None,
    };
    match read(text.as_bytes().to_vec(), hints) {
        Ok(read) => read.value,
        Err(issue) => {
            println!("not read: {issue:?}");
            Statement::default()
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the core has no clock, this is not the core"
)]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{}.{:02}", time.as_millis(), time.as_micros() % 1000 / 10)
}
