//! A match of the person's own: one row is held, the other one opened, and it is said what the two are.

use yew::Html;

use crate::view::decisions::row_line;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::state::{Event, Hand};
use crate::wire::{AccountReport, Transaction};

/// The row that is held, above the table, and the way to let go of it.
pub(super) fn held(desk: &Desk, held: Option<&Transaction>, accounts: &[AccountReport]) -> Html {
    let Some(held) = held else {
        return Html::default();
    };
    let row = row_line(desk, held, accounts);
    html! {
        <p class="undo" id="held" tabindex="-1">
            <span>{ desk.words.with("view-match-held").text("row", &row).done() }</span>
            <button type="button" class="link" onclick={desk.on(Event::Hand(Hand::Hold))}>{ desk.text("view-match-leave") }</button>
        </p>
    }
}

/// What the open row and the one that is held can be; or the button that holds it.
pub(super) fn matching(
    desk: &Desk,
    row: &Transaction,
    held: Option<&Transaction>,
    accounts: &[AccountReport],
    busy: bool,
) -> Html {
    let Some(held) = held else {
        // A part is of a row, which is the one to match.
        return match row.part_of {
            Some(_) => Html::default(),
            None => html! {
                <button type="button" class="btn sec sm" onclick={desk.on(Event::Hand(Hand::Hold))}>{ desk.text("view-match") }</button>
            },
        };
    };
    if held.id == row.id || row.part_of.is_some() {
        return Html::default();
    }
    let leaves = |row: &Transaction| row.amount.amount.starts_with('-');
    let kinds: &[&'static str] = match (leaves(held) == leaves(row), held.account == row.account) {
        (true, true) => &["duplicate"],
        (true, false) => &[],
        (false, true) => &["refund", "reimbursement"],
        (false, false) => &["transfer", "repayment", "refund", "reimbursement"],
    };
    let buttons = kinds.iter().map(|kind| {
        html! {
            <button type="button" class="btn sec sm" disabled={busy} onclick={desk.on(Event::Hand(Hand::Match(kind)))}>
                { desk.words.one_of("view-match-", kind) }
            </button>
        }
    });
    let row = row_line(desk, held, accounts);
    html! {
        <div class="byhand">
            <p>{ desk.words.with(if kinds.is_empty() { "view-match-none" } else { "view-match-with" }).text("row", &row).done() }</p>
            <div class="acts">{ for buttons }</div>
        </div>
    }
}
