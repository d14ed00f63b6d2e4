//! What was read from each file, with its issues, in words; and how far it is while it is read.

use std::rc::Rc;

use yew::{AttrValue, Html};

use super::file::file_item;
use super::which::waiting;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::part::{Icon, failure, icon};
use crate::view::state::{Came, Event, Face, Filter, Import, Narrowing, Undo};
use crate::view::text::{joined, numbered};
use crate::wire::{AccountReport, FileReport, ImportProgress, Says};

/// An import: one line a file while it is read, what came of each after.
pub fn import_sheet(
    desk: &Desk,
    id: u64,
    import: &Import,
    accounts: &[AccountReport],
    undo: Option<&Undo>,
) -> Html {
    let inside = match &import.report {
        Face::Waiting | Face::Empty => reading(desk, id, import),
        Face::Ready(report) => {
            html! { <>{ read(desk, id, report, accounts, &import.out) }
            if import.stopped { <p class="note">{ desk.text("failure-cancelled") }</p> }
            { undo.map(|undo| undo_line(desk, undo)).unwrap_or_default() }</> }
        }
        Face::Failed(failed) => html! {
            <>
                <header class="ih"><h2 id={numbered("said-", id)}>{ named(desk, import) }</h2></header>
                { failure(desk, failed, None) }
            </>
        },
    };
    html! {
        <article class="import" id={numbered("entry-", id)} tabindex="-1" aria-labelledby={numbered("said-", id)}>
            { inside }
        </article>
    }
}

/// What was to be read.
fn named(desk: &Desk, import: &Import) -> AttrValue {
    match import.names.is_empty() {
        true => desk.word("view-opening-sample"),
        false => AttrValue::from(joined(&import.names, ", ")),
    }
}

fn reading(desk: &Desk, id: u64, import: &Import) -> Html {
    let title = match import.names.len() {
        0 => desk.word("view-opening-sample"),
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
                <h2 id={numbered("said-", id)}>{ title }</h2>
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
        None if done => desk.word("view-stage-done"),
        None => desk.word("view-stage-queued"),
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

fn read(desk: &Desk, id: u64, report: &Came, accounts: &[AccountReport], out: &[String]) -> Html {
    let title = match &report.sample {
        Some(sample) => desk
            .words
            .with("view-read-sample")
            .text("name", sample)
            .done(),
        None => read_files(desk, &report.files),
    };
    let review = (report.needs_review > 0).then(|| {
        desk.words
            .count_of("view-needs-review-rows", report.needs_review)
    });
    let unreviewed = Filter::only(Narrowing::NeedsReview(true));
    let items = report.files.iter();
    let items = items.map(|file| file_item(desk, file, accounts, out.contains(&file.id)));
    html! {
        <>
            <header class="ih">
                <h2 id={numbered("said-", id)}>{ title }</h2>
                <p class="note">
                    { desk.words.count_of("view-transactions-now", report.transactions) }
                    if let Some(review) = review {
                        { " " }
                        <button type="button" class="link" onclick={desk.on(Event::Rows(unreviewed))}>{ review }</button>
                    }
                </p>
            </header>
            <ul class="files">{ for items }</ul>
            { waiting(desk, &report.files, out) }
        </>
    }
}

/// `Read 3 files`, or `Read 2 of 3 files` where some could not be.
fn read_files(desk: &Desk, files: &[Rc<FileReport>]) -> AttrValue {
    let read = files.iter().filter(|file| file.format.is_some()).count() as u64;
    match read == files.len() as u64 {
        true => desk.words.count_of("view-read-files", read),
        false => desk
            .words
            .with("view-read-some-files")
            .count("some", read)
            .count("count", files.len() as u64)
            .done(),
    }
}

/// What was done last, and the way back; or what was taken back, and the way forth again.
fn undo_line(desk: &Desk, undo: &Undo) -> Html {
    let line = |said: &Option<Says>, name: &'static str, event: Event| {
        let said = said.as_ref()?;
        Some(html! {
            <p class="undo">
                <span>{ desk.words.say(said, "") }</span>
                <button type="button" class="link" disabled={undo.busy} onclick={desk.on(event)}>{ desk.text(name) }</button>
            </p>
        })
    };
    let (redo, back) = (
        line(&undo.redo, "view-redo", Event::Redo),
        line(&undo.undo, "view-undo", Event::Undo),
    );
    if redo.is_none() && back.is_none() {
        return Html::default();
    }
    html! {
        <div class="undos" id={format!("undo-{}", undo.entry)} tabindex="-1" role="group" aria-label={desk.text("view-undo")}>
            if let Some(failed) = &undo.failed { { failure(desk, failed, None) } }
            { redo.unwrap_or_default() }
            { back.unwrap_or_default() }
        </div>
    }
}
