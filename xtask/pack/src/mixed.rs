//! What functions say, each byte by how likely it is after all that was said before.

use crate::coder::Bits;
use crate::instruction::{
    CONSTANT, COPY, END, FRAME, GET_LOCAL, LAST, LEAVE, SET_LOCAL, TAKE, TEE_LOCAL, is_access,
    is_store,
};
use crate::model::{CONTEXTS, Model, Told, mixed};
use crate::stream::{KINDS_OF_STREAMS, WITH_COUNT, kind_of};
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

/// Locals that are remembered by what was done with them, as a power of two.
const LOCALS: usize = 1 << 8;
/// How many of the blocks around tell what comes.
const AROUND: usize = 4;

/// A value on the stack: which instruction made it, and all that it was made of.
#[derive(Clone, Copy, Default)]
struct Value {
    made: u32,
    of: u32,
}

/// What was done with a local.
#[derive(Clone, Copy, Default)]
struct Local {
    /// What it was set to.
    of: u32,
    /// The offset it was last accessed at.
    offset: u32,
    /// What named it last, and the instruction after that.
    used: u32,
}

/// A block: what opened it, and that with the statement before.
#[derive(Clone, Copy, Default)]
struct Block {
    opened: u32,
    after: u32,
}

/// What was said before, as far as it tells what comes.
#[derive(Clone)]
struct Before {
    /// Which function this is, and how many instructions of it were said.
    function: u32,
    count: u32,
    /// What the last instructions are called, the next one with them once it is named.
    names: [u32; 7],
    /// The last instructions with all that they say.
    whole: [u32; 3],
    /// The last statements, which leave nothing on the stack, and what this one was so far; also with all they say.
    statements: [u32; 2],
    statement: u32,
    last_whole_statement: u32,
    whole_statement: u32,
    stack: Vec<Value>,
    blocks: Vec<Block>,
    /// What came since the last call.
    since_call: u32,
    calls: [u32; 2],
    /// The locals named last, those set last, and those used last, each once.
    locals: [u32; 2],
    sets: [u32; 2],
    recent: [u32; 3],
    known: [Local; LOCALS],
    /// The last numbers of each kind of stream, and how the last one begins.
    last: [[u32; 2]; KINDS_OF_STREAMS],
    last_lead: [u32; KINDS_OF_STREAMS],
    /// Of which kind of stream the last number is.
    kind: usize,
    /// The first byte of the number so far, its last one if it has many, what all its bytes are hashed to, and all that
    /// this instruction says.
    lead: u8,
    high: u8,
    number: u32,
    said: u32,
}

impl Before {
    fn new() -> Before {
        Before {
            function: 0,
            count: 0,
            names: [0; 7],
            whole: [0; 3],
            statements: [0; 2],
            statement: 0,
            last_whole_statement: 0,
            whole_statement: 0,
            stack: Vec::new(),
            blocks: Vec::new(),
            since_call: 0,
            calls: [0; 2],
            locals: [0; 2],
            sets: [0; 2],
            recent: [0; 3],
            known: [Local::default(); LOCALS],
            last: [[0; 2]; KINDS_OF_STREAMS],
            last_lead: [0; KINDS_OF_STREAMS],
            kind: 0,
            lead: 0,
            high: 0,
            number: 0,
            said: 0,
        }
    }

    /// Values are taken off the stack, and what is made of them put on it.
    fn put(&mut self, takes: usize, made: Option<u32>) {
        let from = self.stack.len().saturating_sub(takes);
        let taken = self.stack.drain(from..).rev();
        let of = taken.fold(self.whole[0], |of, value| mixed(of, value.of));
        self.stack.extend(made.map(|made| Value { made, of }));
    }

    /// An instruction names a local.
    fn name(&mut self, op: u8, local: u32) {
        let is_set = matches!(op, SET_LOCAL | TEE_LOCAL);
        shift(&mut self.locals, local);
        // The frame is known for what it is.
        if op == FRAME {
            return;
        }
        let known = &mut self.known[local as usize % LOCALS];
        known.used = self.names[0] << 8 | u32::from(op);
        if is_set {
            known.of = self.stack.last().map_or(0, |value| value.of);
            shift(&mut self.sets, local);
        }
        let at = self.recent.iter().position(|recent| *recent == local);
        let to = at.unwrap_or(self.recent.len() - 1);
        self.recent.copy_within(..to, 1);
        self.recent[0] = local;
    }

