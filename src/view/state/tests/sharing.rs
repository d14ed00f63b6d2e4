//! What the page around asks, what is offered to the person, and what leaves by their own hand.

use super::*;
use crate::wire::{Export, Says, Value};

fn answered(value: Value) -> Answer {
    Answer {
        status: "answered".to_owned(),
        value,
        ..Answer::default()
    }
}

fn wanted(id: &str) -> Event {
    Event::ShareWanted {
        id: id.to_owned(),
        what: "groceries last month".to_owned(),
        host: "bank.example".to_owned(),
    }
}

fn importing() -> State {
    let names = vec!["march.ofx".to_owned()];
    after(state(), [Event::Picked { names }]).0
}

fn report() -> Event {
    let report = ImportReport {
        transactions: 12,
        ..ImportReport::default()
    };
    ok(1, Body::Import(report))
}

fn begun() -> State {
    after(importing(), [report()]).0
}

fn share(state: &State) -> &Share {
    &state
        .thread
        .last()
        .and_then(|entry| entry.question())
        .unwrap()
        .share
}

#[test]
fn what_a_host_wants_shared_is_asked_worded_and_offered_once() {
    let (state, effects) = after(begun(), [wanted("s1")]);
    let entry = sent(&effects)[0].id;
    assert!(state.to_offer().is_none(), "there is no answer yet");
    let (state, effects) = after(state, [ok(entry, Body::Answer(answered(Value::Count(3))))]);
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Decline(_)))
    );
    assert!(matches!(state.to_offer(), Some((of, Some(_))) if of == entry));
    let text = "3 rows in February.".to_owned();
    let (state, effects) = after(
        state,
        [Event::Share {
            entry,
            text: text.clone(),
        }],
    );
    let id = Some("s1".to_owned());
    assert_eq!(
        effects,
        [Effect::Share {
            id: id.clone(),
            text
        }]
    );
    assert!(state.to_offer().is_none(), "it is offered once");
    let outcome = |shared| Event::ShareOutcome {
        id: id.clone(),
        shared,
    };
    let (shared, _) = after(state.clone(), [outcome(true)]);
    assert_eq!(share(&shared), &Share::Came("view-share-done"));
    assert_eq!(shared.announced, Announced::Words("view-share-done"));
    let (kept, _) = after(state, [outcome(false)]);
    assert_eq!(share(&kept), &Share::Came("view-share-not"));
}

#[test]
fn that_there_is_no_single_figure_is_told_by_the_person_alone() {
    for answer in [
        answered(Value::None),
        answered(Value::Moneys(Vec::new())),
        Answer {
            status: "partly".to_owned(),
            ..answered(Value::Count(3))
        },
        Answer {
            status: "notUnderstood".to_owned(),
            ..Answer::default()
        },
    ] {
        let (state, effects) = after(begun(), [wanted("s1")]);
        let entry = sent(&effects)[0].id;
        let (state, effects) = after(state, [ok(entry, Body::Answer(answer))]);
        assert!(!effects.contains(&Effect::Decline("s1".to_owned())));
        assert_eq!(state.to_offer(), Some((entry, None)));
    }
    let (state, effects) = after(begun(), [wanted("s1")]);
    let entry = sent(&effects)[0].id;
    let failed = Event::reply(Outgoing {
        id: entry,
        reply: Reply::Error(Failure {
            code: "cancelled".to_owned(),
            says: Says::default(),
            sentence: String::new(),
        }),
    });
    let (state, effects) = after(state, [failed]);
    assert!(!effects.contains(&Effect::Decline("s1".to_owned())));
    assert_eq!(state.to_offer(), Some((entry, None)));
}

#[test]
fn an_engine_that_stops_and_a_household_that_opens_leave_no_host_waiting() {
    for event in [Event::EngineStopped, Event::OpenSample] {
        let (_, effects) = after(begun(), [wanted("s1"), event]);
        assert!(effects.contains(&Effect::Decline("s1".to_owned())));
    }
}

#[test]
fn a_host_is_answered_from_all_the_rows_it_has_just_handed_in() {
    let (state, effects) = after(importing(), [wanted("s1")]);
    assert!(effects.is_empty(), "the import is still under way");
    let (_, effects) = after(state.clone(), [report()]);
    let asks = |effects: &[Effect]| {
        let sent = sent(effects);
        sent.iter()
            .filter(|sent| matches!(sent.request, Request::Ask(_)))
            .count()
    };
    assert_eq!(asks(&effects), 1);
    let failed = Event::reply(Outgoing {
        id: 1,
        reply: Reply::Error(Failure {
            code: "cancelled".to_owned(),
            says: Says::default(),
            sentence: String::new(),
        }),
    });
    assert_eq!(
        asks(&after(state.clone(), [failed]).1),
        1,
        "what can be said is said"
    );
    let (_, effects) = after(state, [Event::EngineStopped]);
    assert!(effects.contains(&Effect::Decline("s1".to_owned())));
}

#[test]
fn a_host_that_withdraws_is_offered_nothing() {
    let withdrawn = Event::ShareCancelled("s1".to_owned());
    let (state, effects) = after(begun(), [wanted("s1")]);
    let entry = sent(&effects)[0].id;
    let reply = ok(entry, Body::Answer(answered(Value::Count(3))));
    let (state, effects) = after(state, [withdrawn.clone(), reply]);
    assert!(state.to_offer().is_none());
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Decline(_)))
    );
    assert_eq!(share(&state), &Share::Came("view-share-withdrawn"));
    let (early, _) = after(state_with_early(), [withdrawn]);
    assert!(early.asked_early.is_empty());
}

