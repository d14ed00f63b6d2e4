//! Guesses by pieces of a name, where nothing else speaks: `cargo xtask data` trains it, and it never decides.

use std::sync::LazyLock;

use crate::order::{Arrange as _, Gather as _};

use super::Category;

const TRAINED: &str = include_str!("model.txt");

/// As many as the writer has.
const BUCKETS: u32 = 1024;
/// The letter of a weight of zero.
const NONE: u8 = b'h';
/// Words that every trade has.
const PLAIN: [&str; 7] = ["LTD", "LIMITED", "WWW", "CO", "UK", "COM", "PLC"];

/// A kind of shop: its category, its bias, its weights by bucket.
struct Class {
    category: Category,
    bias: i32,
    weights: &'static [u8],
}

static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let mut lines = TRAINED.lines();
    let categories = lines.next().unwrap_or_default().split('|');
    let biases = lines.next().unwrap_or_default().split('|');
    let classes = categories.zip(biases).zip(lines);
    let class = |((code, bias), weights): ((&str, &str), &'static str)| {
        Some(Class {
            category: Category::from_code(code)?,
            bias: bias.parse().ok()?,
            weights: weights.as_bytes(),
        })
    };
    classes.filter_map(class).gather()
});

/// Categories that a folded name's pieces speak for, the likeliest first; none where the name has no piece.
pub(super) fn likely(name: &str) -> Vec<Category> {
    let mut buckets = Vec::new();
    for word in name.split(' ') {
        if !PLAIN.contains(&word) && !word.bytes().all(|byte| byte.is_ascii_digit()) {
            pieces(word, &mut buckets);
        }
    }
    buckets.arrange_by_key(|bucket| *bucket);
    buckets.dedup();
    if buckets.is_empty() {
        return Vec::new();
    }
    let score = |class: &Class| {
        let weights = buckets
            .iter()
            .filter_map(|at| class.weights.get(*at as usize));
        class.bias
            + weights
                .map(|weight| i32::from(*weight) - i32::from(NONE))
                .sum::<i32>()
    };
    let mut classes: Vec<(i32, Category)> = CLASSES
        .iter()
        .map(|class| (score(class), class.category))
        .gather();
    classes.arrange_by_key(|(score, category)| (std::cmp::Reverse(*score), *category));
    classes.into_iter().map(|(_, category)| category).gather()
}

/// The buckets of every three and four letters in a row, the word's ends among them.
fn pieces(word: &str, out: &mut Vec<u32>) {
    let ends = |at: usize| match at.checked_sub(1) {
        None => b'<',
        Some(at) => word.as_bytes().get(at).copied().unwrap_or(b'>'),
    };
    let length = word.len() + 2;
    for count in 3..=4 {
        for start in 0..(length + 1).saturating_sub(count) {
            let mut hash = 2_166_136_261_u32;
            for at in start..start + count {
                hash = (hash ^ u32::from(ends(at))).wrapping_mul(16_777_619);
            }
            out.push((hash ^ hash >> 15) % BUCKETS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_name_speak() {
        assert_eq!(CLASSES.len(), 11);
        assert!(
            CLASSES
                .iter()
                .all(|class| class.weights.len() == BUCKETS as usize)
        );
        let first = |name: &str| likely(name).first().map(|category| category.primary());
        assert_eq!(first("LA PIZZETTA DI MARIO"), Some("FOOD_AND_DRINK"));
        assert_eq!(first("HARBOUR HOTEL"), Some("TRAVEL"));
        assert_eq!(first("4423"), None);
    }
}
