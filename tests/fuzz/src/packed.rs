//! Workbooks and archives around what is fuzzed, so that it is not spent on check sums.

use farthing::native::EncodingRs;
use farthing::statement::unpack;

const SHEETS: &[u8] = br#"<workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Target="worksheets/s1.xml"/><Relationship Id="rId2" Target="sharedStrings.xml"/><Relationship Id="rId3" Target="styles.xml"/></Relationships>"#;
const TEXTS: &[u8] = b"<sst><si><t>Date</t></si><si><t>Text</t></si><si><t>Amount</t></si><si><t>OAK</t></si></sst>";
const STYLES: &[u8] = br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="4"/></cellXfs></styleSheet>"#;

/// An OpenDocument spreadsheet with this content where it says so, else an Excel workbook with this sheet.
pub fn workbook(content: &[u8]) -> Vec<u8> {
    if content.windows(6).any(|part| part == b"table:") {
        return zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content),
        ]);
    }
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", SHEETS),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", TEXTS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/s1.xml", content),
    ])
}

/// Takes an archive apart, as an import does before it reads the files in it.
pub fn opened(bytes: &[u8]) -> Vec<Vec<u8>> {
    match unpack(bytes.to_vec(), &EncodingRs) {
        Ok(unpacked) => unpacked.parts.into_iter().map(|part| part.bytes).collect(),
        Err(issue) => {
            let _ = issue.phrase().sentence();
            Vec::new()
        }
    }
}

/// A ZIP archive with these files, none of them packed.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let at = out.len() as u32;
        let (size, sum) = (bytes.len() as u32, sum(bytes));
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        head.extend([sum, size, size].into_iter().flat_map(u32::to_le_bytes));
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(*bytes);
        central.extend(b"PK\x01\x02\x14\0");
        central.extend(&head);
        central.extend([0; 10]);
        central.extend(at.to_le_bytes());
        central.extend(name.as_bytes());
    }
    let (at, count) = (out.len() as u32, files.len() as u16);
    let size = central.len() as u32;
    out.extend(central);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].into_iter().flat_map(u16::to_le_bytes));
    out.extend([size, at].into_iter().flat_map(u32::to_le_bytes));
    out.extend([0, 0]);
    out
}

/// CRC-32 of ISO 3309, bit by bit.
fn sum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}
