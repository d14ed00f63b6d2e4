//! Markup of any dress to tags and texts: XML as sheets have it, and HTML that breaks every rule of it.
//!
//! `<x:td colspan=2>A &amp; B</td>` is the tag `td`, the text `A & B` and the end of `td`. Nothing nests
//! here, nothing has to be closed, and every byte is passed once.

use crate::statement::bytes;

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A tag that opens; one that closes itself is followed by its end.
    Open(Tag<'a>),
    /// The name of a tag that ends, without its prefix.
    Close(&'a str),
    /// Text between two tags, entities still in it.
    Text(&'a str),
    /// Text in which an ampersand is one.
    Data(&'a str),
}

/// A tag that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, without a prefix.
    pub(super) name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Whether it is this one, in either case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, entities still in it, whatever the prefix of its name.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        attribute(self.attributes, name)
    }

    /// An attribute that is a number.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.trim().parse().ok()
    }
}

/// The value of an attribute among those of a tag, entities still in it, whatever the prefix of its name.
pub(in crate::statement) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let bytes = attributes.as_bytes();
    let is_gap = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let mut at = 0;
    loop {
        while is_gap(*bytes.get(at)?) {
            at += 1;
        }
        let begin = at;
        at += 1;
        while bytes
            .get(at)
            .is_some_and(|byte| !is_gap(*byte) && *byte != b'=')
        {
            at += 1;
        }
        let named = begin..at;
        let blanks = |at: usize| {
            let rest = bytes.get(at..).unwrap_or_default();
            rest.iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count()
        };
        at += blanks(at);
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        at += blanks(at);
        let rest = bytes.get(at..)?;
        let value = match rest.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let length = memchr::memchr(*quote, &rest[1..]);
                at + 1..at + 1 + length.unwrap_or(rest.len() - 1)
            }
            _ => {
                let length = rest.iter().take_while(|byte| !byte.is_ascii_whitespace());
                at..at + length.count()
            }
        };
        at = value.end + 1;
        if bare(attributes.get(named)?).eq_ignore_ascii_case(name) {
            return attributes.get(value);
        }
    }
}

/// A name without its prefix.
fn bare(name: &str) -> &str {
    name.rfind(':').map_or(name, |colon| &name[colon + 1..])
}

/// The pieces of a text, in order.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    /// The tag that closed itself, whose end comes next.
    closing: Option<&'a str>,
}

impl<'a> Pieces<'a> {
    /// From its begin.
    pub(super) fn new(text: &'a str) -> Pieces<'a> {
        Pieces {
            text,
            at: 0,
            closing: None,
        }
    }

    /// Goes behind the next of `end`, or to the end of the text.
    fn pass(&mut self, end: &str) -> &'a str {
        let rest = &self.text[self.at..];
        let length = bytes::find(rest.as_bytes(), end.as_bytes());
        self.at += length.map_or(rest.len(), |length| length + end.len());
        &rest[..length.unwrap_or(rest.len())]
    }

    /// Goes to the end of a script or a style, in which only that is markup.
    fn pass_raw(&mut self, name: &str) {
        let bytes = self.text.as_bytes();
        loop {
            self.pass("</");
            match bytes.get(self.at..self.at + name.len()) {
                Some(found) if !found.eq_ignore_ascii_case(name.as_bytes()) => {}
                _ => break,
            }
        }
        self.pass(">");
    }
}

/// Whether a `<` begins markup; one before a blank or a figure is a letter of the text.
fn begins_markup(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.closing.take() {
            return Some(Piece::Close(name));
        }
        loop {
            let rest = &self.text[self.at..];
            let bytes = rest.as_bytes();
            if bytes.is_empty() {
                return None;
            }
            if !begins_markup(bytes) {
                let mut end = 1;
                let end = loop {
                    match memchr::memchr(b'<', &bytes[end..]) {
                        Some(found) if begins_markup(&bytes[end + found..]) => break end + found,
                        Some(found) => end += found + 1,
                        None => break bytes.len(),
                    }
                };
                self.at += end;
                return Some(Piece::Text(&rest[..end]));
            }
            let kind = bytes[1];
            if rest.starts_with("<!--") {
                self.at += 4;
                self.pass("-->");
            } else if rest.starts_with("<![CDATA[") {
                self.at += 9;
                return Some(Piece::Data(self.pass("]]>")));
            } else if kind == b'!' || kind == b'?' {
                self.pass(">");
            } else {
                let is_close = kind == b'/';
                let begin = 1 + usize::from(is_close);
                let end = tag_end(bytes);
                self.at += (end + 1).min(bytes.len());
                let inside = rest.get(begin..end).unwrap_or_default();
                let name_end = inside.find(|letter: char| letter.is_whitespace() || letter == '/');
                let (name, attributes) = inside.split_at(name_end.unwrap_or(inside.len()));
                let name = bare(name);
                if is_close {
                    return Some(Piece::Close(name));
                }
                if attributes.ends_with('/') {
                    self.closing = Some(name);
                }
                // What a script or a style holds is no text.
                for raw in ["script", "style"] {
                    if name.eq_ignore_ascii_case(raw) && self.closing.is_none() {
                        self.pass_raw(raw);
                    }
                }
                return Some(Piece::Open(Tag { name, attributes }));
            }
        }
    }
}

