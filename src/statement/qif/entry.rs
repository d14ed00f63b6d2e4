//! One entry: the fields of its record, and what they say by their form.

use crate::money::Amount;
use crate::statement::names::list_of;

use super::record::Field;

/// The fields of an entry; empty where it has none.
#[derive(Default)]
pub(super) struct Entry<'a> {
    /// The line it begins on.
    pub(super) line: u32,
    /// `D`.
    pub(super) date: &'a str,
    /// `T`.
    pub(super) amount: &'a str,
    /// `U`.
    pub(super) amount_again: &'a str,
    /// `N`.
    pub(super) number: &'a str,
    /// `P`.
    pub(super) payee: &'a str,
    /// `M`.
    pub(super) memo: &'a str,
    /// `L`.
    pub(super) category: &'a str,
    /// `Y`.
    pub(super) security: &'a str,
    /// `S`, `E` and `$`.
    pub(super) splits: Vec<Split<'a>>,
}

/// A part of an entry, with a category of its own.
#[derive(Default)]
pub(super) struct Split<'a> {
    /// The line of its amount, else its first.
    pub(super) line: u32,
    /// `S`.
    pub(super) category: &'a str,
    /// `E`.
    pub(super) memo: &'a str,
    /// `$`.
    pub(super) amount: &'a str,
}

impl<'a> Entry<'a> {
    /// The entry of a record; the first field of each letter counts.
    ///
    /// Source: the list of items for non-investment accounts in Intuit's description.
    pub(super) fn of(line: u32, fields: &[Field<'a>]) -> Entry<'a> {
        let mut entry = Entry {
            line,
            ..Entry::default()
        };
        for field in fields {
            let into = match field.letter {
                b'D' => &mut entry.date,
                b'T' => &mut entry.amount,
                b'U' => &mut entry.amount_again,
                b'N' => &mut entry.number,
                b'P' => &mut entry.payee,
                b'M' => &mut entry.memo,
                b'L' => &mut entry.category,
                b'Y' => &mut entry.security,
                b'S' => {
                    entry.splits.push(Split {
                        line: field.line,
                        category: field.text,
                        ..Split::default()
                    });
                    continue;
                }
                b'E' | b'$' => {
                    let Some(split) = entry.splits.last_mut() else {
                        continue;
                    };
                    match field.letter {
                        b'E' => split.memo = field.text,
                        _ => (split.line, split.amount) = (field.line, field.text),
                    }
                    continue;
                }
                _ => continue,
            };
            if into.is_empty() {
                *into = field.text;
            }
        }
        entry
    }

    /// The amount as written, in `T` or else in `U`.
    pub(super) fn written(&self) -> &'a str {
        match self.amount {
            "" => self.amount_again,
            amount => amount,
        }
    }
}

/// Which way the cash of an investment account goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By its sign.
    AsWritten,
    /// It comes in.
    In,
    /// It leaves the account.
    Out,
}

impl Way {
    /// The amount with its sign.
    pub(super) fn turned(self, amount: Amount) -> Amount {
        match self {
            Way::Out if !amount.is_negative() => amount.negated(),
            _ => amount,
        }
    }
}

/// The way of an action that moves nothing but cash; `None` for trades and positions.
///
/// Source: the list of investment actions in Intuit's description.
pub(super) fn way_of(action: &str) -> Option<Way> {
    const WAYS: [Way; 3] = [Way::AsWritten, Way::In, Way::Out];
    let actions = [
        "Cash",
        "XIn|ContribX|IntInc|MiscInc|Div|CGLong|CGShort",
        "XOut|WithdrwX|MiscExp|MargInt",
    ];
    list_of(action, &actions).map(|at| WAYS[at])
}

/// The account in a category such as `[Savings]` or `[Savings]/Class`.
pub(super) fn transfer_of(category: &str) -> Option<&str> {
    let (name, _) = category.strip_prefix('[')?.split_once(']')?;
    (!name.is_empty()).then_some(name)
}

/// Whether `whole` begins with all that `part` says, in either case.
pub(super) fn holds(whole: &str, part: &str) -> bool {
    !part.is_empty()
        && whole
            .get(..part.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(part))
}
