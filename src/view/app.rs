//! The widget: its frame, and the glue between the state and the page.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use yew::{AttrValue, Callback, Html, MouseEvent, Properties, function_component};

use super::accounts::{accounts, known_on, more};
use super::composer::composer;
use super::decisions::decisions;
use super::desk::{Desk, Port, Same};
use super::first::first;
use super::format::{Format, Lower};
use super::overview::OverviewScreen;
use super::part::coin;
use super::piece::{Draw, Own, piece};
use super::privacy::{privacy, sealed};
use super::rows::{RowsScreen, rows_screen};
use super::sheet::spoken_sentence;
use super::state::{Announced, Effect, Event, Face, Screen, State, reduce};
use super::thread::thread;
use super::words::Words;
use crate::order::Gather as _;
use crate::view::markup::html;
use crate::view::text::joined;
use crate::wire::{AccountReport, Settings};

/// A locale.
pub struct Locale {
    /// Its BCP 47 tag.
    pub tag: String,
    /// How values are written in it.
    pub format: Rc<dyn Format>,
}

/// The whole view: [`State`] behind [`reduce`], drawn as [`Widget`] draws it. It is the outermost part, and the one
/// that hears what happens.
pub struct App {
    port: Port,
    state: RefCell<State>,
    words: RefCell<Words>,
    /// Made once: a new one each time would make every part differ from the last drawing.
    tell: OnceCell<Callback<Rc<Event>>>,
}

impl PartialEq for App {
    fn eq(&self, other: &App) -> bool {
        std::ptr::eq(self, other)
    }
}

impl App {
    /// The view in a locale on a day, `today` in ISO 8601, with the way to the browser and the engine.
    pub fn new(port: Port, locale: Locale, lower: Lower, today: &str) -> App {
        let Locale { tag, format } = locale;
        let mut state = State::new(today, Some(tag));
        state.lower = lower;
        App {
            port,
            state: RefCell::new(state),
            words: RefCell::new(Words::new(format, today)),
            tell: OnceCell::new(),
        }
    }

    /// Hears what is known before the first drawing.
    pub fn know(self: &Rc<App>, event: &Event) {
        self.hear(event);
    }

    /// Writes values in another locale from the next drawing on.
    pub fn write_in(&self, locale: Locale) {
        let mut state = self.state.borrow_mut();
        state.locale = Some(locale.tag);
        *self.words.borrow_mut() = Words::new(locale.format, &state.today);
    }

    fn words(&self, state: &State) -> Words {
        let words = self.words.borrow();
        let symbol = |code: Option<&str>| words.currency(code);
        let several = state.shares_a_symbol(symbol);
        words.on(&state.today, several)
    }
}

impl Draw for Rc<App> {
    const NAME: &'static str = "app";

    fn draw(&self, own: &Own<'_>) -> Html {
        let state = self.state.borrow();
        let desk = Desk {
            words: self.words(&state),
            port: self.port.clone(),
            tell: self.tell.get_or_init(|| own.tell()).clone(),
            facts: Same(state.facts.clone()),
        };
        widget(&desk, &state, None)
    }

    fn hear(&self, event: &Event) -> bool {
        if matches!(*event, Event::Scrolled(top) if top == self.state.borrow().table.top) {
            return false;
        }
        let (state, effects) = reduce(self.state.take(), event);
        self.state.replace(state);
        for effect in effects {
            self.port.effect.emit(effect);
        }
        // What the page around wants shared is worded here, where there are words.
        let state = self.state.borrow();
        if let (Some((entry, answer)), Some(tell)) = (state.to_offer(), self.tell.get()) {
            let words = self.words(&state);
            let text = match answer {
                Some(answer) => spoken_sentence(&words, &answer).to_string(),
                None => words.word("view-share-none").to_string(),
            };
            tell.emit(Event::Share { entry, text }.into());
        }
        true
    }
}

