//! Entries by which a bank takes back or replaces one it sent before.

use crate::order::Arrange as _;
use crate::statement::Row;
use crate::statement::shared::ids_of;
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
pub(super) fn corrected(corrections: &[Correction], rows: &[Row], texts: &Texts) -> Vec<bool> {
    let mut out = vec![false; rows.len()];
    if corrections.is_empty() {
        return out;
    }
    let mut named = Vec::new();
    for correction in corrections {
        out[correction.row] |= correction.is_deletion;
        if let Some(id) = texts.find(&correction.corrected_id) {
            named.push((rows[correction.row].account, id, 0));
        }
    }
    named.arrange();
    named.dedup();
    let known = ids_of(rows);
    for key in named {
        let from = known.partition_point(|held| *held < key);
        for (account, id, at) in &known[from..] {
            if (*account, *id) != (key.0, key.1) {
                break;
            }
            out[*at as usize] = true;
        }
    }
    out
}
