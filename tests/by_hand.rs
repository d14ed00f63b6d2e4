//! What the person says of rows: that two are one, that one is two, that two belong together; each made, taken back and
//! done again, and holding whatever files come after it.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use farthing::wire::{
    AccountSaid, Body, Decide, Decision, DecisionsOf, MarkSaid, MergeSaid, PartSaid, Reply,
    Request, SplitSaid,
};

mod sitting;

use sitting::{Row, Sitting, statement as csv};

impl Sitting {
    fn done(&mut self, request: Request) {
        self.body(request);
    }

    /// Everything but where it was read, in order of ids: what no order of files may change.
    fn rows(&mut self) -> Vec<String> {
        let ledger = self.ledger();
        let rows = ledger.transactions.iter();
        let mut rows: Vec<String> = rows
            .map(|row| {
                let pair = row.transfer_of.as_ref().or(row.refund_of.as_ref());
                let (day, amount) = (&row.posting_date, &row.amount.amount);
                format!(
                    "{} {day} {amount} {} {} {pair:?}",
                    row.id, row.descriptor, row.counts_as
                )
            })
            .collect();
        rows.sort();
        rows
    }

    fn id(&mut self, words: &str) -> String {
        self.row(words).id
    }

    fn said(&mut self, verdict: &str) -> Vec<Decision> {
        let all = self.ledger().decisions.into_iter();
        all.filter(|one| one.verdict == verdict).collect()
    }

    fn count(&mut self) -> usize {
        self.ledger().transactions.len()
    }
}

fn decide(kind: &str, ids: &[&str], verdict: &str) -> Decide {
    Decide {
        kind: kind.to_owned(),
        transactions: ids.iter().map(|id| (*id).to_owned()).collect(),
        verdict: verdict.to_owned(),
        today: Some("2026-04-11".to_owned()),
        file: None,
    }
}

const NUMBER: &str = "10002000";
const COFFEE: Row<'_> = ("2026-03-31", NUMBER, "KETTLE AND CRUMB", "-3.60");

/// Two files that share the last day of March, on which each has one coffee.
fn march_and_april() -> (String, String) {
    let march = csv(&[
        ("2026-03-02", NUMBER, "RENT HOLLIN LETTINGS", "-600.00"),
        COFFEE,
    ]);
    let april = csv(&[
        COFFEE,
        ("2026-04-02", NUMBER, "MARLOWS 2214 LEEDS", "-77.21"),
    ]);
    (march, april)
}

#[test]
fn a_row_that_two_files_have_is_two_purchases_by_the_persons_word() {
    let (march, april) = march_and_april();
    let mut sitting = Sitting::of(&[("march.csv", &march), ("april.csv", &april)]);
    let before = sitting.bytes();
    assert_eq!(sitting.count(), 3);
    let coffee = sitting.id("KETTLE");
    sitting.done(Request::Decide(Decide {
        file: Some("april.csv".to_owned()),
        ..decide("duplicate", &[&coffee], "undone")
    }));
    let after = sitting.bytes();
    assert_eq!(sitting.count(), 4);
    let ledger = sitting.ledger();
    let coffees = ledger.transactions.iter();
    let coffees: Vec<_> = coffees
        .filter(|row| row.descriptor.contains("KETTLE"))
        .collect();
    let files = |at: usize| {
        coffees[at]
            .sources
            .iter()
            .map(|source| source.file.as_str())
    };
    assert_eq!(files(0).collect::<Vec<_>>(), ["march.csv"]);
    assert_eq!(files(1).collect::<Vec<_>>(), ["april.csv"]);
    // It is listed, with its day, and the rows that a file repeats no longer name it.
    let said = sitting.said("undone");
    assert_eq!(said.len(), 1);
    assert_eq!(
        (said[0].kind.as_str(), said[0].by.as_str()),
        ("duplicate", "user")
    );
    assert_eq!(said[0].day.as_deref(), Some("2026-04-11"));
    assert_eq!(said[0].transactions[1], coffee);
    assert!(
        !ledger
            .decisions
            .iter()
            .any(|one| one.reason.kind == "same-row")
    );
    // Both ways of taking it back.
    sitting.done(Request::Undo);
    assert_eq!(sitting.bytes(), before);
    sitting.done(Request::Redo);
    assert_eq!(sitting.bytes(), after);
    let ids: Vec<&str> = said[0].transactions.iter().map(String::as_str).collect();
    sitting.done(Request::Decide(decide("duplicate", &ids, "open")));
    assert_eq!(sitting.bytes(), before);
    sitting.done(Request::Undo);
    assert_eq!(sitting.bytes(), after);
}

