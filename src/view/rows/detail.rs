//! The detail of the row that is picked: where it was read, and everything that was worked out about it.

use yew::{AttrValue, Html};

use super::RowsScreen;
use super::hand::by_hand;
use super::line::because;
use super::matching::matching;
use crate::order::Gather as _;
use crate::view::decisions::pairs;
use crate::view::desk::Desk;
use crate::view::format::DateShape;
use crate::view::markup::html;
use crate::view::part::{Icon, Known, icon};
use crate::view::state::{Event, Say};
use crate::wire::{AccountReport, Argument, Transaction};

/// A sheet above the foot of the table; `Esc` or its button shuts it.
pub(super) fn detail(props: &RowsScreen<'_>) -> Html {
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
    html! {
        <section class="detail" id="detail" tabindex="-1" aria-label={desk.text("view-detail")}>
            <div class="hd">
                <h2 class="raw" lang="" dir="auto">{ &row.descriptor }</h2>
                <button type="button" class="ib" onclick={desk.on(Event::Detail)} aria-label={desk.text("view-shut")}>
                    { icon(Icon::Cross, 16) }
                </button>
            </div>
            { facts(desk, row, accounts) }
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

fn facts(desk: &Desk, row: &Transaction, accounts: &[AccountReport]) -> Html {
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
    let mut facts = Known::new(desk);
    facts.add("view-col-amount", words.money(&row.amount));
    facts.add("view-col-date", day(&row.posting_date));
    if let Some(iso) = &row.transaction_date {
        facts.add("view-fact-bought", day(iso));
    }
    if let Some(iso) = &row.value_date {
        facts.add("view-fact-value", day(iso));
    }
    facts.money("view-fact-original", &row.original);
    facts.add("view-by-category", category);
    facts.add("view-col-because", because(desk, &row.reason));
    match row.reason.kind.as_str() {
        "learned" => facts.text("view-fact-like", &row.reason.detail),
        "rule" => {
            if let Some(line) = &row.reason.detail {
                facts.add("view-fact-rule", words.rule(line));
            }
        }
        _ => {}
    }
    facts.text("view-by-group", &row.own_group);
    if row.category.is_none() && !row.guesses.is_empty() {
        let guesses = row.guesses.iter();
        let guesses: Vec<_> = guesses
            .map(|guess| words.category(&guess.category))
            .gather();
        facts.add("view-fact-guesses", words.list(&guesses));
    }
    facts.add("view-by-account", AttrValue::from(account));
    let sources: Vec<_> = row
        .sources
        .iter()
        .map(|source| {
            words
                .with("view-fact-source")
                .text("file", &source.file)
                .give("row", Argument::Ordinal(u64::from(source.row)))
                .done()
        })
        .gather();
    facts.add("view-fact-read-in", words.list(&sources));
    facts.draw()
}
