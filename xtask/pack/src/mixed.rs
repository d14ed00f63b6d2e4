//! What functions say, each byte by how likely it is after all that was said before.

use crate::coder::Bits;
use crate::instruction::{
    CONSTANT, COPY, END, FRAME, GET_LOCAL, LAST, LEAVE, SET_LOCAL, TAKE, TEE_LOCAL, is_access,
    is_store,
};
use crate::model::{Model, Told, mixed};
use crate::stream::{CALL, KINDS_OF_STREAMS, kind_of};
use crate::tape::Tape;
use crate::tree::Tree;

/// A code for the names of instructions, and two for the bytes of each kind of stream: the first ones, and those after.
const TREES: usize = 2 * KINDS_OF_STREAMS + 1;
const NAMES: usize = 2 * KINDS_OF_STREAMS;
/// The kind of a name, beside those of streams.
const NAME: u32 = KINDS_OF_STREAMS as u32;

/// Which code a byte of a stream is told by.
fn tree_for(stream: usize, nth: usize) -> usize {
    kind_of(stream) + if nth > 0 { KINDS_OF_STREAMS } else { 0 }
}

/// The codes of all bytes.
pub(crate) struct Trees(Vec<Tree>);

impl Trees {
    /// Writes the codes or reads them.
    pub(crate) fn told(wanted: Option<&[Tree]>, bits: &mut impl Bits) -> Trees {
        let told = |nth| Tree::told(wanted.map(|trees: &[Tree]| &trees[nth]), bits);
        Trees((0..TREES).map(told).collect())
    }
}

/// Counts what is said, for the codes.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct Counting(Vec<[u32; 256]>);

#[cfg(not(target_arch = "wasm32"))]
impl Counting {
    pub(crate) fn new() -> Counting {
        Counting(vec![[0; 256]; TREES])
    }

