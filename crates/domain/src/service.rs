//! The four service areas and their catalogue (R11): what a service record must name, and whether it counts.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::dictionary::dictionary;
use crate::fields::{service_item, visit};
use crate::finding::Finding;
use crate::values::{Fields, date, text};

/// How a service record stands under R11.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "standing", content = "reason")]
pub enum Standing {
    /// Cannot be final yet (may be kept as 暂存).
    Incomplete(&'static str),
    /// Final, but counts in no indicator.
    NotCounted(&'static str),
    /// Final and counted.
    Counted,
}

/// The service side of a visit, case, group or activity.
#[derive(Debug, Clone)]
pub struct ServiceFact {
    /// Code of `area`.
    pub area: Arc<str>,
    /// Code of the catalogue, or empty.
    pub item: Arc<str>,
    /// `judge` said `Counted`; else the record enters no figure but the one of such records.
    pub counted: bool,
}

impl Default for ServiceFact {
    fn default() -> Self {
        ServiceFact { area: Arc::default(), item: Arc::default(), counted: true }
    }
}

/// A service item that the county added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountyItem {
    /// Code of table `area`.
    pub area: String,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Its approval holds from that day on; none: from the beginning.
    pub from: Option<NaiveDate>,
    /// And until that day; none: without an end.
    pub until: Option<NaiveDate>,
}

impl CountyItem {
    /// Whether its approval holds on a day; on a day that nobody has said it does.
    pub fn is_approved_on(&self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until))
    }
}

/// The four fields R11 looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Service<'a> {
    /// Code of table `area`, or empty.
    pub area: &'a str,
    /// Code of the catalogue, or words of one's own, or empty.
    pub item: &'a str,
    /// Code of table `service_method`, or empty.
    pub method: &'a str,
    /// Approval number, or empty.
    pub approval_no: &'a str,
}

/// The county's items in use, from the fields of its final `service_item` records: those it says are in use (是否启用: 是). One that was
/// switched off, or of which nothing is said, is none; the form does not offer it and no record counts by it.
pub fn items_in_use<'a>(items: impl IntoIterator<Item = &'a Map<String, Value>>) -> Vec<CountyItem> {
    let own = |fields: &Map<String, Value>, name: &str| text(fields, name).to_owned();
    let in_use = items.into_iter().filter(|fields| text(fields, service_item::ACTIVE) == "yes");
    let item = |fields| CountyItem {
        area: own(fields, service_item::AREA),
        code: own(fields, service_item::CODE),
        name: own(fields, service_item::NAME),
        from: date(fields, service_item::FROM_DATE),
        until: date(fields, service_item::UNTIL_DATE),
    };
    in_use.map(item).filter(|item| !item.code.is_empty()).collect()
}

/// What is said of an item that is in no catalogue, and of one whose approval does not hold on the day.
const OUTSIDE: &str = "事项不在本领域清单内，又没有批准文号：可以保存，但不计入指标";
const OUT_OF_DATES: &str = "这个县定事项在这一天不在批准的有效期内，又没有批准文号：可以保存，但不计入指标";

/// Judges a service record of a day. The county's items are those in use, each with its approval.
pub fn judge(service: Service<'_>, county_items: &[CountyItem], day: Option<NaiveDate>) -> Standing {
    if service.area.trim().is_empty() {
        return Standing::Incomplete("请选服务领域（四选一）");
    }
    if service.item.trim().is_empty() && service.method.trim().is_empty() {
        return Standing::Incomplete("服务事项、服务方法至少填一个");
    }
    match outside(service, county_items, day) {
        Some(words) if service.approval_no.trim().is_empty() => Standing::NotCounted(words),
        _ => Standing::Counted,
    }
}

