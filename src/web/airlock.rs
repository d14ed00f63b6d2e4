//! The line to the airlock: what it knows of the seal and what it hands in, as the view's own events.
//!
//! The airlock is the outer document (`www/airlock`). It starts the view with `globalThis.farthing = {line, engine,
//! facts, settings}` and speaks plain objects `{type, …}` on the line afterwards. What comes from the page around has
//! been through its filter.

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use crate::view::state::{Check, Protection, Seal};

/// What the view is started with.
pub(super) struct Given {
    /// The line to the airlock.
    pub(super) line: Line,
    /// The port to the engine.
    pub(super) engine: MessagePort,
    /// What is known of the seal so far.
    pub(super) seal: Seal,
    /// What the page around has set.
    pub(super) settings: Settings,
}

/// What a page around may set.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) locale: Option<String>,
    pub(super) theme: Option<String>,
}

/// Something that the airlock says.
pub(super) enum Word {
    /// What is known of the seal.
    Facts(Seal),
    /// The engine stopped; the port to a new and empty one, unless it stopped too often.
    Engine(Option<MessagePort>),
    /// The page around has set something.
    Set(Settings),
    /// The page around asks on the person's behalf.
    Ask(String),
}

/// The line to the airlock.
#[derive(Clone)]
pub(super) struct Line(MessagePort);

impl Given {
    /// What the frame's script has left for the view.
    pub(super) fn take() -> Option<Given> {
        let given = field(&js_sys::global(), "farthing")?;
        Some(Given {
            line: Line(field(&given, "line")?.dyn_into().ok()?),
            engine: field(&given, "engine")?.dyn_into().ok()?,
            seal: seal_of(&field(&given, "facts")?),
            settings: settings_of(&field(&given, "settings")?),
        })
    }
}

impl Line {
    /// Hears the airlock for good.
    pub(super) fn listen(&self, hear: impl Fn(Word) + 'static) {
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
        let message = Object::new();
        let told = Reflect::set(&message, &"type".into(), &kind.into()).is_ok()
            && fields
                .iter()
                .all(|(name, value)| Reflect::set(&message, &(*name).into(), value).is_ok());
        if told {
            let _ = self.0.post_message(&message);
        }
    }
}

fn word_of(data: &JsValue, ports: &Array) -> Option<Word> {
    Some(match text(data, "type")?.as_str() {
        "facts" => Word::Facts(seal_of(&field(data, "facts")?)),
        "engine" => Word::Engine(ports.get(0).dyn_into().ok()),
        "set" => Word::Set(settings_of(&field(data, "settings")?)),
        "ask" => Word::Ask(text(data, "text")?),
        _ => return None,
    })
}

/// The checks as the airlock made them; one that is missing is not known yet.
fn seal_of(facts: &JsValue) -> Seal {
    let checks = field(facts, "checks").map(|checks| Array::from(&checks));
    let mut seal = Seal {
        checks: Vec::new(),
        open_to_files: field(facts, "open").and_then(|open| open.as_bool()),
    };
    for check in checks.into_iter().flat_map(|checks| checks.to_vec()) {
        let name = text(&check, "what").unwrap_or_default();
        let known = Protection::ALL.into_iter().find(|what| what.name() == name);
        let Some(what) = known else { continue };
        let host = (what == Protection::Host).then(|| text(facts, "host"));
        seal.checks.push(Check {
            what,
            passed: field(&check, "passed").and_then(|passed| passed.as_bool()),
            tried: field(&check, "tried")
                .and_then(|tried| tried.as_f64())
                .map_or(0, |tried| tried as u64),
            host: host.flatten(),
        });
    }
    seal
}

fn settings_of(settings: &JsValue) -> Settings {
    Settings {
        locale: text(settings, "locale"),
        theme: text(settings, "theme"),
    }
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    field(of, name)?.as_string()
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into())
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}
