//! The transactions: a filter, a table that stays smooth at any length, and what the rows come to.

mod detail;
mod filter;
mod foot;
mod hand;
mod line;
mod matching;
mod picker;
mod rules;

use yew::{Callback, Html, KeyboardEvent};

use detail::detail;
use filter::filter_bar;
pub(in crate::view) use filter::{days_of, periods};
use foot::foot;
use line::{Line, placeholder};
use matching::held;
use picker::{picker, said};
use rules::rules;

use super::desk::{Desk, Same};
use super::piece::piece_of;
use super::state::{Event, Face, Hands, PAGE, Say, Saying, Step, Table, Undo};
use crate::order::Gather as _;
use crate::view::markup::html;
use crate::view::text::numbered;
use crate::wire::{AccountReport, Argument, DecisionsPage, Failure, Period};

/// Tells the screen's element from that of another screen in its place.
const ROWS: u64 = 0;
/// Rows that Page Up and Page Down move by.
const LEAP: i64 = 15;

/// What the table shows.
pub struct RowsScreen<'a> {
    /// What to work with.
    pub desk: &'a Desk,
    /// The table's state.
    pub table: &'a Table,
    /// What is being said of rows.
    pub saying: &'a Saying,
    /// The accounts, for their names.
    pub accounts: Same<Vec<AccountReport>>,
    /// The days that rows cover, for the choice of periods.
    pub covered: Option<&'a Period>,
    /// What the row whose detail is open is paired with.
    pub pairs: Option<&'a DecisionsPage>,
    /// What is being changed by hand.
    pub hands: &'a Hands,
    /// What was done last, and whether the engine is at it.
    pub undo: &'a Undo,
}

/// The screen of the table. Its rows are parts of their own: what is around them is drawn anew in less time than it would
/// take to tell whether it has changed.
pub fn rows_screen(props: &RowsScreen<'_>) -> Html {
    let RowsScreen {
        desk,
        table,
        saying,
        accounts,
        covered,
        ..
    } = props;
    let waiting = table
        .waiting
        .as_ref()
        .filter(|waiting| waiting.merchants > 0);
    let waiting = waiting.map(|waiting| {
        let sums = waiting.sums.iter().cloned().map(Argument::Money);
        desk.words
            .with("view-review-waiting")
            .count("count", waiting.merchants)
            .give("figure", Argument::List(sums.gather()))
            .done()
    });
    let count = table.total.map(|total| {
        desk.words
            .with("view-rows-of")
            .count("some", total)
            .count("count", table.of.max(total))
            .done()
    });
    html! {
        <div class="pad rows" key={ROWS}>
            <div class="mh">
                <h1 id="title" tabindex="-1">{ desk.text("view-transactions-title") }</h1>
                <span class="when" role="status">{ waiting.or(count).unwrap_or_default() }</span>
                <button type="button" class="btn sec sm" onclick={desk.on(Event::Say(Say::Rules))}>{ desk.text("view-rules") }</button>
                <button type="button" class="btn sec sm fold" onclick={desk.on(Event::Compose)}>
                    { desk.text("view-ask-question") }
                </button>
                { held(desk, props.hands.held.as_deref(), accounts) }
            </div>
            if saying.rules.is_none() { { filter_bar(desk, &table.filter, accounts, *covered) } }
            { body(props) }
            { detail(props) }
            { picker(desk, saying) }
            { said(desk, saying) }
            if saying.rules.is_none() { { foot(desk, table) } }
        </div>
    }
}

fn body(props: &RowsScreen<'_>) -> Html {
    let RowsScreen {
        desk,
        table,
        saying,
        ..
    } = props;
    if let Some(panel) = &saying.rules {
        return rules(desk, saying, panel);
    }
    if table.total == Some(0) {
        return html! {
            <div class="empty">
                <p>{ desk.text("view-rows-none") }</p>
                { for show_all(desk, table) }
            </div>
        };
    }
    let onscroll = {
        let (tell, first_row) = (desk.tell.clone(), desk.port.first_row.clone());
        Callback::from(move |event: yew::events::Event| {
            tell.emit(Event::Scrolled(first_row.emit(event)).into())
        })
    };
    let (from, to) = table.drawn();
    let drawn = table.picked.filter(|row| (from..to).contains(row));
    let picked = drawn.map(|row| numbered("row-", row));
    let below = table.total.unwrap_or(to).saturating_sub(to);
    html! {
        <div class="tx" id="rows" role="grid" tabindex="0" aria-label={desk.text("view-transactions-title")}
            aria-rowcount={table.total.map(|total| (total + 1).to_string())} aria-activedescendant={picked}
            {onscroll} onkeydown={keys(desk)}>
            { heads(desk, table) }
            <div class="gap" aria-hidden="true" style={numbered("--rows:", from)}></div>
            <div role="rowgroup">{ for lines(props, from, to) }</div>
            <div class="gap" aria-hidden="true" style={numbered("--rows:", below)}></div>
        </div>
    }
}

