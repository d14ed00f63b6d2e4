//! What goes wrong elsewhere when the rows of several files meet, each by a small household that shows it.
//!
//! The names say the trap; threads where users of other tools report it are named as `owner/name#number`. Traps of reading
//! are in `traps.rs`; half a month beside a whole one, pay before a holiday and two subscriptions on one day are folders
//! of `fixtures/insights`.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use farthing::wire::{Body, Decide, Reply, Request};

mod sitting;

use sitting::{Sitting, statement};

const EVERYDAY: &str = "10002000";
const SAVER: &str = "30004000";

/// A statement of one account: day, words, amount.
fn csv(number: &str, rows: &[(&str, &str, &str)]) -> String {
    let rows = rows.iter();
    let rows: Vec<_> = rows
        .map(|(day, words, amount)| (*day, number, *words, *amount))
        .collect();
    statement(&rows)
}

/// The same as OFX of a bank account or a card: day as written, words, amount, the bank's id.
fn ofx(number: &str, is_card: bool, rows: &[(&str, &str, &str, &str)]) -> String {
    let (set, from) = match is_card {
        true => (
            "CCSTMTRS",
            format!("<CCACCTFROM><ACCTID>{number}</CCACCTFROM>"),
        ),
        false => (
            "STMTRS",
            format!("<BANKACCTFROM><BANKID>1<ACCTID>{number}<ACCTTYPE>CHECKING</BANKACCTFROM>"),
        ),
    };
    let mut text = format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><{set}><CURDEF>GBP{from}<BANKTRANLIST>"
    );
    for (day, words, amount, id) in rows {
        text += &format!(
            "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{id}<NAME>{words}</STMTTRN>\n"
        );
    }
    text + &format!("</BANKTRANLIST></{set}></OFX>")
}

impl Sitting {
    /// Day, amount and what it counts as, of each transaction in order.
    fn counted(&mut self) -> Vec<String> {
        let ledger = self.ledger();
        let rows = ledger.transactions.iter();
        rows.map(|row| {
            let amount = &row.amount.amount;
            format!("{} {amount} {}", row.posting_date, row.counts_as)
        })
        .collect()
    }

    /// Kind and reason of each match.
    fn matches(&mut self) -> Vec<String> {
        let ledger = self.ledger();
        let all = ledger.decisions.iter();
        let mut all: Vec<String> = all
            .map(|one| format!("{} {}", one.kind, one.reason.kind))
            .collect();
        all.sort();
        all
    }

    fn decide(&mut self, kind: &str, verdict: &str) {
        let ledger = self.ledger();
        let decision = ledger
            .decisions
            .iter()
            .find(|one| one.kind == kind)
            .unwrap();
        let decide = Decide {
            kind: kind.to_owned(),
            transactions: decision.transactions.clone(),
            verdict: verdict.to_owned(),
            ..Decide::default()
        };
        self.body(Request::Decide(decide));
    }
}

const MARCH: &[(&str, &str, &str)] = &[
    ("2026-03-02", "KETTLE AND CRUMB", "-3.60"),
    ("2026-03-02", "KETTLE AND CRUMB", "-3.60"),
    ("2026-03-09", "MARLOWS 2214 LEEDS", "-77.21"),
    ("2026-03-27", "ALDER CLINIC SALARY", "1500.00"),
];

/// actualbudget/actual#8221, firefly-iii/firefly-iii#2353
#[test]
fn identical_coffees_of_one_day_stay_two_whichever_file_has_both() {
    let one = csv(EVERYDAY, &MARCH[1..]);
    let both = csv(EVERYDAY, MARCH);
    for files in [[&one, &both], [&both, &one]] {
        let mut household = Sitting::new();
        household.import_one("a.csv", files[0]);
        household.import_one("b.csv", files[1]);
        assert_eq!(household.counted().len(), 4);
    }
}

/// actualbudget/actual#6678
#[test]
fn the_same_file_twice_adds_nothing_and_the_report_says_so() {
    let mut household = Sitting::of(&[("march.csv", csv(EVERYDAY, MARCH))]);
    let before = household.counted();
    let again = household.import_one("march (1).csv", csv(EVERYDAY, MARCH));
    assert_eq!((again.added, again.already), (0, 4));
    assert_eq!(household.counted(), before);
    assert_eq!(household.matches(), ["duplicate same-row"]);
}

