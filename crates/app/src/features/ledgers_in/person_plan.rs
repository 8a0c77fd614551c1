//! The part of an import's plan that is about people: new files with their categories and household, additions to files that
//! are there. Nothing that stands is overwritten unless it was chosen. It writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use domain::identity::{self, IdNumber};
use domain::ledger_in::Ledger;
use serde_json::Value;
use store::{Query, Row};

use crate::features::ledgers_in::persons::{self, Group, OnFile};
use crate::features::ledgers_in::plan::{Piece, Plan, StaffNames, Unit, piece};
use crate::features::ledgers_in::types::{LedgerChoices, QuestionView};
use crate::kernel::context::{Context, some_text, text};
use crate::kernel::error::CommandError;
use crate::people;
use crate::records::check;

/// What the records hold about the people of the ledger, fetched at once.
struct Held {
    people: BTreeMap<String, Row>,
    categories: BTreeMap<String, BTreeSet<String>>,
    members: BTreeMap<String, Vec<Row>>,
}

/// Plans the people of a ledger.
pub(crate) fn people(
    context: &Context,
    ledger: &Ledger,
    rows: Vec<crate::features::ledgers_in::rows::ReadRow>,
    choices: &LedgerChoices,
    plan: &mut Plan,
) -> Result<(), CommandError> {
    let on_file = OnFile::load(context)?;
    let staff = StaffNames::load(context)?;
    let told = persons::tell_apart(context, rows, choices, &on_file);
    for (row, reasons) in told.reported {
        plan.report(row, reasons);
    }
    for (row, first) in told.merged {
        plan.merge(row, format!("与第 {first} 行是同一人，已合并"));
    }
    plan.questions = told.questions;
    let held = held(context, &told.groups)?;
    let mut homes = Homes { on_file: &on_file, held: &held, by_head: BTreeMap::new() };
    for group in told.groups {
        let mut unit = Unit { rows: group.rows.clone(), ..Unit::default() };
        let made = person(context, ledger, &group, choices, &staff, &held, &mut homes, plan, &mut unit)?;
        match made {
            Ok(()) => plan.units.push(unit),
            Err(reasons) => group.rows.iter().for_each(|row| plan.report(*row, reasons.clone())),
        }
    }
    plan.questions.sort_by_key(|question| (!question.must_decide, question.row));
    Ok(())
}

fn held(context: &Context, groups: &[Group]) -> Result<Held, CommandError> {
    let ids: Vec<String> = groups.iter().filter_map(|group| group.on_file.clone()).collect();
    let rows = context.list_in(&Query::of("recipient"), "id", &ids)?;
    let homes: Vec<String> = rows.iter().filter_map(|row| some_text(&row.fields, "household")).collect();
    let mut held = Held { people: BTreeMap::new(), categories: BTreeMap::new(), members: BTreeMap::new() };
    for (id, codes) in people::categories_in_force(context, &ids)? {
        held.categories.insert(id, codes.into_iter().collect());
    }
    for row in context.list_in(&Query::of("household_member"), "household", &homes)? {
        held.members.entry(text(&row.fields, "household").to_owned()).or_default().push(row);
    }
    held.people = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    Ok(held)
}

/// Adds a checked record to the unit.
fn take(plan: &mut Plan, group: &Group, unit: &mut Unit, found: Piece, is_new: bool) {
    plan.warn(&group.read, found.warnings);
    if let Some(write) = found.write {
        unit.provisional |= found.provisional;
        if is_new {
            unit.created += 1
        } else {
            unit.updated += 1
        }
        unit.writes.push(write);
    }
}

macro_rules! checked {
    ($piece:expr) => {
        match $piece? {
            Ok(found) => found,
            Err(reasons) => return Ok(Err(reasons)),
        }
    };
}

