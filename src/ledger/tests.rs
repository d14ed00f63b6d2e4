use super::pair::{Bought, Words, refunds, transfers};
use super::*;
use crate::calendar::parse_iso;
use crate::statement::{Row, Statement, StatementAccount};

fn statement(number: &str, rows: &[(&str, &str, &str)]) -> Statement {
    let mut statement = Statement {
        accounts: vec![StatementAccount {
            identifier: Some(number.into()),
            currency: Currency::from_code("GBP"),
            ..StatementAccount::default()
        }],
        ..Statement::default()
    };
    for (at, (date, amount, descriptor)) in rows.iter().enumerate() {
        let descriptor = statement.texts.intern(descriptor);
        statement.rows.push(Row {
            line: at as u32 + 2,
            account: 0,
            posting_date: Day::from_date(parse_iso(date).unwrap()),
            amount: Amount::parse_plain(amount).unwrap(),
            currency: None,
            descriptor,
            pending: false,
            balance: None,
            facts: None,
        });
    }
    statement
}

const WEEK: &[(&str, &str, &str)] = &[
    ("2026-03-02", "-3.60", "KETTLE AND CRUMB"),
    ("2026-03-02", "-3.60", "KETTLE AND CRUMB"),
    ("2026-03-04", "-77.21", "MARLOWS 2214"),
];

#[test]
fn the_same_file_twice_adds_nothing() {
    let mut ledger = Ledger::default();
    assert_eq!(ledger.add("a.csv", &statement("1234", WEEK)).added, 3);
    let again = ledger.add("again.csv", &statement("1234", WEEK));
    assert_eq!((again.added, again.already, ledger.len()), (0, 3, 3));
    assert_eq!(ledger.sources(Index(2)).len(), 2);
    assert_eq!(ledger.rows_of_file(again.file).len(), 3);
    assert_eq!(ledger.decisions().len(), 1);
}

#[test]
fn identical_purchases_of_one_day_are_kept() {
    let mut ledger = Ledger::default();
    ledger.add("a.csv", &statement("1234", &WEEK[..1]));
    let more = ledger.add("b.csv", &statement("1234", WEEK));
    assert_eq!((more.added, more.already, ledger.len()), (2, 1, 3));
    assert_ne!(ledger.id(Index(0)), ledger.id(Index(1)));
}

#[test]
fn ids_do_not_depend_on_the_order_of_files() {
    let (first, second) = (statement("1", &WEEK[..2]), statement("2", &WEEK[1..]));
    let ids = |files: [&Statement; 2]| {
        let mut ledger = Ledger::default();
        for file in files {
            ledger.add("x.csv", file);
        }
        let mut ids: Vec<_> = ledger
            .indices()
            .map(|at| ledger.id(at).to_string())
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids([&first, &second]), ids([&second, &first]));
}

#[test]
fn files_that_name_no_account_are_of_one_when_they_share_rows() {
    let unnamed = |rows| {
        let mut statement = statement("", rows);
        statement.accounts[0].identifier = None;
        statement
    };
    let mut ledger = Ledger::default();
    ledger.add("everyday-march.csv", &unnamed(WEEK));
    ledger.add(
        "everyday-april.csv",
        &unnamed(&[("2026-04-02", "-5.00", "X")]),
    );
    assert_eq!(ledger.accounts().len(), 1);
    assert_eq!(ledger.add("1f9ac.csv", &unnamed(WEEK)).added, 0);
    ledger.add("saver.csv", &unnamed(&[("2026-03-02", "5.00", "INTEREST")]));
    assert_eq!(ledger.accounts().len(), 2);
}

#[test]
fn a_transfer_pairs_only_rows_that_exist() {
    let mut ledger = Ledger::default();
    ledger.add(
        "a.csv",
        &statement(
            "1",
            &[
                ("2026-03-02", "-200", "TO SAVER"),
                ("2026-03-09", "-200", "TO SAVER"),
            ],
        ),
    );
    ledger.add(
        "b.csv",
        &statement(
            "2",
            &[
                ("2026-03-03", "200", "FROM EVERYDAY"),
                ("2026-03-03", "200", "PRIZE"),
            ],
        ),
    );
    let words = [
        Words::Transfer,
        Words::Transfer,
        Words::Other,
        Words::Transfer,
    ];
    let pairs = transfers(
        &ledger,
        &|at| words[at.place()],
        &Placed::default(),
        &[],
        Stretch::ALL,
    );
    assert_eq!(pairs.len(), 1);
    assert_eq!(
        (
            pairs[0].out,
            pairs[0].back,
            pairs[0].decision(&ledger).days_apart.unwrap()
        ),
        (Index(0), Index(1), 1)
    );
}

#[test]
fn a_refund_meets_the_purchase_of_its_amount() {
    let mut ledger = Ledger::default();
    ledger.add(
        "a.csv",
        &statement(
            "1",
            &[
                ("2026-03-01", "-12.40", "MARLOWS"),
                ("2026-03-05", "-80.00", "MARLOWS"),
                ("2026-03-08", "12.40", "MARLOWS"),
                ("2026-03-09", "500.00", "MARLOWS"),
            ],
        ),
    );
    let marlows = Bought {
        merchant: Some(1),
        counts: true,
        is_back: false,
    };
    let pairs = refunds(&ledger, &|_| marlows, &Placed::default(), &[], Stretch::ALL);
    assert_eq!(pairs.len(), 1);
    assert_eq!((pairs[0].out, pairs[0].back), (Index(0), Index(2)));
}
