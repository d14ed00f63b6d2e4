//! The text of a large file, a piece of it at a time.

use crate::statement::source::{Held, PIECE};

/// What a record may reach beyond where it begins: more than forty quoted lines of any statement.
///
/// LIMIT: a quoted cell longer than this that is not closed within it is taken for a stray quote.
const REACH: usize = 1 << 20;

/// Where the text of a reading comes from.
#[derive(Default)]
pub(super) enum Rest {
    /// All of it is there.
    #[default]
    Nothing,
    /// More of it comes out of a file.
    More(Stream),
    /// The file holds what its sample did not announce: it has to be read as a whole.
    Contradicted(Held),
}

/// A file whose text is taken piece by piece.
pub(super) struct Stream {
    file: Held,
    label: &'static str,
    /// Bytes of the file that were fetched.
    fetched: u64,
    /// Fetched bytes behind the last line end, which the next piece goes on with.
    carry: Vec<u8>,
}

impl Stream {
    /// The file from its begin on; `None` for encodings that no line end cuts.
    pub(super) fn new(file: Held, label: &'static str) -> Option<Stream> {
        (!label.starts_with("utf-16")).then(|| Stream {
            file,
            label,
            fetched: 0,
            carry: Vec::new(),
        })
    }

    /// Puts the next piece in place of the text before `read`; what is left behind it.
    pub(super) fn advance(mut self, text: &mut String, read: usize) -> Rest {
        let mut bytes = std::mem::take(&mut self.carry);
        let size = self.file.size();
        let cut = loop {
            if self.file.read(self.fetched, PIECE, &mut bytes).is_err() {
                return Rest::Contradicted(self.file);
            }
            if self.fetched == 0 && bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
                bytes.drain(..3);
            }
            self.fetched = self.fetched.saturating_add(PIECE as u64).min(size);
            if self.fetched == size {
                break bytes.len();
            }
            // In every encoding but UTF-16, a byte of a line end is nothing else.
            if let Some(end) = memchr::memrchr2(b'\n', b'\r', &bytes) {
                break end + 1;
            }
        };
        self.carry = bytes.split_off(cut);
        if memchr::memchr(0, &bytes).is_some() {
            bytes.retain(|byte| *byte != 0);
        }
        let decoded = match self.label {
            "utf-8" => String::from_utf8(bytes).ok(),
            label => {
                let decoded = self.file.decoder().decode(label, &bytes);
                decoded.filter(|text| !text.contains('\u{FFFD}'))
            }
        };
        let Some(decoded) = decoded else {
            return Rest::Contradicted(self.file);
        };
        text.drain(..read.min(text.len()));
        text.push_str(&decoded);
        match self.fetched == size {
            true => Rest::Nothing,
            false => Rest::More(self),
        }
    }

    /// How many bytes of the file were made text.
    pub(super) fn made(&self) -> usize {
        let made = self.fetched.saturating_sub(self.carry.len() as u64);
        usize::try_from(made).unwrap_or(usize::MAX)
    }
}

impl Rest {
    /// How far records of this text may begin.
    pub(super) fn stop(&self, text: &str) -> usize {
        match self {
            Rest::Nothing => usize::MAX,
            Rest::More(_) => text.len().saturating_sub(REACH),
            Rest::Contradicted(_) => 0,
        }
    }
}
