//! The ledger natively: what one more file costs, by the rows that are there already.
//!
//! `cargo bench --bench ledger` runs it. Each ledger begins as one file; then one file after the other comes, each with
//! the last rows of the one before and some new ones, as a month's download has. What a file costs is reading it, meeting
//! its rows with those that are here, and all that follows from it (matches, names, categories, pairs).

#[path = "../engine/statement.rs"]
mod statement;

use std::hint::black_box;
use std::time::{Duration, Instant};

use farthing::book::Book;
use farthing::native::EncodingRs;
use farthing::statement::{Hints, Statement, read};

/// Rows of the ledger that files are added to.
const SIZES: [u32; 3] = [10_000, 100_000, 1_000_000];

/// How many files follow. The median does not show that columns were once moved to where they have room for more.
const FILES: u32 = 9;

/// Rows of a file, and how many of them are in the ledger already.
const NEXT: [(u32, u32); 2] = [(1_000, 200), (10_000, 2_000)];

fn main() {
    println!(
        "{:>9} {:>7} {:>9} {:>9} {:>11} {:>9} {:>6} {:>8} {:>9} {:>13}",
        "ledger",
        "file",
        "read ms",
        "meet ms",
        "follows ms",
        "whole ms",
        "new",
        "already",
        "bytes/tx",
        "beside texts"
    );
    for rows in SIZES {
        for (size, overlap) in NEXT {
            let new = size - overlap;
            let (csv, _) = statement::statement(rows + FILES * new);
            let mut lines: Vec<&str> = csv.split_inclusive('\n').collect();
            let head = lines.remove(0);
            let part =
                |from: u32, to: u32| head.to_owned() + &lines[from as usize..to as usize].concat();
            let mut book = Book::new();
            book.add("everyday.csv", &opened(&part(0, rows)));
            book.refresh();
            let (mut reading, mut meeting, mut following) = (Vec::new(), Vec::new(), Vec::new());
            let mut counts = (0, 0);
            for file in 0..FILES {
                let end = rows + file * new;
                let next = part(end - overlap, end + new);
                let (statement, took) = timed(|| opened(&next));
                reading.push(took);
                let (added, took) = timed(|| book.add("everyday-next.csv", &statement));
                meeting.push(took);
                counts = (added.added, added.already);
                following.push(timed(|| book.refresh()).1);
            }
            let whole = reading.iter().zip(&meeting).zip(&following);
            let whole = whole.map(|((read, meet), follow)| *read + *meet + *follow);
            let whole = median(whole.collect());
            let count = book.ledger().len().max(1);
            println!(
                "{rows:>9} {size:>7} {:>9} {:>9} {:>11} {:>9} {:>6} {:>8} {:>9} {:>13}",
                ms(median(reading)),
                ms(median(meeting)),
                ms(median(following)),
                ms(whole),
                counts.0,
                counts.1,
                book.bytes() / count,
                (book.bytes() - book.text_bytes()) / count,
            );
            black_box(book);
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
