//! One finding: a headline, why it fired, one figure, and the transactions behind it.

use rust_decimal::Decimal;

use crate::book::Book;
use crate::calendar::{Date, Grain, Period, Weekday, plus_days, plus_months};
use crate::ledger::Index;
use crate::money::Money;
use crate::order::Arrange as _;
use crate::phrase::{Argument, Phrase};

use super::overview::months::currencies;
use super::{Cadence, Stream};

mod card_missing;
mod category_change;
mod double_charge;
mod fees;
mod large_purchase;
mod look;
mod month;
mod needs_review;
mod price_rise;
mod rank;
mod recurring_total;
mod told;

pub use rank::shown;

use look::Look;

/// Something worth knowing about the ledger, with what produced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// From 0 to 1, two places; findings come with the highest first.
    pub score: Decimal,
    /// The days it speaks of.
    pub period: Option<Period>,
    /// Its one figure.
    pub figure: Figure,
    /// How the figure is drawn.
    pub rule: Rule,
    /// What the figure is, in two words.
    pub caption: Option<Phrase>,
    /// Every number by name.
    pub numbers: Vec<(&'static str, Argument)>,
    /// The transactions behind it, in order.
    pub transactions: Vec<Index>,
    /// The headline.
    pub says: Phrase,
    /// The line below it.
    pub because: Option<Phrase>,
    /// Why it fired, typed.
    pub reason: Reason,
    /// The first day it is no longer worth showing.
    pub expires: Date,
    /// A question that opens it, in the invariant English.
    pub ask: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What kind of finding it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FindingKind { $($(#[$doc])* $variant,)* }

        impl FindingKind {
            /// Every kind.
            pub const ALL: &[FindingKind] = &[$(FindingKind::$variant,)*];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $(FindingKind::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    /// The same amount taken twice by one merchant.
    DoubleCharge = "doubleCharge",
    /// A recurring payment that went up.
    PriceRise = "priceRise",
    /// A single purchase far from what is usual there.
    LargePurchase = "largePurchase",
    /// A category far from its usual month.
    CategoryChange = "categoryChange",
    /// A recurring payment that began lately.
    NewRecurring = "newRecurring",
    /// A recurring payment that did not come.
    LatePayment = "latePayment",
    /// Card bills whose card is not loaded.
    CardMissing = "cardMissing",
    /// What the bank charged.
    FeesAndInterest = "feesAndInterest",
    /// Recurring payments expected in the next days.
    BillsDue = "billsDue",
    /// This period against the last, day-aligned.
    PeriodChange = "periodChange",
    /// The category that took the most.
    WhereItWent = "whereItWent",
    /// The merchant that took the most.
    MerchantTop = "merchantTop",
    /// The largest purchases of a month.
    LargestPurchases = "largestPurchases",
    /// What recurring payments come to.
    Recurring = "recurring",
    /// Rows without a certain category.
    NeedsReview = "needsReview",
}

/// The figure of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// An amount of money.
    Money(Money),
    /// How many.
    Count(u64),
    /// A day.
    Date(Date),
}

/// How a figure is drawn: what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Added up from rows that can be opened.
    Proved,
    /// Added up, but the days are not over.
    SoFar,
    /// Worked out from what is usual.
    Estimate,
    /// As the bank or the person said it.
    Quoted,
}

impl Rule {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Proved => "proved",
            Rule::SoFar => "soFar",
            Rule::Estimate => "estimate",
            Rule::Quoted => "quoted",
        }
    }
}

/// Why a finding fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// So many robust standard deviations over the merchant's or the category's median.
    RobustScore(Decimal),
    /// So many times the usual.
    TimesUsual(Decimal),
    /// So many times the period before.
    TimesBefore(Decimal),
    /// The same amount again, where so large a share of the merchant's charges repeats within two days.
    RepeatRate(Decimal),
    /// So many times what it was.
    Step(Decimal),
    /// It comes at this interval.
    Interval(Cadence),
    /// So many days after it was due.
    DaysLate(u64),
    /// It is the largest share of the whole.
    LargestShare(Decimal),
    /// So many rows say it.
    Rows(u64),
}

