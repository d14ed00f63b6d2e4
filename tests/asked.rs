//! What a person asks of accounts, of several currencies, of their own groups, and of rows that ended long ago.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use farthing::wire::{Answer, Body, Money, RateSaid, Request, SetRules, Value};

const POUNDS: &str = "Date,Description,Amount,Currency,Balance\n\
    2026-02-03,TESCO STORES 3047,-40.00,GBP,960.00\n2026-02-10,SALARY ACME LTD,2000.00,GBP,2960.00\n\
    2026-03-03,TESCO STORES 3047,-50.00,GBP,2910.00\n2026-03-10,SALARY ACME LTD,2000.00,GBP,4910.00\n\
    2026-03-11,TESCO STORES 3047,-9.00,GBP,4901.00\n2026-03-12,NETFLIX.COM,-12.99,GBP,4888.01\n";
const EUROS: &str = "Date,Description,Amount,Currency,Balance\n\
    2026-02-05,CARREFOUR PARIS,-30.00,EUR,470.00\n2026-03-05,CARREFOUR PARIS,-60.00,EUR,410.00\n\
    2026-03-06,SNCF CONNECT,-45.50,EUR,364.50\n";
/// As the European Central Bank writes its file: what one euro was worth.
const RATES: &str = "Date,USD,GBP,CHF,\n2026-03-20,1.10,0.85,0.95,\n2026-02-27,1.08,0.84,0.94,\n";
const OWN: &str = "category \"Climbing\" under PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS\n\
    group \"Going out\" is FOOD_AND_DRINK_RESTAURANT, FOOD_AND_DRINK_COFFEE, FOOD_AND_DRINK_FAST_FOOD\n\
    group \"Fun\" is \"Climbing\", ENTERTAINMENT_TV_AND_MOVIES\nmerchant \"Ironworks\" -> \"Climbing\"\n";

mod sitting;

use sitting::Sitting;

/// A person on a day.
struct Person {
    sitting: Sitting,
    today: &'static str,
}

impl Person {
    fn with(today: &'static str, files: &[(&str, &str)]) -> Person {
        let sitting = Sitting::with(files);
        Person { sitting, today }
    }

    fn sample(today: &'static str) -> Person {
        let mut sitting = Sitting::new();
        sitting.report(Request::Sample);
        Person { sitting, today }
    }

    fn body(&mut self, request: Request) -> Body {
        self.sitting.body(request)
    }

    /// Of a new conversation.
    fn ask(&mut self, question: &str) -> Answer {
        self.body(Request::Forget);
        self.follow(question)
    }

    fn follow(&mut self, question: &str) -> Answer {
        self.sitting.ask(question, self.today)
    }
}

fn money(amount: &str, currency: &str) -> Money {
    Money {
        amount: amount.to_owned(),
        currency: Some(currency.to_owned()),
    }
}

fn notes(answer: &Answer) -> Vec<&str> {
    let notes = answer.notes.iter();
    notes.map(|note| note.template.as_str()).collect()
}

fn parts(answer: &Answer) -> Vec<(&str, String)> {
    let rows = answer.rows.iter();
    rows.map(|row| match &row.value {
        Value::Money(money) => (row.label.as_str(), money.amount.clone()),
        other => (row.label.as_str(), format!("{other:?}")),
    })
    .collect()
}

