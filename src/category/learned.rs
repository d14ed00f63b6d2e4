//! What the person's corrections say of rows that are like the corrected ones.
//!
//! ```text
//! corrected   SQ *MARLOWS 2214 LEEDS   -> Coffee
//! like it     SQ *MARLOWS 0017 LEEDS   the same words but for numbers sure
//!             SQ *MARLOWS 0017 YORK    the same merchant              less sure
//!             MARLOWS DELI LEEDS       begins with the same name      less sure still
//!             THE MARLOWS ROASTERY     shares a word of three         a guess
//! ```
//!
//! Nearest first: the same merchant, then a name that begins alike, then shared words of the name, each weighed by how
//! far it tells one category from another among the examples; of examples that say different things of one merchant,
//! the nearer amount. How sure each is, is measured: see `cargo xtask eval categories`, the learning curve.
//!
//! One correction speaks for the same words even against a brand or a merchant category code, for these say what a shop
//! sells and the person says what it is to them; for other branches of a brand it takes two that agree. Against a shop
//! that sells everything, an app that sends money, or a bank's phrase that names nobody, their amount has to be like it.

use crate::ledger::TransactionId;
use crate::merchant::{Naming, folded};
use crate::money::Amount;
use crate::order::{Arrange as _, Gather as _};
use crate::stats::Confidence;

use super::{Assignment, Category, Reason, Target};

/// The same words but for numbers; the same merchant in other words, such as another branch; and either corrected more
/// than once, always to the same.
/// Source: `cargo xtask eval categories`, the learning curve, where every such row is right; less is said, for a label
/// there belongs to a merchant and not to a purchase.
const SAME_PATTERN: u8 = 92;
const SAME_MERCHANT: u8 = 88;
const AGREED: u8 = 95;
/// The same merchant in the other direction, which is most likely money back.
const OTHER_DIRECTION: u8 = 70;
/// The name begins with the other's name, which has several words; or one long word.
const BEGINS_ALIKE: u8 = 84;
const BEGINS_WITH_WORD: u8 = 72;
/// A single word that a name begins with tells something from this many letters on.
const LONG_WORD: usize = 5;
/// A last word may be cut off, from this many letters on.
const CUT_WORD: usize = 4;
/// All words of the name shared; and what each hundredth that is not shared takes off, in hundredths.
const SAME_WORDS: u8 = 78;
const PER_WORD_MISSED: u32 = 40;
/// Under this likeness an example says nothing: one word of three.
const LEAST_SHARED: u32 = 30;
/// Taken off where examples of one merchant say different things and amounts do not tell them apart.
const DISAGREES: u8 = 35;
/// Amounts within a tenth of each other are near, for examples that differ.
const NEAR: i128 = 10;
/// Words of a name that tell nothing.
const SILENT: [&str; 14] = [
    "AND", "CARD", "COM", "DEBIT", "FOR", "FROM", "INC", "LLC", "LTD", "ONLINE", "PAYMENT",
    "PURCHASE", "THE", "WWW",
];
/// Who sells everything: what one purchase there was says little of the next.
const SELLS_EVERYTHING: [&str; 5] = [
    "FOOD_AND_DRINK_GROCERIES",
    "GENERAL_MERCHANDISE_CONVENIENCE_STORES",
    "GENERAL_MERCHANDISE_DEPARTMENT_STORES",
    "GENERAL_MERCHANDISE_ONLINE_MARKETPLACES",
    "GENERAL_MERCHANDISE_SUPERSTORES",
];

/// A row that the person corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The row.
    pub id: TransactionId,
    /// As the bank printed it.
    pub descriptor: Box<str>,
    /// What the person said it is.
    pub target: Target,
    /// Its amount.
    pub amount: Amount,
    likeness: Likeness,
}

/// What two rows are compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    merchant: Option<Box<str>>,
    /// The descriptor without its numbers.
    pattern: Box<str>,
    /// The telling words of the name, as they stand.
    name: Vec<Box<str>>,
    /// The same, in order and once each.
    words: Vec<Box<str>>,
}

/// Examples of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    examples: Vec<Example>,
}

/// An example that a row is like, and how far, but for the amount.
pub type Near = (u32, u8);

