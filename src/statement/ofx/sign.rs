//! Which way the money of an account goes: by the sign as it is printed, unless the file itself says otherwise.
//!
//! ```text
//! <TRNTYPE>DEBIT<TRNAMT>5  <TRNTYPE>CREDIT<TRNAMT>9    magnitudes, whose types say the way    -5  9
//! <TRNTYPE>DEBIT<TRNAMT>5  <TRNTYPE>DEBIT<TRNAMT>7     types against signs                    asked
//! ```
//!
//! Source: OFX 1.6 section 11.4.3: `TRNAMT` is negative where it leaves the account. Banks that write magnitudes have
//! no negative amount at all; cards that count what is owed turn every sign, and those of their balances.

use crate::money::{Amount, Total};
use crate::order::AddAll as _;
use crate::statement::choice::pick_shown;
use crate::statement::{
    AccountKind, Choice, Dialect, Open, Readings, Role, Row, SignConvention, choice,
};
use crate::text::Texts;

use super::entry::Direction;

/// What a file says of an account besides its entries.
pub(super) struct Witness {
    pub(super) kind: Option<AccountKind>,
    pub(super) opening: Option<Amount>,
    pub(super) closing: Option<Amount>,
    /// What tells accounts of the same making: the bank, or the number where none is named.
    pub(super) maker: Box<str>,
}

/// How the signs of an account's amounts go with the types that tell a direction.
#[derive(Default)]
struct Counts {
    /// Amounts that are positive, and such that are negative.
    signs: [u32; 2],
    /// Types that say in, and such that say out.
    types: [u32; 2],
    agree: u32,
    contradict: u32,
    sum: Total,
}

/// One entry alone may be a reversal, and is kept as written.
const LEAST_EVIDENCE: u32 = 2;

/// How much more often types must contradict their signs than agree: a refund goes against its type.
const TIMES: u32 = 3;

/// How the amounts of an account are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Printed,
    /// Each by its type, for they are magnitudes.
    ByType,
    /// The other way round, as the balances prove.
    Follows,
    /// The other way round, as every type of a card says whose balance is what is owed.
    Contrary,
    /// Nothing in the file settles it.
    Open,
}

impl Counts {
    fn of(rows: &[Row], texts: &Texts) -> Counts {
        let mut counts = Counts::default();
        for row in rows.iter().filter(|row| !row.amount.is_zero()) {
            let is_negative = row.amount.is_negative();
            counts.signs[usize::from(is_negative)] += 1;
            if !row.pending {
                counts.sum.add(row.amount);
            }
            if let Some(direction) = direction_of(row, texts) {
                let is_out = direction == Direction::Out;
                counts.types[usize::from(is_out)] += 1;
                match is_out == is_negative {
                    true => counts.agree += 1,
                    false => counts.contradict += 1,
                }
            }
        }
        counts
    }

    fn sign(&self, witness: &Witness) -> Sign {
        let ([positive, negative], [came, went]) = (self.signs, self.types);
        let is_card = witness.kind == Some(AccountKind::Card);
        if let Some((opening, closing)) = witness.opening.zip(witness.closing) {
            let reaches = |sum: Total| {
                let mut reached = Total::of(opening);
                reached.add_total(sum);
                reached == Total::of(closing)
            };
            match [reaches(self.sum), reaches(self.sum.negated())] {
                [false, true] => return Sign::Follows,
                // What is owed follows from what was spent as well as what is there from what came in.
                [true, false] if !is_card => return Sign::Printed,
                _ => {}
            }
        }
        let is_contrary = self.contradict >= LEAST_EVIDENCE;
        if negative == 0 {
            let is_unsaid = is_card && positive >= LEAST_EVIDENCE;
            return match came > 0 {
                true if is_contrary => Sign::ByType,
                false if is_contrary || is_unsaid => Sign::Open,
                _ => Sign::Printed,
            };
        }
        if !is_contrary || self.contradict <= self.agree.saturating_mul(TIMES) {
            return Sign::Printed;
        }
        let is_owed = is_card && witness.closing.is_some_and(is_positive);
        match is_owed && came > 0 && went > 0 && self.agree == 0 {
            true => Sign::Contrary,
            false => Sign::Open,
        }
    }
}

fn is_positive(amount: Amount) -> bool {
    !amount.is_zero() && !amount.is_negative()
}

fn direction_of(row: &Row, texts: &Texts) -> Option<Direction> {
    let kind = row.facts.as_ref().and_then(|facts| facts.bank_code)?;
    Direction::of(texts.get(kind))
}

