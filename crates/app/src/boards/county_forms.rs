//! Forms of a superior office (上级表格): the county uploads one, points its cells at figures and its columns at ledgers, and sends it to the
//! stations; whoever has it fills it for a period. The file is filled by `documents`, what may go where is `domain::county_form`.

mod filling;
mod shape;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use changelog::{Audience, Op, Payload};
use documents::TemplateError;
use domain::county_form::{self, Mapping};
use domain::deadlines::Each;
use domain::fields::county_form as fields;
use domain::ledger::ledgers;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Query, Row, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::files::FileIn;
use crate::kernel::pc::Pc;
use crate::kernel::request::{IdRequest, Nothing};

pub(crate) use filling::{FillForm, fill};
pub(crate) use shape::{FormShape, read};

/// The largest form that is kept: it travels to every station.
const MOST_BYTES: u64 = 300 << 10;

/// A form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CountyForm {
    /// Record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Name of its file.
    pub file_name: String,
    /// How often it is filled: `month`, `quarter`, `half_year`, `year`.
    pub each: String,
    /// Stations fill it.
    pub for_stations: bool,
    /// It is in use.
    pub active: bool,
    /// How many places are pointed out.
    pub places: u32,
    /// What is wrong with them now.
    pub problems: Vec<String>,
    /// The period that is due for filling: the last that is over.
    pub period: String,
}

/// A form with its file and places, to be changed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenForm {
    /// The form.
    pub form: CountyForm,
    /// What stands in its file.
    pub shape: FormShape,
    /// What goes where.
    pub mapping: Mapping,
}

/// Keeps a form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveForm {
    /// Its id; none: a new one.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// How often it is filled.
    pub each: String,
    /// Stations fill it.
    pub for_stations: bool,
    /// It is in use.
    pub active: bool,
    /// A new file, where it is one.
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<FileIn>,
    /// What goes where.
    pub mapping: Mapping,
}

/// What can go into a form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FormSources {
    /// Figures.
    pub figures: Vec<FormChoice>,
    /// Words of a filling.
    pub words: Vec<FormChoice>,
    /// Ledgers, each with the titles of its columns; the stations of the county first.
    pub ledgers: Vec<FormLedger>,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FormChoice {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
}

/// A ledger to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FormLedger {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its columns.
    pub columns: Vec<FormChoice>,
}

/// The forms of this side.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<CountyForm>, CommandError> {
    let context = Context::of(pc)?;
    let rows = context.list(&Query::of(fields::KIND).by(fields::NAME, false))?;
    let shown = rows.iter().filter(|row| context.is_county() || is_for_stations(row));
    Ok(shown.map(|row| form(&context, row)).collect())
}

fn is_for_stations(row: &Row) -> bool {
    text(&row.fields, fields::FOR_STATIONS) == "yes" && text(&row.fields, fields::ACTIVE) != "no"
}

fn form(context: &Context, row: &Row) -> CountyForm {
    let of = |field: &str| text(&row.fields, field).to_owned();
    let mapping = mapping(row);
    let places = mapping.cells.len() + mapping.lists.len() + mapping.words.len();
    let mut problems = mapping.unknown();
    match bytes(row) {
        Ok(file) => problems.extend(shape::problems(&file, &mapping)),
        Err(error) => problems.push(error.detail),
    }
    CountyForm {
        id: row.id.clone(),
        name: of(fields::NAME),
        file_name: of(fields::FILE_NAME),
        for_stations: text(&row.fields, fields::FOR_STATIONS) == "yes",
        active: text(&row.fields, fields::ACTIVE) != "no",
        places: u32::try_from(places).unwrap_or(u32::MAX),
        problems,
        period: last_over(context, each_of(&of(fields::EACH))),
        each: of(fields::EACH),
    }
}

fn each_of(code: &str) -> Each {
    match code {
        "quarter" => Each::Quarter,
        "half_year" => Each::HalfYear,
        "year" => Each::Year,
        _ => Each::Month,
    }
}

/// The last period that is over: what is filled in these days.
fn last_over(context: &Context, each: Each) -> String {
    let before = each.of(context.today).and_then(|(_, period)| period.from.pred_opt());
    before.and_then(|day| each.of(day)).map(|(name, _)| name).unwrap_or_default()
}

fn mapping(row: &Row) -> Mapping {
    serde_json::from_str(text(&row.fields, fields::MAPPING)).unwrap_or_default()
}

/// The form's file.
fn bytes(row: &Row) -> Result<Vec<u8>, CommandError> {
    let damaged = || CommandError::new(ErrorCode::DamagedFile, "模板文件已损坏，请县里重新上传。");
    STANDARD.decode(text(&row.fields, fields::FILE)).map_err(|_| damaged())
}

/// The form that this side may see.
fn row_of(context: &Context, id: &str) -> Result<Row, CommandError> {
    let row = context.row(fields::KIND, id)?;
    match row.deleted_reason.is_none() && (context.is_county() || is_for_stations(&row)) {
        true => Ok(row),
        false => Err(CommandError::not_found("这张上级表格")),
    }
}

