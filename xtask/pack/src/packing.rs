//! From a module to its packed form.

use crate::coder::Writer;
use crate::instruction::{
    ALIGNED, ALIGNED_LESS, FIRST_ACCESS, FRAME, GET_LOCAL, LAST, PAIRS, depth_after, is_access,
    whole_at, whole_of,
};
use crate::letters::{OUTSIDE, WRITTEN};
use crate::mixed::{Counting, Mixed};
use crate::model::Model;
use crate::outside::Text;
use crate::parted::unpacked;
use crate::seen::Seen;
use crate::stream::{Carried, HEAD, LOCALS, OPS, STREAMS, TAIL, WITH_COUNT, WITH_HIGH, Way, carry};
use crate::tape::Tape;
use crate::tree::Tree;
use crate::unmixing::unmixed;
use std::fmt;

/// The length of what stands before the first section.
const HEADER: usize = 8;
/// The section of the code.
const CODE: u8 = 10;

/// Why a module cannot be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpackable {
    /// It holds no code, or not all of it.
    NoCode,
    /// This instruction is unknown, or what it says is not all there; the byte is where that was found.
    Instruction(u8, usize),
    /// It would not come out as it was.
    Changed,
}

impl fmt::Display for Unpackable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCode => write!(f, "the module holds no code, or not all of it"),
            Self::Instruction(op, at) => {
                write!(f, "cannot pack instruction {op:#04x} before byte {at}")
            }
            Self::Changed => write!(f, "the module is not as it was after packing"),
        }
    }
}

impl std::error::Error for Unpackable {}

/// The packed form of a module, made sure to give the module again.
///
/// # Errors
///
/// Where the module holds what the packing does not know, see [`Unpackable`].
pub fn pack(module: &[u8]) -> Result<Vec<u8>, Unpackable> {
    let code = code_of(module)?;
    let mut streams = told(module, &code, Writing(vec![Vec::new(); STREAMS]))?.0;
    for pair in PAIRS {
        streams[OPS] = paired(&streams[OPS], pair);
    }
    for name in &mut streams[OPS] {
        *name = WRITTEN[usize::from(*name)];
    }
    let outside = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| OUTSIDE[usize::from(*byte)])
            .collect()
    };
    streams[HEAD] = outside(code.head(module));
    streams[TAIL] = outside(code.tail(module));

    let mut packed = Vec::new();
    put_length(module.len(), &mut packed);
    for stream in &streams {
        put_length(stream.len(), &mut packed);
    }
    packed.extend(streams.into_iter().flatten());
    match unpacked(&packed) == module {
        true => Ok(packed),
        false => Err(Unpackable::Changed),
    }
}

/// The mixed form of a module, made sure to give the module again.
///
/// # Errors
///
/// Where the module holds what the packing does not know, see [`Unpackable`].
pub fn mix(module: &[u8]) -> Result<Vec<u8>, Unpackable> {
    let code = code_of(module)?;
    let (head, tail) = (code.head(module), code.tail(module));
    let mut packed = Vec::new();
    for length in [module.len(), code.functions, head.len(), tail.len()] {
        put_length(length, &mut packed);
    }
    let counts = told(module, &code, Counting::new())?;
    let mut bits = Writer::new(packed);
    let tree = Tree::told(Some(&Text::tree_of(&[head, tail])), &mut bits);
    let mut text = Text::new(Model::new(), tree, head.len());
    for byte in head.iter().chain(tail) {
        text.byte(&mut bits, *byte);
    }
    let trees = counts.trees(&mut bits);
    let mixed = told(module, &code, Mixed::new(bits, trees, text.finish().1))?;
    let packed = mixed.into_bits().finish();
    match unmixed(&packed) == module {
        true => Ok(packed),
        false => Err(Unpackable::Changed),
    }
}

/// Where the code of a module is.
struct Code {
    functions: usize,
    /// Where the first function begins, and where the last one ends.
    first: usize,
    end: usize,
}

impl Code {
    fn head<'a>(&self, module: &'a [u8]) -> &'a [u8] {
        &module[..self.first]
    }

    fn tail<'a>(&self, module: &'a [u8]) -> &'a [u8] {
        &module[self.end..]
    }
}

/// The tape with all that the functions say.
fn told<T: Tape>(module: &[u8], code: &Code, tape: T) -> Result<T, Unpackable> {
    let mut packing = Packing {
        module,
        at: code.first,
        end: code.end,
        tape,
    };
    for _ in 0..code.functions {
        packing.function()?;
    }
    Ok(packing.tape)
}

/// Parts what is said into streams.
struct Writing(Vec<Vec<u8>>);

impl Tape for Writing {
    fn begin(&mut self) {}

