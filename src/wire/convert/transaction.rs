//! Transactions and the entries of files, with what is known of them.

use crate::book::Book;
use crate::category;
use crate::ledger::{DecisionKind, Index, Ledger};
use crate::money::Money;
use crate::statement::Facts;
use crate::text::TextId;

use super::rule::guesses;
use super::*;

/// A transaction with all that is known of it; nothing where there is none.
pub(super) fn transaction(out: &mut Message, name: &'static str, book: &Book, at: Index) {
    let ledger = book.ledger();
    let Some(row) = ledger.transaction(at) else {
        return;
    };
    let none = Facts::default();
    let facts = row.facts.unwrap_or(&none);
    let pair = book.pair_of(at);
    let partner = pair.map(|pair| ledger.id(if pair.out == at { pair.back } else { pair.out }));
    let partner = partner.as_ref().map(|id| id as _);
    let is_refund = pair.is_some_and(|pair| pair.kind == DecisionKind::Refund);
    // Only the money that came back points at what was bought.
    let is_back = pair.is_some_and(|pair| pair.back == at);
    let (because, confidence) = book.reason(at);
    let assignment = book.assignment(at);
    let naming = book.naming(at);
    let merchant = book.merchant(at);
    out.fields(name, |out| {
        out.shown("id", &ledger.id(at));
        out.shown("account", &row.account);
        out.day("postingDate", row.posting_date);
        out.day_or_null("valueDate", facts.value_date);
        out.day_or_null("transactionDate", facts.transaction_date);
        out.money("amount", &row.money());
        out.money_or_null("original", &facts.original);
        out.text("descriptor", row.descriptor);
        out.text_or_null(
            "merchant",
            merchant.map(|merchant| book.merchant_name(merchant)),
        );
        out.text_or_null(
            "intermediary",
            naming.and_then(|naming| naming.intermediary),
        );
        let category = book.category(at);
        out.text_or_null("category", category.map(category::Category::code));
        out.text_if_any("ownCategory", book.own_category(at));
        out.text("group", book.group(at).name());
        out.text_if_any("ownGroup", book.own_group(at));
        out.shown("confidence", &confidence);
        match book.parts(at).len() {
            0 => reason(out, because),
            _ => reason_of(out, "split", None, None),
        }
        guesses(
            out,
            assignment.map_or(&[][..], |assignment| &assignment.guesses),
        );
        out.text("countsAs", book.counts_as(at).name());
        out.flag("pending", row.pending);
        out.shown_or_null("transferOf", partner.filter(|_| !is_refund));
        out.shown_or_null("refundOf", partner.filter(|_| is_refund && is_back));
        let balance = row.balance.map(|balance| Money::new(balance, row.currency));
        out.money_if_any("balance", &balance);
        told(out, ledger, facts);
        out.text_if_any("note", note(book, at));
        let tags = tags(book, at);
        if !tags.is_empty() {
            out.texts("tags", tags);
        }
        parts(out, book, at);
        if let Some((whole, _)) = book.part_of(at) {
            out.fields("partOf", |out| {
                out.shown("id", &ledger.id(whole));
                out.money("amount", &Money::new(ledger.amount_at(whole), row.currency));
            });
        }
        out.each("sources", &ledger.sources(at), |out, source| {
            let file = ledger.files().get(usize::from(source.file));
            out.text("file", file.map_or("", |name| name));
            out.count("row", u64::from(source.line));
        });
        details(out, ledger, facts);
    });
}

/// The person's note on a row: that of the part it is, else that of the whole.
pub(in crate::wire) fn note(book: &Book, at: Index) -> Option<&str> {
    let whole = book.part_of(at);
    let own = whole.map(|(_, note)| note).filter(|note| !note.is_empty());
    let mark = book.mark(whole.map_or(at, |(whole, _)| whole));
    own.or(mark.map(|mark| &*mark.note))
        .filter(|note| !note.is_empty())
}

/// The person's tags on a row, or on the one it is a part of.
pub(in crate::wire) fn tags(book: &Book, at: Index) -> &[Box<str>] {
    let whole = book.part_of(at).map_or(at, |(whole, _)| whole);
    book.mark(whole).map_or(&[], |mark| &mark.tags)
}

