//! The files a person downloads: whole, in months, overlapping, twice, worded and dated in two ways, with pending rows.

use std::fmt::Write as _;

use jiff::civil::{Date, date};

use super::chance::Chance;
use super::life::Life;
use super::shop::{MONTHS_TITLE as MONTHS, Wording, held, worded};
use super::{Account, Country, Entry, Kind};

/// A statement file, with the entry of each of its rows.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) rows: Vec<Row>,
}

/// A row of a file.
#[derive(Clone)]
pub(crate) struct Row {
    /// The line it begins on, counted from 1.
    pub(crate) line: u32,
    /// The entry it is of.
    pub(crate) entry: usize,
    pub(crate) pending: bool,
    pub(crate) day: i32,
    pub(crate) minor: i64,
    pub(crate) text: String,
    balance: Option<i64>,
    id: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    /// With a column for the account's number.
    Csv,
    /// Named by its file alone.
    CsvUnnumbered,
    Ofx,
    Camt,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ids {
    Stable,
    /// Another one in every download.
    Changing,
    /// One for all rows of a day.
    Repeated,
}

/// How one file is written.
#[derive(Clone, Copy)]
struct Manner {
    format: Format,
    wording: Wording,
    /// Dated by the purchase instead of the booking.
    by_purchase: bool,
    balances: bool,
    ids: Ids,
    /// Whether pending rows are in it.
    holds: bool,
}

/// A day counted from 1970.
pub(crate) fn civil(day: i32) -> Date {
    let epoch = date(1970, 1, 1);
    epoch
        .checked_add(jiff::Span::new().days(i64::from(day)))
        .unwrap_or(epoch)
}

/// The files of every account that the person loads.
pub(crate) fn files(country: Country, life: &Life, chance: &mut Chance) -> Vec<File> {
    let mut files = Vec::new();
    for (number, account) in life
        .accounts
        .iter()
        .enumerate()
        .filter(|(_, account)| account.loaded)
    {
        let format = match chance.below(6) {
            0 | 1 => Format::Csv,
            2 => Format::CsvUnnumbered,
            3 | 4 => Format::Ofx,
            _ if account.kind == Kind::Card => Format::Ofx,
            _ => Format::Camt,
        };
        let manner = Manner {
            format,
            wording: *chance.pick(&[Wording::Statement, Wording::Download, Wording::Short]),
            by_purchase: false,
            balances: account.kind != Kind::Card && chance.pct(60),
            ids: *chance.pick(&[Ids::Stable, Ids::Stable, Ids::Changing, Ids::Repeated]),
            holds: chance.pct(75),
        };
        let (first, last) = (life.first, life.last);
        let middle = first + (last - first) * chance.between(40, 60) as i32 / 100;
        let mut spans: Vec<(i32, i32, Manner, bool)> = Vec::new();
        match chance.below(7) {
            // In months, beside each other.
            0 => {
                let mut from = first;
                while from <= last {
                    spans.push((from, (from + 29).min(last), manner, false));
                    from += 30;
                }
            }
            // Two that overlap by some weeks.
            1 => {
                let back = chance.between(1, 60) as i32;
                spans.push((first, middle, manner, false));
                spans.push((middle - back, last, manner, false));
            }
            // The same file twice, and the next.
            2 => {
                spans.push((first, middle, manner, false));
                spans.push((first, middle, manner, false));
                spans.push((middle - 5, last, manner, false));
            }
            // Downloads every few weeks, each with the last days of the one before, taken at midday.
            3 | 4 => {
                let mut from = first;
                while from <= last {
                    let to = (from + 25).min(last);
                    spans.push((from, to, manner, to < last));
                    from = if to < last {
                        to - chance.between(1, 12) as i32
                    } else {
                        last + 1
                    };
                }
            }
            // The bank, or the person, changed the kind of download.
            _ => {
                let back = chance.between(20, 90) as i32;
                let wording = match manner.wording {
                    Wording::Statement => Wording::Download,
                    Wording::Download => *chance.pick(&[Wording::Statement, Wording::Short]),
                    Wording::Short => Wording::Statement,
                };
                let numbered = format != Format::CsvUnnumbered;
                let other = Manner {
                    format: match (numbered, chance.below(3)) {
                        (true, 0) => Format::Csv,
                        (true, 1) => Format::Ofx,
                        _ => format,
                    },
                    wording,
                    by_purchase: chance.pct(60),
                    balances: false,
                    ids: *chance.pick(&[Ids::Stable, Ids::Changing, Ids::Repeated]),
                    ..manner
                };
                spans.push((first, middle, manner, false));
                spans.push(((middle - back).max(first), last, other, false));
            }
        }
        for (from, to, manner, at_midday) in spans {
            let seen = rows(
                country,
                life,
                number,
                (from, to),
                manner,
                at_midday,
                files.len(),
                chance,
            );
            let stem = account.name.to_lowercase().replace(' ', "-");
            files.push(written(
                country,
                account,
                &format!("{stem}-{}", files.len()),
                manner,
                seen,
            ));
        }
    }
    // Files come in any order.
    for at in (1..files.len()).rev() {
        let other = chance.below(at + 1);
        files.swap(at, other);
    }
    files
}

/// The rows that a download of some days holds.
#[expect(
    clippy::too_many_arguments,
    reason = "what a download depends on, in one place"
)]
fn rows(
    country: Country,
    life: &Life,
    account: usize,
    (from, to): (i32, i32),
    manner: Manner,
    at_midday: bool,
    file: usize,
    chance: &mut Chance,
) -> Vec<Row> {
    let mut own: Vec<(usize, &Entry)> = life
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.account == account)
        .collect();
    own.sort_by_key(|(at, entry)| (entry.posted, *at));
    let mut balance = 250_000;
    let mut booked = Vec::new();
    let mut pending = Vec::new();
    for (at, entry) in own {
        let day = if manner.by_purchase {
            entry.made
        } else {
            entry.posted
        };
        let mut row = Row {
            line: 0,
            entry: at,
            pending: false,
            day,
            minor: entry.minor,
            text: String::new(),
            balance: None,
            id: match manner.ids {
                Ids::Stable => format!("T{at:07}"),
                Ids::Changing => format!("{file}X{at}"),
                Ids::Repeated => civil(day).to_string().replace('-', ""),
            },
        };
        if entry.never || entry.posted > to || (at_midday && entry.posted == to && at % 2 == 1) {
            // Held for some days at most.
            let held_now =
                entry.is_card && entry.made <= to && entry.made >= from && to - entry.made <= 6;
            let gone = !entry.never && entry.posted <= to;
            if held_now
                && !gone
                && manner.holds
                && matches!(
                    manner.format,
                    Format::Csv | Format::CsvUnnumbered | Format::Camt
                )
            {
                row.day = entry.made;
                row.pending = true;
                row.minor = entry.held.unwrap_or(entry.minor);
                row.text = held(country, manner.wording, entry, chance);
                row.id = format!("P{at:07}");
                pending.push(row);
            }
            if !entry.never && entry.posted <= to {
                balance += entry.minor;
            }
            continue;
        }
        balance += entry.minor;
        if day < from {
            continue;
        }
        row.balance = Some(balance);
        row.text = worded(country, manner.wording, entry);
        booked.push(row);
    }
    if manner.by_purchase {
        booked.sort_by_key(|row| row.day);
    }
    booked.extend(pending);
    booked
}

