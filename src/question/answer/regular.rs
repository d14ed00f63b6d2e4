//! What comes back at a steady interval: regular payments and pay.

use rust_decimal::Decimal;

use crate::book::{Book, CountsAs, Filter, Flow, GroupBy, Selection};
use crate::calendar::{Date, Grain, Period};
use crate::category::{Category, Group};
use crate::insight::{Known, Stream};
use crate::ledger::Index;
use crate::money::{Exact, Money};
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};

use super::desk::{Desk, add_to, value_of};
use super::words::{grain_label, moneys};
use super::{Answer, AnswerRow, Rule, Value};

/// The regular payments that are active.
pub(super) fn payments(desk: &Desk<'_>) -> Answer {
    let streams = desk.known.streams(desk.book);
    let mut active: Vec<&Stream> = streams
        .iter()
        .filter(|stream| stream.is_active() && !stream.income && wanted(desk, stream))
        .gather();
    active.arrange_by_key(|stream| std::cmp::Reverse((stream.monthly.amount(), stream.last)));
    let mut sums: Vec<Money> = Vec::new();
    let mut included: Vec<Index> = Vec::new();
    for stream in &active {
        included.extend(stream.charges.last());
        add_to(&mut sums, stream.monthly);
    }
    included.arrange();
    let yearly = desk.plan.group_by == Some(GroupBy::Period(Grain::Year));
    let grain = if yearly { Grain::Year } else { Grain::Month };
    if yearly {
        for sum in &mut sums {
            *sum = Money::from_decimal(sum.amount().near_times(Decimal::from(12)), sum.currency());
        }
    }
    let asked = !desk.plan.include.merchants.is_empty() || !desk.plan.include.categories.is_empty();
    let ended = streams
        .iter()
        .filter(|stream| !stream.is_active() && !stream.income && asked && wanted(desk, stream))
        .max_by_key(|stream| stream.last);
    if let Some(stream) = ended.filter(|_| active.is_empty()) {
        let mut says = Phrase::new("question-recurring-ended");
        says.text("payee", &stream.name)
            .money("figure", &stream.amount)
            .date("date", stream.last);
        let selection = Selection::of(stream.charges.clone());
        let mut answer = desk.sheet(says, selection);
        answer.value = Value::Count(0);
        return answer;
    }
    let template = match active.is_empty() {
        true => "question-recurring-none",
        false => "question-recurring",
    };
    let mut says = Phrase::new(template);
    says.count("count", active.len() as u64)
        .put("about", desk.about_in(None))
        .label("grain", grain_label(grain))
        .put("figure", moneys(&sums));
    let rows = active.iter().map(|stream| AnswerRow {
        transaction: stream.charges.last().copied(),
        ..row_of(stream, stream.monthly, stream.charges.len())
    });
    let rows = rows.gather();
    let mut answer = desk.sheet(says, Selection::of(included));
    answer.rule = Rule::Estimate;
    answer.value = match desk.plan.group_by {
        Some(GroupBy::Period(_)) => value_of(&sums),
        _ => Value::Count(active.len() as u64),
    };
    answer.rows = rows;
    answer
}

fn row_of(stream: &Stream, value: Money, count: usize) -> AnswerRow {
    AnswerRow {
        group: Some(stream.group),
        ..AnswerRow::of(Argument::text(&stream.name), Value::Money(value), count)
    }
}

/// Whether a stream is of the plan's subjects; subscriptions are regular payments that are no bill or loan.
fn wanted(desk: &Desk<'_>, stream: &Stream) -> bool {
    let (include, exclude) = (&desk.plan.include, &desk.plan.exclude);
    let of = |criteria: &crate::book::Criteria| {
        stream
            .category
            .is_some_and(|category| criteria.categories.contains(&category))
            || stream
                .merchant
                .is_some_and(|merchant| criteria.merchants.contains(&merchant))
    };
    let subscriptions = include
        .categories
        .iter()
        .copied()
        .eq(Group::Subs.categories());
    let counted = match subscriptions && include.merchants.is_empty() {
        true => !matches!(
            stream.group,
            Group::Housing
                | Group::Bills
                | Group::Transfers
                | Group::Income
                | Group::Fees
                | Group::Cash
        ),
        false => include.categories.is_empty() && include.merchants.is_empty() || of(include),
    };
    counted && !of(exclude)
}

