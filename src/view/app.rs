//! The widget: its frame, and the glue between the state and the page.

use std::rc::Rc;

use yew::{
    AttrValue, Callback, Component, Context, Html, MouseEvent, Properties, function_component,
};

use super::accounts::{accounts, known_on, more};
use super::composer::composer;
use super::decisions::decisions;
use super::desk::{Desk, Port, Same};
use super::first::first;
use super::format::{Format, Lower};
use super::overview::OverviewScreen;
use super::part::coin;
use super::piece::piece;
use super::privacy::{privacy, sealed};
use super::rows::RowsScreen;
use super::sheet::spoken_sentence;
use super::state::{Announced, Effect, Event, Face, Screen, State, reduce};
use super::thread::thread;
use super::words::Words;
use crate::order::Gather as _;
use crate::view::markup::{classes, html};
use crate::wire::{AccountReport, Settings};

/// How values are written, comparable by identity.
#[derive(Clone)]
pub struct Locale(pub Rc<dyn Format>);

impl PartialEq for Locale {
    fn eq(&self, other: &Locale) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What the page gives the view.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The way to the browser and the engine.
    pub port: Port,
    /// How values are written.
    pub locale: Locale,
    /// How text is made small.
    #[prop_or_default]
    pub lower: Lower,
    /// BCP 47 tag of the person's locale.
    #[prop_or_default]
    pub tag: Option<String>,
    /// The day it is, ISO 8601.
    pub today: String,
    /// `light` or `dark` where the embedder has set one; the system's otherwise.
    #[prop_or_default]
    pub scheme: Option<AttrValue>,
}

/// The whole view: [`State`] behind [`reduce`], drawn by [`Widget`].
pub struct App {
    state: State,
    words: Words,
    tell: Callback<Event>,
}

impl Component for App {
    type Message = Event;
    type Properties = AppProps;

    fn create(ctx: &Context<App>) -> App {
        let props = ctx.props();
        let mut state = State::new(&props.today, props.tag.clone());
        state.lower = props.lower;
        App {
            state,
            words: Words::new(props.locale.0.clone(), &props.today),
            // Made once: a new one each time would make every component differ from the last drawing.
            tell: ctx.link().callback(|event| event),
        }
    }

    fn changed(&mut self, ctx: &Context<App>, _old: &AppProps) -> bool {
        let props = ctx.props();
        self.state.locale = props.tag.clone();
        self.words = Words::new(props.locale.0.clone(), &props.today);
        true
    }

    fn update(&mut self, ctx: &Context<App>, event: Event) -> bool {
        if matches!(event, Event::Scrolled(top) if top == self.state.table.top) {
            return false;
        }
        let (state, effects) = reduce(std::mem::take(&mut self.state), event);
        self.state = state;
        for effect in effects {
            ctx.props().port.effect.emit(effect);
        }
        // What the page around wants shared is worded here, where there are words.
        if let Some((entry, answer)) = self.state.to_offer() {
            let text = spoken_sentence(&self.words(), &answer).to_string();
            self.tell.emit(Event::Share { entry, text });
        }
        true
    }

    fn view(&self, ctx: &Context<App>) -> Html {
        let props = ctx.props();
        let desk = Desk {
            words: self.words(),
            port: props.port.clone(),
            tell: self.tell.clone(),
            facts: Same(self.state.facts.clone()),
        };
        widget(&desk, &self.state, props.scheme.as_ref())
    }

    fn rendered(&mut self, ctx: &Context<App>, first: bool) {
        if first {
            ctx.props().port.listen.emit(self.tell.clone());
        }
    }
}

impl App {
    fn words(&self) -> Words {
        let symbol = |code: Option<&str>| self.words.currency(code);
        let several = self.state.shares_a_symbol(symbol);
        self.words.on(&self.state.today, several)
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
    let accent = settings
        .accent
        .as_ref()
        .map(|accent| format!("--accent:{accent};"));
    let radius = settings
        .radius
        .map(|radius| format!("--r-1:min(4px,{radius}px);--r-2:min(8px,{radius}px)"));
    let style = [accent, radius].into_iter().flatten().collect::<String>();
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
                Face::Ready(overview) => overview.covered.clone(),
                Face::Waiting | Face::Empty | Face::Failed(_) => None,
            };
            piece(RowsScreen {
                desk: desk.clone(),
                table: Same(state.table.clone()),
                saying: Same(state.saying.clone()),
                accounts: Same(state.accounts.clone()),
                covered,
                pairs: state.pairs.clone().map(Same),
                hands: Same(state.hands.clone()),
                undo: Same(state.undo.clone()),
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
    let here = |mine: bool| mine.then_some("page");
    html! {
        <nav class="rail" aria-label={desk.text("view-screens")}>
            { brand(desk) }
            <button type="button" aria-current={here(matches!(screen, Screen::Ask | Screen::Overview))} onclick={desk.on(Event::Go(Screen::Overview))}>
                { desk.text("view-overview") }
            </button>
            <button type="button" aria-current={here(screen == Screen::Rows)} onclick={desk.on(Event::Go(Screen::Rows))}>
                { desk.text("view-transactions-title") }{ review.unwrap_or_default() }
            </button>
            <button type="button" aria-current={here(screen == Screen::Accounts)} onclick={desk.on(Event::Go(Screen::Accounts))}>
                { desk.text("view-accounts") }
            </button>
            <button type="button" aria-current={here(screen == Screen::Decisions)} onclick={desk.on(Event::Go(Screen::Decisions))}>
                { desk.text("view-decisions") }
            </button>
            <button type="button" aria-current={here(screen == Screen::Privacy)} onclick={desk.on(Event::Go(Screen::Privacy))}>
                { desk.text("view-privacy") }
            </button>
            { balances(desk, &state.accounts) }
        </nav>
    }
}

fn balances(desk: &Desk, accounts: &[AccountReport]) -> Html {
    let known = accounts
        .iter()
        .filter_map(|account| Some((account, account.balance.as_ref()?)));
    let lines = known.map(|(account, balance)| {
        html! {
            <div>
                <span>{ &account.name }</span><span class="num"><bdi>{ desk.words.money(balance) }</bdi></span>
                <span class="sub">{ known_on(desk, account) }</span>
            </div>
        }
    });
    let lines: Vec<Html> = lines.gather();
    if lines.is_empty() {
        return Html::default();
    }
    html! { <div class="acc">{ for lines }</div> }
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
    let tabs = tabs.map(|(to, name)| {
        let here = to == screen;
        html! {
            <button type="button" class={classes!(here.then_some("on"))} aria-current={here.then_some("page")}
                onclick={desk.on(Event::Go(to))}>{ desk.text(name) }</button>
        }
    });
    html! { <nav class="tabs" aria-label={desk.text("view-screens")}>{ for tabs }</nav> }
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
