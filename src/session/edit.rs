//! What the person changes by hand: notes, tags and parts of transactions; names, kinds and bounds of accounts.
//!
//! All of it is declared beside the rows, never in them, so that it holds again when the files are read again, and is
//! taken back like any deed.

use std::sync::Arc;

use super::history::{Cause, Deed};
use super::{FileId, Refusal, Session};
use crate::book::{Kept, Mark, Marks, Part, Rate, Rates, is_whole};
use crate::ledger::{AccountId, AccountsSaid, Apart, Choices, Index, TransactionId};
use crate::order::{Gather as _, HashMap};
use crate::statement::AccountKind;

/// What was said of accounts and transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    pub(super) accounts: AccountsSaid,
    pub(super) marks: Marks,
    /// Rates that were typed.
    pub(super) rates: Vec<Rate>,
}

impl Session {
    /// Begins to note something on a transaction: what is not given stays, nothing at all takes the note off.
    ///
    /// Errors: there is no such transaction.
    pub fn begin_mark(
        &mut self,
        transaction: TransactionId,
        note: Option<&str>,
        tags: Option<Vec<Box<str>>>,
    ) -> Result<(), Refusal> {
        let (at, kept, who) = self.kept(transaction)?;
        let mut mark = self.book.mark(at).cloned().unwrap_or_default();
        if let Some(note) = note {
            mark.note = note.trim().into();
        }
        if let Some(tags) = tags {
            mark.tags = tidied(tags);
        }
        let mut edits = self.edits();
        edits.marks.notes.retain(|(known, _)| !is_of(known, &kept));
        if mark != Mark::default() {
            edits.marks.notes.push((kept, mark));
        }
        self.begin_edit(Deed::Mark(who), edits, None)
    }

    /// Begins to split a transaction into parts; none makes it whole again.
    ///
    /// Errors: there is no such transaction or category; the parts do not add up to its amount.
    pub fn begin_split(
        &mut self,
        transaction: TransactionId,
        parts: Vec<Part>,
    ) -> Result<(), Refusal> {
        let (at, kept, who) = self.kept(transaction)?;
        let rules = self.book.rules();
        if parts
            .iter()
            .any(|part| rules.target(&part.category).is_none())
        {
            return Err(Refusal::Unknown);
        }
        if !parts.is_empty() && !is_whole(&parts, self.book.ledger().amount_at(at)) {
            return Err(Refusal::NotWhole);
        }
        let deed = Deed::Split(who, parts.len() as u64);
        let mut edits = self.edits();
        edits.marks.splits.retain(|(known, _)| !is_of(known, &kept));
        if !parts.is_empty() {
            edits.marks.splits.push((kept, parts));
        }
        self.begin_edit(deed, edits, None)
    }

    /// Begins to call an account something else, or another kind; what is not given stays.
    ///
    /// Errors: there is no such account, or the name is another's.
    pub fn begin_account(
        &mut self,
        account: AccountId,
        name: Option<&str>,
        kind: Option<AccountKind>,
    ) -> Result<(), Refusal> {
        let ledger = self.book.ledger();
        let known = ledger.account(account).ok_or(Refusal::Unknown)?;
        let (keys, who) = (known.keys.clone(), Arc::from(&*known.name));
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let others = ledger.accounts().iter().filter(|other| other.keys != keys);
        if others.clone().any(|other| Some(&*other.name) == name) {
            return Err(Refusal::NameTaken);
        }
        let deed = Deed::Account(who, Arc::from(name.unwrap_or(&known.name)));
        let name = name.map(Box::from);
        let mut edits = self.edits();
        edits.accounts.name(&keys, name, kind, self.said_on);
        self.begin_edit(deed, edits, None)
    }

    /// Begins to take two accounts for one, the second one's name and number standing.
    ///
    /// Errors: there are no such two accounts, or they are in two currencies.
    pub fn begin_merge(&mut self, account: AccountId, into: AccountId) -> Result<(), Refusal> {
        let ledger = self.book.ledger();
        let (from, to) = (ledger.account(account), ledger.account(into));
        let (from, to) = from.zip(to).ok_or(Refusal::Unknown)?;
        if account == into {
            return Err(Refusal::Unknown);
        }
        if from.currency != to.currency && from.currency.is_some() && to.currency.is_some() {
            return Err(Refusal::OtherCurrency);
        }
        let currency = to.currency.or(from.currency);
        let (from_keys, to_keys, key) = (from.keys.clone(), to.keys.clone(), to.key.clone());
        let deed = Deed::Merge(Arc::from(&*from.name), Arc::from(&*to.name));
        let rows: Vec<Index> = ledger.every_row().gather();
        let is_in = |at: &Index| self.book.account(*at) == account;
        let renamed = self.renamed(rows.into_iter().filter(is_in), &key);
        let mut edits = self.edits();
        let day = self.said_on;
        edits.accounts.join(&to_keys, &from_keys, currency, day);
        self.begin_edit(deed, edits, Some(&renamed))
    }

