//! Regular payments that are active.

use yew::Html;

use super::{folding, in_currency, section};
use crate::order::Gather as _;
use crate::view::desk::Desk;
use crate::view::format::DateShape;
use crate::view::markup::html;
use crate::view::part::named;
use crate::view::state::{Event, Filter, Narrowing};
use crate::view::text::as_drawn;
use crate::wire::{Overview, Recurring};

/// Payments listed before the rest is folded away.
const LISTED: usize = 8;

/// Whom, how often, how much last time, and when next.
pub(super) fn recurring(desk: &Desk, overview: &Overview) -> Html {
    let outgoing: Vec<&Recurring> = overview
        .recurring
        .iter()
        .filter(|stream| !stream.income)
        .gather();
    if outgoing.is_empty() {
        return Html::default();
    }
    let (listed, folded) = outgoing.split_at(outgoing.len().min(LISTED));
    let heads = || {
        html! {
            <tr>
                <th scope="col">{ desk.text("view-by-merchant") }</th>
                <th scope="col">{ desk.text("view-next") }</th>
                <th scope="col" class="n">{ desk.text("view-last-amount") }</th>
            </tr>
        }
    };
    let lines = |streams: &[&Recurring]| streams.iter().map(|stream| line(desk, stream)).gather();
    section(
        "recurring",
        None,
        desk.word("view-measure-recurring"),
        in_currency(desk, overview),
        folding(
            "ledger regular",
            &heads,
            lines(listed),
            desk.words.count_of("view-more", folded.len() as u64),
            lines(folded),
        ),
    )
}

fn line(desk: &Desk, stream: &Recurring) -> Html {
    let filter = Filter::only(Narrowing::Merchant(Some(stream.merchant.clone())));
    let next = stream
        .next
        .as_ref()
        .map(|day| desk.words.date(day, DateShape::Table));
    let next = next.map(|day| desk.words.with("view-about-day").text("day", &day).done());
    html! {
        <tr>
            <th scope="row">
                <button type="button" class="rowlink" onclick={desk.on(Event::Rows(filter))}>
                    { named(Some(&stream.group), as_drawn(&stream.merchant)) }
                </button>
                <span class="sub">{ desk.words.one_of("view-cadence-", &stream.cadence) }</span>
            </th>
            <td class="d">{ next.unwrap_or_default() }</td>
            <td class="n"><bdi>{ desk.words.column(&stream.amount) }</bdi></td>
        </tr>
    }
}