/// What came of the signs of a file.
#[derive(Default)]
pub(super) struct SignsSettled {
    /// The question, where they are open.
    pub(super) open: Option<Open>,
    /// What tells files of the same making.
    pub(super) shape: Box<str>,
    /// How they are told where not as they are printed, with what spoke for it.
    pub(super) evidence: Option<(SignConvention, (&'static str, u32))>,
    /// The accounts whose balances are what is owed.
    pub(super) owed: Vec<usize>,
}

impl SignsSettled {
    /// How the file is read, as of the columns of a table; `None` where nothing had to be settled.
    pub(super) fn dialect(&self, decimal_mark: Option<u8>) -> Option<Dialect> {
        let (sign, evidence) = self.evidence?;
        let kind = match sign {
            SignConvention::DirectionColumn => Role::Direction,
            _ => Role::BankCode,
        };
        let columns = [
            ("DTPOSTED", Role::PostingDate),
            ("TRNTYPE", kind),
            ("TRNAMT", Role::Amount),
            ("NAME", Role::Descriptor),
            ("FITID", Role::BankId),
        ];
        let mut dialect = Dialect::of_fields(&columns);
        dialect.date_order = "YYYYMMDD";
        dialect.decimal_mark = decimal_mark;
        dialect.sign = sign;
        dialect.evidence.push(evidence);
        dialect.leave_open(self.open.as_slice(), evidence.1);
        Some(dialect)
    }
}

/// Settles the signs of every account, in the order of the file.
pub(super) fn settle(
    rows: &mut [Row],
    texts: &Texts,
    witnesses: &[Witness],
    readings: Readings<'_>,
) -> SignsSettled {
    let mut settled = SignsSettled::default();
    let mut told: Option<(&'static str, u32)> = None;
    let mut printed: Vec<(u32, String)> = Vec::new();
    let mut of_accounts = Vec::new();
    for (account, witness) in witnesses.iter().enumerate() {
        // Accounts follow each other, and so do their rows.
        let first = rows.partition_point(|row| usize::from(row.account) < account);
        let end = rows.partition_point(|row| usize::from(row.account) <= account);
        let counts = Counts::of(&rows[first..end], texts);
        let sign = counts.sign(witness);
        let evidence = match sign {
            Sign::Printed => continue,
            Sign::ByType => ("direction-column", counts.types.iter().sum::<u32>()),
            Sign::Follows => ("balance-follows-turned", counts.signs.iter().sum()),
            Sign::Contrary => ("direction-column-contrary", counts.contradict),
            Sign::Open => {
                if settled.shape.is_empty() {
                    settled.shape = ["ofx\u{1f}", &*witness.maker].concat().into();
                }
                let rows = rows[first..end].iter().filter(|row| !row.amount.is_zero());
                printed.add_all(rows.map(|row| (row.line, row.amount.to_string())));
                ("", 0)
            }
        };
        told = told.or(Some(evidence).filter(|(what, _)| !what.is_empty()));
        of_accounts.push((account, first..end, sign));
    }
    let mut is_turned = true;
    if !printed.is_empty() {
        let ways = [Choice::PositiveOut, Choice::PositiveIn];
        let chosen = choice::chosen(readings, &settled.shape, ways);
        is_turned = chosen != Some(Choice::PositiveIn);
        let shown = |at: usize| {
            let (line, text) = printed.get(at)?;
            Some((*line, [text.as_str(); 2], true))
        };
        settled.open = Some(Open {
            code: ways[0].about(),
            column: "TRNAMT".into(),
            ways,
            chosen,
            shown: pick_shown(&shown),
        });
        told = Some((
            ways[0].likelier(),
            u32::try_from(printed.len()).unwrap_or(u32::MAX),
        ));
    }
    let mut convention = SignConvention::Signed;
    for (account, of_account, sign) in of_accounts {
        if sign == Sign::Open && !is_turned {
            continue;
        }
        convention = match sign {
            Sign::ByType => SignConvention::DirectionColumn,
            _ => SignConvention::Inverted,
        };
        for row in &mut rows[of_account] {
            if sign != Sign::ByType || direction_of(row, texts) == Some(Direction::Out) {
                row.amount = row.amount.negated();
            }
        }
        let witness = &witnesses[account];
        let balances = [witness.opening, witness.closing].into_iter().flatten();
        let is_card = witness.kind == Some(AccountKind::Card);
        if is_card && sign != Sign::Follows && balances.into_iter().any(is_positive) {
            settled.owed.push(account);
        }
    }
    settled.evidence = told.map(|evidence| (convention, evidence));
    settled
}
