//! How a delimited file is read, settled: the hypothesis that the rows are then read by.

use super::amount::Mark;
use super::column::{self, Land, MarkSettled, OrderSettled, Profile};
use super::date::Order;
use super::header::{self, Meaning};
use super::plan::{self, Amounts, Numbers, Plan};
use super::sign::{self, SignSettled, Witnesses};
use super::table::Table;
use super::words::{self, State};
use crate::money::Currency;
use crate::statement::Role;

/// A fact beside date, amount and descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Payee,
    CounterpartyAccount,
    Reference,
    BankId,
    BankCode,
    BankCategory,
    Mcc,
}

/// The settled reading.
pub(super) struct Layout {
    pub(super) delimiter: u8,
    pub(super) width: usize,
    pub(super) header_line: Option<u32>,
    pub(super) headers: Vec<Box<str>>,
    /// The column of the posting date, and those taken where it is empty.
    pub(super) date: usize,
    pub(super) other_dates: Vec<usize>,
    pub(super) value_date: Option<usize>,
    pub(super) transaction_date: Option<usize>,
    pub(super) order: OrderSettled,
    pub(super) mark: MarkSettled,
    pub(super) plan: Plan,
    pub(super) sign: SignSettled,
    pub(super) currency: Option<usize>,
    /// The currency of rows that name none.
    pub(super) file_currency: Option<Currency>,
    pub(super) own_account: Option<usize>,
    pub(super) own_name: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) descriptor: Vec<usize>,
    pub(super) facts: Vec<(Fact, usize)>,
    pub(super) original: Option<(usize, Option<usize>)>,
    pub(super) is_card: bool,
}

