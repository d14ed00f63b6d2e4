//! Workbooks of Excel 5 to 2003: records in a stream of a compound file, or bare, as scripts write them.
//!
//! Source: MS-XLS, and the OpenOffice documentation of the Excel file format for what came before BIFF8.

use super::grid::{Grid, MAX_TEXT};
use super::number::{Decimal, Number, Shown, shown_by, shown_by_number};
use crate::order::Arrange as _;
use crate::statement::Decode;
use crate::statement::archive::Fault;
use crate::statement::bytes::{CutOff, long, short};

/// The records that mean something here.
mod record {
    pub(super) const FORMULA: u16 = 0x06;
    pub(super) const END: u16 = 0x0A;
    pub(super) const DATE_MODE: u16 = 0x22;
    pub(super) const PASSWORD: u16 = 0x2F;
    pub(super) const CONTINUE: u16 = 0x3C;
    pub(super) const CODE_PAGE: u16 = 0x42;
    pub(super) const SHEET: u16 = 0x85;
    pub(super) const NUMBERS: u16 = 0xBD;
    pub(super) const RICH_LABEL: u16 = 0xD6;
    pub(super) const CELL_FORMAT: u16 = 0xE0;
    pub(super) const TEXTS: u16 = 0xFC;
    pub(super) const SHARED_LABEL: u16 = 0xFD;
    pub(super) const NUMBER: u16 = 0x203;
    pub(super) const LABEL: u16 = 0x204;
    pub(super) const TRUTH: u16 = 0x205;
    pub(super) const RESULT: u16 = 0x207;
    pub(super) const SHORT_NUMBER: u16 = 0x27E;
    pub(super) const FORMAT: u16 = 0x41E;
    pub(super) const BEGIN: u16 = 0x809;
}

/// How each record of a stream begins: its kind and its length.
const HEAD: usize = 4;

/// The kind and the bytes of the record at a place.
fn record_at(stream: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let kind = short(stream, at).ok()?;
    let length = usize::from(short(stream, at + 2).ok()?);
    let rest = &stream[at + HEAD..];
    // The last record of a file that is cut off is as long as it is.
    Some((kind, &rest[..length.min(rest.len())]))
}

/// What holds for every sheet of a book.
struct Book<'a> {
    decoder: &'a dyn Decode,
    /// Whether texts are of two-byte letters, as BIFF8 has them.
    is_wide: bool,
    page: &'static str,
    is_1904: bool,
    texts: Vec<String>,
    codes: Vec<(u16, Shown)>,
    formats: Vec<Shown>,
    /// Where each sheet begins, its name, and whether it is hidden.
    sheets: Vec<(usize, String, bool)>,
}

/// The sheets of a stream.
///
/// Errors: a password, or more than can be kept.
pub(super) fn sheets(stream: &[u8], decoder: &dyn Decode) -> Result<Vec<Grid>, Fault> {
    let mut book = Book {
        decoder,
        is_wide: true,
        page: "",
        is_1904: false,
        texts: Vec::new(),
        codes: Vec::new(),
        formats: Vec::new(),
        sheets: Vec::new(),
    };
    book.read(stream)?;
    if book.sheets.is_empty() {
        book.sheets.push((0, String::new(), false));
    }
    let mut grids = Vec::new();
    for (at, title, is_hidden) in std::mem::take(&mut book.sheets) {
        let mut grid = Grid::named(title, is_hidden);
        grid.is_1904 = book.is_1904;
        book.read_sheet(stream, at, &mut grid)?;
        if grid.is_full {
            return Err(Fault::TooLarge(MAX_TEXT));
        }
        grids.push(grid);
    }
    Ok(grids)
}

