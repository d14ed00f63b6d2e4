//! Exchange rates that the person gives, and sums at them.

use yew::{AttrValue, Html};

use super::accounts::enter;
use super::desk::Desk;
use super::format::{DateShape, PeriodShape};
use super::markup::html;
use super::state::{Event, Hand, Hands, RateField};
use super::sum::is_zero;
use crate::order::Gather as _;
use crate::view::text::joined;
use crate::wire::{Combined, RateSaid};

/// The rates there are, and a line to give one more.
pub(super) fn rates(desk: &Desk, hands: &Hands, busy: bool) -> Html {
    let Some(report) = &hands.rates else {
        return Html::default();
    };
    let words = &desk.words;
    let typed_rates = report.typed.iter().enumerate().map(|(at, rate)| {
        let text = spoken(desk, rate);
        let label = words.with("view-rate-drop-of").text("rate", &text).done();
        html! {
            <li><span class="num">{ text }</span>
                <button type="button" class="link" disabled={busy} aria-label={label} onclick={desk.on(Event::Hand(Hand::DropRate(at)))}>{ desk.text("view-rate-drop") }</button></li>
        }
    });
    let files = report.files.iter().map(|file| {
        let days = file.period.as_ref();
        let days = days.map(|days| words.period(days, PeriodShape::Days));
        html! { <li>{ words.with("view-rate-file").text("file", &file.name).count("count", file.currencies).text("days", &days.unwrap_or_default()).done() }</li> }
    });
    let none = report.typed.is_empty() && report.files.is_empty();
    html! {
        <section class="blk" aria-labelledby="rates">
            <div class="sh"><h2 id="rates">{ desk.text("view-format-rates") }</h2></div>
            <p class="note">{ desk.text("view-rates-note") }</p>
            if !none { <ul class="apart">{ for typed_rates }{ for files }</ul> }
            { line(desk, &hands.rate, busy) }
        </section>
    }
}

/// `1 EUR = 0.85 GBP on 20 March`, to be filled in.
fn line(desk: &Desk, rate: &RateSaid, busy: bool) -> Html {
    let code = |name: &'static str,
                value: &str,
                example: &'static str,
                of: fn(usize, String) -> Event| {
        html! {
            <input type="text" class="code" maxlength="3" size="4" autocomplete="off" spellcheck="false" aria-label={desk.text(name)}
                placeholder={example} value={value.to_owned()} oninput={desk.typed(0, of)} onkeydown={enter(desk, Hand::AddRate)} />
        }
    };
    let whole = [&rate.from, &rate.value, &rate.to, &rate.date];
    let is_whole = whole.iter().all(|text| !text.trim().is_empty());
    html! {
        <div class="ln rate" role="group" aria-label={desk.text("view-rate-add-label")}>
            <span>{ "1" }</span>{ code("view-rate-from", &rate.from, "EUR", |_, text| Event::Hand(Hand::Rate(RateField::From, text))) }<span>{ "=" }</span>
            <input type="text" inputmode="decimal" size="8" autocomplete="off" aria-label={desk.text("view-rate-value")} placeholder="0.85"
                value={rate.value.clone()} oninput={desk.typed(0, |_, text| Event::Hand(Hand::Rate(RateField::Value, text)))} onkeydown={enter(desk, Hand::AddRate)} />
            { code("view-rate-to", &rate.to, "GBP", |_, text| Event::Hand(Hand::Rate(RateField::To, text))) }
            <span>{ desk.text("view-rate-on") }</span>
            <input type="date" aria-label={desk.text("view-rate-date")} value={rate.date.clone()} oninput={desk.typed(0, |_, text| Event::Hand(Hand::Rate(RateField::Date, text)))} />
            <button type="button" class="btn sec sm" disabled={busy || !is_whole} onclick={desk.on(Event::Hand(Hand::AddRate))}>{ desk.text("view-rate-add") }</button>
        </div>
    }
}

/// `1 EUR = 0.85 GBP on 20 March`.
pub(super) fn spoken(desk: &Desk, rate: &RateSaid) -> AttrValue {
    let day = desk.words.date(&rate.date, DateShape::Table);
    desk.words
        .with("view-rate")
        .text("from", &rate.from)
        .text("value", &rate.value)
        .text("to", &rate.to)
        .text("day", &day)
        .done()
}

/// What several currencies come to in one, with the rates and their days.
pub(super) fn combined(desk: &Desk, sums: Option<&Combined>) -> Html {
    let Some(sums) = sums else {
        return Html::default();
    };
    // What was spent is said without its sign; what came back beyond it has one.
    let mut spent = sums.spending.clone();
    spent.amount = match spent.amount.strip_prefix('-') {
        Some(amount) => amount.to_owned(),
        None if is_zero(&spent) => spent.amount,
        None => joined(&["-", &spent.amount], ""),
    };
    let at: Vec<AttrValue> = sums.rates.iter().map(|rate| spoken(desk, rate)).gather();
    html! { <p class="note together">{ desk.words.with("view-combined").money("spending", &spent).money("income", &sums.income).text("rates", &desk.words.list(&at)).done() }</p> }
}
