//! The module's memory, as the page sees it: the page makes room in it, writes the text of a part there, and finds the
//! module in its place. There are two that do so, each with what it needs alone: one unpacks the view, and the one that is
//! built with `mixed` the engine.
#![expect(
    unsafe_code,
    reason = "the page writes into this memory, and exports have names"
)]

#[cfg(not(feature = "mixed"))]
use crate::text::bytes_in;
#[cfg(feature = "mixed")]
use crate::text::decoded;
use crate::unpacking::{length_of, room_for};
use core::arch::wasm32::memory_grow;
use core::slice::from_raw_parts_mut;
#[cfg(feature = "mixed")]
use std::alloc::{GlobalAlloc, Layout};
#[cfg(feature = "mixed")]
use std::sync::atomic::{AtomicUsize, Ordering};

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
    #[cfg(feature = "mixed")]
    let length = decoded(text);
    #[cfg(not(feature = "mixed"))]
    let length = bytes_in(text);
    let packed = &text[..length];
    let length = length_of(packed);
    let told = grown(size_of::<u32>() + room_for(length));
    let (before, module) = told.split_at_mut(size_of::<u32>());
    before.copy_from_slice(&(length as u32).to_le_bytes());
    #[cfg(feature = "mixed")]
    crate::unmixing::unmix(packed, module);
    #[cfg(not(feature = "mixed"))]
    crate::parted::unpack(packed, grown(room_for(length)), module);
    told.as_ptr()
}

/// What the model lives in: new memory each time, of which none is given back before all of it goes.
#[cfg(feature = "mixed")]
struct Room {
    next: AtomicUsize,
    end: AtomicUsize,
}

#[cfg(feature = "mixed")]
#[global_allocator]
static ROOM: Room = Room {
    next: AtomicUsize::new(0),
    end: AtomicUsize::new(0),
};

// SAFETY: what is given was nobody's before, is aligned, is as long as asked for, and stays.
#[cfg(feature = "mixed")]
unsafe impl GlobalAlloc for Room {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mut at = (self.next.load(Ordering::Relaxed)).next_multiple_of(layout.align());
        if at + layout.size() > self.end.load(Ordering::Relaxed) {
            let new = grown(layout.size());
            at = new.as_ptr().addr();
            let end = at + layout.size().next_multiple_of(PAGE);
            self.end.store(end, Ordering::Relaxed);
        }
        self.next.store(at + layout.size(), Ordering::Relaxed);
        at as *mut u8
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: what is asked of who calls is the same; new memory is zeros.
        unsafe { self.alloc(layout) }
    }
}
