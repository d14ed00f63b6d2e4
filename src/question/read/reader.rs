//! Words to a reading: each is used once, by the longest phrase that begins with it.

use crate::book::{Book, Criteria, GroupBy};
use crate::category::Category;
use crate::ledger::AccountId;
use crate::money::Currency;
use crate::order::Gather as _;
use crate::statement::AccountKind;

use super::super::plan::Measure;
use super::amount::bounds_at;
use super::calendar::Calendar;
use super::lexicon::{Lexicon, Outside, Part, Sense};
use super::name::{Found, Named, Names};
use super::period::{When, beginning_at, when_at};
use super::reading::{Mention, Reading, Subject};
use super::slip::{is_capital, mend_slips};
use super::time_word::{count_at, grain_of, knows};
use super::token::{Kind, Token, tokens};
use super::unknown::BEFORE_NAMES;

/// How many words behind `owe` may say on what: `how much do I owe on my card`.
const OWED_ON_WITHIN: usize = 4;

/// The fewest letters of one word of a name that stands for all of it: shorter ones are in too many.
const SHORTEST_PART_OF_NAME: usize = 4;

/// Words behind which `may` is the month.
const BEFORE_MAY: &str =
    "in since from last this of for and to during about than until or vs versus between";

/// Words that begin a question of yes or no.
const YES_NO: &str = "did do doe is am was has have are were can";

/// What is asked of what is on an account.
const HELD: &[Measure] = &[Measure::Balance, Measure::Largest, Measure::Smallest];

/// Words for several single rows; tokens are singular, so these are looked for as they were typed.
const SEVERAL: &[&str] = &[
    "purchases",
    "payments",
    "transactions",
    "expenses",
    "charges",
    "debits",
    "buys",
];

/// Reads a question.
pub(crate) fn read(
    text: &str,
    book: &Book,
    lexicon: &Lexicon,
    names: &Names,
    calendar: &Calendar,
) -> Reading {
    let mut tokens = tokens(text);
    mend_slips(&mut tokens, text, lexicon, names);
    let mut reader = Reader {
        text,
        tokens: &tokens,
        book,
        lexicon,
        names,
        calendar,
        reading: Reading {
            length: tokens.len(),
            has_between: tokens.iter().any(|token| token.is("between")),
            yes_no: tokens.first().is_some_and(|token| token.is_any(YES_NO)),
            several: text
                .split(|letter: char| !letter.is_alphabetic())
                .any(|word| SEVERAL.iter().any(|known| word.eq_ignore_ascii_case(known))),
            ..Reading::default()
        },
        not: false,
        not_used: false,
        only: false,
        start: 0,
        named_to: usize::MAX,
        versus_to: usize::MAX,
        unknown: None,
        looks: 0,
        numbers: Vec::new(),
        guessed: Vec::new(),
    };
    let mut at = 0;
    while at < tokens.len() {
        if reader.is_second(at) {
            // `what is my balance and when do I get paid`
            reader.reading.second = tokens.get(at + 1).map(|token| token.start);
            break;
        }
        at += reader.step(at).max(1);
    }
    reader.end_unknown();
    reader.settle_guesses();
    reader.settle_limit();
    reader.settle_asked();
    reader.reading
}

/// The way through the words of a question.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) book: &'a Book,
    pub(super) lexicon: &'a Lexicon,
    names: &'a Names,
    calendar: &'a Calendar,
    pub(super) reading: Reading,
    /// Whether what comes is left out, and whether anything was since that was said.
    not: bool,
    not_used: bool,
    /// Whether what comes is all that is meant.
    only: bool,
    /// Where the question begins, behind a greeting.
    start: usize,
    /// Where the last name or category ended, and the last word that sets one thing against another.
    named_to: usize,
    versus_to: usize,
    /// The run of unknown words that is open: its first and last place.
    pub(super) unknown: Option<(usize, usize)>,
    /// How many unknown words were looked for in descriptors.
    pub(super) looks: usize,
    /// Bare numbers: what they count is known at the end.
    pub(super) numbers: Vec<u32>,
    /// Names told by their capital that no row has.
    pub(super) guessed: Vec<Box<str>>,
}

