//! One statement in eighteen languages, as their banks name its columns, says the same in each.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

use farthing::issue::Severity;
use farthing::statement::{Checked, Role, Statement};

const LANGUAGES: [&str; 18] = [
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "no", "da", "fi", "cs", "hu", "tr", "ru",
    "zh", "ja",
];

/// What every one of them has a column of, beside its amounts.
const ROLES: [Role; 17] = [
    Role::PostingDate,
    Role::ValueDate,
    Role::TransactionDate,
    Role::Descriptor,
    Role::Payee,
    Role::CounterpartyAccount,
    Role::OwnAccount,
    Role::Reference,
    Role::BankId,
    Role::BankCode,
    Role::BankCategory,
    Role::Mcc,
    Role::Currency,
    Role::OriginalAmount,
    Role::OriginalCurrency,
    Role::Balance,
    Role::Status,
];

/// What it says, but for the lines of the file and the words of its columns.
fn told(statement: &Statement) -> Vec<String> {
    let rows = statement.rows.iter().map(|row| {
        let facts = row.facts.as_deref().unwrap();
        let text = |id: Option<farthing::text::TextId>| id.map(|id| statement.texts.get(id));
        format!(
            "{:?} {} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            row.posting_date,
            row.amount,
            row.currency,
            row.balance,
            row.pending,
            statement.texts.get(row.descriptor),
            facts.value_date,
            facts.transaction_date,
            text(facts.payee),
            text(facts.counterparty_account),
            text(facts.reference),
            text(facts.bank_id),
            text(facts.bank_code),
            text(facts.bank_category),
            facts.mcc,
            facts.original,
        )
    });
    let mut told: Vec<String> = rows.collect();
    for account in &statement.accounts {
        told.push(format!(
            "{:?} {:?} {:?} {:?} {:?}",
            account.identifier, account.currency, account.period, account.opening, account.closing
        ));
    }
    told
}

#[test]
fn a_statement_in_any_of_eighteen_languages_is_read_right_without_help() {
    let mut first: Option<Vec<String>> = None;
    for language in LANGUAGES {
        let case = format!("language-{language}");
        let case = fixture::cases("statements")
            .into_iter()
            .find(|path| path.ends_with(&case));
        let case = case.unwrap_or_else(|| panic!("{language}: no file"));
        let read = fixture::read(&fixture::input(&case).unwrap());
        let read = read.unwrap_or_else(|issue| panic!("{language}: {}", issue.code.name()));
        let statement = &read.value;
        let columns = &statement.dialect.as_ref().unwrap().columns;
        for role in ROLES {
            let has = columns.iter().filter(|column| column.role == role).count();
            assert_eq!(has, 1, "{language}: {role:?}");
        }
        assert_eq!(statement.rows.len(), 3, "{language}");
        assert_eq!(
            statement.skipped.len(),
            3,
            "{language}: its summaries are no entries"
        );
        assert_eq!(statement.accounts[0].checked, Checked::Agrees, "{language}");
        assert!(
            read.issues
                .iter()
                .all(|issue| issue.severity == Severity::Note),
            "{language}: {:?}",
            read.issues
        );
        let told = told(statement);
        match &first {
            None => first = Some(told),
            Some(first) => assert_eq!(first, &told, "{language}"),
        }
    }
}
