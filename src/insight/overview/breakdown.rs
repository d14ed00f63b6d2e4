//! Spending split into parts that sum to the whole, and its largest purchases.

use rust_decimal::Decimal;

use crate::book::{Book, CountsAs, GroupBy, GroupKey, Grouped, MerchantId};
use crate::calendar::Weekday;
use crate::category::{Group, TransferKind};
use crate::ledger::Index;
use crate::money::{Currency, Exact as _, Money, Total};
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::Argument;

use super::{Breakdown, Part};

/// The label of rows that need review, and of those that name no merchant.
const NEEDS_REVIEW: &str = "needs-review";
const NO_MERCHANT: &str = "no-merchant";

/// Splits the spending of rows of one currency by group or merchant, at most so many parts shown.
pub(in crate::insight) fn split(
    book: &Book,
    rows: &[Index],
    by: GroupBy,
    week_start: Weekday,
    most: usize,
) -> Breakdown {
    let mut groups = book.group_rows(rows, by, week_start);
    // Equal sums keep the order of the name, so that the order of import does not show.
    groups.arrange_by(|left, right| {
        let sums = right.totals.spending().cmp(&left.totals.spending());
        sums.then_with(|| name(book, left.key).cmp(name(book, right.key)))
    });
    let Some(currency) = groups.first().map(|group| group.totals.currency) else {
        return Breakdown::default();
    };
    let sum_of = |groups: &[Grouped]| {
        let mut sum = Total::default();
        for group in groups {
            sum.add_total(group.totals.spending());
        }
        sum.in_currency(currency)
    };
    let (shown, hidden) = groups.split_at(groups.len().min(most));
    let colours = colours(book, rows, shown);
    let largest = largest_magnitude(groups.iter().map(|group| group.totals.spending_money()));
    let parts = shown.iter().zip(colours).map(|(group, colour)| {
        let sum = group.totals.spending_money();
        Part {
            key: group.key,
            label: label(book, group.key),
            sum,
            count: u64::from(group.totals.count),
            share: share(sum, largest),
            group: colour,
        }
    });
    Breakdown {
        parts: parts.gather(),
        more: hidden.len() as u64,
        more_sum: (!hidden.is_empty()).then(|| sum_of(hidden)),
        total: Some(sum_of(&groups)),
    }
}

/// The largest purchases among rows, largest first, then the later; without those given back whole and
/// without bills that stand for the purchases of a card.
pub(in crate::insight) fn largest(book: &Book, rows: &[Index], most: usize) -> Vec<Index> {
    let mut purchases: Vec<Index> = rows
        .iter()
        .copied()
        .filter(|at| is_single_purchase(book, *at))
        .gather();
    purchases.arrange_by(|left, right| {
        let magnitude = |at: &Index| book.ledger().amount_at(*at).abs();
        magnitude(right).cmp(&magnitude(left)).then(right.cmp(left))
    });
    purchases.truncate(most);
    purchases
}

/// Whether a row is one thing bought and kept.
pub(in crate::insight) fn is_single_purchase(book: &Book, at: Index) -> bool {
    let amount = book.ledger().amount_at(at);
    let returned = book
        .pair_of(at)
        .is_some_and(|pair| book.ledger().amount_at(pair.back) == amount.negated());
    book.counts_as(at) == CountsAs::Purchase && !returned && !is_card_bill(book, at)
}

/// Whether a row pays a card's bill.
pub(in crate::insight) fn is_card_bill(book: &Book, at: Index) -> bool {
    let kind = book
        .category(at)
        .and_then(|category| category.transfer_kind());
    kind == Some(TransferKind::CardRepayment)
}

/// The name that a part is ordered by.
fn name(book: &Book, key: GroupKey) -> &str {
    match key {
        GroupKey::Merchant(Some(merchant)) => book.merchant_name(merchant),
        GroupKey::Group(Some(group)) => group.name(),
        GroupKey::Own(number) => own_name(book, number),
        GroupKey::OwnCategory(number) => own_category(book, number),
        GroupKey::Category(Some(category)) => category.code(),
        _ => "",
    }
}

