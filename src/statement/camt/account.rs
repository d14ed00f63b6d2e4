//! The accounts a file speaks of, and whether each statement's balances and totals prove its entries.

use crate::calendar::{Date, Period};
use crate::issue::Issue;
use crate::money::{Amount, Currency, Money, Total};
use crate::order::Gather as _;
use crate::statement::shared::{
    ByName, closing_disagrees, count_disagrees, periods_of, reached, sum_disagrees,
};
use crate::statement::{
    AccountKind, COUNTS_AND_SUMS, Checked, OPENING_AND_CLOSING, Row, StatementAccount,
};

use super::entry::Direction;

/// The most accounts a file may have: a row holds the account's number in 16 bits.
const MAX_ACCOUNTS: usize = 1 << 16;

/// The accounts of a file, in order; statements of one account are one.
#[derive(Default)]
pub(super) struct Accounts {
    accounts: Vec<(StatementAccount, Days)>,
    by_number: ByName,
}

/// The days of the balances that an account has so far.
#[derive(Clone, Copy, Default)]
struct Days {
    opening: Option<Date>,
    closing: Option<Date>,
}

/// One `Stmt`, `Rpt` or `Ntfctn` while it is being read.
#[derive(Default)]
pub(super) struct StatementParts {
    /// What it says of its account.
    pub(super) account: StatementAccount,
    /// The account's position, once an entry or the end has asked for it.
    pub(super) position: Option<u16>,
    /// `CreDtTm`.
    pub(super) made: Option<Date>,
    /// `FrToDt`.
    pub(super) from: Option<Date>,
    /// `FrToDt`.
    pub(super) to: Option<Date>,
    /// Every `Bal` with a known type.
    pub(super) balances: Vec<Balance>,
    /// `TxsSummry`: all, those that come in, those that leave.
    pub(super) summary: [Stated; 3],
    /// What the entries add up to, in the same order.
    pub(super) counted: [Counted; 3],
    /// The first row of the statement.
    pub(super) first_row: usize,
    /// Whether an entry names a currency that is not the account's, so that nothing adds up.
    pub(super) is_mixed: bool,
    /// Whether an entry's amount could not be read.
    pub(super) is_partial: bool,
}

/// A `Bal`.
#[derive(Clone, Default)]
pub(super) struct Balance {
    /// The line its tag stands on.
    pub(super) line: u32,
    /// `Tp`: `OPBD` and its kin.
    pub(super) code: String,
    /// `Amt`.
    pub(super) amount: Option<Amount>,
    /// `Amt/@Ccy`.
    pub(super) currency: Option<Currency>,
    /// `CdtDbtInd`.
    pub(super) direction: Option<Direction>,
    /// `Dt`.
    pub(super) date: Option<Date>,
}

impl Balance {
    fn signed(&self) -> Option<Amount> {
        let amount = self.amount?;
        Some(self.direction.map_or(amount, |way| way.sign(amount)))
    }
}

/// A count and a sum that the file states.
#[derive(Clone, Copy, Default)]
pub(super) struct Stated {
    /// `NbOfNtries`, with the line it stands on.
    pub(super) count: Option<(u64, u32)>,
    /// `Sum`, with the line it stands on.
    pub(super) sum: Option<(Amount, u32)>,
}

/// A count and a sum of what was read.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted {
    count: u64,
    sum: Total,
}

impl StatementParts {
    /// Counts an entry; `amount` is its magnitude where it can be read.
    pub(super) fn count(
        &mut self,
        amount: Option<Amount>,
        direction: Option<Direction>,
        currency: Option<Currency>,
    ) {
        let [all, into, out] = &mut self.counted;
        let side = match direction {
            Some(Direction::In) => Some(into),
            Some(Direction::Out) => Some(out),
            None => None,
        };
        self.is_partial |= amount.is_none() || direction.is_none();
        self.is_mixed |= currency.is_some() && currency != self.account.currency;
        for counted in [Some(all), side].into_iter().flatten() {
            counted.count += 1;
            counted.sum.add(amount.unwrap_or(Amount::ZERO).abs());
        }
    }

    /// Takes a balance; the account is in the currency of the first one where it names none.
    pub(super) fn take_balance(&mut self, balance: Balance) {
        if self.account.currency.is_none() {
            self.account.currency = balance.currency;
        }
        if balance.amount.is_some() {
            self.balances.push(balance);
        }
    }

