//! Open work of a member of staff: records that she is responsible for and that are not done, and 暂存 records of hers that nobody has taken
//! over. Which kinds these are and until when says the dictionary (`responsible`); nobody else decides what belongs to whom. Nobody leaves
//! with any of it. It reads only; `features/handover.rs` hands it over.

use std::collections::{BTreeMap, BTreeSet};

use domain::dictionary::{Judged, Kind, Responsible, dictionary};
use domain::fields::{handover, handover_item, recipient};
use serde_json::Value;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, some_text, text};
use crate::kernel::error::CommandError;
use crate::people::on_file;
use crate::records::group_figures;
use crate::records::labels::{self, Titles};
use crate::records::visited;

/// One piece of open work.
pub(crate) struct OpenWork {
    pub(crate) kind: &'static Kind,
    pub(crate) row: Row,
    /// 暂存: somebody else can finish it, and who did it stays.
    pub(crate) unfinished: bool,
    /// By when something is to be done; for a person her next visit.
    pub(crate) due: Option<String>,
}

/// Everything that is still somebody's, in the order of the kinds; what is 暂存 last.
pub(crate) fn of(context: &Context, staff: &str) -> Result<Vec<OpenWork>, CommandError> {
    let mut found = Vec::new();
    for kind in dictionary().in_order() {
        if let Some(responsible) = &kind.responsible {
            found.extend(hers(context, kind, responsible, staff)?);
        }
    }
    let known: BTreeSet<String> = found.iter().map(|one| one.row.id.clone()).collect();
    found.extend(unfinished(context, staff)?.into_iter().filter(|one| !known.contains(&one.row.id)));
    Ok(found)
}

/// Refuses that somebody leaves a station while anything is still hers, saying what and how much.
pub(crate) fn refuse_leaving(context: &Context, staff: &str, field: &str) -> Result<(), CommandError> {
    let open = if context.is_county() { Vec::new() } else { of(context, staff)? };
    if open.is_empty() {
        return Ok(());
    }
    let detail = format!(
        "这位社工名下还有 {}，没有交接，不能离岗。请站长（督导）先在“站务 → 人员 → 工作交接”里移交给其他社工，可以逐项或一次全部移交。",
        counted(context, &open).join("、")
    );
    Err(CommandError::invalid_field(field, detail))
}

/// How much of each kind: 个案 6 个, 服务对象 40 人（走访到期 3 人）, 暂存的走访记录 2 份.
pub(crate) fn counted(context: &Context, open: &[OpenWork]) -> Vec<String> {
    let same =
        |one: &OpenWork, other: &OpenWork| one.kind.name == other.kind.name && one.unfinished == other.unfinished;
    let words = |works: &[OpenWork]| {
        let (first, count) = (&works[0], works.len());
        let Some(responsible) = first.kind.responsible.as_ref().filter(|_| !first.unfinished) else {
            return format!("暂存的{} {count} 份", first.kind.label);
        };
        let due = works.iter().filter(|one| one.due.as_ref().is_some_and(|due| *due <= context.today_text())).count();
        let due = match (responsible.judged, due) {
            (Some(Judged::OnFile), 1..) => format!("（走访到期 {due} 人）"),
            _ => String::new(),
        };
        format!("{} {count} {}{due}", first.kind.label, responsible.unit)
    };
    open.chunk_by(same).map(words).collect()
}

/// The name of one record.
pub(crate) fn title(context: &Context, kind: &Kind, row: &Row) -> Result<String, CommandError> {
    let titles = Titles::for_rows(context, kind, std::slice::from_ref(row))?;
    Ok(named(context, kind, row, &titles))
}

/// Names of all of it, in the same order; what is referred to is read once for each kind.
pub(crate) fn titles(context: &Context, open: &[OpenWork]) -> Result<Vec<String>, CommandError> {
    let mut named_by_kind = Vec::new();
    for same in open.chunk_by(|one, other| one.kind.name == other.kind.name) {
        let (kind, rows) = (same[0].kind, same.iter().map(|one| one.row.clone()).collect::<Vec<_>>());
        let titles = Titles::for_rows(context, kind, &rows)?;
        named_by_kind.extend(rows.iter().map(|row| named(context, kind, row, &titles)));
    }
    Ok(named_by_kind)
}

/// A record's title; of what is done for a person her name first.
fn named(context: &Context, kind: &Kind, row: &Row, titles: &Titles) -> String {
    let own = labels::title(context, kind, &row.fields, titles);
    let person = kind.person().and_then(|field| titles.of(recipient::KIND, text(&row.fields, &field.name)));
    match person.filter(|name| !own.contains(name)) {
        Some(name) => format!("{name} {own}"),
        None => own,
    }
}

