//! How likely the next bit is: what came after each of several contexts, weighed by which of them has been right.
//!
//! As in the compressors of the PAQ family, but by decisions of a prefix code instead of the eight bits of a byte, which are
//! half as many and easier to guess. All numbers below were found by trying on the engine's module.
#![expect(
    clippy::float_arithmetic,
    reason = "sums and products alone, which every processor and every compiler rounds alike"
)]

use crate::coder::{Bits, CERTAIN};
use crate::lanes::{Eight, WHOLE};
use crate::tree::Tree;

/// How many contexts a byte is told by.
pub(crate) const CONTEXTS: usize = 11;

/// Three of each context, two of the repeat, and a constant, and zeros up to what fills eights.
const INPUTS: usize = (3 * CONTEXTS + 3).next_multiple_of(8);
type Inputs = [Eight; INPUTS / 8];
const REPEAT: usize = 3 * CONTEXTS;
const CONSTANT: f32 = 0.3;
/// What is said by a repeat whatever its length.
const BY_ITSELF: f32 = 0.5;

/// Inputs are logits, and weights are numbers, in parts of so much.
const INPUT: f32 = 2_048.0;
const WEIGHT: f32 = 8_192.0;
/// From their product to a logit in [`STEPS`], as a power of two.
const SUM_LOG: u32 = ((INPUT * WEIGHT / STEPS) as u32).ilog2();

/// Shelves for each context, as a power of two: 23 MB together.
const SHELVES_LOG: u32 = 15;

/// A line holds the places of two decisions after each other. A context's line may be any of a shelf, which is as much as a
/// processor fetches at once: first what tells the context of each line from others, then the lines.
#[derive(Clone, Default)]
#[repr(align(64))]
struct Shelf([u32; SHELF]);
const SHELF_LOG: u32 = 4;
const SHELF: usize = 1 << SHELF_LOG;
const LINES: usize = 4;
const DECISIONS: u32 = 2;
const PLACES: usize = 3;
/// No context's is 0, which lines of none have.
const CHECKED: u32 = 2;
const EMPTY: Shelf = Shelf([
    0, 0, 0, 0, PLACE, PLACE, PLACE, PLACE, PLACE, PLACE, PLACE, PLACE, PLACE, PLACE, PLACE, PLACE,
]);

/// A place holds a chance in 65,536ths, how many bits it has seen, and the last seven of them behind a one.
const PLACE: u32 = 1 << 31 | 1;
/// After so many bits a chance follows no slower.
const SLOWEST: u32 = 60;
/// Room for as many counts.
const COUNTS: usize = 64;

/// Histories are taken for what came after them, more slowly than places: a 64th of the way.
const HISTORY_SHIFT: u32 = 6;
const REPEAT_SHIFT: u32 = 7;
/// How likely a repeat is to go on before any has.
const REPEATED: u16 = 60_000;
/// Repeats this long and longer are alike.
const LONG_REPEAT: usize = 15;
/// Bytes alike before a repeat is followed, the most that are counted, and places that are remembered as a power of two.
const LEAST_REPEAT: usize = 6;
const MOST_REPEAT: usize = 40;
const PLACES_LOG: u32 = 16;

/// How fast weights follow, and where they begin.
const RATE: f32 = 0.006;
/// At the beginning so many times faster yet, and half of that after so many decisions.
const EAGER: f32 = 4.0;
const EAGER_FOR: f32 = 100_000.0;
/// From less nothing is learnt: fewer bytes, and quicker.
const LEAST_ERROR: f32 = 0.05;
const FIRST_WEIGHTS: [f32; 3] = [0.18, 0.14, 0.0];
const FIRST_REPEAT: f32 = 0.3;
const LAST_RATE: f32 = 0.002;
const LAST_WEIGHT: f32 = 0.23;

/// Sets of weights: one by the kind of byte, the length of the repeat and the decision, three as the caller names them, and
/// one by how many contexts were seen before.
pub(crate) const KINDS: usize = 32;
const PARTS: usize = 4;
const REPEATS: usize = 4;
const DEPTHS: usize = 8;
const SETS: usize = 3;
const SET: usize = 256;
const ALL_SETS: usize = 2 + SETS;
/// Where those begin that are by how many contexts were seen.
const BY_COUNT: usize = KINDS * PARTS * REPEATS * DEPTHS + SETS * SET * 4;