    /// The codes, written.
    pub(crate) fn trees(&self, bits: &mut impl Bits) -> Trees {
        let trees: Vec<Tree> = self.0.iter().map(Tree::of).collect();
        Trees::told(Some(&trees), bits)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Tape for Counting {
    fn begin(&mut self) {}

    fn name(&mut self, name: u8) -> u8 {
        self.0[NAMES][usize::from(name)] += 1;
        name
    }

    fn aligned(&mut self, to: u8) -> u8 {
        self.part(crate::stream::OTHER, 1, to)
    }

    fn part(&mut self, stream: usize, nth: usize, part: u8) -> u8 {
        self.0[tree_for(stream, nth)][usize::from(part)] += 1;
        part
    }

    fn byte(&mut self, stream: usize, byte: u8) -> u8 {
        self.part(stream, 1, byte)
    }

    fn pass(&mut self, _: u8, _: i32) {}
}

/// What is on the tape, mixed.
pub(crate) struct Mixed<B> {
    bits: B,
    trees: Trees,
    model: Model,
    seen: Before,
}

/// Locals that are remembered by what came after them, as a power of two.
const LOCALS: usize = 1 << 8;
/// Locals that are remembered as not read yet.
const UNREAD: usize = 64;

/// What was said before, as far as it tells what comes.
#[derive(Clone)]
struct Before {
    /// Which function this is.
    function: u32,
    /// What the last instructions are called, the next one with them once it is named.
    names: [u32; 7],
    /// The last instructions with all that they say.
    whole: [u32; 3],
    /// The last statements, which leave nothing on the stack, and what this one was so far.
    statements: [u32; 2],
    statement: u32,
    /// What made the values on the stack.
    stack: Vec<u32>,
    blocks: Vec<u32>,
    calls: [u32; 2],
    since_call: u32,
    locals: [u32; 2],
    /// What was named after each local, and where it was read.
    next_of: [u32; LOCALS],
    offset_of: [u32; LOCALS],
    /// Locals that were set and not read yet.
    unread: Vec<u32>,
    /// The last numbers of each kind of stream.
    last: [[u32; 2]; KINDS_OF_STREAMS],
    /// Of which kind of stream the last number is.
    kind: usize,
    /// What the number so far is hashed to, and all that this instruction says.
    number: u32,
    said: u32,
}

impl Before {
    fn new() -> Before {
        Before {
            function: 0,
            names: [0; 7],
            whole: [0; 3],
            statements: [0; 2],
            statement: 0,
            stack: Vec::new(),
            blocks: Vec::new(),
            calls: [0; 2],
            since_call: 0,
            locals: [0; 2],
            next_of: [0; LOCALS],
            offset_of: [0; LOCALS],
            unread: Vec::new(),
            last: [[0; 2]; KINDS_OF_STREAMS],
            kind: 0,
            number: 0,
            said: 0,
        }
    }

    /// What made the topmost value, and the one under it.
    fn top(&self) -> (u32, u32) {
        let from_top = |nth: usize| {
            let at = self.stack.len().checked_sub(nth);
            at.map_or(0, |at| self.stack[at])
        };
        (from_top(1), from_top(2))
    }

    fn put(&mut self, takes: usize, put: Option<u32>) {
        self.stack.truncate(self.stack.len().saturating_sub(takes));
        self.stack.extend(put);
    }
}

fn hash(parts: &[u32]) -> u32 {
    parts
        .iter()
        .fold(0x9e37_79b9, |hash, part| mixed(hash, *part))
}

/// A number to the front of those before it.
fn shift<const N: usize>(numbers: &mut [u32; N], first: u32) {
    numbers.copy_within(..N - 1, 1);
    numbers[0] = first;
}

impl<B: Bits> Mixed<B> {
    pub(crate) fn new(bits: B, trees: Trees) -> Mixed<B> {
        Mixed {
            bits,
            trees,
            model: Model::new(),
            seen: Before::new(),
        }
    }

    pub(crate) fn into_bits(self) -> B {
        self.bits
    }

    fn coded(&mut self, tree: usize, byte: u8, told: &Told) -> u8 {
        self.model
            .byte(&mut self.bits, &self.trees.0[tree], byte, told)
    }
}

impl<B: Bits> Tape for Mixed<B> {
    fn begin(&mut self) {
        self.seen = Before {
            function: self.seen.function + 1,
            last: self.seen.last,
            ..Before::new()
        };
    }

    fn name(&mut self, name: u8) -> u8 {
        let seen = &self.seen;
        let [one, two, three, four, five, six, _] = seen.names;
        let [first, second, third] = seen.whole;
        let (top, under) = seen.top();
        let depth = seen.stack.len().min(6) as u32;
        let block = seen.blocks.last().copied().unwrap_or(0);
        let blocks = seen.blocks.len().min(7) as u32;
        let contexts = [
            hash(&[1, one]),
            hash(&[2, one, two]),
            hash(&[3, one, two, three, four]),
            hash(&[4, one, two, three, four, five, six]),
            hash(&[5, one, first]),
            hash(&[6, one, first, second]),
            hash(&[7, one, two, depth, top]),
            hash(&[8, one, blocks.min(5), block, two, three]),
            hash(&[9, one, seen.calls[0], seen.since_call.min(20)]),
            hash(&[10, one, top, under, depth]),
            hash(&[11, one, seen.statement, seen.statements[0]]),
            hash(&[12, one, seen.unread.len().min(8) as u32, depth]),
            hash(&[13, one, two, first, second, third]),
        ];
        let told = Told {
            kind: NAME as usize,
            part: 0,
            sets: [one, depth << 3 | blocks, two],
            contexts,
        };
        let name = self.coded(NAMES, name, &told);
        shift(&mut self.seen.names, u32::from(name));
        name
    }

    fn aligned(&mut self, to: u8) -> u8 {
        self.part(crate::stream::OTHER, 1, to)
    }

    fn part(&mut self, stream: usize, nth: usize, part: u8) -> u8 {
        let kind = kind_of(stream);
        let seen = &mut self.seen;
        if nth == 0 {
            (seen.kind, seen.number) = (kind, 0);
        }
        // The next instruction is named already, but for the last of a function.
        let [next, op, one, two, three, ..] = seen.names;
        let [first, second, third] = seen.whole;
        let (top, under) = seen.top();
        let [last, last_but_one] = seen.last[kind];
        let local = seen.locals[0];
        let own = match u8::try_from(op).unwrap_or(0) {
            GET_LOCAL..=TEE_LOCAL => [
                hash(&[local, op]),
                hash(&[seen.next_of[local as usize % LOCALS], local]),
                hash(&[
                    seen.unread.last().copied().unwrap_or(0),
                    seen.unread.len().min(9) as u32,
                    op,
                ]),
                hash(&[local, seen.locals[1], next]),
            ],
            op if is_access(op) => [
                hash(&[top, u32::from(op)]),
                hash(&[
                    seen.offset_of[local as usize % LOCALS],
                    u32::from(op),
                    local,
                ]),
                hash(&[last, last_but_one, u32::from(op)]),
                hash(&[under, u32::from(op), next]),
            ],
            _ if stream >= CALL => [
                hash(&[seen.calls[0], next]),
                hash(&[seen.calls[0], seen.calls[1], next]),
                hash(&[last, last_but_one, next]),
                hash(&[top, under, next]),
            ],
            _ => [
                hash(&[last, last_but_one]),
                hash(&[seen.blocks.len() as u32, next]),
                hash(&[last, seen.blocks.len() as u32]),
                hash(&[seen.calls[0], next, top]),
            ],
        };
        let base = hash(&[kind as u32, nth.min(6) as u32, seen.number]);
        let contexts = [
            hash(&[base, 1, op, next]),
            hash(&[base, 2, op, next, one]),
            hash(&[base, 3, op, next, one, two, three]),
            hash(&[base, 4, op, next, first]),
            hash(&[base, 5, op, first, second]),
            hash(&[base, 6, op, next, first, second, third]),
            hash(&[base, 7, op, last]),
            hash(&[base, 8, op, seen.function]),
            hash(&[base, 9, seen.statement, seen.statements[0]]),
            hash(&[base, 10, own[0]]),
            hash(&[base, 11, own[1]]),
            hash(&[base, 12, own[2]]),
            hash(&[base, 13, own[3]]),
        ];
        let told = Told {
            kind,
            part: nth.min(3),
            sets: [op, next, (kind << 3 | nth.min(7)) as u32],
            contexts,
        };
        let part = self.coded(tree_for(stream, nth), part, &told);
        let seen = &mut self.seen;
        seen.number = mixed(seen.number, u32::from(part) + 1);
        seen.said = mixed(seen.said, u32::from(part) + 1);
        part
    }

    fn byte(&mut self, stream: usize, byte: u8) -> u8 {
        self.part(stream, 1, byte)
    }

    fn pass(&mut self, op: u8, local: i32) {
        let seen = &mut self.seen;
        let said = std::mem::take(&mut seen.said);
        let (told, number) = (u32::from(op), seen.number);
        let whole = hash(&[told, said]);
        shift(&mut seen.whole, whole);
        if said != 0 {
            shift(&mut seen.last[seen.kind], number);
        }
        match op {
            0x02..=0x04 => seen.blocks.push(told),
            END => drop(seen.blocks.pop()),
            _ => {}
        }
        if matches!(op, 0x10 | 0x11) {
            shift(&mut seen.calls, whole);
            seen.since_call = 0;
        } else {
            seen.since_call += 1;
        }
        if is_access(op) {
            seen.offset_of[seen.locals[0] as usize % LOCALS] = number;
        }
        if matches!(op, GET_LOCAL..=TEE_LOCAL | FRAME | LAST) {
            let local = local.cast_unsigned();
            if matches!(op, SET_LOCAL | TEE_LOCAL) {
                if seen.unread.len() == UNREAD {
                    seen.unread.remove(0);
                }
                seen.unread.push(local);
            } else if let Some(at) = seen.unread.iter().rposition(|set| *set == local) {
                seen.unread.remove(at);
            }
            seen.next_of[seen.locals[0] as usize % LOCALS] = local;
            shift(&mut seen.locals, local);
        }
        match op {
            FRAME | LAST | TAKE | GET_LOCAL | 0x23 | CONSTANT | 0x42 => seen.put(0, Some(told)),
            SET_LOCAL | 0x24 | LEAVE | 0x1a | 0x0d | 0x0e | 0x04 => seen.put(1, None),
            TEE_LOCAL => {}
            _ if is_store(op) => seen.put(2, None),
            _ if is_access(op) => seen.put(1, Some(told)),
            0x45 | 0x50 | 0xa7..=0xc4 => seen.put(1, Some(told)),
            0x46..=0xa6 => seen.put(2, Some(told)),
            0x1b => seen.put(3, Some(told)),
            COPY => seen.put(3, None),
            0x10 | 0x11 => seen.put(usize::MAX, Some(whole)),
            _ => seen.put(usize::MAX, None),
        }
        seen.statement = mixed(seen.statement, told);
        if seen.stack.is_empty() {
            let statement = std::mem::take(&mut seen.statement);
            shift(&mut seen.statements, statement);
        }
    }
}
