//! What holds for every value, not only for the examples.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    reason = "a test: what is missing fails it, and statistics are compared as floats"
)]

use farthing::calendar::{Date, Day, Grain, Period, Weekday, parse_iso, plus_months};
use farthing::issue::{Excerpt, Issue, IssueCode, Severity};
use farthing::money::{Amount, Currency, MAX_SCALE, Money, Total};
use farthing::native::EncodingRs;
use farthing::statement::{self, Hints};
use farthing::stats::{
    MAD_TO_SIGMA, iqr, mad, mad_decimal, mad_sigma, mean_decimal, median, median_decimal,
    modified_z_score, quantile, theil_sen, tukey_fence,
};
use farthing::text::Texts;
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn amount() -> impl Strategy<Value = Amount> {
    (-i64::MAX..=i64::MAX, 0..=MAX_SCALE)
        .prop_map(|(mantissa, scale)| Amount::new(mantissa, scale).unwrap())
}

/// Amounts of a household, whose sums stay within 28 digits.
fn everyday_amount() -> impl Strategy<Value = Amount> {
    (-100_000_000_000i64..100_000_000_000, 0u8..6)
        .prop_map(|(mantissa, scale)| Amount::new(mantissa, scale).unwrap())
}

fn date() -> impl Strategy<Value = Date> {
    // From 1900 to 2100.
    (-25_567i32..47_847).prop_map(|day| Day(day).to_date())
}

fn period() -> impl Strategy<Value = Period> {
    (date(), 1i32..1200).prop_map(|(start, days)| {
        Period::new(start, Day::from_date(start).plus(days).to_date()).unwrap()
    })
}

fn grain() -> impl Strategy<Value = Grain> {
    prop::sample::select(vec![
        Grain::Day,
        Grain::Week,
        Grain::Month,
        Grain::Quarter,
        Grain::Year,
    ])
}

fn weekday() -> impl Strategy<Value = Weekday> {
    prop::sample::select(vec![Weekday::Monday, Weekday::Saturday, Weekday::Sunday])
}

/// Whole numbers as floats, so that sums and differences of them are exact.
fn whole() -> impl Strategy<Value = f64> {
    (-1_000_000i32..1_000_000).prop_map(f64::from)
}

