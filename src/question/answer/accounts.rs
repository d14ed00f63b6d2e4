//! The person's accounts: which there are, and what is on them.

use crate::calendar::{Day, Period};
use crate::ledger::{Account, AccountId, Balance};
use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase};
use crate::statement::AccountKind;

use super::desk::{Desk, add_to, value_of};
use super::words::moneys;
use super::{Answer, AnswerRow, Rule, Value};
use crate::book::Selection;

/// What is on the accounts: on the last day that it is known, or on that of the plan.
pub(super) fn balance(desk: &Desk<'_>) -> Answer {
    let mut found: Vec<(Balance, AnswerRow)> = Vec::new();
    for (id, account) in wanted(desk) {
        if let Some(balance) = balance_of(desk, id, account) {
            let row = row_of(Argument::text(&account.name), Some(&balance), 0);
            found.push((balance, row));
        }
    }
    let mut sums = Vec::new();
    for (balance, _) in &found {
        add_to(&mut sums, balance.money);
    }
    let mut says = Phrase::new("question-balance-none");
    match found.as_slice() {
        [] => {}
        [(balance, row)] => {
            says.template = match balance.is_stated {
                true => "question-balance",
                false => "question-balance-follows",
            };
            says.money("figure", &balance.money)
                .put("account", row.says.clone())
                .date("date", balance.date);
        }
        many => {
            says.template = "question-balances";
            says.count("count", many.len() as u64)
                .put("figure", moneys(&sums));
        }
    }
    let mut answer = desk.sheet(says, Selection::default());
    answer.rule = Rule::Quoted;
    answer.value = value_of(&sums);
    answer.rows = found.into_iter().map(|(_, row)| row).gather();
    answer
}

/// Which accounts there are: bank, kind, currency, and the balance with its day.
pub(super) fn accounts(desk: &Desk<'_>) -> Answer {
    let mut counts = vec![0u32; desk.book.ledger().accounts().len()];
    for account in desk.book.ledger().account_column() {
        if let Some(count) = counts.get_mut(usize::from(account.0)) {
            *count += 1;
        }
    }
    let mut rows = Vec::new();
    for (id, account) in wanted(desk) {
        let mut says = Phrase::new("question-account");
        says.text("account", &account.name)
            .label("kind", kind_label(account.kind));
        if let Some(bank) = account.bank.as_deref() {
            says.text("bank", bank);
        }
        if let Some(currency) = account.currency {
            says.text("currency", currency.code());
        }
        let balance = balance_of(desk, id, account);
        if let Some(balance) = &balance {
            says.date("date", balance.date);
        }
        let count = counts.get(usize::from(id.0)).copied().unwrap_or_default();
        let says = Argument::Phrase(Box::new(says));
        rows.push(row_of(says, balance.as_ref(), count));
    }
    let template = match rows.is_empty() {
        true => "question-accounts-none",
        false => "question-accounts",
    };
    let mut says = Phrase::new(template);
    says.count("count", rows.len() as u64);
    let mut answer = desk.sheet(says, Selection::default());
    answer.rule = Rule::Quoted;
    answer.value = Value::Count(rows.len() as u64);
    answer.rows = rows;
    answer
}

/// The accounts that the plan is about, all where it names none.
fn wanted<'a>(desk: &Desk<'a>) -> impl Iterator<Item = (AccountId, &'a Account)> {
    let asked = &desk.plan.include.accounts;
    let accounts = desk.book.ledger().accounts().iter();
    (0u16..)
        .map(AccountId)
        .zip(accounts)
        .filter(move |(id, _)| asked.is_empty() || asked.contains(id))
}

/// The last balance that is known, up to the plan's last day where it names days.
fn balance_of(desk: &Desk<'_>, id: AccountId, account: &Account) -> Option<Balance> {
    let Some(last) = desk.plan.period.map(Period::last) else {
        return desk.book.ledger().balance(id);
    };
    let stated = account.balance.filter(|(_, date)| *date <= last);
    let stated = stated.map(|(money, date)| Balance {
        money,
        date,
        is_stated: true,
    });
    let balances = desk.book.ledger().cover(id).balances;
    let until = Day::from_date(last);
    let known = balances.iter().rev().find(|(day, _)| *day <= until);
    let follows = known.map(|(day, money)| Balance {
        money: *money,
        date: day.to_date(),
        is_stated: false,
    });
    match (stated, follows) {
        (Some(stated), Some(follows)) if stated.date < follows.date => Some(follows),
        (stated, follows) => stated.or(follows),
    }
}

fn row_of(says: Argument, balance: Option<&Balance>, count: u32) -> AnswerRow {
    let value = balance.map_or(Value::None, |balance| Value::Money(balance.money));
    AnswerRow {
        period: balance.and_then(|balance| Period::day(balance.date)),
        ..AnswerRow::of(says, value, count as usize)
    }
}

fn kind_label(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Current => "account-current",
        AccountKind::Savings => "account-savings",
        AccountKind::Card => "account-card",
        AccountKind::Loan => "account-loan",
        AccountKind::Cash => "account-cash",
    }
}
