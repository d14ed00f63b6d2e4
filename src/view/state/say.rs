//! Saying what rows are: the list a category is picked from, the rules, and the way back.

use std::rc::Rc;

use super::{Effect, Face, Pending, Screen, State, failure_of};
use crate::order::{AddAll as _, Gather as _};
use crate::phrase;
use crate::view::format::Lower;
use crate::view::text::place_of;
use crate::wire::{
    ChangesPreview, Correct, Failure, ImportReport, Reason, Request, RulesReport, Says, SetRules,
    Transaction,
};

/// What the person does to say what rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// Opens the list of categories for a row, or for the one that is picked.
    Open(Option<u64>),
    /// Shuts the list, or the rules.
    Shut,
    /// Types ahead.
    Search(String),
    /// Moves along the list.
    Move(i64),
    /// Takes a place of the list.
    Choose(usize),
    /// Takes the place of the list that is marked, or does what is chosen.
    Enter,
    /// Says which rows are meant.
    Mean(Which),
    /// Does it.
    Do,
    /// Takes back what was said of the row.
    TakeBack,
    /// Takes back what was done last.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Opens the rules.
    Rules,
    /// Edits the rules.
    Text(String),
    /// Puts the text of a file in their place, and has it said what that would change; none where the file cannot be
    /// read any more.
    Import(Option<String>),
    /// Has it said what the rules would change.
    Try,
    /// Takes the rules on.
    Take,
    /// Hands the person the rules.
    Export,
    /// Has what is learned only suggest, or decide.
    SuggestOnly(bool),
}

/// Which rows are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// The row only.
    Only,
    /// The row, and what is like it.
    #[default]
    Like,
    /// Every row of the merchant, or of the rule that decides the row.
    Whole,
}

/// What is being said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The list that a category is picked from.
    pub picker: Option<Picker>,
    /// The rules that are open.
    pub rules: Option<RulesPanel>,
    /// What was done last; it stays until something else is.
    pub said: Option<Says>,
    /// Whether that was taken back, and can be done again.
    pub undone: bool,
    /// Why it was not done.
    pub failed: Option<Failure>,
    /// Whether the engine is at it.
    pub busy: bool,
}

/// The list of categories for one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    /// The row, by its place in the table.
    pub row: u64,
    /// Its id.
    pub id: String,
    /// What is typed.
    pub search: String,
    /// How what is typed and what there is are compared.
    pub lower: Lower,
    /// The place of the list that is marked.
    pub active: usize,
    /// What was chosen: a code or a name, and for a new name the code it is to be below.
    pub chosen: Option<(String, Option<String>)>,
    /// Which rows are meant.
    pub which: Which,
    /// What there is to choose from, and what would come of it.
    pub preview: Option<Rc<ChangesPreview>>,
    /// Whether the row has it by the person's word.
    pub said: bool,
    /// The category the row has.
    pub category: Option<String>,
}

/// The rules, open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesPanel {
    /// The text as it is edited.
    pub text: String,
    /// The rules as they stand.
    pub report: Option<Rc<RulesReport>>,
    /// What would come of the text.
    pub preview: Option<Rc<ChangesPreview>>,
}

/// A place of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// A code, or the name of a category of the person's own.
    pub name: String,
    /// How sure it is, where it is a guess.
    pub confidence: Option<String>,
    /// For a name that is new, or the person's own: the code of the category it is below.
    pub under: Option<String>,
    /// Whether it is yet to be made.
    pub is_new: bool,
    /// The group it is in.
    pub group: &'static str,
    /// Whether its group begins with it, which is said above it.
    pub begins: bool,
}

