//! Saying what rows are, over the engine itself: by keys, with what else changes, and back again.

use farthing::view::state::{
    Effect, Event, Filter, Hand, Key, Narrowing, Picker, Say, State, Step, Which,
};
use farthing::wire::Transaction;

use crate::live::Live;
use crate::walk::{assert_has, html, look};

fn say(say: Say) -> Event {
    Event::Say(say)
}

async fn drawn(case: &str, state: State) -> String {
    look(case, &state).await;
    html(state, "light").await
}

fn open() -> Live {
    let live = Live::wrens().tell(Event::Rows(Filter::default()));
    live.tell(Event::Narrow(Narrowing::Search("Kettle".to_owned())))
        .tell(Event::Step(Step::First))
        .tell(say(Say::Open(None)))
}

fn row(live: &Live, at: u64) -> Transaction {
    live.state.table.row(at).unwrap().clone()
}

fn escape(live: Live) -> Live {
    let key = "Escape".to_owned();
    live.tell(Event::Key(Key {
        key,
        ..Key::default()
    }))
}

#[test]
fn keys_change_a_category_and_take_it_back_wherever_the_focus_is_on_the_screen() {
    let key = |key: &str, ctrl, in_field| {
        Event::Key(Key {
            key: key.to_owned(),
            ctrl,
            in_field,
            ..Key::default()
        })
    };
    let live = escape(open()).tell(Event::Detail);
    let before = row(&live, 0);
    let live = live.tell(key("c", false, true));
    assert!(
        live.state.saying.picker.is_none(),
        "it is typed into a field"
    );
    let live = live.tell(key("c", false, false));
    assert!(live.state.saying.picker.is_some() && !live.state.table.detail);
    let live = live
        .tell(say(Say::Search("book".to_owned())))
        .tell(say(Say::Enter))
        .tell(say(Say::Enter));
    let now = row(&live, 0);
    assert_ne!(now.category, before.category);
    let focused = |live: &Live| {
        let mut left = live.left.iter().rev();
        left.find(|effect| matches!(effect, Effect::Focus(_)))
            .cloned()
    };
    assert_eq!(focused(&live), Some(Effect::Focus("rows".to_owned())));
    let live = live.tell(Event::Detail).tell(key("z", true, false));
    assert_eq!(row(&live, 0), before);
    assert_eq!(
        focused(&live),
        Some(Effect::Focus("detail".to_owned())),
        "what is open keeps it"
    );
    let live = live.tell(key("y", true, false));
    assert_eq!(row(&live, 0), now);
}

#[test]
fn categories_are_listed_by_their_groups_the_likely_ones_first() {
    let picker = open().state.saying.picker.unwrap();
    let places = picker.places();
    let begin: Vec<_> = places.iter().filter(|place| place.begins).collect();
    let groups: Vec<_> = begin.iter().map(|place| place.group).collect();
    assert_eq!(groups[..3], ["housing", "groceries", "bills"]);
    assert!(
        places[..3]
            .iter()
            .all(|place| place.confidence.is_some() && !place.begins)
    );
    assert_eq!(places[3].group, "housing");
    let found = Picker {
        search: "Other".to_owned(),
        ..picker
    };
    assert!(!found.places().iter().any(|place| place.begins));
    let found = Picker {
        search: "eating".to_owned(),
        ..found
    };
    let names: Vec<_> = found.places().into_iter().map(|place| place.name).collect();
    for name in ["FOOD_AND_DRINK_COFFEE", "FOOD_AND_DRINK_RESTAURANT"] {
        assert!(names.iter().any(|known| known == name), "{names:?}");
    }
}

#[tokio::test]
async fn a_category_is_changed_by_keys_and_taken_back() {
    let live = open();
    let before = row(&live, 0);
    let picker = live.state.saying.picker.clone().unwrap();
    assert_eq!(picker.preview.as_ref().unwrap().guesses.len(), 3);
    let live = live
        .tell(say(Say::Search("book".to_owned())))
        .tell(say(Say::Enter));
    let picker = live.state.saying.picker.clone().unwrap();
    let preview = picker.preview.clone().unwrap();
    assert!(preview.count > 1 && preview.changes.iter().any(|change| change.learned));
    let live = live.tell(say(Say::Mean(Which::Only)));
    let only = live.state.saying.picker.clone().unwrap().preview.unwrap();
    assert_eq!((only.count, only.more + 1), (1, preview.merchant_rows));
    let html = drawn("rows-picker", live.state.clone()).await;
    assert_has(
        &html,
        &[
            "role=\"combobox\"",
            "aria-controls=\"picker-list\"",
            "This row only",
            "And rows like it",
            "from Kettle and Crumb Coffee",
            "role=\"option\"",
            "Change to Book",
        ],
    );
    let live = live.tell(say(Say::Enter));
    assert_eq!(live.state.saying.picker, None);
    let now = row(&live, 0);
    assert_eq!(now.id, before.id, "the row keeps its place");
    assert_eq!(now.reason.kind, "correction");
    assert_ne!(now.category, before.category);
    let back = [
        Effect::Focus("rows".to_owned()),
        Effect::Reveal("said".to_owned()),
    ];
    assert!(live.left.ends_with(&back), "{:?}", live.left);
    let html = drawn("rows-said", live.state.clone()).await;
    assert_has(
        &html,
        &["your word", "class=\"undo said\"", ">Undo</button>"],
    );
    let live = live.tell(say(Say::Undo));
    assert_eq!(row(&live, 0), before);
    let live = live.tell(say(Say::Redo));
    assert_eq!(row(&live, 0), now);
    let live = live.tell(say(Say::Open(Some(0)))).tell(say(Say::TakeBack));
    assert_eq!(row(&live, 0), before);
}

