//! Evidence to a category: which piece of it decides, and how sure that is.

use crate::merchant::{Naming, folded, rows};
use crate::order::Arrange as _;
use crate::statement::Mcc;
use crate::stats::Confidence;
use crate::table::table;

use super::model::likely;
use super::{Assignment, Category, Evidence, Guess, Reason};

const MCCS: &str = table!(include_str!("mcc.tsv"));
const BANK: &str = table!(include_str!("bank.tsv"));

/// Under this a category stays open and needs review.
/// Source: ../shared/labelled/birmingham-council: of what is said at 0.80 to 0.89, 85 % is right, at 0.9 and more 97 %
/// (tests/categories.rs). Brands and trades of money in without a word of return lie just above it; a broad MCC and
/// the commonest of a direction below.
pub const REVIEW_BELOW: Confidence = Confidence::from_hundredths(60);

/// An MCC of one trade. Source: an acquirer assigns it once a shop, and some shops sell more than one thing.
const MCC_HIGH: u8 = 92;
/// An MCC of many trades, which never decides alone.
const MCC_LOW: u8 = 45;
/// A phrase below this gives way to what is surer: `TRANSFER TO TRADE REPUBLIC`.
const PHRASE_GIVES_WAY: u8 = 80;
/// Taken off where money comes in from a shop without a word of return: pay and sales look alike.
const INFLOW_WITHOUT_A_WORD: u8 = 22;
/// The same of a common word that is a brand in other countries or in who knows which: an employer has it as well.
const INFLOW_FROM_ELSEWHERE: u8 = 32;
const SURE_BRAND: u8 = 90;
/// Taken off where a common word is a brand, but its MCC is of another trade.
const MCC_DISAGREES: u8 = 20;
/// A part of a chain that has shops of several trades.
const DEPARTMENT: u8 = 93;
/// Shops and groups that have parts of other trades: a grocer its pumps, an insurer its funds.
const GENERAL_SHOPS: [&str; 5] = [
    "GENERAL_SERVICES_INSURANCE",
    "FOOD_AND_DRINK_GROCERIES",
    "GENERAL_MERCHANDISE_CONVENIENCE_STORES",
    "GENERAL_MERCHANDISE_DEPARTMENT_STORES",
    "GENERAL_MERCHANDISE_SUPERSTORES",
];
/// What comes by credit transfer from a shop, and how sure that is: some of it is money back after all.
const PAY: &str = "INCOME_SALARY";
const PAID_BY_SHOP: u8 = 75;
/// Those who sell to people and hardly owe them anything but pay; an insurer, a supplier or a bookmaker may.
const SHOPS: [&str; 5] = [
    "FOOD_AND_DRINK",
    "GENERAL_MERCHANDISE",
    "HOME_IMPROVEMENT",
    "MEDICAL",
    "PERSONAL_CARE",
];
/// How many guesses are offered.
const GUESSES: usize = 3;
/// How sure the model's first, second and third guess are.
/// Source: `cargo xtask eval categories`, the open rows of birmingham-council, none of which it learned from.
const LIKELY: [u8; GUESSES] = [30, 20, 15];
/// The commonest categories by direction, offered where nothing speaks, with the share they have.
/// Source: ../shared/labelled, rounded down.
const COMMON_OUT: [(&str, u8); 3] = [
    ("GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE", 8),
    ("FOOD_AND_DRINK_RESTAURANT", 6),
    ("TRANSFER_OUT_ACCOUNT_TRANSFER", 4),
];
const COMMON_IN: [(&str, u8); 3] = [
    ("TRANSFER_IN_ACCOUNT_TRANSFER", 12),
    ("INCOME_SALARY", 10),
    ("INCOME_OTHER", 6),
];