#[test]
fn several_currencies_are_never_added_without_a_rate() {
    let mut sitting = Person::with("2026-03-22", &[("gbp.csv", POUNDS), ("eur.csv", EUROS)]);
    let answer = sitting.ask("How much did I spend in March?");
    let sums = vec![money("71.99", "GBP"), money("105.50", "EUR")];
    assert_eq!(answer.value, Value::Moneys(sums.clone()));
    assert_eq!(
        (answer.sums.clone(), &answer.combined),
        (sums.clone(), &None)
    );
    assert!(notes(&answer).contains(&"question-note-currencies"));
    // A breakdown is of one currency; what it leaves out is told, and the sums of both.
    let answer = sitting.ask("Where did my money go in March?");
    assert_eq!(answer.value, Value::Money(money("71.99", "GBP")));
    assert_eq!(answer.sums, sums);
    let left: Vec<_> = answer
        .proof
        .excluded
        .iter()
        .map(|left| (left.reason.as_str(), left.count))
        .collect();
    assert_eq!(left, [("otherCurrency", 2)]);
    // What was paid in it is what can be told; of another currency only that there is no rate.
    let answer = sitting.ask("How much did I spend in March in euros?");
    assert_eq!(answer.value, Value::Money(money("105.50", "EUR")));
    let answer = sitting.ask("How much did I spend in March in USD?");
    assert_eq!(answer.status, "partly");
    assert!(notes(&answer).contains(&"question-note-no-rate"));
}

#[test]
fn given_rates_there_is_one_total_with_each_rate_and_its_day() {
    let files = [
        ("gbp.csv", POUNDS),
        ("eur.csv", EUROS),
        ("rates.csv", RATES),
    ];
    let mut sitting = Person::with("2026-03-22", &files);
    let answer = sitting.ask("How much did I spend in March?");
    let combined = answer.combined.clone().unwrap();
    // 105.50 EUR at 0.85 are 89.675, rounded away from nothing to 89.68.
    assert_eq!(combined.total, money("161.67", "GBP"));
    let becomes: Vec<_> = combined
        .parts
        .iter()
        .map(|part| part.becomes.amount.as_str())
        .collect();
    assert_eq!(becomes, ["71.99", "89.68"]);
    assert_eq!(combined.parts[0].rate, None);
    let rate = combined.parts[1].rate.clone().unwrap();
    let said = (
        rate.from.as_str(),
        rate.value.as_str(),
        rate.to.as_str(),
        rate.date.as_str(),
    );
    assert_eq!(said, ("EUR", "0.85", "GBP", "2026-03-20"));
    assert!(notes(&answer).contains(&"question-note-combined"));
    assert!(!notes(&answer).contains(&"question-note-currencies"));
    // The day of the rate is that of the days asked about.
    let answer = sitting.ask("How much did I spend in February?");
    let rate = answer.combined.unwrap().parts[1].rate.clone().unwrap();
    assert_eq!(
        (rate.value.as_str(), rate.date.as_str()),
        ("0.84", "2026-02-27")
    );
    // Every figure that adds up has one: a breakdown, a series, a difference, balances.
    for (question, total) in [
        ("Where did my money go in March?", "161.67"),
        ("What did I spend by month since February?", "227.17"),
        (
            "How much more did I spend in March than in February?",
            "96.17",
        ),
        ("What is my balance?", "5197.84"),
    ] {
        let answer = sitting.ask(question);
        let combined = answer.combined.unwrap();
        assert_eq!(combined.total, money(total, "GBP"), "{question}");
        assert_eq!(answer.sums.len(), 2, "{question}");
    }
    // In the currency that is asked for, also when the question before is asked again in it.
    let answer = sitting.ask("How much did I spend in March in USD?");
    assert_eq!(
        answer.combined.unwrap().total.currency.as_deref(),
        Some("USD")
    );
    let answer = sitting.follow("in euros?");
    assert_eq!(answer.plan.unwrap().currency.as_deref(), Some("EUR"));
    assert_eq!(answer.combined.unwrap().total, money("190.19", "EUR"));
    // What is typed counts before what a file says, and a file has no rate for every currency.
    let typed = RateSaid {
        from: "EUR".to_owned(),
        value: "0.9".to_owned(),
        to: "GBP".to_owned(),
        date: "2026-03-01".to_owned(),
        typed: true,
    };
    sitting.body(Request::SetRates { rates: vec![typed] });
    let answer = sitting.ask("How much did I spend in March?");
    let combined = answer.combined.unwrap();
    assert_eq!(combined.total, money("166.94", "GBP"));
    assert!(combined.parts[1].rate.clone().unwrap().typed);
    let answer = sitting.ask("How much did I spend in March in JPY?");
    assert_eq!((answer.status.as_str(), answer.combined), ("partly", None));
}

