//! What was decided, by the engine and by the person.

use crate::calendar;
use crate::ledger::{Choice, Decided, DecisionKind, Index, TransactionId, Verdict};
use crate::session::{Refusal, Reviewed, Session};

use super::page::{PAGE_ROWS, page};
use super::report::{file_of, id_of_file};
use super::rule;
use super::statement::by_name;
use super::transaction::transaction;
use super::*;

/// The most rows that a match comes with.
const ROWS_SHOWN: usize = 3;
/// The same of rows that a file repeats, each of which may be a purchase of its own.
const ROWS_REPEATED: usize = 12;

/// A page of matches.
pub(crate) fn decisions(session: &mut Session, of: &DecisionsOf) -> DecisionsPage {
    let reviewed = session.reviewed();
    let book = session.book();
    let ledger = book.ledger();
    let asked = of.transaction.as_deref().and_then(TransactionId::parse);
    let shown = |one: &Reviewed| {
        let file = match one.decision.because {
            Decided::SameRows { file } => ledger.files().get(usize::from(file)),
            _ => None,
        };
        let repeats = matches!(one.decision.because, Decided::SameRows { .. });
        // Of a file that repeats many rows, the one that is asked of.
        let is_meant = |at: &&Index| !repeats || asked.is_none_or(|id| ledger.id(**at) == id);
        let most = if repeats { ROWS_REPEATED } else { ROWS_SHOWN };
        let rows = one.rows.iter().filter(is_meant).take(most);
        DecisionShown {
            needs_review: one.needs_review,
            rows: rows.filter_map(|at| transaction(book, *at)).collect(),
            file: file.map(ToString::to_string),
            decision: decision(&one.decision),
        }
    };
    let waiting = reviewed.iter().filter(|one| one.needs_review).count() as u64;
    if of.transaction.is_none() {
        let mut decisions: Vec<DecisionShown> = page(&reviewed, of.offset, of.limit)
            .iter()
            .map(shown)
            .collect();
        // Behind the matches: what the person said of rows, files and accounts.
        let said = said(session);
        let before = reviewed.len() as u64;
        let from = of.offset.saturating_sub(before);
        let left = of
            .limit
            .min(PAGE_ROWS)
            .saturating_sub(decisions.len() as u64);
        decisions.extend_from_slice(page(&said, from, left));
        return DecisionsPage {
            total: before + said.len() as u64,
            needs_review: waiting,
            offset: of.offset,
            decisions,
        };
    }
    let is_asked = |id: &TransactionId| Some(*id) == asked;
    let about = reviewed
        .iter()
        .filter(|one| one.decision.transactions.iter().any(is_asked));
    let decisions: Vec<_> = about.map(shown).collect();
    DecisionsPage {
        total: decisions.len() as u64,
        needs_review: waiting,
        offset: 0,
        decisions,
    }
}

/// Rules and corrections, readings of files, notes, parts and accounts, each as a decision with its first rows.
fn said(session: &Session) -> Vec<DecisionShown> {
    let book = session.book();
    let ledger = book.ledger();
    let named = |decision: Decision, rows: Vec<Transaction>, file: Option<String>| DecisionShown {
        needs_review: false,
        rows,
        file,
        decision,
    };
    let rows_of = |rows: &[Index]| {
        let rows = rows.iter().take(ROWS_SHOWN);
        rows.filter_map(|at| transaction(book, *at)).collect()
    };
    let rules = rule::decisions(book);
    let lines = book.rules().rules().iter();
    let mut said: Vec<DecisionShown> = rules
        .zip(lines)
        .map(|(decision, rule)| {
            let rows = book.rows_of_rule(rule.line);
            named(decision, rows_of(&rows), Some(rule.text.to_string()))
        })
        .collect();
    said.extend(readings(session).into_iter().map(|decision| {
        let id = decision.id.split('-').next().and_then(file_of);
        let mut files = session.files().iter();
        let file = files.find(|file| Some(file.id) == id);
        named(decision, Vec::new(), file.map(|file| file.name.to_string()))
    }));
    for at in book.edited() {
        let id = ledger.id(at).to_string();
        let kind = if book.parts(at).len() > 0 {
            "split"
        } else {
            "note"
        };
        let decision = Decision::by_person(kind, format!("e{id}"), vec![id], book.edited_on(at));
        said.push(named(decision, rows_of(&[at]), None));
    }
    for (number, account) in (1..).zip(ledger.accounts()) {
        let (name, kind) = &account.found;
        if *name != account.name || *kind != account.kind {
            let word = ledger.said().of(&account.keys);
            let day = word.and_then(|word| word.day);
            let decision = Decision::by_person("account", format!("e-a{number}"), Vec::new(), day);
            said.push(named(decision, Vec::new(), Some(account.name.to_string())));
        }
    }
    for (number, join) in (1..).zip(&ledger.said().joins) {
        let mut accounts = ledger.accounts().iter();
        let account = accounts.find(|account| account.keys.contains(&join.key));
        let decision = Decision::by_person("joined", format!("e-j{number}"), Vec::new(), join.day);
        said.push(named(
            decision,
            Vec::new(),
            account.map(|account| account.name.to_string()),
        ));
    }
    for (number, apart) in (1..).zip(&ledger.said().apart) {
        let decision = Decision::by_person("apart", format!("e-s{number}"), Vec::new(), apart.day);
        said.push(named(decision, Vec::new(), Some(apart.file.to_string())));
    }
    said
}

