//! Domain values to messages and back.

use crate::book::{self, Book};
use crate::calendar::{self, Date};
use crate::category::{self, Category, Group};
use crate::issue;
use crate::ledger::{AccountId, Index, Ledger};
use crate::money;
use crate::phrase;
use crate::question;
use crate::session;
use crate::statement;

use super::convert_answer::numbers;
use super::convert_row::{details_of, told};
use super::*;

impl From<money::Money> for Money {
    fn from(money: money::Money) -> Money {
        Money {
            amount: money.amount().to_string(),
            currency: money.currency().map(|currency| currency.code().to_owned()),
        }
    }
}

impl From<calendar::Period> for Period {
    fn from(period: calendar::Period) -> Period {
        Period {
            start: period.start().to_string(),
            end: period.end().to_string(),
        }
    }
}

impl Period {
    /// The period, where both are dates and the first is before the second.
    pub fn to_domain(&self) -> Option<calendar::Period> {
        calendar::Period::new(
            calendar::parse_iso(&self.start)?,
            calendar::parse_iso(&self.end)?,
        )
    }
}

impl From<&phrase::Phrase> for Says {
    fn from(phrase: &phrase::Phrase) -> Says {
        Says {
            template: phrase.template.to_owned(),
            arguments: numbers(&phrase.arguments),
        }
    }
}

impl From<&phrase::Argument> for Argument {
    fn from(argument: &phrase::Argument) -> Argument {
        match argument {
            phrase::Argument::Money(money) => Argument::Money((*money).into()),
            phrase::Argument::Date(date) => Argument::Date(date.to_string()),
            phrase::Argument::Period(period) => Argument::Period((*period).into()),
            phrase::Argument::Count(count) => Argument::Count(*count),
            phrase::Argument::Ordinal(ordinal) => Argument::Ordinal(*ordinal),
            phrase::Argument::Ratio(ratio) => Argument::Ratio(ratio.normalize().to_string()),
            phrase::Argument::Number(number) => Argument::Number(number.normalize().to_string()),
            phrase::Argument::Bytes(bytes) => Argument::Bytes(*bytes),
            phrase::Argument::Text(text) => Argument::Text(text.to_string()),
            phrase::Argument::Category(code) => Argument::Category((*code).to_owned()),
            phrase::Argument::Label(key) => Argument::Label((*key).to_owned()),
            phrase::Argument::List(items) => {
                Argument::List(items.iter().map(Argument::from).collect())
            }
            phrase::Argument::Phrase(phrase) => {
                Argument::Phrase(Box::new(Says::from(phrase.as_ref())))
            }
        }
    }
}

impl Facts {
    /// What an answer may say of the browser.
    pub(super) fn to_domain(&self) -> question::Browser {
        let tried = |what| {
            let check = self.check(what);
            question::Tried {
                held: check.and_then(|check| check.passed),
                ways: check.map_or(0, |check| check.tried),
            }
        };
        // What the person shared is said on its own.
        let kinds = ["told-ready", "told-resize", "told-ack", "told-error"];
        let told = |kind: &&str| {
            self.told
                .iter()
                .any(|told| kind.strip_prefix("told-") == Some(&told.kind))
        };
        question::Browser {
            engine: tried(Protection::Engine),
            page: tried(Protection::Page),
            shut_out: self.held(Protection::Host),
            keeps_nothing: self.held(Protection::Disk),
            could_be_whole: self.allowlist != Some(Allowlist::Unsupported),
            host: self.host.as_deref().map(Box::from),
            told: kinds.into_iter().filter(told).collect(),
            shared: self.shared.unwrap_or_default(),
        }
    }
}

impl From<&issue::Issue> for Issue {
    fn from(issue: &issue::Issue) -> Issue {
        let phrase = issue.phrase();
        Issue {
            code: issue.code.name().to_owned(),
            severity: issue.severity.name().to_owned(),
            at: Place {
                file: issue.at.file.as_deref().map(str::to_owned),
                row: issue.at.row,
                column: issue.at.column.as_deref().map(str::to_owned),
            },
            found: issue.found.show().to_owned(),
            expected: issue.expected_sentence(),
            sentence: phrase.sentence(),
            says: Says::from(&phrase),
        }
    }
}

