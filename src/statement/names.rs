//! Names that are looked up for every element of a file: sorted when the engine is built, found by halving.

/// The names, each in as many bytes as the longest has, in their order.
pub(super) const fn sorted<T: Copy, const LENGTH: usize, const COUNT: usize>(
    names: [(&str, T); COUNT],
) -> [([u8; LENGTH], T); COUNT] {
    let mut sorted = [([0; LENGTH], names[0].1); COUNT];
    let mut count = 0;
    while count < COUNT {
        let mut name = [0; LENGTH];
        let mut at = 0;
        while at < names[count].0.len() {
            name[at] = names[count].0.as_bytes()[at];
            at += 1;
        }
        let mut place = count;
        while place > 0 && is_before(&name, &sorted[place - 1].0) {
            sorted[place] = sorted[place - 1];
            place -= 1;
        }
        sorted[place] = (name, names[count].1);
        count += 1;
    }
    sorted
}

const fn is_before(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && left[at] == right[at] {
        at += 1;
    }
    at < left.len() && left[at] < right[at]
}

/// What a name stands for, in capitals where `capitals` says that every name is; `None` for one that is not listed.
pub(super) fn find<T: Copy, const LENGTH: usize>(
    names: &[([u8; LENGTH], T)],
    name: &str,
    capitals: bool,
) -> Option<T> {
    let mut padded = [0; LENGTH];
    let letters = padded.get_mut(..name.len())?;
    letters.copy_from_slice(name.as_bytes());
    if capitals {
        letters.make_ascii_uppercase();
    }
    let at = names.binary_search_by(|(listed, _)| listed.cmp(&padded));
    at.ok().map(|at| names[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_order_was() {
        const NAMES: [([u8; 4], u8); 4] = sorted([("NAME", 1), ("A", 2), ("SIC", 3), ("AB", 4)]);
        for (name, want) in [
            ("NAME", Some(1)),
            ("A", Some(2)),
            ("SIC", Some(3)),
            ("AB", Some(4)),
            ("NAM", None),
            ("NAMES", None),
            ("", None),
            ("ab", None),
        ] {
            assert_eq!(find(&NAMES, name, false), want, "{name}");
        }
        assert_eq!(find(&NAMES, "ab", true), Some(4));
    }
}
