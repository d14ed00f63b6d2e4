//! Files that hold files: ZIP archives and gzip, taken apart in bounded memory.
//!
//! `bank.zip` with `march.csv`, `april.csv` and a PDF in it is two files, `bank.zip/march.csv` and
//! `bank.zip/april.csv`, and an issue that names the PDF. A workbook with two statements is two as well.

use crate::issue::{Expected, Issue, IssueCode, Severity};

use crate::order::{Arrange as _, Gather as _};

use super::bytes::{CutOff, long, short};
use super::reading::STREAMED;
use super::source::Held;
use super::{Decode, Hints, Reading, StatementError, detect, encoding, sheet};

mod inflate;
mod zip;

pub(super) use zip::Zip;

/// The most bytes that an archive may unpack to: what a wasm memory holds beside what is made of them.
pub(super) const MOST: usize = 1 << 30;

/// What may always be unpacked, and how many times its own bytes a larger archive may.
///
/// Measured: the most repetitive statement of the corpus packs to a fiftieth, and deflate ends at 1,032.
const ALWAYS: usize = 64 << 20;
const MOST_TIMES: usize = 300;

/// How many bytes may come of so many packed ones.
fn most_from(packed: usize) -> usize {
    packed.saturating_mul(MOST_TIMES).clamp(ALWAYS, MOST)
}

/// Why an entry cannot be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is cut off, or its sums do not agree.
    Damaged,
    /// It unpacks to more than this, which no statement does.
    TooLarge(usize),
    /// The archive has so many entries.
    TooMany(usize),
    /// It is encrypted.
    Protected,
    /// It has figures of 64 bits.
    Zip64,
    /// It is packed in a way that is not read.
    Method(u16),
}

impl From<CutOff> for Fault {
    fn from(_: CutOff) -> Fault {
        Fault::Damaged
    }
}

impl Fault {
    /// The issue that says so of an entry, or of the file where the name is empty.
    pub(super) fn issue(self, name: &str) -> Issue {
        let (code, found, expected) = match self {
            Fault::Damaged => (
                IssueCode::ArchiveDamaged,
                name.to_owned(),
                Expected::Nothing,
            ),
            Fault::TooLarge(most) => {
                let expected = Expected::AtMostBytes(most as u64);
                (IssueCode::ArchiveTooLarge, name.to_owned(), expected)
            }
            Fault::TooMany(count) => {
                let expected = Expected::Entries(zip::MAX_ENTRIES as u64);
                (
                    IssueCode::ArchiveTooLarge,
                    format!("{count} files"),
                    expected,
                )
            }
            Fault::Protected => (IssueCode::FileProtected, name.to_owned(), Expected::Nothing),
            Fault::Zip64 => {
                let found = "a ZIP archive of the 64-bit kind (ZIP64)";
                (
                    IssueCode::FormatUnsupported,
                    found.to_owned(),
                    Expected::StatementExport,
                )
            }
            Fault::Method(method) => {
                let found = format!("a ZIP archive packed by method {method}");
                (
                    IssueCode::FormatUnsupported,
                    found,
                    Expected::StatementExport,
                )
            }
        };
        Issue::new(code, Severity::Failed)
            .found(&found)
            .expected(expected)
    }

    /// The same of an archive as a whole.
    pub(super) fn refused(self) -> StatementError {
        self.issue("it")
    }
}

