//! One `STMTTRN` while it is being read, and the words its descriptor is made of.

use super::element::readable;

/// The fields of an entry as written; empty where the file has none.
#[derive(Clone, Copy, Default)]
pub(super) struct Entry<'a> {
    /// The line its tag stands on.
    pub(super) line: u32,
    /// Whether the bank has not booked it yet (`STMTTRNP`).
    pub(super) pending: bool,
    /// `TRNTYPE`.
    pub(super) kind: &'a str,
    /// `DTPOSTED`, or `DTTRAN` of a pending entry.
    pub(super) posted: &'a str,
    /// `DTUSER`.
    pub(super) used: &'a str,
    /// `DTAVAIL`.
    pub(super) available: &'a str,
    /// `TRNAMT`.
    pub(super) amount: &'a str,
    /// Whether the file ends in the amount.
    pub(super) amount_cut: bool,
    /// `FITID`.
    pub(super) id: &'a str,
    /// `CORRECTFITID`.
    pub(super) corrected_id: &'a str,
    /// `CORRECTACTION`.
    pub(super) correction: &'a str,
    /// `CHECKNUM`.
    pub(super) check: &'a str,
    /// `REFNUM`.
    pub(super) reference: &'a str,
    /// `SIC`.
    pub(super) industry: &'a str,
    /// `NAME`.
    pub(super) name: &'a str,
    /// `EXTDNAME`, the name at full length.
    pub(super) long_name: &'a str,
    /// `NAME` of `PAYEE`.
    pub(super) payee: &'a str,
    /// `MEMO`.
    pub(super) memo: &'a str,
    /// Whether `MEMO` begins with a space, which parts it from a name it goes on from.
    pub(super) memo_spaced: bool,
    /// `ACCTID` of `BANKACCTTO` or `CCACCTTO`.
    pub(super) counterparty: &'a str,
    /// `CURSYM` of `CURRENCY`.
    pub(super) currency: &'a str,
    /// `CURSYM` of `ORIGCURRENCY`.
    pub(super) original_currency: &'a str,
    /// `CURRATE` of `ORIGCURRENCY`.
    pub(super) original_rate: &'a str,
}

impl<'a> Entry<'a> {
    /// An entry whose tag stands on `line`.
    pub(super) fn at(line: u32, pending: bool) -> Entry<'a> {
        Entry {
            line,
            pending,
            ..Entry::default()
        }
    }

    /// The name as long as the file has it.
    pub(super) fn full_name(&self) -> &'a str {
        match (self.long_name, self.name) {
            ("", "") => self.payee,
            ("", name) => name,
            (long, _) => long,
        }
    }
}

/// Which way the money of an entry goes, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// It comes in.
    In,
    /// It leaves the account.
    Out,
}

impl Direction {
    /// The direction that a `TRNTYPE` tells; `None` for those that go either way.
    ///
    /// Source: OFX 1.6 section 11.4.3.1.1, and the numbers of OFC 1.0 for the same.
    pub(super) fn of(kind: &str) -> Option<Direction> {
        match kind {
            "CREDIT" | "DEP" | "DIRECTDEP" | "DIV" | "0" => Some(Direction::In),
            "DEBIT" | "CHECK" | "POS" | "ATM" | "FEE" | "SRVCHG" | "DIRECTDEBIT" | "1" => {
                Some(Direction::Out)
            }
            _ => None,
        }
    }
}

/// The characters a `NAME` holds at most, and at which banks cut it to go on in `MEMO`.
///
/// Source: OFX 1.6 section 11.4.3, `<NAME>` is A-32.
pub(super) const NAME_CHARACTERS: usize = 32;

/// How `NAME` and `MEMO` make one descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// Only one of them says something, or says it all.
    Either,
    /// They are two statements; the name is so many characters long.
    Apart(usize),
    /// `NAME` is full, so that `MEMO` may go on in the middle of its last word.
    Open,
}

/// Buffers that every descriptor is built in.
#[derive(Default)]
pub(super) struct Words {
    name: String,
    memo: String,
    joined: String,
}

impl Words {
    /// The descriptor of a name and a memo, and how they were joined; `between` stands between the two.
    ///
    /// ```text
    /// "GREEN GROCER"             "ON 3 MAY"                        both, a blank between
    /// "BILL PAYMENT CITICORP CH" "BILL PAYMENT CITICORP CHOICE"    the memo alone
    /// "PARKING"                  "Parking"                         the name alone
    /// ```
    pub(super) fn descriptor<'b>(
        &'b mut self,
        name: &'b str,
        memo: &'b str,
        between: &str,
    ) -> (&'b str, Joint) {
        let letters = if memo.is_empty() {
            0
        } else {
            decoded_letters(name)
        };
        let name = readable(name, &mut self.name);
        let memo = readable(memo, &mut self.memo);
        // A few letters that a full name goes on with may well stand in it too.
        let is_full = letters == NAME_CHARACTERS;
        if memo.is_empty() || (holds(name, memo) && !is_full) {
            return (name, Joint::Either);
        }
        if name.is_empty() || holds(memo, name) {
            return (memo, Joint::Either);
        }
        self.joined.clear();
        for part in [name, between, memo] {
            self.joined.push_str(part);
        }
        let joint = if is_full {
            Joint::Open
        } else {
            Joint::Apart(letters)
        };
        (&self.joined, joint)
    }
}

/// How many characters a value stands for, its blanks not folded.
fn decoded_letters(raw: &str) -> usize {
    let letters = raw.chars().count();
    if !raw.contains('&') {
        return letters;
    }
    let mut buffer = String::new();
    let folded = raw
        .split_ascii_whitespace()
        .map(|word| word.chars().count() + 1);
    let folded = folded.sum::<usize>().saturating_sub(1);
    readable(raw, &mut buffer).chars().count() + letters.saturating_sub(folded)
}

/// Whether `whole` says all that `part` says, in whatever case at its start.
fn holds(whole: &str, part: &str) -> bool {
    whole.len() >= part.len()
        && (whole.contains(part)
            || whole
                .get(..part.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(part)))
}
