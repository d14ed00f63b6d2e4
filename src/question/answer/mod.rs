//! What a question gets: a sentence, its rows, what is drawn, and what proves it.

use rust_decimal::Decimal;

use crate::book::{Book, Criteria, Filter, Flow, GroupBy, LeftOut, Paid, Selection};
use crate::calendar::{Date, Period};
use crate::category::Group;
pub use crate::insight::Rule;
use crate::insight::{FindingKind, Known};
use crate::ledger::Index;
use crate::money::{Amount, Currency, Exact as _, Money, Total};
use crate::phrase::{Argument, Phrase};

use super::draft::Draft;
use super::plan::{Measure, Plan};
use super::read::calendar::Calendar;
use desk::Desk;

mod accounts;
mod average;
mod beside;
mod combined;
mod compared;
mod decided;
mod desk;
mod grouped;
mod listed;
mod noticed;
mod regular;
mod sum;
mod words;

pub use combined::{Combined, Converted};
pub(super) use grouped::natural_group;
pub(super) use regular::next_pay;
pub(super) use words::{grain_label, list, measure_label, own_names, texts};

/// How far a question was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Wholly.
    Answered,
    /// But for words that matter, which are named.
    Partly,
    /// Not enough to answer.
    NotUnderstood,
    /// Understood, and nothing that rows of a bank can tell.
    OutOfScope,
}

impl Status {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Status::Answered => "answered",
            Status::Partly => "partly",
            Status::NotUnderstood => "notUnderstood",
            Status::OutOfScope => "outOfScope",
        }
    }
}

/// The figure of an answer, or of one of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// No figure.
    #[default]
    None,
    /// Yes or no.
    Bool(bool),
    /// How many.
    Count(u64),
    /// One sum.
    Money(Money),
    /// One sum a currency, that of most rows first; at least two.
    Moneys(Vec<Money>),
    /// A day.
    Date(Date),
    /// A share or another plain number.
    Decimal(Decimal),
}

/// A group, item or period of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// In the invariant English: a merchant, a category's label, `2026-02`.
    pub label: String,
    /// The same, typed.
    pub says: Argument,
    /// Its figure.
    pub value: Value,
    /// How many transactions.
    pub count: u32,
    /// Its share of the whole, from 0 to 1, where that says something.
    pub share: Option<Decimal>,
    /// The display group, for its colour.
    pub group: Option<Group>,
    /// The days it covers, for periods.
    pub period: Option<Period>,
    /// Whether the period is not over.
    pub partial: bool,
    /// The single transaction it is, for lists.
    pub transaction: Option<Index>,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChartKind {
    /// A series.
    Columns,
    /// A breakdown.
    Bars,
    /// Two cumulative lines over the days.
    Steps,
    /// The parts between two totals.
    Waterfall,
}

impl ChartKind {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            ChartKind::Columns => "columns",
            ChartKind::Bars => "bars",
            ChartKind::Steps => "steps",
            ChartKind::Waterfall => "waterfall",
        }
    }
}

/// One chart, its points the same figures as the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// The currency of every figure.
    pub currency: Option<Currency>,
    /// The points.
    pub points: Vec<Point>,
    /// The second line of steps.
    pub against: Vec<Point>,
    /// The usual one (median), as a dashed line.
    pub usual: Option<Money>,
    /// The finding in one sentence, for those who cannot see it.
    pub says: Phrase,
}

/// One mark of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The period, category, merchant or day.
    pub label: Argument,
    /// Its figure.
    pub value: Money,
    /// Its share of the largest magnitude, from -1 to 1.
    pub share: Decimal,
    /// The display group, for its colour.
    pub group: Option<Group>,
    /// Whether it is the one that the sentence is about.
    pub key: bool,
    /// Whether its period is not over.
    pub partial: bool,
    /// How many transactions.
    pub count: u32,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The words that were asked, cut at [`super::MAX_QUESTION_CHARS`].
    pub question: String,
    /// How far they were understood.
    pub status: Status,
    /// How they were read.
    pub plan: Option<Plan>,
    /// The figure.
    pub value: Value,
    /// How it is drawn.
    pub rule: Rule,
    /// The same in each currency, where there are several.
    pub sums: Vec<Money>,
    /// What they come to in one, where the person gave rates.
    pub combined: Option<Combined>,
    /// The groups, items or periods it is made of.
    pub rows: Vec<AnswerRow>,
    /// What is drawn, if anything.
    pub chart: Option<Chart>,
    /// The sentence.
    pub says: Phrase,
    /// What is unusual: a partial period, pending rows, several currencies.
    pub notes: Vec<Phrase>,
    /// The rows counted, in order.
    pub included: Vec<Index>,
    /// The rows left out that a reader might have expected.
    pub left_out: Vec<(LeftOut, Vec<Index>)>,
    /// Purchases before refunds, of the first currency.
    pub gross: Option<Money>,
    /// Refunds, of the first currency.
    pub refunds: Option<Money>,
    /// Gross less refunds, of the first currency.
    pub net: Option<Money>,
    /// The arithmetic mean, where an average was asked.
    pub mean: Option<Money>,
    /// The median, where an average was asked.
    pub median: Option<Money>,
    /// What came from the question before: `measure`, `period`, `include`, `exclude`, `groupBy`.
    pub inherited: Vec<&'static str>,
    /// Words that could not be used.
    pub unrecognised: Vec<String>,
    /// The nearest questions that can be answered, or good ones to go on with.
    pub suggestions: Vec<String>,
}

