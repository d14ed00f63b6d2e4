//! Which days of an account its files cover, and its balance on them.
//!
//! ```text
//! files      1 Jan ── 31 Jan          1 Mar ── 31 Mar     gap: 1 to 28 February
//! stated     after each row, or at the end                 balances: forwards and backwards from there
//! ```
//!
//! A balance is carried from row to row within days that files cover without a gap, never across one: what
//! happened there is not known.

use std::ops::Range;

use super::{AccountId, Index, Ledger};
use crate::calendar::{Date, Day, Period};
use crate::money::{Amount, Money, Total};
use crate::order::{AddAll as _, Arrange as _, Gather as _};

/// What is known of an account's days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// The days its files cover, each stretch without a gap.
    pub spans: Vec<Period>,
    /// The days between them.
    pub gaps: Vec<Period>,
    /// The balance at the end of each day with rows, where it follows from a stated one.
    pub balances: Vec<(Day, Money)>,
    /// Where two stated balances differ by something else than the rows between: the days, and what is missing.
    pub breaks: Vec<(Period, Money)>,
}

/// The last balance that is known of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// How much.
    pub money: Money,
    /// At the end of which day.
    pub date: Date,
    /// Whether a file states it, or it follows from one that is stated and the rows after that.
    pub is_stated: bool,
}

/// Days between two files in which nothing need have happened. A missing month has 28 at least; files begin and end
/// with a row, so that a shorter stretch is as likely a quiet one.
const QUIET_DAYS: i32 = 10;

/// One day's rows of an account.
struct DayOf {
    day: Day,
    sum: Total,
    /// The balance that the rows state for its end.
    end: Option<Total>,
}

impl Ledger {
    /// Which days of an account are covered, and its balance on them.
    pub fn cover(&self, account: AccountId) -> Cover {
        let currency = self.account(account).and_then(|account| account.currency);
        let rows: Vec<Index> = self
            .indices()
            .filter(|at| self.rows.account[at.place()] == account && !self.is_pending(*at))
            .filter(|at| self.currency_at(*at) == currency)
            .gather();
        let mut cover = Cover::default();
        let mut days = self.days_of(&rows);
        if let Some((balance, date)) = self.account(account).and_then(|account| account.balance)
            && balance.currency() == currency
            && let Some(amount) = Amount::from_decimal(balance.amount())
        {
            let last = Day::from_date(date);
            // What is stated of the end holds for the last day with rows up to it.
            if let Some(day) = days.iter_mut().rev().find(|day| day.day <= last)
                && day.end.is_none()
            {
                let mut end = Total::default();
                end.add(amount);
                day.end = Some(end);
            }
        }
        let spans = joined(self.spans_of(account), &days);
        for (at, span) in spans.iter().enumerate() {
            let period = |from: Day, to: Day| Period::inclusive(from.to_date(), to.to_date());
            cover.spans.add_all(period(span.start, span.end));
            if let Some(next) = spans.get(at + 1) {
                cover
                    .gaps
                    .add_all(period(Day(span.end.0 + 1), Day(next.start.0 - 1)));
            }
            let from = days.partition_point(|day| day.day < span.start);
            let to = days.partition_point(|day| day.day <= span.end);
            carry(&days[from..to], &mut |found| match found {
                Found::Balance(day, total) => {
                    cover.balances.push((day, total.in_currency(currency)));
                }
                Found::Break(from, to, missing) => {
                    let days = period(from, to).map(|days| (days, missing.in_currency(currency)));
                    cover.breaks.add_all(days);
                }
            });
        }
        cover
    }

    /// The last balance that is known of an account: the one stated last, or what follows from that on a later day.
    ///
    /// It is the last of [`Cover::balances`] or later; only the days after the last stated one are looked at.
    pub fn balance(&self, account: AccountId) -> Option<Balance> {
        let stated = self.account(account)?.balance.map(|(money, date)| Balance {
            money,
            date,
            is_stated: true,
        });
        let follows = self.balance_by_rows(account);
        match (stated, follows) {
            (Some(stated), Some(follows)) if stated.date < follows.date => Some(follows),
            (stated, follows) => stated.or(follows),
        }
    }

