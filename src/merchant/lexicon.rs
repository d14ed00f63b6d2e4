//! Every term of the tables by its words, found at word boundaries only.

use std::sync::OnceLock;

use crate::order::{Arrange as _, Gather as _};
use crate::text::{TextId, Texts};

use super::shape::DIGITS;
use super::words::{DOUBLE_BLANK, Kind, WIDE_BLANK, Words};

/// What a term of the tables is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A brand's spelling.
    Brand,
    /// A bank's phrase.
    Phrase,
    /// Who stands between.
    Intermediary,
    /// Words before the name: `CARD PAYMENT TO`.
    Lead,
    /// Words that end the name: `REF`, `CARD`.
    Cut,
    /// Words the name comes after, wherever they stand: `ORIG CO NAME`.
    Take,
    /// Words of money back: `REFUND`.
    Back,
    /// Words of a credit transfer: `BGC`.
    Credit,
    /// A company's form, an ending of a web address, a word any shop may add: `LTD`, `COM`, `STORES`.
    Form,
    /// A word that says the trade.
    Trade,
    /// A town.
    Town,
    /// A country or a state, in full or as a code.
    Region,
    /// A month's name.
    Month,
    /// A kind of road or place in an address.
    Road,
}

/// Several sorts, one bit each: what a word begins is asked far more often than it begins anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sorts(u16);

impl Sorts {
    /// These sorts.
    pub(super) const fn of(sorts: &[Sort]) -> Sorts {
        let (mut bits, mut at) = (0, 0);
        while at < sorts.len() {
            bits |= 1 << sorts[at] as u16;
            at += 1;
        }
        Sorts(bits)
    }

    /// Whether a sort is among them.
    pub(super) const fn has(self, sort: Sort) -> bool {
        self.0 & (1 << sort as u16) != 0
    }

    /// Whether any of others is among them.
    pub(super) const fn meets(self, others: Sorts) -> bool {
        self.0 & others.0 != 0
    }

    fn add(&mut self, sort: Sort) {
        self.0 |= 1 << sort as u16;
    }
}

/// A term as the tables have it.
#[derive(Clone, Copy, Debug)]
struct Term {
    first: u32,
    /// The second word, or [`ALONE`].
    second: u32,
    /// Where the words after the second are in [`Lexicon::rest`].
    rest: u32,
    more: u8,
    sort: Sort,
    row: u16,
    /// The row's kin: terms of one category.
    group: u16,
    limits: Limits,
}

/// Stands for a word that is in no term, and for the second word of a term of one; it sorts behind every word.
const ALONE: u32 = u32::MAX;

/// Where a term counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Limits {
    /// Anywhere.
    #[default]
    Anywhere,
    /// Only where the name begins.
    Start,
    /// Only where nothing else is said.
    Whole,
    /// Only before a `*`.
    Star,
}

/// A term found in a descriptor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// The first word.
    pub(super) start: usize,
    /// The word after the last.
    pub(super) end: usize,
    /// What it is.
    pub(super) sort: Sort,
    /// The row of its table.
    pub(super) row: usize,
    /// Where it counts.
    pub(super) limits: Limits,
    /// How it stands there.
    pub(super) form: Form,
}

/// How a term stands in a descriptor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// Word by word.
    #[default]
    Whole,
    /// With its last word cut off where the bank's field ends: `PERRY BARR SERVICE STAT`.
    Cut,
    /// Run together in one word, or as the end of a longer one: `MOUNTAINWAREHOUSE`, `EUROBOOKS`.
    Glued,
    /// As the beginning of a longer word: `PRINTERINKS`.
    Begun,
}

impl Hit {
    /// How many words it spans.
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// The terms found in a descriptor, by where they begin, longest first.
#[derive(Default)]
pub(super) struct Hits {
    list: Vec<Hit>,
    /// For each word, which of the list begin there.
    starts: Vec<Start>,
    /// The sorts of all.
    sorts: Sorts,
}

/// The hits that begin at one word: their places in the list, and their sorts.
#[derive(Clone, Copy, Default)]
struct Start {
    from: u32,
    to: u32,
    sorts: Sorts,
}

impl Hits {
    fn note(&mut self, hit: Hit, begun: &mut Start) {
        begun.sorts.add(hit.sort);
        self.sorts.add(hit.sort);
        self.list.push(hit);
    }

