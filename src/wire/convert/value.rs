//! Amounts, periods, sentences and issues as they cross.

use rust_decimal::Decimal;

use crate::calendar::{self, Date, Day};
use crate::issue;
use crate::ledger::{Index, Ledger};
use crate::money::{self, Currency};
use crate::order::Keyed;
use crate::phrase::{self, Phrase};

use super::*;

impl Message {
    /// A day.
    pub(super) fn day(&mut self, name: &'static str, day: Day) {
        self.shown(name, &day.to_date());
    }

    /// A day.
    pub(super) fn day_or_null(&mut self, name: &'static str, day: Option<Day>) {
        self.date_or_null(name, day.map(Day::to_date));
    }

    /// A date.
    pub(super) fn date_or_null(&mut self, name: &'static str, date: Option<Date>) {
        let date = date.as_ref();
        self.shown_or_null(name, date.map(|date| date as _));
    }

    /// A decimal, without zeros that say nothing.
    pub(super) fn decimal(&mut self, name: &'static str, value: Decimal) {
        self.shown(name, &value.normalize());
    }

    /// The code of a currency.
    pub(super) fn currency(&mut self, name: &'static str, currency: &Option<Currency>) {
        self.text_or_null(name, currency.as_ref().map(Currency::code));
    }

    /// Money.
    pub(super) fn money(&mut self, name: &'static str, money: &money::Money) {
        self.fields(name, |out| {
            out.shown("amount", &money.amount());
            out.currency("currency", &money.currency());
        });
    }

    /// Money.
    pub(super) fn money_or_null(&mut self, name: &'static str, money: &Option<money::Money>) {
        match money {
            Some(money) => self.money(name, money),
            None => self.null(name),
        }
    }

    /// Money.
    pub(super) fn money_if_any(&mut self, name: &'static str, money: &Option<money::Money>) {
        if let Some(money) = money {
            self.money(name, money);
        }
    }

    /// Sums, one a currency.
    pub(super) fn moneys(&mut self, name: &'static str, sums: &[money::Money]) {
        self.list(name, sums, |out, sum| out.money(ITEM, sum));
    }

    /// A period.
    pub(super) fn period(&mut self, name: &'static str, period: &calendar::Period) {
        self.days(name, period.start(), period.end());
    }

    /// A period.
    pub(super) fn period_or_null(&mut self, name: &'static str, period: &Option<calendar::Period>) {
        match period {
            Some(period) => self.period(name, period),
            None => self.null(name),
        }
    }

    /// From a day to the one before another.
    pub(super) fn days(&mut self, name: &'static str, start: Date, end: Date) {
        self.fields(name, |out| {
            out.shown("start", &start);
            out.shown("end", &end);
        });
    }

    /// The ids of rows.
    pub(super) fn ids(&mut self, name: &'static str, ledger: &Ledger, rows: &[Index]) {
        self.list(name, rows, |out, at| out.shown(ITEM, &ledger.id(*at)));
    }

    /// A phrase.
    pub(super) fn says(&mut self, name: &'static str, phrase: &Phrase) {
        self.fields(name, |out| {
            out.text("template", phrase.template);
            out.numbers("arguments", &phrase.arguments);
        });
    }

    /// A phrase.
    pub(super) fn says_or_null(&mut self, name: &'static str, phrase: Option<&Phrase>) {
        match phrase {
            Some(phrase) => self.says(name, phrase),
            None => self.null(name),
        }
    }

    /// A phrase, and the same in the invariant English.
    pub(super) fn says_and_sentence(&mut self, phrase: &Phrase) {
        self.says("says", phrase);
        self.text("sentence", &phrase.sentence());
    }

    /// Arguments by name.
    pub(super) fn numbers(
        &mut self,
        name: &'static str,
        given: &[(&'static str, phrase::Argument)],
    ) {
        let sorted: Keyed<_, _> = given.iter().map(|(name, given)| (*name, given)).collect();
        self.fields(name, |out| {
            for (name, argument) in sorted.iter() {
                out.argument(name, argument);
            }
        });
    }

    /// An argument.
    pub(super) fn argument(&mut self, name: &'static str, argument: &phrase::Argument) {
        use phrase::Argument;
        self.fields(name, |out| {
            out.text("type", kind(argument));
            let name = "value";
            match argument {
                Argument::Money(money) => out.money(name, money),
                Argument::Date(date) => out.shown(name, date),
                Argument::Period(period) => out.period(name, period),
                Argument::Count(count) | Argument::Ordinal(count) | Argument::Bytes(count) => {
                    out.count(name, *count);
                }
                Argument::Ratio(number) | Argument::Number(number) => out.decimal(name, *number),
                Argument::Text(text) => out.text(name, text),
                Argument::Category(text) | Argument::Label(text) => out.text(name, text),
                Argument::List(items) => {
                    out.list(name, items, |out, item| out.argument(ITEM, item))
                }
                Argument::Phrase(phrase) => out.says(name, phrase),
            }
        });
    }

    /// The fields of an issue.
    pub(super) fn issue(&mut self, issue: &issue::Issue) {
        let at = &issue.at;
        self.issue_of(
            issue.code.name(),
            issue.severity.name(),
            (at.file.as_deref(), at.row, at.column.as_deref()),
            issue.found.show(),
            &issue.expected_sentence(),
            &issue.phrase(),
        );
    }

    /// The fields of an issue of any code: where it is, what was found and expected, and its words.
    pub(super) fn issue_of(
        &mut self,
        code: &str,
        severity: &str,
        (file, row, column): (Option<&str>, Option<u32>, Option<&str>),
        found: &str,
        expected: &str,
        says: &Phrase,
    ) {
        self.text("code", code);
        self.text("severity", severity);
        self.fields("at", |out| {
            out.text_or_null("file", file);
            out.count_or_null("row", row.map(u64::from));
            out.text_or_null("column", column);
        });
        self.text("found", found);
        self.text("expected", expected);
        self.says_and_sentence(says);
    }
}

/// What kind of argument it is.
fn kind(argument: &phrase::Argument) -> &'static str {
    use phrase::Argument;
    match argument {
        Argument::Money(_) => "money",
        Argument::Date(_) => "date",
        Argument::Period(_) => "period",
        Argument::Count(_) => "count",
        Argument::Ordinal(_) => "ordinal",
        Argument::Ratio(_) => "ratio",
        Argument::Number(_) => "number",
        Argument::Bytes(_) => "bytes",
        Argument::Text(_) => "text",
        Argument::Category(_) => "category",
        Argument::Label(_) => "label",
        Argument::List(_) => "list",
        Argument::Phrase(_) => "phrase",
    }
}

impl Period {
    /// The period, where both are dates and the first is before the second.
    pub fn to_domain(&self) -> Option<calendar::Period> {
        calendar::Period::new(
            calendar::parse_iso(&self.start)?,
            calendar::parse_iso(&self.end)?,
        )
    }
}
