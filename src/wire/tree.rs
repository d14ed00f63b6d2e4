//! The one form that messages have between serde and their types.
//!
//! serde makes its code anew for every type and every carrier, and buffers what is tagged or flattened: derived for
//! all messages, that is a fifth of the page. So a message is read once into a [`Tree`], and takes its fields from
//! it by name.
//!
//! A field's name is that of the struct: `posting_date` takes `postingDate` as well as `posting_date`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::order::Keyed;
use crate::statement::Held;

/// What a message is made of: no floats, and fields in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tree {
    /// Nothing, or a field that is not there.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number from 0 on.
    Count(u64),
    /// Text.
    Text(Cow<'static, str>),
    /// The bytes of a file.
    Bytes(Vec<u8>),
    /// A file that stays where it is.
    Held(Held),
    /// Several.
    List(Vec<Tree>),
    /// Values by name.
    Fields(Vec<(Cow<'static, str>, Tree)>),
}

impl Tree {
    /// Takes a field out, by its name in Rust; `Null` where there is none.
    pub(super) fn take(&mut self, name: &str) -> Tree {
        let Tree::Fields(fields) = self else {
            return Tree::Null;
        };
        let found = fields.iter_mut().find(|(given, _)| is_name(given, name));
        found.map_or(Tree::Null, |(_, value)| std::mem::take(value))
    }
}

/// Whether a name on the wire is that of a field: the same letters but for underscores and case.
fn is_name(given: &str, field: &str) -> bool {
    let mut given = given.bytes().filter(|byte| *byte != b'_');
    let mut field = field.bytes().filter(|byte| *byte != b'_');
    loop {
        match (given.next(), field.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one.eq_ignore_ascii_case(&other) => {}
            _ => return false,
        }
    }
}

/// Reading of one message: remembers the first field that did not fit, so that each field is read in one call.
#[derive(Debug, Default)]
pub(super) struct Reading {
    misfit: Option<&'static str>,
    field: &'static str,
}

impl Reading {
    /// A whole message; in place of one with a misfit, the name of the field that is missing or of another kind.
    pub(super) fn of<T: Read>(tree: Tree) -> Result<T, &'static str> {
        let mut reading = Reading::default();
        let read = T::read(tree, &mut reading);
        reading.misfit.map_or(Ok(read), Err)
    }

    /// A field of what is being read.
    #[inline(never)]
    pub(super) fn field<T: Read>(&mut self, of: &mut Tree, name: &'static str) -> T {
        self.field = name;
        T::read(of.take(name), self)
    }

    /// A field that may be left out: its default then.
    pub(super) fn field_or_default<T: Read + Default>(
        &mut self,
        of: &mut Tree,
        name: &'static str,
    ) -> T {
        self.field::<Option<T>>(of, name).unwrap_or_default()
    }

    /// The items of a list, one after the other: the loop once for all of them, not anew for each kind.
    fn items(&mut self, list: Tree, take: &mut dyn FnMut(Tree, &mut Reading)) {
        match list {
            Tree::List(items) => {
                for item in items {
                    take(item, self);
                }
            }
            _ => self.misfit(),
        }
    }

    /// Which of some names it is; the first where it is none.
    pub(super) fn place(&mut self, tree: &Tree, names: &[&str]) -> usize {
        let place = match tree {
            Tree::Text(text) => names.iter().position(|name| name == text),
            _ => None,
        };
        place.unwrap_or_else(|| {
            self.misfit();
            0
        })
    }

    /// Notes that what is being read does not fit.
    pub(super) fn misfit(&mut self) {
        self.misfit = self.misfit.or(Some(self.field));
    }
}

/// What can be taken out of a tree. Where it does not fit, that is noted and anything is given.
pub(super) trait Read {
    /// The value.
    fn read(tree: Tree, reading: &mut Reading) -> Self;
}

/// How structs are read: all their fields by name.
macro_rules! read {
    ($($message:ident { $($field:ident),+ $(,)? })+) => {$(
        impl $crate::wire::tree::Read for $message {
            fn read(
                mut tree: $crate::wire::tree::Tree,
                reading: &mut $crate::wire::tree::Reading,
            ) -> $message {
                $message { $($field: reading.field(&mut tree, stringify!($field))),+ }
            }
        }
    )+};
}
pub(super) use read;

/// Names that stand for one of a few.
macro_rules! names {
    ($($message:ident { $($name:literal: $variant:ident),+ $(,)? })+) => {$(
        impl $message {
            /// Its name on the wire and in the tables.
            pub fn name(self) -> &'static str {
                match self { $($message::$variant => $name),+ }
            }
        }

        impl $crate::wire::tree::Read for $message {
            fn read(
                tree: $crate::wire::tree::Tree,
                reading: &mut $crate::wire::tree::Reading,
            ) -> $message {
                let all = [$($message::$variant),+];
                all[reading.place(&tree, &[$($name),+])]
            }
        }
    )+};
}
pub(super) use names;

