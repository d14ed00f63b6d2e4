//! Adding what a file says.

use crate::calendar::{Date, Period};
use crate::money::{Currency, Money};
use crate::order::{Gather as _, HashMap};
use crate::statement::{Format, Row, Statement};
use crate::text::TextId;

use super::merge::Span;
use super::touched::{Stretch, either};
use super::{AccountId, Index, Ledger, Source, TransactionId, account, dedup};

/// What adding a file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// The file, by its place in [`Ledger::files`].
    pub file: u16,
    /// Its accounts, in the order of the statement.
    pub accounts: Vec<AccountId>,
    /// How many of its rows were new.
    pub added: u32,
    /// How many were here already.
    pub already: u32,
}

impl Ledger {
    /// Adds what a file says that is not here yet.
    pub fn add(&mut self, name: &str, statement: &Statement) -> Added {
        self.drop_parts();
        self.drop_twins();
        let file = self.files.len() as u16;
        self.files.push(name.into());
        let accounts = self.accounts_of(name, statement);
        // The first file's texts are taken over as they are, each with its number.
        let is_first = self.texts.is_empty();
        if is_first {
            self.texts = statement.texts.clone();
        }
        let texts = statement.texts.iter();
        let number = |(id, text)| match is_first {
            true => id,
            false => self.texts.intern(text),
        };
        let text_of: Vec<TextId> = texts.map(number).gather();
        let matched = dedup::match_rows(self, statement, &accounts, &text_of);
        let mut added = Added {
            file,
            accounts,
            ..Added::default()
        };
        let new = matched
            .iter()
            .filter(|found| matches!(found, dedup::Found::New { .. }));
        self.rows.reserve(new.count());
        let before = self.rows.len();
        for (row, found) in statement.rows.iter().zip(&matched) {
            let source = Source {
                file,
                line: row.line,
            };
            match found {
                dedup::Found::Here(at) => {
                    self.also_in.push((*at, source));
                    self.meet(*at, row, &text_of);
                    added.already += 1;
                }
                dedup::Found::New { occurrence } => {
                    let account = account_at(&added.accounts, row.account);
                    self.push(row, account, source, *occurrence, &text_of);
                    added.added += 1;
                }
            }
        }
        let new = before..self.rows.len();
        let first = new.map(|row| self.rows.place_among(self.live, row)).min();
        self.settle_order(first.unwrap_or(before));
        self.settle_spans(statement, &added);
        self.settle_accounts(statement, &added);
        added
    }

    fn push(
        &mut self,
        row: &Row,
        account: AccountId,
        source: Source,
        occurrence: u16,
        text_of: &[TextId],
    ) {
        let text = |id: TextId| text_of.get(id.0 as usize).copied().unwrap_or(TextId(0));
        let currency = row
            .currency
            .or_else(|| self.account(account).and_then(|a| a.currency));
        let slot = self.currency_slot(currency);
        let facts = match &row.facts {
            Some(facts) => {
                self.facts.push(facts.rebased(&text));
                self.facts.len() as u32 - 1
            }
            None => u32::MAX,
        };
        self.rows.push(
            row,
            account,
            source,
            occurrence,
            text(row.descriptor),
            slot,
            facts,
        );
    }

    /// Gives an account another key, and what the person decided the ids that follow from it.
    pub(super) fn rekey(&mut self, account: AccountId, key: Box<str>) {
        self.renaming(account, &mut |ledger, _| {
            if let Some(known) = ledger.accounts.get_mut(usize::from(account.0)) {
                known.key.clone_from(&key);
            }
        });
    }

    /// Gives an account the currency that a file states of it, and its rows in the one that was taken for it till then.
    pub(super) fn restate(&mut self, account: AccountId, stated: Currency) {
        let Some(known) = self.accounts.get_mut(usize::from(account.0)) else {
            return;
        };
        let before = known.currency.replace(stated);
        known.is_currency_assumed = false;
        if before == Some(stated) {
            return;
        }
        if let Some((balance, _)) = &mut known.balance
            && balance.currency() == before
        {
            *balance = Money::from_decimal(balance.amount(), Some(stated));
        }
        let (from, to) = (self.currency_slot(before), self.currency_slot(Some(stated)));
        self.renaming(account, &mut |ledger, rows| {
            for at in rows {
                let slot = &mut ledger.rows.currency[at.place()];
                if *slot == from {
                    *slot = to;
                    let day = ledger.rows.posting[at.place()];
                    ledger.touched = either(ledger.touched, Some(Stretch::new(day, day)));
                }
            }
        });
    }

    /// Changes what ids of an account's rows follow from, and gives what the person decided the new ones.
    fn renaming(&mut self, account: AccountId, change: &mut dyn FnMut(&mut Ledger, &[Index])) {
        let rows = self
            .every_row()
            .filter(|at| self.rows.account[at.place()] == account);
        let rows: Vec<Index> = rows.gather();
        if self.choices.is_empty() {
            change(self, &rows);
            return;
        }
        let before: Vec<TransactionId> = rows.iter().map(|at| self.id(*at)).gather();
        let places = before.iter().copied().zip(rows.iter().copied()).collect();
        let twins = self.twins_said_of(&places);
        change(self, &rows);
        let after = rows.iter().map(|at| self.id(*at));
        let mut renamed: HashMap<TransactionId, TransactionId> =
            before.into_iter().zip(after).collect();
        let twins = twins.into_iter();
        renamed.extend(twins.map(|(at, id, number)| (id, self.id_numbered(at, number))));
        self.choices.rename(&renamed);
    }

