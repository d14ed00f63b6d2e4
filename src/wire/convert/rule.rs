//! Rules and corrections to messages and back.

use crate::book::{Book, Change};
use crate::category::{self, Category, Group, Rules};
use crate::issue::Excerpt;
use crate::ledger::TransactionId;
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

impl RulesReport {
    /// The rules of a book.
    pub(crate) fn of(book: &Book) -> RulesReport {
        let rules = book.rules();
        let reports = rules.rules().iter().map(|rule| {
            let rows = book.rows_of_rule(rule.line);
            let row = rule.row().and(rows.first());
            RuleReport {
                line: rule.line,
                text: rule.text.to_string(),
                transaction: row.map(|at| book.ledger().id(*at).to_string()),
                rows: rows.len() as u64,
            }
        });
        let name = |target: &category::Target| match rules.own_name(*target) {
            Some(name) => name.to_owned(),
            None => target.category.code().to_owned(),
        };
        let groups = rules.groups().iter().map(|group| OwnGroup {
            name: group.name.to_string(),
            categories: group.of.iter().map(name).collect(),
        });
        RulesReport {
            text: rules.text().to_owned(),
            rules: reports.collect(),
            own_categories: own_categories(rules),
            own_groups: groups.collect(),
            suggest_only: rules.suggests_only(),
            issues: unread(rules),
        }
    }
}

impl ChangesPreview {
    /// What a session says would come of it.
    pub(crate) fn of(book: &Book, preview: &Preview) -> ChangesPreview {
        let merchant = preview.merchant;
        let change = |change: &Change| {
            let target = change.target;
            let own = target.and_then(|target| preview.rules.own_name(target));
            Some(CategoryChange {
                transaction: transaction(book, change.at)?,
                category: target.map(|target| target.category.code().to_owned()),
                group: target
                    .map_or(Group::Other, |target| target.category.group())
                    .name()
                    .to_owned(),
                own_category: own.map(str::to_owned),
                confidence: change.confidence.to_string(),
                learned: change.is_learned,
            })
        };
        let newest = preview.changes.iter().rev().take(CHANGES_SHOWN);
        ChangesPreview {
            transaction: preview.row.map(|row| book.ledger().id(row).to_string()),
            guesses: preview.guesses.iter().map(Guess::from).collect(),
            own_categories: own_categories(&preview.rules),
            merchant: merchant.map(|(merchant, _)| book.merchant_name(merchant).to_owned()),
            merchant_rows: merchant.map_or(0, |(_, rows)| rows),
            rule: preview.rule.as_ref().map(|(rule, rows)| RuleReport {
                line: rule.line,
                text: rule.text.to_string(),
                transaction: None,
                rows: *rows,
            }),
            count: preview.changes.len() as u64,
            changes: newest.filter_map(change).collect(),
            more: preview.more,
            issues: unread(&preview.rules),
        }
    }
}

impl From<&category::Guess> for Guess {
    fn from((category, confidence): &category::Guess) -> Guess {
        Guess {
            category: category.code().to_owned(),
            confidence: confidence.to_string(),
        }
    }
}

/// The lines of the rules as decisions: what each has said of which rows.
pub(crate) fn decisions(book: &Book) -> impl Iterator<Item = Decision> + '_ {
    book.rules().rules().iter().map(|rule| {
        let kind = match rule.row() {
            Some(_) => "correction",
            None => "rule",
        };
        let rows = book.rows_of_rule(rule.line);
        let ids = rows.iter().map(|at| book.ledger().id(*at).to_string());
        Decision::by_person(kind, format!("r{}", rule.line), ids.collect(), None)
    })
}

fn own_categories(rules: &Rules) -> Vec<OwnCategory> {
    let own = rules.own_categories().iter();
    own.map(|own| OwnCategory {
        name: own.name.to_string(),
        under: own.under.code().to_owned(),
    })
    .collect()
}

/// The lines that were left out, each with where, what was seen and what was expected.
pub(crate) fn unread(rules: &Rules) -> Vec<Issue> {
    let unread = rules.unread().iter();
    unread
        .map(|unread| {
            let excerpt = Excerpt::new(&unread.seen);
            let expected = Phrase::new(unread.expected);
            let sentence = expected.sentence();
            let mut phrase = Phrase::new("rule-unreadable")
                .with("line", Argument::Ordinal(u64::from(unread.line)));
            phrase = match excerpt.show() {
                "" => phrase.with("nothing", Argument::text("")),
                seen => phrase.with("seen", Argument::text(seen)),
            };
            let phrase = phrase.with("expected", Argument::Phrase(Box::new(expected)));
            Issue {
                code: "rule-unreadable".to_owned(),
                severity: "rowSkipped".to_owned(),
                at: Place {
                    file: None,
                    row: Some(unread.line),
                    column: None,
                },
                found: excerpt.show().to_owned(),
                expected: sentence,
                sentence: phrase.sentence(),
                says: Says::from(&phrase),
            }
        })
        .collect()
}
