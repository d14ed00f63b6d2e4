//! The module's memory, as the page sees it: the page makes room in it, writes the text of a part there, and finds the
//! module in its place.
#![expect(
    unsafe_code,
    reason = "the page writes into this memory, and exports have names"
)]

use crate::text::bytes_in;
use crate::unpacking::{self, length_of, room_for};
use core::arch::wasm32::memory_grow;
use core::slice::from_raw_parts_mut;

/// A page of memory.
const PAGE: usize = 1 << 16;

/// As many bytes as are asked for, all zeros, that were nobody's before. Where there is no memory left, the module stops.
fn grown(bytes: usize) -> &'static mut [u8] {
    let page = memory_grow::<0>(bytes.div_ceil(PAGE));
    if page == usize::MAX {
        core::arch::wasm32::unreachable();
    }
    // SAFETY: the pages from there on are new, so nothing else points into them, and they are there until the end.
    unsafe { from_raw_parts_mut((page * PAGE) as *mut u8, bytes) }
}

/// The address of room for a text of so many bytes.
#[unsafe(no_mangle)]
extern "C" fn room(length: usize) -> *mut u8 {
    grown(length).as_mut_ptr()
}

/// Unpacks the module whose text stands at an address that `room` gave for a text of this length; gives the address of
/// the module's length, in four bytes, behind which the module stands.
///
/// # Safety
///
/// To be called once for a room, and nothing else reads or writes there while this runs.
#[unsafe(no_mangle)]
unsafe extern "C" fn unpack(text: *mut u8, length: usize) -> *const u8 {
    // SAFETY: as asked of who calls: the room is as long, and nobody else's.
    let text = unsafe { from_raw_parts_mut(text, length) };
    let length = bytes_in(text);
    let packed = &text[..length];
    let length = length_of(packed);
    let told = grown(size_of::<u32>() + room_for(length));
    let (before, module) = told.split_at_mut(size_of::<u32>());
    before.copy_from_slice(&(length as u32).to_le_bytes());
    unpacking::unpack(packed, grown(room_for(length)), module);
    told.as_ptr()
}
