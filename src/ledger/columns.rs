//! The columns of the ledger.

use crate::calendar::Day;
use crate::money::Amount;
use crate::statement::Row;
use crate::text::TextId;

use super::touched::Moves;
use super::{AccountId, Source};

/// A transaction's place in the ledger's order; it moves when a file is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Index(pub u32);

impl Index {
    /// As an index into a column.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

/// Stands in the balance column where the file gave none.
pub(super) const NO_BALANCE: i64 = i64::MIN;

/// One vector a field, all of one length: 46 bytes a row.
///
/// Rows that are one transaction with another come last, see [`Columns::sort`].
#[derive(Clone, Default)]
pub(super) struct Columns {
    pub(super) posting: Vec<Day>,
    /// In units of `10^-scale`.
    pub(super) amount: Vec<i64>,
    /// In units of `10^-scale`, or [`NO_BALANCE`].
    pub(super) balance: Vec<i64>,
    pub(super) scale: Vec<u8>,
    pub(super) currency: Vec<u8>,
    pub(super) account: Vec<AccountId>,
    pub(super) descriptor: Vec<TextId>,
    pub(super) pending: Vec<bool>,
    /// Whether it is no transaction of its own.
    pub(super) hidden: Vec<bool>,
    /// Which of several identical rows of the account it is, from 0.
    pub(super) occurrence: Vec<u16>,
    pub(super) source: Vec<Source>,
    pub(super) facts: Vec<u32>,
    /// Where rows were before they were last looked at.
    pub(super) moves: Moves,
}

/// The part of a column that is room for more at the most: a year of statements comes a month at a time.
const SPARE: usize = 12;

/// Makes room for as many more, and little more than that: a vector left to itself doubles.
pub(super) fn make_room<T>(column: &mut Vec<T>, more: usize) {
    if column.capacity() - column.len() < more {
        column.reserve_exact(more + column.len() / SPARE);
    }
}

impl Columns {
    pub(super) fn len(&self) -> usize {
        self.posting.len()
    }

    /// Makes room for as many more rows.
    pub(super) fn reserve(&mut self, more: usize) {
        make_room(&mut self.posting, more);
        make_room(&mut self.amount, more);
        make_room(&mut self.balance, more);
        make_room(&mut self.scale, more);
        make_room(&mut self.currency, more);
        make_room(&mut self.account, more);
        make_room(&mut self.descriptor, more);
        make_room(&mut self.pending, more);
        make_room(&mut self.hidden, more);
        make_room(&mut self.occurrence, more);
        make_room(&mut self.source, more);
        make_room(&mut self.facts, more);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one a column, called from one place"
    )]
    pub(super) fn push(
        &mut self,
        row: &Row,
        account: AccountId,
        source: Source,
        occurrence: u16,
        descriptor: TextId,
        currency: u8,
        facts: u32,
    ) {
        let (amount, balance) = aligned(row.amount, row.balance);
        self.posting.push(row.posting_date);
        self.amount.push(amount.mantissa());
        self.balance
            .push(balance.map_or(NO_BALANCE, Amount::mantissa));
        self.scale.push(amount.scale());
        self.currency.push(currency);
        self.account.push(account);
        self.descriptor.push(descriptor);
        self.pending.push(row.pending);
        self.hidden.push(false);
        self.occurrence.push(occurrence);
        self.source.push(source);
        self.facts.push(facts);
        self.moves.push();
    }

    /// Takes over the places and the balance that another file gives a row; the larger of two balances, so that no
    /// order of files shows.
    pub(super) fn meet(&mut self, i: usize, amount: Amount, balance: Option<Amount>) {
        let scale = self.scale[i];
        let known = Some(self.balance[i])
            .filter(|known| *known != NO_BALANCE)
            .and_then(|known| Amount::new(known, scale));
        let Some(own) = Amount::new(self.amount[i], scale) else {
            return;
        };
        let own = if amount.scale() > scale { amount } else { own };
        let (own, balance) = aligned(own, known.max(balance));
        self.amount[i] = own.mantissa();
        self.scale[i] = own.scale();
        self.balance[i] = balance.map_or(NO_BALANCE, Amount::mantissa);
    }

    /// By what rows are in order: posting date, account, file and line, those that are no transaction of their own last.
    fn key(&self, i: usize) -> (bool, (Day, AccountId, Source)) {
        let at = (self.posting[i], self.account[i], self.source[i]);
        (self.hidden[i], at)
    }

    /// Where among the first `live` rows a row belongs.
    pub(super) fn place_among(&self, live: usize, row: usize) -> usize {
        let (mut from, mut to) = (0, live);
        while from < to {
            let middle = from.midpoint(to);
            match self.key(middle).1 < self.key(row).1 {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        from
    }

    /// Sorts the rows from a place on, those before it being where they belong.
    ///
    /// Shape: where each place from that one on moved to; `None` when all stayed.
    pub(super) fn sort(&mut self, from: usize) -> Option<Vec<u32>> {
        if (from + 1..self.len()).all(|i| self.key(i - 1) <= self.key(i)) {
            return None;
        }
        let mut order: Vec<u32> = (from as u32..self.len() as u32).collect();
        order.sort_by_key(|i| self.key(*i as usize));
        fn pick<T: Copy>(column: &mut [T], from: usize, order: &[u32]) {
            let picked: Vec<T> = order.iter().map(|i| column[*i as usize]).collect();
            column[from..].copy_from_slice(&picked);
        }
        pick(&mut self.posting, from, &order);
        pick(&mut self.amount, from, &order);
        pick(&mut self.balance, from, &order);
        pick(&mut self.scale, from, &order);
        pick(&mut self.currency, from, &order);
        pick(&mut self.account, from, &order);
        pick(&mut self.descriptor, from, &order);
        pick(&mut self.pending, from, &order);
        pick(&mut self.hidden, from, &order);
        pick(&mut self.occurrence, from, &order);
        pick(&mut self.source, from, &order);
        pick(&mut self.facts, from, &order);
        self.moves.reorder(from, &order);
        let mut moved_to = vec![0; order.len()];
        for (to, was) in (from as u32..).zip(&order) {
            moved_to[*was as usize - from] = to;
        }
        Some(moved_to)
    }

    pub(super) fn bytes(&self) -> usize {
        self.posting.capacity() * 4
            + (self.amount.capacity() + self.balance.capacity()) * 8
            + self.scale.capacity()
            + self.currency.capacity()
            + self.pending.capacity()
            + self.hidden.capacity()
            + (self.account.capacity() + self.occurrence.capacity()) * 2
            + (self.descriptor.capacity() + self.facts.capacity()) * 4
            + self.source.capacity() * size_of::<Source>()
    }
}

/// Both with the same number of places; a balance that cannot have the amount's is left out.
fn aligned(amount: Amount, balance: Option<Amount>) -> (Amount, Option<Amount>) {
    let Some(balance) = balance else {
        return (amount, None);
    };
    let scale = amount.scale().max(balance.scale());
    if amount.scale() == balance.scale() {
        return (amount, Some(balance));
    }
    match (amount.rescaled(scale), balance.rescaled(scale)) {
        (Some(amount), Some(balance)) => (amount, Some(balance)),
        _ => (amount, None),
    }
}
