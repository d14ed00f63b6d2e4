#![no_main]

use farthing::statement::Format::{Html, SpreadsheetXml, Xls};
use farthing_fuzz::{UNPACKED_BYTES, check_any};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    // A row can be repeated by a number.
    check_any(bytes, &[Html, SpreadsheetXml, Xls], UNPACKED_BYTES, |_| usize::MAX)
});
