//! Answers to messages.

use rust_decimal::Decimal;

use crate::book::{self, Book, LeftOut};
use crate::calendar;
use crate::category::Group;
use crate::ledger::Index;
use crate::money;
use crate::order::Gather as _;
use crate::phrase;
use crate::question::{self, category_names, group_by_name};
use crate::session::{DEFAULT_LOCALE, Session};

use super::criteria::criteria;
use super::failure::{NotDone, date_of};
use super::page::page;
use super::rate::rate;
use super::report::waiting;
use super::transaction::transaction;
use super::*;

/// How many rows of a left-out group a proof page shows: enough to see what they are.
const LEFT_OUT_SHOWN: usize = 20;

/// The answer to a question.
pub(crate) fn answer(out: &mut Message, session: &mut Session, ask: &Ask) -> Result<(), NotDone> {
    let today = date_of(&ask.today)?;
    let locale = ask.locale.as_deref().unwrap_or(DEFAULT_LOCALE);
    let browser = ask.browser.as_ref().map(Facts::to_domain);
    let (number, answer) = session.ask(&ask.question, today, locale, browser.as_ref());
    let book = session.book();
    out.count("number", number);
    out.text("question", &answer.question);
    out.text("status", answer.status.name());
    out.fields_or_null("plan", answer.plan.as_ref(), |out, plan| {
        plan_of(out, book, plan);
    });
    value(out, "value", &answer.value);
    out.text("rule", answer.rule.name());
    out.moneys("sums", &answer.sums);
    out.fields_or_null("combined", answer.combined.as_ref(), combined);
    out.list("rows", &answer.rows, |out, row| {
        let row = Row {
            label: &row.label,
            says: &row.says,
            value: &row.value,
            count: u64::from(row.count),
            share: row.share,
            group: row.group,
            period: row.period,
            partial: row.partial,
            at: row.transaction,
        };
        row.write(out, book);
    });
    match &answer.chart {
        Some(drawn) => chart(out, "chart", drawn),
        None => out.null("chart"),
    }
    out.says_and_sentence(&answer.says);
    out.list(
        "notes",
        answer.notes.iter().chain(&waiting(session)),
        |out, note| {
            out.says(ITEM, note);
        },
    );
    let proof = Proved {
        rows: &answer.included,
        left_out: &answer.left_out,
        gross: answer.gross,
        refunds: answer.refunds,
        net: answer.net,
        mean: answer.mean,
        median: answer.median,
        detail: ask.proof,
    };
    proof.write(out, book);
    out.texts("inherited", &answer.inherited);
    out.texts("unrecognised", &answer.unrecognised);
    out.texts("suggestions", &answer.suggestions);
    Ok(())
}

/// The fields of sums that were put together.
fn combined(out: &mut Message, combined: &question::Combined) {
    out.money("total", &combined.total);
    out.each("parts", &combined.parts, |out, part| {
        out.money("sum", &part.sum);
        out.money("becomes", &part.becomes);
        out.fields_or_null("rate", part.rate.as_ref(), rate);
    });
}

/// The fields of a plan.
fn plan_of(out: &mut Message, book: &Book, plan: &question::Plan) {
    let names = |out: &mut Message, name, criteria: &book::Criteria| {
        out.list(name, category_names(&criteria.categories), |out, name| {
            out.argument(ITEM, &phrase::Argument::Label(name.label()));
        });
    };
    out.text("measure", plan.measure.name());
    out.period_or_null("period", &plan.period);
    out.period_or_null("against", &plan.against);
    names(out, "categoryLabels", &plan.include);
    names(out, "leftOutLabels", &plan.exclude);
    criteria(out, "include", book, &plan.include);
    criteria(out, "exclude", book, &plan.exclude);
    out.text_or_null("groupBy", plan.group_by.map(group_by_name));
    out.count_or_null("limit", plan.limit.map(u64::from));
    out.currency("currency", &plan.currency);
}

/// What proves a figure.
pub(super) struct Proved<'a> {
    pub(super) rows: &'a [Index],
    pub(super) left_out: &'a [(LeftOut, Vec<Index>)],
    pub(super) gross: Option<money::Money>,
    pub(super) refunds: Option<money::Money>,
    pub(super) net: Option<money::Money>,
    pub(super) mean: Option<money::Money>,
    pub(super) median: Option<money::Money>,
    pub(super) detail: ProofDetail,
}

