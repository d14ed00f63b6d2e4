//! A file being read, in steps.

use std::sync::Arc;

use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::money::{Currency, Money};

use super::archive::{self, Unpacked};
use super::camt::{CamtReading, looks_like_camt};
use super::csv::{CsvReading, Opened, Origin};
use super::encoding::Decoded;
use super::handed::read_handed;
use super::json::{JsonReading, Step, looks_like_json};
use super::mt940::{Mt940Reading, looks_like_mt940};
use super::ofx::OfxReading;
use super::qif::{QifReading, looks_like_qif};
use super::source::{self, Held};
use super::{
    Choice, Handed, Hints, Progress, Readings, Statement, StatementError, detect, encoding, ofx,
    sheet,
};

/// A file being read, in steps.
pub struct Reading {
    state: State,
    currency: Option<Currency>,
    /// What was said of files, for one that has to be read anew.
    readings: Vec<(Arc<str>, Choice)>,
    /// Bytes of the documents that this one stood in a text of, and how many those were.
    unwrapped: (usize, u32),
}

/// What is left to do depends on the format.
enum State {
    Csv(Box<CsvReading>),
    Camt(Box<CamtReading>),
    Json(Box<JsonReading>),
    Mt940(Box<Mt940Reading>),
    Ofx(Box<OfxReading>),
    Qif(Box<QifReading>),
    Whole {
        read: Box<Read<Statement>>,
        bytes: usize,
    },
    /// Nothing can be read, as it turned out.
    Refused(StatementError),
}

/// A file of so many bytes is read in pieces, if it can be.
pub(super) const STREAMED: u64 = 8 << 20;

/// Bytes of such a file's begin and of its end that settle how it is read: several times the records looked at.
const BEGIN: usize = 1 << 20;
const END: usize = 256 << 10;

/// The begin and the end of a file, cut at line ends.
fn sample(file: &Held) -> Result<Vec<u8>, StatementError> {
    let (mut begin, mut end) = (Vec::new(), Vec::new());
    file.read(0, BEGIN, &mut begin)?;
    file.read(file.size().saturating_sub(END as u64), END, &mut end)?;
    let cut = memchr::memrchr2(b'\n', b'\r', &begin).map_or(begin.len(), |at| at + 1);
    begin.truncate(cut);
    let behind = memchr::memchr2(b'\n', b'\r', &end).map_or(end.len(), |at| at + 1);
    begin.extend_from_slice(&end[behind..]);
    Ok(begin)
}

/// Bytes at the begin of a file that tell OFX.
const HEAD: usize = 4_096;

impl Reading {
    /// Looks at the file and settles how it is read.
    ///
    /// Errors: the issue that says why nothing can be read from it.
    pub fn open(bytes: Vec<u8>, hints: Hints<'_>) -> Result<Reading, StatementError> {
        Reading::open_as(bytes, hints, &[])
    }

    /// The same, with what the person has said of files of a shape.
    pub fn open_as(
        bytes: Vec<u8>,
        hints: Hints<'_>,
        readings: Readings<'_>,
    ) -> Result<Reading, StatementError> {
        let Unpacked { mut parts, issues } = archive::unpack(bytes, hints.decoder)?;
        let part = match parts.len() {
            1 => parts.pop(),
            _ => None,
        };
        let part = part.ok_or_else(|| detect::not_statement("an archive of several files"))?;
        let bytes = part.bytes;
        if let Some((text, label, origin)) = sheet::unpacked(&bytes) {
            let decoded = Decoded {
                text,
                label,
                issues,
            };
            let state = open_table(decoded, readings, origin)?;
            return Ok(Reading::new(state, hints.currency, readings));
        }
        detect::check_bytes(&bytes)?;
        let head = bytes.get(..HEAD).unwrap_or(&bytes);
        let declared = if ofx::looks_like_ofx(head) || looks_like_camt(head) {
            ofx::declared_encoding(head)
        } else {
            None
        };
        let mut decoded = encoding::decode(bytes, declared, hints.decoder);
        decoded.issues.extend(issues);
        let state = open_text(decoded, readings)?;
        Ok(Reading::new(state, hints.currency, readings))
    }

    fn new(state: State, currency: Option<Currency>, readings: Readings<'_>) -> Reading {
        Reading {
            state,
            currency,
            readings: readings.to_vec(),
            unwrapped: (0, 0),
        }
    }