/// One form with what stands in it.
pub(crate) fn open(pc: &Pc, request: IdRequest) -> Result<OpenForm, CommandError> {
    let context = Context::of(pc)?;
    let row = row_of(&context, &request.id)?;
    let file = bytes(&row)?;
    let shape = shape::of(&file).map_err(not_a_template)?;
    Ok(OpenForm { form: form(&context, &row), shape, mapping: mapping(&row) })
}

/// What can go into one.
pub(crate) fn sources(pc: &Pc, _: Nothing) -> Result<FormSources, CommandError> {
    Context::of(pc)?;
    let choice = |(code, label): (&str, &str)| FormChoice { code: code.to_owned(), label: label.to_owned() };
    let figures: Vec<FormChoice> =
        county_form::figures().iter().map(|(code, label, _)| choice((code, label))).collect();
    let mut of_stations: Vec<FormChoice> = county_form::STATION_WORDS.into_iter().map(choice).collect();
    of_stations.extend(figures.iter().cloned());
    let of_county =
        FormLedger {
            name: county_form::STATIONS.into(), label: "各站点（每站一行）".into(), columns: of_stations
        };
    let ledger = |one: &domain::ledger::Ledger| FormLedger {
        name: one.name.clone(),
        label: one.title.clone(),
        columns: one.columns.iter().map(|column| choice((&column.label, &column.label))).collect(),
    };
    let words = [
        ("unit", "填报单位"),
        ("county", "县（市、区）"),
        ("period", "报告期"),
        ("from", "开始日期"),
        ("to", "截止日期"),
        ("today", "填报日期"),
        ("person", "填报人"),
    ];
    Ok(FormSources {
        figures,
        words: words.into_iter().map(choice).collect(),
        ledgers: [of_county].into_iter().chain(ledgers().iter().map(ledger)).collect(),
    })
}

/// Keeps a form; what does not fit its file is refused, place by place, and nothing is changed.
pub(crate) fn save(pc: &Pc, request: SaveForm) -> Result<OpenForm, CommandError> {
    let context = Context::of(pc)?;
    let before = request.id.as_ref().map(|id| context.row(fields::KIND, id)).transpose()?;
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(CommandError::invalid_field("name", "请填写表格名称，不超过 100 个字。"));
    }
    if !["month", "quarter", "half_year", "year"].contains(&request.each.as_str()) {
        return Err(CommandError::invalid_field("each", "请选择多久填一次。"));
    }
    let (file, file_name) = match (&request.file, &before) {
        (Some(file), _) => {
            (file.read(MOST_BYTES).map_err(|_| not_a_template(TemplateError::TooLarge))?, file.name.clone())
        }
        (None, Some(row)) => (bytes(row)?, text(&row.fields, fields::FILE_NAME).to_owned()),
        (None, None) => return Err(CommandError::invalid_field("file", "请选择表格文件（*.xlsx 或 *.docx）。")),
    };
    shape::of(&file).map_err(not_a_template)?;
    let wrong = [request.mapping.unknown(), shape::problems(&file, &request.mapping)].concat();
    if !wrong.is_empty() {
        let finding = |said: String| FieldFinding::error("mapping", said);
        return Err(CommandError::invalid(wrong.into_iter().map(finding).collect()));
    }
    let yes = |yes: bool| json!(if yes { "yes" } else { "no" });
    let mapping =
        serde_json::to_string(&request.mapping).map_err(|_| CommandError::internal("取数位置不能写成 JSON"))?;
    let wanted = [
        (fields::NAME, json!(name)),
        (fields::FILE_NAME, json!(file_name)),
        (fields::FILE, json!(STANDARD.encode(&file))),
        (fields::EACH, json!(request.each)),
        (fields::FOR_STATIONS, yes(request.for_stations)),
        (fields::MAPPING, json!(mapping)),
        (fields::ACTIVE, yes(request.active)),
    ];
    let stands = |name: &str| before.as_ref().and_then(|row| row.fields.get(name));
    let changed = wanted.into_iter().filter(|(name, value)| stands(name) != Some(value));
    let payload: Payload = changed.map(|(name, value)| (name.to_owned(), value)).collect();
    let record = before.as_ref().map_or_else(|| uuid::Uuid::now_v7().to_string(), |row| row.id.clone());
    let seen: BTreeMap<_, _> = before
        .iter()
        .flat_map(|row| &row.refs)
        .filter(|(name, _)| payload.contains_key(*name))
        .map(|(name, refs)| (name.clone(), refs.clone()))
        .collect();
    if !payload.is_empty() {
        let write = Write { kind: fields::KIND.into(), record: record.clone(), op: Op::Set, fields: payload, seen };
        context.save(Audience::All, vec![write])?;
    }
    open(pc, IdRequest { id: record })
}

fn not_a_template(error: TemplateError) -> CommandError {
    let code = if error == TemplateError::Damaged { ErrorCode::DamagedFile } else { ErrorCode::WrongFile };
    CommandError::new(code, error.to_string())
}
