//! Bytes of a statement file to rows and issues.
//!
//! The format is told by the content, never by the name. Reading is in steps, so that a worker can report
//! progress and be cancelled between them: [`Reading::open`] looks at the file and settles how it is read,
//! [`Reading::advance`] reads some rows, [`Reading::finish`] checks balances and gives the [`Statement`], or says why
//! there is none.
//!
//! No rule knows a single file: a bank's habits are data (header words, phrases) that other files share.

use crate::calendar::Period;
use crate::issue::{Issue, IssueCode, Read};
use crate::money::{Currency, Money};
use crate::order::{Arrange as _, Gather as _};
use crate::stats::Confidence;
use crate::text::Texts;

mod archive;
mod bytes;
mod camt;
mod choice;
mod csv;
mod detect;
mod encoding;
mod handed;
mod json;
mod lines;
mod mt940;
mod names;
mod ofx;
mod qif;
mod reading;
mod row;
mod shared;
mod sheet;
mod source;
mod taken;

pub use archive::{Part, Unpacked, holds_files, unpack, unpack_held, unpack_text};
pub use choice::{Choice, Open, Readings, Shown};
pub use handed::{Handed, HandedRow};
pub use reading::Reading;
pub use row::{Detail, Facts, Mcc, Payment, Row};
pub use source::{Held, Source};

/// Turns bytes of a named encoding into text; the browser's `TextDecoder` or `encoding_rs`.
pub trait Decode {
    /// The text, with U+FFFD where bytes stand for nothing; `None` for a label that is not known.
    ///
    /// Shape: `label` is one of the WHATWG Encoding Standard, such as `windows-1252`.
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String>;
}

/// What is known of a file besides its bytes.
#[derive(Clone, Copy)]
pub struct Hints<'a> {
    /// The file's name, for the report only.
    pub name: &'a str,
    /// How other encodings than UTF-8 and UTF-16 are read.
    pub decoder: &'a dyn Decode,
    /// The currency of amounts whose file names none.
    pub currency: Option<Currency>,
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Delimited text.
    Csv,
    /// CAMT.052, .053 or .054 of ISO 20022.
    Camt,
    /// MT940 or MT942 of SWIFT.
    Mt940,
    /// OFX 1.x or 2.x, also as `.qfx` and `.qbo`.
    Ofx,
    /// QIF of Quicken.
    Qif,
    /// JSON of an interface of banks.
    Json,
    /// A workbook of Excel since 2007.
    Xlsx,
    /// A workbook of Excel before 2007.
    Xls,
    /// A spreadsheet of OpenDocument.
    Ods,
    /// A workbook of Excel 2003 as XML, or an OpenDocument spreadsheet in one piece of it.
    SpreadsheetXml,
    /// A table in a web page, which many banks call a workbook.
    Html,
    /// No file: rows that a host handed in.
    Rows,
}

impl Format {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Camt => "camt",
            Format::Mt940 => "mt940",
            Format::Ofx => "ofx",
            Format::Qif => "qif",
            Format::Json => "json",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Ods => "ods",
            Format::SpreadsheetXml => "spreadsheetxml",
            Format::Html => "html",
            Format::Rows => "rows",
        }
    }
}

/// A file, read.
#[derive(Clone, Default)]
pub struct Statement {
    /// What kind of file it is; `None` only in a value that was not read from one.
    pub format: Option<Format>,
    /// The encoding's WHATWG label; empty where there were no bytes.
    pub encoding: &'static str,
    /// How a delimited file was read, with the evidence.
    pub dialect: Option<Dialect>,
    /// The accounts it speaks of, in the order of the file; at least one.
    pub accounts: Vec<StatementAccount>,
    /// The entries in the order of the file.
    pub rows: Vec<Row>,
    /// Rows that are no entries or could not be read, with the issue that says why.
    pub skipped: Vec<Skipped>,
    /// The pool of every text in it.
    pub texts: Texts,
    /// What it leaves open, and what was said of that.
    pub open: Vec<Open>,
    /// What tells files of the same making, which leave the same open; empty where nothing ever is.
    pub shape: Box<str>,
}

/// An account as one file speaks of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementAccount {
    /// IBAN, account number or masked card number as printed, blanks left out.
    pub identifier: Option<Box<str>>,
    /// The bank, by its name or id.
    pub bank: Option<Box<str>>,
    /// What the file calls the account.
    pub name: Option<Box<str>>,
    /// What kind of account it is.
    pub kind: Option<AccountKind>,
    /// The currency of its rows where they name none.
    pub currency: Option<Currency>,
    /// Whether that currency is the one of [`Hints`], which no file named.
    pub is_currency_assumed: bool,
    /// The days the statement covers: as stated, else from its first row to its last.
    pub period: Option<Period>,
    /// The balance before the first row.
    pub opening: Option<Money>,
    /// The balance after the last row.
    pub closing: Option<Money>,
    /// Whether the balances prove the rows.
    pub checked: Checked,
    /// What of the file was compared with its rows.
    pub proofs: Vec<Proof>,
}

