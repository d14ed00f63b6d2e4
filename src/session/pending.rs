//! Until insights and questions give their own.

use crate::book::Book;
use crate::calendar::{Date, Period, Weekday};
use crate::insight::{Finding, Overview};
use crate::money::Currency;
use crate::question::Answer;

#[derive(Default)]
pub(super) struct Asker;
#[derive(Default)]
pub(super) struct Conversation;

impl Asker {
    pub(super) fn new() -> Asker {
        Asker
    }
    pub(super) fn learn(&mut self, _: &Book) {}
}

pub(super) fn openers(_: &Book, _: Date) -> Vec<String> {
    Vec::new()
}

pub(super) fn ask(
    _: &Asker,
    _: &Book,
    _: &mut Conversation,
    question: &str,
    _: Date,
    _: &str,
) -> Answer {
    use crate::question::{Rule, Status, Value};
    Answer {
        question: question.to_owned(),
        status: Status::NotUnderstood,
        plan: None,
        value: Value::None,
        rule: Rule::Quoted,
        rows: vec![],
        chart: None,
        says: crate::phrase::Phrase::new("failure-restarted"),
        notes: vec![],
        included: vec![],
        left_out: vec![],
        gross: None,
        refunds: None,
        net: None,
        mean: None,
        median: None,
        inherited: vec![],
        unrecognised: vec![],
        suggestions: vec![],
    }
}

pub(super) fn findings(_: &Book, _: Date, _: Weekday) -> Vec<Finding> {
    Vec::new()
}

pub(super) fn overview(
    book: &Book,
    today: Date,
    _: Weekday,
    _: Option<Period>,
    _: Option<Option<Currency>>,
) -> Overview {
    Overview {
        today,
        currency: None,
        currencies: vec![],
        covered: book.ledger().covered(),
        flows: vec![],
        period: None,
        partial: false,
        spending: Default::default(),
        totals: Default::default(),
        by_category: Default::default(),
        by_merchant: Default::default(),
        largest: vec![],
        months: vec![],
        months_chart: None,
        recurring: vec![],
        comparison: None,
    }
}
