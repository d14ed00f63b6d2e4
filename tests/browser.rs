//! What needs a page: values written by the browser's `Intl`.
#![cfg(target_arch = "wasm32")]

use farthing::view::format::{DateShape, Format as _, MoneyShape, PeriodShape};
use farthing::web::Intl;
use farthing::wire::{Money, Period};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const TODAY: &str = "2026-03-22";

fn money(amount: &str, currency: &str) -> Money {
    Money {
        amount: amount.to_owned(),
        currency: Some(currency.to_owned()),
    }
}

fn period(start: &str, end: &str) -> Period {
    Period {
        start: start.to_owned(),
        end: end.to_owned(),
    }
}

#[wasm_bindgen_test]
fn money_is_written_as_the_locale_does_with_a_true_minus() {
    let british = Intl::new("en-GB");
    let german = Intl::new("de-DE");
    let owed = money("-1234.50", "EUR");
    assert_eq!(
        british.money(&owed, MoneyShape::Symbol),
        "\u{2212}€1,234.50"
    );
    assert_eq!(
        german.money(&owed, MoneyShape::Symbol),
        "\u{2212}1.234,50\u{a0}€"
    );
    assert_eq!(british.money(&owed, MoneyShape::Column), "\u{2212}1,234.50");
    assert_eq!(
        british.money(&money("642.8", "GBP"), MoneyShape::Signed),
        "+642.80"
    );
    assert_eq!(
        british.money(&money("0.00", "GBP"), MoneyShape::Signed),
        "0.00"
    );
    assert_eq!(
        british.money(&money("404.43", "GBP"), MoneyShape::Code),
        "GBP\u{a0}404.43"
    );
    assert_eq!(
        british.rounded(&money("105.00", "GBP"), MoneyShape::Symbol),
        "£105"
    );
}

#[wasm_bindgen_test]
fn digits_follow_the_currency_and_none_is_lost() {
    let british = Intl::new("en-GB");
    assert_eq!(
        british.money(&money("1200", "JPY"), MoneyShape::Symbol),
        "¥1,200"
    );
    assert_eq!(
        british.money(&money("1.5", "KWD"), MoneyShape::Column),
        "1.500"
    );
    // One that a double cannot hold.
    let exact = money("9007199254740993.01", "GBP");
    assert_eq!(
        british.money(&exact, MoneyShape::Column),
        "9,007,199,254,740,993.01"
    );
    assert_eq!(
        british.money(&money("0.125", "GBP"), MoneyShape::Column),
        "0.125"
    );
}

#[wasm_bindgen_test]
fn a_currency_or_locale_that_nobody_knows_still_gives_a_figure() {
    let unknown = Intl::new("not a locale");
    assert_eq!(unknown.locale(), "en-GB");
    assert!(
        unknown
            .money(&money("5.00", "points"), MoneyShape::Symbol)
            .contains("5.00")
    );
    let nameless = Money {
        amount: "5.00".to_owned(),
        currency: None,
    };
    assert_eq!(unknown.money(&nameless, MoneyShape::Symbol), "5.00");
}

#[wasm_bindgen_test]
fn days_are_days_in_every_time_zone() {
    let british = Intl::new("en-GB");
    assert_eq!(
        british.date("2026-04-14", DateShape::Sentence, TODAY),
        "14 April"
    );
    assert_eq!(
        british.date("2025-12-31", DateShape::Sentence, TODAY),
        "31 December 2025"
    );
    assert_eq!(
        Intl::new("en-US").date("2026-04-14", DateShape::Table, TODAY),
        "Apr 14"
    );
    assert_eq!(
        Intl::new("de-DE").date("2026-04-01", DateShape::Sentence, TODAY),
        "1. April"
    );
}

#[wasm_bindgen_test]
fn periods_have_their_name_or_their_first_and_last_day() {
    let british = Intl::new("en-GB");
    let shown = |start, end, shape| british.period(&period(start, end), shape, TODAY);
    assert_eq!(
        shown("2026-02-01", "2026-03-01", PeriodShape::Named),
        "February"
    );
    assert_eq!(
        shown("2025-02-01", "2025-03-01", PeriodShape::Named),
        "February 2025"
    );
    assert_eq!(
        shown("2025-01-01", "2026-01-01", PeriodShape::Named),
        "2025"
    );
    assert_eq!(shown("2026-02-01", "2026-03-01", PeriodShape::Initial), "F");
    assert_eq!(
        shown("2026-03-14", "2026-03-15", PeriodShape::Days),
        "14 March"
    );
    let days = shown("2026-02-01", "2026-03-01", PeriodShape::Days);
    assert!(
        days.starts_with('1') && days.ends_with("28 February"),
        "{days}"
    );
}

#[wasm_bindgen_test]
fn counts_shares_and_sizes_are_the_locales_own() {
    let german = Intl::new("de-DE");
    assert_eq!(german.count(12_345), "12.345");
    assert_eq!(german.percent("0.17"), "17\u{a0}%");
    assert_eq!(german.number("-2.5"), "\u{2212}2,5");
    assert_eq!(Intl::new("en-GB").bytes(7_060_000), "7 MB");
}