impl Picker {
    /// What can be chosen: the best guesses, the person's own, then all by their groups; of these, what has the typed letters,
    /// or is in a group that begins with them.
    pub fn places(&self) -> Vec<Place> {
        let place = |name: &str, confidence: Option<&str>, under: Option<&str>| Place {
            name: name.to_owned(),
            confidence: confidence.map(str::to_owned),
            under: under.map(str::to_owned),
            is_new: false,
            group: phrase::group_of(under.unwrap_or(name)),
            begins: false,
        };
        let typed = self.search.trim();
        let mut places = Vec::new();
        if let Some(preview) = &self.preview {
            let guesses = preview.guesses.iter();
            places.add_all(guesses.map(|g| place(&g.category, Some(&g.confidence), None)));
            let own = preview.own_categories.iter();
            places.add_all(own.map(|own| place(&own.name, None, Some(&own.under))));
        }
        let mut begun = "";
        for (group, code) in phrase::categories() {
            if !places.iter().any(|known| known.name == code) {
                places.push(Place {
                    begins: typed.is_empty() && group != begun,
                    ..place(code, None, None)
                });
                begun = group;
            }
        }
        if typed.is_empty() {
            return places;
        }
        let Lower(lower) = self.lower;
        let label = |place: &Place| lower(phrase::label(&place.name).unwrap_or(&place.name));
        let wanted = lower(typed);
        let known = places.iter().any(|place| label(place) == wanted);
        // What begins with the letters stands before what has them inside, or is in a group that begins with them.
        let mut begun = Vec::new();
        let mut others = Vec::new();
        for place in places {
            let group = phrase::label(&["group-", place.group].concat()).unwrap_or_default();
            match place_of(&wanted, &label(&place)) {
                Some(0) => begun.push(place),
                None if !lower(group).starts_with(&wanted) => {}
                _ => others.push(place),
            }
        }
        begun.append(&mut others);
        let mut places = begun;
        if !known {
            let chosen = self.chosen.as_ref().filter(|(_, under)| under.is_none());
            let under = chosen.map(|(name, _)| name).or(self.category.as_ref());
            let under = under.map_or("OTHER_OTHER", String::as_str);
            places.push(Place {
                is_new: true,
                ..place(typed, None, Some(under))
            });
        }
        places
    }

    /// Which rows are meant; before it is known what there is to choose from, the row.
    fn scope(&self) -> Option<&'static str> {
        let preview = self.preview.as_ref()?;
        Some(match (self.which, &preview.rule) {
            (Which::Only, _) => "only",
            (Which::Like, _) => "row",
            (Which::Whole, Some(_)) => "rule",
            (Which::Whole, None) => "merchant",
        })
    }

    fn request(&self, preview: bool) -> Correct {
        let (category, under) = self.chosen.clone().unzip();
        Correct {
            transaction: self.id.clone(),
            category,
            under: under.flatten(),
            scope: self.scope().map(str::to_owned),
            preview: preview.then_some(true),
        }
    }
}

impl State {
    pub(super) fn say(&mut self, say: &Say, effects: &mut Vec<Effect>) {
        match say {
            Say::Open(row) => {
                let of = row.or(self.table.picked);
                let parts = of.and_then(|at| self.table.row(at));
                // What is split has its categories in its parts.
                if parts.is_some_and(|row| row.parts.is_some() || row.part_of.is_some()) {
                    self.table.picked = of;
                    self.show_detail(true, effects);
                    return self.hand(&super::Hand::Row, effects);
                }
                self.open_picker(*row, effects);
            }
            Say::Shut => {
                let saying = &mut self.saying;
                saying.picker = None;
                saying.rules = None;
                effects.push(Effect::Focus("rows".to_owned()));
            }
            Say::Rules => {
                if self.screen != Screen::Rows {
                    self.go(Screen::Rows, effects);
                }
                self.saying.rules = Some(RulesPanel::default());
                self.saying.failed = None;
                // What would lie over them.
                self.table.detail = false;
                self.hands.row = None;
                self.send(Request::Rules, Pending::Rules, effects);
                effects.push(Effect::Focus("rules".to_owned()));
            }
            Say::Undo => self.say_it(Request::Undo, effects),
            Say::Redo => self.say_it(Request::Redo, effects),
            Say::SuggestOnly(on) => self.say_it(Request::SuggestOnly { on: *on }, effects),
            Say::Text(_) | Say::Import(_) | Say::Try | Say::Take | Say::Export => {
                self.edit(say, effects)
            }
            _ => self.pick(say, effects),
        }
    }

