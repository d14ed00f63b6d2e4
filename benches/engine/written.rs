//! The statement of [`crate::statement`] as other formats write it.

use std::fmt::Write as _;

/// A row: year, month and day as digits, what is printed, and pence that are negative when they leave.
pub(crate) struct Entry<'a> {
    year: &'a str,
    month: &'a str,
    day: &'a str,
    text: &'a str,
    amount: &'a str,
    out: bool,
}

impl Entry<'_> {
    fn sign(&self) -> &'static str {
        if self.out { "-" } else { "" }
    }

    /// The text where `&` and `<` are marks.
    fn escaped(&self) -> String {
        self.text.replace('&', "&amp;").replace('<', "&lt;")
    }
}

/// The rows of the statement.
pub(crate) fn entries(csv: &str) -> Vec<Entry<'_>> {
    let cells = csv.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let date = cells.next()?;
        let (text, debit, credit) = (cells.next()?, cells.next()?, cells.next()?);
        let out = credit.is_empty();
        Some(Entry {
            year: date.get(6..)?,
            month: date.get(..2)?,
            day: date.get(3..5)?,
            text,
            amount: if out { debit } else { credit },
            out,
        })
    });
    cells.collect()
}

/// As OFX 1.0.2.
pub(crate) fn ofx(entries: &[Entry<'_>]) -> String {
    let mut out = String::from(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:UTF-8\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP\
         <BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n",
    );
    for (at, entry) in entries.iter().enumerate() {
        let _ = writeln!(
            out,
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{}{}{}<TRNAMT>{}{}<FITID>{at}<NAME>{}</STMTTRN>",
            entry.year,
            entry.month,
            entry.day,
            entry.sign(),
            entry.amount,
            entry.escaped()
        );
    }
    out + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
}

/// As QIF.
pub(crate) fn qif(entries: &[Entry<'_>]) -> String {
    let mut out = String::from("!Type:Bank\n");
    for entry in entries {
        let _ = writeln!(
            out,
            "D{}/{}/{}\nT{}{}\nP{}\n^",
            entry.day,
            entry.month,
            entry.year,
            entry.sign(),
            entry.amount,
            entry.text
        );
    }
    out
}

/// As CAMT.053.
pub(crate) fn camt(entries: &[Entry<'_>]) -> String {
    let mut out = String::from(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>\n",
    );
    for entry in entries {
        let way = if entry.out { "DBIT" } else { "CRDT" };
        let _ = writeln!(
            out,
            "<Ntry><Amt Ccy=\"GBP\">{}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>BOOK</Sts>\
             <BookgDt><Dt>{}-{}-{}</Dt></BookgDt><AddtlNtryInf>{}</AddtlNtryInf></Ntry>",
            entry.amount,
            entry.year,
            entry.month,
            entry.day,
            entry.escaped()
        );
    }
    out + "</Stmt></BkToCstmrStmt></Document>\n"
}

/// As MT940.
pub(crate) fn mt940(entries: &[Entry<'_>]) -> String {
    let mut out = String::from(":20:A\n:25:1/2\n:28C:1/1\n:60F:C150101GBP5000,00\n");
    for entry in entries {
        let way = if entry.out { "D" } else { "C" };
        let _ = writeln!(
            out,
            ":61:{}{}{}{}{}{way}{}NMSCNONREF\n:86:{}",
            entry.year.get(2..).unwrap_or_default(),
            entry.month,
            entry.day,
            entry.month,
            entry.day,
            entry.amount.replace('.', ","),
            entry.text
        );
    }
    out + "-\n"
}

/// As an account's transactions by the Berlin Group.
pub(crate) fn json(entries: &[Entry<'_>]) -> String {
    let mut out =
        String::from("{\"account\":{\"currency\":\"GBP\"},\"transactions\":{\"booked\":[");
    for (at, entry) in entries.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}\n{{\"transactionId\":\"{at}\",\"bookingDate\":\"{}-{}-{}\",\"transactionAmount\":\
             {{\"currency\":\"GBP\",\"amount\":\"{}{}\"}},\"remittanceInformationUnstructured\":\"{}\"}}",
            entry.year,
            entry.month,
            entry.day,
            entry.sign(),
            entry.amount,
            entry.text
        );
    }
    out + "]}}\n"
}

/// As the table of a page.
pub(crate) fn html(entries: &[Entry<'_>]) -> String {
    let mut out = String::from("<html><table><tr><th>Date<th>Description<th>Amount</tr>\n");
    for entry in entries {
        let _ = writeln!(
            out,
            "<tr><td>{}/{}/{}</td><td>{}</td><td>{}{}</td></tr>",
            entry.day,
            entry.month,
            entry.year,
            entry.escaped(),
            entry.sign(),
            entry.amount
        );
    }
    out + "</table></html>\n"
}

/// As a workbook of Excel, its parts not packed.
pub(crate) fn xlsx(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut sheet = String::from("<worksheet><sheetData><row r=\"1\">");
    for (column, name) in ["Date", "Description", "Amount"].into_iter().enumerate() {
        let column = char::from(b'A' + column as u8);
        let _ = write!(sheet, "<c r=\"{column}1\" t=\"str\"><v>{name}</v></c>");
    }
    sheet.push_str("</row>\n");
    for (at, entry) in entries.iter().enumerate() {
        let row = at + 2;
        let _ = writeln!(
            sheet,
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"d\"><v>{}-{}-{}</v></c><c r=\"B{row}\" t=\"str\"><v>{}</v></c>\
             <c r=\"C{row}\"><v>{}{}</v></c></row>",
            entry.year,
            entry.month,
            entry.day,
            entry.escaped(),
            entry.sign(),
            entry.amount
        );
    }
    sheet.push_str("</sheetData></worksheet>\n");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/s1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/s1.xml", sheet.as_bytes()),
    ])
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
