//! Tables of words as they ship: what is in them for people only is left out when the crate is compiled.
//!
//! Written is a line for each kind and language, so that what is missing is seen; read is a line for each kind.
//!
//! ```text
//! # Words.          amount<tab>amount|betrag
//! amount en amount
//! amount de betrag
//! ```

/// A table without its remarks and its column of languages, all lines of a kind that follow each other in one.
macro_rules! shipped {
    ($written:expr) => {{
        use $crate::statement::csv::shipped::pack;
        use $crate::table::first;
        const TABLE: &str = $written;
        const PACKED: ([u8; TABLE.len()], usize) = pack(TABLE.as_bytes());
        const BYTES: [u8; PACKED.1] = first(&PACKED.0);
        match str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => "",
        }
    }};
}
pub(super) use shipped;

/// The table, and how many of the bytes it takes.
pub(super) const fn pack<const N: usize>(written: &[u8]) -> ([u8; N], usize) {
    let (mut out, mut end) = ([0; N], 0);
    let (mut at, mut held) = (0, 0..0);
    while at < written.len() {
        let name = at..until(written, at, b'\t');
        let line_end = until(written, at, b'\n');
        if written[at] == b'#' || name.end >= line_end {
            at = line_end + 1;
            continue;
        }
        let mut from = until(written, name.end + 1, b'\t') + 1;
        if is_same(written, held.start, held.end, name.start, name.end) {
            out[end] = b'|';
            end += 1;
        } else {
            if end > 0 {
                out[end] = b'\n';
                end += 1;
            }
            let mut letter = name.start;
            while letter <= name.end {
                out[end] = written[letter];
                end += 1;
                letter += 1;
            }
        }
        while from < line_end {
            out[end] = written[from];
            end += 1;
            from += 1;
        }
        held = name.start..name.end;
        at = line_end + 1;
    }
    (out, end)
}

/// Where a byte is next, or the end.
const fn until(of: &[u8], mut at: usize, byte: u8) -> usize {
    while at < of.len() && of[at] != byte {
        at += 1;
    }
    at
}

/// Whether two parts are the same bytes.
const fn is_same(
    of: &[u8],
    mut one: usize,
    end: usize,
    mut other: usize,
    other_end: usize,
) -> bool {
    if end - one != other_end - other {
        return false;
    }
    while one < end {
        if of[one] != of[other] {
            return false;
        }
        one += 1;
        other += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    const WRITTEN: &str = "# Words.\n\nb\ten\tone|two\nb\tde\teins\na\t-\tx\nb\tfr\tun\n";

    #[test]
    fn what_is_for_people_is_left_out() {
        const SHIPPED: &str = shipped!(WRITTEN);
        assert_eq!(SHIPPED, "b\tone|two|eins\na\tx\nb\tun");
    }
}
