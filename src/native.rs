//! What the command line, the tests and the benches use where the browser has its own: decoding of text.
//!
//! Nothing that runs in the browser names this module, so nothing of it is linked there.

use crate::statement::Decode;

/// Decodes with `encoding_rs`, the same standard as the browser's `TextDecoder`.
#[derive(Clone, Copy, Debug, Default)]
pub struct EncodingRs;

impl Decode for EncodingRs {
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        Some(text.into_owned())
    }
}
