//! The words of a descriptor, folded so that spelling, accents and marks do not matter.

use crate::text::letters;

/// What a word is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, or letters with too few digits to be a number: `O2`.
    #[default]
    Letters,
    /// Digits only.
    Number,
    /// A reference or a store's number: letters and two digits or more, or digits masked by `X`.
    Code,
}

/// A word, by its place in the text and in the folded text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    start: u32,
    end: u32,
    fold_start: u32,
    fold_end: u32,
    /// What it is made of.
    pub(super) kind: Kind,
    /// The mark before it that says most: `*`, `#`, `@`, `|` for a doubled slash, `&`, `/`, `-`; a space for any other.
    pub(super) mark: u8,
}

/// The words of one descriptor, in order.
pub(super) struct Words<'a> {
    text: &'a str,
    folded: String,
    words: Vec<Word>,
}

/// The mark of two blanks behind the first or second word.
pub(super) const DOUBLE_BLANK: u8 = b'~';
/// The mark of three blanks or more, which part the columns of a line of fixed width.
pub(super) const WIDE_BLANK: u8 = b'_';

/// LIMIT: words beyond these are not read; no bank prints half as many before the name.
const MAX_WORDS: usize = 64;
/// A masked run: banks print at least this many `X` in place of digits.
const MASK: usize = 4;
/// Letters before digits in one word are a name of their own from this many: `EASYJET000K2`.
const GLUED_NAME: usize = 4;

/// An Indian bank's letters and the digits of its branch or of a payment behind them name nobody: `HDFC0000001`.
const BANK: usize = 4;
const BRANCH: usize = 7;

/// What a byte of a word is: most words are all [`LETTER`] or all [`DIGIT`], and then nothing else is asked of them.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// An `X`, which may stand for a digit, and everything that is not ASCII or not alphanumeric.
const OTHER: u8 = 4;
/// What each byte is; 0 for all that ends a run of ASCII letters and digits.
const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'X' | b'x' => OTHER,
            b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

/// A word that has begun.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    fold_start: usize,
    /// Whether it has the same place in both texts.
    in_place: bool,
    /// The classes of its bytes so far.
    seen: u8,
}

impl Open {
    fn at(start: usize, folded: usize, in_place: bool) -> Open {
        Open {
            start,
            fold_start: if in_place { start } else { folded },
            in_place,
            seen: 0,
        }
    }

    /// Where it ends in the folded text, where it ends at `end` in the text.
    fn fold_end(&self, end: usize, folded: &str) -> usize {
        if self.in_place { end } else { folded.len() }
    }
}

