//! What the person said of accounts, kept apart from the files: names, kinds, which are one and which are not.
//!
//! An account is known by the keys its files gave it, so that what is said holds again when files are read again, in
//! any order, and when another file of the account comes.

use super::{AccountId, AccountKind, Ledger};
use crate::calendar::Day;
use crate::money::Currency;
use crate::order::Gather as _;

/// What the person calls an account, and what kind they say it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountWord {
    /// One of the account's keys.
    pub key: Box<str>,
    /// What they call it.
    pub name: Option<Box<str>>,
    /// What kind they say it is.
    pub kind: Option<AccountKind>,
    /// The day it was said, where that is known.
    pub day: Option<Day>,
}

/// Accounts that the person said are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Join {
    /// The key of the one whose name and number stand.
    pub key: Box<str>,
    /// Every key of any of them, that one first.
    pub keys: Vec<Box<str>>,
    /// The currency of rows that name none, so that no order of files shows.
    pub currency: Option<Currency>,
    /// The day it was said, where that is known.
    pub day: Option<Day>,
}

/// A file that the person said is of an account of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// The file's name.
    pub file: Box<str>,
    /// The key that the file would give its account.
    pub key: Box<str>,
    /// The day it was said, where that is known.
    pub day: Option<Day>,
}

/// Begins the keys of accounts that the person set apart.
const APART: &str = "apart:";

impl Apart {
    /// The key of the account it is of.
    pub fn own_key(&self) -> Box<str> {
        [APART, &self.file, ":", &self.key].concat().into()
    }

    /// Whether a key is that of an account set apart.
    pub(super) fn is_key(key: &str) -> bool {
        key.starts_with(APART)
    }
}

/// All that was said of accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountsSaid {
    /// Names and kinds, the last word on an account counting.
    pub words: Vec<AccountWord>,
    /// Which are one.
    pub joins: Vec<Join>,
    /// Which files are apart.
    pub apart: Vec<Apart>,
}

impl AccountsSaid {
    /// Whether the same rows follow on the same accounts.
    pub fn gives_rows_of(&self, other: &AccountsSaid) -> bool {
        self.joins == other.joins && self.apart == other.apart
    }

    /// Says that accounts with these keys are one, the first one's name and number standing.
    pub fn join(
        &mut self,
        into: &[Box<str>],
        from: &[Box<str>],
        currency: Option<Currency>,
        day: Option<Day>,
    ) {
        // A file set apart from this very account only comes back.
        let before = self.apart.len();
        self.apart
            .retain(|apart| !(from.contains(&apart.own_key()) && into.contains(&apart.key)));
        if self.apart.len() < before || into.is_empty() {
            return;
        }
        let mut join = Join {
            key: into[0].clone(),
            keys: Vec::new(),
            currency,
            day,
        };
        let known = self.joins.iter().filter(|known| {
            let mut keys = into.iter().chain(from);
            keys.any(|key| known.keys.contains(key))
        });
        let known: Vec<Join> = known.cloned().gather();
        self.joins.retain(|join| !known.contains(join));
        let all = into.iter().chain(from);
        for key in all.chain(known.iter().flat_map(|join| &join.keys)) {
            if !join.keys.contains(key) {
                join.keys.push(key.clone());
            }
        }
        self.joins.push(join);
    }

    /// Says what an account is called or of what kind; what is not given stays.
    pub fn name(
        &mut self,
        keys: &[Box<str>],
        name: Option<Box<str>>,
        kind: Option<AccountKind>,
        day: Option<Day>,
    ) {
        let Some(key) = keys.first() else {
            return;
        };
        let known = self.of(keys).cloned().unwrap_or_default();
        self.words.retain(|word| !keys.contains(&word.key));
        self.words.push(AccountWord {
            key: key.clone(),
            name: name.or(known.name),
            kind: kind.or(known.kind),
            day,
        });
    }

    /// What was said of the account with these keys, its own first.
    pub fn of(&self, keys: &[Box<str>]) -> Option<&AccountWord> {
        let mut keys = keys.iter();
        keys.find_map(|key| self.words.iter().rfind(|word| word.key == *key))
    }
}

impl Ledger {
    /// Sets what the person said of accounts; which files are of which holds for files added from then on.
    pub fn set_said(&mut self, said: &AccountsSaid) {
        self.said.clone_from(said);
        for account in &mut self.accounts {
            let word = said.of(&account.keys);
            let (name, kind) = &account.found;
            account.name = word
                .and_then(|word| word.name.as_ref())
                .unwrap_or(name)
                .clone();
            account.kind = word.and_then(|word| word.kind).unwrap_or(*kind);
        }
    }

    /// The key that a file gave an account of its own.
    pub fn key_of_file(&self, file: u16, account: AccountId) -> Option<&str> {
        let mut keys = self.file_keys.iter();
        let found = keys.find(|known| (known.0, known.1) == (file, account));
        found.map(|(_, _, key)| &**key)
    }

    /// The files that have rows of an account, by their places.
    pub fn files_of(&self, account: AccountId) -> Vec<u16> {
        let of_account = self.file_keys.iter().filter(|known| known.1 == account);
        let mut files: Vec<u16> = of_account.map(|known| known.0).gather();
        files.dedup();
        files
    }
}
