//! Where the money goes: what is worth a look, in and out, by category, merchant and transaction, by month.

mod breakdown;
mod findings;
mod flows;
mod recurring;

use yew::{AttrValue, Html};

use breakdown::breakdown;
use findings::findings;
use flows::{flows, months};
use recurring::recurring;

use super::desk::{Desk, Same};
use super::first::begin;
use super::format::DateShape;
use super::keys::key_list;
use super::part::face;
use super::piece::{Draw, Own};
use super::state::{Event, Face, Split};
use crate::order::Gather as _;
use crate::view::markup::{classes, html};
use crate::view::text::as_drawn;
use crate::wire::Overview;

/// What the overview shows.
#[derive(PartialEq)]
pub struct OverviewScreen {
    /// What to work with.
    pub desk: Desk,
    /// The overview, in one of its four faces.
    pub overview: Face<Same<Overview>>,
    /// How a month's spending is split.
    pub split: Split,
    /// The sample's name while it is open.
    pub sample: Option<String>,
    /// Whether single keys are heeded.
    pub single_keys: bool,
}

impl Draw for OverviewScreen {
    const NAME: &'static str = "overview";

    fn draw(&self, _: &Own<'_>) -> Html {
        screen(self)
    }
}

/// The overview of one currency.
fn screen(screen: &OverviewScreen) -> Html {
    let OverviewScreen {
        desk,
        overview,
        split,
        sample,
        single_keys,
    } = screen;
    html! {
        <div class="pad over">
            { title(desk, sample.as_deref()) }
            if matches!(overview, Face::Empty) { { begin(desk) } }
            else { { face(desk, overview, "", |overview| ready(desk, overview, *split)) } }
            { key_list(desk, *single_keys) }
        </div>
    }
}

fn title(desk: &Desk, sample: Option<&str>) -> Html {
    let note = sample.map(|name| {
        desk.words
            .with("view-read-sample")
            .text("name", name)
            .done()
    });
    html! {
        <div class="mh">
            <h1 id="title" tabindex="-1">{ desk.words.date(desk.words.today(), DateShape::Full) }</h1>
            if let Some(note) = note { <span class="when">{ note }</span> }
        </div>
    }
}

fn ready(desk: &Desk, overview: &Overview, split: Split) -> Html {
    html! {
        <>
            { for overview.waiting.iter().map(|note| html! { <p class="note">{ desk.words.say(note, "") }</p> }) }
            { currencies(desk, overview) }
            { findings(desk, overview) }
            { flows(desk, overview) }
            <div class="g2">
                { breakdown(desk, overview, split) }
                { months(desk, overview) }
            </div>
            { recurring(desk, overview) }
        </>
    }
}

/// One currency at a time: they are never added to each other.
fn currencies(desk: &Desk, overview: &Overview) -> Html {
    if overview.currencies.len() < 2 {
        return Html::default();
    }
    let choices = overview.currencies.iter().map(|currency| {
        let text = match currency {
            Some(code) => as_drawn(code),
            None => desk.word("view-currency-none"),
        };
        (
            text,
            *currency == overview.currency,
            Event::Currency(currency.clone()),
        )
    });
    segments(desk, "view-currencies", choices.gather())
}

/// A row of choices, one of which is taken.
fn segments(desk: &Desk, label: &str, choices: Vec<(AttrValue, bool, Event)>) -> Html {
    let buttons = choices.into_iter().map(|(text, taken, event)| {
        html! {
            <button type="button" class={classes!(taken.then_some("on"))} aria-pressed={taken}
                onclick={desk.on(event)}>{ text }</button>
        }
    });
    html! { <div class="seg" role="group" aria-label={desk.text(label)}>{ for buttons }</div> }
}

/// The head of a section, on an ink line; `class` hides a title that a control beside it says.
fn section(
    id: &'static str,
    class: Option<&'static str>,
    title: AttrValue,
    aside: Html,
    body: Html,
) -> Html {
    html! {
        <section class="blk" aria-labelledby={id}>
            <div class="sh"><h2 {id} {class}>{ title }</h2>{ aside }</div>
            <div class="blk">{ body }</div>
        </section>
    }
}

/// The currency of a section's figures.
fn in_currency(desk: &Desk, overview: &Overview) -> Html {
    html! { <span class="when">{ desk.words.currency(overview.currency.as_deref()) }</span> }
}

/// A table whose further lines are folded away below what says how many they are.
fn folding(
    class: &'static str,
    head: &dyn Fn() -> Html,
    listed: Vec<Html>,
    further: AttrValue,
    folded: Vec<Html>,
) -> Html {
    let table = |hidden: Option<&'static str>, lines: Vec<Html>| {
        html! {
            <table {class}><thead class={hidden}>{ head() }</thead><tbody>{ for lines }</tbody></table>
        }
    };
    let twin = (!folded.is_empty()).then(|| {
        html! {
            <details class="twin"><summary>{ further }</summary>{ table(Some("vh"), folded) }</details>
        }
    });
    html! { <>{ table(None, listed) }{ twin.unwrap_or_default() }</> }
}
