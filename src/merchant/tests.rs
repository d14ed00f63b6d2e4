use super::words::{Kind, Words};
use super::*;

fn folded_words(text: &str) -> Vec<String> {
    let words = Words::of(text);
    (0..words.len())
        .map(|at| words.folded(at).to_owned())
        .collect()
}

fn kinds(text: &str) -> Vec<Kind> {
    let words = Words::of(text);
    (0..words.len()).map(|at| words.get(at).kind).collect()
}

#[test]
fn accents_apostrophes_and_joined_names_fold() {
    assert_eq!(folded_words("Joe\u{2019}s Caf\u{e9}"), ["JOES", "CAFE"]);
    assert_eq!(folded_words("H&M, B & Q"), ["H&M", "B", "Q"]);
    assert_eq!(folded_words("Stra\u{df}e"), ["STRASSE"]);
    assert_eq!(folded_words(""), [""; 0]);
}

#[test]
fn a_code_glued_to_a_name_comes_off() {
    assert_eq!(folded_words("EASYJET000K2QX"), ["EASYJET", "000K2QX"]);
    assert_eq!(
        folded_words("H&MXXXX 7-ELEVEN O2"),
        ["H&M", "XXXX", "7", "ELEVEN", "O2"]
    );
}

#[test]
fn words_are_told_from_numbers_and_codes() {
    use Kind::{Code, Letters, Number};
    assert_eq!(
        kinds("TESCO 6148 F12345 XX/XX O2"),
        [Letters, Number, Code, Code, Code, Letters]
    );
}

#[test]
fn a_common_word_is_a_brand_only_where_nothing_else_is_said() {
    let reader = Reader::new();
    let brand = |descriptor, country| {
        let naming = reader.naming_of(descriptor, Some(country));
        naming.brand.map(|brand| brand.name)
    };
    assert_eq!(brand("NEXT LEEDS GB", "GB"), Some("Next"));
    assert_eq!(brand("NEXT STOP CAFE LEEDS GB", "GB"), None);
    assert_eq!(brand("BOOTS 6484 GLASGOW GB", "GB"), Some("Boots"));
    assert_eq!(brand("COLES 0123", "AU"), Some("Coles"));
    let elsewhere = reader.naming_of("COLES 0123", Some("GB"));
    assert_eq!(elsewhere.confidence, BRAND_ELSEWHERE);
}

#[test]
fn the_country_chooses_between_brands_of_one_name() {
    let reader = Reader::new();
    let category = |country| {
        let naming = reader.naming_of("METRO 0042", Some(country));
        naming.brand.map(|brand| brand.category)
    };
    assert_eq!(category("DE"), Some("FOOD_AND_DRINK_GROCERIES"));
    let elsewhere = reader.naming_of("METRO 0042", Some("SE"));
    assert_eq!(elsewhere.confidence, BRAND_ELSEWHERE);
}

#[test]
fn a_phrase_inside_a_longer_name_is_none() {
    let reader = Reader::new();
    assert!(
        reader
            .naming_of("BUDGET RENT A CAR 0123", None)
            .phrase
            .is_none()
    );
    assert!(reader.naming_of("RENT FLAT 4", None).phrase.is_some());
}

#[test]
fn the_last_word_of_a_name_says_the_trade() {
    let reader = Reader::new();
    let trade = |descriptor| {
        reader
            .naming_of(descriptor, None)
            .trade
            .map(|trade| trade.word)
    };
    assert_eq!(trade("GARDEN CENTRE CAFE"), Some("cafe"));
    assert_eq!(trade("WATER STREET DENTAL"), Some("dental"));
    assert_eq!(trade("POTTERS BAR DARTS"), None);
}
