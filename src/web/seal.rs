//! The seal: the policy is narrowed once everything is loaded, and then tried.
//!
//! Policies add up and the strictest counts, so a second `meta` can only take away. A worker made from a blob takes
//! the policy that its maker has at that moment: it is made after the narrowing, and so never had a network.
//! Nothing is believed that was not tried: an attempt counts as refused only when the browser reports that the
//! policy stopped that very address. Being offline, or a server that is down, does not look like a seal.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Window};

/// What is left once the page is loaded: its own styles, images it makes itself, and workers from blobs.
const NARROWED: &str = "default-src 'none'; script-src 'wasm-unsafe-eval'; style-src-attr 'unsafe-inline'; \
    img-src data: blob:; worker-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'";

/// An address that no name server can know (RFC 6761, `invalid`).
const ELSEWHERE: &str = "://farthing.invalid/";

/// How long the browser may take to report what it stopped. A report is a queued task, a few milliseconds away.
const PATIENCE_MS: u32 = 1_500;

/// The ways out that are tried, each against the page's own server and against another.
const WAYS: [Way; 4] = [Way::Fetch, Way::Socket, Way::Events, Way::Import];

/// A way to reach the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Fetch,
    Socket,
    Events,
    Import,
}

impl Way {
    /// The last part of the address it is tried with, so that a report can be told from the others.
    fn name(self) -> &'static str {
        match self {
            Way::Fetch => "fetch",
            Way::Socket => "socket",
            Way::Events => "events",
            Way::Import => "import",
        }
    }

    fn scheme(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Way::Socket, true) => "wss",
            (Way::Socket, false) => "ws",
            (_, true) => "https",
            (_, false) => "http",
        }
    }
}

/// How many ways were tried, and how many of them the browser refused at every address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// Ways that were tried.
    pub ways: u32,
    /// Ways that were refused at every address.
    pub refused: u32,
}

impl Tried {
    /// Whether every way was refused.
    pub fn held(self) -> bool {
        self.ways > 0 && self.refused == self.ways
    }
}

/// Takes the network away from this document, for good.
pub(super) fn narrow(document: &Document) -> Result<(), JsValue> {
    let meta = document.create_element("meta")?;
    meta.set_attribute("http-equiv", "Content-Security-Policy")?;
    meta.set_attribute("content", NARROWED)?;
    let head = document
        .query_selector("head")?
        .ok_or_else(|| JsValue::from_str("no head"))?;
    head.append_child(&meta)?;
    Ok(())
}

/// Tries to reach the network from this page or worker, every way, and gives what the browser refused.
pub async fn try_to_leave() -> Tried {
    let attempts = attempts();
    let stopped = Rc::new(RefCell::new(Vec::<String>::new()));
    let expected = attempts.len();
    let all_in = Promise::new(&mut |resolve, _| watch(&stopped, expected, resolve));
    // What an attempt throws says nothing that the browser's report does not say better.
    let opened: Vec<JsValue> = attempts
        .iter()
        .filter_map(|(way, address)| attempt(*way, address).ok())
        .collect();
    let _ = JsFuture::from(all_in).await;
    opened.iter().for_each(close);
    let stopped = stopped.borrow();
    let refused = WAYS.iter().filter(|way| {
        attempts
            .iter()
            .filter(|(tried, _)| tried == *way)
            .all(|(_, address)| stopped.contains(address))
    });
    Tried {
        ways: u32::try_from(WAYS.len()).unwrap_or(u32::MAX),
        refused: u32::try_from(refused.count()).unwrap_or(0),
    }
}

/// Whether nothing is stored at this address: no storage, database, cache or cookie.
///
/// A store that the browser refuses to open keeps nothing.
pub(super) async fn keeps_nothing(window: &Window, document: &Document) -> bool {
    let stores = [window.local_storage(), window.session_storage()];
    let mut stored = stores.into_iter().flatten().flatten();
    let is_empty = stored.all(|store| store.length() == Ok(0));
    let cookie = property(document, "cookie").and_then(|cookie| cookie.as_string());
    is_empty
        && cookie.unwrap_or_default().is_empty()
        && count_of(window, "indexedDB", "databases").await == 0
        && count_of(window, "caches", "keys").await == 0
}

