//! Brands packed for the engine: in order, each by what it does not share with the one before.

use std::collections::BTreeMap;

use super::fold::capitalised;

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

/// The packed text: the categories, the lists of countries, a line a brand, and a line each of what brands refer to.
///
/// Shape of a brand's line: how many characters are the same as in the name before, the rest, and behind a tab its
/// spellings where it has others. A name without a capital gets its capitals back; one that has none begins with `~`.
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
    let mut out = format!("{}\n{}\n", joined(&categories), joined(&countries));
    let mut before: Vec<char> = Vec::new();
    for entry in &entries {
        let name: Vec<char> = stored(&entry.name).chars().collect();
        let same = before.iter().zip(&name).take(MOST_SHARED);
        let same = same.take_while(|(one, other)| one == other).count();
        out.push(number(same));
        out.extend(&name[same..]);
        if !entry.spellings.is_empty() {
            out.push('\t');
            out.push_str(&entry.spellings);
        }
        out.push('\n');
        before = name;
    }
    out.push('\n');
    out.extend(
        entries
            .iter()
            .map(|entry| number(categories[entry.category.as_str()])),
    );
    out.push('\n');
    out.extend(
        entries
            .iter()
            .map(|entry| number(countries[entry.countries.as_str()])),
    );
    out.push('\n');
    out
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
            entry("Marlow & Co", "GB", "^|marlow"),
            entry("dm", "", ""),
            entry("ABZ", "GB", ""),
        ];
        let packed = packed(entries);
        assert_eq!(
            packed,
            "C\nGB|\n#ABZ\n#marlow & co\t^|marlow\n)s\n#~dm\n\n####\n###$\n"
        );
    }
}
