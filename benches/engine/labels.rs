//! Descriptors a second, and what the first one costs: the dictionary is parsed when it is asked for.

use std::hint::black_box;
use std::time::Instant;

use farthing::session::Labeller;

/// Descriptors as banks print them, each made many by its number.
const DESCRIPTORS: [&str; 10] = [
    "CARD PAYMENT TO TESCO STORES {} LEEDS GB",
    "SQ *BLUE HERON COFFEE {} PORTLAND OR",
    "PAYPAL *MARLOWS {} 35314369001",
    "POS PURCHASE TRADER JOE S #{} SEATTLE WA",
    "PERRY VALE SERVICE STAT{}",
    "WWW.HARBOURBOOKS{}.CO.UK",
    "KARTENZAHLUNG LINDEN APOTHEKE {}//KOELN/DE",
    "ONLINE TRANSFER TO SAV ...{}",
    "ZELLE PAYMENT TO J DOE {}",
    "OAKFIELD TRADING {} LTD",
];
const COUNT: usize = 50_000;

#[expect(
    clippy::disallowed_methods,
    reason = "the core has no clock, this is not the core"
)]
pub(crate) fn run() {
    let begun = Instant::now();
    let labeller = Labeller::new();
    black_box(labeller.line("TESCO STORES 6148\t-12.50\t\tGB"));
    println!(
        "\nfirst descriptor, dictionary parsed: {:?}",
        begun.elapsed()
    );
    let lines: Vec<String> = (0..COUNT)
        .map(|at| {
            let line = DESCRIPTORS[at % DESCRIPTORS.len()].replace("{}", &at.to_string());
            format!("{line}\t-12.50\t\tGB")
        })
        .collect();
    let begun = Instant::now();
    for line in &lines {
        black_box(labeller.line(line));
    }
    let took = begun.elapsed();
    println!(
        "{COUNT} descriptors named and categorised: {took:?}, {} a second",
        COUNT as u128 * 1_000_000 / took.as_micros().max(1)
    );
}
