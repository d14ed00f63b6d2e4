//! Sentences as a template's name with typed arguments, so that the view can word and format them.
//!
//! The engine makes no formatted text. A [`Phrase`] crosses every edge as a name and arguments; the view
//! takes the language's template and formats each argument with the browser's `Intl`. [`Phrase::sentence`]
//! is the invariant English beside it, for the command line, the logs of tests and search.
//!
//! A template is a line of a table in `phrase/en/`: text with `{name}` for an argument, `{name|row|rows}` for the
//! word that goes with a count (one, other), and `{name?text}` for text that is there only with the argument.
//!
//! ```
//! use farthing::phrase::{Argument, Phrase};
//!
//! let phrase = Phrase::new("expected-cells").with("value", Argument::Count(3));
//! assert_eq!(phrase.sentence(), "Expected 3 cells.");
//! ```

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::calendar::{Date, Period};
use crate::money::{Exact, Money};
use crate::order::Gather as _;
use crate::table::table;

/// A template's name with its arguments, or several phrases in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The template's name.
    pub template: &'static str,
    /// The arguments by name, in the order they were given.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// A typed value in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// An amount of money.
    Money(Money),
    /// A day.
    Date(Date),
    /// A period, shown by its first and last day.
    Period(Period),
    /// How many.
    Count(u64),
    /// Which one, counted from 1: never given a thousands separator.
    Ordinal(u64),
    /// A share from 0 to 1, as a decimal.
    Ratio(Decimal),
    /// A plain number, such as a mean count.
    Number(Decimal),
    /// A size in bytes.
    Bytes(u64),
    /// A merchant's name, or other words of the person's own data: shown as they are.
    Text(Box<str>),
    /// A category, by its code; the view has its label.
    Category(&'static str),
    /// A word of ours with a label per language, such as `spend` or `last-month`.
    Label(&'static str),
    /// Several, joined as a list of the language.
    List(Vec<Argument>),
    /// A phrase in the phrase.
    Phrase(Box<Phrase>),
}

impl Argument {
    /// Words of the input or of the person.
    #[inline(never)]
    pub fn text(text: &str) -> Argument {
        Argument::Text(text.into())
    }

    /// The invariant English rendering.
    pub fn sentence(&self) -> String {
        let mut out = String::new();
        render_argument(self, &mut out);
        out
    }
}

/// The name of the template that only puts its parts one after the other.
pub const JOINED: &str = "joined";

impl Phrase {
    /// A phrase without arguments yet.
    #[inline(never)]
    pub fn new(template: &'static str) -> Phrase {
        Phrase {
            template,
            arguments: Vec::new(),
        }
    }

    /// The phrase with one more argument.
    pub fn with(mut self, name: &'static str, argument: Argument) -> Phrase {
        self.put(name, argument);
        self
    }

    /// Adds an argument.
    ///
    /// This and those for one kind of value are never inlined: each of some hundred places would weigh as much.
    #[inline(never)]
    pub fn put(&mut self, name: &'static str, argument: Argument) -> &mut Phrase {
        self.arguments.push((name, argument));
        self
    }

    /// Adds an amount of money.
    #[inline(never)]
    pub fn money(&mut self, name: &'static str, money: &Money) -> &mut Phrase {
        self.put(name, Argument::Money(*money))
    }

    /// Adds how many.
    #[inline(never)]
    pub fn count(&mut self, name: &'static str, count: u64) -> &mut Phrase {
        self.put(name, Argument::Count(count))
    }

    /// Adds a day.
    #[inline(never)]
    pub fn date(&mut self, name: &'static str, date: Date) -> &mut Phrase {
        self.put(name, Argument::Date(date))
    }

    /// Adds a period.
    #[inline(never)]
    pub fn period(&mut self, name: &'static str, period: Period) -> &mut Phrase {
        self.put(name, Argument::Period(period))
    }

    /// Adds words of the input or of the person.
    #[inline(never)]
    pub fn text(&mut self, name: &'static str, text: &str) -> &mut Phrase {
        self.put(name, Argument::text(text))
    }

    /// Adds a word of ours.
    #[inline(never)]
    pub fn label(&mut self, name: &'static str, label: &'static str) -> &mut Phrase {
        self.put(name, Argument::Label(label))
    }

    /// Adds a share from 0 to 1.
    #[inline(never)]
    pub fn ratio(&mut self, name: &'static str, ratio: Decimal) -> &mut Phrase {
        self.put(name, Argument::Ratio(ratio))
    }

    /// Adds a phrase in the phrase.
    #[inline(never)]
    pub fn phrase(&mut self, name: &'static str, phrase: Phrase) -> &mut Phrase {
        self.put(name, Argument::Phrase(Box::new(phrase)))
    }

    /// Several sentences, one after the other.
    pub fn joined(parts: Vec<Phrase>) -> Phrase {
        let parts = parts
            .into_iter()
            .map(|part| Argument::Phrase(Box::new(part)))
            .gather();
        Phrase {
            template: JOINED,
            arguments: vec![("parts", Argument::List(parts))],
        }
    }

    /// An argument by its name.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, argument)| argument)
    }

    /// The invariant English rendering: `404.43 GBP`, ISO dates.
    pub fn sentence(&self) -> String {
        let mut out = String::new();
        self.render(&mut out);
        out
    }

    fn render(&self, out: &mut String) {
        if self.template == JOINED {
            if let Some((_, Argument::List(parts))) = self.arguments.first() {
                for (at, part) in parts.iter().enumerate() {
                    if at > 0 {
                        out.push(' ');
                    }
                    render_argument(part, out);
                }
            }
            return;
        }
        let Some(template) = template(self.template) else {
            out.push_str(self.template);
            return;
        };
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Argument(name) => {
                    if let Some(argument) = self.argument(name) {
                        render_argument(argument, out);
                    }
                }
                Piece::Plural { name, one, other } => {
                    let single = match self.argument(name) {
                        Some(Argument::Count(count)) => *count == 1,
                        Some(Argument::Number(number)) => *number == Decimal::ONE,
                        _ => false,
                    };
                    out.push_str(if single { one } else { other });
                }
                Piece::When { name, text } => {
                    let reach = match self.argument(name) {
                        None => continue,
                        Some(Argument::Period(period)) if period.days() == 1 => Reach::Day,
                        // Written by its first and last day, whatever it is called.
                        Some(Argument::Period(_)) => Reach::Days,
                        Some(_) => Reach::Named,
                    };
                    out.push_str(reach.form(text));
                }
            }
        }
    }
}

