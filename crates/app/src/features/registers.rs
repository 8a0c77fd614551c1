//! Special registers (专项台账): views on the recipients that hold certain categories on the last day of a month, with what that
//! register must know. Nothing is stored: what a birthday or a date changes, changes on every PC alike.

pub(crate) mod adults;
pub(crate) mod children;

use std::collections::BTreeMap;

use domain::fields::{recipient, recipient_category};
use domain::names;
use domain::period::Month;
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::kernel::words::CountOf;
use crate::people::category_register::{Gathered, codes, count, gather};
use crate::people::{self, PersonBrief};
use crate::records::listing::{self, SortBy};
use crate::records::{reviews_due, visited};

/// The registers, in their order: name and label.
const REGISTERS: [(&str, &str); 6] = [
    ("left_behind_child", "农村留守儿童"),
    ("child_in_difficulty", "困境儿童"),
    ("elderly_hardship", "特殊困难老年人"),
    ("tekun", "特困人员"),
    ("disabled", "残疾人"),
    ("dibao", "低保对象"),
];

/// How many rows a page shows at most; the number beside says how many there are.
const LISTED: usize = 500;

/// Which register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct SpecialRegisterRequest {
    /// `left_behind_child`, `child_in_difficulty`, `elderly_hardship`, `tekun`, `disabled` or `dibao`.
    pub register: String,
    /// `2026-11`; this month when absent.
    #[serde(default)]
    pub month: Option<String>,
    /// Of this station, at the county.
    #[serde(default)]
    pub station: Option<String>,
    /// Only the rows that the figure with this mark counts.
    #[serde(default)]
    pub mark: Option<String>,
    /// Name, pinyin or initials, last four of the ID, village.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Column of the register; without it those that want attention first.
    #[serde(default)]
    pub sort: Option<SortBy>,
}

/// A register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SpecialRegister {
    /// All registers with how many are in each today.
    pub registers: Vec<CountOf>,
    /// Month shown.
    pub month: String,
    /// The day by which people are registered: the last of the month, or today.
    pub day: String,
    /// What the figures above the table say: 月探访率 90%（45/50）.
    pub figures: Vec<SpecialFigure>,
    /// Columns.
    pub columns: Vec<SpecialColumn>,
    /// Rows, those that want attention first.
    pub rows: Vec<SpecialRow>,
    /// How many rows there are in all, of that mark if one was asked for.
    pub total: u64,
}

/// A figure above a register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SpecialFigure {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
    /// Rows marked with this are what it counts; none: all rows.
    pub mark: Option<String>,
}

/// A column of a register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SpecialColumn {
    /// Key of the cells.
    pub key: String,
    /// Heading.
    pub label: String,
}

/// A person in a register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SpecialRow {
    /// The person.
    pub person: PersonBrief,
    /// Responsible worker.
    pub worker: String,
    /// When the next visit is due.
    pub next_visit: Option<String>,
    /// That is before today.
    pub overdue: bool,
    /// Readable text by column.
    pub cells: BTreeMap<String, String>,
    /// What wants attention, in sentences.
    pub prompts: Vec<SpecialPrompt>,
    /// Which figures count this row.
    pub marks: Vec<String>,
}

/// Something that wants attention.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SpecialPrompt {
    /// What.
    pub text: String,
    /// Red, or else only to be known.
    pub urgent: bool,
    /// The record it is about.
    pub record: Option<RecordRef>,
    /// A category that one click ends (`registers.settle_age`).
    pub ends_category: Option<String>,
}

/// One row before the things that all rows share are filled in.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) cells: Vec<(&'static str, String)>,
    pub(crate) prompts: Vec<SpecialPrompt>,
    pub(crate) marks: Vec<&'static str>,
}

impl Made {
    pub(crate) fn prompt(&mut self, urgent: bool, text: impl Into<String>) {
        self.prompts.push(SpecialPrompt { text: text.into(), urgent, record: None, ends_category: None });
    }
}

/// A register's columns, rows by person, and figures.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) columns: Vec<(&'static str, &'static str)>,
    pub(crate) rows: BTreeMap<String, Made>,
    pub(crate) figures: Vec<SpecialFigure>,
}

/// A register of a month.
pub(crate) fn get(pc: &Pc, request: SpecialRegisterRequest) -> Result<SpecialRegister, CommandError> {
    let context = Context::of(pc)?;
    let Register { gathered, sheet } = made(&context, &request)?;
    let mut registers = Vec::new();
    for (other, label) in REGISTERS {
        let station = request.station.as_deref().filter(|station| !station.is_empty());
        let count = match other == request.register {
            true => gathered.people.len(),
            false => count(&context, other, gathered.month, station)?,
        };
        registers.push(CountOf { value: other.to_owned(), label: label.to_owned(), count: count as u64 });
    }
    let mut rows = rows(&context, &gathered, sheet.rows, request.sort.as_ref())?;
    let total = rows.len() as u64;
    rows.truncate(LISTED);
    Ok(SpecialRegister {
        registers,
        month: gathered.month.to_string(),
        day: gathered.day.to_string(),
        columns: columns(&sheet.columns),
        figures: sheet.figures,
        rows,
        total,
    })
}

/// Columns and rows that page and file show.
pub(crate) fn shown(
    context: &Context,
    request: &SpecialRegisterRequest,
) -> Result<(Vec<SpecialColumn>, Vec<SpecialRow>), CommandError> {
    let Register { gathered, sheet } = made(context, request)?;
    Ok((columns(&sheet.columns), rows(context, &gathered, sheet.rows, request.sort.as_ref())?))
}

