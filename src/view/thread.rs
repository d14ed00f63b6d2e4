//! The conversation: questions are spoken on the right, answers are written on full-width sheets.

use std::rc::Rc;

use yew::{AttrValue, Html, Properties, function_component};

use super::desk::Desk;
use super::part::notice;
use super::sheet::{AnswerSheet, ImportSheet, Suggestions};
use super::state::{Entry, What};
use crate::view::markup::html;
use crate::wire::AccountReport;

/// What the thread shows.
#[derive(Clone, PartialEq, Properties)]
pub struct ThreadProps {
    /// What to work with.
    pub desk: Desk,
    /// The entries, oldest first.
    pub entries: Vec<Rc<Entry>>,
    /// The accounts, for their names.
    pub accounts: Rc<Vec<AccountReport>>,
    /// Questions to begin with, while none was asked.
    pub suggestions: Rc<Vec<String>>,
    /// Transactions there are.
    pub transactions: u64,
}

/// The conversation. What is announced is said by the widget's own live region, so that only the sentence is.
#[function_component]
pub fn Thread(props: &ThreadProps) -> Html {
    let asked = props.entries.iter().any(|entry| entry.question().is_some());
    let entries = props.entries.iter().map(|entry| {
        html! {
            <ThreadEntry
                key={entry.id}
                desk={props.desk.clone()}
                entry={entry.clone()}
                accounts={props.accounts.clone()}
                transactions={props.transactions}
            />
        }
    });
    html! {
        <div class="thread" id="thread" role="log" aria-live="off" tabindex="0"
            aria-labelledby="ask">
            { for entries }
            if !asked && !props.suggestions.is_empty() {
                <Suggestions desk={props.desk.clone()} questions={first_four(&props.suggestions)} alone=true />
            }
        </div>
    }
}

fn first_four(suggestions: &[String]) -> Vec<String> {
    suggestions.iter().take(4).cloned().collect()
}

#[derive(Clone, PartialEq, Properties)]
struct ThreadEntryProps {
    desk: Desk,
    entry: Rc<Entry>,
    accounts: Rc<Vec<AccountReport>>,
    transactions: u64,
}

#[function_component]
fn ThreadEntry(props: &ThreadEntryProps) -> Html {
    let ThreadEntryProps {
        desk,
        entry,
        accounts,
        transactions,
    } = props;
    match &entry.what {
        What::Import(import) => html! {
            <ImportSheet desk={desk.clone()} id={entry.id} import={import.clone()} />
        },
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
                <AnswerSheet
                    desk={desk.clone()}
                    id={entry.id}
                    question={question.clone()}
                    accounts={accounts.clone()}
                    transactions={*transactions}
                />
            </>
        },
        What::Restarted { unanswered } => notice(
            AttrValue::Static(desk.text("view-restarted")),
            html! { <p>{ desk.words.count_of("view-restarted-note", *unanswered) }</p> },
            None,
        ),
    }
}
