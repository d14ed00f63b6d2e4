//! What happens to the view, and what it wants done.

use std::collections::BTreeMap;

use crate::wire::{Envelope, Outgoing, Period};

/// Something that happened: the person's doing, the engine's word, or the page's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "one at a time, made and taken at once; large only where pointers are"
)]
pub enum Event {
    /// The page has run its checks, or runs them still.
    Checked(Seal),
    /// The person picked or dropped files, which the page holds until [`Effect::Import`].
    Picked {
        /// Their names, in order.
        names: Vec<String>,
    },
    /// The engine said something.
    Reply(Outgoing),
    /// The engine's worker died and was started anew, empty.
    EngineStopped,
    /// A key was pressed anywhere in the page.
    Key(Key),
    /// Shows a screen.
    Go(Screen),
    /// Opens the sample household.
    OpenSample,
    /// Stops an import.
    CancelImport(u64),
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
    /// Shows another currency's overview.
    Currency(Option<String>),
    /// Asks for the overview again.
    RetryOverview,
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
    /// Goes to the composer.
    Compose,
    /// Switches keys without Control or Alt on or off.
    SingleKeys(bool),
    /// Asks again for a page of rows.
    RetryRows(u64),
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

/// What the page found out about its own seal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    /// The protections in the order of the coin's quarters; empty while nothing is known.
    pub checks: Vec<Check>,
    /// Whether files are taken; `None` while the checks run.
    pub open_to_files: Option<bool>,
}

/// One protection, and whether this browser has just passed its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub what: Protection,
    /// Whether it held; `None` while it runs.
    pub passed: Option<bool>,
    /// How many ways were tried.
    pub tried: u64,
    /// The page around this one, where there is one.
    pub host: Option<String>,
}

/// The four protections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    /// The engine that holds the rows cannot call out.
    Engine,
    /// The page that shows them cannot call out.
    Page,
    /// The page around it cannot look in.
    Host,
    /// Nothing is kept on the disk.
    Disk,
}

impl Protection {
    /// Every one, in the order of the coin's quarters.
    pub const ALL: [Protection; 4] = [
        Protection::Engine,
        Protection::Page,
        Protection::Host,
        Protection::Disk,
    ];

    /// Its name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Protection::Engine => "engine",
            Protection::Page => "page",
            Protection::Host => "host",
            Protection::Disk => "disk",
        }
    }
}

impl Seal {
    /// Whether this protection held, `None` while it is not known.
    pub fn held(&self, what: Protection) -> Option<bool> {
        self.checks.iter().find(|check| check.what == what)?.passed
    }

    /// Whether there is an engine: one that never came, or that stopped too often, has tried nothing.
    pub fn has_engine(&self) -> bool {
        let mut checks = self.checks.iter();
        !checks.any(|check| {
            check.what == Protection::Engine && check.passed == Some(false) && check.tried == 0
        })
    }

    /// The name in the tables of how well it is sealed.
    pub fn name(&self) -> &'static str {
        let held: BTreeMap<_, _> = Protection::ALL.map(|what| (what, self.held(what))).into();
        if !self.has_engine() {
            "view-seal-stopped"
        } else if self.open_to_files == Some(false) {
            "view-seal-none"
        } else if self.open_to_files.is_none() {
            "view-seal-waiting"
        } else if held.values().all(|held| *held == Some(true)) {
            "view-seal-whole"
        } else {
            "view-seal-partly"
        }
    }
}