impl From<&statement::Dialect> for Dialect {
    fn from(dialect: &statement::Dialect) -> Dialect {
        let letter = |byte: u8| char::from(byte).to_string();
        Dialect {
            // A sheet has none.
            delimiter: match dialect.delimiter {
                b'\t' | b'\n' => letter(dialect.delimiter),
                control if control.is_ascii_control() => String::new(),
                delimiter => letter(delimiter),
            },
            header: dialect.header,
            columns: dialect
                .columns
                .iter()
                .map(|column| Column {
                    header: column.header.to_string(),
                    role: role_name(column.role).to_owned(),
                })
                .collect(),
            date_order: dialect.date_order.to_owned(),
            decimal_mark: dialect.decimal_mark.map(letter),
            sign: match dialect.sign {
                statement::SignConvention::Signed => "signed",
                statement::SignConvention::Inverted => "inverted",
                statement::SignConvention::TwoColumns => "twoColumns",
                statement::SignConvention::DirectionColumn => "directionColumn",
                statement::SignConvention::DescriptorWords => "descriptorWords",
            }
            .to_owned(),
            evidence: dialect
                .evidence
                .iter()
                .map(|(what, rows)| Evidence {
                    what: (*what).to_owned(),
                    rows: *rows,
                })
                .collect(),
            open: dialect
                .open
                .iter()
                .map(|code| code.name().to_owned())
                .collect(),
            confidence: dialect.confidence().to_string(),
        }
    }
}

/// Who said how a file is read.
pub(super) fn by_name(question: &session::Question) -> &'static str {
    if question.chosen { "user" } else { "engine" }
}

impl From<&session::Question> for Question {
    fn from(question: &session::Question) -> Question {
        Question {
            code: question.code.name().to_owned(),
            column: question.column.to_string(),
            taken: question.taken.name(),
            by: by_name(question).to_owned(),
            sides: question.sides.iter().map(Side::from).collect(),
        }
    }
}

impl From<&session::Side> for Side {
    fn from(side: &session::Side) -> Side {
        let rows = side.rows.iter().map(|row| SideRow {
            row: row.line,
            printed: row.printed.to_string(),
            marked_from: row.marked.0,
            marked_to: row.marked.1,
            posting_date: row.day.map(|day| day.to_string()),
            amount: row.amount.map(Money::from),
            descriptor: row.descriptor.to_string(),
        });
        Side {
            choice: side.choice.name(),
            rows: rows.collect(),
            sentence: side.follows.sentence(),
            follows: Says::from(&side.follows),
        }
    }
}

/// The name on the wire of what a file's balances say of the reading.
pub(super) fn checked_name(checked: statement::Checked) -> &'static str {
    match checked {
        statement::Checked::Agrees => "agrees",
        statement::Checked::Disagrees => "disagrees",
        statement::Checked::NothingToCheck => "nothingToCheck",
    }
}

fn role_name(role: statement::Role) -> &'static str {
    use statement::Role;
    match role {
        Role::PostingDate => "postingDate",
        Role::ValueDate => "valueDate",
        Role::TransactionDate => "transactionDate",
        Role::Amount => "amount",
        Role::Outflow => "outflow",
        Role::Inflow => "inflow",
        Role::Direction => "direction",
        Role::Fee => "fee",
        Role::Currency => "currency",
        Role::Balance => "balance",
        Role::Descriptor => "descriptor",
        Role::Payee => "payee",
        Role::CounterpartyAccount => "counterpartyAccount",
        Role::OwnAccount => "ownAccount",
        Role::Reference => "reference",
        Role::EndToEndId => "endToEndId",
        Role::MandateId => "mandateId",
        Role::BankId => "bankId",
        Role::BankCode => "bankCode",
        Role::BankCategory => "bankCategory",
        Role::Mcc => "mcc",
        Role::OriginalAmount => "originalAmount",
        Role::OriginalCurrency => "originalCurrency",
        Role::Status => "status",
        Role::Ignored => "ignored",
    }
}

