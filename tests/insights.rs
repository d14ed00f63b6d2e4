//! Insights on small ledgers: each folder of `fixtures/insights` is a household that shows one point.
//!
//! `ledger.txt` says what it is (see [`Case::read`]); its `always` and `never` lines hold whatever is blessed.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture that cannot be read is a failure"
)]

mod fixture;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use farthing::book::{Book, GroupBy};
use farthing::calendar::{Date, Day, Weekday, parse_iso, plus_days, plus_months};
use farthing::insight::{
    Breakdown, Figure, Finding, FindingKind, Known, Overview, Stream, findings, overview,
    recurring, shown,
};
use farthing::ledger::Index;
use farthing::money::{Amount, Currency, Money, Total};
use farthing::phrase::{Argument, Phrase};
use farthing::statement::{AccountKind, Facts, Mcc, Row, Statement, StatementAccount};

/// A household and the day it is looked at.
struct Case {
    book: Book,
    today: Date,
    always: Vec<String>,
    never: Vec<String>,
}

impl Case {
    /// Reads lines of:
    ///
    /// - `today DATE`, `always WHAT`, `never WHAT`: a kind of finding, or `stream NAME CADENCE COUNT`, NAME its first word
    /// - `account NAME KIND CURRENCY`: the rows below are on it
    /// - `DATE [STEPxTIMES] AMOUNT [MCC] DESCRIPTOR`: a row, or so many; a step is `7d` or `1m`
    fn read(text: &str) -> Case {
        let mut case = Case {
            book: Book::new(),
            today: Date::ZERO,
            always: Vec::new(),
            never: Vec::new(),
        };
        let mut statement = Statement::default();
        let mut name = String::new();
        for line in text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (first, rest) = line.split_once(' ').unwrap();
            match first {
                "today" => case.today = parse_iso(rest).unwrap(),
                "always" => case.always.push(rest.to_owned()),
                "never" => case.never.push(rest.to_owned()),
                "account" => {
                    case.add(&name, &statement);
                    let mut words = rest.split(' ');
                    name = words.next().unwrap().to_owned();
                    statement = Statement {
                        accounts: vec![account(
                            &name,
                            words.next().unwrap(),
                            words.next().unwrap(),
                        )],
                        ..Statement::default()
                    };
                }
                _ => add_rows(&mut statement, parse_iso(first).unwrap(), rest),
            }
        }
        case.add(&name, &statement);
        case.book.refresh();
        case
    }

    fn add(&mut self, name: &str, statement: &Statement) {
        if !statement.rows.is_empty() {
            self.book.add(name, statement);
        }
    }
}

fn account(name: &str, kind: &str, currency: &str) -> StatementAccount {
    let kind = match kind {
        "current" => AccountKind::Current,
        "card" => AccountKind::Card,
        "savings" => AccountKind::Savings,
        other => panic!("no kind `{other}`"),
    };
    StatementAccount {
        identifier: Some(name.into()),
        name: Some(name.into()),
        kind: Some(kind),
        currency: Currency::from_code(currency),
        ..StatementAccount::default()
    }
}

fn add_rows(statement: &mut Statement, first: Date, rest: &str) {
    let mut words = rest.split(' ').peekable();
    let repeat = words.next_if(|word| word.contains('x'));
    let (step, times) = repeat.map_or(("0d", 1), |repeat| {
        let (step, times) = repeat.split_once('x').unwrap();
        (step, times.parse().unwrap())
    });
    let amount = Amount::parse_plain(words.next().unwrap()).unwrap();
    let mcc = words.next_if(|word| word.len() == 4).and_then(Mcc::parse);
    let descriptor = words.collect::<Vec<_>>().join(" ");
    let (length, unit) = step.split_at(step.len() - 1);
    for time in 0..times {
        let length: i32 = length.parse().unwrap();
        let day = match unit {
            "d" => plus_days(first, length * time),
            _ => plus_months(first, length * time),
        };
        let row = Row {
            line: statement.rows.len() as u32 + 1,
            account: 0,
            posting_date: Day::from_date(day),
            amount,
            currency: None,
            descriptor: statement.texts.intern(&descriptor),
            pending: false,
            balance: None,
            facts: Facts {
                mcc,
                ..Facts::default()
            }
            .boxed(),
        };
        statement.rows.push(row);
    }
}

