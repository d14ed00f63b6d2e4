//! What can be asked of a session.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_bytes::ByteBuf;

use crate::statement::Held;

pub use crate::statement::HandedRow;

use super::tree::{Read, Reading, Tree, names, read};
use super::{
    AccountSaid, ApartSaid, Correct, Criteria, Decide, DecisionsOf, Facts, MarkSaid, MergeSaid,
    Period, RateSaid, SetRules, SplitSaid,
};

/// A request with the id that its replies carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Chosen by the sender; unique among its open requests.
    pub id: u64,
    /// What is asked.
    pub request: Request,
}

/// What can be asked of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// The defaults and the version, for the embedding script.
    Defaults,
    /// Reads statement files into the ledger. Replies: `progress`…, then `import`.
    Import(ImportFiles),
    /// Reads rows that a host hands in, as if from a file. Replies: `progress`…, then `import`.
    ImportRows(ImportRows),
    /// Sets what holds for what comes later. Reply: `done`.
    Configure(Configure),
    /// Opens the sample household in place of what is loaded. Reply: `import`.
    Sample,
    /// Says how a file is read where it leaves that open; every file of its shape is then read so. Replies:
    /// `progress`…, then `import` with all files.
    Settle {
        /// The file's id, as its report has it.
        file: String,
        /// One of the choices of its question.
        choice: String,
    },
    /// Takes a file out, as if it had never been handed in. Replies: `progress`…, then `import` with all files.
    TakeOut {
        /// The file's id, as its report has it.
        file: String,
    },
    /// Says what a transaction is, or every one of its merchant. Replies: `import` with all files; `preview` where only
    /// that was asked for.
    Correct(Correct),
    /// The rules: their text and what each line has done. Reply: `rules`.
    Rules,
    /// Takes on another text of rules. Replies as `correct` has.
    SetRules(SetRules),
    /// Whether what is learned from corrections only becomes guesses. Reply: `import` with all files.
    SuggestOnly {
        /// Whether it does.
        on: bool,
    },
    /// Takes back the last import or decision. Replies: `progress`…, then `import` with all files.
    Undo,
    /// Does again what was taken back last. Replies: `progress`…, then `import` with all files.
    Redo,
    /// All files there are, as an import of them would report. Reply: `import`.
    Files,
    /// A page of the matches that were made, those that wait for the person first. Reply: `decisions`.
    Decisions(DecisionsOf),
    /// Says of a match that it is right or wrong, or makes one. Replies: `progress`…, then `import`.
    Decide(Decide),
    /// The accounts with their balances by day and what their files cover. Reply: `accounts`.
    Accounts,
    /// Notes something on a transaction. Replies: `progress`…, then `import`.
    Mark(MarkSaid),
    /// Splits a transaction into parts of several categories. Replies: `progress`…, then `import`.
    Split(SplitSaid),
    /// Names an account, or says of what kind it is. Replies: `progress`…, then `import`.
    Account(AccountSaid),
    /// Takes two accounts for one. Replies: `progress`…, then `import`.
    Merge(MergeSaid),
    /// Takes a file's rows out of an account that has others too. Replies: `progress`…, then `import`.
    Apart(ApartSaid),
    /// The exchange rates that the person gave. Reply: `rates`.
    Rates,
    /// Takes these rates for the ones typed. Replies: `progress`…, then `import`.
    SetRates {
        /// Every one of them.
        rates: Vec<RateSaid>,
    },
    /// Cancels a running import, whose files so far stay and whose current file is left out. Reply: `done`.
    Cancel {
        /// The id of the request to cancel.
        target: u64,
    },
    /// The overview of the account books. Reply: `overview`.
    Overview(OverviewOf),
    /// Findings, at most five ranked for show and the rest after. Reply: `insights`.
    Insights {
        /// The day it is.
        today: String,
    },
    /// A question in plain words. Reply: `answer`.
    Ask(Ask),
    /// A page of the rows an answer counted or left out. Reply: `proof`.
    Proof {
        /// The answer's number, as its reply gave it.
        answer: u64,
        /// Rows to pass over.
        offset: u64,
        /// Rows to give, at most 500.
        limit: u64,
    },
    /// A page of the transactions. Reply: `rows`.
    Rows(RowsOf),
    /// Transactions as text of comma-separated values, those and in the order that `rows` gives. Reply: `export`.
    Export(RowsOf),
    /// The whole report of the contract: files with rows, accounts, transactions, decisions. Reply: `ledger`.
    Ledger,
    /// Begins a new conversation: the next question inherits nothing. Reply: `done`.
    Forget,
    /// The ledger as a journal that other programs read: `hledger`, `beancount`, `csv` or `json`. Reply: `export`.
    Journal {
        /// Which.
        to: String,
    },
    /// Forgets every file and decision. Reply: `done`.
    Erase,
}

