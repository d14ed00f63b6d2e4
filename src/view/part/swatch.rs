//! A category's colour, always beside its name.

use yew::{AttrValue, Html};

use crate::view::markup::html;
use crate::view::text::joined;

/// The style that gives an element the colour of a display group; those that have none share one, and are told apart by
/// name.
pub fn swatch(group: &str) -> AttrValue {
    AttrValue::from(joined(&["--c:var(--c-", group, ",var(--c-other))"], ""))
}

/// A name with its group's colour before it.
pub fn named(group: Option<&str>, name: AttrValue) -> Html {
    match group {
        Some(group) => html! {
            <span class="nm"><i class="sw" style={swatch(group)} aria-hidden="true"></i>{ name }</span>
        },
        None => html! { <span class="nm">{ name }</span> },
    }
}