    fn open_picker(&mut self, row: Option<u64>, effects: &mut Vec<Effect>) {
        let Some(row) = row.or(self.table.picked) else {
            return;
        };
        let Some(transaction) = self.table.row(row) else {
            return;
        };
        let picker = Picker {
            row,
            lower: self.lower,
            id: transaction.id.clone(),
            category: transaction.category.clone(),
            said: matches!(transaction.reason.kind.as_str(), "rule" | "correction"),
            which: match transaction.reason.kind.as_str() {
                "rule" => Which::Whole,
                _ => Which::Like,
            },
            ..Picker::default()
        };
        let request = picker.request(true);
        let table = &mut self.table;
        table.picked = Some(row);
        table.detail = false;
        let saying = &mut self.saying;
        saying.picker = Some(picker);
        saying.said = None;
        saying.failed = None;
        self.send(Request::Correct(request), Pending::Tried, effects);
        effects.push(Effect::Focus("picker-search".to_owned()));
    }

    fn pick(&mut self, say: &Say, effects: &mut Vec<Effect>) {
        let saying = &mut self.saying;
        let Some(picker) = &mut saying.picker else {
            return;
        };
        let places = picker.places();
        match say {
            Say::Search(search) => {
                picker.search.clone_from(search);
                picker.active = 0;
            }
            Say::Move(by) => {
                let last = places.len().saturating_sub(1);
                let to = (picker.active as u64).saturating_add_signed(*by);
                picker.active = usize::try_from(to).unwrap_or(last).min(last);
                effects.push(Effect::Reveal(format!("pick-{}", picker.active)));
            }
            Say::Enter => {
                let marked = places.get(picker.active).map(|place| &place.name);
                let chosen = picker.chosen.as_ref().map(|(name, _)| name);
                let at = picker.active;
                match marked.is_some() && marked != chosen {
                    true => self.pick(&Say::Choose(at), effects),
                    false => self.pick(&Say::Do, effects),
                }
            }
            Say::Choose(at) => {
                let Some(place) = places.into_iter().nth(*at) else {
                    return;
                };
                picker.active = *at;
                picker.chosen = Some((place.name, place.under.filter(|_| place.is_new)));
                let request = Request::Correct(picker.request(true));
                self.send(request, Pending::Tried, effects);
            }
            Say::Mean(which) => {
                picker.which = *which;
                let request = Request::Correct(picker.request(true));
                self.send(request, Pending::Tried, effects);
            }
            Say::TakeBack => {
                picker.chosen = None;
                let request = Request::Correct(picker.request(false));
                self.say_it(request, effects);
            }
            Say::Do if picker.chosen.is_some() => {
                let request = Request::Correct(picker.request(false));
                self.say_it(request, effects);
            }
            _ => {}
        }
    }

    fn edit(&mut self, say: &Say, effects: &mut Vec<Effect>) {
        let saying = &mut self.saying;
        let Some(rules) = &mut saying.rules else {
            return;
        };
        saying.failed = None;
        let text = rules.text.clone();
        match say {
            Say::Text(text) => {
                rules.text.clone_from(text);
                rules.preview = None;
            }
            Say::Import(None) => saying.failed = Some(failure_of("view-rules-unread")),
            Say::Import(Some(text)) => {
                rules.text.clone_from(text);
                rules.preview = None;
                let (text, preview) = (text.clone(), Some(true));
                let request = Request::SetRules(SetRules { text, preview });
                self.send(request, Pending::Tried, effects);
            }
            Say::Try => {
                let preview = Some(true);
                let request = Request::SetRules(SetRules { text, preview });
                self.send(request, Pending::Tried, effects);
            }
            Say::Take => {
                let preview = None;
                self.say_it(Request::SetRules(SetRules { text, preview }), effects);
            }
            Say::Export => self.hand_over("farthing-rules.txt", text, effects),
            _ => {}
        }
    }

    /// Has it done, one thing at a time.
    pub(super) fn say_it(&mut self, request: Request, effects: &mut Vec<Effect>) {
        let saying = &mut self.saying;
        if std::mem::replace(&mut saying.busy, true) {
            return;
        }
        saying.failed = None;
        self.send(request, Pending::Said, effects);
    }

