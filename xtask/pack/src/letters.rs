//! What the bytes of a packed module are written as.
//!
//! Brotli tells the contexts of text apart by their letters: marks, digits, vowels. What WebAssembly says most often (read a
//! local, a constant, call, end) is therefore written as marks of different kinds, 2 % less for the document. Found by
//! trying, on both modules.

/// A byte and the byte in its place; the others stay as they are.
const LETTERS: [(u8, u8); 57] = [
    (0xc5, 0x30),
    (0x30, 0xc5),
    (0xc6, 0x5b),
    (0x5b, 0xc6),
    (0x00, 0x28),
    (0x01, 0x3e),
    (0x02, 0x2a),
    (0x03, 0x2d),
    (0x04, 0x5d),
    (0x05, 0x06),
    (0x06, 0x05),
    (0x08, 0x5f),
    (0x09, 0x40),
    (0x0a, 0x01),
    (0x0b, 0x09),
    (0x0d, 0x0a),
    (0x0e, 0x7b),
    (0x10, 0x2c),
    (0x12, 0x16),
    (0x15, 0x03),
    (0x16, 0x1f),
    (0x19, 0x66),
    (0x1a, 0x5c),
    (0x1b, 0x29),
    (0x1d, 0x02),
    (0x1f, 0x12),
    (0x20, 0x2e),
    (0x21, 0x27),
    (0x25, 0x46),
    (0x27, 0x04),
    (0x28, 0x31),
    (0x29, 0x6c),
    (0x2a, 0x08),
    (0x2c, 0x10),
    (0x2d, 0x25),
    (0x2e, 0x0b),
    (0x31, 0x15),
    (0x36, 0x47),
    (0x3a, 0x42),
    (0x3d, 0x0d),
    (0x3e, 0x1b),
    (0x40, 0x7c),
    (0x41, 0x20),
    (0x42, 0x3a),
    (0x46, 0x41),
    (0x47, 0x3d),
    (0x5c, 0x1a),
    (0x5d, 0x1d),
    (0x5f, 0x7e),
    (0x65, 0x71),
    (0x66, 0x19),
    (0x6a, 0x65),
    (0x6c, 0x21),
    (0x71, 0x6a),
    (0x7b, 0x36),
    (0x7c, 0x0e),
    (0x7e, 0x00),
];

/// What stands outside the code has, for what it has seldom, what would be two bytes in the document.
const SWAPPED: [(u8, u8); 4] = [(0x00, 0x1d), (0x26, 0x1c), (0x0d, 0x1e), (0x3c, 0x1f)];

/// What each byte of the code is written as.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const WRITTEN: [u8; 256] = {
    let mut written = SAME;
    let mut at = 0;
    while at < LETTERS.len() {
        written[LETTERS[at].0 as usize] = LETTERS[at].1;
        at += 1;
    }
    written
};

/// What each byte that was written stands for.
pub(crate) const READ: [u8; 256] = {
    let mut read = SAME;
    let mut at = 0;
    while at < LETTERS.len() {
        read[LETTERS[at].1 as usize] = LETTERS[at].0;
        at += 1;
    }
    read
};

/// What each byte outside the code is written as, and stands for.
pub(crate) const OUTSIDE: [u8; 256] = {
    let mut outside = SAME;
    let mut at = 0;
    while at < SWAPPED.len() {
        let (often, seldom) = SWAPPED[at];
        outside[often as usize] = seldom;
        outside[seldom as usize] = often;
        at += 1;
    }
    outside
};

const SAME: [u8; 256] = {
    let mut same = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        same[byte] = byte as u8;
        byte += 1;
    }
    same
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_written_as_another_one_and_none_is_lost() {
        for byte in 0..=u8::MAX {
            let place = usize::from(byte);
            assert_eq!(READ[usize::from(WRITTEN[place])], byte);
            assert_eq!(OUTSIDE[usize::from(OUTSIDE[place])], byte);
        }
        assert_ne!(WRITTEN, SAME);
    }
}
