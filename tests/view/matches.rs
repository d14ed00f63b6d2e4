//! Matches as the person makes and takes them back in the page, over the engine itself.

use farthing::view::state::{Event, Face, Hand, Screen};
use farthing::wire::Decide;

use crate::live::Live;
use crate::walk::{assert_has, html, look};

const MARCH: &str = "Date,Account Number,Description,Amount,Currency\n\
    2026-03-09,10002000,MARLOWS 2214 LEEDS,-77.21,GBP\n\
    2026-03-20,10002000,A SMITH,40.00,GBP\n\
    2026-03-31,10002000,KETTLE AND CRUMB,-3.60,GBP\n";
const APRIL: &str = "Date,Account Number,Description,Amount,Currency\n\
    2026-03-31,10002000,KETTLE AND CRUMB,-3.60,GBP\n\
    2026-04-02,10002000,CITY TRAMS,-2.80,GBP\n";
const SAVER: &str = "Date,Account Number,Description,Amount,Currency\n\
    2026-04-04,30004000,CREDITED,2.80,GBP\n";

fn opened() -> Live {
    let files = [
        ("march.csv", MARCH),
        ("april.csv", APRIL),
        ("saver.csv", SAVER),
    ];
    Live::files(&files)
}

#[tokio::test]
async fn two_rows_are_matched_from_the_page_of_one_and_taken_back() {
    for (first, second, kind, button) in [
        (
            "MARLOWS",
            "SMITH",
            "reimbursement",
            "Purchase and reimbursement",
        ),
        ("SMITH", "MARLOWS", "refund", "Purchase and refund"),
        ("TRAMS", "CREDITED", "transfer", "Your own transfer"),
        ("TRAMS", "CREDITED", "repayment", "A card or loan repaid"),
        ("TRAMS", "MARLOWS", "duplicate", "The same transaction"),
    ] {
        let live = opened().open(first);
        let text = html(live.state.clone(), "light").await;
        assert_has(&text, &["Match with another row"]);
        let rows = live.state.transactions;
        let live = live.tell(Event::Hand(Hand::Hold)).open(second);
        look(&format!("live-match-{kind}"), &live.state).await;
        let text = html(live.state.clone(), "light").await;
        assert_has(&text, &["Open the row that belongs with", button]);
        let live = live.tell(Event::Hand(Hand::Match(kind)));
        assert_eq!(live.state.hands.held, None);
        assert_eq!(live.state.undo.failed, None, "{kind}");
        let left = if kind == "duplicate" { rows - 1 } else { rows };
        assert_eq!(live.state.transactions, left);
        let live = live.tell(Event::Go(Screen::Decisions));
        let text = html(live.state.clone(), "light").await;
        assert_has(&text, &["Made by you, ", "11 Apr", "Undo this match"]);
        let live = live.tell(Event::Undo).tell(Event::Go(Screen::Decisions));
        let text = html(live.state.clone(), "light").await;
        assert!(!text.contains("Made by you"), "{kind}");
        assert_eq!(live.state.transactions, rows);
    }
}

#[tokio::test]
async fn a_row_that_a_file_repeats_is_said_to_be_two_from_the_list_and_from_its_page() {
    let live = opened().tell(Event::Go(Screen::Decisions));
    let listed = html(live.state.clone(), "light").await;
    assert_has(
        &listed,
        &["april.csv repeats rows", "These are two purchases"],
    );
    let live = live.open("KETTLE");
    look("live-two-purchases", &live.state).await;
    let text = html(live.state.clone(), "light").await;
    assert_has(&text, &["These are two purchases"]);
    let Face::Ready(page) = &opened().tell(Event::Go(Screen::Decisions)).state.review else {
        panic!("decisions")
    };
    let one = page
        .decisions
        .iter()
        .find(|one| one.file.is_some())
        .unwrap();
    let rows = live.state.transactions;
    let live = live.tell(Event::Decide(Decide {
        kind: one.decision.kind.clone(),
        transactions: vec![one.rows[0].id.clone()],
        verdict: "undone".to_owned(),
        file: one.file.clone(),
        today: None,
    }));
    assert_eq!(live.state.transactions, rows + 1);
    let live = live.tell(Event::Go(Screen::Decisions));
    let text = html(live.state.clone(), "light").await;
    assert_has(&text, &["Undone by you, ", "Match again"]);
    assert!(!text.contains("These are two purchases"));
    let live = live.tell(Event::Undo);
    assert_eq!(live.state.transactions, rows);
}

#[tokio::test]
async fn parts_of_a_row_can_be_of_the_persons_own_categories() {
    let live = opened();
    let text = "category \"Commute\" under TRANSPORTATION_PUBLIC_TRANSIT\n";
    let live = live
        .tell(Event::Say(farthing::view::state::Say::Rules))
        .tell(Event::Say(farthing::view::state::Say::Text(
            text.to_owned(),
        )))
        .tell(Event::Say(farthing::view::state::Say::Take));
    let live = live.open("MARLOWS").tell(Event::Hand(Hand::Row));
    assert_eq!(live.state.hands.own, ["Commute"]);
    let text = html(live.state.clone(), "light").await;
    assert_has(&text, &["<option value=\"Commute\""]);
}