    fn name(&mut self, name: u8) -> u8 {
        self.byte(OPS, name)
    }

    fn aligned(&mut self, to: u8) -> u8 {
        self.byte(OPS, to)
    }

    fn part(&mut self, stream: usize, _: usize, part: u8) -> u8 {
        self.byte(stream, WRITTEN[usize::from(part)])
    }

    fn byte(&mut self, stream: usize, byte: u8) -> u8 {
        self.0[stream].push(byte);
        byte
    }

    fn pass(&mut self, _: u8, _: i32) {}
}

fn code_of(module: &[u8]) -> Result<Code, Unpackable> {
    let mut at = HEADER;
    while let Some(&section) = module.get(at) {
        let (length, begin) = number_at(module, at + 1);
        let end = begin + length as usize;
        if end > module.len() {
            break;
        }
        if section == CODE {
            let (functions, first) = number_at(module, begin);
            return Ok(Code {
                functions: functions as usize,
                first,
                end,
            });
        }
        at = end;
    }
    Err(Unpackable::NoCode)
}

/// A number in LEB128, of one with more than 32 bits the lower ones, and the place after it. It ends with the module.
fn number_at(module: &[u8], mut at: usize) -> (u32, usize) {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = module.get(at).copied().unwrap_or(0);
        at += 1;
        value |= u32::from(byte & 127).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte & 128 == 0 {
            return (value, at);
        }
    }
}

fn put_length(mut length: usize, packed: &mut Vec<u8>) {
    while length > 127 {
        packed.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    packed.push(length as u8);
}

/// Instructions with one in place of each pair of two.
fn paired(names: &[u8], (both, one, other): (u8, u8, u8)) -> Vec<u8> {
    let mut out = Vec::with_capacity(names.len());
    let mut rest = names;
    while let [name, after @ ..] = rest {
        let is_pair = *name == one && after.first() == Some(&other);
        out.push(if is_pair { both } else { *name });
        rest = if is_pair { &after[1..] } else { after };
    }
    out
}

struct Packing<'a, T> {
    module: &'a [u8],
    at: usize,
    /// Where the code ends.
    end: usize,
    tape: T,
}

impl<T: Tape> Packing<'_, T> {
    /// A byte of the module; behind its end 0, which is as good as any: more was taken than there is, which is refused.
    fn byte(&self, at: usize) -> u8 {
        self.module.get(at).copied().unwrap_or(0)
    }

    fn function(&mut self) -> Result<(), Unpackable> {
        // Its length is told by its end.
        self.skip();
        for _ in 0..self.number(LOCALS) {
            self.number(LOCALS);
            self.number(LOCALS);
            self.is_all_there(0)?;
        }
        // How a number is written depends on the instruction behind it, and what that is called on those before: so all
        // are named first.
        let begin = self.at;
        let names = self.names()?;
        self.at = begin;

        let mut seen = Seen::new();
        self.tape.begin();
        self.tape.name(names[0]);
        for (nth, &name) in names.iter().enumerate() {
            let mut op = self.byte(self.at);
            self.at += 1;
            if is_access(op) && name == op + ALIGNED_LESS {
                self.tape.aligned(self.byte(self.at));
                self.at += 1;
            } else if is_access(op) {
                self.at += 1;
            }
            let next = names.get(nth + 1).copied();
            if let Some(next) = next {
                self.tape.name(next);
            }
            let next = next.unwrap_or(0);
            let local = if is_own(name) {
                op = name;
                match whole_of(name) {
                    Some(whole) => self.at += whole.len() - 1,
                    None => drop(self.skip()),
                }
                seen.last
            } else {
                let carried = carry(op, next, &mut seen, self);
                self.local_of(carried, op, &seen)?
            };
            seen.pass(op, next, local);
            self.tape.pass(op, local);
        }
        Ok(())
    }

    /// What the instructions of the function that begins here are called.
    fn names(&mut self) -> Result<Vec<u8>, Unpackable> {
        let mut names = Vec::new();
        let mut seen = Seen::new();
        let mut depth = Some(0);
        while let Some(outer) = depth {
            let op = self.byte(self.at);
            let name = self.name_here(op, &seen);
            names.push(name);
            self.at += 1 + usize::from(is_access(op));
            let carried = carry(op, 0, &mut seen, &mut Skipping(self));
            let local = self.local_of(carried, op, &seen)?;
            let rest = self.module.get(self.at..).unwrap_or_default();
            let next = whole_at(rest).unwrap_or(self.byte(self.at));
            seen.pass(if is_own(name) { name } else { op }, next, local);
            depth = depth_after(op, outer);
        }
        Ok(names)
    }

    /// What the instruction that begins here is called in its stream.
    fn name_here(&self, op: u8, seen: &Seen) -> u8 {
        if op == GET_LOCAL {
            let local = number_at(self.module, self.at + 1).0.cast_signed();
            return match local {
                frame if frame == seen.frame => FRAME,
                last if last == seen.last => LAST,
                _ => op,
            };
        }
        let rest = self.module.get(self.at..).unwrap_or_default();
        if let Some(whole) = whole_at(rest) {
            return whole;
        }
        let is_less =
            is_access(op) && self.byte(self.at + 1) != ALIGNED[usize::from(op - FIRST_ACCESS)];
        if is_less { op + ALIGNED_LESS } else { op }
    }

    /// The local that an instruction names, once it is carried over; the one that was set last where it names none.
    fn local_of(&self, carried: Carried, op: u8, seen: &Seen) -> Result<i32, Unpackable> {
        self.is_all_there(op)?;
        match carried {
            Carried::Local(local) => Ok(local),
            Carried::Other => Ok(seen.last),
            Carried::Unknown => Err(Unpackable::Instruction(op, self.at)),
        }
    }

    fn is_all_there(&self, op: u8) -> Result<(), Unpackable> {
        match self.at <= self.end {
            true => Ok(()),
            false => Err(Unpackable::Instruction(op, self.at)),
        }
    }

    fn skip(&mut self) -> u32 {
        let (value, after) = number_at(self.module, self.at);
        self.at = after;
        value
    }

    /// Writes a number by the parts that its bytes have of it.
    fn parts(&mut self, stream: usize, parts: &[u8]) {
        match *parts {
            [low] if low < WITH_HIGH => drop(self.tape.part(stream, 0, low)),
            [low, high] if high < WITH_COUNT - WITH_HIGH => {
                self.tape.part(stream, 0, WITH_HIGH + high);
                self.tape.part(stream, 1, low);
            }
            _ => {
                let count = (parts.len() as u8).saturating_sub(1);
                self.tape.part(stream, 0, WITH_COUNT + count);
                for (nth, part) in parts.iter().enumerate() {
                    self.tape.part(stream, nth + 1, *part);
                }
            }
        }
    }

    /// Writes a number in place of the one that stands here.
    fn put(&mut self, stream: usize, mut value: u64) {
        self.skip();
        let mut parts = Vec::new();
        loop {
            parts.push((value & 127) as u8);
            value >>= 7;
            if value == 0 {
                return self.parts(stream, &parts);
            }
        }
    }
}

