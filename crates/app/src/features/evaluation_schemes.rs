//! Evaluation schemes of the county (评分方案): begun from one that the program brings or from a score sheet, and put in use only when their
//! points add up. Evaluating by one is `boards/evaluation`.

use changelog::{Audience, Payload};
use domain::evaluation::{Item, Scheme, built_in, read};
use domain::fields::{evaluation_item, evaluation_scheme};
use domain::finding::Finding;
use domain::values::text;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Row, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::files::FileIn;
use crate::kernel::pc::Pc;
use crate::kernel::request::{IdRequest, Nothing};
use crate::records::check::{self, Form, Ready};
use crate::records::schemes;

/// Above any score sheet.
const LIMIT: u64 = 20 << 20;
/// Rows of a sheet that an error names; of the others it says how many.
const TOLD: usize = 12;

/// Schemes: those that the program brings, and the county's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Schemes {
    /// To begin from.
    pub built_in: Vec<BuiltInScheme>,
    /// The county's, the newest first.
    pub own: Vec<SchemeRow>,
}

/// A scheme that the program brings.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BuiltInScheme {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// All its points.
    pub points: String,
    /// 依据
    pub source: String,
}

/// A scheme of the county.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SchemeRow {
    /// Record id.
    pub id: String,
    /// Title.
    pub title: String,
    /// All its points.
    pub points: String,
    /// Items.
    pub items: u32,
    /// Stations evaluate themselves by it.
    pub in_use: bool,
    /// What does not add up yet.
    pub faults: Vec<String>,
}

/// Begins a scheme from one that the program brings.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BeginScheme {
    /// Its name.
    pub name: String,
}

/// Begins a scheme from a workbook.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ImportScheme {
    /// The workbook.
    pub file: FileIn,
}

/// All of them.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Schemes, CommandError> {
    let context = Context::of(pc)?;
    let shown = |scheme: &Scheme| scheme.points.map(|points| points.to_string()).unwrap_or_default();
    let brought = |(name, scheme): &(String, Scheme)| BuiltInScheme {
        name: name.clone(),
        title: scheme.title.clone(),
        points: shown(scheme),
        source: scheme.source.clone(),
    };
    let mut own = Vec::new();
    for row in schemes::all(&context)? {
        let scheme = schemes::of_row(&context, &row)?;
        own.push(SchemeRow {
            in_use: schemes::is_in_use(&row),
            title: scheme.title.clone(),
            points: shown(&scheme),
            items: scheme.items.len() as u32,
            faults: scheme.faults(),
            id: row.id,
        });
    }
    Ok(Schemes { built_in: built_in().iter().map(brought).collect(), own })
}

/// Begins a scheme of the county with the items of one that the program brings.
pub(crate) fn begin(pc: &Pc, request: BeginScheme) -> Result<IdRequest, CommandError> {
    let context = Context::of(pc)?;
    let found = built_in().iter().find(|(name, _)| *name == request.name);
    let (_, scheme) = found.ok_or_else(|| CommandError::not_found("这个评分方案"))?;
    save_new(&context, scheme)
}

/// Begins a scheme from a score sheet; nothing is stored where a row is wrong.
pub(crate) fn import(pc: &Pc, request: ImportScheme) -> Result<IdRequest, CommandError> {
    let context = Context::of(pc)?;
    let book = documents::read_table(&request.file.read(LIMIT)?)
        .map_err(|error| CommandError::new(ErrorCode::WrongFile, error.to_string()))?;
    let scheme = read(&book).map_err(|faults| {
        let told = |one: &domain::evaluation::RowFault| match one.row {
            0 => one.why.clone(),
            row => format!("第 {row} 行：{}", one.why),
        };
        let mut words: Vec<String> = faults.iter().take(TOLD).map(told).collect();
        if faults.len() > TOLD {
            words.push(format!("还有 {} 行", faults.len() - TOLD));
        }
        CommandError {
            fields: faults
                .iter()
                .map(|one| FieldFinding::error(&format!("row-{}", one.row), one.why.clone()))
                .collect(),
            ..CommandError::new(ErrorCode::WrongFile, format!("评分表没有导入。{}。", words.join("；")))
        }
    })?;
    save_new(&context, &scheme)
}

