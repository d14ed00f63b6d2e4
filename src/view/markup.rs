//! Html as it is written, drawn by calls that are made once.
//!
//! [`html!`](crate::view::markup::html) takes what Yew's macro of that name takes. Yew's builds every element in
//! place, which is some hundred bytes of code an element and two fifths of the view; this one calls [`Markup`] for
//! every tag, attribute and child in turn. The nodes are the same.

use std::rc::Rc;

use yew::virtual_dom::{Attributes, Key, Listener, VList, VNode, VTag, VText};
use yew::{AttrValue, Html};

pub(crate) use yew::virtual_dom::AttributeOrProperty;

/// Html under construction: the elements that are open, the innermost last.
pub(crate) struct Markup(Vec<Element>);

/// An open element; without a tag, a list of nodes.
#[derive(Default)]
struct Element {
    tag: &'static str,
    keys: &'static [&'static str],
    values: Vec<Option<AttributeOrProperty>>,
    fixed: Attributes,
    key: Option<Key>,
    value: Option<AttrValue>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    children: Vec<VNode>,
}

impl Markup {
    /// Nothing yet: an open list.
    #[inline(never)]
    pub(crate) fn start() -> Markup {
        Markup(vec![Element::default()])
    }

    fn here(&mut self) -> &mut Element {
        if self.0.is_empty() {
            self.0.push(Element::default());
        }
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Opens an element whose attributes never change.
    #[inline(never)]
    pub(crate) fn open_fixed(
        &mut self,
        tag: &'static str,
        attributes: &'static [(&'static str, AttributeOrProperty)],
    ) {
        self.open(tag, &[]);
        self.here().fixed = Attributes::Static(attributes);
    }

    /// Opens an element with attributes of these names; their values follow in this order.
    #[inline(never)]
    pub(crate) fn open(&mut self, tag: &'static str, keys: &'static [&'static str]) {
        self.0.push(Element {
            tag,
            keys,
            ..Element::default()
        });
    }

    /// Opens a list, which is one node among its neighbours however long it is.
    #[inline(never)]
    pub(crate) fn open_list(&mut self) {
        self.open("", &[]);
    }

    /// The next attribute's value as it stands in the code.
    #[inline(never)]
    pub(crate) fn fixed(&mut self, value: &'static str) {
        self.next(Some(AttrValue::Static(value)));
    }

    /// The next attribute's value.
    pub(crate) fn attribute<T: Written>(&mut self, value: T) {
        value.next_of(self);
    }

    /// The next attribute is there or not.
    #[inline(never)]
    pub(crate) fn switch(&mut self, on: bool) {
        let here = self.here();
        let name = here.keys.get(here.values.len());
        let name = name.filter(|_| on).copied();
        self.next(name.map(AttrValue::Static));
    }

    /// The classes, which come last; none is no attribute.
    pub(crate) fn class<T: Written>(&mut self, value: T) {
        value.next_of(self);
        self.drop_empty();
    }

    /// The value of a field.
    #[inline(never)]
    pub(crate) fn value(&mut self, value: String) {
        self.here().value = Some(AttrValue::from(value));
    }

    /// What tells it from its siblings.
    #[inline(never)]
    pub(crate) fn key(&mut self, key: u64) {
        self.here().key = Some(Key::from(key));
    }

    /// What listens to it.
    #[inline(never)]
    pub(crate) fn listen(&mut self, listener: Option<Rc<dyn Listener>>) {
        self.here().listeners.push(listener);
    }

    /// A child.
    pub(crate) fn put<T: Drawn>(&mut self, child: T) {
        child.draw(self);
    }

    /// Children.
    pub(crate) fn each<I: IntoIterator<Item: Drawn>>(&mut self, children: I) {
        for child in children {
            child.draw(self);
        }
    }

    /// Shuts what is open.
    #[inline(never)]
    pub(crate) fn shut(&mut self) {
        let element = self.0.pop().unwrap_or_default();
        self.node(element.node());
    }

    /// What was drawn.
    #[inline(never)]
    pub(crate) fn done(mut self) -> Html {
        self.0.pop().unwrap_or_default().node()
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
    fn next(&mut self, value: Option<AttrValue>) {
        self.here()
            .values
            .push(value.map(AttributeOrProperty::Attribute));
    }

    #[inline(never)]
    fn drop_empty(&mut self) {
        if let Some(slot) = self.here().values.last_mut()
            && matches!(slot, Some(AttributeOrProperty::Attribute(value)) if value.is_empty())
        {
            *slot = None;
        }
    }
}

impl Element {
    fn node(self) -> VNode {
        let mut children = self.children;
        let inside = match children.len() {
            0 => VNode::default(),
            1 => children.pop().unwrap_or_default(),
            _ => VList::with_children(children, None).into(),
        };
        if self.tag.is_empty() {
            return inside;
        }
        let mut tag = VTag::new(self.tag);
        tag.key = self.key;
        tag.attributes = match self.keys {
            [] => self.fixed,
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
    /// Makes it the value of the next attribute.
    fn next_of(self, markup: &mut Markup);
}

impl Written for &'static str {
    fn next_of(self, markup: &mut Markup) {
        markup.fixed(self);
    }
}

impl Written for AttrValue {
    fn next_of(self, markup: &mut Markup) {
        markup.next(Some(self));
    }
}

impl Written for &AttrValue {
    #[inline(never)]
    fn next_of(self, markup: &mut Markup) {
        markup.next(Some(self.clone()));
    }
}

impl Written for String {
    #[inline(never)]
    fn next_of(self, markup: &mut Markup) {
        markup.next(Some(AttrValue::from(self)));
    }
}

impl<T: Written> Written for Option<T> {
    fn next_of(self, markup: &mut Markup) {
        match self {
            Some(value) => value.next_of(markup),
            None => markup.next(None),
        }
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
        markup.text(AttrValue::from(self.to_owned()));
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
    let names: Vec<&str> = names.iter().copied().flatten().collect();
    AttrValue::from(names.join(" "))
}

/// Several classes: names, and names that may apply.
macro_rules! classes {
    ($($name:expr),+ $(,)?) => {
        $crate::view::markup::joined_classes(&[$(Option::<&'static str>::from($name)),+])
    };
}
pub(crate) use classes;

/// Html, written as Html: tags, `{ values }`, `{ for lists }`, `if` and `if let`, components.
macro_rules! html {
    ($($markup:tt)*) => {
        $crate::view::markup::root!($($markup)*)
    };
}
pub(crate) use html;

/// The whole: markup, or a single value.
macro_rules! root {
    () => { ::yew::Html::default() };
    (< $($rest:tt)*) => { $crate::view::markup::root!(@ < $($rest)*) };
    ({ $($value:tt)* } $($rest:tt)*) => { $crate::view::markup::root!(@ { $($value)* } $($rest)*) };
    (if $($rest:tt)*) => { $crate::view::markup::root!(@ if $($rest)*) };
    (@ $($markup:tt)*) => {{
        let mut markup = $crate::view::markup::Markup::start();
        $crate::view::markup::draw! { markup $($markup)* }
        markup.done()
    }};
    ($value:expr) => { $crate::view::markup::root!(@ { $value }) };
}
pub(crate) use root;

/// What follows, into the element that is open.
macro_rules! draw {
    ($m:ident) => {};
    ($m:ident { for $items:expr } $($rest:tt)*) => {
        $m.each($items);
        $crate::view::markup::draw! { $m $($rest)* }
    };
    ($m:ident { $value:expr } $($rest:tt)*) => {
        $m.put($value);
        $crate::view::markup::draw! { $m $($rest)* }
    };
    ($m:ident { $($value:tt)* } $($rest:tt)*) => {
        $m.put({ $($value)* });
        $crate::view::markup::draw! { $m $($rest)* }
    };
    ($m:ident if $($rest:tt)*) => { $crate::view::markup::branch! { $m [] $($rest)* } };
    ($m:ident < > $($rest:tt)*) => { $crate::view::markup::draw! { $m $($rest)* } };
    ($m:ident < / > $($rest:tt)*) => { $crate::view::markup::draw! { $m $($rest)* } };
    ($m:ident < / $tag:ident > $($rest:tt)*) => {
        $m.shut();
        $crate::view::markup::draw! { $m $($rest)* }
    };
    // Components are Yew's to make.
    ($m:ident < AnswerTable $($rest:tt)*) => { $crate::view::markup::component! { $m AnswerTable [] $($rest)* } };
    ($m:ident < ChartFigure $($rest:tt)*) => { $crate::view::markup::component! { $m ChartFigure [] $($rest)* } };
    ($m:ident < Line $($rest:tt)*) => { $crate::view::markup::component! { $m Line [] $($rest)* } };
    ($m:ident < OverviewScreen $($rest:tt)*) => { $crate::view::markup::component! { $m OverviewScreen [] $($rest)* } };
    ($m:ident < RowsScreen $($rest:tt)*) => { $crate::view::markup::component! { $m RowsScreen [] $($rest)* } };
    ($m:ident < ThreadEntry $($rest:tt)*) => { $crate::view::markup::component! { $m ThreadEntry [] $($rest)* } };
    ($m:ident < $tag:ident $($rest:tt)*) => {
        $crate::view::markup::element! { ($m $tag [] [] [] []) $($rest)* }
    };
}
pub(crate) use draw;

/// A component up to its end, as Yew has it.
macro_rules! component {
    ($m:ident $name:ident [$($part:tt)*] / > $($rest:tt)*) => {
        $m.put(::yew::html! { < $name $($part)* / > });
        $crate::view::markup::draw! { $m $($rest)* }
    };
    ($m:ident $name:ident [$($part:tt)*] < / $close:ident > $($rest:tt)*) => {
        $crate::view::markup::component! { @ $m $name $close [$($part)*] $($rest)* }
    };
    ($m:ident $name:ident [$($part:tt)*] $next:tt $($rest:tt)*) => {
        $crate::view::markup::component! { $m $name [$($part)* $next] $($rest)* }
    };
    (@ $m:ident $name:ident $close:ident [$($part:tt)*] $($rest:tt)*) => {
        $crate::view::markup::component! { $m $name [$($part)* < / $close >] $($rest)* }
    };
}
pub(crate) use component;

/// What is drawn under a condition; where it does not hold, nothing keeps its place.
macro_rules! branch {
    ($m:ident [$($condition:tt)*] { $($markup:tt)* } else { $($other:tt)* } $($rest:tt)*) => {
        $m.open_list();
        if $($condition)* {
            $crate::view::markup::draw! { $m $($markup)* }
        } else {
            $crate::view::markup::draw! { $m $($other)* }
        }
        $m.shut();
        $crate::view::markup::draw! { $m $($rest)* }
    };
    ($m:ident [$($condition:tt)*] { $($markup:tt)* } $($rest:tt)*) => {
        $m.open_list();
        if $($condition)* {
            $crate::view::markup::draw! { $m $($markup)* }
        }
        $m.shut();
        $crate::view::markup::draw! { $m $($rest)* }
    };
    ($m:ident [$($condition:tt)*] $next:tt $($rest:tt)*) => {
        $crate::view::markup::branch! { $m [$($condition)* $next] $($rest)* }
    };
}
pub(crate) use branch;

/// A tag: attributes in the order written, then those that are there or not, then classes; and what listens.
macro_rules! element {
    (($m:ident $tag:ident $n:tt $b:tt $c:tt $l:tt) / > $($rest:tt)*) => {
        $crate::view::markup::opened! { $m $tag $n $b $c $l }
        $m.shut();
        $crate::view::markup::draw! { $m $($rest)* }
    };
    (($m:ident $tag:ident $n:tt $b:tt $c:tt $l:tt) > $($rest:tt)*) => {
        $crate::view::markup::opened! { $m $tag $n $b $c $l }
        $crate::view::markup::draw! { $m $($rest)* }
    };
    ($s:tt { $name:ident } $($rest:tt)*) => {
        $crate::view::markup::element! { $s $name = { $name } $($rest)* }
    };
    (($m:ident input $n:tt $b:tt $c:tt [$($l:tt)*]) value = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($m input $n $b $c [$($l)* (value $value)]) $($rest)* }
    };
    (($m:ident textarea $n:tt $b:tt $c:tt [$($l:tt)*]) value = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($m textarea $n $b $c [$($l)* (value $value)]) $($rest)* }
    };
    (($m:ident $tag:ident $n:tt $b:tt [] $l:tt) class = { $($value:tt)* } $($rest:tt)*) => {
        $crate::view::markup::element! { ($m $tag $n $b [("class" class { $($value)* })] $l) $($rest)* }
    };
    (($m:ident $tag:ident $n:tt $b:tt [] $l:tt) class = $value:literal $($rest:tt)*) => {
        $crate::view::markup::element! { ($m $tag $n $b [("class" fixed $value)] $l) $($rest)* }
    };
    ($s:tt disabled = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { @switch $s "disabled" $value $($rest)* }
    };
    ($s:tt hidden = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { @switch $s "hidden" $value $($rest)* }
    };
    ($s:tt multiple = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { @switch $s "multiple" $value $($rest)* }
    };
    ($s:tt open = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { @switch $s "open" $value $($rest)* }
    };
    ($s:tt selected = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { @switch $s "selected" $value $($rest)* }
    };
    ($s:tt key = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s key $value $($rest)* } };
    ($s:tt onchange = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onchange $value $($rest)* } };
    ($s:tt onclick = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onclick $value $($rest)* } };
    ($s:tt ondragover = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s ondragover $value $($rest)* } };
    ($s:tt ondrop = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s ondrop $value $($rest)* } };
    ($s:tt onfocusout = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onfocusout $value $($rest)* } };
    ($s:tt oninput = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s oninput $value $($rest)* } };
    ($s:tt onkeydown = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onkeydown $value $($rest)* } };
    ($s:tt onmouseout = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onmouseout $value $($rest)* } };
    ($s:tt onmouseover = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onmouseover $value $($rest)* } };
    ($s:tt onscroll = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onscroll $value $($rest)* } };
    ($s:tt onsubmit = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $s onsubmit $value $($rest)* } };
    (@switch ($m:ident $tag:ident $n:tt [$($b:tt)*] $c:tt $l:tt) $name:literal $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($m $tag $n [$($b)* ($name switch $value)] $c $l) $($rest)* }
    };
    (@hear ($m:ident $tag:ident $n:tt $b:tt $c:tt [$($l:tt)*]) $name:ident $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($m $tag $n $b $c [$($l)* ($name $value)]) $($rest)* }
    };
    (($m:ident $tag:ident [$($n:tt)*] $b:tt $c:tt $l:tt) $first:ident $(- $more:ident)* = { $($value:tt)* } $($rest:tt)*) => {
        $crate::view::markup::element! {
            ($m $tag [$($n)* ((concat!(stringify!($first) $(, "-", stringify!($more))*)) attribute { $($value)* })] $b $c $l) $($rest)*
        }
    };
    (($m:ident $tag:ident [$($n:tt)*] $b:tt $c:tt $l:tt) $first:ident $(- $more:ident)* = $value:literal $($rest:tt)*) => {
        $crate::view::markup::element! {
            ($m $tag [$($n)* ((concat!(stringify!($first) $(, "-", stringify!($more))*)) fixed $value)] $b $c $l) $($rest)*
        }
    };
}
pub(crate) use element;

