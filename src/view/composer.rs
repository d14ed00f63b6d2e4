//! Where questions are written.

use yew::{Callback, Html, KeyboardEvent, SubmitEvent};

use super::desk::Desk;
use super::first::{file_picker, over};
use super::part::{Icon, icon};
use super::state::{Effect, Event};
use crate::view::markup::html;

/// The composer: Enter asks, Shift Enter makes a line, Up in an empty one recalls the last question. `files` is whether
/// files are taken.
pub fn composer(desk: &Desk, draft: &str, files: bool) -> Html {
    let oninput = desk.typed(0, |_, draft| Event::Drafted(draft));
    let onsubmit = {
        let tell = desk.tell.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tell.emit(Event::Submit.into());
        })
    };
    let add =
        html! { <>{ icon(Icon::Plus, 16) }<span class="vh">{ desk.text("view-add") }</span></> };
    html! {
        <form class="composer" {onsubmit} ondragover={over()} ondrop={desk.port.dropped.clone()}>
            { file_picker(desk, "more-files", "ib", files, add) }
            <textarea
                id="composer" rows="1" value={draft.to_owned()} {oninput} onkeydown={keys(desk, draft.is_empty())}
                placeholder={desk.text("view-ask-placeholder")} aria-label={desk.text("view-ask-placeholder")}
                autocomplete="off" enterkeyhint="send" maxlength="500"
            />
            <button type="submit" class="send" aria-label={desk.text("view-ask")}>{ icon(Icon::Up, 16) }</button>
        </form>
    }
}

fn keys(desk: &Desk, is_empty: bool) -> Callback<KeyboardEvent> {
    let (tell, effect) = (desk.tell.clone(), desk.port.effect.clone());
    Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.shift_key() && !event.is_composing() => {
            event.prevent_default();
            tell.emit(Event::Submit.into());
        }
        "ArrowUp" if is_empty && !event.alt_key() => {
            event.prevent_default();
            tell.emit(Event::Recall.into());
        }
        "Escape" => effect.emit(Effect::Focus("thread".to_owned())),
        _ => {}
    })
}
