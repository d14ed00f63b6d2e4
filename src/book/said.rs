//! The person's word over the engine's: rules, corrections, and what is learned from corrections.
//!
//! What the engine says of a row stays beneath, so that another text of rules is tried, and taken back, without
//! reading anything anew.

use super::{Book, NO_CATEGORY, NO_MERCHANT};
use crate::category::{
    Assignment, Guess, Learned, Likeness, Near, REVIEW_BELOW, Reason, RowFacts, Rule, Rules, Target,
};
use crate::ledger::{Index, TransactionId};
use crate::merchant::folded;
use crate::order::{Arrange as _, Gather as _, HashMap};
use crate::stats::Confidence;
use crate::text::TextId;

/// What the person has said, and what lies beneath it.
#[derive(Default)]
pub(super) struct Said {
    rules: Rules,
    learned: Learned,
    /// What the engine says of the rows that the person's word is over, in the order of the rows.
    beneath: Vec<Beneath>,
    /// The person's own category of an assignment.
    own: HashMap<u32, Target>,
    /// The rule that an assignment is of.
    rule: HashMap<u32, u32>,
}

#[derive(Clone, Copy)]
struct Beneath {
    at: Index,
    assignment: u32,
    merchant: u32,
    /// The line that gave the name.
    named_by: Option<u32>,
}

/// What the person's word makes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Verdict {
    at: Index,
    /// The line that names the merchant.
    name: Option<u32>,
    decided: Option<Decided>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Decided {
    Rule(u32),
    Learned(u32, Confidence),
}

/// A row that would have another category or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub at: Index,
    /// What it would be; `None` needs review.
    pub target: Option<Target>,
    /// How sure that is.
    pub confidence: Confidence,
    /// Whether only a likeness says so.
    pub is_learned: bool,
}

impl Said {
    /// What a category's code or the name of the person's own stands for.
    pub(super) fn target(&self, name: &str) -> Option<Target> {
        self.rules.target(name)
    }

    /// Whether nothing was said.
    pub(super) fn is_silent(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether the person's word is over any row.
    pub(super) fn is_any(&self) -> bool {
        !self.beneath.is_empty()
    }
}

impl Book {
    /// Sets what the person has said; [`Book::refresh`] then acts on it.
    pub fn set_rules(&mut self, rules: Rules) {
        self.said.rules = rules;
    }

    /// What the person has said.
    pub fn rules(&self) -> &Rules {
        &self.said.rules
    }

    /// The person's own category of a transaction, by its name.
    pub fn own_category(&self, at: Index) -> Option<&str> {
        self.said.rules.own_name(self.target(at)?)
    }

    /// The person's own group of a transaction, by its name.
    pub fn own_group(&self, at: Index) -> Option<&str> {
        if self.said.rules.groups().is_empty() {
            return None;
        }
        self.said.rules.group_of(self.target(at)?)
    }

    /// The person's own group of a transaction or of a part of one, by its number.
    pub fn own_group_number(&self, at: Index) -> Option<u16> {
        let groups = self.said.rules.groups();
        if groups.is_empty() {
            return None;
        }
        let category = self.category(at)?;
        let own = self.target(at).filter(|target| target.category == category);
        let target = own.unwrap_or(Target {
            category,
            own: None,
        });
        let name = self.said.rules.group_of(target)?;
        let found = groups.iter().position(|group| &*group.name == name)?;
        u16::try_from(found).ok()
    }

    /// The person's own category of a transaction or of a part of one, by its number.
    pub fn own_category_number(&self, at: Index) -> Option<u16> {
        if self.said.rules.own_categories().is_empty() {
            return None;
        }
        let category = self.category(at)?;
        let target = self.target(at);
        target.filter(|target| target.category == category)?.own
    }

