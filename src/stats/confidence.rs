//! How sure something is, without a float.

/// How sure something is, in hundredths from 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Confidence(u8);

impl Confidence {
    /// Beyond doubt: the person's own word.
    pub const CERTAIN: Confidence = Confidence(100);
    /// Nothing speaks for it.
    pub const NONE: Confidence = Confidence(0);

    /// From hundredths, held at 100.
    pub const fn from_hundredths(hundredths: u8) -> Confidence {
        Confidence(if hundredths > 100 { 100 } else { hundredths })
    }

    /// In hundredths.
    pub fn hundredths(self) -> u8 {
        self.0
    }
}

/// The decimal from `0` to `1` of every edge: `0.93`.
impl std::fmt::Display for Confidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            100 => f.write_str("1"),
            tens if tens % 10 == 0 => write!(f, "0.{}", tens / 10),
            other => write!(f, "0.{other:02}"),
        }
    }
}