impl AnswerRow {
    /// A row with a figure, of no group or days of its own.
    #[inline(never)]
    fn of(says: Argument, value: Value, count: usize) -> AnswerRow {
        AnswerRow {
            label: says.sentence(),
            says,
            value,
            count: count as u32,
            share: None,
            group: None,
            period: None,
            partial: false,
            transaction: None,
        }
    }
}

impl Answer {
    /// Adds a note; what it says follows.
    #[inline(never)]
    pub(super) fn note(&mut self, template: &'static str) -> &mut Phrase {
        self.notes.push_mut(Phrase::new(template))
    }

    /// An answer without a figure yet.
    #[inline(never)]
    pub(super) fn saying(status: Status, says: Phrase) -> Answer {
        Answer {
            question: String::new(),
            status,
            plan: None,
            value: Value::None,
            rule: Rule::Quoted,
            sums: Vec::new(),
            combined: None,
            rows: Vec::new(),
            chart: None,
            says,
            notes: Vec::new(),
            included: Vec::new(),
            left_out: Vec::new(),
            gross: None,
            refunds: None,
            net: None,
            mean: None,
            median: None,
            inherited: Vec::new(),
            unrecognised: Vec::new(),
            suggestions: Vec::new(),
        }
    }
}

/// Works a plan out.
pub(super) fn work_out(book: &Book, known: &Known, calendar: &Calendar, draft: &Draft) -> Answer {
    let plan = &draft.plan;
    let (rivals, asked) = (draft.rivals.as_slice(), draft.asked.as_ref());
    let desk = Desk {
        book,
        known,
        calendar,
        plan,
    };
    let mut answer = match plan.measure {
        _ if names_no_other(&desk) => {
            desk.sheet(Phrase::new("question-abroad-none"), Selection::default())
        }
        Measure::Count if plan.group_by == Some(GroupBy::Merchant) => grouped::breakdown(&desk),
        Measure::Count => sum::count(&desk),
        Measure::Mean | Measure::Median => average::average(&desk),
        Measure::Largest | Measure::Smallest => match (plan.group_by, asked) {
            (Some(by), asked) => grouped::extreme(&desk, by, asked),
            _ => listed::ranking(&desk),
        },
        Measure::List if plan.decisions => decided::decisions(&desk),
        Measure::List if plan.group_by == Some(GroupBy::Account) => accounts::accounts(&desk),
        Measure::List => listed::list(&desk),
        Measure::Series => grouped::series(&desk),
        Measure::Breakdown => grouped::breakdown(&desk),
        Measure::Compare if rivals.len() >= 2 && plan.against.is_none() => {
            compared::rivals(&desk, rivals)
        }
        Measure::Compare if plan.group_by == Some(GroupBy::Weekday) => compared::weekends(&desk),
        Measure::Compare if plan.group_by.is_some() && plan.against.is_none() => {
            compared::usual(&desk)
        }
        Measure::Compare => compared::compare(&desk),
        Measure::ExplainChange => compared::explain(&desk),
        Measure::Trend => compared::trend(&desk),
        Measure::Share => sum::share(&desk),
        Measure::Net => sum::net(&desk),
        Measure::SavingsRate => sum::savings_rate(&desk),
        Measure::Transfers => sum::transfers(&desk),
        Measure::Balance => accounts::balance(&desk),
        Measure::Recurring => regular::payments(&desk),
        Measure::Upcoming => regular::upcoming(&desk),
        Measure::Duplicates => noticed::noticed(&desk, &[FindingKind::DoubleCharge]),
        Measure::Anomalies if plan.rises => noticed::noticed(&desk, &[FindingKind::PriceRise]),
        Measure::Anomalies => noticed::noticed(&desk, noticed::UNUSUAL),
        Measure::Payday => regular::payday(&desk),
        _ => sum::sum(&desk),
    };
    note_what_is_unusual(&desk, &mut answer);
    if let Some(chart) = &mut answer.chart {
        chart.says = answer.says.clone();
    }
    answer
}

