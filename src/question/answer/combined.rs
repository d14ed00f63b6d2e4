//! Sums of several currencies in one, by rates that the person gave: never without, and the sums stay beside it.

use crate::book::{Rates, Used};
use crate::calendar::{Date, Day};
use crate::money::{Amount, Currency, Money, Total};
use crate::phrase::{Argument, Phrase};

use super::super::plan::Measure;
use super::desk::{Desk, add_to};
use super::words::list;
use super::{Answer, Status, Value};

/// What sums of several currencies come to in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combined {
    /// All of it.
    pub total: Money,
    /// The sums it is made of, each converted once and rounded once.
    pub parts: Vec<Converted>,
}

/// A sum in another currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The sum.
    pub sum: Money,
    /// What it comes to.
    pub becomes: Money,
    /// The rate and its day; absent where the sum is in the currency of the total.
    pub rate: Option<Used>,
}

impl Answer {
    /// Adds up what is in several currencies, or gives one sum in the currency that was asked for, where the person
    /// gave the rates; says which one is missing else.
    ///
    /// The rates are those of the period's last day, or of today where it is not over.
    pub(in crate::question) fn combine(&mut self, rates: &Rates, today: Date) {
        let Some(plan) = &self.plan else {
            return;
        };
        let asked = plan.currency;
        let mut sums = self.sums.clone();
        if let (true, Value::Money(sum), true) = (sums.is_empty(), &self.value, asked.is_some()) {
            sums.push(*sum);
        }
        let Some(to) = asked.or_else(|| sums.first().and_then(|sum| sum.currency())) else {
            return;
        };
        let is_there = sums.iter().all(|sum| sum.currency() == Some(to));
        if is_there || rates.is_empty() && asked.is_none() {
            return;
        }
        let day = plan.period.map_or(today, |period| period.last().min(today));
        match converted(rates, &sums, to, Day::from_date(day)) {
            Ok(combined) => {
                self.notes
                    .retain(|note| note.template != "question-note-currencies");
                self.notes.push(said(&combined));
                self.combined = Some(combined);
            }
            Err(without) => {
                let note = self.note("question-note-no-rate");
                note.put("currency", list(without)).text("into", to.code());
                if asked.is_some() && self.status == Status::Answered {
                    self.status = Status::Partly;
                }
            }
        }
    }
}

/// The sums in one currency, or those that no rate is given for.
fn converted(
    rates: &Rates,
    sums: &[Money],
    to: Currency,
    day: Day,
) -> Result<Combined, Vec<Argument>> {
    let mut total = Total::default();
    let (mut parts, mut without) = (Vec::new(), Vec::new());
    for sum in sums {
        let found = match sum.currency() {
            Some(currency) if currency == to => Some((*sum, None)),
            _ => {
                let found = rates.convert(*sum, to, day);
                found.map(|(becomes, used)| (becomes, Some(used)))
            }
        };
        let amount = found.and_then(|(becomes, _)| Amount::from_decimal(becomes.amount()));
        match found.zip(amount) {
            Some(((becomes, rate), amount)) => {
                total.add(amount);
                let sum = *sum;
                parts.push(Converted { sum, becomes, rate });
            }
            None => without.push(match sum.currency() {
                Some(currency) => Argument::text(currency.code()),
                None => Argument::Label("no-currency"),
            }),
        }
    }
    match without.is_empty() {
        true => Ok(Combined {
            total: total.in_currency(Some(to)),
            parts,
        }),
        false => Err(without),
    }
}

fn said(combined: &Combined) -> Phrase {
    let mut rates: Vec<Argument> = Vec::new();
    for used in combined.parts.iter().filter_map(|part| part.rate) {
        let mut rate = Phrase::new("rate-used");
        rate.text("from", used.from.code())
            .text("value", &used.value.to_string())
            .text("to", used.to.code())
            .date("date", used.day.to_date());
        rates.push(Argument::Phrase(Box::new(rate)));
    }
    let template = match combined.parts.len() {
        1 => "question-note-converted",
        _ => "question-note-combined",
    };
    // A list as a sentence holds it would leave some out.
    let rates = match rates.len() {
        1 => list(rates),
        _ => Argument::List(rates),
    };
    let mut says = Phrase::new(template);
    says.money("figure", &combined.total).put("rates", rates);
    says
}

/// The figure of an answer in each currency, where there are several: what its rows tell of one of them counts here
/// for all.
pub(super) fn sums(desk: &Desk<'_>, answer: &Answer) -> Vec<Money> {
    let plan = desk.plan;
    let grouped = plan.group_by.is_some();
    let sums = match (&answer.value, plan.measure) {
        (Value::Moneys(sums), _) => return sums.clone(),
        (_, Measure::List | Measure::Count) => desk.figures(&answer.included),
        (_, Measure::Compare | Measure::ExplainChange) => match plan.against {
            Some(against) => {
                let before = desk.rows_in(against);
                differences(desk.figures(&desk.select().rows), desk.figures(&before))
            }
            None => Vec::new(),
        },
        (_, Measure::Largest | Measure::Smallest) if grouped => desk.figures(&desk.select().rows),
        (_, Measure::Series | Measure::Breakdown) => desk.figures(&desk.select().rows),
        _ => Vec::new(),
    };
    match sums.len() {
        0 | 1 => Vec::new(),
        _ => sums,
    }
}

/// One set of sums less another, by currency.
fn differences(these: Vec<Money>, those: Vec<Money>) -> Vec<Money> {
    let mut left = these;
    for sum in those {
        add_to(&mut left, sum.negated());
    }
    left
}
