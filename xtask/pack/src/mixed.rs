//! What functions say, each byte by how likely it is after all that was said before.

use crate::before::{Before, CONSTANTS, FACTS, Fact, Fact::*, hash};
use crate::coder::Bits;
use crate::model::{CONTEXTS, Model, Told, mixed};
use crate::stream::{KINDS_OF_STREAMS, kind_of};
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
        self.seen.begin();
    }

    fn name(&mut self, name: u8) -> u8 {
        let seen = &self.seen;
        let facts = seen.facts(0, 0);
        let blocks = facts[Blocks as usize].min(7);
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
        self.seen.named(name);
        name
    }

    fn aligned(&mut self, to: u8) -> u8 {
        self.part(crate::stream::OTHER, 1, to)
    }

    fn part(&mut self, stream: usize, nth: usize, part: u8) -> u8 {
        let kind = kind_of(stream);
        let seen = &mut self.seen;
        if nth == 0 {
            seen.begin_number(kind);
        }
        // The next instruction is named already, but for the last of a function.
        let [next, op, ..] = seen.names;
        let place = hash(&[kind as u32, nth.min(6) as u32, op]);
        let base = mixed(place, seen.number);
        let loose = match nth > 1 && seen.has_count() {
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
        self.seen.part(nth, part);
        part
    }

    fn byte(&mut self, stream: usize, byte: u8) -> u8 {
        self.part(stream, 1, byte)
    }

    fn pass(&mut self, op: u8, local: i32) {
        self.seen.pass(op, local);
    }
}
