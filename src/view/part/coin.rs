//! The mark: a coin in four quarters, one for each protection, solid only where its check has just passed.

use yew::Html;

use crate::view::markup::html;
use crate::wire::{Facts, Protection};

/// The coin, or only one protection's quarter of it; its words stand beside it, so it is hidden from screen readers.
pub fn coin(facts: &Facts, only: Option<Protection>, size: u32) -> Html {
    let quarters = Protection::ALL.into_iter().map(|what| {
        let mine = only.is_none_or(|only| only == what);
        let solid = mine && facts.held(what) == Some(true);
        html! { <path class={if solid { "q-on" } else { "q-off" }} d={quarter(what)} /> }
    });
    let size = size.to_string();
    html! {
        <svg class="coin" width={size.clone()} height={size} viewBox="0 0 24 24" aria-hidden="true">
            { for quarters }
        </svg>
    }
}

/// Clockwise from the upper right: engine, page, host, disk. Shapes from the look's mock.
fn quarter(what: Protection) -> &'static str {
    match what {
        Protection::Engine => "M12.67 11.33L12.67 1.93A9.4 9.4 0 0 1 22.07 11.33Z",
        Protection::Page => "M12.67 12.67L22.07 12.67A9.4 9.4 0 0 1 12.67 22.07Z",
        Protection::Host => "M11.33 12.67L11.33 22.07A9.4 9.4 0 0 1 1.93 12.67Z",
        Protection::Disk => "M11.33 11.33L1.93 11.33A9.4 9.4 0 0 1 11.33 1.93Z",
    }
}
