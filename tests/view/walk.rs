//! Walks through the widget without a browser: events in, Html out.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use farthing::view::app::{Widget, WidgetProps};
use farthing::view::desk::{Desk, Port, Same};
use farthing::view::format::English;
use farthing::view::state::{Effect, Event, State, reduce};
use farthing::view::words::Words;
use farthing::wire::{
    Allowlist, Body, Check, Facts, Failure, Outgoing, Protection, Reply, Says, Sealed, Told,
};
use yew::{AttrValue, Callback};

use super::wrens;

/// A state under test, and the requests that nothing has answered yet.
pub(crate) struct Walk {
    pub(crate) state: State,
    pub(crate) open: Vec<u64>,
}

impl Walk {
    pub(crate) fn new() -> Walk {
        let state = State::new("2026-03-22", Some("en-GB".to_owned()));
        Walk {
            state,
            open: Vec::new(),
        }
        .tell(Event::Checked(sealed().into()))
    }

    pub(crate) fn tell(mut self, event: Event) -> Walk {
        let (state, effects) = reduce(self.state, &event);
        self.open
            .extend(effects.iter().filter_map(|effect| match effect {
                Effect::Send(envelope) => Some(envelope.id),
                Effect::Import(id) => Some(*id),
                _ => None,
            }));
        Walk { state, ..self }
    }

    /// Answers the request that has waited longest.
    pub(crate) fn hear(mut self, body: Body) -> Walk {
        let id = self.open.remove(0);
        let reply = Reply::Ok { body };
        self.tell(Event::reply(Outgoing { id, reply }))
    }

    pub(crate) fn fail(mut self, sentence: &str) -> Walk {
        let id = self.open.remove(0);
        let reply = Reply::Error(Failure {
            code: "failed".to_owned(),
            says: Says::default(),
            sentence: sentence.to_owned(),
        });
        self.tell(Event::reply(Outgoing { id, reply }))
    }

    pub(crate) fn wrens() -> Walk {
        Walk::new()
            .tell(Event::OpenSample)
            .hear(Body::Import(wrens::sample()))
            .hear(Body::Overview(wrens::overview()))
    }

    pub(crate) fn ask(self, words: &str) -> Walk {
        self.tell(Event::Ask(words.to_owned()))
    }

    pub(crate) fn last(&self) -> u64 {
        self.state.thread.last().unwrap().id
    }
}

pub(crate) fn sealed() -> Facts {
    let checks = Protection::ALL.map(|what| Check {
        what,
        passed: Some(true),
        tried: 4,
    });
    let told = |kind: &str, count| Told {
        kind: kind.to_owned(),
        count,
        at: "2026-03-22T10:11:12Z".to_owned(),
    };
    Facts {
        checks: checks.to_vec(),
        host: Some("blog.example".to_owned()),
        allowlist: Some(Allowlist::Held),
        seal: Some(Sealed::Whole),
        open: Some(true),
        storage: true,
        downloads: true,
        told: vec![told("ready", 1), told("resize", 2), told("answer", 1)],
        ..Facts::default()
    }
}

pub(crate) fn unsealed() -> Facts {
    let mut facts = sealed();
    facts.checks[0].passed = Some(false);
    facts.seal = Some(Sealed::None);
    facts.open = Some(false);
    facts
}

/// An engine that could not be loaded, or stopped too often.
pub(crate) fn stopped() -> Facts {
    let mut facts = unsealed();
    facts.checks[0].tried = 0;
    facts
}

/// A browser that does not know the header that seals a page whole.
pub(crate) fn partly() -> Facts {
    let mut facts = sealed();
    facts.checks[1].passed = Some(false);
    facts.allowlist = Some(Allowlist::Unsupported);
    facts.seal = Some(Sealed::Partly);
    facts
}

pub(crate) async fn html(state: State, scheme: &'static str) -> String {
    let words = Words::new(Rc::new(English), &state.today);
    let desk = Desk {
        words: words.on(
            &state.today,
            state.shares_a_symbol(|code| words.currency(code)),
        ),
        port: Port::deaf(),
        tell: Callback::noop(),
        facts: Same(state.facts.clone()),
    };
    let props = WidgetProps {
        desk,
        state,
        scheme: Some(AttrValue::Static(scheme)),
    };
    yew::LocalServerRenderer::<Widget>::with_props(props)
        .hydratable(false)
        .render()
        .await
}

/// Writes the state as a page for the eye, where `LOOK` names a folder.
pub(crate) async fn look(case: &str, state: &State) {
    let Some(folder) = std::env::var_os("LOOK").map(PathBuf::from) else {
        return;
    };
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/style.css");
    let style = fs::read_to_string(style).unwrap();
    fs::create_dir_all(&folder).unwrap();
    for scheme in ["light", "dark"] {
        let body = html(state.clone(), scheme).await;
        let page = format!(
            "<!doctype html><html lang=\"en\" style=\"color-scheme:{scheme}\"><meta charset=\"utf-8\"><meta \
             name=\"viewport\" content=\"width=device-width\"><title>{case}</title><style>{style}</style>\
             <body>{body}</body></html>"
        );
        fs::write(folder.join(format!("{case}-{scheme}.html")), page).unwrap();
    }
}

/// Compares with the golden, a tag a line, and gives the Html for further asserts.
pub(crate) async fn golden(case: &str, walk: Walk) -> String {
    let drawn = html(walk.state.clone(), "light").await;
    look(case, &walk.state).await;
    let lines = drawn.replace("><", ">\n<") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/view")
        .join(format!("{case}.html"));
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &lines).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    for (at, (is, was)) in lines.lines().zip(expected.lines()).enumerate() {
        assert_eq!(is, was, "{case}, line {}; BLESS=1 rewrites it", at + 1);
    }
    assert_eq!(lines.len(), expected.len(), "{case}; BLESS=1 rewrites it");
    drawn
}

pub(crate) fn assert_has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part:?} is missing");
    }
}
