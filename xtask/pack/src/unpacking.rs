//! From the packed form back to the module.

use crate::instruction::{
    ALIGNED, ALIGNED_LESS, FIRST_ACCESS, FRAME, GET_LOCAL, LAST, LAST_ACCESS, PAIRS, depth_after,
    is_access, whole_of,
};
use crate::coder::Reader;
use crate::letters::{OUTSIDE, READ};
use crate::mixed::{Mixed, Trees};
use crate::outside::Text;
use crate::seen::Seen;
use crate::tape::Tape;
use crate::tree::Tree;
use crate::stream::{Carried, HEAD, LOCALS, OPS, STREAMS, TAIL, WITH_COUNT, WITH_HIGH, Way, carry};

/// Room for a function's length in front of it: the last function is put down where there is room for its length yet.
const LENGTH: usize = 5;

/// How long the module is whose packed form this is.
pub(crate) fn length_of(packed: &[u8]) -> usize {
    length_at(packed, &mut 0)
}

/// How many bytes unpacking needs for a module of this length.
pub(crate) const fn room_for(length: usize) -> usize {
    length + LENGTH
}

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

/// Unpacks a module. `names` and `module` have [`room_for`] its length, all zeros; what is left of `module` behind it says nothing.
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
    let mut code = Unpacking {
        tape: Reading {
            names: &names[..count],
            packed,
            from,
        },
        module,
        to: 0,
    };
    code.outside(head);
    while !code.tape.names.is_empty() {
        code.function();
    }
    code.outside(tail);
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

/// The module whose mixed form this is.
#[cfg(not(target_arch = "wasm32"))]
pub fn unmixed(mixed: &[u8]) -> Vec<u8> {
    let length = length_of(mixed);
    let mut module = vec![0; room_for(length)];
    unmix(mixed, &mut module);
    module.truncate(length);
    module
}

/// Puts a module together from its mixed form. `module` has [`room_for`] its length.
pub(crate) fn unmix(mixed: &[u8], module: &mut [u8]) {
    let mut at = 0;
    length_at(mixed, &mut at);
    let [functions, head, tail] = [(); 3].map(|()| length_at(mixed, &mut at));
    let mut bits = Reader::new(&mixed[at..]);
    let mut text = Text::new(Tree::told(None, &mut bits));
    for _ in 0..head + tail {
        text.byte(&mut bits, 0);
    }
    let outside = text.into_seen();
    let trees = Trees::told(None, &mut bits);
    let mut code = Unpacking {
        tape: Mixed::new(bits, trees),
        module,
        to: 0,
    };
    code.put_all(&outside[..head]);
    for _ in 0..functions {
        code.function();
    }
    code.put_all(&outside[head..]);
}

/// A number of the packed form's head, and the place after it.
fn length_at(packed: &[u8], at: &mut usize) -> usize {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = packed[*at];
        *at += 1;
        value |= usize::from(byte & 127) << shift;
        shift += 7;
        if byte < 128 {
            return value;
        }
    }
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

struct Unpacking<'a, T> {
    tape: T,
    module: &'a mut [u8],
    to: usize,
}

impl<T: Tape> Unpacking<'_, T> {
    fn put(&mut self, byte: u8) {
        self.module[self.to] = byte;
        self.to += 1;
    }

    fn put_all(&mut self, bytes: &[u8]) {
        self.module[self.to..self.to + bytes.len()].copy_from_slice(bytes);
        self.to += bytes.len();
    }

    /// What is no code, whole.
    fn outside(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.put(OUTSIDE[usize::from(*byte)]);
        }
    }

    /// Puts a number down from a place on.
    fn number_from(&mut self, start: usize, mut value: i32, is_signed: bool) {
        self.to = start;
        loop {
            let low = (value & 127) as u8;
            value = match is_signed {
                true => value >> 7,
                false => (value.cast_unsigned() >> 7).cast_signed(),
            };
            let is_last = match is_signed {
                true => value == -i32::from(low >> 6),
                false => value == 0,
            };
            if is_last {
                return self.put(low);
            }
            self.put(low | 128);
        }
    }

    /// Unpacks the next function.
    fn function(&mut self) {
        let start = self.to;
        let body = start + LENGTH;
        self.to = body;
        for _ in 0..self.number(LOCALS) {
            self.number(LOCALS);
            self.number(LOCALS);
        }
        self.tape.begin();
        let mut seen = Seen::new();
        let mut name = self.tape.name(0);
        let mut depth = Some(0);
        while let Some(outer) = depth {
            let is_less = (FIRST_ACCESS + ALIGNED_LESS..=LAST_ACCESS + ALIGNED_LESS).contains(&name);
            let op = if is_less { name - ALIGNED_LESS } else { name };
            match op {
                FRAME | LAST => {
                    self.put(GET_LOCAL);
                    let local = if op == FRAME { seen.frame } else { seen.last };
                    self.number_from(self.to, local, false);
                }
                _ => match whole_of(op) {
                    Some(whole) => self.put_all(whole),
                    None => self.put(op),
                },
            }
            if is_less {
                let to = self.tape.aligned(0);
                self.put(to);
            } else if is_access(op) {
                self.put(ALIGNED[usize::from(op - FIRST_ACCESS)]);
            }
            depth = depth_after(op, outer);
            name = depth.map_or(0, |_| self.tape.name(0));
            let local = match carry(op, name, &mut seen, self) {
                Carried::Local(local) => local,
                Carried::Other | Carried::Unknown => seen.last,
            };
            seen.pass(op, name, local);
            self.tape.pass(op, local);
        }
        let end = self.to;
        self.number_from(start, (end - body) as i32, false);
        self.module.copy_within(body..end, self.to);
        self.to += end - body;
    }
}

impl<T: Tape> Way for Unpacking<'_, T> {
    fn number(&mut self, stream: usize) -> u64 {
        let lead = self.tape.part(stream, 0, 0);
        if lead < WITH_HIGH {
            self.put(lead);
            return u64::from(lead);
        }
        if lead < WITH_COUNT {
            let (low, high) = (self.tape.part(stream, 1, 0), lead - WITH_HIGH);
            self.put(low | 128);
            self.put(high);
            return u64::from(high) << 7 | u64::from(low);
        }
        let mut value = 0;
        for left in (0..=lead - WITH_COUNT).rev() {
            let nth = usize::from(lead - WITH_COUNT - left);
            let part = self.tape.part(stream, nth + 1, 0);
            self.put(if left > 0 { part | 128 } else { part });
            // Of one with more bits than are counted with only the bytes matter.
            value |= u64::from(part).checked_shl(7 * nth as u32).unwrap_or(0);
        }
        value
    }

    fn local(&mut self, stream: usize, seen: &Seen) -> i32 {
        let start = self.to;
        let written = self.number(stream) as i32;
        let local = seen.read(written);
        if local != written {
            self.number_from(start, local, false);
        }
        local
    }

    fn place(&mut self, stream: usize, is_signed: bool, seen: &mut Seen) {
        let start = self.to;
        let said = self.number(stream);
        self.number_from(start, seen.place_of(said), is_signed);
    }

    fn bytes(&mut self, stream: usize, count: u64) {
        for _ in 0..count {
            let byte = self.tape.byte(stream, 0);
            self.put(byte);
        }
    }
}