/// How a piece of work stands: its stage, by when it is due.
pub(crate) fn state(context: &Context, one: &OpenWork) -> String {
    let responsible = one.kind.responsible.as_ref().filter(|_| !one.unfinished);
    let stage = responsible.and_then(|responsible| {
        let field = one.kind.field(responsible.during.keys().next()?)?;
        Some(labels::readable(context, field, one.row.fields.get(&field.name)?, &Titles::default()))
    });
    let visited = responsible.is_some_and(|responsible| responsible.judged == Some(Judged::OnFile));
    let by = if visited { "下次走访" } else { "期限" };
    let due = one.due.as_ref().map(|due| {
        let late = if *due < context.today_text() { "（已过期）" } else { "" };
        format!("{by} {due}{late}")
    });
    let unfinished = one.unfinished.then(|| "暂存，未完成".to_owned());
    [unfinished, stage, due].into_iter().flatten().collect::<Vec<_>>().join("，")
}

/// Records of a kind that she is responsible for and that are not done.
fn hers(
    context: &Context,
    kind: &'static Kind,
    responsible: &Responsible,
    staff: &str,
) -> Result<Vec<OpenWork>, CommandError> {
    let mut query = context.of_station(&kind.name, context.station.as_deref()).and(&responsible.field, Test::Eq, staff);
    if let Some(since) = &responsible.since {
        query = query.and(since, Test::NotNull, Value::Null);
    }
    if let Some(until) = &responsible.until {
        query = query.and(until, Test::IsNull, Value::Null);
    }
    for (field, codes) in &responsible.during {
        query = query.and(field, Test::In, codes.clone());
    }
    let rows = match responsible.judged {
        None => context.list(&query)?,
        Some(Judged::OnFile) => context.list(&on_file::on_file_today(context, query)?.by(recipient::VILLAGE, false))?,
        Some(Judged::Group) => under_way(context, context.list(&query)?)?,
    };
    let mut visits = match responsible.judged {
        Some(Judged::OnFile) => visited::visited(context, &rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>())?,
        _ => BTreeMap::new(),
    };
    let open = |row: Row| {
        let due = responsible.due.as_ref().and_then(|field| some_text(&row.fields, field));
        let due = due.or_else(|| visits.remove(&row.id).and_then(|visits| visits.next));
        OpenWork { kind, row, unfinished: false, due }
    };
    Ok(rows.into_iter().map(open).collect())
}

fn under_way(context: &Context, rows: Vec<Row>) -> Result<Vec<Row>, CommandError> {
    let facts = group_figures::facts(context, &rows)?;
    let finished: BTreeSet<&str> =
        facts.iter().filter(|fact| fact.is_finished()).map(|fact| fact.id.as_str()).collect();
    Ok(rows.iter().filter(|row| !finished.contains(row.id.as_str())).cloned().collect())
}

/// 暂存 records that are hers to finish: whoever took one over, else who did the work, else who wrote it. What belongs to another 暂存 record
/// is finished with that.
fn unfinished(context: &Context, staff: &str) -> Result<Vec<OpenWork>, CommandError> {
    let taken = taken_over(context)?;
    let mut found: Vec<OpenWork> = Vec::new();
    for kind in dictionary().in_order() {
        let query = context.of_station(&kind.name, context.station.as_deref());
        for row in context.list(&Query { provisional: Some(true), ..query })? {
            let done_by = kind.worker.as_ref().and_then(|field| some_text(&row.fields, field));
            let whose = taken.get(&row.id).cloned().or(done_by).unwrap_or_else(|| row.created_by.clone());
            if whose == staff {
                found.push(OpenWork { kind, row, unfinished: true, due: None });
            }
        }
    }
    let all: BTreeSet<String> = found.iter().map(|one| one.row.id.clone()).collect();
    found.retain(|one| one.kind.parent.as_ref().is_none_or(|parent| !all.contains(text(&one.row.fields, parent))));
    Ok(found)
}

/// Who took over which 暂存 record last, by record.
fn taken_over(context: &Context) -> Result<BTreeMap<String, String>, CommandError> {
    let items = Query::of(handover_item::KIND).and(handover_item::UNFINISHED, Test::Eq, "yes").by("created_ms", false);
    let items = context.list(&items)?;
    let acts: BTreeSet<String> =
        items.iter().map(|row| text(&row.fields, handover_item::HANDOVER).to_owned()).collect();
    let acts = context.list_in(&Query::of(handover::KIND), "id", &acts.into_iter().collect::<Vec<_>>())?;
    let by: BTreeMap<&str, &str> =
        acts.iter().map(|row| (row.id.as_str(), text(&row.fields, handover::TAKEN_BY))).collect();
    let taken = |row: &Row| {
        let by = by.get(text(&row.fields, handover_item::HANDOVER))?;
        Some((text(&row.fields, handover_item::TARGET).to_owned(), (*by).to_owned()))
    };
    Ok(items.iter().filter_map(taken).collect())
}
