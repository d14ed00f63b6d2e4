//! The ledger as text that other programs read: hledger and Beancount journals, CSV, JSON.
//!
//! ```text
//! 2026-03-04 MARLOWS 2214  ; id:5wj0p3z56sk0tn9b, counts:purchase
//!     assets:everyday                    GBP -12.40
//!     expenses:food-and-drink:groceries  GBP 12.40
//! ```
//!
//! Each row is one entry. Both legs of a transfer meet in an account of their own, which comes to nothing once both
//! are there, so that every account's figures are those of its statement.

use std::fmt::Write as _;

use crate::book::{Book, CountsAs};
use crate::ledger::{AccountId, Decided, Index, TransactionId, Verdict};
use crate::money::{Amount, Currency};
use crate::order::{AddAll as _, Arrange as _, Gather as _};
use crate::statement::AccountKind;
use crate::text::letters;

use super::export::csv;

/// The whole ledger as text; `None` for a program or form that is not known.
pub(super) fn journal(book: &Book, to: &str) -> Option<String> {
    match to {
        "hledger" => Some(entries(book, Program::Hledger)),
        "beancount" => Some(entries(book, Program::Beancount)),
        "csv" => {
            let rows: Vec<Index> = book.ledger().indices().gather();
            Some(csv(book, &rows))
        }
        "json" => {
            let words = Words::of(book);
            let rows = book.ledger().indices();
            let rows = rows.filter_map(|at| json(book, at, &words));
            Some(format!("[{}\n]\n", rows.gather().join(",")))
        }
        _ => None,
    }
}

/// A row as an object: what the statement says, what it counts as, its decisions.
fn json(book: &Book, at: Index, words: &Words) -> Option<String> {
    let ledger = book.ledger();
    let row = ledger.transaction(at)?;
    let account = ledger
        .account(row.account)
        .map_or("", |account| &account.name);
    let mut fields = vec![
        ("id", ledger.id(at).to_string()),
        ("account", account.to_owned()),
        ("date", row.posting_date.to_date().to_string()),
        ("amount", row.amount.to_string()),
        (
            "currency",
            row.currency
                .map_or_else(String::new, |currency| currency.code().to_owned()),
        ),
        ("description", row.descriptor.to_owned()),
        ("pending", if row.pending { "yes" } else { "no" }.to_owned()),
    ];
    fields.add_all(said(book, at, words));
    let note = book.mark(at).map(|mark| mark.note.to_string());
    fields.add_all(
        note.filter(|note| !note.is_empty())
            .map(|note| ("note", note)),
    );
    let fields = fields.iter();
    let mut fields: Vec<String> = fields
        .map(|(name, value)| format!("\n  \"{name}\": {}", escaped(value)))
        .gather();
    let tags = book.mark(at).map_or(&[][..], |mark| &mark.tags);
    if !tags.is_empty() {
        let tags: Vec<String> = tags.iter().map(|tag| escaped(tag)).gather();
        fields.push(format!("\n  \"tags\": [{}]", tags.join(", ")));
    }
    let parts = book.parts(at).map(|part| {
        let own = book.own_category(part);
        let category = book.category(part).map(|category| category.code());
        let note = book.part_of(part).map(|(_, note)| note);
        let note = note.filter(|note| !note.is_empty());
        format!(
            "\n   {{\"category\": {}, \"amount\": {}{}}}",
            escaped(own.or(category).unwrap_or_default()),
            escaped(&ledger.amount_at(part).to_string()),
            note.map(|note| format!(", \"note\": {}", escaped(note)))
                .unwrap_or_default()
        )
    });
    let parts: Vec<String> = parts.gather();
    if !parts.is_empty() {
        fields.push(format!("\n  \"parts\": [{}\n  ]", parts.join(",")));
    }
    Some(format!("\n {{{}\n }}", fields.join(",")))
}

