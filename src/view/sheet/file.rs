//! One file of an import: what it is, whose, which days, what its rows were compared with, how it was read and why.

use yew::{AttrValue, Html};

use super::which::{choice, sides};
use crate::order::{AddAll as _, Gather as _};
use crate::view::desk::Desk;
use crate::view::format::PeriodShape;
use crate::view::markup::html;
use crate::view::part::{Icon, Known, icon};
use crate::view::state::Event;
use crate::view::text::{as_drawn, joined, place_of};
use crate::wire::{AccountReport, Argument, CheckedBy, Dialect, FileReport, Issue};

/// Issues of a file shown before the rest is folded away.
const ISSUES_SHOWN: usize = 3;

/// A file's line with all that is folded under it.
pub(super) fn file_item(
    desk: &Desk,
    file: &FileReport,
    accounts: &[AccountReport],
    out: bool,
) -> Html {
    let failed = file.format.is_none();
    let (class, mark) = if failed {
        ("st bad", Icon::Mark)
    } else if file.waits
        || file.checked == "disagrees"
        || file.issues.iter().any(|issue| issue.severity != "note")
    {
        ("st ask", Icon::Mark)
    } else {
        ("st", Icon::Tick)
    };
    let state = match (out, file.waits, failed) {
        (true, ..) => desk.word("view-file-out"),
        (_, true, _) => desk.word("view-file-waits"),
        (_, _, true) => AttrValue::Static(""),
        _ => summary(desk, file),
    };
    let id = format!("file-{}", file.id);
    html! {
        <li {id} tabindex="-1" class={if out { "out" } else { "" }}>
            <span class={class}>{ icon(mark, 16) }</span>
            <b class="name">{ &file.name }</b>
            <span class="r">if !failed { { rows_read(desk, file) } }</span>
            if !failed && !file.waits { <p>{ whose(desk, file, accounts) }</p> }
            if !state.is_empty() { <p>{ state }</p> }
            { issues(desk, file) }
            if !out && !failed { { how(desk, file) } }
        </li>
    }
}

/// `784 rows`, or `179 of 180 rows` where some were left out.
fn rows_read(desk: &Desk, file: &FileReport) -> AttrValue {
    match file.skipped.len() as u64 {
        0 => desk.words.count_of("view-rows", file.row_count),
        skipped => desk
            .words
            .with("view-rows-of")
            .count("some", file.row_count)
            .count("count", file.row_count + skipped)
            .done(),
    }
}

/// What it is, whose, and which days: `CSV of Everyday, ending 4417. 1 to 28 February.`
fn whose(desk: &Desk, file: &FileReport, accounts: &[AccountReport]) -> AttrValue {
    let words = &desk.words;
    let account = accounts
        .iter()
        .find(|account| Some(&account.id) == file.account.as_ref());
    let format = file.format.as_deref().unwrap_or_default();
    let format = words.one_of("view-format-", format);
    let mut said = words.with("view-file-what").text("format", &format);
    let is_new = |text: &str| account.is_none_or(|one| place_of(text, &one.name).is_none());
    if let Some(account) = account {
        said = said.text("account", &account.name);
        // The name is often the number.
        let digits = |number: &String| is_new(number.trim_start_matches(['•', '·', '*', ' ']));
        said = said.text_of("number", &account.identifier.clone().filter(digits));
    }
    said = said.text_of("bank", &file.bank.clone().filter(|bank| is_new(bank)));
    if let Some(period) = file.period.as_ref().filter(|_| !file.waits) {
        said = said.text("days", &words.period(period, PeriodShape::Days));
    }
    said.done()
}

/// How many rows were here already, and what the rows were compared with.
fn summary(desk: &Desk, file: &FileReport) -> AttrValue {
    let words = &desk.words;
    let mut sentences = Vec::new();
    if file.already > 0 {
        sentences.push(words.count_of("view-file-already", file.already));
    }
    sentences.add_all(file.checked_by.iter().map(|by| proof(desk, by)));
    let is_one = file.checked == "nothingToCheck" && file.closing.is_some();
    if is_one && file.checked_by.is_empty() {
        sentences.push(words.word("view-checked-one"));
    } else if file.checked_by.is_empty() && file.format.as_deref() != Some("rates") {
        // Of a file of rates there is nothing to check.
        sentences.push(words.one_of("view-checked-", &file.checked));
    }
    AttrValue::from(joined(&sentences, " "))
}

fn proof(desk: &Desk, by: &CheckedBy) -> AttrValue {
    let name = match by.agree == by.of {
        true => format!("view-proof-{}", by.what),
        false => format!("view-proof-{}-not", by.what),
    };
    desk.words
        .with(&name)
        .count("count", u64::from(by.agree))
        .count("of", u64::from(by.of))
        .done()
}

