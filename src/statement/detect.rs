//! What kind of file it is, told by its content.

use crate::issue::{Expected, Issue, IssueCode, Severity};

use super::StatementError;

/// Kinds of bytes that no text begins with: their mark, where it stands, what they are, and whether banks
/// give statements so.
///
/// Source: the formats' own specifications; most marks are also in the WHATWG MIME Sniffing Standard.
const MARKS: &[(&[u8], usize, &str, bool)] = &[
    (b"%PDF-", 0, "a PDF document", false),
    (b"\xFF\xD8\xFF", 0, "a JPEG photo", false),
    (b"\x89PNG\r\n\x1A\n", 0, "a PNG picture", false),
    (b"GIF8", 0, "a GIF picture", false),
    (b"WEBP", 8, "a WebP picture", false),
    (b"ftypheic", 4, "a HEIC photo", false),
    (b"ftyp", 4, "a video", false),
    (b"II*\x00", 0, "a TIFF picture", false),
    (b"MM\x00*", 0, "a TIFF picture", false),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        0,
        "an Excel workbook (XLS)",
        true,
    ),
    (b"\x09\x08\x10\x00", 0, "an Excel workbook (XLS)", true),
    (b"\x1F\x8B", 0, "a gzip archive", false),
    (b"Rar!", 0, "a RAR archive", false),
    (b"7z\xBC\xAF\x27\x1C", 0, "a 7z archive", false),
    (b"BZh", 0, "a bzip2 archive", false),
    (b"\xFD7zXZ", 0, "an xz archive", false),
    (b"MZ", 0, "a program", false),
    (b"\x7FELF", 0, "a program", false),
    (b"\x00asm", 0, "a program", false),
    (b"SQLite format 3\x00", 0, "a database", false),
    (b"OggS", 0, "a sound", false),
    (b"ID3", 0, "a sound", false),
    (b"RIFF", 0, "a sound or a video", false),
    (b"{\\rtf", 0, "an RTF document", false),
];

/// Refuses what is no text, by its first bytes.
pub(super) fn check_bytes(bytes: &[u8]) -> Result<(), StatementError> {
    if bytes
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
        || matches!(bytes, [0xEF, 0xBB, 0xBF] | [0xFF, 0xFE] | [0xFE, 0xFF])
    {
        return Err(Box::new(Issue::new(IssueCode::FileEmpty, Severity::Failed)));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Err(zipped(bytes));
    }
    for &(mark, at, found, is_statement) in MARKS {
        if bytes.get(at..).is_some_and(|rest| rest.starts_with(mark)) {
            return Err(if is_statement {
                unsupported(found)
            } else {
                not_statement(found)
            });
        }
    }
    Ok(())
}

/// What an archive is, by the names of its parts, which stand in the open.
fn zipped(bytes: &[u8]) -> StatementError {
    let has = |part: &[u8]| memchr::memmem::find(bytes, part).is_some();
    if has(b"xl/workbook") || has(b"xl/worksheets") {
        unsupported("an Excel workbook (XLSX)")
    } else if has(b"application/vnd.oasis.opendocument.spreadsheet") {
        unsupported("an OpenDocument spreadsheet")
    } else if has(b"word/document") {
        not_statement("a Word document")
    } else {
        not_statement("a ZIP archive")
    }
}

/// Refuses text of formats that are known and not read, and text that is none at all.
pub(super) fn check_text(text: &str) -> Result<(), StatementError> {
    let text =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
    if text.is_empty() {
        return Err(Box::new(Issue::new(IssueCode::FileEmpty, Severity::Failed)));
    }
    let end = text
        .char_indices()
        .nth(HEAD)
        .map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let controls = head
        .chars()
        .filter(|letter| (letter.is_control() && !letter.is_whitespace()) || *letter == '\u{FFFD}')
        .count();
    if controls * 10 > head.chars().count() {
        return Err(not_statement("data in no format that is known"));
    }
    let upper = head.to_ascii_uppercase();
    if head.starts_with('<') {
        return Err(
            if upper.contains("<HTML")
                || upper.contains("<!DOCTYPE HTML")
                || upper.contains("<TABLE")
            {
                not_statement("a web page")
            } else if upper.contains("URN:SCHEMAS-MICROSOFT-COM:OFFICE:SPREADSHEET") {
                unsupported("an Excel workbook (XML)")
            } else if upper.contains("PAIN.00") {
                not_statement("a payment order")
            } else {
                not_statement("an XML file")
            },
        );
    }
    Ok(())
}

/// Letters of the text that tell its format.
const HEAD: usize = 4_096;

/// Refuses text in which nothing is a dated amount.
pub(super) fn without_transactions() -> StatementError {
    Box::new(
        Issue::new(IssueCode::FileWithoutTransactions, Severity::Failed)
            .expected(Expected::StatementExport),
    )
}

fn unsupported(found: &str) -> StatementError {
    Box::new(
        Issue::new(IssueCode::FormatUnsupported, Severity::Failed)
            .found(found)
            .expected(Expected::StatementExport),
    )
}

fn not_statement(found: &str) -> StatementError {
    Box::new(
        Issue::new(IssueCode::FileNotStatement, Severity::Failed)
            .found(found)
            .expected(Expected::StatementExport),
    )
}
