//! Ids that stay the same in any order of import.

use std::fmt;
use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::money::Amount;

use super::{Index, Ledger, Transaction};

/// Names a transaction by what it is: account, day, amount, descriptor, and which of several identical ones.
///
/// 80 bits of SipHash-1-3: with a million transactions the odds of one pair alike are under 1 in 10^12. It
/// names a row to the outside; whether two rows are the same is decided on their fields, never on this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TransactionId([u8; 10]);

impl TransactionId {
    /// The id of a transaction of the account with this key.
    pub(super) fn of(account: &str, row: &Transaction<'_>, occurrence: u16) -> TransactionId {
        let mut hasher = SipHasher13::new();
        hasher.write(account.as_bytes());
        hasher.write_u8(0xff);
        hasher.write_i32(row.posting_date.0);
        // 12.5 and 12.50 are one amount.
        let amount = row.amount.to_decimal().normalize();
        hasher.write_i128(amount.mantissa());
        hasher.write_u32(amount.scale());
        hasher.write(
            row.currency
                .as_ref()
                .map_or("", |currency| currency.code())
                .as_bytes(),
        );
        hasher.write_u8(0xff);
        hasher.write(row.descriptor.as_bytes());
        hasher.write_u16(occurrence);
        if row.pending {
            // It is another row than the one that is booked for it.
            hasher.write_u8(1);
        }
        TransactionId::of_hash(hasher.finish128().as_u128())
    }

    /// The lower 80 bits of a hash.
    pub(super) fn of_hash(hash: u128) -> TransactionId {
        let bytes = hash.to_le_bytes();
        let mut id = [0; 10];
        id.copy_from_slice(&bytes[..10]);
        TransactionId(id)
    }

    /// The bytes it is made of.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The id that [`Display`](fmt::Display) writes; `None` for anything else.
    pub fn parse(text: &str) -> Option<TransactionId> {
        let text = text.as_bytes();
        let mut bits = 0u128;
        for letter in text {
            let digit = DIGITS.iter().position(|digit| digit == letter)?;
            bits = bits << 5 | digit as u128;
        }
        let bytes = bits.to_be_bytes();
        let mut id = [0; 10];
        id.copy_from_slice(&bytes[6..]);
        (text.len() == 16).then_some(TransactionId(id))
    }
}

/// Crockford's base 32.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Crockford's base 32, lower case, 16 characters: no letter is taken for a digit.
impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self
            .0
            .iter()
            .fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
        let mut text = [0u8; 16];
        for (at, digit) in text.iter_mut().enumerate() {
            *digit = DIGITS[(bits >> (75 - 5 * at) & 31) as usize];
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl Ledger {
    /// What tells rows of one day apart in any order of import: account, words, which of several alike.
    pub(super) fn told_apart(&self, at: Index) -> (&str, Amount, &str, u16) {
        let i = at.place();
        let account = self.rows.account.get(i).and_then(|id| self.account(*id));
        (
            account.map_or("", |account| &account.key),
            self.amount_at(at),
            self.rows
                .descriptor
                .get(i)
                .map_or("", |text| self.texts.get(*text)),
            self.rows.occurrence.get(i).copied().unwrap_or(0),
        )
    }
}