    /// Every term of some sorts.
    pub(super) fn of(&self, sorts: Sorts) -> impl Iterator<Item = &Hit> {
        let list = match self.sorts.meets(sorts) {
            true => self.list.as_slice(),
            false => &[],
        };
        list.iter().filter(move |hit| sorts.has(hit.sort))
    }

    /// The longest term of some sorts that begins at a word.
    pub(super) fn longest(&self, start: usize, sorts: Sorts) -> Option<Hit> {
        let at = self.starts.get(start).filter(|at| at.sorts.meets(sorts))?;
        let list = self.list.get(at.from as usize..at.to as usize)?;
        list.iter()
            .find(|hit| {
                sorts.has(hit.sort) && (hit.limits != Limits::Whole || hit.sort != Sort::Cut)
            })
            .copied()
    }
}

/// The terms of all tables, by their first word, their second, longest first; those of one word come last.
///
/// Hundreds of brands begin with `THE`: the second word parts them.
#[derive(Default)]
pub(super) struct Lexicon {
    words: Texts,
    terms: Vec<Term>,
    rest: Vec<u32>,
    firsts: Vec<Range>,
    /// The words that begin with a number of [`DIGITS`] or more, in order.
    numbers: Vec<TextId>,
    /// What those begin with, a bit for each two digits: most numbers begin with others.
    begun: u128,
    /// Every word in order, for those that are cut off; made when the first is met.
    sorted: OnceLock<Vec<u32>>,
}

/// The first two digits of a number as one bit.
fn tens(number: &str) -> u128 {
    match number.as_bytes() {
        [tens, ones, ..] => 1 << (10 * u32::from(tens & 15) + u32::from(ones & 15)).min(127),
        _ => 0,
    }
}

/// What may be cut off at the end of a field, or run together in a word.
const NEAR: Sorts = Sorts::of(&[Sort::Brand, Sort::Trade, Sort::Form, Sort::Town, Sort::Road]);

/// What ends a descriptor as it is.
const ENDINGS: Sorts = Sorts::of(&[Sort::Form, Sort::Town, Sort::Region, Sort::Road]);

/// The shortest descriptor that a bank may have cut: fields of 18, 22, 23 and 25 characters are common.
const CUT_LENGTH: usize = 16;
/// A cut word that stands alone must have kept this many letters; one behind the rest of its term, fewer.
const CUT_ALONE: usize = 4;
const CUT_BRAND_ALONE: usize = 7;
const CUT_BEHIND: usize = 2;
/// A brand that lacks its last words must have kept this many letters.
const CUT_BETWEEN: usize = 11;
/// A word that may hold others has at least this many letters.
const RUN_TOGETHER: usize = 7;
/// LIMIT: longer words are not taken apart; no name of a site is as long.
const MAX_RUN_TOGETHER: usize = 40;
/// A part of such a word.
const PART: usize = 5;
/// Trades that such a word does not end with: places and families are named so, Bridgewater and Newcastle.
/// Source: endings of English place names (Key to English Place-Names, University of Nottingham).
const ENDS_OF_PLACES: [&str; 3] = ["WATER", "CASTLE", "ABBEY"];
/// A part that such a word begins with, as that says less.
const PART_BEFORE: usize = 6;
/// A brand that such a word begins with: `SPOTIFYUSAI`.
const BRAND_BEFORE: usize = 7;
/// What is left behind it.
const PART_BEHIND: usize = 4;

/// The terms of one first word: where they begin, where those of one word alone begin, and where they end.
#[derive(Clone, Copy, Default)]
struct Range {
    from: u32,
    alone: u32,
    to: u32,
}

impl Lexicon {
    /// Adds a term; [`Lexicon::settle`] must follow before anything is found.
    pub(super) fn add(&mut self, spelling: &str, sort: Sort, row: usize, limits: Limits) {
        self.add_of(spelling, sort, (row, row), limits);
    }