/// actualbudget/actual#5627, #6678; firefly-iii/firefly-iii#9268, plaid/support#116, martinohansen/ynabber#75
#[test]
fn a_pending_row_and_its_posted_row_are_one_though_id_day_and_amount_changed() {
    let held = csv(
        EVERYDAY,
        &[
            MARCH[0],
            MARCH[2],
            ("2026-03-28", "held: THE OLD OAK LEEDS", "-31.00"),
        ],
    );
    let booked = ofx(
        EVERYDAY,
        false,
        &[
            ("20260327", "ALDER CLINIC SALARY", "1500.00", "B7"),
            ("20260330", "OLD OAK LEEDS", "-35.65", "B8"),
            ("20260402", "MARLOWS 2214 LEEDS", "-20.00", "B9"),
        ],
    );
    let mut household = Sitting::of(&[("march.csv", held), ("april.ofx", booked)]);
    assert_eq!(household.matches(), ["pending posted-other-amount"]);
    let row = household.row("OLD OAK");
    assert_eq!((row.amount.amount.as_str(), row.pending), ("-35.65", false));
    // The pending one is remembered with it.
    assert_eq!(row.sources.len(), 2);
}

/// plaid/support#116
#[test]
fn a_pending_row_that_is_never_posted_goes_with_a_note() {
    let held = csv(
        EVERYDAY,
        &[
            MARCH[0],
            ("2026-03-03", "held: NORTH STAR HOTEL", "-120.00"),
        ],
    );
    let mut household = Sitting::of(&[("early.csv", held), ("march.csv", csv(EVERYDAY, MARCH))]);
    assert!(
        household
            .matches()
            .contains(&"pending never-posted".to_owned())
    );
    assert_eq!(household.counted().len(), 4);
}

/// actualbudget/actual#3485
#[test]
fn no_transfer_gets_a_second_leg_that_is_in_no_file() {
    let mut household = Sitting::of(&[
        (
            "everyday.csv",
            csv(
                EVERYDAY,
                &[
                    ("2026-03-02", "TRANSFER TO SAVER", "-200.00"),
                    ("2026-03-16", "TRANSFER TO SAVER", "-200.00"),
                    MARCH[3],
                ],
            ),
        ),
        (
            "saver.csv",
            csv(SAVER, &[("2026-03-03", "TRANSFER FROM EVERYDAY", "200.00")]),
        ),
    ]);
    let ledger = household.ledger();
    assert_eq!(ledger.transactions.len(), 4);
    let paired = ledger.transactions.iter();
    assert_eq!(paired.filter(|row| row.transfer_of.is_some()).count(), 2);
    assert_eq!(
        household.matches(),
        ["transfer opposite-amounts", "transfer words-only"]
    );
    // Undone, it is two rows again, and neither is gone.
    household.decide("transfer", "undone");
    assert_eq!(household.ledger().transactions.len(), 4);
}

/// actualbudget/actual#1628, firefly-iii/firefly-iii#6604
#[test]
fn own_transfers_are_neither_income_nor_spending_and_can_still_be_asked_for() {
    let mut household = Sitting::of(&[
        (
            "everyday.csv",
            csv(
                EVERYDAY,
                &[
                    ("2026-03-02", "TRANSFER TO SAVER", "-200.00"),
                    MARCH[2],
                    MARCH[3],
                ],
            ),
        ),
        (
            "saver.csv",
            csv(SAVER, &[("2026-03-03", "TRANSFER FROM EVERYDAY", "200.00")]),
        ),
    ]);
    assert_eq!(
        household.counted(),
        [
            "2026-03-02 -200.00 transfer",
            "2026-03-03 200.00 transfer",
            "2026-03-09 -77.21 purchase",
            "2026-03-27 1500.00 income"
        ]
    );
}

const BILL: &[(&str, &str, &str)] = &[
    ("2026-03-02", "RENT HOLLIN LETTINGS", "-600.00"),
    ("2026-03-20", "CREDIT CARD PAYMENT", "-77.21"),
];

