//! Code words in the text of an entry: `SVWZ+`, `/NAME/`, `IBAN: `.

/// What stands behind a code word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What the payment is for.
    Purpose,
    /// The other party's name.
    Name,
    /// The other party's account.
    Account,
    /// Account, bank and name of the other party, a slash between.
    Counterparty,
    /// The end-to-end reference.
    EndToEnd,
    /// A reference of one of the parties.
    Reference,
    /// The mandate of a direct debit.
    Mandate,
    /// The kind of transaction.
    Kind,
    /// Something else.
    Other,
}

/// How code words are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// `SVWZ+`, and `IBAN: ` where a bank repeats them behind the purpose.
    Plus,
    /// `/NAME/`.
    Slash,
    /// `NAAM: `, in text that is else free.
    Colon,
}

/// Source: Anlage 3 of the DFÜ-Abkommen, 8.2.1, identifiers of field 86.
const PLUS: &[(&str, Meaning)] = &[
    ("EREF+", Meaning::EndToEnd),
    ("KREF+", Meaning::Reference),
    ("MREF+", Meaning::Mandate),
    ("SVWZ+", Meaning::Purpose),
    ("IBAN+", Meaning::Account),
    ("CRED+", Meaning::Other),
    ("DEBT+", Meaning::Other),
    ("ABWA+", Meaning::Other),
    ("ABWE+", Meaning::Other),
    ("PURP+", Meaning::Other),
    ("BREF+", Meaning::Other),
    ("RREF+", Meaning::Other),
    ("RTRN+", Meaning::Other),
    ("OAMT+", Meaning::Other),
    ("COAM+", Meaning::Other),
    ("SQTP+", Meaning::Other),
    ("BIC+", Meaning::Other),
    ("EREF: ", Meaning::EndToEnd),
    ("KREF: ", Meaning::Reference),
    ("MREF: ", Meaning::Mandate),
    ("CRED: ", Meaning::Other),
    ("ABWA: ", Meaning::Other),
    ("IBAN: ", Meaning::Account),
    ("BIC: ", Meaning::Other),
];

/// Source: the MT940 format descriptions of ING, Rabobank and ABN AMRO, which share these words.
const SLASH: &[(&str, Meaning)] = &[
    ("/REMI/", Meaning::Purpose),
    ("/NAME/", Meaning::Name),
    ("/IBAN/", Meaning::Account),
    ("/CNTP/", Meaning::Counterparty),
    ("/EREF/", Meaning::EndToEnd),
    ("/PREF/", Meaning::Reference),
    ("/KREF/", Meaning::Reference),
    ("/MARF/", Meaning::Mandate),
    ("/TRTP/", Meaning::Kind),
    ("/BIC/", Meaning::Other),
    ("/BENM/", Meaning::Other),
    ("/ORDP/", Meaning::Other),
    ("/CSID/", Meaning::Other),
    ("/PURP/", Meaning::Other),
    ("/ISDT/", Meaning::Other),
    ("/RTRN/", Meaning::Other),
    ("/RTYP/", Meaning::Other),
    ("/TRCD/", Meaning::Other),
    ("/ULTD/", Meaning::Other),
    ("/ULTC/", Meaning::Other),
    ("/ULTB/", Meaning::Other),
    ("/SVCL/", Meaning::Other),
    ("/OCMT/", Meaning::Other),
    ("/CHGS/", Meaning::Other),
    ("/EXCH/", Meaning::Other),
    ("/IACC/", Meaning::Other),
    ("/ADDR/", Meaning::Other),
];

/// Source: the free `:86:` of ABN AMRO, ASN, Knab and bunq.
const COLON: &[(&str, Meaning)] = &[
    ("IBAN: ", Meaning::Account),
    ("REK: ", Meaning::Account),
    ("NAAM: ", Meaning::Name),
    ("NAME: ", Meaning::Name),
    ("OMSCHRIJVING: ", Meaning::Purpose),
    ("KENMERK: ", Meaning::Reference),
    ("MACHTIGING: ", Meaning::Mandate),
    ("INCASSANT: ", Meaning::Other),
    ("BIC: ", Meaning::Other),
];

/// The pieces of a text: what each code word is followed by, up to the next.
///
/// Shape: what comes before the first one is [`Meaning::Purpose`].
pub(super) fn pieces(text: &str, notation: Notation) -> Vec<(Meaning, &str)> {
    let words = match notation {
        Notation::Plus => PLUS,
        Notation::Slash => SLASH,
        Notation::Colon => COLON,
    };
    let mut pieces = Vec::new();
    let (mut meaning, mut from, mut at) = (Meaning::Purpose, 0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let begins = notation == Notation::Slash
            || at == 0
            || matches!(bytes[at - 1], b' ' | b'/' | b'-' | b'\t');
        let found = begins.then(|| {
            let rest = &bytes[at..];
            words
                .iter()
                .find(|(word, _)| rest.starts_with(word.as_bytes()))
        });
        let Some(&(word, next)) = found.flatten() else {
            at += 1;
            continue;
        };
        pieces.extend(text.get(from..at).map(|piece| (meaning, piece)));
        at += word.len();
        (meaning, from) = (next, at);
    }
    pieces.extend(text.get(from..).map(|piece| (meaning, piece)));
    pieces.retain(|(_, piece)| !piece.trim().is_empty());
    pieces
}

/// Whether a text begins with a code word such as `SVWZ+`.
pub(super) fn begins_with_word(text: &str) -> bool {
    PLUS.iter().any(|(word, _)| text.starts_with(word))
}

/// Whether a text begins with a slash and has a code word in slashes.
pub(super) fn has_slash_words(text: &str) -> bool {
    text.starts_with('/') && SLASH.iter().any(|(word, _)| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_reaches_to_the_next() {
        use Meaning::{EndToEnd, Name, Other, Purpose};
        assert_eq!(
            pieces("CARD EREF+12 3 SVWZ+A+B CRED: X", Notation::Plus),
            [
                (Purpose, "CARD "),
                (EndToEnd, "12 3 "),
                (Purpose, "A+B "),
                (Other, "X"),
            ]
        );
        assert_eq!(
            pieces("/EREF/7/BENM//NAME/J DOE/REMI//ISDT/2", Notation::Slash),
            [(EndToEnd, "7"), (Name, "J DOE"), (Other, "2")]
        );
        assert_eq!(
            pieces("REFEREF+1", Notation::Plus),
            [(Purpose, "REFEREF+1")]
        );
    }
}
