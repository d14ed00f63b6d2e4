//! What the person says of categories acts at once and on old rows, says what else it changes, and can be taken back.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use farthing::wire::{
    Ask, Body, ChangesPreview, Correct, ImportReport, Money, OverviewOf, Period, Reply, Request,
    RowsOf, RulesReport, SetRules, Transaction, Value,
};

mod sitting;

use sitting::Sitting;

/// Two shops that no table knows, one of them at four prices, and one that the dictionary knows.
const MARCH: &str = "Date,Description,Amount\n2026-03-02,SQ *ZELDIN MARLOWE 2214 LEEDS,-3.20\n\
    2026-03-03,SQ *ZELDIN MARLOWE 0017 LEEDS,-4.10\n2026-03-09,QUENTHORPE FIELDS,-12.50\n\
    2026-03-10,TESCO STORES 6148,-25.00\n2026-03-12,SQ *ZELDIN MARLOWE 2214 LEEDS,-3.20\n";
const APRIL: &str = "Date,Description,Amount\n2026-04-01,SQ *ZELDIN MARLOWE 2214 LEEDS,-3.20\n\
    2026-04-02,TESCO STORES 6148,-31.00\n2026-04-03,ZELDIN MARLOWE ORBEN,-19.00\n";
const COFFEE: &str = "FOOD_AND_DRINK_COFFEE";
const GIFTS: &str = "GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES";

impl Sitting {
    fn rules(&mut self) -> RulesReport {
        match self.body(Request::Rules) {
            Body::Rules(report) => report,
            other => panic!("{other:?}"),
        }
    }

    fn row_of(&mut self, day: &str) -> Transaction {
        let rows = self.ledger().transactions.into_iter();
        let mut rows = rows.filter(|row| row.posting_date == day);
        rows.next().unwrap()
    }

    /// What the rows of these days are: the category's code or own name, and why.
    fn said(&mut self, days: &[&str]) -> Vec<(String, String)> {
        let said = |row: Transaction| {
            let category = row.own_category.or(row.category).unwrap_or_default();
            (category, row.reason.kind)
        };
        days.iter().map(|day| said(self.row_of(day))).collect()
    }

    fn asked(&mut self, day: &str, category: Option<&str>, scope: &str) -> Correct {
        Correct {
            transaction: self.row_of(day).id,
            category: category.map(str::to_owned),
            under: None,
            scope: Some(scope.to_owned()),
            preview: None,
        }
    }

    fn correct(&mut self, day: &str, category: Option<&str>, scope: &str) -> ImportReport {
        let correct = self.asked(day, category, scope);
        self.report(Request::Correct(correct))
    }

    fn preview(&mut self, day: &str, category: Option<&str>, scope: &str) -> ChangesPreview {
        let mut correct = self.asked(day, category, scope);
        correct.preview = Some(true);
        match self.body(Request::Correct(correct)) {
            Body::Preview(preview) => preview,
            other => panic!("{other:?}"),
        }
    }

    fn set(&mut self, text: &str) -> ImportReport {
        self.report(Request::SetRules(SetRules {
            text: text.to_owned(),
            preview: None,
        }))
    }
}

fn pair(category: &str, reason: &str) -> (String, String) {
    (category.to_owned(), reason.to_owned())
}

