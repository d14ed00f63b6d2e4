//! The one door: requests in, replies out, over one session.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_bytes::ByteBuf;

use crate::calendar;
use crate::money::Currency;
use crate::phrase::{self, Phrase};
use crate::session::{
    DEFAULT_LOCALE, Deed, FileId, ImportStep, Imported, Incoming, MAX_FILE_BYTES, Preview, Refusal,
    Rows, RowsQuery, Session, Way,
};
use crate::statement::{Choice, Decode};

use super::convert::{account_reports, currency_of, date_of, transaction};
use super::convert_review::{accounts, decision, decisions};
use super::export::csv;
use super::files::{Detail, file_report, readings, waiting};
use super::journal::journal;
use super::*;

/// The version of the messages; it goes up when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// The most rows a page gives.
pub(super) const PAGE_ROWS: u64 = 500;

/// A session behind its door.
///
/// ```
/// use farthing::native::EncodingRs;
/// use farthing::wire::{Door, Envelope, Reply, Request};
///
/// let mut door = Door::new(Box::new(EncodingRs));
/// let replies = door.run(Envelope { id: 7, request: Request::Defaults });
/// assert!(matches!(replies[0].reply, Reply::Ok { .. }));
/// ```
pub struct Door {
    session: Session,
    waiting: VecDeque<Envelope>,
    ready: Vec<Outgoing>,
    importing: Option<u64>,
}

impl Door {
    /// A door to an empty session.
    pub fn new(decoder: Box<dyn Decode>) -> Door {
        Door {
            session: Session::new(decoder),
            waiting: VecDeque::new(),
            ready: Vec::new(),
            importing: None,
        }
    }

    /// Takes a request; its replies come from [`Door::step`].
    pub fn begin(&mut self, envelope: Envelope) {
        if let Request::Cancel { target } = envelope.request {
            self.cancel(target);
            self.ready.push(ok(envelope.id, Body::Done));
        } else {
            self.waiting.push_back(envelope);
        }
    }