fn written(
    country: Country,
    account: &Account,
    stem: &str,
    manner: Manner,
    mut rows: Vec<Row>,
) -> File {
    let (text, ending) = match manner.format {
        Format::Csv | Format::CsvUnnumbered => (csv(country, account, manner, &mut rows), "csv"),
        Format::Ofx => (ofx(account, &mut rows), "ofx"),
        Format::Camt => (camt(account, &mut rows), "xml"),
    };
    File {
        name: format!("{stem}.{ending}"),
        text,
        rows,
    }
}

fn plain(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}

fn csv(country: Country, account: &Account, manner: Manner, rows: &mut [Row]) -> String {
    let numbered = manner.format == Format::Csv;
    // How signs and dates are told is another measure's concern, so they are told plainly.
    let (mark, head) = match country {
        Country::Britain => (
            ',',
            [
                "Date",
                "Account Number",
                "Description",
                "Paid out",
                "Paid in",
                "Currency",
                "Balance",
                "Status",
            ],
        ),
        Country::States => (
            ',',
            [
                "Posting Date",
                "Account Number",
                "Description",
                "Debit",
                "Credit",
                "Currency",
                "Running Bal.",
                "Status",
            ],
        ),
        Country::Germany => (
            ';',
            [
                "Buchungstag",
                "Kontonummer",
                "Verwendungszweck",
                "Soll",
                "Haben",
                "Währung",
                "Saldo",
                "Status",
            ],
        ),
    };
    let keep = |column: usize| match column {
        1 => numbered,
        6 => manner.balances,
        7 => manner.holds,
        _ => true,
    };
    let line = |text: &mut String, cells: [&str; 8]| {
        let cells: Vec<&str> = cells
            .into_iter()
            .enumerate()
            .filter(|(n, _)| keep(*n))
            .map(|(_, cell)| cell)
            .collect();
        text.push_str(&cells.join(&mark.to_string()));
        text.push('\n');
    };
    let mut text = String::new();
    line(&mut text, head);
    for (number, row) in (2..).zip(rows) {
        row.line = number;
        let day = civil(row.day);
        let day = match country {
            Country::Britain => format!(
                "{:02} {} {}",
                day.day(),
                MONTHS[day.month() as usize - 1],
                day.year()
            ),
            Country::States => day.to_string(),
            Country::Germany => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
        };
        let local = |minor: i64| match country {
            Country::Germany => plain(minor).replace('.', ","),
            _ => plain(minor),
        };
        let balance = row.balance.map(local).unwrap_or_default();
        let amount = local(row.minor.abs());
        let (out, into) = if row.minor < 0 {
            (amount.as_str(), "")
        } else {
            ("", amount.as_str())
        };
        let status = match (country, row.pending) {
            (Country::Germany, true) => "vorgemerkt",
            (Country::Germany, false) => "gebucht",
            (_, true) => "Pending",
            (_, false) => "Posted",
        };
        line(
            &mut text,
            [
                &day,
                &account.number,
                &row.text,
                out,
                into,
                account.currency,
                &balance,
                status,
            ],
        );
    }
    text
}

