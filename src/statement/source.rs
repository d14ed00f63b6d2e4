//! Files that stay where they are: their bytes come in pieces, so that a large one is never held as a whole.

use std::fmt;
use std::rc::Rc;

use crate::issue::{Expected, Issue, IssueCode, Severity};

use super::{Decode, StatementError};

/// Where the bytes of a file are; any of them can be had as often as wanted.
pub trait Source {
    /// How many bytes the file has.
    fn size(&self) -> u64;

    /// Adds bytes from `at` on to `into`, as many as there are up to `most`; whether the file could be read.
    fn read(&self, at: u64, most: usize, into: &mut Vec<u8>) -> bool;

    /// How other encodings than UTF-8 are read.
    fn decoder(&self) -> &dyn Decode;
}

/// A hold on a file's [`Source`]; the same file counts as equal.
#[derive(Clone)]
pub struct Held(Rc<dyn Source>);

impl Held {
    /// A hold on it.
    pub fn new(source: impl Source + 'static) -> Held {
        Held(Rc::new(source))
    }

    /// How many bytes the file has.
    pub fn size(&self) -> u64 {
        self.0.size()
    }

    pub(super) fn decoder(&self) -> &dyn Decode {
        self.0.decoder()
    }

    /// Adds bytes from `at` on, as many as there are up to `most`.
    ///
    /// Errors: a file that cannot be read any more, or has become shorter.
    pub(super) fn read(
        &self,
        at: u64,
        most: usize,
        into: &mut Vec<u8>,
    ) -> Result<(), StatementError> {
        let left = self.size().saturating_sub(at);
        let wanted = usize::try_from(left).unwrap_or(most).min(most);
        let before = into.len();
        if self.0.read(at, wanted, into) && into.len() == before + wanted {
            return Ok(());
        }
        Err(Issue::new(IssueCode::FileNotStatement, Severity::Failed))
    }

    /// Its first bytes, as many as there are up to `most`; none of a file that cannot be read any more.
    pub fn head(&self, most: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let read = self.read(0, most, &mut bytes);
        if read.is_err() {
            bytes.clear();
        }
        bytes
    }

    /// Every byte of it.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, StatementError> {
        let size = usize::try_from(self.size()).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        if bytes.try_reserve_exact(size).is_err() {
            return Err(too_large(self.size() / 2));
        }
        while bytes.len() < size {
            self.read(bytes.len() as u64, PIECE, &mut bytes)?;
        }
        Ok(bytes)
    }
}

/// Bytes that are fetched at once: few calls, and a piece that is soon read.
pub(super) const PIECE: usize = 4 << 20;

/// Bytes that are held at most for each byte of a CSV file: its rows, and their copy in the ledger.
///
/// Measured: 178 MB in Chromium for 1,000,000 rows of 42 bytes, `tests/e2e/bench.mjs`.
const BYTES_A_BYTE: u64 = 4;

/// Fails where the memory that is left does not hold what `size` bytes of a file become.
///
/// The memory is asked for and given back, so that it is there when the rows want it.
pub(super) fn check_room(size: u64) -> Result<(), StatementError> {
    let is_free = |size: u64| {
        let wanted = usize::try_from(size.saturating_mul(BYTES_A_BYTE)).unwrap_or(usize::MAX);
        Vec::<u8>::new().try_reserve_exact(wanted).is_ok()
    };
    if is_free(size) {
        return Ok(());
    }
    let mut parts = (1..16).rev().map(|part| size / 16 * part);
    Err(too_large(parts.find(|part| is_free(*part)).unwrap_or(0)))
}

fn too_large(most: u64) -> StatementError {
    let issue = Issue::new(IssueCode::FileTooLarge, Severity::Failed);
    issue.expected(Expected::AtMostBytes(most))
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Held({} bytes)", self.size())
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Held) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Held {}
