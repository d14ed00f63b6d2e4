//! Replies as they are sent: what `tree` reads, the other way round, see `written`.

use super::tree::Tree;
use super::written::{Leaf, Out, Written, fields, grown, written};
use super::{
    AccountDays, AccountFile, AccountMonth, AccountReport, AccountsPanel, Answer, AnswerRow,
    Argument, BalanceBreak, Body, Breakdown, CategoryChange, ChangesPreview, Chart, CheckedBy,
    Column, Combined, CombinedSum, ConvertedSum, DayBalance, Decision, DecisionReason,
    DecisionShown, DecisionsPage, Defaults, Dialect, Evidence, Excluded, ExcludedRows, Export,
    Failure, FileReport, Finding, Flow, Guess, ImportProgress, ImportReport, Insights, Issue,
    LedgerReport, Money, Outgoing, Overview, OwnCategory, OwnGroup, PartShown, PaymentDetail,
    Place, Plan, Point, Proof, ProofPage, Question, RateFile, RatesReport, Reason, Recurring,
    Reply, RowsPage, RowsTotal, RowsWaiting, RuleReport, RulesReport, SampleReport, Says, Side,
    SideRow, Skipped, Source, StatementRow, Transaction, Value, WholeShown,
};

impl Outgoing {
    /// The message that it is, as serde writes it.
    pub fn message(&self) -> Tree {
        grown(|out| self.write(out))
    }

    /// Writes that message.
    pub fn write(&self, out: &mut dyn Out) {
        let kind = match self.reply {
            Reply::Ok { .. } => "ok",
            Reply::Error(_) => "error",
            Reply::Progress(_) => "progress",
        };
        out.begin(true);
        fields(&[("id", &self.id), ("type", &kind)], out);
        match &self.reply {
            Reply::Ok { body } => fields(&[("body", body)], out),
            Reply::Error(failure) => failure.write_fields(out),
            Reply::Progress(progress) => progress.write_fields(out),
        }
        out.end();
    }
}

impl Written for Body {
    fn write(&self, out: &mut dyn Out) {
        let (op, said): (&'static str, Option<&dyn Written>) = match self {
            Body::Defaults(body) => ("defaults", Some(body)),
            Body::Import(body) => ("import", Some(body)),
            Body::Overview(body) => ("overview", Some(body)),
            Body::Insights(body) => ("insights", Some(body)),
            Body::Answer(body) => ("answer", Some(body)),
            Body::Proof(body) => ("proof", Some(body)),
            Body::Rows(body) => ("rows", Some(body)),
            Body::Export(body) => ("export", Some(body)),
            Body::Ledger(body) => ("ledger", Some(body)),
            Body::Rules(body) => ("rules", Some(body)),
            Body::Preview(body) => ("preview", Some(body)),
            Body::Decisions(body) => ("decisions", Some(body)),
            Body::Accounts(body) => ("accounts", Some(body)),
            Body::Rates(body) => ("rates", Some(body)),
            Body::Done => ("done", None),
        };
        out.begin(true);
        fields(&[("op", &op)], out);
        if let Some(said) = said {
            said.write_fields(out);
        }
        out.end();
    }
}

impl Written for Argument {
    fn write(&self, out: &mut dyn Out) {
        let (kind, value): (&'static str, &dyn Written) = match self {
            Argument::Money(value) => ("money", value),
            Argument::Date(value) => ("date", value),
            Argument::Period(value) => ("period", value),
            Argument::Count(value) => ("count", value),
            Argument::Ordinal(value) => ("ordinal", value),
            Argument::Ratio(value) => ("ratio", value),
            Argument::Number(value) => ("number", value),
            Argument::Bytes(value) => ("bytes", value),
            Argument::Text(value) => ("text", value),
            Argument::Category(value) => ("category", value),
            Argument::Label(value) => ("label", value),
            Argument::List(value) => ("list", value),
            Argument::Phrase(value) => ("phrase", &**value),
        };
        out.begin(true);
        fields(&[("type", &kind), ("value", value)], out);
        out.end();
    }
}

impl Written for Value {
    fn write(&self, out: &mut dyn Out) {
        match self {
            Value::None => out.put(Leaf::Nothing),
            Value::Bool(value) => value.write(out),
            Value::Count(value) => value.write(out),
            Value::Money(value) => value.write(out),
            Value::Moneys(value) => value.write(out),
            Value::Text(value) => value.write(out),
        }
    }
}