/// A file taken out of another.
pub struct Part {
    /// Its name there; `None` where it is all that the other holds.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a file holds that holds files.
pub struct Unpacked {
    /// The files in it, in order; at least one.
    pub parts: Vec<Part>,
    /// What was left out of it.
    pub issues: Vec<Issue>,
}

/// Takes a file apart that holds files; what holds none comes back as its only part.
///
/// Errors: the issue that says why nothing can be taken out of it.
pub fn unpack(bytes: Vec<u8>, decoder: &dyn Decode) -> Result<Unpacked, StatementError> {
    let mut unpacked = Unpacked {
        parts: Vec::new(),
        issues: Vec::new(),
    };
    let mut room = MOST;
    unpacked.add(None, bytes, 0, &mut room, decoder)?;
    Ok(unpacked)
}

/// Takes a file apart that stays where it is; `None` for one that holds no files.
pub fn unpack_held(file: &Held) -> Option<Result<Unpacked, StatementError>> {
    let mut head = Vec::new();
    file.read(0, sheet::HEAD, &mut head).ok()?;
    if holds_files(&head) {
        return Some(file.bytes().and_then(|bytes| unpack(bytes, file.decoder())));
    }
    let bytes = (file.size() < STREAMED).then(|| file.bytes().ok())??;
    unpack_text(&bytes, file.decoder()).map(Ok)
}

/// Takes a delimited text apart that has a table for each of several accounts; `None` for any other.
pub fn unpack_text(bytes: &[u8], decoder: &dyn Decode) -> Option<Unpacked> {
    let parts = sheet::open_sections(bytes, decoder);
    let issues = Vec::new();
    (!parts.is_empty()).then_some(Unpacked { parts, issues })
}

/// Whether a file that begins so may hold files.
pub fn holds_files(head: &[u8]) -> bool {
    let head = &head[..head.len().min(sheet::HEAD)];
    head.starts_with(GZIP) || is_archive(head) || sheet::is_workbook(head) || sheet::is_markup(head)
}

/// What a gzip file begins with.
const GZIP: &[u8] = b"\x1F\x8B";

/// Archives in archives that are opened.
const DEPTH: usize = 1;

impl Unpacked {
    fn add(
        &mut self,
        name: Option<String>,
        bytes: Vec<u8>,
        depth: usize,
        room: &mut usize,
        decoder: &dyn Decode,
    ) -> Result<(), StatementError> {
        if bytes.starts_with(GZIP) {
            let plain = gunzip(&bytes, room).map_err(Fault::refused)?;
            if is_archive(&plain) && depth > DEPTH {
                return Err(detect::not_statement("an archive in an archive"));
            }
            return self.add(name, plain, depth + 1, room, decoder);
        }
        if !is_archive(&bytes) && !sheet::is_workbook(&bytes) {
            if let Some(page) = sheet::open_markup(&bytes, decoder)? {
                self.issues.extend(page.issues);
                self.add_tables(name.as_deref(), page.parts);
                return Ok(());
            }
            if depth > 0 {
                detect::check_bytes(&bytes)?;
            }
            self.parts.push(Part { name, bytes });
            return Ok(());
        }
        let zip = match is_archive(&bytes) {
            true => Some(Zip::open(&bytes).map_err(Fault::refused)?),
            false => None,
        };
        if zip.as_ref().is_none_or(detect::is_office) {
            let tables = sheet::open_workbook(&bytes, zip.as_ref(), room, decoder)?;
            self.add_tables(name.as_deref(), tables);
            return Ok(());
        }
        let Some(zip) = zip else { return Ok(()) };
        if depth > DEPTH {
            return Err(detect::not_statement("an archive in an archive"));
        }
        self.add_entries(name, &zip, depth, room, decoder)
    }

    /// Names the small files that are no statements beside one that is, such as terms and remarks.
    fn leave_out_remarks(&mut self, from: usize, decoder: &dyn Decode) {
        let is_remark = |part: &Part| {
            let hints = Hints {
                name: "",
                decoder,
                currency: None,
            };
            part.bytes.len() <= REMARK
                && Reading::open(part.bytes.clone(), hints).is_err_and(|issue| is_other(issue.code))
        };
        let remarks: Vec<bool> = self.parts[from..].iter().map(is_remark).gather();
        if remarks.iter().all(|is_remark| *is_remark) {
            return;
        }
        let parts = self.parts.split_off(from);
        for (part, is_remark) in parts.into_iter().zip(remarks) {
            match part.name.as_deref().filter(|_| is_remark) {
                Some(name) => self.issues.push(left_out(name, "")),
                None => self.parts.push(part),
            }
        }
    }

    fn add_tables(&mut self, name: Option<&str>, tables: Vec<Part>) {
        for table in tables {
            let name = match (name, table.name) {
                (Some(name), Some(title)) => Some(format!("{name}/{title}")),
                (name, title) => name.map(str::to_owned).or(title),
            };
            let bytes = table.bytes;
            self.parts.push(Part { name, bytes });
        }
    }

