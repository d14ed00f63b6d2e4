//! Tables in plain text that no mark delimits: columns set with blanks, and cells each on a line of its own, with or without
//! what it is before it.
//!
//! So come tables that were copied from a document or a web page. What is no table stays none: only what has
//! entries in columns is taken for one.

use super::grid::Grid;
use crate::order::Arrange as _;
use crate::statement::csv;

/// Positions of a line that are told apart.
const MAX_WIDTH: usize = 512;
/// Cells that an entry has at most, where each is on a line of its own.
const MAX_CELLS: usize = 10;

/// The table in a text; `None` where it has none.
pub(super) fn table(text: &str) -> Option<Grid> {
    let lines: Vec<&str> = text.lines().collect();
    [by_blanks(&lines), by_labels(&lines), by_lines(&lines)]
        .into_iter()
        .flatten()
        .find(|grid| csv::rows_found(grid.lines()).is_some_and(|(rows, _)| rows > 1))
}

/// Columns that are set with blanks: where no line with an entry has a letter, two positions wide or more.
fn by_blanks(lines: &[&str]) -> Option<Grid> {
    let is_entry = |line: &&&str| {
        let pieces: Vec<&str> = line.split("  ").map(str::trim).collect();
        pieces.iter().filter(|piece| !piece.is_empty()).count() > 1
            && pieces.iter().any(|piece| csv::date_shape(piece).is_some())
            && pieces
                .iter()
                .any(|piece| csv::mark_evidence(piece).is_some())
    };
    let mut filled = [0usize; MAX_WIDTH];
    let mut entries = 0;
    for line in lines.iter().filter(is_entry) {
        entries += 1;
        for (at, _) in letters(line) {
            filled[at] += 1;
        }
    }
    if entries < 2 {
        return None;
    }
    // Headers stand over their columns, but may be wider than those.
    let mut taken = [0usize; MAX_WIDTH];
    for line in lines {
        for (at, _) in letters(line) {
            taken[at] += 1;
        }
    }
    let (mut cuts, mut at) = (Vec::new(), 0);
    while at < MAX_WIDTH {
        let gap = filled[at..].iter().take_while(|count| **count == 0).count();
        if gap > 1 && at > 0 && at + gap < MAX_WIDTH {
            let emptiest = (at..at + gap).min_by_key(|at| taken[*at]);
            cuts.extend(emptiest);
        }
        at += gap.max(1);
    }
    let mut grid = Grid::named(String::new(), false);
    for line in lines {
        let mut cells = vec![String::new(); cuts.len() + 1];
        let mut column = 0;
        for (at, letter) in line.chars().enumerate() {
            while cuts.get(column).is_some_and(|cut| *cut <= at) {
                column += 1;
            }
            cells[column].push(letter);
        }
        for (column, cell) in cells.iter().enumerate() {
            grid.text(column, cell);
        }
        grid.end_row();
    }
    Some(grid)
}

/// The letters of a line that are no blanks, with their positions.
fn letters(line: &str) -> impl Iterator<Item = (usize, char)> {
    let letters = line.chars().enumerate().take(MAX_WIDTH);
    letters.filter(|(_, letter)| !letter.is_whitespace())
}

/// Entries whose cells are each on a line behind what it is, as in `Amount: -12.50`, which the first line of each begins with.
fn by_labels(lines: &[&str]) -> Option<Grid> {
    let cells = lines.iter().filter_map(|line| line.split_once(':'));
    let cells = || {
        cells
            .clone()
            .map(|(label, cell)| (label.trim(), cell.trim()))
    };
    let (begin, _) = cells().find(|(_, cell)| csv::date_shape(cell).is_some())?;
    let mut labels: Vec<&str> = Vec::new();
    let mut grid = Grid::named(String::new(), false);
    for pass in 0..2 {
        let mut has_begun = false;
        for (label, cell) in cells() {
            has_begun |= label == begin;
            let column = labels.iter().position(|held| *held == label);
            match column {
                _ if !has_begun => {}
                None if pass == 0 && labels.len() < MAX_CELLS => labels.push(label),
                Some(column) if pass > 0 => {
                    if column == 0 {
                        grid.end_row();
                    }
                    grid.text(column, cell);
                }
                _ => {}
            }
        }
        for (column, label) in labels.iter().enumerate().filter(|_| pass == 0) {
            grid.text(column, label);
        }
    }
    grid.end_row();
    Some(grid)
}