/// Something of a file that its rows were compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What it is, in words of the wire.
    pub what: &'static str,
    /// How often it agreed.
    pub agree: u32,
    /// How often it was compared.
    pub of: u32,
}

/// The balance after each row follows from the one before.
pub(crate) const RUNNING_BALANCE: &str = "running-balance";
/// Opening balance and rows come to the closing balance.
pub(crate) const OPENING_AND_CLOSING: &str = "opening-and-closing";
/// The file's own counts and sums are those of its rows.
pub(crate) const COUNTS_AND_SUMS: &str = "counts-and-sums";

impl StatementAccount {
    /// Notes what the rows were compared with, and how often it agreed.
    fn prove(&mut self, what: &'static str, agree: u32, of: u32) {
        match self.proofs.iter_mut().find(|proof| proof.what == what) {
            Some(proof) => {
                proof.agree += agree;
                proof.of += of;
            }
            None => self.proofs.push(Proof { what, agree, of }),
        }
    }
}

/// What kind of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountKind {
    /// An everyday account.
    Current,
    /// A savings or money-market account.
    Savings,
    /// A credit or charge card.
    Card,
    /// A loan or credit line.
    Loan,
    /// Cash and wallets.
    Cash,
}

impl AccountKind {
    /// The kind of a name on the wire.
    pub fn from_name(name: &str) -> Option<AccountKind> {
        use AccountKind::{Card, Cash, Current, Loan, Savings};
        [Current, Savings, Card, Loan, Cash]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            AccountKind::Current => "current",
            AccountKind::Savings => "savings",
            AccountKind::Card => "card",
            AccountKind::Loan => "loan",
            AccountKind::Cash => "cash",
        }
    }
}

/// Whether the file's own balances prove the reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checked {
    /// The balances follow from the rows.
    Agrees,
    /// They do not; an issue names the first row where it breaks.
    Disagrees,
    /// The file states no balances.
    #[default]
    NothingToCheck,
}

/// A row that gave no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line, counted from 1.
    pub line: u32,
    /// Why.
    pub code: IssueCode,
}

/// How a delimited file is read: a hypothesis, shown with its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// The delimiter: one of `,` `;` tab `|`; the unit separator of ASCII for a sheet, which has none.
    pub delimiter: u8,
    /// The line of the header, counted from 1; `None` where there is none.
    pub header: Option<u32>,
    /// Each column with its header (or its position) and its role.
    pub columns: Vec<Column>,
    /// The order of day, month and year: `DD/MM/YYYY`.
    pub date_order: &'static str,
    /// The decimal mark: `.` or `,`; `None` where no amount has one.
    pub decimal_mark: Option<u8>,
    /// How the sign is told.
    pub sign: SignConvention,
    /// What spoke for this reading, in words of the wire: `only-day-first-fits 212`.
    pub evidence: Vec<(&'static str, u32)>,
    /// What the file leaves open, each already an issue.
    pub open: Vec<IssueCode>,
}

/// What each kind of evidence is worth, in hundredths: told by one row, and by several.
///
/// Set by what each leaves possible: a balance that follows leaves nothing, a custom of banks leaves the other custom.
const WORTH: [(&str, u8, u8); 31] = [
    ("balance-follows", 97, 99),
    ("balance-follows-turned", 97, 99),
    ("balance-owed", 85, 90),
    ("balances-compared", 99, 99),
    ("balances-follow", 97, 99),
    ("both-signs", 90, 95),
    ("card", 75, 80),
    ("column-chosen", 100, 100),
    ("column-of-outflows", 92, 95),
    ("date-order-chosen", 100, 100),
    ("date-order-likelier", 60, 60),
    ("dates-in-order", 90, 90),
    ("dates-plain", 99, 99),
    ("decimal-comma", 90, 90),
    ("decimal-mark-chosen", 100, 100),
    ("decimal-mark-proved", 95, 99),
    ("direction-column", 97, 97),
    ("direction-column-agrees", 95, 97),
    ("direction-column-contrary", 85, 90),
    ("negative", 90, 95),
    ("only-day-first-fits", 95, 99),
    ("only-month-first-fits", 95, 99),
    ("only-other-order-fits", 95, 95),
    ("only-year-first-fits", 95, 99),
    ("points-between", 95, 95),
    ("purchases-positive", 75, 85),
    ("sign-chosen", 100, 100),
    ("sign-likelier", 60, 60),
    ("suffix-of-inflows", 90, 95),
    ("two-columns", 97, 97),
    ("words-of-rows", 75, 85),
];

/// What an open question takes from the confidence, and what is not listed above gives it.
const UNPROVED: [u8; 2] = [60, 90];

