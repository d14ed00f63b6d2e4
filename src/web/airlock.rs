//! The line to the airlock: what it knows of the seal and what it hands in, as the view's own events.
//!
//! The airlock is the outer document (`www/airlock`). It starts the view with `globalThis.farthing = {line, engine,
//! settings}` and speaks plain objects `{type, …}` on the line afterwards, first or soon what is known of the seal. What
//! comes from the page around has been through its filter.

use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use super::files::object;
use super::tree::tree_of;
use crate::view::state::Event;
use crate::wire::{Facts, Receipt, Settings, Tree};

/// What the view is started with.
pub(super) struct Given {
    /// The line to the airlock.
    pub(super) line: Line,
    /// The port to the engine.
    pub(super) engine: MessagePort,
    /// What the page around has set.
    pub(super) settings: Settings,
}

/// Something that the airlock says.
pub(super) enum Word {
    /// What is known of the seal.
    Facts(Facts),
    /// The engine stopped; the port to a new and empty one.
    Engine(MessagePort),
    /// The page around has set something.
    Set(Settings),
    /// The page around has handed rows in: its name, and `{account, rows}`.
    Rows(String, JsValue),
    /// What the view itself is to hear.
    Tell(Event),
}

/// The line to the airlock.
#[derive(Clone)]
pub(super) struct Line(MessagePort);

impl Given {
    /// What the frame's script has left for the view.
    pub(super) fn take() -> Option<Given> {
        let given = field(&js_sys::global(), "farthing")?;
        Some(Given {
            line: Line(field(&given, "line")?.unchecked_into()),
            engine: field(&given, "engine")?.unchecked_into(),
            settings: taken(&given, "settings")?,
        })
    }
}

impl Line {
    /// Hears the airlock for good.
    pub(super) fn listen(&self, mut hear: impl FnMut(Word) + 'static) {
        EventListener::new(&self.0, "message", move |event| {
            let event: &MessageEvent = event.unchecked_ref();
            if let Some(word) = word_of(&event.data(), &event.ports()) {
                hear(word);
            }
        })
        .forget();
        self.0.start();
    }

    /// Tells the airlock: `{type, …fields}`.
    pub(super) fn tell(&self, kind: &str, fields: &[(&str, JsValue)]) {
        let Ok(message) = object(fields) else { return };
        if Reflect::set(&message, &"type".into(), &kind.into()).is_ok() {
            let _ = self.0.post_message(&message);
        }
    }
}

fn word_of(data: &JsValue, ports: &Array) -> Option<Word> {
    Some(match text(data, "type")?.as_str() {
        "facts" => Word::Facts(taken(data, "facts")?),
        "engine" => Word::Engine(ports.get(0).unchecked_into()),
        "set" => Word::Set(taken(data, "settings")?),
        "rows" => Word::Rows(text(data, "name")?, field(data, "body")?),
        "ask" => Word::Tell(Event::HostAsked(text(data, "text")?)),
        "share" => Word::Tell(Event::ShareWanted {
            id: text(data, "id")?,
            what: text(data, "what")?,
            host: text(data, "host")?,
        }),
        "cancelled" => Word::Tell(Event::ShareCancelled(text(data, "id")?)),
        "outcome" => Word::Tell(Event::ShareOutcome {
            id: text(data, "id"),
            shared: field(data, "shared")?.as_bool()?,
        }),
        "receipts" => Word::Tell(Event::Receipts(Rc::new(taken_list(data, "list")?))),
        _ => return None,
    })
}

/// A field in the shape that the view takes.
fn taken<T: TryFrom<Tree>>(of: &JsValue, name: &str) -> Option<T> {
    T::try_from(tree_of(&field(of, name)?)?).ok()
}

/// A field with several of that shape.
fn taken_list(of: &JsValue, name: &str) -> Option<Vec<Receipt>> {
    let Tree::List(items) = tree_of(&field(of, name)?)? else {
        return None;
    };
    let mut receipts = Vec::new();
    for item in items {
        receipts.push(Receipt::try_from(item).ok()?);
    }
    Some(receipts)
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    field(of, name)?.as_string()
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into())
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}