impl Book<'_> {
    fn read(&mut self, stream: &[u8]) -> Result<(), Fault> {
        let mut at = 0;
        let mut is_first = true;
        while let Some((kind, bytes)) = record_at(stream, at) {
            match kind {
                record::BEGIN => self.is_wide = short(bytes, 0) == Ok(0x600),
                record::END if !is_first => break,
                record::PASSWORD => return Err(Fault::Protected),
                record::CODE_PAGE => self.page = page_of(short(bytes, 0)?),
                record::DATE_MODE => self.is_1904 = short(bytes, 0) == Ok(1),
                record::SHEET => {
                    let begin = long(bytes, 0)?;
                    let flags = short(bytes, 4)?;
                    // Charts and macros are no sheets.
                    if flags >> 8 == 0 {
                        let name = self.text(bytes.get(6..).unwrap_or_default(), 1);
                        self.sheets.push((begin, name, flags & 3 != 0));
                    }
                }
                record::FORMAT => {
                    let size = 1 + usize::from(self.is_wide);
                    let code = self.text(bytes.get(2..).unwrap_or_default(), size);
                    self.codes.push((short(bytes, 0)?, shown_by(&code)));
                }
                record::CELL_FORMAT => {
                    let id = short(bytes, 2)?;
                    let own = self.codes.iter().find(|(listed, _)| *listed == id);
                    self.formats.push(match own {
                        Some((_, shown)) => shown.clone(),
                        None => shown_by_number(u32::from(id)),
                    });
                }
                record::TEXTS => self.texts = shared_texts(stream, at),
                _ => {}
            }
            is_first = false;
            at += HEAD + bytes.len();
        }
        Ok(())
    }

    /// A text whose length stands before it in `size` bytes.
    fn text(&self, bytes: &[u8], size: usize) -> String {
        let length = match size {
            1 => bytes.first().copied().map(usize::from),
            _ => short(bytes, 0).ok().map(usize::from),
        };
        let (length, rest) = (length.unwrap_or(0), bytes.get(size..).unwrap_or_default());
        if !self.is_wide {
            return self.narrow(&rest[..length.min(rest.len())]);
        }
        let (flags, rest) = rest.split_first().unwrap_or((&0, &[]));
        let mut skipped = 0;
        skipped += if flags & 8 != 0 { 2 } else { 0 };
        skipped += if flags & 4 != 0 { 4 } else { 0 };
        let mut out = String::new();
        add_letters(
            rest.get(skipped..).unwrap_or_default(),
            length,
            flags & 1 != 0,
            &mut out,
        );
        out
    }

    fn narrow(&self, bytes: &[u8]) -> String {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let page = if self.page.is_empty() {
                    "windows-1252"
                } else {
                    self.page
                };
                let decoded = self.decoder.decode(page, bytes);
                decoded.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
            }
        }
    }

    /// Fills a grid with the cells of the sheet that begins at a place.
    fn read_sheet(&self, stream: &[u8], begin: usize, grid: &mut Grid) -> Result<(), CutOff> {
        let mut cells = Cells::default();
        let (mut at, mut depth) = (begin, 0);
        while let Some((kind, bytes)) = record_at(stream, at) {
            at += HEAD + bytes.len();
            match kind {
                record::BEGIN => depth += 1,
                record::END if depth <= 1 => break,
                record::END => depth -= 1,
                // A chart in the sheet has cells of its own.
                _ if depth > 1 => {}
                _ => self.read_cell(kind, bytes, &mut cells)?,
            }
            if cells.bytes > MAX_TEXT {
                grid.is_full = true;
                return Ok(());
            }
        }
        for (row, mut cells) in cells.rows.into_iter().enumerate() {
            grid.go_to(row);
            cells.arrange_by_key(|(column, _)| *column);
            for (column, value) in cells {
                match value {
                    Value::Number(number) => grid.number(column, &number),
                    Value::Text(text) => grid.text(column, &text),
                }
            }
        }
        grid.end_row();
        Ok(())
    }

    fn read_cell(&self, kind: u16, bytes: &[u8], cells: &mut Cells) -> Result<(), CutOff> {
        if kind == record::RESULT {
            if let Some((row, column)) = cells.formula.take() {
                let size = 2;
                cells.put(row, column, Value::Text(self.text(bytes, size)));
            }
            return Ok(());
        }
        let is_cell = matches!(
            kind,
            record::FORMULA
                | 0x206
                | 0x406
                | record::NUMBERS
                | record::RICH_LABEL
                | record::SHARED_LABEL
                | record::NUMBER
                | record::LABEL
                | record::TRUTH
                | record::SHORT_NUMBER
        );
        if !is_cell || bytes.len() < 6 {
            return Ok(());
        }
        let (row, column) = (usize::from(short(bytes, 0)?), usize::from(short(bytes, 2)?));
        let shown = |format: u16| {
            self.formats
                .get(usize::from(format))
                .unwrap_or(&Shown::Figure)
        };
        let own = shown(short(bytes, 4)?);
        let rest = bytes.get(6..).unwrap_or_default();
        let number = |decimal: Option<Decimal>, shown: &Shown| {
            decimal.map(|decimal| Value::Number(decimal.shown(shown, self.is_1904)))
        };
        let value = match kind {
            record::SHARED_LABEL => self.texts.get(long(rest, 0)?).cloned().map(Value::Text),
            record::LABEL | record::RICH_LABEL => Some(Value::Text(self.text(rest, 2))),
            record::NUMBER => number(Decimal::of_bits(bits(rest)?), own),
            record::SHORT_NUMBER => number(short_number(rest)?, own),
            record::NUMBERS => {
                // Formats and numbers in turn, then the last column.
                let (mut at, mut column) = (4, column);
                while at + 8 <= bytes.len() {
                    let decimal = short_number(&bytes[at + 2..])?;
                    if let Some(value) = number(decimal, shown(short(bytes, at)?)) {
                        cells.put(row, column, value);
                    }
                    (at, column) = (at + 6, column + 1);
                }
                None
            }
            record::TRUTH => truth(rest.first().copied(), rest.get(1).copied()),
            _ => match (short(rest, 6), rest.first()) {
                (Ok(0xFFFF), Some(0)) => {
                    cells.formula = Some((row, column));
                    None
                }
                (Ok(0xFFFF), Some(kind @ (1 | 2))) => truth(rest.get(2).copied(), Some(kind - 1)),
                (Ok(0xFFFF), _) => None,
                _ => number(Decimal::of_bits(bits(rest)?), own),
            },
        };
        if let Some(value) = value {
            cells.put(row, column, value);
        }
        Ok(())
    }
}

