//! The view's whole state, which [`reduce`] alone changes. Replies find their place by the id that their request was
//! given here.

mod event;
mod export;
mod hand;
mod keys;
mod reducer;
mod reply;
mod say;
mod share;
mod table;
mod thread;
mod undo;

use std::rc::Rc;

pub use event::*;
pub use hand::{AccountDraft, Hand, Hands, RateField, RowDraft};
pub use reducer::reduce;
pub use say::{Picker, Place, RulesPanel, Say, Saying, Which};
pub use share::{Asked, SHARED_CHARS};
pub use table::{PAGE, Table};
pub use thread::{Came, Entry, Import, Question, Share, Undo, What, Workings};

use super::desk::Same;
use super::format::Lower;
use crate::order::Keyed;
use crate::phrase;
use crate::view::text::numbered;
use crate::wire::{
    AccountReport, Answer, Ask, DecisionsOf, DecisionsPage, Envelope, Facts, Failure, Overview,
    OverviewOf, Period, ProofDetail, Receipt, Request, Says, Settings,
};

/// Rows of the workings fetched at a time.
pub const WORKINGS_PAGE: u64 = 100;
/// Matches fetched at a time.
const DECISIONS_PAGE: u64 = 50;
/// The step of the height that a conversation asks for, in pixels.
const HEIGHT: u64 = 800;

/// The four faces of what comes from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Face<T> {
    /// It was asked for.
    #[default]
    Waiting,
    /// There is nothing.
    Empty,
    /// Here it is.
    Ready(T),
    /// It did not come, and why.
    Failed(Failure),
}

impl<T> Face<Rc<T>> {
    /// The same, compared by where it is.
    pub fn by_place(&self) -> Face<Same<T>> {
        match self {
            Face::Waiting => Face::Waiting,
            Face::Empty => Face::Empty,
            Face::Ready(thing) => Face::Ready(Same(Rc::clone(thing))),
            Face::Failed(failure) => Face::Failed(failure.clone()),
        }
    }
}

/// What a screen reader is told, once whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Announced {
    /// Nothing.
    #[default]
    Nothing,
    /// Words of the tables, by their name.
    Words(&'static str),
    /// What an import came to.
    Read {
        /// How many files.
        files: u64,
        /// How many transactions there are now.
        rows: u64,
    },
    /// An answer's sentence.
    Answer(Rc<Answer>),
    /// A sentence of the engine's.
    Said(Says),
}

/// Everything the view knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What is in front.
    pub screen: Screen,
    /// How text is made small.
    pub lower: Lower,
    /// What was in front before the privacy screen.
    pub before: Screen,
    /// What the page found out about its seal, and what it told the page around.
    pub facts: Rc<Facts>,
    /// What the person has shared, oldest first.
    pub receipts: Rc<Vec<Receipt>>,
    /// How the embedder wants it to look.
    pub settings: Rc<Settings>,
    /// What the page around has asked before anything was read.
    pub asked_early: Vec<Asked>,
    /// The day it is: the sample's own while the sample is open.
    pub today: String,
    /// BCP 47 tag of the person's locale.
    pub locale: Option<String>,
    /// The sample's name while it is open.
    pub sample: Option<String>,
    /// The conversation.
    pub thread: Vec<Rc<Entry>>,
    /// The question being written.
    pub draft: String,
    /// The overview; `Empty` while nothing was read.
    pub overview: Face<Rc<Overview>>,
    /// The accounts there are.
    pub accounts: Rc<Vec<AccountReport>>,
    /// Transactions there are.
    pub transactions: u64,
    /// How many of them need review.
    pub needs_review: u64,
    /// Questions to begin with.
    pub suggestions: Rc<Vec<String>>,
    /// How the overview splits a month's spending.
    pub split: Split,
    /// The transactions table.
    pub table: Table,
    /// The matches to be reviewed.
    pub review: Face<Rc<DecisionsPage>>,
    /// The matches of the row whose detail is open.
    pub pairs: Option<Rc<DecisionsPage>>,
    /// What is being said of rows.
    pub saying: Saying,
    /// What is being changed by hand.
    pub hands: Hands,
    /// What was done last with the files.
    pub undo: Rc<Undo>,
    /// Whether keys without Control or Alt are left to the browser.
    pub no_single_keys: bool,
    /// What a screen reader is to be told.
    pub announced: Announced,
    real_today: String,
    currency: Option<String>,
    /// The month of the overview's breakdown; the last complete one where none is chosen.
    month: Option<Period>,
    /// Whether the engine has said anything: until then it is on its way.
    heard: bool,
    next_id: u64,
    open: Keyed<u64, Pending>,
    after_g: bool,
}