impl<'a> Words<'a> {
    /// Splits at everything that is no letter, digit, inner apostrophe or inner `&` of a short name (`H&M`).
    ///
    /// Marks of direction, joiners and accents standing alone are passed over as if they were not there.
    pub(super) fn of(text: &'a str) -> Words<'a> {
        let mut words = Words {
            text,
            folded: match text.is_ascii() {
                true => text.to_owned(),
                false => String::with_capacity(text.len()),
            },
            words: Vec::with_capacity(16),
        };
        words.split();
        // Once for all words, as a pass over one text costs less than one over each of its words.
        words.folded.make_ascii_uppercase();
        words
    }

    fn split(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        // An ASCII text is folded where it stands; only a word with an inner mark is put together behind it.
        let in_place = !self.folded.is_empty();
        let mut open: Option<Open> = None;
        let (mut at, mut last, mut mark) = (0, 0, b' ');
        while let Some(&byte) = bytes.get(at) {
            let from = at;
            let mut seen = 0;
            while let Some(&byte) = bytes.get(at)
                && CLASSES[usize::from(byte)] != 0
            {
                seen |= CLASSES[usize::from(byte)];
                at += 1;
            }
            if at > from {
                let word = open.get_or_insert(Open::at(from, self.folded.len(), in_place));
                word.seen |= seen;
                if !word.in_place {
                    self.folded.push_str(text.get(from..at).unwrap_or_default());
                }
                last = at;
                continue;
            }
            let char = match byte.is_ascii() {
                true => char::from(byte),
                false => match text.get(at..).and_then(|rest| rest.chars().next()) {
                    Some(char) => char,
                    None => break,
                },
            };
            at += char.len_utf8();
            if !char.is_ascii() && char.is_alphanumeric() {
                let word = open.get_or_insert(Open::at(from, self.folded.len(), in_place));
                word.seen |= OTHER;
                fold(char, &mut self.folded);
                last = at;
                continue;
            }
            if !char.is_ascii() && is_ignorable(char) {
                // An accent that stands alone belongs to the letter before it.
                if open.is_some() && ('\u{300}'..='\u{36f}').contains(&char) {
                    last = at;
                }
                continue;
            }
            if let Some(word) = &mut open {
                let inner = match char {
                    '\'' | '\u{2019}' | '`' | '\u{b4}' => true,
                    '&' => word.fold_end(last, &self.folded) - word.fold_start <= 2,
                    _ => false,
                };
                let goes_on = |text: &str| text.chars().next().is_some_and(char::is_alphanumeric);
                if inner && text.get(at..).is_some_and(goes_on) {
                    if word.in_place {
                        (word.in_place, word.fold_start) = (false, self.folded.len());
                        self.folded
                            .push_str(text.get(word.start..last).unwrap_or_default());
                    }
                    if char == '&' {
                        word.seen |= OTHER;
                        self.folded.push('&');
                    }
                    continue;
                }
                self.close(*word, last, mark);
                (open, mark) = (None, b' ');
                if self.words.len() >= MAX_WORDS {
                    return;
                }
            }
            match byte {
                // Two blanks may stand for a star that the bank could not print.
                b' ' if matches!(mark, b' ' | DOUBLE_BLANK) && bytes.get(at) == Some(&b' ') => {
                    if bytes.get(at + 1) == Some(&b' ') {
                        mark = WIDE_BLANK;
                    } else if self.words.len() < 2 {
                        mark = DOUBLE_BLANK;
                    }
                }
                b' ' => {}
                _ => mark = stronger(mark, char),
            }
        }
        if let Some(word) = open {
            self.close(word, last, mark);
        }
    }

    fn close(&mut self, open: Open, end: usize, mark: u8) {
        let Open {
            start, fold_start, ..
        } = open;
        let fold_end = open.fold_end(end, &self.folded);
        let (kind, head) = match open.seen {
            DIGIT => (Kind::Number, fold_end - fold_start),
            LETTER => (Kind::Letters, fold_end - fold_start),
            _ => {
                let folded = self
                    .folded
                    .get_mut(fold_start..fold_end)
                    .unwrap_or_default();
                folded.make_ascii_uppercase();
                kind_of(folded)
            }
        };
        let word = |start: usize, end: usize, from: usize, to: usize, kind, mark| Word {
            start: start as u32,
            end: end as u32,
            fold_start: from as u32,
            fold_end: to as u32,
            kind,
            mark,
        };
        if head == fold_end - fold_start {
            self.words
                .push(word(start, end, fold_start, fold_end, kind, mark));
            return;
        }
        // The head's bytes are found again in the text by counting letters, as accents and apostrophes take more.
        let split = self
            .text
            .get(start..end)
            .unwrap_or_default()
            .char_indices()
            .filter(|(_, char)| char.is_alphanumeric() || *char == '&')
            .nth(head)
            .map_or(end, |(at, _)| start + at);
        let middle = fold_start + head;
        self.words
            .push(word(start, split, fold_start, middle, kind, mark));
        self.words
            .push(word(split, end, middle, fold_end, Kind::Code, b' '));
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// A word; an empty one beyond the end.
    pub(super) fn get(&self, at: usize) -> Word {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// A word as it is compared: upper case, without accents or marks.
    pub(super) fn folded(&self, at: usize) -> &str {
        let word = self.get(at);
        self.folded
            .get(word.fold_start as usize..word.fold_end as usize)
            .unwrap_or_default()
    }

    /// How many bytes the words from `start` to `end` have as they are compared.
    pub(super) fn letters(&self, start: usize, end: usize) -> usize {
        let words = self.words.get(start..end).unwrap_or_default();
        let bytes = words.iter().map(|word| word.fold_end - word.fold_start);
        bytes.sum::<u32>() as usize
    }

    /// A word as the bank printed it.
    pub(super) fn printed(&self, at: usize) -> &'a str {
        let word = self.get(at);
        self.text
            .get(word.start as usize..word.end as usize)
            .unwrap_or_default()
    }

    /// Whether the text has so many characters and ends with a word of letters: a bank's field may end inside it.
    pub(super) fn may_be_cut(&self, length: usize) -> bool {
        let last = self.get(self.len().wrapping_sub(1));
        self.text.len() >= length
            && self.len() < MAX_WORDS
            && last.kind == Kind::Letters
            && self.text.trim_end_matches(['.', ' ', '-', '(']).len() == last.end as usize
    }

    /// Whether the text is as long as a bank's field for the name: 18 characters, or 22 and more.
    pub(super) fn ends_with_a_field(&self) -> bool {
        matches!(self.text.trim_end().len(), 18 | 22..=25 | 30 | 32 | 35 | 40)
    }

    /// How many words of letters there are beside those from `start` to `end`.
    pub(super) fn letters_outside(&self, start: usize, end: usize) -> usize {
        let outside = |at: &usize| !(start..end).contains(at);
        let all = (0..self.len()).filter(outside);
        all.filter(|&at| self.get(at).kind == Kind::Letters).count()
    }

    /// Whether a `:` stands right behind a word: a label, `DES:PAYROLL`.
    pub(super) fn is_label(&self, at: usize) -> bool {
        self.text.as_bytes().get(self.get(at).end as usize) == Some(&b':')
    }

    /// Whether two neighbours are joined by a hyphen without blanks.
    pub(super) fn is_hyphened(&self, at: usize) -> bool {
        let (word, before) = (self.get(at), self.get(at.wrapping_sub(1)));
        word.mark == b'-' && word.start == before.end + 1
    }
}

/// What a word is made of, and how many of its bytes are the word; the rest is a code glued to it.
fn kind_of(folded: &str) -> (Kind, usize) {
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    let last = folded.as_bytes().last();
    if digits == folded.len() {
        return (Kind::Number, digits);
    }
    if digits == 0 && last != Some(&b'X') {
        return (Kind::Letters, folded.len());
    }
    let run = folded.len() - folded.trim_end_matches('X').len();
    let start = folded.trim_start_matches('X');
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let ends_masked = run >= 2 && is_number(folded.trim_end_matches('X'));
    let masked = (folded.len() - start.len() >= 2 && is_number(start)) || ends_masked;
    let letters = folded.len() - folded.trim_start_matches(is_letter).len();
    if masked {
        (Kind::Code, folded.len())
    } else if folded.is_ascii() && run >= MASK && folded.len() - run >= 2 {
        (Kind::Letters, folded.len() - run)
    } else if digits < 2 {
        (Kind::Letters, folded.len())
    } else if letters == BANK && digits >= BRANCH {
        (Kind::Code, folded.len())
    } else if letters >= GLUED_NAME && folded.is_ascii() {
        (Kind::Letters, letters)
    } else {
        (Kind::Code, folded.len())
    }
}

/// Upper case, Latin letters without their accents: `é` is `E`, `ß` is `SS`.
fn fold(char: char, out: &mut String) {
    let latin = match char {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "A",
        'Æ' | 'æ' => "AE",
        'Ç' | 'ç' | 'Ć'..='č' => "C",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "E",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "I",
        'Ð' | 'ð' | 'Ď'..='đ' => "D",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "N",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "O",
        'Œ' | 'œ' => "OE",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "U",
        'Ý' | 'ý' | 'ÿ' => "Y",
        'Ĝ'..='ģ' => "G",
        'Ĺ'..='ł' => "L",
        'Ŕ'..='ř' => "R",
        'Ś'..='š' | 'Ș' | 'ș' => "S",
        'ß' | 'ẞ' => "SS",
        'Ţ'..='ŧ' | 'Ț' | 'ț' => "T",
        'Ź'..='ž' => "Z",
        'Þ' | 'þ' => "TH",
        _ => "",
    };
    match latin {
        "" => out.extend(letters::upper_letter(char)),
        latin => out.push_str(latin),
    }
}

fn is_letter(char: char) -> bool {
    char.is_alphabetic() || char == '&'
}

/// Marks that are not seen: direction, joiners, soft hyphens, accents that stand alone.
fn is_ignorable(char: char) -> bool {
    matches!(
        char,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

fn stronger(mark: u8, char: char) -> u8 {
    let rank = |mark: u8| match mark {
        b'*' => 6,
        b'#' => 5,
        b'@' => 4,
        b'|' => 4,
        b'&' => 3,
        b'/' => 2,
        b'-' => 1,
        _ => 0,
    };
    if mark == b'/' && char == '/' {
        return b'|';
    }
    match u8::try_from(char) {
        Ok(new) if rank(new) > rank(mark) => new,
        _ => mark,
    }
}
