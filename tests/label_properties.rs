//! What holds for every text of rules and for whatever a person says, not only for the examples.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a request that gets no reply is a failure"
)]

use std::collections::BTreeSet;

use farthing::category::{Rules, quoted};
use farthing::wire::{Body, Correct, Reply, Request, SetRules};
use proptest::collection::vec;
use proptest::prelude::*;

mod sitting;

use sitting::Sitting;

/// Shops of the dictionary, of a word that says a trade, and that nothing knows; twice each but one, and a refund.
const ROWS: &str = "Date,Description,Amount\n2026-03-02,SQ *ZELDIN MARLOWE 2214 LEEDS,-3.20\n\
    2026-03-03,SQ *ZELDIN MARLOWE 0017 YORK,-4.10\n2026-03-09,QUENTHORPE FIELDS,-12.50\n\
    2026-03-10,TESCO STORES 6148,-25.00\n2026-03-12,TESCO STORES 2210,-25.40\n\
    2026-03-13,WEOLEY CASTLE 12,-40.00\n2026-03-14,WEOLEY CASTLE 12,-41.00\n\
    2026-03-15,ATM WITHDRAWAL,-50.00\n2026-03-16,GREGGS 0123 LEEDS,-3.00\n2026-03-17,GREGGS 0456 LEEDS,3.00\n";
const CATEGORIES: [&str; 4] = [
    "FOOD_AND_DRINK_COFFEE",
    "GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES",
    "TRANSPORTATION_GAS",
    "INCOME_OTHER",
];
const SCOPES: [&str; 4] = ["row", "only", "merchant", "rule"];
/// Pieces that lines of rules are made of, and some that no line has.
const PIECES: [&str; 24] = [
    "merchant",
    "text",
    "amount",
    "account",
    "out",
    "in",
    "row",
    "except",
    "and",
    "->",
    ",",
    "suggest",
    "only",
    "category",
    "under",
    "group",
    "is",
    "\"Tesco\"",
    "\"",
    "\\",
    "20..50",
    "4k2j0v9c1m7d3e8a",
    "FOOD_AND_DRINK_COFFEE",
    "# note",
];

impl Sitting {
    /// Says it; whether it was taken.
    fn correct(&mut self, (row, category, scope): (usize, Option<usize>, usize)) -> bool {
        let rows = self.ledger().transactions;
        let said = Correct {
            transaction: rows[row % rows.len()].id.clone(),
            category: category.map(|at| CATEGORIES[at].to_owned()),
            under: None,
            scope: Some(SCOPES[scope].to_owned()),
            preview: None,
        };
        self.takes(Request::Correct(said))
    }
}

fn deed() -> impl Strategy<Value = (usize, Option<usize>, usize)> {
    let category = prop::option::weighted(0.8, 0..CATEGORIES.len());
    (0usize..16, category, 0..SCOPES.len())
}

fn line() -> impl Strategy<Value = String> {
    vec(prop::sample::select(PIECES.to_vec()), 0..9).prop_map(|pieces| pieces.join(" "))
}

