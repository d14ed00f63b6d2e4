//! How a delimited file is read, settled: the hypothesis that the rows are then read by.

use super::amount::Mark;
use super::column::{self, Land, MarkSettled, OrderSettled};
use super::header::Meaning;
use super::open::{Questions, complete, mark_of, marks, order_of, orders, signs};
use super::plan::{self, Amounts, Numbers, Plan};
use super::roles;
use super::sign::{self, SignSettled, Witnesses};
use super::table::{Sampled, Table};
use super::words;
use crate::money::Currency;
use crate::order::Gather as _;
use crate::statement::{Choice, Open, Readings, Role};

/// A fact beside date, amount and descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Payee,
    CounterpartyAccount,
    Reference,
    EndToEndId,
    MandateId,
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
    /// Whether what has nothing in the column of directions went out.
    pub(super) is_rest_out: bool,
    /// Whether amounts, and whether balances, count cents, as their headers say.
    pub(super) in_minor_units: (bool, bool),
    pub(super) currency: Option<usize>,
    /// The currency of rows that name none.
    pub(super) file_currency: Option<Currency>,
    pub(super) own_account: Option<usize>,
    pub(super) own_name: Option<usize>,
    /// Whether each currency has a balance of its own, and so is an account of its own.
    pub(super) is_by_currency: bool,
    pub(super) status: Option<usize>,
    /// The amount of a row that has none yet, since the bank only holds it.
    pub(super) held: Option<usize>,
    pub(super) descriptor: Vec<usize>,
    /// The name that the holder has in the columns of who paid and who was paid; empty where none is known.
    pub(super) holder: Box<str>,
    /// What stands for the descriptor of a row that has none.
    pub(super) unworded: Option<usize>,
    pub(super) facts: Vec<(Fact, usize)>,
    pub(super) original: Option<(usize, Option<usize>)>,
    pub(super) is_card: bool,
    /// Whether its rows are a card's: what was bought, and thanks for what was paid off.
    pub(super) is_paid_off: bool,
    /// The cells of rows that are no entries, though they have a day and an amount.
    pub(super) notes: Vec<Vec<Box<str>>>,
    /// What tells files of the same making.
    pub(super) shape: String,
    /// Columns of amounts in another currency, which their headers name, in place of the one of amounts.
    pub(super) in_other_currencies: Vec<(usize, Currency)>,
    /// What the file leaves open.
    pub(super) open: Vec<Open>,
}