/// Pieces of statements, whole and broken, that meet in every order.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<OFX>",
        "</OFX>",
        "<STMTRS>",
        "</STMTRS>",
        "<CCSTMTRS>",
        "<BANKTRANLIST>",
        "</BANKTRANLIST>",
        "<STMTTRN>",
        "</STMTTRN>",
        "<DTPOSTED>20260301",
        "<DTPOSTED>20260231",
        "<TRNAMT>-12.50",
        "<TRNAMT>1.234,5",
        "<TRNAMT>1,234",
        "<TRNAMT>($",
        "<TRNTYPE>DEBIT",
        "<FITID>1",
        "<NAME>A & B",
        "<NAME>PURCHASE AUTHORIZED ON 12/31 COP",
        "<MEMO>PER",
        "<MEMO>&#0;&amp;",
        "<CURDEF>EUR",
        "<BANKACCTFROM><ACCTID>1",
        "<LEDGERBAL><BALAMT>9",
        "<BAL><NAME>opening<VALUE>1",
        "<CORRECTFITID>1",
        "<STATUS><CODE>9",
        "<INVTRAN>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<",
        ">",
        "&",
        "\n",
        "\r\n",
        "Date,Amount,Description",
        "2026-03-01,-1.50,Tesco",
        "01/02/2026;1.234,50;\"a\nb\"",
        ",",
        ";",
        "\t",
        "\"",
        "\u{FEFF}",
        "\u{202E}",
        "Total,,",
        "é",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_amount_is_written_as_it_is_read(amount in amount()) {
        let written = amount.to_string();
        let read = Amount::parse_plain(&written).unwrap();
        prop_assert_eq!((read.mantissa(), read.scale()), (amount.mantissa(), amount.scale()), "{}", written);
        prop_assert_eq!(Amount::from_decimal(amount.to_decimal()), Some(amount));
    }

    #[test]
    fn equal_amounts_are_equal_however_they_are_written(mantissa in -1_000_000_000i64..1_000_000_000, scale in 0u8..9) {
        use std::hash::{BuildHasher as _, RandomState};
        let short = Amount::new(mantissa, scale).unwrap();
        let long = short.rescaled(scale + 3).unwrap();
        let state = RandomState::new();
        prop_assert_eq!(short, long);
        prop_assert_eq!(short.cmp(&long), std::cmp::Ordering::Equal);
        prop_assert_eq!(state.hash_one(short), state.hash_one(long));
        prop_assert_eq!(long.rescaled(scale), Some(short));
    }

    #[test]
    fn amounts_are_ordered_as_decimals_are(left in amount(), right in amount()) {
        prop_assert_eq!(left.cmp(&right), left.to_decimal().cmp(&right.to_decimal()));
        prop_assert_eq!(left == right, left.to_decimal() == right.to_decimal());
    }

    #[test]
    fn any_text_is_read_as_an_amount_or_refused(text in "[-+0-9.,e ]{0,24}") {
        if let Some(amount) = Amount::parse_plain(&text) {
            prop_assert_eq!(Some(amount.to_decimal()), text.parse::<Decimal>().ok().or(Some(amount.to_decimal())));
            prop_assert!(text.bytes().any(|byte| byte.is_ascii_digit()));
        }
    }

    #[test]
    fn a_total_is_the_sum_of_its_decimals(amounts in vec(everyday_amount(), 0..40), cut in 0usize..40) {
        let mut total = Total::default();
        amounts.iter().for_each(|amount| total.add(*amount));
        let sum: Decimal = amounts.iter().map(|amount| amount.to_decimal()).sum();
        prop_assert_eq!(total.to_decimal(), sum);

        let (left, right) = amounts.split_at(cut.min(amounts.len()));
        let mut parts = Total::default();
        right.iter().for_each(|amount| parts.add(*amount));
        let mut first = Total::default();
        left.iter().for_each(|amount| first.add(*amount));
        parts.add_total(first);
        prop_assert_eq!(parts.to_decimal(), sum, "in any order");
        parts.add_total(total.negated());
        prop_assert!(parts.is_zero());
    }

    #[test]
    fn money_of_one_currency_adds_and_of_two_does_not(left in everyday_amount(), right in everyday_amount()) {
        let (eur, usd) = (Currency::from_code("EUR"), Currency::from_code("USD"));
        let (paid, back) = (Money::new(left, eur), Money::new(right, eur));
        let sum = paid.checked_add(back).unwrap();
        prop_assert_eq!(sum.checked_sub(back).unwrap(), paid);
        prop_assert!(paid.checked_add(Money::new(right, usd)).is_err());
        prop_assert!(paid.checked_add(Money::new(right, None)).is_err());
    }

    #[test]
    fn a_date_survives_its_day_and_its_text(date in date()) {
        prop_assert_eq!(Day::from_date(date).to_date(), date);
        prop_assert_eq!(parse_iso(&date.to_string()), Some(date));
    }

    #[test]
    fn every_period_has_a_day(start in date(), end in date(), grain in grain(), week in weekday()) {
        match Period::new(start, end) {
            Some(period) => prop_assert!(period.start() < period.end() && period.days() > 0),
            None => prop_assert!(start >= end),
        }
        let around = Period::around(start, grain, week).unwrap();
        prop_assert!(around.start() < around.end() && around.contains(start));
    }

    #[test]
    fn parts_cover_a_period_exactly(period in period(), grain in grain(), week in weekday()) {
        let parts = period.split(grain, week);
        prop_assert_eq!(parts.first().unwrap().start(), period.start());
        prop_assert_eq!(parts.last().unwrap().end(), period.end());
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].end(), pair[1].start());
        }
        prop_assert_eq!(parts.iter().map(|part| part.days()).sum::<i32>(), period.days());
        for part in parts {
            prop_assert!(part.start() < part.end());
            prop_assert_eq!(Period::around(part.start(), grain, week), Period::around(part.last(), grain, week));
        }
    }

    #[test]
    fn the_period_before_adjoins(period in period(), start in date(), months in 1i32..30) {
        prop_assert_eq!(period.previous().unwrap().end(), period.start());
        let first = start.first_of_month();
        let whole = Period::new(first, plus_months(first, months)).unwrap();
        let before = whole.previous().unwrap();
        prop_assert_eq!(before.end(), whole.start());
        prop_assert_eq!(before.whole_months(), Some(months));
    }

    #[test]
    fn what_two_periods_share_is_in_both(left in period(), right in period(), day in date()) {
        let both = left.contains(day) && right.contains(day);
        prop_assert_eq!(left.intersection(right).is_some_and(|shared| shared.contains(day)), both);
        let hull = left.hull(right);
        prop_assert!(hull.days() >= left.days().max(right.days()));
        prop_assert_eq!(hull.intersection(left), Some(left));
        prop_assert_eq!(left.so_far(day).start(), left.start());
        prop_assert!(left.so_far(day).days() <= left.days());
    }

    #[test]
    fn an_excerpt_is_short_and_shows_what_is_there(text in any::<String>(), control in "[\\x00-\\x1F\u{200E}\u{202E}a]{0,60}") {
        for text in [text, control] {
            let excerpt = Excerpt::new(&text);
            let shown = excerpt.show();
            prop_assert!(shown.chars().count() <= Excerpt::MAX + 1, "{}", shown);
            prop_assert!(!shown.chars().any(char::is_control));
            let turns = shown.contains(['\u{200E}', '\u{202E}', '\u{FEFF}']);
            prop_assert!(!turns, "a mark of direction is shown as its code");
            let said = format!("{excerpt:?}");
            prop_assert!(said.starts_with("Excerpt(") && said.len() < 32, "a log has its length only");
        }
    }

    #[test]
    fn an_issue_can_always_be_said(code in prop::sample::select(IssueCode::ALL), found in any::<String>(), row in any::<u32>()) {
        let sentence = Issue::new(code, Severity::Warning).at_row(row).at_column("A").found(&found).phrase().sentence();
        let start = format!("Row {row}, \"A\":");
        prop_assert!(sentence.starts_with(&start), "{}", sentence);
        prop_assert!(!sentence.contains("issue-"), "{}", sentence);
    }

    #[test]
    fn a_pool_gives_back_what_was_put_in(words in vec("\\PC{0,12}", 0..60)) {
        let mut texts = Texts::default();
        let ids: Vec<_> = words.iter().map(|word| texts.intern(word)).collect();
        for (word, id) in words.iter().zip(&ids) {
            prop_assert_eq!(texts.get(*id), word);
            prop_assert_eq!(texts.find(word), Some(*id));
            prop_assert_eq!(texts.intern(word), *id);
        }
        let distinct: std::collections::BTreeSet<_> = words.iter().collect();
        prop_assert_eq!(texts.len(), distinct.len());
        prop_assert_eq!(texts.iter().map(|(_, text)| text).collect::<std::collections::BTreeSet<_>>().len(), distinct.len());
    }

    #[test]
    fn the_mad_ignores_a_shift_and_scales_with_a_scale(values in vec(whole(), 1..40), shift in whole(), power in 0i32..6, turned in any::<bool>()) {
        let scale = f64::from(1 << power) * if turned { -1.0 } else { 1.0 };
        let plain = mad(&values).unwrap();
        let shifted: Vec<f64> = values.iter().map(|value| value + shift).collect();
        let scaled: Vec<f64> = values.iter().map(|value| value * scale).collect();
        prop_assert_eq!(mad(&shifted), Some(plain));
        prop_assert_eq!(mad(&scaled), Some(plain * scale.abs()));
        prop_assert_eq!(mad_sigma(&values), Some(plain * MAD_TO_SIGMA));
        prop_assert!(plain >= 0.0);
    }

    #[test]
    fn quantiles_rise_and_stay_within_the_values(values in vec(any::<f64>().prop_filter("finite", |value| value.is_finite()), 1..40), left in 0.0..=1.0f64, right in 0.0..=1.0f64) {
        let (low, high) = (left.min(right), left.max(right));
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = (quantile(&values, low).unwrap(), quantile(&values, high).unwrap());
        prop_assert!(low <= high);
        prop_assert!(least <= low && high <= greatest);
        prop_assert_eq!(quantile(&values, 0.0), Some(least));
        prop_assert_eq!(quantile(&values, 1.0), Some(greatest));
    }

    #[test]
    fn fences_hold_the_middle_half(values in vec(whole(), 1..40), value in whole()) {
        let fence = tukey_fence(&values, 1.5).unwrap();
        prop_assert!(fence.contains(median(&values).unwrap()));
        prop_assert!(iqr(&values).unwrap() >= 0.0);
        match modified_z_score(value, &values) {
            Some(score) => prop_assert_eq!(score > 0.0, value > median(&values).unwrap()),
            None => prop_assert_eq!(mad(&values), Some(0.0)),
        }
    }

    #[test]
    fn the_slope_of_a_line_is_exact(slope in -1000i32..1000, start in whole(), xs in prop::collection::btree_set(-5000i32..5000, 2..300)) {
        let points: Vec<(f64, f64)> = xs.iter().map(|x| (f64::from(*x), start + f64::from(slope * x))).collect();
        prop_assert_eq!(theil_sen(&points), Some(f64::from(slope)));
    }

    #[test]
    fn exact_measures_agree_with_the_floats(values in vec(-1_000_000i32..1_000_000, 1..40)) {
        let decimals: Vec<Decimal> = values.iter().map(|value| Decimal::from(*value)).collect();
        let floats: Vec<f64> = values.iter().copied().map(f64::from).collect();
        let as_float = |value: Option<Decimal>| value.unwrap().to_string().parse::<f64>().ok();
        prop_assert_eq!(as_float(median_decimal(&decimals)), median(&floats));
        prop_assert_eq!(as_float(mad_decimal(&decimals)), mad(&floats));
        let sum: Decimal = decimals.iter().sum();
        let mean = mean_decimal(&decimals).unwrap();
        let back = (mean * Decimal::from(decimals.len())).round_dp(12);
        prop_assert_eq!(back, sum);
    }

}

