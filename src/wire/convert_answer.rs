//! Answers to messages.

use crate::book::{Book, LeftOut};
use crate::ledger::Index;
use crate::question::{self, category_names, group_by_name};

use super::convert::transaction;
use super::*;

/// How many rows of a left-out group a proof page shows: enough to see what they are.
const LEFT_OUT_SHOWN: usize = 20;

impl Answer {
    /// An answer as it crosses.
    pub(super) fn of(
        book: &Book,
        number: u64,
        answer: &question::Answer,
        detail: ProofDetail,
    ) -> Answer {
        Answer {
            number,
            question: answer.question.clone(),
            status: answer.status.name().to_owned(),
            plan: answer.plan.as_ref().map(|plan| Plan::of(book, plan)),
            value: Value::from(&answer.value),
            rule: answer.rule.name().to_owned(),
            sums: answer.sums.iter().copied().map(Money::from).collect(),
            combined: answer.combined.as_ref().map(CombinedSum::from),
            rows: answer
                .rows
                .iter()
                .map(|row| AnswerRow::of(book, row))
                .collect(),
            chart: answer.chart.as_ref().map(Chart::from),
            says: Says::from(&answer.says),
            sentence: answer.says.sentence(),
            notes: answer.notes.iter().map(Says::from).collect(),
            proof: Proof::of(book, answer, detail),
            inherited: answer
                .inherited
                .iter()
                .map(|what| (*what).to_owned())
                .collect(),
            unrecognised: answer.unrecognised.clone(),
            suggestions: answer.suggestions.clone(),
        }
    }
}

impl From<&question::Combined> for CombinedSum {
    fn from(combined: &question::Combined) -> CombinedSum {
        let parts = combined.parts.iter().map(|part| ConvertedSum {
            sum: part.sum.into(),
            becomes: part.becomes.into(),
            rate: part.rate.as_ref().map(RateSaid::from),
        });
        CombinedSum {
            total: combined.total.into(),
            parts: parts.collect(),
        }
    }
}

impl Plan {
    fn of(book: &Book, plan: &question::Plan) -> Plan {
        let names = |criteria: &crate::book::Criteria| {
            let named = category_names(&criteria.categories);
            named
                .into_iter()
                .map(|name| Argument::Label(name.label().to_owned()))
                .collect()
        };
        Plan {
            measure: plan.measure.name().to_owned(),
            period: plan.period.map(Period::from),
            against: plan.against.map(Period::from),
            category_labels: names(&plan.include),
            left_out_labels: names(&plan.exclude),
            include: Criteria::of_domain(book, &plan.include),
            exclude: Criteria::of_domain(book, &plan.exclude),
            group_by: plan.group_by.map(|by| group_by_name(by).to_owned()),
            limit: plan.limit,
            currency: plan.currency.map(|currency| currency.code().to_owned()),
        }
    }
}

impl Proof {
    fn of(book: &Book, answer: &question::Answer, detail: ProofDetail) -> Proof {
        let full = detail == ProofDetail::Full;
        Proof {
            included: ids(book, &answer.included, detail),
            excluded: left_out(book, &answer.left_out, detail),
            count: answer.included.len() as u64,
            gross: answer.gross.map(Money::from),
            refunds: answer.refunds.map(Money::from),
            net: answer.net.map(Money::from),
            mean: answer.mean.map(Money::from),
            median: answer.median.map(Money::from),
            digest: if full {
                book.digest(&answer.included)
            } else {
                String::new()
            },
        }
    }
}

/// The ids of some rows, where they are wanted.
fn ids(book: &Book, rows: &[Index], detail: ProofDetail) -> Vec<String> {
    match detail {
        ProofDetail::Full => rows
            .iter()
            .map(|at| book.ledger().id(*at).to_string())
            .collect(),
        ProofDetail::Summary => Vec::new(),
    }
}

/// What was left out, by reason.
pub(super) fn left_out(
    book: &Book,
    left_out: &[(LeftOut, Vec<Index>)],
    detail: ProofDetail,
) -> Vec<Excluded> {
    let groups = left_out.iter().map(|(reason, rows)| Excluded {
        reason: reason.name().to_owned(),
        ids: ids(book, rows, detail),
        count: rows.len() as u64,
        sum: sum_of(book, rows),
    });
    groups.collect()
}

impl ExcludedRows {
    /// The rows left out for one reason, the first of them in full.
    pub(super) fn of(book: &Book, reason: LeftOut, rows: &[Index]) -> ExcludedRows {
        let shown = rows.iter().take(LEFT_OUT_SHOWN);
        ExcludedRows {
            reason: reason.name().to_owned(),
            count: rows.len() as u64,
            sum: sum_of(book, rows),
            rows: shown.filter_map(|at| transaction(book, *at)).collect(),
        }
    }
}

/// The magnitude of what some rows of the commonest currency come to.
fn sum_of(book: &Book, rows: &[Index]) -> Option<Money> {
    book.totals(rows)
        .first()
        .map(|totals| totals.signed_money().abs().into())
}

impl AnswerRow {
    /// A row of an answer as it crosses.
    pub(super) fn of(book: &Book, row: &question::AnswerRow) -> AnswerRow {
        AnswerRow {
            label: row.label.clone(),
            says: Some(Argument::from(&row.says)),
            value: Value::from(&row.value),
            count: u64::from(row.count),
            share: row.share.map(|share| share.normalize().to_string()),
            group: row.group.map(|group| group.name().to_owned()),
            period: row.period.map(Period::from),
            partial: row.partial,
            transaction: row.transaction.map(|at| book.ledger().id(at).to_string()),
        }
    }
}

impl From<&question::Value> for Value {
    fn from(value: &question::Value) -> Value {
        match value {
            question::Value::None => Value::None,
            question::Value::Bool(yes) => Value::Bool(*yes),
            question::Value::Count(count) => Value::Count(*count),
            question::Value::Money(money) => Value::Money((*money).into()),
            question::Value::Moneys(sums) => {
                Value::Moneys(sums.iter().copied().map(Money::from).collect())
            }
            question::Value::Date(date) => Value::Text(date.to_string()),
            question::Value::Decimal(number) => Value::Text(number.normalize().to_string()),
        }
    }
}

impl From<&question::Chart> for Chart {
    fn from(chart: &question::Chart) -> Chart {
        Chart {
            kind: chart.kind.name().to_owned(),
            currency: chart.currency.map(|currency| currency.code().to_owned()),
            points: chart.points.iter().map(Point::from).collect(),
            against: chart.against.iter().map(Point::from).collect(),
            usual: chart.usual.map(Money::from),
            says: Says::from(&chart.says),
        }
    }
}

impl From<&question::Point> for Point {
    fn from(point: &question::Point) -> Point {
        Point {
            label: Argument::from(&point.label),
            value: point.value.into(),
            share: point.share.normalize().to_string(),
            group: point.group.map(|group| group.name().to_owned()),
            key: point.key,
            partial: point.partial,
            count: u64::from(point.count),
        }
    }
}

/// Numbers by name, as they cross.
pub(super) fn numbers(
    given: &[(&'static str, crate::phrase::Argument)],
) -> crate::order::Keyed<String, Argument> {
    given
        .iter()
        .map(|(name, argument)| ((*name).to_owned(), Argument::from(argument)))
        .collect()
}
