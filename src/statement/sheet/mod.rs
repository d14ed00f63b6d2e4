//! Tables that are no delimited text: workbooks of every age, web pages, tables that were copied.
//!
//! Each becomes a [`Grid`], whose rows go the way of a delimited file's: header words, roles, checks.
//! The cell `45747` of a date's format is `2025-03-31` there, and `12.300000000000001` is `12.30`.

use super::archive::{Fault, Part, Unpacked, Zip};
use super::csv::{self, Origin, section};
use super::{Decode, Format, StatementError, bytes, camt, detect, encoding, ofx};
use crate::order::Gather as _;

mod compound;
mod flat;
mod grid;
mod markup;
mod number;
mod page;
mod plain;
mod xls;
mod xlsx;

pub(super) use markup::attribute;

use compound::Compound;
pub(super) use grid::Grid;
use number::Number;

/// Whether bytes begin as a workbook of Excel before 2007, or as a bare stream of one.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(compound::MARK) || is_bare(bytes)
}

/// The record that begins a stream: its kind, its length, and a version and a kind of stream that there are.
fn is_bare(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0x09, 0x08, 8 | 16, 0, _, 0 | 5 | 6, 0x05 | 0x10, 0, ..]
    )
}

/// Whether a text begins as one in markup that is no statement of a format of its own.
pub(super) fn is_markup(head: &[u8]) -> bool {
    detect::is_markup(head) && !ofx::looks_like_ofx(head) && !camt::looks_like_camt(head)
}

/// The tables of a workbook that are statements: one without a name, or each with its sheet's.
///
/// Shape: each as [`unpacked`] takes it.
/// Errors: a password, another document, a file that is damaged, a workbook without a statement.
pub(super) fn open_workbook(
    bytes: &[u8],
    zip: Option<&Zip<'_>>,
    room: &mut usize,
    decoder: &dyn Decode,
) -> Result<Vec<Part>, StatementError> {
    if let Some(zip) = zip {
        detect::check_office(zip)?;
    }
    let (format, grids) = match zip {
        Some(zip) => of_archive(zip, room)?,
        None if is_bare(bytes) => (
            Format::Xls,
            xls::sheets(bytes, decoder).map_err(Fault::refused)?,
        ),
        None => {
            let file = Compound::open(bytes).map_err(|_| Fault::Damaged.refused())?;
            if file.stream("EncryptedPackage").is_some() {
                return Err(Fault::Protected.refused());
            }
            let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
                let is_document = file.stream("WordDocument").is_some();
                return Err(detect::not_statement(if is_document {
                    "a Word document"
                } else {
                    "an Office document without a table"
                }));
            };
            (
                Format::Xls,
                xls::sheets(&stream, decoder).map_err(Fault::refused)?,
            )
        }
    };
    let grids = statements(grids);
    if grids.is_empty() {
        return Err(detect::without_transactions());
    }
    Ok(parts(grids, format, "utf-8"))
}

/// The sheets of an archive that is a workbook.
fn of_archive(zip: &Zip<'_>, room: &mut usize) -> Result<(Format, Vec<Grid>), StatementError> {
    let content = zip
        .entries
        .iter()
        .find(|entry| entry.name == b"content.xml");
    let Some(content) = content else {
        let grids = xlsx::sheets(zip, room).map_err(Fault::refused)?;
        return Ok((Format::Xlsx, grids));
    };
    let manifest = zip
        .entries
        .iter()
        .find(|entry| entry.name == b"META-INF/manifest.xml");
    if let Some(manifest) = manifest
        && let Ok(bytes) = zip.take(manifest, room)
        && bytes::find(&bytes, b"encryption-data").is_some()
    {
        return Err(Fault::Protected.refused());
    }
    let bytes = zip.take(content, room).map_err(Fault::refused)?;
    let grids = flat::sheets(&String::from_utf8_lossy(&bytes));
    match grids.iter().any(|grid| grid.is_full) {
        true => Err(Fault::TooLarge(grid::MAX_TEXT).refused()),
        false => Ok((Format::Ods, grids)),
    }
}

