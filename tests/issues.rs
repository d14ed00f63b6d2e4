//! Every code of an issue has the smallest file that raises it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

use std::path::Path;

use farthing::issue::IssueCode;

/// Raised before a file is read, by the session that knows how much it may hold.
const BEFORE_READING: [IssueCode; 1] = [IssueCode::FileTooLarge];

#[test]
fn every_code_has_a_file_that_raises_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/issues");
    let mut wrong = Vec::new();
    for code in IssueCode::ALL
        .iter()
        .filter(|code| !BEFORE_READING.contains(code))
    {
        let case = root.join(code.name());
        let Some(input) = case.is_dir().then(|| fixture::input(&case)).flatten() else {
            wrong.push(format!("{}: no file", code.name()));
            continue;
        };
        let read = fixture::read(&input);
        let raised = match &read {
            Ok(read) => read.issues.iter().any(|issue| issue.code == *code),
            Err(issue) => issue.code == *code,
        };
        if !raised {
            wrong.push(format!(
                "{}: not raised\n{}",
                code.name(),
                fixture::text_of(&read)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