/// A truth value, or an error by its number.
fn truth(value: Option<u8>, is_error: Option<u8>) -> Option<Value> {
    let text = match (is_error?, value?) {
        (0, 0) => "FALSE",
        (0, _) => "TRUE",
        (_, 0x07) => "#DIV/0!",
        (_, 0x0F) => "#VALUE!",
        (_, 0x17) => "#REF!",
        (_, 0x1D) => "#NAME?",
        (_, 0x24) => "#NUM!",
        (_, 0x2A) => "#N/A",
        _ => "#NULL!",
    };
    Some(Value::Text(text.to_owned()))
}

fn bits(bytes: &[u8]) -> Result<u64, CutOff> {
    Ok(long(bytes, 0)? as u64 | (long(bytes, 4)? as u64) << 32)
}

/// A number in four bytes: whole or the upper half of a fraction, as it is or in hundredths.
fn short_number(bytes: &[u8]) -> Result<Option<Decimal>, CutOff> {
    let packed = long(bytes, 0)? as u32;
    let is_hundredths = packed & 1 != 0;
    if packed & 2 != 0 {
        let whole = packed.cast_signed() >> 2;
        return Ok(Some(Decimal::of_whole(
            whole,
            if is_hundredths { 2 } else { 0 },
        )));
    }
    let decimal = Decimal::of_bits(u64::from(packed & !3) << 32);
    Ok(decimal.map(|decimal| {
        if is_hundredths {
            decimal.over_hundred()
        } else {
            decimal
        }
    }))
}

