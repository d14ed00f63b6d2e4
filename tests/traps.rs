//! What goes wrong elsewhere when statements are imported, each by a fixture that shows it.
//!
//! The names say the trap; threads where users of other tools report it are named as `owner/name#number`.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use farthing::issue::{Issue, IssueCode, Read};
use farthing::native::EncodingRs;
use farthing::session::{ImportStep, Incoming, Session};
use farthing::statement::{Checked, Statement};

fn case(kind: &str, name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fixture::input(&root.join(kind).join(name)).unwrap_or_else(|| panic!("{name}: no file"))
}

fn read(name: &str) -> Read<Statement> {
    let read = fixture::read(&case("statements", name));
    read.unwrap_or_else(|issue| panic!("{name}: {}", issue.phrase().sentence()))
}

/// Day and amount of every row, a word behind those that are pending.
fn rows(read: &Read<Statement>) -> Vec<String> {
    let rows = read.value.rows.iter().map(|row| {
        let pending = if row.pending { " pending" } else { "" };
        format!("{} {}{pending}", row.posting_date.to_date(), row.amount)
    });
    rows.collect()
}

fn descriptors(read: &Read<Statement>) -> Vec<&str> {
    let rows = read.value.rows.iter();
    rows.map(|row| read.value.texts.get(row.descriptor))
        .collect()
}

fn raised(read: &Read<Statement>, code: IssueCode) -> Vec<&Issue> {
    read.issues
        .iter()
        .filter(|issue| issue.code == code)
        .collect()
}

/// How many transactions are there after each of these files is imported in turn.
fn imported(files: &[(&str, &str)]) -> Vec<usize> {
    let mut session = Session::new(Box::new(EncodingRs));
    let mut counts = Vec::new();
    for (kind, name) in files {
        let bytes = std::fs::read(case(kind, name)).unwrap();
        let file = (Arc::from(*name), Incoming::Bytes(bytes));
        session.begin_import(vec![file], None);
        while !matches!(session.step_import(), Some(ImportStep::Done(_)) | None) {}
        counts.push(session.book().ledger().len());
    }
    counts
}

/// actualbudget/actual#5020
#[test]
fn one_decimal_place_is_a_decimal() {
    assert_eq!(rows(&read("decimal-of-one-place"))[0], "2024-03-05 -110.7");
}

/// firefly-iii/firefly-iii#8404, actualbudget/actual#2374, buckets/application#200
#[test]
fn minus_one_thousand_is_not_minus_one_and_nothing_is_times_a_hundred() {
    let proved = read("minus-one-thousand-with-a-point");
    assert_eq!(
        rows(&proved),
        ["2026-03-05 -1000", "2026-03-16 2500", "2026-03-17 -3.20"]
    );
    // Where nothing in the file proves it, it is said.
    let open = read("thousands-mark-only");
    assert_eq!(raised(&open, IssueCode::DecimalMarkAmbiguous).len(), 1);
}

/// actualbudget/actual#2310, firefly-iii/firefly-iii#931
#[test]
fn day_and_month_are_told_by_the_whole_column_and_else_asked() {
    assert_eq!(
        rows(&read("day-first-proved-by-one-row"))[0],
        "2024-03-05 -12.50"
    );
    assert_eq!(
        rows(&read("date-order-told-by-sequence"))[1],
        "2024-02-02 -2.00"
    );
    let open = read("date-order-open");
    assert_eq!(raised(&open, IssueCode::DateOrderAmbiguous).len(), 1);
}

/// OCA/bank-statement-import#756, #982
#[test]
fn day_and_month_do_not_flip_in_the_middle_of_a_file() {
    let read = read("day-and-month-do-not-flip-in-the-middle");
    assert_eq!(
        rows(&read),
        [
            "2026-02-01 -1.00",
            "2026-02-13 -2.00",
            "2026-03-23 -3.00",
            "2026-04-05 5.00"
        ]
    );
    let refused = raised(&read, IssueCode::DateUnreadable);
    assert_eq!((refused.len(), refused[0].at.row), (1, Some(5)));
}

/// we-promise/sure#2498, buckets/application#573
#[test]
fn dates_with_the_names_of_months_and_short_years_are_read() {
    let read = read("dates-of-every-dress");
    assert_eq!(read.value.skipped.len(), 0);
    let days: Vec<i32> = read
        .value
        .rows
        .iter()
        .map(|row| row.posting_date.0)
        .collect();
    assert!(
        days.windows(2).all(|pair| pair[1] == pair[0] + 1),
        "{days:?}"
    );
}

