//! What was read to a plan: which measure, which subjects, what is inherited from the question before.

use crate::book::{Book, Criteria, Flow, GroupBy};
use crate::calendar::Grain;
use crate::category::{Category, Group};
use crate::order::Arrange as _;

use super::days::set_period;
use super::plan::{Measure, Plan};
use super::read::calendar::Calendar;
use super::read::lexicon::Part;
use super::read::period::When;
use super::read::reading::Reading;

mod flow;
mod measure;
mod subject;

use flow::{set_flow, settle_flow, settle_loan};
use measure::{form_of, set_measure, topic_of};
use subject::set_subjects;

/// A plan, and where its parts came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// The plan.
    pub(super) plan: Plan,
    /// What came from the question before.
    pub(super) inherited: Vec<&'static str>,
    /// Several subjects that are set against each other.
    pub(super) rivals: Vec<Criteria>,
    /// The merchant that may come first, where that is asked: `Is Costa my biggest coffee habit?`
    pub(super) asked: Option<Criteria>,
}

/// The most words of a question that is only a piece of one: `and last month?`, `without rent and the car then`.
/// Longer ones stand on their own.
const FRAGMENT_WORDS: usize = 8;

/// The most words of a question about the rows just shown that does not name them: `what was the average then`.
const ASIDE_WORDS: usize = 6;

/// The most words that ask for the parts of the figure before: `break it down`.
const PIECE_WORDS: usize = 3;

/// How many rows *the biggest ones* are.
const BIGGEST_OF: u32 = 5;

/// Drafts the plan of a question.
pub(super) fn draft(
    reading: &Reading,
    book: &Book,
    calendar: &Calendar,
    before: Option<&Plan>,
) -> Draft {
    let before = before.filter(|_| goes_on(reading));
    let mut draft = Draft::default();
    let topic = topic_of(reading);
    let form = form_of(reading, before);
    let mut plan = match before {
        Some(before) => before.clone(),
        None => Plan::default(),
    };
    if !reading.measures.is_empty() {
        // Another thing is asked, whatever was asked of the rows before.
        (plan.by_count, plan.oldest_first, plan.decisions) = (false, false, false);
        (plan.same, plan.of_income) = (false, false);
        if reading.measures != [Measure::Balance] || reading.mentions.is_empty() {
            plan.extreme = None;
        }
    }
    set_measure(&mut plan, reading, topic, form, before, &mut draft);
    set_subjects(&mut plan, reading, book, before, &mut draft);
    if before.is_none() || topic.is_some() {
        set_flow(&mut plan, reading, topic);
        let bill = Category::from_code("LOAN_PAYMENTS_CREDIT_CARD_PAYMENT");
        let has_card = book
            .ledger()
            .accounts()
            .iter()
            .any(|account| account.is_credit());
        if !has_card && bill.is_some_and(|bill| plan.include.categories == [bill]) {
            // The card is not here, so its bills stand for what was bought with it.
            (plan.measure, plan.flow) = (Measure::Spend, Flow::Spending);
        }
        settle_loan(&mut plan, book);
    } else {
        settle_flow(&mut plan, reading);
    }
    if plan.flow == Flow::Kept && !reading.has(Part::BeforePay) {
        set_left_after(&mut plan.include.categories);
    }
    set_period(&mut plan, reading, book, calendar, before, &mut draft);
    set_asked(&mut plan, reading, &mut draft);
    plan.currency = reading.currency.or(plan.currency);
    let first = reading.has(Part::First) && reading.limit.is_none();
    let last = reading.has(Part::LastTime) && !reading.several;
    if (last || first) && plan.measure == Measure::List {
        plan.limit = Some(1);
    } else if let Some(limit) = reading.limit {
        plan.limit = Some(limit);
    } else {
        let ranked = matches!(plan.measure, Measure::Largest | Measure::Smallest);
        let several = reading.several && ranked && plan.group_by.is_none();
        let goes_on = before.is_some() && plan.measure == Measure::Largest;
        if reading.has(Part::BiggestOf) || several || goes_on {
            plan.limit = plan.limit.or(Some(BIGGEST_OF));
        }
    }
    if matches!(plan.measure, Measure::Mean | Measure::Median)
        && !matches!(plan.group_by, Some(GroupBy::Period(_)))
    {
        // An average of purchases: what came back for one is none of them.
        plan.group_by = None;
        if plan.flow == Flow::Spending {
            plan.flow = Flow::Purchases;
        }
    }
    if reading.has(Part::Usual) && plan.measure == Measure::Compare {
        // What is usual is told by the months before, not by one of them.
        plan.against = None;
        plan.group_by = plan.group_by.or(Some(GroupBy::Period(Grain::Month)));
    }
    draft.plan = plan;
    draft
}

