//! The four faces of what comes from elsewhere, drawn the same everywhere.

use yew::{AttrValue, Html};

use super::{Icon, icon};
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::state::{Event, Face};
use crate::wire::Failure;

/// Draws whichever face it is: `ready` draws the thing itself, `retry` is the way on from a failure.
pub fn face<T>(
    desk: &Desk,
    face: &Face<T>,
    empty: &str,
    retry: Option<Event>,
    ready: impl FnOnce(&T) -> Html,
) -> Html {
    match face {
        Face::Waiting => html! { <p class="waiting note">{ desk.text("view-waiting") }</p> },
        Face::Empty => html! { <p class="empty note">{ desk.text(empty) }</p> },
        Face::Ready(thing) => ready(thing),
        Face::Failed(failed) => failure(desk, failed, retry),
    }
}

/// Says why something did not come, and offers to try again.
pub fn failure(desk: &Desk, failed: &Failure, retry: Option<Event>) -> Html {
    let action = retry.map(|event| {
        html! {
            <button type="button" class="btn sec sm" onclick={desk.on(event)}>{ desk.text("view-try-again") }</button>
        }
    });
    notice(desk.words.say(&failed.says, &failed.sentence), None, action)
}

/// A failure: its headline, what it means, and at most one way on. It is announced and stays.
pub fn notice(headline: AttrValue, body: Option<Html>, action: Option<Html>) -> Html {
    html! {
        <div class="fail" role="alert">
            { icon(Icon::Mark, 16) }
            <b>{ headline }</b>
            if let Some(body) = body { <div class="what">{ body }</div> }
            if let Some(action) = action { <div class="fx">{ action }</div> }
        </div>
    }
}
