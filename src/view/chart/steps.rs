//! Two step lines over the days, day-aligned, ending in labelled dots.

use yew::Html;

use super::name;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::sum::{css_percent, thousandths};
use crate::wire::{Chart, Point};

/// The lines: the one in question in verdigris, the other quiet.
pub(super) fn draw(desk: &Desk, chart: &Chart) -> Html {
    let days = chart.points.len().max(chart.against.len()).max(1);
    let lines = [(&chart.against, "l-q"), (&chart.points, "l-hi")];
    let paths = lines.iter().map(|(points, class)| {
        html! { <path class={*class} d={path(points, days)} vector-effect="non-scaling-stroke" /> }
    });
    // The two labels are set one above the other where their lines end too close.
    let ends = lines.iter().filter_map(|(points, class)| {
        let last = points.last()?;
        let (x, y) = (points.len() * 1_000 / days, thousandths(&last.share).max(0));
        let dot = format!(
            "left:{};bottom:{}",
            css_percent(i64::try_from(x).unwrap_or(1_000)),
            css_percent(y)
        );
        Some(html! { <i class={format!("dot {class}")} style={dot}></i> })
    });
    let labels = [(&chart.points, "on"), (&chart.against, "")].into_iter().filter_map(|(points, class)| {
        let last = points.last()?;
        Some(html! {
            <span {class}>{ name(desk, &last.label) }{ " " }<bdi>{ desk.words.column(&last.value) }</bdi></span>
        })
    });
    let first = chart.points.first().map(|point| name(desk, &point.label));
    let last = chart.points.last().map(|point| name(desk, &point.label));
    html! {
        <>
            <p class="key ends">{ for labels }</p>
            <div class="lines">
                <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">{ for paths }</svg>
                { for ends }
            </div>
            <div class="ticks two"><span>{ first }</span><span>{ last }</span></div>
        </>
    }
}

/// Flat over each day, upright between two.
fn path(points: &[Point], days: usize) -> String {
    let mut path = String::from("M0 1000");
    for (at, point) in points.iter().enumerate() {
        let y = 1_000 - thousandths(&point.share).max(0);
        let x = (at + 1) * 1_000 / days;
        path.push_str(&format!("V{y}H{x}"));
    }
    path
}
