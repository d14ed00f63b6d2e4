//! From what functions say back to the functions.

use crate::instruction::{
    ALIGNED, ALIGNED_LESS, FIRST_ACCESS, FRAME, GET_LOCAL, LAST, LAST_ACCESS, depth_after,
    is_access, whole_of,
};
use crate::seen::Seen;
use crate::stream::{Carried, LOCALS, WITH_COUNT, WITH_HIGH, Way, carry};
use crate::tape::Tape;

/// Room for a function's length in front of it: the last function is put down where there is room for its length yet.
const LENGTH: usize = 5;

/// How long the module is whose packed or mixed form this is.
pub(crate) fn length_of(packed: &[u8]) -> usize {
    length_at(packed, &mut 0)
}

/// How many bytes unpacking needs for a module of this length.
pub(crate) const fn room_for(length: usize) -> usize {
    length + LENGTH
}

/// A number of a form's head, and the place after it.
pub(crate) fn length_at(packed: &[u8], at: &mut usize) -> usize {
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

/// A module on its way from a tape.
pub(crate) struct Unpacking<'a, T> {
    pub(crate) tape: T,
    module: &'a mut [u8],
    to: usize,
}

impl<'a, T: Tape> Unpacking<'a, T> {
    /// Puts down what is on a tape. `module` has [`room_for`] its length.
    pub(crate) fn new(tape: T, module: &'a mut [u8]) -> Unpacking<'a, T> {
        Unpacking {
            tape,
            module,
            to: 0,
        }
    }

    pub(crate) fn put(&mut self, byte: u8) {
        self.module[self.to] = byte;
        self.to += 1;
    }

    pub(crate) fn put_all(&mut self, bytes: &[u8]) {
        self.module[self.to..self.to + bytes.len()].copy_from_slice(bytes);
        self.to += bytes.len();
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
    pub(crate) fn function(&mut self) {
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
            let is_less =
                (FIRST_ACCESS + ALIGNED_LESS..=LAST_ACCESS + ALIGNED_LESS).contains(&name);
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
