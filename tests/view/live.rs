//! The widget over the engine itself: what the sample household gives is worded and drawn in full.

use farthing::native::EncodingRs;
use farthing::view::state::{Effect, Event, Face, Filter, Screen, State, reduce};
use farthing::wire::Door;

use crate::walk::{assert_has, html, look, sealed};

/// The view's state and the engine behind it.
struct Live {
    state: State,
    door: Door,
}

impl Live {
    fn wrens() -> Live {
        let live = Live {
            state: State::new("2026-09-01", Some("en-GB".to_owned())),
            door: Door::new(Box::new(EncodingRs)),
        };
        live.tell(Event::Checked(sealed())).tell(Event::OpenSample)
    }

    /// Tells an event, and everything that the engine says to what it asks for.
    fn tell(mut self, event: Event) -> Live {
        let mut events = vec![event];
        while !events.is_empty() {
            let (state, effects) = reduce(self.state, events.remove(0));
            self.state = state;
            for effect in effects {
                if let Effect::Send(envelope) = effect {
                    events.extend(self.door.run(envelope).into_iter().map(Event::Reply));
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
