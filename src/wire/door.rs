//! The one door: requests in, replies out, over one session.

use std::sync::Arc;

use serde_bytes::ByteBuf;

use crate::order::{AddAll as _, Gather as _};
use crate::phrase::Phrase;
use crate::session::{
    DEFAULT_LOCALE, ImportStep, Imported, Incoming, MAX_FILE_BYTES, Refusal, Session, Way,
};
use crate::statement::Choice;

use super::convert::{self, NotDone, currency_of, file_of};
use super::journal::journal;
use super::message::{Message, reply};
use super::tree::Tree;
use super::{Envelope, Outgoing, RateSaid, Request};
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
    waiting: Vec<Envelope>,
    ready: Vec<Tree>,
    importing: Option<u64>,
}

impl Door {
    /// A door to an empty session.
    pub fn new(decoder: Box<dyn Decode>) -> Door {
        Door {
            session: Session::new(decoder),
            waiting: Vec::new(),
            ready: Vec::new(),
            importing: None,
        }
    }

    /// Takes a request; its replies come from [`Door::step`].
    pub fn begin(&mut self, envelope: Envelope) {
        if let Request::Cancel { target } = envelope.request {
            self.cancel(target);
            self.ready.push(done(envelope.id, "done", |_| {}));
        } else {
            self.waiting.push(envelope);
        }
    }

