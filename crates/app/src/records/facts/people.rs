//! Facts of people: who is on file, was served or is new within a span, and who of them is one person (R25). They are read here for
//! `records/facts.rs` and for nobody else; who counts is `domain::on_file`, who is who `domain::persons`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::brief::{Facts, RecipientFact};
use domain::fields::{recipient, recipient_category};
use domain::on_file::{File, Holding};
use domain::persons::{self, Union};
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::people::on_file;
use crate::records::facts::reading::Reading;

/// What tells people apart; nothing where they are those of today.
#[derive(Default)]
pub(super) struct People {
    /// Files with their ID numbers.
    pub(super) numbers: Vec<(String, String)>,
    /// Who is one person: file → key of the person.
    pub(super) persons: HashMap<String, String>,
}

/// The people of today, where no file and no category was touched since the moment asked about and everybody served then is among them.
pub(super) fn people_of_today(reading: &Reading, services: &Facts) -> Option<Vec<RecipientFact>> {
    let today = &reading.untouched(&[recipient::KIND, recipient_category::KIND])?.recipients;
    let here: HashSet<&str> = today.iter().map(|one| one.id.as_str()).collect();
    served(services).iter().all(|id| here.contains(id)).then(|| today.clone())
}

/// People on file, served or new within the span, and what tells them apart.
pub(super) fn people_then(reading: &Reading, services: &Facts) -> Result<(Vec<RecipientFact>, People), CommandError> {
    // Who had died or left by the first day is on file on none of them.
    let from = reading.span.from;
    let on_file = reading.list(&on_file::still_there_on(reading.all(recipient::KIND), from))?;
    let rows = with_served_and_new(reading, on_file, services)?;
    let held =
        reading.all(recipient_category::KIND).and(recipient_category::END_DATE, Test::NoneOrMore, from.to_string());
    let mut recipients = recipients(reading.context, &rows, reading.list(&held)?)?;
    let numbers = Vec::from_iter(rows.iter().map(id_and_number));
    let persons = persons_among(reading.context, &numbers)?;
    tell_apart(&mut recipients, &persons);
    Ok((recipients, People { numbers, persons }))
}

/// Who was served or is new within the span, told apart; nothing else is known of them. An index over the register answers alone: looking up
/// those who were served one by one reads ten times as many pages.
pub(super) fn served_and_new(reading: &Reading, services: &Facts) -> Result<Vec<RecipientFact>, CommandError> {
    let (merges, days) = (reading.context.merges()?, reading.span);
    let mut wanted = HashSet::<&str>::from_iter(served(services));
    // Merged files tell who is one person, also where neither of the two was served.
    wanted.extend(merges.pairs().flat_map(|(from, into)| [from, into]));
    let register = [reading.all(recipient::KIND)];
    let found = reading.context.store.texts(&register, [recipient::ID_NUMBER, recipient::FILE_CREATED], {
        |found: &mut Vec<_>, one| {
            let [number, created] = one.fields;
            let created = domain::dates::stored(created);
            if wanted.contains(one.id) || created.is_some_and(|day| days.contains(day)) {
                found.push(((one.id.to_owned(), number.to_owned()), created));
            }
        }
    })?;
    let found = found.concat();
    let persons = persons_among(reading.context, found.iter().map(|(numbered, _)| numbered))?;
    let fact = |((id, _), created): ((String, String), Option<NaiveDate>)| RecipientFact {
        person: persons.get(&id).cloned().unwrap_or_default(),
        file: File { created, merged: merges.is_merged(&id), ..File::default() },
        holdings: Vec::new(),
        id,
    };
    Ok(found.into_iter().map(fact).collect())
}

/// These people and, as far as they are not among them, those who were served and those whose file was made within the span.
pub(super) fn with_served_and_new(
    reading: &Reading,
    mut rows: Vec<Row>,
    services: &Facts,
) -> Result<Vec<Row>, CommandError> {
    let merges = reading.context.merges()?;
    let mut wanted = served(services);
    // Merged files tell who is one person, also where neither of the two was served.
    wanted.extend(merges.pairs().flat_map(|(from, into)| [from, into]));
    let here: HashSet<String> = rows.iter().map(|row| row.id.clone()).collect();
    let others: Vec<String> = wanted.into_iter().filter(|id| !here.contains(*id)).map(str::to_owned).collect();
    rows.extend(reading.list_in(&reading.all(recipient::KIND), "id", &others)?);
    let new = reading.dated(recipient::KIND, recipient::FILE_CREATED)?;
    rows.extend(new.into_iter().filter(|row| !here.contains(&row.id) && others.binary_search(&row.id).is_err()));
    Ok(rows)
}