    /// Begins to take the rows of a file out of an account that has others too: they are of an account of their own.
    ///
    /// Errors: the file has no row of the account, or is the only one that has.
    pub fn begin_apart(&mut self, account: AccountId, file: FileId) -> Result<(), Refusal> {
        let ledger = self.book.ledger();
        let record = self.files.iter().find(|record| record.id == file);
        let place = record.and_then(|record| record.in_ledger);
        let place = place.ok_or(Refusal::Unknown)?;
        let key = ledger.key_of_file(place, account).ok_or(Refusal::Unknown)?;
        let name = ledger
            .files()
            .get(usize::from(place))
            .ok_or(Refusal::Unknown)?;
        if ledger.files_of(account).len() < 2 {
            return Err(Refusal::Unknown);
        }
        let apart = Apart {
            file: (&**name).into(),
            key: key.into(),
            day: self.said_on,
        };
        let rows = ledger.rows_of_file(place).into_iter().map(|(_, at)| at);
        let alone = |at: &Index| {
            self.book.account(*at) == account
                && ledger
                    .sources(*at)
                    .iter()
                    .all(|source| source.file == place)
        };
        let renamed = self.renamed(rows.filter(alone), &apart.own_key());
        let deed = Deed::Apart(Arc::clone(name));
        let mut edits = self.edits();
        edits.accounts.apart.push(apart);
        self.begin_edit(deed, edits, Some(&renamed))
    }

    /// Begins to take these rates for the ones typed.
    pub fn begin_rates(&mut self, rates: Vec<Rate>) -> Result<(), Refusal> {
        let is_one = |rate: &Rate| {
            rate.from != rate.to && !rate.value.is_zero() && !rate.value.is_negative()
        };
        if !rates.iter().all(is_one) {
            return Err(Refusal::Unknown);
        }
        let deed = Deed::Rates(rates.len() as u64);
        let mut edits = self.edits();
        edits.rates = rates;
        self.begin_edit(deed, edits, None)
    }

    /// Every rate there is: those typed, and those of files that are in.
    pub fn rates(&self) -> Rates {
        let tables = self.files.iter().filter_map(|file| file.rates.clone());
        Rates {
            typed: self.declared.edits.rates.clone(),
            tables: tables.gather(),
        }
    }

    /// The ids that rows have, with those they would have on an account with this key.
    fn renamed(
        &self,
        rows: impl Iterator<Item = Index>,
        key: &str,
    ) -> HashMap<TransactionId, TransactionId> {
        let ledger = self.book.ledger();
        let has_any = !self.declared.choices.is_empty() || !self.book.rules().is_empty();
        let rows = rows.filter(|_| has_any);
        rows.map(|at| (ledger.id(at), ledger.id_under(at, key)))
            .collect()
    }

    /// What was said by hand so far, to be changed; what is being read is cancelled first.
    fn edits(&mut self) -> Edits {
        self.cancel_import();
        Edits::clone(&self.declared.edits)
    }

    /// Begins to declare these edits; what was said of rows that are called otherwise by then goes with them.
    fn begin_edit(
        &mut self,
        deed: Deed,
        edits: Edits,
        renamed: Option<&HashMap<TransactionId, TransactionId>>,
    ) -> Result<(), Refusal> {
        let mut target = self.declared.clone();
        target.edits = Arc::new(edits);
        if let Some(renamed) = renamed {
            Choices::rename(&mut target.choices, renamed);
            let rules = self.book.rules().rules().iter();
            for id in rules.filter_map(|rule| rule.row()) {
                if let Some(new) = renamed.get(&id) {
                    let text = target.rules.replace(&id.to_string(), &new.to_string());
                    target.rules = text.into();
                }
            }
        }
        self.begin_following(target, Cause::Deed(deed))
    }

    /// A transaction's place, by what it is kept, and what it is called.
    fn kept(&self, id: TransactionId) -> Result<(Index, Kept, Arc<str>), Refusal> {
        let ledger = self.book.ledger();
        let at = ledger.indices().find(|at| ledger.id(*at) == id);
        let at = at.ok_or(Refusal::Unknown)?;
        let plain = ledger.plain_id(at);
        let who = match self.book.merchant(at) {
            Some(merchant) => self.book.merchant_name(merchant),
            None => ledger.transaction(at).map_or("", |row| row.descriptor),
        };
        let day = self.said_on;
        Ok((at, Kept { id, plain, day }, Arc::from(who)))
    }
}

fn is_of(known: &Kept, kept: &Kept) -> bool {
    known.id == kept.id || known.plain == kept.plain
}

/// Tags as they are kept: no marks before them, no commas in them, each once.
fn tidied(tags: Vec<Box<str>>) -> Vec<Box<str>> {
    let mut tidy: Vec<Box<str>> = Vec::new();
    for tag in tags.iter().flat_map(|tag| tag.split(',')) {
        let tag = tag.trim().trim_start_matches('#').trim();
        let is_known = tidy.iter().any(|known| known.eq_ignore_ascii_case(tag));
        if !tag.is_empty() && !is_known {
            tidy.push(tag.into());
        }
    }
    tidy
}

#[cfg(test)]
mod tests;
