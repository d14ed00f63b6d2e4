//! A message out of what the browser hands over, and the way back, without a detour through serde's generic readers.

use std::borrow::Cow;

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::file_source::FileSource;
use crate::statement::Held;
use crate::wire::{Leaf, Out, Tree};

/// How deep a message may be nested: far more than any is, and far less than the stack bears.
const DEPTH: u32 = 32;

/// The tree of a plain value; `None` of what no message holds: fractions, negative numbers, functions, cycles.
pub(super) fn tree_of(value: &JsValue) -> Option<Tree> {
    grow(value, DEPTH)
}

fn grow(value: &JsValue, depth: u32) -> Option<Tree> {
    let below = depth.checked_sub(1)?;
    if value.is_null() || value.is_undefined() {
        return Some(Tree::Null);
    }
    if let Some(value) = value.as_bool() {
        return Some(Tree::Bool(value));
    }
    if let Some(number) = value.as_f64() {
        let count = number as u64;
        return (count as f64 == number).then_some(Tree::Count(count));
    }
    if let Some(text) = value.as_string() {
        return Some(Tree::Text(Cow::Owned(text)));
    }
    if let Some(items) = value.dyn_ref::<Array>() {
        let items = items.iter().map(|item| grow(&item, below));
        return items.collect::<Option<_>>().map(Tree::List);
    }
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Some(Tree::Bytes(bytes.to_vec()));
    }
    if let Some(file) = value.dyn_ref::<Blob>() {
        return Some(Tree::Held(Held::new(FileSource(file.clone()))));
    }
    if !value.is_object() {
        return None;
    }
    let mut fields = Vec::new();
    for entry in Object::entries(value.unchecked_ref()).iter() {
        let entry: Array = entry.unchecked_into();
        fields.push((
            Cow::Owned(entry.get(0).as_string()?),
            grow(&entry.get(1), below)?,
        ));
    }
    Some(Tree::Fields(fields))
}

/// The plain value that a message is written as.
pub(super) fn value_of(write: impl FnOnce(&mut dyn Out)) -> JsValue {
    let mut value = Value {
        open: Vec::new(),
        whole: JsValue::NULL,
    };
    write(&mut value);
    value.whole
}

/// A value under construction: what is begun, with the name of its next value.
struct Value {
    open: Vec<(JsValue, JsValue)>,
    whole: JsValue,
}

impl Value {
    fn add(&mut self, value: JsValue) {
        match self.open.last() {
            Some((list, _)) if list.is_array() => {
                list.unchecked_ref::<Array>().push(&value);
            }
            Some((object, name)) => {
                let _ = Reflect::set(object, name, &value);
            }
            None => self.whole = value,
        }
    }
}

impl Out for Value {
    fn put(&mut self, leaf: Leaf<'_>) {
        self.add(match leaf {
            Leaf::Nothing => JsValue::NULL,
            Leaf::Bool(value) => JsValue::from_bool(value),
            Leaf::Count(value) => JsValue::from_f64(value as f64),
            Leaf::Text(value) => JsValue::from_str(value),
            Leaf::Bytes(value) => Uint8Array::from(value).into(),
        });
    }

    fn name(&mut self, name: Cow<'static, str>) {
        if let Some((_, next)) = self.open.last_mut() {
            *next = JsValue::from_str(&name);
        }
    }

    fn begin(&mut self, is_named: bool) {
        let value = match is_named {
            true => Object::new().into(),
            false => Array::new().into(),
        };
        self.open.push((value, JsValue::NULL));
    }

    fn end(&mut self) {
        if let Some((value, _)) = self.open.pop() {
            self.add(value);
        }
    }
}
