//! Parts of the view that are drawn again only when what they stand on has changed.
//!
//! One component draws them all: Yew makes its own code anew for every component there is.

use std::any::Any;
use std::rc::Rc;

use yew::html::Scope;
use yew::virtual_dom::{Key, VComp};
use yew::{Callback, Component, Context, Html, Properties};

use super::state::Event;

/// What such a part stands on.
pub(crate) trait Draw: PartialEq + 'static {
    /// Tells it from another part in the same place.
    const NAME: &'static str;

    /// Draws it.
    fn draw(&self, own: &Own<'_>) -> Html;

    /// Takes in what has happened, and whether it is drawn anew. Only the outermost part is told.
    fn hear(&self, _: &Event) -> bool {
        false
    }
}

/// What a part keeps to itself from one drawing to the next: which of its items it is about, if any.
pub(crate) struct Own<'a> {
    pub(crate) at: Option<usize>,
    scope: &'a Scope<Piece>,
}

impl Own<'_> {
    /// Turns it to another item.
    pub(crate) fn turn(&self) -> Callback<Option<usize>> {
        self.scope.callback(Message::Turn)
    }

    /// Tells it what has happened.
    pub(crate) fn tell(&self) -> Callback<Rc<Event>> {
        self.scope.callback(Message::Event)
    }
}

/// The part, drawn by one component.
pub(crate) fn piece<T: Draw>(of: T) -> Html {
    keyed(Key::from(T::NAME), PieceProps::new(of))
}

/// The same as one of several, told from the others by a number.
pub(crate) fn piece_of<T: Draw>(key: u64, of: T) -> Html {
    keyed(Key::from(key), PieceProps::new(of))
}

fn keyed(key: Key, props: PieceProps) -> Html {
    VComp::new::<Piece>(Rc::new(props), Some(key)).into()
}

/// A part of whatever kind.
trait AnyDraw: Any {
    fn draw(&self, own: &Own<'_>) -> Html;

    fn hear(&self, event: &Event) -> bool;

    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: Draw> AnyDraw for T {
    fn draw(&self, own: &Own<'_>) -> Html {
        Draw::draw(self, own)
    }

    fn hear(&self, event: &Event) -> bool {
        Draw::hear(self, event)
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// A part, as Yew is given it.
#[derive(Clone, Properties)]
pub(crate) struct PieceProps {
    of: Rc<dyn AnyDraw>,
}

impl PieceProps {
    /// The outermost part.
    pub(crate) fn new<T: Draw>(of: T) -> PieceProps {
        PieceProps { of: Rc::new(of) }
    }
}

impl PartialEq for PieceProps {
    fn eq(&self, other: &PieceProps) -> bool {
        let other: &dyn Any = &*other.of;
        self.of.is(other)
    }
}

/// What a part is told.
pub(crate) enum Message {
    /// It turns to another of its items.
    Turn(Option<usize>),
    /// Something has happened.
    Event(Rc<Event>),
}

/// The component that draws every part.
pub(crate) struct Piece {
    at: Option<usize>,
}

impl Component for Piece {
    type Message = Message;
    type Properties = PieceProps;

    fn create(_: &Context<Piece>) -> Piece {
        Piece { at: None }
    }

    fn update(&mut self, ctx: &Context<Piece>, message: Message) -> bool {
        match message {
            Message::Turn(at) => {
                self.at = at;
                true
            }
            Message::Event(event) => ctx.props().of.hear(&event),
        }
    }

    fn view(&self, ctx: &Context<Piece>) -> Html {
        let own = Own {
            at: self.at,
            scope: ctx.link(),
        };
        ctx.props().of.draw(&own)
    }
}
