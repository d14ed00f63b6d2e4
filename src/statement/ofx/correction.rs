//! Entries by which a bank takes back or replaces one it sent before.

use std::collections::BTreeSet;

use crate::order::Arrange as _;
use crate::statement::Row;
use crate::text::Texts;

use super::entry::Entry;

/// An entry that corrects another.
///
/// Source: OFX 1.6 section 11.4.3: `CORRECTFITID` names the entry that is corrected, `CORRECTACTION` is
/// `REPLACE` or `DELETE`.
pub(super) struct Correction {
    /// Its own row.
    row: usize,
    /// The id of the entry it corrects.
    corrected_id: Box<str>,
    /// Whether it only takes the other back.
    is_deletion: bool,
}

impl Correction {
    /// The correction that an entry is; `None` for others, and for those that name themselves.
    pub(super) fn of(entry: &Entry<'_>, row: usize) -> Option<Correction> {
        let corrects = !entry.corrected_id.is_empty() && entry.corrected_id != entry.id;
        corrects.then(|| Correction {
            row,
            corrected_id: entry.corrected_id.into(),
            is_deletion: entry.correction.eq_ignore_ascii_case("DELETE"),
        })
    }
}

/// The rows that count no longer: those corrected, as far as they are in this file, and those that only
/// took another back.
pub(super) fn corrected(
    corrections: &[Correction],
    rows: &[Row],
    texts: &Texts,
) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    if corrections.is_empty() {
        return out;
    }
    let mut known: Vec<_> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((row.account, row.facts.as_ref()?.bank_id?, at)))
        .collect();
    known.arrange();
    let mut named = BTreeSet::new();
    for correction in corrections {
        if correction.is_deletion {
            out.insert(correction.row);
        }
        if let Some(id) = texts.find(&correction.corrected_id) {
            named.insert((rows[correction.row].account, id));
        }
    }
    for (account, id) in named {
        let from = known.partition_point(|(other, known, _)| (*other, *known) < (account, id));
        let same = known[from..]
            .iter()
            .take_while(|(other, known, _)| (*other, *known) == (account, id));
        out.extend(same.map(|(_, _, at)| *at));
    }
    out
}
