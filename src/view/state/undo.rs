//! Taking back and doing again what was done with files; which reads them again.

use std::rc::Rc;

use super::{Announced, Came, Effect, Entry, Face, Import, Pending, Screen, State, Undo, What};
use crate::order::Gather as _;
use crate::view::text::numbered;
use crate::wire::{Failure, ImportReport, Request};

impl State {
    /// Has files read again, one such request at a time.
    pub(super) fn read_again(
        &mut self,
        request: Request,
        file: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        let undo = Rc::make_mut(&mut self.undo);
        if std::mem::replace(&mut undo.busy, true) {
            return;
        }
        undo.failed = None;
        self.send(request, Pending::Again { file }, effects);
    }

    /// What can be taken back after an import stands below it.
    pub(super) fn note_undo(&mut self, entry: u64, report: &ImportReport) {
        self.undo = Rc::new(Undo {
            entry,
            undo: report.undo.clone(),
            redo: report.redo.clone(),
            ..Undo::default()
        });
    }

    /// Takes in all files as they are read now: each report where it stands, those that are out marked so.
    pub(super) fn was_read_again(
        &mut self,
        file: Option<&String>,
        mut report: ImportReport,
        effects: &mut Vec<Effect>,
    ) {
        let files: Vec<_> = std::mem::take(&mut report.files)
            .into_iter()
            .map(Rc::new)
            .gather();
        for entry in &mut self.thread {
            let Some(import) = Rc::make_mut(entry).import_mut() else {
                continue;
            };
            let Face::Ready(held) = &mut import.report else {
                continue;
            };
            let mut out = Vec::new();
            let held = Rc::make_mut(held);
            held.transactions = report.transactions;
            held.needs_review = report.needs_review;
            for held in &mut held.files {
                match files.iter().find(|now| now.id == held.id) {
                    Some(now) => held.clone_from(now),
                    None => out.push(held.id.clone()),
                }
            }
            import.out = Rc::new(out);
        }
        let entry = self.undo.entry;
        self.note_undo(entry, &report);
        if let Some(said) = report.redo.as_ref().or(report.undo.as_ref()) {
            self.announced = Announced::Said(said.clone());
        }
        self.adopt(&report, effects);
        // What was pressed may be gone.
        effects.push(Effect::Focus(match file {
            Some(file) => format!("file-{file}"),
            None if self.screen == Screen::Rows && self.table.detail => "detail".to_owned(),
            None if matches!(
                self.screen,
                Screen::Decisions | Screen::Rows | Screen::Accounts
            ) =>
            {
                "title".to_owned()
            }
            None => numbered("undo-", entry),
        }));
    }

    /// Takes in what was read before an import was stopped: the files that no other import has.
    pub(super) fn was_stopped(
        &mut self,
        entry: u64,
        mut report: ImportReport,
        effects: &mut Vec<Effect>,
    ) {
        for other in &self.thread {
            if let What::Import(Import {
                report: Face::Ready(held),
                ..
            }) = &other.what
            {
                let is_known = |id: &str| held.files.iter().any(|file| file.id == id);
                report.files.retain(|file| !is_known(&file.id));
            }
        }
        if report.files.is_empty() {
            return;
        }
        self.note_undo(entry, &report);
        self.adopt(&report, effects);
        if let Some(import) = self.entry_mut(entry).and_then(Entry::import_mut) {
            import.stopped = true;
            import.report = Face::Ready(Rc::new(Came::of(report)));
        }
    }

    /// Says why files were not read again.
    pub(super) fn was_not_read_again(&mut self, failure: Failure) {
        let undo = Rc::make_mut(&mut self.undo);
        undo.busy = false;
        undo.failed = Some(failure);
    }

    /// Nothing that was done can be taken back any more: the engine began anew.
    pub(super) fn lose_files(&mut self) {
        self.undo = Rc::default();
        for entry in &mut self.thread {
            if let What::Import(_) = entry.what
                && let Some(import) = Entry::import_mut(Rc::make_mut(entry))
                && let Face::Ready(report) = &import.report
            {
                let ids = report.files.iter().map(|file| file.id.clone());
                import.out = Rc::new(ids.gather());
            }
        }
    }
}
