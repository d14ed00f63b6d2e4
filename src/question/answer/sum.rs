//! One figure: sums, counts, shares, and what was kept.

use crate::book::{Criteria, Flow, Selection};
use crate::category::Category;
use crate::ledger::{AccountId, Index};
use crate::money::Money;
use crate::phrase::{Argument, Phrase};
use crate::statement::AccountKind;

use super::super::plan::{Measure, Plan};
use super::beside::{self, Unit};
use super::desk::{Desk, figure_of, moneys, ratio, value_of, with_period};
use super::{Answer, AnswerRow, Value};

/// The most rows that stand below a sum of few.
const ROWS_SHOWN: usize = 20;

/// Money spent, earned, given back, taken out or charged.
pub(super) fn sum(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let nothing = selection.rows.is_empty();
    let totals = desk.book.totals(&selection.rows);
    let sums: Vec<Money> = match nothing {
        true => vec![desk.zero()],
        false => totals.iter().map(|totals| desk.figure(totals)).collect(),
    };
    let template = match desk.plan.measure {
        Measure::Income if nothing => "question-income-none",
        Measure::Spend if nothing => "question-spend-none",
        Measure::Cash if nothing => "question-cash-none",
        Measure::Fees if nothing => "question-fees-none",
        Measure::Refunds if nothing => "question-refunds-none",
        _ if nothing => "question-nothing",
        Measure::Income => "question-income",
        Measure::Refunds => "question-refunds",
        Measure::Cash => "question-cash",
        Measure::Fees => "question-fees",
        _ if desk.plan.flow == Flow::Income => "question-income",
        _ if sums.iter().all(|sum| sum.amount().is_sign_negative()) => "question-spend-back",
        _ => "question-spend",
    };
    let shown: Vec<Money> = match template {
        "question-spend-back" => sums.iter().map(|sum| sum.abs()).collect(),
        _ => sums.clone(),
    };
    let mut says = Phrase::new(template)
        .with("figure", moneys(&shown))
        .with("about", desk.about());
    let mut rows = Vec::new();
    if let Some((compared, both)) = compared(desk, &sums) {
        says = says.with("compared", compared);
        rows = both;
    }
    let one = match sums.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let unit = Unit::of(desk).zip(one);
    if let Some((unit, one)) = unit.filter(|_| template != "question-spend-back") {
        says = beside::against_before(desk, unit, one, template).unwrap_or(says);
    }
    if let Some(one) = one.filter(|_| rows.is_empty()) {
        rows = beside::merchants(desk, &selection.rows, one);
    }
    let mut answer = desk.sheet_of(says, selection, totals.first());
    answer.value = value_of(&sums);
    answer.rows = rows;
    answer.chart = unit.and_then(|(unit, one)| beside::columns(desk, unit, one));
    if answer.rows.is_empty() && (1..=ROWS_SHOWN).contains(&answer.included.len()) {
        answer.rows = answer
            .included
            .iter()
            .map(|at| desk.transaction_row(*at))
            .collect();
    }
    if desk.plan.measure == Measure::Cash {
        note_cash(desk, &mut answer);
    }
    answer
}

/// The other period of a follow-up, and a row for each of both.
fn compared(desk: &Desk<'_>, sums: &[Money]) -> Option<(Argument, Vec<AnswerRow>)> {
    let (period, against) = (desk.plan.period?, desk.plan.against?);
    let other = desk.book.select(&desk.plan.filter_in(Some(against)));
    let figures = desk.figures(&other.rows);
    let [this] = sums else {
        return None;
    };
    let that = match figures.as_slice() {
        [] => Money::from_decimal(Default::default(), this.currency()),
        [one] => *one,
        _ => return None,
    };
    let difference = this.checked_sub(that).ok()?;
    let template = match difference.amount() {
        amount if amount.is_zero() => "question-same",
        amount if amount.is_sign_negative() => "question-less",
        _ => "question-more",
    };
    let phrase = Phrase::new(template)
        .with("difference", Argument::Money(difference.abs()))
        .with("against", Argument::Period(against));
    let row = |period, value, count: usize| {
        let says = Argument::Period(period);
        AnswerRow {
            label: says.sentence(),
            says,
            value: Value::Money(value),
            count: count as u32,
            share: None,
            group: None,
            period: Some(period),
            partial: false,
            transaction: None,
        }
    };
    let counted = desk.select().rows.len();
    let rows = vec![
        row(period, *this, counted),
        row(against, that, other.rows.len()),
    ];
    Some((Argument::Phrase(Box::new(phrase)), rows))
}

