//! 隔离区: what was set aside on arrival: whose, when, of which kind and why; trying it again, and giving it back to its station as a task. What a
//! newer roster or program lets in is taken in by itself.

use domain::dates;
use domain::dictionary::dictionary;
use domain::fields::rectification;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Query, Remedy, SetAside, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::events::News;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records::check::{self, Form};

/// What a task points at that was made of something set aside.
const TARGET: &str = "set_aside";

/// Something that was set aside.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SetAsideRow {
    /// Its place; give it back to send it back.
    pub place: String,
    /// Station and PC that wrote it.
    pub whose: String,
    /// Code of the station; none of the county, or where it is not known.
    pub station: Option<String>,
    /// When the first of it was written, in milliseconds.
    pub written_ms: Option<u64>,
    /// What it is: the kind of a single record, else how many changes.
    pub what: String,
    /// Why it was set aside.
    pub why: String,
    /// What can be done.
    pub what_now: String,
    /// The station has been given a task about it.
    pub sent_back: bool,
}

/// What came in after another try.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TriedAgain {
    /// Changes that came in.
    pub taken: u64,
    /// What is still set aside.
    pub left: Vec<SetAsideRow>,
}

/// Gives something back to its station, as a task.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SendBack {
    /// Its place.
    pub place: String,
    /// By when the station is to see to it.
    pub due_date: String,
}

/// Lists what is set aside.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<SetAsideRow>, CommandError> {
    rows(&Context::of(pc)?)
}

/// Tries all of it again.
pub(crate) fn try_again(pc: &Pc, _: Nothing) -> Result<TriedAgain, CommandError> {
    let context = Context::of(pc)?;
    let taken = context.store.try_set_aside_again()?;
    if taken > 0 {
        pc.events.publish(News::Records { kinds: Vec::new() });
    }
    pc.events.publish(News::Sync);
    Ok(TriedAgain { taken, left: rows(&context)? })
}

/// Gives something back.
pub(crate) fn send_back(pc: &Pc, request: SendBack) -> Result<Vec<SetAsideRow>, CommandError> {
    let context = Context::of(pc)?;
    if dates::stored(&request.due_date).is_none() {
        return Err(CommandError::invalid_field("due_date", "请写明请站点在哪一天以前办好。"));
    }
    let row = rows(&context)?.into_iter().find(|row| row.place == request.place);
    let row = row.ok_or_else(|| CommandError::not_found("隔离的这一处内容"))?;
    let Some(station) = row.station.filter(|_| !row.sent_back) else {
        return Err(CommandError::not_allowed("这一处已经退回过，或不知道是哪个站点写的。"));
    };
    let written = row.written_ms.map(|ms| crate::kernel::pc::local_time(ms).format("%Y-%m-%d %H:%M").to_string());
    let content = format!(
        "{}{}写的{}没有入库：{}请核对后重新填写，或与县里联系。",
        row.whose,
        written.map(|written| format!(" {written} ")).unwrap_or_default(),
        row.what,
        row.why,
    );
    let fields = [
        (rectification::FOUND_DATE, json!(context.today.to_string())),
        (rectification::FOUND_BY, json!("county")),
        (rectification::CONTENT, json!(content)),
        (rectification::DUE_DATE, json!(request.due_date)),
        (rectification::TARGET_KIND, json!(TARGET)),
        (rectification::TARGET, json!(key(&row.place))),
    ];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let kind = kind_named(rectification::KIND)?;
    let ready = check::ready_as(&context, kind, Form { fields, ..Form::default() }, Some(&check::new_id()))?;
    check::refuse_errors(&ready.findings)?;
    context.save(changelog::Audience::Station(station), ready.write.into_iter().collect())?;
    rows(&context)
}

fn rows(context: &Context) -> Result<Vec<SetAsideRow>, CommandError> {
    let found = context.store.set_aside()?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let tasks = context.list(&Query::of(rectification::KIND).and(rectification::TARGET_KIND, Test::Eq, TARGET))?;
    let known: Vec<&str> = tasks.iter().map(|task| text(&task.fields, rectification::TARGET)).collect();
    Ok(found.into_iter().map(|one| row(context, one, &known)).collect())
}

fn row(context: &Context, one: SetAside, known: &[&str]) -> SetAsideRow {
    let roster = context.store.roster();
    let device = one.device.as_deref().and_then(|id| roster.device(id));
    let what = match one.kind.as_deref().and_then(|kind| dictionary().kind(kind)) {
        Some(kind) => format!("一条“{}”", kind.label),
        None if one.changes == 0 => "一个数据文件".to_owned(),
        None => format!(" {} 条记录", one.changes),
    };
    SetAsideRow {
        whose: one.device.as_deref().map_or_else(|| "不知道哪台电脑".to_owned(), |device| context.pc_name(device)),
        station: device.and_then(|device| device.station.clone()),
        written_ms: one.written_ms,
        what,
        what_now: what_now(one.remedy).to_owned(),
        sent_back: known.contains(&key(&one.place).as_str()),
        why: one.reason,
        place: one.place,
    }
}

/// A place as a task can hold it.
fn key(place: &str) -> String {
    hex::encode(&Sha256::digest(place)[..16])
}

fn what_now(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::CountAfterLoss => "是丢失以前写的：在“站点与设备”的“电脑丢失”里点“计入”，或恢复使用那台电脑。",
        Remedy::WriteAgain => "不会自动入库。请写的人在自己的站点重新登记。",
        Remedy::NewerRoster => "站点名单更新后自动再试；也可以现在点“再试一次”。",
        Remedy::SendAgain => "请写的那台电脑重新发送或导出一次，收到完整的以后自动入库。",
    }
}