/// A scheme with its items as records, in one save, not in use.
fn save_new(context: &Context, scheme: &Scheme) -> Result<IdRequest, CommandError> {
    let dimension = |one: &domain::evaluation::Dimension| match one.points {
        Some(points) => format!("{} {points}", one.name),
        None => one.name.clone(),
    };
    let grade = |one: &domain::evaluation::Grade| format!("{} {}", one.label, one.from);
    let lines = |lines: Vec<String>| json!(lines.join("\n"));
    let fields = payload([
        (evaluation_scheme::TITLE, json!(scheme.title)),
        (evaluation_scheme::POINTS, json!(scheme.points.map(|points| points.to_string()).unwrap_or_default())),
        (evaluation_scheme::DIMENSIONS, lines(scheme.dimensions.iter().map(dimension).collect())),
        (evaluation_scheme::GRADES, lines(scheme.grades.iter().map(grade).collect())),
        (evaluation_scheme::IN_USE, json!("no")),
        (evaluation_scheme::SOURCE, json!(scheme.source)),
        (evaluation_scheme::MADE_DATE, json!(context.today_text())),
    ]);
    let first = ready_of(context, evaluation_scheme::KIND, fields)?;
    let id = first.id.clone();
    let mut writes: Vec<Write> = first.write.into_iter().collect();
    for item in &scheme.items {
        writes.extend(ready_of(context, evaluation_item::KIND, item_fields(&id, item))?.write);
    }
    context.save(Audience::All, writes)?;
    Ok(IdRequest { id })
}

fn item_fields(scheme: &str, item: &Item) -> Payload {
    let points = |points: Option<domain::evaluation::Points>| json!(points.map(|points| points.to_string()));
    payload([
        (evaluation_item::EVALUATION_SCHEME, json!(scheme)),
        (evaluation_item::DIMENSION, json!(item.dimension)),
        (evaluation_item::ITEM_NO, json!(item.no)),
        (evaluation_item::CONTENT, json!(item.content)),
        (evaluation_item::POINTS, points(item.points)),
        (evaluation_item::METHOD, json!(item.method)),
        (evaluation_item::EVIDENCE_KINDS, json!(item.evidence)),
        (evaluation_item::EVIDENCE_WORDS, json!(item.evidence_words)),
        (evaluation_item::FIGURE, json!(item.figure)),
        (evaluation_item::COUNT_RULE, json!(item.rule.map(|rule| rule.code()))),
        (evaluation_item::FULL_COUNT, json!(item.full)),
        (evaluation_item::EACH_POINTS, points(item.each)),
    ])
}

fn payload<const N: usize>(fields: [(&str, Value); N]) -> Payload {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn ready_of(context: &Context, kind: &str, fields: Payload) -> Result<Ready, CommandError> {
    check::ready(context, kind_named(kind)?, Form { fields, ..Form::default() })
}

/// A scheme ready to be saved: one that is in use adds up.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let provisional = form.provisional;
    let mut ready = check::ready_with_findings(context, kind_named(evaluation_scheme::KIND)?, form)?;
    if text(&ready.whole, evaluation_scheme::IN_USE) == "yes" && !provisional {
        let items = context.list(&schemes::items_of(&ready.id))?;
        let scheme = Scheme::read(&ready.whole, items.iter().map(|row| Item::read(&row.id, &row.fields)).collect());
        let faults = scheme.faults();
        if !faults.is_empty() {
            let words = format!("还不能启用：{}", faults.join("；"));
            ready.findings.push(Finding::error(evaluation_scheme::IN_USE, words));
        }
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// An item ready to be saved: its dimension is one of the scheme's, which is not in use.
pub(crate) fn ready_item(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind_named(evaluation_item::KIND)?, form)?;
    let of = text(&ready.whole, evaluation_item::EVALUATION_SCHEME);
    if let Some(row) = context.store.row(evaluation_scheme::KIND, of)? {
        not_in_use(&row)?;
        let scheme = Scheme::read(&row.fields, Vec::new());
        let dimension = text(&ready.whole, evaluation_item::DIMENSION);
        if !dimension.is_empty() && !scheme.dimensions.iter().any(|one| one.name == dimension) {
            let names: Vec<&str> = scheme.dimensions.iter().map(|one| one.name.as_str()).collect();
            let words = format!("方案里的一级指标是：{}", names.join("、"));
            ready.findings.push(Finding::error(evaluation_item::DIMENSION, words));
        }
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// Refuses to delete or bring back an item of a scheme that is in use.
pub(crate) fn must_change(context: &Context, row: &Row) -> Result<(), CommandError> {
    if row.kind != evaluation_item::KIND {
        return Ok(());
    }
    let of = text(&row.fields, evaluation_item::EVALUATION_SCHEME);
    context.store.row(evaluation_scheme::KIND, of)?.map_or(Ok(()), |scheme| not_in_use(&scheme))
}

fn not_in_use(scheme: &Row) -> Result<(), CommandError> {
    match schemes::is_in_use(scheme) {
        true => Err(CommandError::not_allowed(
            "这个评分方案已启用，站点正按它自评，评分项不能改。要改请先把方案的“是否启用”改成“否”。",
        )),
        false => Ok(()),
    }
}
