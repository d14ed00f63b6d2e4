//! How files were read, and rows that a host hands in.

use crate::session;
use crate::statement;

use super::*;

/// The fields of how a delimited file was read.
pub(super) fn dialect(out: &mut Message, dialect: &statement::Dialect) {
    let letter = |byte: u8| char::from(byte).to_string();
    // A sheet has none.
    let delimiter = match dialect.delimiter {
        b'\t' | b'\n' => letter(dialect.delimiter),
        control if control.is_ascii_control() => String::new(),
        delimiter => letter(delimiter),
    };
    out.text("delimiter", &delimiter);
    out.count_or_null("header", dialect.header.map(u64::from));
    out.each("columns", &dialect.columns, |out, column| {
        out.text("header", &column.header);
        out.text("role", role_name(column.role));
    });
    out.text("dateOrder", dialect.date_order);
    out.text_or_null("decimalMark", dialect.decimal_mark.map(letter).as_deref());
    out.text(
        "sign",
        match dialect.sign {
            statement::SignConvention::Signed => "signed",
            statement::SignConvention::Inverted => "inverted",
            statement::SignConvention::TwoColumns => "twoColumns",
            statement::SignConvention::DirectionColumn => "directionColumn",
            statement::SignConvention::DescriptorWords => "descriptorWords",
        },
    );
    out.each("evidence", &dialect.evidence, |out, (what, rows)| {
        out.text("what", what);
        out.count("rows", u64::from(*rows));
    });
    out.list("open", &dialect.open, |out, code| {
        out.text(ITEM, code.name())
    });
    out.shown("confidence", &dialect.confidence());
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

/// The fields of what a file leaves open.
pub(super) fn question(out: &mut Message, question: &session::Question) {
    out.text("code", question.code.name());
    out.text("column", &question.column);
    out.text("taken", &question.taken.name());
    out.text("by", if question.chosen { "user" } else { "engine" });
    out.each("sides", &question.sides, |out, side| {
        out.text("choice", &side.choice.name());
        out.each("rows", &side.rows, |out, row| {
            out.count("row", u64::from(row.line));
            out.text("printed", &row.printed);
            out.count("markedFrom", u64::from(row.marked.0));
            out.count("markedTo", u64::from(row.marked.1));
            out.date_or_null("postingDate", row.day);
            out.money_or_null("amount", &row.amount);
            out.text("descriptor", &row.descriptor);
        });
        out.says("follows", &side.follows);
        out.text("sentence", &side.follows.sentence());
    });
}

/// The name on the wire of what a file's balances say of the reading.
pub(crate) fn checked_name(checked: statement::Checked) -> &'static str {
    match checked {
        statement::Checked::Agrees => "agrees",
        statement::Checked::Disagrees => "disagrees",
        statement::Checked::NothingToCheck => "nothingToCheck",
    }
}

impl From<ImportRows> for statement::Handed {
    fn from(import: ImportRows) -> statement::Handed {
        statement::Handed {
            name: import.account.name,
            currency: import.account.currency,
            kind: import.account.kind,
            identifier: import.account.identifier,
            rows: import.rows,
        }
    }
}