/// What an open request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pending {
    Import,
    /// Files are read again, for this one or for all.
    Again {
        file: Option<String>,
    },
    /// What an import came to that was stopped.
    Stopped {
        entry: u64,
    },
    Overview,
    Decisions,
    Accounts,
    Rates,
    Pairs,
    Question,
    Workings {
        entry: u64,
    },
    Rows {
        page: u64,
    },
    Export {
        name: &'static str,
    },
    /// What would come of what is said of rows.
    Tried,
    /// It was said.
    Said,
    Rules,
    /// The person's own categories, for the parts of a row.
    Own,
    Nothing,
}

impl State {
    /// Nothing read yet, on this day.
    pub fn new(today: &str, locale: Option<String>) -> State {
        State {
            today: today.to_owned(),
            real_today: today.to_owned(),
            locale,
            overview: Face::Empty,
            ..State::default()
        }
    }

    /// Whether two of the currencies held are written with one symbol, told by `symbol`.
    pub fn shares_a_symbol<T: PartialEq>(&self, symbol: impl Fn(Option<&str>) -> T) -> bool {
        let held = || self.accounts.iter().map(|account| &account.currency);
        held().enumerate().any(|(at, one)| {
            held()
                .take(at)
                .any(|other| other != one && symbol(other.as_deref()) == symbol(one.as_deref()))
        })
    }

    /// Whether anything was read, or is being read.
    pub fn has_begun(&self) -> bool {
        !self.thread.is_empty()
    }

    /// Whether what was begun waits for an engine that is still on its way.
    pub fn awaits_engine(&self) -> bool {
        !self.heard && !self.open.is_empty()
    }

    fn send(&mut self, request: Request, pending: Pending, effects: &mut Vec<Effect>) -> u64 {
        let id = self.allot(pending);
        effects.push(Effect::Send(Envelope { id, request }));
        id
    }

    fn allot(&mut self, pending: Pending) -> u64 {
        self.next_id += 1;
        self.open.insert(self.next_id, pending);
        self.next_id
    }

    /// Replies to what was asked of this kind are of no interest any more.
    fn let_go(&mut self, of: fn(&Pending) -> bool) {
        self.open.retain(|_, pending| !of(pending));
    }

    fn entry_mut(&mut self, id: u64) -> Option<&mut Entry> {
        let entry = self.thread.iter_mut().find(|entry| entry.id == id)?;
        Some(Rc::make_mut(entry))
    }

    fn push(&mut self, id: u64, what: What) {
        self.thread.push(Rc::new(Entry { id, what }));
    }

    fn fetch_overview(&mut self, effects: &mut Vec<Effect>) {
        self.let_go(|pending| matches!(pending, Pending::Overview));
        let of = OverviewOf {
            today: self.today.clone(),
            locale: self.locale.clone(),
            period: self.month.clone(),
            currency: self.currency.clone(),
        };
        self.send(Request::Overview(of), Pending::Overview, effects);
    }

    fn fetch_decisions(&mut self, limit: u64, effects: &mut Vec<Effect>) {
        self.let_go(|pending| matches!(pending, Pending::Decisions));
        let of = DecisionsOf {
            limit,
            ..DecisionsOf::default()
        };
        self.send(Request::Decisions(of), Pending::Decisions, effects);
    }

    /// Asks what the picked row is paired with.
    fn fetch_pairs(&mut self, effects: &mut Vec<Effect>) {
        self.pairs = None;
        self.let_go(|pending| matches!(pending, Pending::Pairs));
        let row = self.table.picked.and_then(|row| self.table.row(row));
        let Some(transaction) = row.map(|row| row.id.clone()) else {
            return;
        };
        let of = DecisionsOf {
            limit: DECISIONS_PAGE,
            transaction: Some(transaction),
            ..DecisionsOf::default()
        };
        self.send(Request::Decisions(of), Pending::Pairs, effects);
    }

    fn fetch_rows(&mut self, effects: &mut Vec<Effect>) {
        for page in self.table.wanted() {
            let request = self.table.filter.page(page);
            self.send(request, Pending::Rows { page }, effects);
        }
    }

    fn show_rows(&mut self, filter: Filter, effects: &mut Vec<Effect>) {
        self.let_go(|pending| matches!(pending, Pending::Rows { .. }));
        self.table.show(filter);
        effects.push(Effect::RevealRow(0));
        self.fetch_rows(effects);
    }

