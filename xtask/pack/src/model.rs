//! How likely the next bit is: what came after each of several contexts, weighed by which of them has been right.
//!
//! As in the compressors of the PAQ family, but by decisions of a prefix code instead of the eight bits of a byte, which are
//! half as many and easier to guess. All numbers below were found by trying on the engine's module.
#![expect(
    clippy::float_arithmetic,
    reason = "sums and products alone, which every processor and every compiler rounds alike"
)]

use crate::coder::{Bits, CERTAIN};
use crate::tree::Tree;

/// How many contexts a byte is told by.
pub(crate) const CONTEXTS: usize = 13;

/// Three of each context, two of the repeat, and a constant; as many as fill fours.
const INPUTS: usize = 3 * CONTEXTS + 5;
type Inputs = [f32; INPUTS];
const REPEAT: usize = 3 * CONTEXTS;
const CONSTANT: f32 = 0.3;

/// Lines for each context, as a power of two: 27 MB together.
const LINES_LOG: u32 = 15;

/// A line holds the places of four decisions after each other, and before them what tells its context from others.
type Line = [u32; 16];
const DECISIONS: u32 = 4;
const CHECK: u32 = 0xffff;
const CHECKED: u32 = 1 << 16;

/// A place holds a chance in 65,536ths, how many bits it has seen, and the last seven of them behind a one.
const PLACE: u32 = 1 << 31 | 1;
/// After so many bits a chance follows no slower.
const SLOWEST: u32 = 60;

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
const FIRST_WEIGHTS: [f32; 3] = [0.18, 0.14, 0.0];
const LAST_RATE: f32 = 0.004;
const LAST_WEIGHT: f32 = 0.28;

/// Sets of weights: one by the kind of byte, the length of the repeat and the decision, the others as the caller names them.
pub(crate) const KINDS: usize = 32;
const PARTS: usize = 4;
const REPEATS: usize = 4;
const DEPTHS: usize = 8;
const SETS: usize = 3;
const SET: usize = 256;

/// Logits go from -16 to 16 in steps of this part, but not to the very ends.
const STEPS: f32 = 128.0;
const FARTHEST: f32 = 15.9;

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
    lines: Vec<Line>,
    /// The chance of a one after a history, by context and kind.
    histories: Vec<u16>,
    weights: Vec<Inputs>,
    last_weights: Vec<[f32; 1 + SETS]>,
    /// The chance that a repeat goes on, by its length.
    repeats: [u16; LONG_REPEAT + 1],
    /// What is on average true of what the model says, by the kind and by a context.
    by_kind: Vec<Corrected>,
    by_context: Vec<Corrected>,
    /// The chance for each logit, and the other way.
    chances: Vec<f32>,
    logits: Vec<f32>,
    seen: Vec<u8>,
    hashed: u64,
    places: Vec<u32>,
    /// Where a repeat goes on, and how long it is.
    at: usize,
    length: usize,
}

/// Chances for logits from -8 to 8, by halves.
type Corrected = [f32; 33];
const CORRECTED_LOG: u32 = 14;