/// Why the item of a service is not in the catalogue of its area on the day, whatever its own approval number; none where it is.
pub fn outside(service: Service<'_>, county_items: &[CountyItem], day: Option<NaiveDate>) -> Option<&'static str> {
    if service.item.trim().is_empty() || in_catalogue(service.area, service.item, county_items, day) {
        return None;
    }
    Some(if in_catalogue(service.area, service.item, county_items, None) { OUT_OF_DATES } else { OUTSIDE })
}

/// Whether an item stands in the catalogue of that very area on a day.
pub fn in_catalogue(area: &str, item: &str, county_items: &[CountyItem], day: Option<NaiveDate>) -> bool {
    let policy = dictionary().code_table("service_item").and_then(|table| table.entry(item));
    policy.is_some_and(|entry| entry.group.as_deref() == Some(area))
        || county_items.iter().any(|own| own.area == area && own.code == item && own.is_approved_on(day))
}

/// R11: what a final service record needs, and a word when it will not count. An item that the county added is judged by
/// the use case, which knows the county's catalogue; here an unknown item only warns.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let service = Service {
        area: text(fields, visit::AREA),
        item: text(fields, visit::SERVICE_ITEM),
        method: text(fields, visit::SERVICE_METHOD),
        approval_no: text(fields, visit::APPROVAL_NO),
    };
    let finding = match judge(service, &[], None) {
        Standing::Incomplete(message) if !provisional => {
            Some(Finding::error(if service.area.is_empty() { visit::AREA } else { visit::SERVICE_ITEM }, message))
        }
        Standing::NotCounted(message) => Some(Finding::warning(visit::APPROVAL_NO, message)),
        _ => None,
    };
    finding.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn service<'a>(area: &'a str, item: &'a str, method: &'a str, approval_no: &'a str) -> Service<'a> {
        Service { area, item, method, approval_no }
    }

    #[test]
    fn r11_without_an_area_it_cannot_be_final() {
        assert!(matches!(judge(service("", "A101", "M05", "x"), &[], None), Standing::Incomplete(_)));
        assert!(matches!(judge(service(" ", "A101", "", ""), &[], None), Standing::Incomplete(_)));
    }

    #[test]
    fn r11_out_of_the_catalogue_counts_only_with_an_approval() {
        assert!(matches!(judge(service("A4", "健身课", "", ""), &[], None), Standing::NotCounted(_)));
        assert_eq!(judge(service("A4", "健身课", "", "湘民函〔2026〕1号"), &[], None), Standing::Counted);
        assert!(matches!(judge(service("A4", "健身课", "M14", "  "), &[], None), Standing::NotCounted(_)));
    }

    #[test]
    fn r11_an_item_of_another_area_is_out_of_the_catalogue() {
        assert_eq!(judge(service("A2", "A201", "", ""), &[], None), Standing::Counted);
        assert!(matches!(judge(service("A1", "A201", "", ""), &[], None), Standing::NotCounted(_)));
        assert_eq!(judge(service("A1", "A201", "", "文号"), &[], None), Standing::Counted);
    }

    #[test]
    fn r11_item_or_method_must_be_named() {
        assert!(matches!(judge(service("A1", "", "", ""), &[], None), Standing::Incomplete(_)));
        assert_eq!(judge(service("A1", "", "M05", ""), &[], None), Standing::Counted);
    }

    #[test]
    fn r11_a_county_item_counts_in_its_own_area_only() {
        let own =
            [CountyItem { area: "A4".into(), code: "A4-X01".into(), name: "助浴".into(), from: None, until: None }];
        assert_eq!(judge(service("A4", "A4-X01", "", ""), &own, None), Standing::Counted);
        assert!(matches!(judge(service("A3", "A4-X01", "", ""), &own, None), Standing::NotCounted(_)));
        assert!(matches!(judge(service("A4", "A4-X01", "", ""), &[], None), Standing::NotCounted(_)));
    }

    #[test]
    fn r11_only_what_the_county_says_is_in_use_is_in_use() {
        let item = |active: Value| json!({ "area": "A4", "code": "A4-X01", "name": "助浴", "active": active });
        let in_use = |active: Value| items_in_use(item(active).as_object()).len();
        assert_eq!([json!("yes"), json!("no"), json!(""), Value::Null].map(in_use), [1, 0, 0, 0]);
        assert_eq!(items_in_use(json!({ "area": "A4", "active": "yes" }).as_object()), [], "without a code it is none");
    }

    #[test]
    fn every_item_of_the_policy_names_an_area_that_exists() {
        let table = dictionary().code_table("service_item").expect("table");
        let areas = dictionary().code_table("area").expect("areas");
        assert!(table.open && areas.entries.len() == 4);
        assert!(
            table.entries.iter().all(|item| { item.group.as_deref().is_some_and(|area| areas.entry(area).is_some()) })
        );
    }

    #[test]
    fn r11_an_approval_holds_between_its_days_and_what_lies_outside_needs_a_number_of_its_own() {
        let day = |text: &str| crate::dates::stored(text);
        let item = json!({ "area": "A4", "code": "A4-X01", "name": "助浴", "active": "yes", "from_date": "2026-03-01", "until_date": "2026-12-31" });
        let items = items_in_use(item.as_object());
        let on = |text: &str, number: &str| judge(service("A4", "A4-X01", "", number), &items, day(text));
        assert_eq!([on("2026-03-01", ""), on("2026-12-31", "")], [Standing::Counted, Standing::Counted]);
        for out in ["2026-02-28", "2027-01-01"] {
            assert_eq!(on(out, ""), Standing::NotCounted(OUT_OF_DATES), "{out}");
            assert_eq!(on(out, "湘民函〔2026〕1号"), Standing::Counted, "{out}");
        }
        assert_eq!(judge(service("A3", "A4-X01", "", ""), &items, day("2026-05-01")), Standing::NotCounted(OUTSIDE));
        assert_eq!(outside(service("A4", "A4-X01", "", "文号"), &items, day("2027-01-01")), Some(OUT_OF_DATES));
        assert_eq!(outside(service("A4", "", "M05", ""), &items, None), None, "a method alone is in no catalogue");
    }
}
