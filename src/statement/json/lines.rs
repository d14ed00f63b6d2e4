//! The numbers of rows: the line an object begins on, or its place where lines do not tell rows apart.

use crate::statement::lines::Lines;

/// Numbers rows.
pub(super) struct Numbers {
    by_place: bool,
    lines: Lines,
}

impl Numbers {
    /// Numbers for objects that begin at these offsets.
    pub(super) fn of(text: &str, mut starts: impl Iterator<Item = u32>) -> Numbers {
        let mut lines = Lines::new(text);
        let mut last = 0;
        let by_place = starts.any(|start| {
            let line = lines.line_at(text, start as usize);
            std::mem::replace(&mut last, line) == line
        });
        Numbers {
            by_place,
            lines: Lines::new(text),
        }
    }

    /// The number of an object that begins at an offset, which must not go back, or its place.
    pub(super) fn number(&mut self, text: &str, start: u32, place: usize) -> u32 {
        if self.by_place {
            return u32::try_from(place + 1).unwrap_or(u32::MAX);
        }
        self.lines.line_at(text, start as usize)
    }
}
