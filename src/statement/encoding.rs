//! Bytes to text: which encoding, told by the bytes before anything the file declares.

use crate::issue::{Issue, IssueCode, Severity};
use crate::text::letters;

use super::{Decode, csv};

/// A file's text.
pub(super) struct Decoded {
    /// The text, without a byte order mark and without NULs.
    pub(super) text: String,
    /// The encoding's WHATWG label.
    pub(super) label: &'static str,
    /// What was wrong with it.
    pub(super) issues: Vec<Issue>,
}

/// Turns a file's bytes into text; `declared` is what the file says of itself, which is often wrong.
pub(super) fn decode(
    mut bytes: Vec<u8>,
    declared: Option<&'static str>,
    decoder: &dyn Decode,
) -> Decoded {
    let marked_utf8 = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
    if marked_utf8 {
        bytes.drain(..3);
    } else if bytes.starts_with(&[0xFF, 0xFE]) {
        return utf16(&bytes[2..], u16::from_le_bytes, "utf-16le");
    } else if bytes.starts_with(&[0xFE, 0xFF]) {
        return utf16(&bytes[2..], u16::from_be_bytes, "utf-16be");
    }
    match nul_side(&bytes) {
        Some(1) => return utf16(&bytes, u16::from_le_bytes, "utf-16le"),
        Some(_) => return utf16(&bytes, u16::from_be_bytes, "utf-16be"),
        None => {}
    }
    if memchr::memchr(0, &bytes).is_some() {
        bytes.retain(|byte| *byte != 0);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            let mut issues = Vec::new();
            if let Some(declared) = declared
                && declared != "utf-8"
                && !text.is_ascii()
            {
                issues.push(contradicted(declared));
            }
            return Decoded {
                text,
                label: "utf-8",
                issues,
            };
        }
        Err(error) => error.into_bytes(),
    };
    if marked_utf8 || is_nearly_utf8(&bytes) {
        return with_marks(String::from_utf8_lossy(&bytes).into_owned(), "utf-8");
    }
    if let Some(label) = declared.filter(|label| *label != "utf-8")
        && let Some(text) = decoder.decode(label, &bytes)
        && !text.contains(is_nothing)
    {
        return with_marks(text, label);
    }
    let label = guess(&bytes, decoder);
    let mut decoded = match decoder.decode(label, &bytes) {
        Some(text) => with_marks(text, label),
        None => with_marks(String::from_utf8_lossy(&bytes).into_owned(), "utf-8"),
    };
    if let Some(declared) = declared.filter(|declared| *declared != decoded.label) {
        decoded.issues.push(contradicted(declared));
    }
    decoded
}

/// The label of an encoding that files can have, by its name; `utf-8` for any other.
pub(super) fn known(name: &str) -> &'static str {
    let narrow = ALPHABETS.iter().map(|(label, _)| *label);
    let others = ["utf-16le", "utf-16be", "iso-8859-2", "iso-8859-15"];
    let mut labels = narrow.chain(WIDE).chain(others);
    labels.find(|label| *label == name).unwrap_or("utf-8")
}

fn contradicted(declared: &str) -> Issue {
    Issue::new(IssueCode::EncodingContradicted, Severity::Note).found(declared)
}

/// What no bank prints: bytes that stand for nothing, and control characters of the upper half.
fn is_nothing(letter: char) -> bool {
    matches!(letter, '\u{FFFD}' | '\u{80}'..='\u{9F}')
}

