//! Words with one slip of the finger, by the words that are known.

/// The shortest word that is taken for another: shorter ones are near too many.
pub(crate) const SHORTEST: usize = 5;

/// The one known word that a single slip away: a letter wrong, missing, too many, or two swapped.
///
/// Shape: `None` where the first letter differs, or two words are as near.
pub(crate) fn nearest<'a>(word: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() < SHORTEST || !word.is_ascii() {
        return None;
    }
    let mut found: Option<&str> = None;
    for other in known {
        let near = other.len() >= SHORTEST
            && other.len().abs_diff(word.len()) <= 1
            && other.as_bytes()[0] == word.as_bytes()[0]
            && is_one_slip(word.as_bytes(), other.as_bytes());
        if near && found.is_some_and(|found| found != other) {
            return None;
        }
        if near {
            found = Some(other);
        }
    }
    found
}

/// How many letters have to change to make one word of the other, at most [`FARTHEST`].
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if left.len().abs_diff(right.len()) > FARTHEST || left.len().max(right.len()) > LONGEST {
        return FARTHEST;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (down, a) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = down + 1;
        for (across, b) in right.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[across + 1];
            row[across + 1] = changed.min(diagonal + 1).min(row[across] + 1);
        }
    }
    row[right.len()].min(FARTHEST)
}

/// Words this far apart, or longer than this, are not near at all.
const FARTHEST: usize = 8;
const LONGEST: usize = 40;

fn is_one_slip(left: &[u8], right: &[u8]) -> bool {
    let same = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same..], &right[same..]);
    match (left, right) {
        ([], []) => false,
        ([a, b, left @ ..], [c, d, right @ ..]) if a == d && b == c && left == right => true,
        _ => {
            let shorter = |text: &'_ [u8]| text.get(1..).map(<[u8]>::to_vec);
            let (cut_left, cut_right) = (shorter(left), shorter(right));
            match left.len().cmp(&right.len()) {
                std::cmp::Ordering::Equal => cut_left == cut_right,
                std::cmp::Ordering::Less => cut_right.as_deref() == Some(left),
                std::cmp::Ordering::Greater => cut_left.as_deref() == Some(right),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_found_and_two_are_not() {
        let known = ["grocery", "restaurant", "february", "rent", "house"];
        let near = |word| nearest(word, &mut known.into_iter());
        assert_eq!(near("grocry"), Some("grocery"));
        assert_eq!(near("restuarant"), Some("restaurant"));
        assert_eq!(near("febuary"), Some("february"));
        assert_eq!(near("groceryy"), Some("grocery"));
        assert_eq!(near("tent"), None);
        assert_eq!(near("hoarse"), None);
        assert_eq!(near("grcoer"), None);
    }
}
