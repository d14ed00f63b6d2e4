//! The accounts a file speaks of: their facts, days and balances, and whether the balances prove the rows.

use crate::calendar::{Date, Period};
use crate::issue::Issue;
use crate::money::{Amount, Currency, Money};
use crate::order::Gather as _;
use crate::statement::names::list_of;
use crate::statement::shared::{closing_disagrees, reached};
use crate::statement::{AccountKind, Checked, OPENING_AND_CLOSING, Row, StatementAccount};

use super::element::readable;
use super::sign::Witness;
use super::tag::Tag;

/// The most accounts a file may have: a row holds the account's number in 16 bits.
const MAX_ACCOUNTS: usize = 1 << 16;

/// The accounts of a file, in order.
#[derive(Default)]
pub(super) struct Accounts {
    /// Those that have a statement, with their days and balances.
    begun: Vec<(StatementAccount, Balances)>,
    /// Those of a list of accounts, which has no entries.
    listed: Vec<StatementAccount>,
    in_list: bool,
    /// Whether the last account has no statement yet, only its number.
    awaits_statement: bool,
    bank: Option<Box<str>>,
    buffer: String,
}

impl Accounts {
    /// Whether no account was seen.
    pub(super) fn is_empty(&self) -> bool {
        self.begun.is_empty() && self.listed.is_empty()
    }

    /// Begins a list of accounts, or ends it.
    pub(super) fn set_in_list(&mut self, in_list: bool) {
        self.in_list = in_list;
    }

    /// Whether the elements at hand are those of a list of accounts.
    pub(super) fn is_in_list(&self) -> bool {
        self.in_list
    }

    /// Begins a statement: of a new account, or of the one whose number came first, as in OFC.
    pub(super) fn begin_statement(&mut self, kind: Option<AccountKind>) {
        self.in_list = false;
        if !std::mem::take(&mut self.awaits_statement) {
            self.begin(kind);
        }
    }

    /// `BANKACCTFROM` and its kin: of the statement at hand, or of one that is still to come.
    pub(super) fn begin_facts(&mut self, tag_name: &str) {
        let is_card = tag_name.starts_with(['C', 'c']);
        let kind = is_card.then_some(AccountKind::Card);
        let last = match self.in_list {
            true => self.listed.last(),
            false => self.begun.last().map(|(account, _)| account),
        };
        let is_new = last.is_none_or(|account| account.identifier.is_some());
        if self.in_list {
            if is_new {
                self.listed.push(StatementAccount::default());
            }
            if let Some(account) = self.listed.last_mut() {
                account.kind = account.kind.or(kind);
            }
        } else if is_new {
            self.awaits_statement = true;
            self.begin(kind);
        }
    }

    fn begin(&mut self, kind: Option<AccountKind>) {
        if self.begun.len() == MAX_ACCOUNTS {
            return;
        }
        let account = StatementAccount {
            kind,
            bank: self.bank.clone(),
            ..StatementAccount::default()
        };
        self.begun.push((account, Balances::default()));
    }

    /// The account at hand; where none has begun, one without facts.
    fn last(&mut self) -> &mut (StatementAccount, Balances) {
        if self.begun.is_empty() {
            self.begin(None);
        }
        let at = self.begun.len() - 1;
        &mut self.begun[at]
    }

    /// The number of the account at hand, by position.
    pub(super) fn position(&mut self) -> u16 {
        self.last();
        u16::try_from(self.begun.len() - 1).unwrap_or(u16::MAX)
    }

    /// The balances of the account at hand.
    pub(super) fn balances(&mut self) -> &mut Balances {
        &mut self.last().1
    }

    /// `ORG`: the bank, by its name, of the accounts that follow.
    pub(super) fn set_bank(&mut self, name: &str) {
        self.bank = self.boxed(name);
    }

    /// `CURDEF`.
    pub(super) fn set_currency(&mut self, currency: Option<Currency>) {
        self.last().0.currency = currency;
    }

    /// `DESC` of a list, which stands before the account's number.
    pub(super) fn begin_listed(&mut self, name: &str) {
        let name = self.boxed(name);
        self.listed.push(StatementAccount {
            name,
            ..StatementAccount::default()
        });
    }

    /// A field of `BANKACCTFROM` and its kin.
    pub(super) fn set_fact(&mut self, tag: Tag, value: &str) {
        let text = match tag {
            Tag::Identifier => {
                let kept = value.chars().filter(|letter| !letter.is_whitespace());
                Some(kept.collect::<String>().into_boxed_str())
            }
            _ => self.boxed(value),
        };
        let account = match self.listed.last_mut() {
            Some(account) if self.in_list => account,
            _ => &mut self.last().0,
        };
        match tag {
            Tag::Identifier => account.identifier = text,
            // The bank's name, where the sign-on gave it, says more than its number.
            Tag::BankId if account.bank.is_none() => account.bank = text,
            Tag::AccountKind => account.kind = account_kind(value).or(account.kind),
            _ => {}
        }
    }

    fn boxed(&mut self, value: &str) -> Option<Box<str>> {
        (!value.is_empty()).then(|| readable(value, &mut self.buffer).into())
    }

    /// What tells the signs of each account, beside its entries.
    pub(super) fn witnesses(&self) -> Vec<Witness> {
        let begun = self.begun.iter();
        let witnesses = begun.map(|(account, balances)| Witness {
            kind: account.kind,
            opening: balances.opening,
            closing: balances.closing,
            maker: [&account.bank, &account.identifier]
                .into_iter()
                .find_map(Clone::clone)
                .unwrap_or_default(),
        });
        witnesses.gather()
    }

