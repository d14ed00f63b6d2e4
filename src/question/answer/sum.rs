//! One figure: sums, counts, shares, and what was kept.

use crate::book::{Criteria, Flow};
use crate::category::Category;
use crate::ledger::AccountId;
use crate::money::Money;
use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase};
use crate::statement::AccountKind;

use super::super::plan::{Measure, Plan};
use super::beside::{self, Unit};
use super::compared::period_row;
use super::desk::{Desk, figure_of, ratio, value_of};
use super::words::{category_arguments, list, moneys, put_period};
use super::{Answer, AnswerRow, Value};

/// Money spent, earned, given back, taken out or charged.
pub(super) fn sum(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let nothing = selection.rows.is_empty();
    let totals = desk.book.totals(&selection.rows);
    let mut sums: Vec<Money> = totals.iter().map(|totals| desk.figure(totals)).gather();
    if nothing {
        sums.push(desk.zero());
    }
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
    let is_back = template == "question-spend-back";
    let figure = if is_back {
        magnitudes(&sums)
    } else {
        moneys(&sums)
    };
    let mut says = Phrase::new(template);
    says.put("figure", figure).put("about", desk.about());
    let mut rows = Vec::new();
    if let Some((compared, both)) = compared(desk, &sums) {
        says.put("compared", compared);
        rows = both;
    }
    let one = match sums.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let unit = Unit::of(desk).zip(one);
    if let Some((unit, one)) = unit.filter(|_| !is_back) {
        says = beside::against_before(desk, unit, one, template).unwrap_or(says);
    }
    if let Some(one) = one.filter(|_| rows.is_empty()) {
        rows = beside::merchants(desk, &selection.rows, one);
    }
    let mut answer = desk.sheet_of(says, selection, totals.first());
    answer.value = value_of(&sums);
    answer.rows = rows;
    answer.chart = unit.and_then(|(unit, one)| beside::columns(desk, unit, one));
    if answer.rows.is_empty() {
        desk.show_few(&mut answer);
    }
    if desk.plan.measure == Measure::Cash {
        note_cash(desk, &mut answer);
    }
    answer
}

/// Sums below nothing as one argument, by how far they are.
fn magnitudes(sums: &[Money]) -> Argument {
    let magnitudes: Vec<Money> = sums.iter().map(|sum| sum.abs()).gather();
    moneys(&magnitudes)
}

/// The other period of a follow-up, and a row for each of both.
fn compared(desk: &Desk<'_>, sums: &[Money]) -> Option<(Argument, Vec<AnswerRow>)> {
    let (period, against) = (desk.plan.period?, desk.plan.against?);
    let other = desk.rows_in(against);
    let figures = desk.figures(&other);
    let [this] = sums else {
        return None;
    };
    let that = match figures.as_slice() {
        [] => Money::from_decimal(Default::default(), this.currency()),
        [one] => *one,
        _ => return None,
    };
    let difference = this.checked_sub(that).ok()?;
    let counted = desk.select().rows.len();
    let rows = vec![
        period_row(period, *this, counted, false),
        period_row(against, that, other.len(), false),
    ];
    Some((beside::difference(&difference, against), rows))
}

fn note_cash(desk: &Desk<'_>, answer: &mut Answer) {
    answer.note("question-note-untracked");
    let mut plan = desk.plan.clone();
    plan.include.categories = Category::from_code("BANK_FEES_ATM_FEES")
        .into_iter()
        .gather();
    let fees = desk.rows_of(&plan);
    if !fees.is_empty() {
        let sums = desk.figures(&fees);
        answer
            .note("question-note-fees")
            .put("figure", moneys(&sums));
    }
}

/// How many rows.
pub(super) fn count(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let count = selection.rows.len() as u64;
    let template = match desk.plan.flow {
        _ if count == 0 => "question-nothing",
        _ if desk.is_review() => "question-review",
        Flow::Purchases => "question-count-purchases",
        Flow::Any | Flow::Moves => "question-count-rows",
        _ => "question-count-list",
    };
    let mut says = Phrase::new(template);
    let totals = desk.book.totals(&selection.rows);
    says.count("count", count)
        .put("figure", desk.counted(&selection.rows, &totals))
        .put("about", desk.about());
    let mut answer = desk.sheet_of(says, selection, totals.first());
    answer.value = Value::Count(count);
    desk.show_few(&mut answer);
    super::average::set_averages(desk, &mut answer);
    answer
}

