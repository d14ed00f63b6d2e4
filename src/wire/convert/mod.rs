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

use super::*;

pub(super) use account::{account_of, accounts};
pub(super) use decision::{day_of, decisions};
pub(super) use failure::currency_of;
pub use failure::unreadable;
pub(super) use page::csv_of;
pub(super) use report::file_of;
