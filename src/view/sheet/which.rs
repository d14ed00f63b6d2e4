//! Which reading? The same rows twice, as each reading has them, with what would follow and a button a side.

use std::rc::Rc;

use yew::{AttrValue, Html};

use crate::view::desk::Desk;
use crate::view::format::DateShape;
use crate::view::markup::html;
use crate::view::state::Event;
use crate::wire::{FileReport, Question, Side, SideRow};

/// The questions that files wait for, each asked once for all files of a shape.
pub(super) fn waiting(desk: &Desk, files: &[Rc<FileReport>], out: &[String]) -> Html {
    let mut asked: Vec<(&FileReport, &Question)> = Vec::new();
    let waits = |file: &&Rc<FileReport>| file.waits && !out.contains(&file.id);
    for file in files.iter().filter(waits) {
        let mut open = file
            .questions
            .iter()
            .filter(|question| question.by != "user");
        let Some(question) = open.next() else {
            continue;
        };
        if !asked
            .iter()
            .any(|(known, about)| about.code == question.code && is_alike(known, file))
        {
            asked.push((file, question));
        }
    }
    let cards = asked.iter().map(|(file, question)| {
        let id = format!("which-{}", file.id);
        html! {
            <section class="which" aria-labelledby={id.clone()}>
                <div class="in">
                    <h3 id={id}>{ desk.text("view-which") }</h3>
                    <p class="note">{ about(desk, file, question) }</p>
                </div>
                { sides(desk, file, question) }
                <p class="note later">{ desk.text("view-which-later") }</p>
            </section>
        }
    });
    html! { <>{ for cards }</> }
}

/// Whether what is said of one file holds for the other.
fn is_alike(one: &FileReport, other: &FileReport) -> bool {
    let same_heads = match (&one.dialect, &other.dialect) {
        (Some(one), Some(other)) => {
            let mut pairs = one.columns.iter().zip(&other.columns);
            one.delimiter == other.delimiter
                && one.columns.len() == other.columns.len()
                && pairs.all(|(one, other)| one.header == other.header)
        }
        (one, other) => one.is_none() && other.is_none(),
    };
    one.format == other.format && same_heads
}

fn about(desk: &Desk, file: &FileReport, question: &Question) -> AttrValue {
    desk.words
        .with(&format!("view-open-{}", question.code))
        .text("file", &file.name)
        .text("column", &question.column)
        .done()
}

/// Both readings; the one that is taken by the person's word is marked so.
pub(super) fn sides(desk: &Desk, file: &FileReport, question: &Question) -> Html {
    let sides = question.sides.iter().enumerate().map(|(at, side)| {
        let id = format!("{}-{}", file.id, side.choice);
        let taken = question.taken == side.choice && !file.waits;
        let class = match at {
            0 => "btn pri sm",
            _ => "btn sec sm",
        };
        let settle = Event::Settle {
            file: file.id.clone(),
            choice: side.choice.clone(),
        };
        html! {
            <div role="group" aria-labelledby={id.clone()}>
                <p class="way" {id}>{ choice(desk, question, &side.choice) }</p>
                <ul>{ for side.rows.iter().map(|row| line(desk, question, row)) }</ul>
                <p class="then">{ desk.words.say(&side.follows, &side.sentence) }</p>
                <button type="button" {class} aria-pressed={taken} disabled={taken}
                    onclick={desk.on(settle)}>{ button(desk, side, taken) }</button>
            </div>
        }
    });
    html! { <div class="two">{ for sides }</div> }
}

/// What a reading is called.
pub(super) fn choice(desk: &Desk, question: &Question, choice: &str) -> AttrValue {
    match choice.strip_prefix("column") {
        Some(column) => desk
            .words
            .with("view-choice-column")
            .text("number", column)
            .text("column", &question.column)
            .done(),
        None => desk.words.one_of("view-choice-", choice),
    }
}

fn button(desk: &Desk, side: &Side, taken: bool) -> AttrValue {
    if taken {
        return desk.word("view-use-taken");
    }
    match side.choice.strip_prefix("column") {
        Some(column) => desk
            .words
            .with("view-use-column")
            .text("number", column)
            .done(),
        None => desk.words.one_of("view-use-", &side.choice),
    }
}

/// A row: as printed, with what is read differently marked; and as it would be read.
fn line(desk: &Desk, question: &Question, row: &SideRow) -> Html {
    let printed = row.printed.as_str();
    let place = |letters: u32| {
        let mut places = printed.char_indices();
        let at = places.nth(letters as usize);
        at.map_or(printed.len(), |(at, _)| at)
    };
    let (from, to) = (place(row.marked_from), place(row.marked_to));
    let read = match question.code.as_str() {
        "date-order-ambiguous" => row
            .posting_date
            .as_ref()
            .map(|day| desk.words.date(day, DateShape::TableWeekday)),
        _ => row.amount.as_ref().map(|amount| desk.words.signed(amount)),
    };
    let about = question.code != "date-order-ambiguous";
    html! {
        <li>
            <span class="raw">{ &printed[..from] }<mark>{ printed.get(from..to).unwrap_or_default() }</mark>{ &printed[to..] }</span>
            <span class="as">{ read.unwrap_or_default() }</span>
            if about { <span class="note" lang="" dir="auto">{ &row.descriptor }</span> }
        </li>
    }
}
