//! Names that are looked up for every element of a file, sorted when the engine is built.

/// Names by their lengths, each with what it stands for.
pub(super) struct Names<T: 'static, const LONGEST: usize, const COUNT: usize> {
    names: [([u8; LONGEST], T); COUNT],
    /// How many names have so many letters or fewer.
    upto: [u8; LONGEST],
}

impl<T: Copy, const LONGEST: usize, const COUNT: usize> Names<T, LONGEST, COUNT> {
    /// The names, put in order.
    pub(super) const fn new(listed: [(&str, T); COUNT]) -> Names<T, LONGEST, COUNT> {
        let mut names = [([0; LONGEST], listed[0].1); COUNT];
        let mut upto = [0; LONGEST];
        let (mut count, mut length) = (0, 1);
        while length <= LONGEST {
            let mut next = 0;
            while next < COUNT {
                let (name, meaning) = (listed[next].0.as_bytes(), listed[next].1);
                next += 1;
                if name.len() != length {
                    continue;
                }
                let mut at = 0;
                while at < length {
                    names[count].0[at] = name[at];
                    at += 1;
                }
                names[count].1 = meaning;
                count += 1;
            }
            upto[length - 1] = count as u8;
            length += 1;
        }
        Names { names, upto }
    }

    /// What a name stands for; `None` for one that is not listed.
    pub(super) fn find(&self, name: &[u8]) -> Option<T> {
        let last = name.len().checked_sub(1)?;
        let end = usize::from(*self.upto.get(last)?);
        let start = last.checked_sub(1).map_or(0, |before| self.upto[before]);
        let alike = self.names.get(usize::from(start)..end)?;
        let is_it = |(listed, _): &&([u8; LONGEST], T)| {
            listed[0] == name[0] && listed.get(..name.len()) == Some(name)
        };
        alike.iter().find(is_it).map(|(_, meaning)| *meaning)
    }

    /// What a name stands for in either case, where all that are listed are in capitals.
    pub(super) fn find_capitals(&self, name: &str) -> Option<T> {
        let mut letters = [0; LONGEST];
        let letters = letters.get_mut(..name.len())?;
        letters.copy_from_slice(name.as_bytes());
        letters.make_ascii_uppercase();
        self.find(letters)
    }
}

/// Which of some lists has a word in it, in either case; each is of words with `|` between them.
pub(super) fn list_of(word: &str, lists: &[&str]) -> Option<usize> {
    let has = |list: &&str| list.split('|').any(|one| one.eq_ignore_ascii_case(word));
    lists.iter().position(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_order_was() {
        const NAMES: Names<u8, 4, 4> = Names::new([("NAME", 1), ("A", 2), ("SIC", 3), ("AB", 4)]);
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
            assert_eq!(NAMES.find(name.as_bytes()), want, "{name}");
        }
        assert_eq!(NAMES.find_capitals("ab"), Some(4));
        assert_eq!(NAMES.find_capitals("names"), None);
    }
}
