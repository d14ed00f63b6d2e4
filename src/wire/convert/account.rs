//! Accounts, with their balances and what their files cover.

use crate::calendar::{self, plus_days};
use crate::ledger::{AccountId, Ledger};
use crate::money;
use crate::phrase;
use crate::session::Session;

use super::report::id_of_file;
use super::*;

/// Every account of the ledger.
pub(crate) fn account_reports(ledger: &Ledger) -> Vec<AccountReport> {
    let mut counts = vec![0u64; ledger.accounts().len()];
    for account in ledger.account_column().iter().take(ledger.len()) {
        if let Some(count) = counts.get_mut(usize::from(account.0)) {
            *count += 1;
        }
    }
    let accounts = counts.into_iter().enumerate();
    accounts
        .map(|(at, count)| account_report(ledger, AccountId(at as u16), count))
        .collect()
}

/// An account, with how many transactions it has.
pub(crate) fn account_report(ledger: &Ledger, id: AccountId, transactions: u64) -> AccountReport {
    let Some(account) = ledger.account(id) else {
        return AccountReport::default();
    };
    let balance = ledger.balance(id);
    AccountReport {
        id: id.to_string(),
        name: account.name.to_string(),
        kind: account.kind.name().to_owned(),
        currency: account.currency.map(|currency| currency.code().to_owned()),
        identifier: account.masked(),
        balance: balance.map(|known| known.money.into()),
        balance_date: balance.map(|known| known.date.to_string()),
        balance_stated: balance.map(|known| known.is_stated),
        period: account.period.map(Period::from),
        transactions,
    }
}

/// The account of an id: `a` and its number, counted from 1.
pub(crate) fn account_of(id: &str) -> Option<AccountId> {
    let number: u16 = id.strip_prefix('a')?.parse().ok()?;
    number.checked_sub(1).map(AccountId)
}

/// Every account with its days.
pub(crate) fn accounts(session: &Session) -> AccountsPanel {
    let reports = account_reports(session.book().ledger());
    let accounts = (0..).map(AccountId).zip(reports);
    AccountsPanel {
        accounts: accounts
            .map(|(id, account)| days(session, id, account))
            .collect(),
    }
}

fn days(session: &Session, id: AccountId, account: AccountReport) -> AccountDays {
    let ledger = session.book().ledger();
    let of_account = ledger.files_of(id);
    let files = session.files().iter();
    let files = files.filter(|file| file.in_ledger.is_some_and(|at| of_account.contains(&at)));
    let files = files.map(|file| AccountFile {
        id: id_of_file(file.id),
        name: file.name.to_string(),
    });
    let cover = ledger.cover(id);
    let bank = ledger.account(id).and_then(|account| account.bank.as_ref());
    let ends = cover.spans.first().zip(cover.spans.last());
    let (mut months, mut ends_of_months) = (Vec::new(), Vec::new());
    let mut known = cover.balances.iter().peekable();
    if let Some((first, last)) = ends {
        let mut day = first.start().first_of_month();
        while day < last.end() {
            let next = plus_days(day.last_of_month(), 1);
            let touches = |days: &&calendar::Period| days.start() < next && day < days.end();
            let gap = cover.gaps.iter().find(touches);
            let covered = cover.spans.iter().any(|span| touches(&span));
            let mut balance = None;
            while let Some((_, money)) = known.next_if(|(day, _)| day.to_date() < next) {
                balance = Some(*money);
            }
            let period = Period {
                start: day.to_string(),
                end: next.to_string(),
            };
            ends_of_months.extend(balance.map(|balance| (period.clone(), balance)));
            months.push(AccountMonth {
                period,
                cover: match (gap, covered) {
                    (None, _) => "covered",
                    (Some(_), true) => "partly",
                    (Some(_), false) => "gap",
                }
                .to_owned(),
                balance: balance.map(Money::from),
            });
            day = next;
        }
    }
    let chart = chart(&account, &ends_of_months);
    AccountDays {
        account,
        chart,
        bank: bank.map(ToString::to_string),
        files: files.collect(),
        months,
        gaps: cover.gaps.into_iter().map(Period::from).collect(),
        breaks: cover
            .breaks
            .into_iter()
            .map(|(days, missing)| BalanceBreak {
                period: days.into(),
                missing: missing.into(),
            })
            .collect(),
        balances: cover
            .balances
            .into_iter()
            .map(|(day, balance)| DayBalance {
                date: day.to_date().to_string(),
                balance: balance.into(),
            })
            .collect(),
    }
}

/// Months that the chart of an account shows at the most.
const CHARTED: usize = 18;

/// The balance at the end of each month that has one.
fn chart(account: &AccountReport, ends: &[(Period, money::Money)]) -> Option<Chart> {
    let ends = &ends[ends.len().saturating_sub(CHARTED)..];
    let magnitude = |(_, balance): &(Period, money::Money)| balance.amount().abs();
    let largest = ends.iter().map(magnitude).max()?;
    let last = ends.len() - 1;
    let points = ends.iter().enumerate().map(|(at, (month, balance))| {
        let share = balance.amount().checked_div(largest).unwrap_or_default();
        Point {
            label: Argument::Period(month.clone()),
            value: (*balance).into(),
            share: share.round_dp(4).normalize().to_string(),
            key: at == last,
            ..Point::default()
        }
    });
    let ((_, first), (_, end)) = (ends.first()?, ends.last()?);
    let says = phrase::Phrase::new("balance-chart")
        .with("who", phrase::Argument::text(&account.name))
        .with("first", phrase::Argument::Money(*first))
        .with("last", phrase::Argument::Money(*end));
    (last > 0).then(|| Chart {
        kind: "columns".to_owned(),
        currency: account.currency.clone(),
        points: points.collect(),
        says: Says::from(&says),
        ..Chart::default()
    })
}
