//! The browser: the frame that shows the view, and the worker that holds the session.
//!
//! Both are made by the airlock (`www/airlock`), the outer document, after it has taken the network away. Files go
//! to the worker and stay there; the view gets what it shows. The two speak the messages of `wire` over a port of
//! their own, which the airlock cannot hear.

mod airlock;
mod decoder;
mod engine;
mod file_source;
mod files;
mod intl;
mod page;
mod port;
mod tree;
mod worker;

pub use decoder::BrowserDecoder;
pub use intl::Intl;
pub use page::start_view;
pub use worker::{Line, serve, start_worker};
