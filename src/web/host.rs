//! The page around this one, where there is one: whether it can look in, and the little it is told.
//!
//! Out go `{farthing: 1, type: "ready"}` and `{farthing: 1, type: "error", body: {code}}`; in comes
//! `{farthing: 1, type: "theme", body}`. Everything else is dropped.

use gloo::events::EventListener;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Document, MessageEvent, Window};

/// What the schemes are called by an embedder and in the document.
const THEMES: [&str; 2] = ["light", "dark"];

/// The page around this one.
#[derive(Clone)]
pub(super) struct Host {
    around: Option<Window>,
    opener: JsValue,
    origin: Option<String>,
}

impl Host {
    /// What is around this window.
    pub(super) fn of(window: &Window) -> Host {
        let around = window.parent().ok().flatten();
        let around = around.filter(|around| !Object::is(around, window));
        // Firefox does not tell, so there the page around has no name.
        let origin = Reflect::get(&window.location(), &"ancestorOrigins".into())
            .and_then(|origins| Reflect::get(&origins, &0.into()))
            .ok()
            .and_then(|origin| origin.as_string());
        let opener = window.opener().unwrap_or_default();
        Host {
            around,
            opener,
            origin,
        }
    }

    /// Its name without scheme; `None` where nothing is around.
    pub(super) fn name(&self) -> Option<String> {
        self.around.as_ref()?;
        let name = self
            .origin
            .as_deref()
            .and_then(|origin| origin.split_once("://"));
        Some(name.map_or_else(String::new, |(_, name)| name.to_owned()))
    }

    /// Whether the browser keeps out the page around this one, or in its own tab the page that opened it: what holds
    /// from here to there holds from there to here.
    pub(super) fn is_shut_out(&self) -> bool {
        let other = match &self.around {
            Some(around) => around,
            None => self.opener.as_ref(),
        };
        !other.is_object() || Reflect::get(other, &"document".into()).is_err()
    }

    /// Tells it that the widget takes input.
    pub(super) fn tell_ready(&self) {
        self.post("ready", None);
    }

    /// Tells it that something went wrong: a code of a fixed list, and nothing of the data.
    pub(super) fn tell_error(&self, code: &'static str) {
        self.post("error", Some(code));
    }

    /// Lets it set the colour scheme.
    pub(super) fn listen(&self, window: &Window, document: &Document) {
        let Some(around) = self.around.clone() else {
            return;
        };
        let document = document.clone();
        EventListener::new(window, "message", move |event| {
            let event: &MessageEvent = event.unchecked_ref();
            let source = event.source().map(JsValue::from).unwrap_or_default();
            if !Object::is(&source, &around) {
                return;
            }
            if let Some(theme) = theme_of(&event.data()) {
                set_theme(&document, &theme);
            }
        })
        .forget();
    }

    fn post(&self, kind: &str, code: Option<&str>) {
        let Some(around) = &self.around else { return };
        let _ = (|| {
            let message = Object::new();
            Reflect::set(&message, &"farthing".into(), &1.into())?;
            Reflect::set(&message, &"type".into(), &kind.into())?;
            if let Some(code) = code {
                let body = Object::new();
                Reflect::set(&body, &"code".into(), &code.into())?;
                Reflect::set(&message, &"body".into(), &body)?;
            }
            around.post_message(&message, self.origin.as_deref().unwrap_or("*"))
        })();
    }
}

/// Sets the colour scheme; as the system has it for any other word.
pub(super) fn set_theme(document: &Document, theme: &str) {
    let Some(root) = document.document_element() else {
        return;
    };
    let _ = match THEMES.contains(&theme) {
        true => root.set_attribute("data-scheme", theme),
        false => root.remove_attribute("data-scheme"),
    };
}

/// The theme in a message that has exactly the keys of one.
fn theme_of(data: &JsValue) -> Option<String> {
    let keys = Object::keys(data.dyn_ref::<Object>()?);
    let is_ours = Reflect::get(data, &"farthing".into()).ok()? == 1
        && Reflect::get(data, &"type".into()).ok()? == "theme"
        && keys.length() == 3;
    is_ours.then(|| Reflect::get(data, &"body".into()).ok()?.as_string())?
}
