//! The person's rules: one text that is read, edited, kept and handed on as it stands.
//!
//! ```text
//! # A line for each. The first line that fits a row decides; a name and a category are decided apart.
//! except row 4k2j0v9c1m7d3e8a -> FOOD_AND_DRINK_COFFEE
//! merchant "Taro House" and amount 20..50 -> "Team lunches"
//! text "SQ *CLPOTT*" and account "Joint" -> merchant "Clifton Pottery", ENTERTAINMENT_OTHER_ENTERTAINMENT
//! category "Team lunches" under FOOD_AND_DRINK_RESTAURANT
//! group "Treats" is FOOD_AND_DRINK_COFFEE, "Team lunches"
//! suggest only
//! ```
//!
//! - `merchant` is the name that is shown; `text` are words of the descriptor one behind the other, the last of which
//!   may end in `*`; `amount` is a magnitude or a range of them; `out` and `in` are the direction; `account` is its
//!   name or number; `row` is one transaction by its id.
//! - A category is named by its code or by what the page calls it, as in `-> Groceries` and `-> "Food delivery"`.
//! - Order is precedence among rules, and what is said in the view is put on top.
//! - A `row` line is a correction, and lies beneath every rule: a rule made later holds for the corrected row too. With
//!   `except` before it, it is an exception: it lies above them, and nothing is learned from it. So a correction of a
//!   row that a rule decides is written, and one that is of the row only.
//! - A line that cannot be read stays in the text and is left out, with what was seen and what was expected.

use crate::ledger::TransactionId;

use super::Category;

mod fit;
mod line;

pub(crate) use fit::RowFacts;
pub use line::quoted;

use fit::When;
use line::{Piece, Rest, Trouble, arrow_of, condition, end_of, pieces};

/// The rules of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    text: Box<str>,
    rules: Vec<Rule>,
    own: Vec<OwnCategory>,
    groups: Vec<OwnGroup>,
    suggests_only: bool,
    unread: Vec<UnreadRule>,
}

/// A line that gives rows a category, a merchant's name, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its line, counted from 1.
    pub line: u32,
    /// The line without its comment.
    pub text: Box<str>,
    when: Vec<When>,
    is_exception: bool,
    /// The category it gives.
    pub category: Option<Target>,
    /// The name it gives the merchant.
    pub name: Option<Box<str>>,
}

/// A category as the person names one: of the taxonomy, or their own below one of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// The taxonomy's.
    pub category: Category,
    /// Which of [`Rules::own_categories`], where it is the person's own.
    pub own: Option<u16>,
}

/// A category of the person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCategory {
    /// Its name.
    pub name: Box<str>,
    /// The category it is below.
    pub under: Category,
}

/// A group of the person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnGroup {
    /// Its name.
    pub name: Box<str>,
    /// What is in it.
    pub of: Vec<Target>,
}

/// A line that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadRule {
    /// The line, counted from 1.
    pub line: u32,
    /// What was seen.
    pub seen: Box<str>,
    /// The phrase of what would have been right.
    pub expected: &'static str,
}

impl Rules {
    /// Reads a text.
    ///
    /// ```
    /// use farthing::category::Rules;
    ///
    /// let rules = Rules::parse("merchant \"Taro House\" -> FOOD_AND_DRINK_RESTAURANT\nmerchant -> FOOD\n");
    /// assert_eq!(rules.rules().len(), 1);
    /// let unread = &rules.unread()[0];
    /// assert_eq!((unread.line, &*unread.seen), (2, "->"));
    /// ```
    pub fn parse(text: &str) -> Rules {
        Rules::default().reading(text)
    }

    /// Reads a text in which categories may be named that were made before.
    fn reading(self, text: &str) -> Rules {
        let mut rules = Rules {
            text: text.into(),
            ..self
        };
        let lines = || (1u32..).zip(text.lines());
        // A category may be named above the line that makes it.
        for (_, line) in lines() {
            if let Ok(pieces) = pieces(line)
                && let [
                    Piece::Word("category"),
                    Piece::Quoted(name),
                    Piece::Word("under"),
                    code,
                ] = &pieces[..]
                && let Some(under) = code.category()
                && rules.own_named(name).is_none()
            {
                let name = name.as_str().into();
                rules.own.push(OwnCategory { name, under });
            }
        }
        for (number, line) in lines() {
            if let Err((seen, expected)) = rules.take(number, line) {
                rules.unread.push(UnreadRule {
                    line: number,
                    seen,
                    expected,
                });
            }
        }
        rules
    }

    /// The text, word for word.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines that give something, in the order in which they count.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The person's own categories.
    pub fn own_categories(&self) -> &[OwnCategory] {
        &self.own
    }

    /// The person's own groups.
    pub fn groups(&self) -> &[OwnGroup] {
        &self.groups
    }

