//! What happens to the view, and what it wants done.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Hand, Say};
use crate::wire::{Decide, Envelope, Facts, Outgoing, Period, Receipt, Settings};

/// Something that happened: the person's doing, the engine's word, or the page's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "one at a time, made and taken at once; large only where pointers are"
)]
pub enum Event {
    /// The page has run its checks or runs them still, or has told the page around something.
    Checked(Rc<Facts>),
    /// What the person has shared so far, oldest first.
    Receipts(Rc<Vec<Receipt>>),
    /// The embedder has set some of how it looks; what it leaves out stays.
    Set(Rc<Settings>),
    /// The page around asks on the person's behalf.
    HostAsked(String),
    /// The page around handed rows in, which the page holds until [`Effect::ImportRows`].
    HostRows {
        /// The page's number for them.
        rows: u64,
        /// Their name, for the import's line.
        name: String,
    },
    /// The page around asks the person to share the answer to a question.
    ShareWanted {
        /// The request's id.
        id: String,
        /// The question.
        what: String,
        /// Who asks.
        host: String,
    },
    /// The page around has withdrawn what it asked to be shared.
    ShareCancelled(String),
    /// The person has agreed to share, or has not.
    ShareOutcome {
        /// The request's id; `None` where the person shared unasked.
        id: Option<String>,
        /// Whether it was shared.
        shared: bool,
    },
    /// The person picked or dropped files, which the page holds until [`Effect::Import`].
    Picked {
        /// Their names, in order.
        names: Vec<String>,
    },
    /// The engine said something, which whoever hears it takes: see [`Event::reply`].
    Reply(Box<RefCell<Option<Outgoing>>>),
    /// The engine's worker died and was started anew, empty.
    EngineStopped,
    /// A key was pressed anywhere in the page.
    Key(Key),
    /// Shows a screen.
    Go(Screen),
    /// Opens the sample household.
    OpenSample,
    /// Says what the person thinks of a match.
    Decide(Decide),
    /// Fetches further matches.
    MoreDecisions,
    /// Stops an import.
    CancelImport(u64),
    /// Says how a file is read that leaves it open.
    Settle {
        /// The file's id.
        file: String,
        /// One of the choices of its question.
        choice: String,
    },
    /// Takes a file out, by its id.
    TakeOut(String),
    /// Takes back what was done last.
    Undo,
    /// Does again what was taken back last.
    Redo,
    /// The question being written changed.
    Drafted(String),
    /// Asks what is written.
    Submit,
    /// Asks these words.
    Ask(String),
    /// Puts the last question back into an empty composer.
    Recall,
    /// Opens or shuts the workings of an entry.
    Workings(u64),
    /// Opens the workings of an entry and goes to its rows.
    Open(u64),
    /// Fetches further rows of an entry's workings.
    MoreWorkings(u64),
    /// Copies the rows of an entry's workings that are here.
    CopyRows(u64),
    /// Splits spending another way.
    Split(Split),
    /// Splits the spending of another month.
    Month(Option<Period>),
    /// Shows another currency's overview.
    Currency(Option<String>),
    /// Shows the rows that meet a filter.
    Rows(Filter),
    /// Changes the filter of the rows shown.
    Narrow(Narrowing),
    /// The rows were scrolled: the first one in sight.
    Scrolled(u64),
    /// Moves among the rows.
    Step(Step),
    /// Goes to a row.
    Pick(u64),
    /// Opens or shuts the detail of the row that is picked.
    Detail,
    /// Says what rows are.
    Say(Say),
    /// Changes something by hand.
    Hand(Hand),
    /// Goes to the composer.
    Compose,
    /// Switches keys without Control or Alt on or off.
    SingleKeys(bool),
    /// Offers an entry's answer to the page around, in these words.
    Share {
        /// The entry.
        entry: u64,
        /// The sentence as the person reads it.
        text: String,
    },
    /// Hands the person the rows shown, all that meet the filter.
    ExportRows,
    /// Hands the person the rows that an entry's answer counted.
    ExportAnswer(u64),
    /// Hands the person the receipts.
    ExportReceipts,
}

