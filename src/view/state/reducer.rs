//! The one function that changes the state: plain, from a state and an event to the next state and what is to be done
//! outside.

use super::{Asked, DECISIONS_PAGE, Effect, Event, Face, Pending, Screen, Share, State};
use crate::view::text::numbered;
use crate::wire::{Envelope, Request};

/// The next state, and what is to be done outside.
pub fn reduce(mut state: State, event: &Event) -> (State, Vec<Effect>) {
    let mut effects = Vec::new();
    let after_g = std::mem::take(&mut state.after_g);
    match event {
        Event::Checked(facts) => state.checked(facts.clone(), &mut effects),
        Event::Receipts(receipts) => state.receipts = receipts.clone(),
        Event::Set(settings) => state.set(settings, &mut effects),
        Event::Picked { names } if !names.is_empty() => {
            let has_begun = state.has_begun();
            state.leave_sample(&mut effects);
            let id = state.begin_import(names.clone(), &mut effects);
            if !has_begun {
                state.leave_first(id, &mut effects);
            }
            effects.push(Effect::Import(id));
        }
        Event::Picked { .. } => {}
        Event::HostRows { rows, name } => {
            state.leave_sample(&mut effects);
            let id = state.begin_import(vec![name.clone()], &mut effects);
            effects.push(Effect::ImportRows { id, rows: *rows });
        }
        Event::HostAsked(words) => {
            let words = words.clone();
            state.ask_for_host(Asked { words, id: None }, &mut effects);
        }
        Event::ShareWanted { id, what, .. } => {
            let asked = Asked {
                words: what.clone(),
                id: Some(id.clone()),
            };
            state.ask_for_host(asked, &mut effects);
        }
        Event::ShareCancelled(id) => state.withdraw(id),
        Event::ShareOutcome { id, shared } => state.settle(id.as_ref(), *shared, &mut effects),
        Event::Share { entry, text } => state.offer(*entry, text, &mut effects),
        Event::ExportRows => state.export_rows(&mut effects),
        Event::ExportAnswer(entry) => state.export_answer(*entry, &mut effects),
        Event::ExportReceipts => state.export_receipts(&mut effects),
        Event::Reply(outgoing) => {
            if let Some(outgoing) = outgoing.take() {
                state.hear(outgoing, &mut effects);
            }
        }
        Event::EngineStopped => state.stopped(&mut effects),
        Event::Key(key) => state.key(key, after_g, &mut effects),
        Event::Go(screen) => state.go(*screen, &mut effects),
        Event::OpenSample => {
            state.forget(&mut effects);
            let id = state.begin_import(Vec::new(), &mut effects);
            effects.push(Effect::Send(Envelope {
                id,
                request: Request::Sample,
            }));
            state.leave_first(id, &mut effects);
        }
        Event::Decide(decide) => {
            let mut decide = decide.clone();
            decide.today = Some(state.today.clone());
            state.read_again(Request::Decide(decide), None, &mut effects);
        }
        Event::MoreDecisions => {
            let shown = match &state.review {
                Face::Ready(page) => page.decisions.len() as u64,
                Face::Waiting | Face::Empty | Face::Failed(_) => 0,
            };
            state.fetch_decisions(shown + DECISIONS_PAGE, &mut effects);
        }
        Event::CancelImport(target) => {
            let target = *target;
            state.send(Request::Cancel { target }, Pending::Nothing, &mut effects);
        }
        Event::Settle { file, choice } => {
            let request = Request::Settle {
                file: file.clone(),
                choice: choice.clone(),
            };
            state.read_again(request, Some(file.clone()), &mut effects);
        }
        Event::TakeOut(file) => {
            let file = file.clone();
            state.read_again(Request::TakeOut { file }, None, &mut effects);
        }
        Event::Undo => state.read_again(Request::Undo, None, &mut effects),
        Event::Redo => state.read_again(Request::Redo, None, &mut effects),
        Event::Drafted(draft) => state.draft.clone_from(draft),
        Event::Submit => {
            let words = std::mem::take(&mut state.draft);
            state.ask(&words, false, Share::No, &mut effects);
        }
        Event::Ask(words) => state.ask(words, false, Share::No, &mut effects),
        Event::Recall => {
            let last = state.thread.iter().rev().find_map(|entry| entry.question());
            if let (true, Some(last)) = (state.draft.is_empty(), last) {
                state.draft = last.words.clone();
            }
        }
        Event::Workings(entry) => state.toggle_workings(*entry, None, &mut effects),
        Event::Open(entry) => {
            state.toggle_workings(*entry, Some(true), &mut effects);
            effects.push(Effect::Focus(numbered("workings-", *entry)));
        }
        Event::MoreWorkings(entry) => state.fetch_workings(*entry, &mut effects),
        Event::CopyRows(entry) => {
            let entry = state.thread.iter().find(|known| known.id == *entry);
            if let Some(question) = entry.and_then(|entry| entry.question()) {
                effects.push(Effect::Copy(question.workings.copied()));
            }
        }
        Event::Split(split) => state.split = *split,
        Event::Month(month) => {
            state.month.clone_from(month);
            state.fetch_overview(&mut effects);
        }
        Event::Currency(currency) => {
            state.currency.clone_from(currency);
            state.fetch_overview(&mut effects);
        }
        Event::Rows(filter) => {
            let mut filter = filter.clone();
            // An answer names an account as the person does.
            let mut accounts = state.accounts.iter();
            let named = |name: &String| accounts.find(|account| account.name == *name);
            if let Some(account) = filter.account.as_ref().and_then(named) {
                filter.account = Some(account.id.clone());
            }
            state.show_rows(filter, &mut effects);
            state.screen = Screen::Rows;
            effects.push(Effect::Focus("title".to_owned()));
        }
        Event::Narrow(change) => {
            let filter = state.table.filter.clone().narrowed(change);
            state.show_rows(filter, &mut effects);
        }
        Event::Scrolled(top) => {
            state.table.top = *top;
            state.fetch_rows(&mut effects);
        }
        Event::Step(step) => {
            if let Some(row) = state.table.step(*step) {
                effects.push(Effect::RevealRow(row));
            }
        }
        Event::Pick(row) => {
            let open = state.table.picked != Some(*row) || !state.table.detail;
            state.table.picked = Some(*row);
            state.show_detail(open, &mut effects);
        }
        Event::Detail => {
            let open = state.table.picked.is_some() && !state.table.detail;
            state.show_detail(open, &mut effects);
        }
        Event::Say(say) => state.say(say, &mut effects),
        Event::Hand(hand) => state.hand(hand, &mut effects),
        Event::Compose => state.compose(&mut effects),
        Event::SingleKeys(on) => state.no_single_keys = !*on,
    }
    if !state.facts.has_engine() {
        state.give_up(&mut effects);
    }
    (state, effects)
}
