//! Facts of records, the plain ones that `domain::brief` counts: final, living records of a station or of all of them.
//! Persons are told apart by R25. It counts nothing itself.

pub(crate) mod activities;
pub(crate) mod resources;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveTime};
use domain::brief::{CaseEvent, CaseFact, Dated, Facts, NoteFact, RecipientFact, ServiceFact, VisitFact};
use domain::case::{STAGES, Stage};
use domain::dictionary::dictionary;
use domain::fields::{
    case, closure, consultation, follow_up, mandatory_report, progress_note, publicity, recipient, recipient_category,
    referral, visit,
};
use domain::on_file::{File, Holding};
use domain::period::Period;
use domain::persons::{self, Union};
use domain::service::CountyItem;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::people::on_file;
use crate::records::service::{SERVICE, items_in_use, service};

/// Facts for any figure whose period lies within `span`; of one station, or of every station.
pub(crate) fn gather(context: &Context, station: Option<&str>, span: Period) -> Result<Facts, CommandError> {
    let all =
        |kind: &str| Query { provisional: Some(false), ..context.of_station(kind, station).only(&looked_at(kind)) };
    let dated = |kind: &str, field: &str| {
        let until = all(kind).and(field, Test::AtMost, span.to.to_string());
        context.list(&until.and(field, Test::AtLeast, span.from.to_string()))
    };
    let items = items_in_use(context)?;
    let people = context.list(&all(recipient::KIND))?;
    let mut recipients = recipients(context, &people, &all(recipient_category::KIND))?;
    let union = union_among(context, &people)?;
    for recipient in &mut recipients {
        recipient.person = union.keys.get(&recipient.id).cloned().unwrap_or_default();
    }
    let (groups, activities) =
        (activities::groups(context, station, &items)?, activities::held(context, station, span, &items)?);
    let mut counted = Vec::new();
    for kind in dictionary().kinds.iter().filter(|kind| kind.counted.is_some()) {
        let Some(day) = &kind.date else { continue };
        counted.extend(dated(&kind.name, day)?.iter().filter_map(|row| activities::counted(kind, day, row, &items)));
    }
    Ok(Facts {
        recipients,
        resources: resources::gather(context, station, span)?,
        visits: dated(visit::KIND, visit::DATE)?.iter().filter_map(|row| visit(row, &items)).collect(),
        cases: context.list(&all(case::KIND))?.iter().map(|row| case(row, &items)).collect(),
        notes: dated(progress_note::KIND, progress_note::DATE)?.iter().filter_map(note).collect(),
        closures: context.list(&all(closure::KIND))?.iter().filter_map(|row| event(row, CLOSURE)).collect(),
        follow_ups: dated(follow_up::KIND, follow_up::DATE)?.iter().filter_map(|row| event(row, FOLLOW_UP)).collect(),
        reports: dated(mandatory_report::KIND, mandatory_report::FOUND_DATE)?
            .iter()
            .filter_map(|row| day(row, mandatory_report::FOUND_DATE))
            .collect(),
        referrals: dated(referral::KIND, referral::REFERRAL_DATE)?
            .iter()
            .filter_map(|row| day(row, referral::REFERRAL_DATE))
            .collect(),
        groups,
        group_rules: activities::rules(context)?,
        activities,
        publicity: dated(publicity::KIND, publicity::DATE)?
            .iter()
            .filter_map(|row| activities::publicity(row, &items))
            .collect(),
        consultations: dated(consultation::KIND, consultation::DATE)?
            .iter()
            .filter_map(|row| activities::consultation(row, &items))
            .collect(),
        counted,
    })
}

/// Facts for the month figures of a page that is opened all day (`domain::month_figures`): what is dated within `span`, and of people and
/// cases only those it is about. Of the register it knows who is new; no category and no resource is in it.
pub(crate) fn of_months(context: &Context, span: Period) -> Result<Facts, CommandError> {
    let finals =
        |kind: &str| Query { provisional: Some(false), ..context.of_station(kind, None).only(&looked_at(kind)) };
    let since = |kind: &str, field: &str| finals(kind).and(field, Test::AtLeast, span.from.to_string());
    let dated =
        |kind: &str, field: &str| context.list(&since(kind, field).and(field, Test::AtMost, span.to.to_string()));
    let items = items_in_use(context)?;
    let visits: Vec<VisitFact> = dated(visit::KIND, visit::DATE)?.iter().filter_map(|row| visit(row, &items)).collect();
    let notes: Vec<NoteFact> = dated(progress_note::KIND, progress_note::DATE)?.iter().filter_map(note).collect();
    let (groups, activities) =
        (activities::groups(context, None, &items)?, activities::held(context, None, span, &items)?);
    let (cases, closures) = cases_of(context, &notes, span, &items)?;
    let mut people: BTreeSet<String> = visits.iter().map(|visit| visit.recipient.clone()).collect();
    people.extend(cases.iter().map(|case| case.recipient.clone()));
    people.extend(groups.iter().flat_map(|group| &group.members).map(|member| member.recipient.clone()));
    people.extend(activities.iter().flat_map(|activity| activity.recipients.iter().cloned()));
    // Merged files tell who is one person, also where neither of the two was served.
    people.extend(context.merges()?.pairs().flat_map(|(from, into)| [from.to_owned(), into.to_owned()]));
    let people: Vec<String> = people.into_iter().collect();
    let mut rows = context.list_in(&finals(recipient::KIND), "id", &people)?;
    rows.extend(
        dated(recipient::KIND, recipient::FILE_CREATED)?
            .into_iter()
            .filter(|row| people.binary_search(&row.id).is_err()),
    );
    Ok(Facts {
        recipients: people_of(context, &rows)?,
        visits,
        cases,
        notes,
        closures,
        groups,
        group_rules: activities::rules(context)?,
        activities,
        consultations: dated(consultation::KIND, consultation::DATE)?
            .iter()
            .filter_map(|row| activities::consultation(row, &items))
            .collect(),
        ..Facts::default()
    })
}

