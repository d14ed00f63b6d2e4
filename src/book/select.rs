//! Which transactions a figure counts, and which it leaves out that a reader might have expected.

use std::ops::Range;

use crate::calendar::{Period, Weekday, plus_days};
use crate::category::Category;
use crate::ledger::{AccountId, Index};
use crate::money::{Amount, Currency, Money};
use crate::order::Gather as _;
use crate::text::letters;

use super::{Book, CountsAs, MerchantId};

/// What a figure is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Which direction and kind.
    pub flow: Flow,
    /// The posting dates; all where absent.
    pub period: Option<Period>,
    /// What rows have to meet.
    pub include: Criteria,
    /// What rows must not meet: a row that meets any one of its lists is out.
    pub exclude: Criteria,
}

/// Which kinds of transactions a figure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Flow {
    /// Purchases and refunds.
    #[default]
    Spending,
    /// Purchases alone.
    Purchases,
    /// Refunds alone.
    Refunds,
    /// Income.
    Income,
    /// Own transfers, repayments and moves into savings.
    Moves,
    /// Income and spending: what was kept.
    Kept,
    /// Every row.
    Any,
}

impl Flow {
    /// Whether it counts such a row.
    pub fn counts(self, row: CountsAs) -> bool {
        is_among(self.kinds(), row)
    }

    /// The kinds of rows that it counts, a bit each.
    fn kinds(self) -> u8 {
        const fn bit(kind: CountsAs) -> u8 {
            1 << kind as u8
        }
        const PURCHASES: u8 = bit(CountsAs::Purchase);
        const REFUNDS: u8 = bit(CountsAs::Refund);
        const INCOME: u8 = bit(CountsAs::Income);
        const MOVES: u8 =
            bit(CountsAs::Transfer) | bit(CountsAs::Repayment) | bit(CountsAs::Savings);
        match self {
            Flow::Spending => PURCHASES | REFUNDS,
            Flow::Purchases => PURCHASES,
            Flow::Refunds => REFUNDS,
            Flow::Income => INCOME,
            Flow::Moves => MOVES,
            Flow::Kept => PURCHASES | REFUNDS | INCOME,
            Flow::Any => u8::MAX,
        }
    }
}

/// Whether a kind is among those of the bits.
#[inline(always)]
fn is_among(kinds: u8, row: CountsAs) -> bool {
    kinds >> row as u8 & 1 == 1
}

/// What rows have to meet: any of the named in each list, all lists together. An empty list asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Categories.
    pub categories: Vec<Category>,
    /// Rows that need review, together with the categories.
    pub needs_review: bool,
    /// The person's own groups, by their number, together with the categories.
    pub own_groups: Vec<u16>,
    /// The person's own categories, by their number, together with the others.
    pub own_categories: Vec<u16>,
    /// Leaves out what is in a group of the person's own.
    pub without_own: bool,
    /// Merchants.
    pub merchants: Vec<MerchantId>,
    /// Accounts.
    pub accounts: Vec<AccountId>,
    /// Words that the descriptor or the merchant's name contains, in any case.
    pub text: Vec<Box<str>>,
    /// Only rows that are not booked yet.
    pub pending: bool,
    /// The currency that rows were paid in.
    pub currency: Option<Paid>,
    /// The day of the week they were posted on.
    pub weekday: Option<Weekday>,
    /// Magnitude at least.
    pub min_amount: Option<Amount>,
    /// Magnitude at most.
    pub max_amount: Option<Amount>,
}

/// The currency that rows were paid in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// Rows in this currency, or paid in it and booked in another.
    In(Currency),
    /// Rows paid in any other.
    NotIn(Option<Currency>),
}

impl Criteria {
    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        *self == Criteria::default()
    }
}

/// Why a row is left out that a reader might have expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
    /// A move between own accounts.
    Transfer,
    /// A repayment of a card or loan whose own rows are here.
    Repayment,
    /// A move into savings or out of them.
    Savings,
    /// Money in that is no refund.
    Income,
    /// A refund, where purchases alone were asked for.
    Refund,
    /// A few days before or after.
    OutsidePeriod,
    /// In another currency than the figure.
    OtherCurrency,
}

