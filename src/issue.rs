//! What is wrong with the input, as a value beside the result.
//!
//! An [`Issue`] says where, what was seen, what was expected and what was done about it. Its words are a
//! [`Phrase`] built here and nowhere else. Nothing of the input's text reaches a log: [`Excerpt`] has no
//! `Display`, and its `Debug` prints a length.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::phrase::{Argument, Phrase};

/// A result together with what was wrong on the way to it.
#[must_use = "the issues are half of the result"]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read<T> {
    /// What could be read.
    pub value: T,
    /// What could not.
    pub issues: Vec<Issue>,
}

/// One thing that is wrong with the input; handed on as one pointer, for that is done in a hundred places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue(Box<Wrong>);

impl Deref for Issue {
    type Target = Wrong;

    fn deref(&self) -> &Wrong {
        &self.0
    }
}

impl DerefMut for Issue {
    fn deref_mut(&mut self) -> &mut Wrong {
        &mut self.0
    }
}

/// What is wrong, where, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What kind of thing; stable, and the name of its fixture.
    pub code: IssueCode,
    /// What was done about it.
    pub severity: Severity,
    /// Where it is.
    pub at: Location,
    /// What was seen there.
    pub found: Excerpt,
    /// What would have been right.
    pub expected: Expected,
}

/// What was done about an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing was lost; worth knowing.
    Note,
    /// The value is kept but may be wrong.
    Warning,
    /// The row is left out.
    RowSkipped,
    /// The file could not be read.
    Failed,
}

impl Severity {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::RowSkipped => "rowSkipped",
            Severity::Failed => "failed",
        }
    }
}

/// Where in the files an issue is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The file's name as the person knows it.
    pub file: Option<Arc<str>>,
    /// The row, counted from 1 as an editor shows the file's lines (for OFX, the entry's line).
    pub row: Option<u32>,
    /// The column's header or the field's tag.
    pub column: Option<Box<str>>,
}

/// At most [`Excerpt::MAX`] characters of the input and a `…` for the rest, control characters escaped.
///
/// ```
/// use farthing::issue::Excerpt;
///
/// assert_eq!(Excerpt::new(" 1.2.3,4 ").show(), "1.2.3,4");
/// assert_eq!(Excerpt::new("a\u{202E}b").show(), r"a\u{202e}b");
/// assert_eq!(format!("{:?}", Excerpt::new("secret")), "Excerpt(6 characters)");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Excerpt(Box<str>);

impl Excerpt {
    /// The most characters that are kept.
    pub const MAX: usize = 40;

    /// Cuts and escapes what was seen; an escape counts as the characters it is written with.
    pub fn new(text: &str) -> Excerpt {
        let mut kept = String::new();
        let mut room = Excerpt::MAX;
        for letter in text.trim().chars().map(|letter| match letter {
            // The decimal mark of a number that was typed in a sheet.
            '\u{1E}' => '.',
            letter => letter,
        }) {
            let is_shown = !letter.is_control() && !is_invisible(letter);
            let width = if is_shown {
                1
            } else {
                letter.escape_unicode().len()
            };
            if width > room {
                kept.push('…');
                break;
            }
            room -= width;
            if is_shown {
                kept.push(letter);
            } else {
                kept.extend(letter.escape_unicode());
            }
        }
        Excerpt(kept.into())
    }

    /// The text, for the person's eyes only.
    pub fn show(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excerpt({} characters)", self.0.chars().count())
    }
}

/// Direction marks, zero-width characters and the like, which would change how the message reads.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{061C}')
}

macro_rules! issue_codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What kind of thing is wrong, by the input's fault and not by the function that met it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum IssueCode { $($(#[$doc])* $variant,)* }

        impl IssueCode {
            /// Every code, for the test that wants a fixture of each.
            pub const ALL: &[IssueCode] = &[$(IssueCode::$variant,)*];

            /// The name on the wire, in messages' templates (`issue-<name>`) and of the fixture.
            pub fn name(self) -> &'static str {
                match self { $(IssueCode::$variant => $name,)* }
            }
        }
    };
}

