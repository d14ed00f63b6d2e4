//! What holds for every file: nothing panics, and what is written in a dialect is read back.

#![cfg(not(target_arch = "wasm32"))]

use farthing::calendar::Day;
use farthing::issue::{IssueCode, Severity};
use farthing::money::Currency;
use farthing::native::EncodingRs;
use farthing::statement::{self, Handed, HandedRow, Hints, Reading};
use proptest::prelude::*;

const HINTS: Hints<'static> = Hints {
    name: "any",
    decoder: &EncodingRs,
    currency: None,
};

/// An entry as it is written and should be read: a day, and hundredths that are negative when they leave.
type Entry = (Day, i64, String);

#[derive(Clone, Copy, Debug)]
enum Dates {
    Iso,
    DayFirst(char),
    MonthFirst,
    Compact,
    Named,
}

#[derive(Clone, Copy, Debug)]
enum Signs {
    Leading,
    Trailing,
    Brackets,
    TwoColumns,
    Words,
    SollHaben,
    TurnedBesideBalance,
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16(bool, bool),
    Windows1252,
}

#[derive(Clone, Copy, Debug)]
struct Dialect {
    delimiter: char,
    dates: Dates,
    comma: bool,
    thousands: bool,
    signs: Signs,
    header: bool,
    balance: bool,
    newest_first: bool,
    line_end: &'static str,
    /// Whether every cell stands in quotes.
    quoted: bool,
    /// Whether lines stand before the header, and a sum below the rows.
    framed: bool,
    encoding: Encoding,
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let dates = prop_oneof![
        Just(Dates::Iso),
        Just(Dates::DayFirst('/')),
        Just(Dates::DayFirst('.')),
        Just(Dates::DayFirst('-')),
        Just(Dates::MonthFirst),
        Just(Dates::Compact),
        Just(Dates::Named),
    ];
    let signs = prop_oneof![
        Just(Signs::Leading),
        Just(Signs::Trailing),
        Just(Signs::Brackets),
        Just(Signs::TwoColumns),
        Just(Signs::Words),
        Just(Signs::SollHaben),
        Just(Signs::TurnedBesideBalance),
    ];
    let delimiters = prop::sample::select(vec![',', ';', '\t', '|']);
    let line_ends = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let flags = any::<(bool, bool, bool, bool, bool, bool, bool)>();
    let encodings = prop_oneof![
        Just(Encoding::Utf8),
        Just(Encoding::Utf8Marked),
        any::<(bool, bool)>().prop_map(|(big, marked)| Encoding::Utf16(big, marked)),
        Just(Encoding::Windows1252),
    ];
    (delimiters, dates, signs, line_ends, flags, encodings).prop_map(
        |(delimiter, dates, signs, line_end, flags, encoding)| {
            let (comma, thousands, header, balance, newest_first, quoted, framed) = flags;
            Dialect {
                delimiter,
                dates,
                comma,
                thousands,
                signs,
                header,
                balance: balance || matches!(signs, Signs::TurnedBesideBalance),
                newest_first,
                line_end,
                quoted,
                // What stands before a header is told from it by the header.
                framed: framed && header,
                encoding,
            }
        },
    )
}

/// More rows go out than come in, as in any account, and one day is after the 12th.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let text = prop::sample::select(vec![
        "OAK LANE",
        "ROWAN 7",
        "BLUE DOOR",
        "Café Zoë",
        "ELM, 12",
    ]);
    let entry = (0i32..9_000, 1i64..300_000, text);
    (prop::collection::vec(entry, 5..20), 1usize..3).prop_map(|(rows, inflows)| {
        let mut entries: Vec<Entry> = rows
            .into_iter()
            .enumerate()
            .map(|(at, (day, amount, text))| {
                let amount = if at < inflows { amount } else { -amount };
                (Day(11_000 + day), amount, text.to_owned())
            })
            .collect();
        entries[0].0 = Day(11_000 + 20);
        entries
    })
}