#[tokio::test]
async fn a_merchant_is_changed_whole_and_a_rule_says_so() {
    let live = open().tell(say(Say::Search("Team lunches".to_owned())));
    let places = live.state.saying.picker.as_ref().unwrap().places();
    assert!(places.last().unwrap().is_new, "{places:?}");
    let live = live
        .tell(say(Say::Enter))
        .tell(say(Say::Mean(Which::Whole)))
        .tell(say(Say::Do));
    let now = row(&live, 0);
    assert_eq!(now.own_category.as_deref(), Some("Team lunches"));
    assert_eq!(now.reason.kind, "rule");
    assert_eq!(row(&live, 1).reason.kind, "rule");
    let live = live.tell(say(Say::Rules));
    let html = drawn("rules", live.state.clone()).await;
    assert_has(&html, &["Team lunches", "Use these rules", "<table"]);
    let live = live
        .tell(say(Say::Text(
            "merchant Tesco\nout -> OTHER_OTHER\n".to_owned(),
        )))
        .tell(say(Say::Try));
    let html = drawn("rules-tried", live.state.clone()).await;
    assert_has(&html, &["would change.", "Line 1: cannot read"]);
    // A file takes the text's place and says what it would change; nothing holds before it is used.
    let read =
        "group \"Lunch\" is FOOD_AND_DRINK_COFFEE\ntext \"kettle*\" -> FOOD_AND_DRINK_COFFEE\n";
    let live = live.tell(say(Say::Import(Some(read.to_owned()))));
    let panel = live.state.saying.rules.clone().unwrap();
    assert!(panel.preview.unwrap().count > 1 && panel.report.unwrap().text != panel.text);
    let live = live.tell(say(Say::Take));
    let html = drawn("rules-groups", live.state.clone()).await;
    assert_has(
        &html,
        &[
            "Your groups",
            ">Lunch<",
            "-&gt; Coffee</td>",
            "Open a file",
            "name-suggestion-index",
        ],
    );
    // One that cannot be read any more changes nothing, and is not passed over.
    let live = live.tell(say(Say::Import(None)));
    let html = drawn("rules-unread", live.state.clone()).await;
    assert_has(&html, &["role=\"alert\"", "That file cannot be read."]);
    assert_eq!(live.state.saying.rules.as_ref().unwrap().text, read);
    let live = live.tell(say(Say::Try));
    assert_eq!(live.state.saying.failed, None);
    // A rule decides the row now: the list names it and offers to change it or to except the row.
    let ruled = escape(live).tell(say(Say::Open(Some(0))));
    let html = drawn("rows-ruled", ruled.state.clone()).await;
    assert_has(
        &html,
        &[
            "Decided by your rule:",
            "Change the rule: ",
            "Except this row",
        ],
    );
    let ruled = ruled
        .tell(say(Say::Search("book".to_owned())))
        .tell(say(Say::Enter))
        .tell(say(Say::Mean(Which::Only)))
        .tell(say(Say::Do));
    assert_eq!(row(&ruled, 0).reason.kind, "correction");
    assert_eq!(row(&ruled, 1).reason.kind, "rule");
    let live = escape(ruled).tell(say(Say::Rules));
    let live = live.tell(say(Say::Export));
    assert!(
        matches!(live.left.last(), Some(Effect::Download { name, .. }) if name.ends_with(".txt"))
    );
    let live = escape(live);
    assert_eq!(live.state.saying.rules, None);
}

#[test]
fn no_detail_lies_over_the_rules() {
    let live = Live::wrens().open("AMBERLY").tell(Event::Hand(Hand::Row));
    assert!(live.state.table.detail && live.state.hands.row.is_some());
    let live = live.tell(say(Say::Rules));
    assert!(!live.state.table.detail && live.state.hands.row.is_none());
}

#[test]
fn what_needs_review_is_listed_by_money_and_stays_until_the_next_look() {
    let live = Live::wrens()
        .tell(Event::Rows(Filter::default()))
        .tell(Event::Narrow(Narrowing::NeedsReview(true)));
    let total = live.state.table.total.unwrap();
    assert!(total >= 1, "the sample has rows to review");
    let cents = |row: Transaction| {
        let digits = row.amount.amount.replace(['-', '.'], "");
        digits.parse::<u64>().unwrap()
    };
    let sums: Vec<_> = (0..total).map(|at| cents(row(&live, at))).collect();
    assert!(sums.is_sorted_by(|one, next| one >= next), "{sums:?}");
    let first = row(&live, 0);
    let live = live
        .tell(say(Say::Open(Some(0))))
        .tell(say(Say::Choose(0)))
        .tell(say(Say::Do));
    let now = row(&live, 0);
    assert_eq!((now.id, now.category.is_some()), (first.id, true));
    assert!(live.state.needs_review < total);
    let live = live.tell(Event::Narrow(Narrowing::NeedsReview(true)));
    assert_eq!(live.state.table.total, Some(live.state.needs_review));
}
