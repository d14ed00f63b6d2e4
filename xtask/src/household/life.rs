//! What happens to a household: pay, rent, shops, transfers, repayments, money back.

use super::chance::Chance;
use super::shop::{Back, Trade, shops, towns};
use super::{Account, Country, Entry, Kind, Says};

/// Two entries that belong together, or one whose other side is in no file.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) kind: LinkKind,
    /// The entry that leaves: the purchase of a refund.
    pub(crate) out: usize,
    /// The entry that comes in.
    pub(crate) back: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LinkKind {
    Transfer,
    TransferOtherCurrency,
    TransferLessFee,
    Repayment,
    RefundWhole,
    RefundPart,
    RefundSeveral,
    Chargeback,
    Reversal,
    /// A transfer to or from an account whose files are not there.
    OneSided,
    /// A card's bill, whose files are not there.
    CardNotLoaded,
}

/// What happened.
pub(crate) struct Life {
    pub(crate) accounts: Vec<Account>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) links: Vec<Link>,
    pub(crate) first: i32,
    pub(crate) last: i32,
}

/// 2025-01-01, counted from 1970.
const BEGIN: i32 = 20089;

struct Maker<'a> {
    country: Country,
    chance: &'a mut Chance,
    life: Life,
}

pub(crate) fn live(country: Country, chance: &mut Chance) -> Life {
    let days = chance.between(200, 400) as i32;
    let mut maker = Maker {
        country,
        life: Life {
            accounts: accounts(country, chance),
            entries: Vec::new(),
            links: Vec::new(),
            first: BEGIN,
            last: BEGIN + days,
        },
        chance,
    };
    maker.pay_and_bills();
    maker.shopping();
    maker.transfers();
    maker.repayments();
    maker.life
}

fn accounts(country: Country, chance: &mut Chance) -> Vec<Account> {
    let (home, other) = match country {
        Country::Britain => ("GBP", "EUR"),
        Country::States => ("USD", "EUR"),
        Country::Germany => ("EUR", "USD"),
    };
    let mut accounts = Vec::new();
    let mut add = |kind, name, currency, loaded, chance: &mut Chance| {
        let number = chance.digits(if kind == Kind::Card { 16 } else { 10 });
        accounts.push(Account {
            kind,
            name,
            currency,
            number,
            loaded,
        });
    };
    add(Kind::Current, "EVERYDAY", home, true, chance);
    add(Kind::Savings, "SAVER", home, true, chance);
    let loaded = chance.pct(85);
    add(Kind::Card, "VISA CARD", home, loaded, chance);
    let loaded = chance.pct(45);
    add(Kind::Card, "MASTERCARD", home, loaded, chance);
    add(Kind::Current, "JOINT", home, true, chance);
    let loaded = chance.pct(60);
    add(
        Kind::Current,
        if other == "EUR" { "EURO" } else { "DOLLAR" },
        other,
        loaded,
        chance,
    );
    let loaded = chance.pct(50);
    add(Kind::Loan, "LOAN", home, loaded, chance);
    add(Kind::Savings, "ISA", home, false, chance);
    accounts
}

const EVERYDAY: usize = 0;
const SAVER: usize = 1;
const CARDS: [usize; 2] = [2, 3];
const JOINT: usize = 4;
const OTHER_CURRENCY: usize = 5;
const LOAN: usize = 6;
const ISA: usize = 7;

