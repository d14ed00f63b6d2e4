//! A text to the values in it: where each begins and ends, and what stands in what.
//!
//! Nothing is copied and nothing is computed: a number stays the text it is. The scanner is lenient, for what a
//! person saves from an API is often cut, glued together or edited: commas and colons are only marks, several
//! documents may follow each other, and what is still open at the end was cut off.

use std::ops::Range;

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::order::Gather as _;
use crate::statement::bytes;

use super::name::NameId;
use super::shape::Shapes;
use super::value::Document;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names with values: each name is a [`Kind::Text`], and its value follows it.
    Object,
    /// Values.
    Array,
    /// A text, without its quotes, its escapes as written.
    Text,
    /// A number, `true`, `false`, `null`, or a word that is none of them.
    Plain,
}

/// A value of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Where it begins.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
    /// The node after it and all that stands in it.
    pub(super) next: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// The number of a name; of an object that was folded, one more than that of its shape.
    pub(super) tag: NameId,
}

impl Node {
    /// The shape of an object that was folded.
    pub(super) fn folded(self) -> Option<u8> {
        let shape = self
            .tag
            .checked_sub(1)
            .filter(|_| self.kind == Kind::Object);
        shape.and_then(|shape| u8::try_from(shape).ok())
    }
}

/// The values of a text, in its order; those that stand in another follow it.
#[derive(Default)]
pub(super) struct Scan {
    /// The values.
    pub(super) nodes: Vec<Node>,
    /// The objects and arrays that the text ends in the middle of, the outermost first.
    pub(super) open: Vec<u32>,
    /// Whether the text ends in the middle of a value.
    pub(super) is_cut: bool,
    /// Where the first thing stands that no JSON has, or that is too deep.
    pub(super) broken: Option<u32>,
}

/// How deep values are read: far deeper than any statement, and shallow enough to be walked by recursion.
const DEPTH: usize = 64;

/// A value that has not ended.
struct Open {
    node: u32,
    /// In an object: whether a name was read whose value is still to come.
    named: Option<bool>,
}

/// A text while its values are read.
///
/// Entries of known shapes are folded as soon as they end: their own node alone is kept, so that what a large file
/// takes is its text and little more. They are read anew when their turn comes.
#[derive(Default)]
pub(super) struct Scanner {
    scan: Scan,
    /// Where the next value is looked for.
    at: usize,
    open: Vec<Open>,
    too_deep: u32,
    is_folding: bool,
    /// The shape of the entry before.
    last: u8,
    /// The node that ended last.
    closed: u32,
}

impl Scanner {
    /// Before the first value of a text of less than 4 GiB.
    pub(super) fn new(is_folding: bool) -> Scanner {
        Scanner {
            is_folding,
            ..Scanner::default()
        }
    }

    /// Whether entries are folded.
    pub(super) fn is_folding(&self) -> bool {
        self.is_folding
    }

    /// How many bytes are read.
    pub(super) fn bytes_read(&self) -> usize {
        self.at
    }

