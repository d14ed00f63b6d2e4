//! Yew components from wire messages to Html: what the person sees.
//!
//! The view holds no ledger and reaches no browser: replies come in as [`state::Event`]s, what it wants done
//! goes out as [`state::Effect`]s through the [`desk::Port`] that the page gives it. Words come from the tables of
//! `phrase/en/`, values are written by the page's [`format::Format`].
//!
//! ```
//! use farthing::view::state::{Effect, Event, State, reduce};
//!
//! let state = State::new("2026-03-22", Some("en-GB".to_owned()));
//! let (state, effects) = reduce(state, &Event::Ask("how much on groceries?".to_owned()));
//! assert!(matches!(effects[..], [Effect::Send(_), Effect::Reveal(_)]));
//! assert_eq!(state.thread.len(), 1);
//! ```

mod accounts;
pub mod app;
pub mod chart;
pub mod composer;
mod decisions;
pub mod desk;
pub mod filled;
pub mod first;
pub mod format;
pub mod keys;
pub(crate) mod markup;
pub mod overview;
pub mod part;
pub mod paste;
pub(crate) mod piece;
pub mod privacy;
mod rates;
pub mod rows;
pub mod sheet;
pub mod state;
pub mod sum;
pub(crate) mod text;
pub mod thread;
pub mod words;

pub use app::App;
