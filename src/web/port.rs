//! What the view asks of the page, done in the document: files, focus, scrolling, the clipboard, keys.

use std::cell::OnceCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{
    ClipboardEvent, Document, DragEvent, Element, FileList, FocusOptions, HtmlElement,
    HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};
use yew::Callback;

use super::airlock::Line;
use super::engine::Engine;
use super::files::Files;
use crate::view::desk::Port;
use crate::view::paste::statement_in;
use crate::view::state::{Effect, Event, Key, Say};

/// The height of a row where none is drawn yet.
const ROW_PX: i32 = 35;

/// What hears the page's events.
#[derive(Clone, Default)]
pub(super) struct Ear(Rc<OnceCell<Callback<Rc<Event>>>>);

impl Ear {
    /// Tells the view.
    pub(super) fn tell(&self, event: Event) {
        if let Some(open) = self.0.get() {
            open.emit(Rc::new(event));
        }
    }

    /// Tells this from now on.
    pub(super) fn open(&self, open: Callback<Rc<Event>>) {
        let _ = self.0.set(open);
    }
}

/// The view's way to this document and this engine.
pub(super) fn port(
    document: &Document,
    ear: &Ear,
    engine: &Engine,
    files: &Files,
    line: &Line,
) -> Port {
    let effect = {
        let (document, line) = (document.clone(), line.clone());
        let (engine, files) = (engine.clone(), files.clone());
        Callback::from(move |effect| perform(&document, &engine, &files, &line, effect))
    };
    let picked = {
        let (ear, files) = (ear.clone(), files.clone());
        Callback::from(move |event: web_sys::Event| {
            let input = event.target().and_then(|target| target.dyn_into().ok());
            let Some(input): Option<HtmlInputElement> = input else {
                return;
            };
            if let Some(list) = input.files() {
                tell_picked(&ear, files.hold(&list));
            }
            // The same file picked again is no change unless the field forgets it.
            input.set_value("");
        })
    };
    let rules = {
        let ear = ear.clone();
        Callback::from(move |event: web_sys::Event| read_rules(&ear, &event))
    };
    let dropped = {
        let (ear, files) = (ear.clone(), files.clone());
        Callback::from(move |event: DragEvent| take_drop(&ear, &files, &event))
    };
    Port {
        effect,
        files: picked,
        rules,
        dropped,
        value: Callback::from(|event: web_sys::InputEvent| target_text(&event, "value")),
        chosen: Callback::from(|event: web_sys::Event| target_text(&event, "value")),
        first_row: Callback::from(|event: web_sys::Event| first_row(&event)),
    }
}

/// Hears keys, and files that are dropped or pasted anywhere in the document.
pub(super) fn listen(document: &Document, ear: &Ear, files: &Files) {
    let active = EventListenerOptions::enable_prevent_default();
    let on = |name: &'static str, act: Box<dyn Fn(&web_sys::Event)>| {
        let listener = EventListener::new_with_options(document, name, active, move |e| act(e));
        listener.forget();
    };
    let keys = ear.clone();
    on(
        "keydown",
        Box::new(move |event| take_key(&keys, event.unchecked_ref())),
    );
    on("dragover", Box::new(|event| event.prevent_default()));
    let (drops, held) = (ear.clone(), files.clone());
    on(
        "drop",
        Box::new(move |event| take_drop(&drops, &held, event.unchecked_ref())),
    );
    let (pastes, held) = (ear.clone(), files.clone());
    on(
        "paste",
        Box::new(move |event| take_paste(&pastes, &held, event.unchecked_ref())),
    );
}

/// Reads the file of a field as text, for the person to look at before it holds.
fn read_rules(ear: &Ear, event: &web_sys::Event) {
    let input = event.target().and_then(|target| target.dyn_into().ok());
    let Some(input): Option<HtmlInputElement> = input else {
        return;
    };
    let file = input.files().and_then(|list| list.get(0));
    input.set_value("");
    let read = file.and_then(|file| {
        let read = Reflect::get(&file, &"text".into()).ok()?;
        read.unchecked_into::<Function>().call0(&file).ok()
    });
    let Some(read) = read else { return };
    let ear = ear.clone();
    let hear = Closure::once(move |text: JsValue| {
        // A file that cannot be read any more gives an error and no text.
        ear.tell(Event::Say(Say::Import(text.as_string())));
    });
    let _ = js_sys::Promise::resolve(&read).then2(&hear, &hear);
    hear.forget();
}

fn tell_picked(ear: &Ear, names: Vec<String>) {
    if !names.is_empty() {
        ear.tell(Event::Picked { names });
    }
}

fn take_drop(ear: &Ear, files: &Files, event: &DragEvent) {
    // The drop zone has taken it already.
    if event.default_prevented() {
        return;
    }
    event.prevent_default();
    let list: Option<FileList> = event.data_transfer().and_then(|transfer| transfer.files());
    if let Some(list) = list {
        tell_picked(ear, files.hold(&list));
    }
}

