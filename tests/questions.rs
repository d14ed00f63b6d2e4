//! Questions: one folder a point, golden in plan, value and sentence, and what must hold of every answer.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be read is a failure"
)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use farthing::book::{Book, Criteria};
use farthing::calendar::{Date, Day, parse_iso};
use farthing::insight::Known;
use farthing::money::{Amount, Currency};
use farthing::question::{
    Answer, Asker, ChartKind, Conversation, MAX_QUESTION_CHARS, Measure, Plan, Status, Value, ask,
    category_names, group_by_name, openers,
};
use farthing::statement::{AccountKind, Row, Statement, StatementAccount};
use proptest::prelude::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A ledger of `date,account,amount,descriptor` lines, an account for each name; an amount may name its currency.
fn book_of(name: &str) -> Book {
    let path = root().join("ledgers").join(format!("{name}.csv"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut accounts: Vec<&str> = Vec::new();
    for line in text.lines().skip(1) {
        let account = line.split(',').nth(1).unwrap();
        if !accounts.contains(&account) {
            accounts.push(account);
        }
    }
    let mut book = Book::new();
    for account in accounts {
        let mut statement = Statement {
            accounts: vec![StatementAccount {
                identifier: Some(account.into()),
                name: Some(account.into()),
                kind: Some(match account {
                    "card" => AccountKind::Card,
                    "saver" => AccountKind::Savings,
                    _ => AccountKind::Current,
                }),
                currency: Currency::from_code("GBP"),
                ..StatementAccount::default()
            }],
            ..Statement::default()
        };
        for (at, line) in text.lines().enumerate().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            if cells[1] != account {
                continue;
            }
            let (amount, currency) = cells[2].split_once(' ').unwrap_or((cells[2], "GBP"));
            let descriptor = statement.texts.intern(cells[3]);
            statement.rows.push(Row {
                line: at as u32 + 1,
                account: 0,
                posting_date: Day::from_date(parse_iso(cells[0]).unwrap()),
                amount: Amount::parse_plain(amount).unwrap(),
                currency: Currency::from_code(currency),
                descriptor,
                pending: false,
                balance: None,
                facts: None,
            });
        }
        book.add(&format!("{account}.csv"), &statement);
    }
    book.refresh();
    book
}

/// Read once: every case asks of it.
static HOUSEHOLD: LazyLock<(Book, Asker)> = LazyLock::new(|| {
    let book = book_of("household-2026");
    let mut asker = Asker::new();
    asker.learn(&book);
    (book, asker)
});

struct Sitting {
    book: &'static Book,
    asker: &'static Asker,
    conversation: Conversation,
    known: Known,
    today: Date,
    locale: String,
}

impl Sitting {
    fn new(ledger: &str, today: &str, locale: &str) -> Sitting {
        assert_eq!(ledger, "household-2026");
        let (book, asker) = &*HOUSEHOLD;
        Sitting {
            book,
            asker,
            conversation: Conversation::default(),
            known: Known::new(parse_iso(today).unwrap()),
            today: parse_iso(today).unwrap(),
            locale: locale.to_owned(),
        }
    }

    fn ask(&mut self, question: &str) -> Answer {
        let (asker, book) = (self.asker, self.book);
        let talk = &mut self.conversation;
        ask(asker, book, &self.known, talk, question, &self.locale, None)
    }
}

fn household() -> Sitting {
    Sitting::new("household-2026", "2026-03-22", "en-GB")
}

fn show_criteria(book: &Book, criteria: &Criteria) -> String {
    let mut parts: Vec<String> = Vec::new();
    let names = category_names(&criteria.categories);
    parts.extend(names.into_iter().map(|name| name.code()));
    let merchants = criteria.merchants.iter();
    parts.extend(merchants.map(|id| format!("@{}", book.merchant_name(*id))));
    let accounts = criteria.accounts.iter();
    parts
        .extend(accounts.map(|id| format!("account {}", book.ledger().account(*id).unwrap().name)));
    parts.extend(criteria.text.iter().map(|text| format!("\"{text}\"")));
    parts.extend(criteria.min_amount.map(|amount| format!(">= {amount}")));
    parts.extend(criteria.max_amount.map(|amount| format!("<= {amount}")));
    parts.join(" + ")
}

/// `spend(group:eating, 2026-02-01..2026-03-01)`
fn show_plan(book: &Book, plan: &Plan) -> String {
    let mut parts = vec![show_criteria(book, &plan.include)];
    if !plan.exclude.is_empty() {
        parts.push(format!("not {}", show_criteria(book, &plan.exclude)));
    }
    parts.extend(plan.period.map(|period| period.to_string()));
    if plan.open {
        parts.push("so far".to_owned());
    }
    parts.extend(plan.against.map(|period| format!("against {period}")));
    parts.extend(plan.group_by.map(|by| format!("by {}", group_by_name(by))));
    parts.extend(plan.limit.map(|limit| format!("limit {limit}")));
    parts.retain(|part| !part.is_empty());
    format!("{}({})", plan.measure.name(), parts.join(", "))
}

fn show_value(value: &Value) -> String {
    match value {
        Value::None => "none".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Money(money) => money.to_string(),
        Value::Moneys(sums) => {
            let sums: Vec<String> = sums.iter().map(|sum| sum.to_string()).collect();
            sums.join(" + ")
        }
        Value::Date(date) => date.to_string(),
        Value::Decimal(number) => number.to_string(),
    }
}

#[derive(serde::Deserialize)]
struct Case {
    /// Earlier questions of the conversation.
    #[serde(default)]
    before: Vec<String>,
    question: String,
    today: String,
    ledger: String,
    #[serde(default = "britain")]
    locale: String,
    status: Option<String>,
    plan: Option<String>,
    value: Option<String>,
    answer: Option<String>,
    inherited: Option<Vec<String>>,
    unrecognised: Option<Vec<String>>,
}

fn britain() -> String {
    "en-GB".to_owned()
}

/// One folder a point: `case.toml` has the question, and what it is read as. `BLESS=1` rewrites what is expected.
#[test]
fn questions_are_read_and_answered_as_expected() {
    let blessing = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root().join("questions"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("case.toml"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    for path in cases {
        let text = std::fs::read_to_string(&path).unwrap();
        let case: Case = toml::from_str(&text).unwrap();
        let mut sitting = Sitting::new(&case.ledger, &case.today, &case.locale);
        for earlier in &case.before {
            sitting.ask(earlier);
        }
        let answer = sitting.ask(&case.question);
        let plan = answer
            .plan
            .as_ref()
            .map(|plan| show_plan(sitting.book, plan));
        let inherited: Vec<String> = answer
            .inherited
            .iter()
            .map(|what| what.to_string())
            .collect();
        let expected = (
            case.status,
            case.plan,
            case.value,
            case.answer,
            case.inherited,
            case.unrecognised,
        );
        let found = (
            Some(answer.status.name().to_owned()),
            plan,
            Some(show_value(&answer.value)),
            Some(answer.says.sentence()),
            Some(inherited).filter(|list| !list.is_empty()),
            Some(answer.unrecognised.clone()).filter(|list| !list.is_empty()),
        );
        if blessing {
            let asked = text.lines().filter(|line| {
                let key = line.split('=').next().unwrap_or_default().trim();
                ["before", "question", "today", "ledger", "locale"].contains(&key)
                    || line.starts_with('#')
            });
            let mut out: Vec<String> = asked.map(str::to_owned).collect();
            let quoted =
                |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
            let list = |words: &[String]| {
                words
                    .iter()
                    .map(|word| quoted(word))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            out.extend(
                found
                    .0
                    .as_deref()
                    .map(|status| format!("status = {}", quoted(status))),
            );
            out.extend(
                found
                    .1
                    .as_deref()
                    .map(|plan| format!("plan = {}", quoted(plan))),
            );
            out.extend(
                found
                    .2
                    .as_deref()
                    .map(|value| format!("value = {}", quoted(value))),
            );
            out.extend(
                found
                    .3
                    .as_deref()
                    .map(|says| format!("answer = {}", quoted(says))),
            );
            out.extend(
                found
                    .4
                    .as_deref()
                    .map(|words| format!("inherited = [{}]", list(words))),
            );
            out.extend(
                found
                    .5
                    .as_deref()
                    .map(|words| format!("unrecognised = [{}]", list(words))),
            );
            std::fs::write(&path, out.join("\n") + "\n").unwrap();
        } else if expected != found {
            wrong.push(format!(
                "{}\n  expected {expected:?}\n  found    {found:?}",
                path.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the counted rows come to, as the plan counts them, added up row by row.
fn added_up(book: &Book, answer: &Answer) -> rust_decimal::Decimal {
    let amounts = answer
        .included
        .iter()
        .map(|at| book.ledger().amount_at(*at).to_decimal());
    amounts.sum()
}

#[test]
fn every_sum_adds_up_from_its_rows() {
    let mut sitting = household();
    for (question, sign) in [
        ("How much did I spend on groceries last month?", -1),
        ("Total spending in 2025?", -1),
        ("What did I spend last month excluding rent?", -1),
        ("How much did I earn last year?", 1),
        ("How much did I keep last month?", 1),
        ("What have I spent at IKEA?", -1),
    ] {
        let answer = sitting.ask(question);
        let Value::Money(value) = answer.value else {
            panic!("{question}: {:?}", answer.value);
        };
        let sum = added_up(sitting.book, &answer) * rust_decimal::Decimal::from(sign);
        assert_eq!(value.amount(), sum, "{question}");
        assert!(!answer.included.is_empty(), "{question}");
    }
}

#[test]
fn parts_add_up_to_their_figure() {
    let mut sitting = household();
    for question in [
        "Where does my money go?",
        "Show me spending by shop in 2025",
        "spending by month in 2025",
        "groceries by week since January",
        "spending by account this year",
        "Why did my spending go up last month?",
        "why did my groceries change last month",
        "How much did I spend last month?",
        "How much did I spend on food this month?",
        "How much did I spend on groceries last month?",
        "How much came in last year?",
    ] {
        let answer = sitting.ask(question);
        let Value::Money(value) = answer.value else {
            panic!("{question}: {:?}", answer.value);
        };
        let parts = answer.rows.iter().map(|row| match row.value {
            Value::Money(money) => money.amount(),
            _ => panic!("{question}"),
        });
        assert_eq!(
            parts.sum::<rust_decimal::Decimal>(),
            value.amount(),
            "{question}"
        );
        assert!(answer.rows.len() > 1, "{question}");
        let measure = answer.plan.map(|plan| plan.measure);
        if measure != Some(Measure::ExplainChange) {
            let counts: u32 = answer.rows.iter().map(|row| row.count).sum();
            assert_eq!(counts as usize, answer.included.len(), "{question}");
        }
    }
}

#[test]
fn a_month_stands_beside_those_before_it() {
    for (question, day) in [
        ("How much did I spend last month?", "2026-02-01"),
        (
            "How much did I spend on groceries this month?",
            "2026-03-01",
        ),
    ] {
        let answer = household().ask(question);
        let chart = answer.chart.unwrap();
        assert_eq!(chart.kind, ChartKind::Columns, "{question}");
        assert_eq!(chart.points.len(), 13, "{question}");
        let keys: Vec<_> = chart.points.iter().filter(|point| point.key).collect();
        let [key] = keys.as_slice() else {
            panic!("{question}: {keys:?}");
        };
        assert_eq!(Value::Money(key.value), answer.value, "{question}");
        assert!(key.label.sentence().starts_with(day), "{question}");
        let partial: Vec<bool> = chart.points.iter().map(|point| point.partial).collect();
        let place = partial.iter().position(|partial| *partial);
        assert_eq!(place, Some(12), "{question}");
        let mut complete: Vec<_> = chart.points[..12].iter().map(|point| point.value).collect();
        complete.sort_by_key(|sum| sum.amount());
        let middle = (complete[5].amount() + complete[6].amount()) / rust_decimal::Decimal::TWO;
        let usual = chart.usual.map(|usual| usual.amount());
        assert!(
            usual.is_some_and(|usual| (usual - middle).abs() < rust_decimal::Decimal::new(1, 2)),
            "{question}: {usual:?}, {middle}"
        );
        let sums: Vec<_> = answer
            .rows
            .iter()
            .take(8)
            .map(|row| match row.value {
                Value::Money(money) => std::cmp::Reverse(money.amount()),
                _ => panic!("{question}"),
            })
            .collect();
        assert!(sums.is_sorted() && answer.rows.len() <= 9, "{question}");
    }
    // What was bought at one merchant is listed by purchase.
    assert_eq!(
        household()
            .ask("What did I spend at IKEA last month?")
            .rows
            .iter()
            .filter(|row| row.transaction.is_none())
            .count(),
        0
    );
}

#[test]
fn what_is_offered_is_understood() {
    let mut sitting = household();
    let today = sitting.today;
    let opening = openers(sitting.book, today);
    assert_eq!(opening.len(), 4);
    let mut asked = opening;
    asked.extend(sitting.ask("colourless green ideas").suggestions);
    for question in asked {
        let answer = sitting.ask(&question);
        assert_eq!(
            answer.status,
            Status::Answered,
            "{question}: {}",
            answer.says.sentence()
        );
        assert!(answer.suggestions.len() <= 2, "{question}");
        for next in answer.suggestions.clone() {
            let mut talk = sitting.conversation.clone();
            let followed = ask(
                sitting.asker,
                sitting.book,
                &sitting.known,
                &mut talk,
                &next,
                "en-GB",
                None,
            );
            assert_eq!(followed.status, Status::Answered, "{question} then {next}");
        }
    }
}

#[test]
fn the_unit_before_is_offered_by_its_name_and_understood() {
    for (question, offered, period) in [
        (
            "How much did I spend yesterday?",
            "And the day before?",
            "2026-03-20..2026-03-21",
        ),
        (
            "How much did I spend last week?",
            "And the week before?",
            "2026-03-02..2026-03-09",
        ),
        (
            "How much did I spend in February?",
            "And the month before?",
            "2026-01-01..2026-02-01",
        ),
        (
            "How much did I spend this month?",
            "And the month before?",
            "2026-02-01..2026-03-01",
        ),
        (
            "How much did I spend last quarter?",
            "And the quarter before?",
            "2025-07-01..2025-10-01",
        ),
        (
            "How much did I spend this year?",
            "And the year before?",
            "2025-01-01..2026-01-01",
        ),
        (
            "How much did I spend in the last 10 days?",
            "And the period before?",
            "2026-03-03..2026-03-13",
        ),
    ] {
        let mut sitting = household();
        let suggestions = sitting.ask(question).suggestions;
        assert_eq!(
            suggestions.first().map(String::as_str),
            Some(offered),
            "{question}"
        );
        let plan = sitting.ask(offered).plan.unwrap();
        assert_eq!(plan.period.unwrap().to_string(), period, "{question}");
    }
}

#[test]
fn what_findings_ask_is_understood() {
    let sitting = household();
    let found = sitting.known.findings(sitting.book);
    assert!(!found.is_empty());
    for finding in found {
        let mut talk = Sitting {
            conversation: Conversation::default(),
            ..household()
        };
        let answer = talk.ask(&finding.ask);
        assert_eq!(answer.status, Status::Answered, "{}", finding.ask);
    }
}

#[test]
fn every_category_is_understood_by_its_name() {
    let mut wrong = Vec::new();
    for category in farthing::category::Category::all() {
        let label = farthing::phrase::label(category.label()).unwrap();
        let answer = household().ask(&format!("How much on {label} in 2025?"));
        let include = answer.plan.map(|plan| plan.include).unwrap_or_default();
        // Moves to and from savings are asked of the savings account, where there is one.
        let known = include.categories.contains(&category) || !include.accounts.is_empty();
        if !known || answer.status != Status::Answered {
            wrong.push((label, answer.status, answer.unrecognised));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn long_and_strange_questions_are_harmless() {
    let mut sitting = household();
    let long = "how much did i spend on groceries ".repeat(400);
    let answer = sitting.ask(&long);
    assert_eq!(answer.question.chars().count(), MAX_QUESTION_CHARS);
    assert!(
        answer
            .notes
            .iter()
            .any(|note| note.template == "question-note-too-long")
    );
    let marked = sitting.ask("<b>how much</b> did I spend on \u{202e}groceries\u{0} last month?");
    let plain = sitting.ask("how much did I spend on groceries last month?");
    assert_eq!(marked.value, plain.value);
    for empty in ["", "   ", "???", "\u{200b}", "🙂"] {
        assert_eq!(
            sitting.ask(empty).status,
            Status::NotUnderstood,
            "{empty:?}"
        );
    }
}

#[test]
fn a_difference_from_days_before_the_rows_says_where_they_begin() {
    let begins = |question: &str| {
        let answer = household().ask(question);
        let mut notes = answer.notes.iter();
        notes.any(|note| note.template == "question-note-starts")
    };
    assert!(begins("groceries 2025 vs 2024"));
    assert!(!begins("groceries in March 2025 vs February 2025"));
}

#[test]
fn an_empty_book_is_said_to_be_empty() {
    let (asker, book) = (Asker::new(), Book::new());
    let mut talk = Conversation::default();
    let today = parse_iso("2026-03-22").unwrap();
    let answer = ask(
        &asker,
        &book,
        &Known::new(today),
        &mut talk,
        "How much did I spend?",
        "en-GB",
        None,
    );
    assert_eq!(answer.says.template, "question-empty");
    assert!(openers(&book, today).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gets_an_answer(question in "\\PC{0,80}", follow in "\\PC{0,40}") {
        let mut sitting = household();
        for text in [question, follow] {
            let answer = sitting.ask(&text);
            prop_assert!(answer.status == Status::Answered || !answer.says.sentence().is_empty());
        }
    }

    #[test]
    fn any_words_of_ours_get_an_answer(picked in prop::collection::vec(0..WORDS.len(), 1..12), again in prop::collection::vec(0..WORDS.len(), 1..6)) {
        let mut sitting = household();
        for words in [picked, again] {
            let text: Vec<&str> = words.into_iter().map(|at| WORDS[at]).collect();
            let answer = sitting.ask(&text.join(" "));
            let sentence = answer.says.sentence();
            prop_assert!(!sentence.contains(['{', '}']), "{}", sentence);
            prop_assert!(answer.included.is_sorted());
        }
    }
}

/// Words that questions are made of, to be put together in any order.
const WORDS: &[&str] = &[
    "how",
    "much",
    "did",
    "I",
    "spend",
    "on",
    "groceries",
    "tesco",
    "last",
    "month",
    "this",
    "year",
    "than",
    "more",
    "average",
    "weekly",
    "by",
    "shop",
    "without",
    "rent",
    "over",
    "£50",
    "between",
    "and",
    "2025",
    "March",
    "3rd",
    "since",
    "the",
    "before",
    "why",
    "largest",
    "5",
    "which",
    "net",
    "income",
    "card",
    "saver",
    "only",
    "those",
    "share",
    "trend",
    "list",
    "from",
    "to",
    "29 February",
    "q1",
    "0",
    "99999999999999999999",
    "next",
    "weekends",
    "subscriptions",
    "refunds",
    "until",
    "9999-12-31",
    "0001-01-01",
    "past",
    "1200",
    "years",
    "ago",
    "fortnight",
    "ending",
    "or",
    "lidl",
];

#[test]
fn what_is_by_shop_already_is_not_offered_by_shop() {
    let offered = household().ask("Groceries in February by shop").suggestions;
    assert_eq!(offered, ["By month", "Which ones were the biggest?"]);
    let offered = household().ask("Where does my money go?").suggestions;
    assert_eq!(offered, ["By shop", "By month"]);
}