/// Ids of everybody who was served.
pub(super) fn served(services: &Facts) -> BTreeSet<&str> {
    let visited: HashSet<&str> = services.visits.iter().map(|visit| &*visit.recipient).collect();
    let in_groups = services.groups.iter().flat_map(|group| &group.members).map(|member| &member.recipient);
    let signed_in = services.activities.iter().flat_map(|activity| &activity.recipients);
    let in_cases = services.cases.iter().map(|case| &case.recipient);
    in_cases.chain(in_groups).chain(signed_in).map(String::as_str).chain(visited).collect()
}

/// People told apart by R25, without their categories.
pub(super) fn people_of(context: &Context, rows: &[Row]) -> Result<Vec<RecipientFact>, CommandError> {
    let mut people = recipients(context, rows, Vec::new())?;
    tell_apart(&mut people, &persons_among(context, &Vec::from_iter(rows.iter().map(id_and_number)))?);
    Ok(people)
}

pub(super) fn tell_apart(recipients: &mut [RecipientFact], persons: &HashMap<String, String>) {
    for recipient in recipients {
        recipient.person = persons.get(&recipient.id).cloned().unwrap_or_default();
    }
}

pub(super) fn id_and_number(row: &Row) -> (String, String) {
    (row.id.clone(), text(&row.fields, recipient::ID_NUMBER).to_owned())
}

/// Who is one person among these files: file → key of the person (R25).
pub(super) fn persons_among<'p>(
    context: &Context,
    numbers: impl IntoIterator<Item = &'p (String, String)>,
) -> Result<HashMap<String, String>, CommandError> {
    let numbers = numbers.into_iter().map(|(id, number)| (id.as_str(), number.as_str()));
    Ok(persons::keys(numbers, &merged(context)?, context.today))
}

/// Merged files, with those that stand for them.
pub(super) fn merged(context: &Context) -> Result<BTreeMap<String, String>, CommandError> {
    Ok(context.merges()?.pairs().map(|(from, into)| (from.to_owned(), into.to_owned())).collect())
}

/// Who is the same person among the living files of a question (R25).
pub(crate) fn union_of(context: &Context, query: &Query) -> Result<Union, CommandError> {
    let people: Vec<persons::Person> = context.list(&query.clone().only(&PERSON).bare())?.iter().map(person).collect();
    Ok(persons::union_merged(&people, &merged(context)?, context.today))
}

/// What tells people apart.
pub(super) const PERSON: [&str; 4] = [recipient::NAME, recipient::ID_NUMBER, recipient::BIRTH_DATE, recipient::VILLAGE];

pub(super) fn person(row: &Row) -> persons::Person {
    let [name, id_number, birth, village] = PERSON;
    persons::Person {
        id: row.id.clone(),
        name: text(&row.fields, name).to_owned(),
        id_number: text(&row.fields, id_number).to_owned(),
        birth: date(&row.fields, birth),
        village: text(&row.fields, village).to_owned(),
    }
}

/// What a merged file holds, the one that stands for it holds.
pub(super) fn recipients(
    context: &Context,
    people: &[Row],
    categories: Vec<Row>,
) -> Result<Vec<RecipientFact>, CommandError> {
    let merges = context.merges()?;
    let mut held: HashMap<String, Vec<Holding>> = HashMap::new();
    for row in categories {
        let whose = merges.standing(text(&row.fields, recipient_category::RECIPIENT)).to_owned();
        held.entry(whose).or_default().push(Holding::read(&row.fields));
    }
    let fact = |row: &Row| {
        let holdings = held.remove(&row.id).unwrap_or_default();
        Ok(RecipientFact { id: row.id.clone(), person: String::new(), file: on_file::file(context, row)?, holdings })
    };
    people.iter().map(fact).collect()
}
