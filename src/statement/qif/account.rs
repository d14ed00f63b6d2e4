//! The accounts a file speaks of.

use crate::money::{Amount, Money};
use crate::statement::shared::{ByName, periods_of};
use crate::statement::{AccountKind, Row, StatementAccount};

use super::record::Kind;

/// The most accounts a file may have: a row holds the account's number in 16 bits.
const MAX_ACCOUNTS: usize = 1 << 16;

/// The accounts of a file, in order.
#[derive(Default)]
pub(super) struct Accounts {
    held: Vec<StatementAccount>,
    by_name: ByName,
    /// The type and the account that were asked for last: entries of one follow each other.
    last: Option<(Kind, u16)>,
}

impl Accounts {
    /// The account of a type and a name, found or made.
    pub(super) fn position(&mut self, kind: Kind, name: Option<&str>) -> u16 {
        if let Some((held, position)) = self.last
            && let Some(account) = self.held.get(usize::from(position))
            && held == kind
            && account.name.as_deref() == name
        {
            return position;
        }
        let position = self.named(kind, name);
        self.last = Some((kind, position));
        position
    }

    fn named(&mut self, kind: Kind, name: Option<&str>) -> u16 {
        let letter = char::from(b'a' + kind as u8);
        let place = self.by_name.place(letter.encode_utf8(&mut [0; 4]), name);
        *place.get_or_insert_with(|| {
            if self.held.len() < MAX_ACCOUNTS {
                self.held.push(StatementAccount {
                    name: name.map(Into::into),
                    kind: account_kind(kind),
                    ..StatementAccount::default()
                });
            }
            u16::try_from(self.held.len() - 1).unwrap_or(u16::MAX)
        })
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Takes the balance before the first entry of an account.
    pub(super) fn open(&mut self, position: u16, amount: Amount) {
        if let Some(account) = self.held.get_mut(usize::from(position)) {
            account.opening = account.opening.or(Some(Money::new(amount, None)));
        }
    }

    /// The accounts with the days of their rows; they are given away.
    pub(super) fn finish(&mut self, rows: &[Row]) -> Vec<StatementAccount> {
        let periods = periods_of(rows, self.held.len());
        let mut held = std::mem::take(&mut self.held);
        for (account, period) in held.iter_mut().zip(periods) {
            account.period = period;
        }
        held
    }
}

fn account_kind(kind: Kind) -> Option<AccountKind> {
    match kind {
        Kind::Cash => Some(AccountKind::Cash),
        Kind::Card => Some(AccountKind::Card),
        Kind::Liability => Some(AccountKind::Loan),
        // Current or savings: the name of the account or of its file tells.
        Kind::Bank | Kind::Asset | Kind::Investment | Kind::Other => None,
    }
}
