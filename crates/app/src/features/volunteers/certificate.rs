//! The certificate of a volunteer's service (志愿服务记录证明, 办法 14、15 条) as values, Word and PDF. The ID number stands in full
//! only on the printed paper.

use chrono::NaiveDate;
use documents::{Align, Block, Cell, Document, PageSetup, SignatureKind, SignatureSpace, Table, TableColumn};
use domain::dates::printed;
use domain::dictionary::Unit;
use domain::fields::{volunteer as volunteer_fields, volunteer_service};
use domain::volunteer::{self, Service};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::volunteers::minutes;
use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::{CommandError, FieldFinding, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::words::label;

/// Asks for a certificate.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CertificateRequest {
    /// Volunteer id.
    pub volunteer: String,
    /// From this day on; from the first service when empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub from: String,
    /// Up to this day; today when empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub to: String,
}

/// What a certificate says. It is free of charge and true to the record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Certificate {
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
pub(crate) struct CertifiedService {
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
pub(crate) struct PrintCertificate {
    /// Which one.
    pub certificate: CertificateRequest,
    /// Word, or PDF.
    pub word: bool,
    /// Where to.
    pub to: Destination,
}

/// The printed certificate.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PrintedCertificate {
    /// The file.
    pub file: FileOut,
    /// Characters that no font of this PC can draw.
    pub missing_glyphs: String,
}

/// What the certificate of a volunteer says.
pub(crate) fn certificate(pc: &Pc, request: CertificateRequest) -> Result<Certificate, CommandError> {
    let context = Context::of(pc)?;
    certify(&context, &context.row(volunteer_fields::KIND, &request.volunteer)?, &request)
}

fn certify(context: &Context, row: &Row, request: &CertificateRequest) -> Result<Certificate, CommandError> {
    let day = |field: &str, typed: &str, default: NaiveDate| match typed.trim() {
        "" => Ok(default),
        typed => {
            domain::dates::parse(typed, context.today).map_err(|error| FieldFinding::error(field, error.to_string()))
        }
    };
    let (from, to) = (day("from", &request.from, NaiveDate::MIN), day("to", &request.to, context.today));
    let (from, to) = match (from, to) {
        (Ok(from), Ok(to)) => (from, to),
        (from, to) => return Err(CommandError::invalid([from.err(), to.err()].into_iter().flatten().collect())),
    };
    let services = services_of(context, &row.id, from, to)?;
    let of = |field: &str| text(&row.fields, field).to_owned();
    let kind = kind_named(volunteer_fields::KIND)?;
    let number = kind.field(volunteer_fields::ID_NUMBER).and_then(|field| {
        crate::records::labels::masked(context, field, row.fields.get(volunteer_fields::ID_NUMBER)?)?
            .as_str()
            .map(str::to_owned)
    });
    let issuer = context.station_name(&row.station);
    Ok(Certificate {
        text: volunteer::certified(&of(volunteer_fields::NAME), &issuer, &services).unwrap_or_default(),
        name: of(volunteer_fields::NAME),
        sex: label("sex", text(&row.fields, volunteer_fields::SEX)),
        id_number: number.unwrap_or_else(|| of(volunteer_fields::ID_NUMBER)),
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
        date: context.today_text(),
    })
}

/// Final services of a volunteer between two days, oldest first.
fn services_of(
    context: &Context,
    volunteer: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Service>, CommandError> {
    let finals = Query::of(volunteer_service::KIND).finals();
    let rows = context
        .list(&finals.and(volunteer_service::VOLUNTEER, Test::Eq, volunteer).by(volunteer_service::DATE, false))?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let of = |field: &str| text(&row.fields, field).to_owned();
            let date = date(&row.fields, volunteer_service::DATE).filter(|day| (from..=to).contains(day))?;
            let minutes = minutes(&row.fields);
            Some(Service {
                date,
                activity: of(volunteer_service::ACTIVITY),
                content: of(volunteer_service::CONTENT),
                organizer: of(volunteer_service::ORGANIZER),
                minutes,
            })
        })
        .collect())
}

/// The certificate as Word or PDF, with the ID number in full and a place for the seal.
pub(crate) fn print(pc: &Pc, request: PrintCertificate) -> Result<PrintedCertificate, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(volunteer_fields::KIND, &request.certificate.volunteer)?;
    let mut certificate = certify(&context, &row, &request.certificate)?;
    if certificate.services.is_empty() {
        let message = "这段时间没有已保存的志愿服务记录，不能出具证明。请先登记服务，或换一个时间。";
        return Err(CommandError::invalid_field("from", message));
    }
    certificate.id_number = text(&row.fields, volunteer_fields::ID_NUMBER).to_owned();
    context.record_reading(&row, "打印志愿服务记录证明", &[volunteer_fields::ID_NUMBER.to_owned()])?;
    let paper = paper(&certificate, &label("id_type", text(&row.fields, volunteer_fields::ID_TYPE)));
    let (end, bytes, missing_glyphs) = if request.word {
        ("docx", documents::docx(&paper).map_err(not_made)?.bytes, String::new())
    } else {
        let pdf = documents::pdf(&paper).map_err(not_made)?;
        ("pdf", pdf.bytes, pdf.missing_glyphs.iter().collect())
    };
    let file =
        request.to.write(pc, &format!("志愿服务记录证明 {} {}.{end}", certificate.name, certificate.date), bytes)?;
    Ok(PrintedCertificate { file, missing_glyphs })
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
