//! The usual service of a visit: which area and item its form begins with, from what was last done for the person, the categories, the age
//! and what the worker did last. It proposes and judges nothing; what counts says `service.rs`.

use chrono::NaiveDate;

use crate::age;
use crate::dictionary::dictionary;
use crate::fields::visit;
use crate::values::{Fields, text};

const RELIEF: &str = "A1";
const CHILDREN: &str = "A2";
const OTHER: &str = "A4";

/// An area with what was done in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usual {
    /// Code of table `area`.
    pub area: String,
    /// Code of the catalogue, or empty.
    pub item: String,
    /// Code of table `service_method`, or empty.
    pub method: String,
}

impl Usual {
    /// What a service record says; none where it names no area, or nothing that was done in it.
    pub fn of(record: &Fields) -> Option<Usual> {
        let own = |name: &str| text(record, name).to_owned();
        let used = Usual { area: own(visit::AREA), item: own(visit::SERVICE_ITEM), method: own(visit::SERVICE_METHOD) };
        let said = !used.area.is_empty() && (!used.item.is_empty() || !used.method.is_empty());
        said.then_some(used)
    }
}

/// What is known of a person when a visit begins.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Birth date.
    pub birth: Option<NaiveDate>,
    /// Codes of `category` in force.
    pub categories: &'a [&'a str],
    /// The last service for the person.
    pub last: Option<&'a Usual>,
    /// The last service of the worker, for anybody.
    pub last_of_worker: Option<&'a Usual>,
}

/// The area and item to begin with; never without an area, and never without an item of that area.
pub fn usual(known: Known<'_>, day: NaiveDate) -> Usual {
    let grown = age::at_least(known.birth, None, day, age::OF_AGE);
    // Who has come of age is no child in care any more, whatever was done before.
    let fits = |used: &&Usual| !(grown && used.area == CHILDREN);
    if let Some(last) = known.last.filter(fits) {
        return last.clone();
    }
    let worker = known.last_of_worker.filter(fits);
    let area = area_of_categories(known.categories, grown)
        .or_else(|| area_of_age(known.birth, day))
        .or_else(|| worker.map(|used| used.area.as_str()))
        .unwrap_or(RELIEF);
    match worker.filter(|used| used.area == area && !is_for_veterans(used)) {
        Some(used) => used.clone(),
        None => Usual {
            area: area.to_owned(),
            item: item_of(area, known, day).unwrap_or_default().to_owned(),
            ..Usual::default()
        },
    }
}

/// Children A2, relief A1, the aged, disabled and veterans A4: the area that the categories point to.
fn area_of_categories(categories: &[&str], grown: bool) -> Option<&'static str> {
    let table = dictionary().code_table("category")?;
    let has = |group: &str| {
        categories.iter().any(|code| table.entry(code).and_then(|entry| entry.group.as_deref()) == Some(group))
    };
    match () {
        () if has("儿童") && !grown => Some(CHILDREN),
        () if has("社会救助") => Some(RELIEF),
        () if has("老年人") || has("残疾人") || has("优抚对象") => Some(OTHER),
        () => None,
    }
}

/// Who has no category: minors A2, the aged A4; in between the age says nothing.
fn area_of_age(birth: Option<NaiveDate>, day: NaiveDate) -> Option<&'static str> {
    match age::on(birth, None, day)? {
        years if years < age::OF_AGE => Some(CHILDREN),
        years if years >= age::ELDERLY => Some(OTHER),
        _ => None,
    }
}

/// The item that a visit nearly always is in an area.
fn item_of(area: &str, known: Known<'_>, day: NaiveDate) -> Option<&'static str> {
    match area {
        RELIEF => Some("A101"),
        CHILDREN => Some("A201"),
        OTHER if known.categories.contains(&"special_care") => Some("A402"),
        OTHER if age::at_least(known.birth, None, day, age::ELDERLY) || known.birth.is_none() => Some("A401"),
        OTHER => Some("A412"),
        _ => None,
    }
}

fn is_for_veterans(used: &Usual) -> bool {
    used.item == "A402"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;
    use crate::service::in_catalogue;

    fn today() -> NaiveDate {
        stored("2026-11-23").expect("today")
    }

    fn used(area: &str, item: &str) -> Usual {
        Usual { area: area.into(), item: item.into(), method: String::new() }
    }

    fn of(born: &str, categories: &[&str], last: Option<&Usual>, last_of_worker: Option<&Usual>) -> (String, String) {
        let usual = usual(Known { birth: stored(born), categories, last, last_of_worker }, today());
        (usual.area, usual.item)
    }

    fn is(area: &str, item: &str) -> (String, String) {
        (area.into(), item.into())
    }

    #[test]
    fn a_first_visit_without_category_goes_by_age() {
        assert_eq!(of("2018-03-01", &[], None, None), is("A2", "A201"));
        assert_eq!(of("1952-03-15", &[], None, None), is("A4", "A401"));
        assert_eq!(of("1980-05-01", &[], None, None), is("A1", "A101"));
        assert_eq!(of("", &[], None, None), is("A1", "A101"), "age unknown");
        assert_eq!(of("2008-11-24", &[], None, None), is("A2", "A201"), "the day before 18");
        assert_eq!(of("2008-11-23", &[], None, None), is("A1", "A101"), "18 today");
        assert_eq!(of("1966-11-23", &[], None, None), is("A4", "A401"), "60 today");
    }

    #[test]
    fn categories_come_before_age() {
        assert_eq!(of("1952-03-15", &["dibao"], None, None), is("A1", "A101"));
        assert_eq!(of("2018-03-01", &["dibao", "left_behind_child"], None, None), is("A2", "A201"));
        assert_eq!(of("1970-01-01", &["special_care"], None, None), is("A4", "A402"));
        assert_eq!(of("1980-05-01", &["disabled"], None, None), is("A4", "A412"));
    }

    #[test]
    fn what_was_last_done_for_the_person_comes_first_until_a_child_is_grown() {
        let (relief, child) = (used("A1", "A111"), used("A2", "A213"));
        assert_eq!(of("1952-03-15", &["elderly"], Some(&relief), None), is("A1", "A111"));
        assert_eq!(of("2018-03-01", &[], Some(&child), None), is("A2", "A213"));
        assert_eq!(of("2008-01-01", &["left_behind_child"], Some(&child), Some(&child)), is("A1", "A101"));
    }

    #[test]
    fn the_workers_last_item_serves_where_the_area_is_the_same_or_nothing_else_is_known() {
        let (relief, village) = (used("A1", "A103"), used("A3", "A304"));
        assert_eq!(of("1980-05-01", &["dibao"], None, Some(&relief)), is("A1", "A103"));
        assert_eq!(of("1980-05-01", &[], None, Some(&village)), is("A3", "A304"));
        assert_eq!(of("1952-03-15", &[], None, Some(&village)), is("A4", "A401"));
        assert_eq!(of("1952-03-15", &[], None, Some(&used("A4", "A402"))), is("A4", "A401"), "no veteran");
    }

    #[test]
    fn what_is_proposed_always_counts() {
        let held: [&[&str]; 5] = [&[], &["dibao"], &["special_care"], &["disabled"], &["left_behind_child"]];
        for born in ["2018-03-01", "1952-03-15", "1980-05-01", ""] {
            for categories in held {
                let (area, item) = of(born, categories, None, None);
                assert!(in_catalogue(&area, &item, &[], None), "{born} {categories:?}: {area} {item}");
            }
        }
    }
}
