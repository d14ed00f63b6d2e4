//! Names of the person's own data: merchants, accounts and groups of their own, found by their words.

use crate::book::{Book, Criteria, MerchantId};
use crate::category::{OwnCategory, OwnGroup};
use crate::ledger::AccountId;
use crate::order::{Gather as _, HashMap};

use super::token::{Token, words_of};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Named {
    /// A merchant.
    Merchant(MerchantId),
    /// An account.
    Account(AccountId),
    /// A group of the person's own, by its number.
    Own(u16),
    /// A category of the person's own, by its number.
    OwnCategory(u16),
}

/// The names of a book, by their words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    names: Vec<(Named, Vec<String>)>,
    by_word: HashMap<String, Vec<u32>>,
    merchants: usize,
    accounts: usize,
    groups: Vec<OwnGroup>,
    categories: Vec<OwnCategory>,
}

/// Names found in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Everything that has these words in its name.
    pub(crate) named: Vec<Named>,
    /// How many tokens it takes.
    pub(crate) used: usize,
    /// Whether the words are a whole name.
    pub(crate) whole: bool,
    /// Those of the person's own groups and categories that they are the whole name of.
    pub(crate) own: Criteria,
}

impl Names {
    /// The names of a book.
    pub(crate) fn of(book: &Book) -> Names {
        let mut names = Names {
            merchants: book.merchants().count(),
            accounts: book.ledger().accounts().len(),
            groups: book.rules().groups().to_vec(),
            categories: book.rules().own_categories().to_vec(),
            ..Names::default()
        };
        for (id, name) in book.merchants() {
            names.push(Named::Merchant(id), name);
        }
        for (place, account) in book.ledger().accounts().iter().enumerate() {
            names.push(Named::Account(AccountId(place as u16)), &account.name);
        }
        for (number, group) in (0u16..).zip(book.rules().groups()) {
            names.push(Named::Own(number), &group.name);
        }
        for (number, category) in (0u16..).zip(book.rules().own_categories()) {
            names.push(Named::OwnCategory(number), &category.name);
        }
        names
    }

    /// Whether the book has other names by now.
    pub(crate) fn is_stale(&self, book: &Book) -> bool {
        self.merchants != book.merchants().count()
            || self.accounts != book.ledger().accounts().len()
            || self.groups != book.rules().groups()
            || self.categories != book.rules().own_categories()
    }

    fn push(&mut self, named: Named, name: &str) {
        let words = words_of(name);
        let at = self.names.len() as u32;
        for word in &words {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
        self.names.push((named, words));
    }

    /// The names that most tokens from `at` on are part of.
    ///
    /// A word inside a name finds it only where it is its first word, or `alone` says that it can stand for it.
    pub(crate) fn found_at(&self, tokens: &[Token], at: usize, alone: bool) -> Option<Found> {
        let first = tokens.get(at)?;
        let list = self.by_word.get(first.text.as_str())?;
        let mut best = Found {
            named: Vec::new(),
            used: 0,
            whole: false,
            own: Criteria::default(),
        };
        for number in list {
            let Some((named, words)) = self.names.get(*number as usize) else {
                continue;
            };
            let Some(start) = words.iter().position(|word| *word == first.text) else {
                continue;
            };
            let run = words[start..]
                .iter()
                .enumerate()
                .take_while(|(place, word)| {
                    tokens.get(at + place).is_some_and(|token| token.is(word))
                })
                .count();
            if run == 1 && start > 0 && !alone {
                continue;
            }
            let whole = run == words.len();
            if run > best.used {
                best = Found {
                    named: vec![*named],
                    used: run,
                    whole,
                    own: Criteria::default(),
                };
            } else if run == best.used {
                best.named.push(*named);
                best.whole |= whole;
            } else {
                continue;
            }
            match named {
                Named::Own(number) if whole => best.own.own_groups.push(*number),
                Named::OwnCategory(number) if whole => best.own.own_categories.push(*number),
                _ => {}
            }
        }
        // The name of an account as it is says more than a word of a merchant's.
        let is_whole = |named: &Named| {
            let mut known = list.iter().filter_map(|at| self.names.get(*at as usize));
            known.any(|(other, words)| other == named && words.len() == best.used)
        };
        let mut named = best.named.iter();
        if named.any(|named| matches!(named, Named::Account(_)) && is_whole(named)) {
            let whole: Vec<Named> = best.named.iter().copied().filter(is_whole).gather();
            best.named = whole;
        }
        (best.used > 0).then_some(best)
    }

    /// Whether a word is part of a name.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// Every word of a name, in the order of the names.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .flat_map(|(_, words)| words.iter().map(String::as_str))
    }
}
