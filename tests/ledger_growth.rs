//! Whatever comes to a ledger bit by bit, it is at each step what it would be were everything worked out anew, and in the
//! end what all at once make of it: transactions, matches, pairs with their reasons and confidences, names, categories.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "what cannot be asked for is a failure")]

use std::fmt::Write as _;
use std::sync::Arc;

use farthing::book::{Book, Part};
use farthing::calendar::Day;
use farthing::ledger::{AccountId, Choice, Verdict};
use farthing::money::Amount;
use farthing::native::EncodingRs;
use farthing::session::{ImportStep, Incoming, Refusal, Session, Way};
use proptest::collection::vec;
use proptest::prelude::*;

/// Six years, so that what is near a file is little of the whole.
const DAYS: i32 = 2200;
/// 2020-01-01.
const FIRST: i32 = 18_262;

/// What happens in a household: how many days after the first, and which of its habits.
#[derive(Clone, Debug)]
struct Event {
    day: i32,
    habit: usize,
    amount: usize,
    late: i32,
}

const AMOUNTS: [i64; 4] = [360, 1_240, 20_000, 41_210];
const EVERYDAY: usize = 0;
const SAVER: usize = 1;
const CARD: usize = 2;
const EUROS: usize = 3;
const ACCOUNTS: [(&str, &str, &str); 4] = [
    ("everyday", "10002000", "GBP"),
    ("saver", "30004000", "GBP"),
    ("lark card", "50006000", "GBP"),
    ("euro", "70008000", "EUR"),
];

