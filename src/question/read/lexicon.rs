//! Phrases of everyday English and what they mean, from `lexicon.tsv`.

use crate::book::GroupBy;
use crate::calendar::Grain;
use crate::category::{Category, Group};
use crate::order::{AddAll as _, Arrange as _, Gather as _, HashMap};
use crate::phrase::label;
use crate::statement::AccountKind;
use crate::table::table;

use super::super::plan::Measure;
use super::token::{Token, words_of};

/// What a phrase means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Some categories.
    Categories(Vec<Category>),
    /// What needs review.
    Review,
    /// What is asked for.
    Measure(Measure),
    /// What is asked for, and not answered yet.
    Later(Measure),
    /// What rows of a bank do not tell.
    Outside(Outside),
    /// What the figure is broken down by.
    Group(GroupBy),
    /// The accounts of a kind.
    Account(AccountKind),
    /// How the parts stand to each other.
    Part(Part),
}

/// What is outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outside {
    /// What to do.
    Advice,
    /// Prices and rates of a market.
    Market,
    /// What a bank does for its customers.
    Service,
    /// What can be asked here.
    Help,
    /// A greeting.
    Greeting,
    /// Thanks, and a farewell.
    Thanks,
    /// Files to be added, rows to be taken along.
    Files,
    /// Everything to be forgotten.
    Forget,
    /// Something to be done, where the question begins with it.
    Order,
    /// What is not counted here, though each of its words is known.
    Uncounted,
    /// Anything else.
    Other,
}

/// Small words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// `without`.
    Not,
    /// `only`.
    Only,
    /// `than`.
    Versus,
    /// `or`.
    Or,
    /// `and`, within a question.
    And,
    /// `more`.
    More,
    /// `fewer`.
    Less,
    /// `purchase`.
    Purchase,
    /// `transactions`.
    Rows,
    /// `what are my accounts`.
    Accounts,
    /// `most often`.
    Often,
    /// `pending`.
    Pending,
    /// `the oldest`.
    First,
    /// `how far back`.
    Coverage,
    /// `what did you match`.
    Decisions,
    /// `which duplicates did you remove`.
    Same,
    /// `since payday`.
    SincePay,
    /// `went up in price`.
    Rise,
    /// `in and out`.
    Both,
    /// `over`, before an amount.
    Over,
    /// `under`, before an amount.
    Under,
    /// `around`, before an amount.
    Around,
    /// `exactly`, before an amount.
    Exactly,
    /// `pounds`.
    Unit,
    /// `what about`.
    Follow,
    /// `those`.
    Them,
    /// `which ones were the biggest`.
    BiggestOf,
    /// `than usual`.
    Usual,
    /// `when did I last`.
    LastTime,
    /// `at weekends`.
    Weekend,
    /// `when`.
    When,
    /// `was I ever overdrawn`.
    Lowest,
    /// `before payday`.
    BeforePay,
    /// `abroad`.
    Abroad,
    /// `as a chart`.
    Chart,
    /// `in all`.
    Total,
    /// Nothing that changes the question.
    Filler,
}

/// The table, parsed.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    /// By first word: the other words and the meaning, longest first.
    phrases: HashMap<String, Vec<(Vec<String>, Entry)>>,
    /// Every word, in order, for spelling.
    words: Vec<String>,
}

#[derive(Clone, Debug)]
struct Entry {
    sense: Sense,
    only_us: bool,
}

/// Words that change nothing inside a phrase.
const SKIPPED: &str = "my the our all";

const TABLE: &str = table!(include_str!("lexicon.tsv"));

