//! What the instructions of a function have told so far.

use crate::instruction::{
    ADD, CONSTANT, COPY, FRAME, GET_LOCAL, LAST, LEAVE, SET_GLOBAL, SET_LOCAL, TAKE, TEE_LOCAL,
    is_access, is_store,
};

/// How many places in the frame are said by how long ago they were said before.
const RECENT: usize = 32;
/// How far from the one said last a place is that is said by that: what is laid down word by word.
const NEAR: [i32; 3] = [-4, 4, 8];
/// From here on a place is said by how far it is from the last one that was new.
const FAR: u64 = (RECENT + NEAR.len()) as u64;
/// The frame's local, where it is set like any other.
const AS_FRAME: i32 = 0xffff;
/// No local.
const NONE: i32 = -1;

// What lies on the stack, as far as it matters: two bits each, the topmost lowest.
const VALUE: u32 = 0;
const LOCAL: u32 = 1;
const IN_FRAME: u32 = 2;
const KNOWN: u32 = (1 << 30) - 1;

/// From an instruction to another: how many bits it takes off the stack and how many it puts on.
const STACK: [(u8, u8, u8, u8); 20] = [
    (FRAME, LAST, 0, 2),
    (0x20, 0x20, 0, 2),
    (0x41, 0x42, 0, 2),
    (0x23, 0x23, 0, 2),
    (0x21, 0x21, 2, 0),
    (0x24, 0x24, 2, 0),
    (0x1a, 0x1a, 2, 0),
    (0x0d, 0x0d, 2, 0),
    (0x04, 0x04, 2, 0),
    (0x36, 0x3e, 4, 0),
    (0x22, 0x22, 2, 2),
    (0x28, 0x35, 2, 2),
    (0x45, 0xa6, 4, 2),
    (0x45, 0x45, 2, 2),
    (0x50, 0x50, 2, 2),
    (0xa7, 0xc4, 2, 2),
    (0x1b, 0x1b, 6, 2),
    (COPY, COPY, 6, 0),
    (TAKE, TAKE, 0, 2),
    (LEAVE, LEAVE, 2, 0),
];

/// Of each instruction; any other leaves nothing known.
const ON_STACK: [(u8, u8); 256] = {
    let mut on_stack = [(30, 0); 256];
    let mut row = 0;
    while row < STACK.len() {
        let (first, last, takes, puts) = STACK[row];
        let mut op = first as usize;
        while op <= last as usize {
            on_stack[op] = (takes, puts);
            op += 1;
        }
        row += 1;
    }
    on_stack
};

/// What the instructions of a function have told so far.
#[derive(Clone)]
pub(crate) struct Seen {
    /// The frame's local, and the one that was set last; -1 before there is one.
    pub(crate) frame: i32,
    pub(crate) last: i32,
    /// The instruction before this one, and the one before that.
    pub(crate) before: u8,
    pub(crate) earlier: u8,
    stack: u32,
    /// Places in the frame, the last said first, and the last one that was new.
    places: [i32; RECENT],
    far: i32,
}

impl Seen {
    pub(crate) const fn new() -> Self {
        Self {
            frame: NONE,
            last: NONE,
            before: 0,
            earlier: 0,
            stack: 0,
            places: [0; RECENT],
            far: 0,
        }
    }

    /// What is under the value that is stored.
    pub(crate) fn under(&self) -> u32 {
        self.stack >> 2 & 3
    }

    /// Whether an instruction says a place in the frame.
    pub(crate) fn is_in_frame(&self, op: u8, next: u8) -> bool {
        if is_store(op) {
            return self.under() == IN_FRAME;
        }
        self.before == FRAME
            && match op {
                CONSTANT => next == ADD,
                _ => is_access(op),
            }
    }

    /// What a local is written as.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn written(&self, local: i32) -> i32 {
        match local == self.frame {
            true => AS_FRAME,
            false => local - i32::from(self.frame >= 0 && local > self.frame),
        }
    }

    /// The local that is written so.
    pub(crate) fn read(&self, written: i32) -> i32 {
        match written == AS_FRAME {
            true => self.frame,
            false => written + i32::from(self.frame >= 0 && written >= self.frame),
        }
    }

    /// What a place in the frame is said by; it is the last one then.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn said(&mut self, place: i32) -> u64 {
        let step = place.wrapping_sub(self.places[0]);
        let near = NEAR.iter().position(|near| *near == step);
        let at = self.places.iter().position(|said| *said == place);
        let far = place.wrapping_sub(self.far);
        self.keep(at, place);
        match (near, at) {
            (Some(near), _) => (RECENT + near) as u64,
            (None, Some(at)) => at as u64,
            (None, None) => FAR + u64::from((far << 1 ^ far >> 31).cast_unsigned()),
        }
    }

    /// The place in the frame that is said so; it is the last one then.
    pub(crate) fn place_of(&mut self, said: u64) -> i32 {
        if (said as usize) < RECENT {
            let at = said as usize;
            let place = self.places[at];
            self.keep(Some(at), place);
            return place;
        }
        let place = match said < FAR {
            true => self.places[0].wrapping_add(NEAR[said as usize - RECENT]),
            false => {
                let far = said - FAR;
                let half = (far >> 1) as i32;
                let far = if far & 1 == 1 { !half } else { half };
                self.far.wrapping_add(far)
            }
        };
        let at = self.places.iter().position(|said| *said == place);
        self.keep(at, place);
        place
    }

    fn keep(&mut self, at: Option<usize>, place: i32) {
        if at.is_none() {
            self.far = place;
        }
        self.places.copy_within(0..at.unwrap_or(RECENT - 1), 1);
        self.places[0] = place;
    }

    /// Goes on behind an instruction, with the local that it names.
    pub(crate) fn pass(&mut self, op: u8, next: u8, local: i32) {
        if op == SET_LOCAL || op == TEE_LOCAL {
            self.last = local;
        }
        if op == TEE_LOCAL && next == SET_GLOBAL && self.frame < 0 {
            self.frame = local;
        }
        let put = match op {
            FRAME => IN_FRAME,
            GET_LOCAL | LAST => LOCAL,
            _ => VALUE,
        };
        let (takes, puts) = ON_STACK[usize::from(op)];
        self.stack = (self.stack >> takes << puts | put) & KNOWN;
        self.earlier = self.before;
        self.before = op;
    }
}
