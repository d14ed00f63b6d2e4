//! What functions said before, as far as it tells what comes.

use crate::instruction::{
    CONSTANT, COPY, END, FRAME, GET_LOCAL, LAST, LEAVE, SET_LOCAL, TAKE, TEE_LOCAL, is_access,
    is_store,
};
use crate::model::mixed;
use crate::stream::{KINDS_OF_STREAMS, WITH_COUNT};

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
pub(crate) struct Before {
    /// Which function this is, and how many instructions of it were said.
    function: u32,
    count: u32,
    /// What the last instructions are called, the next one with them once it is named.
    pub(crate) names: [u32; 7],
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
    pub(crate) lead: u8,
    high: u8,
    pub(crate) number: u32,
    said: u32,
}

impl Before {
    pub(crate) fn new() -> Before {
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
    pub(crate) fn facts(&self, kind: usize, stream: usize) -> [u32; FACTS] {
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

    /// The next function begins.
    pub(crate) fn begin(&mut self) {
        *self = Before {
            function: self.function + 1,
            last: self.last,
            last_lead: self.last_lead,
            ..Before::new()
        };
    }

    /// The next instruction is named.
    pub(crate) fn named(&mut self, name: u8) {
        shift(&mut self.names, u32::from(name));
    }

    /// A number of this kind of stream begins.
    pub(crate) fn begin_number(&mut self, kind: usize) {
        (self.kind, self.number) = (kind, 0);
    }

    /// A byte of a number was said, its first or one after it.
    pub(crate) fn part(&mut self, nth: usize, part: u8) {
        if nth == 0 {
            self.lead = part;
        }
        self.high = if self.has_count() { part } else { 0 };
        self.number = mixed(self.number, u32::from(part) + 1);
        self.said = mixed(self.said, u32::from(part) + 1);
    }

    /// Whether the first byte of the number tells how many more there are.
    pub(crate) fn has_count(&self) -> bool {
        self.lead >= WITH_COUNT
    }

    /// An instruction is whole.
    pub(crate) fn pass(&mut self, op: u8, local: i32) {
        let said = std::mem::take(&mut self.said);
        let (told, number) = (u32::from(op), self.number);
        let whole = hash(&[told, said]);
        shift(&mut self.whole, whole);
        self.count += 1;
        if said != 0 {
            shift(&mut self.last[self.kind], number);
            self.last_lead[self.kind] = u32::from(self.lead) << 8 | u32::from(self.high);
        }
        self.since_call = mixed(self.since_call, told);
        self.statement = mixed(self.statement, told);
        self.whole_statement = mixed(self.whole_statement, whole);
        match op {
            0x02..=0x04 => {
                self.blocks.push(Block {
                    opened: told,
                    after: mixed(self.statements[0], told),
                });
            }
            END => {
                self.blocks.pop();
            }
            0x10 | 0x11 => {
                shift(&mut self.calls, whole);
                self.since_call = 0;
            }
            _ if is_access(op) => self.known[self.locals[0] as usize % LOCALS].offset = number,
            _ => {}
        }
        if matches!(op, GET_LOCAL..=TEE_LOCAL | FRAME | LAST) {
            self.name(op, local.cast_unsigned());
        }
        match op {
            FRAME | LAST | TAKE | GET_LOCAL | 0x23 | CONSTANT | 0x42 => self.put(0, Some(told)),
            SET_LOCAL | 0x24 | LEAVE | 0x1a | 0x0d | 0x0e | 0x04 => self.put(1, None),
            TEE_LOCAL => {}
            _ if is_store(op) => self.put(2, None),
            _ if is_access(op) => self.put(1, Some(told)),
            0x45 | 0x50 | 0xa7..=0xc4 => self.put(1, Some(told)),
            0x46..=0xa6 => self.put(2, Some(told)),
            0x1b => self.put(3, Some(told)),
            COPY => self.put(3, None),
            0x10 | 0x11 => {
                self.stack.clear();
                self.put(0, Some(whole));
            }
            _ => self.stack.clear(),
        }
        if self.stack.is_empty() {
            let statement = std::mem::take(&mut self.statement);
            shift(&mut self.statements, statement);
            self.last_whole_statement = std::mem::take(&mut self.whole_statement);
        }
    }
}

/// What contexts are made of.
#[derive(Clone, Copy)]
pub(crate) enum Fact {
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
/// The kind of stream that constants have, as [`kind_of`](crate::stream::kind_of) has it.
pub(crate) const CONSTANTS: usize = 17;
pub(crate) const FACTS: usize = Stream as usize + 1;

/// A number that looks like chance, by others.
pub(crate) fn hash(parts: &[u32]) -> u32 {
    parts
        .iter()
        .fold(0x9e37_79b9, |hash, part| mixed(hash, *part))
}

/// A number to the front of those before it.
fn shift<const N: usize>(numbers: &mut [u32; N], first: u32) {
    numbers.copy_within(..N - 1, 1);
    numbers[0] = first;
}