/// elizaOS/eliza#22063
#[test]
fn a_time_zone_does_not_shift_the_day() {
    assert_eq!(
        rows(&read("ofx-day-as-written-in-any-zone")),
        ["2026-03-01 -1.00", "2026-03-02 -2.00"]
    );
}

#[test]
fn a_sign_is_understood_wherever_and_however_it_stands() {
    let told = ["2024-03-05 -12.50", "2024-03-16 1500.00"];
    for name in [
        "trailing-minus",
        "parentheses",
        "debit-and-credit-words",
        "soll-haben-letters",
    ] {
        assert_eq!(rows(&read(name)), told, "{name}");
    }
    assert_eq!(
        rows(&read("minus-in-another-sign")),
        ["2026-03-05 -12.50", "2026-03-06 -5.00", "2026-03-07 100.00"]
    );
}

/// actualbudget/actual#1953, firefly-iii/firefly-iii#3271
#[test]
fn columns_of_debit_and_credit_are_not_both_taken_as_credit() {
    let read = read("debit-and-credit-columns");
    assert_eq!(rows(&read), ["2024-03-16 1500.00", "2024-03-05 -12.50"]);
    assert_eq!(read.value.accounts[0].checked, Checked::Agrees);
}

/// firefly-iii/firefly-iii#1263, #1660; midday-ai/midday#141, bigcapitalhq/bigcapital#443
#[test]
fn cards_and_interfaces_that_turn_the_sign_are_turned_back() {
    assert_eq!(
        rows(&read("card-with-purchases-positive")),
        [
            "2024-03-05 -12.50",
            "2024-03-06 -20.00",
            "2024-03-14 100.00"
        ]
    );
    // Plaid counts what leaves the account as positive.
    assert_eq!(
        rows(&read("json-plaid-transactions-get"))[..2],
        ["2026-03-31 1500", "2026-03-30 -28.34"]
    );
}

/// OCA/bank-statement-import#385, firefly-iii/firefly-iii#7138
#[test]
fn the_foreign_amount_is_not_the_accounts() {
    for name in [
        "foreign-amount-beside-the-booked-one",
        "camt-instructed-beside-the-booked-amount",
    ] {
        let read = read(name);
        let row = &read.value.rows[0];
        let original = row.facts.as_ref().unwrap().original.unwrap();
        assert_ne!(original.currency(), row.currency, "{name}");
        assert_eq!(original.amount().to_string(), "-10.00", "{name}");
        assert_ne!(row.amount.to_string(), "-10.00", "{name}");
    }
}

/// actualbudget/actual#2950, firefly-iii/data-importer#1274
#[test]
fn lines_before_and_below_the_table_are_no_rows_and_are_used() {
    let read_ = read("preamble-with-balance-and-iban");
    let account = &read_.value.accounts[0];
    assert_eq!(read_.value.rows.len(), 2);
    assert_eq!(
        account.identifier.as_deref(),
        Some("DE02120300000000202051")
    );
    assert_eq!(account.checked, Checked::Agrees);
    for name in ["footer-sentences", "totals-and-balances-in-the-table"] {
        let read = read(name);
        assert!(!read.value.rows.is_empty(), "{name}");
        assert!(!read.value.skipped.is_empty(), "{name}");
        assert!(
            raised(&read, IssueCode::AmountUnreadable).is_empty(),
            "{name}"
        );
    }
}

/// otherworld-dev/Budget#189; actualbudget/actual#8872, OCA/bank-statement-import#968
#[test]
fn text_that_is_not_utf_8_is_read_whatever_the_file_says_it_is() {
    assert_eq!(
        descriptors(&read("windows-1252-with-euro")),
        ["DÉPÔT REÇU", "CAFÉ — 20 €"]
    );
    assert_eq!(
        descriptors(&read("ofx-says-1252-and-is-utf-8")),
        ["Café Zoë"]
    );
    assert_eq!(descriptors(&read("utf-16-little")), ["Café", "Bar"]);
    assert_eq!(descriptors(&read("nul-padding")), ["Cafe", "Bar"]);
}

