//! The part of an import's plan that is about people: new files with their categories and household, additions to files that
//! are there. Nothing that stands is overwritten unless it was chosen. It writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use domain::category;
use domain::fields::{household, household_member, recipient, recipient_category};
use domain::identity::{self, IdNumber};
use serde_json::Value;
use store::{Query, Row};

use crate::features::ledger_import::homes::{HomeOf, Homes};
use crate::features::ledger_import::persons::{self, Group, OnFile};
use crate::features::ledger_import::plan::{NotPlanned, Piece, Plan, StaffNames, Unit, Wanted, piece};
use crate::features::ledger_import::rows::ReadRow;
use crate::features::ledger_import::types::{DifferingField, LedgerChoices, QuestionView};
use crate::kernel::context::{Context, date, some_text, text};
use crate::kernel::error::CommandError;
use crate::people;
use crate::people::on_file;
use crate::records::check;

/// Plans the people of a ledger.
pub(crate) fn people(
    context: &Context,
    mut rows: Vec<ReadRow>,
    choices: &LedgerChoices,
    plan: &mut Plan,
) -> Result<(), CommandError> {
    let on_file = OnFile::load(context)?;
    OnFile::spell_villages(context, &mut rows)?;
    let told = persons::tell_apart(context, rows, choices, &on_file);
    for (row, reasons) in told.reported {
        plan.report(row, reasons);
    }
    for (row, first) in told.merged {
        plan.merge(row, format!("与第 {first} 行是同一人，已合并"));
    }
    plan.questions = told.questions;
    let held = held(context, &told.groups)?;
    let stored = |id: &str| held.people.get(id).and_then(|row| some_text(&row.fields, recipient::HOUSEHOLD));
    let homes = Homes::load(context, &told.groups, stored, &on_file)?;
    let mut planner = Planner { context, choices, staff: StaffNames::load(context)?, held, homes, plan };
    for (place, group) in told.groups.iter().enumerate() {
        match planner.person(place, group) {
            Ok(unit) => {
                planner.plan.warn(&group.read, group.read.warnings.iter().cloned());
                planner.plan.units.push(unit);
            }
            Err(NotPlanned::GivenBack(reasons)) => {
                group.rows.iter().for_each(|row| planner.plan.report(*row, reasons.clone()));
            }
            Err(NotPlanned::Failed(error)) => return Err(error),
        }
    }
    planner.plan.questions.sort_by_key(|question| (!question.must_decide, question.row));
    Ok(())
}

/// What the records hold about the people of the ledger, fetched at once.
struct Held {
    people: BTreeMap<String, Row>,
    categories: BTreeMap<String, BTreeSet<String>>,
    members: BTreeMap<String, Vec<Row>>,
}

fn held(context: &Context, groups: &[Group]) -> Result<Held, CommandError> {
    let ids: Vec<String> = groups.iter().filter_map(|group| group.on_file.clone()).collect();
    let rows = context.list_in(&Query::of(recipient::KIND), "id", &ids)?;
    let homes: Vec<String> = rows.iter().filter_map(|row| some_text(&row.fields, recipient::HOUSEHOLD)).collect();
    let mut held = Held { people: BTreeMap::new(), categories: BTreeMap::new(), members: BTreeMap::new() };
    for (id, categories) in on_file::held(context, &rows, context.today)? {
        let codes = categories.iter().map(|row| text(&row.fields, "category").to_owned());
        held.categories.insert(id, codes.collect());
    }
    for row in context.list_in(&Query::of(household_member::KIND), household_member::HOUSEHOLD, &homes)? {
        held.members.entry(text(&row.fields, household_member::HOUSEHOLD).to_owned()).or_default().push(row);
    }
    held.people = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    Ok(held)
}

/// What is known while people are planned one after another.
struct Planner<'a> {
    context: &'a Context<'a>,
    choices: &'a LedgerChoices,
    staff: StaffNames,
    held: Held,
    homes: Homes,
    plan: &'a mut Plan,
}