/// An account, with how many transactions it has.
pub(super) fn account_report(ledger: &Ledger, id: AccountId, transactions: u64) -> AccountReport {
    let Some(account) = ledger.account(id) else {
        return AccountReport::default();
    };
    let balance = ledger.balance(id);
    AccountReport {
        id: id.to_string(),
        name: account.name.to_string(),
        kind: account.kind.name().to_owned(),
        currency: account.currency.map(|currency| currency.code().to_owned()),
        identifier: account.masked(),
        balance: balance.map(|known| known.money.into()),
        balance_date: balance.map(|known| known.date.to_string()),
        balance_stated: balance.map(|known| known.is_stated),
        period: account.period.map(Period::from),
        transactions,
    }
}

/// Every account of the ledger.
pub(super) fn account_reports(ledger: &Ledger) -> Vec<AccountReport> {
    let mut counts = vec![0u64; ledger.accounts().len()];
    for account in ledger.account_column().iter().take(ledger.len()) {
        if let Some(count) = counts.get_mut(usize::from(account.0)) {
            *count += 1;
        }
    }
    let accounts = counts.into_iter().enumerate();
    accounts
        .map(|(at, count)| account_report(ledger, AccountId(at as u16), count))
        .collect()
}

/// A transaction with all that is known of it.
pub(super) fn transaction(book: &Book, at: Index) -> Option<Transaction> {
    let ledger = book.ledger();
    let row = ledger.transaction(at)?;
    let iso = |day: Option<calendar::Day>| day.map(|day| day.to_date().to_string());
    let pair = book.pair_of(at);
    let partner = pair.map(|pair| if pair.out == at { pair.back } else { pair.out });
    let is_refund = pair.is_some_and(|pair| pair.kind == crate::ledger::DecisionKind::Refund);
    let partner_id = |wanted: bool| {
        partner
            .filter(|_| wanted)
            .map(|at| ledger.id(at).to_string())
    };
    let (reason, confidence) = book.reason(at);
    let guesses = book
        .assignment(at)
        .map_or(&[][..], |assignment| &assignment.guesses);
    let told = told(ledger, row.facts);
    let whole = book.part_of(at);
    let mark = book.mark(whole.map_or(at, |(whole, _)| whole));
    let note = match whole {
        Some((_, note)) if !note.is_empty() => Some(note.to_owned()),
        _ => mark.map(|mark| mark.note.to_string()),
    };
    Some(Transaction {
        details: details_of(ledger, row.facts),
        id: ledger.id(at).to_string(),
        account: row.account.to_string(),
        posting_date: row.posting_date.to_date().to_string(),
        value_date: iso(row.facts.and_then(|facts| facts.value_date)),
        transaction_date: iso(row.facts.and_then(|facts| facts.transaction_date)),
        amount: row.money().into(),
        original: told.original,
        descriptor: row.descriptor.to_owned(),
        merchant: book
            .merchant(at)
            .map(|merchant| book.merchant_name(merchant).to_owned()),
        intermediary: book
            .naming(at)
            .and_then(|naming| naming.intermediary)
            .map(|intermediary| intermediary.to_string()),
        category: book.category(at).map(|category| category.code().to_owned()),
        own_category: book.own_category(at).map(str::to_owned),
        group: book.group(at).name().to_owned(),
        own_group: book.own_group(at).map(str::to_owned),
        confidence: confidence.to_string(),
        reason: match book.parts(at).len() {
            0 => Reason::from(reason),
            _ => Reason {
                kind: "split".to_owned(),
                detail: None,
                example: None,
            },
        },
        guesses: guesses.iter().map(Guess::from).collect(),
        counts_as: book.counts_as(at).name().to_owned(),
        pending: row.pending,
        transfer_of: partner_id(!is_refund),
        // Only the money that came back points at what was bought.
        refund_of: partner_id(is_refund && pair.is_some_and(|pair| pair.back == at)),
        balance: row
            .balance
            .map(|balance| money::Money::new(balance, row.currency).into()),
        counterparty: told.counterparty,
        counterparty_account: told.counterparty_account,
        reference: told.reference,
        end_to_end_id: told.end_to_end_id,
        mandate_id: told.mandate_id,
        bank_id: told.bank_id,
        bank_code: told.bank_code,
        bank_category: told.bank_category,
        mcc: told.mcc,
        charges: told.charges,
        note: note.filter(|note| !note.is_empty()),
        tags: mark
            .filter(|mark| !mark.tags.is_empty())
            .map(|mark| mark.tags.iter().map(ToString::to_string).collect()),
        parts: book.parts_shown(at),
        part_of: whole.map(|(whole, _)| WholeShown {
            id: ledger.id(whole).to_string(),
            amount: money::Money::new(ledger.amount_at(whole), row.currency).into(),
        }),
        sources: ledger
            .sources(at)
            .into_iter()
            .map(|source| Source {
                file: ledger
                    .files()
                    .get(usize::from(source.file))
                    .map_or("", |name| name)
                    .to_owned(),
                row: source.line,
            })
            .collect(),
    })
}

