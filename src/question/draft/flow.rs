//! Which way the money goes that is asked about.

use crate::book::{Book, Flow};
use crate::category::{Category, Group, TransferKind};
use crate::order::Gather as _;
use crate::statement::AccountKind;

use super::super::plan::{Measure, Plan};
use super::super::read::lexicon::Part;
use super::super::read::reading::Reading;
use super::subject::is_review;

/// Settles the flow of a plan.
pub(super) fn set_flow(plan: &mut Plan, reading: &Reading, topic: Option<Measure>) {
    let codes = |codes: &[&str]| -> Vec<Category> {
        codes
            .iter()
            .filter_map(|code| Category::from_code(code))
            .gather()
    };
    let rows = matches!(
        plan.measure,
        Measure::Largest | Measure::Smallest | Measure::Mean | Measure::Median
    ) && plan.group_by.is_none();
    let paid = |category: &Category| category.is_income();
    let from_pay = reading.asks(Measure::Income) || plan.include.categories.iter().any(paid);
    if plan.measure == Measure::Share && from_pay {
        // `How much of my pay goes on rent`: what is spent of what came in.
        let include = &mut plan.include;
        let others = include.categories.iter().any(|category| !paid(category));
        if others || !include.merchants.is_empty() || include.needs_review {
            include.categories.retain(|category| !paid(category));
            (plan.of_income, plan.flow) = (true, Flow::Spending);
            return;
        }
    }
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
                plan.include.categories = Group::Fees.categories().gather();
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
pub(super) fn settle_loan(plan: &mut Plan, book: &Book) {
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
pub(super) fn settle_flow(plan: &mut Plan, reading: &Reading) {
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
