//! Bytes as text of a document.
//!
//! What is mixed looks like chance, of which Brotli makes nothing less: it is written in base64, whose letters Brotli stores in
//! the six bits that each of them says. All else is written byte by byte.
//!
//! Code points below `LETTERS` are bytes: those that a document cannot carry unchanged are written 256 higher, so the low
//! byte is the byte. Letters beyond, which would be two bytes or three, stand for themselves; those of ASCII's upper
//! neighbours, which would be taken for bytes, stand in `MOVED`.

/// Code points that stand for bytes, below this one; from here on each stands for itself, in UTF-8.
const LETTERS: u32 = 0x200;
/// Where code points below stand that are meant themselves. What is meant up here is written byte by byte.
const MOVED: std::ops::Range<u32> = 0x500..0x500 + LETTERS - 0x80;
/// From here on are code points that are none in every text, and the mark that begins a file.
#[cfg(not(target_arch = "wasm32"))]
const NO_TEXT: u32 = 0xFDD0;

/// Bytes as text: letters beyond ASCII as they are, which would be two each byte by byte, and a code point for each other byte.
#[cfg(not(target_arch = "wasm32"))]
pub fn letters(mut bytes: &[u8]) -> String {
    let mut text = String::new();
    while let &[first, ref rest @ ..] = bytes {
        let length = match first {
            0xC0..=0xDF => 2,
            0xE0..=0xEF => 3,
            _ => 1,
        };
        let meant = bytes
            .get(..length)
            .filter(|_| length > 1)
            .and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next())
            .map(u32::from)
            .filter(|meant| *meant < NO_TEXT && !MOVED.contains(meant));
        let (number, after) = match meant {
            Some(meant) if meant < LETTERS => (meant + MOVED.start - 0x80, &bytes[length..]),
            Some(meant) => (meant, &bytes[length..]),
            None => (letter(first), rest),
        };
        text.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
        bytes = after;
    }
    text
}

/// The code point of a byte's number, but for what a document cannot carry unchanged, which stands 256 higher.
///
/// NUL and carriage return are replaced by the parser, `<` may end the block, and `&` and the control characters are at
/// the mercy of what handles the file on its way.
#[cfg(not(target_arch = "wasm32"))]
fn letter(byte: u8) -> u32 {
    match byte {
        0 | 0x0D | 0x3C | 0x26 | 0x7F..=0x9F => u32::from(byte) + 0x100,
        _ => u32::from(byte),
    }
}

/// Puts the bytes that a text in UTF-8 stands for in its place, and gives how many they are, which is never more.
pub fn bytes_in(text: &mut [u8]) -> usize {
    let (mut at, mut to) = (0, 0);
    while at < text.len() {
        let lead = text[at];
        at += 1;
        // What follows in a letter of two bytes; one of three is taken byte by byte, as it stands for itself.
        if (0xC0..0xE0).contains(&lead) && at < text.len() {
            let number = u32::from(lead & 31) << 6 | u32::from(text[at] & 63);
            at += 1;
            let meant = match number {
                ..LETTERS => {
                    text[to] = number as u8;
                    to += 1;
                    continue;
                }
                _ if MOVED.contains(&number) => number - MOVED.start + 0x80,
                _ => number,
            };
            text[to] = 0xC0 | (meant >> 6) as u8;
            text[to + 1] = 0x80 | (meant & 63) as u8;
            to += 2;
            continue;
        }
        text[to] = lead;
        to += 1;
    }
    to
}

/// Base64 with padding.
#[cfg(not(target_arch = "wasm32"))]
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, &byte| group << 8 | u32::from(byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = (group >> (18 - 6 * place)) & 63;
            text.push(if place <= chunk.len() {
                char::from(ALPHABET[sextet as usize])
            } else {
                '='
            });
        }
    }
    text
}

/// Puts the bytes that a text in base64 stands for in its place, up to its padding, and gives how many they are.
pub fn decoded(text: &mut [u8]) -> usize {
    let (mut to, mut group, mut count) = (0, 0_u32, 0);
    for at in 0..text.len() {
        let letter = text[at];
        let sextet = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        group = group << 6 | u32::from(sextet);
        count += 6;
        if count >= 8 {
            count -= 8;
            text[to] = (group >> count) as u8;
            to += 1;
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_text() {
        let every = || 0..=u8::MAX;
        let mut bytes: Vec<u8> = every().collect();
        // All pairs, and the ends of what two and three bytes of UTF-8 say, and of what is moved.
        bytes.extend(every().flat_map(|one| every().flat_map(move |other| [one, other])));
        for edge in [
            0x80, 0x1FF, 0x200, 0x4FF, 0x500, 0x67F, 0x680, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFDCF,
            0xFDD0, 0xFEFF, 0xFFFF, 0x1_F600,
        ] {
            let edge = char::from_u32(edge).unwrap();
            bytes.extend(edge.encode_utf8(&mut [0; 4]).bytes());
        }
        bytes.extend([0xED, 0xA0, 0x80, 0xE0, 0x80, 0x80, 0xE3, 0x81]);
        let text = letters(&bytes);
        assert!(!text.contains([
            '\0', '\r', '<', '&', '\u{7F}', '\u{85}', '\u{FEFF}', '\u{FFFF}'
        ]));
        let mut back = text.into_bytes();
        let length = bytes_in(&mut back);
        assert_eq!(back[..length], bytes);
        assert_eq!(letters("ŵ б 円".as_bytes()).chars().count(), 5);
    }

    #[test]
    fn bytes_come_back_from_base64() {
        let bytes: Vec<u8> = (0..=u8::MAX).chain((0..=u8::MAX).rev()).collect();
        for length in [0, 1, 2, 3, 4, bytes.len()] {
            let mut text = base64(&bytes[..length]).into_bytes();
            let count = decoded(&mut text);
            assert_eq!(text[..count], bytes[..length]);
        }
        // RFC 4648, section 10.
        assert_eq!(base64(b"fooba"), "Zm9vYmE=");
    }
}
