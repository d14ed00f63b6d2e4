//! The widget over the engine itself: what the sample household gives is worded and drawn in full.

use farthing::native::EncodingRs;
use farthing::view::state::{Effect, Event, Face, Filter, Screen, State, reduce};
use farthing::wire::{Door, Envelope, FileBytes, ImportFiles, Request};

use crate::walk::{assert_has, html, look, partly, sealed};

/// The view's state and the engine behind it.
pub(crate) struct Live {
    pub(crate) state: State,
    door: Door,
    /// What left the view for elsewhere.
    pub(crate) left: Vec<Effect>,
}

impl Live {
    pub(crate) fn wrens() -> Live {
        let live = Live {
            state: State::new("2026-09-01", Some("en-GB".to_owned())),
            door: Door::new(Box::new(EncodingRs)),
            left: Vec::new(),
        };
        live.tell(Event::Checked(sealed().into()))
            .tell(Event::OpenSample)
    }

    /// The same over files of the person's own.
    pub(crate) fn files(files: &[(&str, &str)]) -> Live {
        let mut live = Live {
            state: State::new("2026-04-11", Some("en-GB".to_owned())),
            door: Door::new(Box::new(EncodingRs)),
            left: Vec::new(),
        };
        let names = files.iter().map(|(name, _)| (*name).to_owned()).collect();
        live = live.tell(Event::Picked { names });
        let Some(Effect::Import(id)) = live.left.last() else {
            panic!("an import")
        };
        let files = files.iter().map(|(name, text)| FileBytes {
            name: (*name).to_owned(),
            bytes: text.as_bytes().to_vec().into(),
            held: None,
        });
        let request = Request::Import(ImportFiles {
            files: files.collect(),
            ..ImportFiles::default()
        });
        let replies = live.door.run(Envelope { id: *id, request });
        let events = replies.into_iter().map(Event::reply);
        events.fold(live, Live::tell)
    }

    /// Opens the detail of the row with these words.
    pub(crate) fn open(self, words: &str) -> Live {
        let live = self.tell(Event::Rows(Filter::default()));
        let total = live.state.table.total.unwrap_or_default();
        let has = |row: &u64| {
            let row = live.state.table.row(*row);
            row.is_some_and(|row| row.descriptor.contains(words))
        };
        let at = (0..total).find(has).unwrap();
        live.tell(Event::Pick(at))
    }

    /// Tells an event, and everything that the engine says to what it asks for.
    pub(crate) fn tell(mut self, event: Event) -> Live {
        let mut events = vec![event];
        while !events.is_empty() {
            let (state, effects) = reduce(self.state, &events.remove(0));
            self.state = state;
            for effect in effects {
                match effect {
                    Effect::Send(envelope) => {
                        let replies = self.door.run(envelope).into_iter();
                        events.extend(replies.map(Event::reply));
                    }
                    other => self.left.push(other),
                }
            }
        }
        self
    }
}

#[tokio::test]
async fn the_sample_is_drawn_whole_from_the_engines_own_replies() {
    let live = Live::wrens();
    assert!(live.state.transactions > 900);
    assert!(matches!(live.state.overview, Face::Ready(_)));
    let questions = [
        "How much did I spend on groceries last month?",
        "and so far this month?",
        "Where did my money go last month?",
        "Why did my spending go up last month?",
        "What were my biggest purchases last month?",
        "Will it rain tomorrow?",
    ];
    let asked = questions
        .into_iter()
        .fold(live, |live, words| live.tell(Event::Ask(words.to_owned())));
    let last = asked.state.thread[1].id;
    let asked = asked.tell(Event::Workings(last));
    let thread = asked.state.clone();
    let overview = asked.tell(Event::Go(Screen::Overview));
    let overview_state = overview.state.clone();
    let rows = overview.tell(Event::Rows(Filter::default())).state;
    for (case, state) in [
        ("live-thread", thread),
        ("live-overview", overview_state),
        ("live-rows", rows.clone()),
    ] {
        let html = html(state.clone(), "light").await;
        look(case, &state).await;
        assert_has(&html, &["The Wrens"]);
        for dangling in ["view-", "group-", "GBP", "{", "}", "<bdi></bdi>"] {
            assert!(!html.contains(dangling), "{case}: {dangling:?}");
        }
    }
    assert_eq!(rows.table.total, Some(rows.transactions));
}

