//! The conversation: questions are spoken on the right, answers are written on full-width sheets.

use yew::Html;

use super::desk::{Desk, Same};
use super::first::not_running;
use super::part::notice;
use super::piece::{Draw, Own, piece_of};
use super::sheet::{answer_sheet, import_sheet, suggestions};
use super::state::{Entry, State, Undo, What};
use crate::view::markup::html;
use crate::wire::AccountReport;

/// The conversation. What is announced is said by the widget's own live region, so that only the sentence is.
pub fn thread(desk: &Desk, state: &State) -> Html {
    let asked = state.thread.iter().any(|entry| entry.question().is_some());
    let entries = state.thread.iter().map(|entry| {
        let undo = (state.undo.entry == entry.id).then(|| Same(state.undo.clone()));
        let drawn = ThreadEntry {
            desk: desk.clone(),
            entry: Same(entry.clone()),
            accounts: Same(state.accounts.clone()),
            transactions: state.transactions,
            undo,
        };
        piece_of(entry.id, drawn)
    });
    html! {
        <div class="thread" id="thread" role="log" aria-live="off" tabindex="0"
            aria-labelledby="ask">
            { for entries }
            if state.awaits_engine() {
                <p class="waiting late long note">{ desk.text("view-engine-coming") }</p>
            }
            if !asked && !state.suggestions.is_empty() {
                { suggestions(desk, first_four(&state.suggestions), true) }
            }
        </div>
    }
}

fn first_four(suggestions: &[String]) -> &[String] {
    suggestions.get(..4).unwrap_or(suggestions)
}

#[derive(PartialEq)]
struct ThreadEntry {
    desk: Desk,
    entry: Same<Entry>,
    accounts: Same<Vec<AccountReport>>,
    transactions: u64,
    undo: Option<Same<Undo>>,
}

impl Draw for ThreadEntry {
    const NAME: &'static str = "entry";

    fn draw(&self, _: &Own<'_>) -> Html {
        entry(self)
    }
}

fn entry(entry: &ThreadEntry) -> Html {
    let ThreadEntry {
        desk,
        entry,
        accounts,
        transactions,
        undo,
    } = entry;
    match &entry.what {
        What::Import(import) => import_sheet(desk, entry.id, import, accounts, undo.as_deref()),
        What::Question(question) => html! {
            <>
                <div class="q">
                    if question.by_host {
                        <span class="when">{ desk.of_host("view-host-asks") }</span>
                    } else {
                        <span class="vh">{ desk.text("view-you-asked") }</span>
                    }
                    <p>{ &question.words }</p>
                </div>
                { answer_sheet(desk, entry.id, question, accounts, *transactions) }
            </>
        },
        What::Stopped { unanswered } if desk.facts.has_engine() => {
            let note = html! {
                <p>
                    { desk.text("view-restarted-note") }
                    if *unanswered > 0 { { " " }{ desk.words.count_of("view-unanswered", *unanswered) } }
                </p>
            };
            notice(desk.word("view-restarted"), Some(note), None)
        }
        What::Stopped { .. } => not_running(desk),
    }
}
