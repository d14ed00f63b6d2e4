//! The fields of a message: which lines belong together, and where a statement ends.

use crate::statement::lines::Place;

/// What a message is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// A tag and all that stands behind it, up to the next one.
    Field(Field<'a>),
    /// An envelope: `{1:F01…}{2:I940…}{4:`.
    Envelope(&'a str),
    /// The `-` or `-}` behind the last field.
    End,
}

/// A tag and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// `61`, `60F`, `NS`.
    pub(super) tag: &'a str,
    /// The line the tag stands on, counted from 1.
    pub(super) line: u32,
    /// What stands behind the tag, with its line ends.
    pub(super) text: &'a str,
    /// Whether the file ends with it.
    pub(super) is_last: bool,
}

/// Blanks, and the control characters that some banks begin and end a file with.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || letter == '\u{FEFF}'
}

/// Whether a line begins with a tag such as `:61:`.
pub(super) fn is_tagged(line: &str, tag: &str) -> bool {
    let line = envelope(line).map_or(line, |(_, rest)| rest);
    line.trim_start_matches(is_blank).starts_with(tag)
}

/// The tag a line begins with, and how many bytes come before what follows it.
///
/// Source: two digits and at most one letter; `:NS:` is MultiCash's, `:940:` Rabobank's.
fn tag_of(line: &str) -> Option<(&str, usize)> {
    let inside = line.trim_start_matches(is_blank).strip_prefix(':')?;
    let end = inside.bytes().take(4).position(|byte| byte == b':')?;
    let tag = inside.get(..end)?;
    let digits = tag.bytes().take_while(u8::is_ascii_digit).count();
    let is_tag = match digits {
        2 => tag.len() == 2 || (tag.len() == 3 && tag.as_bytes()[2].is_ascii_uppercase()),
        3 => matches!(tag, "940" | "942"),
        _ => tag == "NS",
    };
    let behind = line.len() - inside.len() + end + 1;
    is_tag.then_some((tag, behind))
}

/// The envelope a line is, cut behind `{4:`.
fn envelope(line: &str) -> Option<(&str, &str)> {
    let bytes = line.trim_start_matches(is_blank).as_bytes();
    let is_envelope = matches!(bytes, [b'{', b'1'..=b'5', b':', ..]);
    if !is_envelope {
        return None;
    }
    let cut = line.find("{4:").map_or(line.len(), |at| at + 3);
    Some(line.split_at(cut))
}

/// Whether a line ends the statement: `-`, `-}` and whatever trailer stands behind it.
fn is_end(line: &str) -> bool {
    let line = line.trim_matches(is_blank);
    line == "-" || line.starts_with("-}")
}

/// The parts of a text, in order.
pub(super) struct Parts<'a> {
    text: &'a str,
    /// Where the next one begins.
    pub(super) place: Place,
}

impl<'a> Parts<'a> {
    /// The parts of a text from a place on.
    pub(super) fn from(text: &'a str, place: Place) -> Parts<'a> {
        Parts { text, place }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        loop {
            let (line, next) = self.place.peek(self.text)?;
            if let Some((head, rest)) = envelope(line) {
                if tag_of(rest).is_some() {
                    // The first field stands on the line of the envelope.
                    self.place.at += head.len();
                } else {
                    self.place.step(next);
                }
                return Some(Part::Envelope(head));
            }
            if is_end(line) {
                self.place.step(next);
                return Some(Part::End);
            }
            let begin = self.place.at;
            let Some((tag, behind)) = tag_of(line) else {
                // A header that is no envelope: `ABNANL2A`, `940`.
                self.place.step(next);
                continue;
            };
            let mut end = begin + line.len();
            self.place.step(next);
            let number = self.place.line;
            while let Some((line, next)) = self.place.peek(self.text) {
                if tag_of(line).is_some() || is_end(line) || envelope(line).is_some() {
                    break;
                }
                end = self.place.at + line.len();
                self.place.step(next);
            }
            return Some(Part::Field(Field {
                tag,
                line: number,
                text: self.text.get(begin + behind..end).unwrap_or_default(),
                is_last: self.place.at >= self.text.len(),
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        Parts::from(text, Place::begin(text))
            .map(|part| match part {
                Part::Field(field) => format!("{} {} {:?}", field.line, field.tag, field.text),
                Part::Envelope(head) => format!("envelope {head}"),
                Part::End => "end".to_owned(),
            })
            .collect()
    }

    #[test]
    fn lines_belong_to_the_tag_above_them() {
        assert_eq!(
            parts("ABNANL2A\n940\n:20:A\n :86:one\n two\n-\n:20:B"),
            ["3 20 \"A\"", "4 86 \"one\\n two\"", "end", "7 20 \"B\""]
        );
    }

    #[test]
    fn an_envelope_may_hold_the_first_field() {
        let text = "{1:F01X}{2:I940XN}{4:\r\n:20:A\r\n-}{5:}\r\n{1:F01X}{4::20:B\r\n";
        assert_eq!(
            parts(text),
            [
                "envelope {1:F01X}{2:I940XN}{4:",
                "2 20 \"A\\r\"",
                "end",
                "envelope {1:F01X}{4:",
                "4 20 \"B\\r\""
            ]
        );
    }

    #[test]
    fn what_only_looks_like_a_tag_is_text() {
        assert_eq!(
            parts(":86:AT\n:10.15: GATE\n:1:\n"),
            ["1 86 \"AT\\n:10.15: GATE\\n:1:\""]
        );
        assert_eq!(parts("\u{1}\r:20:A\r-\u{3}\r"), ["2 20 \"A\"", "end"]);
    }
}