    /// Whether what is learned from corrections is offered only, and decides nothing.
    pub fn suggests_only(&self) -> bool {
        self.suggests_only
    }

    /// The lines that were left out.
    pub fn unread(&self) -> &[UnreadRule] {
        &self.unread
    }

    /// A category by its code, or by the name the person has given it.
    pub fn target(&self, name: &str) -> Option<Target> {
        let own = |at: u16| Target {
            category: self.own[usize::from(at)].under,
            own: Some(at),
        };
        let of_code = |category| Target {
            category,
            own: None,
        };
        let named = self.own_named(name).map(own);
        named.or_else(|| Category::named(name).map(of_code))
    }

    /// The person's name of a category of their own.
    pub fn own_name(&self, target: Target) -> Option<&str> {
        let own = self.own.get(usize::from(target.own?))?;
        Some(&own.name)
    }

    /// The person's own group that a category is in, its own name counting before the one it is below.
    pub fn group_of(&self, target: Target) -> Option<&str> {
        let below = Target {
            own: None,
            ..target
        };
        let find = |wanted| {
            let found = self.groups.iter().find(|group| group.of.contains(&wanted));
            found.map(|group| &*group.name)
        };
        find(target).or_else(|| find(below))
    }

    /// The text with lines on top of it; lines that ask the same of a row go.
    pub fn with_lines(&self, lines: &str) -> String {
        let mut out = String::with_capacity(self.text.len() + lines.len() + 1);
        for line in lines.lines() {
            out.push_str(line);
            out.push('\n');
        }
        out.push_str(&self.without_lines(lines));
        out
    }

