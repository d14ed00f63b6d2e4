//! Names of values: those that some shape knows have a number, so that looking one up compares no letters.

/// The number of a name; zero for one that no shape knows.
pub(super) type NameId = u16;

/// Places of the table: several times the names.
const SLOTS: usize = 1 << 11;

/// The names that shapes know, in lower case and without marks.
pub(super) struct Names {
    known: Vec<&'static str>,
    /// Numbers of names, each at the place of its hash or behind it.
    slots: Vec<NameId>,
}

impl Names {
    /// No names.
    pub(super) fn new() -> Names {
        Names {
            known: vec![""],
            slots: vec![0; SLOTS],
        }
    }

    /// The number of a name, which gets one.
    pub(super) fn intern(&mut self, name: &'static str) -> NameId {
        let known = self.id(name);
        if known != 0 || self.known.len() * 2 > SLOTS {
            return known;
        }
        let id = u16::try_from(self.known.len()).unwrap_or(0);
        self.known.push(name);
        let mut at = hash(name);
        while self.slots[at % SLOTS] != 0 {
            at += 1;
        }
        self.slots[at % SLOTS] = id;
        id
    }

    /// The number of a name as written.
    pub(super) fn id(&self, written: &str) -> NameId {
        let mut at = hash(written);
        loop {
            let id = self.slots[at % SLOTS];
            if id == 0 || is_name(written, self.known[usize::from(id)]) {
                return id;
            }
            at += 1;
        }
    }
}

/// FNV-1a over the letters that tell names apart.
fn hash(written: &str) -> usize {
    let mut hash = 0x811C_9DC5_u32;
    for byte in letters(written) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize
}

/// What tells names apart: neither case nor marks.
fn letters(written: &str) -> impl Iterator<Item = u8> {
    let bytes = written.bytes();
    let letters = bytes.filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    letters.map(|byte| byte.to_ascii_lowercase())
}

/// Whether a name as written is one of a table: the same letters but for case and marks.
pub(super) fn is_name(given: &str, name: &str) -> bool {
    given.len() >= name.len() && letters(given).eq(name.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_every_spelling() {
        let mut names = Names::new();
        let id = names.intern("bookingdate");
        assert_eq!(names.intern("bookingdate"), id);
        for name in ["bookingDate", "booking_date", "BookingDate", "booking-date"] {
            assert!(is_name(name, "bookingdate"), "{name}");
            assert_eq!(names.id(name), id, "{name}");
        }
        for name in ["bookingDates", "booking", ""] {
            assert!(!is_name(name, "bookingdate"), "{name}");
            assert_eq!(names.id(name), 0, "{name}");
        }
    }
}
