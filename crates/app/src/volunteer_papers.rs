//! Volunteers on paper: the certificate of their service (志愿服务记录证明, 办法 14、15 条) as values, Word and PDF, and their records as
//! xlsx, either to be entered into the national system or to be published. ID numbers leave the station only for the former.

use changelog::{Op, Payload};
use chrono::NaiveDate;
use documents::{
    Align, Block, Cell, Column, ColumnKind, Document, PageSetup, Sheet, SignatureKind, SignatureSpace, Table,
    TableColumn, Workbook,
};
use domain::dates::printed;
use domain::dictionary::Unit;
use domain::volunteer::{self, Service};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::app::App;
use crate::duty::{Duty, codes, date, kind_named, text};
use crate::error::{CommandError, ErrorCode, FieldFinding};
use crate::files::{Destination, FileOut};
use crate::labels::label;
use crate::volunteers::minutes;

/// Asks for a certificate.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CertificateRequest {
    /// Volunteer id.
    pub volunteer: String,
    /// From this day on; from the first service when empty.
    #[serde(default)]
    pub from: String,
    /// Up to this day; today when empty.
    #[serde(default)]
    pub to: String,
}

/// What a certificate says. It is free of charge and true to the record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Certificate {
    /// Name.
    pub name: String,
    /// 男, 女 or empty.
    pub sex: String,
    /// ID number, masked; the printed paper carries it in full.
    pub id_number: String,
    /// The sentence that certifies; empty when there is nothing to certify.
    pub text: String,
    /// The services, oldest first.
    pub services: Vec<CertifiedService>,
    /// Hours in all.
    pub hours: String,
    /// 记录单位
    pub issuer: String,
    /// 出具日期
    pub date: String,
}

/// One line of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertifiedService {
    /// Day.
    pub date: String,
    /// 活动名称
    pub activity: String,
    /// 服务内容
    pub content: String,
    /// Hours.
    pub hours: String,
    /// 组织单位
    pub organizer: String,
}

/// Prints a certificate.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PrintCertificate {
    /// Which one.
    pub certificate: CertificateRequest,
    /// Word, or PDF.
    pub word: bool,
    /// Where to.
    pub to: Destination,
}

/// The printed certificate.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PrintedCertificate {
    /// The file.
    pub file: FileOut,
    /// Characters that no font of this PC can draw.
    pub missing_glyphs: String,
}

/// Asks for volunteers as xlsx.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportVolunteers {
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
pub enum ExportPurpose {
    /// To be entered into the national system (办法 4 条): everything, ID numbers in full; recorded as read.
    NationalSystem,
    /// To be shown to the public: only who agreed, only name and hours (志愿服务条例 20 条).
    Public,
}

/// What the certificate of a volunteer says.
pub fn certificate(app: &App, request: CertificateRequest) -> Result<Certificate, CommandError> {
    let duty = Duty::of(app)?;
    certify(&duty, &duty.row("volunteer", &request.volunteer)?, &request)
}

fn certify(duty: &Duty, row: &Row, request: &CertificateRequest) -> Result<Certificate, CommandError> {
    let day = |field: &str, typed: &str, default: NaiveDate| match typed.trim() {
        "" => Ok(default),
        typed => domain::dates::parse(typed, duty.today).map_err(|error| FieldFinding::error(field, error.to_string())),
    };
    let (from, to) = (day("from", &request.from, NaiveDate::MIN), day("to", &request.to, duty.today));
    let (from, to) = match (from, to) {
        (Ok(from), Ok(to)) => (from, to),
        (from, to) => return Err(CommandError::invalid([from.err(), to.err()].into_iter().flatten().collect())),
    };
    let services = services_of(duty, &row.id, from, to)?;
    let of = |field: &str| text(&row.fields, field).to_owned();
    let kind = kind_named("volunteer")?;
    let number = kind.field("id_number").and_then(|field| {
        crate::labels::masked(duty, field, row.fields.get("id_number")?)?.as_str().map(str::to_owned)
    });
    let issuer = duty.station_name(&row.station);
    Ok(Certificate {
        text: volunteer::certified(&of("name"), &issuer, &services).unwrap_or_default(),
        name: of("name"),
        sex: label("sex", text(&row.fields, "sex")),
        id_number: number.unwrap_or_else(|| of("id_number")),
        hours: Unit::Hours.shown(volunteer::total(&services)),
        services: services
            .into_iter()
            .map(|one| CertifiedService {
                date: one.date.to_string(),
                activity: one.activity,
                content: one.content,
                hours: Unit::Hours.shown(one.minutes),
                organizer: one.organizer,
            })
            .collect(),
        issuer,
        date: duty.today_text(),
    })
}

