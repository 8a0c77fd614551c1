//! Service records under R11: what was done where, and whether it counts with the items that the county added.

use changelog::Payload;
use domain::brief::ServiceFact;
use domain::fields::{service_item, visit};
use domain::service::{self, CountyItem, Service, Standing, judge};
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// What R11 looks at; every kind of record that is a service has these fields.
pub(crate) const SERVICE: [&str; 4] = [visit::AREA, visit::SERVICE_ITEM, visit::SERVICE_METHOD, visit::APPROVAL_NO];

fn read(fields: &Payload) -> Service<'_> {
    let [area, item, method, approval_no] = SERVICE.map(|field| text(fields, field));
    Service { area, item, method, approval_no }
}

/// How a service record stands under R11, the county's own items known.
pub(crate) fn standing(context: &Context, whole: &Payload) -> Result<Standing, CommandError> {
    Ok(judge(read(whole), &items_in_use(context)?))
}

pub(crate) fn service(row: &Row, items: &[CountyItem]) -> ServiceFact {
    let service = read(&row.fields);
    let (area, item) = (service.area.to_owned(), service.item.to_owned());
    ServiceFact { area, item, counted: judge(service, items) == Standing::Counted }
}

/// The county's items that are in use.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ServiceItems {
    /// In the order in which they were added.
    pub items: Vec<ServiceItemView>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ServiceItemView {
    /// Code of table `area`.
    pub area: String,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: String,
}

/// Lists the items that the county added and that are in use: what a form offers beside the catalogue.
pub(crate) fn in_use(pc: &Pc, _: Nothing) -> Result<ServiceItems, CommandError> {
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
