//! Which stream what an instruction says is in, and how a number is written there.

use crate::instruction::{
    CONSTANT as CONSTANT_OP, COPY, GET_LOCAL, LEAVE, LOAD_32, LOAD_64, STORE_32, STORE_64, TAKE,
    TEE_LOCAL, is_store,
};
use crate::seen::Seen;

/// Kinds of instructions, from an instruction to another: what a number says goes with the kind of what is beside it.
const KINDS: [&[(u8, u8)]; 10] = [
    &[(0x20, 0x20), (0x06, 0x07)],
    &[(0x21, 0x21)],
    &[(0x22, 0x22)],
    &[(0x28, 0x35), (0xe0, 0xed)],
    &[(0x36, 0x3e), (0xee, 0xf6)],
    &[(0x41, 0x41)],
    &[(0x10, 0x11)],
    &[(0x6a, 0x6a)],
    &[(0x04, 0x04), (0x0d, 0x0d), (0x45, 0x66)],
    &[(0x05, 0x05), (0x0b, 0x0c), (0x0f, 0x0f)],
];

/// The kind of each instruction, 0 for those that are of none.
const KIND: [u8; 256] = {
    let mut kind = [0; 256];
    let mut nth = 0;
    while nth < KINDS.len() {
        let mut range = 0;
        while range < KINDS[nth].len() {
            let (first, last) = KINDS[nth][range];
            let mut op = first as usize;
            while op <= last as usize {
                kind[op] = nth as u8 + 1;
                op += 1;
            }
            range += 1;
        }
        nth += 1;
    }
    kind
};

/// How many kinds there are, that of all others with them.
const ANY: usize = KINDS.len() + 1;

// The streams, in the order that was found to weigh least.
pub(crate) const HEAD: usize = 0;
pub(crate) const OPS: usize = ANY;
pub(crate) const LOCALS: usize = 2 * ANY;
const GET: usize = 3 * ANY;
const GET_NEXT: usize = 4 * ANY;
const SET: usize = 5 * ANY;
pub(crate) const TAIL: usize = 6 * ANY;
const TEE: usize = 7 * ANY;
const PLACE: usize = 8 * ANY;
const STORE: usize = 9 * ANY;
const BRANCH: usize = 10 * ANY;
const LOAD: usize = 11 * ANY;
const TABLE: usize = 12 * ANY;
const BLOCK: usize = 13 * ANY;
const LONG: usize = 14 * ANY;
pub(crate) const OTHER: usize = 15 * ANY;
/// Of calls, one for each two kinds that may stand before one.
pub(crate) const CALL: usize = 16 * ANY;
/// Of constants, one for each instruction that may follow one.
const CONSTANT: usize = CALL + ANY * ANY;
/// How many streams there are.
pub(crate) const STREAMS: usize = CONSTANT + 256;

/// How many kinds of streams there are: those with a name above.
pub(crate) const KINDS_OF_STREAMS: usize = 18;

/// Which kind a stream is of.
pub(crate) fn kind_of(stream: usize) -> usize {
    match stream {
        ..CALL => stream / ANY,
        CALL..CONSTANT => 16,
        _ => 17,
    }
}

/// The stream of an instruction's one number; that it says nothing; or that it has a rule of its own or is unknown.
const NOTHING: u16 = u16::MAX;
const UNKNOWN: u16 = u16::MAX - 1;

/// From an instruction to another.
const NUMBERS: [(u8, u8, u16); 22] = [
    (0x00, 0x01, NOTHING),
    (0x02, 0x04, BLOCK as u16),
    (0x05, 0x07, NOTHING),
    (0x0b, 0x0b, NOTHING),
    (0x0c, 0x0d, BRANCH as u16),
    (0x0f, 0x0f, NOTHING),
    (0x10, 0x10, CALL as u16),
    (0x1a, 0x1b, NOTHING),
    (0x20, 0x20, GET as u16),
    (0x21, 0x21, SET as u16),
    (0x22, 0x22, TEE as u16),
    (0x23, 0x26, OTHER as u16),
    (COPY, COPY, NOTHING),
    (0x28, 0x35, LOAD as u16),
    (0x36, 0x3e, STORE as u16),
    (0x3f, 0x40, OTHER as u16),
    (0x42, 0x42, LONG as u16),
    (0x45, 0xc4, NOTHING),
    (TAKE, LEAVE, NOTHING),
    (0xd0, 0xd0, OTHER as u16),
    (0xd1, 0xd1, NOTHING),
    (0xd2, 0xd2, OTHER as u16),
];

