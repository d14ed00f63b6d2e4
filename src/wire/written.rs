//! Requests as they are sent: what `tree` reads, the other way round.

use serde::ser::{Serialize, Serializer};

use super::message::{Message, message};
use super::tree::Tree;
use super::{
    AccountSaid, Allowlist, ApartSaid, Ask, Correct, Criteria, Decide, DecisionsOf, Envelope,
    Facts, HandedRow, ImportFiles, ImportRows, MarkSaid, MergeSaid, OverviewOf, Period, RateSaid,
    Request, RowsOf, Sealed, SetRules, SplitSaid,
};

impl Envelope {
    /// The message that asks for it.
    pub fn message(&self) -> Tree {
        message(self.id, |out| {
            if !self.request.write(out) {
                self.request.write_other(out);
            }
        })
    }

    /// The same of what the view asks: of what it does not ask nothing is in its code.
    pub fn asked(&self) -> Tree {
        message(self.id, |out| {
            self.request.write(out);
        })
    }
}

impl Serialize for Envelope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.message().serialize(serializer)
    }
}

impl Request {
    /// Writes what the view asks; `false` of anything else.
    fn write(&self, out: &mut Message) -> bool {
        match self {
            Request::Sample => out.text("op", "sample"),
            Request::Settle { file, choice } => {
                out.op("settle").text("file", file);
                out.text("choice", choice);
            }
            Request::TakeOut { file } => out.op("takeOut").text("file", file),
            Request::Correct(correct) => correct.write(out.op("correct")),
            Request::Rules => out.text("op", "rules"),
            Request::SetRules(set) => set.write(out.op("setRules")),
            Request::SuggestOnly { on } => out.op("suggestOnly").flag("on", *on),
            Request::Undo => out.text("op", "undo"),
            Request::Redo => out.text("op", "redo"),
            Request::Files => out.text("op", "files"),
            Request::Decisions(of) => of.write(out.op("decisions")),
            Request::Decide(decide) => decide.write(out.op("decide")),
            Request::Accounts => out.text("op", "accounts"),
            Request::Mark(mark) => mark.write(out.op("mark")),
            Request::Split(split) => split.write(out.op("split")),
            Request::Account(account) => account.write(out.op("account")),
            Request::Merge(merge) => merge.write(out.op("merge")),
            Request::Apart(apart) => apart.write(out.op("apart")),
            Request::Rates => out.text("op", "rates"),
            Request::SetRates { rates } => {
                out.op("setRates")
                    .each("rates", rates, |out, rate| rate.write(out));
            }
            Request::Cancel { target } => out.op("cancel").count("target", *target),
            Request::Overview(of) => of.write(out.op("overview")),
            Request::Ask(ask) => ask.write(out.op("ask")),
            Request::Proof {
                answer,
                offset,
                limit,
            } => {
                out.op("proof").count("answer", *answer);
                out.count("offset", *offset);
                out.count("limit", *limit);
            }
            Request::Rows(of) => of.write(out.op("rows")),
            Request::Export(of) => of.write(out.op("export")),
            Request::Journal { to } => out.op("journal").text("to", to),
            Request::Erase => out.text("op", "erase"),
            _ => return false,
        }
        true
    }

    fn write_other(&self, out: &mut Message) {
        match self {
            Request::Defaults => out.text("op", "defaults"),
            Request::Import(import) => import.write(out.op("import")),
            Request::ImportRows(import) => import.write(out.op("importRows")),
            Request::Configure(configure) => {
                text_or_null(out.op("configure"), "currency", &configure.currency);
            }
            Request::Insights { today } => out.op("insights").text("today", today),
            Request::Ledger => out.text("op", "ledger"),
            _ => out.text("op", "forget"),
        }
    }
}

fn text_or_null(out: &mut Message, name: &'static str, text: &Option<String>) {
    out.text_or_null(name, text.as_deref());
}

fn period_or_null(out: &mut Message, name: &'static str, period: &Option<Period>) {
    out.fields_or_null(name, period.as_ref(), |out, period| {
        out.text("start", &period.start);
        out.text("end", &period.end);
    });
}

impl ImportFiles {
    fn write(&self, out: &mut Message) {
        out.each("files", &self.files, |out, file| {
            out.text("name", &file.name);
            out.put("bytes", Tree::Bytes(file.bytes.to_vec()));
        });
        text_or_null(out, "currency", &self.currency);
        out.flag_or_null("asks", self.asks);
    }
}

impl ImportRows {
    fn write(&self, out: &mut Message) {
        let account = &self.account;
        out.text("name", &self.name);
        out.fields("account", |out| {
            out.text("name", &account.name);
            text_or_null(out, "currency", &account.currency);
            text_or_null(out, "kind", &account.kind);
            text_or_null(out, "identifier", &account.identifier);
        });
        out.each("rows", &self.rows, handed);
        text_or_null(out, "currency", &self.currency);
    }
}

