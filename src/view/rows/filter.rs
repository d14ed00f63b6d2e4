//! What rows are shown: words, period, account and category, each a plain control that the keyboard works.

use yew::{AttrValue, Html};

use crate::calendar::{parse_iso, plus_days};
use crate::order::Gather as _;
use crate::phrase;
use crate::view::desk::Desk;
use crate::view::format::PeriodShape;
use crate::view::markup::{classes, html};
use crate::view::part::{Icon, icon};
use crate::view::state::{Event, Filter, Narrowing};
use crate::view::text::{as_drawn, joined};
use crate::wire::{AccountReport, Period};

/// Months offered, newest first.
const MONTHS: usize = 24;
/// A choice that leaves out rows of no certain category.
const REVIEW: &str = "needs-review";

/// The filter bar; `covered` are the days that rows cover.
pub(super) fn filter_bar(
    desk: &Desk,
    filter: &Filter,
    accounts: &[AccountReport],
    covered: Option<&Period>,
) -> Html {
    let oninput = desk.typed(0, |_, search| Event::Narrow(Narrowing::Search(search)));
    html! {
        <div class="fb" role="search" aria-label={desk.text("view-filter")}>
            <span class="field">
                { icon(Icon::Glass, 16) }
                <input type="search" id="search" value={filter.search.clone()} {oninput} autocomplete="off"
                    aria-label={desk.text("view-search")} placeholder={desk.text("view-search")} />
            </span>
            <div class="chips">
                { periods(desk, ("view-col-date", "view-all-dates"), filter.period.as_ref(), covered, |_, value| {
                    Event::Narrow(Narrowing::Period(days_of(&value)))
                }) }
                { of_accounts(desk, filter, accounts) }
                { categories(desk, filter) }
                { for extra(desk, filter) }
            </div>
        </div>
    }
}

/// A choice: value, text.
type Choice = (String, AttrValue);

fn select(
    desk: &Desk,
    name: &str,
    all: &str,
    taken: &str,
    choices: Vec<Choice>,
    change: fn(usize, String) -> Event,
) -> Html {
    let onchange = desk.chosen(0, change);
    let options = choices.into_iter().map(|(value, text)| {
        let selected = value == taken;
        html! { <option {value} {selected}>{ text }</option> }
    });
    html! {
        <select class={classes!("chip", (!taken.is_empty()).then_some("kept"))} aria-label={desk.text(name)} {onchange}>
            if !all.is_empty() { <option value="" selected={taken.is_empty()}>{ desk.text(all) }</option> }
            { for options }
        </select>
    }
}

/// What is chosen; nothing where that is all.
fn some(value: String) -> Option<String> {
    Some(value).filter(|value| !value.is_empty())
}

/// The months that rows cover, the taken period among them; `all` is what is offered for none, `change` is told of days
/// as [`days_of`] reads them.
pub(in crate::view) fn periods(
    desk: &Desk,
    (name, all): (&str, &str),
    taken: Option<&Period>,
    covered: Option<&Period>,
    change: fn(usize, String) -> Event,
) -> Html {
    let mut choices: Vec<Period> = covered.map(months_of).unwrap_or_default();
    if let Some(period) = taken.filter(|period| !choices.contains(period)) {
        choices.insert(0, period.clone());
    }
    let value = |period: &Period| format!("{}/{}", period.start, period.end);
    let taken = taken.map(value).unwrap_or_default();
    let choices = choices
        .iter()
        .map(|period| (value(period), desk.words.period(period, PeriodShape::Named)))
        .gather();
    select(desk, name, all, &taken, choices, change)
}

/// The days that are chosen; none where that is all.
pub(in crate::view) fn days_of(value: &str) -> Option<Period> {
    let (start, end) = value.split_once('/')?;
    Some(Period {
        start: start.to_owned(),
        end: end.to_owned(),
    })
}

/// The months that the rows cover, newest first.
fn months_of(covered: &Period) -> Vec<Period> {
    let (Some(start), Some(end)) = (parse_iso(&covered.start), parse_iso(&covered.end)) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let mut day = plus_days(end, -1).first_of_month();
    while day >= start.first_of_month() && months.len() < MONTHS {
        months.push(Period {
            start: day.to_string(),
            end: plus_days(day.last_of_month(), 1).to_string(),
        });
        day = plus_days(day, -1).first_of_month();
    }
    months
}

fn of_accounts(desk: &Desk, filter: &Filter, accounts: &[AccountReport]) -> Html {
    let taken = filter.account.clone().unwrap_or_default();
    let choices = accounts
        .iter()
        .map(|account| (account.id.clone(), as_drawn(&account.name)))
        .gather();
    select(
        desk,
        "view-by-account",
        "view-all-accounts",
        &taken,
        choices,
        |_, id| Event::Narrow(Narrowing::Account(some(id))),
    )
}

fn categories(desk: &Desk, filter: &Filter) -> Html {
    let taken = match (&filter.category, filter.needs_review) {
        (_, true) => REVIEW.to_owned(),
        (Some(code), false) => code.clone(),
        (None, false) => String::new(),
    };
    let mut choices = vec![(REVIEW.to_owned(), desk.word("view-needs-review"))];
    for group in phrase::groups() {
        let code = joined(&["group:", group], "");
        let text = desk.words.category(&code);
        choices.push((code, text));
    }
    if !taken.is_empty() && choices.iter().all(|(value, _)| *value != taken) {
        choices.insert(0, (taken.clone(), desk.words.category(&taken)));
    }
    select(
        desk,
        "view-by-category",
        "view-all-categories",
        &taken,
        choices,
        |_, code| {
            Event::Narrow(match code.as_str() {
                REVIEW => Narrowing::NeedsReview(true),
                _ => Narrowing::Category(some(code)),
            })
        },
    )
}

/// What was narrowed from elsewhere: a merchant, an answer's rows. Pressing it takes it off.
fn extra(desk: &Desk, filter: &Filter) -> Vec<Html> {
    let merchant = filter
        .merchant
        .as_ref()
        .map(|name| (as_drawn(name), Narrowing::Merchant(None)));
    let answer = filter
        .answer
        .map(|_| (desk.word("view-of-answer"), Narrowing::Answer(None)));
    merchant
        .into_iter()
        .chain(answer)
        .map(|(text, change)| {
            let label = desk.words.with("view-take-off").text("what", &text).done();
            html! {
                <button type="button" class="chip kept" aria-label={label} onclick={desk.on(Event::Narrow(change))}>
                    { text }{ icon(Icon::Cross, 12) }
                </button>
            }
        })
        .gather()
}
