//! Amounts that words name: `over £200`, `47.99`, `between 20 and 50 quid`.

use rust_decimal::Decimal;

use crate::money::{Amount, Exact};

use super::lexicon::{Lexicon, Part, Sense};
use super::token::{Kind, Token};

/// The magnitudes that rows may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// At least.
    pub(crate) min: Option<Amount>,
    /// At most.
    pub(crate) max: Option<Amount>,
}

/// How far *around* an amount reaches, in hundredths of it.
///
/// Source: half of the widest step between prices that people round, from 10 to 12.
const AROUND_HUNDREDTHS: i64 = 10;

/// The bounds that the tokens from `at` name, and how many they are.
pub(crate) fn bounds_at(tokens: &[Token], at: usize, lexicon: &Lexicon) -> Option<(Bounds, usize)> {
    let part = |at: usize| match lexicon.phrase_at(tokens, at, false) {
        Some((Sense::Part(part), used)) => Some((*part, used)),
        _ => None,
    };
    if tokens.get(at)?.is_any("between from") {
        let (low, used, _) = money_at(tokens, at + 1, lexicon)?;
        let joint = at + 1 + used;
        if tokens.get(joint)?.is_any("and to") {
            let (high, more, marked) = money_at(tokens, joint + 1, lexicon)?;
            let marked = marked || money_at(tokens, at + 1, lexicon)?.2;
            return marked.then_some((
                Bounds {
                    min: Some(low.min(high)),
                    max: Some(high.max(low)),
                },
                1 + used + 1 + more,
            ));
        }
        return None;
    }
    if let Some((part, used)) = part(at) {
        let (amount, more, marked) = money_at(tokens, at + used, lexicon)?;
        // `over 3 months` is no amount.
        if !marked
            && tokens
                .get(at + used + more)
                .and_then(super::time_word::grain_of)
                .is_some()
        {
            return None;
        }
        let bounds = bounds_of(part, amount)?;
        return Some((bounds, used + more));
    }
    let (amount, used, marked) = money_at(tokens, at, lexicon)?;
    if !marked {
        return None;
    }
    if let Some((part @ (Part::Over | Part::Under), more)) = part(at + used)
        && tokens
            .get(at + used)
            .is_some_and(|token| token.is_any("or and"))
    {
        return Some((bounds_of(part, amount)?, used + more));
    }
    Some((bounds_of(Part::Exactly, amount)?, used))
}

fn bounds_of(part: Part, amount: Amount) -> Option<Bounds> {
    Some(match part {
        Part::Over => Bounds {
            min: Some(amount),
            max: None,
        },
        Part::Under => Bounds {
            min: None,
            max: Some(amount),
        },
        Part::Exactly => Bounds {
            min: Some(amount),
            max: Some(amount),
        },
        Part::Around => {
            let tenth = amount
                .to_decimal()
                .near_times(Decimal::new(AROUND_HUNDREDTHS, 2));
            Bounds {
                min: Amount::from_decimal(amount.to_decimal().near_minus(tenth)),
                max: Amount::from_decimal(amount.to_decimal().near_plus(tenth)),
            }
        }
        _ => return None,
    })
}

/// A number with what marks it as money, and whether something does.
fn money_at(tokens: &[Token], at: usize, lexicon: &Lexicon) -> Option<(Amount, usize, bool)> {
    // `a fiver`
    let article = usize::from(tokens.get(at)?.is("a"));
    for (name, pounds) in [("fiver", 5), ("tenner", 10)] {
        if tokens.get(at + article).is_some_and(|token| token.is(name)) {
            return Some((Amount::new(pounds, 0)?, article + 1, true));
        }
    }
    let signed = matches!(tokens.get(at)?.kind, Kind::Currency(_));
    let place = at + usize::from(signed);
    let token = tokens.get(place)?;
    let Kind::Number {
        value,
        ordinal: false,
    } = token.kind
    else {
        return None;
    };
    let after = tokens.get(place + 1);
    let unit = after.is_some_and(|token| matches!(token.kind, Kind::Currency(_)))
        || matches!(
            lexicon.phrase_at(tokens, place + 1, false),
            Some((Sense::Part(Part::Unit), 1))
        );
    let marked = signed || unit || value.scale() == 2 || is_of_one_row(tokens, place);
    let amount = Amount::from_decimal(value)?;
    Some((amount, usize::from(signed) + 1 + usize::from(unit), marked))
}

/// Words for one row, as they are typed.
const ONE_ROW: &str = "payment charge transaction purchase debit";

/// Whether a bare number is what one row came to: `that 64 payment`, `a charge of 29`.
fn is_of_one_row(tokens: &[Token], place: usize) -> bool {
    let is_row =
        |token: &Token| token.is_any(ONE_ROW) && token.end - token.start == token.text.len();
    let before = |back: usize| place.checked_sub(back).and_then(|at| tokens.get(at));
    let [one, two] = [before(1), before(2)];
    one.is_some_and(|token| token.is_any("that this the a"))
        && tokens.get(place + 1).is_some_and(is_row)
        || one.is_some_and(|token| token.is_any("of for")) && two.is_some_and(is_row)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn read(text: &str) -> String {
        let (lexicon, tokens) = (Lexicon::new(), tokens(text));
        let found = (0..tokens.len()).find_map(|at| bounds_at(&tokens, at, &lexicon));
        let show = |amount: Option<Amount>| amount.map_or("any".to_owned(), |a| a.to_string());
        found.map_or("none".to_owned(), |(bounds, _)| {
            format!("{} to {}", show(bounds.min), show(bounds.max))
        })
    }

    #[test]
    fn amounts_are_read_with_their_bounds() {
        let cases = [
            ("over 200 quid", "200 to any"),
            ("more than £1,500", "1500 to any"),
            ("that £47.99 charge", "47.99 to 47.99"),
            ("a 47.99 charge", "47.99 to 47.99"),
            ("between £20 and £50", "20 to 50"),
            ("between 20 and 50 pounds", "20 to 50"),
            ("under 5€", "any to 5"),
            ("£100 or more", "100 to any"),
            ("everything under a fiver", "any to 5"),
            ("around £50", "45.00 to 55.00"),
            ("over 3 months", "none"),
            ("top 5", "none"),
            ("what was that 64 payment", "64 to 64"),
            ("a charge of 29", "29 to 29"),
            ("the 10 payments", "none"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