/// Assigns categories; owns the parsed tables.
///
/// ```
/// use farthing::{category::{Categoriser, Evidence, Reason}, merchant::Reader};
/// let descriptor = "TESCO STORES 6148 LEEDS GB";
/// let naming = Reader::new().naming_of(descriptor, Some("GB"));
/// let evidence = Evidence::of(&naming, true);
/// let assignment = Categoriser::new().assign(&evidence);
/// assert_eq!(assignment.category.unwrap().code(), "FOOD_AND_DRINK_GROCERIES");
/// assert_eq!(assignment.reason, Reason::Brand("Tesco"));
/// ```
pub struct Categoriser {
    mccs: Vec<Codes>,
    bank: Vec<Words>,
}

struct Codes {
    first: u16,
    last: u16,
    category: Category,
    decides: bool,
}

struct Words {
    words: String,
    is_code: bool,
    outflow: Option<Category>,
    inflow: Option<Category>,
    sure: u8,
}

/// A piece of evidence that speaks for a category.
struct Voice {
    category: Category,
    sure: u8,
    reason: Reason,
}

impl Default for Categoriser {
    fn default() -> Categoriser {
        Categoriser::new()
    }
}

impl Categoriser {
    /// Parses the tables.
    pub fn new() -> Categoriser {
        let mut mccs = Vec::new();
        for [code, decides, ranges] in rows(MCCS) {
            let Some(category) = Category::from_code(code) else {
                continue;
            };
            for range in ranges.split('|') {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                if let (Ok(first), Ok(last)) = (first.parse(), last.parse()) {
                    let decides = decides == "high";
                    mccs.push(Codes {
                        first,
                        last,
                        category,
                        decides,
                    });
                }
            }
        }
        mccs.arrange_by_key(|codes| codes.first);
        let mut bank = Vec::new();
        for [kind, spellings, outflow, inflow, sure] in rows(BANK) {
            for words in spellings.split('|') {
                bank.push(Words {
                    words: folded(words),
                    is_code: kind == "code",
                    outflow: Category::from_code(outflow),
                    inflow: Category::from_code(inflow),
                    sure: sure.parse().unwrap_or(0),
                });
            }
        }
        bank.arrange_by(|one, other| one.key().cmp(&other.key()));
        Categoriser { mccs, bank }
    }

    /// The category of a merchant category code, and whether the code is of one trade only.
    pub fn of_mcc(&self, mcc: Mcc) -> Option<(Category, bool)> {
        let number = mcc.number();
        let at = self.mccs.partition_point(|codes| codes.first <= number);
        let codes = self.mccs.get(at.checked_sub(1)?)?;
        (number <= codes.last).then_some((codes.category, codes.decides))
    }

    /// Decides a category.
    ///
    /// Shape: a category with no guesses, or no category with one to three guesses, surest first.
    pub fn assign(&self, evidence: &Evidence<'_>) -> Assignment {
        let mut voices = self.voices(evidence);
        let decides = |voice: &Voice| Confidence::from_hundredths(voice.sure) >= REVIEW_BELOW;
        let loud = |said: &mut Option<Voice>| said.take_if(|voice| decides(voice));
        if let Some(voice) = voices.iter_mut().find_map(loud) {
            return Assignment {
                category: Some(voice.category),
                confidence: Confidence::from_hundredths(voice.sure),
                reason: voice.reason,
                guesses: Vec::new(),
            };
        }
        let guesses = guessed(&voices, evidence);
        Assignment {
            category: None,
            confidence: guesses.first().map_or(Confidence::NONE, |(_, sure)| *sure),
            reason: Reason::Nothing,
            guesses,
        }
    }

    /// The best guesses of evidence, surest first, whatever is decided from it.
    pub fn guesses(&self, evidence: &Evidence<'_>) -> Vec<Guess> {
        guessed(&self.voices(evidence), evidence)
    }

