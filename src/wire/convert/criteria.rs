//! What rows have to meet, to and from the book's own terms.

use crate::book::{self, Book};
use crate::category::{Category, Group};
use crate::ledger::AccountId;
use crate::money;
use crate::order::Gather as _;

use super::account::account_of;
use super::*;

/// Stands among the categories for rows that need review.
const NEEDS_REVIEW: &str = "needsReview";

impl Criteria {
    /// The criteria in the book's own terms; names that it does not know match nothing.
    pub(crate) fn to_domain(&self, book: &Book) -> book::Criteria {
        let merchant_of = |name: &String| {
            let found = book
                .merchants()
                .find(|(_, known)| known == name)
                .map(|(id, _)| id);
            found.unwrap_or(book::MerchantId(u32::MAX))
        };
        let account_of = |id: &String| account_of(id).unwrap_or(AccountId(u16::MAX));
        let amount_of =
            |text: &Option<String>| text.as_deref().and_then(money::Amount::parse_plain);
        book::Criteria {
            categories: self
                .categories
                .iter()
                .flat_map(|name| categories_of(name))
                .gather(),
            needs_review: self.categories.iter().any(|name| name == NEEDS_REVIEW),
            own_groups: self.own(|name| {
                let group = own_group_of(book, name);
                group.or(own_category_of(book, name).is_none().then_some(u16::MAX))
            }),
            own_categories: self.own(|name| own_category_of(book, name)),
            without_own: self.categories.iter().any(|name| name.starts_with("rest:")),
            merchants: self.merchants.iter().map(merchant_of).gather(),
            accounts: self.accounts.iter().map(account_of).gather(),
            text: self.text.iter().map(|text| text.as_str().into()).gather(),
            pending: false,
            currency: None,
            weekday: None,
            min_amount: amount_of(&self.min_amount),
            max_amount: amount_of(&self.max_amount),
        }
    }

    /// What the person's own names among the categories stand for.
    fn own(&self, find: impl Fn(&str) -> Option<u16>) -> Vec<u16> {
        let names = self.categories.iter();
        names
            .filter_map(|name| find(name.strip_prefix("own:")?))
            .gather()
    }
}

/// The book's criteria as they cross.
pub(super) fn criteria(
    out: &mut Message,
    name: &'static str,
    book: &Book,
    criteria: &book::Criteria,
) {
    let (groups, made) = (book.rules().groups(), book.rules().own_categories());
    let group = |number: &u16| Some(&groups.get(usize::from(*number))?.name);
    let category = |number: &u16| Some(&made.get(usize::from(*number))?.name);
    let mut own: Vec<&str> = Vec::new();
    let groups = criteria.own_groups.iter().filter_map(group);
    for name in groups.chain(criteria.own_categories.iter().filter_map(category)) {
        if !own.contains(&&**name) {
            own.push(name);
        }
    }
    let amount = |out: &mut Message, name, amount: &Option<money::Amount>| {
        out.shown_or_null(name, amount.as_ref().map(|amount| amount as _));
    };
    out.fields(name, |out| {
        let codes = criteria.categories.iter().map(|category| category.code());
        let codes = codes.chain(criteria.needs_review.then_some(NEEDS_REVIEW));
        let own = own.into_iter().map(|name| ["own:", name].concat());
        out.list(
            "categories",
            codes.map(str::to_owned).chain(own),
            |out, name| {
                out.text(ITEM, &name);
            },
        );
        out.list("merchants", &criteria.merchants, |out, merchant| {
            out.text(ITEM, book.merchant_name(*merchant));
        });
        out.list("accounts", &criteria.accounts, |out, id| {
            out.shown(ITEM, id)
        });
        out.texts("text", &criteria.text);
        amount(out, "minAmount", &criteria.min_amount);
        amount(out, "maxAmount", &criteria.max_amount);
    });
}

/// The number of a group of the person's own, by its name.
fn own_group_of(book: &Book, name: &str) -> Option<u16> {
    let mut groups = book.rules().groups().iter();
    let found = groups.position(|group| &*group.name == name)?;
    u16::try_from(found).ok()
}

/// The number of a category of the person's own, by its name.
fn own_category_of(book: &Book, name: &str) -> Option<u16> {
    let mut made = book.rules().own_categories().iter();
    let found = made.position(|category| &*category.name == name)?;
    u16::try_from(found).ok()
}

/// The categories of a detailed code, of a primary one, of `group:eating`, or of `rest:eating`: what of it is in no group
/// of the person's own.
fn categories_of(name: &str) -> Vec<Category> {
    if let Some(group) = name.strip_prefix("group:").or(name.strip_prefix("rest:")) {
        return Group::from_name(group)
            .into_iter()
            .flat_map(Group::categories)
            .gather();
    }
    match Category::from_code(name) {
        Some(category) => vec![category],
        None => Category::all()
            .filter(|category| category.primary() == name)
            .gather(),
    }
}