/// One person; the error says why the rows are given back.
#[allow(clippy::too_many_arguments)]
fn person(
    context: &Context,
    ledger: &Ledger,
    group: &Group,
    choices: &LedgerChoices,
    staff: &StaffNames,
    held: &Held,
    homes: &mut Homes,
    plan: &mut Plan,
    unit: &mut Unit,
) -> Result<Result<(), Vec<String>>, CommandError> {
    let stored = group.on_file.as_ref().and_then(|id| held.people.get(id));
    let mut fields = group.read.part("recipient").clone();
    worker(context, group, staff, stored.is_none(), plan, &mut fields);
    if let IdNumber::Valid(_) = identity::check(text(&fields, "id_number"), context.today) {
        fields.entry("id_type").or_insert_with(|| "resident_id".into());
    }
    let id = stored.map_or_else(check::new_id, |row| row.id.clone());
    let home = homes.of(context, group, stored, &fields);
    if let Some(home) = &home {
        fields.insert("household".into(), home.id.clone().into());
    }
    // The household first: it is what the others refer to.
    let mut homes_writes = Unit::default();
    if let Some(Home { id, new: true, fields }) = &home {
        let found = checked!(piece(context, "household", None, Some(id), fields.clone(), false));
        take(plan, group, &mut homes_writes, found, true);
    }
    match stored {
        None => {
            fields.entry("file_created").or_insert_with(|| context.today_text().into());
            fields.entry("created_worker").or_insert_with(|| context.person.id.clone().into());
            let numbered = text(&fields, "file_no").is_empty();
            let found = checked!(piece(context, "recipient", None, Some(&id), fields.clone(), false));
            unit.writes.append(&mut homes_writes.writes);
            unit.created += homes_writes.created;
            unit.provisional |= homes_writes.provisional;
            take(plan, group, unit, found, true);
            if numbered {
                unit.numbered.push(unit.writes.len() - 1);
            }
        }
        Some(row) => {
            let first = group.read.number;
            let chosen = choices.rows.get(&first).map(|choice| choice.take.as_slice()).unwrap_or_default();
            let (added, differs) = persons::additions(context, row, &fields, chosen);
            if !differs.is_empty() {
                asked(plan, group, row, differs);
            }
            unit.writes.append(&mut homes_writes.writes);
            unit.created += homes_writes.created;
            if !added.is_empty() {
                let found = checked!(piece(context, "recipient", Some(&id), None, added, row.provisional));
                take(plan, group, unit, found, false);
            }
        }
    }
    for mut category in persons::categories_of(&group.read, ledger, &context.today_text()) {
        let code = text(&category, "category").to_owned();
        if held.categories.get(&id).is_some_and(|known| known.contains(&code)) {
            continue;
        }
        category.insert("recipient".into(), id.clone().into());
        let found = checked!(piece(context, "recipient_category", None, Some(&check::new_id()), category, false));
        take(plan, group, unit, found, true);
    }
    if let Some(home) = &home
        && let Some(found) = member(context, group, &home.id, &id, &fields, held)?
    {
        match found {
            Ok(found) => take(plan, group, unit, found, true),
            Err(reasons) => return Ok(Err(reasons)),
        }
    }
    homes.remember(group, home);
    Ok(Ok(()))
}

/// The responsible worker by name; a new file without one is the importing person's.
fn worker(context: &Context, group: &Group, staff: &StaffNames, is_new: bool, plan: &mut Plan, fields: &mut Payload) {
    let written = group.read.staff.get("recipient.assigned_worker");
    let (found, others) = written.map(|written| staff.find(written)).unwrap_or_default();
    if !others.is_empty() {
        plan.warn(&group.read, [format!("责任社工“{}”不是本站人员，没有填写", others.join("、"))]);
    }
    let worker = found.or_else(|| is_new.then(|| context.person.id.clone()));
    worker.map(|worker| fields.insert("assigned_worker".into(), worker.into()));
}

/// Notes where the file and the records differ, beside what was asked about the row already.
fn asked(plan: &mut Plan, group: &Group, row: &Row, differs: Vec<crate::features::ledgers_in::types::DifferingField>) {
    let of_row = plan
        .questions
        .iter_mut()
        .find(|question| question.row == group.read.number && question.recipient.as_deref() == Some(row.id.as_str()));
    match of_row {
        Some(question) => question.fields = differs,
        None => plan.questions.push(QuestionView {
            row: group.read.number,
            name: group.read.name().to_owned(),
            why: "已建档，内容不同".into(),
            other_row: None,
            recipient: Some(row.id.clone()),
            other_name: text(&row.fields, "name").to_owned(),
            other_detail: text(&row.fields, "village").to_owned(),
            must_decide: false,
            action: None,
            fields: differs,
        }),
    }
}

