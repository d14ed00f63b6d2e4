//! Instructions by their bytes, those of WebAssembly and those that only the packed form has.

/// Reading a local, setting it, and setting it with the value kept.
pub(crate) const GET_LOCAL: u8 = 0x20;
pub(crate) const SET_LOCAL: u8 = 0x21;
pub(crate) const TEE_LOCAL: u8 = 0x22;
/// Setting a global: the frame is opened by it.
pub(crate) const SET_GLOBAL: u8 = 0x24;
/// A constant, and what adds it to an address.
pub(crate) const CONSTANT: u8 = 0x41;
pub(crate) const ADD: u8 = 0x6a;
/// What ends a block, a function too.
pub(crate) const END: u8 = 0x0b;

/// Of the packed form: reading the frame's local, and the one that was set last.
pub(crate) const FRAME: u8 = 0x06;
pub(crate) const LAST: u8 = 0x07;
/// Of the packed form, each with what WebAssembly has in its place: copying within the one memory, and taking and leaving the
/// second value that a function returns, in the one global beside the frame's.
pub(crate) const COPY: u8 = 0x27;
pub(crate) const TAKE: u8 = 0xc5;
pub(crate) const LEAVE: u8 = 0xc6;
const WHOLE: [(u8, &[u8]); 3] = [
    (COPY, &[0xfc, 0x0a, 0x00, 0x00]),
    (TAKE, &[0x23, 0x01]),
    (LEAVE, &[SET_GLOBAL, 0x01]),
];

/// What an instruction of the packed form stands for, if that is all it says.
pub(crate) fn whole_of(name: u8) -> Option<&'static [u8]> {
    let whole = WHOLE.iter().find(|(own, _)| *own == name)?;
    Some(whole.1)
}

/// The instruction of the packed form for what stands here, if there is one.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn whole_at(rest: &[u8]) -> Option<u8> {
    let whole = WHOLE.iter().find(|(_, bytes)| rest.starts_with(bytes))?;
    Some(whole.0)
}

/// Accesses to memory, loads before stores.
pub(crate) const FIRST_ACCESS: u8 = 0x28;
pub(crate) const FIRST_STORE: u8 = 0x36;
pub(crate) const LAST_ACCESS: u8 = 0x3e;
/// Those of a whole number, of 32 bits and of 64.
pub(crate) const LOAD_32: u8 = 0x28;
pub(crate) const LOAD_64: u8 = 0x29;
pub(crate) const STORE_32: u8 = 0x36;
pub(crate) const STORE_64: u8 = 0x37;
/// What an access is aligned to where nothing else is said, from the first load on.
pub(crate) const ALIGNED: [u8; 23] = [
    2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2,
];
/// Added to an access that is aligned to less: what it is aligned to stands after it.
pub(crate) const ALIGNED_LESS: u8 = 0xb8;

/// Those of the packed form that stand for two others, of which either may be such itself: the pairs met most often.
pub(crate) const PAIRS: [(u8, u8, u8); 14] = [
    (0x08, CONSTANT, ADD),
    (0x09, GET_LOCAL, GET_LOCAL),
    (0x0a, FRAME, 0x08),
    (0x12, FRAME, 0x28),
    (0x13, GET_LOCAL, 0x28),
    (0x14, GET_LOCAL, CONSTANT),
    (0x15, 0x0c, END),
    (0x16, 0x36, FRAME),
    (0x17, CONSTANT, 0x10),
    (0x18, CONSTANT, SET_LOCAL),
    (0x19, 0xef, 0x02),
    (0x1d, GET_LOCAL, 0x08),
    (0x1e, 0x12, SET_LOCAL),
    (0x1f, GET_LOCAL, LAST),
];

/// Whether an instruction is an access to memory.
pub(crate) const fn is_access(op: u8) -> bool {
    op >= FIRST_ACCESS && op <= LAST_ACCESS
}

/// Whether an access stores.
pub(crate) const fn is_store(op: u8) -> bool {
    op >= FIRST_STORE && op <= LAST_ACCESS
}

/// How deep in blocks the code is after an instruction: `None` after the end of the function.
pub(crate) fn depth_after(op: u8, depth: usize) -> Option<usize> {
    match op {
        0x02..=0x04 => Some(depth + 1),
        END => depth.checked_sub(1),
        _ => Some(depth),
    }
}
