//! Every visible word: templates of the language's tables, filled in the person's locale.

use std::rc::Rc;
use std::sync::LazyLock;

use yew::{AttrValue, Html};

use super::filled::Filled;
use super::format::{DateShape, Format, MoneyShape, PeriodShape, reach};
use super::sum::about;
use crate::calendar::{parse_iso, plus_days};
use crate::order::Gather as _;
use crate::phrase::{self, JOINED, Piece, Reach, entries, label, pieces};
use crate::view::markup::html;
use crate::view::text::{as_drawn, joined};
use crate::wire::{Argument, Money, Period, Says, Value};

/// The tables of the language and the locale's way of writing values.
#[derive(Clone)]
pub struct Words {
    format: Rc<dyn Format>,
    today: AttrValue,
    shape: MoneyShape,
}

/// Same locale and day, same words.
impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        Rc::ptr_eq(&self.format, &other.format)
            && self.today == other.today
            && self.shape == other.shape
    }
}

/// A stretch of a worded sentence: text, or a figure that the view may draw.
enum Part {
    Text(String),
    Figure(String, Money),
}

impl Words {
    /// The words in a locale on a day; `several` where the vault holds more than one currency.
    pub fn new(format: Rc<dyn Format>, today: &str) -> Words {
        Words {
            format,
            today: as_drawn(today),
            shape: MoneyShape::Symbol,
        }
    }

    /// The same words on a day, with codes for symbols where two currencies share one.
    pub fn on(&self, today: &str, several: bool) -> Words {
        Words {
            today: as_drawn(today),
            shape: if several {
                MoneyShape::Code
            } else {
                MoneyShape::Symbol
            },
            ..self.clone()
        }
    }

    /// The day it is.
    pub fn today(&self) -> &str {
        &self.today
    }