impl LeftOut {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            LeftOut::Transfer => "transfer",
            LeftOut::Repayment => "repayment",
            LeftOut::Savings => "savings",
            LeftOut::Income => "income",
            LeftOut::Refund => "refund",
            LeftOut::OutsidePeriod => "outsidePeriod",
            LeftOut::OtherCurrency => "otherCurrency",
        }
    }
}

/// What a figure counts and leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The rows counted, in order.
    pub rows: Vec<Index>,
    /// The rows left out that a reader might have expected, by reason, in order.
    pub left_out: Vec<(LeftOut, Vec<Index>)>,
}

impl Selection {
    /// Rows, and none left out.
    pub(crate) fn of(rows: Vec<Index>) -> Selection {
        Selection {
            rows,
            left_out: Vec::new(),
        }
    }
}

/// How many days before and after a period a row is near enough to be expected in it.
///
/// Source: the most days that a card purchase is booked after the till, over a weekend.
pub const NEAR_DAYS: i32 = 3;

impl Book {
    /// The rows that a filter counts, with those it leaves out.
    ///
    /// Rows near the period are named only where the criteria ask something: near all spending there is
    /// always some.
    pub fn select(&self, filter: &Filter) -> Selection {
        let include = Compiled::of(self, &filter.include);
        let exclude = (!filter.exclude.is_empty()).then(|| Compiled::of(self, &filter.exclude));
        let meets = |at: Index| {
            include.meets_all(self, at)
                && exclude
                    .as_ref()
                    .is_none_or(|exclude| !exclude.meets_any(self, at))
        };
        let mut rows = Runs::default();
        let mut left_out: [Vec<Index>; 6] = Default::default();
        let places = self.ledger.range(filter.period);
        let (kinds, is_split) = (filter.flow.kinds(), self.marked.is_split());
        // A part is of the transaction's merchant, but of a category of its own.
        let of_merchant = match include.merchants.is_empty() {
            true => &[],
            false => self.merchant.as_slice(),
        };
        let of_category = match include.is_by_category_alone() && !is_split {
            true => self.category.as_slice(),
            false => &[],
        };
        let asks_nothing = filter.include.is_empty() && exclude.is_none();
        if asks_nothing {
            rows.rows.reserve(places.len());
        }
        for place in places {
            // Most rows fall here, at one look at a column.
            if let Some(merchant) = of_merchant.get(place)
                && !is_named(&include.merchants, *merchant as usize)
            {
                continue;
            }
            if let Some(category) = of_category.get(place)
                && !is_named(&include.categories, usize::from(*category))
            {
                continue;
            }
            let at = Index(place as u32);
            if is_split && self.parts(at).len() > 0 {
                let parts = self.parts(at);
                let count = parts.len();
                let meeting: Vec<Index> = parts.filter(|part| meets(*part)).gather();
                let counts = |part: &&Index| filter.flow.counts(self.counts_as(**part));
                let counted: Vec<Index> = meeting.iter().filter(counts).copied().gather();
                if counted.len() == count {
                    rows.add(at);
                } else {
                    counted.iter().for_each(|part| rows.add(*part));
                }
                for part in meeting.iter().filter(|part| !counted.contains(part)) {
                    if let Some(reason) = reason_of(filter.flow, self.counts_as(*part)) {
                        left_out[reason as usize].push(*part);
                    }
                }
                continue;
            }
            if !asks_nothing && !meets(at) {
                continue;
            }
            let counts_as = self.counts_as(at);
            if is_among(kinds, counts_as) {
                rows.add(at);
            } else if let Some(reason) = reason_of(filter.flow, counts_as) {
                left_out[reason as usize].push(at);
            }
        }
        if let Some(period) = filter.period.filter(|_| !filter.include.is_empty()) {
            let before = Period::new(plus_days(period.start(), -NEAR_DAYS), period.start());
            let after = Period::new(period.end(), plus_days(period.end(), NEAR_DAYS));
            for near in [before, after].into_iter().flatten() {
                for place in self.ledger.range(Some(near)) {
                    let at = Index(place as u32);
                    if filter.flow.counts(self.counts_as(at)) && meets(at) {
                        left_out[LeftOut::OutsidePeriod as usize].push(at);
                    }
                }
            }
        }
        let reasons = [
            LeftOut::Transfer,
            LeftOut::Repayment,
            LeftOut::Savings,
            LeftOut::Income,
            LeftOut::Refund,
            LeftOut::OutsidePeriod,
        ];
        let left_out = reasons.into_iter().zip(left_out);
        Selection {
            rows: rows.end(),
            left_out: left_out.filter(|(_, rows)| !rows.is_empty()).gather(),
        }
    }
}