impl Read for Tree {
    fn read(tree: Tree, _: &mut Reading) -> Tree {
        tree
    }
}

impl Read for bool {
    fn read(tree: Tree, reading: &mut Reading) -> bool {
        match tree {
            Tree::Bool(value) => value,
            _ => {
                reading.misfit();
                false
            }
        }
    }
}

impl Read for u64 {
    fn read(tree: Tree, reading: &mut Reading) -> u64 {
        match tree {
            Tree::Count(value) => value,
            _ => {
                reading.misfit();
                0
            }
        }
    }
}

impl Read for u32 {
    fn read(tree: Tree, reading: &mut Reading) -> u32 {
        u32::try_from(u64::read(tree, reading)).unwrap_or_else(|_| {
            reading.misfit();
            0
        })
    }
}

impl Read for String {
    fn read(tree: Tree, reading: &mut Reading) -> String {
        match tree {
            Tree::Text(value) => value.into_owned(),
            _ => {
                reading.misfit();
                String::new()
            }
        }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(tree: Tree, reading: &mut Reading) -> Option<T> {
        match tree {
            Tree::Null => None,
            tree => Some(T::read(tree, reading)),
        }
    }
}

impl<T: Read> Read for Box<T> {
    fn read(tree: Tree, reading: &mut Reading) -> Box<T> {
        Box::new(T::read(tree, reading))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(tree: Tree, reading: &mut Reading) -> Vec<T> {
        let mut out = Vec::new();
        reading.items(tree, &mut |item, reading| {
            out.push(T::read(item, reading));
        });
        out
    }
}

impl<T: Read> Read for Keyed<String, T> {
    fn read(tree: Tree, reading: &mut Reading) -> Keyed<String, T> {
        let mut out = Keyed::default();
        match tree {
            Tree::Fields(fields) => {
                for (name, value) in fields {
                    out.insert(name.into_owned(), T::read(value, reading));
                }
            }
            _ => reading.misfit(),
        }
        out
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(Grow)
    }
}

/// Grows a tree from what a carrier holds.
struct Grow;

impl<'de> Visitor<'de> for Grow {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a message without floats and negative numbers")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Count(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Tree, E> {
        match u64::try_from(value) {
            Ok(count) => Ok(Tree::Count(count)),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(value), &self)),
        }
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Tree, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Text(Cow::Owned(value)))
    }

    fn visit_bytes<E: de::Error>(self, value: &[u8]) -> Result<Tree, E> {
        self.visit_byte_buf(value.to_vec())
    }

    fn visit_byte_buf<E: de::Error>(self, value: Vec<u8>) -> Result<Tree, E> {
        Ok(Tree::Bytes(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut out = Vec::new();
        while let Some(item) = items.next_element()? {
            out.push(item);
        }
        Ok(Tree::List(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Tree, A::Error> {
        let mut out = Vec::new();
        while let Some((name, value)) = fields.next_entry::<String, Tree>()? {
            out.push((Cow::Owned(name), value));
        }
        Ok(Tree::Fields(out))
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // A hold on a file crosses no door but the browser's own.
            Tree::Null | Tree::Held(_) => serializer.serialize_unit(),
            Tree::Bool(value) => serializer.serialize_bool(*value),
            Tree::Count(value) => serializer.serialize_u64(*value),
            Tree::Text(value) => serializer.serialize_str(value),
            Tree::Bytes(value) => serializer.serialize_bytes(value),
            Tree::List(items) => serializer.collect_seq(items),
            Tree::Fields(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name.as_ref(), value)?;
                }
                map.end()
            }
        }
    }
}

impl<T: Serialize> Serialize for Keyed<String, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Money;

    #[test]
    fn a_tree_is_written_as_it_was_read() {
        let json = r#"{"id":7,"files":[{"name":"march.csv","pending":true,"balance":null}]}"#;
        let tree: Tree = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&tree).unwrap(), json);
        assert!(serde_json::from_str::<Tree>("[-1]").is_err());
        assert!(serde_json::from_str::<Tree>("[0.5]").is_err());
    }

    #[test]
    fn fields_are_known_by_both_spellings() {
        assert!(is_name("postingDate", "posting_date"));
        assert!(is_name("moreSum", "more_sum"));
        assert!(!is_name("posting", "posting_date"));
        assert!(!is_name("postingDates", "posting_date"));
    }

    #[test]
    fn the_first_misfit_is_named() {
        let read = |json: &str| Reading::of::<Money>(serde_json::from_str(json).unwrap());
        assert_eq!(read(r#"{"amount":"1.50"}"#).unwrap().amount, "1.50");
        assert_eq!(read(r#"{"amount":1,"currency":2}"#), Err("amount"));
        assert_eq!(read("[]"), Err("amount"));
    }
}