#[test]
fn own_groups_and_categories_are_known_by_name_and_grouped_by() {
    let mut sitting = Person::sample("2026-03-22");
    let rules = SetRules {
        text: OWN.to_owned(),
        preview: None,
    };
    let plain = sitting.ask("how much on going out in February?");
    assert_eq!(plain.value, Value::Money(money("52.97", "GBP")));
    sitting.body(Request::SetRules(rules));
    for (question, own, amount) in [
        (
            "how much on going out in February?",
            "own:Going out",
            "250.90",
        ),
        (
            "How much did I spend on fun last month?",
            "own:Fun",
            "39.99",
        ),
        (
            "how much did climbing cost me in February",
            "own:Climbing",
            "29.00",
        ),
        (
            "how much did I spend on Fun without Climbing in February?",
            "own:Fun",
            "10.99",
        ),
    ] {
        let answer = sitting.ask(question);
        assert_eq!(
            answer.value,
            Value::Money(money(amount, "GBP")),
            "{question}"
        );
        assert_eq!(answer.plan.unwrap().include.categories, [own], "{question}");
    }
    let answer = sitting.ask("Split my spending in February by my groups");
    assert_eq!(
        answer.plan.clone().unwrap().group_by.as_deref(),
        Some("group")
    );
    let expected = [
        ("Going out", "250.90"),
        ("Fun", "39.99"),
        ("In none of your groups", "2454.26"),
    ];
    assert_eq!(
        parts(&answer),
        expected.map(|(name, sum)| (name, sum.to_owned()))
    );
    let answer = sitting.ask("What is in Fun in February by category?");
    let expected = [("Climbing", "29.00"), ("TV and films", "10.99")];
    assert_eq!(
        parts(&answer),
        expected.map(|(name, sum)| (name, sum.to_owned()))
    );
    // A breakdown shows a group where the overview does.
    let answer = sitting.ask("Where did my money go in February?");
    assert!(parts(&answer).contains(&("Going out", "250.90".to_owned())));
    let answer = sitting.ask("Did I spend more on going out or on groceries last month?");
    assert_eq!(parts(&answer)[1], ("Going out", "250.90".to_owned()));
    // Their rows can be opened by the same name.
    let answer = sitting.ask("Which of my groups is the biggest?");
    assert_eq!(parts(&answer)[0].0, "Going out");
    // Without any group the categories are shown, and that is said.
    let mut bare = Person::sample("2026-03-22");
    let answer = bare.ask("By my groups in February");
    assert!(notes(&answer).contains(&"question-note-no-groups"));
    assert_eq!(answer.plan.unwrap().group_by.as_deref(), Some("category"));
}

#[test]
fn days_that_nobody_named_are_the_last_that_have_rows() {
    let mut sitting = Person::sample("2026-11-22");
    for (question, start, end) in [
        ("Where does my money go?", "2026-01-01", "2026-04-01"),
        (
            "Which shop did I spend most at?",
            "2025-12-23",
            "2026-03-23",
        ),
        ("What was charged twice?", "2025-12-23", "2026-03-23"),
        ("Why did my spending change?", "2026-02-01", "2026-03-01"),
    ] {
        let answer = sitting.ask(question);
        let period = answer.plan.clone().unwrap().period.unwrap();
        assert_eq!((&*period.start, &*period.end), (start, end), "{question}");
        assert!(
            notes(&answer).contains(&"question-note-latest"),
            "{question}"
        );
        assert!(answer.proof.count > 0, "{question}");
    }
    // Named days are the days named.
    let answer = sitting.ask("Where did my money go last month?");
    assert_eq!(answer.proof.count, 0);
    let mut sitting = Person::sample("2026-03-22");
    let answer = sitting.ask("Where does my money go?");
    assert_eq!(
        answer.plan.clone().unwrap().period.unwrap().start,
        "2025-12-01"
    );
    assert!(!notes(&answer).contains(&"question-note-latest"));
}