/// How many items the list has that a method of one of the window's objects promises.
async fn count_of(window: &Window, object: &str, method: &str) -> u32 {
    let listed = async {
        let object = Reflect::get(window, &object.into())?;
        let list: Function = Reflect::get(&object, &method.into())?.dyn_into()?;
        let listed = JsFuture::from(Promise::resolve(&list.call0(&object)?)).await?;
        Ok::<u32, JsValue>(Array::from(&listed).length())
    };
    listed.await.unwrap_or(0)
}

/// Every way with every address.
fn attempts() -> Vec<(Way, String)> {
    let origin = property(&js_sys::global(), "location")
        .and_then(|location| property(&location, "origin"))
        .and_then(|origin| origin.as_string())
        .unwrap_or_default();
    let (secure, host) = match origin.split_once("://") {
        Some((scheme, host)) => (scheme == "https", format!("://{host}/")),
        None => (true, ELSEWHERE.to_owned()),
    };
    let mut attempts = Vec::new();
    for way in WAYS {
        for (secure, host) in [(secure, host.as_str()), (true, ELSEWHERE)] {
            let address = format!("{}{host}farthing-check/{}", way.scheme(secure), way.name());
            attempts.push((way, address));
        }
    }
    attempts
}

/// Notes each address that the policy stops; calls `resolve` when all have been, or when patience ends.
fn watch(stopped: &Rc<RefCell<Vec<String>>>, expected: usize, resolve: Function) {
    let late = resolve.clone();
    let listener = Rc::new(RefCell::new(None));
    let held = Rc::clone(&listener);
    Timeout::new(PATIENCE_MS, move || {
        held.borrow_mut().take();
        let _ = late.call0(&JsValue::NULL);
    })
    .forget();
    let stopped = Rc::clone(stopped);
    let target: web_sys::EventTarget = js_sys::global().unchecked_into();
    *listener.borrow_mut() = Some(EventListener::new(
        &target,
        "securitypolicyviolation",
        move |event| {
            let enforced = property(event, "disposition").and_then(|value| value.as_string());
            let address = property(event, "blockedURI").and_then(|value| value.as_string());
            if let (Some("enforce"), Some(address)) = (enforced.as_deref(), address) {
                let mut stopped = stopped.borrow_mut();
                if !stopped.contains(&address) {
                    stopped.push(address);
                }
                if stopped.len() >= expected {
                    let _ = resolve.call0(&JsValue::NULL);
                }
            }
        },
    ));
}

/// Tries one way out; gives what has to be closed again.
fn attempt(way: Way, address: &str) -> Result<JsValue, JsValue> {
    let global = js_sys::global();
    let address = JsValue::from_str(address);
    match way {
        Way::Fetch => {
            let fetch: Function = Reflect::get(&global, &"fetch".into())?.dyn_into()?;
            Ok(quieten(fetch.call1(&global, &address)?))
        }
        Way::Socket => construct(&global, "WebSocket", &address),
        Way::Events => construct(&global, "EventSource", &address),
        Way::Import => import(&global, &address),
    }
}

/// A worker imports; a page, which has no such function here, adds a script.
fn import(global: &JsValue, address: &JsValue) -> Result<JsValue, JsValue> {
    if let Ok(import) = Reflect::get(global, &"farthingImport".into())?.dyn_into::<Function>() {
        return Ok(quieten(import.call1(global, address)?));
    }
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(document) = document {
        let script = document.create_element("script")?;
        script.set_attribute("type", "module")?;
        script.set_attribute("src", &address.as_string().unwrap_or_default())?;
        if let Some(head) = document.query_selector("head")? {
            head.append_child(&script)?;
            script.remove();
        }
    }
    Ok(JsValue::UNDEFINED)
}

fn construct(global: &JsValue, name: &str, address: &JsValue) -> Result<JsValue, JsValue> {
    let class: Function = Reflect::get(global, &name.into())?.dyn_into()?;
    Reflect::construct(&class, &Array::of1(address))
}

/// Closes what was opened, if it was.
fn close(opened: &JsValue) {
    if let Some(Ok(close)) = property(opened, "close").map(JsCast::dyn_into::<Function>) {
        let _ = close.call0(opened);
    }
}

/// A refusal is what is hoped for: it is no unhandled rejection.
fn quieten(promise: JsValue) -> JsValue {
    let waiting: Promise = promise.clone().unchecked_into();
    wasm_bindgen_futures::spawn_local(async move {
        let _ = JsFuture::from(waiting).await;
    });
    promise
}

fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}