impl Layout {
    /// Settles how the table is read; `None` where it has no column of dates or none of amounts.
    pub(super) fn settle(table: &mut Table<'_>) -> Option<Layout> {
        let profiles = column::profiles(table);
        unspill(table, &profiles);
        let table = &*table;
        let dates = date_columns(table, &profiles);
        let &date = dates.first()?;
        let numeric: Vec<usize> = (0..table.width)
            .filter(|&column| profiles[column].is_amount() && !dates.contains(&column))
            .collect();
        let comma_land = table.delimiter != b',';
        let likely: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|&column| {
                let reading = &table.readings[column];
                reading.meanings.is_empty()
                    || reading.meanings.iter().any(|meaning| meaning.is_amount())
                    || reading.may_be(Meaning::Balance)
            })
            .collect();
        let mark = column::decimal_mark(table, &likely, &numeric, comma_land);
        let numbers = Numbers::read(table, &numeric, mark.mark);
        let own = own_accounts(table, &profiles);
        let status = status_column(table, &profiles);
        let keys = keys(table, &profiles, own.0, status);
        let plan = plan::best(table, &profiles, &numeric, &numbers, &keys)?;
        let used = used_columns(&plan);
        let currency = currency_column(table, &profiles, &used);
        let file_currency = file_currency(table, &numbers, &used);
        let usual = currency.and_then(|column| {
            let cell = table.rows.first().map_or("", |row| row.cell(column));
            words::currency(cell)
        });
        let dollars = file_currency.or(usual) == Currency::from_code("USD");
        let order = column::date_order(
            table,
            &dates,
            Land {
                dollars,
                decimal_comma: mark.proofs > 0 && mark.mark == Mark::Comma,
            },
        );
        let is_card = is_card(table);
        let direction = direction_column(table, &profiles, &used);
        let described = described(table, &profiles, &used);
        let words_in: Vec<usize> = described
            .iter()
            .copied()
            .chain(
                (0..table.width).filter(|&column| table.readings[column].may_be(Meaning::BankCode)),
            )
            .collect();
        let is_outflow = match plan.amounts {
            Amounts::Single(column) => {
                let reading = &table.readings[column];
                reading.may_be(Meaning::Outflow) && !reading.may_be(Meaning::Amount)
            }
            Amounts::Pair { .. } => false,
        };
        let witnesses = Witnesses {
            direction,
            described: &words_in,
            is_card,
            is_outflow,
        };
        let sign = sign::settle(table, &numbers, &plan, &witnesses);
        let direction = match sign.sign {
            sign::Sign::Column(column) => Some(column),
            _ => None,
        };
        let role_of_date = |meaning: Meaning| {
            dates
                .iter()
                .copied()
                .filter(|&column| column != date)
                .find(|&column| table.readings[column].may_be(meaning))
        };
        let unnamed_date = dates
            .get(1)
            .copied()
            .filter(|&column| table.readings[column].meanings.is_empty());
        let mut facts = Vec::new();
        for column in 0..table.width {
            let taken = used.contains(&column)
                || dates.contains(&column)
                || direction == Some(column)
                || currency == Some(column)
                || status == Some(column)
                || own.0 == Some(column)
                || own.1 == Some(column)
                || profiles[column].filled == 0;
            if taken {
                continue;
            }
            if let Some(fact) = fact_of(&table.readings[column].meanings)
                && !facts.iter().any(|(held, _)| *held == fact)
            {
                facts.push((fact, column));
            }
        }
        let original = original(table, &profiles, &numeric, &used);
        Some(Layout {
            delimiter: table.delimiter,
            width: table.width,
            header_line: table.header.as_ref().map(|header| header.line),
            headers: (0..table.width)
                .map(|column| table.header_text(column).into())
                .collect(),
            date,
            other_dates: dates[1..].to_vec(),
            value_date: role_of_date(Meaning::ValueDate).or(unnamed_date),
            transaction_date: role_of_date(Meaning::TransactionDate),
            order,
            mark,
            plan,
            sign,
            currency,
            file_currency,
            own_account: own.0,
            own_name: own.1,
            status,
            descriptor: described,
            facts,
            original,
            is_card,
        })
    }

    /// The header of a column, or its position where it has none.
    pub(super) fn column_name(&self, column: usize) -> String {
        match self.headers.get(column) {
            Some(header) if !header.is_empty() => header.to_string(),
            _ => (column + 1).to_string(),
        }
    }

    /// The column of the amount, or of what goes out.
    pub(super) fn amount_column(&self) -> usize {
        match self.plan.amounts {
            Amounts::Single(column) => column,
            Amounts::Pair { out, .. } => out,
        }
    }

    /// The role of a column, for the report.
    pub(super) fn role(&self, column: usize) -> Role {
        if column == self.date {
            return Role::PostingDate;
        }
        match self.plan.amounts {
            Amounts::Single(single) if single == column => return Role::Amount,
            Amounts::Pair { out, .. } if out == column => return Role::Outflow,
            Amounts::Pair { inn, .. } if inn == column => return Role::Inflow,
            _ => {}
        }
        let is = |held: Option<usize>| held == Some(column);
        if is(self.plan.balance) {
            Role::Balance
        } else if self.sign.sign == sign::Sign::Column(column) {
            Role::Direction
        } else if is(self.plan.fee.map(|(fee, _)| fee)) {
            Role::Fee
        } else if is(self.value_date) {
            Role::ValueDate
        } else if is(self.transaction_date) {
            Role::TransactionDate
        } else if is(self.currency) {
            Role::Currency
        } else if is(self.own_account) || is(self.own_name) {
            Role::OwnAccount
        } else if is(self.status) {
            Role::Status
        } else if is(self.original.map(|(amount, _)| amount)) {
            Role::OriginalAmount
        } else if is(self.original.and_then(|(_, currency)| currency)) {
            Role::OriginalCurrency
        } else if let Some((fact, _)) = self.facts.iter().find(|(_, held)| *held == column) {
            match fact {
                Fact::Payee => Role::Payee,
                Fact::CounterpartyAccount => Role::CounterpartyAccount,
                Fact::Reference => Role::Reference,
                Fact::BankId => Role::BankId,
                Fact::BankCode => Role::BankCode,
                Fact::BankCategory => Role::BankCategory,
                Fact::Mcc => Role::Mcc,
            }
        } else if self.descriptor.contains(&column) {
            Role::Descriptor
        } else {
            Role::Ignored
        }
    }

    /// The name of the order of dates.
    pub(super) fn date_notation(&self) -> &'static str {
        match self.order.order {
            Order::DayFirst => "DD/MM/YYYY",
            Order::MonthFirst => "MM/DD/YYYY",
            Order::YearFirst => "YYYY-MM-DD",
        }
    }

    /// The decimal mark, where any amount has one.
    pub(super) fn decimal_mark(&self) -> Option<u8> {
        self.mark.any.then(|| match self.mark.mark {
            Mark::Point => b'.',
            Mark::Comma => b',',
        })
    }
}

