use super::*;

/// Reads a document so many entries at a time.
fn read_by(text: &str, rows: usize) -> Result<Read<Statement>, StatementError> {
    let mut reading = JsonReading::open(text.to_owned(), "utf-8", Vec::new())?;
    let mut before = 0;
    loop {
        match reading.advance(rows, &[])? {
            Step::Further(progress) => {
                assert!((before..=text.len()).contains(&progress.bytes_read));
                before = progress.bytes_read;
                if progress.done {
                    return Ok(reading.finish());
                }
            }
            Step::Wrapped(inner, _) => return read_by(&inner, rows),
        }
    }
}

fn read(text: &str) -> Result<Read<Statement>, StatementError> {
    let (at_once, in_steps) = (read_by(text, usize::MAX), read_by(text, 1));
    if let (Ok(at_once), Ok(in_steps)) = (&at_once, &in_steps) {
        assert_eq!(at_once.issues, in_steps.issues);
        assert_eq!(at_once.value.rows, in_steps.value.rows);
        assert_eq!(at_once.value.accounts, in_steps.value.accounts);
    }
    assert_eq!(at_once.is_ok(), in_steps.is_ok());
    in_steps
}

fn entry(id: &str, rest: &str) -> String {
    format!(
        r#"{{"transactionId":"{id}","bookingDate":"2026-03-31","transactionAmount":{{"amount":"-1.00","currency":"EUR"}}{rest}}}"#
    )
}

#[test]
fn a_document_is_told_by_its_begin() {
    for text in ["{}", "[]", " \u{FEFF}[ {", "{\"a\":1}", "{ // x", "{"] {
        assert!(looks_like_json(text), "{text}");
    }
    for text in [
        "",
        "{1:F01BANK}",
        "[section]",
        "Date,Amount",
        "{\\rtf1",
        ":20:",
    ] {
        assert!(!looks_like_json(text), "{text}");
    }
}

#[test]
fn entries_are_found_whatever_is_around_them() {
    let one = entry("1", "");
    for text in [
        one.clone(),
        format!("[{one}]"),
        format!(r#"{{"a":{{"b":[[{one}]]}}}}"#),
        format!("{one}\n"),
        format!(r#"{{"response":{{"body":{{"transactions":{{"booked":[{one}]}}}}}}}}"#),
    ] {
        let read = read(&text).unwrap();
        assert_eq!(read.value.rows.len(), 1, "{text}");
        assert_eq!(read.issues, [], "{text}");
    }
}

#[test]
fn rows_are_numbered_by_lines_or_else_by_places() {
    let lines = |text: &str| -> Vec<u32> {
        let read = read(text).unwrap();
        read.value.rows.iter().map(|row| row.line).collect()
    };
    let (one, two) = (entry("1", ""), entry("2", ""));
    assert_eq!(lines(&format!("[\n\n{one},\n{two}]")), [3, 4]);
    assert_eq!(lines(&format!("[\r\r{one},\r{two}]")), [3, 4]);
    assert_eq!(lines(&format!("\n\n[{one},{two}]")), [1, 2]);
}

#[test]
fn nothing_of_a_broken_text_is_lost_in_silence() {
    let (one, two) = (entry("1", ""), entry("2", ""));
    let told = |text: &str| -> (usize, Vec<&'static str>) {
        let read = read(text).unwrap();
        let codes = read.issues.iter().map(|issue| issue.code.name());
        (read.value.rows.len(), codes.collect())
    };
    // Between values, after the last one, or instead of a bracket.
    assert_eq!(told(&format!("[{one},,{two},]")), (2, vec![]));
    assert_eq!(told(&format!("[{one}\n{two}")), (2, vec!["file-cut-off"]));
    assert_eq!(told(&format!("[{one}}}{two}]")), (2, vec!["markup-broken"]));
    assert_eq!(
        told(&format!("[{one}, ?? {two}]")),
        (2, vec!["markup-broken"])
    );
    let cut = two.split_at(two.len() - 3).0;
    assert_eq!(told(&format!("[{one},\n{cut}")), (1, vec!["file-cut-off"]));
    let text = entry("3", r#","creditorName":"never closed"#);
    assert_eq!(
        told(&format!("[{one},\n{text}]")),
        (1, vec!["file-cut-off"])
    );
}

#[test]
fn values_as_deep_as_the_text_are_passed_over() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":["#, "]}]")] {
        let deep = [open.repeat(100_000), close.repeat(100_000)].concat();
        assert!(read(&deep).is_err());
        let held = format!(
            "[{},{}]",
            entry("1", &format!(",\"x\":{deep}")),
            entry("2", "")
        );
        let read = read(&held).unwrap();
        assert_eq!(read.value.rows.len(), 2);
        assert_eq!(read.issues[0].code, IssueCode::MarkupBroken);
    }
}

#[test]
fn any_cut_and_any_change_is_read_to_its_end() {
    let whole = include_str!(
        "../../../tests/fixtures/statements/json-berlin-group-proved-by-its-balances/input.json"
    );
    for end in (0..whole.len()).step_by(13) {
        let _ = read(&whole[..end]);
        let _ = read(&whole[end..]);
    }
    for at in (0..whole.len()).step_by(29) {
        for mark in ["\"", "{", "}", "[", "]", ",", "\\", "0", "\u{FFFD}"] {
            let changed = [&whole[..at], mark, whole.get(at + 1..).unwrap_or_default()].concat();
            let _ = read(&changed);
        }
    }
}

#[test]
fn signs_that_the_words_contradict_are_left_to_the_words() {
    let row = |direction: &str| {
        format!(
            r#"[{{"TransactionId":"1","BookingDateTime":"2026-03-31","CreditDebitIndicator":{direction},"Amount":{{"Amount":"-5","Currency":"GBP"}}}}]"#
        )
    };
    let amount = |direction: &str| {
        let read = read(&row(direction)).unwrap();
        let amount = read.value.rows.first().map(|row| row.amount.to_string());
        amount.ok_or_else(|| read.issues[0].code)
    };
    assert_eq!(amount(r#""Debit""#).as_deref(), Ok("-5"));
    assert_eq!(amount(r#""CRDT""#).as_deref(), Ok("5"));
    for direction in [r#""sideways""#, "null", "7"] {
        assert_eq!(
            amount(direction),
            Err(IssueCode::SignAmbiguous),
            "{direction}"
        );
    }
}

#[test]
fn names_of_a_known_shape_that_hold_something_else_are_a_table() {
    let text = r#"[{"posted":"31/03/2026","amount":"-12,50","description":"GROCER","memo":"x"},
        {"posted":"13/03/2026","amount":"-2,50","description":"CAFE","memo":""}]"#;
    let read = read(text).unwrap();
    assert!(read.value.dialect.is_some());
    assert_eq!(read.value.rows[0].amount.to_string(), "-12.50");
    assert_eq!(read.value.rows[1].line, 2);
}

#[test]
fn accounts_are_kept_apart_by_what_names_them() {
    let row = |account: &str| {
        format!(
            r#"{{"account_id":{account},"transaction_id":"x","date":"2026-03-31","amount":1,"iso_currency_code":"USD"}}"#
        )
    };
    let text = format!("[{},{},{}]", row("\"a\""), row("\"b\""), row("\"a\""));
    let read = read(&text).unwrap().value;
    let places: Vec<u16> = read.rows.iter().map(|row| row.account).collect();
    assert_eq!(places, [0, 1, 0]);
    let named: Vec<_> = read
        .accounts
        .iter()
        .map(|account| account.identifier.as_deref())
        .collect();
    assert_eq!(named, [Some("a"), Some("b")]);
}
