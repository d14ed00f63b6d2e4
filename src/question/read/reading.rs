//! A question's words, each with what it was taken for.

use crate::book::{Criteria, GroupBy, MerchantId};
use crate::calendar::Weekday;
use crate::category::Category;
use crate::ledger::AccountId;
use crate::money::Currency;

use super::super::plan::Measure;
use super::amount::Bounds;
use super::lexicon::{Outside, Part};
use super::period::When;

/// What was found in a question, before it is a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// What it may ask for, in the order of the words.
    pub(crate) measures: Vec<Measure>,
    /// What it asks for that is not answered yet.
    pub(crate) later: Option<Measure>,
    /// What it asks for that rows of a bank do not tell.
    pub(crate) outside: Option<Outside>,
    /// The times it names, in order.
    pub(crate) whens: Vec<When>,
    /// What it is about, in order.
    pub(crate) mentions: Vec<Mention>,
    /// What the figure is broken down by.
    pub(crate) group_by: Option<GroupBy>,
    /// The magnitudes it names.
    pub(crate) bounds: Bounds,
    /// The currency it asks the figure in.
    pub(crate) currency: Option<Currency>,
    /// How many rows or groups.
    pub(crate) limit: Option<u32>,
    /// The day of the week that it is about: `on Saturdays`.
    pub(crate) weekday: Option<Weekday>,
    /// The small words that it has.
    pub(crate) parts: Vec<Part>,
    /// Whether it begins like one that goes on from the question before.
    pub(crate) follows: bool,
    /// Whether it can be answered with yes or no.
    pub(crate) yes_no: bool,
    /// Whether it asks of what goes on: `how much do I pay for broadband`.
    pub(crate) habit: bool,
    /// Where a second question begins.
    pub(crate) second: Option<usize>,
    /// Whether it names a time and nothing else.
    pub(crate) only_time: bool,
    /// Whether it speaks of several purchases: "the largest purchases", not "the largest purchase".
    pub(crate) several: bool,
    /// Words that nothing is known of, as they were written.
    pub(crate) unknown: Vec<String>,
    /// Whether it asks for the most or the least of something.
    pub(crate) has_most: bool,
    /// Whether its time is what something is set against: `than in February`.
    pub(crate) than_when: bool,
    /// Whether it says `between`.
    pub(crate) has_between: bool,
    /// How many words it has.
    pub(crate) length: usize,
}

/// Something a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// What.
    pub(crate) subject: Subject,
    /// Whether it is left out.
    pub(crate) negated: bool,
    /// Whether nothing else is to count.
    pub(crate) only: bool,
}

/// What a mention is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Some categories.
    Categories(Vec<Category>),
    /// What needs review.
    Review,
    /// Groups and categories of the person's own that share a name.
    Own(Box<Criteria>),
    /// Merchants that share a name.
    Merchants(Vec<MerchantId>),
    /// Accounts that share a name or kind.
    Accounts(Vec<AccountId>),
    /// Words of descriptors.
    Text(Box<str>),
}

impl Reading {
    /// Whether it has a small word; asked in so many places that it weighs less as a call.
    #[inline(never)]
    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Whether it asks for nothing but some of these.
    #[inline(never)]
    pub(crate) fn asks_only(&self, measures: &[Measure]) -> bool {
        self.measures.iter().all(|asked| measures.contains(asked))
    }

    /// Whether it may ask for this.
    #[inline(never)]
    pub(crate) fn asks(&self, measure: Measure) -> bool {
        self.measures.contains(&measure)
    }
}