#[test]
fn every_household_shows_its_point() {
    let mut failures = Vec::new();
    for folder in fixture::cases("insights") {
        let case = Case::read(&fs::read_to_string(folder.join("ledger.txt")).unwrap());
        let streams = recurring(&case.book, case.today);
        let found = findings(&case.book, &streams, case.today);
        let overview = overview(
            &case.book,
            &streams,
            case.today,
            Weekday::Monday,
            None,
            None,
        );
        failures.extend(said(&folder, &case, &found, &streams));
        failures.extend(wrong(&folder, &case.book, &found, &overview));
        failures.extend(fixture::check(
            &folder,
            &text_of(&case.book, &found, &streams, &overview),
        ));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What the case's `always` and `never` lines say and the findings do not.
fn said(folder: &Path, case: &Case, found: &[Finding], streams: &[Stream]) -> Vec<String> {
    let mut words: Vec<String> = found
        .iter()
        .map(|finding| finding.kind.name().to_owned())
        .collect();
    words.extend(streams.iter().map(|stream| {
        let name = stream.name.split(' ').next().unwrap_or_default();
        let (cadence, count) = (stream.cadence.name(), stream.charges.len());
        format!("stream {name} {cadence} {count}")
    }));
    let known = |word: &String| {
        word.starts_with("stream ") || FindingKind::ALL.iter().any(|kind| kind.name() == word)
    };
    let unknown = case
        .always
        .iter()
        .chain(&case.never)
        .filter(|word| !known(word));
    let missing = case.always.iter().filter(|word| !words.contains(word));
    let unwanted = case.never.iter().filter(|word| words.contains(word));
    let line = |what: &str, word: &String| format!("{}: {what} {word}", folder.display());
    unknown
        .map(|word| line("no such thing:", word))
        .chain(missing.map(|word| line("always", word)))
        .chain(unwanted.map(|word| line("never", word)))
        .collect()
}

/// What must hold of any household and does not.
fn wrong(folder: &Path, book: &Book, found: &[Finding], overview: &Overview) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{}: {what}", folder.display()));
        }
    };
    check(
        found.is_sorted_by(|left, right| left.score >= right.score),
        "findings are out of order",
    );
    let mut explained: Vec<Index> = shown(found, 5)
        .iter()
        .flat_map(|finding| finding.transactions.clone())
        .collect();
    let count = explained.len();
    explained.sort_unstable();
    explained.dedup();
    check(
        count == explained.len(),
        "a transaction explains two findings",
    );
    for finding in found {
        let phrases = [
            Some(&finding.says),
            finding.because.as_ref(),
            finding.caption.as_ref(),
        ];
        for phrase in phrases.into_iter().flatten() {
            check(
                is_filled(phrase),
                &format!("{} lacks an argument", phrase.template),
            );
        }
        check(
            !finding.transactions.is_empty(),
            &format!("{} has no transactions", finding.kind.name()),
        );
        check(
            finding.transactions.is_sorted(),
            "transactions are out of order",
        );
        check(
            !finding.ask.contains("{") && finding.ask.ends_with('?'),
            &finding.ask,
        );
        let one = |at: &Index| {
            book.ledger().currency_at(*at) == book.ledger().currency_at(finding.transactions[0])
        };
        check(
            finding.transactions.iter().all(one),
            "a finding adds currencies",
        );
        check(in_range(finding), "a score out of range");
    }
    for parts in [&overview.by_category, &overview.by_merchant] {
        check(adds_up(parts), "the parts do not sum to the whole");
    }
    wrong
}

fn in_range(finding: &Finding) -> bool {
    let score = finding.score.to_string();
    score.starts_with("0.") && score.len() <= 4
}

/// Whether every argument that the template names is there.
fn is_filled(phrase: &Phrase) -> bool {
    use farthing::phrase::{Piece, pieces, template};
    let Some(template) = template(phrase.template) else {
        return false;
    };
    let optional: Vec<&str> = pieces(template)
        .filter_map(|piece| match piece {
            Piece::When { name, .. } => Some(name),
            _ => None,
        })
        .collect();
    pieces(template).all(|piece| match piece {
        Piece::Argument(name) => optional.contains(&name) || phrase.argument(name).is_some(),
        Piece::Plural { name, .. } => matches!(phrase.argument(name), Some(Argument::Count(_))),
        Piece::Text(_) | Piece::When { .. } => true,
    })
}

fn adds_up(parts: &Breakdown) -> bool {
    let Some(total) = parts.total else {
        return parts.parts.is_empty();
    };
    let sums = parts
        .parts
        .iter()
        .map(|part| part.sum)
        .chain(parts.more_sum);
    let sum = sums.fold(
        Money::from_decimal(0.into(), total.currency()),
        |sum, part| sum.checked_add(part).unwrap(),
    );
    sum == total && (parts.more == 0) == parts.more_sum.is_none()
}

