//! What of a piece of markup never changes, as `html!` writes it into one text.
//!
//! `<h1 id="title"lang;>@view-rows;{"."/` is an element with one attribute that is fixed and one whose value comes
//! later; in it words by their name, a child that comes later and a full stop; and its end. An attribute's value can
//! be words too, `title@view-rows;`, and `!` among the attributes is anything else that comes later, such as a
//! listener.

use std::cell::RefCell;

use yew::virtual_dom::AttributeOrProperty;

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Step {
    /// Open an element.
    Open(Shape),
    /// Shut the innermost element.
    Shut,
    /// Put a text.
    Text(&'static str),
    /// Put the words of a name.
    Word(&'static str),
    /// Wait for a value.
    Wait,
}

/// An element without what is given.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) tag: &'static str,
    /// The names of its attributes; none where all are fixed.
    pub(super) keys: &'static [&'static str],
    /// The value of each.
    pub(super) values: Vec<Given>,
    /// Its attributes where all are fixed.
    pub(super) fixed: &'static [(&'static str, AttributeOrProperty)],
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given {
    /// This text.
    Text(&'static str),
    /// The words of this name.
    Word(&'static str),
    /// It comes later.
    Later,
}

/// The templates that have been read, by where they stand in the program and how long they are.
type Read = Vec<((usize, usize), &'static [Step])>;

thread_local! {
    static READ: RefCell<Read> = const { RefCell::new(Vec::new()) };
}

/// The steps of a template.
pub(super) fn steps_of(template: &'static str) -> &'static [Step] {
    let place = (template.as_ptr() as usize, template.len());
    READ.with_borrow_mut(|read| {
        let at = read.binary_search_by(|(known, _)| known.cmp(&place));
        match at {
            Ok(at) => read.get(at).map_or(&[][..], |(_, steps)| *steps),
            Err(at) => {
                // Kept for good, as the template itself is: Yew wants names that are.
                let steps: &'static [Step] = steps(template).leak();
                read.insert(at, (place, steps));
                steps
            }
        }
    })
}

fn steps(template: &'static str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = template;
    loop {
        let (first, after) = match rest.split_at_checked(1) {
            Some(split) => split,
            None => return steps,
        };
        rest = after;
        match first {
            "<" => rest = open(rest, &mut steps),
            "/" => steps.push(Step::Shut),
            "{" => steps.push(Step::Wait),
            "@" => steps.push(Step::Word(until(';', &mut rest))),
            _ => steps.push(Step::Text(until('"', &mut rest))),
        }
    }
}

/// Reads an element up to the end of its attributes; gives what stands behind.
fn open(rest: &'static str, steps: &mut Vec<Step>) -> &'static str {
    let mut rest = rest;
    let mut names = Vec::new();
    let mut waits = 0;
    let mut shape = Shape {
        tag: until(' ', &mut rest),
        ..Shape::default()
    };
    while let Some(end) = rest.find(['=', '@', ';', '!', '>']) {
        let (name, after) = rest.split_at(end);
        let (mark, after) = after.split_at(1);
        rest = after;
        let value = match mark {
            "=" => {
                until('"', &mut rest);
                Given::Text(until('"', &mut rest))
            }
            "@" => Given::Word(until(';', &mut rest)),
            ";" => {
                waits += 1;
                Given::Later
            }
            "!" => {
                waits += 1;
                continue;
            }
            _ => break,
        };
        names.push(name);
        shape.values.push(value);
    }
    let mut fixed = Vec::new();
    for (name, value) in names.iter().zip(&shape.values) {
        if let Given::Text(text) = value {
            fixed.push((*name, AttributeOrProperty::Static(text)));
        }
    }
    if fixed.len() == names.len() {
        shape.fixed = fixed.leak();
    } else {
        shape.keys = names.leak();
    }
    steps.push(Step::Open(shape));
    for _ in 0..waits {
        steps.push(Step::Wait);
    }
    rest
}

/// What stands before a letter, which goes as well.
fn until(letter: char, rest: &mut &'static str) -> &'static str {
    let (before, after) = rest.split_once(letter).unwrap_or((rest, ""));
    *rest = after;
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_read_once() {
        let template = "<h1 id=\"title\"lang;title@view-rows;!>@view-rows;{\".\"/<br >/";
        let steps = steps_of(template);
        assert!(std::ptr::eq(steps, steps_of(template)));
        let read = format!("{steps:?}");
        assert!(read.contains(r#"keys: ["id", "lang", "title"]"#), "{read}");
        assert!(
            read.contains(r#"[Text("title"), Later, Word("view-rows")]"#),
            "{read}"
        );
        let kinds = steps.iter().map(|step| match step {
            Step::Open(shape) => shape.tag,
            Step::Shut => "shut",
            Step::Text(text) | Step::Word(text) => text,
            Step::Wait => "wait",
        });
        assert_eq!(
            kinds.collect::<Vec<_>>(),
            [
                "h1",
                "wait",
                "wait",
                "view-rows",
                "wait",
                ".",
                "shut",
                "br",
                "shut"
            ]
        );
    }
}
