//! A question in plain words to a plan, a sentence, rows and a proof.
//!
//! ```text
//! How much did I spend on groceries last month?
//!   plan:     spend, group:groceries, 2026-02-01..2026-03-01
//!   sentence: You spent 404.43 GBP on groceries in 2026-02-01 to 2026-02-28.
//! And the month before?
//!   plan:     spend, group:groceries, 2026-01-01..2026-02-01; measure and include inherited
//! ```
//!
//! Words are read by tables, periods by a small grammar, names by the person's own data. What is not
//! understood is named, and nothing that matters is dropped in silence.

mod answer;
mod conversation;
mod days;
mod draft;
mod plan;
mod privacy;
mod read;
mod suggest;

pub use answer::{
    Answer, AnswerRow, Chart, ChartKind, Combined, Converted, Point, Rule, Status, Value,
};
pub use conversation::Conversation;
pub use plan::{CategoryName, Measure, Plan, category_names, group_by_name};
pub use privacy::{Browser, Tried};
pub use suggest::openers;

use crate::book::{Book, Flow, GroupBy, Paid, Rates};
use crate::calendar::{Date, Period};
use crate::category::Group;
use crate::insight::Known;
use crate::ledger::AccountId;
use crate::money::Currency;
use crate::order::{AddAll as _, Gather as _};
use crate::phrase::{Argument, Phrase};
use crate::statement::AccountKind;

use answer::{
    are_regular, list, measure_label, natural_group, next_pay, own_names, texts, work_out,
};
use draft::{Draft, draft, goes_on};
use read::amount::Bounds;
use read::calendar::Calendar;
use read::lexicon::{Lexicon, Outside, Part};
use read::name::Names;
use read::period::When;
use read::reader::read;
use read::reading::{Mention, Reading, Subject};

/// How many characters of a question are read; the rest is left unread, and the answer says so.
///
/// Source: six times the longest question of CLINC150, NLU++ banking and Rasa's financial demo, 165 characters.
pub const MAX_QUESTION_CHARS: usize = 1000;

/// The tables that questions are read by, and the names of a book.
#[derive(Clone, Debug)]
pub struct Asker {
    lexicon: Lexicon,
    names: Names,
    rates: Rates,
}

impl Default for Asker {
    fn default() -> Asker {
        Asker::new()
    }
}

impl Asker {
    /// The tables, without any names yet.
    pub fn new() -> Asker {
        Asker {
            lexicon: Lexicon::new(),
            names: Names::default(),
            rates: Rates::default(),
        }
    }

    /// Takes up the rates that the person gives.
    pub fn give(&mut self, rates: Rates) {
        self.rates = rates;
    }

    /// Takes up the names of a book; to be called when its merchants or accounts have changed.
    pub fn learn(&mut self, book: &Book) {
        self.names = Names::of(book);
    }
}

/// Answers a question from a book.
///
/// Shape: always an answer; words that are not understood are named in it. `known` is of this book and the day
/// of asking, `locale` a BCP 47 tag, `browser` what the browser around was found to enforce.
pub fn ask(
    asker: &Asker,
    book: &Book,
    known: &Known,
    conversation: &mut Conversation,
    question: &str,
    locale: &str,
    browser: Option<&Browser>,
) -> Answer {
    let cut = question.char_indices().nth(MAX_QUESTION_CHARS);
    let asked = cut.map_or(question, |(end, _)| question.get(..end).unwrap_or_default());
    let calendar = Calendar::new(known.today(), locale);
    let learned;
    let names = if asker.names.is_stale(book) {
        learned = Names::of(book);
        &learned
    } else {
        &asker.names
    };
    let reading = read(asked, book, &asker.lexicon, names, &calendar);
    let mut answer = if reading.asks(Measure::Privacy) {
        let (says, notes) = privacy::said(browser);
        let mut answer = words_alone(Measure::Privacy, says);
        answer.notes = notes;
        answer
    } else {
        let mut answer = answer_to(asker, &reading, book, known, conversation, asked, &calendar);
        answer.combine(&asker.rates, calendar.today);
        answer
    };
    answer.question = asked.to_owned();
    if let Some(second) = reading.second.and_then(|at| asked.get(at..)) {
        let note = answer.note("question-note-unread");
        note.text("words", second).count("count", 1);
        answer.suggestions.insert(0, second.to_owned());
        answer.status = answer.status.max(Status::Partly);
    }
    if cut.is_some() {
        let note = answer.note("question-note-too-long");
        note.count("count", MAX_QUESTION_CHARS as u64);
        if answer.status == Status::Answered {
            answer.status = Status::Partly;
        }
    }
    answer
}

