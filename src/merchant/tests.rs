use super::*;

fn name(descriptor: &str) -> String {
    Reader::new()
        .naming_of(descriptor, None)
        .merchant
        .map_or_else(String::new, String::from)
}

#[test]
fn one_shop_has_one_name() {
    for descriptor in [
        "MARLOWS 2214 LEEDS GB",
        "MARLOWS 0917 YORK GB",
        "MARLOWS STORE 12",
    ] {
        assert_eq!(name(descriptor), "Marlows", "{descriptor}");
    }
}