    /// The balances before the first entry and after the last one.
    ///
    /// Source: ExternalBalanceType1Code of ISO 20022. `ITBD` stands in on the pages of one statement.
    fn ends(&self) -> (Option<&Balance>, Option<&Balance>) {
        let of = |code: &'static str| {
            self.balances.iter().filter(move |balance| {
                balance.code.eq_ignore_ascii_case(code)
                    && (balance.currency.is_none() || balance.currency == self.account.currency)
            })
        };
        let first = |code| of(code).min_by_key(|balance| balance.date);
        let last = |code| of(code).max_by_key(|balance| balance.date);
        let interim = (of("ITBD").next(), of("ITBD").next_back());
        let is_range = of("ITBD").nth(1).is_some();
        let closing = last("CLBD");
        let opening = first("OPBD").or_else(|| first("PRCD"));
        let opening = opening.or(interim.0.filter(|_| closing.is_some() || is_range));
        (opening, closing.or(interim.1))
    }

    /// The days it covers, as stated.
    fn period(&self) -> Option<Period> {
        Period::inclusive(self.from?, self.to.or(self.made)?)
    }

    /// Whether the totals it states are those of its entries, with the first that is not.
    fn check_summary(&self) -> (Checked, Option<Issue>) {
        let mut checked = Checked::NothingToCheck;
        for (stated, counted) in self.summary.iter().zip(&self.counted) {
            if let Some((count, line)) = stated.count {
                if count != counted.count {
                    let issue = count_disagrees(count, counted.count)
                        .at_row(line)
                        .at_column("NbOfNtries");
                    return (Checked::Disagrees, Some(issue));
                }
                checked = Checked::Agrees;
            }
            if let Some((sum, line)) = stated.sum
                && !self.is_mixed
                && !self.is_partial
            {
                if Total::of(sum.abs()) != counted.sum {
                    let reached = counted.sum.in_currency(self.account.currency);
                    let issue = sum_disagrees(sum, reached).at_row(line).at_column("Sum");
                    return (Checked::Disagrees, Some(issue));
                }
                checked = Checked::Agrees;
            }
        }
        (checked, None)
    }

    /// Whether its balances prove its rows.
    fn check_balances(
        &self,
        rows: &[Row],
        opening: Option<&Balance>,
        closing: Option<&Balance>,
    ) -> (Checked, Option<Issue>) {
        let ends = opening.zip(closing);
        let amounts = ends.and_then(|(from, to)| Some((from.signed()?, to, to.signed()?)));
        let Some((from, closing, to)) = amounts.filter(|_| !self.is_mixed) else {
            return (Checked::NothingToCheck, None);
        };
        let reached = reached(from, rows).in_currency(self.account.currency);
        if reached == Money::new(to, self.account.currency) {
            return (Checked::Agrees, None);
        }
        // An interim balance is of an hour, and need not be that of the entries which are told.
        if closing.code.eq_ignore_ascii_case("ITBD") {
            return (Checked::NothingToCheck, None);
        }
        let issue = closing_disagrees(to, reached)
            .at_row(closing.line)
            .at_column(&closing.code);
        (Checked::Disagrees, Some(issue))
    }
}

impl Accounts {
    /// The position of the account that a statement is of.
    pub(super) fn position(&mut self, parts: &mut StatementParts) -> u16 {
        if let Some(position) = parts.position {
            return position;
        }
        let account = &parts.account;
        let code = account.currency.as_ref().map_or("", Currency::code);
        let mut unnamed = None;
        let place = match account.identifier.as_deref() {
            Some(number) => self.by_number.place(code, Some(number)),
            None => &mut unnamed,
        };
        let position = *place.get_or_insert_with(|| {
            if self.accounts.len() < MAX_ACCOUNTS {
                self.accounts.push((account.clone(), Days::default()));
            }
            u16::try_from(self.accounts.len() - 1).unwrap_or(u16::MAX)
        });
        parts.position = Some(position);
        position
    }

    /// Ends a statement: its days and balances go to its account, which is proved where it can be.
    pub(super) fn finish_statement(
        &mut self,
        mut parts: StatementParts,
        rows: &[Row],
    ) -> Vec<Issue> {
        let position = self.position(&mut parts);
        let (opening, closing) = parts.ends();
        let (by_balances, balance_issue) = parts.check_balances(rows, opening, closing);
        let (by_summary, summary_issue) = parts.check_summary();
        let checked = match by_balances {
            Checked::NothingToCheck => by_summary,
            proved => proved,
        };
        let period = parts.period();
        let currency = parts.account.currency;
        let money = |balance: &Balance| Some(Money::new(balance.signed()?, currency));
        if let Some((account, days)) = self.accounts.get_mut(usize::from(position)) {
            let proofs = [
                (OPENING_AND_CLOSING, by_balances),
                (COUNTS_AND_SUMS, by_summary),
            ];
            for (what, checked) in proofs {
                if checked != Checked::NothingToCheck {
                    account.prove(what, u32::from(checked == Checked::Agrees), 1);
                }
            }
            if let Some(opening) = opening {
                let is_earlier = opening
                    .date
                    .zip(days.opening)
                    .is_some_and(|(new, old)| new < old);
                if account.opening.is_none() || is_earlier {
                    account.opening = money(opening);
                    days.opening = opening.date;
                }
            }
            if let Some(closing) = closing {
                let is_earlier = closing
                    .date
                    .zip(days.closing)
                    .is_some_and(|(new, old)| new < old);
                if account.closing.is_none() || !is_earlier {
                    account.closing = money(closing);
                    days.closing = closing.date;
                }
            }
            account.period = match (account.period, period) {
                (Some(known), Some(more)) => Some(known.hull(more)),
                (known, more) => known.or(more),
            };
            account.checked = match (account.checked, checked) {
                (Checked::Disagrees, _) | (_, Checked::Disagrees) => Checked::Disagrees,
                (Checked::Agrees, _) | (_, Checked::Agrees) => Checked::Agrees,
                _ => Checked::NothingToCheck,
            };
        }
        [balance_issue, summary_issue]
            .into_iter()
            .flatten()
            .gather()
    }

    /// The accounts, the days of those that state none taken from their rows; they are given away.
    pub(super) fn finish(&mut self, rows: &[Row]) -> Vec<StatementAccount> {
        let told = periods_of(rows, self.accounts.len());
        let accounts = std::mem::take(&mut self.accounts).into_iter().zip(told);
        accounts
            .map(|((mut account, _), told)| {
                account.period = account.period.or(told);
                account
            })
            .gather()
    }
}

/// Source: ExternalCashAccountType1Code of ISO 20022.
pub(super) fn account_kind(code: &str) -> Option<AccountKind> {
    match code {
        "CACC" | "TRAN" | "SLRY" => Some(AccountKind::Current),
        "SVGS" | "MOMA" | "ONDP" => Some(AccountKind::Savings),
        "CARD" => Some(AccountKind::Card),
        "LOAN" | "MGLD" | "ODFT" => Some(AccountKind::Loan),
        "CASH" => Some(AccountKind::Cash),
        _ => None,
    }
}