#[test]
fn the_word_neither_grows_nor_goes_with_files_that_come_after_it() {
    let (march, april) = march_and_april();
    let mut sitting = Sitting::of(&[("march.csv", &march), ("april.csv", &april)]);
    let coffee = sitting.id("KETTLE");
    sitting.done(Request::Decide(decide("duplicate", &[&coffee], "undone")));
    let rows = sitting.rows();
    assert_eq!(rows.len(), 4);
    sitting.import_one("march (1).csv", &march);
    assert_eq!(sitting.rows(), rows);
    let again = sitting.import_one("april.csv", &april).id;
    assert_eq!(sitting.rows(), rows);
    // A third file with one of them, and one with both, as it should be.
    sitting.import_one(
        "one.csv",
        csv(&[
            COFFEE,
            ("2026-04-02", NUMBER, "MARLOWS 2214 LEEDS", "-77.21"),
        ]),
    );
    assert_eq!(sitting.rows(), rows);
    sitting.import_one("both.csv", csv(&[COFFEE, COFFEE]));
    assert_eq!(sitting.rows(), rows);
    // One with three has one more.
    let three = sitting
        .import_one("three.csv", csv(&[COFFEE, COFFEE, COFFEE]))
        .id;
    assert_eq!(sitting.count(), 5);
    sitting.done(Request::TakeOut { file: three });
    assert_eq!(sitting.rows(), rows);
    sitting.done(Request::TakeOut { file: again });
    assert_eq!(sitting.rows(), rows);
}

#[test]
fn no_order_of_files_shows_in_what_was_said_of_them() {
    let (march, april) = march_and_april();
    let both = csv(&[COFFEE, ("2026-04-01", NUMBER, "CITY TRAMS", "-2.80")]);
    let files = [
        ("march.csv", &march),
        ("april.csv", &april),
        ("both.csv", &both),
    ];
    let mut seen: Vec<Vec<String>> = Vec::new();
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        // Said after two of the files, and again after the third.
        let mut sitting = Sitting::new();
        for at in &order[..2] {
            sitting.import_one(files[*at].0, files[*at].1);
        }
        let coffee = sitting.id("KETTLE");
        sitting.done(Request::Decide(decide("duplicate", &[&coffee], "undone")));
        sitting.import_one(files[order[2]].0, files[order[2]].1);
        assert_eq!(sitting.count(), 5, "{order:?}");
        sitting.done(Request::Decide(decide("duplicate", &[&coffee], "undone")));
        assert_eq!(sitting.count(), 6, "three files, three coffees: {order:?}");
        let none_left = decide("duplicate", &[&coffee], "undone");
        assert_eq!(sitting.refused(Request::Decide(none_left)), "not-here");
        seen.push(sitting.rows());
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
}

#[test]
fn a_row_that_was_merged_into_another_is_back_when_that_one_goes() {
    let (march, april) = march_and_april();
    let mut sitting = Sitting::of(&[("march.csv", &march), ("april.csv", &april)]);
    let (coffee, shop) = (sitting.id("KETTLE"), sitting.id("MARLOWS"));
    let rows = sitting.rows();
    sitting.done(Request::Decide(decide("duplicate", &[&coffee], "undone")));
    let said = sitting.said("undone").remove(0);
    let twin = said.transactions[0].clone();
    let states = [sitting.bytes()];
    sitting.done(Request::Decide(decide(
        "duplicate",
        &[&shop, &twin],
        "made",
    )));
    assert_eq!(sitting.count(), 3);
    // The other purchase is taken back, and with it what it stood for.
    sitting.done(Request::Decide(decide(
        "duplicate",
        &[&twin, &coffee],
        "open",
    )));
    assert_eq!(sitting.rows(), rows);
    for _ in 0..2 {
        sitting.done(Request::Undo);
    }
    assert_eq!(sitting.bytes(), states[0]);
}

