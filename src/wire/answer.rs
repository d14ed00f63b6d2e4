//! Answers with their plan and proof.

use serde::Serialize;

use super::tree::{Read, Reading, Tree, read};
use super::{Money, Period, Says, Transaction};

/// The answer to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Its number in this session, for `proof` and `rows`.
    pub number: u64,
    /// The words that were asked.
    pub question: String,
    /// `answered`, `partly`, `notUnderstood` or `outOfScope`.
    pub status: String,
    /// How it was read.
    pub plan: Option<Plan>,
    /// The figure.
    pub value: Value,
    /// How the figure is drawn: `proved`, `soFar`, `estimate` or `quoted`.
    pub rule: String,
    /// The same in each currency, where there are several.
    pub sums: Vec<Money>,
    /// What they come to in one, where the person gave rates.
    pub combined: Option<CombinedSum>,
    /// The groups, items or periods the figure is made of.
    pub rows: Vec<AnswerRow>,
    /// What is drawn, if anything.
    pub chart: Option<Chart>,
    /// The sentence as a template.
    pub says: Says,
    /// The sentence in the invariant English.
    pub sentence: String,
    /// What is unusual: partial period, pending rows, several currencies.
    pub notes: Vec<Says>,
    /// What proves it.
    pub proof: Proof,
    /// What came from the question before, as words of `include`, `period`, `measure`.
    pub inherited: Vec<String>,
    /// Words it could not use.
    pub unrecognised: Vec<String>,
    /// The nearest questions it can answer, or good ones to go on with.
    pub suggestions: Vec<String>,
}

/// Sums of several currencies in one, with what proves it: never without rates that the person gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CombinedSum {
    /// All of it.
    pub total: Money,
    /// The sums it is made of, each converted once and rounded once, a half away from nothing.
    pub parts: Vec<ConvertedSum>,
}

/// A sum in another currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ConvertedSum {
    /// The sum.
    pub sum: Money,
    /// What it comes to.
    pub becomes: Money,
    /// The rate and its day; absent where the sum is in the currency of the total.
    pub rate: Option<super::RateSaid>,
}

/// How a question was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// See the contract.
    pub measure: String,
    /// The resolved dates.
    pub period: Option<Period>,
    /// What it is compared with.
    pub against: Option<Period>,
    /// The categories of `include` by the fewest names that say them, for the eye.
    pub category_labels: Vec<super::Argument>,
    /// Those of `exclude`.
    pub left_out_labels: Vec<super::Argument>,
    /// What rows have to meet.
    pub include: Criteria,
    /// What rows must not meet.
    pub exclude: Criteria,
    /// `day`, `week`, `month`, `quarter`, `year`, `weekday`, `category`, `merchant`, `account` or `group`,
    /// the person's own.
    pub group_by: Option<String>,
    /// How many rows at the most.
    pub limit: Option<u32>,
    /// The currency that the figure was asked in, where one was named.
    pub currency: Option<String>,
}

/// What rows have to meet: any of the named in each list, all lists together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Criteria {
    /// PFC v2 codes: detailed, primary (all below it), or `group:eating` for a display group.
    pub categories: Vec<String>,
    /// Merchants by name.
    pub merchants: Vec<String>,
    /// Account ids.
    pub accounts: Vec<String>,
    /// Words that the descriptor or merchant contains.
    pub text: Vec<String>,
    /// Magnitude at least.
    pub min_amount: Option<String>,
    /// Magnitude at most.
    pub max_amount: Option<String>,
}

/// The figure of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// No figure.
    #[default]
    None,
    /// Yes or no.
    Bool(bool),
    /// How many.
    Count(u64),
    /// One sum.
    Money(Money),
    /// One sum a currency.
    Moneys(Vec<Money>),
    /// A date or a decimal.
    Text(String),
}

/// A group, item or period of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerRow {
    /// In the invariant English: a merchant, a category's label, `2026-02`.
    pub label: String,
    /// The same, typed.
    pub says: Option<super::Argument>,
    /// Its figure.
    pub value: Value,
    /// How many transactions.
    pub count: u64,
    /// Its share of the whole, from `0` to `1`, where that says something.
    pub share: Option<String>,
    /// The display group, for its colour.
    pub group: Option<String>,
    /// The days it covers, for periods.
    pub period: Option<Period>,
    /// Whether the period is not over.
    pub partial: bool,
    /// The single transaction it is, for lists.
    pub transaction: Option<String>,
}

