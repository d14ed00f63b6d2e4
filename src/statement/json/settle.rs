//! What only all entries together can tell: signs, entries in place of others, balances that are not filled in.

use crate::order::{AddAll as _, Arrange as _, Gather as _};
use crate::statement::AccountKind;
use crate::statement::shared::{ids_of, take_out};
use crate::text::TextId;

use super::account::Accounts;
use super::find::{Entry, Found};
use super::rows::Rows;
use super::shape::Shapes;
use super::value::Document;

/// Turns the signs of cards whose charges are positive, and gives the kinds of account that this tells.
///
/// Source: Teller's accounts of type `credit` count what is owed; where the file says no type, purchases tell it.
pub(super) fn settle_signs(
    document: &Document<'_>,
    shapes: &Shapes,
    found: &Found,
    accounts: &Accounts,
    rows: &mut Rows,
) -> Vec<Option<AccountKind>> {
    const OUT: [&str; 6] = [
        "card_payment",
        "atm",
        "fee",
        "bill_payment",
        "withdrawal",
        "digital_payment",
    ];
    let is_such = |entry: &Entry| shapes.get(entry.shape).has_rule("cards-turned");
    if !found.entries.first().is_some_and(is_such) {
        return Vec::new();
    }
    let count = rows
        .taken
        .statement
        .rows
        .iter()
        .map(|row| usize::from(row.account) + 1);
    let mut against = vec![0i64; count.max().unwrap_or(0)];
    for row in &rows.taken.statement.rows {
        let code = row.facts.as_ref().and_then(|facts| facts.bank_code);
        let goes_out = code.is_some_and(|code| OUT.contains(&rows.taken.statement.texts.get(code)));
        if let Some(against) = against.get_mut(usize::from(row.account))
            && goes_out
        {
            *against += if row.amount.is_negative() { -1 } else { 1 };
        }
    }
    let kinds = against.iter().zip(0u16..).map(|(against, position)| {
        let told = accounts.kind(document, shapes, position);
        told.or((*against > 0).then_some(AccountKind::Card))
    });
    let kinds: Vec<Option<AccountKind>> = kinds.gather();
    for row in &mut rows.taken.statement.rows {
        let kind = kinds.get(usize::from(row.account)).copied().flatten();
        if matches!(kind, Some(AccountKind::Card | AccountKind::Loan)) {
            row.amount = row.amount.negated();
            row.balance = row.balance.map(|balance| balance.negated());
        }
    }
    kinds
}

/// Takes out the rows that others of the file stand in place of, and those that were taken back.
pub(super) fn settle_modified(document: &Document<'_>, found: &Found, rows: &mut Rows) {
    if rows.modified.is_empty() && found.removed.is_empty() {
        return;
    }
    let mut removed: Vec<TextId> = Vec::new();
    for node in &found.removed {
        let id = document.field(*node, "transactionid");
        let id = id.and_then(|id| document.said(id));
        removed.add_all(id.and_then(|id| rows.taken.statement.texts.find(&id)));
    }
    removed.arrange();
    let mut out = vec![false; rows.taken.statement.rows.len()];
    let ids = ids_of(&rows.taken.statement.rows);
    for same in ids.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let is_modified = |at: u32| rows.modified.binary_search(&(at as usize)).is_ok();
        let is_removed = same
            .iter()
            .any(|(_, id, _)| removed.binary_search(id).is_ok());
        let gone = match same {
            _ if is_removed => same,
            [before @ .., _] if same.iter().any(|(_, _, at)| is_modified(*at)) => before,
            _ => &[],
        };
        for (_, _, at) in gone {
            out[*at as usize] = true;
        }
    }
    take_out(&mut rows.taken, &out, None);
}

/// Takes out the balances of accounts where every one is zero: such a field is not filled in.
pub(super) fn drop_empty_balances(rows: &mut Rows) {
    let is_filled = |balance: crate::money::Amount| !balance.is_zero();
    let mut filled: Vec<bool> = Vec::new();
    for row in &rows.taken.statement.rows {
        let at = usize::from(row.account);
        if filled.len() <= at {
            filled.resize(at + 1, false);
        }
        filled[at] |= row.balance.is_some_and(is_filled);
    }
    for row in &mut rows.taken.statement.rows {
        row.balance = row.balance.filter(|_| filled[usize::from(row.account)]);
    }
}
