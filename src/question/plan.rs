//! What a question was read as: measure, filters, resolved dates, grouping and comparison.

use crate::book::{Criteria, Filter, Flow, GroupBy};
use crate::calendar::{Grain, Period};
use crate::category::{Category, Group};
use crate::money::Currency;
use crate::order::{AddAll as _, Gather as _};

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Purchases less refunds.
    #[default]
    Spend,
    /// Money in for good.
    Income,
    /// Income less spending.
    Net,
    /// How many.
    Count,
    /// The arithmetic mean, of the rows or of the periods it is grouped by.
    Mean,
    /// The median, of the rows or of the periods it is grouped by.
    Median,
    /// The largest rows, or the groups of most.
    Largest,
    /// The smallest rows, or the groups of least.
    Smallest,
    /// The part of the whole.
    Share,
    /// What the bank last stated.
    Balance,
    /// The rows themselves.
    List,
    /// A figure for each period.
    Series,
    /// A figure for each category, merchant, account or weekday.
    Breakdown,
    /// One period less another, or one subject less another.
    Compare,
    /// What the difference between two periods is made of.
    ExplainChange,
    /// Whether it rises or falls over the months.
    Trend,
    /// What comes back at a steady interval.
    Recurring,
    /// What falls due.
    Upcoming,
    /// What is to come.
    Forecast,
    /// Whether something can be paid.
    Afford,
    /// What is free until payday.
    SafeToSpend,
    /// Spending against a limit the person gave.
    Budget,
    /// What is unusual.
    Anomalies,
    /// The same charge twice.
    Duplicates,
    /// Money back for something bought.
    Refunds,
    /// Moves between own accounts.
    Transfers,
    /// Cash taken out.
    Cash,
    /// What the bank charged.
    Fees,
    /// The part of the income that was kept.
    SavingsRate,
    /// When pay comes.
    Payday,
    /// Something to be done rather than told.
    Command,
    /// How the answer before was worked out.
    HowComputed,
    /// Who can see the data.
    Privacy,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 33] = [
        Measure::Spend,
        Measure::Income,
        Measure::Net,
        Measure::Count,
        Measure::Mean,
        Measure::Median,
        Measure::Largest,
        Measure::Smallest,
        Measure::Share,
        Measure::Balance,
        Measure::List,
        Measure::Series,
        Measure::Breakdown,
        Measure::Compare,
        Measure::ExplainChange,
        Measure::Trend,
        Measure::Recurring,
        Measure::Upcoming,
        Measure::Forecast,
        Measure::Afford,
        Measure::SafeToSpend,
        Measure::Budget,
        Measure::Anomalies,
        Measure::Duplicates,
        Measure::Refunds,
        Measure::Transfers,
        Measure::Cash,
        Measure::Fees,
        Measure::SavingsRate,
        Measure::Payday,
        Measure::Command,
        Measure::HowComputed,
        Measure::Privacy,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Spend => "spend",
            Measure::Income => "income",
            Measure::Net => "net",
            Measure::Count => "count",
            Measure::Mean => "mean",
            Measure::Median => "median",
            Measure::Largest => "largest",
            Measure::Smallest => "smallest",
            Measure::Share => "share",
            Measure::Balance => "balance",
            Measure::List => "list",
            Measure::Series => "series",
            Measure::Breakdown => "breakdown",
            Measure::Compare => "compare",
            Measure::ExplainChange => "explainChange",
            Measure::Trend => "trend",
            Measure::Recurring => "recurring",
            Measure::Upcoming => "upcoming",
            Measure::Forecast => "forecast",
            Measure::Afford => "afford",
            Measure::SafeToSpend => "safeToSpend",
            Measure::Budget => "budget",
            Measure::Anomalies => "anomalies",
            Measure::Duplicates => "duplicates",
            Measure::Refunds => "refunds",
            Measure::Transfers => "transfers",
            Measure::Cash => "cash",
            Measure::Fees => "fees",
            Measure::SavingsRate => "savingsRate",
            Measure::Payday => "payday",
            Measure::Command => "command",
            Measure::HowComputed => "howComputed",
            Measure::Privacy => "privacy",
        }
    }
}

