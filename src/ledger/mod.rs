//! Rows of all files to one ledger: accounts, and every transaction once.
//!
//! Hot data lies in columns in the order of every list (posting date, account, file, line), so that a period
//! is a range of places. A place ([`Index`]) moves when a file is added; a [`TransactionId`] never does.
//!
//! Importing a file twice, or two files that overlap, adds nothing twice: within an account, the n-th
//! identical row of a file meets the n-th identical row of the ledger. Identical purchases of one day stay
//! two, and what met is kept as a [`Decision`].
//!
//! Rows that files word or date differently, and pending rows with what was booked for them, are found by
//! [`Ledger::reconcile`]: they stay in the columns behind the transactions, so that nothing is lost, that a match
//! can be undone, and that the same files give the same ledger in any order.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use crate::calendar::{Day, Period};
use crate::money::{Amount, Currency, Money};
use crate::order::{AddAll as _, Arrange as _, Gather as _};
use crate::statement::{AccountKind, Facts};
use crate::text::{TextId, Texts};

mod account;
mod add;
mod choice;
mod columns;
mod cover;
mod decision;
mod dedup;
mod id;
mod merge;
pub mod pair;
mod part;
mod said;
mod touched;
mod twin;
mod wording;

pub use account::{Account, AccountId};
pub use add::Added;
pub(crate) use choice::Held;
pub use choice::{Choice, Choices, Placed};
pub use columns::Index;
pub use cover::{Balance, Cover};
pub use decision::{Decided, Decision, DecisionId, DecisionKind, Verdict};
pub use id::TransactionId;
pub use merge::Kin;
pub use said::{AccountWord, AccountsSaid, Apart, Join};
pub use touched::{Moves, Stretch, Touched, either};

use columns::{Columns, NO_BALANCE};
use merge::{Merge, Span};
use twin::Twin;

/// All accounts and transactions, each transaction once.
#[derive(Clone, Default)]
pub struct Ledger {
    texts: Texts,
    accounts: Vec<Account>,
    files: Vec<Arc<str>>,
    currencies: Vec<Option<Currency>>,
    rows: Columns,
    /// How many of the rows are transactions; those behind them are other rows again.
    live: usize,
    facts: Vec<Facts>,
    also_in: Vec<(Index, Source)>,
    spans: Vec<Span>,
    merges: Vec<Merge>,
    /// Rows that files have alike and that the person says are two.
    twins: Vec<Twin>,
    choices: Choices,
    said: AccountsSaid,
    /// The key that each file gave each of its accounts.
    file_keys: Vec<(u16, AccountId, Box<str>)>,
    /// How many of the rows at the end are parts of transactions.
    parts: usize,
    /// The days that files told of since matches were last looked for.
    touched: Option<Stretch>,
}

/// Where a transaction was read.
// Every row has one: without gaps it is six bytes, with them eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(C, packed(2))]
pub struct Source {
    /// The file, by its place in [`Ledger::files`].
    pub file: u16,
    /// The line, counted from 1.
    pub line: u32,
}

/// One transaction, gathered from the columns.
#[derive(Clone, Copy, Debug)]
pub struct Transaction<'a> {
    /// The account it is on.
    pub account: AccountId,
    /// The day the bank booked it.
    pub posting_date: Day,
    /// Signed; negative leaves the account.
    pub amount: Amount,
    /// Its currency, where a file names one.
    pub currency: Option<Currency>,
    /// As printed.
    pub descriptor: &'a str,
    /// Whether the bank has not booked it yet.
    pub pending: bool,
    /// The balance after it, where the file gave one.
    pub balance: Option<Amount>,
    /// What else the file said; texts are the ledger's, see [`Ledger::text`].
    pub facts: Option<&'a Facts>,
    /// Where it was read first.
    pub source: Source,
}

impl Transaction<'_> {
    /// The amount with its currency.
    pub fn money(&self) -> Money {
        Money::new(self.amount, self.currency)
    }
}

