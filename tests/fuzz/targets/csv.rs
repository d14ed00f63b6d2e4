#![no_main]

use farthing::statement::Format;
use farthing_fuzz::{check, lines};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus { check(bytes, Format::Csv, lines) });