issue_codes! {
    /// A cell of the amount's column cannot be read as one.
    AmountUnreadable = "amount-unreadable",
    /// A row has no amount at all.
    AmountMissing = "amount-missing",
    /// An amount has more digits than can be kept exactly.
    AmountTooLarge = "amount-too-large",
    /// A cell of the date's column cannot be read as one.
    DateUnreadable = "date-unreadable",
    /// A row has no date.
    DateMissing = "date-missing",
    /// Day and month can be read either way, in every row of the file.
    DateOrderAmbiguous = "date-order-ambiguous",
    /// The decimal mark can be read either way, in every row of the file.
    DecimalMarkAmbiguous = "decimal-mark-ambiguous",
    /// Which sign leaves the account can be read either way.
    SignAmbiguous = "sign-ambiguous",
    /// Two columns may as well hold the amounts.
    AmountColumnAmbiguous = "amount-column-ambiguous",
    /// Which currency the amounts are in is said nowhere in the file.
    CurrencyUnknown = "currency-unknown",
    /// The file names no currency, and the one that was set for such files is taken.
    CurrencyAssumed = "currency-assumed",
    /// A currency code that names no currency.
    CurrencyUnreadable = "currency-unreadable",
    /// A row has fewer or more cells than its header.
    RowRagged = "row-ragged",
    /// A row in the table that is no transaction: a total, an opening balance, a footer.
    RowNotTransaction = "row-not-transaction",
    /// Bytes that the encoding has no character for.
    TextUndecodable = "text-undecodable",
    /// The declared encoding contradicts the bytes.
    EncodingContradicted = "encoding-contradicted",
    /// The running balance does not follow from the rows.
    BalanceBroken = "balance-broken",
    /// The stated closing balance is not the opening balance and the rows.
    ClosingBalanceDisagrees = "closing-balance-disagrees",
    /// The stated number of entries is not the number in the file.
    EntryCountDisagrees = "entry-count-disagrees",
    /// The stated sum of the entries is not what they add up to.
    EntryTotalDisagrees = "entry-total-disagrees",
    /// The file ends in the middle of an entry.
    FileCutOff = "file-cut-off",
    /// The file has no bytes, or only blanks.
    FileEmpty = "file-empty",
    /// The file is an image, an archive, a document or a program.
    FileNotStatement = "file-not-statement",
    /// The file is text, but nothing in it is a dated amount.
    FileWithoutTransactions = "file-without-transactions",
    /// An archive, or a file in one, that is cut off or whose sums do not agree.
    ArchiveDamaged = "archive-damaged",
    /// An archive that unpacks to more than a statement has.
    ArchiveTooLarge = "archive-too-large",
    /// The file is locked with a password.
    FileProtected = "file-protected",
    /// A format we know and do not read.
    FormatUnsupported = "format-unsupported",
    /// The file is larger than can be held.
    FileTooLarge = "file-too-large",
    /// The bank's server answered with an error instead of a statement.
    ServerRefused = "server-refused",
    /// A statement with no entries in it.
    StatementEmpty = "statement-empty",
    /// Security trades and other entries that are left out.
    EntriesLeftOut = "entries-left-out",
    /// The bank gives the same id to several entries.
    BankIdRepeated = "bank-id-repeated",
    /// Markup that is not closed or not opened where it should be, read as far as it can be.
    MarkupBroken = "markup-broken",
}

/// What would have been right; an enum, so that it can be said in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// The code says it all.
    #[default]
    Nothing,
    /// One decimal point, as in 12.30.
    DecimalPoint,
    /// One decimal comma, as in 12,30.
    DecimalComma,
    /// A plain number.
    Number,
    /// A date in a notation such as `DD.MM.YYYY`.
    Date(&'static str),
    /// A currency code such as EUR.
    CurrencyCode,
    /// So many cells.
    Cells(u32),
    /// So many entries.
    Entries(u64),
    /// This balance.
    Balance(crate::money::Money),
    /// A closing tag, by its name.
    ClosingTag(Box<str>),
    /// An export in one of the formats that are read.
    StatementExport,
    /// At most so many bytes.
    AtMostBytes(u64),
}

