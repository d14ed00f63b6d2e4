//! The worker's side: the session behind its door, in a context that has no window and no network.
//!
//! A request is a plain object `{id, op, …}`, a reply one with the same id; `files[].bytes` are a `Uint8Array`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{EventTarget, MessageChannel, MessageEvent};

use super::decoder::BrowserDecoder;
use super::tree::{request_of, value_of};
use crate::wire::{Door, Envelope, Request, Tree, unreadable};

#[wasm_bindgen]
extern "C" {
    /// Where messages come from and go to: a `MessagePort`.
    #[wasm_bindgen(extends = EventTarget)]
    pub type Line;

    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &Line, message: &JsValue) -> Result<(), JsValue>;

    /// A port holds back what comes until it is started; a worker's scope has no such method.
    #[wasm_bindgen(method, catch)]
    fn start(this: &Line) -> Result<(), JsValue>;
}

/// Starts the worker: leaves `globalThis.farthing.serve(port)` for the script around it.
///
/// What tries the seal and what carries the port is that script's: `www/airlock/worker.js` in the sealed document.
pub fn start_worker() {
    let serve = Closure::<dyn Fn(Line)>::new(|line: Line| {
        if let Ok(desk) = Desk::open(line) {
            spawn_local(async move { desk.warm_up().await });
        }
    });
    let farthing = Object::new();
    let left = Reflect::set(&farthing, &"serve".into(), &serve.into_js_value()).is_ok();
    if left {
        let _ = Reflect::set(&js_sys::global(), &"farthing".into(), &farthing);
    }
}

/// Serves a new session's door on a line, for good.
pub fn serve(line: Line) -> Result<(), JsValue> {
    Desk::open(line).map(|_| ())
}

/// The session with the loop that works it.
struct Desk {
    door: RefCell<Door>,
    working: Cell<bool>,
    breath: MessageChannel,
    line: Line,
}

impl Desk {
    /// A new session that hears the line for good.
    fn open(line: Line) -> Result<Rc<Desk>, JsValue> {
        let desk = Rc::new(Desk {
            door: RefCell::new(Door::new(Box::new(BrowserDecoder))),
            working: Cell::new(false),
            breath: MessageChannel::new()?,
            line: line.clone().unchecked_into(),
        });
        let takes = Rc::clone(&desk);
        EventListener::new(&line, "message", move |event| {
            takes.take(event.unchecked_ref::<MessageEvent>().data());
        })
        .forget();
        let _ = line.start();
        Ok(desk)
    }

    /// Reads the sample into a session of its own that is then dropped, until the first request comes.
    ///
    /// The browser compiles a function when it is first called, so the first file of an engine takes several times
    /// as long as the next: `cargo xtask bench` prints both.
    async fn warm_up(&self) {
        let Ok(channel) = MessageChannel::new() else {
            return;
        };
        let mut door = Door::new(Box::new(BrowserDecoder));
        door.begin(Envelope {
            id: 0,
            request: Request::Sample,
        });
        while !door.is_idle() && !self.working.get() {
            door.step();
            breathe(&channel).await;
        }
    }

    /// Takes a request; starts to work where nothing was being worked at.
    fn take(self: &Rc<Desk>, message: JsValue) {
        let id = Reflect::get(&message, &"id".into())
            .ok()
            .and_then(|id| id.as_f64());
        let read = request_of(&message).map_or(Err("message"), Envelope::of);
        match read {
            Ok(envelope) => self.door.borrow_mut().begin(envelope),
            Err(field) => {
                let id = id.map_or(0, |id| id as u64);
                self.send(&unreadable(id, &["missing field `", field, "`"].concat()));
            }
        }
        if !self.working.replace(true) {
            let desk = Rc::clone(self);
            spawn_local(async move { desk.work().await });
        }
    }

    /// Works until nothing is left, hearing new messages after every step.
    async fn work(&self) {
        loop {
            let sent = self.door.borrow_mut().step();
            sent.iter().for_each(|message| self.send(message));
            if self.door.borrow().is_idle() {
                break;
            }
            breathe(&self.breath).await;
        }
        self.working.set(false);
    }

    /// Sends a reply as a plain object.
    fn send(&self, message: &Tree) {
        let _ = self.line.post_message(&value_of(message));
    }
}

/// Lets the event loop turn once. A timer would do, but from the fifth in a row on it waits 4 ms each.
async fn breathe(channel: &MessageChannel) {
    let turn = Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
    });
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        let _ = JsFuture::from(turn).await;
    }
    // A port that listens keeps a process of Node.js from its end.
    channel.port1().set_onmessage(None);
}