/// Logits go from -16 to 16 in steps of this part, but not to the very ends.
const STEPS: f32 = 128.0;
const FARTHEST: f32 = 15.9;
const FARTHEST_STEP: i32 = (FARTHEST * STEPS) as i32;
/// As many steps are from end to end, and chances are told apart.
const TABLE: usize = 4_096;
/// The step of a logit of zero.
const MIDDLE: i32 = TABLE as i32 / 2;

/// What a byte is told by.
pub(crate) struct Told {
    /// Below [`KINDS`].
    pub(crate) kind: usize,
    /// Which part of its number it is, below [`PARTS`].
    pub(crate) part: usize,
    /// Each below [`SET`].
    pub(crate) sets: [u32; SETS],
    pub(crate) contexts: [u32; CONTEXTS],
}

/// Chances and weights, as they have become by what was coded.
pub(crate) struct Model {
    shelves: Vec<Shelf>,
    /// The chance of a one after a history, by context and kind.
    histories: Vec<u16>,
    weights: Vec<Inputs>,
    /// By the kind and the decision, and by the caller's first set.
    last_weights: Vec<Last>,
    other_last_weights: Vec<Last>,
    decisions: f32,
    /// The chance that a repeat goes on, by its length.
    repeats: [u16; LONG_REPEAT + 1],
    /// What is on average true of what the model says, by the kind and by a context.
    by_kind: Vec<Corrected>,
    by_context: Vec<Corrected>,
    /// How fast a chance follows after so many bits, and how sure it is.
    rates: [u32; COUNTS],
    sure: [i32; COUNTS],
    /// The chance for each logit, and the other way.
    chances: Box<[f32; TABLE]>,
    logits: Box<[i16; TABLE]>,
    seen: Vec<u8>,
    hashed: u64,
    places: Vec<u32>,
    /// Where a repeat goes on, and how long it is.
    at: usize,
    length: usize,
}

/// Chances for logits from -8 to 8, by halves.
type Corrected = [f32; 33];
type Last = [f32; ALL_SETS];
const CORRECTED_LOG: u32 = 12;

impl Model {
    pub(crate) fn new() -> Model {
        let chances = chances();
        let logits = logits(&chances);
        let mut model = Model {
            shelves: vec![Shelf::default(); CONTEXTS << SHELVES_LOG],
            histories: vec![0; (CONTEXTS * KINDS) << 8],
            weights: vec![eights(&[0; INPUTS]); BY_COUNT + KINDS * 16],
            last_weights: vec![[0.0; ALL_SETS]; KINDS * DEPTHS],
            other_last_weights: vec![[0.0; ALL_SETS]; SET],
            decisions: 0.0,
            repeats: [0; LONG_REPEAT + 1],
            by_kind: vec![[0.0; 33]; KINDS * DEPTHS * 16],
            by_context: vec![[0.0; 33]; 1 << CORRECTED_LOG],
            rates: std::array::from_fn(|seen| (10 << 14) / (10 * seen as u32 + 12)),
            sure: std::array::from_fn(|seen| {
                (4.0 * INPUT * seen as f32 / (seen as f32 + 1.5)) as i32
            }),
            chances,
            logits,
            seen: Vec::new(),
            hashed: 0,
            places: vec![0; 1 << PLACES_LOG],
            at: 0,
            length: 0,
        };
        model.begin();
        model
    }

    /// Forgets all that was coded.
    pub(crate) fn begin(&mut self) {
        let mut first = [0; INPUTS];
        for inputs in first[..REPEAT].chunks_exact_mut(3) {
            inputs.copy_from_slice(&FIRST_WEIGHTS.map(|weight| (weight * WEIGHT) as i16));
        }
        first[REPEAT] = (FIRST_REPEAT * WEIGHT) as i16;
        let corrected = std::array::from_fn(|nth| at(&self.chances, nth as f32 * 0.5 - 8.0));
        self.shelves.fill(EMPTY);
        for (index, chance) in self.histories.iter_mut().enumerate() {
            *chance = expected(index & 0xff);
        }
        self.weights.fill(eights(&first));
        self.last_weights.fill([LAST_WEIGHT; ALL_SETS]);
        self.other_last_weights.fill([LAST_WEIGHT; ALL_SETS]);
        self.decisions = 0.0;
        self.repeats.fill(REPEATED);
        self.by_kind.fill(corrected);
        self.by_context.fill(corrected);
        self.seen.clear();
        self.hashed = 0;
        self.places.fill(0);
        self.length = 0;
    }

