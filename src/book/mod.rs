//! The ledger with its merchants and categories, and the one definition of what counts as spending.
//!
//! Insights and questions read the same [`Book`]: what they select, add up and group is decided here, so that
//! a figure on the overview and the answer to a question about it cannot differ.
//!
//! - *Spending* is purchases less refunds, without own transfers, paired repayments and moves into savings.
//! - *Income* is money in that is neither a refund nor one of those moves.
//! - A category or merchant is worked out once for each distinct descriptor, not for each row.

use std::hash::{Hash, Hasher};

use crate::category::{Assignment, Categoriser, Category, Evidence, Group, Reason, TransferKind};
use crate::ledger::pair::{Pair, Words};
use crate::ledger::{
    AccountId, AccountsSaid, Added, Choices, Decided, Decision, DecisionKind, Index, Ledger,
    Verdict,
};
use crate::merchant::{Naming, Reader};
use crate::order::{AddAll as _, Gather as _, HashMap};
use crate::statement::{AccountKind, Mcc, Statement};
use crate::stats::Confidence;
use crate::text::{TextId, Texts};

mod combined;
mod country;
mod group;
mod rate;
mod refresh;
mod said;
mod select;
mod split;
mod totals;

pub use combined::Combined;
pub use group::{GroupBy, GroupKey, Grouped};
pub use rate::{Rate, RateTable, Rates, Used};
pub use said::Change;
pub use select::{Criteria, Filter, Flow, LeftOut, NEAR_DAYS, Paid, Selection};
pub use split::{Kept, Mark, Marks, Part, is_whole};
pub use totals::Totals;

/// A merchant as the book knows it, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MerchantId(pub u32);

/// What a transaction counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CountsAs {
    /// Money spent.
    Purchase,
    /// Money back for something bought.
    Refund,
    /// Money earned or received for good.
    Income,
    /// A move between the person's own accounts.
    Transfer,
    /// A card or loan repaid from the person's own account.
    Repayment,
    /// A move into savings or investments, or out of them.
    Savings,
    /// Of no amount: neither in nor out.
    Nothing,
}

impl CountsAs {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            CountsAs::Purchase => "purchase",
            CountsAs::Refund => "refund",
            CountsAs::Income => "income",
            CountsAs::Transfer => "transfer",
            CountsAs::Repayment => "repayment",
            CountsAs::Savings => "savings",
            CountsAs::Nothing => "nothing",
        }
    }
}

/// The ledger with what its rows mean.
#[derive(Default)]
pub struct Book {
    ledger: Ledger,
    reader: Reader,
    categoriser: Categoriser,
    merchants: Texts,
    namings: Vec<Naming>,
    /// The merchant of each naming, or [`NO_MERCHANT`].
    merchant_by_naming: Vec<u32>,
    /// Which naming each descriptor has, for each country that one was met in.
    named: Vec<Named>,
    assignments: Vec<Assignment>,
    assignment_by_key: HashMap<Key, u32>,
    // By place:
    naming: Vec<u32>,
    assignment: Vec<u32>,
    merchant: Vec<u32>,
    category: Vec<u8>,
    counts_as: Vec<CountsAs>,
    pairs: Vec<Pair>,
    /// Which pair a row is in, by its place.
    partner: Vec<(Index, u32)>,
    /// Transfers that only their words tell, and whether the person said otherwise.
    one_sided: Vec<(Index, Verdict)>,
    undone: Vec<(DecisionKind, Index, Option<Index>)>,
    said: said::Said,
    marked: split::Marked,
    /// How many of the assignments are the engine's own.
    engine: usize,
    /// What the rest was worked out from; `None` before it ever was.
    known: Option<refresh::Known>,
}

/// Stands in the merchant column for rows without one, and in the category column for those in review.
const NO_MERCHANT: u32 = u32::MAX;
const NO_CATEGORY: u8 = u8::MAX;
/// Stands among the namings of texts for those that were not read.
const NO_NAMING: u32 = u32::MAX;

/// The namings of descriptors in a country.
struct Named {
    country: Option<&'static str>,
    /// By the descriptor's text; [`NO_NAMING`] for texts not read yet.
    by_text: Vec<u32>,
    /// What descriptors with numbers of no meaning share, and the naming of each.
    shapes: Texts,
    by_shape: Vec<u32>,
}

