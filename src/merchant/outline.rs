//! Where the name stands in a descriptor: after what leads to it, before what ends it.

use super::lexicon::{Hit, Hits, Limits, Sort, Sorts};
use super::words::{Kind, WIDE_BLANK, Words};

/// The part of a descriptor that speaks of the merchant.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outline {
    /// The first word after card prefixes, dates and intermediaries.
    pub(super) start: usize,
    /// The word after the name proper: numbers, towns and company forms are beyond it.
    pub(super) name_end: usize,
    /// The word after all that may still say something: references are beyond it.
    pub(super) end: usize,
    /// The intermediary's row.
    pub(super) intermediary: Option<usize>,
    /// Whether it says money comes back.
    pub(super) is_back: bool,
}

const BACK: Sorts = Sorts::of(&[Sort::Back]);
const BRAND: Sorts = Sorts::of(&[Sort::Brand]);
const INTERMEDIARY: Sorts = Sorts::of(&[Sort::Intermediary]);
const MONTH: Sorts = Sorts::of(&[Sort::Month]);
const REGION: Sorts = Sorts::of(&[Sort::Region]);
const TAKE: Sorts = Sorts::of(&[Sort::Take]);
/// What leads to a name.
const LEADS: Sorts = Sorts::of(&[Sort::Lead, Sort::Cut, Sort::Back, Sort::Take]);
/// What may end all that speaks of the merchant.
const ENDS: Sorts = Sorts::of(&[Sort::Cut, Sort::Take, Sort::Lead]);
/// What is taken off the end of a name.
const TAILS: Sorts = Sorts::of(&[
    Sort::Form,
    Sort::Region,
    Sort::Cut,
    Sort::Back,
    Sort::Lead,
    Sort::Town,
]);
/// What is no name alone.
const NAMELESS: Sorts = Sorts::of(&[Sort::Region, Sort::Form, Sort::Cut, Sort::Lead, Sort::Month]);
/// What any shop may say of itself.
const PLAIN: Sorts = Sorts::of(&[Sort::Trade, Sort::Form]);

/// What tells that a word is no city.
const KNOWN: Sorts = Sorts::of(&[
    Sort::Brand,
    Sort::Trade,
    Sort::Form,
    Sort::Phrase,
    Sort::Road,
    Sort::Town,
]);
/// A city has at least so many letters.
const CITY: usize = 4;
/// The states whose code ends a descriptor of the United States, but for those that are a country elsewhere.
const STATES: &str = "AK AL AR AZ CA CO CT DC FL GA HI IA ID IL KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV \
                      NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY";

/// Letters before a `*` that stand for an unknown intermediary, `CNK*CINEMARK`; more are a name of their own.
const UNKNOWN_INTERMEDIARY: usize = 4;

/// What Indian banks print before fields that a `/` or a `-` parts: `UPI/CR/406112345678/AMIT/SBIN`.
const FIELDED: [&str; 6] = ["IMPS", "INFT", "MMT", "NEFT", "RTGS", "UPI"];

impl Outline {
    /// The outline of a descriptor; `phrase` is the bank's phrase in it, which is never part of the name.
    pub(super) fn of(words: &Words<'_>, hits: &Hits, phrase: Option<Hit>) -> Outline {
        let mut outline = Outline {
            is_back: hits.of(BACK).next().is_some(),
            ..Outline::default()
        };
        outline.skip_lead(words, hits, phrase, 0);
        if let Some(after) = taken(hits, outline.start) {
            outline.skip_lead(words, hits, phrase, after);
        }
        outline.end = end_of(words, hits, phrase, outline.start);
        outline.name_end = outline.end_of_name(words, hits);
        if let Some(star) = outline.unknown_intermediary(words, hits) {
            outline.start = star;
            outline.name_end = outline.end_of_name(words, hits);
        }
        outline.trim(words, hits);
        outline
    }

    /// Passes over everything that leads to the name.
    fn skip_lead(&mut self, words: &Words<'_>, hits: &Hits, phrase: Option<Hit>, from: usize) {
        let mut start = from;
        while start < words.len() {
            if let Some(phrase) = phrase.filter(|hit| hit.start == start) {
                start = phrase.end;
                continue;
            }
            let lead = hits.longest(start, LEADS);
            let brand = hits.longest(start, BRAND);
            let between = hits.longest(start, INTERMEDIARY);
            let spans = |hit: Option<Hit>| hit.map_or(0, |hit| hit.len());
            if spans(brand) > spans(lead).max(spans(between)) {
                break;
            }
            let longest = if spans(between) > spans(lead) {
                between
            } else {
                lead
            };
            if let Some(hit) = longest {
                if hit.sort == Sort::Intermediary {
                    self.intermediary = self.intermediary.or(Some(hit.row));
                }
                start = hit.end;
            } else if words.get(start).kind != Kind::Letters
                || is_in_date(words, hits, start)
                || (start > from && is_location(words, hits, start))
                || (phrase.is_some_and(|phrase| phrase.end <= start) && is_month(hits, start))
            {
                start += 1;
            } else {
                break;
            }
        }
        self.start = start;
    }