impl Model {
    pub(crate) fn new() -> Model {
        let chances = chances();
        let logits = logits(&chances);
        let mut first = [0.0; INPUTS];
        for inputs in first[..REPEAT].chunks_exact_mut(3) {
            inputs.copy_from_slice(&FIRST_WEIGHTS);
        }
        first[REPEAT] = CONSTANT;
        let mut corrected = [0.0; 33];
        for (nth, chance) in corrected.iter_mut().enumerate() {
            *chance = at(&chances, nth as f32 * 0.5 - 8.0);
        }
        Model {
            lines: vec![[PLACE; 16]; CONTEXTS << LINES_LOG],
            histories: (0..(CONTEXTS * KINDS) << 8)
                .map(|index| expected(index & 0xff))
                .collect(),
            weights: vec![
                first;
                KINDS * PARTS * REPEATS * DEPTHS + SETS * SET * DECISIONS as usize
            ],
            last_weights: vec![[LAST_WEIGHT; 1 + SETS]; KINDS * DEPTHS],
            repeats: [REPEATED; LONG_REPEAT + 1],
            by_kind: vec![corrected; KINDS * DEPTHS * 16],
            by_context: vec![corrected; 1 << CORRECTED_LOG],
            chances,
            logits,
            seen: Vec::new(),
            hashed: 0,
            places: vec![0; 1 << PLACES_LOG],
            at: 0,
            length: 0,
        }
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
        let mut inputs = [0.0; INPUTS];
        inputs[REPEAT + 2] = CONSTANT;
        let (mut node, mut path, mut depth) = (0, 1, 0);
        let byte = loop {
            let within = depth % DECISIONS;
            if within == 0 {
                lines = self.lines_of(&told.contexts, path);
            }
            let place = (1 << within | path & ((1 << within) - 1)) as usize & 15;
            for (nth, &line) in lines.iter().enumerate() {
                let known = self.lines[line][place];
                let seen = known >> 8 & 0xff;
                histories[nth] = (nth * KINDS + told.kind) << 8 | (known & 0xff) as usize;
                let three = &mut inputs[3 * nth..3 * nth + 3];
                if seen == 0 {
                    three.fill(0.0);
                    continue;
                }
                three[0] = self.logits[(known >> 20) as usize];
                three[1] = self.logits[usize::from(self.histories[histories[nth]] >> 4)];
                let seen = seen as f32;
                three[2] = ((known >> 16) as f32 / 65_536.0 - 0.5) * (4.0 * seen / (seen + 1.5));
            }
            let follows = repeat.1 > depth;
            let expected = follows && repeat.0 >> (repeat.1 - 1 - depth) & 1 == 1;
            let logit = self.logits[usize::from(self.repeats[so_far] >> 4)];
            (inputs[REPEAT], inputs[REPEAT + 1]) = match (follows, expected) {
                (false, _) => (0.0, 0.0),
                (true, true) => (logit, 0.5),
                (true, false) => (-logit, -0.5),
            };
            let deep = (depth as usize).min(DEPTHS - 1);
            let mut sets = [first + deep; 1 + SETS];
            for (nth, set) in told.sets.iter().enumerate() {
                sets[1 + nth] = KINDS * PARTS * REPEATS * DEPTHS
                    + ((nth * SET + (*set as usize & 0xff)) << 2 | deep.min(3));
            }
            let logits =
                sets.map(|set| sum(&self.weights[set], &inputs).clamp(-FARTHEST, FARTHEST));
            let last = told.kind * DEPTHS + deep;
            let mut logit = 0.0;
            for (weight, each) in self.last_weights[last].iter().zip(&logits) {
                logit += weight * each;
            }
            let chance = at(&self.chances, logit);
            let by_kind = last << 4 | path as usize & 15;
            let by_context = (mixed(told.contexts[1], path) >> (32 - CORRECTED_LOG)) as usize;
            let scaled = (logit.clamp(-7.99, 7.99) + 8.0) * 2.0;
            let (step, part) = (scaled as usize, scaled - (scaled as usize) as f32);
            let corrected = |table: &Corrected| table[step] * (1.0 - part) + table[step + 1] * part;
            let told_chance = chance * 0.5
                + corrected(&self.by_kind[by_kind]) * 0.2
                + corrected(&self.by_context[by_context]) * 0.3;
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
            for (weight, each) in self.last_weights[last].iter_mut().zip(&logits) {
                *weight += (truth - chance) * LAST_RATE * each;
            }
            for (set, logit) in sets.into_iter().zip(logits) {
                let error = truth - at(&self.chances, logit);
                learn(&mut self.weights[set], &inputs, error);
            }
            for (&line, &history) in lines.iter().zip(&histories) {
                follow(&mut self.histories[history], bit, HISTORY_SHIFT);
                let known = &mut self.lines[line][place];
                *known = after(*known, bit);
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

    /// The lines for the decisions after a path; one that was another context's is begun anew.
    fn lines_of(&mut self, contexts: &[u32; CONTEXTS], path: u32) -> [usize; CONTEXTS] {
        let mut lines = [0; CONTEXTS];
        for (nth, (line, &context)) in lines.iter_mut().zip(contexts).enumerate() {
            let mixed = mixed(context, path);
            let check = mixed & CHECK | CHECKED;
            let first = (mixed >> (32 - LINES_LOG)) as usize | nth << LINES_LOG;
            let other = first ^ 1;
            let seen = |line: &Line| match line[0] {
                PLACE => 0,
                _ => line[1] >> 8 & 0xff,
            };
            *line = match () {
                () if self.lines[first][0] == check => first,
                () if self.lines[other][0] == check => other,
                () => {
                    let is_first = seen(&self.lines[first]) <= seen(&self.lines[other]);
                    let least = if is_first { first } else { other };
                    self.lines[least] = [PLACE; 16];
                    self.lines[least][0] = check;
                    least
                }
            };
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
fn after(known: u32, bit: bool) -> u32 {
    let (chance, seen, history) = (known >> 16, known >> 8 & 0xff, known & 0xff);
    let rate = (10 << 14) / (10 * seen + 16);
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

/// The inputs' weighed sum, four at a time.
fn sum(weights: &Inputs, inputs: &Inputs) -> f32 {
    let mut sums = [0.0; 4];
    for (weights, inputs) in weights.chunks_exact(4).zip(inputs.chunks_exact(4)) {
        for nth in 0..4 {
            sums[nth] += weights[nth] * inputs[nth];
        }
    }
    sums[0] + sums[1] + (sums[2] + sums[3])
}

fn learn(weights: &mut Inputs, inputs: &Inputs, error: f32) {
    for (weight, input) in weights.iter_mut().zip(inputs) {
        *weight += error * RATE * input;
    }
}

/// The chance at a logit.
fn at(chances: &[f32], logit: f32) -> f32 {
    chances[((logit.clamp(-FARTHEST, FARTHEST) + 16.0) * STEPS) as usize]
}

/// The chance for each logit: by what every processor and every compiler rounds alike, which powers of e are not.
fn chances() -> Vec<f32> {
    // e to the power of a step.
    const STEP: f64 = 1.007_843_097_206_448;
    let mut chances = vec![0.5; 4_096];
    let mut power = 1.0;
    for place in 0..2_048 {
        chances[2_048 + place] = (power / (1.0 + power)) as f32;
        chances[2_047 - place] = (1.0 / (1.0 + power)) as f32;
        power *= STEP;
    }
    chances
}

/// The logit for each chance in 4,096ths: the first whose chance is no less.
fn logits(chances: &[f32]) -> Vec<f32> {
    let mut place = 0;
    (0..4_096)
        .map(|chance| {
            let chance = (chance as f32 + 0.5) / 4_096.0;
            while chances[place] < chance {
                place += 1;
            }
            place as f32 / STEPS - 16.0
        })
        .collect()
}
