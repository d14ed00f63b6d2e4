//! What files said of their entries, as it crosses.

use crate::calendar;
use crate::ledger::Ledger;
use crate::money;
use crate::session::FileRecord;
use crate::statement;
use crate::text::TextId;

use super::*;

/// The entries of a file as it holds them.
pub(super) fn rows_of_file(ledger: &Ledger, file: &FileRecord) -> Vec<StatementRow> {
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
pub(super) fn details_of(
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
pub(super) struct Told {
    pub(super) counterparty: Option<String>,
    pub(super) counterparty_account: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) end_to_end_id: Option<String>,
    pub(super) mandate_id: Option<String>,
    pub(super) bank_id: Option<String>,
    pub(super) bank_code: Option<String>,
    pub(super) bank_category: Option<String>,
    pub(super) mcc: Option<String>,
    pub(super) charges: Option<Money>,
    pub(super) original: Option<Money>,
}

/// What a file said of an entry beyond day, amount and words.
pub(super) fn told(ledger: &Ledger, facts: Option<&statement::Facts>) -> Told {
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
