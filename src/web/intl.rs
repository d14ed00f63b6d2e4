//! Values in the person's locale, by the browser's `Intl`.
//!
//! Amounts are handed over as decimal strings, which `Intl.NumberFormat` formats exactly. Days are handed over as
//! midnight in UTC and formatted in UTC, so that no time zone can move them.

use std::cell::RefCell;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::calendar::{Date, parse_iso, plus_days};
use crate::order::Keyed;
use crate::view::format::{DateShape, Format, MINUS, MoneyShape, PeriodShape};
use crate::wire::{Money, Period};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<NumberFormat, JsValue>;

    #[wasm_bindgen(method, catch, js_name = formatToParts)]
    fn format_to_parts(this: &NumberFormat, decimal: &str) -> Result<Array, JsValue>;

    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &NumberFormat) -> Object;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, date: &js_sys::Date) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch, js_name = formatRange)]
    fn format_range(
        this: &DateTimeFormat,
        from: &js_sys::Date,
        to: &js_sys::Date,
    ) -> Result<String, JsValue>;
}

/// An option of `Intl`: its name and its value.
type Choice<'a> = (&'static str, &'a str);

/// Writes values in one locale; makes each formatter once.
pub struct Intl {
    locale: String,
    made: RefCell<Keyed<String, JsValue>>,
}

impl Intl {
    /// In the locale of a BCP 47 tag; British English where the browser does not know the tag.
    pub fn new(locale: &str) -> Intl {
        let known = NumberFormat::new(locale, &Object::new()).is_ok();
        Intl {
            locale: if known { locale } else { "en-GB" }.to_owned(),
            made: RefCell::default(),
        }
    }

