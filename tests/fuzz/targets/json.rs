#![no_main]

use farthing::statement::Format;
use farthing_fuzz::check;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus { check(bytes, Format::Json, <[u8]>::len) });