    /// Whether nothing is left to do.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.ready.is_empty() && self.importing.is_none()
    }

    /// Does a bounded piece of work and gives what is to be sent.
    ///
    /// Requests are answered in order, between the steps of an import; a second import waits for the first.
    pub fn step(&mut self) -> Vec<Outgoing> {
        let mut out = std::mem::take(&mut self.ready);
        let next = self.waiting.iter().position(|envelope| {
            self.importing.is_none()
                || !matches!(
                    envelope.request,
                    Request::Import(_)
                        | Request::ImportRows(_)
                        | Request::Configure(_)
                        | Request::Sample
                        | Request::Correct(_)
                        | Request::SetRules(_)
                        | Request::SuggestOnly { .. }
                        | Request::Erase
                        | Request::Settle { .. }
                        | Request::TakeOut { .. }
                        | Request::Undo
                        | Request::Redo
                        | Request::Decide(_)
                        | Request::Mark(_)
                        | Request::Split(_)
                        | Request::Account(_)
                        | Request::Merge(_)
                        | Request::Apart(_)
                        | Request::SetRates { .. }
                )
        });
        if let Some(envelope) = next.and_then(|at| self.waiting.remove(at)) {
            self.serve(envelope, &mut out);
        } else if let Some(id) = self.importing {
            self.step_import(id, &mut out);
        }
        out
    }

    /// Takes a request and works until nothing is left to do.
    pub fn run(&mut self, envelope: Envelope) -> Vec<Outgoing> {
        self.begin(envelope);
        let mut out = Vec::new();
        while !self.is_idle() {
            out.extend(self.step());
        }
        out
    }

    fn cancel(&mut self, target: u64) {
        let waited = self.waiting.len();
        self.waiting.retain(|envelope| envelope.id != target);
        let running = self.importing == Some(target);
        if running {
            self.importing = None;
            self.session.cancel_import();
        }
        if running || self.waiting.len() < waited {
            let failure = Failure::new("cancelled", Phrase::new("failure-cancelled"));
            self.ready.push(Outgoing {
                id: target,
                reply: Reply::Error(failure),
            });
        }
    }

    fn step_import(&mut self, id: u64, out: &mut Vec<Outgoing>) {
        match self.session.step_import() {
            Some(ImportStep::Working {
                file,
                file_index,
                files,
                stage,
                rows,
                bytes_read,
                bytes_total,
            }) => out.push(Outgoing {
                id,
                reply: Reply::Progress(ImportProgress {
                    file: file.to_string(),
                    file_index,
                    files,
                    stage: stage.name().to_owned(),
                    rows,
                    bytes_read,
                    bytes_total,
                }),
            }),
            Some(ImportStep::Done(imported)) => {
                self.importing = None;
                out.push(ok(id, Body::Import(self.import_report(imported))));
            }
            Some(ImportStep::GivenUp(refusal)) => {
                self.importing = None;
                out.push(refused(id, refusal));
            }
            None => self.importing = None,
        }
    }

    fn serve(&mut self, envelope: Envelope, out: &mut Vec<Outgoing>) {
        let id = envelope.id;
        let body = match envelope.request {
            Request::Import(import) => match currency_of(import.currency.as_deref()) {
                Ok(currency) => {
                    let files = import.files.into_iter();
                    let files = files.map(|file| {
                        let bytes = |bytes: ByteBuf| Incoming::Bytes(bytes.into_vec());
                        let held = file.held.map(Incoming::Held);
                        (
                            Arc::from(file.name),
                            held.unwrap_or_else(|| bytes(file.bytes)),
                        )
                    });
                    if import.asks == Some(true) {
                        self.session.begin_asking(files.collect(), currency);
                    } else {
                        self.session.begin_import(files.collect(), currency);
                    }
                    self.importing = Some(id);
                    return;
                }
                Err(failure) => Err(failure),
            },
            Request::ImportRows(import) => match currency_of(import.currency.as_deref()) {
                Ok(currency) => {
                    let name = Arc::from(import.name.as_str());
                    self.session.begin_rows(name, import.into(), currency);
                    self.importing = Some(id);
                    return;
                }
                Err(failure) => Err(failure),
            },
            Request::Settle { file, choice } => {
                let found = file_of(&file).zip(Choice::from_name(&choice));
                let begun = match found {
                    Some((file, choice)) => self.session.begin_settle(file, choice),
                    None => Err(Refusal::Unknown),
                };
                return self.reading_again(id, begun, out);
            }
            Request::TakeOut { file } => {
                let found = file_of(&file).ok_or(Refusal::Unknown);
                let begun = found.and_then(|file| self.session.begin_take_out(file));
                return self.reading_again(id, begun, out);
            }
            Request::Correct(correct) => {
                let asked = correct.to_domain();
                if correct.preview == Some(true) {
                    let preview = asked.and_then(|asked| self.session.preview_correction(&asked));
                    return match preview {
                        Ok(preview) => out.push(ok(id, self.preview(&preview))),
                        Err(refusal) => out.push(refused(id, refusal)),
                    };
                }
                let begun = asked.and_then(|asked| self.session.begin_correct(&asked));
                return self.reading_again(id, begun, out);
            }
            Request::SetRules(set) if set.preview == Some(true) => {
                Ok(self.preview(&self.session.preview_rules(&set.text)))
            }
            Request::SetRules(set) => {
                let begun = self.session.begin_rules(&set.text);
                return self.reading_again(id, begun, out);
            }
            Request::SuggestOnly { on } => {
                let text = self.session.book().rules().suggesting(on);
                let begun = self.session.begin_rules(&text);
                return self.reading_again(id, begun, out);
            }
            Request::Journal { to } => match journal(self.session.book(), &to) {
                Some(text) => Ok(Body::Export(Export { text })),
                None => return self.reading_again(id, Err(Refusal::Unknown), out),
            },
            Request::Rules => Ok(Body::Rules(RulesReport::of(self.session.book()))),
            Request::Undo => {
                let begun = self.session.begin_step(Way::Undo);
                return self.reading_again(id, begun, out);
            }
            Request::Redo => {
                let begun = self.session.begin_step(Way::Redo);
                return self.reading_again(id, begun, out);
            }
            Request::Files => Ok(Body::Import(
                self.import_report(Imported { first_record: 0 }),
            )),
            Request::Decide(decide) => {
                let choice = decide.to_domain();
                let begun = choice.and_then(|choice| self.session.begin_decide(choice));
                return self.reading_again(id, begun, out);
            }
            Request::Mark(said) => {
                let begun = said.begin(&mut self.session);
                return self.reading_again(id, begun, out);
            }
            Request::Split(said) => {
                let begun = said.begin(&mut self.session);
                return self.reading_again(id, begun, out);
            }
            Request::Account(said) => {
                let begun = said.begin(&mut self.session);
                return self.reading_again(id, begun, out);
            }
            Request::Merge(said) => {
                let begun = said.begin(&mut self.session);
                return self.reading_again(id, begun, out);
            }
            Request::Apart(said) => {
                let begun = said.begin(&mut self.session);
                return self.reading_again(id, begun, out);
            }
            Request::Rates => Ok(Body::Rates(RatesReport::of(&self.session))),
            Request::SetRates { rates } => {
                let rates: Result<Vec<_>, Refusal> =
                    rates.iter().map(RateSaid::to_domain).collect();
                let begun = rates.and_then(|rates| self.session.begin_rates(rates));
                return self.reading_again(id, begun, out);
            }
            Request::Decisions(of) => Ok(Body::Decisions(decisions(&mut self.session, &of))),
            Request::Accounts => {
                let reports = account_reports(self.session.book().ledger());
                Ok(Body::Accounts(accounts(&self.session, reports)))
            }
            Request::Configure(configure) => {
                currency_of(configure.currency.as_deref()).map(|currency| {
                    self.session.set_currency(currency);
                    Body::Done
                })
            }
            Request::Sample => {
                self.session.begin_sample();
                self.importing = Some(id);
                return;
            }
            Request::Defaults => Ok(Body::Defaults(defaults())),
            Request::Overview(of) => self.overview(&of),
            Request::Insights { today } => self.insights(&today),
            Request::Ask(ask) => self.ask(&ask),
            Request::Proof {
                answer,
                offset,
                limit,
            } => self.proof(answer, offset, limit),
            Request::Rows(of) => self.rows(&of),
            Request::Export(of) => self.export(&of),
            Request::Ledger => Ok(Body::Ledger(self.ledger())),
            Request::Forget => {
                self.session.forget();
                Ok(Body::Done)
            }
            Request::Erase => {
                self.session.erase();
                Ok(Body::Done)
            }
            // Taken by `begin`, which hears a cancel at once.
            Request::Cancel { .. } => Ok(Body::Done),
        };
        out.push(match body {
            Ok(body) => ok(id, body),
            Err(failure) => Outgoing {
                id,
                reply: Reply::Error(failure),
            },
        });
    }

    fn preview(&self, preview: &Preview) -> Body {
        Body::Preview(ChangesPreview::of(self.session.book(), preview))
    }

    /// Files are being read again under this id, or why they are not.
    fn reading_again(&mut self, id: u64, begun: Result<(), Refusal>, out: &mut Vec<Outgoing>) {
        match begun {
            Ok(()) => self.importing = Some(id),
            Err(refusal) => out.push(refused(id, refusal)),
        }
    }

    fn import_report(&self, imported: Imported) -> ImportReport {
        let book = self.session.book();
        let files = self.session.files().iter().skip(imported.first_record);
        let last_day = book.ledger().covered().map(calendar::Period::last);
        let today = self
            .session
            .sample()
            .map(|sample| sample.today)
            .or(last_day);
        ImportReport {
            files: files
                .map(|file| file_report(&self.session, file, Detail::Summary))
                .collect(),
            accounts: account_reports(book.ledger()),
            transactions: book.ledger().len() as u64,
            needs_review: book.review_count() as u64,
            sample: self.session.sample().map(|sample| SampleReport {
                name: sample.name.to_owned(),
                today: sample.today.to_string(),
            }),
            suggestions: today
                .map(|today| self.session.openers(today))
                .unwrap_or_default(),
            undo: self.session.to_undo().map(|deed| said(deed, false)),
            redo: self.session.to_redo().map(|deed| said(deed, true)),
        }
    }

    fn ledger(&self) -> LedgerReport {
        let book = self.session.book();
        let files = self.session.files();
        let decisions = book.decisions();
        LedgerReport {
            files: files
                .iter()
                .map(|file| file_report(&self.session, file, Detail::Whole))
                .collect(),
            accounts: account_reports(book.ledger()),
            transactions: book
                .ledger()
                .indices()
                .filter_map(|at| transaction(book, at))
                .collect(),
            decisions: decisions
                .iter()
                .map(decision)
                .chain(readings(&self.session))
                .chain(super::convert_rule::decisions(book))
                .collect(),
            issues: files
                .iter()
                .flat_map(|file| &file.issues)
                .map(Issue::from)
                .chain(super::convert_rule::unread(book.rules()))
                .collect(),
        }
    }

    fn shown(&mut self, of: &RowsOf) -> Result<Arc<Rows>, Failure> {
        let mut criteria = of.filter.to_domain(self.session.book());
        criteria.needs_review |= of.needs_review;
        let query = RowsQuery {
            period: of.period.as_ref().and_then(Period::to_domain),
            criteria,
            answer: of.answer,
            oldest_first: of.oldest_first,
            largest_first: of.largest_first,
        };
        self.session.rows(&query).ok_or_else(forgotten)
    }

    fn export(&mut self, of: &RowsOf) -> Result<Body, Failure> {
        let shown = self.shown(of)?;
        let book = self.session.book();
        let accounts = account_reports(book.ledger());
        let rows = book.parted(part(&shown.rows, of.offset, of.limit));
        let text = csv(rows.iter().filter_map(|at| transaction(book, *at)), |id| {
            let account = accounts.iter().find(|account| account.id == id);
            account.map_or_else(String::new, |account| account.name.clone())
        });
        Ok(Body::Export(Export { text }))
    }

    fn rows(&mut self, of: &RowsOf) -> Result<Body, Failure> {
        let shown = self.shown(of)?;
        let book = self.session.book();
        let days = book.ledger().posting_dates();
        let last = shown.rows.iter().max_by_key(|at| days.get(at.place()));
        let newest = last.and_then(|at| days.get(at.place()));
        Ok(Body::Rows(RowsPage {
            total: shown.rows.len() as u64,
            of: book.ledger().len() as u64,
            offset: of.offset,
            rows: page(&shown.rows, of.offset, of.limit)
                .iter()
                .filter_map(|at| transaction(book, *at))
                .collect(),
            totals: shown.totals.iter().map(RowsTotal::from).collect(),
            waiting: shown.waiting.as_ref().map(|waiting| RowsWaiting {
                merchants: waiting.merchants,
                sums: waiting.sums.iter().copied().map(Money::from).collect(),
            }),
            combined: newest.and_then(|day| {
                let to = shown.totals.first().and_then(|totals| totals.currency);
                Combined::of(&self.session.rates(), &shown.totals, to, *day)
            }),
        }))
    }

    fn insights(&mut self, today: &str) -> Result<Body, Failure> {
        let known = self.session.known(date_of(today)?);
        let book = self.session.book();
        let findings = (1..)
            .zip(known.findings(book))
            .map(|(rank, finding)| Finding::of(book, rank, finding));
        Ok(Body::Insights(Insights {
            findings: findings.collect(),
        }))
    }

    fn overview(&mut self, of: &OverviewOf) -> Result<Body, Failure> {
        let today = date_of(&of.today)?;
        let locale = of.locale.as_deref().unwrap_or(DEFAULT_LOCALE);
        let period = of.period.as_ref().and_then(Period::to_domain);
        let currency = of.currency.as_deref().map(Currency::from_code);
        let overview = self.session.overview(today, locale, period, currency);
        let combined = overview.period.and_then(|period| {
            let book = self.session.book();
            let filter = crate::book::Filter {
                flow: crate::book::Flow::Kept,
                period: Some(period),
                ..crate::book::Filter::default()
            };
            let totals = book.totals(&book.select(&filter).rows);
            let day = calendar::Day::from_date(period.last().min(today));
            Combined::of(&self.session.rates(), &totals, overview.currency, day)
        });
        let known = self.session.known(today);
        let mut overview = Overview::of(
            self.session.book(),
            today,
            &overview,
            known.findings(self.session.book()),
        );
        overview.waiting = waiting(&self.session);
        overview.combined = combined;
        Ok(Body::Overview(overview))
    }

    fn ask(&mut self, ask: &Ask) -> Result<Body, Failure> {
        let today = date_of(&ask.today)?;
        let locale = ask.locale.as_deref().unwrap_or(DEFAULT_LOCALE);
        let browser = ask.browser.as_ref().map(Facts::to_domain);
        let (number, answer) = self
            .session
            .ask(&ask.question, today, locale, browser.as_ref());
        let mut answer = Answer::of(self.session.book(), number, &answer, ask.proof);
        answer.notes.extend(waiting(&self.session));
        Ok(Body::Answer(answer))
    }

    fn proof(&self, number: u64, offset: u64, limit: u64) -> Result<Body, Failure> {
        let answer = self.session.answer(number).ok_or_else(forgotten)?;
        let book = self.session.book();
        let rows = page(&answer.included, offset, limit).iter();
        Ok(Body::Proof(ProofPage {
            answer: number,
            total: answer.included.len() as u64,
            offset,
            rows: rows.filter_map(|at| transaction(book, *at)).collect(),
            excluded: answer
                .left_out
                .iter()
                .map(|(reason, rows)| ExcludedRows::of(book, *reason, rows))
                .collect(),
            digest: book.digest(&answer.included),
        }))
    }
}

