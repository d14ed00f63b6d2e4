//! Ruled figures: a rule under a number says where it comes from, and pressing it opens that.

use yew::{AttrValue, Html};

use crate::view::desk::Desk;
use crate::view::markup::{classes, html};
use crate::view::state::Event;
use crate::view::words::Words;
use crate::wire::Money;

/// What stands behind a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Added up from rows: a double rule.
    Proved,
    /// Added up, but the period is not over: a single rule.
    SoFar,
    /// An estimate: dotted, rounded, "about".
    Estimate,
    /// The bank's figure or the person's: no rule.
    #[default]
    Quoted,
}

impl Rule {
    /// From its name on the wire.
    pub fn from_wire(name: &str) -> Rule {
        match name {
            "proved" => Rule::Proved,
            "soFar" => Rule::SoFar,
            "estimate" => Rule::Estimate,
            _ => Rule::Quoted,
        }
    }

    /// The rule of a sum over days that are over, or not.
    pub fn of_sum(partial: bool) -> Rule {
        if partial { Rule::SoFar } else { Rule::Proved }
    }

    /// Its class.
    pub fn class(self) -> &'static str {
        match self {
            Rule::Proved => "proved",
            Rule::SoFar => "sofar",
            Rule::Estimate => "est",
            Rule::Quoted => "quoted",
        }
    }

    /// How it is spoken.
    pub fn spoken(self, words: &Words) -> &'static str {
        words.text(match self {
            Rule::Proved => "view-rule-proved",
            Rule::SoFar => "view-rule-so-far",
            Rule::Estimate => "view-rule-estimate",
            Rule::Quoted => "view-rule-quoted",
        })
    }
}

/// A figure with its rule; pressing it tells `opens`, and one without is not a control. What is spoken after it is the
/// rule's own word where no other is given.
pub fn figure(
    desk: &Desk,
    text: AttrValue,
    rule: Rule,
    spoken: Option<AttrValue>,
    opens: Option<Event>,
) -> Html {
    let class = classes!("fig", rule.class());
    let spoken = spoken.unwrap_or(AttrValue::Static(rule.spoken(&desk.words)));
    let inside = html! {
        <><bdi>{ text }</bdi>if !spoken.is_empty() { <span class="vh">{ ", " }{ spoken }</span> }</>
    };
    match opens {
        Some(event) => {
            html! { <button type="button" {class} onclick={desk.on(event)}>{ inside }</button> }
        }
        None => html! { <span {class}>{ inside }</span> },
    }
}

/// The total at the foot of an amount column: a hairline above, its rule below.
pub fn total(desk: &Desk, money: &Money, rule: Rule) -> Html {
    let text = match rule {
        Rule::Estimate => desk.words.estimate_in_column(money),
        _ => desk.words.column(money),
    };
    let spoken = rule.spoken(&desk.words);
    html! {
        <span class={classes!("total", rule.class())}>
            <bdi>{ text }</bdi>if !spoken.is_empty() { <span class="vh">{ ", " }{ spoken }</span> }
        </span>
    }
}