impl Layout {
    /// Settles how the table is read; `None` where it has no column of dates or none of amounts.
    pub(super) fn settle(table: &mut Table<'_>, readings: Readings<'_>) -> Option<Layout> {
        let profiles = column::profiles(table);
        roles::unspill(table, &profiles);
        let table = &*table;
        let mut questions = Questions::of(table, readings);
        let dates = roles::date_columns(table, &profiles);
        let &date = dates.first()?;
        let numeric =
            table.columns(&|column| profiles[column].is_amount() && !dates.contains(&column));
        let comma_land = table.delimiter != b',';
        let likely = table.columns(&|column| {
            let reading = &table.readings[column];
            let may_be = reading.meanings.is_empty()
                || reading.is_amount()
                || reading.may_be(Meaning::Balance);
            may_be && numeric.contains(&column)
        });
        let mut mark = column::decimal_mark(table, &likely, &numeric, comma_land);
        if mark.open
            && let Some(choice) = questions.ask(marks(mark.mark))
        {
            mark.mark = mark_of(choice);
        }
        let direction = roles::direction_column(table, &profiles);
        let numbers = Numbers::read(table, &numeric, mark.mark, direction);
        let own = roles::own_accounts(table, &profiles);
        let status = roles::status_column(table, &profiles);
        let keys = roles::keys(table, &profiles, own.0, status);
        let mut plan = plan::best(table, &profiles, &numeric, &numbers, &keys, None)?;
        if let (Amounts::Single(column), Some(rival)) = (plan.amounts, plan.rival) {
            let way = |column: usize| Choice::Column((column + 1) as u16);
            if let Some(Choice::Column(chosen)) = questions.ask([way(column), way(rival)]) {
                let only = Some(usize::from(chosen) - 1);
                plan = plan::best(table, &profiles, &numeric, &numbers, &keys, only)?;
            }
        }
        let used = roles::used_columns(&plan);
        let currency = roles::currency_column(table, &profiles, &used);
        let file_currency = roles::file_currency(table, &numbers, &used);
        let usual = currency.and_then(|column| {
            let cell = table.rows.first().map_or("", |row| row.cell(column));
            words::currency(cell)
        });
        let dollars = file_currency.or(usual) == Currency::from_code("USD");
        let mut order = column::date_order(
            table,
            &dates,
            Land {
                dollars,
                decimal_comma: mark.proofs > 0 && mark.mark == Mark::Comma,
            },
        );
        if order.open
            && let Some(choice) = questions.ask(orders(order.order))
        {
            order.order = order_of(choice);
        }
        let is_card = roles::is_card(table, &profiles);
        let held = table.column(&|column| {
            let is_other = numeric.contains(&column) && !used.contains(&column);
            is_other && table.readings[column].may_be(Meaning::Held)
        });
        let holder = roles::holder(table, &profiles);
        let mut described = roles::described(table, &profiles, &used);
        described.retain(|column| Some(*column) != holder);
        let coded = table.columns(&|column| table.readings[column].may_be(Meaning::BankCode));
        let mut unworded = coded.iter().copied();
        let unworded = unworded.find(|column| !described.contains(column));
        let words_in = [described.as_slice(), &coded].concat();
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
            turns: column::turns(table, date, order.order),
        };
        let mut sign = sign::settle(table, &numbers, &plan, &witnesses);
        if sign.open
            && let Some(choice) = questions.ask(signs(sign.sign))
        {
            sign.sign = match choice {
                Choice::PositiveOut => sign::Sign::Turned,
                _ => sign::Sign::Printed,
            };
        }
        let is_paid_off = sign::is_paid_off(table, &numbers, &plan, &sign, &described);
        let direction = match sign.sign {
            sign::Sign::Column(column) => Some(column),
            _ => None,
        };
        let says_in = |cell: &str| words::direction(cell) == Some(words::Direction::In);
        let is_rest_out = direction.is_some_and(|column| table.count(column, &says_in) > 0);
        let role_of_date = |meaning: Meaning| {
            let mut others = dates.iter().copied().filter(|column| *column != date);
            others.find(|column| table.readings[*column].may_be(meaning))
        };
        // Beside the day of booking, a day of no name but "date" is that of the purchase.
        let plain_date = role_of_date(Meaning::Date)
            .filter(|_| table.readings[date].may_be(Meaning::PostingDate));
        let unnamed_date = dates
            .get(1)
            .copied()
            .filter(|&column| table.readings[column].meanings.is_empty());
        let numbered = table.columns(&|column| {
            table.readings[column].may_be(Meaning::Payee)
                && roles::is_account_numbers(table, &profiles, column)
        });
        // Of a sender's and a recipient's number either may be the own one.
        let both_sides = numbered.len() > 1;
        let holders_name = roles::holders_name(table).unwrap_or_default();
        let mut facts = Vec::new();
        for (column, profile) in profiles.iter().enumerate() {
            let is_numbered = numbered.contains(&column);
            let taken = used.contains(&column)
                || dates.contains(&column)
                || direction == Some(column)
                || currency == Some(column)
                || status == Some(column)
                || own.0 == Some(column)
                || own.1 == Some(column)
                || holder == Some(column)
                || profile.filled == 0
                || (both_sides && is_numbered);
            if taken {
                continue;
            }
            if let Some(fact) = roles::fact_of(&table.readings[column].meanings, is_numbered)
                && (!facts.iter().any(|(held, _)| *held == fact)
                    || (fact == Fact::Payee && !holders_name.is_empty()))
            {
                facts.push((fact, column));
            }
        }
        let original = roles::original(table, &profiles, &numeric, &used);
        let is_by_currency =
            plan.chain.holds() && currency.is_some_and(|column| !profiles[column].constant);
        let in_own_currency = |column: usize| {
            let reading = &table.readings[column];
            let is_alone = reading.meanings == [Meaning::Amount] && !reading.whole;
            reading.currency.filter(|_| is_alone)
        };
        let mut in_other_currencies = Vec::new();
        if let Amounts::Single(amount) = plan.amounts
            && in_own_currency(amount).is_some()
        {
            let others = (0..table.width).filter(|column| *column != amount);
            let named = others.filter_map(|column| Some((column, in_own_currency(column)?)));
            in_other_currencies = named.gather();
        }
        let mut layout = Layout {
            shape: questions.shape,
            open: questions.open,
            delimiter: table.delimiter,
            width: table.width,
            header_line: table.header.as_ref().map(|header| header.line),
            headers: (0..table.width)
                .map(|column| table.header_text(column).into())
                .gather(),
            date,
            other_dates: dates[1..].to_vec(),
            value_date: role_of_date(Meaning::ValueDate).or(unnamed_date),
            transaction_date: role_of_date(Meaning::TransactionDate).or(plain_date),
            order,
            mark,
            plan,
            sign,
            is_rest_out,
            in_minor_units: (
                used.iter()
                    .take(1)
                    .any(|&column| roles::in_minor_units(table, &numbers, column)),
                plan.balance
                    .is_some_and(|column| roles::in_minor_units(table, &numbers, column)),
            ),
            currency,
            file_currency,
            own_account: own.0,
            own_name: own.1,
            is_by_currency,
            status,
            held,
            descriptor: described,
            holder: holders_name.into(),
            unworded,
            facts,
            original,
            is_card,
            is_paid_off,
            in_other_currencies,
            notes: {
                let cells =
                    |note: &Sampled<'_>| note.cells.iter().map(|cell| Box::from(*cell)).gather();
                table.notes.iter().map(cells).gather()
            },
        };
        let mut open = std::mem::take(&mut layout.open);
        complete(&mut open, table, &layout);
        layout.open = open;
        Some(layout)
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
            _ if self.held == Some(column) => return Role::Amount,
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
                Fact::EndToEndId => Role::EndToEndId,
                Fact::MandateId => Role::MandateId,
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
        self.order.order.notation()
    }

    /// The decimal mark, where any amount has one.
    pub(super) fn decimal_mark(&self) -> Option<u8> {
        self.mark.any.then_some(self.mark.mark.byte())
    }
}
