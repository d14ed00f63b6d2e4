//! Shops, and how banks word what is paid to them.

use super::chance::Chance;
use super::{Country, Entry, Says};

/// A shop.
pub(crate) struct Shop {
    /// As its acquirer prints it.
    pub(crate) name: &'static str,
    /// As it prints it while the amount is held, where that differs.
    pub(crate) held_as: &'static str,
    pub(crate) trade: Trade,
    /// What is usually paid, in hundredths.
    pub(crate) usual: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trade {
    Coffee,
    Grocer,
    Restaurant,
    Fuel,
    Fare,
    /// Its rows print an order number.
    Orders,
    Goods,
}

/// How money comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    Refund,
    Reversal,
    Chargeback,
}

const fn shop(name: &'static str, held_as: &'static str, trade: Trade, usual: i64) -> Shop {
    Shop {
        name,
        held_as,
        trade,
        usual,
    }
}

use Trade::{Coffee, Fare, Fuel, Goods, Grocer, Orders, Restaurant};

static BRITAIN: &[Shop] = &[
    shop("TESCO STORES 6148", "TESCO STORES", Grocer, 3400),
    shop("SAINSBURYS S/MKTS", "SAINSBURY'S SUPERMARKET", Grocer, 3600),
    shop("LIDL GB", "", Grocer, 2600),
    shop("CO-OP GROUP FOOD", "", Grocer, 1100),
    shop("AMZNMktplace", "AMAZON.CO.UK", Orders, 2300),
    shop("EBAY O*", "EBAY", Orders, 1900),
    shop("ARGOS LTD", "ARGOS", Goods, 3900),
    shop("BOOTS 2214", "BOOTS", Goods, 1200),
    shop("JOHN LEWIS", "", Goods, 7400),
    shop("CURRYS ONLINE", "CURRYS", Goods, 12900),
    shop("IKEA LTD SHOP ONLI", "IKEA", Goods, 9800),
    shop("ASOS.COM", "ASOS", Orders, 5200),
    shop("COSTA COFFEE 43011", "COSTA", Coffee, 430),
    shop("PRET A MANGER 231", "PRET A MANGER", Coffee, 620),
    shop("SQ *KETTLE AND CRUMB", "KETTLE AND CRUMB CAFE", Coffee, 360),
    shop("SUMUP *BLUE HERON", "BLUE HERON", Coffee, 410),
    shop("GREGGS PLC 1021", "GREGGS", Coffee, 390),
    shop("NANDOS", "NANDO'S CHICKENLAND", Restaurant, 1750),
    shop("J D WETHERSPOON", "WETHERSPOON", Restaurant, 1480),
    shop("THE OLD OAK", "OLD OAK PUB", Restaurant, 3200),
    shop("LANTERN THAI KITCHEN", "LANTERN THAI", Restaurant, 4100),
    shop("TFL TRAVEL CH", "TFL", Fare, 280),
    shop("TRAINLINE.COM", "TRAINLINE", Orders, 3200),
    shop("SHELL HYDE PARK", "SHELL", Fuel, 5200),
    shop("BP MILL LANE S/S", "BP", Fuel, 5100),
    shop("WILD FERN FLORIST", "", Goods, 2600),
    shop("COPPER SPOKE CYCLES", "", Goods, 8800),
    shop("PREMIER INN 44520", "PREMIER INN", Goods, 8700),
];
static STATES: &[Shop] = &[
    shop("WM SUPERCENTER #2871", "WAL-MART", Grocer, 7100),
    shop("KROGER #412", "KROGER", Grocer, 5400),
    shop("TRADER JOE S #551", "TRADER JOE'S", Grocer, 4300),
    shop("ALDI 71022", "ALDI", Grocer, 3900),
    shop("AMZN Mktp US*", "Amazon.com", Orders, 3300),
    shop("TARGET 00021842", "TARGET", Goods, 4800),
    shop("BEST BUY 00010231", "BEST BUY", Goods, 15900),
    shop("THE HOME DEPOT #6921", "HOME DEPOT", Goods, 5700),
    shop("ETSY.COM", "ETSY", Orders, 2700),
    shop("NORDSTROM 0034", "NORDSTROM", Goods, 8900),
    shop("STARBUCKS STORE 10221", "STARBUCKS", Coffee, 640),
    shop("DUNKIN #341002 Q35", "DUNKIN", Coffee, 720),
    shop("SQ *COPPER BEAN ROASTERS", "COPPER BEAN", Coffee, 450),
    shop("CHIPOTLE 1452", "CHIPOTLE", Restaurant, 1450),
    shop(
        "TST* LITTLE FORK KITCHEN",
        "LITTLE FORK KITCHEN",
        Restaurant,
        4600,
    ),
    shop("RUSTIC TAP HOUSE", "", Restaurant, 3800),
    shop("UBER   *TRIP", "UBER   *PENDING", Restaurant, 1900),
    shop("MTA*NYCT PAYGO", "MTA", Fare, 290),
    shop("SHELL OIL 57443219012", "SHELL OIL", Fuel, 4400),
    shop("CHEVRON 0093012", "CHEVRON", Fuel, 4700),
    shop("CVS/PHARMACY #04211", "CVS", Goods, 2200),
    shop("REI #97", "REI", Goods, 9100),
    shop("MAPLE PAW VETS", "", Goods, 12400),
    shop("VELVET NEEDLE TAILORS", "", Goods, 6100),
];
static GERMANY: &[Shop] = &[
    shop("REWE ANNA WEBER OHG", "REWE", Grocer, 2900),
    shop("EDEKA KOEHLER 2210", "EDEKA", Grocer, 3100),
    shop("LIDL DIENSTLEISTUNG", "LIDL", Grocer, 2500),
    shop("DM-DROGERIE MARKT 1431", "DM DROGERIE", Goods, 1700),
    shop("AMZN Mktp DE*", "AMAZON.DE", Orders, 2700),
    shop("ZALANDO SE", "ZALANDO", Orders, 5600),
    shop("OTTO GMBH", "OTTO", Orders, 6200),
    shop("MEDIA MARKT", "", Goods, 9900),
    shop("BAUHAUS GMBH", "BAUHAUS", Goods, 4100),
    shop("THALIA BUECHER", "THALIA", Goods, 1900),
    shop("KAMPS BACKSTUBE 112", "KAMPS", Coffee, 480),
    shop("SUMUP *KAFFEE NORD", "KAFFEE NORD", Coffee, 350),
    shop("GASTHAUS ZUM ADLER", "GASTHAUS ADLER", Restaurant, 3400),
    shop("TRATTORIA LUNA", "", Restaurant, 4200),
    shop("BERLINER VERKEHRSBETRIEBE", "BVG", Fare, 380),
    shop("DB VERTRIEB GMBH", "DB VERTRIEB", Orders, 3900),
    shop("ARAL STATION 22110943", "ARAL", Fuel, 5800),
    shop("SHELL 2011", "SHELL", Fuel, 5600),
    shop("FAHRRAD LADEN WOLF", "", Goods, 7700),
    shop("DECATHLON", "", Goods, 4400),
];

