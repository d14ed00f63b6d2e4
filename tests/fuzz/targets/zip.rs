#![no_main]

use farthing_fuzz::{UNPACKED_BYTES, check_any, opened};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for part in opened(bytes) {
        check_any(&part, &[], UNPACKED_BYTES, |_| usize::MAX);
    }
});