/// The calls that open an element.
macro_rules! opened {
    ($m:ident $tag:ident [$(($n:tt fixed $v:literal))*] [] [$(($c:tt fixed $w:literal))*] []) => {
        $m.open_fixed(stringify!($tag), &[
            $(($n, $crate::view::markup::AttributeOrProperty::Static($v)),)*
            $(($c, $crate::view::markup::AttributeOrProperty::Static($w)),)*
        ]);
    };
    ($m:ident $tag:ident [$(($n:tt $as:ident $v:tt))*] [$(($b:tt switch $on:tt))*] [$(($c:tt $cs:ident $w:tt))*] [$(($l:ident $e:tt))*]) => {
        $m.open(stringify!($tag), &[$($n,)* $($b,)* $($c,)*]);
        $($m.$as($v);)*
        $($m.switch($on);)*
        $($m.$cs($w);)*
        $($crate::view::markup::heard! { $m $l $e })*
    };
}
pub(crate) use opened;

/// A listener, or what is set as if it were one.
macro_rules! heard {
    ($m:ident key $value:tt) => {
        $m.key($value);
    };
    ($m:ident value $value:tt) => {
        $m.value($value);
    };
    ($m:ident $event:ident $callback:tt) => {
        $m.listen(::yew::html::$event::Wrapper::__macro_new($callback));
    };
}
pub(crate) use heard;
