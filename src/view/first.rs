//! The first screen: the drop zone, the sample, what was checked, and how to read a number here.

use yew::{AttrValue, Callback, DragEvent, Html};

use super::desk::Desk;
use super::part::{Rule, figure, notice};
use super::privacy::{checks, worded};
use super::state::{Asked, Event};
use crate::view::markup::html;
use crate::wire::{Money, Protection};

/// The first screen, with what the page around has asked already. Its promise says only what this browser has just been
/// checked for.
pub fn first(desk: &Desk, early: &[Asked]) -> Html {
    let facts = &desk.facts;
    let sealed = [Protection::Engine, Protection::Page].map(|what| facts.held(what));
    let promise = match sealed {
        // Its line is kept for it.
        _ if facts.checks.is_empty() => "\u{a0}",
        _ if facts.open == Some(false) => "",
        [Some(true), Some(true)] => desk.text("view-first-promise"),
        [Some(true), _] => desk.text("view-first-promise-engine"),
        _ => "",
    };
    html! {
        <div class="pad first">
            <h1 id="title" tabindex="-1">{ desk.text("view-first-title") }{ " " }<span>{ promise }</span></h1>
            { for early.iter().map(|asked| waiting(desk, asked)) }
            { begin(desk) }
            { checks(desk, "view-checks") }
            { legend(desk) }
        </div>
    }
}

/// The two ways to begin: a statement, and the sample.
pub(super) fn begin(desk: &Desk) -> Html {
    html! {
        <>
            { drop_zone(desk) }
            if desk.facts.has_engine() {
                <div class="or">
                    <p><b>{ desk.text("view-sample-title") }</b>{ desk.text("view-sample-note") }</p>
                    <button type="button" class="btn sec" onclick={desk.on(Event::OpenSample)}>
                        { desk.text("view-sample-open") }
                    </button>
                </div>
            }
        </>
    }
}

/// A question of the page around, which waits until there is something to answer from.
fn waiting(desk: &Desk, asked: &Asked) -> Html {
    html! {
        <p class="note" role="status">
            <b>{ desk.of_host("view-host-asks") }</b>{ " “" }{ &asked.words }{ "” " }{ desk.text("view-host-waits") }
        </p>
    }
}

/// There is no engine, and none will come until the page is loaded anew.
pub fn not_running(desk: &Desk) -> Html {
    let note = desk.text("view-not-running-note");
    alarm(desk, "view-not-running", html! { <p>{ note }</p> })
}

fn alarm(desk: &Desk, headline: &'static str, body: Html) -> Html {
    notice(desk.word(headline), Some(body), None)
}

fn drop_zone(desk: &Desk) -> Html {
    let facts = &desk.facts;
    if !facts.has_engine() {
        return not_running(desk);
    }
    if facts.open == Some(false) {
        let failed = facts
            .checks
            .iter()
            .filter(|check| check.passed == Some(false));
        let failed = failed.map(|check| {
            let (headline, note) = worded(desk, check);
            html! { <p>{ headline }{ ". " }{ note }</p> }
        });
        let body = html! { <>{ for failed }<p>{ desk.text("view-not-sealed-note") }</p></> };
        return alarm(desk, "view-not-sealed", body);
    }
    html! {
        <div class="drop" id="drop" ondragover={over()} ondrop={desk.port.dropped.clone()}>
            <b>{ desk.text("view-drop") }</b>
            { file_picker(desk, "files", "btn pri", facts.open == Some(true), html! { { desk.text("view-choose") } }) }
            <p>{ desk.text("view-formats") }</p>
        </div>
    }
}

/// A file field that looks like a button: reached by Tab, opened by Space, named by what stands on it.
pub fn file_picker(
    desk: &Desk,
    id: &'static str,
    class: &'static str,
    ready: bool,
    inside: Html,
) -> Html {
    html! {
        <span class="picker">
            <input type="file" multiple=true id={id} class="vh" disabled={!ready} onchange={desk.port.files.clone()} />
            <label for={id} class={class}>{ inside }</label>
        </span>
    }
}

/// Lets files be dropped here.
pub fn over() -> Callback<DragEvent> {
    Callback::from(|event: DragEvent| event.prevent_default())
}

fn legend(desk: &Desk) -> Html {
    let example = |amount: &str| Money {
        amount: amount.to_owned(),
        currency: Some("GBP".to_owned()),
    };
    let words = &desk.words;
    let examples = [
        (
            words.money(&example("404.43")),
            Rule::Proved,
            "view-legend-proved",
        ),
        (
            words.money(&example("317.35")),
            Rule::SoFar,
            "view-legend-so-far",
        ),
        (
            words.estimate(&example("105.00")),
            Rule::Estimate,
            "view-legend-estimate",
        ),
    ];
    let items = examples.into_iter().map(|(text, rule, note)| {
        html! {
            <>
                <dt>{ figure(desk, text, rule, Some(AttrValue::Static("")), None) }</dt>
                <dd>{ desk.text(note) }</dd>
            </>
        }
    });
    html! {
        <div class="blk">
            <h2 class="h3">{ desk.text("view-legend") }</h2>
            <dl class="read3">{ for items }</dl>
        </div>
    }
}