    /// Takes in what would come of what is being said.
    pub(super) fn tried(&mut self, preview: ChangesPreview) {
        let saying = &mut self.saying;
        let preview = Rc::new(preview);
        match (&mut saying.picker, &mut saying.rules) {
            (Some(picker), _) if preview.transaction.as_ref() == Some(&picker.id) => {
                picker.preview = Some(preview);
            }
            (_, Some(rules)) if preview.transaction.is_none() => rules.preview = Some(preview),
            _ => {}
        }
    }

    /// Takes in the rules as they stand.
    pub(super) fn rules_read(&mut self, report: RulesReport) {
        if let Some(rules) = &mut self.saying.rules {
            rules.text.clone_from(&report.text);
            rules.report = Some(Rc::new(report));
            rules.preview = None;
        }
    }

    /// It is done: rows keep their places, and the way back is offered.
    pub(super) fn has_said(&mut self, report: &ImportReport, effects: &mut Vec<Effect>) {
        let saying = &mut self.saying;
        saying.busy = false;
        let picker = saying.picker.take();
        saying.undone = report.redo.is_some();
        let said = report.redo.as_ref().or(report.undo.as_ref()).cloned();
        saying.said.clone_from(&said);
        if let Some(said) = said {
            self.announced = super::Announced::Said(said);
        }
        self.note_undo(self.undo.entry, report);
        self.transactions = report.transactions;
        self.needs_review = report.needs_review;
        self.suggestions = Rc::new(report.suggestions.clone());
        let filter = &self.table.filter;
        match picker {
            // What no longer meets the filter stays until the next look.
            Some(picker) if filter.needs_review || filter.category.is_some() => self.patch(&picker),
            _ => self.refetch(effects),
        }
        if self.saying.rules.is_some() {
            self.send(Request::Rules, Pending::Rules, effects);
        } else if self.screen == Screen::Rows && !self.table.detail {
            effects.push(Effect::Focus("rows".to_owned()));
        }
        // The way back is below the rows, which large text may push out of sight.
        effects.push(Effect::Reveal("said".to_owned()));
        // Last, as the rows are what is in front and the engine answers in the order it is asked.
        self.fetch_overview(effects);
    }

    /// It is not done.
    pub(super) fn has_not_said(&mut self, failure: Failure) {
        let saying = &mut self.saying;
        saying.busy = false;
        saying.failed = Some(failure);
    }

    /// Asks for the pages that are here anew; they stay until they come.
    pub(super) fn refetch(&mut self, effects: &mut Vec<Effect>) {
        let pages: Vec<u64> = self.table.pages.iter().map(|(page, _)| *page).gather();
        for page in pages {
            let request = self.table.filter.page(page);
            self.send(request, Pending::Rows { page }, effects);
        }
    }

    /// Writes the changes that were announced into the rows that are here.
    fn patch(&mut self, picker: &Picker) {
        let Some(preview) = &picker.preview else {
            return;
        };
        let table = &mut self.table;
        let numbers: Vec<u64> = table.pages.iter().map(|(page, _)| *page).gather();
        for number in numbers {
            let Some(Face::Ready(rows)) = table.pages.get(&number) else {
                continue;
            };
            let mut rows = rows.as_ref().clone();
            for row in &mut rows {
                let of = |change: &&crate::wire::CategoryChange| change.transaction.id == row.id;
                if let Some(change) = preview.changes.iter().find(of) {
                    let kind = match (change.learned, picker.which) {
                        (true, _) => "learned",
                        (false, Which::Whole) => "rule",
                        (false, _) => "correction",
                    };
                    *row = Transaction {
                        category: change.category.clone(),
                        own_category: change.own_category.clone(),
                        group: change.group.clone(),
                        confidence: change.confidence.clone(),
                        reason: Reason {
                            kind: kind.to_owned(),
                            detail: None,
                            example: None,
                        },
                        ..row.clone()
                    };
                }
            }
            table.pages.insert(number, Face::Ready(Rc::new(rows)));
        }
    }
}
