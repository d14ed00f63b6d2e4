//! Rows that a host hands in, which has them already and prints no file: the page of a bank.
//!
//! ```text
//! {postingDate: "2026-03-31", amount: "-12.50", currency: "EUR", descriptor: "GREEN  GROCER", mcc: "5411"}
//! 2026-03-31  -12.50 EUR  "GREEN GROCER"  mcc 5411
//! ```
//!
//! Nothing is taken on trust: what cannot be read is an issue, as in a file. A row's line is its place, from 1.

use crate::calendar::{Day, parse_iso};
use crate::issue::{Expected, Issue, IssueCode, Read, Severity};
use crate::money::{Amount, Currency};

use super::csv::{check_running, fold, most_frequent, period_of};
use super::taken::{Taken, unread_amount};
use super::{AccountKind, Facts, Format, Mcc, Row, Statement, StatementAccount};

/// The only notation of dates that is taken.
const ISO: &str = "YYYY-MM-DD";

/// Rows of one account, as they were handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// The account's name.
    pub name: String,
    /// The account's currency, where its rows name none.
    pub currency: Option<String>,
    /// `current`, `savings`, `card`, `loan` or `cash`; anything else is told from the name.
    pub kind: Option<String>,
    /// Its number.
    pub identifier: Option<String>,
    /// The rows.
    pub rows: Vec<HandedRow>,
}

/// A row as it was handed in: texts, of which none is sure to be what its name says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandedRow {
    /// ISO 8601.
    pub posting_date: String,
    /// ISO 8601.
    pub value_date: Option<String>,
    /// ISO 8601.
    pub transaction_date: Option<String>,
    /// Signed, with a decimal point; negative leaves the account.
    pub amount: String,
    /// ISO 4217.
    pub currency: Option<String>,
    /// What the bank prints.
    pub descriptor: String,
    /// The other party's name.
    pub counterparty: Option<String>,
    /// A reference given by one of the parties.
    pub reference: Option<String>,
    /// ISO 18245.
    pub mcc: Option<String>,
    /// Whether the bank has not booked it yet.
    pub pending: bool,
    /// The balance after it.
    pub balance_after: Option<String>,
    /// The bank's id of the entry.
    pub id: Option<String>,
}

/// Reads what was handed in.
pub(super) fn read_handed(handed: &Handed) -> Read<Statement> {
    let mut taken = Taken::default();
    let currency = handed.currency.as_deref().and_then(|code| {
        let currency = Currency::from_code(code);
        if currency.is_none() {
            taken.doubt(
                Issue::new(IssueCode::CurrencyUnreadable, Severity::Warning)
                    .at_column("account.currency")
                    .found(code)
                    .expected(Expected::CurrencyCode),
            );
        }
        currency
    });
    for (line, row) in (1..).zip(&handed.rows) {
        match row_of(&mut taken, line, row) {
            Ok(row) => taken.statement.rows.push(row),
            Err(issue) => taken.refuse(line, issue),
        }
    }
    let Taken {
        mut statement,
        mut issues,
        ..
    } = taken;
    let rows: Vec<&Row> = statement.rows.iter().collect();
    let mut account = StatementAccount {
        identifier: handed.identifier.as_deref().and_then(unspaced),
        name: Some(folded(&handed.name)).filter(|name| !name.is_empty()),
        kind: handed.kind.as_deref().and_then(AccountKind::from_name),
        currency: currency.or_else(|| most_frequent(&rows)),
        period: period_of(&rows),
        ..StatementAccount::default()
    };
    check_running(&mut account, &rows, "balanceAfter", &mut issues);
    if account.currency.is_none() && !rows.is_empty() {
        issues.push(Issue::new(IssueCode::CurrencyUnknown, Severity::Note));
    }
    if rows.is_empty() {
        issues.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
    }
    statement.format = Some(Format::Rows);
    statement.accounts = vec![account];
    Read {
        value: statement,
        issues,
    }
}

