//! The overview and the findings.

use serde::Serialize;

use super::tree::read;
use super::{AccountReport, AnswerRow, Chart, Money, Period, Proof, Says};

/// Findings, ranked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Insights {
    /// The findings, best first.
    pub findings: Vec<Finding>,
}

/// One finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// camelCase: `categoryChange`, `recurring`, `largestPurchases`, …
    pub kind: String,
    /// From 1.
    pub rank: u32,
    /// From `0` to `1`.
    pub score: String,
    /// The days it speaks of.
    pub period: Option<Period>,
    /// Its one figure.
    pub figure: super::Value,
    /// How the figure is drawn: `proved`, `soFar`, `estimate` or `quoted`.
    pub rule: String,
    /// What the figure is, in two words: `second charge`.
    pub caption: Option<Says>,
    /// Every number by name.
    pub numbers: crate::order::Keyed<String, super::Argument>,
    /// Ids of the transactions behind it.
    pub transactions: Vec<String>,
    /// The headline as a template.
    pub says: Says,
    /// The headline in the invariant English.
    pub sentence: String,
    /// The line below it: why it fired.
    pub because: Option<Says>,
    /// Why it fired, typed.
    pub reason: super::Reason,
    /// The day it is no longer worth showing.
    pub expires: String,
    /// A question that opens it.
    pub ask: String,
}

/// The overview: one currency at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The day it is.
    pub today: String,
    /// The currency shown.
    pub currency: Option<String>,
    /// Every currency there is, most rows first.
    pub currencies: Vec<Option<String>>,
    /// The first and last day with rows.
    pub covered: Option<Period>,
    /// Findings to show, at most five.
    pub findings: Vec<Finding>,
    /// In, out and kept: the last complete month, this month so far, and the usual one by the same day.
    pub flows: Vec<Flow>,
    /// The month of the breakdowns.
    pub period: Option<Period>,
    /// Whether that month is not over.
    pub partial: bool,
    /// Spending by display group, largest first.
    pub by_category: Breakdown,
    /// Spending by merchant, largest first; at most 12.
    pub by_merchant: Breakdown,
    /// The largest purchases of the month.
    pub largest: Vec<AnswerRow>,
    /// In and out by month: the last thirteen with rows.
    pub months: Vec<Flow>,
    /// `months` out as a chart.
    pub months_chart: Option<Chart>,
    /// Recurring payments that are active.
    pub recurring: Vec<Recurring>,
    /// This month so far against the same days of last month.
    pub comparison: Option<Says>,
    /// The accounts.
    pub accounts: Vec<AccountReport>,
    /// Transactions in all.
    pub transactions: u64,
    /// How many need review.
    pub needs_review: u64,
    /// Files whose rows no figure counts, because they wait for the person.
    pub waiting: Vec<Says>,
    /// What came in and went out in the month of the breakdowns, all currencies in the one shown; absent of one
    /// currency, and where the person gave no rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined: Option<super::Combined>,
}

/// Money in and out over some days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flow {
    /// `month`, `soFar` or `usual` (medians, an estimate).
    pub kind: String,
    /// The days.
    pub period: Option<Period>,
    /// Whether the days are not over.
    pub partial: bool,
    /// Money in, zero or more.
    pub income: Money,
    /// Spending net of refunds.
    pub spending: Money,
    /// In less out.
    pub kept: Money,
}

/// Spending, split.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Breakdown {
    /// The parts, largest first; `share` is of the largest part.
    pub rows: Vec<AnswerRow>,
    /// How many parts are not among the rows.
    pub more: u64,
    /// What those come to.
    pub more_sum: Option<Money>,
    /// The whole.
    pub total: Option<Money>,
    /// What proves the whole.
    pub proof: Proof,
}

/// A recurring payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recurring {
    /// Whom.
    pub merchant: String,
    /// Display group, for its colour.
    pub group: String,
    /// `weekly`, `fortnightly`, `fourWeekly`, `monthly`, `quarterly`, `yearly`.
    pub cadence: String,
    /// The last amount, as a magnitude.
    pub amount: Money,
    /// What it comes to a month.
    pub monthly: Money,
    /// Whether money comes in.
    pub income: bool,
    /// The last charge.
    pub last: String,
    /// The next one expected.
    pub next: Option<String>,
    /// How many charges.
    pub count: u64,
    /// Ids of the charges.
    pub transactions: Vec<String>,
}

impl Default for Money {
    fn default() -> Self {
        Money {
            amount: "0.00".to_owned(),
            currency: None,
        }
    }
}

impl Default for super::Reason {
    fn default() -> Self {
        super::Reason {
            kind: "nothing".to_owned(),
            detail: None,
            example: None,
        }
    }
}

read! {
    Insights { findings }
    Finding {
        kind, rank, score, period, figure, rule, caption, numbers, transactions, says, sentence,
        because, reason, expires, ask,
    }
    Overview {
        today, currency, currencies, covered, findings, flows, period, partial, by_category,
        by_merchant, largest, months, months_chart, recurring, comparison, accounts, transactions,
        needs_review, waiting, combined,
    }
    Flow { kind, period, partial, income, spending, kept }
    Breakdown { rows, more, more_sum, total, proof }
    Recurring { merchant, group, cadence, amount, monthly, income, last, next, count, transactions }
}
