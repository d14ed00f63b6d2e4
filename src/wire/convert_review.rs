//! Matches and accounts as they cross.

use crate::calendar::{self, plus_days};
use crate::ledger::{AccountId, Choice, Decided, DecisionKind, TransactionId, Verdict};
use crate::session::{Refusal, Reviewed, Session};

use super::convert::transaction;
use super::door::page;
use super::*;

/// The most rows that a match comes with.
const ROWS_SHOWN: usize = 3;

/// A page of matches.
pub(super) fn decisions(session: &mut Session, of: &DecisionsOf) -> DecisionsPage {
    let reviewed = session.reviewed();
    let book = session.book();
    let ledger = book.ledger();
    let shown = |one: &Reviewed| {
        let file = match one.decision.because {
            Decided::SameRows { file } => ledger.files().get(usize::from(file)),
            _ => None,
        };
        let rows = one.rows.iter().take(ROWS_SHOWN);
        DecisionShown {
            needs_review: one.needs_review,
            rows: rows.filter_map(|at| transaction(book, *at)).collect(),
            file: file.map(ToString::to_string),
            decision: decision(&one.decision),
        }
    };
    let waiting = reviewed.iter().filter(|one| one.needs_review).count() as u64;
    let Some(id) = &of.transaction else {
        return DecisionsPage {
            total: reviewed.len() as u64,
            needs_review: waiting,
            offset: of.offset,
            decisions: page(&reviewed, of.offset, of.limit)
                .iter()
                .map(shown)
                .collect(),
        };
    };
    let id = TransactionId::parse(id);
    let about = reviewed
        .iter()
        .filter(|one| one.decision.transactions.iter().any(|row| Some(*row) == id));
    let decisions: Vec<_> = about.map(shown).collect();
    DecisionsPage {
        total: decisions.len() as u64,
        needs_review: waiting,
        offset: 0,
        decisions,
    }
}

impl Decide {
    /// What is said, in the ledger's own terms.
    pub(super) fn to_domain(&self) -> Result<Choice, Refusal> {
        let verdicts = [
            Verdict::Open,
            Verdict::Confirmed,
            Verdict::Undone,
            Verdict::Made,
        ];
        let verdict = verdicts
            .into_iter()
            .find(|known| known.name() == self.verdict);
        let ids = self.transactions.iter().map(|id| TransactionId::parse(id));
        let said = (
            DecisionKind::from_name(&self.kind),
            ids.collect::<Option<Vec<_>>>(),
            verdict,
        );
        match said {
            (Some(kind), Some(transactions), Some(verdict)) => Ok(Choice {
                kind,
                transactions,
                verdict,
            }),
            _ => Err(Refusal::Unknown),
        }
    }
}

/// Every account with its days.
pub(super) fn accounts(session: &Session, reports: Vec<AccountReport>) -> AccountsPanel {
    let accounts = (0..).map(AccountId).zip(reports);
    AccountsPanel {
        accounts: accounts
            .map(|(id, account)| days(session, id, account))
            .collect(),
    }
}

fn days(session: &Session, id: AccountId, account: AccountReport) -> AccountDays {
    let ledger = session.book().ledger();
    let of_account = ledger.files_of(id);
    let files = session.files().iter();
    let files = files.filter(|file| file.in_ledger.is_some_and(|at| of_account.contains(&at)));
    let files = files.map(|file| AccountFile {
        id: format!("f{}", file.id.0),
        name: file.name.to_string(),
    });
    let cover = ledger.cover(id);
    let bank = ledger.account(id).and_then(|account| account.bank.as_ref());
    let ends = cover.spans.first().zip(cover.spans.last());
    let mut months = Vec::new();
    let mut known = cover.balances.iter().peekable();
    if let Some((first, last)) = ends {
        let mut day = first.start().first_of_month();
        while day < last.end() {
            let next = plus_days(day.last_of_month(), 1);
            let touches = |days: &&calendar::Period| days.start() < next && day < days.end();
            let gap = cover.gaps.iter().find(touches);
            let covered = cover.spans.iter().any(|span| touches(&span));
            let mut balance = None;
            while let Some((_, money)) = known.next_if(|(day, _)| day.to_date() < next) {
                balance = Some(*money);
            }
            months.push(AccountMonth {
                period: Period {
                    start: day.to_string(),
                    end: next.to_string(),
                },
                cover: match (gap, covered) {
                    (None, _) => "covered",
                    (Some(_), true) => "partly",
                    (Some(_), false) => "gap",
                }
                .to_owned(),
                balance: balance.map(Money::from),
            });
            day = next;
        }
    }
    AccountDays {
        account,
        bank: bank.map(ToString::to_string),
        files: files.collect(),
        months,
        gaps: cover.gaps.into_iter().map(Period::from).collect(),
        breaks: cover
            .breaks
            .into_iter()
            .map(|(days, missing)| BalanceBreak {
                period: days.into(),
                missing: missing.into(),
            })
            .collect(),
        balances: cover
            .balances
            .into_iter()
            .map(|(day, balance)| DayBalance {
                date: day.to_date().to_string(),
                balance: balance.into(),
            })
            .collect(),
    }
}

/// A match as it crosses.
pub(super) fn decision(decision: &crate::ledger::Decision) -> Decision {
    let (rate, fee) = match decision.because {
        Decided::ImpliedRate(rate) => (Some(rate.normalize().to_string()), None),
        Decided::WithFee(fee) => (None, Some(Money::from(fee))),
        _ => (None, None),
    };
    Decision {
        id: decision.id().to_string(),
        kind: decision.kind.name().to_owned(),
        transactions: decision
            .transactions
            .iter()
            .map(ToString::to_string)
            .collect(),
        reason: DecisionReason {
            kind: decision.because.name().to_owned(),
            days_apart: decision.days_apart,
            rows: decision.transactions.len() as u32,
            rate,
            fee,
        },
        confidence: decision.confidence.to_string(),
        by: match decision.verdict {
            Verdict::Made | Verdict::Undone => "user",
            Verdict::Open | Verdict::Confirmed => "engine",
        }
        .to_owned(),
        verdict: decision.verdict.name().to_owned(),
    }
}
