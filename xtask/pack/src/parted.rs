//! From the packed form, parted into streams, back to the module.

use crate::instruction::PAIRS;
use crate::letters::{OUTSIDE, READ};
use crate::stream::{HEAD, OPS, STREAMS, TAIL};
use crate::tape::Tape;
use crate::unpacking::{Unpacking, length_at};
#[cfg(not(target_arch = "wasm32"))]
use crate::unpacking::{length_of, room_for};

/// The module whose packed form this is.
#[cfg(not(target_arch = "wasm32"))]
pub fn unpacked(packed: &[u8]) -> Vec<u8> {
    let length = length_of(packed);
    let room = room_for(length);
    let mut module = vec![0; room];
    unpack(packed, &mut vec![0; room], &mut module);
    module.truncate(length);
    module
}

/// Unpacks a module. `names` and `module` have room for its length, all zeros; what is left of `module` behind it says nothing.
pub(crate) fn unpack(packed: &[u8], names: &mut [u8], module: &mut [u8]) {
    let mut at = 0;
    length_at(packed, &mut at);
    let mut lengths = [0; STREAMS];
    for length in &mut lengths {
        *length = length_at(packed, &mut at);
    }
    let mut from = lengths;
    for begin in &mut from {
        let length = *begin;
        *begin = at;
        at += length;
    }
    let stream = |stream: usize| &packed[from[stream]..from[stream] + lengths[stream]];
    let (head, tail) = (stream(HEAD), stream(TAIL));

    // No instruction is less than a byte of the module.
    let mut count = 0;
    for letter in stream(OPS) {
        put_name(READ[usize::from(*letter)], names, &mut count);
    }
    let tape = Reading {
        names: &names[..count],
        packed,
        from,
    };
    let mut code = Unpacking::new(tape, module);
    let outside = |code: &mut Unpacking<_>, bytes: &[u8]| {
        for byte in bytes {
            code.put(OUTSIDE[usize::from(*byte)]);
        }
    };
    outside(&mut code, head);
    while !code.tape.names.is_empty() {
        code.function();
    }
    outside(&mut code, tail);
}

/// Reads what is said from streams.
struct Reading<'a> {
    /// What the instructions are called, from the next one on.
    names: &'a [u8],
    packed: &'a [u8],
    /// Where each stream goes on.
    from: [usize; STREAMS],
}

impl Tape for Reading<'_> {
    fn begin(&mut self) {}

    fn name(&mut self, _: u8) -> u8 {
        self.names.split_off_first().copied().unwrap_or(0)
    }

    fn aligned(&mut self, to: u8) -> u8 {
        self.name(to)
    }

    fn part(&mut self, stream: usize, _: usize, part: u8) -> u8 {
        READ[usize::from(self.byte(stream, part))]
    }

    fn byte(&mut self, stream: usize, _: u8) -> u8 {
        let byte = self.packed[self.from[stream]];
        self.from[stream] += 1;
        byte
    }

    fn pass(&mut self, _: u8, _: i32) {}
}

/// The two that an instruction stands for, none for most.
const HALVES: [(u8, u8); 32] = {
    let mut halves = [(0, 0); 32];
    let mut nth = 0;
    while nth < PAIRS.len() {
        let (both, one, other) = PAIRS[nth];
        halves[both as usize] = (one, other);
        nth += 1;
    }
    halves
};

/// Puts down an instruction, or those that it stands for.
fn put_name(name: u8, names: &mut [u8], count: &mut usize) {
    match HALVES.get(usize::from(name)) {
        Some(&(one, other)) if one != 0 => {
            put_name(one, names, count);
            put_name(other, names, count);
        }
        _ => {
            names[*count] = name;
            *count += 1;
        }
    }
}