fn note_cash(desk: &Desk<'_>, answer: &mut Answer) {
    answer.notes.push(Phrase::new("question-note-untracked"));
    let mut plan = desk.plan.clone();
    plan.include.categories = Category::from_code("BANK_FEES_ATM_FEES")
        .into_iter()
        .collect();
    let fees = desk.book.select(&plan.filter());
    if !fees.rows.is_empty() {
        let sums = desk.figures(&fees.rows);
        answer
            .notes
            .push(Phrase::new("question-note-fees").with("figure", moneys(&sums)));
    }
}

/// How many rows.
pub(super) fn count(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let count = selection.rows.len() as u64;
    let sums = match desk.is_review() {
        true => desk.magnitudes(&selection.rows),
        false => desk.figures(&selection.rows),
    };
    let template = match desk.plan.flow {
        _ if count == 0 => "question-nothing",
        _ if desk.is_review() => "question-review",
        Flow::Purchases => "question-count-purchases",
        Flow::Any | Flow::Moves => "question-count-rows",
        _ => "question-count-list",
    };
    let says = Phrase::new(template)
        .with("count", Argument::Count(count))
        .with("figure", moneys(&sums))
        .with("about", desk.about());
    let mut answer = desk.sheet(says, selection);
    answer.value = Value::Count(count);
    if (1..=ROWS_SHOWN).contains(&answer.included.len()) {
        answer.rows = answer
            .included
            .iter()
            .map(|at| desk.transaction_row(*at))
            .collect();
    }
    super::average::set_averages(desk, &mut answer);
    answer
}

/// Moves between own accounts: each counted once, where it leaves.
pub(super) fn transfers(desk: &Desk<'_>) -> Answer {
    let ledger = desk.book.ledger();
    let mut selection = desk.select();
    let into_account = !desk.plan.include.accounts.is_empty();
    let out_of: Vec<Index> = selection
        .rows
        .iter()
        .copied()
        .filter(|at| ledger.amount_at(*at).is_negative())
        .collect();
    // Asked of one account, what came into it counts, and what left it is named beside.
    let counted: Vec<Index> = match into_account {
        true => selection
            .rows
            .iter()
            .copied()
            .filter(|at| !out_of.contains(at))
            .collect(),
        false => selection
            .rows
            .iter()
            .copied()
            .filter(|at| {
                let leaves = ledger.amount_at(*at).is_negative();
                leaves || desk.book.pair_of(*at).is_none()
            })
            .collect(),
    };
    let sums = desk.magnitudes(&counted);
    let of_savings = |id: &AccountId| {
        let account = ledger.account(*id);
        account.is_some_and(|account| account.kind == AccountKind::Savings)
    };
    let into_savings = desk.plan.include.accounts.iter().all(of_savings);
    let template = match (counted.is_empty(), into_account) {
        (true, _) => "question-nothing",
        (_, true) if into_savings => "question-savings",
        (_, true) => "question-moved-to",
        _ => "question-transfers",
    };
    let mut says = Phrase::new(template).with("figure", moneys(&sums));
    let about = match into_account {
        true if into_savings => Phrase::new("question-about-out"),
        true => desk.to_accounts(Phrase::new("question-about-in")),
        false => {
            return finish_transfers(
                desk,
                says.with(
                    "about",
                    desk.about_as("question-about-in", desk.plan.period),
                ),
                selection,
                counted,
                sums,
            );
        }
    };
    says = says.with(
        "about",
        Argument::Phrase(Box::new(with_period(about, desk.plan.period))),
    );
    if !out_of.is_empty() {
        says = says.with("back", moneys(&desk.magnitudes(&out_of)));
    }
    selection.left_out.clear();
    finish_transfers(desk, says, selection, counted, sums)
}

fn finish_transfers(
    desk: &Desk<'_>,
    says: Phrase,
    selection: Selection,
    counted: Vec<Index>,
    sums: Vec<Money>,
) -> Answer {
    let selection = Selection {
        rows: counted,
        left_out: selection.left_out,
    };
    let mut answer = desk.sheet(says, selection);
    answer.net = sums.first().copied();
    answer.value = match sums.is_empty() {
        true => Value::Money(desk.zero()),
        false => value_of(&sums),
    };
    let shown = answer.included.iter().take(ROWS_SHOWN);
    answer.rows = shown.map(|at| desk.transaction_row(*at)).collect();
    answer
}

