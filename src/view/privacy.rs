//! What was checked, what the page around has been told, what was shared, and what no browser can promise.

use yew::{AttrValue, Html};

use super::desk::Desk;
use super::format::DateShape;
use super::markup::{classes, html};
use super::part::{Icon, coin, icon};
use super::state::{Event, Screen};
use crate::wire::{Allowlist, Check, Facts, Protection, Receipt, Sealed, Told};

/// The licence of the index that the names of brands are from.
const CREDIT: &str = include_str!("../../LICENSE-BRANDS");
/// What no browser can promise, by the names of the words.
const LIMITS: [&str; 4] = [
    "view-limit-host",
    "view-limit-release",
    "view-limit-others",
    "view-limit-signal",
];

/// The privacy screen; `before` is where the person came from.
pub(super) fn privacy(desk: &Desk, receipts: &[Receipt], before: Screen) -> Html {
    let facts = &desk.facts;
    let leaks = facts.held(Protection::Page) != Some(true);
    let limits = LIMITS
        .into_iter()
        .chain(leaks.then_some("view-limit-names"));
    html! {
        <div class="pad first">
            <div class="mh">
                <h1 id="title" tabindex="-1">{ desk.text("view-privacy") }</h1>
                <button type="button" class="ib" aria-label={desk.text("view-shut")} onclick={desk.on(Event::Go(before))}>
                    { icon(Icon::Cross, 16) }
                </button>
            </div>
            { checks(desk, "view-checks-when") }
            if let Some(host) = desk.host() {
                { told(desk, host, facts) }
            }
            { shared(desk, receipts) }
            <div class="blk">
                <h2 class="h3">{ desk.text("view-limits") }</h2>
                <ul class="plain">{ for limits.map(|name| html! { <li>{ desk.text(name) }</li> }) }</ul>
            </div>
            { credit(desk) }
        </div>
    }
}

/// Whose index the names of brands are from, and its licence word for word, as the licence asks.
pub(super) fn credit(desk: &Desk) -> Html {
    let lines = CREDIT
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    html! {
        <details class="blk credit">
            <summary>{ desk.text("view-credit") }</summary>
            <p class="note">{ desk.text("view-credit-from") }</p>
            { for lines.map(|line| html! { <p class="note" lang="en">{ line }</p> }) }
        </details>
    }
}

/// The name in the tables of how well it is sealed.
pub(super) fn sealed(facts: &Facts) -> &'static str {
    match (facts.open, facts.seal) {
        _ if !facts.has_engine() => "view-seal-stopped",
        (None, _) => "view-seal-waiting",
        (Some(false), _) => "view-seal-none",
        (_, Some(Sealed::Whole)) => "view-seal-whole",
        _ => "view-seal-partly",
    }
}

/// The four checks: what each found, and how.
pub(super) fn checks(desk: &Desk, title: &'static str) -> Html {
    let facts = &desk.facts;
    // Until they are in they stand as tall, so that nothing below them moves.
    let waiting = Protection::ALL.map(|what| Check {
        what,
        passed: None,
        tried: 0,
    });
    let (list, title, late) = match facts.checks.as_slice() {
        [] => (&waiting[..], "view-seal-waiting", Some("late")),
        checks => (checks, title, None),
    };
    let items = list.iter().map(|check| {
        let (headline, note) = worded(desk, check);
        html! {
            <li>
                { coin(facts, Some(check.what), 20) }
                <span><b>{ headline }</b>{ note }</span>
            </li>
        }
    });
    html! {
        <div class="blk">
            <h2 class="h3">{ desk.text(title) }</h2>
            <ul class={classes!("enf", late)}>{ for items }</ul>
        </div>
    }
}