/// The text with an issue where bytes stood for nothing.
fn with_marks(text: String, label: &'static str) -> Decoded {
    let mut issues = Vec::new();
    if let Some(at) = text.find('\u{FFFD}') {
        let line = text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1;
        let begin = text[..at]
            .char_indices()
            .rev()
            .nth(SHOWN_BEFORE)
            .map_or(0, |(at, _)| at);
        let shown: String = text[begin..].chars().take(SHOWN).collect();
        issues.push(
            Issue::new(IssueCode::TextUndecodable, Severity::Warning)
                .at_row(u32::try_from(line).unwrap_or(u32::MAX))
                .found(&shown),
        );
    }
    Decoded {
        text,
        label,
        issues,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, label: &'static str) -> Decoded {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .filter(|unit| *unit != 0);
    let text = char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    with_marks(text, label)
}

/// Of the text around what cannot be read: the letters shown, and how many of them before it.
const SHOWN: usize = 24;
const SHOWN_BEFORE: usize = 12;

/// How many bytes are looked at for NULs, and how many pairs of them are the fewest that tell.
const LOOKED_AT: usize = 4_096;
const FEWEST_PAIRS: usize = 4;

/// Which byte of each pair is NUL in text of two-byte units without a mark: 1 for the second, 0 for the first.
fn nul_side(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    let nuls = |side: usize| {
        head.iter()
            .skip(side)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (first, second, pairs) = (nuls(0), nuls(1), head.len() / 2);
    if pairs < FEWEST_PAIRS {
        return None;
    }
    if second * 2 > pairs && first * 10 < pairs {
        Some(1)
    } else if first * 2 > pairs && second * 10 < pairs {
        Some(0)
    } else {
        None
    }
}

/// Whether a few bytes are damaged in a text that is UTF-8 otherwise.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        broken += usize::from(!chunk.invalid().is_empty());
        if broken > 1_000 {
            return false;
        }
    }
    wide > 0 && broken * 4 <= wide
}

/// The languages' letters beyond ASCII, by the encodings that were made for them.
///
/// Source: the exemplar characters of Unicode CLDR 46, lower case.
const ALPHABETS: &[(&str, &[&str])] = &[
    (
        "windows-1252",
        &[
            "äöüß",
            "àâæçéèêëîïôœùûü",
            "áéíñóúü",
            "ãõáâàçéêíóôú",
            "àèéìíîòóùú",
            "áéëïóöü",
            "åäöé",
            "åæøé",
            "áéíóöúýþæð",
        ],
    ),
    (
        "windows-1250",
        &[
            "ąćęłńóśźż",
            "áčďéěíňóřšťúůýž",
            "áéíóöőúüű",
            "áäčďéíĺľňóôŕšťúýž",
            "čćđšž",
            "ăâîşţ",
        ],
    ),
    (
        "windows-1251",
        &[
            "абвгдежзийклмнопрстуфхцчшщъыьэюя",
            "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        ],
    ),
    ("windows-1253", &["αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ"]),
    ("windows-1254", &["çğıöşü"]),
    ("windows-1257", &["ąčęėįšųūž", "āčēģīķļņšūž", "äõöü"]),
    ("koi8-r", &["абвгдежзийклмнопрстуфхцчшщъыьэюя"]),
    ("macintosh", &["äöüß", "àâæçéèêëîïôœùûü", "áéíñóúü"]),
];

/// Encodings of two-byte letters.
const WIDE: [&str; 5] = ["gbk", "shift_jis", "euc-jp", "big5", "euc-kr"];

/// Bytes that are judged.
const JUDGED: usize = 16_384;

/// The encoding that makes the most of the bytes beyond ASCII.
fn guess(bytes: &[u8], decoder: &dyn Decode) -> &'static str {
    let mut sample = Vec::new();
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
        if !line.is_ascii() {
            sample.extend_from_slice(&line[..line.len().min(JUDGED)]);
            sample.push(b'\n');
        }
        if sample.len() > JUDGED {
            break;
        }
    }
    let mut best = ("windows-1252", i64::MIN);
    for &(label, alphabets) in ALPHABETS {
        let Some(text) = decoder.decode(label, &sample) else {
            continue;
        };
        let named = HEADER * i64::try_from(csv::columns_named(&text)).unwrap_or(0);
        let score = alphabets
            .iter()
            .map(|alphabet| narrow_score(&text, alphabet) + named)
            .max();
        if score.is_some_and(|score| score > best.1) {
            best = (label, score.unwrap_or(i64::MIN));
        }
    }
    for label in WIDE {
        let Some(text) = decoder.decode(label, &sample) else {
            continue;
        };
        let score = wide_score(label, &text, &sample);
        if score > best.1 {
            best = (label, score);
        }
    }
    best.0
}

