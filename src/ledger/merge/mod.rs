//! Rows that are one transaction though they are not identical: overlapping files that word or date an entry
//! differently, and pending rows with what was booked for them.
//!
//! ```text
//! march.csv   2026-03-04  -12.40  MARLOWS 2214 LEEDS      booked
//! april.ofx   2026-03-05  -12.40  CARD PAYMENT MARLOWS    booked    -> one transaction, reworded
//! march.csv   2026-03-30  -31.00  THE OLD OAK             pending
//! april.ofx   2026-04-01  -35.65  OLD OAK LEEDS           booked    -> one transaction, booked with a tip
//! ```
//!
//! Two rows of one file are always two transactions. What is matched follows from the rows and files that are
//! there, never from the order in which they came.

mod candidate;
mod group;

use crate::calendar::Day;
use crate::money::Amount;
use crate::order::{Arrange as _, Gather as _, HashMap};
use crate::stats::Confidence;
use crate::text::TextId;

use super::choice::Placed;
use super::touched::Stretch;
use super::{AccountId, Decided, DecisionKind, Index, Ledger, Verdict};
use candidate::{
    POSTED_BEFORE, POSTED_DAYS, REWORDED_DAYS, USUAL_DAYS, changed_amounts, same_amounts,
};
use group::Groups;

/// After so many days in a later file without it, a pending row was never booked.
pub(super) const EXPIRY_DAYS: i32 = 14;

/// A row that is another one again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merge {
    /// The row, which is no transaction of its own.
    pub(super) hidden: Index,
    /// The transaction it is; `None` for a pending row that never was booked.
    pub(super) into: Option<Index>,
    pub(super) kind: DecisionKind,
    pub(super) because: Decided,
    pub(super) confidence: Confidence,
    pub(super) verdict: Verdict,
}

/// The days a file covers of an account: from its first row to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) account: AccountId,
    pub(super) file: u16,
    pub(super) first: Day,
    pub(super) last: Day,
}

/// Whether two texts of an account name one merchant.
pub type Kin<'a> = dyn FnMut(AccountId, &str, &str) -> bool + 'a;

/// A row that another file should have and has not.
struct Loose {
    at: Index,
    account: AccountId,
    slot: u8,
    amount: Amount,
    day: Day,
    text: TextId,
    pending: bool,
    files: Vec<u16>,
    /// Whether it is among them only by the person's word.
    is_named: bool,
}

impl Loose {
    fn of(ledger: &Ledger, at: Index, is_named: bool) -> Loose {
        let i = at.place();
        Loose {
            at,
            account: ledger.rows.account[i],
            slot: ledger.rows.currency[i],
            amount: ledger.amount_at(at),
            day: ledger.rows.posting[i],
            text: ledger.rows.descriptor[i],
            pending: ledger.rows.pending[i],
            files: ledger.files_with(at),
            is_named,
        }
    }

    /// Whether files have the two alike: what is several by number is never one by likeness.
    fn is_alike(&self, other: &Loose) -> bool {
        let told = |row: &Loose| {
            (
                row.account,
                row.slot,
                row.amount,
                row.day,
                row.text,
                row.pending,
            )
        };
        told(self) == told(other)
    }
}

/// Two loose rows that may be one transaction.
struct Edge {
    strength: i32,
    /// Days between the two.
    days: i32,
    left: usize,
    right: usize,
    because: Decided,
    confidence: u8,
}

/// How far from a touched day a row can be matched otherwise.
///
/// Two rows lie [`POSTED_DAYS`] apart at most. What speaks for them changes with files within [`REWORDED_DAYS`] of
/// either, with a bank's id that is met again within [`ID_DAYS`], and with what is usual within [`USUAL_DAYS`].
const REACH: i32 = POSTED_DAYS + USUAL_DAYS + ID_DAYS;

/// How many days of rows are gone through beyond that at first, four times as many where that is not enough.
const SPARE: i32 = 2 * REACH;

/// Which rows are other rows again: near the days that were touched, as anew; elsewhere, as before.
///
/// Matches hang together where rows have more than one candidate. So the days around are widened until everything
/// that hangs together with a touched row lies well within them: it is then matched as among all rows.
///
/// Cost: grows with the rows of those days, and with the square of those that are alike within a few days.
pub(super) fn merges(
    ledger: &Ledger,
    kin: &mut Kin<'_>,
    placed: &Placed,
    touched: Stretch,
) -> Vec<Merge> {
    let core = touched.around(REACH);
    let mut spare = SPARE;
    loop {
        let window = core.around(spare);
        if let Some(merges) = merges_within(ledger, kin, placed, core, window) {
            return merges;
        }
        spare = spare.saturating_mul(4);
    }
}