/// ccavanaugh/jgnash#35
#[test]
fn a_stray_ampersand_breaks_nothing() {
    let read = read("ofx-stray-ampersand");
    assert_eq!(rows(&read), ["2026-03-02 -4.50", "2026-03-03 -1.00"]);
    assert!(descriptors(&read)[0].starts_with("OAK & LANE A&B & C"));
}

#[test]
fn marks_controls_and_markup_in_a_text_stay_text() {
    let read = read("markup-and-marks-in-the-text");
    assert_eq!(descriptors(&read)[0], "<b>Shop</b> &amp; \u{202e}evil");
    assert_eq!(descriptors(&read)[1], "=HYPERLINK(\"x\")");
}

/// OCA/bank-statement-import#375, #157
#[test]
fn a_camt_reversal_goes_as_its_indicator_says_and_a_batch_counts_once() {
    let reversal = read("camt-reversal-goes-as-its-indicator-says");
    assert_eq!(rows(&reversal), ["2026-03-31 -20.00"]);
    assert_eq!(reversal.value.accounts[0].checked, Checked::Agrees);
    let batch = read("camt-batch-is-one-row");
    assert_eq!(rows(&batch), ["2026-03-31 -30.00"]);
    assert_eq!(batch.value.accounts[0].checked, Checked::Agrees);
    let facts = batch.value.rows[0].facts.as_ref().unwrap();
    assert_eq!(facts.payment.as_ref().unwrap().details.len(), 2);
}

/// wolph/mt940#65, #117
#[test]
fn a_mt940_reversal_of_a_credit_is_money_out_and_wrapped_lines_are_one_text() {
    let read = read("mt940-wrapped-lines-and-reversals");
    assert_eq!(rows(&read), ["2026-01-02 -5.00", "2026-01-02 7.50"]);
    assert_eq!(descriptors(&read)[1], "ROWAN 7 GIVES BACK");
    assert_eq!(read.value.accounts[0].checked, Checked::Agrees);
}

/// moneymanagerex/moneymanagerex#8177, #2132
#[test]
fn a_qif_split_with_a_transfer_keeps_its_sum() {
    let read = read("qif-accounts-splits-and-transfers");
    assert_eq!(rows(&read), ["2026-02-03 -1012.50", "2026-02-04 -7.90"]);
}

/// OCA/bank-statement-import#763
#[test]
fn a_web_page_that_is_called_a_workbook_is_read() {
    let read = read("html-that-is-called-xls");
    assert_eq!(rows(&read), ["2025-05-13 -1250.00", "2025-05-14 17.30"]);
}

/// actualbudget/actual#8221, firefly-iii/firefly-iii#2353, #2952; otherworld-dev/Budget#276
#[test]
fn two_identical_rows_of_a_day_are_two_also_when_the_file_comes_again() {
    let file = ("statements", "identical-rows-stay-two");
    assert_eq!(imported(&[file, file]), [3, 3]);
}

/// NickvisionApps/Denaro#818, otherworld-dev/Budget#80, actualbudget/actual#6678
#[test]
fn the_same_ofx_twice_adds_nothing() {
    let file = ("statements", "ofx-bank-and-card-in-one-file");
    let counts = imported(&[file, file, file]);
    assert!(counts[0] > 0);
    assert_eq!(counts[0], counts[2]);
}

/// securo-finance/securo#911, buckets/application#894
#[test]
fn ids_that_a_bank_repeats_make_no_two_rows_one() {
    let file = ("issues", "bank-id-repeated");
    assert_eq!(imported(&[file, file]), [2, 2]);
}

/// actualbudget/actual#608, #2420, #2668
#[test]
fn a_file_with_similar_rows_neither_replaces_nor_swallows_those_before() {
    let counts = imported(&[
        ("statements", "identical-rows-stay-two"),
        ("statements", "debit-and-credit-words"),
        ("statements", "footer-sentences"),
    ]);
    assert!(counts[0] < counts[1], "{counts:?}");
    assert!(counts[1] <= counts[2], "{counts:?}");
}

/// firefly-iii/firefly-iii#9268, plaid/support#116, martinohansen/ynabber#75
#[test]
fn what_is_pending_is_kept_and_flagged() {
    for name in [
        "pending-by-status",
        "pending-by-section",
        "pending-in-the-date",
        "ofx-pending-entries",
        "mt940-interim-report-is-pending",
        "camt-pending-report-of-version-8",
    ] {
        assert!(
            read(name).value.rows.iter().any(|row| row.pending),
            "{name}"
        );
    }
}
