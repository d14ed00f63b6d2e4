//! Every message once, as it crosses: the requests of `fixtures/wire/requests.jsonl` and their replies.
//!
//! `worker.rs` sends the same requests through the browser's worker and wants the same bytes back.

use std::collections::BTreeSet;
use std::path::Path;

use farthing::native::EncodingRs;
use farthing::wire::{Door, Envelope, Outgoing, Reply};

const REQUESTS: &str = include_str!("fixtures/wire/requests.jsonl");

#[test]
fn every_request_is_written_as_it_was_read() {
    for line in REQUESTS.lines() {
        let envelope: Envelope = serde_json::from_str(line).unwrap();
        assert_eq!(Envelope::of(envelope.message()).as_ref(), Ok(&envelope));
        let written = serde_json::to_string(&envelope).unwrap();
        let read: Envelope = serde_json::from_str(&written).unwrap();
        assert_eq!(read, envelope, "{written}");
        let names = |json: &str| {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            let names = value.as_object().unwrap().keys().cloned();
            names.collect::<BTreeSet<String>>()
        };
        assert!(names(&written).is_superset(&names(line)), "{written}");
    }
}

#[test]
fn every_request_gets_its_reply() {
    let mut door = Door::new(Box::new(EncodingRs));
    let mut replies = String::new();
    for line in REQUESTS.lines() {
        let envelope: Envelope = serde_json::from_str(line).unwrap();
        for message in door.messages(envelope) {
            replies.push_str(&serde_json::to_string(&message).unwrap());
            replies.push('\n');
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wire/replies.jsonl");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &replies).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (at, (got, wanted)) in replies.lines().zip(expected.lines()).enumerate() {
        assert_eq!(
            got,
            wanted,
            "reply {}; BLESS=1 writes what is now said",
            at + 1
        );
    }
    assert_eq!(replies.lines().count(), expected.lines().count());
}

#[test]
fn every_reply_is_read_as_it_was_written() {
    for line in include_str!("fixtures/wire/replies.jsonl").lines() {
        let outgoing: Outgoing = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&outgoing).unwrap(), line);
    }
}

#[test]
fn what_is_no_reply_is_not_taken_for_one() {
    for line in [
        "7",
        r#"{"type":"ok","body":{"op":"done"}}"#,
        r#"{"id":1,"type":"ok","body":{"op":"nonesuch"}}"#,
        r#"{"id":1,"type":"error","code":"cancelled","sentence":"Cancelled."}"#,
        r#"{"id":-1,"type":"ok","body":{"op":"done"}}"#,
    ] {
        assert!(serde_json::from_str::<Outgoing>(line).is_err(), "{line}");
    }
}

#[test]
fn the_samples_cover_every_operation() {
    let sent: BTreeSet<String> = REQUESTS
        .lines()
        .map(|line| {
            let request: serde_json::Value = serde_json::from_str(line).unwrap();
            request["op"].as_str().unwrap().to_owned()
        })
        .collect();
    // `sample` is the whole household: tests/sample.rs reads it.
    let source = include_str!("../src/wire/request.rs");
    let list = source
        .split("pub enum Request {")
        .nth(1)
        .unwrap()
        .split("\n}")
        .next()
        .unwrap();
    let declared = list.lines().filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        let name: String = line
            .chars()
            .take_while(|letter| letter.is_alphanumeric())
            .collect();
        let (first, rest) = name.split_at_checked(1)?;
        Some(first.to_lowercase() + rest)
    });
    for operation in declared.filter(|operation| operation != "sample") {
        assert!(sent.contains(&operation), "no sample of {operation}");
    }
}

#[test]
fn no_reply_holds_a_float() {
    fn floats(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::Number(number) => number.is_f64(),
            serde_json::Value::Array(items) => items.iter().any(floats),
            serde_json::Value::Object(fields) => fields.values().any(floats),
            _ => false,
        }
    }
    for line in include_str!("fixtures/wire/replies.jsonl").lines() {
        assert!(!floats(&serde_json::from_str(line).unwrap()), "{line}");
    }
}

#[test]
fn what_is_no_request_is_refused_in_words() {
    let message = farthing::wire::unreadable(7, "missing field `op` at line 1 column 2");
    let outgoing = Outgoing::try_from(message).unwrap();
    assert_eq!(outgoing.id, 7);
    let Reply::Error(refused) = outgoing.reply else {
        panic!("a failure")
    };
    assert_eq!(refused.code, "request-unreadable");
    assert!(refused.sentence.contains("missing field"));
}