/// What a register is called.
pub(crate) fn label_of(register: &str) -> &'static str {
    REGISTERS.into_iter().find(|(name, _)| *name == register).map_or("", |(_, label)| label)
}

fn columns(columns: &[(&'static str, &'static str)]) -> Vec<SpecialColumn> {
    columns.iter().map(|(key, label)| SpecialColumn { key: (*key).to_owned(), label: (*label).to_owned() }).collect()
}

/// A register with the people it was made from, narrowed to the mark and the words asked for.
struct Register {
    gathered: Gathered,
    sheet: Sheet,
}

fn made(context: &Context, request: &SpecialRegisterRequest) -> Result<Register, CommandError> {
    let Some((name, _)) = REGISTERS.into_iter().find(|(name, _)| *name == request.register) else {
        return Err(CommandError::not_found("台账"));
    };
    let this = Month::of(context.today);
    let month = request.month.as_deref().and_then(Month::parse).filter(|month| *month <= this).unwrap_or(this);
    let station = request.station.as_deref().filter(|station| !station.is_empty());
    let gathered = gather(context, name, month, station)?;
    let mut sheet = match name {
        "left_behind_child" => children::left_behind(context, &gathered)?,
        "child_in_difficulty" => children::in_difficulty(context, &gathered)?,
        "elderly_hardship" => adults::elderly(context, &gathered)?,
        "tekun" => adults::tekun(context, &gathered)?,
        "disabled" => adults::disabled(context, &gathered)?,
        _ => adults::dibao(context, &gathered)?,
    };
    add_lapsed(context, name, station, &mut sheet)?;
    let lapsed = marked(&sheet.rows, "lapsed");
    if lapsed > 0 {
        sheet.figures.push(figure("年龄到了、待复核", lapsed, Some("lapsed")));
    }
    if let Some(mark) = request.mark.as_deref().filter(|mark| !mark.is_empty()) {
        sheet.rows.retain(|_, made| made.marks.contains(&mark));
    }
    if !request.text.trim().is_empty() {
        let found = listing::found(context, recipient::KIND, &request.text)?;
        sheet.rows.retain(|id, _| found.contains(id));
    }
    Ok(Register { gathered, sheet })
}

fn rows(
    context: &Context,
    gathered: &Gathered,
    made: BTreeMap<String, Made>,
    sort: Option<&SortBy>,
) -> Result<Vec<SpecialRow>, CommandError> {
    let ids: Vec<String> = made.keys().cloned().collect();
    let missing: Vec<String> = ids.iter().filter(|id| !gathered.people.contains_key(*id)).cloned().collect();
    let mut people = gathered.people.clone();
    for row in context.list_in(&Query::of(recipient::KIND), "id", &missing)? {
        people.insert(row.id.clone(), row);
    }
    let chosen: Vec<Row> = ids.iter().filter_map(|id| people.get(id).cloned()).collect();
    let mut briefs = people::briefs_of(context, &chosen)?;
    let mut visited = visited::visited(context, &ids)?;
    let mut rows: Vec<SpecialRow> = made
        .into_iter()
        .filter_map(|(id, made)| {
            let person = people.get(&id)?;
            let next = visited.remove(&id).and_then(|visits| visits.next);
            Some(SpecialRow {
                overdue: visited::overdue(context, next.as_deref()),
                next_visit: next,
                person: briefs.remove(&id)?,
                worker: context.staff_name(text(&person.fields, recipient::ASSIGNED_WORKER)),
                cells: made.cells.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                prompts: made.prompts,
                marks: made.marks.into_iter().map(str::to_owned).collect(),
            })
        })
        .collect();
    let weight = |row: &SpecialRow| match row.prompts.iter().any(|prompt| prompt.urgent) {
        true => 0,
        false if row.prompts.is_empty() => 2,
        false => 1,
    };
    let villages = context.villages()?;
    rows.sort_by_cached_key(|row| {
        (weight(row), villages.spelling(&row.person.village), names::sort_key(&row.person.name))
    });
    Ok(listing::sorted(rows, sort))
}

/// Those whose record still runs although a birthday has ended it: on top, with the one click that ends it.
fn add_lapsed(context: &Context, name: &str, station: Option<&str>, sheet: &mut Sheet) -> Result<(), CommandError> {
    let codes = codes(name);
    for lapsed in reviews_due::lapsed(context)? {
        let row = context.row(recipient_category::KIND, &lapsed.category)?;
        let here = station.is_none_or(|station| row.station == station);
        if !here || !codes.iter().any(|code| code == text(&row.fields, recipient_category::CATEGORY)) {
            continue;
        }
        let made = sheet.rows.entry(lapsed.recipient).or_default();
        made.marks.push("lapsed");
        made.prompts.push(SpecialPrompt {
            text: lapsed.text,
            urgent: false,
            record: Some(RecordRef { kind: row.kind.clone(), id: row.id.clone() }),
            ends_category: Some(row.id),
        });
    }
    Ok(())
}

/// A figure that counts rows.
pub(crate) fn figure(label: &str, count: usize, mark: Option<&str>) -> SpecialFigure {
    SpecialFigure { label: label.to_owned(), value: format!("{count} 人"), mark: mark.map(str::to_owned) }
}

/// How many rows there are by a mark.
pub(crate) fn marked(rows: &BTreeMap<String, Made>, mark: &str) -> usize {
    rows.values().filter(|made| made.marks.contains(&mark)).count()
}