    /// What a transaction is, by the taxonomy and by the person.
    pub fn target(&self, at: Index) -> Option<Target> {
        if let Some(part) = self.main_part(at) {
            return self.target_of_part(part);
        }
        if self.part_of(at).is_some() {
            return self.target_of_part(at);
        }
        let assignment = self.assignment.get(at.place())?;
        let own = self.said.own.get(assignment).copied();
        own.or_else(|| {
            let category = self.category(at)?;
            Some(Target {
                category,
                own: None,
            })
        })
    }

    /// The rows that a line has given a category or a name, in order.
    pub fn rows_of_rule(&self, line: u32) -> Vec<Index> {
        let rules = self.said.rules.rules();
        let is_of = |rule: &u32| {
            rules
                .get(*rule as usize)
                .is_some_and(|rule| rule.line == line)
        };
        let said = self.said.beneath.iter().filter(|beneath| {
            let assignment = self.assignment.get(beneath.at.place());
            let decided = assignment.and_then(|assignment| self.said.rule.get(assignment));
            decided.is_some_and(is_of) || beneath.named_by.as_ref().is_some_and(is_of)
        });
        said.map(|beneath| beneath.at).gather()
    }

    /// What would be another category or name, were these the rules.
    pub fn changes(&self, rules: &Rules) -> Vec<Change> {
        let learned = self.learned(rules);
        let mut changes = Vec::new();
        let mut verdicts = self.verdicts(rules, &learned).into_iter().peekable();
        let mut beneath = self.said.beneath.iter().peekable();
        for at in self.ledger.indices() {
            let verdict = verdicts.next_if(|verdict| verdict.at == at);
            let said = beneath.next_if(|beneath| beneath.at == at);
            let is_split = self.parts(at).len() > 0;
            if is_split || verdict.is_none() && said.is_none() {
                // The person said it of its parts.
                continue;
            }
            let i = at.place();
            let base = said.map_or(self.assignment[i], |beneath| beneath.assignment);
            let merchant = said.map_or(self.merchant[i], |beneath| beneath.merchant);
            let decided = verdict.and_then(|verdict| verdict.decided);
            let (target, confidence) = match decided {
                Some(Decided::Rule(rule)) => {
                    (rules.rules()[rule as usize].category, Confidence::CERTAIN)
                }
                Some(Decided::Learned(example, sure))
                    if sure >= REVIEW_BELOW && !rules.suggests_only() =>
                {
                    (Some(learned.examples()[example as usize].target), sure)
                }
                _ => {
                    let base = &self.assignments[base as usize];
                    let own = None;
                    let target = base.category.map(|category| Target { category, own });
                    (target, base.confidence)
                }
            };
            let renamed = verdict.and_then(|verdict| verdict.name);
            let renamed = renamed.and_then(|rule| rules.rules()[rule as usize].name.as_deref());
            let name = |id: u32| (id != NO_MERCHANT).then(|| self.merchants.get(TextId(id)));
            let now = self.target(at);
            let is_same = now.map(|now| (now.category, self.said.rules.own_name(now)))
                == target.map(|then| (then.category, rules.own_name(then)));
            if !is_same || name(self.merchant[i]) != renamed.or_else(|| name(merchant)) {
                changes.push(Change {
                    at,
                    target,
                    confidence,
                    is_learned: matches!(decided, Some(Decided::Learned(..))),
                });
            }
        }
        changes
    }

    /// The best guesses for a transaction, surest first, whatever it is now: what is learned, then the evidence.
    pub fn guesses(&self, at: Index) -> Vec<Guess> {
        let i = at.place();
        let Some(key) = self.key_at(at) else {
            return Vec::new();
        };
        let descriptor = self.ledger.text(self.ledger.descriptor_column()[i]);
        let naming = &self.namings[key.naming as usize];
        let near = self.said.learned.near(&Likeness::of(descriptor, naming));
        let said = self.said.learned.say(&near, self.ledger.amount_at(at));
        let learned = said.map(|lesson| {
            let example = &self.said.learned.examples()[lesson.example as usize];
            (example.target.category, lesson.confidence)
        });
        let evidence = self.evidence(key);
        with_learned(self.categoriser.guesses(&evidence), learned)
    }

