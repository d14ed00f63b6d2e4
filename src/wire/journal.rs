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
use crate::money::Currency;
use crate::order::HashMap;
use crate::statement::AccountKind;

use super::export::csv;

/// The whole ledger as text; `None` for a program or form that is not known.
pub(super) fn journal(book: &Book, to: &str) -> Option<String> {
    match to {
        "hledger" => Some(hledger(book)),
        "beancount" => Some(beancount(book)),
        "csv" => {
            let rows: Vec<Index> = book.ledger().indices().collect();
            Some(csv(book, &rows))
        }
        "json" => {
            let words = Words::of(book);
            let rows = book.ledger().indices();
            let rows = rows.filter_map(|at| json(book, at, &words));
            Some(format!("[{}\n]\n", rows.collect::<Vec<_>>().join(",")))
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
    fields.extend(said(book, at, words));
    let note = book.mark(at).map(|mark| mark.note.to_string());
    fields.extend(
        note.filter(|note| !note.is_empty())
            .map(|note| ("note", note)),
    );
    let fields = fields.iter();
    let mut fields: Vec<String> = fields
        .map(|(name, value)| format!("\n  \"{name}\": {}", escaped(value)))
        .collect();
    let tags = book.mark(at).map_or(&[][..], |mark| &mark.tags);
    if !tags.is_empty() {
        let tags: Vec<String> = tags.iter().map(|tag| escaped(tag)).collect();
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
    let parts: Vec<String> = parts.collect();
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

fn hledger(book: &Book) -> String {
    let mut out =
        "; Written by Farthing. One entry a row of a statement.\n\ndecimal-mark .\n".to_owned();
    let (ledger, words) = (book.ledger(), Words::of(book));
    for at in ledger.indices() {
        let Some(row) = ledger.transaction(at) else {
            continue;
        };
        let mark = if row.pending { "! " } else { "" };
        let what = one_line(row.descriptor).replace([';', '|'], " ");
        let _ = write!(out, "\n{} {mark}{what}\n", row.posting_date.to_date());
        let _ = writeln!(out, "    ; id: {}", ledger.id(at));
        for (name, value) in said(book, at, &words) {
            let _ = writeln!(out, "    ; {name}: {}", one_line(&value).replace(',', ";"));
        }
        if let Some(mark) = book.mark(at) {
            if !mark.note.is_empty() {
                let note = one_line(&mark.note).replace(',', ";");
                let _ = writeln!(out, "    ; note: {note}");
            }
            for tag in &mark.tags {
                let _ = writeln!(out, "    ; {}:", lower(tag));
            }
        }
        let unit = unit(row.currency);
        let own = account(book, row.account, ":", lower);
        let _ = writeln!(out, "    {own}  {unit} {}", row.amount);
        for at in book.parted(&[at]) {
            let amount = ledger.amount_at(at).negated();
            let note = note_of_part(book, at, "  ; ");
            let other = other(book, at, ":", lower);
            let _ = writeln!(out, "    {other}  {unit} {amount}{note}");
        }
    }
    out
}

fn beancount(book: &Book) -> String {
    let mut out = "; Written by Farthing. One entry a row of a statement.\n\noption \"title\" \"Farthing\"\n\n".to_owned();
    let (ledger, words) = (book.ledger(), Words::of(book));
    let mut entries = String::new();
    let mut opened: Vec<String> = Vec::new();
    for at in ledger.indices() {
        let Some(row) = ledger.transaction(at) else {
            continue;
        };
        let flag = if row.pending { '!' } else { '*' };
        let what = quoted(&one_line(row.descriptor));
        let payee = book
            .merchant(at)
            .map(|merchant| quoted(book.merchant_name(merchant)));
        let day = row.posting_date.to_date();
        let payee = payee.map(|payee| payee + " ").unwrap_or_default();
        let mark = book.mark(at);
        let tags = mark.iter().flat_map(|mark| &mark.tags);
        let tags: String = tags.map(|tag| [" #", &tag_of(tag)].concat()).collect();
        let _ = write!(
            entries,
            "\n{day} {flag} {payee}{what}{tags}\n  id: \"{}\"\n",
            ledger.id(at)
        );
        if let Some(mark) = mark.filter(|mark| !mark.note.is_empty()) {
            let _ = writeln!(entries, "  note: {}", quoted(&one_line(&mark.note)));
        }
        for (name, value) in said(book, at, &words) {
            let _ = writeln!(entries, "  {name}: {}", quoted(&one_line(&value)));
        }
        let unit = unit(row.currency);
        let own = account(book, row.account, ":", title);
        let _ = writeln!(entries, "  {own}  {} {unit}", row.amount);
        open(own, &mut opened);
        for at in book.parted(&[at]) {
            let amount = ledger.amount_at(at).negated();
            let note = note_of_part(book, at, " ; ");
            let other = other(book, at, ":", title);
            let _ = writeln!(entries, "  {other}  {amount} {unit}{note}");
            open(other, &mut opened);
        }
    }
    let first = ledger.covered().map(|period| period.start());
    if let Some(first) = first {
        for name in &opened {
            let _ = writeln!(out, "{first} open {name}");
        }
    }
    out + &entries
}

fn open(name: String, opened: &mut Vec<String>) {
    if !opened.contains(&name) {
        opened.push(name);
    }
}

/// The note on a part as a comment behind its line.
fn note_of_part(book: &Book, at: Index, mark: &str) -> String {
    match book.part_of(at) {
        Some((_, note)) if !note.is_empty() => [mark, &one_line(note)].concat(),
        _ => String::new(),
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
    if let Some(again) = words.again.get(&id) {
        said.push(("also", again.join(" ")));
    }
    if let Some(words) = words.of.get(&id) {
        said.push(("decisions", words.join("; ")));
    }
    said
}

/// What rows are again, and what the person said of matches, by the rows that are here.
struct Words {
    /// Rows that are one with another: each with why.
    again: HashMap<TransactionId, Vec<String>>,
    of: HashMap<TransactionId, Vec<String>>,
}

impl Words {
    fn of(book: &Book) -> Words {
        let mut of: HashMap<TransactionId, Vec<String>> = HashMap::default();
        let mut again: HashMap<TransactionId, Vec<String>> = HashMap::default();
        for one in book.decisions() {
            if let [row, into] = one.transactions[..]
                && one.kind.is_merge()
                && one.verdict != Verdict::Undone
                && !matches!(one.because, Decided::SameRows { .. })
            {
                let why = format!("{row} ({})", one.because.name());
                again.entry(into).or_default().push(why);
            }
            if one.verdict == Verdict::Open {
                continue;
            }
            for id in &one.transactions {
                let with = one.transactions.iter().filter(|other| *other != id);
                // Of a whole file's rows, each was met by itself.
                let with: Vec<String> = match one.because {
                    Decided::SameRows { .. } => Vec::new(),
                    _ => with.map(ToString::to_string).collect(),
                };
                let mut words = vec![one.verdict.name().to_owned(), one.kind.name().to_owned()];
                words.extend(with);
                words.extend(one.day.map(|day| day.to_date().to_string()));
                of.entry(*id).or_default().push(words.join(" "));
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
                of.entry(book.ledger().id(at)).or_default().push(words);
            }
        }
        Words { again, of }
    }
}

/// The name of one of the person's accounts, told apart by its number.
fn account(book: &Book, id: AccountId, between: &str, spelt: fn(&str) -> String) -> String {
    let account = book.ledger().account(id);
    let root = match account.map(|account| account.kind) {
        Some(AccountKind::Card | AccountKind::Loan) => "Liabilities",
        _ => "Assets",
    };
    let name = spelt(account.map_or("", |account| &account.name));
    let number = u32::from(id.0) + 1;
    let root = if spelt("A") == "a" {
        root.to_lowercase()
    } else {
        root.to_owned()
    };
    [root, format!("{name}-{}{number}", spelt("a"))].join(between)
}

/// The account on the other side of a row: what it was for.
fn other(book: &Book, at: Index, between: &str, spelt: fn(&str) -> String) -> String {
    let category = book.category(at);
    let of = |root: &str| {
        let mut parts = vec![root.to_owned()];
        match category {
            Some(category) => {
                let detail = category
                    .code()
                    .strip_prefix(category.primary())
                    .unwrap_or_default();
                parts.push(category.primary().to_lowercase());
                parts.extend(
                    Some(detail.trim_matches('_').to_lowercase()).filter(|part| !part.is_empty()),
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
    parts
        .iter()
        .map(|part| spelt(part))
        .collect::<Vec<_>>()
        .join(between)
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
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
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
    let name = titled.collect::<Vec<_>>().join("-");
    if name.is_empty() {
        "X".to_owned()
    } else {
        name
    }
}

fn one_line(text: &str) -> String {
    text.split(char::is_control)
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