/// Moves a header that stands over the currency to the amount beside it, whose header is empty.
fn unspill(table: &mut Table<'_>, profiles: &[Profile]) {
    for column in 1..table.width {
        let before = &table.readings[column - 1];
        let names_money = before
            .meanings
            .iter()
            .any(|meaning| meaning.is_amount() || *meaning == Meaning::Balance);
        let is_bare = table.header.is_some() && table.header_text(column).is_empty();
        if names_money
            && is_bare
            && profiles[column - 1].is_currency()
            && profiles[column].is_amount()
        {
            table.readings[column] = before.clone();
            table.readings[column - 1] = header::read("currency");
        }
    }
}

/// The columns of dates, the posting date's first.
fn date_columns(table: &Table<'_>, profiles: &[Profile]) -> Vec<usize> {
    let rows = table.rows.len();
    let mut dates: Vec<usize> = (0..table.width)
        .filter(|&column| {
            profiles[column].is_date()
                || (rows == 0 && table.readings[column].meanings.iter().any(|m| m.is_date()))
        })
        .collect();
    let rank = |column: &usize| {
        let reading = &table.readings[*column];
        let said = if reading.may_be(Meaning::PostingDate) {
            0
        } else if reading.may_be(Meaning::Date) {
            1
        } else if reading.may_be(Meaning::TransactionDate) {
            2
        } else if reading.may_be(Meaning::ValueDate) {
            3
        } else if reading.meanings.is_empty() {
            4
        } else {
            5
        };
        // A posting date that most rows lack is the exception, not the rule.
        let seldom = profiles[*column].filled * 2 < rows;
        (seldom, said, !reading.whole, *column)
    };
    dates.sort_by_key(rank);
    // Dates that are the same in all rows beside one that is not are the statement's, not the row's.
    let statement_date = |column: &usize| {
        let meanings = &table.readings[*column].meanings;
        meanings.contains(&Meaning::Ignored) && !meanings.iter().any(|meaning| meaning.is_date())
    };
    if dates.iter().any(|column| !statement_date(column)) {
        dates.retain(|column| !statement_date(column));
    }
    dates
}

/// The columns that say whose account it is: by number, by name.
fn own_accounts(table: &Table<'_>, profiles: &[Profile]) -> (Option<usize>, Option<usize>) {
    let rows = table.rows.len();
    let is_full = |column: &usize| profiles[*column].filled * 10 >= rows * 9 && rows > 0;
    let digits = |column: &usize| {
        let cell = table.rows.first().map_or("", |row| row.cell(*column));
        cell.bytes().filter(u8::is_ascii_digit).count()
    };
    let named: Vec<usize> = (0..table.width)
        .filter(|&column| table.readings[column].may_be(Meaning::OwnAccount))
        .filter(is_full)
        .filter(|&column| !profiles[column].is_date())
        .collect();
    let number = named
        .iter()
        .copied()
        .max_by_key(|column| (digits(column), usize::MAX - column));
    let name = named.iter().copied().find(|&column| Some(column) != number);
    if number.is_some() || table.header.is_some() {
        return (number, name);
    }
    // Without a header: the same long number in every row.
    let constant = (0..table.width)
        .filter(|&column| profiles[column].constant && rows > 1)
        .filter(is_full)
        .find(|column| digits(column) >= 8 && !profiles[*column].is_date());
    (constant, None)
}

