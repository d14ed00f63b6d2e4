//! A message while it is written, from the outside in: a reply straight from what the session knows.
//!
//! One function for each kind of value, none of them generic: a struct for every reply, made only to be written and
//! dropped, weighs twice what this does. The structs of replies are for those who read them.

use std::fmt::Display;

use super::tree::Tree;

/// The name of a value in a list.
pub(super) const ITEM: &str = "";

/// A message while it is written.
///
/// Of each kind there are three: with a value, with `null` where there is none, and left out where there is none.
#[derive(Default)]
pub(super) struct Message {
    /// What is begun, with its name.
    open: Vec<(&'static str, Tree)>,
    whole: Tree,
}

impl Message {
    /// A value, under its name where what is begun has names.
    pub(super) fn put(&mut self, name: &'static str, value: Tree) {
        match self.open.last_mut() {
            Some((_, Tree::Fields(fields))) => fields.push((name.into(), value)),
            Some((_, Tree::List(items))) => items.push(value),
            _ => self.whole = value,
        }
    }

    /// `null`.
    pub(super) fn null(&mut self, name: &'static str) {
        self.put(name, Tree::Null);
    }

    fn end(&mut self) {
        if let Some((name, value)) = self.open.pop() {
            self.put(name, value);
        }
    }

    fn begin(&mut self, name: &'static str, is_named: bool) {
        let value = match is_named {
            true => Tree::Fields(Vec::new()),
            false => Tree::List(Vec::new()),
        };
        self.open.push((name, value));
    }

    /// An object, whose fields are written next.
    pub(super) fn fields(&mut self, name: &'static str, write: impl FnOnce(&mut Message)) {
        self.begin(name, true);
        write(self);
        self.end();
    }

    /// An object of what there is, else `null`.
    pub(super) fn fields_or_null<T>(
        &mut self,
        name: &'static str,
        of: Option<T>,
        write: impl FnOnce(&mut Message, T),
    ) {
        match of {
            Some(of) => self.fields(name, |out| write(out, of)),
            None => self.null(name),
        }
    }

    /// A list, with what is written for each.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        of: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Message, T),
    ) {
        self.begin(name, false);
        of.into_iter().for_each(|one| write(self, one));
        self.end();
    }

    /// A list of objects, whose fields are written for each.
    pub(super) fn each<T>(
        &mut self,
        name: &'static str,
        of: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Message, T),
    ) {
        self.list(name, of, |out, one| {
            out.fields(ITEM, |out| write(out, one));
        });
    }

    /// What it is that was asked for, whose fields are written next.
    pub(super) fn op(&mut self, op: &str) -> &mut Message {
        self.text("op", op);
        self
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &'static str, value: bool) {
        self.put(name, Tree::Bool(value));
    }

    /// Yes or no.
    pub(super) fn flag_or_null(&mut self, name: &'static str, value: Option<bool>) {
        self.put(name, value.map_or(Tree::Null, Tree::Bool));
    }

    /// How many.
    pub(super) fn count(&mut self, name: &'static str, value: u64) {
        self.put(name, Tree::Count(value));
    }

    /// How many.
    pub(super) fn count_or_null(&mut self, name: &'static str, value: Option<u64>) {
        self.put(name, value.map_or(Tree::Null, Tree::Count));
    }

    /// Text.
    pub(super) fn text(&mut self, name: &'static str, value: &str) {
        self.put(name, Tree::Text(value.to_owned().into()));
    }

    /// Text.
    pub(super) fn text_or_null(&mut self, name: &'static str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.null(name),
        }
    }

    /// Text.
    pub(super) fn text_if_any(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// Texts.
    pub(super) fn texts(&mut self, name: &'static str, texts: &[impl AsRef<str>]) {
        self.list(name, texts, |out, text| out.text(ITEM, text.as_ref()));
    }

    /// What something is shown as: an id, a date, a decimal.
    pub(super) fn shown(&mut self, name: &'static str, value: &dyn Display) {
        self.put(name, Tree::Text(value.to_string().into()));
    }

    /// What something is shown as.
    pub(super) fn shown_or_null(&mut self, name: &'static str, value: Option<&dyn Display>) {
        match value {
            Some(value) => self.shown(name, value),
            None => self.null(name),
        }
    }

    /// What something is shown as.
    pub(super) fn shown_if_any(&mut self, name: &'static str, value: Option<&dyn Display>) {
        if let Some(value) = value {
            self.shown(name, value);
        }
    }
}

/// A message of one request.
pub(super) fn message(id: u64, write: impl FnOnce(&mut Message)) -> Tree {
    let mut out = Message::default();
    out.fields(ITEM, |out| {
        out.count("id", id);
        write(out);
    });
    out.whole
}

/// A reply of one kind.
pub(super) fn reply(id: u64, kind: &str, write: impl FnOnce(&mut Message)) -> Tree {
    message(id, |out| {
        out.text("type", kind);
        write(out);
    })
}