    /// All that speaks, in the order in which it counts.
    fn voices(&self, evidence: &Evidence<'_>) -> [Option<Voice>; 7] {
        let Evidence {
            naming, outflow, ..
        } = *evidence;
        let mcc = evidence.mcc.and_then(|mcc| Some((mcc, self.of_mcc(mcc)?)));
        let mut phrase = phrase_voice(naming, outflow);
        let mut brand = match department_voice(naming, outflow) {
            Some(department) => Some(department),
            None => brand_voice(naming, outflow, mcc.map(|(_, found)| found)),
        };
        let (high, low) = match mcc {
            Some((mcc, (category, decides))) => {
                let voice = Voice {
                    category: turned(category, outflow),
                    sure: if decides { MCC_HIGH } else { MCC_LOW },
                    reason: Reason::Mcc(mcc),
                };
                if decides {
                    (Some(voice), None)
                } else {
                    (None, Some(voice))
                }
            }
            None => (None, None),
        };
        let mut trade = trade_voice(naming, outflow);
        let bank = [
            self.bank_voice(evidence.bank_category, false, outflow),
            self.bank_voice(evidence.bank_code, true, outflow),
        ];
        let [bank_category, mut bank_code] = bank;
        let from_shop = [&brand, &trade].into_iter().flatten().any(is_shop);
        if let Some(pay) = pay_voice(evidence, &bank_code).filter(|_| from_shop) {
            (brand, trade, bank_code) = (None, None, Some(pay));
        }
        let is_surer = |weak: &Voice| {
            let others = [&brand, &high, &bank_category, &bank_code, &trade];
            others
                .into_iter()
                .flatten()
                .any(|voice| voice.sure > weak.sure)
        };
        let weak = phrase.take_if(|phrase| phrase.sure < PHRASE_GIVES_WAY && is_surer(phrase));
        if weak.is_some() {
            return [brand, high, bank_category, bank_code, trade, weak, low];
        }
        [phrase, brand, high, bank_category, bank_code, trade, low]
    }

    /// What the bank's own category or code says: as a PFC code, whole, or its last part that is known.
    fn bank_voice(&self, said: Option<&str>, is_code: bool, outflow: bool) -> Option<Voice> {
        let said = said.map(str::trim).filter(|said| !said.is_empty())?;
        let voice = |category, sure| Voice {
            category,
            sure,
            reason: Reason::BankCategory(said.into()),
        };
        if let Some(category) = Category::from_code(said) {
            return Some(voice(category, MCC_HIGH));
        }
        let parts = said.rsplit([':', '>', '/', '|', ';']);
        std::iter::once(said).chain(parts).find_map(|part| {
            let key = (is_code, folded(part));
            let at = self
                .bank
                .binary_search_by(|words| words.key().cmp(&(key.0, key.1.as_str())))
                .ok()?;
            let words = self.bank.get(at)?;
            let category = match outflow {
                true => words.outflow,
                false => words.inflow.or(words.outflow),
            };
            Some(voice(category?, words.sure))
        })
    }
}

impl Words {
    fn key(&self) -> (bool, &str) {
        (self.is_code, &self.words)
    }
}

