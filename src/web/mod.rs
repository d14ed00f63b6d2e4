//! The browser: the page that shows the view, the worker that holds the session, and the seal around both.
//!
//! The page fetches what the worker is made of, narrows its own policy until no network is left, and then makes
//! the worker from a blob. Files go to the worker and stay there; the page gets what it shows. Both sides speak the
//! messages of `wire`, so that the view can move into a frame of its own without a change.

mod decoder;
mod engine;
mod files;
mod host;
mod intl;
mod launch;
mod page;
mod port;
mod seal;
mod worker;

pub use decoder::BrowserDecoder;
pub use intl::Intl;
pub use page::start_view;
pub use seal::{Tried, try_to_leave};
pub use worker::{Line, serve, start_worker};
