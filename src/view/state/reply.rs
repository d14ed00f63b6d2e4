//! The engine's replies, each to the place that its request was made for.

use std::rc::Rc;

use super::{
    Announced, Came, Effect, Entry, Face, Pending, Saying, Screen, State, Table, What, failure_of,
};
use crate::view::text::numbered;
use crate::wire::{
    Body, Facts, Failure, ImportProgress, ImportReport, Outgoing, ProofPage, Reply, Request,
};

impl State {
    /// Takes in a reply; one whose request is no longer of interest is dropped.
    pub(super) fn hear(&mut self, outgoing: Outgoing, effects: &mut Vec<Effect>) {
        self.heard = true;
        let id = outgoing.id;
        let Some(pending) = self.open.remove(&id) else {
            return;
        };
        match outgoing.reply {
            Reply::Progress(progress) => {
                self.open.insert(id, pending);
                self.announce_progress(&progress);
                if let Some(import) = self.entry_mut(id).and_then(Entry::import_mut) {
                    import.progress = Some(progress);
                }
            }
            Reply::Ok { body } => self.take(id, &pending, body, effects),
            Reply::Error(failure) => {
                self.fail(id, &pending, failure);
                if pending == Pending::Import {
                    self.empty_overview();
                    self.send(Request::Files, Pending::Stopped { entry: id }, effects);
                    self.ask_what_waited(effects);
                }
            }
        }
    }

    /// There is nothing to look over after all.
    fn empty_overview(&mut self) {
        if self.transactions == 0 {
            self.overview = Face::Empty;
        }
    }

    fn take(&mut self, id: u64, pending: &Pending, body: Body, effects: &mut Vec<Effect>) {
        match (pending, body) {
            (Pending::Import, Body::Import(report)) => {
                self.imported(id, report, effects);
                self.ask_what_waited(effects);
            }
            (Pending::Again { file }, Body::Import(report)) => {
                self.was_read_again(file.as_ref(), report, effects);
                self.ask_what_waited(effects);
            }
            (Pending::Stopped { entry }, Body::Import(report)) => {
                self.was_stopped(*entry, report, effects);
            }
            (Pending::Tried, Body::Preview(preview)) => self.tried(preview),
            (Pending::Rules, Body::Rules(report)) => self.rules_read(report),
            (Pending::Own, Body::Rules(report)) => self.own_named(report),
            (Pending::Said, Body::Import(report)) => self.has_said(&report, effects),
            (Pending::Overview, Body::Overview(overview)) => {
                self.accounts = Rc::new(overview.accounts.clone());
                self.needs_review = overview.needs_review;
                self.overview = match overview.transactions {
                    0 => Face::Empty,
                    _ => Face::Ready(Rc::new(overview)),
                };
            }
            (Pending::Decisions, Body::Decisions(page)) => {
                self.review = match page.total {
                    0 => Face::Empty,
                    _ => Face::Ready(Rc::new(page)),
                };
            }
            (Pending::Accounts, Body::Accounts(panel)) => {
                self.hands.panel = match panel.accounts.is_empty() {
                    true => Face::Empty,
                    false => Face::Ready(Rc::new(panel)),
                };
            }
            (Pending::Rates, Body::Rates(rates)) => {
                self.hands.rates = Some(Rc::new(rates));
            }
            (Pending::Pairs, Body::Decisions(page)) => self.pairs = Some(Rc::new(page)),
            (Pending::Question, Body::Answer(answer)) => {
                let answer = Rc::new(answer);
                self.announced = Announced::Answer(answer.clone());
                if let Some(question) = self.entry_mut(id).and_then(Entry::question_mut) {
                    question.answer = Face::Ready(answer);
                    effects.push(Effect::Reveal(numbered("entry-", id)));
                }
            }
            (Pending::Export { name }, Body::Export(export)) => {
                self.hand_over(name, export.text, effects)
            }
            (Pending::Workings { entry }, Body::Proof(page)) => self.proved(*entry, page),
            (Pending::Rows { page }, Body::Rows(reply)) => {
                self.table.take(*page, reply);
                self.fetch_rows(effects);
            }
            _ => {}
        }
    }

    fn fail(&mut self, id: u64, pending: &Pending, failure: Failure) {
        match pending {
            Pending::Import => {
                if let Some(import) = self.entry_mut(id).and_then(Entry::import_mut) {
                    import.report = Face::Failed(failure);
                }
            }
            Pending::Again { .. } => self.was_not_read_again(failure),
            Pending::Overview => self.overview = Face::Failed(failure),
            Pending::Decisions => self.review = Face::Failed(failure),
            Pending::Accounts => self.hands.panel = Face::Failed(failure),
            Pending::Question => {
                if let Some(question) = self.entry_mut(id).and_then(Entry::question_mut) {
                    question.answer = Face::Failed(failure);
                }
            }
            Pending::Workings { entry } => {
                if let Some(question) = self.entry_mut(*entry).and_then(Entry::question_mut) {
                    question.workings.waiting = false;
                    question.workings.failed = Some(failure);
                }
            }
            Pending::Rows { page } => {
                self.table.lose(*page, failure);
            }
            Pending::Rates => {}
            Pending::Tried | Pending::Said | Pending::Rules => self.has_not_said(failure),
            Pending::Export { .. }
            | Pending::Pairs
            | Pending::Own
            | Pending::Stopped { .. }
            | Pending::Nothing => {}
        }
    }