/// Rows while they are selected: those that come one after the other are put down together.
#[derive(Default)]
struct Runs {
    rows: Vec<Index>,
    run: Range<u32>,
}

impl Runs {
    #[inline(always)]
    fn add(&mut self, at: Index) {
        if at.0 == self.run.end {
            self.run.end += 1;
        } else {
            self.put_down(at.0..at.0 + 1);
        }
    }

    /// Puts the run down and begins the next.
    #[inline(never)]
    fn put_down(&mut self, next: Range<u32>) {
        let run = std::mem::replace(&mut self.run, next);
        self.rows.extend(run.map(Index));
    }

    fn end(mut self) -> Vec<Index> {
        self.put_down(0..0);
        self.rows
    }
}

impl Book {
    /// What a row cost in another currency than the one it is booked in.
    pub fn paid_in(&self, at: Index, currency: Currency) -> Option<Money> {
        let paid = self.ledger.facts_at(at)?.original?;
        (paid.currency() == Some(currency)).then_some(paid)
    }
}

/// Why a flow leaves a row out, where a reader might have expected it.
fn reason_of(flow: Flow, row: CountsAs) -> Option<LeftOut> {
    match (flow, row) {
        (Flow::Moves, _) => None,
        (_, CountsAs::Transfer) => Some(LeftOut::Transfer),
        (_, CountsAs::Repayment) => Some(LeftOut::Repayment),
        (_, CountsAs::Savings) => Some(LeftOut::Savings),
        (Flow::Purchases, CountsAs::Refund) => Some(LeftOut::Refund),
        (Flow::Income, CountsAs::Refund) => Some(LeftOut::Refund),
        (Flow::Refunds, CountsAs::Income) => Some(LeftOut::Income),
        _ => None,
    }
}

/// Whether a table has what a row is of: no place that stands for none is in it.
fn is_named(table: &[bool], place: usize) -> bool {
    table.get(place).copied().unwrap_or(false)
}

/// Criteria as tables, so that a row costs a look-up each.
struct Compiled<'a> {
    criteria: &'a Criteria,
    categories: Vec<bool>,
    merchants: Vec<bool>,
    descriptors: Vec<bool>,
    named: Vec<bool>,
    /// The rows with a note or tag that has one of the words.
    noted: Vec<Index>,
}

