//! The end of a reading: periods, currencies, and whether the balances prove the rows.

use super::account::Accounts;
use super::balance::{self, Link};
use super::layout::Layout;
use super::rows::sum;
use crate::calendar::{Day, Period};
use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Currency, Money, Total};
use crate::order::Gather as _;
use crate::statement::shared::disagrees;
use crate::statement::{
    Checked, OPENING_AND_CLOSING, RUNNING_BALANCE, Row, Statement, StatementAccount,
};

/// Completes the accounts of a statement whose rows are read.
pub(super) fn close(
    statement: &mut Statement,
    accounts: &mut Accounts,
    layout: &Layout,
    issues: &mut Vec<Issue>,
) {
    let mut list = accounts.list(layout.is_paid_off);
    for (at, account) in list.iter_mut().enumerate() {
        let rows: Vec<&Row> = statement
            .rows
            .iter()
            .filter(|row| usize::from(row.account) == at)
            .gather();
        account.currency = most_frequent(&rows).or(account.currency);
        account.period = period_of(&rows);
        // A balance stated outside the table names no currency; it is the account's.
        for balance in [&mut account.opening, &mut account.closing] {
            let unnamed = balance.filter(|money| money.currency().is_none());
            let named = |money: Money| Money::from_decimal(money.amount(), account.currency);
            *balance = unnamed.map(named).or(*balance);
        }
        if let Some(column) = layout.plan.balance {
            check_running(account, &rows, &layout.column_name(column), issues);
        } else {
            check_ends(account, &rows, issues);
        }
    }
    statement.accounts = list;
}

/// The currency of most rows.
pub(in crate::statement) fn most_frequent(rows: &[&Row]) -> Option<Currency> {
    let mut counts: Vec<(Currency, usize)> = Vec::new();
    for currency in rows.iter().filter_map(|row| row.currency) {
        match counts.iter_mut().find(|(held, _)| *held == currency) {
            Some((_, count)) => *count += 1,
            None => counts.push((currency, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(currency, _)| currency)
}

/// From the first of the rows' days to the last.
pub(in crate::statement) fn period_of(rows: &[&Row]) -> Option<Period> {
    let days = || rows.iter().map(|row| row.posting_date);
    let first: Day = days().min()?;
    Period::inclusive(first.to_date(), days().max()?.to_date())
}

/// Follows the running balance and names the first row where it breaks.
pub(in crate::statement) fn check_running(
    account: &mut StatementAccount,
    rows: &[&Row],
    column: &str,
    issues: &mut Vec<Issue>,
) {
    // A pending row moves the balance only where it prints one.
    let counts = |row: &&Row| !row.pending || row.balance.is_some();
    let counted: Vec<&Row>;
    let rows = match rows.iter().all(counts) {
        true => rows,
        false => {
            counted = rows.iter().copied().filter(counts).gather();
            counted.as_slice()
        }
    };
    // With no more places than are printed, hardly any amount has to be multiplied.
    let printed = rows
        .iter()
        .map(|row| row.amount.scale().max(row.balance.map_or(0, Amount::scale)));
    let places = printed.max().unwrap_or(0);
    let chain = balance::follow(&mut rows.iter().map(|row| Link {
        key: key(row.currency),
        amount: row.amount.widened_to(places),
        balance: row.balance.map(|balance| balance.widened_to(places)),
    }));
    let newest_first = chain.backward > chain.forward
        || (chain.pairs == 0
            && rows.first().map(|row| row.posting_date) > rows.last().map(|row| row.posting_date));
    let (first, last) = if newest_first {
        (rows.last(), rows.first())
    } else {
        (rows.first(), rows.last())
    };
    let agrees = chain.pairs > 0 && chain.plain() == chain.pairs;
    let is_one_currency = rows.iter().all(|row| row.currency == account.currency);
    if is_one_currency && (agrees || chain.pairs == 0 || chain.plain() * 2 > chain.pairs) {
        let money = |amount: Amount| Money::new(amount, account.currency);
        let before = first.and_then(|row| sum(row.balance?, row.amount.negated()));
        account.opening = account.opening.or(before.map(money));
        account.closing = account
            .closing
            .or(last.and_then(|row| row.balance).map(money));
    }
    if chain.pairs == 0 {
        return;
    }
    account.prove(RUNNING_BALANCE, chain.plain(), chain.pairs);
    account.checked = if agrees {
        Checked::Agrees
    } else {
        Checked::Disagrees
    };
    if !agrees && let Some((row, expected)) = first_break(rows, newest_first) {
        let found = row
            .balance
            .map_or_else(String::new, |balance| balance.to_string());
        issues.push(
            Issue::new(IssueCode::BalanceBroken, Severity::Warning)
                .at_row(row.line)
                .at_column(column)
                .found(&found)
                .expected(Expected::Balance(Money::from_decimal(
                    expected.to_decimal(),
                    row.currency,
                ))),
        );
    }
}

/// The first row of the file whose balance does not follow, and the balance that would.
fn first_break<'a>(rows: &[&'a Row], newest_first: bool) -> Option<(&'a Row, Total)> {
    let mut held: Vec<(u32, Total, Total)> = Vec::new();
    for row in rows {
        let key = key(row.currency);
        let amount = Total::of(row.amount);
        let Some(at) = held.iter().position(|(held, _, _)| *held == key) else {
            if let Some(balance) = row.balance {
                held.push((
                    key,
                    Total::of(balance),
                    if newest_first {
                        amount
                    } else {
                        Total::default()
                    },
                ));
            }
            continue;
        };
        let (_, last, moved) = &mut held[at];
        if !newest_first {
            moved.add_total(amount);
        }
        if let Some(balance) = row.balance {
            let mut expected = *last;
            expected.add_total(if newest_first {
                moved.negated()
            } else {
                *moved
            });
            let printed = Total::of(balance);
            let mut rest = expected;
            rest.add_total(printed.negated());
            if !rest.is_zero() {
                return Some((row, expected));
            }
            *last = printed;
            *moved = Total::default();
        }
        if newest_first {
            moved.add_total(amount);
        }
    }
    None
}

/// Checks stated opening and closing balances against the sum of the rows.
pub(in crate::statement) fn check_ends(
    account: &mut StatementAccount,
    rows: &[&Row],
    issues: &mut Vec<Issue>,
) {
    let (Some(opening), Some(closing)) = (account.opening, account.closing) else {
        return;
    };
    let mut sum = Total::default();
    for row in rows {
        sum.add(row.amount);
    }
    let moved = Money::from_decimal(sum.to_decimal(), account.currency);
    let Ok(expected) = opening.checked_add(moved) else {
        return;
    };
    account.prove(OPENING_AND_CLOSING, u32::from(expected == closing), 1);
    if expected == closing {
        account.checked = Checked::Agrees;
        return;
    }
    account.checked = Checked::Disagrees;
    issues.push(disagrees(
        IssueCode::ClosingBalanceDisagrees,
        &closing.amount().to_string(),
        Expected::Balance(expected),
    ));
}

fn key(currency: Option<Currency>) -> u32 {
    currency.map_or(0, |currency| {
        currency
            .code()
            .bytes()
            .fold(0, |sum, byte| sum * 256 + u32::from(byte))
    })
}