/// Whether an instruction is one that WebAssembly does not have, in the place of one with what it says.
fn is_own(name: u8) -> bool {
    matches!(name, FRAME | LAST) || whole_of(name).is_some()
}

impl<T: Tape> Way for Packing<'_, T> {
    fn number(&mut self, stream: usize) -> u64 {
        let start = self.at;
        let value = self.skip();
        let bytes = self.module.get(start..self.at).unwrap_or_default();
        let parts: Vec<u8> = bytes.iter().map(|byte| byte & 127).collect();
        self.parts(stream, &parts);
        u64::from(value)
    }

    fn local(&mut self, stream: usize, seen: &Seen) -> i32 {
        let local = number_at(self.module, self.at).0.cast_signed();
        self.put(stream, u64::from(seen.written(local).cast_unsigned()));
        local
    }

    fn place(&mut self, stream: usize, is_signed: bool, seen: &mut Seen) {
        let (value, after) = number_at(self.module, self.at);
        let bits = 7 * (after - self.at) as u32;
        let is_below = is_signed && self.byte(after - 1) & 64 != 0;
        let above = u32::MAX.checked_shl(bits).unwrap_or(0);
        let place = if is_below { value | above } else { value };
        let said = seen.said(place.cast_signed());
        self.put(stream, said);
    }

    fn bytes(&mut self, stream: usize, count: u64) {
        let rest = self.module.get(self.at..).unwrap_or_default();
        for byte in rest.iter().take(count as usize) {
            self.tape.byte(stream, *byte);
        }
        self.at += count as usize;
    }
}

/// Goes over what instructions say without writing it.
struct Skipping<'a, 'b, T>(&'a mut Packing<'b, T>);

impl<T: Tape> Way for Skipping<'_, '_, T> {
    fn number(&mut self, _: usize) -> u64 {
        u64::from(self.0.skip())
    }

    fn local(&mut self, _: usize, _: &Seen) -> i32 {
        self.0.skip().cast_signed()
    }

    fn place(&mut self, _: usize, _: bool, _: &mut Seen) {
        self.0.skip();
    }

    fn bytes(&mut self, _: usize, count: u64) {
        self.0.at += count as usize;
    }
}
