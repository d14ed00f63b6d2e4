//! The four faces of what comes from elsewhere, drawn the same everywhere.

use yew::{AttrValue, Html};

use super::{Icon, icon};
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::state::{Event, Face};
use crate::wire::Failure;

/// Draws whichever face it is: `ready` draws the thing itself.
pub fn face<T>(desk: &Desk, face: &Face<T>, empty: &str, ready: impl FnOnce(&T) -> Html) -> Html {
    match face {
        Face::Waiting => html! { <p class="waiting note">{ desk.text("view-waiting") }</p> },
        Face::Empty => html! { <p class="empty note">{ desk.text(empty) }</p> },
        Face::Ready(thing) => ready(thing),
        Face::Failed(failed) => failure(desk, failed, None),
    }
}

/// Says why something did not come, with a way on and its words. The same once more is none: the engine answers the same
/// again, and one that is gone stays away.
pub fn failure(desk: &Desk, failed: &Failure, way: Option<(&str, Event)>) -> Html {
    let way = way.filter(|_| desk.facts.has_engine());
    let action = way.map(|(name, event)| {
        html! {
            <button type="button" class="btn sec sm" onclick={desk.on(event)}>{ desk.text(name) }</button>
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
