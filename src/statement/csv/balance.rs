//! Whether running balances follow from the amounts.

/// How consecutive rows and their balances fit, under both orders of time and both signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain {
    /// Pairs of balances that could be compared.
    pub(super) pairs: u32,
    /// Pairs that fit oldest row first.
    pub(super) forward: u32,
    /// Pairs that fit newest row first.
    pub(super) backward: u32,
    /// Pairs that fit oldest row first with every amount's sign turned.
    pub(super) forward_turned: u32,
    /// Pairs that fit newest row first with every amount's sign turned.
    pub(super) backward_turned: u32,
}

impl Chain {
    /// The most pairs that fit under one order and sign.
    pub(super) fn best(&self) -> u32 {
        self.plain().max(self.turned())
    }

    /// The most pairs that fit with the amounts as they are.
    pub(super) fn plain(&self) -> u32 {
        self.forward.max(self.backward)
    }

    /// The most pairs that fit with the amounts turned.
    pub(super) fn turned(&self) -> u32 {
        self.forward_turned.max(self.backward_turned)
    }

    /// Whether nearly every pair fits.
    pub(super) fn holds(&self) -> bool {
        self.pairs > 0 && self.best() * 10 >= self.pairs * 9
    }
}

/// One row as the chain sees it: whose balance it is, what moved, and the balance after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// Rows of another account or currency have chains of their own.
    pub(super) key: u32,
    /// What moved.
    pub(super) amount: i128,
    /// The balance, where the row has one.
    pub(super) balance: Option<i128>,
}

/// The sum of what moved, within what can be kept; compiled once, for there are many of these.
#[inline(never)]
pub(super) fn sum(left: i128, right: i128) -> i128 {
    left.saturating_add(right)
}

/// What moved, the other way.
#[inline(never)]
pub(super) fn turned(moved: i128) -> i128 {
    moved.saturating_neg()
}

/// Follows the balances through the rows; a row without a balance is carried to the next one that has.
pub(super) fn follow(links: &mut dyn Iterator<Item = Link>) -> Chain {
    struct Open {
        key: u32,
        balance: i128,
        /// Amounts after that row, and with it but without the newest.
        after: i128,
        with: i128,
        newest: i128,
    }
    let mut chain = Chain::default();
    let mut open: Vec<Open> = Vec::new();
    for link in links {
        let Some(held) = open.iter_mut().find(|held| held.key == link.key) else {
            if let Some(balance) = link.balance {
                open.push(Open {
                    key: link.key,
                    balance,
                    after: 0,
                    with: 0,
                    newest: link.amount,
                });
            }
            continue;
        };
        // Each row comes by here, and what wraps around is still alike where it should be.
        held.after = held.after.wrapping_add(link.amount);
        held.with = held.with.wrapping_add(held.newest);
        held.newest = link.amount;
        if let Some(balance) = link.balance {
            let step = balance.wrapping_sub(held.balance);
            let back = step.wrapping_neg();
            // Nothing moved and nothing changed: that proves nothing.
            if step == 0 && held.after == 0 && held.with == 0 {
                continue;
            }
            chain.pairs += 1;
            chain.forward += u32::from(step == held.after);
            chain.forward_turned += u32::from(back == held.after);
            chain.backward += u32::from(back == held.with);
            chain.backward_turned += u32::from(step == held.with);
            held.balance = balance;
            held.after = 0;
            held.with = 0;
        }
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(rows: &[(i128, Option<i128>)]) -> Chain {
        follow(&mut rows.iter().map(|&(amount, balance)| Link {
            key: 0,
            amount,
            balance,
        }))
    }

    #[test]
    fn order_and_sign_are_told_by_the_chain() {
        let oldest_first = chain(&[(5, Some(105)), (-20, Some(85)), (1, None), (2, Some(88))]);
        assert_eq!((oldest_first.pairs, oldest_first.forward), (2, 2));
        let newest_first = chain(&[(-20, Some(85)), (5, Some(105)), (7, Some(100))]);
        assert!(newest_first.holds());
        assert_eq!(newest_first.backward, 2);
        let turned = chain(&[(5, Some(95)), (20, Some(75))]);
        assert_eq!((turned.plain(), turned.forward_turned), (0, 1));
    }
}
