//! What the person changes by hand.

use serde::Serialize;

use super::convert::{account_of, day_of, file_of};
use super::tree::read;
use crate::book;
use crate::ledger::{AccountId, TransactionId};
use crate::money::Amount;
use crate::order::Gather as _;
use crate::session::{Refusal, Session};
use crate::statement::AccountKind;

/// A note and tags on a transaction; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkSaid {
    /// The transaction's id.
    pub transaction: String,
    /// The note; an empty one takes it off.
    pub note: Option<String>,
    /// The tags; an empty list takes them off.
    pub tags: Option<Vec<String>>,
    /// The day it is said, ISO 8601.
    pub today: Option<String>,
}

/// The parts of a transaction; none makes it whole again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SplitSaid {
    /// The transaction's id.
    pub transaction: String,
    /// The parts, which add up to its amount.
    pub parts: Vec<PartSaid>,
    /// The day it is said, ISO 8601.
    pub today: Option<String>,
}

/// A part of a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartSaid {
    /// A category's code, or the name of the person's own.
    pub category: String,
    /// Signed, with a decimal point, in the transaction's currency.
    pub amount: String,
    /// A note on the part.
    pub note: Option<String>,
}

/// What an account is called, or of what kind; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountSaid {
    /// The account's id.
    pub account: String,
    /// Its name.
    pub name: Option<String>,
    /// `current`, `savings`, `card`, `loan` or `cash`.
    pub kind: Option<String>,
    /// The day it is said, ISO 8601.
    pub today: Option<String>,
}

/// Two accounts that are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeSaid {
    /// The account's id.
    pub account: String,
    /// The id of the one whose name and number stand.
    pub into: String,
    /// The day it is said, ISO 8601.
    pub today: Option<String>,
}

/// A file whose rows are of an account of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApartSaid {
    /// The id of the account they are on now.
    pub account: String,
    /// The file's id.
    pub file: String,
    /// The day it is said, ISO 8601.
    pub today: Option<String>,
}

/// A part as a transaction has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartShown {
    /// The part's own id.
    pub id: String,
    /// PFC v2 detailed code.
    pub category: Option<String>,
    /// The person's own category, below that one.
    pub own_category: Option<String>,
    /// The category's display group.
    pub group: String,
    /// Signed.
    pub amount: super::Money,
    /// What it counts as.
    pub counts_as: String,
    /// The note on it.
    pub note: Option<String>,
}

/// The transaction that a part is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WholeShown {
    /// Its id.
    pub id: String,
    /// Its amount.
    pub amount: super::Money,
}

impl MarkSaid {
    pub(super) fn begin(&self, session: &mut Session) -> Result<(), Refusal> {
        let tags = self.tags.as_ref();
        let tags = tags.map(|tags| tags.iter().map(|tag| tag.as_str().into()).gather());
        on(session, &self.today).begin_mark(row(&self.transaction)?, self.note.as_deref(), tags)
    }
}

impl SplitSaid {
    pub(super) fn begin(&self, session: &mut Session) -> Result<(), Refusal> {
        let mut parts = Vec::new();
        for part in &self.parts {
            parts.push(book::Part {
                category: part.category.as_str().into(),
                amount: Amount::parse_plain(&part.amount).ok_or(Refusal::NotWhole)?,
                note: part.note.as_deref().unwrap_or_default().trim().into(),
            });
        }
        on(session, &self.today).begin_split(row(&self.transaction)?, parts)
    }
}

impl AccountSaid {
    pub(super) fn begin(&self, session: &mut Session) -> Result<(), Refusal> {
        let named = |name: &String| AccountKind::from_name(name).ok_or(Refusal::Unknown);
        let kind = self.kind.as_ref().map(named).transpose()?;
        on(session, &self.today).begin_account(account(&self.account)?, self.name.as_deref(), kind)
    }
}

impl MergeSaid {
    pub(super) fn begin(&self, session: &mut Session) -> Result<(), Refusal> {
        on(session, &self.today).begin_merge(account(&self.account)?, account(&self.into)?)
    }
}

impl ApartSaid {
    pub(super) fn begin(&self, session: &mut Session) -> Result<(), Refusal> {
        let file = file_of(&self.file).ok_or(Refusal::Unknown)?;
        on(session, &self.today).begin_apart(account(&self.account)?, file)
    }
}

/// The session, told the day.
fn on<'a>(session: &'a mut Session, today: &Option<String>) -> &'a mut Session {
    session.on(day_of(today.as_deref()))
}

fn row(id: &str) -> Result<TransactionId, Refusal> {
    TransactionId::parse(id).ok_or(Refusal::Unknown)
}

fn account(id: &str) -> Result<AccountId, Refusal> {
    account_of(id).ok_or(Refusal::Unknown)
}

read! {
    MarkSaid { transaction, note, tags, today }
    SplitSaid { transaction, parts, today }
    PartSaid { category, amount, note }
    AccountSaid { account, name, kind, today }
    MergeSaid { account, into, today }
    ApartSaid { account, file, today }
    PartShown { id, category, own_category, group, amount, counts_as, note }
    WholeShown { id, amount }
}