    /// The balance on the last day with rows from which it can be known.
    fn balance_by_rows(&self, id: AccountId) -> Option<Balance> {
        let account = self.account(id)?;
        let currency = account.currency;
        let spans = self.spans_of(id);
        let is_of = |at: &Index| {
            self.rows.account[at.place()] == id
                && !self.is_pending(*at)
                && self.currency_at(*at) == currency
        };
        let mut rows = self.indices().rev().filter(is_of).peekable();
        let mut closing = account
            .balance
            .filter(|(money, _)| money.currency() == currency);
        let mut since: Option<(&Range<Day>, Day, Total)> = None;
        while let Some(at) = rows.next() {
            let day = self.rows.posting[at.place()];
            let mut of_day = vec![at];
            while let Some(at) = rows.next_if(|at| self.rows.posting[at.place()] == day) {
                of_day.push(at);
            }
            of_day.reverse();
            let span = spans
                .iter()
                .find(|span| span.start <= day && day <= span.end)?;
            // What happened between files is not known.
            let (_, last, sum) =
                since
                    .filter(|(known, ..)| *known == span)
                    .unwrap_or((span, day, Total::default()));
            let of_day = self.days_of(&of_day).pop()?;
            let closed = closing.filter(|(_, date)| day.to_date() <= *date);
            let closed = closed.and_then(|(money, _)| {
                closing = None;
                let mut end = Total::default();
                end.add(Amount::from_decimal(money.amount())?);
                Some(end)
            });
            let is_stated = of_day.end.is_some() || closed.is_some();
            if let Some(mut end) = of_day.end.or(closed) {
                end.add_total(sum);
                return Some(Balance {
                    money: end.in_currency(currency),
                    date: last.to_date(),
                    is_stated: is_stated && last == day,
                });
            }
            let mut sum = sum;
            sum.add_total(of_day.sum);
            since = Some((span, last, sum));
        }
        None
    }

    /// The stretches of days that files of an account cover.
    fn spans_of(&self, account: AccountId) -> Vec<Range<Day>> {
        let of_account = self.spans.iter().filter(|span| span.account == account);
        let mut days: Vec<(Day, Day)> = of_account.map(|span| (span.first, span.last)).gather();
        days.arrange();
        let mut spans: Vec<Range<Day>> = Vec::new();
        for (first, last) in days {
            match spans.last_mut() {
                Some(span) if first.0 <= span.end.0 + QUIET_DAYS => span.end = span.end.max(last),
                _ => spans.push(first..last),
            }
        }
        spans
    }

    fn days_of(&self, rows: &[Index]) -> Vec<DayOf> {
        let day_of = |at: &Index| self.rows.posting[at.place()];
        rows.chunk_by(|left, right| day_of(left) == day_of(right))
            .map(|rows| {
                let mut sum = Total::default();
                // The balance that no other row of the day begins from is the one it ends on.
                let (mut after, mut before) = (Vec::new(), Vec::new());
                for at in rows {
                    let amount = self.amount_at(*at);
                    sum.add(amount);
                    let stated = self.transaction(*at).and_then(|row| row.balance);
                    if let Some(stated) = stated {
                        let mut total = Total::default();
                        total.add(stated);
                        after.push(total);
                        total.add(amount.negated());
                        before.push(total.to_decimal());
                    }
                }
                let mut ends = after
                    .iter()
                    .filter(|total| !before.contains(&total.to_decimal()));
                let end = match (ends.next(), ends.next(), after.len() == rows.len()) {
                    (Some(end), None, true) => Some(*end),
                    _ => None,
                };
                DayOf {
                    day: day_of(&rows[0]),
                    sum,
                    end,
                }
            })
            .gather()
    }
}

/// The same stretches, those in one where the balance before is the one that the next begins from.
fn joined(spans: Vec<Range<Day>>, days: &[DayOf]) -> Vec<Range<Day>> {
    let balances = |span: &Range<Day>| {
        let from = days.partition_point(|day| day.day < span.start);
        let to = days.partition_point(|day| day.day <= span.end);
        let mut ends: Option<(Total, Total)> = None;
        carry(&days[from..to], &mut |found| {
            if let Found::Balance(_, total) = found {
                ends = Some((ends.map_or(total, |(first, _)| first), total));
            }
        });
        let (mut begin, end) = ends?;
        begin.add_total(days.get(from)?.sum.negated());
        Some((begin, end))
    };
    let mut joined: Vec<Range<Day>> = Vec::new();
    for span in spans {
        if let Some(last) = joined.last_mut()
            && let (Some((_, end)), Some((begin, _))) = (balances(last), balances(&span))
            && end == begin
        {
            last.end = span.end;
        } else {
            joined.push(span);
        }
    }
    joined
}

/// What follows from a day's rows and the balances stated around it.
enum Found {
    Balance(Day, Total),
    Break(Day, Day, Total),
}

