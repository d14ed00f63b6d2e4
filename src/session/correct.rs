//! The person says what a row is: tried first, then done, and taken back like any deed.
//!
//! A correction is a line of the rules' text, put on top: of one row, by an id that stays the same in any order of
//! import, or of a merchant. So there is one text to read, to edit and to hand on, and one thing to undo.
//!
//! A rule stands over a correction. So that what is said of a row is always seen, a correction of a row that a rule
//! decides is written as an exception from it, the preview names the rule, and the rule itself can be changed instead.

use std::sync::Arc;

use super::history::{Cause, Deed, Named};
use super::{Refusal, Session};
use crate::book::{Change, Criteria, Filter, Flow, MerchantId};
use crate::category::{Category, Guess, Rule, Rules, quoted};
use crate::ledger::{Index, TransactionId};

/// What a correction is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The row, from which is learned what is like it; an exception, where a rule decides it.
    #[default]
    Row,
    /// The row and nothing else: an exception from every rule, from which nothing is learned.
    Only,
    /// Every row of its merchant, now and later: a rule.
    Merchant,
    /// Every row of the rule that decides it: the rule is changed.
    Rule,
}

/// What the person says of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// The row.
    pub transaction: Option<TransactionId>,
    /// A category's code or the name of the person's own; `None` takes back what was said.
    pub category: Option<Box<str>>,
    /// Where the name is new: the category it is to be below.
    pub under: Option<Category>,
    /// What it is of.
    pub scope: Scope,
}

/// What would come of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The row, where it is about one.
    pub row: Option<Index>,
    /// The best guesses for the row, surest first.
    pub guesses: Vec<Guess>,
    /// The row's merchant, and how many rows it has.
    pub merchant: Option<(MerchantId, u64)>,
    /// The line of the rule that decides the row, or would but for what was said of the row alone; and how many rows
    /// it has.
    pub rule: Option<(u32, u64)>,
    /// The rows that would change, in order.
    pub changes: Vec<Change>,
    /// How many more would change, were the rule changed, or were it said of the whole merchant where there is none.
    pub more: u64,
    /// The rules, as they would be.
    pub rules: Rules,
}

impl Session {
    /// What would come of a correction; without a category, what there is to choose from.
    ///
    /// Errors: there is no such row or category.
    pub fn preview_correction(&self, correction: &Correction) -> Result<Preview, Refusal> {
        let row = self.row_of(correction)?;
        let of_scope = |scope| Correction {
            scope,
            ..correction.clone()
        };
        let rules = self.corrected(correction, row)?;
        let changes = self.book.changes(&rules);
        let merchant = self.book.merchant(row).map(|merchant| {
            let include = Criteria {
                merchants: vec![merchant],
                ..Criteria::default()
            };
            let filter = Filter {
                flow: Flow::Any,
                include,
                ..Filter::default()
            };
            (merchant, self.book.select(&filter).rows.len() as u64)
        });
        let rule = self.rule_over(row).map(|rule| {
            let rows = self.book.rows_of_rule(rule.line).len() as u64;
            (rule.line, rows)
        });
        let wider = match (&rule, merchant) {
            (Some(_), _) => Some(Scope::Rule),
            (None, Some(_)) => Some(Scope::Merchant),
            (None, None) => None,
        };
        let more = match (&correction.category, wider, correction.scope) {
            (Some(_), Some(wider), Scope::Row | Scope::Only) => {
                let all = self.corrected(&of_scope(wider), row)?;
                let all = self.book.changes(&all);
                let is_new = |change: &&Change| {
                    let at = changes.binary_search_by_key(&change.at, |known| known.at);
                    at.is_err()
                };
                all.iter().filter(is_new).count() as u64
            }
            _ => 0,
        };
        Ok(Preview {
            row: Some(row),
            guesses: self.book.guesses(row),
            merchant,
            rule,
            changes,
            more,
            rules,
        })
    }

    /// What would come of these rules.
    pub fn preview_rules(&self, text: &str) -> Preview {
        let rules = Rules::parse(text);
        Preview {
            changes: self.book.changes(&rules),
            rules,
            ..Preview::default()
        }
    }

    /// Begins to say what a row is, or its merchant; an import step says when it is done.
    ///
    /// Errors: there is no such row or category.
    pub fn begin_correct(&mut self, correction: &Correction) -> Result<(), Refusal> {
        let row = self.row_of(correction)?;
        let rules = self.corrected(correction, row)?;
        let merchant = self.book.merchant(row);
        let who = match merchant {
            Some(merchant) => self.book.merchant_name(merchant),
            None => self.descriptor(row),
        };
        let named = match (
            &correction.category,
            correction.category.as_deref().and_then(Category::from_code),
        ) {
            (None, _) => Named::Nothing,
            (Some(name), None) => Named::Own(name.as_ref().into()),
            (Some(_), Some(category)) => Named::Category(category),
        };
        let count = self.book.changes(&rules).len() as u64;
        let deed = Deed::Correct(who.into(), named, count);
        self.begin_saying(rules.text(), deed)
    }