/// we-promise/sure#3609, firefly-iii/firefly-iii#3283
#[test]
fn a_card_repayment_is_no_spending_when_the_card_is_loaded() {
    let card = ofx(
        "4929000011112222",
        true,
        &[
            ("20260309", "MARLOWS 2214 LEEDS", "-77.21", "C1"),
            ("20260321", "PAYMENT RECEIVED - THANK YOU", "77.21", "C2"),
        ],
    );
    let mut household = Sitting::of(&[("everyday.csv", csv(EVERYDAY, BILL)), ("card.ofx", card)]);
    assert_eq!(
        household.counted(),
        [
            "2026-03-02 -600.00 purchase",
            "2026-03-09 -77.21 purchase",
            "2026-03-20 -77.21 repayment",
            "2026-03-21 77.21 repayment"
        ]
    );
}

/// we-promise/sure#3609
#[test]
fn a_card_repayment_is_spending_when_the_card_is_not_loaded() {
    let mut household = Sitting::of(&[("everyday.csv", csv(EVERYDAY, BILL))]);
    assert_eq!(
        household.counted(),
        ["2026-03-02 -600.00 purchase", "2026-03-20 -77.21 purchase"]
    );
}

/// actualbudget/actual#8636, #5089; firefly-iii/firefly-iii#7697
#[test]
fn a_refund_is_no_income_and_may_take_a_month_below_zero() {
    let mut household = Sitting::of(&[(
        "everyday.csv",
        csv(
            EVERYDAY,
            &[
                ("2026-02-20", "THREAD AND LOOM CLOTHING", "-300.00"),
                ("2026-03-03", "KETTLE AND CRUMB", "-3.60"),
                ("2026-03-05", "REFUND THREAD AND LOOM CLOTHING", "300.00"),
            ],
        ),
    )]);
    assert_eq!(
        household.counted(),
        [
            "2026-02-20 -300.00 purchase",
            "2026-03-03 -3.60 purchase",
            "2026-03-05 300.00 refund"
        ]
    );
    assert_eq!(household.matches(), ["refund same-merchant"]);
    let asked = Request::Ask(farthing::wire::Ask {
        question: "how much did I spend in March 2026?".to_owned(),
        today: "2026-04-05".to_owned(),
        ..Default::default()
    });
    let answer = match self::body(household.reply(asked)) {
        Body::Answer(answer) => serde_json::to_string(&answer).unwrap(),
        other => panic!("{other:?}"),
    };
    // 3.60 less 300: shown as it is, with what makes it up.
    for shown in ["-296.40", "\"3.60\"", "\"300.00\""] {
        assert!(answer.contains(shown), "{shown} in {answer}");
    }
}

fn body(reply: Reply) -> Body {
    match reply {
        Reply::Ok { body } => body,
        other => panic!("{other:?}"),
    }
}

/// actualbudget/actual#6678
#[test]
fn a_merged_row_does_not_come_back_on_the_next_import() {
    let statement = csv(EVERYDAY, MARCH);
    let download = ofx(
        EVERYDAY,
        false,
        &[
            ("20260302", "KETTLE AND CRUMB", "-3.60", "B1"),
            ("20260302", "KETTLE AND CRUMB", "-3.60", "B2"),
            ("20260310", "CARD PAYMENT TO MARLOWS", "-77.21", "B3"),
            ("20260327", "ALDER CLINIC SALARY", "1500.00", "B4"),
        ],
    );
    let mut household = Sitting::of(&[("a.csv", statement.clone()), ("b.ofx", download.clone())]);
    let before = household.counted();
    assert_eq!(before.len(), 4);
    for (name, text) in [("b again.ofx", &download), ("a again.csv", &statement)] {
        household.import_one(name, text);
        assert_eq!(household.counted(), before, "{name}");
    }
}