    /// Whether nothing is left to do.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.ready.is_empty() && self.importing.is_none()
    }

    /// Does a bounded piece of work and gives the messages to be sent, which [`Outgoing`] reads.
    ///
    /// Requests are answered in order, between the steps of an import. A second import waits for the first, and so does
    /// a question, which is answered from all that was on its way when it was asked.
    pub fn step(&mut self) -> Vec<Tree> {
        let mut out = std::mem::take(&mut self.ready);
        let next = self
            .waiting
            .iter()
            .position(|envelope| self.importing.is_none() || !envelope.request.waits());
        if let Some(envelope) = next.map(|at| self.waiting.remove(at)) {
            out.add_all(self.serve(envelope));
        } else if let Some(id) = self.importing {
            out.add_all(self.step_import(id));
        }
        out
    }

    /// Takes a request and works until nothing is left to do.
    pub fn messages(&mut self, envelope: Envelope) -> Vec<Tree> {
        self.begin(envelope);
        let mut out = Vec::new();
        while !self.is_idle() {
            out.add_all(self.step());
        }
        out
    }

    /// The same, with what is sent read as replies.
    pub fn run(&mut self, envelope: Envelope) -> Vec<Outgoing> {
        let messages = self.messages(envelope).into_iter();
        messages
            .filter_map(|message| message.try_into().ok())
            .gather()
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
            let failure = NotDone::new("cancelled", Phrase::new("failure-cancelled"));
            self.ready.push(failure.reply(target));
        }
    }

    fn step_import(&mut self, id: u64) -> Option<Tree> {
        let step = self.session.step_import();
        if !matches!(step, Some(ImportStep::Working { .. })) {
            self.importing = None;
        }
        Some(match step? {
            ImportStep::Working {
                file,
                file_index,
                files,
                stage,
                rows,
                bytes_read,
                bytes_total,
            } => reply(id, "progress", |out| {
                out.text("file", &file);
                out.count("fileIndex", u64::from(file_index));
                out.count("files", u64::from(files));
                out.text("stage", stage.name());
                out.count("rows", u64::from(rows));
                out.count("bytesRead", bytes_read);
                out.count("bytesTotal", bytes_total);
            }),
            ImportStep::Done(imported) => done(id, "import", |out| {
                convert::import(out, &self.session, imported);
            }),
            ImportStep::GivenUp(refusal) => NotDone::from(refusal).reply(id),
        })
    }

    fn serve(&mut self, envelope: Envelope) -> Option<Tree> {
        let id = envelope.id;
        let mut answered = Ok(Answered::AtOnce);
        let message = reply(id, "ok", |out| {
            out.fields("body", |out| answered = self.answer(envelope.request, out));
        });
        match answered {
            Ok(Answered::AtOnce) => Some(message),
            Ok(Answered::Later) => {
                self.importing = Some(id);
                None
            }
            Err(failure) => Some(failure.reply(id)),
        }
    }

    /// Writes what a request gives at once.
    fn answer(&mut self, request: Request, out: &mut Message) -> Result<Answered, NotDone> {
        let session = &mut self.session;
        let begun = match request {
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
                    session.begin_asking(files.gather(), currency);
                } else {
                    session.begin_import(files.gather(), currency);
                }
                Ok(())
            }
            Request::ImportRows(import) => {
                let currency = currency_of(import.currency.as_deref())?;
                let name = Arc::from(import.name.as_str());
                session.begin_rows(name, import.into(), currency);
                Ok(())
            }
            Request::Sample => {
                session.begin_sample();
                Ok(())
            }
            Request::Correct(correct) if correct.preview != Some(true) => {
                session.begin_correct(&correct.to_domain()?)
            }
            Request::SetRules(set) if set.preview != Some(true) => session.begin_rules(&set.text),
            Request::Settle { file, choice } => {
                let found = file_of(&file).zip(Choice::from_name(&choice));
                let (file, choice) = found.ok_or(Refusal::Unknown)?;
                session.begin_settle(file, choice)
            }
            Request::TakeOut { file } => {
                session.begin_take_out(file_of(&file).ok_or(Refusal::Unknown)?)
            }
            Request::SuggestOnly { on } => {
                let text = session.book().rules().suggesting(on);
                session.begin_rules(&text)
            }
            Request::Undo => session.begin_step(Way::Undo),
            Request::Redo => session.begin_step(Way::Redo),
            Request::Decide(decide) => session.begin_decide(decide.to_domain()?),
            Request::Mark(said) => said.begin(session),
            Request::Split(said) => said.begin(session),
            Request::Account(said) => said.begin(session),
            Request::Merge(said) => said.begin(session),
            Request::Apart(said) => said.begin(session),
            Request::SetRates { rates } => {
                let rates = rates.iter().map(RateSaid::to_domain);
                session.begin_rates(rates.collect::<Result<_, _>>()?)
            }
            request => return self.say(request, out).map(|()| Answered::AtOnce),
        };
        begun?;
        Ok(Answered::Later)
    }

    /// Writes what a request asks for that changes no row.
    fn say(&mut self, request: Request, out: &mut Message) -> Result<(), NotDone> {
        let session = &mut self.session;
        match request {
            Request::Correct(correct) => {
                let preview = session.preview_correction(&correct.to_domain()?)?;
                convert::preview(out.op("preview"), session.book(), &preview);
            }
            Request::SetRules(set) => {
                let preview = session.preview_rules(&set.text);
                convert::preview(out.op("preview"), session.book(), &preview);
            }
            Request::Journal { to } => {
                let text = journal(session.book(), &to).ok_or(Refusal::Unknown)?;
                out.op("export").text("text", &text);
            }
            Request::Rules => convert::rules(out.op("rules"), session.book()),
            Request::Files => {
                convert::import(out.op("import"), session, Imported { first_record: 0 });
            }
            Request::Rates => convert::rates(out.op("rates"), session),
            Request::Decisions(of) => convert::decisions(out.op("decisions"), session, &of),
            Request::Accounts => convert::accounts(out.op("accounts"), session),
            Request::Defaults => defaults(out.op("defaults")),
            Request::Overview(of) => return convert::overview(out.op("overview"), session, &of),
            Request::Insights { today } => {
                return convert::insights(out.op("insights"), session, &today);
            }
            Request::Ask(ask) => return convert::answer(out.op("answer"), session, &ask),
            Request::Proof {
                answer,
                offset,
                limit,
            } => return convert::proof(out.op("proof"), session, answer, offset, limit),
            Request::Rows(of) => return convert::rows(out.op("rows"), session, &of),
            Request::Export(of) => return convert::export(out.op("export"), session, &of),
            Request::Ledger => convert::ledger(out.op("ledger"), session),
            request => {
                match request {
                    Request::Configure(configure) => {
                        session.set_currency(currency_of(configure.currency.as_deref())?);
                    }
                    Request::Forget => session.forget(),
                    Request::Erase => session.erase(),
                    // A cancel was taken by `begin`, which hears it at once.
                    _ => {}
                }
                out.op("done");
            }
        }
        Ok(())
    }
}

/// When a request gets its reply.
enum Answered {
    AtOnce,
    /// When the files are read.
    Later,
}

/// The reply of a request that was done.
fn done(id: u64, op: &str, write: impl FnOnce(&mut Message)) -> Tree {
    reply(id, "ok", |out| {
        out.fields("body", |out| write(out.op(op)));
    })
}

fn defaults(out: &mut Message) {
    out.count("version", u64::from(VERSION));
    out.text("locale", DEFAULT_LOCALE);
    out.count("maxFileBytes", MAX_FILE_BYTES as u64);
    out.count(
        "maxQuestionChars",
        crate::question::MAX_QUESTION_CHARS as u64,
    );
}
