//! Which findings are shown: the best, and each transaction explains at most one of them.

use rust_decimal::Decimal;

use crate::ledger::Index;
use crate::money::Exact;
use crate::order::{Arrange as _, Gather as _};

use super::Finding;

/// What is left of the score, in hundredths, of a finding whose transactions explain a better one already.
///
/// The lowest score of a finding is 0.30, the highest 0.97: what only repeats stands after all others.
const REPEATED: i64 = 30;

/// What is left of the score, in hundredths, of a currency that is not the one of most rows.
const OTHER_CURRENCY: i64 = 90;

/// Lowers the scores of a currency that others come before.
pub(super) fn weigh_currency(findings: &mut [Finding], place: usize) {
    for finding in findings.iter_mut().filter(|_| place > 0) {
        finding.score = weighed(finding.score, OTHER_CURRENCY);
    }
}

/// Findings best first, those that repeat the transactions of a better one last.
pub(super) fn ranked(mut findings: Vec<Finding>) -> Vec<Finding> {
    sort(&mut findings);
    let chosen = chosen(&findings);
    for (finding, chosen) in findings.iter_mut().zip(chosen) {
        if !chosen {
            finding.score = weighed(finding.score, REPEATED);
        }
    }
    sort(&mut findings);
    findings
}

/// The findings that are shown, at most so many: none shares a transaction with a better one.
///
/// Shape: `findings` best first, what was dismissed left out.
pub fn shown(findings: &[Finding], most: usize) -> Vec<&Finding> {
    let chosen = chosen(findings);
    let shown = findings.iter().zip(chosen).filter(|(_, chosen)| *chosen);
    shown.map(|(finding, _)| finding).take(most).gather()
}

/// For each finding, whether none of its transactions explains a better one.
fn chosen(findings: &[Finding]) -> Vec<bool> {
    let last = findings
        .iter()
        .flat_map(|finding| &finding.transactions)
        .max();
    let mut explained = vec![false; last.map_or(0, |at| at.place() + 1)];
    findings
        .iter()
        .map(|finding| {
            let is_free = |at: &Index| !explained[at.place()];
            let chosen = finding.transactions.iter().all(is_free);
            if chosen {
                for at in &finding.transactions {
                    explained[at.place()] = true;
                }
            }
            chosen
        })
        .gather()
}

/// By score, then in the order of the kinds, then by the first transaction, so that nothing is left to chance.
fn sort(findings: &mut [Finding]) {
    findings.arrange_by(|left, right| {
        let order = |finding: &Finding| (finding.kind, finding.transactions.first().copied());
        right
            .score
            .cmp(&left.score)
            .then_with(|| order(left).cmp(&order(right)))
    });
}

fn weighed(score: Decimal, hundredths: i64) -> Decimal {
    score.near_times(Decimal::new(hundredths, 2)).round_dp(2)
}