    /// Reads so many bytes more; whether any are left.
    pub(super) fn advance(&mut self, text: &str, shapes: &Shapes, bytes_more: usize) -> bool {
        let bytes = text.as_bytes();
        let end = self.at.saturating_add(bytes_more);
        while self.at < end {
            let Some(&byte) = bytes.get(self.at) else {
                return false;
            };
            let start = self.at;
            self.at += 1;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {}
                b'{' | b'[' => {
                    if self.open.len() >= DEPTH {
                        self.scan.broken.get_or_insert(start as u32);
                        self.too_deep += 1;
                        continue;
                    }
                    let is_object = byte == b'{';
                    let kind = if is_object { Kind::Object } else { Kind::Array };
                    self.named_first(start);
                    self.open.push(Open {
                        node: self.scan.nodes.len() as u32,
                        named: is_object.then_some(false),
                    });
                    self.push(start, self.at, kind, 0);
                }
                b'}' | b']' if self.too_deep > 0 => self.too_deep -= 1,
                b'}' | b']' => {
                    let is_object = byte == b'}';
                    // A bracket that nothing opened is passed over; one that closes more than the last closes all.
                    let Some(to) = self
                        .open
                        .iter()
                        .rposition(|held| held.named.is_some() == is_object)
                    else {
                        self.scan.broken.get_or_insert(start as u32);
                        continue;
                    };
                    if to + 1 < self.open.len() {
                        self.scan.broken.get_or_insert(start as u32);
                    }
                    while self.open.len() > to {
                        self.close(self.at);
                        self.fold(text, shapes);
                    }
                }
                b'/' if matches!(bytes.get(self.at), Some(b'/' | b'*')) => {
                    // A remark, which no JSON has and some programs write.
                    let end: &[u8] = if bytes.get(self.at) == Some(&b'/') {
                        b"\n"
                    } else {
                        b"*/"
                    };
                    let rest = bytes.get(self.at..).unwrap_or_default();
                    let length = bytes::find(rest, end);
                    self.at += length.map_or(rest.len(), |length| length + end.len());
                }
                b'"' => {
                    let (end, is_whole) = text_end(bytes, self.at);
                    self.scan.is_cut |= !is_whole;
                    if self.too_deep == 0 {
                        self.scalar(text, shapes, self.at..end, Kind::Text);
                    }
                    self.at = end + usize::from(is_whole);
                }
                _ => {
                    let rest = bytes.get(self.at..).unwrap_or_default();
                    let ends = |byte: &u8| {
                        byte.is_ascii_whitespace()
                            || matches!(byte, b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']')
                    };
                    self.at += rest.iter().position(ends).unwrap_or(rest.len());
                    let is_json = byte == b'-' || byte.is_ascii_alphanumeric();
                    if !is_json || self.open.is_empty() {
                        self.scan.broken.get_or_insert(start as u32);
                    }
                    if self.too_deep == 0 && is_json {
                        self.scalar(text, shapes, start..self.at, Kind::Plain);
                    }
                }
            }
        }
        self.at < bytes.len()
    }

    /// What was read; what is still open was cut off.
    pub(super) fn finish(mut self, text: &str) -> Scan {
        self.scan.is_cut |= !self.open.is_empty();
        self.scan.open = self.open.iter().map(|held| held.node).gather();
        self.close_all(text);
        self.scan
    }

    fn close_all(&mut self, text: &str) {
        while !self.open.is_empty() {
            self.close(text.len());
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, tag: NameId) {
        self.scan.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            next: self.scan.nodes.len() as u32 + 1,
            kind,
            tag,
        });
    }

    /// A value without others in it: in an object by turns a name and its value.
    fn scalar(&mut self, text: &str, shapes: &Shapes, at: Range<usize>, kind: Kind) {
        let Some(Open {
            named: Some(named), ..
        }) = self.open.last_mut()
        else {
            return self.push(at.start, at.end, kind, 0);
        };
        let is_name = !*named;
        *named = is_name;
        if is_name {
            let name = text.get(at.clone()).unwrap_or_default();
            self.push(at.start, at.end, Kind::Text, shapes.names.id(name));
        } else {
            self.push(at.start, at.end, kind, 0);
        }
    }

    /// Before a value that cannot be a name: one without a name gets an empty one.
    fn named_first(&mut self, at: usize) {
        if let Some(Open {
            named: Some(named), ..
        }) = self.open.last_mut()
            && !std::mem::replace(named, false)
        {
            self.scan.broken.get_or_insert(at as u32);
            self.push(at, at, Kind::Text, 0);
        }
    }

    /// Ends the innermost value.
    fn close(&mut self, at: usize) {
        let Some(held) = self.open.pop() else {
            return;
        };
        if held.named == Some(true) {
            self.push(at, at, Kind::Plain, 0);
        }
        let next = self.scan.nodes.len() as u32;
        if let Some(node) = self.scan.nodes.get_mut(held.node as usize) {
            node.end = at as u32;
            node.next = next;
        }
        self.closed = held.node;
    }

    /// Folds the value that ended last, where it is an entry in a list or by itself.
    ///
    /// What stands in an object by a name may be a part of it, without which that is of no shape.
    fn fold(&mut self, text: &str, shapes: &Shapes) {
        let is_part = self.open.last().is_some_and(|held| held.named.is_some());
        if !self.is_folding || is_part {
            return;
        }
        let document = Document {
            text,
            scan: &self.scan,
        };
        if !document.is_object(self.closed) {
            return;
        }
        let Some(shape) = shapes.of(&document, self.closed, self.last) else {
            return;
        };
        self.last = shape;
        self.scan.nodes.truncate(self.closed as usize + 1);
        if let Some(node) = self.scan.nodes.last_mut() {
            node.next = self.closed + 1;
            node.tag = NameId::from(shape) + 1;
        }
    }
}

impl Scan {
    /// An object with all that stands in it: itself, or where it was folded a copy of it behind all other nodes.
    ///
    /// Shape: the copy is there until the nodes are [cut](Scan::cut) to as many as there were.
    pub(super) fn unfolded(&mut self, text: &str, shapes: &Shapes, at: u32) -> u32 {
        let node = self.nodes.get(at as usize).copied();
        let Some(node) = node.filter(|node| node.folded().is_some()) else {
            return at;
        };
        let copy = self.nodes.len() as u32;
        let text = text.get(..node.end as usize).unwrap_or_default();
        let mut scanner = Scanner {
            scan: std::mem::take(self),
            at: node.start as usize,
            ..Scanner::default()
        };
        scanner.advance(text, shapes, usize::MAX);
        scanner.close_all(text);
        *self = scanner.scan;
        copy
    }

    /// Takes off the nodes from this one on.
    pub(super) fn cut(&mut self, count: usize) {
        self.nodes.truncate(count);
    }

    /// What is wrong with the text itself.
    pub(super) fn damage(&self, text: &str, cut_is_said: bool) -> Vec<Issue> {
        let line_at = |at: usize| {
            let passed = text.as_bytes().get(..at).unwrap_or_default();
            u32::try_from(memchr::memchr_iter(b'\n', passed).count() + 1).unwrap_or(u32::MAX)
        };
        let mut issues = Vec::new();
        if let Some(at) = self.broken.map(|at| at as usize) {
            let rest = text.get(at..).unwrap_or_default();
            let issue = Issue::new(IssueCode::MarkupBroken, Severity::Note).at_row(line_at(at));
            issues.push(issue.found(rest.lines().next().unwrap_or_default()));
        }
        if self.is_cut && !cut_is_said {
            let missing = match self.open.last().and_then(|at| self.nodes.get(*at as usize)) {
                Some(node) if node.kind == Kind::Array => "]",
                _ => "}",
            };
            issues.push(
                Issue::new(IssueCode::FileCutOff, Severity::Warning)
                    .at_row(line_at(text.trim_end().len()))
                    .expected(Expected::ClosingTag(missing.into())),
            );
        }
        issues
    }
}

/// Where the text that begins at `at` ends, and whether its closing quote stands there.
fn text_end(bytes: &[u8], mut at: usize) -> (usize, bool) {
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return (at, true);
        }
        at += 2;
    }
    (bytes.len(), false)
}
