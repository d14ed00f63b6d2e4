//! A recurring payment: who, how often, how much, and where it stands in its life.

use rust_decimal::Decimal;

use crate::book::MerchantId;
use crate::calendar::{Date, plus_days, plus_months};
use crate::category::{Category, Group};
use crate::ledger::Index;
use crate::money::{Currency, Exact, Money};

/// A payment that comes again and again at a steady interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// The merchant; `None` where the rows name none and share a descriptor instead.
    pub merchant: Option<MerchantId>,
    /// What it is called: the merchant's name, else the descriptor.
    pub name: Box<str>,
    /// The category of its last charge; `None` needs review.
    pub category: Option<Category>,
    /// The group it is shown in.
    pub group: Group,
    /// How often it comes.
    pub cadence: Cadence,
    /// Whether money comes in.
    pub income: bool,
    /// The last charge, as a magnitude.
    pub amount: Money,
    /// The median charge, as a magnitude.
    pub typical: Money,
    /// Whether every charge but for steps is the same, so that a step is a new price.
    pub fixed: bool,
    /// What the last charge comes to a month.
    pub monthly: Money,
    /// The first charge.
    pub first: Date,
    /// The last charge.
    pub last: Date,
    /// The next one expected; `None` once it has ended.
    pub next: Option<Date>,
    /// Where it stands.
    pub life: Life,
    /// The charges, in order.
    pub charges: Vec<Index>,
}

impl Stream {
    /// The currency of its charges.
    pub fn currency(&self) -> Option<Currency> {
        self.amount.currency()
    }

    /// Whether more charges are expected.
    pub fn is_active(&self) -> bool {
        self.life != Life::Ended
    }
}

/// Where a stream stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// It began lately, and there are rows from before it began.
    New,
    /// It comes as expected.
    Active,
    /// Its last charges are at another price than those before.
    PriceChanged,
    /// It skips as it skipped before, as a council tax of ten months does.
    Paused,
    /// The next charge is overdue.
    Late,
    /// A whole interval went by without a charge.
    Ended,
}

impl Life {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Life::New => "new",
            Life::Active => "active",
            Life::PriceChanged => "priceChanged",
            Life::Paused => "paused",
            Life::Late => "late",
            Life::Ended => "ended",
        }
    }
}

/// How often a stream comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cadence {
    /// Every 7 days.
    Weekly,
    /// Every 14 days.
    Fortnightly,
    /// Every 28 days.
    FourWeekly,
    /// Every calendar month, by day or by working day.
    Monthly,
    /// Every third month.
    Quarterly,
    /// Every year.
    Yearly,
}

impl Cadence {
    /// Every cadence, shortest first.
    pub const ALL: [Cadence; 6] = [
        Cadence::Weekly,
        Cadence::Fortnightly,
        Cadence::FourWeekly,
        Cadence::Monthly,
        Cadence::Quarterly,
        Cadence::Yearly,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Cadence::Weekly => "weekly",
            Cadence::Fortnightly => "fortnightly",
            Cadence::FourWeekly => "fourWeekly",
            Cadence::Monthly => "monthly",
            Cadence::Quarterly => "quarterly",
            Cadence::Yearly => "yearly",
        }
    }

    /// The key of its label in `phrase`.
    pub fn label(self) -> &'static str {
        match self {
            Cadence::Weekly => "cadence-weekly",
            Cadence::Fortnightly => "cadence-fortnightly",
            Cadence::FourWeekly => "cadence-four-weekly",
            Cadence::Monthly => "cadence-monthly",
            Cadence::Quarterly => "cadence-quarterly",
            Cadence::Yearly => "cadence-yearly",
        }
    }

    /// How many times it comes in a year of 52 weeks.
    pub fn times_a_year(self) -> u8 {
        match self {
            Cadence::Weekly => 52,
            Cadence::Fortnightly => 26,
            Cadence::FourWeekly => 13,
            Cadence::Monthly => 12,
            Cadence::Quarterly => 4,
            Cadence::Yearly => 1,
        }
    }

    /// How many days it is, about.
    pub fn days(self) -> i32 {
        match self {
            Cadence::Weekly => 7,
            Cadence::Fortnightly => 14,
            Cadence::FourWeekly => 28,
            Cadence::Monthly => 30,
            Cadence::Quarterly => 91,
            Cadence::Yearly => 365,
        }
    }

    /// The day so many intervals later.
    pub fn step(self, from: Date, times: i32) -> Date {
        match self {
            Cadence::Weekly | Cadence::Fortnightly | Cadence::FourWeekly => {
                plus_days(from, self.days() * times)
            }
            Cadence::Monthly => plus_months(from, times),
            Cadence::Quarterly => plus_months(from, 3 * times),
            Cadence::Yearly => plus_months(from, 12 * times),
        }
    }

    /// What an amount at this interval comes to a month, to the currency's own places.
    pub fn monthly(self, amount: Money) -> Money {
        let year = amount
            .amount()
            .near_times(Decimal::from(self.times_a_year()));
        let places = amount.currency().map_or(2, Currency::minor_units);
        let month = (year / Decimal::from(12)).round_dp(u32::from(places));
        Money::from_decimal(month, amount.currency())
    }
}
