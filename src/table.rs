//! Tables as they ship: what stands in them for people only is left out when the crate is compiled.

/// A table without its remarks, which are the lines that begin with `#`.
macro_rules! table {
    ($written:expr) => {{
        const WRITTEN: &str = $written;
        const KEPT: ([u8; WRITTEN.len()], usize) = $crate::table::kept(WRITTEN.as_bytes());
        const BYTES: [u8; KEPT.1] = $crate::table::first(&KEPT.0);
        match str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => "",
        }
    }};
}
pub(crate) use table;

/// The bytes of the other lines, and how many they are.
pub(crate) const fn kept<const N: usize>(written: &[u8]) -> ([u8; N], usize) {
    let (mut out, mut end, mut at) = ([0; N], 0, 0);
    let mut is_remark = false;
    while at < written.len() {
        if at == 0 || written[at - 1] == b'\n' {
            is_remark = written[at] == b'#';
        }
        if !is_remark {
            out[end] = written[at];
            end += 1;
        }
        at += 1;
    }
    (out, end)
}

/// The first bytes.
pub(crate) const fn first<const N: usize>(of: &[u8]) -> [u8; N] {
    let (mut out, mut at) = ([0; N], 0);
    while at < N {
        out[at] = of[at];
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    const TABLE: &str = table!("# Remark.\none\ttwo # of\n\n# Another.\nthree\n#");

    #[test]
    fn remarks_are_left_out() {
        assert_eq!(TABLE, "one\ttwo # of\n\nthree\n");
    }
}
