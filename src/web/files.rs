//! Files of the person: held when picked, dropped or pasted, and given to the engine when the view says so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, FileList};

use super::engine::Engine;
use crate::order::Keyed;
use crate::session::MAX_FILE_BYTES;
use crate::wire::{Body, FileReport, Issue, Outgoing, Reply};

/// The name of text that was pasted.
const PASTED: &str = "pasted.txt";

/// Files that were handed in, and what became of those that were not even read.
#[derive(Clone, Default)]
pub(super) struct Files(Rc<Inner>);

#[derive(Default)]
struct Inner {
    open: Cell<bool>,
    held: RefCell<Vec<File>>,
    refused: RefCell<Keyed<u64, Vec<(usize, FileReport)>>>,
    rows: RefCell<Vec<Option<(String, JsValue)>>>,
}

impl Files {
    /// Whether files are taken: not before the seal was tried, and not where it did not hold.
    pub(super) fn open(&self, open: bool) {
        self.0.open.set(open);
    }

    /// Holds files in place of those held before; gives the names of those that are taken.
    pub(super) fn hold(&self, list: &FileList) -> Vec<String> {
        let files = (0..list.length()).filter_map(|at| list.get(at));
        self.hold_each(files.collect())
    }

    /// Holds pasted text as a file.
    pub(super) fn hold_text(&self, text: &str) -> Vec<String> {
        let parts = Array::of1(&text.into());
        let file = File::new_with_str_sequence(&parts, PASTED);
        self.hold_each(file.into_iter().collect())
    }

    /// Holds rows that the page around handed in, `{account, rows}` under its name; gives their number.
    pub(super) fn hold_rows(&self, name: &str, body: JsValue) -> u64 {
        let mut rows = self.0.rows.borrow_mut();
        rows.push(Some((name.to_owned(), body)));
        rows.len() as u64 - 1
    }

    /// Sends the rows of this number to the engine under this id, once.
    pub(super) fn import_rows(&self, id: u64, number: u64, engine: &Engine) {
        let held = usize::try_from(number).ok();
        let held = held.and_then(|number| self.0.rows.borrow_mut().get_mut(number)?.take());
        let Some((name, body)) = held else { return };
        let part = |name: &str| Reflect::get(&body, &name.into()).unwrap_or_default();
        let message = object(&[
            ("id", JsValue::from_f64(id as f64)),
            ("op", "importRows".into()),
            ("name", name.into()),
            ("account", part("account")),
            ("rows", part("rows")),
        ]);
        if let Ok(message) = message {
            engine.post(&message, &Array::new());
        }
    }

    fn hold_each(&self, files: Vec<File>) -> Vec<String> {
        if !self.0.open.get() {
            return Vec::new();
        }
        let names = files.iter().map(File::name).collect();
        *self.0.held.borrow_mut() = files;
        names
    }

    /// Reads the files held and sends them to the engine under this id.
    pub(super) fn import(&self, id: u64, engine: &Engine) {
        let (files, engine) = (self.clone(), engine.clone());
        let held = self.0.held.take();
        spawn_local(async move {
            let read = Array::new();
            let transfer = Array::new();
            let mut refused = Vec::new();
            for (at, file) in held.iter().enumerate() {
                match read_file(file).await {
                    Ok((file, bytes)) => {
                        read.push(&file);
                        transfer.push(&bytes);
                    }
                    Err(report) => refused.push((at, report)),
                }
            }
            files.0.refused.borrow_mut().insert(id, refused);
            if let Ok(message) = request(id, &read) {
                engine.post(&message, &transfer);
            }
        });
    }

    /// A reply as the view gets it: an import's report names the files that were not read, too.
    pub(super) fn complete(&self, mut outgoing: Outgoing) -> Outgoing {
        if matches!(outgoing.reply, Reply::Progress(_)) {
            return outgoing;
        }
        let refused = self.0.refused.borrow_mut().remove(&outgoing.id);
        if let Reply::Ok {
            body: Body::Import(report),
        } = &mut outgoing.reply
        {
            for (at, file) in refused.into_iter().flatten() {
                report.files.insert(at.min(report.files.len()), file);
            }
        }
        outgoing
    }
}

/// The file as the engine takes it, with the buffer to transfer; else the report that says why not.
async fn read_file(file: &File) -> Result<(JsValue, JsValue), FileReport> {
    // A file's size is a whole number below 2^53.
    if file.size() > MAX_FILE_BYTES as f64 {
        return Err(not_read(file, Some(MAX_FILE_BYTES as u64)));
    }
    let unreadable = || not_read(file, None);
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| unreadable())?;
    let bytes = Uint8Array::new(&buffer);
    let fields = [
        ("name", JsValue::from_str(&file.name())),
        ("bytes", bytes.into()),
    ];
    let message = object(&fields).map_err(|_| unreadable())?;
    Ok((message, buffer))
}

/// The report of a file that the engine never saw.
fn not_read(file: &File, most_bytes: Option<u64>) -> FileReport {
    FileReport {
        name: file.name(),
        checked: "nothingToCheck".to_owned(),
        issues: vec![Issue::of_unread(&file.name(), most_bytes)],
        issue_count: 1,
        ..FileReport::default()
    }
}

/// The request that imports these files.
fn request(id: u64, files: &Array) -> Result<JsValue, JsValue> {
    object(&[
        ("id", JsValue::from_f64(id as f64)),
        ("op", "import".into()),
        ("files", files.into()),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}
