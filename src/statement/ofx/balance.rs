//! The balances and days a statement states, and whether they prove its rows.

use crate::calendar::{Date, Period};
use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Money, Total};
use crate::statement::{Checked, Row, StatementAccount};

/// What a statement says of an account's days and balances.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Balances {
    /// `DTSTART`.
    pub(super) start: Option<Date>,
    /// `DTEND`.
    pub(super) end: Option<Date>,
    /// `BALAMT` of `LEDGERBAL`.
    pub(super) closing: Option<Amount>,
    /// `DTASOF` of `LEDGERBAL`.
    pub(super) as_of: Option<Date>,
    /// `VALUE` of a `BAL` whose name says that it is the balance before the first row.
    pub(super) opening: Option<Amount>,
    /// Whether the `BAL` at hand has such a name.
    pub(super) next_is_opening: bool,
}

/// Whether the name of a `BAL` says that it is the balance before the first row.
///
/// OFX has no element for it; banks that give it use the free list of balances (OFX 1.6 section 3.1.4).
pub(super) fn names_opening(name: &str) -> bool {
    const WORDS: [&str; 4] = ["OPENING", "PREVIOUS", "BEGINNING", "STARTING"];
    let name = name.to_ascii_uppercase();
    WORDS.into_iter().any(|word| name.contains(word))
}

impl Balances {
    /// Puts days and balances into the account, and proves its rows where there is an opening balance.
    pub(super) fn settle(self, account: &mut StatementAccount, rows: &[Row]) -> Option<Issue> {
        account.period = self.period(rows);
        let money = |amount: Amount| Money::new(amount, account.currency);
        account.opening = self.opening.map(money);
        account.closing = self.closing.map(money);
        let (Some(opening), Some(closing)) = (self.opening, self.closing) else {
            return None;
        };
        // Amounts of several currencies make no balance.
        if rows.iter().any(|row| row.currency != account.currency) {
            return None;
        }
        let mut total = Total::default();
        total.add(opening);
        for row in rows.iter().filter(|row| !row.pending) {
            total.add(row.amount);
        }
        let reached = total.in_currency(account.currency);
        if reached == money(closing) {
            account.checked = Checked::Agrees;
            return None;
        }
        account.checked = Checked::Disagrees;
        Some(
            Issue::new(IssueCode::ClosingBalanceDisagrees, Severity::Warning)
                .at_column("LEDGERBAL")
                .found(&closing.to_string())
                .expected(Expected::Balance(reached)),
        )
    }

    /// The days stated, each end that is missing taken from the rows.
    fn period(self, rows: &[Row]) -> Option<Period> {
        let first = rows.iter().map(|row| row.posting_date).min();
        let last = rows.iter().map(|row| row.posting_date).max();
        let stated = self.start.zip(self.end.or(self.as_of));
        if let Some(period) = stated.and_then(|(start, end)| Period::inclusive(start, end)) {
            return Some(period);
        }
        let (first, last) = first.zip(last)?;
        Period::inclusive(first.to_date(), last.to_date())
    }
}
