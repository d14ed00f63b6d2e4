//! Rows: those behind an answer, and a page of the table.

use farthing::wire::*;

use super::gbp;

pub(crate) fn transaction(
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
        details: None,
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
        own_category: None,
        own_group: None,
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
            example: None,
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
        balance: None,
        counterparty: None,
        counterparty_account: None,
        reference: None,
        end_to_end_id: None,
        mandate_id: None,
        bank_id: None,
        bank_code: None,
        bank_category: None,
        mcc: None,
        charges: None,
        note: None,
        tags: None,
        parts: None,
        part_of: None,
        sources: vec![Source {
            file: "lark-everyday.csv".to_owned(),
            row: 14,
        }],
    }
}

pub(crate) fn groceries_proof() -> ProofPage {
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

pub(crate) fn rows() -> RowsPage {
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
        example: None,
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
        combined: None,
        waiting: None,
        totals: vec![RowsTotal {
            spending: gbp("-2291.11"),
            spending_count: 40,
            income: gbp("642.80"),
            income_count: 1,
            transfer_count: 4,
        }],
    }
}
