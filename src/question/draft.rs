//! What was read to a plan: which measure, which subjects, what is inherited from the question before.

use crate::book::{Book, Criteria, Flow, GroupBy};
use crate::calendar::Grain;
use crate::category::{Category, Group, TransferKind};
use crate::order::Arrange as _;
use crate::statement::AccountKind;

use super::days::set_period;
use super::plan::{Measure, Plan};
use super::read::calendar::Calendar;
use super::read::lexicon::Part;
use super::read::period::When;
use super::read::reading::{Mention, Reading, Subject};

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

/// Measures that are a subject of their own where nothing else is asked of them.
const TOPICS: [Measure; 9] = [
    Measure::Recurring,
    Measure::Refunds,
    Measure::Cash,
    Measure::Fees,
    Measure::Transfers,
    Measure::Balance,
    Measure::Net,
    Measure::Income,
    Measure::Spend,
];

/// Measures that say what is to be done with a subject, the most telling first.
const FORMS: [Measure; 11] = [
    Measure::ExplainChange,
    Measure::Compare,
    Measure::Trend,
    Measure::Share,
    Measure::Count,
    Measure::Median,
    Measure::Mean,
    Measure::Largest,
    Measure::Smallest,
    Measure::Breakdown,
    Measure::Series,
];

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
    }
    set_measure(&mut plan, reading, topic, form, before, &mut draft);
    set_subjects(&mut plan, reading, before, &mut draft);
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
    set_period(&mut plan, reading, book, calendar, before, &mut draft);
    set_asked(&mut plan, reading, &mut draft);
    plan.currency = reading.currency.or(plan.currency);
    let first = reading.has(Part::First) && reading.limit.is_none();
    if (reading.has(Part::LastTime) || first) && plan.measure == Measure::List {
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
        && reading.length <= 8
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
    let asked_of_it = reading.length <= 6
        && !reading.asks(Measure::Spend)
        && reading.mentions.is_empty()
        && reading.whens.is_empty()
        && reading.group_by.is_none()
        && !reading.has(Part::Purchase)
        && (reading.asks(Measure::Count)
            || reading.asks(Measure::Mean)
            || reading.asks(Measure::Median)
            || reading.measures == [Measure::List]
            || reading.measures == [Measure::ExplainChange]);
    reading.follows
        || reading.has(Part::Them) && !reading.asks(Measure::Spend)
        || reading.has(Part::BiggestOf)
        || fragment
        || asked_of_it
}

fn topic_of(reading: &Reading) -> Option<Measure> {
    let topic = TOPICS.into_iter().find(|topic| reading.asks(*topic));
    // `How many payments did I make` asks for payments, not for income.
    match topic {
        Some(Measure::Income) if reading.asks(Measure::Spend) => Some(Measure::Spend),
        Some(Measure::Income) if reading.has(Part::Rows) || reading.has(Part::Purchase) => {
            let received = reading
                .mentions
                .iter()
                .any(|mention| is_income(&mention.subject));
            received.then_some(Measure::Income)
        }
        topic => topic,
    }
}

fn form_of(reading: &Reading, before: Option<&Plan>) -> Option<Measure> {
    let has_rival = reading.has(Part::Versus) || reading.has(Part::Or);
    let quantity = reading.has(Part::More) || reading.has(Part::Less);
    let two_times = reading.whens.len() >= 2 && has_rival;
    let rivals = has_rival && rivals_of(reading).len() >= 2;
    let ranked = quantity || reading.asks(Measure::Compare) || reading.has(Part::Versus);
    let relative = reading
        .whens
        .iter()
        .any(|when| matches!(when, When::Before(_) | When::YearBefore));
    if reading.asks(Measure::ExplainChange) {
        return Some(Measure::ExplainChange);
    }
    if two_times || rivals && ranked || reading.has(Part::Versus) && relative && quantity {
        return Some(Measure::Compare);
    }
    let spends = reading.asks(Measure::Spend) || !reading.whens.is_empty();
    if quantity && reading.yes_no && spends && before.is_none() || reading.has(Part::Usual) {
        return Some(Measure::Compare);
    }
    if reading.has(Part::LastTime) {
        return Some(Measure::List);
    }
    let form = FORMS.into_iter().find(|form| reading.asks(*form));
    match form {
        Some(form) => Some(form),
        None if reading.has(Part::BiggestOf) => Some(Measure::Largest),
        None if reading.asks(Measure::List) => {
            let rows = reading.has(Part::Rows) || reading.has(Part::Purchase);
            let figure = reading.group_by.is_some() || topic_of(reading).is_some() && !rows;
            (!figure).then_some(Measure::List)
        }
        None if reading.has(Part::Rows) && topic_of(reading).is_none() => Some(Measure::List),
        None => None,
    }
}