/// The name of a group of the person's own.
fn own_name(book: &Book, number: u16) -> &str {
    let group = book.rules().groups().get(usize::from(number));
    group.map_or("", |group| &group.name)
}

/// The name of a category of the person's own.
fn own_category(book: &Book, number: u16) -> &str {
    let category = book.rules().own_categories().get(usize::from(number));
    category.map_or("", |category| &category.name)
}

/// The name that a part is shown with.
pub(in crate::insight) fn label(book: &Book, key: GroupKey) -> Argument {
    match key {
        GroupKey::Period(period) => Argument::Period(period),
        GroupKey::Weekday(day) => Argument::Ordinal(u64::from(day) + 1),
        GroupKey::Category(Some(category)) => Argument::Category(category.code()),
        GroupKey::Group(Some(group)) => Argument::Label(group.label()),
        GroupKey::Own(number) => Argument::text(own_name(book, number)),
        GroupKey::OwnCategory(number) => Argument::text(own_category(book, number)),
        GroupKey::NoOwn => Argument::Label("no-own-group"),
        GroupKey::Category(None) | GroupKey::Group(None) => Argument::Label(NEEDS_REVIEW),
        GroupKey::Merchant(Some(merchant)) => Argument::text(book.merchant_name(merchant)),
        GroupKey::Merchant(None) => Argument::Label(NO_MERCHANT),
        GroupKey::Account(account) => {
            let account = book.ledger().account(account);
            Argument::text(account.map_or("", |account| &account.name))
        }
    }
}

/// The display group of each part: its own, or the one of most of its merchant's rows.
fn colours(book: &Book, rows: &[Index], parts: &[Grouped]) -> Vec<Group> {
    let own = |key: GroupKey| match key {
        GroupKey::Group(Some(group)) => group,
        // A group of the person's own has the colour of what it begins with.
        GroupKey::Own(number) => {
            let groups = book.rules().groups();
            let first = groups
                .get(usize::from(number))
                .and_then(|group| group.of.first());
            first.map_or(Group::Other, |target| target.category.group())
        }
        GroupKey::OwnCategory(number) => {
            let category = book.rules().own_categories().get(usize::from(number));
            category.map_or(Group::Other, |category| category.under.group())
        }
        GroupKey::Category(Some(category)) => category.group(),
        _ => Group::Other,
    };
    let mut colours: Vec<Group> = parts.iter().map(|part| own(part.key)).gather();
    let merchant_of = |part: &Grouped| match part.key {
        GroupKey::Merchant(merchant) => merchant,
        _ => None,
    };
    let mut merchants: Vec<(MerchantId, usize)> = parts
        .iter()
        .enumerate()
        .filter_map(|(place, part)| merchant_of(part).map(|merchant| (merchant, place)))
        .gather();
    merchants.arrange();
    let mut counts = vec![[0u32; Group::ALL.len()]; parts.len()];
    for at in rows.iter().filter(|_| !merchants.is_empty()) {
        let Some(merchant) = book.merchant(*at) else {
            continue;
        };
        if let Ok(found) = merchants.binary_search_by_key(&merchant, |(merchant, _)| *merchant) {
            counts[merchants[found].1][book.group(*at) as usize] += 1;
        }
    }
    for (_, place) in merchants {
        let most = Group::ALL
            .into_iter()
            .rev()
            .max_by_key(|group| counts[place][*group as usize]);
        colours[place] = most.unwrap_or(Group::Other);
    }
    colours
}

/// The greatest of some magnitudes.
pub(in crate::insight) fn largest_magnitude(sums: impl Iterator<Item = Money>) -> Decimal {
    sums.map(|sum| sum.amount().abs()).max().unwrap_or_default()
}

/// A sum as a share of the largest magnitude, from -1 to 1, four places: what a screen can draw.
pub(in crate::insight) fn share(sum: Money, largest: Decimal) -> Decimal {
    let share = sum.amount().over(largest).unwrap_or_default();
    share.round_dp(4).normalize()
}

/// A sum to the places of its currency.
pub(in crate::insight) fn rounded(amount: Decimal, currency: Option<Currency>) -> Money {
    let places = currency.map_or(2, Currency::minor_units);
    Money::from_decimal(amount.round_dp(u32::from(places)), currency)
}
