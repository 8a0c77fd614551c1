//! Persons in the rows of a ledger: the same person in several rows becomes one, somebody on file is found by number, likeness only
//! asks. What differs is shown, and what nobody has decided is given back, never guessed. Reads only.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use changelog::Payload;
use domain::dictionary::{Kind, dictionary};
use domain::fields::{recipient, recipient_category};
use domain::known_people::{KnownPeople, Standing};
use domain::ledger_import;
use domain::persons::Person;
use domain::village::Villages;
use domain::{names, village};
use serde_json::Value;
use store::Row;

use crate::features::ledger_import::rows::ReadRow;
use crate::features::ledger_import::types::{DifferingField, LedgerChoices, QuestionView, RowAction};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::people;
use crate::records::labels::{self, Titles};
use crate::records::view::is_empty;

/// Fields of a person that rows may disagree about without asking: lines are joined.
const JOINED: [&str; 1] = [recipient::REMARK];

/// Everyone on file, as far as matching needs it.
pub(crate) struct OnFile {
    known: KnownPeople,
    people: BTreeMap<String, Person>,
    villages: Rc<Villages>,
}

impl OnFile {
    /// Everyone living in the records; a merged file stands for nobody.
    pub(crate) fn load(context: &Context) -> Result<OnFile, CommandError> {
        let (merges, villages) = (context.merges()?, context.villages()?);
        let mut known = KnownPeople::default();
        let mut people = BTreeMap::new();
        let query = context.of_station(recipient::KIND, None);
        let fields = ["id", recipient::NAME, recipient::ID_NUMBER, recipient::BIRTH_DATE, recipient::VILLAGE];
        for row in context.store.columns(&query, &fields)? {
            let [id, name, id_number, birth, village] = row.as_slice() else { continue };
            let of = |value: &Value| value.as_str().unwrap_or("").to_owned();
            let mut person = Person {
                id: merges.standing(&of(id)).to_owned(),
                name: of(name),
                birth: of(birth).parse().ok(),
                id_number: of(id_number),
                village: villages.spelling(&of(village)),
            };
            let by_number = || domain::on_file::read_id(&person.id_number, context.today).map(|reading| reading.birth);
            person.birth = person.birth.or_else(by_number);
            known.add(&person, context.today);
            people.entry(person.id.clone()).or_insert(person);
        }
        Ok(OnFile { known, people, villages })
    }

    pub(crate) fn find(&self, context: &Context, person: &Person) -> Standing {
        self.known.find(person, context.today)
    }

    pub(crate) fn person(&self, id: &str) -> Option<&Person> {
        self.people.get(id)
    }

    /// Villages are written one way: as the county lists them, as on file, or else as most rows of the ledger write them. A row that is
    /// changed says so.
    pub(crate) fn spell_villages(context: &Context, rows: &mut [ReadRow]) -> Result<(), CommandError> {
        let of = |row: &ReadRow| text(row.part("recipient"), recipient::VILLAGE).to_owned();
        let in_rows: Vec<String> = rows.iter().map(of).collect();
        let villages = (*context.villages()?).clone().and_written(in_rows.iter().map(String::as_str));
        for (row, written) in rows.iter_mut().zip(in_rows).filter(|(_, written)| !written.is_empty()) {
            let spelling = villages.spelling(&written);
            if spelling != written {
                row.warnings.push(format!("村（居）“{written}”按已有的写法记为“{spelling}”"));
                row.part_mut("recipient").insert(recipient::VILLAGE.into(), spelling.into());
            }
        }
        Ok(())
    }

    /// Everyone of that name, of that village where one is said.
    pub(crate) fn named(&self, name: &str, of_village: &str) -> Vec<&Person> {
        let ids: BTreeSet<&String> = self.known.named(name).iter().collect();
        let all = ids.into_iter().filter_map(|id| self.people.get(id));
        all.filter(|person| of_village.is_empty() || self.villages.are_same(&person.village, of_village)).collect()
    }
}

/// One person of the file, from one or several rows.
pub(crate) struct Group {
    pub(crate) read: ReadRow,
    pub(crate) rows: Vec<u32>,
    /// Somebody on file.
    pub(crate) on_file: Option<String>,
}

/// What became of the rows while they were told apart.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) groups: Vec<Group>,
    /// Row → the row it was taken into.
    pub(crate) merged: BTreeMap<u32, u32>,
    /// Row → why it is given back.
    pub(crate) reported: BTreeMap<u32, Vec<String>>,
    pub(crate) questions: Vec<QuestionView>,
}

/// A row as the rules on persons see it.
pub(crate) fn person_of(context: &Context, row: &ReadRow) -> Person {
    let fields = row.part("recipient");
    let id_number = text(fields, recipient::ID_NUMBER).to_owned();
    Person {
        id: row.number.to_string(),
        name: row.name().to_owned(),
        birth: people::birth(context, fields),
        id_number,
        village: text(fields, recipient::VILLAGE).to_owned(),
    }
}

