//! Transactions and the entries of files, with what is known of them.

use crate::book::Book;
use crate::calendar;
use crate::category;
use crate::ledger::{Index, Ledger};
use crate::money;
use crate::session::FileRecord;
use crate::statement;
use crate::text::TextId;

use super::*;

/// A transaction with all that is known of it.
pub(crate) fn transaction(book: &Book, at: Index) -> Option<Transaction> {
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

/// The entries of a file as it holds them.
pub(crate) fn rows_of_file(ledger: &Ledger, file: &FileRecord) -> Vec<StatementRow> {
    let Some(number) = file.in_ledger else {
        return Vec::new();
    };
    let rows = ledger.rows_of_file(number).into_iter();
    rows.filter_map(|(line, at)| {
        let row = ledger.transaction(at)?;
        let iso = |day: calendar::Day| day.to_date().to_string();
        let facts = row.facts;
        let told = told(ledger, facts);
        Some(StatementRow {
            row: line,
            posting_date: iso(row.posting_date),
            value_date: facts.and_then(|facts| facts.value_date).map(iso),
            transaction_date: facts.and_then(|facts| facts.transaction_date).map(iso),
            amount: row.money().into(),
            descriptor: row.descriptor.to_owned(),
            pending: row.pending,
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
            original: told.original,
            details: details_of(ledger, facts),
        })
    })
    .collect()
}

/// The payments of a batch that was booked as one entry.
pub(crate) fn details_of(
    ledger: &Ledger,
    facts: Option<&statement::Facts>,
) -> Option<Vec<PaymentDetail>> {
    let text = |id: Option<TextId>| id.map(|id| ledger.text(id).to_owned());
    let payment = facts?.payment.as_deref()?;
    let details = payment.details.iter().map(|detail| PaymentDetail {
        amount: detail.amount.map(Money::from),
        descriptor: text(detail.descriptor),
        counterparty: text(detail.payee),
        counterparty_account: text(detail.counterparty_account),
        reference: text(detail.reference),
        end_to_end_id: text(detail.end_to_end_id),
        mandate_id: text(detail.mandate_id),
    });
    (!payment.details.is_empty()).then(|| details.collect())
}

/// What a file said of an entry, as it crosses.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) counterparty: Option<String>,
    pub(crate) counterparty_account: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) end_to_end_id: Option<String>,
    pub(crate) mandate_id: Option<String>,
    pub(crate) bank_id: Option<String>,
    pub(crate) bank_code: Option<String>,
    pub(crate) bank_category: Option<String>,
    pub(crate) mcc: Option<String>,
    pub(crate) charges: Option<Money>,
    pub(crate) original: Option<Money>,
}

/// What a file said of an entry beyond day, amount and words.
pub(crate) fn told(ledger: &Ledger, facts: Option<&statement::Facts>) -> Told {
    let Some(facts) = facts else {
        return Told::default();
    };
    let text = |id: Option<TextId>| id.map(|id| ledger.text(id).to_owned());
    let payment = facts.payment.as_deref();
    Told {
        counterparty: text(facts.payee),
        counterparty_account: text(facts.counterparty_account),
        reference: text(facts.reference),
        end_to_end_id: text(payment.and_then(|payment| payment.end_to_end_id)),
        mandate_id: text(payment.and_then(|payment| payment.mandate_id)),
        bank_id: text(facts.bank_id),
        bank_code: text(facts.bank_code),
        bank_category: text(facts.bank_category),
        mcc: facts.mcc.map(|mcc| mcc.to_string()),
        charges: payment.and_then(|payment| payment.charges).map(Money::from),
        original: facts.original.map(Money::from),
    }
}
