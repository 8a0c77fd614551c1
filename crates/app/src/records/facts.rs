//! Facts of records, the plain ones that `domain::brief` counts: final, living records of a station or of all of them.
//! Of every kind only what a day of the span can count is read. Persons are told apart by R25. It counts nothing itself.

pub(crate) mod activities;
mod casework;
mod people;
mod reading;
pub(crate) mod resources;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::brief::{Dated, Facts, NoteFact, ServiceFact, VisitFact};
use domain::dictionary::dictionary;
use domain::fields::{
    activity_participant, case, closure, community_activity, consultation, follow_up, mandatory_report, progress_note,
    publicity, recipient, recipient_category, referral, visit,
};
use domain::on_file::{File, Holding};
use domain::period::Period;
use domain::service::CountyItem;
use store::{Query, Row};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::records::facts::casework::{CLOSURE, FOLLOW_UP, cases_of, event, note};
pub(crate) use crate::records::facts::people::union_of;
use crate::records::facts::people::{
    PERSON, People, people_of, people_of_today, people_then, persons_among, served_and_new, tell_apart,
};
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

/// Facts for the month figures of a page that is opened all day (`domain::month_figures`): what is dated within `span`, and of people and
/// cases only those it is about. Of the register it knows who is new; no category and no resource is in it.
pub(crate) fn of_months(context: &Context, span: Period) -> Result<Facts, CommandError> {
    let reading = Reading::of(context, None, span, looked_at);
    let services = services(&reading, &items_in_use(context)?)?;
    let recipients = served_and_new(&reading, &services)?;
    Ok(Facts { recipients, ..services })
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
    use crate::records::facts::people::person;
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
