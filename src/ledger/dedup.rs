//! Which rows of a statement are here already: the n-th identical row meets the n-th.

use std::hash::{Hash, Hasher};

use rust_decimal::Decimal;

use crate::calendar::{Day, Period};
use crate::money::{Amount, Currency, Exact};
use crate::order::{AddAll as _, HashMap, HashSet};
use crate::statement::{Row, Statement};
use crate::text::TextId;

use super::add::account_at;
use super::touched::Stretch;
use super::{AccountId, Index, Ledger};

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
    let mut seen: HashMap<Key, u16> = HashMap::default();
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
        return HashMap::default();
    };
    let Some(period) = Period::inclusive(first.to_date(), last.to_date()) else {
        return HashMap::default();
    };
    let mut here = HashMap::default();
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

/// What a statement and an account have in common, in the days that both tell of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Common {
    /// Rows of the statement in the account's days.
    pub(super) here: u32,
    /// Rows of the account in the statement's days.
    pub(super) there: u32,
    /// Rows alike in day, amount and words.
    pub(super) same: u32,
    /// Rows alike in amount, within [`NEAR_DAYS`].
    pub(super) near: u32,
    /// Whether the balances agree: a row of both has the same, or the first of one follows on the last of the other.
    pub(super) joined: bool,
    /// Whether both state balances in those days, and no row's balance is one of the other's.
    pub(super) balances_differ: bool,
    /// Whether one begins soon after the other ends, and its balance does not follow on.
    pub(super) is_broken: bool,
}

/// The most days between the dates that two kinds of files print for one entry.
const NEAR_DAYS: i32 = 5;

/// Compares a statement's account with one that is here.
///
/// Texts are compared as texts, since the statement's are not in the ledger yet.
pub(super) fn common(
    ledger: &Ledger,
    statement: &Statement,
    place: u16,
    account: AccountId,
) -> Common {
    let mut common = Common::default();
    let rows = || statement.rows.iter().filter(|row| row.account == place);
    let days = || rows().map(|row| row.posting_date);
    let (Some(known), Some(first), Some(last)) = (
        ledger.account(account).and_then(|account| account.period),
        days().min(),
        days().max(),
    ) else {
        return common;
    };
    let mut same: HashMap<(Day, Amount, TextId), u32> = HashMap::default();
    let mut near: HashMap<Amount, Vec<i32>> = HashMap::default();
    let mut balances: HashMap<(Day, Amount), Amount> = HashMap::default();
    let mut stated: HashSet<Amount> = HashSet::default();
    let (mut is_balanced, mut is_compared, mut is_met) = (false, false, false);
    let around = Period::inclusive(
        Day(first.0.saturating_sub(NEAR_DAYS)).to_date(),
        Day(last.0.saturating_add(NEAR_DAYS)).to_date(),
    );
    // Only rows near the statement's days can be its own, however long the account is known.
    for i in around
        .into_iter()
        .flat_map(|around| ledger.every_row_in(around))
    {
        let (day, amount) = (ledger.rows.posting[i], ledger.amount_at(Index(i as u32)));
        if ledger.rows.account[i] != account || !known.contains(day.to_date()) {
            continue;
        }
        if first <= day && day <= last {
            common.there += 1;
        }
        *same
            .entry((day, amount, ledger.rows.descriptor[i]))
            .or_insert(0) += 1;
        near.entry(amount).or_default().push(day.0);
        if let Some(balance) = balance_at(ledger, i) {
            is_balanced |= first <= day && day <= last;
            balances.insert((day, amount), balance);
            stated.insert(balance);
        }
    }
    for row in rows() {
        if !known.contains(row.posting_date.to_date()) {
            continue;
        }
        common.here += 1;
        let text = ledger.texts.find(statement.texts.get(row.descriptor));
        if let Some(left) =
            text.and_then(|text| same.get_mut(&(row.posting_date, row.amount, text)))
            && *left > 0
        {
            *left -= 1;
            common.same += 1;
        }
        if let Some(days) = near.get_mut(&row.amount) {
            let apart = |day: &i32| (day - row.posting_date.0).abs();
            let nearest = (0..days.len()).min_by_key(|n| apart(&days[*n]));
            if let Some(n) = nearest.filter(|n| apart(&days[*n]) <= NEAR_DAYS) {
                days.swap_remove(n);
                common.near += 1;
            }
        }
        if let Some(balance) = row.balance {
            is_compared |= is_balanced;
            is_met |= stated.contains(&balance);
        }
        if row.balance.is_some()
            && row.balance == balances.get(&(row.posting_date, row.amount)).copied()
        {
            common.joined = true;
        }
    }
    let ends = Ends::of(rows().filter(|row| !row.pending).filter_map(|row| {
        let balance = row.balance?;
        Some((row.posting_date, row.amount, balance))
    }));
    if let Some(ends) = ends {
        let near = |days: Stretch| Ends::of(balanced(ledger, account, days));
        let before = near(Stretch::new(
            Day(ends.first.0.saturating_sub(JOINED_DAYS)),
            ends.first,
        ));
        let after = near(Stretch::new(
            ends.last,
            Day(ends.last.0.saturating_add(JOINED_DAYS)),
        ));
        let (before, after) = (before.as_ref(), after.as_ref());
        common.joined |= before.is_some_and(|before| before.leads_to(&ends))
            || after.is_some_and(|after| ends.leads_to(after));
        let soon = |from: Day, to: Day| to.0 - from.0 <= SOON_DAYS;
        let is_near = before.is_some_and(|before| soon(before.last, ends.first))
            || after.is_some_and(|after| soon(ends.last, after.first));
        common.is_broken = is_near && common.there == 0 && !common.joined && is_running(rows());
    }
    common.balances_differ = is_compared && !is_met && !common.joined;
    common
}

