//! Reads the fixtures of the repository; the corpus beside it is read by `corpus.rs`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

#[test]
fn fixtures_read_as_expected() {
    let wrong: Vec<String> = fixture::cases("statements")
        .iter()
        .filter_map(|case| {
            let input =
                fixture::input(case).unwrap_or_else(|| panic!("{} has no input", case.display()));
            fixture::check(case, &fixture::text_of(&fixture::read(&input)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
