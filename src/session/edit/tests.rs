use super::*;
use crate::book::{Criteria, Filter, Flow};
use crate::category::Category;
use crate::money::Amount;
use crate::native::EncodingRs;
use crate::session::{Incoming, Way};

const EVERYDAY: &str = "Date,Description,Amount,Currency\n2026-03-02,RENT,-500.00,GBP\n\
    2026-03-04,MARLOWS SUPERMARKET,-60.00,GBP\n2026-03-09,LOAF,-3.20,GBP\n2026-03-09,LOAF,-3.20,GBP\n";
const SAVER: &str = "Date,Details,Money,Balance\n2026-03-03,INTEREST PAID,1.00,101.00\n\
    2026-03-09,LOAF,-3.20,97.80\n2026-03-10,CAKE,-7.80,90.00\n";

fn run(session: &mut Session) {
    while session.step_import().is_some() {}
}

fn import(session: &mut Session, name: &str, text: &str) {
    let file = (name.into(), Incoming::Bytes(text.into()));
    session.begin_import(vec![file], crate::money::Currency::from_code("GBP"));
    run(session);
}

fn opened() -> Session {
    let mut session = Session::new(Box::new(EncodingRs));
    import(&mut session, "everyday.csv", EVERYDAY);
    import(&mut session, "saver.csv", SAVER);
    session
}

fn state(session: &Session) -> Vec<String> {
    let book = session.book();
    let ledger = book.ledger();
    let rows = ledger.indices().map(|at| {
        let parts = book.parts(at).map(|part| {
            let money = ledger.amount_at(part).to_string();
            format!("{money} {:?} {:?}", book.category(part), book.part_of(part))
        });
        let parts: Vec<String> = parts.collect();
        format!(
            "{} {:?} {:?} {:?} {parts:?} {:?}",
            ledger.id(at),
            book.counts_as(at),
            book.category(at),
            book.mark(at),
            book.account(at)
        )
    });
    let accounts = ledger.accounts().iter();
    rows.chain(accounts.map(|account| format!("{account:?}")))
        .collect()
}

fn row(session: &Session, words: &str) -> TransactionId {
    let ledger = session.book().ledger();
    let is = |at: &Index| ledger.transaction(*at).unwrap().descriptor.contains(words);
    ledger.id(ledger.indices().find(is).unwrap())
}

fn part(category: &str, amount: &str) -> Part {
    Part {
        category: category.into(),
        amount: Amount::parse_plain(amount).unwrap(),
        note: "for Ann".into(),
    }
}

const GROCERIES: &str = "FOOD_AND_DRINK_GROCERIES";
const GIFTS: &str = "GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES";

/// Spending, of a category or of all.
fn spent(session: &Session, category: Option<&str>) -> (String, usize) {
    let category = category.map(|code| Category::from_code(code).unwrap());
    let filter = Filter {
        flow: Flow::Spending,
        include: Criteria {
            categories: category.into_iter().collect(),
            ..Criteria::default()
        },
        ..Filter::default()
    };
    let rows = session.book().select(&filter).rows;
    let totals = session.book().totals(&rows);
    (totals[0].spending_money().amount().to_string(), rows.len())
}