written! {
    Failure { code, says, sentence }
    ImportProgress { file, file_index, files, stage, rows, bytes_read, bytes_total }
    Defaults { version, locale, max_file_bytes, max_question_chars }
    ImportReport { files, accounts, transactions, needs_review, sample, suggestions, undo, redo }
    Overview { today, currency, currencies, covered, findings, flows, period, partial, by_category, by_merchant, largest, months, months_chart, recurring, comparison, accounts, transactions, needs_review, waiting, combined[?] }
    Insights { findings }
    Answer { number, question, status, plan, value, rule, sums, combined, rows, chart, says, sentence, notes, proof, inherited, unrecognised, suggestions }
    Proof { included, excluded, count, gross, refunds, net, mean, median, digest }
    ProofPage { answer, total, offset, rows, excluded, digest }
    RowsPage { total, of, offset, rows, totals, combined[?], waiting[?] }
    Export { text }
    LedgerReport { files, accounts, transactions, decisions, issues }
    RulesReport { text, rules, own_categories, own_groups, suggest_only, issues }
    ChangesPreview { transaction, guesses, own_categories, merchant, merchant_rows, rule, count, changes, more, issues }
    DecisionsPage { total, needs_review, offset, decisions }
    AccountsPanel { accounts }
    RatesReport { typed, files }
    Says { template, arguments }
    FileReport { id, name, format, encoding, dialect, account, currency, period, opening, closing, checked, checked_by, bank, row_count, added, already, rows, skipped, issues, issue_count, questions, waits }
    AccountReport { id, name, kind, currency, identifier, balance, balance_date, balance_stated[?], period, transactions }
    SampleReport { name, today }
    Finding { kind, rank, score, period, figure, rule, caption, numbers, transactions, says, sentence, because, reason, expires, ask }
    Flow { kind, period, partial, income, spending, kept }
    Breakdown { rows, more, more_sum, total, proof }
    AnswerRow { label, says, value, count, share, group, period, partial, transaction }
    Chart { kind, currency, points, against, usual, says }
    Recurring { merchant, group, cadence, amount, monthly, income, last, next, count, transactions }
    Combined { spending, income, rates }
    Plan { measure, period, against, category_labels, left_out_labels, include, exclude, group_by, limit, currency }
    Money { amount, currency }
    CombinedSum { total, parts }
    Excluded { reason, ids, count, sum }
    Transaction { id, account, posting_date, value_date, transaction_date, amount, original, descriptor, merchant, intermediary, category, own_category[?], group, own_group[?], confidence, reason, guesses, counts_as, pending, transfer_of, refund_of, balance[?], counterparty[?], counterparty_account[?], reference[?], end_to_end_id[?], mandate_id[?], bank_id[?], bank_code[?], bank_category[?], mcc[?], charges[?], note[?], tags[?], parts[?], part_of[?], sources, details[?] }
    ExcludedRows { reason, count, sum, rows }
    RowsTotal { spending, spending_count, income, income_count, transfer_count }
    RowsWaiting { merchants, sums }
    Decision { id, kind, transactions, reason, confidence, by, verdict, day[?] }
    Issue { code, severity, at, found, expected, says, sentence }
    RuleReport { line, text, transaction, rows }
    OwnCategory { name, under }
    OwnGroup { name, categories }
    Guess { category, confidence }
    CategoryChange { transaction, category, group, own_category, confidence, learned }
    DecisionShown { decision, needs_review, rows, file }
    AccountDays { account, bank, files, months, gaps, breaks, balances, chart[?] }
    RateFile { id, name, period, currencies }
    Dialect { delimiter, header, columns, date_order, decimal_mark, sign, evidence, open, confidence }
    CheckedBy { what, agree, of }
    StatementRow { row, posting_date, value_date, transaction_date, amount, descriptor, pending, balance, counterparty[?], counterparty_account[?], reference[?], end_to_end_id[?], mandate_id[?], bank_id[?], bank_code[?], bank_category[?], mcc[?], charges[?], original[?], details[?] }
    Skipped { row, code }
    Question { code, column, taken, by, sides }
    Reason { kind, detail, example[?] }
    Point { label, value, share, group, key, partial, count }
    ConvertedSum { sum, becomes, rate }
    PartShown { id, category, own_category, group, amount, counts_as, note }
    WholeShown { id, amount }
    Source { file, row }
    PaymentDetail { amount, descriptor, counterparty, counterparty_account[?], reference[?], end_to_end_id, mandate_id[?] }
    DecisionReason { kind, days_apart, rows, rate, fee }
    Place { file, row, column }
    AccountFile { id, name }
    AccountMonth { period, cover, balance }
    BalanceBreak { period, missing }
    DayBalance { date, balance }
    Column { header, role }
    Evidence { what, rows }
    Side { choice, rows, follows, sentence }
    SideRow { row, printed, marked_from, marked_to, posting_date, amount, descriptor }
}
