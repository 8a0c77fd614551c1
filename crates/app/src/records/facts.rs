//! Facts of records, the plain ones that `domain::brief` counts: final, living records of a station or of all of them.
//! Of every kind only what a day of the span can count is read. Persons are told apart by R25. It counts nothing itself.

pub(crate) mod activities;
mod casework;
mod reading;
pub(crate) mod resources;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::brief::{Dated, Facts, NoteFact, RecipientFact, ServiceFact, VisitFact};
use domain::dictionary::dictionary;
use domain::fields::{
    activity_participant, case, closure, community_activity, consultation, follow_up, mandatory_report, progress_note,
    publicity, recipient, recipient_category, referral, visit,
};
use domain::on_file::{File, Holding};
use domain::period::Period;
use domain::persons::{self, Union};
use domain::service::CountyItem;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::people::on_file;
use crate::records::facts::casework::{CLOSURE, FOLLOW_UP, cases_of, event, note};
use crate::records::facts::reading::{Reading, Shared};
use crate::records::service::{counts, items_in_use};

/// Facts for any figure whose period lies within `span`; of one station, or of every station taken together.
pub(crate) fn gather(context: &Context, station: Option<&str>, span: Period) -> Result<Facts, CommandError> {
    Ok(read(&Reading::of(context, station, span, looked_at))?.0)
}

/// The same as it stood at the moment that the context asks about: `today` are this station's facts now, of a span that holds this one.
pub(crate) fn as_it_stood(
    context: &Context,
    station: Option<&str>,
    span: Period,
    today: &Facts,
) -> Result<Facts, CommandError> {
    Ok(read(&Reading::of(context, station, span, looked_at).with_today(today))?.0)
}

/// Facts of every station for figures whose period lies within one span, read once for all of them.
pub(crate) struct OfStations {
    /// Of all stations taken together.
    pub(crate) all: Facts,
    /// Who is the same person in any station (R25): file → key of the person.
    pub(crate) persons: HashMap<String, String>,
    parts: BTreeMap<String, Facts>,
}

impl OfStations {
    pub(crate) fn gather(context: &Context, span: Period) -> Result<OfStations, CommandError> {
        let reading = Reading::of_each(context, span, looked_at);
        let (all, People { numbers, persons }) = read(&reading)?;
        let owners = reading.into_owners();
        let owner = |id: &str| owners.get(id).map_or("", AsRef::as_ref);
        let mut by_station: BTreeMap<&str, Vec<&(String, String)>> = BTreeMap::new();
        for one in &numbers {
            by_station.entry(owner(&one.0)).or_default().push(one);
        }
        let mut parts = BTreeMap::new();
        for (station, mut facts) in all.parted(owner) {
            // A station tells its people apart by its own files, as its brief does.
            let own = by_station.remove(station).unwrap_or_default();
            tell_apart(&mut facts.recipients, &persons_among(context, own)?);
            parts.insert(station.to_owned(), facts);
        }
        Ok(OfStations { persons, all, parts })
    }

    /// Those of one station.
    pub(crate) fn of(&mut self, station: &str) -> Facts {
        self.parts.remove(station).unwrap_or_else(|| self.all.nothing())
    }
}

/// Facts of one station by what `owner` says of a record's row: who did it, where. A person stands with whoever her file is.
pub(crate) fn parted(
    context: &Context,
    station: &str,
    span: Period,
    owner: impl Fn(&Row) -> String,
) -> Result<BTreeMap<String, Facts>, CommandError> {
    let reading = Reading::parted(context, station, span, owner);
    let (all, ..) = read(&reading)?;
    let owners = reading.into_owners();
    let parts = all.parted(|id| owners.get(id).map_or("", AsRef::as_ref));
    // Who is one person is known of everybody, whoever served her.
    let whole = |(owner, facts): (&str, Facts)| (owner.to_owned(), facts);
    Ok(parts.into_iter().map(whole).collect())
}

/// What tells people apart; nothing where they are those of today.
#[derive(Default)]
struct People {
    /// Files with their ID numbers.
    numbers: Vec<(String, String)>,
    /// Who is one person: file → key of the person.
    persons: HashMap<String, String>,
}

