//! The accounts a file speaks of: by the entries' own word, or by the object around them.

use crate::calendar::Day;
use crate::issue::Issue;
use crate::money::{Amount, Currency, Money};
use crate::order::Gather as _;
use crate::statement::csv::{check_ends, check_running, most_frequent, period_of};
use crate::statement::{AccountKind, Row, StatementAccount};
use crate::text::Texts;

use super::find::{Balance, Found};
use super::rows::{is_booked_balance, is_out, signed};
use super::shape::{Fact, Place, Shape, Shapes};
use super::value::{Document, read_amount, read_day};

/// The accounts of a file, in the order of their first entries.
#[derive(Default)]
pub(super) struct Accounts {
    keys: Texts,
    list: Vec<Named>,
    last: Option<(Option<u32>, u16)>,
}

/// An account by what names it.
struct Named {
    key: Box<str>,
    number: Option<Box<str>>,
    place: Option<Place>,
}

/// The most accounts a file may have: a row holds the account's number in 16 bits.
const MAX_ACCOUNTS: usize = 1 << 16;

impl Accounts {
    /// The account of what stands in an object: by its own word for it, else by what is around.
    pub(super) fn position(
        &mut self,
        document: &Document<'_>,
        shapes: &Shapes,
        found: &Found,
        own: Option<&str>,
        holder: Option<u32>,
    ) -> u16 {
        let own = own.map(str::trim).filter(|own| !own.is_empty());
        if own.is_none()
            && let Some((held, position)) = self.last
            && held == holder
        {
            return position;
        }
        let shape = shapes.named("account");
        let (key, place) = match own {
            Some(own) => {
                let known = self.keys.find(own);
                if let Some(id) = known {
                    return u16::try_from(id.0).unwrap_or(u16::MAX);
                }
                (own.to_owned(), place_of(document, shape, found, own))
            }
            None => around(document, shape, found, holder),
        };
        let position = self.named(document, shape, &key, place);
        if own.is_none() {
            self.last = Some((holder, position));
        }
        position
    }

    fn named(
        &mut self,
        document: &Document<'_>,
        shape: &Shape,
        key: &str,
        place: Option<Place>,
    ) -> u16 {
        if let Some(id) = self.keys.find(key) {
            return u16::try_from(id.0).unwrap_or(u16::MAX);
        }
        if self.list.len() >= MAX_ACCOUNTS {
            return u16::MAX;
        }
        self.keys.intern(key);
        let number = place.and_then(|place| shape.at(document, place).said(Fact::Number));
        self.list.push(Named {
            key: key.into(),
            number: number.map(|number| number.replace(char::is_whitespace, "").into()),
            place,
        });
        u16::try_from(self.list.len() - 1).unwrap_or(u16::MAX)
    }

    /// The number of an account, as entries name it for the other party.
    pub(super) fn number(&self, position: u16) -> Option<&str> {
        let named = self.list.get(usize::from(position))?;
        Some(named.number.as_deref().unwrap_or(&named.key)).filter(|number| !number.is_empty())
    }

    /// What kind of account the file says it is.
    pub(super) fn kind(
        &self,
        document: &Document<'_>,
        shapes: &Shapes,
        position: u16,
    ) -> Option<AccountKind> {
        let place = self.list.get(usize::from(position))?.place?;
        kind_of(
            &shapes
                .named("account")
                .at(document, place)
                .said(Fact::Kind)?,
        )
    }

    /// The accounts, at least one, each with its balances checked.
    pub(super) fn finish(
        &mut self,
        document: &Document<'_>,
        shapes: &Shapes,
        found: &Found,
        rows: &[Row],
        issues: &mut Vec<Issue>,
    ) -> Vec<StatementAccount> {
        let shape = shapes.named("account");
        if self.list.is_empty() {
            self.position(document, shapes, found, None, None);
        }
        let balances = self.balances(document, shapes, found);
        let mut accounts = Vec::new();
        for (at, named) in self.list.iter().enumerate() {
            let mut account = describe(document, shape, named);
            let of_account = |row: &&Row| usize::from(row.account) == at;
            let rows: Vec<&Row> = rows.iter().filter(of_account).gather();
            account.currency = most_frequent(&rows).or(account.currency);
            account.period = period_of(&rows);
            let stated = |wanted: fn(&str) -> bool| {
                let of = balances.iter().filter(|balance| {
                    usize::from(balance.account) == at
                        && wanted(&balance.kind)
                        && (balance.currency.is_none() || balance.currency == account.currency)
                });
                of.clone().max_by_key(|balance| balance.day)
            };
            let opening = stated(|kind| kind.contains("opening") || kind == "opbd");
            let closing = stated(|kind| kind.contains("closing") || kind == "clbd");
            let any = stated(|kind| {
                is_booked_balance(kind) && !kind.contains("opening") && kind != "opbd"
            });
            let currency = account.currency;
            let money = |amount: Amount| Money::new(amount, currency);
            let is_proof = opening.is_some() && closing.is_some();
            let current = named.place.and_then(|place| {
                let text = shape.at(document, place).said(Fact::Balance)?;
                let amount = read_amount(&text).ok()?;
                // What is owed on a card or a loan is told as a magnitude.
                let owed = matches!(account.kind, Some(AccountKind::Card | AccountKind::Loan));
                Some(if owed { amount.negated() } else { amount })
            });
            let last = closing.or(any).map(|balance| balance.amount).or(current);
            if is_proof {
                account.opening = opening.map(|balance| money(balance.amount));
                account.closing = last.map(money);
                let booked: Vec<&Row> = rows.iter().copied().filter(|row| !row.pending).gather();
                check_ends(&mut account, &booked, issues);
            } else {
                check_running(&mut account, &rows, "balance", issues);
                account.closing = account.closing.or(last.map(money));
            }
            accounts.push(account);
        }
        accounts
    }

