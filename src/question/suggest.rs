//! Questions worth asking, from this person's own data.

use crate::book::{Book, CountsAs, Filter, GroupBy, GroupKey};
use crate::calendar::{Date, Grain, Period, Weekday};
use crate::category::Group;
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};

use super::answer::grain_label;
use super::days::unit_of;
use super::plan::{Measure, Plan};
use super::read::calendar::Calendar;
use super::read::reading::Reading;
use super::read::spelling::distance;
use super::read::token::words_of;

/// How many questions to begin with, to go on with, and nearest to one not understood.
const OPENERS: usize = 4;
const AFTERWARDS: usize = 2;
const NEAREST: usize = 3;

/// The fewest letters of a word that two questions share, and of one that is nearly another: one letter in three may
/// differ, which of shorter ones leaves too little.
const SHORTEST_SHARED: usize = 3;
const SHORTEST_NEAR: usize = 4;

/// Questions to begin with.
pub fn openers(book: &Book, today: Date) -> Vec<String> {
    let mut questions = candidates(book, today);
    questions.truncate(OPENERS);
    questions
}

/// Good questions after an answer.
pub(super) fn afterwards(plan: &Plan, calendar: &Calendar) -> Vec<String> {
    let mut phrases = Vec::new();
    let unit = unit_of(plan, calendar).map(|(grain, _)| grain_label(grain));
    let dated = plan.period.is_some();
    match plan.measure {
        Measure::Spend | Measure::Income | Measure::Fees | Measure::Cash => {
            if dated && plan.against.is_none() {
                phrases.push("suggest-period-before");
            }
            phrases.push("suggest-biggest-ones");
            phrases.push("suggest-by-month");
        }
        Measure::Compare => phrases.extend_from_slice(&["suggest-why", "suggest-biggest-ones"]),
        Measure::ExplainChange => {
            phrases.extend_from_slice(&["suggest-biggest-ones", "suggest-by-month"])
        }
        Measure::Breakdown => {
            let candidates = [
                "suggest-by-merchant",
                "suggest-by-month",
                "suggest-biggest-ones",
            ];
            let is_so = plan.group_by == Some(GroupBy::Merchant);
            phrases.extend_from_slice(&candidates[usize::from(is_so)..]);
        }
        Measure::Series | Measure::Trend => {
            phrases.extend_from_slice(&["suggest-average-month", "suggest-by-merchant"])
        }
        Measure::Count | Measure::Mean | Measure::Median => {
            phrases.extend_from_slice(&["suggest-biggest-ones", "suggest-by-month"])
        }
        Measure::List if plan.decisions => phrases.push("suggest-review"),
        Measure::List if plan.group_by == Some(GroupBy::Account) => {
            phrases.extend_from_slice(&["suggest-balance", "suggest-by-account"]);
        }
        Measure::Largest | Measure::Smallest | Measure::List => {
            phrases.extend_from_slice(&["suggest-by-merchant", "suggest-by-month"]);
        }
        Measure::Recurring => phrases.extend_from_slice(&["suggest-rises", "suggest-due"]),
        Measure::Upcoming => phrases.push("suggest-subscriptions"),
        // How it was worked out is one press away already.
        _ => phrases.push("suggest-breakdown"),
    }
    phrases.truncate(AFTERWARDS);
    let mut phrase = Phrase::new("suggest-breakdown");
    phrase.label("unit", unit.unwrap_or("grain-period"));
    sentences(&phrases, phrase)
}

/// What can be asked in place of what is to come.
pub(super) fn instead() -> Vec<String> {
    let phrases = ["suggest-balance", "suggest-due", "suggest-kept"];
    sentences(&phrases, Phrase::new("suggest-balance"))
}

