//! The answer sheet: how it was read, the sentence with its ruled figure, chart, table, notes and workings.

use std::rc::Rc;

use yew::{AttrValue, Html};

use super::chips::{read_as, suggestions};
use super::table::AnswerTable;
use super::workings::workings_drawer;
use crate::view::chart::{ChartFigure, named_in};
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::part::{Rule, failure, figure};
use crate::view::piece::piece;
use crate::view::state::{Event, Face, Filter, Question, Screen, Share};
use crate::view::text::{as_drawn, joined, numbered};
use crate::view::words::Words;
use crate::wire::{AccountReport, Answer, AnswerRow, Argument, Money, Value};

/// A question's answer, from top to bottom as the look has it; `accounts` for their names, `transactions` there are.
pub fn answer_sheet(
    desk: &Desk,
    id: u64,
    question: &Question,
    accounts: &[AccountReport],
    transactions: u64,
) -> Html {
    let inside = match &question.answer {
        Face::Waiting | Face::Empty => html! {
            <p class="waiting late note" id={numbered("said-", id)}>
                if transactions == 0 { { desk.text("view-waiting") } } else { { desk.words.count_of("view-reading-rows", transactions) } }
            </p>
        },
        Face::Failed(failed) => html! {
            <div id={numbered("said-", id)}>
                { failure(desk, failed, None) }
            </div>
        },
        Face::Ready(answer) => answered(desk, id, question, accounts, answer),
    };
    html! {
        <article class="card" id={numbered("entry-", id)} tabindex="-1" aria-labelledby={numbered("said-", id)}>
            { inside }
        </article>
    }
}

fn answered(
    desk: &Desk,
    id: u64,
    question: &Question,
    accounts: &[AccountReport],
    answer: &Rc<Answer>,
) -> Html {
    let has_workings = answer.plan.is_some() && answer.proof.count > 0;
    let offered = match answer.status.as_str() {
        "answered" | "partly" => 2,
        _ => 3,
    };
    let offered = answer.suggestions.get(..offered);
    let offered = offered.unwrap_or(&answer.suggestions);
    // What a chart names with its amounts is not listed again: the table below starts where it ends.
    let drawn = answer.chart.as_ref().map_or(0, named_in);
    html! {
        <>
            <div class="in">
                { read_as(desk, answer, accounts) }
                <p class="lede" id={numbered("said-", id)}>{ sentence(desk, id, answer, has_workings) }</p>
                if let Some(chart) = &answer.chart {
                    { piece(ChartFigure {
                        desk: desk.clone(),
                        id: AttrValue::from(numbered("chart-", id)),
                        chart: chart.clone(),
                        filter: filter_of(answer),
                        by: broken_by(answer).map(as_drawn),
                        twin: chart.points.len() != answer.rows.len(),
                    }) }
                }
                { piece(AnswerTable {
                    desk: desk.clone(),
                    answer: answer.clone(),
                    filter: filter_of(answer),
                    drawn,
                }) }
                { for answer.notes.iter().map(|note| html! { <p class="note">{ desk.words.say(note, "") }</p> }) }
            </div>
            if has_workings {
                { workings_drawer(desk, id, answer, &question.workings, accounts) }
            }
            { sharing(desk, id, question, answer) }
            if !offered.is_empty() { { suggestions(desk, offered, false) } }
        </>
    }
}

/// What came of sharing the answer, or the way to share it; of an answer about privacy, the way to what was checked.
fn sharing(desk: &Desk, id: u64, question: &Question, answer: &Answer) -> Html {
    let measure = answer.plan.as_ref().map(|plan| plan.measure.as_str());
    let button = |text: AttrValue, event| {
        html! { <button type="button" class="link" onclick={desk.on(event)}>{ text }</button> }
    };
    let inside = match &question.share {
        _ if measure == Some("privacy") => {
            let text = desk.word("view-see-privacy");
            button(text, Event::Go(Screen::Privacy))
        }
        Share::Came(words) => html! { desk.of_host(words) },
        Share::Wanted(_) | Share::Offered(_) => html! { desk.of_host("view-share-offered") },
        Share::No if desk.facts.host.is_some() && answer.value != Value::None => {
            let text = spoken_sentence(&desk.words, answer).to_string();
            button(desk.of_host("view-share"), Event::Share { entry: id, text })
        }
        Share::No => return Html::default(),
    };
    html! { <p class="note share" id={numbered("share-", id)} tabindex="-1">{ inside }</p> }
}

