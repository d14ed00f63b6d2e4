//! Requests as they are sent: what `tree` reads, the other way round.
//!
//! serde would make code of its own for every request and every carrier.

use serde::ser::{Serialize, Serializer};
use serde_bytes::ByteBuf;

use super::tree::Tree;
use super::{
    AccountSaid, Allowlist, ApartSaid, Ask, Check, Configure, Correct, Criteria, Decide,
    DecisionsOf, Envelope, Facts, FileBytes, HandedRow, ImportFiles, ImportRows, MarkSaid,
    MergeSaid, OverviewOf, PartSaid, Period, ProofDetail, Protection, RateSaid, Request,
    RowsAccount, RowsOf, Sealed, SetRules, SplitSaid, Told,
};

/// What a request is made of.
trait Written {
    /// As a message has it.
    fn written(&self) -> Tree;
}

impl Envelope {
    /// The message that asks for it.
    pub fn message(&self) -> Tree {
        let (op, said) = self.request.said();
        let mut message = vec![
            ("id".into(), Tree::Count(self.id)),
            ("op".into(), Tree::Text(op.into())),
        ];
        if let Tree::Fields(said) = said {
            message.extend(said);
        }
        Tree::Fields(message)
    }
}

impl Serialize for Envelope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.message().serialize(serializer)
    }
}

impl Request {
    fn said(&self) -> (&'static str, Tree) {
        match self {
            Request::Defaults => ("defaults", Tree::Null),
            Request::Import(import) => ("import", import.written()),
            Request::ImportRows(import) => ("importRows", import.written()),
            Request::Configure(configure) => ("configure", configure.written()),
            Request::Sample => ("sample", Tree::Null),
            Request::Settle { file, choice } => {
                ("settle", fields(&[("file", file), ("choice", choice)]))
            }
            Request::TakeOut { file } => ("takeOut", fields(&[("file", file)])),
            Request::Correct(correct) => ("correct", correct.written()),
            Request::Rules => ("rules", Tree::Null),
            Request::SetRules(set) => ("setRules", set.written()),
            Request::SuggestOnly { on } => ("suggestOnly", fields(&[("on", on)])),
            Request::Undo => ("undo", Tree::Null),
            Request::Redo => ("redo", Tree::Null),
            Request::Files => ("files", Tree::Null),
            Request::Decisions(of) => ("decisions", of.written()),
            Request::Decide(decide) => ("decide", decide.written()),
            Request::Accounts => ("accounts", Tree::Null),
            Request::Mark(mark) => ("mark", mark.written()),
            Request::Split(split) => ("split", split.written()),
            Request::Account(account) => ("account", account.written()),
            Request::Merge(merge) => ("merge", merge.written()),
            Request::Apart(apart) => ("apart", apart.written()),
            Request::Rates => ("rates", Tree::Null),
            Request::SetRates { rates } => ("setRates", fields(&[("rates", rates)])),
            Request::Cancel { target } => ("cancel", fields(&[("target", target)])),
            Request::Overview(of) => ("overview", of.written()),
            Request::Insights { today } => ("insights", fields(&[("today", today)])),
            Request::Ask(ask) => ("ask", ask.written()),
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
                ("proof", fields(&page))
            }
            Request::Rows(of) => ("rows", of.written()),
            Request::Export(of) => ("export", of.written()),
            Request::Ledger => ("ledger", Tree::Null),
            Request::Forget => ("forget", Tree::Null),
            Request::Journal { to } => ("journal", fields(&[("to", to)])),
            Request::Erase => ("erase", Tree::Null),
        }
    }
}

/// Values by their names in Rust, `postingDate` for `posting_date`.
fn fields(fields: &[(&'static str, &dyn Written)]) -> Tree {
    let mut out = Vec::new();
    for (name, value) in fields {
        let mut spelt = String::new();
        for part in name.split('_') {
            let (first, rest) = part.split_at_checked(1).unwrap_or_default();
            match spelt.is_empty() {
                true => spelt.push_str(first),
                false => spelt.push_str(&first.to_ascii_uppercase()),
            }
            spelt.push_str(rest);
        }
        out.push((spelt.into(), value.written()));
    }
    Tree::Fields(out)
}

/// How structs are written: all their fields by name.
macro_rules! written {
    ($($message:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Written for $message {
            fn written(&self) -> Tree {
                fields(&[$((stringify!($field), &self.$field)),+])
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
    fn written(&self) -> Tree {
        fields(&[
            ("type", &self.kind),
            ("count", &self.count),
            ("at", &self.at),
        ])
    }
}

/// How names are written that stand for one of a few.
macro_rules! written_names {
    ($($message:ident { $($name:literal: $variant:ident),+ $(,)? })+) => {$(
        impl Written for $message {
            fn written(&self) -> Tree {
                Tree::Text(match self { $($message::$variant => $name),+ }.into())
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
    fn written(&self) -> Tree {
        Tree::Bool(*self)
    }
}

impl Written for u64 {
    fn written(&self) -> Tree {
        Tree::Count(*self)
    }
}

impl Written for String {
    fn written(&self) -> Tree {
        Tree::Text(self.clone().into())
    }
}

impl Written for ByteBuf {
    fn written(&self) -> Tree {
        Tree::Bytes(self.to_vec())
    }
}

impl<T: Written> Written for Option<T> {
    fn written(&self) -> Tree {
        self.as_ref().map_or(Tree::Null, T::written)
    }
}

impl<T: Written> Written for Vec<T> {
    fn written(&self) -> Tree {
        Tree::List(self.iter().map(T::written).collect())
    }
}
