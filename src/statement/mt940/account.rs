//! The accounts a file speaks of, and whether each statement's balances and totals prove its entries.

use crate::calendar::{Date, Day, Period};
use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Currency, Money, Total};
use crate::order::Gather as _;
use crate::statement::shared::{ByName, closing_disagrees, count_disagrees, span, sum_disagrees};
use crate::statement::{COUNTS_AND_SUMS, Checked, OPENING_AND_CLOSING, StatementAccount};

use super::balance::Balance;

/// The most accounts a file may have: a row holds the account's number in 16 bits.
const MAX_ACCOUNTS: usize = 1 << 16;

/// One statement while it is being read: `:20:` to `-`.
#[derive(Default)]
pub(super) struct Message {
    /// The bank of `:25:`.
    pub(super) bank: Option<Box<str>>,
    /// The number of `:25:`.
    pub(super) identifier: Option<Box<str>>,
    /// The currency that the first field with one names.
    pub(super) currency: Option<Currency>,
    /// Whether it is an MT942, whose entries are not booked for good.
    pub(super) is_interim: bool,
    /// `:60F:` or `:60M:`.
    pub(super) opening: Option<Balance>,
    /// `:62F:` or `:62M:`.
    pub(super) closing: Option<Balance>,
    /// `:90D:` and `:90C:`.
    pub(super) stated: [Option<Stated>; 2],
    /// The account, once an entry or the end has asked for it.
    position: Option<u16>,
    /// The entries that left and those that came in.
    counted: [Counted; 2],
    /// The entries that are booked.
    booked: Total,
    first: Option<Day>,
    last: Option<Day>,
}

/// `:90D:2EUR25,24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    /// How many.
    pub(super) count: u64,
    /// Their sum.
    pub(super) sum: Amount,
    /// The line it stands on.
    pub(super) line: u32,
}

#[derive(Clone, Copy, Default)]
struct Counted {
    count: u64,
    sum: Total,
}

impl Message {
    /// Whether anything was said in it so far.
    pub(super) fn is_begun(&self) -> bool {
        self.identifier.is_some() || self.opening.is_some() || self.first.is_some()
    }

    /// Whether entries were seen.
    pub(super) fn has_entries(&self) -> bool {
        self.first.is_some()
    }

    /// Counts an entry.
    pub(super) fn count(&mut self, amount: Amount, day: Day, pending: bool) {
        let side = &mut self.counted[usize::from(!amount.is_negative())];
        side.count += 1;
        side.sum.add(amount.abs());
        if !pending {
            self.booked.add(amount);
        }
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        self.last = Some(self.last.map_or(day, |last| last.max(day)));
    }

    /// The days it covers: from its opening balance to its closing one, and all days of its entries.
    fn days(&self) -> Option<(Date, Date)> {
        let date = |balance: &Option<Balance>| balance.as_ref().and_then(|balance| balance.date);
        span(&[
            date(&self.opening),
            date(&self.closing),
            self.first.map(Day::to_date),
            self.last.map(Day::to_date),
        ])
    }

    /// What its totals disagree with.
    ///
    /// Banks differ in whether a reversal counts on the side it is booked on or on that of what it takes
    /// back, so that the two sums together decide where either side alone does not agree.
    fn check_totals(&self, issues: &mut Vec<Issue>) -> Option<bool> {
        let [Some(out), Some(into)] = self.stated else {
            return None;
        };
        let [counted_out, counted_in] = self.counted;
        let count = counted_out.count + counted_in.count;
        let stated_count = out.count.saturating_add(into.count);
        let mut net = Total::of(into.sum);
        net.add_total(Total::of(out.sum).negated());
        let mut counted_net = counted_in.sum;
        counted_net.add_total(counted_out.sum.negated());
        let sides = [(out, counted_out, ":90D:"), (into, counted_in, ":90C:")];
        let agrees = |(stated, counted, _): (Stated, Counted, _)| {
            stated.count == counted.count && Total::of(stated.sum) == counted.sum
        };
        if sides.into_iter().all(agrees) || (count == stated_count && net == counted_net) {
            return Some(true);
        }
        for (stated, counted, tag) in sides {
            let issue = if stated.count != counted.count {
                count_disagrees(stated.count, counted.count)
            } else if Total::of(stated.sum) != counted.sum {
                sum_disagrees(stated.sum, counted.sum.in_currency(self.currency))
            } else {
                continue;
            };
            issues.push(issue.at_row(stated.line).at_column(tag));
        }
        Some(false)
    }

