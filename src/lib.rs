#![doc = include_str!("architecture.md")]
// A screen is one macro call, taken apart token by token.
#![recursion_limit = "1024"]

pub mod money;

pub mod calendar;

pub mod order;

pub mod text;

pub mod table;

pub mod phrase;

pub mod issue;

pub mod stats;

pub mod statement;

pub mod ledger;

pub mod merchant;

pub mod category;

pub mod book;

pub mod insight;

pub mod question;

pub mod session;

pub mod wire;

pub mod view;

pub mod native;

#[cfg(target_arch = "wasm32")]
pub mod web;
