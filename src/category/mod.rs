//! A transaction and its merchant to a category, always with the reason and how sure it is.
//!
//! ```text
//! the bank's phrase > the brand > a telling MCC > the bank's own category > a word of the trade
//! ATM WITHDRAWAL      TESCO       5912            Groceries                 PHARMACY
//! ```
//!
//! Over all of these is the person's word: [`Rules`], and corrections of single rows beneath them. What is like a
//! corrected row is [`Learned`]: it speaks where nothing else does, and over the tables as far as it is like, see
//! [`Lesson::stands_over`]; never over a rule or a correction.
//!
//! The first that speaks decides; where it is not sure enough the category stays open, with the best guesses.

use crate::ledger::TransactionId;
use crate::merchant::Naming;
use crate::statement::{AccountKind, Mcc};
use crate::stats::Confidence;

mod assign;
mod group;
mod learned;
mod model;
mod osm_tag;
mod rule;
mod taxonomy;

pub use assign::{Categoriser, REVIEW_BELOW};
pub use group::Group;
pub use learned::{Example, Learned, Lesson, Likeness, Near};
pub use osm_tag::category_of_tag;
pub(crate) use rule::RowFacts;
pub use rule::{OwnCategory, OwnGroup, Rule, Rules, Target, UnreadRule, quoted};
pub use taxonomy::{Category, Guess, TransferKind};

/// The category of one transaction, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The category; `None` needs review.
    pub category: Option<Category>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What decided.
    pub reason: Reason,
    /// The best guesses, surest first, where it needs review.
    pub guesses: Vec<Guess>,
}

/// What decided a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A rule of the person's.
    Rule(Box<str>),
    /// The person said so.
    Correction,
    /// A row that the person corrected is like it.
    Learned {
        /// The corrected row.
        id: TransactionId,
        /// As the bank printed it.
        descriptor: Box<str>,
    },
    /// The bank's own phrase, as the table has it.
    Phrase(&'static str),
    /// The brand's own category.
    Brand(&'static str),
    /// The merchant category code.
    Mcc(Mcc),
    /// The bank's own category.
    BankCategory(Box<str>),
    /// A word in the merchant's name that says the trade, such as `PHARMACY`.
    Word(&'static str),
    /// Nothing certain.
    Nothing,
}

/// What a category is decided from.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// What the descriptor says.
    pub naming: &'a Naming,
    /// Whether the money leaves the account.
    pub outflow: bool,
    /// The merchant category code, where the file gives one.
    pub mcc: Option<Mcc>,
    /// The bank's own category, where the file gives one.
    pub bank_category: Option<&'a str>,
    /// The bank's own type of transaction, such as OFX `TRNTYPE`.
    pub bank_code: Option<&'a str>,
    /// What kind of account it is on.
    pub account: Option<AccountKind>,
}
