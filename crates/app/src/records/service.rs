//! Service records under R11: what was done where, and whether it counts with the items that the county added.

use changelog::Payload;
use domain::brief::ServiceFact;
use domain::service;
use domain::service::{CountyItem, Service, Standing, judge};
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// How a service record stands under R11, the county's own items known.
pub(crate) fn standing(context: &Context, whole: &Payload) -> Result<Standing, CommandError> {
    let active = Query::of("service_item").and("active", Test::Eq, "yes");
    let items: Vec<CountyItem> = context
        .list(&active)?
        .iter()
        .map(|row| CountyItem {
            area: text(&row.fields, "area").to_owned(),
            code: text(&row.fields, "code").to_owned(),
        })
        .collect();
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

/// Service items that the county added and that are in use (R11).
pub(crate) fn county_items(context: &Context) -> Result<Vec<CountyItem>, CommandError> {
    let rows = context.list(&Query::of("service_item"))?;
    let in_use = rows.iter().filter(|row| text(&row.fields, "active") != "no");
    Ok(in_use
        .map(|row| CountyItem {
            area: text(&row.fields, "area").to_owned(),
            code: text(&row.fields, "code").to_owned(),
        })
        .collect())
}
