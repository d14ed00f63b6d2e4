//! The page's hold on the engine: sends requests and hands on replies, over a port that the airlock gave.
//!
//! The worker at the other end is the airlock's: it makes a new one when one stops, and gives a new port with it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use super::tree::{tree_of, value_of};
use crate::wire::{Envelope, Outgoing};

/// The way to the engine.
#[derive(Clone)]
pub(super) struct Engine(Rc<Inner>);

struct Inner {
    hear: Rc<dyn Fn(Outgoing)>,
    live: RefCell<Option<Live>>,
}

/// A port in use; its listener unhooks when it is dropped.
struct Live {
    port: MessagePort,
    _listener: EventListener,
}

impl Drop for Live {
    fn drop(&mut self) {
        self.port.close();
    }
}

impl Engine {
    /// Nothing at the other end yet: what is sent before [`Engine::listen`] is lost.
    pub(super) fn new(hear: impl Fn(Outgoing) + 'static) -> Engine {
        Engine(Rc::new(Inner {
            hear: Rc::new(hear),
            live: RefCell::default(),
        }))
    }

    /// Talks over this port from now on. What is sent waits in it until the engine listens.
    pub(super) fn listen(&self, port: MessagePort) {
        let hear = Rc::clone(&self.0.hear);
        let listener = EventListener::new(&port, "message", move |event| {
            let data = event.unchecked_ref::<MessageEvent>().data();
            if let Some(outgoing) = tree_of(&data).and_then(|tree| Outgoing::shown(tree).ok()) {
                hear(outgoing);
            }
        });
        port.start();
        let live = Live {
            port,
            _listener: listener,
        };
        let old = self.0.live.replace(Some(live));
        drop(old);
    }

    /// Sends a request.
    pub(super) fn send(&self, envelope: &Envelope) {
        self.post(&value_of(&envelope.asked()), &Array::new());
    }

    /// Sends a message as it is, giving away what is to be transferred.
    pub(super) fn post(&self, message: &JsValue, transfer: &Array) {
        if let Some(live) = self.0.live.borrow().as_ref() {
            let _ = live.port.post_message_with_transferable(message, transfer);
        }
    }
}