/// The shops of a country.
pub(crate) fn shops(country: Country) -> &'static [Shop] {
    match country {
        Country::Britain => BRITAIN,
        Country::States => STATES,
        Country::Germany => GERMANY,
    }
}

pub(crate) fn towns(country: Country) -> &'static [&'static str] {
    match country {
        Country::Britain => &["LEEDS", "LONDON", "BRISTOL"],
        Country::States => &["AUSTIN TX", "DENVER CO", "BOSTON MA"],
        Country::Germany => &["BERLIN", "HAMBURG", "LEIPZIG"],
    }
}

/// How one file words its entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording {
    /// As a statement prints it: what it was, the shop, the town, the day.
    Statement,
    /// As a download has it: the shop and the town.
    Download,
    /// The shop in as many characters as an old field holds.
    Short,
}

/// The same as a date has them.
pub(crate) const MONTHS_TITLE: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// How an entry is worded.
pub(crate) fn worded(country: Country, wording: Wording, entry: &Entry) -> String {
    let (shop, town, back) = match &entry.says {
        Says::Words(words) => {
            return match (wording, &entry.reference) {
                (Wording::Short, _) => cut(words, 32),
                (_, Some(reference)) => format!("{words} {reference}"),
                (_, None) => words.clone(),
            };
        }
        Says::Shop { shop, town, back } => (&shops(country)[*shop], towns(country)[*town], *back),
    };
    let mut name = shop.name.to_owned();
    if let (Trade::Orders, Some(reference)) = (shop.trade, &entry.reference) {
        if !name.ends_with('*') {
            name.push(' ');
        }
        name.push_str(reference);
    }
    let date = super::export::civil(entry.made);
    let (month, day) = (MONTHS[date.month() as usize - 1], date.day());
    match (back, wording) {
        (Some(Back::Refund), Wording::Statement) => match country {
            Country::Britain => format!("REFUND FROM {name} {town}"),
            Country::States => format!(
                "PURCHASE RETURN AUTHORIZED ON {:02}/{day:02} {name} {town}",
                date.month()
            ),
            Country::Germany => format!("GUTSCHRIFT {name}//{town}/DE"),
        },
        (Some(Back::Reversal), Wording::Statement) => match country {
            Country::Germany => format!("STORNO {name}//{town}/DE"),
            _ => format!("REVERSAL {name} {town}"),
        },
        (Some(Back::Chargeback), Wording::Short) => cut(&format!("CHARGEBACK {name}"), 32),
        (Some(Back::Chargeback), _) => format!("CHARGEBACK CREDIT {name} {town}"),
        (_, Wording::Statement) => match country {
            Country::Britain => format!("CARD PAYMENT TO {name} {town} ON {day:02} {month}"),
            Country::States => format!(
                "PURCHASE AUTHORIZED ON {:02}/{day:02} {name} {town}",
                date.month()
            ),
            Country::Germany => format!("{name}//{town}/DE {date}T12:04 Debitk.0 2027-12"),
        },
        (_, Wording::Download) => format!("{name} {town}"),
        (_, Wording::Short) => cut(&name, 22),
    }
}

/// How an entry is worded while it is held.
pub(crate) fn held(
    country: Country,
    wording: Wording,
    entry: &Entry,
    chance: &mut Chance,
) -> String {
    let Says::Shop { shop, .. } = &entry.says else {
        return worded(country, wording, entry);
    };
    let shop = &shops(country)[*shop];
    match chance.below(3) {
        0 => worded(country, wording, entry),
        1 => format!("PENDING - {}", shop.name),
        _ if shop.held_as.is_empty() => cut(shop.name, 15),
        _ => shop.held_as.to_owned(),
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars()
        .take(most)
        .collect::<String>()
        .trim_end()
        .to_owned()
}