impl Reason {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Reason::RobustScore(_) => "robustScore",
            Reason::TimesUsual(_) => "timesUsual",
            Reason::TimesBefore(_) => "timesBefore",
            Reason::RepeatRate(_) => "repeatRate",
            Reason::Step(_) => "step",
            Reason::Interval(_) => "interval",
            Reason::DaysLate(_) => "daysLate",
            Reason::LargestShare(_) => "largestShare",
            Reason::Rows(_) => "rows",
        }
    }

    /// The number or word that goes with it.
    pub fn detail(self) -> String {
        match self {
            Reason::RobustScore(value)
            | Reason::TimesUsual(value)
            | Reason::TimesBefore(value)
            | Reason::RepeatRate(value)
            | Reason::Step(value)
            | Reason::LargestShare(value) => value.to_string(),
            Reason::Interval(cadence) => cadence.name().to_owned(),
            Reason::DaysLate(count) | Reason::Rows(count) => count.to_string(),
        }
    }
}

/// The most currencies that are looked at, those of most rows: a household's own and those of its travels.
const CURRENCIES: usize = 3;

/// Every finding, best first; `streams` are the book's recurring payments.
///
/// Shape: those that [`shown`] would choose come first; what only repeats the transactions of a better one
/// follows. Each is about one currency.
pub fn findings(book: &Book, streams: &[Stream], today: Date) -> Vec<Finding> {
    let streamed = streamed(book, streams);
    let mut found = Vec::new();
    for (place, currency) in currencies(book).into_iter().take(CURRENCIES).enumerate() {
        let look = Look::new(book, today, currency, streams, &streamed);
        let mut of_currency = in_currency(&look);
        // What no row shows any more, such as a category that went to nothing, cannot be opened.
        of_currency.retain(|found| found.expires > today && !found.transactions.is_empty());
        rank::weigh_currency(&mut of_currency, place);
        found.append(&mut of_currency);
    }
    rank::ranked(found)
}

/// The charges that look taken twice in a period, however long ago it is; the newest first.
///
/// Both charges may be a day or two apart: a pair counts where its last one is in the period.
pub fn double_charges(
    book: &Book,
    streams: &[Stream],
    today: Date,
    period: Option<Period>,
) -> Vec<Finding> {
    let streamed = streamed(book, streams);
    let reach = period.and_then(|period| {
        let start = plus_days(period.start(), -double_charge::APART_DAYS);
        Period::new(start, period.end())
    });
    let mut found = Vec::new();
    for currency in currencies(book) {
        let look = Look::new(book, today, currency, streams, &streamed);
        found.append(&mut double_charge::within(&look, reach));
    }
    let is_in = |finding: &Finding| match (period, finding.period) {
        (Some(period), Some(charged)) => period.contains(charged.last()),
        _ => true,
    };
    found.retain(is_in);
    found.arrange_by_key(|finding| {
        std::cmp::Reverse((
            finding.period.map(Period::last),
            finding.transactions.clone(),
        ))
    });
    found
}

/// Whether each row is a charge of a stream, by place.
fn streamed(book: &Book, streams: &[Stream]) -> Vec<bool> {
    let mut streamed = vec![false; book.ledger().len()];
    for at in streams.iter().flat_map(|stream| &stream.charges) {
        streamed[at.place()] = true;
    }
    streamed
}

fn in_currency(look: &Look<'_>) -> Vec<Finding> {
    let mut found = double_charge::find(look);
    for find in [
        price_rise::find,
        large_purchase::find,
        category_change::find,
        month::find,
        recurring_total::find,
    ] {
        found.append(&mut find(look));
    }
    for find in [fees::find, card_missing::find, needs_review::find] {
        add(&mut found, find(look));
    }
    found
}

#[inline(never)]
fn add(found: &mut Vec<Finding>, one: Option<Finding>) {
    if let Some(one) = one {
        found.push(one);
    }
}

/// The first day after the month that follows a period's: until then the period is the last one.
fn end_of_next_month(period: Period) -> Date {
    let month = Period::around(period.start(), Grain::Month, Weekday::Monday);
    plus_months(month.map_or(period.end(), Period::end), 1)
}
