//! Accounts, found from what files say of them.

use crate::calendar::{Date, Period};
use crate::money::{Currency, Money};
use crate::order::{AddAll as _, Gather as _};
use crate::statement::{AccountKind, Format, Statement, StatementAccount};
use crate::text::letters;

use super::dedup::Common;
use super::said::Apart;
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
    /// Every key its files gave it, that one first.
    pub keys: Vec<Box<str>>,
    /// What the person sees.
    pub name: Box<str>,
    /// What kind it is.
    pub kind: AccountKind,
    /// Name and kind as the files have them.
    pub found: (Box<str>, AccountKind),
    /// The currency of rows that name none.
    pub currency: Option<Currency>,
    /// Whether no file states it: what was taken for one gives way to what a file states.
    pub is_currency_assumed: bool,
    /// Its number as printed, blanks left out.
    pub identifier: Option<Box<str>>,
    /// The bank, by name or id.
    pub bank: Option<Box<str>>,
    /// The shape of its first file and the words of its name, for accounts that no file numbers; of one that the
    /// person made of several, those of each.
    pub likeness: Vec<(Box<str>, Box<str>)>,
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

/// The account a statement's `place`-th account is, made if it was not met before, and the key the file gives it.
///
/// A number tells it. Where a file prints none, the rows that it has in common with an account tell, and the words of
/// its name: exports of a bank are called alike.
pub(super) fn resolve(
    ledger: &mut Ledger,
    file: &str,
    statement: &Statement,
    place: u16,
) -> (AccountId, Box<str>) {
    let unnamed = StatementAccount::default();
    let said = statement
        .accounts
        .get(usize::from(place))
        .unwrap_or(&unnamed);
    let shape = shape_of(file, statement, said);
    let stem = stem_of(file);
    let key = key_of(statement, said, &shape, &stem, place);
    let as_read = key.clone();
    if let Some(id) = as_said(ledger, file, said, &key, &shape) {
        return (id, as_read);
    }
    let found = match &said.identifier {
        Some(number) => ledger.accounts.iter().position(|account| {
            !Apart::is_key(&account.key)
                && account
                    .identifier
                    .as_deref()
                    .is_some_and(|known| is_one_number(known, number))
                && may_be_one_currency(account, said)
        }),
        None => called(ledger, statement, place, &key),
    };
    let found = found.map(|found| AccountId(found as u16));
    let number_agrees = found.is_some() && said.identifier.is_some();
    let disagrees = |id| {
        let common = dedup::common(ledger, statement, place, id);
        // A name without a word keeps nothing together: what is between the two may be another account's.
        disagree(&common) || stem.is_empty() && common.is_broken
    };
    let found = match found {
        Some(id) if number_agrees || !disagrees(id) => Some(id),
        _ if statement.accounts.len() > 1 => None,
        _ => by_rows(ledger, statement, said, &shape, &stem),
    };
    if let Some(id) = found {
        adopt(ledger, id, said, key);
        return (id, as_read);
    }
    let taken = |key: &str| ledger.accounts.iter().any(|account| *account.key == *key);
    let key = match taken(&key) {
        true => (2..)
            .map(|n| Box::from(format!("{key}:{n}")))
            .find(|key| !taken(key))
            .unwrap_or(key),
        false => key,
    };
    if let Some(id) = as_said(ledger, file, said, &key, &shape) {
        return (id, as_read);
    }
    let kind = said
        .kind
        .unwrap_or_else(|| kind_of_words(said.name.as_deref().unwrap_or(&stem)));
    let name = name_of(ledger, said, &stem, kind);
    let id = push(ledger, said, key, (name, kind), (&shape, &stem));
    (id, as_read)
}