    /// Begins to take on another text of rules; an import step says when it is done.
    ///
    /// Shape: lines that cannot be read stay in the text and say nothing.
    pub fn begin_rules(&mut self, text: &str) -> Result<(), Refusal> {
        let count = self.book.changes(&Rules::parse(text)).len() as u64;
        self.begin_saying(text, Deed::Rules(count))
    }

    fn begin_saying(&mut self, text: &str, deed: Deed) -> Result<(), Refusal> {
        self.cancel_import();
        let mut target = self.declared.clone();
        target.rules = Arc::from(text);
        self.begin_following(target, Cause::Deed(deed))
    }

    fn row_of(&self, correction: &Correction) -> Result<Index, Refusal> {
        let wanted = correction.transaction.ok_or(Refusal::Unknown)?;
        let ledger = self.book.ledger();
        let found = ledger.indices().find(|at| ledger.id(*at) == wanted);
        found.ok_or(Refusal::Unknown)
    }

    fn descriptor(&self, row: Index) -> &str {
        let row = self.book.ledger().transaction(row);
        row.map_or("", |row| row.descriptor)
    }

    /// Rules without what was said of a row alone, which may be an exception from them.
    fn without_row(&self, rules: &Rules, row: Index) -> Rules {
        let ledger = self.book.ledger();
        let ids = [ledger.lasting_id(row), ledger.id(row)];
        let gone = ids.map(|id| format!("row {id} -> OTHER_OTHER\n"));
        Rules::parse(&rules.without_lines(&gone.concat()))
    }

    /// The rule that decides a row, or would but for what was said of the row alone.
    fn rule_over(&self, row: Index) -> Option<&Rule> {
        let rules = self.without_row(self.book.rules(), row);
        let rule = self.book.rule_over(&rules, row)?;
        // Its line is that of the rules as they are.
        let mut known = self.book.rules().rules().iter();
        known.find(|known| known.text == rule.text)
    }

    /// The rules with a correction among them.
    fn corrected(&self, correction: &Correction, row: Index) -> Result<Rules, Refusal> {
        let ledger = self.book.ledger();
        let over = self.rule_over(row);
        let (rules, asked) = match correction.scope {
            Scope::Row | Scope::Only => {
                let is_alone = over.is_some() || correction.scope == Scope::Only;
                let except = if is_alone { "except " } else { "" };
                let asked = format!("{except}row {} -> ", ledger.lasting_id(row));
                (self.without_row(self.book.rules(), row), asked)
            }
            Scope::Merchant => {
                let merchant = self.book.merchant(row).ok_or(Refusal::Unknown)?;
                let name = quoted(self.book.merchant_name(merchant));
                let asked = format!("merchant {name} -> ");
                let gone = format!("{asked}OTHER_OTHER\n");
                let rules = Rules::parse(&self.book.rules().without_lines(&gone));
                match correction.category {
                    Some(_) => (self.without_row(&rules, row), asked),
                    None => (rules, asked),
                }
            }
            Scope::Rule => (Rules::parse(self.book.rules().text()), String::new()),
        };
        let rule = match (correction.scope, over) {
            (Scope::Rule, Some(rule)) => Some(rule),
            (Scope::Rule, None) => return Err(Refusal::Unknown),
            _ => None,
        };
        let Some(category) = &correction.category else {
            return Ok(match rule {
                Some(rule) => Rules::parse(&rules.without_line(rule.line)),
                None => rules,
            });
        };
        let mut lines = String::new();
        let is_code = Category::from_code(category).is_some();
        let name = if is_code {
            category.to_string()
        } else {
            quoted(category)
        };
        match (rules.target(category), correction.under) {
            (Some(_), _) => {}
            (None, Some(under)) => {
                lines = format!("category {name} under {}\n", under.code());
            }
            (None, None) => return Err(Refusal::Unknown),
        }
        if let Some(rule) = rule {
            let text = rules.with_category(rule.line, &name);
            return Ok(self.without_row(&Rules::parse(&format!("{lines}{text}")), row));
        }
        lines.push_str(&asked);
        lines.push_str(&name);
        if matches!(correction.scope, Scope::Row | Scope::Only) {
            // For the person who reads the text.
            lines.push_str("  # ");
            let letters = self.descriptor(row).chars();
            lines.extend(letters.map(|letter| if letter.is_control() { ' ' } else { letter }));
        }
        Ok(Rules::parse(&rules.with_lines(&lines)))
    }
}