/// Everything that a figure of the span can count, and what tells the people apart.
fn read(reading: &Reading) -> Result<(Facts, People), CommandError> {
    let items = items_in_use(reading.context)?;
    let services = services(reading, &items)?;
    let (recipients, people) = match people_of_today(reading, &services) {
        Some(recipients) => (recipients, People::default()),
        None => people_then(reading, &services)?,
    };
    let mut counted = Vec::new();
    for kind in dictionary().kinds.iter().filter(|kind| kind.counted.is_some()) {
        let Some(day) = &kind.date else { continue };
        let today = |facts: &Facts| facts.counted.iter().filter(|one| one.kind == kind.name).cloned().collect();
        counted.extend(reading.unless_touched::<Vec<_>>(&[&kind.name], today, || {
            let rows = reading.dated(&kind.name, day)?;
            Ok(rows.iter().filter_map(|row| activities::counted(kind, day, row, &items)).collect())
        })?);
    }
    let (reported, referred, followed, told) = (
        (mandatory_report::KIND, mandatory_report::FOUND_DATE),
        (referral::KIND, referral::REFERRAL_DATE),
        (follow_up::KIND, follow_up::DATE),
        (publicity::KIND, publicity::DATE),
    );
    let facts = Facts {
        recipients,
        resources: reading.unless_touched(
            &resources::KINDS,
            |facts| facts.resources.clone(),
            || resources::gather(reading),
        )?,
        follow_ups: reading
            .dated_facts(followed, (|all| &all.follow_ups, |one| &one.id), |row| event(row, FOLLOW_UP))?,
        reports: reading.dated_facts(reported, (|all| &all.reports, |one| &one.id), |row| day(row, reported.1))?,
        referrals: reading.dated_facts(referred, (|all| &all.referrals, |one| &one.id), |row| day(row, referred.1))?,
        publicity: reading
            .dated_facts(told, (|all| &all.publicity, |one| &one.id), |row| activities::publicity(row, &items))?,
        counted,
        ..services
    };
    Ok((facts, people))
}

/// The people of today, where no file and no category was touched since the moment asked about and everybody served then is among them.
fn people_of_today(reading: &Reading, services: &Facts) -> Option<Vec<RecipientFact>> {
    let today = &reading.untouched(&[recipient::KIND, recipient_category::KIND])?.recipients;
    let here: HashSet<&str> = today.iter().map(|one| one.id.as_str()).collect();
    served(services).iter().all(|id| here.contains(id)).then(|| today.clone())
}

