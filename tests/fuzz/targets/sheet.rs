//! Workbooks of every kind, pages, archives.

#![no_main]

use farthing_fuzz::check_sheet;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus { check_sheet(bytes) });
