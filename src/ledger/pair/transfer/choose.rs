//! Which of the candidates are taken.

use crate::order::{Arrange as _, HashMap};
use crate::stats::Confidence;

use super::super::super::{Account, Decided, DecisionKind, Index};
use super::super::{Pair, Words, days_apart};
use super::{Candidate, Search, TRANSFER_DAYS, why};

impl Search<'_> {
    /// Puts candidates in the order of what speaks for them, and else of what the rows say, so that no order of import
    /// shows.
    pub(super) fn arrange(&self, candidates: &mut [Candidate]) {
        let told = |at: Index| {
            let day = self.ledger.posting_dates().get(at.place()).copied();
            (day, self.ledger.told_apart(at))
        };
        candidates.arrange_by(|left, right| {
            let by = |c: &Candidate| (std::cmp::Reverse(c.strength), c.off, c.days);
            let apart = || {
                told(left.out)
                    .cmp(&told(right.out))
                    .then_with(|| told(left.back).cmp(&told(right.back)))
            };
            by(left).cmp(&by(right)).then_with(apart)
        });
    }

    /// Takes the candidates in their order.
    pub(super) fn take(&mut self, candidates: &[Candidate], pairs: &mut Vec<Pair>) {
        for candidate in candidates {
            let Candidate { out, back, .. } = *candidate;
            if self.is_taken(out) || self.is_taken(back) {
                continue;
            }
            self.set_taken(out, true);
            self.set_taken(back, true);
            pairs.push(self.paired(candidate));
        }
    }

    fn paired(&self, candidate: &Candidate) -> Pair {
        let Candidate { out, back, .. } = *candidate;
        let into_credit = self
            .ledger
            .account(self.account(back))
            .is_some_and(Account::is_credit);
        let repaid = self.said(out) == Words::Repayment || self.said(back) == Words::Repayment;
        let kind = match into_credit || repaid {
            true => DecisionKind::Repayment,
            false => DecisionKind::Transfer,
        };
        let because = match (why(self.ledger, out, back), candidate.because) {
            (Decided::OppositeAmounts, Some(stronger)) => stronger,
            (because, _) => because,
        };
        // Measured by `cargo xtask eval ledger`.
        let sure = match because {
            Decided::WithFee(_) | Decided::ImpliedRate(_) => 93,
            _ if candidate.is_one_sided => 95,
            _ => 99,
        };
        Pair {
            kind,
            out,
            back,
            because,
            confidence: Confidence::from_hundredths(sure),
            verdict: self.placed.verdict(kind, out, Some(back)),
            turn: 0,
        }
    }

    /// Gives a pair's row to one that has no other partner, where its own partner has another.
    pub(super) fn reach(&mut self, candidates: &[Candidate], pairs: &mut [Pair]) {
        let mut pair_of: HashMap<Index, usize> = HashMap::default();
        for (n, pair) in pairs.iter().enumerate() {
            pair_of.insert(pair.out, n);
            pair_of.insert(pair.back, n);
        }
        let mut by_row: HashMap<Index, Vec<usize>> = HashMap::default();
        for (n, candidate) in candidates.iter().enumerate() {
            by_row.entry(candidate.out).or_default().push(n);
            by_row.entry(candidate.back).or_default().push(n);
        }
        for wanted in candidates {
            let (free, held) = match (self.is_taken(wanted.out), self.is_taken(wanted.back)) {
                (false, true) => (wanted.out, wanted.back),
                (true, false) => (wanted.back, wanted.out),
                _ => continue,
            };
            let Some(n) = pair_of.get(&held).copied() else {
                continue;
            };
            let left = if pairs[n].out == held {
                pairs[n].back
            } else {
                pairs[n].out
            };
            let strength =
                |out: Index, back: Index| self.evidence(out, back).map_or(0, |found| found.0);
            let now = strength(pairs[n].out, pairs[n].back);
            let others = by_row
                .get(&left)
                .map_or(&[][..], |found| found)
                .iter()
                .map(|c| (*c, candidates[*c]));
            let other = others
                .filter(|(_, c)| {
                    let partner = if c.out == left { c.back } else { c.out };
                    !self.is_taken(partner)
                        && partner != free
                        && c.strength + wanted.strength >= now
                })
                .min_by_key(|(place, c)| (std::cmp::Reverse(c.strength), c.days, *place));
            if let Some((_, other)) = other {
                // Both are taken up by the next round, the one that is left as any other.
                self.set_taken(free, true);
                self.set_taken(other.out, true);
                self.set_taken(other.back, true);
                for row in [wanted.out, wanted.back] {
                    pair_of.insert(row, n);
                }
                pairs[n] = self.paired(wanted);
                self.set_taken(left, false);
                let partner = if other.out == left {
                    other.back
                } else {
                    other.out
                };
                self.set_taken(partner, false);
            }
        }
    }

    /// Gives two pairs each the other's row that came in, where that is as well spoken for and nearer in amount or
    /// time: of equal transfers, the first that left is the first that came.
    pub(super) fn uncross(&self, candidates: &[Candidate], pairs: &mut [Pair]) {
        let found: HashMap<(Index, Index), &Candidate> =
            candidates.iter().map(|c| ((c.out, c.back), c)).collect();
        let day = |at: Index| self.ledger.posting_dates().get(at.place()).copied();
        pairs.arrange_by(|left, right| {
            let apart = |pair: &Pair| (day(pair.out), self.ledger.told_apart(pair.out));
            apart(left).cmp(&apart(right))
        });
        let worth = |of: [(Index, Index); 2]| {
            let [Some(one), Some(other)] = of.map(|legs| found.get(&legs)) else {
                return None;
            };
            let squared = |c: &Candidate| i64::from(c.days) * i64::from(c.days);
            Some((
                one.strength + other.strength,
                std::cmp::Reverse(one.off.saturating_add(other.off)),
                std::cmp::Reverse(squared(one) + squared(other)),
            ))
        };
        for _ in 0..ROUNDS {
            let mut crossed = false;
            for n in 0..pairs.len() {
                for m in n + 1..pairs.len() {
                    let (one, other) = (pairs[n], pairs[m]);
                    if days_apart(self.ledger, one.out, other.out) > 2 * TRANSFER_DAYS {
                        break;
                    }
                    let now = worth([(one.out, one.back), (other.out, other.back)]);
                    let swapped = worth([(one.out, other.back), (other.out, one.back)]);
                    if now.is_none() || swapped <= now {
                        continue;
                    }
                    for (at, legs) in [(n, (one.out, other.back)), (m, (other.out, one.back))] {
                        if let Some(candidate) = found.get(&legs) {
                            pairs[at] = self.paired(candidate);
                        }
                    }
                    crossed = true;
                }
            }
            if !crossed {
                break;
            }
        }
    }
}

/// How often pairs are gone through for ones that are crossed; each time is nearer than the last.
const ROUNDS: usize = 4;
