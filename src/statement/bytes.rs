//! Files of bytes: where a part is, and numbers of fixed width, the lowest byte first.

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

/// Where a part of a few bytes is for the first time.
///
/// The searcher of `memchr` for longer ones weighs 4 KB, and nothing long is looked for here.
pub(super) fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    // The last byte of what ends a comment is the rarest.
    let (last, front) = part.split_last()?;
    let mut at = front.len();
    loop {
        at += memchr::memchr(*last, bytes.get(at..)?)?;
        if bytes[..at].ends_with(front) {
            return Some(at - front.len());
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_where_it_first_is() {
        for (bytes, part, want) in [
            ("a --> b -->", "-->", Some(2)),
            ("---->", "-->", Some(2)),
            (">->", "-->", None),
            ("", "-->", None),
            ("</", "</", Some(0)),
        ] {
            assert_eq!(find(bytes.as_bytes(), part.as_bytes()), want, "{bytes}");
        }
    }
}