    /// The locale that is written in.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// A number formatter with these choices and this many digits after the point at least and at most.
    fn number_format(
        &self,
        choices: &[Choice<'_>],
        digits: Option<(u32, u32)>,
    ) -> Option<NumberFormat> {
        let made = self.formatter(choices, digits, |locale, options| {
            NumberFormat::new(locale, options).map(JsValue::from)
        });
        made.map(JsCast::unchecked_into)
    }

    /// A formatter of days with these choices, which are of other names than a number's.
    fn date_format(&self, choices: &[Choice<'_>]) -> Option<DateTimeFormat> {
        let made = self.formatter(choices, None, |locale, options| {
            Reflect::set(options, &"timeZone".into(), &"UTC".into())?;
            DateTimeFormat::new(locale, options).map(JsValue::from)
        });
        made.map(JsCast::unchecked_into)
    }

    fn formatter(
        &self,
        choices: &[Choice<'_>],
        digits: Option<(u32, u32)>,
        make: fn(&str, &Object) -> Result<JsValue, JsValue>,
    ) -> Option<JsValue> {
        let mut key = key_of(choices);
        if let Some((least, most)) = digits {
            key.push_str(&format!("{least}/{most}"));
        }
        if let Some(known) = self.made.borrow().get(&key) {
            return Some(known.clone());
        }
        let options = options(choices)?;
        if let Some((least, most)) = digits {
            Reflect::set(&options, &"minimumFractionDigits".into(), &least.into()).ok()?;
            Reflect::set(&options, &"maximumFractionDigits".into(), &most.into()).ok()?;
        }
        let made = make(&self.locale, &options).ok()?;
        self.made.borrow_mut().insert(key, made.clone());
        Some(made)
    }

    /// How many digits the currency has after its point.
    fn minor_digits(&self, currency: &str) -> Option<u32> {
        let format = self.number_format(&[("style", "currency"), ("currency", currency)], None)?;
        let digits = Reflect::get(&format.resolved_options(), &"maximumFractionDigits".into());
        digits.ok()?.as_f64().map(|digits| digits as u32)
    }

    fn amount(&self, money: &Money, shape: MoneyShape, rounded: bool) -> Option<String> {
        let given = decimals(&money.amount);
        let own = match money.currency.as_deref() {
            Some(currency) => self.minor_digits(currency)?,
            None => given,
        };
        // An amount with more digits than its currency keeps them: what is shown adds up.
        let digits = if rounded {
            (0, 0)
        } else {
            (own, own.max(given))
        };
        let mut choices: Vec<Choice<'_>> = Vec::new();
        if let (MoneyShape::Symbol | MoneyShape::Code, Some(currency)) =
            (shape, money.currency.as_deref())
        {
            let display = match shape {
                MoneyShape::Code => "code",
                _ => "narrowSymbol",
            };
            choices.extend([
                ("style", "currency"),
                ("currency", currency),
                ("currencyDisplay", display),
            ]);
        }
        if shape == MoneyShape::Signed {
            choices.push(("signDisplay", "exceptZero"));
        }
        self.shown(&choices, Some(digits), &money.amount)
    }

    /// A decimal as text, its minus a true one.
    fn shown(
        &self,
        choices: &[Choice<'_>],
        digits: Option<(u32, u32)>,
        decimal: &str,
    ) -> Option<String> {
        let parts = self
            .number_format(choices, digits)?
            .format_to_parts(decimal)
            .ok()?;
        let mut out = String::new();
        for part in parts.iter() {
            match (text(&part, "type")?.as_str(), text(&part, "value")?) {
                ("minusSign", _) => out.push(MINUS),
                (_, value) => out.push_str(&value),
            }
        }
        Some(out)
    }

    fn day(&self, iso: &str, shape: DateShape, today: &str) -> Option<String> {
        let date = parse_iso(iso)?;
        let (month, weekday) = match shape {
            DateShape::Sentence => ("long", None),
            DateShape::Table => ("short", None),
            DateShape::TableWeekday => ("short", Some("short")),
            DateShape::Full => ("long", Some("long")),
        };
        let mut choices = vec![("day", "numeric"), ("month", month)];
        choices.extend(weekday.map(|weekday| ("weekday", weekday)));
        if shape == DateShape::Full || iso.get(..4) != today.get(..4) {
            choices.push(("year", "numeric"));
        }
        self.date_format(&choices)?.format(&midnight(date)).ok()
    }

    fn days(&self, period: &Period, shape: PeriodShape, today: &str) -> Option<String> {
        let start = parse_iso(&period.start)?;
        let last = plus_days(parse_iso(&period.end)?, -1);
        let whole_month = start.day() == 1 && last == start.last_of_month();
        let whole_year = start.year() == last.year()
            && (start.month(), start.day()) == (1, 1)
            && (last.month(), last.day()) == (12, 31);
        let needs_year = start.year() != last.year() || today.get(..4) != period.start.get(..4);
        let mut choices = match shape {
            PeriodShape::Short | PeriodShape::Table if whole_month => vec![("month", "short")],
            PeriodShape::Initial if whole_month => vec![("month", "narrow")],
            PeriodShape::Named if whole_month => vec![("month", "long")],
            PeriodShape::Named if whole_year => vec![("year", "numeric")],
            _ => vec![("day", "numeric"), ("month", "long")],
        };
        let named = choices.len() == 1;
        if needs_year && !whole_year && !matches!(shape, PeriodShape::Short | PeriodShape::Initial)
            || needs_year && !named
        {
            choices.push(("year", "numeric"));
        }
        let format = self.date_format(&choices)?;
        if named || start >= last {
            return format.format(&midnight(start)).ok();
        }
        format.format_range(&midnight(start), &midnight(last)).ok()
    }
}

impl Format for Intl {
    fn money(&self, money: &Money, shape: MoneyShape) -> String {
        self.amount(money, shape, false)
            .unwrap_or_else(|| plain(money))
    }

    fn rounded(&self, money: &Money, shape: MoneyShape) -> String {
        self.amount(money, shape, true)
            .unwrap_or_else(|| plain(money))
    }

    fn currency(&self, code: Option<&str>) -> String {
        let symbol = code.and_then(|code| {
            let choices = [
                ("style", "currency"),
                ("currency", code),
                ("currencyDisplay", "narrowSymbol"),
            ];
            let parts = self
                .number_format(&choices, None)?
                .format_to_parts("0")
                .ok()?;
            let mut parts = parts.iter();
            let symbol = parts.find(|part| text(part, "type").as_deref() == Some("currency"))?;
            text(&symbol, "value")
        });
        symbol.unwrap_or_else(|| code.unwrap_or_default().to_owned())
    }

    fn date(&self, iso: &str, shape: DateShape, today: &str) -> String {
        self.day(iso, shape, today)
            .unwrap_or_else(|| iso.to_owned())
    }

    fn period(&self, period: &Period, shape: PeriodShape, today: &str) -> String {
        self.days(period, shape, today)
            .unwrap_or_else(|| format!("{} – {}", period.start, period.end))
    }

    fn count(&self, count: u64) -> String {
        self.shown(&[], None, &count.to_string())
            .unwrap_or_else(|| count.to_string())
    }

    fn percent(&self, ratio: &str) -> String {
        self.shown(&[("style", "percent")], Some((0, 0)), ratio)
            .unwrap_or_else(|| ratio.to_owned())
    }

    fn number(&self, decimal: &str) -> String {
        self.shown(&[], Some((0, decimals(decimal))), decimal)
            .unwrap_or_else(|| decimal.to_owned())
    }

    fn bytes(&self, bytes: u64) -> String {
        let (unit, display, count) = match bytes {
            0..1_000 => ("byte", "long", bytes),
            1_000..1_000_000 => ("kilobyte", "short", bytes / 1_000),
            _ => ("megabyte", "short", bytes / 1_000_000),
        };
        let choices = [("style", "unit"), ("unit", unit), ("unitDisplay", display)];
        self.shown(&choices, None, &count.to_string())
            .unwrap_or_else(|| bytes.to_string())
    }
}

/// What a formatter is known by.
fn key_of(choices: &[Choice<'_>]) -> String {
    let mut key = String::new();
    for (name, value) in choices {
        for part in [name, "=", value, ";"] {
            key.push_str(part);
        }
    }
    key
}

/// An amount as it crosses, for a currency that `Intl` refuses.
fn plain(money: &Money) -> String {
    match &money.currency {
        Some(code) => format!("{code}\u{a0}{}", money.amount),
        None => money.amount.clone(),
    }
}

/// Midnight in UTC at the start of a day.
fn midnight(date: Date) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_str(&format!("{date}T00:00:00Z")))
}

/// Digits after the point of a decimal string, as many as `Intl` takes.
fn decimals(decimal: &str) -> u32 {
    const MOST: usize = 20;
    let digits = decimal
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    u32::try_from(digits.min(MOST)).unwrap_or(0)
}

fn options(choices: &[Choice<'_>]) -> Option<Object> {
    let options = Object::new();
    for (name, value) in choices {
        Reflect::set(&options, &(*name).into(), &(*value).into()).ok()?;
    }
    Some(options)
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    Reflect::get(of, &name.into()).ok()?.as_string()
}