fn ofx(account: &Account, rows: &mut [Row]) -> String {
    let compact = |day: i32| civil(day).to_string().replace('-', "");
    let card = account.kind == Kind::Card;
    let (set, from) = if card {
        ("CCSTMTRS", "CCACCTFROM")
    } else {
        ("STMTRS", "BANKACCTFROM")
    };
    let (outer, middle) = if card {
        ("CREDITCARDMSGSRSV1", "CCSTMTTRNRS")
    } else {
        ("BANKMSGSRSV1", "STMTTRNRS")
    };
    let days = || rows.iter().map(|row| row.day);
    let (first, last) = (days().min().unwrap_or(20089), days().max().unwrap_or(20089));
    let mut text = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n".to_owned();
    let kind = match account.kind {
        Kind::Savings => "<BANKID>4017\n<ACCTTYPE>SAVINGS\n",
        Kind::Loan => "<BANKID>4017\n<ACCTTYPE>CREDITLINE\n",
        Kind::Current => "<BANKID>4017\n<ACCTTYPE>CHECKING\n",
        Kind::Card => "",
    };
    let _ = write!(
        text,
        "<OFX>\n<{outer}>\n<{middle}>\n<TRNUID>0\n<{set}>\n<CURDEF>{}\n<{from}>\n{kind}<ACCTID>{}\n</{from}>\n<BANKTRANLIST>\n<DTSTART>{}\n<DTEND>{}\n",
        account.currency,
        account.number,
        compact(first),
        compact(last),
    );
    for row in rows {
        row.line = text.lines().count() as u32 + 1;
        let kind = if row.minor < 0 { "DEBIT" } else { "CREDIT" };
        let name = row.text.replace('&', "&amp;");
        let _ = write!(
            text,
            "<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{}\n<TRNAMT>{}\n<FITID>{}\n<NAME>{name}\n</STMTTRN>\n",
            compact(row.day),
            plain(row.minor),
            row.id,
        );
    }
    let _ = write!(
        text,
        "</BANKTRANLIST>\n</{set}>\n</{middle}>\n</{outer}>\n</OFX>\n"
    );
    text
}

fn camt(account: &Account, rows: &mut [Row]) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\">\n<BkToCstmrAcctRpt>\n<Rpt>\n<Acct><Id><Othr><Id>{}</Id></Othr></Id><Ccy>{}</Ccy></Acct>\n",
        account.number, account.currency
    );
    for row in rows {
        row.line = text.lines().count() as u32 + 1;
        let (sign, status) = (
            if row.minor < 0 { "DBIT" } else { "CRDT" },
            if row.pending { "PDNG" } else { "BOOK" },
        );
        let day = civil(row.day);
        let words = row.text.replace('&', "&amp;");
        let _ = write!(
            text,
            "<Ntry>\n<Amt Ccy=\"{}\">{}</Amt>\n<CdtDbtInd>{sign}</CdtDbtInd>\n<Sts><Cd>{status}</Cd></Sts>\n<BookgDt><Dt>{day}</Dt></BookgDt>\n<AcctSvcrRef>{}</AcctSvcrRef>\n<NtryDtls><TxDtls><RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls>\n</Ntry>\n",
            account.currency,
            plain(row.minor.abs()),
            row.id,
        );
    }
    text.push_str("</Rpt>\n</BkToCstmrAcctRpt>\n</Document>\n");
    text
}
