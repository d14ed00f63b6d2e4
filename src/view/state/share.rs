//! Sharing by consent: what the page around asks, what is offered to the person, and what came of it.
//!
//! The view words the sentence and offers it; the consent itself is asked for outside, in the airlock's own sheet,
//! which shows the text as it will be sent. Nothing is sent from here.

use std::rc::Rc;

use super::{Announced, Effect, Entry, Face, Pending, Question, Share, State, What};
use crate::order::AddAll as _;
use crate::view::text::numbered;
use crate::wire::{Answer, Facts, Value};

/// The longest text that may be shared, in UTF-16 units.
pub const SHARED_CHARS: usize = 280;

/// What the page around asked before anything was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub words: String,
    /// The id of its request, where the answer is to be shared.
    pub id: Option<String>,
}

impl State {
    /// What the engine is told of the browser; nothing before the checks are in.
    pub(super) fn browser(&self) -> Option<Facts> {
        let facts = self.facts.open.map(|_| self.facts.as_ref().clone())?;
        Some(Facts {
            shared: Some(self.receipts.len() as u64),
            ..facts
        })
    }

    /// Asks what the page around asks. Before anything is read it waits, so that the way to begin stays in sight; and
    /// while rows are read, so that it is answered from all of them.
    pub(super) fn ask_for_host(&mut self, asked: Asked, effects: &mut Vec<Effect>) {
        let is_reading = self
            .open
            .iter()
            .any(|(_, open)| matches!(open, Pending::Import | Pending::Again { .. }));
        if is_reading || !self.has_begun() {
            self.asked_early.push(asked);
            if !is_reading {
                self.announced = Announced::Words("view-host-waits");
            }
            return;
        }
        let share = asked.id.map_or(Share::No, Share::Wanted);
        self.ask(&asked.words, true, share, effects);
    }

    /// Asks what waited, once an import has come to its end.
    pub(super) fn ask_what_waited(&mut self, effects: &mut Vec<Effect>) {
        for asked in std::mem::take(&mut self.asked_early) {
            self.ask_for_host(asked, effects);
        }
    }

    /// What the page around waits for and the person has not been shown yet: the answer, where that has one figure.
    ///
    /// Where it has none, that is offered to be shared as well: a page that was told so at once would learn, one question
    /// after the other, what is in the rows.
    pub fn to_offer(&self) -> Option<(u64, Option<Rc<Answer>>)> {
        self.thread.iter().find_map(|entry| {
            let question = entry.question()?;
            let answer = match (&question.share, &question.answer) {
                (Share::Wanted(_), Face::Ready(answer)) => Some(answer),
                (Share::Wanted(_), Face::Failed(_)) => None,
                _ => return None,
            };
            Some((
                entry.id,
                answer.filter(|answer| has_figure(answer)).cloned(),
            ))
        })
    }

    /// Offers an answer to the person in the words that would be sent.
    pub(super) fn offer(&mut self, entry: u64, text: &str, effects: &mut Vec<Effect>) {
        let Some(question) = self.entry_mut(entry).and_then(Entry::question_mut) else {
            return;
        };
        let id = match std::mem::take(&mut question.share) {
            Share::Wanted(id) => Some(id),
            Share::No | Share::Offered(_) | Share::Came(_) => None,
        };
        question.share = Share::Offered(id.clone());
        let text = shortened(text);
        effects.push(Effect::Share { id, text });
    }

    /// Declines what waits for an import that will not come to its end.
    pub(super) fn decline_early(&mut self, effects: &mut Vec<Effect>) {
        let early = std::mem::take(&mut self.asked_early);
        effects.add_all(
            early
                .into_iter()
                .filter_map(|asked| asked.id)
                .map(Effect::Decline),
        );
    }

    /// Declines what was wanted of questions that will not be answered.
    pub(super) fn decline_waiting(&mut self, effects: &mut Vec<Effect>) {
        for entry in &mut self.thread {
            let waits = |question: &Question| matches!(question.answer, Face::Waiting);
            if entry.question().is_some_and(waits)
                && let Some(question) = Rc::make_mut(entry).question_mut()
            {
                decline(question, effects);
            }
        }
    }

    /// The page around no longer wants it.
    pub(super) fn withdraw(&mut self, id: &str) {
        self.asked_early
            .retain(|asked| asked.id.as_deref() != Some(id));
        self.came(Some(id), "view-share-withdrawn");
    }

    /// The person has agreed, or has not. Where no page had asked, the button that they pressed is gone: what came of it
    /// takes the focus.
    pub(super) fn settle(&mut self, id: Option<&String>, shared: bool, effects: &mut Vec<Effect>) {
        let words = if shared {
            "view-share-done"
        } else {
            "view-share-not"
        };
        let entry = self.came(id.map(String::as_str), words);
        if let Some(entry) = entry.filter(|_| id.is_none()) {
            effects.push(Effect::Focus(numbered("share-", entry)));
        }
    }

    /// Notes what came of the last offer of this id; gives its entry.
    fn came(&mut self, id: Option<&str>, words: &'static str) -> Option<u64> {
        let is_it = |entry: &&mut Rc<Entry>| match &entry.what {
            What::Question(question) => match &question.share {
                Share::Wanted(wanted) => id == Some(wanted),
                Share::Offered(offered) => id == offered.as_deref(),
                Share::No | Share::Came(_) => false,
            },
            What::Import(_) | What::Stopped { .. } => false,
        };
        let entry = self.thread.iter_mut().rev().find(is_it)?;
        let entry = Rc::make_mut(entry);
        entry.question_mut()?.share = Share::Came(words);
        self.announced = Announced::Words(words);
        Some(entry.id)
    }
}

fn decline(question: &mut Question, effects: &mut Vec<Effect>) {
    if let Share::Wanted(id) = std::mem::take(&mut question.share) {
        effects.push(Effect::Decline(id));
        question.share = Share::Came("view-share-unanswered");
    }
}

/// Whether an answer has one figure to share: all words were understood, and it is not one of several.
fn has_figure(answer: &Answer) -> bool {
    let single = match answer.value {
        Value::Bool(_) | Value::Count(_) | Value::Money(_) | Value::Text(_) => true,
        Value::None | Value::Moneys(_) => false,
    };
    single && answer.status == "answered"
}

/// The text, or as many of its sentences as may be shared, or as many of its words.
fn shortened(text: &str) -> String {
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > SHARED_CHARS
    });
    let Some(cut) = end.and_then(|(end, _)| text.get(..end)) else {
        return text.to_owned();
    };
    let mut places = cut.as_bytes().windows(2);
    let end = places.rposition(|place| place == b". ");
    if let Some(sentence) = end.and_then(|end| cut.get(..=end)) {
        return sentence.to_owned();
    }
    let end = cut.bytes().rposition(|letter| letter == b' ');
    let words = end.and_then(|end| cut.get(..end));
    format!("{}\u{2026}", words.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_ends_with_a_sentence_or_a_word() {
        let short = "You spent £404.43.";
        assert_eq!(shortened(short), short);
        let exact = "é".repeat(SHARED_CHARS);
        assert_eq!(shortened(&exact), exact);
        let sentences = format!("First. {} end.", "word ".repeat(80));
        assert_eq!(shortened(&sentences), "First.");
        let words = shortened(&"🦉 word ".repeat(60));
        assert!(words.ends_with("word\u{2026}") && words.encode_utf16().count() <= SHARED_CHARS);
        assert_eq!(shortened(&"🦉".repeat(200)), "\u{2026}");
    }
}
