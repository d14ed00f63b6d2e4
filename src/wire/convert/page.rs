//! Pages of rows.

use std::sync::Arc;

use crate::book::{self, Book, Totals};
use crate::ledger::Index;
use crate::session::{Rows, RowsQuery, Session};

use super::account::account_reports;
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
    let start = usize::try_from(offset)
        .unwrap_or(usize::MAX)
        .min(rows.len());
    let end = start
        .saturating_add(usize::try_from(limit).unwrap_or(usize::MAX))
        .min(rows.len());
    &rows[start..end]
}

impl RowsOf {
    fn find(&self, session: &mut Session) -> Result<Arc<Rows>, Failure> {
        let mut criteria = self.filter.to_domain(session.book());
        criteria.needs_review |= self.needs_review;
        let query = RowsQuery {
            period: self.period.as_ref().and_then(Period::to_domain),
            criteria,
            answer: self.answer,
            oldest_first: self.oldest_first,
            largest_first: self.largest_first,
        };
        session.rows(&query).ok_or_else(Failure::forgotten)
    }
}

impl RowsPage {
    /// The page that is asked for.
    pub(crate) fn of(session: &mut Session, of: &RowsOf) -> Result<RowsPage, Failure> {
        let shown = of.find(session)?;
        let book = session.book();
        let days = book.ledger().posting_dates();
        let last = shown.rows.iter().max_by_key(|at| days.get(at.place()));
        let newest = last.and_then(|at| days.get(at.place()));
        Ok(RowsPage {
            total: shown.rows.len() as u64,
            of: book.ledger().len() as u64,
            offset: of.offset,
            rows: page(&shown.rows, of.offset, of.limit)
                .iter()
                .filter_map(|at| transaction(book, *at))
                .collect(),
            totals: shown.totals.iter().map(RowsTotal::from).collect(),
            waiting: shown.waiting.as_ref().map(|waiting| RowsWaiting {
                merchants: waiting.merchants,
                sums: waiting.sums.iter().copied().map(Money::from).collect(),
            }),
            combined: newest.and_then(|day| {
                let to = shown.totals.first().and_then(|totals| totals.currency);
                book::Combined::of(&session.rates(), &shown.totals, to, *day).map(Combined::from)
            }),
        })
    }
}

impl Export {
    /// The rows that are asked for, as text.
    pub(crate) fn of(session: &mut Session, of: &RowsOf) -> Result<Export, Failure> {
        let shown = of.find(session)?;
        let text = csv_of(session.book(), part(&shown.rows, of.offset, of.limit));
        Ok(Export { text })
    }
}

/// Rows as comma-separated values, the parts of a split one by one.
pub(crate) fn csv_of(book: &Book, rows: &[Index]) -> String {
    let accounts = account_reports(book.ledger());
    let rows = book.parted(rows);
    csv(rows.iter().filter_map(|at| transaction(book, *at)), |id| {
        let account = accounts.iter().find(|account| account.id == id);
        account.map_or_else(String::new, |account| account.name.clone())
    })
}

impl From<&Totals> for RowsTotal {
    fn from(totals: &Totals) -> RowsTotal {
        let moves = totals.count - totals.purchases - totals.refund_count - totals.incomes;
        RowsTotal {
            spending: totals
                .spending()
                .negated()
                .in_currency(totals.currency)
                .into(),
            spending_count: u64::from(totals.purchases + totals.refund_count),
            income: totals.income_money().into(),
            income_count: u64::from(totals.incomes),
            transfer_count: u64::from(moves),
        }
    }
}
