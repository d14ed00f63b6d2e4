//! The browser: the page that shows the view, the worker that holds the session, and the seal around both.

mod decoder;
mod launch;
mod page;
mod seal;
mod worker;

pub use page::start_view;
pub use worker::start_worker;