enum Value {
    Text(String),
    Number(Number),
}

/// The cells of a sheet, in whatever order they stand.
#[derive(Default)]
struct Cells {
    rows: Vec<Vec<(usize, Value)>>,
    bytes: usize,
    /// The cell whose formula gives a text, which comes next.
    formula: Option<(usize, usize)>,
}

impl Cells {
    fn put(&mut self, row: usize, column: usize, value: Value) {
        /// What a cell takes beside its text.
        const CELL: usize = 32;
        let text = match &value {
            Value::Text(text) => text,
            Value::Number(number) => &number.text,
        };
        self.bytes = self.bytes.saturating_add(text.len() + CELL);
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        if let Some(cells) = self.rows.get_mut(row) {
            cells.push((column, value));
        }
    }
}

/// Adds so many letters of one byte or of two.
fn add_letters(bytes: &[u8], count: usize, is_two: bool, out: &mut String) {
    if is_two {
        let units = bytes.chunks_exact(2).take(count);
        let units = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let letters = char::decode_utf16(units);
        out.extend(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
    } else {
        // One byte is the lower half of a letter of Unicode.
        out.extend(bytes.iter().take(count).map(|byte| char::from(*byte)));
    }
}

/// The texts that cells share, which go on over records: where a text is cut, the next record begins with
/// whether its rest is of one byte a letter or of two.
fn shared_texts(stream: &[u8], at: usize) -> Vec<String> {
    let mut chunks = Chunks {
        stream,
        at,
        rest: &[],
    };
    let mut texts = Vec::new();
    if chunks.next_record().is_none() || chunks.skip(8).is_none() {
        return texts;
    }
    while let Some(text) = chunks.text() {
        texts.push(text);
    }
    texts
}

/// A record and those that continue it.
struct Chunks<'a> {
    stream: &'a [u8],
    at: usize,
    rest: &'a [u8],
}

impl<'a> Chunks<'a> {
    fn next_record(&mut self) -> Option<()> {
        let (kind, bytes) = record_at(self.stream, self.at)?;
        if !matches!(kind, record::TEXTS | record::CONTINUE) {
            return None;
        }
        self.at += HEAD + bytes.len();
        self.rest = bytes;
        Some(())
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > self.rest.len() {
            count -= self.rest.len();
            self.next_record()?;
        }
        self.rest = &self.rest[count..];
        Some(())
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut out = [0; N];
        for byte in &mut out {
            while self.rest.is_empty() {
                self.next_record()?;
            }
            (*byte, self.rest) = (self.rest[0], &self.rest[1..]);
        }
        Some(out)
    }

    fn text(&mut self) -> Option<String> {
        let mut left = usize::from(u16::from_le_bytes(self.take()?));
        let [mut flags] = self.take()?;
        let runs = match flags & 8 {
            0 => 0,
            _ => usize::from(u16::from_le_bytes(self.take()?)),
        };
        let phonetic = match flags & 4 {
            0 => 0,
            _ => u32::from_le_bytes(self.take()?) as usize,
        };
        let mut out = String::new();
        while left > 0 {
            if self.rest.is_empty() {
                self.next_record()?;
                let [again] = self.take()?;
                flags = again;
                continue;
            }
            let is_two = flags & 1 != 0;
            let width = 1 + usize::from(is_two);
            let count = left.min(self.rest.len() / width);
            if count == 0 {
                return None;
            }
            add_letters(self.rest, count, is_two, &mut out);
            self.rest = &self.rest[count * width..];
            left -= count;
        }
        self.skip(runs * 4 + phonetic)?;
        Some(out)
    }
}

/// The encoding of a code page.
fn page_of(page: u16) -> &'static str {
    match page {
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        874 => "windows-874",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1253 => "windows-1253",
        1254 => "windows-1254",
        1255 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        866 => "ibm866",
        10_000 | 0x8000 => "macintosh",
        _ => "windows-1252",
    }
}