/// The parts of a transaction, where it is split.
fn parts(out: &mut Message, book: &Book, at: Index) {
    let ledger = book.ledger();
    let parts = book.parts(at);
    if parts.len() == 0 {
        return;
    }
    out.each("parts", parts, |out, part| {
        let category = book.category(part);
        let note = book.part_of(part).map(|(_, note)| note);
        let amount = Money::new(ledger.amount_at(part), ledger.currency_at(part));
        out.shown("id", &ledger.id(part));
        out.text_or_null("category", category.map(category::Category::code));
        out.text_or_null("ownCategory", book.own_category(part));
        out.text("group", book.group(part).name());
        out.money("amount", &amount);
        out.text("countsAs", book.counts_as(part).name());
        out.text_or_null("note", note.filter(|note| !note.is_empty()));
    });
}

/// What decided a category.
fn reason(out: &mut Message, reason: &category::Reason) {
    let mcc;
    let (kind, detail): (_, Option<&str>) = match reason {
        category::Reason::Rule(rule) => ("rule", Some(rule)),
        category::Reason::Correction => ("correction", None),
        category::Reason::Learned { descriptor, .. } => ("learned", Some(descriptor)),
        category::Reason::Phrase(words) => ("phrase", Some(words)),
        category::Reason::Brand(name) => ("brand", Some(name)),
        category::Reason::Mcc(code) => {
            mcc = code.to_string();
            ("mcc", Some(&mcc))
        }
        category::Reason::BankCategory(name) => ("bankCategory", Some(name)),
        category::Reason::Word(word) => ("word", Some(word)),
        category::Reason::Nothing => ("nothing", None),
    };
    let example = match reason {
        category::Reason::Learned { id, .. } => Some(id as _),
        _ => None,
    };
    reason_of(out, kind, detail, example);
}

/// A reason by its name, with what goes with it.
pub(super) fn reason_of(
    out: &mut Message,
    kind: &str,
    detail: Option<&str>,
    example: Option<&dyn std::fmt::Display>,
) {
    out.fields("reason", |out| {
        out.text("kind", kind);
        out.text_or_null("detail", detail);
        out.shown_if_any("example", example);
    });
}

/// An entry of a file as the file holds it.
pub(super) fn row_of_file(out: &mut Message, ledger: &Ledger, line: u32, at: Index) {
    let Some(row) = ledger.transaction(at) else {
        return;
    };
    let none = Facts::default();
    let facts = row.facts.unwrap_or(&none);
    out.fields(ITEM, |out| {
        out.count("row", u64::from(line));
        out.day("postingDate", row.posting_date);
        out.day_or_null("valueDate", facts.value_date);
        out.day_or_null("transactionDate", facts.transaction_date);
        out.money("amount", &row.money());
        out.text("descriptor", row.descriptor);
        out.flag("pending", row.pending);
        let balance = row.balance.map(|balance| Money::new(balance, row.currency));
        out.money_or_null("balance", &balance);
        told(out, ledger, facts);
        out.money_if_any("original", &facts.original);
        details(out, ledger, facts);
    });
}

/// What a file said of an entry beyond day, amount and words.
fn told(out: &mut Message, ledger: &Ledger, facts: &Facts) {
    let payment = facts.payment.as_deref();
    let texts = [
        ("counterparty", facts.payee),
        ("counterpartyAccount", facts.counterparty_account),
        ("reference", facts.reference),
        (
            "endToEndId",
            payment.and_then(|payment| payment.end_to_end_id),
        ),
        ("mandateId", payment.and_then(|payment| payment.mandate_id)),
        ("bankId", facts.bank_id),
        ("bankCode", facts.bank_code),
        ("bankCategory", facts.bank_category),
    ];
    for (name, id) in texts {
        out.text_if_any(name, id.map(|id| ledger.text(id)));
    }
    out.shown_if_any("mcc", facts.mcc.as_ref().map(|mcc| mcc as _));
    out.money_if_any("charges", &payment.and_then(|payment| payment.charges));
}

/// The payments of a batch that was booked as one entry.
fn details(out: &mut Message, ledger: &Ledger, facts: &Facts) {
    let payment = facts.payment.as_deref();
    let Some(payment) = payment.filter(|payment| !payment.details.is_empty()) else {
        return;
    };
    let text = |id: Option<TextId>| id.map(|id| ledger.text(id));
    out.each("details", &payment.details, |out, detail| {
        out.money_or_null("amount", &detail.amount);
        out.text_or_null("descriptor", text(detail.descriptor));
        out.text_or_null("counterparty", text(detail.payee));
        out.text_if_any("counterpartyAccount", text(detail.counterparty_account));
        out.text_if_any("reference", text(detail.reference));
        out.text_or_null("endToEndId", text(detail.end_to_end_id));
        out.text_if_any("mandateId", text(detail.mandate_id));
    });
}
