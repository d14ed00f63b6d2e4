//! The view's side: draws it in its frame, and joins it to the airlock and the engine.

use std::rc::Rc;

use web_sys::{Document, Window};

use super::airlock::{Given, Word};
use super::engine::Engine;
use super::files::Files;
use super::intl::Intl;
use super::port::{self, Ear};
use crate::phrase;
use crate::view::app::{App, Locale};
use crate::view::format::Lower;
use crate::view::piece::{Message, Piece, PieceProps};
use crate::view::state::Event;
use crate::view::text::joined;
use crate::wire::Settings;

/// The colour schemes that a page around may set.
const THEMES: [&str; 2] = ["light", "dark"];

/// Starts the view with what the airlock has given.
pub fn start_view() {
    let window = web_sys::window();
    let document = window.as_ref().and_then(Window::document);
    if let (Some(window), Some(document), Some(given)) = (window, document, Given::take()) {
        start(&window, &document, given);
    }
}

fn start(window: &Window, document: &Document, given: Given) {
    let (ear, files) = (Ear::default(), Files::default());
    let engine = {
        let ear = ear.clone();
        Engine::new(move |outgoing| ear.tell(Event::reply(outgoing)))
    };
    engine.listen(given.engine);
    let settings = given.settings;
    let system = window.navigator().language().unwrap_or_default();
    let locale = locale_of(settings.locale.as_deref().unwrap_or(&system));
    apply(document, &settings);
    let port = port::port(document, &ear, &engine, &files, &given.line);
    let app = Rc::new(App::new(port, locale, Lower(lower), &today()));
    port::listen(document, &ear, &files);
    app.know(&Event::Set(Rc::new(settings)));
    let document = document.clone();
    let mut is_drawn = false;
    let line = given.line.clone();
    given.line.listen(move |word| {
        // What the seal is worth is on the first drawing, which waits for it.
        let draws = !is_drawn && matches!(word, Word::Facts(_));
        let event = match word {
            Word::Facts(facts) => {
                files.open(facts.open == Some(true));
                Event::Checked(Rc::new(facts))
            }
            Word::Engine(port) => {
                engine.listen(port);
                Event::EngineStopped
            }
            Word::Set(settings) => {
                if let Some(locale) = &settings.locale {
                    app.write_in(locale_of(locale));
                }
                apply(&document, &settings);
                Event::Set(Rc::new(settings))
            }
            Word::Rows(name, body) => {
                let name = rows_from(&name);
                let rows = files.hold_rows(&name, body);
                Event::HostRows { rows, name }
            }
            Word::Tell(event) => event,
        };
        if is_drawn {
            ear.tell(event);
            return;
        }
        app.know(&event);
        if draws {
            is_drawn = true;
            let drawn =
                yew::Renderer::<Piece>::with_props(PieceProps::new(Rc::clone(&app))).render();
            ear.open(drawn.callback(Message::Event));
            line.tell("ready", &[]);
        }
    });
}

/// The locale of a tag, or the one next to it that the browser knows.
fn locale_of(tag: &str) -> Locale {
    let intl = Intl::new(tag);
    Locale {
        tag: intl.locale().to_owned(),
        format: Rc::new(intl),
    }
}

/// What rows of a page around are called, where a file has its name.
fn rows_from(host: &str) -> String {
    let unnamed = || phrase::inside(phrase::label("page-around").unwrap_or_default());
    let host = if host.is_empty() {
        unnamed()
    } else {
        host.to_owned()
    };
    let from = phrase::view_template("view-rows-from-host").unwrap_or_default();
    let (before, rest) = from.split_once('{').unwrap_or((from, ""));
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    joined(&[before, &host, after], "")
}

/// Sets what the page around wants: the scheme is the system's for any other word.
fn apply(document: &Document, settings: &Settings) {
    let (Some(root), Some(theme)) = (document.document_element(), &settings.theme) else {
        return;
    };
    let _ = match THEMES.contains(&theme.as_str()) {
        true => root.set_attribute("data-scheme", theme),
        false => root.remove_attribute("data-scheme"),
    };
}

/// A text in small letters.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// The day it is where the person is.
fn today() -> String {
    let now = js_sys::Date::new_0();
    format!(
        "{:04}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
}
