//! The engine natively: rows a second of an import, and the time of an answer.
//!
//! `cargo bench` runs it; the same statement in Chromium, beside PapaParse, is `tests/e2e/bench.mjs`.

mod labels;
mod readers;
mod statement;
mod written;

use std::hint::black_box;
use std::time::{Duration, Instant};

use farthing::native::EncodingRs;
use farthing::session::{ImportStep, Incoming, Session};
use farthing::wire::{
    Ask, Body, Door, Envelope, FileBytes, ImportFiles, Outgoing, ProofDetail, Reply, Request,
};
use serde_bytes::ByteBuf;

/// Rows of the statement, with how often it is imported.
const SIZES: [(u32, usize); 4] = [(1_000, 30), (10_000, 10), (100_000, 5), (1_000_000, 3)];

/// How often each question is asked.
const ASKED: usize = 25;

/// A day after the last row of the largest statement.
const TODAY: &str = "2025-03-01";

const QUESTIONS: [&str; 5] = [
    "How much did I spend in January 2015?",
    "What did I spend on groceries this year?",
    "Where did my money go in 2015?",
    "What were my five largest purchases?",
    "How many times did I go to Greggs?",
];

fn main() {
    println!(
        "{:>8} {:>12} {:>12} {:>10} {:>10} {:>14} {:>14}",
        "rows", "import ms", "rows/s", "answer ms", "p99 ms", "held bytes/row", "of them texts"
    );
    for (rows, runs) in SIZES {
        let (csv, _) = statement::statement(rows);
        let mut imports = Vec::new();
        let mut door = Door::new(Box::new(EncodingRs));
        for _ in 0..runs {
            door = Door::new(Box::new(EncodingRs));
            let request = import(csv.clone());
            imports.push(timed(|| expect_rows(&door.run(request), rows)));
        }
        let mut answers = Vec::new();
        for at in 0..ASKED * QUESTIONS.len() {
            let request = ask(QUESTIONS[at % QUESTIONS.len()]);
            answers.push(timed(|| {
                black_box(door.messages(request));
            }));
        }
        let import = quantile(&mut imports, 50);
        let rate = u128::from(rows) * 1_000_000 / import.as_micros().max(1);
        let median = quantile(&mut answers, 50);
        let slowest = quantile(&mut answers, 99);
        let (held, texts) = held(csv, rows);
        println!(
            "{rows:>8} {:>12} {rate:>12} {:>10} {:>10} {held:>14} {texts:>14}",
            ms(import),
            ms(median),
            ms(slowest)
        );
    }
    println!();
    readers::measure();
    labels::run();
}

/// Bytes that are held for each row once it is imported, and how many of them are each distinct text once.
fn held(csv: String, rows: u32) -> (usize, usize) {
    let mut session = Session::new(Box::new(EncodingRs));
    let file = Incoming::Bytes(csv.into_bytes());
    session.begin_import(vec![("statement.csv".into(), file)], None);
    while !matches!(session.step_import(), Some(ImportStep::Done(_)) | None) {}
    let book = session.book();
    let texts = book.ledger().texts();
    let texts: usize = texts.iter().map(|(_, text)| text.len()).sum();
    (book.bytes() / rows as usize, texts / rows as usize)
}

fn import(csv: String) -> Envelope {
    let bytes = ByteBuf::from(csv.into_bytes());
    let files = vec![FileBytes {
        name: "statement.csv".to_owned(),
        bytes,
        held: None,
    }];
    Envelope {
        id: 1,
        request: Request::Import(ImportFiles {
            files,
            currency: None,
            asks: None,
        }),
    }
}

fn ask(question: &str) -> Envelope {
    let ask = Ask {
        question: question.to_owned(),
        today: TODAY.to_owned(),
        locale: None,
        proof: ProofDetail::Summary,
        browser: None,
    };
    Envelope {
        id: 2,
        request: Request::Ask(ask),
    }
}

/// A bench of an import that lost rows would measure nothing.
fn expect_rows(replies: &[Outgoing], rows: u32) {
    let read = match replies.last().map(|last| &last.reply) {
        Some(Reply::Ok {
            body: Body::Import(report),
        }) => report.transactions,
        _ => 0,
    };
    assert_eq!(read, u64::from(rows), "the import lost rows");
}

#[expect(
    clippy::disallowed_methods,
    reason = "the core has no clock, this is not the core"
)]
fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn quantile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

fn ms(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}