fn heads(desk: &Desk, table: &Table) -> Html {
    let names = [
        ("date", "view-col-date"),
        ("who", "view-by-merchant"),
        ("raw", "view-col-descriptor"),
        ("cat", "view-by-category"),
        ("why", "view-col-because"),
        ("acc", "view-by-account"),
    ];
    let heads = names.iter().map(|&(class, name)| {
        html! { <span role="columnheader" {class}>{ desk.text(name) }</span> }
    });
    let first = table.row(table.drawn().0);
    let currency = first.and_then(|row| row.amount.currency.as_deref());
    let unit = match table.totals.as_slice() {
        [_] => desk.words.currency_head(currency),
        _ => desk.word("view-col-amount"),
    };
    html! {
        <div role="rowgroup" class="head">
            <div role="row" class="line" aria-rowindex="1">
                { for heads }<span role="columnheader" class="n">{ unit }</span>
            </div>
        </div>
    }
}

/// The rows in sight and around, those not here yet at their true height.
fn lines(props: &RowsScreen<'_>, from: u64, to: u64) -> Vec<Html> {
    let RowsScreen {
        desk,
        table,
        accounts,
        ..
    } = props;
    if table.total.is_none() {
        return match table.pages.get(&0) {
            Some(Face::Failed(failed)) => vec![unread(desk, table, failed, 0, PAGE)],
            _ => (0..12).map(placeholder).gather(),
        };
    }
    let mixed = table.totals.len() > 1;
    let mut drawn = Vec::new();
    let mut index = from;
    while index < to {
        let page = index / PAGE;
        if let Some(Face::Failed(failed)) = table.pages.get(&page) {
            let end = ((page + 1) * PAGE).min(to);
            drawn.push(unread(desk, table, failed, index, end));
            index = end;
            continue;
        }
        drawn.push(match table.place(index) {
            Some((page, at)) => piece_of(
                index,
                Line {
                    desk: (*desk).clone(),
                    index,
                    page: Same(page),
                    at,
                    accounts: accounts.clone(),
                    mixed,
                    picked: table.picked == Some(index),
                },
            ),
            None => placeholder(index),
        });
        index += 1;
    }
    drawn
}

/// "Could not read rows 400 to 450", over the place of those rows.
fn unread(desk: &Desk, table: &Table, failed: &Failure, from: u64, to: u64) -> Html {
    let words = desk
        .words
        .with("view-rows-unread")
        .count("first", from + 1)
        .count("last", to)
        .done();
    html! {
        <div class="unread" role="row" style={format!("--rows:{}", to - from)} key={from}>
            <span role="gridcell">
                <span role="alert">{ words }{ " " }{ desk.words.say(&failed.says, &failed.sentence) }</span>
                { for show_all(desk, table).filter(|_| desk.facts.has_engine()) }
            </span>
        </div>
    }
}

/// The way out of a filter.
fn show_all(desk: &Desk, table: &Table) -> Option<Html> {
    let everything = Event::Narrow(super::state::Narrowing::Everything);
    table.filter.is_narrow().then(|| {
        html! {
            <button type="button" class="btn sec sm" onclick={desk.on(everything)}>
                { desk.text("view-show-all") }
            </button>
        }
    })
}

fn keys(desk: &Desk) -> Callback<KeyboardEvent> {
    let tell = desk.tell.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.alt_key() || event.ctrl_key() {
            return;
        }
        let told = match event.key().as_str() {
            "ArrowDown" => Event::Step(Step::By(1)),
            "ArrowUp" => Event::Step(Step::By(-1)),
            "PageDown" => Event::Step(Step::By(LEAP)),
            "PageUp" => Event::Step(Step::By(-LEAP)),
            "Home" => Event::Step(Step::First),
            "End" => Event::Step(Step::Last),
            "Enter" => Event::Say(Say::Open(None)),
            " " => Event::Detail,
            _ => return,
        };
        event.prevent_default();
        tell.emit(told.into());
    })
}