/// What a letter or mark beyond ASCII is worth; the order counts, and that a letter of the language outweighs a mark of
/// money, and a byte without a letter any word.
mod weight {
    /// A byte that stands for nothing, and for a control character.
    pub(super) const UNREADABLE: i64 = -20;
    pub(super) const CONTROL: i64 = -10;
    /// A letter of the language; of others the same against it.
    pub(super) const LETTER: i64 = 3;
    /// A mark of money.
    pub(super) const MONEY: i64 = 2;
    /// A letter by itself.
    pub(super) const ALONE: i64 = -2;
    /// A capital or a mark inside a word, and a mark at the side of one.
    pub(super) const INSIDE: i64 = -4;
    pub(super) const BESIDE: i64 = -1;
}

/// How well letters beyond ASCII suit a language.
fn narrow_score(text: &str, alphabet: &str) -> i64 {
    let letters: Vec<char> = text.chars().collect();
    let mut score = 0;
    for (at, &letter) in letters.iter().enumerate() {
        if letter.is_ascii() {
            continue;
        }
        let is_letter = |at: Option<usize>| {
            at.and_then(|at| letters.get(at))
                .is_some_and(|letter| letter.is_alphabetic())
        };
        let (before, after) = (is_letter(at.checked_sub(1)), is_letter(Some(at + 1)));
        score += match letter {
            '\u{FFFD}' => weight::UNREADABLE,
            '\u{80}'..='\u{9F}' => weight::CONTROL,
            // A letter by itself is more likely a mark of another encoding.
            _ if letter.is_alphabetic() && !before && !after => weight::ALONE,
            '£' | '€' => weight::MONEY,
            _ if letter.is_alphabetic() => {
                let lower = letters::lower_letter(letter).next().unwrap_or(letter);
                let known = match alphabet.contains(lower) {
                    true => weight::LETTER,
                    false => -weight::LETTER,
                };
                let small_before = at
                    .checked_sub(1)
                    .and_then(|at| letters.get(at))
                    .is_some_and(|letter| letter.is_lowercase());
                if letter.is_uppercase() && small_before {
                    known + weight::INSIDE
                } else {
                    known
                }
            }
            _ if before && after => weight::INSIDE,
            _ if before || after => weight::BESIDE,
            _ => 0,
        };
    }
    score
}

/// What a letter is worth for each of its two bytes, common ones more than rare ones.
///
/// Source: the rows of GB 2312, KS X 1001, Big5 and JIS X 0208; common letters stand in their first levels.
fn pair_score(label: &str, lead: u8, trail: u8) -> i64 {
    let high = trail >= 0xA1;
    match (label, lead) {
        ("gbk", 0xB0..=0xD7) if high => 60,
        ("gbk", 0xA1..=0xA3) if high => 20,
        ("gbk", 0xD8..=0xF7) if high => 20,
        // Hangul alone would also be common Chinese; Chinese alone has rows that are rare in Korean.
        ("euc-kr", 0xB0..=0xC8) if high => 62,
        ("euc-kr", 0xA1..=0xA3) if high => 20,
        ("euc-kr", 0xCA..=0xFD) if high => -30,
        ("euc-jp", 0xA4..=0xA5) if high => 70,
        ("euc-jp", 0xB0..=0xCF) if high => 50,
        ("euc-jp", 0xA1..=0xA3) if high => 20,
        ("big5", 0xA4..=0xC6) if high || (0x40..=0x7E).contains(&trail) => 58,
        ("big5", 0xA1..=0xA3) if high || (0x40..=0x7E).contains(&trail) => 20,
        ("shift_jis", 0x82..=0x83) if trail >= 0x40 => 70,
        ("shift_jis", 0x88..=0x97) if trail >= 0x40 => 50,
        ("shift_jis", 0x81) if trail >= 0x40 => 20,
        _ => -50,
    }
}

/// How well pairs of bytes suit an encoding of two-byte letters, on the scale of [`narrow_score`].
fn wide_score(label: &str, text: &str, bytes: &[u8]) -> i64 {
    let mut score = -200 * text.matches('\u{FFFD}').count() as i64;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            at += 1;
        } else if label == "shift_jis" && (0xA1..=0xDF).contains(&bytes[at]) {
            score -= 10;
            at += 1;
        } else {
            let trail = bytes.get(at + 1).copied().unwrap_or(0);
            score += pair_score(label, bytes[at], trail);
            at += 2;
        }
    }
    score / 10 + HEADER * i64::try_from(csv::columns_named(text)).unwrap_or(0)
}

/// What each column's name that is understood counts.
const HEADER: i64 = 20;