    /// Takes the person's word off what the engine says.
    pub(super) fn lift_said(&mut self) {
        for beneath in std::mem::take(&mut self.said.beneath) {
            let i = beneath.at.place();
            let category = self.assignments[beneath.assignment as usize].category;
            self.assignment[i] = beneath.assignment;
            self.merchant[i] = beneath.merchant;
            self.category[i] = category.map_or(NO_CATEGORY, |category| category.index() as u8);
        }
    }

    /// Puts the person's word over what the engine says.
    pub(super) fn say(&mut self) {
        self.said.own.clear();
        self.said.rule.clear();
        let rules = std::mem::take(&mut self.said.rules);
        let learned = self.learned(&rules);
        let mut made: HashMap<(u32, Decided), u32> = HashMap::default();
        for verdict in self.verdicts(&rules, &learned) {
            let i = verdict.at.place();
            let base = self.assignment[i];
            self.said.beneath.push(Beneath {
                at: verdict.at,
                assignment: base,
                merchant: self.merchant[i],
                named_by: verdict.name,
            });
            let name = verdict
                .name
                .and_then(|rule| rules.rules()[rule as usize].name.as_deref());
            if let Some(name) = name {
                self.merchant[i] = self.merchants.intern(name).0;
            }
            let Some(decided) = verdict.decided else {
                continue;
            };
            let base = if matches!(decided, Decided::Rule(_)) {
                0
            } else {
                base
            };
            let made = *made.entry((base, decided)).or_insert_with(|| {
                let number = self.assignments.len() as u32;
                let beneath = &self.assignments[base as usize];
                let (assignment, target) = assignment(&rules, &learned, decided, beneath);
                if let Some(own) = target.filter(|target| target.own.is_some()) {
                    self.said.own.insert(number, own);
                }
                if let Decided::Rule(rule) = decided {
                    self.said.rule.insert(number, rule);
                }
                self.assignments.push(assignment);
                number
            });
            self.assignment[i] = made;
            let category = self.assignments[made as usize].category;
            self.category[i] = category.map_or(NO_CATEGORY, |category| category.index() as u8);
        }
        self.said.rules = rules;
        self.said.learned = learned;
    }

    /// The corrected rows that are here.
    fn learned(&self, rules: &Rules) -> Learned {
        let mut learned = Learned::new();
        let corrected = rules.rules().iter().filter(|rule| !rule.is_exception());
        let corrected = corrected.filter_map(|rule| Some((rule.row()?, rule.category?)));
        let mut wanted: HashMap<TransactionId, Target> = HashMap::default();
        for (id, target) in corrected {
            // The first line about a row is the one that counts.
            wanted.entry(id).or_insert(target);
        }
        if wanted.is_empty() {
            return learned;
        }
        for row in self.ledger.every_row() {
            let at = self.ledger.transaction_of(row);
            if let Some(target) = self.named(&wanted, row)
                && let Some(naming) = self.naming(at)
                && let Some(descriptor) = self.ledger.transaction(at).map(|row| row.descriptor)
            {
                let amount = self.ledger.amount_at(at);
                learned.add(self.ledger.id(at), descriptor, naming, amount, *target);
            }
        }
        learned
    }

