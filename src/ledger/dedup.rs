//! Which rows of a statement are here already: the n-th identical row meets the n-th.

use std::hash::{Hash, Hasher};

use hashbrown::HashMap;

use crate::calendar::{Day, Period};
use crate::money::{Amount, Currency};
use crate::statement::Statement;
use crate::text::TextId;

use super::{AccountId, Index, Ledger, account_at};

/// What a row of a statement meets in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is here already.
    Here(Index),
    /// It is new, and the so-manieth of its kind, from 0.
    New { occurrence: u16 },
}

/// The fields that make two rows identical, compared whole.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    account: AccountId,
    day: Day,
    amount: Amount,
    currency: Option<Currency>,
    text: TextId,
    pending: bool,
}

/// In two words, one of them the amount: fields that seldom tell rows apart are left to the comparison.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.amount.hash(state);
        state.write_u64(u64::from(self.day.0 as u32) << 32 | u64::from(self.text.0));
    }
}

/// Meets each row of a statement with the ledger.
///
/// Cost: grows with the statement and with the ledger's rows of the same days.
pub(super) fn match_rows(
    ledger: &Ledger,
    statement: &Statement,
    accounts: &[AccountId],
    text_of: &[TextId],
) -> Vec<Found> {
    let here = rows_here(ledger, statement, accounts);
    // Identical rows are of one day: where days stand together only those of one need be remembered.
    let days = || statement.rows.iter().map(|row| row.posting_date);
    let by_day = days().is_sorted() || days().rev().is_sorted();
    let mut day = None;
    let mut seen: HashMap<Key, u16> = HashMap::new();
    let mut found = Vec::with_capacity(statement.rows.len());
    for row in &statement.rows {
        if by_day && day != Some(row.posting_date) {
            day = Some(row.posting_date);
            seen.clear();
        }
        let account = account_at(accounts, row.account);
        let own = ledger.account(account).and_then(|account| account.currency);
        let text = text_of
            .get(row.descriptor.0 as usize)
            .copied()
            .unwrap_or(TextId(0));
        let key = Key {
            account,
            day: row.posting_date,
            amount: row.amount,
            currency: row.currency.or(own),
            text,
            pending: row.pending,
        };
        let count = seen.entry(key).or_insert(0);
        let met = match here.is_empty() {
            true => None,
            false => here.get(&(key, *count)),
        };
        found.push(match met {
            Some(at) => Found::Here(*at),
            None => Found::New { occurrence: *count },
        });
        *count = count.saturating_add(1);
    }
    found
}

/// The ledger's rows of the statement's accounts and days, each with which of its kind it is.
fn rows_here(
    ledger: &Ledger,
    statement: &Statement,
    accounts: &[AccountId],
) -> HashMap<(Key, u16), Index> {
    let days = || statement.rows.iter().map(|row| row.posting_date);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return HashMap::new();
    };
    let Some(period) = Period::inclusive(first.to_date(), last.to_date()) else {
        return HashMap::new();
    };
    let mut here = HashMap::new();
    for i in ledger.every_row_in(period) {
        let at = Index(i as u32);
        let account = ledger.rows.account[i];
        if accounts.contains(&account) {
            let key = Key {
                account,
                day: ledger.rows.posting[i],
                amount: ledger.amount_at(at),
                currency: ledger.currency_at(at),
                text: ledger.rows.descriptor[i],
                pending: ledger.rows.pending[i],
            };
            here.insert((key, ledger.rows.occurrence[i]), at);
        }
    }
    here
}

/// How many of a statement's rows are also rows of an account, and how many lie in its days.
///
/// Texts are compared as texts, since the statement's are not in the ledger yet.
pub(super) fn shared_with(
    ledger: &Ledger,
    statement: &Statement,
    account: AccountId,
) -> (u32, u32) {
    let Some(known) = ledger.account(account).and_then(|account| account.period) else {
        return (0, 0);
    };
    let mut here: HashMap<(Day, Amount, TextId), u32> = HashMap::new();
    for i in ledger.every_row_in(known) {
        if ledger.rows.account[i] == account {
            let amount = ledger.amount_at(Index(i as u32));
            *here
                .entry((ledger.rows.posting[i], amount, ledger.rows.descriptor[i]))
                .or_insert(0) += 1;
        }
    }
    let (mut shared, mut inside) = (0, 0);
    for row in &statement.rows {
        if !known.contains(row.posting_date.to_date()) {
            continue;
        }
        inside += 1;
        let Some(text) = ledger.texts.find(statement.texts.get(row.descriptor)) else {
            continue;
        };
        if let Some(left) = here.get_mut(&(row.posting_date, row.amount, text))
            && *left > 0
        {
            *left -= 1;
            shared += 1;
        }
    }
    (shared, inside)
}