/// What an assignment is worked out from, once for all rows that share it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    naming: u32,
    outflow: bool,
    account: Option<AccountKind>,
    mcc: Option<Mcc>,
    bank_category: Option<TextId>,
    bank_code: Option<TextId>,
}

/// In two words.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let text = |id: Option<TextId>| id.map_or(u32::MAX, |id| id.0);
        state.write_u64(u64::from(self.naming) << 1 | u64::from(self.outflow));
        state
            .write_u64(u64::from(text(self.bank_category)) << 32 | u64::from(text(self.bank_code)));
    }
}

impl Book {
    /// A book without rows.
    pub fn new() -> Book {
        Book::default()
    }

    /// A book of these transactions; [`Book::refresh`] then says what they mean.
    pub fn of(ledger: Ledger) -> Book {
        Book {
            ledger,
            ..Book::default()
        }
    }

    /// Adds what a file says that is not here yet; [`Book::refresh`] then says what it means.
    pub fn add(&mut self, name: &str, statement: &Statement) -> Added {
        self.ledger.add(name, statement)
    }

    /// Sets what the person said of accounts: names and kinds hold once [`Book::refresh`] has acted on them, which are
    /// one for files added from then on.
    pub fn set_said(&mut self, said: &AccountsSaid) {
        self.ledger.set_said(said);
    }

    /// Sets what the person decided; [`Book::refresh`] then acts on it.
    pub fn set_choices(&mut self, choices: Choices) {
        self.ledger.set_choices(choices);
    }

    /// The transactions.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The merchant of a transaction.
    pub fn merchant(&self, at: Index) -> Option<MerchantId> {
        self.merchant
            .get(at.place())
            .copied()
            .filter(|id| *id != NO_MERCHANT)
            .map(MerchantId)
    }

    /// A merchant's display name.
    pub fn merchant_name(&self, merchant: MerchantId) -> &str {
        self.merchants.get(TextId(merchant.0))
    }

    /// Every merchant with its name, in the order they were met.
    pub fn merchants(&self) -> impl Iterator<Item = (MerchantId, &str)> {
        self.merchants
            .iter()
            .map(|(id, name)| (MerchantId(id.0), name))
    }

    /// What a transaction's descriptor says.
    pub fn naming(&self, at: Index) -> Option<&Naming> {
        self.namings.get(*self.naming.get(at.place())? as usize)
    }

    /// A transaction's category, with its reason.
    pub fn assignment(&self, at: Index) -> Option<&Assignment> {
        self.assignments
            .get(*self.assignment.get(at.place())? as usize)
    }

    /// A transaction's category; `None` needs review.
    pub fn category(&self, at: Index) -> Option<Category> {
        self.category
            .get(at.place())
            .and_then(|index| Category::from_index(usize::from(*index)))
    }

    /// The group a transaction is shown in; what needs review is among the others.
    pub fn group(&self, at: Index) -> Group {
        self.category(at).map_or(Group::Other, Category::group)
    }

    /// What a transaction counts as.
    pub fn counts_as(&self, at: Index) -> CountsAs {
        self.counts_as
            .get(at.place())
            .copied()
            .unwrap_or(CountsAs::Purchase)
    }

    /// Whether nothing certain says what it is.
    pub fn needs_review(&self, at: Index) -> bool {
        self.category(at).is_none() && self.partner_of(at).is_none()
    }

    /// How many need review.
    pub fn review_count(&self) -> usize {
        self.ledger
            .indices()
            .filter(|at| self.needs_review(*at))
            .count()
    }

    /// The pairs found, in the order of their rows.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The pair a transaction is in.
    pub fn pair_of(&self, at: Index) -> Option<&Pair> {
        self.pairs.get(self.partner_of(self.whole(at))?)
    }

    fn partner_of(&self, at: Index) -> Option<usize> {
        let found = self.partner.binary_search_by_key(&at, |(at, _)| *at);
        found.ok().map(|n| self.partner[n].1 as usize)
    }

