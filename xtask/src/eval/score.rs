//! What was said beside what was wanted, counted.

use std::collections::BTreeMap;

/// One row: what it should be, and what the engine said of it.
pub(crate) struct Verdict {
    /// The codes that are right: detailed, or primary where the set knows no more. Several where it allows several.
    pub(crate) wanted: Vec<String>,
    /// The country the row was read for; empty where none was given.
    pub(crate) country: &'static str,
    /// What was said; `None` needs review.
    pub(crate) said: Option<String>,
    /// How sure, in hundredths.
    pub(crate) sure: u32,
    /// The guesses of an open row.
    pub(crate) guesses: Vec<String>,
    /// The kind of the reason.
    pub(crate) reason: String,
}

/// The primaries of the taxonomy; a code begins with its own.
const PRIMARIES: [&str; 18] = [
    "BANK_FEES",
    "ENTERTAINMENT",
    "FOOD_AND_DRINK",
    "GENERAL_MERCHANDISE",
    "GENERAL_SERVICES",
    "GOVERNMENT_AND_NON_PROFIT",
    "HOME_IMPROVEMENT",
    "INCOME",
    "LOAN_DISBURSEMENTS",
    "LOAN_PAYMENTS",
    "MEDICAL",
    "OTHER",
    "PERSONAL_CARE",
    "RENT_AND_UTILITIES",
    "TRANSFER_IN",
    "TRANSFER_OUT",
    "TRANSPORTATION",
    "TRAVEL",
];

/// The primary of a code; the code itself where it is none of the taxonomy.
pub(crate) fn primary(code: &str) -> &str {
    let of = |primary: &&str| {
        code.strip_prefix(*primary)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    PRIMARIES.iter().copied().find(of).unwrap_or(code)
}

/// How deep codes are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    Primary,
    Detailed,
}

impl Depth {
    fn cut(self, code: &str) -> &str {
        match self {
            Depth::Primary => primary(code),
            Depth::Detailed => code,
        }
    }
}

impl Verdict {
    fn accepts(&self, code: &str, depth: Depth) -> bool {
        let code = depth.cut(code);
        self.wanted.iter().any(|wanted| depth.cut(wanted) == code)
    }

    /// Whether what was said is right.
    pub(crate) fn is_right(&self, depth: Depth) -> bool {
        self.said
            .as_deref()
            .is_some_and(|said| self.accepts(said, depth))
    }

    fn is_guessed(&self, depth: Depth) -> bool {
        self.guesses.iter().any(|guess| self.accepts(guess, depth))
    }
}

/// `part` of `whole` in tenths of a hundredth, as text.
pub(crate) fn share(part: usize, whole: usize) -> String {
    match (part * 1000 + whole / 2).checked_div(whole) {
        Some(mills) => format!("{}.{} %", mills / 10, mills % 10),
        None => "-".to_owned(),
    }
}

/// Coverage and accuracy of rows.
pub(crate) fn print_accuracy(name: &str, rows: &[&Verdict], depth: Depth) {
    let said = rows.iter().filter(|row| row.said.is_some()).count();
    let right = rows.iter().filter(|row| row.is_right(depth)).count();
    let open = rows.len() - said;
    let guessed = rows.iter().filter(|row| row.said.is_none());
    let guessed = guessed.filter(|row| row.is_guessed(depth)).count();
    println!(
        "{name}: {right} of {} rows right ({}); said {said} ({}), right when said {}; \
         open {open}, the right one guessed {}",
        rows.len(),
        share(right, rows.len()),
        share(said, rows.len()),
        share(right, said),
        share(guessed, open),
    );
}

/// The bands of confidence, in hundredths, highest first.
const BANDS: [(u32, u32); 6] = [(95, 101), (90, 95), (85, 90), (80, 85), (70, 80), (0, 70)];

/// The reliability table: of what was said in a band, how much is right.
pub(crate) fn print_reliability(rows: &[&Verdict], depth: Depth) {
    println!("  confidence    said   right   is right   claims");
    for (from, to) in BANDS {
        let band: Vec<_> = rows
            .iter()
            .filter(|row| row.said.is_some() && (from..to).contains(&row.sure))
            .collect();
        let right = band.iter().filter(|row| row.is_right(depth)).count();
        let claimed = band.iter().map(|row| row.sure as usize).sum::<usize>();
        println!(
            "  0.{from:02} - {}  {:6}  {right:6}   {:>8}   {:>6}",
            if to > 100 {
                "1.00".to_owned()
            } else {
                format!("0.{to:02}")
            },
            band.len(),
            share(right, band.len()),
            share(claimed, band.len() * 100),
        );
    }
    let sure: Vec<_> = rows
        .iter()
        .filter(|row| row.said.is_some() && row.sure >= 90)
        .collect();
    let right = sure.iter().filter(|row| row.is_right(depth)).count();
    println!(
        "  0.90 and more: {right} of {} right ({})",
        sure.len(),
        share(right, sure.len())
    );
}