#[test]
fn a_charge_taken_twice_is_found_however_long_ago_it_was() {
    for today in ["2026-03-22", "2026-04-20", "2026-11-22"] {
        let mut sitting = Person::sample(today);
        let answer = sitting.ask("What was charged twice in March?");
        assert_eq!(
            (answer.value, answer.proof.count),
            (Value::Count(1), 2),
            "{today}"
        );
        assert!(
            answer.rows[0]
                .label
                .starts_with("Amberly took 64.00 GBP twice"),
            "{today}"
        );
        assert_eq!(
            sitting.ask("Was I charged twice in January 2026?").value,
            Value::Count(0)
        );
        assert_eq!(
            sitting.ask("What was unusual in March 2026?").value,
            Value::Count(2)
        );
    }
}

#[test]
fn accounts_are_listed_with_bank_kind_currency_and_balance() {
    let mut sitting = Person::sample("2026-03-22");
    for question in [
        "What are my accounts?",
        "How many accounts do I have?",
        "list my accounts",
    ] {
        let answer = sitting.ask(question);
        assert_eq!(answer.value, Value::Count(3), "{question}");
        let expected = [
            (
                "Everyday: current account, GBP, balance of 2026-03-22",
                "792.64",
            ),
            (
                "Lark card at Lark: card, GBP, balance of 2026-03-22",
                "-331.90",
            ),
            (
                "Saver: savings account, GBP, balance of 2026-03-02",
                "7600.00",
            ),
        ];
        assert_eq!(
            parts(&answer),
            expected.map(|(name, sum)| (name, sum.to_owned()))
        );
    }
    let answer = sitting.ask("What was my balance on 1 March 2026?");
    let expected = [
        ("Everyday", "2933.37"),
        ("Lark card", "-490.93"),
        ("Saver", "7250.00"),
    ];
    assert_eq!(
        parts(&answer),
        expected.map(|(name, sum)| (name, sum.to_owned()))
    );
}

/// A question, what it is read as (`-` where it is not answered), and the beginning of its sentence; after `+` it goes on
/// from the one above.
const PLAIN: &str = include_str!("fixtures/asked/sample.tsv");

const CURRENT: &str = "Date,Description,Amount\n2026-01-05,PERSONAL LOAN REPAYMENT,-235.00\n\
    2026-02-05,PERSONAL LOAN REPAYMENT,-235.00\n2026-02-09,TESCO STORES 3047,-20.00\n";

#[test]
fn what_repays_a_loan_that_is_not_here_is_spent() {
    let mut sitting = Person::with("2026-02-20", &[("current.csv", CURRENT)]);
    let answer = sitting.ask("How much did I repay on my loan?");
    assert_eq!(answer.plan.clone().unwrap().measure, "spend");
    assert_eq!(
        (answer.status.as_str(), answer.proof.count),
        ("answered", 2)
    );
    let answer = sitting.ask("When did I last repay my loan?");
    assert_eq!(answer.value, Value::Text("2026-02-05".to_owned()));
    let answer = sitting.ask("How much interest did I pay on my loan?");
    assert_eq!(answer.proof.count, 0, "what repays it is no interest");
}

/// The rows of a table that are answered otherwise.
fn asked_otherwise(sitting: &mut Person, table: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap();
        let (question, measure, begins) = (cell(), cell(), cell());
        let answer = match question.strip_prefix("+ ") {
            Some(question) => sitting.follow(question),
            None => sitting.ask(question),
        };
        let read = answer.plan.map(|plan| plan.measure);
        let read = read.unwrap_or("-".to_owned());
        let is_right = (answer.status == "answered") == (measure != "-")
            && read == measure
            && answer.sentence.starts_with(begins);
        if !is_right {
            let (status, sentence) = (answer.status, answer.sentence);
            wrong.push(format!("{question}: {status}, {read}: {sentence}"));
        }
    }
    wrong
}

