//! What the person changes by hand, drawn from the engine's own replies.

use farthing::native::EncodingRs;
use farthing::view::state::{Event, Filter, Hand, Screen};
use farthing::wire::{
    Body, Door, Envelope, FileBytes, ImportFiles, PartSaid, Reply, Request, RowsOf, SplitSaid,
};

use super::walk::{Walk, assert_has, golden};

fn told(door: &mut Door, request: Request) -> Body {
    let mut replies = door.run(Envelope { id: 1, request }).into_iter();
    match replies.next_back().map(|said| said.reply) {
        Some(Reply::Ok { body }) => body,
        other => panic!("{other:?}"),
    }
}

const JANUARY: &str = "Date,Description,Amount,Currency,Balance\n2026-01-05,RENT,-500.00,GBP,500.00\n\
    2026-01-31,LOAF,-5.00,GBP,495.00\n";
const MARCH: &str = "Date,Description,Amount,Currency,Balance\n2026-03-01,PAY,900.00,GBP,1300.00\n\
    2026-03-09,MARLOWS,-30.00,GBP,1270.00\n2026-03-15,LOAF,-5.00,GBP,1252.60\n";
const RATES: &str = "Date,USD,GBP,\n2026-03-09,1.2,0.8,\n2026-03-06,1.1,0.8,\n";

fn opened() -> Door {
    let mut door = Door::new(Box::new(EncodingRs));
    let file = |name: &str, text: &str| FileBytes {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec().into(),
        held: None,
    };
    let files = vec![
        file("everyday-jan.csv", JANUARY),
        file("everyday-mar.csv", MARCH),
        file("eurofxref.csv", RATES),
    ];
    told(
        &mut door,
        Request::Import(ImportFiles {
            files,
            ..ImportFiles::default()
        }),
    );
    door
}

#[tokio::test]
async fn accounts_show_what_files_cover_and_what_is_missing() {
    let mut door = opened();
    let report = told(&mut door, Request::Files);
    let mut walk = Walk::new()
        .tell(Event::Picked {
            names: vec!["everyday-jan.csv".to_owned()],
        })
        .hear(report);
    walk.open.clear();
    let walk = walk
        .tell(Event::Go(Screen::Accounts))
        .hear(told(&mut door, Request::Accounts))
        .hear(told(&mut door, Request::Rates))
        .tell(Event::Hand(Hand::Open("a1".to_owned())));
    let html = golden("accounts", walk).await;
    assert_has(
        &html,
        &[
            "No file covers 1",
            "Balance does not follow from the rows: £12.40 out is missing",
            "class=\"m none\"",
            "id=\"account-name\"",
            "everyday-mar.csv is not of this account",
            "eurofxref.csv: 2 currencies in euro",
        ],
    );
}

#[tokio::test]
async fn a_row_tells_its_parts_and_opens_them() {
    let mut door = opened();
    let all = || {
        Request::Rows(RowsOf {
            limit: 10,
            ..RowsOf::default()
        })
    };
    let Body::Rows(page) = told(&mut door, all()) else {
        panic!("rows")
    };
    let at = page.rows.iter().position(|row| row.descriptor == "MARLOWS");
    let part = |category: &str, amount: &str| PartSaid {
        category: category.to_owned(),
        amount: amount.to_owned(),
        note: None,
    };
    let parts = vec![
        part("FOOD_AND_DRINK_GROCERIES", "-25.00"),
        part("FOOD_AND_DRINK_COFFEE", "-5"),
    ];
    let transaction = page.rows[at.unwrap()].id.clone();
    let report = told(
        &mut door,
        Request::Split(SplitSaid {
            transaction,
            parts,
            ..SplitSaid::default()
        }),
    );
    let mut walk = Walk::new()
        .tell(Event::Picked {
            names: vec!["everyday-jan.csv".to_owned()],
        })
        .hear(report);
    walk.open.clear();
    let walk = walk
        .tell(Event::Rows(Filter::default()))
        .hear(told(&mut door, all()))
        .tell(Event::Pick(at.unwrap() as u64))
        .tell(Event::Hand(Hand::Row));
    let html = golden("row-parts", walk).await;
    assert_has(
        &html,
        &[
            "Split into 2 parts",
            "Make it whole again",
            "value=\"25.00\"",
        ],
    );
}
