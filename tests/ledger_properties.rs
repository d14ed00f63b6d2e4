//! What holds for every ledger: no order, cut or repetition of files shows in it, every row is accounted for, and what is
//! taken back leaves nothing behind.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use farthing::calendar::Day;
use farthing::ledger::{Choice, Decided, DecisionKind, Index, TransactionId, Verdict};
use farthing::money::{Amount, Total};
use farthing::native::EncodingRs;
use farthing::session::{ImportStep, Incoming, Session};
use farthing::wire::{
    AccountSaid, Body, Decide, Door, Envelope, FileBytes, ImportFiles, MarkSaid, MergeSaid, Reply,
    Request,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// One entry of an account: how many days after the first, and which of few amounts and words, so that many are alike.
#[derive(Clone, Debug)]
struct Entry {
    day: i32,
    amount: usize,
    words: usize,
}

const AMOUNTS: [&str; 6] = ["-3.60", "-2.80", "-12.40", "-200.00", "200.00", "12.40"];
const WORDS: [&str; 6] = [
    "KETTLE AND CRUMB",
    "CITY TRAMS",
    "MARLOWS 2214 LEEDS",
    "TRANSFER TO SAVER",
    "TRANSFER FROM EVERYDAY",
    "REFUND MARLOWS 2214 LEEDS",
];
/// The same as another kind of download words them.
const REWORDED: [&str; 6] = [
    "CARD PAYMENT TO KETTLE AND CRUMB",
    "CITY TRAMS LTD",
    "CARD PAYMENT TO MARLOWS",
    "TRANSFER TO SAVER",
    "TRANSFER FROM EVERYDAY",
    "REFUND FROM MARLOWS",
];
/// 2026-01-01.
const FIRST: i32 = 20_454;
const DAYS: i32 = 60;

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (0..DAYS, 0..AMOUNTS.len(), 0..WORDS.len());
    let entry = entry.prop_map(|(day, amount, words)| Entry { day, amount, words });
    vec(entry, 1..70).prop_map(|mut entries| {
        entries.sort_by_key(|entry| entry.day);
        entries
    })
}

/// Stretches of days that overlap or touch and together are all days.
fn pieces() -> impl Strategy<Value = Vec<(i32, i32)>> {
    let cut = (1..DAYS, 0..15i32);
    vec(cut, 1..4).prop_map(|mut cuts| {
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for (to, back) in cuts {
            pieces.push((from, to));
            from = (to + 1 - back).max(0);
        }
        pieces.push((from, DAYS));
        pieces
    })
}

fn csv(number: &str, entries: &[Entry], (from, to): (i32, i32), words: &[&str]) -> String {
    let mut text = "Date,Account Number,Description,Paid out,Paid in,Currency\n".to_owned();
    for entry in entries {
        if (from..=to).contains(&entry.day) {
            let day = Day(FIRST + entry.day).to_date();
            let (words, amount) = (words[entry.words], AMOUNTS[entry.amount]);
            // In two columns, so that a piece with purchases or income alone is read as the whole is.
            let (out, into) = match amount.strip_prefix('-') {
                Some(out) => (out, ""),
                None => ("", amount),
            };
            writeln!(text, "{day},{number},{words},{out},{into},GBP").unwrap();
        }
    }
    text
}

fn has_rows(text: &str) -> bool {
    text.lines().count() > 1
}

fn import(session: &mut Session, name: &str, text: &str) {
    let file = (Arc::from(name), Incoming::Bytes(text.as_bytes().to_vec()));
    session.begin_import(vec![file], None);
    while !matches!(session.step_import(), Some(ImportStep::Done(_)) | None) {}
}

fn imported(files: &[(String, String)]) -> Session {
    let mut session = Session::new(Box::new(EncodingRs));
    for (name, text) in files.iter().filter(|(_, text)| has_rows(text)) {
        import(&mut session, name, text);
    }
    session
}

/// Every transaction with what it counts as and belongs to, provenance aside.
fn transactions(session: &Session) -> Vec<String> {
    let book = session.book();
    let ledger = book.ledger();
    let mut shown: Vec<String> = ledger
        .indices()
        .map(|at| {
            let row = ledger.transaction(at).unwrap();
            let key = &ledger.account(row.account).unwrap().key;
            let pair = book.pair_of(at);
            let pair = pair.map(|pair| (pair.kind, ledger.id(pair.out), ledger.id(pair.back)));
            format!(
                "{} {key} {} {} {} {:?} {pair:?}",
                ledger.id(at),
                row.posting_date.to_date(),
                row.amount,
                row.descriptor,
                book.counts_as(at),
            )
        })
        .collect();
    shown.sort();
    shown
}

