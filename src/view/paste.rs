//! What is done with text that is pasted: a table is a statement, a line is words for the field it is put into.

use crate::view::text::place_of;

/// What the clipboard holds that is to be read as a file: its name and its text.
///
/// Shape: `html` is the same as markup, where the clipboard has that; `None` leaves the paste to the page.
///
/// ```
/// use farthing::view::paste::statement_in;
///
/// let rows = "Date\tAmount\n2025-03-14\t-12.50\n";
/// assert_eq!(statement_in(rows, "", true), Some(("pasted.txt", rows)));
/// assert_eq!(statement_in("how much on groceries?", "", true), None);
/// ```
pub fn statement_in<'a>(
    text: &'a str,
    html: &'a str,
    is_in_field: bool,
) -> Option<(&'static str, &'a str)> {
    let lines = text.trim().lines();
    let is_table = lines.clone().filter(|line| line.contains('\t')).count() > 1;
    // A question has one line, a statement has rows; in a field only what is a table is one.
    if lines.count() < 2 || (is_in_field && !is_table) {
        return None;
    }
    // Markup keeps a cell of several lines one cell, and one that is empty a cell.
    let is_marked = ["<tr", "<TR"]
        .iter()
        .any(|tag| place_of(tag, html).is_some());
    Some(match is_marked {
        true => ("pasted.html", html),
        false => ("pasted.txt", text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "14 Mar\t-12.50\n15 Mar\t-3.20";

    #[test]
    fn a_table_is_a_statement_and_words_are_words() {
        assert_eq!(statement_in(TABLE, "", false), Some(("pasted.txt", TABLE)));
        assert_eq!(statement_in(TABLE, "", true), Some(("pasted.txt", TABLE)));
        assert_eq!(
            statement_in("a;b\nc;d", "", false),
            Some(("pasted.txt", "a;b\nc;d"))
        );
        for (text, is_in_field) in [("a;b\nc;d", true), ("one line\t", false), ("", false)] {
            assert_eq!(statement_in(text, "", is_in_field), None, "{text}");
        }
    }

    #[test]
    fn markup_is_taken_where_it_is_a_table() {
        let html = "<table><tr><td>14 Mar<td>-12.50</table>";
        assert_eq!(statement_in(TABLE, html, true), Some(("pasted.html", html)));
        assert_eq!(
            statement_in(TABLE, "<p>14 Mar", true),
            Some(("pasted.txt", TABLE))
        );
    }
}