/// Facts of these visits alone, and who was visited.
pub(crate) fn of_visits(context: &Context, rows: &[&Row]) -> Result<Facts, CommandError> {
    let items = items_in_use(context)?;
    let visits: Vec<VisitFact> = rows.iter().filter_map(|row| visit(row, &items)).collect();
    let mut people: BTreeSet<String> = visits.iter().map(|visit| visit.recipient.clone()).collect();
    people.extend(context.merges()?.pairs().flat_map(|(from, into)| [from.to_owned(), into.to_owned()]));
    let finals = Query { provisional: Some(false), ..Query::of(recipient::KIND).only(&looked_at(recipient::KIND)) };
    let recipients = people_of(context, &context.list_in(&finals, "id", &people.into_iter().collect::<Vec<_>>())?)?;
    Ok(Facts { recipients, visits, ..Facts::default() })
}

/// People told apart by R25, without their categories.
fn people_of(context: &Context, rows: &[Row]) -> Result<Vec<RecipientFact>, CommandError> {
    let union = union_among(context, rows)?;
    let recipient = |row: &Row| {
        let person = union.keys.get(&row.id).cloned().unwrap_or_default();
        Ok(RecipientFact { id: row.id.clone(), person, file: on_file::file(context, row)?, holdings: Vec::new() })
    };
    rows.iter().map(recipient).collect()
}

/// Cases that a month of the span can count, with all their closure reports: worked on or opened within it, closed within it or later,
/// or in hand now.
fn cases_of(
    context: &Context,
    notes: &[NoteFact],
    span: Period,
    items: &[CountyItem],
) -> Result<(Vec<CaseFact>, Vec<CaseEvent>), CommandError> {
    let finals =
        |kind: &str| Query { provisional: Some(false), ..context.of_station(kind, None).only(&looked_at(kind)) };
    let closed = |row: &Row| event(row, CLOSURE);
    let from = span.from.to_string();
    let closed_since = context.list(&finals(closure::KIND).and(closure::DATE, Test::AtLeast, from.clone()))?;
    let named = notes.iter().map(|note| note.case.clone());
    let named: BTreeSet<String> = named.chain(closed_since.iter().filter_map(closed).map(|one| one.case)).collect();
    let open: Vec<&str> = STAGES.iter().filter(|(stage, _)| stage.is_open()).map(|(_, code)| *code).collect();
    let mut rows = context.list_in(&finals(case::KIND), "id", &named.into_iter().collect::<Vec<_>>())?;
    rows.extend(context.list(&finals(case::KIND).and(case::STAGE, Test::In, open))?);
    rows.extend(context.list(&finals(case::KIND).and(case::OPEN_DATE, Test::AtLeast, from))?);
    let rows: BTreeMap<String, Row> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    let ids: Vec<String> = rows.keys().cloned().collect();
    let closures = context.list_in(&finals(closure::KIND), closure::CASE, &ids)?;
    Ok((rows.values().map(|row| case(row, items)).collect(), closures.iter().filter_map(closed).collect()))
}

/// The fields that facts are made of, each list from beside its reader; of a kind that is not named here all of them are read.
pub(crate) fn looked_at(kind: &str) -> Vec<&'static str> {
    match kind {
        recipient::KIND => [&PERSON[..], &File::FIELDS[..]].concat(),
        recipient_category::KIND => [&[recipient_category::RECIPIENT][..], &Holding::FIELDS[..]].concat(),
        visit::KIND => [&VISIT[..], &SERVICE[..]].concat(),
        closure::KIND => CLOSURE.to_vec(),
        follow_up::KIND => FOLLOW_UP.to_vec(),
        _ => Vec::new(),
    }
}

/// Who is the same person among the living files of a question (R25).
pub(crate) fn union_of(context: &Context, query: &Query) -> Result<Union, CommandError> {
    union_among(context, &context.list(&query.clone().only(&PERSON))?)
}