/// The matches, those of rows that a file repeats aside, as they follow how a file is cut.
fn matches(session: &Session) -> Vec<String> {
    let decisions = session.book().decisions().into_iter();
    let decisions = decisions.filter(|one| !matches!(one.because, Decided::SameRows { .. }));
    let mut shown: Vec<String> = decisions
        .map(|one| format!("{:?} {:?} {:?}", one.kind, one.transactions, one.because))
        .collect();
    shown.sort();
    shown
}

fn named(files: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    let files = files.into_iter().enumerate();
    files.map(|(n, text)| (format!("{n}.csv"), text)).collect()
}

/// Rows in more than one pair: a purchase may have several refunds, and nothing else is in two.
fn in_two_pairs(session: &Session) -> Vec<Index> {
    let mut seen: BTreeMap<Index, Vec<bool>> = BTreeMap::new();
    for pair in session.book().pairs() {
        let refund = matches!(
            pair.kind,
            DecisionKind::Refund | DecisionKind::Reimbursement
        );
        seen.entry(pair.out).or_default().push(refund);
        seen.entry(pair.back).or_default().push(false);
    }
    let twice = seen
        .into_iter()
        .filter(|(_, of)| of.len() > 1 && !of.iter().all(|refund| *refund));
    twice.map(|(at, _)| at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_a_file_are_the_file_and_repeating_adds_nothing(
        entries in entries(),
        pieces in pieces(),
        repeated in 0usize..4,
    ) {
        let whole = imported(&named([csv("10002000", &entries, (0, DAYS), &WORDS)]));
        let mut cut: Vec<String> = pieces
            .iter()
            .map(|days| csv("10002000", &entries, *days, &WORDS))
            .collect();
        cut.push(cut[repeated % cut.len()].clone());
        prop_assert_eq!(transactions(&whole), transactions(&imported(&named(cut))));
    }

    #[test]
    fn a_file_with_some_of_the_rows_adds_none_and_takes_none(
        entries in entries(),
        kept in vec(any::<bool>(), 70),
    ) {
        let some: Vec<Entry> = entries.iter().zip(kept).filter(|(_, kept)| *kept).map(|(entry, _)| entry.clone()).collect();
        let all = csv("10002000", &entries, (0, DAYS), &WORDS);
        let some = csv("10002000", &some, (0, DAYS), &WORDS);
        let whole = transactions(&imported(&named([all.clone()])));
        prop_assert_eq!(whole.len(), entries.len());
        let mut ids: Vec<&str> = whole.iter().filter_map(|row| row.split(' ').next()).collect();
        ids.dedup();
        prop_assert_eq!(ids.len(), entries.len());
        prop_assert_eq!(&whole, &transactions(&imported(&named([all.clone(), some.clone()]))));
        prop_assert_eq!(&whole, &transactions(&imported(&named([some, all]))));
    }

    #[test]
    fn no_order_of_import_shows(
        (first, second) in (entries(), entries()),
        pieces in pieces(),
        reworded_from in 0..DAYS,
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut texts: Vec<String> = pieces
            .iter()
            .map(|days| csv("10002000", &first, *days, &WORDS))
            .collect();
        texts.push(csv("10002000", &first, (reworded_from, DAYS), &REWORDED));
        texts.push(csv("30004000", &second, (0, DAYS), &WORDS));
        texts.push(csv("30004000", &second, (DAYS / 2, DAYS), &WORDS));
        let files = named(texts);
        let mut shuffled = Vec::new();
        for place in order {
            shuffled.extend(files.get(place).cloned());
        }
        prop_assert_eq!(shuffled.len(), files.len());
        let (in_order, shuffled) = (imported(&files), imported(&shuffled));
        prop_assert_eq!(transactions(&in_order), transactions(&shuffled));
        prop_assert_eq!(matches(&in_order), matches(&shuffled));
    }

    #[test]
    fn every_row_is_in_the_ledger_or_named_by_a_decision(
        entries in entries(),
        pieces in pieces(),
        reworded_from in 0..DAYS,
    ) {
        let mut texts: Vec<String> = pieces
            .iter()
            .map(|days| csv("10002000", &entries, *days, &WORDS))
            .collect();
        texts.push(csv("10002000", &entries, (reworded_from, DAYS), &REWORDED));
        let mut of_files = Total::default();
        for line in texts.iter().flat_map(|text| text.lines().skip(1)) {
            let cells: Vec<&str> = line.split(',').collect();
            let amount = match cells[3] {
                "" => cells[4].to_owned(),
                out => format!("-{out}"),
            };
            of_files.add(Amount::parse_plain(&amount).unwrap());
        }
        let mut session = imported(&named(texts));
        let reviewed = session.reviewed();
        let ledger = session.book().ledger();
        let mut told = Total::default();
        for at in ledger.indices() {
            told.add(ledger.amount_at(at));
        }
        let merges = reviewed.iter().filter(|one| one.decision.kind.is_merge());
        for one in merges {
            let dropped = match one.decision.because {
                Decided::SameRows { .. } => &one.rows[..],
                _ => &one.rows[..1],
            };
            for at in dropped {
                told.add(ledger.amount_at(*at));
            }
        }
        prop_assert_eq!(of_files.to_decimal(), told.to_decimal());
    }

    #[test]
    fn a_row_is_of_one_pair_and_a_refund_of_no_more_than_was_paid(
        (first, second) in (entries(), entries()),
    ) {
        let session = imported(&named([
            csv("10002000", &first, (0, DAYS), &WORDS),
            csv("30004000", &second, (0, DAYS), &WORDS),
        ]));
        let ledger = session.book().ledger();
        let mut left: BTreeMap<Index, Total> = BTreeMap::new();
        for pair in session.book().pairs() {
            prop_assert!(ledger.amount_at(pair.out).is_negative());
            prop_assert!(!ledger.amount_at(pair.back).is_negative());
            left.entry(pair.out).or_default().add(ledger.amount_at(pair.back));
        }
        let twice = in_two_pairs(&session);
        prop_assert!(twice.is_empty(), "{twice:?}");
        for (out, back) in left {
            prop_assert!(back.to_decimal() <= ledger.amount_at(out).abs().to_decimal());
        }
    }

    #[test]
    fn whatever_is_matched_by_hand_a_row_is_of_one_pair(
        (first, second) in (entries(), entries()),
        said in vec((0usize..1000, 0usize..1000, 0usize..4), 1..12),
    ) {
        let mut session = imported(&named([
            csv("10002000", &first, (0, DAYS), &WORDS),
            csv("30004000", &second, (0, DAYS), &WORDS),
        ]));
        let kinds = [
            DecisionKind::Transfer,
            DecisionKind::Repayment,
            DecisionKind::Refund,
            DecisionKind::Reimbursement,
        ];
        let mut last = None;
        for (left, right, kind) in said {
            let ledger = session.book().ledger();
            // A few rows, so that they are said of again.
            let few = ledger.len().min(8);
            let [left, right] = [left, right].map(|at| ledger.id(Index((at % few) as u32)));
            let choice = Choice {
                kind: kinds[kind],
                transactions: vec![left, right],
                verdict: Verdict::Made,
                day: None,
                file: None,
            };
            if session.begin_decide(choice.clone()).is_ok() {
                while session.step_import().is_some() {}
                last = Some(choice);
            }
            let twice = in_two_pairs(&session);
            prop_assert!(twice.is_empty(), "{twice:?}");
        }
        // The last word holds.
        if let Some(last) = last {
            let ledger = session.book().ledger();
            let holds = session.book().pairs().iter().any(|pair| {
                let ids = [pair.out, pair.back].map(|at| ledger.id(at));
                pair.kind == last.kind && last.transactions.iter().all(|id| ids.contains(id))
            });
            prop_assert!(holds, "{last:?}");
        }
    }

    #[test]
    fn what_two_files_have_alike_is_two_by_the_persons_word_in_any_order(
        entries in entries(),
        pieces in pieces(),
        which in vec(0usize..1000, 1..4),
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let texts = pieces.iter().map(|days| csv("10002000", &entries, *days, &WORDS));
        let files = named(texts.filter(|text| has_rows(text)));
        let mut in_order = imported(&files);
        let mut choices = Vec::new();
        for which in which {
            let repeated: Vec<TransactionId> = in_order
                .book()
                .decisions()
                .into_iter()
                .filter(|one| matches!(one.because, Decided::SameRows { .. }))
                .flat_map(|one| one.transactions)
                .collect();
            let before = in_order.book().ledger().len();
            if repeated.is_empty() {
                break;
            }
            let choice = Choice {
                kind: DecisionKind::Duplicate,
                transactions: vec![repeated[which % repeated.len()]],
                verdict: Verdict::Undone,
                day: None,
                file: None,
            };
            prop_assert!(in_order.begin_decide(choice.clone()).is_ok());
            while in_order.step_import().is_some() {}
            prop_assert_eq!(in_order.book().ledger().len(), before + 1);
            choices.push(choice);
        }
        let mut shuffled = Session::new(Box::new(EncodingRs));
        for (name, text) in order.into_iter().filter_map(|place| files.get(place)) {
            import(&mut shuffled, name, text);
        }
        for choice in choices {
            prop_assert!(shuffled.begin_decide(choice).is_ok());
            while shuffled.step_import().is_some() {}
        }
        prop_assert_eq!(transactions(&in_order), transactions(&shuffled));
        // The same files again, or one with everything, add nothing to it.
        let whole = csv("10002000", &entries, (0, DAYS), &WORDS);
        for (name, text) in files.iter().map(|(name, text)| (name.as_str(), text)).chain([("all.csv", &whole)]) {
            import(&mut shuffled, name, text);
            prop_assert_eq!(transactions(&in_order), transactions(&shuffled));
        }
    }

    #[test]
    fn undo_restores_the_bytes_of_every_step(
        (first, second) in (entries(), entries()),
        pieces in pieces(),
        said in vec((0usize..1000, 0usize..9), 1..7),
    ) {
        let mut door = Door::new(Box::new(EncodingRs));
        let mut states = vec![report(&mut door)];
        let mut texts: Vec<String> = pieces
            .iter()
            .map(|days| csv("10002000", &first, *days, &WORDS))
            .collect();
        texts.push(csv("10002000", &first, (DAYS / 3, DAYS), &REWORDED));
        texts.push(csv("30004000", &second, (0, DAYS), &WORDS));
        for (name, text) in named(texts).into_iter().filter(|(_, text)| has_rows(text)) {
            let bytes = text.into_bytes().into();
            let import = Request::Import(ImportFiles {
                files: vec![FileBytes { name, bytes, held: None }],
                currency: None,
                asks: None,
            });
            prop_assert!(done(&mut door, import));
            states.push(report(&mut door));
        }
        for (which, act) in said {
            let all = serde_json::from_str::<serde_json::Value>(states.last().unwrap()).unwrap();
            if let Some(request) = act_of(&all, which, act)
                && done(&mut door, request)
            {
                states.push(report(&mut door));
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(done(&mut door, Request::Undo));
            prop_assert_eq!(state, &report(&mut door));
        }
        for state in states.iter().skip(1) {
            prop_assert!(done(&mut door, Request::Redo));
            prop_assert_eq!(state, &report(&mut door));
        }
    }
}

/// Something the person may do with what is there: of a match, of rows, of accounts.
fn act_of(all: &serde_json::Value, which: usize, act: usize) -> Option<Request> {
    let one_of = |list: &str| {
        let list = all[list].as_array().unwrap();
        (!list.is_empty()).then(|| list[which % list.len()].clone())
    };
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let decide = |kind: String, transactions: Vec<String>, verdict: &str| {
        Request::Decide(Decide {
            kind,
            transactions,
            verdict: verdict.to_owned(),
            today: Some("2026-04-11".to_owned()),
            file: None,
        })
    };
    let row = one_of("transactions")?;
    let id = text(&row["id"]);
    let today = Some("2026-04-12".to_owned());
    Some(match act {
        0..3 => {
            let decision = one_of("decisions")?;
            let ids = decision["transactions"].as_array().unwrap().iter();
            let verdict = ["undone", "confirmed", "open"][act];
            decide(text(&decision["kind"]), ids.map(text).collect(), verdict)
        }
        3 => {
            let decisions = all["decisions"].as_array().unwrap().iter();
            let mut same = decisions.filter(|one| one["reason"]["kind"] == "same-row");
            let ids = same.next()?["transactions"].as_array().unwrap();
            decide(
                "duplicate".to_owned(),
                vec![text(&ids[which % ids.len()])],
                "undone",
            )
        }
        4 | 5 => {
            let rows = all["transactions"].as_array().unwrap();
            let other = text(&rows[which / 7 % rows.len()]["id"]);
            let kind = if act == 4 {
                "duplicate"
            } else {
                "reimbursement"
            };
            decide(kind.to_owned(), vec![id, other], "made")
        }
        6 => Request::Mark(MarkSaid {
            transaction: id,
            note: Some("a note".to_owned()),
            tags: None,
            today,
        }),
        7 => Request::Account(AccountSaid {
            account: text(&row["account"]),
            name: Some(format!("name {which}")),
            kind: Some("savings".to_owned()),
            today,
        }),
        _ => Request::Merge(MergeSaid {
            account: "a2".to_owned(),
            into: "a1".to_owned(),
            today,
        }),
    })
}

/// Whether a request was done.
fn done(door: &mut Door, request: Request) -> bool {
    let replies = door.run(Envelope { id: 1, request });
    matches!(replies.into_iter().last().unwrap().reply, Reply::Ok { .. })
}

/// The ledger as anyone outside sees it.
fn report(door: &mut Door) -> String {
    let replies = door.run(Envelope {
        id: 1,
        request: Request::Ledger,
    });
    match replies.into_iter().last().unwrap().reply {
        Reply::Ok {
            body: Body::Ledger(report),
        } => serde_json::to_string(&report).unwrap(),
        other => panic!("{other:?}"),
    }
}
