//! What every component works with: the words, the way out to the page, and whom to tell.

use std::rc::Rc;

use yew::events::{DragEvent, Event as DomEvent, InputEvent};
use yew::{AttrValue, Callback};

use super::state::{Effect, Event};
use super::words::Words;
use crate::view::text::as_drawn;
use crate::wire::Facts;

/// The page's side of the view: the only way to the browser.
///
/// The page tells the view of [`Event::Checked`], [`Event::Picked`], [`Event::Reply`],
/// [`Event::EngineStopped`], what the page around wants and, for every `keydown` of the document, [`Event::Key`] (whose default it prevents
/// where [`Key::is_taken`](super::state::Key::is_taken)).
#[derive(Clone, PartialEq)]
pub struct Port {
    /// Does what the view wants done.
    pub effect: Callback<Effect>,
    /// A file field changed: the page keeps its files and answers with [`Event::Picked`].
    pub files: Callback<DomEvent>,
    /// A file field for rules changed: the page reads the file as text and answers with what it says.
    pub rules: Callback<DomEvent>,
    /// Files were dropped: the same as of a file field.
    pub dropped: Callback<DragEvent>,
    /// The text now in the field that the event came from.
    pub value: Callback<InputEvent, String>,
    /// The value now chosen in the select that the event came from.
    pub chosen: Callback<DomEvent, String>,
    /// The row first in sight of the scrolled element: its `scrollTop` by the height of its first `.row`.
    pub first_row: Callback<DomEvent, u64>,
}

impl Port {
    /// A page that does nothing, for drawing without a browser.
    pub fn deaf() -> Port {
        Port {
            effect: Callback::noop(),
            files: Callback::noop(),
            rules: Callback::noop(),
            dropped: Callback::noop(),
            value: Callback::from(|_| String::new()),
            chosen: Callback::from(|_| String::new()),
            first_row: Callback::from(|_| 0),
        }
    }
}

/// Something shared that is compared by where it is: what changes is made anew, see `State`.
#[derive(Debug)]
pub struct Same<T>(pub Rc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Same<T> {
        Same(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::ops::Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What every component works with.
#[derive(Clone, PartialEq)]
pub struct Desk {
    /// The language's words in the person's locale.
    pub words: Words,
    /// The way out.
    pub port: Port,
    /// Whom to tell what happened.
    pub tell: Callback<Rc<Event>>,
    /// What the page found out about its seal.
    pub facts: Same<Facts>,
}

impl Desk {
    /// Who embeds this page; `None` in an own tab.
    pub fn host(&self) -> Option<AttrValue> {
        let host = self.facts.host.as_ref()?;
        Some(match host.as_str() {
            "" => AttrValue::Static(self.text("page-around")),
            host => as_drawn(host),
        })
    }

    /// Words with the name of who embeds this page.
    pub fn of_host(&self, name: &str) -> AttrValue {
        let host = self.host().unwrap_or_default();
        self.words.with(name).text("host", &host).done()
    }

    /// The same as they are drawn, and told among other texts.
    pub fn word(&self, name: &str) -> AttrValue {
        self.words.word(name)
    }

    /// A listener that tells what is typed in a field; `at` is handed on, where it is one of several.
    pub fn typed(&self, at: usize, of: fn(usize, String) -> Event) -> Callback<InputEvent> {
        let (tell, value) = (self.tell.clone(), self.port.value.clone());
        Callback::from(move |event: InputEvent| tell.emit(of(at, value.emit(event)).into()))
    }

    /// A listener that tells what is chosen of a list, the same way.
    pub fn chosen(&self, at: usize, of: fn(usize, String) -> Event) -> Callback<DomEvent> {
        let (tell, chosen) = (self.tell.clone(), self.port.chosen.clone());
        Callback::from(move |event: DomEvent| tell.emit(of(at, chosen.emit(event)).into()))
    }

    /// Words without arguments.
    pub fn text(&self, name: &str) -> &'static str {
        self.words.text(name)
    }
}
