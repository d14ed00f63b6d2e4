//! How a question was read, and what to ask next.

use yew::{AttrValue, Html};

use crate::order::AddAll as _;
use crate::view::desk::Desk;
use crate::view::format::PeriodShape;
use crate::view::markup::{classes, html};
use crate::view::state::Event;
use crate::view::text::as_drawn;
use crate::wire::{AccountReport, Answer, Argument, Criteria};

/// The chips above a sentence: how it was read. What came from the question before is tinted, what could not
/// be used is struck through.
pub(super) fn read_as(desk: &Desk, answer: &Answer, accounts: &[AccountReport]) -> Html {
    let words = &desk.words;
    let inherited = |part: &str| answer.inherited.iter().any(|from| from == part);
    let mut chips: Vec<(AttrValue, bool)> = Vec::new();
    if let Some(plan) = &answer.plan {
        let kept = inherited("include");
        for (part, text) in named(desk, &plan.include, &plan.category_labels, accounts) {
            chips.push((text, kept || inherited(part)));
        }
        for (_, text) in named(desk, &plan.exclude, &plan.left_out_labels, accounts) {
            chips.push((
                words.with("view-chip-without").text("what", &text).done(),
                inherited("exclude"),
            ));
        }
        chips.push((
            words.one_of("view-measure-", &plan.measure),
            inherited("measure"),
        ));
        if let Some(period) = &plan.period {
            chips.push((words.period(period, PeriodShape::Days), inherited("period")));
        }
        if let Some(against) = &plan.against {
            let days = words.period(against, PeriodShape::Days);
            let chip = words.with("view-chip-against").text("days", &days).done();
            chips.push((chip, inherited("against")));
        }
    }
    if chips.is_empty() && answer.unrecognised.is_empty() {
        return Html::default();
    }
    let read = chips.into_iter().map(|(text, kept)| {
        let from_before = kept.then(|| desk.text("view-chip-inherited"));
        html! {
            <li class={classes!("chip", kept.then_some("kept"))}>
                { text }if let Some(note) = from_before { <span class="vh">{ ", " }{ note }</span> }
            </li>
        }
    });
    let unused = answer.unrecognised.iter().map(|word| {
        html! { <li class="chip un"><s>{ word }</s><span class="vh">{ ", " }{ desk.text("view-chip-unused") }</span></li> }
    });
    html! { <ul class="chips" aria-label={desk.text("view-how-read")}>{ for read }{ for unused }</ul> }
}

/// What rows have to meet, in words, each with the part of the plan that it is. `categories` are the fewest names
/// that say the criteria's categories, where the engine has them.
pub(super) fn named(
    desk: &Desk,
    criteria: &Criteria,
    categories: &[Argument],
    accounts: &[AccountReport],
) -> Vec<(&'static str, AttrValue)> {
    let words = &desk.words;
    let mut out = Vec::new();
    for label in categories {
        out.push(("categories", words.argument(label)));
    }
    let unnamed = criteria.categories.iter().filter(|_| categories.is_empty());
    out.add_all(unnamed.map(|code| ("categories", words.category(code))));
    for merchant in &criteria.merchants {
        out.push(("merchants", as_drawn(merchant)));
    }
    for id in &criteria.accounts {
        let account = accounts.iter().find(|account| account.id == *id);
        let name = account.map_or(id, |account| &account.name);
        out.push(("accounts", as_drawn(name)));
    }
    for word in &criteria.text {
        out.push((
            "text",
            words.with("view-chip-text").text("word", word).done(),
        ));
    }
    if let Some(least) = &criteria.min_amount {
        out.push((
            "amount",
            words
                .with("view-chip-over")
                .give("amount", Argument::Number(least.clone()))
                .done(),
        ));
    }
    if let Some(most) = &criteria.max_amount {
        out.push((
            "amount",
            words
                .with("view-chip-under")
                .give("amount", Argument::Number(most.clone()))
                .done(),
        ));
    }
    out
}

/// Questions to go on with, maybe on a sheet of their own; pressing one asks it.
pub fn suggestions(desk: &Desk, questions: &[String], alone: bool) -> Html {
    let items = questions.iter().map(|question| {
        let ask = Event::Ask(question.clone());
        html! { <li><button type="button" onclick={desk.on(ask)}>{ question }</button></li> }
    });
    html! {
        <ul class={classes!("sugg", alone.then_some("card"))} aria-label={desk.text("view-suggestions")}>
            { for items }
        </ul>
    }
}
