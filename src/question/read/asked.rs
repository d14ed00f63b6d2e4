//! What a question asks for by how it is put: when something comes, whether it came, on which day of the week.

use crate::book::GroupBy;
use crate::calendar::Grain;
use crate::ledger::AccountId;
use crate::statement::AccountKind;

use super::super::plan::Measure;
use super::lexicon::Part;
use super::reader::Reader;
use super::reading::Subject;
use super::time_word::{knows, weekday_of};
use super::token::Kind;

/// Words by which something came or went.
const CAME: &str = "arrive arrived landed come came go went gone pay paid taken through";

/// Words that ask for all of it, or how it stands to something else.
const ANY_OF_IT: &str = "any anything much many more less everything ever still";

/// Words that stand beside times.
const BESIDE_TIME: &str = "in on at the of for to since from until between during and or";

/// The fewest words of a second question, its `and` with it: `and how much on fuel`.
const LEAST_SECOND: usize = 4;

/// The most words of a question that asks for the last of something: `last coffee shop`.
const LAST_WORDS: usize = 4;

/// Words of what has been.
const PAST: &str = "did was were have has had last ago";

impl Reader<'_> {
    /// `on Saturdays`, `on a typical Saturday`: every such day, not the latest; gives how many tokens it is.
    pub(super) fn each_weekday(&mut self, at: usize) -> Option<usize> {
        let is = |place: usize, words: &str| {
            self.tokens
                .get(place)
                .is_some_and(|token| token.is_any(words))
        };
        let from = at + usize::from(is(at, "on"));
        let usual = from + usize::from(is(from, "a an the every each"));
        let place = usual + usize::from(is(usual, "typical usual normal average"));
        let token = self.tokens.get(place)?;
        let weekday = weekday_of(token)?;
        let of_all = is(place + 1, "spend spending purchase");
        // `which Saturday`, `my most expensive Saturday`
        let ranked = at > 0 && is(at - 1, "which expensive biggest cheapest dearest");
        let each = usual > from && !is(from, "the") || ranked || place > usual || of_all;
        if !each && token.end - token.start == token.text.len() {
            return None;
        }
        if place > usual && !is(usual, "average") {
            self.reading.measures.push(Measure::Median);
        }
        if ranked && !of_all {
            self.reading.group_by = Some(GroupBy::Period(Grain::Day));
        }
        match self.reading.weekday.replace(weekday) {
            Some(other) if other != weekday => self.reading.group_by = Some(GroupBy::Weekday),
            _ => {}
        }
        Some(place + 1 - at)
    }

    /// Whether a second question begins behind an `and`.
    pub(super) fn is_second(&self, at: usize) -> bool {
        let next = self.tokens.get(at + 1);
        self.tokens[at].is("and")
            && !self.is_order()
            && self.tokens.len() >= at + LEAST_SECOND
            && next.is_some_and(|token| token.is_any("how what when who where which did"))
    }

    /// Whether nothing was said yet, so that a word is what is to be done.
    pub(super) fn is_order(&self) -> bool {
        let reading = &self.reading;
        reading.measures.is_empty() && reading.mentions.is_empty() && reading.whens.is_empty()
    }

    /// Whether the question begins with the last of something.
    pub(super) fn leads_with_last(&self) -> bool {
        let mut words = self.tokens.iter();
        words
            .next()
            .is_some_and(|token| token.is_any("last latest"))
    }

    /// Whether one of some words is in the question.
    #[inline(never)]
    fn says(&self, words: &str) -> bool {
        self.tokens.iter().any(|token| token.is_any(words))
    }

    /// Settles what the words ask for all together.
    pub(super) fn settle_asked(&mut self) {
        let past = self.says(PAST);
        let in_account = self.says("account");
        let leads = self.leads_with_last();
        let moved = self.says(CAME);
        let came = moved && !self.says(ANY_OF_IT);
        let only_time = self.tokens.iter().all(|token| {
            token.kind != Kind::Word || knows(&token.text) || token.is_any(BESIDE_TIME)
        });
        let different = self.says("different diff");
        let newest = self.says("last latest recent");
        let is_each = self.says("time often by per each");
        let habit = self.says("do doe is are am") && !past;
        let is_where = self.says("where");
        let reading = &mut self.reading;
        reading.habit = habit;
        reading.only_time = only_time && (!reading.whens.is_empty() || reading.weekday.is_some());
        if reading.group_by == Some(GroupBy::Weekday) {
            reading.weekday = None;
        }
        use Measure::{
            Balance, Count, Income, Mean, Median, Recurring, Smallest, Spend, Transfers,
        };
        if reading.weekday.is_some() && !past && reading.asks_only(&[Spend, Mean, Median]) {
            // `What do I spend on Saturdays` asks of one of them.
            reading.measures.push(Mean);
            reading.group_by.get_or_insert(GroupBy::Period(Grain::Day));
        }
        if reading.asks(Count) && is_each {
            // `How many times did I shop` counts no shops.
            reading.group_by = reading.group_by.filter(|by| *by != GroupBy::Merchant);
        } else if reading.asks(Count) && different {
            reading.group_by.get_or_insert(GroupBy::Merchant);
        }
        if reading.limit.is_some() && reading.measures.is_empty() && newest {
            // `my last 5 purchases`
            reading.measures.push(Measure::List);
        }
        let bounds = reading.bounds;
        let bare = reading.parts.iter().all(|part| *part == Part::When);
        let is_held = in_account && reading.measures.is_empty() && bare;
        if is_held && bounds.min.is_some() != bounds.max.is_some() {
            // `less than 500 in my account`
            reading.measures.push(Balance);
        }
        if leads
            && reading.length <= LAST_WORDS
            && reading.asks_only(&[])
            && reading.parts.is_empty()
            && reading.whens.is_empty()
            && reading.limit.is_none()
        {
            // `last takeaway`
            reading.parts.push(Part::LastTime);
        }
        if reading.has(Part::Lowest) && habit {
            // `Am I overdrawn`
            reading.measures.retain(|asked| *asked != Smallest);
        }
        let alone = reading.parts.iter().all(|part| *part == Part::Follow);
        if reading.measures.is_empty()
            && reading.outside.is_none()
            && alone
            && !reading.mentions.is_empty()
        {
            // An account alone asks what is on it.
            let bare = reading.whens.is_empty() && !reading.follows;
            let accounts = self.book.ledger().accounts();
            let saved = |id: &AccountId| {
                let account = accounts.get(usize::from(id.0));
                account.is_some_and(|account| account.kind == AccountKind::Savings)
            };
            let mut of = reading.mentions.iter();
            if of.all(|of| match &of.subject {
                Subject::Accounts(ids) => !of.negated && (bare || ids.iter().all(saved)),
                _ => false,
            }) {
                reading.measures.push(Balance);
            }
        }
        if reading.yes_no && reading.asks(Measure::Median) {
            // `Is that normal` asks how it stands to the usual.
            reading.measures.retain(|asked| *asked != Measure::Median);
            reading.parts.push(Part::Usual);
        }
        if reading.asks(Measure::Share) && reading.asks(Measure::Net) {
            // `What percentage of my income do I save`
            reading.measures.push(Measure::SavingsRate);
        }
        if is_where && reading.length == 1 {
            reading.group_by = Some(GroupBy::Merchant);
        } else if is_where && reading.asks(Measure::Breakdown) {
            // `Where does my money go each month` asks where, not when.
            reading.group_by = None;
        }
        let last = reading.has(Part::LastTime);
        if last && reading.several {
            reading.parts.push(Part::Rows);
        }
        let plain = reading.group_by.is_none()
            && reading.later.is_none()
            && reading.asks_only(&[Income, Recurring, Spend, Transfers]);
        if !plain || last || reading.has(Part::First) {
            return;
        }
        let one = match reading.mentions.as_slice() {
            [one] if !one.negated => Some(&one.subject),
            _ => None,
        };
        let when = reading.has(Part::When);
        let undated = reading.whens.is_empty() && reading.bounds.min.is_none();
        let of_pay = match one {
            Some(subject) => is_pay(subject),
            None => reading.mentions.is_empty() && reading.measures == [Income] && moved,
        };
        if of_pay && undated && (reading.yes_no || when) {
            reading.measures.push(Measure::Payday);
        } else if when && reading.asks(Recurring) {
            reading.measures.push(Measure::Upcoming);
        } else if one.is_some() || !undated {
            if when && past || came && undated && reading.yes_no {
                reading.parts.push(Part::LastTime);
            } else if when {
                reading.measures.push(Measure::Upcoming);
            }
        }
    }
}

fn is_pay(subject: &Subject) -> bool {
    matches!(subject, Subject::Categories(of) if of.len() == 1 && of[0].code() == "INCOME_SALARY")
}
