//! `cargo xtask eval ledger`: generated households through `farthing import`, each match beside the truth.
//!
//! What nobody could tell is no mistake: entries that no statement tells apart (two fares of one day) stand for each
//! other, so do equal transfers between the same two accounts, a purchase for one alike that was as dear, two fills of one
//! day at one pump for the sum it held, and what never was booked for what its shop booked in time. Nothing else is
//! forgiven, and the matcher knows nothing of it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::household::{Household, Link, LinkKind, Row};
use crate::step::{Outcome, read, root, run, say, write};

/// How many households are made, unless an argument says otherwise.
const HOUSEHOLDS: u64 = 60;

/// What each kind of match must reach.
const REACH: f64 = 0.99;

/// Matches of one kind, counted.
#[derive(Clone, Copy, Default)]
struct Count {
    right: u64,
    wrong: u64,
    missed: u64,
}

/// The most days between the legs of a transfer.
const CLEARING: i32 = 6;

type Counts = BTreeMap<&'static str, Count>;

/// What stands in statements for months.
const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// Where the households are written.
const FOLDER: &str = "target/households";

pub(super) fn eval(count: Option<u64>, from: u64) -> Outcome {
    run(Command::new("cargo")
        .args(["build", "--quiet", "--bin", "farthing"])
        .current_dir(root()))?;
    let mut counts = Counts::new();
    let mut rows = 0;
    for seed in from..from + count.unwrap_or(HOUSEHOLDS) {
        let household = Household::of(seed);
        rows += household
            .files
            .iter()
            .map(|file| file.rows.len())
            .sum::<usize>();
        let report = imported(&household, seed)?;
        judge(&household, &report, seed, &mut counts);
    }
    say(&format!(
        "Matches of {rows} rows of {} households",
        count.unwrap_or(HOUSEHOLDS)
    ));
    println!(
        "{:<28} {:>8} {:>8} {:>8} {:>10} {:>8}",
        "", "right", "wrong", "missed", "precision", "recall"
    );
    let mut short = Vec::new();
    for (name, count) in &counts {
        let (precision, recall) = (
            ratio(count.right, count.wrong),
            ratio(count.right, count.missed),
        );
        println!(
            "{name:<28} {:>8} {:>8} {:>8} {precision:>10.4} {recall:>8.4}",
            count.right, count.wrong, count.missed
        );
        if precision < REACH || recall < REACH {
            short.push(*name);
        }
    }
    match short.is_empty() {
        true => Ok(()),
        false => Err(format!("under {REACH}: {}", short.join(", "))),
    }
}

/// Writes the first households with their truth, for other checks.
pub(crate) fn write_households(count: u64) -> Outcome {
    for seed in 0..count {
        let household = Household::of(seed);
        for file in &household.files {
            write(
                &root().join(FOLDER).join(seed.to_string()).join(&file.name),
                file.text.as_bytes(),
            )?;
        }
    }
    println!("{count} households in {FOLDER}/");
    Ok(())
}

fn ratio(right: u64, other: u64) -> f64 {
    if right + other == 0 {
        1.0
    } else {
        right as f64 / (right + other) as f64
    }
}

