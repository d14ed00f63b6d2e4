//! The same numbers as a table, with a ruled total only where the rows add up to it.

use std::rc::Rc;

use yew::{AttrValue, Callback, Html};

use super::answer::{broken_by, narrowed_to};
use crate::view::desk::Desk;
use crate::view::format::{DateShape, PeriodShape};
use crate::view::markup::{classes, html};
use crate::view::part::{Rule, named, total};
use crate::view::piece::{Draw, Own};
use crate::view::state::{Event, Filter};
use crate::view::sum;
use crate::view::text::as_drawn;
use crate::wire::{Answer, AnswerRow, Argument, Money, Period, Value};

/// Rows shown before the rest is folded into one line.
const SHOWN: usize = 8;

/// An answer's rows, drawn again whenever the answer is.
pub(super) struct AnswerTable {
    pub desk: Desk,
    pub answer: Rc<Answer>,
    pub filter: Filter,
    /// How many of the first rows stand in a chart with their amounts.
    pub drawn: usize,
}

impl PartialEq for AnswerTable {
    fn eq(&self, _: &AnswerTable) -> bool {
        false
    }
}

impl Draw for AnswerTable {
    const NAME: &'static str = "table";

    fn draw(&self, own: &Own<'_>) -> Html {
        table(self, own)
    }
}

/// An answer's rows: label, how many, amount.
fn table(table: &AnswerTable, own: &Own<'_>) -> Html {
    let AnswerTable {
        desk,
        answer,
        filter,
        drawn,
    } = table;
    let unfolded = own.at.is_some();
    if answer.rows.is_empty() {
        return Html::default();
    }
    let rows = &answer.rows;
    let in_chart = *drawn > 0 && !unfolded;
    // One row too many for the fold is shown rather than named.
    let shown = match (unfolded, *drawn) {
        (false, 1..) => (*drawn).min(rows.len()),
        (false, 0) if rows.len() > SHOWN + 1 => SHOWN,
        _ => rows.len(),
    };
    let turn = {
        let turn = own.turn();
        Callback::from(move |_| turn.emit((!unfolded).then_some(0)))
    };
    let group_by = answer
        .plan
        .as_ref()
        .and_then(|plan| plan.group_by.as_deref());
    let by = broken_by(answer);
    let whole = match &answer.value {
        Value::Money(money) if sum::adds_up(rows, money) => Some(money),
        _ => None,
    };
    // Parts of a difference carry their sign.
    let plan = answer.plan.as_ref();
    let differs = plan.is_some_and(|plan| plan.measure == "explainChange");
    let amounts = match sum::of_one_currency(rows) {
        None => Amounts::Coded,
        Some(_) if differs => Amounts::Signed,
        Some(_) => Amounts::Bare,
    };
    let listed = if in_chart { 0 } else { shown };
    // A single transaction is named with its day, in a column of its own.
    let is_dated = rows.iter().any(|row| day_of(row).is_some());
    let span = is_dated.then_some("2");
    let head = match (group_by, plan.map(|plan| plan.measure.as_str())) {
        (Some(kind), _) => desk.words.one_of("view-by-", kind),
        (None, _) if is_dated => desk.word("view-by-transaction"),
        (None, Some("balance")) => desk.word("view-by-account"),
        (None, _) => desk
            .words
            .head_of(rows.first().and_then(|row| row.says.as_ref())),
    };
    html! {
        <div>
            <table class="ledger">
                <thead class={classes!(in_chart.then_some("vh"))}>
                    <tr><th scope="col" colspan={span}>{ head }</th><th scope="col" class="n">{ unit(desk, rows) }</th></tr>
                </thead>
                <tbody>
                    { for rows.iter().take(listed).map(|row| line(desk, row, filter, by, amounts, is_dated)) }
                    if shown < rows.len() { { folded(desk, rows, shown, turn.clone(), span) } }
                    if let Some(money) = whole.filter(|_| rows.len() > 1) { { foot(desk, money, &answer.rule, span) } }
                </tbody>
            </table>
            if *drawn > 0 {
                <button type="button" class="link" aria-expanded={unfolded} onclick={turn}>
                    { desk.text("view-as-table") }
                </button>
            }
        </div>
    }
}

