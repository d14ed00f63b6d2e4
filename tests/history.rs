//! What a person did can be taken back and done again, and what a file leaves open be said and changed later.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use farthing::wire::{FileBytes, FileReport, ImportFiles, ImportReport, Request};

mod sitting;

use sitting::Sitting;

const TODAY: &str = "2026-04-05";
const MARCH: &str = "Date,Description,Amount,Balance\n2026-03-02,GREEN GROCER,-12.50,87.50\n\
    2026-03-09,CORNER CAFE,-3.20,84.30\n2026-03-27,MILL LANE SCHOOL SALARY,642.80,727.10\n";
/// The last row of March again, and two of April.
const APRIL: &str = "Date,Description,Amount,Balance\n2026-03-27,MILL LANE SCHOOL SALARY,642.80,727.10\n\
    2026-04-01,GREEN GROCER,-20.00,707.10\n2026-04-02,RENT,-500.00,207.10\n";
const CARD: &str = "Date,Payee,Amount\n14/03/2026,RAILWAY,-8.40\n15/03/2026,BOOKS,-9.99\n";
/// Day and month can be read either way.
const OPEN: &str = "Date,Details,Amount (EUR)\n02/01/2025,INTEREST,1.20\n03/02/2025,FEE,-1.25\n\
    03/03/2025,INTEREST,1.30\n";
const OPEN_TOO: &str =
    "Date,Details,Amount (EUR)\n04/05/2025,INTEREST,1.20\n05/06/2025,FEE,-1.25\n";

impl Sitting {
    fn settle(&mut self, file: &FileReport, choice: &str) -> ImportReport {
        self.report(Request::Settle {
            file: file.id.clone(),
            choice: choice.to_owned(),
        })
    }
}

#[test]
fn files_that_none_could_be_read_of_are_not_said_to_be_added() {
    let mut sitting = Sitting::new();
    let said = |report: ImportReport| report.undo.map(|undo| undo.template);
    for (files, want) in [
        (&[("no.pdf", "%PDF-1.7")][..], "deed-refuse"),
        (
            &[("a.pdf", "%PDF-1.7"), ("b.pdf", "%PDF-1.7 ")],
            "deed-refuse",
        ),
        (
            &[("c.pdf", "%PDF-1.7  "), ("card.csv", CARD)],
            "deed-import",
        ),
    ] {
        assert_eq!(said(sitting.import_asking(files)).as_deref(), Some(want));
    }
}

#[test]
fn undo_and_redo_restore_the_bytes_of_the_ledger() {
    let mut sitting = Sitting::new();
    let mut states = vec![sitting.bytes()];
    for files in [
        &[("march.csv", MARCH)][..],
        &[
            ("april.csv", APRIL),
            ("card.csv", CARD),
            ("no.pdf", "%PDF-1.7"),
        ],
        &[("march again.csv", MARCH), ("card.csv", CARD)],
    ] {
        sitting.import_asking(files);
        states.push(sitting.bytes());
    }
    for state in states.iter().rev().skip(1) {
        sitting.report(Request::Undo);
        assert_eq!(sitting.bytes(), *state);
    }
    assert_eq!(sitting.refused(Request::Undo), "not-here");
    for state in states.iter().skip(1) {
        let report = sitting.report(Request::Redo);
        assert_eq!(sitting.bytes(), *state);
        assert!(report.undo.is_some());
    }
    assert_eq!(sitting.refused(Request::Redo), "not-here");
}

#[test]
fn an_answer_is_opened_again_once_its_rows_are_back() {
    let mut sitting = Sitting::new();
    sitting.import_asking(&[("march.csv", MARCH)]);
    let asked = "How much did I spend in March 2026?";
    let before = sitting.ask(asked, TODAY);
    let proof = Request::Proof {
        answer: before.number,
        offset: 0,
        limit: 10,
    };
    let rows = sitting.body(proof.clone());
    sitting.import_asking(&[("card.csv", CARD)]);
    assert_eq!(sitting.refused(proof.clone()), "answer-forgotten");
    assert_ne!(sitting.ask(asked, TODAY).value, before.value);
    sitting.report(Request::Undo);
    assert_eq!(sitting.body(proof), rows);
    assert_eq!(sitting.ask(asked, TODAY).value, before.value);
}

#[test]
fn a_file_taken_out_was_never_there() {
    let mut alone = Sitting::new();
    alone.import_asking(&[("april.csv", APRIL)]);
    let mut sitting = Sitting::new();
    let march = sitting.import_asking(&[("march.csv", MARCH)]);
    sitting.import_asking(&[("april.csv", APRIL)]);
    let both = sitting.bytes();
    let file = march.files[0].id.clone();
    let report = sitting.report(Request::TakeOut { file: file.clone() });
    assert_eq!(report.files.len(), 1);
    assert_eq!(sitting.ledger().transactions, alone.ledger().transactions);
    assert_eq!(sitting.ledger().accounts, alone.ledger().accounts);
    assert_eq!(sitting.refused(Request::TakeOut { file }), "not-here");
    sitting.report(Request::Undo);
    assert_eq!(sitting.bytes(), both);
}

