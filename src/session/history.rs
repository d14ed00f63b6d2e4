//! What a person did, in order, each step of which can be taken back and done again.
//!
//! ```text
//! declared   files f1 f2, readings {shape: month first}     what was said
//! derived    ledger, labels, files' records                 what follows
//! a step     the deed's name, and what was declared before it
//! ```
//!
//! A step keeps what was *declared* on its other side, never what follows from it: to undo is to declare again what
//! was declared before, and to work out what follows. So a new kind of decision needs a field of [`Declared`], a
//! [`Deed`] to name it, and a line in [`Session::follow`]; undo and redo are then those of all.

use std::sync::Arc;

use super::edit::Edits;
use super::import::Shelf;
use super::{FileId, Refusal, Session};
use crate::category::Category;
use crate::ledger::{Choices, Verdict};
use crate::phrase::{Argument, Phrase};
use crate::statement::Choice;

/// What the person has said; ledger, labels and answers follow from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    /// The files that are in, in the order they were handed in.
    pub(super) files: Vec<FileId>,
    /// How files of a shape are read where they leave it open.
    pub(super) readings: Vec<(Arc<str>, Choice)>,
    /// The person's rules and corrections, as text.
    pub(super) rules: Arc<str>,
    /// What was said of matches.
    pub(super) choices: Choices,
    /// What was said of accounts and transactions.
    pub(super) edits: Arc<Edits>,
}

impl Declared {
    /// Whether the same rows follow from both.
    pub(super) fn gives_rows_of(&self, other: &Declared) -> bool {
        self.files == other.files
            && self.readings == other.readings
            && self.edits.accounts.gives_rows_of(&other.edits.accounts)
    }
}

/// How many deeds can be taken back.
const STEPS_KEPT: usize = 100;

/// What was done, for the words of its undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Files, or rows of a host, were added: how many, and the name of the first.
    Import(u64, Arc<str>),
    /// Files were given of which none could be read: how many, and the name of the first.
    Refuse(u64, Arc<str>),
    /// A file was taken out.
    TakeOut(Arc<str>),
    /// It was said how files of a shape are read: the file it was asked of.
    Settle(Arc<str>),
    /// One row or all of a merchant were given a category: whose, which, and how many rows it changed.
    Correct(Arc<str>, Named, u64),
    /// The text of rules was changed, and so many rows by it.
    Rules(u64),
    /// Something was said of a match.
    Decide(Verdict),
    /// An account was given a name or a kind: what it was called, and is.
    Account(Arc<str>, Arc<str>),
    /// The first account was taken for the second.
    Merge(Arc<str>, Arc<str>),
    /// A file was given an account of its own.
    Apart(Arc<str>),
    /// A note or tags were put on a transaction, or taken off.
    Mark(Arc<str>),
    /// So many rates are given now.
    Rates(u64),
    /// A transaction was split into so many parts, or made whole again.
    Split(Arc<str>, u64),
}

/// A category, by the taxonomy or by the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// None any more: the engine says.
    Nothing,
    /// One of the taxonomy.
    Category(Category),
    /// One of the person's own.
    Own(Arc<str>),
}

impl Named {
    fn argument(&self) -> Option<Argument> {
        Some(match self {
            Named::Nothing => return None,
            Named::Category(category) => Argument::Category(category.code()),
            Named::Own(name) => Argument::text(name),
        })
    }
}

impl Deed {
    /// The words of what was done, or of what its undoing did.
    pub fn phrase(&self, undone: bool) -> Phrase {
        let mut phrase = Phrase::new(self.template(undone));
        match self {
            Deed::Import(count, file) | Deed::Refuse(count, file) => {
                phrase.text("file", file);
                if *count > 1 {
                    phrase.count("more", count - 1);
                }
            }
            Deed::TakeOut(file) | Deed::Settle(file) | Deed::Apart(file) => {
                phrase.text("file", file);
            }
            Deed::Correct(who, named, count) => {
                phrase.text("who", who);
                if let Some(category) = named.argument() {
                    phrase.put("category", category);
                }
                phrase.count("count", *count);
            }
            Deed::Account(was, is) => {
                let who = if undone || was == is { was } else { is };
                phrase.text("who", who).text("was", was);
            }
            Deed::Merge(from, into) => {
                phrase.text("from", from).text("into", into);
            }
            Deed::Mark(who) => {
                phrase.text("who", who);
            }
            Deed::Rules(count) | Deed::Rates(count) => {
                phrase.count("count", *count);
            }
            Deed::Split(who, count) => {
                phrase.text("who", who).count("count", *count);
            }
            Deed::Decide(_) => {}
        }
        phrase
    }

