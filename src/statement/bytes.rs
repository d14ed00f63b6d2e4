//! Numbers of fixed width in files of bytes, the lowest byte first.

/// The bytes end before the number does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CutOff;

/// Two bytes at an offset.
pub(super) fn short(bytes: &[u8], at: usize) -> Result<u16, CutOff> {
    match bytes.get(at..).unwrap_or_default() {
        [low, high, ..] => Ok(u16::from_le_bytes([*low, *high])),
        _ => Err(CutOff),
    }
}

/// Four bytes at an offset, as a length or a place.
pub(super) fn long(bytes: &[u8], at: usize) -> Result<usize, CutOff> {
    match bytes.get(at..).unwrap_or_default() {
        [a, b, c, d, ..] => Ok(u32::from_le_bytes([*a, *b, *c, *d]) as usize),
        _ => Err(CutOff),
    }
}