/// The same, looked for in a window of days; `None` where something reaches out of it.
fn merges_within(
    ledger: &Ledger,
    kin: &mut Kin<'_>,
    placed: &Placed,
    core: Stretch,
    window: Stretch,
) -> Option<Vec<Merge>> {
    let spans = Spans::of(&ledger.spans);
    let loose = loose(ledger, &spans, placed, window);
    let mut edges = Vec::new();
    let ids = ids_met_once(ledger, &loose);
    same_amounts(ledger, &spans, &loose, &ids, kin, &mut edges);
    changed_amounts(ledger, &loose, &ids, kin, &mut edges);
    edges.retain(|edge| {
        let (left, right) = (&loose[edge.left], &loose[edge.right]);
        let is_open = !left.is_named && !right.is_named && !left.is_alike(right);
        is_open && !placed.forbids(DecisionKind::Duplicate, left.at, Some(right.at))
    });
    let place: HashMap<Index, usize> = loose
        .iter()
        .enumerate()
        .map(|(n, row)| (row.at, n))
        .collect();
    let held = placed.held().filter(|(kind, ..)| kind.is_merge());
    let held =
        held.map(|(_, left, right, _)| (place.get(&left).copied(), place.get(&right).copied()));
    let held: Vec<(Option<usize>, Option<usize>)> = held.gather();
    let near = near_core(ledger, &loose, &edges, &held, core, window)?;
    // By strength, then by what the rows say, so that no order of import shows.
    let order = canonical(ledger, &loose);
    edges.arrange_by_key(|edge| {
        let (l, r) = (order[edge.left], order[edge.right]);
        (std::cmp::Reverse(edge.strength), l.min(r), l.max(r))
    });
    let mut groups = Groups::new(&loose);
    let mut is_held = vec![false; loose.len()];
    for (left, right) in held {
        if let (Some(left), Some(right)) = (left, right)
            && groups.are_allowed(left, right, &loose, placed)
        {
            groups.join(left, right);
            (is_held[left], is_held[right]) = (true, true);
        }
    }
    let mut edge_of: Vec<Option<usize>> = vec![None; loose.len()];
    for (n, edge) in edges.iter().enumerate() {
        if groups.may_join(edge.left, edge.right, &loose, placed) {
            groups.join(edge.left, edge.right);
            edge_of[edge.left].get_or_insert(n);
            edge_of[edge.right].get_or_insert(n);
        }
    }
    groups.uncross(&loose, &edges, &mut edge_of, &is_held, &order);
    let mut merges = Vec::new();
    for members in groups.members.iter().filter(|members| members.len() > 1) {
        let Some(survivor) = members
            .iter()
            .copied()
            .min_by_key(|n| (loose[*n].pending, order[*n]))
        else {
            continue;
        };
        for n in members.iter().copied().filter(|n| *n != survivor) {
            let (because, confidence) = edge_of[n].map_or((Decided::Person, 100), |edge| {
                (edges[edge].because, edges[edge].confidence)
            });
            let kind = match loose[n].pending && !loose[survivor].pending {
                true => DecisionKind::Pending,
                false => DecisionKind::Duplicate,
            };
            merges.push(Merge {
                hidden: loose[n].at,
                into: Some(loose[survivor].at),
                kind,
                because,
                confidence: Confidence::from_hundredths(confidence),
                verdict: placed.verdict(kind, loose[n].at, Some(loose[survivor].at)),
            });
        }
    }
    expire(ledger, &loose, &groups, placed, &mut merges);
    let is_near = |at: Index| {
        let known = place.get(&at).map(|n| near[*n]);
        known.unwrap_or_else(|| core.has(ledger.day_of(at)))
    };
    merges.retain(|merge| is_near(merge.hidden));
    let before = ledger.merges.iter();
    merges.extend(before.filter(|merge| !is_near(merge.hidden)));
    Some(merges)
}