#[test]
fn what_was_said_rests_while_a_file_is_out_and_holds_again() {
    let (march, april) = march_and_april();
    let mut sitting = Sitting::of(&[("march.csv", &march)]);
    let out = sitting.import_one("april.csv", &april).id;
    let coffee = sitting.id("KETTLE");
    sitting.done(Request::Decide(decide("duplicate", &[&coffee], "undone")));
    let rows = sitting.rows();
    sitting.done(Request::TakeOut { file: out });
    assert_eq!(sitting.count(), 2);
    sitting.import_one("april.csv", &april);
    assert_eq!(sitting.rows(), rows);
}

#[test]
fn every_row_that_a_file_repeats_can_be_said_to_be_another_at_once() {
    let rows = csv(&[
        COFFEE,
        COFFEE,
        ("2026-03-30", NUMBER, "CITY TRAMS", "-2.80"),
    ]);
    let mut sitting = Sitting::of(&[("a.csv", &rows), ("b.csv", &rows)]);
    let before = sitting.bytes();
    let repeats = sitting.ledger().decisions.remove(0);
    let ids: Vec<&str> = repeats.transactions.iter().map(String::as_str).collect();
    sitting.done(Request::Decide(decide("duplicate", &ids, "confirmed")));
    assert_eq!(sitting.said("confirmed").len(), 1);
    sitting.done(Request::Undo);
    assert_eq!(sitting.bytes(), before);
    sitting.done(Request::Decide(decide("duplicate", &ids, "undone")));
    assert_eq!(sitting.count(), 6);
    sitting.done(Request::Undo);
    assert_eq!(sitting.bytes(), before);
    // A row that is read once was not taken for another.
    let mut alone = Sitting::of(&[("a.csv", &rows)]);
    let tram = alone.id("TRAMS");
    let two = decide("duplicate", &[&tram], "undone");
    assert_eq!(alone.refused(Request::Decide(two)), "not-here");
}

#[test]
fn two_rows_that_no_rule_sees_as_one_are_made_one() {
    // In one file, of which the ledger takes every row for a transaction of its own.
    let rows = csv(&[
        ("2026-03-02", NUMBER, "NORTH STAR HOTEL", "-120.00"),
        ("2026-03-05", NUMBER, "NORTH STAR BOOKING 8841", "-120.00"),
        ("2026-03-09", NUMBER, "ALDER CLINIC SALARY", "1500.00"),
    ]);
    let mut sitting = Sitting::of(&[("march.csv", &rows)]);
    let before = sitting.bytes();
    let (hotel, booking) = (sitting.id("HOTEL"), sitting.id("BOOKING"));
    sitting.done(Request::Decide(decide(
        "duplicate",
        &[&hotel, &booking],
        "made",
    )));
    let after = sitting.bytes();
    assert_eq!(sitting.count(), 2);
    let made = sitting.said("made");
    assert_eq!(
        (made.len(), made[0].day.as_deref()),
        (1, Some("2026-04-11"))
    );
    assert_eq!(made[0].reason.kind, "person");
    let also = format!("also: {} (person)", made[0].transactions[0]);
    assert!(sitting.journal("hledger").contains(&also));
    sitting.done(Request::Undo);
    assert_eq!(sitting.bytes(), before);
    sitting.done(Request::Redo);
    assert_eq!(sitting.bytes(), after);
    let kept = sitting.rows();
    sitting.import_one("march (1).csv", &rows);
    assert_eq!(sitting.rows(), kept);
    // And taken back from the list.
    let ids: Vec<&str> = made[0].transactions.iter().map(String::as_str).collect();
    sitting.done(Request::Decide(decide("duplicate", &ids, "undone")));
    assert_eq!(sitting.count(), 3);
    sitting.done(Request::Decide(decide("duplicate", &ids, "open")));
    assert_eq!(sitting.count(), 3);
    assert!(sitting.said("undone").is_empty());
    let salary = sitting.id("SALARY");
    let odd = decide("duplicate", &[&hotel, &salary], "made");
    assert_eq!(sitting.refused(Request::Decide(odd)), "not-one");
}