    /// The name of those words.
    fn template(&self, undone: bool) -> &'static str {
        let (done, taken_back) = match self {
            Deed::Import(..) => ("deed-import", "undone-import"),
            Deed::Refuse(..) => ("deed-refuse", "undone-import"),
            Deed::TakeOut(_) => ("undone-import", "deed-import"),
            Deed::Settle(_) => ("deed-settle", "undone-settle"),
            Deed::Apart(_) => ("deed-apart", "undone-apart"),
            Deed::Correct(_, Named::Nothing, _) => ("deed-uncorrect", "undone-correct"),
            Deed::Correct(..) => ("deed-correct", "undone-correct"),
            Deed::Rules(_) => ("deed-rules", "undone-rules"),
            Deed::Account(was, is) if was == is => ("deed-account-kind", "undone-account"),
            Deed::Account(..) => ("deed-account", "undone-account"),
            Deed::Merge(..) => ("deed-merge", "undone-merge"),
            Deed::Mark(_) => ("deed-mark", "undone-mark"),
            Deed::Rates(_) => ("deed-rates", "undone-rates"),
            Deed::Split(_, 0) => ("deed-whole", "undone-split"),
            Deed::Split(..) => ("deed-split", "undone-split"),
            Deed::Decide(Verdict::Undone) => ("deed-match-undone", "deed-match-made"),
            Deed::Decide(Verdict::Made) => ("deed-match-made", "deed-match-undone"),
            Deed::Decide(Verdict::Confirmed) => ("deed-match-confirmed", "deed-match-open"),
            Deed::Decide(Verdict::Open) => ("deed-match-open", "deed-match-confirmed"),
        };
        if undone { taken_back } else { done }
    }
}

/// A deed with what was declared on its other side: before it, or after it once it is undone.
pub(super) struct Step {
    deed: Deed,
    declared: Declared,
    /// What followed from that, where a file was too large to be kept and read again.
    shelf: Option<Box<Shelf>>,
    version: u64,
}

/// The steps that can be taken back, and those that can be done again, the next one last.
#[derive(Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// Which way a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Back.
    Undo,
    /// Forth again.
    Redo,
}

impl History {
    /// Every file that a step could bring back.
    pub(super) fn files(&self) -> impl Iterator<Item = &FileId> {
        let steps = self.done.iter().chain(&self.undone);
        steps.flat_map(|step| &step.declared.files)
    }

    fn of(&mut self, way: Way) -> (&mut Vec<Step>, &mut Vec<Step>) {
        match way {
            Way::Undo => (&mut self.done, &mut self.undone),
            Way::Redo => (&mut self.undone, &mut self.done),
        }
    }
}

impl Session {
    /// What can be undone: the last deed.
    pub fn to_undo(&self) -> Option<&Deed> {
        self.history.done.last().map(|step| &step.deed)
    }

    /// What can be done again: the deed that was undone last.
    pub fn to_redo(&self) -> Option<&Deed> {
        self.history.undone.last().map(|step| &step.deed)
    }

    /// Begins to take back the last deed, or to do again the one undone last; an import step says when it is done.
    ///
    /// Errors: there is none, or a file cannot be read again.
    pub fn begin_step(&mut self, way: Way) -> Result<(), Refusal> {
        self.cancel_import();
        let (from, _) = self.history.of(way);
        let step = from.last_mut().ok_or(Refusal::Unknown)?;
        let target = step.declared.clone();
        match step.shelf.take() {
            Some(shelf) => self.exchange(shelf, target, way),
            None => self.begin_following(target, Cause::Step(way))?,
        }
        Ok(())
    }

    /// Begins to take a file out, as if it had never been handed in.
    pub fn begin_take_out(&mut self, file: FileId) -> Result<(), Refusal> {
        self.cancel_import();
        let record = self.files.iter().find(|record| record.id == file);
        let name = Arc::clone(&record.ok_or(Refusal::Unknown)?.name);
        let mut target = self.declared.clone();
        target.files.retain(|id| *id != file);
        self.begin_following(target, Cause::Deed(Deed::TakeOut(name)))
    }

    /// Begins to read a file, and every other of its shape, as the person has chosen.
    pub fn begin_settle(&mut self, file: FileId, choice: Choice) -> Result<(), Refusal> {
        self.cancel_import();
        let record = self.files.iter().find(|record| record.id == file);
        let record = record.ok_or(Refusal::Unknown)?;
        let asked =
            |question: &super::Question| question.sides.iter().any(|side| side.choice == choice);
        if !record.questions.iter().any(asked) {
            return Err(Refusal::Unknown);
        }
        let (name, shape) = (Arc::clone(&record.name), Arc::clone(&record.shape));
        let mut target = self.declared.clone();
        let is_other =
            |(of, held): &(Arc<str>, Choice)| *of != shape || held.about() != choice.about();
        target.readings.retain(is_other);
        target.readings.push((shape, choice));
        self.begin_following(target, Cause::Deed(Deed::Settle(name)))
    }

