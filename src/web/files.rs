//! Files of the person: held when picked, dropped or pasted, and given to the engine when the view says so.
//!
//! Only a hold on a file is given: its bytes go from the disk to the engine, and not through the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{File, FileList};

use super::engine::Engine;
use crate::order::Gather as _;

/// Files and rows that were handed in.
#[derive(Clone, Default)]
pub(super) struct Files(Rc<Inner>);

#[derive(Default)]
struct Inner {
    open: Cell<bool>,
    held: RefCell<Vec<File>>,
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
        self.hold_each(files.gather())
    }

    /// Holds pasted text as a file of a name.
    pub(super) fn hold_text(&self, name: &str, text: &str) -> Vec<String> {
        let parts = Array::of1(&text.into());
        let file = File::new_with_str_sequence(&parts, name);
        self.hold_each(file.into_iter().gather())
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
        let names = files.iter().map(File::name).gather();
        *self.0.held.borrow_mut() = files;
        names
    }

    /// Sends the files held to the engine under this id, which reads them where they are.
    pub(super) fn import(&self, id: u64, engine: &Engine) {
        let files = Array::new();
        for file in self.0.held.take() {
            let fields = [("name", file.name().into()), ("bytes", file.into())];
            if let Ok(file) = object(&fields) {
                files.push(&file);
            }
        }
        if let Ok(message) = request(id, &files) {
            engine.post(&message, &Array::new());
        }
    }
}

/// The request that imports these files.
fn request(id: u64, files: &Array) -> Result<JsValue, JsValue> {
    object(&[
        ("id", JsValue::from_f64(id as f64)),
        ("op", "import".into()),
        // A person is here, who can be asked how a file is read.
        ("asks", true.into()),
        ("files", files.into()),
    ])
}

/// A plain object of these fields.
pub(super) fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}
