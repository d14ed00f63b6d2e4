//! A month's spending by category, by merchant or by transaction, down to the rows.

use yew::{AttrValue, Html};

use super::{section, segments};
use crate::order::Gather as _;
use crate::view::desk::Desk;
use crate::view::format::{DateShape, PeriodShape};
use crate::view::markup::html;
use crate::view::part::{Rule, named, swatch, total};
use crate::view::rates::combined;
use crate::view::rows::{days_of, periods};
use crate::view::state::{Event, Filter, Narrowing, Split};
use crate::view::sum::{css_percent, thousandths};
use crate::view::text::{as_drawn, joined};
use crate::wire::{AnswerRow, Argument, Breakdown, Overview};

/// The month's breakdown, with the choice of how to split it.
pub(super) fn breakdown(desk: &Desk, overview: &Overview, split: Split) -> Html {
    let choices = [
        (Split::Category, "view-by-category"),
        (Split::Merchant, "view-by-merchant"),
        (Split::Transaction, "view-by-transaction"),
    ];
    let choice =
        |&(kind, name): &(Split, &str)| (desk.word(name), kind == split, Event::Split(kind));
    let body = match split {
        _ if overview.by_category.rows.is_empty() => {
            html! { <p class="empty note">{ desk.text("view-split-none") }</p> }
        }
        Split::Category => parts(desk, overview, &overview.by_category, split),
        Split::Merchant => parts(desk, overview, &overview.by_merchant, split),
        Split::Transaction => largest(desk, overview),
    };
    let period = overview.period.as_ref();
    let title = match period {
        Some(period) => desk.words.period(period, PeriodShape::Named),
        None => desk.word("view-measure-spend"),
    };
    let names = ("view-by-month", "");
    let month = periods(
        desk,
        names,
        period,
        overview.covered.as_ref(),
        |_, value| Event::Month(days_of(&value)),
    );
    let split = segments(desk, "view-split", choices.iter().map(choice).gather());
    section(
        "split",
        Some("vh"),
        title,
        html! { <>{ month }{ split }</> },
        html! { <>{ body }{ combined(desk, overview.combined.as_ref()) }</> },
    )
}

/// Bars with their amounts; the bars are a picture of the amounts beside them, and hidden from screen readers.
fn parts(desk: &Desk, overview: &Overview, breakdown: &Breakdown, split: Split) -> Html {
    // Beside groups of the person's own, a group has what is left of it.
    let is_own = |row: &AnswerRow| matches!(row.says, Some(Argument::Text(_)));
    let has_own = split == Split::Category && breakdown.rows.iter().any(is_own);
    let lines = breakdown.rows.iter().map(|row| {
        let filter = filter_of(overview, row, split, has_own);
        let width = css_percent(thousandths(row.share.as_deref().unwrap_or("0")).max(0));
        let style = match &row.group {
            Some(group) => format!("{};width:{width}", swatch(group)),
            None => format!("--c:var(--bar-quiet);width:{width}"),
        };
        html! {
            <tr>
                <th scope="row">
                    <button type="button" class="rowlink" onclick={desk.on(Event::Rows(filter))}>
                        { named(row.group.as_deref(), label(desk, row)) }
                    </button>
                </th>
                <td class="bb" aria-hidden="true"><i {style}></i></td>
                <td class="n"><bdi>{ desk.words.value(&row.value) }</bdi></td>
            </tr>
        }
    });
    let more = breakdown
        .more_sum
        .as_ref()
        .filter(|_| breakdown.more > 0)
        .map(|sum| {
            html! {
                <tr class="more">
                    <th scope="row">{ desk.words.count_of("view-more", breakdown.more) }</th>
                    <td></td>
                    <td class="n"><bdi>{ desk.words.column(sum) }</bdi></td>
                </tr>
            }
        });
    let whole = breakdown.total.as_ref().map(|sum| {
        html! {
            <tr class="sum">
                <th scope="row" colspan="2">{ desk.text("view-spending-net") }</th>
                <td class="n">{ total(desk, sum, Rule::of_sum(overview.partial)) }</td>
            </tr>
        }
    });
    let head = match split {
        Split::Merchant => "view-by-merchant",
        Split::Category | Split::Transaction => "view-by-category",
    };
    html! {
        <table class="ledger parts">
            <thead class="vh"><tr>
                <th scope="col">{ desk.text(head) }</th>
                <td></td>
                <th scope="col">{ desk.words.currency_head(overview.currency.as_deref()) }</th>
            </tr></thead>
            <tbody>{ for lines }{ more.unwrap_or_default() }{ whole.unwrap_or_default() }</tbody>
        </table>
    }
}

fn filter_of(overview: &Overview, row: &AnswerRow, split: Split, has_own: bool) -> Filter {
    let filter = Filter::only(Narrowing::Period(overview.period.clone()));
    let of = match (split, &row.group, &row.says) {
        (Split::Merchant, ..) => {
            return filter.narrowed(&Narrowing::Merchant(Some(row.label.clone())));
        }
        (_, Some(_), Some(Argument::Text(name))) => ["own:", name],
        (_, Some(group), _) if has_own => ["rest:", group],
        (_, Some(group), _) => ["group:", group],
        (_, None, Some(Argument::Category(code))) => ["", code],
        _ => return filter,
    };
    filter.narrowed(&Narrowing::Category(Some(joined(&of, ""))))
}

fn label(desk: &Desk, row: &AnswerRow) -> AttrValue {
    match &row.says {
        Some(says) => desk.words.argument(says),
        None => as_drawn(&row.label),
    }
}

/// The largest purchases: a list, and so no chart and no total.
fn largest(desk: &Desk, overview: &Overview) -> Html {
    let lines = overview.largest.iter().map(|row| {
        let day = row
            .period
            .as_ref()
            .map(|period| desk.words.date(&period.start, DateShape::Table));
        html! {
            <tr>
                if let Some(day) = day { <td class="d">{ day }</td> }
                <th scope="row">{ named(row.group.as_deref(), label(desk, row)) }</th>
                <td class="n"><bdi>{ desk.words.value(&row.value) }</bdi></td>
            </tr>
        }
    });
    let filter = Filter::only(Narrowing::Period(overview.period.clone()));
    html! {
        <>
            <table class="ledger"><tbody>{ for lines }</tbody></table>
            <button type="button" class="link" onclick={desk.on(Event::Rows(filter))}>{ desk.text("view-all-rows") }</button>
        </>
    }
}
