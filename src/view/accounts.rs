//! The accounts: what each is, what its files cover, its balance over time, and what the person changes of it.

use std::rc::Rc;

use yew::{AttrValue, Callback, Html, KeyboardEvent};

use super::chart::ChartFigure;
use super::decisions::undos;
use super::desk::Desk;
use super::format::{DateShape, PeriodShape};
use super::markup::{classes, html};
use super::part::face;
use super::piece::piece;
use super::privacy::take;
use super::rates::rates;
use super::state::{AccountDraft, Event, Filter, Hand, Hands, Narrowing, Undo};
use crate::order::{AddAll as _, Gather as _};
use crate::view::text::joined;
use crate::wire::{AccountDays, AccountMonth, AccountReport, AccountsPanel};

/// What an account can be.
const KINDS: [&str; 5] = ["current", "savings", "card", "loan", "cash"];
/// What the whole ledger can be taken as.
const JOURNALS: [(&str, &str); 4] = [
    ("hledger", "view-take-hledger"),
    ("beancount", "view-take-beancount"),
    ("csv", "view-format-csv"),
    ("json", "view-format-json"),
];

/// The accounts, then the rates, then the ways to take all of it along.
pub(super) fn accounts(desk: &Desk, hands: &Hands, undo: &Undo) -> Html {
    html! {
        <div class="pad over">
            <div class="mh"><h1 id="title" tabindex="-1">{ desk.text("view-accounts") }</h1></div>
            { undos(desk, undo) }
            { face(desk, &hands.panel, "view-accounts-none", |panel| list(desk, panel, hands, undo.busy)) }
            { rates(desk, hands, undo.busy) }
            { journals(desk) }
        </div>
    }
}

fn list(desk: &Desk, panel: &AccountsPanel, hands: &Hands, busy: bool) -> Html {
    let all = &panel.accounts;
    let open = |one: &AccountDays| {
        let account = hands.account.as_ref();
        account.filter(|account| account.id == one.account.id)
    };
    let items = all.iter().map(|one| item(desk, one, open(one), all, busy));
    html! { <>{ for items }</> }
}

fn item(
    desk: &Desk,
    one: &AccountDays,
    open: Option<&AccountDraft>,
    all: &[AccountDays],
    busy: bool,
) -> Html {
    let account = &one.account;
    let words = &desk.words;
    let rows = Filter::only(Narrowing::Account(Some(account.id.clone())));
    let mut about = vec![words.one_of("view-kind-", &account.kind).to_string()];
    about.add_all(one.bank.clone());
    about.add_all(account.identifier.clone());
    about.add_all(account.currency.clone());
    let head = format!("account-{}", account.id);
    html! {
        <section class="blk acct" aria-labelledby={head.clone()}>
            <div class="sh">
                <h2 id={head}>{ &account.name }</h2>
                { balance(desk, one) }
            </div>
            <p class="note">
                { joined(&about, " \u{b7} ") }{ " \u{b7} " }
                <button type="button" class="link" onclick={desk.on(Event::Rows(rows))}>{ words.count_of("view-rows", account.transactions) }</button>
            </p>
            { months(desk, &one.months) }
            { for missing(desk, one) }
            if let Some(chart) = &one.chart {
                { piece(ChartFigure {
                    desk: desk.clone(),
                    id: AttrValue::from(format!("balance-{}", account.id)),
                    chart: chart.clone(),
                    filter: Filter::only(Narrowing::Account(Some(account.id.clone()))),
                    by: None,
                    twin: true,
                }) }
            }
            <p>
                <button type="button" class="btn sec sm" id={format!("change-{}", account.id)} aria-expanded={open.is_some()}
                    aria-label={words.with("view-account-change-of").text("who", &account.name).done()}
                    onclick={desk.on(Event::Hand(Hand::Open(account.id.clone())))}>{ desk.text("view-account-change") }</button>
            </p>
            if let Some(draft) = open { { change(desk, one, draft, all, busy) } }
        </section>
    }
}

fn balance(desk: &Desk, one: &AccountDays) -> Html {
    let Some(balance) = &one.account.balance else {
        return html! { <span class="when">{ desk.text("view-account-no-balance") }</span> };
    };
    html! {
        <span class="bal"><b class="num"><bdi>{ desk.words.money(balance) }</bdi></b>{ " " }<span class="when">{ known_on(desk, &one.account) }</span></span>
    }
}

/// The day of an account's balance, and how it is known.
pub(super) fn known_on(desk: &Desk, account: &AccountReport) -> AttrValue {
    let Some(day) = &account.balance_date else {
        return AttrValue::default();
    };
    let name = match account.balance_stated {
        Some(false) => "view-balance-follows",
        _ => "view-balance-stated",
    };
    let day = desk.words.date(day, DateShape::Table);
    desk.words.with(name).text("day", &day).done()
}

/// A cell for each month: covered, in part, or not at all.
fn months(desk: &Desk, months: &[AccountMonth]) -> Html {
    let ends = months.first().zip(months.last());
    let Some((first, last)) = ends else {
        return Html::default();
    };
    let words = &desk.words;
    let cells = months.iter().map(|month| {
        let named = words.period(&month.period, PeriodShape::Named);
        let said = format!("{named}: {}", words.one_of("view-cover-", &month.cover));
        let class = classes!(
            "m",
            (month.cover != "covered").then_some(match month.cover.as_str() {
                "gap" => "none",
                _ => "half",
            })
        );
        html! { <li {class} title={said.clone()}><span class="vh">{ said }</span></li> }
    });
    html! {
        <div class="cover">
            <ol class="strip" aria-label={desk.text("view-cover")}>{ for cells }</ol>
            <div class="ticks two" aria-hidden="true">
                <span>{ words.period(&first.period, PeriodShape::Named) }</span>
                if months.len() > 1 { <span>{ words.period(&last.period, PeriodShape::Named) }</span> }
            </div>
        </div>
    }
}