/// A question as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is asked for.
    pub measure: Measure,
    /// The days it is about; all where absent.
    pub period: Option<Period>,
    /// Whether the period is one of the calendar's that is not over, such as this month.
    pub open: bool,
    /// All of that period of the calendar, to its last day; absent where the days are no such period.
    pub whole: Option<Period>,
    /// The days it is compared with.
    pub against: Option<Period>,
    /// Which rows count, by direction and kind.
    pub flow: Flow,
    /// What rows have to meet.
    pub include: Criteria,
    /// What rows must not meet.
    pub exclude: Criteria,
    /// What the figure is broken down by.
    pub group_by: Option<GroupBy>,
    /// How many rows or groups at the most.
    pub limit: Option<u32>,
    /// The currency that the figure is to be given in, where one is named.
    pub currency: Option<Currency>,
    /// The largest or the smallest of the balances, not the last one.
    pub extreme: Option<Measure>,
    /// Whether groups are ranked by how many rows they have, not by money.
    pub by_count: bool,
    /// Whether the oldest rows come first.
    pub oldest_first: bool,
    /// Whether it asks for prices that went up alone.
    pub rises: bool,
    /// Whether it asks for the decisions on rows, not for rows.
    pub decisions: bool,
    /// Whether of those it asks for rows that were one with another alone.
    pub same: bool,
    /// Whether a share is of what came in, not of what was spent.
    pub of_income: bool,
    /// Whether the days are the last ones that have rows, as none are named and there are none up to today.
    pub latest: bool,
}

impl Plan {
    /// The filter of the plan's own period.
    pub fn filter(&self) -> Filter {
        self.filter_in(self.period)
    }

    /// The filter in another period.
    pub fn filter_in(&self, period: Option<Period>) -> Filter {
        Filter {
            flow: self.flow,
            period,
            include: self.include.clone(),
            exclude: self.exclude.clone(),
        }
    }
}

/// The name of a grouping on the wire.
pub fn group_by_name(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Period(Grain::Day) => "day",
        GroupBy::Period(Grain::Week) => "week",
        GroupBy::Period(Grain::Month) => "month",
        GroupBy::Period(Grain::Quarter) => "quarter",
        GroupBy::Period(Grain::Year) => "year",
        GroupBy::Weekday => "weekday",
        GroupBy::Category | GroupBy::Group | GroupBy::Shown => "category",
        GroupBy::Own => "group",
        GroupBy::Merchant => "merchant",
        GroupBy::Account => "account",
    }
}

/// Some categories by one name: a display group, a primary category, or a category of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CategoryName {
    /// All of a display group.
    Group(Group),
    /// All of a primary category, by its code.
    Primary(&'static str),
    /// One category.
    Category(Category),
}

impl CategoryName {
    /// The code on the wire: `group:eating`, `TRAVEL`, `FOOD_AND_DRINK_COFFEE`.
    pub fn code(self) -> String {
        match self {
            CategoryName::Group(group) => ["group:", group.name()].concat(),
            CategoryName::Primary(code) => code.to_owned(),
            CategoryName::Category(category) => category.code().to_owned(),
        }
    }

    /// The key of its label in `phrase`.
    pub fn label(self) -> &'static str {
        match self {
            CategoryName::Group(group) => group.label(),
            CategoryName::Primary(code) => {
                crate::phrase::label_key(&["primary-", code].concat()).unwrap_or(code)
            }
            CategoryName::Category(category) => category.label(),
        }
    }
}

/// The fewest names that say exactly these categories, groups first.
pub fn category_names(categories: &[Category]) -> Vec<CategoryName> {
    let mut left: Vec<Category> = categories.to_vec();
    let mut names = Vec::new();
    let take = |left: &mut Vec<Category>, of: &[Category]| {
        let whole = of.len() > 1 && of.iter().all(|category| left.contains(category));
        if whole {
            left.retain(|category| !of.contains(category));
        }
        whole
    };
    for group in Group::ALL {
        let of: Vec<Category> = group.categories().gather();
        if take(&mut left, &of) || of.len() == 1 && left == of {
            left.retain(|category| !of.contains(category));
            names.push(CategoryName::Group(group));
        }
    }
    for primary in Category::primaries() {
        let of: Vec<Category> = Category::all()
            .filter(|category| category.primary() == primary)
            .gather();
        if take(&mut left, &of) {
            names.push(CategoryName::Primary(primary));
        }
    }
    names.add_all(left.into_iter().map(CategoryName::Category));
    names
}