/// Entries whose cells are each on a line of its own: so many lines from one date to the next.
fn by_lines(lines: &[&str]) -> Option<Grid> {
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .collect();
    let is_day = |at: &usize| csv::date_shape(lines[*at]).is_some();
    let days: Vec<usize> = (0..lines.len()).filter(is_day).collect();
    let mut steps: Vec<usize> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.arrange();
    let step = *steps.get(steps.len() / 2)?;
    let first = *days.first()?;
    let usual = steps.iter().filter(|held| **held == step).count();
    if !(2..=MAX_CELLS).contains(&step) || usual * 5 < steps.len() * 4 {
        return None;
    }
    // What stands before the first date is the header or, where it is too short for one, of the first entry.
    let ahead = if first < step { first } else { 0 };
    let mut grid = Grid::named(String::new(), false);
    let mut row = |cells: &[&str]| {
        for (column, cell) in cells.iter().take(MAX_CELLS).enumerate() {
            grid.text(column, cell);
        }
        grid.end_row();
    };
    if first >= step {
        let (before, header) = lines[..first].split_at(first - step);
        before.iter().for_each(|line| row(&[line]));
        row(header);
    }
    for (at, day) in days.iter().enumerate() {
        let next = days.get(at + 1).map_or(lines.len(), |next| next - ahead);
        let begin = day - ahead.min(*day);
        row(&lines[begin..next.min(begin + step).max(begin)]);
    }
    Some(grid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        table(text).map(|grid| grid.lines().replace('\u{1F}', "|"))
    }

    #[test]
    fn columns_set_with_blanks_are_columns() {
        let text = "Statement of March\n\
                    Date        Details            Paid out   Paid in  Balance\n\
                    14 Mar 2025 OAK LANE NURSERY      12.50              87.50\n\
                    \n\
                    15 Mar 2025 PAY                           1,500.00  1,587.50\n";
        // One blank between the date and the text is too few to tell them apart.
        assert_eq!(read(text), None);
        let text = text
            .replace("Details", " Details")
            .replace("2025 ", "2025  ");
        assert_eq!(
            read(&text).as_deref(),
            Some(
                "Statement of|March\nDate|Details|Paid out|Paid in|Balance\n\
                 14 Mar 2025|OAK LANE NURSERY|12.50||87.50\n\n15 Mar 2025|PAY||1,500.00|1,587.50\n"
            )
        );
    }

    #[test]
    fn cells_on_lines_of_their_own_are_rows() {
        let text = "Date\nDetails\nAmount\n14/03/2025\nOAK LANE\n-12.50\n\n15/03/2025\nPAY\n1,500.00\nLoad more\n";
        let rows = "Date|Details|Amount\n14/03/2025|OAK LANE|-12.50\n15/03/2025|PAY|1,500.00\n";
        assert_eq!(read(text).as_deref(), Some(rows));
        let text =
            "OAK LANE\n14 Mar 2025\n-12.50\nPAY\n15 Mar 2025\n1,500.00\nELM\n16 Mar 2025\n-1.00\n";
        let rows = "OAK LANE|14 Mar 2025|-12.50\nPAY|15 Mar 2025|1,500.00\nELM|16 Mar 2025|-1.00\n";
        assert_eq!(read(text).as_deref(), Some(rows));
    }

    #[test]
    fn what_is_no_table_is_none() {
        for text in [
            "",
            "14/03/2025",
            "14/03/2025\n15/03/2025\n16/03/2025\n",
            "On 14 Mar 2025  we met.\n\nOn 15 Mar 2025  we parted.\n",
            "14/03/2025\nno amount\n15/03/2025\nnone\n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