/// What is not covered, and where balances do not follow.
fn missing(desk: &Desk, one: &AccountDays) -> Vec<Html> {
    let words = &desk.words;
    let gaps = one.gaps.iter().map(|gap| {
        let days = words.period(gap, PeriodShape::Days);
        let text = words.with("view-gap").text("days", &days).done();
        html! { <p class="note gapn">{ text }</p> }
    });
    let breaks = one.breaks.iter().map(|one| {
        let days = words.period(&one.period, PeriodShape::Days);
        let amount = one.missing.amount.trim_start_matches('-').to_owned();
        let amount = crate::wire::Money {
            amount,
            ..one.missing.clone()
        };
        let which = if one.missing.amount.starts_with('-') {
            "view-break-out"
        } else {
            "view-break-in"
        };
        let text = words
            .with(which)
            .text("days", &days)
            .money("amount", &amount)
            .done();
        html! { <p class="note badn">{ text }</p> }
    });
    gaps.chain(breaks).gather()
}

/// Name, kind, which account it is one with, and which files are none of its.
fn change(
    desk: &Desk,
    one: &AccountDays,
    draft: &AccountDraft,
    all: &[AccountDays],
    busy: bool,
) -> Html {
    let kinds = KINDS.map(|kind| {
        html! { <option value={kind} selected={kind == one.account.kind}>{ desk.words.one_of("view-kind-", kind) }</option> }
    });
    let others = all.iter().filter(|other| other.account.id != draft.id);
    let others = others.map(|other| {
        html! { <option value={other.account.id.clone()} selected={other.account.id == draft.into}>{ &other.account.name }</option> }
    });
    let files = one.files.iter().map(|file| {
        let label = desk.words.with("view-apart-of").text("file", &file.name).done();
        html! {
            <li><span class="raw">{ &file.name }</span>
                <button type="button" class="link" disabled={busy} aria-label={label} onclick={desk.on(Event::Hand(Hand::Apart(file.id.clone())))}>{ desk.text("view-apart") }</button></li>
        }
    });
    html! {
        <div class="hands">
            <label for="account-name">{ desk.text("view-account-name") }</label>
            <div class="ln">
                <input type="text" id="account-name" autocomplete="off" maxlength="60" value={draft.name.clone()}
                    oninput={desk.typed(0, |_, name| Event::Hand(Hand::Name(name)))} onkeydown={enter(desk, Hand::Rename)} />
                <button type="button" class="btn sec sm" disabled={busy} onclick={desk.on(Event::Hand(Hand::Rename))}>{ desk.text("view-account-rename") }</button>
            </div>
            <label for="account-kind">{ desk.text("view-account-kind") }</label>
            <div class="ln"><select id="account-kind" class="chip" disabled={busy} onchange={desk.chosen(0, |_, kind| Event::Hand(Hand::Kind(kind)))}>{ for kinds }</select></div>
            if all.len() > 1 {
                <label for="account-into">{ desk.text("view-account-into") }</label>
                <div class="ln">
                    <select id="account-into" class="chip" onchange={desk.chosen(0, |_, id| Event::Hand(Hand::Into(id)))}>
                        <option value="" selected={draft.into.is_empty()}>{ desk.text("view-how-header-none") }</option>
                        { for others }
                    </select>
                    <button type="button" class="btn sec sm" disabled={busy || draft.into.is_empty()} onclick={desk.on(Event::Hand(Hand::Merge))}>{ desk.text("view-account-merge") }</button>
                </div>
            }
            if one.files.len() > 1 {
                <h3>{ desk.text("view-account-files") }</h3>
                <ul class="apart">{ for files }</ul>
            }
        </div>
    }
}

/// All of the ledger as a file that other programs read.
fn journals(desk: &Desk) -> Html {
    let buttons = JOURNALS.map(|(to, name)| {
        html! { <button type="button" class="btn sec sm" onclick={desk.on(Event::Hand(Hand::Journal(to)))}>{ desk.text(name) }</button> }
    });
    html! {
        <section class="blk" aria-labelledby="take">
            <div class="sh"><h2 id="take">{ desk.text(take("view-take-all", "view-copy-all", desk)) }</h2></div>
            <p class="note">{ desk.text("view-take-note") }</p>
            <div class="acts">{ for buttons }</div>
        </section>
    }
}

/// Enter does it, as the frame has no forms.
pub(super) fn enter(desk: &Desk, hand: Hand) -> Callback<KeyboardEvent> {
    let (tell, hand) = (desk.tell.clone(), Rc::new(Event::Hand(hand)));
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            tell.emit(Rc::clone(&hand));
        }
    })
}

/// Where the screens are that have no tab on a phone.
pub(super) fn more(desk: &Desk) -> Html {
    use super::state::Screen;
    let screens = [
        (Screen::Accounts, "view-accounts"),
        (Screen::Decisions, "view-decisions"),
        (Screen::Privacy, "view-privacy"),
    ];
    let buttons = screens.iter().map(|&(to, name)| {
        html! { <li><button type="button" onclick={desk.on(Event::Go(to))}>{ desk.text(name) }</button></li> }
    });
    let title: AttrValue = desk.word("view-more-screens");
    html! {
        <div class="pad over"><div class="mh"><h1 id="title" tabindex="-1">{ title }</h1></div><ul class="sugg card">{ for buttons }</ul></div>
    }
}
