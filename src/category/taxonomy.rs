//! The categories: Plaid's PFC v2 detailed codes, each in one primary and one of our groups.

use std::sync::LazyLock;

use crate::phrase;
use crate::stats::Confidence;
use crate::table::table;

use super::group::{Group, group_of};

const TABLE: &str = table!(include_str!("taxonomy.tsv"));
const COUNT: usize = 127;

/// The table, parsed when the program is built: a table that does not parse does not compile.
static ENTRIES: [Entry; COUNT] = parse(TABLE);

/// What kind of move each category is: asked of every row, so its code is looked at once.
static TRANSFER_KINDS: LazyLock<[Option<TransferKind>; COUNT]> =
    LazyLock::new(|| std::array::from_fn(|at| Category(at as u8).transfer_kind_by_code()));

/// Codes of v1 that v2 dropped, with what they became.
const RENAMED: [(&str, &str); 3] = [
    ("INCOME_OTHER_INCOME", "INCOME_OTHER"),
    ("INCOME_WAGES", "INCOME_SALARY"),
    (
        "TRANSFER_IN_CASH_ADVANCES_AND_LOANS",
        "LOAN_DISBURSEMENTS_OTHER_DISBURSEMENT",
    ),
];

#[derive(Clone, Copy)]
struct Entry {
    code: &'static str,
    primary: &'static str,
    group: Group,
}

/// A detailed category of Plaid's PFC v2, by its place in the taxonomy table.
///
/// ```
/// use farthing::category::{Category, Group};
/// let coffee = Category::from_code("FOOD_AND_DRINK_COFFEE").unwrap();
/// assert_eq!(coffee.primary(), "FOOD_AND_DRINK");
/// assert_eq!(coffee.group(), Group::Eating);
/// assert!(coffee.is_spending());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Category(u8);

impl Category {
    /// How many there are; [`Category::index`] is below it.
    pub const COUNT: usize = COUNT;

    /// Every category, in the order of the code.
    pub fn all() -> impl DoubleEndedIterator<Item = Category> + ExactSizeIterator {
        (0..COUNT as u8).map(Category)
    }

    /// The category of a detailed code, or of what the page calls it.
    pub fn named(name: &str) -> Option<Category> {
        let called = || Category::from_code(phrase::category_called(name)?);
        Category::from_code(name).or_else(called)
    }

    /// The category of a detailed code, of v2 or of v1.
    pub fn from_code(code: &str) -> Option<Category> {
        let find = |code: &str| ENTRIES.binary_search_by(|entry| entry.code.cmp(code)).ok();
        let at = find(code).or_else(|| {
            let (_, now) = RENAMED.iter().find(|(old, _)| *old == code)?;
            find(now)
        })?;
        u8::try_from(at).ok().map(Category)
    }

    /// The detailed code, which is also the key of its label in `phrase`.
    pub fn code(self) -> &'static str {
        self.entry().code
    }

    /// The key of its label in `phrase`: the code itself.
    pub fn label(self) -> &'static str {
        self.code()
    }

    /// The primary category, the wider of Plaid's two levels.
    pub fn primary(self) -> &'static str {
        self.entry().primary
    }

    /// The group it is shown in.
    pub fn group(self) -> Group {
        self.entry().group
    }

    /// Its place in the taxonomy, for tables by category.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The category at a place, as [`Category::index`] gave it.
    pub fn from_index(index: usize) -> Option<Category> {
        (index < COUNT)
            .then(|| u8::try_from(index).ok().map(Category))
            .flatten()
    }

    /// Whether it is money earned or received for good: pay, interest, benefits.
    pub fn is_income(self) -> bool {
        self.primary() == "INCOME"
    }

    /// Whether money only moves: between accounts, into savings, to a card's bill, or as a loan's proceeds.
    /// Neither income nor spending. Cash withdrawn and loan instalments are spending.
    pub fn is_transfer(self) -> bool {
        matches!(
            self.transfer_kind(),
            Some(kind) if kind != TransferKind::LoanRepayment
        )
    }

    /// Whether it is money spent.
    pub fn is_spending(self) -> bool {
        !self.is_income() && !self.is_transfer()
    }

    /// What kind of move it is; `None` for income and for spending other than loan instalments.
    pub fn transfer_kind(self) -> Option<TransferKind> {
        TRANSFER_KINDS[self.index()]
    }

    fn transfer_kind_by_code(self) -> Option<TransferKind> {
        Some(match self.code() {
            "TRANSFER_OUT_WITHDRAWAL" | "LOAN_PAYMENTS_BNPL" => return None,
            "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT" => TransferKind::CardRepayment,
            "TRANSFER_IN_ACCOUNT_TRANSFER" | "TRANSFER_OUT_ACCOUNT_TRANSFER" => TransferKind::Own,
            "TRANSFER_IN_SAVINGS" | "TRANSFER_OUT_SAVINGS" => TransferKind::Savings,
            "TRANSFER_IN_INVESTMENT_AND_RETIREMENT_FUNDS"
            | "TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS"
            | "TRANSFER_OUT_CRYPTO" => TransferKind::Investment,
            "TRANSFER_IN_DEPOSIT" => TransferKind::Deposit,
            _ => match self.primary() {
                "LOAN_PAYMENTS" => TransferKind::LoanRepayment,
                "LOAN_DISBURSEMENTS" => TransferKind::Loan,
                "TRANSFER_IN" | "TRANSFER_OUT" => TransferKind::Others,
                _ => return None,
            },
        })
    }

    /// The category of money coming in where this is the one of money going out.
    ///
    /// Money back from a shop stays in the shop's category; a move or a loan turns round.
    pub fn of_inflow(self) -> Category {
        let turned = match self.code() {
            "BANK_FEES_INTEREST_CHARGE" => "INCOME_INTEREST_EARNED",
            "GOVERNMENT_AND_NON_PROFIT_TAX_PAYMENT" => "INCOME_TAX_REFUND",
            "RENT_AND_UTILITIES_RENT" => "INCOME_RENTAL",
            "LOAN_PAYMENTS_CASH_ADVANCES" => "LOAN_DISBURSEMENTS_CASH_ADVANCES",
            "LOAN_PAYMENTS_EWA" => "LOAN_DISBURSEMENTS_EWA",
            "LOAN_PAYMENTS_CAR_PAYMENT" => "LOAN_DISBURSEMENTS_AUTO",
            "LOAN_PAYMENTS_MORTGAGE_PAYMENT" => "LOAN_DISBURSEMENTS_MORTGAGE",
            "LOAN_PAYMENTS_PERSONAL_LOAN_PAYMENT" => "LOAN_DISBURSEMENTS_PERSONAL",
            "LOAN_PAYMENTS_STUDENT_LOAN_PAYMENT" => "LOAN_DISBURSEMENTS_STUDENT",
            "LOAN_PAYMENTS_OTHER_PAYMENT" => "LOAN_DISBURSEMENTS_OTHER_DISBURSEMENT",
            "TRANSFER_OUT_ACCOUNT_TRANSFER" => "TRANSFER_IN_ACCOUNT_TRANSFER",
            "TRANSFER_OUT_SAVINGS" => "TRANSFER_IN_SAVINGS",
            "TRANSFER_OUT_CRYPTO" | "TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS" => {
                "TRANSFER_IN_INVESTMENT_AND_RETIREMENT_FUNDS"
            }
            "TRANSFER_OUT_TRANSFER_OUT_FROM_APPS" => "TRANSFER_IN_TRANSFER_IN_FROM_APPS",
            "TRANSFER_OUT_WIRE" => "TRANSFER_IN_WIRE",
            "TRANSFER_OUT_WITHDRAWAL" => "TRANSFER_IN_DEPOSIT",
            "TRANSFER_OUT_OTHER_TRANSFER_OUT" => "TRANSFER_IN_OTHER_TRANSFER_IN",
            same => same,
        };
        Category::from_code(turned).unwrap_or(self)
    }

    /// The primary categories, in the order of their names.
    pub fn primaries() -> impl Iterator<Item = &'static str> {
        let mut last = "";
        ENTRIES.iter().filter_map(move |entry| {
            let new = entry.primary != last;
            last = entry.primary;
            new.then_some(entry.primary)
        })
    }

    fn entry(self) -> Entry {
        ENTRIES[self.index()]
    }
}

