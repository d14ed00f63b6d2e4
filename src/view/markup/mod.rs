//! Html as it is written, drawn from templates that are read once.
//!
//! [`html!`](crate::view::markup::html) takes what Yew's macro of that name takes. Yew's builds every element in
//! place, which is some hundred bytes of code an element; this one leaves what never changes in a
//! [`template`], and calls [`Markup`] for each value in turn. The nodes are the same.

mod macros;
mod template;

use std::rc::Rc;

use yew::events::Event as DomEvent;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VNode, VTag, VText,
};
use yew::{AttrValue, Callback, Html};

use super::desk::Desk;
use super::state::Event;
use super::words::worded;
use crate::order::Gather as _;
use crate::view::text::{as_drawn, joined};
use template::{Given, Shape, Step, steps_of};

pub(crate) use macros::{branch, classes, draw, element, html, part, root};

/// Html under construction: the elements that are open, the innermost last, and what is left of the templates.
///
/// Boxed, so that every call of it is handed a pointer and nothing is left to drop.
pub(crate) struct Markup {
    open: Vec<Element>,
    left: Vec<std::slice::Iter<'static, Step>>,
}

/// An open element; without a shape, a list of nodes.
#[derive(Default)]
struct Element {
    shape: Option<&'static Shape>,
    values: Vec<Option<AttributeOrProperty>>,
    /// The attributes that have their value, from the first.
    given: usize,
    key: Option<Key>,
    value: Option<AttrValue>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    children: Vec<VNode>,
}

/// Tells of a press.
struct Press {
    tell: Callback<Rc<Event>>,
    event: Rc<Event>,
}

impl Listener for Press {
    fn kind(&self) -> ListenerKind {
        ListenerKind::onclick
    }

    fn handle(&self, _: DomEvent) {
        self.tell.emit(Rc::clone(&self.event));
    }

    fn passive(&self) -> bool {
        false
    }
}

impl Markup {
    /// Begins what a template says.
    #[inline(never)]
    pub(crate) fn start(template: &'static str) -> Box<Markup> {
        let mut markup = Box::new(Markup {
            open: Vec::new(),
            left: Vec::new(),
        });
        markup.enter(template);
        markup
    }

    /// Whose words the template names: there is one table of them, so that nothing is to be done.
    #[inline(always)]
    pub(crate) fn words_of(&mut self, _: &Desk) {}

    /// What was drawn.
    #[inline(never)]
    #[expect(
        clippy::boxed_local,
        reason = "taken as it is held, or every caller would unbox it"
    )]
    pub(crate) fn done(mut self: Box<Markup>) -> Html {
        self.go_on();
        self.open.pop().unwrap_or_default().node()
    }

    /// Begins a part that has its own template: one node among its neighbours however long it is.
    #[inline(never)]
    pub(crate) fn begin(&mut self, template: &'static str) {
        self.go_on();
        self.enter(template);
    }

    /// Ends the part.
    #[inline(never)]
    pub(crate) fn end(&mut self) {
        self.go_on();
        self.left.pop();
        self.shut();
    }

    /// Nothing, which keeps its place.
    #[inline(never)]
    pub(crate) fn nothing(&mut self) {
        self.go_on();
        self.node(VNode::default());
    }

    /// The next attribute's value.
    #[inline(never)]
    pub(crate) fn attribute<T: Written>(&mut self, value: T) {
        self.go_on();
        let value = value.written();
        self.give(value);
    }

    /// The next attribute is there or not.
    #[inline(never)]
    pub(crate) fn switch(&mut self, on: bool) {
        self.go_on();
        let here = self.here();
        let name = here.shape.and_then(|shape| shape.keys.get(here.next()));
        let name = name.filter(|_| on).copied();
        self.give(name.map(AttrValue::Static));
    }

    /// The classes, which come last; none is no attribute.
    #[inline(never)]
    pub(crate) fn class<T: Written>(&mut self, value: T) {
        self.go_on();
        let value = value.written();
        self.give(value.filter(|classes| !classes.is_empty()));
    }

    /// The value of a field.
    #[inline(never)]
    pub(crate) fn value(&mut self, value: String) {
        self.go_on();
        self.here().value = Some(AttrValue::from(value));
    }

    /// What tells it from its siblings.
    #[inline(never)]
    pub(crate) fn key(&mut self, key: u64) {
        self.go_on();
        self.here().key = Some(Key::from(key));
    }

    /// What listens to it.
    #[inline(never)]
    pub(crate) fn listen(&mut self, listener: Option<Rc<dyn Listener>>) {
        self.go_on();
        self.here().listeners.push(listener);
    }

    /// What a press of it tells.
    #[inline(never)]
    pub(crate) fn press(&mut self, desk: &Desk, event: Event) {
        let (tell, event) = (desk.tell.clone(), Rc::new(event));
        self.listen(Some(Rc::new(Press { tell, event })));
    }

    /// A child.
    #[inline(never)]
    pub(crate) fn put<T: Drawn>(&mut self, child: T) {
        self.go_on();
        child.draw(self);
    }

    /// Words by their name.
    #[inline(never)]
    pub(crate) fn word(&mut self, _: &Desk, name: &str) {
        self.go_on();
        self.text(AttrValue::Static(worded(name)));
    }

    /// Children.
    pub(crate) fn each<I: IntoIterator<Item: Drawn>>(&mut self, children: I) {
        self.go_on();
        for child in children {
            child.draw(self);
        }
    }

    fn enter(&mut self, template: &'static str) {
        self.open.push(Element::default());
        self.left.push(steps_of(template).iter());
    }

    /// Draws up to the next value.
    #[inline(never)]
    fn go_on(&mut self) {
        while let Some(step) = self.left.last_mut().and_then(Iterator::next) {
            match step {
                Step::Open(shape) => self.open.push(Element::of(shape)),
                Step::Shut => self.shut(),
                Step::Text(text) => self.text(AttrValue::Static(text)),
                Step::Word(name) => self.text(AttrValue::Static(worded(name))),
                Step::Wait => return,
            }
        }
    }

    #[inline(never)]
    fn shut(&mut self) {
        let element = self.open.pop().unwrap_or_default();
        self.node(element.node());
    }

    #[inline(never)]
    fn here(&mut self) -> &mut Element {
        if self.open.is_empty() {
            self.open.push(Element::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    #[inline(never)]
    fn node(&mut self, node: VNode) {
        self.here().children.push(node);
    }

    #[inline(never)]
    fn text(&mut self, text: AttrValue) {
        self.node(VNode::VText(VText::new(text)));
    }

    #[inline(never)]
    fn give(&mut self, value: Option<AttrValue>) {
        let here = self.here();
        let next = here.next();
        here.given = next + 1;
        if let Some(slot) = here.values.get_mut(next) {
            *slot = value.map(AttributeOrProperty::Attribute);
        }
    }
}

impl Element {
    /// An element with the values that its template has.
    fn of(shape: &'static Shape) -> Element {
        let fixed = |text| Some(AttributeOrProperty::Attribute(AttrValue::Static(text)));
        let values = shape.values.iter().map(|value| match value {
            Given::Text(text) => fixed(text),
            Given::Word(name) => fixed(worded(name)),
            Given::Later => None,
        });
        Element {
            shape: Some(shape),
            values: values.gather(),
            ..Element::default()
        }
    }

    /// The place of the next attribute whose value is not in the template.
    fn next(&self) -> usize {
        let values = self.shape.map_or(&[][..], |shape| &shape.values);
        let rest = values.get(self.given..).unwrap_or_default();
        let next = rest.iter().position(|value| matches!(value, Given::Later));
        self.given + next.unwrap_or(rest.len())
    }

    fn node(self) -> VNode {
        let mut children = self.children;
        let inside = match children.len() {
            0 => VNode::default(),
            1 => children.pop().unwrap_or_default(),
            _ => VList::with_children(children, None).into(),
        };
        let Some(shape) = self.shape else {
            return inside;
        };
        let mut tag = VTag::new(shape.tag);
        tag.key = self.key;
        tag.attributes = match shape.keys {
            [] => Attributes::Static(shape.fixed),
            keys => Attributes::Dynamic {
                keys,
                values: self.values.into(),
            },
        };
        if !self.listeners.is_empty() {
            tag.set_listeners(self.listeners.into());
        }
        if let Some(value) = self.value {
            tag.set_value(value);
        }
        if let Some(children) = tag.children_mut() {
            *children = inside;
        }
        tag.into()
    }
}

/// What can be the value of an attribute.
pub(crate) trait Written {
    /// As a value; nothing is no attribute.
    fn written(self) -> Option<AttrValue>;
}

impl Written for &'static str {
    fn written(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self))
    }
}