/// Carries stated balances along days without a gap, forwards, and backwards from the first.
fn carry(days: &[DayOf], tell: &mut dyn FnMut(Found)) {
    let Some(first) = days.iter().position(|day| day.end.is_some()) else {
        return;
    };
    let mut balance = days[first].end.unwrap_or_default();
    for day in days[1..=first].iter().rev() {
        balance.add_total(day.sum.negated());
    }
    let mut stated: Option<Day> = None;
    for (at, day) in days.iter().enumerate() {
        if at > 0 {
            balance.add_total(day.sum);
        }
        if let Some(end) = day.end {
            let mut missing = end;
            missing.add_total(balance.negated());
            if let Some(since) = stated.filter(|_| !missing.is_zero()) {
                tell(Found::Break(since, day.day, missing));
            }
            balance = end;
            stated = Some(day.day);
        }
        tell(Found::Balance(day.day, balance));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::EncodingRs;
    use crate::statement::{Hints, read};

    fn ledger<T: AsRef<str>>(files: &[T]) -> Ledger {
        let mut ledger = Ledger::default();
        for text in files {
            let hints = Hints {
                name: "everyday.csv",
                decoder: &EncodingRs,
                currency: None,
            };
            let read = read(text.as_ref().as_bytes().to_vec(), hints).unwrap();
            ledger.add("everyday.csv", &read.value);
        }
        ledger
    }

    fn cover(files: &[&str]) -> Cover {
        ledger(files).cover(AccountId(0))
    }

    const HEAD: &str = "Date,Description,Amount,Balance\n";

    fn shown(cover: &Cover) -> Vec<String> {
        let balances = cover.balances.iter();
        balances
            .map(|(day, money)| format!("{} {}", day.to_date(), money.amount()))
            .collect()
    }

    #[test]
    fn a_balance_is_carried_within_covered_days_and_never_across_a_gap() {
        let january = format!(
            "{HEAD}2026-01-05,RENT,-500.00,500.00\n2026-01-20,SHOP,-20.00,480.00\n2026-01-20,CAFE,-5.00,475.00\n2026-01-31,BOOK,-5.00,470.00\n"
        );
        let march = format!(
            "{HEAD}2026-03-01,PAY,900.00,1300.00\n2026-03-09,SHOP,-30.00,1270.00\n2026-03-31,CAFE,-10.00,1260.00\n"
        );
        let cover = cover(&[&january, &march]);
        assert_eq!(cover.spans.len(), 2);
        assert_eq!(cover.gaps.len(), 1);
        assert_eq!(cover.gaps[0].start().to_string(), "2026-02-01");
        assert_eq!(cover.gaps[0].end().to_string(), "2026-03-01");
        assert!(cover.breaks.is_empty(), "{:?}", cover.breaks);
        assert_eq!(
            shown(&cover),
            [
                "2026-01-05 500.00",
                "2026-01-20 475.00",
                "2026-01-31 470.00",
                "2026-03-01 1300.00",
                "2026-03-09 1270.00",
                "2026-03-31 1260.00"
            ]
        );
    }

    #[test]
    fn the_last_balance_is_that_of_the_last_day_and_says_whether_it_is_stated() {
        let with = |balances: [&str; 3]| {
            let [first, second, third] = balances;
            format!(
                "{HEAD}2026-05-03,RENT,-500.00,{first}\n2026-05-09,SHOP,-20.00,{second}\n2026-05-10,CAFE,-5.00,{third}\n"
            )
        };
        let far = format!("{HEAD}2026-08-01,PAY,900.00,\n2026-08-02,CAFE,-5.00,\n");
        type Case<'a> = (Vec<String>, Option<(&'a str, &'a str, bool)>);
        let cases: [Case<'_>; 5] = [
            (
                vec![with(["500.00", "480.00", "475.00"])],
                Some(("475.00", "2026-05-10", true)),
            ),
            (
                vec![with(["500.00", "480.00", ""])],
                Some(("475.00", "2026-05-10", false)),
            ),
            (
                vec![with(["500.00", "", ""])],
                Some(("475.00", "2026-05-10", false)),
            ),
            // Across a gap nothing is known.
            (
                vec![with(["500.00", "", ""]), far.clone()],
                Some(("475.00", "2026-05-10", false)),
            ),
            (vec![far], None),
        ];
        for (files, wanted) in cases {
            let ledger = ledger(&files);
            let found = ledger.balance(AccountId(0)).map(|found| {
                let (money, date) = (found.money.amount().to_string(), found.date.to_string());
                (money, date, found.is_stated)
            });
            let wanted = wanted.map(|(money, date, is)| (money.to_owned(), date.to_owned(), is));
            assert_eq!(found, wanted, "{files:?}");
            let last = ledger.cover(AccountId(0)).balances.last().copied();
            let last =
                last.map(|(day, money)| (money.amount().to_string(), day.to_date().to_string()));
            assert_eq!(found.map(|(money, date, _)| (money, date)), last);
        }
    }

    #[test]
    fn stated_balances_that_rows_do_not_reach_are_a_break() {
        let text = format!(
            "{HEAD}2026-05-03,RENT,-500.00,500.00\n2026-05-09,SHOP,-20.00,467.60\n2026-05-10,CAFE,-5.00,462.60\n"
        );
        let cover = cover(&[&text]);
        let [(days, missing)] = &cover.breaks[..] else {
            panic!("{:?}", cover.breaks);
        };
        assert_eq!(days.start().to_string(), "2026-05-03");
        assert_eq!(missing.amount().to_string(), "-12.40");
    }
}
