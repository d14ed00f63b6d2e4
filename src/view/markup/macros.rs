//! `html!`: parts markup into its template and the calls that give the values, in the same order.
//!
//! Each macro below takes what is known so far, `(markup whole|part [template] [calls])`, and what is left.

/// Several classes: names, and names that may apply.
macro_rules! classes {
    ($($name:expr),+ $(,)?) => {
        $crate::view::markup::joined_classes(&[$(Option::<&'static str>::from($name)),+])
    };
}
pub(crate) use classes;

/// Html, written as Html: tags, `{ values }`, `{ for lists }`, `if` and `if let`.
///
/// `{ desk.text(name) }` is words by their name, and `onclick={desk.on(event)}` tells that event of every press.
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
    (@ $($markup:tt)*) => { $crate::view::markup::draw! { (markup whole [] []) $($markup)* } };
    ($value:expr) => { $crate::view::markup::root!(@ { $value }) };
}
pub(crate) use root;

/// What follows, into the element that is open.
macro_rules! draw {
    (($m:ident whole [$($t:tt)*] [])) => {
        $crate::view::markup::Markup::start(concat!($($t)*)).done()
    };
    (($m:ident whole [$($t:tt)*] [$($s:tt)*])) => {{
        let mut $m = $crate::view::markup::Markup::start(concat!($($t)*));
        $($s)*
        $m.done()
    }};
    (($m:ident part [$($t:tt)*] [$($s:tt)*])) => {
        $m.begin(concat!($($t)*));
        $($s)*
        $m.end();
    };
    (($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) { for $items:expr } $($rest:tt)*) => {
        $crate::view::markup::draw! { ($m $k [$($t)* "{",] [$($s)* $m.each($items);]) $($rest)* }
    };
    (($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) { $text:literal } $($rest:tt)*) => {
        $crate::view::markup::draw! { ($m $k [$($t)* "\"", $text, "\"",] [$($s)*]) $($rest)* }
    };
    (($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) { $d:ident.text($name:literal) } $($rest:tt)*) => {
        $crate::view::markup::draw! { ($m $k [$($t)* "@", $name, ";",] [$($s)* $m.words_of($d);]) $($rest)* }
    };
    (($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) { $d:ident.text($name:expr) } $($rest:tt)*) => {
        $crate::view::markup::draw! { ($m $k [$($t)* "{",] [$($s)* $m.word($d, $name);]) $($rest)* }
    };
    (($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) { $value:expr } $($rest:tt)*) => {
        $crate::view::markup::draw! { ($m $k [$($t)* "{",] [$($s)* $m.put($value);]) $($rest)* }
    };
    (($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) { $($value:tt)* } $($rest:tt)*) => {
        $crate::view::markup::draw! { ($m $k [$($t)* "{",] [$($s)* $m.put({ $($value)* });]) $($rest)* }
    };
    ($state:tt if $($rest:tt)*) => { $crate::view::markup::branch! { $state [] $($rest)* } };
    ($state:tt < > $($rest:tt)*) => { $crate::view::markup::draw! { $state $($rest)* } };
    ($state:tt < / > $($rest:tt)*) => { $crate::view::markup::draw! { $state $($rest)* } };
    (($m:ident $k:ident [$($t:tt)*] $s:tt) < / $tag:ident > $($rest:tt)*) => {
        $crate::view::markup::draw! { ($m $k [$($t)* "/",] $s) $($rest)* }
    };
    (($m:ident $($state:tt)*) < $tag:ident $($rest:tt)*) => {
        $crate::view::markup::element! { (($m $($state)*) $m $tag ([] []) ([] []) ([] []) ([] [])) $($rest)* }
    };
}
pub(crate) use draw;

/// What is drawn under a condition; where it does not hold, nothing keeps its place.
macro_rules! branch {
    (($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) [$($if:tt)*] { $($markup:tt)* } else { $($other:tt)* } $($rest:tt)*) => {
        $crate::view::markup::draw! {
            ($m $k [$($t)* "{",] [$($s)* if $($if)* {
                $crate::view::markup::part! { $m $($markup)* }
            } else {
                $crate::view::markup::part! { $m $($other)* }
            }])
            $($rest)*
        }
    };
    ($state:tt [$($if:tt)*] { $($markup:tt)* } $($rest:tt)*) => {
        $crate::view::markup::branch! { @ $state [$($if)*] { $($markup)* } $($rest)* }
    };
    (@ ($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) [$($if:tt)*] { $($markup:tt)* } $($rest:tt)*) => {
        $crate::view::markup::draw! {
            ($m $k [$($t)* "{",] [$($s)* if $($if)* {
                $crate::view::markup::part! { $m $($markup)* }
            } else {
                $m.nothing();
            }])
            $($rest)*
        }
    };
    ($state:tt [$($if:tt)*] $next:tt $($rest:tt)*) => {
        $crate::view::markup::branch! { $state [$($if)* $next] $($rest)* }
    };
}
pub(crate) use branch;

/// What is drawn where a condition holds: a child, or more with a template of its own.
macro_rules! part {
    ($m:ident { for $items:expr }) => { $crate::view::markup::draw! { ($m part [] []) { for $items } } };
    ($m:ident { $text:literal }) => { $m.put($text); };
    ($m:ident { $value:expr }) => { $m.put($value); };
    ($m:ident $($markup:tt)*) => { $crate::view::markup::draw! { ($m part [] []) $($markup)* } };
}
pub(crate) use part;

/// A tag: attributes in the order written, then those that are there or not, then classes; and what listens.
/// Each of the four is `([template] [calls])`.
macro_rules! element {
    (($state:tt $m:ident $tag:ident $n:tt $b:tt $c:tt $l:tt) / > $($rest:tt)*) => {
        $crate::view::markup::element! { @open $state $tag $n $b $c $l ["/",] $($rest)* }
    };
    (($state:tt $m:ident $tag:ident $n:tt $b:tt $c:tt $l:tt) > $($rest:tt)*) => {
        $crate::view::markup::element! { @open $state $tag $n $b $c $l [] $($rest)* }
    };
    (@open ($m:ident $k:ident [$($t:tt)*] [$($s:tt)*]) $tag:ident
        ([$($n:tt)*] [$($ns:tt)*]) ([$($b:tt)*] [$($bs:tt)*]) ([$($c:tt)*] [$($cs:tt)*]) ([$($l:tt)*] [$($ls:tt)*])
        [$($end:tt)*] $($rest:tt)*) => {
        $crate::view::markup::draw! {
            ($m $k
                [$($t)* "<", stringify!($tag), " ", $($n)* $($b)* $($c)* $($l)* ">", $($end)*]
                [$($s)* $($ns)* $($bs)* $($cs)* $($ls)*])
            $($rest)*
        }
    };
    ($e:tt { $name:ident } $($rest:tt)*) => {
        $crate::view::markup::element! { $e $name = { $name } $($rest)* }
    };
    (($state:tt $m:ident input $n:tt $b:tt $c:tt ([$($l:tt)*] [$($ls:tt)*])) value = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($state $m input $n $b $c ([$($l)* "!",] [$($ls)* $m.value($value);])) $($rest)* }
    };
    (($state:tt $m:ident textarea $n:tt $b:tt $c:tt ([$($l:tt)*] [$($ls:tt)*])) value = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($state $m textarea $n $b $c ([$($l)* "!",] [$($ls)* $m.value($value);])) $($rest)* }
    };
    (($state:tt $m:ident $tag:ident $n:tt $b:tt $c:tt ([$($l:tt)*] [$($ls:tt)*])) key = $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($state $m $tag $n $b $c ([$($l)* "!",] [$($ls)* $m.key($value);])) $($rest)* }
    };
    (($state:tt $m:ident $tag:ident $n:tt $b:tt $c:tt ([$($l:tt)*] [$($ls:tt)*])) onclick = { $d:ident.on($($event:tt)*) } $($rest:tt)*) => {
        $crate::view::markup::element! { ($state $m $tag $n $b $c ([$($l)* "!",] [$($ls)* $m.press($d, $($event)*);])) $($rest)* }
    };
    (($state:tt $m:ident $tag:ident $n:tt $b:tt $c:tt $l:tt) class = { $($value:tt)* } $($rest:tt)*) => {
        $crate::view::markup::element! { ($state $m $tag $n $b (["class;",] [$m.class({ $($value)* });]) $l) $($rest)* }
    };
    (($state:tt $m:ident $tag:ident $n:tt $b:tt $c:tt $l:tt) class = $value:literal $($rest:tt)*) => {
        $crate::view::markup::element! { ($state $m $tag $n $b (["class=\"", $value, "\"",] []) $l) $($rest)* }
    };
    ($e:tt disabled = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @switch $e "disabled;" $value $($rest)* } };
    ($e:tt hidden = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @switch $e "hidden;" $value $($rest)* } };
    ($e:tt multiple = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @switch $e "multiple;" $value $($rest)* } };
    ($e:tt open = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @switch $e "open;" $value $($rest)* } };
    ($e:tt selected = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @switch $e "selected;" $value $($rest)* } };
    ($e:tt onchange = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onchange $value $($rest)* } };
    ($e:tt onclick = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onclick $value $($rest)* } };
    ($e:tt ondragover = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e ondragover $value $($rest)* } };
    ($e:tt ondrop = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e ondrop $value $($rest)* } };
    ($e:tt onfocusout = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onfocusout $value $($rest)* } };
    ($e:tt oninput = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e oninput $value $($rest)* } };
    ($e:tt onkeydown = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onkeydown $value $($rest)* } };
    ($e:tt onmouseout = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onmouseout $value $($rest)* } };
    ($e:tt onmouseover = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onmouseover $value $($rest)* } };
    ($e:tt onscroll = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onscroll $value $($rest)* } };
    ($e:tt onsubmit = $value:tt $($rest:tt)*) => { $crate::view::markup::element! { @hear $e onsubmit $value $($rest)* } };
    (@switch ($state:tt $m:ident $tag:ident $n:tt ([$($b:tt)*] [$($bs:tt)*]) $c:tt $l:tt) $name:literal $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! { ($state $m $tag $n ([$($b)* $name,] [$($bs)* $m.switch($value);]) $c $l) $($rest)* }
    };
    (@hear ($state:tt $m:ident $tag:ident $n:tt $b:tt $c:tt ([$($l:tt)*] [$($ls:tt)*])) $name:ident $value:tt $($rest:tt)*) => {
        $crate::view::markup::element! {
            ($state $m $tag $n $b $c ([$($l)* "!",] [$($ls)* $m.listen(::yew::html::$name::Wrapper::__macro_new($value));])) $($rest)*
        }
    };
    (($state:tt $m:ident $tag:ident ([$($n:tt)*] [$($ns:tt)*]) $b:tt $c:tt $l:tt) $first:ident $(- $more:ident)* = { $d:ident.text($name:literal) } $($rest:tt)*) => {
        $crate::view::markup::element! {
            ($state $m $tag ([$($n)* stringify!($first), $("-", stringify!($more),)* "@", $name, ";",] [$($ns)* $m.words_of($d);]) $b $c $l) $($rest)*
        }
    };
    (($state:tt $m:ident $tag:ident ([$($n:tt)*] [$($ns:tt)*]) $b:tt $c:tt $l:tt) $first:ident $(- $more:ident)* = { $($value:tt)* } $($rest:tt)*) => {
        $crate::view::markup::element! {
            ($state $m $tag ([$($n)* stringify!($first), $("-", stringify!($more),)* ";",] [$($ns)* $m.attribute({ $($value)* });]) $b $c $l) $($rest)*
        }
    };
    (($state:tt $m:ident $tag:ident ([$($n:tt)*] $ns:tt) $b:tt $c:tt $l:tt) $first:ident $(- $more:ident)* = $value:literal $($rest:tt)*) => {
        $crate::view::markup::element! {
            ($state $m $tag ([$($n)* stringify!($first), $("-", stringify!($more),)* "=\"", $value, "\"",] $ns) $b $c $l) $($rest)*
        }
    };
}
pub(crate) use element;