/// Trap: learning that does not happen, or cannot be seen.
#[test]
fn a_correction_acts_at_once_and_says_what_it_changed() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH), ("april.csv", APRIL)]);
    let before = sitting.bytes();
    let choice = sitting.preview("2026-03-02", None, "row");
    assert_eq!(
        (choice.merchant_rows, choice.count, choice.guesses.len()),
        (4, 0, 3)
    );
    let preview = sitting.preview("2026-03-02", Some(COFFEE), "row");
    assert_eq!(sitting.bytes(), before, "a preview changes nothing");
    let report = sitting.correct("2026-03-02", Some(COFFEE), "row");
    let sentence = report.undo.unwrap();
    assert_eq!(sentence.template, "deed-correct");
    let days = [
        "2026-03-02",
        "2026-03-03",
        "2026-04-01",
        "2026-04-03",
        "2026-03-09",
    ];
    let said = sitting.said(&days);
    assert_eq!(said[0], pair(COFFEE, "correction"));
    assert_eq!(
        said[1..4],
        [
            pair(COFFEE, "learned"),
            pair(COFFEE, "learned"),
            pair(COFFEE, "learned")
        ]
    );
    assert_eq!(said[4], pair("", "nothing"));
    let learned = sitting.row_of("2026-03-03");
    assert_eq!(
        learned.reason.example,
        Some(sitting.row_of("2026-03-02").id)
    );
    assert_eq!(
        learned.reason.detail.as_deref(),
        Some("SQ *ZELDIN MARLOWE 2214 LEEDS")
    );
    let now = sitting.ledger().transactions;
    let changed = now
        .iter()
        .filter(|row| matches!(row.reason.kind.as_str(), "learned" | "correction"));
    assert_eq!(
        preview.count,
        changed.count() as u64,
        "what was said to change has changed"
    );
    sitting.report(Request::Undo);
    assert_eq!(sitting.bytes(), before);
    sitting.report(Request::Redo);
    assert_eq!(sitting.said(&days), said);
}

/// Trap: rules not applied to old rows.
#[test]
fn a_rule_is_tried_and_then_holds_for_rows_before_and_after_it() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH)]);
    let preview = sitting.preview("2026-03-10", Some(GIFTS), "row");
    assert_eq!((preview.count, preview.more), (1, 0));
    sitting.import(&[("april.csv", APRIL)]);
    let preview = sitting.preview("2026-03-10", Some(GIFTS), "row");
    assert_eq!((preview.count, preview.more), (1, 1), "another at Tesco");
    let preview = sitting.preview("2026-03-10", Some(GIFTS), "merchant");
    assert_eq!((preview.count, preview.changes.len()), (2, 2));
    assert_eq!(preview.changes[0].transaction.posting_date, "2026-04-02");
    sitting.correct("2026-03-10", Some(GIFTS), "merchant");
    assert_eq!(
        sitting.said(&["2026-03-10", "2026-04-02"]),
        [pair(GIFTS, "rule"), pair(GIFTS, "rule")]
    );
    let rules = sitting.rules();
    assert_eq!(rules.text, format!("merchant \"Tesco\" -> {GIFTS}\n"));
    assert_eq!(rules.rules[0].rows, 2);
    let more = "Date,Description,Amount\n2026-05-02,TESCO STORES 6148,-3.00\n";
    sitting.import(&[("may.csv", more)]);
    assert_eq!(sitting.said(&["2026-05-02"]), [pair(GIFTS, "rule")]);
    sitting.correct("2026-05-02", Some(COFFEE), "row");
    assert_eq!(
        sitting.said(&["2026-05-02", "2026-04-02"]),
        [pair(COFFEE, "correction"), pair(GIFTS, "rule")],
        "said of the row alone, it is an exception from the rule"
    );
    sitting.correct("2026-05-02", None, "row");
    sitting.correct("2026-05-02", None, "merchant");
    assert_eq!(sitting.said(&["2026-04-02"])[0].1, "brand");
    assert_eq!(sitting.rules().text, "");
}