impl Planner<'_> {
    /// One person with categories and household.
    fn person(&mut self, place: usize, group: &Group) -> Result<Unit, NotPlanned> {
        let context = self.context;
        let stored = group.on_file.as_ref().and_then(|id| self.held.people.get(id)).cloned();
        let mut unit = Unit { rows: group.rows.clone(), ..Unit::default() };
        let mut fields = group.read.part("recipient").clone();
        self.worker(group, stored.is_none(), &mut fields);
        if let IdNumber::Valid(_) = identity::check(text(&fields, recipient::ID_NUMBER), context.today) {
            fields.entry(recipient::ID_TYPE).or_insert_with(|| "resident_id".into());
        }
        let categories = self.categories(group, &fields)?;
        let id = stored.as_ref().map_or_else(check::new_id, |row| row.id.clone());
        let home = self.homes.of(context, place, group, stored.as_ref(), &fields)?;
        // The household first: it is what the others refer to.
        if let Some(home) = &home {
            fields.insert(recipient::HOUSEHOLD.into(), home.id().to_owned().into());
            if let HomeOf::New(id, fields) = home {
                let found = piece(context, household::KIND, Wanted::New(id), fields.clone())?;
                self.take(group, &mut unit, found, true);
            }
        }
        match &stored {
            None => self.new_file(group, &mut unit, &id, fields.clone())?,
            Some(row) => self.additions(group, &mut unit, row, &fields)?,
        }
        for mut category in categories {
            let code = text(&category, recipient_category::CATEGORY).to_owned();
            if self.held.categories.get(&id).is_some_and(|known| known.contains(&code)) {
                continue;
            }
            category.insert(recipient_category::RECIPIENT.into(), id.clone().into());
            let found = piece(context, recipient_category::KIND, Wanted::New(&check::new_id()), category)?;
            self.take(group, &mut unit, found, true);
        }
        if let Some(home) = &home {
            let known = self.held.members.get(home.id()).map(Vec::as_slice).unwrap_or_default();
            if let Some(entry) = member(group, home.id(), &id, &fields, known) {
                let found = piece(context, household_member::KIND, Wanted::New(&check::new_id()), entry)?;
                self.take(group, &mut unit, found, true);
            }
            self.homes.remember(place, home);
        }
        Ok(unit)
    }

    fn new_file(&mut self, group: &Group, unit: &mut Unit, id: &str, mut fields: Payload) -> Result<(), NotPlanned> {
        let context = self.context;
        fields.entry(recipient::FILE_CREATED).or_insert_with(|| context.today_text().into());
        fields.entry(recipient::CREATED_WORKER).or_insert_with(|| context.person.id.clone().into());
        let numbered = text(&fields, recipient::FILE_NO).is_empty();
        let found = piece(context, recipient::KIND, Wanted::New(id), fields)?;
        self.take(group, unit, found, true);
        if numbered {
            unit.numbered.push(unit.writes.len() - 1);
        }
        Ok(())
    }

    fn additions(&mut self, group: &Group, unit: &mut Unit, row: &Row, fields: &Payload) -> Result<(), NotPlanned> {
        let chosen = self.choices.rows.get(&group.read.number).map(|choice| choice.take.as_slice()).unwrap_or_default();
        let (added, differs) = persons::additions(self.context, row, fields, chosen);
        if !differs.is_empty() {
            asked(self.plan, group, row, differs);
        }
        if !added.is_empty() {
            let wanted = Wanted::OnFile { id: &row.id, provisional: row.provisional };
            let found = piece(self.context, recipient::KIND, wanted, added)?;
            self.take(group, unit, found, false);
        }
        Ok(())
    }

    /// The categories that the row gives the person; one that cannot be true is asked about, with the whole row.
    fn categories(&self, group: &Group, fields: &Payload) -> Result<Vec<Payload>, NotPlanned> {
        let context = self.context;
        let categories = persons::categories_of(&group.read, self.plan.layout.ledger, &context.today_text());
        let (birth, sex) = (people::birth(context, fields), domain::on_file::sex(fields, context.today));
        let contradictions = categories.iter().filter_map(|fields| {
            let from = date(fields, recipient_category::START_DATE).unwrap_or(context.today);
            category::contradiction(text(fields, recipient_category::CATEGORY), birth, sex, from)
        });
        let reasons: Vec<String> = contradictions.collect();
        if reasons.is_empty() { Ok(categories) } else { Err(NotPlanned::GivenBack(reasons)) }
    }

    /// Adds a checked record to the unit.
    fn take(&mut self, group: &Group, unit: &mut Unit, found: Piece, is_new: bool) {
        self.plan.warn(&group.read, found.warnings);
        if let Some(write) = found.write {
            unit.provisional |= found.provisional;
            *if is_new { &mut unit.created } else { &mut unit.updated } += 1;
            unit.writes.push(write);
        }
    }

    /// The responsible worker by name; a new file without one is the importing person's.
    fn worker(&mut self, group: &Group, is_new: bool, fields: &mut Payload) {
        let written = group.read.staff.get("recipient.assigned_worker");
        let (found, others) = written.map(|written| self.staff.find(written)).unwrap_or_default();
        if !others.is_empty() {
            self.plan.warn(&group.read, [format!("责任社工“{}”不是本站人员，没有填写", others.join("、"))]);
        }
        let worker = found.or_else(|| is_new.then(|| self.context.person.id.clone()));
        worker.map(|worker| fields.insert(recipient::ASSIGNED_WORKER.into(), worker.into()));
    }
}

/// Notes where the file and the records differ, beside what was asked about the row already.
fn asked(plan: &mut Plan, group: &Group, row: &Row, differs: Vec<DifferingField>) {
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
            other_name: text(&row.fields, recipient::NAME).to_owned(),
            other_detail: text(&row.fields, recipient::VILLAGE).to_owned(),
            must_decide: false,
            action: None,
            fields: differs,
        }),
    }
}

/// The entry among the household's members for this person; none when it is there already.
fn member(group: &Group, household: &str, person: &str, fields: &Payload, known: &[Row]) -> Option<Payload> {
    let number = text(fields, recipient::ID_NUMBER);
    let is_there = known.iter().any(|member| {
        text(&member.fields, household_member::RECIPIENT) == person
            || !number.is_empty() && text(&member.fields, household_member::ID_NUMBER) == number
            || text(&member.fields, household_member::NAME) == group.read.name()
    });
    if is_there {
        return None;
    }
    let mut own = group.read.part("member").clone();
    own.insert(household_member::HOUSEHOLD.into(), household.into());
    own.insert(household_member::RECIPIENT.into(), person.into());
    for name in
        [household_member::NAME, household_member::ID_NUMBER, household_member::SEX, household_member::BIRTH_DATE]
    {
        own.insert(name.into(), fields.get(name).cloned().unwrap_or(Value::Null));
    }
    own.entry(household_member::COUNTED).or_insert_with(|| "yes".into());
    Some(own)
}
