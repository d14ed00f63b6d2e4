//! What stands before the first element: is it OFX at all, and which encoding does it claim.

use crate::order::Gather as _;
use crate::statement::bytes;

/// How much of a file is looked at.
const HEAD_BYTES: usize = 8192;

/// Whether the first bytes of a file are those of an OFX, QFX or QBO file, with or without a header.
///
/// ```text
/// OFXHEADER:100 ...          1.x, key and value
/// <?OFX OFXHEADER="200" ...  2.x, a processing instruction
/// <OFX> or <OFC>             no header at all
/// ```
pub(crate) fn looks_like_ofx(head: &[u8]) -> bool {
    let head = plain(head);
    let head = head.trim_ascii_start();
    let begins = |word: &[u8]| head.len() >= word.len() && head[..word.len()] == *word;
    if begins(b"OFXHEADER") {
        return true;
    }
    if [&b"{"[..], b"[", b"<HTML", b"<!DOCTYPE HTML"]
        .into_iter()
        .any(begins)
    {
        return false;
    }
    ELEMENTS
        .into_iter()
        .any(|element| bytes::find(head, element).is_some())
}

/// Elements that nothing but OFX and its forerunner OFC have.
const ELEMENTS: [&[u8]; 9] = [
    b"<OFX>",
    b"<OFX ",
    b"<?OFX",
    b"<OFC>",
    b"<STMTTRN>",
    b"<STMTRS>",
    b"<CCSTMTRS>",
    b"<BANKTRANLIST>",
    b"<SIGNONMSGSRSV1>",
];

/// The encoding that an OFX header or an XML declaration claims, as a label of the WHATWG Encoding
/// Standard; `None` where nothing is claimed or the claim names no encoding.
///
/// Source: OFX 1.6 section 2.2 (`ENCODING` and `CHARSET`), OFX 2.2 section 2.2 (the XML declaration).
/// The claim is often false: who decodes decides after a look at the bytes.
pub(crate) fn declared_encoding(head: &[u8]) -> Option<&'static str> {
    let head = plain(head);
    let encoding = claim(&head, b"ENCODING");
    match (encoding, claim(&head, b"CHARSET")) {
        // The character set counts only beside one-byte characters.
        (Some("utf-8" | "utf-16le"), _) => encoding,
        (_, Some(charset)) => Some(charset),
        (_, None) => encoding,
    }
}

/// The label that stands as the value of a header's key: `CHARSET:1252`, `encoding="UTF-8"`,
/// `<CHARSET>1252`.
fn claim(head: &[u8], key: &[u8]) -> Option<&'static str> {
    let after = bytes::find(head, key)? + key.len();
    let value = head.get(after..)?.trim_ascii_start();
    let value = value
        .strip_prefix(b":")
        .or_else(|| value.strip_prefix(b"="))
        .or_else(|| value.strip_prefix(b">"))?
        .trim_ascii_start();
    let value = match value {
        [b'"' | b'\'', rest @ ..] => rest,
        _ => value,
    };
    LABELS
        .iter()
        .find(|(claimed, _)| value.starts_with(claimed.as_bytes()))
        .map(|(_, label)| *label)
}

