//! A category's colour, always beside its name.

use yew::{AttrValue, Html};

use crate::view::markup::html;

/// The groups that have a colour of their own; all others share `--c-other` and are told apart by name.
const COLOURED: [&str; 12] = [
    "housing",
    "groceries",
    "bills",
    "transport",
    "eating",
    "shopping",
    "subs",
    "health",
    "home",
    "leisure",
    "travel",
    "other",
];

/// The style that gives an element the colour of a display group.
pub fn swatch(group: &str) -> AttrValue {
    let token = if COLOURED.contains(&group) {
        group
    } else {
        "other"
    };
    AttrValue::from(format!("--c:var(--c-{token})"))
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
