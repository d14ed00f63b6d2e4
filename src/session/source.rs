//! Files that were handed in, and how much of each is kept to be read again.

use std::sync::Arc;

use super::FileId;
use super::import::MAX_FILE_BYTES;
use super::reading::{self, HEAD_BYTES};
use crate::issue::Issue;
use crate::money::Currency;
use crate::statement::{self, Decode, Handed, Held, StatementError, Unpacked};

/// A file that was handed in, kept while anything could bring it back.
pub(super) struct Source {
    pub(super) id: FileId,
    pub(super) name: Arc<str>,
    pub(super) currency: Option<Currency>,
    /// Whether its rows stay out while it leaves open how they are read.
    pub(super) asks: bool,
    pub(super) kept: Kept,
    /// What was left out of the file that it came in, said once: by the first that came in it.
    pub(super) left_out: Vec<Issue>,
}

/// How much of a file is kept.
pub(super) enum Kept {
    /// All of it.
    Whole(Incoming),
    /// Its head, which shows what it leaves open.
    Head(Vec<u8>),
    /// Only why it was refused.
    Refused(Issue),
}

/// What is to be read.
#[derive(Clone)]
pub enum Incoming {
    /// A file, all of it.
    Bytes(Vec<u8>),
    /// A file that stays where it is, of which a large one is read in pieces.
    Held(Held),
    /// Rows that no file holds.
    Rows(Arc<Handed>),
}

impl Incoming {
    /// What it holds, where it is a file that holds files: its own bytes are gone then.
    pub(super) fn unpacked(
        &mut self,
        decoder: &dyn Decode,
    ) -> Option<Result<Unpacked, StatementError>> {
        if self.size() > MAX_FILE_BYTES as u64 {
            return None;
        }
        match self {
            Incoming::Bytes(bytes) if statement::holds_files(bytes) => {
                Some(statement::unpack(std::mem::take(bytes), decoder))
            }
            Incoming::Bytes(bytes) => statement::unpack_text(bytes, decoder).map(Ok),
            Incoming::Held(file) => statement::unpack_held(file),
            _ => None,
        }
    }

    /// Whether it is a file that holds files, as far as its begin tells.
    pub(super) fn holds_files(&self) -> bool {
        match self {
            Incoming::Bytes(bytes) => statement::holds_files(bytes),
            Incoming::Held(file) => statement::holds_files(&file.head(HEAD_BYTES)),
            Incoming::Rows(_) => false,
        }
    }

    /// How many bytes the file has.
    pub(super) fn size(&self) -> u64 {
        match self {
            Incoming::Bytes(bytes) => bytes.len() as u64,
            Incoming::Held(file) => file.size(),
            Incoming::Rows(_) => 0,
        }
    }

    /// How many bytes are held to keep it: none of a file that stays where it is.
    pub(super) fn kept(&self) -> usize {
        match self {
            Incoming::Bytes(bytes) => bytes.len(),
            Incoming::Held(_) => 0,
            Incoming::Rows(rows) => rows
                .rows
                .iter()
                .map(|row| size_of_val(row) + row.descriptor.len() + row.amount.len() * 2)
                .sum(),
        }
    }
}

impl Source {
    pub(super) fn is_whole(&self) -> bool {
        !matches!(self.kept, Kept::Head(_))
    }

    pub(super) fn size(&self) -> usize {
        match &self.kept {
            Kept::Whole(incoming) => incoming.kept(),
            Kept::Head(_) | Kept::Refused(_) => 0,
        }
    }

    /// The begin of its bytes.
    pub(super) fn head(&self) -> Vec<u8> {
        match &self.kept {
            Kept::Whole(Incoming::Bytes(bytes)) => reading::head(bytes).to_vec(),
            Kept::Whole(Incoming::Held(file)) => reading::head(&file.head(HEAD_BYTES)).to_vec(),
            Kept::Head(head) => head.clone(),
            Kept::Whole(Incoming::Rows(_)) | Kept::Refused(_) => Vec::new(),
        }
    }
}