impl Reader<'_> {
    /// Takes what begins at a place; gives how many tokens it is.
    fn step(&mut self, at: usize) -> usize {
        if let Some(used) = self.each_weekday(at) {
            self.end_unknown();
            return used;
        }
        // What was on an account at the start of a year was on it that day; what was spent, was in more.
        let held = self.reading.asks(Measure::Balance);
        let start = held.then(|| beginning_at(self.tokens, at, self.calendar));
        let start = start.flatten().map(|(day, used)| (When::Days(day), used));
        let when = start.or_else(|| when_at(self.tokens, at, self.calendar));
        let when = when.filter(|_| !self.is_verb(at));
        let bounds = bounds_at(self.tokens, at, self.lexicon);
        let phrase = self
            .lexicon
            .phrase_at(self.tokens, at, self.calendar.is_us())
            .filter(|_| !self.is_other_debt(at));
        let when_used = when.map_or(0, |(_, used)| used);
        let bounds_used = bounds.map_or(0, |(_, used)| used);
        let phrase_used = phrase.map_or(0, |(_, used)| used);
        let other = when_used.max(bounds_used).max(phrase_used);
        if let Some(found) = self.name_at(at, other, phrase.map(|(sense, _)| sense)) {
            self.end_unknown();
            self.mention_named(&found);
            self.named_to = at + found.used;
            return found.used;
        }
        if other == 0 && self.tokens[at].kind == Kind::Word && is_idle(&self.tokens[at]) {
            self.end_unknown();
            return 1;
        }
        if other == 0 {
            return self.step_unknown(at);
        }
        let bare_filler = matches!(phrase, Some((Sense::Part(Part::Filler), _)))
            && when_used == 0
            && bounds_used == 0;
        if bare_filler && self.continues_unknown(at, phrase_used) {
            return phrase_used;
        }
        self.end_unknown();
        if let Some((when, used)) = when.filter(|_| when_used == other) {
            self.reading.whens.push(when);
            self.reading.than_when |= at == self.versus_to;
            return used;
        }
        if let Some((bounds, used)) = bounds.filter(|_| bounds_used == other) {
            self.reading.bounds = bounds;
            return used;
        }
        if let Some((sense, used)) = phrase {
            let sense = sense.clone();
            return self.take(sense, at, used);
        }
        1
    }

    fn take(&mut self, sense: Sense, at: usize, used: usize) -> usize {
        match sense {
            // `grocery bill`
            Sense::Categories(_) if at == self.named_to && self.tokens[at].is("bill") => {}
            // `when did I last pay`, `to pay`; alone it is what is paid to the person.
            Sense::Categories(_)
                if self.tokens[at].is("pay")
                    && used == 1
                    && at > 0
                    && self.tokens[at - 1].is_any("i we to last still") => {}
            Sense::Categories(categories) => {
                self.mention(Subject::Categories(categories));
                self.named_to = at + used;
            }
            Sense::Review => self.mention(Subject::Review),
            Sense::Account(kind) => self.mention_kind(kind, at, used),
            Sense::Measure(Measure::Breakdown) if self.goes_on_with_subject(at, used) => {
                // `what did I spend on groceries` asks for a sum; `on` is read with what follows.
                self.end_not();
                self.reading.measures.push(Measure::Spend);
                return used - 1;
            }
            // `transfer 50 to savings`
            Sense::Measure(Measure::Transfers)
                if self.is_order()
                    && matches!(
                        self.tokens.get(at + used).map(|token| &token.kind),
                        Some(Kind::Number { .. } | Kind::Currency(_))
                    ) =>
            {
                self.reading.outside = Some(Outside::Service);
            }
            // `how much was in savings`, `savings on 1 March`
            Sense::Measure(Measure::Net)
                if self.written(at).eq_ignore_ascii_case("savings")
                    && self.reading.asks_only(HELD)
                    && (self.has_savings() || self.reading.asks(Measure::Balance)) =>
            {
                self.mention_kind(AccountKind::Savings, at, used);
                self.reading.measures.push(Measure::Balance);
            }
            Sense::Measure(measure) => {
                self.end_not();
                self.reading.measures.push(measure);
                self.reading.has_most |= self.tokens[at].is_any("most least");
                let words = self.tokens.get(at..at + used).unwrap_or_default();
                if measure == Measure::Income && self.tokens[at].is("who") {
                    self.reading.group_by = Some(GroupBy::Merchant);
                }
                // `take out of savings` names the account as well, which is read with what follows.
                let named = |from: &usize| {
                    let found = self.lexicon.phrase_at(self.tokens, *from, false);
                    matches!(found, Some((Sense::Account(_), _)))
                };
                if measure == Measure::Transfers
                    && let Some(from) = (at + 1..at + used).find(named)
                {
                    return from - at;
                }
                // `how many transactions` counts every row, `how many times` what was bought.
                if measure == Measure::Count && words.iter().any(|token| token.is("transaction")) {
                    self.reading.parts.push(Part::Rows);
                }
                if words
                    .iter()
                    .any(|token| token.is("subscription") || token.is("subscribed"))
                {
                    let subscriptions = crate::category::Group::Subs.categories().gather();
                    self.mention(Subject::Categories(subscriptions));
                }
                // `cheapest month`, `average week`.
                let by_size = matches!(
                    measure,
                    Measure::Largest | Measure::Smallest | Measure::Mean | Measure::Median
                );
                let grain = self.tokens.get(at + used).and_then(grain_of);
                if let Some(grain) = grain.filter(|_| by_size) {
                    self.reading.group_by = Some(GroupBy::Period(grain));
                    return used + 1;
                }
            }
            Sense::Later(measure) => {
                self.reading.later.get_or_insert(measure);
            }
            Sense::Outside(Outside::Order) if !self.is_order() => self.know_nothing_of(at, 1),
            Sense::Outside(Outside::Uncounted) => {
                self.know_nothing_of(at, used);
                self.reading.outside = Some(Outside::Uncounted);
            }
            Sense::Outside(outside) => {
                if at == self.start && matches!(outside, Outside::Greeting | Outside::Thanks) {
                    self.start = at + used;
                }
                let known = &mut self.reading.outside;
                if matches!(known, None | Some(Outside::Greeting | Outside::Thanks)) {
                    *known = Some(outside);
                }
            }
            Sense::Group(group) => {
                self.end_not();
                self.reading.group_by = Some(group);
                // `which restaurant` is of restaurants, each by itself.
                let who = self.tokens[at].is("who");
                for place in (at..at + used).filter(|_| !who) {
                    let word = self.tokens.get(place..=place).unwrap_or_default();
                    let found = self.lexicon.phrase_at(word, 0, self.calendar.is_us());
                    if let (GroupBy::Merchant, Some((Sense::Categories(of), _))) = (group, found) {
                        self.mention(Subject::Categories(of.clone()));
                    }
                }
            }
            Sense::Part(part) => return self.take_part(part, at, used),
        }
        used
    }

    fn take_part(&mut self, part: Part, at: usize, used: usize) -> usize {
        match part {
            Part::Not => {
                (self.not, self.not_used) = (true, false);
            }
            Part::Only => {
                self.end_not();
                self.only = true;
            }
            Part::Follow if at == self.start => self.reading.follows = true,
            Part::Follow if self.tokens[at].is("and") => self.reading.parts.push(Part::And),
            // `when did they last pay me`
            Part::LastTime
                if self
                    .tokens
                    .iter()
                    .skip(at)
                    .take(used)
                    .any(|token| token.is("me")) =>
            {
                self.reading.measures.push(Measure::Income);
            }
            Part::Lowest => {
                let mut words = self.tokens.iter().skip(at).take(used);
                let extreme = match words.any(|token| token.is("most")) {
                    true => Measure::Largest,
                    false => Measure::Smallest,
                };
                self.reading.measures.extend([Measure::Balance, extreme]);
            }
            Part::Versus => {
                self.end_not();
                // `compared to last year`
                self.reading.follows |= at == self.start;
                // `this month than last`
                let next = at + used;
                let the = usize::from(self.tokens.get(next).is_some_and(|token| token.is("the")));
                let last = self
                    .tokens
                    .get(next + the)
                    .is_some_and(|token| token.is_any("last previous prior before"));
                if last && when_at(self.tokens, next, self.calendar).is_none() {
                    self.reading.whens.push(When::Before(None));
                    self.reading.parts.push(part);
                    return used + the + 1;
                }
            }
            Part::Over if self.tokens[at].is_any("more higher bigger larger") => {
                self.reading
                    .parts
                    .extend_from_slice(&[Part::More, Part::Versus]);
            }
            Part::Under if self.tokens[at].is_any("less lower cheaper smaller") => {
                self.reading
                    .parts
                    .extend_from_slice(&[Part::Less, Part::Versus]);
            }
            Part::Unit if at > 0 && self.tokens[at - 1].is_any("in into to") => {
                match currency_of_unit(&self.tokens[at].text) {
                    Some(currency) => self.reading.currency = Some(currency),
                    None => self.know_nothing_of(at, 1),
                }
            }
            _ => {}
        }
        if matches!(part, Part::Over | Part::Under | Part::Versus) {
            self.versus_to = at + used;
        }
        if matches!(part, Part::Over | Part::Under) {
            // `more than last`, as above.
            let next = at + used;
            let versus = self.reading.has(Part::Versus);
            let last = self
                .tokens
                .get(next)
                .is_some_and(|token| token.is_any("last before"));
            if versus && last && when_at(self.tokens, next, self.calendar).is_none() {
                self.reading.whens.push(When::Before(None));
                return used + 1;
            }
            return used;
        }
        if part != Part::Filler {
            self.reading.parts.push(part);
        }
        used
    }

    /// Whether a phrase that ends in `on` has its subject or day behind it.
    fn goes_on_with_subject(&self, at: usize, used: usize) -> bool {
        let next = at + used;
        let on = self
            .tokens
            .get(next - 1)
            .is_some_and(|token| token.is("on"));
        let days = match when_at(self.tokens, next, self.calendar) {
            Some((When::Days(span), _)) => span.whole.days(),
            Some(_) => i32::MAX,
            None => 1,
        };
        on && next < self.tokens.len() && days == 1
    }

    /// Whether something is owed, and not on a card: `how much do I owe on my card` asks for its balance.
    fn is_other_debt(&self, at: usize) -> bool {
        let after = self.tokens.get(at + 1..).unwrap_or_default();
        let mut near = after.iter().take(OWED_ON_WITHIN);
        self.tokens[at].is_any("owe owed") && !near.any(|token| token.is("card"))
    }

    /// Whether a word that is also a month is used as a verb: `may I`.
    fn is_verb(&self, at: usize) -> bool {
        // `Why was May so dear` has its capital; a verb has one only where it begins the question.
        let may = self.tokens[at].is("may") && !(at > 0 && self.written(at).starts_with('M'));
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let dated = self
            .tokens
            .get(at + 1)
            .is_some_and(|token| token.number().is_some());
        may && !dated
            && self.tokens.len() > 1
            && !before.is_some_and(|token| token.is_any(BEFORE_MAY))
    }

    /// A name at a place, where it says more than the other readings.
    fn name_at(&self, at: usize, other: usize, sense: Option<&Sense>) -> Option<Found> {
        let token = &self.tokens[at];
        let alone =
            token.text.len() >= SHORTEST_PART_OF_NAME && !self.lexicon.has_meaning(&token.text);
        let found = self.names.found_at(self.tokens, at, alone)?;
        let listed = |token: &Token| {
            let words = self.lexicon.words();
            words
                .binary_search_by(|known| known.as_str().cmp(&token.text))
                .is_ok()
                || knows(&token.text)
        };
        let run = self.tokens.get(at..at + found.used)?;
        if !found.whole && run.iter().all(listed) {
            return None;
        }
        if found.used != other {
            return (found.used > other).then_some(found);
        }
        if found.whole && found.used > 1 {
            return Some(found);
        }
        if !found.own.is_empty() && matches!(sense, Some(Sense::Categories(_)) | None) {
            return Some(found);
        }
        // A word of ours that is also a name: `Next`, `Three`, `Boots`.
        let ours = matches!(
            sense,
            Some(Sense::Part(_) | Sense::Measure(_) | Sense::Outside(_)) | None
        );
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let named = before.is_some_and(|token| token.is_any(BEFORE_NAMES))
            || at > 0 && is_capital(self.text, token);
        (found.whole && ours && named).then_some(found)
    }

    fn mention_named(&mut self, found: &Found) {
        let mut merchants = Vec::new();
        let mut accounts = Vec::new();
        let mut own = Criteria::default();
        for named in &found.named {
            match named {
                Named::Merchant(id) => merchants.push(*id),
                Named::Account(id) => accounts.push(*id),
                Named::Own(number) => own.own_groups.push(*number),
                Named::OwnCategory(number) => own.own_categories.push(*number),
            }
        }
        // A name the person made means what they made it for.
        if !found.own.is_empty() {
            self.mention(Subject::Own(Box::new(found.own.clone())));
        } else if !own.is_empty() && merchants.is_empty() && accounts.is_empty() {
            self.mention(Subject::Own(Box::new(own)));
        } else if merchants.is_empty() {
            self.mention(Subject::Accounts(accounts));
        } else {
            self.mention(Subject::Merchants(merchants));
        }
    }

    fn mention_kind(&mut self, kind: AccountKind, at: usize, used: usize) {
        let accounts = self.book.ledger().accounts();
        let of_kind: Vec<AccountId> = accounts
            .iter()
            .enumerate()
            .filter(|(_, account)| account.kind == kind)
            .map(|(place, _)| AccountId(place as u16))
            .gather();
        if !of_kind.is_empty() {
            self.mention(Subject::Accounts(of_kind));
        } else if kind == AccountKind::Savings {
            let moves = ["TRANSFER_OUT_SAVINGS", "TRANSFER_IN_SAVINGS"];
            let moves = moves.into_iter().filter_map(Category::from_code).gather();
            self.mention(Subject::Categories(moves));
        } else {
            self.know_nothing_of(at, used);
        }
    }

    /// Keeps words as they were typed, to say that they are not understood.
    fn know_nothing_of(&mut self, at: usize, used: usize) {
        let end = self.tokens.get(at + used - 1).map_or(0, |token| token.end);
        let written = self.text.get(self.tokens[at].start..end);
        let written = written.unwrap_or_default().to_owned();
        self.reading.unknown.push(written);
    }

    fn has_savings(&self) -> bool {
        let mut accounts = self.book.ledger().accounts().iter();
        accounts.any(|account| account.kind == AccountKind::Savings)
    }

    pub(super) fn mention(&mut self, subject: Subject) {
        self.not_used |= self.not;
        self.reading.mentions.push(Mention {
            subject,
            negated: self.not,
            only: self.only,
        });
    }

    /// A negation reaches to the next word that asks for something.
    fn end_not(&mut self) {
        if self.not_used {
            (self.not, self.not_used) = (false, false);
        }
    }

    pub(super) fn written(&self, at: usize) -> &str {
        let Some(token) = self.tokens.get(at) else {
            return "";
        };
        self.text.get(token.start..token.end).unwrap_or_default()
    }
}

/// Whether a word tells time beside others and nothing alone.
fn is_idle(token: &Token) -> bool {
    knows(&token.text) && count_at(std::slice::from_ref(token), 0).is_none()
}

/// The currency that a word for its unit names.
fn currency_of_unit(word: &str) -> Option<Currency> {
    Currency::from_code(match word {
        "pound" | "quid" | "gbp" | "sterling" => "GBP",
        "euro" | "eur" => "EUR",
        "dollar" | "usd" | "buck" => "USD",
        _ => return None,
    })
}