    /// Takes over what another file says of a row that is here, so that no order of files shows.
    fn meet(&mut self, at: Index, row: &Row, text_of: &[TextId]) {
        self.rows.meet(at.place(), row.amount, row.balance);
        let Some(facts) = &row.facts else {
            return;
        };
        let text = |id: TextId| text_of.get(id.0 as usize).copied().unwrap_or(TextId(0));
        let facts = facts.rebased(&text);
        let place = self.rows.facts[at.place()];
        match self.facts.get_mut(place as usize) {
            Some(known) => known.meet(&facts, &self.texts),
            None => {
                self.rows.facts[at.place()] = self.facts.len() as u32;
                self.facts.push(facts);
            }
        }
    }

    fn currency_slot(&mut self, currency: Option<Currency>) -> u8 {
        match self.currencies.iter().position(|known| *known == currency) {
            Some(slot) => slot as u8,
            // LIMIT: 256 currencies in one ledger; ISO 4217 has fewer.
            None => {
                self.currencies.push(currency);
                (self.currencies.len() - 1) as u8
            }
        }
    }
}

impl Ledger {
    /// The accounts a statement speaks of, found or made.
    fn accounts_of(&mut self, name: &str, statement: &Statement) -> Vec<AccountId> {
        let mut ids = Vec::new();
        for place in 0..statement.accounts.len().max(1) {
            let (id, key) = account::resolve(self, name, statement, place as u16);
            // The file is the one being added.
            self.file_keys.push((self.files.len() as u16 - 1, id, key));
            ids.push(id);
        }
        ids
    }

    /// Notes which days the file covers of each of its accounts.
    fn settle_spans(&mut self, statement: &Statement, added: &Added) {
        let mut spans: Vec<Span> = Vec::new();
        for row in &statement.rows {
            let account = account_at(&added.accounts, row.account);
            match spans.iter_mut().find(|span| span.account == account) {
                Some(span) => {
                    span.first = span.first.min(row.posting_date);
                    span.last = span.last.max(row.posting_date);
                }
                None => spans.push(Span {
                    account,
                    file: added.file,
                    first: row.posting_date,
                    last: row.posting_date,
                }),
            }
        }
        let names = &self.files;
        let is_handed = statement.format == Some(Format::Rows);
        for span in spans {
            // A host hands in its rows in parts: two parts are no two files that tell of the same days.
            let part_of = self.spans.iter_mut().find(|known| {
                is_handed
                    && known.account == span.account
                    && names[usize::from(known.file)] == names[usize::from(span.file)]
            });
            match part_of {
                Some(known) => {
                    known.first = known.first.min(span.first);
                    known.last = known.last.max(span.last);
                    let days = Stretch::new(known.first, known.last);
                    self.touched = either(self.touched, Some(days));
                }
                None => {
                    let days = Stretch::new(span.first, span.last);
                    self.touched = either(self.touched, Some(days));
                    self.spans.push(span);
                }
            }
        }
    }

    /// Brings balances and periods of the file's accounts up to date.
    fn settle_accounts(&mut self, statement: &Statement, added: &Added) {
        for (place, id) in added.accounts.iter().enumerate() {
            let days = statement
                .rows
                .iter()
                .filter(|row| usize::from(row.account) == place)
                .map(|row| row.posting_date);
            let (first, last) = (days.clone().min(), days.max());
            let rows = first
                .zip(last)
                .and_then(|(first, last)| Period::inclusive(first.to_date(), last.to_date()));
            let stated = statement.accounts.get(place);
            let period = stated.and_then(|account| account.period).or(rows);
            let closing = stated.and_then(|account| account.closing);
            let Some(account) = self.accounts.get_mut(usize::from(id.0)) else {
                continue;
            };
            if let Some(period) = rows.or(period) {
                account.period = Some(account.period.map_or(period, |known| known.hull(period)));
            }
            if let (Some(mut closing), Some(period)) = (closing, period) {
                let is_assumed = stated.is_some_and(|account| account.is_currency_assumed);
                if is_assumed || closing.currency().is_none() {
                    closing = Money::from_decimal(closing.amount(), account.currency);
                }
                let date: Date = period.last();
                if account.balance.is_none_or(|(_, known)| known <= date) {
                    account.balance = Some((closing, date));
                }
            }
        }
    }
}

/// The account of a row, by its place in the statement's list.
pub(super) fn account_at(accounts: &[AccountId], place: u16) -> AccountId {
    accounts
        .get(usize::from(place))
        .or(accounts.first())
        .copied()
        .unwrap_or(AccountId(0))
}