/// The sentence: its own figure has its rule, other amounts open the same workings.
fn sentence(desk: &Desk, id: u64, answer: &Answer, has_workings: bool) -> Html {
    let rows = desk.words.count_of("view-from-rows", answer.proof.count);
    let drawn = |name: &str, money: &Money| {
        let (rule, text) = written(&desk.words, answer, name, money);
        let spoken = match rule {
            Rule::Proved | Rule::SoFar => {
                AttrValue::from(format!("{} {rows}", rule.spoken(&desk.words)))
            }
            Rule::Estimate => AttrValue::Static(rule.spoken(&desk.words)),
            Rule::Quoted => AttrValue::Static(""),
        };
        figure(
            desk,
            text,
            rule,
            Some(spoken),
            has_workings.then_some(Event::Open(id)),
        )
    };
    let estimated = Rule::from_wire(&answer.rule) == Rule::Estimate;
    desk.words
        .draw(&answer.says, &answer.sentence, estimated, &drawn)
}

/// The sentence as text, as it is announced.
pub(crate) fn spoken_sentence(words: &Words, answer: &Answer) -> AttrValue {
    let figure = |name: &str, money: &Money| written(words, answer, name, money).1;
    let estimated = Rule::from_wire(&answer.rule) == Rule::Estimate;
    words.say_with(&answer.says, &answer.sentence, estimated, &figure)
}

/// The rule of an amount in the sentence, and how it is written: the answer's own figure has the answer's rule.
fn written(words: &Words, answer: &Answer, name: &str, money: &Money) -> (Rule, AttrValue) {
    let is_own = name == "figure" || is_value(answer, money);
    match Rule::from_wire(&answer.rule) {
        Rule::Estimate if is_own => (Rule::Estimate, words.estimate(money)),
        rule if is_own => (rule, words.money(money)),
        _ => (Rule::Quoted, words.money(money)),
    }
}

fn is_value(answer: &Answer, money: &Money) -> bool {
    match &answer.value {
        Value::Money(value) => value == money,
        Value::Moneys(values) => values.contains(money),
        Value::None | Value::Bool(_) | Value::Count(_) | Value::Text(_) => false,
    }
}

/// The rows that an answer is about, for its marks and lines to narrow.
fn filter_of(answer: &Answer) -> Filter {
    let plan = answer.plan.as_ref();
    let include = plan.map(|plan| plan.include.clone()).unwrap_or_default();
    Filter {
        period: plan.and_then(|plan| plan.period.clone()),
        account: include.accounts.first().cloned(),
        category: include.categories.first().cloned(),
        merchant: include.merchants.first().cloned(),
        search: include.text.first().cloned().unwrap_or_default(),
        ..Filter::default()
    }
}

/// What an answer is broken down by, as far as it tells what the name of a part is of.
pub(crate) fn broken_by(answer: &Answer) -> Option<&str> {
    let by = answer.plan.as_ref()?.group_by.as_deref()?;
    let is_own = |row: &AnswerRow| matches!(row.says, Some(Argument::Text(_)));
    match by {
        "category" if answer.rows.iter().any(is_own) => Some(MIXED),
        by => Some(by),
    }
}

/// By categories, of which the person has some of their own: the others are what is left of them.
const MIXED: &str = "mixed";

/// The filter narrowed to what a line or mark stands for; `None` of what is together only for what it is not.
pub(crate) fn narrowed_to(
    filter: &Filter,
    what: &Argument,
    group: Option<&str>,
    by: Option<&str>,
) -> Option<Filter> {
    let mut filter = filter.clone();
    match what {
        Argument::Label(code) if code == "others" || code == "no-own-group" => return None,
        Argument::Period(period) => filter.period = Some(period.clone()),
        Argument::Date(day) => filter.period = crate::view::format::one_day(day),
        // A display group crosses as its label, `group-eating`, and is filtered by as `group:eating`.
        Argument::Category(code) | Argument::Label(code) => {
            filter.category = match (code.strip_prefix("group-"), group) {
                (Some(group), _) if by == Some(MIXED) => Some(joined(&["rest:", group], "")),
                (Some(group), _) => Some(format!("group:{group}")),
                (None, Some(group)) if matches!(what, Argument::Label(_)) => {
                    Some(format!("group:{group}"))
                }
                (None, _) => Some(code.clone()),
            };
        }
        // A name of the person's own among the categories, or the name of an account.
        Argument::Text(name) if matches!(by, Some("group" | "category" | MIXED)) => {
            filter.category = Some(joined(&["own:", name], ""));
        }
        Argument::Text(name) if by == Some("account") => filter.account = Some(name.clone()),
        Argument::Text(name) => filter.merchant = Some(name.clone()),
        Argument::Phrase(says) if by == Some("account") => {
            if let Some(Argument::Text(name)) = says.arguments.get("account") {
                filter.account = Some(name.clone());
            }
        }
        _ => {}
    }
    Some(filter)
}