/// Tells the people of the rows apart, and finds them on file.
pub(crate) fn tell_apart(context: &Context, rows: Vec<ReadRow>, choices: &LedgerChoices, on_file: &OnFile) -> Told {
    let mut told = Told::default();
    let mut known = KnownPeople::default();
    let mut place_of: BTreeMap<u32, usize> = BTreeMap::new();
    for row in rows {
        let number = row.number;
        if !row.faults.is_empty() {
            told.reported.insert(number, row.faults.clone());
            continue;
        }
        if row.name().is_empty() {
            told.reported.insert(number, vec!["没有姓名".into()]);
            continue;
        }
        let choice = choices.rows.get(&number);
        let action = choice.and_then(|choice| choice.action);
        if action == Some(RowAction::Leave) {
            told.reported.insert(number, vec!["按您的选择没有导入".into()]);
            continue;
        }
        let person = person_of(context, &row);
        let (other, why, must) = match known.find(&person, context.today) {
            Standing::New => (None, "", false),
            Standing::Same(other) => (Some(other), "身份证号相同", false),
            Standing::NameDiffers(other) => (Some(other), "身份证号相同但姓名不同", true),
            Standing::Alike(other) => (Some(other), "姓名、出生日期、村（居）都相同", true),
        };
        let other = other.and_then(|other| other.parse::<u32>().ok());
        let Some((other, place)) = other.and_then(|other| Some((other, *place_of.get(&other)?))) else {
            known.add(&person, context.today);
            place_of.insert(number, told.groups.len());
            told.groups.push(Group { read: row, rows: vec![number], on_file: None });
            continue;
        };
        let take = choice.map(|choice| choice.take.as_slice()).unwrap_or_default();
        let fields = differing(context, told.groups[place].read.part("recipient"), row.part("recipient"), take);
        if must || !fields.is_empty() {
            told.questions.push(QuestionView {
                row: number,
                name: row.name().to_owned(),
                why: format!("与第 {other} 行{why}"),
                other_row: Some(other),
                recipient: None,
                other_name: told.groups[place].read.name().to_owned(),
                other_detail: detail(&person_of(context, &told.groups[place].read)),
                must_decide: must && action.is_none(),
                action,
                fields,
            });
        }
        match (must, action) {
            (true, None) => {
                told.reported.insert(number, vec![format!("与第 {other} 行{why}，尚未决定是不是同一人")]);
            }
            (true, Some(RowAction::New)) => {
                place_of.insert(number, told.groups.len());
                told.groups.push(Group { read: row, rows: vec![number], on_file: None });
            }
            _ => {
                let group = &mut told.groups[place];
                take_into(&mut group.read, &row, take);
                group.rows.push(number);
                told.merged.insert(number, other);
            }
        }
    }
    meet_the_file(context, &mut told, choices, on_file);
    told
}

/// A later row fills what an earlier one left empty; where both say something, the earlier stands unless the other was taken.
fn take_into(first: &mut ReadRow, row: &ReadRow, take: &[String]) {
    for (part, fields) in &row.parts {
        let before = first.parts.entry(part).or_default();
        for (name, value) in fields {
            let standing = before.get(name).filter(|standing| !is_empty(standing));
            match standing {
                None => {
                    before.insert(name.clone(), value.clone());
                }
                Some(standing) if JOINED.contains(&name.as_str()) && standing != value => {
                    let joined = format!("{}；{}", standing.as_str().unwrap_or(""), value.as_str().unwrap_or(""));
                    before.insert(name.clone(), joined.into());
                }
                Some(_) if *part == "recipient" && take.contains(name) => {
                    before.insert(name.clone(), value.clone());
                }
                Some(_) => {}
            }
        }
    }
    for code in &row.categories {
        if !first.categories.contains(code) {
            first.categories.push(code.clone());
        }
    }
    first.staff.extend(
        row.staff.clone().into_iter().filter(|(target, _)| !first.staff.contains_key(target)).collect::<Vec<_>>(),
    );
    first.warnings.extend(row.warnings.iter().cloned());
}