/// actualbudget/actual#6678
#[test]
fn a_match_that_was_undone_stays_undone_on_the_next_import() {
    let statement = csv(EVERYDAY, MARCH);
    let download = ofx(
        EVERYDAY,
        false,
        &[
            ("20260302", "KETTLE AND CRUMB", "-3.60", "B1"),
            ("20260302", "KETTLE AND CRUMB", "-3.60", "B2"),
            ("20260310", "CARD PAYMENT TO MARLOWS", "-77.21", "B3"),
            ("20260327", "ALDER CLINIC SALARY", "1500.00", "B4"),
        ],
    );
    let mut household = Sitting::of(&[("a.csv", statement), ("b.ofx", download.clone())]);
    let ledger = household.ledger();
    let reworded = ledger
        .decisions
        .iter()
        .find(|one| one.reason.kind == "reworded");
    let decide = Decide {
        kind: "duplicate".to_owned(),
        transactions: reworded.unwrap().transactions.clone(),
        verdict: "undone".to_owned(),
        ..Decide::default()
    };
    let reply = household.reply(Request::Decide(decide));
    assert!(matches!(reply, Reply::Ok { .. }), "{reply:?}");
    assert_eq!(household.counted().len(), 5);
    household.import_one("b again.ofx", &download);
    assert_eq!(household.counted().len(), 5);
}

/// securo-finance/securo#911, buckets/application#894
#[test]
fn an_id_that_a_bank_repeats_makes_no_two_rows_one() {
    let march = [
        ("20260302", "KETTLE AND CRUMB", "-3.60", "1"),
        ("20260303", "MARLOWS 2214 LEEDS", "-3.60", "1"),
    ];
    let april = [
        ("20260303", "MARLOWS 2214 LEEDS", "-3.60", "1"),
        ("20260304", "CITY TRAMS", "-3.60", "1"),
    ];
    let mut household = Sitting::of(&[
        ("march.ofx", ofx(EVERYDAY, false, &march)),
        ("april.ofx", ofx(EVERYDAY, false, &april)),
    ]);
    assert_eq!(household.counted().len(), 3);
}

/// buckets/application#894
#[test]
fn an_id_counts_only_within_its_account() {
    let rows = [("20260302", "KETTLE AND CRUMB", "-3.60", "B1")];
    let mut household = Sitting::of(&[
        ("everyday.ofx", ofx(EVERYDAY, false, &rows)),
        ("joint.ofx", ofx("50006000", false, &rows)),
    ]);
    assert_eq!(household.counted().len(), 2);
}

/// firefly-iii/firefly-iii#1031
#[test]
fn a_bank_that_changes_its_wording_adds_no_row() {
    let reworded = csv(
        EVERYDAY,
        &[
            (
                "2026-03-02",
                "CARD PAYMENT TO KETTLE AND CRUMB ON 28 FEB",
                "-3.60",
            ),
            (
                "2026-03-02",
                "CARD PAYMENT TO KETTLE AND CRUMB ON 28 FEB",
                "-3.60",
            ),
            ("2026-03-09", "CARD PAYMENT TO MARLOWS ON 07 MAR", "-77.21"),
            ("2026-03-27", "ALDER CLINIC", "1500.00"),
        ],
    );
    let mut household = Sitting::of(&[("a.csv", csv(EVERYDAY, MARCH)), ("b.csv", reworded)]);
    assert_eq!(household.counted().len(), 4);
    let reworded = household.matches();
    assert_eq!(reworded, vec!["duplicate reworded"; 4]);
}

/// elizaOS/eliza#22063
#[test]
fn a_time_zone_that_shifts_the_day_defeats_no_match() {
    let local = [
        ("20260302233000[0:GMT]", "KETTLE AND CRUMB", "-3.60", "A1"),
        (
            "20260309120000[0:GMT]",
            "MARLOWS 2214 LEEDS",
            "-77.21",
            "A2",
        ),
        ("20260310120000[0:GMT]", "CITY TRAMS", "-2.80", "A3"),
    ];
    let east = [
        ("20260303013000[+2:EET]", "KETTLE AND CRUMB", "-3.60", "B1"),
        (
            "20260309140000[+2:EET]",
            "MARLOWS 2214 LEEDS",
            "-77.21",
            "B2",
        ),
        ("20260310140000[+2:EET]", "CITY TRAMS", "-2.80", "B3"),
    ];
    let mut household = Sitting::of(&[
        ("local.ofx", ofx(EVERYDAY, false, &local)),
        ("east.ofx", ofx(EVERYDAY, false, &east)),
    ]);
    assert_eq!(household.counted().len(), 3);
}

