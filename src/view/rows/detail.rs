//! The detail of the row that is picked: where it was read, and everything that was worked out about it.

use yew::{AttrValue, Html};

use super::RowsScreen;
use super::hand::by_hand;
use super::line::because;
use super::matching::matching;
use crate::view::decisions::pairs;
use crate::view::desk::Desk;
use crate::view::format::DateShape;
use crate::view::markup::html;
use crate::view::part::{Icon, icon};
use crate::view::state::{Event, Say};
use crate::wire::{AccountReport, Argument, Transaction};

/// A sheet above the foot of the table; `Esc` or its button shuts it.
pub(super) fn detail(props: &RowsScreen) -> Html {
    let RowsScreen {
        desk,
        table,
        accounts,
        pairs: paired,
        hands,
        undo,
        ..
    } = props;
    let picked = table.picked.filter(|_| table.detail);
    let Some(row) = picked.and_then(|index| table.row(index)) else {
        return Html::default();
    };
    let lines = facts(desk, row, accounts).into_iter().map(|(name, text)| {
        html! { <><dt>{ desk.text(name) }</dt><dd>{ text }</dd></> }
    });
    html! {
        <section class="detail" id="detail" tabindex="-1" aria-label={desk.text("view-detail")}>
            <div class="hd">
                <h2 class="raw" lang="" dir="auto">{ &row.descriptor }</h2>
                <button type="button" class="ib" onclick={desk.on(Event::Detail)} aria-label={desk.text("view-shut")}>
                    { icon(Icon::Cross, 16) }
                </button>
            </div>
            <dl class="reads">{ for lines }</dl>
            { pairs(desk, row, paired.as_deref(), accounts) }
            if row.parts.is_none() && row.part_of.is_none() {
                <button type="button" class="btn sec sm" onclick={desk.on(Event::Say(Say::Open(None)))}>{ desk.text("view-say-title") }</button>
            }
            { by_hand(desk, row, hands, undo) }
            { matching(desk, row, hands.held.as_deref(), accounts, undo.busy) }
            { batch(desk, row) }
        </section>
    }
}

/// The payments that were booked as one entry, each with whom, what for, and its own amount.
fn batch(desk: &Desk, row: &Transaction) -> Html {
    let Some(details) = &row.details else {
        return Html::default();
    };
    let lines = details.iter().map(|detail| {
        let who = detail.counterparty.as_ref().or(detail.descriptor.as_ref());
        let what = detail.descriptor.as_ref().filter(|what| Some(*what) != who);
        let amount = detail
            .amount
            .as_ref()
            .map(|amount| desk.words.money(amount));
        html! {
            <tr>
                <td lang="" dir="auto">{ who.cloned().unwrap_or_default() }
                    if let Some(what) = what { <span class="sub">{ what }</span> }</td>
                <td class="n"><bdi>{ amount.unwrap_or_default() }</bdi></td>
            </tr>
        }
    });
    html! {
        <table class="ledger batch">
            <caption>{ desk.words.count_of("view-batch", details.len() as u64) }</caption>
            <tbody>{ for lines }</tbody>
        </table>
    }
}

fn facts(
    desk: &Desk,
    row: &Transaction,
    accounts: &[AccountReport],
) -> Vec<(&'static str, AttrValue)> {
    let words = &desk.words;
    let day = |iso: &String| words.date(iso, DateShape::TableWeekday);
    let account = accounts.iter().find(|account| account.id == row.account);
    let account = account
        .map_or(&row.account, |account| &account.name)
        .clone();
    let category = match (&row.own_category, &row.category) {
        _ if let Some(parts) = &row.parts => words.count_of("view-parts-of", parts.len() as u64),
        (Some(own), Some(code)) => {
            AttrValue::from(format!("{own} \u{2039} {}", words.category(code)))
        }
        (_, Some(code)) => words.category(code),
        (_, None) => words.word("view-needs-review"),
    };
    let mut facts = vec![
        ("view-col-amount", words.money(&row.amount)),
        ("view-col-date", day(&row.posting_date)),
    ];
    facts.extend(
        row.transaction_date
            .as_ref()
            .map(|iso| ("view-fact-bought", day(iso))),
    );
    facts.extend(
        row.value_date
            .as_ref()
            .map(|iso| ("view-fact-value", day(iso))),
    );
    facts.extend(
        row.original
            .as_ref()
            .map(|money| ("view-fact-original", words.money(money))),
    );
    facts.push(("view-col-category", category));
    facts.push(("view-col-because", because(desk, &row.reason)));
    let detail = row.reason.detail.clone().map(AttrValue::from);
    match row.reason.kind.as_str() {
        "learned" => facts.extend(detail.map(|like| ("view-fact-like", like))),
        "rule" => facts.extend(detail.map(|rule| ("view-fact-rule", rule))),
        _ => {}
    }
    facts.extend(
        row.own_group
            .clone()
            .map(|group| ("view-fact-group", AttrValue::from(group))),
    );
    if row.category.is_none() {
        let guesses: Vec<_> = row
            .guesses
            .iter()
            .map(|guess| words.category(&guess.category))
            .collect();
        if !guesses.is_empty() {
            facts.push(("view-fact-guesses", words.list(&guesses)));
        }
    }
    facts.push(("view-col-account", AttrValue::from(account)));
    let sources: Vec<_> = row
        .sources
        .iter()
        .map(|source| {
            let place = [
                ("file", Argument::Text(source.file.clone())),
                ("row", Argument::Ordinal(u64::from(source.row))),
            ];
            words.fill("view-fact-source", &place)
        })
        .collect();
    facts.push(("view-fact-read-in", words.list(&sources)));
    facts
}
