//! The first screen: the drop zone, the sample, what was checked, and how to read a number here.

use yew::{AttrValue, Callback, DragEvent, Html, Properties, function_component};

use super::desk::Desk;
use super::part::{Coin, Figure, Rule, notice};
use super::state::{Check, Event, Protection, Seal};
use crate::view::markup::html;
use crate::wire::{Argument, Money};

/// What the first screen shows.
#[derive(Clone, PartialEq, Properties)]
pub struct FirstProps {
    /// What to work with.
    pub desk: Desk,
    /// What the page found out about its seal.
    pub seal: Seal,
}

/// The first screen. Its promise says only what this browser has just been checked for.
#[function_component]
pub fn First(props: &FirstProps) -> Html {
    let FirstProps { desk, seal } = props;
    let sealed = [Protection::Engine, Protection::Page].map(|what| seal.held(what));
    let promise = match sealed {
        [Some(true), Some(true)] => desk.text("view-first-promise"),
        [Some(true), _] => desk.text("view-first-promise-engine"),
        _ => "",
    };
    html! {
        <div class="pad first">
            <h1 id="title" tabindex="-1">{ desk.text("view-first-title") }{ " " }{ promise }</h1>
            { drop_zone(desk, seal) }
            if seal.has_engine() {
                <div class="or">
                    <p><b>{ desk.text("view-sample-title") }</b>{ desk.text("view-sample-note") }</p>
                    <button type="button" class="btn sec" onclick={desk.on(Event::OpenSample)}>
                        { desk.text("view-sample-open") }
                    </button>
                </div>
            }
            { checks(desk, seal) }
            { legend(desk) }
        </div>
    }
}

fn drop_zone(desk: &Desk, seal: &Seal) -> Html {
    if !seal.has_engine() {
        return notice(
            AttrValue::Static(desk.text("view-not-running")),
            html! { <p>{ desk.text("view-not-running-note") }</p> },
            None,
        );
    }
    if seal.open_to_files == Some(false) {
        return notice(
            AttrValue::Static(desk.text("view-not-sealed")),
            html! { <p>{ desk.text("view-not-sealed-note") }</p> },
            None,
        );
    }
    html! {
        <div class="drop" id="drop" ondragover={over()} ondrop={desk.port.dropped.clone()}>
            <b>{ desk.text("view-drop") }</b>
            <FilePicker desk={desk.clone()} id="files" class="btn pri" ready={seal.open_to_files == Some(true)}>
                { desk.text("view-choose") }
            </FilePicker>
            <p>{ desk.text("view-formats") }</p>
        </div>
    }
}

/// A file field that looks like a button.
#[derive(Clone, PartialEq, Properties)]
pub struct FilePickerProps {
    /// What to work with.
    pub desk: Desk,
    /// The field's id.
    pub id: AttrValue,
    /// The look of its label.
    pub class: AttrValue,
    /// Whether files are taken.
    pub ready: bool,
    /// What stands on it.
    pub children: Html,
}

/// A file field that looks like a button: reached by Tab, opened by Space, named by its label.
#[function_component]
pub fn FilePicker(props: &FilePickerProps) -> Html {
    let FilePickerProps {
        desk,
        id,
        class,
        ready,
        children,
    } = props;
    html! {
        <span class="picker">
            <input type="file" multiple=true id={id} class="vh" disabled={!*ready} onchange={desk.port.files.clone()} />
            <label for={id} class={class}>{ children.clone() }</label>
        </span>
    }
}

/// Lets files be dropped here.
pub fn over() -> Callback<DragEvent> {
    Callback::from(|event: DragEvent| event.prevent_default())
}

fn checks(desk: &Desk, seal: &Seal) -> Html {
    if seal.checks.is_empty() {
        return html! {
            <p class="waiting note"><Coin seal={seal.clone()} size={20} />{ desk.text("view-seal-waiting") }</p>
        };
    }
    let items = seal.checks.iter().map(|check| {
        let (headline, note) = worded(desk, check);
        html! {
            <li>
                <Coin seal={seal.clone()} only={check.what} size={20} />
                <span><b>{ headline }</b>{ note }</span>
            </li>
        }
    });
    html! {
        <div class="blk">
            <h2 class="h3">{ desk.text("view-checks") }</h2>
            <ul class="enf">{ for items }</ul>
        </div>
    }
}

/// What was checked and how it went.
fn worded(desk: &Desk, check: &Check) -> (AttrValue, AttrValue) {
    let outcome = match (check.what, check.passed) {
        (_, Some(true)) => "held",
        (Protection::Engine, Some(false)) if check.tried == 0 => "absent",
        (_, Some(false)) => "open",
        (_, None) => "waiting",
    };
    let alone = match (check.what, &check.host) {
        (Protection::Host, None) => "-alone",
        _ => "",
    };
    let name = format!("view-check-{}{alone}-{outcome}", check.what.name());
    let host = check.host.clone().unwrap_or_default();
    let arguments = [
        ("tried", Argument::Count(check.tried)),
        ("host", Argument::Text(host)),
    ];
    (
        desk.words.fill(&name, &arguments),
        desk.words.fill(&format!("{name}-note"), &arguments),
    )
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
                <dt><Figure desk={desk.clone()} {text} {rule} spoken="" /></dt>
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
