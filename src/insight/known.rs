//! What is worked out once for a book and a day, and asked for again and again.

use std::sync::OnceLock;

use crate::book::Book;
use crate::calendar::Date;

use super::{Finding, Stream, findings, recurring};

/// The recurring payments and findings of one book on one day, worked out when first asked for.
///
/// Shape: it belongs to the book it is first asked with, as that is then; a changed book needs a new one.
#[derive(Clone, Debug)]
pub struct Known {
    today: Date,
    streams: OnceLock<Vec<Stream>>,
    findings: OnceLock<Vec<Finding>>,
}

impl Known {
    /// Nothing known yet of that day.
    pub fn new(today: Date) -> Known {
        Known {
            today,
            streams: OnceLock::new(),
            findings: OnceLock::new(),
        }
    }

    /// The day it is.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Every recurring payment, as [`recurring`] finds them.
    pub fn streams(&self, book: &Book) -> &[Stream] {
        self.streams.get_or_init(|| recurring(book, self.today))
    }

    /// Every finding, as [`findings`] ranks them.
    pub fn findings(&self, book: &Book) -> &[Finding] {
        let found = || findings(book, self.streams(book), self.today);
        self.findings.get_or_init(found)
    }
}