/// A text as JSON has it.
fn escaped(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if (letter as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", letter as u32);
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A program that keeps journals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Program {
    Hledger,
    Beancount,
}

impl Program {
    /// How it spells the names of accounts.
    fn spelt(self) -> fn(&str) -> String {
        match self {
            Program::Hledger => lower,
            Program::Beancount => title,
        }
    }

    /// A line of what is said of an entry.
    fn said(self, name: &str, value: &str) -> String {
        let value = one_line(value);
        match self {
            Program::Hledger => format!("    ; {name}: {}\n", value.replace(',', ";")),
            Program::Beancount => format!("  {name}: {}\n", quoted(&value)),
        }
    }

    /// A line of an entry: so much on an account, with a note on it.
    fn posting(self, account: &str, unit: &str, amount: Amount, note: &str) -> String {
        let note = match (self, note) {
            (_, "") => String::new(),
            (Program::Hledger, note) => ["  ; ", &one_line(note)].concat(),
            (Program::Beancount, note) => [" ; ", &one_line(note)].concat(),
        };
        match self {
            Program::Hledger => format!("    {account}  {unit} {amount}{note}\n"),
            Program::Beancount => format!("  {account}  {amount} {unit}{note}\n"),
        }
    }
}

/// A journal with one entry a row.
fn entries(book: &Book, program: Program) -> String {
    let (ledger, words) = (book.ledger(), Words::of(book));
    let spelt = program.spelt();
    let mut entries = String::new();
    let mut opened: Vec<String> = Vec::new();
    for at in ledger.indices() {
        let Some(row) = ledger.transaction(at) else {
            continue;
        };
        let day = row.posting_date.to_date();
        let what = one_line(row.descriptor);
        let mark = book.mark(at);
        let tags = mark.map_or(&[][..], |mark| &mark.tags);
        let note = mark.map_or("", |mark| &mark.note);
        let mut about = vec![("id", ledger.id(at).to_string())];
        about.add_all(said(book, at, &words));
        match program {
            Program::Hledger => {
                let mark = if row.pending { "! " } else { "" };
                let what = what.replace([';', '|'], " ");
                let _ = write!(entries, "\n{day} {mark}{what}\n");
                about.push(("note", note.to_owned()));
            }
            Program::Beancount => {
                let flag = if row.pending { '!' } else { '*' };
                let merchant = book
                    .merchant(at)
                    .map(|merchant| book.merchant_name(merchant));
                let payee = merchant.map(|name| quoted(name) + " ").unwrap_or_default();
                let what = quoted(&what);
                let tags: String = tags
                    .iter()
                    .map(|tag| [" #", &tag_of(tag)].concat())
                    .collect();
                let _ = write!(entries, "\n{day} {flag} {payee}{what}{tags}\n");
                about.insert(1, ("note", note.to_owned()));
            }
        }
        for (name, value) in about {
            if (name, &*value) != ("note", "") {
                entries.push_str(&program.said(name, &value));
            }
        }
        if program == Program::Hledger {
            for tag in tags {
                let _ = writeln!(entries, "    ; {}:", lower(tag));
            }
        }
        let unit = unit(row.currency);
        let own = account(book, row.account, spelt);
        entries.push_str(&program.posting(&own, &unit, row.amount, ""));
        open(own, &mut opened);
        for at in book.parted(&[at]) {
            let amount = ledger.amount_at(at).negated();
            let note = book.part_of(at).map_or("", |(_, note)| note);
            let other = other(book, at, spelt);
            entries.push_str(&program.posting(&other, &unit, amount, note));
            open(other, &mut opened);
        }
    }
    let mut out = "; Written by Farthing. One entry a row of a statement.\n\n".to_owned();
    match program {
        Program::Hledger => out.push_str("decimal-mark .\n"),
        Program::Beancount => {
            out.push_str("option \"title\" \"Farthing\"\n\n");
            if let Some(period) = ledger.covered() {
                for name in &opened {
                    let _ = writeln!(out, "{} open {name}", period.start());
                }
            }
        }
    }
    out + &entries
}

fn open(name: String, opened: &mut Vec<String>) {
    if !opened.contains(&name) {
        opened.push(name);
    }
}

/// A tag as Beancount has it: letters, digits and dashes.
fn tag_of(tag: &str) -> String {
    let letter = |letter: char| match letter {
        letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
        _ => '-',
    };
    tag.chars().map(letter).collect()
}

/// What else is said of a row: the category, what it counts as, its pair, notes.
fn said(book: &Book, at: Index, words: &Words) -> Vec<(&'static str, String)> {
    let ledger = book.ledger();
    let mut said = vec![("counts", book.counts_as(at).name().to_owned())];
    if let Some(category) = book.category(at) {
        said.push(("category", category.code().to_owned()));
    }
    if let Some(pair) = book.pair_of(at) {
        let other = if pair.out == at { pair.back } else { pair.out };
        said.push((
            pair.kind.name(),
            format!("{} ({})", ledger.id(other), pair.because.name()),
        ));
    }
    let id = ledger.id(at);
    for (name, said_of, between) in [("also", &words.again, " "), ("decisions", &words.of, "; ")] {
        let from = said_of.partition_point(|(known, _)| *known < id);
        let of_row = said_of.iter().skip(from);
        let of_row = of_row.take_while(|(known, _)| *known == id);
        let of_row: Vec<&str> = of_row.map(|(_, words)| words.as_str()).gather();
        if !of_row.is_empty() {
            said.push((name, of_row.join(between)));
        }
    }
    said
}

/// What rows are again, and what the person said of matches, in the order of the rows' ids.
struct Words {
    /// Rows that are one with another: each with why.
    again: Vec<(TransactionId, String)>,
    of: Vec<(TransactionId, String)>,
}

impl Words {
    fn of(book: &Book) -> Words {
        let mut of = Vec::new();
        let mut again = Vec::new();
        for one in book.decisions() {
            if let [row, into] = one.transactions[..]
                && one.kind.is_merge()
                && one.verdict != Verdict::Undone
                && !matches!(one.because, Decided::SameRows { .. })
            {
                again.push((into, format!("{row} ({})", one.because.name())));
            }
            if one.verdict == Verdict::Open {
                continue;
            }
            for id in &one.transactions {
                let with = one.transactions.iter().filter(|other| *other != id);
                // Of a whole file's rows, each was met by itself.
                let with: Vec<String> = match one.because {
                    Decided::SameRows { .. } => Vec::new(),
                    _ => with.map(ToString::to_string).gather(),
                };
                let mut words = vec![one.verdict.name().to_owned(), one.kind.name().to_owned()];
                words.add_all(with);
                words.add_all(one.day.map(|day| day.to_date().to_string()));
                of.push((*id, words.join(" ")));
            }
        }
        for at in book.edited() {
            let kind = if book.parts(at).len() > 0 {
                "split"
            } else {
                "note"
            };
            if let Some(day) = book.edited_on(at) {
                let words = format!("made {kind} {}", day.to_date());
                of.push((book.ledger().id(at), words));
            }
        }
        again.arrange_by_key(|(id, _)| *id);
        of.arrange_by_key(|(id, _)| *id);
        Words { again, of }
    }
}

/// The name of one of the person's accounts, told apart by its number.
fn account(book: &Book, id: AccountId, spelt: fn(&str) -> String) -> String {
    let account = book.ledger().account(id);
    let root = match account.map(|account| account.kind) {
        Some(AccountKind::Card | AccountKind::Loan) => "Liabilities",
        _ => "Assets",
    };
    let name = spelt(account.map_or("", |account| &account.name));
    let number = u32::from(id.0) + 1;
    let root = if spelt("A") == "a" {
        root.to_ascii_lowercase()
    } else {
        root.to_owned()
    };
    format!("{root}:{name}-{}{number}", spelt("a"))
}

/// The account on the other side of a row: what it was for.
fn other(book: &Book, at: Index, spelt: fn(&str) -> String) -> String {
    let category = book.category(at);
    let of = |root: &str| {
        let mut parts = vec![root.to_owned()];
        match category {
            Some(category) => {
                let detail = category
                    .code()
                    .strip_prefix(category.primary())
                    .unwrap_or_default();
                parts.push(category.primary().to_ascii_lowercase());
                parts.add_all(
                    Some(detail.trim_matches('_').to_ascii_lowercase())
                        .filter(|part| !part.is_empty()),
                );
            }
            None => parts.push("uncategorised".to_owned()),
        }
        parts
    };
    let parts = match book.counts_as(at) {
        CountsAs::Purchase | CountsAs::Refund => of("expenses"),
        CountsAs::Income => of("income"),
        CountsAs::Transfer => vec!["equity".to_owned(), "transfers".to_owned()],
        CountsAs::Repayment => vec!["equity".to_owned(), "repayments".to_owned()],
        CountsAs::Savings => vec!["equity".to_owned(), "savings".to_owned()],
        CountsAs::Nothing => vec!["equity".to_owned(), "nothing".to_owned()],
    };
    parts.iter().map(|part| spelt(part)).gather().join(":")
}

/// The commodity of a currency; one that no file names is still one.
fn unit(currency: Option<Currency>) -> String {
    currency.map_or_else(|| "XXX".to_owned(), |currency| currency.code().to_owned())
}

/// Letters and digits, in lower case, joined by dashes.
fn lower(text: &str) -> String {
    let words = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(letters::lower).gather().join("-")
}

/// ASCII letters and digits, each word with a capital, as Beancount wants them.
fn title(text: &str) -> String {
    let words = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let titled = words.map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
    });
    let name = titled.gather().join("-");
    if name.is_empty() {
        "X".to_owned()
    } else {
        name
    }
}

fn one_line(text: &str) -> String {
    text.split(char::is_control)
        .gather()
        .join(" ")
        .trim()
        .to_owned()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
