//! The three shapes the statements come in: two kinds of CSV and an OFX 1 file of a card.

use super::card::OPENING_MINOR;
use super::entry::{Entry, pounds};
use super::{FIRST, LAST};
use jiff::civil::Date;

/// The balances on the last day. Those on the first follow from them.
const EVERYDAY_AT_END_MINOR: i64 = 79_264;
const SAVER_AT_END_MINOR: i64 = 760_000;

/// The current account: separate columns for money out and in, a running balance, pending rows last.
pub(super) fn everyday(entries: &[Entry]) -> String {
    let booked = |entry: &&Entry| !entry.is_pending();
    let mut balance = everyday_opening(entries);
    let mut text = "Date,Type,Description,Paid out (£),Paid in (£),Balance (£),Status\n".to_owned();
    for entry in entries.iter().filter(booked) {
        balance += entry.amount_minor;
        let (out, into) = out_and_in(entry.amount_minor);
        text.push_str(&format!(
            "{},{},{},{out},{into},{},Posted\n",
            british(entry.day),
            entry.kind,
            entry.descriptor,
            pounds(balance),
        ));
    }
    for entry in entries.iter().filter(|entry| entry.is_pending()) {
        let (out, into) = out_and_in(entry.amount_minor);
        let day = british(entry.day);
        text.push_str(&format!(
            "{day},Contactless,{},{out},{into},,Pending\n",
            entry.descriptor
        ));
    }
    text
}

/// The savings account: the account's number and the currency in each row, one signed amount, newest first.
pub(super) fn saver(entries: &[Entry]) -> String {
    let mut balance = saver_opening(entries);
    let mut rows = Vec::new();
    for entry in entries {
        balance += entry.amount_minor;
        rows.push(format!(
            "{},04-99-99 70012345,{},{},{},GBP,{}\n",
            entry.day,
            entry.kind,
            entry.descriptor,
            pounds(entry.amount_minor),
            pounds(balance),
        ));
    }
    rows.reverse();
    let header = "Date,Account Number,Type,Description,Amount,Currency,Balance\n";
    format!("{header}{}", rows.concat())
}

/// The card: OFX 1, as SGML, closing tags only where OFX wants them.
pub(super) fn card(entries: &[Entry]) -> String {
    let mut text = format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n\
         COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n\
         <OFX>\n<SIGNONMSGSRSV1>\n<SONRS>\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n\
         <DTSERVER>{last}\n<LANGUAGE>ENG\n<FI>\n<ORG>Lark\n</FI>\n</SONRS>\n</SIGNONMSGSRSV1>\n\
         <CREDITCARDMSGSRSV1>\n<CCSTMTTRNRS>\n<TRNUID>0\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n\
         <CCSTMTRS>\n<CURDEF>GBP\n<CCACCTFROM>\n<ACCTID>0000000000004417\n</CCACCTFROM>\n\
         <BANKTRANLIST>\n<DTSTART>{first}\n<DTEND>{last}\n",
        first = compact(FIRST),
        last = compact(LAST),
    );
    let mut same_day = (FIRST, 0);
    for entry in entries {
        same_day = (
            entry.day,
            if same_day.0 == entry.day {
                same_day.1 + 1
            } else {
                1
            },
        );
        text.push_str(&transaction(entry, same_day.1));
    }
    let balance = OPENING_MINOR + entries.iter().map(|entry| entry.amount_minor).sum::<i64>();
    text.push_str(&format!(
        "</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>{}\n<DTASOF>{}\n</LEDGERBAL>\n\
         </CCSTMTRS>\n</CCSTMTTRNRS>\n</CREDITCARDMSGSRSV1>\n</OFX>\n",
        pounds(balance),
        compact(LAST),
    ));
    text
}

/// One `STMTTRN`, the n-th of its day.
fn transaction(entry: &Entry, nth: u32) -> String {
    let kind = match (entry.amount_minor < 0, entry.mcc.is_empty()) {
        (true, _) => "DEBIT",
        (false, true) => "PAYMENT",
        (false, false) => "CREDIT",
    };
    let day = compact(entry.day);
    let mut text = format!(
        "<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{day}\n<TRNAMT>{}\n<FITID>{day}{nth:02}\n",
        pounds(entry.amount_minor)
    );
    if !entry.mcc.is_empty() {
        text.push_str(&format!("<SIC>{}\n", entry.mcc));
    }
    text.push_str(&format!("<NAME>{}\n", entry.descriptor));
    if let Some((rate, currency)) = entry.rate() {
        text.push_str(&format!(
            "<ORIGCURRENCY>\n<CURRATE>{rate}\n<CURSYM>{currency}\n</ORIGCURRENCY>\n"
        ));
    }
    text + "</STMTTRN>\n"
}

/// The current account's balance before its first entry.
pub(super) fn everyday_opening(entries: &[Entry]) -> i64 {
    let booked = entries.iter().filter(|entry| !entry.is_pending());
    opening(EVERYDAY_AT_END_MINOR, booked)
}

/// The savings account's balance before its first entry.
pub(super) fn saver_opening(entries: &[Entry]) -> i64 {
    opening(SAVER_AT_END_MINOR, entries.iter())
}

/// The balance before the first of these entries.
fn opening<'a>(at_end_minor: i64, entries: impl Iterator<Item = &'a Entry>) -> i64 {
    at_end_minor - entries.map(|entry| entry.amount_minor).sum::<i64>()
}

/// What stands in the columns for money out and money in: a magnitude in one, nothing in the other.
fn out_and_in(amount_minor: i64) -> (String, String) {
    let magnitude = pounds(amount_minor.abs());
    if amount_minor < 0 {
        (magnitude, String::new())
    } else {
        (String::new(), magnitude)
    }
}

/// `22/03/2026`.
fn british(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// `20260322`.
fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}