/// What examples say of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Which example says it.
    pub example: u32,
    /// How sure that is.
    pub confidence: Confidence,
    /// What it can stand against.
    weight: Weight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// A row of another merchant, or of the other direction.
    Like,
    /// A row of the same merchant.
    Merchant,
    /// A row of the same words, or two of the same merchant that agree.
    Pattern,
    /// Two of the same merchant that agree, at an amount like this.
    Agreed,
}

impl Likeness {
    /// Of a descriptor that was read.
    pub fn of(descriptor: &str, naming: &Naming) -> Likeness {
        let merchant: Option<Box<str>> = naming.merchant.as_deref().map(|name| folded(name).into());
        let whole = folded(descriptor);
        let mut pattern = String::with_capacity(whole.len());
        for word in whole.split(' ').filter(|word| !has_number(word)) {
            pattern.push_str(word);
            pattern.push(' ');
        }
        let text = merchant.as_deref().unwrap_or(&whole);
        let telling =
            |word: &&str| word.chars().count() > 2 && !has_number(word) && !SILENT.contains(word);
        let name: Vec<Box<str>> = text.split(' ').filter(telling).map(Into::into).gather();
        let mut words = name.clone();
        words.arrange();
        words.dedup();
        Likeness {
            merchant,
            pattern: pattern.into(),
            name,
            words,
        }
    }

    /// How sure it is that these are rows of one merchant, or of the same words where none is named.
    fn same(&self, other: &Likeness) -> u8 {
        match (&self.merchant, &other.merchant) {
            (one, other_name) if one == other_name && self.pattern == other.pattern => {
                match self.words.is_empty() {
                    true => 0,
                    false => SAME_PATTERN,
                }
            }
            (Some(one), Some(other)) if one == other => SAME_MERCHANT,
            _ => 0,
        }
    }

    /// How sure it is that one name is the other with something behind it, such as a branch.
    fn begins_alike(&self, other: &Likeness) -> u8 {
        let shorter = self.name.len().min(other.name.len());
        let is_like = |at: usize| {
            let (one, other) = (&*self.name[at], &*other.name[at]);
            let (short, long) = match one.len() < other.len() {
                true => (one, other),
                false => (other, one),
            };
            one == other || at + 1 == shorter && short.len() >= CUT_WORD && long.starts_with(short)
        };
        if !(0..shorter).all(is_like) {
            return 0;
        }
        match shorter {
            0 => 0,
            1 => match self.name[0].len().min(other.name[0].len()) >= LONG_WORD {
                true => BEGINS_WITH_WORD,
                false => 0,
            },
            _ => BEGINS_ALIKE,
        }
    }
}

impl Learned {
    /// No example.
    pub fn new() -> Learned {
        Learned::default()
    }

    /// Takes an example in.
    pub fn add(
        &mut self,
        id: TransactionId,
        descriptor: &str,
        naming: &Naming,
        amount: Amount,
        target: Target,
    ) {
        self.examples.push(Example {
            id,
            descriptor: descriptor.into(),
            target,
            amount,
            likeness: Likeness::of(descriptor, naming),
        });
    }

    /// Every example.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The examples that speak of rows of this likeness, nearest first.
    pub fn near(&self, row: &Likeness) -> Vec<Near> {
        let mut near: Vec<Near> = Vec::new();
        for (at, example) in (0u32..).zip(&self.examples) {
            let sure = match row.same(&example.likeness) {
                0 => row
                    .begins_alike(&example.likeness)
                    .max(self.shared(row, example)),
                same => same,
            };
            if sure > 0 {
                near.push((at, sure));
            }
        }
        near.arrange_by_key(|(_, sure)| std::cmp::Reverse(*sure));
        near
    }

