//! Messages as they are sent, and requests: what `tree` reads, the other way round.
//!
//! serde would make code of its own for every request and every carrier.

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};
use serde_bytes::ByteBuf;

use crate::order::Keyed;

use super::tree::Tree;
use super::{
    AccountSaid, Allowlist, ApartSaid, Ask, Check, Configure, Correct, Criteria, Decide,
    DecisionsOf, Envelope, Facts, FileBytes, HandedRow, ImportFiles, ImportRows, MarkSaid,
    MergeSaid, OverviewOf, PartSaid, Period, ProofDetail, Protection, RateSaid, Request,
    RowsAccount, RowsOf, Sealed, SetRules, SplitSaid, Told,
};

/// What takes a message as it is written, from the outside in.
pub trait Out {
    /// A value that holds no others.
    fn put(&mut self, leaf: Leaf<'_>);
    /// The name of the value that comes next.
    fn name(&mut self, name: Cow<'static, str>);
    /// Values follow, each behind its name, or one after the other.
    fn begin(&mut self, is_named: bool);
    /// There are no more of them.
    fn end(&mut self);
}

/// A value that holds no others.
#[derive(Clone, Copy, Debug)]
pub enum Leaf<'a> {
    /// Nothing.
    Nothing,
    /// Yes or no.
    Bool(bool),
    /// A whole number from 0 on.
    Count(u64),
    /// Text.
    Text(&'a str),
    /// The bytes of a file.
    Bytes(&'a [u8]),
}

/// What a message is made of.
pub(super) trait Written {
    /// Writes it as a message has it.
    fn write(&self, out: &mut dyn Out);

    /// Writes its fields, where it has any, among others.
    fn write_fields(&self, _: &mut dyn Out) {}

    /// Whether it is nothing.
    fn is_nothing(&self) -> bool {
        false
    }
}

/// A message as a tree.
#[derive(Default)]
struct Grown {
    /// What is begun, with the name of its next value.
    open: Vec<(Tree, Cow<'static, str>)>,
    whole: Tree,
}

impl Grown {
    fn add(&mut self, tree: Tree) {
        match self.open.last_mut() {
            Some((Tree::Fields(fields), name)) => fields.push((std::mem::take(name), tree)),
            Some((Tree::List(items), _)) => items.push(tree),
            _ => self.whole = tree,
        }
    }
}

impl Out for Grown {
    fn put(&mut self, leaf: Leaf<'_>) {
        self.add(match leaf {
            Leaf::Nothing => Tree::Null,
            Leaf::Bool(value) => Tree::Bool(value),
            Leaf::Count(value) => Tree::Count(value),
            Leaf::Text(value) => Tree::Text(value.to_owned().into()),
            Leaf::Bytes(value) => Tree::Bytes(value.to_vec()),
        });
    }

    fn name(&mut self, name: Cow<'static, str>) {
        if let Some((_, next)) = self.open.last_mut() {
            *next = name;
        }
    }

    fn begin(&mut self, is_named: bool) {
        let tree = match is_named {
            true => Tree::Fields(Vec::new()),
            false => Tree::List(Vec::new()),
        };
        self.open.push((tree, Cow::default()));
    }

    fn end(&mut self) {
        if let Some((tree, _)) = self.open.pop() {
            self.add(tree);
        }
    }
}

/// A message as a tree: what `write` writes into it.
pub(super) fn grown(write: impl Fn(&mut dyn Out)) -> Tree {
    let mut grown = Grown::default();
    write(&mut grown);
    grown.whole
}

impl Envelope {
    /// The message that asks for it.
    pub fn message(&self) -> Tree {
        grown(|out| self.write(out))
    }

    /// Writes that message.
    pub fn write(&self, out: &mut dyn Out) {
        let (op, said) = self.request.said();
        out.begin(true);
        fields(&[("id", &self.id), ("op", &op)], out);
        match said {
            Said::Nothing => {}
            Said::One(said) => said.write_fields(out),
            Said::Fields(said) => fields(&said, out),
        }
        out.end();
    }
}

/// What a request says beside what it is.
enum Said<'a> {
    Nothing,
    One(&'a dyn Written),
    Fields(Vec<(&'static str, &'a dyn Written)>),
}

impl Tree {
    /// Writes the message that it is.
    pub fn write(&self, out: &mut dyn Out) {
        match self {
            // A hold on a file crosses no door but the browser's own.
            Tree::Null | Tree::Held(_) => out.put(Leaf::Nothing),
            Tree::Bool(value) => out.put(Leaf::Bool(*value)),
            Tree::Count(value) => out.put(Leaf::Count(*value)),
            Tree::Text(value) => out.put(Leaf::Text(value)),
            Tree::Bytes(value) => out.put(Leaf::Bytes(value)),
            Tree::List(items) => {
                out.begin(false);
                for item in items {
                    item.write(out);
                }
                out.end();
            }
            Tree::Fields(fields) => {
                out.begin(true);
                for (name, value) in fields {
                    out.name(name.clone());
                    value.write(out);
                }
                out.end();
            }
        }
    }
}

impl Serialize for Envelope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.message().serialize(serializer)
    }
}

impl Request {
    fn said(&self) -> (&'static str, Said<'_>) {
        match self {
            Request::Defaults => ("defaults", Said::Nothing),
            Request::Import(import) => ("import", Said::One(import)),
            Request::ImportRows(import) => ("importRows", Said::One(import)),
            Request::Configure(configure) => ("configure", Said::One(configure)),
            Request::Sample => ("sample", Said::Nothing),
            Request::Settle { file, choice } => (
                "settle",
                Said::Fields(vec![("file", file), ("choice", choice)]),
            ),
            Request::TakeOut { file } => ("takeOut", Said::Fields(vec![("file", file)])),
            Request::Correct(correct) => ("correct", Said::One(correct)),
            Request::Rules => ("rules", Said::Nothing),
            Request::SetRules(set) => ("setRules", Said::One(set)),
            Request::SuggestOnly { on } => ("suggestOnly", Said::Fields(vec![("on", on)])),
            Request::Undo => ("undo", Said::Nothing),
            Request::Redo => ("redo", Said::Nothing),
            Request::Files => ("files", Said::Nothing),
            Request::Decisions(of) => ("decisions", Said::One(of)),
            Request::Decide(decide) => ("decide", Said::One(decide)),
            Request::Accounts => ("accounts", Said::Nothing),
            Request::Mark(mark) => ("mark", Said::One(mark)),
            Request::Split(split) => ("split", Said::One(split)),
            Request::Account(account) => ("account", Said::One(account)),
            Request::Merge(merge) => ("merge", Said::One(merge)),
            Request::Apart(apart) => ("apart", Said::One(apart)),
            Request::Rates => ("rates", Said::Nothing),
            Request::SetRates { rates } => ("setRates", Said::Fields(vec![("rates", rates)])),
            Request::Cancel { target } => ("cancel", Said::Fields(vec![("target", target)])),
            Request::Overview(of) => ("overview", Said::One(of)),
            Request::Insights { today } => ("insights", Said::Fields(vec![("today", today)])),
            Request::Ask(ask) => ("ask", Said::One(ask)),
            Request::Proof {
                answer,
                offset,
                limit,
            } => {
                let page = [
                    ("answer", answer as &dyn Written),
                    ("offset", offset),
                    ("limit", limit),
                ];
                ("proof", Said::Fields(page.to_vec()))
            }
            Request::Rows(of) => ("rows", Said::One(of)),
            Request::Export(of) => ("export", Said::One(of)),
            Request::Ledger => ("ledger", Said::Nothing),
            Request::Forget => ("forget", Said::Nothing),
            Request::Journal { to } => ("journal", Said::Fields(vec![("to", to)])),
            Request::Erase => ("erase", Said::Nothing),
        }
    }
}

/// Values by their names in Rust, `postingDate` for `posting_date`; behind `posting_date?` nothing is not written.
pub(super) fn fields(fields: &[(&'static str, &dyn Written)], out: &mut dyn Out) {
    for (name, value) in fields {
        let spelt = name.strip_suffix('?');
        if spelt.is_none() || !value.is_nothing() {
            out.name(spelling(spelt.unwrap_or(name)));
            value.write(out);
        }
    }
}

fn spelling(name: &'static str) -> Cow<'static, str> {
    let Some((first, rest)) = name.split_once('_') else {
        return Cow::Borrowed(name);
    };
    let mut out = first.to_owned();
    for part in rest.split('_') {
        let (first, rest) = part.split_at_checked(1).unwrap_or_default();
        out.push_str(&first.to_ascii_uppercase());
        out.push_str(rest);
    }
    Cow::Owned(out)
}

/// How structs are written: all their fields by name, `name[?]` where there is something.
macro_rules! written {
    ($($message:ident { $($field:ident $([$some:tt])?),+ $(,)? })+) => {$(
        impl Written for $message {
            fn write(&self, out: &mut dyn $crate::wire::written::Out) {
                out.begin(true);
                self.write_fields(out);
                out.end();
            }

            fn write_fields(&self, out: &mut dyn $crate::wire::written::Out) {
                fields(
                    &[$((concat!(stringify!($field) $(, stringify!($some))?), &self.$field)),+],
                    out,
                );
            }
        }
    )+};
}

written! {
    ImportFiles { files, currency, asks }
    ImportRows { name, account, rows, currency }
    RowsAccount { name, currency, kind, identifier }
    HandedRow {
        posting_date, amount, currency, descriptor, value_date, transaction_date, counterparty,
        reference, mcc, pending, balance_after, id,
    }
    Configure { currency }
    FileBytes { name, bytes }
    OverviewOf { today, locale, period, currency }
    Ask { question, today, locale, proof, browser }
    RowsOf {
        offset, limit, filter, period, needs_review, answer, oldest_first, largest_first,
    }
    Criteria { categories, merchants, accounts, text, min_amount, max_amount }
    Period { start, end }
    Correct { transaction, category, under, scope, preview }
    SetRules { text, preview }
    DecisionsOf { offset, limit, transaction }
    Decide { kind, transactions, verdict, today, file }
    MarkSaid { transaction, note, tags, today }
    SplitSaid { transaction, parts, today }
    PartSaid { category, amount, note }
    AccountSaid { account, name, kind, today }
    MergeSaid { account, into, today }
    ApartSaid { account, file, today }
    RateSaid { from, value, to, date, typed }
    Facts { checks, host, allowlist, seal, open, storage, downloads, dropped, told, shared }
    Check { what, passed, tried }
}

impl Written for Told {
    fn write(&self, out: &mut dyn Out) {
        out.begin(true);
        fields(
            &[
                ("type", &self.kind),
                ("count", &self.count),
                ("at", &self.at),
            ],
            out,
        );
        out.end();
    }
}

/// How names are written that stand for one of a few.
macro_rules! written_names {
    ($($message:ident { $($name:literal: $variant:ident),+ $(,)? })+) => {$(
        impl Written for $message {
            fn write(&self, out: &mut dyn Out) {
                out.put(Leaf::Text(match self { $($message::$variant => $name),+ }));
            }
        }
    )+};
}

written_names! {
    ProofDetail { "full": Full, "summary": Summary }
    Protection { "engine": Engine, "page": Page, "host": Host, "disk": Disk }
    Allowlist { "unsupported": Unsupported, "absent": Absent, "held": Held }
    Sealed { "none": None, "partly": Partly, "whole": Whole }
}

impl Written for bool {
    fn write(&self, out: &mut dyn Out) {
        out.put(Leaf::Bool(*self));
    }
}

impl Written for u64 {
    fn write(&self, out: &mut dyn Out) {
        out.put(Leaf::Count(*self));
    }
}

impl Written for u32 {
    fn write(&self, out: &mut dyn Out) {
        out.put(Leaf::Count(u64::from(*self)));
    }
}

impl Written for &'static str {
    fn write(&self, out: &mut dyn Out) {
        out.put(Leaf::Text(self));
    }
}

impl Written for String {
    fn write(&self, out: &mut dyn Out) {
        out.put(Leaf::Text(self));
    }
}

impl Written for ByteBuf {
    fn write(&self, out: &mut dyn Out) {
        out.put(Leaf::Bytes(self));
    }
}

impl<T: Written> Written for Option<T> {
    fn write(&self, out: &mut dyn Out) {
        match self {
            Some(value) => value.write(out),
            None => out.put(Leaf::Nothing),
        }
    }

    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T: Written> Written for Keyed<String, T> {
    fn write(&self, out: &mut dyn Out) {
        out.begin(true);
        for (name, value) in self.iter() {
            out.name(Cow::Owned(name.clone()));
            value.write(out);
        }
        out.end();
    }
}

impl<T: Written> Written for Vec<T> {
    fn write(&self, out: &mut dyn Out) {
        out.begin(false);
        for item in self {
            item.write(out);
        }
        out.end();
    }
}
