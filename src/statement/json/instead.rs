//! What a document is that holds no entry of a known shape.

use crate::issue::{Issue, IssueCode, Severity};
use crate::statement::camt::looks_like_camt;
use crate::statement::{Readings, StatementError, detect};

use super::looks_like_json;
use super::name::is_name;
use super::scan::Kind;
use super::table::TableReading;
use super::value::Document;

/// What is made of a document in which no entry has a known shape.
pub(super) enum Instead {
    /// A table.
    Table(TableReading),
    /// A list with nothing in it.
    Nothing,
    /// Another document, which stood in a text of this one.
    Wrapped(String),
}

impl Instead {
    /// Looks for it.
    ///
    /// Errors: what the server said, or that there is no entry.
    pub(super) fn of(
        document: &Document<'_>,
        encoding: &'static str,
        issues: &[Issue],
        readings: Readings<'_>,
    ) -> Result<Instead, StatementError> {
        if let Some(table) = TableReading::of(document, encoding, issues.to_vec(), readings) {
            return Ok(Instead::Table(table));
        }
        if let Some(inner) = wrapped(document) {
            return Ok(Instead::Wrapped(inner));
        }
        if let Some(said) = refusal(document) {
            let issue = Issue::new(IssueCode::ServerRefused, Severity::Failed);
            return Err(issue.found(&said));
        }
        if has_empty_list(document) {
            return Ok(Instead::Nothing);
        }
        Err(detect::without_transactions())
    }
}

/// The statement in a text of the document, as tests and browsers keep the body of an answer.
fn wrapped(document: &Document<'_>) -> Option<String> {
    let texts = || {
        let nodes = 0..document.scan.nodes.len() as u32;
        nodes.filter(|at| {
            document
                .node(*at)
                .is_some_and(|node| node.kind == Kind::Text)
        })
    };
    let mut bodies = String::new();
    for at in texts() {
        let begin = document.raw(at).trim_start();
        if !begin.starts_with(['{', '[', '<', ':']) || begin.len() < SHORTEST {
            continue;
        }
        let Some(body) = document.said(at) else {
            continue;
        };
        if looks_like_json(&body) {
            bodies.push_str(&body);
            bodies.push('\n');
        } else if bodies.is_empty() && looks_like_camt(body.as_bytes()) {
            return Some(body.into_owned());
        }
    }
    (!bodies.is_empty()).then_some(bodies)
}

/// Letters of the shortest body that may hold an entry.
const SHORTEST: usize = 40;

/// What a server says in place of a statement.
fn refusal(document: &Document<'_>) -> Option<String> {
    const SAYS: [&str; 9] = [
        "errormessage",
        "tppmessages.text",
        "tppmessages.code",
        "errors.message",
        "error.message",
        "errordescription",
        "errorcode",
        "error",
        "errors",
    ];
    let said = SAYS.iter().find_map(|path| {
        let at = document.along(0, path)?;
        document.words(at)
    })?;
    let more = ["message", "detail", "summary"];
    let more = more
        .iter()
        .find_map(|name| document.said(document.field(0, name)?));
    Some(more.unwrap_or(said).into_owned())
}

/// Whether a list of entries is there and has nothing in it.
fn has_empty_list(document: &Document<'_>) -> bool {
    const NAMES: [&str; 8] = [
        "transactions",
        "transaction",
        "booked",
        "pending",
        "added",
        "feeditems",
        "results",
        "data",
    ];
    let is_empty = |at: u32| {
        let node = document.node(at);
        node.is_some_and(|node| node.kind == Kind::Array && node.next == at + 1)
    };
    is_empty(0)
        || (1..document.scan.nodes.len() as u32).any(|at| {
            let name = document.raw(at - 1);
            is_empty(at) && NAMES.iter().any(|known| is_name(name, known))
        })
}