/// Moves between own accounts: each counted once, where it leaves.
pub(super) fn transfers(desk: &Desk<'_>) -> Answer {
    let ledger = desk.book.ledger();
    let mut selection = desk.select();
    let into_account = !desk.plan.include.accounts.is_empty();
    let (mut counted, mut out_of) = (Vec::new(), Vec::new());
    for at in &selection.rows {
        let leaves = ledger.amount_at(*at).is_negative();
        // Asked of one account, what came into it counts, and what left it is named beside.
        if into_account && leaves {
            out_of.push(*at);
        } else if into_account || leaves || desk.book.pair_of(*at).is_none() {
            counted.push(*at);
        }
    }
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
    let mut says = Phrase::new(template);
    says.put("figure", moneys(&sums));
    if into_account {
        let mut about = Phrase::new(match into_savings {
            true => "question-about-out",
            false => "question-about-in",
        });
        if !into_savings {
            desk.put_accounts(&mut about);
        }
        put_period(&mut about, desk.plan.period);
        says.phrase("about", about);
        if !out_of.is_empty() {
            says.put("back", moneys(&desk.magnitudes(&out_of)));
        }
        selection.left_out.clear();
    } else {
        let about = desk.about_as("question-about-in", desk.plan.period);
        says.put("about", about);
    }
    selection.rows = counted;
    let mut answer = desk.sheet(says, selection);
    answer.net = sums.first().copied();
    answer.value = desk.value_of(&sums);
    desk.show(&mut answer);
    answer
}

/// Income less spending.
pub(super) fn net(desk: &Desk<'_>) -> Answer {
    let selection = desk.select();
    let totals = desk.book.totals(&selection.rows);
    let sums: Vec<Money> = totals
        .iter()
        .map(|totals| figure_of(Flow::Kept, totals))
        .gather();
    let incomes: Vec<Money> = totals.iter().map(|totals| totals.income_money()).gather();
    let spendings: Vec<Money> = totals.iter().map(|totals| totals.spending_money()).gather();
    let below = sums
        .iter()
        .filter(|sum| sum.amount().is_sign_negative())
        .count();
    let after = left_after(desk.plan);
    let is_zero = |income: &Money| income.amount().is_zero();
    let template = match below {
        _ if !after.is_empty() && incomes.iter().all(is_zero) => "question-income-none",
        _ if sums.is_empty() => "question-nothing",
        _ if !after.is_empty() => "question-left",
        0 => "question-kept",
        all if all == sums.len() => "question-overspent",
        _ => "question-flows",
    };
    let figure = match template {
        "question-overspent" => magnitudes(&sums),
        _ => moneys(&sums),
    };
    let mut says = Phrase::new(template);
    let about = match template {
        "question-income-none" => desk.about_days(),
        _ => desk.about(),
    };
    says.put("figure", figure)
        .put("about", about)
        .put("category", list(category_arguments(&after)))
        .put("income", moneys(&incomes))
        .put("spending", moneys(&spendings));
    let mut answer = desk.sheet(says, selection);
    answer.value = desk.value_of(&sums);
    answer
}

/// What the income is less, where it is not less all spending.
pub(super) fn left_after(plan: &Plan) -> Vec<Category> {
    let categories = plan.include.categories.iter().copied();
    let spent = categories.filter(|category| plan.flow == Flow::Kept && !category.is_income());
    spent.gather()
}

/// The part of the income that was kept.
pub(super) fn savings_rate(desk: &Desk<'_>) -> Answer {
    let mut selection = desk.select();
    let (_, rows, _) = desk.main_currency(selection.rows.clone());
    let totals = desk.book.totals(&rows);
    let Some((totals, share)) = totals.first().and_then(|totals| {
        let kept = figure_of(Flow::Kept, totals);
        Some((totals, ratio(kept, totals.income_money())?))
    }) else {
        let mut says = Phrase::new("question-savings-rate-none");
        says.put("about", desk.about());
        return desk.sheet(says, selection);
    };
    let mut says = Phrase::new("question-savings-rate");
    says.ratio("share", share)
        .put("about", desk.about())
        .money("figure", &figure_of(Flow::Kept, totals))
        .money("income", &totals.income_money());
    selection.rows = rows;
    let mut answer = desk.sheet(says, selection);
    answer.value = Value::Decimal(share);
    answer
}

/// The part that a subject is of all spending, or of its category.
pub(super) fn share(desk: &Desk<'_>) -> Answer {
    let mut selection = desk.select();
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
    let all = desk.rows_of(&whole);
    let (currency, all, _) = desk.main_currency(all);
    selection.rows = desk.book.in_currency(&selection.rows, currency);
    let part = desk.one_figure(&selection.rows);
    let all = desk.book.totals(&all);
    let whole = all.first().map(|totals| figure_of(whole.flow, totals));
    let whole = whole.unwrap_or_else(|| desk.zero());
    let share = ratio(part, whole);
    let template = match share {
        Some(_) if desk.plan.of_income => "question-share-income",
        Some(_) => "question-share",
        None => "question-nothing",
    };
    let mut says = Phrase::new(template);
    says.ratio("share", share.unwrap_or_default())
        .money("figure", &part)
        .money("whole", &whole);
    if share.is_some() {
        says.put("about", desk.about_in(None));
        put_period(&mut says, desk.plan.period);
    } else {
        says.put("about", desk.about());
    }
    let mut answer = desk.sheet(says, selection);
    answer.value = share.map_or(Value::None, Value::Decimal);
    answer
}