    /// Every decision: what is one transaction, then the pairs, then what only words tell, then what was undone.
    pub fn decisions(&self) -> Vec<Decision> {
        let ledger = &self.ledger;
        let mut decisions = ledger.decisions();
        decisions.add_all(self.pairs.iter().map(|pair| pair.decision(ledger)));
        decisions.add_all(self.one_sided.iter().map(|(at, verdict)| Decision {
            kind: DecisionKind::Transfer,
            transactions: vec![ledger.id(*at)],
            because: Decided::Words,
            days_apart: None,
            confidence: self.reason(*at).1,
            verdict: *verdict,
            day: None,
        }));
        decisions.add_all(self.undone.iter().map(|(kind, left, right)| {
            Decision {
                kind: *kind,
                transactions: [Some(*left), *right]
                    .into_iter()
                    .flatten()
                    .map(|at| ledger.id(at))
                    .gather(),
                because: Decided::Person,
                days_apart: right.map(|right| ledger.days_between(*left, right)),
                confidence: Confidence::CERTAIN,
                verdict: Verdict::Undone,
                day: None,
            }
        }));
        for decision in &mut decisions {
            if decision.verdict != Verdict::Open {
                let said = ledger.choices().of(decision);
                decision.day = said.and_then(|choice| choice.day);
            }
        }
        decisions
    }

    /// Bytes that each distinct text takes once, for the report of memory.
    pub fn text_bytes(&self) -> usize {
        self.ledger.texts().bytes() + self.merchants.bytes()
    }

    /// Bytes that columns and pools hold, for the report of memory.
    pub fn bytes(&self) -> usize {
        let columns = self.naming.capacity() * 12 + self.category.capacity() * 2;
        self.ledger.bytes() + self.merchants.bytes() + columns
    }

    /// The assignment of a key, worked out once.
    fn assignment_of(&mut self, key: Key) -> u32 {
        if let Some(known) = self.assignment_by_key.get(&key) {
            return *known;
        }
        let assignment = self.categoriser.assign(&self.evidence(key));
        let number = self.assignments.len() as u32;
        self.assignments.push(assignment);
        self.assignment_by_key.insert(key, number);
        number
    }

    /// What the assignment of a row is worked out from, beside the row's text.
    fn key(&self, at: Index, naming: u32, account: Option<AccountKind>) -> Key {
        let facts = self.ledger.facts_at(at);
        Key {
            naming,
            outflow: self.ledger.amount_at(at).is_negative(),
            account,
            mcc: facts.and_then(|facts| facts.mcc),
            bank_category: facts.and_then(|facts| facts.bank_category),
            bank_code: facts.and_then(|facts| facts.bank_code),
        }
    }

    /// The same of a row that was read before.
    fn key_at(&self, at: Index) -> Option<Key> {
        let naming = *self.naming.get(at.place())?;
        let account = self.ledger.account(self.account(at));
        Some(self.key(at, naming, account.map(|account| account.kind)))
    }

