//! What was read: files, an import, the whole ledger.

use crate::calendar;
use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase};
use crate::session::{Deed, FileId, FileRecord, Imported, Session};
use crate::statement::{Format, StatementAccount};

use super::account::account_reports;
use super::decision::{decision, readings, rules};
use super::rule::unread_line;
use super::statement::{checked_name, dialect, question};
use super::transaction::{row_of_file, transaction};
use super::*;

/// The most issues of a file that an `import` reply gives; the `ledger` reply gives all.
const ISSUES_SHOWN: usize = 200;

/// How much of a file's report is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Summary,
    Whole,
}

/// The fields of what was read from one file.
fn file_report(out: &mut Message, session: &Session, file: &FileRecord, detail: Detail) {
    let none = (None, StatementAccount::default());
    let (account, stated) = file.accounts.first().unwrap_or(&none);
    let shown = match detail {
        Detail::Summary => ISSUES_SHOWN,
        Detail::Whole => usize::MAX,
    };
    let format = match &file.rates {
        Some(_) => Some("rates"),
        None => file.format.map(Format::name),
    };
    out.shown("id", &file.id);
    out.text("name", &file.name);
    out.text_or_null("format", format);
    out.text_or_null("encoding", file.encoding);
    out.fields_or_null("dialect", file.dialect.as_ref(), dialect);
    out.shown_or_null("account", account.as_ref().map(|id| id as _));
    out.currency("currency", &stated.currency);
    out.period_or_null("period", &stated.period);
    out.money_or_null("opening", &stated.opening);
    out.money_or_null("closing", &stated.closing);
    out.text("checked", checked_name(stated.checked));
    out.each("checkedBy", &stated.proofs, |out, proof| {
        out.text("what", proof.what);
        out.count("agree", u64::from(proof.agree));
        out.count("of", u64::from(proof.of));
    });
    out.text_or_null("bank", stated.bank.as_deref());
    out.count("rowCount", u64::from(file.row_count));
    out.count("added", u64::from(file.added));
    out.count("already", u64::from(file.already));
    let ledger = session.book().ledger();
    let rows = match (detail, file.in_ledger) {
        (Detail::Whole, Some(number)) => ledger.rows_of_file(number),
        _ => Vec::new(),
    };
    out.list("rows", &rows, |out, (line, at)| {
        row_of_file(out, ledger, *line, *at)
    });
    out.each("skipped", &file.skipped, |out, skipped| {
        out.count("row", u64::from(skipped.line));
        out.text("code", skipped.code.name());
    });
    out.each("issues", file.issues.iter().take(shown), Message::issue);
    out.count("issueCount", file.issues.len() as u64);
    out.each("questions", &file.questions, question);
    out.flag("waits", file.waits);
}

/// What no figure counts, because it waits for the person.
pub(super) fn waiting(session: &Session) -> Vec<Phrase> {
    let waiting = session.files().iter().filter(|file| file.waits);
    let said = waiting.map(|file| {
        Phrase::new("note-waiting")
            .with("file", Argument::text(&file.name))
            .with("count", Argument::Count(u64::from(file.row_count)))
    });
    said.gather()
}

/// The file of an id.
pub(crate) fn file_of(id: &str) -> Option<FileId> {
    id.strip_prefix('f')?.parse().ok().map(FileId)
}

/// What an import came to: its files, and how things stand after it.
pub(crate) fn import(out: &mut Message, session: &Session, imported: Imported) {
    let book = session.book();
    let files = session.files().iter().skip(imported.first_record);
    let sample = session.sample();
    let last_day = book.ledger().covered().map(calendar::Period::last);
    let today = sample.map(|sample| sample.today).or(last_day);
    let openers = today.map(|today| session.openers(today));
    let deed = |out: &mut Message, name, deed: Option<&Deed>, undone| {
        out.says_or_null(name, deed.map(|deed| deed.phrase(undone)).as_ref());
    };
    out.each("files", files, |out, file| {
        file_report(out, session, file, Detail::Summary);
    });
    account_reports(out, book.ledger());
    out.count("transactions", book.ledger().len() as u64);
    out.count("needsReview", book.review_count() as u64);
    out.fields_or_null("sample", sample, |out, sample| {
        out.text("name", sample.name);
        out.shown("today", &sample.today);
    });
    out.texts("suggestions", &openers.unwrap_or_default());
    deed(out, "undo", session.to_undo(), false);
    deed(out, "redo", session.to_redo(), true);
}

/// All there is.
pub(crate) fn ledger(out: &mut Message, session: &Session) {
    let book = session.book();
    let files = session.files();
    out.each("files", files, |out, file| {
        file_report(out, session, file, Detail::Whole);
    });
    account_reports(out, book.ledger());
    out.list("transactions", book.ledger().indices(), |out, at| {
        transaction(out, ITEM, book, at);
    });
    out.list("decisions", [()], |out, ()| {
        for one in &book.decisions() {
            out.fields(ITEM, |out| decision(out, one));
        }
        for said in readings(session).iter().chain(&rules(book)) {
            out.fields(ITEM, |out| said.write(out, book));
        }
    });
    out.list("issues", [()], |out, ()| {
        for issue in files.iter().flat_map(|file| &file.issues) {
            out.fields(ITEM, |out| out.issue(issue));
        }
        for unread in book.rules().unread() {
            out.fields(ITEM, |out| unread_line(out, unread));
        }
    });
}