    /// Adds a term of a group: of one that is cut off any of its group may be meant.
    pub(super) fn add_of(
        &mut self,
        spelling: &str,
        sort: Sort,
        (row, group): (usize, usize),
        limits: Limits,
    ) {
        let words = Words::of(spelling);
        let (Ok(row), Ok(group)) = (u16::try_from(row), u16::try_from(group)) else {
            return;
        };
        if words.len() == 0 {
            return;
        }
        let first = self.words.intern(words.folded(0)).0;
        let second = match words.len() {
            1 => ALONE,
            _ => self.words.intern(words.folded(1)).0,
        };
        let rest = self.rest.len() as u32;
        for at in 2..words.len() {
            self.rest.push(self.words.intern(words.folded(at)).0);
        }
        self.terms.push(Term {
            first,
            second,
            rest,
            more: (words.len() - 1) as u8,
            sort,
            row,
            group,
            limits,
        });
    }

    /// Puts the terms in order.
    pub(super) fn settle(&mut self) {
        self.terms
            .arrange_by_key(|term| (term.first, term.second, std::cmp::Reverse(term.more)));
        self.firsts = vec![Range::default(); self.words.len()];
        for (at, term) in (0..).zip(&self.terms) {
            let Some(range) = self.firsts.get_mut(term.first as usize) else {
                continue;
            };
            if range.to == 0 {
                (range.from, range.alone) = (at, at);
            }
            if term.second != ALONE {
                range.alone = at + 1;
            }
            range.to = at + 1;
        }
        let begins = |word: &str| {
            let begin = word.as_bytes().get(..DIGITS);
            begin.is_some_and(|begin| begin.iter().all(u8::is_ascii_digit))
        };
        let words = self.words.iter().filter(|(_, word)| begins(word));
        let mut numbers: Vec<TextId> = words.map(|(id, _)| id).gather();
        numbers.arrange_by(|one, other| self.words.get(*one).cmp(self.words.get(*other)));
        let begun = numbers.iter().map(|id| tens(self.words.get(*id)));
        self.begun = begun.fold(0, |all, one| all | one);
        self.numbers = numbers;
    }

    /// Whether a number of [`DIGITS`] or more is a word of the tables, or what is left of one.
    pub(super) fn begins_with(&self, number: &str) -> bool {
        if tens(number) & self.begun == 0 {
            return false;
        }
        let word = |id: &TextId| self.words.get(*id);
        let at = self.numbers.partition_point(|id| word(id) < number);
        let next = self.numbers.get(at).map(word);
        next.is_some_and(|next| next.starts_with(number))
    }

    /// The terms that begin with a word and go on with another, longest first.
    fn beginning(&self, first: u32, second: u32) -> impl Iterator<Item = &Term> {
        let range = self.firsts.get(first as usize).copied();
        let Range { from, alone, to } = range.unwrap_or_default();
        let part = |from: u32, to: u32| self.terms.get(from as usize..to as usize);
        let several = part(from, alone).unwrap_or_default();
        // A word that is in no term is behind all of them, without a search.
        let begin = match second {
            ALONE => several.len(),
            _ => several.partition_point(|term| term.second < second),
        };
        let several = several.get(begin..).unwrap_or_default();
        several
            .iter()
            .take_while(move |term| term.second == second)
            .chain(part(alone, to).unwrap_or_default())
    }

    /// Whether the words after a term's second are there.
    fn goes_on(&self, term: &Term, ids: &[u32], from: usize) -> bool {
        (1..usize::from(term.more))
            .all(|at| ids.get(from + at) == self.rest.get(term.rest as usize + at - 1))
    }