/// Final services of a volunteer between two days, oldest first.
fn services_of(duty: &Duty, volunteer: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<Service>, CommandError> {
    let finals = Query { provisional: Some(false), ..Query::of("volunteer_service") };
    let rows = duty.list(&finals.and("volunteer", Test::Eq, volunteer).by("date", false))?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let of = |field: &str| text(&row.fields, field).to_owned();
            let date = date(&row.fields, "date").filter(|day| (from..=to).contains(day))?;
            let minutes = minutes(&row.fields);
            Some(Service {
                date,
                activity: of("activity"),
                content: of("content"),
                organizer: of("organizer"),
                minutes,
            })
        })
        .collect())
}

/// The certificate as Word or PDF, with the ID number in full and a place for the seal.
pub fn print(app: &App, request: PrintCertificate) -> Result<PrintedCertificate, CommandError> {
    let duty = Duty::of(app)?;
    let row = duty.row("volunteer", &request.certificate.volunteer)?;
    let mut certificate = certify(&duty, &row, &request.certificate)?;
    if certificate.services.is_empty() {
        let message = "这段时间没有已保存的志愿服务记录，不能出具证明。请先登记服务，或换一个时间。";
        return Err(CommandError::invalid_field("from", message));
    }
    certificate.id_number = text(&row.fields, "id_number").to_owned();
    duty.record_reading(&row, "打印志愿服务记录证明", &["id_number".to_owned()])?;
    let paper = paper(&certificate, &label("id_type", text(&row.fields, "id_type")));
    let (end, bytes, missing_glyphs) = if request.word {
        ("docx", documents::docx(&paper).map_err(not_made)?.bytes, String::new())
    } else {
        let pdf = documents::pdf(&paper).map_err(not_made)?;
        ("pdf", pdf.bytes, pdf.missing_glyphs.iter().collect())
    };
    let file =
        request.to.write(app, &format!("志愿服务记录证明 {} {}.{end}", certificate.name, certificate.date), bytes)?;
    Ok(PrintedCertificate { file, missing_glyphs })
}

fn not_made(error: documents::Error) -> CommandError {
    CommandError::new(ErrorCode::Internal, format!("文件没有做成：{error}"))
}