impl Maker<'_> {
    fn add(&mut self, account: usize, day: i32, minor: i64, words: String) -> usize {
        self.push(Entry {
            account,
            posted: day.min(self.life.last),
            made: day.min(self.life.last),
            minor,
            held: None,
            says: Says::Words(words),
            reference: None,
            is_card: false,
            never: false,
        })
    }

    fn push(&mut self, entry: Entry) -> usize {
        self.life.entries.push(entry);
        self.life.entries.len() - 1
    }

    fn link(&mut self, kind: LinkKind, out: usize, back: Option<usize>) {
        self.life.links.push(Link { kind, out, back });
    }

    /// The days on which something monthly falls.
    fn monthly(&self, day: i32) -> Vec<i32> {
        let months = (self.life.last - self.life.first) / 30 + 1;
        let days = (0..months).map(|month| self.life.first + month * 61 / 2 + day);
        days.filter(|day| *day <= self.life.last).collect()
    }

    fn pay_and_bills(&mut self) {
        let (pay, rent, bill, fee, interest) = match self.country {
            Country::Britain => (
                "BRIGHTWELL SYSTEMS LTD SALARY",
                "J PEMBERTON RENT FLAT 4",
                "OCTOPUS ENERGY",
                "NON-STERLING TRANSACTION FEE",
                "GROSS INTEREST",
            ),
            Country::States => (
                "ACME ROBOTICS INC PAYROLL",
                "OAKWOOD PROPERTY MGMT RENT",
                "CON ED OF NY INTELL CK",
                "FOREIGN TRANSACTION FEE",
                "INTEREST PAYMENT",
            ),
            Country::Germany => (
                "LOHN/GEHALT NORDLICHT SOFTWARE GMBH",
                "MIETE WHG 12 GRUENWALD",
                "STADTWERKE ABSCHLAG STROM",
                "ENTGELT AUSLANDSEINSATZ",
                "ZINSGUTSCHRIFT",
            ),
        };
        let salary = self.chance.between(1900, 4200) * 100;
        let rent_minor = self.chance.between(60, 140) * 1000;
        for day in self.monthly(27) {
            self.add(EVERYDAY, day, salary, pay.to_owned());
        }
        for day in self.monthly(1) {
            self.add(JOINT, day, -rent_minor, rent.to_owned());
        }
        for day in self.monthly(14) {
            let minor = -self.chance.between(5000, 11000);
            self.add(EVERYDAY, day, minor, bill.to_owned());
        }
        for day in self.monthly(29) {
            let minor = self.chance.between(3, 900);
            self.add(SAVER, day, minor, interest.to_owned());
            if self.chance.pct(30) {
                let minor = -self.chance_pick(&[300, 500, 1200]);
                self.add(EVERYDAY, day, minor, fee.to_owned());
            }
        }
        // Friends pay their share, often the sum of a transfer.
        for day in self.life.first..self.life.last {
            if self.chance.pct(3) {
                let friend =
                    *self
                        .chance
                        .pick(&["A KOWALSKI", "R OKAFOR DINNER", "SAM LEE HOLIDAY"]);
                let minor = self.chance_pick(&[1500, 2000, 5000, 10000, 20000]);
                self.add(EVERYDAY, day, minor, friend.to_owned());
            }
            if self.chance.pct(2) {
                let cash = match self.country {
                    Country::Germany => "GELDAUTOMAT AUSZAHLUNG",
                    _ => "ATM WITHDRAWAL",
                };
                let minor = -self.chance_pick(&[5000, 10000, 20000]);
                self.add(EVERYDAY, day, minor, cash.to_owned());
            }
        }
    }

    fn chance_pick(&mut self, of: &[i64]) -> i64 {
        *self.chance.pick(of)
    }

    fn shopping(&mut self) {
        let all = shops(self.country);
        let cards: Vec<usize> = [EVERYDAY, EVERYDAY, JOINT]
            .into_iter()
            .chain(
                CARDS
                    .into_iter()
                    .filter(|card| self.life.accounts[*card].loaded),
            )
            .collect();
        for day in self.life.first..=self.life.last {
            for _ in 0..self.chance.between(1, 6) {
                let shop = self.chance.below(all.len());
                let account = *self.chance.pick(&cards);
                self.purchase(account, day, shop);
            }
        }
    }

    fn purchase(&mut self, account: usize, day: i32, shop: usize) {
        let known = &shops(self.country)[shop];
        let usual = known.usual;
        let mut minor = match known.trade {
            Trade::Fare => usual,
            Trade::Coffee => usual * self.chance.between(8, 12) / 10 / 5 * 5,
            _ => usual * self.chance.between(50, 190) / 100,
        };
        if known.trade != Trade::Fare && self.chance.pct(30) {
            minor = minor / 100 * 100 + 99;
        }
        let reference = match known.trade {
            Trade::Orders => Some(self.chance.code(5) + &self.chance.digits(4)),
            _ => None,
        };
        let later = self.chance_pick(&[0, 1, 1, 2, 2, 3]) as i32;
        let held = match known.trade {
            Trade::Restaurant if self.chance.pct(35) => {
                Some(-(minor * 100 / self.chance.between(108, 125)))
            }
            Trade::Fuel if self.chance.pct(40) => {
                Some(if self.chance.pct(50) { -100 } else { -10000 })
            }
            _ => None,
        };
        let held = held.filter(|held| *held != -10000 || minor < 10000);
        let town = self.chance.below(towns(self.country).len());
        let never = self.chance.pct(3);
        let entry = Entry {
            account,
            posted: day + if never { 0 } else { later },
            made: day,
            minor: -minor,
            held,
            says: Says::Shop {
                shop,
                town,
                back: None,
            },
            reference,
            is_card: true,
            never,
        };
        let at = self.push(entry.clone());
        // A second coffee, a second fare: the same again.
        if matches!(known.trade, Trade::Coffee | Trade::Fare) && self.chance.pct(15) {
            self.push(entry.clone());
        }
        if !never
            && matches!(known.trade, Trade::Goods | Trade::Orders | Trade::Grocer)
            && self.chance.pct(6)
        {
            self.money_back(at, &entry);
        }
    }

    fn money_back(&mut self, purchase: usize, bought: &Entry) {
        let Says::Shop { shop, town, .. } = bought.says else {
            return;
        };
        let paid = -bought.minor;
        let back = |maker: &mut Self, kind, minor: i64, after: i64, how| {
            let day = bought.posted + after as i32;
            if day > maker.life.last || minor <= 0 {
                return;
            }
            let at = maker.push(Entry {
                posted: day,
                made: day,
                minor,
                held: None,
                says: Says::Shop {
                    shop,
                    town,
                    back: Some(how),
                },
                is_card: false,
                never: false,
                ..bought.clone()
            });
            maker.link(kind, purchase, Some(at));
        };
        let after = self.chance.between(2, 30);
        match self.chance.below(10) {
            0..5 => back(self, LinkKind::RefundWhole, paid, after, Back::Refund),
            5 | 6 => {
                let part = paid * self.chance.between(15, 80) / 100;
                back(self, LinkKind::RefundPart, part, after, Back::Refund);
            }
            7 => {
                let first = paid * self.chance.between(20, 60) / 100;
                let more = self.chance.between(1, 20);
                back(self, LinkKind::RefundSeveral, first, after, Back::Refund);
                back(
                    self,
                    LinkKind::RefundSeveral,
                    paid - first,
                    after + more,
                    Back::Refund,
                );
            }
            8 => back(
                self,
                LinkKind::Chargeback,
                paid,
                after + 25,
                Back::Chargeback,
            ),
            _ => {
                let soon = self.chance.between(0, 3);
                back(self, LinkKind::Reversal, paid, soon, Back::Reversal);
            }
        }
    }

    /// What the two sides of a transfer print.
    fn sides(&mut self, from: usize, to: usize) -> (String, String, Option<String>) {
        let (from, to) = (
            self.life.accounts[from].clone(),
            self.life.accounts[to].clone(),
        );
        let reference = self.chance.pct(25).then(|| self.chance.digits(10));
        let (out, back) = match self.country {
            Country::Britain => match self.chance.below(3) {
                0 => (
                    format!("TRANSFER TO {}", to.name),
                    format!("TRANSFER FROM {}", from.name),
                ),
                1 => (
                    format!("TRANSFER TO A/C ...{}", to.tail()),
                    format!("TRANSFER FROM A/C ...{}", from.tail()),
                ),
                _ => (
                    format!("ONLINE TRANSFER TO {} XX{}", to.name, to.tail()),
                    "FUNDS TRANSFER RECEIVED".to_owned(),
                ),
            },
            Country::States => match self.chance.below(2) {
                0 => (
                    format!("Online Transfer to {} ...{}", to.name, to.tail()),
                    format!("Online Transfer from CHK ...{}", from.tail()),
                ),
                _ => (
                    format!("INTERNET TRANSFER TO {}", to.name),
                    format!("INTERNET TRANSFER FROM {}", from.name),
                ),
            },
            Country::Germany => match self.chance.below(2) {
                0 => (
                    format!("UMBUCHUNG AN {}", to.name),
                    format!("UMBUCHUNG VON {}", from.name),
                ),
                _ => (
                    format!("UEBERTRAG AUF KONTO *{}", to.tail()),
                    format!("UEBERTRAG VON KONTO *{}", from.tail()),
                ),
            },
        };
        // Some banks print nothing but the name of the person on one of the sides.
        match self.chance.below(12) {
            0 => (out, "MRS E WREN".to_owned(), None),
            1 => ("MRS E WREN".to_owned(), back, None),
            _ => (out, back, reference),
        }
    }

    fn transfer(&mut self, from: usize, to: usize, day: i32, minor: i64) {
        let later = self.chance_pick(&[0, 0, 0, 1, 1, 2, 3, 4]) as i32;
        if day + later > self.life.last {
            return;
        }
        let (out_words, back_words, reference) = self.sides(from, to);
        let (loaded_from, loaded_to) = (
            self.life.accounts[from].loaded,
            self.life.accounts[to].loaded,
        );
        let foreign = self.life.accounts[from].currency != self.life.accounts[to].currency;
        let spoken = out_words != "MRS E WREN" && back_words != "MRS E WREN";
        let (kind, came) = if foreign {
            let rate = match (
                self.life.accounts[from].currency,
                self.life.accounts[to].currency,
            ) {
                ("GBP", "EUR") => 11850,
                ("EUR", "GBP") => 8430,
                ("USD", "EUR") => 9150,
                _ => 10920,
            };
            let rate = rate * self.chance.between(975, 1025) / 1000;
            (LinkKind::TransferOtherCurrency, minor * rate / 10000)
        } else if spoken && self.chance.pct(7) {
            (
                LinkKind::TransferLessFee,
                minor - self.chance_pick(&[50, 100, 150, 250]),
            )
        } else {
            (LinkKind::Transfer, minor)
        };
        // Across currencies and with a fee, words on one side alone prove nothing to anybody.
        let (out_words, back_words) = match (foreign, spoken) {
            (true, false) => (
                format!("TRANSFER TO {}", self.life.accounts[to].name),
                format!("TRANSFER FROM {}", self.life.accounts[from].name),
            ),
            _ => (out_words, back_words),
        };
        let one_sided_spoken = |words: &str| words != "MRS E WREN";
        match (loaded_from, loaded_to) {
            (true, true) => {
                let out = self.add(from, day, -minor, out_words);
                let back = self.add(to, day + later, came, back_words);
                self.life.entries[out].reference.clone_from(&reference);
                self.life.entries[back].reference = reference;
                self.link(kind, out, Some(back));
            }
            (true, false) if one_sided_spoken(&out_words) => {
                let out = self.add(from, day, -minor, out_words);
                self.life.entries[out].reference = reference;
                self.link(LinkKind::OneSided, out, None);
            }
            (false, true) if one_sided_spoken(&back_words) => {
                let back = self.add(to, day + later, came, back_words);
                self.life.entries[back].reference = reference;
                self.link(LinkKind::OneSided, back, None);
            }
            _ => {}
        }
    }

    fn transfers(&mut self) {
        let standing = self.chance_pick(&[10000, 15000, 20000]);
        for day in self.monthly(5) {
            self.transfer(EVERYDAY, SAVER, day, standing);
        }
        // The same sum to another account in the same days.
        for day in self.monthly(6) {
            self.transfer(EVERYDAY, JOINT, day, standing);
        }
        let savings = self.chance.pct(40);
        for day in self.life.first..self.life.last {
            if self.chance.pct(5) {
                let minor = self.chance_pick(&[2000, 5000, 10000, 12345, 20000, 50000]);
                let (from, to) = *self.chance.pick(&[
                    (EVERYDAY, SAVER),
                    (SAVER, EVERYDAY),
                    (EVERYDAY, JOINT),
                    (SAVER, JOINT),
                ]);
                self.transfer(from, to, day, minor);
            }
            if self.chance.pct(2) {
                let minor = self.chance.between(50, 900) * 100;
                let (from, to) = *self
                    .chance
                    .pick(&[(EVERYDAY, OTHER_CURRENCY), (OTHER_CURRENCY, EVERYDAY)]);
                self.transfer(from, to, day, minor);
            }
            if savings && self.chance.pct(2) {
                let minor = self.chance_pick(&[5000, 10000, 20000]);
                self.transfer(EVERYDAY, ISA, day, minor);
            }
        }
    }

    fn repayments(&mut self) {
        for card in CARDS {
            let loaded = self.life.accounts[card].loaded;
            let name = self.life.accounts[card].name;
            let tail = self.life.accounts[card].tail().to_owned();
            for day in self.monthly(if card == CARDS[0] { 17 } else { 21 }) {
                let minor = self.chance.between(8000, 90000);
                let later = self.chance_pick(&[0, 1, 2, 3]) as i32;
                if day + later > self.life.last {
                    continue;
                }
                let out = match (self.country, self.chance.pct(50)) {
                    (Country::Germany, _) => format!("KREDITKARTENABRECHNUNG {name}"),
                    (_, true) => format!("{name} PAYMENT CREDIT CARD BILL"),
                    (_, false) => format!("CREDIT CARD PAYMENT XX{tail}"),
                };
                let out = self.add(EVERYDAY, day, -minor, out);
                if loaded {
                    let thanks = match self.country {
                        Country::Germany => "AUSGLEICH KREDITKARTE",
                        Country::Britain => "PAYMENT RECEIVED - THANK YOU",
                        Country::States => "AUTOMATIC PAYMENT - THANK YOU",
                    };
                    let back = self.add(card, day + later, minor, thanks.to_owned());
                    self.link(LinkKind::Repayment, out, Some(back));
                } else {
                    self.link(LinkKind::CardNotLoaded, out, None);
                }
            }
        }
        let instalment = self.chance.between(90, 400) * 100;
        for day in self.monthly(3) {
            let words = match self.country {
                Country::Germany => "DARLEHENSRATE",
                _ => "LOAN REPAYMENT",
            };
            let out = self.add(EVERYDAY, day, -instalment, words.to_owned());
            if self.life.accounts[LOAN].loaded && day < self.life.last {
                let back = self.add(LOAN, day + 1, instalment, format!("{words} RECEIVED"));
                self.link(LinkKind::Repayment, out, Some(back));
            }
        }
    }
}