/// Whether every row states the balance after it, the rows in order or the other way round.
fn is_running<'a>(rows: impl Iterator<Item = &'a Row>) -> bool {
    let (mut is_forward, mut is_backward) = (true, true);
    let mut before: Option<(Decimal, Decimal)> = None;
    for row in rows.filter(|row| !row.pending) {
        let Some(balance) = row.balance.map(Amount::to_decimal) else {
            return false;
        };
        let amount = row.amount.to_decimal();
        if let Some((known, moved)) = before {
            is_forward &= known.plus(amount) == Some(balance);
            is_backward &= balance.plus(moved) == Some(known);
        }
        before = Some((balance, amount));
    }
    is_forward || is_backward
}

/// How far apart two files of one account may lie whose balances follow on: some accounts have a row a quarter.
const JOINED_DAYS: i32 = 100;
/// How soon the balance of one must follow on: what is missing between two statements is a month, seldom days.
const SOON_DAYS: i32 = 14;

/// The balances before the first and after the last day of some rows; rows of a day come in either order.
struct Ends {
    first: Day,
    last: Day,
    before: Vec<Decimal>,
    after: Vec<Decimal>,
}

impl Ends {
    /// Of rows with their day, amount and balance.
    fn of(rows: impl Iterator<Item = (Day, Amount, Amount)>) -> Option<Ends> {
        let mut found: Option<Ends> = None;
        for (day, amount, balance) in rows {
            let ends = found.get_or_insert(Ends {
                first: day,
                last: day,
                before: Vec::new(),
                after: Vec::new(),
            });
            if day < ends.first {
                (ends.first, ends.before) = (day, Vec::new());
            }
            if day > ends.last {
                (ends.last, ends.after) = (day, Vec::new());
            }
            let after = balance.to_decimal();
            if day == ends.first {
                ends.before.add_all(after.minus(amount.to_decimal()));
            }
            if day == ends.last {
                ends.after.push(after);
            }
        }
        found
    }

    /// Whether some balance at its end is one before the other's beginning; an empty account leads to any.
    fn leads_to(&self, other: &Ends) -> bool {
        let mut after = self.after.iter().filter(|balance| !balance.is_zero());
        after.any(|balance| other.before.contains(balance))
    }
}

/// The rows of an account that state a balance, in some days.
fn balanced(
    ledger: &Ledger,
    account: AccountId,
    days: Stretch,
) -> impl Iterator<Item = (Day, Amount, Amount)> + '_ {
    let period = Period::inclusive(days.first.to_date(), days.last.to_date());
    let rows = period
        .into_iter()
        .flat_map(|days| ledger.every_row_in(days));
    let own = rows.filter(move |i| ledger.rows.account[*i] == account && !ledger.rows.pending[*i]);
    own.filter_map(|i| {
        let amount = ledger.amount_at(Index(i as u32));
        Some((ledger.rows.posting[i], amount, balance_at(ledger, i)?))
    })
}

fn balance_at(ledger: &Ledger, i: usize) -> Option<Amount> {
    ledger.transaction(Index(i as u32))?.balance
}