/// What was checked and how it went.
pub(super) fn worded(desk: &Desk, check: &Check) -> (AttrValue, AttrValue) {
    let outcome = match (check.what, check.passed, desk.facts.allowlist) {
        (_, Some(true), _) => "held",
        (_, None, _) => "waiting",
        (Protection::Engine, ..) if check.tried == 0 => "absent",
        (Protection::Page, _, Some(Allowlist::Unsupported)) => "partly",
        (Protection::Page, _, Some(Allowlist::Absent)) => "bare",
        (_, Some(false), _) => "open",
    };
    let host = desk.host();
    let alone = match (check.what, &host) {
        (Protection::Host, None) => "-alone",
        _ => "",
    };
    let name = format!("view-check-{}{alone}-{outcome}", check.what.name());
    let host = host.unwrap_or_default();
    let said = |name: &str| {
        let said = desk.words.with(name).count("tried", check.tried);
        said.text("host", &host).done()
    };
    (said(&name), said(&format!("{name}-note")))
}

/// What the page around has been told, by kind.
fn told(desk: &Desk, host: AttrValue, facts: &Facts) -> Html {
    let line = |told: &Told| {
        let count = desk.words.count_of("view-times", told.count);
        html! {
            <li>
                <b>{ desk.words.one_of("told-", &told.kind) }</b>
                <span class="when">{ count }{ ", " }{ moment(desk, &told.at) }</span>
            </li>
        }
    };
    let named = |name: &str| desk.words.with(name).text("host", &host).done();
    html! {
        <div class="blk">
            <h2 class="h3">{ named("view-told") }</h2>
            if facts.told.is_empty() {
                <p class="note">{ desk.text("view-told-nothing") }</p>
            } else {
                <ul class="enf two">{ for facts.told.iter().map(line) }</ul>
            }
            <p class="note">
                { named("view-told-note") }
                if facts.dropped > 0 { { " " }{ desk.words.count_of("view-dropped", facts.dropped) } }
            </p>
        </div>
    }
}

/// The receipts, word for word.
fn shared(desk: &Desk, receipts: &[Receipt]) -> Html {
    let line = |receipt: &Receipt| {
        let what = receipt.what.as_ref().map(|what| {
            desk.words
                .with("view-receipt-asked")
                .text("host", &receipt.host)
                .text("what", what)
                .done()
        });
        let to = desk
            .words
            .with("view-receipt-to")
            .text("host", &receipt.host);
        let to = to.text("at", &moment(desk, &receipt.at)).done();
        html! {
            <li>
                <span>
                    <b>{ "“" }{ &receipt.text }{ "”" }</b>
                    { to }
                    if let Some(what) = what { { " " }{ what } }
                    if !receipt.watched { { " " }{ desk.text("view-receipt-unwatched") } }
                    <span class="raw">{ " " }{ &receipt.consent }</span>
                </span>
            </li>
        }
    };
    html! {
        <div class="blk">
            <h2 class="h3">{ desk.text("view-receipts") }</h2>
            if receipts.is_empty() {
                <p class="note">{ desk.text("view-receipts-none") }</p>
            } else {
                <ul class="enf one">{ for receipts.iter().map(line) }</ul>
                <p>
                    <button type="button" class="btn sec sm" onclick={desk.on(Event::ExportReceipts)}>
                        { desk.text(take("view-take-receipts", "view-copy-receipts", desk)) }
                    </button>
                </p>
                { blocked(desk) }
            }
        </div>
    }
}

/// The name of the words on a control that hands something over: as a file, or where none can be, by the clipboard.
pub(super) fn take(file: &'static str, copy: &'static str, desk: &Desk) -> &'static str {
    if desk.facts.downloads { file } else { copy }
}

/// Says why there is no file.
pub(super) fn blocked(desk: &Desk) -> Html {
    if desk.facts.downloads {
        return Html::default();
    }
    html! { <p class="note">{ desk.text("view-no-downloads") }</p> }
}

/// A day and time: `22 Mar, 10:11 UTC`.
fn moment(desk: &Desk, at: &str) -> String {
    let (day, time) = at.split_once('T').unwrap_or((at, ""));
    desk.words
        .with("view-moment")
        .text("day", &desk.words.date(day, DateShape::Table))
        .text("time", &time.chars().take(5).collect::<String>())
        .done()
        .to_string()
}