impl Event {
    /// What the engine said.
    pub fn reply(outgoing: Outgoing) -> Event {
        Event::Reply(Box::new(RefCell::new(Some(outgoing))))
    }
}

/// Something the view wants done outside it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "one at a time, made and taken at once; large only where pointers are"
)]
pub enum Effect {
    /// Sends a request to the engine.
    Send(Envelope),
    /// Sends the picked files to the engine under this id.
    Import(u64),
    /// Moves the focus to the element with this id, and shows it.
    Focus(String),
    /// Shows the element with this id without focus.
    Reveal(String),
    /// Scrolls the rows so that this one is in sight.
    RevealRow(u64),
    /// Puts text on the clipboard.
    Copy(String),
    /// Sends rows that the page around handed in to the engine.
    ImportRows {
        /// The request's id.
        id: u64,
        /// The page's number for the rows.
        rows: u64,
    },
    /// Shows the person this text, to be sent to the page around only where they agree.
    Share {
        /// The id of the host's request, where it asked.
        id: Option<String>,
        /// The text, at most [`SHARED_CHARS`](super::SHARED_CHARS) long.
        text: String,
    },
    /// Tells the page around that nothing will be shared.
    Decline(String),
    /// Hands the person a file.
    Download {
        /// Its name.
        name: &'static str,
        /// Its media type.
        mime: &'static str,
        /// What is in it.
        text: String,
    },
    /// Asks the page around for a height, one of its steps in pixels.
    Resize(u64),
}

/// What is in front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The drop zone, the sample and the checks.
    #[default]
    First,
    /// The conversation; in a wide widget beside the overview.
    Ask,
    /// Where the money goes.
    Overview,
    /// The transactions.
    Rows,
    /// What was matched.
    Decisions,
    /// The accounts over time.
    Accounts,
    /// On a phone: the way to the screens that have no tab.
    More,
    /// What was checked, and what has left.
    Privacy,
}

/// How the overview splits a month's spending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// By category.
    #[default]
    Category,
    /// By merchant.
    Merchant,
    /// By transaction: the largest.
    Transaction,
}

/// What rows the table shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that the descriptor or the merchant contains, or an amount.
    pub search: String,
    /// The days.
    pub period: Option<Period>,
    /// An account's id.
    pub account: Option<String>,
    /// A category's code, or `group:` and a group.
    pub category: Option<String>,
    /// A merchant's name.
    pub merchant: Option<String>,
    /// Only rows that need review.
    pub needs_review: bool,
    /// Only rows that an answer counted, by its number.
    pub answer: Option<u64>,
}

/// A change of one part of the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// What is searched for.
    Search(String),
    /// The days.
    Period(Option<Period>),
    /// The account.
    Account(Option<String>),
    /// The category.
    Category(Option<String>),
    /// The merchant.
    Merchant(Option<String>),
    /// Only those that need review.
    NeedsReview(bool),
    /// Those of an answer.
    Answer(Option<u64>),
    /// No filter at all.
    Everything,
}

/// A move among rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many rows down, or up.
    By(i64),
    /// To the first.
    First,
    /// To the last.
    Last,
}

/// A key, as the page tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// As `KeyboardEvent.key`.
    pub key: String,
    /// With Control, or Command.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// Whether a field that takes text has the focus.
    pub in_field: bool,
    /// The id of the nearest `article` around the focus.
    pub article: Option<String>,
}

impl Key {
    /// Whether the view takes it, so that the browser should not.
    pub fn is_taken(&self) -> bool {
        match self.key.as_str() {
            "/" => !self.in_field && !self.ctrl && !self.alt,
            "k" | "K" => self.ctrl && !self.alt,
            "ArrowUp" | "ArrowDown" => self.alt,
            _ => false,
        }
    }
}
