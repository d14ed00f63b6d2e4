//! Deflated bytes to plain ones.
//!
//! Source: RFC 1951; the tables of lengths and distances are its section 3.2.5. A crate would weigh three
//! times as much for a speed that no statement needs: a table has one entry for each code's every tail.

use super::Fault;

/// Takes `input` apart until its last block; gives the bytes and how many of `input` they took.
///
/// Errors: [`Fault::Damaged`], and [`Fault::TooLarge`] once there are more than `most` bytes.
pub(super) fn inflate(input: &[u8], most: usize) -> Result<(Vec<u8>, usize), Fault> {
    let mut bits = Bits {
        input,
        at: 0,
        held: 0,
        count: 0,
        is_damaged: false,
    };
    let mut out = Vec::with_capacity(input.len().saturating_mul(4).min(most).min(1 << 26));
    loop {
        let is_last = bits.take(1) == 1;
        let fits = match bits.take(2) {
            0 => stored(&mut bits, &mut out, most),
            1 => {
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                let (codes, distances) = (bits.table(&lengths), bits.table(&[5; 30]));
                block(&mut bits, &mut out, most, &codes, &distances)
            }
            2 => {
                let (codes, distances) = tables(&mut bits);
                block(&mut bits, &mut out, most, &codes, &distances)
            }
            _ => {
                bits.is_damaged = true;
                true
            }
        };
        if bits.is_damaged {
            return Err(Fault::Damaged);
        }
        if !fits {
            return Err(Fault::TooLarge(most));
        }
        if is_last {
            let unread = usize::try_from(bits.count / 8).unwrap_or(0);
            return Ok((out, bits.at.saturating_sub(unread)));
        }
    }
}

/// Bits of the input, the lowest of each byte first.
struct Bits<'a> {
    input: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
    /// Whether they ended too soon, or said what cannot be; what is read from then on ends soon and means nothing.
    is_damaged: bool,
}

impl Bits<'_> {
    /// Holds as many bits as there are up to 32.
    fn fill(&mut self) {
        while self.count <= 32 {
            let Some(byte) = self.input.get(self.at) else {
                break;
            };
            self.held |= u64::from(*byte) << self.count;
            self.at += 1;
            self.count += 8;
        }
    }

    fn drop(&mut self, count: u32) {
        self.is_damaged |= self.count < count;
        self.count = self.count.saturating_sub(count);
        self.held >>= count;
    }

    fn take(&mut self, count: u32) -> usize {
        self.fill();
        let value = self.held & ((1 << count) - 1);
        self.drop(count);
        value as usize
    }

    /// The next symbol; the one that ends a block where there is none.
    fn symbol(&mut self, table: &Table) -> usize {
        self.fill();
        let at = (self.held & ((1 << table.longest) - 1)) as usize;
        let entry = table.entries.get(at).copied().unwrap_or(0);
        self.is_damaged |= entry == 0;
        self.drop(u32::from(entry & 15));
        match self.is_damaged {
            true => END,
            false => usize::from(entry >> 4),
        }
    }

    /// The table of codes of these lengths, in the order of their symbols.
    fn table(&mut self, lengths: &[u8]) -> Table {
        let longest = u32::from(lengths.iter().copied().max().unwrap_or(0).clamp(1, 15));
        let mut entries = vec![0u16; 1 << longest];
        let (mut code, mut length) = (0u32, 1u8);
        while u32::from(length) <= longest {
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, l)| **l == length) {
                if code >> length != 0 {
                    self.is_damaged = true;
                    break;
                }
                let first = (code << (32 - u32::from(length))).reverse_bits() as usize;
                let entry = (symbol << 4) as u16 | u16::from(length);
                for place in entries.iter_mut().skip(first).step_by(1 << length) {
                    *place = entry;
                }
                code += 1;
            }
            code <<= 1;
            length += 1;
        }
        Table { entries, longest }
    }
}

/// The symbol that ends a block.
const END: usize = 256;

/// The symbol and length of the code that any bits begin with: `symbol << 4 | length`, 0 for none.
struct Table {
    entries: Vec<u16>,
    longest: u32,
}

/// The order in which the lengths of the codes of lengths stand.
const ORDER: [usize; 19] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

