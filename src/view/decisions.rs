//! What was matched, why, and the person's word on it: all of it for review, or that of one transaction.

use yew::{AttrValue, Html};

use super::desk::Desk;
use super::format::DateShape;
use super::markup::html;
use super::part::{face, failure};
use super::state::{Event, Face, Filter, Narrowing, Say, Screen, Undo};
use crate::view::text::{as_drawn, joined};
use crate::wire::{AccountReport, Decide, DecisionShown, DecisionsPage, Says, Transaction};
use std::rc::Rc;

/// The review list: those that wait for the person first, each with its reason and two ways on.
pub(super) fn decisions(
    desk: &Desk,
    page: &Face<Rc<DecisionsPage>>,
    accounts: &[AccountReport],
    undo: &Undo,
) -> Html {
    html! {
        <div class="pad over">
            <div class="mh"><h1 id="title" tabindex="-1">{ desk.text("view-decisions") }</h1></div>
            { undos(desk, undo) }
            { face(desk, page, "view-decisions-none", |page| list(desk, page, accounts, undo.busy)) }
        </div>
    }
}

/// What was done last, and the way back and forth.
pub(super) fn undos(desk: &Desk, undo: &Undo) -> Html {
    html! {
        <div class="undos" role="group" aria-label={desk.text("view-undo")}>
            if let Some(failed) = &undo.failed { { failure(desk, failed, None) } }
            { step(desk, &undo.redo, "view-redo", Event::Redo, undo.busy) }
            { step(desk, &undo.undo, "view-undo", Event::Undo, undo.busy) }
        </div>
    }
}

fn step(desk: &Desk, said: &Option<Says>, name: &'static str, event: Event, busy: bool) -> Html {
    let Some(said) = said else {
        return Html::default();
    };
    html! {
        <p class="undo">
            <span>{ desk.words.say(said, "") }</span>
            <button type="button" class="link" disabled={busy} onclick={desk.on(event)}>{ desk.text(name) }</button>
        </p>
    }
}

fn list(desk: &Desk, page: &DecisionsPage, accounts: &[AccountReport], busy: bool) -> Html {
    let waiting = page.decisions.iter().take_while(|one| one.needs_review);
    let waiting = waiting.count();
    let (first, others) = page.decisions.split_at(waiting);
    let items = |some: &[DecisionShown]| {
        let items = some.iter().map(|one| item(desk, one, accounts, busy));
        html! { <ul class="find dec">{ for items }</ul> }
    };
    let more = page.total.saturating_sub(page.decisions.len() as u64);
    html! {
        <>
            if page.needs_review > 0 {
                <div class="sh"><h2>{ desk.words.count_of("view-decisions-wait", page.needs_review) }</h2></div>
                { items(first) }
                if !others.is_empty() { <div class="sh"><h2>{ desk.text("view-decisions-others") }</h2></div> }
            }
            { items(others) }
            if more > 0 {
                <button type="button" class="btn sec sm" onclick={desk.on(Event::MoreDecisions)}>
                    { desk.words.count_of("view-more", more) }
                </button>
            }
        </>
    }
}

fn item(desk: &Desk, one: &DecisionShown, accounts: &[AccountReport], busy: bool) -> Html {
    let words = &desk.words;
    let repeats = one.decision.reason.kind == "same-row";
    let rows = one.rows.iter().map(|row| {
        let text = row_line(desk, row, accounts);
        let twice = repeats.then(|| twice(desk, one, row, &text, busy));
        let amount = desk.words.money(&row.amount);
        let [day, account] = day_and_account(desk, row, accounts);
        html! {
            <>
                <p class="pair">
                    <span>{ day }{ ", " }{ account }{ ", " }<span class="raw" lang="" dir="auto">{ &row.descriptor }</span></span>
                    { " " }<bdi>{ amount }</bdi>
                </p>
                { twice }
            </>
        }
    });
    let count = one.decision.transactions.len() as u64;
    html! {
        <li>
            <b>{ words.one_of("view-decision-", &one.decision.kind) }</b>
            { for rows }
            if count > one.rows.len() as u64 {
                <p>{ words.count_of("view-more", count - one.rows.len() as u64) }</p>
            }
            <p>{ why(desk, one) }if count > 2 { { " " }{ words.count_of("view-rows", count) } }</p>
            { ways(desk, one, accounts, busy) }
        </li>
    }
}

/// `3 March, Saver: TRANSFER FROM EVERYDAY, £200.00`
pub(super) fn row_line(desk: &Desk, row: &Transaction, accounts: &[AccountReport]) -> AttrValue {
    let [day, account] = day_and_account(desk, row, accounts);
    let amount = desk.words.money(&row.amount);
    let parts = [day, account, as_drawn(&row.descriptor), amount];
    AttrValue::from(joined(&parts, ", "))
}

