//! The frame of replies, and the replies that no other file has.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::tree::{Read, Reading, Tree, read};
use super::{
    AccountsPanel, Answer, ChangesPreview, DecisionsPage, ImportReport, Insights, LedgerReport,
    Overview, ProofPage, RatesReport, RowsPage, RulesReport, Says,
};

/// A reply, or word of how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outgoing {
    /// The request's id.
    pub id: u64,
    /// What comes.
    #[serde(flatten)]
    pub reply: Reply,
}

/// A reply, or word of how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, made and sent at once"
)]
pub enum Reply {
    /// Done, with what was asked for.
    Ok {
        /// What was asked for.
        body: Body,
    },
    /// Not done.
    Error(Failure),
    /// Still at it.
    Progress(ImportProgress),
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "camelCase")]
#[allow(
    clippy::large_enum_variant,
    reason = "one at a time, made and sent at once; large only where addresses are"
)]
pub enum Body {
    /// To `defaults`.
    Defaults(Defaults),
    /// To `import`, `importRows`, `sample`, `settle`, `takeOut`, `correct`, `setRules`, `suggestOnly`, `undo`, `redo` and
    /// `files`.
    Import(ImportReport),
    /// To `overview`.
    Overview(Overview),
    /// To `insights`.
    Insights(Insights),
    /// To `ask`.
    Answer(Answer),
    /// To `proof`.
    Proof(ProofPage),
    /// To `rows`.
    Rows(RowsPage),
    /// To `export`.
    Export(Export),
    /// To `ledger`.
    Ledger(LedgerReport),
    /// To `rules`.
    Rules(RulesReport),
    /// To `correct` and `setRules` that only ask.
    Preview(ChangesPreview),
    /// To `decisions`.
    Decisions(DecisionsPage),
    /// To `accounts`.
    Accounts(AccountsPanel),
    /// To `rates`.
    Rates(RatesReport),
    /// To what gives nothing back.
    Done,
}

/// Transactions as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Export {
    /// RFC 4180: a line of heads, then a line for each, ISO dates and plain signed amounts.
    pub text: String,
}

/// The defaults of every option, in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Defaults {
    /// The version of these messages.
    pub version: u32,
    /// BCP 47 tag.
    pub locale: String,
    /// The largest file that is read, in bytes.
    pub max_file_bytes: u64,
    /// The longest question, in characters.
    pub max_question_chars: u64,
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Stable, kebab-case: `cancelled`, `request-unreadable`, `date-unreadable`, `currency-unreadable`,
    /// `answer-forgotten`, `not-here`, `not-one`, `not-paired`, `not-whole`, `not-kept`, `name-taken`, `other-currency`.
    pub code: String,
    /// The words as a template.
    pub says: Says,
    /// The words in the invariant English.
    pub sentence: String,
}

/// How far an import is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportProgress {
    /// The file's name.
    pub file: String,
    /// Which file, counted from 0.
    pub file_index: u32,
    /// How many files.
    pub files: u32,
    /// `reading`, `matching` or `categorising`.
    pub stage: String,
    /// Rows of this file so far.
    pub rows: u32,
    /// Bytes of this file behind the reader.
    pub bytes_read: u64,
    /// Bytes of this file.
    pub bytes_total: u64,
}

read! {
    Defaults { version, locale, max_file_bytes, max_question_chars }
    Export { text }
    Failure { code, says, sentence }
    ImportProgress { file, file_index, files, stage, rows, bytes_read, bytes_total }
}

impl<'de> Deserialize<'de> for Outgoing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Outgoing, D::Error> {
        Outgoing::try_from(Tree::deserialize(deserializer)?).map_err(D::Error::missing_field)
    }
}

impl TryFrom<Tree> for Outgoing {
    /// The field that is missing or of another kind.
    type Error = &'static str;

    fn try_from(tree: Tree) -> Result<Outgoing, &'static str> {
        Reading::of(tree)
    }
}

impl Outgoing {
    /// What a message says that the view has asked for.
    pub fn shown(tree: Tree) -> Result<Outgoing, &'static str> {
        let Shown(outgoing) = Reading::of(tree)?;
        Ok(outgoing)
    }
}

/// A reply to what the view asks: of the others nothing is in its code.
struct Shown(Outgoing);

impl Read for Shown {
    fn read(tree: Tree, reading: &mut Reading) -> Shown {
        Shown(outgoing(tree, reading, shown))
    }
}

impl Read for Outgoing {
    fn read(tree: Tree, reading: &mut Reading) -> Outgoing {
        outgoing(tree, reading, body)
    }
}

/// How the body to an operation is read, by its name; `None` where there is none of that name.
type ReadBody = fn(&str, Tree, &mut Reading) -> Option<Body>;

fn outgoing(mut tree: Tree, reading: &mut Reading, read: ReadBody) -> Outgoing {
    let id = reading.field(&mut tree, "id");
    let kind: String = reading.field(&mut tree, "type");
    let reply = match kind.as_str() {
        "ok" => {
            let mut tree: Tree = reading.field(&mut tree, "body");
            let op: String = reading.field(&mut tree, "op");
            let body = read(&op, tree, reading).unwrap_or_else(|| {
                reading.misfit();
                Body::Done
            });
            Reply::Ok { body }
        }
        "progress" => Reply::Progress(Read::read(tree, reading)),
        _ => Reply::Error(Read::read(tree, reading)),
    };
    Outgoing { id, reply }
}

fn body(op: &str, tree: Tree, reading: &mut Reading) -> Option<Body> {
    Some(match op {
        "defaults" => Body::Defaults(Read::read(tree, reading)),
        "insights" => Body::Insights(Read::read(tree, reading)),
        "ledger" => Body::Ledger(Read::read(tree, reading)),
        _ => return shown(op, tree, reading),
    })
}

fn shown(op: &str, tree: Tree, reading: &mut Reading) -> Option<Body> {
    Some(match op {
        "import" => Body::Import(Read::read(tree, reading)),
        "overview" => Body::Overview(Read::read(tree, reading)),
        "answer" => Body::Answer(Read::read(tree, reading)),
        "proof" => Body::Proof(Read::read(tree, reading)),
        "rows" => Body::Rows(Read::read(tree, reading)),
        "export" => Body::Export(Read::read(tree, reading)),
        "rules" => Body::Rules(Read::read(tree, reading)),
        "preview" => Body::Preview(Read::read(tree, reading)),
        "decisions" => Body::Decisions(Read::read(tree, reading)),
        "rates" => Body::Rates(Read::read(tree, reading)),
        "accounts" => Body::Accounts(Read::read(tree, reading)),
        "done" => Body::Done,
        _ => return None,
    })
}