/// Files to read, in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportFiles {
    /// The files.
    pub files: Vec<FileBytes>,
    /// ISO 4217, taken where a file names none; the configured one where absent.
    pub currency: Option<String>,
    /// Whether there is someone to ask: rows of a file that leaves its reading open then stay out until `settle`.
    /// Otherwise the likelier reading is taken, and an issue says so.
    pub asks: Option<bool>,
}

/// Rows of one account to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRows {
    /// What stands for a file's name in reports: whose rows they are.
    pub name: String,
    /// The account they are on.
    pub account: RowsAccount,
    /// The rows.
    pub rows: Vec<HandedRow>,
    /// ISO 4217, taken where neither account nor row names one; the configured one where absent.
    pub currency: Option<String>,
}

/// The account of rows that are handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowsAccount {
    /// What the person sees.
    pub name: String,
    /// ISO 4217, where the rows name none.
    pub currency: Option<String>,
    /// `current`, `savings`, `card`, `loan` or `cash`; anything else is told from the name.
    pub kind: Option<String>,
    /// Its number.
    pub identifier: Option<String>,
}

/// What holds for what comes later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configure {
    /// ISO 4217, taken where a file names none; `null` for none.
    pub currency: Option<String>,
}

/// A file as it is handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileBytes {
    /// Its name, for reports.
    pub name: String,
    /// Its bytes (in JSON, its text or an array of bytes).
    pub bytes: ByteBuf,
    /// In place of its bytes, a hold on the file where it is.
    pub held: Option<Held>,
}

/// Which overview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverviewOf {
    /// The day it is.
    pub today: String,
    /// BCP 47 tag, for the first day of the week.
    pub locale: Option<String>,
    /// The month shown in the breakdown; the last complete one where absent.
    pub period: Option<Period>,
    /// The currency shown; the one with most rows where absent.
    pub currency: Option<String>,
}

/// A question in plain words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The words.
    pub question: String,
    /// The day it is.
    pub today: String,
    /// BCP 47 tag, for the first day of the week.
    pub locale: Option<String>,
    /// Whether the proof lists every id (`full`) or only counts and sums (`summary`), which is quicker.
    pub proof: ProofDetail,
    /// What the browser was found to enforce, where one is around: what can be seen of the data depends on it.
    pub browser: Option<Facts>,
}

/// How much of the proof comes with an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProofDetail {
    /// Every id, and the digest.
    #[default]
    Full,
    /// Counts and sums; ids, digest and rows on request.
    Summary,
}

/// Which transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowsOf {
    /// Rows to pass over.
    pub offset: u64,
    /// Rows to give; `rows` gives at most 500.
    pub limit: u64,
    /// What they have to meet.
    pub filter: Criteria,
    /// The days they lie in.
    pub period: Option<Period>,
    /// Only those that need review.
    pub needs_review: bool,
    /// Only those an answer counted, by the answer's number.
    pub answer: Option<u64>,
    /// Oldest first instead of newest first.
    pub oldest_first: bool,
    /// The largest amounts first, whatever their sign, instead of the newest; of what needs review, by the money of the
    /// merchant.
    pub largest_first: bool,
}

read! {
    ImportFiles { files, currency, asks }
    ImportRows { name, account, rows, currency }
    RowsAccount { name, currency, kind, identifier }
    Configure { currency }
    OverviewOf { today, locale, period, currency }
}

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Envelope, D::Error> {
        Envelope::of(Tree::deserialize(deserializer)?).map_err(D::Error::missing_field)
    }
}

impl Envelope {
    /// The request that a message is; in place of one, the name of the field that is missing or of another kind.
    pub fn of(message: Tree) -> Result<Envelope, &'static str> {
        Reading::of(message)
    }
}