    /// Whether its entries lead from its opening balance to its closing one.
    fn check_balances(&self) -> Option<Result<(), Money>> {
        let (opening, closing) = self.opening.zip(self.closing)?;
        if opening.currency != closing.currency {
            return None;
        }
        let mut reached = Total::of(opening.amount);
        reached.add_total(self.booked);
        let reached = reached.in_currency(Some(closing.currency));
        let stated = Money::new(closing.amount, Some(closing.currency));
        Some(if reached == stated {
            Ok(())
        } else {
            Err(reached)
        })
    }
}

/// The accounts of a file, in order; statements of one account are one.
#[derive(Default)]
pub(super) struct Accounts {
    held: Vec<Held>,
    by_number: ByName,
}

#[derive(Default)]
struct Held {
    account: StatementAccount,
    days: Option<(Date, Date)>,
    /// The balances of the statement before.
    before: Option<(Balance, Balance)>,
    opened: Option<Date>,
    closed: Option<Date>,
    /// Whether something was told that does not agree.
    is_told: bool,
    /// Whether the statements follow each other newest first, once two of them told.
    newest_first: Option<bool>,
}

impl Accounts {
    /// The account of a statement, found or made.
    pub(super) fn position(&mut self, message: &mut Message) -> u16 {
        if let Some(position) = message.position {
            return position;
        }
        let code = message.currency.as_ref().map_or("", Currency::code);
        let place = self.by_number.place(code, message.identifier.as_deref());
        let position = *place.get_or_insert_with(|| {
            if self.held.len() < MAX_ACCOUNTS {
                self.held.push(Held {
                    account: StatementAccount {
                        identifier: message.identifier.clone(),
                        bank: message.bank.clone(),
                        currency: message.currency,
                        ..StatementAccount::default()
                    },
                    ..Held::default()
                });
            }
            u16::try_from(self.held.len() - 1).unwrap_or(u16::MAX)
        });
        message.position = Some(position);
        position
    }

