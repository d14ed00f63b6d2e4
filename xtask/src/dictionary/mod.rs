//! `cargo xtask data`, of brands: our own table and the name-suggestion-index to the dictionary that the engine reads.

mod fold;
mod index;
mod model;
mod pack;

use std::collections::BTreeMap;

use crate::step::{Outcome, read, root, say, write};
use fold::folded;
use index::Known;
use pack::Entry;

/// What the engine reads.
const PACKED: &str = "src/merchant/brand.pack";
/// What offers guesses.
const MODEL: &str = "src/category/model.txt";
/// Which of our own spellings the index has.
const INDEXED: &str = "src/merchant/indexed.tsv";
const TABLES: &str = "src/merchant";
const OSM_TAGS: &str = include_str!("../../../src/category/osm_tag.tsv");
const COMMON: &str = include_str!("common.txt");

/// Writes the dictionary of brands.
pub(crate) fn write_brands() -> Outcome {
    say(&format!("Writing the dictionary of brands to {PACKED}"));
    let own = own()?;
    let known = known(&own)?;
    write_indexed(&known.brands)?;
    let index = index::entries(&known)?;
    println!(
        "{} brands of our own, {} of the index",
        own.len(),
        index.len()
    );
    let mut names = index::names()?;
    for (word, category) in &known.trades {
        // A word of a trade says it twice as loud as a name does.
        names.extend([
            (word.clone(), category.clone()),
            (word.clone(), category.clone()),
        ]);
    }
    write(&root().join(MODEL), model::trained(&names).as_bytes())?;
    let packed = pack::packed(own.into_iter().chain(index).collect());
    println!("{} bytes", packed.len());
    write(&root().join(PACKED), packed.as_bytes())
}

/// Writes which of our own spellings the index has, so that a reader can follow each to its source.
fn write_indexed(brands: &[String]) -> Outcome {
    let mut brands = brands.to_vec();
    brands.sort();
    brands.dedup();
    let mut text = format!(
        "# Spellings of brand.tsv that the name-suggestion-index {} has too, with the item that has each.\n",
        index::VERSION
    );
    for (name, id) in index::indexed(&brands)? {
        text.push_str(&format!("{}\t{id}\n", name.to_lowercase()));
    }
    write(&root().join(INDEXED), text.as_bytes())
}

/// The rows of a table beside the engine; comments and empty lines are none.
fn rows(name: &str) -> Outcome<Vec<Vec<String>>> {
    let text = read(&root().join(TABLES).join(name))?;
    let rows = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(rows
        .map(|row| row.split('\t').map(str::to_owned).collect())
        .collect())
}

/// Our own table.
fn own() -> Outcome<Vec<Entry>> {
    let mut category = String::new();
    let mut entries = Vec::new();
    for row in rows("brand.tsv")? {
        let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
        if cell(0).is_empty() {
            category = cell(1);
            continue;
        }
        entries.push(Entry {
            name: cell(0),
            category: category.clone(),
            spellings: cell(1),
            countries: cell(2),
        });
    }
    Ok(entries)
}

/// What is known before the index is read.
fn known(own: &[Entry]) -> Outcome<Known> {
    let mut brands = Vec::new();
    for entry in own {
        brands.push(folded(&entry.name));
        let spellings = entry.spellings.split('|');
        brands.extend(spellings.map(|spelling| folded(spelling.trim_matches(['^', '=', '*']))));
    }
    brands.retain(|brand| !brand.is_empty());
    let counts_anywhere = |entry: &&Entry| {
        entry.spellings.is_empty() || entry.spellings.split('|').any(str::is_empty)
    };
    let family = |entry: &Entry| {
        let category = entry.category.trim_end_matches('?');
        (folded(&entry.name), category.to_owned())
    };
    let families = own.iter().filter(counts_anywhere).map(family).collect();
    let mut trades = BTreeMap::new();
    for row in rows("trade.tsv")? {
        for word in row.get(2).into_iter().flat_map(|words| words.split('|')) {
            trades.insert(folded(word), row[0].clone());
        }
    }
    let mut words = Vec::new();
    for (table, column) in [("grammar.tsv", 1), ("place.tsv", 1), ("phrase.tsv", 0)] {
        for row in rows(table)? {
            let terms = row
                .get(column)
                .into_iter()
                .flat_map(|terms| terms.split('|'));
            words.extend(terms.map(folded));
        }
    }
    words.sort();
    words.dedup();
    Ok(Known {
        brands,
        families,
        trades,
        words,
    })
}