fn ok(id: u64, body: Body) -> Outgoing {
    Outgoing {
        id,
        reply: Reply::Ok { body },
    }
}

fn forgotten() -> Failure {
    Failure::new("answer-forgotten", Phrase::new("failure-answer-forgotten"))
}

/// The failure of a request whose message could not be read.
pub fn unreadable(found: &str) -> Failure {
    let found = crate::issue::Excerpt::new(found);
    Failure::new(
        "request-unreadable",
        Phrase::new("failure-request-unreadable")
            .with("found", phrase::Argument::text(found.show())),
    )
}

fn defaults() -> Defaults {
    Defaults {
        version: VERSION,
        locale: DEFAULT_LOCALE.to_owned(),
        max_file_bytes: MAX_FILE_BYTES as u64,
        max_question_chars: crate::question::MAX_QUESTION_CHARS as u64,
    }
}

pub(super) fn page<T>(rows: &[T], offset: u64, limit: u64) -> &[T] {
    part(rows, offset, limit.min(PAGE_ROWS))
}

fn part<T>(rows: &[T], offset: u64, limit: u64) -> &[T] {
    let start = usize::try_from(offset)
        .unwrap_or(usize::MAX)
        .min(rows.len());
    let end = start
        .saturating_add(usize::try_from(limit).unwrap_or(usize::MAX))
        .min(rows.len());
    &rows[start..end]
}

