//! Texts as the engine compares them: upper case, without accents and marks, one blank between words.

/// Latin letters with marks, and what they are without.
const LETTERS: [(&str, &str); 22] = [
    ("ÀÁÂÃÄÅàáâãäåĀāĂăĄą", "A"),
    ("Ææ", "AE"),
    ("ÇçĆćĈĉĊċČč", "C"),
    ("ÈÉÊËèéêëĒēĔĕĖėĘęĚě", "E"),
    ("ÌÍÎÏìíîïĨĩĪīĬĭĮįİı", "I"),
    ("ÐðĎďĐđ", "D"),
    ("Ññ", "N"),
    ("ÒÓÔÕÖØòóôõöøŌōŎŏŐő", "O"),
    ("Œœ", "OE"),
    ("ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų", "U"),
    ("Ýýÿ", "Y"),
    ("ĜĝĞğĠġĢģ", "G"),
    ("ĹĺĻļĽľĿŀŁł", "L"),
    ("ŔŕŖŗŘř", "R"),
    ("ŚśŜŝŞşŠšȘș", "S"),
    ("ßẞ", "SS"),
    ("ŢţŤťŦŧȚț", "T"),
    ("ŹźŻżŽž", "Z"),
    ("Þþ", "TH"),
    ("ŃńŅņŇň", "N"),
    ("Ĥĥ", "H"),
    ("Ŵŵ", "W"),
];

/// The text's words; an apostrophe inside a word is none, an `&` stays inside a short one.
pub(crate) fn folded(text: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    let chars: Vec<char> = text.chars().collect();
    for (at, &char) in chars.iter().enumerate() {
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        let Some(word) = words.last_mut() else {
            continue;
        };
        if char.is_alphanumeric() {
            match LETTERS.iter().find(|(letters, _)| letters.contains(char)) {
                Some((_, plain)) => word.push_str(plain),
                None => word.extend(char.to_uppercase()),
            }
        } else if word.is_empty()
            || matches!(char, '\'' | '\u{2019}' | '`' | '\u{b4}') && next.is_alphanumeric()
        {
            // No word ends here.
        } else if char == '&' && word.len() <= 2 && next.is_alphanumeric() {
            word.push('&');
        } else {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// A name as it is shown where it was written small: every word begins with a capital.
pub(crate) fn capitalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for char in name.chars() {
        match begins {
            true => out.extend(char.to_uppercase()),
            false => out.push(char),
        }
        begins = matches!(char, ' ' | '-' | '&' | '.' | '/');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fold_as_the_engine_folds_them() {
        assert_eq!(folded("Joe\u{2019}s Caf\u{e9}"), "JOES CAFE");
        assert_eq!(folded("H&M, B & Q"), "H&M B Q");
        assert_eq!(folded("Stra\u{df}e"), "STRASSE");
        assert_eq!(capitalised("joe's bar & grill"), "Joe's Bar & Grill");
    }
}
