//! Which account the words of a transfer mean.

use crate::calendar::Day;
use crate::order::{Arrange as _, Gather as _, HashMap};

use super::super::super::touched::Stretch;
use super::super::super::{AccountId, Index};
use super::super::named::{name_words, spoken};
use super::{Candidate, Search, TRANSFER_DAYS};

/// How many transfers must agree on the account that words mean, and how many times the others.
const VOTES: u32 = 2;
const MAJORITY: u32 = 3;

/// How many days of other transfers say what words mean: a person's standing orders change, and half a year on either
/// side has a dozen of a month's.
pub(super) const LEARN_DAYS: i32 = 183;

/// What words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// They have the account's name.
    Named(AccountId),
    /// Other transfers of these words go to it.
    Usual(AccountId),
    /// Time and again no row of any own account answers them.
    Outside,
}

/// What it is worth that words mean the account, or another one, or none that is here.
const NAMED: i32 = 20;
const NAMED_OTHER: i32 = -45;
const USUAL_OTHER: i32 = -20;
const OUTSIDE: i32 = -30;

impl Search<'_> {
    /// What a row's words speak for its other leg being on an account.
    pub(super) fn meaning(&self, row: Index, account: AccountId) -> i32 {
        match self.meant.get(&row) {
            Some(Meant::Named(meant) | Meant::Usual(meant)) if *meant == account => NAMED,
            Some(Meant::Named(_)) => NAMED_OTHER,
            Some(Meant::Usual(_)) => USUAL_OTHER,
            Some(Meant::Outside) => OUTSIDE,
            None => 0,
        }
    }

    /// Whether the words of a leg mean the account of the other.
    pub(super) fn one_means_the_other(&self, legs: &Candidate) -> bool {
        self.meaning(legs.out, self.account(legs.back)) > 0
            || self.meaning(legs.back, self.account(legs.out)) > 0
    }

    /// Learns which accounts words mean: from the accounts' names, from transfers that have one candidate only, and
    /// from rows that nothing answers.
    pub(super) fn learn(&mut self, candidates: &[Candidate]) {
        let mut times: HashMap<Index, u32> = HashMap::default();
        for candidate in candidates {
            *times.entry(candidate.out).or_insert(0) += 1;
            *times.entry(candidate.back).or_insert(0) += 1;
        }
        let mut said: HashMap<(AccountId, String), Heard> = HashMap::default();
        let mut numbers: HashMap<&str, Heard> = HashMap::default();
        for candidate in candidates {
            if times.get(&candidate.out) == Some(&1) && times.get(&candidate.back) == Some(&1) {
                for (row, other) in [
                    (candidate.out, candidate.back),
                    (candidate.back, candidate.out),
                ] {
                    let heard = (self.ledger.day_of(row), Told::To(self.account(other)));
                    if self.hints(row) {
                        said.entry(self.spoken(row)).or_default().push(heard);
                    }
                    if let Some(number) = self.numbers.get(&row) {
                        numbers.entry(number).or_default().push(heard);
                    }
                }
            }
        }
        let hints: Vec<Index> = self.rows().filter(|at| self.hints(*at)).gather();
        for at in &hints {
            let told = if times.contains_key(at) {
                Told::Answered
            } else if !self.names_an_own(*at) && self.all_tell_of(*at) {
                Told::Unanswered
            } else {
                continue;
            };
            let heard = (self.ledger.day_of(*at), told);
            said.entry(self.spoken(*at)).or_default().push(heard);
        }
        for heard in said.values_mut().chain(numbers.values_mut()) {
            heard.arrange_by_key(|(day, _)| *day);
        }
        let names: Vec<Vec<String>> = self
            .ledger
            .accounts()
            .iter()
            .map(|account| name_words(&account.name))
            .gather();
        let meant = hints.iter().filter_map(|at| {
            let of = self.spoken(*at);
            let near = |heard: &Heard| Said::near(heard, self.ledger.day_of(*at)).meant();
            let number = self.numbers.get(at);
            let by_number = number.and_then(|number| match near(numbers.get(number.as_str())?)? {
                Meant::Usual(account) => Some(Meant::Named(account)),
                _ => None,
            });
            let by_name = by_number.or_else(|| named(&of, &names));
            let meant = by_name.or_else(|| near(said.get(&of)?));
            meant.map(|meant| (*at, meant))
        });
        self.meant = meant.collect();
    }

    fn spoken(&self, at: Index) -> (AccountId, String) {
        let text = self.ledger.transaction(at).map_or("", |row| row.descriptor);
        (self.account(at), spoken(text))
    }

    /// Whether files of every other account tell of a row's day and the days in which its other leg may be.
    fn all_tell_of(&self, at: Index) -> bool {
        let day = self.ledger.rows.posting[at.place()];
        let own = self.account(at);
        let others = (0..self.ledger.accounts().len()).map(|n| AccountId(n as u16));
        others.filter(|account| *account != own).all(|account| {
            self.ledger.spans.iter().any(|span| {
                span.account == account
                    && span.first <= day
                    && Day(day.0 + TRANSFER_DAYS) <= span.last
            })
        })
    }
}

/// What was heard of words, by day.
type Heard = Vec<(Day, Told)>;

/// How a row was answered.
#[derive(Clone, Copy)]
enum Told {
    /// By one row alone, of that account.
    To(AccountId),
    Answered,
    Unanswered,
}

/// How words of an account were answered.
#[derive(Default)]
struct Said {
    /// By the account of the only row that answers.
    votes: HashMap<AccountId, u32>,
    answered: u32,
    unanswered: u32,
}

impl Said {
    /// What was heard near a day.
    fn near(heard: &Heard, day: Day) -> Said {
        let days = Stretch::new(day, day).around(LEARN_DAYS);
        let first = heard.partition_point(|(day, _)| *day < days.first);
        let mut said = Said::default();
        for (_, told) in heard[first..].iter().take_while(|(day, _)| days.has(*day)) {
            match told {
                Told::To(account) => *said.votes.entry(*account).or_insert(0) += 1,
                Told::Answered => said.answered += 1,
                Told::Unanswered => said.unanswered += 1,
            }
        }
        said
    }

    fn meant(&self) -> Option<Meant> {
        if self.unanswered >= VOTES && self.unanswered >= self.answered * MAJORITY {
            return Some(Meant::Outside);
        }
        let all: u32 = self.votes.values().sum();
        let votes = self.votes.iter().map(|(account, votes)| (*votes, *account));
        let (votes, account) = votes.max()?;
        (votes >= VOTES && votes >= (all - votes) * MAJORITY).then_some(Meant::Usual(account))
    }
}

/// The only other account whose name stands in the words.
fn named((own, words): &(AccountId, String), names: &[Vec<String>]) -> Option<Meant> {
    let mut found = (0..names.len()).filter(|n| {
        *n != usize::from(own.0)
            && names[*n]
                .iter()
                .any(|word| words.split(' ').any(|said| said == word))
    });
    match (found.next(), found.next()) {
        (Some(n), None) => Some(Meant::Named(AccountId(n as u16))),
        _ => None,
    }
}
