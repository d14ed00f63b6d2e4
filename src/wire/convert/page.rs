//! Pages of rows.

use std::sync::Arc;

use crate::book::{self, Totals};
use crate::session::{Rows, RowsQuery, Session};

use super::failure::NotDone;
use super::rate::combined;
use super::transaction::transaction;
use super::*;
use crate::wire::export::csv;

/// The most rows a page gives: some screens of them, in a message that is made between two frames.
pub(crate) const PAGE_ROWS: u64 = 500;

/// What a page gives of a list.
pub(crate) fn page<T>(rows: &[T], offset: u64, limit: u64) -> &[T] {
    part(rows, offset, limit.min(PAGE_ROWS))
}

fn part<T>(rows: &[T], offset: u64, limit: u64) -> &[T] {
    let (start, end) = bounds(rows.len(), offset, limit);
    &rows[start..end]
}

/// From where to where some of so many are.
fn bounds(length: usize, offset: u64, limit: u64) -> (usize, usize) {
    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(length);
    let end = start
        .saturating_add(usize::try_from(limit).unwrap_or(usize::MAX))
        .min(length);
    (start, end)
}

impl RowsOf {
    fn find(&self, session: &mut Session) -> Result<Arc<Rows>, NotDone> {
        let mut criteria = self.filter.to_domain(session.book());
        criteria.needs_review |= self.needs_review;
        let query = RowsQuery {
            period: self.period.as_ref().and_then(Period::to_domain),
            criteria,
            answer: self.answer,
            oldest_first: self.oldest_first,
            largest_first: self.largest_first,
        };
        session.rows(&query).ok_or_else(NotDone::forgotten)
    }
}

/// The page that is asked for.
pub(crate) fn rows(out: &mut Message, session: &mut Session, of: &RowsOf) -> Result<(), NotDone> {
    let shown = of.find(session)?;
    let book = session.book();
    let days = book.ledger().posting_dates();
    let last = shown.rows.iter().max_by_key(|at| days.get(at.place()));
    let newest = last.and_then(|at| days.get(at.place()));
    out.count("total", shown.rows.len() as u64);
    out.count("of", book.ledger().len() as u64);
    out.count("offset", of.offset);
    out.list("rows", page(&shown.rows, of.offset, of.limit), |out, at| {
        transaction(out, ITEM, book, *at);
    });
    out.each("totals", &shown.totals, total);
    if let Some(day) = newest {
        let to = shown.totals.first().and_then(|totals| totals.currency);
        combined(
            out,
            book::Combined::of(&session.rates(), &shown.totals, to, *day),
        );
    }
    if let Some(waiting) = &shown.waiting {
        out.fields("waiting", |out| {
            out.count("merchants", waiting.merchants);
            out.moneys("sums", &waiting.sums);
        });
    }
    Ok(())
}

/// The rows that are asked for, as text.
pub(crate) fn export(out: &mut Message, session: &mut Session, of: &RowsOf) -> Result<(), NotDone> {
    let shown = of.find(session)?;
    let rows = part(&shown.rows, of.offset, of.limit);
    out.text("text", &csv(session.book(), rows));
    Ok(())
}

/// The fields of what the rows come to in one currency.
fn total(out: &mut Message, totals: &Totals) {
    let moves = totals.count - totals.purchases - totals.refund_count - totals.incomes;
    let spending = totals.spending().negated().in_currency(totals.currency);
    out.money("spending", &spending);
    out.count(
        "spendingCount",
        u64::from(totals.purchases + totals.refund_count),
    );
    out.money("income", &totals.income_money());
    out.count("incomeCount", u64::from(totals.incomes));
    out.count("transferCount", u64::from(moves));
}