/// Which loose rows hang together with one of the core; `None` where such a row is so near the window's end that
/// others may hang together with it.
fn near_core(
    ledger: &Ledger,
    loose: &[Loose],
    edges: &[Edge],
    held: &[(Option<usize>, Option<usize>)],
    core: Stretch,
    window: Stretch,
) -> Option<Vec<bool>> {
    let all = ledger.all_days();
    let inner = Stretch {
        first: match all {
            Some(all) if window.first <= all.first => Stretch::ALL.first,
            _ => Day(window.first.0.saturating_add(REACH)),
        },
        last: match all {
            Some(all) if all.last <= window.last => Stretch::ALL.last,
            _ => Day(window.last.0.saturating_sub(REACH)),
        },
    };
    if inner == Stretch::ALL {
        return Some(vec![true; loose.len()]);
    }
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); loose.len()];
    let links = edges.iter().map(|edge| (edge.left, edge.right));
    let said = held
        .iter()
        .filter_map(|(left, right)| Some(((*left)?, (*right)?)));
    for (left, right) in links.chain(said) {
        beside[left].push(right);
        beside[right].push(left);
    }
    let mut near: Vec<bool> = loose.iter().map(|row| core.has(row.day)).gather();
    let mut next: Vec<usize> = (0..loose.len()).filter(|n| near[*n]).gather();
    while let Some(n) = next.pop() {
        // What the person put together may lie anywhere.
        let leaves = |(left, right): &(Option<usize>, Option<usize>)| {
            (*left == Some(n) && right.is_none()) || (*right == Some(n) && left.is_none())
        };
        if !inner.has(loose[n].day) || held.iter().any(leaves) {
            return None;
        }
        for other in &beside[n] {
            if !near[*other] {
                near[*other] = true;
                next.push(*other);
            }
        }
    }
    Some(near)
}

/// Pending rows that a later file covers and has no more.
fn expire(
    ledger: &Ledger,
    loose: &[Loose],
    groups: &Groups,
    placed: &Placed,
    merges: &mut Vec<Merge>,
) {
    for members in groups.members.iter().filter(|members| !members.is_empty()) {
        if members.iter().any(|n| !loose[*n].pending) {
            continue;
        }
        let row = &loose[members[0]];
        let last = members
            .iter()
            .map(|n| loose[*n].day)
            .max()
            .unwrap_or(row.day);
        let gone = ledger.spans.iter().any(|span| {
            span.account == row.account
                && span.first.0 <= last.0 + POSTED_BEFORE + 1
                && span.last.0 >= last.0 + EXPIRY_DAYS
                && !groups.files[groups.group[members[0]]].contains(&span.file)
        });
        let stays = members
            .iter()
            .any(|n| placed.forbids(DecisionKind::Pending, loose[*n].at, None));
        if !gone || stays {
            continue;
        }
        // Its other wordings have been merged into one of them, which is the one that goes.
        let is_merged = |at: Index| merges.iter().any(|merge| merge.hidden == at);
        let Some(at) = members
            .iter()
            .map(|n| loose[*n].at)
            .find(|at| members.len() == 1 || !is_merged(*at))
        else {
            continue;
        };
        merges.push(Merge {
            hidden: at,
            into: None,
            kind: DecisionKind::Pending,
            because: Decided::NeverPosted,
            confidence: Confidence::from_hundredths(90),
            verdict: placed.verdict(DecisionKind::Pending, at, None),
        });
    }
}

/// Which files of an account cover which days.
struct Spans {
    by_account: HashMap<AccountId, Vec<Span>>,
}

impl Spans {
    fn of(spans: &[Span]) -> Spans {
        let mut by_account: HashMap<AccountId, Vec<Span>> = HashMap::default();
        for span in spans {
            by_account.entry(span.account).or_default().push(*span);
        }
        Spans { by_account }
    }

    fn span(&self, account: AccountId, file: u16) -> Option<&Span> {
        let spans = self.by_account.get(&account)?;
        spans.iter().find(|span| span.file == file)
    }

    /// Whether some file that has one row covers the day of the other, with so many days to spare.
    fn covers(&self, row: &Loose, day: Day, spare: i32) -> bool {
        row.files
            .iter()
            .filter_map(|file| self.span(row.account, *file))
            .any(|span| span.first.0 - spare <= day.0 && day.0 <= span.last.0 + spare)
    }
}

