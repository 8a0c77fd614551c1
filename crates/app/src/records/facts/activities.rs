//! Facts of group work and community activities that `domain::brief` counts, and of single groups for their page.
//! It counts nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use domain::brief::{ConsultationFact, CountedFact, PublicityFact};
use domain::community_activity::ActivityFact;
use domain::dictionary::Kind;
use domain::fields::{
    activity_participant, community_activity, consultation, group, group_evaluation, group_member, group_session,
    publicity, session_attendance, visit,
};
use domain::group::{GroupFact, GroupRules, MemberFact, SessionFact};
use domain::service::{CountyItem, ServiceFact};
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::records::facts::reading::Reading;
use crate::records::service::service;
use domain::parameters;

/// How the county counts groups.
pub(crate) fn rules(context: &Context) -> Result<GroupRules, CommandError> {
    Ok(GroupRules {
        by_last_session: context.parameter(parameters::GROUP_MONTH)?.trim() == "last",
        min_sessions: context.number_parameter(parameters::MIN_SESSIONS_PER_GROUP)?.unwrap_or(0),
        min_members: context.number_parameter(parameters::MIN_MEMBERS_PER_GROUP)?.unwrap_or(0),
    })
}

/// The kinds that groups are made of.
pub(super) const GROUP_KINDS: [&str; 5] =
    [group::KIND, group_session::KIND, group_member::KIND, group_evaluation::KIND, session_attendance::KIND];

/// Final groups that a day of the span can count (R19): one with a session, held or planned, or a planned end on its first day or later.
pub(crate) fn groups(reading: &Reading, items: &[CountyItem]) -> Result<Vec<GroupFact>, CommandError> {
    let sessions = reading.since(group_session::KIND, group_session::DATE);
    let met = reading.context.store.columns(&sessions, &[group_session::GROUP])?;
    let met: BTreeSet<String> =
        met.into_iter().flatten().filter_map(|group| group.as_str().map(str::to_owned)).collect();
    let mut rows = reading.list_in(&reading.all(group::KIND), "id", &Vec::from_iter(met))?;
    rows.extend(reading.list(&reading.since(group::KIND, group::PLANNED_END_DATE))?);
    of_rows(reading.context, &rows, items)
}

/// These groups with their final members, sessions, attendance and evaluations.
pub(crate) fn of_rows(context: &Context, rows: &[Row], items: &[CountyItem]) -> Result<Vec<GroupFact>, CommandError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let of = |kind: &str| {
        let finals = Query::of(kind).bare().finals();
        context.list_in(&finals, group_member::GROUP, &ids)
    };
    let (members, sessions, evaluations) =
        (of(group_member::KIND)?, of(group_session::KIND)?, of(group_evaluation::KIND)?);
    let mut present = present(context, &sessions)?;
    let mut by_id: BTreeMap<&str, GroupFact> = rows.iter().map(|row| (row.id.as_str(), group(row, items))).collect();
    for row in &members {
        if let Some(group) = by_id.get_mut(text(&row.fields, group_member::GROUP)) {
            group.members.push(member(row));
        }
    }
    for row in sessions.iter().filter(|row| text(&row.fields, group_session::STATE) != "cancelled") {
        let (Some(group), Some(date)) =
            (by_id.get_mut(text(&row.fields, group_session::GROUP)), date(&row.fields, group_session::DATE))
        else {
            continue;
        };
        // Who was taken out of the group as a mistake is nobody who was there.
        let mut present = present.remove(&row.id).unwrap_or_default();
        present.retain(|id| group.members.iter().any(|member| &member.id == id));
        let held = text(&row.fields, group_session::STATE) == "held";
        group.sessions.push(SessionFact { id: row.id.clone(), date, held, present });
    }
    for row in &evaluations {
        if let Some(group) = by_id.get_mut(text(&row.fields, group_evaluation::GROUP)) {
            group.evaluated = true;
        }
    }
    Ok(by_id.into_values().collect())
}

