//! What is known of a thing, a line each: its name and what it is.

use yew::{AttrValue, Html};

use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::text::as_drawn;
use crate::wire::Money;

/// The lines so far.
pub(crate) struct Known<'a> {
    desk: &'a Desk,
    lines: Vec<Html>,
}

impl Known<'_> {
    pub(crate) fn new(desk: &Desk) -> Known<'_> {
        let lines = Vec::new();
        Known { desk, lines }
    }

    /// One more line, by the name of its words.
    #[inline(never)]
    pub(crate) fn add(&mut self, name: &str, text: AttrValue) {
        let desk = self.desk;
        let line = html! { <><dt>{ desk.text(name) }</dt><dd>{ text }</dd></> };
        self.lines.push(line);
    }

    /// A line of a text, where there is one.
    #[inline(never)]
    pub(crate) fn text(&mut self, name: &str, text: &Option<String>) {
        if let Some(text) = text {
            self.add(name, as_drawn(text));
        }
    }

    /// A line of an amount, where there is one.
    #[inline(never)]
    pub(crate) fn money(&mut self, name: &str, money: &Option<Money>) {
        if let Some(money) = money {
            self.add(name, self.desk.words.money(money));
        }
    }

    /// The list of them.
    pub(crate) fn draw(self) -> Html {
        html! { <dl class="reads">{ for self.lines }</dl> }
    }
}
