use super::entry::{minor, pounds};
use super::*;
use crate::step::read;

#[test]
fn the_committed_files_are_what_the_tables_give() {
    for (name, text) in statements().unwrap().into_iter().chain(tables().unwrap()) {
        let committed = read(&root().join(FOLDER).join(name)).unwrap();
        assert!(committed == text, "{name} differs: run `cargo xtask data`");
    }
}

#[test]
fn each_balance_of_the_current_account_follows_from_the_one_above() {
    let [(_, text), ..] = statements().unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let (pending, booked): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row[6] == "Pending");
    assert_eq!(pending.len(), 1);
    for pair in booked.windows(2) {
        let amount = minor(pair[1][4]).unwrap_or(0) - minor(pair[1][3]).unwrap_or(0);
        assert_eq!(
            minor(pair[1][5]).unwrap(),
            minor(pair[0][5]).unwrap() + amount,
            "{:?}",
            pair[1]
        );
        assert!(
            minor(pair[1][5]).unwrap() > 0,
            "the Wrens are not overdrawn: {:?}",
            pair[1]
        );
    }
    assert_eq!(booked.last().unwrap()[5], "792.64");
}

#[test]
fn each_balance_of_the_savings_account_follows_from_the_one_below() {
    let [.., (_, text)] = statements().unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    for pair in rows.windows(2) {
        let amount = minor(pair[0][4]).unwrap();
        assert_eq!(
            minor(pair[0][6]).unwrap(),
            minor(pair[1][6]).unwrap() + amount
        );
    }
    assert_eq!(rows[0][6], "7600.00");
}

#[test]
fn the_card_owes_what_was_bought_since_its_last_statement() {
    let [_, (_, text), _] = statements().unwrap();
    assert!(
        text.contains("<BALAMT>-331.90\n"),
        "{}",
        text.lines().rev().nth(5).unwrap()
    );
    let mut ids: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("<FITID>"))
        .collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

/// Spending by month: all but moves between the Wrens' own accounts and pay.
#[test]
fn the_last_months_add_up_to_the_figures_the_page_was_designed_with() {
    let own = ["LARK", "PAYMENT RECEIVED", "SALARY", "GROSS INTEREST"];
    let spent = |month: &str| {
        let entries = entries().unwrap();
        let counted = entries.iter().filter(|entry| {
            entry.day.to_string().starts_with(month)
                && !own.iter().any(|word| entry.descriptor.contains(word))
        });
        pounds(-counted.map(|entry| entry.amount_minor).sum::<i64>())
    };
    assert_eq!(
        ["2026-01", "2026-02", "2026-03"].map(spent),
        ["2587.23", "2745.15", "2291.11"].map(str::to_owned)
    );
}

#[test]
fn own_transfers_have_both_their_legs() {
    let entries = entries().unwrap();
    let sum = |account: Account, word: &str| -> i64 {
        let rows = entries.iter().filter(|entry| entry.account == account);
        rows.filter(|entry| entry.descriptor.contains(word))
            .map(|entry| entry.amount_minor)
            .sum()
    };
    assert_eq!(
        sum(Account::Everyday, "LARK SAVER"),
        -sum(Account::Saver, "LARK EVERYDAY")
    );
    assert_eq!(
        sum(Account::Everyday, "LARK CREDIT CARD"),
        -sum(Account::Card, "PAYMENT RECEIVED")
    );
}

#[test]
fn wages_come_early_before_holidays_and_rent_late() {
    let entries = entries().unwrap();
    let has = |day: &str, word: &str| {
        let mut rows = entries.iter().filter(|entry| entry.day.to_string() == day);
        rows.any(|entry| entry.descriptor.contains(word))
    };
    assert!(has("2025-12-24", "ALDER") && has("2026-03-13", "MILL LANE"));
    assert!(has("2026-03-02", "RENT") && has("2026-01-02", "RENT"));
}

#[test]
fn a_household_of_about_a_thousand_rows() {
    let count = entries().unwrap().len();
    assert!((950..=1_000).contains(&count), "{count} rows");
}
