//! The groups categories are shown in: twelve of spending, each with a colour, and four beside them.

use super::Category;

/// What a category is shown in: twelve groups of spending, each with a colour, and four beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Rent and mortgage.
    Housing,
    /// Food and drink for the home.
    Groceries,
    /// Utilities, insurance, taxes, loans.
    Bills,
    /// Fuel, fares, parking, the car.
    Transport,
    /// Restaurants, takeaways, coffee.
    Eating,
    /// Goods.
    Shopping,
    /// Film, television and music by the month.
    Subs,
    /// Medicine and care of oneself.
    Health,
    /// House and garden.
    Home,
    /// Games, sport, outings.
    Leisure,
    /// Flights, stays, hire cars.
    Travel,
    /// Spending of any other kind.
    Other,
    /// Cash withdrawn.
    Cash,
    /// What the bank charges.
    Fees,
    /// Money earned.
    Income,
    /// Money that only moves, in and out.
    Transfers,
}

impl Group {
    /// Every group, in the order it is shown in.
    pub const ALL: [Group; 16] = [
        Group::Housing,
        Group::Groceries,
        Group::Bills,
        Group::Transport,
        Group::Eating,
        Group::Shopping,
        Group::Subs,
        Group::Health,
        Group::Home,
        Group::Leisure,
        Group::Travel,
        Group::Other,
        Group::Cash,
        Group::Fees,
        Group::Income,
        Group::Transfers,
    ];

    /// The name on the wire and in the style sheet.
    pub fn name(self) -> &'static str {
        self.label().split_at("group-".len()).1
    }

    /// The key of its label in `phrase`.
    pub fn label(self) -> &'static str {
        match self {
            Group::Housing => "group-housing",
            Group::Groceries => "group-groceries",
            Group::Bills => "group-bills",
            Group::Transport => "group-transport",
            Group::Eating => "group-eating",
            Group::Shopping => "group-shopping",
            Group::Subs => "group-subs",
            Group::Health => "group-health",
            Group::Home => "group-home",
            Group::Leisure => "group-leisure",
            Group::Travel => "group-travel",
            Group::Other => "group-other",
            Group::Cash => "group-cash",
            Group::Fees => "group-fees",
            Group::Income => "group-income",
            Group::Transfers => "group-transfers",
        }
    }

    /// The group of a name.
    pub fn from_name(name: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.name() == name)
    }

    /// The categories in it.
    pub fn categories(self) -> impl Iterator<Item = Category> {
        Category::all().filter(move |category| category.group() == self)
    }
}

/// The group of a name, while the program is built.
pub(super) const fn group_of(name: &str) -> Group {
    match name.as_bytes() {
        b"housing" => Group::Housing,
        b"groceries" => Group::Groceries,
        b"bills" => Group::Bills,
        b"transport" => Group::Transport,
        b"eating" => Group::Eating,
        b"shopping" => Group::Shopping,
        b"subs" => Group::Subs,
        b"health" => Group::Health,
        b"home" => Group::Home,
        b"leisure" => Group::Leisure,
        b"travel" => Group::Travel,
        b"cash" => Group::Cash,
        b"fees" => Group::Fees,
        b"income" => Group::Income,
        b"transfers" => Group::Transfers,
        name => {
            assert!(matches!(name, b"other"), "a group that is none of ours");
            Group::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase::label;

    #[test]
    fn every_group_has_a_name_and_categories() {
        for group in Group::ALL {
            assert_eq!(Group::from_name(group.name()), Some(group));
            assert!(group.categories().next().is_some(), "{group:?}");
            assert!(label(group.label()).is_some(), "{group:?}");
        }
    }

    #[test]
    fn the_labels_list_every_category_after_its_group_by_its_words() {
        let listed: Vec<_> = crate::phrase::categories().collect();
        assert_eq!(listed.len(), Category::COUNT);
        for (group, code) in &listed {
            let known = Category::from_code(code).map(|category| category.group().name());
            assert_eq!(known, Some(*group), "{code}");
        }
        let rank =
            |code: &str| label(code).map(|word| (word.starts_with("Other"), word.to_lowercase()));
        for pair in listed.windows(2) {
            assert!(
                pair[0].0 != pair[1].0 || rank(pair[0].1) < rank(pair[1].1),
                "{pair:?}"
            );
        }
    }
}
