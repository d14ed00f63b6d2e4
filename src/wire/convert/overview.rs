//! The overview and the findings to messages.

use crate::book::{self, Book, Filter};
use crate::calendar::{Date, Day};
use crate::insight::{self, Columns, Part};
use crate::ledger::Index;
use crate::money::Currency;
use crate::session::{DEFAULT_LOCALE, Session};

use super::account::account_reports;
use super::answer::left_out;
use super::failure::date_of;
use super::report::waiting;
use super::value::numbers;
use super::*;

/// How many findings the overview shows: more than that are a list, not a word in passing.
const FINDINGS_SHOWN: usize = 5;

impl Overview {
    /// The overview that is asked for.
    pub(crate) fn to(session: &mut Session, of: &OverviewOf) -> Result<Overview, Failure> {
        let today = date_of(&of.today)?;
        let locale = of.locale.as_deref().unwrap_or(DEFAULT_LOCALE);
        let period = of.period.as_ref().and_then(Period::to_domain);
        let currency = of.currency.as_deref().map(Currency::from_code);
        let overview = session.overview(today, locale, period, currency);
        let combined = overview.period.and_then(|period| {
            let book = session.book();
            let filter = Filter {
                flow: book::Flow::Kept,
                period: Some(period),
                ..Filter::default()
            };
            let totals = book.totals(&book.select(&filter).rows);
            let day = Day::from_date(period.last().min(today));
            book::Combined::of(&session.rates(), &totals, overview.currency, day)
                .map(Combined::from)
        });
        let known = session.known(today);
        let book = session.book();
        Ok(Overview {
            waiting: waiting(session),
            combined,
            ..Overview::of(book, today, &overview, known.findings(book))
        })
    }

    /// The overview as it crosses.
    pub(crate) fn of(
        book: &Book,
        today: Date,
        overview: &insight::Overview,
        findings: &[insight::Finding],
    ) -> Overview {
        let code = |currency: Option<Currency>| currency.map(|currency| currency.code().to_owned());
        let proof = Proof {
            excluded: left_out(book, &overview.spending.left_out, ProofDetail::Summary),
            count: overview.spending.rows.len() as u64,
            gross: Some(overview.totals.gross_money().into()),
            refunds: Some(overview.totals.refunds_money().into()),
            net: Some(overview.totals.spending_money().into()),
            ..Proof::default()
        };
        Overview {
            waiting: Vec::new(),
            combined: None,
            today: today.to_string(),
            currency: code(overview.currency),
            currencies: overview.currencies.iter().copied().map(code).collect(),
            covered: overview.covered.map(Period::from),
            findings: (1..)
                .zip(insight::shown(findings, FINDINGS_SHOWN))
                .map(|(rank, finding)| Finding::of(book, rank, finding))
                .collect(),
            flows: overview.flows.iter().map(Flow::from).collect(),
            period: overview.period.map(Period::from),
            partial: overview.partial,
            by_category: Breakdown::of(&overview.by_category, proof.clone()),
            by_merchant: Breakdown::of(&overview.by_merchant, proof),
            largest: overview
                .largest
                .iter()
                .filter_map(|at| purchase(book, *at))
                .collect(),
            months: overview.months.iter().map(Flow::from).collect(),
            months_chart: overview
                .months_chart
                .as_ref()
                .map(|columns| Chart::of_columns(columns, code(overview.currency))),
            recurring: overview
                .recurring
                .iter()
                .map(|stream| Recurring::of(book, stream))
                .collect(),
            comparison: overview.comparison.as_ref().map(Says::from),
            accounts: account_reports(book.ledger()),
            transactions: book.ledger().len() as u64,
            needs_review: book.review_count() as u64,
        }
    }
}