/// Where the `>` of a tag is, outside of quotes; a quote that is never closed hides nothing.
fn tag_end(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        at += found;
        let quote = bytes[at];
        if quote == b'>' {
            return at;
        }
        let is_value = bytes[..at].trim_ascii_end().ends_with(b"=");
        let near = &bytes[at + 1..bytes.len().min(at + LONGEST_VALUE)];
        at += match memchr::memchr(quote, near) {
            Some(length) if is_value => length + 2,
            _ => 1,
        };
    }
    bytes.len()
}

/// How far the end of an attribute is looked for.
const LONGEST_VALUE: usize = 4_096;

/// Adds a text with its entities decoded, each run of blanks one.
pub(super) fn add_text(piece: &Piece<'_>, out: &mut String) {
    let (mut rest, is_data) = match piece {
        Piece::Text(text) => (*text, false),
        Piece::Data(text) => (*text, true),
        Piece::Open(_) | Piece::Close(_) => return,
    };
    while let Some(first) = rest.chars().next() {
        let (letter, length) = match first {
            '&' if !is_data => entity(rest),
            _ => (first, first.len_utf8()),
        };
        rest = &rest[length..];
        if letter.is_whitespace() || letter.is_control() {
            add_blank(out);
        } else {
            out.push(letter);
        }
    }
}

/// The names that HTML has for the letters of Latin-1 from U+00A0 on.
///
/// Source: HTML 4.01, section 24.2.1.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn \
yuml";

/// Names beyond Latin-1 that stand in statements.
const OTHERS: [(&str, char); 6] = [
    ("euro", '€'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("minus", '−'),
    ("rsquo", '’'),
    ("hellip", '…'),
];

/// The letter of the entity that a text begins with, and the entity's length; `&` itself where it is none.
fn entity(text: &str) -> (char, usize) {
    let near = &text.as_bytes()[1..text.len().min(10)];
    let name = memchr::memchr(b';', near).and_then(|end| text.get(1..=end));
    let of_latin = |name: &str| {
        let at = LATIN.split(' ').position(|listed| listed == name)?;
        char::from_u32(0xA0 + u32::try_from(at).ok()?)
    };
    let of_others = |name: &str| {
        let other = OTHERS.iter().find(|(listed, _)| *listed == name);
        other.map(|(_, letter)| *letter)
    };
    match name.and_then(|name| Some((of_latin(name).or_else(|| of_others(name))?, name.len() + 2)))
    {
        Some(found) => found,
        None => crate::statement::ofx::entity(text),
    }
}

/// Adds a blank where there is none yet.
pub(super) fn add_blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// An attribute's value with its entities decoded.
pub(super) fn decoded(value: &str) -> String {
    let mut out = String::new();
    add_text(&Piece::Text(value), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = String::new();
        for piece in Pieces::new(text) {
            match piece {
                Piece::Open(tag) => out.push_str(&format!("[{}", tag.name)),
                Piece::Close(name) => out.push_str(&format!("{name}]")),
                text => add_text(&text, &mut out),
            }
        }
        out
    }

    #[test]
    fn markup_is_tags_and_texts() {
        for (text, want) in [
            ("<x:td colspan=2>A &amp; B</x:td>", "[tdA & Btd]"),
            ("<a/><b />", "[aa][bb]"),
            (
                "<!DOCTYPE html><?xml v?><!-- <p> --><p>a<![CDATA[<&amp;>]]>",
                "[pa<&amp;>",
            ),
            ("1 < 2 <b>x", "1 < 2 [bx"),
            ("<style>td > a { }</style><td>x", "[style[tdx"),
            ("<td title=\"a > b\" nowrap>x<", "[tdx<"),
            ("<td title=it's>x</td>y", "[tdxtd]y"),
            ("é<p>é", "é[pé"),
            ("a<", "a<"),
            ("<SCRIPT>x</td>y</Script>z", "[SCRIPTz"),
            (
                "M&uuml;ller &Auml; &euro;5 &yuml;&#8364;&bogus;",
                "Müller Ä €5 ÿ€&bogus;",
            ),
            ("<", "<"),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn attributes_are_found_by_name() {
        let Some(Piece::Open(tag)) =
            Pieces::new("<c r=\"B2\" ss:Index='3' t=n nowrap Colspan = 2 empty=\"\"/>").next()
        else {
            unreachable!()
        };
        assert_eq!(tag.get("r"), Some("B2"));
        assert_eq!(tag.number("index"), Some(3));
        assert_eq!(tag.get("t"), Some("n"));
        assert_eq!(tag.number("colspan"), Some(2));
        assert_eq!(tag.get("empty"), Some(""));
        assert_eq!(tag.get("nowrap"), None);
    }
}