    /// All that contexts are made of, for a byte of this kind of stream.
    fn facts(&self, kind: usize, stream: usize) -> [u32; FACTS] {
        let from_top = |nth: usize| {
            let at = self.stack.len().checked_sub(nth);
            at.map_or(Value::default(), |at| self.stack[at])
        };
        let (top, under) = (from_top(1), from_top(2));
        let local = &self.known[self.locals[0] as usize % LOCALS];
        let block = self.blocks.last().copied().unwrap_or_default();
        let around = self.blocks.iter().rev().take(AROUND);
        let [n0, n1, n2, n3, n4, n5, n6] = self.names;
        let mut facts = [0; FACTS];
        for (fact, is) in [
            (N0, n0),
            (N1, n1),
            (N2, n2),
            (N3, n3),
            (N4, n4),
            (N5N6, n5 << 8 | n6),
            (N5, n5),
            (First, self.whole[0]),
            (Second, self.whole[1]),
            (Third, self.whole[2]),
            (LastStatement, self.statements[0]),
            (WholeStatement, self.last_whole_statement),
            (Top, top.made),
            (TopOf, top.of),
            (Under, under.made),
            (Depth, self.stack.len().min(6) as u32),
            (
                Stack,
                self.stack
                    .iter()
                    .fold(0, |all, value| mixed(all, value.made)),
            ),
            (Blocks, self.blocks.len() as u32),
            (Opened, block.opened),
            (After, block.after),
            (
                Around,
                around.fold(0, |all, block| mixed(all, block.opened)),
            ),
            (LastCall, self.calls[0]),
            (SinceCall, self.since_call),
            (Function, self.function),
            (Count, self.count.min(40)),
            (Named, self.locals[0]),
            (NamedBefore, self.locals[1]),
            (LastSet, self.sets[0]),
            (SetBefore, self.sets[1]),
            (Recent, hash(&self.recent)),
            (SetTo, local.of),
            (Offset, local.offset),
            (Used, local.used),
            (Last, self.last[kind][0]),
            (LastButOne, self.last[kind][1]),
            (LastLead, self.last_lead[kind]),
            (LastConstant, self.last[CONSTANTS][0]),
            (Stream, stream as u32),
        ] {
            facts[fact as usize] = is;
        }
        facts
    }
}

/// What contexts are made of.
#[derive(Clone, Copy)]
enum Fact {
    /// Nothing.
    No,
    /// That of a number of several bytes only the first is known here: what is alike in its others does not hang on all.
    Loose,
    N0,
    N1,
    N2,
    N3,
    N4,
    N5,
    N5N6,
    First,
    Second,
    Third,
    LastStatement,
    WholeStatement,
    Top,
    TopOf,
    Under,
    Depth,
    Stack,
    Blocks,
    Opened,
    After,
    Around,
    LastCall,
    SinceCall,
    Function,
    Count,
    Named,
    NamedBefore,
    LastSet,
    SetBefore,
    Recent,
    SetTo,
    Offset,
    Used,
    Last,
    LastButOne,
    LastLead,
    LastConstant,
    Stream,
}
use Fact::*;
const FACTS: usize = Stream as usize + 1;
const MOST_FACTS: usize = 6;

type Chosen = [[Fact; MOST_FACTS]; CONTEXTS];

