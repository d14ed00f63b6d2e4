//! What was decided, by the engine and by the person.

use crate::book::Book;
use crate::calendar;
use crate::ledger::{Choice, Decided, DecisionKind, Index, TransactionId, Verdict};
use crate::money::Money;
use crate::order::{AddAll as _, Gather as _};
use crate::session::{Refusal, Reviewed, Session};
use crate::stats::Confidence;

use super::page::{PAGE_ROWS, page};
use super::transaction::transaction;
use super::*;

/// The most rows that a match comes with.
const ROWS_SHOWN: usize = 3;
/// The same of rows that a file repeats, each of which may be a purchase of its own.
const ROWS_REPEATED: usize = 12;

/// A page of matches.
pub(crate) fn decisions(out: &mut Message, session: &mut Session, of: &DecisionsOf) {
    let reviewed = session.reviewed();
    let (session, book) = (&*session, session.book());
    let waiting = reviewed.iter().filter(|one| one.needs_review).count() as u64;
    let asked = of.transaction.as_deref().and_then(TransactionId::parse);
    let head = |out: &mut Message, total: usize, offset: u64| {
        out.count("total", total as u64);
        out.count("needsReview", waiting);
        out.count("offset", offset);
    };
    if of.transaction.is_some() {
        let is_asked = |id: &TransactionId| Some(*id) == asked;
        let about = |one: &&Reviewed| one.decision.transactions.iter().any(is_asked);
        let about: Vec<&Reviewed> = reviewed.iter().filter(about).gather();
        head(out, about.len(), 0);
        out.each("decisions", about, |out, one| {
            shown(out, book, one, asked);
        });
        return;
    }
    let matches = page(&reviewed, of.offset, of.limit);
    // Behind the matches: what the person said of rows, files and accounts.
    let said = said(session);
    let from = of.offset.saturating_sub(reviewed.len() as u64);
    let left = of.limit.min(PAGE_ROWS) - matches.len() as u64;
    head(out, reviewed.len() + said.len(), of.offset);
    let matches = matches.iter().map(Ok);
    let said = page(&said, from, left).iter().map(Err);
    out.each("decisions", matches.chain(said), |out, one| match one {
        Ok(one) => shown(out, book, one, asked),
        Err(said) => {
            out.fields("decision", |out| said.write(out, book));
            out.flag("needsReview", false);
            rows_of(out, book, said.rows.iter().take(said.shown));
            out.text_or_null("file", said.file.as_deref());
        }
    });
}

/// The fields of a match with its first rows.
fn shown(out: &mut Message, book: &Book, one: &Reviewed, asked: Option<TransactionId>) {
    let ledger = book.ledger();
    let file = match one.decision.because {
        Decided::SameRows { file } => ledger.files().get(usize::from(file)),
        _ => None,
    };
    let repeats = matches!(one.decision.because, Decided::SameRows { .. });
    // Of a file that repeats many rows, the one that is asked of.
    let is_meant = |at: &&Index| !repeats || asked.is_none_or(|id| ledger.id(**at) == id);
    let most = if repeats { ROWS_REPEATED } else { ROWS_SHOWN };
    out.fields("decision", |out| decision(out, &one.decision));
    out.flag("needsReview", one.needs_review);
    rows_of(out, book, one.rows.iter().filter(is_meant).take(most));
    out.text_or_null("file", file.map(|name| &**name));
}

fn rows_of<'a>(out: &mut Message, book: &Book, rows: impl Iterator<Item = &'a Index>) {
    out.list("rows", rows, |out, at| transaction(out, ITEM, book, *at));
}

/// What the person said of rows, of a file or of an account, or a reading that was taken for them.
pub(super) struct Said {
    pub(super) id: String,
    pub(super) kind: &'static str,
    /// Why: the person, or how a file was read.
    pub(super) reason: String,
    pub(super) rows: Vec<Index>,
    /// How many of the rows come with it on a page.
    pub(super) shown: usize,
    pub(super) confidence: Confidence,
    pub(super) is_chosen: bool,
    pub(super) day: Option<calendar::Day>,
    /// What it is about: a file, an account or a line.
    pub(super) file: Option<Box<str>>,
}

impl Said {
    /// What the person said.
    pub(super) fn by_person(kind: &'static str, id: String, rows: Vec<Index>) -> Said {
        Said {
            id,
            kind,
            reason: "person".to_owned(),
            rows,
            shown: ROWS_SHOWN,
            confidence: Confidence::CERTAIN,
            is_chosen: true,
            day: None,
            file: None,
        }
    }

    /// Writes its fields.
    pub(super) fn write(&self, out: &mut Message, book: &Book) {
        out.text("id", &self.id);
        out.text("kind", self.kind);
        out.ids("transactions", book.ledger(), &self.rows);
        reason(out, &self.reason, None, self.rows.len(), None, &None);
        let (by, verdict) = if self.is_chosen {
            ("user", "made")
        } else {
            ("engine", "open")
        };
        word(out, self.confidence, by, verdict, self.day);
    }
}