/// Trap: a correction that a rule swallows, and a rule that a correction swallows.
#[test]
fn a_rule_stands_over_a_correction_and_an_exception_over_the_rule() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH), ("april.csv", APRIL)]);
    let days = ["2026-03-10", "2026-04-02"];
    sitting.correct("2026-03-10", Some(COFFEE), "row");
    assert_eq!(sitting.said(&days)[0], pair(COFFEE, "correction"));
    assert_eq!(sitting.preview("2026-03-10", None, "row").rule, None);
    let before = sitting.bytes();
    // A rule made later holds for the corrected row too, and the preview has said so.
    let text = format!("{}text \"tesco stores\" -> {GIFTS}\n", sitting.rules().text);
    sitting.set(&text);
    assert_eq!(
        sitting.said(&days),
        [pair(GIFTS, "rule"), pair(GIFTS, "rule")]
    );
    // A correction of a row that the rule decides names the rule, and is an exception from it.
    let preview = sitting.preview("2026-04-02", Some(COFFEE), "row");
    let rule = preview.rule.unwrap();
    assert_eq!(rule.text, format!("text \"tesco stores\" -> {GIFTS}"));
    assert_eq!((rule.rows, preview.count, preview.more), (2, 1, 1));
    sitting.correct("2026-04-02", Some(COFFEE), "row");
    assert_eq!(
        sitting.said(&days),
        [pair(GIFTS, "rule"), pair(COFFEE, "correction")]
    );
    assert!(sitting.rules().text.starts_with("except row "));
    assert_eq!(sitting.rules().issues, []);
    // Or the rule is changed, for all of its rows, exceptions of this row included.
    let preview = sitting.preview("2026-04-02", Some("OTHER_OTHER"), "rule");
    assert_eq!((preview.count, preview.changes.len()), (2, 2));
    sitting.correct("2026-04-02", Some("OTHER_OTHER"), "rule");
    let other = pair("OTHER_OTHER", "rule");
    assert_eq!(sitting.said(&days), [other.clone(), other]);
    // Taken back, the correction beneath it is seen again.
    sitting.correct("2026-03-10", None, "rule");
    assert_eq!(sitting.said(&days)[0], pair(COFFEE, "correction"));
    for _ in 0..4 {
        sitting.report(Request::Undo);
    }
    assert_eq!(sitting.bytes(), before);
    let asked = sitting.asked("2026-03-09", Some(GIFTS), "rule");
    assert!(
        matches!(sitting.reply(Request::Correct(asked)), Reply::Error(_)),
        "no rule decides it"
    );
}

#[test]
fn of_a_row_only_nothing_is_learned() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH), ("april.csv", APRIL)]);
    let preview = sitting.preview("2026-03-02", Some(COFFEE), "only");
    assert_eq!((preview.count, preview.more), (1, 3));
    sitting.correct("2026-03-02", Some(COFFEE), "only");
    assert_eq!(
        sitting.said(&["2026-03-02", "2026-03-03"]),
        [pair(COFFEE, "correction"), pair("", "nothing")]
    );
    sitting.correct("2026-03-02", Some(GIFTS), "row");
    assert_eq!(sitting.rules().rules.len(), 1, "one word of one row");
    assert_eq!(sitting.said(&["2026-03-03"]), [pair(GIFTS, "learned")]);
}

#[test]
fn corrections_hold_in_any_order_of_import_and_after_it() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH), ("april.csv", APRIL)]);
    sitting.correct("2026-03-09", Some(GIFTS), "row");
    sitting.correct("2026-04-02", Some(COFFEE), "row");
    let text = sitting.rules().text;
    let rows = |sitting: &mut Sitting| {
        let rows = sitting.ledger().transactions.into_iter();
        let mut rows: Vec<_> = rows
            .map(|row| (row.posting_date, row.category, row.reason.kind))
            .collect();
        rows.sort();
        rows
    };
    let wanted = rows(&mut sitting);
    let again = format!("{MARCH}{}", &APRIL[APRIL.find('\n').unwrap() + 1..]);
    for files in [
        &[("april.csv", APRIL), ("march.csv", MARCH)][..],
        &[("all.csv", again.as_str())],
        &[
            ("march.csv", MARCH),
            ("april.csv", APRIL),
            ("again.csv", again.as_str()),
        ],
    ] {
        let mut late = Sitting::with(files);
        late.set(&text);
        assert_eq!(rows(&mut late), wanted);
        let mut early = Sitting::with(&[]);
        early.set(&text);
        for file in files {
            early.import(&[*file]);
        }
        assert_eq!(rows(&mut early), wanted);
    }
}