    /// Notes a deed that changed what is declared, whose consequences are here already.
    pub(super) fn done(
        &mut self,
        deed: Deed,
        before: Declared,
        shelf: Option<Box<Shelf>>,
        version: u64,
    ) {
        if self.history.done.len() == STEPS_KEPT {
            self.history.done.remove(0);
        }
        self.history.undone.clear();
        self.history.done.push(Step {
            deed,
            declared: before,
            shelf,
            version,
        });
        self.drop_unreachable();
    }

    /// Takes on what is now declared, its consequences being here, and turns the step the other way.
    pub(super) fn step_taken(&mut self, target: Declared, way: Way, shelf: Option<Box<Shelf>>) {
        let (from, to) = self.history.of(way);
        if let Some(step) = from.pop() {
            to.push(Step {
                declared: std::mem::replace(&mut self.declared, target),
                version: std::mem::replace(&mut self.version, step.version),
                deed: step.deed,
                shelf,
            });
        }
    }

    /// The rows are others now: what was answered from those before is only opened again once they are back.
    pub(super) fn changed(&mut self) {
        self.last_version += 1;
        self.version = self.last_version;
    }

    /// Works out what follows from what is declared beside files and readings, whose rows are here already.
    pub(super) fn follow(&mut self) {
        self.book.set_choices(self.declared.choices.clone());
        self.settle();
    }

    /// Forgets the files that neither are in nor could come back.
    pub(super) fn drop_unreachable(&mut self) {
        let mut needed = self.declared.files.clone();
        needed.extend(self.history.files());
        self.sources.retain(|source| needed.contains(&source.id));
    }
}

/// Why what is declared changes.
#[derive(Clone, Debug)]
pub(super) enum Cause {
    /// A new deed.
    Deed(Deed),
    /// A step back or forth.
    Step(Way),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::EncodingRs;
    use crate::session::Incoming;

    const MARCH: &str =
        "Date,Description,Amount\n2026-03-02,GREEN GROCER,-12.50\n2026-03-09,CAFE,-3.20\n";
    const CARD: &str = "Date,Payee,Amount\n2026-03-14,RAILWAY,-8.40\n";

    fn import(session: &mut Session, name: &str, text: &str) -> FileId {
        session.begin_import(vec![(name.into(), Incoming::Bytes(text.into()))], None);
        run(session);
        session.files().last().unwrap().id
    }

    fn run(session: &mut Session) {
        while session.step_import().is_some() {}
    }

    fn state(session: &Session) -> Vec<String> {
        let ledger = session.book().ledger();
        let rows = ledger
            .indices()
            .map(|at| format!("{} {:?}", ledger.id(at), ledger.sources(at)));
        rows.chain(session.files().iter().map(|file| format!("{file:?}")))
            .collect()
    }

    #[test]
    fn what_is_too_large_to_be_kept_is_put_back_as_it_was() {
        let mut session = Session::new(Box::new(EncodingRs));
        session.kept_bytes = 2 * CARD.len();
        let card = import(&mut session, "card.csv", CARD);
        let mut states = vec![state(&session)];
        let large = import(&mut session, "march.csv", MARCH);
        states.push(state(&session));
        import(&mut session, "card again.csv", CARD);
        states.push(state(&session));
        assert_eq!(
            session.begin_take_out(card),
            Err(Refusal::NotKept("march.csv".into()))
        );
        for state_then in states.iter().rev().skip(1) {
            session.begin_step(Way::Undo).unwrap();
            run(&mut session);
            assert_eq!(state(&session), *state_then);
        }
        for state_then in &states[1..] {
            session.begin_step(Way::Redo).unwrap();
            run(&mut session);
            assert_eq!(state(&session), *state_then);
        }
        session.begin_take_out(large).unwrap();
        run(&mut session);
        assert_eq!(session.files().len(), 2);
    }

    #[test]
    fn cancelling_leaves_what_was_and_keeps_what_came_before() {
        let mut session = Session::new(Box::new(EncodingRs));
        let card = import(&mut session, "card.csv", CARD);
        import(&mut session, "march.csv", MARCH);
        let before = state(&session);
        session.begin_take_out(card).unwrap();
        session.step_import();
        session.cancel_import();
        assert_eq!(state(&session), before);
        let files = vec![
            ("more.csv".into(), Incoming::Bytes(MARCH.into())),
            ("late.csv".into(), Incoming::Bytes(CARD.into())),
        ];
        session.begin_import(files, None);
        while session.files().len() < 3 {
            session.step_import();
        }
        session.cancel_import();
        assert_eq!(session.files().len(), 3);
        assert_eq!(session.to_undo(), Some(&Deed::Import(1, "more.csv".into())));
        session.begin_step(Way::Undo).unwrap();
        run(&mut session);
        assert_eq!(state(&session), before);
    }
}
