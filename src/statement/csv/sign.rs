//! Which sign leaves the account.

use super::plan::{Amounts, Numbers, Plan};
use super::table::Table;
use super::words::{self, Direction};
use crate::statement::SignConvention;

/// How the sign of a row is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// As printed, in one or two columns.
    Printed,
    /// The other way round.
    Turned,
    /// By a column's words.
    Column(usize),
    /// By `CR` behind what came in; what has nothing behind it went out.
    Suffix,
    /// By the descriptor's words: what came in says so, the rest went out.
    Descriptor,
}

/// The sign with what told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SignSettled {
    /// How it is told.
    pub(super) sign: Sign,
    /// What spoke for it, in words of the wire.
    pub(super) evidence: (&'static str, u32),
    /// Whether nothing in the file says it.
    pub(super) open: bool,
    /// Whether the balance is what is owed, so that it counts the other way.
    pub(super) owed: bool,
    /// Whether the balance is that before the row.
    pub(super) before: bool,
}

impl SignSettled {
    /// The name that goes with it.
    pub(super) fn convention(self, amounts: Amounts) -> SignConvention {
        match (self.sign, amounts) {
            (Sign::Turned, _) => SignConvention::Inverted,
            (Sign::Column(_) | Sign::Suffix, _) => SignConvention::DirectionColumn,
            (Sign::Descriptor, _) => SignConvention::DescriptorWords,
            (Sign::Printed, Amounts::Pair { .. }) => SignConvention::TwoColumns,
            (Sign::Printed, Amounts::Single(_)) => SignConvention::Signed,
        }
    }
}

/// What the sign is told by, beside the numbers.
pub(super) struct Witnesses<'a> {
    /// A column of directions.
    pub(super) direction: Option<usize>,
    /// The columns of the descriptor, and of the bank's type.
    pub(super) described: &'a [usize],
    /// Whether the file says it is a card's.
    pub(super) is_card: bool,
    /// Whether the only amount's header says out.
    pub(super) is_outflow: bool,
    /// How often the day of a row is later than that of the row before, and how often earlier.
    pub(super) turns: (usize, usize),
}

/// Settles the sign of a plan.
pub(super) fn settle(
    table: &Table<'_>,
    numbers: &Numbers,
    plan: &Plan,
    by: &Witnesses<'_>,
) -> SignSettled {
    let chain = plan.chain;
    let before = is_before(numbers, plan, by);
    let turned_by_chain = !before && chain.holds() && chain.turned() > chain.plain();
    let (sign, name, count) = told(table, numbers, plan, by, turned_by_chain);
    let is_open = match plan.amounts {
        Amounts::Single(column) => name == LIKELIER && count > 0 && !has_plus(table, column),
        Amounts::Pair { .. } => false,
    };
    SignSettled {
        sign,
        evidence: (name, count as u32),
        open: is_open,
        owed: !before && chain.holds() && turned_by_chain != (sign == Sign::Turned),
        before,
    }
}

/// Whether the balance stands before what moved it: then it follows as one that is owed does, but in the order of time
/// that the days do not have.
fn is_before(numbers: &Numbers, plan: &Plan, by: &Witnesses<'_>) -> bool {
    let chain = plan.chain;
    let is_signed = match plan.amounts {
        Amounts::Pair { .. } => true,
        Amounts::Single(column) => numbers.signs(column).0 > 0 || by.direction.is_some(),
    };
    let (later, earlier) = by.turns;
    let is_contrary = if chain.backward_turned > chain.forward_turned {
        later > earlier * MOSTLY
    } else {
        chain.forward_turned > chain.backward_turned && earlier > later * MOSTLY
    };
    is_signed && is_contrary && chain.holds() && chain.turned() > chain.plain()
}

/// Days that go one way so many times as often as the other are in that order: files of several accounts begin anew.
const MOSTLY: usize = 3;

/// The evidence that nothing in the file says the sign.
const LIKELIER: &str = "sign-likelier";

/// The sign of a plan, with what told it and how often.
fn told(
    table: &Table<'_>,
    numbers: &Numbers,
    plan: &Plan,
    by: &Witnesses<'_>,
    turned_by_chain: bool,
) -> (Sign, &'static str, usize) {
    let chain = plan.chain;
    let column = match plan.amounts {
        Amounts::Pair { .. } => {
            return (Sign::Printed, "two-columns", plan.covered);
        }
        Amounts::Single(column) => column,
    };
    let (negative, positive) = numbers.signs(column);
    let (came, went, bare) = numbers.suffixes(column);
    if came > 0 && went == 0 && bare > 0 && negative == 0 {
        return (Sign::Suffix, "suffix-of-inflows", came);
    }
    let votes = votes(table, numbers, column, by);
    if let Some(direction) = by.direction {
        let (agree, contrary) = correlation(table, numbers, column, direction);
        if negative == 0 && (agree > 0 || contrary > 0) {
            return (Sign::Column(direction), "direction-column", plan.covered);
        }
        if contrary > agree * 3 {
            return (Sign::Turned, "direction-column-contrary", contrary);
        }
        if agree > contrary * 3 {
            return (Sign::Printed, "direction-column-agrees", agree);
        }
    }
    if by.is_outflow && positive > negative {
        return (Sign::Turned, "column-of-outflows", positive);
    }
    // A single pair may fit both signs, as with two amounts alike; where it fits one, that one is told to the penny.
    let is_told = chain.pairs > 1 || chain.plain() != chain.turned();
    if chain.holds() && is_told {
        // A balance that grows with what is spent is what a card owes.
        let spent_grows = by.is_card && positive > negative && votes.contrary > votes.agree;
        if turned_by_chain && positive > negative {
            return (
                Sign::Turned,
                "balance-follows-turned",
                chain.turned() as usize,
            );
        }
        if !turned_by_chain && spent_grows {
            return (Sign::Turned, "balance-owed", chain.plain() as usize);
        }
        if negative > 0 || !by.is_card {
            return (Sign::Printed, "balance-follows", chain.best() as usize);
        }
    }
    if negative > 0 && positive > 0 {
        let turned = positive >= negative
            && votes.contrary > votes.agree
            && (by.is_card || votes.agree == 0);
        let card_alone = by.is_card && positive > negative && votes.agree == 0;
        if turned || card_alone {
            return (Sign::Turned, PURCHASES_POSITIVE, positive);
        }
        return (Sign::Printed, "both-signs", negative);
    }
    if negative > 0 {
        return (Sign::Printed, "negative", negative);
    }
    // Nothing is negative: words of the rows, or of the file, or nothing.
    if votes.came > 0 && votes.went + by.is_card_vote() > 0 {
        return (Sign::Descriptor, "words-of-rows", votes.came + votes.went);
    }
    if votes.went > 0 && votes.came == 0 {
        return (Sign::Turned, "words-of-rows", votes.went);
    }
    if by.is_card && votes.came == 0 {
        return (Sign::Turned, "card", positive);
    }
    // Money goes out more often than it comes in, so a list without any sign is one of what went out.
    let is_turned = votes.came == 0 && positive > 1 && !has_plus(table, column);
    let sign = if is_turned {
        Sign::Turned
    } else {
        Sign::Printed
    };
    (sign, LIKELIER, positive)
}

