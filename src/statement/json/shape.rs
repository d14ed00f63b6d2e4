//! What each interface calls the facts of an entry, as a table.

use std::borrow::Cow;

use super::value::Document;

const TABLE: &str = include_str!("shapes.tsv");

/// A shape of entries: where each fact stands in the object.
#[derive(Default)]
pub(super) struct Shape {
    name: &'static str,
    facts: Vec<(&'static str, &'static str)>,
}

/// Every shape, in the order of the table.
pub(super) struct Shapes(Vec<Shape>);

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
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(name), Some(fact), Some(paths)) = (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            if shapes.last().is_none_or(|shape| shape.name != name) {
                shapes.push(Shape {
                    name,
                    facts: Vec::new(),
                });
            }
            if let Some(shape) = shapes.last_mut() {
                shape.facts.push((fact, paths));
            }
        }
        Shapes(shapes)
    }

    /// The shape of a position in the table.
    pub(super) fn get(&self, at: u8) -> &Shape {
        static NONE: Shape = Shape {
            name: "",
            facts: Vec::new(),
        };
        self.0.get(usize::from(at)).unwrap_or(&NONE)
    }

    /// The shape of a name.
    pub(super) fn named(&self, name: &str) -> &Shape {
        let at = self.0.iter().position(|shape| shape.name == name);
        self.get(at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX))
    }

    /// The shape that an object is of, `last` tried first: entries beside each other are mostly alike.
    pub(super) fn of(&self, document: Document<'_>, node: u32, last: u8) -> Option<u8> {
        let is = |at: &u8| self.get(*at).is(document, node);
        if is(&last) {
            return Some(last);
        }
        (0..self.0.len() as u8).find(is)
    }
}

impl Shape {
    /// The paths of a fact; empty where it has none.
    pub(super) fn paths(&self, fact: &str) -> &'static str {
        let found = self.facts.iter().find(|(name, _)| *name == fact);
        found.map_or("", |(_, paths)| *paths)
    }

    /// Whether entries of it have a habit.
    pub(super) fn has_rule(&self, rule: &str) -> bool {
        self.paths("rule") == rule
    }

    fn is(&self, document: Document<'_>, node: u32) -> bool {
        let has = self.paths("has");
        !has.is_empty()
            && has.split(' ').all(|any| {
                any.split('|')
                    .any(|path| document.along(node, path).is_some())
            })
    }

    /// The value of a fact's first path that says something.
    pub(super) fn find(&self, document: Document<'_>, place: Place, fact: &str) -> Option<u32> {
        let part = self.paths(fact).split('+').next()?;
        found(document, place, part, " ").map(|(at, _)| at)
    }

    /// What an object says of a fact, part by part.
    pub(super) fn parts<'a>(
        &self,
        document: Document<'a>,
        place: Place,
        fact: &str,
    ) -> impl Iterator<Item = Cow<'a, str>> {
        // A category within others is told by the way to it.
        let mark = if fact == "category" { " > " } else { " " };
        let parts = self.paths(fact).split('+');
        parts.filter_map(move |part| found(document, place, part, mark).map(|(_, said)| said))
    }

    /// What an object says of a fact.
    pub(super) fn said<'a>(
        &self,
        document: Document<'a>,
        place: Place,
        fact: &str,
    ) -> Option<Cow<'a, str>> {
        let mut parts = self.parts(document, place, fact);
        let first = parts.next()?;
        let Some(second) = parts.next() else {
            return Some(first);
        };
        Some([&*first, &*second].join(" ").into())
    }
}

/// The first of some paths that says something, and what it says.
fn found<'a>(
    document: Document<'a>,
    place: Place,
    paths: &str,
    mark: &str,
) -> Option<(u32, Cow<'a, str>)> {
    paths.split('|').find_map(|path| {
        if let Some(word) = path.strip_prefix('=') {
            return Some((place.node, Cow::Owned(word.to_owned())));
        }
        let (from, path) = match path.strip_prefix("^.") {
            Some(path) => (place.around?, path),
            None => (place.node, path),
        };
        let at = document.along(from, path).filter(|_| !path.is_empty())?;
        Some((at, document.words_between(at, mark)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_notation_it_is_read_in() {
        let shapes = Shapes::new();
        assert!(shapes.0.len() > 10);
        for shape in &shapes.0 {
            for (fact, paths) in &shape.facts {
                let is_plain = paths.bytes().all(|byte| {
                    byte.is_ascii_lowercase()
                        || byte.is_ascii_digit()
                        || b"|+.^ =-USD".contains(&byte)
                });
                assert!(
                    is_plain && !paths.is_empty(),
                    "{} {fact} {paths}",
                    shape.name
                );
                let twice = shape.facts.iter().filter(|(other, _)| other == fact);
                assert_eq!(twice.count(), 1, "{} {fact}", shape.name);
            }
        }
    }
}
