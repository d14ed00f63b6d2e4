//! "How this was worked out": the rows counted, the rows left out that one might expect, and what they come to.

use yew::{AttrValue, Html};

use super::chips;
use crate::order::Gather as _;
use crate::view::desk::Desk;
use crate::view::format::{DateShape, PeriodShape};
use crate::view::markup::html;
use crate::view::part::{Icon, Known, Rule, failure, icon, total};
use crate::view::rates::spoken;
use crate::view::state::{Event, Workings};
use crate::view::sum;
use crate::view::text::{joined, numbered};
use crate::wire::{AccountReport, Answer, Argument, Criteria, ExcludedRows, Money, Transaction};

/// What the drawer is drawn from.
struct Drawer<'a> {
    desk: &'a Desk,
    id: u64,
    answer: &'a Answer,
    workings: &'a Workings,
    accounts: &'a [AccountReport],
}

/// The drawer of an answer: its lid says how many rows, opening it moves no focus.
pub(super) fn workings_drawer(
    desk: &Desk,
    id: u64,
    answer: &Answer,
    workings: &Workings,
    accounts: &[AccountReport],
) -> Html {
    let drawer = Drawer {
        desk,
        id,
        answer,
        workings,
        accounts,
    };
    let lid = desk.words.count_of("view-rows", answer.proof.count);
    html! {
        <div class="proof">
            <button type="button" class="lid" aria-expanded={workings.open}
                aria-controls={numbered("workings-", id)} onclick={desk.on(Event::Workings(id))}>
                { icon(Icon::Caret, 14) }<span>{ desk.text("view-workings") }</span><em>{ lid }</em>
            </button>
            <div class="sheet" id={numbered("workings-", id)} tabindex="-1" hidden={!workings.open} role="region"
                aria-label={desk.text("view-workings")}>
                if workings.open { { inside(&drawer) } }
            </div>
        </div>
    }
}

fn inside(drawer: &Drawer<'_>) -> Html {
    let Drawer {
        desk,
        answer,
        workings,
        accounts,
        ..
    } = drawer;
    html! {
        <>
            { reads(desk, answer, accounts) }
            if let Some(failed) = &workings.failed {
                { failure(desk, failed, Some(("view-ask-again", Event::Ask(answer.question.clone())))) }
            }
            if workings.total.is_none() && workings.failed.is_none() {
                <p class="waiting late note">{ desk.words.count_of("view-reading-rows", answer.proof.count) }</p>
            }
            if !workings.rows.is_empty() { { counted(drawer) } }
            if !workings.excluded.is_empty() { { left_out(desk, &workings.excluded) } }
            if !workings.rows.is_empty() { { digest(drawer) } }
        </>
    }
}

/// Measure, filter and dates in words.
fn reads(desk: &Desk, answer: &Answer, accounts: &[AccountReport]) -> Html {
    let words = &desk.words;
    let Some(plan) = &answer.plan else {
        return Html::default();
    };
    let list = |criteria: &Criteria, categories: &[Argument]| {
        let named: Vec<_> = chips::named(desk, criteria, categories, accounts)
            .into_iter()
            .map(|(_, text)| text)
            .gather();
        (!named.is_empty()).then(|| words.list(&named))
    };
    let mut filter = vec![
        list(&plan.include, &plan.category_labels).unwrap_or_else(|| desk.word("view-everything")),
    ];
    if let Some(without) = list(&plan.exclude, &plan.left_out_labels) {
        filter.push(
            words
                .with("view-chip-without")
                .text("what", &without)
                .done(),
        );
    }
    if plan.include.accounts.is_empty() {
        filter.push(desk.word("view-every-account"));
    }
    let mut known = Known::new(desk);
    known.add(
        "view-reads-measure",
        words.one_of("view-measured-", &plan.measure),
    );
    known.add("view-reads-filter", AttrValue::from(joined(&filter, ", ")));
    let days = [
        ("view-how-dates", &plan.period),
        ("view-reads-against", &plan.against),
    ];
    for (name, period) in days {
        if let Some(period) = period {
            known.add(name, words.period(period, PeriodShape::Days));
        }
    }
    sums(desk, answer, &mut known);
    known.draw()
}

