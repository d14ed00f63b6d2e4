//! Names of descriptors: one folder a point, one row a descriptor. `BLESS=1` rewrites what is expected.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be read is a failed test"
)]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use farthing::merchant::Reader;
use proptest::prelude::*;

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/merchants");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("rows.tsv"))
        .collect();
    cases.sort();
    cases
}

/// `\u{200f}` in a fixture stands for the character, so that it can be seen.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

#[test]
fn every_row_is_named_as_expected() {
    let reader = reader();
    let mut wrong = Vec::new();
    for case in cases() {
        let text = std::fs::read_to_string(&case).unwrap();
        let mut blessed = String::new();
        for line in text.lines() {
            if line.starts_with('#') {
                blessed.push_str(&format!("{line}\n"));
                continue;
            }
            let mut columns = line.split('\t');
            let (descriptor, country) = (columns.next().unwrap(), columns.next().unwrap());
            let naming = reader.naming_of(&unescaped(descriptor), Some(country));
            let merchant = naming.merchant.as_deref().unwrap_or_default();
            let said = format!(
                "{descriptor}\t{country}\t{merchant}\t{}",
                naming.intermediary.unwrap_or_default()
            );
            if said != line {
                wrong.push(format!("expected {line}\n    read {said}"));
            }
            blessed.push_str(&format!("{said}\n"));
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&case, blessed).unwrap();
        }
    }
    let blessing = std::env::var_os("BLESS").is_some();
    assert!(blessing || wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn brands_are_at_least_five_hundred_and_name_themselves() {
    let reader = reader();
    let brands: Vec<_> = reader.brands().collect();
    assert!(brands.len() >= 500, "{}", brands.len());
    for (name, category, countries) in brands {
        assert!(
            farthing::category::Category::from_code(category).is_some(),
            "{name}: {category}"
        );
        let listed = |country: &str| country.len() == 2 && country.chars().all(char::is_uppercase);
        assert!(
            countries.is_empty() || countries.split(',').all(listed),
            "{name}: {countries}"
        );
    }
}

/// The rows of a table of the merchant module.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/merchant")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split('\t').map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_code_of_the_tables_is_in_the_taxonomy() {
    let is_known = is_known_category;
    for row in table("phrase.tsv") {
        assert!(is_known(&row[1]) || is_known(&row[2]), "{}", row[0]);
        assert!(row[1].is_empty() || is_known(&row[1]), "{}", row[1]);
        assert!(row[2].is_empty() || is_known(&row[2]), "{}", row[2]);
    }
    for row in table("trade.tsv") {
        assert!(is_known(&row[0]), "{}", row[0]);
        assert!(
            row[1].parse::<u8>().is_ok_and(|sure| sure <= 100),
            "{}",
            row[1]
        );
    }
}

#[test]
fn no_spelling_stands_twice_for_one_country() {
    let mut seen = std::collections::BTreeMap::new();
    for row in table("brand.tsv") {
        if row[0].is_empty() {
            let category = row[1].trim_end_matches('?');
            assert!(is_known_category(category), "{}", row[1]);
            continue;
        }
        let countries = row.get(2).cloned().unwrap_or_default();
        let spellings = row.get(1).cloned().unwrap_or_default();
        for spelling in spellings.split('|') {
            let spelling = match spelling.trim_matches(['^', '=', '*']) {
                "" => spelling.to_owned() + &row[0].to_lowercase(),
                _ => spelling.to_owned(),
            };
            let other = seen.insert((spelling.clone(), countries.clone()), row[0].clone());
            assert_eq!(other, None, "{spelling} of {}", row[0]);
        }
    }
}

fn is_known_category(code: &str) -> bool {
    farthing::category::Category::from_code(code).is_some()
}

/// Whether a character is no control and no mark of direction.
fn is_seen(char: char) -> bool {
    let marks = [
        '\u{200b}'..='\u{200f}',
        '\u{202a}'..='\u{202e}',
        '\u{2066}'..='\u{2069}',
    ];
    !char.is_control() && !marks.iter().any(|range| range.contains(&char))
}

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(Reader::new)
}

/// The descriptors of all cases.
fn descriptors() -> &'static [String] {
    static DESCRIPTORS: OnceLock<Vec<String>> = OnceLock::new();
    DESCRIPTORS.get_or_init(|| {
        let texts = cases()
            .into_iter()
            .map(|case| std::fs::read_to_string(case).unwrap());
        let texts: String = texts.collect();
        let rows = texts.lines().filter(|line| !line.starts_with('#'));
        rows.map(|row| unescaped(row.split('\t').next().unwrap()))
            .collect()
    })
}

#[test]
fn marks_that_are_not_seen_are_in_no_name() {
    // Capitals that are meant, with a mark inside, as an accent that stands alone goes on with the word.
    let named = reader().naming_of("a\u{e000}\u{bc}\u{200b}\u{300}0 Aa", None);
    let merchant = named.merchant.unwrap();
    assert!(merchant.chars().all(is_seen), "{merchant:?}");
}

#[test]
fn numbers_of_no_meaning_are_zeros_in_a_shape() {
    let shape = |descriptor: &str| {
        let mut shape = String::new();
        let is_other = reader().shape_of(descriptor, &mut shape);
        assert_eq!(is_other, shape != descriptor, "{descriptor}");
        shape
    };
    assert_eq!(
        shape("TESCO STORES 6148 LEEDS/20519"),
        "TESCO STORES 0000 LEEDS/00000"
    );
    // One digit, parts of a word, a number in a brand's name.
    for same in [
        "CARPETS 4 LESS",
        "F1234 TESCO2203",
        "H&1234",
        "caf\u{e9}1234",
        "FOREVER 1000",
        "",
    ] {
        assert_eq!(shape(same), same);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn descriptors_of_one_shape_have_one_naming(
        at in any::<proptest::sample::Index>(),
        places in prop::collection::vec((any::<proptest::sample::Index>(), "[0-9]{1,8}", "[ */#.,:-]{0,2}", "[ */#.,:-]{0,2}"), 0..3),
        country in prop::sample::select(vec![None, Some("GB"), Some("US"), Some("DE")]),
    ) {
        let mut descriptor = at.get(descriptors()).clone();
        for (place, number, before, after) in places {
            let at = place.index(descriptor.len() + 1);
            if descriptor.is_char_boundary(at) {
                descriptor.insert_str(at, &format!("{before}{number}{after}"));
            }
        }
        let mut shape = String::new();
        reader().shape_of(&descriptor, &mut shape);
        prop_assert_eq!(reader().naming_of(&descriptor, country), reader().naming_of(&shape, country), "{}", descriptor);
    }

    #[test]
    fn any_text_is_named_without_harm(text in "\\PC{0,60}|[ -~]{0,80}|(.|\\s){0,60}") {
        let reader = reader();
        let naming = reader.naming_of(&text, None);
        let merchant = naming.merchant.as_deref().unwrap_or_default();
        prop_assert!(merchant.chars().all(is_seen), "{:?}", merchant);
        prop_assert_eq!(merchant.trim(), merchant);
        prop_assert_eq!(reader.naming_of(&text, None), naming);
    }

    #[test]
    fn a_number_behind_a_shop_changes_nothing(number in 100u32..99_999, lead in 0usize..4) {
        let reader = reader();
        let lead = ["", "CARD PAYMENT TO ", "POS PURCHASE ", "KARTENZAHLUNG "][lead];
        let naming = reader.naming_of(&format!("{lead}MARLOWS {number} LEEDS GB"), Some("GB"));
        prop_assert_eq!(naming.merchant.as_deref(), Some("Marlows"));
    }
}
