//! The page's side: loads the worker, takes the network away, and shows the view.

use wasm_bindgen::prelude::*;

use super::launch::Launcher;
use super::seal;

/// Starts the page.
pub fn start_view() {
    wasm_bindgen_futures::spawn_local(async {
        let _ = sealed_worker().await;
    });
}

/// Loads the worker, takes the network away from the page, and only then makes the worker.
async fn sealed_worker() -> Result<web_sys::Worker, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let launcher = Launcher::fetch(&window).await?;
    seal::narrow(&document)?;
    let worker = launcher.launch()?;
    seal::try_to_leave().await;
    Ok(worker)
}