/// The contexts of names and of seven groups of numbers, found by trying on the engine's module.
const CHOSEN: [Chosen; 8] = [
    [
        [N0, No, No, No, No, No],
        [N1, No, No, No, No, No],
        [N1, N2, No, No, No, No],
        [LastStatement, No, No, No, No, No],
        [First, No, No, No, No, No],
        [N1, N2, N3, N4, N5N6, No],
        [Depth, Around, No, No, No, No],
        [Under, No, No, No, No, No],
        [SetTo, N1, No, No, No, No],
        [Top, Under, Depth, No, No, No],
        [N1, N2, N3, N4, No, No],
    ],
    [
        [Count, LastSet, No, No, No, No],
        [N0, Last, No, No, No, No],
        [N0, N2, N3, N4, LastLead, No],
        [First, NamedBefore, Stream, No, No, No],
        [Function, Stream, No, No, No, No],
        [Function, No, No, No, No, No],
        [N0, N1, N2, First, Function, No],
        [N0, SetBefore, No, No, No, No],
        [N1, LastSet, SetBefore, No, No, No],
        [N1, SetBefore, No, No, No, No],
        [First, No, No, No, No, No],
    ],
    [
        [Named, Used, N0, No, No, No],
        [N0, N2, No, No, No, No],
        [Loose, N1, No, No, No, No],
        [Second, Named, No, No, No, No],
        [N2, Function, No, No, No, No],
        [Last, No, No, No, No, No],
        [Function, No, No, No, No, No],
        [TopOf, No, No, No, No, No],
        [LastSet, No, No, No, No, No],
        [Third, No, No, No, No, No],
        [N5N6, Depth, Named, NamedBefore, Recent, No],
    ],
    [
        [Loose, Function, No, No, No, No],
        [Third, No, No, No, No, No],
        [Loose, Offset, Stream, No, No, No],
        [N0, N3, Top, Offset, No, No],
        [Loose, Top, Function, SetTo, No, No],
        [Loose, LastConstant, No, No, No, No],
        [Offset, N0, No, No, No, No],
        [Loose, LastLead, No, No, No, No],
        [Top, No, No, No, No, No],
        [N3, Top, Offset, No, No, No],
        [Loose, Third, LastConstant, No, No, No],
    ],
    [
        [Loose, LastCall, No, No, No, No],
        [Loose, N0, N2, No, No, No],
        [Loose, N0, N2, N3, TopOf, No],
        [N3, N4, No, No, No, No],
        [Last, LastButOne, N0, No, No, No],
        [Loose, LastLead, No, No, No, No],
        [N0, N2, TopOf, SetTo, No, No],
        [Loose, No, No, No, No, No],
        [N3, N5, Third, Last, No, No],
        [N0, N1, SinceCall, No, No, No],
        [N2, N3, N4, N5, N5N6, No],
    ],
    [
        [Loose, N0, N2, N3, N4, N5],
        [N0, N2, No, No, No, No],
        [Loose, First, No, No, No, No],
        [Under, No, No, No, No, No],
        [Loose, No, No, No, No, No],
        [Last, No, No, No, No, No],
        [Function, No, No, No, No, No],
        [Loose, Depth, No, No, No, No],
        [Loose, N0, No, No, No, No],
        [Stack, No, No, No, No, No],
        [N5, Under, Depth, Last, No, No],
    ],
    [
        [N0, No, No, No, No, No],
        [N0, N2, No, No, No, No],
        [N0, N2, N3, N4, No, No],
        [Loose, LastCall, No, No, No, No],
        [Loose, LastConstant, No, No, No, No],
        [Loose, N0, SetTo, No, No, No],
        [Loose, TopOf, No, No, No, No],
        [Loose, Function, N0, No, No, No],
        [No, No, No, No, No, No],
        [Loose, Function, No, No, No, No],
        [N0, N2, N3, N4, N5N6, Last],
    ],
    [
        [Blocks, Function, Stream, No, No, No],
        [Loose, N0, No, No, No, No],
        [No, No, No, No, No, No],
        [Third, After, No, No, No, No],
        [N0, Depth, Around, No, No, No],
        [N0, N2, N3, No, No, No],
        [N4, N5N6, LastLead, No, No, No],
        [Loose, N0, LastLead, No, No, No],
        [Blocks, No, No, No, No, No],
        [Opened, No, No, No, No, No],
        [WholeStatement, No, No, No, No, No],
    ],
];

/// Which contexts a number of this kind of stream has.
fn group_of(kind: usize) -> usize {
    match kind {
        GETS | GETS_NEXT => 1,
        SETS | TEES => 2,
        LOADS | STORES => 3,
        PLACES => 4,
        CALLS => 5,
        CONSTANTS => 6,
        _ => 7,
    }
}