/// Income less spending.
pub(super) fn net(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let totals = desk.book.totals(&selection.rows);
    let sums: Vec<Money> = totals
        .iter()
        .map(|totals| figure_of(Flow::Kept, totals))
        .collect();
    let incomes: Vec<Money> = totals.iter().map(|totals| totals.income_money()).collect();
    let spendings: Vec<Money> = totals
        .iter()
        .map(|totals| totals.spending_money())
        .collect();
    let below = sums
        .iter()
        .filter(|sum| sum.amount().is_sign_negative())
        .count();
    let (template, shown) = match (sums.is_empty(), below) {
        (true, _) => ("question-nothing", sums.clone()),
        (_, 0) => ("question-kept", sums.clone()),
        (_, all) if all == sums.len() => (
            "question-overspent",
            sums.iter().map(|sum| sum.abs()).collect(),
        ),
        _ => ("question-flows", sums.clone()),
    };
    let says = Phrase::new(template)
        .with("figure", moneys(&shown))
        .with("about", desk.about())
        .with("income", moneys(&incomes))
        .with("spending", moneys(&spendings));
    let mut answer = desk.sheet(says, selection);
    answer.value = match sums.is_empty() {
        true => Value::Money(desk.zero()),
        false => value_of(&sums),
    };
    answer
}

/// The part of the income that was kept.
pub(super) fn savings_rate(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let (_, rows, _) = desk.main_currency(&selection.rows);
    let totals = desk.book.totals(&rows);
    let Some((totals, share)) = totals.first().and_then(|totals| {
        let kept = figure_of(Flow::Kept, totals);
        Some((totals, ratio(kept, totals.income_money())?))
    }) else {
        let says = Phrase::new("question-savings-rate-none").with("about", desk.about());
        return desk.sheet(says, selection);
    };
    let says = Phrase::new("question-savings-rate")
        .with("share", Argument::Ratio(share))
        .with("about", desk.about())
        .with("figure", Argument::Money(figure_of(Flow::Kept, totals)))
        .with("income", Argument::Money(totals.income_money()));
    let mut answer = desk.sheet(
        says,
        Selection {
            rows,
            left_out: selection.left_out,
        },
    );
    answer.value = Value::Decimal(share);
    answer
}

/// The part that a subject is of all spending, or of its category.
pub(super) fn share(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let include = &desk.plan.include;
    let within_category = !include.categories.is_empty() && !include.merchants.is_empty();
    let mut whole = Plan {
        period: desk.plan.period,
        flow: match desk.plan.of_income {
            true => Flow::Income,
            false => desk.plan.flow,
        },
        ..Plan::default()
    };
    let of_account = Criteria {
        accounts: include.accounts.clone(),
        ..Criteria::default()
    };
    // Of the account alone all spending is the whole, not the account's.
    if *include != of_account {
        whole.include.accounts = include.accounts.clone();
    }
    if within_category && !desk.plan.of_income {
        whole.include.categories = include.categories.clone();
    }
    let all = desk.book.select(&whole.filter());
    let (currency, _, _) = desk.main_currency(&all.rows);
    let rows = desk.book.in_currency(&selection.rows, currency);
    let part = desk
        .figures(&rows)
        .first()
        .copied()
        .unwrap_or_else(|| desk.zero());
    let all = desk
        .book
        .totals(&desk.book.in_currency(&all.rows, currency));
    let whole = all.first().map(|totals| figure_of(whole.flow, totals));
    let whole = whole.unwrap_or_else(|| desk.zero());
    let share = ratio(part, whole);
    let template = match share {
        Some(_) if desk.plan.of_income => "question-share-income",
        Some(_) => "question-share",
        None => "question-nothing",
    };
    let mut says = Phrase::new(template)
        .with("share", Argument::Ratio(share.unwrap_or_default()))
        .with("figure", Argument::Money(part))
        .with("whole", Argument::Money(whole));
    says = match share {
        Some(_) => with_period(says.with("about", desk.about_in(None)), desk.plan.period),
        None => says.with("about", desk.about()),
    };
    let mut answer = desk.sheet(
        says,
        Selection {
            rows,
            left_out: selection.left_out,
        },
    );
    answer.value = share.map_or(Value::None, Value::Decimal);
    answer
}
