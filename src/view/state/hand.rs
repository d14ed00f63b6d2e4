//! What the person changes by hand: accounts, exchange rates, and notes, tags and parts of a row.

use std::rc::Rc;

use super::{Effect, Face, Pending, Screen, State};
use crate::order::Gather as _;
use crate::view::sum;
use crate::view::text::joined;
use crate::wire::{
    AccountSaid, AccountsPanel, ApartSaid, Decide, MarkSaid, MergeSaid, PartSaid, RateSaid,
    RatesReport, Request, RulesReport, SplitSaid, Transaction,
};

/// What the person does by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Opens an account to be changed, or shuts the one that is open.
    Open(String),
    /// Types its name.
    Name(String),
    /// Gives it the name.
    Rename,
    /// Says of what kind it is.
    Kind(String),
    /// Chooses the account that it is one with.
    Into(String),
    /// Takes the two for one.
    Merge,
    /// Takes a file's rows out of it.
    Apart(String),
    /// Hands the person the whole ledger as a file.
    Journal(&'static str),
    /// Types a part of a rate.
    Rate(RateField, String),
    /// Adds the rate that is typed.
    AddRate,
    /// Takes a rate away.
    DropRate(usize),
    /// Holds the row whose detail is open, to be matched with another one, or lets go of the one that is held.
    Hold,
    /// Says that the row that is held and the one whose detail is open are a match of this kind.
    Match(&'static str),
    /// Opens the note, tags and parts of the row whose detail is open, or shuts them.
    Row,
    /// Types its note.
    Note(String),
    /// Types its tags.
    Tags(String),
    /// Keeps note and tags.
    Mark,
    /// Chooses the category of a part.
    PartCategory(usize, String),
    /// Types the amount of a part.
    PartAmount(usize, String),
    /// One part more.
    AddPart,
    /// One part less.
    DropPart(usize),
    /// Splits the row.
    Split,
    /// Makes it whole again.
    Whole,
}

/// A part of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateField {
    /// The currency of which there is one.
    From,
    /// How much that is.
    Value,
    /// Of what.
    To,
    /// On which day.
    Date,
}

/// What is being changed by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// The accounts with their days.
    pub panel: Face<Rc<AccountsPanel>>,
    /// The rates there are.
    pub rates: Option<Rc<RatesReport>>,
    /// The account that is open.
    pub account: Option<AccountDraft>,
    /// The rate that is typed.
    pub rate: RateSaid,
    /// The row that is open.
    pub row: Option<RowDraft>,
    /// The names of the person's own categories.
    pub own: Vec<String>,
    /// The row that is to be matched with another one.
    pub held: Option<Rc<Transaction>>,
}

/// An account that is open to be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountDraft {
    /// Its id.
    pub id: String,
    /// Its name as it is typed.
    pub name: String,
    /// The account that it is one with.
    pub into: String,
}

/// A row whose note, tags and parts are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDraft {
    /// Its id.
    pub id: String,
    /// Its note as it is typed.
    pub note: String,
    /// Its tags, between commas.
    pub tags: String,
    /// Its parts; amounts without a sign.
    pub parts: Vec<PartSaid>,
    /// Whether it is split.
    pub is_split: bool,
    /// Its amount, without a sign.
    whole: String,
    /// Whether it leaves the account.
    leaves: bool,
}

impl RowDraft {
    /// The row as it is, with two parts to begin from where it has none.
    fn of(row: &Transaction) -> RowDraft {
        let (id, amount) = match &row.part_of {
            Some(whole) => (&whole.id, &whole.amount),
            None => (&row.id, &row.amount),
        };
        let plain = |amount: &str| amount.trim_start_matches('-').to_owned();
        let part = |category: Option<String>, amount: String| PartSaid {
            category: category.unwrap_or_default(),
            amount,
            note: None,
        };
        let parts = row.parts.iter().flatten().map(|known| PartSaid {
            note: known.note.clone(),
            ..part(
                known.own_category.clone().or(known.category.clone()),
                plain(&known.amount.amount),
            )
        });
        let mut parts: Vec<PartSaid> = parts.gather();
        if parts.is_empty() {
            let own = row.own_category.clone().or(row.category.clone());
            parts = vec![part(own, plain(&amount.amount)), part(None, String::new())];
        }
        RowDraft {
            id: id.clone(),
            note: row.note.clone().unwrap_or_default(),
            tags: joined(row.tags.as_deref().unwrap_or_default(), ", "),
            parts,
            is_split: row.parts.is_some(),
            whole: plain(&amount.amount),
            leaves: amount.amount.starts_with('-'),
        }
    }

    /// What the parts leave of the whole; `None` where one cannot be read.
    pub fn left(&self) -> Option<String> {
        self.left_without(self.parts.len())
    }