/// Which chain of balances each sampled row belongs to.
fn keys(
    table: &Table<'_>,
    profiles: &[Profile],
    own: Option<usize>,
    status: Option<usize>,
) -> Vec<u32> {
    let currency = (0..table.width)
        .find(|&column| profiles[column].is_currency() && !profiles[column].constant);
    let mut seen: Vec<(&str, &str)> = Vec::new();
    table
        .rows
        .iter()
        .map(|row| {
            let state = status.and_then(|column| words::state(row.cell(column)));
            if matches!(state, Some(State::Pending | State::Void)) {
                return plan::LEFT_OUT;
            }
            let key = (
                own.map_or("", |column| row.cell(column)),
                currency.map_or("", |column| row.cell(column)),
            );
            let at = seen
                .iter()
                .position(|held| *held == key)
                .unwrap_or_else(|| {
                    seen.push(key);
                    seen.len() - 1
                });
            at as u32
        })
        .collect()
}

fn used_columns(plan: &Plan) -> Vec<usize> {
    let mut used = match plan.amounts {
        Amounts::Single(column) => vec![column],
        Amounts::Pair { out, inn, .. } => vec![out, inn],
    };
    used.extend(plan.balance);
    used.extend(plan.fee.map(|(column, _)| column));
    used
}

/// The column of the amount's currency.
fn currency_column(table: &Table<'_>, profiles: &[Profile], used: &[usize]) -> Option<usize> {
    let amount = used.first().copied().unwrap_or(0);
    (0..table.width)
        .filter(|&column| profiles[column].is_currency() && !used.contains(&column))
        .filter(|&column| profiles[column].filled * 2 >= table.rows.len())
        .max_by_key(|&column| {
            let reading = &table.readings[column];
            let mut score = (profiles[column].filled * 10 / table.rows.len().max(1)) as i32;
            if reading.may_be(Meaning::Currency) {
                score += 20;
            } else if !reading.meanings.is_empty() {
                score -= 20;
            }
            if column == amount + 1 {
                score += 6;
            } else if column + 1 == amount {
                score += 3;
            }
            (score, usize::MAX - column)
        })
}

/// The currency that the file names outside a column of its own.
fn file_currency(table: &Table<'_>, numbers: &Numbers, used: &[usize]) -> Option<Currency> {
    let printed = used
        .iter()
        .flat_map(|&column| (0..table.rows.len()).map(move |row| (column, row)))
        .find_map(|(column, row)| numbers.get(column, row).and_then(|number| number.currency));
    if printed.is_some() {
        return printed;
    }
    let headed = used
        .iter()
        .find_map(|&column| table.readings[column].currency);
    if headed.is_some() {
        return headed;
    }
    let mut found = None;
    for cell in table.preamble.iter().flat_map(|row| row.cells.iter()) {
        for word in cell.split([' ', ':', ',', ';', '(', ')', '\u{a0}']) {
            let is_code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
            let is_mark = matches!(word, "€" | "£" | "zł" | "Kč" | "Ft")
                || (word.ends_with(['€', '£']) && word.len() < 20);
            let named = if is_code {
                Currency::from_code(word)
            } else if is_mark {
                words::currency(word.trim_start_matches(|letter: char| {
                    letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-')
                }))
            } else {
                None
            };
            match (found, named) {
                (None, Some(_)) => found = named,
                (Some(held), Some(named)) if held != named => return None,
                _ => {}
            }
        }
    }
    found
}

/// Whether the file says that it is a credit card's.
fn is_card(table: &Table<'_>) -> bool {
    let headers = table.header.iter().flat_map(|header| header.cells.iter());
    let before = table.preamble.iter().flat_map(|row| row.cells.iter());
    headers
        .clone()
        .chain(before)
        .any(|cell| cell.len() < 200 && words::says("card", cell))
        || headers.clone().any(|cell| words::is_card_column(cell))
}

