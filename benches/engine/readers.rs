//! The readers by themselves: the same statement in each format, megabytes and rows a second.
//!
//! The files stay in `target/bench`, where the page's bench and the peers of other makers find them.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use farthing::native::EncodingRs;
use farthing::statement::{self, Hints};

use crate::{quantile, statement as synthetic, timed, written};

/// Rows of each file.
const ROWS: u32 = 100_000;
/// How often each is read.
const RUNS: usize = 5;
/// Where the files are left.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench");

/// Measures every reader, and the `csv` crate on the same bytes.
pub(crate) fn measure() {
    println!(
        "{:>22} {:>8} {:>9} {:>9} {:>12}",
        "reader", "MB", "ms", "MB/s", "rows/s"
    );
    let (csv, _) = synthetic::statement(ROWS);
    let entries = written::entries(&csv);
    let files = [
        ("csv", csv.clone().into_bytes()),
        ("ofx", written::ofx(&entries).into_bytes()),
        ("qif", written::qif(&entries).into_bytes()),
        ("xml", written::camt(&entries).into_bytes()),
        ("sta", written::mt940(&entries).into_bytes()),
        ("json", written::json(&entries).into_bytes()),
        ("html", written::html(&entries).into_bytes()),
        ("xlsx", written::xlsx(&entries)),
    ];
    for (ending, bytes) in files {
        keep(ending, &bytes);
        let mut format = "";
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let copy = bytes.clone();
            times.push(timed(|| format = read(copy)));
        }
        row(format, bytes.len(), &mut times);
    }
    let mut times = Vec::new();
    for _ in 0..RUNS {
        times.push(timed(|| records(csv.as_bytes())));
    }
    row("csv crate, cells only", csv.len(), &mut times);
}

/// Reads a file and gives the name of its format; a bench that lost rows would measure nothing.
fn read(bytes: Vec<u8>) -> &'static str {
    let hints = Hints {
        name: "bench",
        decoder: &EncodingRs,
        currency: None,
    };
    let read = statement::read(bytes, hints).map(|read| read.value);
    let statement = read.unwrap_or_default();
    assert_eq!(statement.rows.len(), ROWS as usize, "a reader lost rows");
    statement.format.map_or("", statement::Format::name)
}

/// Splits every record into cells and looks at none of them.
fn records(bytes: &[u8]) {
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut count = 0;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        count += 1;
        black_box(&record);
    }
    assert_eq!(count, ROWS, "the csv crate lost rows");
}

fn row(name: &str, bytes: usize, times: &mut [std::time::Duration]) {
    let micros = quantile(times, 50).as_micros().max(1);
    let (ms, tenths) = (micros / 1_000, micros / 100 % 10);
    println!(
        "{name:>22} {:>6}.{} {ms:>7}.{tenths} {:>9} {:>12}",
        bytes / 1_000_000,
        bytes / 100_000 % 10,
        bytes as u128 / micros,
        u128::from(ROWS) * 1_000_000 / micros,
    );
}

/// Leaves a file for the other benches; where it cannot be written, they say that it is not there.
fn keep(ending: &str, bytes: &[u8]) {
    let path = Path::new(FOLDER).join(format!("{ROWS}.{ending}"));
    let written = fs::create_dir_all(FOLDER).and_then(|()| fs::write(&path, bytes));
    if let Err(error) = written {
        println!("{}: {error}", path.display());
    }
}