    /// Words without arguments, by their name in the tables.
    pub fn text(&self, name: &str) -> &'static str {
        worded(name)
    }

    /// The same as they are drawn, and told among other texts.
    #[inline(never)]
    pub fn word(&self, name: &str) -> AttrValue {
        AttrValue::Static(worded(name))
    }

    /// Words of a family, such as `view-measure-` and `spend`; the member's own name where it has none.
    pub fn one_of(&self, family: &str, member: &str) -> AttrValue {
        match self.text(&format!("{family}{member}")) {
            "" => as_drawn(member),
            text => AttrValue::Static(text),
        }
    }

    /// Words with arguments.
    pub fn fill(&self, name: &str, arguments: &[(&str, Argument)]) -> AttrValue {
        let find = |wanted: &str| {
            let mut named = arguments.iter().filter(|(given, _)| *given == wanted);
            named.next().map(|(_, argument)| argument)
        };
        let mut parts = Vec::new();
        self.template(self.text(name), &find, &mut parts);
        AttrValue::from(self.joined(parts))
    }

    /// Words with the arguments that follow: `words.with("view-more").count("count", 3).done()`.
    pub fn with<'a>(&'a self, name: &'a str) -> Box<Filled<'a>> {
        Filled::new(self, name)
    }

    /// Words with one count.
    pub fn count_of(&self, name: &str, count: u64) -> AttrValue {
        self.with(name).count("count", count).done()
    }

    /// A sentence of the engine's, as text; `fallback` where its template is not in the tables.
    pub fn say(&self, says: &Says, fallback: &str) -> AttrValue {
        if !self.knows(says) {
            return as_drawn(fallback);
        }
        let mut parts = Vec::new();
        self.phrase(says, &mut parts);
        AttrValue::from(self.joined(parts))
    }

    /// A sentence of the engine's as text, whose amounts are written by `figure`.
    pub fn say_with(
        &self,
        says: &Says,
        fallback: &str,
        estimated: bool,
        figure: &dyn Fn(&str, &Money) -> AttrValue,
    ) -> AttrValue {
        if !self.knows(says) {
            return as_drawn(fallback);
        }
        AttrValue::from(told(&self.parts(says, estimated), figure))
    }

    /// The parts of a sentence. An estimate says "about" itself, so that the sentence's own goes.
    fn parts(&self, says: &Says, estimated: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        self.phrase(says, &mut parts);
        let (about, _) = self.text("view-about").split_once('{').unwrap_or_default();
        for part in &mut parts {
            if let Part::Text(text) = part
                && estimated
                && text.ends_with(about)
            {
                text.truncate(text.len() - about.len());
            }
        }
        parts
    }

    /// A sentence of the engine's whose amounts are drawn by `figure`, given the argument's name.
    pub fn draw(
        &self,
        says: &Says,
        fallback: &str,
        estimated: bool,
        figure: &dyn Fn(&str, &Money) -> Html,
    ) -> Html {
        if !self.knows(says) {
            return html! { fallback.to_owned() };
        }
        let mut parts = self.parts(says, estimated).into_iter().peekable();
        let mut drawn = Vec::new();
        while let Some(part) = parts.next() {
            drawn.push(match part {
                Part::Text(text) => html! { text },
                Part::Figure(name, money) => {
                    let after = match parts.peek_mut() {
                        Some(Part::Text(text)) => punctuation(text),
                        Some(Part::Figure(..)) | None => String::new(),
                    };
                    html! { <span class="nb">{ figure(&name, &money) }{ after }</span> }
                }
            });
        }
        html! { <>{ for drawn }</> }
    }

    /// An argument as text.
    pub fn argument(&self, argument: &Argument) -> AttrValue {
        let mut parts = Vec::new();
        self.push("", argument, &mut parts);
        AttrValue::from(self.joined(parts))
    }

    /// Money in a sentence.
    pub fn money(&self, money: &Money) -> AttrValue {
        AttrValue::from(self.format.money(money, self.shape))
    }

    /// An estimate in a sentence: rounded, and it says "about".
    pub fn estimate(&self, money: &Money) -> AttrValue {
        let rounded = self.format.rounded(&about(money), self.shape);
        self.with("view-about").text("amount", &rounded).done()
    }

    /// An estimate in a column.
    pub fn estimate_in_column(&self, money: &Money) -> AttrValue {
        let rounded = self.format.rounded(&about(money), MoneyShape::Column);
        self.with("view-about").text("amount", &rounded).done()
    }

    /// Money in a column whose head names the currency.
    pub fn column(&self, money: &Money) -> AttrValue {
        AttrValue::from(self.format.money(money, MoneyShape::Column))
    }

    /// Money in a column of several currencies, each named.
    pub fn coded(&self, money: &Money) -> AttrValue {
        AttrValue::from(self.format.money(money, MoneyShape::Code))
    }

    /// Money without digits after the point, for a label on a mark.
    pub fn whole(&self, money: &Money) -> AttrValue {
        AttrValue::from(self.format.rounded(money, MoneyShape::Column))
    }

    /// Money in a column, with a plus where it came in.
    pub fn signed(&self, money: &Money) -> AttrValue {
        AttrValue::from(self.format.money(money, MoneyShape::Signed))
    }

    /// The head of a column of this currency.
    pub fn currency(&self, code: Option<&str>) -> AttrValue {
        AttrValue::from(self.format.currency(code).trim().to_owned())
    }

    /// The same where it is all that a head says: never nothing.
    pub fn currency_head(&self, code: Option<&str>) -> AttrValue {
        let head = self.currency(code);
        match head.is_empty() {
            true => self.word("view-col-amount"),
            false => head,
        }
    }

    /// A day.
    pub fn date(&self, iso: &str, shape: DateShape) -> AttrValue {
        AttrValue::from(self.format.date(iso, shape, &self.today))
    }

    /// A period.
    pub fn period(&self, period: &Period, shape: PeriodShape) -> AttrValue {
        AttrValue::from(self.format.period(period, shape, &self.today))
    }

    /// How many.
    pub fn count(&self, count: u64) -> AttrValue {
        AttrValue::from(self.format.count(count))
    }

    /// A share from `0` to `1`.
    pub fn percent(&self, ratio: &str) -> AttrValue {
        AttrValue::from(self.format.percent(ratio))
    }

    /// A category by its code, detailed or `group:…`, or a group of the person's own, `own:…`.
    pub fn category(&self, code: &str) -> AttrValue {
        match code.split_once(':') {
            Some(("own", name)) => as_drawn(name),
            Some((_, group)) => self.one_of("group-", group),
            None => self.one_of("", code),
        }
    }

    /// A line of the rules with its category by name, where it stands behind the arrow by its code.
    pub fn rule(&self, line: &str) -> AttrValue {
        match line.rsplit_once(' ') {
            Some((before, code)) if phrase::is_code(code) => {
                AttrValue::from(joined(&[before, &self.category(code)], " "))
            }
            _ => as_drawn(line),
        }
    }

    /// What heads a column of names, by what one of them is.
    pub fn head_of(&self, one: Option<&Argument>) -> AttrValue {
        let kind = match one {
            Some(Argument::Date(_)) => "day",
            Some(Argument::Period(_)) => "period",
            Some(Argument::Category(_)) => "category",
            Some(Argument::Text(_)) => "merchant",
            Some(Argument::Phrase(_)) => "finding",
            _ => "item",
        };
        self.one_of("view-by-", kind)
    }

    /// Several texts as one list of the words' language, which need not be the locale's.
    pub fn list<T: AsRef<str>>(&self, items: &[T]) -> AttrValue {
        let mut out = String::new();
        for (at, item) in items.iter().enumerate() {
            out.push_str(phrase::joint(at, items.len()));
            out.push_str(item.as_ref());
        }
        AttrValue::from(out)
    }

    /// A figure of an answer as bare text for a column; yes and no in words.
    pub fn value(&self, value: &Value) -> AttrValue {
        match value {
            Value::None => AttrValue::Static(""),
            Value::Bool(true) => self.word("view-yes"),
            Value::Bool(false) => self.word("view-no"),
            Value::Count(count) => self.count(*count),
            Value::Money(money) => self.column(money),
            Value::Moneys(moneys) => {
                let written: Vec<_> = moneys.iter().map(|money| self.coded(money)).gather();
                self.list(&written)
            }
            Value::Text(text) if crate::calendar::parse_iso(text).is_some() => {
                self.date(text, DateShape::Table)
            }
            Value::Text(text) => AttrValue::from(self.format.number(text)),
        }
    }

    fn knows(&self, says: &Says) -> bool {
        says.template == JOINED || known(&says.template).is_some()
    }

    fn joined(&self, parts: Vec<Part>) -> String {
        told(&parts, &|_, money| {
            AttrValue::from(self.format.money(money, self.shape))
        })
    }

    fn phrase(&self, says: &Says, parts: &mut Vec<Part>) {
        if says.template == JOINED {
            let Some(Argument::List(sentences)) = says.arguments.get("parts") else {
                return;
            };
            for (at, sentence) in sentences.iter().enumerate() {
                if at > 0 {
                    parts.push(Part::Text(" ".to_owned()));
                }
                self.push("", sentence, parts);
            }
            return;
        }
        self.template(
            self.text(&says.template),
            &|name| says.arguments.get(name),
            parts,
        );
    }

    fn template<'a>(
        &self,
        template: &str,
        find: &dyn Fn(&str) -> Option<&'a Argument>,
        parts: &mut Vec<Part>,
    ) {
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => parts.push(Part::Text(text.to_owned())),
                Piece::Argument(name) => {
                    if let Some(argument) = find(name) {
                        self.push(name, argument, parts);
                    }
                }
                Piece::Plural { name, one, other } => {
                    let single = matches!(find(name), Some(Argument::Count(1)));
                    parts.push(Part::Text(if single { one } else { other }.to_owned()));
                }
                Piece::When { name, text } => {
                    let reach = match find(name) {
                        None => continue,
                        Some(Argument::Period(period)) => reach(period),
                        Some(_) => Reach::Named,
                    };
                    parts.push(Part::Text(reach.form(text).to_owned()));
                }
            }
        }
    }

    /// Two days, with the month that both are in once: `17 and 18 March`.
    fn both(&self, first: &str, last: &str) -> Option<String> {
        let days = Period {
            start: first.to_owned(),
            end: plus_days(parse_iso(last)?, 1).to_string(),
        };
        let written = self.period(&days, PeriodShape::Days);
        let (first, last) = ends(&written)?;
        Some(joined(&[first, last], phrase::joint(1, 2)))
    }

    fn push(&self, name: &str, argument: &Argument, parts: &mut Vec<Part>) {
        let text = match argument {
            Argument::Money(money) => {
                parts.push(Part::Figure(name.to_owned(), money.clone()));
                return;
            }
            Argument::Phrase(says) => return self.phrase(says, parts),
            Argument::List(items) => {
                if let [Argument::Date(first), Argument::Date(last)] = items.as_slice()
                    && let Some(both) = self.both(first, last)
                {
                    parts.push(Part::Text(both));
                    return;
                }
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        let joint = phrase::joint(at, items.len());
                        parts.push(Part::Text(joint.to_owned()));
                    }
                    self.push(name, item, parts);
                }
                return;
            }
            Argument::Date(iso) => self.date(iso, DateShape::Sentence).to_string(),
            Argument::Period(period) => {
                let written = self.period(period, PeriodShape::Named);
                match ends(&written) {
                    Some((start, end)) => {
                        let span = self.with("view-span").text("start", start);
                        span.text("end", end).done().to_string()
                    }
                    None => written.to_string(),
                }
            }
            Argument::Count(count) => self.format.count(*count),
            Argument::Ordinal(place) => place.to_string(),
            Argument::Ratio(ratio) => self.format.percent(ratio),
            Argument::Number(number) => self.format.number(number),
            Argument::Bytes(bytes) => self.format.bytes(*bytes),
            Argument::Text(text) => text.clone(),
            Argument::Category(code) if parts.is_empty() => self.category(code).to_string(),
            Argument::Category(code) => crate::phrase::inside(&self.category(code)),
            Argument::Label(key) => self.one_of("", key).to_string(),
        };
        parts.push(Part::Text(text));
    }
}

