mod sharing;

use std::rc::Rc;

use super::*;
use crate::wire::{
    Answer, Body, Check, Facts, ImportReport, Outgoing, ProofPage, Protection, Reply, RowsPage,
    SampleReport,
};

fn state() -> State {
    State::new("2026-03-22", Some("en-GB".to_owned()))
}

fn after(state: State, events: impl IntoIterator<Item = Event>) -> (State, Vec<Effect>) {
    events
        .into_iter()
        .fold((state, Vec::new()), |(state, _), event| {
            reduce(state, &event)
        })
}

fn ok(id: u64, body: Body) -> Event {
    Event::reply(Outgoing {
        id,
        reply: Reply::Ok { body },
    })
}

fn sent(effects: &[Effect]) -> Vec<&Envelope> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send(envelope) => {
                assert_eq!(envelope.asked(), envelope.message());
                Some(envelope)
            }
            _ => None,
        })
        .collect()
}

fn with_rows(total: u64) -> State {
    let (state, effects) = after(state(), [Event::Go(Screen::Rows)]);
    let id = sent(&effects)[0].id;
    let page = RowsPage {
        total,
        of: total,
        ..RowsPage::default()
    };
    after(state, [ok(id, Body::Rows(page))]).0
}

#[test]
fn the_sample_brings_its_own_day_and_the_overview_is_fetched_for_it() {
    let (state, effects) = after(state(), [Event::OpenSample]);
    let id = sent(&effects)[0].id;
    let report = ImportReport {
        transactions: 982,
        sample: Some(SampleReport {
            name: "The Wrens".to_owned(),
            today: "2025-06-30".to_owned(),
        }),
        ..ImportReport::default()
    };
    let (state, effects) = after(state, [ok(id, Body::Import(report))]);
    assert_eq!(state.today, "2025-06-30");
    assert!(
        matches!(&sent(&effects)[0].request, Request::Overview(of) if of.today == "2025-06-30")
    );
}

#[test]
fn own_files_never_mix_with_the_sample() {
    let (mut state, _) = after(state(), [Event::OpenSample]);
    state.sample = Some("The Wrens".to_owned());
    let names = vec!["march.ofx".to_owned()];
    let (state, effects) = after(state, [Event::Picked { names }]);
    assert_eq!(sent(&effects)[0].request, Request::Erase);
    let id = state.thread[0].id;
    assert_eq!(effects.last(), Some(&Effect::Import(id)));
    assert_eq!(
        (state.thread.len(), state.today.as_str()),
        (1, "2026-03-22")
    );
}

#[test]
fn workings_are_fetched_once_and_page_by_page() {
    let (state, effects) = after(state(), [Event::Ask("groceries".to_owned())]);
    let entry = sent(&effects)[0].id;
    let answer = Answer {
        number: 3,
        ..Answer::default()
    };
    let (state, effects) = after(
        state,
        [ok(entry, Body::Answer(answer)), Event::Workings(entry)],
    );
    let proof = sent(&effects)[0].clone();
    assert!(matches!(
        proof.request,
        Request::Proof {
            answer: 3,
            offset: 0,
            ..
        }
    ));
    let page = ProofPage {
        answer: 3,
        total: 0,
        ..ProofPage::default()
    };
    let (_, effects) = after(
        state,
        [
            ok(proof.id, Body::Proof(page)),
            Event::Workings(entry),
            Event::Workings(entry),
        ],
    );
    assert!(effects.is_empty(), "the rows are here already");
}

#[test]
fn a_late_reply_to_an_older_filter_is_dropped() {
    let search = |words: &str| Event::Narrow(Narrowing::Search(words.to_owned()));
    let (state, first) = after(with_rows(100_000), [search("tes")]);
    let (state, second) = after(state, [search("tesco")]);
    let page = |total| {
        Body::Rows(RowsPage {
            total,
            of: 100_000,
            ..RowsPage::default()
        })
    };
    let (first, second) = (sent(&first)[0].id, sent(&second)[0].id);
    let (state, _) = after(state, [ok(second, page(40)), ok(first, page(99))]);
    assert_eq!(state.table.total, Some(40));
}

#[test]
fn rows_stay_in_sight_until_those_of_the_new_filter_come() {
    let search = Event::Narrow(Narrowing::Search("tesco".to_owned()));
    let (state, effects) = after(with_rows(100_000), [search]);
    assert_eq!(effects[0], Effect::RevealRow(0));
    let id = sent(&effects)[0].id;
    assert_eq!(
        (state.table.total, state.table.pages.len()),
        (Some(100_000), 1)
    );
    let (state, effects) = after(state, [Event::Scrolled(700)]);
    assert!(
        effects.is_empty(),
        "the rows before are not asked for any more"
    );
    let page = RowsPage {
        total: 7,
        of: 100_000,
        ..RowsPage::default()
    };
    let (state, _) = after(state, [ok(id, Body::Rows(page))]);
    assert_eq!((state.table.total, state.table.pages.len()), (Some(7), 1));
}

