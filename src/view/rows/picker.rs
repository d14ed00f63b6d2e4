//! The list a category is picked from, for one row; the scope and what else changes stand before the button.

use yew::{AttrValue, Callback, Html, KeyboardEvent};

use super::hand::said_of;
use crate::order::{AddAll as _, Gather as _};
use crate::phrase::is_code;
use crate::view::desk::Desk;
use crate::view::markup::{classes, html};
use crate::view::part::{Icon, failure, icon, named};
use crate::view::state::{Event, Picker, Place, Say, Saying, Which};
use crate::view::text::{as_drawn, numbered};
use crate::wire::{CategoryChange, ChangesPreview};

/// Changes of other rows that are listed.
const LISTED: usize = 5;

/// The list; `Esc` or its button shuts it.
pub(super) fn picker(desk: &Desk, saying: &Saying) -> Html {
    let Some(picker) = &saying.picker else {
        return Html::default();
    };
    let places = picker.places();
    let options = places.iter().enumerate();
    let options = options.map(|(at, place)| option(desk, picker, at, place));
    let (count, list) = what_else(desk, picker);
    html! {
        <section class="detail say" role="dialog" aria-label={desk.text("view-say-title")}>
            <div class="hd">
                <h2>{ desk.text("view-say-title") }</h2>
                <button type="button" class="ib" onclick={desk.on(Event::Say(Say::Shut))} aria-label={desk.text("view-shut")}>
                    { icon(Icon::Cross, 16) }
                </button>
            </div>
            <input type="text" id="picker-search" role="combobox" autocomplete="off" aria-expanded="true"
                aria-controls="picker-list" aria-activedescendant={format!("pick-{}", picker.active)}
                aria-label={desk.text("view-say-search")} placeholder={desk.text("view-say-search")}
                value={picker.search.clone()} oninput={desk.typed(0, |_, search| Event::Say(Say::Search(search)))} onkeydown={keys(desk)} />
            <ul id="picker-list" role="listbox" aria-label={desk.text("view-by-category")}>{ for options }</ul>
            { scope(desk, picker) }
            <div class="sub"><p role="status">{ count }</p>{ list }</div>
            if let Some(failed) = &saying.failed { { failure(desk, failed, None) } }
            { done(desk, picker, saying.busy) }
        </section>
    }
}

fn option(desk: &Desk, picker: &Picker, at: usize, place: &Place) -> Html {
    let chosen = picker
        .chosen
        .as_ref()
        .is_some_and(|(name, _)| *name == place.name);
    let marked = at == picker.active;
    let head = place
        .begins
        .then(|| desk.words.one_of("group-", place.group));
    html! {
        <>
            if let Some(head) = head { <li role="presentation" aria-hidden="true" class="h3">{ head }</li> }
            <li role="option" id={numbered("pick-", at as u64)} aria-selected={chosen}
                onclick={desk.on(Event::Say(Say::Choose(at)))} class={classes!("pick", marked.then_some("on"))}>
                { named(Some(place.group), name_of(desk, place)) }
                if let Some(sure) = &place.confidence { <span class="sub">{ desk.words.percent(sure) }</span> }
            </li>
        </>
    }
}

fn name_of(desk: &Desk, place: &Place) -> AttrValue {
    let under = place.under.as_ref().map(|under| desk.words.category(under));
    match under {
        None => desk.words.category(&place.name),
        Some(under) => {
            let words = if place.is_new {
                "view-say-new"
            } else {
                "view-say-own"
            };
            desk.words
                .with(words)
                .text("name", &place.name)
                .text("under", &under)
                .done()
        }
    }
}

/// The row only, what is like it, or all of its merchant; where a rule decides the row, that rule or an exception.
fn scope(desk: &Desk, picker: &Picker) -> Html {
    let Some(preview) = &picker.preview else {
        return Html::default();
    };
    let choice = |which: Which, text: AttrValue| {
        let is_rule = preview.rule.is_some();
        let on =
            picker.which == which || is_rule && which == Which::Only && picker.which == Which::Like;
        html! {
            <button type="button" role="radio" aria-checked={on} class={classes!("chip", on.then_some("kept"))}
                onclick={desk.on(Event::Say(Say::Mean(which)))}>{ text }</button>
        }
    };
    let text = |name| desk.word(name);
    let choices = match (&preview.rule, &preview.merchant) {
        (Some(rule), _) => {
            vec![
                choice(Which::Only, text("view-say-except")),
                choice(
                    Which::Whole,
                    desk.words
                        .with("view-say-rule")
                        .count("count", rule.rows)
                        .done(),
                ),
            ]
        }
        (None, merchant) => {
            let whole = merchant.as_ref().map(|merchant| {
                choice(
                    Which::Whole,
                    desk.words
                        .with("view-say-whole")
                        .count("count", preview.merchant_rows)
                        .text("who", merchant)
                        .done(),
                )
            });
            let mut choices = vec![
                choice(Which::Only, text("view-say-row")),
                choice(Which::Like, text("view-say-like")),
            ];
            choices.add_all(whole);
            choices
        }
    };
    html! {
        <>
            if let Some(rule) = &preview.rule {
                <p class="sub">{ desk.text("view-say-ruled") }{ " " }<span class="raw" lang="" dir="auto">{ &rule.text }</span></p>
            }
            <div class="chips" role="radiogroup" aria-label={desk.text("view-filter")}>{ for choices }</div>
        </>
    }
}

