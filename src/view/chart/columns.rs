//! A series: columns from zero, the one in question in verdigris, what is not over hatched, the usual one dashed.

use yew::{AttrValue, Html};

use super::tick;
use crate::order::Gather as _;
use crate::view::desk::Desk;
use crate::view::markup::{classes, html};
use crate::view::sum::{css_percent, share_of_largest, thousandths};
use crate::wire::{Chart, Point};

/// Over so many columns, months are named by their initial and other periods only at the ends.
const CROWDED: usize = 7;
/// The columns. Those below zero hang from its line, which stands where the data has it.
pub(super) fn draw(desk: &Desk, chart: &Chart) -> Html {
    let points = &chart.points;
    let scale = Scale::of(points);
    let signed = scale.below > 0;
    let usual = chart.usual.as_ref().filter(|_| !signed).map(|usual| {
        let height = css_percent(share_of_largest(usual, points));
        let words = desk.words.money(usual);
        let text = desk.words.with("view-usual").text("amount", &words).done();
        (format!("bottom:{height}"), text)
    });
    let columns = points.iter().map(|point| column(desk, point, scale));
    let shown = ticks(desk, points);
    let ticks = shown.into_iter().zip(points).map(|(text, point)| {
        html! { <span class={classes!(point.key.then_some("on"))}>{ text }</span> }
    });
    html! {
        <>
            if let Some((_, text)) = &usual { <p class="key">{ text }</p> }
            <div class="cols">
                { for columns }
                if signed { <i class="zero" style={format!("bottom:{}", css_percent(scale.part(scale.below)))}></i> }
                if let Some((style, _)) = usual { <i class="med" {style}></i> }
            </div>
            <div class="ticks">{ for ticks }</div>
        </>
    }
}

/// How far the columns go above zero and below it, in thousandths of the largest.
#[derive(Clone, Copy)]
struct Scale {
    above: i64,
    below: i64,
}

impl Scale {
    fn of(points: &[Point]) -> Scale {
        let shares = || points.iter().map(|point| thousandths(&point.share));
        Scale {
            above: shares().max().unwrap_or_default().max(0),
            below: -shares().min().unwrap_or_default().min(0),
        }
    }

    /// What a share is of the height, in thousandths.
    fn part(self, share: i64) -> i64 {
        match self.below {
            0 => share,
            below => share * 1_000 / (self.above + below),
        }
    }
}

fn column(desk: &Desk, point: &Point, scale: Scale) -> Html {
    let share = thousandths(&point.share);
    let (place, base) = match share < 0 {
        true => ("top", scale.above),
        false => ("bottom", scale.below),
    };
    let (base, size) = (scale.part(base), scale.part(share.abs()));
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
        .gather();
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
        .gather()
}