#[test]
fn what_is_learned_may_only_suggest() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH)]);
    sitting.correct("2026-03-02", Some(GIFTS), "row");
    assert_eq!(sitting.said(&["2026-03-03"]), [pair(GIFTS, "learned")]);
    sitting.report(Request::SuggestOnly { on: true });
    let row = sitting.row_of("2026-03-03");
    assert_eq!(
        (row.category, row.guesses[0].category.as_str()),
        (None, GIFTS)
    );
    assert_eq!(sitting.said(&["2026-03-02"]), [pair(GIFTS, "correction")]);
    assert!(sitting.rules().suggest_only);
    sitting.report(Request::SuggestOnly { on: false });
    assert_eq!(sitting.said(&["2026-03-03"]), [pair(GIFTS, "learned")]);
}

#[test]
fn a_category_of_ones_own_is_made_below_the_taxonomys() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH), ("april.csv", APRIL)]);
    let mut correct = sitting.asked("2026-03-10", Some("Party \"food\""), "merchant");
    assert!(matches!(
        sitting.reply(Request::Correct(correct.clone())),
        Reply::Error(_)
    ));
    correct.under = Some("FOOD_AND_DRINK_GROCERIES".to_owned());
    sitting.report(Request::Correct(correct));
    let row = sitting.row_of("2026-04-02");
    assert_eq!(row.own_category.as_deref(), Some("Party \"food\""));
    assert_eq!(row.category.as_deref(), Some("FOOD_AND_DRINK_GROCERIES"));
    assert_eq!(
        sitting.rules().own_categories[0].under,
        "FOOD_AND_DRINK_GROCERIES"
    );
    sitting.correct("2026-03-09", Some("Party \"food\""), "row");
    assert_eq!(
        sitting.said(&["2026-03-09"]),
        [pair("Party \"food\"", "correction")]
    );
    let text = sitting.rules().text;
    sitting.set(&format!(
        "{text}group \"Parties\" is \"Party \\\"food\\\"\", {GIFTS}\n"
    ));
    assert_eq!(
        sitting.row_of("2026-03-09").own_group.as_deref(),
        Some("Parties")
    );
    assert_eq!(sitting.row_of("2026-03-02").own_group, None);
}

/// A group of the person's own is one where figures are: in the overview, its rows, and the answer to a question.
#[test]
fn a_group_of_ones_own_is_counted_opened_and_asked_about() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH), ("april.csv", APRIL)]);
    let overview = |sitting: &mut Sitting| {
        let of = OverviewOf {
            today: "2026-04-05".to_owned(),
            period: Some(Period {
                start: "2026-03-01".to_owned(),
                end: "2026-04-01".to_owned(),
            }),
            ..OverviewOf::default()
        };
        match sitting.body(Request::Overview(of)) {
            Body::Overview(overview) => overview.by_category,
            other => panic!("{other:?}"),
        }
    };
    let before = overview(&mut sitting);
    sitting.set(&format!(
        "merchant \"Tesco\" and amount 25 -> \"Party\"\ncategory \"Party\" under FOOD_AND_DRINK_GROCERIES\n\
         text \"quenthorpe\" -> FOOD_AND_DRINK_GROCERIES\ntext \"zeldin*\" -> {COFFEE}\n\
         group \"Treats\" is \"Party\", {COFFEE}\n"
    ));
    let after = overview(&mut sitting);
    assert_eq!(before.total, after.total, "another group moves no money");
    let parts: Vec<(&str, Value)> = after
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.value.clone()))
        .collect();
    let money = |amount: &str| {
        Value::Money(Money {
            amount: amount.to_owned(),
            currency: None,
        })
    };
    assert_eq!(
        parts,
        [("Treats", money("35.50")), ("Groceries", money("12.50"))]
    );
    // The rows behind each part are the rows that were added up.
    for (code, sums) in [
        ("own:Treats", &["-3.20", "-25.00", "-4.10", "-3.20"][..]),
        ("rest:groceries", &["-12.50"]),
        ("own:Nothing", &[]),
    ] {
        let mut of = RowsOf {
            limit: 10,
            ..RowsOf::default()
        };
        of.period = Some(Period {
            start: "2026-03-01".to_owned(),
            end: "2026-04-01".to_owned(),
        });
        of.filter.categories = vec![code.to_owned()];
        let Body::Rows(page) = sitting.body(Request::Rows(of)) else {
            panic!("rows");
        };
        let found: Vec<&str> = page
            .rows
            .iter()
            .map(|row| row.amount.amount.as_str())
            .collect();
        assert_eq!(found, sums, "{code}");
    }
    let mut ask = |question: &str| {
        let ask = Ask {
            question: question.to_owned(),
            today: "2026-04-05".to_owned(),
            ..Ask::default()
        };
        match sitting.body(Request::Ask(ask)) {
            Body::Answer(answer) => answer,
            other => panic!("{other:?}"),
        }
    };
    let answer = ask("how much did I spend on treats in March 2026?");
    assert_eq!(
        (answer.value.clone(), answer.proof.count),
        (money("35.50"), 4)
    );
    assert!(answer.sentence.contains("Treats"), "{}", answer.sentence);
    assert_eq!(answer.plan.unwrap().include.categories, ["own:Treats"]);
    let answer = ask("and on groceries?");
    assert_eq!(
        answer.value,
        money("37.50"),
        "all groceries, the party's too"
    );
}

