//! Elements of SGML or XML, as far as they can be told in files that break the rules of both.
//!
//! `<TRNAMT>-12.50\n<NAME>A & Z` is two elements, `("TRNAMT", "-12.50")` and `("NAME", "A & Z")`, whether
//! they are closed or not. Nothing is nested here: an element is its name and the text up to the next tag.

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
    at: usize,
}

impl<'a> Elements<'a> {
    /// From the start of a text.
    pub(super) fn new(text: &'a str) -> Elements<'a> {
        Elements { text, at: 0 }
    }

    /// Where the next piece of markup begins at or after `from`, or the end.
    fn next_markup(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
            let open = at + found;
            if markup_end(&bytes[open..]).is_some() {
                return open;
            }
            at = open + 1;
        }
        bytes.len()
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            let open = self.next_markup(self.at);
            let markup = &bytes[open..];
            let end = open + markup_end(markup)?;
            if matches!(markup.get(1), Some(b'!' | b'?')) {
                self.at = end;
                continue;
            }
            let inside = self.text[open + 1..end - 1].trim_ascii();
            let closing = inside.starts_with('/');
            let name = inside.trim_matches(['/', ' ']);
            let name = name.split_ascii_whitespace().next().unwrap_or_default();
            let name = name.rsplit(':').next().unwrap_or_default();
            let (value, after) = if closing || inside.ends_with('/') {
                ("", end)
            } else {
                self.value(end)
            };
            self.at = after;
            return Some(Element {
                name,
                value,
                closing,
                offset: open,
                spaced: bytes.get(end) == Some(&b' '),
                last: after == bytes.len() && !closing,
            });
        }
    }
}

impl<'a> Elements<'a> {
    /// The text that begins at `from`, and where what follows it begins.
    fn value(&self, from: usize) -> (&'a str, usize) {
        const OPEN: &str = "<![CDATA[";
        let rest = &self.text[from..];
        if let Some(data) = rest.trim_ascii_start().strip_prefix(OPEN) {
            let start = self.text.len() - data.len();
            return match data.find("]]>") {
                Some(length) => (data[..length].trim(), start + length + 3),
                None => (data.trim(), self.text.len()),
            };
        }
        let next = self.next_markup(from);
        (self.text[from..next].trim(), next)
    }
}

/// The length of the markup that `bytes` begin with: a tag, a comment or an instruction; `None` where its
/// `<` is only a character of a text, as in `A < B`.
fn markup_end(bytes: &[u8]) -> Option<usize> {
    let to = |end: &[u8]| {
        // What is not closed soon hides nothing: only its own line, or its `<`, is passed over.
        let near = &bytes[..bytes.len().min(LONGEST_COMMENT)];
        memchr::memmem::find(near, end)
            .map(|at| at + end.len())
            .or_else(|| memchr::memchr(b'\n', near).map(|at| at + 1))
            .unwrap_or(1)
    };
    match bytes.get(1)? {
        b'!' if bytes.starts_with(b"<!--") => Some(to(b"-->")),
        b'!' if bytes.starts_with(b"<![CDATA[") => Some(to(b"]]>")),
        b'!' => Some(to(b">")),
        b'?' => Some(to(b"?>")),
        b'/' | b'A'..=b'Z' | b'a'..=b'z' => tag_end(bytes),
        _ => None,
    }
}

/// How far the end of a comment is looked for, so that a file of nothing but `<!--` is still read in no time.
const LONGEST_COMMENT: usize = 4096;

/// The length of the tag that `bytes` begin with: a name, perhaps attributes, a `>` before the next `<`.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 1 + usize::from(bytes.get(1) == Some(&b'/'));
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return (at > 1).then_some(at + 1),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b':' | b'/' => at += 1,
            b' ' | b'\t' | b'\r' | b'\n' => {
                // Blanks before the `>`, or attributes, which have an `=`.
                let rest = &bytes[at..];
                let close = memchr::memchr2(b'<', b'>', rest)?;
                let between = rest[..close].trim_ascii();
                let is_tag = rest[close] == b'>'
                    && (matches!(between, b"" | b"/") || between.contains(&b'='));
                return is_tag.then_some(at + close + 1);
            }
            _ => return None,
        }
    }
    None
}

/// The line of an offset, counted from 1; offsets must not go back.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    ending: u8,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    /// The lines of a text, whose ends are LF, or CR where there is no LF at all.
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        let bytes = text.as_bytes();
        let has_lf = memchr::memchr(b'\n', bytes).is_some();
        Lines {
            bytes,
            ending: if has_lf { b'\n' } else { b'\r' },
            at: 0,
            line: 1,
        }
    }

    /// The line `offset` stands on.
    pub(super) fn line_at(&mut self, offset: usize) -> u32 {
        if let Some(passed) = self.bytes.get(self.at..offset) {
            let count = memchr::memchr_iter(self.ending, passed).count();
            self.line = self
                .line
                .saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
            self.at = offset;
        }
        self.line
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
fn entity(text: &str) -> (char, usize) {
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
        Elements::new(text)
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

    #[test]
    fn lines_are_counted_as_an_editor_shows_them() {
        let mut lines = Lines::new("a\r\nb\r\nc");
        assert_eq!(
            (lines.line_at(0), lines.line_at(3), lines.line_at(6)),
            (1, 2, 3)
        );
        assert_eq!(Lines::new("a\rb").line_at(2), 2);
    }
}