fn paper(certificate: &Certificate, paper_of: &str) -> Document {
    let number =
        if certificate.id_number.is_empty() { "（未登记）".to_owned() } else { certificate.id_number.clone() };
    let paper_of = if paper_of.is_empty() { "居民身份证" } else { paper_of };
    let column = |width, align| TableColumn { width, align };
    let rows = certificate.services.iter().map(|one| {
        let said =
            if one.content.is_empty() { one.activity.clone() } else { format!("{}：{}", one.activity, one.content) };
        [one.date.clone(), said, one.hours.clone(), one.organizer.clone()].map(Cell::from).to_vec()
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    rows.push(vec![Cell::wide("合计", 2), certificate.hours.clone().into(), "".into()]);
    let issued = certificate.date.parse().map_or_else(|_| certificate.date.clone(), printed);
    Document {
        page: PageSetup::default(),
        blocks: vec![
            Block::title("志愿服务记录证明"),
            Block::paragraph(certificate.text.clone()),
            Block::paragraph(match certificate.sex.as_str() {
                "" => format!("志愿者姓名：{}", certificate.name),
                sex => format!("志愿者姓名：{}　　性别：{sex}", certificate.name),
            }),
            Block::paragraph(format!("{paper_of}号码：{number}")),
            Block::Table(Table {
                caption: "志愿服务记录".into(),
                columns: vec![
                    column(1.5, Align::Center),
                    column(3.2, Align::Left),
                    column(1.0, Align::Center),
                    column(1.8, Align::Left),
                ],
                header: vec![["日期", "活动与服务内容", "服务时间（小时）", "组织单位"].map(Cell::from).to_vec()],
                rows,
            }),
            Block::note(format!("本证明依据《志愿服务记录与证明出具办法（试行）》无偿出具。出具日期：{issued}。")),
            Block::Signatures {
                spaces: vec![SignatureSpace {
                    label: format!("{}（记录单位）", certificate.issuer),
                    kind: SignatureKind::Seal,
                }],
            },
        ],
        ..Document::default()
    }
}

/// Writes volunteers and their records as xlsx.
pub fn export(app: &App, request: ExportVolunteers) -> Result<FileOut, CommandError> {
    let duty = Duty::of(app)?;
    let mut volunteers = duty.list(&Query { provisional: Some(false), ..Query::of("volunteer") }.by("name", false))?;
    let finals = |kind: &str| {
        let of_year = Query { provisional: Some(false), ..Query::of(kind) }.and(
            "date",
            Test::AtLeast,
            format!("{:04}-01-01", request.year),
        );
        duty.list(&of_year.and("date", Test::AtMost, format!("{:04}-12-31", request.year)).by("date", false))
    };
    let services = finals("volunteer_service")?;
    let (name, sheets) = match request.purpose {
        ExportPurpose::NationalSystem => {
            record_export(&duty, &volunteers)?;
            let sheets = vec![
                people(&volunteers),
                served(&volunteers, &services),
                trained(&volunteers, &finals("volunteer_training")?),
                honoured(&volunteers, &finals("volunteer_commendation")?),
            ];
            ("志愿者及服务记录（录入全国系统用）", sheets)
        }
        ExportPurpose::Public => {
            volunteers.retain(|row| text(&row.fields, "public_consent") == "yes");
            ("志愿服务公示名单", vec![published(&volunteers, &services, request.year)])
        }
    };
    let bytes = documents::xlsx(&Workbook { sheets }).map_err(not_made)?;
    let station = duty.station.as_deref().map(|code| duty.station_name(code)).unwrap_or_default();
    request.to.write(app, &format!("{station}{name} {}年.xlsx", request.year), bytes)
}

/// Whoever's ID number leaves in full has that in their history.
fn record_export(duty: &Duty, volunteers: &[Row]) -> Result<(), CommandError> {
    let payload = Payload::from_iter([("what".to_owned(), "导出到全国志愿服务信息系统用表".into())]);
    let writes: Vec<Write> = volunteers
        .iter()
        .map(|row| Write {
            kind: row.kind.clone(),
            record: row.id.clone(),
            op: Op::Access,
            fields: payload.clone(),
            seen: Default::default(),
        })
        .collect();
    if !writes.is_empty() {
        duty.save(duty.audience(kind_named("volunteer")?, &duty.own_station()), writes)?;
    }
    Ok(())
}

fn texts(titles: &[(&str, f64)]) -> Vec<Column> {
    titles.iter().map(|(title, width)| Column::new(*title, ColumnKind::Text, *width)).collect()
}

fn sheet(name: &str, columns: Vec<Column>, rows: Vec<Vec<documents::Value>>) -> Sheet {
    Sheet { name: name.into(), columns, rows, ..Sheet::default() }
}

fn cells(cells: impl IntoIterator<Item = String>) -> Vec<documents::Value> {
    cells.into_iter().map(Into::into).collect()
}

/// 办法 5 条: what is kept of a person, in its order.
fn people(volunteers: &[Row]) -> Sheet {
    let row = |row: &Row| {
        let of = |field: &str| text(&row.fields, field).to_owned();
        let types: Vec<String> =
            codes(&row.fields, "service_types").iter().map(|code| label("volunteer_service_type", code)).collect();
        cells([
            of("name"),
            label("sex", text(&row.fields, "sex")),
            of("birth_date"),
            paper_name(&row.fields),
            of("id_number"),
            of("village"),
            of("phone"),
            of("skills"),
            types.join("、"),
            of("organization"),
            of("registered_date"),
            of("national_no"),
        ])
    };
    let columns = texts(&[
        ("姓名", 12.0),
        ("性别", 6.0),
        ("出生日期", 12.0),
        ("证件类型", 14.0),
        ("证件号码", 22.0),
        ("居住区域", 20.0),
        ("联系方式", 16.0),
        ("专业技能", 20.0),
        ("服务类别", 24.0),
        ("所属组织", 20.0),
        ("注册日期", 12.0),
        ("系统编号", 18.0),
    ]);
    sheet("志愿者基本信息", columns, volunteers.iter().map(row).collect())
}

fn paper_name(fields: &Payload) -> String {
    match text(fields, "id_type") {
        "" => label("id_type", "resident_id"),
        code => label("id_type", code),
    }
}

/// Rows of a kind beside the volunteer they belong to; rows of nobody in the list are left out.
fn beside<'a>(volunteers: &'a [Row], rows: &'a [Row]) -> impl Iterator<Item = (&'a Payload, &'a Payload)> {
    let by_id: std::collections::HashMap<&str, &Row> = volunteers.iter().map(|row| (row.id.as_str(), row)).collect();
    rows.iter().filter_map(move |row| Some((&by_id.get(text(&row.fields, "volunteer"))?.fields, &row.fields)))
}

/// 办法 7、10 条.
fn served(volunteers: &[Row], services: &[Row]) -> Sheet {
    let row = |(person, fields): (&Payload, &Payload)| {
        let of = |field: &str| text(fields, field).to_owned();
        cells([
            text(person, "name").to_owned(),
            text(person, "id_number").to_owned(),
            of("activity"),
            of("date"),
            of("start_time"),
            of("end_time"),
            of("place"),
            of("content"),
            Unit::Hours.shown(minutes(fields)),
            of("organizer"),
            of("leader"),
            label("service_quality", text(fields, "quality")),
            of("evaluated_date"),
        ])
    };
    let columns = texts(&[
        ("姓名", 12.0),
        ("证件号码", 22.0),
        ("活动名称", 24.0),
        ("服务日期", 12.0),
        ("开始时间", 9.0),
        ("结束时间", 9.0),
        ("服务地点", 20.0),
        ("服务内容", 30.0),
        ("服务时间（小时）", 12.0),
        ("组织单位", 24.0),
        ("负责人", 10.0),
        ("服务质量评价", 10.0),
        ("评价日期", 12.0),
    ]);
    sheet("服务情况", columns, beside(volunteers, services).map(row).collect())
}

/// 办法 8 条.
fn trained(volunteers: &[Row], trainings: &[Row]) -> Sheet {
    let row = |(person, fields): (&Payload, &Payload)| {
        let of = |field: &str| text(fields, field).to_owned();
        cells([
            text(person, "name").to_owned(),
            text(person, "id_number").to_owned(),
            of("name"),
            of("content"),
            Unit::Hours.shown(minutes(fields)),
            of("organizer"),
            of("date"),
        ])
    };
    let columns = texts(&[
        ("姓名", 12.0),
        ("证件号码", 22.0),
        ("培训名称", 24.0),
        ("培训内容", 30.0),
        ("学时", 8.0),
        ("举办单位", 24.0),
        ("日期", 12.0),
    ]);
    sheet("培训情况", columns, beside(volunteers, trainings).map(row).collect())
}

/// 办法 9 条.
fn honoured(volunteers: &[Row], commendations: &[Row]) -> Sheet {
    let row = |(person, fields): (&Payload, &Payload)| {
        let of = |field: &str| text(fields, field).to_owned();
        cells([
            text(person, "name").to_owned(),
            text(person, "id_number").to_owned(),
            of("name"),
            of("date"),
            of("granted_by"),
        ])
    };
    let columns = texts(&[("姓名", 12.0), ("证件号码", 22.0), ("表彰名称", 24.0), ("日期", 12.0), ("授予单位", 24.0)]);
    sheet("表彰情况", columns, beside(volunteers, commendations).map(row).collect())
}

/// Only who agreed, only what nobody minds.
fn published(volunteers: &[Row], services: &[Row], year: i32) -> Sheet {
    let row = |person: &Row| {
        let own = services.iter().filter(|row| text(&row.fields, "volunteer") == person.id);
        let (times, minutes) = own.fold((0, 0), |(times, sum), row| (times + 1, sum + minutes(&row.fields)));
        cells([
            text(&person.fields, "name").to_owned(),
            text(&person.fields, "village").to_owned(),
            times.to_string(),
            Unit::Hours.shown(minutes),
        ])
    };
    let columns = texts(&[("姓名", 14.0), ("居住区域", 24.0), ("服务次数", 12.0), ("服务时间（小时）", 16.0)]);
    Sheet {
        title: format!("{year}年志愿服务公示名单"),
        note: "只列出同意公开的志愿者。".into(),
        ..sheet("公示名单", columns, volunteers.iter().map(row).collect())
    }
}
