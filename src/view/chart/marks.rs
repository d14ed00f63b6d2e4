//! The list of a chart's marks that lies over it: one tab stop, arrows move, Enter opens the rows.

use yew::{AttrValue, Callback, Html, KeyboardEvent};

use crate::view::markup::{classes, html};

/// The marks of a chart.
#[derive(Clone)]
pub(super) struct Marks {
    /// What the marks' ids begin with.
    pub(super) id: AttrValue,
    /// The list's name.
    pub(super) label: &'static str,
    /// What each mark says, in the order drawn.
    pub(super) said: Vec<AttrValue>,
    /// The mark that is looked at.
    pub(super) active: Option<usize>,
    /// Looks at another mark, or at none.
    pub(super) move_to: Callback<Option<usize>>,
    /// Opens the rows of a mark.
    pub(super) open: Callback<usize>,
}

/// The marks as a list of options over the drawing.
pub(super) fn draw(marks: &Marks) -> Html {
    let Marks {
        id,
        label,
        said,
        active,
        move_to,
        open,
    } = marks;
    let current = active.map(|at| format!("{id}-{at}"));
    let leave = {
        let move_to = move_to.clone();
        Callback::from(move |_| move_to.emit(None))
    };
    let gone = {
        let move_to = move_to.clone();
        Callback::from(move |_| move_to.emit(None))
    };
    let options = said.iter().enumerate().map(|(at, said)| {
        let chosen = *active == Some(at);
        let onclick = {
            let open = open.clone();
            Callback::from(move |_| open.emit(at))
        };
        // These two come up from the mark itself; entering and leaving would have to be heard on each.
        let onmouseover = {
            let move_to = move_to.clone();
            Callback::from(move |_| move_to.emit(Some(at)))
        };
        html! {
            <li role="option" id={format!("{id}-{at}")} class={classes!(chosen.then_some("on"))}
                aria-selected={chosen} aria-label={said} {onclick} {onmouseover} onmouseout={leave.clone()}></li>
        }
    });
    html! {
        <ul class="marks" role="listbox" tabindex="0" aria-label={*label} aria-activedescendant={current}
            onkeydown={keys(marks)} onfocusout={gone}>
            { for options }
        </ul>
    }
}

fn keys(marks: &Marks) -> Callback<KeyboardEvent> {
    let Marks {
        said,
        active,
        move_to,
        open,
        ..
    } = marks.clone();
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
