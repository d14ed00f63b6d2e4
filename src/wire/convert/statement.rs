//! How files were read, and rows that a host hands in.

use crate::session;
use crate::statement;

use super::*;

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

/// Who said how a file is read.
pub(crate) fn by_name(question: &session::Question) -> &'static str {
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
