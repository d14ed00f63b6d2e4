//! The transactions table: pages of rows fetched as they come into sight.

use std::rc::Rc;

use super::{Face, Filter, Narrowing, Step};
use crate::order::{Gather as _, Keyed};
use crate::wire::{
    Combined, Criteria, Failure, Request, RowsOf, RowsPage, RowsTotal, RowsWaiting, Transaction,
};

/// Rows in a page.
pub const PAGE: u64 = 100;
/// Rows drawn above the first one in sight, and rows drawn in all.
const ABOVE: u64 = 20;
const DRAWN: u64 = 80;
/// Pages kept at the most; the ones farthest from sight go first.
const KEPT: usize = 30;

/// The table's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What rows it shows.
    pub filter: Filter,
    /// How many rows the filter leaves; `None` before the first page.
    pub total: Option<u64>,
    /// How many rows there are without it.
    pub of: u64,
    /// What they come to, one a currency.
    pub totals: Vec<RowsTotal>,
    /// All of them in one currency, where the person gave rates.
    pub combined: Option<Combined>,
    /// What waits for the person, where only that is shown.
    pub waiting: Option<RowsWaiting>,
    /// Pages by their number.
    pub pages: Keyed<u64, Face<Rc<Vec<Transaction>>>>,
    /// The first row in sight.
    pub top: u64,
    /// The row that is picked.
    pub picked: Option<u64>,
    /// Whether its detail is open.
    pub detail: bool,
    /// Whether what is shown is still the filter's before.
    renewal: Renewal,
}

/// After a change of the filter the rows before stay until the first of the new ones come, so that nothing flickers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Renewal {
    #[default]
    Done,
    Wanted,
    Asked,
}

impl Table {
    /// The rows to draw: from and up to, not including.
    pub fn drawn(&self) -> (u64, u64) {
        let total = self.total.unwrap_or(0);
        let from = self
            .top
            .saturating_sub(ABOVE)
            .min(total.saturating_sub(DRAWN));
        (from, (from + DRAWN).min(total))
    }

    /// The page that a row is on and its place there, where that page is here and long enough.
    pub fn place(&self, index: u64) -> Option<(Rc<Vec<Transaction>>, usize)> {
        match self.pages.get(&(index / PAGE))? {
            Face::Ready(rows) => {
                let at = usize::try_from(index % PAGE).ok()?;
                (at < rows.len()).then(|| (rows.clone(), at))
            }
            Face::Waiting | Face::Empty | Face::Failed(_) => None,
        }
    }

    /// A row, where its page is here.
    pub fn row(&self, index: u64) -> Option<&Transaction> {
        match self.pages.get(&(index / PAGE))? {
            Face::Ready(rows) => rows.get(usize::try_from(index % PAGE).ok()?),
            Face::Waiting | Face::Empty | Face::Failed(_) => None,
        }
    }

    /// Pages to ask for, so that what is drawn is there; they are marked as waited for.
    pub(super) fn wanted(&mut self) -> Vec<u64> {
        let (from, to) = match self.total {
            _ if self.renewal == Renewal::Wanted => {
                self.renewal = Renewal::Asked;
                return vec![0];
            }
            _ if self.renewal == Renewal::Asked => return Vec::new(),
            None => (0, 1),
            Some(0) => return Vec::new(),
            Some(_) => self.drawn(),
        };
        let wanted: Vec<u64> = (from / PAGE..=(to.max(1) - 1) / PAGE)
            .filter(|page| self.pages.get(page).is_none())
            .gather();
        for page in &wanted {
            self.pages.insert(*page, Face::Waiting);
        }
        while self.pages.len() > KEPT {
            let here = self.top / PAGE;
            let far = self
                .pages
                .iter()
                .map(|(page, _)| *page)
                .max_by_key(|page| page.abs_diff(here));
            let Some(far) = far else { break };
            self.pages.remove(&far);
        }
        wanted
    }