    /// Writes `byte`, or reads one.
    pub(crate) fn byte(&mut self, bits: &mut impl Bits, tree: &Tree, byte: u8, told: &Told) -> u8 {
        let (code, length) = tree.code(byte);
        let (mut repeat, so_far) = match self.length {
            0 => ((0, 0), 0),
            length => (tree.code(self.seen[self.at]), length.min(LONG_REPEAT)),
        };
        let first = ((told.kind * PARTS + told.part) * REPEATS + so_far.div_ceil(5)) * DEPTHS;
        let mut lines = [0; CONTEXTS];
        let mut histories = [0; CONTEXTS];
        let mut inputs = [0; INPUTS];
        let (mut node, mut path, mut depth) = (0, 1, 0);
        let byte = loop {
            let within = depth % DECISIONS;
            if within == 0 {
                lines = self.lines_of(&told.contexts, path);
            }
            let place = (within + (path & within)) as usize;
            let mut contexts = 0;
            let each = lines.iter().zip(&mut histories).enumerate();
            for ((nth, (line, index)), three) in each.zip(inputs.chunks_exact_mut(3)) {
                let at = line + place;
                let known = self.shelves[at >> SHELF_LOG].0[at % SHELF];
                let (seen, history) = (known >> 8 & 0xff, known & 0xff);
                *index = (nth * KINDS + told.kind) << 8 | history as usize;
                if seen == 0 {
                    three.fill(0);
                    continue;
                }
                contexts += 1;
                three[0] = self.logits[(known >> 20) as usize];
                three[1] = self.logits[usize::from(self.histories[*index] >> 4)];
                let sure = self.sure[seen as usize % COUNTS];
                three[2] = ((((known >> 16) as i32 - 32_768) * sure) >> 16) as i16;
            }
            let follows = repeat.1 > depth;
            let expected = follows && repeat.0 >> (repeat.1 - 1 - depth) & 1 == 1;
            let logit = self.logits[usize::from(self.repeats[so_far] >> 4)];
            let (by_length, by_itself) = match (follows, expected) {
                (false, _) => (0, 0),
                (true, true) => (logit, input(BY_ITSELF)),
                (true, false) => (-logit, input(-BY_ITSELF)),
            };
            inputs[REPEAT..REPEAT + 3].copy_from_slice(&[by_length, by_itself, input(CONSTANT)]);
            let deep = (depth as usize).min(DEPTHS - 1);
            let [one, two, three] = [0, 1, 2].map(|nth| {
                let set = nth * SET + (told.sets[nth] as usize & 0xff);
                KINDS * PARTS * REPEATS * DEPTHS + (set << 2 | deep.min(3))
            });
            let by_count = BY_COUNT + (told.kind << 4 | contexts);
            let sets = [first + deep, one, two, three, by_count];
            let eights = eights(&inputs);
            let sums = sets.map(|set| {
                let sum = Eight::dot(&self.weights[set], &eights) >> SUM_LOG;
                sum.clamp(-FARTHEST_STEP, FARTHEST_STEP)
            });
            let logits = sums.map(|sum| sum as f32 * (1.0 / STEPS));
            let last = told.kind * DEPTHS + deep;
            let lasts = [
                &mut self.last_weights[last],
                &mut self.other_last_weights[told.sets[0] as usize & 0xff],
            ];
            let summed = |weights: &Last| {
                let weighed = weights.iter().zip(&logits);
                weighed.fold(0.0, |sum, (weight, logit)| sum + weight * logit)
            };
            let said = [summed(lasts[0]), summed(lasts[1])];
            let logit = (said[0] + said[1]) * 0.5;
            let chance = at(&self.chances, logit);
            let by_kind = last << 4 | path as usize & 15;
            let by_context = (mixed(told.contexts[1], path) >> (32 - CORRECTED_LOG)) as usize;
            let scaled = (logit.clamp(-7.99, 7.99) + 8.0) * 2.0;
            let (step, part) = (scaled as usize, scaled - (scaled as usize) as f32);
            let corrected = |table: &Corrected| table[step] * (1.0 - part) + table[step + 1] * part;
            let told_chance = chance * 0.3
                + corrected(&self.by_kind[by_kind]) * 0.3
                + corrected(&self.by_context[by_context]) * 0.4;
            let wanted = length > depth && code >> (length - 1 - depth) & 1 == 1;
            let bit = bits.bit((told_chance * CERTAIN as f32) as u32, wanted);

            let truth = if bit { 1.0 } else { 0.0 };
            for (table, rate) in [
                (&mut self.by_kind[by_kind], 0.02),
                (&mut self.by_context[by_context], 0.04),
            ] {
                table[step] += (truth - table[step]) * (rate * (1.0 - part));
                table[step + 1] += (truth - table[step + 1]) * (rate * part);
            }
            for (weights, said) in lasts.into_iter().zip(said) {
                let error = (truth - at(&self.chances, said)) * LAST_RATE;
                for (weight, each) in weights.iter_mut().zip(&logits) {
                    *weight += error * each;
                }
            }
            self.decisions += 1.0;
            let rate = RATE + RATE * EAGER * EAGER_FOR / (EAGER_FOR + self.decisions);
            for (set, sum) in sets.into_iter().zip(sums) {
                let error = truth - self.chances[(sum + MIDDLE) as usize % TABLE];
                if error.abs() > LEAST_ERROR {
                    let step = error * rate * (WEIGHT / INPUT) * WHOLE;
                    Eight::add_products(&mut self.weights[set], &eights, step as i16);
                }
            }
            for (line, &history) in lines.iter().zip(&histories) {
                follow(&mut self.histories[history], bit, HISTORY_SHIFT);
                let at = line + place;
                let known = &mut self.shelves[at >> SHELF_LOG].0[at % SHELF];
                *known = after(*known, bit, &self.rates);
            }
            if follows {
                follow(&mut self.repeats[so_far], bit == expected, REPEAT_SHIFT);
                if bit != expected {
                    repeat.1 = 0;
                }
            }
            path = path << 1 | u32::from(bit);
            depth += 1;
            match tree.next(node, bit) {
                Some(Ok(next)) => node = next,
                Some(Err(byte)) => break byte,
                None => break 0,
            }
        };
        self.pass(byte);
        byte
    }