impl Proved<'_> {
    /// Writes the proof.
    pub(super) fn write(&self, out: &mut Message, book: &Book) {
        let is_full = self.detail == ProofDetail::Full;
        // The ids of some rows, where they are wanted.
        let ids = |out: &mut Message, name, rows: &[Index]| {
            out.ids(name, book.ledger(), if is_full { rows } else { &[] });
        };
        out.fields("proof", |out| {
            ids(out, "included", self.rows);
            out.each("excluded", self.left_out, |out, (reason, rows)| {
                out.text("reason", reason.name());
                ids(out, "ids", rows);
                out.count("count", rows.len() as u64);
                out.money_or_null("sum", &sum_of(book, rows));
            });
            out.count("count", self.rows.len() as u64);
            out.money_or_null("gross", &self.gross);
            out.money_or_null("refunds", &self.refunds);
            out.money_or_null("net", &self.net);
            out.money_or_null("mean", &self.mean);
            out.money_or_null("median", &self.median);
            out.text(
                "digest",
                &if is_full {
                    book.digest(self.rows)
                } else {
                    String::new()
                },
            );
        });
    }
}

/// The magnitude of what some rows of the commonest currency come to.
fn sum_of(book: &Book, rows: &[Index]) -> Option<money::Money> {
    book.totals(rows)
        .first()
        .map(|totals| totals.signed_money().abs())
}

/// A row of an answer, or a part of an overview.
pub(super) struct Row<'a> {
    pub(super) label: &'a str,
    pub(super) says: &'a phrase::Argument,
    pub(super) value: &'a question::Value,
    pub(super) count: u64,
    pub(super) share: Option<Decimal>,
    pub(super) group: Option<Group>,
    pub(super) period: Option<calendar::Period>,
    pub(super) partial: bool,
    pub(super) at: Option<Index>,
}

impl Row<'_> {
    /// Writes it as an item of a list.
    pub(super) fn write(&self, out: &mut Message, book: &Book) {
        out.fields(ITEM, |out| {
            out.text("label", self.label);
            out.argument("says", self.says);
            value(out, "value", self.value);
            out.count("count", self.count);
            match self.share {
                Some(share) => out.decimal("share", share),
                None => out.null("share"),
            }
            out.text_or_null("group", self.group.map(Group::name));
            out.period_or_null("period", &self.period);
            out.flag("partial", self.partial);
            let id = self.at.map(|at| book.ledger().id(at));
            out.shown_or_null("transaction", id.as_ref().map(|id| id as _));
        });
    }
}

/// A figure.
pub(super) fn value(out: &mut Message, name: &'static str, value: &question::Value) {
    match value {
        question::Value::None => out.null(name),
        question::Value::Bool(yes) => out.flag(name, *yes),
        question::Value::Count(count) => out.count(name, *count),
        question::Value::Money(money) => out.money(name, money),
        question::Value::Moneys(sums) => out.moneys(name, sums),
        question::Value::Date(date) => out.shown(name, date),
        question::Value::Decimal(number) => out.decimal(name, *number),
    }
}

/// A chart.
pub(super) fn chart(out: &mut Message, name: &'static str, chart: &question::Chart) {
    out.fields(name, |out| {
        out.text("kind", chart.kind.name());
        out.currency("currency", &chart.currency);
        points(out, "points", &chart.points);
        points(out, "against", &chart.against);
        out.money_or_null("usual", &chart.usual);
        out.says("says", &chart.says);
    });
}

fn points(out: &mut Message, name: &'static str, points: &[question::Point]) {
    out.each(name, points, |out, point| {
        out.argument("label", &point.label);
        out.money("value", &point.value);
        out.decimal("share", point.share);
        out.text_or_null("group", point.group.map(Group::name));
        out.flag("key", point.key);
        out.flag("partial", point.partial);
        out.count("count", u64::from(point.count));
    });
}

/// A page of the rows that an answer counted; with each, the first rows of every kind that it left out.
pub(crate) fn proof(
    out: &mut Message,
    session: &Session,
    number: u64,
    offset: u64,
    limit: u64,
) -> Result<(), NotDone> {
    let answer = session.answer(number).ok_or_else(NotDone::forgotten)?;
    let book = session.book();
    out.count("answer", number);
    out.count("total", answer.included.len() as u64);
    out.count("offset", offset);
    out.list("rows", page(&answer.included, offset, limit), |out, at| {
        transaction(out, ITEM, book, *at);
    });
    out.each("excluded", &answer.left_out, |out, (reason, rows)| {
        out.text("reason", reason.name());
        out.count("count", rows.len() as u64);
        out.money_or_null("sum", &sum_of(book, rows));
        out.list("rows", rows.iter().take(LEFT_OUT_SHOWN), |out, at| {
            transaction(out, ITEM, book, *at);
        });
    });
    out.text("digest", &book.digest(&answer.included));
    Ok(())
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
            told: kinds.into_iter().filter(told).gather(),
            shared: self.shared.unwrap_or_default(),
        }
    }
}
