//! Every term of the tables by its words, found at word boundaries only.

use crate::order::Arrange as _;
use crate::text::Texts;

use super::words::Words;

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
}

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
        let words = Words::of(spelling);
        let Ok(row) = u16::try_from(row) else {
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
                hits.starts.push(begun);
                continue;
            }
            let second = ids.get(start + 1).copied().unwrap_or(ALONE);
            for term in self.beginning(ids[start], second) {
                let end = start + 1 + usize::from(term.more);
                let starred = term.limits != Limits::Star || words.get(end).mark == b'*';
                if starred && self.goes_on(term, &ids, start + 1) {
                    begun.sorts.add(term.sort);
                    hits.sorts.add(term.sort);
                    hits.list.push(Hit {
                        start,
                        end,
                        sort: term.sort,
                        row: usize::from(term.row),
                        limits: term.limits,
                    });
                }
            }
            begun.to = hits.list.len() as u32;
            hits.starts.push(begun);
        }
        hits
    }
}
