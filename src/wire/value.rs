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