impl Written for AttrValue {
    fn written(self) -> Option<AttrValue> {
        Some(self)
    }
}

impl Written for &AttrValue {
    fn written(self) -> Option<AttrValue> {
        Some(self.clone())
    }
}

impl Written for String {
    fn written(self) -> Option<AttrValue> {
        Some(AttrValue::from(self))
    }
}

/// A state that is told either way, such as `aria-expanded`.
impl Written for bool {
    fn written(self) -> Option<AttrValue> {
        Some(AttrValue::Static(if self { "true" } else { "false" }))
    }
}

impl Written for u64 {
    fn written(self) -> Option<AttrValue> {
        Some(AttrValue::from(self.to_string()))
    }
}

impl<T: Written> Written for Option<T> {
    fn written(self) -> Option<AttrValue> {
        self.and_then(T::written)
    }
}

/// What can be a child.
pub(crate) trait Drawn {
    /// Draws it into what is open.
    fn draw(self, markup: &mut Markup);
}

impl Drawn for Html {
    fn draw(self, markup: &mut Markup) {
        markup.node(self);
    }
}

impl Drawn for AttrValue {
    fn draw(self, markup: &mut Markup) {
        markup.text(self);
    }
}

impl Drawn for &AttrValue {
    #[inline(never)]
    fn draw(self, markup: &mut Markup) {
        markup.text(self.clone());
    }
}

impl Drawn for String {
    #[inline(never)]
    fn draw(self, markup: &mut Markup) {
        markup.text(AttrValue::from(self));
    }
}

impl Drawn for &String {
    fn draw(self, markup: &mut Markup) {
        self.as_str().draw(markup);
    }
}

impl Drawn for &str {
    #[inline(never)]
    fn draw(self, markup: &mut Markup) {
        markup.text(as_drawn(self));
    }
}

/// Nothing keeps its place, so that what comes after is compared with what it was.
impl<T: Drawn> Drawn for Option<T> {
    fn draw(self, markup: &mut Markup) {
        match self {
            Some(child) => child.draw(markup),
            None => markup.node(VNode::default()),
        }
    }
}

/// The classes that apply, in one attribute.
#[inline(never)]
pub(crate) fn joined_classes(names: &[Option<&'static str>]) -> AttrValue {
    let names: Vec<&str> = names.iter().copied().flatten().gather();
    AttrValue::from(joined(&names, " "))
}
