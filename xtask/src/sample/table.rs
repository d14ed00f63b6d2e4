//! The tables that the page writes the statements from: a line for each payee.

use super::FIRST;
use super::entry::{Entry, pounds};
use jiff::civil::Date;

/// The entries of one payee, or those of them that stand at one place within their days.
struct Line {
    kind: String,
    descriptor: String,
    entries: Vec<(Date, i64)>,
}

/// An account's entries, which are by day, after its balance before them.
///
/// The page puts entries of a day in the order of the lines, so an entry that stands behind another of its day goes to
/// no line before that one's.
pub(super) fn table(opening_minor: i64, entries: &[Entry], known: &[Entry]) -> String {
    let mut lines: Vec<Line> = Vec::new();
    for entry in known {
        if !lines.iter().any(|line| is_of(line, entry)) {
            lines.push(begun(entry));
        }
    }
    let mut last = (FIRST, 0);
    for entry in entries {
        let from = if entry.day == last.0 { last.1 } else { 0 };
        let place = lines.iter().skip(from).position(|line| is_of(line, entry));
        let place = place.map_or(lines.len(), |place| from + place);
        if place == lines.len() {
            lines.push(begun(entry));
        }
        lines[place].entries.push((entry.day, entry.amount_minor));
        last = (entry.day, place);
    }
    let lines = lines.iter().filter(|line| !line.entries.is_empty());
    let lines: String = lines.map(written).collect();
    format!("{}\n{lines}", amount(opening_minor))
}

fn begun(entry: &Entry) -> Line {
    Line {
        kind: kind(entry),
        descriptor: entry.descriptor.clone(),
        entries: Vec::new(),
    }
}

fn is_of(line: &Line, entry: &Entry) -> bool {
    line.descriptor == entry.descriptor && line.kind == kind(entry)
}

/// What the bank calls it; on the card, which has no such words, its category code and what was paid abroad.
fn kind(entry: &Entry) -> String {
    match entry.rate() {
        Some((rate, currency)) => format!("{} {rate} {currency}", entry.mcc),
        None if entry.kind.is_empty() => entry.mcc.clone(),
        None => entry.kind.clone(),
    }
}

fn written(line: &Line) -> String {
    let (mut days, mut amounts) = (Vec::new(), Vec::new());
    let mut last = (FIRST, None);
    for &(day, minor) in &line.entries {
        days.push((day - last.0).get_days().to_string());
        amounts.push(match last.1 == Some(minor) {
            true => String::new(),
            false => amount(minor),
        });
        last = (day, Some(minor));
    }
    let row = [
        &line.kind,
        &line.descriptor,
        &days.join(" "),
        amounts.join(" ").trim_end(),
    ]
    .join("\t");
    row + "\n"
}

/// Money in has a plus, money out no sign.
fn amount(minor: i64) -> String {
    let sign = if minor < 0 { "" } else { "+" };
    format!("{sign}{}", pounds(minor.abs()))
}