fn answer_to(
    asker: &Asker,
    reading: &Reading,
    book: &Book,
    known: &Known,
    conversation: &mut Conversation,
    question: &str,
    calendar: &Calendar,
) -> Answer {
    let today = calendar.today;
    if reading.length == 0 {
        let mut answer = Answer::saying(Status::NotUnderstood, Phrase::new("question-blank"));
        answer.suggestions = openers(book, today);
        return answer;
    }
    if reading.asks(Measure::HowComputed) {
        return how_computed(book, known, conversation, calendar);
    }
    if let Some(answer) = outside(reading, book, today) {
        return answer;
    }
    if book.ledger().is_empty() {
        return Answer::saying(Status::NotUnderstood, Phrase::new("question-empty"));
    }
    let refused = !asks_of_the_past(reading) && !is_left(reading);
    if let Some(measure) = reading.later.filter(|_| refused) {
        let mut says = Phrase::new(match measure {
            Measure::Command => "question-outside-change",
            _ => "question-not-yet",
        });
        says.put("measure", measure_label(measure));
        let mut answer = Answer::saying(Status::NotUnderstood, says);
        answer.suggestions = suggest::instead();
        return answer;
    }
    let before = conversation.plan();
    let follows = before.is_some() && goes_on(reading);
    if !is_understood(reading, follows) {
        return not_understood(reading, book, question, today);
    }
    let mut draft = draft(reading, book, calendar, before);
    let plan = &mut draft.plan;
    if plan.measure == Measure::Spend
        && before.is_none()
        && reading.asks_only(&[Measure::Spend])
        && (reading.habit || reading.measures.is_empty())
        && reading.whens.is_empty()
        && is_bare(reading)
        && plan.flow == Flow::Spending
        && are_regular(book, known, calendar, plan)
    {
        // `How much is my rent` asks of one, not of all there were.
        plan.measure = Measure::Recurring;
    }
    if reading.has(Part::BeforePay) {
        // All that is due is meant by bills.
        let categories = &mut plan.include.categories;
        if Group::Bills.categories().eq(categories.iter().copied()) {
            categories.clear();
        }
        let next = next_pay(book, known);
        plan.period = next.and_then(|(next, _)| Period::new(today, next));
        (plan.open, plan.whole, plan.against) = (false, None, None);
        // Where no pay is expected, what is known of it is said.
        (plan.measure, plan.flow) = match plan.period {
            Some(_) => (Measure::Upcoming, Flow::Spending),
            None => (Measure::Payday, Flow::Income),
        };
    }
    if plan.measure == Measure::Breakdown && matches!(plan.group_by, None | Some(GroupBy::Group)) {
        plan.group_by = Some(natural_group(&plan.include));
    }
    if let Some(currency) = plan.currency.filter(|_| asker.rates.is_empty())
        && is_paid_in(book, currency)
    {
        // Without rates nothing is converted: what was paid in it is what can be told.
        (plan.include.currency, plan.currency) = (Some(Paid::In(currency)), None);
    }
    let no_groups = plan.group_by == Some(GroupBy::Own) && book.rules().groups().is_empty();
    if no_groups {
        plan.group_by = Some(natural_group(&plan.include));
    }
    let mut answer = work_out(book, known, calendar, &draft);
    if is_left(reading) {
        // What there is stands beside what is due: what will be left of it is a forecast.
        for (place, account) in book.ledger().accounts().iter().enumerate() {
            let mut there = Draft::default();
            there.plan.measure = Measure::Balance;
            there.plan.include.accounts.push(AccountId(place as u16));
            if account.kind == AccountKind::Current {
                let says = work_out(book, known, calendar, &there).says;
                answer.notes.push(says);
            }
        }
    }
    if no_groups {
        answer.note("question-note-no-groups");
    }
    answer.inherited.clone_from(&draft.inherited);
    answer.unrecognised.clone_from(&reading.unknown);
    if !reading.unknown.is_empty() {
        answer.status = Status::Partly;
        let words = list(texts(&reading.unknown));
        let note = answer.note("question-note-unread");
        note.put("words", words)
            .count("count", reading.unknown.len() as u64);
    }
    answer.suggestions = suggest::afterwards(&draft.plan, calendar);
    conversation.keep(draft);
    answer
}