/// By session the members marked 实到.
fn present(context: &Context, sessions: &[Row]) -> Result<BTreeMap<String, BTreeSet<String>>, CommandError> {
    let ids: Vec<String> = sessions.iter().map(|row| row.id.clone()).collect();
    let marked = Query::of(session_attendance::KIND).and(session_attendance::STATUS, Test::Eq, "present");
    let marked = marked.bare();
    let mut present: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in context.list_in(&marked, session_attendance::SESSION, &ids)? {
        let member = text(&row.fields, session_attendance::MEMBER).to_owned();
        present.entry(text(&row.fields, session_attendance::SESSION).to_owned()).or_default().insert(member);
    }
    Ok(present)
}

fn group(row: &Row, items: &[CountyItem]) -> GroupFact {
    GroupFact {
        id: row.id.clone(),
        service: service(row, items),
        planned_sessions: number(&row.fields, group::PLANNED_SESSIONS),
        planned_end: date(&row.fields, group::PLANNED_END_DATE),
        ended: date(&row.fields, group::END_DATE),
        ..GroupFact::default()
    }
}

fn member(row: &Row) -> MemberFact {
    let score = |name: &str| row.fields.get(name).and_then(serde_json::Value::as_i64);
    MemberFact {
        id: row.id.clone(),
        recipient: text(&row.fields, group_member::RECIPIENT).to_owned(),
        joined: date(&row.fields, group_member::JOINED_DATE),
        left: date(&row.fields, group_member::LEFT_DATE),
        pre: score(group_member::PRE_SCORE),
        post: score(group_member::POST_SCORE),
    }
}

/// Final activities that were held within the span, with who signed in.
pub(crate) fn held(reading: &Reading, items: &[CountyItem]) -> Result<Vec<ActivityFact>, CommandError> {
    let within = reading.within(community_activity::KIND, community_activity::DATE);
    let rows = reading.list(&within.and(community_activity::STATE, Test::Eq, "held"))?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut signed_in: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let participants = reading.all(activity_participant::KIND);
    for row in reading.list_in(&participants, activity_participant::ACTIVITY, &ids)? {
        let recipient = text(&row.fields, activity_participant::RECIPIENT).to_owned();
        signed_in.entry(text(&row.fields, activity_participant::ACTIVITY).to_owned()).or_default().insert(recipient);
    }
    let fact = |row: &Row| {
        Some(ActivityFact {
            id: row.id.clone(),
            date: date(&row.fields, community_activity::DATE)?,
            activity_type: text(&row.fields, community_activity::ACTIVITY_TYPE).to_owned(),
            people: number(&row.fields, community_activity::PEOPLE_COUNT),
            booklets: number(&row.fields, community_activity::BOOKLETS),
            recipients: signed_in.remove(&row.id).unwrap_or_default(),
            service: service(row, items),
        })
    };
    Ok(rows.iter().filter_map(fact).collect())
}

pub(crate) fn publicity(row: &Row, items: &[CountyItem]) -> Option<PublicityFact> {
    Some(PublicityFact {
        id: row.id.clone(),
        date: date(&row.fields, publicity::DATE)?,
        people: number(&row.fields, publicity::PEOPLE_COUNT),
        booklets: number(&row.fields, publicity::BOOKLETS),
        service: service(row, items),
    })
}

pub(crate) fn consultation(row: &Row, items: &[CountyItem]) -> Option<ConsultationFact> {
    let people = number(&row.fields, consultation::PEOPLE_COUNT);
    Some(ConsultationFact {
        id: row.id.clone(),
        date: date(&row.fields, consultation::DATE)?,
        people,
        service: service(row, items),
    })
}

/// A record that is counted as one; R11 judges those that name a service.
pub(crate) fn counted(kind: &Kind, day: &str, row: &Row, items: &[CountyItem]) -> Option<CountedFact> {
    let service = match kind.field(visit::AREA) {
        Some(_) => service(row, items),
        None => ServiceFact { counted: true, ..ServiceFact::default() },
    };
    Some(CountedFact { kind: kind.name.clone(), id: row.id.clone(), date: date(&row.fields, day)?, service })
}

/// A count as typed; 0 where there is none.
pub(crate) fn number(fields: &Payload, name: &str) -> u32 {
    let typed = fields.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
    u32::try_from(typed).unwrap_or(u32::MAX)
}
