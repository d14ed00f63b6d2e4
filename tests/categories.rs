//! Categories of descriptors: fixtures, and the labelled sets beside the repository where they are there.

#![expect(
    clippy::unwrap_used,
    reason = "a table that cannot be read is a failure"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use farthing::category::{Assignment, Categoriser, Category, Evidence};
use farthing::merchant::Reader;
use farthing::statement::Mcc;

struct Engine {
    reader: Reader,
    categoriser: Categoriser,
}

impl Engine {
    fn new() -> Engine {
        Engine {
            reader: Reader::new(),
            categoriser: Categoriser::new(),
        }
    }

    fn assign(&self, descriptor: &str, outflow: bool, country: Option<&str>) -> Assignment {
        let naming = self.reader.naming_of(descriptor, country);
        self.categoriser.assign(&Evidence::of(&naming, outflow))
    }
}

/// One folder a point, one row a piece of evidence; `BLESS=1` rewrites what is expected.
#[test]
fn every_row_is_assigned_as_expected() {
    let engine = Engine::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/categories");
    let blessing = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let case = entry.unwrap().path().join("rows.tsv");
        let text = std::fs::read_to_string(&case).unwrap();
        let mut blessed = String::new();
        for line in text.lines() {
            let said = match line.starts_with('#') {
                true => line.to_owned(),
                false => said_of(&engine, line),
            };
            if said != line {
                wrong.push(format!("expected {line}\n    said {said}"));
            }
            blessed.push_str(&said);
            blessed.push('\n');
        }
        if blessing {
            std::fs::write(&case, blessed).unwrap();
        }
    }
    assert!(blessing || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The bank's own type says that it is a credit transfer, where the words do not.
#[test]
fn what_a_shop_sends_by_credit_transfer_is_pay() {
    let engine = Engine::new();
    let said = |bank_code, mcc: &str, outflow| {
        let naming = engine.reader.naming_of("TESCO STORES LTD", Some("GB"));
        let evidence = Evidence {
            bank_code,
            mcc: Mcc::parse(mcc),
            ..Evidence::of(&naming, outflow)
        };
        let assignment = engine.categoriser.assign(&evidence);
        assignment.category.map(|category| category.code())
    };
    let (pay, groceries) = (Some("INCOME_SALARY"), Some("FOOD_AND_DRINK_GROCERIES"));
    for code in ["BGC", "FPI", "Bank credit", "DIRECTDEP"] {
        assert_eq!(said(Some(code), "", false), pay, "{code}");
        assert_eq!(said(Some(code), "", true), groceries, "{code}, out");
        assert_eq!(
            said(Some(code), "5411", false),
            groceries,
            "{code}, to a card"
        );
    }
    assert_eq!(said(Some("DEB"), "", false), groceries);
    assert_eq!(said(None, "", false), groceries);
}

/// A row with what the engine says of its evidence.
fn said_of(engine: &Engine, line: &str) -> String {
    let columns: Vec<&str> = line.split('\t').take(5).collect();
    let [descriptor, sign, country, mcc, bank_category] = columns[..] else {
        return format!("a row of fewer than five columns: {line}");
    };
    let naming = engine.reader.naming_of(descriptor, Some(country));
    let evidence = Evidence {
        mcc: Mcc::parse(mcc),
        bank_category: Some(bank_category),
        ..Evidence::of(&naming, sign == "-")
    };
    let assignment = engine.categoriser.assign(&evidence);
    let guesses: Vec<_> = assignment
        .guesses
        .iter()
        .map(|(guess, _)| guess.code())
        .collect();
    assert_eq!(assignment.category.is_some(), guesses.is_empty(), "{line}");
    assert!(guesses.len() <= 3, "{line}");
    format!(
        "{}\t{}\t{}\t{:?}\t{}",
        columns.join("\t"),
        assignment.category.map_or("", Category::code),
        assignment.confidence,
        assignment.reason,
        guesses.join("|"),
    )
}

/// A table beside the repository, its comments and header left out; `None` where it is not there.
fn labelled(name: &str) -> Option<Vec<Vec<String>>> {
    let shared = std::env::var_os("FARTHING_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(shared.join("labelled").join(name)) else {
        println!("skipped: labelled/{name} is not beside the repository");
        return None;
    };
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    Some(
        rows.map(|row| row.split('\t').map(str::to_owned).collect())
            .collect(),
    )
}

/// How often what was said is right, in counts.
#[derive(Default)]
struct Score {
    rows: usize,
    assigned: usize,
    right: usize,
    sure: usize,
    sure_and_right: usize,
    guessed: usize,
}

impl Score {
    fn add(&mut self, assignment: &Assignment, is_right: impl Fn(Category) -> bool) {
        self.rows += 1;
        let Some(category) = assignment.category else {
            let guessed = assignment.guesses.iter().any(|(guess, _)| is_right(*guess));
            self.guessed += usize::from(guessed);
            return;
        };
        let right = usize::from(is_right(category));
        self.assigned += 1;
        self.right += right;
        if assignment.confidence.hundredths() >= 90 {
            self.sure += 1;
            self.sure_and_right += right;
        }
    }

    /// Right of all rows, in hundredths.
    fn accuracy(&self) -> usize {
        self.right * 100 / self.rows.max(1)
    }

    /// Right of those assigned, in hundredths.
    fn precision(&self) -> usize {
        self.right * 100 / self.assigned.max(1)
    }

    /// Right of those said at 0.9 or more, in hundredths.
    fn precision_when_sure(&self) -> usize {
        self.sure_and_right * 100 / self.sure.max(1)
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: {} of {} right ({} %), {} assigned ({} % of them right), {} of {} right at 0.9 or more ({} %), \
             {} of {} open ones among the guesses",
            self.right,
            self.rows,
            self.accuracy(),
            self.assigned,
            self.precision(),
            self.sure_and_right,
            self.sure,
            self.precision_when_sure(),
            self.guessed,
            self.rows - self.assigned,
        );
    }
}