/// A row of a file: account, day, amount, words, and whether it is held only.
type Line = (usize, i32, i64, &'static str, bool);

/// The rows that an event leaves in the person's accounts.
fn lines(event: &Event) -> Vec<Line> {
    let Event {
        day,
        habit,
        amount,
        late,
    } = *event;
    let (minor, then) = (AMOUNTS[amount], day + late);
    match habit {
        0 => vec![(EVERYDAY, day, -minor, "KETTLE AND CRUMB", false)],
        1 => vec![(CARD, day, -minor, "MARLOWS 2214 LEEDS", false)],
        // Back whole, or in part, weeks later.
        2 => vec![
            (CARD, day, -minor, "MARLOWS 2214 LEEDS", false),
            (
                CARD,
                day + late * 9,
                minor,
                "REFUND MARLOWS 2214 LEEDS",
                false,
            ),
        ],
        3 => vec![
            (CARD, day, -minor, "TESCO STORES 6148", false),
            (CARD, day + late * 7, minor / 2, "TESCO STORES 6148", false),
            (
                CARD,
                day + late * 9,
                minor - minor / 2,
                "TESCO STORES 6148",
                false,
            ),
        ],
        4 => vec![
            (EVERYDAY, day, -minor, "TRANSFER TO SAVER", false),
            (SAVER, then, minor, "TRANSFER FROM EVERYDAY", false),
        ],
        5 => vec![
            (EVERYDAY, day, -minor, "CARD REPAYMENT", false),
            (CARD, then, minor, "PAYMENT RECEIVED", false),
        ],
        6 => vec![
            (EVERYDAY, day, -minor, "TRANSFER TO EURO ACCOUNT", false),
            (
                EUROS,
                then,
                minor * (112 + i64::from(late)) / 100,
                "TRANSFER FROM EVERYDAY",
                false,
            ),
        ],
        // To an account that is not here, time and again.
        7 => vec![(EVERYDAY, day, -minor, "STANDING ORDER HOLIDAY POT", false)],
        8 => vec![(SAVER, day, minor, "STANDING ORDER", false)],
        // Held, then booked; or never.
        9 => vec![
            (CARD, day, -minor, "THE OLD OAK", true),
            (CARD, then, -minor - minor / 10, "OLD OAK LEEDS", false),
        ],
        10 => vec![(CARD, day, -minor, "PREMIER INN 4410", true)],
        11 => vec![
            (EVERYDAY, day, -minor, "TRANSFER TO SAVER", false),
            (SAVER, then, minor - 50, "TRANSFER FROM EVERYDAY", false),
        ],
        _ => vec![(EVERYDAY, day, minor, "MILL LANE SCHOOL SALARY", false)],
    }
}

const HABITS: usize = 13;

/// The same as another kind of download words them.
fn reworded(words: &str) -> String {
    match words {
        "KETTLE AND CRUMB" => "CARD PAYMENT TO KETTLE AND CRUMB".to_owned(),
        "MARLOWS 2214 LEEDS" => "CARD PAYMENT TO MARLOWS".to_owned(),
        other => other.to_owned(),
    }
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (0..DAYS, 0..HABITS, 0..AMOUNTS.len(), 0..5i32);
    let event = event.prop_map(|(day, habit, amount, late)| Event {
        day,
        habit,
        amount,
        late,
    });
    // Some happens all over the years, and much in a few weeks.
    let crowded = (0..HABITS, 0..AMOUNTS.len(), 0..5i32, 1000..1060);
    let crowded = crowded.prop_map(|(habit, amount, late, day)| Event {
        day,
        habit,
        amount,
        late,
    });
    (vec(event, 60..160), vec(crowded, 0..40)).prop_map(|(mut all, crowded)| {
        all.extend(crowded);
        all
    })
}

/// A file of one account: from which to which day, and how it words rows.
#[derive(Clone, Debug)]
struct Piece {
    account: usize,
    from: i32,
    to: i32,
    is_reworded: bool,
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let cuts = vec((1..DAYS, 0..25i32), 1..4);
    let of_account = (cuts, any::<bool>(), 0..DAYS);
    vec(of_account, ACCOUNTS.len()).prop_map(|accounts| {
        let mut pieces = Vec::new();
        for (account, (mut cuts, has_other, other)) in accounts.into_iter().enumerate() {
            cuts.sort_unstable();
            let mut from = 0;
            for (to, back) in cuts {
                pieces.push(Piece {
                    account,
                    from,
                    to,
                    is_reworded: false,
                });
                from = (to + 1 - back).max(0);
            }
            pieces.push(Piece {
                account,
                from,
                to: DAYS + 60,
                is_reworded: false,
            });
            if has_other {
                pieces.push(Piece {
                    account,
                    from: other,
                    to: other + 90,
                    is_reworded: true,
                });
            }
        }
        pieces
    })
}

fn csv(events: &[Event], piece: &Piece) -> String {
    let (_, number, currency) = ACCOUNTS[piece.account];
    let mut lines: Vec<Line> = events.iter().flat_map(lines).collect();
    lines.retain(|line| line.0 == piece.account && (piece.from..=piece.to).contains(&line.1));
    // What is booked long since is held in no file any more, except in one that ends soon after.
    lines.retain(|line| !line.4 || piece.to - line.1 < 4 || line.1 % 3 == 0);
    lines.sort_by_key(|line| line.1);
    let mut text = "Date,Account Number,Description,Paid out,Paid in,Currency,Status\n".to_owned();
    for (_, day, minor, words, held) in lines {
        let date = Day(FIRST + day).to_date();
        let words = match piece.is_reworded {
            true => reworded(words),
            false => words.to_owned(),
        };
        let amount = format!("{}.{:02}", minor.abs() / 100, minor.abs() % 100);
        let (out, into) = if minor < 0 {
            (&*amount, "")
        } else {
            ("", &*amount)
        };
        let state = if held { "Pending" } else { "Booked" };
        writeln!(
            text,
            "{date},{number},{words},{out},{into},{currency},{state}"
        )
        .unwrap();
    }
    text
}

fn files(events: &[Event], pieces: &[Piece], order: &[usize]) -> Vec<(Arc<str>, Incoming)> {
    let places = order.iter().filter(|place| **place < pieces.len());
    let files = places.map(|place| (*place, &pieces[*place]));
    let files = files.map(|(place, piece)| (place, piece, csv(events, piece)));
    let files = files.filter(|(_, _, text)| text.lines().count() > 1);
    let named = |(place, piece, text): (usize, &Piece, String)| {
        let name = format!("{} {place}.csv", ACCOUNTS[piece.account].0);
        (Arc::from(name), Incoming::Bytes(text.into_bytes()))
    };
    files.map(named).collect()
}

fn run(session: &mut Session) {
    while !matches!(
        session.step_import(),
        Some(ImportStep::Done(_) | ImportStep::GivenUp(_)) | None
    ) {}
}

/// All that follows from the rows, in order.
fn state(book: &Book) -> Vec<String> {
    let ledger = book.ledger();
    let rows = ledger.indices().map(|at| {
        let row = ledger.transaction(at).unwrap();
        let merchant = book
            .merchant(at)
            .map(|merchant| book.merchant_name(merchant));
        let pair = book.pair_of(at);
        let pair = pair.map(|pair| (pair.kind, ledger.id(pair.out), ledger.id(pair.back)));
        let parts: Vec<String> = book
            .parts(at)
            .map(|part| format!("{} {:?}", ledger.amount_at(part), book.target(part)))
            .collect();
        format!(
            "{} {:?} {} {} {} {merchant:?} {:?} {:?} {:?} {:?} {pair:?} {parts:?} {:?}",
            ledger.id(at),
            row.account,
            row.posting_date.to_date(),
            row.amount,
            row.descriptor,
            book.target(at),
            book.reason(at),
            book.counts_as(at),
            book.naming(at),
            ledger.sources(at),
        )
    });
    let decisions = book.decisions();
    let decided = decisions.iter().map(|decision| format!("{decision:?}"));
    rows.chain(decided).collect()
}

/// Where two states differ; nothing where they are the same.
fn difference(left: &[String], right: &[String]) -> Option<String> {
    if left == right {
        return None;
    }
    let only = |of: &[String], other: &[String]| -> Vec<String> {
        of.iter()
            .filter(|row| !other.contains(row))
            .take(6)
            .cloned()
            .collect()
    };
    let first = left.iter().zip(right).find(|(left, right)| left != right);
    let (left, right) = (only(left, right), only(right, left));
    Some(format!(
        "bit by bit: {left:#?}\nanew: {right:#?}\nfirst: {first:#?}"
    ))
}

/// Whether a book is what it would be were everything worked out anew.
fn is_as_anew(session: &Session) -> Option<String> {
    let book = session.book();
    difference(&state(book), &state(&book.anew()))
}

/// What a person does, by numbers that choose among what there is.
fn act(session: &mut Session, (deed, which): (usize, usize)) -> Result<(), Refusal> {
    let ledger = session.book().ledger();
    let some = |list: usize| which % list.max(1);
    let at = ledger.indices().nth(some(ledger.len())).unwrap();
    let (id, amount) = (ledger.id(at), ledger.amount_at(at));
    let accounts = ledger.accounts().len();
    let (first, second) = (
        AccountId(some(accounts) as u16),
        AccountId(((which / 7) % accounts) as u16),
    );
    let file = session.files()[some(session.files().len())].id;
    let decisions = session.book().decisions();
    let decision = decisions.get(some(decisions.len())).cloned();
    match deed {
        0..=2 => {
            let decision = decision.ok_or(Refusal::Unknown)?;
            session.begin_decide(Choice {
                kind: decision.kind,
                transactions: decision.transactions,
                verdict: [Verdict::Undone, Verdict::Confirmed, Verdict::Open][deed],
                day: None,
                file: None,
            })
        }
        3 => session.begin_rules("text \"marlows\" -> TRANSPORTATION_GAS\ntext \"standing order\" -> TRANSFER_OUT_SAVINGS\n"),
        4 => session.begin_rules(""),
        5 => {
            let half = Amount::new(amount.mantissa() / 2, amount.scale()).unwrap();
            let rest = Amount::new(amount.mantissa() - half.mantissa(), amount.scale()).unwrap();
            let part = |amount| Part {
                amount,
                category: "FOOD_AND_DRINK_COFFEE".into(),
                note: "".into(),
            };
            session.begin_split(id, vec![part(half), part(rest)])
        }
        6 => session.begin_mark(id, Some("noted"), None),
        7 => session.begin_account(first, Some("Renamed"), None),
        8 => session.begin_merge(first, second),
        9 => session.begin_apart(first, file),
        10 => session.begin_take_out(file),
        11 => session.begin_step(Way::Undo),
        _ => session.begin_step(Way::Redo),
    }
}

/// Files of rows, one after the other: account, day, pence, words, whether it is held only.
fn is_as_anew_after(files: &[&[Line]]) -> Option<String> {
    let mut session = Session::new(Box::new(EncodingRs));
    for (place, lines) in files.iter().enumerate() {
        let (name, number, currency) = ACCOUNTS[lines[0].0];
        let mut text =
            "Date,Account Number,Description,Paid out,Paid in,Currency,Status\n".to_owned();
        for (_, day, minor, words, held) in *lines {
            let date = Day(FIRST + day).to_date();
            let amount = format!("{}.{:02}", minor.abs() / 100, minor.abs() % 100);
            let (out, into) = if *minor < 0 {
                (&*amount, "")
            } else {
                ("", &*amount)
            };
            let state = if *held { "Pending" } else { "Booked" };
            writeln!(
                text,
                "{date},{number},{words},{out},{into},{currency},{state}"
            )
            .unwrap();
        }
        let name = Arc::from(format!("{name} {place}.csv"));
        session.begin_import(vec![(name, Incoming::Bytes(text.into_bytes()))], None);
        run(&mut session);
        let found = is_as_anew(&session);
        if found.is_some() {
            return found;
        }
    }
    None
}

#[test]
fn a_purchase_that_comes_later_takes_a_refund_months_behind_it() {
    let bought = [
        (CARD, 0, -1_240, "MARLOWS 2214 LEEDS", false),
        (CARD, 112, 1_240, "REFUND MARLOWS 2214 LEEDS", false),
        (CARD, 900, -360, "TESCO STORES 6148", false),
    ];
    let nearer = [
        (CARD, 8, -1_240, "MARLOWS 2214 LEEDS", false),
        (CARD, 9, -360, "TESCO STORES 6148", false),
    ];
    assert_eq!(is_as_anew_after(&[&bought, &nearer]), None);
}

#[test]
fn what_is_usual_a_month_later_tells_a_held_row_from_the_booked_one() {
    let held = [
        (CARD, -400, -360, "TESCO STORES 6148", false),
        (CARD, 0, -1_240, "MARLOWS 2214 LEEDS", true),
    ];
    let booked = [
        (CARD, 1, -360, "TESCO STORES 6148", false),
        (CARD, 8, -1_240, "MARLOWS 2214 LEEDS", false),
    ];
    let again = [
        (CARD, 36, -1_240, "MARLOWS 2214 LEEDS", false),
        (CARD, 37, -360, "TESCO STORES 6148", false),
    ];
    assert_eq!(is_as_anew_after(&[&held, &booked, &again]), None);
}

#[test]
fn transfers_months_later_tell_which_account_words_mean() {
    let out = "TRANSFER TO POT";
    let back = "TRANSFER FROM EVERYDAY";
    let everyday = [
        (EVERYDAY, -500, -360, "KETTLE AND CRUMB", false),
        (EVERYDAY, 0, -20_000, out, false),
        (EVERYDAY, 100, -30_000, out, false),
        (EVERYDAY, 130, -40_000, out, false),
        (EVERYDAY, 140, -50_000, out, false),
        (EVERYDAY, 900, -360, "KETTLE AND CRUMB", false),
    ];
    // Of two that came alike, either may be it.
    let saver = [(SAVER, 0, 20_000, back, false)];
    let card = [(CARD, 0, 20_000, back, false)];
    let told = |account| {
        [
            (account, 100, 30_000, back, false),
            (account, 130, 40_000, back, false),
            (account, 140, 50_000, back, false),
        ]
    };
    for account in [SAVER, CARD] {
        let found = is_as_anew_after(&[&everyday, &saver, &card, &told(account)]);
        assert_eq!(found, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_one_by_one_are_what_all_at_once_are(
        events in events(),
        pieces in pieces(),
        order in Just((0..20usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let files = files(&events, &pieces, &order);
        let mut one_by_one = Session::new(Box::new(EncodingRs));
        for file in &files {
            one_by_one.begin_import(vec![file.clone()], None);
            run(&mut one_by_one);
            let anew = is_as_anew(&one_by_one);
            prop_assert!(anew.is_none(), "{}", anew.unwrap());
        }
        let mut at_once = Session::new(Box::new(EncodingRs));
        at_once.begin_import(files, None);
        run(&mut at_once);
        let difference = difference(&state(one_by_one.book()), &state(at_once.book()));
        prop_assert!(difference.is_none(), "{}", difference.unwrap());
    }

    #[test]
    fn what_the_person_does_between_files_is_what_it_would_be_anew(
        events in events(),
        pieces in pieces(),
        order in Just((0..20usize).collect::<Vec<_>>()).prop_shuffle(),
        deeds in vec((0usize..13, 0usize..10_000), 24),
    ) {
        let mut session = Session::new(Box::new(EncodingRs));
        let mut deeds = deeds.into_iter();
        for file in files(&events, &pieces, &order) {
            session.begin_import(vec![file], None);
            run(&mut session);
            for deed in deeds.by_ref().take(2) {
                if session.book().ledger().is_empty() {
                    break;
                }
                if act(&mut session, deed).is_ok() {
                    run(&mut session);
                }
                let anew = is_as_anew(&session);
                prop_assert!(anew.is_none(), "{deed:?}\n{}", anew.unwrap());
            }
        }
    }
}