    /// Takes in a page.
    pub(super) fn take(&mut self, page: u64, reply: RowsPage) {
        self.renew();
        self.total = Some(reply.total);
        self.of = reply.of;
        self.totals = reply.totals;
        self.combined = reply.combined;
        self.waiting = reply.waiting;
        self.pages.insert(page, Face::Ready(Rc::new(reply.rows)));
    }

    /// Shows other rows, from the first one on.
    pub(super) fn show(&mut self, filter: Filter) {
        self.filter = filter;
        self.renewal = Renewal::Wanted;
        self.top = 0;
        self.picked = None;
        self.detail = false;
    }

    /// Notes that a page did not come.
    pub(super) fn lose(&mut self, page: u64, failure: Failure) {
        if self.renewal != Renewal::Done {
            self.total = None;
        }
        self.renew();
        self.pages.insert(page, Face::Failed(failure));
    }

    /// Lets go of the rows of the filter before.
    fn renew(&mut self) {
        if self.renewal != Renewal::Done {
            self.renewal = Renewal::Done;
            self.pages.clear();
        }
    }

    /// Moves the picked row.
    pub(super) fn step(&mut self, step: Step) -> Option<u64> {
        let last = self.total?.checked_sub(1)?;
        let to = match (step, self.picked) {
            (Step::First, _) | (Step::By(_), None) => 0,
            (Step::Last, _) => last,
            (Step::By(by), Some(at)) => at.saturating_add_signed(by).min(last),
        };
        self.picked = Some(to);
        self.picked
    }
}

impl Filter {
    /// The request for a page.
    pub fn page(&self, page: u64) -> Request {
        let amount = self.amount();
        let text = match &amount {
            None if !self.search.trim().is_empty() => vec![self.search.trim().to_owned()],
            _ => Vec::new(),
        };
        Request::Rows(RowsOf {
            offset: page * PAGE,
            limit: PAGE,
            filter: Criteria {
                categories: self.category.iter().cloned().gather(),
                merchants: self.merchant.iter().cloned().gather(),
                accounts: self.account.iter().cloned().gather(),
                text,
                min_amount: amount.clone(),
                max_amount: amount,
            },
            period: self.period.clone(),
            needs_review: self.needs_review,
            answer: self.answer,
            oldest_first: false,
            // The largest sums are looked at first.
            largest_first: self.needs_review,
        })
    }

    /// The filter with one part changed.
    pub fn narrowed(mut self, change: &Narrowing) -> Filter {
        match change {
            Narrowing::Search(search) => self.search.clone_from(search),
            Narrowing::Period(period) => self.period.clone_from(period),
            Narrowing::Account(account) => self.account.clone_from(account),
            Narrowing::Category(category) => {
                self.category.clone_from(category);
                self.needs_review = false;
            }
            Narrowing::Merchant(merchant) => self.merchant.clone_from(merchant),
            Narrowing::NeedsReview(needs_review) => {
                self.needs_review = *needs_review;
                self.category = None;
            }
            Narrowing::Answer(answer) => self.answer = *answer,
            Narrowing::Everything => self = Filter::default(),
        }
        self
    }

    /// Every row that meets this and no more.
    #[inline(never)]
    pub fn only(meets: Narrowing) -> Filter {
        Filter::default().narrowed(&meets)
    }

    /// Whether it leaves any row out.
    pub fn is_narrow(&self) -> bool {
        *self != Filter::default()
    }

    /// An amount that is searched for: digits with cents, such as `12.50`.
    fn amount(&self) -> Option<String> {
        let search = self
            .search
            .trim()
            .trim_start_matches(['£', '€', '$', '-', '\u{2212}']);
        let (whole, cents) = search.split_once('.')?;
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = whole.replace(',', "");
        (digits(&whole) && digits(cents)).then(|| format!("{whole}.{cents}"))
    }
}
