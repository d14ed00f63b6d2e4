//! The overview, and a year by month.

use farthing::wire::*;

use super::{accounts, breakdown, february, gbp, period, row, says};

pub(crate) fn months_chart() -> Chart {
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

pub(crate) fn finding(
    headline: &str,
    because: &str,
    figure: &str,
    rule: &str,
    caption: &str,
) -> Finding {
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

pub(crate) fn flow(kind: &str, days: Period, partial: bool, sums: [&str; 3]) -> Flow {
    Flow {
        kind: kind.to_owned(),
        period: Some(days),
        partial,
        income: gbp(sums[0]),
        spending: gbp(sums[1]),
        kept: gbp(sums[2]),
    }
}

pub(crate) fn overview() -> Overview {
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