    /// The line that would decide a row's category, were these the rules; not one about the row alone.
    pub fn rule_over<'r>(&self, rules: &'r Rules, row: Index) -> Option<&'r Rule> {
        let verdicts = self.verdicts_of(rules, &Learned::new(), row.0..row.0 + 1);
        let Decided::Rule(rule) = verdicts.first()?.decided? else {
            return None;
        };
        let rule = rules.rules().get(rule as usize)?;
        rule.row().is_none().then_some(rule)
    }

    /// What rules and examples make of each row that they speak of, in the order of the rows.
    fn verdicts(&self, rules: &Rules, learned: &Learned) -> Vec<Verdict> {
        self.verdicts_of(rules, learned, 0..self.ledger.len() as u32)
    }

    fn verdicts_of(
        &self,
        rules: &Rules,
        learned: &Learned,
        rows: std::ops::Range<u32>,
    ) -> Vec<Verdict> {
        if rules.is_empty() {
            return Vec::new();
        }
        let all = rules.rules();
        let by_row = self.rows_named(all);
        let given: Vec<String> = all
            .iter()
            .filter_map(|rule| rule.name.as_deref().map(folded))
            .gather();
        let accounts: Vec<(String, String)> = self
            .ledger
            .accounts()
            .iter()
            .map(|account| {
                let number = account.identifier.as_deref().unwrap_or_default();
                (folded(&account.name), folded(number))
            })
            .gather();
        // A descriptor has another naming in another country.
        let mut read: Vec<Option<(usize, ByText)>> = Vec::new();
        read.resize_with(self.ledger.texts().len(), || None);
        let mut beneath = self.said.beneath.iter().peekable();
        let mut verdicts = Vec::new();
        for at in rows.map(Index) {
            let i = at.place();
            while beneath.next_if(|beneath| beneath.at < at).is_some() {}
            let base = match beneath.next_if(|beneath| beneath.at == at) {
                Some(beneath) => beneath.assignment,
                None => self.assignment[i],
            };
            let naming = self.naming[i] as usize;
            let text = self.ledger.descriptor_column()[i];
            let known = &mut read[text.0 as usize];
            let (_, said) = match known.take_if(|(of, _)| *of == naming) {
                Some(read) => known.insert(read),
                None => {
                    let (text, of) = (self.ledger.text(text), &self.namings[naming]);
                    known.insert((naming, ByText::of(text, of, rules, learned, &given)))
                }
            };
            let row = by_row.get(&at).map_or(&[][..], |rules| rules);
            if said.rules.is_empty() && said.near.is_empty() && row.is_empty() {
                continue;
            }
            let account = accounts.get(usize::from(self.account(at).0));
            let (name, number) = account.map_or(("", ""), |(name, number)| (name, number));
            let mut facts = RowFacts {
                amount: self.ledger.amount_at(at),
                account: (name, number),
                names: [&said.name, ""],
            };
            let first = |facts: &RowFacts<'_>, gives: &dyn Fn(&Rule) -> bool| {
                let fits = |at: &&u32| {
                    let rule = &all[**at as usize];
                    gives(rule) && rule.takes(facts)
                };
                let fitting = said.rules.iter().chain(row).filter(fits);
                fitting
                    .min_by_key(|at| (all[**at as usize].rank(), **at))
                    .copied()
            };
            let name = first(&facts, &|rule| rule.name.is_some());
            let shown = name
                .and_then(|rule| all[rule as usize].name.as_deref())
                .map(folded);
            facts.names[1] = shown.as_deref().unwrap_or_default();
            let rule = first(&facts, &|rule| rule.category.is_some());
            let decided = rule.map(Decided::Rule).or_else(|| {
                let lesson = learned.say(&said.near, facts.amount)?;
                let base = &self.assignments[base as usize];
                let stands = lesson.stands_over(base, &self.namings[naming]);
                stands.then_some(Decided::Learned(lesson.example, lesson.confidence))
            });
            if name.is_some() || decided.is_some() {
                verdicts.push(Verdict { at, name, decided });
            }
        }
        verdicts
    }

    /// What is kept of a row, by either of its ids.
    fn named<'m, T>(&self, kept: &'m HashMap<TransactionId, T>, row: Index) -> Option<&'m T> {
        let found = kept.get(&self.ledger.id(row));
        found.or_else(|| kept.get(&self.ledger.lasting_id(row)))
    }

    /// The rules that name a row, by its transaction.
    fn rows_named(&self, rules: &[Rule]) -> HashMap<Index, Vec<u32>> {
        let mut by_id: HashMap<TransactionId, Vec<u32>> = HashMap::default();
        for (at, rule) in (0u32..).zip(rules) {
            for id in rule.rows() {
                by_id.entry(id).or_default().push(at);
            }
        }
        let mut by_row: HashMap<Index, Vec<u32>> = HashMap::default();
        if by_id.is_empty() {
            return by_row;
        }
        for row in self.ledger.every_row() {
            if let Some(rules) = self.named(&by_id, row) {
                let at = self.ledger.transaction_of(row);
                let named = by_row.entry(at).or_default();
                named.extend(rules);
                named.arrange();
            }
        }
        by_row
    }
}

