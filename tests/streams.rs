//! Large files are read in pieces, and read the same as when they are held as a whole.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    reason = "a file that cannot be read is a failure"
)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use farthing::issue::{Issue, IssueCode, Read};
use farthing::native::EncodingRs;
use farthing::statement::{self, Decode, Held, Hints, Reading, Source, Statement};

const HINTS: Hints<'static> = Hints {
    name: "large",
    decoder: &EncodingRs,
    currency: None,
};

/// A file in memory that notes what is asked of it.
struct Noted {
    bytes: Vec<u8>,
    asked: Rc<Asked>,
}

#[derive(Default)]
struct Asked {
    /// The most bytes at once.
    most: Cell<usize>,
    /// How many in all.
    total: Cell<usize>,
    /// Bytes behind which the file has gone.
    gone_behind: Cell<Option<u64>>,
    begins: RefCell<Vec<u64>>,
}

impl Source for Noted {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read(&self, at: u64, most: usize, into: &mut Vec<u8>) -> bool {
        let asked = &self.asked;
        asked.most.set(asked.most.get().max(most));
        asked.total.set(asked.total.get() + most);
        asked.begins.borrow_mut().push(at);
        if asked.gone_behind.get().is_some_and(|end| at > end) {
            return false;
        }
        let at = at as usize;
        let end = (at + most).min(self.bytes.len());
        into.extend_from_slice(&self.bytes[at..end]);
        true
    }

    fn decoder(&self) -> &dyn Decode {
        &EncodingRs
    }
}

/// Reads in pieces; what progress said must only ever grow, but for a file that is begun again.
fn streamed(bytes: &[u8], asked: &Rc<Asked>) -> Result<Read<Statement>, Issue> {
    let file = Held::new(Noted {
        bytes: bytes.to_vec(),
        asked: Rc::clone(asked),
    });
    let mut reading = Reading::held(&file, None, &[])?;
    let (mut before, mut begun_again) = (0, 0);
    loop {
        let progress = reading.advance(10_007);
        if progress.bytes_read < before {
            begun_again += 1;
        }
        before = progress.bytes_read;
        assert!(progress.bytes_read <= progress.bytes_total);
        if progress.done {
            break;
        }
    }
    assert!(begun_again < 2);
    reading.finish()
}

fn assert_same(bytes: &[u8], asked: &Rc<Asked>) -> Statement {
    let whole = statement::read(bytes.to_vec(), HINTS).unwrap();
    let pieces = streamed(bytes, asked).unwrap();
    let (whole_issues, whole) = (whole.issues, whole.value);
    let (issues, pieces) = (pieces.issues, pieces.value);
    assert!(whole.rows == pieces.rows, "rows differ");
    assert!(whole.texts.iter().eq(pieces.texts.iter()));
    assert_eq!(whole.accounts, pieces.accounts);
    assert_eq!(whole.skipped, pieces.skipped);
    assert_eq!(whole.dialect, pieces.dialect);
    assert_eq!(whole.encoding, pieces.encoding);
    assert_eq!(whole_issues, issues);
    pieces
}

/// A statement of more than 8 MiB, of which `line` writes one row by its number, its day and its month.
fn large(header: &str, line: impl Fn(u32, u32, u32) -> String) -> Vec<u8> {
    let mut out = header.to_owned();
    let mut row = 0;
    while out.len() < 9 << 20 {
        out += &line(row, row / 50 % 28 + 1, row / 1_400 % 12 + 1);
        row += 1;
    }
    out.into_bytes()
}

fn plain() -> Vec<u8> {
    large("Date,Description,Amount\n", |row, day, month| {
        format!(
            "2025-{month:02}-{day:02},\"Café, no {row}\",-{}.25\n",
            row % 90
        )
    })
}

#[test]
fn a_large_file_is_never_held_as_a_whole_and_read_once() {
    let bytes = plain();
    let asked = Rc::new(Asked::default());
    let read = assert_same(&bytes, &asked);
    assert!(read.rows.len() > 200_000);
    assert!(
        asked.most.get() <= 4 << 20,
        "{} bytes at once",
        asked.most.get()
    );
    let beyond = asked.total.get() - bytes.len();
    assert!(beyond < 3 << 20, "{beyond} bytes read twice");
}

#[test]
fn other_encodings_and_line_ends_are_read_in_pieces_too() {
    let lines = large(
        "Buchungstag;Verwendungszweck;Betrag\r",
        |row, day, month| {
            format!(
                "{day:02}.{month:02}.2025;Bäckerei Süß €{row};-1.{:03},50\r",
                row % 1_000
            )
        },
    );
    let text = String::from_utf8(lines).unwrap();
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!lost);
    let asked = Rc::new(Asked::default());
    let read = assert_same(&bytes, &asked);
    assert_eq!(read.encoding, "windows-1252");
    assert!(asked.most.get() <= 4 << 20);
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    assert_same(&marked, &Rc::default());
}

#[test]
fn what_the_sample_did_not_announce_is_read_as_the_whole_file_would_be() {
    // A byte that is no UTF-8, far behind the sample.
    let mut bytes = plain();
    let at = memchr::memmem::rfind(&bytes[..8 << 20], "é".as_bytes()).unwrap();
    bytes.splice(at..at + 2, [0xE9]);
    assert_same(&bytes, &Rc::default());
    // Days that fit either order up to the middle, and one that does not.
    let mut bytes = large("Date,Description,Amount\n", |row, day, month| {
        let day = day % 12 + 1;
        format!("{day:02}/{month:02}/2025,Shop {row},-1.25\n")
    });
    let line = memchr::memrchr(b'\n', &bytes[..7 << 20]).unwrap() + 1;
    bytes.splice(line..line, *b"31/03/2025,Shop,-1.25\n");
    assert_same(&bytes, &Rc::default());
    // Two-byte text, which no line end cuts.
    let text = String::from_utf8(plain()).unwrap();
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_same(&wide, &Rc::default());
}

#[test]
fn a_file_that_goes_away_while_it_is_read_is_told() {
    let asked = Rc::new(Asked::default());
    let file = Held::new(Noted {
        bytes: plain(),
        asked: Rc::clone(&asked),
    });
    let mut reading = Reading::held(&file, None, &[]).unwrap();
    assert!(!reading.advance(1_000).done);
    asked.gone_behind.set(Some(0));
    while !reading.advance(100_000).done {}
    // Half a file is none.
    let refused = reading.finish().err().unwrap();
    assert_eq!(refused.code, IssueCode::FileNotStatement);
    assert!(Reading::held(&file, None, &[]).is_err());
}

/// A file that says it is larger than any memory.
struct Endless;

impl Source for Endless {
    fn size(&self) -> u64 {
        1 << 62
    }

    fn read(&self, _: u64, _: usize, _: &mut Vec<u8>) -> bool {
        false
    }

    fn decoder(&self) -> &dyn Decode {
        &EncodingRs
    }
}

#[test]
fn a_file_over_the_memory_that_is_left_says_so_before_it_starts() {
    let refused = Reading::held(&Held::new(Endless), None, &[]).err().unwrap();
    assert_eq!(refused.code, IssueCode::FileTooLarge);
    let said = refused.phrase().sentence();
    assert!(said.contains("at most"), "{said}");
}
