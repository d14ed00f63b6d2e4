//! What kind of file it is, told by its content.

use crate::issue::{Expected, Issue, IssueCode, Severity};

use super::StatementError;
use super::archive::Zip;

/// Kinds of bytes that no text begins with: their mark, where it stands, and what they are.
///
/// Source: the formats' own specifications; most marks are also in the WHATWG MIME Sniffing Standard.
const MARKS: &[(&[u8], usize, &str)] = &[
    (b"%PDF-", 0, "a PDF document"),
    (b"\xFF\xD8\xFF", 0, "a JPEG photo"),
    (b"\x89PNG\r\n\x1A\n", 0, "a PNG picture"),
    (b"GIF8", 0, "a GIF picture"),
    (b"WEBP", 8, "a WebP picture"),
    (b"ftypheic", 4, "a HEIC photo"),
    (b"ftyp", 4, "a video"),
    (b"II*\x00", 0, "a TIFF picture"),
    (b"MM\x00*", 0, "a TIFF picture"),
    (b"Rar!", 0, "a RAR archive"),
    (b"7z\xBC\xAF\x27\x1C", 0, "a 7z archive"),
    (b"BZh", 0, "a bzip2 archive"),
    (b"\xFD7zXZ", 0, "an xz archive"),
    (b"MZ", 0, "a program"),
    (b"\x7FELF", 0, "a program"),
    (b"\x00asm", 0, "a program"),
    (b"SQLite format 3\x00", 0, "a database"),
    (b"OggS", 0, "a sound"),
    (b"ID3", 0, "a sound"),
    (b"RIFF", 0, "a sound or a video"),
    (b"{\\rtf", 0, "an RTF document"),
];

/// Refuses what is no text, by its first bytes.
pub(super) fn check_bytes(bytes: &[u8]) -> Result<(), StatementError> {
    if bytes
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
        || matches!(bytes, [0xEF, 0xBB, 0xBF] | [0xFF, 0xFE] | [0xFE, 0xFF])
    {
        return Err(Issue::new(IssueCode::FileEmpty, Severity::Failed));
    }
    for &(mark, at, found) in MARKS {
        if bytes.get(at..).is_some_and(|rest| rest.starts_with(mark)) {
            return Err(not_statement(found));
        }
    }
    Ok(())
}

/// Whether an archive is a document, told by the names of its parts.
pub(super) fn is_office(zip: &Zip<'_>) -> bool {
    let begins = |start: &[u8]| {
        let mut entries = zip.entries.iter();
        entries.any(|entry| entry.name.starts_with(start))
    };
    begins(b"[Content_Types].xml")
        || begins(b"xl/")
        || begins(b"xl\\")
        || begins(b"content.xml")
        || begins(b"Index/")
        || begins(b"Index.zip")
}

/// Refuses documents that are no workbook, and those of kinds that are not read.
pub(super) fn check_office(zip: &Zip<'_>) -> Result<(), StatementError> {
    let has = |name: &[u8]| zip.entries.iter().any(|entry| entry.name.starts_with(name));
    if has(b"xl/workbook.bin") {
        Err(unsupported("an Excel workbook of the binary kind (XLSB)"))
    } else if has(b"Index/") || has(b"Index.zip") {
        Err(unsupported("an Apple Numbers document"))
    } else if has(b"word/") {
        Err(not_statement("a Word document"))
    } else if has(b"ppt/") {
        Err(not_statement("a PowerPoint document"))
    } else {
        Ok(())
    }
}

/// Whether bytes begin with a tag, whatever their encoding.
pub(super) fn is_markup(head: &[u8]) -> bool {
    let mut letters = head
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace() && **byte != 0);
    letters.find(|byte| byte.is_ascii()) == Some(&b'<')
}

/// What a text in markup holds.
pub(super) enum Markup {
    /// A page with tables.
    Page,
    /// The sheets of a workbook.
    Sheets,
}

/// Which markup a text is that begins with a tag.
///
/// Errors: what it is instead of a statement.
pub(super) fn kind_of_markup(text: &str) -> Result<Markup, StatementError> {
    let upper = head_of(text).to_ascii_uppercase();
    let has = |part: &str| upper.contains(part);
    if has("URN:SCHEMAS-MICROSOFT-COM:OFFICE:SPREADSHEET\"") && !has("<HTML")
        || has("OPENDOCUMENT.SPREADSHEET")
    {
        Ok(Markup::Sheets)
    } else if has("<HTML")
        || has("<!DOCTYPE HTML")
        || has("<TABLE")
        || has("<TR")
        || has("<META")
        || has("<STYLE")
    {
        Ok(Markup::Page)
    } else if has("PAIN.00") {
        Err(not_statement("a payment order"))
    } else {
        Err(not_statement("an XML file"))
    }
}

/// The first letters of a text.
fn head_of(text: &str) -> &str {
    let end = text.char_indices().nth(HEAD);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Refuses text of formats that are known and not read, and text that is none at all.
pub(super) fn check_text(text: &str) -> Result<(), StatementError> {
    let text =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
    if text.is_empty() {
        return Err(Issue::new(IssueCode::FileEmpty, Severity::Failed));
    }
    let head = head_of(text);
    let controls = head
        .chars()
        .filter(|letter| (letter.is_control() && !letter.is_whitespace()) || *letter == '\u{FFFD}')
        .count();
    if controls * 10 > head.chars().count() {
        return Err(not_statement("data in no format that is known"));
    }
    Ok(())
}

/// Letters of the text that tell its format.
const HEAD: usize = 4_096;

/// Refuses text in which nothing is a dated amount.
pub(super) fn without_transactions() -> StatementError {
    refused(IssueCode::FileWithoutTransactions, "")
}

fn unsupported(found: &str) -> StatementError {
    refused(IssueCode::FormatUnsupported, found)
}

pub(super) fn not_statement(found: &str) -> StatementError {
    refused(IssueCode::FileNotStatement, found)
}

fn refused(code: IssueCode, found: &str) -> StatementError {
    let issue = Issue::new(code, Severity::Failed).found(found);
    issue.expected(Expected::StatementExport)
}
