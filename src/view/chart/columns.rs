//! A series: columns from zero, the one in question in verdigris, what is not over hatched, the usual one dashed.

use yew::{AttrValue, Html};

use super::tick;
use crate::view::desk::Desk;
use crate::view::markup::{classes, html};
use crate::view::sum::{css_percent, share_of_largest, thousandths};
use crate::wire::{Argument, Chart, Point};

/// Over so many columns, months are named by their initial and other periods only at the ends.
const CROWDED: usize = 7;
/// The columns. Below zero they hang from a line in the middle.
pub(super) fn draw(desk: &Desk, chart: &Chart) -> Html {
    let points = &chart.points;
    let signed = points.iter().any(|point| thousandths(&point.share) < 0);
    let usual = chart.usual.as_ref().filter(|_| !signed).map(|usual| {
        let height = css_percent(share_of_largest(usual, points));
        let words = desk.words.money(usual).to_string();
        let text = desk
            .words
            .fill("view-usual", &[("amount", Argument::Text(words))]);
        (format!("bottom:{height}"), text)
    });
    let columns = points.iter().map(|point| column(desk, point, signed));
    let shown = ticks(desk, points);
    let ticks = shown.into_iter().zip(points).map(|(text, point)| {
        html! { <span class={classes!(point.key.then_some("on"))}>{ text }</span> }
    });
    html! {
        <>
            if let Some((_, text)) = &usual { <p class="key">{ text }</p> }
            <div class="cols">
                { for columns }
                if let Some((style, _)) = usual { <i class="med" {style}></i> }
            </div>
            <div class="ticks">{ for ticks }</div>
        </>
    }
}

fn column(desk: &Desk, point: &Point, signed: bool) -> Html {
    let share = thousandths(&point.share);
    let (size, base) = if signed {
        (share.abs() / 2, 500)
    } else {
        (share.max(0), 0)
    };
    let place = if share < 0 { "top" } else { "bottom" };
    let style = format!("{place}:{};height:{}", css_percent(base), css_percent(size));
    let class = classes!(
        "col",
        point.key.then_some("hi"),
        point.partial.then_some("open"),
    );
    let value = (point.key && !point.partial).then(|| desk.words.whole(&point.value));
    html! {
        <span class="slot"><i {class} {style}>if let Some(value) = value { <b><span>{ value }</span></b> }</i></span>
    }
}

/// What stands under each column.
fn ticks(desk: &Desk, points: &[Point]) -> Vec<AttrValue> {
    let crowded = points.len() > CROWDED;
    let all: Vec<AttrValue> = points
        .iter()
        .map(|point| tick(desk, point, crowded))
        .collect();
    let initials = points
        .iter()
        .zip(&all)
        .all(|(point, text)| point.key || text.chars().count() <= 3);
    if !crowded || initials {
        return all;
    }
    let last = points.len() - 1;
    let ends = |at: usize| at == 0 || at == last;
    all.into_iter()
        .enumerate()
        .map(|(at, text)| {
            if ends(at) {
                text
            } else {
                AttrValue::Static("")
            }
        })
        .collect()
}