/// A state to draw.
#[derive(Clone, PartialEq, Properties)]
pub struct WidgetProps {
    /// What to work with.
    pub desk: Desk,
    /// The state.
    pub state: State,
    /// `light` or `dark`, where set.
    #[prop_or_default]
    pub scheme: Option<AttrValue>,
}

/// The widget in a state: header or rail, the screen, the conversation, the composer, the tabs.
#[function_component]
pub fn Widget(props: &WidgetProps) -> Html {
    widget(&props.desk, &props.state, props.scheme.as_ref())
}

fn widget(desk: &Desk, state: &State, scheme: Option<&AttrValue>) -> Html {
    let begun = state.has_begun();
    let screen = match state.screen {
        screen if begun || screen == Screen::Privacy => screen,
        _ => Screen::First,
    };
    // Before anything was read there is one column, whatever is in it.
    let name = match screen {
        _ if !begun => "first",
        Screen::First => "first",
        Screen::Ask => "ask",
        Screen::Overview => "overview",
        Screen::Rows => "rows",
        Screen::Decisions => "decisions",
        Screen::Accounts => "accounts",
        Screen::More => "more",
        Screen::Privacy => "privacy",
    };
    let (scheme, style) = look(&state.settings, scheme);
    html! {
        <div class="w" data-scheme={scheme} {style}>
            { skip_link(desk, begun) }
            <div class="shell" data-screen={name}>
                { header(desk) }
                if begun { { rail(desk, state, screen) } }
                <main class="all">
                    <div class="main" id="main" tabindex="-1">{ main(desk, state, screen) }</div>
                    if begun {
                        <section class="dock" aria-labelledby="ask">
                            <h1 class="vh" id="ask">{ desk.text("view-thread") }</h1>
                            { thread(desk, state) }
                        </section>
                        { composer(desk, &state.draft, state.facts.open == Some(true)) }
                    }
                </main>
                if begun { { tabs(desk, screen) } }
            </div>
            <p class="vh" role="status">{ announced(desk, &state.announced) }</p>
        </div>
    }
}

/// The scheme and the style that the embedder has set: an accent for its hue, and how round corners are.
fn look(settings: &Settings, scheme: Option<&AttrValue>) -> (Option<AttrValue>, Option<AttrValue>) {
    let theme = settings.theme.clone().map(AttrValue::from);
    let mut style = String::new();
    if let Some(accent) = &settings.accent {
        style = joined(&["--accent:", accent, ";"], "");
    }
    if let Some(radius) = settings.radius {
        style += &format!("--r-1:min(4px,{radius}px);--r-2:min(8px,{radius}px)");
    }
    let style = (!style.is_empty()).then(|| AttrValue::from(style));
    (theme.or_else(|| scheme.cloned()), style)
}

/// Past the header, to where one writes or begins.
fn skip_link(desk: &Desk, begun: bool) -> Html {
    let (target, words) = match begun {
        true => ("composer", "view-skip"),
        false => ("main", "view-skip-first"),
    };
    let effect = desk.port.effect.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        effect.emit(Effect::Focus(target.to_owned()));
    });
    html! { <a class="skip" href={format!("#{target}")} {onclick}>{ desk.text(words) }</a> }
}

fn main(desk: &Desk, state: &State, screen: Screen) -> Html {
    match screen {
        Screen::First => first(desk, &state.asked_early),
        Screen::Privacy => privacy(desk, &state.receipts, state.before),
        Screen::Decisions => decisions(desk, &state.review, &state.accounts, &state.undo),
        Screen::Accounts => accounts(desk, &state.hands, &state.undo),
        Screen::More => more(desk),
        Screen::Rows => {
            let covered = match &state.overview {
                Face::Ready(overview) => overview.covered.as_ref(),
                Face::Waiting | Face::Empty | Face::Failed(_) => None,
            };
            rows_screen(&RowsScreen {
                desk,
                table: &state.table,
                saying: &state.saying,
                accounts: Same(state.accounts.clone()),
                covered,
                pairs: state.pairs.as_deref(),
                hands: &state.hands,
                undo: &state.undo,
            })
        }
        Screen::Ask | Screen::Overview => piece(OverviewScreen {
            desk: desk.clone(),
            overview: state.overview.by_place(),
            split: state.split,
            sample: state.sample.clone(),
            single_keys: !state.no_single_keys,
        }),
    }
}