impl Finding {
    /// A finding as it crosses, with its rank from 1.
    pub(crate) fn of(book: &Book, rank: u32, finding: &insight::Finding) -> Finding {
        let id = |at: &Index| book.ledger().id(*at).to_string();
        Finding {
            kind: finding.kind.name().to_owned(),
            rank,
            score: finding.score.normalize().to_string(),
            period: finding.period.map(Period::from),
            figure: match finding.figure {
                insight::Figure::Money(money) => Value::Money(money.into()),
                insight::Figure::Count(count) => Value::Count(count),
                insight::Figure::Date(date) => Value::Text(date.to_string()),
            },
            rule: finding.rule.name().to_owned(),
            caption: finding.caption.as_ref().map(Says::from),
            numbers: numbers(&finding.numbers),
            transactions: finding.transactions.iter().map(id).collect(),
            says: Says::from(&finding.says),
            sentence: finding.says.sentence(),
            because: finding.because.as_ref().map(Says::from),
            reason: Reason {
                kind: finding.reason.name().to_owned(),
                detail: Some(finding.reason.detail()),
                example: None,
            },
            expires: finding.expires.to_string(),
            ask: finding.ask.clone(),
        }
    }
}

impl From<&insight::Flow> for Flow {
    fn from(flow: &insight::Flow) -> Flow {
        Flow {
            kind: flow.kind.name().to_owned(),
            period: Some(flow.period.into()),
            partial: flow.partial,
            income: flow.income.into(),
            spending: flow.spending.into(),
            kept: flow.kept.into(),
        }
    }
}

impl Breakdown {
    fn of(breakdown: &insight::Breakdown, proof: Proof) -> Breakdown {
        Breakdown {
            rows: breakdown.parts.iter().map(AnswerRow::from).collect(),
            more: breakdown.more,
            more_sum: breakdown.more_sum.map(Money::from),
            total: breakdown.total.map(Money::from),
            proof,
        }
    }
}

impl From<&Part> for AnswerRow {
    fn from(part: &Part) -> AnswerRow {
        AnswerRow {
            label: part.label.sentence(),
            says: Some(Argument::from(&part.label)),
            value: Value::Money(part.sum.into()),
            count: part.count,
            share: Some(part.share.normalize().to_string()),
            group: Some(part.group.name().to_owned()),
            ..AnswerRow::default()
        }
    }
}

/// One of the largest purchases.
fn purchase(book: &Book, at: Index) -> Option<AnswerRow> {
    let row = book.ledger().transaction(at)?;
    let name = book
        .merchant(at)
        .map_or(row.descriptor, |merchant| book.merchant_name(merchant));
    let day = crate::calendar::Period::day(row.posting_date.to_date());
    Some(AnswerRow {
        label: name.to_owned(),
        says: Some(Argument::Text(name.to_owned())),
        value: Value::Money(row.money().abs().into()),
        count: 1,
        group: Some(book.group(at).name().to_owned()),
        period: day.map(Period::from),
        transaction: Some(book.ledger().id(at).to_string()),
        ..AnswerRow::default()
    })
}

impl Chart {
    fn of_columns(columns: &Columns, currency: Option<String>) -> Chart {
        Chart {
            kind: "columns".to_owned(),
            currency,
            points: columns
                .points
                .iter()
                .map(|point| Point {
                    label: Argument::Period(point.period.into()),
                    value: point.sum.into(),
                    share: point.share.normalize().to_string(),
                    group: None,
                    key: point.key,
                    partial: point.partial,
                    count: point.count,
                })
                .collect(),
            against: Vec::new(),
            usual: columns.usual.map(Money::from),
            says: Says::from(&columns.says),
        }
    }
}

impl Recurring {
    fn of(book: &Book, stream: &insight::Stream) -> Recurring {
        Recurring {
            merchant: stream.name.to_string(),
            group: stream.group.name().to_owned(),
            cadence: stream.cadence.name().to_owned(),
            amount: stream.amount.into(),
            monthly: stream.monthly.into(),
            income: stream.income,
            last: stream.last.to_string(),
            next: stream.next.map(|day| day.to_string()),
            count: stream.charges.len() as u64,
            transactions: stream
                .charges
                .iter()
                .map(|at| book.ledger().id(*at).to_string())
                .collect(),
        }
    }
}

impl Insights {
    /// The findings of a day.
    pub(crate) fn to(session: &mut Session, today: &str) -> Result<Insights, Failure> {
        let known = session.known(date_of(today)?);
        let book = session.book();
        let findings = (1..)
            .zip(known.findings(book))
            .map(|(rank, finding)| Finding::of(book, rank, finding));
        Ok(Insights {
            findings: findings.collect(),
        })
    }
}
