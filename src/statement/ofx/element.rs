//! Elements of SGML or XML, as far as they can be told in files that break the rules of both.
//!
//! `<TRNAMT>-12.50\n<NAME>A & Z` is two elements, `("TRNAMT", "-12.50")` and `("NAME", "A & Z")`, whether
//! they are closed or not. Nothing is nested here: an element is its name and the text up to the next tag.

use crate::statement::bytes;

/// A tag and the text that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// The name as written, without a namespace.
    pub(super) name: &'a str,
    /// The text up to the next tag, trimmed, entities still in it; empty for a closing tag.
    pub(super) value: &'a str,
    /// Whether it closes: `</NAME>`.
    pub(super) closing: bool,
    /// Where its `<` stands.
    pub(super) offset: usize,
    /// Whether a space stands between the tag and the text.
    pub(super) spaced: bool,
    /// Whether the file ends right after the text, so that the text may be cut.
    pub(super) last: bool,
}

/// The elements of a text, in order.
pub(super) struct Elements<'a> {
    text: &'a str,
    /// The markup that comes next; `None` at the end.
    next: Option<Markup>,
}

/// A tag, a comment or an instruction.
#[derive(Clone, Copy)]
struct Markup {
    /// Where its `<` stands.
    open: usize,
    /// Where what follows it begins.
    end: usize,
    /// Where the name of a tag ends; `open` for what is no tag.
    name_end: usize,
}

impl<'a> Elements<'a> {
    /// From a place of a text on.
    pub(super) fn from(text: &'a str, at: usize) -> Elements<'a> {
        let next = next_markup(text.as_bytes(), at);
        Elements { text, next }
    }

    /// The text of a tag that ends at `from`, with whether the file ends right after it.
    fn value(&mut self, from: usize) -> (&'a str, bool) {
        const OPEN: &str = "<![CDATA[";
        let until_next = self.next.map_or(self.text.len(), |next| next.open);
        let value = self.text[from..until_next].trim();
        if !value.is_empty() || !self.text[until_next..].starts_with(OPEN) {
            return (value, self.next.is_none());
        }
        let start = until_next + OPEN.len();
        let data = &self.text[start..];
        let length = data.find("]]>");
        let after = length.map_or(self.text.len(), |length| start + length + "]]>".len());
        self.next = next_markup(self.text.as_bytes(), after);
        (
            data[..length.unwrap_or(data.len())].trim(),
            length.is_none(),
        )
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            let markup = self.next?;
            self.next = next_markup(bytes, markup.end);
            if markup.name_end == markup.open {
                continue;
            }
            let closing = bytes.get(markup.open + 1) == Some(&b'/');
            let name = &self.text[markup.open + 1 + usize::from(closing)..markup.name_end];
            let name = name.rfind(':').map_or(name, |colon| &name[colon + 1..]);
            // `<MEMO/>` is closed already.
            let is_empty = closing || bytes[..markup.end - 1].ends_with(b"/");
            let (value, last) = match is_empty {
                true => ("", false),
                false => self.value(markup.end),
            };
            return Some(Element {
                name,
                value,
                closing,
                offset: markup.open,
                spaced: bytes.get(markup.end) == Some(&b' '),
                last,
            });
        }
    }
}

/// The first markup at or after `from`; a `<` that begins none is a character of a text, as in `A < B`.
fn next_markup(bytes: &[u8], from: usize) -> Option<Markup> {
    let mut at = from;
    loop {
        let open = at + memchr::memchr(b'<', bytes.get(at..)?)?;
        if let Some(markup) = markup_at(bytes, open) {
            return Some(markup);
        }
        at = open + 1;
    }
}

/// The markup whose `<` stands at `open`.
fn markup_at(bytes: &[u8], open: usize) -> Option<Markup> {
    let rest = &bytes[open..];
    let to = |end: &[u8]| {
        // What is not closed soon hides nothing: only its own line, or its `<`, is passed over.
        let near = &rest[..rest.len().min(LONGEST_COMMENT)];
        let length = bytes::find(near, end)
            .map(|at| at + end.len())
            .or_else(|| memchr::memchr(b'\n', near).map(|at| at + 1));
        Some(Markup {
            open,
            end: open + length.unwrap_or(1),
            name_end: open,
        })
    };
    match rest.get(1)? {
        b'A'..=b'Z' | b'a'..=b'z' => tag_at(bytes, open, open + 1),
        b'/' => tag_at(bytes, open, open + 2),
        b'!' if rest.starts_with(b"<!--") => to(b"-->"),
        b'!' if rest.starts_with(b"<![CDATA[") => to(b"]]>"),
        b'!' => to(b">"),
        b'?' => to(b"?>"),
        _ => None,
    }
}

/// How far the end of a comment is looked for, so that a file of nothing but `<!--` is still read in no time.
const LONGEST_COMMENT: usize = 4096;

/// The tag whose name begins at `name`: the name, perhaps attributes, a `>` before the next `<`.
fn tag_at(bytes: &[u8], open: usize, name: usize) -> Option<Markup> {
    let letters = bytes.get(name..)?.iter().take_while(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':')
    });
    let name_end = name + letters.count();
    let tag = |end| Markup {
        open,
        end,
        name_end,
    };
    if name_end == name {
        return None;
    }
    match bytes.get(name_end)? {
        b'>' => Some(tag(name_end + 1)),
        b'/' | b' ' | b'\t' | b'\r' | b'\n' => {
            // Blanks before the `>`, a `/`, or attributes, which have an `=`.
            let rest = &bytes[name_end..];
            let close = memchr::memchr2(b'<', b'>', rest)?;
            let between = rest[..close].trim_ascii();
            let is_tag =
                rest[close] == b'>' && (matches!(between, b"" | b"/") || between.contains(&b'='));
            is_tag.then(|| tag(name_end + close + 1))
        }
        _ => None,
    }
}

