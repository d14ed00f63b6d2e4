//! Prefix codes: a byte as the few decisions that tell it from the others, frequent bytes by fewer.

use crate::coder::Bits;

/// How many decisions a byte may take.
const LONGEST: u32 = 15;

/// A prefix code over bytes.
pub(crate) struct Tree {
    /// The code of each byte and its length; no length where the byte does not occur.
    codes: Vec<(u32, u32)>,
    /// Two for each inner node, by the next bit: a node, or what is above [`LEAF`]: a byte; 0 is none.
    next: Vec<u16>,
}

/// Added to a byte where it stands for a node.
const LEAF: u16 = 1 << 15;

impl Tree {
    /// The code for bytes that occur so often.
    pub(crate) fn of(counts: &[u32; 256]) -> Tree {
        let mut counts = *counts;
        loop {
            let lengths = lengths(&counts);
            if lengths.iter().all(|&length| length <= LONGEST) {
                return Tree::from(&lengths);
            }
            // Closer to each other, they differ less in length.
            for count in counts.iter_mut().filter(|count| **count > 0) {
                *count = *count >> 1 | 1;
            }
        }
    }

    /// The canonical code of these lengths; lengths that no code has give one that lacks some bytes.
    fn from(lengths: &[u32; 256]) -> Tree {
        let mut tree = Tree {
            codes: vec![(0, 0); 256],
            next: vec![0; 2],
        };
        let mut code = 0_u32;
        for length in 1..=LONGEST {
            code <<= 1;
            for (byte, _) in (0_u16..).zip(lengths).filter(|&(_, &each)| each == length) {
                if code >> length != 0 {
                    return tree;
                }
                tree.codes[usize::from(byte)] = (code, length);
                let mut node = 0;
                for place in (0..length).rev() {
                    let at = 2 * node + (code >> place & 1) as usize;
                    if place == 0 {
                        tree.next[at] = LEAF | byte;
                    } else {
                        if tree.next[at] == 0 {
                            tree.next[at] = (tree.next.len() / 2) as u16;
                            tree.next.extend([0; 2]);
                        }
                        node = usize::from(tree.next[at]);
                    }
                }
                code += 1;
            }
        }
        tree
    }

    /// The code of a byte, and its length.
    pub(crate) fn code(&self, byte: u8) -> (u32, u32) {
        self.codes[usize::from(byte)]
    }

    /// What comes after a node by the next bit: another node or a byte; none where nothing is coded so.
    pub(crate) fn next(&self, node: usize, bit: bool) -> Option<Result<usize, u8>> {
        match *self.next.get(2 * node + usize::from(bit))? {
            0 => None,
            leaf if leaf >= LEAF => Some(Err((leaf & 0xff) as u8)),
            node => Some(Ok(usize::from(node))),
        }
    }

    /// Writes or reads the lengths of a code, each by the one before.
    pub(crate) fn told(wanted: Option<&Tree>, bits: &mut impl Bits) -> Tree {
        let mut chances = [1_u32 << 15; 16 * 16];
        let mut lengths = [0; 256];
        let mut before = 0;
        for (byte, length) in (0_u8..=255).zip(&mut lengths) {
            let wanted = wanted.map_or(0, |tree| tree.code(byte).1);
            let mut path = 1;
            for place in (0..4).rev() {
                let chance = &mut chances[(before << 4 | path) & 0xff];
                let bit = bits.bit(*chance, wanted >> place & 1 == 1);
                if bit {
                    *chance += (65_536 - *chance) >> 4;
                } else {
                    *chance -= *chance >> 4;
                }
                path = path << 1 | usize::from(bit);
            }
            before = path & 15;
            *length = before as u32;
        }
        Tree::from(&lengths)
    }
}

/// How long the code of each byte is, by Huffman's rule.
fn lengths(counts: &[u32; 256]) -> [u32; 256] {
    let mut lengths = [0; 256];
    let mut groups: Vec<(u64, Vec<usize>)> = (0..256)
        .filter(|&byte| counts[byte] > 0)
        .map(|byte| (u64::from(counts[byte]), vec![byte]))
        .collect();
    if let [(_, only)] = groups.as_slice() {
        lengths[only[0]] = 1;
    }
    while groups.len() > 1 {
        groups.sort_by(|one, other| other.cmp(one));
        let (Some(one), Some(other)) = (groups.pop(), groups.pop()) else {
            break;
        };
        let both = [one.1, other.1].concat();
        for &byte in &both {
            lengths[byte] += 1;
        }
        groups.push((one.0 + other.0, both));
    }
    lengths
}