/// The tables of a text in markup that are statements, with what was wrong with its letters; `None` for other text.
///
/// Shape: as [`open_workbook`] gives them.
/// Errors: what the text is instead, and a table that has more than can be kept.
pub(super) fn open_markup(
    bytes: &[u8],
    decoder: &dyn Decode,
) -> Result<Option<Unpacked>, StatementError> {
    let head = &bytes[..bytes.len().min(HEAD)];
    if !is_markup(head) {
        return Ok(None);
    }
    let decoded = encoding::decode(bytes.to_vec(), ofx::declared_encoding(head), decoder);
    let text = &decoded.text;
    if !text.trim_start().starts_with('<') {
        return Ok(None);
    }
    let (format, grids) = match detect::kind_of_markup(text)? {
        detect::Markup::Page => (Format::Html, page::tables(text)),
        detect::Markup::Sheets => (Format::SpreadsheetXml, flat::sheets(text)),
    };
    if grids.iter().any(|grid| grid.is_full) {
        return Err(Fault::TooLarge(grid::MAX_TEXT).refused());
    }
    let grids = match format {
        Format::Html => joined(grids),
        _ => statements(grids),
    };
    match grids.is_empty() {
        false => Ok(Some(Unpacked {
            parts: parts(grids, format, decoded.label),
            issues: decoded.issues,
        })),
        true if format == Format::Html => Err(detect::not_statement("a web page")),
        true => Err(detect::without_transactions()),
    }
}

/// The tables of a delimited text that has one for each of several accounts; none where it has one.
pub(super) fn open_sections(bytes: &[u8], decoder: &dyn Decode) -> Vec<Part> {
    if !section::may_have(bytes) || bytes.contains(&0) {
        return Vec::new();
    }
    let decoded = encoding::decode(bytes.to_vec(), None, decoder);
    let named = section::of(&decoded.text).into_iter();
    let parts = named.map(|(title, text)| Part {
        name: Some(title.to_owned()),
        bytes: text.as_bytes().to_vec(),
    });
    parts.collect()
}

/// Bytes at the begin of a text that tell what it is.
pub(super) const HEAD: usize = 4_096;

/// The table of a text that has no delimiter, such as one copied from a page; `None` where it has none.
pub(super) fn open_plain(text: &str) -> Option<(String, Origin)> {
    let grid = plain::table(text).filter(|grid| !grid.is_full)?;
    Some((grid.into_text(), origin(Format::Csv, [0, 0])))
}

/// The table of a text with days for the numbers that its header says are days; `None` where there are none.
pub(super) fn open_counted(lines: Grid) -> Option<(String, Origin)> {
    let grid = with_days(lines);
    let typed = grid.typed();
    (typed[1] > 0 && !grid.is_full).then(|| (grid.into_text(), origin(Format::Csv, typed)))
}

/// Tables as files of their own: one without a name, or each with its own.
fn parts(grids: Vec<Grid>, format: Format, label: &str) -> Vec<Part> {
    let is_alone = grids.len() == 1;
    let packed = grids.into_iter().enumerate().map(|(at, mut grid)| {
        let title = match std::mem::take(&mut grid.title) {
            title if title.is_empty() => (at + 1).to_string(),
            title => title,
        };
        Part {
            name: Some(title).filter(|_| !is_alone),
            bytes: packed(grid, format, label),
        }
    });
    packed.gather()
}

/// The table with days for the numbers that its header says are days, where their cells had no format.
fn with_days(mut grid: Grid) -> Grid {
    // A text whose delimiter the program did not take stands line by line in the first column.
    let is_one_column = !grid.lines().contains(char::from(csv::DELIMITER));
    if let Some(mut split) = is_one_column.then(|| csv::split(grid.lines())).flatten() {
        split.title = std::mem::take(&mut grid.title);
        split.is_hidden = grid.is_hidden;
        grid = split;
    }
    let columns = csv::unread_days(grid.lines());
    if columns.is_empty() {
        return grid;
    }
    let mut out = Grid::named(grid.title.clone(), grid.is_hidden);
    let is_1904 = grid.is_1904;
    for line in grid.lines().lines() {
        for (column, cell) in line.split(char::from(csv::DELIMITER)).enumerate() {
            let days = columns
                .contains(&column)
                .then(|| Number::of_days(cell, is_1904));
            match days.flatten() {
                Some(day) => out.number(column, &day),
                None => out.plain(column, cell),
            }
        }
        out.end_row();
    }
    out
}

