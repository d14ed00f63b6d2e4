//! What each interface calls the facts of an entry, as a table.

use std::borrow::Cow;

use super::name::{NameId, Names};
use super::value::Document;
use crate::order::Gather as _;

/// What banks and their interfaces call the facts of an entry: shape, fact, paths. Names are lower case without marks.
///
/// `has`: every word of it is there (any of those joined by `|`), else the object is not of this shape. Of the other
/// paths the first that says something counts; parts joined by `+` are said one after the other; `^` is the object around
/// the entry; `=word` stands for itself. `rule` names habits: `turned` (positive leaves the account), `cards-turned` (so on
/// cards), `unsettled-pending` (pending until it has a value date).
///
/// Sources: the providers' own references: Plaid /transactions/get and /sync; Open Banking UK 3.1 and 4.0
/// `OBReadTransaction6`; Berlin Group NextGenPSD2 1.3 with GoCardless, Enable Banking and Yapily, which go by its names;
/// Monzo; Starling v2 feed; Teller; TrueLayer; Tink v2; Up; Wise; Revolut Business; SimpleFIN; N26; YNAB; George; Monobank.
const TABLE: &str = include_str!("shapes.tsv");

/// Something that an object says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Fact {
    Account,
    Amount,
    Balance,
    BalanceDirection,
    BalanceMinor,
    BalanceType,
    Bank,
    Before,
    Category,
    Charges,
    Code,
    CodeParts,
    Currency,
    Day,
    Details,
    Direction,
    EndToEnd,
    Id,
    Kind,
    Made,
    Mandate,
    Mask,
    Mcc,
    Minor,
    Name,
    Number,
    Original,
    OriginalCurrency,
    OriginalMinor,
    Payee,
    PayeeIn,
    PayeeOut,
    Posted,
    Reference,
    Refused,
    Scale,
    Scaled,
    Status,
    Type,
    Value,
    With,
    WithIn,
    WithOut,
    Words,
    /// One that no shape has.
    Nothing,
}

/// The facts by their names in the table, in the order of [`Fact`].
const FACTS: [&str; 44] = [
    "account",
    "amount",
    "balance",
    "balance-direction",
    "balance-minor",
    "balance-type",
    "bank",
    "before",
    "category",
    "charges",
    "code",
    "code-parts",
    "currency",
    "day",
    "details",
    "direction",
    "end-to-end",
    "id",
    "kind",
    "made",
    "mandate",
    "mask",
    "mcc",
    "minor",
    "name",
    "number",
    "original",
    "original-currency",
    "original-minor",
    "payee",
    "payee-in",
    "payee-out",
    "posted",
    "reference",
    "refused",
    "scale",
    "scaled",
    "status",
    "type",
    "value",
    "with",
    "with-in",
    "with-out",
    "words",
];

impl Fact {
    /// Its name in the table.
    pub(super) fn name(self) -> &'static str {
        FACTS.get(self as usize).copied().unwrap_or_default()
    }
}

/// Where a value stands: the way to it, from the object itself or from the one around it.
struct Path {
    is_around: bool,
    /// A word that stands for itself.
    word: Option<&'static str>,
    names: Vec<NameId>,
}

impl Path {
    fn read(text: &'static str, names: &mut Names) -> Path {
        let (is_around, way) = match text.strip_prefix("^.") {
            Some(way) => (true, way),
            None => (false, text),
        };
        let word = text.strip_prefix('=');
        let way = way.split('.').filter(|_| word.is_none());
        Path {
            is_around,
            word,
            names: way.map(|name| names.intern(name)).gather(),
        }
    }
}

/// Ways to a value, of which the first that says something counts.
type Ways = Vec<Path>;

/// A shape of entries: where each fact stands in the object.
#[derive(Default)]
pub(super) struct Shape {
    name: &'static str,
    /// What is all there in an object of the shape, each by any of some ways.
    has: Vec<Ways>,
    rule: &'static str,
    /// Whether its amounts are magnitudes that mean nothing without a direction.
    pub(super) is_directed: bool,
    /// The parts of each fact, in the order of [`Fact`].
    facts: Vec<Vec<Ways>>,
}

/// Every shape, in the order of the table, and the names in it.
pub(super) struct Shapes {
    shapes: Vec<Shape>,
    /// The names that shapes know.
    pub(super) names: Names,
}

/// An object, and the one around it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The object.
    pub(super) node: u32,
    /// The nearest object around it.
    pub(super) around: Option<u32>,
}