impl Ledger {
    /// How many transactions there are.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Every place, in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = Index> + use<> {
        (0..self.live as u32).map(Index)
    }

    /// Every place of a row, those behind the transactions included.
    pub(crate) fn every_row(&self) -> impl DoubleEndedIterator<Item = Index> + use<> {
        (0..(self.rows.len() - self.parts) as u32).map(Index)
    }

    /// The transaction that a row is part of: the row itself, or the one it was merged into.
    pub fn transaction_of(&self, row: Index) -> Index {
        if row.place() < self.live {
            return row;
        }
        let merge = self.merges.iter().find(|merge| merge.hidden == row);
        merge.and_then(|merge| merge.into).unwrap_or(row)
    }

    /// The transaction at a place; `None` past the end.
    pub fn transaction(&self, at: Index) -> Option<Transaction<'_>> {
        let i = at.place();
        let scale = *self.rows.scale.get(i)?;
        let amount = |mantissa| Amount::new(mantissa, scale);
        Some(Transaction {
            account: self.rows.account[i],
            posting_date: self.rows.posting[i],
            amount: amount(self.rows.amount[i])?,
            currency: self.currency_at(at),
            descriptor: self.texts.get(self.rows.descriptor[i]),
            pending: self.rows.pending[i],
            balance: Some(self.rows.balance[i])
                .filter(|b| *b != NO_BALANCE)
                .and_then(amount),
            facts: self.facts.get(self.rows.facts[i] as usize),
            source: self.rows.source[i],
        })
    }

    /// The posting dates, by place; those of other rows behind the transactions.
    pub fn posting_dates(&self) -> &[Day] {
        &self.rows.posting
    }

    /// The amount at a place; nothing past the end.
    pub fn amount_at(&self, at: Index) -> Amount {
        let i = at.place();
        match (self.rows.amount.get(i), self.rows.scale.get(i)) {
            (Some(mantissa), Some(scale)) => Amount::kept(*mantissa, *scale),
            _ => Amount::ZERO,
        }
    }

    /// The digits of every amount and how many of them stand after the point, by place: for what passes over all rows.
    pub fn amount_columns(&self) -> (&[i64], &[u8]) {
        (&self.rows.amount, &self.rows.scale)
    }

    /// What else the file said of the transaction at a place.
    pub fn facts_at(&self, at: Index) -> Option<&Facts> {
        self.facts.get(*self.rows.facts.get(at.place())? as usize)
    }

    /// Whether the bank has not booked the row at a place yet.
    pub fn is_pending(&self, at: Index) -> bool {
        self.rows.pending.get(at.place()).copied().unwrap_or(false)
    }

    /// The currency at a place.
    pub fn currency_at(&self, at: Index) -> Option<Currency> {
        let slot = self.rows.currency.get(at.place())?;
        self.currencies.get(usize::from(*slot)).copied().flatten()
    }

    /// Which of [`Ledger::currencies`] each row is in, by place.
    pub fn currency_slots(&self) -> &[u8] {
        &self.rows.currency
    }

    /// The currencies met so far, `None` for rows whose file names none.
    pub fn currencies(&self) -> &[Option<Currency>] {
        &self.currencies
    }

    /// The accounts of the rows, by place.
    pub fn account_column(&self) -> &[AccountId] {
        &self.rows.account
    }

    /// The descriptors of the rows, by place.
    pub fn descriptor_column(&self) -> &[TextId] {
        &self.rows.descriptor
    }

    /// The day of the last and the first transaction, as a period.
    pub fn covered(&self) -> Option<Period> {
        let days = &self.rows.posting[..self.live];
        let (first, last) = (days.first()?, days.last()?);
        Period::inclusive(first.to_date(), last.to_date())
    }

    /// The places whose posting date lies in the period.
    pub fn range(&self, period: Option<Period>) -> Range<usize> {
        let Some(period) = period else {
            return 0..self.live;
        };
        let (start, end) = (Day::from_date(period.start()), Day::from_date(period.end()));
        let days = &self.rows.posting[..self.live];
        days.partition_point(|day| *day < start)..days.partition_point(|day| *day < end)
    }

    /// The places of rows whose posting date lies in the period, those behind the transactions included.
    fn every_row_in(&self, period: Period) -> impl Iterator<Item = usize> + use<> {
        let (start, end) = (Day::from_date(period.start()), Day::from_date(period.end()));
        let behind = &self.rows.posting[self.live..self.rows.len() - self.parts];
        let from = self.live + behind.partition_point(|day| *day < start);
        let to = self.live + behind.partition_point(|day| *day < end);
        self.range(Some(period)).chain(from..to)
    }

    /// A text of a transaction's facts.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    /// The pool of every text.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The accounts, in the order they were met.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// An account.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(usize::from(id.0))
    }

    /// The names of the files, in the order they were added.
    pub fn files(&self) -> &[Arc<str>] {
        &self.files
    }

    /// What was decided about rows that are one transaction, by kind, day and file.
    pub fn decisions(&self) -> Vec<Decision> {
        let mut decisions = Vec::new();
        for file in 0..self.files.len() as u16 {
            let met = self
                .also_in
                .iter()
                .filter(|(_, source)| source.file == file);
            let transactions: Vec<TransactionId> = met.map(|(at, _)| self.id(*at)).gather();
            if !transactions.is_empty() {
                let mut decision = Decision::duplicates(file, transactions);
                decision.verdict = self.choices.verdict(&decision);
                decisions.push(decision);
            }
        }
        for merge in &self.merges {
            let ids = [Some(merge.hidden), merge.into].into_iter().flatten();
            decisions.push(Decision {
                kind: merge.kind,
                transactions: ids.map(|at| self.id(at)).gather(),
                because: merge.because,
                days_apart: merge.into.map(|into| self.days_between(merge.hidden, into)),
                confidence: merge.confidence,
                verdict: merge.verdict,
                day: None,
            });
        }
        decisions
    }

    /// Days between two rows.
    pub(crate) fn days_between(&self, left: Index, right: Index) -> u32 {
        let day = |at: Index| self.rows.posting.get(at.place()).map_or(0, |day| day.0);
        day(left).abs_diff(day(right))
    }

    /// What the person said of accounts.
    pub fn said(&self) -> &AccountsSaid {
        &self.said
    }

    /// What the person decided.
    pub fn choices(&self) -> &Choices {
        &self.choices
    }

    /// Sets what the person decided; [`Ledger::reconcile`] then acts on it.
    pub fn set_choices(&mut self, choices: Choices) {
        self.choices = choices;
    }

    /// Everywhere a transaction was read, first the file it came with.
    pub fn sources(&self, at: Index) -> Vec<Source> {
        let mut sources: Vec<Source> = self.row_sources(at).gather();
        for row in self.merged_into(at) {
            sources.add_all(self.row_sources(row));
        }
        sources
    }

    /// The rows that are this transaction again.
    pub fn merged_into(&self, at: Index) -> impl Iterator<Item = Index> + '_ {
        let from = self.merges.partition_point(|merge| merge.into < Some(at));
        let merges = self.merges[from..].iter();
        merges
            .take_while(move |merge| merge.into == Some(at))
            .map(|merge| merge.hidden)
    }

    /// Everywhere one row was read as it is, first the file it came with.
    fn row_sources(&self, at: Index) -> impl Iterator<Item = Source> + '_ {
        let first = self.rows.source.get(at.place()).copied();
        let from = self.also_in.partition_point(|(index, _)| *index < at);
        let also = self.also_in[from..].iter();
        let also = also.take_while(move |(index, _)| *index == at);
        first.into_iter().chain(also.map(|(_, source)| *source))
    }

    /// The places of every row a file holds, by its lines, those it shares with other files included.
    pub fn rows_of_file(&self, file: u16) -> Vec<(u32, Index)> {
        let own = self
            .every_row()
            .map(|at| (self.rows.source[at.place()], at));
        let shared = self.also_in.iter().map(|(at, source)| (*source, *at));
        let mut rows: Vec<_> = own
            .chain(shared)
            .filter(|(source, _)| source.file == file)
            .map(|(source, at)| (source.line, at))
            .gather();
        rows.arrange();
        rows
    }

    /// The stable id of a transaction.
    pub fn id(&self, at: Index) -> TransactionId {
        let number = self.rows.occurrence.get(at.place());
        self.id_numbered(at, number.copied().unwrap_or(0))
    }

    /// The id by which what is said of a transaction is kept: where no file numbers the account, that of the same row
    /// on any account, as such an account is known by its files' names alone.
    pub fn lasting_id(&self, at: Index) -> TransactionId {
        let i = at.place();
        match self.transaction(at) {
            Some(row) if self.is_unnumbered(row.account) => {
                TransactionId::of("", &row, self.rows.occurrence[i])
            }
            _ => self.id(at),
        }
    }

    /// The id of the same row on any account: it stays whatever accounts are found to be.
    pub fn plain_id(&self, at: Index) -> TransactionId {
        self.id_under(at, "")
    }

    /// The id that a row would have on an account with this key.
    pub(crate) fn id_under(&self, at: Index, key: &str) -> TransactionId {
        match self.transaction(at) {
            Some(row) => TransactionId::of(key, &row, self.rows.occurrence[at.place()]),
            None => TransactionId::default(),
        }
    }

    /// The id that a row would have as another one of those that are alike.
    fn id_numbered(&self, at: Index, number: u16) -> TransactionId {
        let Some(row) = self.transaction(at) else {
            return TransactionId::default();
        };
        let account = self.account(row.account).map_or("", |account| &account.key);
        TransactionId::of(account, &row, number)
    }

    fn is_unnumbered(&self, account: AccountId) -> bool {
        let account = self.account(account);
        account.is_some_and(|account| account.identifier.is_none())
    }

    /// Bytes that columns and pools hold, for the report of memory.
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
            + self.texts.bytes()
            + self.also_in.capacity() * size_of::<(Index, Source)>()
            + self.merges.capacity() * size_of::<Merge>()
    }

    /// Takes parts of rows away, and makes anew the rows that the person says are two.
    pub(crate) fn settle_rows(&mut self) {
        self.drop_parts();
        self.drop_twins();
        self.make_twins();
    }

    /// Notes that rows came or went in another way than files bring them: everything is worked out anew.
    fn touch_all(&mut self) {
        self.touched = Some(Stretch::ALL);
        self.rows.moves.forget(self.rows.len());
    }

    /// Finds the rows that are other rows again, near the days that files told of since it was last asked, and near
    /// `more`; gives what is other than before.
    ///
    /// `kin` says whether two texts of an account name one merchant, which the ledger does not know.
    pub fn reconcile(
        &mut self,
        kin: &mut Kin<'_>,
        placed: &Placed,
        more: Option<Stretch>,
    ) -> Touched {
        let days = either(self.touched.take(), more);
        let mut changed = days;
        if let Some(days) = days {
            let merges = merge::merges(self, kin, placed, days);
            changed = either(changed, self.put_merges(merges));
        }
        Touched {
            days: changed,
            moves: self.rows.moves.take(),
        }
    }

    /// Puts matches in place of those before; gives the days of what is matched otherwise.
    fn put_merges(&mut self, mut merges: Vec<Merge>) -> Option<Stretch> {
        merges.arrange_by_key(|merge| (merge.into, merge.hidden));
        let before = std::mem::replace(&mut self.merges, merges);
        let (mut changed, mut first) = (None, self.rows.len());
        let mut touch = |rows: &Columns, live: usize, merge: &Merge, is_hidden: bool| {
            for at in [Some(merge.hidden), merge.into].into_iter().flatten() {
                let day = rows.posting[at.place()];
                changed = either(changed, Some(Stretch::new(day, day)));
            }
            let at = merge.hidden.place();
            let to = rows.place_among(live, at);
            first = first.min(at).min(if is_hidden { at } else { to });
        };
        let (mut old, mut new) = (before.iter().peekable(), self.merges.iter().peekable());
        // Both lists in one order: what is in one of them alone has changed.
        let of = |merge: &Merge| (merge.into, merge.hidden);
        loop {
            let ahead = match (old.peek(), new.peek()) {
                (Some(left), Some(right)) => of(left).cmp(&of(right)),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            if ahead == Ordering::Equal {
                old.next();
                new.next();
                continue;
            }
            let is_gone = ahead == Ordering::Less;
            let Some(merge) = (if is_gone { old.next() } else { new.next() }) else {
                break;
            };
            touch(&self.rows, self.live, merge, !is_gone);
        }
        if changed.is_some() {
            for merge in &before {
                self.rows.hidden[merge.hidden.place()] = false;
            }
            for merge in &self.merges {
                self.rows.hidden[merge.hidden.place()] = true;
            }
            self.settle_order(first);
        }
        changed
    }

    /// Puts the columns back into the order of every list after rows from a place on were added or matched otherwise.
    fn settle_order(&mut self, from: usize) {
        if let Some(moved_to) = self.rows.sort(from) {
            let now = |at: Index| match at.place().checked_sub(from) {
                Some(moved) => Index(moved_to[moved]),
                None => at,
            };
            for (at, _) in &mut self.also_in {
                *at = now(*at);
            }
            for merge in &mut self.merges {
                merge.hidden = now(merge.hidden);
                merge.into = merge.into.map(now);
            }
            for twin in &mut self.twins {
                *twin = twin.moved(now);
            }
        }
        self.live = self.rows.hidden.iter().filter(|hidden| !**hidden).count();
        if !self.also_in.is_sorted() {
            self.also_in.arrange();
        }
        let of = |merge: &Merge| (merge.into, merge.hidden);
        if !self.merges.is_sorted_by_key(of) {
            self.merges.arrange_by_key(of);
        }
    }
}

impl Account {
    /// Whether what is owed on it is repaid from another account.
    pub fn is_credit(&self) -> bool {
        matches!(self.kind, AccountKind::Card | AccountKind::Loan)
    }
}

#[cfg(test)]
mod tests;
