//! Delimited text to records and cells, without copying any of it.
//!
//! RFC 4180 with what banks do to it: blanks around quotes, quotes inside quoted text, `="0123"` as
//! spreadsheets write it, a quote that is never closed (taken for a letter), and any line end.

/// What separates the cells of a sheet, where a quote is a letter like any other: the unit separator of ASCII.
pub(in crate::statement) const DELIMITER: u8 = 0x1F;

/// A place between two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Bytes behind it.
    pub(super) at: usize,
    /// The line it is on, counted from 1.
    pub(super) line: u32,
}

impl Cursor {
    /// Before the first record.
    pub(super) const START: Cursor = Cursor { at: 0, line: 1 };
}

/// Where a cell's text is, quotes and surrounding blanks left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The first byte.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
    /// Whether doubled quotes in it stand for single ones.
    pub(super) doubled: bool,
}

/// A quoted cell longer than this many lines is a stray quote.
///
/// Measured: the longest descriptors of the corpus have six lines.
const MAX_QUOTED_LINES: u32 = 40;

/// Reads the record at the cursor into `cells` and steps behind it; gives the line it begins on.
///
/// Shape: a blank line is one empty cell; `None` at the end of the text.
#[inline]
pub(super) fn next_record(
    text: &[u8],
    delimiter: u8,
    cursor: &mut Cursor,
    cells: &mut Vec<Cell>,
) -> Option<u32> {
    if cursor.at >= text.len() {
        cells.clear();
        return None;
    }
    let line = cursor.line;
    let (mut at, mut count) = (cursor.at, 0);
    // Most bytes are above all that ends a cell, and compared once.
    let most = delimiter.max(b'\r');
    loop {
        let mut open = at;
        while matches!(text.get(open), Some(&byte) if is_blank(byte) && byte != delimiter) {
            open += 1;
        }
        let may_quote = delimiter != DELIMITER;
        if may_quote && text.get(open) == Some(&b'=') && text.get(open + 1) == Some(&b'"') {
            open += 1;
        }
        let quoted = if text.get(open) == Some(&b'"') && may_quote {
            quoted_cell(text, delimiter, open)
        } else {
            None
        };
        let cell = if let Some((cell, lines, after)) = quoted {
            cursor.line = cursor.line.saturating_add(lines);
            at = after;
            cell
        } else {
            let mut end = open.min(text.len());
            while let Some(&byte) = text.get(end) {
                if byte <= most && (byte == delimiter || byte == b'\n' || byte == b'\r') {
                    break;
                }
                end += 1;
            }
            at = end;
            while end > open && is_blank(text[end - 1]) {
                end -= 1;
            }
            Cell {
                start: open.min(end),
                end,
                doubled: false,
            }
        };
        let cell = match text.get(cell.start) {
            Some(b'\'') if may_quote => unmarked(text, cell),
            _ => cell,
        };
        // In place of those of the record before: to push one is a call.
        match cells.get_mut(count) {
            Some(known) => *known = cell,
            None => cells.push(cell),
        }
        count += 1;
        match text.get(at) {
            Some(&byte) if byte == delimiter => at += 1,
            Some(b'\r') if text.get(at + 1) == Some(&b'\n') => {
                at += 2;
                break;
            }
            Some(_) => {
                at += 1;
                break;
            }
            None => {
                cells.truncate(count);
                cursor.at = at;
                return Some(line);
            }
        }
    }
    cells.truncate(count);
    cursor.at = at;
    cursor.line = cursor.line.saturating_add(1);
    Some(line)
}