    /// Every term in the words, by where it begins, longest first.
    pub(super) fn hits(&self, words: &Words<'_>) -> Hits {
        let mut ids = Vec::with_capacity(words.len());
        for at in 0..words.len() {
            ids.push(self.words.find(words.folded(at)).map_or(ALONE, |id| id.0));
        }
        let mut hits = Hits {
            list: Vec::with_capacity(16),
            starts: Vec::with_capacity(ids.len()),
            sorts: Sorts::default(),
        };
        for start in 0..ids.len() {
            let mut begun = Start {
                from: hits.list.len() as u32,
                ..Start::default()
            };
            if ids[start] == ALONE {
                let near = self.run_together(words, start);
                if let Some(hit) = near.or_else(|| self.cut_off(words, &ids, start)) {
                    hits.note(hit, &mut begun);
                    begun.to = hits.list.len() as u32;
                }
                hits.starts.push(begun);
                continue;
            }
            let second = ids.get(start + 1).copied().unwrap_or(ALONE);
            for term in self.beginning(ids[start], second) {
                let end = start + 1 + usize::from(term.more);
                let starred = term.limits != Limits::Star
                    || matches!(words.get(end).mark, b'*' | DOUBLE_BLANK | WIDE_BLANK);
                if starred && self.goes_on(term, &ids, start + 1) {
                    begun.sorts.add(term.sort);
                    hits.sorts.add(term.sort);
                    hits.list.push(Hit {
                        start,
                        end,
                        sort: term.sort,
                        row: usize::from(term.row),
                        limits: term.limits,
                        form: Form::Whole,
                    });
                }
            }
            if let Some(hit) = self.cut_off(words, &ids, start) {
                hits.note(hit, &mut begun);
            }
            begun.to = hits.list.len() as u32;
            hits.starts.push(begun);
        }
        hits
    }

    fn word(&self, id: u32) -> &str {
        self.words.get(TextId(id))
    }

    fn hit(term: &Term, start: usize, end: usize, form: Form) -> Hit {
        Hit {
            start,
            end,
            sort: term.sort,
            row: usize::from(term.row),
            limits: term.limits,
            form,
        }
    }

    /// The term that begins at a word and is cut off at the end of the descriptor.
    fn cut_off(&self, words: &Words<'_>, ids: &[u32], start: usize) -> Option<Hit> {
        let last = words.len() - 1;
        let kept = words.folded(last);
        // A state's code or a company's form ends a descriptor without being cut.
        let is_whole = |id: u32| self.alone(id).any(|term| ENDINGS.has(term.sort));
        if !words.may_be_cut(CUT_LENGTH) || kept.len() < CUT_BEHIND || is_whole(ids[last]) {
            return None;
        }
        let is_cut = |id: u32| {
            let whole = self.word(id);
            whole.len() > kept.len() && whole.starts_with(kept)
        };
        if start < last {
            let range = self.firsts.get(ids[start] as usize)?;
            let terms = self.terms.get(range.from as usize..range.alone as usize)?;
            let letters = words.letters(start, last + 1);
            let mut found: Option<&Term> = None;
            for term in terms.iter().filter(|term| NEAR.has(term.sort)) {
                let (at, is_cut_here) = self.goes_along(term, ids, start);
                let ends_within = at == last && is_cut_here.is_some_and(is_cut);
                // A brand of three words or more may lack the last ones: BRITISH HEART.
                let ends_between = at == words.len()
                    && is_cut_here.is_some()
                    && term.sort == Sort::Brand
                    && letters >= CUT_BETWEEN;
                if ends_within || ends_between {
                    let same = |other: &Term| other.sort == term.sort && other.group == term.group;
                    if found.is_some_and(|other| !same(other)) {
                        return None;
                    }
                    found = Some(term);
                }
            }
            return found.map(|term| Self::hit(term, start, last + 1, Form::Cut));
        }
        if kept.len() < CUT_ALONE || ids[start] != ALONE || !words.ends_with_a_field() {
            return None;
        }
        let sorted = self.sorted.get_or_init(|| {
            let mut ids: Vec<u32> = (0..self.words.len() as u32).gather();
            ids.arrange_by(|one, other| self.word(*one).cmp(self.word(*other)));
            ids
        });
        let from = sorted.partition_point(|&id| self.word(id) < kept);
        let mut found: Option<&Term> = None;
        for &id in sorted.get(from..)?.iter().take_while(|&&id| is_cut(id)) {
            for term in self.alone(id).filter(|term| NEAR.has(term.sort)) {
                let short = term.sort == Sort::Brand && kept.len() < CUT_BRAND_ALONE;
                // What could be the one or the other is neither; a row's spellings stand side by side.
                let same = |other: &Term| other.sort == term.sort && other.group == term.group;
                if short || found.is_some_and(|other| !same(other)) {
                    return None;
                }
                found = Some(term);
            }
        }
        found.map(|term| Self::hit(term, start, last + 1, Form::Cut))
    }

