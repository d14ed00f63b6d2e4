//! A small invented household in wire messages: what the engine would send, with sums that add up.

use std::collections::BTreeMap;

use farthing::wire::*;

pub fn gbp(amount: &str) -> Money {
    Money {
        amount: amount.to_owned(),
        currency: Some("GBP".to_owned()),
    }
}

pub fn period(start: &str, end: &str) -> Period {
    Period {
        start: start.to_owned(),
        end: end.to_owned(),
    }
}

pub fn says(template: &str, arguments: &[(&str, Argument)]) -> Says {
    let arguments: BTreeMap<_, _> = arguments
        .iter()
        .map(|(name, argument)| ((*name).to_owned(), argument.clone()))
        .collect();
    Says {
        template: template.to_owned(),
        arguments,
    }
}

fn february() -> Period {
    period("2026-02-01", "2026-03-01")
}

fn account(id: &str, name: &str, kind: &str, balance: &str) -> AccountReport {
    AccountReport {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        currency: Some("GBP".to_owned()),
        balance: Some(gbp(balance)),
        balance_date: Some("2026-03-22".to_owned()),
        transactions: 784,
        ..AccountReport::default()
    }
}

pub fn accounts() -> Vec<AccountReport> {
    vec![
        account("a1", "Everyday", "current", "792.64"),
        account("a2", "Card", "card", "-331.90"),
        account("a3", "Saver", "savings", "7600.00"),
    ]
}

fn issue(row: u32, severity: &str, sentence: &str) -> Issue {
    Issue {
        code: "amount-unreadable".to_owned(),
        severity: severity.to_owned(),
        at: Place {
            file: Some("lark-card.ofx".to_owned()),
            row: Some(row),
            column: Some("TRNAMT".to_owned()),
        },
        found: "1.2.30".to_owned(),
        expected: "one decimal point".to_owned(),
        says: Says::default(),
        sentence: sentence.to_owned(),
    }
}