    /// Ends a statement: its days and balances are the account's, and prove its entries or do not.
    pub(super) fn finish(&mut self, mut message: Message, issues: &mut Vec<Issue>) {
        let position = self.position(&mut message);
        let Some(held) = self.held.get_mut(usize::from(position)) else {
            return;
        };
        held.widen(&message);
        let mut found = Vec::new();
        let totals = message.check_totals(&mut found);
        let balances = message.check_balances();
        if let (Some(Err(reached)), Some(closing)) = (balances, message.closing) {
            found.push(
                closing_disagrees(closing.amount, reached)
                    .at_row(closing.line)
                    .at_column(":62F:"),
            );
        }
        found.extend(held.check_link(&message));
        let checks = [totals, balances.map(|balances| balances.is_ok())];
        let agrees = checks.into_iter().flatten().min();
        for (what, agrees) in [COUNTS_AND_SUMS, OPENING_AND_CLOSING]
            .into_iter()
            .zip(checks)
        {
            if let Some(agrees) = agrees {
                held.account.prove(what, u32::from(agrees), 1);
            }
        }
        held.account.checked = match (held.account.checked, agrees) {
            (Checked::Disagrees, _) | (_, Some(false)) => Checked::Disagrees,
            _ if !found.is_empty() => Checked::Disagrees,
            (_, Some(true)) => Checked::Agrees,
            (checked, None) => checked,
        };
        // The first statement that breaks is named; what comes after may only follow from it.
        if !held.is_told && !found.is_empty() {
            held.is_told = true;
            issues.extend(found);
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The accounts, which are given away.
    pub(super) fn list(&mut self) -> Vec<StatementAccount> {
        let held = std::mem::take(&mut self.held);
        held.into_iter().map(|held| held.account).gather()
    }
}

impl Held {
    /// Takes the days and the balances of a statement in.
    fn widen(&mut self, message: &Message) {
        let account = &mut self.account;
        if account.bank.is_none() {
            account.bank = message.bank.clone();
        }
        let (first, last) = message.days().unzip();
        let (held_first, held_last) = self.days.unzip();
        self.days = span(&[first, last, held_first, held_last]);
        if let Some((first, last)) = self.days {
            account.period = Period::inclusive(first, last);
        }
        let money = |balance: Balance| Money::new(balance.amount, Some(balance.currency));
        if let Some(opening) = message.opening
            && (account.opening.is_none() || opening.date < self.opened)
        {
            account.opening = Some(money(opening));
            self.opened = opening.date;
        }
        if let Some(closing) = message.closing
            && (account.closing.is_none() || closing.date >= self.closed)
        {
            account.closing = Some(money(closing));
            self.closed = closing.date;
        }
    }

    /// Whether a statement begins where the one before ended, or ends where it began.
    fn check_link(&mut self, message: &Message) -> Option<Issue> {
        let (opening, closing) = (message.opening.as_ref()?, message.closing.as_ref()?);
        let before = self.before.replace((*opening, *closing));
        let (before_opening, before_closing) = before.as_ref()?;
        let same = |left: &Balance, right: &Balance| {
            left.currency == right.currency && left.amount == right.amount
        };
        let (forward, backward) = (same(before_closing, opening), same(closing, before_opening));
        match self.newest_first {
            Some(true) if backward => return None,
            Some(false) if forward => return None,
            None if forward || backward => {
                if forward != backward {
                    self.newest_first = Some(backward);
                }
                return None;
            }
            _ => {}
        }
        Some(
            Issue::new(IssueCode::BalanceBroken, Severity::Warning)
                .at_row(opening.line)
                .at_column(":60F:")
                .found(&opening.amount.to_string())
                .expected(Expected::Balance(Money::new(
                    before_closing.amount,
                    Some(before_closing.currency),
                ))),
        )
    }
}

/// The person's own account, as `:25:` has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// The bank, by its number or BIC.
    pub(super) bank: Option<Box<str>>,
    /// The number or IBAN.
    pub(super) identifier: Option<Box<str>>,
    /// The currency, where it stands behind the number.
    pub(super) currency: Option<Currency>,
}

/// Reads `:25:`: bank and number, a slash between, or the number alone; some put the currency behind it.
pub(super) fn read_own(text: &str) -> Own {
    let text: String = text
        .chars()
        .filter(|letter| !super::field::is_blank(*letter))
        .collect();
    let mut parts = text.split('/').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let (bank, number) = match parts.next() {
        Some(number) => (Some(first), number),
        None => (None, first),
    };
    let named = parts.next().and_then(Currency::from_code);
    let (number, behind) = without_currency(number);
    Own {
        bank: bank.map(Into::into),
        identifier: (!number.is_empty()).then(|| number.into()),
        currency: named.or(behind),
    }
}

/// A number without the code of its currency: ABN AMRO and ING write `NL91ABNA0417164300EUR`.
fn without_currency(number: &str) -> (&str, Option<Currency>) {
    let Some(at) = number.len().checked_sub(3).filter(|at| *at >= 5) else {
        return (number, None);
    };
    let (Some(head), Some(code)) = (number.get(..at), number.get(at..)) else {
        return (number, None);
    };
    let ends_in_digit = head.ends_with(|letter: char| letter.is_ascii_digit());
    match Currency::from_code(code).filter(|_| ends_in_digit) {
        Some(currency) => (head, Some(currency)),
        None => (number, None),
    }
}
