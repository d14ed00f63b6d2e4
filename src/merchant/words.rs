//! The words of a descriptor, folded so that spelling, accents and marks do not matter.

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
    /// The mark before it that says most: `*`, `#`, `|` for a doubled slash, `&`, `/`, `-`; a space for any other.
    pub(super) mark: u8,
}

/// The words of one descriptor, in order.
pub(super) struct Words<'a> {
    text: &'a str,
    folded: String,
    words: Vec<Word>,
}

/// LIMIT: words beyond these are not read; no bank prints half as many before the name.
const MAX_WORDS: usize = 64;
/// A masked run: banks print at least this many `X` in place of digits.
const MASK: usize = 4;
/// Letters before digits in one word are a name of their own from this many: `EASYJET000K2`.
const GLUED_NAME: usize = 4;

impl<'a> Words<'a> {
    /// Splits at everything that is no letter, digit, inner apostrophe or inner `&` of a short name (`H&M`).
    ///
    /// Marks of direction, joiners and accents standing alone are passed over as if they were not there.
    pub(super) fn of(text: &'a str) -> Words<'a> {
        let mut words = Words {
            text,
            folded: String::with_capacity(text.len()),
            words: Vec::with_capacity(16),
        };
        let mut open: Option<(usize, usize)> = None;
        let mut last = 0;
        let mut mark = b' ';
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            if char.is_ascii_alphanumeric() || (!char.is_ascii() && char.is_alphanumeric()) {
                open = open.or(Some((at, words.folded.len())));
                last = at + char.len_utf8();
                fold(char, &mut words.folded);
            } else if is_ignorable(char) {
                continue;
            } else {
                let next = chars.peek().map_or(' ', |(_, next)| *next);
                if let Some((start, fold_start)) = open {
                    let short = words.folded.len() - fold_start <= 2;
                    let inner = match char {
                        '\'' | '\u{2019}' | '`' | '\u{b4}' => true,
                        '&' => short,
                        _ => false,
                    };
                    if inner && next.is_alphanumeric() {
                        if char == '&' {
                            words.folded.push('&');
                        }
                        continue;
                    }
                    words.close(start, last, fold_start, mark);
                    (open, mark) = (None, b' ');
                    if words.words.len() >= MAX_WORDS {
                        return words;
                    }
                }
                mark = stronger(mark, char);
            }
        }
        if let Some((start, fold_start)) = open {
            words.close(start, last, fold_start, mark);
        }
        words
    }

    fn close(&mut self, start: usize, end: usize, fold_start: usize, mark: u8) {
        let folded = self.folded.get(fold_start..).unwrap_or_default();
        let letters = folded.len() - folded.trim_start_matches(is_letter).len();
        let digits = folded.bytes().filter(u8::is_ascii_digit).count();
        let masked = folded.len()
            - folded
                .trim_end_matches(|char: char| char == 'X' || char.is_ascii_digit())
                .len();
        let run = folded.len() - folded.trim_end_matches('X').len();
        let bare = folded.len() - folded.trim_start_matches('X').len();
        let whole = |kind| (kind, folded.len());
        let (kind, head) = if digits == folded.len() {
            whole(Kind::Number)
        } else if bare >= 2 && masked == folded.len() {
            whole(Kind::Code)
        } else if folded.is_ascii() && run >= MASK && folded.len() - run >= 2 {
            (Kind::Letters, folded.len() - run)
        } else if digits < 2 {
            whole(Kind::Letters)
        } else if letters >= GLUED_NAME && folded.is_ascii() {
            (Kind::Letters, letters)
        } else {
            whole(Kind::Code)
        };
        let fold_end = self.folded.len();
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

    /// A word as the bank printed it.
    pub(super) fn printed(&self, at: usize) -> &'a str {
        let word = self.get(at);
        self.text
            .get(word.start as usize..word.end as usize)
            .unwrap_or_default()
    }

    /// Whether two neighbours are joined by a hyphen without blanks.
    pub(super) fn is_hyphened(&self, at: usize) -> bool {
        let (word, before) = (self.get(at), self.get(at.wrapping_sub(1)));
        word.mark == b'-' && word.start == before.end + 1
    }
}

/// Upper case, Latin letters without their accents: `é` is `E`, `ß` is `SS`.
fn fold(char: char, out: &mut String) {
    if char.is_ascii() {
        out.push(char.to_ascii_uppercase());
        return;
    }
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
        "" => out.extend(char.to_uppercase()),
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