/// A household of the ledger.
struct Home {
    id: String,
    new: bool,
    fields: Payload,
}

struct Homes<'a> {
    on_file: &'a OnFile,
    held: &'a Held,
    by_head: BTreeMap<String, String>,
}

impl Homes<'_> {
    /// The household that a row belongs to, where the ledger names heads.
    fn of(&self, context: &Context, group: &Group, stored: Option<&Row>, person: &Payload) -> Option<Home> {
        let own = group.read.part("household");
        let key = key(group)?;
        let known =
            stored.and_then(|row| some_text(&row.fields, "household")).or_else(|| self.by_head.get(&key).cloned());
        if let Some(id) = known.or_else(|| self.of_head(context, group)) {
            return Some(Home { id, new: false, fields: Payload::new() });
        }
        let mut fields = own.clone();
        for (to, from) in
            [("village", "village"), ("group_no", "group_no"), ("address", "residence"), ("hukou_type", "hukou_type")]
        {
            if let Some(value) = person.get(from) {
                fields.entry(to).or_insert_with(|| value.clone());
            }
        }
        fields.entry("file_created").or_insert_with(|| context.today_text().into());
        Some(Home { id: check::new_id(), new: true, fields })
    }

    /// The household of a head who is on file.
    fn of_head(&self, context: &Context, group: &Group) -> Option<String> {
        let head = domain::persons::Person {
            name: text(group.read.part("household"), "head_name").to_owned(),
            id_number: text(group.read.part("head"), "id_number").to_owned(),
            ..Default::default()
        };
        let domain::known_people::Standing::Same(id) = self.on_file.find(context, &head) else { return None };
        let row = match self.held.people.get(&id) {
            Some(row) => row.clone(),
            None => context.store.row("recipient", &id).ok()??,
        };
        some_text(&row.fields, "household")
    }

    fn remember(&mut self, group: &Group, home: Option<Home>) {
        if let (Some(home), Some(key)) = (home, key(group)) {
            self.by_head.entry(key).or_insert(home.id);
        }
    }
}

/// What tells households of one ledger apart: the head's number, or else name and village.
fn key(group: &Group) -> Option<String> {
    let name = some_text(group.read.part("household"), "head_name")?;
    let own = group.read.part("recipient");
    let number = text(group.read.part("head"), "id_number");
    let is_head = text(group.read.part("member"), "relation_to_head") == "02";
    let number = if number.is_empty() && is_head { text(own, "id_number") } else { number };
    Some(if number.is_empty() { format!("{name}|{}", text(own, "village")) } else { number.to_owned() })
}

/// The row among the household's members that is this person; none when it is there already.
fn member(
    context: &Context,
    group: &Group,
    household: &str,
    person: &str,
    fields: &Payload,
    held: &Held,
) -> Result<Option<Result<Piece, Vec<String>>>, CommandError> {
    let known = held.members.get(household).map(Vec::as_slice).unwrap_or_default();
    let number = text(fields, "id_number");
    let is_there = known.iter().any(|member| {
        text(&member.fields, "recipient") == person
            || !number.is_empty() && text(&member.fields, "id_number") == number
            || text(&member.fields, "name") == group.read.name()
    });
    if is_there {
        return Ok(None);
    }
    let mut own = group.read.part("member").clone();
    own.insert("household".into(), household.into());
    own.insert("recipient".into(), person.into());
    for name in ["name", "id_number", "sex", "birth_date"] {
        own.insert(name.into(), fields.get(name).cloned().unwrap_or(Value::Null));
    }
    own.entry("counted").or_insert_with(|| "yes".into());
    Ok(Some(piece(context, "household_member", None, Some(&check::new_id()), own, false)?))
}