fn push(
    ledger: &mut Ledger,
    said: &StatementAccount,
    key: Box<str>,
    (name, kind): (Box<str>, AccountKind),
    (shape, stem): (&str, &str),
) -> AccountId {
    ledger.accounts.push(Account {
        keys: vec![key.clone()],
        key,
        found: (name.clone(), kind),
        name,
        kind,
        currency: said.currency,
        is_currency_assumed: said.is_currency_assumed,
        identifier: said.identifier.clone(),
        bank: said.bank.clone(),
        likeness: vec![(shape.into(), stem.into())],
        balance: None,
        period: None,
    });
    // LIMIT: 65,536 accounts.
    AccountId((ledger.accounts.len() - 1) as u16)
}

/// How many characters two numbers have in common at the end at least, where one is an IBAN and the other its account.
const NUMBER_TAIL: usize = 8;

/// Whether two printed numbers are of one account.
fn is_one_number(left: &str, right: &str) -> bool {
    let (left, right) = (plain(left), plain(right));
    let ends = |long: &str, short: &str| {
        short.len() >= NUMBER_TAIL && !short.contains('*') && long.ends_with(short)
    };
    left == right || ends(&left, &right) || ends(&right, &left)
}

fn may_be_one_currency(account: &Account, said: &StatementAccount) -> bool {
    let stated = stated_currency(said);
    let is_open = account.currency.is_none() || account.is_currency_assumed;
    is_open || stated.is_none() || account.currency.as_ref() == stated
}

