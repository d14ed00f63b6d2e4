//! A breakdown: horizontal bars, largest first, name left, amount right.

use yew::Html;

use super::name;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::part::swatch;
use crate::view::sum::{css_percent, thousandths};
use crate::wire::Point;

/// At most six colours in one chart.
pub(super) const DRAWN: usize = 6;

/// The bars, each in its category's colour where it has one.
pub(super) fn draw(desk: &Desk, points: &[Point]) -> Html {
    let bars = points.iter().map(|point| {
        let width = css_percent(thousandths(&point.share).max(0));
        let style = match &point.group {
            Some(group) => format!("{};width:{width}", swatch(group)),
            None if point.key => format!("--c:var(--bar-key);width:{width}"),
            None => format!("--c:var(--bar-quiet);width:{width}"),
        };
        html! {
            <div class="row">
                <span class="nm">{ name(desk, &point.label) }</span>
                <span class="bb"><i {style}></i></span>
                <span class="num"><bdi>{ desk.words.column(&point.value) }</bdi></span>
            </div>
        }
    });
    html! { <div class="brk">{ for bars }</div> }
}
