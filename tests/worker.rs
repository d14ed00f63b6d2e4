//! The session's door in a dedicated worker: requests and replies as a page sends and gets them.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use farthing::statement::Decode as _;
use farthing::web::{BrowserDecoder, Line, serve};
use gloo::events::EventListener;
use js_sys::{Array, JSON, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{MessageChannel, MessageEvent, MessagePort};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// The page's end of a line to a new session.
fn line() -> MessagePort {
    let channel = MessageChannel::new().unwrap();
    let engine: Line = channel.port1().unchecked_into();
    serve(engine).unwrap();
    channel.port1().start();
    channel.port2().start();
    channel.port2()
}

/// The messages that come, up to and with the first that `is_last`.
async fn replies_until(port: &MessagePort, is_last: fn(&str) -> bool) -> Vec<String> {
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let (heard, target) = (seen.clone(), port.clone());
    let all = Promise::new(&mut move |resolve, _| {
        let heard = heard.clone();
        EventListener::new(&target, "message", move |event| {
            let data = event.unchecked_ref::<MessageEvent>().data();
            let text = String::from(JSON::stringify(&data).unwrap());
            let last = is_last(&text);
            heard.borrow_mut().push(text);
            if last {
                resolve.call0(&JsValue::NULL).unwrap();
            }
        })
        .forget();
    });
    JsFuture::from(all).await.unwrap();
    seen.take()
}

fn request(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn import(id: u32, bytes: &[u8]) -> JsValue {
    let file = Object::new();
    Reflect::set(&file, &"name".into(), &"march.csv".into()).unwrap();
    Reflect::set(&file, &"bytes".into(), &Uint8Array::from(bytes)).unwrap();
    let request = request(&format!(r#"{{"id":{id},"op":"import"}}"#));
    Reflect::set(&request, &"files".into(), &Array::of1(&file)).unwrap();
    request
}

/// A statement of so many rows, whose running balance proves it.
fn statement(rows: u32) -> String {
    let mut out = String::from("Date,Description,Amount,Balance\n");
    for row in 0..rows {
        let day = row % 28 + 1;
        let month = row / 28 % 12 + 1;
        let year = 2020 + row / 336;
        let balance = 1_000_000 - i64::from(row) - 1;
        out.push_str(&format!(
            "{year}-{month:02}-{day:02},CORNER LOAF {row},-1.00,{balance}.00\n"
        ));
    }
    out
}

#[wasm_bindgen_test]
async fn a_reply_is_a_plain_object_with_the_id_of_its_request() {
    let port = line();
    port.post_message(&request(r#"{"id":7,"op":"defaults"}"#))
        .unwrap();
    let replies = replies_until(&port, |_| true).await;
    assert!(
        replies[0].starts_with(r#"{"id":7,"type":"ok","body":{"op":"defaults","version":1,"#),
        "{replies:?}"
    );
}

#[wasm_bindgen_test]
async fn bytes_of_windows_1252_come_in_as_a_typed_array_and_out_as_text() {
    let port = line();
    let mut bytes = b"Date,Description,Amount\n2025-03-14,CAF".to_vec();
    bytes.push(0xC9);
    bytes.extend_from_slice(b" BLEU,-3.20\n2025-03-15,CORNER LOAF,-2.00\n");
    port.post_message(&import(1, &bytes)).unwrap();
    let replies = replies_until(&port, |text| text.contains(r#""type":"ok""#)).await;
    let report = replies.last().unwrap();
    assert!(report.contains(r#""encoding":"windows-1252""#), "{report}");
    port.post_message(&request(r#"{"id":2,"op":"rows","offset":0,"limit":10}"#))
        .unwrap();
    let rows = replies_until(&port, |text| text.contains(r#""id":2"#)).await;
    assert!(rows.last().unwrap().contains("CAFÉ BLEU"), "{rows:?}");
}

#[wasm_bindgen_test]
async fn a_cancel_is_heard_while_rows_are_read() {
    let port = line();
    port.post_message(&import(1, statement(60_000).as_bytes()))
        .unwrap();
    let first = replies_until(&port, |text| text.contains(r#""type":"progress""#)).await;
    assert_eq!(first.len(), 1, "{first:?}");
    port.post_message(&request(r#"{"id":2,"op":"cancel","target":1}"#))
        .unwrap();
    let rest = replies_until(&port, |text| text.contains(r#""id":2"#)).await;
    assert!(
        rest.iter()
            .any(|text| text.contains(r#""code":"cancelled""#)),
        "{rest:?}"
    );
    assert!(
        !rest.iter().any(|text| text.contains(r#""op":"import""#)),
        "{rest:?}"
    );
}

#[wasm_bindgen_test]
async fn a_question_is_answered_between_the_steps_of_an_import() {
    let port = line();
    port.post_message(&import(1, statement(60_000).as_bytes()))
        .unwrap();
    port.post_message(&request(r#"{"id":2,"op":"defaults"}"#))
        .unwrap();
    let replies = replies_until(&port, |text| text.contains(r#""op":"import""#)).await;
    let answer = replies.iter().position(|text| text.contains(r#""id":2"#));
    assert!(
        answer.is_some_and(|at| at < replies.len() - 1),
        "{answer:?}"
    );
}

#[wasm_bindgen_test]
async fn a_message_that_is_no_request_is_refused_by_its_id() {
    let port = line();
    port.post_message(&request(r#"{"id":9,"op":"fly"}"#))
        .unwrap();
    let replies = replies_until(&port, |_| true).await;
    assert!(
        replies[0].starts_with(r#"{"id":9,"type":"error","code":"request-unreadable""#),
        "{replies:?}"
    );
}

#[wasm_bindgen_test]
fn the_browser_decodes_what_the_standard_names() {
    let decode = |label, bytes: &[u8]| BrowserDecoder.decode(label, bytes);
    assert_eq!(decode("windows-1252", b"\x80 5").as_deref(), Some("€ 5"));
    assert_eq!(
        decode("utf-16le", b"\xff\xfea\0").as_deref(),
        Some("\u{feff}a")
    );
    assert_eq!(decode("utf-8", b"a\xff").as_deref(), Some("a\u{fffd}"));
    assert_eq!(decode("shift_jis", b"\x82\xa0").as_deref(), Some("あ"));
    assert_eq!(decode("no-such-encoding", b"a"), None);
}