/// How many parts of a set are told apart, to see how far its share swings.
const PARTS: usize = 4;

/// Of what was said at 0.9 or more, how much is right in each part of the rows.
pub(crate) fn print_parts(rows: &[&Verdict], depth: Depth) {
    let mut parts = [[0usize; 2]; PARTS];
    for (at, row) in rows.iter().enumerate() {
        if row.said.is_some() && row.sure >= 90 {
            let counts = &mut parts[at % PARTS];
            counts[0] += 1;
            counts[1] += usize::from(row.is_right(depth));
        }
    }
    let shares = parts.map(|[said, right]| share(right, said));
    println!(
        "  0.90 and more, in each quarter of the rows: {}",
        shares.join(", ")
    );
}

/// The reliability of each class of evidence: what decided, at which confidence.
pub(crate) fn print_evidence(rows: &[&Verdict], depth: Depth) {
    let mut classes: BTreeMap<(&str, std::cmp::Reverse<u32>), [usize; 2]> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.said.is_some()) {
        let class = (row.reason.as_str(), std::cmp::Reverse(row.sure));
        let counts = classes.entry(class).or_default();
        counts[0] += 1;
        counts[1] += usize::from(row.is_right(depth));
    }
    println!("  evidence       claims    said   right   is right");
    for ((reason, sure), [said, right]) in classes {
        let (sure, share) = (sure.0, share(right, said));
        println!("  {reason:14}   0.{sure:02}  {said:6}  {right:6}   {share:>8}");
    }
}

/// Precision, recall and F1 of each class; at the detailed level of those that are not wholly right.
pub(crate) fn print_classes(rows: &[&Verdict], depth: Depth) {
    // Wanted, said, and both.
    let mut classes: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for row in rows {
        let wanted = row.wanted.first().map_or("", |code| depth.cut(code));
        let right = row.is_right(depth);
        classes.entry(wanted).or_default()[0] += 1;
        if let Some(said) = &row.said {
            let class = if right { wanted } else { depth.cut(said) };
            let counts = classes.entry(class).or_default();
            counts[1] += 1;
            counts[2] += usize::from(right);
        }
    }
    println!(
        "  class                                      wanted  said  precision  recall      F1"
    );
    let is_wholly_right = |[wanted, said, right]: &[usize; 3]| wanted == right && said == right;
    classes.retain(|_, counts| depth == Depth::Primary || !is_wholly_right(counts));
    for (class, [wanted, said, right]) in classes {
        println!(
            "  {class:42} {wanted:6} {said:5}  {:>9} {:>7} {:>7}",
            share(right, said),
            share(right, wanted),
            share(2 * right, wanted + said),
        );
    }
}

/// What was said most often in the place of what, and by which reason.
pub(crate) fn print_confusions(rows: &[&Verdict], depth: Depth, most: usize) {
    let mut confusions: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.is_right(depth)) {
        let wanted = row.wanted.first().map_or("", |code| depth.cut(code));
        let said = row.said.as_deref().map_or("open", |said| depth.cut(said));
        *confusions.entry((wanted, said, &row.reason)).or_default() += 1;
    }
    let mut confusions: Vec<_> = confusions.into_iter().collect();
    confusions.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    println!("  wanted -> said (reason), how often");
    for ((wanted, said, reason), count) in confusions.into_iter().take(most) {
        println!("  {count:4}  {wanted} -> {said} ({reason})");
    }
}

/// What reasons decided, and how often rightly.
pub(crate) fn print_reasons(rows: &[&Verdict], depth: Depth) {
    let mut reasons: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.said.is_some()) {
        let counts = reasons.entry(&row.reason).or_default();
        counts[0] += 1;
        counts[1] += usize::from(row.is_right(depth));
    }
    for (reason, [said, right]) in reasons {
        println!(
            "  {reason:14} said {said:5}, right {right:5} ({})",
            share(right, said)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_the_primary_it_begins_with() {
        assert_eq!(primary("FOOD_AND_DRINK_COFFEE"), "FOOD_AND_DRINK");
        assert_eq!(primary("TRANSFER_OUT"), "TRANSFER_OUT");
        assert_eq!(primary("OTHERWISE"), "OTHERWISE");
    }

    #[test]
    fn shares_are_rounded_and_nothing_of_nothing_is_none() {
        assert_eq!(share(2, 3), "66.7 %");
        assert_eq!(share(1, 1), "100.0 %");
        assert_eq!(share(0, 0), "-");
    }
}
