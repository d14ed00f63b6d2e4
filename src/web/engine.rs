//! The page's hold on the worker: sends requests, hands on replies, and starts it anew when it stops.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Reflect};
use serde::Serialize as _;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use super::launch::Launcher;
use super::seal::Tried;
use crate::wire::{Envelope, Outgoing};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn log_error(text: &str);
}

/// How often a worker that stopped is started anew. One that stops again and again would stop on the next file too.
const MOST_RESTARTS: u32 = 3;

/// What the worker has to say.
pub(super) enum Word {
    /// A reply, or how far one is.
    Reply(Box<Outgoing>),
    /// It has tried to reach the network.
    Tried(Tried),
    /// It stopped; a new and empty one is there, unless it stopped too often.
    Stopped {
        /// Whether there is a new one.
        restarted: bool,
    },
}

/// The worker, or the place where it will be.
#[derive(Clone)]
pub(super) struct Engine(Rc<Inner>);

struct Inner {
    hear: Box<dyn Fn(Word)>,
    launcher: RefCell<Option<Launcher>>,
    live: RefCell<Option<Live>>,
    early: RefCell<Vec<(JsValue, Array)>>,
    restarts: Cell<u32>,
}

/// A worker at work; both listeners unhook when it is dropped.
struct Live {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Drop for Live {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Engine {
    /// No worker yet: what is sent waits for it.
    pub(super) fn new(hear: impl Fn(Word) + 'static) -> Engine {
        Engine(Rc::new(Inner {
            hear: Box::new(hear),
            launcher: RefCell::default(),
            live: RefCell::default(),
            early: RefCell::default(),
            restarts: Cell::new(0),
        }))
    }

    /// Makes the worker, and sends it what has waited.
    pub(super) fn start(&self, launcher: Launcher) -> Result<(), JsValue> {
        *self.0.launcher.borrow_mut() = Some(launcher);
        self.launch()?;
        for (message, transfer) in self.0.early.take() {
            self.post(&message, &transfer);
        }
        Ok(())
    }

    /// Sends a request.
    pub(super) fn send(&self, envelope: &Envelope) {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        if let Ok(message) = envelope.serialize(&serializer) {
            self.post(&message, &Array::new());
        }
    }

    /// Sends a message as it is, giving away what is to be transferred.
    pub(super) fn post(&self, message: &JsValue, transfer: &Array) {
        match self.0.live.borrow().as_ref() {
            Some(live) => {
                let _ = live.worker.post_message_with_transfer(message, transfer);
            }
            None => self
                .0
                .early
                .borrow_mut()
                .push((message.clone(), transfer.clone())),
        }
    }

    fn launch(&self) -> Result<(), JsValue> {
        let launcher = self.0.launcher.borrow();
        let Some(launcher) = launcher.as_ref() else {
            return Ok(());
        };
        let worker = launcher.launch()?;
        let heard = self.clone();
        let message = EventListener::new(&worker, "message", move |event| {
            let data = event.unchecked_ref::<MessageEvent>().data();
            if let Some(word) = word(data) {
                (heard.0.hear)(word);
            }
        });
        let failed = self.clone();
        let error = EventListener::new(&worker, "error", move |event| {
            // Its text may tell of the person's rows: it goes to no console.
            event.prevent_default();
            failed.stopped();
        });
        *self.0.live.borrow_mut() = Some(Live {
            worker,
            _listeners: [message, error],
        });
        Ok(())
    }

    /// Starts a new worker. Runs after the event that told of the failure, whose listener goes with the old one.
    fn stopped(&self) {
        let engine = self.clone();
        gloo::timers::callback::Timeout::new(0, move || {
            let old = engine.0.live.take();
            drop(old);
            let restarts = engine.0.restarts.get() + 1;
            engine.0.restarts.set(restarts);
            let restarted = restarts <= MOST_RESTARTS && engine.launch().is_ok();
            (engine.0.hear)(Word::Stopped { restarted });
        })
        .forget();
    }
}

/// Reads a message of the worker; `None` for one that is not its own.
fn word(data: JsValue) -> Option<Word> {
    if let Some(tried) = field(&data, "tried") {
        let count = |name: &str| field(&tried, name)?.as_f64();
        return Some(Word::Tried(Tried {
            ways: count("ways")? as u32,
            refused: count("refused")? as u32,
        }));
    }
    if let Some(stopped) = field(&data, "stopped") {
        // A place in our own code, which tells nothing of the person's.
        let file = field(&stopped, "file").and_then(|file| file.as_string());
        let line = field(&stopped, "line").and_then(|line| line.as_f64());
        log_error(&format!(
            "The engine stopped at {}:{}",
            file.unwrap_or_default(),
            line.unwrap_or_default()
        ));
        return None;
    }
    let reply = serde_wasm_bindgen::from_value(data).ok()?;
    Some(Word::Reply(Box::new(reply)))
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into())
        .ok()
        .filter(|value| !value.is_undefined())
}
