//! From one total to another: rises in ink, falls in verdigris and to the left, signs written.

use yew::Html;

use super::name;
use crate::view::desk::Desk;
use crate::view::markup::{classes, html};
use crate::view::sum::{css_percent, falls, is_whole};
use crate::wire::Point;

/// Totals are ticks, the parts of their difference bars.
pub(super) fn draw(desk: &Desk, points: &[Point]) -> Html {
    let rows = points
        .iter()
        .zip(falls(points))
        .map(|(point, (left, width, falls))| {
            let is_total = is_whole(point);
            let (class, value) = if is_total {
                (classes!("tick"), desk.words.column(&point.value))
            } else {
                (
                    classes!(if falls { "w-dn" } else { "w-up" }),
                    desk.words.signed(&point.value),
                )
            };
            let style = format!(
                "margin-inline-start:{};width:{}",
                css_percent(left),
                css_percent(width)
            );
            html! {
                <div class={classes!("row", is_total.then_some("on"))}>
                    <span class="nm">{ name(desk, &point.label) }</span>
                    <span class="bb"><i {class} {style}></i></span>
                    <span class="num"><bdi>{ value }</bdi></span>
                </div>
            }
        });
    html! { <div class="brk fall">{ for rows }</div> }
}