fn handed(out: &mut Message, row: &HandedRow) {
    out.text("postingDate", &row.posting_date);
    out.text("amount", &row.amount);
    text_or_null(out, "currency", &row.currency);
    out.text("descriptor", &row.descriptor);
    text_or_null(out, "valueDate", &row.value_date);
    text_or_null(out, "transactionDate", &row.transaction_date);
    text_or_null(out, "counterparty", &row.counterparty);
    text_or_null(out, "reference", &row.reference);
    text_or_null(out, "mcc", &row.mcc);
    out.flag("pending", row.pending);
    text_or_null(out, "balanceAfter", &row.balance_after);
    text_or_null(out, "id", &row.id);
}

impl OverviewOf {
    fn write(&self, out: &mut Message) {
        out.text("today", &self.today);
        text_or_null(out, "locale", &self.locale);
        period_or_null(out, "period", &self.period);
        text_or_null(out, "currency", &self.currency);
    }
}

impl Ask {
    fn write(&self, out: &mut Message) {
        out.text("question", &self.question);
        out.text("today", &self.today);
        text_or_null(out, "locale", &self.locale);
        out.text("proof", self.proof.name());
        out.fields_or_null("browser", self.browser.as_ref(), |out, facts| {
            facts.write(out)
        });
    }
}

impl RowsOf {
    fn write(&self, out: &mut Message) {
        out.count("offset", self.offset);
        out.count("limit", self.limit);
        out.fields("filter", |out| self.filter.write(out));
        period_or_null(out, "period", &self.period);
        out.flag("needsReview", self.needs_review);
        out.count_or_null("answer", self.answer);
        out.flag("oldestFirst", self.oldest_first);
        out.flag("largestFirst", self.largest_first);
    }
}

impl Criteria {
    fn write(&self, out: &mut Message) {
        out.texts("categories", &self.categories);
        out.texts("merchants", &self.merchants);
        out.texts("accounts", &self.accounts);
        out.texts("text", &self.text);
        text_or_null(out, "minAmount", &self.min_amount);
        text_or_null(out, "maxAmount", &self.max_amount);
    }
}

impl Correct {
    fn write(&self, out: &mut Message) {
        out.text("transaction", &self.transaction);
        text_or_null(out, "category", &self.category);
        text_or_null(out, "under", &self.under);
        text_or_null(out, "scope", &self.scope);
        out.flag_or_null("preview", self.preview);
    }
}

impl SetRules {
    fn write(&self, out: &mut Message) {
        out.text("text", &self.text);
        out.flag_or_null("preview", self.preview);
    }
}

impl DecisionsOf {
    fn write(&self, out: &mut Message) {
        out.count("offset", self.offset);
        out.count("limit", self.limit);
        text_or_null(out, "transaction", &self.transaction);
    }
}

impl Decide {
    fn write(&self, out: &mut Message) {
        out.text("kind", &self.kind);
        out.texts("transactions", &self.transactions);
        out.text("verdict", &self.verdict);
        text_or_null(out, "today", &self.today);
        text_or_null(out, "file", &self.file);
    }
}

impl MarkSaid {
    fn write(&self, out: &mut Message) {
        out.text("transaction", &self.transaction);
        text_or_null(out, "note", &self.note);
        match &self.tags {
            Some(tags) => out.texts("tags", tags),
            None => out.null("tags"),
        }
        text_or_null(out, "today", &self.today);
    }
}

impl SplitSaid {
    fn write(&self, out: &mut Message) {
        out.text("transaction", &self.transaction);
        out.each("parts", &self.parts, |out, part| {
            out.text("category", &part.category);
            out.text("amount", &part.amount);
            text_or_null(out, "note", &part.note);
        });
        text_or_null(out, "today", &self.today);
    }
}

impl AccountSaid {
    fn write(&self, out: &mut Message) {
        out.text("account", &self.account);
        text_or_null(out, "name", &self.name);
        text_or_null(out, "kind", &self.kind);
        text_or_null(out, "today", &self.today);
    }
}

impl MergeSaid {
    fn write(&self, out: &mut Message) {
        out.text("account", &self.account);
        out.text("into", &self.into);
        text_or_null(out, "today", &self.today);
    }
}

impl ApartSaid {
    fn write(&self, out: &mut Message) {
        out.text("account", &self.account);
        out.text("file", &self.file);
        text_or_null(out, "today", &self.today);
    }
}

impl RateSaid {
    fn write(&self, out: &mut Message) {
        out.text("from", &self.from);
        out.text("value", &self.value);
        out.text("to", &self.to);
        out.text("date", &self.date);
        out.flag("typed", self.typed);
    }
}

impl Facts {
    fn write(&self, out: &mut Message) {
        out.each("checks", &self.checks, |out, check| {
            out.text("what", check.what.name());
            out.flag_or_null("passed", check.passed);
            out.count("tried", check.tried);
        });
        text_or_null(out, "host", &self.host);
        out.text_or_null("allowlist", self.allowlist.map(Allowlist::name));
        out.text_or_null("seal", self.seal.map(Sealed::name));
        out.flag_or_null("open", self.open);
        out.flag("storage", self.storage);
        out.flag("downloads", self.downloads);
        out.count("dropped", self.dropped);
        out.each("told", &self.told, |out, told| {
            out.text("type", &told.kind);
            out.count("count", told.count);
            out.text("at", &told.at);
        });
        out.count_or_null("shared", self.shared);
    }
}
