//! The small pieces that every screen is drawn with.

mod coin;
mod face;
mod figure;
mod icon;
mod known;
mod swatch;

pub use coin::coin;
pub use face::{face, failure, notice};
pub use figure::{Rule, figure, total};
pub use icon::{Icon, icon};
pub(crate) use known::Known;
pub use swatch::{named, swatch};
