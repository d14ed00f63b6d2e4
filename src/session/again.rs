//! What a file said, from the ledger's own rows: for files that were too large to be kept and read again.
//!
//! The rows are all there, and what was remembered of the file is. It serves where the same files stay in and only
//! their accounts are others; a file that is taken out could have told a row something that its own file did not.

use std::cell::RefCell;

use super::history::Declared;
use super::{FileId, Session};
use crate::issue::Read;
use crate::ledger::AccountId;
use crate::order::Gather as _;
use crate::statement::{Row, Statement};
use crate::text::Texts;

impl Session {
    /// What files that are not kept said, where what is to be declared leaves files and readings as they are.
    ///
    /// Shape: `None` for a file of which the rows do not tell; such a one cannot be read again.
    pub(super) fn again(&self, file: FileId, target: &Declared) -> Option<Read<Statement>> {
        let declared = &self.declared;
        if target.files != declared.files || target.readings != declared.readings {
            return None;
        }
        let record = self.files.iter().find(|record| record.id == file)?;
        let place = record.in_ledger.filter(|_| record.questions.is_empty())?;
        let ids: Vec<Option<AccountId>> = record.accounts.iter().map(|(id, _)| *id).gather();
        // Two accounts of the file that are one by now would not be told apart.
        let is_once = |id: &Option<AccountId>| ids.iter().filter(|other| *other == id).count() == 1;
        if !ids.iter().all(is_once) {
            return None;
        }
        let ledger = self.book.ledger();
        let texts = RefCell::new(Texts::default());
        let mut rows = Vec::with_capacity(record.row_count as usize);
        for (line, at) in ledger.rows_of_file(place) {
            let row = ledger.transaction(at)?;
            let account = ids.iter().position(|id| *id == Some(row.account))?;
            let text = |id| texts.borrow_mut().intern(ledger.text(id));
            rows.push(Row {
                line,
                account: account as u16,
                posting_date: row.posting_date,
                amount: row.amount,
                currency: row.currency,
                descriptor: texts.borrow_mut().intern(row.descriptor),
                pending: row.pending,
                balance: row.balance,
                facts: row.facts.map(|facts| Box::new(facts.rebased(&text))),
            });
        }
        let source = self.sources.iter().find(|source| source.id == file);
        // What was left out of an archive is said with every reading.
        let said = |issue: &&crate::issue::Issue| {
            source.is_none_or(|source| !source.left_out.contains(issue))
        };
        let value = Statement {
            format: record.format,
            encoding: record.encoding.unwrap_or_default(),
            dialect: record.dialect.clone(),
            accounts: record
                .accounts
                .iter()
                .map(|(_, stated)| stated.clone())
                .gather(),
            rows,
            skipped: record.skipped.clone(),
            texts: texts.into_inner(),
            open: Vec::new(),
            shape: (&*record.shape).into(),
        };
        Some(Read {
            value,
            issues: record.issues.iter().filter(said).cloned().gather(),
        })
    }
}
