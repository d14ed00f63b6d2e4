//! A module as it lies in the document: not in the order in which a browser compiles it, but the numbers of its
//! instructions parted by what they say and what is beside them, so that alike lies beside alike. Brotli makes a seventh
//! less of it.
//!
//! First the length of the module and of each stream, then the streams: what stands before the code and the number of
//! functions, what comes after it, and of the functions between them what each says by itself. Their lengths are left out,
//! as every function tells its own end. What the functions say is written in letters that Brotli makes less of.
//!
//! A function keeps what is no number in a frame, whose place is one of its locals: that one is read most, and the places
//! in the frame come again and again. So reading the frame's local is an instruction of its own here, and a place in the
//! frame is said by how long ago it was said before, or by how near it is to the last.
//!
//! The engine is wanted later than the view, once a file is there, and so may take longer to unpack: it is mixed. The same
//! numbers in the order of the program, each bit of them coded by how likely it is after what was said before; what
//! Brotli makes of the streams is three tenths more.
//!
//! The document carries both forms as text, see [`text`]. `cargo xtask` packs with this library; the page unpacks with
//! the same one, which compiled to WebAssembly is as quick at its first call as later: a script of the same steps took
//! 30 ms longer to start, and on a phone four times that.

#![cfg_attr(
    target_arch = "wasm32",
    expect(
        dead_code,
        reason = "of the two that unpack in the page, each is built of what it needs"
    )
)]

mod before;
mod coder;
mod instruction;
mod lanes;
mod letters;
mod mixed;
mod model;
mod outside;
#[cfg(not(target_arch = "wasm32"))]
mod packing;
mod parted;
#[cfg(target_arch = "wasm32")]
mod room;
mod seen;
mod stream;
mod tape;
pub mod text;
mod tree;
mod unmixing;
mod unpacking;

#[cfg(not(target_arch = "wasm32"))]
pub use packing::{Unpackable, mix, pack};
#[cfg(not(target_arch = "wasm32"))]
pub use {parted::unpacked, unmixing::unmixed};
