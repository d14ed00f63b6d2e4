//! What the page around the engine and the view found out about its own seal, and what has left it.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::tree::{Read, Reading, Tree, names, read};

/// What was found out, and what the page around has been told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The protections in the order of the coin's quarters; empty while nothing is known.
    pub checks: Vec<Check>,
    /// Who embeds this one, `bank.example`; empty where the browser does not say, `None` in an own tab.
    pub host: Option<String>,
    /// What became of the header that keeps a page from every address.
    pub allowlist: Option<Allowlist>,
    /// How well it is sealed; `None` while the checks run.
    pub seal: Option<Sealed>,
    /// Whether files are taken; `None` while the checks run.
    pub open: Option<bool>,
    /// Whether the browser would let anything be kept.
    pub storage: bool,
    /// Whether files can be handed to the person.
    pub downloads: bool,
    /// Messages that no rule let through.
    pub dropped: u64,
    /// What the page around has been told, by kind of message.
    pub told: Vec<Told>,
    /// How many answers the person has shared, where that is known.
    pub shared: Option<u64>,
}

/// One protection, and whether this browser has just passed its check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which.
    pub what: Protection,
    /// Whether it held; `None` while it runs.
    pub passed: Option<bool>,
    /// How many ways were tried.
    pub tried: u64,
}

/// The four protections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Protection {
    /// The engine that holds the rows cannot call out.
    Engine,
    /// The page that shows them cannot call out.
    Page,
    /// The page around it cannot look in.
    Host,
    /// Nothing is kept on the disk.
    Disk,
}

/// What became of `Connection-Allowlist`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Allowlist {
    /// The browser heeds it, and it came.
    Held,
    /// The browser would heed it, but it did not come.
    Absent,
    /// The browser does not know it.
    Unsupported,
}

/// How well a document is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Sealed {
    /// Engine and page.
    Whole,
    /// The engine, and the page in part.
    Partly,
    /// Not so that a file may be opened.
    None,
}

/// A kind of message that the page around was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// `ready`, `resize`, `ack`, `error` or `answer`.
    #[serde(rename = "type")]
    pub kind: String,
    /// How often.
    pub count: u64,
    /// When last: `2026-03-22T10:11:12Z`.
    pub at: String,
}

/// What the person agreed to share, word for word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The one-time id of the consent.
    pub consent: String,
    /// When: `2026-03-22T10:11:12Z`.
    pub at: String,
    /// With whom.
    pub host: String,
    /// What the host had asked for, if it had.
    pub what: Option<String>,
    /// The text that was sent.
    pub text: String,
    /// Whether the browser could tell that nothing covered the sheet.
    pub watched: bool,
}

/// What an embedder may set; all of it looks, none of it content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// BCP 47 tag.
    pub locale: Option<String>,
    /// `light`, `dark` or `system`.
    pub theme: Option<String>,
    /// ISO 4217 code of the overview's currency.
    pub currency: Option<String>,
    /// A step of the height, in pixels.
    pub height: Option<u64>,
    /// `#RRGGBB`.
    pub accent: Option<String>,
    /// Roundness of corners in pixels, 0 to 14.
    pub radius: Option<u64>,
}

impl Protection {
    /// Every one, in the order of the coin's quarters.
    pub const ALL: [Protection; 4] = [
        Protection::Engine,
        Protection::Page,
        Protection::Host,
        Protection::Disk,
    ];
}

impl Facts {
    /// The check of a protection, where it has begun.
    pub fn check(&self, what: Protection) -> Option<&Check> {
        self.checks.iter().find(|check| check.what == what)
    }

    /// Whether this protection held, `None` while it is not known.
    pub fn held(&self, what: Protection) -> Option<bool> {
        self.check(what)?.passed
    }

    /// Whether there is an engine: one that never came, or that stopped too often, has tried nothing.
    pub fn has_engine(&self) -> bool {
        let engine = self.check(Protection::Engine);
        !engine.is_some_and(|check| check.passed == Some(false) && check.tried == 0)
    }
}

read! {
    Facts { checks, host, allowlist, seal, open, storage, downloads, dropped, told, shared }
    Check { what, passed, tried }
    Receipt { consent, at, host, what, text, watched }
    Settings { locale, theme, currency, height, accent, radius }
}

impl Read for Told {
    fn read(mut tree: Tree, reading: &mut Reading) -> Told {
        Told {
            kind: reading.field(&mut tree, "type"),
            count: reading.field(&mut tree, "count"),
            at: reading.field(&mut tree, "at"),
        }
    }
}

names! {
    Protection { "engine": Engine, "page": Page, "host": Host, "disk": Disk }
    Allowlist { "unsupported": Unsupported, "absent": Absent, "held": Held }
    Sealed { "none": None, "partly": Partly, "whole": Whole }
}

/// How what the airlock says is read, whatever carries it.
macro_rules! deserialize {
    ($($message:ident)+) => {$(
        impl<'de> Deserialize<'de> for $message {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$message, D::Error> {
                $message::try_from(Tree::deserialize(deserializer)?).map_err(D::Error::missing_field)
            }
        }

        impl TryFrom<Tree> for $message {
            /// The field that is missing or of another kind.
            type Error = &'static str;

            fn try_from(tree: Tree) -> Result<$message, &'static str> {
                Reading::of(tree)
            }
        }
    )+};
}

deserialize! { Facts Receipt Settings }
