//! What follows from rows, worked out anew where something changed and left as it is elsewhere.
//!
//! ```text
//! rows of a file   their days            matched again near them
//! matched          days of those rows    named and categorised again
//! categorised      the same, and rows    paired again near them: transfers, then refunds
//!                  the person's word
//!                  changed
//! paired           days of those pairs   what each row counts as
//! ```
//!
//! Each step passes on the days in which it came to something else than before, and the next looks no farther than its
//! own reach around them, so that the cost of a file grows with the file. All of it is made anew where a change reaches
//! everywhere: when an account is new or told otherwise (its name, number, kind, currency and country weigh on every
//! row), and when files are read again (one is taken out or put back, an account joined or parted, an import undone).

use crate::category::{Category, TransferKind};
use crate::ledger::pair::{self, Bought, Pair};
use crate::ledger::{
    Account, DecisionKind, Held, Index, Placed, Stretch, Touched, Verdict, either,
};
use crate::money::Currency;
use crate::order::{Arrange as _, Gather as _};
use crate::statement::AccountKind;

use super::{Book, CountsAs, Key, NO_CATEGORY, NO_MERCHANT, country};

/// What of accounts and of the person's word matches and names were worked out from.
#[derive(Default)]
pub(super) struct Known {
    accounts: Vec<Face>,
    /// What of the person's word holds, by the rows it was said of, and by the transactions they are part of.
    held: Vec<Held>,
    paired: Vec<Held>,
}

/// What of an account weighs on its rows.
#[derive(PartialEq, Eq)]
struct Face {
    key: Box<str>,
    name: Box<str>,
    kind: AccountKind,
    currency: Option<Currency>,
    identifier: Option<Box<str>>,
}

impl Face {
    fn of(account: &Account) -> Face {
        Face {
            key: account.key.clone(),
            name: account.name.clone(),
            kind: account.kind,
            currency: account.currency,
            identifier: account.identifier.clone(),
        }
    }
}

impl Book {
    /// Finds what is one transaction, names and categorises rows, and pairs them: near what is new, see the module.
    pub fn refresh(&mut self) {
        self.lift_marks();
        self.ledger.settle_rows();
        let accounts = self.ledger.accounts().iter().map(Face::of).gather();
        let placed = self.ledger.choices().places(&self.ledger);
        let now = Known {
            accounts,
            held: placed.told(&self.ledger),
            paired: Vec::new(),
        };
        let more = match &self.known {
            Some(known) if known.accounts == now.accounts => said_otherwise(&known.held, &now.held),
            _ => Some(Stretch::ALL),
        };
        let paired = self
            .known
            .replace(now)
            .map_or(Vec::new(), |known| known.paired);
        // What the person's word made of rows, to see where it makes something else of them.
        let is_said = self.said.is_any() || !self.said.is_silent();
        let mut before = match is_said {
            true => (self.category.clone(), self.merchant.clone()),
            false => (Vec::new(), Vec::new()),
        };
        self.lift_said();
        self.assignments.truncate(self.engine);
        let touched = self.reconcile(&placed, more);
        self.carry(&touched);
        let mut days = touched.days;
        if let Some(days) = days {
            self.label(days);
        }
        self.engine = self.assignments.len();
        self.say();
        if is_said {
            let rows = self.ledger.len();
            touched.moves.carry(&mut before.0, rows, NO_CATEGORY);
            touched.moves.carry(&mut before.1, rows, NO_MERCHANT);
            days = either(days, self.other_than(&before.0, &before.1));
        }
        let placed = match touched.days {
            // Rows have moved.
            Some(_) => self.ledger.choices().places(&self.ledger),
            None => placed,
        };
        // Named as they were, so that they can be taken up again.
        self.undone = placed
            .undone()
            .filter(|(kind, _, right)| *kind != DecisionKind::Transfer || right.is_some())
            .gather();
        let placed = placed.of_transactions(&self.ledger);
        let now = placed.told(&self.ledger);
        days = either(days, said_otherwise(&paired, &now));
        if let Some(days) = days {
            self.pair(days, &placed);
        }
        if let Some(known) = &mut self.known {
            known.paired = now;
        }
        self.put_marks();
    }

    /// The same with everything worked out anew.
    pub fn anew(&self) -> Book {
        let mut anew = Book::of(self.ledger.clone());
        anew.set_rules(self.rules().clone());
        anew.set_marks(self.marks());
        anew.refresh();
        anew
    }

    fn reconcile(&mut self, placed: &Placed, more: Option<Stretch>) -> Touched {
        let accounts = self.ledger.accounts().iter();
        let countries: Vec<_> = accounts.map(country::of_account).gather();
        let reader = &self.reader;
        let mut kin = |account: crate::ledger::AccountId, left: &str, right: &str| {
            let country = countries.get(usize::from(account.0)).copied().flatten();
            let name = |text: &str| reader.naming_of(text, country).merchant;
            let left = name(left);
            left.is_some() && left == name(right)
        };
        self.ledger.reconcile(&mut kin, placed, more)
    }

    /// Puts what is known of rows where they are now.
    fn carry(&mut self, touched: &Touched) {
        let (moves, rows) = (&touched.moves, self.ledger.len());
        moves.carry(&mut self.naming, rows, 0);
        moves.carry(&mut self.assignment, rows, 0);
        moves.carry(&mut self.merchant, rows, NO_MERCHANT);
        moves.carry(&mut self.category, rows, NO_CATEGORY);
        moves.carry(&mut self.counts_as, rows, CountsAs::Purchase);
        let pairs = self.pairs.iter_mut();
        moves.follow(pairs.flat_map(|pair| [&mut pair.out, &mut pair.back]));
        moves.follow(self.one_sided.iter_mut().map(|(at, _)| at));
    }