/// Whether some rows, and not all, are in a currency, or were paid in it and booked in another.
fn is_paid_in(book: &Book, currency: Currency) -> bool {
    let ledger = book.ledger();
    let own = ledger.currencies();
    own.len() > 1 && own.contains(&Some(currency))
        || own != [Some(currency)]
            && ledger
                .indices()
                .any(|at| book.paid_in(at, currency).is_some())
}

/// Whether enough of a question is known to answer it: a subject that is not known is not left out in silence.
fn is_understood(reading: &Reading, follows: bool) -> bool {
    let about = !reading.mentions.is_empty();
    let bounded = reading.bounds.min.is_some() || reading.bounds.max.is_some();
    let said = about
        || bounded
        || !reading.measures.is_empty()
        || !reading.whens.is_empty()
        || reading.group_by.is_some()
        || reading.currency.is_some()
        || reading.has(Part::Rows)
        || reading.has(Part::Purchase)
        || SPECIAL.iter().any(|part| reading.has(*part));
    let lost = !reading.unknown.is_empty() && !about && !bounded
        || reading.outside == Some(Outside::Uncounted);
    // What is on something that is no account is not known.
    let account = |of: &Mention| matches!(of.subject, Subject::Accounts(_));
    let held = reading.asks(Measure::Balance) && !reading.asks(Measure::Net);
    let lost = lost || held && !reading.mentions.iter().all(account);
    (said || follows) && !lost
}

/// Whether it names some merchants or categories and nothing else of them.
fn is_bare(reading: &Reading) -> bool {
    let of_rows = |mention: &Mention| {
        let subject = &mention.subject;
        !mention.negated && matches!(subject, Subject::Categories(_) | Subject::Merchants(_))
    };
    !reading.mentions.is_empty()
        && reading.mentions.iter().all(of_rows)
        && reading.group_by.is_none()
        && reading.limit.is_none()
        && reading.bounds == Bounds::default()
        && reading.parts.is_empty()
}

/// Whether a word for what is to come is used of what has been: `what bills did I pay`.
fn asks_of_the_past(reading: &Reading) -> bool {
    let dated = reading
        .whens
        .iter()
        .any(|when| matches!(when, When::Days(_)));
    let about = reading.asks(Measure::Spend) || !reading.mentions.is_empty();
    reading.asks(Measure::Spend) && dated && reading.later != Some(Measure::Forecast)
        || reading.later == Some(Measure::Budget) && reading.bounds.min.is_none() && about
}

/// Whether it asks what is left before the next pay.
fn is_left(reading: &Reading) -> bool {
    let left = reading.later == Some(Measure::SafeToSpend)
        || reading.asks(Measure::Net)
        || reading.asks(Measure::Balance);
    left && reading.has(Part::BeforePay)
}

/// Small words that ask for something by themselves.
const SPECIAL: [Part; 13] = [
    Part::Abroad,
    Part::BeforePay,
    Part::LastTime,
    Part::Usual,
    Part::Accounts,
    Part::Often,
    Part::Pending,
    Part::First,
    Part::Coverage,
    Part::Decisions,
    Part::Same,
    Part::Rise,
    Part::SincePay,
];

