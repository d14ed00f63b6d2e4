//! How a finding is put together: its values by name, each worked out once, and where they are said.

use rust_decimal::Decimal;

use crate::calendar::plus_days;
use crate::ledger::Index;
use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase};

use super::look::{Look, score};
use super::{Figure, Finding, FindingKind, Reason, Rule};

/// For how many days a finding stands before it is worth saying again, where nothing else ends it.
const STANDS_DAYS: i32 = 31;

/// A template, and the names of the values that it holds, with a blank between them: lists of names would weigh more.
type Said = &'static str;

/// In which words a kind of finding tells its values.
pub(super) struct Words {
    pub(super) kind: FindingKind,
    /// The lowest and the highest score, in hundredths.
    pub(super) bounds: (i64, i64),
    /// So many thousandths of a usual month rank highest.
    pub(super) large: i64,
    /// The value that is its figure.
    pub(super) figure: &'static str,
    /// The names of its numbers.
    pub(super) numbers: &'static str,
    pub(super) caption: Said,
    pub(super) says: Said,
    /// The line below; left out where none of its values is there.
    pub(super) because: Said,
    /// The question, which takes what it needs.
    pub(super) ask: &'static str,
}

/// Values by name, still to be said.
pub(super) fn told() -> Phrase {
    Phrase::new("")
}

impl Words {
    /// The finding that says what is told of rows: proved by them, of no days, and worth a month.
    #[inline(never)]
    pub(super) fn finding(
        &self,
        look: &Look<'_>,
        weight: Decimal,
        mut told: Phrase,
        transactions: Vec<Index>,
    ) -> Finding {
        let (low, high) = self.bounds;
        told.template = self.ask;
        let because = said(&told, self.because);
        Finding {
            kind: self.kind,
            score: score(low, high, weight, look.floor(self.large)),
            period: None,
            figure: match told.argument(self.figure) {
                Some(Argument::Money(money)) => Figure::Money(*money),
                _ => Figure::Count(transactions.len() as u64),
            },
            rule: Rule::Proved,
            caption: Some(said(&told, self.caption)),
            numbers: picked(&told, self.numbers),
            says: said(&told, self.says),
            because: (!because.arguments.is_empty()).then_some(because),
            reason: Reason::Rows(transactions.len() as u64),
            transactions,
            expires: plus_days(look.today, STANDS_DAYS),
            ask: told.sentence(),
        }
    }
}

fn said(told: &Phrase, said: Said) -> Phrase {
    let (template, names) = said.split_once(' ').unwrap_or((said, ""));
    Phrase {
        template,
        arguments: picked(told, names),
    }
}

/// The values of some names, of those that are told.
fn picked(told: &Phrase, names: &'static str) -> Vec<(&'static str, Argument)> {
    let names = names.split(' ');
    let values = names.filter_map(|name| Some((name, told.argument(name)?.clone())));
    values.gather()
}
