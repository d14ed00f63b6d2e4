//! The one door: requests in, replies out, over one session.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_bytes::ByteBuf;

use crate::phrase::Phrase;
use crate::session::{
    DEFAULT_LOCALE, ImportStep, Imported, Incoming, MAX_FILE_BYTES, Refusal, Session, Way,
};
use crate::statement::Choice;

use super::convert::{accounts, currency_of, decisions, file_of};
use super::journal::journal;
use super::*;
use crate::statement::Decode;

/// The version of the messages; it goes up when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

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
    /// Requests are answered in order, between the steps of an import. A second import waits for the first, and so does
    /// a question, which is answered from all that was on its way when it was asked.
    pub fn step(&mut self) -> Vec<Outgoing> {
        let mut out = std::mem::take(&mut self.ready);
        let next = self
            .waiting
            .iter()
            .position(|envelope| self.importing.is_none() || !envelope.request.waits());
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
            self.ready.push(failed(target, failure));
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
                out.push(ok(
                    id,
                    Body::Import(ImportReport::of(&self.session, imported)),
                ));
            }
            Some(ImportStep::GivenUp(refusal)) => {
                self.importing = None;
                out.push(failed(id, refusal.into()));
            }
            None => self.importing = None,
        }
    }

    fn serve(&mut self, envelope: Envelope, out: &mut Vec<Outgoing>) {
        let id = envelope.id;
        match self.answer(envelope.request) {
            Ok(Some(body)) => out.push(ok(id, body)),
            Ok(None) => self.importing = Some(id),
            Err(failure) => out.push(failed(id, failure)),
        }
    }

    /// What a request gives at once; `None` where files are read first.
    fn answer(&mut self, request: Request) -> Result<Option<Body>, Failure> {
        let session = &mut self.session;
        let body = match request {
            Request::Import(import) => {
                let currency = currency_of(import.currency.as_deref())?;
                let files = import.files.into_iter().map(|file| {
                    let bytes = |bytes: ByteBuf| Incoming::Bytes(bytes.into_vec());
                    let held = file.held.map(Incoming::Held);
                    (
                        Arc::from(file.name),
                        held.unwrap_or_else(|| bytes(file.bytes)),
                    )
                });
                if import.asks == Some(true) {
                    session.begin_asking(files.collect(), currency);
                } else {
                    session.begin_import(files.collect(), currency);
                }
                return Ok(None);
            }
            Request::ImportRows(import) => {
                let currency = currency_of(import.currency.as_deref())?;
                let name = Arc::from(import.name.as_str());
                session.begin_rows(name, import.into(), currency);
                return Ok(None);
            }
            Request::Sample => {
                session.begin_sample();
                return Ok(None);
            }
            Request::Correct(correct) if correct.preview == Some(true) => {
                let preview = session.preview_correction(&correct.to_domain()?)?;
                Body::Preview(ChangesPreview::of(session.book(), &preview))
            }
            Request::SetRules(set) if set.preview == Some(true) => {
                let preview = session.preview_rules(&set.text);
                Body::Preview(ChangesPreview::of(session.book(), &preview))
            }
            Request::Settle { file, choice } => {
                let found = file_of(&file).zip(Choice::from_name(&choice));
                let (file, choice) = found.ok_or(Refusal::Unknown)?;
                return reading(session.begin_settle(file, choice));
            }
            Request::TakeOut { file } => {
                let file = file_of(&file).ok_or(Refusal::Unknown)?;
                return reading(session.begin_take_out(file));
            }
            Request::Correct(correct) => {
                return reading(session.begin_correct(&correct.to_domain()?));
            }
            Request::SetRules(set) => return reading(session.begin_rules(&set.text)),
            Request::SuggestOnly { on } => {
                let text = session.book().rules().suggesting(on);
                return reading(session.begin_rules(&text));
            }
            Request::Undo => return reading(session.begin_step(Way::Undo)),
            Request::Redo => return reading(session.begin_step(Way::Redo)),
            Request::Decide(decide) => return reading(session.begin_decide(decide.to_domain()?)),
            Request::Mark(said) => return reading(said.begin(session)),
            Request::Split(said) => return reading(said.begin(session)),
            Request::Account(said) => return reading(said.begin(session)),
            Request::Merge(said) => return reading(said.begin(session)),
            Request::Apart(said) => return reading(said.begin(session)),
            Request::SetRates { rates } => {
                let rates = rates.iter().map(RateSaid::to_domain);
                return reading(session.begin_rates(rates.collect::<Result<_, _>>()?));
            }
            Request::Journal { to } => {
                let text = journal(session.book(), &to).ok_or(Refusal::Unknown)?;
                Body::Export(Export { text })
            }
            Request::Rules => Body::Rules(RulesReport::of(session.book())),
            Request::Files => Body::Import(ImportReport::of(session, Imported { first_record: 0 })),
            Request::Rates => Body::Rates(RatesReport::of(session)),
            Request::Decisions(of) => Body::Decisions(decisions(session, &of)),
            Request::Accounts => Body::Accounts(accounts(session)),
            Request::Configure(configure) => {
                session.set_currency(currency_of(configure.currency.as_deref())?);
                Body::Done
            }
            Request::Defaults => Body::Defaults(defaults()),
            Request::Overview(of) => Body::Overview(Overview::to(session, &of)?),
            Request::Insights { today } => Body::Insights(Insights::to(session, &today)?),
            Request::Ask(ask) => Body::Answer(Answer::to(session, &ask)?),
            Request::Proof {
                answer,
                offset,
                limit,
            } => Body::Proof(ProofPage::of(session, answer, offset, limit)?),
            Request::Rows(of) => Body::Rows(RowsPage::of(session, &of)?),
            Request::Export(of) => Body::Export(Export::of(session, &of)?),
            Request::Ledger => Body::Ledger(LedgerReport::of(session)),
            Request::Forget => {
                session.forget();
                Body::Done
            }
            Request::Erase => {
                session.erase();
                Body::Done
            }
            // Taken by `begin`, which hears a cancel at once.
            Request::Cancel { .. } => Body::Done,
        };
        Ok(Some(body))
    }
}

/// Nothing to give yet, because files are being read; or why they are not.
fn reading(begun: Result<(), Refusal>) -> Result<Option<Body>, Failure> {
    begun?;
    Ok(None)
}

fn ok(id: u64, body: Body) -> Outgoing {
    Outgoing {
        id,
        reply: Reply::Ok { body },
    }
}

fn failed(id: u64, failure: Failure) -> Outgoing {
    Outgoing {
        id,
        reply: Reply::Error(failure),
    }
}

fn defaults() -> Defaults {
    Defaults {
        version: VERSION,
        locale: DEFAULT_LOCALE.to_owned(),
        max_file_bytes: MAX_FILE_BYTES as u64,
        max_question_chars: crate::question::MAX_QUESTION_CHARS as u64,
    }
}
