//! The small pieces that every screen is drawn with.

mod coin;
mod face;
mod figure;
mod icon;
mod swatch;

pub use coin::{Coin, CoinProps};
pub use face::{face, failure, notice};
pub use figure::{Figure, FigureProps, Rule, total};
pub use icon::{Icon, icon};
pub use swatch::{named, swatch};