#[test]
fn a_pending_row_is_said_to_be_the_one_that_was_booked() {
    let rows = csv(&[
        ("2026-03-02", NUMBER, "held: THE OLD OAK", "-31.00"),
        ("2026-03-20", NUMBER, "OAK TAVERN LEEDS", "-40.00"),
    ]);
    let mut sitting = Sitting::of(&[("march.csv", &rows)]);
    let before = sitting.bytes();
    let (held, booked) = (sitting.id("OLD OAK"), sitting.id("TAVERN"));
    sitting.done(Request::Decide(decide(
        "duplicate",
        &[&booked, &held],
        "made",
    )));
    let ledger = sitting.ledger();
    assert_eq!(ledger.transactions.len(), 1);
    assert_eq!(ledger.transactions[0].amount.amount, "-40.00");
    let made = sitting.said("made");
    assert_eq!(made[0].kind, "pending");
    assert_eq!(made[0].transactions, [held.clone(), booked.clone()]);
    // What is listed is what is taken back.
    sitting.done(Request::Decide(decide(
        "pending",
        &[&held, &booked],
        "undone",
    )));
    assert_eq!(sitting.count(), 2);
    for _ in 0..2 {
        sitting.done(Request::Undo);
    }
    assert_eq!(sitting.bytes(), before);
}

