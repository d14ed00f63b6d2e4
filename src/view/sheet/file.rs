//! One file of an import: what it is, whose, which days, what its rows were compared with, how it was read and why.

use yew::{AttrValue, Html};

use super::which::{choice, sides};
use crate::view::desk::Desk;
use crate::view::format::PeriodShape;
use crate::view::markup::html;
use crate::view::part::{Icon, icon};
use crate::view::state::Event;
use crate::view::text::{joined, place_of};
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
        skipped => desk.words.fill(
            "view-rows-of",
            &[
                ("some", Argument::Count(file.row_count)),
                ("count", Argument::Count(file.row_count + skipped)),
            ],
        ),
    }
}

/// What it is, whose, and which days: `CSV of Everyday, ending 4417. 1 to 28 February.`
fn whose(desk: &Desk, file: &FileReport, accounts: &[AccountReport]) -> AttrValue {
    let words = &desk.words;
    let account = accounts
        .iter()
        .find(|account| Some(&account.id) == file.account.as_ref());
    let format = file.format.as_deref().unwrap_or_default();
    let mut arguments = vec![(
        "format",
        Argument::Text(words.one_of("view-format-", format).to_string()),
    )];
    if let Some(account) = account {
        arguments.push(("account", Argument::Text(account.name.clone())));
        // The name is often the number.
        let number = account.identifier.clone();
        let is_new = |number: &String| {
            let digits = number.trim_start_matches(['•', '·', '*', ' ']);
            place_of(digits, &account.name).is_none()
        };
        arguments.extend(
            number
                .filter(is_new)
                .map(|number| ("number", Argument::Text(number))),
        );
    }
    let bank = file
        .bank
        .clone()
        .filter(|bank| account.is_none_or(|account| place_of(bank, &account.name).is_none()));
    arguments.extend(bank.map(|bank| ("bank", Argument::Text(bank))));
    if let Some(period) = file.period.as_ref().filter(|_| !file.waits) {
        let days = words.period(period, PeriodShape::Days).to_string();
        arguments.push(("days", Argument::Text(days)));
    }
    words.fill("view-file-what", &arguments)
}

/// How many rows were here already, and what the rows were compared with.
fn summary(desk: &Desk, file: &FileReport) -> AttrValue {
    let words = &desk.words;
    let mut sentences = Vec::new();
    if file.already > 0 {
        sentences.push(words.count_of("view-file-already", file.already));
    }
    sentences.extend(file.checked_by.iter().map(|by| proof(desk, by)));
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
    desk.words.fill(
        &name,
        &[
            ("count", Argument::Count(u64::from(by.agree))),
            ("of", Argument::Count(u64::from(by.of))),
        ],
    )
}

/// How it was read and why, what was chosen, and the way to take it out.
fn how(desk: &Desk, file: &FileReport) -> Html {
    let words = &desk.words;
    let lines = file.dialect.as_ref().map(|dialect| {
        let mut lines = reading(desk, dialect);
        // Its fields have letters, and nothing separates them or heads them.
        let tagged = file.format.as_deref() == Some("qif");
        lines.retain(|(name, _)| {
            !tagged || !["view-how-delimiter", "view-how-header"].contains(name)
        });
        lines
    });
    let encoding = file
        .encoding
        .clone()
        .map(|name| ("view-how-encoding", AttrValue::from(name)));
    let balances = [
        ("view-how-opening", &file.opening),
        ("view-how-closing", &file.closing),
    ];
    let balances = balances
        .into_iter()
        .filter_map(|(name, money)| Some((name, words.money(money.as_ref()?))));
    let lines = encoding
        .into_iter()
        .chain(lines.into_iter().flatten())
        .chain(balances);
    let lines =
        lines.map(|(name, text)| html! { <><dt>{ desk.text(name) }</dt><dd>{ text }</dd></> });
    let evidence = file.dialect.iter().flat_map(|dialect| why(desk, dialect));
    let evidence: Vec<Html> = evidence
        .map(|sentence| html! { <li>{ sentence }</li> })
        .collect();
    let chosen = file.questions.iter().filter(|_| !file.waits).map(|question| {
        let said = [("choice", Argument::Text(choice(desk, question, &question.taken).to_string()))];
        html! {
            <details class="chosen">
                <summary>{ words.fill(&format!("view-read-by-{}", question.by), &said) }</summary>
                { sides(desk, file, question) }
            </details>
        }
    });
    let confidence = file.dialect.as_ref().map(|dialect| {
        words.fill(
            "view-how-sure",
            &[("share", Argument::Ratio(dialect.confidence.clone()))],
        )
    });
    html! {
        <div class="how">
            { for chosen }
            <details>
                <summary>{ desk.text("view-how-read") }if let Some(sure) = confidence { <span class="sure">{ sure }</span> }</summary>
                <dl class="reads">{ for lines }</dl>
                if !evidence.is_empty() { <ul class="why">{ for evidence }</ul> }
                <button type="button" class="link" onclick={desk.on(Event::TakeOut(file.id.clone()))}>
                    { desk.text("view-take-out") }<span class="vh">{ " " }{ &file.name }</span>
                </button>
            </details>
        </div>
    }
}

/// The hypothesis: what separates, where the header is, what each column holds, and how values are written.
fn reading(desk: &Desk, dialect: &Dialect) -> Vec<(&'static str, AttrValue)> {
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
        Some(row) => words.fill(
            "view-how-header-row",
            &[
                ("row", Argument::Ordinal(u64::from(row))),
                ("count", Argument::Count(u64::from(row - 1))),
            ],
        ),
        None => desk.word("view-how-header-none"),
    };
    let columns = (1..)
        .zip(&dialect.columns)
        .filter(|(_, column)| column.role != "ignored");
    let columns = columns.map(|(number, column)| {
        let arguments = [
            (
                "column",
                Argument::Text(match column.header.as_str() {
                    "" => u64::to_string(&number),
                    header => header.to_owned(),
                }),
            ),
            (
                "role",
                Argument::Text(words.one_of("view-role-", &column.role).to_string()),
            ),
        ];
        words.fill("view-how-column", &arguments)
    });
    let columns: Vec<AttrValue> = columns.collect();
    let mark = match dialect.decimal_mark.as_deref() {
        Some(",") => "view-choice-decimalComma",
        Some(_) => "view-choice-decimalPoint",
        None => "view-how-mark-none",
    };
    let mut lines = vec![(
        "view-how-delimiter",
        words.one_of("view-delimiter-", delimiter),
    )];
    if delimiter != "line" {
        lines.push(("view-how-header", header));
    }
    lines.push(("view-how-columns", words.list(&columns)));
    lines.push((
        "view-how-dates",
        AttrValue::from(dialect.date_order.clone()),
    ));
    lines.push(("view-how-mark", desk.word(mark)));
    lines.push(("view-how-sign", words.one_of("view-sign-", &dialect.sign)));
    lines
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
        let arguments = [
            ("count", Argument::Count(u64::from(evidence.rows))),
            ("of", Argument::Count(u64::from(of))),
        ];
        let sentence = desk
            .words
            .fill(&format!("view-evidence-{}", evidence.what), &arguments);
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
    let told: Vec<&Issue> = file
        .issues
        .iter()
        .filter(|issue| !is_asked(issue))
        .collect();
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