/// The questions nearest to one that was not understood.
pub(super) fn nearest(book: &Book, today: Date, question: &str, reading: &Reading) -> Vec<String> {
    let asked = words_of(question);
    let mut ranked: Vec<(usize, usize, String)> = candidates(book, today)
        .into_iter()
        .enumerate()
        .map(|(place, candidate)| {
            let words = words_of(&candidate);
            let shared = asked
                .iter()
                .filter(|word| word.len() >= SHORTEST_SHARED && words.contains(word))
                .count();
            // Words that were not known say what was meant, if only nearly.
            let near = reading
                .unknown
                .iter()
                .flat_map(|text| words_of(text))
                .filter(|word| {
                    words.iter().any(|other| {
                        other.len() >= SHORTEST_NEAR && distance(word, other) <= other.len() / 3
                    })
                });
            (shared + 2 * near.count(), place, candidate)
        })
        .gather();
    ranked.arrange_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    ranked
        .into_iter()
        .take(NEAREST)
        .map(|(_, _, question)| question)
        .gather()
}

/// Questions that this person's rows can answer, the best to begin with first.
fn candidates(book: &Book, today: Date) -> Vec<String> {
    let Some(covered) = book.ledger().covered() else {
        return Vec::new();
    };
    let month = latest_month(covered, today);
    let spending = Filter {
        period: month.or(Some(covered)),
        ..Filter::default()
    };
    let rows = book.select(&spending).rows;
    let first = |by| {
        let mut groups = book.group_rows(&rows, by, Weekday::Monday);
        groups.arrange_by_key(|group| std::cmp::Reverse(group.totals.spending()));
        groups
    };
    let group = first(GroupBy::Group)
        .into_iter()
        .find_map(|group| match group.key {
            GroupKey::Group(Some(group)) if group != Group::Housing && group != Group::Other => {
                Some(group)
            }
            _ => None,
        });
    let mut by_count = first(GroupBy::Merchant);
    by_count.arrange_by_key(|group| std::cmp::Reverse(group.totals.count));
    let merchant = by_count.into_iter().find_map(|group| match group.key {
        GroupKey::Merchant(Some(merchant)) => Some(merchant),
        _ => None,
    });
    let this = Period::around(today, Grain::Month, Weekday::Monday);
    let is_last = month.is_some() && this.and_then(Period::previous) == month;
    // Every name that one of the questions holds.
    let mut phrase = Phrase::new("suggest-category");
    phrase.phrase(
        "when",
        Phrase::new(match is_last {
            true => "suggest-last-month",
            false => "suggest-in-all",
        }),
    );
    let mut templates = Vec::new();
    if let Some(group) = group {
        phrase.put("category", Argument::Category(group.label()));
        templates.push("suggest-category");
    }
    templates.push("suggest-breakdown");
    if let Some(merchant) = merchant {
        phrase.text("merchant", book.merchant_name(merchant));
        templates.extend_from_slice(&["suggest-count", "suggest-largest", "suggest-merchant"]);
    } else {
        templates.push("suggest-largest");
    }
    templates.extend_from_slice(&[
        "suggest-total",
        "suggest-subscriptions",
        "suggest-most-month",
    ]);
    let has_income = book
        .ledger()
        .indices()
        .rev()
        .take(RECENT)
        .any(|at| book.counts_as(at) == CountsAs::Income);
    if has_income {
        templates.extend_from_slice(&["suggest-income", "suggest-kept"]);
    }
    templates.push("suggest-why-up");
    sentences(&templates, phrase)
}

/// The sentences of some templates with the same arguments.
fn sentences(templates: &[&'static str], mut phrase: Phrase) -> Vec<String> {
    let sentences = templates.iter().map(|template| {
        phrase.template = template;
        phrase.sentence()
    });
    sentences.gather()
}

/// How many of the newest rows are looked at for income.
const RECENT: usize = 2000;

/// The month before this one where the rows reach into it.
fn latest_month(covered: Period, today: Date) -> Option<Period> {
    let this = Period::around(today, Grain::Month, Weekday::Monday)?;
    this.previous()?.intersection(covered).and(this.previous())
}