/// The regular payments expected in the plan's days, at their last amounts.
pub(super) fn upcoming(desk: &Desk<'_>) -> Answer {
    let streams = desk.known.streams(desk.book);
    let Some(period) = desk.plan.period else {
        return payments(desk);
    };
    let mut due: Vec<(Date, &Stream)> = streams
        .iter()
        .filter(|stream| stream.is_active() && !stream.income && wanted(desk, stream))
        .filter_map(|stream| Some((stream.next.filter(|next| period.contains(*next))?, stream)))
        .gather();
    due.arrange_by_key(|(next, _)| *next);
    let mut sums: Vec<Money> = Vec::new();
    for (_, stream) in &due {
        add_to(&mut sums, stream.amount);
    }
    let template = match due.len() {
        0 => "question-upcoming-none",
        1 => "question-upcoming-one",
        _ => "question-upcoming",
    };
    let mut says = Phrase::new(template);
    if let Some((next, first)) = due.first() {
        says.text("payee", &first.name).date("date", *next);
    }
    says.count("count", due.len() as u64)
        .put("about", desk.about())
        .put("figure", moneys(&sums));
    let mut included: Vec<Index> = due
        .iter()
        .filter_map(|(_, stream)| stream.charges.last().copied())
        .gather();
    included.arrange();
    let mut answer = desk.sheet(says, Selection::of(included));
    answer.rule = Rule::Estimate;
    answer.value = desk.value_of(&sums);
    let rows = due.iter().map(|(next, stream)| AnswerRow {
        period: Period::day(*next),
        ..row_of(stream, stream.amount, 1)
    });
    answer.rows = rows.gather();
    answer
}

/// Whether most rows of the plan are regular payments that go on.
pub(crate) fn are_regular(desk: &Desk<'_>) -> bool {
    let streams = desk.known.streams(desk.book).iter();
    let active =
        streams.filter(|stream| stream.is_active() && !stream.income && wanted(desk, stream));
    let charges: usize = active.map(|stream| stream.charges.len()).sum();
    charges * 2 > desk.select().rows.len()
}

/// When the next pay is expected, and from whom.
pub(crate) fn next_pay<'a>(book: &Book, known: &'a Known) -> Option<(Date, &'a str)> {
    let salary = Category::from_code("INCOME_SALARY");
    let streams = known.streams(book).iter();
    let coming =
        streams.filter(|stream| stream.is_active() && stream.income && stream.category == salary);
    let ahead = coming.filter_map(|stream| {
        let next = stream.next.filter(|next| *next > known.today())?;
        Some((next, &*stream.name))
    });
    ahead.min_by_key(|(next, _)| *next)
}

/// When pay last came, and how much.
pub(super) fn payday(desk: &Desk<'_>) -> Answer {
    let salary_code = Category::from_code("INCOME_SALARY");
    let salary: Vec<Category> = salary_code.into_iter().gather();
    let mut filter = Filter {
        flow: Flow::Income,
        ..Filter::default()
    };
    filter.include.categories = salary;
    let paid = desk.book.select(&filter).rows;
    let last = paid.iter().rev().copied().find(|at| {
        desk.book.counts_as(*at) == CountsAs::Income
            && !desk.book.ledger().amount_at(*at).is_negative()
    });
    let Some((at, date)) = last.and_then(|at| Some((at, desk.date(at)?))) else {
        return desk.sheet(Phrase::new("question-payday-none"), Selection::default());
    };
    let row = desk.transaction_row(at);
    let figure = match row.value {
        Value::Money(money) => money,
        _ => Money::from_decimal(Decimal::ZERO, None),
    };
    let mut says = Phrase::new("question-payday");
    says.date("date", date)
        .money("figure", &figure)
        .put("payee", row.says.clone());
    if let Some((next, from)) = next_pay(desk.book, desk.known) {
        says.date("next", next);
        let from = Argument::text(from);
        if from != row.says {
            says.put("from", from);
        }
    }
    let mut answer = desk.sheet(says, Selection::of(vec![at]));
    answer.value = Value::Date(date);
    answer.rows = paid
        .iter()
        .rev()
        .take(12)
        .map(|at| desk.transaction_row(*at))
        .gather();
    answer
}
