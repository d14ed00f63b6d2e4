//! Rows grouped by period, category, merchant or account, in one pass.

use crate::calendar::{Day, Grain, Period, Weekday};
use crate::category::{Category, Group};
use crate::ledger::{AccountId, Index};
use crate::order::{Arrange as _, HashMap};

use super::{Book, MerchantId, Totals};

/// What rows are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// By days, weeks, months, quarters or years.
    Period(Grain),
    /// By day of the week.
    Weekday,
    /// By detailed category, and by the person's own where there is one.
    Category,
    /// By display group.
    Group,
    /// By the person's own group, and by display group where there is none.
    Shown,
    /// By the person's own group; what is in none of them is together.
    Own,
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
    /// Their category of the person's own, by its number.
    OwnCategory(u16),
    /// Their group of the person's own, by its number.
    Own(u16),
    /// None of the groups of the person's own.
    NoOwn,
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

/// Stands where a key has no group yet.
const NO_PLACE: u32 = u32::MAX;

impl Book {
    /// Groups rows, which should be of one currency (see [`Book::in_currency`]).
    ///
    /// Shape: ordered by key; only groups that have rows.
    pub fn group_rows(&self, rows: &[Index], by: GroupBy, week_start: Weekday) -> Vec<Grouped> {
        let parted;
        let rows = match by {
            GroupBy::Category | GroupBy::Group | GroupBy::Shown | GroupBy::Own
                if self.marked.is_split() =>
            {
                parted = self.parted(rows);
                &parted
            }
            _ => rows,
        };
        let mut groups: Vec<Grouped> = Vec::new();
        // A place in the groups for each category, merchant or account; rows of a period come together.
        let mut place_of: Vec<u32> = vec![NO_PLACE; self.slots(by)];
        let mut place_of_period: HashMap<GroupKey, usize> = HashMap::default();
        let mut last: Option<(Day, usize)> = None;
        for at in rows {
            let place = match by {
                GroupBy::Period(_) | GroupBy::Weekday => {
                    let days = self.ledger.posting_dates();
                    let day = days.get(at.place()).copied().unwrap_or(Day(0));
                    match last {
                        Some((known, place)) if known == day => place,
                        _ => {
                            let key = self.key_of(*at, day, by, week_start);
                            let place = *place_of_period
                                .entry(key)
                                .or_insert_with(|| self.begin(&mut groups, key, *at));
                            last = Some((day, place));
                            place
                        }
                    }
                }
                _ => {
                    let slot = self.slot(*at, by);
                    match place_of.get(slot) {
                        Some(place) if *place != NO_PLACE => *place as usize,
                        _ => {
                            let key = self.key_of(*at, Day(0), by, week_start);
                            let place = self.begin(&mut groups, key, *at);
                            if let Some(known) = place_of.get_mut(slot) {
                                *known = place as u32;
                            }
                            place
                        }
                    }
                }
            };
            if let Some(group) = groups.get_mut(place) {
                group.totals.add(self, *at);
            }
        }
        groups.arrange_by_key(|group| group.key);
        groups
    }

    /// Begins a group with its first row; gives its place.
    fn begin(&self, groups: &mut Vec<Grouped>, key: GroupKey, at: Index) -> usize {
        groups.push(Grouped {
            key,
            totals: Totals {
                currency: self.ledger.currency_at(at),
                ..Totals::default()
            },
        });
        groups.len() - 1
    }

    /// How many keys there may be, where they are counted.
    fn slots(&self, by: GroupBy) -> usize {
        match by {
            GroupBy::Period(_) | GroupBy::Weekday => 0,
            GroupBy::Category => Category::COUNT + 1 + self.rules().own_categories().len(),
            GroupBy::Group => Group::ALL.len() + 1,
            GroupBy::Shown => Group::ALL.len() + 1 + self.rules().groups().len(),
            GroupBy::Own => 1 + self.rules().groups().len(),
            GroupBy::Merchant => self.merchants.len() + 1,
            GroupBy::Account => self.ledger.accounts().len(),
        }
    }

    /// Which of the keys a row has; the last is for rows that have none.
    fn slot(&self, at: Index, by: GroupBy) -> usize {
        match by {
            GroupBy::Period(_) | GroupBy::Weekday => 0,
            GroupBy::Category => match self.own_category_number(at) {
                Some(number) => Category::COUNT + 1 + usize::from(number),
                None => self.category(at).map_or(Category::COUNT, Category::index),
            },
            GroupBy::Own => self
                .own_group_number(at)
                .map_or(0, |number| 1 + usize::from(number)),
            GroupBy::Group => self
                .category(at)
                .map_or(Group::ALL.len(), |category| category.group() as usize),
            GroupBy::Shown => match self.own_group_number(at) {
                Some(number) => Group::ALL.len() + 1 + usize::from(number),
                None => self.slot(at, GroupBy::Group),
            },
            GroupBy::Merchant => self
                .merchant(at)
                .map_or(self.merchants.len(), |merchant| merchant.0 as usize),
            GroupBy::Account => usize::from(self.account(at).0),
        }
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
            GroupBy::Category => match self.own_category_number(at) {
                Some(number) => GroupKey::OwnCategory(number),
                None => GroupKey::Category(self.category(at)),
            },
            GroupBy::Own => self
                .own_group_number(at)
                .map_or(GroupKey::NoOwn, GroupKey::Own),
            GroupBy::Shown => match self.own_group_number(at) {
                Some(number) => GroupKey::Own(number),
                None => GroupKey::Group(self.category(at).map(Category::group)),
            },
            GroupBy::Group => GroupKey::Group(self.category(at).map(Category::group)),
            GroupBy::Merchant => GroupKey::Merchant(self.merchant(at)),
            GroupBy::Account => GroupKey::Account(self.account(at)),
        }
    }
}