#[test]
fn after_a_correction_the_rows_are_asked_for_before_the_overview() {
    let (state, effects) = after(with_rows(3), [Event::Say(Say::Undo)]);
    let id = sent(&effects)[0].id;
    let report = ImportReport {
        transactions: 3,
        ..ImportReport::default()
    };
    let (_, effects) = after(state, [ok(id, Body::Import(report))]);
    let asked: Vec<_> = sent(&effects).iter().map(|sent| &sent.request).collect();
    assert!(matches!(
        asked[..],
        [Request::Rows(_), Request::Overview(_)]
    ));
}

#[test]
fn a_screen_begins_at_its_head_and_a_later_import_comes_into_sight() {
    let head = || Effect::Reveal("title".to_owned());
    let (state, effects) = after(with_rows(3), [Event::Go(Screen::Accounts)]);
    assert!(effects.contains(&head()), "{effects:?}");
    let (state, effects) = after(state, [Event::Go(Screen::Accounts)]);
    assert!(!effects.contains(&head()), "it is there already");
    let names = vec!["march.ofx".to_owned()];
    let (state, _) = after(state, [Event::Ask("rent?".to_owned())]);
    let (state, effects) = after(state, [Event::Picked { names }]);
    let id = state.thread[1].id;
    let import = Effect::Reveal(numbered("entry-", id));
    assert!(effects.contains(&import), "{effects:?}");
    let report = Body::Import(ImportReport::default());
    let (_, effects) = after(state, [ok(id, report)]);
    assert!(effects.contains(&import), "the report is taller");
}

#[test]
fn scrolling_fetches_only_the_pages_in_sight_and_keeps_few() {
    let mut state = with_rows(100_000);
    for top in (0..100_000).step_by(500) {
        let (next, effects) = reduce(state, &Event::Scrolled(top));
        assert!(sent(&effects).len() <= 2, "row {top}");
        state = next;
    }
    assert!(state.table.pages.len() <= 31);
    let (from, to) = state.table.drawn();
    assert!(from <= 99_500 && to - from == 80);
    let (state, _) = reduce(state, &Event::Scrolled(99_999));
    assert_eq!(state.table.drawn(), (99_920, 100_000));
}

#[test]
fn arrows_stay_within_the_rows() {
    let (state, _) = after(
        with_rows(3),
        [Event::Step(Step::By(-1)), Event::Step(Step::By(9))],
    );
    assert_eq!(state.table.picked, Some(2));
    let (state, effects) = after(state, [Event::Step(Step::First)]);
    assert_eq!(
        (state.table.picked, effects),
        (Some(0), vec![Effect::RevealRow(0)])
    );
}

#[test]
fn an_amount_is_searched_as_one() {
    let filter = Filter {
        search: "£1,012.50".to_owned(),
        ..Filter::default()
    };
    let Request::Rows(rows) = filter.page(0) else {
        panic!("a request for rows")
    };
    assert_eq!(rows.filter.min_amount.as_deref(), Some("1012.50"));
    assert!(rows.filter.text.is_empty());
}

#[test]
fn keys_reach_the_composer_the_answers_and_the_screens() {
    let key = |key: &str| Key {
        key: key.to_owned(),
        ..Key::default()
    };
    let (state, effects) = after(state(), [Event::Key(key("/"))]);
    assert_eq!(effects, [Effect::Focus("composer".to_owned())]);
    let (state, _) = after(
        state,
        [Event::Ask("one".to_owned()), Event::Ask("two".to_owned())],
    );
    let up = Key {
        alt: true,
        article: Some(state.thread[1].element()),
        ..key("ArrowUp")
    };
    assert!(up.is_taken());
    let first = state.thread[0].element();
    let (state, effects) = after(state, [Event::Key(up)]);
    assert_eq!(effects, [Effect::Focus(first)]);
    let (state, effects) = after(state, [Event::Key(key("g")), Event::Key(key("r"))]);
    assert_eq!(state.screen, Screen::Rows);
    assert!(effects.contains(&Effect::Focus("title".to_owned())));
    let (state, _) = after(state, [Event::Key(key("x")), Event::Key(key("o"))]);
    assert_eq!(state.screen, Screen::Rows, "o alone goes nowhere");
}

#[test]
fn a_stopped_engine_says_how_many_questions_it_left() {
    let (state, _) = after(
        state(),
        [Event::Ask("one".to_owned()), Event::EngineStopped],
    );
    assert!(
        matches!(state.thread[..], [ref entry] if entry.what == What::Stopped { unanswered: 1 })
    );
}

