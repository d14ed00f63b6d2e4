//! The note, the tags and the parts of the row whose detail is open.

use yew::{AttrValue, Html};

use crate::order::Gather as _;
use crate::phrase;
use crate::view::accounts::enter;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::part::{Icon, failure, icon};
use crate::view::state::{Event, Hand, Hands, RowDraft, Undo};
use crate::view::text::as_drawn;
use crate::wire::{Argument, Money, PartSaid, Transaction};

/// What the person has noted and split, and the button that opens it.
pub(super) fn by_hand(desk: &Desk, row: &Transaction, hands: &Hands, undo: &Undo) -> Html {
    let tags = row.tags.iter().flatten();
    let tags = tags.map(|tag| html! { <li class="tag">{ "#" }{ tag }</li> });
    html! {
        <div class="byhand">
            if let Some(whole) = &row.part_of {
                <p class="note">{ desk.words.with("view-part-of").money("amount", &whole.amount).done() }</p>
            }
            if let Some(note) = &row.note { <p class="noted">{ note }</p> }
            if row.tags.is_some() { <ul class="tags" aria-label={desk.text("view-tags")}>{ for tags }</ul> }
            { parts_of(desk, row) }
            if let Some(draft) = &hands.row { { form(desk, row, draft, &hands.own, undo) } }
            else {
                <button type="button" class="btn sec sm" onclick={desk.on(Event::Hand(Hand::Row))}>{ desk.text("view-by-hand") }</button>
            }
        </div>
    }
}

/// The parts of a row that is split.
fn parts_of(desk: &Desk, row: &Transaction) -> Html {
    let Some(parts) = &row.parts else {
        return Html::default();
    };
    let lines = parts.iter().map(|part| {
        html! {
            <tr>
                <td>{ said_of(desk, &part.own_category, &part.category) }
                    if let Some(note) = &part.note { <span class="sub">{ note }</span> }</td>
                <td class="n"><bdi>{ desk.words.money(&part.amount) }</bdi></td>
            </tr>
        }
    });
    html! {
        <table class="ledger batch">
            <caption>{ desk.words.count_of("view-parts", parts.len() as u64) }</caption>
            <tbody>{ for lines }</tbody>
        </table>
    }
}

/// The category that something has: the person's own, one of ours, or none yet.
pub(super) fn said_of(desk: &Desk, own: &Option<String>, category: &Option<String>) -> AttrValue {
    match (own, category) {
        (Some(own), _) => as_drawn(own),
        (None, Some(code)) => desk.words.category(code),
        (None, None) => desk.word("view-needs-review"),
    }
}

fn form(desk: &Desk, row: &Transaction, draft: &RowDraft, own: &[String], undo: &Undo) -> Html {
    let parts = draft.parts.iter().enumerate();
    let parts = parts.map(|(at, part)| one_part(desk, at, part, own, draft.parts.len()));
    let left = draft.left();
    let is_even = left
        .as_deref()
        .is_some_and(|left| left.bytes().all(|byte| matches!(byte, b'0' | b'.')));
    let is_named = draft
        .parts
        .iter()
        .all(|part| !part.category.is_empty() && !part.amount.is_empty());
    let left = left.map(|amount| Money {
        amount,
        currency: row.amount.currency.clone(),
    });
    html! {
        <div class="hands">
            <label for="note">{ desk.text("view-note") }</label>
            <input type="text" id="note" maxlength="280" autocomplete="off" value={draft.note.clone()} oninput={desk.typed(0, |_, note| Event::Hand(Hand::Note(note)))} onkeydown={enter(desk, Hand::Mark)} />
            <label for="tags">{ desk.text("view-tags") }</label>
            <input type="text" id="tags" maxlength="120" autocomplete="off" placeholder={desk.text("view-tags-example")} value={draft.tags.clone()}
                oninput={desk.typed(0, |_, tags| Event::Hand(Hand::Tags(tags)))} onkeydown={enter(desk, Hand::Mark)} />
            <div class="acts"><button type="button" class="btn sec sm" disabled={undo.busy} onclick={desk.on(Event::Hand(Hand::Mark))}>{ desk.text("view-note-keep") }</button></div>
            <h3>{ desk.text("view-parts-head") }</h3>
            { for parts }
            <p class="when" role="status">
                if let Some(left) = left.filter(|_| !is_even) { { desk.words.with("view-part-left").money("amount", &left).done() } }
            </p>
            if let Some(failed) = &undo.failed { { failure(desk, failed, None) } }
            <div class="acts">
                <button type="button" class="btn sec sm" disabled={undo.busy || !is_even || !is_named} onclick={desk.on(Event::Hand(Hand::Split))}>{ desk.text("view-split-do") }</button>
                <button type="button" class="link" onclick={desk.on(Event::Hand(Hand::AddPart))}>{ desk.text("view-part-add") }</button>
                if draft.is_split { <button type="button" class="link" onclick={desk.on(Event::Hand(Hand::Whole))}>{ desk.text("view-split-whole") }</button> }
                <button type="button" class="link" onclick={desk.on(Event::Hand(Hand::Row))}>{ desk.text("view-shut") }</button>
            </div>
        </div>
    }
}

fn one_part(desk: &Desk, at: usize, part: &PartSaid, own: &[String], count: usize) -> Html {
    let numbered = |name: &str| {
        let number = Argument::Ordinal(at as u64 + 1);
        desk.words.with(name).give("row", number).done()
    };
    let mut own: Vec<&str> = own.iter().map(String::as_str).gather();
    let said = part.category.as_str();
    if !said.is_empty() && !phrase::is_code(said) && !own.contains(&said) {
        own.insert(0, said);
    }
    let option = |code: &str| {
        let text = match phrase::is_code(code) {
            true => desk.words.category(code),
            false => as_drawn(code),
        };
        html! { <option value={code.to_owned()} selected={code == said}>{ text }</option> }
    };
    let own = own.into_iter().map(option);
    let groups = phrase::groups().map(|group| {
        let within = phrase::categories().filter(|(of, _)| *of == group);
        let options = within.map(|(_, code)| option(code));
        html! { <optgroup label={desk.words.one_of("group-", group)}>{ for options }</optgroup> }
    });
    html! {
        <div class="ln part">
            <select class="chip" aria-label={numbered("view-part-category")} onchange={desk.chosen(at, |at, code| Event::Hand(Hand::PartCategory(at, code)))}>
                <option value="" selected={part.category.is_empty()}>{ desk.text("view-by-category") }</option>
                { for own }
                { for groups }
            </select>
            <input type="text" inputmode="decimal" size="8" autocomplete="off" aria-label={numbered("view-part-amount")} value={part.amount.clone()}
                oninput={desk.typed(at, |at, text| Event::Hand(Hand::PartAmount(at, text)))} />
            if count > 2 {
                <button type="button" class="ib" aria-label={numbered("view-part-drop")} onclick={desk.on(Event::Hand(Hand::DropPart(at)))}>{ icon(Icon::Cross, 12) }</button>
            }
        </div>
    }
}
