//! A descriptor to the merchant behind it: `SQ *BLUE BOTTLE COF 0123` is Blue Bottle Coffee, by way of Square.
//!
//! ```text
//! CARD PAYMENT TO SQ *MARLOWS 2214 LEEDS GB
//! lead            between name   number town country
//! -> Marlows, by way of Square
//! ```
//!
//! The grammar is data: what leads to a name, what ends it, towns, brands, the banks' phrases and the words that
//! say a trade are tables beside this file. A term is found at word boundaries only, never inside a word.

use std::sync::LazyLock;

use crate::stats::Confidence;

mod dictionary;
mod lexicon;
mod outline;
mod pack;
mod shape;
mod spelling;
mod words;

#[cfg(test)]
mod tests;

use dictionary::Dictionary;
use lexicon::{Form, Hit, Hits, Limits, Sort, Sorts};
use outline::Outline;
use words::Words;

/// What a descriptor says, its parts as separate facts; the descriptor itself is always kept beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// The merchant's display name; `None` where the words name none (a fee, a transfer, a bare reference).
    pub merchant: Option<Box<str>>,
    /// Who stands between: Square, PayPal, SumUp.
    pub intermediary: Option<&'static str>,
    /// The brand in our table, where it is one.
    pub brand: Option<Brand>,
    /// What the bank's own phrase says it is: a fee, interest, a cash withdrawal, pay, a transfer.
    pub phrase: Option<Phrase>,
    /// The word that says the trade, such as `PHARMACY`.
    pub trade: Option<Trade>,
    /// Whether that word stands right behind the brand and so names a part of it: `TESCO PHARMACY`.
    pub is_department: bool,
    /// Whether the words say that money comes back: `REFUND`.
    pub is_back: bool,
    /// Whether the words say that it is a credit transfer, as pay is: `BGC`. Shops give money back to the card.
    pub is_credit: bool,
    /// How sure the name is.
    pub confidence: Confidence,
}

/// A brand of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brand {
    /// Its display name.
    pub name: &'static str,
    /// Its category's code.
    pub category: &'static str,
    /// How sure it is that the words mean the brand.
    pub confidence: Confidence,
    /// Whether it is of all countries, or of the statement's.
    pub is_here: bool,
}

/// A phrase of a bank, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The phrase as the table has it.
    pub words: &'static str,
    /// The category's code for money out; empty where it has none.
    pub outflow: &'static str,
    /// The category's code for money in; empty where it has none.
    pub inflow: &'static str,
    /// How sure it is that the phrase means it.
    pub confidence: Confidence,
}

/// A word that says the trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trade {
    /// The word as the table has it.
    pub word: &'static str,
    /// The category's code.
    pub category: &'static str,
    /// How sure it is that the word means the trade.
    pub confidence: Confidence,
}

const BRAND: Sorts = Sorts::of(&[Sort::Brand]);
const PHRASE: Sorts = Sorts::of(&[Sort::Phrase]);
const TRADE: Sorts = Sorts::of(&[Sort::Trade]);
const CREDIT: Sorts = Sorts::of(&[Sort::Credit]);
const CUT: Sorts = Sorts::of(&[Sort::Cut]);
/// What a shorter term may be a part of.
const WIDER: Sorts = Sorts::of(&[Sort::Brand, Sort::Trade, Sort::Town, Sort::Form]);
const TOWN: Sorts = Sorts::of(&[Sort::Town]);

/// A brand spelt in full at the start of the name.
/// Source: the labelled sets, where each such brand is read by hand as meant; see tests/merchants.rs.
const BRAND_AT_START: Confidence = Confidence::from_hundredths(95);
/// A brand whose spelling is also a common word, at the start of the name.
/// Source: ../shared/labelled/birmingham-council, where 60 of 64 are right, and so not nine in ten with certainty.
const BRAND_COMMON_WORD: Confidence = Confidence::from_hundredths(89);
/// A brand that sells things of several categories, so that its own is only the likeliest.
/// Source: ../shared/labelled/birmingham-council, where 12 of 18 are right, and our own reading of other statements,
/// where nine in ten are.
const BRAND_MIXED: Confidence = Confidence::from_hundredths(80);
/// A brand of other countries whose spelling is also a common word: a guess, not a reading.
const BRAND_ELSEWHERE: Confidence = Confidence::from_hundredths(50);
/// What an app that sends money is.
const SENDS_MONEY: &str = "TRANSFER_OUT_TRANSFER_OUT_FROM_APPS";
/// A brand after other words.
const BRAND_LATER: Confidence = Confidence::from_hundredths(85);
/// A name that a number, a mark or an intermediary sets off.
const NAME_SET_OFF: Confidence = Confidence::from_hundredths(75);
/// A name that is all the words there are.
const NAME_BARE: Confidence = Confidence::from_hundredths(65);
/// A brand's spelling after other words must have this many letters, else it is chance.
const LATER_LETTERS: usize = 5;

