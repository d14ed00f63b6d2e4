//! How the parts of an answer are named in its sentences: periods, categories, the person's own words, sums.

use crate::book::{Book, Criteria};
use crate::calendar::{Grain, Period, Weekday};
use crate::category::Category;
use crate::money::Money;
use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase, label_key};

use super::super::plan::{Measure, category_names};

/// The most merchants or categories that a sentence names.
const NAMED: usize = 3;

/// Puts a period into a phrase, a single day as such.
pub(super) fn put_period(phrase: &mut Phrase, period: Option<Period>) {
    match period {
        Some(period) if period.days() == 1 => phrase.date("day", period.start()),
        Some(period) => phrase.period("period", period),
        None => phrase,
    };
}

/// Words of the person as arguments.
pub(crate) fn texts<T: AsRef<str>>(texts: &[T]) -> Vec<Argument> {
    let arguments = texts.iter().map(|text| Argument::text(text.as_ref()));
    arguments.gather()
}

/// Which of three templates says a difference: that there is none, that it is more, that it is less.
#[inline(never)]
pub(super) fn by_sign(difference: &Money, templates: [&'static str; 3]) -> &'static str {
    let [same, more, less] = templates;
    match difference.amount() {
        amount if amount.is_zero() => same,
        amount if amount.is_sign_negative() => less,
        _ => more,
    }
}

/// A period of a grain as its row is called: `2026-02`.
pub(super) fn period_label(period: Period, grain: Grain) -> String {
    let start = period.start();
    let year = format!("{:04}", start.year());
    match grain {
        Grain::Month => format!("{year}-{:02}", start.month()),
        Grain::Quarter => format!("{year}-Q{}", (start.month() - 1) / 3 + 1),
        Grain::Year => year,
        Grain::Day | Grain::Week => Argument::Period(period).sentence(),
    }
}

/// The key of a grain's label.
pub(crate) fn grain_label(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "grain-day",
        Grain::Week => "grain-week",
        Grain::Month => "grain-month",
        Grain::Quarter => "grain-quarter",
        Grain::Year => "grain-year",
    }
}

/// The key of a day of the week's label.
pub(super) fn day_label(day: Weekday) -> &'static str {
    weekday_label(day.to_monday_zero_offset() as u8)
}

pub(super) fn weekday_label(day: u8) -> &'static str {
    const LABELS: [&str; 7] = [
        "weekday-0",
        "weekday-1",
        "weekday-2",
        "weekday-3",
        "weekday-4",
        "weekday-5",
        "weekday-6",
    ];
    LABELS.get(usize::from(day)).copied().unwrap_or("weekday-0")
}

pub(super) fn category_arguments(categories: &[Category]) -> Vec<Argument> {
    let names = category_names(categories);
    names
        .into_iter()
        .map(|name| Argument::Category(name.label()))
        .gather()
}

/// The names of the person's own groups and categories, each once.
pub(crate) fn own_names(book: &Book, criteria: &Criteria) -> Vec<Argument> {
    let rules = book.rules();
    let group = |number: &u16| Some(&*rules.groups().get(usize::from(*number))?.name);
    let category = |number: &u16| Some(&*rules.own_categories().get(usize::from(*number))?.name);
    let groups = criteria.own_groups.iter().filter_map(group);
    let mut names: Vec<Argument> = Vec::new();
    for name in groups.chain(criteria.own_categories.iter().filter_map(category)) {
        let name = Argument::text(name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Several as one argument, no more than a sentence can hold.
pub(crate) fn list(arguments: Vec<Argument>) -> Argument {
    let mut arguments = arguments;
    if arguments.len() > NAMED {
        arguments.truncate(NAMED - 1);
        arguments.push(Argument::Label("and-others"));
    }
    match arguments.pop() {
        Some(one) if arguments.is_empty() => one,
        Some(last) => {
            arguments.push(last);
            Argument::List(arguments)
        }
        None => Argument::text(""),
    }
}

/// Sums as one argument, one a currency.
pub(super) fn moneys(sums: &[Money]) -> Argument {
    match sums {
        [one] => Argument::Money(*one),
        many => Argument::List(many.iter().map(|sum| Argument::Money(*sum)).gather()),
    }
}

/// The label of a measure.
pub(crate) fn measure_label(measure: Measure) -> Argument {
    Argument::Label(label_key(&["measure-", measure.name()].concat()).unwrap_or("measure-spend"))
}