fn show(descriptor: &str, wanted: &str, assignment: &Assignment) {
    if std::env::var_os("SHOW").is_some() {
        let said = assignment.category.map_or("-", Category::code);
        println!("{wanted}\t{said}\t{:?}\t{descriptor}", assignment.reason);
    }
}

#[test]
fn real_descriptors_of_the_united_states() {
    let Some(rows) = labelled("plaid-sandbox__us_descriptors_pfc.tsv") else {
        return;
    };
    let engine = Engine::new();
    let (mut detailed, mut primary) = (Score::default(), Score::default());
    for row in &rows {
        // Money out is positive in this set.
        let (descriptor, outflow) = (&row[0], !row[1].starts_with('-'));
        let wanted = Category::from_code(&row[2]).unwrap();
        let assignment = engine.assign(descriptor, outflow, Some("US"));
        if assignment.category != Some(wanted) {
            show(descriptor, wanted.code(), &assignment);
        }
        detailed.add(&assignment, |said| said == wanted);
        primary.add(&assignment, |said| said.primary() == wanted.primary());
    }
    detailed.print("US, detailed");
    primary.print("US, primary");
    // Reached 95, 95 and 100 in November 2026; the tables were written with this set in view.
    assert!(detailed.accuracy() >= 93 && primary.accuracy() >= 93);
    assert!(detailed.precision() >= 96 && detailed.precision_when_sure() >= 98);
}

#[test]
fn written_templates_of_four_countries() {
    let Some(rows) = labelled("alwaysaditya__in_us_uk_au_templates.tsv") else {
        return;
    };
    let engine = Engine::new();
    let mut primary = Score::default();
    for row in &rows {
        let wanted: &[&str] = match row[1].as_str() {
            "Groceries" => &["FOOD_AND_DRINK", "GENERAL_MERCHANDISE"],
            "Food & Dining" => &["FOOD_AND_DRINK"],
            "Transport" => &["TRANSPORTATION"],
            "Utilities" => &["RENT_AND_UTILITIES"],
            "Shopping" => &["GENERAL_MERCHANDISE"],
            "Entertainment" => &["ENTERTAINMENT", "RENT_AND_UTILITIES"],
            "Healthcare" => &["MEDICAL"],
            "Insurance" => &["GENERAL_SERVICES"],
            "Investments" => &["TRANSFER_OUT"],
            "Travel & Booking" => &["TRAVEL", "TRANSPORTATION"],
            "Income" => &["INCOME"],
            _ => continue,
        };
        let assignment = engine.assign(&row[0], row[1] != "Income", None);
        let is_right = |said: Category| wanted.contains(&said.primary());
        if !assignment.category.is_some_and(is_right) {
            show(&row[0], &row[1], &assignment);
        }
        primary.add(&assignment, is_right);
    }
    primary.print("templates, primary");
    // Reached 99 and 99 in November 2026; the tables were written with this set in view.
    assert!(primary.accuracy() >= 97 && primary.precision_when_sure() >= 97);
}

#[test]
fn card_merchants_of_a_british_council() {
    let Some(rows) = labelled("birmingham-council__uk_card_merchants.tsv") else {
        return;
    };
    let engine = Engine::new();
    let mut primary = Score::default();
    for row in rows.iter().filter(|row| !row[4].is_empty()) {
        let assignment = engine.assign(&row[0], true, Some("GB"));
        if assignment
            .category
            .is_none_or(|said| said.primary() != row[4])
        {
            show(&row[0], &row[4], &assignment);
        }
        primary.add(&assignment, |said| said.primary() == row[4]);
    }
    primary.print("Birmingham, primary");
    // Reached 70, 91 and 97 in November 2026. The labels say what the council bought, about one in ten not what the
    // merchant is; many of the merchants are small and local, and needs review is the answer for those.
    assert!(primary.accuracy() >= 68 && primary.precision() >= 90);
    assert!(primary.precision_when_sure() >= 96);
}