/// How a period is written, which decides on the preposition before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By its name, `in February`; anything but a period is such.
    Named,
    /// By its first and last day, `from 3 to 9 May`.
    Days,
    /// As one day, `on 14 March`.
    Day,
}

impl Reach {
    /// The form of `named|days|day` that goes with it; a text with fewer forms has one for all that it lacks.
    pub fn form(self, text: &str) -> &str {
        let mut forms = text.split('|');
        let named = forms.next().unwrap_or_default();
        let days = forms.next().unwrap_or(named);
        match self {
            Reach::Named => named,
            Reach::Days => days,
            Reach::Day => forms.next().unwrap_or(named),
        }
    }
}

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they stand.
    Text(&'a str),
    /// `{name}`: the argument, formatted.
    Argument(&'a str),
    /// `{name|one|other}`: the word that goes with the count.
    Plural {
        /// The count's name.
        name: &'a str,
        /// With one.
        one: &'a str,
        /// With any other.
        other: &'a str,
    },
    /// `{name?text}`: text that is there only with the argument; of a period `{name?named|days|day}`, see [`Reach`].
    When {
        /// The argument's name.
        name: &'a str,
        /// The words.
        text: &'a str,
    },
}

/// The parts of a template, in order.
pub fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(open) = rest.find('{') else {
            return Some(Piece::Text(std::mem::take(&mut rest)));
        };
        if open > 0 {
            let (text, after) = rest.split_at(open);
            rest = after;
            return Some(Piece::Text(text));
        }
        let close = rest.find('}').unwrap_or(rest.len() - 1);
        let inside = rest.get(1..close).unwrap_or_default();
        rest = rest.get(close + 1..).unwrap_or_default();
        Some(if let Some((name, text)) = inside.split_once('?') {
            Piece::When { name, text }
        } else if let Some((name, forms)) = inside.split_once('|') {
            let (one, other) = forms.split_once('|').unwrap_or((forms, forms));
            Piece::Plural { name, one, other }
        } else {
            Piece::Argument(inside)
        })
    })
}

/// The English template of a name, of those that the engine speaks in.
pub fn template(name: &str) -> Option<&'static str> {
    ENGLISH.into_iter().find_map(|table| line_of(table, name))
}

/// The English template of a name, of those that the view alone speaks in: no byte of them is in the engine.
pub fn view_template(name: &str) -> Option<&'static str> {
    line_of(VIEW, name)
}

/// What stands before an item of a list of so many.
pub fn joint(at: usize, items: usize) -> &'static str {
    match at {
        0 => "",
        _ if at + 1 == items => " and ",
        _ => ", ",
    }
}

/// The English label of a word of ours, such as a category's code or `spend`.
pub fn label(name: &str) -> Option<&'static str> {
    line_of(LABELS, name)
}

/// The groups of categories, in the order that they are listed in.
pub fn groups() -> impl Iterator<Item = &'static str> {
    lines(LABELS).filter_map(|(key, _)| key.strip_prefix("group-"))
}

/// The codes of the detailed categories, each after its group, in the order that they are listed in.
pub fn categories() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut group = "";
    lines(LABELS).filter_map(move |(key, _)| {
        group = key.strip_prefix("group-").unwrap_or(group);
        is_code(key).then_some((group, key))
    })
}

/// The group of a category, by its code; what is none of ours is among the others.
pub fn group_of(code: &str) -> &'static str {
    let found = categories().find(|(_, known)| *known == code);
    found.map_or("other", |(group, _)| group)
}

