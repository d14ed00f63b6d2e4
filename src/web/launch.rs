//! The worker is made from a blob, after the network is gone.
//!
//! Its glue and its bytes are fetched while the page still may; [`Launcher`] keeps both, so that a worker that
//! stopped can be made again without a network.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Response, Url, Worker, WorkerOptions, WorkerType};

/// The files that Trunk writes beside the page.
const GLUE: &str = "worker.js";
const BYTES: &str = "worker_bg.wasm";

/// What follows the glue in the blob.
const BOOT: &str = include_str!("boot.js");

/// Everything a worker is made of.
pub(super) struct Launcher {
    glue: String,
    bytes: JsValue,
}

impl Launcher {
    /// Fetches the worker's glue and bytes from beside the page.
    pub(super) async fn fetch(window: &web_sys::Window) -> Result<Launcher, JsValue> {
        let glue = window.fetch_with_str(GLUE);
        let bytes = window.fetch_with_str(BYTES);
        let glue = body(glue).await?;
        let bytes = body(bytes).await?;
        Ok(Launcher {
            glue: JsFuture::from(glue.text()?)
                .await?
                .as_string()
                .unwrap_or_default(),
            bytes: JsFuture::from(bytes.array_buffer()?).await?,
        })
    }

    /// Makes a worker that starts at once; it takes requests from its second message on.
    pub(super) fn launch(&self) -> Result<Worker, JsValue> {
        let parts = Array::of2(&self.glue.as_str().into(), &BOOT.into());
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&address, &options);
        let worker = worker?;
        worker.post_message(&Uint8Array::new(&self.bytes))?;
        Ok(worker)
    }
}

/// What a request gave, unless the server refused it.
async fn body(request: js_sys::Promise) -> Result<Response, JsValue> {
    let response: Response = JsFuture::from(request).await?.dyn_into()?;
    if response.ok() {
        return Ok(response);
    }
    Err(JsValue::from_f64(f64::from(response.status())))
}
