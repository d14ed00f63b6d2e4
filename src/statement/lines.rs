//! Lines of a text as an editor counts them: one after the other from any place on, or the line of an offset.

/// What the lines of a text end in: LF, or CR where there is no LF at all.
fn ending_of(text: &str) -> u8 {
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(_) => b'\n',
        None => b'\r',
    }
}

/// Where a line of a text begins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// The byte.
    pub(super) at: usize,
    /// The lines before it.
    pub(super) line: u32,
    ending: u8,
}

impl Place {
    /// The begin of a text.
    pub(super) fn begin(text: &str) -> Place {
        Place {
            ending: ending_of(text),
            ..Place::default()
        }
    }

    /// The line that begins here, and where the next one does; `None` at the end.
    ///
    /// Shape: where no line end stands behind it, the next one begins right there.
    pub(super) fn peek(self, text: &str) -> Option<(&str, usize)> {
        let rest = text.get(self.at..)?;
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(self.ending, rest.as_bytes());
        let line = rest.get(..end.unwrap_or(rest.len()))?;
        Some((line, self.at + end.map_or(rest.len(), |end| end + 1)))
    }

    /// Goes on to the next line, which begins at `next`.
    pub(super) fn step(&mut self, next: usize) {
        self.at = next;
        self.line = self.line.saturating_add(1);
    }
}

/// The line of an offset, counted from 1; offsets must not go back.
pub(super) struct Lines {
    ending: u8,
    at: usize,
    line: u32,
}

/// Lines that end in LF.
impl Default for Lines {
    fn default() -> Lines {
        Lines {
            ending: b'\n',
            at: 0,
            line: 1,
        }
    }
}

impl Lines {
    /// The lines of a text.
    pub(super) fn new(text: &str) -> Lines {
        Lines {
            ending: ending_of(text),
            ..Lines::default()
        }
    }

    /// The line of the text that `offset` stands on.
    pub(super) fn line_at(&mut self, text: &str, offset: usize) -> u32 {
        if let Some(passed) = text.as_bytes().get(self.at..offset) {
            let count = memchr::memchr_iter(self.ending, passed).count();
            self.line = self
                .line
                .saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
            self.at = offset;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_an_editor_shows_them() {
        let text = "a\r\nb\r\nc";
        let mut lines = Lines::new(text);
        let mut line_at = |offset| lines.line_at(text, offset);
        assert_eq!((line_at(0), line_at(3), line_at(6)), (1, 2, 3));
        assert_eq!(Lines::new("a\rb").line_at("a\rb", 2), 2);
    }

    #[test]
    fn lines_are_walked_from_any_place_on() {
        let text = "a\rb\r\rc";
        let mut place = Place::begin(text);
        let mut walked = Vec::new();
        while let Some((line, next)) = place.peek(text) {
            place.step(next);
            walked.push((place.line, line));
        }
        assert_eq!(walked, [(1, "a"), (2, "b"), (3, ""), (4, "c")]);
    }
}