/// Whether a name is the code of a category, and not of a word, or one of the person's own.
pub fn is_code(name: &str) -> bool {
    !name.contains(|letter: char| !letter.is_ascii_uppercase() && letter != '_')
}

/// The code of the detailed category that is called so, in letters of either size.
pub fn category_called(label: &str) -> Option<&'static str> {
    let mut known = lines(LABELS);
    let (code, _) = known.find(|(key, known)| is_code(key) && known.eq_ignore_ascii_case(label))?;
    Some(code)
}

/// The name of a label as the table spells it, for names that are put together.
pub fn label_key(name: &str) -> Option<&'static str> {
    lines(LABELS).map(|(key, _)| key).find(|key| *key == name)
}

/// Every English template with its name.
pub fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    ENGLISH.into_iter().chain([VIEW]).flat_map(lines)
}

/// What stands behind a name at the start of a line.
fn line_of(table: &'static str, name: &str) -> Option<&'static str> {
    let mut rest = table;
    loop {
        let (line, below) = match memchr::memchr(b'\n', rest.as_bytes()) {
            Some(end) => (rest.get(..end)?, rest.get(end + 1..)?),
            None => (rest, ""),
        };
        let behind = line
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('\t'));
        if behind.is_some() || below.is_empty() {
            return behind;
        }
        rest = below;
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}

/// The name of an issue's template, `issue-` and the code, as the table spells it.
pub(crate) fn issue_template(code: &str) -> &'static str {
    lines(ENGLISH[0])
        .map(|(name, _)| name)
        .find(|name| name.strip_prefix("issue-") == Some(code))
        .unwrap_or("issue-unnamed")
}

const ENGLISH: [&str; 4] = [
    table!(include_str!("phrase/en/issue.tsv")),
    table!(include_str!("phrase/en/insight.tsv")),
    table!(include_str!("phrase/en/question.tsv")),
    table!(include_str!("phrase/en/session.tsv")),
];
const VIEW: &str = table!(include_str!("phrase/en/view.tsv"));
const LABELS: &str = table!(include_str!("phrase/en/label.tsv"));

/// A category's English label inside a sentence: lower case but for `TV` and `DIY`.
pub fn inside(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().unwrap_or_default();
    match letters.clone().next() {
        Some(second) if second.is_ascii_uppercase() => label.to_owned(),
        // The labels begin with ASCII letters; the table of all others would weigh more than the labels.
        _ => std::iter::once(first.to_ascii_lowercase())
            .chain(letters)
            .collect(),
    }
}

/// Whether what comes next stands inside a sentence.
fn is_inside(before: &str) -> bool {
    let end = before.trim_end().chars().next_back();
    end.is_some_and(|mark| !matches!(mark, '.' | '?' | ':'))
}

fn render_argument(argument: &Argument, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = match argument {
        Argument::Money(money) => write!(out, "{money}"),
        Argument::Date(date) => write!(out, "{date}"),
        Argument::Period(period) if period.days() == 1 => write!(out, "{}", period.start()),
        Argument::Period(period) => write!(out, "{} to {}", period.start(), period.last()),
        Argument::Count(count) | Argument::Ordinal(count) => write!(out, "{count}"),
        Argument::Ratio(ratio) => {
            let percent = ratio.near_times(Decimal::ONE_HUNDRED).round().normalize();
            write!(out, "{percent} %")
        }
        Argument::Number(number) => write!(out, "{}", number.normalize()),
        Argument::Bytes(bytes) => write!(out, "{bytes} bytes"),
        Argument::Text(text) => write!(out, "{text}"),
        Argument::Category(code) if is_inside(out) => {
            write!(out, "{}", inside(label(code).unwrap_or(code)))
        }
        Argument::Category(code) | Argument::Label(code) => {
            write!(out, "{}", label(code).unwrap_or(code))
        }
        Argument::List(items) => {
            for (at, item) in items.iter().enumerate() {
                out.push_str(joint(at, items.len()));
                render_argument(item, out);
            }
            Ok(())
        }
        Argument::Phrase(phrase) => {
            phrase.render(out);
            Ok(())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_read_piece_by_piece() {
        let read: Vec<_> = pieces("{n} {n|row|rows} in{when? all}.").collect();
        assert_eq!(
            read,
            [
                Piece::Argument("n"),
                Piece::Text(" "),
                Piece::Plural {
                    name: "n",
                    one: "row",
                    other: "rows"
                },
                Piece::Text(" in"),
                Piece::When {
                    name: "when",
                    text: " all"
                },
                Piece::Text("."),
            ]
        );
    }

    #[test]
    fn names_are_unique_and_braces_are_closed() {
        let mut names: Vec<_> = entries().map(|(name, _)| name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for (name, template) in entries() {
            assert_eq!(
                template.matches('{').count(),
                template.matches('}').count(),
                "{name}"
            );
        }
    }

    #[test]
    fn every_issue_has_its_words() {
        for code in crate::issue::IssueCode::ALL {
            assert_ne!(
                issue_template(code.name()),
                "issue-unnamed",
                "{}",
                code.name()
            );
        }
    }
}