/// Words in capitals without marks, one blank between, as far as a table needs to be compared with a descriptor.
fn plain(text: &str) -> String {
    let text = text.to_uppercase().replace(['\'', '\u{2019}'], "");
    let words = text.split(|char: char| !char.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The rows of a table of the merchant module.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/merchant")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| row.split('\t').map(str::to_owned).collect())
        .collect()
}

/// Nothing is known by the text of a row that measures it: a spelling that is a whole descriptor of a set has a source
/// of its own, the brand index or one that `source.tsv` names.
#[test]
fn no_descriptor_of_a_set_is_known_by_its_text() {
    let sets = [
        "plaid-sandbox__us_descriptors_pfc.tsv",
        "birmingham-council__uk_card_merchants.tsv",
        "barnet-council__uk_merchant_city_unlabelled.tsv",
        "oxford-council__uk_merchants_unlabelled.tsv",
        "alwaysaditya__in_us_uk_au_templates.tsv",
    ];
    let mut descriptors = BTreeSet::new();
    for set in sets {
        let rows = labelled(set).unwrap_or_default();
        descriptors.extend(rows.iter().map(|row| plain(&row[0])));
    }
    let sourced: BTreeSet<String> = table("source.tsv")
        .iter()
        .map(|row| plain(&row[0]))
        .collect();
    for row in table("source.tsv") {
        assert!(row.len() == 2 && row[1].len() > 5, "{row:?}");
    }
    let index: BTreeSet<String> = table("indexed.tsv")
        .iter()
        .map(|row| plain(&row[0]))
        .collect();
    let mut unsourced = BTreeSet::new();
    let mut look = |spelling: &str| {
        let text = plain(spelling);
        if descriptors.contains(&text) && !sourced.contains(&text) && !index.contains(&text) {
            unsourced.insert(text);
        }
    };
    for row in table("brand.tsv").iter().filter(|row| !row[0].is_empty()) {
        for spelling in row.get(1).map_or("", String::as_str).split('|') {
            let spelling = spelling.trim_matches(['^', '=', '*']);
            look(if spelling.is_empty() {
                &row[0]
            } else {
                spelling
            });
        }
    }
    for (name, column) in [
        ("phrase.tsv", 0),
        ("trade.tsv", 2),
        ("grammar.tsv", 1),
        ("place.tsv", 1),
        ("intermediary.tsv", 1),
    ] {
        for row in table(name) {
            let spellings = row.get(column).map_or("", String::as_str);
            spellings.split('|').for_each(&mut look);
        }
    }
    assert!(unsourced.is_empty(), "without a source: {unsourced:?}");
}

/// Descriptors that try to break it: each gets an answer, of a sane size, the same twice.
#[test]
fn hostile_descriptors_are_answered() {
    let labeller = farthing::session::Labeller::new();
    let long = "TESCO STORES ".repeat(800);
    let hostile = [
        "A".repeat(10_000),
        long[..10_000].to_owned(),
        "1".repeat(10_000),
        "*".repeat(10_000),
        "SQ *".repeat(2_500),
        "WWW.".repeat(2_500),
        "\u{1f600}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} TESCO \u{1f6d2}".to_owned(),
        "\u{202e}OCSET STORES\u{202c} 6148".to_owned(),
        "\u{5de}\u{5db}\u{5d5}\u{5dc}\u{5ea} \u{5e9}\u{5dc}\u{5d5}\u{5dd} 12".to_owned(),
        "0123456789 0123456789".to_owned(),
        "<script>alert(1)</script> & <b>TESCO</b> &amp; &#65;".to_owned(),
        "TESCO\u{0}\u{1}\u{7}\u{1b}[31m STORES\u{7f}\u{9d}".to_owned(),
        "=cmd|' /C calc'!A0".to_owned(),
        "' OR 1=1; --".to_owned(),
        "e\u{301}".repeat(5_000),
        "\u{fb01}\u{1e9e}\u{130}\u{131}\u{3a3}\u{17f}".repeat(500),
        "\u{feff}\u{feff}TESCO".to_owned(),
        "\u{1d413}\u{1d404}\u{1d412}\u{1d402}\u{1d40e}".to_owned(),
        "-".to_owned(),
        " ".repeat(10_000),
        String::new(),
    ];
    for descriptor in &hostile {
        let line = format!("{descriptor}\t-1.00\t5411\tGB");
        let said = labeller.line(&line);
        let cells: Vec<&str> = said.split('\t').collect();
        assert_eq!(cells.len(), 5, "{said}");
        assert!(
            !said.contains(['\n', '\r', '\u{0}', '\u{1b}', '\u{202e}']),
            "{said:?}"
        );
        assert!(!cells[0].contains(['<', '>']), "{said}");
        assert!(cells[0].chars().count() <= 64, "{}", cells[0]);
        assert_eq!(labeller.line(&line), said);
    }
    let said = labeller.line("\u{feff}TESCO\u{200b} \u{202d}STORES\u{202c} 6148\t-1.00\t\tGB");
    assert!(
        said.starts_with("Tesco\tFOOD_AND_DRINK_GROCERIES"),
        "{said}"
    );
    let markup = labeller.line("<b>TESCO</b> STORES 6148\t-1.00\t\tGB");
    assert!(
        markup.contains("FOOD_AND_DRINK_GROCERIES") || markup.contains("\t\t"),
        "{markup}"
    );
}