fn direction_column(table: &Table<'_>, profiles: &[Profile], used: &[usize]) -> Option<usize> {
    (0..table.width)
        .filter(|&column| profiles[column].is_direction() && !used.contains(&column))
        .filter(|&column| profiles[column].filled * 10 >= table.rows.len() * 9)
        .filter(|&column| {
            let meanings = &table.readings[column].meanings;
            let named = [Meaning::Direction, Meaning::BankCode, Meaning::BankCategory];
            meanings.is_empty() || named.iter().any(|meaning| meanings.contains(meaning))
        })
        .max_by_key(|&column| {
            let reading = &table.readings[column];
            (
                reading.may_be(Meaning::Direction),
                reading.meanings.is_empty(),
                usize::MAX - column,
            )
        })
}

fn status_column(table: &Table<'_>, profiles: &[Profile]) -> Option<usize> {
    (0..table.width).find(|&column| {
        let profile = &profiles[column];
        let is_states = profile.filled > 0 && profile.states * 2 >= profile.filled;
        let reading = &table.readings[column];
        is_states && (reading.may_be(Meaning::Status) || reading.meanings.is_empty())
    })
}

/// The columns of the descriptor, the payee's first.
fn described(table: &Table<'_>, profiles: &[Profile], used: &[usize]) -> Vec<usize> {
    let is_text = |column: &usize| {
        let profile = &profiles[*column];
        !used.contains(column)
            && !profile.is_date()
            && !profile.is_currency()
            && !profile.is_direction()
    };
    let of = |meaning: Meaning| {
        let filled =
            (0..table.width).filter(|&column| profiles[column].filled > 0 || table.rows.is_empty());
        filled
            .filter(|column| is_text(column))
            .filter(|&column| {
                table.readings[column].meanings.first() == Some(&meaning)
                    || (table.readings[column].may_be(meaning)
                        && !table.readings[column].may_be(Meaning::OwnAccount))
            })
            .collect::<Vec<usize>>()
    };
    let mut columns = of(Meaning::Payee);
    columns.extend(
        of(Meaning::Descriptor)
            .into_iter()
            .filter(|column| !columns.contains(column))
            .collect::<Vec<_>>(),
    );
    if columns.is_empty() {
        // No header says so: every column of words that no header says is something else.
        let worded = (0..table.width).filter(is_text).filter(|&column| {
            let profile = &profiles[column];
            table.readings[column].meanings.is_empty()
                && profile.worded * 2 >= profile.filled
                && profile.filled > 0
        });
        columns = worded.collect();
    }
    if columns.is_empty() {
        columns = of(Meaning::BankCode);
        columns.extend(of(Meaning::BankCategory));
    }
    columns
}

fn fact_of(meanings: &[Meaning]) -> Option<Fact> {
    meanings.iter().find_map(|meaning| match meaning {
        Meaning::Payee => Some(Fact::Payee),
        Meaning::CounterpartyAccount => Some(Fact::CounterpartyAccount),
        Meaning::Reference => Some(Fact::Reference),
        Meaning::BankId => Some(Fact::BankId),
        Meaning::BankCode => Some(Fact::BankCode),
        Meaning::BankCategory => Some(Fact::BankCategory),
        Meaning::Mcc => Some(Fact::Mcc),
        _ => None,
    })
}

/// The amount in the purchase's currency, with the column that names the currency.
fn original(
    table: &Table<'_>,
    profiles: &[Profile],
    numeric: &[usize],
    used: &[usize],
) -> Option<(usize, Option<usize>)> {
    let amount = numeric.iter().copied().find(|&column| {
        !used.contains(&column) && table.readings[column].may_be(Meaning::OriginalAmount)
    })?;
    let currency = (0..table.width).find(|&column| {
        profiles[column].is_currency() && table.readings[column].may_be(Meaning::OriginalCurrency)
    });
    currency.map(|currency| (amount, Some(currency)))
}
