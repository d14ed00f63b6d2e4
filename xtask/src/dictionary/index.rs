//! The brands of the name-suggestion-index: which of them a statement of our countries may show, and how.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::fold::folded;
use super::pack::Entry;
use crate::step::{Outcome, read, root, run};
use crate::tools;

/// The package, and what its archive hashes to (SHA-256). Licence: BSD-3-Clause.
const PACKAGE: &str = "name-suggestion-index";
pub(super) const VERSION: &str = "8.0.20260918";
const ARCHIVE: &str = "3ee22f0f0a99528ac9c65a57211575defd968e21fd6374e746bfd02e94422121";

/// Countries whose statements are read, as the index writes them (`fx` is France without its overseas parts).
const COUNTRIES: &str = "gb ie us ca au nz de fr es it nl be pt br in za se no dk fi at ch";
/// Further countries, whose own brands are taken only where the map shows them [`VERY_OFTEN`]: the large chains.
const FURTHER: &str = "pl cz hu ro gr mx jp sg tr";
/// Countries whose brands are taken also where the map shows them less than fifty times.
const CLOSER: [&str; 2] = ["GB", "IE"];
/// A brand shown this often on the map is taken wherever it is; the index itself counts from fifty.
const OFTEN: u64 = 50;
/// A common word is a brand only from this many, and a brand of a further country.
const VERY_OFTEN: u64 = 150;
/// Of a trade without a shop a card is held to, or one that names places and not sellers, nothing is taken.
const NO_SHOPS: [&str; 6] = [
    "amenity=vending_machine",
    "amenity=bicycle_rental",
    "office=association",
    "office=political_party",
    "shop=trade",
    "amenity=kindergarten",
];

/// The pumps of a chain of shops have its name.
const FUEL: &str = "TRANSPORTATION_GAS";
/// One chain has shops of each.
const FOOD_SHOPS: [&str; 3] = [
    "FOOD_AND_DRINK_GROCERIES",
    "GENERAL_MERCHANDISE_CONVENIENCE_STORES",
    "GENERAL_MERCHANDISE_SUPERSTORES",
];

/// What the index says of one brand.
struct Item {
    name: String,
    category: String,
    countries: Vec<String>,
    often: u64,
    also: Vec<String>,
}

/// The brands that are taken, those shown oftest first; `known` is what our own tables have already.
pub(super) fn entries(known: &Known) -> Outcome<Vec<Entry>> {
    let folder = unpacked()?;
    let json = |name: &str| -> Outcome<Value> {
        let text = read(&folder.join("package/dist/json").join(name))?;
        serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))
    };
    let mut items = items(
        &json("nsi.min.json")?,
        &json("filtered/brands_keep.min.json")?,
    )?;
    let shops: BTreeSet<String> = items
        .iter()
        .filter(|item| FOOD_SHOPS.contains(&item.category.as_str()))
        .map(|item| folded(&item.name))
        .collect();
    items.retain(|item| item.category != FUEL || !shops.contains(&folded(&item.name)));
    items.sort_by(|one, other| (other.often, &one.name).cmp(&(one.often, &other.name)));
    let mut taken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut entries = Vec::new();
    for item in items {
        let key = folded(&item.name);
        let Some(limit) = limit(&item, &key, known) else {
            continue;
        };
        // A name of several trades is the one that the map shows oftest, country by country.
        let before = taken.entry(key.clone()).or_default();
        let is_new = |country: &&String| !before.contains(country);
        let countries: Vec<String> = item.countries.iter().filter(is_new).cloned().collect();
        if before.iter().any(String::is_empty)
            || (countries.is_empty() && !item.countries.is_empty())
        {
            continue;
        }
        match countries.is_empty() {
            true => before.push(String::new()),
            false => before.extend(countries.clone()),
        }
        let also = item.also.iter().filter(|also| is_wanted(also, &key, known));
        let spellings: Vec<String> = std::iter::once(limit.to_owned())
            .chain(also.cloned())
            .collect();
        entries.push(Entry {
            name: item.name,
            category: item.category,
            countries: countries.join(","),
            spellings: spellings.join("|"),
        });
    }
    Ok(entries)
}

