//! Rows grouped by period, category, merchant or account, in one pass.

use hashbrown::HashMap;

use crate::calendar::{Day, Grain, Period, Weekday};
use crate::category::{Category, Group};
use crate::ledger::{AccountId, Index};

use super::{Book, MerchantId, Totals};

/// What rows are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// By days, weeks, months, quarters or years.
    Period(Grain),
    /// By day of the week.
    Weekday,
    /// By detailed category.
    Category,
    /// By display group.
    Group,
    /// By merchant.
    Merchant,
    /// By account.
    Account,
}

/// What the rows of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GroupKey {
    /// Their days, the whole period.
    Period(Period),
    /// Their day of the week, Monday 0.
    Weekday(u8),
    /// Their category; `None` needs review.
    Category(Option<Category>),
    /// Their display group; `None` needs review.
    Group(Option<Group>),
    /// Their merchant; `None` for rows that name none.
    Merchant(Option<MerchantId>),
    /// Their account.
    Account(AccountId),
}

/// A group of rows of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouped {
    /// What they have in common.
    pub key: GroupKey,
    /// What they come to.
    pub totals: Totals,
}

impl Book {
    /// Groups rows, which should be of one currency (see [`Book::in_currency`]).
    ///
    /// Shape: ordered by key; only groups that have rows.
    pub fn group_rows(&self, rows: &[Index], by: GroupBy, week_start: Weekday) -> Vec<Grouped> {
        let mut groups: Vec<Grouped> = Vec::new();
        let mut place_of: HashMap<GroupKey, usize> = HashMap::new();
        let mut last: Option<(Day, GroupKey)> = None;
        for at in rows {
            // Rows come by day, so a period is worked out once for each.
            let day = self
                .ledger
                .posting_dates()
                .get(at.place())
                .copied()
                .unwrap_or(Day(0));
            let key = match (by, last) {
                (GroupBy::Period(_) | GroupBy::Weekday, Some((known, key))) if known == day => key,
                _ => self.key_of(*at, day, by, week_start),
            };
            last = Some((day, key));
            let currency = self.ledger.currency_at(*at);
            let place = *place_of.entry(key).or_insert_with(|| {
                groups.push(Grouped {
                    key,
                    totals: Totals {
                        currency,
                        ..Totals::default()
                    },
                });
                groups.len() - 1
            });
            groups[place].totals.add(self, *at);
        }
        groups.sort_by_key(|group| group.key);
        groups
    }

    fn key_of(&self, at: Index, day: Day, by: GroupBy, week_start: Weekday) -> GroupKey {
        match by {
            GroupBy::Period(grain) => {
                let date = day.to_date();
                let around = Period::around(date, grain, week_start).or(Period::day(date));
                around.map_or(GroupKey::Weekday(0), GroupKey::Period)
            }
            GroupBy::Weekday => {
                GroupKey::Weekday(day.to_date().weekday().to_monday_zero_offset() as u8)
            }
            GroupBy::Category => GroupKey::Category(self.category(at)),
            GroupBy::Group => GroupKey::Group(self.category(at).map(Category::group)),
            GroupBy::Merchant => GroupKey::Merchant(self.merchant(at)),
            GroupBy::Account => GroupKey::Account(self.account(at)),
        }
    }
}
