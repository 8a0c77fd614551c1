//! Service records under R11: what was done where, and whether it counts with the items that the county added.

use changelog::Payload;
use domain::brief::ServiceFact;
use domain::fields::service_item;
use domain::service::{self, CountyItem, Service, Standing, judge};
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// How a service record stands under R11, the county's own items known.
pub(crate) fn standing(context: &Context, whole: &Payload) -> Result<Standing, CommandError> {
    let items = items_in_use(context)?;
    let service = Service {
        area: text(whole, "area"),
        item: text(whole, "service_item"),
        method: text(whole, "service_method"),
        approval_no: text(whole, "approval_no"),
    };
    Ok(service::judge(service, &items))
}

pub(crate) fn service(row: &Row, items: &[CountyItem]) -> ServiceFact {
    let of = |field: &str| text(&row.fields, field);
    let (area, item) = (of("area"), of("service_item"));
    let fields = Service { area, item, method: of("service_method"), approval_no: of("approval_no") };
    ServiceFact { area: area.to_owned(), item: item.to_owned(), counted: judge(fields, items) == Standing::Counted }
}

/// The county's items that are in use.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ServiceItems {
    /// In the order in which they were added.
    pub items: Vec<ServiceItemView>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ServiceItemView {
    /// Code of table `area`.
    pub area: String,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: String,
}

/// Lists the items that the county added and that are in use: what a form offers beside the catalogue.
pub fn in_use(pc: &Pc, _: Nothing) -> Result<ServiceItems, CommandError> {
    let items = items_in_use(&Context::of(pc)?)?.into_iter();
    let view = |item: CountyItem| ServiceItemView { area: item.area, code: item.code, label: item.name };
    Ok(ServiceItems { items: items.map(view).collect() })
}

/// The same as the rule on services takes them (R11): visits, groups, activities and figures count by them.
pub(crate) fn items_in_use(context: &Context) -> Result<Vec<CountyItem>, CommandError> {
    let finals = Query { provisional: Some(false), ..Query::of(service_item::KIND) };
    let rows = context.list(&finals.by("created_ms", false))?;
    Ok(service::items_in_use(rows.iter().map(|row| &row.fields)))
}
