//! Markup of XML to tags, texts and references: where each begins and ends, and nothing of what it means.

use crate::statement::bytes;

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A tag that opens.
    Open(Tag<'a>),
    /// A tag that opens and is closed already.
    Empty(Tag<'a>),
    /// The name of an element that ends, without its prefix.
    Close(&'a str),
    /// Text between two tags, up to a reference.
    Text(&'a str),
    /// What stands between an ampersand and its semicolon.
    Reference(&'a str),
    /// A comment, an instruction or a declaration.
    Passed,
    /// Nothing: the end of the text.
    End,
}

/// A tag that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, without a prefix.
    pub(super) name: &'a str,
    /// What stands behind the name.
    pub(super) attributes: &'a str,
}

/// The piece that begins at a place, with where it ends; `None` for a `<` whose markup never ends or is none.
pub(super) fn piece_at(text: &str, at: usize) -> Option<(Piece<'_>, usize)> {
    let rest = text.get(at..).unwrap_or_default();
    let bytes = rest.as_bytes();
    let (piece, length) = match bytes.first() {
        None => (Piece::End, 0),
        Some(b'<') => markup(rest)?,
        Some(b'&') => match memchr::memchr3(b';', b'&', b'<', &bytes[1..]) {
            Some(end) if bytes[end + 1] == b';' => (Piece::Reference(&rest[1..=end]), end + 2),
            end => text_of(rest, end.map(|end| end + 1)),
        },
        Some(_) => text_of(rest, memchr::memchr2(b'<', b'&', bytes)),
    };
    Some((piece, at + length))
}

fn text_of(rest: &str, end: Option<usize>) -> (Piece<'_>, usize) {
    let end = end.unwrap_or(rest.len());
    (Piece::Text(&rest[..end]), end)
}

/// The markup that a text begins with, with its length.
fn markup(rest: &str) -> Option<(Piece<'_>, usize)> {
    const DATA: &str = "<![CDATA[";
    let until = |from: usize, end: &str| {
        let inside = rest.get(from..)?;
        let length = bytes::find(inside.as_bytes(), end.as_bytes())?;
        Some((&inside[..length], from + length + end.len()))
    };
    let passed = |(_, end)| (Piece::Passed, end);
    match rest.as_bytes().get(1)? {
        b'!' if rest.starts_with("<!--") => until(4, "-->").map(passed),
        b'!' if rest.starts_with(DATA) => {
            until(DATA.len(), "]]>").map(|(data, end)| (Piece::Text(data), end))
        }
        b'!' => {
            let named = rest.get(2..9)?.eq_ignore_ascii_case("DOCTYPE");
            let (before, end) = until(9, ">").filter(|_| named)?;
            // Declarations in brackets have such signs of their own.
            match memchr::memchr(b'[', before.as_bytes()) {
                Some(bracket) => {
                    let (_, close) = until(9 + bracket, "]")?;
                    until(close, ">").map(passed)
                }
                None => Some((Piece::Passed, end)),
            }
        }
        b'?' => until(2, "?>").map(passed),
        b'/' => {
            let end = tag_end(rest.as_bytes())?;
            let name = rest[2..end].trim_ascii_end();
            Some((Piece::Close(bare(name)), end + 1))
        }
        _ => {
            let end = tag_end(rest.as_bytes())?;
            let inside = &rest[1..end];
            let (inside, is_empty) = match inside.strip_suffix('/') {
                Some(inside) => (inside, true),
                None => (inside, false),
            };
            let blank = inside.bytes().position(|byte| byte.is_ascii_whitespace());
            let (name, attributes) = inside.split_at(blank.unwrap_or(inside.len()));
            let name = bare(name);
            let tag = Tag { name, attributes };
            let piece = match is_empty {
                true => Piece::Empty(tag),
                false => Piece::Open(tag),
            };
            Some((piece, end + 1))
        }
    }
}

/// A name without its prefix.
fn bare(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, name)| name)
}

/// Where the `>` of a tag is, outside of quotes.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        let quote = bytes[at];
        if quote == b'>' {
            return Some(at);
        }
        at += 2 + memchr::memchr(quote, &bytes[at + 1..])?;
    }
}

/// What a reference stands for; `None` for one that XML does not know.
pub(super) fn letter(reference: &str) -> Option<char> {
    const NAMED: [(&str, char); 5] = [
        ("lt", '<'),
        ("gt", '>'),
        ("amp", '&'),
        ("apos", '\''),
        ("quot", '"'),
    ];
    let Some(number) = reference.strip_prefix('#') else {
        let named = NAMED.iter().find(|(name, _)| *name == reference);
        return named.map(|(_, letter)| *letter);
    };
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let code = u32::from_str_radix(digits, radix).ok();
    let code = code.filter(|code| *code != 0 && !digits.starts_with('+'));
    code.and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        loop {
            let Some((piece, end)) = piece_at(text, at) else {
                return out + "!";
            };
            at = end;
            match piece {
                Piece::Open(tag) => out.push_str(&format!("[{}{}", tag.name, tag.attributes)),
                Piece::Empty(tag) => out.push_str(&format!("[{}{}]", tag.name, tag.attributes)),
                Piece::Close(name) => out.push_str(&format!("{name}]")),
                Piece::Text(text) => out.push_str(text),
                Piece::Reference(name) => out.push_str(&format!("({name})")),
                Piece::Passed => out.push('-'),
                Piece::End => return out,
            }
        }
    }

    #[test]
    fn markup_is_tags_texts_and_references() {
        for (text, want) in [
            ("<Nm>A</Nm>", "[NmANm]"),
            ("<x:Nm>A &amp; B</x:Nm >", "[NmA (amp) BNm]"),
            ("<Ref/><Ref />", "[Ref][Ref ]"),
            ("<Amt Ccy=\"E>R\">1", "[Amt Ccy=\"E>R\"1"),
            ("A & B<Nm>&<Cd>&&#39;", "A & B[Nm&[Cd&(#39)"),
            ("<?xml v?><!-- <p> --><!DOCTYPE a>x", "---x"),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]>x", "-x"),
            ("<![CDATA[<&amp;>]]>", "<&amp;>"),
            ("< 2>", "[ 2"),
            ("é<Nm>é", "é[Nmé"),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn markup_that_never_ends_is_none() {
        for text in [
            "<",
            "<Nm",
            "</Nm",
            "<Nm a=\">",
            "<!-- a",
            "<![CDATA[a",
            "<?xml",
            "<!Nm>",
            "<!>",
        ] {
            assert_eq!(shown(text), "!", "{text}");
        }
    }

    #[test]
    fn references_stand_for_letters() {
        for (name, want) in [
            ("amp", Some('&')),
            ("#65", Some('A')),
            ("#x20AC", Some('€')),
            ("#0", None),
            ("#+65", None),
            ("#xD800", None),
            ("auml", None),
            ("", None),
        ] {
            assert_eq!(letter(name), want, "{name}");
        }
    }
}
