//! Records: lines of a letter and its text, up to a line with `^`.

use crate::statement::lines::Place;
use crate::statement::names::list_of;

/// What a file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// `!Type:Bank`, without the mark.
    Header(&'a str),
    /// A record, whose fields are those of the reader.
    Record {
        /// The line of its first field, counted from 1.
        line: u32,
        /// Whether the file ends without its `^`.
        is_open: bool,
        /// Whether it ends in the middle of a line.
        is_cut: bool,
    },
}

/// A field of a record: its letter, its line and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// `D`, `T`, `P` and so on.
    pub(super) letter: u8,
    /// The line it stands on, counted from 1.
    pub(super) line: u32,
    /// What stands behind the letter, without blanks around it.
    pub(super) text: &'a str,
}

/// The records of a text, in order.
pub(super) struct Records<'a> {
    text: &'a str,
    /// Where the next part begins.
    pub(super) place: Place,
    /// The fields of the record at hand.
    pub(super) fields: Vec<Field<'a>>,
}

impl<'a> Records<'a> {
    /// The records of a text from a place on.
    pub(super) fn from(text: &'a str, place: Place) -> Records<'a> {
        Records {
            text,
            place,
            fields: Vec::new(),
        }
    }

    /// The next part; the fields of a record are in `fields` until the one after.
    pub(super) fn step(&mut self) -> Option<Part<'a>> {
        self.fields.clear();
        let mut is_cut = false;
        while let Some((written, next)) = self.place.peek(self.text) {
            let line = written.trim_matches(|letter: char| {
                letter.is_whitespace() || letter == '\u{FEFF}' || letter == '\u{1A}'
            });
            if let Some(header) = line.strip_prefix('!') {
                if !self.fields.is_empty() {
                    return self.record(false, false);
                }
                self.place.step(next);
                return Some(Part::Header(header.trim()));
            }
            is_cut = next == self.place.at + written.len();
            self.place.step(next);
            if line.starts_with('^') {
                if self.fields.is_empty() {
                    continue;
                }
                return self.record(false, false);
            }
            if let Some(&letter) = line.as_bytes().first()
                && letter.is_ascii()
            {
                self.fields.push(Field {
                    letter,
                    line: self.place.line,
                    text: line.get(1..).unwrap_or_default().trim(),
                });
            }
        }
        self.record(true, is_cut)
    }

    fn record(&self, is_open: bool, is_cut: bool) -> Option<Part<'a>> {
        let line = self.fields.first()?.line;
        Some(Part::Record {
            line,
            is_open,
            is_cut,
        })
    }
}

/// What the records below a header are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Entries of an account, by the name of its type; in a file without headers those of a bank.
    Entries(Kind),
    /// What an investment account did.
    Investments,
    /// The account that the next entries are of, or a list of accounts.
    Accounts,
    /// Something else.
    Others,
}

/// The type of an account that has entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `Bank`.
    Bank,
    /// `Cash`.
    Cash,
    /// `CCard`.
    Card,
    /// `Oth A`, what one owns.
    Asset,
    /// `Oth L`, what one owes.
    Liability,
    /// `Invst` and its kin.
    Investment,
    /// One that the format does not know.
    Other,
}

impl Kind {
    /// The kind of a type's name, also as an account's `T` has it.
    pub(super) fn of(name: &str) -> Option<Kind> {
        const KINDS: [Kind; 6] = [
            Kind::Bank,
            Kind::Cash,
            Kind::Card,
            Kind::Asset,
            Kind::Liability,
            Kind::Investment,
        ];
        let names = [
            "bank|checking|savings|banque",
            "cash|bargeld",
            "ccard|credit card|creditcard",
            "oth a",
            "oth l",
            "invst|port|mutual|401(k)|401(k)/403(b)",
        ];
        list_of(name.trim(), &names).map(|at| KINDS[at])
    }
}

impl Default for List {
    fn default() -> List {
        List::Entries(Kind::Bank)
    }
}

impl List {
    /// Whether its records are entries.
    pub(super) fn has_entries(self) -> bool {
        matches!(self, List::Entries(_) | List::Investments)
    }

    /// The list that a header begins; `None` for a switch such as `Option:AutoSwitch`.
    pub(super) fn of(header: &str) -> Option<List> {
        /// Lists that hold no entries.
        const OTHERS: &str =
            "cat|class|memorized|security|prices|budget|invitem|template|tag|tax|payee";
        if header.eq_ignore_ascii_case("account") {
            return Some(List::Accounts);
        }
        let is_type = header
            .get(..5)
            .is_some_and(|head| head.eq_ignore_ascii_case("type:"));
        if !is_type {
            return None;
        }
        let name = header.get(5..).unwrap_or_default().trim();
        Some(match Kind::of(name) {
            Some(Kind::Investment) => List::Investments,
            Some(kind) => List::Entries(kind),
            None if list_of(name, &[OTHERS]).is_some() => List::Others,
            None => List::Entries(Kind::Other),
        })
    }
}
