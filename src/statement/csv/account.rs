//! The accounts a delimited file speaks of, and what it says of them outside the table.

use super::amount::{self, Mark};
use super::header::{self, Meaning};
use super::layout::Layout;
use super::table::{Sampled, Table};
use super::words::{self, Summary};
use crate::money::{Amount, Currency, Money};
use crate::statement::{AccountKind, StatementAccount};

/// The accounts in the order of the file.
pub(super) struct Accounts {
    /// What holds for every account of the file.
    base: StatementAccount,
    list: Vec<StatementAccount>,
    keys: Vec<(String, Option<Currency>)>,
    /// A balance before the first row, and one after the last, that the file states outside the table.
    pub(super) opening: Option<Amount>,
    pub(super) closing: Option<Amount>,
}

impl Accounts {
    /// What the lines before the table say.
    pub(super) fn before(table: &Table<'_>, layout: &Layout) -> Accounts {
        let mut base = StatementAccount {
            currency: layout.file_currency,
            kind: layout.is_card.then_some(AccountKind::Card),
            ..StatementAccount::default()
        };
        let mut accounts = Accounts {
            base: StatementAccount::default(),
            list: Vec::new(),
            keys: Vec::new(),
            opening: None,
            closing: None,
        };
        for row in &table.preamble {
            base.identifier = base.identifier.or_else(|| identifier_in(row));
            for cell in &row.cells {
                if base.kind.is_none() && cell.len() < LONGEST_TITLE {
                    base.kind = kind_in(cell);
                }
            }
            accounts.note_balance(&row.cells, layout.mark.mark, false);
        }
        accounts.base = base;
        accounts
    }

    /// Takes a balance from the cells of a row that is no entry; `went`: where its direction is that of what goes out.
    pub(super) fn note_balance(&mut self, cells: &[&str], mark: Mark, went: bool) {
        let named = cells.iter().find_map(|cell| match words::summary(cell) {
            Some(Summary::Total | Summary::Turnover) => None,
            None if cell.len() < words::LONGEST_PHRASE && words::says("opening", cell) => {
                Some(Summary::Opening)
            }
            None if cell.len() < words::LONGEST_PHRASE && words::says("closing", cell) => {
                Some(Summary::Closing)
            }
            named => named,
        });
        let Some(named) = named else {
            return;
        };
        let figure = cells
            .iter()
            .filter(|cell| !cell.is_empty())
            .find_map(|cell| amount::parse(cell, mark).ok())
            .map(|printed| match went {
                true => printed.amount.abs().negated(),
                false => printed.amount,
            });
        match named {
            Summary::Opening => self.opening = self.opening.or(figure),
            Summary::Closing => self.closing = self.closing.or(figure),
            Summary::Total | Summary::Turnover => {}
        }
    }

    /// Which account a row is of, by the cells that name it, and by its currency where each has its own balance.
    pub(super) fn of(
        &mut self,
        identifier: Option<&str>,
        name: Option<&str>,
        currency: Option<Currency>,
    ) -> u16 {
        let key = identifier.or(name).unwrap_or_default();
        let is_of = |held: &(String, Option<Currency>)| held.0 == key && held.1 == currency;
        if let Some(at) = self.keys.iter().position(is_of) {
            return u16::try_from(at).unwrap_or(u16::MAX);
        }
        if self.list.len() >= MAX_ACCOUNTS {
            return 0;
        }
        let mut account = self.base.clone();
        account.currency = currency.or(account.currency);
        if let Some(identifier) = identifier {
            let printed: String = identifier
                .chars()
                .filter(|letter| !letter.is_whitespace() && *letter != '\'')
                .collect();
            if printed.bytes().any(|byte| byte.is_ascii_digit()) {
                account.identifier = Some(printed.into());
            } else if !identifier.is_empty() {
                account.name = Some(identifier.into());
                account.kind = account.kind.or_else(|| kind_in(identifier));
            }
        }
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            account.name = Some(name.into());
            account.kind = account.kind.or_else(|| kind_in(name));
        }
        self.keys.push((key.to_owned(), currency));
        self.list.push(account);
        u16::try_from(self.list.len() - 1).unwrap_or(u16::MAX)
    }

    /// Forgets the rows' accounts, as before the first row.
    pub(super) fn restart(&mut self) {
        self.list.clear();
        self.keys.clear();
    }

    /// The accounts, at least one; the stated balances, and that the rows are a card's, hold for one that is alone.
    pub(super) fn list(&mut self, is_paid_off: bool) -> Vec<StatementAccount> {
        let mut list = std::mem::take(&mut self.list);
        if list.is_empty() {
            list.push(std::mem::take(&mut self.base));
        }
        if let [account] = list.as_mut_slice() {
            let money = |amount: Amount| Money::new(amount, account.currency);
            let (opening, closing) = (self.opening.map(money), self.closing.map(money));
            account.opening = opening;
            account.closing = closing;
            if account.kind.is_none() && is_paid_off {
                account.kind = Some(AccountKind::Card);
            }
        }
        list
    }
}