/// People on file, served or new within the span, and what tells them apart.
fn people_then(reading: &Reading, services: &Facts) -> Result<(Vec<RecipientFact>, People), CommandError> {
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

/// Facts for the month figures of a page that is opened all day (`domain::month_figures`): what is dated within `span`, and of people and
/// cases only those it is about. Of the register it knows who is new; no category and no resource is in it.
pub(crate) fn of_months(context: &Context, span: Period) -> Result<Facts, CommandError> {
    let reading = Reading::of(context, None, span, looked_at);
    let services = services(&reading, &items_in_use(context)?)?;
    let recipients = served_and_new(&reading, &services)?;
    Ok(Facts { recipients, ..services })
}

/// Who was served or is new within the span, told apart; nothing else is known of them. An index over the register answers alone: looking up
/// those who were served one by one reads ten times as many pages.
fn served_and_new(reading: &Reading, services: &Facts) -> Result<Vec<RecipientFact>, CommandError> {
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

/// Services to people within the span, and the cases and groups they belong to.
fn services(reading: &Reading, items: &[CountyItem]) -> Result<Facts, CommandError> {
    let (visited, noted, asked) = (
        (visit::KIND, visit::DATE),
        (progress_note::KIND, progress_note::DATE),
        (consultation::KIND, consultation::DATE),
    );
    let notes: Vec<NoteFact> = reading.dated_facts(noted, (|all| &all.notes, |one| &one.id), note)?;
    let (cases, closures) = reading.unless_touched(
        &[case::KIND, closure::KIND, progress_note::KIND],
        |facts| (facts.cases.clone(), facts.closures.clone()),
        || cases_of(reading, &notes, items),
    )?;
    Ok(Facts {
        visits: reading.dated_texts(visited, (|all| &all.visits, |one| &one.id), VISIT, |id, said, shared| {
            visit(id, said, items, shared).map(Arc::new)
        })?,
        cases,
        notes,
        closures,
        groups: reading.unless_touched(
            &activities::GROUP_KINDS,
            |facts| facts.groups.clone(),
            || activities::groups(reading, items),
        )?,
        group_rules: activities::rules(reading.context)?,
        activities: reading.unless_touched(
            &[community_activity::KIND, activity_participant::KIND],
            |facts| facts.activities.clone(),
            || activities::held(reading, items),
        )?,
        consultations: reading.dated_facts(asked, (|all| &all.consultations, |one| &one.id), |row| {
            activities::consultation(row, items)
        })?,
        ..Facts::default()
    })
}

/// These people and, as far as they are not among them, those who were served and those whose file was made within the span.
fn with_served_and_new(reading: &Reading, mut rows: Vec<Row>, services: &Facts) -> Result<Vec<Row>, CommandError> {
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
fn served(services: &Facts) -> BTreeSet<&str> {
    let visited: HashSet<&str> = services.visits.iter().map(|visit| &*visit.recipient).collect();
    let in_groups = services.groups.iter().flat_map(|group| &group.members).map(|member| &member.recipient);
    let signed_in = services.activities.iter().flat_map(|activity| &activity.recipients);
    let in_cases = services.cases.iter().map(|case| &case.recipient);
    in_cases.chain(in_groups).chain(signed_in).map(String::as_str).chain(visited).collect()
}

/// Facts of these visits alone, and who was visited.
pub(crate) fn of_visits(context: &Context, rows: &[&Row]) -> Result<Facts, CommandError> {
    let items = items_in_use(context)?;
    let mut shared = Shared::default();
    let of_row = |row: &&Row| visit(row.id.as_str().into(), said_of(row), &items, &mut shared);
    let visits: Vec<Arc<VisitFact>> = rows.iter().filter_map(of_row).map(Arc::new).collect();
    let mut people: BTreeSet<String> = visits.iter().map(|visit| visit.recipient.to_string()).collect();
    people.extend(context.merges()?.pairs().flat_map(|(from, into)| [from.to_owned(), into.to_owned()]));
    let finals = Query::of(recipient::KIND).only(&looked_at(recipient::KIND)).bare().finals();
    let recipients = people_of(context, &context.list_in(&finals, "id", &Vec::from_iter(people))?)?;
    Ok(Facts { recipients, visits, ..Facts::default() })
}

/// People told apart by R25, without their categories.
fn people_of(context: &Context, rows: &[Row]) -> Result<Vec<RecipientFact>, CommandError> {
    let mut people = recipients(context, rows, Vec::new())?;
    tell_apart(&mut people, &persons_among(context, &Vec::from_iter(rows.iter().map(id_and_number)))?);
    Ok(people)
}

fn tell_apart(recipients: &mut [RecipientFact], persons: &HashMap<String, String>) {
    for recipient in recipients {
        recipient.person = persons.get(&recipient.id).cloned().unwrap_or_default();
    }
}

fn id_and_number(row: &Row) -> (String, String) {
    (row.id.clone(), text(&row.fields, recipient::ID_NUMBER).to_owned())
}

/// Who is one person among these files: file → key of the person (R25).
fn persons_among<'p>(
    context: &Context,
    numbers: impl IntoIterator<Item = &'p (String, String)>,
) -> Result<HashMap<String, String>, CommandError> {
    let numbers = numbers.into_iter().map(|(id, number)| (id.as_str(), number.as_str()));
    Ok(persons::keys(numbers, &merged(context)?, context.today))
}

/// Merged files, with those that stand for them.
fn merged(context: &Context) -> Result<BTreeMap<String, String>, CommandError> {
    Ok(context.merges()?.pairs().map(|(from, into)| (from.to_owned(), into.to_owned())).collect())
}

/// The fields that facts are made of, each list from beside its reader; of a kind that is not named here all of them are read.
pub(crate) fn looked_at(kind: &str) -> Vec<&'static str> {
    match kind {
        recipient::KIND => [&PERSON[..], &File::FIELDS[..]].concat(),
        recipient_category::KIND => [&[recipient_category::RECIPIENT][..], &Holding::FIELDS[..]].concat(),
        visit::KIND => VISIT.to_vec(),
        closure::KIND => CLOSURE.to_vec(),
        follow_up::KIND => FOLLOW_UP.to_vec(),
        _ => Vec::new(),
    }
}

/// Who is the same person among the living files of a question (R25).
pub(crate) fn union_of(context: &Context, query: &Query) -> Result<Union, CommandError> {
    let people: Vec<persons::Person> = context.list(&query.clone().only(&PERSON).bare())?.iter().map(person).collect();
    Ok(persons::union_merged(&people, &merged(context)?, context.today))
}

/// What tells people apart.
const PERSON: [&str; 4] = [recipient::NAME, recipient::ID_NUMBER, recipient::BIRTH_DATE, recipient::VILLAGE];

fn person(row: &Row) -> persons::Person {
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
fn recipients(context: &Context, people: &[Row], categories: Vec<Row>) -> Result<Vec<RecipientFact>, CommandError> {
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

/// What a visit is, and its service (`SERVICE`).
const VISIT: [&str; 9] = [
    visit::RECIPIENT,
    visit::HOUSEHOLD,
    visit::DATE,
    visit::CONTACT_MODE,
    visit::RESULT,
    visit::AREA,
    visit::SERVICE_ITEM,
    visit::SERVICE_METHOD,
    visit::APPROVAL_NO,
];

fn said_of(row: &Row) -> [&str; 9] {
    VISIT.map(|field| text(&row.fields, field))
}

fn visit(
    id: Arc<str>,
    [recipient, household, date, contact_mode, result, service @ ..]: [&str; 9],
    items: &[CountyItem],
    shared: &mut Shared,
) -> Option<VisitFact> {
    let date = domain::dates::stored(date)?;
    Some(VisitFact {
        id,
        recipient: shared.of(recipient),
        household: shared.of(household),
        date,
        contact_mode: shared.of(contact_mode),
        result: shared.of(result),
        // R20: where nobody was met there was no service to be judged.
        service: match domain::visit::is_effective(result) {
            true => ServiceFact {
                area: shared.of(service[0]),
                item: shared.of(service[1]),
                counted: counts(service, Some(date), items),
            },
            false => ServiceFact::default(),
        },
    })
}

fn day(row: &Row, field: &str) -> Option<Dated> {
    Some(Dated { id: row.id.clone(), date: date(&row.fields, field)? })
}

/// From the first day that any of these looks at to the last.
pub(crate) fn span(from: NaiveDate, to: NaiveDate) -> Period {
    Period { from, to }
}

#[cfg(test)]
mod tests {
    use changelog::Payload;
    use domain::dictionary::FieldType;
    use store::Delivery;

    use super::*;
    use crate::records::service::SERVICE;

    fn row(kind: &str, fields: Payload) -> Row {
        Row {
            kind: kind.to_owned(),
            id: "one".to_owned(),
            station: String::new(),
            fields,
            extra: Payload::new(),
            refs: BTreeMap::new(),
            provisional: false,
            deleted_reason: None,
            created_ms: 0,
            created_by: String::new(),
            updated_ms: 0,
            updated_by: String::new(),
            conflicted: Vec::new(),
            state: Delivery::Saved,
        }
    }

    /// A record with a value in every field, and the same as a question for `looked_at` brings it.
    fn whole_and_part(kind: &str, without: &str) -> (Row, Row) {
        let fields = &dictionary().kind(kind).expect("a kind").fields;
        let value = |field: &domain::dictionary::Field| match (field.name.as_str(), &field.kind) {
            (recipient::ID_NUMBER, _) => "11010519491231002X".to_owned(),
            (_, FieldType::Date) => "2001-02-03".to_owned(),
            (name, _) => format!("words of {name}"),
        };
        let filled = fields.iter().filter(|field| field.name != without);
        let whole: Payload = filled.map(|field| (field.name.clone(), value(field).into())).collect();
        let (mut part, looked_at) = (whole.clone(), looked_at(kind));
        part.retain(|name, _| looked_at.contains(&name.as_str()));
        assert!(!part.is_empty() && part.len() < whole.len(), "{kind}: some of the fields");
        (row(kind, whole), row(kind, part))
    }

    #[test]
    fn facts_are_the_same_from_the_fields_looked_at_as_from_the_whole_record() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
        // Without a birth date the ID number says it.
        for without in ["", recipient::BIRTH_DATE] {
            let (whole, part) = whole_and_part(recipient::KIND, without);
            assert_eq!(person(&whole), person(&part));
            let file = |row: &Row| File::read(&row.fields, false, today);
            assert_eq!(file(&whole), file(&part));
            assert!(file(&whole).birth.is_some());
        }
        let (whole, part) = whole_and_part(recipient_category::KIND, "");
        assert_eq!(Holding::read(&whole.fields), Holding::read(&part.fields));
        let whose = |row: &Row| text(&row.fields, recipient_category::RECIPIENT).to_owned();
        assert_eq!(whose(&whole), whose(&part));
        let (whole, part) = whole_and_part(visit::KIND, "");
        let seen = |row: &Row| format!("{:?}", visit("one".into(), said_of(row), &[], &mut Shared::default()));
        assert_eq!(seen(&whole), seen(&part));
        assert_eq!(VISIT[5..], SERVICE, "the last of them are what a service is judged by");
        for (kind, of) in [(closure::KIND, CLOSURE), (follow_up::KIND, FOLLOW_UP)] {
            let (whole, part) = whole_and_part(kind, "");
            assert_eq!(format!("{:?}", event(&whole, of)), format!("{:?}", event(&part, of)));
        }
    }
}