/// How it was read and why, what was chosen, and the way to take it out.
fn how(desk: &Desk, file: &FileReport) -> Html {
    let words = &desk.words;
    let mut known = Known::new(desk);
    known.text("view-how-encoding", &file.encoding);
    if let Some(dialect) = &file.dialect {
        let tagged = file.format.as_deref() == Some("qif");
        reading(desk, dialect, tagged, &mut known);
    }
    known.money("view-how-opening", &file.opening);
    known.money("view-how-closing", &file.closing);
    let evidence = file.dialect.iter().flat_map(|dialect| why(desk, dialect));
    let evidence: Vec<Html> = evidence
        .map(|sentence| html! { <li>{ sentence }</li> })
        .gather();
    let chosen = file.questions.iter().filter(|_| !file.waits).map(|question| {
        html! {
            <details class="chosen">
                <summary>{ words.with(&format!("view-read-by-{}", question.by)).text("choice", &choice(desk, question, &question.taken)).done() }</summary>
                { sides(desk, file, question) }
            </details>
        }
    });
    let confidence = file.dialect.as_ref().map(|dialect| {
        words
            .with("view-how-sure")
            .give("share", Argument::Ratio(dialect.confidence.clone()))
            .done()
    });
    html! {
        <div class="how">
            { for chosen }
            <details>
                <summary>{ desk.text("view-how-read") }if let Some(sure) = confidence { { " " }<span class="sure">{ sure }</span> }</summary>
                { known.draw() }
                if !evidence.is_empty() { <ul class="why">{ for evidence }</ul> }
                <button type="button" class="link" onclick={desk.on(Event::TakeOut(file.id.clone()))}>
                    { desk.text("view-take-out") }<span class="vh">{ " " }{ &file.name }</span>
                </button>
            </details>
        </div>
    }
}

/// The hypothesis: what separates, where the header is, what each column holds, and how values are written.
/// Fields that are tagged have letters, and nothing separates them or heads them.
fn reading(desk: &Desk, dialect: &Dialect, tagged: bool, known: &mut Known<'_>) {
    let words = &desk.words;
    let delimiter = match dialect.delimiter.as_str() {
        "\t" => "tab",
        "\n" => "line",
        ";" => "semicolon",
        "|" => "bar",
        "" => "cells",
        _ => "comma",
    };
    let header = match dialect.header {
        Some(0 | 1) => desk.word("view-how-header-first"),
        Some(row) => words
            .with("view-how-header-row")
            .give("row", Argument::Ordinal(u64::from(row)))
            .count("count", u64::from(row - 1))
            .done(),
        None => desk.word("view-how-header-none"),
    };
    let columns = (1..)
        .zip(&dialect.columns)
        .filter(|(_, column)| column.role != "ignored");
    let columns = columns.map(|(number, column)| {
        words
            .with("view-how-column")
            .text(
                "column",
                &match column.header.as_str() {
                    "" => u64::to_string(&number),
                    header => header.to_owned(),
                },
            )
            .text("role", &words.one_of("view-role-", &column.role))
            .done()
    });
    let columns: Vec<AttrValue> = columns.gather();
    let mark = match dialect.decimal_mark.as_deref() {
        Some(",") => "view-choice-decimalComma",
        Some(_) => "view-choice-decimalPoint",
        None => "view-how-header-none",
    };
    if !tagged {
        known.add(
            "view-how-delimiter",
            words.one_of("view-delimiter-", delimiter),
        );
    }
    if !tagged && delimiter != "line" {
        known.add("view-how-header", header);
    }
    known.add("view-how-columns", words.list(&columns));
    known.add("view-how-dates", as_drawn(&dialect.date_order));
    known.add("view-how-mark", desk.word(mark));
    known.add("view-how-sign", words.one_of("view-sign-", &dialect.sign));
}

/// What spoke for it, a sentence each.
fn why(desk: &Desk, dialect: &Dialect) -> Vec<AttrValue> {
    let rows = |what: &str| {
        dialect
            .evidence
            .iter()
            .find(|evidence| evidence.what == what)
            .map(|evidence| evidence.rows)
    };
    let mut told = Vec::new();
    for evidence in &dialect.evidence {
        if evidence.what == "balances-compared" {
            continue;
        }
        let of = rows("balances-compared").unwrap_or(evidence.rows);
        let sentence = desk
            .words
            .with(&format!("view-evidence-{}", evidence.what))
            .count("count", u64::from(evidence.rows))
            .count("of", u64::from(of))
            .done();
        if !sentence.is_empty() {
            told.push(sentence);
        }
    }
    told
}

fn issues(desk: &Desk, file: &FileReport) -> Html {
    // What is asked below is not said here as well.
    let is_asked = |issue: &&Issue| {
        file.waits
            && file
                .questions
                .iter()
                .any(|question| question.code == issue.code)
    };
    let told: Vec<&Issue> = file.issues.iter().filter(|issue| !is_asked(issue)).gather();
    if told.is_empty() {
        return Html::default();
    }
    let (first, rest) = told.split_at(told.len().min(ISSUES_SHOWN));
    let unseen = file.issue_count.saturating_sub(file.issues.len() as u64);
    html! {
        <div class="issues">
            { for first.iter().map(|issue| issue_line(desk, issue)) }
            if !rest.is_empty() {
                <details>
                    <summary>{ desk.words.count_of("view-issues-more", rest.len() as u64 + unseen) }</summary>
                    { for rest.iter().map(|issue| issue_line(desk, issue)) }
                    if unseen > 0 { <p class="note">{ desk.words.count_of("view-issues-unseen", unseen) }</p> }
                </details>
            }
        </div>
    }
}

/// The message, whose place comes first and is set apart.
fn issue_line(desk: &Desk, issue: &Issue) -> Html {
    let class = match issue.severity.as_str() {
        "failed" => "issue bad",
        "note" => "issue quiet",
        _ => "issue",
    };
    let text = desk.words.say(&issue.says, &issue.sentence);
    match place_of(": ", &text).and_then(|end| text.split_at_checked(end)) {
        Some((place, rest)) => {
            html! { <p class={class}><b>{ place }{ ":" }</b>{ " " }{ rest.get(2..).unwrap_or_default() }</p> }
        }
        None => html! { <p class={class}>{ text }</p> },
    }
}
