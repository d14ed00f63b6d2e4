//! Answers of every kind.

use farthing::wire::*;

use super::{february, gbp, months_chart, period, row, says};

const JOINED: &str = "joined";

pub(crate) fn groceries() -> Answer {
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

pub(crate) fn so_far() -> Answer {
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

pub(crate) fn why_up() -> Answer {
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
                point(group("travel"), "286.00"),
                point(group("eating"), "161.49"),
                point(group("health"), "23.68"),
                point(group("groceries"), "-61.43"),
                point(group("bills"), "-260.40"),
                point(group("other"), "8.58"),
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

pub(crate) fn lowest() -> Answer {
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

pub(crate) fn not_understood() -> Answer {
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

pub(crate) fn breakdown() -> Answer {
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
