//! What is asked for: a sum, a ranking, a list.

use crate::book::GroupBy;
use crate::category::Group;

use super::super::plan::{Measure, Plan};
use super::super::read::lexicon::Part;
use super::super::read::period::When;
use super::super::read::reading::{Reading, Subject};
use super::Draft;
use super::subject::{is_all_of, is_income, is_review, is_spent, rivals_of};

/// Measures that are a subject of their own where nothing else is asked of them.
const TOPICS: [Measure; 9] = [
    Measure::Recurring,
    Measure::Refunds,
    Measure::Cash,
    Measure::Fees,
    Measure::Transfers,
    Measure::Net,
    Measure::Balance,
    Measure::Income,
    Measure::Spend,
];

/// Measures that say what is to be done with a subject, the most telling first.
const FORMS: [Measure; 11] = [
    Measure::ExplainChange,
    Measure::Compare,
    Measure::Trend,
    Measure::Share,
    Measure::Count,
    Measure::Median,
    Measure::Mean,
    Measure::Largest,
    Measure::Smallest,
    Measure::Breakdown,
    Measure::Series,
];

/// The measure that is a subject of its own.
pub(super) fn topic_of(reading: &Reading) -> Option<Measure> {
    let topic = TOPICS.into_iter().find(|topic| reading.asks(*topic));
    // `How many payments did I make` asks for payments, not for income.
    let both = reading.has(Part::And) || reading.has(Part::Versus);
    match topic {
        // `What did I earn and spend`
        Some(Measure::Income)
            if reading.asks(Measure::Spend) && both && reading.mentions.is_empty() =>
        {
            Some(Measure::Net)
        }
        Some(Measure::Income) if reading.asks(Measure::Spend) => Some(Measure::Spend),
        // `How often do I get coffee`, `has the rent been paid`.
        Some(Measure::Income) if reading.mentions.iter().any(|of| is_spent(&of.subject)) => None,
        Some(Measure::Income) if reading.has(Part::Rows) || reading.has(Part::Purchase) => {
            let received = reading
                .mentions
                .iter()
                .any(|mention| is_income(&mention.subject));
            received.then_some(Measure::Income)
        }
        topic => topic,
    }
}

/// What is to be done with the subject.
pub(super) fn form_of(reading: &Reading, before: Option<&Plan>) -> Option<Measure> {
    let has_rival = reading.has(Part::Versus) || reading.has(Part::Or);
    let quantity = reading.has(Part::More) || reading.has(Part::Less);
    let two_times = reading.whens.len() >= 2 && has_rival;
    let rivals = has_rival && rivals_of(reading).len() >= 2;
    let ranked = quantity || reading.asks(Measure::Compare) || reading.has(Part::Versus);
    let relative = reading
        .whens
        .iter()
        .any(|when| matches!(when, When::Before(_) | When::YearBefore));
    if reading.asks(Measure::ExplainChange) {
        return Some(Measure::ExplainChange);
    }
    // `is rent more than a third of my income`
    if reading.asks(Measure::Share) && quantity {
        return Some(Measure::Share);
    }
    let set_against =
        reading.than_when && !two_times && before.is_none() && reading.has(Part::Versus);
    if set_against
        || two_times
        || rivals && ranked
        || reading.has(Part::Versus) && relative && quantity
    {
        return Some(Measure::Compare);
    }
    // `am I eating out more`
    let on = reading.habit && !reading.mentions.is_empty();
    let spends = reading.asks(Measure::Spend) || !reading.whens.is_empty() || on;
    let alone = before.is_none() || reading.has(Part::Versus);
    if quantity && reading.yes_no && spends && alone || reading.has(Part::Usual) {
        return Some(Measure::Compare);
    }
    if reading.has(Part::LastTime) {
        return Some(Measure::List);
    }
    let form = FORMS.into_iter().find(|form| reading.asks(*form));
    match form {
        Some(form) => Some(form),
        None if reading.has(Part::BiggestOf) => Some(Measure::Largest),
        None if reading.asks(Measure::List) => {
            let rows = reading.has(Part::Rows) || reading.has(Part::Purchase);
            let figure = reading.group_by.is_some() || topic_of(reading).is_some() && !rows;
            (!figure).then_some(Measure::List)
        }
        None if reading.has(Part::Rows) && topic_of(reading).is_none() => Some(Measure::List),
        None => None,
    }
}

