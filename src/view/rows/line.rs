//! One row: when, whom, as the bank printed it, category with its reason, account, amount.

use yew::{AttrValue, Callback, Html, MouseEvent};

use super::hand::said_of;
use crate::view::desk::{Desk, Same};
use crate::view::format::DateShape;
use crate::view::markup::{classes, html};
use crate::view::part::named;
use crate::view::piece::{Draw, Own};
use crate::view::state::{Event, Say};
use crate::view::sum;
use crate::view::text::numbered;
use crate::wire::{AccountReport, Reason, Transaction};

/// A row of the table; in a narrow widget its cells stand on two lines.
#[derive(PartialEq)]
pub(super) struct Line {
    pub desk: Desk,
    pub index: u64,
    pub page: Same<Vec<Transaction>>,
    pub at: usize,
    pub accounts: Same<Vec<AccountReport>>,
    pub mixed: bool,
    pub picked: bool,
}

impl Draw for Line {
    const NAME: &'static str = "line";

    fn draw(&self, _: &Own<'_>) -> Html {
        line(self)
    }
}

fn line(line: &Line) -> Html {
    let Line {
        desk,
        index,
        page,
        at,
        accounts,
        mixed,
        picked,
    } = line;
    let Some(row) = page.get(*at) else {
        return Html::default();
    };
    let account = accounts.iter().find(|account| account.id == row.account);
    let account = account.map_or(&row.account, |account| &account.name);
    let review = row.category.is_none();
    let parts = row.parts.as_ref().map(|parts| parts.len() as u64);
    let category = match parts {
        Some(count) => desk.words.count_of("view-parts-of", count),
        None => said_of(desk, &row.own_category, &row.category),
    };
    let income = row.counts_as == "income";
    let amount = match (income, *mixed) {
        (true, false) => desk.words.signed(&row.amount),
        (true, true) if !sum::is_zero(&row.amount) => {
            AttrValue::from(format!("+{}", desk.words.money(&row.amount)))
        }
        (_, true) => desk.words.money(&row.amount),
        (false, false) => desk.words.column(&row.amount),
    };
    let class = classes!(
        "line",
        "row",
        picked.then_some("sel"),
        review.then_some("rev"),
        counts_nowhere(row).then_some("out0"),
    );
    html! {
        <div role="row" {class} id={numbered("row-", *index)} aria-rowindex={index + 2}
            aria-selected={*picked} onclick={desk.on(Event::Pick(*index))}>
            <span role="gridcell" class="date">{ desk.words.date(&row.posting_date, DateShape::Table) }</span>
            <span role="gridcell" class="who">{ who(desk, row) }</span>
            <span role="gridcell" class="raw" lang="" dir="auto">{ &row.descriptor }</span>
            <span role="gridcell" class="cat" onclick={open(desk, *index)}>{ named(parts.is_none().then_some(row.group.as_str()), category) }</span>
            <span role="gridcell" class="why">{ because(desk, &row.reason) }</span>
            <span role="gridcell" class="acc">{ account }</span>
            <span role="gridcell" class={classes!("n", income.then_some("in"))}><bdi>{ amount }</bdi></span>
        </div>
    }
}

/// A press of the category opens its list, and not the row's detail.
fn open(desk: &Desk, index: u64) -> Callback<MouseEvent> {
    let tell = desk.tell.clone();
    Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        tell.emit(Event::Say(Say::Open(Some(index))).into());
    })
}

fn who(desk: &Desk, row: &Transaction) -> Html {
    let name = match (&row.merchant, &row.intermediary) {
        (Some(merchant), _) => html! { <bdi class="name">{ merchant }</bdi> },
        (None, Some(intermediary)) => {
            html! { <span class="name">{ desk.words.with("view-unknown-by").text("who", intermediary).done() }</span> }
        }
        // Where the descriptor has a column of its own, what goes to no shop says here what it is.
        (None, None) => html! {
            <>
                <bdi class="name raw" lang="" dir="auto">{ &row.descriptor }</bdi>
                if matches!(row.group.as_str(), "cash" | "fees" | "income" | "transfers") { <span class="name kind">{ desk.words.one_of("group-", &row.group) }</span> }
            </>
        },
    };
    let tag = match row.counts_as.as_str() {
        _ if row.pending => Some("view-tag-pending"),
        "refund" => Some("view-tag-refund"),
        "transfer" => Some("view-tag-transfer"),
        "repayment" => Some("view-tag-repayment"),
        "savings" => Some("view-tag-savings"),
        _ => None,
    };
    html! { <>{ name }if let Some(tag) = tag { <span class="tag">{ desk.text(tag) }</span> }
    if row.part_of.is_some() { <span class="tag">{ desk.text("view-tag-part") }</span> }
    if row.note.is_some() || row.tags.is_some() { <span class="tag">{ desk.text("view-tag-noted") }</span> }</> }
}

/// What decided the category: "brand", "card code 5411", "nothing certain".
pub(super) fn because(desk: &Desk, reason: &Reason) -> AttrValue {
    let name = format!("view-because-{}", reason.kind);
    let said = desk.words.with(&name);
    said.text_of("detail", &reason.detail).done()
}

/// Moves between own accounts count neither as in nor as out.
fn counts_nowhere(row: &Transaction) -> bool {
    matches!(row.counts_as.as_str(), "transfer" | "repayment" | "savings")
        && !sum::is_zero(&row.amount)
}

/// A row that is not here yet, at its true height.
pub(super) fn placeholder(index: u64) -> Html {
    html! {
        <div key={index} role="row" class="line row wait" aria-rowindex={index + 2}>
            <span role="gridcell" class="date">{ "\u{a0}" }</span>
        </div>
    }
}
