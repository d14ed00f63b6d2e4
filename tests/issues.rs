//! Every code of an issue has the smallest file that raises it.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

use std::fs;
use std::path::Path;

use farthing::issue::{IssueCode, Read};
use farthing::native::EncodingRs;
use farthing::statement::{Decode, Held, Reading, Source, Statement, StatementError};

/// A file of so many bytes, of which none is there to be read.
struct OfSize(u64);

impl Source for OfSize {
    fn size(&self) -> u64 {
        self.0
    }

    fn read(&self, _: u64, _: usize, _: &mut Vec<u8>) -> bool {
        false
    }

    fn decoder(&self) -> &dyn Decode {
        &EncodingRs
    }
}

/// What is wrong with the files of a code: each `input.*`, or one that only has the size in `bytes.txt`.
fn outcomes(case: &Path) -> Vec<(String, Result<Read<Statement>, StatementError>)> {
    if let Ok(size) = fs::read_to_string(case.join("bytes.txt")) {
        let file = Held::new(OfSize(size.trim().parse().unwrap()));
        let read = Reading::held(&file, None, &[]).and_then(Reading::finish);
        return vec![("bytes.txt".to_owned(), read)];
    }
    let inputs = fixture::inputs(case).into_iter();
    inputs
        .map(|input| (input.display().to_string(), fixture::read(&input)))
        .collect()
}

fn raises(code: IssueCode, read: &Result<Read<Statement>, StatementError>) -> bool {
    match read {
        Ok(read) => read.issues.iter().any(|issue| issue.code == code),
        Err(issue) => issue.code == code,
    }
}

#[test]
fn every_code_has_files_that_raise_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/issues");
    let mut wrong = Vec::new();
    for code in IssueCode::ALL {
        let case = root.join(code.name());
        let outcomes = if case.is_dir() {
            outcomes(&case)
        } else {
            Vec::new()
        };
        if outcomes.is_empty() {
            wrong.push(format!("{}: no file", code.name()));
        }
        for (file, read) in outcomes.iter().filter(|(_, read)| !raises(*code, read)) {
            wrong.push(format!(
                "{file}: does not raise it\n{}",
                fixture::text_of(read)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The test above fails for a code without a file: a sound file raises none, and no folder has none.
#[test]
fn a_sound_file_raises_no_code_and_a_folder_without_files_has_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let sound = fixture::input(&root.join("statements/camt-batch-is-one-row")).unwrap();
    let read = fixture::read(&sound);
    assert!(IssueCode::ALL.iter().all(|code| !raises(*code, &read)));
    assert!(outcomes(&root.join("issues")).is_empty());
}

#[test]
fn every_folder_is_a_code() {
    for case in fixture::cases("issues") {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            IssueCode::ALL.iter().any(|code| code.name() == name),
            "{name} is no code"
        );
    }
}
