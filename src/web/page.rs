//! The page's side: shows the view, loads the worker, takes the network away, and tells what held.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, UrlSearchParams, Window};

use super::engine::{Engine, Word};
use super::files::Files;
use super::host::{Host, set_theme};
use super::intl::Intl;
use super::launch::Launcher;
use super::port::{self, Ear};
use super::seal::{self, Tried};
use crate::view::app::{App, AppProps, Locale};
use crate::view::state::{Check, Event, Protection, Seal};

/// Starts the page: the view at once, the engine and the checks behind it.
pub fn start_view() {
    let page = web_sys::window().and_then(|window| Page::new(window).ok());
    if let Some(page) = page.map(Rc::new) {
        page.show();
        spawn_local(async move { page.load().await });
    }
}

/// What the page holds.
struct Page {
    window: Window,
    document: Document,
    watch: Watch,
    engine: Engine,
}

impl Page {
    fn new(window: Window) -> Result<Page, JsValue> {
        let document = window.document().ok_or(JsValue::NULL)?;
        let watch = Watch {
            ear: Ear::default(),
            host: Host::of(&window),
            seal: Rc::default(),
            files: Files::default(),
        };
        let hears = watch.clone();
        let engine = Engine::new(move |word| match word {
            Word::Reply(reply) => {
                port::tell(&hears.ear, Event::Reply(hears.files.complete(*reply)))
            }
            Word::Tried(tried) => hears.engine_tried(tried),
            Word::Stopped { restarted } => hears.engine_stopped(restarted),
        });
        Ok(Page {
            window,
            document,
            watch,
            engine,
        })
    }

    /// Draws the view, in the person's locale and on their day.
    fn show(&self) {
        let query = self.window.location().search().unwrap_or_default();
        let query = UrlSearchParams::new_with_str(&query).ok();
        let asked = |name: &str| query.as_ref().and_then(|query| query.get(name));
        let locale = asked("locale").or_else(|| self.window.navigator().language());
        let intl = Intl::new(locale.as_deref().unwrap_or_default());
        if let Some(theme) = asked("theme") {
            set_theme(&self.document, &theme);
        }
        let props = AppProps {
            tag: Some(intl.locale().to_owned()),
            locale: Locale(Rc::new(intl)),
            today: today(),
            port: port::port(
                &self.document,
                &self.watch.ear,
                &self.engine,
                &self.watch.files,
            ),
            scheme: None,
        };
        port::listen(&self.document, &self.watch.ear, &self.watch.files);
        self.watch.host.listen(&self.window, &self.document);
        let root = self.document.get_element_by_id("farthing");
        match root {
            Some(root) => yew::Renderer::<App>::with_root_and_props(root, props).render(),
            None => yew::Renderer::<App>::with_props(props).render(),
        };
    }

    /// Loads the engine, takes the network away from the page, and only then makes the worker.
    async fn load(&self) {
        let loaded = async {
            let launcher = Launcher::fetch(&self.window).await?;
            seal::narrow(&self.document)?;
            self.engine.start(launcher)
        };
        if loaded.await.is_err() {
            self.watch.failed("not-loaded");
            return;
        }
        let keeps_nothing = seal::keeps_nothing(&self.window, &self.document).await;
        self.watch.note(Protection::Disk, keeps_nothing, 0);
        self.watch
            .note(Protection::Host, self.watch.host.is_shut_out(), 0);
        let tried = seal::try_to_leave().await;
        self.watch.note(Protection::Page, tried.held(), tried.ways);
        self.watch.settle();
    }
}

/// What is known of the seal, and who is told.
#[derive(Clone)]
struct Watch {
    ear: Ear,
    host: Host,
    seal: Rc<RefCell<Seal>>,
    files: Files,
}

impl Watch {
    fn engine_tried(&self, tried: Tried) {
        self.note(Protection::Engine, tried.held(), tried.ways);
        self.settle();
    }

    fn engine_stopped(&self, restarted: bool) {
        port::tell(&self.ear, Event::EngineStopped);
        match restarted {
            true => self.host.tell_error("engine-stopped"),
            false => self.failed("engine-stopped"),
        }
    }

    /// Nothing more can be read here.
    fn failed(&self, code: &'static str) {
        self.note(Protection::Engine, false, 0);
        self.seal.borrow_mut().open_to_files = Some(false);
        self.files.open(false);
        self.host.tell_error(code);
        port::tell(&self.ear, Event::Checked(self.seal.borrow().clone()));
    }

    /// Notes the outcome of a check, in the order of the coin's quarters.
    fn note(&self, what: Protection, passed: bool, tried: u32) {
        let mut seal = self.seal.borrow_mut();
        seal.checks.retain(|check| check.what != what);
        let host = (what == Protection::Host)
            .then(|| self.host.name())
            .flatten();
        seal.checks.push(Check {
            what,
            passed: Some(passed),
            tried: tried.into(),
            host,
        });
        seal.checks.sort_by_key(|check| check.what);
    }

    /// Tells the view, once every check is in. Files go into the engine: it is the engine's seal that opens to them.
    fn settle(&self) {
        let mut seal = self.seal.borrow_mut();
        if seal.checks.len() < Protection::ALL.len() {
            return;
        }
        let is_first = seal.open_to_files.is_none();
        let held = seal.held(Protection::Engine) == Some(true);
        seal.open_to_files = Some(held);
        self.files.open(held);
        let seal = seal.clone();
        port::tell(&self.ear, Event::Checked(seal));
        match (held, is_first) {
            (true, true) => self.host.tell_ready(),
            (true, false) => {}
            (false, _) => self.host.tell_error("not-sealed"),
        }
    }
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