/// The first and the last day of a period as it is written, without what is between them.
///
/// The browser's dash, in which some put narrow spaces, is read aloud as a pause at best.
fn ends(written: &str) -> Option<(&str, &str)> {
    let (start, end) = written
        .split_once('–')
        .or_else(|| written.split_once(" to "))?;
    Some((start.trim(), end.trim()))
}

/// The parts as one text, whose amounts are written by `figure`.
fn told(parts: &[Part], figure: &dyn Fn(&str, &Money) -> AttrValue) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Figure(name, money) => out.push_str(&figure(name, money)),
        }
    }
    out
}

/// The tables: names with their templates, at the place of each name.
static TEMPLATES: LazyLock<Vec<Vec<(&'static str, &'static str)>>> = LazyLock::new(|| {
    let mut all = vec![Vec::new(); PLACES];
    for entry in entries() {
        if let Some(alike) = all.get_mut(place(entry.0)) {
            alike.push(entry);
        }
    }
    all
});

/// Places of the tables: about as many as there are names.
const PLACES: usize = 1024;

/// The place of a name in the tables.
fn place(name: &str) -> usize {
    let mixed = name.bytes().fold(0u32, |mixed, byte| {
        mixed.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    mixed as usize % PLACES
}

/// The template of a name.
fn known(name: &str) -> Option<&'static str> {
    let mut alike = TEMPLATES.get(place(name))?.iter();
    let found = alike.find(|(known, _)| *known == name);
    found.map(|(_, template)| *template)
}

/// Words without arguments, by their name in the tables.
pub(crate) fn worded(name: &str) -> &'static str {
    known(name).or_else(|| label(name)).unwrap_or_default()
}

/// Takes the punctuation off the beginning of a text, so that it stays on the line of the figure before it.
fn punctuation(text: &mut String) -> String {
    let end = text
        .find(|letter| !matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '’'))
        .unwrap_or(text.len());
    let rest = text.split_off(end);
    std::mem::replace(text, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::format::English;

    #[test]
    fn two_days_of_a_month_name_it_once() {
        let words = Words::new(Rc::new(English), "2026-03-22");
        let written = |days: &[&str]| {
            let days = days.iter().map(|day| Argument::Date((*day).to_owned()));
            words.argument(&Argument::List(days.collect())).to_string()
        };
        assert_eq!(written(&["2026-03-17", "2026-03-18"]), "17 and 18 March");
        assert_eq!(
            written(&["2026-03-31", "2026-04-02"]),
            "31 March and 2 April"
        );
        assert_eq!(
            written(&["2025-12-31", "2026-01-01"]),
            "31 December 2025 and 1 January 2026"
        );
        assert_eq!(
            written(&["2026-03-17", "2026-03-17"]),
            "17 March and 17 March"
        );
    }
}
