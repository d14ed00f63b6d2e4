//! Charts: one question, one chart, drawn with boxes that follow the reader's text size.
//!
//! What is drawn is one image with one sentence; over it lies a list of its marks, one tab stop, in which the
//! arrows move and Enter opens the rows. The same numbers stand below as a table.

mod bars;
mod columns;
mod marks;
mod steps;
mod waterfall;

use yew::{AttrValue, Callback, Html};

use marks::Marks;

use crate::order::Gather as _;
use crate::view::desk::Desk;
use crate::view::format::{DateShape, PeriodShape};
use crate::view::markup::{classes, html};
use crate::view::piece::{Draw, Own};
use crate::view::sheet::narrowed_to;
use crate::view::state::{Event, Filter};
use crate::view::text::joined;
use crate::wire::{Argument, Chart, Point};

/// A chart, drawn again whenever what it stands on is.
pub struct ChartFigure {
    /// What to work with.
    pub desk: Desk,
    /// What the ids of its marks begin with.
    pub id: AttrValue,
    /// What is drawn.
    pub chart: Chart,
    /// The rows that the chart is about, for its marks to narrow.
    pub filter: Filter,
    /// What its marks are parts by.
    pub by: Option<AttrValue>,
    /// Whether no table with the same numbers stands below, so that the chart has to bring its own.
    pub twin: bool,
}

impl PartialEq for ChartFigure {
    fn eq(&self, _: &ChartFigure) -> bool {
        false
    }
}

impl Draw for ChartFigure {
    const NAME: &'static str = "chart";

    fn draw(&self, own: &Own<'_>) -> Html {
        figure(self, own)
    }
}

/// A chart with its marks, and its table where none stands below.
fn figure(figure: &ChartFigure, own: &Own<'_>) -> Html {
    let ChartFigure {
        desk,
        id,
        chart,
        filter,
        by,
        twin,
    } = figure;
    let points = drawn_points(chart);
    if points.is_empty() {
        return Html::default();
    }
    let (kind, drawing) = match chart.kind.as_str() {
        "bars" => ("bars", bars::draw(desk, points)),
        "steps" => ("steps", steps::draw(desk, chart)),
        "waterfall" => ("waterfall", waterfall::draw(desk, points)),
        _ => ("columns", columns::draw(desk, chart)),
    };
    let said: Vec<AttrValue> = points.iter().map(|point| spoken(desk, point)).gather();
    // The finding; where the engine gives none, the points themselves.
    let finding = desk.words.say(&chart.says, &joined(&said, "; "));
    let open = {
        let targets: Vec<Option<Filter>> = points
            .iter()
            .map(|point| narrowed_to(filter, &point.label, point.group.as_deref(), by.as_deref()))
            .gather();
        let tell = desk.tell.clone();
        Callback::from(move |at: usize| {
            if let Some(Some(target)) = targets.get(at) {
                tell.emit(Event::Rows(target.clone()).into());
            }
        })
    };
    let readout = own.at.and_then(|at| said.get(at).cloned());
    let marks = Marks {
        id: id.clone(),
        label: desk.text("view-marks"),
        said,
        active: own.at,
        move_to: own.turn(),
        open,
    };
    html! {
        <figure class={classes!("chart", kind)}>
            <div class="plot">
                <div class="drawn" role="img" aria-label={finding}>{ drawing }</div>
                { marks::draw(&marks) }
            </div>
            if let Some(readout) = readout { <p class="readout" aria-hidden="true">{ readout }</p> }
            if *twin { { table(desk, chart) } }
        </figure>
    }
}

/// How many of an answer's rows the chart names with their amounts: those of bars and of a waterfall.
pub fn named_in(chart: &Chart) -> usize {
    match chart.kind.as_str() {
        "bars" | "waterfall" => drawn_points(chart).len(),
        _ => 0,
    }
}

/// The points that are drawn: a breakdown shows its largest, the table has them all.
fn drawn_points(chart: &Chart) -> &[Point] {
    match chart.kind.as_str() {
        "bars" => chart.points.get(..bars::DRAWN).unwrap_or(&chart.points),
        _ => &chart.points,
    }
}

/// What a mark says: "February, 404.43, 10 rows".
fn spoken(desk: &Desk, point: &Point) -> AttrValue {
    let mut said = vec![name(desk, &point.label), desk.words.money(&point.value)];
    if point.count > 0 {
        said.push(desk.words.count_of("view-rows", point.count));
    }
    if point.partial {
        said.push(desk.word("view-rule-so-far"));
    }
    AttrValue::from(joined(&said, ", "))
}

/// A point's name in full.
fn name(desk: &Desk, label: &Argument) -> AttrValue {
    match label {
        Argument::Date(day) => desk.words.date(day, DateShape::Table),
        other => desk.words.argument(other),
    }
}

/// The chart's own table, one press away.
fn table(desk: &Desk, chart: &Chart) -> Html {
    let first = chart.points.first().map(|point| &point.label);
    let lines = chart.points.iter().map(|point| {
        html! {
            <tr>
                <th scope="row">{ name(desk, &point.label) }</th>
                <td class="n"><bdi>{ desk.words.column(&point.value) }</bdi></td>
            </tr>
        }
    });
    html! {
        <details class="twin">
            <summary>{ desk.text("view-as-table") }</summary>
            <table class="ledger">
                <thead><tr>
                    <th scope="col">{ desk.words.head_of(first) }</th>
                    <th scope="col" class="n">{ desk.words.currency_head(chart.currency.as_deref()) }</th>
                </tr></thead>
                <tbody>{ for lines }</tbody>
            </table>
        </details>
    }
}

/// What stands under a mark: months by their initial, the one in question in full.
fn tick(desk: &Desk, point: &Point, crowded: bool) -> AttrValue {
    let Argument::Period(period) = &point.label else {
        return name(desk, &point.label);
    };
    let initial = desk.words.period(period, PeriodShape::Initial);
    if initial.chars().count() > 1 {
        // Not a whole month: by its first day.
        return desk.words.date(&period.start, DateShape::Table);
    }
    match crowded && !point.key {
        true => initial,
        false => desk.words.period(period, PeriodShape::Short),
    }
}