    /// The word after the name: the first number, code, mark or doubled slash ends it.
    fn end_of_name(&self, words: &Words<'_>, hits: &Hits) -> usize {
        let first = hits
            .longest(self.start, BRAND)
            .map_or(self.start + 1, |hit| hit.end);
        let is_fielded = (0..self.start).any(|at| FIELDED.contains(&words.folded(at)));
        (first..self.end)
            .find(|&at| {
                let word = words.get(at);
                (is_fielded && (word.mark == b'/' || words.is_hyphened(at)))
                    || (word.kind != Kind::Letters && !is_for_a_word(words, at))
                    || matches!(word.mark, b'*' | b'#' | b'|' | WIDE_BLANK)
                    || is_behind_a_form(words, self.start, at)
                    || is_in_date(words, hits, at)
                    || is_postcode(words.folded(at))
                    || words.get(at + 1).mark == b'@'
            })
            .unwrap_or(self.end)
            .max(self.start)
    }

    /// Where the name begins when a few letters and a `*` stand before it.
    fn unknown_intermediary(&self, words: &Words<'_>, hits: &Hits) -> Option<usize> {
        let star = self.start + 1;
        let found = self.name_end == star
            && star < self.end
            && words.get(star).mark == b'*'
            && words.get(star).kind == Kind::Letters
            && words.folded(self.start).len() <= UNKNOWN_INTERMEDIARY
            && hits.longest(self.start, BRAND).is_none();
        found.then_some(star)
    }

    /// Takes towns, countries, company forms and joining words off the end, never the last word left.
    fn trim(&mut self, words: &Words<'_>, hits: &Hits) {
        let brand = hits.longest(self.start, BRAND);
        let least = brand.map_or(self.start + 1, |hit| hit.end);
        // The first letter of a word that the bank's field cut off.
        let last = self.name_end.saturating_sub(1);
        if self.name_end == words.len()
            && last > least
            && words.ends_with_a_field()
            && words.folded(last).len() == 1
            && words.get(last).mark == b' '
        {
            self.name_end = last;
        }
        let mut may_lose_city = self.name_end == words.len() && is_state(words.folded(last));
        while self.name_end > least {
            let last = self.name_end - 1;
            if may_lose_city && last + 1 < words.len() {
                may_lose_city = false;
                if self.is_city(words, hits, last) {
                    self.name_end = last;
                    continue;
                }
            }
            let tail = hits
                .of(TAILS)
                .filter(|hit| hit.end == self.name_end && hit.start >= least)
                .filter(|hit| hit.sort != Sort::Town || self.may_lose_town(words, hits, hit.start))
                .max_by_key(|hit| hit.len());
            self.name_end = match tail {
                Some(hit) => hit.start,
                None if is_joining(words.folded(last)) => last,
                None => break,
            };
        }
    }

    /// Whether a word before a state that nothing knows is its city: it stands behind a word that says the trade.
    fn is_city(&self, words: &Words<'_>, hits: &Hits, at: usize) -> bool {
        let covers = |hit: &Hit, at: usize| (hit.start..hit.end).contains(&at);
        at >= self.start + 2
            && words.get(at).mark == b' '
            && words.folded(at).len() >= CITY
            && !hits.of(KNOWN).any(|hit| covers(hit, at))
            && hits.of(PLAIN).any(|hit| covers(hit, at - 1))
    }

    /// Whether more is left than a country, a web address's ending or a company's form.
    pub(super) fn says_a_name(&self, words: &Words<'_>, hits: &Hits) -> bool {
        // What an address begins with is a name, if also a county's: WWW.BEDS.CO.UK.
        if self.start > 0 && words.folded(self.start - 1) == "WWW" {
            return true;
        }
        (self.start..self.name_end).any(|at| {
            !hits
                .of(NAMELESS)
                .any(|hit| (hit.start..hit.end).contains(&at))
        })
    }

    fn may_lose_town(&self, words: &Words<'_>, hits: &Hits, town: usize) -> bool {
        let is_plain = |at: usize| {
            hits.of(PLAIN).any(|hit| (hit.start..hit.end).contains(&at))
                || is_joining(words.folded(at))
        };
        words.letters(self.start, town) > 2
            && !is_joining(words.folded(town - 1))
            && !(self.start..town).all(is_plain)
    }
}

/// Whether a word is behind a company's form, where its address or what it sold begins: `HUTCHISON GMBH BRUENNER STRASSE`.
fn is_behind_a_form(words: &Words<'_>, start: usize, at: usize) -> bool {
    let is_form = |at: usize| {
        matches!(
            words.folded(at),
            "AG" | "BV"
                | "GGMBH"
                | "GMBH"
                | "INC"
                | "KG"
                | "LLC"
                | "LTDA"
                | "MBH"
                | "NV"
                | "OHG"
                | "PLC"
                | "SARL"
                | "SRL"
                | "UG"
        )
    };
    at > start + 1
        && is_form(at - 1)
        && !matches!(words.get(at).mark, b'&')
        && words.folded(at) != "CO"
}