    /// Where the lines for the decisions after a path begin, counted over all shelves; where a context has none yet, the one
    /// that was needed least is begun anew.
    fn lines_of(&mut self, contexts: &[u32; CONTEXTS], path: u32) -> [usize; CONTEXTS] {
        let mut checks = [0; CONTEXTS];
        for (check, &context) in checks.iter_mut().zip(contexts) {
            *check = mixed(context, path) | CHECKED;
        }
        // All are looked at before any is decided upon: so none waits for the memory of another.
        let mut found = [(0, 0); CONTEXTS];
        for (nth, (found, check)) in found.iter_mut().zip(checks).enumerate() {
            let shelf = nth << SHELVES_LOG | (check >> (32 - SHELVES_LOG)) as usize;
            let Shelf(all) = &self.shelves[shelf];
            let is = |place: usize| usize::from(all[place] == check);
            *found = (shelf, is(0) | is(1) << 1 | is(2) << 2 | is(3) << 3);
        }
        let mut lines = [0; CONTEXTS];
        for ((line, (shelf, found)), check) in lines.iter_mut().zip(found).zip(checks) {
            let place = if found > 0 {
                found.trailing_zeros() as usize
            } else {
                let Shelf(all) = &mut self.shelves[shelf];
                let seen = |place: usize| (all[LINES + place * PLACES] >> 8 & 0xff, place);
                let (_, least) = seen(0).min(seen(1)).min(seen(2)).min(seen(3));
                all[least] = check;
                all[LINES + least * PLACES..][..PLACES].fill(PLACE);
                least
            };
            *line = shelf << SHELF_LOG | (LINES + place * PLACES);
        }
        lines
    }

