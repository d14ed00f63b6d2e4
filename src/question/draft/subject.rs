//! What is asked about: categories, merchants, accounts, words.

use crate::book::{Book, Criteria, Paid};
use crate::category::{Category, Group, TransferKind};
use crate::ledger::Index;
use crate::order::{Arrange as _, Gather as _};

use super::super::plan::Plan;
use super::super::read::lexicon::Part;
use super::super::read::reading::{Mention, Reading, Subject};
use super::Draft;

/// Settles what the rows of a plan have to meet; of the question before, what this one leaves open.
pub(super) fn set_subjects(
    plan: &mut Plan,
    reading: &Reading,
    book: &Book,
    before: Option<&Plan>,
    draft: &mut Draft,
) {
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
    include.weekday = reading.weekday;
    if reading.has(Part::Abroad) {
        let rows: Vec<Index> = book.ledger().indices().gather();
        let own = book.totals(&rows).first().and_then(|own| own.currency);
        include.currency = Some(Paid::NotIn(own));
    }
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

/// The merchants or categories that are set against each other.
pub(super) fn rivals_of(reading: &Reading) -> Vec<Criteria> {
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
            .gather()
    };
    let merchants =
        of(|mention| matches!(mention.subject, Subject::Merchants(_) | Subject::Text(_)));
    match merchants.len() {
        0 | 1 => of(|mention| matches!(mention.subject, Subject::Categories(_) | Subject::Own(_))),
        _ => merchants,
    }
}

/// Whether it is about what needs review.
pub(super) fn is_review(reading: &Reading) -> bool {
    let is_it = |mention: &Mention| mention.subject == Subject::Review && !mention.negated;
    reading.mentions.iter().any(is_it)
}

pub(super) fn is_income(subject: &Subject) -> bool {
    matches!(subject, Subject::Categories(of) if of.iter().all(|category| category.is_income()))
}

/// Whether it is what money is spent on.
pub(super) fn is_spent(subject: &Subject) -> bool {
    matches!(subject, Subject::Categories(of) if of.iter().all(|category| !category.is_income() && !category.is_transfer()))
}

pub(super) fn is_all_of(categories: &[Category], group: Group) -> bool {
    categories.iter().copied().eq(group.categories())
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
    both.weekday = right.weekday.or(both.weekday);
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
