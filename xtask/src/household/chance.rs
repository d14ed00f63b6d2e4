//! Numbers that look random and follow from a seed: `SplitMix64`.

/// A run of numbers.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        (self.next() % sides.max(1) as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).max(1) as u64) as i64
    }

    /// True this many times of a hundred.
    pub(crate) fn pct(&mut self, times: u64) -> bool {
        self.next() % 100 < times
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub(crate) fn digits(&mut self, count: usize) -> String {
        let first = char::from(b'1' + self.below(9) as u8);
        let mut text = first.to_string();
        text.extend((1..count).map(|_| char::from(b'0' + self.below(10) as u8)));
        text
    }

    /// Letters and digits, as shops print order numbers.
    pub(crate) fn code(&mut self, count: usize) -> String {
        let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
        (0..count)
            .map(|_| char::from(letters[self.below(letters.len())]))
            .collect()
    }
}