    /// The balances that are stated, each with its account.
    fn balances(&mut self, document: &Document<'_>, shapes: &Shapes, found: &Found) -> Vec<Stated> {
        let shape = shapes.named("balance");
        let known = self.list.len();
        let mut stated = Vec::new();
        for Balance { node, holder } in &found.balances {
            let place = Place {
                node: *node,
                around: found.holder(*holder),
            };
            let object = shape.at(document, place);
            let said = |fact| object.said(fact);
            let Some(amount) = said(Fact::Amount).and_then(|text| read_amount(&text).ok()) else {
                continue;
            };
            let own = said(Fact::Account);
            let account = match known {
                1 => 0,
                _ => self.position(document, shapes, found, own.as_deref(), *holder),
            };
            let out = said(Fact::Direction).and_then(|word| is_out(&word));
            stated.push(Stated {
                account,
                kind: said(Fact::Type).unwrap_or_default().to_ascii_lowercase(),
                amount: out.map_or(amount, |out| signed(amount, out)),
                currency: said(Fact::Currency).and_then(|code| Currency::from_code(&code)),
                day: said(Fact::Day).and_then(|text| read_day(&text)),
            });
        }
        // Balances of accounts without entries make no account.
        self.list.truncate(known);
        stated
    }
}

/// A balance that the file states.
struct Stated {
    account: u16,
    kind: String,
    amount: Amount,
    currency: Option<Currency>,
    day: Option<Day>,
}

/// The object that speaks of the account of an id.
fn place_of(document: &Document<'_>, shape: &Shape, found: &Found, id: &str) -> Option<Place> {
    found.accounts.iter().copied().find(|place| {
        let given = shape.at(document, *place).said(Fact::Id);
        given.is_some_and(|given| given == id)
    })
}

/// What names the account of all that stands in an object.
fn around(
    document: &Document<'_>,
    shape: &Shape,
    found: &Found,
    holder: Option<u32>,
) -> (String, Option<Place>) {
    for node in found.around(holder) {
        let around = Some(node);
        let account = document.field(node, "account");
        let account = account.filter(|account| document.is_object(*account));
        let place = match account {
            Some(node) => Place { node, around },
            None => Place { node, around: None },
        };
        let object = shape.at(document, place);
        let number = object.said(Fact::Number);
        let id = || {
            let names = ["accountid", "accountuid", "resourceid"];
            let id = names.iter().find_map(|name| document.field(node, name));
            let id = id.and_then(|id| document.said(id));
            id.or_else(|| account.and_then(|_| object.said(Fact::Id)))
        };
        if let Some(key) = number.or_else(id) {
            let place = match account {
                Some(_) => Some(place),
                None => place_of(document, shape, found, &key).or(Some(place)),
            };
            return (key.into_owned(), place);
        }
    }
    // A file that speaks of one account speaks of this one.
    let place = match found.accounts.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let key = place.and_then(|place| {
        let object = shape.at(document, place);
        let number = object.said(Fact::Number);
        number.or_else(|| object.said(Fact::Id))
    });
    (key.unwrap_or_default().into_owned(), place)
}

fn describe(document: &Document<'_>, shape: &Shape, named: &Named) -> StatementAccount {
    let object = named.place.map(|place| shape.at(document, place));
    let said = |fact| object.as_ref()?.said(fact);
    let boxed = |fact| said(fact).map(|text| Box::from(text.trim()));
    let identifier = match (&named.number, said(Fact::Mask)) {
        (Some(number), _) => Some(number.clone()),
        // The last digits alone are of several accounts of a household.
        (None, Some(mask)) => Some([&*named.key, &*mask].concat().into()),
        (None, None) => Some(named.key.clone()).filter(|key| !key.is_empty()),
    };
    StatementAccount {
        identifier,
        bank: boxed(Fact::Bank),
        name: boxed(Fact::Name),
        kind: said(Fact::Kind).and_then(|kind| kind_of(&kind)),
        currency: said(Fact::Currency).and_then(|code| Currency::from_code(code.trim())),
        ..StatementAccount::default()
    }
}

/// The kind of account that a word of an interface names.
///
/// Source: account types of Plaid, Teller, Open Banking UK, Tink and ExternalCashAccountType1Code.
fn kind_of(word: &str) -> Option<AccountKind> {
    const KINDS: &[(&str, AccountKind)] = &[
        ("card", AccountKind::Card),
        ("saving", AccountKind::Savings),
        ("svgs", AccountKind::Savings),
        ("moneymarket", AccountKind::Savings),
        ("moma", AccountKind::Savings),
        ("loan", AccountKind::Loan),
        ("mortgage", AccountKind::Loan),
        ("lineofcredit", AccountKind::Loan),
        ("credit", AccountKind::Card),
        ("charge", AccountKind::Card),
        ("checking", AccountKind::Current),
        ("current", AccountKind::Current),
        ("transactional", AccountKind::Current),
        ("cacc", AccountKind::Current),
        ("retail", AccountKind::Current),
        ("cash", AccountKind::Cash),
        ("emoney", AccountKind::Cash),
        ("wallet", AccountKind::Cash),
    ];
    let letters = word.bytes().filter(u8::is_ascii_alphabetic);
    let word: String = letters
        .map(|letter| char::from(letter.to_ascii_lowercase()))
        .collect();
    let known = KINDS.iter().find(|(part, _)| word.contains(part));
    known.map(|(_, kind)| *kind)
}