#[test]
fn an_engine_that_never_came_leaves_what_it_was_asked() {
    let lost = || {
        let engine = Check {
            what: Protection::Engine,
            passed: Some(false),
            tried: 0,
        };
        let checks = vec![engine];
        Event::Checked(Rc::new(Facts {
            checks,
            open: Some(false),
            ..Facts::default()
        }))
    };
    let (state, _) = after(state(), [lost()]);
    assert!(state.thread.is_empty(), "nothing was asked");
    let (state, _) = after(self::state(), [Event::Ask("one".to_owned()), lost()]);
    let given_up = |entry: &Rc<Entry>| matches!(entry.question(), Some(question) if matches!(question.answer, Face::Failed(_)));
    let [asked, stopped] = &state.thread[..] else {
        panic!("{:?}", state.thread)
    };
    assert!(given_up(asked) && stopped.what == What::Stopped { unanswered: 0 });
    assert!(!state.awaits_engine() && state.overview == Face::Empty);
    let (state, _) = after(state, [Event::Ask("two".to_owned())]);
    assert!(given_up(&state.thread[2]), "no engine will answer it");
    let early = Event::ShareWanted {
        id: "s1".to_owned(),
        what: "all".to_owned(),
        host: String::new(),
    };
    let (state, effects) = after(self::state(), [early, lost()]);
    assert!(state.thread.is_empty() && effects == [Effect::Decline("s1".to_owned())]);
}

#[test]
fn until_the_engine_is_heard_of_it_is_on_its_way() {
    assert!(!state().awaits_engine(), "nothing waits for it");
    let (state, effects) = after(state(), [Event::OpenSample]);
    assert!(effects.contains(&Effect::Focus(state.thread[0].element())));
    assert!(state.awaits_engine() && state.overview == Face::Waiting);
    assert_eq!(state.announced, Announced::Words("view-engine-coming"));
    let id = state.thread[0].id;
    let (state, _) = after(state, [ok(id, Body::Import(ImportReport::default()))]);
    assert!(!state.awaits_engine() && state.overview == Face::Empty);
    let (state, _) = after(state, [Event::Ask("one".to_owned())]);
    assert!(!state.awaits_engine());
}

#[test]
fn a_rows_detail_takes_the_focus_and_gives_it_back() {
    let escape = Key {
        key: "Escape".to_owned(),
        ..Key::default()
    };
    let (state, effects) = after(with_rows(3), [Event::Step(Step::First), Event::Detail]);
    assert_eq!(effects, [Effect::Focus("detail".to_owned())]);
    let (state, effects) = after(state, [Event::Key(escape)]);
    assert_eq!(
        (state.table.detail, effects),
        (false, vec![Effect::Focus("rows".to_owned())])
    );
}

#[test]
fn single_keys_can_be_switched_off_and_control_keys_stay() {
    let slash = Key {
        key: "/".to_owned(),
        ..Key::default()
    };
    let control = Key {
        key: "k".to_owned(),
        ctrl: true,
        ..Key::default()
    };
    let (state, effects) = after(state(), [Event::SingleKeys(false), Event::Key(slash)]);
    assert!(effects.is_empty());
    let (_, effects) = after(state, [Event::Key(control)]);
    assert_eq!(effects, [Effect::Focus("composer".to_owned())]);
}

#[test]
fn another_month_is_split_until_another_import() {
    let of = |effects: &[Effect]| match &sent(effects)[..] {
        [
            Envelope {
                request: Request::Overview(of),
                ..
            },
        ] => of.period.clone(),
        other => panic!("one overview, not {other:?}"),
    };
    let january = Period {
        start: "2026-01-01".to_owned(),
        end: "2026-02-01".to_owned(),
    };
    let (state, effects) = after(state(), [Event::Month(Some(january.clone()))]);
    assert_eq!(of(&effects), Some(january.clone()));
    let (state, effects) = after(state, [Event::Currency(None)]);
    assert_eq!(of(&effects), Some(january), "of the other currency too");
    let names = vec!["march.ofx".to_owned()];
    let (state, _) = after(state, [Event::Picked { names }]);
    let id = state.thread[0].id;
    let report = ImportReport {
        transactions: 1,
        ..ImportReport::default()
    };
    let (_, effects) = after(state, [ok(id, Body::Import(report))]);
    assert_eq!(of(&effects), None, "what came in may end later");
}

#[test]
fn what_is_offered_to_be_taken_back_is_by_its_key_on_the_overview_too() {
    let undo = || {
        Event::Key(Key {
            key: "z".to_owned(),
            ctrl: true,
            ..Key::default()
        })
    };
    let (state, effects) = after(state(), [undo()]);
    assert!(effects.is_empty(), "there is nothing to take back");
    let names = vec!["march.ofx".to_owned()];
    let (state, _) = after(state, [Event::Picked { names }]);
    let id = state.thread[0].id;
    let report = ImportReport {
        transactions: 1,
        undo: Some(Says::default()),
        ..ImportReport::default()
    };
    let came = ok(id, Body::Import(report));
    let (_, effects) = after(state, [came, Event::Go(Screen::Overview), undo()]);
    assert_eq!(sent(&effects)[0].request, Request::Undo);
}
