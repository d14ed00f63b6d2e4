//! Workbooks, pages and archives: what holds for any bytes of them, and how their files meet in an import.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

use std::fs;

use farthing::native::EncodingRs;
use farthing::session::{ImportStep, Incoming, Session};
use farthing::statement::{self, Hints};
use proptest::prelude::*;

/// The fixtures that are no plain text, and the pages.
fn inputs() -> Vec<(String, Vec<u8>)> {
    let cases = ["statements", "issues"]
        .into_iter()
        .flat_map(fixture::cases);
    let inputs = cases.filter_map(|case| {
        let path = fixture::input(&case)?;
        let name = case.file_name()?.to_string_lossy().into_owned();
        let kind = path.extension()?.to_string_lossy().into_owned();
        let is_one = matches!(
            kind.as_str(),
            "xls" | "xlsx" | "xlsb" | "ods" | "html" | "zip" | "gz" | "doc" | "numbers"
        );
        is_one.then(|| (name, fs::read(&path).unwrap()))
    });
    inputs.collect()
}

fn read(bytes: Vec<u8>) -> Result<usize, &'static str> {
    let hints = Hints {
        name: "any",
        decoder: &EncodingRs,
        currency: None,
    };
    let read = statement::read(bytes, hints);
    read.map(|read| read.value.rows.len())
        .map_err(|issue| issue.code.name())
}

fn input(name: &str) -> Vec<u8> {
    let inputs = inputs();
    let found = inputs.into_iter().find(|(held, _)| held == name);
    found.unwrap_or_else(|| panic!("no {name}")).1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_change_of_bytes_does_harm(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        for (_, mut bytes) in inputs() {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            let _ = read(bytes);
        }
    }

    #[test]
    fn no_bytes_behind_a_mark_do_harm(
        bytes in prop::collection::vec(any::<u8>(), 0..2_000),
        mark in prop::sample::select(vec![
            &b"PK\x03\x04"[..],
            b"PK\x05\x06",
            b"\x1F\x8B\x08\x00",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            b"\x09\x08\x10\x00\x00\x06\x05\x00",
            b"\x09\x08\x08\x00\x00\x00\x10\x00",
            b"<html><table><tr><td>",
            b"\x1Fxlsx utf-8 1 1\n",
        ]),
    ) {
        let _ = read([mark, &bytes].concat());
    }

    #[test]
    fn no_markup_does_harm(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<table>", "</table>", "<tr>", "</tr>", "<td>", "<td colspan=300 rowspan='9", "</td>", "<TH>", "&amp;",
            "&#x1F;", "2025-03-14", "-1,5", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "<", ">", "\"", "é", " ",
            "<Row ss:Index=\"99999999999\">", "</Row>", "<Cell>", "</Cell>", "<Data ss:Type='Number'>", "</Data>",
            "<table:table-row number-rows-repeated='9'>", "1E400", "<html>",
        ]), 0..60),
        is_page in any::<bool>(),
    ) {
        let head = if is_page { "<html>" } else { "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet>" };
        let _ = read(format!("{head}{}", parts.concat()).into_bytes());
    }
}

#[test]
fn the_name_of_a_file_says_nothing_of_its_kind() {
    // `statement::read` is given no name that it could go by: each is told by its bytes.
    for (name, rows) in [
        ("html-that-is-called-xls", 2),
        ("xml-spreadsheet-of-2003", 2),
        ("xls-bare-as-scripts-write-it", 2),
        ("xls-of-97-with-every-kind-of-cell", 3),
        ("xlsx-dates-and-numbers-by-type", 3),
        ("ods-rows-and-columns-repeated", 3),
        ("zip-stored-in-a-zip", 2),
        ("gzip-of-a-statement", 2),
    ] {
        assert_eq!(read(input(name)), Ok(rows), "{name}");
    }
}

/// Imports files and gives each record's name, format, rows, and what was said of it.
fn imported(files: Vec<(&str, Vec<u8>)>) -> Vec<String> {
    let mut session = Session::new(Box::new(EncodingRs));
    let files = files.into_iter();
    let files = files.map(|(name, bytes)| (name.into(), Incoming::Bytes(bytes)));
    session.begin_import(files.collect(), None);
    while let Some(step) = session.step_import() {
        if let ImportStep::Working {
            file_index, files, ..
        } = step
        {
            assert!(file_index < files);
        }
    }
    let said = session.files().iter().map(|file| {
        let format = file.format.map_or("-", statement::Format::name);
        let issues = file.issues.iter().map(|issue| {
            let at = issue.at.file.as_deref().unwrap_or_default();
            format!("{} {at} {}", issue.code.name(), issue.found.show())
        });
        let issues: Vec<String> = issues
            .filter(|issue| !issue.starts_with("currency-unknown"))
            .collect();
        format!("{} {format} {} {issues:?}", file.name, file.row_count)
    });
    said.collect()
}

#[test]
fn each_file_in_an_archive_is_one_of_the_import() {
    assert_eq!(
        imported(vec![
            ("two.zip", input("zip-of-several-statements")),
            ("one.zip", input("zip-with-one-statement")),
            ("locked.xlsx", input("xlsx-locked-with-a-password")),
            ("book.xls", input("xls-of-97-with-every-kind-of-cell")),
            ("a.csv.gz", input("gzip-of-a-statement")),
            ("page.xls", input("html-of-two-accounts")),
        ]),
        [
            "two.zip/a.csv csv 2 []",
            "two.zip/b.csv csv 2 []",
            "one.zip/march/card.csv csv 2 [\"file-not-statement one.zip card.pdf (a PDF document)\"]",
            "locked.xlsx - 0 [\"file-protected locked.xlsx it\"]",
            "book.xls xls 3 []",
            "a.csv.gz csv 2 []",
            "page.xls/1 html 1 []",
            "page.xls/2 html 1 []",
        ]
    );
}