fn header(desk: &Desk) -> Html {
    html! { <header class="top">{ brand(desk) }</header> }
}

fn brand(desk: &Desk) -> Html {
    html! {
        <button type="button" class="brand" onclick={desk.on(Event::Go(Screen::Privacy))}>
            { coin(&desk.facts, None, 22) }
            <b>{ desk.text("view-name") }</b><i>{ desk.text(sealed(&desk.facts)) }</i>
        </button>
    }
}

/// In an own tab: the screens, and the balances that the statements give.
fn rail(desk: &Desk, state: &State, screen: Screen) -> Html {
    let review = (state.needs_review > 0).then(|| {
        html! {
            <em>{ desk.words.count(state.needs_review) }
                <span class="vh">{ desk.words.count_of("view-need-review", state.needs_review) }</span></em>
        }
    });
    let screens = [
        (Screen::Overview, "view-overview"),
        (Screen::Rows, "view-transactions-title"),
        (Screen::Accounts, "view-accounts"),
        (Screen::Decisions, "view-decisions"),
        (Screen::Privacy, "view-privacy"),
    ];
    let screen = match screen {
        Screen::Ask => Screen::Overview,
        screen => screen,
    };
    html! {
        <nav class="rail" aria-label={desk.text("view-screens")}>
            { brand(desk) }
            { for ways(desk, &screens, screen, review.as_ref()) }
            { balances(desk, &state.accounts) }
        </nav>
    }
}

/// The buttons that lead to screens; `review` stands on that of the transactions.
fn ways(desk: &Desk, screens: &[(Screen, &str)], here: Screen, review: Option<&Html>) -> Vec<Html> {
    let way = |&(to, name): &(Screen, &str)| {
        let review = review.filter(|_| to == Screen::Rows).cloned();
        html! {
            <button type="button" aria-current={(to == here).then_some("page")} onclick={desk.on(Event::Go(to))}>
                { desk.text(name) }{ review.unwrap_or_default() }
            </button>
        }
    };
    screens.iter().map(way).gather()
}

fn balances(desk: &Desk, accounts: &[AccountReport]) -> Html {
    let known = accounts
        .iter()
        .filter_map(|account| Some((account, account.balance.as_ref()?)));
    let lines = known.map(|(account, balance)| {
        html! {
            <div>
                <dt>{ &account.name }</dt><dd class="num"><bdi>{ desk.words.money(balance) }</bdi></dd>
                <dd class="sub">{ known_on(desk, account) }</dd>
            </div>
        }
    });
    let lines: Vec<Html> = lines.gather();
    if lines.is_empty() {
        return Html::default();
    }
    html! { <dl class="acc">{ for lines }</dl> }
}

/// On a phone: the screens, below the composer.
fn tabs(desk: &Desk, screen: Screen) -> Html {
    let tabs = [
        (Screen::Ask, "view-ask"),
        (Screen::Overview, "view-overview"),
        (Screen::Rows, "view-rows-tab"),
        (Screen::More, "view-more-screens"),
    ];
    let screen = match screen {
        Screen::Accounts | Screen::Decisions | Screen::Privacy => Screen::More,
        screen => screen,
    };
    html! { <nav class="tabs" aria-label={desk.text("view-screens")}>{ for ways(desk, &tabs, screen, None) }</nav> }
}

fn announced(desk: &Desk, what: &Announced) -> AttrValue {
    match what {
        Announced::Nothing => AttrValue::Static(""),
        Announced::Words(name) => desk.of_host(name),
        Announced::Read { files, rows } => desk
            .words
            .with("view-announce-read")
            .count("count", *files)
            .count("rows", *rows)
            .done(),
        Announced::Answer(answer) => spoken_sentence(&desk.words, answer),
        Announced::Said(says) => desk.words.say(says, ""),
    }
}