/// Taken off a term whose last word is cut off, one inside a word, and one that a longer word begins with.
const CUT_OFF: u8 = 4;
const GLUED: u8 = 5;
const BEGUN: u8 = 10;

/// What being the last word of a name is worth, in hundredths, where several words say trades.
const LAST_WORD: u8 = 4;
/// What a country's own sense of a word is worth over that of others.
const SAID_HERE: u8 = 15;
/// What saying it in more than one word is worth.
const SEVERAL_WORDS: u8 = 2;

/// Reads descriptors by the tables, which are parsed when the first descriptor is read, once for all readers.
///
/// ```
/// let reader = farthing::merchant::Reader::new();
/// let naming = reader.naming_of("SQ *MARLOWS 2214 LEEDS GB", Some("GB"));
/// assert_eq!(naming.merchant.as_deref(), Some("Marlows"));
/// assert_eq!(naming.intermediary, Some("Square"));
/// ```
#[derive(Clone, Copy, Default)]
pub struct Reader(());

impl Reader {
    /// A reader; to make one parses nothing, so that a page is ready before its first file comes.
    pub fn new() -> Reader {
        Reader::default()
    }

    fn dictionary(&self) -> &'static Dictionary {
        static PARSED: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);
        &PARSED
    }

    /// Every brand's name, category and countries (ISO 3166-1 alpha-2, joined by commas), in the table's order.
    pub fn brands(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let brands = self.dictionary().brands.iter();
        brands.map(|row| (row.name, row.category, row.countries))
    }

    /// Reads a descriptor.
    ///
    /// Shape: the same descriptor gives the same naming; a shop's many descriptors give one name.
    /// `country` is ISO 3166-1 alpha-2 of the statement, where known; it weighs brands, nothing more.
    pub fn naming_of(&self, descriptor: &str, country: Option<&str>) -> Naming {
        let words = Words::of(descriptor);
        let hits = self.dictionary().lexicon.hits(&words);
        let bare = Outline::of(&words, &hits, None);
        let phrase_hit = self.phrase_in(&words, &hits, bare);
        let outline = match phrase_hit {
            Some(_) => Outline::of(&words, &hits, phrase_hit),
            None => bare,
        };
        let trade = self.trade_in(&hits, outline, country);
        let found = self.brand_in(&words, &hits, (bare.start, outline), trade, country);
        let trade = trade.map(|(trade, _)| trade);
        let (brand, end) = found.unzip();
        let behind = end.and_then(|end| self.trade_at(&hits, end, country));
        let row = phrase_hit.and_then(|hit| self.dictionary().phrases.get(hit.row));
        let has_name = row.is_none_or(|row| row.has_name);
        let intermediary = outline
            .intermediary
            .and_then(|row| self.dictionary().intermediaries.get(row).copied());
        let mut naming = Naming {
            intermediary: intermediary.map(|row| row.name),
            brand,
            phrase: row.map(|row| row.phrase),
            trade: behind
                .or(trade)
                .or_else(|| intermediary.and_then(|row| row.trade)),
            is_department: behind.is_some(),
            is_back: outline.is_back,
            is_credit: hits.of(CREDIT).next().is_some(),
            ..Naming::default()
        };
        let is_named = has_name && outline.says_a_name(&words, &hits);
        // An app that sends money stands between where somebody is named behind it: `VENMO PAYMENT JANE DOE`.
        let between = end.unwrap_or_default()..outline.start;
        let is_behind =
            end <= Some(outline.start) && !hits.of(CUT).any(|cut| between.contains(&cut.start));
        let app = brand.filter(|brand| is_named && is_behind && brand.category == SENDS_MONEY);
        naming.intermediary = naming.intermediary.or(app.map(|app| app.name));
        let says_more = is_named && end < Some(outline.name_end);
        let is_guess = |brand: &Brand| brand.confidence <= BRAND_ELSEWHERE && says_more;
        if let Some(brand) = brand.filter(|brand| app.is_none() && !is_guess(brand)) {
            naming.merchant = Some(brand.name.into());
            naming.confidence = brand.confidence;
        } else if has_name {
            if is_named {
                naming.merchant = spelling::name_of(&words, outline.start, outline.name_end);
            }
            let set_off = intermediary.is_some() || outline.name_end < words.len();
            naming.confidence = match (&naming.merchant, set_off) {
                (None, _) => Confidence::NONE,
                (Some(_), true) => NAME_SET_OFF,
                (Some(_), false) => NAME_BARE,
            };
        }
        if naming.merchant.is_none() && row.is_none() {
            self.name_by_intermediary(&mut naming);
        }
        naming
    }

    /// Where nothing but the intermediary is named, it is the merchant: `PAYPAL 402-935-7733`.
    fn name_by_intermediary(&self, naming: &mut Naming) {
        let Some(name) = naming.intermediary.take() else {
            return;
        };
        naming.merchant = Some(name.into());
        naming.confidence = NAME_SET_OFF;
        let brand = self
            .dictionary()
            .brands
            .iter()
            .find(|brand| brand.name == name);
        naming.brand = brand.map(|brand| Brand {
            name: brand.name,
            category: brand.category,
            confidence: NAME_SET_OFF,
            is_here: true,
        });
    }

    /// The phrase that says most: the surest, of equals the longest, then the first.
    fn phrase_in(&self, words: &Words<'_>, hits: &Hits, outline: Outline) -> Option<Hit> {
        let counts = |hit: &&Hit| match hit.limits {
            Limits::Start => hit.start == 0 || hit.start == outline.start,
            Limits::Whole => words.letters_outside(hit.start, hit.end) == 0,
            Limits::Anywhere | Limits::Star => true,
        };
        hits.of(PHRASE)
            .filter(counts)
            .filter(|hit| !is_inside_other(hits, hit))
            .filter(|hit| {
                let mut phrases = hits.of(PHRASE).filter(counts);
                !phrases.any(|other| takes_in(other, hit))
            })
            .max_by_key(|hit| {
                let letters = words.letters(hit.start, hit.end);
                let sure = self
                    .dictionary()
                    .phrases
                    .get(hit.row)
                    .map(|row| row.phrase.confidence);
                (sure, letters, std::cmp::Reverse(hit.start))
            })
            .copied()
    }

    fn brand_in(
        &self,
        words: &Words<'_>,
        hits: &Hits,
        (bare, outline): (usize, Outline),
        trade: Option<(Trade, usize)>,
        country: Option<&str>,
    ) -> Option<(Brand, usize)> {
        let first = match words.folded(outline.start) {
            "THE" => outline.start + 1,
            _ => outline.start,
        };
        let mut best: Option<(usize, Brand, usize)> = None;
        for hit in hits.of(BRAND) {
            let inside = hit.start == bare || (outline.start..outline.end).contains(&hit.start);
            let Some(row) = self.dictionary().brands.get(hit.row).filter(|_| inside) else {
                continue;
            };
            let at_start = [bare, first, outline.start].contains(&hit.start);
            let letters = words.letters(hit.start, hit.end);
            let (here, elsewhere) = match country {
                Some(country) if !row.countries.is_empty() => {
                    let here = row.countries.split(',').any(|listed| listed == country);
                    (here, !here)
                }
                _ => (false, false),
            };
            let other_trade = trade
                .is_some_and(|(trade, start)| trade.category != row.category && start >= hit.end);
            let alone = hit.len() == 1;
            let counts = match hit.limits {
                Limits::Start => at_start && !(alone && other_trade),
                Limits::Whole => at_start && hit.end >= outline.name_end && !elsewhere,
                Limits::Anywhere if alone && elsewhere && other_trade => false,
                Limits::Anywhere | Limits::Star => {
                    let is_said = letters >= LATER_LETTERS && !(row.is_mixed && other_trade);
                    at_start || (is_said && !elsewhere)
                }
            };
            if !counts {
                continue;
            }
            let sure = match (at_start, hit.limits) {
                (true, Limits::Start) if alone && elsewhere => BRAND_ELSEWHERE,
                (false, _) => BRAND_LATER,
                (true, Limits::Start | Limits::Whole) if alone => BRAND_COMMON_WORD,
                (true, _) => BRAND_AT_START,
            };
            let sure = if row.is_mixed {
                sure.min(BRAND_MIXED)
            } else {
                sure
            };
            let confidence = less_by_form(sure, hit.form);
            let score = letters * 2 + usize::from(at_start) * 40 + usize::from(here);
            if best.is_none_or(|(other, ..)| score > other) {
                let brand = Brand {
                    name: row.name,
                    category: row.category,
                    confidence,
                    is_here: here || row.countries.is_empty(),
                };
                best = Some((score, brand, hit.end));
            }
        }
        best.map(|(_, brand, end)| (brand, end))
    }

    /// The word of a trade that begins at a word.
    fn trade_at(&self, hits: &Hits, start: usize, country: Option<&str>) -> Option<Trade> {
        let hit = hits
            .longest(start, TRADE)
            .filter(|hit| !is_town(hits, hit))?;
        self.trade_of(&hit, country)
    }

    fn is_of_countries(&self, hit: &Hit) -> bool {
        let row = self.dictionary().trades.get(hit.row);
        row.is_some_and(|(_, countries)| !countries.is_empty())
    }

    fn trade_of(&self, hit: &Hit, country: Option<&str>) -> Option<Trade> {
        let (trade, countries) = self.dictionary().trades.get(hit.row)?;
        let here = |listed: &str| Some(listed) == country;
        (countries.is_empty() || countries.split(',').any(here)).then(|| Trade {
            confidence: less_by_form(trade.confidence, hit.form),
            ..*trade
        })
    }

    /// The surest word of a trade in the name with where it begins; the last word of a name counts for more, as a
    /// garden cafe is a cafe.
    fn trade_in(
        &self,
        hits: &Hits,
        outline: Outline,
        country: Option<&str>,
    ) -> Option<(Trade, usize)> {
        let within = |end: usize| {
            hits.of(TRADE)
                .filter(move |hit| hit.start >= outline.start && hit.end <= end)
                .filter(|hit| !is_inside_other(hits, hit))
                .filter_map(|hit| Some((self.trade_of(hit, country)?, hit)))
                .max_by_key(|(trade, hit)| {
                    let here = if self.is_of_countries(hit) {
                        SAID_HERE
                    } else {
                        0
                    };
                    let last = if hit.end == end { LAST_WORD } else { 0 };
                    let several = if hit.len() > 1 { SEVERAL_WORDS } else { 0 };
                    trade.confidence.hundredths() + last + several + here
                })
                .map(|(trade, hit)| (trade, hit.start))
        };
        within(outline.name_end).or_else(|| within(outline.end))
    }
}

