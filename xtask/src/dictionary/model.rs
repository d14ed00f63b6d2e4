//! `cargo xtask data`, of the model that offers guesses where nothing else speaks: from pieces of names to kinds of shops.
//!
//! It learns from the names of the brand index and our words of trades alone, so every labelled set is new to it, and
//! a brand more in our table changes nothing. What
//! it says first is right in three of ten cases that all other evidence leaves open, and among its three in two of
//! three: enough for a guess, never for a category.

use std::collections::BTreeMap;

use super::fold::folded;

/// Pieces of names are told apart by a hash of so many values.
const BUCKETS: usize = 1024;
/// So many weights are kept, the largest.
const KEPT: usize = 5000;
/// Each is one of these on either side of zero.
const STEPS: f64 = 7.0;
const ROUNDS: u32 = 4;
/// Words that every trade has.
const PLAIN: [&str; 7] = ["LTD", "LIMITED", "WWW", "CO", "UK", "COM", "PLC"];
/// Primaries of shops; the others are no matter of names.
const PRIMARIES: [&str; 11] = [
    "ENTERTAINMENT",
    "FOOD_AND_DRINK",
    "GENERAL_MERCHANDISE",
    "GENERAL_SERVICES",
    "GOVERNMENT_AND_NON_PROFIT",
    "HOME_IMPROVEMENT",
    "MEDICAL",
    "PERSONAL_CARE",
    "RENT_AND_UTILITIES",
    "TRANSPORTATION",
    "TRAVEL",
];

/// The trained model as the engine reads it: the commonest category of each class, their biases, and a line of
/// weights for each, a letter a bucket, `h` for none.
pub(super) fn trained(names: &[(String, String)]) -> String {
    let mut common: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut rows: Vec<(Vec<usize>, usize)> = Vec::new();
    for (name, category) in names {
        let of = |primary: &&str| category.starts_with(*primary);
        if let Some(class) = PRIMARIES.iter().position(of) {
            *common.entry((class, category)).or_default() += 1;
            rows.push((pieces(&folded(name)), class));
        }
    }
    let mut model = Model {
        weights: vec![[0.0; PRIMARIES.len()]; BUCKETS],
        bias: [0.0; PRIMARIES.len()],
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut chance = 12345_u64;
    for round in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (chance >> 33) as usize % (at + 1));
        }
        let rate = 0.08 / f64::from(1 + round);
        for &at in &order {
            let (pieces, class) = &rows[at];
            model.learn(pieces, *class, rate);
        }
        model
            .weights
            .iter_mut()
            .flatten()
            .for_each(|weight| *weight *= 0.97);
    }
    let best = |class: usize| {
        let of = common.iter().filter(|((other, _), _)| *other == class);
        of.max_by_key(|((_, category), count)| (**count, std::cmp::Reverse(*category)))
            .map_or("", |((_, category), _)| *category)
    };
    model.written((0..PRIMARIES.len()).map(best).collect())
}

struct Model {
    weights: Vec<[f64; PRIMARIES.len()]>,
    bias: [f64; PRIMARIES.len()],
}

impl Model {
    /// A step of softmax regression.
    fn learn(&mut self, pieces: &[usize], class: usize, rate: f64) {
        let mut scores = self.bias;
        for &piece in pieces {
            for (score, weight) in scores.iter_mut().zip(self.weights[piece]) {
                *score += weight;
            }
        }
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let shares = scores.map(|score| exp(score - most));
        let whole: f64 = shares.iter().sum();
        for (at, share) in shares.iter().enumerate() {
            let wanted = if at == class { 1.0 } else { 0.0 };
            let step = rate * (wanted - share / whole);
            for &piece in pieces {
                self.weights[piece][at] += step;
            }
            self.bias[at] += step;
        }
    }

    fn written(&self, categories: Vec<&str>) -> String {
        let mut sizes: Vec<f64> = self
            .weights
            .iter()
            .flatten()
            .map(|weight| weight.abs())
            .collect();
        sizes.sort_by(|one, other| other.total_cmp(one));
        let least = sizes[KEPT.min(sizes.len() - 1)];
        let scale = STEPS / sizes[sizes.len() / 500];
        let step = |weight: f64| match weight.abs() < least {
            true => 0,
            false => (weight * scale).round().clamp(-STEPS, STEPS) as i32,
        };
        let bias: Vec<String> = self
            .bias
            .iter()
            .map(|bias| ((bias * scale).round() as i32 - BIAS_FLOOR).to_string())
            .collect();
        let mut out = format!("{}\n{}\n", categories.join("|"), bias.join("|"));
        for class in 0..PRIMARIES.len() {
            out.extend(
                self.weights
                    .iter()
                    .map(|weights| letter(step(weights[class]))),
            );
            out.push('\n');
        }
        out
    }
}

/// Biases are written above this one, so that none is below zero.
const BIAS_FLOOR: i32 = -100;

fn letter(step: i32) -> char {
    char::from(b'h'.wrapping_add_signed(step as i8))
}

/// The exponential of a number that is not above zero, by products alone: the same on every machine.
fn exp(of: f64) -> f64 {
    let mut power = (1.0 + of / 1024.0).max(0.0);
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// The buckets of every three and four letters in a row of each word, its ends among them; the engine does the same.
fn pieces(name: &str) -> Vec<usize> {
    let mut pieces = Vec::new();
    for word in name.split(' ') {
        if PLAIN.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let word = format!("<{word}>");
        for length in 3..=4 {
            pieces.extend(word.as_bytes().windows(length).map(bucket));
        }
    }
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// FNV-1a, folded.
fn bucket(letters: &[u8]) -> usize {
    let mut hash = 2_166_136_261_u32;
    for letter in letters {
        hash = (hash ^ u32::from(*letter)).wrapping_mul(16_777_619);
    }
    (hash ^ hash >> 15) as usize % BUCKETS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_near_enough() {
        // By bc -l: e(-0.5), e(-3), e(-20).
        for (of, is) in [(0.0, 1.0), (-0.5, 0.606_53), (-3.0, 0.049_79), (-20.0, 0.0)] {
            assert!((exp(of) - is).abs() < 0.01, "{of}");
        }
    }

    #[test]
    fn the_same_names_give_the_same_model() {
        let name = |name: &str, category: &str| (name.to_owned(), category.to_owned());
        let names = [
            name("Marlow Pizza", "FOOD_AND_DRINK_RESTAURANT"),
            name("Pizza Nove", "FOOD_AND_DRINK_RESTAURANT"),
            name("Harbour Taxi", "TRANSPORTATION_TAXIS_AND_RIDE_SHARES"),
        ];
        let model = trained(&names);
        assert_eq!(model, trained(&names));
        assert_eq!(model.lines().count(), 2 + PRIMARIES.len());
        assert_eq!(model.lines().nth(3).unwrap().len(), BUCKETS);
    }
}
