//! The keyboard's ways: to the composer, to the screens, from answer to answer, in and out of a row's detail.

use super::{Effect, Face, Key, Screen, State};
use crate::wire::Request;

impl State {
    pub(super) fn go(&mut self, screen: Screen, effects: &mut Vec<Effect>) {
        // Screens share what scrolls: one begins at its head, however far down the one before it was read.
        if self.screen != screen {
            let head = "title".to_owned();
            effects.push(match screen {
                Screen::Privacy => Effect::Focus(head),
                _ => Effect::Reveal(head),
            });
            if screen == Screen::Privacy {
                self.before = self.screen;
            }
        }
        self.screen = screen;
        match screen {
            Screen::Accounts => self.fetch_accounts(effects),
            Screen::Decisions => self.fetch_decisions(super::DECISIONS_PAGE, effects),
            Screen::Rows if self.table.total.is_none() => self.fetch_rows(effects),
            Screen::Overview if matches!(self.overview, Face::Failed(_)) => {
                self.fetch_overview(effects);
            }
            _ => {}
        }
    }

    pub(super) fn key(&mut self, key: &Key, after_g: bool, effects: &mut Vec<Effect>) {
        let plain = !self.no_single_keys && !key.in_field && !key.ctrl && !key.alt;
        match key.key.as_str() {
            "/" if plain => self.compose(effects),
            "k" | "K" if key.ctrl => self.compose(effects),
            "ArrowUp" | "ArrowDown" if key.alt => self.walk(key, effects),
            "Escape" if self.saying.picker.is_some() || self.saying.rules.is_some() => {
                self.say(&super::Say::Shut, effects);
            }
            "Escape" if self.hands.row.is_some() => self.hand(&super::Hand::Row, effects),
            "Escape" if self.hands.account.is_some() => {
                let id = self
                    .hands
                    .account
                    .as_ref()
                    .map(|account| account.id.clone());
                self.hand(&super::Hand::Open(id.unwrap_or_default()), effects);
            }
            "Escape" if self.table.detail => self.show_detail(false, effects),
            "w" | "W" if plain => {
                let entry = key
                    .article
                    .as_deref()
                    .and_then(|id| id.strip_prefix("entry-"));
                if let Some(entry) = entry.and_then(|id| id.parse().ok()) {
                    self.toggle_workings(entry, None, effects);
                }
            }
            "Escape" if self.screen == Screen::Privacy && !key.in_field => {
                self.leave_privacy(effects)
            }
            "g" | "G" if plain => self.after_g = true,
            "c" | "C" if plain && self.screen == Screen::Rows => {
                self.say(&super::Say::Open(None), effects);
            }
            "z" | "Z" if key.ctrl && !key.in_field => self.step_back(Request::Undo, effects),
            "y" | "Y" if key.ctrl && !key.in_field => self.step_back(Request::Redo, effects),
            letter if plain && after_g => {
                let screen = match letter {
                    "p" | "P" => Screen::Privacy,
                    _ if !self.has_begun() => return,
                    "o" | "O" => Screen::Overview,
                    "r" | "R" => Screen::Rows,
                    "a" | "A" => Screen::Accounts,
                    "d" | "D" => Screen::Decisions,
                    _ => return,
                };
                self.go(screen, effects);
                // What had the focus may be gone with the screen before; the privacy screen sees to it itself.
                if screen != Screen::Privacy {
                    effects.push(Effect::Focus("title".to_owned()));
                }
            }
            _ => {}
        }
    }

    /// Takes back, or does again, what the last line of it offers.
    fn step_back(&mut self, request: Request, effects: &mut Vec<Effect>) {
        match self.screen {
            Screen::Rows => self.say_it(request, effects),
            Screen::Decisions | Screen::Accounts => self.read_again(request, None, effects),
            _ => {
                let offered = match request {
                    Request::Undo => &self.undo.undo,
                    _ => &self.undo.redo,
                };
                if offered.is_some() {
                    self.read_again(request, None, effects);
                }
            }
        }
    }

    /// To the composer, which a wide widget does not show beside the rows.
    pub(super) fn compose(&mut self, effects: &mut Vec<Effect>) {
        if matches!(self.screen, Screen::Rows | Screen::Privacy) {
            self.screen = Screen::Ask;
        }
        effects.push(Effect::Focus("composer".to_owned()));
    }

    /// Back to where the person came from.
    pub(super) fn leave_privacy(&mut self, effects: &mut Vec<Effect>) {
        self.go(self.before, effects);
        let to = if self.has_begun() {
            "composer"
        } else {
            "title"
        };
        effects.push(Effect::Focus(to.to_owned()));
    }

    /// Opens the detail of the picked row and goes to it, or shuts it and goes back to the rows.
    pub(super) fn show_detail(&mut self, open: bool, effects: &mut Vec<Effect>) {
        self.table.detail = open;
        self.hands.row = None;
        if open {
            self.fetch_pairs(effects);
        }
        let to = if open { "detail" } else { "rows" };
        effects.push(Effect::Focus(to.to_owned()));
    }

    /// To the answer before or after the one that has the focus; from elsewhere, to the last one.
    fn walk(&mut self, key: &Key, effects: &mut Vec<Effect>) {
        let here = key.article.as_deref();
        let at = self
            .thread
            .iter()
            .position(|entry| Some(entry.element().as_str()) == here);
        let last = self.thread.len().saturating_sub(1);
        let to = match (at, key.key.as_str()) {
            (None, _) => last,
            (Some(at), "ArrowUp") => at.saturating_sub(1),
            (Some(at), _) => (at + 1).min(last),
        };
        if let Some(entry) = self.thread.get(to) {
            self.screen = Screen::Ask;
            effects.push(Effect::Focus(entry.element()));
        }
    }
}