/// Whether the rows are a card's: purchases are printed without a sign and what pays them off with one, or something that
/// came in says thanks.
pub(super) fn is_paid_off(
    table: &Table<'_>,
    numbers: &Numbers,
    plan: &Plan,
    sign: &SignSettled,
    described: &[usize],
) -> bool {
    if sign.evidence.0 == PURCHASES_POSITIVE {
        return true;
    }
    let came_in = |row: usize| {
        let number = |column| {
            numbers
                .get(column, row)
                .filter(|number| !number.amount.is_zero())
        };
        match plan.amounts {
            Amounts::Pair { inn, .. } => number(inn).is_some(),
            Amounts::Single(column) => match (sign.sign, number(column)) {
                (Sign::Printed, Some(number)) => !number.amount.is_negative(),
                (Sign::Turned, Some(number)) => number.amount.is_negative(),
                (Sign::Column(direction), Some(_)) => {
                    words::direction(table.rows[row].cell(direction)) == Some(Direction::In)
                }
                // Told row by row, and by what says thanks.
                (_, number) => number.is_some(),
            },
        }
    };
    let thanks = |cell: &str| words::says("thanks", cell);
    table
        .rows
        .iter()
        .enumerate()
        .any(|(at, row)| came_in(at) && described.iter().any(|&column| thanks(row.cell(column))))
}

/// The evidence that what was bought has no sign, and what came in has one.
const PURCHASES_POSITIVE: &str = "purchases-positive";

impl Witnesses<'_> {
    fn is_card_vote(&self) -> usize {
        usize::from(self.is_card)
    }
}

/// A plus that is printed says that a minus would be too.
fn has_plus(table: &Table<'_>, column: usize) -> bool {
    table.rows.iter().any(|row| row.cell(column).contains('+'))
}

#[derive(Default)]
struct Votes {
    /// Rows whose words and sign agree as printed.
    agree: usize,
    /// Rows whose words say the other direction.
    contrary: usize,
    /// Rows whose words say that money came in.
    came: usize,
    /// Rows whose words say that it went out.
    went: usize,
}

/// The longest cell, in bytes, that is a mark of some other kind: `C` is what was cleared.
const LONGEST_MARK: usize = 3;

/// What the descriptors' words say of the sign.
fn votes(table: &Table<'_>, numbers: &Numbers, column: usize, by: &Witnesses<'_>) -> Votes {
    let mut votes = Votes::default();
    for (at, row) in table.rows.iter().enumerate() {
        let Some(number) = numbers
            .get(column, at)
            .filter(|number| !number.amount.is_zero())
        else {
            continue;
        };
        let told = by
            .described
            .iter()
            .find_map(|&column| words::told_by(row.cell(column)));
        match told {
            Some(Direction::In) => votes.came += 1,
            Some(Direction::Out) => votes.went += 1,
            None => {}
        }
        // A category of the person's may say it too.
        let is_word = |cell: &&&str| cell.len() > LONGEST_MARK;
        let mut cells = row.cells.iter().filter(is_word);
        let Some(told) = told.or_else(|| cells.find_map(|cell| words::direction(cell))) else {
            continue;
        };
        if (told == Direction::In) != number.amount.is_negative() {
            votes.agree += 1;
        } else {
            votes.contrary += 1;
        }
    }
    votes
}

/// How the words of a direction column go with the printed signs.
fn correlation(
    table: &Table<'_>,
    numbers: &Numbers,
    column: usize,
    direction: usize,
) -> (usize, usize) {
    let (mut agree, mut contrary) = (0, 0);
    for (at, row) in table.rows.iter().enumerate() {
        let Some(number) = numbers
            .get(column, at)
            .filter(|number| !number.amount.is_zero())
        else {
            continue;
        };
        match words::direction(row.cell(direction)) {
            Some(told) if (told == Direction::In) != number.amount.is_negative() => agree += 1,
            Some(_) => contrary += 1,
            None => {}
        }
    }
    (agree, contrary)
}