    /// Looks at a file that stays where it is, of which a large CSV file is read in pieces.
    ///
    /// Errors: the issue that says why nothing can be read from it, or that it is larger than the memory left.
    pub fn held(
        file: &Held,
        currency: Option<Currency>,
        readings: Readings<'_>,
    ) -> Result<Reading, StatementError> {
        if file.size() >= STREAMED {
            source::check_room(file.size())?;
            let hints = Hints {
                name: "",
                decoder: file.decoder(),
                currency,
            };
            if let Ok(mut reading) = Reading::open_as(sample(file)?, hints, readings)
                && let State::Csv(csv) = &mut reading.state
                && csv.take_from(file)
            {
                return Ok(reading);
            }
        }
        Reading::whole(file, currency, readings)
    }

    /// Looks at a file that stays where it is, as a whole.
    fn whole(
        file: &Held,
        currency: Option<Currency>,
        readings: Readings<'_>,
    ) -> Result<Reading, StatementError> {
        let hints = Hints {
            name: "",
            decoder: file.decoder(),
            currency,
        };
        Reading::open_as(file.bytes()?, hints, readings)
    }

    /// Looks at rows that were handed in, with the currency of those that name none.
    pub fn handed(handed: &Handed, currency: Option<Currency>) -> Reading {
        let read = Box::new(read_handed(handed));
        Reading::new(State::Whole { read, bytes: 0 }, currency, &[])
    }

    /// Reads up to `rows` more rows.
    pub fn advance(&mut self, rows: usize) -> Progress {
        let progress = match &mut self.state {
            State::Csv(reading) => {
                let progress = reading.advance(rows);
                match reading.contradicted().cloned() {
                    None => progress,
                    Some(file) => self.start_over(&file),
                }
            }
            State::Camt(reading) => reading.advance(rows),
            State::Json(reading) => match reading.advance(rows, &self.readings) {
                Ok(Step::Further(progress)) => progress,
                Ok(Step::Wrapped(text, issues)) => {
                    let label = reading.encoding();
                    self.unwrap(Decoded {
                        text,
                        label,
                        issues,
                    })
                }
                Err(issue) => self.refuse(issue),
            },
            State::Mt940(reading) => reading.advance(rows),
            State::Ofx(reading) => reading.advance(rows),
            State::Qif(reading) => reading.advance(rows),
            State::Whole { read, bytes } => Progress {
                rows: u32::try_from(read.value.rows.len()).unwrap_or(u32::MAX),
                bytes_read: *bytes,
                bytes_total: *bytes,
                done: true,
            },
            State::Refused(_) => REFUSED,
        };
        let (before, _) = self.unwrapped;
        Progress {
            bytes_read: progress.bytes_read.saturating_add(before),
            bytes_total: progress.bytes_total.saturating_add(before),
            ..progress
        }
    }

    fn refuse(&mut self, issue: StatementError) -> Progress {
        self.state = State::Refused(issue);
        REFUSED
    }

    /// Reads a file as a whole after all.
    fn start_over(&mut self, file: &Held) -> Progress {
        match Reading::whole(file, self.currency, &self.readings) {
            Ok(reading) => self.state = reading.state,
            Err(issue) => return self.refuse(issue),
        }
        Progress {
            rows: 0,
            bytes_read: 0,
            bytes_total: usize::try_from(file.size()).unwrap_or(usize::MAX),
            done: false,
        }
    }

    /// Goes on with a document that stood in a text of the one before.
    fn unwrap(&mut self, decoded: Decoded) -> Progress {
        let (before, wrapped) = self.unwrapped;
        if wrapped == WRAPPED {
            return self.refuse(detect::without_transactions());
        }
        let bytes_total = decoded.text.len();
        match open_text(decoded, &self.readings) {
            Ok(state) => self.state = state,
            Err(issue) => return self.refuse(issue),
        }
        self.unwrapped = (before.saturating_add(bytes_total), wrapped + 1);
        Progress {
            rows: 0,
            bytes_read: 0,
            bytes_total,
            done: false,
        }
    }

    /// Checks the balances and gives what was read.
    ///
    /// Errors: the issue that says why nothing can be read from the file.
    pub fn finish(mut self) -> Result<Read<Statement>, StatementError> {
        let mut read = match &mut self.state {
            State::Csv(reading) => reading.finish(),
            State::Camt(reading) => reading.finish(),
            State::Json(reading) => reading.finish(),
            State::Mt940(reading) => reading.finish(),
            State::Ofx(reading) => reading.finish(),
            State::Qif(reading) => reading.finish(),
            State::Whole { read, .. } => std::mem::take(&mut **read),
            State::Refused(issue) => return Err(issue.clone()),
        };
        take_from_balances(&mut read);
        if let Some(currency) = self.currency {
            assume(currency, &mut read);
        }
        Ok(read)
    }
}

