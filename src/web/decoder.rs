//! Text of any encoding the browser knows, through its own `TextDecoder`.

use crate::statement::Decode;

/// Decodes with `TextDecoder`, which follows the same standard as `encoding_rs`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserDecoder;

impl Decode for BrowserDecoder {
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        let options = web_sys::TextDecoderOptions::new();
        options.set_fatal(false);
        // A byte order mark is text here, as it is natively: the reader looks for it itself.
        js_sys::Reflect::set(&options, &"ignoreBOM".into(), &true.into()).ok()?;
        let decoder = web_sys::TextDecoder::new_with_label_and_options(label, &options).ok()?;
        decoder.decode_with_u8_array(bytes).ok()
    }
}
