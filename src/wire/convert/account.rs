//! Accounts, with their balances and what their files cover.

use crate::calendar::{self, Date, plus_days};
use crate::ledger::{Account, AccountId, Ledger};
use crate::money::{self, Exact as _};
use crate::order::AddAll as _;
use crate::phrase::{self, Argument, Phrase};
use crate::question;
use crate::session::Session;

use super::answer::chart;
use super::*;

/// Every account of the ledger.
pub(super) fn account_reports(out: &mut Message, ledger: &Ledger) {
    let counts = counts(ledger);
    out.each(
        "accounts",
        (0..).map(AccountId).zip(counts),
        |out, (id, count)| {
            account_report(out, ledger, id, count);
        },
    );
}

/// How many transactions each account has.
fn counts(ledger: &Ledger) -> Vec<u64> {
    let mut counts = vec![0u64; ledger.accounts().len()];
    for account in ledger.account_column().iter().take(ledger.len()) {
        if let Some(count) = counts.get_mut(usize::from(account.0)) {
            *count += 1;
        }
    }
    counts
}

/// The fields of an account, with how many transactions it has.
fn account_report(out: &mut Message, ledger: &Ledger, id: AccountId, transactions: u64) {
    let Some(account) = ledger.account(id) else {
        return;
    };
    let balance = ledger.balance(id);
    out.shown("id", &id);
    out.text("name", &account.name);
    out.text("kind", account.kind.name());
    out.currency("currency", &account.currency);
    out.text_or_null("identifier", account.masked().as_deref());
    out.money_or_null("balance", &balance.map(|known| known.money));
    out.date_or_null("balanceDate", balance.map(|known| known.date));
    if let Some(known) = balance {
        out.flag("balanceStated", known.is_stated);
    }
    out.period_or_null("period", &account.period);
    out.count("transactions", transactions);
}

/// The account of an id: `a` and its number, counted from 1.
pub(crate) fn account_of(id: &str) -> Option<AccountId> {
    let number: u16 = id.strip_prefix('a')?.parse().ok()?;
    number.checked_sub(1).map(AccountId)
}

/// Every account with its days.
pub(crate) fn accounts(out: &mut Message, session: &Session) {
    let counts = counts(session.book().ledger());
    out.each(
        "accounts",
        (0..).map(AccountId).zip(counts),
        |out, (id, count)| {
            days(out, session, id, count);
        },
    );
}

fn days(out: &mut Message, session: &Session, id: AccountId, transactions: u64) {
    let ledger = session.book().ledger();
    let account = ledger.account(id);
    let of_account = ledger.files_of(id);
    let files = session.files().iter();
    let files = files.filter(|file| file.in_ledger.is_some_and(|at| of_account.contains(&at)));
    let cover = ledger.cover(id);
    out.fields("account", |out| {
        account_report(out, ledger, id, transactions)
    });
    out.text_or_null("bank", account.and_then(|account| account.bank.as_deref()));
    out.each("files", files, |out, file| {
        out.shown("id", &file.id);
        out.text("name", &file.name);
    });
    let mut months = Vec::new();
    if let Some((first, last)) = cover.spans.first().zip(cover.spans.last()) {
        let mut day = first.start().first_of_month();
        while day < last.end() {
            let next = plus_days(day.last_of_month(), 1);
            months.push((day, next));
            day = next;
        }
    }
    let mut ends = Vec::new();
    let mut known = cover.balances.iter().peekable();
    out.each("months", &months, |out, (day, next)| {
        let (day, next) = (*day, *next);
        let touches = |days: &calendar::Period| days.start() < next && day < days.end();
        let mut balance = None;
        while let Some((_, money)) = known.next_if(|(day, _)| day.to_date() < next) {
            balance = Some(*money);
        }
        ends.add_all(balance.map(|balance| (day, next, balance)));
        out.days("period", day, next);
        out.text(
            "cover",
            match (
                cover.gaps.iter().any(touches),
                cover.spans.iter().any(touches),
            ) {
                (false, _) => "covered",
                (true, true) => "partly",
                (true, false) => "gap",
            },
        );
        out.money_or_null("balance", &balance);
    });
    out.list("gaps", &cover.gaps, |out, gap| out.period(ITEM, gap));
    out.each("breaks", &cover.breaks, |out, (days, missing)| {
        out.period("period", days);
        out.money("missing", missing);
    });
    out.each("balances", &cover.balances, |out, (day, balance)| {
        out.day("date", *day);
        out.money("balance", balance);
    });
    if let Some(drawn) = account.and_then(|account| charted(account, &ends)) {
        chart(out, "chart", &drawn);
    }
}

/// Months that the chart of an account shows at the most.
const CHARTED: usize = 18;

/// The balance at the end of each month that has one.
fn charted(account: &Account, ends: &[(Date, Date, money::Money)]) -> Option<question::Chart> {
    let ends = &ends[ends.len().saturating_sub(CHARTED)..];
    let magnitude = |(_, _, balance): &(Date, Date, money::Money)| balance.amount().abs();
    let largest = ends.iter().map(magnitude).max()?;
    let last = ends.len() - 1;
    let points = ends.iter().enumerate().map(|(at, (day, next, balance))| {
        let share = balance.amount().over(largest).unwrap_or_default();
        Some(question::Point {
            label: Argument::Period(calendar::Period::new(*day, *next)?),
            value: *balance,
            share: share.round_dp(4),
            group: None,
            key: at == last,
            partial: false,
            count: 0,
        })
    });
    let ((_, _, first), (_, _, end)) = (ends.first()?, ends.last()?);
    let says = Phrase::new("balance-chart")
        .with("who", phrase::Argument::text(&account.name))
        .with("first", phrase::Argument::Money(*first))
        .with("last", phrase::Argument::Money(*end));
    let drawn = question::Chart {
        kind: question::ChartKind::Columns,
        currency: account.currency,
        points: points.collect::<Option<_>>()?,
        against: Vec::new(),
        usual: None,
        says,
    };
    (last > 0).then_some(drawn)
}