/// "Also 14 others", which is announced, and the first of them, which are not.
fn what_else(desk: &Desk, picker: &Picker) -> (AttrValue, Html) {
    let Some(preview) = picker.preview.as_ref().filter(|_| picker.chosen.is_some()) else {
        return Default::default();
    };
    let is_other = |change: &&CategoryChange| change.transaction.id != picker.id;
    let others: Vec<&CategoryChange> = preview.changes.iter().filter(is_other).gather();
    let count = preview.count.saturating_sub(preview.changes.len() as u64) + others.len() as u64;
    let name = match count {
        0 => "view-say-alone",
        _ => "view-say-also",
    };
    let list = html! { <>{ changes(desk, &others, count) }{ more(desk, preview) }</> };
    (desk.words.count_of(name, count), list)
}

/// Some rows that would change, of so many.
pub(super) fn changes(desk: &Desk, changes: &[&CategoryChange], count: u64) -> Html {
    let lines = changes.iter().take(LISTED).map(|change| {
        let row = &change.transaction;
        let name = row.merchant.as_ref().unwrap_or(&row.descriptor);
        let date = desk
            .words
            .date(&row.posting_date, crate::view::format::DateShape::Table);
        let becomes = said_of(desk, &change.own_category, &change.category);
        html! {
            <li><span>{ date }</span><bdi>{ name }</bdi><span class="sub">{ becomes }</span>
                <bdi class="n">{ desk.words.money(&row.amount) }</bdi></li>
        }
    });
    let left = count.saturating_sub(changes.len().min(LISTED) as u64);
    html! {
        if !changes.is_empty() { <ul class="chg">{ for lines }</ul> }
        if left > 0 { <p class="sub">{ desk.words.count_of("view-more", left) }</p> }
    }
}

fn more(desk: &Desk, preview: &ChangesPreview) -> Option<Html> {
    if preview.more == 0 {
        return None;
    }
    let name = if preview.rule.is_some() {
        "view-say-more-rule"
    } else {
        "view-say-more"
    };
    let who = preview.merchant.as_deref().unwrap_or_default();
    let words = desk.words.with(name).count("count", preview.more);
    let words = words.text("who", who).done();
    Some(html! {
        <button type="button" class="link" onclick={desk.on(Event::Say(Say::Mean(Which::Whole)))}>
            { words }
        </button>
    })
}

fn done(desk: &Desk, picker: &Picker, busy: bool) -> Html {
    let label = picker.chosen.as_ref().map(|(name, _)| {
        let name = match is_code(name) {
            true => desk.words.category(name),
            false => as_drawn(name),
        };
        desk.words.with("view-say-do").text("name", &name).done()
    });
    let label = label.unwrap_or(desk.word("view-say-none"));
    html! {
        <div class="acts">
            <button type="button" class="btn pri sm" disabled={busy || picker.chosen.is_none()} onclick={desk.on(Event::Say(Say::Do))}>{ label }</button>
            if picker.said {
                <button type="button" class="link" onclick={desk.on(Event::Say(Say::TakeBack))}>{ desk.text("view-say-back") }</button>
            }
        </div>
    }
}

fn keys(desk: &Desk) -> Callback<KeyboardEvent> {
    let tell = desk.tell.clone();
    Callback::from(move |event: KeyboardEvent| {
        let say = match event.key().as_str() {
            "ArrowDown" => Say::Move(1),
            "ArrowUp" => Say::Move(-1),
            "Enter" => Say::Enter,
            _ => return,
        };
        event.prevent_default();
        tell.emit(Event::Say(say).into());
    })
}

/// What was done last, and the way back; it stays until something else is done.
pub(super) fn said(desk: &Desk, saying: &Saying) -> Html {
    let Some(said) = saying.said.as_ref().filter(|_| saying.picker.is_none()) else {
        return Html::default();
    };
    let (name, say) = match saying.undone {
        true => ("view-redo", Say::Redo),
        false => ("view-undo", Say::Undo),
    };
    html! {
        <p class="undo said" id="said">
            <span>{ desk.words.say(said, "") }</span>
            <button type="button" class="link" disabled={saying.busy} onclick={desk.on(Event::Say(say))}>{ desk.text(name) }</button>
            if let Some(failed) = &saying.failed { { failure(desk, failed, None) } }
        </p>
    }
}
