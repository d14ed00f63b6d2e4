//! Answers to messages.

use crate::book::{Book, LeftOut};
use crate::ledger::Index;
use crate::question::{self, category_names, group_by_name};
use crate::session::{DEFAULT_LOCALE, Session};

use super::failure::date_of;
use super::page::page;
use super::report::waiting;
use super::transaction::transaction;
use super::*;

/// How many rows of a left-out group a proof page shows: enough to see what they are.
const LEFT_OUT_SHOWN: usize = 20;

impl Answer {
    /// The answer to a question.
    pub(crate) fn to(session: &mut Session, ask: &Ask) -> Result<Answer, Failure> {
        let today = date_of(&ask.today)?;
        let locale = ask.locale.as_deref().unwrap_or(DEFAULT_LOCALE);
        let browser = ask.browser.as_ref().map(Facts::to_domain);
        let (number, answer) = session.ask(&ask.question, today, locale, browser.as_ref());
        let mut answer = Answer::of(session.book(), number, &answer, ask.proof);
        answer.notes.extend(waiting(session));
        Ok(answer)
    }

    /// An answer as it crosses.
    pub(crate) fn of(
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
pub(crate) fn left_out(
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
    pub(crate) fn of(book: &Book, reason: LeftOut, rows: &[Index]) -> ExcludedRows {
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
    pub(crate) fn of(book: &Book, row: &question::AnswerRow) -> AnswerRow {
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

impl ProofPage {
    /// A page of the rows that an answer counted; with each, the first rows of every kind that it left out.
    pub(crate) fn of(
        session: &Session,
        number: u64,
        offset: u64,
        limit: u64,
    ) -> Result<ProofPage, Failure> {
        let answer = session.answer(number).ok_or_else(Failure::forgotten)?;
        let book = session.book();
        let rows = page(&answer.included, offset, limit).iter();
        Ok(ProofPage {
            answer: number,
            total: answer.included.len() as u64,
            offset,
            rows: rows.filter_map(|at| transaction(book, *at)).collect(),
            excluded: answer
                .left_out
                .iter()
                .map(|(reason, rows)| ExcludedRows::of(book, *reason, rows))
                .collect(),
            digest: book.digest(&answer.included),
        })
    }
}

impl Facts {
    /// What an answer may say of the browser.
    pub(crate) fn to_domain(&self) -> question::Browser {
        let tried = |what| {
            let check = self.check(what);
            question::Tried {
                held: check.and_then(|check| check.passed),
                ways: check.map_or(0, |check| check.tried),
            }
        };
        // What the person shared is said on its own.
        let kinds = ["told-ready", "told-resize", "told-ack", "told-error"];
        let told = |kind: &&str| {
            self.told
                .iter()
                .any(|told| kind.strip_prefix("told-") == Some(&told.kind))
        };
        question::Browser {
            engine: tried(Protection::Engine),
            page: tried(Protection::Page),
            shut_out: self.held(Protection::Host),
            keeps_nothing: self.held(Protection::Disk),
            could_be_whole: self.allowlist != Some(Allowlist::Unsupported),
            host: self.host.as_deref().map(Box::from),
            told: kinds.into_iter().filter(told).collect(),
            shared: self.shared.unwrap_or_default(),
        }
    }
}
