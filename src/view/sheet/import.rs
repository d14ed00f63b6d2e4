//! What was read from each file, with its issues, in words; and how far it is while it is read.

use yew::{AttrValue, Html};

use crate::view::desk::Desk;
use crate::view::format::PeriodShape;
use crate::view::markup::html;
use crate::view::part::{Icon, failure, icon};
use crate::view::state::{Event, Face, Filter, Import};
use crate::wire::{Argument, FileReport, ImportProgress, ImportReport, Issue};

/// Issues of a file shown before the rest is folded away.
const ISSUES_SHOWN: usize = 3;

/// An import: one line a file while it is read, what came of each after.
pub fn import_sheet(desk: &Desk, id: u64, import: &Import) -> Html {
    let inside = match &import.report {
        Face::Waiting | Face::Empty => reading(desk, id, import),
        Face::Ready(report) => read(desk, id, report),
        Face::Failed(failed) => failure(desk, failed, None),
    };
    html! {
        <article class="import" id={format!("entry-{id}")} tabindex="-1" aria-labelledby={format!("said-{id}")}>
            { inside }
        </article>
    }
}

fn reading(desk: &Desk, id: u64, import: &Import) -> Html {
    let title = match import.names.len() {
        0 => AttrValue::Static(desk.text("view-opening-sample")),
        files => desk.words.count_of("view-reading-files", files as u64),
    };
    let now = import.progress.as_ref();
    let lines = import.names.iter().enumerate().map(|(at, name)| {
        let here = now.filter(|progress| progress.file_index as usize == at);
        let done = now.is_some_and(|progress| progress.file_index as usize > at);
        line(desk, name, here, done)
    });
    html! {
        <>
            <header class="ih">
                <h2 id={format!("said-{id}")}>{ title }</h2>
                <p class="note">{ desk.text("view-reading-note") }</p>
            </header>
            if import.names.is_empty() { { sample_progress(desk, now) } } else { <ul class="files">{ for lines }</ul> }
            if !import.names.is_empty() {
                <button type="button" class="btn sec sm" onclick={desk.on(Event::CancelImport(id))}>
                    { desk.text("view-stop-reading") }
                </button>
            }
        </>
    }
}

fn sample_progress(desk: &Desk, now: Option<&ImportProgress>) -> Html {
    now.map(|progress| html! { <ul class="files">{ line(desk, &progress.file, Some(progress), false) }</ul> })
        .unwrap_or_default()
}

/// One file's line while files are read: name, rows so far, a bar.
fn line(desk: &Desk, name: &str, here: Option<&ImportProgress>, done: bool) -> Html {
    let rows = here.map(|progress| desk.words.count_of("view-rows", u64::from(progress.rows)));
    let stage = match here {
        Some(progress) => desk.words.one_of("view-stage-", &progress.stage),
        None if done => AttrValue::Static(desk.text("view-stage-done")),
        None => AttrValue::Static(desk.text("view-stage-queued")),
    };
    let percent = here.map(|progress| {
        let read = progress.bytes_read.saturating_mul(100) / progress.bytes_total.max(1);
        read.min(100).to_string()
    });
    html! {
        <li>
            <span class="st">if done { { icon(Icon::Tick, 16) } }</span>
            <b class="name">{ name }</b>
            <span class="r">{ rows.unwrap_or_default() }</span>
            <p>{ stage }</p>
            if let Some(percent) = percent {
                <div class="bar" role="progressbar" aria-label={name.to_owned()} aria-valuemin="0" aria-valuemax="100"
                    aria-valuenow={percent.clone()}>
                    <i style={format!("width:{percent}%")}></i>
                </div>
            }
        </li>
    }
}

fn read(desk: &Desk, id: u64, report: &ImportReport) -> Html {
    let title = match &report.sample {
        Some(sample) => desk.words.fill(
            "view-read-sample",
            &[("name", Argument::Text(sample.name.clone()))],
        ),
        None => read_files(desk, &report.files),
    };
    let review = (report.needs_review > 0).then(|| {
        desk.words
            .count_of("view-needs-review-rows", report.needs_review)
    });
    let unreviewed = Filter {
        needs_review: true,
        ..Filter::default()
    };
    let items = report.files.iter().map(|file| file_item(desk, file));
    html! {
        <>
            <header class="ih">
                <h2 id={format!("said-{id}")}>{ title }</h2>
                <p class="note">
                    { desk.words.count_of("view-transactions-now", report.transactions) }
                    if let Some(review) = review {
                        { " " }
                        <button type="button" class="link" onclick={desk.on(Event::Rows(unreviewed))}>{ review }</button>
                    }
                </p>
            </header>
            <ul class="files">{ for items }</ul>
        </>
    }
}

/// `Read 3 files`, or `Read 2 of 3 files` where some could not be.
fn read_files(desk: &Desk, files: &[FileReport]) -> AttrValue {
    let read = files.iter().filter(|file| file.format.is_some()).count() as u64;
    let count = Argument::Count(files.len() as u64);
    match read == files.len() as u64 {
        true => desk.words.count_of("view-read-files", read),
        false => desk.words.fill(
            "view-read-some-files",
            &[("some", Argument::Count(read)), ("count", count)],
        ),
    }
}

fn file_item(desk: &Desk, file: &FileReport) -> Html {
    let failed = file.format.is_none();
    let (class, mark) = if failed {
        ("st bad", Icon::Mark)
    } else if file.checked == "disagrees"
        || file.issues.iter().any(|issue| issue.severity != "note")
    {
        ("st ask", Icon::Mark)
    } else {
        ("st", Icon::Tick)
    };
    html! {
        <li>
            <span class={class}>{ icon(mark, 16) }</span>
            <b class="name">{ &file.name }</b>
            <span class="r">if !failed { { rows_read(desk, file) } }</span>
            if !failed { <p>{ summary(desk, file) }</p> }
            { issues(desk, file) }
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

/// The days, how many rows were here already, and whether the bank's balance agrees.
fn summary(desk: &Desk, file: &FileReport) -> AttrValue {
    let words = &desk.words;
    let mut sentences = Vec::new();
    if let Some(period) = &file.period {
        let days = words.period(period, PeriodShape::Days).to_string();
        sentences.push(words.fill("view-file-days", &[("days", Argument::Text(days))]));
    }
    if file.already > 0 {
        sentences.push(words.count_of("view-file-already", file.already));
    }
    sentences.push(words.one_of("view-checked-", &file.checked));
    let texts: Vec<&str> = sentences.iter().map(AttrValue::as_str).collect();
    AttrValue::from(texts.join(" "))
}

fn issues(desk: &Desk, file: &FileReport) -> Html {
    if file.issues.is_empty() {
        return Html::default();
    }
    let (first, rest) = file.issues.split_at(file.issues.len().min(ISSUES_SHOWN));
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
    match text.split_once(": ") {
        Some((place, rest)) => {
            html! { <p class={class}><b>{ place }{ ":" }</b>{ " " }{ rest }</p> }
        }
        None => html! { <p class={class}>{ text }</p> },
    }
}