/// What headers claim and the label it stands for. Read from the top, by their beginning, because some
/// files have their header on one line without blanks: `CHARSET:1252COMPRESSION:NONE`.
///
/// Source: the labels of the WHATWG Encoding Standard, in which ASCII and Latin-1 are windows-1252.
const LABELS: &[(&str, &str)] = &[
    ("UTF-8", "utf-8"),
    ("UTF8", "utf-8"),
    ("UTF-16", "utf-16le"),
    ("UNICODE", "utf-8"),
    ("CSUNICODE", "utf-8"),
    ("USASCII", "windows-1252"),
    ("US-ASCII", "windows-1252"),
    ("ASCII", "windows-1252"),
    ("ISO-8859-15", "iso-8859-15"),
    ("8859-15", "iso-8859-15"),
    ("ISO-8859-2", "iso-8859-2"),
    ("8859-2", "iso-8859-2"),
    ("ISO-8859-1", "windows-1252"),
    ("ISO8859-1", "windows-1252"),
    ("8859-1", "windows-1252"),
    ("LATIN1", "windows-1252"),
    ("WINDOWS-1250", "windows-1250"),
    ("1250", "windows-1250"),
    ("CP1250", "windows-1250"),
    ("WINDOWS-1251", "windows-1251"),
    ("1251", "windows-1251"),
    ("CP1251", "windows-1251"),
    ("WINDOWS-1252", "windows-1252"),
    ("1252", "windows-1252"),
    ("CP1252", "windows-1252"),
    ("WINDOWS-1253", "windows-1253"),
    ("1253", "windows-1253"),
    ("WINDOWS-1254", "windows-1254"),
    ("1254", "windows-1254"),
    ("WINDOWS-1255", "windows-1255"),
    ("1255", "windows-1255"),
    ("WINDOWS-1256", "windows-1256"),
    ("1256", "windows-1256"),
    ("WINDOWS-1257", "windows-1257"),
    ("1257", "windows-1257"),
    ("WINDOWS-1258", "windows-1258"),
    ("1258", "windows-1258"),
    ("SHIFT_JIS", "shift_jis"),
    ("932", "shift_jis"),
    ("GBK", "gbk"),
    ("936", "gbk"),
    ("949", "euc-kr"),
    ("BIG5", "big5"),
    ("950", "big5"),
];

/// The head in capitals, without byte order marks and without the NULs of two-byte encodings.
fn plain(head: &[u8]) -> Vec<u8> {
    let head = &head[..head.len().min(HEAD_BYTES)];
    let head = [&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF"]
        .into_iter()
        .find_map(|mark| head.strip_prefix(mark))
        .unwrap_or(head);
    head.iter()
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_uppercase)
        .gather()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_told_from_other_text() {
        for head in [
            "OFXHEADER:100\r\nDATA:OFXSGML",
            "\r\n\r\n<ofx>",
            "\u{FEFF}<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>",
            "<OFC>",
        ] {
            assert!(looks_like_ofx(head.as_bytes()), "{head}");
        }
        let wide: Vec<u8> = "<OFX>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(looks_like_ofx(&wide));
        for head in [
            "",
            "Date,Amount\n",
            "{\"a\":\"<OFX>\"}",
            "<html><OFX>",
            "<Document>",
        ] {
            assert!(!looks_like_ofx(head.as_bytes()), "{head}");
        }
    }

    #[test]
    fn the_claimed_encoding_is_a_label() {
        for (head, label) in [
            ("ENCODING:USASCII\r\nCHARSET:1252\r\n", Some("windows-1252")),
            (
                "ENCODING:USASCIICHARSET:1252COMPRESSION:NONE",
                Some("windows-1252"),
            ),
            ("ENCODING:UTF-8\nCHARSET:NONE\n", Some("utf-8")),
            ("ENCODING:UTF-8\nCHARSET:1252\n", Some("utf-8")),
            (
                "ENCODING:USASCII\nCHARSET: ISO-8859-1",
                Some("windows-1252"),
            ),
            ("ENCODING:USASCII\nCHARSET:NONE", Some("windows-1252")),
            (
                "<?xml version=\"1.0\" encoding='iso-8859-15'?>",
                Some("iso-8859-15"),
            ),
            (
                "<ENCODING>USASCII</ENCODING><CHARSET>1251</CHARSET>",
                Some("windows-1251"),
            ),
            ("<?xml version=\"1.0\"?><OFX>", None),
            ("<?xml encoding=\"klingon\"?>", None),
        ] {
            assert_eq!(declared_encoding(head.as_bytes()), label, "{head}");
        }
    }
}