    fn add_entries(
        &mut self,
        name: Option<String>,
        zip: &Zip<'_>,
        depth: usize,
        room: &mut usize,
        decoder: &dyn Decode,
    ) -> Result<(), StatementError> {
        let (parts, issues) = (self.parts.len(), self.issues.len());
        for entry in &zip.entries {
            if !is_file_of_a_person(entry.name) {
                continue;
            }
            let printed = match std::str::from_utf8(entry.name) {
                Ok(printed) => printed.to_owned(),
                Err(_) => encoding::decode(entry.name.to_vec(), None, decoder).text,
            };
            let printed = printed.replace('\\', "/");
            let full = match &name {
                Some(name) => format!("{name}/{printed}"),
                None => printed.clone(),
            };
            let short = printed.rsplit('/').next().unwrap_or_default();
            let added = match zip.take(entry, room) {
                Ok(bytes) => self.add(Some(full), bytes, depth + 1, room, decoder),
                Err(fault @ Fault::TooLarge(_)) => {
                    let declared = format!("{short} ({} bytes)", entry.length);
                    return Err(fault.issue(&declared));
                }
                Err(fault) => Err(fault.issue(short)),
            };
            if let Err(issue) = added {
                if issue.code == IssueCode::ArchiveTooLarge {
                    return Err(issue);
                }
                self.issues.push(match is_other(issue.code) {
                    true => left_out(&printed, issue.found.show()),
                    false => issue,
                });
            }
        }
        if self.parts.len() > parts {
            self.leave_out_remarks(parts, decoder);
            return Ok(());
        }
        // Nothing to read: the first thing that was wrong says why.
        let mut left_out = self.issues.split_off(issues);
        left_out.arrange_by_key(|issue| issue.severity == Severity::Note);
        Err(match left_out.into_iter().next() {
            Some(mut issue) => {
                issue.severity = Severity::Failed;
                issue
            }
            None => Issue::new(IssueCode::FileEmpty, Severity::Failed),
        })
    }
}

/// The most bytes of a file that is read to see whether it is a statement at all.
const REMARK: usize = 1 << 16;

/// Whether an issue says that a file is something else than a statement.
fn is_other(code: IssueCode) -> bool {
    matches!(
        code,
        IssueCode::FileNotStatement
            | IssueCode::FormatUnsupported
            | IssueCode::FileEmpty
            | IssueCode::FileWithoutTransactions
    )
}

/// Names what is no statement, which nobody misses.
fn left_out(name: &str, kind: &str) -> Issue {
    let short = name.rsplit('/').next().unwrap_or_default();
    let kind = if kind.is_empty() { "a text" } else { kind };
    Issue::new(IssueCode::FileNotStatement, Severity::Note).found(&format!("{short} ({kind})"))
}

/// Whether bytes begin as a ZIP archive does, one without entries too.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether an entry is no folder and nothing that a system put there for itself.
fn is_file_of_a_person(name: &[u8]) -> bool {
    let mut folders = name.split(|byte| matches!(byte, b'/' | b'\\'));
    let own = [&b"__MACOSX"[..], b"Thumbs.db", b"desktop.ini"];
    !name.ends_with(b"/") && !folders.any(|part| part.starts_with(b".") || own.contains(&part))
}

/// The file in a gzip file of one or several members.
///
/// Source: RFC 1952.
fn gunzip(bytes: &[u8], room: &mut usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let mut at = 0;
    while bytes
        .get(at..)
        .is_some_and(|rest| rest.starts_with(b"\x1F\x8B\x08"))
    {
        let flags = bytes.get(at + 3).copied().ok_or(Fault::Damaged)?;
        at += 10;
        if flags & 4 != 0 {
            at += 2 + usize::from(short(bytes, at)?);
        }
        // A name, then a remark, each to its NUL.
        for flag in [8, 16] {
            if flags & flag != 0 {
                let rest = bytes.get(at..).ok_or(Fault::Damaged)?;
                at += memchr::memchr(0, rest).ok_or(Fault::Damaged)? + 1;
            }
        }
        at += usize::from(flags & 2);
        let packed = bytes.get(at..).ok_or(Fault::Damaged)?;
        let (plain, used) = inflate::inflate(packed, most_from(packed.len()).min(*room))?;
        at += used;
        if crc32(&plain) as usize != long(bytes, at)? {
            return Err(Fault::Damaged);
        }
        at += 8;
        *room -= plain.len();
        out.extend_from_slice(&plain);
    }
    match out.is_empty() {
        true => Err(Fault::Damaged),
        false => Ok(out),
    }
}

/// The sum by which an archive proves its entries: CRC-32 of ISO 3309, half a byte at a time.
fn crc32(bytes: &[u8]) -> u32 {
    const HALVES: [u32; 16] = {
        let mut halves = [0u32; 16];
        let mut at = 0;
        while at < 16 {
            let mut sum = at as u32;
            let mut bit = 0;
            while bit < 4 {
                sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
                bit += 1;
            }
            halves[at] = sum;
            at += 1;
        }
        halves
    };
    let mut sum = !0u32;
    for &byte in bytes {
        sum ^= u32::from(byte);
        sum = (sum >> 4) ^ HALVES[(sum & 15) as usize];
        sum = (sum >> 4) ^ HALVES[(sum & 15) as usize];
    }
    !sum
}

#[cfg(test)]
mod tests;