/// Every name of the index in Latin letters, of any country, with its category.
pub(super) fn names() -> Outcome<Vec<(String, String)>> {
    let text = read(&unpacked()?.join("package/dist/json/nsi.min.json"))?;
    let index: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let entries = index["nsi"].as_object().ok_or("the index has no brands")?;
    let mut names = Vec::new();
    for (path, entry) in entries {
        let tag = path
            .strip_prefix("brands/")
            .map(|path| path.replace('/', "="));
        let Some(category) = tag.and_then(|tag| category_of(&tag)) else {
            continue;
        };
        for item in entry["items"].as_array().into_iter().flatten() {
            let also = item["matchNames"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let own = item["displayName"].as_str();
            for name in own.into_iter().chain(also).map(folded) {
                if name.is_ascii() && name.bytes().any(|byte| byte.is_ascii_alphabetic()) {
                    names.push((name, category.to_owned()));
                }
            }
        }
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// The category of a brand tag.
fn category_of(tag: &str) -> Option<&'static str> {
    let mut rows = super::OSM_TAGS
        .lines()
        .filter_map(|line| line.split_once('\t'));
    rows.find(|(other, _)| *other == tag)
        .map(|(_, category)| category)
}

/// Which of these spellings, folded, the index has as a name of its own, each with the item that has it.
pub(super) fn indexed(spellings: &[String]) -> Outcome<BTreeMap<String, String>> {
    let text = read(&unpacked()?.join("package/dist/json/nsi.min.json"))?;
    let index: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let entries = index["nsi"].as_object().ok_or("the index has no brands")?;
    let mut found = BTreeMap::new();
    for item in entries
        .values()
        .flat_map(|entry| entry["items"].as_array())
        .flatten()
    {
        let tags = [
            "brand",
            "name",
            "operator",
            "short_name",
            "brand:en",
            "official_name",
        ];
        let tags = tags.iter().filter_map(|tag| item["tags"][*tag].as_str());
        let also = item["matchNames"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let names = item["displayName"]
            .as_str()
            .into_iter()
            .chain(tags)
            .chain(also);
        for name in names.map(folded) {
            if spellings.binary_search(&name).is_ok() {
                let id = item["id"].as_str().unwrap_or_default();
                found.entry(name).or_insert_with(|| id.to_owned());
            }
        }
    }
    Ok(found)
}

/// Words and spellings that our own tables have.
pub(super) struct Known {
    /// Spellings of brands, folded.
    pub(super) brands: Vec<String>,
    /// Names of brands that count anywhere, folded, with the category.
    pub(super) families: Vec<(String, String)>,
    /// Words of trades, folded, with the category.
    pub(super) trades: BTreeMap<String, String>,
    /// Every other word of the tables, folded.
    pub(super) words: Vec<String>,
}

impl Known {
    /// Whether a name is a brand of ours with more words, of the same trade: Carrefour City is Carrefour.
    fn is_of_a_family(&self, key: &str, category: &str) -> bool {
        self.families.iter().any(|(brand, of)| {
            let of_food = FOOD_SHOPS.contains(&of.as_str());
            (of == category
                || (of_food && category == FUEL)
                || [of.as_str(), category]
                    .iter()
                    .all(|code| FOOD_SHOPS.contains(code)))
                && key
                    .strip_prefix(brand.as_str())
                    .is_some_and(|rest| rest.starts_with(' '))
        })
    }
}

/// The mark of a brand's spelling (`^` only where the name begins, `=` only alone); `None` where it is not taken.
fn limit(item: &Item, key: &str, known: &Known) -> Option<&'static str> {
    let words: Vec<&str> = key.split(' ').collect();
    let letters = key.len() - words.len() + 1;
    let common = |word: &str| {
        let mut words = super::COMMON
            .lines()
            .skip(1)
            .flat_map(str::split_whitespace);
        words.any(|other| other.eq_ignore_ascii_case(word))
    };
    let is_word = |word: &&str| {
        common(word)
            || known.trades.contains_key(*word)
            || known.words.iter().any(|other| other == word)
            || word.len() < 3
    };
    let near = item.countries.is_empty()
        || item
            .countries
            .iter()
            .any(|country| CLOSER.contains(&country.as_str()));
    let told = |word: &&str| {
        known
            .trades
            .get(*word)
            .is_some_and(|category| *category == item.category)
    };
    let is_further = (item.countries.iter()).any(|country| lists(FURTHER, &country.to_lowercase()));
    let least = if is_further { VERY_OFTEN } else { OFTEN };
    let is_shown = item.often >= least || near;
    let is_known =
        known.brands.iter().any(|brand| brand == key) || known.is_of_a_family(key, &item.category);
    if !is_shown
        || is_known
        || letters < 3
        || !key.is_ascii()
        || !key.bytes().any(|byte| byte.is_ascii_alphabetic())
    {
        return None;
    }
    // A word of the trade says as much as the name does, unless the name is known everywhere.
    if item.often < VERY_OFTEN && words.iter().any(told) {
        return None;
    }
    let is_trade = |word: &&str| known.trades.contains_key(*word);
    if (words.len() > 1 && words.iter().all(is_word)) || words.iter().all(is_trade) {
        // Common words, all of them: The Barber Shop.
        return (item.often >= VERY_OFTEN && letters > 4).then_some("=");
    }
    Some(match words.as_slice() {
        [word] if common(word) => {
            if item.often < OFTEN {
                return None;
            }
            "="
        }
        [word] if word.len() < 5 => "=",
        [_] => "^",
        _ if letters < 7 => "^",
        _ => "",
    })
}

/// Whether another spelling of a brand is worth its bytes.
fn is_wanted(also: &str, key: &str, known: &Known) -> bool {
    let folded = folded(also);
    folded.len() >= 6
        && folded.is_ascii()
        && !folded.starts_with(key)
        && folded.replace(' ', "") != key.replace(' ', "")
        && !known.brands.contains(&folded)
        && !folded.split(' ').all(|word| {
            known.trades.contains_key(word) || known.words.iter().any(|other| other == word)
        })
}

fn items(index: &Value, keep: &Value) -> Outcome<Vec<Item>> {
    let tags: BTreeMap<&str, &str> = super::OSM_TAGS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let index = index["nsi"].as_object().ok_or("the index has no brands")?;
    let mut items = Vec::new();
    for (path, entry) in index {
        let Some(path) = path.strip_prefix("brands/") else {
            continue;
        };
        let tag = path.replace('/', "=");
        let Some(category) = tags
            .get(tag.as_str())
            .filter(|_| !NO_SHOPS.contains(&tag.as_str()))
        else {
            continue;
        };
        for item in entry["items"].as_array().into_iter().flatten() {
            let name = item["displayName"].as_str().unwrap_or_default();
            let Some(countries) = countries(&item["locationSet"]["include"]) else {
                continue;
            };
            // What the map calls a convenience store is a small supermarket there; elsewhere it sells by the road.
            let is_small_supermarket = tag == "shop=convenience"
                && !countries.is_empty()
                && countries
                    .iter()
                    .all(|country| CLOSER.contains(&country.as_str()));
            let category = match is_small_supermarket {
                true => "FOOD_AND_DRINK_GROCERIES",
                false => category,
            };
            let often = ["brand", "name"].iter().filter_map(|tag| {
                let name = item["tags"][*tag].as_str()?;
                keep["keep"][format!("{path}|{name}")].as_u64()
            });
            items.push(Item {
                name: name.to_owned(),
                category: category.to_owned(),
                countries,
                often: often.max().unwrap_or(0),
                also: Vec::new(),
            });
        }
    }
    Ok(items)
}

fn lists(countries: &str, country: &str) -> bool {
    countries.split(' ').any(|listed| listed == country)
}

/// Our countries among those of an item, in order, else the further ones; none for the whole world, `None` where it is
/// in neither.
fn countries(include: &Value) -> Option<Vec<String>> {
    let mut countries = Vec::new();
    let mut further = Vec::new();
    for place in include
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let country = match place {
            "001" => return Some(Vec::new()),
            "fx" => "fr",
            _ => place.split(['-', '.']).next().unwrap_or_default(),
        };
        if lists(COUNTRIES, country) {
            countries.push(country.to_uppercase());
        } else if lists(FURTHER, country) {
            further.push(country.to_uppercase());
        }
    }
    if countries.is_empty() {
        countries = further;
    }
    countries.sort();
    countries.dedup();
    (!countries.is_empty()).then_some(countries)
}

/// The package's folder, fetched by npm where it is not there, and its archive compared with what it must be.
fn unpacked() -> Outcome<std::path::PathBuf> {
    let folder = root()
        .join("target/data")
        .join(format!("{PACKAGE}-{VERSION}"));
    let archive = folder.join(format!("{PACKAGE}-{VERSION}.tgz"));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    if !archive.is_file() {
        let mut npm = tools::command("npm")?;
        npm.current_dir(&folder);
        run(npm.args(["pack", "--silent", &format!("{PACKAGE}@{VERSION}")]))?;
    }
    let bytes = std::fs::read(&archive).map_err(|error| error.to_string())?;
    let digest: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if digest != ARCHIVE {
        return Err(format!("{PACKAGE} {VERSION} is not what it was: {digest}"));
    }
    if !folder.join("package").is_dir() {
        let mut tar = tools::command("tar")?;
        tar.current_dir(&folder);
        run(tar.args(["-xzf", &format!("{PACKAGE}-{VERSION}.tgz")]))?;
    }
    Ok(folder)
}