#[test]
fn every_edit_is_taken_back_and_done_again() {
    let mut session = opened();
    let mut states = vec![state(&session)];
    let rent = row(&session, "RENT");
    let shop = row(&session, "MARLOWS");
    let mut edit = |session: &mut Session, begun: Result<(), Refusal>| {
        begun.unwrap();
        run(session);
        states.push(state(session));
    };
    let tags = vec!["#House, home".into(), "house".into()];
    let begun = session.begin_mark(rent, Some(" the flat "), Some(tags));
    edit(&mut session, begun);
    let parts = vec![part(GROCERIES, "-45.00"), part(GIFTS, "-15.00")];
    let begun = session.begin_split(shop, parts);
    edit(&mut session, begun);
    let begun = session.begin_account(AccountId(1), Some("Rainy day"), Some(AccountKind::Cash));
    edit(&mut session, begun);
    let begun = session.begin_merge(AccountId(1), AccountId(0));
    edit(&mut session, begun);
    assert_eq!(session.book().ledger().accounts().len(), 1);
    let file = session.files()[1].id;
    let begun = session.begin_apart(AccountId(0), file);
    edit(&mut session, begun);
    assert_eq!(session.book().ledger().accounts().len(), 2);
    assert_ne!(states[4], states[5]);
    for (way, order) in [(Way::Undo, [4, 3, 2, 1, 0]), (Way::Redo, [1, 2, 3, 4, 5])] {
        for wanted in order {
            session.begin_step(way).unwrap();
            run(&mut session);
            assert_eq!(state(&session), states[wanted], "{way:?} to {wanted}");
        }
    }
}

#[test]
fn figures_by_category_count_the_parts_and_all_others_the_row() {
    let mut session = opened();
    let (all, gifts) = (spent(&session, None), session.book().ledger().len());
    let shop = row(&session, "MARLOWS");
    let parts = vec![
        part(GROCERIES, "-44.99"),
        part(GIFTS, "-10.00"),
        part("TRANSFER_OUT_SAVINGS", "-5.01"),
    ];
    let short = vec![part(GROCERIES, "-44.99"), part(GIFTS, "-15.00")];
    assert_eq!(session.begin_split(shop, short), Err(Refusal::NotWhole));
    session.begin_split(shop, parts).unwrap();
    run(&mut session);
    assert_eq!(spent(&session, Some(GROCERIES)).0, "44.99");
    assert_eq!(spent(&session, Some(GIFTS)).0, "10.00");
    let (sum, _) = spent(&session, None);
    let less = |text: &str| Amount::parse_plain(text).unwrap().to_decimal();
    assert_eq!(
        less(&all.0) - less(&sum),
        less("5.01"),
        "savings are no spending"
    );
    assert_eq!(session.book().ledger().len(), gifts, "it stays one row");
    let book = session.book();
    let at = book
        .ledger()
        .indices()
        .find(|at| book.ledger().id(*at) == shop);
    let parts: Vec<Index> = book.parts(at.unwrap()).collect();
    let ids: std::collections::BTreeSet<_> = parts.iter().map(|at| book.ledger().id(*at)).collect();
    assert_eq!(ids.len(), 3);
    assert!(!ids.contains(&shop));
}

#[test]
fn what_was_said_survives_reading_the_files_again_and_another_file() {
    let mut session = opened();
    let shop = row(&session, "MARLOWS");
    let parts = vec![part(GROCERIES, "-45.00"), part(GIFTS, "-15.00")];
    session.begin_split(shop, parts).unwrap();
    run(&mut session);
    session.begin_mark(shop, Some("party"), None).unwrap();
    run(&mut session);
    session
        .begin_account(AccountId(0), Some("Joint"), None)
        .unwrap();
    run(&mut session);
    session.begin_merge(AccountId(1), AccountId(0)).unwrap();
    run(&mut session);
    let before = state(&session);
    import(&mut session, "everyday again.csv", EVERYDAY);
    import(&mut session, "saver (2).csv", SAVER);
    assert_eq!(session.book().ledger().accounts().len(), 1);
    assert_eq!(state(&session).len(), before.len());
    let (sum, _) = spent(&session, Some(GIFTS));
    assert_eq!(sum, "15.00");
    let noted = session.book().ledger().indices();
    let noted = noted.filter(|at| session.book().mark(*at).is_some());
    assert_eq!(noted.count(), 1);
    assert_eq!(&*session.book().ledger().accounts()[0].name, "Joint");
}

