//! The worker's side: the session, in a context that has no window and no network.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

use super::seal;

/// Starts the worker: tries the seal and tells the page.
pub fn start_worker() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    wasm_bindgen_futures::spawn_local(async move {
        let tried = seal::try_to_leave().await;
        let message = Object::new();
        let _ = Reflect::set(&message, &"ways".into(), &tried.ways.into());
        let _ = Reflect::set(&message, &"refused".into(), &tried.refused.into());
        let _ = scope.post_message(&message);
    });
}
