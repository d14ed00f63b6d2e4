//! The entries of a ZIP archive, taken out one by one.
//!
//! Source: PKWARE's APPNOTE 6.3.10. What counts is the directory at the end, so entries of unknown length
//! that are followed by a descriptor need nothing of their own.

use super::inflate::inflate;
use super::{Fault, crc32};
use crate::statement::bytes::{long, short};

/// More entries than any export has.
pub(in crate::statement) const MAX_ENTRIES: usize = 4_096;

/// An entry of the directory.
#[derive(Clone, Copy)]
pub(in crate::statement) struct Entry<'a> {
    /// Its name as stored, folders included.
    pub(in crate::statement) name: &'a [u8],
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    /// The length it says it has.
    pub(in crate::statement) length: usize,
    offset: usize,
}

/// An archive by its directory.
pub(in crate::statement) struct Zip<'a> {
    bytes: &'a [u8],
    /// Bytes before the archive, as where it unpacks itself.
    before: usize,
    /// The entries in the order of the directory.
    pub(in crate::statement) entries: Vec<Entry<'a>>,
}

/// What a 32-bit field holds where the figure stands in a ZIP64 field.
const ELSEWHERE: usize = 0xFFFF_FFFF;

impl<'a> Zip<'a> {
    /// Reads the directory.
    ///
    /// Errors: none, or one cut off, one of too many entries, one of ZIP64.
    pub(in crate::statement) fn open(bytes: &'a [u8]) -> Result<Zip<'a>, Fault> {
        let from = bytes.len().saturating_sub(22 + 0xFFFF);
        let mut ends = bytes[from..].windows(4);
        let end = ends.rposition(|four| four == b"PK\x05\x06");
        let end = end.ok_or(Fault::Damaged)?;
        let end = from + end;
        let count = usize::from(short(bytes, end + 10)?);
        let (size, offset) = (long(bytes, end + 12)?, long(bytes, end + 16)?);
        if count == 0xFFFF || offset == ELSEWHERE || size == ELSEWHERE {
            return Err(Fault::Zip64);
        }
        if count > MAX_ENTRIES {
            return Err(Fault::TooMany(count));
        }
        let start = end.checked_sub(size).ok_or(Fault::Damaged)?;
        let before = start.checked_sub(offset).ok_or(Fault::Damaged)?;
        let mut entries = Vec::new();
        let mut at = start;
        for _ in 0..count {
            if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
                return Err(Fault::Damaged);
            }
            let lengths = [28, 30, 32].map(|field| short(bytes, at + field));
            let [name, extra, remark] = lengths;
            let (name, extra, remark) = (name?, extra?, remark?);
            let begin = at + 46;
            let entry = Entry {
                name: bytes
                    .get(begin..begin + usize::from(name))
                    .ok_or(Fault::Damaged)?,
                flags: short(bytes, at + 8)?,
                method: short(bytes, at + 10)?,
                crc: long(bytes, at + 16)? as u32,
                packed: long(bytes, at + 20)?,
                length: long(bytes, at + 24)?,
                offset: long(bytes, at + 42)?,
            };
            if [entry.packed, entry.length, entry.offset].contains(&ELSEWHERE) {
                return Err(Fault::Zip64);
            }
            entries.push(entry);
            at = begin + usize::from(name) + usize::from(extra) + usize::from(remark);
        }
        Ok(Zip {
            bytes,
            before,
            entries,
        })
    }

    /// The bytes of an entry; `room` is what all entries together may still take.
    pub(in crate::statement) fn take(
        &self,
        entry: &Entry<'_>,
        room: &mut usize,
    ) -> Result<Vec<u8>, Fault> {
        if entry.flags & 1 != 0 {
            return Err(Fault::Protected);
        }
        let at = self.before.saturating_add(entry.offset);
        if self.bytes.get(at..at.saturating_add(4)) != Some(b"PK\x03\x04") {
            return Err(Fault::Damaged);
        }
        let names =
            usize::from(short(self.bytes, at + 26)?) + usize::from(short(self.bytes, at + 28)?);
        let start = at + 30 + names;
        let packed = self.bytes.get(start..start.saturating_add(entry.packed));
        let packed = packed.ok_or(Fault::Damaged)?;
        let most = super::most_from(packed.len()).min(*room);
        let out = match entry.method {
            0 if packed.len() > most => return Err(Fault::TooLarge(most)),
            0 => packed.to_vec(),
            8 => inflate(packed, most)?.0,
            method => return Err(Fault::Method(method)),
        };
        if out.len() != entry.length || crc32(&out) != entry.crc {
            return Err(Fault::Damaged);
        }
        *room -= out.len();
        Ok(out)
    }
}