/// The longest cell above the table, in bytes, that may title it with the kind of account: what is longer is a notice.
const LONGEST_TITLE: usize = 120;

/// The fewest digits that stand for an account: the four that are left of a masked number.
const FEWEST_DIGITS: usize = 4;

/// The longest number of an account: ISO 13616 gives an IBAN 34 letters, and some are printed with marks between.
const LONGEST_NUMBER: usize = 40;

/// More accounts than anyone's file has; a column with more values than that is something else.
const MAX_ACCOUNTS: usize = 256;

/// The kind of account that a text names.
fn kind_in(text: &str) -> Option<AccountKind> {
    let kinds = [
        ("card", AccountKind::Card),
        ("savings", AccountKind::Savings),
        ("current", AccountKind::Current),
    ];
    kinds
        .into_iter()
        .find(|(kind, _)| words::says(kind, text))
        .map(|(_, kind)| kind)
}

/// An IBAN in a line before the table, or the value beside an account's name.
fn identifier_in(row: &Sampled<'_>) -> Option<Box<str>> {
    let mut cells = row.cells.iter().filter(|cell| !cell.is_empty()).peekable();
    while let Some(cell) = cells.next() {
        if let Some(iban) = cell.split([':', '=']).map(str::trim).find_map(iban) {
            return Some(iban);
        }
        let (label, value) = cell.split_once(':').unwrap_or((cell, ""));
        let reading = header::read(label);
        let names = reading.may_be(Meaning::OwnAccount)
            || (reading.may_be(Meaning::CounterpartyAccount) && reading.whole)
            || words::says("card", label);
        let value = match value.trim() {
            "" => cells.peek().copied().copied().unwrap_or_default(),
            value => value,
        };
        let printed = number_in(value);
        let digits = printed.bytes().filter(u8::is_ascii_digit).count();
        if names && digits >= FEWEST_DIGITS && printed.len() <= LONGEST_NUMBER {
            return Some(printed.into());
        }
    }
    None
}

/// The number at the front of a value, blanks left out: `012345678901 ( INR ) - R KUMAR` names its holder as well.
fn number_in(value: &str) -> String {
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let is_masked = |word: &str| {
        word.chars()
            .all(|letter| matches!(letter, 'x' | 'X' | '*' | '•'))
    };
    let mut printed = String::new();
    for word in value.split_whitespace() {
        if has_digit(&printed) && !has_digit(word) && !is_masked(word) {
            break;
        }
        printed.push_str(word);
    }
    printed
}

/// An IBAN by its form, blanks left out: two letters, two digits, 11 to 30 letters and digits (ISO 13616).
pub(super) fn iban(text: &str) -> Option<Box<str>> {
    let bare: String = text.chars().filter(|letter| *letter != ' ').collect();
    let bytes = bare.as_bytes();
    let fits = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..]
            .iter()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    fits.then(|| bare.into())
}
