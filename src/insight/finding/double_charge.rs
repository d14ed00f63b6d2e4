//! The same amount taken twice by one merchant within two days, weighed by how often that is usual there.

use rust_decimal::Decimal;

use crate::book::{CountsAs, Flow, MerchantId};
use crate::calendar::{Period, plus_days};
use crate::category::Group;
use crate::ledger::Index;
use crate::money::Exact as _;
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::Argument;

use super::look::{Look, score};
use super::told::{Words, told};
use super::{Finding, FindingKind, Reason};

/// How many days back is looked: a statement and the days to dispute it in.
const LOOKED_DAYS: i32 = 45;

/// The most days between two charges. Source: Tink's published insight wants the same day; banks post a pair up to two
/// days apart.
pub(super) const APART_DAYS: i32 = 2;

/// The most of a merchant's charges, in hundredths, that may repeat so before a repeat is usual there.
///
/// Source: a coffee twice a day on every tenth day is a habit; once in twenty visits it stays worth a look.
const REPEATS_MOST: i64 = 5;

/// The least amount, in thousandths of a usual month: 5.00 of 2,000.00.
const FLOOR: i64 = 2;

/// How many are found at the most.
const MOST: usize = 3;

/// A merchant's past against which a repeat is weighed.
struct Past {
    charges: usize,
    repeats: usize,
}

pub(super) fn find(look: &Look<'_>) -> Vec<Finding> {
    let mut found = within(look, look.last_days(LOOKED_DAYS));
    found.arrange_by_key(|finding| std::cmp::Reverse(finding.score));
    found.truncate(MOST);
    found
}

/// All of them whose rows lie in a period.
pub(super) fn within(look: &Look<'_>, period: Option<Period>) -> Vec<Finding> {
    let repeated = repeated(look, period);
    let merchants: Vec<MerchantId> = repeated.iter().map(|(merchant, _)| *merchant).gather();
    let charged = look.purchases_at(&merchants);
    repeated
        .iter()
        .filter_map(|(merchant, pair)| {
            let all = charged.get(merchant)?;
            finding(look, *merchant, pair, &past(look, all, pair))
        })
        .gather()
}

/// Rows of one merchant, account and amount, each within two days of the one before.
fn repeated(look: &Look<'_>, period: Option<Period>) -> Vec<(MerchantId, Vec<Index>)> {
    let book = look.book;
    let floor = look.floor(FLOOR);
    let mut recent: Vec<(MerchantId, Index)> = look
        .rows(Flow::Purchases, period)
        .into_iter()
        .filter(|at| book.group(*at) != Group::Cash && look.magnitude(*at) >= floor)
        .filter(|at| book.pair_of(*at).is_none())
        .filter_map(|at| book.merchant(at).map(|merchant| (merchant, at)))
        .gather();
    let amount = |at: Index| book.ledger().amount_at(at);
    recent.arrange_by_key(|(merchant, at)| (*merchant, book.account(*at), amount(*at), *at));
    let is_repeat = |left: &(MerchantId, Index), right: &(MerchantId, Index)| {
        let same = left.0 == right.0 && amount(left.1) == amount(right.1);
        same && book.account(left.1) == book.account(right.1) && is_near(look, left.1, right.1)
    };
    recent
        .chunk_by(is_repeat)
        .filter(|chunk| chunk.len() > 1)
        // Two subscriptions may cost the same; what recurs on both sides is no mistake.
        .filter(|chunk| !chunk.iter().all(|(_, at)| look.recurs(*at)))
        .map(|chunk| (chunk[0].0, chunk.iter().map(|(_, at)| *at).gather()))
        .gather()
}

fn is_near(look: &Look<'_>, left: Index, right: Index) -> bool {
    let days = look.book.ledger().posting_dates();
    match (days.get(left.place()), days.get(right.place())) {
        (Some(left), Some(right)) => right.0.saturating_sub(left.0).abs() <= APART_DAYS,
        _ => false,
    }
}

/// How many other charges the merchant made, and how many of them repeated within two days.
fn past(look: &Look<'_>, all: &[Index], pair: &[Index]) -> Past {
    let amount = |at: Index| look.book.ledger().amount_at(at);
    let mut others: Vec<Index> = all.iter().copied().filter(|at| !pair.contains(at)).gather();
    others.arrange_by_key(|at| (amount(*at), *at));
    let is_repeat = |left: &Index, right: &Index| {
        amount(*left) == amount(*right) && is_near(look, *left, *right)
    };
    let chunks = others.chunk_by(is_repeat);
    Past {
        charges: others.len(),
        repeats: chunks.map(|chunk| chunk.len() - 1).sum(),
    }
}

fn finding(look: &Look<'_>, merchant: MerchantId, rows: &[Index], past: &Past) -> Option<Finding> {
    let (first, last) = (*rows.first()?, *rows.last()?);
    let rate = Decimal::from(past.repeats)
        .over(Decimal::from(past.charges))
        .unwrap_or_default()
        .round_dp(2);
    if rate > Decimal::new(REPEATS_MOST, 2) {
        return None;
    }
    let (start, end) = (look.date(first), look.date(last));
    let period = Period::inclusive(start, end)?;
    let amount = look.magnitude(first);
    let count = rows.len() as u64;
    // Each charge that did not repeat makes it less likely that this one was meant; ten are enough.
    let strength = Decimal::from(past.charges.min(10));
    debug_assert!(look.book.counts_as(first) == CountsAs::Purchase);
    let mut told = told();
    look.tell(&mut told, "amount", amount);
    look.tell(&mut told, "more", look.sum(&rows[1..]));
    told.text("merchant", look.book.merchant_name(merchant))
        .count("count", count)
        .put(
            "days",
            Argument::List(vec![Argument::Date(start), Argument::Date(end)]),
        )
        .period("period", period)
        .count("charges", past.charges as u64)
        .count("repeats", past.repeats as u64)
        .ratio("repeatRate", rate)
        .put("when", look.when(period));
    let mut finding = WORDS.finding(look, strength, told, rows.to_vec());
    finding.score = score(WORDS.bounds.0, WORDS.bounds.1, strength, Decimal::TEN);
    finding.says.template = match (count, period.days()) {
        (2, 1) => "double-charge-one-day",
        (2, _) => "double-charge",
        _ => "double-charge-more",
    };
    if let (Some(caption), 3..) = (&mut finding.caption, count) {
        caption.template = "caption-more-charges";
    }
    if let Some(because) = &mut finding.because {
        because.template = match (past.charges, past.repeats) {
            (0, _) => "double-charge-no-past",
            (_, 0) => "double-charge-never",
            _ => "double-charge-seldom",
        };
    }
    finding.period = Some(period);
    finding.reason = Reason::RepeatRate(rate);
    finding.expires = plus_days(end, LOOKED_DAYS);
    Some(finding)
}

const WORDS: Words = Words {
    kind: FindingKind::DoubleCharge,
    bounds: (82, 97),
    large: 0,
    figure: "more",
    numbers: "amount count charges repeats repeatRate",
    caption: "caption-second-charge",
    says: "double-charge merchant amount count days period",
    because: "double-charge-never charges repeats",
    ask: "ask-merchant",
};
