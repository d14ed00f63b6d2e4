//! Domain values to messages and back, a file for each noun of the messages.

mod account;
mod answer;
mod criteria;
mod decision;
mod failure;
mod overview;
mod page;
mod rate;
mod report;
mod rule;
mod statement;
mod transaction;
mod value;

use super::message::{ITEM, Message, reply};
use super::tree::Tree;
use super::{
    Allowlist, Ask, Correct, Criteria, Decide, DecisionsOf, Facts, ImportRows, OverviewOf, Period,
    ProofDetail, Protection, RateSaid, RowsOf,
};

pub(super) use account::{account_of, accounts};
pub(super) use answer::{answer, proof};
pub(super) use decision::{day_of, decisions};
pub use failure::unreadable;
pub(super) use failure::{NotDone, currency_of};
pub(super) use overview::{insights, overview};
pub(super) use page::{export, rows};
pub(super) use rate::rates;
pub(super) use report::{file_of, import, ledger};
pub(super) use rule::{preview, rules};
pub(super) use transaction::{note, tags};
