//! Rules and corrections to messages and back.

use crate::book::Book;
use crate::category::{self, Category, Group, Rules};
use crate::issue::Excerpt;
use crate::ledger::{Index, TransactionId};
use crate::phrase::{Argument, Phrase};
use crate::session::{Correction, Preview, Refusal, Scope};

use super::transaction::transaction;
use super::*;

/// The most changes that a preview shows.
const CHANGES_SHOWN: usize = 50;

impl Correct {
    /// The correction it is.
    pub(crate) fn to_domain(&self) -> Result<Correction, Refusal> {
        let under = self.under.as_deref().map(Category::from_code);
        let scope = match self.scope.as_deref() {
            None | Some("row") => Scope::Row,
            Some("only") => Scope::Only,
            Some("merchant") => Scope::Merchant,
            Some("rule") => Scope::Rule,
            Some(_) => return Err(Refusal::Unknown),
        };
        Ok(Correction {
            transaction: TransactionId::parse(&self.transaction),
            category: self.category.as_deref().map(Box::from),
            under: under
                .map(|under| under.ok_or(Refusal::Unknown))
                .transpose()?,
            scope,
        })
    }
}

/// The rules of a book.
pub(crate) fn rules(out: &mut Message, book: &Book) {
    let rules = book.rules();
    out.text("text", rules.text());
    out.each("rules", rules.rules(), |out, rule| {
        let rows = book.rows_of_rule(rule.line);
        let row = rule.row().and(rows.first());
        report(out, book, rule, row.copied(), rows.len() as u64);
    });
    own_categories(out, rules);
    out.each("ownGroups", rules.groups(), |out, group| {
        out.text("name", &group.name);
        out.list("categories", &group.of, |out, target| {
            let name = rules.own_name(*target);
            out.text(ITEM, name.unwrap_or(target.category.code()));
        });
    });
    out.flag("suggestOnly", rules.suggests_only());
    unread(out, rules);
}

/// The fields of a line that gives rows something.
fn report(out: &mut Message, book: &Book, rule: &category::Rule, row: Option<Index>, rows: u64) {
    let id = row.map(|at| book.ledger().id(at));
    out.count("line", u64::from(rule.line));
    out.text("text", &rule.text);
    out.shown_or_null("transaction", id.as_ref().map(|id| id as _));
    out.count("rows", rows);
}

/// What a session says would come of it.
pub(crate) fn preview(out: &mut Message, book: &Book, preview: &Preview) {
    let merchant = preview.merchant;
    let id = preview.row.map(|row| book.ledger().id(row));
    out.shown_or_null("transaction", id.as_ref().map(|id| id as _));
    guesses(out, &preview.guesses);
    own_categories(out, &preview.rules);
    out.text_or_null(
        "merchant",
        merchant.map(|(merchant, _)| book.merchant_name(merchant)),
    );
    out.count("merchantRows", merchant.map_or(0, |(_, rows)| rows));
    let mut rules = book.rules().rules().iter();
    let rule = preview.rule.and_then(|(line, rows)| {
        let rule = rules.find(|rule| rule.line == line)?;
        Some((rule, rows))
    });
    out.fields_or_null("rule", rule, |out, (rule, rows)| {
        report(out, book, rule, None, rows);
    });
    out.count("count", preview.changes.len() as u64);
    let newest = preview.changes.iter().rev().take(CHANGES_SHOWN);
    out.each("changes", newest, |out, change| {
        let target = change.target;
        let own = target.and_then(|target| preview.rules.own_name(target));
        let category = target.map(|target| target.category);
        transaction(out, "transaction", book, change.at);
        out.text_or_null("category", category.map(Category::code));
        out.text(
            "group",
            category.map_or(Group::Other, Category::group).name(),
        );
        out.text_or_null("ownCategory", own);
        out.shown("confidence", &change.confidence);
        out.flag("learned", change.is_learned);
    });
    out.count("more", preview.more);
    unread(out, &preview.rules);
}

/// Categories that may be right.
pub(super) fn guesses(out: &mut Message, guesses: &[category::Guess]) {
    out.each("guesses", guesses, |out, (category, confidence)| {
        out.text("category", category.code());
        out.shown("confidence", confidence);
    });
}

fn own_categories(out: &mut Message, rules: &Rules) {
    out.each("ownCategories", rules.own_categories(), |out, own| {
        out.text("name", &own.name);
        out.text("under", own.under.code());
    });
}

/// The lines that were left out, as the list of issues.
fn unread(out: &mut Message, rules: &Rules) {
    out.each("issues", rules.unread(), unread_line);
}

/// The fields of a line that was left out: where it is, what was seen and what was expected.
pub(super) fn unread_line(out: &mut Message, unread: &category::UnreadRule) {
    let excerpt = Excerpt::new(&unread.seen);
    let expected = Phrase::new(unread.expected);
    let sentence = expected.sentence();
    let seen = match excerpt.show() {
        "" => "nothing",
        _ => "seen",
    };
    let phrase = Phrase::new("rule-unreadable")
        .with("line", Argument::Ordinal(u64::from(unread.line)))
        .with(seen, Argument::text(excerpt.show()))
        .with("expected", Argument::Phrase(Box::new(expected)));
    out.issue_of(
        "rule-unreadable",
        "rowSkipped",
        (None, Some(unread.line), None),
        excerpt.show(),
        &sentence,
        &phrase,
    );
}
