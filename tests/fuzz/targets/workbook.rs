#![no_main]

use farthing::statement::Format::{Ods, Xlsx};
use farthing_fuzz::{UNPACKED_BYTES, check_any, workbook};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|content: &[u8]| -> Corpus {
    check_any(&workbook(content), &[Ods, Xlsx], UNPACKED_BYTES, |_| usize::MAX)
});