    /// Names and categorises the rows of some days.
    fn label(&mut self, days: Stretch) {
        let told: Vec<_> = self
            .ledger
            .accounts()
            .iter()
            .map(|account| (account.kind, country::of_account(account)))
            .gather();
        let nowhere = self.place_of_country(None);
        let accounts: Vec<_> = told
            .into_iter()
            .map(|(kind, country)| (kind, self.place_of_country(country)))
            .gather();
        // The last key of each naming, out of and into accounts: most rows say what one before said.
        let mut last: Vec<Option<(Key, u32)>> = Vec::new();
        let mut shape = String::new();
        for i in self.ledger.places(days) {
            let at = Index(i as u32);
            let account = accounts.get(usize::from(self.account(at).0)).copied();
            let text = self.ledger.descriptor_column()[i];
            let country = account.map_or(nowhere, |(_, country)| country);
            let naming = self.naming_of(text, country, &mut shape);
            let key = self.key(at, naming, account.map(|(kind, _)| kind));
            let place = naming as usize * 2 + usize::from(key.outflow);
            if place >= last.len() {
                last.resize((place + 2).max(self.namings.len() * 2), None);
            }
            let assignment = match last[place] {
                Some((before, assignment)) if before == key => assignment,
                _ => self.assignment_of(key),
            };
            last[place] = Some((key, assignment));
            let category = self.assignments[assignment as usize].category;
            self.naming[i] = naming;
            self.assignment[i] = assignment;
            self.merchant[i] = self.merchant_by_naming[naming as usize];
            self.category[i] = category.map_or(NO_CATEGORY, |category| category.index() as u8);
        }
    }

    /// From the first to the last day of rows that are of another category or merchant than before.
    fn other_than(&self, category: &[u8], merchant: &[u32]) -> Option<Stretch> {
        let is_other =
            |at: &usize| self.category[*at] != category[*at] || self.merchant[*at] != merchant[*at];
        let first = (0..self.ledger.len()).find(is_other)?;
        let last = (0..self.ledger.len()).rfind(is_other)?;
        let day = |at: usize| self.ledger.posting_dates()[at];
        Some(Stretch::new(day(first), day(last)))
    }

    /// Pairs the rows near some days.
    fn pair(&mut self, days: Stretch, placed: &Placed) {
        let before = std::mem::take(&mut self.pairs);
        let is_move =
            |pair: &&Pair| matches!(pair.kind, DecisionKind::Transfer | DecisionKind::Repayment);
        let moves_before: Vec<Pair> = before.iter().filter(is_move).copied().gather();
        let words = |at: Index| self.words(at);
        let moves = pair::transfers(&self.ledger, &words, placed, &moves_before, days);
        let changed = pair::changed(&self.ledger, &moves_before, &moves);
        let days = changed.map_or(days, |changed| days.hull(changed));
        self.partner = pair::partners(&self.ledger, &moves);
        let bought = |at: Index| self.bought(at);
        let backs = pair::refunds(&self.ledger, &bought, placed, &before, days);
        let changed = pair::changed(&self.ledger, &before[moves_before.len()..], &backs);
        let days = changed.map_or(days, |changed| days.hull(changed));
        self.pairs = moves;
        self.pairs.extend(backs);
        self.partner = pair::partners(&self.ledger, &self.pairs);
        self.find_one_sided(placed, days);
        for at in self.ledger.places(days) {
            self.counts_as[at] = self.nature(Index(at as u32));
        }
    }

    /// What a row is to refunds.
    fn bought(&self, at: Index) -> Bought {
        let spending = self.category(at).is_none_or(Category::is_spending);
        let free = self.partner_of(at).is_none();
        let is_back = self.naming(at).is_some_and(|naming| naming.is_back);
        let facts = self.ledger.facts_at(at);
        let payment = facts.and_then(|facts| facts.payment.as_deref());
        let is_reversal = payment.is_some_and(|payment| payment.is_reversal);
        Bought {
            merchant: self.merchant(at).map(|merchant| merchant.0),
            counts: spending && free,
            is_back: (is_back || is_reversal) && free && !self.ledger.amount_at(at).is_negative(),
        }
    }

    /// Transfers of some days whose words say so and whose other leg is in no file.
    fn find_one_sided(&mut self, placed: &Placed, days: Stretch) {
        let moves = |at: &Index| {
            let kind = self.category(*at).and_then(Category::transfer_kind);
            matches!(kind, Some(TransferKind::Own | TransferKind::Savings))
                && self.partner_of(*at).is_none()
        };
        let rows = self.ledger.places(days).map(|at| Index(at as u32));
        let found = rows.filter(moves);
        let found: Vec<(Index, Verdict)> = found
            .map(|at| (at, placed.verdict(DecisionKind::Transfer, at, None)))
            .gather();
        let ledger = &self.ledger;
        self.one_sided
            .retain(|(at, _)| !days.has(ledger.day_of(*at)));
        self.one_sided.extend(found);
        self.one_sided.arrange_by_key(|(at, _)| *at);
    }
}

/// The days of what the person said that holds now and did not, or the other way round.
fn said_otherwise(before: &[Held], now: &[Held]) -> Option<Stretch> {
    let only = |left: &[Held], right: &[Held]| {
        let alone = left.iter().filter(|held| !right.contains(held));
        alone.fold(None, |days, held| either(days, Some(held.4)))
    };
    match before == now {
        true => None,
        false => either(only(before, now), only(now, before)),
    }
}
