//! Messages of what the person says of categories: corrections, rules, and what would come of them.

use serde::Serialize;

use super::tree::read;
use super::{Guess, Issue, Transaction};

/// What the person says of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correct {
    /// The transaction's id.
    pub transaction: String,
    /// PFC v2 detailed code, or the name of a category of the person's own; `null` takes back what was said.
    pub category: Option<String>,
    /// For a name that is new: the code of the category it is to be below.
    pub under: Option<String>,
    /// `row`, from which is learned what is like it, or `only` that row and nothing else; `merchant` for every row of
    /// its merchant, now and later; `rule` for every row of the rule that decides it. Where absent it is `row`, which
    /// is `only` where a rule decides the row, for a rule stands over a correction and an exception over the rule.
    pub scope: Option<String>,
    /// Whether it is only to be said what would come of it.
    pub preview: Option<bool>,
}

/// A text of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetRules {
    /// The text.
    pub text: String,
    /// Whether it is only to be said what would come of it.
    pub preview: Option<bool>,
}

/// The rules, as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RulesReport {
    /// The text, word for word.
    pub text: String,
    /// The lines that give rows something, in the order in which they count.
    pub rules: Vec<RuleReport>,
    /// The person's own categories.
    pub own_categories: Vec<OwnCategory>,
    /// The person's own groups.
    pub own_groups: Vec<OwnGroup>,
    /// Whether what is learned from corrections only becomes guesses.
    pub suggest_only: bool,
    /// The lines that could not be read and are left out.
    pub issues: Vec<Issue>,
}

/// A line that gives rows something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleReport {
    /// The line, counted from 1.
    pub line: u32,
    /// The line without its comment.
    pub text: String,
    /// The transaction, where it is a correction of one that is here.
    pub transaction: Option<String>,
    /// How many rows it has given something.
    pub rows: u64,
}

/// A category of the person's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OwnCategory {
    /// Its name.
    pub name: String,
    /// The code of the category it is below.
    pub under: String,
}

/// A group of the person's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OwnGroup {
    /// Its name.
    pub name: String,
    /// Codes, and names of the person's own categories.
    pub categories: Vec<String>,
}

/// What would come of a correction or of a text of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangesPreview {
    /// The transaction, where it is about one.
    pub transaction: Option<String>,
    /// The best guesses for it, surest first.
    pub guesses: Vec<Guess>,
    /// The person's own categories there are to choose from.
    pub own_categories: Vec<OwnCategory>,
    /// Its merchant.
    pub merchant: Option<String>,
    /// How many transactions the merchant has.
    pub merchant_rows: u64,
    /// The rule that decides it, or would but for what was said of it alone.
    pub rule: Option<RuleReport>,
    /// How many transactions would change.
    pub count: u64,
    /// Those, newest first, at most 50.
    pub changes: Vec<CategoryChange>,
    /// How many more would change, were that rule changed, or were it said of the whole merchant where there is none.
    pub more: u64,
    /// The lines of the text that cannot be read.
    pub issues: Vec<Issue>,
}

/// A transaction that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CategoryChange {
    /// As it is now.
    pub transaction: Transaction,
    /// What it would be: PFC v2 detailed code; `null` needs review.
    pub category: Option<String>,
    /// The display group of that.
    pub group: String,
    /// The person's own category that it would be.
    pub own_category: Option<String>,
    /// From `0` to `1`.
    pub confidence: String,
    /// Whether only a likeness to a corrected row says so.
    pub learned: bool,
}

read! {
    Correct { transaction, category, under, scope, preview }
    SetRules { text, preview }
    RulesReport { text, rules, own_categories, own_groups, suggest_only, issues }
    RuleReport { line, text, transaction, rows }
    OwnCategory { name, under }
    OwnGroup { name, categories }
    ChangesPreview {
        transaction, guesses, own_categories, merchant, merchant_rows, rule, count, changes, more,
        issues,
    }
    CategoryChange { transaction, category, group, own_category, confidence, learned }
}