    fn left_without(&self, but: usize) -> Option<String> {
        let mut parts = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            if at != but && !part.amount.is_empty() {
                parts.push(part.amount.as_str());
            }
        }
        sum::left(&self.whole, &parts)
    }

    /// Gives the last part what the others leave.
    fn settle(&mut self, changed: usize) {
        let last = self.parts.len().saturating_sub(1);
        if changed < last
            && let Some(left) = self.left_without(last)
            && let Some(part) = self.parts.last_mut()
        {
            part.amount = if left.starts_with('-') {
                String::new()
            } else {
                left
            };
        }
    }

    fn split(&self) -> Request {
        let sign = if self.leaves { "-" } else { "" };
        let parts = self.parts.iter().map(|part| PartSaid {
            amount: format!("{sign}{}", part.amount),
            ..part.clone()
        });
        Request::Split(SplitSaid {
            transaction: self.id.clone(),
            parts: parts.gather(),
            today: None,
        })
    }
}

impl State {
    pub(super) fn fetch_accounts(&mut self, effects: &mut Vec<Effect>) {
        self.send(Request::Accounts, Pending::Accounts, effects);
        self.send(Request::Rates, Pending::Rates, effects);
    }

    pub(super) fn hand(&mut self, hand: &Hand, effects: &mut Vec<Effect>) {
        let picked = self.table.picked.and_then(|row| self.table.row(row));
        let row = picked.filter(|_| self.table.detail).cloned();
        let picked = row.as_ref().map(RowDraft::of);
        let today = Some(self.today.clone());
        let hands = &mut self.hands;
        let account = hands.account.clone().unwrap_or_default();
        let mut said = None;
        let mut is_opened = false;
        match hand {
            Hand::Open(id) => {
                let known = self.accounts.iter().find(|known| known.id == *id);
                let is_open = account.id == *id;
                hands.account = known.filter(|_| !is_open).map(|known| AccountDraft {
                    id: id.clone(),
                    name: known.name.clone(),
                    into: String::new(),
                });
                effects.push(Effect::Focus(match is_open {
                    true => format!("change-{id}"),
                    false => "account-name".to_owned(),
                }));
            }
            Hand::Name(name) => {
                if let Some(account) = &mut hands.account {
                    account.name.clone_from(name);
                }
            }
            Hand::Into(id) => {
                if let Some(account) = &mut hands.account {
                    account.into.clone_from(id);
                }
            }
            Hand::Rename => {
                said = Some(Request::Account(AccountSaid {
                    account: account.id,
                    name: Some(account.name),
                    kind: None,
                    today,
                }));
            }
            Hand::Kind(kind) => {
                said = Some(Request::Account(AccountSaid {
                    account: account.id,
                    name: None,
                    kind: Some(kind.clone()),
                    today,
                }));
            }
            Hand::Merge if account.into.is_empty() => {}
            Hand::Merge => {
                said = Some(Request::Merge(MergeSaid {
                    account: account.id,
                    into: account.into,
                    today,
                }));
            }
            Hand::Apart(file) => {
                said = Some(Request::Apart(ApartSaid {
                    account: account.id,
                    file: file.clone(),
                    today,
                }));
            }
            Hand::Journal(to) => {
                let name = match *to {
                    "hledger" => "farthing-hledger.txt",
                    "beancount" => "farthing-beancount.txt",
                    "csv" => "farthing-ledger.csv",
                    _ => "farthing-ledger.json",
                };
                let to = (*to).to_owned();
                self.send(Request::Journal { to }, Pending::Export { name }, effects);
            }
            Hand::Rate(field, text) => {
                let rate = &mut hands.rate;
                match field {
                    RateField::From => rate.from.clone_from(text),
                    RateField::Value => rate.value.clone_from(text),
                    RateField::To => rate.to.clone_from(text),
                    RateField::Date => rate.date.clone_from(text),
                }
            }
            Hand::AddRate => {
                let mut rates = hands.typed();
                rates.push(RateSaid {
                    from: hands.rate.from.trim().to_ascii_uppercase(),
                    value: hands.rate.value.trim().replace(',', "."),
                    to: hands.rate.to.trim().to_ascii_uppercase(),
                    date: hands.rate.date.clone(),
                    typed: true,
                });
                said = Some(Request::SetRates { rates });
            }
            Hand::DropRate(at) => {
                let mut rates = hands.typed();
                if *at < rates.len() {
                    rates.remove(*at);
                }
                said = Some(Request::SetRates { rates });
            }
            Hand::Hold => {
                let to = if hands.held.is_some() {
                    "detail"
                } else {
                    "held"
                };
                hands.held = row.filter(|_| hands.held.is_none()).map(Rc::new);
                effects.push(Effect::Focus(to.to_owned()));
            }
            Hand::Match(kind) => {
                let both = hands.held.take().zip(row);
                said = both.map(|(held, row)| {
                    Request::Decide(Decide {
                        kind: (*kind).to_owned(),
                        transactions: vec![held.id.clone(), row.id],
                        verdict: "made".to_owned(),
                        today,
                        file: None,
                    })
                });
            }
            Hand::Row => {
                hands.row = picked.filter(|_| hands.row.is_none());
                is_opened = hands.row.is_some();
                let to = if hands.row.is_some() {
                    "note"
                } else {
                    "detail"
                };
                effects.push(Effect::Focus(to.to_owned()));
            }
            of_row => said = hands.row.as_mut().and_then(|row| row.changed(of_row)),
        }
        match &mut said {
            Some(Request::Mark(said)) => said.today = Some(self.today.clone()),
            Some(Request::Split(said)) => said.today = Some(self.today.clone()),
            _ => {}
        }
        if is_opened {
            self.send(Request::Rules, Pending::Own, effects);
        }
        if let Some(request) = said {
            self.read_again(request, None, effects);
        }
    }

