//! What holds for every file, whatever its bytes: it is read to the end or refused, in bounded memory, and what
//! is read is the same in steps of any size.

mod counted;
mod packed;

pub use packed::{opened, workbook};

use farthing::issue::Read;
use farthing::native::EncodingRs;
use farthing::statement::{Format, Hints, Reading, Statement};
use libfuzzer_sys::Corpus;

const HINTS: Hints<'static> = Hints {
    name: "any",
    decoder: &EncodingRs,
    currency: None,
};

/// What every file may take besides what it holds: tables of words, samples.
const FIXED_BYTES: usize = 8 << 20;

/// What a packed file may unpack to, and a sheet repeat of its rows, with the rows made of it.
pub const UNPACKED_BYTES: usize = 1 << 30;

/// What a byte of a file may take at most: an entry of a dozen bytes has a row or an issue of a few hundred.
const BYTES_A_BYTE: usize = 400;

/// Reads a file to its end and checks what was read; files of other formats are of no use to the target.
///
/// Shape: `marks` counts what could begin an entry, of which there are never fewer than rows.
pub fn check(bytes: &[u8], format: Format, marks: fn(&[u8]) -> usize) -> Corpus {
    // What is packed has other lines inside than outside; the target `zip` is for that.
    if [&b"PK"[..], b"\x1f\x8b"].iter().any(|mark| bytes.starts_with(mark)) {
        return Corpus::Reject;
    }
    check_any(bytes, &[format], FIXED_BYTES, marks)
}

/// The same for a target of several formats, whose files may take more besides what they hold.
pub fn check_any(
    bytes: &[u8],
    formats: &[Format],
    fixed: usize,
    marks: fn(&[u8]) -> usize,
) -> Corpus {
    let before = counted::begin();
    let whole = read(bytes, usize::MAX);
    let peak = counted::peak().saturating_sub(before);
    let most = fixed + BYTES_A_BYTE * bytes.len();
    assert!(peak <= most, "{peak} bytes held for {}", bytes.len());
    // Steps of one to nineteen rows, told by the file so that a finding comes back.
    let step = 1 + bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>() % 19;
    let stepped = read(bytes, step);
    let (whole, stepped) = match (whole, stepped) {
        (Ok(whole), Ok(stepped)) => (whole, stepped),
        (Err(whole), Err(stepped)) => {
            assert_eq!(whole, stepped);
            let _ = whole.phrase().sentence();
            return Corpus::Keep;
        }
        _ => panic!("read or refused, by the size of the steps"),
    };
    assert_eq!(whole.value.rows, stepped.value.rows);
    assert_eq!(whole.value.skipped, stepped.value.skipped);
    assert_eq!(whole.value.accounts, stepped.value.accounts);
    assert_eq!(whole.value.dialect, stepped.value.dialect);
    assert_eq!(whole.issues, stepped.issues);
    for issue in &whole.issues {
        let _ = issue.phrase().sentence();
    }
    if !whole.value.format.is_some_and(|format| formats.contains(&format)) {
        return Corpus::Reject;
    }
    check_statement(&whole.value, lines(bytes).max(marks(bytes)));
    let letters: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let read = whole.value.rows.len() + whole.value.skipped.len();
    assert!(read <= marks(&letters), "{read} of {}", marks(&letters));
    Corpus::Keep
}

type Whole = Result<Read<Statement>, farthing::issue::Issue>;

/// Reads in steps, each of which gets further and says so.
fn read(bytes: &[u8], step: usize) -> Whole {
    let mut reading = Reading::open(bytes.to_vec(), HINTS)?;
    let (mut steps, mut restarts, mut held) = (0, 0, 0);
    loop {
        let progress = reading.advance(step);
        assert!(progress.bytes_read <= progress.bytes_total);
        if progress.bytes_read < held {
            restarts += 1;
            // Once for what is wrapped in a recording, once for a table that is read another way.
            assert!(restarts < 3, "begins again and again");
        }
        held = progress.bytes_read;
        steps += 1;
        // A row of a sheet may stand far below the one before it.
        let text = bytes.len().max(progress.bytes_total);
        assert!(steps <= 2 * text + 16, "goes on and on");
        if progress.done {
            break;
        }
    }
    reading.finish()
}

/// What holds inside one statement.
fn check_statement(statement: &Statement, lines: usize) {
    assert!(!statement.accounts.is_empty());
    let mut last = vec![0; statement.accounts.len()];
    for row in &statement.rows {
        let account = &statement.accounts[usize::from(row.account)];
        assert!(row.line as usize <= lines, "line {} of {lines}", row.line);
        let before = &mut last[usize::from(row.account)];
        assert!(*before <= row.line, "rows out of the file's order");
        *before = row.line;
        assert!((row.descriptor.0 as usize) < statement.texts.len().max(1));
        for text in row.facts.iter().flat_map(|facts| facts.texts()) {
            assert!((text.0 as usize) < statement.texts.len());
        }
        let original = row.facts.as_ref().and_then(|facts| facts.original);
        if let (Some(original), Some(currency)) = (original, row.currency.or(account.currency)) {
            assert!(original.currency() != Some(currency) || original.amount() != row.amount.to_decimal());
        }
    }
    for skipped in &statement.skipped {
        assert!(skipped.line as usize <= lines);
    }
    for account in &statement.accounts {
        for balance in [account.opening, account.closing].into_iter().flatten() {
            // Rows of several currencies leave open which of them the balance is in.
            assert_eq!(balance.currency().is_some(), account.currency.is_some(), "a balance in no currency");
        }
    }
}

/// Lines, of any system.
pub fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1
}

/// How often some letters stand in the file, in any case.
pub fn occurrences(bytes: &[u8], of: &[u8]) -> usize {
    let windows = bytes.windows(of.len());
    windows.filter(|window| window.eq_ignore_ascii_case(of)).count()
}
