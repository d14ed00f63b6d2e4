//! What was read from files.

use farthing::wire::*;

use super::{gbp, period};

pub(crate) fn account(id: &str, name: &str, kind: &str, balance: &str) -> AccountReport {
    AccountReport {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        currency: Some("GBP".to_owned()),
        balance: Some(gbp(balance)),
        balance_date: Some("2026-03-22".to_owned()),
        transactions: 784,
        ..AccountReport::default()
    }
}

pub(crate) fn accounts() -> Vec<AccountReport> {
    vec![
        account("a1", "Everyday", "current", "792.64"),
        account("a2", "Card", "card", "-331.90"),
        account("a3", "Saver", "savings", "7600.00"),
    ]
}

pub(crate) fn issue(row: u32, severity: &str, sentence: &str) -> Issue {
    Issue {
        code: "amount-unreadable".to_owned(),
        severity: severity.to_owned(),
        at: Place {
            file: Some("lark-card.ofx".to_owned()),
            row: Some(row),
            column: Some("TRNAMT".to_owned()),
        },
        found: "1.2.30".to_owned(),
        expected: "one decimal point".to_owned(),
        says: Says::default(),
        sentence: sentence.to_owned(),
    }
}

pub(crate) fn report() -> ImportReport {
    let everyday = FileReport {
        id: "f1".to_owned(),
        name: "lark-everyday.csv".to_owned(),
        format: Some("csv".to_owned()),
        period: Some(period("2025-03-01", "2026-03-23")),
        checked: "agrees".to_owned(),
        row_count: 784,
        added: 764,
        already: 20,
        ..FileReport::default()
    };
    let card = FileReport {
        id: "f2".to_owned(),
        name: "lark-card.ofx".to_owned(),
        format: Some("ofx".to_owned()),
        period: Some(period("2025-03-02", "2026-03-22")),
        checked: "nothingToCheck".to_owned(),
        row_count: 179,
        added: 179,
        skipped: vec![Skipped {
            row: 96,
            code: "amount-unreadable".to_owned(),
        }],
        issues: vec![issue(
            96,
            "rowSkipped",
            "Row 96, \"TRNAMT\": cannot read \"1.2.30\" as an amount. Expected one decimal point, as in 12.30. Row left out.",
        )],
        issue_count: 1,
        ..FileReport::default()
    };
    let holiday = FileReport {
        id: "f3".to_owned(),
        name: "holiday.pdf".to_owned(),
        checked: "nothingToCheck".to_owned(),
        issues: vec![issue(
            0,
            "failed",
            "This file: this is PDF, not a statement. Banks offer CSV or OFX under \"Export\" or \"Download\".",
        )],
        issue_count: 1,
        ..FileReport::default()
    };
    ImportReport {
        undo: None,
        redo: None,
        files: vec![everyday, card, holiday],
        accounts: accounts(),
        transactions: 943,
        needs_review: 1,
        sample: None,
        suggestions: [
            "How much did I spend on groceries last month?",
            "What are my biggest subscriptions?",
            "Did anything get charged twice?",
            "Why did my spending go up last month?",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}

pub(crate) fn sample() -> ImportReport {
    let file = |id: &str, name: &str, rows| FileReport {
        id: id.to_owned(),
        name: name.to_owned(),
        format: Some("csv".to_owned()),
        period: Some(period("2024-10-01", "2026-03-23")),
        checked: "agrees".to_owned(),
        row_count: rows,
        added: rows,
        ..FileReport::default()
    };
    ImportReport {
        files: vec![
            file("f1", "wrens-everyday.csv", 784),
            file("f2", "wrens-card.csv", 180),
            file("f3", "wrens-saver.csv", 18),
        ],
        transactions: 982,
        sample: Some(SampleReport {
            name: "The Wrens".to_owned(),
            today: "2026-03-22".to_owned(),
        }),
        ..report()
    }
}
