//! Volunteers and their records as xlsx, either to be entered into the national system (办法 4 条) or to be published
//! (志愿服务条例 20 条). ID numbers leave the station only for the former.

use std::collections::HashMap;

use changelog::{Op, Payload};
use documents::{Column, ColumnKind, Sheet, Workbook};
use domain::dictionary::Unit;
use domain::fields::{volunteer, volunteer_commendation, volunteer_service, volunteer_training};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::features::volunteers::minutes;
use crate::kernel::context::{Context, codes, kind_named, text};
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::words::label;

/// Asks for volunteers as xlsx.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportVolunteers {
    /// What for.
    pub purpose: ExportPurpose,
    /// Year of the services.
    pub year: i32,
    /// Where to.
    pub to: Destination,
}

/// What an export is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExportPurpose {
    /// To be entered into the national system (办法 4 条): everything, ID numbers in full; recorded as read.
    NationalSystem,
    /// To be shown to the public: only who agreed, only name and hours (志愿服务条例 20 条).
    Public,
}

/// Where a cell comes from, of a row beside the volunteer it belongs to.
enum From {
    /// A field of the volunteer.
    Person(&'static str),
    /// The volunteer's kind of paper; a resident's ID card when nothing is said.
    Paper,
    /// The volunteer's service types.
    Types,
    /// The volunteer's sex.
    Sex,
    /// A field of the row.
    Row(&'static str),
    /// The row's minutes as hours.
    Hours,
    /// The row's evaluation.
    Quality,
}

/// Heading, width, and where the cells come from.
type Cells = (&'static str, f64, From);

/// 办法 5 条: what is kept of a person, in its order.
const PEOPLE: &[Cells] = &[
    ("姓名", 12.0, From::Person(volunteer::NAME)),
    ("性别", 6.0, From::Sex),
    ("出生日期", 12.0, From::Person(volunteer::BIRTH_DATE)),
    ("证件类型", 14.0, From::Paper),
    ("证件号码", 22.0, From::Person(volunteer::ID_NUMBER)),
    ("居住区域", 20.0, From::Person(volunteer::VILLAGE)),
    ("联系方式", 16.0, From::Person(volunteer::PHONE)),
    ("专业技能", 20.0, From::Person(volunteer::SKILLS)),
    ("服务类别", 24.0, From::Types),
    ("所属组织", 20.0, From::Person(volunteer::ORGANIZATION)),
    ("注册日期", 12.0, From::Person(volunteer::REGISTERED_DATE)),
    ("系统编号", 18.0, From::Person(volunteer::NATIONAL_NO)),
];

/// 办法 7、10 条.
const SERVICES: &[Cells] = &[
    ("姓名", 12.0, From::Person(volunteer::NAME)),
    ("证件号码", 22.0, From::Person(volunteer::ID_NUMBER)),
    ("活动名称", 24.0, From::Row(volunteer_service::ACTIVITY)),
    ("服务日期", 12.0, From::Row(volunteer_service::DATE)),
    ("开始时间", 9.0, From::Row(volunteer_service::START_TIME)),
    ("结束时间", 9.0, From::Row(volunteer_service::END_TIME)),
    ("服务地点", 20.0, From::Row(volunteer_service::PLACE)),
    ("服务内容", 30.0, From::Row(volunteer_service::CONTENT)),
    ("服务时间（小时）", 12.0, From::Hours),
    ("组织单位", 24.0, From::Row(volunteer_service::ORGANIZER)),
    ("负责人", 10.0, From::Row(volunteer_service::LEADER)),
    ("服务质量评价", 10.0, From::Quality),
    ("评价日期", 12.0, From::Row(volunteer_service::EVALUATED_DATE)),
];

/// 办法 8 条.
const TRAININGS: &[Cells] = &[
    ("姓名", 12.0, From::Person(volunteer::NAME)),
    ("证件号码", 22.0, From::Person(volunteer::ID_NUMBER)),
    ("培训名称", 24.0, From::Row(volunteer_training::NAME)),
    ("培训内容", 30.0, From::Row(volunteer_training::CONTENT)),
    ("学时", 8.0, From::Hours),
    ("举办单位", 24.0, From::Row(volunteer_training::ORGANIZER)),
    ("日期", 12.0, From::Row(volunteer_training::DATE)),
];

/// 办法 9 条.
const COMMENDATIONS: &[Cells] = &[
    ("姓名", 12.0, From::Person(volunteer::NAME)),
    ("证件号码", 22.0, From::Person(volunteer::ID_NUMBER)),
    ("表彰名称", 24.0, From::Row(volunteer_commendation::NAME)),
    ("日期", 12.0, From::Row(volunteer_commendation::DATE)),
    ("授予单位", 24.0, From::Row(volunteer_commendation::GRANTED_BY)),
];

/// Writes volunteers and their records as xlsx.
pub(crate) fn export(pc: &Pc, request: ExportVolunteers) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let mut volunteers = context.list(&Query::of(volunteer::KIND).finals().by(volunteer::NAME, false))?;
    let (first, last) = (format!("{:04}-01-01", request.year), format!("{:04}-12-31", request.year));
    let of_year = |kind: &str| {
        let finals = Query::of(kind).finals();
        let query = finals.and(volunteer_service::DATE, Test::AtLeast, first.clone()).and(
            volunteer_service::DATE,
            Test::AtMost,
            last.clone(),
        );
        context.list(&query.by(volunteer_service::DATE, false))
    };
    let services = of_year(volunteer_service::KIND)?;
    let (name, sheets) = match request.purpose {
        ExportPurpose::NationalSystem => {
            record_export(&context, &volunteers)?;
            let of_kind = |name: &str, cells: &[Cells], rows: &[Row]| sheet(name, cells, beside(&volunteers, rows));
            let sheets = vec![
                sheet("志愿者基本信息", PEOPLE, volunteers.iter().map(|row| (&row.fields, &row.fields))),
                of_kind("服务情况", SERVICES, &services),
                of_kind("培训情况", TRAININGS, &of_year(volunteer_training::KIND)?),
                of_kind("表彰情况", COMMENDATIONS, &of_year(volunteer_commendation::KIND)?),
            ];
            ("志愿者及服务记录（录入全国系统用）", sheets)
        }
        ExportPurpose::Public => {
            volunteers.retain(|row| text(&row.fields, volunteer::PUBLIC_CONSENT) == "yes");
            ("志愿服务公示名单", vec![published(&volunteers, &services, request.year)])
        }
    };
    let bytes = documents::xlsx(&Workbook { sheets }).map_err(not_made)?;
    let station = context.station.as_deref().map(|code| context.station_name(code)).unwrap_or_default();
    request.to.write(pc, &format!("{station}{name} {}年.xlsx", request.year), bytes)
}

/// Whoever's ID number leaves in full has that in their history.
fn record_export(context: &Context, volunteers: &[Row]) -> Result<(), CommandError> {
    let payload = Payload::from_iter([("what".to_owned(), "导出到全国志愿服务信息系统用表".into())]);
    let write = |row: &Row| Write {
        kind: row.kind.clone(),
        record: row.id.clone(),
        op: Op::Access,
        fields: payload.clone(),
        seen: Default::default(),
    };
    let writes: Vec<Write> = volunteers.iter().map(write).collect();
    if !writes.is_empty() {
        context.save(context.audience(kind_named(volunteer::KIND)?, &context.own_station()), writes)?;
    }
    Ok(())
}

/// Rows of a kind beside the volunteer they belong to; rows of nobody in the list are left out.
fn beside<'a>(volunteers: &'a [Row], rows: &'a [Row]) -> impl Iterator<Item = (&'a Payload, &'a Payload)> {
    let by_id: HashMap<&str, &Row> = volunteers.iter().map(|row| (row.id.as_str(), row)).collect();
    rows.iter()
        .filter_map(move |row| Some((&by_id.get(text(&row.fields, volunteer_service::VOLUNTEER))?.fields, &row.fields)))
}

fn sheet<'a>(name: &str, cells: &[Cells], rows: impl Iterator<Item = (&'a Payload, &'a Payload)>) -> Sheet {
    let columns = cells.iter().map(|(heading, width, _)| Column::new(*heading, ColumnKind::Text, *width));
    let row =
        |(person, row): (&Payload, &Payload)| cells.iter().map(|(_, _, from)| from.text(person, row).into()).collect();
    Sheet { name: name.into(), columns: columns.collect(), rows: rows.map(row).collect(), ..Sheet::default() }
}

