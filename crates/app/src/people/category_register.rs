//! People who stand on a register of a category on the last day of a month, with the category records that put them there and
//! the visits of the month. It counts and judges nothing.

use chrono::NaiveDate;
use domain::dictionary::dictionary;
use domain::fields::{child_guardianship, recipient, recipient_category, visit};
use domain::left_behind_statistics::Child;
use domain::on_file::{File, Holding};
use domain::period::Month;
use domain::visit::{Held, is_special_hardship_elderly};
use std::collections::BTreeMap;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, between, text};
use crate::kernel::error::CommandError;
use crate::people::on_file;

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
        let labels =
            rows.iter().map(|row| dictionary().label("category", text(&row.fields, recipient_category::CATEGORY)));
        labels.collect::<Vec<_>>().join("、")
    }

    /// Visits of the month to a person.
    pub(crate) fn visits(&self, person: &str) -> &[Row] {
        self.visits.get(person).map(Vec::as_slice).unwrap_or_default()
    }
}

pub(crate) fn held(row: &Row) -> Held {
    Holding::read(&row.fields).held
}

/// Codes of table `category` that put someone into a register, before its own conditions.
pub(crate) fn codes(register: &str) -> Vec<String> {
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
fn members(context: &Context, register: &str, month: Month, station: Option<&str>) -> Result<Members, CommandError> {
    read(context, register, month, station, |query, _| query)
}

/// How many people these are: of each record only what decides is read.
pub(crate) fn count(
    context: &Context,
    register: &str,
    month: Month,
    station: Option<&str>,
) -> Result<usize, CommandError> {
    let (people, _) = read(context, register, month, station, |query, deciding| query.only(deciding).bare())?;
    Ok(people.len())
}

fn read(
    context: &Context,
    register: &str,
    month: Month,
    station: Option<&str>,
    reading: fn(Query, &[&'static str]) -> Query,
) -> Result<Members, CommandError> {
    let day = month.last().min(context.today);
    let finals = context.of_station(recipient_category::KIND, station).finals();
    let begun = finals.and(recipient_category::CATEGORY, Test::In, codes(register)).and(
        recipient_category::START_DATE,
        Test::NoneOrAtMost,
        day.to_string(),
    );
    let begun = reading(begun, &[&[recipient_category::RECIPIENT][..], &Holding::FIELDS].concat());
    let (merges, mut held) = (context.merges()?, BTreeMap::<String, Vec<Row>>::new());
    for row in context.list(&begun)? {
        held.entry(merges.standing(text(&row.fields, recipient_category::RECIPIENT)).to_owned()).or_default().push(row);
    }
    let ids: Vec<String> = held.keys().cloned().collect();
    let finals = reading(Query::of(recipient::KIND).finals(), &File::FIELDS);
    let mut people = BTreeMap::new();
    for row in context.list_in(&finals, "id", &ids)? {
        let file = on_file::file(context, &row)?;
        let own = held.entry(row.id.clone()).or_default();
        own.retain(|row| Holding::read(&row.fields).holds(file.birth, day));
        let belongs = register != "elderly_hardship"
            || is_special_hardship_elderly(file.birth, &own.iter().map(self::held).collect::<Vec<_>>(), day);
        if file.stands(day) && belongs && !own.is_empty() {
            people.insert(row.id.clone(), row);
        }
    }
    held.retain(|id, _| people.contains_key(id));
    Ok((people, held))
}

/// Everything a register of a month is made from.
pub(crate) fn gather(
    context: &Context,
    register: &str,
    month: Month,
    station: Option<&str>,
) -> Result<Gathered, CommandError> {
    let (people, held) = members(context, register, month, station)?;
    let merges = context.merges()?;
    let ids: Vec<String> = people.keys().flat_map(|id| merges.same_person(id)).collect();
    let finals = Query::of(visit::KIND).finals();
    let mut visits: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in context.list_in(&between(finals, visit::DATE, month).by(visit::DATE, false), visit::RECIPIENT, &ids)? {
        visits.entry(merges.standing(text(&row.fields, visit::RECIPIENT)).to_owned()).or_default().push(row);
    }
    Ok(Gathered { month, day: month.last().min(context.today), people, held, visits })
}

/// The newest record of a kind for each of these people, up to a day.
pub(crate) fn newest(
    context: &Context,
    kind: &str,
    gathered: &Gathered,
) -> Result<BTreeMap<String, Row>, CommandError> {
    let merges = context.merges()?;
    let ids: Vec<String> = gathered.people.keys().flat_map(|id| merges.same_person(id)).collect();
    let finals = Query::of(kind).finals();
    let query = finals
        .and(child_guardianship::DATE, Test::AtMost, gathered.day.to_string())
        .newest_per(child_guardianship::RECIPIENT, child_guardianship::DATE);
    let mut rows = context.list_in(&query, child_guardianship::RECIPIENT, &ids)?;
    // Of a person with several files the newest of all of them holds.
    rows.sort_by(|one, other| {
        text(&one.fields, child_guardianship::DATE).cmp(text(&other.fields, child_guardianship::DATE))
    });
    Ok(rows
        .into_iter()
        .map(|row| (merges.standing(text(&row.fields, child_guardianship::RECIPIENT)).to_owned(), row))
        .collect())
}

/// A child as the summary sees it.
pub(crate) fn child(context: &Context, gathered: &Gathered, person: &Row, guardianship: Option<&Row>) -> Child {
    let own = |field: &str| text(&person.fields, field).to_owned();
    Child {
        village: own(recipient::VILLAGE),
        sex: own(recipient::SEX),
        age: File::read(&person.fields, false, context.today).age(gathered.day),
        guardianship: guardianship
            .map(|row| text(&row.fields, child_guardianship::GUARDIANSHIP_TYPE).to_owned())
            .unwrap_or_default(),
        schooling: own(recipient::SCHOOLING),
    }
}
