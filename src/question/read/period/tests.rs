use super::super::calendar::Calendar;
use super::super::token::tokens;
use super::*;
use crate::calendar::parse_iso;

/// The first period that a text names, asked on Sunday 2026-03-22 in Britain.
fn read(text: &str) -> String {
    read_in(text, "en-GB")
}

fn read_in(text: &str, locale: &str) -> String {
    let calendar = Calendar::new(parse_iso("2026-03-22").unwrap(), locale);
    let tokens = tokens(text);
    let found = (0..tokens.len()).find_map(|at| when_at(&tokens, at, &calendar));
    match found {
        Some((When::Days(span), _)) => span.period.to_string(),
        Some((other, _)) => format!("{other:?}"),
        None => "none".to_owned(),
    }
}

#[test]
fn calendar_periods() {
    let cases = [
        ("this month", "2026-03-01..2026-03-23"),
        ("last month", "2026-02-01..2026-03-01"),
        ("the month before last", "2026-01-01..2026-02-01"),
        ("this week", "2026-03-16..2026-03-23"),
        ("last week", "2026-03-09..2026-03-16"),
        ("last quarter", "2025-10-01..2026-01-01"),
        ("this year so far", "2026-01-01..2026-03-23"),
        ("year to date", "2026-01-01..2026-03-23"),
        ("in 2025", "2025-01-01..2026-01-01"),
        ("Q1", "2026-01-01..2026-03-23"),
        ("Q4 2025", "2025-10-01..2026-01-01"),
        ("the first quarter of 2025", "2025-01-01..2025-04-01"),
        ("last tax year", "2024-04-06..2025-04-06"),
        ("last weekend", "2026-03-14..2026-03-16"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
    assert_eq!(read_in("last week", "en-US"), "2026-03-15..2026-03-22");
}

#[test]
fn named_months_are_the_latest_that_began() {
    let cases = [
        ("in February", "2026-02-01..2026-03-01"),
        ("in March", "2026-03-01..2026-03-23"),
        ("last March", "2025-03-01..2025-04-01"),
        ("september", "2025-09-01..2025-10-01"),
        ("Sept 2024", "2024-09-01..2024-10-01"),
        ("March last year", "2025-03-01..2025-04-01"),
        ("from november to january", "2025-11-01..2026-02-01"),
        ("between January and March 2025", "2025-01-01..2025-04-01"),
        ("January 2025 to March", "2025-01-01..2025-04-01"),
        ("last summer", "2025-06-01..2025-09-01"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn counted_units() {
    let cases = [
        ("last 30 days", "2026-02-21..2026-03-23"),
        ("in the past week", "2026-03-16..2026-03-23"),
        ("past year", "2025-03-23..2026-03-23"),
        ("the last three months", "2025-12-01..2026-03-01"),
        ("last two years", "2024-01-01..2026-01-01"),
        ("last few months", "2025-12-01..2026-03-01"),
        ("two months ago", "2026-01-01..2026-02-01"),
        ("a couple of weeks ago", "2026-03-02..2026-03-09"),
        ("fortnight ending last Friday", "2026-03-07..2026-03-21"),
        ("lately", "2025-12-23..2026-03-23"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn dates_in_many_forms() {
    let third = "2026-03-03..2026-03-04";
    for text in [
        "3 March",
        "March 3rd",
        "the 3rd of March",
        "2026-03-03",
        "03/03/2026",
        "3/3",
        "on March the 3rd",
        "the 3rd",
    ] {
        assert_eq!(read(text), third, "{text}");
    }
    assert_eq!(read("4/3/2026"), "2026-03-04..2026-03-05");
    assert_eq!(read_in("3/4/2026", "en-US"), "2026-03-04..2026-03-05");
    assert_eq!(read("yesterday"), "2026-03-21..2026-03-22");
    assert_eq!(read("on Friday"), "2026-03-20..2026-03-21");
    assert_eq!(read("since January"), "2026-01-01..2026-03-23");
    assert_eq!(
        read("since the start of the year"),
        "2026-01-01..2026-03-23"
    );
    for text in [
        "between 3 and 10 March",
        "3-10 March",
        "3rd to 10th of March",
    ] {
        assert_eq!(read(text), "2026-03-03..2026-03-11", "{text}");
    }
    assert_eq!(read("from 1 January to 3 March"), "2026-01-01..2026-03-04");
}

#[test]
fn what_is_said_of_another_period() {
    assert_eq!(read("and the month before?"), "Before(Some(Month))");
    assert_eq!(read("vs the one before"), "Before(None)");
    assert_eq!(read("the same month last year"), "YearBefore");
    assert_eq!(read("ever"), "Always");
}
