//! The family picture of a person, a household or a case: gathers the members with their relations to the head, for
//! `domain::genogram` to draw. It reads only.

use std::collections::BTreeMap;

use domain::fields::{assessment, case, household, household_member, recipient};
use domain::genogram::{Person, Sex, draw};
use domain::names;
use domain::on_file::Gone;
use domain::picture::Picture;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::people;
use crate::people::on_file;
use crate::records::path_values::Reading;

/// A family picture, in millimetres.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Genogram {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// How many people of the household stand in it.
    pub people: u32,
    /// What is drawn, from back to front; see `domain::picture::Mark`.
    #[ts(
        type = "Array<{ shape: 'line', x1: number, y1: number, x2: number, y2: number, dashed: boolean } | { shape: 'rect', x: number, y: number, width: number, height: number, dashed: boolean } | { shape: 'circle', x: number, y: number, r: number, dashed: boolean } | { shape: 'polygon', points: Array<[number, number]>, dashed: boolean } | { shape: 'text', x: number, y: number, size: number, text: string }>"
    )]
    pub marks: Vec<Value>,
}

/// The family picture of a person on file.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<Genogram, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(recipient::KIND, &request.id)?;
    if people::is_minor(&context, &row.fields) {
        context.record_opening(&row)?;
    }
    let reading = Reading::new(&context, None)?;
    let people = family_of(&reading, &row)?;
    let picture = draw(&people);
    let marks = serde_json::to_value(&picture.marks).ok().and_then(|marks| marks.as_array().cloned());
    Ok(Genogram {
        width: picture.width,
        height: picture.height,
        people: people.len() as u32,
        marks: marks.unwrap_or_default(),
    })
}

/// The family picture that belongs on a record's paper: of the household itself, or of the person it is about.
pub(crate) fn of_record(reading: &Reading, row: &Row) -> Result<Option<Picture>, CommandError> {
    if row.kind == household::KIND {
        return Ok(Some(draw(&members(reading, &row.id, "")?)));
    }
    let case = reading.fetch(case::KIND, text(&row.fields, assessment::CASE))?;
    let recipient = text(&case.as_ref().unwrap_or(row).fields, case::RECIPIENT);
    match reading.fetch(recipient::KIND, recipient)? {
        Some(person) => Ok(Some(draw(&family_of(reading, &person)?))),
        None => Ok(None),
    }
}

/// The household of a person; the person alone where there is none.
fn family_of(reading: &Reading, person: &Row) -> Result<Vec<Person>, CommandError> {
    let mut family = match some_text(&person.fields, recipient::HOUSEHOLD) {
        Some(household) => members(reading, &household, &person.id)?,
        None => Vec::new(),
    };
    if !family.iter().any(|one| one.index) {
        family.push(Person { index: true, lives_here: true, ..of_person(reading, person) });
    }
    Ok(family)
}

/// The members of a household, those on file without an entry too.
fn members(reading: &Reading, household: &str, index: &str) -> Result<Vec<Person>, CommandError> {
    let context = reading.context;
    let linked = Query::of(recipient::KIND).and(recipient::HOUSEHOLD, Test::Eq, household);
    let mut unentered: BTreeMap<String, Row> = context
        .list(&on_file::without_merged(context, linked)?)?
        .into_iter()
        .map(|row| (row.id.clone(), row))
        .collect();
    let mut entries = on_file::members(context, &[household.to_owned()])?.remove(household).unwrap_or_default();
    entries
        .sort_by_key(|one| (text(&one.row.fields, household_member::RELATION_TO_HEAD).to_owned(), one.row.created_ms));
    let merges = context.merges()?;
    let index = merges.standing(index);
    let mut family = Vec::new();
    for entry in &entries {
        let fields = &entry.row.fields;
        let filed = entry.recipient.as_ref().map(|row| of_person(reading, row));
        let listed = of_person(reading, &entry.row);
        let own = entry.recipient.as_ref().map_or("", |row| row.id.as_str());
        unentered.remove(own);
        let either = |one: &str, other: &str| if one.is_empty() { other.to_owned() } else { one.to_owned() };
        let died = filed.as_ref().filter(|one| one.deceased);
        family.push(Person {
            sex: if listed.sex == Sex::Unknown {
                filed.as_ref().map_or(Sex::Unknown, |one| one.sex)
            } else {
                listed.sex
            },
            age: match died {
                Some(file) => file.age,
                None => listed.age.or(filed.as_ref().and_then(|one| one.age)),
            },
            deceased: matches!(entry.gone, Some(Gone::Died(_))),
            index: !index.is_empty() && own == index,
            lives_here: text(fields, household_member::COUNTED) != "no" && entry.gone.is_none(),
            relation: text(fields, household_member::RELATION_TO_HEAD).to_owned(),
            marital: either(&listed.marital, filed.as_ref().map_or("", |one| one.marital.as_str())),
            name: listed.name,
        });
    }
    for (id, row) in &unentered {
        family.push(Person { index: id == index, lives_here: true, ..of_person(reading, row) });
    }
    Ok(family)
}

fn of_person(reading: &Reading, row: &Row) -> Person {
    let name = text(&row.fields, recipient::NAME);
    Person {
        // On paper that leaves the station a family is told by surnames only.
        name: if reading.is_outside() && !name.is_empty() { names::masked(name) } else { name.to_owned() },
        sex: Sex::from_code(text(&row.fields, recipient::SEX)),
        age: people::age(reading.context, &row.fields),
        deceased: !text(&row.fields, recipient::DEATH_DATE).is_empty(),
        marital: text(&row.fields, recipient::MARITAL).to_owned(),
        ..Person::default()
    }
}
