//! Service records under R11: what was done where, and whether it counts with the items that the county added.

use changelog::Payload;
use chrono::NaiveDate;
use domain::brief::ServiceFact;
use domain::dictionary::{Kind, dictionary};
use domain::fields::{service_item, visit};
use domain::service::{self, CountyItem, Service, Standing, judge};
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// What R11 looks at; every kind of record that is a service has these fields.
pub(crate) const SERVICE: [&str; 4] = [visit::AREA, visit::SERVICE_ITEM, visit::SERVICE_METHOD, visit::APPROVAL_NO];

fn read(fields: &Payload) -> Service<'_> {
    let [area, item, method, approval_no] = SERVICE.map(|field| text(fields, field));
    Service { area, item, method, approval_no }
}

/// How a service record stands under R11 on its day, the county's own items known.
pub(crate) fn standing(context: &Context, kind: &Kind, whole: &Payload) -> Result<Standing, CommandError> {
    Ok(judge(read(whole), &items_in_use(context)?, day_of(kind, whole)))
}

/// Puts what R11 says of a service on its day, the county's own items known, in the place of what its form says by itself.
pub(crate) fn told(
    context: &Context,
    kind: &Kind,
    whole: &Payload,
    findings: &mut Vec<FieldFinding>,
) -> Result<(), CommandError> {
    let Some(at) = findings.iter().position(|one| one.field == visit::APPROVAL_NO && !one.is_error()) else {
        return Ok(());
    };
    match standing(context, kind, whole)? {
        Standing::NotCounted(words) => findings[at] = FieldFinding::warning(visit::APPROVAL_NO, words),
        Standing::Counted | Standing::Incomplete(_) => drop(findings.remove(at)),
    }
    Ok(())
}

/// The day of a service: of a case that of its lead.
fn day_of(kind: &Kind, fields: &Payload) -> Option<NaiveDate> {
    date(fields, kind.date.as_deref()?)
}

/// Why a service is outside the catalogue on its day, whatever its own approval number says.
pub(crate) fn outside(kind: &Kind, fields: &Payload, items: &[CountyItem]) -> Option<&'static str> {
    service::outside(read(fields), items, day_of(kind, fields))
}

pub(crate) fn service(row: &Row, items: &[CountyItem]) -> ServiceFact {
    let day = dictionary().kind(&row.kind).and_then(|kind| day_of(kind, &row.fields));
    let said = SERVICE.map(|field| text(&row.fields, field));
    ServiceFact { area: said[0].into(), item: said[1].into(), counted: counts(said, day, items) }
}

/// Whether what stands in these four fields counts on a day.
pub(crate) fn counts(
    [area, item, method, approval_no]: [&str; 4],
    day: Option<NaiveDate>,
    items: &[CountyItem],
) -> bool {
    judge(Service { area, item, method, approval_no }, items, day) == Standing::Counted
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
    let finals = Query::of(service_item::KIND).finals();
    let rows = context.list(&finals.by("created_ms", false))?;
    Ok(service::items_in_use(rows.iter().map(|row| &row.fields)))
}