#[test]
fn a_row_in_both_merged_accounts_is_there_once() {
    let mut session = opened();
    let before = session.book().ledger().len();
    session.begin_merge(AccountId(1), AccountId(0)).unwrap();
    run(&mut session);
    // The third LOAF is one of the two: the files of one account overlap on that day.
    assert_eq!(session.book().ledger().len(), before - 1);
    assert_eq!(
        session.begin_merge(AccountId(0), AccountId(0)),
        Err(Refusal::Unknown)
    );
    assert_eq!(
        session.begin_merge(AccountId(7), AccountId(0)),
        Err(Refusal::Unknown)
    );
}

#[test]
fn accounts_of_files_too_large_to_keep_are_made_one_and_set_apart_all_the_same() {
    let mut kept = opened();
    let mut large = Session::new(Box::new(EncodingRs));
    large.kept_bytes = 0;
    import(&mut large, "everyday.csv", EVERYDAY);
    import(&mut large, "saver.csv", SAVER);
    assert!(large.sources.iter().all(|source| !source.is_whole()));
    let mut states = vec![state(&large)];
    let files = |session: &Session| format!("{:?}", session.files());
    for step in 0..3 {
        for session in [&mut kept, &mut large] {
            let file = session.files()[1].id;
            let begun = match step {
                0 => session.begin_merge(AccountId(1), AccountId(0)),
                1 => session.begin_apart(AccountId(0), file),
                _ => session.begin_account(AccountId(0), Some("Joint"), None),
            };
            begun.unwrap();
            run(session);
        }
        // As if they had been read again.
        assert_eq!(state(&kept), state(&large), "{step}");
        assert_eq!(files(&kept), files(&large), "{step}");
        states.push(state(&large));
    }
    for (way, order) in [(Way::Undo, [2, 1, 0]), (Way::Redo, [1, 2, 3])] {
        for wanted in order {
            large.begin_step(way).unwrap();
            run(&mut large);
            assert_eq!(state(&large), states[wanted], "{way:?} to {wanted}");
        }
    }
    let first = large.files()[0].id;
    assert_eq!(
        large.begin_take_out(first),
        Err(Refusal::NotKept("saver.csv".into()))
    );
}

#[test]
fn a_note_is_found_by_its_words() {
    let mut session = opened();
    let rent = row(&session, "RENT");
    session
        .begin_mark(rent, None, Some(vec!["Holiday".into()]))
        .unwrap();
    run(&mut session);
    let filter = Filter {
        flow: Flow::Any,
        include: Criteria {
            text: vec!["holi".into()],
            ..Criteria::default()
        },
        ..Filter::default()
    };
    assert_eq!(session.book().select(&filter).rows.len(), 1);
    session
        .begin_mark(rent, Some(""), Some(Vec::new()))
        .unwrap();
    run(&mut session);
    assert!(session.book().select(&filter).rows.is_empty());
}

#[test]
fn a_zipped_file_of_rates_is_taken_in_and_out_like_any_file() {
    let mut session = opened();
    let bytes = include_bytes!("../../../tests/fixtures/rates/history.zip").to_vec();
    session.begin_import(
        vec![("eurofxref-hist.zip".into(), Incoming::Bytes(bytes))],
        None,
    );
    run(&mut session);
    let rates = session.rates();
    assert_eq!(rates.tables.len(), 1);
    assert_eq!(rates.tables[0].days(), 4);
    let rows = session.book().ledger().len();
    session.begin_step(Way::Undo).unwrap();
    run(&mut session);
    assert!(session.rates().is_empty());
    session.begin_step(Way::Redo).unwrap();
    run(&mut session);
    assert_eq!(session.rates(), rates);
    assert_eq!(session.book().ledger().len(), rows);
    let nothing = crate::book::Rate {
        from: crate::money::Currency::from_code("EUR").unwrap(),
        value: Amount::ZERO,
        to: crate::money::Currency::from_code("GBP").unwrap(),
        day: crate::calendar::Day(0),
    };
    assert_eq!(session.begin_rates(vec![nothing]), Err(Refusal::Unknown));
}
