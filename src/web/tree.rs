//! A message out of what the browser hands over, and the way back, without a detour through serde's generic readers.

use std::borrow::Cow;

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::file_source::FileSource;
use crate::statement::Held;
use crate::wire::Tree;

/// How deep a message may be nested: far more than any is, and far less than the stack bears.
const DEPTH: u32 = 32;

/// What a value is that is not plain.
type Other = fn(&JsValue) -> Option<Tree>;

/// The tree of a plain value; `None` of what no reply holds: fractions, negative numbers, bytes, functions, cycles.
pub(super) fn tree_of(value: &JsValue) -> Option<Tree> {
    grow(value, DEPTH, |_| None)
}

/// The tree of a request, which may hold files.
pub(super) fn request_of(value: &JsValue) -> Option<Tree> {
    grow(value, DEPTH, |value| {
        if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
            return Some(Tree::Bytes(bytes.to_vec()));
        }
        let file = value.dyn_ref::<Blob>()?;
        Some(Tree::Held(Held::new(FileSource(file.clone()))))
    })
}

fn grow(value: &JsValue, depth: u32, other: Other) -> Option<Tree> {
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
        let mut list = Vec::new();
        for at in 0..items.length() {
            list.push(grow(&items.get(at), below, other)?);
        }
        return Some(Tree::List(list));
    }
    let other_tree = other(value);
    if other_tree.is_some() || !value.is_object() {
        return other_tree;
    }
    let mut fields = Vec::new();
    let entries = Object::entries(value.unchecked_ref());
    for at in 0..entries.length() {
        let entry: Array = entries.get(at).unchecked_into();
        fields.push((
            Cow::Owned(entry.get(0).as_string()?),
            grow(&entry.get(1), below, other)?,
        ));
    }
    Some(Tree::Fields(fields))
}

/// The plain value of a tree.
pub(super) fn value_of(tree: &Tree) -> JsValue {
    match tree {
        // A hold on a file crosses no door but the browser's own.
        Tree::Null | Tree::Held(_) => JsValue::NULL,
        Tree::Bool(value) => JsValue::from_bool(*value),
        Tree::Count(value) => JsValue::from_f64(*value as f64),
        Tree::Text(value) => JsValue::from_str(value),
        Tree::Bytes(value) => Uint8Array::from(value.as_slice()).into(),
        Tree::List(items) => {
            let list = Array::new();
            for item in items {
                list.push(&value_of(item));
            }
            list.into()
        }
        Tree::Fields(fields) => {
            let object = Object::new();
            for (name, value) in fields {
                let _ = Reflect::set(&object, &JsValue::from_str(name), &value_of(value));
            }
            object.into()
        }
    }
}
