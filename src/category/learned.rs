//! What the person's corrections say of rows that are like the corrected ones.
//!
//! ```text
//! corrected   SQ *MARLOWS 2214 LEEDS   -> Coffee
//! like it     SQ *MARLOWS 0017 YORK    the same merchant        sure
//!             MARLOW & DAUGHTER        shares a word of two     a guess
//! ```
//!
//! Nearest first: the same merchant, then shared words of the name, each weighed by how far it tells one category
//! from another among the examples; of examples that say different things of one merchant, the nearer amount. It
//! says no more than it holds when measured; see `cargo xtask eval categories`, the learning curve.

use crate::ledger::TransactionId;
use crate::merchant::{Naming, folded};
use crate::money::Amount;
use crate::order::Arrange as _;
use crate::stats::Confidence;

use super::Target;

/// The same merchant, corrected once.
const SAME_MERCHANT: u8 = 88;
/// The same merchant in the other direction, which is most likely money back.
const OTHER_DIRECTION: u8 = 70;
/// All words of the name shared; and what each hundredth that is not shared takes off, in hundredths.
const SAME_WORDS: u8 = 78;
const PER_WORD_MISSED: u32 = 40;
/// Under this likeness an example says nothing: one word of three.
const LEAST_SHARED: u32 = 30;
/// Taken off where examples of one merchant say different things and amounts do not tell them apart.
const DISAGREES: u8 = 30;
/// Amounts within a tenth of each other are near, for examples that differ.
const NEAR: i128 = 10;
/// Words of a name that tell nothing.
const SILENT: [&str; 14] = [
    "AND", "CARD", "COM", "DEBIT", "FOR", "FROM", "INC", "LLC", "LTD", "ONLINE", "PAYMENT",
    "PURCHASE", "THE", "WWW",
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
    words: Vec<Box<str>>,
}

/// Examples of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    examples: Vec<Example>,
}

/// An example that a row is like, and how far, but for the amount.
pub type Near = (u32, u8);

impl Likeness {
    /// Of a descriptor that was read.
    pub fn of(descriptor: &str, naming: &Naming) -> Likeness {
        let merchant: Option<Box<str>> = naming.merchant.as_deref().map(|name| folded(name).into());
        let text = match &merchant {
            Some(name) => name.to_string(),
            None => folded(descriptor),
        };
        let telling = |word: &&str| {
            word.chars().count() > 2
                && !word.contains(|letter: char| letter.is_numeric())
                && !SILENT.contains(word)
        };
        let mut words: Vec<Box<str>> = text.split(' ').filter(telling).map(Into::into).collect();
        words.arrange();
        words.dedup();
        Likeness { merchant, words }
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
            let same = row.merchant.is_some() && row.merchant == example.likeness.merchant;
            let sure = match same {
                true => SAME_MERCHANT,
                false => self.shared(row, example),
            };
            if sure > 0 {
                near.push((at, sure));
            }
        }
        near.arrange_by_key(|(_, sure)| std::cmp::Reverse(*sure));
        near
    }

    /// What these examples say of a row with this amount: which of them, and how sure that is.
    pub fn say(&self, near: &[Near], amount: Amount) -> Option<(u32, Confidence)> {
        let distance =
            |example: &Example| (example.amount.abs().wide() - amount.abs().wide()).abs();
        let found = |(at, sure): &Near| Some((*at, self.examples.get(*at as usize)?, *sure));
        let (_, first, surest) = near.first().and_then(found)?;
        let equals = || {
            near.iter()
                .filter_map(found)
                .filter(|(_, _, sure)| *sure == surest)
        };
        let (at, example, _) = equals()
            .min_by_key(|(_, example, _)| {
                let turned = example.amount.is_negative() != amount.is_negative();
                (turned, distance(example))
            })
            .unwrap_or((0, first, surest));
        let mut sure = surest;
        if example.amount.is_negative() != amount.is_negative() {
            if surest < SAME_MERCHANT || !example.target.category.is_spending() {
                return None;
            }
            sure = OTHER_DIRECTION;
        }
        let is_near = distance(example) * NEAR <= example.amount.abs().wide();
        if !is_near && equals().any(|(_, other, _)| other.target != example.target) {
            sure = sure.saturating_sub(DISAGREES);
        }
        Some((at, Confidence::from_hundredths(sure)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::Category;
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
            let (at, sure) = self.1.say(&near, amount(paid))?;
            Some((
                self.1.examples()[at as usize].target.category.code(),
                sure.hundredths(),
            ))
        }
    }

    #[test]
    fn the_same_merchant_tells_most_and_shared_words_less() {
        let mut sitting = Sitting(Reader::new(), Learned::new());
        sitting.correct("SQ *ZELDIN MARLOWE 2214", "-3.20", "FOOD_AND_DRINK_COFFEE");
        let same = sitting.says("SQ *ZELDIN MARLOWE 17", "-4.10").unwrap();
        assert_eq!(same, ("FOOD_AND_DRINK_COFFEE", SAME_MERCHANT));
        let back = sitting.says("SQ *ZELDIN MARLOWE 17", "4.10").unwrap();
        assert_eq!(back.1, OTHER_DIRECTION);
        let like = sitting.says("ZELDIN MARLOWE ROASTERY", "-4.10").unwrap();
        assert!(like.1 < same.1 && like.1 >= 60, "{like:?}");
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
        assert_eq!(film, ("ENTERTAINMENT_TV_AND_MOVIES", SAME_MERCHANT));
        let unsure = sitting.says("ZELDIN MARLOWE", "-25.00").unwrap();
        assert!(unsure.1 < 60, "{unsure:?}");
    }
}