/// Finds everyone on file; who cannot be told is given back with all of his rows.
fn meet_the_file(context: &Context, told: &mut Told, choices: &LedgerChoices, on_file: &OnFile) {
    let mut kept = Vec::new();
    for mut group in std::mem::take(&mut told.groups) {
        let number = group.read.number;
        let person = person_of(context, &group.read);
        let action = choices.rows.get(&number).and_then(|choice| choice.action);
        let (other, why, must) = match on_file.find(context, &person) {
            Standing::New => (None, "", false),
            Standing::Same(id) => (Some(id), "身份证号相同，已建档", false),
            Standing::NameDiffers(id) => (Some(id), "身份证号与已建档的人相同但姓名不同", true),
            Standing::Alike(id) => (Some(id), "姓名、出生日期、村（居）与已建档的人都相同", true),
        };
        let Some(id) = other else {
            kept.push(group);
            continue;
        };
        let other = on_file.person(&id);
        let question = |must_decide: bool, fields: Vec<DifferingField>| QuestionView {
            row: number,
            name: person.name.clone(),
            why: why.to_owned(),
            other_row: None,
            recipient: Some(id.clone()),
            other_name: other.map(|other| other.name.clone()).unwrap_or_default(),
            other_detail: other.map(detail).unwrap_or_default(),
            must_decide,
            action,
            fields,
        };
        match (must, action) {
            (true, None) => {
                told.questions.push(question(true, Vec::new()));
                for row in &group.rows {
                    told.merged.remove(row);
                    told.reported.insert(*row, vec![format!("{why}，尚未决定是不是同一人")]);
                }
                continue;
            }
            (true, Some(RowAction::New)) => told.questions.push(question(false, Vec::new())),
            _ => {
                if must {
                    told.questions.push(question(false, Vec::new()));
                }
                group.on_file = Some(id);
            }
        }
        kept.push(group);
    }
    told.groups = kept;
}

/// Village and birth date, to tell namesakes apart.
fn detail(person: &Person) -> String {
    let birth = person.birth.map(|birth| format!("{birth} 生"));
    [Some(person.village.clone()), birth]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("，")
}

/// Where two say something else about a person.
pub(crate) fn differing(context: &Context, stands: &Payload, says: &Payload, take: &[String]) -> Vec<DifferingField> {
    let kind = recipient();
    let mut all = Vec::new();
    for field in &kind.fields {
        let (Some(stands), Some(says)) = (stands.get(&field.name), says.get(&field.name)) else { continue };
        if is_empty(stands) || is_empty(says) || stands == says || JOINED.contains(&field.name.as_str()) {
            continue;
        }
        // One name with another middle dot, one village with or without 村.
        let said = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let same = match field.name.as_str() {
            recipient::NAME => names::same(&said(stands)) == names::same(&said(says)),
            recipient::VILLAGE => village::same(&said(stands)) == village::same(&said(says)),
            recipient::GROUP_NO => village::same_group(&said(stands)) == village::same_group(&said(says)),
            _ => false,
        };
        if same {
            continue;
        }
        let shown = |value: &Value| {
            let hidden = labels::masked(context, field, value);
            labels::readable(context, field, hidden.as_ref().unwrap_or(value), &Titles::default())
        };
        all.push(DifferingField {
            field: field.name.clone(),
            label: field.label.clone(),
            row_says: shown(says),
            stands: shown(stands),
            taken: take.contains(&field.name),
        });
    }
    all
}

pub(crate) fn recipient() -> &'static Kind {
    dictionary().kind(recipient::KIND).expect("the dictionary has recipients")
}

/// What a row would change in somebody's file: empty fields are filled, others only when taken. Says what differs.
pub(crate) fn additions(
    context: &Context,
    stored: &Row,
    says: &Payload,
    take: &[String],
) -> (Payload, Vec<DifferingField>) {
    let differs = differing(context, &stored.fields, says, take);
    let mut fields = Payload::new();
    for (name, value) in says {
        let empty = stored.fields.get(name).is_none_or(is_empty);
        let taken = take.contains(name) && differs.iter().any(|field| field.field == *name);
        if !is_empty(value) && (empty || taken) {
            fields.insert(name.clone(), value.clone());
        }
    }
    (fields, differs)
}

/// The categories that a person of this ledger holds, each with its fields.
pub(crate) fn categories_of(group: &ReadRow, ledger: &ledger_import::Ledger, today: &str) -> Vec<Payload> {
    let own = group.part("category");
    let mut codes: Vec<String> = Vec::new();
    let cert = text(own, recipient_category::CERT_NO);
    let disabled = own.contains_key(recipient_category::DISABILITY_TYPE)
        || own.contains_key(recipient_category::DISABILITY_GRADE)
        || cert.len() >= 20;
    for code in ledger.category.iter().chain(&group.categories).chain(disabled.then_some(&"disabled".to_owned())) {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    // What the row says of a category belongs to the ledger's own, or else to the first.
    let main = codes.first().cloned().unwrap_or_default();
    codes
        .into_iter()
        .map(|code| {
            let mut fields = Payload::from_iter([(recipient_category::CATEGORY.to_owned(), Value::from(code.clone()))]);
            for (name, value) in own {
                let of_disability =
                    matches!(name.as_str(), recipient_category::DISABILITY_TYPE | recipient_category::DISABILITY_GRADE)
                        || name == recipient_category::CERT_NO && (cert.len() >= 20 || ledger.category.is_none());
                let belongs = if of_disability { code == "disabled" } else { code == main };
                if belongs || name == recipient_category::START_DATE {
                    fields.insert(name.clone(), value.clone());
                }
            }
            fields.entry(recipient_category::START_DATE).or_insert_with(|| today.into());
            fields
        })
        .collect()
}