    /// What these examples say of a row with this amount.
    pub fn say(&self, near: &[Near], amount: Amount) -> Option<Lesson> {
        let distance =
            |example: &Example| (example.amount.abs().wide() - amount.abs().wide()).abs();
        let turned = |example: &Example| example.amount.is_negative() != amount.is_negative();
        let found = |(at, sure): &Near| Some((*at, self.examples.get(*at as usize)?, *sure));
        let (_, first, surest) = near.first().and_then(found)?;
        let is_same = surest >= SAME_MERCHANT;
        let equals = || {
            let least = if is_same { SAME_MERCHANT } else { surest };
            near.iter()
                .filter_map(found)
                .filter(move |(_, _, sure)| *sure >= least)
        };
        let (at, example, own) = equals()
            .min_by_key(|(_, example, _)| (turned(example), distance(example)))
            .unwrap_or((0, first, surest));
        if turned(example) {
            let is_back = is_same && example.target.category.is_spending();
            return is_back.then_some(Lesson {
                example: at,
                confidence: Confidence::from_hundredths(OTHER_DIRECTION),
                weight: Weight::Like,
            });
        }
        let is_near = distance(example) * NEAR <= example.amount.abs().wide();
        let along = || equals().filter(|(_, other, _)| !turned(other));
        let agree = along()
            .filter(|(_, other, _)| other.target == example.target)
            .count();
        let is_disputed = agree < along().count();
        let sure = match (is_disputed, is_same) {
            (true, _) if !is_near => own.saturating_sub(DISAGREES),
            (false, true) if agree > 1 => AGREED,
            _ => own,
        };
        let weight = match is_same {
            false => Weight::Like,
            true if agree > 1 && is_near => Weight::Agreed,
            true if agree > 1 || own == SAME_PATTERN => Weight::Pattern,
            true => Weight::Merchant,
        };
        Some(Lesson {
            example: at,
            confidence: Confidence::from_hundredths(sure),
            weight,
        })
    }

    /// How far the words of a row are those of an example.
    fn shared(&self, row: &Likeness, example: &Example) -> u8 {
        let (mut both, mut either) = (0u32, 0u32);
        let theirs = &example.likeness.words;
        for word in &row.words {
            if theirs.binary_search(word).is_ok() {
                let weight = self.telling(word, example.target);
                (both, either) = (both + weight, either + 100);
            } else {
                either += 100;
            }
        }
        let missed = theirs
            .iter()
            .filter(|word| row.words.binary_search(word).is_err());
        either += missed.count() as u32 * 100;
        let share = both * 100 / either.max(1);
        if share < LEAST_SHARED {
            return 0;
        }
        let off = (100 - share.min(100)) * PER_WORD_MISSED / 100;
        SAME_WORDS.saturating_sub(off as u8)
    }

    /// Of the examples with this word, how many in a hundred are of the category.
    fn telling(&self, word: &str, target: Target) -> u32 {
        let has = |example: &&Example| {
            let words = &example.likeness.words;
            words.binary_search_by(|known| (**known).cmp(word)).is_ok()
        };
        let of = |example: &&Example| example.target.category == target.category;
        let all = self.examples.iter().filter(has).count();
        let same = self.examples.iter().filter(has).filter(of).count();
        (same * 100 / all.max(1)) as u32
    }
}

impl Lesson {
    /// Whether it stands over what the engine says of the row.
    pub fn stands_over(&self, base: &Assignment, naming: &Naming) -> bool {
        let Some(category) = base.category else {
            return true;
        };
        if matches!(base.reason, Reason::Word(_)) {
            return base.confidence < self.confidence;
        }
        let needed = match (&naming.merchant, &naming.brand) {
            (None, _) => Weight::Agreed,
            (Some(_), None) => Weight::Merchant,
            (Some(_), Some(_)) if is_broad(category) => Weight::Agreed,
            (Some(_), Some(_)) => Weight::Pattern,
        };
        self.weight >= needed && self.confidence >= super::REVIEW_BELOW
    }
}

fn has_number(word: &str) -> bool {
    word.contains(|letter: char| letter.is_numeric())
}