    /// How far the words go along with a term of several, and the term's word there; `None` where it ends first.
    fn goes_along(&self, term: &Term, ids: &[u32], start: usize) -> (usize, Option<u32>) {
        let rest = term.rest as usize..term.rest as usize + usize::from(term.more) - 1;
        let rest = self.rest.get(rest).unwrap_or_default();
        let mut wanted = std::iter::once(&term.second).chain(rest);
        let mut at = start + 1;
        for word in wanted.by_ref() {
            if ids.get(at) != Some(word) {
                return (at, Some(*word));
            }
            at += 1;
        }
        (at, None)
    }

    /// The terms of one word alone.
    fn alone(&self, id: u32) -> impl Iterator<Item = &Term> {
        let range = self.firsts.get(id as usize).copied().unwrap_or_default();
        let terms = self.terms.get(range.alone as usize..range.to as usize);
        terms.unwrap_or_default().iter()
    }

    /// The brand of two words that a word runs together, or the trade that it ends or begins with.
    fn run_together(&self, words: &Words<'_>, at: usize) -> Option<Hit> {
        let word = words.folded(at);
        let lengths = RUN_TOGETHER..=MAX_RUN_TOGETHER;
        if !lengths.contains(&word.len()) || !word.is_ascii() || words.get(at).kind != Kind::Letters
        {
            return None;
        }
        let id = |text: &str| self.words.find(text).map(|id| id.0);
        let trade = |id: u32| self.alone(id).find(|term| term.sort == Sort::Trade);
        let brand = |id: u32| {
            let is_name =
                |term: &&Term| term.sort == Sort::Brand && term.limits == Limits::Anywhere;
            self.alone(id).find(is_name)
        };
        let (mut end, mut beginning, mut begun) = (None, None, None);
        for middle in 2..=word.len() - 2 {
            let (head, tail) = word.split_at(middle);
            let head_id = id(head);
            let tail_id = if head_id.is_some() || tail.len() >= PART {
                id(tail)
            } else {
                None
            };
            if let (Some(head), Some(tail)) = (head_id, tail_id) {
                let range = self.firsts.get(head as usize).copied().unwrap_or_default();
                let terms = self.terms.get(range.from as usize..range.alone as usize);
                let is_brand = |term: &&Term| {
                    term.second == tail && term.more == 1 && term.sort == Sort::Brand
                };
                if let Some(brand) = terms.unwrap_or_default().iter().find(is_brand) {
                    return Some(Self::hit(brand, at, at + 1, Form::Glued));
                }
            }
            let is_end = tail.len() >= PART && head.len() > 2;
            if end.is_none() && is_end && !ENDS_OF_PLACES.contains(&tail) {
                end = tail_id.and_then(trade);
            }
            if head.len() >= BRAND_BEFORE {
                begun = head_id.and_then(brand).or(begun);
            }
            if head.len() >= PART_BEFORE && tail.len() >= PART_BEHIND {
                beginning = head_id.and_then(trade).or(beginning);
            }
        }
        if let Some(brand) = begun {
            return Some(Self::hit(brand, at, at + 1, Form::Begun));
        }
        let end = end.map(|term| Self::hit(term, at, at + 1, Form::Glued));
        end.or_else(|| beginning.map(|term| Self::hit(term, at, at + 1, Form::Begun)))
    }
}