fn set_measure(
    plan: &mut Plan,
    reading: &Reading,
    topic: Option<Measure>,
    form: Option<Measure>,
    before: Option<&Plan>,
    draft: &mut Draft,
) {
    for measure in [
        Measure::Privacy,
        Measure::HowComputed,
        Measure::SavingsRate,
        Measure::Duplicates,
        Measure::Anomalies,
        Measure::Upcoming,
        Measure::Payday,
    ] {
        if reading.asks(measure) {
            plan.measure = measure;
            plan.group_by = None;
            return;
        }
    }
    if reading.has(Part::Accounts) {
        let asks_figure = reading.asks(Measure::Spend) || reading.asks(Measure::Income);
        if !asks_figure {
            plan.measure = match reading.asks(Measure::Balance) {
                true => Measure::Balance,
                false => Measure::List,
            };
            plan.group_by = Some(GroupBy::Account);
            return;
        }
    }
    if set_special(plan, reading) {
        return;
    }
    let compared = reading.has(Part::More) || reading.has(Part::Less) || reading.has(Part::Versus);
    if reading.has(Part::Weekend) && compared {
        plan.measure = Measure::Compare;
        plan.group_by = Some(GroupBy::Weekday);
        return;
    }
    if let Some(group) = reading.group_by {
        plan.group_by = Some(group);
    }
    let subscriptions = reading.mentions.iter().any(|mention| {
        !mention.negated
            && matches!(&mention.subject, Subject::Categories(of) if is_all_of(of, Group::Subs))
    });
    let bare = form.is_none_or(|form| form == Measure::List) && reading.whens.is_empty();
    let measure = match (form, topic) {
        (_, None) if subscriptions && bare && before.is_none() => Some(Measure::Recurring),
        (Some(Measure::Count | Measure::List) | None, Some(Measure::Recurring)) => {
            Some(Measure::Recurring)
        }
        (Some(Measure::Largest), Some(Measure::Spend) | None) if is_open_ranking(reading) => {
            plan.group_by = Some(GroupBy::Shown);
            Some(Measure::Largest)
        }
        (Some(form), _) => Some(form),
        (None, topic) => match (reading.group_by, topic.or(before.map(|plan| plan.measure))) {
            (Some(_), Some(measure @ (Measure::Mean | Measure::Median | Measure::Count))) => {
                Some(measure)
            }
            (Some(GroupBy::Period(_)), _) => Some(Measure::Series),
            (Some(_), _) => Some(Measure::Breakdown),
            (None, _) => topic,
        },
    };
    match (measure, before) {
        (Some(measure), _) => {
            if reading.group_by.is_none() && before.is_some() {
                plan.group_by = None;
            }
            plan.measure = measure;
            if measure != Measure::Compare {
                plan.against = None;
            }
        }
        (None, Some(_)) => {
            draft.inherited.push("measure");
        }
        (None, None) => plan.measure = Measure::Spend,
    }
    if plan.measure == Measure::Largest && before.is_some() && reading.group_by.is_none() {
        plan.group_by = None;
    }
}

/// What is asked of rows as such: which wait, which came first, how far they reach, what was decided of them.
fn set_special(plan: &mut Plan, reading: &Reading) -> bool {
    let figure = reading.asks(Measure::Spend) || reading.asks(Measure::Income);
    plan.rises = reading.has(Part::Rise);
    if plan.rises {
        (plan.measure, plan.group_by) = (Measure::Anomalies, None);
    } else if reading.has(Part::Decisions) {
        (plan.measure, plan.group_by, plan.decisions) = (Measure::List, None, true);
    } else if reading.has(Part::Coverage) {
        (plan.measure, plan.group_by) = (Measure::Count, None);
    } else if reading.has(Part::Often) {
        plan.measure = match reading.asks(Measure::Smallest) {
            true => Measure::Smallest,
            false => Measure::Largest,
        };
        plan.group_by = reading.group_by.or(Some(GroupBy::Merchant));
        plan.by_count = true;
    } else if reading.has(Part::First) && !figure {
        (plan.measure, plan.group_by, plan.oldest_first) = (Measure::List, None, true);
    } else if reading.has(Part::Pending) && !figure && !reading.asks(Measure::Count)
        || is_review(reading) && reading.measures.iter().all(|asked| *asked == Measure::List)
    {
        (plan.measure, plan.group_by) = (Measure::List, None);
    } else {
        return false;
    }
    plan.against = None;
    true
}