impl Request {
    /// Whether it changes what is read or how, or asks about it, and so waits for a running import.
    pub(super) fn waits(&self) -> bool {
        matches!(
            self,
            Request::Ask(_)
                | Request::Import(_)
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
    }
}

impl Read for Envelope {
    fn read(mut tree: Tree, reading: &mut Reading) -> Envelope {
        Envelope {
            id: reading.field(&mut tree, "id"),
            request: Read::read(tree, reading),
        }
    }
}

impl Read for Request {
    fn read(mut tree: Tree, reading: &mut Reading) -> Request {
        let op: String = reading.field(&mut tree, "op");
        match op.as_str() {
            "defaults" => Request::Defaults,
            "import" => Request::Import(Read::read(tree, reading)),
            "importRows" => Request::ImportRows(Read::read(tree, reading)),
            "configure" => Request::Configure(Read::read(tree, reading)),
            "sample" => Request::Sample,
            "settle" => Request::Settle {
                file: reading.field(&mut tree, "file"),
                choice: reading.field(&mut tree, "choice"),
            },
            "takeOut" => Request::TakeOut {
                file: reading.field(&mut tree, "file"),
            },
            "correct" => Request::Correct(Read::read(tree, reading)),
            "journal" => Request::Journal {
                to: reading.field(&mut tree, "to"),
            },
            "rules" => Request::Rules,
            "setRules" => Request::SetRules(Read::read(tree, reading)),
            "suggestOnly" => Request::SuggestOnly {
                on: reading.field(&mut tree, "on"),
            },
            "files" => Request::Files,
            "undo" => Request::Undo,
            "redo" => Request::Redo,
            "decisions" => Request::Decisions(Read::read(tree, reading)),
            "decide" => Request::Decide(Read::read(tree, reading)),
            "accounts" => Request::Accounts,
            "mark" => Request::Mark(Read::read(tree, reading)),
            "split" => Request::Split(Read::read(tree, reading)),
            "account" => Request::Account(Read::read(tree, reading)),
            "rates" => Request::Rates,
            "setRates" => Request::SetRates {
                rates: reading.field(&mut tree, "rates"),
            },
            "merge" => Request::Merge(Read::read(tree, reading)),
            "apart" => Request::Apart(Read::read(tree, reading)),
            "cancel" => Request::Cancel {
                target: reading.field(&mut tree, "target"),
            },
            "overview" => Request::Overview(Read::read(tree, reading)),
            "insights" => Request::Insights {
                today: reading.field(&mut tree, "today"),
            },
            "ask" => Request::Ask(Read::read(tree, reading)),
            "proof" => Request::Proof {
                answer: reading.field(&mut tree, "answer"),
                offset: reading.field(&mut tree, "offset"),
                limit: reading.field(&mut tree, "limit"),
            },
            "rows" => Request::Rows(Read::read(tree, reading)),
            "export" => Request::Export(Read::read(tree, reading)),
            "ledger" => Request::Ledger,
            "forget" => Request::Forget,
            "erase" => Request::Erase,
            _ => {
                reading.misfit();
                Request::Defaults
            }
        }
    }
}

impl Read for HandedRow {
    fn read(mut tree: Tree, reading: &mut Reading) -> HandedRow {
        HandedRow {
            posting_date: reading.field_or_default(&mut tree, "posting_date"),
            amount: reading.field_or_default(&mut tree, "amount"),
            currency: reading.field(&mut tree, "currency"),
            descriptor: reading.field_or_default(&mut tree, "descriptor"),
            value_date: reading.field(&mut tree, "value_date"),
            transaction_date: reading.field(&mut tree, "transaction_date"),
            counterparty: reading.field(&mut tree, "counterparty"),
            reference: reading.field(&mut tree, "reference"),
            mcc: reading.field(&mut tree, "mcc"),
            pending: reading.field_or_default(&mut tree, "pending"),
            balance_after: reading.field(&mut tree, "balance_after"),
            id: reading.field(&mut tree, "id"),
        }
    }
}

impl Read for Ask {
    fn read(mut tree: Tree, reading: &mut Reading) -> Ask {
        Ask {
            question: reading.field(&mut tree, "question"),
            today: reading.field(&mut tree, "today"),
            locale: reading.field(&mut tree, "locale"),
            proof: reading.field_or_default(&mut tree, "proof"),
            browser: reading.field(&mut tree, "browser"),
        }
    }
}

names! {
    ProofDetail { "full": Full, "summary": Summary }
}

impl Read for RowsOf {
    fn read(mut tree: Tree, reading: &mut Reading) -> RowsOf {
        RowsOf {
            offset: reading.field(&mut tree, "offset"),
            limit: reading.field(&mut tree, "limit"),
            filter: reading.field_or_default(&mut tree, "filter"),
            period: reading.field(&mut tree, "period"),
            needs_review: reading.field_or_default(&mut tree, "needs_review"),
            answer: reading.field(&mut tree, "answer"),
            oldest_first: reading.field_or_default(&mut tree, "oldest_first"),
            largest_first: reading.field_or_default(&mut tree, "largest_first"),
        }
    }
}

impl Read for FileBytes {
    fn read(mut tree: Tree, reading: &mut Reading) -> FileBytes {
        let name = reading.field(&mut tree, "name");
        match reading.field(&mut tree, "bytes") {
            Tree::Held(held) => FileBytes {
                name,
                held: Some(held),
                ..FileBytes::default()
            },
            bytes => FileBytes {
                name,
                bytes: Read::read(bytes, reading),
                held: None,
            },
        }
    }
}

/// Bytes, and in JSON text or a list of bytes.
impl Read for ByteBuf {
    fn read(tree: Tree, reading: &mut Reading) -> ByteBuf {
        match tree {
            Tree::Bytes(bytes) => ByteBuf::from(bytes),
            Tree::Text(text) => ByteBuf::from(text.into_owned()),
            Tree::List(items) => {
                let byte = |item| u8::try_from(u64::read(item, reading)).unwrap_or_default();
                ByteBuf::from(items.into_iter().map(byte).collect::<Vec<u8>>())
            }
            _ => {
                reading.misfit();
                ByteBuf::new()
            }
        }
    }
}