/// Without the apostrophe that says that a cell is text, and one behind it: `'0123`, `'AT240'`; that of `'t Hoekje` is a
/// letter of its word.
fn unmarked(text: &[u8], cell: Cell) -> Cell {
    let inner = text.get(cell.start + 1..cell.end).unwrap_or_default();
    let is_closed = inner.ends_with(b"'");
    let is_word = match inner {
        [letter, rest @ ..] if letter.is_ascii_alphabetic() => {
            letter.is_ascii_lowercase() || matches!(rest, [b' ' | b'-', ..])
        }
        _ => false,
    };
    Cell {
        start: cell.start + usize::from(is_closed || !is_word),
        end: cell.end - usize::from(is_closed),
        ..cell
    }
}

/// The cell that a quote opens, the line ends in it, and where its delimiter or line end is.
fn quoted_cell(text: &[u8], delimiter: u8, open: usize) -> Option<(Cell, u32, usize)> {
    let (mut at, mut lines, mut doubled, mut raw) = (open + 1, 0u32, false, false);
    loop {
        let found = at + memchr::memchr3(b'"', b'\n', b'\r', text.get(at..)?)?;
        if text[found] != b'"' {
            if !(text[found] == b'\r' && text.get(found + 1) == Some(&b'\n')) {
                lines += 1;
            }
            if lines > MAX_QUOTED_LINES {
                return None;
            }
            at = found + 1;
            continue;
        }
        let is_end = |at: usize| {
            text.get(at)
                .is_none_or(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
        };
        if text.get(found + 1) == Some(&b'"') {
            // A writer that does not double its quotes ends `"UAB "Name""` with two.
            if raw && is_end(found + 2) {
                let cell = Cell {
                    start: open + 1,
                    end: found + 1,
                    doubled: false,
                };
                return Some((cell, lines, found + 2));
            }
            doubled = true;
            at = found + 2;
            continue;
        }
        let mut after = found + 1;
        while matches!(text.get(after), Some(&byte) if is_blank(byte) && byte != delimiter) {
            after += 1;
        }
        match text.get(after) {
            Some(&byte) if byte != delimiter && byte != b'\n' && byte != b'\r' => {
                raw = true;
                at = found + 1;
            }
            _ => {
                let (mut start, mut end) = (open + 1, found);
                while start < end && is_blank(text[start]) {
                    start += 1;
                }
                while end > start && is_blank(text[end - 1]) {
                    end -= 1;
                }
                return Some((
                    Cell {
                        start,
                        end,
                        doubled,
                    },
                    lines,
                    after,
                ));
            }
        }
    }
}

/// Blanks and tabs; a tab as delimiter is told apart by the caller.
#[inline]
fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, delimiter: u8) -> Vec<(u32, Vec<&str>)> {
        let (mut cursor, mut cells, mut out) = (Cursor::START, Vec::new(), Vec::new());
        while let Some(line) = next_record(text.as_bytes(), delimiter, &mut cursor, &mut cells) {
            out.push((
                line,
                cells
                    .iter()
                    .map(|cell| &text[cell.start..cell.end])
                    .collect(),
            ));
        }
        out
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        assert_eq!(
            read("a,\"b\r\nc\"\r\nd,e\n\nf", b','),
            [
                (1, vec!["a", "b\r\nc"]),
                (3, vec!["d", "e"]),
                (4, vec![""]),
                (5, vec!["f"])
            ]
        );
        assert_eq!(read("a\rb", b','), [(1, vec!["a"]), (2, vec!["b"])]);
    }

    #[test]
    fn quotes_are_read_as_they_are_meant() {
        assert_eq!(
            read("\"a \"b\" c\" , =\"007\",\"\", \"-1.00\"\t,x", b','),
            [(1, vec!["a \"b\" c", "007", "", "-1.00", "x"])]
        );
        assert_eq!(read("\"A \"B\"\",c", b','), [(1, vec!["A \"B\"", "c"])]);
        assert_eq!(
            read("5\" disk;\"open;1", b';'),
            [(1, vec!["5\" disk", "\"open", "1"])]
        );
        assert_eq!(read("a\t\t b \t", b'\t'), [(1, vec!["a", "", "b", ""])]);
    }
}