#[tokio::test]
async fn a_list_has_its_days_in_a_column_and_a_quoted_total_is_spoken_as_no_sum() {
    let ask = |words: &str| Event::Ask(words.to_owned());
    let live = Live::wrens().tell(ask("Show me everything at Amberly"));
    let list = html(live.state.clone(), "light").await;
    assert_has(
        &list,
        &["<td class=\"d\">19 Dec 2025</td>", "colspan=\"2\""],
    );
    let live = live.tell(ask("What is the balance of my savings account?"));
    let balance = html(live.state, "light").await;
    assert_has(&balance, &["as the bank stated"]);
    assert!(!balance.contains(">, </span>"));
}

#[tokio::test]
async fn who_can_see_any_of_this_is_answered_from_what_this_browser_enforces() {
    let ask = || Event::Ask("Can this website see any of this?".to_owned());
    let whole = Live::wrens().tell(ask());
    let text = html(whole.state.clone(), "light").await;
    assert_has(
        &text,
        &[
            "No. blog.example cannot look in here.",
            "tried 4 ways to reach the network: all were refused.",
            "has been told that this box is ready and which height suits, and nothing of what you read or asked.",
            "You have shared nothing with it.",
            "What was checked, told and shared",
        ],
    );
    assert!(
        !text.contains("Share this with"),
        "there is no figure to share"
    );
    look("live-privacy-answer", &whole.state).await;
    let panel = whole.tell(Event::Go(Screen::Privacy));
    look("live-privacy", &panel.state).await;
    let text = html(panel.state.clone(), "light").await;
    assert_has(
        &text,
        &["data-screen=\"privacy\"", "What blog.example has been told"],
    );
    let partly = panel.tell(Event::Checked(partly().into())).tell(ask());
    let text = html(partly.state, "light").await;
    assert_has(
        &text,
        &[
            "sealed in part",
            "Chrome or Edge, from version 152 on, can.",
        ],
    );
}

#[test]
fn the_rows_that_an_answer_counted_leave_as_a_file() {
    let asked = Event::Ask("How much did I spend on groceries last month?".to_owned());
    let live = Live::wrens().tell(asked);
    let entry = live.state.thread.last().unwrap();
    let Some(Face::Ready(answer)) = entry.question().map(|question| &question.answer) else {
        panic!("an answer")
    };
    let counted = answer.proof.count as usize;
    let id = entry.id;
    let live = live.tell(Event::ExportAnswer(id));
    let Some(Effect::Download { name, mime, text }) = live.left.last() else {
        panic!("a file")
    };
    assert_eq!((*name, *mime), ("farthing-answer.csv", "text/csv"));
    assert_eq!(
        text.matches("\r\n").count(),
        counted + 1,
        "the heads and each row"
    );
    assert!(
        text.is_ascii() || !text.contains('\u{2212}'),
        "signs are plain"
    );
}

#[tokio::test]
async fn the_head_of_a_table_says_what_its_rows_are() {
    let heads = [
        ("Groceries in February", "<th scope=\"col\">Merchant</th>"),
        (
            "Biggest purchases last month",
            "<th scope=\"col\" colspan=\"2\">Transaction</th>",
        ),
        // Regular payments have no day, and so no column for it.
        (
            "What subscriptions do I pay?",
            "<th scope=\"col\">Merchant</th>",
        ),
        ("What is my balance?", "<th scope=\"col\">Account</th>"),
        ("Is anything unusual?", "<th scope=\"col\">Finding</th>"),
        (
            "Compare January and February",
            "<th scope=\"col\">Period</th>",
        ),
    ];
    for (question, head) in heads {
        let live = Live::wrens().tell(Event::Ask(question.to_owned()));
        let text = html(live.state, "light").await;
        assert!(text.contains(head), "{question}");
        assert!(!text.contains(">What</th>"), "{question}");
    }
    let live = Live::wrens().tell(Event::Ask("What is my balance?".to_owned()));
    let text = html(live.state, "light").await;
    assert!(text.contains("<span class=\"sub\">2 Mar</span>"), "its day");
}