/// Settles the measure and the groups of a plan.
pub(super) fn set_measure(
    plan: &mut Plan,
    reading: &Reading,
    topic: Option<Measure>,
    form: Option<Measure>,
    before: Option<&Plan>,
    draft: &mut Draft,
) {
    // `and the highest`, after a balance
    let rows = reading.has(Part::Rows) || reading.has(Part::Purchase);
    let stands = reading.mentions.is_empty()
        && before.is_some_and(|before| before.measure == Measure::Balance)
        && reading.asks_only(&[Measure::Largest, Measure::Smallest, Measure::List])
        && !rows;
    if (reading.asks(Measure::Balance) || stands) && reading.group_by.is_none() {
        let bounds = reading.bounds;
        let high = reading.asks(Measure::Largest) || bounds.min.is_some();
        if high || reading.asks(Measure::Smallest) || bounds.max.is_some() {
            plan.measure = Measure::Balance;
            plan.extreme = Some(match high {
                true => Measure::Largest,
                false => Measure::Smallest,
            });
            return;
        }
    }
    for measure in [
        Measure::Privacy,
        Measure::HowComputed,
        Measure::SavingsRate,
        Measure::Duplicates,
        Measure::Anomalies,
        Measure::Upcoming,
        Measure::Payday,
    ] {
        if reading.asks(measure) {
            plan.measure = measure;
            plan.group_by = None;
            return;
        }
    }
    if reading.has(Part::Accounts) {
        let asks_figure = reading.asks(Measure::Spend) || reading.asks(Measure::Income);
        if !asks_figure {
            plan.measure = match reading.asks(Measure::Balance) {
                true => Measure::Balance,
                false => Measure::List,
            };
            plan.group_by = Some(GroupBy::Account);
            return;
        }
    }
    if set_special(plan, reading) {
        return;
    }
    let compared = reading.has(Part::More) || reading.has(Part::Less) || reading.has(Part::Versus);
    let of_weekends = |asked: &Measure| {
        use Measure::{Breakdown, Compare, Mean, Series, Spend};
        matches!(asked, Breakdown | Compare | Mean | Series | Spend)
    };
    if reading.has(Part::Weekend) && (compared || reading.measures.iter().all(of_weekends)) {
        plan.measure = Measure::Compare;
        plan.group_by = Some(GroupBy::Weekday);
        return;
    }
    if let Some(group) = reading.group_by {
        plan.group_by = Some(group);
    }
    let subscriptions = reading.mentions.iter().any(|mention| {
        !mention.negated
            && matches!(&mention.subject, Subject::Categories(of) if is_all_of(of, Group::Subs))
    });
    let bare = form.is_none_or(|form| matches!(form, Measure::List | Measure::Count))
        && reading.whens.is_empty();
    // Of regular payments, and of the largest rows, more is asked in the same form.
    let goes_on = before.map(|plan| plan.measure).filter(|before| {
        let bare = reading.mentions.is_empty() && reading.whens.is_empty() && topic.is_none();
        let lists = form == Some(Measure::List) && !reading.has(Part::LastTime);
        bare && match before {
            Measure::Largest | Measure::Smallest => lists,
            Measure::Recurring => lists || form.is_none_or(|form| form != Measure::List),
            _ => false,
        }
    });
    let measure = match (form, topic) {
        _ if goes_on.is_some() => goes_on,
        // Of a balance nothing is added up.
        (_, Some(Measure::Balance)) => topic,
        (_, None) if subscriptions && bare && before.is_none() => Some(Measure::Recurring),
        (Some(Measure::Count | Measure::List) | None, Some(Measure::Recurring)) => {
            Some(Measure::Recurring)
        }
        (Some(Measure::Largest), Some(Measure::Spend) | None) if is_open_ranking(reading) => {
            plan.group_by = Some(GroupBy::Shown);
            Some(Measure::Largest)
        }
        // Of two days of the week each is shown.
        (Some(Measure::Compare), _) if plan.group_by == Some(GroupBy::Weekday) => {
            Some(Measure::Breakdown)
        }
        (Some(Measure::Breakdown), _) if matches!(plan.group_by, Some(GroupBy::Period(_))) => {
            Some(Measure::Series)
        }
        (Some(form), _) => Some(form),
        (None, topic) => match (reading.group_by, topic.or(before.map(|plan| plan.measure))) {
            (Some(_), Some(measure @ (Measure::Mean | Measure::Median | Measure::Count))) => {
                Some(measure)
            }
            (Some(GroupBy::Period(_)), _) => Some(Measure::Series),
            (Some(_), _) => Some(Measure::Breakdown),
            (None, _) => topic,
        },
    };
    match (measure, before) {
        (Some(measure), _) => {
            if reading.group_by.is_none() && before.is_some() {
                plan.group_by = None;
            }
            plan.measure = measure;
            if measure != Measure::Compare {
                plan.against = None;
            }
        }
        (None, Some(_)) => {
            draft.inherited.push("measure");
        }
        // An amount alone asks for its rows.
        (None, None)
            if reading.bounds.min.is_some() && reading.bounds.min == reading.bounds.max =>
        {
            plan.measure = Measure::List;
        }
        (None, None) => plan.measure = Measure::Spend,
    }
}

/// What is asked of rows as such: which wait, which came first, how far they reach, what was decided of them.
fn set_special(plan: &mut Plan, reading: &Reading) -> bool {
    let figure = reading.asks(Measure::Spend) || reading.asks(Measure::Income);
    plan.rises = reading.has(Part::Rise);
    if plan.rises {
        (plan.measure, plan.group_by) = (Measure::Anomalies, None);
    } else if reading.has(Part::Decisions) || reading.has(Part::Same) {
        (plan.measure, plan.group_by, plan.decisions) = (Measure::List, None, true);
        plan.same = reading.has(Part::Same);
    } else if reading.has(Part::Coverage) {
        (plan.measure, plan.group_by) = (Measure::Count, None);
    } else if reading.has(Part::Often) {
        plan.measure = match reading.asks(Measure::Smallest) {
            true => Measure::Smallest,
            false => Measure::Largest,
        };
        plan.group_by = reading.group_by.or(Some(GroupBy::Merchant));
        plan.by_count = true;
    } else if reading.has(Part::First) && !figure {
        (plan.measure, plan.group_by, plan.oldest_first) = (Measure::List, None, true);
    } else if reading.has(Part::Pending) && !figure && !reading.asks(Measure::Count)
        || is_review(reading) && reading.measures.iter().all(|asked| *asked == Measure::List)
    {
        (plan.measure, plan.group_by) = (Measure::List, None);
    } else {
        return false;
    }
    plan.against = None;
    true
}

/// `What do I spend the most on?`: the largest of the groups, not of the rows.
fn is_open_ranking(reading: &Reading) -> bool {
    reading.asks(Measure::Spend)
        && reading.group_by.is_none()
        && reading.mentions.is_empty()
        && !reading.has(Part::Purchase)
        && !reading.has(Part::Rows)
        && reading.has_most
}