/// Whether another currency is asked about, and no row of all names one.
fn names_no_other(desk: &Desk<'_>) -> bool {
    let currency = desk.plan.include.currency;
    let include = Criteria {
        currency,
        ..Criteria::default()
    };
    let all = Filter {
        flow: Flow::Any,
        include,
        ..Filter::default()
    };
    matches!(currency, Some(Paid::NotIn(_))) && desk.book.select(&all).rows.is_empty()
}

/// Says what a reader should know of the rows: several currencies, pending ones, days without rows.
fn note_what_is_unusual(desk: &Desk<'_>, answer: &mut Answer) {
    let ledger = desk.book.ledger();
    if ledger.currencies().len() > 1 || matches!(answer.value, Value::Moneys(_)) {
        answer.sums = combined::sums(desk, answer);
    }
    if matches!(answer.value, Value::Moneys(_)) {
        answer.note("question-note-currencies");
    } else if ledger.currencies().len() > 1 {
        let all = desk.select().rows;
        let (currency, own, others) = desk.main_currency(all.clone());
        let ranked = match desk.plan.measure {
            Measure::Balance => false,
            Measure::Count => desk.plan.group_by == Some(GroupBy::Merchant),
            _ => matches!(answer.value, Value::Money(_) | Value::Decimal(_)),
        };
        if others > 0 && ranked {
            let note = match currency {
                Some(currency) => answer
                    .note("question-note-one-currency")
                    .text("currency", currency.code()),
                None => answer.note("question-note-no-currency"),
            };
            note.count("count", others as u64);
            let mut left = all;
            left.retain(|at| own.binary_search(at).is_err());
            answer.left_out.push((LeftOut::OtherCurrency, left));
            if !answer.sums.is_empty() {
                let figure = words::moneys(&answer.sums);
                answer.note("question-note-sums").put("figure", figure);
            }
        }
    }
    if let Some(Paid::In(currency)) = desk.plan.include.currency {
        note_paid_in(desk, answer, currency);
    }
    let pending = answer
        .included
        .iter()
        .filter(|at| ledger.is_pending(**at))
        .count();
    if pending > 0 {
        let note = answer.note("question-note-pending");
        note.count("count", pending as u64);
    }
    let (Some(period), Some(covered)) = (desk.plan.period, ledger.covered()) else {
        return;
    };
    if desk.plan.open && desk.plan.against.is_none() {
        let note = answer.note("question-note-so-far");
        note.date("date", period.last());
    }
    let earlier = desk.plan.against.map(|against| against.start());
    let begins = earlier.unwrap_or(period.start()).min(period.start());
    if begins < covered.start() {
        let note = answer.note("question-note-starts");
        note.date("date", covered.start());
    }
    if desk.plan.latest {
        let note = answer.note("question-note-latest");
        note.date("date", covered.last());
        return;
    }
    let ahead = desk.plan.measure == Measure::Upcoming;
    if !ahead && covered.last() < period.last() && covered.last() < desk.calendar.today {
        let note = answer.note("question-note-ends");
        note.date("date", covered.last());
    }
}

/// What rows cost in another currency than the one they are booked in, and at which rate that was.
fn note_paid_in(desk: &Desk<'_>, answer: &mut Answer, currency: Currency) {
    let (mut paid, mut booked) = (Total::default(), Total::default());
    let ledger = desk.book.ledger();
    let mut into = None;
    for at in &answer.included {
        let Some(amount) = desk.book.paid_in(*at, currency) else {
            continue;
        };
        // Their magnitudes: a bank may print what was paid without its sign.
        let Some(amount) = Amount::from_decimal(amount.amount().abs()) else {
            return;
        };
        let is_back = !ledger.amount_at(*at).is_negative();
        paid.add(if is_back { amount.negated() } else { amount });
        booked.add(ledger.amount_at(*at).negated());
        if *into.get_or_insert(ledger.currency_at(*at)) != ledger.currency_at(*at) {
            return;
        }
    }
    let (paid, booked) = (
        paid.in_currency(Some(currency)),
        booked.in_currency(into.flatten()),
    );
    let rate = booked.amount().over(paid.amount());
    let Some((rate, into)) = rate.zip(into.flatten()) else {
        return;
    };
    let note = answer.note("question-note-paid-in");
    note.money("figure", &paid)
        .text("currency", currency.code())
        .text("rate", &rate.round_dp(4).to_string())
        .text("booked", into.code());
}

/// Whether a plan's rows are regular payments that go on.
pub(super) fn are_regular(book: &Book, known: &Known, calendar: &Calendar, plan: &Plan) -> bool {
    let desk = Desk {
        book,
        known,
        calendar,
        plan,
    };
    regular::are_regular(&desk)
}

/// What a plan is about, in words.
pub(super) fn about_of(book: &Book, known: &Known, calendar: &Calendar, plan: &Plan) -> Argument {
    let desk = Desk {
        book,
        known,
        calendar,
        plan,
    };
    desk.about()
}