/// What is left after some of the spending is what came in less that; who speaks of bills means the rent as well.
fn set_left_after(categories: &mut Vec<Category>) {
    let spent = |category: &Category| !category.is_income() && !category.is_transfer();
    if !categories.iter().any(spent) {
        return;
    }
    let mut bills = Group::Bills.categories();
    if bills.all(|bill| categories.contains(&bill)) {
        categories.extend(Group::Housing.categories());
    }
    categories.extend(Category::all().filter(|category| category.is_income()));
    categories.arrange();
    categories.dedup();
}

/// Ranks the merchants where one of them is asked to be the first.
fn set_asked(plan: &mut Plan, reading: &Reading, draft: &mut Draft) {
    let include = &mut plan.include;
    let one = include.merchants.is_empty() != include.text.is_empty();
    let by_row = reading.has(Part::Rows) || reading.asks(Measure::Spend);
    if plan.measure == Measure::Largest && reading.yes_no && one && !by_row {
        draft.asked = Some(Criteria {
            merchants: std::mem::take(&mut include.merchants),
            text: std::mem::take(&mut include.text),
            ..Criteria::default()
        });
        plan.group_by = Some(GroupBy::Merchant);
        plan.flow = Flow::Spending;
    }
}

/// Whether a question goes on from the one before.
pub(super) fn goes_on(reading: &Reading) -> bool {
    let fragment = reading.measures.is_empty()
        && reading.later.is_none()
        && reading.length <= FRAGMENT_WORDS
        && (reading
            .whens
            .iter()
            .any(|when| !matches!(when, When::Days(_)))
            || reading.has(Part::Only)
            || reading.currency.is_some() && reading.mentions.is_empty()
            || !reading.mentions.is_empty()
                && reading.mentions.iter().all(|mention| mention.negated)
            || reading.mentions.is_empty()
                && (reading.group_by.is_some() || reading.has(Part::Chart)));
    let aside = reading.length <= ASIDE_WORDS
        && !reading.has(Part::Coverage)
        && !reading.asks(Measure::Spend)
        && reading.mentions.is_empty()
        && (reading.whens.is_empty() || reading.length <= PIECE_WORDS)
        && reading.group_by.is_none()
        && !reading.has(Part::Purchase)
        && (reading.asks(Measure::Count)
            || reading.asks(Measure::Mean)
            || reading.asks(Measure::Median)
            || reading.has(Part::Usual)
            || reading.has(Part::When) && reading.asks_only(&[Measure::Upcoming])
            || reading.asks(Measure::Largest)
            || reading.asks(Measure::Smallest)
            || reading.has(Part::LastTime) && reading.measures.is_empty()
            || reading.measures == [Measure::Breakdown] && reading.length <= PIECE_WORDS
            || reading.measures == [Measure::List]
            || reading.measures == [Measure::ExplainChange]);
    reading.follows
        || reading.only_time
        || reading.has(Part::Total) && reading.length <= PIECE_WORDS
        || reading.has(Part::Them) && !reading.asks(Measure::Spend)
        || reading.has(Part::BiggestOf)
        || fragment
        || aside
}