/// Gross and refunds where they differ from net, mean and median for averages.
fn sums(desk: &Desk, answer: &Answer, known: &mut Known<'_>) {
    let proof = &answer.proof;
    if proof.gross != proof.net {
        known.money("view-reads-gross", &proof.gross);
        known.money("view-measure-refunds", &proof.refunds);
        known.money("view-reads-net", &proof.net);
    }
    converted(desk, answer, known);
    known.money("view-reads-mean", &proof.mean);
    known.money("view-reads-median", &proof.median);
}

/// The sum of each currency, and what they come to in one with the rate and its day.
fn converted(desk: &Desk, answer: &Answer, known: &mut Known<'_>) {
    let words = &desk.words;
    let Some(combined) = &answer.combined else {
        let each: Vec<_> = answer.sums.iter().map(|sum| words.money(sum)).gather();
        if !each.is_empty() {
            known.add("view-reads-each", words.list(&each));
        }
        return;
    };
    for part in &combined.parts {
        let text = match &part.rate {
            None => words.money(&part.sum),
            Some(rate) => words
                .with("view-reads-at")
                .money("sum", &part.sum)
                .money("becomes", &part.becomes)
                .text("rate", &spoken(desk, rate))
                .done(),
        };
        known.add("view-reads-each", text);
    }
    known.add("view-reads-together", words.money(&combined.total));
}

fn counted(drawer: &Drawer<'_>) -> Html {
    let Drawer {
        desk,
        id,
        answer,
        workings,
        ..
    } = drawer;
    let rows = &workings.rows;
    let refunds = rows.iter().filter(|row| row.counts_as == "refund").count() as u64;
    let title = match (workings.has_more(), refunds) {
        (false, 1..) => desk
            .words
            .with("view-counted-refunds")
            .count("count", rows.len() as u64 - refunds)
            .count("refunds", refunds)
            .done(),
        _ => desk.words.count_of("view-counted", answer.proof.count),
    };
    // A magnitude is shown where the answer is one, so that the column adds up to it as it stands.
    let outflow = rows
        .first()
        .is_some_and(|row| sum::is_negative(&row.amount));
    // None where the rows are of several: each then names its own.
    let currency = sum::one_currency(rows.iter().map(|row| Some(&row.amount.currency)));
    let net = answer.proof.net.as_ref();
    let ruled = net.filter(|net| !workings.has_more() && sum::amounts_add_up(rows, net));
    html! {
        <div>
            { head(desk, title, currency) }
            <table class="ledger">
                <tbody>
                    { for rows.iter().map(|row| row_line(desk, row, outflow, currency.is_none())) }
                    if let Some(net) = ruled {
                        <tr class="sum">
                            <td></td>
                            <th scope="row">{ desk.text("view-reads-net") }</th>
                            <td class="n">{ total(desk, net, Rule::from_wire(&answer.rule)) }</td>
                        </tr>
                    }
                </tbody>
            </table>
            if workings.has_more() {
                <button type="button" class="link" onclick={desk.on(Event::MoreWorkings(*id))} disabled={workings.waiting}>
                    { desk.words.with("view-show-more").count("count", rows.len() as u64).count("all", answer.proof.count).done() }
                </button>
            }
        </div>
    }
}

fn head(desk: &Desk, title: AttrValue, currency: Option<&Option<String>>) -> Html {
    let currency = currency.and_then(|currency| currency.as_deref());
    html! { <div class="hd"><h3>{ title }</h3><span class="when">{ desk.words.currency(currency) }</span></div> }
}