    fn evidence(&self, key: Key) -> Evidence<'_> {
        Evidence {
            naming: &self.namings[key.naming as usize],
            outflow: key.outflow,
            mcc: key.mcc,
            bank_category: key.bank_category.map(|id| self.ledger.text(id)),
            bank_code: key.bank_code.map(|id| self.ledger.text(id)),
            account: key.account,
        }
    }

    /// The place of a country among those whose descriptors are read.
    fn place_of_country(&mut self, country: Option<&'static str>) -> usize {
        let mut known = self.named.iter();
        known
            .position(|named| named.country == country)
            .unwrap_or_else(|| {
                self.named.push(Named {
                    country,
                    by_text: Vec::new(),
                    shapes: Texts::default(),
                    by_shape: Vec::new(),
                });
                self.named.len() - 1
            })
    }

    /// The naming of a descriptor, read once for each country it is met in and once for all that differ in a number.
    fn naming_of(&mut self, text: TextId, place_of_country: usize, shape: &mut String) -> u32 {
        let named = &mut self.named[place_of_country];
        let at = text.0 as usize;
        if at >= named.by_text.len() {
            let texts = self.ledger.texts().len();
            named.by_text.resize(texts.max(at + 1), NO_NAMING);
        }
        if named.by_text[at] == NO_NAMING {
            let descriptor = self.ledger.text(text);
            let new = self.namings.len() as u32;
            let naming = match self.reader.shape_of(descriptor, shape) {
                true => {
                    let at = named.shapes.intern(shape).0 as usize;
                    if at == named.by_shape.len() {
                        named.by_shape.push(new);
                    }
                    named.by_shape[at]
                }
                false => new,
            };
            if naming == new {
                let naming = self.reader.naming_of(descriptor, named.country);
                let name = naming.merchant.as_deref();
                let merchant = name.map_or(NO_MERCHANT, |name| self.merchants.intern(name).0);
                self.namings.push(naming);
                self.merchant_by_naming.push(merchant);
            }
            named.by_text[at] = naming;
        }
        named.by_text[at]
    }

    /// What a row's words say of it, as far as pairing cares.
    fn words(&self, at: Index) -> Words {
        let naming = self.naming(at);
        if naming.is_some_and(|naming| naming.intermediary.is_some_and(is_wallet)) {
            // The wallet's own rows may tell the shop as well, and that the bank filled it.
            return Words::Silent;
        }
        match self.category(at) {
            None if naming.is_some_and(|naming| naming.brand.is_some()) => Words::Other,
            None => Words::Silent,
            Some(category) => match category.transfer_kind() {
                Some(TransferKind::CardRepayment | TransferKind::LoanRepayment) => Words::Repayment,
                Some(TransferKind::Others) => Words::Person,
                Some(_) => Words::Transfer,
                // A bank that calls all that comes in income says nothing of what it is.
                None if category.code() == "INCOME_OTHER" => Words::Silent,
                None => Words::Other,
            },
        }
    }

    /// What a row counts as, from its pair, else from its category, else from its sign.
    fn nature(&self, at: Index) -> CountsAs {
        if self.ledger.amount_at(at).is_zero() {
            return CountsAs::Nothing;
        }
        let inflow = !self.ledger.amount_at(at).is_negative();
        match self.pair_of(at).map(|pair| pair.kind) {
            Some(DecisionKind::Transfer) => return CountsAs::Transfer,
            Some(DecisionKind::Repayment) => return CountsAs::Repayment,
            Some(DecisionKind::Refund | DecisionKind::Reimbursement) if inflow => {
                return CountsAs::Refund;
            }
            _ => {}
        }
        let found = self.one_sided.binary_search_by_key(&at, |(at, _)| *at);
        if found.is_ok_and(|n| self.one_sided[n].1 == Verdict::Undone) {
            return if inflow {
                CountsAs::Income
            } else {
                CountsAs::Purchase
            };
        }
        let Some(category) = self.category(at) else {
            return if inflow {
                CountsAs::Income
            } else {
                CountsAs::Purchase
            };
        };
        if category.is_income() {
            return CountsAs::Income;
        }
        match category.transfer_kind() {
            // The card is not loaded, so its purchases are not: the bill stands for them.
            Some(TransferKind::CardRepayment) if !inflow => CountsAs::Purchase,
            Some(TransferKind::CardRepayment) => CountsAs::Repayment,
            Some(TransferKind::Savings | TransferKind::Investment) => CountsAs::Savings,
            Some(TransferKind::Own | TransferKind::Deposit | TransferKind::Loan) => {
                CountsAs::Transfer
            }
            // To another person it is spent, from another person it came in.
            Some(TransferKind::Others) if inflow => CountsAs::Income,
            Some(TransferKind::Others | TransferKind::LoanRepayment) => CountsAs::Purchase,
            None if inflow => CountsAs::Refund,
            None => CountsAs::Purchase,
        }
    }
}

/// Whether who stood between keeps money for people and takes it from their bank.
fn is_wallet(intermediary: &str) -> bool {
    intermediary == "PayPal"
}

impl Book {
    /// The reason of a transaction's category, and how sure it is.
    pub fn reason(&self, at: Index) -> (&Reason, Confidence) {
        match self.assignment(at) {
            Some(assignment) => (&assignment.reason, assignment.confidence),
            None => (&Reason::Nothing, Confidence::NONE),
        }
    }

    /// The account of a transaction.
    pub fn account(&self, at: Index) -> AccountId {
        self.ledger
            .account_column()
            .get(at.place())
            .copied()
            .unwrap_or(AccountId(0))
    }
}