/// Kinds of streams, as [`kind_of`] has them.
const GETS: usize = 3;
const GETS_NEXT: usize = 4;
const SETS: usize = 5;
const TEES: usize = 7;
const PLACES: usize = 8;
const STORES: usize = 9;
const LOADS: usize = 11;
const CALLS: usize = 16;
const CONSTANTS: usize = 17;

/// The contexts of a group, from what is known; `base` and `loose` are what each begins with.
fn contexts_of(group: usize, base: u32, loose: u32, facts: &[u32; FACTS]) -> [u32; CONTEXTS] {
    let mut contexts = [0; CONTEXTS];
    for ((nth, context), chosen) in (1..).zip(&mut contexts).zip(&CHOSEN[group]) {
        let base = match chosen[0] {
            Loose => loose,
            _ => base,
        };
        *context = chosen.iter().fold(mixed(base, nth), |hash, fact| {
            mixed(hash, facts[*fact as usize])
        });
    }
    contexts
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
    pub(crate) fn new(bits: B, trees: Trees, mut model: Model) -> Mixed<B> {
        model.begin();
        Mixed {
            bits,
            trees,
            model,
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
            last_lead: self.seen.last_lead,
            ..Before::new()
        };
    }

    fn name(&mut self, name: u8) -> u8 {
        let seen = &self.seen;
        let facts = seen.facts(0, 0);
        let blocks = seen.blocks.len().min(7) as u32;
        let [one, two, ..] = seen.names;
        let told = Told {
            kind: NAME as usize,
            // A function begins unlike it goes on.
            part: (facts[Count as usize].max(1).ilog2() / 2) as usize,
            sets: [
                one,
                facts[Depth as usize] << 3 | blocks,
                mixed(one, two) >> 24,
            ],
            contexts: contexts_of(0, mixed(NAME, one), 0, &facts),
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
        let [next, op, ..] = seen.names;
        let place = hash(&[kind as u32, nth.min(6) as u32, op]);
        let base = mixed(place, seen.number);
        let loose = match nth > 1 && seen.lead >= WITH_COUNT {
            true => mixed(place, u32::from(seen.lead)),
            false => base,
        };
        let contexts = contexts_of(group_of(kind), base, loose, &seen.facts(kind, stream));
        let told = Told {
            kind,
            part: nth.min(3),
            sets: [
                mixed(op, nth as u32) >> 24,
                mixed(next, nth as u32) >> 24,
                stream as u32,
            ],
            contexts,
        };
        let part = self.coded(tree_for(stream, nth), part, &told);
        let seen = &mut self.seen;
        if nth == 0 {
            seen.lead = part;
        }
        seen.high = if seen.lead < WITH_COUNT { 0 } else { part };
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
        seen.count += 1;
        if said != 0 {
            shift(&mut seen.last[seen.kind], number);
            seen.last_lead[seen.kind] = u32::from(seen.lead) << 8 | u32::from(seen.high);
        }
        seen.since_call = mixed(seen.since_call, told);
        seen.statement = mixed(seen.statement, told);
        seen.whole_statement = mixed(seen.whole_statement, whole);
        match op {
            0x02..=0x04 => {
                seen.blocks.push(Block {
                    opened: told,
                    after: mixed(seen.statements[0], told),
                });
            }
            END => {
                seen.blocks.pop();
            }
            0x10 | 0x11 => {
                shift(&mut seen.calls, whole);
                seen.since_call = 0;
            }
            _ if is_access(op) => seen.known[seen.locals[0] as usize % LOCALS].offset = number,
            _ => {}
        }
        if matches!(op, GET_LOCAL..=TEE_LOCAL | FRAME | LAST) {
            seen.name(op, local.cast_unsigned());
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
            0x10 | 0x11 => {
                seen.stack.clear();
                seen.put(0, Some(whole));
            }
            _ => seen.stack.clear(),
        }
        if seen.stack.is_empty() {
            let statement = std::mem::take(&mut seen.statement);
            shift(&mut seen.statements, statement);
            seen.last_whole_statement = std::mem::take(&mut seen.whole_statement);
        }
    }
}