/// The rows of some days that another file near their day lacks, and pending rows with the booked ones near them; and
/// every row that the person put together with another.
fn loose(ledger: &Ledger, spans: &Spans, placed: &Placed, window: Stretch) -> Vec<Loose> {
    let mut loose = Vec::new();
    if spans.by_account.values().any(|spans| spans.len() > 1) {
        loose_by_files(ledger, spans, window, &mut loose);
    }
    let held = placed.held().filter(|(kind, ..)| kind.is_merge());
    for at in held.flat_map(|(_, left, right, _)| [left, right]) {
        if loose.iter().all(|row| row.at != at) {
            loose.push(Loose::of(ledger, at, true));
        }
    }
    loose.arrange_by_key(|row| (row.account, row.slot, row.amount, row.day, row.at));
    loose
}

fn loose_by_files(ledger: &Ledger, spans: &Spans, window: Stretch, loose: &mut Vec<Loose>) {
    let rows = ledger.every_place(window);
    // Days of pending rows, in order.
    let mut held: HashMap<AccountId, Vec<i32>> = HashMap::default();
    for i in rows.clone().filter(|i| ledger.rows.pending[*i]) {
        let days = held.entry(ledger.rows.account[i]).or_default();
        days.push(ledger.rows.posting[i].0);
    }
    for days in held.values_mut() {
        days.arrange();
    }
    // How many files lie near a day, asked of many rows of that day.
    let mut known: Option<(AccountId, Day, usize, bool)> = None;
    for i in rows {
        let at = Index(i as u32);
        let (account, day) = (ledger.rows.account[i], ledger.rows.posting[i]);
        let (near, booked_for) = match known {
            Some((of, on, near, booked_for)) if (of, on) == (account, day) => (near, booked_for),
            _ => {
                let files = spans
                    .by_account
                    .get(&account)
                    .map_or(&[][..], |files| files);
                let near = files.iter().filter(|span| {
                    span.first.0 - REWORDED_DAYS <= day.0 && day.0 <= span.last.0 + REWORDED_DAYS
                });
                let held = held.get(&account).map_or(&[][..], |days| days);
                let from = held.partition_point(|held| *held < day.0 - POSTED_DAYS);
                let booked_for = held
                    .get(from)
                    .is_some_and(|held| *held <= day.0 + POSTED_BEFORE);
                let near = near.count();
                known = Some((account, day, near, booked_for));
                (near, booked_for)
            }
        };
        let pending = ledger.rows.pending[i];
        let lacks = || near > 1 && near > ledger.row_sources(at).count();
        if pending || booked_for || lacks() {
            loose.push(Loose::of(ledger, at, false));
        }
    }
}

/// How near another row with a bank's id tells that it is no number of its own.
const ID_DAYS: i32 = 2 * POSTED_DAYS;

/// The bank's id of each loose row, where no other row of its account and file near its day has it.
fn ids_met_once(ledger: &Ledger, loose: &[Loose]) -> Vec<Option<u32>> {
    let id_of = |row: &Loose| {
        ledger
            .facts_at(row.at)
            .and_then(|facts| facts.bank_id)
            .map(|id| id.0)
    };
    let mut met: HashMap<(AccountId, u32, u16), Vec<i32>> = HashMap::default();
    for row in loose {
        if let Some(id) = id_of(row) {
            for file in &row.files {
                let days = met.entry((row.account, id, *file)).or_default();
                days.push(row.day.0);
            }
        }
    }
    let once = |row: &Loose, id: &u32| {
        row.files.iter().all(|file| {
            let days = met
                .get(&(row.account, *id, *file))
                .map_or(&[][..], |days| days);
            let near = days
                .iter()
                .filter(|day| (*day - row.day.0).abs() <= ID_DAYS);
            near.count() == 1
        })
    };
    loose
        .iter()
        .map(|row| id_of(row).filter(|id| once(row, id)))
        .gather()
}

fn share_a_file(left: &Loose, right: &Loose) -> bool {
    left.files.iter().any(|file| right.files.contains(file))
}

/// The rank of each loose row by what it says: day, amount, words, which of several alike.
fn canonical(ledger: &Ledger, loose: &[Loose]) -> Vec<u32> {
    let mut places: Vec<usize> = (0..loose.len()).gather();
    places.arrange_by_key(|n| {
        let row = &loose[*n];
        let i = row.at.place();
        let text = ledger.texts.get(ledger.rows.descriptor[i]);
        let account = ledger
            .account(row.account)
            .map_or("", |account| &account.key);
        (
            account,
            row.day,
            row.amount,
            text,
            row.pending,
            ledger.rows.occurrence[i],
        )
    });
    let mut rank = vec![0; loose.len()];
    for (at, n) in places.into_iter().enumerate() {
        rank[n] = at as u32;
    }
    rank
}