#[test]
fn a_text_of_rules_is_taken_word_for_word_and_its_faults_are_said() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH)]);
    let text = "# mine\ntext \"ZELDIN*\" and amount ..3.50 -> FOOD_AND_DRINK_COFFEE\n\
        text \"quenthorpe\" -> merchant \"Quenthorpe Farm\", FOOD_AND_DRINK_GROCERIES\n\
        merchant \"Quenthorpe Farm\" and out -> GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES\n\
        merchant Tesco -> OTHER_OTHER\n";
    let request = SetRules {
        text: text.to_owned(),
        preview: Some(true),
    };
    let Body::Preview(preview) = sitting.body(Request::SetRules(request)) else {
        panic!("a preview");
    };
    assert_eq!(preview.count, 3);
    assert_eq!(preview.issues[0].at.row, Some(5));
    assert_eq!(
        preview.issues[0].sentence,
        "Line 5: cannot read \"Tesco\". Expected words between quotation marks. Line left out; the others hold."
    );
    sitting.set(text);
    assert_eq!(sitting.rules().text, text);
    assert_eq!(
        sitting.said(&["2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10"]),
        [
            pair(COFFEE, "rule"),
            pair("", "nothing"),
            pair("FOOD_AND_DRINK_GROCERIES", "rule"),
            pair("FOOD_AND_DRINK_GROCERIES", "brand"),
        ]
    );
    assert_eq!(
        sitting.row_of("2026-03-09").merchant.as_deref(),
        Some("Quenthorpe Farm")
    );
    let made = sitting.ledger().decisions;
    let rules: Vec<_> = made.iter().filter(|made| made.kind == "rule").collect();
    assert_eq!(rules.len(), 3);
    assert_eq!(rules[0].transactions.len(), 2);
}

#[test]
fn what_needs_review_can_be_listed_by_money() {
    let mut sitting = Sitting::with(&[("march.csv", MARCH), ("april.csv", APRIL)]);
    let of = RowsOf {
        limit: 10,
        needs_review: true,
        largest_first: true,
        ..RowsOf::default()
    };
    let Body::Rows(page) = sitting.body(Request::Rows(of)) else {
        panic!("rows");
    };
    let sums: Vec<_> = page
        .rows
        .iter()
        .map(|row| row.amount.amount.as_str())
        .collect();
    assert_eq!(
        sums,
        ["-19.00", "-4.10", "-3.20", "-3.20", "-3.20", "-12.50"],
        "the merchant with most money first, its largest row first"
    );
    let waiting = page.waiting.unwrap();
    let sums: Vec<_> = waiting.sums.iter().map(|sum| sum.amount.as_str()).collect();
    assert_eq!((waiting.merchants, sums), (3, vec!["45.20"]));
}
