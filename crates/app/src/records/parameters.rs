//! Values the county sets for all its stations, from a date, with the document they rest on.

use std::collections::{BTreeMap, BTreeSet};

use changelog::{Audience, Op, Payload};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Query, Row, Save, Store, Write};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Day of the following month by which the brief is due.
pub const BRIEF_DUE_DAY: &str = "brief_due_day";
/// What stands before 社会工作服务站 in the names of new stations.
pub const STATION_PREFIX: &str = "station_name_prefix";

/// Whether a group belongs to the month of its first or of its last session.
pub const GROUP_MONTH: &str = "group_month";
/// Fewest held sessions of a completed group.
pub const MIN_SESSIONS: &str = "min_sessions_per_group";
/// Fewest members of a completed group.
pub const MIN_MEMBERS: &str = "min_members_per_group";

/// What the program asks for: name, label, hint, default.
const KNOWN: &[(&str, &str, &str, &str)] = &[
    (BRIEF_DUE_DAY, "月度工作简报报送日", "次月几日前报送，填 1 到 28", "5"),
    (STATION_PREFIX, "社工站名称前缀", "可空；如填“民政”，新站名为“……民政社会工作服务站”", ""),
    ("visit_high_risk_days", "高风险对象走访间隔（天）", "红色风险对象至少多少天走访一次", "7"),
    ("visit_key_months", "重点对象走访间隔（月）", "特困、独居老人、困境儿童等", "1"),
    ("visit_general_months", "一般对象走访间隔（月）", "其他在册对象", "3"),
    (GROUP_MONTH, "小组数按哪一节所在月计", "首节所在月，或末节所在月（结束后才计）", "first"),
    (MIN_SESSIONS, "小组最少节数", "节数不足的小组不计入完成数；填 0 为不设门槛", "0"),
    (MIN_MEMBERS, "小组最少人数", "至少来过一次的组员不足的小组不计入完成数；填 0 为不设门槛", "0"),
    ("left_behind_away_months", "留守儿童父母外出多久才算（月）", "0 表示不看时长；如填 6，外出满 6 个月才算", "0"),
    ("review_steady_months", "低保核查周期（月）：收入变化不大", "1 到 24", "12"),
    ("review_unsteady_months", "低保核查周期（月）：收入不固定且有劳动能力", "1 到 24", "6"),
    ("review_remind_days", "低保核查提前提醒（天）", "1 到 90", "15"),
    ("excluded_basic_pension", "低保核算：基础养老金", "填“不计入”或“计入”；2025 年底前发放的按国家规定不计入", ""),
    ("excluded_elderly_allowance", "低保核算：高龄津贴", "填“不计入”或“计入”；没有定之前暂按计入并提示", ""),
    ("excluded_disability_living", "低保核算：困难残疾人生活补贴", "填“不计入”或“计入”；没有定之前暂按计入并提示", ""),
    ("excluded_disability_care", "低保核算：重度残疾人护理补贴", "填“不计入”或“计入”；没有定之前暂按计入并提示", ""),
];

/// A parameter.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ParameterRow {
    /// Record id.
    pub id: String,
    /// Name as the program knows it, for example `brief_due_day`.
    pub name: String,
    /// Its Chinese label.
    pub label: String,
    /// Value.
    pub value: String,
    /// In force from this date on.
    pub effective_from: String,
    /// Document it rests on.
    pub document_no: String,
    /// In force today.
    pub current: bool,
}

/// A parameter the program asks for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KnownParameter {
    /// Name as the program knows it.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// What to type.
    pub hint: String,
    /// Used where the county has set nothing.
    pub default: String,
}

/// All parameters.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Parameters {
    /// What has been set, newest first.
    pub rows: Vec<ParameterRow>,
    /// What the program asks for.
    pub known: Vec<KnownParameter>,
}

/// Sets a parameter from a date on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveParameter {
    /// Name as the program knows it.
    pub name: String,
    /// Value.
    pub value: String,
    /// In force from this date on.
    pub effective_from: String,
    /// Document it rests on.
    #[serde(default)]
    #[ts(optional)]
    pub document_no: Option<String>,
}

