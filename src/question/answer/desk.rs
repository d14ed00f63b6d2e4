//! What every answer is worked out with: sums and rows, all of one plan.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::book::{Book, Flow, GroupBy, GroupKey, Paid, Selection, Totals};
use crate::calendar::Period;
use crate::category::Group;
use crate::insight::Known;
use crate::ledger::{AccountId, Index};
use crate::money::{Currency, Exact as _, Money, Total};
use crate::order::Gather as _;
use crate::phrase::{Argument, Phrase};

use super::super::plan::{Measure, Plan};
use super::super::read::calendar::Calendar;
use super::sum::left_after;
use super::words::{
    category_arguments, day_label, list, moneys, own_names, period_label, put_period, texts,
    weekday_label,
};
use super::{Answer, AnswerRow, Chart, ChartKind, Point, Rule, Status, Value};

/// A plan with the book it is answered from.
pub(super) struct Desk<'a> {
    pub(super) book: &'a Book,
    pub(super) known: &'a Known,
    pub(super) calendar: &'a Calendar,
    pub(super) plan: &'a Plan,
}

/// The most rows that stand below a sum of few.
const ROWS_SHOWN: usize = 20;

/// The most groups that a breakdown shows by name; the rest is one row.
///
/// Source: the published reading of such questions, top 8 and others.
pub(super) const GROUPS_SHOWN: usize = 8;