/// actualbudget/actual#608, #2420, #2668
#[test]
fn a_similar_purchase_of_the_next_day_is_another_one() {
    let mut household = Sitting::of(&[
        ("a.csv", csv(EVERYDAY, MARCH)),
        (
            "b.csv",
            csv(
                EVERYDAY,
                &[
                    MARCH[2],
                    ("2026-03-10", "MARLOWS 2214 LEEDS", "-77.21"),
                    MARCH[3],
                    ("2026-04-02", "KETTLE AND CRUMB", "-3.60"),
                ],
            ),
        ),
    ]);
    assert_eq!(household.counted().len(), 6);
}

/// A bank's exports of two accounts that name neither: both state the balance of the same days, and not the same.
#[test]
fn exports_that_name_no_account_are_of_two_where_their_balances_contradict() {
    let head = "Date,Description,Amount,Balance\n";
    let january = "2026-01-05,PAY,2500.00,3500.00\n2026-01-06,TFR 7,-200.00,3300.00\n2026-01-20,CASH,-50.00,3250.00\n2026-01-25,RENT,-900.00,2350.00\n";
    let saved = "2026-01-06,TFR 9,200.00,1200.00\n2026-01-18,TFR 11,-50.00,1150.00\n";
    let february = "2026-02-05,PAY,2500.00,4850.00\n2026-02-27,RENT,-900.00,3950.00\n";
    let saved_later = "2026-02-11,TFR 12,40.00,1190.00\n2026-02-20,TFR 13,-60.00,1130.00\n";
    let files = [january, saved, february, saved_later].map(|rows| format!("{head}{rows}"));
    let mut household = Sitting::new();
    let accounts: Vec<String> = files
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let file = household.import_one(&format!("statement ({at}).csv"), text);
            file.account.unwrap()
        })
        .collect();
    assert_eq!(accounts, ["a1", "a2", "a1", "a2"]);
    assert_eq!(household.counted().len(), 10);
    // A withdrawal of 50 is no other file's wording of a move of 50 two days before.
    assert!(
        !household
            .matches()
            .iter()
            .any(|one| one.starts_with("duplicate"))
    );
}

/// A wallet takes from the bank what each purchase costs: the purchase counts, and the two legs of its funding do not.
#[test]
fn a_purchase_by_way_of_a_wallet_that_the_bank_fills_counts_once() {
    let wallet = "Date,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID\n05/01/2026,Loaf Ltd,Express Checkout Payment,Completed,GBP,-24.50,0.00,-24.50,1AB\n05/01/2026,,Bank Deposit to PP Account,Completed,GBP,24.50,0.00,24.50,2AB\n22/01/2026,,General Withdrawal,Completed,GBP,-29.10,0.00,-29.10,6AB\n";
    let bank = "Date,Description,Paid out,Paid in,Balance (GBP)\n06/01/2026,PAYPAL PAYMENT,24.50,,975.50\n23/01/2026,PAYPAL,,29.10,1004.60\n28/01/2026,MARLOWS 2214 LEEDS,55.10,,949.50\n";
    let mut household = Sitting::of(&[
        ("wallet.csv", wallet.to_owned()),
        ("bank.csv", bank.to_owned()),
    ]);
    assert_eq!(
        household.counted(),
        [
            "2026-01-05 -24.50 purchase",
            "2026-01-05 24.50 transfer",
            "2026-01-06 -24.50 transfer",
            "2026-01-22 -29.10 transfer",
            "2026-01-23 29.10 transfer",
            "2026-01-28 -55.10 purchase",
        ]
    );
}

/// A card check, a waived fee: counted as income it would be in the number and the mean of what came in.
#[test]
fn a_row_of_no_amount_is_neither_income_nor_spending() {
    let rows = [
        ("2026-03-02", "MILL LANE SCHOOL SALARY", "2000.00"),
        ("2026-03-03", "CARD CHECK QUENTHORPE", "0.00"),
        ("2026-03-05", "MARLOWS 2214 LEEDS", "-77.21"),
    ];
    let mut household = Sitting::of(&[("everyday.csv", csv(EVERYDAY, &rows))]);
    let counted = household.counted();
    assert_eq!(counted[1], "2026-03-03 0.00 nothing", "{counted:?}");
}
