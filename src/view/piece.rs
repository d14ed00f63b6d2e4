//! Parts of the view that are drawn again only when what they stand on has changed.
//!
//! One component draws them all: Yew makes its own code anew for every component there is.

use std::any::Any;
use std::rc::Rc;

use yew::html::Scope;
use yew::virtual_dom::{Key, VComp};
use yew::{Callback, Component, Context, Html, Properties};

/// What such a part stands on.
pub(crate) trait Draw: PartialEq + 'static {
    /// Tells it from another part in the same place.
    const NAME: &'static str;

    /// Draws it.
    fn draw(&self, own: &Own<'_>) -> Html;
}

/// What a part keeps to itself from one drawing to the next: which of its items it is about, if any.
pub(crate) struct Own<'a> {
    pub(crate) at: Option<usize>,
    scope: &'a Scope<Piece>,
}

impl Own<'_> {
    /// Turns it to another item.
    pub(crate) fn turn(&self) -> Callback<Option<usize>> {
        self.scope.callback(|at| at)
    }
}

/// The part, drawn by one component.
pub(crate) fn piece<T: Draw>(of: T) -> Html {
    keyed(Key::from(T::NAME), Rc::new(of))
}

/// The same as one of several, told from the others by a number.
pub(crate) fn piece_of<T: Draw>(key: u64, of: T) -> Html {
    keyed(Key::from(key), Rc::new(of))
}

fn keyed(key: Key, of: Rc<dyn AnyDraw>) -> Html {
    VComp::new::<Piece>(Rc::new(PieceProps { of }), Some(key)).into()
}

/// A part of whatever kind.
trait AnyDraw: Any {
    fn draw(&self, own: &Own<'_>) -> Html;

    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: Draw> AnyDraw for T {
    fn draw(&self, own: &Own<'_>) -> Html {
        Draw::draw(self, own)
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

#[derive(Clone, Properties)]
struct PieceProps {
    of: Rc<dyn AnyDraw>,
}

impl PartialEq for PieceProps {
    fn eq(&self, other: &PieceProps) -> bool {
        let other: &dyn Any = &*other.of;
        self.of.is(other)
    }
}

struct Piece {
    at: Option<usize>,
}

impl Component for Piece {
    type Message = Option<usize>;
    type Properties = PieceProps;

    fn create(_: &Context<Piece>) -> Piece {
        Piece { at: None }
    }

    fn update(&mut self, _: &Context<Piece>, at: Option<usize>) -> bool {
        self.at = at;
        true
    }

    fn view(&self, ctx: &Context<Piece>) -> Html {
        let own = Own {
            at: self.at,
            scope: ctx.link(),
        };
        ctx.props().of.draw(&own)
    }
}
