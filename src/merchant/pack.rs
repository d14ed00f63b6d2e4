//! The packed brands, read back: `cargo xtask data` writes them from `brand.tsv` and the name-suggestion-index.

use std::sync::LazyLock;

use crate::text::letters;

const PACKED: &str = include_str!("brand.pack");

/// Numbers are written as characters from this one on, as the writer does.
const ZERO: u32 = 35;

/// A brand's row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BrandRow {
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    /// Whether it sells things of other categories too: its category is written with a `?` behind it.
    pub(super) is_mixed: bool,
    /// ISO 3166-1 alpha-2, joined by commas; empty for many.
    pub(super) countries: &'static str,
    /// Joined by `|`, each with its mark; an empty one is the name.
    pub(super) spellings: &'static str,
}

/// What stands before the names, a line each: the categories, the lists of countries, and of every brand how much of the
/// name before it keeps, how its name is a spelling, its category and its countries.
const COLUMNS: usize = 6;

/// How a brand's name is one of its spellings; any other number says that it is none.
const MARKS: [&str; 4] = ["", "^", "=", "*"];

/// Names and spellings are parts of one another; written out, they stand in one text.
static TEXTS: LazyLock<(String, Vec<[u32; 2]>)> = LazyLock::new(texts);

/// Every brand, in the order of the names.
pub(super) fn brands() -> Vec<BrandRow> {
    let (text, ends) = &*TEXTS;
    let [categories, countries, _, _, category, country] = columns();
    let categories: Vec<&str> = categories.split('|').collect();
    let countries: Vec<&str> = countries.split('|').collect();
    let mut brands = Vec::with_capacity(ends.len());
    let mut start = 0;
    let numbers = category.chars().zip(country.chars());
    for (&[named, spelled], (category, country)) in ends.iter().zip(numbers) {
        let part = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
        let category = categories
            .get(number(category))
            .copied()
            .unwrap_or_default();
        let plain = category.trim_end_matches('?');
        brands.push(BrandRow {
            name: part(start, named),
            category: plain,
            is_mixed: plain.len() < category.len(),
            countries: countries.get(number(country)).copied().unwrap_or_default(),
            spellings: part(named, spelled),
        });
        start = spelled;
    }
    brands
}

fn columns() -> [&'static str; COLUMNS] {
    let mut lines = PACKED.lines();
    std::array::from_fn(|_| lines.next().unwrap_or_default())
}

fn number(char: char) -> usize {
    (char as u32).saturating_sub(ZERO) as usize
}

/// Of each brand its name as it is shown and its spellings, one behind the other, and where both end.
fn texts() -> (String, Vec<[u32; 2]>) {
    let (mut out, mut ends) = (String::with_capacity(2 * PACKED.len()), Vec::new());
    let mut stored = String::new();
    let [_, _, kept, marks, ..] = columns();
    let numbers = kept.chars().zip(marks.chars());
    for (line, (same, mark)) in PACKED.lines().skip(COLUMNS).zip(numbers) {
        let keep = stored
            .char_indices()
            .nth(number(same))
            .map_or(stored.len(), |(at, _)| at);
        stored.truncate(keep);
        let mut parts = line.split('|');
        stored.push_str(parts.next().unwrap_or_default());
        let start = out.len();
        show(&stored, &mut out);
        let named = out.len();
        let name = out[start..].to_owned();
        let mark = MARKS.get(number(mark)).copied();
        for (nth, spelling) in mark.into_iter().chain(parts).enumerate() {
            if nth > 0 {
                out.push('|');
            }
            spell(spelling, &name, &mut out);
        }
        ends.push([named as u32, out.len() as u32]);
    }
    (out, ends)
}

/// A spelling written out: `+` stands for the name in one word, and `&` for the name before other words.
fn spell(written: &str, name: &str, out: &mut String) {
    let words = written.trim_start_matches(['^', '=']);
    out.push_str(&written[..written.len() - words.len()]);
    if words == "+" {
        let is_letter = |char: &char| *char != ' ' && !char.is_ascii_punctuation();
        out.extend(name.chars().filter(is_letter));
    } else if let Some(rest) = words.strip_prefix('&') {
        out.push_str(name);
        out.push(' ');
        out.push_str(rest);
    } else {
        out.push_str(words);
    }
}

/// A stored name as it is shown: one without a capital gets them back, `~` says that it has none.
fn show(stored: &str, out: &mut String) {
    if let Some(plain) = stored.strip_prefix('~') {
        out.push_str(plain);
        return;
    }
    if stored.chars().any(char::is_uppercase) {
        out.push_str(stored);
        return;
    }
    let mut begins = true;
    for char in stored.chars() {
        match begins {
            true => out.extend(letters::upper_letter(char)),
            false => out.push(char),
        }
        begins = matches!(char, ' ' | '-' | '&' | '.' | '/');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_brand_is_whole() {
        let brands = brands();
        assert!(brands.len() > 5000, "{}", brands.len());
        for brand in &brands {
            assert!(
                !brand.name.is_empty() && !brand.category.is_empty(),
                "{brand:?}"
            );
            assert!(!brand.name.contains(['\t', '|', '~']), "{brand:?}");
        }
        let named = |name: &str| brands.iter().find(|brand| brand.name == name).copied();
        assert_eq!(named("Tesco").unwrap().category, "FOOD_AND_DRINK_GROCERIES");
        assert_eq!(named("Tesco").unwrap().countries, "GB,IE");
        assert!(named("One Stop").unwrap().is_mixed && !named("Tesco").unwrap().is_mixed);
        let spelt = |name: &str| named(name).unwrap().spellings.to_lowercase();
        assert_eq!(spelt("Pets at Home"), "|petsathome");
        assert!(spelt("Hilton").contains("|hilton garden"));
        assert!(named("dm").is_some() && named("McDonald's").is_some());
    }
}
