//! The part of an import's plan that is about visits: each row is a visit to somebody on file. Who cannot be told is given back;
//! a visit that is recorded already is not recorded twice; what lacks an area or a result is kept as 暂存 (R11). It writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use domain::fields::{recipient, visit};
use domain::known_people::Standing;
use serde_json::Value;
use store::{Query, Test};

use crate::features::ledger_import::persons::{self, OnFile};
use crate::features::ledger_import::plan::{NotPlanned, Plan, StaffNames, Unit, Wanted, piece};
use crate::features::ledger_import::rows::ReadRow;
use crate::features::ledger_import::types::{LedgerChoices, QuestionView, RowAction};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::records::check;

/// Plans the visits of a ledger.
pub(crate) fn visits(
    context: &Context,
    mut rows: Vec<ReadRow>,
    choices: &LedgerChoices,
    plan: &mut Plan,
) -> Result<(), CommandError> {
    let on_file = OnFile::load(context)?;
    OnFile::spell_villages(context, &mut rows)?;
    let staff = StaffNames::load(context)?;
    let mut found: Vec<(ReadRow, String)> = Vec::new();
    for row in rows {
        let action = choices.rows.get(&row.number).and_then(|choice| choice.action);
        if action == Some(RowAction::Leave) {
            plan.report(row.number, vec!["按您的选择没有导入".into()]);
            continue;
        }
        if !row.faults.is_empty() {
            plan.report(row.number, row.faults.clone());
            continue;
        }
        match who(context, &row, action, &on_file, plan) {
            Ok(recipient) => found.push((row, recipient)),
            Err(reason) => plan.report(row.number, vec![reason]),
        }
    }
    let known = recorded(context, &found)?;
    let homes = households(context, &found)?;
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for (row, recipient) in found {
        let mut fields = filled_in(context, &row, &recipient, &staff, homes.get(&recipient));
        let same = serde_json::to_string(&fields).unwrap_or_default();
        let key =
            (recipient.clone(), text(&fields, visit::DATE).to_owned(), text(&fields, visit::CONTACT_MODE).to_owned());
        if known.contains(&key) {
            plan.merge(row.number, "这一天的这次走访已有记录，没有重复导入".into());
            continue;
        }
        if let Some(first) = seen.get(&same) {
            plan.merge(row.number, format!("与第 {first} 行完全相同"));
            continue;
        }
        seen.insert(same, row.number);
        fields.retain(|_, value| !value.is_null());
        let mut unit = Unit { rows: vec![row.number], ..Unit::default() };
        match piece(context, visit::KIND, Wanted::New(&check::new_id()), fields) {
            Ok(found) => {
                plan.warn(&row, row.warnings.iter().cloned());
                plan.warn(&row, found.warnings);
                unit.provisional = found.provisional;
                unit.created = 1;
                unit.writes.extend(found.write);
                plan.units.push(unit);
            }
            Err(NotPlanned::GivenBack(reasons)) => plan.report(row.number, reasons),
            Err(NotPlanned::Failed(error)) => return Err(error),
        }
    }
    Ok(())
}

/// Who was visited: by number, or else the only one of that name (and village, where one is said).
fn who(
    context: &Context,
    row: &ReadRow,
    action: Option<RowAction>,
    on_file: &OnFile,
    plan: &mut Plan,
) -> Result<String, String> {
    let person = persons::person_of(context, row);
    if person.name.is_empty() && person.id_number.is_empty() {
        return Err("没有写走访对象的姓名".into());
    }
    match on_file.find(context, &person) {
        Standing::Same(id) | Standing::Alike(id) => return Ok(id),
        Standing::NameDiffers(id) => {
            let other = on_file.person(&id);
            plan.questions.push(QuestionView {
                row: row.number,
                name: person.name.clone(),
                why: "身份证号与已建档的人相同但姓名不同".into(),
                other_row: None,
                recipient: Some(id.clone()),
                other_name: other.map(|other| other.name.clone()).unwrap_or_default(),
                other_detail: other.map(|other| other.village.clone()).unwrap_or_default(),
                must_decide: action.is_none(),
                action,
                fields: Vec::new(),
            });
            return match action {
                Some(RowAction::Same) => Ok(id),
                _ => Err("身份证号与已建档的人相同但姓名不同，尚未决定是不是同一人".into()),
            };
        }
        Standing::New => {}
    }
    if !person.id_number.is_empty() && domain::persons::basis(&person.id_number, context.today).is_some() {
        return Err("这个身份证号还没有建档。请先导入花名册或建档，再导入这一行".into());
    }
    match on_file.named(&person.name, &person.village).as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err("没有找到这个服务对象。请先建档（或核对姓名、村居），再导入这一行".into()),
        several => Err(format!("同名的有 {} 人，分不清是谁。请在表里补上身份证号或村（居）", several.len())),
    }
}

/// Visits of these people that are on file.
fn recorded(context: &Context, rows: &[(ReadRow, String)]) -> Result<BTreeSet<(String, String, String)>, CommandError> {
    let merges = context.merges()?;
    let ids: Vec<String> = rows.iter().flat_map(|(_, id)| merges.same_person(id)).collect();
    let query = Query::of(visit::KIND).and(visit::RECIPIENT, Test::In, ids);
    let found = context.store.columns(&query, &[visit::RECIPIENT, visit::DATE, visit::CONTACT_MODE])?;
    let of = |value: &Value| value.as_str().unwrap_or("").to_owned();
    Ok(found
        .iter()
        .filter_map(|row| match row.as_slice() {
            [recipient, date, mode] => Some((merges.standing(&of(recipient)).to_owned(), of(date), of(mode))),
            _ => None,
        })
        .collect())
}

fn households(context: &Context, rows: &[(ReadRow, String)]) -> Result<BTreeMap<String, Payload>, CommandError> {
    let ids: Vec<String> = rows.iter().map(|(_, id)| id.clone()).collect();
    let people = context.list_in(&Query::of(recipient::KIND), "id", &ids)?;
    Ok(people.into_iter().map(|row| (row.id, row.fields)).collect())
}

fn filled_in(
    context: &Context,
    row: &ReadRow,
    recipient: &str,
    staff: &StaffNames,
    person: Option<&Payload>,
) -> Payload {
    let mut fields = row.part("visit").clone();
    fields.insert(visit::RECIPIENT.into(), recipient.into());
    if let Some(household) = person.and_then(|person| person.get(recipient::HOUSEHOLD)) {
        fields.insert(visit::HOUSEHOLD.into(), household.clone());
    }
    let written = row.staff.get("visit.visitor_staff").map(String::as_str).unwrap_or("");
    let (found, others) = staff.find(written);
    fields.insert(visit::VISITOR_STAFF.into(), found.unwrap_or_else(|| context.person.id.clone()).into());
    if !others.is_empty() {
        fields.entry(visit::VISITORS).or_insert_with(|| others.join("、").into());
    }
    fields.entry(visit::CONTACT_MODE).or_insert_with(|| "home".into());
    fields.entry(visit::VISIT_TYPE).or_insert_with(|| "home_visit".into());
    fields
}
