//! Values that every message is made of.

use serde::Serialize;

use crate::order::Keyed;

use super::tree::{Read, Reading, Tree, read};

/// Money, exact: a decimal string and a currency code, `null` where no file names one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// Signed decimal: `-12.50`.
    pub amount: String,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

/// Half-open: `end` is the first day that no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// First day, ISO 8601.
    pub start: String,
    /// First day after, ISO 8601.
    pub end: String,
}

/// A sentence as a template's name with typed arguments; the view words it, see `phrase`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Says {
    /// The template's name; `joined` puts its `parts` one after the other.
    pub template: String,
    /// The arguments by name.
    pub arguments: Keyed<String, Argument>,
}

/// A typed value in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", content = "value", rename_all = "camelCase")]
pub enum Argument {
    /// An amount of money.
    Money(Money),
    /// A day.
    Date(String),
    /// A period, shown by its first and last day.
    Period(Period),
    /// How many.
    Count(u64),
    /// Which one, counted from 1.
    Ordinal(u64),
    /// A share from `0` to `1`.
    Ratio(String),
    /// A plain number.
    Number(String),
    /// A size in bytes.
    Bytes(u64),
    /// Words of the person's own data, shown as they are.
    Text(String),
    /// A category's code.
    Category(String),
    /// A word of ours, by its key in the label table.
    Label(String),
    /// Several, joined as the language joins a list.
    List(Vec<Argument>),
    /// A phrase in the phrase.
    Phrase(Box<Says>),
}

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Stable, kebab-case.
    pub code: String,
    /// `note`, `warning`, `rowSkipped` or `failed`.
    pub severity: String,
    /// Where.
    pub at: Place,
    /// What was seen, at most 40 characters.
    pub found: String,
    /// What would have been right, in the invariant English.
    pub expected: String,
    /// The whole message as a template.
    pub says: Says,
    /// The whole message in the invariant English.
    pub sentence: String,
}

/// Where an issue is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file's name.
    pub file: Option<String>,
    /// The line, counted from 1.
    pub row: Option<u32>,
    /// The column's header or the field's tag.
    pub column: Option<String>,
}

read! {
    Money { amount, currency }
    Period { start, end }
    Says { template, arguments }
    Issue { code, severity, at, found, expected, says, sentence }
    Place { file, row, column }
}

impl Read for Argument {
    fn read(mut tree: Tree, reading: &mut Reading) -> Argument {
        let kind: String = reading.field(&mut tree, "type");
        let value = tree.take("value");
        let text = |value, reading: &mut Reading| String::read(value, reading);
        let count = |value, reading: &mut Reading| u64::read(value, reading);
        match kind.as_str() {
            "money" => Argument::Money(Read::read(value, reading)),
            "date" => Argument::Date(text(value, reading)),
            "period" => Argument::Period(Read::read(value, reading)),
            "count" => Argument::Count(count(value, reading)),
            "ordinal" => Argument::Ordinal(count(value, reading)),
            "ratio" => Argument::Ratio(text(value, reading)),
            "number" => Argument::Number(text(value, reading)),
            "bytes" => Argument::Bytes(count(value, reading)),
            "text" => Argument::Text(text(value, reading)),
            "category" => Argument::Category(text(value, reading)),
            "label" => Argument::Label(text(value, reading)),
            "list" => Argument::List(Read::read(value, reading)),
            "phrase" => Argument::Phrase(Read::read(value, reading)),
            _ => {
                reading.misfit();
                Argument::default()
            }
        }
    }
}

impl Issue {
    /// Why a file was not handed to the engine: it has more than `most_bytes`, or could not be read at all.
    ///
    /// The engine words its own; this is for the page, which has the templates and none of the engine.
    pub fn of_unread(file: &str, most_bytes: Option<u64>) -> Issue {
        let says = |template: &str, arguments: Option<(&str, Argument)>| Says {
            template: template.to_owned(),
            arguments: arguments
                .into_iter()
                .map(|(name, argument)| (name.to_owned(), argument))
                .collect(),
        };
        let code = match most_bytes {
            Some(_) => "file-too-large",
            None => "file-not-statement",
        };
        let at = ("file", Argument::Text(file.to_owned()));
        let found = ("found", Argument::Text(String::new()));
        let mut parts = vec![
            says("issue-at-file", Some(at)),
            says(&format!("issue-{code}"), Some(found)),
        ];
        parts.extend(most_bytes.map(|most| {
            let most = ("value", Argument::Bytes(most));
            says("expected-at-most-bytes", Some(most))
        }));
        parts.push(says("issue-done-failed", None));
        let parts = parts.into_iter();
        let parts = parts.map(|part| Argument::Phrase(Box::new(part)));
        Issue {
            code: code.to_owned(),
            severity: "failed".to_owned(),
            at: Place {
                file: Some(file.to_owned()),
                row: None,
                column: None,
            },
            found: String::new(),
            expected: String::new(),
            sentence: String::new(),
            says: says(
                crate::phrase::JOINED,
                Some(("parts", Argument::List(parts.collect()))),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::{Expected, IssueCode, Severity};

    #[test]
    fn a_file_that_was_not_read_is_worded_as_the_engine_would() {
        let cases = [
            (IssueCode::FileTooLarge, Some(9)),
            (IssueCode::FileNotStatement, None),
        ];
        for (code, most) in cases {
            let mut issue = crate::issue::Issue::new(code, Severity::Failed);
            issue.at.file = Some("march.pdf".into());
            if let Some(most) = most {
                issue = issue.expected(Expected::AtMostBytes(most));
            }
            let (engine, ours) = (Issue::from(&issue), Issue::of_unread("march.pdf", most));
            assert_eq!((engine.code, engine.severity), (ours.code, ours.severity));
            assert_eq!(engine.says, ours.says);
        }
    }
}
