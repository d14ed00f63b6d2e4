//! Invented households whose truth is known: statement files of several accounts, and what belongs together in them.
//!
//! [`Household::of`] makes one from a seed: the same seed gives the same bytes on every machine. It knows nothing of the
//! engine; what it does to rows (rewording, shifting, holding, tipping, splitting a refund) is what banks were seen to do.

mod chance;
mod export;
mod life;
mod shop;

pub(crate) use export::{File, Row};
pub(crate) use life::{Link, LinkKind};

pub(crate) use chance::Chance;

/// A country's banks and shops.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Country {
    Britain,
    States,
    Germany,
}

/// What kind of account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Current,
    Savings,
    Card,
    Loan,
}

/// One account of the household.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) kind: Kind,
    /// What its bank calls it, in capitals.
    pub(crate) name: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) number: String,
    /// Whether the person loads its files.
    pub(crate) loaded: bool,
}

impl Account {
    /// The last digits, as statements print them.
    pub(crate) fn tail(&self) -> &str {
        &self.number[self.number.len() - 4..]
    }
}

/// One entry of an account, as it is in truth.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) account: usize,
    /// The day it was booked, counted from 1970; what never was booked has the day it was held.
    pub(crate) posted: i32,
    /// The day of the purchase.
    pub(crate) made: i32,
    /// Signed, in hundredths.
    pub(crate) minor: i64,
    /// What was held for it before, where that was another amount.
    pub(crate) held: Option<i64>,
    pub(crate) says: Says,
    /// A number that stays with it in every wording.
    pub(crate) reference: Option<String>,
    /// Whether it is held first, as card purchases are.
    pub(crate) is_card: bool,
    /// It was held and never booked.
    pub(crate) never: bool,
}

impl Entry {
    /// Whether both are of one shop.
    pub(crate) fn is_of_one_shop(&self, other: &Entry) -> bool {
        match (&self.says, &other.says) {
            (Says::Shop { shop, .. }, Says::Shop { shop: other, .. }) => shop == other,
            _ => false,
        }
    }
}

/// What an entry is about, from which each wording is made.
#[derive(Clone)]
pub(crate) enum Says {
    /// A shop, by its place in the country's list.
    Shop {
        shop: usize,
        town: usize,
        back: Option<shop::Back>,
    },
    /// Words of the bank.
    Words(String),
}

/// A household with its files and what is true of them.
pub(crate) struct Household {
    country: Country,
    pub(crate) accounts: Vec<Account>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) links: Vec<Link>,
    pub(crate) files: Vec<File>,
}

impl Household {
    /// The town that a row names.
    pub(crate) fn shown(&self, row: &Row) -> Option<&'static str> {
        let towns = shop::towns(self.country).iter();
        towns.copied().find(|town| row.text.contains(town))
    }

    /// The household of a seed.
    pub(crate) fn of(seed: u64) -> Household {
        let mut chance = Chance::new(seed);
        let country = *chance.pick(&[
            Country::Britain,
            Country::Britain,
            Country::States,
            Country::Germany,
        ]);
        let life = life::live(country, &mut chance);
        let files = export::files(country, &life, &mut chance);
        Household {
            country,
            accounts: life.accounts,
            entries: life.entries,
            links: life.links,
            files,
        }
    }
}
