//! Why a request was not done.

use crate::calendar::{self, Date};
use crate::issue::Excerpt;
use crate::money::Currency;
use crate::phrase::{Argument, Phrase};
use crate::session::Refusal;

use super::*;

impl Failure {
    /// A failure of a code, with its words.
    pub(crate) fn new(code: &str, phrase: Phrase) -> Failure {
        Failure {
            code: code.to_owned(),
            sentence: phrase.sentence(),
            says: Says::from(&phrase),
        }
    }

    /// A failure of something that could not be read, which its words show.
    fn of_found(code: &str, template: &'static str, found: &str) -> Failure {
        let found = Argument::text(Excerpt::new(found).show());
        Failure::new(code, Phrase::new(template).with("found", found))
    }

    /// The answer that is asked about is no longer kept.
    pub(crate) fn forgotten() -> Failure {
        Failure::new("answer-forgotten", Phrase::new("failure-answer-forgotten"))
    }
}

/// The failure of a request whose message could not be read.
pub fn unreadable(found: &str) -> Failure {
    Failure::of_found("request-unreadable", "failure-request-unreadable", found)
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let (code, phrase) = match refusal {
            Refusal::Unknown => ("not-here", Phrase::new("failure-not-here")),
            Refusal::NotOne => ("not-one", Phrase::new("failure-not-one")),
            Refusal::NotPaired => ("not-paired", Phrase::new("failure-not-paired")),
            Refusal::NotWhole => ("not-whole", Phrase::new("failure-not-whole")),
            Refusal::NameTaken => ("name-taken", Phrase::new("failure-name-taken")),
            Refusal::OtherCurrency => ("other-currency", Phrase::new("failure-other-currency")),
            Refusal::NotKept(file) => {
                let file = Argument::text(&file);
                (
                    "not-kept",
                    Phrase::new("failure-not-kept").with("file", file),
                )
            }
        };
        Failure::new(code, phrase)
    }
}

/// A date as it crosses, or the words of why it is none.
pub(crate) fn date_of(text: &str) -> Result<Date, Failure> {
    calendar::parse_iso(text)
        .ok_or_else(|| Failure::of_found("date-unreadable", "failure-date-unreadable", text))
}

/// The currency of a code as it crosses, or the words of why it is none.
pub(crate) fn currency_of(code: Option<&str>) -> Result<Option<Currency>, Failure> {
    let unreadable =
        |code| Failure::of_found("currency-unreadable", "failure-currency-unreadable", code);
    code.map(|code| Currency::from_code(code).ok_or_else(|| unreadable(code)))
        .transpose()
}