fn day_and_account(desk: &Desk, row: &Transaction, accounts: &[AccountReport]) -> [AttrValue; 2] {
    let account = accounts.iter().find(|account| account.id == row.account);
    let account = account.map_or(&row.account, |account| &account.name);
    let day = desk.words.date(&row.posting_date, DateShape::Table);
    [day, as_drawn(account)]
}

/// Says that a row which a file repeats stands for two purchases.
fn twice(desk: &Desk, one: &DecisionShown, row: &Transaction, text: &str, busy: bool) -> Html {
    let decide = Decide {
        kind: one.decision.kind.clone(),
        transactions: vec![row.id.clone()],
        verdict: "undone".to_owned(),
        file: one.file.clone(),
        today: None,
    };
    let said = desk.text("view-decide-two");
    html! {
        <div class="fx">
            <button type="button" class="btn sec sm" disabled={busy} aria-label={joined(&[said, text], ": ")} onclick={desk.on(Event::Decide(decide))}>{ said }</button>
        </div>
    }
}

fn why(desk: &Desk, one: &DecisionShown) -> AttrValue {
    let reason = &one.decision.reason;
    let what = match one.decision.kind.as_str() {
        kind @ ("rule" | "correction" | "reading" | "account" | "joined" | "apart" | "note"
        | "split") => kind,
        _ => &reason.kind,
    };
    let name = format!("view-decided-{what}");
    let share = desk.words.percent(&one.decision.confidence);
    let mut said = desk.words.with(&name).text("share", &share);
    if let Some(fee) = &reason.fee {
        said = said.money("fee", fee);
    }
    let file = one.file.as_ref().map(|file| match what {
        "rule" | "correction" => desk.words.rule(file).to_string(),
        _ => file.clone(),
    });
    said.text_of("rate", &reason.rate)
        .text_of("file", &file)
        .done()
}

/// Accept and undo; what the person has said, with the way back.
fn ways(desk: &Desk, one: &DecisionShown, accounts: &[AccountReport], busy: bool) -> Html {
    let decision = &one.decision;
    if decision.reason.kind == "same-row" {
        return Html::default();
    }
    // Several buttons are called alike, so that each says of what it is.
    let of = match one.rows.first() {
        Some(row) => row_line(desk, row, accounts),
        None => why(desk, one),
    };
    let label = |name: &'static str| joined(&[desk.text(name), &of], ": ");
    // What is no match is changed where it was said.
    let elsewhere = match decision.kind.as_str() {
        "rule" | "correction" => Some(("view-decide-rules", Event::Say(Say::Rules))),
        "reading" => Some(("view-decide-reading", Event::Go(Screen::Ask))),
        "account" | "joined" | "apart" => Some(("view-accounts", Event::Go(Screen::Accounts))),
        "note" | "split" => {
            let row = one.rows.first();
            let words = row.map(|row| row.descriptor.clone()).unwrap_or_default();
            let filter = Filter::only(Narrowing::Search(words));
            Some(("view-decide-row", Event::Rows(filter)))
        }
        _ => None,
    };
    if let Some((name, event)) = elsewhere {
        return html! {
            <div class="fx"><button type="button" class="btn sec sm" aria-label={label(name)} onclick={desk.on(event)}>{ desk.text(name) }</button></div>
        };
    }
    let ways: &[(&'static str, &'static str)] = match decision.verdict.as_str() {
        "undone" => &[("view-decide-again", "open")],
        "confirmed" | "made" => &[("view-decide-undo", "undone")],
        _ => &[
            ("view-decide-accept", "confirmed"),
            ("view-decide-undo", "undone"),
        ],
    };
    let buttons = ways.iter().map(|(name, verdict)| {
        let decide = Decide {
            kind: decision.kind.clone(),
            transactions: decision.transactions.clone(),
            verdict: (*verdict).to_owned(),
            ..Decide::default()
        };
        html! {
            <button type="button" class="btn sec sm" disabled={busy} aria-label={label(name)} onclick={desk.on(Event::Decide(decide))}>
                { desk.text(name) }
            </button>
        }
    });
    let day = decision.day.as_ref();
    let day = day.map(|day| desk.words.date(day, DateShape::Table));
    html! {
        <div class="fx">
            <span class="when">{ desk.words.one_of("view-verdict-", &decision.verdict) }{ day.map(|day| joined(&[", ", &day], "")) }</span>
            { for buttons }
        </div>
    }
}

/// What a transaction is paired with.
pub(super) fn pairs(
    desk: &Desk,
    of: &Transaction,
    pairs: Option<&DecisionsPage>,
    accounts: &[AccountReport],
) -> Html {
    let Some(page) = pairs else {
        return Html::default();
    };
    let about = |one: &&DecisionShown| one.rows.iter().any(|row| row.id == of.id);
    let items = page
        .decisions
        .iter()
        .filter(about)
        .map(|one| item(desk, one, accounts, false));
    html! { <ul class="find">{ for items }</ul> }
}
