//! The ledger's numbers and today to what is worth knowing: the overview, findings and recurring payments.
//!
//! ```text
//! SONGBIRD MUSIC  -9.99 on 2026-01-19, -9.99 on 2026-02-19, -11.99 on 2026-03-19
//!   recurring: monthly, last 11.99, next 2026-04-19
//!   priceRise: "Songbird went up from 9.99 to 11.99", 24.00 more a year
//! ```
//!
//! Everything is compared with the person's own past and with nobody else. *Usual* is the median, *unusual* a
//! modified z-score over 3.5; sums are exact, and currencies are never added.

mod finding;
mod known;
mod overview;
mod recurring;

pub use finding::{Figure, Finding, FindingKind, Reason, Rule, double_charges, findings, shown};
pub use known::Known;
pub use overview::{Breakdown, Columns, Flow, FlowKind, Overview, Part, Point, overview};
pub use recurring::{Cadence, Life, Stream, recurring};
