//! Special registers (专项台账): views on the recipients that hold certain categories on the last day of a month, with what that
//! register must know. Nothing is stored: what a birthday or a date changes, changes on every PC alike.

mod adults;
mod children;
pub mod reviews;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::category;
use domain::dictionary::dictionary;
use domain::period::Month;
use domain::visit::Held;
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::app::App;
use crate::duty::{Duty, date, text};
use crate::error::CommandError;
use crate::people;
use crate::recipients::CountOf;
use crate::views::{PersonBrief, RecordRef};
use crate::visits::month::between;

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
pub struct SpecialRegisterRequest {
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
}

/// A register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SpecialRegister {
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
pub struct SpecialFigure {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
    /// Rows marked with this are what it counts; none: all rows.
    pub mark: Option<String>,
}

/// A column of a register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SpecialColumn {
    /// Key of the cells.
    pub key: String,
    /// Heading.
    pub label: String,
}

/// A person in a register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SpecialRow {
    /// The person.
    pub person: PersonBrief,
    /// Responsible worker.
    pub worker: String,
    /// Readable text by column.
    pub cells: BTreeMap<String, String>,
    /// What wants attention, in sentences.
    pub prompts: Vec<SpecialPrompt>,
    /// Which figures count this row.
    pub marks: Vec<String>,
}

/// Something that wants attention.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SpecialPrompt {
    /// What.
    pub text: String,
    /// Red, or else only to be known.
    pub urgent: bool,
    /// The record it is about.
    pub record: Option<RecordRef>,
    /// A category that one click ends (`registers.settle_age`).
    pub ends_category: Option<String>,
}

/// What the registers are made from: people on file on a day with their categories, and the month's visits.
pub(crate) struct Gathered {
    pub(crate) month: Month,
    pub(crate) day: NaiveDate,
    /// People by id.
    pub(crate) people: BTreeMap<String, Row>,
    /// Category records in force on the day, by person; those ended by age are left out.
    pub(crate) held: BTreeMap<String, Vec<Row>>,
    /// Final visits of the month, by person, in order.
    pub(crate) visits: BTreeMap<String, Vec<Row>>,
}

impl Gathered {
    /// The categories of a person as the rules see them.
    pub(crate) fn held(&self, person: &str) -> Vec<Held> {
        let rows = self.held.get(person).map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(held).collect()
    }

    /// Labels of a person's categories.
    pub(crate) fn labels(&self, person: &str) -> String {
        let rows = self.held.get(person).map(Vec::as_slice).unwrap_or_default();
        let labels = rows.iter().map(|row| dictionary().label("category", text(&row.fields, "category")));
        labels.collect::<Vec<_>>().join("、")
    }

    /// Visits of the month to a person.
    pub(crate) fn visits(&self, person: &str) -> &[Row] {
        self.visits.get(person).map(Vec::as_slice).unwrap_or_default()
    }
}

