//! Words that are known but for one slip of the finger.

use super::lexicon::Lexicon;
use super::name::Names;
use super::spelling::nearest;
use super::time_word::{knows, vocabulary};
use super::token::{Kind, Token};

/// How many unknown words are checked for slips.
const MOST_SLIPS: usize = 24;

/// Puts a known word for an unknown one that is a slip away.
pub(super) fn mend_slips(tokens: &mut [Token], text: &str, lexicon: &Lexicon, names: &Names) {
    let mut mended = 0;
    for (place, token) in tokens.iter_mut().enumerate() {
        let word = token.text.as_str();
        let known = token.kind != Kind::Word
            || lexicon
                .words()
                .binary_search_by(|known| known.as_str().cmp(word))
                .is_ok()
            || names.has_word(word)
            || knows(word);
        if known || mended >= MOST_SLIPS {
            continue;
        }
        mended += 1;
        let proper = place > 0 && is_capital(text, token);
        let ours = || {
            let mut words = lexicon.words().iter().map(String::as_str);
            nearest(word, &mut words).or_else(|| nearest(word, &mut vocabulary()))
        };
        let found = match proper {
            true => nearest(word, &mut names.words()),
            false => ours().or_else(|| nearest(word, &mut names.words())),
        };
        if let Some(found) = found {
            token.text = found.to_owned();
        }
    }
}

/// Whether a word was typed with a capital letter.
pub(super) fn is_capital(text: &str, token: &Token) -> bool {
    let written = text.get(token.start..token.end).unwrap_or_default();
    written.chars().next().is_some_and(char::is_uppercase)
}
