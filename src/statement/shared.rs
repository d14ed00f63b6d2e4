//! What readers of several formats do alike.

use crate::issue::{Issue, IssueCode, Severity};
use crate::order::Arrange as _;
use crate::text::{TextId, Texts, contains};

use super::Row;

/// The positions of a file's accounts, by what names them.
#[derive(Default)]
pub(super) struct ByName {
    names: Texts,
    positions: Vec<Option<u16>>,
}

impl ByName {
    /// The position of a name, beside a word that tells it from the same name elsewhere; to be filled in for a new one.
    pub(super) fn place(&mut self, beside: &str, name: Option<&str>) -> &mut Option<u16> {
        let mut key = beside.to_owned();
        if let Some(name) = name {
            key.push('/');
            key.push_str(name);
        }
        let id = self.names.intern(&key);
        self.positions.resize(self.names.len(), None);
        &mut self.positions[id.0 as usize]
    }
}

/// The parts as one text, without those that another one says.
pub(super) fn joined(texts: &mut Texts, parts: &[Option<TextId>]) -> Option<TextId> {
    let mut kept: Vec<TextId> = Vec::new();
    for part in parts.iter().flatten() {
        let text = texts.get(*part);
        let is_said = |other: &TextId| says(texts.get(*other), text);
        if kept.iter().any(is_said) {
            continue;
        }
        kept.retain(|other| !says(text, texts.get(*other)));
        kept.push(*part);
    }
    if let [only] = kept.as_slice() {
        return Some(*only);
    }
    let mut joined = String::new();
    for part in &kept {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(texts.get(*part));
    }
    (!joined.is_empty()).then(|| texts.intern(&joined))
}

/// Whether a text says all that another one says, which is not looked for where no bank would write so much.
fn says(text: &str, part: &str) -> bool {
    const LONGEST: usize = 1_024;
    part.len() <= LONGEST && contains(text, part)
}

/// Says once for each account that its ids, which stand in `column`, are not relied on.
pub(super) fn repeated_ids(rows: &[Row], texts: &Texts, column: &str) -> Vec<Issue> {
    let mut ids: Vec<(u16, TextId, u32)> = rows
        .iter()
        .filter_map(|row| Some((row.account, row.facts.as_ref()?.bank_id?, row.line)))
        .collect();
    ids.arrange();
    let mut said = None;
    let mut issues = Vec::new();
    for pair in ids.windows(2) {
        let [(account, id, _), (next_account, next_id, line)] = *pair else {
            continue;
        };
        if (account, id) == (next_account, next_id) && said != Some(account) {
            said = Some(account);
            issues.push(
                Issue::new(IssueCode::BankIdRepeated, Severity::Note)
                    .at_row(line)
                    .at_column(column)
                    .found(texts.get(id)),
            );
        }
    }
    issues
}
