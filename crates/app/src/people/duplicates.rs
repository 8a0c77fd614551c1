//! Duplicates: who may be on file already, asked while a person is typed. It warns and never merges: the same valid ID
//! number, else the same name, birth date and village (R25).

use std::collections::BTreeMap;

use domain::fields::recipient;
use domain::identity;
use domain::names;
use domain::on_file::read_id;
use domain::persons::{self, Likeness, Person};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::people;

/// Asks who may be the same person, while typing.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct DuplicatesRequest {
    /// Not this one.
    pub except: Option<String>,
    /// Name.
    #[ts(as = "Option<_>", optional)]
    pub name: String,
    /// ID number, as typed.
    #[ts(as = "Option<_>", optional)]
    pub id_number: String,
    /// Birth date.
    #[ts(as = "Option<_>", optional)]
    pub birth_date: String,
    /// Village.
    #[ts(as = "Option<_>", optional)]
    pub village: String,
}

/// Someone who may be the same person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct PossibleDuplicate {
    /// Recipient id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Village.
    pub village: String,
    /// Birth date.
    pub birth_date: String,
    /// Same valid ID number (else only name, birth and village).
    pub certain: bool,
    /// Same number, other name: to be checked.
    pub name_differs: bool,
    /// Why, readable.
    pub why: String,
}

/// Possible duplicates.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DuplicatesAnswer {
    /// The surest first.
    pub duplicates: Vec<PossibleDuplicate>,
}

/// Who may be the same person.
pub(crate) fn duplicates(pc: &Pc, request: DuplicatesRequest) -> Result<DuplicatesAnswer, CommandError> {
    let context = Context::of(pc)?;
    let birth = domain::dates::parse(&request.birth_date, context.today).ok();
    let entered = Person {
        id: request.except.unwrap_or_default(),
        name: request.name.trim().to_owned(),
        birth: birth.or_else(|| read_id(&request.id_number, context.today).map(|reading| reading.birth)),
        id_number: identity::clean(&request.id_number),
        village: request.village.trim().to_owned(),
    };
    Ok(DuplicatesAnswer { duplicates: like(&context, &entered)? })
}

/// People on file who may be this one.
pub(crate) fn like(context: &Context, entered: &Person) -> Result<Vec<PossibleDuplicate>, CommandError> {
    let entered = &Person { village: context.village(&entered.village)?, ..entered.clone() };
    let mut candidates: BTreeMap<String, Row> = BTreeMap::new();
    if !entered.id_number.is_empty() {
        let numbers = other_spellings(context, &entered.id_number);
        let same = context.list(&Query::of(recipient::KIND).and(recipient::ID_NUMBER, Test::In, numbers))?;
        candidates.extend(same.into_iter().map(|row| (row.id.clone(), row)));
    }
    if let Some(birth) = entered.birth.filter(|_| !entered.name.is_empty()) {
        // By the day alone: a name is the same with another middle dot or blank, which the judgement knows.
        let alike = Query::of(recipient::KIND).and(recipient::BIRTH_DATE, Test::Eq, birth.to_string());
        candidates.extend(context.list(&alike)?.into_iter().map(|row| (row.id.clone(), row)));
    }
    // A file that went into another speaks for the one that stands: nobody is warned of herself, and of another only once.
    let merges = context.merges()?;
    let own = merges.standing(&entered.id);
    let mut found: BTreeMap<&str, PossibleDuplicate> = BTreeMap::new();
    for row in candidates.values() {
        let stands = merges.standing(&row.id);
        let Some(like) = judged(context, entered, row)?.filter(|_| stands != own || own.is_empty()) else {
            continue;
        };
        let surer = found.get(stands).is_none_or(|known| like.certain && !known.certain);
        if surer {
            found.insert(stands, standing(context, stands, like)?);
        }
    }
    let mut found: Vec<PossibleDuplicate> = found.into_values().collect();
    found.sort_by_key(|one| !one.certain);
    Ok(found)
}

/// The same, naming the file that stands.
fn standing(context: &Context, id: &str, like: PossibleDuplicate) -> Result<PossibleDuplicate, CommandError> {
    if like.id == id {
        return Ok(like);
    }
    let person = person_of(context, &context.row(recipient::KIND, id)?)?;
    let birth_date = person.birth.map(|birth| birth.to_string()).unwrap_or_default();
    Ok(PossibleDuplicate { id: person.id, name: person.name, village: person.village, birth_date, ..like })
}

/// The number, and the old one of fifteen digits or the new one of eighteen that says the same.
fn other_spellings(context: &Context, number: &str) -> Vec<String> {
    let mut numbers = vec![number.to_owned()];
    numbers.extend(persons::basis(number, context.today));
    if number.len() == 18 && number.is_ascii() {
        numbers.push(format!("{}{}", &number[..6], &number[8..17]));
    }
    numbers
}

fn judged(context: &Context, entered: &Person, row: &Row) -> Result<Option<PossibleDuplicate>, CommandError> {
    let other = person_of(context, row)?;
    let Some(likeness) = persons::duplicate(entered, &other, context.today) else { return Ok(None) };
    let certain = likeness == Likeness::SameNumber;
    let name_differs = certain && !entered.name.is_empty() && names::same(&other.name) != names::same(&entered.name);
    let why = match (certain, name_differs) {
        (true, true) => "证件号码相同但姓名不同，请核对哪一个有误",
        (true, false) => "证件号码相同，可能已经建档",
        (false, _) => "姓名、出生日期、村（居）都相同，可能是同一人",
    };
    Ok(Some(PossibleDuplicate {
        id: row.id.clone(),
        birth_date: other.birth.map(|birth| birth.to_string()).unwrap_or_default(),
        name: other.name,
        village: other.village,
        certain,
        name_differs,
        why: why.to_owned(),
    }))
}

/// A recipient as the rules on persons see it.
pub(crate) fn person_of(context: &Context, row: &Row) -> Result<Person, CommandError> {
    let id_number = text(&row.fields, recipient::ID_NUMBER).to_owned();
    Ok(Person {
        id: row.id.clone(),
        name: text(&row.fields, recipient::NAME).to_owned(),
        birth: people::birth(context, &row.fields),
        id_number,
        village: context.village(text(&row.fields, recipient::VILLAGE))?,
    })
}