#[test]
fn rows_stay_out_until_it_is_said_how_they_are_read() {
    let mut sitting = Sitting::new();
    let report = sitting.import_asking(&[("card.csv", CARD), ("saver.csv", OPEN)]);
    let saver = &report.files[1];
    assert!(saver.waits && report.transactions == 2);
    let [question] = saver.questions.as_slice() else {
        panic!("{:?}", saver.questions)
    };
    assert_eq!(question.code, "date-order-ambiguous");
    let days = |side: usize| -> Vec<String> {
        let rows = question.sides[side].rows.iter();
        rows.map(|row| row.posting_date.clone().unwrap()).collect()
    };
    assert_eq!(days(0), ["2025-01-02", "2025-02-03", "2025-03-03"]);
    assert_eq!(days(1), ["2025-02-01", "2025-03-02", "2025-03-03"]);
    assert!(
        question.sides[1]
            .sentence
            .starts_with("2 rows in 2025-03-01")
    );
    let notes = sitting.ask("How much did I spend in 2025?", TODAY).notes;
    assert!(notes.iter().any(|note| note.template == "note-waiting"));
    assert_eq!(sitting.ledger().decisions, []);

    let report = sitting.settle(saver, "monthFirst");
    assert_eq!((report.files.len(), report.transactions), (2, 5));
    let ledger = sitting.ledger();
    let rows = &ledger.files[1].rows;
    assert_eq!(rows[0].posting_date, "2025-02-01");
    let decision = ledger.decisions.last().unwrap();
    assert_eq!(
        (decision.kind.as_str(), decision.by.as_str()),
        ("reading", "user")
    );
    assert_eq!(decision.transactions.len(), 3);
    assert!(
        ledger
            .issues
            .iter()
            .all(|issue| issue.code != "date-order-ambiguous")
    );
    let notes = sitting.ask("How much did I spend in 2025?", TODAY).notes;
    assert!(notes.iter().all(|note| note.template != "note-waiting"));

    // Asked once: another file of that shape is read the same way, and changed with it.
    let report = sitting.import_asking(&[("saver-q2.csv", OPEN_TOO)]);
    assert!(!report.files[0].waits);
    let first_of_second = |sitting: &mut Sitting| {
        let ledger = sitting.ledger();
        ledger.files[2].rows[0].posting_date.clone()
    };
    assert_eq!(first_of_second(&mut sitting), "2025-04-05");
    let before = sitting.bytes();
    sitting.settle(&report.files[0], "dayFirst");
    assert_eq!(first_of_second(&mut sitting), "2025-05-04");
    assert_eq!(sitting.ledger().files[1].rows[0].posting_date, "2025-01-02");
    sitting.report(Request::Undo);
    assert_eq!(sitting.bytes(), before);
    assert_eq!(
        sitting.refused(Request::Settle {
            file: saver.id.clone(),
            choice: "decimalComma".to_owned()
        }),
        "not-here"
    );
}

#[test]
fn who_cannot_be_asked_gets_the_likelier_reading_and_an_issue() {
    let mut sitting = Sitting::new();
    let file = FileBytes {
        name: "saver.csv".to_owned(),
        bytes: OPEN.as_bytes().to_vec().into(),
        held: None,
    };
    let report = sitting.report(Request::Import(ImportFiles {
        files: vec![file],
        ..ImportFiles::default()
    }));
    assert_eq!(report.transactions, 3);
    let ledger = sitting.ledger();
    assert!(
        ledger
            .issues
            .iter()
            .any(|issue| issue.code == "date-order-ambiguous")
    );
    let decision = ledger.decisions.last().unwrap();
    assert_eq!(
        (decision.kind.as_str(), decision.by.as_str()),
        ("reading", "engine")
    );
}

/// Every kind of question, each way: what is asked is what is then read.
#[test]
fn each_way_of_each_question_is_read_as_it_was_shown() {
    let sign = "Date,Payee,Amount\n2024-03-05,Shop,1.50\n2024-03-06,Cafe,2.50\n";
    let mark = "Date;Payee;Amount\n2024-03-05;Shop;-1,500\n2024-03-06;Cafe;-2,250\n";
    let column =
        "Date,Payee,Amount,Amount\n2024-03-05,Shop,-1.50,-3.00\n2024-03-06,Cafe,-2.50,-4.00\n";
    let qif = "!Type:Bank\nD02/01/2025\nT1.20\nPINTEREST\n^\nD03/02/2025\nT-1.25\nPFEE\n^\n";
    let ofx = "<OFX><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4111</CCACCTFROM><BANKTRANLIST>\n\
               <STMTTRN><TRNTYPE>OTHER<DTPOSTED>20240305<TRNAMT>1.50<NAME>SHOP</STMTTRN>\n\
               <STMTTRN><TRNTYPE>OTHER<DTPOSTED>20240306<TRNAMT>2.50<NAME>CAFE</STMTTRN>\n\
               </BANKTRANLIST></CCSTMTRS></OFX>";
    for (name, text, code) in [
        ("sign.csv", sign, "sign-ambiguous"),
        ("mark.csv", mark, "decimal-mark-ambiguous"),
        ("column.csv", column, "amount-column-ambiguous"),
        ("quicken.qif", qif, "date-order-ambiguous"),
        ("card.ofx", ofx, "sign-ambiguous"),
        ("saver.csv", OPEN, "date-order-ambiguous"),
    ] {
        let mut sitting = Sitting::new();
        let report = sitting.import_asking(&[(name, text)]);
        let file = &report.files[0];
        assert!(file.waits, "{name}");
        assert_eq!(file.questions[0].code, code);
        let sides = &file.questions[0].sides;
        assert_ne!(sides[0].follows, sides[1].follows, "{name}");
        for side in sides {
            sitting.settle(file, &side.choice);
            let rows = &sitting.ledger().files[0].rows;
            for (shown, row) in side.rows.iter().zip(rows) {
                assert_eq!(
                    shown.posting_date.as_ref(),
                    Some(&row.posting_date),
                    "{name}"
                );
                assert_eq!(shown.amount.as_ref(), Some(&row.amount), "{name}");
                assert!(shown.marked_to > shown.marked_from, "{name}");
            }
            assert!(!rows.is_empty() && side.rows.len() >= 2, "{name}");
        }
    }
}
