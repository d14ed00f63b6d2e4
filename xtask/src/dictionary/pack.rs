//! Brands packed for the engine: in order, each by what it does not share with the one before.

use std::collections::BTreeMap;

use super::fold::{capitalised, folded};

/// A brand as the engine reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) category: String,
    /// ISO 3166-1 alpha-2, joined by commas; empty for many.
    pub(super) countries: String,
    /// As `brand.tsv` writes them, joined by `|`; an empty one is the name.
    pub(super) spellings: String,
}

/// Numbers are written as characters from this one on.
const ZERO: u32 = 35;
/// The most that is shared with the name before.
const MOST_SHARED: usize = 40;

/// How a brand's name is one of its spellings: by its number here, or one more where it is none.
const MARKS: [&str; 4] = ["", "^", "=", "*"];

/// The packed text: the categories, the lists of countries, four columns of a character a brand, and a line a brand.
///
/// The columns: how many characters are the same as in the name before, how the name is a spelling, the category, the
/// countries. Shape of a brand's line: the rest of the name, and behind a `|` each its other spellings. A name without a
/// capital gets its capitals back; one that has none begins with `~`.
pub(super) fn packed(mut entries: Vec<Entry>) -> String {
    entries.sort_by_cached_key(|entry| {
        (
            stored(&entry.name),
            entry.category.clone(),
            entry.countries.clone(),
        )
    });
    let categories = numbered(entries.iter().map(|entry| entry.category.as_str()));
    let countries = numbered(entries.iter().map(|entry| entry.countries.as_str()));
    let mut columns: [String; 4] = Default::default();
    let mut lines = String::new();
    let mut before: Vec<char> = Vec::new();
    for entry in &entries {
        let name: Vec<char> = stored(&entry.name).chars().collect();
        let same = before.iter().zip(&name).take(MOST_SHARED);
        let same = same.take_while(|(one, other)| one == other).count();
        let mut spellings: Vec<&str> = entry.spellings.split('|').collect();
        let named = (spellings.iter()).position(|spelling| MARKS.contains(spelling));
        let named = named.map(|at| spellings.remove(at));
        let mark = MARKS.iter().position(|mark| Some(*mark) == named);
        let numbers = [
            same,
            mark.unwrap_or(MARKS.len()),
            categories[entry.category.as_str()],
            countries[entry.countries.as_str()],
        ];
        for (column, at) in columns.iter_mut().zip(numbers) {
            column.push(number(at));
        }
        lines.extend(&name[same..]);
        for spelling in spellings {
            lines.push('|');
            lines.push_str(&by_name(spelling, &entry.name));
        }
        lines.push('\n');
        before = name;
    }
    let heads = [joined(&categories), joined(&countries)];
    let heads: String = (heads.iter().chain(&columns))
        .map(|line| format!("{line}\n"))
        .collect();
    heads + &lines
}

/// A spelling by what it shares with the name: `+` where it is the name in one word, `&` in place of the name before
/// other words.
fn by_name(spelling: &str, name: &str) -> String {
    let words = spelling.trim_start_matches(['^', '=']);
    let marks = &spelling[..spelling.len() - words.len()];
    let one_word: String = (name.chars())
        .filter(|char| *char != ' ' && !char.is_ascii_punctuation())
        .collect();
    if folded(words) == folded(&one_word) {
        return format!("{marks}+");
    }
    let mut blanks = words.match_indices(' ');
    let behind = blanks.find(|(at, _)| folded(&words[..*at]) == folded(name));
    match behind {
        Some((at, _)) => format!("{marks}&{}", &words[at + 1..]),
        None => spelling.to_owned(),
    }
}

/// A name as it is stored.
fn stored(name: &str) -> String {
    let small = name.to_lowercase();
    if capitalised(&small) == name {
        small
    } else if small == name {
        format!("~{name}")
    } else {
        name.to_owned()
    }
}

fn number(number: usize) -> char {
    char::from_u32(ZERO + number as u32).unwrap_or(' ')
}

/// Each text's number, the commonest first.
fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut order: Vec<(&str, usize)> = counts.into_iter().collect();
    order.sort_by_key(|(text, count)| (std::cmp::Reverse(*count), *text));
    (0..).zip(order).map(|(at, (text, _))| (text, at)).collect()
}

fn joined(numbers: &BTreeMap<&str, usize>) -> String {
    let mut order: Vec<(&str, usize)> = numbers.iter().map(|(text, at)| (*text, *at)).collect();
    order.sort_by_key(|(_, at)| *at);
    let texts: Vec<&str> = order.into_iter().map(|(text, _)| text).collect();
    texts.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_share_what_they_begin_with() {
        let entry = |name: &str, countries: &str, spellings: &str| Entry {
            name: name.to_owned(),
            category: "C".to_owned(),
            countries: countries.to_owned(),
            spellings: spellings.to_owned(),
        };
        let entries = vec![
            entry("Marlows", "GB", ""),
            entry("Marlow & Co", "GB", "^|marlow|marlowco|=marlow & co ltd"),
            entry("dm", "", ""),
            entry("ABZ", "GB", ""),
        ];
        let packed = packed(entries);
        assert_eq!(
            packed,
            "C\nGB|\n##)#\n#$##\n####\n###$\nABZ\nmarlow & co|marlow|+|=&ltd\ns\n~dm\n"
        );
    }
}