/// What rules and examples say of a descriptor, whatever the amount.
struct ByText {
    rules: Box<[u32]>,
    near: Box<[Near]>,
    name: String,
}

impl ByText {
    fn of(
        text: &str,
        naming: &crate::merchant::Naming,
        rules: &Rules,
        learned: &Learned,
        given: &[String],
    ) -> ByText {
        let padded = format!(" {} ", folded(text));
        let name = naming.merchant.as_deref().map(folded).unwrap_or_default();
        let names = || given.iter().map(String::as_str).chain([name.as_str()]);
        let fits = |rule: &Rule| {
            rule.rows().next().is_none()
                && rule.takes_words(&padded)
                && rule.takes_merchant(names())
        };
        let fitting = (0u32..).zip(rules.rules()).filter(|(_, rule)| fits(rule));
        ByText {
            rules: fitting.map(|(at, _)| at).collect(),
            near: match learned.examples().is_empty() {
                true => Box::default(),
                false => learned.near(&Likeness::of(text, naming)).into(),
            },
            name,
        }
    }
}

fn assignment(
    rules: &Rules,
    learned: &Learned,
    decided: Decided,
    beneath: &Assignment,
) -> (Assignment, Option<Target>) {
    match decided {
        Decided::Rule(rule) => {
            let rule = &rules.rules()[rule as usize];
            let reason = match rule.row() {
                Some(_) => Reason::Correction,
                None => Reason::Rule(rule.text.clone()),
            };
            let assignment = Assignment {
                category: rule.category.map(|target| target.category),
                confidence: Confidence::CERTAIN,
                reason,
                guesses: Vec::new(),
            };
            (assignment, rule.category)
        }
        Decided::Learned(example, sure) => {
            let example = &learned.examples()[example as usize];
            if sure >= REVIEW_BELOW && !rules.suggests_only() {
                let assignment = Assignment {
                    category: Some(example.target.category),
                    confidence: sure,
                    reason: Reason::Learned {
                        id: example.id,
                        descriptor: example.descriptor.clone(),
                    },
                    guesses: Vec::new(),
                };
                return (assignment, Some(example.target));
            }
            let mut assignment = beneath.clone();
            if assignment.category.is_none() {
                let learned = Some((example.target.category, sure));
                assignment.guesses = with_learned(assignment.guesses, learned);
                let first = assignment.guesses.first();
                assignment.confidence = first.map_or(Confidence::NONE, |(_, sure)| *sure);
            }
            (assignment, None)
        }
    }
}

/// The guesses with one more among them, by how sure each is; never more than there were, or three.
fn with_learned(mut guesses: Vec<Guess>, learned: Option<Guess>) -> Vec<Guess> {
    let Some((category, sure)) = learned else {
        return guesses;
    };
    let most = guesses.len().max(3);
    guesses.retain(|(other, _)| *other != category);
    let at = guesses.partition_point(|(_, other)| *other > sure);
    guesses.insert(at, (category, sure));
    guesses.truncate(most);
    guesses
}