fn held(row: &Row) -> Held {
    Held {
        category: text(&row.fields, "category").to_owned(),
        disability_type: text(&row.fields, "disability_type").to_owned(),
        disability_grade: text(&row.fields, "disability_grade").to_owned(),
    }
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
pub fn get(app: &App, request: SpecialRegisterRequest) -> Result<SpecialRegister, CommandError> {
    let duty = Duty::of(app)?;
    let Some((name, _)) = REGISTERS.into_iter().find(|(name, _)| *name == request.register) else {
        return Err(CommandError::not_found("台账"));
    };
    let this = Month::of(duty.today);
    let month = request.month.as_deref().and_then(Month::parse).filter(|month| *month <= this).unwrap_or(this);
    let station = request.station.as_deref().filter(|station| !station.is_empty());
    let gathered = gather(&duty, name, month, station)?;
    let mut sheet = match name {
        "left_behind_child" => children::left_behind(&duty, &gathered)?,
        "child_in_difficulty" => children::in_difficulty(&duty, &gathered)?,
        "elderly_hardship" => adults::elderly(&duty, &gathered)?,
        "tekun" => adults::tekun(&duty, &gathered)?,
        "disabled" => adults::disabled(&duty, &gathered)?,
        _ => adults::dibao(&duty, &gathered)?,
    };
    add_lapsed(&duty, name, station, &mut sheet)?;
    let lapsed = marked(&sheet.rows, "lapsed");
    if lapsed > 0 {
        sheet.figures.push(figure("年龄到了、待复核", lapsed, Some("lapsed")));
    }
    if let Some(mark) = request.mark.as_deref().filter(|mark| !mark.is_empty()) {
        sheet.rows.retain(|_, made| made.marks.contains(&mark));
    }
    let mut registers = Vec::new();
    for (other, label) in REGISTERS {
        let count = if other == name { gathered.people.len() } else { members(&duty, other, month, station)?.0.len() };
        registers.push(CountOf { value: other.to_owned(), label: label.to_owned(), count: count as u64 });
    }
    let total = sheet.rows.len() as u64;
    Ok(SpecialRegister {
        registers,
        month: month.to_string(),
        day: gathered.day.to_string(),
        columns: sheet
            .columns
            .iter()
            .map(|(key, label)| SpecialColumn { key: (*key).to_owned(), label: (*label).to_owned() })
            .collect(),
        figures: sheet.figures,
        rows: rows(&duty, &gathered, sheet.rows)?,
        total,
    })
}

fn rows(duty: &Duty, gathered: &Gathered, made: BTreeMap<String, Made>) -> Result<Vec<SpecialRow>, CommandError> {
    let ids: Vec<String> = made.keys().cloned().collect();
    let missing: Vec<String> = ids.iter().filter(|id| !gathered.people.contains_key(*id)).cloned().collect();
    let mut people = gathered.people.clone();
    for row in duty.list_in(&Query::of("recipient"), "id", &missing)? {
        people.insert(row.id.clone(), row);
    }
    let chosen: Vec<Row> = ids.iter().filter_map(|id| people.get(id).cloned()).collect();
    let mut briefs = people::briefs_of(duty, &chosen)?;
    let mut rows: Vec<SpecialRow> = made
        .into_iter()
        .filter_map(|(id, made)| {
            let person = people.get(&id)?;
            Some(SpecialRow {
                person: briefs.remove(&id)?,
                worker: duty.staff_name(text(&person.fields, "assigned_worker")),
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
    rows.sort_by(|one, other| {
        let key = |row: &SpecialRow| (weight(row), row.person.village.clone(), row.person.name.clone());
        key(one).cmp(&key(other))
    });
    rows.truncate(LISTED);
    Ok(rows)
}

/// Those whose record still runs although a birthday has ended it: on top, with the one click that ends it.
fn add_lapsed(duty: &Duty, name: &str, station: Option<&str>, sheet: &mut Sheet) -> Result<(), CommandError> {
    let codes = codes(name);
    for lapsed in reviews::lapsed(duty)? {
        let row = duty.row("recipient_category", &lapsed.category)?;
        let here = station.is_none_or(|station| row.station == station);
        if !here || !codes.iter().any(|code| code == text(&row.fields, "category")) {
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

/// Codes of table `category` that put someone into a register, before its own conditions.
fn codes(register: &str) -> Vec<String> {
    let table = dictionary().code_table("category");
    let in_group = |group: &str| {
        let entries = table.into_iter().flat_map(|table| &table.entries);
        entries
            .filter(|entry| entry.group.as_deref() == Some(group))
            .map(|entry| entry.code.clone())
            .collect::<Vec<_>>()
    };
    match register {
        "child_in_difficulty" => {
            let mut codes = in_group("儿童");
            codes.retain(|code| !matches!(code.as_str(), "left_behind_child" | "migrant_child"));
            codes
        }
        "elderly_hardship" => {
            let mut codes = in_group("老年人");
            codes.push("disabled".to_owned());
            codes
        }
        other => vec![other.to_owned()],
    }
}

type Members = (BTreeMap<String, Row>, BTreeMap<String, Vec<Row>>);

/// People on file who hold a register's categories on the last day of the month (or today), with those category records.
fn members(duty: &Duty, register: &str, month: Month, station: Option<&str>) -> Result<Members, CommandError> {
    let day = month.last().min(duty.today);
    let own = |query: Query| match station {
        Some(station) => query.and("station", Test::Eq, station),
        None => query,
    };
    let finals = Query { provisional: Some(false), ..Query::of("recipient_category") };
    let begun = own(finals).and("category", Test::In, codes(register)).and("start_date", Test::AtMost, day.to_string());
    let (merges, mut held) = (duty.merges()?, BTreeMap::<String, Vec<Row>>::new());
    for row in duty.list(&begun)? {
        if date(&row.fields, "end_date").is_none_or(|end| day < end) {
            held.entry(merges.standing(text(&row.fields, "recipient")).to_owned()).or_default().push(row);
        }
    }
    let ids: Vec<String> = held.keys().cloned().collect();
    let finals = Query { provisional: Some(false), ..Query::of("recipient") };
    let mut people = BTreeMap::new();
    for row in duty.list_in(&finals, "id", &ids)? {
        let there = |field: &str| date(&row.fields, field).is_none_or(|left| day < left);
        let filed = date(&row.fields, "file_created").is_none_or(|created| created <= day);
        if there("death_date") && there("left_date") && filed {
            people.insert(row.id.clone(), row);
        }
    }
    held.retain(|id, rows| {
        let Some(person) = people.get(id) else {
            return false;
        };
        let birth = people::birth(duty, &person.fields);
        rows.retain(|row| !category::has_lapsed(text(&row.fields, "category"), birth, day));
        let belongs = register != "elderly_hardship"
            || domain::visit::is_special_hardship_elderly(birth, &rows.iter().map(self::held).collect::<Vec<_>>(), day);
        belongs && !rows.is_empty()
    });
    people.retain(|id, _| held.contains_key(id));
    Ok((people, held))
}

/// A figure that counts rows.
pub(crate) fn figure(label: &str, count: usize, mark: Option<&str>) -> SpecialFigure {
    SpecialFigure { label: label.to_owned(), value: format!("{count} 人"), mark: mark.map(str::to_owned) }
}

/// How many rows there are by a mark.
pub(crate) fn marked(rows: &BTreeMap<String, Made>, mark: &str) -> usize {
    rows.values().filter(|made| made.marks.contains(&mark)).count()
}

/// Everything a register of a month is made from.
pub(crate) fn gather(
    duty: &Duty,
    register: &str,
    month: Month,
    station: Option<&str>,
) -> Result<Gathered, CommandError> {
    let (people, held) = members(duty, register, month, station)?;
    let merges = duty.merges()?;
    let ids: Vec<String> = people.keys().flat_map(|id| merges.family(id)).collect();
    let finals = Query { provisional: Some(false), ..Query::of("visit") };
    let mut visits: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in duty.list_in(&between(finals, "date", month).by("date", false), "recipient", &ids)? {
        visits.entry(merges.standing(text(&row.fields, "recipient")).to_owned()).or_default().push(row);
    }
    Ok(Gathered { month, day: month.last().min(duty.today), people, held, visits })
}

/// The newest record of a kind for each of these people, up to a day.
pub(crate) fn newest(duty: &Duty, kind: &str, gathered: &Gathered) -> Result<BTreeMap<String, Row>, CommandError> {
    let merges = duty.merges()?;
    let ids: Vec<String> = gathered.people.keys().flat_map(|id| merges.family(id)).collect();
    let finals = Query { provisional: Some(false), ..Query::of(kind) };
    let query = finals.and("date", Test::AtMost, gathered.day.to_string()).newest_per("recipient", "date");
    let mut rows = duty.list_in(&query, "recipient", &ids)?;
    // Of a person with several files the newest of all of them holds.
    rows.sort_by(|one, other| text(&one.fields, "date").cmp(text(&other.fields, "date")));
    Ok(rows.into_iter().map(|row| (merges.standing(text(&row.fields, "recipient")).to_owned(), row)).collect())
}