/// Rules and corrections, readings of files, notes, parts and accounts.
fn said(session: &Session) -> Vec<Said> {
    let book = session.book();
    let ledger = book.ledger();
    let mut said = rules(book);
    said.add_all(readings(session));
    for at in book.edited() {
        let kind = if book.parts(at).len() > 0 {
            "split"
        } else {
            "note"
        };
        said.push(Said {
            day: book.edited_on(at),
            ..Said::by_person(kind, format!("e{}", ledger.id(at)), vec![at])
        });
    }
    let mut named = |kind, id: String, day, file: Option<&str>| {
        said.push(Said {
            day,
            file: file.map(Box::from),
            ..Said::by_person(kind, id, Vec::new())
        });
    };
    for (number, account) in (1..).zip(ledger.accounts()) {
        let (name, kind) = &account.found;
        if *name != account.name || *kind != account.kind {
            let word = ledger.said().of(&account.keys);
            let day = word.and_then(|word| word.day);
            named("account", format!("e-a{number}"), day, Some(&account.name));
        }
    }
    for (number, join) in (1..).zip(&ledger.said().joins) {
        let mut accounts = ledger.accounts().iter();
        let account = accounts.find(|account| account.keys.contains(&join.key));
        let name = account.map(|account| &*account.name);
        named("joined", format!("e-j{number}"), join.day, name);
    }
    for (number, apart) in (1..).zip(&ledger.said().apart) {
        named(
            "apart",
            format!("e-s{number}"),
            apart.day,
            Some(&apart.file),
        );
    }
    said
}

/// The lines of the rules: what each has said of which rows.
pub(super) fn rules(book: &Book) -> Vec<Said> {
    let lines = book.rules().rules().iter();
    let said = lines.map(|rule| {
        let kind = match rule.row() {
            Some(_) => "correction",
            None => "rule",
        };
        Said {
            file: Some((*rule.text).into()),
            ..Said::by_person(
                kind,
                format!("r{}", rule.line),
                book.rows_of_rule(rule.line),
            )
        }
    });
    said.gather()
}

/// How files were read that left it open; none while their rows stay out.
pub(super) fn readings(session: &Session) -> Vec<Said> {
    let ledger = session.book().ledger();
    let mut said = Vec::new();
    for file in session.files() {
        for question in file.in_ledger.iter().flat_map(|_| &file.questions) {
            let rows = ledger.rows_of_file(file.in_ledger.unwrap_or_default());
            said.push(Said {
                id: format!("{}-{}", file.id, question.code.name()),
                kind: "reading",
                reason: question.taken.name(),
                rows: rows.into_iter().map(|(_, at)| at).gather(),
                shown: 0,
                confidence: question.confidence(),
                is_chosen: question.chosen,
                day: None,
                file: Some((*file.name).into()),
            });
        }
    }
    said
}

/// A day as the person's page tells it.
pub(crate) fn day_of(today: Option<&str>) -> Option<calendar::Day> {
    let day = calendar::parse_iso(today?)?;
    Some(calendar::Day::from_date(day))
}

impl Decide {
    /// What is said, in the ledger's own terms.
    pub(crate) fn to_domain(&self) -> Result<Choice, Refusal> {
        let verdicts = [
            Verdict::Open,
            Verdict::Confirmed,
            Verdict::Undone,
            Verdict::Made,
        ];
        let verdict = verdicts
            .into_iter()
            .find(|known| known.name() == self.verdict);
        let ids = self.transactions.iter().map(|id| TransactionId::parse(id));
        let said = (
            DecisionKind::from_name(&self.kind),
            ids.collect::<Option<Vec<_>>>(),
            verdict,
        );
        match said {
            (Some(kind), Some(transactions), Some(verdict)) => Ok(Choice {
                kind,
                transactions,
                verdict,
                day: day_of(self.today.as_deref()),
                file: self.file.as_deref().map(Box::from),
            }),
            _ => Err(Refusal::Unknown),
        }
    }
}

/// The fields of a match.
pub(super) fn decision(out: &mut Message, decision: &crate::ledger::Decision) {
    let (rate, fee) = match decision.because {
        Decided::ImpliedRate(rate) => (Some(rate.normalize()), None),
        Decided::WithFee(fee) => (None, Some(fee)),
        _ => (None, None),
    };
    let by = match decision.verdict {
        Verdict::Made | Verdict::Undone => "user",
        Verdict::Open | Verdict::Confirmed => "engine",
    };
    let rows = &decision.transactions;
    out.shown("id", &decision.id());
    out.text("kind", decision.kind.name());
    out.list("transactions", rows, |out, id| out.shown(ITEM, id));
    let because = decision.because.name();
    let rate = rate.as_ref().map(|rate| rate as _);
    reason(out, because, decision.days_apart, rows.len(), rate, &fee);
    word(
        out,
        decision.confidence,
        by,
        decision.verdict.name(),
        decision.day,
    );
}

/// Why a match was made, about how many rows.
fn reason(
    out: &mut Message,
    kind: &str,
    days_apart: Option<u32>,
    rows: usize,
    rate: Option<&dyn std::fmt::Display>,
    fee: &Option<Money>,
) {
    out.fields("reason", |out| {
        out.text("kind", kind);
        out.count_or_null("daysApart", days_apart.map(u64::from));
        out.count("rows", rows as u64);
        out.shown_or_null("rate", rate);
        out.money_or_null("fee", fee);
    });
}

/// How sure it is, who said it, what and when.
fn word(
    out: &mut Message,
    confidence: Confidence,
    by: &str,
    verdict: &str,
    day: Option<calendar::Day>,
) {
    out.shown("confidence", &confidence);
    out.text("by", by);
    out.text("verdict", verdict);
    if let Some(day) = day {
        out.day("day", day);
    }
}
