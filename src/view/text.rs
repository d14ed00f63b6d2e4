//! Texts put together and looked through: the standard library makes its code anew for every kind of text.

use yew::AttrValue;

/// Several texts, with another one between every two.
pub(crate) fn joined<T: AsRef<str>>(texts: &[T], between: &str) -> String {
    let mut out = String::new();
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        out.push_str(text.as_ref());
    }
    out
}

/// A text as it is drawn.
#[inline(never)]
pub(crate) fn as_drawn(text: &str) -> AttrValue {
    AttrValue::from(text.to_owned())
}

/// A name of one of several, such as an element's id: what it begins with, and its number.
#[inline(never)]
pub(crate) fn numbered(begins: &str, number: u64) -> String {
    format!("{begins}{number}")
}

/// Where a part begins in a text, the first time.
pub(crate) fn place_of(part: &str, text: &str) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    let mut places = text.as_bytes().windows(part.len());
    places.position(|place| place == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_joined_as_the_standard_library_does() {
        for texts in [&[][..], &["a"], &["a", "", "b"]] {
            assert_eq!(joined(texts, ", "), texts.join(", "));
        }
    }

    #[test]
    fn a_part_is_found_where_the_standard_library_finds_it() {
        for (part, text) in [
            ("é", "caféé"),
            (": ", "a:b: c"),
            ("b", ""),
            ("ab", "b"),
            ("b", "b"),
        ] {
            assert_eq!(place_of(part, text), text.find(part), "{part} in {text}");
        }
    }
}
