//! The sample household that ships with the page, so that a stranger sees the point before trusting it with a
//! file. The files are made by `cargo xtask data`.

use std::sync::Arc;

use crate::calendar::{Date, date};
use crate::order::Gather as _;

use super::{Incoming, Session};

/// The sample household, open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name.
    pub name: &'static str,
    /// The day it is there: the last of its statements.
    pub today: Date,
}

const FILES: [(&str, &[u8]); 3] = [
    ("everyday.csv", include_bytes!("sample/everyday.csv")),
    ("card.ofx", include_bytes!("sample/card.ofx")),
    ("saver.csv", include_bytes!("sample/saver.csv")),
];

impl Session {
    /// Opens the sample household in place of what is loaded; its files are then read as any others.
    pub fn begin_sample(&mut self) {
        self.erase();
        let today = date(2026, 3, 22).unwrap_or(Date::ZERO);
        self.sample = Some(Sample {
            name: "The Wrens",
            today,
        });
        let files = FILES
            .iter()
            .map(|(name, bytes)| (Arc::from(*name), Incoming::Bytes(bytes.to_vec())))
            .gather();
        self.begin_import(files, None);
    }
}