/// Whether it is about what needs review.
fn is_review(reading: &Reading) -> bool {
    let is_it = |mention: &Mention| mention.subject == Subject::Review && !mention.negated;
    reading.mentions.iter().any(is_it)
}

/// `What do I spend the most on?`: the largest of the groups, not of the rows.
fn is_open_ranking(reading: &Reading) -> bool {
    reading.asks(Measure::Spend)
        && reading.group_by.is_none()
        && reading.mentions.is_empty()
        && !reading.has(Part::Purchase)
        && !reading.has(Part::Rows)
        && reading.has_most
}

fn set_subjects(plan: &mut Plan, reading: &Reading, before: Option<&Plan>, draft: &mut Draft) {
    let mut include = Criteria::default();
    let mut exclude = Criteria::default();
    for mention in &reading.mentions {
        let side = match mention.negated {
            true => &mut exclude,
            false => &mut include,
        };
        add_subject(side, &mention.subject);
    }
    let interest = Category::from_code("BANK_FEES_INTEREST_CHARGE");
    if include.categories.iter().any(|one| Some(*one) == interest) {
        // The interest of a loan is not what repays it.
        let of_loan = |one: &Category| one.transfer_kind() == Some(TransferKind::LoanRepayment);
        include.categories.retain(|one| !of_loan(one));
    }
    include.pending = reading.has(Part::Pending);
    include.min_amount = reading.bounds.min;
    include.max_amount = reading.bounds.max;
    draft.rivals = rivals_of(reading);
    let Some(before) = before else {
        plan.include = include;
        plan.exclude = exclude;
        return;
    };
    let only = reading.mentions.iter().any(|mention| mention.only);
    let old = &before.include;
    let mut kept = old.clone();
    let is_own = !include.own_groups.is_empty() || !include.own_categories.is_empty();
    let is_kind = !include.categories.is_empty() || is_own;
    if is_kind || !only && include.needs_review {
        (kept.categories, kept.needs_review) = (Vec::new(), false);
        (kept.own_groups, kept.own_categories) = (Vec::new(), Vec::new());
    }
    if !only && (is_kind || include.needs_review) {
        // `what about groceries?` asks of another subject altogether.
        (kept.merchants, kept.text) = (Vec::new(), Vec::new());
    }
    if !include.merchants.is_empty() || !include.text.is_empty() {
        (kept.merchants, kept.text) = (Vec::new(), Vec::new());
    }
    if !include.accounts.is_empty() {
        kept.accounts = Vec::new();
    }
    if include.min_amount.is_some() || include.max_amount.is_some() {
        (kept.min_amount, kept.max_amount) = (None, None);
    }
    if !kept.is_empty() {
        draft.inherited.push("include");
    }
    if !before.exclude.is_empty() {
        draft.inherited.push("exclude");
    }
    plan.include = joined(kept, include);
    plan.exclude = joined(before.exclude.clone(), exclude);
}

fn joined(left: Criteria, right: Criteria) -> Criteria {
    let mut both = left;
    both.categories.extend(right.categories);
    both.categories.arrange();
    both.categories.dedup();
    both.needs_review |= right.needs_review;
    both.own_groups.extend(right.own_groups);
    both.own_categories.extend(right.own_categories);
    both.merchants.extend(right.merchants);
    both.accounts.extend(right.accounts);
    both.text.extend(right.text);
    both.pending |= right.pending;
    both.currency = right.currency.or(both.currency);
    both.min_amount = right.min_amount.or(both.min_amount);
    both.max_amount = right.max_amount.or(both.max_amount);
    both
}

fn add_subject(criteria: &mut Criteria, subject: &Subject) {
    match subject {
        Subject::Categories(categories) => {
            criteria.categories.extend(categories);
            criteria.categories.arrange();
            criteria.categories.dedup();
        }
        Subject::Review => criteria.needs_review = true,
        Subject::Own(own) => {
            criteria.own_groups.extend(&own.own_groups);
            criteria.own_categories.extend(&own.own_categories);
        }
        Subject::Merchants(merchants) => criteria.merchants.extend(merchants),
        Subject::Accounts(accounts) => criteria.accounts.extend(accounts),
        Subject::Text(text) => criteria.text.push(text.clone()),
    }
}