impl Dialect {
    /// Of a file whose fields go by these names.
    fn of_fields(fields: &[(&str, Role)]) -> Dialect {
        let columns = fields.iter().map(|(name, role)| Column {
            header: (*name).into(),
            role: *role,
        });
        Dialect {
            delimiter: b'\n',
            columns: columns.gather(),
            ..Dialect::default()
        }
    }

    /// Takes up what the file leaves open, and what was said of that, which holds for so many rows.
    fn leave_open(&mut self, open: &[Open], rows: u32) {
        for open in open {
            match open.chosen {
                Some(choice) => {
                    self.evidence.retain(|(what, _)| choice.likelier() != *what);
                    self.evidence.push((choice.evidence(), rows));
                }
                None => self.open.push(open.code),
            }
        }
        self.open.arrange();
    }

    /// How sure the reading is: as its weakest part.
    pub fn confidence(&self) -> Confidence {
        let parts = self.evidence.iter().map(|(what, rows)| {
            let worth = WORTH.iter().find(|(known, _, _)| known == what);
            match worth {
                Some((_, one, _)) if *rows < 2 => *one,
                Some((_, _, several)) => *several,
                None => UNPROVED[1],
            }
        });
        let compared = |(what, _): &&(&str, u32)| what.starts_with("balances-");
        let mut balances = self.evidence.iter().filter(compared).map(|(_, rows)| *rows);
        let open = self.open.first().map(|_| UNPROVED[0]);
        let weakest = parts.chain(open).min().unwrap_or(UNPROVED[1]);
        // Balances that follow in row after row leave no other reading of the amounts.
        let follows = balances.next().zip(balances.next());
        match follows {
            Some((agree, of)) if agree < of => {
                Confidence::from_hundredths(weakest.min(UNPROVED[1]))
            }
            _ => Confidence::from_hundredths(weakest),
        }
    }
}

/// A column of a delimited file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header as printed; empty where there is none.
    pub header: Box<str>,
    /// What it holds.
    pub role: Role,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Posting date.
    PostingDate,
    /// Value date.
    ValueDate,
    /// Transaction date.
    TransactionDate,
    /// Signed amount, or unsigned beside a column of direction.
    Amount,
    /// Magnitude that leaves the account.
    Outflow,
    /// Magnitude that comes in.
    Inflow,
    /// A word or letter that says in or out.
    Direction,
    /// Fee, added to the amount.
    Fee,
    /// Currency of the amount.
    Currency,
    /// Running balance.
    Balance,
    /// Part of the descriptor.
    Descriptor,
    /// Payee.
    Payee,
    /// The other party's account.
    CounterpartyAccount,
    /// The person's own account.
    OwnAccount,
    /// Reference.
    Reference,
    /// The reference that stays with a payment to its end.
    EndToEndId,
    /// The mandate of a direct debit.
    MandateId,
    /// The bank's id of the row.
    BankId,
    /// The bank's type of transaction.
    BankCode,
    /// The bank's own category.
    BankCategory,
    /// Merchant category code.
    Mcc,
    /// Amount in the currency of the purchase.
    OriginalAmount,
    /// Currency of the purchase.
    OriginalCurrency,
    /// Pending or booked.
    Status,
    /// Nothing that is used.
    Ignored,
}

/// How a delimited file tells money out from money in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignConvention {
    /// Negative leaves the account.
    #[default]
    Signed,
    /// Positive leaves the account, as many cards print it.
    Inverted,
    /// Two columns.
    TwoColumns,
    /// A column of words.
    DirectionColumn,
    /// Words in the descriptor; what they do not say came in went out.
    DescriptorWords,
}

/// A file that cannot be read at all, as the issue that says why.
pub type StatementError = Issue;

/// How far a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows read so far.
    pub rows: u32,
    /// Bytes behind the reader.
    pub bytes_read: usize,
    /// Bytes of the file.
    pub bytes_total: usize,
    /// Whether nothing is left to read.
    pub done: bool,
}

impl Progress {
    /// Of a text, so many entries and bytes in.
    fn of(entries: usize, bytes_read: usize, text: &str, done: bool) -> Progress {
        Progress {
            rows: u32::try_from(entries).unwrap_or(u32::MAX),
            bytes_read,
            bytes_total: text.len(),
            done,
        }
    }
}

/// Reads a whole file in one go.
///
/// Errors: the issue that says why nothing could be read.
pub fn read(bytes: Vec<u8>, hints: Hints<'_>) -> Result<Read<Statement>, StatementError> {
    let mut reading = Reading::open(bytes, hints)?;
    while !reading.advance(ROWS_A_STEP).done {}
    reading.finish()
}

/// How many rows a step reads when nothing waits between steps.
const ROWS_A_STEP: usize = 65_536;