/// The code.
impl std::fmt::Debug for Category {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// What kind of move of money a category is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TransferKind {
    /// Between accounts.
    Own,
    /// Into savings or out of them.
    Savings,
    /// Into investments, pensions or crypto, or out of them.
    Investment,
    /// A card's bill paid: on the bank account and on the card.
    CardRepayment,
    /// A loan's instalment; spending, unless the loan's account is there too.
    LoanRepayment,
    /// A loan's proceeds.
    Loan,
    /// Cash or cheques paid in.
    Deposit,
    /// To or from another person, by app, wire or otherwise.
    Others,
}

/// A category with how sure it is.
pub type Guess = (Category, Confidence);

/// Reads the table: three columns, comments first. Runs when the program is built.
const fn parse(table: &'static str) -> [Entry; COUNT] {
    let mut entries = [Entry {
        code: "",
        primary: "",
        group: Group::Other,
    }; COUNT];
    let (mut rest, mut at) = (table, 0);
    while !rest.is_empty() {
        let (line, after) = cut(rest, b'\n');
        rest = after;
        if line.is_empty() || line.as_bytes()[0] == b'#' {
            continue;
        }
        let (code, line) = cut(line, b'\t');
        let (primary, group) = cut(line, b'\t');
        entries[at] = Entry {
            code,
            primary,
            group: group_of(group),
        };
        at += 1;
    }
    assert!(at == COUNT, "COUNT is not the number of categories");
    entries
}

const fn cut(text: &str, mark: u8) -> (&str, &str) {
    let mut end = 0;
    while end < text.len() && text.as_bytes()[end] != mark {
        end += 1;
    }
    let (head, tail) = text.split_at(end);
    match tail.is_empty() {
        true => (head, ""),
        false => (head, tail.split_at(1).1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase::label;

    #[test]
    fn codes_are_in_order_and_found() {
        let codes: Vec<_> = Category::all().map(Category::code).collect();
        assert!(codes.is_sorted());
        for category in Category::all() {
            assert_eq!(Category::from_code(category.code()), Some(category));
            assert!(category.code().starts_with(category.primary()));
            assert!(label(category.label()).is_some(), "{category:?}");
        }
        assert_eq!(Category::from_code("FOOD_AND_DRINK"), None);
        assert_eq!(Category::primaries().count(), 18);
    }

    #[test]
    fn codes_of_v1_are_read() {
        let salary = Category::from_code("INCOME_WAGES").unwrap();
        assert_eq!(salary.code(), "INCOME_SALARY");
    }

    #[test]
    fn every_category_is_income_or_a_transfer_or_spending() {
        for category in Category::all() {
            let kinds = [
                category.is_income(),
                category.is_transfer(),
                category.is_spending(),
            ];
            assert_eq!(
                kinds.into_iter().filter(|is| *is).count(),
                1,
                "{category:?}"
            );
            let shown_as_spending = !matches!(category.group(), Group::Income | Group::Transfers);
            assert_eq!(category.is_spending(), shown_as_spending, "{category:?}");
        }
    }
}
