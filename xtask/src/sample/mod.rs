//! `cargo xtask data`: the statements of the Wrens, an invented household of two.
//!
//! Eighteen months of a current account, a card and a savings account, from two tables: `streams.tsv` for what comes
//! back, `events.tsv` for what happened once. Nothing is random: where a stream leaves room (an amount within a range, a
//! Saturday without a shop), [`chance`] decides from the descriptor and the day, so the same tables give the same bytes
//! on every machine. The page brings tables of its own, `table.rs`, and writes the same statements from them. The balances at the end are given; those at the start follow from them.

mod calendar;
mod card;
mod entry;
mod files;
mod stream;
mod table;

use crate::step::{Outcome, root, say, write};
use entry::{Account, Entry};
use jiff::civil::{Date, date};

/// The first day and the last one of the statements.
const FIRST: Date = date(2024, 10, 1);
const LAST: Date = date(2026, 3, 22);

/// What comes back.
const STREAMS: &str = include_str!("streams.tsv");

/// Where the page takes the statements from.
const FOLDER: &str = "src/session/sample";

/// Writes the statements that ship with the page.
pub(crate) fn write_statements() -> Outcome {
    say(&format!("Writing the sample household to {FOLDER}/"));
    for (name, text) in statements()?.into_iter().chain(tables()?) {
        write(&root().join(FOLDER).join(name), text.as_bytes())?;
        println!("{name}: {} bytes", text.len());
    }
    Ok(())
}

/// The files by name.
fn statements() -> Outcome<[(&'static str, String); 3]> {
    let entries = entries()?;
    Ok([
        (
            "everyday.csv",
            files::everyday(&of(&entries, Account::Everyday)),
        ),
        ("card.ofx", files::card(&of(&entries, Account::Card))),
        ("saver.csv", files::saver(&of(&entries, Account::Saver))),
    ])
}

/// What the page writes each of them from.
fn tables() -> Outcome<[(&'static str, String); 3]> {
    let (entries, streams) = (entries()?, stream::entries(STREAMS)?);
    let of = |account| (of(&entries, account), of(&streams, account));
    let (everyday, everyday_streams) = of(Account::Everyday);
    let (card, card_streams) = of(Account::Card);
    let (saver, saver_streams) = of(Account::Saver);
    let opening = files::everyday_opening(&everyday);
    Ok([
        (
            "everyday.tsv",
            table::table(opening, &everyday, &everyday_streams),
        ),
        (
            "card.tsv",
            table::table(card::OPENING_MINOR, &card, &card_streams),
        ),
        (
            "saver.tsv",
            table::table(files::saver_opening(&saver), &saver, &saver_streams),
        ),
    ])
}

/// All entries of all accounts, by day; within a day in the order of the tables.
fn entries() -> Outcome<Vec<Entry>> {
    let mut entries = stream::entries(STREAMS)?;
    entries.extend(entry::entries(include_str!("events.tsv"))?);
    entries.sort_by_key(|entry| entry.day);
    let repayments = card::repayments(&of(&entries, Account::Card));
    entries.extend(repayments);
    entries.sort_by_key(|entry| entry.day);
    Ok(entries)
}

fn of(entries: &[Entry], account: Account) -> Vec<Entry> {
    entries
        .iter()
        .filter(|entry| entry.account == account)
        .cloned()
        .collect()
}

/// A number below `sides` that depends on the text and the day alone.
///
/// FNV-1a over both, then the last step of `SplitMix64`, whose low bits are well mixed.
fn chance(text: &str, day: Date, sides: u64) -> u64 {
    let day = day.to_string();
    let bytes = text.bytes().chain(day.bytes());
    let mut hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash ^ (hash >> 31)) % sides.max(1)
}

#[cfg(test)]
mod tests;
