//! "Can this website see any of this?": said from what the browser around was found to enforce.

use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase};

/// What the browser around was found to enforce, and what left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browser {
    /// The engine's tries to reach the network.
    pub engine: Tried,
    /// The tries of the page that shows what the engine gives.
    pub page: Tried,
    /// Whether the page around, or the one that opened this, is kept out.
    pub shut_out: Option<bool>,
    /// Whether nothing is kept on the disk.
    pub keeps_nothing: Option<bool>,
    /// Whether the browser is one that could seal the page whole.
    pub could_be_whole: bool,
    /// Who embeds this page; empty where the browser does not say, `None` in an own tab.
    pub host: Option<Box<str>>,
    /// Kinds of messages that the page around was sent, by the names of their labels.
    pub told: Vec<&'static str>,
    /// How many answers the person has shared.
    pub shared: u64,
}

/// Ways to reach the network that were tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// Whether all were refused; `None` while they run.
    pub held: Option<bool>,
    /// How many there were.
    pub ways: u64,
}

/// Who can see what, as far as it is known: the sentence, and what has left this page and what stays in it.
pub(super) fn said(browser: Option<&Browser>) -> (Phrase, Vec<Phrase>) {
    let Some(browser) = browser else {
        return (Phrase::new("question-privacy"), Vec::new());
    };
    let mut parts = vec![verdict(browser)];
    if browser.engine.held == Some(true) {
        parts.push(tried("question-privacy-engine", browser.engine));
        parts.push(match (browser.page.held, browser.could_be_whole) {
            (Some(true), _) => tried("question-privacy-page", browser.page),
            (_, true) => Phrase::new("question-privacy-page-open"),
            (_, false) => Phrase::new("question-privacy-page-partly"),
        });
    }
    let mut notes = Vec::new();
    if let Some(host) = &browser.host {
        notes.push(told(named(host), &browser.told));
        notes.push(match browser.shared {
            0 => Phrase::new("question-privacy-unshared"),
            count => counted("question-privacy-shared", "count", count),
        });
    }
    if browser.keeps_nothing == Some(true) {
        notes.push(Phrase::new("question-privacy-disk"));
    }
    (Phrase::joined(parts), notes)
}

fn verdict(browser: &Browser) -> Phrase {
    let template = match (browser.engine.held, &browser.host, browser.shut_out) {
        (None | Some(false), ..) => "question-privacy-unsealed",
        (_, Some(_), Some(true)) => "question-privacy-host",
        (_, Some(_), _) => "question-privacy-host-open",
        (_, None, Some(true)) => "question-privacy-alone",
        (_, None, _) => "question-privacy-alone-open",
    };
    let mut says = Phrase::new(template);
    if let Some(host) = &browser.host {
        says.put("host", named(host));
    }
    says
}

fn tried(template: &'static str, tried: Tried) -> Phrase {
    counted(template, "tried", tried.ways)
}

fn counted(template: &'static str, name: &'static str, count: u64) -> Phrase {
    let mut says = Phrase::new(template);
    says.count(name, count);
    says
}

fn told(host: Argument, kinds: &[&'static str]) -> Phrase {
    let mut says = Phrase::new("question-privacy-untold");
    says.put("host", host);
    if !kinds.is_empty() {
        says.template = "question-privacy-told";
        let kinds = kinds.iter().map(|kind| Argument::Label(kind)).gather();
        says.put("what", Argument::List(kinds));
    }
    says
}

fn named(host: &str) -> Argument {
    match host {
        "" => Argument::Label("page-around"),
        host => Argument::text(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Browser {
        let held = Tried {
            held: Some(true),
            ways: 16,
        };
        Browser {
            engine: held,
            page: held,
            shut_out: Some(true),
            keeps_nothing: Some(true),
            could_be_whole: true,
            host: Some("bank.example".into()),
            told: vec!["told-ready", "told-resize", "told-ack"],
            shared: 0,
        }
    }

    /// The sentence and the notes after it.
    fn in_full(browser: &Browser) -> String {
        let (says, notes) = said(Some(browser));
        let mut parts = vec![says];
        parts.extend(notes);
        Phrase::joined(parts).sentence()
    }

    #[test]
    fn a_sealed_page_says_what_was_tried_and_told() {
        assert_eq!(
            in_full(&sealed()),
            "No. bank.example cannot look in here. The engine, which holds your rows, tried 16 ways to reach the \
             network: all were refused. The page that shows them tried 16 ways: all were refused. bank.example has \
             been told that this box is ready, which height suits and whether a request of its own was taken, and \
             nothing of what you read or asked. You have shared nothing with it. Nothing is kept once this page is \
             closed."
        );
    }

    #[test]
    fn what_did_not_hold_is_not_claimed() {
        let partly = Browser {
            page: Tried {
                held: Some(false),
                ways: 16,
            },
            could_be_whole: false,
            shared: 2,
            ..sealed()
        };
        let sentence = in_full(&partly);
        assert!(sentence.contains("sealed in part"), "{sentence}");
        assert!(sentence.contains("Chrome or Edge, from version 152 on"));
        assert!(sentence.contains("You have shared 2 answers with it"));
        let unsealed = Browser {
            engine: Tried::default(),
            keeps_nothing: None,
            ..sealed()
        };
        let sentence = in_full(&unsealed);
        assert!(
            !sentence.contains("refused") && !sentence.starts_with("No"),
            "{sentence}"
        );
        let same_origin = Browser {
            shut_out: Some(false),
            ..sealed()
        };
        assert!(in_full(&same_origin).starts_with("It could"));
    }

    #[test]
    fn an_own_tab_speaks_of_no_host() {
        let alone = Browser {
            host: None,
            told: Vec::new(),
            ..sealed()
        };
        let sentence = in_full(&alone);
        assert!(
            !sentence.contains("told") && !sentence.contains("shared"),
            "{sentence}"
        );
        assert!(!sentence.contains(&said(None).0.sentence()));
    }
}
