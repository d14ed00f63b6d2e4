//! Brand tags of OpenStreetMap to categories: what a dictionary of brands is categorised by.

use super::Category;

/// The category of a brand tag such as `shop=supermarket`.
///
/// Errors: `None` for tags of no consumers' shop, such as banks' own and advertising.
/// Source: `osm_tag.tsv`.
///
/// ```
/// use farthing::category::{Category, category_of_tag};
///
/// let groceries = Category::from_code("FOOD_AND_DRINK_GROCERIES");
/// assert_eq!(category_of_tag("shop=supermarket"), groceries);
/// assert_eq!(category_of_tag("amenity=bank"), None);
/// ```
pub fn category_of_tag(tag: &str) -> Option<Category> {
    let code = entries().find(|(known, _)| *known == tag)?.1;
    Category::from_code(code)
}

fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("osm_tag.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_listed_once_and_names_a_category() {
        let tags: Vec<_> = entries().map(|(tag, _)| tag).collect();
        assert!(tags.is_sorted_by(|left, right| left < right));
        assert!(tags.len() > 200, "the table is read");
        for (tag, code) in entries() {
            assert!(Category::from_code(code).is_some(), "{tag} {code}");
            assert!(tag.contains('='), "{tag}");
        }
    }
}
