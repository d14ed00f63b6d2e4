//! The messages that cross every door, and nothing else: the only module that derives serde.
//!
//! One [`Envelope`] in, one or more [`Outgoing`] out with the same id: any number of `progress`, then `ok` or
//! `error`. Shapes are those of the contract: money as `{"amount":"-12.50","currency":"EUR"}`, dates as
//! `"2025-03-31"`, periods half-open, ratios and confidences as decimal strings, counts as integers, enums as
//! tagged camelCase objects; no floats.
//!
//! ```
//! use farthing::wire::{Envelope, Request};
//!
//! let line = r#"{"id":7,"op":"ask","question":"how much on groceries last month?","today":"2026-03-22"}"#;
//! let envelope: Envelope = serde_json::from_str(line).unwrap();
//! assert!(matches!(envelope.request, Request::Ask(_)));
//! ```

mod answer;
mod convert;
mod door;
mod edit;
mod export;
mod facts;
mod journal;
mod ledger;
mod message;
mod overview;
mod rate;
mod reply;
mod request;
mod review;
mod rule;
mod statement;
mod tree;
mod value;
mod written;

pub use answer::*;
pub use convert::unreadable;
pub use door::{Door, VERSION};
pub use edit::*;
pub use facts::*;
pub use ledger::*;
pub use overview::*;
pub use rate::*;
pub use reply::*;
pub use request::*;
pub use review::*;
pub use rule::*;
pub use statement::*;
pub use tree::Tree;
pub use value::*;
