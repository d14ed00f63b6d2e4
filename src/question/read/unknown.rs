//! Words that nothing knows: names in descriptors, codes, counts, or what a question cannot use.

use crate::money::Currency;
use crate::order::AddAll as _;

use super::super::plan::Measure;
use super::lexicon::Part;
use super::reader::Reader;
use super::reading::{Mention, Subject};
use super::slip::is_capital;
use super::time_word::count_at;
use super::token::{Kind, Token};

/// How many unknown words are looked for in descriptors: each look goes through every distinct one.
const MOST_LOOKS: usize = 3;

/// The fewest letters of a word that is looked for inside descriptors.
const SHORTEST_TEXT: usize = 4;

/// Words before a name: what follows them is a place or a person, whether the rows know it or not.
pub(super) const BEFORE_NAMES: &str = "at from to with by given give paid pay";

/// Words that stand before what a question is about.
const BEFORE_SUBJECTS: &str = "at from to with by on for of in about given give paid";

/// Words between one name and another.
const BETWEEN_NAMES: &str = "or vs versus than and";

impl Reader<'_> {
    pub(super) fn step_unknown(&mut self, at: usize) -> usize {
        let token = &self.tokens[at];
        match token.kind {
            // `in CHF`
            Kind::Word if at > 0 && self.tokens[at - 1].is("in") && self.is_code(at) => {
                self.end_unknown();
                self.reading.currency = Currency::from_code(self.written(at));
            }
            Kind::Word => {
                let first = self.unknown.map_or(at, |(first, _)| first);
                self.unknown = Some((first, at));
            }
            Kind::Number { .. } => {
                self.end_unknown();
                if let Some((count, _)) = count_at(self.tokens, at) {
                    self.numbers.push(count.unsigned_abs());
                } else {
                    self.reading.unknown.push(self.written(at).to_owned());
                }
            }
            _ => self.end_unknown(),
        }
        1
    }

    /// Whether a small word stands between two unknown ones: `Dave's of London`.
    pub(super) fn continues_unknown(&mut self, at: usize, used: usize) -> bool {
        let Some((_, last)) = self.unknown else {
            return false;
        };
        let joins = self.tokens[at].is_any("the of") && last + 1 == at;
        let next = at + used;
        joins
            && self.tokens.get(next).is_some_and(|token| {
                token.kind == Kind::Word
                    && is_capital(self.text, token)
                    && self.lexicon.phrase_at(self.tokens, next, false).is_none()
            })
    }

    /// What a run of unknown words is: words of descriptors, else words that cannot be used.
    pub(super) fn end_unknown(&mut self) {
        let Some((first, last)) = self.unknown.take() else {
            return;
        };
        if let Some((count, used)) = count_at(self.tokens, first)
            && used == last - first + 1
        {
            self.numbers.push(count.unsigned_abs());
            return;
        }
        let first = self.with_word_before(first);
        let written = self
            .text
            .get(self.tokens[first].start..self.tokens[last].end)
            .unwrap_or_default();
        let before = first
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before));
        let place = before.is_some_and(|token| token.is_any(BEFORE_SUBJECTS));
        let rival = |token: Option<&Token>| token.is_some_and(|token| token.is_any(BETWEEN_NAMES));
        let proper = is_capital(self.text, &self.tokens[first])
            && self.text.chars().any(char::is_lowercase)
            && (first > 0 || rival(self.tokens.get(last + 1)));
        let named = before.is_some_and(|token| token.is_any(BEFORE_NAMES)) || proper;
        self.looks += 1;
        let plain: String = written
            .chars()
            .filter(|letter| !letter.is_control())
            .collect();
        let text = plain.trim();
        let in_rows = text.chars().count() >= SHORTEST_TEXT
            && (place || rival(before))
            && self.looks <= MOST_LOOKS
            && self.book.ledger().texts().contain(text);
        if in_rows || (named || rival(before) && self.has_text()) && !text.is_empty() {
            self.mention(Subject::Text(text.into()));
        } else if !text.is_empty() {
            self.reading.unknown.push(text.to_owned());
        }
        if proper && !in_rows && !before.is_some_and(|token| token.is_any(BEFORE_NAMES)) {
            self.guessed.push(text.into());
        }
    }

    /// A name that was told by its capital alone and is in no row is not left to empty another subject.
    pub(super) fn settle_guesses(&mut self) {
        let guessed = std::mem::take(&mut self.guessed);
        let is_guess = |mention: &Mention| matches!(&mention.subject, Subject::Text(text) if guessed.contains(text));
        if self.reading.mentions.iter().all(is_guess) {
            return;
        }
        let others = self.reading.mentions.iter().any(|mention| {
            !mention.negated
                && matches!(
                    mention.subject,
                    Subject::Categories(_) | Subject::Accounts(_)
                )
        });
        let ranked = self.reading.asks(Measure::Largest);
        if others && !ranked {
            self.reading.mentions.retain(|mention| !is_guess(mention));
            self.reading
                .unknown
                .add_all(guessed.into_iter().map(String::from));
        }
    }

    /// A bare number says how many where something is ranked or listed.
    pub(super) fn settle_limit(&mut self) {
        let ranked = [Measure::Largest, Measure::Smallest, Measure::List]
            .iter()
            .any(|measure| self.reading.asks(*measure))
            || self.leads_with_last()
            || self.reading.has(Part::Rows)
            || self.reading.has(Part::Purchase);
        for number in std::mem::take(&mut self.numbers) {
            if ranked && self.reading.limit.is_none() {
                self.reading.limit = Some(number);
            } else {
                self.reading.unknown.push(number.to_string());
            }
        }
    }

    /// Whether a word is written as a currency's code is, and is one.
    fn is_code(&self, at: usize) -> bool {
        let written = self.written(at);
        written.len() == 3
            && written.bytes().all(|letter| letter.is_ascii_uppercase())
            && Currency::from_code(written).is_some()
    }

    /// A word of ours before an unknown one belongs to the name, right after `at`: `at home depot`.
    fn with_word_before(&mut self, first: usize) -> usize {
        let [at, word] = [2, 1].map(|back| {
            first
                .checked_sub(back)
                .and_then(|place| self.tokens.get(place))
        });
        let named = at.is_some_and(|token| token.is_any("at from"));
        let ours = word.is_some_and(|token| self.lexicon.has_meaning(&token.text));
        let categories = self.reading.mentions.last().is_some_and(|mention| {
            matches!(mention.subject, Subject::Categories(_)) && !mention.negated
        });
        if named && ours && categories {
            self.reading.mentions.pop();
            return first - 1;
        }
        first
    }

    /// Whether words of descriptors were mentioned already.
    fn has_text(&self) -> bool {
        let mentions = &self.reading.mentions;
        mentions
            .iter()
            .any(|mention| matches!(mention.subject, Subject::Text(_)))
    }
}