/// What is drawn: one chart, its points the same figures as the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// `columns` (series), `bars` (breakdown), `steps` (two cumulative lines), `waterfall`.
    pub kind: String,
    /// The currency of every figure.
    pub currency: Option<String>,
    /// The points.
    pub points: Vec<Point>,
    /// The second line of `steps`.
    pub against: Vec<Point>,
    /// The usual one (median) as a dashed line.
    pub usual: Option<Money>,
    /// The finding in one sentence, for those who cannot see it.
    pub says: Says,
}

/// One mark of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// The period, category, merchant or day.
    pub label: super::Argument,
    /// Its figure.
    pub value: Money,
    /// Its share of the largest magnitude, from `-1` to `1`, so that the view does no arithmetic.
    pub share: String,
    /// The display group, for its colour.
    pub group: Option<String>,
    /// Whether it is the one that the sentence is about.
    pub key: bool,
    /// Whether its period is not over.
    pub partial: bool,
    /// How many transactions.
    pub count: u64,
}

impl Default for super::Argument {
    fn default() -> Self {
        super::Argument::Text(String::new())
    }
}

/// What proves an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// Ids of the transactions counted; empty in a summary.
    pub included: Vec<String>,
    /// What was left out that a reader might have expected.
    pub excluded: Vec<Excluded>,
    /// How many were counted.
    pub count: u64,
    /// Outflows before refunds.
    pub gross: Option<Money>,
    /// Refunds.
    pub refunds: Option<Money>,
    /// Gross less refunds.
    pub net: Option<Money>,
    /// Arithmetic mean of the counted magnitudes, where an average was asked.
    pub mean: Option<Money>,
    /// Their median.
    pub median: Option<Money>,
    /// SHA-256 over the ids and amounts counted, in order; empty in a summary.
    pub digest: String,
}

/// Transactions left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Excluded {
    /// `transfer`, `repayment`, `savings`, `income`, `refund`, `outsidePeriod`, `otherCurrency`.
    pub reason: String,
    /// Their ids; empty in a summary.
    pub ids: Vec<String>,
    /// How many.
    pub count: u64,
    /// Their sum, as magnitudes; the first currency's where there are several.
    pub sum: Option<Money>,
}

/// A page of the rows behind an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProofPage {
    /// The answer's number.
    pub answer: u64,
    /// Rows counted in all.
    pub total: u64,
    /// Rows passed over.
    pub offset: u64,
    /// The counted rows of this page.
    pub rows: Vec<Transaction>,
    /// What was left out, each group with its first rows.
    pub excluded: Vec<ExcludedRows>,
    /// The digest.
    pub digest: String,
}

/// Rows left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExcludedRows {
    /// As in [`Excluded`].
    pub reason: String,
    /// How many in all.
    pub count: u64,
    /// Their sum.
    pub sum: Option<Money>,
    /// The first of them.
    pub rows: Vec<Transaction>,
}

read! {
    Answer {
        number, question, status, plan, value, rule, sums, combined, rows, chart, says, sentence, notes, proof,
        inherited, unrecognised, suggestions,
    }
    CombinedSum { total, parts }
    ConvertedSum { sum, becomes, rate }
    Plan {
        measure, period, against, category_labels, left_out_labels, include, exclude, group_by,
        limit, currency,
    }
    AnswerRow { label, says, value, count, share, group, period, partial, transaction }
    Chart { kind, currency, points, against, usual, says }
    Point { label, value, share, group, key, partial, count }
    Proof { included, excluded, count, gross, refunds, net, mean, median, digest }
    Excluded { reason, ids, count, sum }
    ProofPage { answer, total, offset, rows, excluded, digest }
    ExcludedRows { reason, count, sum, rows }
}

/// Each list may be left out.
impl Read for Criteria {
    fn read(mut tree: Tree, reading: &mut Reading) -> Criteria {
        Criteria {
            categories: reading.field_or_default(&mut tree, "categories"),
            merchants: reading.field_or_default(&mut tree, "merchants"),
            accounts: reading.field_or_default(&mut tree, "accounts"),
            text: reading.field_or_default(&mut tree, "text"),
            min_amount: reading.field(&mut tree, "min_amount"),
            max_amount: reading.field(&mut tree, "max_amount"),
        }
    }
}

impl Read for Value {
    fn read(tree: Tree, reading: &mut Reading) -> Value {
        match tree {
            Tree::Null => Value::None,
            Tree::Bool(value) => Value::Bool(value),
            Tree::Count(value) => Value::Count(value),
            Tree::List(_) => Value::Moneys(Read::read(tree, reading)),
            Tree::Fields(_) => Value::Money(Read::read(tree, reading)),
            Tree::Text(_) | Tree::Bytes(_) | Tree::Held(_) => {
                Value::Text(Read::read(tree, reading))
            }
        }
    }
}