/// How files were read that left it open, as decisions; none while their rows stay out.
pub(crate) fn readings(session: &Session) -> Vec<Decision> {
    let ledger = session.book().ledger();
    let files = session.files().iter();
    let taken = files.filter_map(|file| Some((file, file.in_ledger?)));
    taken
        .flat_map(|(file, number)| {
            file.questions.iter().map(move |question| {
                let rows = ledger.rows_of_file(number).into_iter();
                let ids: Vec<_> = rows.map(|(_, at)| ledger.id(at).to_string()).collect();
                Decision {
                    id: [&id_of_file(file.id), "-", question.code.name()].concat(),
                    kind: "reading".to_owned(),
                    reason: DecisionReason::plain(question.taken.name(), ids.len()),
                    transactions: ids,
                    confidence: question.confidence().to_string(),
                    by: by_name(question).to_owned(),
                    verdict: if question.chosen { "made" } else { "open" }.to_owned(),
                    day: None,
                }
            })
        })
        .collect()
}

impl DecisionReason {
    /// A reason that is about rows and measures nothing between them.
    fn plain(kind: String, rows: usize) -> DecisionReason {
        DecisionReason {
            kind,
            days_apart: None,
            rows: rows as u32,
            rate: None,
            fee: None,
        }
    }
}

impl Decision {
    /// What the person said of rows, of a file or of an account.
    pub(crate) fn by_person(
        kind: &str,
        id: String,
        rows: Vec<String>,
        day: Option<calendar::Day>,
    ) -> Decision {
        Decision {
            id,
            kind: kind.to_owned(),
            reason: DecisionReason::plain("person".to_owned(), rows.len()),
            transactions: rows,
            confidence: "1".to_owned(),
            by: "user".to_owned(),
            verdict: "made".to_owned(),
            day: day.map(|day| day.to_date().to_string()),
        }
    }
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

/// A match as it crosses.
pub(crate) fn decision(decision: &crate::ledger::Decision) -> Decision {
    let (rate, fee) = match decision.because {
        Decided::ImpliedRate(rate) => (Some(rate.normalize().to_string()), None),
        Decided::WithFee(fee) => (None, Some(Money::from(fee))),
        _ => (None, None),
    };
    Decision {
        id: decision.id().to_string(),
        kind: decision.kind.name().to_owned(),
        transactions: decision
            .transactions
            .iter()
            .map(ToString::to_string)
            .collect(),
        reason: DecisionReason {
            kind: decision.because.name().to_owned(),
            days_apart: decision.days_apart,
            rows: decision.transactions.len() as u32,
            rate,
            fee,
        },
        confidence: decision.confidence.to_string(),
        day: decision.day.map(|day| day.to_date().to_string()),
        by: match decision.verdict {
            Verdict::Made | Verdict::Undone => "user",
            Verdict::Open | Verdict::Confirmed => "engine",
        }
        .to_owned(),
        verdict: decision.verdict.name().to_owned(),
    }
}
