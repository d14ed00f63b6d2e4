//! The list of a chart's marks that lies over it: one tab stop, arrows move, Enter opens the rows.

use yew::{AttrValue, Callback, Html, KeyboardEvent, Properties, function_component};

use crate::view::markup::{classes, html};

/// The marks of a chart.
#[derive(Clone, PartialEq, Properties)]
pub struct MarksProps {
    /// What the marks' ids begin with.
    pub id: AttrValue,
    /// The list's name.
    pub label: AttrValue,
    /// What each mark says, in the order drawn.
    pub said: Vec<AttrValue>,
    /// The mark that is looked at.
    pub active: Option<usize>,
    /// Looks at another mark, or at none.
    pub move_to: Callback<Option<usize>>,
    /// Opens the rows of a mark.
    pub open: Callback<usize>,
}

/// The marks as a list of options over the drawing.
#[function_component]
pub fn Marks(props: &MarksProps) -> Html {
    let MarksProps {
        id,
        label,
        said,
        active,
        move_to,
        open,
    } = props;
    let current = active.map(|at| format!("{id}-{at}"));
    let options = said.iter().enumerate().map(|(at, said)| {
        let chosen = *active == Some(at);
        let onclick = {
            let open = open.clone();
            Callback::from(move |_| open.emit(at))
        };
        let onmouseenter = {
            let move_to = move_to.clone();
            Callback::from(move |_| move_to.emit(Some(at)))
        };
        html! {
            <li role="option" id={format!("{id}-{at}")} class={classes!(chosen.then_some("on"))}
                aria-selected={chosen.to_string()} aria-label={said} {onclick} {onmouseenter}></li>
        }
    });
    let leave = {
        let move_to = move_to.clone();
        Callback::from(move |_| move_to.emit(None))
    };
    html! {
        <ul class="marks" role="listbox" tabindex="0" aria-label={label} aria-activedescendant={current}
            onkeydown={keys(props)} onmouseleave={leave}>
            { for options }
        </ul>
    }
}

fn keys(props: &MarksProps) -> Callback<KeyboardEvent> {
    let MarksProps {
        said,
        active,
        move_to,
        open,
        ..
    } = props.clone();
    let last = said.len().saturating_sub(1);
    Callback::from(move |event: KeyboardEvent| {
        if event.alt_key() || event.ctrl_key() {
            return;
        }
        let to = match (event.key().as_str(), active) {
            ("ArrowRight" | "ArrowDown", Some(at)) => (at + 1).min(last),
            ("ArrowLeft" | "ArrowUp", Some(at)) => at.saturating_sub(1),
            ("ArrowRight" | "ArrowDown" | "ArrowLeft" | "ArrowUp" | "End", None) => last,
            ("Home", _) => 0,
            ("End", Some(_)) => last,
            ("Enter", Some(at)) => {
                event.prevent_default();
                open.emit(at);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        move_to.emit(Some(to));
    })
}
