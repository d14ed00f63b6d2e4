//! Where the entries are: whatever stands around them, and whatever the file calls the list.

use super::name::is_name;
use super::scan::Node;
use super::shape::{Place, Shapes};
use super::value::Document;

/// What a file holds.
#[derive(Default)]
pub(super) struct Found {
    /// The entries, in the order of the file.
    pub(super) entries: Vec<Entry>,
    /// Objects that speak of an account, with the objects around them.
    pub(super) accounts: Vec<Place>,
    /// Objects that state a balance.
    pub(super) balances: Vec<Balance>,
    /// Ids of entries that the bank took back.
    pub(super) removed: Vec<u32>,
    /// The objects that hold others, each with the one around it.
    holders: Vec<(u32, Option<u32>)>,
}

/// An object that is an entry.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// The object.
    pub(super) node: u32,
    /// Of which shape.
    pub(super) shape: u8,
    /// What the list it stands in says of it.
    pub(super) list: List,
    /// The object around it, as a position in [`Found`].
    pub(super) holder: Option<u32>,
}

/// A balance, and the object around it.
#[derive(Clone, Copy)]
pub(super) struct Balance {
    /// The object that states it.
    pub(super) node: u32,
    /// The object around it, as a position in [`Found`].
    pub(super) holder: Option<u32>,
}

/// What the name of a list says of its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Nothing.
    Plain,
    /// They are not booked yet.
    Pending,
    /// They stand in place of those with the same id.
    Modified,
    /// They are told for information only: standing orders.
    Information,
    /// They were taken back.
    Removed,
}

impl List {
    fn of(name: &str, around: List) -> List {
        let is = |word| is_name(name, word);
        if is("pending") || is("pendingtransactions") {
            List::Pending
        } else if is("modified") {
            List::Modified
        } else if is("information") {
            List::Information
        } else if is("removed") {
            List::Removed
        } else {
            around
        }
    }
}

/// What an object is by the name it has in the one around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Other,
    Account,
    Balance,
}

impl Part {
    fn of(name: &str) -> Part {
        let is = |word| is_name(name, word);
        if is("account") || is("accounts") {
            Part::Account
        } else if is("balance") || is("balances") {
            Part::Balance
        } else {
            Part::Other
        }
    }
}

impl Found {
    /// Looks through a document.
    pub(super) fn in_document(document: &Document<'_>, shapes: &Shapes) -> Found {
        let mut found = Found::default();
        let mut last = 0;
        let mut at = 0;
        while let Some(node) = document.node(at) {
            found.visit(
                document,
                shapes,
                at,
                None,
                List::Plain,
                Part::Other,
                &mut last,
            );
            at = node.next;
        }
        found
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what a step of the recursion knows"
    )]
    fn visit(
        &mut self,
        document: &Document<'_>,
        shapes: &Shapes,
        node: u32,
        holder: Option<u32>,
        list: List,
        part: Part,
        last: &mut u8,
    ) {
        let mut holder = holder;
        let is_object = document.is_object(node);
        if is_object {
            let folded = document.node(node).and_then(Node::folded);
            if let Some(shape) = folded.or_else(|| shapes.of(document, node, *last)) {
                *last = shape;
                return self.entries.push(Entry {
                    node,
                    shape,
                    list,
                    holder,
                });
            }
            if list == List::Removed {
                return self.removed.push(node);
            }
            match part {
                Part::Account => self.accounts.push(Place {
                    node,
                    around: self.holder(holder),
                }),
                Part::Balance => self.balances.push(Balance { node, holder }),
                Part::Other => {}
            }
            self.holders.push((node, holder));
            holder = u32::try_from(self.holders.len() - 1).ok();
        }
        for (name, value) in document.children(node) {
            let (list, part) = match is_object {
                true => {
                    let name = document.raw(name);
                    (List::of(name, list), Part::of(name))
                }
                false => (list, part),
            };
            let held = document.node(value);
            let holds = held.is_some_and(|held| held.next > value + 1 || held.folded().is_some());
            if holds {
                self.visit(document, shapes, value, holder, list, part, last);
            }
        }
    }

    /// The object of a position.
    pub(super) fn holder(&self, at: Option<u32>) -> Option<u32> {
        Some(self.holders.get(at? as usize)?.0)
    }

    /// The objects around an entry, the nearest first.
    pub(super) fn around(&self, holder: Option<u32>) -> impl Iterator<Item = u32> {
        let mut at = holder;
        std::iter::from_fn(move || {
            let (node, around) = *self.holders.get(at? as usize)?;
            at = around;
            Some(node)
        })
    }
}