/// A line that a person might write about these rows.
fn rule() -> impl Strategy<Value = String> {
    let when = prop::sample::select(vec![
        "merchant \"Tesco\"",
        "text \"zeldin*\"",
        "text \"castle\"",
        "amount 20..45",
        "text \"greggs\" and out",
        "in",
    ]);
    (when, prop::sample::select(CATEGORIES.to_vec()))
        .prop_map(|(when, code)| format!("{when} -> {code}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text is kept word for word; a line gives something, is silent, or is named with what was expected.
    #[test]
    fn a_text_of_rules_reads_or_says_where_it_does_not(lines in vec(prop_oneof![line(), rule(), any::<String>()], 0..8)) {
        let text = lines.join("\n");
        let rules = Rules::parse(&text);
        prop_assert_eq!(rules.text(), &text);
        prop_assert_eq!(&Rules::parse(rules.text()), &rules, "reading what was written gives the same");
        let count = text.lines().count() as u32;
        let held: BTreeSet<u32> = rules.rules().iter().map(|rule| rule.line).collect();
        let unread: BTreeSet<u32> = rules.unread().iter().map(|unread| unread.line).collect();
        prop_assert!(held.is_disjoint(&unread));
        for (number, line) in (1u32..).zip(text.lines()) {
            let is_silent = line.trim().is_empty() || line.trim_start().starts_with('#');
            prop_assert!(!is_silent || !held.contains(&number) && !unread.contains(&number), "{}", line);
        }
        prop_assert!(held.iter().chain(&unread).all(|line| (1..=count).contains(line)));
        for unread in rules.unread() {
            prop_assert!(unread.expected.starts_with("rule-expected-"));
        }
        for rule in rules.rules() {
            // Each line that holds is a text of rules itself, but for the names that others made.
            let alone = Rules::parse(&rule.text);
            prop_assert!(alone.unread().len() + alone.rules().len() == 1, "{}", rule.text);
        }
    }

    /// Edits change what they are of: other lines stay, letter for letter.
    #[test]
    fn an_edit_leaves_the_other_lines(lines in vec(prop_oneof![line(), rule()], 1..8), at in 0usize..8) {
        let text = format!("{}\n", lines.join("\n"));
        let rules = Rules::parse(&text);
        let number = (at % lines.len()) as u32 + 1;
        let edited = rules.with_category(number, CATEGORIES[3]);
        let is_rule = rules.rules().iter().any(|rule| rule.line == number);
        for (line, (before, after)) in (1u32..).zip(text.lines().zip(edited.lines())) {
            prop_assert!(before == after || is_rule && line == number, "{} -> {}", before, after);
        }
        let again = Rules::parse(&edited);
        prop_assert_eq!(again.unread(), rules.unread());
        prop_assert_eq!(again.rules().len(), rules.rules().len());
        if let Some(rule) = again.rules().iter().find(|rule| rule.line == number) {
            prop_assert_eq!(rule.category.unwrap().category.code(), CATEGORIES[3]);
        }
        let only = Rules::parse(&rules.suggesting(true));
        prop_assert!(only.suggests_only());
        let off = Rules::parse(&only.suggesting(false));
        prop_assert!(!off.suggests_only());
        prop_assert_eq!(off.rules().len(), rules.rules().len());
    }

    /// Any name can be written between marks and is read again, its controls as blanks.
    #[test]
    fn a_name_between_marks_is_read_again(name in any::<String>()) {
        let plain: String = name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let text = format!("category {} under {}\nout -> {}", quoted(&name), CATEGORIES[0], quoted(&name));
        // A mark that ends a line for `str::lines` is a control, and so a blank here.
        let rules = Rules::parse(&text);
        prop_assert_eq!(text.lines().count(), 2);
        if plain.trim().is_empty() {
            prop_assert!(rules.is_empty() || rules.unread().len() == 1);
        } else if plain.trim() == plain {
            prop_assert_eq!(rules.unread(), &[]);
            prop_assert_eq!(&*rules.own_categories()[0].name, plain);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is said, in whatever order: each undo gives back the bytes from before, each redo those after.
    #[test]
    fn what_is_said_is_taken_back_to_the_byte(deeds in vec(deed(), 1..6)) {
        let mut sitting = Sitting::with(&[("march.csv", ROWS)]);
        let mut seen = vec![sitting.bytes()];
        for deed in deeds {
            let was_taken = sitting.correct(deed);
            let now = sitting.bytes();
            match was_taken {
                true => seen.push(now),
                false => prop_assert_eq!(Some(&now), seen.last(), "what is refused changes nothing"),
            }
        }
        for before in seen.iter().rev().skip(1) {
            sitting.reply(Request::Undo);
            prop_assert_eq!(&sitting.bytes(), before);
        }
        for after in seen.iter().skip(1) {
            sitting.reply(Request::Redo);
            prop_assert_eq!(&sitting.bytes(), after);
        }
    }

    /// What is learned never stands over a rule, nor a correction; an exception stands over both.
    #[test]
    fn a_rule_stands_over_whatever_is_learned(rules in vec(rule(), 1..4), deeds in vec(deed(), 0..4)) {
        let text = rules.join("\n");
        let mut ruled = Sitting::with(&[("march.csv", ROWS)]);
        ruled.reply(Request::SetRules(SetRules { text: text.clone(), preview: None }));
        let before = ruled.ledger().transactions;
        let mut taught = Sitting::with(&[("march.csv", ROWS)]);
        for (row, category, _) in deeds {
            taught.correct((row, category, 0));
        }
        let Reply::Ok { body: Body::Rules(said) } = taught.reply(Request::Rules) else {
            panic!("rules");
        };
        let text = format!("{}{text}", said.text);
        taught.reply(Request::SetRules(SetRules { text, preview: None }));
        for (alone, row) in before.iter().zip(taught.ledger().transactions) {
            prop_assert_eq!(&alone.id, &row.id);
            if alone.reason.kind == "rule" {
                prop_assert_eq!((&row.reason, &row.category), (&alone.reason, &alone.category));
            } else {
                prop_assert_ne!(&row.reason.kind, "rule");
            }
        }
    }
}
