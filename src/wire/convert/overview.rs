//! The overview and the findings to messages.

use crate::book::{self, Book, Filter};
use crate::calendar::{Day, Period as Days};
use crate::insight::{self, Figure};
use crate::ledger::Index;
use crate::money::Currency;
use crate::order::Gather as _;
use crate::phrase::Argument;
use crate::question::{self, Value};
use crate::session::{DEFAULT_LOCALE, Session};

use super::account::account_reports;
use super::answer::{Proved, Row, chart};
use super::failure::{NotDone, date_of};
use super::rate::combined;
use super::report::waiting;
use super::transaction::reason_of;
use super::*;

/// How many findings the overview shows: more than that are a list, not a word in passing.
const FINDINGS_SHOWN: usize = 5;

/// The overview that is asked for.
pub(crate) fn overview(
    out: &mut Message,
    session: &mut Session,
    of: &OverviewOf,
) -> Result<(), NotDone> {
    let today = date_of(&of.today)?;
    let locale = of.locale.as_deref().unwrap_or(DEFAULT_LOCALE);
    let period = of.period.as_ref().and_then(Period::to_domain);
    let currency = of.currency.as_deref().map(Currency::from_code);
    let overview = session.overview(today, locale, period, currency);
    let known = session.known(today);
    let book = session.book();
    let shown = insight::shown(known.findings(book), FINDINGS_SHOWN);
    out.shown("today", &today);
    out.currency("currency", &overview.currency);
    out.list("currencies", &overview.currencies, |out, currency| {
        out.currency(ITEM, currency);
    });
    out.period_or_null("covered", &overview.covered);
    out.each("findings", (1..).zip(shown), |out, (rank, one)| {
        finding(out, book, rank, one)
    });
    out.each("flows", &overview.flows, flow);
    out.period_or_null("period", &overview.period);
    out.flag("partial", overview.partial);
    let proved = Proved {
        rows: &overview.spending.rows,
        left_out: &overview.spending.left_out,
        gross: Some(overview.totals.gross_money()),
        refunds: Some(overview.totals.refunds_money()),
        net: Some(overview.totals.spending_money()),
        mean: None,
        median: None,
        detail: ProofDetail::Summary,
    };
    breakdown(out, "byCategory", book, &overview.by_category, &proved);
    breakdown(out, "byMerchant", book, &overview.by_merchant, &proved);
    out.list("largest", &overview.largest, |out, at| {
        purchase(out, book, *at)
    });
    out.each("months", &overview.months, flow);
    match &overview.months_chart {
        Some(columns) => chart(out, "monthsChart", &drawn(columns, overview.currency)),
        None => out.null("monthsChart"),
    }
    out.each("recurring", &overview.recurring, |out, stream| {
        recurring(out, book, stream)
    });
    out.says_or_null("comparison", overview.comparison.as_ref());
    account_reports(out, book.ledger());
    out.count("transactions", book.ledger().len() as u64);
    out.count("needsReview", book.review_count() as u64);
    out.list("waiting", &waiting(session), |out, note| {
        out.says(ITEM, note)
    });
    if let Some(period) = overview.period {
        let filter = Filter {
            flow: book::Flow::Kept,
            period: Some(period),
            ..Filter::default()
        };
        let totals = book.totals(&book.select(&filter).rows);
        let day = Day::from_date(period.last().min(today));
        combined(
            out,
            book::Combined::of(&session.rates(), &totals, overview.currency, day),
        );
    }
    Ok(())
}

