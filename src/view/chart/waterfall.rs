//! From one total to another, part by part: rises in ink, falls in verdigris and to the left, signs written.

use yew::Html;

use super::name;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::sum::{css_percent, falls};
use crate::wire::Point;

/// The parts of the difference, one after the other.
pub(super) fn draw(desk: &Desk, points: &[Point]) -> Html {
    let rows = points
        .iter()
        .zip(falls(points))
        .map(|(point, (left, width, falls))| {
            let class = if falls { "w-dn" } else { "w-up" };
            let style = format!(
                "margin-inline-start:{};width:{}",
                css_percent(left),
                css_percent(width)
            );
            html! {
                <div class="row">
                    <span class="nm">{ name(desk, &point.label) }</span>
                    <span class="bb"><i {class} {style}></i></span>
                    <span class="num"><bdi>{ desk.words.signed(&point.value) }</bdi></span>
                </div>
            }
        });
    html! { <div class="brk fall">{ for rows }</div> }
}
