//! Why a request was not done.

use crate::calendar::{self, Date};
use crate::issue::Excerpt;
use crate::money::Currency;
use crate::phrase::{Argument, Phrase};
use crate::session::Refusal;

use super::*;

/// Why a request was not done.
#[derive(Debug)]
pub(crate) struct NotDone {
    code: &'static str,
    says: Phrase,
}

impl NotDone {
    /// A failure of a code, with its words.
    pub(crate) fn new(code: &'static str, says: Phrase) -> NotDone {
        NotDone { code, says }
    }

    /// A failure of something that could not be read, which its words show.
    fn of_found(code: &'static str, template: &'static str, found: &str) -> NotDone {
        let found = Argument::text(Excerpt::new(found).show());
        NotDone::new(code, Phrase::new(template).with("found", found))
    }

    /// The answer that is asked about is no longer kept.
    pub(crate) fn forgotten() -> NotDone {
        NotDone::new("answer-forgotten", Phrase::new("failure-answer-forgotten"))
    }

    /// The reply that says so.
    pub(crate) fn reply(&self, id: u64) -> Tree {
        reply(id, "error", |out| {
            out.text("code", self.code);
            out.says_and_sentence(&self.says);
        })
    }
}

/// The reply to a request whose message could not be read.
pub fn unreadable(id: u64, found: &str) -> Tree {
    NotDone::of_found("request-unreadable", "failure-request-unreadable", found).reply(id)
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> NotDone {
        let (code, template) = match refusal {
            Refusal::Unknown => ("not-here", "failure-not-here"),
            Refusal::NotOne => ("not-one", "failure-not-one"),
            Refusal::NotPaired => ("not-paired", "failure-not-paired"),
            Refusal::NotWhole => ("not-whole", "failure-not-whole"),
            Refusal::NameTaken => ("name-taken", "failure-name-taken"),
            Refusal::OtherCurrency => ("other-currency", "failure-other-currency"),
            Refusal::NotKept(_) => ("not-kept", "failure-not-kept"),
        };
        let mut says = Phrase::new(template);
        if let Refusal::NotKept(file) = refusal {
            says = says.with("file", Argument::text(&file));
        }
        NotDone::new(code, says)
    }
}

/// A date as it crosses, or the words of why it is none.
pub(crate) fn date_of(text: &str) -> Result<Date, NotDone> {
    calendar::parse_iso(text)
        .ok_or_else(|| NotDone::of_found("date-unreadable", "failure-date-unreadable", text))
}

/// The currency of a code as it crosses, or the words of why it is none.
pub(crate) fn currency_of(code: Option<&str>) -> Result<Option<Currency>, NotDone> {
    let unreadable =
        |code| NotDone::of_found("currency-unreadable", "failure-currency-unreadable", code);
    code.map(|code| Currency::from_code(code).ok_or_else(|| unreadable(code)))
        .transpose()
}
