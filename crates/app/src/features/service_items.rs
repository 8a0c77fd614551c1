//! Services outside the catalogue of a year (R11): those whose item stands neither in the policy's catalogue nor among the county's approved
//! items of that day, with the approval number that they name, or without one and so not counted. A line names nobody who was served.

use changelog::Payload;
use chrono::Datelike;
use domain::dictionary::{Kind, dictionary};
use domain::fields::visit;
use domain::period::{self, Period};
use domain::service::CountyItem;
use serde::{Deserialize, Serialize};
use store::Test;
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::kernel::words::{code_label, label};
use crate::records::service::{items_in_use, outside as outside_of};

/// Asks for the services of a year that were outside the catalogue.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct OutsideRequest {
    /// Year; this year when absent.
    pub year: Option<i32>,
    /// Only of this station, for the county.
    pub station: Option<String>,
}

/// They, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OutsideServices {
    /// Year.
    pub year: i32,
    /// The services.
    pub rows: Vec<OutsideService>,
}

/// A service outside the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OutsideService {
    /// The record.
    pub record: RecordRef,
    /// What kind of record it is.
    pub kind_label: String,
    /// Name of the station.
    pub station: String,
    /// When.
    pub date: String,
    /// Who did it.
    pub worker: String,
    /// The area.
    pub area: String,
    /// What was done, in the words of the record.
    pub item: String,
    /// The approval number that it names.
    pub approval_no: String,
    /// Why it is outside the catalogue.
    pub why: String,
    /// It counts all the same, by its number.
    pub counts: String,
}

/// The services of a year that were outside the catalogue.
pub(crate) fn outside(pc: &Pc, request: OutsideRequest) -> Result<OutsideServices, CommandError> {
    let context = Context::of(pc)?;
    Ok(OutsideServices { year: request.year.unwrap_or(context.today.year()), rows: rows(&context, &request)? })
}

/// The same as page and file show them.
pub(crate) fn rows(context: &Context, request: &OutsideRequest) -> Result<Vec<OutsideService>, CommandError> {
    let Some(year) = period::year(request.year.unwrap_or(context.today.year())) else {
        return Err(CommandError::invalid_field("year", "年度请写四位，如 2026。"));
    };
    let (items, mut found) = (items_in_use(context)?, Vec::new());
    let serves = |kind: &&Kind| kind.field(visit::SERVICE_ITEM).is_some() && kind.field(visit::APPROVAL_NO).is_some();
    for kind in dictionary().kinds.iter().filter(serves) {
        found.extend(of_kind(context, kind, year, request.station.as_deref(), &items)?);
    }
    found.sort_by(|one, other| (&other.date, &other.record.id).cmp(&(&one.date, &one.record.id)));
    Ok(found)
}

fn of_kind(
    context: &Context,
    kind: &'static Kind,
    year: Period,
    station: Option<&str>,
    items: &[CountyItem],
) -> Result<Vec<OutsideService>, CommandError> {
    let Some(day) = kind.date.as_deref() else { return Ok(Vec::new()) };
    let finals = context.of_station(&kind.name, station).finals();
    let finals = finals.and(day, Test::AtLeast, year.from.to_string()).and(day, Test::AtMost, year.to.to_string());
    let named = finals.and(visit::SERVICE_ITEM, Test::NotNull, serde_json::Value::Null);
    let mut fields = vec!["id", "station", day, visit::AREA, visit::SERVICE_ITEM, visit::APPROVAL_NO];
    fields.extend(kind.worker.as_deref());
    let mut found = Vec::new();
    for row in context.store.columns(&named, &fields)? {
        let said: Payload = fields.iter().map(|name| (*name).to_owned()).zip(row).collect();
        let Some(why) = outside_of(kind, &said, items) else { continue };
        let of = |name: &str| text(&said, name).to_owned();
        let (code, approval_no) = (of(visit::SERVICE_ITEM), of(visit::APPROVAL_NO));
        let own = items.iter().find(|item| item.code == code).map(|item| item.name.clone());
        found.push(OutsideService {
            record: RecordRef { kind: kind.name.clone(), id: of("id") },
            kind_label: kind.label.clone(),
            station: context.station_name(text(&said, "station")),
            date: of(day),
            worker: kind.worker.as_deref().map(|field| context.staff_name(text(&said, field))).unwrap_or_default(),
            area: code_label("area", text(&said, visit::AREA)),
            item: own.unwrap_or_else(|| label("service_item", &code)),
            why: why.split('，').next().unwrap_or(why).to_owned(),
            counts: if approval_no.is_empty() { "不计入" } else { "凭文号计入" }.to_owned(),
            approval_no,
        });
    }
    Ok(found)
}