/// The account that files of this shape and name are of; of several, the one whose balances this file's follow on.
fn called(ledger: &Ledger, statement: &Statement, place: u16, key: &str) -> Option<usize> {
    let is_called = |account: &Account| {
        let rest = account.key.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let called: Vec<usize> = (0..ledger.accounts.len())
        .filter(|at| is_called(&ledger.accounts[*at]))
        .gather();
    let follows = |at: &&usize| {
        let common = dedup::common(ledger, statement, place, AccountId(**at as u16));
        common.joined && !disagree(&common)
    };
    let joined = called.iter().filter(|_| called.len() > 1).find(follows);
    joined.or(called.first()).copied()
}

/// How many rows of each side must lie in the same days before they can disagree.
const DISAGREE_ROWS: u32 = 3;

/// Whether a file and an account tell of the same days and of other entries.
///
/// Where both state balances, one row of each is enough, unless nearly all of the file's have their amounts there: a bank
/// may state two kinds of balance.
fn disagree(common: &Common) -> bool {
    let least = common.here.min(common.there);
    let by_rows = least >= DISAGREE_ROWS && common.near * 5 < least;
    let by_balances = least > 0 && common.balances_differ && common.near * 10 < common.here * 9;
    by_rows || by_balances
}

/// How many rows two files must share to be of one account when neither names it.
///
/// Three rows alike in day, amount and words by chance do not happen in one household's two accounts.
const SHARED_ROWS: u32 = 3;
/// The same where only amounts and days within a week are alike, as the files are of two kinds.
const NEAR_ROWS: u32 = 8;
/// The same where the files are called alike.
const NEAR_ROWS_CALLED_ALIKE: u32 = 2;

/// The account that has the rows of a file that names none, or of one that no file numbered yet.
fn by_rows(
    ledger: &Ledger,
    statement: &Statement,
    said: &StatementAccount,
    shape: &str,
    stem: &str,
) -> Option<AccountId> {
    (0..ledger.accounts.len() as u16).map(AccountId).find(|id| {
        let account = &ledger.accounts[usize::from(id.0)];
        let both_numbered = account.identifier.is_some() && said.identifier.is_some();
        let kinds_differ = said.kind.is_some_and(|kind| kind != account.found.1);
        if Apart::is_key(&account.key)
            || both_numbered
            || kinds_differ
            || !may_be_one_currency(account, said)
        {
            return false;
        }
        let common = dedup::common(ledger, statement, 0, *id);
        let least = common.here.min(common.there);
        let called_alike =
            !stem.is_empty() && account.likeness.iter().any(|(_, known)| **known == *stem);
        let alike_in_shape = account.likeness.iter().any(|(known, _)| **known == *shape);
        let shared = alike_in_shape
            && account.identifier.is_none()
            && common.same >= SHARED_ROWS
            && common.same * 2 >= common.here;
        // What follows on the account's last balance, or tells of a day as it does, is its own.
        let joined = alike_in_shape && common.joined && common.same == common.here;
        let alike = common.near >= NEAR_ROWS && common.near * 10 >= least * 9;
        let named =
            called_alike && common.near >= NEAR_ROWS_CALLED_ALIKE && common.near * 3 >= least * 2;
        shared || joined || alike || named
    })
}

/// Takes over what a file says of an account that others did not.
fn adopt(ledger: &mut Ledger, id: AccountId, said: &StatementAccount, key: Box<str>) {
    let Some(account) = ledger.accounts.get_mut(usize::from(id.0)) else {
        return;
    };
    let is_open = account.currency.is_none() || account.is_currency_assumed;
    let stated = stated_currency(said).filter(|_| is_open).copied();
    let longer = |known: &Option<Box<str>>, other: &str| {
        known
            .as_deref()
            .is_none_or(|known| (plain(known).len(), known) < (plain(other).len(), other))
    };
    if let Some(number) = said
        .identifier
        .as_deref()
        .filter(|number| longer(&account.identifier, number))
    {
        account.identifier = Some(number.into());
    }
    // The key is what the files say in any order: a number before a shape, the longer number, the shorter name.
    let rank = |key: &str| {
        let is_number = key.starts_with("number:");
        let length = key.len();
        let length = if is_number {
            usize::MAX - length
        } else {
            length
        };
        (!is_number, length, key.to_owned())
    };
    note_key(account, &key);
    if rank(&key) < rank(&account.key) {
        account.keys.retain(|known| *known != key);
        account.keys.insert(0, key.clone());
        ledger.rekey(id, key);
    }
    if let Some(stated) = stated {
        ledger.restate(id, stated);
    }
}

fn note_key(account: &mut Account, key: &str) {
    if !account.keys.iter().any(|known| **known == *key) {
        account.keys.push(key.into());
    }
}

/// The account that the person said a file's account is, made if it was not met before; `None` where they said nothing.
fn as_said(
    ledger: &mut Ledger,
    file: &str,
    said: &StatementAccount,
    key: &str,
    shape: &str,
) -> Option<AccountId> {
    let mut apart = ledger.said.apart.iter();
    let apart = apart.find(|apart| *apart.file == *file && *apart.key == *key);
    let own = apart.map(Apart::own_key);
    let key = own.as_deref().unwrap_or(key);
    let mut joins = ledger.said.joins.iter();
    let join = joins.find(|join| join.keys.iter().any(|known| **known == *key));
    let currency = join.and_then(|join| join.currency);
    let (lasting, keys): (Box<str>, Vec<Box<str>>) = match (join, &own) {
        (Some(join), _) => (join.key.clone(), join.keys.clone()),
        (None, Some(own)) => (own.clone(), vec![own.clone()]),
        (None, None) => return None,
    };
    let is_one = |account: &Account| account.keys.iter().any(|known| keys.contains(known));
    let found = ledger.accounts.iter().position(is_one);
    let stem = stem_of(file);
    let kind = said
        .kind
        .unwrap_or_else(|| kind_of_words(said.name.as_deref().unwrap_or(&stem)));
    let Some(found) = found else {
        let name = name_of(ledger, said, &stem, kind);
        let id = push(ledger, said, lasting, (name, kind), (shape, &stem));
        let account = &mut ledger.accounts[usize::from(id.0)];
        account.keys = vec![key.into()];
        account.currency = currency.or(account.currency);
        return Some(id);
    };
    // The one whose name and number stand may come after the others.
    let is_later = *lasting == *key && !ledger.accounts[found].keys.contains(&lasting);
    let name = is_later.then(|| {
        ledger.accounts[found].name = Box::default();
        name_of(ledger, said, &stem, kind)
    });
    let account = &mut ledger.accounts[found];
    note_key(account, key);
    let likeness = (Box::from(shape), Box::from(stem));
    if !account.likeness.contains(&likeness) {
        account.likeness.push(likeness);
    }
    if let Some(name) = name {
        account.keys.rotate_right(1);
        account.found = (name.clone(), kind);
        (account.name, account.kind) = (name, kind);
        account.identifier = said.identifier.clone().or(account.identifier.take());
        account.bank = said.bank.clone().or(account.bank.take());
    }
    account.identifier = account.identifier.take().or(said.identifier.clone());
    account.bank = account.bank.take().or(said.bank.clone());
    account.currency = account.currency.or(stated_currency(said).copied());
    Some(AccountId(found as u16))
}

fn plain(number: &str) -> String {
    number
        .chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == '*')
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

fn key_of(
    statement: &Statement,
    said: &StatementAccount,
    shape: &str,
    stem: &str,
    place: u16,
) -> Box<str> {
    // An assumed one is the page's, which may be set anew between two files of one account.
    let currency = stated_currency(said).map_or("", |currency| currency.code());
    match &said.identifier {
        Some(identifier) => {
            let plain = plain(identifier);
            format!("number:{plain}:{currency}").into()
        }
        None => {
            // Several accounts of a file come in the order of its rows, which another file has otherwise.
            let is_told = statement.format == Some(Format::Rows);
            let name = said
                .name
                .as_deref()
                .filter(|_| !is_told)
                .unwrap_or_default();
            let of = |other: &&StatementAccount| {
                (&other.name, stated_currency(other)) == (&said.name, stated_currency(said))
            };
            let before = statement.accounts.iter().take(usize::from(place));
            let nth = before.filter(of).count();
            format!("shape:{shape}:{stem}:{name}{nth}:{currency}").into()
        }
    }
}

/// The currency that the file states of an account.
fn stated_currency(said: &StatementAccount) -> Option<&Currency> {
    said.currency.as_ref().filter(|_| !said.is_currency_assumed)
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

/// The letters of a file's name without its ending, its dates, numbers and marks of a copy; and the last digits of an
/// account that are part of a word, as in `Chase4417_Activity`.
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
    let lower = letters::lower(file);
    let words = lower.split(|letter: char| !letter.is_alphabetic());
    let mut kept: Vec<&str> = words
        .filter(|word| word.len() > 1 && !NOISE.contains(word))
        .gather();
    kept.add_all(tail_of(&lower));
    kept.join(" ")
}

/// Four digits that end a word of a file's name, and are no year.
fn tail_of(name: &str) -> Option<&str> {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let mut tails = words.filter_map(|word| {
        let letters = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let digits = &word[letters.len()..];
        let is_year = digits.starts_with("19") || digits.starts_with("20");
        let is_tail = digits.len() == SHOWN && !is_year && letters.len() > 1;
        (is_tail && letters.chars().all(char::is_alphabetic)).then_some(digits)
    });
    tails.next_back()
}

fn kind_of_words(words: &str) -> AccountKind {
    let lower = letters::lower(words);
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
        name = first.to_ascii_uppercase() + &name[1..];
    }
    let taken = |name: &str| ledger.accounts.iter().any(|account| *account.name == *name);
    if let Some(currency) = stated_currency(said).filter(|_| taken(&name)) {
        let known = ledger.accounts.iter();
        let mut same = known.filter(|account| *account.name == *name);
        if same.all(|account| account.currency.as_ref() != Some(currency)) {
            name = format!("{name} {}", currency.code());
        }
    }
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
        assert_eq!(
            stem_of("Lark4417_Activity_20260301.CSV"),
            "lark activity 4417"
        );
        assert_eq!(stem_of("lark2026.csv"), "lark");
        assert_eq!(kind_of_words("lark card"), AccountKind::Card);
        assert_eq!(kind_of_words("cardiff branch"), AccountKind::Current);
    }
}