/// Files anywhere, and text that is a statement.
fn take_paste(ear: &Ear, files: &Files, event: &ClipboardEvent) {
    let Some(clipboard) = event.clipboard_data() else {
        return;
    };
    if let Some(list) = clipboard.files().filter(|list| list.length() > 0) {
        event.prevent_default();
        tell_picked(ear, files.hold(&list));
        return;
    }
    let text = clipboard.get_data("text/plain").unwrap_or_default();
    let html = clipboard.get_data("text/html").unwrap_or_default();
    if let Some((name, text)) = statement_in(&text, &html, is_in_field(event)) {
        event.prevent_default();
        tell_picked(ear, files.hold_text(name, text));
    }
}

fn take_key(ear: &Ear, event: &KeyboardEvent) {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let article = target.and_then(|target| target.closest("article").ok().flatten());
    let key = Key {
        key: event.key(),
        ctrl: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        in_field: is_in_field(event),
        article: article.map(|article| article.id()),
    };
    if key.is_taken() {
        event.prevent_default();
    }
    ear.tell(Event::Key(key));
}

fn is_in_field(event: &web_sys::Event) -> bool {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    target
        .is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Does what the view wants done. What is in the document is touched after the view has been drawn.
fn perform(document: &Document, engine: &Engine, files: &Files, line: &Line, effect: Effect) {
    match effect {
        Effect::Send(envelope) => engine.send(&envelope),
        Effect::Import(id) => files.import(id, engine),
        Effect::Copy(text) => copy(document, &text),
        Effect::Focus(_) | Effect::Reveal(_) | Effect::RevealRow(_) => later(document, effect),
        Effect::ImportRows { id, rows } => files.import_rows(id, rows, engine),
        Effect::Share { id, text } => {
            let id = id.map_or(JsValue::NULL, JsValue::from);
            line.tell("share", &[("id", id), ("text", text.into())]);
        }
        Effect::Decline(id) => line.tell("decline", &[("id", id.into())]),
        Effect::Download { name, mime, text } => {
            let bytes = Uint8Array::from(text.as_bytes()).buffer();
            let fields = [
                ("name", name.into()),
                ("mime", mime.into()),
                ("bytes", bytes.into()),
            ];
            line.tell("download", &fields);
        }
        Effect::Resize(height) => line.tell("resize", &[("height", (height as f64).into())]),
    }
}

fn later(document: &Document, effect: Effect) {
    let document = document.clone();
    let act = move || match effect {
        Effect::Focus(id) => focus(&document, &id),
        Effect::Reveal(id) => {
            if let Some(element) = document.get_element_by_id(&id) {
                reveal(&element);
            }
        }
        Effect::RevealRow(row) => reveal_row(&document, row),
        _ => {}
    };
    Timeout::new(0, act).forget();
}

fn focus(document: &Document, id: &str) {
    let Some(element) = document.get_element_by_id(id) else {
        return;
    };
    // What takes the focus is of HTML, never a picture.
    let element: HtmlElement = element.unchecked_into();
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
    reveal(&element);
}

/// Scrolls what it lies in, and nothing around that: a page that embeds a frame taller than its window would be scrolled,
/// too, and by how far it was see how tall an answer is.
fn reveal(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    let _ = Reflect::set(&options, &"container".into(), &"nearest".into());
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The scrolled rows have the id `rows`, each row the class `row`.
fn reveal_row(document: &Document, row: u64) {
    let Some(rows) = document.get_element_by_id("rows") else {
        return;
    };
    let row_px = row_height(&rows);
    let top = i32::try_from(row)
        .unwrap_or(i32::MAX)
        .saturating_mul(row_px);
    let (first, height) = (rows.scroll_top(), rows.client_height());
    let head_px = height_of(&rows, ".head");
    if top < first {
        rows.set_scroll_top(top);
    } else if top + row_px + head_px > first + height {
        rows.set_scroll_top(top + row_px + head_px - height);
    }
}

fn first_row(event: &web_sys::Event) -> u64 {
    let rows: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    rows.map_or(0, |rows| {
        u64::try_from(rows.scroll_top() / row_height(&rows)).unwrap_or(0)
    })
}

fn row_height(rows: &Element) -> i32 {
    match height_of(rows, ".row") {
        0 => ROW_PX,
        height => height,
    }
}

fn height_of(within: &Element, selector: &str) -> i32 {
    let found = within.query_selector(selector).ok().flatten();
    found.map_or(0, |found| {
        found.unchecked_into::<HtmlElement>().offset_height()
    })
}

/// Copies by the old command, which needs no permission of the page around this one.
fn copy(document: &Document, text: &str) {
    let _ = (|| -> Result<(), JsValue> {
        let field: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
        let before = document.active_element();
        field.set_value(text);
        field.set_attribute("aria-hidden", "true")?;
        document.body().ok_or(JsValue::NULL)?.append_child(&field)?;
        field.select();
        let command: Function = Reflect::get(document, &"execCommand".into())?.unchecked_into();
        let copied = command.call1(document, &"copy".into());
        field.remove();
        if let Some(before) = before {
            before.unchecked_into::<HtmlElement>().focus()?;
        }
        copied.map(|_| ())
    })();
}

fn target_text(event: &web_sys::Event, property: &str) -> String {
    let target = event.target().map(JsValue::from).unwrap_or_default();
    let value = Reflect::get(&target, &property.into()).ok();
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}
