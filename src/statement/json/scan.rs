//! A text to the values in it: where each begins and ends, and what stands in what.
//!
//! Nothing is copied and nothing is computed: a number stays the text it is. The scanner is lenient, for what a
//! person saves from an API is often cut, glued together or edited: commas and colons are only marks, several
//! documents may follow each other, and what is still open at the end was cut off.

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

/// What is open while the text is scanned.
struct Open {
    node: u32,
    /// In an object: whether a name was read whose value is still to come.
    named: Option<bool>,
}

impl Scan {
    /// Reads the values of a text of less than 4 GiB.
    pub(super) fn of(text: &str) -> Scan {
        let bytes = text.as_bytes();
        let mut scan = Scan::default();
        let mut open: Vec<Open> = Vec::new();
        let mut too_deep = 0u32;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            at += 1;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {}
                b'{' | b'[' => {
                    if open.len() >= DEPTH {
                        scan.broken.get_or_insert(start as u32);
                        too_deep += 1;
                        continue;
                    }
                    let is_object = byte == b'{';
                    let kind = if is_object { Kind::Object } else { Kind::Array };
                    scan.named_first(&mut open, start);
                    open.push(Open {
                        node: scan.nodes.len() as u32,
                        named: is_object.then_some(false),
                    });
                    scan.push(start, at, kind);
                }
                b'}' | b']' if too_deep > 0 => too_deep -= 1,
                b'}' | b']' => {
                    let is_object = byte == b'}';
                    // A bracket that nothing opened is passed over; one that closes more than the last closes all.
                    let Some(to) = open
                        .iter()
                        .rposition(|held| held.named.is_some() == is_object)
                    else {
                        scan.broken.get_or_insert(start as u32);
                        continue;
                    };
                    if to + 1 < open.len() {
                        scan.broken.get_or_insert(start as u32);
                    }
                    while open.len() > to {
                        scan.close(&mut open, at);
                    }
                }
                b'/' if matches!(bytes.get(at), Some(b'/' | b'*')) => {
                    // A remark, which no JSON has and some programs write.
                    let end: &[u8] = if bytes.get(at) == Some(&b'/') {
                        b"\n"
                    } else {
                        b"*/"
                    };
                    let rest = bytes.get(at..).unwrap_or_default();
                    let length = memchr::memmem::find(rest, end);
                    at += length.map_or(rest.len(), |length| length + end.len());
                }
                b'"' => {
                    let (end, is_whole) = text_end(bytes, at);
                    scan.is_cut |= !is_whole;
                    if too_deep == 0 {
                        scan.scalar(&mut open, at, end, Kind::Text);
                    }
                    at = end + usize::from(is_whole);
                }
                _ => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let ends = |byte: &u8| {
                        byte.is_ascii_whitespace()
                            || matches!(byte, b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']')
                    };
                    at += rest.iter().position(ends).unwrap_or(rest.len());
                    let is_json = byte == b'-' || byte.is_ascii_alphanumeric();
                    if !is_json || open.is_empty() {
                        scan.broken.get_or_insert(start as u32);
                    }
                    if too_deep == 0 && is_json {
                        scan.scalar(&mut open, start, at, Kind::Plain);
                    }
                }
            }
        }
        scan.is_cut |= !open.is_empty();
        scan.open = open.iter().map(|held| held.node).collect();
        while !open.is_empty() {
            scan.close(&mut open, bytes.len());
        }
        scan
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind) {
        self.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            next: self.nodes.len() as u32 + 1,
            kind,
        });
    }

    /// A value without others in it: in an object by turns a name and its value.
    fn scalar(&mut self, open: &mut [Open], start: usize, end: usize, kind: Kind) {
        let Some(Open {
            named: Some(named), ..
        }) = open.last_mut()
        else {
            return self.push(start, end, kind);
        };
        let is_name = !*named;
        *named = is_name;
        self.push(start, end, if is_name { Kind::Text } else { kind });
    }

    /// Before a value that cannot be a name: one without a name gets an empty one.
    fn named_first(&mut self, open: &mut [Open], at: usize) {
        if let Some(Open {
            named: Some(named), ..
        }) = open.last_mut()
            && !std::mem::replace(named, false)
        {
            self.broken.get_or_insert(at as u32);
            self.push(at, at, Kind::Text);
        }
    }

    /// Ends the innermost value.
    fn close(&mut self, open: &mut Vec<Open>, at: usize) {
        let Some(held) = open.pop() else {
            return;
        };
        if held.named == Some(true) {
            self.push(at, at, Kind::Plain);
        }
        let next = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(held.node as usize) {
            node.end = at as u32;
            node.next = next;
        }
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
