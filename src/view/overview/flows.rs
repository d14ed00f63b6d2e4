//! Money in, out and kept: the last month, this one so far and the usual one; and month by month.

use yew::{AttrValue, Html};

use super::{folding, in_currency, section};
use crate::order::Gather as _;
use crate::view::chart::ChartFigure;
use crate::view::desk::Desk;
use crate::view::format::PeriodShape;
use crate::view::markup::{classes, html};
use crate::view::part::{Rule, total};
use crate::view::piece::piece;
use crate::view::state::{Event, Filter, Narrowing};
use crate::wire::{Flow, Money, Overview};

/// Months listed below the chart, newest last.
const MONTHS_LISTED: usize = 4;

/// In, out and kept, as columns.
pub(super) fn flows(desk: &Desk, overview: &Overview) -> Html {
    if overview.flows.is_empty() {
        return Html::default();
    }
    let flows = &overview.flows;
    let heads = flows.iter().map(|flow| {
        html! { <th scope="col" class={column(flow)}>{ head(desk, flow) }</th> }
    });
    let lines = [
        (
            "view-money-in",
            flows
                .iter()
                .map(|flow| flow.income.clone())
                .collect::<Vec<_>>(),
        ),
        (
            "view-money-out",
            flows.iter().map(|flow| outward(&flow.spending)).gather(),
        ),
    ];
    let lines = lines.into_iter().map(|(name, sums)| {
        let cells = sums.iter().zip(flows).map(|(sum, flow)| {
            html! { <td class={column(flow)}><bdi>{ amount(desk, flow, sum) }</bdi></td> }
        });
        html! { <tr><th scope="row">{ desk.text(name) }</th>{ for cells }</tr> }
    });
    let kept = flows.iter().map(|flow| {
        let rule = rule(flow);
        html! {
            <td class={column(flow)}>
                if rule == Rule::Estimate { <bdi>{ amount(desk, flow, &flow.kept) }</bdi> }
                else { { opening(desk, flow, total(desk, &flow.kept, rule)) } }
            </td>
        }
    });
    let comparison = overview
        .comparison
        .as_ref()
        .map(|says| desk.words.say(says, ""));
    section(
        "flows",
        None,
        desk.word("view-flows"),
        in_currency(desk, overview),
        html! {
            <>
                <table class="ledger flows">
                    <thead><tr><td></td>{ for heads }</tr></thead>
                    <tbody>
                        { for lines }
                        <tr class="sum"><th scope="row">{ desk.text("view-kept") }</th>{ for kept }</tr>
                    </tbody>
                </table>
                if let Some(comparison) = comparison { <p class="note">{ comparison }</p> }
            </>
        },
    )
}

/// A figure that opens the rows of its days.
fn opening(desk: &Desk, flow: &Flow, figure: Html) -> Html {
    let filter = Filter::only(Narrowing::Period(flow.period.clone()));
    html! { <button type="button" class="opens" onclick={desk.on(Event::Rows(filter))}>{ figure }</button> }
}

fn column(flow: &Flow) -> AttrValue {
    classes!("n", (flow.kind == "usual").then_some("usual"))
}

fn head(desk: &Desk, flow: &Flow) -> AttrValue {
    match (&flow.period, flow.kind.as_str()) {
        (_, "usual") => desk.word("view-flow-usual"),
        (Some(period), "soFar") => desk.words.period(period, PeriodShape::Days),
        (Some(period), _) => desk.words.period(period, PeriodShape::Named),
        (None, _) => AttrValue::Static(""),
    }
}

fn rule(flow: &Flow) -> Rule {
    match flow.kind.as_str() {
        "usual" => Rule::Estimate,
        _ => Rule::of_sum(flow.partial),
    }
}

fn amount(desk: &Desk, flow: &Flow, money: &Money) -> AttrValue {
    match rule(flow) {
        Rule::Estimate => desk.words.estimate_in_column(money),
        _ => desk.words.column(money),
    }
}

/// Spending as it is seen from the account: it leaves.
fn outward(spending: &Money) -> Money {
    let amount = match spending.amount.strip_prefix('-') {
        Some(digits) => digits.to_owned(),
        None if spending
            .amount
            .bytes()
            .all(|byte| matches!(byte, b'0' | b'.')) =>
        {
            spending.amount.clone()
        }
        None => format!("-{}", spending.amount),
    };
    Money {
        amount,
        currency: spending.currency.clone(),
    }
}

/// By month: the chart of what went out, and the last months as a table.
pub(super) fn months(desk: &Desk, overview: &Overview) -> Html {
    if overview.months.is_empty() {
        return Html::default();
    }
    let from = overview.months.len().saturating_sub(MONTHS_LISTED);
    let (earlier, listed) = overview.months.split_at(from);
    let lines = |flows: &[Flow]| flows.iter().map(|flow| month_line(desk, flow)).gather();
    let heads = || {
        let names = ["view-in", "view-out", "view-kept"];
        let head = |name: &&str| html! { <th scope="col" class="n">{ desk.text(name) }</th> };
        html! { <tr><td></td>{ for names.iter().map(head) }</tr> }
    };
    section(
        "months",
        None,
        desk.word("view-months"),
        in_currency(desk, overview),
        html! {
            <>
                if let Some(chart) = &overview.months_chart {
                    { piece(ChartFigure {
                        desk: desk.clone(),
                        id: AttrValue::Static("months-chart"),
                        chart: chart.clone(),
                        filter: Filter::default(),
                        by: None,
                        twin: false,
                    }) }
                }
                { folding(
                    "ledger months",
                    &heads,
                    lines(listed),
                    desk.words.count_of("view-months-earlier", from as u64),
                    lines(earlier),
                ) }
            </>
        },
    )
}

/// A month that is not over, or that the rows cover in part.
fn unfinished(desk: &Desk, flow: &Flow) -> &'static str {
    let end = flow.period.as_ref().map(|period| period.end.as_str());
    match end.is_some_and(|end| end <= desk.words.today()) {
        true => "view-in-part",
        false => "view-not-over",
    }
}

fn month_line(desk: &Desk, flow: &Flow) -> Html {
    let name = flow
        .period
        .as_ref()
        .map(|period| desk.words.period(period, PeriodShape::Table));
    let sums = [&flow.income, &flow.spending, &flow.kept];
    html! {
        <tr>
            <th scope="row">
                { name.unwrap_or_default() }
                if flow.partial { <span class="sub">{ desk.text(unfinished(desk, flow)) }</span> }
            </th>
            { for sums.iter().map(|sum| html! { <td class="n"><bdi>{ desk.words.column(sum) }</bdi></td> }) }
        </tr>
    }
}