/// How much a table looks like a statement: its rows with a date and an amount, and whether it has a header.
fn found_in(grid: &Grid) -> Option<(usize, Option<String>)> {
    csv::rows_found(grid.lines())
}

/// Which tables are statements: those with a header and entries; where none has an entry, one that has a header.
fn chosen(grids: &[Grid]) -> Vec<bool> {
    let found: Vec<_> = grids.iter().map(found_in).gather();
    let rows = |at: &usize| {
        (
            !grids[*at].is_hidden,
            found[*at].as_ref().map(|(rows, _)| *rows),
            usize::MAX - at,
        )
    };
    let best = (0..grids.len())
        .filter(|at| found[*at].is_some())
        .max_by_key(rows);
    let is_one = |at: usize| {
        let is_headed = matches!(&found[at], Some((rows, Some(_))) if *rows > 0);
        // What has no header of its own is a statement only where nothing else is.
        best == Some(at) || (is_headed && !grids[at].is_hidden)
    };
    (0..grids.len()).map(is_one).gather()
}

/// The sheets that are statements, in their order.
fn statements(grids: Vec<Grid>) -> Vec<Grid> {
    let grids: Vec<Grid> = grids.into_iter().map(with_days).gather();
    let chosen = chosen(&grids);
    let kept = grids.into_iter().zip(chosen);
    kept.filter_map(|(grid, is_one)| is_one.then_some(grid))
        .gather()
}

/// Lines before a statement's table that may say whose it is.
const LINES_BEFORE: usize = 60;

/// The tables of a page that are statements, each with the lines before it; those of one header are one.
fn joined(grids: Vec<Grid>) -> Vec<Grid> {
    let chosen = chosen(&grids);
    let mut before = Grid::named(String::new(), false);
    let mut out: Vec<(Option<String>, Grid)> = Vec::new();
    for (grid, is_one) in grids.into_iter().zip(chosen) {
        if !is_one {
            before.append(grid);
            continue;
        }
        let header = found_in(&grid).and_then(|(_, header)| header);
        let same = out
            .iter_mut()
            .find(|(held, _)| header.is_some() && *held == header);
        if let Some((_, whole)) = same {
            whole.append(grid);
            continue;
        }
        let before = std::mem::take(&mut before);
        let lines: Vec<&str> = before.lines().lines().gather();
        let mut whole = Grid::named(String::new(), false);
        for line in &lines[lines.len().saturating_sub(LINES_BEFORE)..] {
            whole.line(line);
        }
        whole.append(grid);
        out.push((header, whole));
    }
    out.into_iter().map(|(_, grid)| grid).gather()
}

fn origin(format: Format, [numbers, days]: [u32; 2]) -> Origin {
    let mut evidence = Vec::new();
    if days > 0 {
        evidence.push(("dates-typed", days));
    }
    if numbers > 0 {
        evidence.push(("numbers-typed", numbers));
    }
    Origin {
        format,
        delimiter: Some(csv::DELIMITER),
        evidence,
    }
}

/// A table as bytes, so that a sheet is a file of its own as an entry of an archive is.
fn packed(grid: Grid, format: Format, label: &str) -> Vec<u8> {
    let [numbers, days] = grid.typed();
    let mut out = format!("\u{1F}{} {label} {numbers} {days}\n", format.name());
    out.push_str(&grid.into_text());
    out.into_bytes()
}

/// A table from its bytes: its text, its encoding, and where it is from; `None` for what is none.
pub(super) fn unpacked(bytes: &[u8]) -> Option<(String, &'static str, Origin)> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\x1F")?).ok()?;
    let (head, rows) = text.split_once('\n')?;
    let mut head = head.split(' ');
    let (name, label) = (head.next()?, head.next()?);
    let formats = [
        Format::Xlsx,
        Format::Xls,
        Format::Ods,
        Format::SpreadsheetXml,
        Format::Html,
    ];
    let format = formats.into_iter().find(|format| format.name() == name)?;
    let mut count = || head.next()?.parse().ok();
    let typed = [count()?, count()?];
    Some((
        rows.to_owned(),
        encoding::known(label),
        origin(format, typed),
    ))
}

#[cfg(test)]
mod tests;
