//! What is worth a look: at most five findings, each with its one figure.

use yew::{AttrValue, Html};

use super::section;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::part::{self, Rule};
use crate::view::state::Event;
use crate::wire::{Finding, Money, Overview, Value};

/// The findings; pressing a figure asks the question that opens it.
pub(super) fn findings(desk: &Desk, overview: &Overview) -> Html {
    if overview.findings.is_empty() {
        return Html::default();
    }
    let count = desk
        .words
        .count_of("view-findings", overview.findings.len() as u64);
    let items = overview.findings.iter().map(|finding| item(desk, finding));
    section(
        "worth",
        None,
        desk.word("view-worth"),
        html! { <span class="when">{ count }</span> },
        html! { <ul class="find">{ for items }</ul> },
    )
}

fn item(desk: &Desk, finding: &Finding) -> Html {
    let rule = Rule::from_wire(&finding.rule);
    let text = figure(desk, &finding.figure, rule);
    let opens = (!finding.ask.is_empty()).then(|| Event::Ask(finding.ask.clone()));
    let because = finding
        .because
        .as_ref()
        .map(|says| desk.words.say(says, ""));
    let caption = finding
        .caption
        .as_ref()
        .map(|says| desk.words.say(says, ""));
    html! {
        <li>
            <b>{ desk.words.say(&finding.says, &finding.sentence) }</b>
            if !text.is_empty() {
                <div class="fx2">
                    { part::figure(desk, text, rule, None, opens) }
                    if let Some(caption) = caption { <span>{ caption }</span> }
                </div>
            }
            if let Some(because) = because { <p>{ because }</p> }
        </li>
    }
}

fn figure(desk: &Desk, value: &Value, rule: Rule) -> AttrValue {
    let money = |money: &Money| match rule {
        Rule::Estimate => desk.words.estimate(money),
        Rule::Proved | Rule::SoFar | Rule::Quoted => desk.words.money(money),
    };
    match value {
        Value::Money(value) => money(value),
        other => desk.words.value(other),
    }
}