impl From<&category::Reason> for Reason {
    fn from(reason: &category::Reason) -> Reason {
        let (kind, detail) = match reason {
            category::Reason::Rule(rule) => ("rule", Some(rule.to_string())),
            category::Reason::Correction => ("correction", None),
            category::Reason::Learned { descriptor, .. } => {
                ("learned", Some(descriptor.to_string()))
            }
            category::Reason::Phrase(words) => ("phrase", Some((*words).to_owned())),
            category::Reason::Brand(name) => ("brand", Some((*name).to_owned())),
            category::Reason::Mcc(mcc) => ("mcc", Some(mcc.to_string())),
            category::Reason::BankCategory(name) => ("bankCategory", Some(name.to_string())),
            category::Reason::Word(word) => ("word", Some((*word).to_owned())),
            category::Reason::Nothing => ("nothing", None),
        };
        let example = match reason {
            category::Reason::Learned { id, .. } => Some(id.to_string()),
            _ => None,
        };
        Reason {
            kind: kind.to_owned(),
            detail,
            example,
        }
    }
}

impl Criteria {
    /// The criteria in the book's own terms; names that it does not know match nothing.
    pub(super) fn to_domain(&self, book: &Book) -> book::Criteria {
        let merchant_of = |name: &String| {
            let found = book
                .merchants()
                .find(|(_, known)| known == name)
                .map(|(id, _)| id);
            found.unwrap_or(book::MerchantId(u32::MAX))
        };
        let account_of = |id: &String| {
            let number = id
                .strip_prefix('a')
                .and_then(|number| number.parse::<u16>().ok());
            AccountId(
                number
                    .and_then(|number| number.checked_sub(1))
                    .unwrap_or(u16::MAX),
            )
        };
        let amount_of =
            |text: &Option<String>| text.as_deref().and_then(money::Amount::parse_plain);
        book::Criteria {
            categories: self
                .categories
                .iter()
                .flat_map(|name| categories_of(name))
                .collect(),
            needs_review: self.categories.iter().any(|name| name == NEEDS_REVIEW),
            own_groups: self.own(|name| {
                let group = own_group_of(book, name);
                group.or(own_category_of(book, name).is_none().then_some(u16::MAX))
            }),
            own_categories: self.own(|name| own_category_of(book, name)),
            without_own: self.categories.iter().any(|name| name.starts_with("rest:")),
            merchants: self.merchants.iter().map(merchant_of).collect(),
            accounts: self.accounts.iter().map(account_of).collect(),
            text: self.text.iter().map(|text| text.as_str().into()).collect(),
            pending: false,
            currency: None,
            min_amount: amount_of(&self.min_amount),
            max_amount: amount_of(&self.max_amount),
        }
    }

    /// What the person's own names among the categories stand for.
    fn own(&self, find: impl Fn(&str) -> Option<u16>) -> Vec<u16> {
        let names = self.categories.iter();
        names
            .filter_map(|name| find(name.strip_prefix("own:")?))
            .collect()
    }