    /// Goes on behind a byte, in what it repeats if anything.
    fn pass(&mut self, byte: u8) {
        if self.length > 0 && self.seen[self.at] == byte {
            self.at += 1;
            self.length += 1;
        } else {
            self.length = 0;
        }
        self.seen.push(byte);
        self.hashed = self.hashed << 8 | u64::from(byte);
        let key = (self.hashed << (64 - 8 * LEAST_REPEAT)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = &mut self.places[(key >> (64 - PLACES_LOG)) as usize];
        if self.length == 0 {
            let before = *place as usize;
            let (earlier, now) = (self.seen[..before].iter().rev(), self.seen.iter().rev());
            let alike = earlier
                .zip(now)
                .take(MOST_REPEAT)
                .take_while(|(one, other)| one == other)
                .count();
            if alike >= LEAST_REPEAT {
                (self.at, self.length) = (before, alike);
            }
        }
        *place = self.seen.len() as u32;
    }
}

/// A place after another bit: the fewer it has seen, the more it follows.
fn after(known: u32, bit: bool, rates: &[u32; COUNTS]) -> u32 {
    let (chance, seen, history) = (known >> 16, known >> 8 & 0xff, known & 0xff);
    let rate = rates[seen as usize % COUNTS];
    let chance = if bit {
        chance + (((0xffff - chance) * rate) >> 14)
    } else {
        chance - ((chance * rate) >> 14)
    };
    let history = if history < 128 {
        history
    } else {
        history & 63 | 64
    };
    chance << 16 | (seen + 1).min(SLOWEST) << 8 | history << 1 | u32::from(bit)
}

fn follow(chance: &mut u16, bit: bool, shift: u32) {
    if bit {
        *chance += (u16::MAX - *chance) >> shift;
    } else {
        *chance -= *chance >> shift;
    }
}

/// The chance of a one after a history, before any was seen: each bit counts, and halves what spoke for the other.
fn expected(history: usize) -> u16 {
    let (mut ones, mut zeros) = (0.4, 0.4);
    for place in (0..history.max(1).ilog2()).rev() {
        let (same, other) = match history >> place & 1 {
            1 => (&mut ones, &mut zeros),
            _ => (&mut zeros, &mut ones),
        };
        *same += 1.0;
        *other *= 0.5;
    }
    (ones / (ones + zeros) * 65_535.0_f32) as u16
}

/// A number that looks like chance, by two others.
pub(crate) fn mixed(one: u32, other: u32) -> u32 {
    let mixed = (one ^ other.wrapping_mul(0x9e37_79b1)).wrapping_mul(0x2c1b_3c6d);
    (mixed ^ mixed >> 15).wrapping_mul(0x85eb_ca6b)
}

/// A logit as an input.
fn input(logit: f32) -> i16 {
    (logit * INPUT) as i16
}

/// Inputs or weights in eights.
fn eights(each: &[i16; INPUTS]) -> Inputs {
    std::array::from_fn(|nth| Eight::new(std::array::from_fn(|place| each[8 * nth + place])))
}

/// The chance at a logit.
fn at(chances: &[f32; TABLE], logit: f32) -> f32 {
    chances[((logit.clamp(-FARTHEST, FARTHEST) + 16.0) * STEPS) as i32 as usize % TABLE]
}

/// The chance for each logit: by what every processor and every compiler rounds alike, which powers of e are not.
fn chances() -> Box<[f32; TABLE]> {
    // e to the power of a step.
    const STEP: f64 = 1.007_843_097_206_448;
    let mut chances = Box::new([0.5; TABLE]);
    let mut power = 1.0;
    for place in 0..TABLE / 2 {
        chances[TABLE / 2 + place] = (power / (1.0 + power)) as f32;
        chances[TABLE / 2 - 1 - place] = (1.0 / (1.0 + power)) as f32;
        power *= STEP;
    }
    chances
}

/// The logit for each chance in 4,096ths: the first whose chance is no less.
fn logits(chances: &[f32; TABLE]) -> Box<[i16; TABLE]> {
    let mut place = 0;
    let mut logits = Box::new([0; TABLE]);
    for (nth, logit) in logits.iter_mut().enumerate() {
        let chance = (nth as f32 + 0.5) / TABLE as f32;
        while chances[place] < chance {
            place += 1;
        }
        *logit = input(place as f32 / STEPS - 16.0);
    }
    logits
}