/// Whether a number of one digit stands for a word between others: `CARPETS 4 LESS`.
fn is_for_a_word(words: &Words<'_>, at: usize) -> bool {
    let next = words.get(at + 1);
    matches!(words.folded(at), "2" | "4")
        && words.get(at).mark == b' '
        && next.kind == Kind::Letters
        && next.mark == b' '
        && at + 1 < words.len()
}

/// Whether a word joins others: `of`, `de`, `und`.
pub(super) fn is_joining(folded: &str) -> bool {
    // Such words neither end a name nor stand before a town that ends it.
    match folded.len() {
        1 => folded == "A",
        2 => matches!(
            folded,
            "AM" | "AN"
                | "AT"
                | "BY"
                | "DA"
                | "DE"
                | "DI"
                | "DO"
                | "DU"
                | "EN"
                | "IM"
                | "IN"
                | "LA"
                | "LE"
                | "OF"
                | "ON"
        ),
        3 => matches!(
            folded,
            "AND"
                | "AUX"
                | "DAS"
                | "DEL"
                | "DER"
                | "DES"
                | "DOS"
                | "FOR"
                | "THE"
                | "UND"
                | "VAN"
                | "VON"
        ),
        _ => false,
    }
}

/// Where the name begins by words that say so; those of row 0 say it over a name before them.
fn taken(hits: &Hits, start: usize) -> Option<usize> {
    hits.of(TAKE)
        .filter(|hit| hit.limits == Limits::Anywhere || hit.start <= start)
        .min_by_key(|hit| hit.limits == Limits::Start)
        .map(|hit| hit.end)
}

/// The word that ends all that speaks of the merchant: a reference, a card's number, the bank's phrase.
fn end_of(words: &Words<'_>, hits: &Hits, phrase: Option<Hit>, start: usize) -> usize {
    let inside = hits.longest(start, BRAND).map_or(start, |hit| hit.end - 1);
    let ends = |hit: &&Hit| {
        let cuts = match hit.sort {
            Sort::Cut if hit.limits == Limits::Whole => words.get(hit.end).kind != Kind::Letters,
            // A French name has it too: SOCIETE DES EAUX.
            Sort::Cut if words.folded(hit.start) == "DES" => words.is_label(hit.start),
            Sort::Cut | Sort::Take => true,
            Sort::Lead => hit.len() > 1,
            _ => false,
        };
        cuts && hit.start > inside
    };
    let cut = hits.of(ENDS).find(ends).map(|hit| hit.start);
    let phrase = phrase.map(|hit| hit.start).filter(|&at| at > inside);
    let end = cut.into_iter().chain(phrase).min();
    end.unwrap_or(words.len()).max(start)
}

/// Whether a word is the first half of a British postcode of one digit: `N7`, `EC1N`, `SW1`.
fn is_postcode(folded: &str) -> bool {
    let (area, rest) = match folded.as_bytes() {
        [first, second, rest @ ..] if second.is_ascii_uppercase() => ([*first, *second], rest),
        [first, rest @ ..] => ([*first, *first], rest),
        [] => return false,
    };
    area.iter().all(u8::is_ascii_uppercase)
        && matches!(rest, [unit, after @ ..] if unit.is_ascii_digit() && after.len() < 2)
}

/// Whether a word behind a date or a number is the terminal's country or card: `AT K2` before the shop.
fn is_location(words: &Words<'_>, hits: &Hits, at: usize) -> bool {
    let follows_code = words.get(at - 1).kind != Kind::Letters || is_region(words, hits, at - 1);
    follows_code
        && at + 1 < words.len()
        && hits.longest(at, BRAND).is_none()
        && (is_region(words, hits, at) || is_postcode(words.folded(at)))
}

/// Whether a word is the code of a state.
fn is_state(folded: &str) -> bool {
    folded.len() == 2 && STATES.split(' ').any(|state| state == folded)
}

/// Whether a word is the code of a country or a state.
fn is_region(words: &Words<'_>, hits: &Hits, at: usize) -> bool {
    words.folded(at).len() == 2 && hits.longest(at, REGION).is_some()
}

/// Whether a word is a month: behind a phrase such as pay or rent it says which.
fn is_month(hits: &Hits, at: usize) -> bool {
    hits.longest(at, MONTH).is_some() && hits.longest(at, BRAND).is_none()
}

/// Whether a word is a month beside a number.
fn is_in_date(words: &Words<'_>, hits: &Hits, at: usize) -> bool {
    let is_number = |at: usize| words.get(at).kind == Kind::Number;
    hits.longest(at, MONTH).is_some()
        && (is_number(at + 1) || (at > 0 && is_number(at - 1)))
        && hits.longest(at, BRAND).is_none()
}
