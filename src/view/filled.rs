//! Words with arguments, given one by one: what stands where a sentence is worded is a call for each, no list of them.

use yew::AttrValue;

use super::words::Words;
use crate::wire::{Argument, Money};

/// Words whose arguments are being given, see [`Words::with`].
///
/// Boxed, so that every call of it is handed a pointer and nothing is left to drop.
#[must_use]
pub struct Filled<'a> {
    words: &'a Words,
    name: &'a str,
    arguments: Vec<(&'static str, Argument)>,
}

impl<'a> Filled<'a> {
    #[inline(never)]
    pub(super) fn new(words: &'a Words, name: &'a str) -> Box<Filled<'a>> {
        Box::new(Filled {
            words,
            name,
            arguments: Vec::new(),
        })
    }

    /// Any argument.
    #[inline(never)]
    pub fn give(mut self: Box<Self>, name: &'static str, argument: Argument) -> Box<Self> {
        self.arguments.push((name, argument));
        self
    }

    /// How many.
    #[inline(never)]
    pub fn count(self: Box<Self>, name: &'static str, count: u64) -> Box<Self> {
        self.give(name, Argument::Count(count))
    }

    /// Text as it is.
    #[inline(never)]
    pub fn text(self: Box<Self>, name: &'static str, text: &str) -> Box<Self> {
        self.give(name, Argument::Text(text.to_owned()))
    }

    /// Text, where there is some.
    #[inline(never)]
    pub fn text_of(self: Box<Self>, name: &'static str, text: &Option<String>) -> Box<Self> {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    /// An amount.
    #[inline(never)]
    pub fn money(self: Box<Self>, name: &'static str, money: &Money) -> Box<Self> {
        self.give(name, Argument::Money(money.clone()))
    }

    /// The words.
    #[inline(never)]
    #[expect(
        clippy::boxed_local,
        reason = "taken as it is held, or every caller would unbox it"
    )]
    pub fn done(self: Box<Self>) -> AttrValue {
        self.words.fill(self.name, &self.arguments)
    }
}