fn row_of(taken: &mut Taken, line: u32, row: &HandedRow) -> Result<Row, Issue> {
    let posting_date = match row.posting_date.trim() {
        "" => Err(IssueCode::DateMissing),
        text => day(text).ok_or(IssueCode::DateUnreadable),
    };
    let posting_date = posting_date.map_err(|code| {
        let issue = refused(code, "postingDate", &row.posting_date);
        issue.expected(Expected::Date(ISO))
    })?;
    let amount = match row.amount.trim() {
        "" => Err(IssueCode::AmountMissing),
        text => Amount::parse_plain(text).ok_or_else(|| unread_amount(text)),
    };
    let amount = amount.map_err(|code| {
        let issue = refused(code, "amount", &row.amount);
        match code {
            IssueCode::AmountUnreadable => issue.expected(Expected::DecimalPoint),
            _ => issue,
        }
    })?;
    // In a currency that is not known an amount could only be counted as another's.
    let currency = match said(row.currency.as_deref()) {
        None => None,
        Some(code) => Some(Currency::from_code(code).ok_or_else(|| {
            let issue = refused(IssueCode::CurrencyUnreadable, "currency", code);
            issue.expected(Expected::CurrencyCode)
        })?),
    };
    let descriptor = [
        Some(row.descriptor.as_str()),
        row.counterparty.as_deref(),
        row.reference.as_deref(),
    ];
    let descriptor = descriptor.into_iter().find_map(said).unwrap_or_default();
    Ok(Row {
        line,
        account: 0,
        posting_date,
        amount,
        currency,
        descriptor: taken.descriptor(&[descriptor], &[]),
        pending: row.pending,
        balance: balance_of(taken, line, row),
        facts: facts_of(taken, line, row).boxed(),
    })
}

fn facts_of(taken: &mut Taken, line: u32, row: &HandedRow) -> Facts {
    let mut facts = Facts {
        value_date: day_of(taken, line, "valueDate", row.value_date.as_deref()),
        transaction_date: day_of(
            taken,
            line,
            "transactionDate",
            row.transaction_date.as_deref(),
        ),
        mcc: said(row.mcc.as_deref()).and_then(Mcc::parse),
        ..Facts::default()
    };
    let mut text = |given: &Option<String>| taken.text(&[said(given.as_deref())?]);
    facts.payee = text(&row.counterparty);
    facts.reference = text(&row.reference);
    facts.bank_id = text(&row.id);
    facts
}

fn balance_of(taken: &mut Taken, line: u32, row: &HandedRow) -> Option<Amount> {
    let text = said(row.balance_after.as_deref())?;
    let balance = Amount::parse_plain(text);
    if balance.is_none() {
        let issue = Issue::new(unread_amount(text), Severity::Warning).at_column("balanceAfter");
        taken.doubt(
            issue
                .at_row(line)
                .found(text)
                .expected(Expected::DecimalPoint),
        );
    }
    balance
}

fn day_of(taken: &mut Taken, line: u32, column: &str, text: Option<&str>) -> Option<Day> {
    let text = said(text)?;
    let read = day(text);
    if read.is_none() {
        let issue = Issue::new(IssueCode::DateUnreadable, Severity::Warning).at_column(column);
        taken.doubt(issue.at_row(line).found(text).expected(Expected::Date(ISO)));
    }
    read
}

fn refused(code: IssueCode, column: &str, found: &str) -> Issue {
    let issue = Issue::new(code, Severity::RowSkipped);
    issue.at_column(column).found(found)
}

fn day(text: &str) -> Option<Day> {
    parse_iso(text).map(Day::from_date)
}

/// The text without blanks around it, where anything is left.
fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn folded(text: &str) -> Box<str> {
    let mut out = String::new();
    fold(text, false, &mut out);
    out.into()
}