pub fn report() -> ImportReport {
    let everyday = FileReport {
        name: "lark-everyday.csv".to_owned(),
        format: Some("csv".to_owned()),
        period: Some(period("2025-03-01", "2026-03-23")),
        checked: "agrees".to_owned(),
        row_count: 784,
        added: 764,
        already: 20,
        ..FileReport::default()
    };
    let card = FileReport {
        name: "lark-card.ofx".to_owned(),
        format: Some("ofx".to_owned()),
        period: Some(period("2025-03-02", "2026-03-22")),
        checked: "nothingToCheck".to_owned(),
        row_count: 179,
        added: 179,
        skipped: vec![Skipped {
            row: 96,
            code: "amount-unreadable".to_owned(),
        }],
        issues: vec![issue(
            96,
            "rowSkipped",
            "Row 96, \"TRNAMT\": cannot read \"1.2.30\" as an amount. Expected one decimal point, as in 12.30. Row left out.",
        )],
        issue_count: 1,
        ..FileReport::default()
    };
    let holiday = FileReport {
        name: "holiday.pdf".to_owned(),
        checked: "nothingToCheck".to_owned(),
        issues: vec![issue(
            0,
            "failed",
            "This file: this is PDF, not a statement. Banks offer CSV or OFX under \"Export\" or \"Download\".",
        )],
        issue_count: 1,
        ..FileReport::default()
    };
    ImportReport {
        files: vec![everyday, card, holiday],
        accounts: accounts(),
        transactions: 943,
        needs_review: 1,
        sample: None,
        suggestions: [
            "How much did I spend on groceries last month?",
            "What are my biggest subscriptions?",
            "Did anything get charged twice?",
            "Why did my spending go up last month?",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}

pub fn sample() -> ImportReport {
    let file = |name: &str, rows| FileReport {
        name: name.to_owned(),
        format: Some("csv".to_owned()),
        period: Some(period("2024-10-01", "2026-03-23")),
        checked: "agrees".to_owned(),
        row_count: rows,
        added: rows,
        ..FileReport::default()
    };
    ImportReport {
        files: vec![
            file("wrens-everyday.csv", 784),
            file("wrens-card.csv", 180),
            file("wrens-saver.csv", 18),
        ],
        transactions: 982,
        sample: Some(SampleReport {
            name: "The Wrens".to_owned(),
            today: "2026-03-22".to_owned(),
        }),
        ..report()
    }
}

fn row(label: &str, amount: &str, count: u64, group: Option<&str>, share: &str) -> AnswerRow {
    AnswerRow {
        label: label.to_owned(),
        says: Some(match group {
            Some(group) if label != group => Argument::Label(format!("group-{group}")),
            _ => Argument::Text(label.to_owned()),
        }),
        value: Value::Money(gbp(amount)),
        count,
        share: Some(share.to_owned()),
        group: group.map(str::to_owned),
        ..AnswerRow::default()
    }
}

fn months_chart() -> Chart {
    let spent = [
        (2025, 3, "395.18", "0.92"),
        (2025, 4, "350.02", "0.81"),
        (2025, 5, "429.90", "1"),
        (2025, 6, "288.40", "0.67"),
        (2025, 7, "344.11", "0.80"),
        (2025, 8, "398.02", "0.93"),
        (2025, 9, "350.60", "0.82"),
        (2025, 10, "323.77", "0.75"),
        (2025, 11, "428.55", "0.99"),
        (2025, 12, "367.09", "0.85"),
        (2026, 1, "465.86", "0.93"),
        (2026, 2, "404.43", "0.88"),
        (2026, 3, "317.35", "0.69"),
    ];
    let points = spent.map(|(year, month, amount, share)| {
        let (next_year, next) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
        Point {
            label: Argument::Period(period(
                &format!("{year}-{month:02}-01"),
                &format!("{next_year}-{next:02}-01"),
            )),
            value: gbp(amount),
            share: share.to_owned(),
            group: None,
            key: (year, month) == (2026, 2),
            partial: (year, month) == (2026, 3),
            count: 10,
        }
    });
    Chart {
        kind: "columns".to_owned(),
        currency: Some("GBP".to_owned()),
        points: points.to_vec(),
        usual: Some(gbp("371.06")),
        says: says("view-usual", &[("amount", Argument::Money(gbp("371.06")))]),
        ..Chart::default()
    }
}

pub fn groceries() -> Answer {
    Answer {
        number: 1,
        question: "How much did I spend on groceries last month?".to_owned(),
        status: "answered".to_owned(),
        plan: Some(Plan {
            measure: "spend".to_owned(),
            period: Some(february()),
            include: Criteria {
                categories: vec!["FOOD_AND_DRINK_GROCERIES".to_owned()],
                ..Criteria::default()
            },
            group_by: Some("merchant".to_owned()),
            ..Plan::default()
        }),
        value: Value::Money(gbp("404.43")),
        rule: "proved".to_owned(),
        rows: vec![
            row("Marlow’s", "301.66", 5, None, "1"),
            row("Pennywise", "84.80", 3, None, "0.28"),
            row("Corner Loaf", "17.97", 2, None, "0.06"),
        ],
        chart: Some(months_chart()),
        says: says(
            JOINED,
            &[(
                "parts",
                Argument::List(vec![
                    Argument::Text("You spent".to_owned()),
                    Argument::Money(gbp("404.43")),
                    Argument::Text("on groceries in February,".to_owned()),
                    Argument::Money(gbp("61.43")),
                    Argument::Text("less than in January.".to_owned()),
                ]),
            )],
        ),
        sentence: "You spent 404.43 GBP on groceries in 2026-02.".to_owned(),
        proof: Proof {
            count: 10,
            gross: Some(gbp("416.83")),
            refunds: Some(gbp("12.40")),
            net: Some(gbp("404.43")),
            excluded: vec![Excluded {
                reason: "outsidePeriod".to_owned(),
                count: 2,
                sum: Some(gbp("77.50")),
                ..Excluded::default()
            }],
            ..Proof::default()
        },
        suggestions: vec![
            "And so far this month?".to_owned(),
            "Which shop was the most?".to_owned(),
        ],
        ..Answer::default()
    }
}

const JOINED: &str = "joined";

fn transaction(
    day: &str,
    merchant: Option<&str>,
    descriptor: &str,
    amount: &str,
    group: &str,
) -> Transaction {
    let category = match group {
        "groceries" => Some("FOOD_AND_DRINK_GROCERIES"),
        "eating" => Some("FOOD_AND_DRINK_RESTAURANT"),
        "transport" => Some("TRANSPORTATION_PUBLIC_TRANSIT"),
        "income" => Some("INCOME_SALARY"),
        "subs" => Some("ENTERTAINMENT_MUSIC_AND_AUDIO"),
        _ => None,
    };
    Transaction {
        id: format!("{day}-{descriptor}"),
        account: "a1".to_owned(),
        posting_date: day.to_owned(),
        value_date: None,
        transaction_date: None,
        amount: gbp(amount),
        original: None,
        descriptor: descriptor.to_owned(),
        merchant: merchant.map(str::to_owned),
        intermediary: None,
        category: category.map(str::to_owned),
        group: group.to_owned(),
        confidence: "0.93".to_owned(),
        reason: Reason {
            kind: if category.is_some() {
                "brand"
            } else {
                "nothing"
            }
            .to_owned(),
            detail: None,
        },
        guesses: Vec::new(),
        counts_as: match group {
            "income" => "income",
            _ if !amount.starts_with('-') => "refund",
            _ => "purchase",
        }
        .to_owned(),
        pending: false,
        transfer_of: None,
        refund_of: None,
        sources: vec![Source {
            file: "lark-everyday.csv".to_owned(),
            row: 14,
        }],
    }
}

pub fn groceries_proof() -> ProofPage {
    let bought = [
        ("2026-02-04", "Pennywise", "-17.35"),
        ("2026-02-07", "Marlow’s", "-77.21"),
        ("2026-02-08", "Corner Loaf", "-8.77"),
        ("2026-02-11", "Marlow’s", "12.40"),
        ("2026-02-14", "Marlow’s", "-68.88"),
        ("2026-02-15", "Corner Loaf", "-9.20"),
        ("2026-02-18", "Pennywise", "-33.17"),
        ("2026-02-21", "Marlow’s", "-84.11"),
        ("2026-02-25", "Pennywise", "-34.28"),
        ("2026-02-28", "Marlow’s", "-83.86"),
    ];
    let rows =
        bought.map(|(day, name, amount)| transaction(day, Some(name), name, amount, "groceries"));
    let outside = [
        transaction(
            "2026-01-31",
            Some("Marlow’s"),
            "MARLOWS",
            "-69.30",
            "groceries",
        ),
        transaction(
            "2026-03-01",
            Some("Corner Loaf"),
            "CORNER LOAF",
            "-8.20",
            "groceries",
        ),
    ];
    ProofPage {
        answer: 1,
        total: 10,
        offset: 0,
        rows: rows.to_vec(),
        excluded: vec![ExcludedRows {
            reason: "outsidePeriod".to_owned(),
            count: 2,
            sum: Some(gbp("77.50")),
            rows: outside.to_vec(),
        }],
        digest: "06124872db7bc11e8f53".to_owned(),
    }
}

pub fn so_far() -> Answer {
    let line = |shares: &[&str], amount: &str, day: &str| -> Vec<Point> {
        shares
            .iter()
            .enumerate()
            .map(|(at, share)| Point {
                label: Argument::Date(day.replace("DD", &format!("{:02}", at + 1))),
                value: gbp(amount),
                share: (*share).to_owned(),
                ..Point::default()
            })
            .collect()
    };
    Answer {
        number: 2,
        status: "answered".to_owned(),
        plan: Some(Plan {
            measure: "compare".to_owned(),
            period: Some(period("2026-03-01", "2026-03-23")),
            against: Some(period("2026-02-01", "2026-02-23")),
            include: Criteria {
                categories: vec!["FOOD_AND_DRINK_GROCERIES".to_owned()],
                ..Criteria::default()
            },
            ..Plan::default()
        }),
        value: Value::Money(gbp("317.35")),
        rule: "soFar".to_owned(),
        says: says(
            JOINED,
            &[(
                "parts",
                Argument::List(vec![
                    Argument::Money(gbp("317.35")),
                    Argument::Text("in 22 days.".to_owned()),
                ]),
            )],
        ),
        chart: Some(Chart {
            kind: "steps".to_owned(),
            currency: Some("GBP".to_owned()),
            points: line(
                &[
                    "0.02", "0.1", "0.1", "0.3", "0.33", "0.55", "0.55", "0.7", "0.95", "1",
                ],
                "317.35",
                "2026-03-DD",
            ),
            against: line(
                &[
                    "0", "0", "0.05", "0.28", "0.28", "0.45", "0.5", "0.6", "0.85", "0.9",
                ],
                "286.29",
                "2026-02-DD",
            ),
            says: Says::default(),
            ..Chart::default()
        }),
        inherited: vec!["categories".to_owned(), "measure".to_owned()],
        proof: Proof {
            count: 10,
            net: Some(gbp("317.35")),
            gross: Some(gbp("317.35")),
            ..Proof::default()
        },
        notes: vec![says(
            "view-rows-unread",
            &[("first", Argument::Count(1)), ("last", Argument::Count(2))],
        )],
        ..Answer::default()
    }
}

pub fn why_up() -> Answer {
    let point = |label: Argument, amount: &str| Point {
        label,
        value: gbp(amount),
        share: "0.5".to_owned(),
        count: 4,
        ..Point::default()
    };
    let group = |name: &str| Argument::Label(format!("group-{name}"));
    Answer {
        number: 3,
        status: "answered".to_owned(),
        plan: Some(Plan {
            measure: "explainChange".to_owned(),
            period: Some(february()),
            ..Plan::default()
        }),
        value: Value::Money(gbp("157.92")),
        rule: "proved".to_owned(),
        sentence: "February came to 2745.15 GBP, which is 157.92 GBP more than January.".to_owned(),
        says: says(
            "joined",
            &[(
                "parts",
                Argument::List(vec![
                    Argument::Text("February came to".to_owned()),
                    Argument::Money(gbp("2745.15")),
                    Argument::Text("which is".to_owned()),
                    Argument::Money(gbp("157.92")),
                    Argument::Text("more than January.".to_owned()),
                ]),
            )],
        ),
        chart: Some(Chart {
            kind: "waterfall".to_owned(),
            currency: Some("GBP".to_owned()),
            points: vec![
                point(
                    Argument::Period(period("2026-01-01", "2026-02-01")),
                    "2587.23",
                ),
                point(group("travel"), "286.00"),
                point(group("eating"), "161.49"),
                point(group("health"), "23.68"),
                point(group("groceries"), "-61.43"),
                point(group("bills"), "-260.40"),
                point(group("other"), "8.58"),
                point(Argument::Period(february()), "2745.15"),
            ],
            ..Chart::default()
        }),
        proof: Proof {
            count: 101,
            ..Proof::default()
        },
        ..Answer::default()
    }
}

pub fn lowest() -> Answer {
    Answer {
        number: 4,
        status: "answered".to_owned(),
        plan: Some(Plan {
            measure: "afford".to_owned(),
            ..Plan::default()
        }),
        value: Value::Money(gbp("106.73")),
        rule: "estimate".to_owned(),
        says: says(
            "joined",
            &[(
                "parts",
                Argument::List(vec![
                    Argument::Text(
                        "Yes, just. Your lowest day, Tuesday 14 April, would end on".to_owned(),
                    ),
                    Argument::Money(gbp("106.73")),
                ]),
            )],
        ),
        proof: Proof {
            count: 11,
            ..Proof::default()
        },
        ..Answer::default()
    }
}

pub fn not_understood() -> Answer {
    Answer {
        number: 5,
        status: "notUnderstood".to_owned(),
        sentence: "I can only compare you with yourself.".to_owned(),
        unrecognised: vec!["this street".to_owned()],
        suggestions: vec![
            "What did Halden Energy take in March?".to_owned(),
            "How much are my bills a month?".to_owned(),
            "Which bills went up?".to_owned(),
        ],
        ..Answer::default()
    }
}

pub fn breakdown() -> Answer {
    let groups = [
        ("housing", "1265.00", "1"),
        ("groceries", "404.43", "0.32"),
        ("travel", "286.00", "0.226"),
        ("eating", "250.90", "0.198"),
        ("bills", "181.50", "0.143"),
        ("transport", "176.38", "0.139"),
        ("leisure", "50.00", "0.04"),
        ("health", "37.90", "0.03"),
        ("subs", "31.97", "0.025"),
        ("home", "30.31", "0.024"),
        ("cash", "20.00", "0.016"),
        ("shopping", "10.76", "0.009"),
    ];
    Answer {
        number: 6,
        status: "answered".to_owned(),
        plan: Some(Plan {
            measure: "breakdown".to_owned(),
            period: Some(february()),
            group_by: Some("category".to_owned()),
            ..Plan::default()
        }),
        value: Value::Money(gbp("2745.15")),
        rule: "proved".to_owned(),
        says: says(
            "joined",
            &[(
                "parts",
                Argument::List(vec![
                    Argument::Text("February came to".to_owned()),
                    Argument::Money(gbp("2745.15")),
                ]),
            )],
        ),
        rows: groups
            .map(|(group, amount, share)| row("", amount, 3, Some(group), share))
            .to_vec(),
        chart: Some(Chart {
            kind: "bars".to_owned(),
            currency: Some("GBP".to_owned()),
            points: groups
                .map(|(group, amount, share)| Point {
                    label: Argument::Label(format!("group-{group}")),
                    value: gbp(amount),
                    share: share.to_owned(),
                    group: Some(group.to_owned()),
                    count: 3,
                    ..Point::default()
                })
                .to_vec(),
            ..Chart::default()
        }),
        proof: Proof {
            count: 101,
            ..Proof::default()
        },
        ..Answer::default()
    }
}

fn finding(headline: &str, because: &str, figure: &str, rule: &str, caption: &str) -> Finding {
    let text = |text: &str| {
        says(
            "joined",
            &[(
                "parts",
                Argument::List(vec![Argument::Text(text.to_owned())]),
            )],
        )
    };
    Finding {
        kind: "duplicateCharge".to_owned(),
        figure: Value::Money(gbp(figure)),
        rule: rule.to_owned(),
        caption: Some(text(caption)),
        says: text(headline),
        sentence: headline.to_owned(),
        because: Some(text(because)),
        ask: "Did anything get charged twice?".to_owned(),
        ..Finding::default()
    }
}

fn flow(kind: &str, days: Period, partial: bool, sums: [&str; 3]) -> Flow {
    Flow {
        kind: kind.to_owned(),
        period: Some(days),
        partial,
        income: gbp(sums[0]),
        spending: gbp(sums[1]),
        kept: gbp(sums[2]),
    }
}

pub fn overview() -> Overview {
    let groups = breakdown().rows;
    Overview {
        today: "2026-03-22".to_owned(),
        currency: Some("GBP".to_owned()),
        currencies: vec![Some("GBP".to_owned())],
        covered: Some(period("2024-10-01", "2026-03-23")),
        findings: vec![
            finding(
                "Amberly took £64.00 twice, on 17 and 18 March",
                "It has not charged you the same sum within two days before.",
                "64.00",
                "proved",
                "second charge",
            ),
            finding(
                "Reelhouse went up from £10.99 to £12.99",
                "From 14 March. Over a year that is twelve times £2.00.",
                "24.00",
                "proved",
                "more a year",
            ),
            finding(
                "The low point is likely Tuesday 14 April",
                "The day before Mill Lane pays.",
                "163.00",
                "estimate",
                "likely low",
            ),
        ],
        flows: vec![
            flow("month", february(), false, ["2907.20", "2745.15", "162.05"]),
            flow(
                "soFar",
                period("2026-03-01", "2026-03-23"),
                true,
                ["642.80", "2291.11", "-1648.31"],
            ),
            flow(
                "usual",
                period("2026-03-01", "2026-03-23"),
                false,
                ["642.80", "2312.45", "-1669.65"],
            ),
        ],
        period: Some(february()),
        partial: false,
        by_category: Breakdown {
            rows: groups.clone(),
            total: Some(gbp("2745.15")),
            ..Breakdown::default()
        },
        by_merchant: Breakdown {
            rows: vec![
                row("Hill Lettings", "1265.00", 1, None, "1"),
                row("Marlow’s", "301.66", 5, None, "0.24"),
            ],
            more: 31,
            more_sum: Some(gbp("1178.49")),
            total: Some(gbp("2745.15")),
            ..Breakdown::default()
        },
        largest: vec![row("Hill Lettings", "1265.00", 1, None, "1")],
        months: vec![
            flow(
                "month",
                period("2025-11-01", "2025-12-01"),
                false,
                ["2907.20", "2522.13", "385.07"],
            ),
            flow(
                "month",
                period("2025-12-01", "2026-01-01"),
                false,
                ["2907.20", "2759.37", "147.83"],
            ),
            flow(
                "month",
                period("2026-01-01", "2026-02-01"),
                false,
                ["2907.20", "2587.23", "319.97"],
            ),
            flow("month", february(), false, ["2907.20", "2745.15", "162.05"]),
            flow(
                "month",
                period("2026-03-01", "2026-04-01"),
                true,
                ["642.80", "2291.11", "-1648.31"],
            ),
        ],
        months_chart: Some(months_chart()),
        recurring: vec![Recurring {
            merchant: "Brightwire".to_owned(),
            group: "bills".to_owned(),
            cadence: "monthly".to_owned(),
            amount: gbp("32.00"),
            monthly: gbp("32.00"),
            last: "2026-02-24".to_owned(),
            next: Some("2026-03-24".to_owned()),
            count: 18,
            ..Recurring::default()
        }],
        accounts: accounts(),
        transactions: 982,
        needs_review: 1,
        ..Overview::default()
    }
}

pub fn rows() -> RowsPage {
    let mut rows = Vec::new();
    for day in (1..=22).rev() {
        let day = format!("2026-03-{day:02}");
        rows.push(transaction(
            &day,
            Some("Marlow’s"),
            "CARD PAYMENT TO MARLOWS 2214 LEEDS GB",
            "-74.51",
            "groceries",
        ));
        rows.push(transaction(
            &day,
            Some("Kettle & Crumb"),
            "KETTLE AND CRUMB LEEDS",
            "-3.60",
            "eating",
        ));
    }
    rows[0].pending = true;
    rows[3].reason = Reason {
        kind: "mcc".to_owned(),
        detail: Some("5814".to_owned()),
    };
    let mut unknown = transaction("2026-03-19", None, "<b>SQ *RVW 0331</b>", "-18.50", "other");
    unknown.guesses = vec![Guess {
        category: "FOOD_AND_DRINK_RESTAURANT".to_owned(),
        confidence: "0.41".to_owned(),
    }];
    rows.insert(4, unknown);
    rows.insert(
        6,
        transaction(
            "2026-03-13",
            Some("Mill Lane School"),
            "MILL LANE SCHOOL SALARY BGC",
            "642.80",
            "income",
        ),
    );
    let mut moved = transaction("2026-03-12", None, "TO SAVER", "-200.00", "transfers");
    moved.counts_as = "savings".to_owned();
    moved.category = Some("TRANSFER_OUT_SAVINGS".to_owned());
    rows.insert(7, moved);
    RowsPage {
        total: 982,
        of: 982,
        offset: 0,
        rows,
        totals: vec![RowsTotal {
            spending: gbp("-2291.11"),
            spending_count: 40,
            income: gbp("642.80"),
            income_count: 1,
            transfer_count: 4,
        }],
    }
}