    fn ask(&mut self, words: &str, by_host: bool, share: Share, effects: &mut Vec<Effect>) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let ask = Ask {
            question: words.to_owned(),
            today: self.today.clone(),
            locale: self.locale.clone(),
            proof: ProofDetail::Summary,
            browser: self.browser(),
        };
        let id = self.send(Request::Ask(ask), Pending::Question, effects);
        let question = Question {
            words: words.to_owned(),
            answer: Face::Waiting,
            workings: Workings::default(),
            by_host,
            share,
        };
        self.push(id, What::Question(question));
        self.screen = Screen::Ask;
        effects.push(Effect::Reveal(numbered("entry-", id)));
    }

    fn fetch_workings(&mut self, entry: u64, effects: &mut Vec<Effect>) {
        let Some(question) = self.entry_mut(entry).and_then(Entry::question_mut) else {
            return;
        };
        let (Face::Ready(answer), false) = (&question.answer, question.workings.waiting) else {
            return;
        };
        if !question.workings.has_more() {
            return;
        }
        let request = Request::Proof {
            answer: answer.number,
            offset: question.workings.rows.len() as u64,
            limit: WORKINGS_PAGE,
        };
        question.workings.waiting = true;
        question.workings.failed = None;
        self.send(request, Pending::Workings { entry }, effects);
    }

    fn toggle_workings(&mut self, entry: u64, open: Option<bool>, effects: &mut Vec<Effect>) {
        let Some(question) = self.entry_mut(entry).and_then(Entry::question_mut) else {
            return;
        };
        question.workings.open = open.unwrap_or(!question.workings.open);
        if question.workings.open && question.workings.total.is_none() {
            self.fetch_workings(entry, effects);
        }
    }

    /// Takes in what the embedder has set; the rest stays.
    fn set(&mut self, set: &Settings, effects: &mut Vec<Effect>) {
        if set.currency.is_some() && set.currency != self.currency {
            self.currency = set.currency.clone();
            if self.transactions > 0 {
                self.fetch_overview(effects);
            }
        }
        let before = &self.settings;
        let text = |set: &Option<String>, before: &Option<String>| {
            set.as_ref().or(before.as_ref()).cloned()
        };
        self.settings = Rc::new(Settings {
            locale: text(&set.locale, &before.locale),
            theme: text(&set.theme, &before.theme),
            currency: text(&set.currency, &before.currency),
            height: set.height.or(before.height),
            accent: text(&set.accent, &before.accent),
            radius: set.radius.or(before.radius),
        });
    }

    /// The sample and rows of the person's own never mix.
    fn leave_sample(&mut self, effects: &mut Vec<Effect>) {
        if self.sample.is_some() {
            self.forget(effects);
            self.send(Request::Erase, Pending::Nothing, effects);
        }
    }

    fn begin_import(&mut self, names: Vec<String>, effects: &mut Vec<Effect>) -> u64 {
        // The one step that is asked for: from then on there is a conversation to read, whatever is in it.
        if !self.has_begun() && self.settings.height.is_none() {
            effects.push(Effect::Resize(HEIGHT));
        }
        let id = self.allot(Pending::Import);
        let import = Import {
            names,
            progress: None,
            report: Face::Waiting,
            stopped: false,
            out: Rc::default(),
        };
        self.push(id, What::Import(import));
        self.screen = Screen::Ask;
        effects.push(Effect::Reveal(numbered("entry-", id)));
        if self.overview == Face::Empty {
            self.overview = Face::Waiting;
        }
        if !self.heard {
            self.announced = Announced::Words("view-engine-coming");
        }
        id
    }

    /// The first screen is gone, and with it the control that was pressed: what came of it takes the focus.
    fn leave_first(&self, id: u64, effects: &mut Vec<Effect>) {
        effects.push(Effect::Focus(numbered("entry-", id)));
    }

    /// Forgets what was read, so that the sample and the person's own files never mix.
    fn forget(&mut self, effects: &mut Vec<Effect>) {
        self.decline_waiting(effects);
        let empty = State::new(&self.real_today, self.locale.take());
        let mut before = std::mem::replace(self, empty);
        std::mem::swap(&mut self.facts, &mut before.facts);
        std::mem::swap(&mut self.receipts, &mut before.receipts);
        std::mem::swap(&mut self.settings, &mut before.settings);
        std::mem::swap(&mut self.asked_early, &mut before.asked_early);
        std::mem::swap(&mut self.currency, &mut before.currency);
        self.no_single_keys = before.no_single_keys;
        self.heard = before.heard;
        self.next_id = before.next_id;
        self.lower = before.lower;
    }
}

/// A failure that is the view's own to tell, by the name of its words.
fn failure_of(name: &str) -> Failure {
    Failure {
        code: String::new(),
        says: Says::default(),
        sentence: phrase::view_template(name).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests;