impl<'a> Evidence<'a> {
    /// Evidence of a descriptor alone.
    pub fn of(naming: &'a Naming, outflow: bool) -> Evidence<'a> {
        Evidence {
            naming,
            outflow,
            mcc: None,
            bank_category: None,
            bank_code: None,
            account: None,
        }
    }
}

fn phrase_voice(naming: &Naming, outflow: bool) -> Option<Voice> {
    let phrase = naming.phrase?;
    let code = if outflow {
        phrase.outflow
    } else {
        phrase.inflow
    };
    Some(Voice {
        category: Category::from_code(code)?,
        sure: phrase.confidence.hundredths(),
        reason: Reason::Phrase(phrase.words),
    })
}

fn brand_voice(naming: &Naming, outflow: bool, mcc: Option<(Category, bool)>) -> Option<Voice> {
    let brand = naming.brand?;
    let category = Category::from_code(brand.category)?;
    let mut sure = brand.confidence.hundredths();
    if let Some((other, true)) = mcc
        && other.primary() != category.primary()
        && sure < MCC_HIGH
    {
        sure -= sure.min(MCC_DISAGREES);
    }
    let turned = turned(category, outflow);
    if turned == category {
        let is_elsewhere = !brand.is_here && sure < SURE_BRAND && !outflow && !naming.is_back;
        sure = match is_elsewhere {
            true => sure - sure.min(INFLOW_FROM_ELSEWHERE),
            false => inflow_sure(sure, outflow, naming.is_back),
        };
    }
    Some(Voice {
        category: turned,
        sure,
        reason: Reason::Brand(brand.name),
    })
}

fn trade_voice(naming: &Naming, outflow: bool) -> Option<Voice> {
    let trade = naming.trade?;
    let category = Category::from_code(trade.category)?;
    Some(Voice {
        category: turned(category, outflow),
        sure: inflow_sure(trade.confidence.hundredths(), outflow, naming.is_back),
        reason: Reason::Word(trade.word),
    })
}

/// A general shop's own petrol station, pharmacy or cafe, which the word behind its brand says.
fn department_voice(naming: &Naming, outflow: bool) -> Option<Voice> {
    let brand = naming
        .brand
        .filter(|brand| GENERAL_SHOPS.contains(&brand.category))?;
    let trade = naming.trade.filter(|_| naming.is_department)?;
    let voice = (trade.category != brand.category).then(|| trade_voice(naming, outflow))??;
    // The chain is known, so its part is surer than the word alone.
    let sure = voice
        .sure
        .max(inflow_sure(DEPARTMENT, outflow, naming.is_back));
    Some(Voice { sure, ..voice })
}

fn turned(category: Category, outflow: bool) -> Category {
    if outflow {
        category
    } else {
        category.of_inflow()
    }
}

fn inflow_sure(sure: u8, outflow: bool, is_back: bool) -> u8 {
    if outflow || is_back {
        sure
    } else {
        sure - sure.min(INFLOW_WITHOUT_A_WORD)
    }
}

/// What a shop's credit transfer is: it gives money back to the card.
fn pay_voice(evidence: &Evidence<'_>, bank_code: &Option<Voice>) -> Option<Voice> {
    let naming = evidence.naming;
    let code = bank_code
        .as_ref()
        .filter(|code| code.category.code() == PAY);
    let is_credit = naming.is_credit || code.is_some();
    let is_pay = is_credit && !evidence.outflow && !naming.is_back && evidence.mcc.is_none();
    let reason = match code {
        Some(code) => code.reason.clone(),
        None => Reason::Phrase("credit transfer"),
    };
    Some(Voice {
        category: Category::from_code(PAY).filter(|_| is_pay)?,
        sure: PAID_BY_SHOP,
        reason,
    })
}

fn is_shop(voice: &Voice) -> bool {
    SHOPS.contains(&voice.category.primary())
}

fn guessed(voices: &[Option<Voice>], evidence: &Evidence<'_>) -> Vec<Guess> {
    let name = evidence.naming.merchant.as_deref();
    let name = name.filter(|_| evidence.outflow);
    let likely = name.map(|name| likely(&folded(name))).unwrap_or_default();
    guesses(voices, &likely, evidence.outflow)
}

/// The best guesses, each category once, filled up with the commonest of the direction.
fn guesses(voices: &[Option<Voice>], likely: &[Category], outflow: bool) -> Vec<Guess> {
    let common = if outflow { COMMON_OUT } else { COMMON_IN };
    let common = common
        .iter()
        .filter_map(|(code, sure)| Some((Category::from_code(code)?, *sure)));
    let heard = voices
        .iter()
        .flatten()
        .map(|voice| (voice.category, voice.sure));
    let mut guesses: Vec<Guess> = Vec::with_capacity(GUESSES);
    let likely = likely.iter().copied().zip(LIKELY);
    for (category, sure) in heard.chain(likely).chain(common) {
        if guesses.len() < GUESSES && guesses.iter().all(|(other, _)| *other != category) {
            guesses.push((category, Confidence::from_hundredths(sure)));
        }
    }
    guesses.arrange_by_key(|(_, sure)| std::cmp::Reverse(*sure));
    guesses
}