#[test]
fn each_act_tells_its_day_in_the_list_and_in_every_export() {
    let mut sitting = household();
    let (one, other) = (sitting.id("JONES"), sitting.id("HOUSEHOLD"));
    let today = || Some("2026-04-12".to_owned());
    sitting.done(Request::Decide(decide("transfer", &[&one, &other], "made")));
    let tram = sitting.id("STANDING");
    sitting.done(Request::Mark(MarkSaid {
        transaction: tram.clone(),
        note: Some("for Ann".to_owned()),
        tags: None,
        today: today(),
    }));
    let shop = sitting.id("MARLOWS");
    sitting.done(Request::Split(SplitSaid {
        transaction: shop,
        parts: ["-70.00", "-7.21"]
            .map(|amount| PartSaid {
                category: "FOOD_AND_DRINK_GROCERIES".to_owned(),
                amount: amount.to_owned(),
                note: None,
            })
            .to_vec(),
        today: today(),
    }));
    sitting.done(Request::Account(AccountSaid {
        account: "a1".to_owned(),
        name: Some("Joint".to_owned()),
        kind: None,
        today: today(),
    }));
    let merge = MergeSaid {
        account: "a2".to_owned(),
        into: "a1".to_owned(),
        today: today(),
    };
    let listed = |sitting: &mut Sitting| {
        let of = DecisionsOf {
            limit: 100,
            ..DecisionsOf::default()
        };
        let Reply::Ok {
            body: Body::Decisions(page),
        } = sitting.reply(Request::Decisions(of))
        else {
            panic!("decisions")
        };
        let shown = page.decisions.into_iter().map(|one| one.decision);
        let shown = shown.filter(|one| one.by == "user");
        shown
            .map(|one| format!("{} {}", one.kind, one.day.unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let acts = [
        "transfer 2026-04-11",
        "split 2026-04-12",
        "note 2026-04-12",
        "account 2026-04-12",
    ];
    assert_eq!(listed(&mut sitting), acts);
    for to in ["hledger", "beancount", "json"] {
        let text = sitting.journal(to);
        for said in [
            format!("made transfer {other} 2026-04-11"),
            format!("made transfer {one} 2026-04-11"),
            "made note 2026-04-12".to_owned(),
            "made split 2026-04-12".to_owned(),
        ] {
            assert!(text.contains(&said), "{to}: {said}\n{text}");
        }
    }
    sitting.done(Request::Merge(merge));
    assert!(listed(&mut sitting).contains(&"joined 2026-04-12".to_owned()));
    sitting.done(Request::Undo);
    assert_eq!(listed(&mut sitting), acts);
}

fn household() -> Sitting {
    let everyday = csv(&[
        ("2026-03-02", NUMBER, "JONES", "-200.00"),
        ("2026-03-09", NUMBER, "MARLOWS 2214 LEEDS", "-77.21"),
        ("2026-03-20", NUMBER, "A SMITH", "40.00"),
        ("2026-03-21", NUMBER, "SOME CLEARING HOUSE", "77.21"),
        ("2026-03-22", NUMBER, "STANDING ORDER 4471", "-10.00"),
    ]);
    let other = csv(&[
        ("2026-03-14", "30004000", "HOUSEHOLD", "180.00"),
        ("2026-03-24", "30004000", "CREDITED", "10.00"),
    ]);
    Sitting::of(&[("everyday.csv", &everyday), ("other.csv", &other)])
}

/// Kind, both rows' words, and what they count as before and after.
type Made<'a> = (&'a str, [&'a str; 2], [&'a str; 2], [&'a str; 2]);
const MADE: [Made<'_>; 4] = [
    (
        "transfer",
        ["JONES", "HOUSEHOLD"],
        ["purchase", "income"],
        ["transfer", "transfer"],
    ),
    (
        "repayment",
        ["STANDING", "CREDITED"],
        ["purchase", "income"],
        ["repayment", "repayment"],
    ),
    (
        "refund",
        ["MARLOWS", "CLEARING"],
        ["purchase", "income"],
        ["purchase", "refund"],
    ),
    (
        "reimbursement",
        ["MARLOWS", "SMITH"],
        ["purchase", "income"],
        ["purchase", "refund"],
    ),
];

#[test]
fn each_kind_of_pair_is_made_undone_and_made_again_by_hand() {
    for (kind, words, before, after) in MADE {
        let mut sitting = household();
        let counted = |sitting: &mut Sitting| {
            let ledger = sitting.ledger();
            words.map(|words| {
                let mut rows = ledger.transactions.iter();
                rows.find(|row| row.descriptor.contains(words))
                    .unwrap()
                    .counts_as
                    .clone()
            })
        };
        let untouched = sitting.bytes();
        assert_eq!(counted(&mut sitting), before, "{kind}");
        let ids = words.map(|words| sitting.id(words));
        // The order in which they are named is no matter.
        sitting.done(Request::Decide(decide(kind, &[&ids[1], &ids[0]], "made")));
        assert_eq!(counted(&mut sitting), after, "{kind}");
        let made = sitting.said("made");
        assert_eq!(made.len(), 1);
        assert_eq!(
            (made[0].kind.as_str(), &made[0].transactions[..]),
            (kind, &ids[..])
        );
        let bytes = sitting.bytes();
        sitting.done(Request::Undo);
        assert_eq!(sitting.bytes(), untouched, "{kind}");
        sitting.done(Request::Redo);
        assert_eq!(sitting.bytes(), bytes, "{kind}");
        // From the list.
        sitting.done(Request::Decide(decide(kind, &[&ids[0], &ids[1]], "undone")));
        assert_eq!(counted(&mut sitting), before, "{kind}");
        let undone = sitting.said("undone");
        let ids: Vec<&str> = undone[0].transactions.iter().map(String::as_str).collect();
        sitting.done(Request::Decide(decide(kind, &ids, "open")));
        assert!(sitting.said("undone").is_empty(), "{kind}");
        let same = decide(kind, &[ids[0], ids[0]], "made");
        assert_eq!(sitting.refused(Request::Decide(same)), "not-paired");
    }
    let mut sitting = household();
    let (one, other) = (sitting.id("MARLOWS"), sitting.id("CLEARING"));
    let of_one_account = decide("transfer", &[&one, &other], "made");
    assert_eq!(
        sitting.refused(Request::Decide(of_one_account)),
        "not-paired"
    );
}

#[test]
fn a_row_is_in_one_pair_and_the_last_word_on_it_holds() {
    let mut sitting = household();
    let ids = ["JONES", "HOUSEHOLD", "CLEARING", "SMITH"].map(|words| sitting.id(words));
    let [out, household, clearing, smith] = ids.each_ref().map(String::as_str);
    sitting.done(Request::Decide(decide(
        "transfer",
        &[out, household],
        "made",
    )));
    // A reimbursement of what was a transfer: the person thought again.
    sitting.done(Request::Decide(decide(
        "reimbursement",
        &[out, smith],
        "made",
    )));
    let pairs = |sitting: &mut Sitting| {
        let all = sitting.ledger().decisions.into_iter();
        let all = all.filter(|one| one.verdict == "made");
        all.map(|one| one.transactions).collect::<Vec<_>>()
    };
    assert_eq!(pairs(&mut sitting), [[out, smith]]);
    // A purchase has several refunds.
    sitting.done(Request::Decide(decide("refund", &[out, clearing], "made")));
    assert_eq!(pairs(&mut sitting).len(), 2);
    // And money back has one purchase.
    let marlows = sitting.id("MARLOWS");
    sitting.done(Request::Decide(decide(
        "refund",
        &[&marlows, clearing],
        "made",
    )));
    let now = pairs(&mut sitting);
    assert_eq!(now.len(), 2);
    assert!(now.contains(&vec![marlows, clearing.to_owned()]));
}