impl<'a> Compiled<'a> {
    fn of(book: &Book, criteria: &'a Criteria) -> Compiled<'a> {
        let mut categories = Vec::new();
        if !criteria.categories.is_empty() {
            categories = vec![false; Category::COUNT];
            for category in &criteria.categories {
                categories[category.index()] = true;
            }
        }
        let mut merchants = Vec::new();
        if !criteria.merchants.is_empty() {
            merchants = vec![false; book.merchants.len()];
            for merchant in &criteria.merchants {
                if let Some(slot) = merchants.get_mut(merchant.0 as usize) {
                    *slot = true;
                }
            }
        }
        let (mut descriptors, mut named, mut noted) = (Vec::new(), Vec::new(), Vec::new());
        if !criteria.text.is_empty() {
            let words: Vec<String> = criteria
                .text
                .iter()
                .map(|word| letters::lower(word))
                .gather();
            let has = |text: &str| {
                let lower = letters::lower(text);
                words.iter().any(|word| lower.contains(word.as_str()))
            };
            descriptors = book
                .ledger
                .texts()
                .iter()
                .map(|(_, text)| has(text))
                .gather();
            named = book.merchants.iter().map(|(_, name)| has(name)).gather();
            noted = book.marked.noted(has);
        }
        Compiled {
            criteria,
            categories,
            merchants,
            descriptors,
            named,
            noted,
        }
    }

    /// Whether categories are asked for by the built-in ones and nothing beside them.
    fn is_by_category_alone(&self) -> bool {
        let criteria = self.criteria;
        let is_own = !criteria.own_groups.is_empty() || !criteria.own_categories.is_empty();
        !self.categories.is_empty() && !criteria.needs_review && !is_own
    }

    fn category(&self, book: &Book, at: Index) -> Option<bool> {
        let own = &self.criteria.own_groups;
        let made = &self.criteria.own_categories;
        let is_own = !own.is_empty() || !made.is_empty();
        if self.categories.is_empty() && !self.criteria.needs_review && !is_own {
            return None;
        }
        if !made.is_empty()
            && book
                .own_category_number(at)
                .is_some_and(|number| made.contains(&number))
        {
            return Some(true);
        }
        if !own.is_empty() || self.criteria.without_own {
            match book.own_group_number(at) {
                Some(number) if own.contains(&number) => return Some(true),
                Some(_) if self.criteria.without_own => return Some(false),
                _ => {}
            }
        }
        let slot = usize::from(book.category[at.place()]);
        let named = is_named(&self.categories, slot);
        Some(named || self.criteria.needs_review && book.needs_review(at))
    }

    fn merchant(&self, book: &Book, at: Index) -> Option<bool> {
        let merchant = book.merchant[at.place()];
        (!self.merchants.is_empty()).then(|| is_named(&self.merchants, merchant as usize))
    }

    fn account(&self, book: &Book, at: Index) -> Option<bool> {
        let accounts = &self.criteria.accounts;
        (!accounts.is_empty()).then(|| accounts.contains(&book.ledger.account_column()[at.place()]))
    }

    fn text(&self, book: &Book, at: Index) -> Option<bool> {
        (!self.descriptors.is_empty()).then(|| {
            let descriptor = book.ledger.descriptor_column()[at.place()].0 as usize;
            let merchant = book.merchant[at.place()];
            let has = |text: usize| is_named(&self.descriptors, text);
            let in_facts = || {
                let facts = book.ledger.facts_at(at);
                facts.is_some_and(|facts| facts.texts().any(|text| has(text.0 as usize)))
            };
            has(descriptor)
                || in_facts()
                || self.noted.binary_search(&book.whole(at)).is_ok()
                || is_named(&self.named, merchant as usize)
        })
    }

    fn amount(&self, book: &Book, at: Index) -> Option<bool> {
        let (min, max) = (self.criteria.min_amount, self.criteria.max_amount);
        if min.is_none() && max.is_none() {
            return None;
        }
        let amount = book.ledger.amount_at(book.whole(at)).abs();
        Some(min.is_none_or(|min| amount >= min) && max.is_none_or(|max| amount <= max))
    }

    fn pending(&self, book: &Book, at: Index) -> Option<bool> {
        let pending = self.criteria.pending;
        pending.then(|| book.ledger.is_pending(book.whole(at)))
    }

    fn currency(&self, book: &Book, at: Index) -> Option<bool> {
        let asked = self.criteria.currency?;
        let at = book.whole(at);
        let booked = book.ledger.currency_at(at);
        Some(match asked {
            Paid::In(currency) => booked == Some(currency) || book.paid_in(at, currency).is_some(),
            Paid::NotIn(own) => {
                let paid = book.ledger.facts_at(at).and_then(|facts| facts.original);
                paid.map_or(booked, |paid| paid.currency()) != own
            }
        })
    }

    fn weekday(&self, book: &Book, at: Index) -> Option<bool> {
        let day = book.ledger.posting_dates()[at.place()];
        Some(day.to_date().weekday() == self.criteria.weekday?)
    }

    fn verdicts(&self, book: &Book, at: Index) -> [Option<bool>; 8] {
        [
            self.weekday(book, at),
            self.pending(book, at),
            self.currency(book, at),
            self.category(book, at),
            self.merchant(book, at),
            self.account(book, at),
            self.text(book, at),
            self.amount(book, at),
        ]
    }

    fn meets_all(&self, book: &Book, at: Index) -> bool {
        self.category(book, at) != Some(false)
            && self.merchant(book, at) != Some(false)
            && self.account(book, at) != Some(false)
            && self.amount(book, at) != Some(false)
            && self.pending(book, at) != Some(false)
            && self.currency(book, at) != Some(false)
            && self.weekday(book, at) != Some(false)
            && self.text(book, at) != Some(false)
    }

    fn meets_any(&self, book: &Book, at: Index) -> bool {
        self.verdicts(book, at).contains(&Some(true))
    }
}