/// Whether a shop of this category sells everything, or sends money for everything.
fn is_broad(category: Category) -> bool {
    SELLS_EVERYTHING.contains(&category.code()) || category.code().starts_with("TRANSFER_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::{Categoriser, Evidence};
    use crate::merchant::Reader;

    fn target(code: &str) -> Target {
        Target {
            category: Category::from_code(code).unwrap(),
            own: None,
        }
    }

    fn amount(text: &str) -> Amount {
        Amount::parse_plain(text).unwrap()
    }

    struct Sitting(Reader, Learned);

    impl Sitting {
        fn correct(&mut self, descriptor: &str, paid: &str, code: &str) {
            let naming = self.0.naming_of(descriptor, None);
            let id = TransactionId::default();
            self.1
                .add(id, descriptor, &naming, amount(paid), target(code));
        }

        fn says(&self, descriptor: &str, paid: &str) -> Option<(&'static str, u8)> {
            let naming = self.0.naming_of(descriptor, None);
            let near = self.1.near(&Likeness::of(descriptor, &naming));
            let lesson = self.1.say(&near, amount(paid))?;
            Some((
                self.1.examples()[lesson.example as usize]
                    .target
                    .category
                    .code(),
                lesson.confidence.hundredths(),
            ))
        }
    }

    #[test]
    fn the_same_merchant_tells_most_and_shared_words_less() {
        let mut sitting = Sitting(Reader::new(), Learned::new());
        sitting.correct("SQ *ZELDIN MARLOWE 2214", "-3.20", "FOOD_AND_DRINK_COFFEE");
        let same = sitting.says("SQ *ZELDIN MARLOWE 17", "-4.10").unwrap();
        assert_eq!(same, ("FOOD_AND_DRINK_COFFEE", SAME_PATTERN));
        let elsewhere = sitting.says("SQ *ZELDIN MARLOWE 17 YORK", "-4.10").unwrap();
        assert_eq!(elsewhere.1, SAME_MERCHANT);
        let back = sitting.says("SQ *ZELDIN MARLOWE 17", "4.10").unwrap();
        assert_eq!(back.1, OTHER_DIRECTION);
        let like = sitting.says("ZELDIN MARLOWE ROASTERY", "-4.10").unwrap();
        assert_eq!(like.1, BEGINS_ALIKE);
        let cut = sitting.says("ZELDIN MARLO", "-4.10").unwrap();
        assert_eq!(cut.1, BEGINS_ALIKE);
        assert_eq!(sitting.says("QUENTHORPE FIELDS", "-4.10"), None);
    }

    #[test]
    fn examples_that_differ_are_told_apart_by_amount() {
        let mut sitting = Sitting(Reader::new(), Learned::new());
        sitting.correct("ZELDIN MARLOWE", "-8.99", "ENTERTAINMENT_TV_AND_MOVIES");
        sitting.correct(
            "ZELDIN MARLOWE",
            "-60.00",
            "GENERAL_MERCHANDISE_ELECTRONICS",
        );
        let film = sitting.says("ZELDIN MARLOWE", "-8.99").unwrap();
        assert_eq!(film, ("ENTERTAINMENT_TV_AND_MOVIES", SAME_PATTERN));
        let unsure = sitting.says("ZELDIN MARLOWE", "-25.00").unwrap();
        assert!(unsure.1 < 60, "{unsure:?}");
    }

    #[test]
    fn what_an_example_stands_over_depends_on_what_speaks_against_it() {
        let gifts = "GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES";
        let stands = |corrected: &[(&str, &str)], row: &str, paid: &str| {
            let mut sitting = Sitting(Reader::new(), Learned::new());
            for (descriptor, paid) in corrected {
                sitting.correct(descriptor, paid, gifts);
            }
            let naming = sitting.0.naming_of(row, Some("GB"));
            let base = Categoriser::new().assign(&Evidence::of(&naming, true));
            assert!(base.category.is_some(), "{row}");
            let near = sitting.1.near(&Likeness::of(row, &naming));
            let lesson = sitting.1.say(&near, amount(paid)).unwrap();
            lesson.stands_over(&base, &naming)
        };
        let greggs = ("GREGGS 0123 LEEDS", "-3.00");
        assert!(stands(&[greggs], "GREGGS 0456 LEEDS", "-8.00"));
        assert!(
            !stands(&[greggs], "GREGGS 0456 YORK", "-8.00"),
            "another branch"
        );
        let york = ("GREGGS 0456 YORK", "-3.00");
        assert!(
            stands(&[greggs, york], "GREGGS 0789 HULL", "-8.00"),
            "two agree"
        );
        let tesco = ("TESCO STORES 6148", "-25.00");
        assert!(
            !stands(&[tesco], "TESCO STORES 6148", "-25.00"),
            "sells everything"
        );
        assert!(!stands(&[tesco, tesco], "TESCO STORES 6148", "-80.00"));
        assert!(
            stands(&[tesco, tesco], "TESCO STORES 6148", "-26.00"),
            "an amount like theirs"
        );
        let cash = ("ATM WITHDRAWAL", "-50.00");
        assert!(!stands(&[cash], "ATM WITHDRAWAL", "-50.00"), "names nobody");
        let garage = ("WEOLEY CASTLE", "-40.00");
        assert!(
            stands(&[garage], "WEOLEY CASTLE 12", "-9.00"),
            "only a word of a trade"
        );
    }
}