impl Expected {
    /// The template that words it; `None` where the code says it all.
    fn phrase(&self) -> Option<Phrase> {
        let (template, argument) = match self {
            Expected::Nothing => return None,
            Expected::DecimalPoint => ("expected-decimal-point", None),
            Expected::DecimalComma => ("expected-decimal-comma", None),
            Expected::Number => ("expected-number", None),
            Expected::Date(notation) => ("expected-date", Some(Argument::text(notation))),
            Expected::CurrencyCode => ("expected-currency-code", None),
            Expected::Cells(count) => ("expected-cells", Some(Argument::Count(u64::from(*count)))),
            Expected::Entries(count) => ("expected-entries", Some(Argument::Count(*count))),
            Expected::Balance(money) => ("expected-balance", Some(Argument::Money(*money))),
            Expected::ClosingTag(tag) => ("expected-closing-tag", Some(Argument::text(tag))),
            Expected::StatementExport => ("expected-statement-export", None),
            Expected::AtMostBytes(bytes) => {
                ("expected-at-most-bytes", Some(Argument::Bytes(*bytes)))
            }
        };
        let phrase = Phrase::new(template);
        Some(match argument {
            Some(argument) => phrase.with("value", argument),
            None => phrase,
        })
    }
}

impl Issue {
    /// An issue of a code, to be completed by the `at_…`, `found` and `expected` methods.
    ///
    /// None of them is put in where it is called: a hundred places make issues, and none of them has to be fast.
    #[inline(never)]
    pub fn new(code: IssueCode, severity: Severity) -> Issue {
        Issue(Box::new(Wrong {
            code,
            severity,
            at: Location::default(),
            found: Excerpt::default(),
            expected: Expected::Nothing,
        }))
    }

    /// Names the row, counted from 1.
    #[inline(never)]
    pub fn at_row(mut self, row: u32) -> Issue {
        self.at.row = Some(row);
        self
    }

    /// Names the column by its header, or the field by its tag.
    #[inline(never)]
    pub fn at_column(mut self, column: &str) -> Issue {
        self.at.column = Some(column.into());
        self
    }

    /// Says what was seen.
    #[inline(never)]
    pub fn found(mut self, text: &str) -> Issue {
        self.found = Excerpt::new(text);
        self
    }

    /// Says what would have been right.
    #[inline(never)]
    pub fn expected(mut self, expected: Expected) -> Issue {
        self.expected = expected;
        self
    }

    /// What would have been right, in the invariant English; empty where the code says it all.
    pub fn expected_sentence(&self) -> String {
        self.expected
            .phrase()
            .map(|phrase| phrase.sentence())
            .unwrap_or_default()
    }

    /// The words: where, what was seen, what was expected, what was done about it.
    pub fn phrase(&self) -> Phrase {
        let place = match (self.at.row, &self.at.column) {
            (Some(_), Some(_)) => "issue-at-cell",
            (Some(_), None) => "issue-at-row",
            (None, Some(_)) => "issue-at-column",
            (None, None) => "issue-at-file",
        };
        let done = match self.severity {
            Severity::Note => "issue-done-note",
            Severity::Warning => "issue-done-warning",
            Severity::RowSkipped => "issue-done-row-skipped",
            Severity::Failed => "issue-done-failed",
        };
        let mut place = Phrase::new(place);
        if let Some(row) = self.at.row {
            place = place.with("row", Argument::Ordinal(u64::from(row)));
        }
        if let Some(column) = &self.at.column {
            place = place.with("column", Argument::text(column));
        }
        if let Some(file) = &self.at.file {
            place = place.with("file", Argument::text(file));
        }
        let seen =
            Phrase::new(self.code.template()).with("found", Argument::text(self.found.show()));
        let mut parts = vec![place, seen];
        parts.extend(self.expected.phrase());
        parts.push(Phrase::new(done));
        Phrase::joined(parts)
    }
}

impl IssueCode {
    /// The template of what was seen.
    fn template(self) -> &'static str {
        crate::phrase::issue_template(self.name())
    }
}