fn union_among(context: &Context, rows: &[Row]) -> Result<Union, CommandError> {
    let people: Vec<persons::Person> = rows.iter().map(person).collect();
    let merged = context.merges()?.pairs().map(|(from, into)| (from.to_owned(), into.to_owned())).collect();
    Ok(persons::union_merged(&people, &merged, context.today))
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
fn recipients(context: &Context, people: &[Row], categories: &Query) -> Result<Vec<RecipientFact>, CommandError> {
    let merges = context.merges()?;
    let mut held: HashMap<String, Vec<Holding>> = HashMap::new();
    for row in context.list(categories)? {
        let whose = merges.standing(text(&row.fields, recipient_category::RECIPIENT)).to_owned();
        held.entry(whose).or_default().push(Holding::read(&row.fields));
    }
    let fact = |row: &Row| {
        let holdings = held.remove(&row.id).unwrap_or_default();
        Ok(RecipientFact { id: row.id.clone(), person: String::new(), file: on_file::file(context, row)?, holdings })
    };
    people.iter().map(fact).collect()
}

/// What a visit is, beside its service.
const VISIT: [&str; 5] = [visit::RECIPIENT, visit::HOUSEHOLD, visit::DATE, visit::CONTACT_MODE, visit::RESULT];

fn visit(row: &Row, items: &[CountyItem]) -> Option<VisitFact> {
    let [recipient, household, day, contact_mode, result] = VISIT;
    let of = |field: &str| text(&row.fields, field).to_owned();
    Some(VisitFact {
        id: row.id.clone(),
        recipient: of(recipient),
        household: of(household),
        date: date(&row.fields, day)?,
        contact_mode: of(contact_mode),
        result: of(result),
        // R20: where nobody was met there was no service to be judged.
        service: match domain::visit::is_effective(text(&row.fields, result)) {
            true => service(row, items),
            false => ServiceFact::default(),
        },
    })
}

fn case(row: &Row, items: &[CountyItem]) -> CaseFact {
    CaseFact {
        id: row.id.clone(),
        recipient: text(&row.fields, case::RECIPIENT).to_owned(),
        lead_date: date(&row.fields, case::LEAD_DATE),
        open_date: date(&row.fields, case::OPEN_DATE),
        reopened_date: date(&row.fields, case::REOPENED_DATE).or_else(|| reopened_by(row)),
        ended: date(&row.fields, case::STAGE_DATE).filter(|_| is_past_work(text(&row.fields, case::STAGE))),
        service: service(row, items),
    }
}

/// Of a case reopened before the day was kept: the day of the stage in which it is in hand again.
fn reopened_by(row: &Row) -> Option<NaiveDate> {
    let again = row.fields.get(case::REOPENED_NO).and_then(serde_json::Value::as_u64).unwrap_or(0) > 0;
    let open = Stage::parse(text(&row.fields, case::STAGE)).is_some_and(Stage::is_open);
    date(&row.fields, case::STAGE_DATE).filter(|_| again && open)
}

/// Closed, followed up or archived.
fn is_past_work(stage: &str) -> bool {
    matches!(Stage::parse(stage), Some(Stage::Closed | Stage::FollowingUp | Stage::Archived))
}

fn note(row: &Row) -> Option<NoteFact> {
    let clock = |field: &str| NaiveTime::parse_from_str(text(&row.fields, field), "%H:%M").ok();
    let minutes = clock(progress_note::START_TIME)
        .zip(clock(progress_note::END_TIME))
        .map_or(0, |(from, to)| (to - from).num_minutes().max(0));
    Some(NoteFact {
        id: row.id.clone(),
        case: text(&row.fields, progress_note::CASE).to_owned(),
        date: date(&row.fields, progress_note::DATE)?,
        present: row.fields.get(progress_note::RECIPIENTS_PRESENT).and_then(|value| value.as_u64()).unwrap_or(0) as u32,
        minutes: minutes as u32,
    })
}

/// The case and the day of a closure report, and of a follow-up.
const CLOSURE: [&str; 2] = [closure::CASE, closure::DATE];
const FOLLOW_UP: [&str; 2] = [follow_up::CASE, follow_up::DATE];

fn event(row: &Row, [case, day]: [&str; 2]) -> Option<CaseEvent> {
    Some(CaseEvent { id: row.id.clone(), case: text(&row.fields, case).to_owned(), date: date(&row.fields, day)? })
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
        assert_eq!(format!("{:?}", visit(&whole, &[])), format!("{:?}", visit(&part, &[])));
        for (kind, of) in [(closure::KIND, CLOSURE), (follow_up::KIND, FOLLOW_UP)] {
            let (whole, part) = whole_and_part(kind, "");
            assert_eq!(format!("{:?}", event(&whole, of)), format!("{:?}", event(&part, of)));
        }
    }
}