/// Lists what has been set and what the program asks for.
pub fn list(pc: &Pc, _: Nothing) -> Result<Parameters, CommandError> {
    let store = pc.session()?.store;
    let known = KNOWN.iter().map(|(name, label, hint, default)| KnownParameter {
        name: (*name).into(),
        label: (*label).into(),
        hint: (*hint).into(),
        default: (*default).into(),
    });
    let today = pc.today();
    let mut seen = BTreeSet::new();
    let rows = settings(&store)?.into_iter().map(|row| {
        let text = |field: &str| row.fields.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
        let (name, from) = (text("name"), text("effective_from"));
        let label = KNOWN.iter().find(|known| known.0 == name).map_or_else(|| name.clone(), |known| known.1.to_owned());
        let current = in_force(&from, today) && seen.insert(name.clone());
        ParameterRow {
            id: row.id.clone(),
            label,
            value: text("value"),
            document_no: text("document_no"),
            effective_from: from,
            name,
            current,
        }
    });
    Ok(Parameters { rows: rows.collect(), known: known.collect() })
}

/// Sets a parameter from a date on; what was in force before stays readable.
pub fn save(pc: &Pc, request: SaveParameter) -> Result<Nothing, CommandError> {
    let session = pc.session()?;
    let value = request.value.trim();
    let mut findings = Vec::new();
    if request.name.trim().is_empty() {
        findings.push(FieldFinding::error("name", "请选择参数。"));
    }
    if domain::dates::parse(&request.effective_from, pc.today()).is_err() {
        findings.push(FieldFinding::error("effective_from", "请填写生效日期，如 2026-01-01。"));
    }
    if let Some(message) = wrong_value(request.name.trim(), value) {
        findings.push(FieldFinding::error("value", message));
    }
    if !findings.is_empty() {
        return Err(CommandError::invalid(findings));
    }
    let mut fields = Payload::new();
    fields.insert("name".into(), json!(request.name.trim()));
    fields.insert("value".into(), json!(value));
    let date = domain::dates::parse(&request.effective_from, pc.today()).ok().map(|date| date.to_string());
    fields.insert("effective_from".into(), json!(date));
    if let Some(document) = request.document_no.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        fields.insert("document_no".into(), json!(document));
    }
    let record = uuid::Uuid::new_v4().to_string();
    let write = Write { kind: "county_parameter".into(), record, op: Op::Set, fields, seen: BTreeMap::new() };
    let author = session.person.id.clone();
    session.store.save(Save {
        audience: Audience::All,
        author,
        now_ms: pc.now_ms(),
        writes: vec![write],
        number: None,
    })?;
    pc.events.changed(&["county_parameter"]);
    Ok(Nothing {})
}

/// The value in force today, or the program's default.
pub fn value(pc: &Pc, store: &Store, name: &str) -> Result<String, CommandError> {
    let today = pc.today();
    let text = |row: &Row, field: &str| row.fields.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
    let set = settings(store)?
        .into_iter()
        .find(|row| text(row, "name") == name && in_force(&text(row, "effective_from"), today));
    let default = || KNOWN.iter().find(|known| known.0 == name).map_or("", |known| known.3).to_owned();
    Ok(set.map_or_else(default, |row| text(&row, "value")))
}

/// All settings, the latest in force first.
fn settings(store: &Store) -> Result<Vec<Row>, CommandError> {
    Ok(store.list(&Query::of("county_parameter").by("effective_from", true).by("created_ms", true))?)
}

fn in_force(from: &str, today: NaiveDate) -> bool {
    from.parse::<NaiveDate>().is_ok_and(|from| from <= today)
}

fn wrong_value(name: &str, value: &str) -> Option<String> {
    if name == GROUP_MONTH {
        return (!matches!(value, "first" | "last")).then(|| "请选“首节所在月”或“末节所在月”。".to_owned());
    }
    let (first, last) = match name {
        BRIEF_DUE_DAY => (1, 28),
        "visit_high_risk_days" => (1, 90),
        "visit_key_months" | "visit_general_months" => (1, 12),
        MIN_SESSIONS | MIN_MEMBERS => (0, 100),
        "left_behind_away_months" => (0, 24),
        "review_steady_months" | "review_unsteady_months" => (1, 24),
        "review_remind_days" => (1, 90),
        name if name.starts_with("excluded_") => {
            return (!matches!(value, "不计入" | "计入")).then(|| "请填“不计入”或“计入”。".to_owned());
        }
        _ => return None,
    };
    let fits = value.parse::<u32>().is_ok_and(|number| (first..=last).contains(&number));
    (!fits).then(|| format!("请填 {first} 到 {last} 之间的整数。"))
}

impl Context<'_> {
    /// A parameter of the county, in force today, or the program's default.
    pub(crate) fn parameter(&self, name: &str) -> Result<String, CommandError> {
        value(self.pc, &self.store, name)
    }

    /// The same, where it is a number.
    pub(crate) fn number_parameter(&self, name: &str) -> Result<Option<u32>, CommandError> {
        Ok(self.parameter(name)?.trim().parse().ok())
    }
}