/// A value as a person reads it: entities decoded, runs of blanks and control characters made one blank.
///
/// Shape: `raw` itself where there is nothing to change, else a view of `buffer`.
pub(super) fn readable<'b>(raw: &'b str, buffer: &'b mut String) -> &'b str {
    let raw = raw.trim_ascii();
    if is_readable(raw.as_bytes()) {
        return raw;
    }
    buffer.clear();
    let mut rest = raw;
    let mut blank = false;
    while let Some(letter) = rest.chars().next() {
        let (letter, length) = match letter {
            '&' => entity(rest),
            _ => (letter, letter.len_utf8()),
        };
        rest = &rest[length..];
        if letter.is_whitespace() || letter.is_control() {
            blank = true;
            continue;
        }
        if blank && !buffer.is_empty() {
            buffer.push(' ');
        }
        blank = false;
        buffer.push(letter);
    }
    buffer
}

/// Whether nothing is to be decoded or folded: no `&`, no control character, no two blanks together.
fn is_readable(bytes: &[u8]) -> bool {
    let mut blank = false;
    for &byte in bytes {
        // 0xC2 and 0xE2, 0xE3 begin the blanks and controls beyond ASCII.
        if byte == b'&'
            || byte < b' '
            || matches!(byte, 0x7F | 0xC2 | 0xE2 | 0xE3)
            || (blank && byte == b' ')
        {
            return false;
        }
        blank = byte == b' ';
    }
    true
}

/// The character of the entity that `text` begins with, and its length; `&` itself where it is none.
///
/// Entities that were encoded twice (`&amp;amp;`, `&amp;#39;`) are decoded through.
pub(in crate::statement) fn entity(text: &str) -> (char, usize) {
    const LONGEST: usize = 10;
    let named = |name: &str| match name {
        "amp" | "AMP" => Some('&'),
        "lt" | "LT" => Some('<'),
        "gt" | "GT" => Some('>'),
        "quot" | "QUOT" => Some('"'),
        "apos" => Some('\''),
        "nbsp" | "NBSP" => Some('\u{A0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    };
    let bytes = text.as_bytes();
    let decoded = memchr::memchr(b';', &bytes[..bytes.len().min(LONGEST)])
        .and_then(|end| Some((named(text.get(1..end)?)?, end + 1)));
    match decoded {
        Some(('&', length)) => {
            let inner = memchr::memchr(b';', &bytes[length..bytes.len().min(length + LONGEST)])
                .and_then(|end| Some((named(text.get(length..length + end)?)?, length + end + 1)));
            inner.unwrap_or(('&', length))
        }
        Some(decoded) => decoded,
        None => ('&', 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(text: &str) -> Vec<(&str, &str)> {
        Elements::from(text, 0)
            .filter(|element| !element.closing)
            .map(|element| (element.name, element.value))
            .collect()
    }

    #[test]
    fn closed_or_not_an_element_is_its_name_and_its_text() {
        let want = [("TRNAMT", "-12.50"), ("NAME", "A & Z"), ("MEMO", "")];
        assert_eq!(elements("<TRNAMT>-12.50\n<NAME>A & Z<MEMO>"), want);
        assert_eq!(
            elements("<TRNAMT>\n-12.50</TRNAMT><NAME>A & Z</NAME><MEMO/>"),
            want
        );
    }

    #[test]
    fn a_less_than_sign_may_be_only_a_character() {
        assert_eq!(
            elements("<NAME>A < B <C\n<MEMO>x"),
            [("NAME", "A < B <C"), ("MEMO", "x")]
        );
        assert_eq!(elements("<NAME>tag <"), [("NAME", "tag <")]);
        assert_eq!(elements("<A<B>c"), [("B", "c")]);
    }

    #[test]
    fn comments_instructions_and_sections_are_passed_over() {
        let text = "<?xml version=\"1.0\"?><OFX xmlns=\"x\"><CODE>0</CODE><!-- <NAME>no -->\
                    <x:NAME ><![CDATA[A <B> C]]></x:NAME><!-- never closed\n<MEMO>kept";
        assert_eq!(
            elements(text),
            [
                ("OFX", ""),
                ("CODE", "0"),
                ("NAME", "A <B> C"),
                ("MEMO", "kept")
            ]
        );
    }

    #[test]
    fn values_are_decoded_and_folded() {
        let mut buffer = String::new();
        for (raw, want) in [
            ("TESCO", "TESCO"),
            ("A  &amp; B", "A & B"),
            ("A & B", "A & B"),
            ("&#39;&#xE9;&lt;&bogus;", "'é<&bogus;"),
            ("M&amp;amp;S &amp;#39;x", "M&S 'x"),
            ("A&nbsp;\u{A0}\t B\0", "A B"),
            ("&", "&"),
        ] {
            assert_eq!(readable(raw, &mut buffer), want, "{raw}");
        }
    }
}