fn not_understood(reading: &Reading, book: &Book, question: &str, today: Date) -> Answer {
    let mut known: Vec<Argument> = reading
        .measures
        .iter()
        .take(1)
        .map(|measure| measure_label(*measure))
        .gather();
    for mention in &reading.mentions {
        known.add_all(match &mention.subject {
            Subject::Categories(categories) => {
                let names = category_names(categories);
                names.first().map(|name| Argument::Category(name.label()))
            }
            Subject::Merchants(merchants) => merchants
                .first()
                .map(|id| Argument::text(book.merchant_name(*id))),
            Subject::Accounts(accounts) => accounts
                .first()
                .and_then(|id| book.ledger().account(*id))
                .map(|account| Argument::text(&account.name)),
            Subject::Own(own) => own_names(book, own).into_iter().next(),
            Subject::Review => Some(Argument::Label("needs-review")),
            Subject::Text(text) => Some(Argument::text(text)),
        });
    }
    for when in &reading.whens {
        if let When::Days(span) = when {
            known.push(Argument::Period(span.period));
        }
    }
    let mut says = Phrase::new("question-not-understood");
    if !reading.unknown.is_empty() {
        says.put("words", list(texts(&reading.unknown)));
    }
    if !known.is_empty() {
        says.put("known", list(known));
    }
    let mut answer = Answer::saying(Status::NotUnderstood, says);
    answer.unrecognised = reading.unknown.clone();
    answer.suggestions = suggest::nearest(book, today, question, reading);
    answer
}

/// The answer to what rows of a bank do not tell, unless the question asks of them all the same.
fn outside(reading: &Reading, book: &Book, today: Date) -> Option<Answer> {
    let outside = reading
        .outside
        .filter(|outside| *outside != Outside::Uncounted)?;
    let asks = reading
        .measures
        .iter()
        .any(|measure| !matches!(measure, Measure::List | Measure::Compare))
        || !reading.mentions.is_empty() && !reading.whens.is_empty();
    let alone = reading.measures.is_empty()
        && reading.mentions.is_empty()
        && reading.whens.is_empty()
        && reading.group_by.is_none();
    let template = match outside {
        Outside::Advice => "question-outside-advice",
        Outside::Greeting | Outside::Thanks if !alone => return None,
        Outside::Thanks => "question-outside-thanks",
        _ if asks => return None,
        Outside::Market => "question-outside-market",
        Outside::Service | Outside::Order => "question-outside-service",
        Outside::Help | Outside::Greeting => "question-blank",
        Outside::Files => "question-outside-files",
        Outside::Forget => "question-privacy-disk",
        Outside::Other | Outside::Uncounted => "question-outside-other",
    };
    let mut answer = Answer::saying(Status::OutOfScope, Phrase::new(template));
    answer.suggestions = openers(book, today);
    answer.suggestions.truncate(2);
    Some(answer)
}

fn words_alone(measure: Measure, says: Phrase) -> Answer {
    let mut answer = Answer::saying(Status::Answered, says);
    answer.plan = Some(Plan {
        measure,
        ..Plan::default()
    });
    answer
}

/// How the answer before was worked out, in words of its plan.
fn how_computed(
    book: &Book,
    known: &Known,
    conversation: &Conversation,
    calendar: &Calendar,
) -> Answer {
    let Some(last) = conversation.last() else {
        return words_alone(Measure::HowComputed, Phrase::new("question-how-none"));
    };
    let worked = work_out(book, known, calendar, last);
    let left: usize = worked.left_out.iter().map(|(_, rows)| rows.len()).sum();
    let sums = book.totals(&worked.included);
    let sums = sums
        .iter()
        .map(|totals| Argument::Money(totals.signed_money()));
    let mut says = Phrase::new("question-how");
    says.put("measure", measure_label(last.plan.measure))
        .put("about", answer::about_of(book, known, calendar, &last.plan))
        .count("count", worked.included.len() as u64)
        .put("figure", list(sums.gather()));
    if left > 0 {
        says.count("left", left as u64);
    }
    let mut answer = words_alone(Measure::HowComputed, says);
    answer.included = worked.included;
    answer.left_out = worked.left_out;
    answer.plan = Some(Plan {
        measure: Measure::HowComputed,
        ..last.plan.clone()
    });
    answer
}
