//! Accounts, found from what files say of them.

use crate::calendar::{Date, Period};
use crate::money::{Currency, Money};
use crate::statement::{AccountKind, Format, Statement, StatementAccount};

use super::{Ledger, dedup};

/// Which account, in the order they were met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub u16);

/// `a1`, `a2`, … on the wire.
impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a{}", u32::from(self.0) + 1)
    }
}

/// One of the person's accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What identifies it across files: its number, or the shape and name of its files.
    pub key: Box<str>,
    /// What the person sees.
    pub name: Box<str>,
    /// What kind it is.
    pub kind: AccountKind,
    /// The currency of rows that name none.
    pub currency: Option<Currency>,
    /// Its number as printed, blanks left out.
    pub identifier: Option<Box<str>>,
    /// The bank, by name or id.
    pub bank: Option<Box<str>>,
    /// The shape of its files, for accounts that no file numbers.
    pub shape: Box<str>,
    /// The latest stated balance and its day.
    pub balance: Option<(Money, Date)>,
    /// From its first row to its last.
    pub period: Option<Period>,
}

impl Account {
    /// The identifier with all but its last four characters hidden.
    pub fn masked(&self) -> Option<String> {
        let identifier = self.identifier.as_deref()?;
        let count = identifier.chars().count();
        let shown: String = identifier
            .chars()
            .skip(count.saturating_sub(SHOWN))
            .collect();
        Some(format!("…{shown}"))
    }
}

/// How many characters of an account number are shown: what receipts show of a card (PCI DSS 4.0, 3.4.1).
const SHOWN: usize = 4;

/// How many rows two files must share to be of one account when neither names it.
///
/// Three rows alike in day, amount and words by chance do not happen in one household's two accounts.
const SHARED_ROWS: u32 = 3;

/// The account a statement's `place`-th account is, made if it was not met before.
pub(super) fn resolve(
    ledger: &mut Ledger,
    file: &str,
    statement: &Statement,
    place: u16,
) -> AccountId {
    let unnamed = StatementAccount::default();
    let said = statement
        .accounts
        .get(usize::from(place))
        .unwrap_or(&unnamed);
    let shape = shape_of(file, statement, said);
    let stem = stem_of(file);
    let key = key_of(said, &shape, &stem, place);
    if let Some(found) = ledger
        .accounts
        .iter()
        .position(|account| account.key == key)
    {
        return AccountId(found as u16);
    }
    if said.identifier.is_none() && place == 0 {
        let shared = (0..ledger.accounts.len() as u16).map(AccountId).find(|id| {
            let account = &ledger.accounts[usize::from(id.0)];
            account.identifier.is_none() && *account.shape == *shape && {
                let (shared, inside) = dedup::shared_with(ledger, statement, *id);
                shared >= SHARED_ROWS && shared * 2 >= inside
            }
        });
        if let Some(id) = shared {
            return id;
        }
    }
    let kind = said
        .kind
        .unwrap_or_else(|| kind_of_words(said.name.as_deref().unwrap_or(&stem)));
    let name = name_of(ledger, said, &stem, kind);
    ledger.accounts.push(Account {
        key,
        name,
        kind,
        currency: said.currency,
        identifier: said.identifier.clone(),
        bank: said.bank.clone(),
        shape: shape.into(),
        balance: None,
        period: None,
    });
    // LIMIT: 65,536 accounts.
    AccountId((ledger.accounts.len() - 1) as u16)
}

fn key_of(said: &StatementAccount, shape: &str, stem: &str, place: u16) -> Box<str> {
    // An assumed one is the page's, which may be set anew between two files of one account.
    let currency = said
        .currency
        .as_ref()
        .filter(|_| !said.is_currency_assumed)
        .map_or("", |currency| currency.code());
    match &said.identifier {
        Some(identifier) => {
            let plain: String = identifier
                .chars()
                .filter(|letter| letter.is_alphanumeric() || *letter == '*')
                .map(|letter| letter.to_ascii_uppercase())
                .collect();
            format!("number:{plain}:{currency}").into()
        }
        None => format!("shape:{shape}:{stem}:{place}:{currency}").into(),
    }
}

/// What files of one account have in common when they name none: the format and the columns.
///
/// Rows of a host are of one account when the host and the account's name are the same.
fn shape_of(file: &str, statement: &Statement, said: &StatementAccount) -> String {
    let mut shape = statement
        .format
        .map_or("", |format| format.name())
        .to_owned();
    if let Some(dialect) = &statement.dialect {
        for column in &dialect.columns {
            shape.push('|');
            shape.push_str(&column.header);
        }
    }
    if statement.format == Some(Format::Rows) {
        let name = said.name.as_deref().unwrap_or_default();
        shape.extend(["|", file, "|", name]);
    }
    shape
}

/// The letters of a file's name without its ending, its dates, numbers and marks of a copy.
fn stem_of(file: &str) -> String {
    const NOISE: &[&str] = &[
        "copy",
        "export",
        "download",
        "statement",
        "statements",
        "transactions",
        "transaction",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let lower = file.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphabetic());
    let kept: Vec<&str> = words
        .filter(|word| word.len() > 1 && !NOISE.contains(word))
        .collect();
    kept.join(" ")
}

fn kind_of_words(words: &str) -> AccountKind {
    let lower = words.to_lowercase();
    let has = |list: &[&str]| {
        lower
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| list.contains(&word))
    };
    if has(&[
        "card",
        "credit",
        "visa",
        "mastercard",
        "amex",
        "kreditkarte",
        "carte",
    ]) {
        AccountKind::Card
    } else if has(&[
        "saver",
        "savings",
        "saving",
        "sparkonto",
        "tagesgeld",
        "livret",
        "isa",
    ]) {
        AccountKind::Savings
    } else if has(&["loan", "mortgage", "kredit", "darlehen"]) {
        AccountKind::Loan
    } else if has(&["cash", "wallet"]) {
        AccountKind::Cash
    } else {
        AccountKind::Current
    }
}

/// What the file calls it, else its file's name, else its kind; told apart by a number where taken.
fn name_of(ledger: &Ledger, said: &StatementAccount, stem: &str, kind: AccountKind) -> Box<str> {
    let mut name = match (&said.name, &said.bank, stem) {
        (Some(name), _, _) => name.to_string(),
        (None, Some(bank), _) if !bank.chars().all(|letter| letter.is_ascii_digit()) => {
            format!("{bank} {}", kind.name())
        }
        (None, _, "") => kind.name().to_owned(),
        (None, _, stem) => stem.to_owned(),
    };
    if let Some(first) = name.get(..1) {
        name = first.to_uppercase() + &name[1..];
    }
    let taken = |name: &str| ledger.accounts.iter().any(|account| *account.name == *name);
    if taken(&name) {
        let number = (2..)
            .find(|number| !taken(&format!("{name} {number}")))
            .unwrap_or(2);
        name = format!("{name} {number}");
    }
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_is_told_apart_by_its_words() {
        assert_eq!(stem_of("lark-everyday_2026-03 (1).csv"), "lark everyday");
        assert_eq!(stem_of("Export Mar 2026.CSV"), "");
        assert_eq!(stem_of("C:\\files\\saver.csv"), "saver");
        assert_eq!(kind_of_words("lark card"), AccountKind::Card);
        assert_eq!(kind_of_words("cardiff branch"), AccountKind::Current);
    }
}
