//! What the rows that the filter leaves come to, ruled.

use yew::{AttrValue, Html};

use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::part::{Rule, figure};
use crate::view::privacy::take;
use crate::view::rates::combined;
use crate::view::state::{Event, Table};
use crate::view::text::joined;
use crate::wire::{Money, RowsTotal};

/// Purchases, income and moves between own accounts, one line a currency.
pub(super) fn foot(desk: &Desk, table: &Table) -> Html {
    let Some(total) = table.total.filter(|total| *total > 0) else {
        return Html::default();
    };
    let lines = table.totals.iter().map(|totals| line(desk, totals));
    let sight = desk
        .words
        .with("view-rows-sight")
        .count("first", table.top.min(total - 1) + 1)
        .count("count", total)
        .done();
    html! {
        <div class="foot">
            { for lines }
            { combined(desk, table.combined.as_ref()) }
            <span class="sight">{ sight }</span>
            <button type="button" class="link" onclick={desk.on(Event::ExportRows)}
                title={(!desk.facts.downloads).then(|| desk.text("view-no-downloads"))}>
                { desk.text(take("view-take-rows", "view-copy", desk)) }
            </button>
        </div>
    }
}

fn line(desk: &Desk, totals: &RowsTotal) -> Html {
    let moved = (totals.transfer_count > 0).then(|| {
        desk.words
            .count_of("view-foot-moved", totals.transfer_count)
    });
    html! {
        <p>
            if totals.spending_count > 0 {
                <span>
                    { desk.words.count_of("view-foot-purchases", totals.spending_count) }{ " " }
                    { proved(desk, &totals.spending, "") }
                </span>
            }
            if totals.income_count > 0 {
                <span>
                    { desk.words.count_of("view-foot-income", totals.income_count) }{ " " }
                    { proved(desk, &totals.income, "+") }
                </span>
            }
            if let Some(moved) = moved { <span>{ moved }</span> }
        </p>
    }
}

fn proved(desk: &Desk, money: &Money, sign: &str) -> Html {
    let text = AttrValue::from(joined(&[sign, &desk.words.money(money)], ""));
    figure(desk, text, Rule::Proved, None, None)
}