impl Lexicon {
    /// The table.
    pub(crate) fn new() -> Lexicon {
        let mut phrases: HashMap<String, Vec<(Vec<String>, Entry)>> = HashMap::default();
        let mut words = Vec::new();
        for line in TABLE.lines() {
            let mut cells = line.split('\t');
            let (Some(kind), Some(value), Some(list)) = (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let Some(sense) = sense_of(kind, value) else {
                continue;
            };
            for phrase in list.split('|') {
                let mut parts = words_of(phrase);
                words.add_all(parts.iter().cloned());
                if parts.is_empty() {
                    continue;
                }
                let first = parts.remove(0);
                let entry = Entry {
                    sense: sense.clone(),
                    only_us: kind.ends_with("-us"),
                };
                phrases.entry(first).or_default().push((parts, entry));
            }
        }
        for (label, categories) in labels() {
            let mut parts = words_of(label);
            words.add_all(parts.iter().cloned());
            if parts.is_empty() {
                continue;
            }
            let first = parts.remove(0);
            let entry = Entry {
                sense: Sense::Categories(categories),
                only_us: false,
            };
            phrases.entry(first).or_default().push((parts, entry));
        }
        for list in phrases.values_mut() {
            // Stable: of two meanings of one phrase, the table's first.
            list.arrange_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        words.arrange();
        words.dedup();
        Lexicon { phrases, words }
    }

    /// The longest phrase that begins at a place, with how many tokens it is.
    pub(crate) fn phrase_at(
        &self,
        tokens: &[Token],
        at: usize,
        us: bool,
    ) -> Option<(&Sense, usize)> {
        let first = tokens.get(at)?;
        let list = self.phrases.get(first.text.as_str())?;
        list.iter().find_map(|(rest, entry)| {
            let mut next = at + 1;
            for word in rest {
                while !tokens.get(next)?.is(word) {
                    // `where does all my money go` is `where does money go`.
                    if !tokens.get(next)?.is_any(SKIPPED) {
                        return None;
                    }
                    next += 1;
                }
                next += 1;
            }
            (us || !entry.only_us).then_some((&entry.sense, next - at))
        })
    }

    /// Every word of the table, in order.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a word alone says something that matters.
    pub(crate) fn has_meaning(&self, word: &str) -> bool {
        self.phrases.get(word).is_some_and(|list| {
            list.iter()
                .any(|(rest, entry)| rest.is_empty() && entry.sense != Sense::Part(Part::Filler))
        })
    }
}

/// What the page calls categories and their groups is understood as well.
fn labels() -> impl Iterator<Item = (&'static str, Vec<Category>)> {
    let groups = Group::ALL
        .into_iter()
        .filter_map(|group| Some((label(group.label())?, group.categories().gather())));
    let single =
        Category::all().filter_map(|category| Some((label(category.label())?, vec![category])));
    groups.chain(single)
}

fn sense_of(kind: &str, value: &str) -> Option<Sense> {
    Some(match kind {
        "category" | "category-us" => Sense::Categories(categories_of(value)),
        "review" => Sense::Review,
        "measure" => Sense::Measure(measure_of(value)?),
        "later" => Sense::Later(measure_of(value)?),
        "outside" => Sense::Outside(match value {
            "advice" => Outside::Advice,
            "market" => Outside::Market,
            "service" => Outside::Service,
            "help" => Outside::Help,
            "greeting" => Outside::Greeting,
            "thanks" => Outside::Thanks,
            "files" => Outside::Files,
            "forget" => Outside::Forget,
            "order" => Outside::Order,
            "uncounted" => Outside::Uncounted,
            _ => Outside::Other,
        }),
        "group" => Sense::Group(match value {
            "day" => GroupBy::Period(Grain::Day),
            "week" => GroupBy::Period(Grain::Week),
            "month" => GroupBy::Period(Grain::Month),
            "quarter" => GroupBy::Period(Grain::Quarter),
            "year" => GroupBy::Period(Grain::Year),
            "weekday" => GroupBy::Weekday,
            "category" => GroupBy::Group,
            "detail" => GroupBy::Category,
            "own" => GroupBy::Own,
            "merchant" => GroupBy::Merchant,
            "account" => GroupBy::Account,
            _ => return None,
        }),
        "account" => Sense::Account(match value {
            "card" => AccountKind::Card,
            "current" => AccountKind::Current,
            "savings" => AccountKind::Savings,
            "loan" => AccountKind::Loan,
            "cash" => AccountKind::Cash,
            _ => return None,
        }),
        "not" => Sense::Part(Part::Not),
        "only" => Sense::Part(Part::Only),
        "versus" => Sense::Part(Part::Versus),
        "or" => Sense::Part(Part::Or),
        "more" => Sense::Part(Part::More),
        "less" => Sense::Part(Part::Less),
        "purchase" => Sense::Part(Part::Purchase),
        "rows" => Sense::Part(Part::Rows),
        "accounts" => Sense::Part(Part::Accounts),
        "often" => Sense::Part(Part::Often),
        "pending" => Sense::Part(Part::Pending),
        "first" => Sense::Part(Part::First),
        "coverage" => Sense::Part(Part::Coverage),
        "decisions" => Sense::Part(Part::Decisions),
        "same" => Sense::Part(Part::Same),
        "sincepay" => Sense::Part(Part::SincePay),
        "rise" => Sense::Part(Part::Rise),
        "both" => Sense::Part(Part::Both),
        "over" => Sense::Part(Part::Over),
        "under" => Sense::Part(Part::Under),
        "around" => Sense::Part(Part::Around),
        "exactly" => Sense::Part(Part::Exactly),
        "unit" => Sense::Part(Part::Unit),
        "follow" => Sense::Part(Part::Follow),
        "them" => Sense::Part(Part::Them),
        "biggestof" => Sense::Part(Part::BiggestOf),
        "last" => Sense::Part(Part::LastTime),
        "usual" => Sense::Part(Part::Usual),
        "weekend" => Sense::Part(Part::Weekend),
        "when" => Sense::Part(Part::When),
        "lowest" => Sense::Part(Part::Lowest),
        "beforepay" => Sense::Part(Part::BeforePay),
        "abroad" => Sense::Part(Part::Abroad),
        "chart" => Sense::Part(Part::Chart),
        "total" => Sense::Part(Part::Total),
        "filler" => Sense::Part(Part::Filler),
        _ => return None,
    })
}

fn categories_of(codes: &str) -> Vec<Category> {
    let mut found = Vec::new();
    for code in codes.split(',') {
        if let Some(name) = code.strip_prefix("group:") {
            found.add_all(
                Group::from_name(name)
                    .into_iter()
                    .flat_map(Group::categories),
            );
        } else if let Some(primary) = code.strip_prefix("primary:") {
            found.add_all(Category::all().filter(|category| category.primary() == primary));
        } else {
            found.add_all(Category::from_code(code));
        }
    }
    found.arrange();
    found.dedup();
    found
}

fn measure_of(name: &str) -> Option<Measure> {
    Measure::ALL
        .into_iter()
        .find(|measure| measure.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_means_something() {
        for line in TABLE.lines() {
            let mut cells = line.split('\t');
            let (kind, value) = (cells.next().unwrap(), cells.next().unwrap());
            let sense = sense_of(kind, value);
            assert!(sense.is_some(), "{line}");
            if let Some(Sense::Categories(categories)) = sense {
                let codes = value.split(',').filter(|code| !code.contains(':'));
                for code in codes {
                    assert!(Category::from_code(code).is_some(), "{code}");
                }
                assert!(!categories.is_empty(), "{line}");
            }
            assert!(!cells.next().unwrap().is_empty(), "{line}");
        }
    }

    #[test]
    fn the_longest_phrase_wins() {
        let lexicon = Lexicon::new();
        let tokens = super::super::token::tokens("gas and electricity");
        let (_, used) = lexicon.phrase_at(&tokens, 0, false).unwrap();
        assert_eq!(used, 3);
    }
}
