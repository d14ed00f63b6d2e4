//! What the keyboard does, and the switch for keys without Control or Alt.

use yew::Html;

use super::desk::Desk;
use super::state::Event;
use crate::view::markup::html;

/// Keys as they are printed on a keyboard, and the words for what they do.
const KEYS: [(&str, &str); 9] = [
    ("/, Ctrl K", "view-key-compose"),
    ("Enter, Shift Enter", "view-key-ask"),
    ("Alt \u{2191}, Alt \u{2193}", "view-key-walk"),
    ("W", "view-key-workings"),
    (
        "\u{2190} \u{2191} \u{2192} \u{2193}, Home, End",
        "view-key-arrows",
    ),
    ("Enter, C", "view-say-title"),
    ("Space", "view-detail"),
    ("G O, G R, G A, G D, G P", "view-key-go"),
    ("Ctrl Z, Ctrl Y", "view-key-undo"),
];

/// The keys, folded away; `single` is whether single keys are heeded.
pub fn key_list(desk: &Desk, single: bool) -> Html {
    let lines = KEYS.iter().map(|(keys, name)| {
        html! { <><dt><kbd>{ *keys }</kbd></dt><dd>{ desk.text(name) }</dd></> }
    });
    html! {
        <details class="twin">
            <summary>{ desk.text("view-keys") }</summary>
            <dl class="reads">{ for lines }</dl>
            <button type="button" class="btn sec sm" role="switch" aria-checked={single}
                onclick={desk.on(Event::SingleKeys(!single))}>
                { desk.text("view-keys-single") }{ ": " }
                <span aria-hidden="true">{ desk.text(if single { "view-on" } else { "view-off" }) }</span>
            </button>
        </details>
    }
}
