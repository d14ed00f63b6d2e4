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

/// The names that brands are stored by are parts of one another; written out, they stand in one text.
static NAMES: LazyLock<(String, Vec<u32>)> = LazyLock::new(names);

/// Every brand, in the order of the names.
pub(super) fn brands() -> Vec<BrandRow> {
    let (text, ends) = &*NAMES;
    let mut lines = PACKED.lines();
    let categories: Vec<&str> = lines.next().unwrap_or_default().split('|').collect();
    let countries: Vec<&str> = lines.next().unwrap_or_default().split('|').collect();
    let mut brands = Vec::with_capacity(ends.len());
    let mut start = 0;
    for (&end, line) in ends.iter().zip(lines.by_ref()) {
        brands.push(BrandRow {
            name: text.get(start..end as usize).unwrap_or_default(),
            spellings: line.split_once('\t').map_or("", |(_, spellings)| spellings),
            ..BrandRow::default()
        });
        start = end as usize;
    }
    // The empty line ends the names.
    let mut columns = lines.skip_while(|line| line.is_empty());
    for (brand, char) in brands
        .iter_mut()
        .zip(columns.next().unwrap_or_default().chars())
    {
        let category = categories.get(number(char)).copied().unwrap_or_default();
        brand.category = category.trim_end_matches('?');
        brand.is_mixed = brand.category.len() < category.len();
    }
    for (brand, char) in brands
        .iter_mut()
        .zip(columns.next().unwrap_or_default().chars())
    {
        brand.countries = countries.get(number(char)).copied().unwrap_or_default();
    }
    brands
}

fn number(char: char) -> usize {
    (char as u32).saturating_sub(ZERO) as usize
}

/// All names one behind the other as they are shown, and where each ends.
fn names() -> (String, Vec<u32>) {
    let (mut out, mut ends) = (String::with_capacity(PACKED.len()), Vec::new());
    let mut stored = String::new();
    for line in PACKED.lines().skip(2).take_while(|line| !line.is_empty()) {
        let mut chars = line.chars();
        let same = chars.next().map_or(0, number);
        let keep = stored
            .char_indices()
            .nth(same)
            .map_or(stored.len(), |(at, _)| at);
        stored.truncate(keep);
        stored.push_str(chars.as_str().split('\t').next().unwrap_or_default());
        show(&stored, &mut out);
        ends.push(out.len() as u32);
    }
    (out, ends)
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
        assert!(named("dm").is_some() && named("McDonald's").is_some());
    }
}