    /// The text without the lines that ask the same of a row as these.
    pub fn without_lines(&self, lines: &str) -> String {
        let named = Rules {
            own: self.own.clone(),
            ..Rules::default()
        };
        let gone = named.reading(lines);
        let mut out = String::with_capacity(self.text.len());
        for (number, line) in (1u32..).zip(self.text.lines()) {
            let rule = self.rules.iter().find(|rule| rule.line == number);
            let goes = |rule: &Rule| gone.rules.iter().any(|gone| gone.when == rule.when);
            if !rule.is_some_and(goes) {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }

    /// The text with another category, a code or a name between marks, behind the arrow of a line.
    pub fn with_category(&self, line: u32, category: &str) -> String {
        let rule = self.rules.iter().find(|rule| rule.line == line);
        let mut out = String::with_capacity(self.text.len() + category.len());
        for (number, text) in (1u32..).zip(self.text.lines()) {
            match (rule, arrow_of(text)) {
                (Some(rule), Some(arrow)) if number == line => {
                    out.push_str(&text[..arrow]);
                    out.push_str("-> ");
                    if let Some(name) = &rule.name {
                        out.push_str("merchant ");
                        out.push_str(&quoted(name));
                        out.push_str(", ");
                    }
                    out.push_str(category);
                    let comment = &text[end_of(text)..];
                    if !comment.is_empty() {
                        out.push_str("  ");
                        out.push_str(comment);
                    }
                }
                _ => out.push_str(text),
            }
            out.push('\n');
        }
        out
    }

    /// The text without a line.
    pub fn without_line(&self, line: u32) -> String {
        let mut out = String::with_capacity(self.text.len());
        for (number, text) in (1u32..).zip(self.text.lines()) {
            if number != line {
                out.push_str(text);
                out.push('\n');
            }
        }
        out
    }

    /// The text saying that what is learned only suggests, or that it decides.
    pub fn suggesting(&self, only: bool) -> String {
        let mut out = String::with_capacity(self.text.len() + 16);
        if only {
            out.push_str("suggest only\n");
        }
        for line in self.text.lines() {
            let is_switch = matches!(
                pieces(line).as_deref(),
                Ok([Piece::Word("suggest"), Piece::Word("only")])
            );
            if !is_switch {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }

    fn own_named(&self, name: &str) -> Option<u16> {
        let found = self.own.iter().position(|own| &*own.name == name)?;
        u16::try_from(found).ok()
    }

    fn take(&mut self, line: u32, text: &str) -> Result<(), Trouble> {
        let pieces = pieces(text)?;
        match &pieces[..] {
            [] => Ok(()),
            [Piece::Word("suggest"), rest @ ..] => {
                let mut rest = Rest(rest);
                rest.word(&["only"], "rule-expected-only")?;
                self.suggests_only = true;
                rest.end()
            }
            [Piece::Word("category"), rest @ ..] => {
                let mut rest = Rest(rest);
                rest.quoted("rule-expected-name")?;
                rest.word(&["under"], "rule-expected-under")?;
                match rest.0.first() {
                    Some(code) if code.category().is_some() => {
                        rest.0 = &rest.0[1..];
                    }
                    _ => return Err(rest.seen("rule-expected-code")),
                }
                rest.end()
            }
            [Piece::Word("group"), rest @ ..] => {
                let mut rest = Rest(rest);
                let name = rest.quoted("rule-expected-name")?;
                rest.word(&["is"], "rule-expected-is")?;
                let mut of = vec![self.target_in(&mut rest)?];
                while !rest.0.is_empty() {
                    rest.piece(&Piece::Comma, "rule-expected-end")?;
                    of.push(self.target_in(&mut rest)?);
                }
                self.groups.push(OwnGroup { name, of });
                Ok(())
            }
            all => {
                let mut rest = Rest(all);
                let rule = self.rule(line, text, &mut rest)?;
                self.rules.push(rule);
                Ok(())
            }
        }
    }

    fn rule(&self, line: u32, text: &str, rest: &mut Rest<'_, '_>) -> Result<Rule, Trouble> {
        let is_exception = rest.word(&["except"], "").is_ok();
        let trouble = rest.seen("rule-expected-row");
        let mut when = vec![condition(rest)?];
        if is_exception && !matches!(when[..], [When::Row(_)]) {
            return Err(trouble);
        }
        while !is_exception && rest.word(&["and"], "").is_ok() {
            when.push(condition(rest)?);
        }
        rest.piece(&Piece::Arrow, "rule-expected-arrow")?;
        let (mut category, mut name) = (None, None);
        loop {
            if rest.word(&["merchant"], "").is_ok() {
                name = Some(rest.quoted("rule-expected-name")?);
            } else {
                category = Some(self.target_in(rest)?);
            }
            if rest.0.is_empty() {
                break;
            }
            rest.piece(&Piece::Comma, "rule-expected-end")?;
        }
        Ok(Rule {
            line,
            text: text[..end_of(text)].trim().into(),
            when,
            is_exception,
            category,
            name,
        })
    }

    fn target_in(&self, rest: &mut Rest<'_, '_>) -> Result<Target, Trouble> {
        let name = match rest.0.first() {
            Some(Piece::Word(name)) => name,
            Some(Piece::Quoted(name)) => name.as_str(),
            _ => return Err(rest.seen("rule-expected-code")),
        };
        let found = self.target(name);
        let target = found.ok_or_else(|| rest.seen("rule-expected-code"))?;
        rest.0 = &rest.0[1..];
        Ok(target)
    }
}

impl Rule {
    /// The row it is about, where it is a correction of one.
    pub fn row(&self) -> Option<TransactionId> {
        match self.when[..] {
            [When::Row(id)] => Some(id),
            _ => None,
        }
    }

    /// Whether it is of one row and nothing else, whatever other lines say.
    pub fn is_exception(&self) -> bool {
        self.is_exception
    }

    /// Which of several that fit a row decides: an exception, then a rule, then a correction; of one kind the first.
    pub(crate) fn rank(&self) -> u8 {
        match (self.is_exception, self.row()) {
            (true, _) => 0,
            (false, None) => 1,
            (false, Some(_)) => 2,
        }
    }

    /// Every row that it names.
    pub(crate) fn rows(&self) -> impl Iterator<Item = TransactionId> + '_ {
        self.when.iter().filter_map(|when| match when {
            When::Row(id) => Some(*id),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Amount;

    const COFFEE: &str = "FOOD_AND_DRINK_COFFEE";

    fn unread(line: &str) -> (String, &'static str) {
        let rules = Rules::parse(line);
        assert!(rules.is_empty(), "{line}");
        let unread = &rules.unread()[0];
        (unread.seen.to_string(), unread.expected)
    }

    #[test]
    fn a_line_says_what_was_seen_and_expected() {
        for (line, seen, expected) in [
            ("shop \"X\" -> A", "shop", "rule-expected-field"),
            ("merchant X -> A", "X", "rule-expected-quoted"),
            ("merchant \"X -> A", "X -> A", "rule-expected-mark"),
            ("text \"**\" -> A", "**", "rule-expected-words"),
            ("amount -5 -> A", "-5", "rule-expected-amount"),
            ("amount .. -> A", "..", "rule-expected-amount"),
            ("row 12 -> A", "12", "rule-expected-row"),
            ("except out -> A", "out", "rule-expected-row"),
            ("out COFFEE", "COFFEE", "rule-expected-arrow"),
            ("out -> CAKE", "CAKE", "rule-expected-code"),
            ("out ->", "", "rule-expected-code"),
            ("out -> \"Gifts\"", "Gifts", "rule-expected-code"),
            ("out -> \"\"", " ", "rule-expected-code"),
            ("out -> merchant \" \"", " ", "rule-expected-name"),
            (
                "out -> FOOD_AND_DRINK_COFFEE and",
                "and",
                "rule-expected-end",
            ),
            ("suggest all", "all", "rule-expected-only"),
            ("category \"X\" in Y", "in", "rule-expected-under"),
            ("category \"X\" under Y", "Y", "rule-expected-code"),
            ("group \"X\" of Y", "of", "rule-expected-is"),
        ] {
            assert_eq!(unread(line), (seen.to_owned(), expected), "{line}");
        }
    }

    #[test]
    fn a_category_is_named_as_the_page_calls_it() {
        let text = "out -> coffee\nin -> \"Restaurants and pubs\"\nout -> \"Tea\"\n\
            category \"Tea\" under \"Restaurants and pubs\"\ngroup \"Drinks\" is \"Tea\", Coffee\n";
        let rules = Rules::parse(text);
        assert_eq!(rules.unread(), []);
        let code = |name: &str| rules.target(name).map(|target| target.category.code());
        assert_eq!(code("Coffee"), Some("FOOD_AND_DRINK_COFFEE"));
        assert_eq!(code("Tea"), Some("FOOD_AND_DRINK_RESTAURANT"));
    }

    #[test]
    fn a_text_is_kept_and_edited_line_by_line() {
        let text = "# mine\nmerchant \"A \\\"B\\\" # C\" -> FOOD_AND_DRINK_COFFEE # why\nnonsense\nout->\"Tea\"\n\
            category \"Tea\" under FOOD_AND_DRINK_COFFEE\ngroup \"Drinks\" is \"Tea\", FOOD_AND_DRINK_COFFEE\n";
        let rules = Rules::parse(text);
        assert_eq!(rules.text(), text);
        assert_eq!(rules.rules().len(), 2);
        assert_eq!(
            &*rules.rules()[0].text,
            "merchant \"A \\\"B\\\" # C\" -> FOOD_AND_DRINK_COFFEE"
        );
        assert_eq!(rules.unread()[0].line, 3);
        let tea = rules.rules()[1].category.unwrap();
        assert_eq!(
            (rules.own_name(tea), tea.category.code()),
            (Some("Tea"), COFFEE)
        );
        assert_eq!(rules.group_of(tea), Some("Drinks"));
        let again = rules.with_lines(&format!("merchant {} -> \"Tea\"", quoted("a \"b\" # c")));
        assert_eq!(again.lines().count(), text.lines().count());
        assert!(again.starts_with("merchant \"a \\\"b\\\" # c\" -> \"Tea\"\n# mine\nnonsense\n"));
        let only = Rules::parse(&rules.suggesting(true));
        assert!(only.suggests_only() && !rules.suggests_only());
        assert_eq!(only.suggesting(false), text);
    }

    #[test]
    fn the_category_of_a_line_is_replaced_and_nothing_else() {
        let text = "# -> mine\nmerchant \"A -> B\" and out->OTHER_OTHER # -> why\n\
            text \"x\" -> OTHER_OTHER, merchant \"X\"\n";
        let rules = Rules::parse(text);
        assert_eq!(
            rules.with_category(2, COFFEE),
            "# -> mine\nmerchant \"A -> B\" and out-> FOOD_AND_DRINK_COFFEE  # -> why\n\
            text \"x\" -> OTHER_OTHER, merchant \"X\"\n"
        );
        let named = Rules::parse(&rules.with_category(3, COFFEE));
        assert!(
            named
                .text()
                .ends_with("text \"x\" -> merchant \"X\", FOOD_AND_DRINK_COFFEE\n")
        );
        assert_eq!(named.rules()[1].name.as_deref(), Some("X"));
        assert_eq!(rules.with_category(1, COFFEE), text);
        assert_eq!(rules.without_line(3).lines().count(), 2);
    }

    #[test]
    fn words_amounts_and_accounts_have_to_fit() {
        let rules = Rules::parse(&format!(
            "text \"Café ro*\" and amount 2..9.50 and account \"Joint\" and out -> {COFFEE}"
        ));
        let rule = &rules.rules()[0];
        assert!(rule.takes_words(" PAID CAFE ROMA 12 ") && rule.takes_words(" CAFE RO "));
        assert!(!rule.takes_words(" CAFE PRO ") && !rule.takes_words(" XCAFE ROMA "));
        let row = |amount: &str, account| RowFacts {
            amount: Amount::parse_plain(amount).unwrap(),
            account: (account, "1234"),
            names: ["", ""],
        };
        assert!(rule.takes(&row("-9.5", "JOINT")) && rule.takes(&row("-2", "JOINT")));
        for other in [
            row("9.5", "JOINT"),
            row("-9.51", "JOINT"),
            row("-9.5", "MINE"),
        ] {
            assert!(!rule.takes(&other));
        }
    }
}