/// How the amounts of a table are written.
#[derive(Clone, Copy)]
enum Amounts {
    /// The head names the currency.
    Bare,
    /// So it does, and each is part of a difference.
    Signed,
    /// They are of several currencies, so that each names its own.
    Coded,
}

/// What heads the amounts: the currency, or "how many".
fn unit(desk: &Desk, rows: &[AnswerRow]) -> AttrValue {
    match (
        sum::of_one_currency(rows),
        rows.first().map(|row| &row.value),
    ) {
        (Some(currency), _) => desk.words.currency_head(currency.as_deref()),
        (None, Some(Value::Count(_))) => desk.word("view-measure-count"),
        _ => desk.word("view-col-amount"),
    }
}

fn line(
    desk: &Desk,
    row: &AnswerRow,
    filter: &Filter,
    by: Option<&str>,
    amounts: Amounts,
    is_dated: bool,
) -> Html {
    let value = match (&row.value, amounts) {
        (Value::Money(money), Amounts::Signed) => desk.words.signed(money),
        (Value::Money(money), Amounts::Coded) => desk.words.coded(money),
        (value, _) => desk.words.value(value),
    };
    let label = label(desk, row);
    let day = |period: &Period| desk.words.date(&period.start, DateShape::Table);
    let sub = match (&row.says, &row.period) {
        _ if row.transaction.is_some() => None,
        // A balance is of a day.
        (Some(Argument::Text(_)), Some(period)) => Some(day(period)),
        _ => (row.count > 1).then(|| desk.words.count_of("view-rows", row.count)),
    };
    let target = row
        .says
        .as_ref()
        .and_then(|says| narrowed_to(filter, says, row.group.as_deref(), by));
    let name = named(row.group.as_deref(), label);
    let day = day_of(row).map(day);
    html! {
        <tr class={classes!(row.partial.then_some("partial"))}>
            if is_dated { <td class="d">{ day.unwrap_or_default() }</td> }
            <th scope="row">
                if let Some(target) = target.filter(|_| row.transaction.is_none()) {
                    <button type="button" class="rowlink" onclick={desk.on(Event::Rows(target))}>{ name }</button>
                } else { { name } }
                if let Some(sub) = sub { <span class="sub">{ sub }</span> }
                if row.partial { <span class="sub">{ desk.text("view-not-over") }</span> }
            </th>
            <td class="n"><bdi>{ value }</bdi></td>
        </tr>
    }
}

/// The day of a single transaction.
fn day_of(row: &AnswerRow) -> Option<&Period> {
    row.period.as_ref().filter(|_| row.transaction.is_some())
}

/// A row's label in the person's language.
fn label(desk: &Desk, row: &AnswerRow) -> AttrValue {
    match (&row.says, &row.period) {
        (Some(Argument::Date(day)), _) => desk.words.date(day, DateShape::Table),
        (Some(says), _) => desk.words.argument(says),
        (None, Some(period)) => desk.words.period(period, PeriodShape::Named),
        (None, None) => as_drawn(&row.label),
    }
}

fn folded(
    desk: &Desk,
    rows: &[AnswerRow],
    shown: usize,
    unfold: Callback<yew::MouseEvent>,
    span: Option<&'static str>,
) -> Html {
    let hidden = (rows.len() - shown) as u64;
    let rest = sum::rest(rows, shown).map(|money| desk.words.column(&money));
    html! {
        <tr>
            <th scope="row" colspan={span}>
                <button type="button" class="link" onclick={unfold}>{ desk.words.count_of("view-more", hidden) }</button>
            </th>
            <td class="n"><bdi>{ rest.unwrap_or_default() }</bdi></td>
        </tr>
    }
}

fn foot(desk: &Desk, money: &Money, rule: &str, span: Option<&'static str>) -> Html {
    html! {
        <tr class="sum">
            <th scope="row" colspan={span}>{ desk.text("view-total") }</th>
            <td class="n">{ total(desk, money, Rule::from_wire(rule)) }</td>
        </tr>
    }
}
