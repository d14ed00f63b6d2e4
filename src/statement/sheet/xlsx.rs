//! Workbooks of Office Open XML: a ZIP archive of a book, its sheets, their texts and formats.
//!
//! Source: ECMA-376 part 1, chapter 18 (SpreadsheetML), and part 2 for the parts' names and relations.

use super::grid::{Grid, MAX_TEXT};
use super::markup::{Piece, Pieces, Tag, add_text, decoded};
use super::number::{Decimal, Shown, shown_by, shown_by_number};
use crate::statement::archive::{Fault, Zip};

/// The parts of the archive, by their names.
struct Parts<'a, 'b> {
    zip: &'a Zip<'a>,
    room: &'b mut usize,
}

impl Parts<'_, '_> {
    /// A part's text; empty where there is none.
    fn text(&mut self, name: &str) -> Result<String, Fault> {
        let is_it = |stored: &[u8]| {
            stored.len() == name.len()
                && stored.iter().zip(name.bytes()).all(|(held, wanted)| {
                    held.eq_ignore_ascii_case(&wanted) || (*held == b'\\' && wanted == b'/')
                })
        };
        let mut entries = self.zip.entries.iter();
        let Some(entry) = entries.find(|entry| is_it(entry.name)) else {
            return Ok(String::new());
        };
        let bytes = self.zip.take(entry, self.room)?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => text,
            // UTF-16 is allowed, and no writer is known that uses it.
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        })
    }
}

/// The sheets of a workbook.
///
/// Errors: a part that cannot be taken out of the archive.
pub(super) fn sheets(zip: &Zip<'_>, room: &mut usize) -> Result<Vec<Grid>, Fault> {
    let mut parts = Parts { zip, room };
    let root = parts.text("_rels/.rels")?;
    let book = relations(&root, "")
        .into_iter()
        .find(|relation| relation.kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
    let related = parts.text(&format!("{folder}/_rels/{file}.rels"))?;
    let related = relations(&related, folder);
    let target = |kind: &str, usual: &str| {
        let found = related
            .iter()
            .find(|relation| relation.kind.ends_with(kind));
        found.map_or_else(|| format!("{folder}/{usual}"), |found| found.target.clone())
    };
    let texts = shared_texts(&parts.text(&target("/sharedStrings", "sharedStrings.xml"))?);
    let formats = formats(&parts.text(&target("/styles", "styles.xml"))?);
    let (mut grids, mut is_1904) = (Vec::new(), false);
    for piece in Pieces::new(&parts.text(&book)?) {
        let Piece::Open(tag) = piece else { continue };
        match tag.name {
            "workbookPr" => is_1904 = tag.get("date1904").is_some_and(is_true),
            "sheet" => {
                let id = tag.get("id").unwrap_or_default();
                let found = related.iter().find(|relation| relation.id == id);
                let usual = format!("{folder}/worksheets/sheet{}.xml", grids.len() + 1);
                let part = found.map_or(usual, |relation| relation.target.clone());
                let text = parts.text(&part)?;
                let title = decoded(tag.get("name").unwrap_or_default());
                let is_hidden = tag.get("state").is_some_and(|state| state != "visible");
                let mut grid = Grid::named(title, is_hidden);
                grid.is_1904 = is_1904;
                read_sheet(&text, &texts, &formats, is_1904, &mut grid);
                if grid.is_full {
                    return Err(Fault::TooLarge(MAX_TEXT));
                }
                grids.push(grid);
            }
            _ => {}
        }
    }
    Ok(grids)
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// What a part says of another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(text: &str, folder: &str) -> Vec<Relation> {
    let mut relations = Vec::new();
    for piece in Pieces::new(text) {
        if let Piece::Open(tag) = piece
            && tag.name == "Relationship"
        {
            let target = decoded(tag.get("Target").unwrap_or_default());
            let target = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None if folder.is_empty() => target,
                None => format!("{folder}/{target}"),
            };
            relations.push(Relation {
                id: tag.get("Id").unwrap_or_default().to_owned(),
                kind: tag.get("Type").unwrap_or_default().to_owned(),
                target,
            });
        }
    }
    relations
}