fn imported(household: &Household, seed: u64) -> Outcome<Value> {
    let folder = root().join(FOLDER).join(seed.to_string());
    let mut command = Command::new(root().join("target/debug/farthing"));
    command.arg("import").current_dir(&folder);
    for file in &household.files {
        write(&folder.join(&file.name), file.text.as_bytes())?;
        command.arg(&file.name);
    }
    let out = folder.join("report.json");
    let file = std::fs::File::create(&out).map_err(|error| error.to_string())?;
    run(command.stdout(file))?;
    serde_json::from_str(&read(&out)?).map_err(|error| error.to_string())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn judge(household: &Household, report: &Value, seed: u64, counts: &mut Counts) {
    let loud = std::env::var("LOUD").unwrap_or_default();
    let twins = Twins::of(household);
    // Which transaction each row is, and which entries each transaction is.
    let mut row_is: BTreeMap<(&str, u64), &str> = BTreeMap::new();
    for transaction in items(report, "transactions") {
        for source in items(transaction, "sources") {
            row_is.insert(
                (text(source, "file"), source["row"].as_u64().unwrap_or(0)),
                text(transaction, "id"),
            );
        }
    }
    let mut entries_of: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut sights: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut by_transaction: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (f, file) in household.files.iter().enumerate() {
        for (r, row) in file.rows.iter().enumerate() {
            sights.entry(row.entry).or_default().push((f, r));
            if let Some(id) = row_is.get(&(file.name.as_str(), u64::from(row.line))) {
                entries_of.entry(id).or_default().insert(row.entry);
                by_transaction.entry(id).or_default().push((f, r));
            }
        }
    }
    let row = |(f, r): (usize, usize)| &household.files[f].rows[r];
    let kind_of = |left: (usize, usize), right: (usize, usize)| {
        let (l, r) = (row(left), row(right));
        match (l.pending, r.pending) {
            (true, true) => "pending, seen twice",
            (true, false) | (false, true) if l.minor != r.minor => "pending, other amount",
            (true, false) | (false, true) => "pending, booked",
            _ if (l.day, &l.text) == (r.day, &r.text) => "duplicate, identical",
            _ => "duplicate, reworded",
        }
    };
    // A held row may be any booked one of its words, amount and file, as near, where none prints its day of purchase.
    let stands_for = |held: (usize, usize), other: (usize, usize), booked: (usize, usize)| {
        let (held, other, booked) = (row(held), row(other), row(booked));
        let near = |day: i32| (0..=CLEARING).contains(&(day - held.day));
        // Or one with as likely a tip, where the held one names no town.
        let entry = |row: &Row| &household.entries[row.entry];
        let tip = |row: &Row| (held.minor + held.minor / 4..=held.minor).contains(&row.minor);
        let as_dear = entry(held).is_of_one_shop(entry(other))
            && entry(held).is_of_one_shop(entry(booked))
            && tip(other)
            && tip(booked)
            && household.shown(held).is_none();
        // A pump holds a sum before anyone knows the price: of two fills of one day, it tells neither.
        let untold =
            (other.day, &other.text) == (booked.day, &booked.text) && !tip(other) && !tip(booked);
        ((other.minor, &other.text) == (booked.minor, &booked.text) || as_dear || untold)
            && near(other.day)
            && near(booked.day)
    };
    let as_likely = |left: (usize, usize), right: (usize, usize)| {
        let (held, booked) = match (row(left).pending, row(right).pending) {
            (true, false) => (left, right),
            (false, true) => (right, left),
            _ => return false,
        };
        let truth = sights.get(&row(held).entry).into_iter().flatten();
        truth
            .filter(|sight| sight.0 == booked.0 && !row(**sight).pending)
            .any(|sight| stands_for(held, booked, *sight))
    };
    // What never was booked may as well be what its shop booked in time, for the same or with a tip of a quarter at
    // most, where that prints no day of purchase and nobody saw it held: nobody could tell.
    let nobody_tells = |left: (usize, usize), right: (usize, usize)| {
        let (held, booked) = match (row(left).pending, row(right).pending) {
            (true, false) => (left, right),
            (false, true) => (right, left),
            _ => return false,
        };
        let sights = sights.get(&row(booked).entry).into_iter().flatten();
        let (held, booked) = (row(held), row(booked));
        household.entries[held.entry].never
            && household.entries[held.entry].is_of_one_shop(&household.entries[booked.entry])
            && (held.minor + held.minor / 4..=held.minor).contains(&booked.minor)
            && (0..=CLEARING).contains(&(booked.day - held.day))
            && !MONTHS.iter().any(|month| booked.text.contains(month))
            && !booked.text.contains("AUTHORIZED ON")
            && !booked.text.contains("T12:04")
            && sights.into_iter().all(|sight| !row(*sight).pending)
    };
    // Pairs of rows that the engine takes for one.
    for (id, rows) in &by_transaction {
        for (n, left) in rows.iter().enumerate() {
            for right in &rows[n + 1..] {
                let kind = kind_of(*left, *right);
                let count = counts.entry(kind).or_default();
                if row(*left).entry == row(*right).entry
                    || twins.are(row(*left).entry, row(*right).entry)
                    || as_likely(*left, *right)
                {
                    count.right += 1;
                } else if !nobody_tells(*left, *right) {
                    count.wrong += 1;
                    if is_loud(&loud, kind) {
                        println!(
                            "{seed} {id} wrong {kind}: {}",
                            shown(household, *left, *right)
                        );
                    }
                }
            }
        }
    }
    // Pairs of rows that are one and that it does not take for one.
    for rows in sights.values() {
        for (n, left) in rows.iter().enumerate() {
            for right in &rows[n + 1..] {
                let id = |(f, r): (usize, usize)| {
                    let file = &household.files[f];
                    row_is.get(&(file.name.as_str(), u64::from(file.rows[r].line)))
                };
                let (l, r) = (id(*left), id(*right));
                let never = household.entries[row(*left).entry].never;
                let together = l.is_some() && l == r || (never && l.is_none() && r.is_none());
                // Rows of twins are as well together the other way round: as many transactions as in truth.
                let swapped = twins.count(row(*left).entry) > 1 && {
                    let class = twins.class(row(*left).entry);
                    let found: BTreeSet<_> = class
                        .iter()
                        .flat_map(|entry| sights.get(entry).into_iter().flatten())
                        .filter_map(|sight| id(*sight))
                        .collect();
                    found.len()
                        == class
                            .iter()
                            .filter(|entry| sights.contains_key(entry))
                            .count()
                };
                let held_as_well =
                    [(*left, *right), (*right, *left)]
                        .iter()
                        .any(|(held, booked)| {
                            let of = id(*held).and_then(|id| by_transaction.get(id));
                            row(*held).pending
                                && !row(*booked).pending
                                && of.into_iter().flatten().any(|other| {
                                    other.0 == booked.0
                                        && !row(*other).pending
                                        && stands_for(*held, *other, *booked)
                                })
                        });
                if !together && !swapped && !held_as_well {
                    let kind = kind_of(*left, *right);
                    counts.entry(kind).or_default().missed += 1;
                    if is_loud(&loud, kind) {
                        println!("{seed} missed {kind}: {}", shown(household, *left, *right));
                    }
                }
            }
        }
    }
    let merged = |sight: (usize, usize)| {
        let file = &household.files[sight.0];
        let id = row_is.get(&(file.name.as_str(), u64::from(row(sight).line)));
        let of = id
            .and_then(|id| by_transaction.get(id))
            .into_iter()
            .flatten();
        of.copied().collect::<Vec<_>>()
    };
    let open = |rows: &[(usize, usize)]| {
        let with = |sight: &(usize, usize)| {
            merged(*sight)
                .into_iter()
                .any(|other| nobody_tells(*sight, other))
        };
        rows.iter().any(with)
    };
    expired(household, &row_is, &sights, &open, seed, &loud, counts);
    links(household, report, &entries_of, &twins, seed, &loud, counts);
}

/// Whether rows, by file and place, are open to more than one reading.
type Open<'a> = &'a dyn Fn(&[(usize, usize)]) -> bool;

/// Pending rows that never were booked, where a later file shows it.
fn expired(
    household: &Household,
    row_is: &BTreeMap<(&str, u64), &str>,
    sights: &BTreeMap<usize, Vec<(usize, usize)>>,
    open: Open<'_>,
    seed: u64,
    loud: &str,
    counts: &mut Counts,
) {
    let count = counts.entry("pending, never booked").or_default();
    for (entry, rows) in sights {
        let account = household.entries[*entry].account;
        let held = rows
            .iter()
            .all(|(f, r)| household.files[*f].rows[*r].pending);
        let gone = |(f, r): &(usize, usize)| {
            let file = &household.files[*f];
            !row_is.contains_key(&(file.name.as_str(), u64::from(file.rows[*r].line)))
        };
        // Three weeks later a file of the account has it no more.
        let last = rows
            .iter()
            .map(|(f, r)| household.files[*f].rows[*r].day)
            .max()
            .unwrap_or(0);
        let told = household.files.iter().any(|file| {
            let of = file
                .rows
                .first()
                .map(|row| household.entries[row.entry].account);
            let days = || file.rows.iter().map(|row| row.day);
            of == Some(account)
                && days().min().is_some_and(|first| first <= last + 2)
                && days().max().is_some_and(|end| end >= last + 21)
        });
        match (
            household.entries[*entry].never && told,
            rows.iter().all(gone),
        ) {
            (true, true) => count.right += 1,
            (true, false) if open(rows) => {}
            (true, false) => {
                count.missed += 1;
                if is_loud(loud, "pending, never booked") {
                    println!("{seed} not expired: {}", shown(household, rows[0], rows[0]));
                }
            }
            // Between two and three weeks either is right; what was booked in a file must never go.
            (false, true) if !household.entries[*entry].never || !held => count.wrong += 1,
            _ => {}
        }
    }
}

/// Transfers, repayments, money back.
fn links(
    household: &Household,
    report: &Value,
    entries_of: &BTreeMap<&str, BTreeSet<usize>>,
    twins: &Twins,
    seed: u64,
    loud: &str,
    counts: &mut Counts,
) {
    let of = |id: &str| entries_of.get(id).cloned().unwrap_or_default();
    let name = |kind: LinkKind| match kind {
        LinkKind::Transfer => "transfer",
        LinkKind::TransferOtherCurrency => "transfer, other currency",
        LinkKind::TransferLessFee => "transfer, less a fee",
        LinkKind::Repayment => "repayment",
        LinkKind::RefundWhole => "refund, whole",
        LinkKind::RefundPart => "refund, part",
        LinkKind::RefundSeveral => "refund, several parts",
        LinkKind::Chargeback => "chargeback",
        LinkKind::Reversal => "reversal",
        LinkKind::OneSided => "transfer, one side",
        LinkKind::CardNotLoaded => "card bill, card not loaded",
    };
    let seen: BTreeSet<usize> = entries_of.values().flatten().copied().collect();
    let mut met: BTreeSet<usize> = BTreeSet::new();
    // Money back may be of any purchase with the same words and that sum, a part of any that was dear enough, unless a
    // reference tells.
    let plain = |entry: usize| {
        let rows = household.files.iter().flat_map(|file| &file.rows);
        let text = rows
            .filter(|row| row.entry == entry && !row.pending)
            .map(|row| row.text.clone())
            .next()
            .unwrap_or_default();
        let known = &household.entries[entry];
        let dated = text.split([' ', '/']).filter(|word| {
            !word.bytes().any(|byte| byte.is_ascii_digit())
                || known
                    .reference
                    .as_deref()
                    .is_some_and(|reference| word.contains(reference))
        });
        (
            known.account,
            dated
                .filter(|word| !MONTHS.contains(word))
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    // The towns and orders that an entry's wordings show.
    let shown = |entry: usize| -> BTreeSet<String> {
        let rows = household.files.iter().flat_map(|file| &file.rows);
        let rows = rows.filter(|row| row.entry == entry && !row.pending);
        let order = household.entries[entry].reference.as_deref();
        rows.flat_map(|row| {
            let begin = order.and_then(|order| order.get(..5));
            let order = begin.filter(|begin| row.text.contains(begin));
            [household.shown(row), order].into_iter().flatten()
        })
        .map(str::to_owned)
        .collect()
    };
    let as_likely = |entry: usize, link: &Link| {
        let (kind, Some(back)) = (link.kind, link.back) else {
            return false;
        };
        let (known, refund) = (&household.entries[entry], &household.entries[back]);
        let truth = &household.entries[link.out];
        let enough = match kind {
            LinkKind::RefundPart | LinkKind::RefundSeveral => -known.minor >= refund.minor,
            LinkKind::RefundWhole | LinkKind::Chargeback | LinkKind::Reversal => {
                -known.minor == refund.minor
            }
            _ => false,
        };
        enough
            && known.account == truth.account
            && known.is_of_one_shop(truth)
            && known.made <= refund.posted
            && refund.posted - known.posted <= 120
            && shown(entry) == shown(link.out)
    };
    // What a leg says without its number.
    let worded = |entry: usize| {
        let reference = household.entries[entry].reference.as_deref();
        plain(entry)
            .1
            .replace(reference.unwrap_or("\0"), "")
            .trim_end()
            .to_owned()
    };
    // Whether an entry is a leg between the same two accounts: which of two equal ones came for which is all one.
    let beside = |entry: usize, link: &Link| {
        let accounts = |link: &Link| {
            let back = link.back.map(|back| household.entries[back].account);
            (link.kind, household.entries[link.out].account, back)
        };
        household.links.iter().any(|other| {
            (other.out == entry || other.back == Some(entry)) && accounts(other) == accounts(link)
        })
    };
    // Whether some wording of each side prints the number of the transfer.
    let numbered = |link: &Link| {
        let prints = |entry: usize| {
            let reference = household.entries[entry].reference.as_deref();
            let rows = household.files.iter().flat_map(|file| &file.rows);
            let mut texts = rows.filter(|row| row.entry == entry).map(|row| &row.text);
            texts.any(|text| reference.is_some_and(|reference| text.contains(reference)))
        };
        prints(link.out) && link.back.is_some_and(prints)
    };
    let told = |out: &BTreeSet<usize>, back: &BTreeSet<usize>, link: &Link| {
        let out_is = |entry: usize| {
            out.iter()
                .any(|known| as_likely(*known, link) || *known == entry || twins.are(*known, entry))
        };
        let Some(entry) = link.back else {
            return false;
        };
        let is = |known: &usize| *known == entry || twins.are(*known, entry);
        let back_is = back.iter().any(is);
        // A leg stands for another of the same account, amount and words that came as near, where no number tells.
        let leg = |known: usize, entry: usize, partner: usize| {
            let (l, r) = (&household.entries[known], &household.entries[entry]);
            let from = &household.entries[link.out];
            known == entry
                || twins.are(known, entry)
                || l.minor == r.minor
                    && (0..=CLEARING).contains(&match partner == link.out {
                        true => l.posted - from.posted,
                        false => household.entries[partner].posted - l.posted,
                    })
                    && l.account == r.account
                    && (worded(known) == worded(entry) || beside(known, link))
                    && !numbered(link)
        };
        let is_leg = matches!(
            link.kind,
            LinkKind::Transfer | LinkKind::TransferOtherCurrency | LinkKind::TransferLessFee
        );
        let legs = is_leg
            && out.iter().any(|known| leg(*known, link.out, entry))
            && back.iter().any(|known| leg(*known, entry, link.out));
        legs || out_is(link.out) && back_is
    };
    for decision in items(report, "decisions") {
        let ids: Vec<&str> = items(decision, "transactions")
            .filter_map(Value::as_str)
            .collect();
        let (kind, reason) = (text(decision, "kind"), text(&decision["reason"], "kind"));
        if !matches!(kind, "transfer" | "repayment" | "refund") {
            continue;
        }
        if reason == "words-only" {
            // Its other side has no file, or is in none of them.
            let alone = |link: &Link| match (link.kind, link.back) {
                (LinkKind::OneSided, _) => of(ids[0]).contains(&link.out),
                (
                    LinkKind::Transfer
                    | LinkKind::TransferOtherCurrency
                    | LinkKind::TransferLessFee,
                    Some(back),
                ) => {
                    of(ids[0]).contains(&link.out) && !seen.contains(&back)
                        || of(ids[0]).contains(&back) && !seen.contains(&link.out)
                }
                _ => false,
            };
            let links = household.links.iter().enumerate();
            let found = links
                .filter(|(n, _)| !met.contains(n))
                .find(|(_, link)| alone(link))
                .map(|(n, _)| n);
            let count = counts.entry("transfer, one side").or_default();
            match found {
                Some(n) => {
                    met.insert(n);
                    count.right += 1;
                }
                None => {
                    count.wrong += 1;
                    if is_loud(loud, "transfer, one side") {
                        println!("{seed} wrong one side: {}", words(household, &of(ids[0])));
                    }
                }
            }
            continue;
        }
        let (out, back) = (of(ids[0]), of(ids[1]));
        let found = household
            .links
            .iter()
            .enumerate()
            .position(|(n, link)| !met.contains(&n) && told(&out, &back, link));
        match found {
            Some(n) => {
                met.insert(n);
                counts
                    .entry(name(household.links[n].kind))
                    .or_default()
                    .right += 1;
            }
            None => {
                let kind = match (kind, reason) {
                    ("transfer", "implied-rate") => "transfer, other currency",
                    ("transfer", "with-fee") => "transfer, less a fee",
                    ("transfer", _) => "transfer",
                    ("repayment", _) => "repayment",
                    (_, "part-of-purchase") => {
                        let several = household.links.iter().any(|link| {
                            link.kind == LinkKind::RefundSeveral
                                && link.back.is_some_and(|entry| back.contains(&entry))
                        });
                        if several {
                            "refund, several parts"
                        } else {
                            "refund, part"
                        }
                    }
                    (_, "reversal") => "reversal",
                    _ => "refund, whole",
                };
                counts.entry(kind).or_default().wrong += 1;
                if is_loud(loud, kind) {
                    println!(
                        "{seed} wrong {kind} {reason}: {} -> {}",
                        words(household, &out),
                        words(household, &back)
                    );
                }
            }
        }
    }
    for (_, link) in household
        .links
        .iter()
        .enumerate()
        .filter(|(n, _)| !met.contains(n))
    {
        // What is in no file cannot be matched.
        if !seen.contains(&link.out) || link.back.is_some_and(|entry| !seen.contains(&entry)) {
            continue;
        }
        let kind = name(link.kind);
        if link.kind == LinkKind::CardNotLoaded {
            let counted = items(report, "transactions")
                .find(|transaction| of(text(transaction, "id")).contains(&link.out));
            let spent =
                counted.is_some_and(|transaction| text(transaction, "countsAs") == "purchase");
            let count = counts.entry(kind).or_default();
            if spent {
                count.right += 1
            } else {
                count.missed += 1
            }
            if !spent && is_loud(loud, kind) {
                println!(
                    "{seed} card bill counts as {}: {}",
                    counted.map_or("", |t| text(t, "countsAs")),
                    words(household, &BTreeSet::from([link.out]))
                );
            }
            continue;
        }
        counts.entry(kind).or_default().missed += 1;
        if is_loud(loud, kind) {
            let back = link
                .back
                .map(|entry| words(household, &BTreeSet::from([entry])))
                .unwrap_or_default();
            println!(
                "{seed} missed {kind}: {} -> {back}",
                words(household, &BTreeSet::from([link.out]))
            );
        }
    }
}

/// Whether wrong matches of a kind are printed: `LOUD=transfer cargo xtask eval ledger`, `LOUD=e` for all.
fn is_loud(loud: &str, kind: &str) -> bool {
    !loud.is_empty() && kind.contains(loud)
}

fn shown(household: &Household, left: (usize, usize), right: (usize, usize)) -> String {
    let one = |(f, r): (usize, usize)| {
        let (file, row) = (&household.files[f], &household.files[f].rows[r]);
        format!(
            "[{}:{} {} {} {}]",
            file.name, row.line, row.day, row.minor, row.text
        )
    };
    format!("{} {}", one(left), one(right))
}

fn words(household: &Household, entries: &BTreeSet<usize>) -> String {
    let mut text = String::new();
    for entry in entries {
        let sight = household
            .files
            .iter()
            .flat_map(|file| &file.rows)
            .find(|row| row.entry == *entry);
        let known = &household.entries[*entry];
        text += &format!(
            "[{} {} {} {}]",
            household.accounts[known.account].name,
            known.posted,
            known.minor,
            sight.map_or("", |row| &row.text)
        );
    }
    text
}

/// Entries that no statement tells apart once they are booked: in each file the same day, amount and words.
struct Twins(BTreeMap<usize, Vec<usize>>);

impl Twins {
    fn of(household: &Household) -> Twins {
        // Where and how each entry was seen once it was booked.
        let mut sights: BTreeMap<usize, Vec<(usize, i32, &str)>> = BTreeMap::new();
        for (f, file) in household.files.iter().enumerate() {
            for row in file.rows.iter().filter(|row| !row.pending) {
                let of = sights.entry(row.entry).or_default();
                of.push((f, row.day, &row.text));
            }
        }
        // Or the same in truth: a file taken at midday may have one of the two.
        let mut seen: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        let mut same: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        for (n, sights) in &sights {
            let entry = &household.entries[*n];
            let texts: BTreeSet<&str> = sights.iter().map(|sight| sight.2).collect();
            let truth = (entry.account, entry.posted, entry.made, entry.minor, texts);
            same.entry(truth).or_default().insert(*n);
            let key = (entry.account, entry.minor, sights);
            seen.entry(key).or_default().insert(*n);
        }
        let mut twins: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for group in seen.values().chain(same.values()) {
            for n in group {
                twins.entry(*n).or_default().extend(group);
            }
        }
        let twins = twins.into_iter();
        Twins(
            twins
                .map(|(n, class)| (n, class.into_iter().collect()))
                .collect(),
        )
    }

    fn class(&self, entry: usize) -> &[usize] {
        self.0.get(&entry).map_or(&[], |class| class)
    }

    fn count(&self, entry: usize) -> usize {
        self.class(entry).len()
    }

    fn are(&self, left: usize, right: usize) -> bool {
        self.class(left).contains(&right)
    }
}