fn written(entries: &[Entry], dialect: Dialect) -> String {
    let number = |hundredths: i64| {
        let whole = (hundredths.abs() / 100).to_string();
        let (decimal, group) = if dialect.comma {
            (',', '.')
        } else {
            ('.', ',')
        };
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if dialect.thousands && at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push(group);
            }
            grouped.push(digit);
        }
        format!("{grouped}{decimal}{:02}", hundredths.abs() % 100)
    };
    let signed = |hundredths: i64| {
        let minus = if hundredths < 0 { "-" } else { "" };
        format!("{minus}{}", number(hundredths))
    };
    let mut balances = Vec::new();
    let mut balance = 1_000_000;
    for (_, amount, _) in entries {
        balance += amount;
        balances.push(balance);
    }
    let mut lines = Vec::new();
    let line = |cells: Vec<String>| {
        let quoted = |cell: String| {
            let needs = dialect.quoted || cell.contains([dialect.delimiter, '"']);
            if needs {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell
            }
        };
        let cells: Vec<String> = cells.into_iter().map(quoted).collect();
        cells.join(&dialect.delimiter.to_string())
    };
    for ((day, amount, text), balance) in entries.iter().zip(balances) {
        let date = day.to_date();
        let (y, m, d) = (date.year(), date.month(), date.day());
        let mut cells = vec![match dialect.dates {
            Dates::Iso => format!("{y:04}-{m:02}-{d:02}"),
            Dates::DayFirst(mark) => format!("{d:02}{mark}{m:02}{mark}{y:04}"),
            Dates::MonthFirst => format!("{m:02}/{d:02}/{y:04}"),
            Dates::Compact => format!("{y:04}{m:02}{d:02}"),
            Dates::Named => format!("{d} {} {y:04}", MONTHS[m as usize - 1]),
        }];
        cells.push(text.clone());
        match dialect.signs {
            Signs::Leading => cells.push(signed(*amount)),
            Signs::Trailing if *amount < 0 => cells.push(format!("{}-", number(*amount))),
            Signs::Brackets if *amount < 0 => cells.push(format!("({})", number(*amount))),
            Signs::Trailing | Signs::Brackets => cells.push(number(*amount)),
            Signs::TwoColumns if *amount < 0 => cells.extend([number(*amount), String::new()]),
            Signs::TwoColumns => cells.extend([String::new(), number(*amount)]),
            Signs::Words => {
                cells.push(number(*amount));
                cells.push(if *amount < 0 { "DR" } else { "CR" }.to_owned());
            }
            Signs::SollHaben => {
                cells.push(number(*amount));
                cells.push(if *amount < 0 { "S" } else { "H" }.to_owned());
            }
            Signs::TurnedBesideBalance => cells.push(signed(-*amount)),
        }
        if dialect.balance {
            cells.push(signed(balance));
        }
        lines.push(line(cells));
    }
    if dialect.newest_first {
        lines.reverse();
    }
    if dialect.header {
        let mut header = vec!["Date", "Description"];
        match dialect.signs {
            Signs::TwoColumns => header.extend(["Debit", "Credit"]),
            Signs::Words => header.extend(["Amount", "Dr/Cr"]),
            Signs::SollHaben => header.extend(["Amount", "Soll/Haben"]),
            _ => header.push("Amount"),
        }
        if dialect.balance {
            header.push("Balance");
        }
        let header = header.into_iter().map(str::to_owned).collect();
        if dialect.framed {
            let cells = ["Total", "", ""].map(str::to_owned);
            lines.push(line(cells.to_vec()));
        }
        lines.insert(0, line(header));
        if dialect.framed {
            let cells = ["Account", "DE02120300000000202051"].map(str::to_owned);
            lines.splice(0..0, [line(cells.to_vec()), String::new()]);
        }
    }
    lines.join(dialect.line_end) + dialect.line_end
}

/// The text in the dialect's encoding.
fn encoded(text: &str, dialect: Dialect) -> Vec<u8> {
    match dialect.encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Marked => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        Encoding::Utf16(big, marked) => {
            let mark = marked.then_some('\u{FEFF}');
            let letters: String = mark.into_iter().chain(text.chars()).collect();
            let unit = if big {
                u16::to_be_bytes
            } else {
                u16::to_le_bytes
            };
            letters.encode_utf16().flat_map(unit).collect()
        }
    }
}