impl Desk<'_> {
    /// The rows of the plan.
    pub(super) fn select(&self) -> Selection {
        self.book.select(&self.plan.filter())
    }

    /// The rows of the plan in other days.
    #[inline(never)]
    pub(super) fn rows_in(&self, period: Period) -> Vec<Index> {
        let filter = self.plan.filter_in(Some(period));
        self.book.select(&filter).rows
    }

    /// The rows of another plan.
    #[inline(never)]
    pub(super) fn rows_of(&self, plan: &Plan) -> Vec<Index> {
        self.book.select(&plan.filter()).rows
    }

    /// The figure of some rows' totals, as the plan's flow counts it.
    pub(super) fn figure(&self, totals: &Totals) -> Money {
        figure_of(self.plan.flow, totals)
    }

    /// The figures of some rows, one a currency.
    pub(super) fn figures(&self, rows: &[Index]) -> Vec<Money> {
        let totals = self.book.totals(rows);
        totals.iter().map(|totals| self.figure(totals)).gather()
    }

    /// The same of a count or list, of rows to be reviewed whatever their direction.
    #[inline(never)]
    pub(super) fn counted(&self, rows: &[Index], totals: &[Totals]) -> Argument {
        moneys(&match self.is_review() {
            true => self.magnitudes(rows),
            false => totals.iter().map(|totals| self.figure(totals)).gather(),
        })
    }

    /// What some rows come to whatever their direction, one sum a currency.
    pub(super) fn magnitudes(&self, rows: &[Index]) -> Vec<Money> {
        let ledger = self.book.ledger();
        let totals = self.book.totals(rows);
        let sums = totals.iter().map(|totals| {
            let mut sum = Total::default();
            let own = |at: &&Index| ledger.currency_at(**at) == totals.currency;
            for at in rows.iter().filter(own) {
                sum.add(ledger.amount_at(*at).abs());
            }
            sum.in_currency(totals.currency)
        });
        sums.gather()
    }

    /// Sums as one value, one a currency; a sum of nothing where there is none.
    #[inline(never)]
    pub(super) fn value_of(&self, sums: &[Money]) -> Value {
        match sums.is_empty() {
            true => Value::Money(self.zero()),
            false => value_of(sums),
        }
    }

    /// The currency of most rows, and those rows.
    pub(super) fn main_currency(&self, rows: Vec<Index>) -> (Option<Currency>, Vec<Index>, usize) {
        // Nearly every ledger is of one currency, and then nothing has to be counted.
        if let ([currency], [_, ..]) = (self.book.ledger().currencies(), rows.as_slice()) {
            return (*currency, rows, 0);
        }
        let totals = self.book.totals(&rows);
        match totals.as_slice() {
            [] => (self.default_currency(), Vec::new(), 0),
            [one] => (one.currency, rows, 0),
            [first, ..] => {
                let own = self.book.in_currency(&rows, first.currency);
                let others = rows.len() - own.len();
                (first.currency, own, others)
            }
        }
    }

    /// The plan's rows of the currency that most of them are in.
    #[inline(never)]
    pub(super) fn select_main(&self) -> (Option<Currency>, Selection) {
        let mut selection = self.select();
        let (currency, rows, _) = self.main_currency(selection.rows);
        selection.rows = rows;
        (currency, selection)
    }

    /// The figure of rows of one currency, nothing of none.
    #[inline(never)]
    pub(super) fn one_figure(&self, rows: &[Index]) -> Money {
        let first = self.figures(rows).first().copied();
        first.unwrap_or_else(|| self.zero())
    }

    /// Shows the rows of an answer that counts few of them.
    #[inline(never)]
    pub(super) fn show_few(&self, answer: &mut Answer) {
        if answer.included.len() <= ROWS_SHOWN {
            self.show(answer);
        }
    }

    /// Shows the first rows that an answer counts.
    pub(super) fn show(&self, answer: &mut Answer) {
        let shown = answer.included.iter().take(ROWS_SHOWN);
        answer.rows = shown.map(|at| self.transaction_row(*at)).gather();
    }

    /// The currency that a sum of nothing is in.
    pub(super) fn default_currency(&self) -> Option<Currency> {
        let ledger = self.book.ledger();
        let of_account = ledger
            .accounts()
            .iter()
            .find_map(|account| account.currency);
        ledger
            .currencies()
            .first()
            .copied()
            .flatten()
            .or(of_account)
    }

    /// How many are shown: as many as the plan says, at least one.
    #[inline(never)]
    pub(super) fn limit(&self, usual: usize) -> usize {
        let limit = self.plan.limit.map_or(usual, |limit| limit as usize);
        limit.max(1)
    }

    /// A sum of nothing.
    pub(super) fn zero(&self) -> Money {
        Money::from_decimal(Decimal::ZERO, self.default_currency())
    }

    /// An answered sheet about some rows, its figure still to come.
    pub(super) fn sheet(&self, says: Phrase, selection: Selection) -> Answer {
        let totals = self.book.totals(&selection.rows);
        self.sheet_of(says, selection, totals.first())
    }

    /// The same where the totals of the first currency are known already.
    pub(super) fn sheet_of(
        &self,
        says: Phrase,
        selection: Selection,
        first: Option<&Totals>,
    ) -> Answer {
        let mut answer = Answer::saying(Status::Answered, says);
        answer.plan = Some(self.plan.clone());
        answer.rule = match self.plan.open {
            true => Rule::SoFar,
            false => Rule::Proved,
        };
        if let Some(first) = first {
            if matches!(self.plan.flow, Flow::Spending | Flow::Purchases) {
                answer.gross = Some(first.gross_money());
                answer.refunds = Some(first.refunds_money());
                answer.net = Some(first.spending_money());
            } else {
                answer.net = Some(self.figure(first));
            }
        }
        answer.included = selection.rows;
        answer.left_out = selection.left_out;
        answer
    }

    /// What the figure is about, to be put behind it.
    pub(super) fn about(&self) -> Argument {
        self.about_in(self.plan.period)
    }

    /// The same of another period, or of none.
    pub(super) fn about_in(&self, period: Option<Period>) -> Argument {
        let inward = matches!(self.plan.flow, Flow::Income | Flow::Refunds);
        let phrase = match inward {
            true => "question-about-in",
            false => "question-about-out",
        };
        self.about_as(phrase, period)
    }

    /// The same by the name of what is put behind: of money in, out or moved.
    pub(super) fn about_as(&self, template: &'static str, period: Option<Period>) -> Argument {
        let mut phrase = Phrase::new(template);
        self.put_subject(&mut phrase);
        put_period(&mut phrase, period);
        Argument::Phrase(Box::new(phrase))
    }

    /// The days alone, to be put behind a sentence that names its subjects.
    pub(super) fn about_days(&self) -> Argument {
        let mut phrase = Phrase::new("question-about-out");
        put_period(&mut phrase, self.plan.period);
        Argument::Phrase(Box::new(phrase))
    }

    /// Whether the rows that need review are asked for, and nothing but them.
    pub(super) fn is_review(&self) -> bool {
        let include = &self.plan.include;
        let others = !include.categories.is_empty() || !include.own_groups.is_empty();
        let counts = matches!(self.plan.measure, Measure::List | Measure::Count);
        counts && include.needs_review && !others
    }

    fn put_subject(&self, phrase: &mut Phrase) {
        let include = &self.plan.include;
        let hidden = matches!(self.plan.measure, Measure::Cash | Measure::Fees) || self.is_review();
        let is_any = !include.categories.is_empty() || include.needs_review;
        let own = own_names(self.book, include);
        if !hidden && (is_any || !own.is_empty()) {
            let after = left_after(self.plan);
            let (name, of) = match after.as_slice() {
                [] => ("category", include.categories.as_slice()),
                after => ("after", after),
            };
            let mut names = category_arguments(of);
            names.extend(own);
            if include.needs_review {
                names.push(Argument::Label("needs-review"));
            }
            phrase.put(name, list(names));
        }
        if !include.merchants.is_empty() {
            phrase.put("merchant", self.merchants(&include.merchants));
        }
        if !include.text.is_empty() {
            phrase.put("text", list(texts(&include.text)));
        }
        self.put_accounts(phrase);
        match include.currency {
            Some(Paid::In(currency)) => phrase.text("currency", currency.code()),
            Some(Paid::NotIn(_)) => phrase.text("abroad", ""),
            None => phrase,
        };
        let averaged = matches!(self.plan.measure, Measure::Mean | Measure::Median);
        if let Some(weekday) = include.weekday.filter(|_| !averaged) {
            phrase.label("weekday", day_label(weekday));
        }
        let currency = self.default_currency();
        let (min, max) = match (include.min_amount, include.max_amount) {
            (Some(min), Some(max)) if min == max => (("exactly", Some(min)), ("most", None)),
            (min @ Some(_), max @ Some(_)) => (("least", min), ("most", max)),
            (min, max) => (("over", min), ("under", max)),
        };
        for (name, amount) in [min, max] {
            if let Some(amount) = amount {
                phrase.money(name, &Money::new(amount, currency));
            }
        }
        let exclude = &self.plan.exclude;
        let mut without = category_arguments(&exclude.categories);
        without.extend(own_names(self.book, exclude));
        if !exclude.merchants.is_empty() {
            without.push(self.merchants(&exclude.merchants));
        }
        without.extend(texts(&exclude.text));
        without.extend(self.account_names(&exclude.accounts));
        if !without.is_empty() {
            phrase.put("without", list(without));
        }
    }

    /// Names the accounts of the plan.
    pub(super) fn put_accounts(&self, phrase: &mut Phrase) {
        let accounts = &self.plan.include.accounts;
        if !accounts.is_empty() {
            phrase.put("account", list(self.account_names(accounts)));
        }
    }

    fn account_names(&self, accounts: &[AccountId]) -> Vec<Argument> {
        let known = accounts
            .iter()
            .filter_map(|id| self.book.ledger().account(*id));
        known.map(|account| Argument::text(&account.name)).gather()
    }

    fn merchants(&self, merchants: &[crate::book::MerchantId]) -> Argument {
        let names = merchants
            .iter()
            .map(|id| Argument::text(self.book.merchant_name(*id)));
        list(names.gather())
    }

    /// What a group is called.
    pub(super) fn key_label(&self, key: GroupKey) -> Argument {
        match key {
            GroupKey::Period(period) => Argument::Period(period),
            GroupKey::Weekday(day) => Argument::Label(weekday_label(day)),
            GroupKey::Category(Some(category)) => Argument::Category(category.label()),
            GroupKey::Group(Some(group)) => Argument::Category(group.label()),
            GroupKey::Own(number) => {
                let group = self.book.rules().groups().get(usize::from(number));
                Argument::text(group.map_or("", |group| &group.name))
            }
            GroupKey::OwnCategory(number) => {
                let own = self.book.rules().own_categories().get(usize::from(number));
                Argument::text(own.map_or("", |own| &own.name))
            }
            GroupKey::NoOwn => Argument::Label("no-own-group"),
            GroupKey::Category(None) | GroupKey::Group(None) => Argument::Label("needs-review"),
            GroupKey::Merchant(Some(merchant)) => Argument::text(self.book.merchant_name(merchant)),
            GroupKey::Merchant(None) => Argument::Label("no-merchant"),
            GroupKey::Account(account) => {
                let name = self
                    .book
                    .ledger()
                    .account(account)
                    .map_or("", |account| &account.name);
                Argument::text(name)
            }
        }
    }

    /// A row of a group.
    pub(super) fn group_row(
        &self,
        key: GroupKey,
        totals: &Totals,
        whole: Option<Money>,
    ) -> AnswerRow {
        let says = self.key_label(key);
        let value = self.figure(totals);
        let (period, label) = match (key, self.plan.group_by) {
            (GroupKey::Period(period), Some(GroupBy::Period(grain))) => {
                (Some(period), period_label(period, grain))
            }
            _ => (None, says.sentence()),
        };
        AnswerRow {
            label,
            says,
            value: Value::Money(value),
            count: totals.count,
            share: whole.and_then(|whole| ratio(value, whole)),
            group: self.group_of(key),
            period,
            partial: period.is_some_and(|period| period.so_far(self.calendar.today) != period),
            transaction: None,
        }
    }

    fn group_of(&self, key: GroupKey) -> Option<Group> {
        match key {
            GroupKey::Category(category) => Some(category.map_or(Group::Other, |c| c.group())),
            GroupKey::Group(group) => Some(group.unwrap_or(Group::Other)),
            // What the person made has the colour of what it begins with.
            GroupKey::OwnCategory(number) => {
                let own = self.book.rules().own_categories().get(usize::from(number));
                own.map(|own| own.under.group())
            }
            GroupKey::Own(number) => {
                let own = self.book.rules().groups().get(usize::from(number));
                let first = own.and_then(|own| own.of.first());
                first.map(|target| target.category.group())
            }
            GroupKey::NoOwn => Some(Group::Other),
            _ => None,
        }
    }

    /// A row of one transaction.
    pub(super) fn transaction_row(&self, at: Index) -> AnswerRow {
        let ledger = self.book.ledger();
        let currency = ledger.currency_at(at);
        let money = Money::new(ledger.amount_at(at), currency);
        let outward = matches!(self.plan.flow, Flow::Spending | Flow::Purchases);
        let value = Value::Money(if outward { money.negated() } else { money });
        AnswerRow {
            group: Some(self.book.group(at)),
            period: self.date(at).and_then(Period::day),
            transaction: Some(at),
            ..AnswerRow::of(self.payee(at), value, 1)
        }
    }

    /// The merchant of a row, else its descriptor.
    pub(super) fn payee(&self, at: Index) -> Argument {
        let name = self
            .book
            .merchant(at)
            .map(|merchant| self.book.merchant_name(merchant));
        let row = self.book.ledger().transaction(at);
        Argument::text(name.or(row.map(|row| row.descriptor)).unwrap_or_default())
    }

    /// The posting date of a row.
    pub(super) fn date(&self, at: Index) -> Option<crate::calendar::Date> {
        let days = self.book.ledger().posting_dates();
        days.get(at.place()).map(|day| day.to_date())
    }

    /// A chart of some rows of one currency; `None` of fewer than three.
    pub(super) fn chart(
        &self,
        kind: ChartKind,
        rows: &[AnswerRow],
        key: usize,
        usual: Option<Money>,
    ) -> Option<Chart> {
        let moneys = rows.iter().filter_map(|row| match row.value {
            Value::Money(money) => Some((row, money)),
            _ => None,
        });
        let points: Vec<(&AnswerRow, Money)> = moneys.gather();
        if points.len() < LEAST_POINTS {
            return None;
        }
        let largest = points.iter().map(|(_, money)| money.abs().amount()).max()?;
        let currency = points.first().and_then(|(_, money)| money.currency());
        Some(Chart {
            kind,
            currency,
            points: points
                .into_iter()
                .enumerate()
                .map(|(at, (row, value))| Point {
                    label: row.says.clone(),
                    value,
                    share: share_of(value.amount(), largest).unwrap_or_default(),
                    group: row.group,
                    key: at == key,
                    partial: row.partial,
                    count: row.count,
                })
                .gather(),
            against: Vec::new(),
            usual,
            says: Phrase::new("question-nothing"),
        })
    }
}

