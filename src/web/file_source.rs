//! A file of the browser, read by the worker a piece at a time.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::decoder::BrowserDecoder;
use crate::statement::{Decode, Source};

#[wasm_bindgen]
extern "C" {
    /// Reads files at once, as only a worker may.
    type FileReaderSync;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<FileReaderSync, JsValue>;

    #[wasm_bindgen(method, catch, js_name = readAsArrayBuffer)]
    fn read_as_array_buffer(this: &FileReaderSync, file: &Blob) -> Result<ArrayBuffer, JsValue>;
}

/// A `File` or `Blob`, whose bytes stay with the browser.
pub(super) struct FileSource(pub(super) Blob);

impl FileSource {
    fn piece(&self, at: u64, most: usize) -> Result<Uint8Array, JsValue> {
        // Places in a file are whole numbers far below 2^53.
        let (from, to) = (at as f64, at.saturating_add(most as u64) as f64);
        let piece = self.0.slice_with_f64_and_f64(from, to)?;
        let buffer = FileReaderSync::new()?.read_as_array_buffer(&piece)?;
        Ok(Uint8Array::new(&buffer))
    }
}

impl Source for FileSource {
    fn size(&self) -> u64 {
        self.0.size() as u64
    }

    fn read(&self, at: u64, most: usize, into: &mut Vec<u8>) -> bool {
        let Ok(piece) = self.piece(at, most) else {
            return false;
        };
        let before = into.len();
        into.resize(before + piece.length() as usize, 0);
        if let Some(room) = into.get_mut(before..) {
            piece.copy_to(room);
        }
        true
    }

    fn decoder(&self) -> &dyn Decode {
        &BrowserDecoder
    }
}