/// Two current accounts and one in euros; asked on 22 March 2026, as below.
const SEVERAL: &str = include_str!("fixtures/asked/several.tsv");
const ALONE: &str = "Date,Description,Amount,Balance\n2026-01-02,SALARY ACME LTD,2000.00,2300.00\n\
    2026-01-03,HOLLIN LETTINGS RENT,-900.00,1400.00\n2026-01-17,TESCO STORES 3047,-1560.00,-160.00\n\
    2026-02-02,SALARY ACME LTD,2000.00,1840.00\n2026-02-14,TESCO STORES 3047,-40.00,1800.00\n";
const JOINT: &str = "Date,Description,Amount,Balance\n2026-01-05,TESCO STORES 3047,-20.00,80.00\n\
    2026-01-20,COSTA COFFEE,-100.00,-20.00\n2026-02-05,PAID IN,50.00,30.00\n";
const FRENCH: &str = "Date,Description,Amount,Currency,Balance\n2026-01-06,CARREFOUR PARIS,-30.00,EUR,470.00\n\
    2026-01-24,CAFE DE FLORE,-15.00,EUR,455.00\n2026-02-07,CARREFOUR PARIS,-55.00,EUR,400.00\n";

#[test]
fn several_accounts_and_currencies_are_told_apart() {
    let files = [
        ("alone.csv", ALONE),
        ("joint.csv", JOINT),
        ("french.csv", FRENCH),
    ];
    let mut sitting = Person::with("2026-03-22", &files);
    let wrong = asked_otherwise(&mut sitting, SEVERAL);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let answer = sitting.ask("was i ever overdrawn");
    let values = parts(&answer);
    let lowest = [
        ("Alone", "-160.00"),
        ("Joint", "-20.00"),
        ("French", "400.00"),
    ];
    assert_eq!(values, lowest.map(|(name, sum)| (name, sum.to_owned())));
    assert!(answer.notes.is_empty(), "a balance leaves out no row");
    let answer = sitting.ask("how many different shops");
    let mut notes = answer.notes.iter();
    let counted = notes.any(|note| note.template == "question-note-no-currency");
    assert!(counted, "one currency is counted");
}

#[test]
fn what_rows_do_not_tell_is_said() {
    let rows = CURRENT.replace("TESCO STORES 3047", "COSTA COFFEE");
    let mut sitting = Person::with("2026-03-22", &[("current.csv", &rows)]);
    let cases = [
        ("lowest balance", "No file states a balance."),
        (
            "lowest balance in february",
            "No file states a balance from 2026-02-01 to 2026-02-28.",
        ),
        (
            "spending abroad",
            "No row names another currency, so what was paid abroad cannot be told.",
        ),
        (
            "left after bills",
            "There was no income from 2026-02-01 to 2026-02-28.",
        ),
        ("bills before payday", "No pay is found in your rows."),
    ];
    for (question, says) in cases {
        assert_eq!(sitting.ask(question).sentence, says);
    }
}

#[test]
fn what_there_is_stands_beside_what_is_due_before_pay_comes() {
    let mut sitting = Person::sample("2026-03-22");
    let answer = sitting.ask("what is left until payday");
    let notes: Vec<&str> = answer.notes.iter().map(|note| &*note.template).collect();
    assert_eq!(notes, ["question-balance"], "of the current account alone");
}

#[test]
fn plain_questions_of_a_person_are_read_as_they_are_meant() {
    let mut sitting = Person::sample("2026-03-22");
    let wrong = asked_otherwise(&mut sitting, PLAIN);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let answer = sitting.ask("What did I spend in euros on holiday in August?");
    let paid = answer
        .notes
        .iter()
        .find(|note| note.template == "question-note-paid-in");
    assert!(paid.is_some(), "the sum as paid, and the bank's rate");
}