/// How sure a term is that is cut off or stands inside a word.
fn less_by_form(sure: Confidence, form: Form) -> Confidence {
    let less = match form {
        Form::Whole => 0,
        Form::Cut => CUT_OFF,
        Form::Glued => GLUED,
        Form::Begun => BEGUN,
    };
    Confidence::from_hundredths(sure.hundredths().saturating_sub(less))
}

/// Whether a longer term takes this one in: RENT A CAR is no rent, POTTERS BAR no bar.
fn is_inside_other(hits: &Hits, term: &Hit) -> bool {
    // A brand that is cut off is less sure than the word it would take in: WASTE MANAGE.
    let is_sure = |hit: &Hit| hit.sort != Sort::Brand || hit.form == Form::Whole;
    hits.of(WIDER)
        .any(|hit| takes_in(hit, term) && is_sure(hit))
}

/// Whether a term is longer than another and takes it in.
fn takes_in(wider: &Hit, term: &Hit) -> bool {
    wider.len() > term.len() && wider.start <= term.start && wider.end >= term.end
}

/// Whether a word of a trade is a town's name too: ESSEN, TOURS.
fn is_town(hits: &Hits, term: &Hit) -> bool {
    hits.of(TOWN)
        .any(|hit| hit.start == term.start && hit.end == term.end)
}

/// A text as words are compared: upper case, without accents or marks, one blank between words.
pub(crate) fn folded(text: &str) -> String {
    let words = Words::of(text);
    let mut out = String::with_capacity(text.len());
    for at in 0..words.len() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(words.folded(at));
    }
    out
}

/// The rows of a table of `N` columns; comments and empty lines are none, missing columns are empty.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut columns = line.split('\t');
            std::array::from_fn(|_| columns.next().unwrap_or_default())
        })
}
