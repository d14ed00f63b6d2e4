//! Amounts, periods, sentences and issues as they cross.

use crate::calendar;
use crate::issue;
use crate::money;
use crate::phrase;

use super::*;

impl From<money::Money> for Money {
    fn from(money: money::Money) -> Money {
        Money {
            amount: money.amount().to_string(),
            currency: money.currency().map(|currency| currency.code().to_owned()),
        }
    }
}

impl From<calendar::Period> for Period {
    fn from(period: calendar::Period) -> Period {
        Period {
            start: period.start().to_string(),
            end: period.end().to_string(),
        }
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

impl From<&phrase::Phrase> for Says {
    fn from(phrase: &phrase::Phrase) -> Says {
        Says {
            template: phrase.template.to_owned(),
            arguments: numbers(&phrase.arguments),
        }
    }
}

impl From<&phrase::Argument> for Argument {
    fn from(argument: &phrase::Argument) -> Argument {
        match argument {
            phrase::Argument::Money(money) => Argument::Money((*money).into()),
            phrase::Argument::Date(date) => Argument::Date(date.to_string()),
            phrase::Argument::Period(period) => Argument::Period((*period).into()),
            phrase::Argument::Count(count) => Argument::Count(*count),
            phrase::Argument::Ordinal(ordinal) => Argument::Ordinal(*ordinal),
            phrase::Argument::Ratio(ratio) => Argument::Ratio(ratio.normalize().to_string()),
            phrase::Argument::Number(number) => Argument::Number(number.normalize().to_string()),
            phrase::Argument::Bytes(bytes) => Argument::Bytes(*bytes),
            phrase::Argument::Text(text) => Argument::Text(text.to_string()),
            phrase::Argument::Category(code) => Argument::Category((*code).to_owned()),
            phrase::Argument::Label(key) => Argument::Label((*key).to_owned()),
            phrase::Argument::List(items) => {
                Argument::List(items.iter().map(Argument::from).collect())
            }
            phrase::Argument::Phrase(phrase) => {
                Argument::Phrase(Box::new(Says::from(phrase.as_ref())))
            }
        }
    }
}

impl From<&issue::Issue> for Issue {
    fn from(issue: &issue::Issue) -> Issue {
        let phrase = issue.phrase();
        Issue {
            code: issue.code.name().to_owned(),
            severity: issue.severity.name().to_owned(),
            at: Place {
                file: issue.at.file.as_deref().map(str::to_owned),
                row: issue.at.row,
                column: issue.at.column.as_deref().map(str::to_owned),
            },
            found: issue.found.show().to_owned(),
            expected: issue.expected_sentence(),
            sentence: phrase.sentence(),
            says: Says::from(&phrase),
        }
    }
}

/// Numbers by name, as they cross.
pub(crate) fn numbers(
    given: &[(&'static str, phrase::Argument)],
) -> crate::order::Keyed<String, Argument> {
    given
        .iter()
        .map(|(name, argument)| ((*name).to_owned(), Argument::from(argument)))
        .collect()
}