/// The texts that cells share, phonetic marks left out.
fn shared_texts(text: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let (mut held, mut is_text, mut is_phonetic) = (String::new(), false, false);
    for piece in Pieces::new(text) {
        match piece {
            Piece::Open(tag) if tag.name == "si" => held.clear(),
            Piece::Open(tag) if tag.name == "rPh" => is_phonetic = true,
            Piece::Close("rPh") => is_phonetic = false,
            Piece::Open(tag) => is_text = tag.name == "t" && !is_phonetic,
            Piece::Close("si") => texts.push(unescaped(std::mem::take(&mut held))),
            Piece::Close(_) => is_text = false,
            piece if is_text => add_text(&piece, &mut held),
            _ => {}
        }
    }
    texts
}

/// A text whose line ends stood in it as `_x000D_`.
///
/// Source: ECMA-376 part 1, 22.9.2.19.
fn unescaped(text: String) -> String {
    match text.contains("_x000") {
        true => text.replace("_x000D_", " ").replace("_x000A_", " "),
        false => text,
    }
}

/// What each format of cells makes of a number.
fn formats(text: &str) -> Vec<Shown> {
    let (mut codes, mut formats, mut is_cells) = (Vec::new(), Vec::new(), false);
    for piece in Pieces::new(text) {
        match piece {
            Piece::Open(tag) if tag.name == "numFmt" => {
                let code = decoded(tag.get("formatCode").unwrap_or_default());
                codes.push((tag.number("numFmtId"), shown_by(&code)));
            }
            Piece::Open(tag) if tag.name == "cellXfs" => is_cells = true,
            Piece::Close("cellXfs") => is_cells = false,
            Piece::Open(tag) if tag.name == "xf" && is_cells => {
                let id = tag.number("numFmtId");
                let own = codes.iter().find(|(listed, _)| *listed == id);
                formats.push(match (own, id.and_then(|id| u32::try_from(id).ok())) {
                    (Some((_, shown)), _) => shown.clone(),
                    (None, Some(id)) => shown_by_number(id),
                    (None, None) => Shown::Figure,
                });
            }
            _ => {}
        }
    }
    formats
}

/// Fills a grid with the cells of a sheet.
fn read_sheet(text: &str, texts: &[String], formats: &[Shown], is_1904: bool, grid: &mut Grid) {
    let (mut held, mut is_value) = (String::new(), false);
    let mut cell: Option<Tag<'_>> = None;
    let mut next = 0;
    for piece in Pieces::new(text) {
        match piece {
            Piece::Open(tag) => match tag.name {
                "row" => {
                    let row = tag.number("r").and_then(|row| row.checked_sub(1));
                    let begun = grid.row() + usize::from(next > 0);
                    grid.go_to(row.unwrap_or(begun));
                    next = 0;
                }
                "c" => {
                    cell = Some(tag);
                    held.clear();
                }
                "v" | "t" => is_value = true,
                // Phonetic marks hold a text as well.
                "rPh" => cell = None,
                _ => {}
            },
            Piece::Close("v" | "t") => is_value = false,
            Piece::Close("c") => {
                let Some(tag) = cell.take() else { continue };
                let column = tag.get("r").and_then(column_of).unwrap_or(next);
                next = column + 1;
                let is_number = matches!(tag.get("t"), None | Some("n"));
                let shared = || texts.get(held.trim().parse::<usize>().ok()?);
                match tag.get("t") {
                    Some("s") => grid.text(column, shared().map_or("", String::as_str)),
                    Some("b") => grid.text(column, if held == "1" { "TRUE" } else { "FALSE" }),
                    Some("d") => grid.day(column, &held),
                    _ => match Decimal::parse(&held).filter(|_| is_number) {
                        Some(decimal) => {
                            let format = tag.number("s").and_then(|style| formats.get(style));
                            let shown = format.unwrap_or(&Shown::Figure);
                            grid.number(column, &decimal.shown(shown, is_1904));
                        }
                        None => {
                            held = unescaped(std::mem::take(&mut held));
                            grid.text(column, &held);
                        }
                    },
                }
            }
            Piece::Close("sheetData") => break,
            piece if is_value && cell.is_some() => add_text(&piece, &mut held),
            _ => {}
        }
        if grid.is_full {
            break;
        }
    }
    grid.end_row();
}

/// The column of a reference such as `AB12`, counted from 0.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(4);
    let column = letters.fold(0, |column, letter| {
        column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    column.checked_sub(1)
}
