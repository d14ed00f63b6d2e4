//! The person's accounts: which there are, and what is on them.

use crate::calendar::{Date, Day, Period};
use crate::ledger::{Account, AccountId, Balance};
use crate::money::Money;
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};
use crate::statement::AccountKind;

use super::super::plan::Measure;
use super::desk::{Desk, add_to, value_of};
use super::words::{moneys, put_period};
use super::{Answer, AnswerRow, Rule, Value};
use crate::book::Selection;

/// The lowest or the highest that was on an account at the end of a day, and the days that are looked at.
fn extreme_of(desk: &Desk<'_>, id: AccountId, account: &Account) -> Option<(Balance, Period)> {
    let cover = desk.book.ledger().cover(id);
    let all = cover.balances.iter();
    let all = all.map(|(day, money)| (*money, day.to_date()));
    let known = Period::inclusive(all.clone().next()?.1, all.clone().next_back()?.1)?;
    let period = desk.plan.period.unwrap_or(known);
    // What was on it before the days begin is still on it then, where the files leave no day out between.
    let first = period.start();
    let carried = all.clone().rfind(|(_, date)| *date <= first);
    let carried = carried.filter(|(_, date)| {
        let mut spans = cover.spans.iter();
        spans.any(|span| span.contains(*date) && span.contains(first))
    });
    let carried = carried.map(|(money, _)| (money, first));
    let within = all.filter(|(_, date)| period.contains(*date));
    let all = carried.into_iter().chain(within);
    let amount = |(money, _): &(Money, Date)| money.amount();
    // The highest balance of a card is the most that was owed on it.
    let (money, date) = match (desk.plan.extreme == Some(Measure::Largest)) != account.is_credit() {
        true => all.max_by_key(amount),
        false => all.min_by_key(amount),
    }?;
    let balance = Balance {
        money,
        date,
        is_stated: false,
    };
    Some((balance, period))
}

/// The same of each account that is asked about; where none is named, of the everyday ones.
fn extreme(desk: &Desk<'_>) -> Option<Answer> {
    let highest = desk.plan.extreme? == Measure::Largest;
    let is_current = |account: &Account| account.kind == AccountKind::Current;
    let everyday = desk.plan.include.accounts.is_empty()
        && wanted(desk).any(|(_, account)| is_current(account));
    let of = wanted(desk).filter(|(_, account)| !everyday || is_current(account));
    let found = of.filter_map(|(id, account)| {
        let (balance, period) = extreme_of(desk, id, account)?;
        let row = row_of(Argument::text(&account.name), Some(&balance), 0);
        Some((balance, period, row))
    });
    let mut found = found.gather();
    found.arrange_by_key(|(balance, ..)| balance.money.amount());
    if highest {
        found.reverse();
    }
    let (balance, period, row) = found.first()?;
    let mut says = Phrase::new(match highest {
        true => "question-balance-highest",
        false => "question-balance-lowest",
    });
    says.put("account", row.says.clone())
        .money("figure", &balance.money)
        .date("date", balance.date);
    put_period(&mut says, Some(*period));
    let mut answer = desk.sheet(says, Selection::default());
    answer.rule = Rule::Quoted;
    answer.value = Value::Money(balance.money);
    answer.rows = found.into_iter().map(|(.., row)| row).gather();
    Some(answer)
}

/// What is on the accounts: on the last day that it is known, or on that of the plan.
pub(super) fn balance(desk: &Desk<'_>) -> Answer {
    if let Some(answer) = extreme(desk) {
        return answer;
    }
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
        [] => {
            says.put("about", desk.about_days());
        }
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