fn refused(id: u64, refusal: Refusal) -> Outgoing {
    let (code, phrase) = match refusal {
        Refusal::Unknown => ("not-here", Phrase::new("failure-not-here")),
        Refusal::NotOne => ("not-one", Phrase::new("failure-not-one")),
        Refusal::NotPaired => ("not-paired", Phrase::new("failure-not-paired")),
        Refusal::NotWhole => ("not-whole", Phrase::new("failure-not-whole")),
        Refusal::NameTaken => ("name-taken", Phrase::new("failure-name-taken")),
        Refusal::OtherCurrency => ("other-currency", Phrase::new("failure-other-currency")),
        Refusal::NotKept(file) => {
            let file = phrase::Argument::text(&file);
            (
                "not-kept",
                Phrase::new("failure-not-kept").with("file", file),
            )
        }
    };
    Outgoing {
        id,
        reply: Reply::Error(Failure::new(code, phrase)),
    }
}

fn said(deed: &Deed, undone: bool) -> Says {
    Says::from(&deed.phrase(undone))
}

pub(super) fn file_of(id: &str) -> Option<FileId> {
    id.strip_prefix('f')?.parse().ok().map(FileId)
}

impl From<&crate::book::Totals> for RowsTotal {
    fn from(totals: &crate::book::Totals) -> RowsTotal {
        let moves = totals.count - totals.purchases - totals.refund_count - totals.incomes;
        RowsTotal {
            spending: totals
                .spending()
                .negated()
                .in_currency(totals.currency)
                .into(),
            spending_count: u64::from(totals.purchases + totals.refund_count),
            income: totals.income_money().into(),
            income_count: u64::from(totals.incomes),
            transfer_count: u64::from(moves),
        }
    }
}