    fn imported(&mut self, id: u64, report: ImportReport, effects: &mut Vec<Effect>) {
        self.announced = Announced::Read {
            files: report.files.len() as u64,
            rows: report.transactions,
        };
        if let Some(sample) = &report.sample {
            self.sample = Some(sample.name.clone());
            self.today = sample.today.clone();
        }
        self.note_undo(id, &report);
        // What came in may end later.
        self.month = None;
        self.adopt(&report, effects);
        if let Some(import) = self.entry_mut(id).and_then(Entry::import_mut) {
            import.report = Face::Ready(Rc::new(Came::of(report)));
            effects.push(Effect::Reveal(numbered("entry-", id)));
        }
    }

    /// Takes in what there is now, and has it drawn anew.
    pub(super) fn adopt(&mut self, report: &ImportReport, effects: &mut Vec<Effect>) {
        self.transactions = report.transactions;
        self.needs_review = report.needs_review;
        self.accounts = Rc::new(report.accounts.clone());
        self.suggestions = Rc::new(report.suggestions.clone());
        self.let_go(|pending| matches!(pending, Pending::Rows { .. }));
        self.keep_place(effects);
        self.has_changed_by_hand(effects);
        if self.screen == Screen::Decisions {
            self.fetch_decisions(super::DECISIONS_PAGE, effects);
        }
        self.saying = Saying::default();
        if self.screen != Screen::Rows {
            self.table = Table::default();
            self.pairs = None;
        }
        self.empty_overview();
        if self.transactions == 0 {
            return;
        }
        if !matches!(self.overview, Face::Ready(_)) {
            self.overview = Face::Waiting;
        }
        self.fetch_overview(effects);
    }

    /// The rows that are in front stay where they are while they are fetched anew, and so does an open detail.
    fn keep_place(&mut self, effects: &mut Vec<Effect>) {
        if self.screen != Screen::Rows {
            return;
        }
        let table = &mut self.table;
        // An answer's rows are those before the change.
        if table.filter.answer.take().is_some() || table.total.is_none() {
            let filter = table.filter.clone();
            self.pairs = None;
            return self.show_rows(filter, effects);
        }
        self.refetch(effects);
        if self.table.detail {
            self.fetch_pairs(effects);
        }
    }

    fn proved(&mut self, entry: u64, page: ProofPage) {
        let Some(question) = self.entry_mut(entry).and_then(Entry::question_mut) else {
            return;
        };
        let workings = &mut question.workings;
        workings.waiting = false;
        workings.total = Some(page.total);
        if page.offset == workings.rows.len() as u64 {
            Rc::make_mut(&mut workings.rows).extend(page.rows);
        }
        if page.offset == 0 {
            workings.excluded = Rc::new(page.excluded);
            workings.digest = page.digest;
        }
    }

    /// Says 0 and 50 per cent of the whole import, each once; the end is said by the report.
    fn announce_progress(&mut self, progress: &ImportProgress) {
        let files = u64::from(progress.files.max(1));
        let of_file = progress.bytes_read.saturating_mul(100) / progress.bytes_total.max(1);
        let percent = (u64::from(progress.file_index) * 100 + of_file.min(100)) / files;
        let words = if percent < 50 {
            "view-import-0"
        } else {
            "view-import-50"
        };
        self.announced = Announced::Words(words);
    }

    /// What is known of the seal. An engine that is lost, before it came or for good, leaves what it was asked.
    pub(super) fn checked(&mut self, facts: Rc<Facts>, effects: &mut Vec<Effect>) {
        let is_lost = self.facts.has_engine() && !facts.has_engine();
        self.facts = facts;
        if is_lost {
            self.give_up(effects);
            self.decline_early(effects);
            if self.has_begun() {
                self.stopped(effects);
            }
        }
    }

    /// No engine will answer what is open, each of which says so where it stands.
    pub(super) fn give_up(&mut self, effects: &mut Vec<Effect>) {
        self.decline_waiting(effects);
        let open = std::mem::take(&mut self.open);
        for (&id, pending) in open.iter() {
            self.fail(id, pending, failure_of("view-not-done"));
        }
    }

    /// What the engine held and was asked is gone, which is said.
    pub(super) fn stopped(&mut self, effects: &mut Vec<Effect>) {
        let questions = self
            .open
            .iter()
            .filter(|(_, pending)| **pending == Pending::Question);
        let unanswered = questions.count() as u64;
        self.open.clear();
        self.heard = false;
        self.announced = Announced::Nothing;
        self.decline_waiting(effects);
        self.decline_early(effects);
        self.thread.retain(|entry| match &entry.what {
            What::Question(question) => !matches!(question.answer, Face::Waiting),
            What::Import(import) => !matches!(import.report, Face::Waiting),
            What::Stopped { .. } => true,
        });
        self.lose_files();
        self.next_id += 1;
        let id = self.next_id;
        self.push(id, What::Stopped { unanswered });
        self.overview = Face::Empty;
        self.table = Table::default();
        self.saying = Saying::default();
        self.transactions = 0;
        self.sample = None;
        self.screen = Screen::Ask;
    }
}