/// Reads anything; what is made of it is never more than a small multiple of it.
fn read_in_bounds(bytes: Vec<u8>) {
    let size = bytes.len();
    if let Ok(read) = statement::read(bytes, HINTS) {
        let statement = read.value;
        let entries = statement.rows.len() + statement.skipped.len() + read.issues.len();
        assert!(entries <= size + 8, "{entries} of {size} bytes");
        let texts: usize = statement.texts.iter().map(|(_, text)| text.len()).sum();
        assert!(texts <= 16 * size, "{texts} bytes of text of {size}");
        assert!(statement.accounts.len() <= size + 1);
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(entries in entries(), dialect in dialects()) {
        let text = written(&entries, dialect);
        let read = statement::read(encoded(&text, dialect), HINTS);
        let read = read.unwrap_or_else(|issue| panic!("{}\n{text}", issue.phrase().sentence()));
        let statement = &read.value;
        prop_assert_eq!(statement.skipped.len(), usize::from(dialect.framed));
        let mut found: Vec<Entry> = statement
            .rows
            .iter()
            .map(|row| {
                let amount = row.amount.rescaled(2).unwrap().mantissa();
                (row.posting_date, amount, statement.texts.get(row.descriptor).to_owned())
            })
            .collect();
        if dialect.newest_first {
            found.reverse();
        }
        // Days that all fit either order stay open, and the file's own words cannot close them.
        let open = |issue: &farthing::issue::Issue| issue.code == IssueCode::DateOrderAmbiguous;
        let mut entries = entries;
        if read.issues.iter().any(open) {
            for (found, entry) in found.iter_mut().zip(&mut entries) {
                found.0 = entry.0;
            }
        }
        prop_assert_eq!(&found, &entries, "{:?}\n{}", statement.dialect, text);
        prop_assert!(
            read.issues.iter().all(|issue| issue.severity == Severity::Note || open(issue)),
            "{:?}\n{}",
            read.issues.iter().map(|issue| issue.phrase().sentence()).collect::<Vec<_>>(),
            text
        );
    }

    #[test]
    fn order_of_rows_line_ends_and_encoding_change_nothing(
        entries in entries(),
        dialect in dialects(),
        other in dialects(),
    ) {
        let read = |dialect: Dialect| {
            let text = written(&entries, dialect);
            let read = statement::read(encoded(&text, dialect), HINTS);
            let read = read.unwrap_or_else(|issue| panic!("{}\n{text}", issue.phrase().sentence()));
            let statement = &read.value;
            // Days that fit either order are settled by the order of the rows, where it settles them.
            let open = read.issues.iter().any(|issue| issue.code == IssueCode::DateOrderAmbiguous);
            let mut rows: Vec<(Option<Day>, i64, String)> = statement
                .rows
                .iter()
                .map(|row| {
                    let amount = row.amount.rescaled(2).unwrap().mantissa();
                    let text = statement.texts.get(row.descriptor).to_owned();
                    ((!open).then_some(row.posting_date), amount, text)
                })
                .collect();
            if dialect.newest_first {
                rows.reverse();
            }
            (rows, statement.accounts[0].checked, statement.accounts[0].closing)
        };
        let turned = Dialect {
            newest_first: !dialect.newest_first,
            line_end: other.line_end,
            encoding: other.encoding,
            ..dialect
        };
        prop_assert_eq!(read(dialect), read(turned));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_in_bounds(bytes);
    }

    #[test]
    fn any_text_like_a_table_is_read_or_refused(
        text in "(([0-9/.\\-]{6,10}|[0-9.,()\\-$€ ]{1,12}|[a-zA-Zé\" ]{0,9}|Date|Amount|Saldo)[,;\t\n\r|]){0,60}",
    ) {
        read_in_bounds(text.into_bytes());
    }

    #[test]
    fn a_cut_file_keeps_its_whole_rows(entries in entries(), dialect in dialects(), cut in 0usize..4_000) {
        let mut bytes = written(&entries, dialect).into_bytes();
        bytes.truncate(cut);
        if let Ok(read) = statement::read(bytes, HINTS) {
            prop_assert!(read.value.rows.len() <= entries.len());
        }
    }
}

/// Entries as a CAMT file, whose amounts are magnitudes beside an indicator.
fn written_as_camt(entries: &[Entry], prefix: &str, line_end: &str) -> String {
    let mut text = format!(
        "<{prefix}Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">\
         <{prefix}Stmt>{line_end}"
    );
    for (day, amount, words) in entries {
        let way = if *amount < 0 { "DBIT" } else { "CRDT" };
        let (whole, part) = (amount.abs() / 100, amount.abs() % 100);
        let date = day.to_date();
        text += &format!(
            "<{prefix}Ntry><{prefix}Amt Ccy=\"EUR\">{whole}.{part:02}</{prefix}Amt>\
             <{prefix}CdtDbtInd>{way}</{prefix}CdtDbtInd>{line_end}\
             <{prefix}BookgDt><{prefix}Dt>{date}</{prefix}Dt></{prefix}BookgDt>\
             <{prefix}AddtlNtryInf>{words}</{prefix}AddtlNtryInf></{prefix}Ntry>{line_end}"
        );
    }
    text + &format!("</{prefix}Stmt></{prefix}Document>")
}

proptest! {
    #[test]
    fn entries_written_as_camt_are_read_back(
        entries in entries(),
        prefix in prop::sample::select(vec!["", "ns2:"]),
        line_end in prop::sample::select(vec!["", "\n", "\r\n"]),
        step in 1usize..9,
    ) {
        let bytes = written_as_camt(&entries, prefix, line_end).into_bytes();
        let Ok(mut reading) = Reading::open(bytes, HINTS) else {
            return Err(TestCaseError::fail("refused"));
        };
        while !reading.advance(step).done {}
        let Ok(read) = reading.finish() else {
            return Err(TestCaseError::fail("refused"));
        };
        let statement = read.value;
        let told: Vec<Entry> = statement
            .rows
            .iter()
            .map(|row| {
                let hundredths = row.amount.rescaled(2).map_or(0, |amount| amount.mantissa());
                (row.posting_date, hundredths, statement.texts.get(row.descriptor).to_owned())
            })
            .collect();
        prop_assert_eq!(told, entries);
        prop_assert!(read.issues.is_empty());
    }

    #[test]
    fn a_cut_camt_file_keeps_its_whole_entries(entries in entries(), cut in 0usize..6_000) {
        let mut bytes = written_as_camt(&entries, "", "\n").into_bytes();
        let is_whole = cut >= bytes.len();
        bytes.truncate(cut);
        let ends = memchr::memmem::find_iter(&bytes, b"</Ntry>").count();
        if let Ok(read) = statement::read(bytes, HINTS) {
            prop_assert!(read.value.rows.len() >= ends);
            prop_assert!(read.value.rows.len() <= entries.len());
            let says_so = |issue: &farthing::issue::Issue| issue.code == IssueCode::FileCutOff;
            prop_assert_eq!(!is_whole, read.issues.iter().any(says_so));
        }
    }

    #[test]
    fn any_text_like_camt_is_read_or_refused(
        inside in "(<(/?(Ntry|TxDtls|NtryDtls|Amt|Amt Ccy=\"EUR\"|CdtDbtInd|BookgDt|Dt|Bal|Stmt|Acct|Id|IBAN|BkTxCd|RltdPties|Dbtr|Nm|x)/?>|!--|!\\[CDATA\\[|\\?|&)|[0-9.]{1,4}|CRDT|DBIT|2026-03-31|&amp;|&#0;|[ <>&é\n\"]){0,80}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut text = format!("<BkToCstmrStmt><Stmt>{inside}").into_bytes();
        text.extend(bytes);
        read_in_bounds(text);
    }
}

/// Entries as an MT940 file, whose entry dates have no year.
fn written_as_mt940(entries: &[Entry], structured: bool, line_end: &str) -> String {
    let mut text = format!(":20:A{line_end}:25:1/2{line_end}:60F:C200101EUR0,{line_end}");
    let mut balance = 0;
    for (day, amount, words) in entries {
        let (date, value) = (day.to_date(), day.plus(3).to_date());
        let (year, month, on) = (value.year() % 100, value.month(), value.day());
        let way = if *amount < 0 { "D" } else { "C" };
        let (whole, part) = (amount.abs() / 100, amount.abs() % 100);
        balance += amount;
        let before = if structured { "105?00CARD?20SVWZ+" } else { "" };
        text += &format!(
            ":61:{year:02}{month:02}{on:02}{:02}{:02}{way}{whole},{part:02}NMSCNONREF{line_end}\
             :86:{before}{words}{line_end}",
            date.month(),
            date.day(),
        );
    }
    let way = if balance < 0 { "D" } else { "C" };
    let (whole, part) = (balance.abs() / 100, balance.abs() % 100);
    text + &format!(":62F:{way}241231EUR{whole},{part:02}{line_end}-{line_end}")
}

proptest! {
    #[test]
    fn entries_written_as_mt940_are_read_back(
        entries in entries(),
        structured in any::<bool>(),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let text = written_as_mt940(&entries, structured, line_end);
        let read = statement::read(text.clone().into_bytes(), HINTS);
        let read = read.unwrap_or_else(|issue| panic!("{}\n{text}", issue.phrase().sentence()));
        let statement = &read.value;
        let told: Vec<Entry> = statement
            .rows
            .iter()
            .map(|row| {
                let amount = row.amount.rescaled(2).unwrap().mantissa();
                (row.posting_date, amount, statement.texts.get(row.descriptor).to_owned())
            })
            .collect();
        prop_assert_eq!(told, entries, "{}", text);
        prop_assert_eq!(statement.accounts[0].checked, statement::Checked::Agrees);
        prop_assert!(read.issues.is_empty());
    }

    #[test]
    fn a_cut_mt940_file_keeps_its_whole_entries(entries in entries(), cut in 40usize..2_000) {
        let mut bytes = written_as_mt940(&entries, true, "\n").into_bytes();
        let is_whole = cut >= bytes.len();
        bytes.truncate(cut);
        let begun = memchr::memmem::find_iter(&bytes, b"\n:61:").count();
        let whole = memchr::memmem::find_iter(&bytes, b"\n:86:").count();
        if let Ok(read) = statement::read(bytes, HINTS) {
            let statement = read.value;
            prop_assert!((whole..=begun).contains(&statement.rows.len()));
            for (row, (day, amount, _)) in statement.rows.iter().zip(&entries) {
                prop_assert_eq!(row.posting_date, *day);
                prop_assert_eq!(row.amount.rescaled(2).unwrap().mantissa(), *amount);
            }
            prop_assert!(is_whole || !read.issues.is_empty() || statement.rows.len() == begun);
        }
    }

    #[test]
    fn any_text_like_mt940_is_read_or_refused(
        inside in "(\n?:(20|25|60F|62F|61|86|NS|90D|34F|64):|[CDRE]{1,2}|24030[0-9]|[0-9]{1,4},[0-9]{0,2}|EUR|N[A-Z]{3}|//|/(REMI|NAME|CNTP|EREF)/|\\?[0-9]{2}|SVWZ\\+|IBAN: |[ -~é\n\r]){0,80}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut text = format!(":20:A\n:25:B\n{inside}").into_bytes();
        text.extend(bytes);
        read_in_bounds(text);
    }
}

/// Entries as a QIF file.
fn written_as_qif(entries: &[Entry], day_first: bool, comma: bool, line_end: &str) -> String {
    let mut text = format!("!Type:Bank{line_end}");
    for (day, amount, words) in entries {
        let (date, mark) = (day.to_date(), if comma { ',' } else { '.' });
        let (first, second) = match day_first {
            true => (date.day(), date.month()),
            false => (date.month(), date.day()),
        };
        let sign = if *amount < 0 { "-" } else { "" };
        let (whole, part) = (amount.abs() / 100, amount.abs() % 100);
        text += &format!(
            "D{first}/{second:2}'{:02}{line_end}T{sign}{whole}{mark}{part:02}{line_end}\
             P{words}{line_end}^{line_end}",
            date.year() % 100,
        );
    }
    text
}

proptest! {
    #[test]
    fn entries_written_as_qif_are_read_back(
        mut entries in entries(),
        day_first in any::<bool>(),
        comma in any::<bool>(),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        cut in 0usize..3_000,
    ) {
        // Nobody who writes a decimal comma puts the month first.
        let day_first = day_first || comma;
        for entry in &mut entries {
            entry.0 = entry.0.plus(1_000);
        }
        let last_of_a_month = farthing::calendar::date(2020, 1, 31).map(Day::from_date);
        entries[0].0 = last_of_a_month.unwrap();
        let text = written_as_qif(&entries, day_first, comma, line_end);
        let read = statement::read(text.clone().into_bytes(), HINTS);
        let read = read.unwrap_or_else(|issue| panic!("{}\n{text}", issue.phrase().sentence()));
        let rows = |statement: &statement::Statement| -> Vec<Entry> {
            let rows = statement.rows.iter().map(|row| {
                let amount = row.amount.rescaled(2).unwrap().mantissa();
                (row.posting_date, amount, statement.texts.get(row.descriptor).to_owned())
            });
            rows.collect()
        };
        prop_assert_eq!(rows(&read.value), entries.clone(), "{}", text);
        let mut bytes = text.into_bytes();
        bytes.truncate(cut.max(12 + line_end.len()));
        let ends = memchr::memchr_iter(b'^', &bytes).count();
        if let Ok(read) = statement::read(bytes, HINTS) {
            let found = rows(&read.value);
            prop_assert!((ends..=ends + 1).contains(&found.len()));
            for (found, entry) in found.iter().zip(&entries) {
                prop_assert_eq!((found.0, found.1), (entry.0, entry.1));
            }
        }
    }

    #[test]
    fn any_text_like_qif_is_read_or_refused(
        inside in "(\n(D|T|U|P|M|N|L|S|E|\\$|Y|\\^|!Type:(Bank|Invst|Cat)|!Account|!Clear:AutoSwitch)?|[0-9]{1,2}/[ 0-9]{1,2}['/][0-9]{2}|-?[0-9]{1,4}[.,][0-9]{0,3}|\\[[A-Z]{0,3}\\]|[ -~é\r]){0,80}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut text = format!("!Type:Bank{inside}").into_bytes();
        text.extend(bytes);
        read_in_bounds(text);
    }
}

proptest! {
    #[test]
    fn any_text_like_ofx_is_read_or_refused(
        inside in "(<(/?(OFX|STMTTRN|STMTRS|BANKTRANLIST|DTPOSTED|TRNAMT|FITID|NAME|MEMO|CURDEF|LEDGERBAL|BALAMT|DTASOF|INVSTMTRS|x)>|!--|!\\[CDATA\\[|&)|2026033[0-9]|-?[0-9]{1,4}[.,][0-9]{0,2}|EUR|&amp;|[ -~é\n\r]){0,80}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut text = format!("OFXHEADER:100\n\n<OFX>{inside}").into_bytes();
        text.extend(bytes);
        read_in_bounds(text);
    }

    #[test]
    fn any_text_like_json_is_read_or_refused(
        inside in "(\"(transactions|booked|pending|amount|date|bookingDate|transactionAmount|currency|name|EUR|2026-03-31|x)\":?|[\\[\\]{},:]|-?[0-9]{1,4}(\\.[0-9]{0,2})?|true|null|[ -~é\n]){0,80}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut text = format!("{{\"transactions\":[{inside}").into_bytes();
        text.extend(bytes);
        read_in_bounds(text);
    }

    #[test]
    fn any_text_like_a_page_is_read_or_refused(
        inside in "(<(/?(table|tr|td|th|thead|p|b|x)>|td colspan=\"?[0-9]\"?>|!--|br/)|3[01]/03/2026|-?[0-9]{1,4}[.,][0-9]{0,2}|Date|Amount|&nbsp;|&#[0-9]{1,4};|[ -~é\n\r]){0,80}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut text = format!("<html><table><tr>{inside}").into_bytes();
        text.extend(bytes);
        read_in_bounds(text);
    }
}

/// Words that are nearly right, words that are right, and anything else.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+]?[0-9]{0,30}[.,]?[0-9]{0,30}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        prop::sample::select(vec![
            "EUR",
            "eur",
            "XXX",
            "",
            " ",
            "card",
            "9999-12-31",
            "0000-01-01"
        ])
        .prop_map(str::to_owned),
    ]
}