/// Nothing is left to do.
const REFUSED: Progress = Progress {
    rows: 0,
    bytes_read: 0,
    bytes_total: 0,
    done: true,
};

/// How many documents may stand in texts of each other.
const WRAPPED: u32 = 2;

/// Settles how a text is read, by what it holds.
fn open_text(decoded: Decoded, readings: Readings<'_>) -> Result<State, StatementError> {
    let Decoded {
        text,
        label,
        issues,
    } = decoded;
    let head = text.as_bytes();
    let head = head.get(..HEAD).unwrap_or(head);
    if ofx::looks_like_ofx(head) {
        let reading = OfxReading::open(text, label, issues, readings)?;
        return Ok(State::Ofx(Box::new(reading)));
    }
    if looks_like_camt(head) {
        let reading = CamtReading::open(text, label, issues)?;
        return Ok(State::Camt(Box::new(reading)));
    }
    if looks_like_json(&text) {
        let reading = JsonReading::open(text, label, issues)?;
        return Ok(State::Json(Box::new(reading)));
    }
    detect::check_text(&text)?;
    if looks_like_mt940(&text) {
        let reading = Mt940Reading::open(text, label, issues)?;
        return Ok(State::Mt940(Box::new(reading)));
    }
    if looks_like_qif(&text) {
        let reading = QifReading::open(text, label, issues, readings)?;
        return Ok(State::Qif(Box::new(reading)));
    }
    if text.trim_start().starts_with('<') {
        // Pages were taken apart before; this one was wrapped in another text.
        return Err(detect::not_statement("a web page"));
    }
    let decoded = Decoded {
        text,
        label,
        issues,
    };
    open_table(decoded, readings, Origin::TEXT)
}

/// Settles how a table is read.
fn open_table(
    decoded: Decoded,
    readings: Readings<'_>,
    origin: Origin,
) -> Result<State, StatementError> {
    let bytes = decoded.text.len();
    let (text, label, issues) = (decoded.text, decoded.label, decoded.issues);
    Ok(
        match CsvReading::open(text, label, issues, readings, origin)? {
            Opened::Rows(reading) => State::Csv(reading),
            Opened::Empty(read) => State::Whole { read, bytes },
        },
    )
}

/// An account whose currency only a balance names is in that currency, and its rows are.
fn take_from_balances(read: &mut Read<Statement>) {
    let mut is_named = false;
    for (at, account) in read.value.accounts.iter_mut().enumerate() {
        if account.currency.is_some() {
            continue;
        }
        let balances = [account.opening, account.closing].into_iter().flatten();
        let Some(currency) = balances.filter_map(Money::currency).next() else {
            continue;
        };
        account.currency = Some(currency);
        is_named = true;
        let rows = read.value.rows.iter_mut();
        for row in rows.filter(|row| usize::from(row.account) == at) {
            row.currency = row.currency.or(Some(currency));
        }
    }
    if is_named && read.value.rows.iter().all(|row| row.currency.is_some()) {
        read.issues
            .retain(|issue| issue.code != IssueCode::CurrencyUnknown);
    }
}

/// Takes the amounts of accounts that name no currency as of this one, and says so.
///
/// What names one that cannot be read stays without: it is not known to be this one.
fn assume(currency: Currency, read: &mut Read<Statement>) {
    let names_another = |issue: &Issue| issue.code == IssueCode::CurrencyUnreadable;
    if read.issues.iter().any(names_another) {
        return;
    }
    for account in &mut read.value.accounts {
        if account.currency.is_none() {
            account.currency = Some(currency);
            account.is_currency_assumed = true;
            for balance in [&mut account.opening, &mut account.closing] {
                *balance = balance.map(|money| Money::from_decimal(money.amount(), Some(currency)));
            }
        }
    }
    let unknown = |issue: &Issue| issue.code == IssueCode::CurrencyUnknown;
    if read.issues.iter().any(unknown) {
        read.issues.retain(|issue| !unknown(issue));
        read.issues
            .push(Issue::new(IssueCode::CurrencyAssumed, Severity::Note).found(currency.code()));
    }
}
