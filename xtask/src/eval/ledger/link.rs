//! Entries that belong together: transfers, repayments, money back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::twin::Twins;
use super::{CLEARING, Counts, MONTHS, is_loud, items, text, words};
use crate::household::{Household, Link, LinkKind};

/// Transfers, repayments, money back.
pub(super) fn links(
    household: &Household,
    report: &Value,
    entries_of: &BTreeMap<&str, BTreeSet<usize>>,
    twins: &Twins,
    seed: u64,
    loud: &str,
    counts: &mut Counts,
) {
    let of = |id: &str| entries_of.get(id).cloned().unwrap_or_default();
    let name = |kind: LinkKind| match kind {
        LinkKind::Transfer => "transfer",
        LinkKind::TransferOtherCurrency => "transfer, other currency",
        LinkKind::TransferLessFee => "transfer, less a fee",
        LinkKind::Repayment => "repayment",
        LinkKind::RefundWhole => "refund, whole",
        LinkKind::RefundPart => "refund, part",
        LinkKind::RefundSeveral => "refund, several parts",
        LinkKind::Chargeback => "chargeback",
        LinkKind::Reversal => "reversal",
        LinkKind::OneSided => "transfer, one side",
        LinkKind::CardNotLoaded => "card bill, card not loaded",
    };
    let seen: BTreeSet<usize> = entries_of.values().flatten().copied().collect();
    let mut met: BTreeSet<usize> = BTreeSet::new();
    // Money back may be of any purchase with the same words and that sum, a part of any that was dear enough, unless a
    // reference tells.
    let plain = |entry: usize| {
        let rows = household.files.iter().flat_map(|file| &file.rows);
        let text = rows
            .filter(|row| row.entry == entry && !row.pending)
            .map(|row| row.text.clone())
            .next()
            .unwrap_or_default();
        let known = &household.entries[entry];
        let dated = text.split([' ', '/']).filter(|word| {
            !word.bytes().any(|byte| byte.is_ascii_digit())
                || known
                    .reference
                    .as_deref()
                    .is_some_and(|reference| word.contains(reference))
        });
        (
            known.account,
            dated
                .filter(|word| !MONTHS.contains(word))
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    // The towns and orders that an entry's wordings show.
    let shown = |entry: usize| -> BTreeSet<String> {
        let rows = household.files.iter().flat_map(|file| &file.rows);
        let rows = rows.filter(|row| row.entry == entry && !row.pending);
        let order = household.entries[entry].reference.as_deref();
        rows.flat_map(|row| {
            let begin = order.and_then(|order| order.get(..5));
            let order = begin.filter(|begin| row.text.contains(begin));
            [household.shown(row), order].into_iter().flatten()
        })
        .map(str::to_owned)
        .collect()
    };
    let as_likely = |entry: usize, link: &Link| {
        let (kind, Some(back)) = (link.kind, link.back) else {
            return false;
        };
        let (known, refund) = (&household.entries[entry], &household.entries[back]);
        let truth = &household.entries[link.out];
        let enough = match kind {
            LinkKind::RefundPart | LinkKind::RefundSeveral => -known.minor >= refund.minor,
            LinkKind::RefundWhole | LinkKind::Chargeback | LinkKind::Reversal => {
                -known.minor == refund.minor
            }
            _ => false,
        };
        enough
            && known.account == truth.account
            && known.is_of_one_shop(truth)
            && known.made <= refund.posted
            && refund.posted - known.posted <= 120
            && shown(entry) == shown(link.out)
    };
    // What a leg says without its number.
    let worded = |entry: usize| {
        let reference = household.entries[entry].reference.as_deref();
        plain(entry)
            .1
            .replace(reference.unwrap_or("\0"), "")
            .trim_end()
            .to_owned()
    };
    // Whether an entry is a leg between the same two accounts: which of two equal ones came for which is all one.
    let beside = |entry: usize, link: &Link| {
        let accounts = |link: &Link| {
            let back = link.back.map(|back| household.entries[back].account);
            (link.kind, household.entries[link.out].account, back)
        };
        household.links.iter().any(|other| {
            (other.out == entry || other.back == Some(entry)) && accounts(other) == accounts(link)
        })
    };
    // Whether some wording of each side prints the number of the transfer.
    let numbered = |link: &Link| {
        let prints = |entry: usize| {
            let reference = household.entries[entry].reference.as_deref();
            let rows = household.files.iter().flat_map(|file| &file.rows);
            let mut texts = rows.filter(|row| row.entry == entry).map(|row| &row.text);
            texts.any(|text| reference.is_some_and(|reference| text.contains(reference)))
        };
        prints(link.out) && link.back.is_some_and(prints)
    };
    let told = |out: &BTreeSet<usize>, back: &BTreeSet<usize>, link: &Link| {
        let out_is = |entry: usize| {
            out.iter()
                .any(|known| as_likely(*known, link) || *known == entry || twins.are(*known, entry))
        };
        let Some(entry) = link.back else {
            return false;
        };
        let is = |known: &usize| *known == entry || twins.are(*known, entry);
        let back_is = back.iter().any(is);
        // A leg stands for another of the same account, amount and words that came as near, where no number tells.
        let leg = |known: usize, entry: usize, partner: usize| {
            let (l, r) = (&household.entries[known], &household.entries[entry]);
            let from = &household.entries[link.out];
            known == entry
                || twins.are(known, entry)
                || l.minor == r.minor
                    && (0..=CLEARING).contains(&match partner == link.out {
                        true => l.posted - from.posted,
                        false => household.entries[partner].posted - l.posted,
                    })
                    && l.account == r.account
                    && (worded(known) == worded(entry) || beside(known, link))
                    && !numbered(link)
        };
        let is_leg = matches!(
            link.kind,
            LinkKind::Transfer | LinkKind::TransferOtherCurrency | LinkKind::TransferLessFee
        );
        let legs = is_leg
            && out.iter().any(|known| leg(*known, link.out, entry))
            && back.iter().any(|known| leg(*known, entry, link.out));
        legs || out_is(link.out) && back_is
    };
    for decision in items(report, "decisions") {
        let ids: Vec<&str> = items(decision, "transactions")
            .filter_map(Value::as_str)
            .collect();
        let (kind, reason) = (text(decision, "kind"), text(&decision["reason"], "kind"));
        if !matches!(kind, "transfer" | "repayment" | "refund") {
            continue;
        }
        if reason == "words-only" {
            // Its other side has no file, or is in none of them.
            let alone = |link: &Link| match (link.kind, link.back) {
                (LinkKind::OneSided, _) => of(ids[0]).contains(&link.out),
                (
                    LinkKind::Transfer
                    | LinkKind::TransferOtherCurrency
                    | LinkKind::TransferLessFee,
                    Some(back),
                ) => {
                    of(ids[0]).contains(&link.out) && !seen.contains(&back)
                        || of(ids[0]).contains(&back) && !seen.contains(&link.out)
                }
                _ => false,
            };
            let links = household.links.iter().enumerate();
            let found = links
                .filter(|(n, _)| !met.contains(n))
                .find(|(_, link)| alone(link))
                .map(|(n, _)| n);
            let count = counts.entry("transfer, one side").or_default();
            match found {
                Some(n) => {
                    met.insert(n);
                    count.right += 1;
                }
                None => {
                    count.wrong += 1;
                    if is_loud(loud, "transfer, one side") {
                        println!("{seed} wrong one side: {}", words(household, &of(ids[0])));
                    }
                }
            }
            continue;
        }
        let (out, back) = (of(ids[0]), of(ids[1]));
        let found = household
            .links
            .iter()
            .enumerate()
            .position(|(n, link)| !met.contains(&n) && told(&out, &back, link));
        match found {
            Some(n) => {
                met.insert(n);
                counts
                    .entry(name(household.links[n].kind))
                    .or_default()
                    .right += 1;
            }
            None => {
                let kind = match (kind, reason) {
                    ("transfer", "implied-rate") => "transfer, other currency",
                    ("transfer", "with-fee") => "transfer, less a fee",
                    ("transfer", _) => "transfer",
                    ("repayment", _) => "repayment",
                    (_, "part-of-purchase") => {
                        let several = household.links.iter().any(|link| {
                            link.kind == LinkKind::RefundSeveral
                                && link.back.is_some_and(|entry| back.contains(&entry))
                        });
                        if several {
                            "refund, several parts"
                        } else {
                            "refund, part"
                        }
                    }
                    (_, "reversal") => "reversal",
                    _ => "refund, whole",
                };
                counts.entry(kind).or_default().wrong += 1;
                if is_loud(loud, kind) {
                    println!(
                        "{seed} wrong {kind} {reason}: {} -> {}",
                        words(household, &out),
                        words(household, &back)
                    );
                }
            }
        }
    }
    for (_, link) in household
        .links
        .iter()
        .enumerate()
        .filter(|(n, _)| !met.contains(n))
    {
        // What is in no file cannot be matched.
        if !seen.contains(&link.out) || link.back.is_some_and(|entry| !seen.contains(&entry)) {
            continue;
        }
        let kind = name(link.kind);
        if link.kind == LinkKind::CardNotLoaded {
            let counted = items(report, "transactions")
                .find(|transaction| of(text(transaction, "id")).contains(&link.out));
            let spent =
                counted.is_some_and(|transaction| text(transaction, "countsAs") == "purchase");
            let count = counts.entry(kind).or_default();
            if spent {
                count.right += 1
            } else {
                count.missed += 1
            }
            if !spent && is_loud(loud, kind) {
                println!(
                    "{seed} card bill counts as {}: {}",
                    counted.map_or("", |t| text(t, "countsAs")),
                    words(household, &BTreeSet::from([link.out]))
                );
            }
            continue;
        }
        counts.entry(kind).or_default().missed += 1;
        if is_loud(loud, kind) {
            let back = link
                .back
                .map(|entry| words(household, &BTreeSet::from([entry])))
                .unwrap_or_default();
            println!(
                "{seed} missed {kind}: {} -> {back}",
                words(household, &BTreeSet::from([link.out]))
            );
        }
    }
}
