//! Compound files: the streams of an old Office document, each a chain of sectors.
//!
//! Source: MS-CFB 3.0.

use crate::statement::bytes::{CutOff, long, short};

/// The mark of a compound file.
pub(super) const MARK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sectors beyond these are marks, such as the end of a chain.
const LAST: usize = 0xFFFF_FFFA;

/// A compound file by its tables.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The sector that follows each.
    next: Vec<usize>,
    /// The sixty-fourths of a sector that follow each, the stream they are cut from, and what is short.
    next_short: Vec<usize>,
    shorts: Vec<u8>,
    cutoff: usize,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    /// Reads the tables.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Compound<'a>, CutOff> {
        let sector = match short(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return Err(CutOff),
        };
        let mut file = Compound {
            bytes,
            sector,
            next: Vec::new(),
            next_short: Vec::new(),
            shorts: Vec::new(),
            cutoff: long(bytes, 56)?,
            directory: Vec::new(),
        };
        // The sectors that hold the table: 109 in the header, the rest in a chain of lists.
        let mut tables = Vec::new();
        for at in 0..109 {
            tables.push(long(bytes, 76 + at * 4)?);
        }
        let most = bytes.len() / sector + 1;
        let (mut list, mut lists) = (long(bytes, 68)?, 0);
        while list < LAST && lists < most {
            let held = file.sector(list).ok_or(CutOff)?;
            let mut more = numbers(held);
            list = more.pop().ok_or(CutOff)?;
            tables.append(&mut more);
            lists += 1;
        }
        for table in tables.into_iter().filter(|table| *table < LAST).take(most) {
            let Some(held) = file.sector(table) else {
                break;
            };
            file.next.extend(numbers(held));
        }
        file.directory = file.chain(long(bytes, 48)?, usize::MAX);
        let shorts = numbers(&file.chain(long(bytes, 60)?, usize::MAX));
        file.next_short = shorts;
        let (start, size) = file.entry(|_, kind| kind == 5).ok_or(CutOff)?;
        file.shorts = file.chain(start, size);
        Ok(file)
    }

    fn sector(&self, at: usize) -> Option<&'a [u8]> {
        let start = at.checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..)?;
        // The last sector of a file may be cut short.
        Some(&rest[..rest.len().min(self.sector)]).filter(|held| !held.is_empty())
    }

    /// The bytes of a chain of sectors; one that runs in a circle ends with the file's length.
    fn chain(&self, mut at: usize, size: usize) -> Vec<u8> {
        let most = size.min(self.bytes.len());
        let mut out = Vec::new();
        while at < LAST && out.len() < most {
            let Some(held) = self.sector(at) else { break };
            out.extend_from_slice(held);
            at = self.next.get(at).copied().unwrap_or(LAST);
        }
        out.truncate(most);
        out
    }

    /// Where the first entry begins that is looked for by its name and kind, and how long it is.
    fn entry(&self, is_it: impl Fn(&str, u8) -> bool) -> Option<(usize, usize)> {
        self.directory.chunks_exact(128).find_map(|entry| {
            let length = usize::from(short(entry, 64).ok()?)
                .min(64)
                .saturating_sub(2);
            let letters = entry[..length].chunks_exact(2);
            let name: String = letters.map(|pair| char::from(pair[0])).collect();
            let found = (long(entry, 116).ok()?, long(entry, 120).ok()?);
            is_it(&name, entry[66]).then_some(found)
        })
    }

    /// A stream by its name.
    pub(super) fn stream(&self, wanted: &str) -> Option<Vec<u8>> {
        let is_it = |name: &str, kind| kind == 2 && name.eq_ignore_ascii_case(wanted);
        let (mut at, size) = self.entry(is_it)?;
        if size >= self.cutoff {
            return Some(self.chain(at, size));
        }
        let (mut out, size) = (Vec::new(), size.min(self.bytes.len()));
        while at < LAST && out.len() < size {
            let start = at.checked_mul(64)?;
            let end = self.shorts.len().min(start.saturating_add(64));
            let held = self.shorts.get(start..end)?;
            if held.is_empty() {
                break;
            }
            out.extend_from_slice(held);
            at = self.next_short.get(at).copied().unwrap_or(LAST);
        }
        out.truncate(size);
        Some(out)
    }
}

/// A table's numbers.
fn numbers(bytes: &[u8]) -> Vec<usize> {
    let numbers = bytes.chunks_exact(4);
    numbers.filter_map(|four| long(four, 0).ok()).collect()
}
