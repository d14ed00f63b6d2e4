//! Which column holds what, beside the amounts and balances that [`plan`](super::plan) weighs.

use super::account::iban;
use super::column::Profile;
use super::header::{self, Meaning};
use super::layout::Fact;
use super::plan::{self, Amounts, Numbers, Plan};
use super::table::{Sampled, Table};
use super::words::{self, State};
use crate::money::Currency;
use crate::order::{AddAll as _, Arrange as _, Gather as _};

/// Moves a header that stands over the currency to the amount beside it, whose header is empty.
pub(super) fn unspill(table: &mut Table<'_>, profiles: &[Profile]) {
    for column in 1..table.width {
        let before = &table.readings[column - 1];
        let names_money = before.is_amount() || before.may_be(Meaning::Balance);
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
pub(super) fn date_columns(table: &Table<'_>, profiles: &[Profile]) -> Vec<usize> {
    let rows = table.rows.len();
    let mut dates = table.columns(&|column| {
        profiles[column].is_date() || (rows == 0 && table.readings[column].is_date())
    });
    let rank = |column: &usize| {
        const SAID: [Meaning; 4] = [
            Meaning::PostingDate,
            Meaning::Date,
            Meaning::TransactionDate,
            Meaning::ValueDate,
        ];
        let reading = &table.readings[*column];
        let said = SAID.iter().position(|meaning| reading.may_be(*meaning));
        let said = said.unwrap_or(SAID.len() + usize::from(!reading.meanings.is_empty()));
        // A posting date that most rows lack is the exception, not the rule.
        let seldom = profiles[*column].filled * 2 < rows;
        (seldom, said, !reading.whole, *column)
    };
    dates.arrange_by_key(rank);
    // Dates that are the same in all rows beside one that is not are the statement's, not the row's.
    let statement_date = |column: &usize| {
        let reading = &table.readings[*column];
        reading.may_be(Meaning::Ignored) && !reading.is_date()
    };
    if dates.iter().any(|column| !statement_date(column)) {
        dates.retain(|column| !statement_date(column));
    }
    dates
}

/// The columns that say whose account it is: by number, by name.
pub(super) fn own_accounts(
    table: &Table<'_>,
    profiles: &[Profile],
) -> (Option<usize>, Option<usize>) {
    let rows = table.rows.len();
    // Two marks of quotation name no account.
    let says = |cell: &str| {
        cell.bytes()
            .any(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80)
    };
    let is_full = |column| table.count(column, &says) * 10 >= rows * 9 && rows > 0;
    let digits = |column| {
        let cell = table.first(column, &|_| true);
        cell.bytes().filter(u8::is_ascii_digit).count()
    };
    // The products of a bank are accounts where one is called as accounts are.
    let is_called =
        |cell: &str| cell.eq_ignore_ascii_case("current") || words::says("savings", cell);
    let is_product = |column| {
        words::is_product_column(table.header_text(column)) && table.count(column, &is_called) > 0
    };
    // The same account at the front of every row is the own one; behind, it may be whose savings are moved to and fro.
    let is_alone = |column: usize| {
        let mut readings = table.readings.iter();
        column == 0
            && rows >= FEWEST_ENTRIES
            && profiles[column].constant
            && table.readings[column].may_be(Meaning::CounterpartyAccount)
            && iban(table.first(column, &|_| true)).is_some()
            && !readings.any(|reading| reading.may_be(Meaning::OwnAccount))
    };
    let is_named = |column: usize| {
        (table.readings[column].may_be(Meaning::OwnAccount)
            || is_product(column)
            || is_alone(column))
            && is_full(column)
            && !profiles[column].is_date()
            && distinct(table, column) <= 3 + rows / 10
    };
    let named = table.columns(&is_named);
    let number = table.best(&|column| {
        let is_named = named.contains(&column);
        is_named.then(|| digits(column) as i32)
    });
    let name = named.into_iter().find(|column| Some(*column) != number);
    if number.is_some() || table.header.is_some() {
        return (number, name);
    }
    // Without a header: the same long number in every row.
    let constant = table.column(&|column| {
        profiles[column].constant
            && rows > 1
            && is_full(column)
            && digits(column) >= 8
            && !profiles[column].is_date()
    });
    (constant, None)
}

/// So many entries are not all with one other account.
const FEWEST_ENTRIES: usize = 3;

/// How many different cells a column has.
fn distinct(table: &Table<'_>, column: usize) -> usize {
    let mut cells: Vec<&str> = table.rows.iter().map(|row| row.cell(column)).gather();
    cells.arrange();
    cells.dedup();
    cells.len()
}

/// Which chain of balances each sampled row belongs to.
pub(super) fn keys(
    table: &Table<'_>,
    profiles: &[Profile],
    own: Option<usize>,
    status: Option<usize>,
) -> Vec<u32> {
    let currency =
        table.column(&|column| profiles[column].is_currency() && !profiles[column].constant);
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
        .gather()
}

pub(super) fn used_columns(plan: &Plan) -> Vec<usize> {
    let mut used = match plan.amounts {
        Amounts::Single(column) => vec![column],
        Amounts::Pair { out, inn, .. } => vec![out, inn],
    };
    used.add_all(plan.balance);
    used.add_all(plan.fee.map(|(column, _)| column));
    used
}

/// The column of the amount's currency.
pub(super) fn currency_column(
    table: &Table<'_>,
    profiles: &[Profile],
    used: &[usize],
) -> Option<usize> {
    let amount = used.first().copied().unwrap_or(0);
    // The currency of a purchase abroad is not the account's, where its amount stands beside it.
    let abroad = table.column(&|column| {
        !used.contains(&column) && table.readings[column].may_be(Meaning::OriginalAmount)
    });
    table.best(&|column| {
        let (reading, profile) = (&table.readings[column], &profiles[column]);
        let names_own = reading.may_be(Meaning::Currency);
        let of_purchase = reading.may_be(Meaning::OriginalCurrency) && !names_own;
        if !profile.is_currency()
            || used.contains(&column)
            || (abroad.is_some() && of_purchase)
            || profile.filled * 2 < table.rows.len()
        {
            return None;
        }
        let mut score = (profile.filled * 10 / table.rows.len().max(1)) as i32;
        if names_own {
            score += 20;
        } else if !reading.meanings.is_empty() {
            score -= 20;
        }
        if column == amount + 1 {
            score += 6;
        } else if column + 1 == amount {
            score += 3;
        }
        Some(score)
    })
}

/// The currency that the file names outside a column of its own.
pub(super) fn file_currency(
    table: &Table<'_>,
    numbers: &Numbers,
    used: &[usize],
) -> Option<Currency> {
    for &column in used {
        for row in 0..table.rows.len() {
            let printed = numbers.get(column, row).and_then(|number| number.currency);
            if printed.is_some() {
                return printed;
            }
        }
    }
    for &column in used {
        let headed = table.readings[column].currency;
        if headed.is_some() {
            return headed;
        }
    }
    let mut found = None;
    for row in &table.preamble {
        let words = row.cells.iter();
        for word in words.flat_map(|cell| cell.split([' ', ':', ',', ';', '(', ')', '\u{a0}'])) {
            let is_code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
            let is_mark = matches!(word, "€" | "£" | "zł" | "Kč" | "Ft" | "TL")
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
pub(super) fn is_card(table: &Table<'_>, profiles: &[Profile]) -> bool {
    let mut above = table.header.iter().chain(&table.preamble);
    let says_card = |cell: &str| cell.len() < 200 && words::says("card", cell);
    above.any(|row| row.cells.iter().any(|cell| says_card(cell)))
        || table
            .column(&|column| {
                // A current account names the card of its purchases only, and has a balance beside.
                let is_in_every_row = profiles[column].filled == table.rows.len();
                let mut readings = table.readings.iter();
                words::is_card_column(table.header_text(column))
                    && (is_in_every_row
                        || !readings.any(|reading| reading.may_be(Meaning::Balance)))
            })
            .is_some()
}

pub(super) fn direction_column(table: &Table<'_>, profiles: &[Profile]) -> Option<usize> {
    table.best(&|column| {
        let (reading, profile) = (&table.readings[column], &profiles[column]);
        let is_bare = reading.meanings.is_empty();
        let is_named = reading.may_be(Meaning::Direction);
        let may_be = is_bare
            || is_named
            || reading.may_be(Meaning::BankCode)
            || reading.may_be(Meaning::BankCategory);
        let is_full = profile.filled * 10 >= table.rows.len() * 9;
        let worth = 2 * i32::from(is_named) + i32::from(is_bare);
        // Where the header says it, a wallet says neither of what it moves between the own accounts, and a card marks one only.
        let is_in_part = profile.is_mostly_direction()
            || (profile.directions > 0 && profile.directions == profile.filled);
        let is_told = is_named && !reading.may_be(Meaning::BankCode) && is_in_part;
        ((is_told || (profile.is_direction() && is_full)) && may_be).then_some(worth)
    })
}

pub(super) fn status_column(table: &Table<'_>, profiles: &[Profile]) -> Option<usize> {
    table.column(&|column| {
        let profile = &profiles[column];
        let is_states = profile.filled > 0 && profile.states * 2 >= profile.filled;
        let reading = &table.readings[column];
        is_states && (reading.may_be(Meaning::Status) || reading.meanings.is_empty())
    })
}

/// The column that names the account's holder: of two of names, the one that says the same in every row.
pub(super) fn holder(table: &Table<'_>, profiles: &[Profile]) -> Option<usize> {
    let rows = table.rows.len();
    let names = table.columns(&|column| table.readings[column].may_be(Meaning::Payee));
    let is_same = |column: &usize| {
        let profile = &profiles[*column];
        // The bank's own rows name neither.
        profile.filled > 1 && profile.constant && profile.filled * 3 >= rows * 2
    };
    let varies = names.iter().any(|column| !is_same(column));
    names.into_iter().find(|column| varies && is_same(column))
}

/// The name of the account's holder, where one column has who paid and another who was paid: the one that stands in both,
/// and in every row.
pub(super) fn holders_name<'a>(table: &Table<'a>) -> Option<&'a str> {
    let names = table.columns(&|column| table.readings[column].may_be(Meaning::Payee));
    let [payer, payee] = *names else {
        return None;
    };
    let names = |row: &Sampled<'a>| [row.cell(payer), row.cell(payee)];
    // Rows that name neither are the bank's own.
    let named = || {
        table
            .rows
            .iter()
            .map(names)
            .filter(|names| *names != [""; 2])
    };
    let mut held = named().next()?.into_iter();
    held.find(|name| {
        let is_held = |cell: &str| cell == *name;
        let counts = [payer, payee].map(|column| table.count(column, &is_held));
        !name.is_empty()
            && counts.into_iter().all(|count| count > 0)
            && counts.into_iter().sum::<usize>() == named().count()
    })
}

/// How many rows of one text are not one shop's: a year of a standing order is twelve, and has other rows between them.
const ONE_SHOP_ROWS: usize = 12;

/// Whether a column holds account numbers, where its header may promise names.
pub(super) fn is_account_numbers(table: &Table<'_>, profiles: &[Profile], column: usize) -> bool {
    let is_name = |cell: &str| iban(cell).is_none() && cell.chars().any(char::is_alphabetic);
    profiles[column].filled > 0 && table.count(column, &is_name) == 0
}

/// Whether a column counts cents: its header says so, and no number of it has a decimal.
pub(super) fn in_minor_units(table: &Table<'_>, numbers: &Numbers, column: usize) -> bool {
    words::says("minor", table.header_text(column)) && !numbers.has_decimals(column)
}

/// The columns of the descriptor, the payee's first.
pub(super) fn described(table: &Table<'_>, profiles: &[Profile], used: &[usize]) -> Vec<usize> {
    let is_text = |column: &usize| {
        let profile = &profiles[*column];
        !used.contains(column)
            && !profile.is_date()
            && !profile.is_currency()
            && !profile.is_direction()
            && !profile.is_mostly_direction()
    };
    let of = |meaning: Meaning| {
        table.columns(&|column| {
            let reading = &table.readings[column];
            let is_meant = reading.meanings.first() == Some(&meaning)
                || (reading.may_be(meaning) && !reading.may_be(Meaning::OwnAccount));
            (profiles[column].filled > 0 || table.rows.is_empty())
                && is_text(&column)
                && is_meant
                && (meaning != Meaning::Payee || !is_account_numbers(table, profiles, column))
        })
    };
    let mut columns = of(Meaning::Payee);
    let mut worded = of(Meaning::Descriptor);
    if worded.is_empty() && !columns.is_empty() {
        // Beside the name alone, what the payer wrote stands as the reference.
        worded = of(Meaning::Reference);
        worded.retain(|column| is_written(table, *column));
    }
    worded.retain(|column| !columns.contains(column));
    columns.add_all(worded);
    // What follows a descriptor under no header of its own goes on with it.
    if let Some(&last) = columns.iter().max() {
        let goes_on = |column: &usize| {
            let profile = &profiles[*column];
            table.header.is_some()
                && table.header_text(*column).is_empty()
                && is_text(column)
                && profile.filled > 0
                && profile.worded == profile.filled
        };
        columns.add_all((last + 1..table.width).take_while(goes_on));
    }
    if columns.is_empty() {
        // No header says so: every column of words that no header says is something else, but for amounts, which words are not.
        columns = table.columns(&|column| {
            let (profile, reading) = (&profiles[column], &table.readings[column]);
            is_text(&column)
                && (reading.meanings.is_empty() || reading.is_amount())
                && profile.worded * 2 >= profile.filled
                && profile.filled > 0
                && !is_account_numbers(table, profiles, column)
        });
        // The bank's or the holder's name in every row says nothing of any.
        let is_same = |column: &usize| {
            let profile = &profiles[*column];
            let rows = table.rows.len();
            profile.constant && profile.filled == rows && rows >= ONE_SHOP_ROWS
        };
        if !columns.iter().all(is_same) {
            columns.retain(|column| !is_same(column));
        }
    }
    if columns.is_empty() {
        columns = of(Meaning::Reference);
        columns.retain(|column| is_written(table, *column));
    }
    if columns.is_empty() {
        columns = of(Meaning::BankCode);
        columns.add_all(of(Meaning::BankCategory));
    }
    columns
}

/// Whether most cells of a column have a word in them that somebody wrote.
fn is_written(table: &Table<'_>, column: usize) -> bool {
    let is_word = |word: &str| word.len() >= WRITTEN && word.chars().all(char::is_alphabetic);
    let is_written = |cell: &str| {
        let mut words = cell.split(|letter: char| !letter.is_alphanumeric());
        words.any(is_word)
    };
    table.count(column, &is_written) * 2 > table.count(column, &|cell| !cell.is_empty())
}

/// How many letters a written word has at least: codes begin with fewer.
const WRITTEN: usize = 4;

/// The fact a column holds; one of names that numbers accounts instead tells whose account is on the other side.
pub(super) fn fact_of(meanings: &[Meaning], numbers_an_account: bool) -> Option<Fact> {
    meanings.iter().find_map(|meaning| match meaning {
        Meaning::Payee if numbers_an_account => Some(Fact::CounterpartyAccount),
        Meaning::Payee => Some(Fact::Payee),
        Meaning::CounterpartyAccount => Some(Fact::CounterpartyAccount),
        Meaning::Reference => Some(Fact::Reference),
        Meaning::EndToEndId => Some(Fact::EndToEndId),
        Meaning::MandateId => Some(Fact::MandateId),
        Meaning::BankId => Some(Fact::BankId),
        Meaning::BankCode => Some(Fact::BankCode),
        Meaning::BankCategory => Some(Fact::BankCategory),
        Meaning::Mcc => Some(Fact::Mcc),
        _ => None,
    })
}

/// The amount in the purchase's currency, with the column that names the currency.
pub(super) fn original(
    table: &Table<'_>,
    profiles: &[Profile],
    numeric: &[usize],
    used: &[usize],
) -> Option<(usize, Option<usize>)> {
    let amount = table.column(&|column| {
        let is_other = numeric.contains(&column) && !used.contains(&column);
        is_other && table.readings[column].may_be(Meaning::OriginalAmount)
    })?;
    let currency = table.column(&|column| {
        profiles[column].is_currency() && table.readings[column].may_be(Meaning::OriginalCurrency)
    });
    currency.map(|currency| (amount, Some(currency)))
}