const ONE: [u16; 256] = {
    let mut one = [UNKNOWN; 256];
    let mut row = 0;
    while row < NUMBERS.len() {
        let (first, last, stream) = NUMBERS[row];
        let mut op = first as usize;
        while op <= last as usize {
            one[op] = stream;
            op += 1;
        }
        row += 1;
    }
    one
};

/// How many numbers follow those instructions that are told by a second one.
const MORE: [u8; 18] = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

// Numbers are written without bytes over 127, each of which is two in the document: one below `WITH_HIGH` by itself; one
// of two bytes by its lower seven bits after the upper ones, which are added to `WITH_HIGH`; any other after its count of
// bytes, less one, added to `WITH_COUNT`.
pub(crate) const WITH_HIGH: u8 = 96;
pub(crate) const WITH_COUNT: u8 = 118;

/// What is done with what an instruction says.
pub(crate) trait Way {
    /// Takes a number over as it is and gives it.
    fn number(&mut self, stream: usize) -> u64;
    /// Takes a local over and gives it.
    fn local(&mut self, stream: usize, seen: &Seen) -> i32;
    /// Takes a place in the frame over, which a constant says with its sign.
    fn place(&mut self, stream: usize, is_signed: bool, seen: &mut Seen);
    /// Takes bytes over.
    fn bytes(&mut self, stream: usize, count: u64);
}

/// What is done with an instruction.
pub(crate) enum Carried {
    /// It names this local.
    Local(i32),
    /// It names none.
    Other,
    /// Nothing: it is unknown.
    Unknown,
}

/// Carries over what an instruction says.
pub(crate) fn carry(op: u8, next: u8, seen: &mut Seen, way: &mut impl Way) -> Carried {
    let one = ONE[usize::from(op)];
    if seen.is_in_frame(op, next) {
        way.place(PLACE + place_for(op), op == CONSTANT_OP, seen);
    } else if (GET_LOCAL..=TEE_LOCAL).contains(&op) {
        let stream = match op {
            GET_LOCAL if !is_store(seen.before) => GET_NEXT,
            _ => usize::from(one),
        };
        return Carried::Local(way.local(stream + kind_for(stream, op, next, seen), seen));
    } else if one < UNKNOWN {
        let stream = usize::from(one);
        way.number(stream + kind_for(stream, op, next, seen));
    } else {
        match op {
            CONSTANT_OP => {
                way.number(CONSTANT + usize::from(next));
            }
            // The labels of a table, the one for all others with them.
            0x0e => {
                for _ in 0..=way.number(TABLE) {
                    way.number(TABLE);
                }
            }
            0x11 => {
                way.number(OTHER);
                way.number(OTHER);
            }
            0x1c => {
                let count = way.number(OTHER);
                way.bytes(OTHER, count);
            }
            0x43 => way.bytes(OTHER, 4),
            0x44 => way.bytes(OTHER, 8),
            0xfc => {
                let second = way.number(OTHER);
                let more = MORE.get(second as usize).copied();
                for _ in 0..more.unwrap_or(0) {
                    way.number(OTHER);
                }
            }
            // Four numbers at a time: accesses, constants and what is put in order by sixteen bytes, lanes.
            0xfd => {
                let second = way.number(OTHER);
                let (numbers, bytes) = match second {
                    0..=11 | 92 | 93 => (2, 0),
                    12 | 13 => (0, 16),
                    21..=34 => (0, 1),
                    84..=91 => (2, 1),
                    _ => (0, 0),
                };
                for _ in 0..numbers {
                    way.number(OTHER);
                }
                way.bytes(OTHER, bytes);
            }
            _ if one == NOTHING => {}
            _ => return Carried::Unknown,
        }
    }
    Carried::Other
}

/// Which of its streams a place in the frame is in: what is read and written there lies where others of its width do.
fn place_for(op: u8) -> usize {
    match op {
        CONSTANT_OP => 0,
        LOAD_32 => 1,
        STORE_32 => 2,
        LOAD_64 | STORE_64 => 3,
        _ => 4,
    }
}

/// Which of its streams a number is in: by the kind of the instruction itself, of those before it or of the next.
fn kind_for(stream: usize, op: u8, next: u8, seen: &Seen) -> usize {
    let kind = |op: u8| usize::from(KIND[usize::from(op)]);
    match stream {
        BRANCH => kind(op),
        SET | LOAD => kind(seen.before),
        STORE => seen.under() as usize,
        CALL => kind(seen.before) * ANY + kind(seen.earlier),
        GET | GET_NEXT | TEE | LONG => kind(next),
        _ => 0,
    }
}