/// The merchants or categories that are set against each other.
fn rivals_of(reading: &Reading) -> Vec<Criteria> {
    let of = |pick: fn(&Mention) -> bool| -> Vec<Criteria> {
        let picked = reading
            .mentions
            .iter()
            .filter(|mention| !mention.negated && pick(mention));
        picked
            .map(|mention| {
                let mut criteria = Criteria::default();
                add_subject(&mut criteria, &mention.subject);
                criteria
            })
            .collect()
    };
    let merchants =
        of(|mention| matches!(mention.subject, Subject::Merchants(_) | Subject::Text(_)));
    match merchants.len() {
        0 | 1 => of(|mention| matches!(mention.subject, Subject::Categories(_) | Subject::Own(_))),
        _ => merchants,
    }
}

fn set_flow(plan: &mut Plan, reading: &Reading, topic: Option<Measure>) {
    let codes = |codes: &[&str]| -> Vec<Category> {
        codes
            .iter()
            .filter_map(|code| Category::from_code(code))
            .collect()
    };
    let rows = matches!(
        plan.measure,
        Measure::Largest | Measure::Smallest | Measure::Mean | Measure::Median
    ) && plan.group_by.is_none();
    plan.flow = match topic {
        Some(Measure::Income) => Flow::Income,
        Some(Measure::Refunds) => Flow::Refunds,
        Some(Measure::Transfers) => Flow::Moves,
        Some(Measure::Net) => Flow::Kept,
        Some(Measure::Cash) => {
            plan.include.categories = codes(&["TRANSFER_OUT_WITHDRAWAL"]);
            Flow::Spending
        }
        Some(Measure::Fees) => {
            if plan.include.categories.is_empty()
                || !plan
                    .include
                    .categories
                    .iter()
                    .all(|category| category.group() == Group::Fees)
            {
                plan.include.categories = Group::Fees.categories().collect();
            }
            Flow::Spending
        }
        _ => match plan.measure {
            Measure::SavingsRate => Flow::Kept,
            Measure::Payday => Flow::Income,
            Measure::Count if reading.has(Part::Rows) || reading.has(Part::Coverage) => Flow::Any,
            Measure::List if is_review(reading) || reading.has(Part::Pending) => Flow::Any,
            Measure::Largest | Measure::Smallest if plan.by_count => Flow::Purchases,
            Measure::Count => Flow::Purchases,
            Measure::List if reading.has(Part::Rows) => Flow::Any,
            _ if rows => Flow::Purchases,
            _ => Flow::Spending,
        },
    };
    settle_flow(plan, reading);
}

/// What repays a loan is moved to it where the loan is here, and spent where it is not.
fn settle_loan(plan: &mut Plan, book: &Book) {
    let of_loan =
        |category: &Category| category.transfer_kind() == Some(TransferKind::LoanRepayment);
    let categories = &plan.include.categories;
    if categories.is_empty() || !categories.iter().all(of_loan) {
        return;
    }
    let mut accounts = book.ledger().accounts().iter();
    let is_here = accounts.any(|account| account.kind == AccountKind::Loan);
    match (plan.measure, is_here) {
        (Measure::Spend, true) => (plan.measure, plan.flow) = (Measure::Transfers, Flow::Moves),
        (Measure::Transfers, false) => {
            (plan.measure, plan.flow) = (Measure::Spend, Flow::Spending);
        }
        (_, false) if plan.flow == Flow::Moves => plan.flow = Flow::Spending,
        _ => {}
    }
}

/// What the measure and the categories ask of the flow, whatever it was.
fn settle_flow(plan: &mut Plan, reading: &Reading) {
    let categories = &plan.include.categories;
    if !categories.is_empty() && categories.iter().all(|category| category.is_income()) {
        plan.flow = Flow::Income;
        if plan.measure == Measure::Spend {
            plan.measure = Measure::Income;
        }
    }
    let moves = !categories.is_empty() && categories.iter().all(|category| category.is_transfer());
    if moves && plan.flow != Flow::Moves {
        plan.flow = Flow::Moves;
        if plan.measure == Measure::Spend {
            plan.measure = Measure::Transfers;
        }
    }
    let by_row = matches!(
        plan.measure,
        Measure::Largest | Measure::Smallest | Measure::Mean | Measure::Median
    ) && plan.group_by.is_none()
        || plan.by_count
        || plan.measure == Measure::Count
            && !reading.has(Part::Rows)
            && !reading.has(Part::Coverage);
    if by_row && plan.flow == Flow::Spending {
        plan.flow = Flow::Purchases;
    }
    if !by_row && plan.flow == Flow::Purchases {
        plan.flow = Flow::Spending;
    }
}

fn is_income(subject: &Subject) -> bool {
    matches!(subject, Subject::Categories(of) if of.iter().all(|category| category.is_income()))
}

fn is_all_of(categories: &[Category], group: Group) -> bool {
    categories.iter().copied().eq(group.categories())
}
