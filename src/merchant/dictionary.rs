//! The tables, parsed: every brand, phrase, intermediary and word of a trade, and their spellings in one lexicon.

use crate::stats::Confidence;
use crate::table::table;

use super::lexicon::{Lexicon, Limits, Sort};
use super::pack::{BrandRow, brands};
use super::{Phrase, Trade, rows};

const PHRASES: &str = table!(include_str!("phrase.tsv"));
const INTERMEDIARIES: &str = table!(include_str!("intermediary.tsv"));
const GRAMMAR: &str = table!(include_str!("grammar.tsv"));
const TRADES: &str = table!(include_str!("trade.tsv"));
const PLACES: &str = table!(include_str!("place.tsv"));

/// What the tables say.
pub(super) struct Dictionary {
    pub(super) lexicon: Lexicon,
    pub(super) brands: Vec<BrandRow>,
    pub(super) phrases: Vec<PhraseRow>,
    pub(super) intermediaries: Vec<IntermediaryRow>,
    /// With the countries where the word says it, joined by commas; empty for all.
    pub(super) trades: Vec<(Trade, &'static str)>,
}

/// An intermediary's row.
#[derive(Clone, Copy)]
pub(super) struct IntermediaryRow {
    pub(super) name: &'static str,
    /// The trade of its shops, where it serves one only.
    pub(super) trade: Option<Trade>,
}

/// A phrase's row.
pub(super) struct PhraseRow {
    pub(super) phrase: Phrase,
    /// Whether a merchant's name may stand beside it.
    pub(super) has_name: bool,
}

impl Dictionary {
    /// Parses the tables.
    pub(super) fn new() -> Dictionary {
        let mut dictionary = Dictionary {
            lexicon: Lexicon::default(),
            brands: Vec::new(),
            phrases: Vec::new(),
            intermediaries: Vec::new(),
            trades: Vec::new(),
        };
        dictionary.brands = brands();
        for row in 0..dictionary.brands.len() {
            let brand = dictionary.brands[row];
            dictionary.add(brand.name, brand.spellings, Sort::Brand, row);
        }
        for [name, spellings, category, sure] in rows(INTERMEDIARIES) {
            let row = dictionary.intermediaries.len();
            dictionary.add(name, spellings, Sort::Intermediary, row);
            let trade = Trade {
                word: name,
                category,
                confidence: hundredths(sure),
            };
            let trade = Some(trade).filter(|_| !category.is_empty());
            dictionary
                .intermediaries
                .push(IntermediaryRow { name, trade });
        }
        for [spellings, outflow, inflow, sure, names] in rows(PHRASES) {
            let confidence = hundredths(sure);
            for words in spellings.split('|') {
                let row = dictionary.phrases.len();
                dictionary.add("", words, Sort::Phrase, row);
                let words = words.trim_start_matches(['^', '=']);
                let phrase = Phrase {
                    words,
                    outflow,
                    inflow,
                    confidence,
                };
                let has_name = names == "name";
                dictionary.phrases.push(PhraseRow { phrase, has_name });
            }
        }
        let mut groups: Vec<&str> = Vec::new();
        for [category, sure, spellings, countries] in rows(TRADES) {
            let confidence = hundredths(sure);
            let group = groups.iter().position(|other| *other == category);
            let group = group.unwrap_or_else(|| {
                groups.push(category);
                groups.len() - 1
            });
            for word in spellings.split('|') {
                let row = (dictionary.trades.len(), group);
                let (sort, limits) = (Sort::Trade, Limits::Anywhere);
                dictionary.lexicon.add_of(word, sort, row, limits);
                let trade = Trade {
                    word,
                    category,
                    confidence,
                };
                dictionary.trades.push((trade, countries));
            }
        }
        for [sort, spellings] in rows(GRAMMAR).chain(rows(PLACES)) {
            dictionary.add("", spellings, sort_of(sort), 0);
        }
        dictionary.lexicon.settle();
        dictionary
    }

    /// Adds the spellings of a row; an empty one is the row's name.
    fn add(&mut self, name: &str, spellings: &str, sort: Sort, row: usize) {
        for spelling in spellings.split('|') {
            let (limits, spelling) = match spelling.as_bytes() {
                [b'^', ..] => (Limits::Start, &spelling[1..]),
                [b'=', ..] => (Limits::Whole, &spelling[1..]),
                [.., b'*'] => (Limits::Star, &spelling[..spelling.len() - 1]),
                _ => (Limits::Anywhere, spelling),
            };
            let spelling = if spelling.is_empty() { name } else { spelling };
            self.lexicon.add(spelling, sort, row, limits);
        }
    }
}

fn sort_of(name: &str) -> Sort {
    match name {
        "lead" => Sort::Lead,
        "cut" => Sort::Cut,
        "take" => Sort::Take,
        "back" => Sort::Back,
        "credit" => Sort::Credit,
        "town" => Sort::Town,
        "region" => Sort::Region,
        "month" => Sort::Month,
        "road" => Sort::Road,
        _ => Sort::Form,
    }
}

fn hundredths(text: &str) -> Confidence {
    Confidence::from_hundredths(text.parse().unwrap_or(0))
}