proptest! {
    // A whole reading each, of which the suite has room for a few dozen.
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_of_statements_are_read_or_refused(pieces in vec(piece(), 0..80)) {
        read_any(pieces.concat().into_bytes())?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400), begin in piece()) {
        read_any(bytes.clone())?;
        let mut text = begin.as_bytes().to_vec();
        text.extend(bytes);
        read_any(text)?;
    }
}

/// Reads bytes as a person would drop them, and looks at everything that came of it.
fn read_any(bytes: Vec<u8>) -> Result<(), TestCaseError> {
    // Each byte may end a line in UTF-16 as in UTF-8, so that there are at most so many.
    let most_lines = bytes.len() + 1;
    let hints = Hints {
        name: "any",
        decoder: &EncodingRs,
        currency: None,
    };
    let again = statement::read(bytes.clone(), hints);
    let read = match statement::read(bytes, hints) {
        Ok(read) => read,
        Err(issue) => {
            prop_assert!(!issue.phrase().sentence().is_empty());
            prop_assert_eq!(again.err(), Some(issue), "the same file, the same answer");
            return Ok(());
        }
    };
    let statement = &read.value;
    prop_assert!(!statement.accounts.is_empty());
    for row in &statement.rows {
        prop_assert!(usize::from(row.account) < statement.accounts.len());
        prop_assert!(row.line >= 1 && row.line as usize <= most_lines);
        let descriptor = statement.texts.get(row.descriptor);
        let is_folded = !descriptor.contains(['\n', '\r', '\t']) && !descriptor.contains("  ");
        prop_assert!(is_folded, "{:?}", descriptor);
    }
    for issue in &read.issues {
        prop_assert!(!issue.phrase().sentence().is_empty());
    }
    let again = again.map_err(|_| TestCaseError::fail("read once and refused once"))?;
    prop_assert_eq!(&again.value.rows, &statement.rows);
    prop_assert_eq!(&again.issues, &read.issues);
    Ok(())
}
