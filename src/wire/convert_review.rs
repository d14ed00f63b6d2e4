//! Matches and accounts as they cross.

use crate::calendar::{self, plus_days};
use crate::ledger::{AccountId, Choice, Decided, DecisionKind, Index, TransactionId, Verdict};
use crate::money;
use crate::phrase;
use crate::session::{Refusal, Reviewed, Session};

use super::convert::transaction;
use super::door::{PAGE_ROWS, page};
use super::files::readings;
use super::*;

/// The most rows that a match comes with.
const ROWS_SHOWN: usize = 3;
/// The same of rows that a file repeats, each of which may be a purchase of its own.
const ROWS_REPEATED: usize = 12;

/// A page of matches.
pub(super) fn decisions(session: &mut Session, of: &DecisionsOf) -> DecisionsPage {
    let reviewed = session.reviewed();
    let book = session.book();
    let ledger = book.ledger();
    let asked = of.transaction.as_deref().and_then(TransactionId::parse);
    let shown = |one: &Reviewed| {
        let file = match one.decision.because {
            Decided::SameRows { file } => ledger.files().get(usize::from(file)),
            _ => None,
        };
        let repeats = matches!(one.decision.because, Decided::SameRows { .. });
        // Of a file that repeats many rows, the one that is asked of.
        let is_meant = |at: &&Index| !repeats || asked.is_none_or(|id| ledger.id(**at) == id);
        let most = if repeats { ROWS_REPEATED } else { ROWS_SHOWN };
        let rows = one.rows.iter().filter(is_meant).take(most);
        DecisionShown {
            needs_review: one.needs_review,
            rows: rows.filter_map(|at| transaction(book, *at)).collect(),
            file: file.map(ToString::to_string),
            decision: decision(&one.decision),
        }
    };
    let waiting = reviewed.iter().filter(|one| one.needs_review).count() as u64;
    if of.transaction.is_none() {
        let mut decisions: Vec<DecisionShown> = page(&reviewed, of.offset, of.limit)
            .iter()
            .map(shown)
            .collect();
        // Behind the matches: what the person said of rows, files and accounts.
        let said = said(session);
        let before = reviewed.len() as u64;
        let from = of.offset.saturating_sub(before);
        let left = of
            .limit
            .min(PAGE_ROWS)
            .saturating_sub(decisions.len() as u64);
        decisions.extend_from_slice(page(&said, from, left));
        return DecisionsPage {
            total: before + said.len() as u64,
            needs_review: waiting,
            offset: of.offset,
            decisions,
        };
    }
    let is_asked = |id: &TransactionId| Some(*id) == asked;
    let about = reviewed
        .iter()
        .filter(|one| one.decision.transactions.iter().any(is_asked));
    let decisions: Vec<_> = about.map(shown).collect();
    DecisionsPage {
        total: decisions.len() as u64,
        needs_review: waiting,
        offset: 0,
        decisions,
    }
}