    /// Turns the balances of accounts that state what is owed.
    pub(super) fn turn_balances(&mut self, owed: &[usize]) {
        for &at in owed {
            if let Some((_, balances)) = self.begun.get_mut(at) {
                balances.opening = balances.opening.map(Amount::negated);
                balances.closing = balances.closing.map(Amount::negated);
            }
        }
    }

    /// Gives the rows the currency of their account where they have none of their own.
    pub(super) fn lend_currency(&self, rows: &mut [Row]) {
        for row in rows {
            let account = self.begun.get(usize::from(row.account));
            row.currency = row
                .currency
                .or(account.and_then(|(account, _)| account.currency));
        }
    }

    /// The accounts with their days and balances, proved where they can be.
    ///
    /// Shape: where the file is nothing but a list of accounts, those of the list.
    pub(super) fn finish(
        &mut self,
        rows: &[Row],
        issues: &mut Vec<Issue>,
    ) -> Vec<StatementAccount> {
        let listed = std::mem::take(&mut self.listed);
        if self.begun.is_empty() {
            return listed;
        }
        let name_of = |identifier: &str| {
            let mut latest_first = listed.iter().rev();
            let found = latest_first.find(|account| {
                account.identifier.as_deref() == Some(identifier) && account.name.is_some()
            });
            found.and_then(|account| account.name.clone())
        };
        let mut accounts = Vec::with_capacity(self.begun.len());
        for (at, (mut account, balances)) in std::mem::take(&mut self.begun).into_iter().enumerate()
        {
            // Accounts follow each other, and so do their rows.
            let first = rows.partition_point(|row| usize::from(row.account) < at);
            let end = rows.partition_point(|row| usize::from(row.account) <= at);
            issues.extend(balances.settle(&mut account, &rows[first..end]));
            let identifier = account.identifier.as_deref();
            account.name = identifier.and_then(name_of);
            accounts.push(account);
        }
        accounts
    }
}

/// Source: OFX 1.6 section 11.3.1.1, account types, and the numbers of OFC 1.0 for the same.
fn account_kind(name: &str) -> Option<AccountKind> {
    const KINDS: [AccountKind; 5] = [
        AccountKind::Current,
        AccountKind::Savings,
        AccountKind::Loan,
        AccountKind::Card,
        AccountKind::Cash,
    ];
    let names = [
        "CHECKING|0",
        "SAVINGS|1|MONEYMRKT|3|CD",
        "CREDITLINE|LOAN",
        "CREDITCARD|2",
        "CASH",
    ];
    list_of(name, &names).map(|at| KINDS[at])
}

/// What a statement says of an account's days and balances.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Balances {
    /// `DTSTART`.
    pub(super) start: Option<Date>,
    /// `DTEND`.
    pub(super) end: Option<Date>,
    /// `BALAMT` of `LEDGERBAL`.
    pub(super) closing: Option<Amount>,
    /// `DTASOF` of `LEDGERBAL`.
    pub(super) as_of: Option<Date>,
    /// `VALUE` of a `BAL` whose name says that it is the balance before the first row.
    pub(super) opening: Option<Amount>,
    /// Whether the `BAL` at hand has such a name.
    pub(super) next_is_opening: bool,
}

/// Whether the name of a `BAL` says that it is the balance before the first row.
///
/// OFX has no element for it; banks that give it use the free list of balances (OFX 1.6 section 3.1.4).
pub(super) fn names_opening(name: &str) -> bool {
    const WORDS: [&str; 4] = ["OPENING", "PREVIOUS", "BEGINNING", "STARTING"];
    let name = name.to_ascii_uppercase();
    WORDS.into_iter().any(|word| name.contains(word))
}

impl Balances {
    /// Puts days and balances into the account, and proves its rows where there is an opening balance.
    pub(super) fn settle(self, account: &mut StatementAccount, rows: &[Row]) -> Option<Issue> {
        account.period = self.period(rows);
        let money = |amount: Amount| Money::new(amount, account.currency);
        account.opening = self.opening.map(money);
        account.closing = self.closing.map(money);
        let (Some(opening), Some(closing)) = (self.opening, self.closing) else {
            return None;
        };
        // Amounts of several currencies make no balance.
        if rows.iter().any(|row| row.currency != account.currency) {
            return None;
        }
        let reached = reached(opening, rows).in_currency(account.currency);
        let agrees = reached == money(closing);
        account.prove(OPENING_AND_CLOSING, u32::from(agrees), 1);
        if agrees {
            account.checked = Checked::Agrees;
            return None;
        }
        account.checked = Checked::Disagrees;
        Some(closing_disagrees(closing, reached).at_column("LEDGERBAL"))
    }

    /// The days stated, each end that is missing taken from the rows.
    fn period(self, rows: &[Row]) -> Option<Period> {
        let first = rows.iter().map(|row| row.posting_date).min();
        let last = rows.iter().map(|row| row.posting_date).max();
        let stated = self.start.zip(self.end.or(self.as_of));
        if let Some(period) = stated.and_then(|(start, end)| Period::inclusive(start, end)) {
            return Some(period);
        }
        let (first, last) = first.zip(last)?;
        Period::inclusive(first.to_date(), last.to_date())
    }
}