/// The fields of a finding, with its rank from 1.
fn finding(out: &mut Message, book: &Book, rank: u64, finding: &insight::Finding) {
    out.text("kind", finding.kind.name());
    out.count("rank", rank);
    out.decimal("score", finding.score);
    out.period_or_null("period", &finding.period);
    match &finding.figure {
        Figure::Money(money) => out.money("figure", money),
        Figure::Count(count) => out.count("figure", *count),
        Figure::Date(date) => out.shown("figure", date),
    }
    out.text("rule", finding.rule.name());
    out.says_or_null("caption", finding.caption.as_ref());
    out.numbers("numbers", &finding.numbers);
    out.ids("transactions", book.ledger(), &finding.transactions);
    out.says_and_sentence(&finding.says);
    out.says_or_null("because", finding.because.as_ref());
    reason_of(
        out,
        finding.reason.name(),
        Some(&finding.reason.detail()),
        None,
    );
    out.shown("expires", &finding.expires);
    out.text("ask", &finding.ask);
}

/// The fields of money in and out over some days.
fn flow(out: &mut Message, flow: &insight::Flow) {
    out.text("kind", flow.kind.name());
    out.period("period", &flow.period);
    out.flag("partial", flow.partial);
    out.money("income", &flow.income);
    out.money("spending", &flow.spending);
    out.money("kept", &flow.kept);
}

/// Spending, split.
fn breakdown(
    out: &mut Message,
    name: &'static str,
    book: &Book,
    breakdown: &insight::Breakdown,
    proved: &Proved<'_>,
) {
    out.fields(name, |out| {
        out.list("rows", &breakdown.parts, |out, part| {
            let row = Row {
                label: &part.label.sentence(),
                says: &part.label,
                value: &Value::Money(part.sum),
                count: part.count,
                share: Some(part.share),
                group: Some(part.group),
                period: None,
                partial: false,
                at: None,
            };
            row.write(out, book);
        });
        out.count("more", breakdown.more);
        out.money_or_null("moreSum", &breakdown.more_sum);
        out.money_or_null("total", &breakdown.total);
        proved.write(out, book);
    });
}

/// One of the largest purchases.
fn purchase(out: &mut Message, book: &Book, at: Index) {
    let Some(row) = book.ledger().transaction(at) else {
        return;
    };
    let name = book
        .merchant(at)
        .map_or(row.descriptor, |merchant| book.merchant_name(merchant));
    let row = Row {
        label: name,
        says: &Argument::text(name),
        value: &Value::Money(row.money().abs()),
        count: 1,
        share: None,
        group: Some(book.group(at)),
        period: Days::day(row.posting_date.to_date()),
        partial: false,
        at: Some(at),
    };
    row.write(out, book);
}

/// A series as a chart.
fn drawn(columns: &insight::Columns, currency: Option<Currency>) -> question::Chart {
    let points = columns.points.iter().map(|point| question::Point {
        label: Argument::Period(point.period),
        value: point.sum,
        share: point.share,
        group: None,
        key: point.key,
        partial: point.partial,
        count: u32::try_from(point.count).unwrap_or(u32::MAX),
    });
    question::Chart {
        kind: question::ChartKind::Columns,
        currency,
        points: points.gather(),
        against: Vec::new(),
        usual: columns.usual,
        says: columns.says.clone(),
    }
}

/// The fields of a recurring payment.
fn recurring(out: &mut Message, book: &Book, stream: &insight::Stream) {
    out.text("merchant", &stream.name);
    out.text("group", stream.group.name());
    out.text("cadence", stream.cadence.name());
    out.money("amount", &stream.amount);
    out.money("monthly", &stream.monthly);
    out.flag("income", stream.income);
    out.shown("last", &stream.last);
    out.date_or_null("next", stream.next);
    out.count("count", stream.charges.len() as u64);
    out.ids("transactions", book.ledger(), &stream.charges);
}

/// The findings of a day.
pub(crate) fn insights(
    out: &mut Message,
    session: &mut Session,
    today: &str,
) -> Result<(), NotDone> {
    let known = session.known(date_of(today)?);
    let book = session.book();
    out.each(
        "findings",
        (1..).zip(known.findings(book)),
        |out, (rank, one)| {
            finding(out, book, rank, one);
        },
    );
    Ok(())
}
