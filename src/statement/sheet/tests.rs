//! Which tables are statements, and that no bytes do harm.

use super::*;
use crate::native::EncodingRs;

fn grid(title: &str, lines: &[&str]) -> Grid {
    let mut grid = Grid::named(title.to_owned(), false);
    for line in lines {
        for (column, cell) in line.split('|').enumerate() {
            grid.text(column, cell);
        }
        grid.end_row();
    }
    grid
}

fn titles(grids: Vec<Grid>) -> Vec<String> {
    let grids = statements(grids);
    grids.into_iter().map(|grid| grid.title).collect()
}

const HEADER: &str = "Date|Description|Amount";
const ROW: &str = "2025-03-14|OAK LANE|-12.50";

#[test]
fn every_sheet_that_is_a_statement_is_one() {
    let cover = || grid("cover", &["Printed|2025-03-01", "Pages|2"]);
    let named = |title| grid(title, &["Your account", "", HEADER, ROW, ROW]);
    let bare = || grid("bare", &[ROW]);
    let empty = || grid("empty", &[HEADER]);
    assert_eq!(titles(vec![cover(), named("a"), bare()]), ["a"]);
    assert_eq!(
        titles(vec![named("a"), cover(), named("b"), empty()]),
        ["a", "b"]
    );
    assert_eq!(titles(vec![cover(), bare()]), ["bare"]);
    assert_eq!(titles(vec![cover(), empty()]), ["empty"]);
    assert_eq!(titles(vec![cover()]), [""; 0]);
    let mut hidden = named("hidden");
    hidden.is_hidden = true;
    assert_eq!(titles(vec![hidden, named("a")]), ["a"]);
    let mut hidden = named("hidden");
    hidden.is_hidden = true;
    assert_eq!(titles(vec![cover(), hidden]), ["hidden"]);
}

#[test]
fn what_is_packed_comes_back_with_what_was_known_of_it() {
    let mut table = grid("", &[HEADER]);
    table.number(
        0,
        &number::Decimal::parse("45747")
            .unwrap()
            .shown(&number::Shown::Day, false),
    );
    table.text(1, "a\nb\u{1F}c");
    table.number(
        2,
        &number::Decimal::parse("-12.5")
            .unwrap()
            .shown(&number::Shown::Figure, false),
    );
    table.end_row();
    let (text, label, origin) = unpacked(&packed(table, Format::Ods, "gbk")).unwrap();
    assert_eq!(label, "gbk");
    assert_eq!(
        text,
        "Date\u{1F}Description\u{1F}Amount\n2025-03-31\u{1F}a b c\u{1F}-12\u{1E}50\n"
    );
    assert_eq!(origin.format, Format::Ods);
    assert_eq!(origin.evidence, [("dates-typed", 1), ("numbers-typed", 1)]);
}

#[test]
fn tables_of_a_page_are_one_by_their_header() {
    let lines = |grids: Vec<Grid>| -> Vec<String> {
        let joined = joined(grids).into_iter();
        joined
            .map(|grid| grid.lines().replace('\u{1F}', "|"))
            .collect()
    };
    let menu = || grid("", &["Home|Accounts"]);
    let march = || grid("", &[HEADER, ROW]);
    let other = || grid("", &["Pending date|Payee|Amount", "2025-03-20|ROWAN|-1.00"]);
    assert_eq!(
        lines(vec![menu(), march(), menu(), other(), march()]),
        [
            format!("Home|Accounts\n{HEADER}\n{ROW}\n{HEADER}\n{ROW}\n"),
            "Home|Accounts\nPending date|Payee|Amount\n2025-03-20|ROWAN|-1.00\n".to_owned(),
        ]
    );
    assert!(lines(vec![menu()]).is_empty());
}

#[test]
fn rows_and_columns_without_end_are_refused_or_left_out() {
    let mut far = Grid::default();
    far.text(usize::MAX - 1, "x");
    assert!(far.is_row_empty());
    far.text(255, "x");
    far.go_to(1 << 20);
    assert!(far.is_full);
    let repeated = "<table:table><table:table-row table:number-rows-repeated='4294967295'>\
        <table:table-cell table:number-columns-repeated='2' office:value-type='string'>\
        <text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    let grids = flat::sheets(repeated);
    assert!(grids[0].is_full);
    let spans = "<td rowspan=99999999 colspan=99999999>x<tr>".repeat(200);
    assert!(!page::tables(&spans).is_empty());
    let nested = "<table><tr><td>".repeat(2_000);
    assert!(page::tables(&nested).len() <= 40);
}

#[test]
fn a_stream_without_a_file_around_it_is_told() {
    assert!(is_workbook(b"\x09\x08\x10\x00\x00\x06\x05\x00"));
    assert!(is_workbook(b"\x09\x08\x08\x00\x00\x00\x10\x00\x00\x00"));
    assert!(!is_workbook(b"\x09\x08a,b"));
    assert!(xls::sheets(b"\x09\x08\x08\x00", &EncodingRs).is_ok());
}