/// What was found, for a person to read line by line.
fn text_of(book: &Book, found: &[Finding], streams: &[Stream], overview: &Overview) -> String {
    let mut out = String::new();
    for finding in found {
        let figure = match finding.figure {
            Figure::Money(money) => money.to_string(),
            Figure::Count(count) => count.to_string(),
            Figure::Date(date) => date.to_string(),
        };
        let sentence =
            |phrase: &Option<Phrase>| phrase.as_ref().map(Phrase::sentence).unwrap_or_default();
        writeln!(
            out,
            "{} {}: {}",
            finding.score,
            finding.kind.name(),
            finding.says.sentence()
        )
        .unwrap();
        writeln!(out, "  {}", sentence(&finding.because)).unwrap();
        writeln!(
            out,
            "  {figure} {} ({}), {} {}, {} rows, until {}",
            sentence(&finding.caption),
            finding.rule.name(),
            finding.reason.name(),
            finding.reason.detail(),
            finding.transactions.len(),
            finding.expires,
        )
        .unwrap();
        writeln!(out, "  {}", finding.ask).unwrap();
    }
    for stream in streams {
        writeln!(
            out,
            "stream {}: {} {} {}, {} charges from {} to {}, next {}, {} a month",
            stream.name,
            stream.cadence.name(),
            stream.amount,
            stream.life.name(),
            stream.charges.len(),
            stream.first,
            stream.last,
            stream
                .next
                .map_or("none".to_owned(), |next| next.to_string()),
            stream.monthly,
        )
        .unwrap();
    }
    for flow in &overview.flows {
        let (kind, period) = (flow.kind.name(), flow.period);
        writeln!(
            out,
            "{kind} {period}: in {}, out {}, kept {}",
            flow.income, flow.spending, flow.kept
        )
        .unwrap();
    }
    for part in &overview.by_category.parts {
        writeln!(
            out,
            "{}: {} ({} rows)",
            part.label.sentence(),
            part.sum,
            part.count
        )
        .unwrap();
    }
    if let Some(comparison) = &overview.comparison {
        writeln!(out, "{}", comparison.sentence()).unwrap();
    }
    let rows = &overview.spending.rows;
    assert_eq!(
        book.totals(rows).len(),
        usize::from(!rows.is_empty()),
        "one currency at a time"
    );
    out
}

mod property {
    use super::*;
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = (i32, i64, u8, u8)> {
        (0..400i32, -50_000..20_000i64, 0..3u8, 0..12u8)
    }

    fn book_of(rows: &[(i32, i64, u8, u8)]) -> Book {
        const NAMES: [&str; 12] = [
            "TESCO STORES 2214",
            "RENT HOLLIN LETTINGS",
            "KETTLE COFFEE",
            "NETFLIX.COM",
            "SALARY ACME",
            "TRANSFER TO SAVER",
            "OVERDRAFT FEE",
            "AMAZON MARKETPLACE",
            "SHELL FUEL",
            "QX 0331",
            "CASH WITHDRAWAL",
            "PAYMENT THANK YOU",
        ];
        let mut book = Book::new();
        for (place, currency) in ["GBP", "JPY", "EUR"].into_iter().enumerate() {
            let mut statement = Statement {
                accounts: vec![account(currency, "current", currency)],
                ..Statement::default()
            };
            for (day, minor, _, name) in rows.iter().filter(|row| usize::from(row.2) == place) {
                let day = plus_days(parse_iso("2025-02-20").unwrap(), *day);
                let amount = Amount::new(*minor, if currency == "JPY" { 0 } else { 2 }).unwrap();
                add_rows(
                    &mut statement,
                    day,
                    &format!("{amount} {}", NAMES[usize::from(*name)]),
                );
            }
            book.add(currency, &statement);
        }
        book.refresh();
        book
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_sum_to_the_whole_and_the_same_rows_say_the_same(rows in prop::collection::vec(row(), 0..300)) {
            let today = parse_iso("2026-03-22").unwrap();
            let book = book_of(&rows);
            let streams = recurring(&book, today);
            let found = findings(&book, &streams, today);
            for currency in [None, Some(Currency::from_code("GBP")), Some(Currency::from_code("JPY"))] {
                let overview = overview(&book, &streams, today, Weekday::Monday, None, currency);
                prop_assert_eq!(wrong(Path::new("any"), &book, &found, &overview), Vec::<String>::new());
                let mut sum = Total::default();
                for group in book.group_rows(&overview.spending.rows, GroupBy::Account, Weekday::Monday) {
                    sum.add_total(group.totals.spending());
                }
                let whole = overview.by_category.total.map(|total| total.amount()).unwrap_or_default();
                prop_assert_eq!(sum.to_decimal(), whole);
                let rows: u64 = overview.by_category.parts.iter().map(|part| part.count).sum();
                prop_assert_eq!(rows, overview.spending.rows.len() as u64);
            }
            let again = book_of(&rows);
            let said = |found: &[Finding]| -> Vec<String> {
                let mut lines: Vec<String> = found
                    .iter()
                    .map(|finding| format!("{} {:?}", finding.says.sentence(), finding.figure))
                    .collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(said(&found), said(Known::new(today).findings(&again)));
        }
    }
}