fn state_with_early() -> State {
    after(state(), [wanted("s1")]).0
}

#[test]
fn what_a_host_asks_before_anything_is_read_waits_and_leaves_the_first_screen() {
    let (state, effects) = after(
        state_with_early(),
        [Event::HostAsked("how much in all?".to_owned())],
    );
    assert!(effects.is_empty() && !state.has_begun());
    let names = vec!["march.ofx".to_owned()];
    let (state, effects) = after(state, [Event::Picked { names }]);
    assert!(sent(&effects).is_empty(), "nothing is there to answer from");
    let report = ImportReport {
        transactions: 12,
        ..ImportReport::default()
    };
    let id = state.thread[0].id;
    let (state, effects) = after(state, [ok(id, Body::Import(report))]);
    let asked: Vec<_> = sent(&effects)
        .iter()
        .filter_map(|envelope| match &envelope.request {
            Request::Ask(ask) => Some(ask.question.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(asked, ["groceries last month", "how much in all?"]);
    let by_host = |entry: &Rc<Entry>| entry.question().is_some_and(|question| question.by_host);
    assert_eq!(
        state.thread.iter().filter(|entry| by_host(entry)).count(),
        2
    );
}

#[test]
fn the_person_shares_unasked_and_the_facts_go_with_the_question() {
    let facts = Facts {
        open: Some(true),
        host: Some("bank.example".to_owned()),
        ..Facts::default()
    };
    let receipts = Event::Receipts(Rc::new(vec![Receipt::default()]));
    let ask = Event::Ask("groceries".to_owned());
    let (state, effects) = after(begun(), [Event::Checked(facts.into()), receipts, ask]);
    let entry = sent(&effects)[0].id;
    let Request::Ask(ask) = &sent(&effects)[0].request else {
        panic!("a question")
    };
    let browser = ask.browser.as_ref().unwrap();
    assert_eq!((browser.shared, browser.open), (Some(1), Some(true)));
    let text = "£404.43.".to_owned();
    let (state, effects) = after(
        state,
        [Event::Share {
            entry,
            text: text.clone(),
        }],
    );
    assert_eq!(effects, [Effect::Share { id: None, text }]);
    let outcome = Event::ShareOutcome {
        id: None,
        shared: true,
    };
    let (state, effects) = after(state, [outcome]);
    assert_eq!(share(&state), &Share::Came("view-share-done"));
    assert_eq!(effects, [Effect::Focus(format!("share-{entry}"))]);
}

#[test]
fn rows_of_a_host_are_an_import_and_never_mix_with_the_sample() {
    let handed = Event::HostRows {
        rows: 7,
        name: "Rows from bank.example".to_owned(),
    };
    let (mut state, _) = after(state(), [Event::OpenSample]);
    state.sample = Some("The Wrens".to_owned());
    let (state, effects) = after(state, [handed]);
    assert_eq!(sent(&effects)[0].request, Request::Erase);
    let id = state.thread[0].id;
    assert_eq!(effects.last(), Some(&Effect::ImportRows { id, rows: 7 }));
}

#[test]
fn rows_leave_as_a_file_or_where_that_is_blocked_by_the_clipboard() {
    for downloads in [true, false] {
        let facts = Facts {
            downloads,
            ..Facts::default()
        };
        let (state, effects) = after(
            with_rows(700),
            [Event::Checked(facts.into()), Event::ExportRows],
        );
        let Request::Export(of) = &sent(&effects)[0].request else {
            panic!("an export")
        };
        assert_eq!((of.offset, of.limit), (0, 700), "all of them, not a page");
        let text = "Posting date\r\n".to_owned();
        let export = Export { text: text.clone() };
        let (_, effects) = after(state, [ok(sent(&effects)[0].id, Body::Export(export))]);
        let file = Effect::Download {
            name: "farthing-rows.csv",
            mime: "text/csv",
            text: text.clone(),
        };
        assert_eq!(effects, [if downloads { file } else { Effect::Copy(text) }]);
    }
}

#[test]
fn privacy_is_reached_by_keys_and_left_to_where_one_was() {
    let key = |key: &str| {
        Event::Key(Key {
            key: key.to_owned(),
            ..Key::default()
        })
    };
    let (state, _) = after(with_rows(3), [Event::Go(Screen::Rows), key("g")]);
    let (state, effects) = after(state, [key("p")]);
    assert_eq!(
        (state.screen, effects),
        (Screen::Privacy, vec![Effect::Focus("title".to_owned())])
    );
    let (state, _) = after(state, [Event::Go(Screen::Privacy), key("Escape")]);
    assert_eq!(
        state.screen,
        Screen::Rows,
        "going there twice forgets nothing"
    );
}

#[test]
fn what_an_embedder_sets_is_kept_when_the_sample_opens() {
    let settings = Settings {
        theme: Some("dark".to_owned()),
        currency: Some("EUR".to_owned()),
        ..Settings::default()
    };
    let accent = Settings {
        accent: Some("#0B6656".to_owned()),
        ..Settings::default()
    };
    let events = [
        Event::Set(accent.clone().into()),
        Event::Set(settings.clone().into()),
    ];
    let (state, _) = after(after(state(), events).0, [Event::OpenSample]);
    let settings = Settings {
        accent: accent.accent,
        ..settings
    };
    assert_eq!(*state.settings, settings);
    let report = ImportReport {
        transactions: 12,
        ..ImportReport::default()
    };
    let id = state.thread[0].id;
    let (_, effects) = after(state, [ok(id, Body::Import(report))]);
    let overview = &sent(&effects)[0].request;
    assert!(matches!(overview, Request::Overview(of) if of.currency.as_deref() == Some("EUR")));
}
