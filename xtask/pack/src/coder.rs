//! The arithmetic coder: bits in, bytes out, and back, a bit at a time by how likely it is.

/// Likelihoods are in 65,536ths; neither bit is ever impossible.
pub(crate) const CERTAIN: u32 = 1 << 16;

/// Bits written or read, each with the chance that it is a one.
pub(crate) trait Bits {
    /// Writes `bit` and gives it back, or gives what was written; `chance` is that of a one, in 65,536ths.
    fn bit(&mut self, chance: u32, bit: bool) -> bool;
}

/// The numbers that still may be meant.
#[derive(Clone, Copy)]
struct Range {
    low: u32,
    high: u32,
}

impl Range {
    const WHOLE: Range = Range {
        low: 0,
        high: u32::MAX,
    };

    /// The last number that means a one.
    fn split(self, chance: u32) -> u32 {
        let width = u64::from(self.high - self.low);
        let share = (width * u64::from(chance.clamp(1, CERTAIN - 1))) >> 16;
        self.low + u32::try_from(share).unwrap_or(0)
    }

    fn narrow(&mut self, split: u32, bit: bool) {
        if bit {
            self.high = split;
        } else {
            self.low = split + 1;
        }
    }

    /// The byte that both ends begin with, shifted out.
    fn settled(&mut self) -> Option<u8> {
        let [first, ..] = self.low.to_be_bytes();
        if first != self.high.to_be_bytes()[0] {
            return None;
        }
        self.low <<= 8;
        self.high = self.high << 8 | 0xff;
        Some(first)
    }
}

/// Bits to bytes.
pub(crate) struct Writer {
    range: Range,
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(bytes: Vec<u8>) -> Writer {
        Writer {
            range: Range::WHOLE,
            bytes,
        }
    }

    /// All bytes, with what makes the last bits certain.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        // Whatever is read after the end, a reader is within the range.
        self.bytes.extend(self.range.high.to_be_bytes());
        self.bytes
    }
}

impl Bits for Writer {
    fn bit(&mut self, chance: u32, bit: bool) -> bool {
        self.range.narrow(self.range.split(chance), bit);
        while let Some(byte) = self.range.settled() {
            self.bytes.push(byte);
        }
        bit
    }
}

/// Bytes to bits; after the last byte come zeros.
pub(crate) struct Reader<'a> {
    range: Range,
    rest: &'a [u8],
    value: u32,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        let mut reader = Reader {
            range: Range::WHOLE,
            rest: bytes,
            value: 0,
        };
        for _ in 0..4 {
            reader.take();
        }
        reader
    }

    fn take(&mut self) {
        let next = self.rest.split_off_first().copied().unwrap_or(0);
        self.value = self.value << 8 | u32::from(next);
    }
}

impl Bits for Reader<'_> {
    fn bit(&mut self, chance: u32, _: bool) -> bool {
        let split = self.range.split(chance);
        let bit = self.value <= split;
        self.range.narrow(split, bit);
        while self.range.settled().is_some() {
            self.take();
        }
        bit
    }
}