/// Fewer marks than this make no chart.
const LEAST_POINTS: usize = 3;

/// A figure as a flow counts it.
pub(super) fn figure_of(flow: Flow, totals: &Totals) -> Money {
    match flow {
        Flow::Spending => totals.spending_money(),
        Flow::Purchases => totals.gross_money(),
        Flow::Refunds => totals.refunds_money(),
        Flow::Income => totals.income_money(),
        Flow::Kept => totals.kept().in_currency(totals.currency),
        Flow::Moves | Flow::Any => totals.signed_money(),
    }
}

/// Adds money to sums, one a currency.
#[inline(never)]
pub(super) fn add_to(sums: &mut Vec<Money>, money: Money) {
    let known = sums
        .iter_mut()
        .find(|sum| sum.currency() == money.currency());
    match known {
        Some(sum) => *sum = sum.checked_add(money).unwrap_or(*sum),
        None => sums.push(money),
    }
}

/// Sums as one value, one a currency.
pub(super) fn value_of(sums: &[Money]) -> Value {
    match sums {
        [] => Value::None,
        [one] => Value::Money(*one),
        many => Value::Moneys(many.to_vec()),
    }
}

/// The part that one sum is of another; `None` of nothing.
pub(super) fn ratio(part: Money, whole: Money) -> Option<Decimal> {
    share_of(part.amount(), whole.amount())
}

/// A quotient with four places.
pub(super) fn share_of(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let share = part.over(whole)?;
    Some(
        share
            .round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero)
            .normalize(),
    )
}

/// Money to its currency's own places, half away from zero.
pub(super) fn rounded(amount: Decimal, currency: Option<Currency>) -> Money {
    let places = u32::from(currency.map_or(2, Currency::minor_units));
    let amount = amount.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    Money::from_decimal(amount, currency)
}