impl Shapes {
    /// The table.
    pub(super) fn new() -> Shapes {
        let mut shapes: Vec<Shape> = Vec::new();
        let mut names = Names::new();
        for line in TABLE.lines() {
            let mut cells = line.split('\t');
            let (Some(name), Some(fact), Some(paths)) = (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            if shapes.last().is_none_or(|shape| shape.name != name) {
                let mut facts = Vec::new();
                facts.resize_with(FACTS.len(), Vec::new);
                shapes.push(Shape {
                    name,
                    facts,
                    ..Shape::default()
                });
            }
            let Some(shape) = shapes.last_mut() else {
                continue;
            };
            let mut parts = |between: char| -> Vec<Ways> {
                let parts = paths.split(between);
                let parts = parts.map(|part| {
                    let ways = part.split('|');
                    ways.map(|way| Path::read(way, &mut names)).gather()
                });
                parts.gather()
            };
            match fact {
                "rule" => shape.rule = paths,
                "has" => {
                    shape.has = parts(' ');
                    shape.is_directed = paths.starts_with("creditdebit");
                }
                fact => {
                    let at = FACTS.binary_search(&fact);
                    if let Some(held) = at.ok().and_then(|at| shape.facts.get_mut(at)) {
                        *held = parts('+');
                    }
                }
            }
        }
        Shapes { shapes, names }
    }

    /// The shape of a position in the table.
    pub(super) fn get(&self, at: u8) -> &Shape {
        static NONE: Shape = Shape {
            name: "",
            has: Vec::new(),
            rule: "",
            is_directed: false,
            facts: Vec::new(),
        };
        self.shapes.get(usize::from(at)).unwrap_or(&NONE)
    }

    /// The shape of a name.
    pub(super) fn named(&self, name: &str) -> &Shape {
        let at = self.shapes.iter().position(|shape| shape.name == name);
        self.get(at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX))
    }

    /// The shape that an object is of, `last` tried first: entries beside each other are mostly alike.
    pub(super) fn of(&self, document: &Document<'_>, node: u32, last: u8) -> Option<u8> {
        let is = |at: &u8| self.get(*at).is(document, node);
        if is(&last) {
            return Some(last);
        }
        (0..self.shapes.len() as u8).find(is)
    }
}

impl Shape {
    fn ways(&self, fact: Fact) -> &[Ways] {
        self.facts.get(fact as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether entries of it say a fact somewhere.
    pub(super) fn knows(&self, fact: Fact) -> bool {
        !self.ways(fact).is_empty()
    }

    /// Whether entries of it have a habit.
    pub(super) fn has_rule(&self, rule: &str) -> bool {
        self.rule == rule
    }

    fn is(&self, document: &Document<'_>, node: u32) -> bool {
        let is_there = |path: &Path| document.reached(node, &path.names).is_some();
        !self.has.is_empty() && self.has.iter().all(|any| any.iter().any(is_there))
    }

    /// What an object of it says.
    pub(super) fn at<'d, 'a>(&'d self, document: &'d Document<'a>, place: Place) -> Object<'d, 'a> {
        Object {
            document,
            shape: self,
            place,
        }
    }
}

/// An object that is read by a shape.
#[derive(Clone, Copy)]
pub(super) struct Object<'d, 'a> {
    /// The text it stands in.
    pub(super) document: &'d Document<'a>,
    /// Its shape.
    pub(super) shape: &'d Shape,
    /// Where it stands.
    pub(super) place: Place,
}

impl<'a> Object<'_, 'a> {
    /// The value of a fact's first way that says something.
    pub(super) fn find(&self, fact: Fact) -> Option<u32> {
        let ways = self.shape.ways(fact).first()?;
        self.found(ways, " ").map(|(at, _)| at)
    }

    /// The value that a fact's first way leads to, whatever it says.
    pub(super) fn reached(&self, fact: Fact) -> Option<u32> {
        let way = self.shape.ways(fact).first()?.first()?;
        self.document.reached(self.place.node, &way.names)
    }

    /// What it says of a fact, part by part.
    pub(super) fn parts(&self, fact: Fact) -> impl Iterator<Item = Cow<'a, str>> {
        // A category within others is told by the way to it.
        let mark = if fact == Fact::Category { " > " } else { " " };
        let parts = self.shape.ways(fact).iter();
        parts.filter_map(move |ways| self.found(ways, mark).map(|(_, said)| said))
    }

    /// What it says of a fact.
    pub(super) fn said(&self, fact: Fact) -> Option<Cow<'a, str>> {
        let mut parts = self.parts(fact);
        let first = parts.next()?;
        let Some(second) = parts.next() else {
            return Some(first);
        };
        Some([&*first, &*second].join(" ").into())
    }

    /// The first of some ways that says something, and what it says.
    fn found(&self, ways: &[Path], mark: &str) -> Option<(u32, Cow<'a, str>)> {
        ways.iter().find_map(|path| {
            if let Some(word) = path.word {
                return Some((self.place.node, Cow::Borrowed(word)));
            }
            let from = if path.is_around {
                self.place.around?
            } else {
                self.place.node
            };
            let at = self.document.reached(from, &path.names)?;
            Some((at, self.document.words_between(at, mark)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_notation_it_is_read_in() {
        let mut told: Vec<(&str, &str)> = Vec::new();
        for line in TABLE.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [name, fact, paths] = *cells else {
                panic!("{line}");
            };
            let is_plain = paths.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"|+.^ =-USD".contains(&byte)
            });
            assert!(is_plain && !paths.is_empty(), "{line}");
            assert!(
                matches!(fact, "has" | "rule") || FACTS.contains(&fact),
                "{line}"
            );
            assert!(!told.contains(&(name, fact)), "{line}");
            told.push((name, fact));
        }
        assert!(Shapes::new().shapes.len() > 10);
    }

    #[test]
    fn facts_have_their_names() {
        assert!(FACTS.is_sorted());
        assert_eq!(FACTS.len(), Fact::Nothing as usize);
        for (fact, name) in [
            (Fact::Account, "account"),
            (Fact::Details, "details"),
            (Fact::OriginalMinor, "original-minor"),
            (Fact::Words, "words"),
            (Fact::Nothing, ""),
        ] {
            assert_eq!(fact.name(), name);
        }
    }
}
