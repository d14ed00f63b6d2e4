//! A line to its pieces, and what is read of them.

use super::{Category, When};
use crate::ledger::TransactionId;
use crate::merchant::folded;
use crate::money::Amount;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Word(&'a str),
    Quoted(String),
    Arrow,
    Comma,
}

impl Piece<'_> {
    /// The category that it names, none of the person's own.
    pub(super) fn category(&self) -> Option<Category> {
        match self {
            Piece::Word(name) => Category::named(name),
            Piece::Quoted(name) => Category::named(name),
            Piece::Arrow | Piece::Comma => None,
        }
    }
}

/// What was seen, and the phrase of what was expected.
pub(super) type Trouble = (Box<str>, &'static str);

/// What is left of a line.
pub(super) struct Rest<'p, 'a>(pub(super) &'p [Piece<'a>]);

impl Rest<'_, '_> {
    pub(super) fn seen(&self, expected: &'static str) -> Trouble {
        let seen = match self.0.first() {
            Some(Piece::Word(word)) => (*word).into(),
            // Shown between marks as it is; nothing between marks is not the end of the line.
            Some(Piece::Quoted(text)) if text.is_empty() => " ".into(),
            Some(Piece::Quoted(text)) => text.as_str().into(),
            Some(Piece::Arrow) => "->".into(),
            Some(Piece::Comma) => ",".into(),
            None => "".into(),
        };
        (seen, expected)
    }

    pub(super) fn piece(
        &mut self,
        wanted: &Piece<'_>,
        expected: &'static str,
    ) -> Result<(), Trouble> {
        if self.0.first() != Some(wanted) {
            return Err(self.seen(expected));
        }
        self.0 = &self.0[1..];
        Ok(())
    }

    pub(super) fn word(
        &mut self,
        wanted: &[&'static str],
        expected: &'static str,
    ) -> Result<&'static str, Trouble> {
        if let Some(Piece::Word(word)) = self.0.first()
            && let Some(found) = wanted
                .iter()
                .find(|wanted| wanted.eq_ignore_ascii_case(word))
        {
            self.0 = &self.0[1..];
            return Ok(found);
        }
        Err(self.seen(expected))
    }

    pub(super) fn quoted(&mut self, expected: &'static str) -> Result<Box<str>, Trouble> {
        match self.0.first() {
            Some(Piece::Quoted(text)) if !text.trim().is_empty() => {
                self.0 = &self.0[1..];
                Ok(text.trim().into())
            }
            _ => Err(self.seen(expected)),
        }
    }

    pub(super) fn end(&self) -> Result<(), Trouble> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(self.seen("rule-expected-end")),
        }
    }
}

pub(super) fn condition(rest: &mut Rest<'_, '_>) -> Result<When, Trouble> {
    let fields = ["merchant", "text", "amount", "account", "out", "in", "row"];
    Ok(match rest.word(&fields, "rule-expected-field")? {
        "merchant" => When::Merchant(folded(&rest.quoted("rule-expected-quoted")?).into()),
        "account" => When::Account(folded(&rest.quoted("rule-expected-quoted")?).into()),
        "text" => {
            let before = rest.seen("rule-expected-words");
            let text = rest.quoted("rule-expected-quoted")?;
            let open = text.ends_with('*');
            let words = folded(&text);
            if words.is_empty() {
                return Err(before);
            }
            let words = words.into();
            When::Text { words, open }
        }
        "amount" => {
            let trouble = rest.seen("rule-expected-amount");
            let Some(Piece::Word(word)) = rest.0.first() else {
                return Err(trouble);
            };
            let (least, most) = word.split_once("..").unwrap_or((word, word));
            let read = |text: &str| match text {
                "" => Some(None),
                text => Amount::parse_plain(text)
                    .filter(|amount| !amount.is_negative())
                    .map(Some),
            };
            let (Some(least), Some(most)) = (read(least), read(most)) else {
                return Err(trouble);
            };
            if least.is_none() && most.is_none() {
                return Err(trouble);
            }
            rest.0 = &rest.0[1..];
            When::Amount(least, most)
        }
        "row" => {
            let trouble = rest.seen("rule-expected-row");
            let Some(Piece::Word(word)) = rest.0.first() else {
                return Err(trouble);
            };
            let id = TransactionId::parse(word).ok_or(trouble)?;
            rest.0 = &rest.0[1..];
            When::Row(id)
        }
        direction => When::Out(direction == "out"),
    })
}

/// Where a line's comment begins, or its end.
pub(super) fn end_of(line: &str) -> usize {
    outside(line)
        .find(|at| line.as_bytes().get(*at) == Some(&b'#'))
        .unwrap_or(line.len())
}

/// Where a line's arrow begins.
pub(super) fn arrow_of(line: &str) -> Option<usize> {
    let end = end_of(line);
    outside(line).find(|at| *at < end && line[*at..].starts_with("->"))
}

/// The places of a line's characters that are outside of marks, and of the marks that open.
fn outside(line: &str) -> impl Iterator<Item = usize> {
    let (mut inside, mut escaped) = (false, false);
    line.char_indices().filter_map(move |(at, letter)| {
        let was = inside;
        if letter == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && letter == '\\' && !escaped;
        (!was).then_some(at)
    })
}

pub(super) fn pieces(line: &str) -> Result<Vec<Piece<'_>>, Trouble> {
    let mut rest = line[..end_of(line)].trim();
    let mut pieces = Vec::new();
    while let Some(first) = rest.chars().next() {
        let used = if let Some(inside) = rest.strip_prefix('"') {
            let mut text = String::new();
            let mut letters = inside.char_indices();
            let end = loop {
                match letters.next() {
                    Some((_, '\\')) => text.extend(letters.next().map(|(_, letter)| letter)),
                    Some((at, '"')) => break at,
                    Some((_, letter)) => text.push(letter),
                    None => return Err((inside.into(), "rule-expected-mark")),
                }
            };
            pieces.push(Piece::Quoted(text));
            end + 2
        } else if rest.starts_with("->") {
            pieces.push(Piece::Arrow);
            2
        } else if first == ',' {
            pieces.push(Piece::Comma);
            1
        } else {
            let ends = |letter: char| letter.is_whitespace() || matches!(letter, '"' | ',');
            let end = rest.find(ends).unwrap_or(rest.len());
            let end = rest
                .find("->")
                .filter(|at| *at > 0)
                .map_or(end, |at| at.min(end));
            pieces.push(Piece::Word(&rest[..end]));
            end
        };
        rest = rest[used..].trim_start();
    }
    Ok(pieces)
}

/// A text between marks, as a line has it.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(if letter.is_control() { ' ' } else { letter });
    }
    out.push('"');
    out
}