fn tables(bits: &mut Bits<'_>) -> (Table, Table) {
    let (codes, distances) = (bits.take(5) + 257, bits.take(5) + 1);
    let count = bits.take(4) + 4;
    let mut lengths = [0u8; 19];
    for place in &ORDER[..count] {
        lengths[*place] = bits.take(3) as u8;
    }
    let of_lengths = bits.table(&lengths);
    let mut lengths = [0u8; 320];
    let mut at = 0;
    while at < codes + distances && !bits.is_damaged {
        let symbol = bits.symbol(&of_lengths);
        let (value, times) = match symbol {
            16 => (
                lengths[..at].last().copied().unwrap_or(NO_LENGTH),
                3 + bits.take(2),
            ),
            17 => (0, 3 + bits.take(3)),
            18 => (0, 11 + bits.take(7)),
            length => (length as u8, 1),
        };
        match lengths[..codes + distances].get_mut(at..at + times) {
            Some(run) if value != NO_LENGTH => run.fill(value),
            _ => bits.is_damaged = true,
        }
        at += times;
    }
    let (of_codes, of_distances) = lengths.split_at(codes);
    (bits.table(of_codes), bits.table(&of_distances[..distances]))
}

/// What repeats the length before the first.
const NO_LENGTH: u8 = u8::MAX;

fn stored(bits: &mut Bits<'_>, out: &mut Vec<u8>, most: usize) -> bool {
    bits.drop(bits.count % 8);
    let (length, check) = (bits.take(16), bits.take(16));
    bits.is_damaged |= length != !check & 0xFFFF;
    bits.at -= usize::try_from(bits.count / 8).unwrap_or(0);
    (bits.held, bits.count) = (0, 0);
    match bits.input.get(bits.at..bits.at + length) {
        Some(bytes) => out.extend_from_slice(bytes),
        None => bits.is_damaged = true,
    }
    bits.at += length;
    out.len() <= most
}

/// Reads a block; whether it fits into so many bytes.
fn block(
    bits: &mut Bits<'_>,
    out: &mut Vec<u8>,
    most: usize,
    codes: &Table,
    distances: &Table,
) -> bool {
    loop {
        let symbol = bits.symbol(codes);
        if symbol < END {
            if out.len() >= most {
                return false;
            }
            out.push(symbol as u8);
            continue;
        }
        // Lengths grow by one bit every four symbols, distances every two.
        let length = match symbol - END {
            0 => return true,
            short @ 1..=8 => short + 2,
            29 => 258,
            long @ 9..=28 => {
                let extra = (long - 5) / 4;
                3 + ((4 + (long - 1) % 4) << extra) + bits.take(extra as u32)
            }
            _ => usize::MAX,
        };
        let distance = match bits.symbol(distances) {
            near @ 0..=3 => near + 1,
            far @ 4..=29 => {
                let extra = (far - 2) / 2;
                1 + ((2 + far % 2) << extra) + bits.take(extra as u32)
            }
            _ => usize::MAX,
        };
        let start = out.len().checked_sub(distance);
        let Some(start) = start.filter(|_| length < usize::MAX && !bits.is_damaged) else {
            bits.is_damaged = true;
            return true;
        };
        if out.len() + length > most {
            return false;
        }
        if distance >= length {
            out.extend_from_within(start..start + length);
        } else {
            for at in start..start + length {
                out.push(out[at]);
            }
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    /// `printf 'aaaaaaaaaabbbbbbbbbb' | zlib-flate -compress`, without its header and sum: fixed codes, a run.
    #[test]
    fn fixed_codes_and_runs_are_read() {
        let bytes = [0x4B, 0x4C, 0x84, 0x81, 0x24, 0x38, 0x00, 0x00];
        let (out, used) = inflate(&bytes, 100).unwrap();
        assert_eq!(out, b"aaaaaaaaaabbbbbbbbbb");
        assert!(used <= bytes.len());
        assert!(matches!(inflate(&bytes, 12), Err(Fault::TooLarge(12))));
    }

    #[test]
    fn stored_blocks_are_read_and_checked() {
        let bytes = [1, 3, 0, 0xFC, 0xFF, b'a', b'b', b'c', 9];
        assert_eq!(inflate(&bytes, 100).unwrap(), (b"abc".to_vec(), 8));
        for cut in 0..8 {
            assert!(matches!(inflate(&bytes[..cut], 100), Err(Fault::Damaged)));
        }
    }
}