impl From {
    fn text(&self, person: &Payload, row: &Payload) -> String {
        match self {
            From::Person(field) => text(person, field).to_owned(),
            From::Paper => match text(person, volunteer::ID_TYPE) {
                "" => label("id_type", "resident_id"),
                code => label("id_type", code),
            },
            From::Types => {
                let types = codes(person, volunteer::SERVICE_TYPES);
                types.iter().map(|code| label("volunteer_service_type", code)).collect::<Vec<_>>().join("、")
            }
            From::Sex => label("sex", text(person, volunteer::SEX)),
            From::Row(field) => text(row, field).to_owned(),
            From::Hours => Unit::Hours.shown(minutes(row)),
            From::Quality => label("service_quality", text(row, volunteer_service::QUALITY)),
        }
    }
}

/// Only who agreed, only what nobody minds.
fn published(volunteers: &[Row], services: &[Row], year: i32) -> Sheet {
    let mut given: HashMap<&str, (u64, i64)> = HashMap::new();
    for row in services {
        let one = given.entry(text(&row.fields, volunteer_service::VOLUNTEER)).or_default();
        *one = (one.0 + 1, one.1 + minutes(&row.fields));
    }
    let row = |person: &Row| {
        let (times, minutes) = given.get(person.id.as_str()).copied().unwrap_or_default();
        let of = |field: &str| text(&person.fields, field).to_owned();
        [of(volunteer::NAME), of(volunteer::VILLAGE), times.to_string(), Unit::Hours.shown(minutes)]
            .map(Into::into)
            .to_vec()
    };
    let columns = [("姓名", 14.0), ("居住区域", 24.0), ("服务次数", 12.0), ("服务时间（小时）", 16.0)];
    Sheet {
        name: "公示名单".into(),
        title: format!("{year}年志愿服务公示名单"),
        note: "只列出同意公开的志愿者。".into(),
        columns: columns.map(|(heading, width)| Column::new(heading, ColumnKind::Text, width)).to_vec(),
        rows: volunteers.iter().map(row).collect(),
        ..Sheet::default()
    }
}