    /// The book's criteria as they cross.
    pub(super) fn of_domain(book: &Book, criteria: &book::Criteria) -> Criteria {
        let mut categories: Vec<String> = criteria
            .categories
            .iter()
            .map(|category| category.code().to_owned())
            .collect();
        if criteria.needs_review {
            categories.push(NEEDS_REVIEW.to_owned());
        }
        let (groups, made) = (book.rules().groups(), book.rules().own_categories());
        let group = |number: &u16| Some(&groups.get(usize::from(*number))?.name);
        let category = |number: &u16| Some(&made.get(usize::from(*number))?.name);
        let own = criteria.own_groups.iter().filter_map(group);
        for name in own.chain(criteria.own_categories.iter().filter_map(category)) {
            let name = ["own:", name].concat();
            if !categories.contains(&name) {
                categories.push(name);
            }
        }
        let merchants = criteria.merchants.iter();
        Criteria {
            categories,
            merchants: merchants
                .map(|merchant| book.merchant_name(*merchant).to_owned())
                .collect(),
            accounts: criteria.accounts.iter().map(AccountId::to_string).collect(),
            text: criteria.text.iter().map(|text| text.to_string()).collect(),
            min_amount: criteria.min_amount.map(|amount| amount.to_string()),
            max_amount: criteria.max_amount.map(|amount| amount.to_string()),
        }
    }
}

/// Stands among the categories for rows that need review.
const NEEDS_REVIEW: &str = "needsReview";

/// The number of a group of the person's own, by its name.
fn own_group_of(book: &Book, name: &str) -> Option<u16> {
    let mut groups = book.rules().groups().iter();
    let found = groups.position(|group| &*group.name == name)?;
    u16::try_from(found).ok()
}

/// The number of a category of the person's own, by its name.
fn own_category_of(book: &Book, name: &str) -> Option<u16> {
    let mut made = book.rules().own_categories().iter();
    let found = made.position(|category| &*category.name == name)?;
    u16::try_from(found).ok()
}

/// The categories of a detailed code, of a primary one, of `group:eating`, or of `rest:eating`: what of it is in no group
/// of the person's own.
fn categories_of(name: &str) -> Vec<Category> {
    if let Some(group) = name.strip_prefix("group:").or(name.strip_prefix("rest:")) {
        return Group::from_name(group)
            .into_iter()
            .flat_map(Group::categories)
            .collect();
    }
    match Category::from_code(name) {
        Some(category) => vec![category],
        None => Category::all()
            .filter(|category| category.primary() == name)
            .collect(),
    }
}

/// A date as it crosses, or the words of why it is none.
pub(super) fn date_of(text: &str) -> Result<Date, Failure> {
    calendar::parse_iso(text).ok_or_else(|| {
        Failure::new(
            "date-unreadable",
            phrase::Phrase::new("failure-date-unreadable").with(
                "found",
                phrase::Argument::text(issue::Excerpt::new(text).show()),
            ),
        )
    })
}

/// The currency of a code as it crosses, or the words of why it is none.
pub(super) fn currency_of(code: Option<&str>) -> Result<Option<money::Currency>, Failure> {
    let Some(code) = code else {
        return Ok(None);
    };
    let currency = money::Currency::from_code(code).ok_or_else(|| {
        Failure::new(
            "currency-unreadable",
            phrase::Phrase::new("failure-currency-unreadable").with(
                "found",
                phrase::Argument::text(issue::Excerpt::new(code).show()),
            ),
        )
    })?;
    Ok(Some(currency))
}

impl From<ImportRows> for statement::Handed {
    fn from(import: ImportRows) -> statement::Handed {
        statement::Handed {
            name: import.account.name,
            currency: import.account.currency,
            kind: import.account.kind,
            identifier: import.account.identifier,
            rows: import.rows.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<HandedRow> for statement::HandedRow {
    fn from(row: HandedRow) -> statement::HandedRow {
        statement::HandedRow {
            posting_date: row.posting_date,
            value_date: row.value_date,
            transaction_date: row.transaction_date,
            amount: row.amount,
            currency: row.currency,
            descriptor: row.descriptor,
            counterparty: row.counterparty,
            reference: row.reference,
            mcc: row.mcc,
            pending: row.pending,
            balance_after: row.balance_after,
            id: row.id,
        }
    }
}

impl Failure {
    /// A failure of a code, with its words.
    pub(super) fn new(code: &str, phrase: phrase::Phrase) -> Failure {
        Failure {
            code: code.to_owned(),
            sentence: phrase.sentence(),
            says: Says::from(&phrase),
        }
    }
}