fn unspaced(text: &str) -> Option<Box<str>> {
    let kept: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    (!kept.is_empty()).then(|| kept.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(date: &str, amount: &str, descriptor: &str) -> HandedRow {
        HandedRow {
            posting_date: date.to_owned(),
            amount: amount.to_owned(),
            currency: Some("EUR".to_owned()),
            descriptor: descriptor.to_owned(),
            ..HandedRow::default()
        }
    }

    fn read(rows: Vec<HandedRow>) -> Read<Statement> {
        read_handed(&Handed {
            name: " Everyday  account ".to_owned(),
            kind: Some("savings".to_owned()),
            identifier: Some("AT61 1904 3002".to_owned()),
            rows,
            ..Handed::default()
        })
    }

    #[test]
    fn a_row_is_read_as_it_stands() {
        let read = read(vec![HandedRow {
            mcc: Some("5411".to_owned()),
            value_date: Some("2026-04-01".to_owned()),
            counterparty: Some("Green Grocer Ltd".to_owned()),
            pending: true,
            ..row("2026-03-31", "-12.50", " GREEN  GROCER\n")
        }]);
        assert_eq!(read.issues, []);
        let statement = read.value;
        let account = &statement.accounts[0];
        assert_eq!(account.name.as_deref(), Some("Everyday account"));
        assert_eq!(account.identifier.as_deref(), Some("AT6119043002"));
        assert_eq!(account.kind, Some(AccountKind::Savings));
        assert_eq!(account.currency, Currency::from_code("EUR"));
        let row = &statement.rows[0];
        assert_eq!(row.amount.to_string(), "-12.50");
        assert_eq!(statement.texts.get(row.descriptor), "GREEN GROCER");
        assert!(row.pending && row.line == 1);
        let facts = row.facts.as_deref().unwrap();
        assert_eq!(facts.mcc, Mcc::parse("5411"));
        assert_eq!(
            statement.texts.get(facts.payee.unwrap()),
            "Green Grocer Ltd"
        );
    }

    #[test]
    fn each_row_that_cannot_be_read_says_where_and_why() {
        let read = read(vec![
            row("", "1", "a"),
            row("31/03/2026", "1", "b"),
            row("2026-02-30", "1", "c"),
            row("2026-03-31", "", "d"),
            row("2026-03-31", "1.2.3", "e"),
            row("2026-03-31", "12,50", "f"),
            row("2026-03-31", "99999999999999999999", "g"),
            HandedRow {
                currency: Some("XXQ".to_owned()),
                ..row("2026-03-31", "1", "h")
            },
            row("2026-03-31", "1", "kept"),
        ]);
        let told: Vec<_> = read
            .issues
            .iter()
            .map(|issue| {
                (
                    issue.at.row.unwrap(),
                    issue.at.column.as_deref().unwrap(),
                    issue.code.name(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (1, "postingDate", "date-missing"),
                (2, "postingDate", "date-unreadable"),
                (3, "postingDate", "date-unreadable"),
                (4, "amount", "amount-missing"),
                (5, "amount", "amount-unreadable"),
                (6, "amount", "amount-unreadable"),
                (7, "amount", "amount-too-large"),
                (8, "currency", "currency-unreadable"),
            ]
        );
        assert_eq!((read.value.rows.len(), read.value.skipped.len()), (1, 8));
        assert_eq!(read.value.rows[0].line, 9);
    }

    #[test]
    fn a_fact_that_cannot_be_read_costs_the_fact_and_not_the_row() {
        let read = read(vec![HandedRow {
            value_date: Some("tomorrow".to_owned()),
            balance_after: Some("lots".to_owned()),
            ..row("2026-03-31", "1", "a")
        }]);
        assert_eq!(read.value.rows.len(), 1);
        let told: Vec<_> = read.issues.iter().map(|issue| issue.severity).collect();
        assert_eq!(told, [Severity::Warning, Severity::Warning]);
    }

    #[test]
    fn balances_prove_the_rows_or_name_the_first_that_breaks() {
        let with = |amount: &str, balance: &str| HandedRow {
            balance_after: Some(balance.to_owned()),
            ..row("2026-03-31", amount, "a")
        };
        let agrees = read(vec![with("1", "11"), with("-3", "8")]).value;
        assert_eq!(agrees.accounts[0].checked, super::super::Checked::Agrees);
        assert_eq!(
            agrees.accounts[0].opening.unwrap().amount().to_string(),
            "10.00"
        );
        let broken = read(vec![with("1", "11"), with("-3", "8"), with("2", "11")]);
        assert_eq!(broken.issues[0].code, IssueCode::BalanceBroken);
        assert_eq!(broken.issues[0].at.row, Some(3));
    }

    #[test]
    fn no_rows_and_no_words_are_an_empty_statement() {
        let read = read_handed(&Handed::default());
        assert_eq!(read.value.accounts.len(), 1);
        assert_eq!(read.issues[0].code, IssueCode::StatementEmpty);
    }
}