    /// Takes in the names of the person's own categories.
    pub(super) fn own_named(&mut self, report: RulesReport) {
        let own = report.own_categories.into_iter();
        self.hands.own = own.map(|own| own.name).gather();
    }

    /// What is drawn by hand is fetched anew, and what was open shut, once it was done.
    pub(super) fn has_changed_by_hand(&mut self, effects: &mut Vec<Effect>) {
        let hands = &mut self.hands;
        hands.account = None;
        hands.row = None;
        hands.rate = RateSaid::default();
        if self.screen == Screen::Accounts {
            self.fetch_accounts(effects);
        }
    }
}

impl Hands {
    fn typed(&self) -> Vec<RateSaid> {
        let rates = self.rates.as_ref();
        rates.map(|rates| rates.typed.clone()).unwrap_or_default()
    }
}

impl RowDraft {
    /// Takes in what is typed; gives what is to be sent.
    fn changed(&mut self, hand: &Hand) -> Option<Request> {
        match hand {
            Hand::Note(note) => self.note.clone_from(note),
            Hand::Tags(tags) => self.tags.clone_from(tags),
            Hand::PartCategory(at, category) => {
                self.parts.get_mut(*at)?.category.clone_from(category);
            }
            Hand::PartAmount(at, amount) => {
                let amount = amount.trim().replace(',', ".");
                self.parts.get_mut(*at)?.amount = amount;
                self.settle(*at);
            }
            Hand::AddPart => self.parts.push(PartSaid {
                amount: self.left()?,
                ..PartSaid::default()
            }),
            Hand::DropPart(at) if self.parts.len() > 2 && *at < self.parts.len() => {
                self.parts.remove(*at);
                self.settle(0);
            }
            Hand::Mark => {
                let tags = self.tags.split(',');
                return Some(Request::Mark(MarkSaid {
                    transaction: self.id.clone(),
                    note: Some(self.note.clone()),
                    tags: Some(tags.map(str::to_owned).gather()),
                    today: None,
                }));
            }
            Hand::Split => return Some(self.split()),
            Hand::Whole => {
                return Some(Request::Split(SplitSaid {
                    transaction: self.id.clone(),
                    parts: Vec::new(),
                    today: None,
                }));
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> RowDraft {
        RowDraft {
            whole: "60.00".to_owned(),
            leaves: true,
            parts: vec![
                PartSaid {
                    amount: "60.00".to_owned(),
                    category: "FOOD_AND_DRINK_GROCERIES".to_owned(),
                    note: None,
                },
                PartSaid::default(),
            ],
            ..RowDraft::default()
        }
    }

    #[test]
    fn the_last_part_takes_what_the_others_leave() {
        let mut draft = draft();
        draft.changed(&Hand::PartAmount(0, "45,10".to_owned()));
        assert_eq!(draft.parts[1].amount, "14.90");
        assert_eq!(draft.left().as_deref(), Some("0.00"));
        draft.changed(&Hand::PartAmount(1, "4.90".to_owned()));
        assert_eq!(draft.left().as_deref(), Some("10.00"));
        draft.changed(&Hand::AddPart);
        assert_eq!(draft.parts[2].amount, "10.00");
        draft.changed(&Hand::DropPart(1));
        assert_eq!(draft.parts[1].amount, "14.90");
        draft.changed(&Hand::PartAmount(0, "x".to_owned()));
        assert_eq!(draft.left(), None);
    }

    #[test]
    fn what_is_sent_has_the_sign_of_the_row() {
        let mut draft = draft();
        draft.changed(&Hand::PartAmount(0, "45".to_owned()));
        let Some(Request::Split(said)) = draft.changed(&Hand::Split) else {
            panic!("a split")
        };
        let amounts: Vec<_> = said.parts.iter().map(|part| part.amount.as_str()).collect();
        assert_eq!(amounts, ["-45", "-15.00"]);
    }
}