fn row_line(desk: &Desk, row: &Transaction, outflow: bool, coded: bool) -> Html {
    let name = row.merchant.as_ref().unwrap_or(&row.descriptor);
    let tag = match row.counts_as.as_str() {
        "refund" => Some("view-tag-refund"),
        _ if row.pending => Some("view-tag-pending"),
        _ => None,
    };
    let shown = if outflow {
        turned(&row.amount)
    } else {
        row.amount.clone()
    };
    html! {
        <tr>
            <td class="d">{ desk.words.date(&row.posting_date, DateShape::Table) }</td>
            <td>
                <bdi lang="" class={row.merchant.is_none().then_some("raw")}>{ name }</bdi>
                if let Some(tag) = tag { <span class="tag">{ desk.text(tag) }</span> }
            </td>
            <td class="n"><bdi>{ in_column(desk, &shown, coded) }</bdi></td>
        </tr>
    }
}

/// An amount under a head that names its currency, or that cannot.
fn in_column(desk: &Desk, money: &Money, coded: bool) -> AttrValue {
    match coded {
        true => desk.words.coded(money),
        false => desk.words.column(money),
    }
}

/// The other direction of an amount, by its sign alone.
fn turned(money: &Money) -> Money {
    let amount = match money.amount.strip_prefix('-') {
        Some(digits) => digits.to_owned(),
        None => format!("-{}", money.amount),
    };
    Money {
        amount,
        currency: money.currency.clone(),
    }
}

fn left_out(desk: &Desk, groups: &[ExcludedRows]) -> Html {
    let sums = groups.iter().filter_map(|group| group.sum.as_ref());
    let currency = sum::one_currency(sums.map(|sum| Some(&sum.currency)));
    let items = groups.iter().map(|group| {
        let names: Vec<AttrValue> = group.rows.iter().take(3).map(|row| named(desk, row)).gather();
        let rest = group.count.saturating_sub(names.len() as u64);
        html! {
            <tr>
                <th scope="row">
                    { desk.words.one_of("view-left-out-", &group.reason) }{ ", " }
                    { desk.words.count_of("view-rows", group.count) }
                    <span class="sub" lang="" dir="auto">
                        { joined(&names, ", ") }
                        if rest > 0 && !names.is_empty() { { ", " }{ desk.words.count_of("view-more", rest) } }
                    </span>
                </th>
                <td class="n">
                    <bdi>{ group.sum.as_ref().map(|sum| in_column(desk, sum, currency.is_none())).unwrap_or_default() }</bdi>
                </td>
            </tr>
        }
    });
    html! {
        <div>
            { head(desk, desk.word("view-left-out"), currency) }
            <table class="ledger"><tbody>{ for items }</tbody></table>
        </div>
    }
}

fn named(desk: &Desk, row: &Transaction) -> AttrValue {
    let name = row.merchant.as_ref().unwrap_or(&row.descriptor);
    let day = desk.words.date(&row.posting_date, DateShape::Table);
    let said = desk.words.with("view-name-on-day").text("name", name);
    said.text("day", &day).done()
}

/// The digest, in groups that can be read aloud, and copying of the rows.
fn digest(drawer: &Drawer<'_>) -> Html {
    let Drawer {
        desk, id, workings, ..
    } = drawer;
    let short: Vec<&str> = (0..3)
        .filter_map(|at| workings.digest.get(at * 4..at * 4 + 4))
        .gather();
    let text = desk
        .words
        .with("view-digest")
        .count("count", workings.total.unwrap_or_default())
        .text("digest", &joined(&short, " "))
        .done();
    let copy = match workings.has_more() {
        true => desk
            .words
            .count_of("view-copy-some", workings.rows.len() as u64),
        false => desk.word("view-copy"),
    };
    html! {
        <p class="digest">
            <span title={workings.digest.clone()}>{ text }</span>
            <button type="button" class="link" onclick={desk.on(Event::CopyRows(*id))}>{ copy }</button>
            if desk.facts.downloads {
                <button type="button" class="link" onclick={desk.on(Event::ExportAnswer(*id))}>
                    { desk.text("view-take-rows") }
                </button>
            }
        </p>
    }
}