fn handed_rows() -> impl Strategy<Value = HandedRow> {
    let said = || prop::option::of(words());
    let core = (words(), words(), said(), words(), any::<bool>());
    let facts = (said(), said(), said(), said(), said(), said(), said());
    (core, facts).prop_map(
        |(
            (posting_date, amount, currency, descriptor, pending),
            (value_date, transaction_date, counterparty, reference, mcc, balance_after, id),
        )| HandedRow {
            posting_date,
            value_date,
            transaction_date,
            amount,
            currency,
            descriptor,
            counterparty,
            reference,
            mcc,
            pending,
            balance_after,
            id,
        },
    )
}

proptest! {
    #[test]
    fn rows_handed_in_are_each_an_entry_or_skipped_with_an_issue(
        name in words(),
        currency in prop::option::of(words()),
        kind in prop::option::of(words()),
        identifier in prop::option::of(words()),
        rows in prop::collection::vec(handed_rows(), 0..20),
    ) {
        let given = rows.len();
        let handed = Handed { name, currency, kind, identifier, rows };
        let read = Reading::handed(&handed, Currency::from_code("EUR")).finish().unwrap();
        let statement = read.value;
        prop_assert_eq!(statement.rows.len() + statement.skipped.len(), given);
        prop_assert_eq!(statement.accounts.len(), 1);
        for skipped in &statement.skipped {
            let says_why = |issue: &farthing::issue::Issue| {
                issue.at.row == Some(skipped.line) && issue.severity == Severity::RowSkipped
            };
            prop_assert!(read.issues.iter().any(says_why));
        }
    }
}
