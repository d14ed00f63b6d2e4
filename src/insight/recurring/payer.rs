//! The rows of each payer, as charges: who took or paid them, and what kind of payer that is.

use crate::book::{Book, CountsAs};
use crate::category::{Category, Group, TransferKind};
use crate::ledger::Index;
use crate::order::{Gather as _, HashMap};
use crate::text::TextId;

use super::Charge;

/// How much the charges of a merchant may differ and still be one bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bill by its nature: utilities, rent, insurance, fees, pay.
    Bill,
    /// Nobody knows.
    Unknown,
    /// Shops, restaurants and fares: people come as they like.
    Habit,
}

/// What a bank calls payments that the person has agreed to, and words that name a contract.
///
/// A German card purchase is a `Lastschrift` too, so that word is none of them.
const AGREED: &[&str] = &[
    "direct debit",
    "directdebit",
    "standing order",
    "repeatpmt",
    "dauerauftrag",
];
const CONTRACTS: &[&str] = &[
    "ANNUAL",
    "PREMIUM",
    "RENEWAL",
    "SUBSCRIPTION",
    "MEMBERSHIP",
    "ABONNEMENT",
    "BEITRAG",
];

pub(super) fn kind_of(book: &Book, rows: &[Index]) -> Kind {
    let Some(last) = rows.last().and_then(|at| book.ledger().transaction(*at)) else {
        return Kind::Unknown;
    };
    let code = last.facts.and_then(|facts| facts.bank_code);
    let code = code.map_or("", |code| book.ledger().text(code));
    let is_agreed = AGREED
        .iter()
        .any(|agreed| code.eq_ignore_ascii_case(agreed));
    let mut words = last
        .descriptor
        .split(|letter: char| !letter.is_alphabetic());
    let mut names_contract =
        || words.any(|word| CONTRACTS.iter().any(|name| word.eq_ignore_ascii_case(name)));
    if is_agreed || names_contract() {
        return Kind::Bill;
    }
    match rows
        .last()
        .and_then(|at| book.category(*at))
        .map(Category::group)
    {
        None => Kind::Unknown,
        Some(Group::Housing | Group::Bills | Group::Subs | Group::Fees | Group::Income) => {
            Kind::Bill
        }
        Some(_) => Kind::Habit,
    }
}

/// Rows that may recur, by merchant, direction and currency, in the order of first sight.
///
/// Shape: rows that name no merchant are together by category, else by their very words.
pub(super) fn rows_by_payer(book: &Book) -> Vec<Vec<Index>> {
    let ledger = book.ledger();
    let never = never_recurs();
    let slots = ledger.currencies().len().max(1);
    let mut groups: Vec<Vec<Index>> = Vec::new();
    let mut by_merchant: Vec<u32> = vec![0; book.merchants().count() * 2 * slots];
    let mut by_words: HashMap<(Result<Category, TextId>, bool, usize), u32> = HashMap::default();
    for at in ledger.indices() {
        let income = match book.counts_as(at) {
            CountsAs::Purchase => false,
            CountsAs::Income => true,
            _ => continue,
        };
        let category = book.category(at);
        if category.is_some_and(|category| never[category.index()]) {
            continue;
        }
        let slot = usize::from(ledger.currency_slots()[at.place()]);
        let place = match book.merchant(at) {
            Some(merchant) => {
                let key = (merchant.0 as usize * 2 + usize::from(income)) * slots + slot;
                match by_merchant.get_mut(key) {
                    Some(place) => place,
                    None => continue,
                }
            }
            None => {
                let words = ledger.descriptor_column()[at.place()];
                by_words
                    .entry((category.ok_or(words), income, slot))
                    .or_default()
            }
        };
        // 0 is not met yet.
        if *place == 0 {
            groups.push(Vec::new());
            *place = groups.len() as u32;
        }
        groups[*place as usize - 1].push(at);
    }
    groups.retain(|rows| rows.len() > 1);
    groups
}

/// Categories whose rows are no recurring payment: cash withdrawn, and bills that stand for a card's rows.
fn never_recurs() -> Vec<bool> {
    let is_card_bill =
        |category: Category| category.transfer_kind() == Some(TransferKind::CardRepayment);
    Category::all()
        .map(|category| category.group() == Group::Cash || is_card_bill(category))
        .gather()
}

/// The rows as charges in one scale; `None` where an amount does not fit it.
pub(super) fn charges(book: &Book, rows: &[Index]) -> Option<Vec<Charge>> {
    let ledger = book.ledger();
    let amounts = rows.iter().map(|at| ledger.amount_at(*at).abs());
    let scale = amounts.clone().map(|amount| amount.scale()).max()?;
    let mut charges = Vec::with_capacity(rows.len());
    for (at, amount) in rows.iter().zip(amounts) {
        let value = amount.rescaled(scale)?.mantissa();
        if value > 0 {
            let day = ledger.posting_dates()[at.place()];
            charges.push(Charge {
                at: *at,
                day,
                value,
            });
        }
    }
    Some(charges)
}