/// Rules and corrections, readings of files, notes, parts and accounts, each as a decision with its first rows.
fn said(session: &Session) -> Vec<DecisionShown> {
    let book = session.book();
    let ledger = book.ledger();
    let named = |decision: Decision, rows: Vec<Transaction>, file: Option<String>| DecisionShown {
        needs_review: false,
        rows,
        file,
        decision,
    };
    let rows_of = |rows: &[Index]| {
        let rows = rows.iter().take(ROWS_SHOWN);
        rows.filter_map(|at| transaction(book, *at)).collect()
    };
    let rules = super::convert_rule::decisions(book);
    let lines = book.rules().rules().iter();
    let mut said: Vec<DecisionShown> = rules
        .zip(lines)
        .map(|(decision, rule)| {
            let rows = book.rows_of_rule(rule.line);
            named(decision, rows_of(&rows), Some(rule.text.to_string()))
        })
        .collect();
    said.extend(readings(session).into_iter().map(|decision| {
        let id = decision.id.split('-').next().and_then(super::door::file_of);
        let mut files = session.files().iter();
        let file = files.find(|file| Some(file.id) == id);
        named(decision, Vec::new(), file.map(|file| file.name.to_string()))
    }));
    let by_hand =
        |kind: &str, id: String, rows: Vec<String>, day: Option<calendar::Day>| Decision {
            id,
            kind: kind.to_owned(),
            reason: DecisionReason {
                kind: "person".to_owned(),
                days_apart: None,
                rows: rows.len() as u32,
                rate: None,
                fee: None,
            },
            transactions: rows,
            confidence: "1".to_owned(),
            by: "user".to_owned(),
            verdict: "made".to_owned(),
            day: day.map(|day| day.to_date().to_string()),
        };
    for at in book.edited() {
        let id = ledger.id(at).to_string();
        let kind = if book.parts(at).len() > 0 {
            "split"
        } else {
            "note"
        };
        let decision = by_hand(kind, format!("e{id}"), vec![id], book.edited_on(at));
        said.push(named(decision, rows_of(&[at]), None));
    }
    for (number, account) in (1..).zip(ledger.accounts()) {
        let (name, kind) = &account.found;
        if *name != account.name || *kind != account.kind {
            let word = ledger.said().of(&account.keys);
            let day = word.and_then(|word| word.day);
            let decision = by_hand("account", format!("e-a{number}"), Vec::new(), day);
            said.push(named(decision, Vec::new(), Some(account.name.to_string())));
        }
    }
    for (number, join) in (1..).zip(&ledger.said().joins) {
        let mut accounts = ledger.accounts().iter();
        let account = accounts.find(|account| account.keys.contains(&join.key));
        let decision = by_hand("joined", format!("e-j{number}"), Vec::new(), join.day);
        said.push(named(
            decision,
            Vec::new(),
            account.map(|account| account.name.to_string()),
        ));
    }
    for (number, apart) in (1..).zip(&ledger.said().apart) {
        let decision = by_hand("apart", format!("e-s{number}"), Vec::new(), apart.day);
        said.push(named(decision, Vec::new(), Some(apart.file.to_string())));
    }
    said
}

/// A day as the person's page tells it.
pub(super) fn day_of(today: Option<&str>) -> Option<calendar::Day> {
    let day = calendar::parse_iso(today?)?;
    Some(calendar::Day::from_date(day))
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
                day: day_of(self.today.as_deref()),
                file: self.file.as_deref().map(Box::from),
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
    let (mut months, mut ends_of_months) = (Vec::new(), Vec::new());
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
            let period = Period {
                start: day.to_string(),
                end: next.to_string(),
            };
            ends_of_months.extend(balance.map(|balance| (period.clone(), balance)));
            months.push(AccountMonth {
                period,
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
    let chart = chart(&account, &ends_of_months);
    AccountDays {
        account,
        chart,
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

/// Months that the chart of an account shows at the most.
const CHARTED: usize = 18;

/// The balance at the end of each month that has one.
fn chart(account: &AccountReport, ends: &[(Period, money::Money)]) -> Option<Chart> {
    let ends = &ends[ends.len().saturating_sub(CHARTED)..];
    let magnitude = |(_, balance): &(Period, money::Money)| balance.amount().abs();
    let largest = ends.iter().map(magnitude).max()?;
    let last = ends.len() - 1;
    let points = ends.iter().enumerate().map(|(at, (month, balance))| {
        let share = balance.amount().checked_div(largest).unwrap_or_default();
        Point {
            label: Argument::Period(month.clone()),
            value: (*balance).into(),
            share: share.round_dp(4).normalize().to_string(),
            key: at == last,
            ..Point::default()
        }
    });
    let ((_, first), (_, end)) = (ends.first()?, ends.last()?);
    let says = phrase::Phrase::new("balance-chart")
        .with("who", phrase::Argument::text(&account.name))
        .with("first", phrase::Argument::Money(*first))
        .with("last", phrase::Argument::Money(*end));
    (last > 0).then(|| Chart {
        kind: "columns".to_owned(),
        currency: account.currency.clone(),
        points: points.collect(),
        says: Says::from(&says),
        ..Chart::default()
    })
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
        day: decision.day.map(|day| day.to_date().to_string()),
        by: match decision.verdict {
            Verdict::Made | Verdict::Undone => "user",
            Verdict::Open | Verdict::Confirmed => "engine",
        }
        .to_owned(),
        verdict: decision.verdict.name().to_owned(),
    }
}
